"""The JSON Schema of assumptions, as a document holds them; dates are texts, as JSON has none."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, TypeAlias

from mutualaid.people import Sex
from mutualaid.scenario.assumed import Flow

Schema: TypeAlias = dict[str, Any]
TEXT: Schema = {"type": "string", "pattern": r"\S"}
NUMBER: Schema = {"type": "number", "minimum": 0}
SHARE: Schema = {**NUMBER, "maximum": 1}
NUMBERS: Schema = {"type": "array", "items": NUMBER, "minItems": 1}
STATED: Schema = {"source": TEXT, "as_of": {"type": "string", "format": "date"}}
OF_LINES: Schema = {"plan": TEXT, "line": TEXT}
RISK: Schema = {"enum": [True, False, "not said"]}
STATES_ONE = [{"required": ["probability"]}, {"required": ["severity"]}]


def assumptions_schema() -> Schema:
    """Give the JSON Schema of a document of assumptions.

    What a schema cannot say is looked for when the document is read: whether the plans and lines
    are there, whether a law of scipy takes its parameters, and whether cells are left out.
    """
    factors = {**OF_LINES, "probability": NUMBER, "severity": NUMBER}
    value = {
        **OF_LINES,
        "ages": {
            "anyOf": [
                {"type": "string", "pattern": r"^\d+([-–]\d+|\+)?$"},
                {"type": "integer", "minimum": 0},
            ]
        },
        "sex": {"enum": [sex.value for sex in Sex]},
        "high_risk": {"anyOf": [RISK, {"type": "array", "items": RISK, "minItems": 1}]},
        "probability": SHARE,
        "severity": {"anyOf": [*_severities(), TEXT]},
    }
    rates = {
        flow.value: _tables({"plan": TEXT, "rate": NUMBER if flow is Flow.ENTRY else SHARE}, "rate")
        for flow in Flow
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **_table(
            {
                "name": TEXT,
                "illustrative": {"type": "boolean"},
                "about": TEXT,
                "tables": {"type": "array", "items": TEXT},
                "assumption": _tables(value, any_of=STATES_ONE),
                "trend": _tables(factors, any_of=STATES_ONE),
                "stress": _tables(factors, any_of=STATES_ONE),
                **rates,
                "shock": {"type": "array", "items": {"anyOf": list(_shocks())}, "maxItems": 1},
            },
            ["name"],
        ),
    }


def _severities() -> Iterable[Schema]:
    yield _kind("fixed", {"amount": NUMBER})
    yield _kind("benefit", {"share": SHARE})
    params = {"type": "object", "additionalProperties": {"type": "number"}}
    yield _kind("scipy", {"name": TEXT, "params": params})
    yield _kind("empirical", {"values": NUMBERS, "weights": NUMBERS}, needed=["values"])


def _shocks() -> Iterable[Schema]:
    yield _kind("none", STATED)
    cv = {"type": "number", "exclusiveMinimum": 0, "maximum": 2}
    for name in ("gamma", "lognormal"):
        yield _kind(name, {"cv": cv, **STATED})
    yield _kind("discrete", {"factors": NUMBERS, "weights": NUMBERS, **STATED})


def _kind(name: str, properties: Schema, *, needed: Iterable[str] | None = None) -> Schema:
    required = properties if needed is None else needed
    return _table({"kind": {"const": name}, **properties}, ["kind", *required])


def _tables(properties: Schema, *required: str, any_of: list[Schema] | None = None) -> Schema:
    items = _table({**properties, **STATED}, [*required, *STATED])
    return {"type": "array", "items": items if any_of is None else {**items, "anyOf": any_of}}


def _table(properties: Schema, required: Iterable[str]) -> Schema:
    return {
        "type": "object",
        "properties": properties,
        "required": list(required),
        "additionalProperties": False,
    }
