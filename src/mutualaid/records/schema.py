"""JSON Schema (draft 2020-12) of every type that `to_json` writes, made from the types."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin
from urllib.parse import quote

import attrs

import mutualaid
from mutualaid.errors import UnknownName
from mutualaid.policy.change import PolicyChange
from mutualaid.records.changes import VALUES
from mutualaid.records.forms import FACTS, WHOLE_NUMBER_OR_YES_NO, name_of, resolve, value_types
from mutualaid.records.once import ONCE
from mutualaid.records.seal import MARK, METHOD
from mutualaid.records.values import STEPS, version_of
from mutualaid.rules import BenefitLine, BenefitSchedule, Levels, RuleValue
from mutualaid.sources import Source

DIALECT = "https://json-schema.org/draft/2020-12/schema"
END = r"(?![\s\S])"  # the very end; $ lets a line end pass
NUMBER = {"type": "string", "pattern": rf"^-?[0-9]+(\.[0-9]+)?(E[+-]?[0-9]+)?{END}"}
DAY = {"type": "string", "format": "date", "pattern": rf"^[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}{END}"}
SIMPLE: Mapping[Any, dict[str, Any]] = {
    str: {"type": "string"},
    int: {"type": "integer"},
    bool: {"type": "boolean"},
    NoneType: {"type": "null"},
    date: DAY,
    Decimal: NUMBER,
}


def _object(properties: dict[str, Any], *, required: list[str]) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": properties,
        "required": required,
        "additionalProperties": False,
    }


def _hexadecimal(digits: int, start: str = "") -> dict[str, Any]:
    return {"type": "string", "pattern": f"^{start}[0-9a-f]{{{digits}}}{END}"}


def _fact() -> dict[str, Any]:
    """Give the schema of a fact of a finding: plain, or an object that says what it is."""
    text = {"type": "string"}
    public = (getattr(mutualaid, name) for name in mutualaid.__all__)
    enums = [one for one in public if isinstance(one, type) and issubclass(one, enum.Enum)]
    shapes: list[dict[str, Any]] = [{"date": DAY}, {"money": NUMBER}, {"zh": text, "en": text}]
    shapes += [
        {"enum": {"const": one.__name__}, "value": {"enum": [member.value for member in one]}}
        for one in enums
    ]
    objects = [_object(shape, required=list(shape)) for shape in shapes]
    return {"oneOf": [{"type": ["null", "integer", "string"]}, *objects]}


def json_schema(kind: type[Any] | str) -> dict[str, Any]:
    """Give the JSON Schema of the documents that `to_json` writes of a type.

    Args:
        kind: The type, or its name; "Ledger" for ledgers.

    Raises:
        UnknownName: No value of this type goes to JSON.
    """
    name = kind if isinstance(kind, str) else name_of(kind)
    types = value_types()
    schemas = _Schemas()
    if name == "Ledger":
        body = schemas.of_ledger()
    elif name in types:
        body = schemas.of_class(types[name])
    else:
        raise UnknownName(
            "No value of this type goes to JSON", name="type", value=name, known=[*types, "Ledger"]
        )
    head = {"type": {"const": name}, "version": {"const": version_of(name)}}
    body = _with_first(head, schemas.with_lists(body))
    return {"$schema": DIALECT, "title": name, **body, "$defs": schemas.defs}


def _with_first(head: dict[str, Any], body: dict[str, Any]) -> dict[str, Any]:
    """Put keys that must be there before those of an object."""
    required = [*head, *(key for key in body["required"] if key not in head)]
    return {**body, "properties": {**head, **body["properties"], **head}, "required": required}


class _Schemas:
    """Makes schemas; each class stands once, under its name, in `defs`."""

    def __init__(self) -> None:
        self.defs: dict[str, Any] = {}
        self._listed: set[type[Any]] = set()

    def with_lists(self, body: dict[str, Any]) -> dict[str, Any]:
        """Give the schema of a document with the lists of what stands in it once."""
        lists = {}
        for kind, key in ONCE.items():
            if kind in self._listed:
                lists[key] = {"type": "array", "items": self._refer(kind), "minItems": 1}
        return {**body, "properties": {**lists, **body["properties"]}}

    def of(self, kind: Any) -> dict[str, Any]:
        """Give the schema of a type that stands inside another."""
        if kind in SIMPLE:
            return dict(SIMPLE[kind])
        if kind in ONCE:
            self._listed.add(kind)
            return {"type": "integer", "minimum": 0}
        if kind == FACTS:
            return {"type": "object", "additionalProperties": _fact()}
        if kind == Decimal | Levels:
            return {"oneOf": [NUMBER, self._refer(Levels)]}
        if kind == int | Decimal:
            return {"oneOf": [{"type": "integer"}, NUMBER]}
        if kind == WHOLE_NUMBER_OR_YES_NO:
            return {"type": ["integer", "boolean"]}
        if get_origin(kind) is not None:
            return self._of_several(get_origin(kind), get_args(kind))
        if issubclass(kind, enum.Enum):
            return {"enum": [one.value for one in kind]}
        if not attrs.has(kind):
            return {}  # a rule from elsewhere may hold what only it knows
        return self._named(kind)

    def _of_several(self, origin: Any, arguments: tuple[Any, ...]) -> dict[str, Any]:
        if origin in {Union, UnionType}:
            return {"oneOf": [self.of(one) for one in arguments]}
        if origin is tuple and arguments[-1] is not Ellipsis:
            parts = [self.of(one) for one in arguments]
            size = {"minItems": len(parts), "maxItems": len(parts)}
            return {"type": "array", "prefixItems": parts, **size}
        if origin is Mapping:
            return {"type": "object", "additionalProperties": self.of(arguments[1])}
        return {"type": "array", "items": self.of(arguments[0])}

    def _named(self, kind: type[Any]) -> dict[str, Any]:
        """Refer to a class; to each that it may be, where it is a kind of rule."""
        if not issubclass(kind, RuleValue):
            return self._refer(kind)
        rules = [one for one in value_types().values() if issubclass(one, kind)]
        return {"oneOf": [self._refer(rule) for rule in rules]}

    def _refer(self, kind: type[Any]) -> dict[str, Any]:
        name = name_of(kind)
        if name not in self.defs:
            self.defs[name] = {}  # so that a class may hold itself
            self.defs[name] = self.of_class(kind)
        return {"$ref": f"#/$defs/{quote(name, safe=':')}"}

    def of_class(self, kind: type[Any]) -> dict[str, Any]:
        """Give the schema of the values of a class."""
        if kind is PolicyChange:
            return self._of_change()
        if kind is BenefitSchedule:
            lines = {"type": "array", "items": self.of(BenefitLine), "minItems": 1}
            return _object({"lines": lines, "source": self._refer(Source)}, required=["lines"])
        resolve(kind)
        fields = attrs.fields(kind)
        properties = {field.name: self.of(field.type) for field in fields}
        body = _object(
            properties, required=[one.name for one in fields if one.default is attrs.NOTHING]
        )
        if issubclass(kind, RuleValue):
            return _with_first({"type": {"const": name_of(kind)}}, body)
        return body

    def _of_change(self) -> dict[str, Any]:
        """Give the schema of changes of policy: by path, what is set, replaced and added."""
        rule = self.of(RuleValue)
        schedule = self._refer(BenefitSchedule)
        parts = {
            "set": self._figure(),
            "replace": {"oneOf": [*rule["oneOf"], schedule]},
            "add": {"type": "array", "items": rule},
        }
        paths = {
            name: {"type": "object", "additionalProperties": part} for name, part in parts.items()
        }
        remove = {"type": "array", "items": SIMPLE[str]}
        said = {"name": SIMPLE[str], "since": DAY, "source": self._refer(Source)}
        return _object({**said, **paths, "remove": remove}, required=list(said))

    def _figure(self) -> dict[str, Any]:
        """Refer to the schema of what may be set: plain, a list, or an object with its one key."""
        figure = {"$ref": "#/$defs/Figure"}
        row = {"type": "array", "items": figure, "minItems": 2, "maxItems": 2}
        shapes: list[dict[str, Any]] = [
            {"number": NUMBER},
            {"zh": SIMPLE[str], "en": SIMPLE[str]},
            {"enum": SIMPLE[str], "value": SIMPLE[str]},
            {"table": {"type": "array", "items": row}},
            *({name: self._refer(kind)} for name, kind in VALUES.items()),
        ]
        self.defs["Figure"] = {
            "oneOf": [
                {"type": ["null", "boolean", "integer", "string"]},
                {"type": "array", "items": figure},
                *(_object(shape, required=list(shape)) for shape in shapes),
            ]
        }
        return figure

    def of_ledger(self) -> dict[str, Any]:
        """Give the schema of ledgers: how many steps, the digest, the steps with their marks."""
        steps = [
            _with_first(
                {"step": {"const": name}, "digest": _hexadecimal(MARK)}, self.of_class(step)
            )
            for name, step in STEPS.items()
        ]
        said = {
            "steps": {"type": "integer", "minimum": 0},
            "digest": _hexadecimal(64, METHOD),
            "log": {"type": "array", "items": {"oneOf": steps}},
        }
        return _object(said, required=list(said))
