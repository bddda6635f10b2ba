"""The JSON Schema of each type: good documents pass, changed ones do not, and reading agrees."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from typing import Any

import attrs
import pytest
from jsonschema import Draft202012Validator
from records.examples import (
    CLAIMS,
    EVERY_FACT,
    FINDINGS,
    INFO,
    LEDGER,
    MEMBER,
    PARTICIPATION,
    SCHEDULE,
    VALUES,
    WAYS,
    covers,
    named,
)

from mutualaid import (
    Finding,
    Ledger,
    Member,
    MutualAidError,
    Standing,
)
from mutualaid.records import from_json, json_schema, to_json
from mutualaid.records.forms import value_types

OURS = sorted(
    name for name, kind in value_types().items() if kind.__module__.startswith("mutualaid.")
)
NAMES = [*OURS, "Ledger"]
LEDGERS = [Ledger(), Ledger(covers("medical")), LEDGER]
ONE_EACH = {named(value): value for value in reversed([*VALUES, *LEDGERS[1:]])}


@cache
def validator(name: str) -> Draft202012Validator:
    """Make a validator of the documents of a type."""
    return Draft202012Validator(json_schema(name))


def plain(value: object) -> dict[str, Any]:
    """Give a document as a reader of JSON has it."""
    document: dict[str, Any] = json.loads(to_json(value))
    return document


def faults(document: Any, name: str) -> list[str]:
    """List what a validator finds, each with its place."""
    return [f"{one.json_path}: {one.message}" for one in validator(name).iter_errors(document)]


def passes(document: Any, name: str) -> bool:
    """Tell whether a validator finds nothing."""
    return validator(name).is_valid(document)


# Good documents ---------------------------------------------------------------------------------


@cache
def check_definition(definition: str) -> None:
    """Hold a definition against the draft, once: most schemas share theirs."""
    Draft202012Validator.check_schema(json.loads(definition))


@pytest.mark.parametrize("name", NAMES)
def test_every_schema_is_one_of_the_draft_that_it_names(name: str) -> None:
    schema = json_schema(name)
    for part in (schema | {"$defs": {}}, *schema["$defs"].values()):
        check_definition(json.dumps(part))

    assert "https://json-schema.org/draft/2020-12/schema" == schema["$schema"]


@pytest.mark.parametrize("name", NAMES)
def test_every_schema_can_be_written_as_json(name: str) -> None:
    assert json_schema(name) == json.loads(json.dumps(json_schema(name)))


@pytest.mark.parametrize("name", NAMES)
def test_every_reference_in_a_schema_leads_somewhere(name: str) -> None:
    schema = json_schema(name)

    assert [] == [
        one for one in references(schema) if one.removeprefix("#/$defs/") not in schema["$defs"]
    ]


def references(schema: object) -> Iterator[str]:
    """Give what a schema refers to."""
    if isinstance(schema, dict):
        if "$ref" in schema:
            yield schema["$ref"]
        for part in schema.values():
            yield from references(part)
    elif isinstance(schema, list):
        for part in schema:
            yield from references(part)


def test_a_schema_is_had_by_the_type_or_by_its_name() -> None:
    assert json_schema(Member) == json_schema("Member")


def test_the_schema_of_a_ledger_is_had_by_the_type_too() -> None:
    assert json_schema(Ledger) == json_schema("Ledger")


@pytest.mark.parametrize("value", [*VALUES, *LEDGERS], ids=named)
def test_what_is_written_passes(value: object) -> None:
    assert [] == faults(plain(value), named(value))


# Changed documents ------------------------------------------------------------------------------


@pytest.mark.parametrize("name", NAMES)
def test_a_key_too_many_does_not_pass(name: str) -> None:
    assert not passes({**plain(ONE_EACH[name]), "no_such_key": 1}, name)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("key", ["type", "version"])
def test_a_document_without_its_head_does_not_pass(name: str, key: str) -> None:
    document = plain(ONE_EACH[name])
    del document[key]

    assert not passes(document, name)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("head", [{"type": "Other"}, {"version": 3}, {"version": True}])
def test_a_document_with_another_head_does_not_pass(name: str, head: dict[str, object]) -> None:
    assert not passes({**plain(ONE_EACH[name]), **head}, name)


def needed() -> list[tuple[str, str]]:
    """List each type with each key that must be there."""
    return [
        (name, key) for name in NAMES for key in json_schema(name)["required"] if key != "version"
    ]


@pytest.mark.parametrize(("name", "key"), needed())
def test_a_key_too_few_does_not_pass(name: str, key: str) -> None:
    document = plain(ONE_EACH[name])
    del document[key]

    assert not passes(document, name)


def fields() -> list[tuple[str, str]]:
    """List each type with each of its keys."""
    return [
        (name, key)
        for name in NAMES
        for key in json_schema(name)["properties"]
        if key not in {"type", "version"}
    ]


@pytest.mark.parametrize(("name", "key"), fields())
def test_a_value_of_another_type_does_not_pass(name: str, key: str) -> None:
    wrong = {"no": {"such": [1.5]}}

    assert not passes({**plain(ONE_EACH[name]), key: wrong}, name)


def test_the_keys_that_must_be_there_are_those_without_a_default() -> None:
    said = {name: set(json_schema(name)["required"]) - {"type", "version"} for name in OURS}

    assert said == {
        name: {
            one.name for one in attrs.fields(value_types()[name]) if one.default is attrs.NOTHING
        }
        for name in OURS
    }


def test_the_keys_of_a_schema_are_the_figures_of_the_type() -> None:
    beside = {"type", "version", "editions", "rosters"}
    said = {name: set(json_schema(name)["properties"]) - beside for name in OURS}
    figures = {name: {field.name for field in attrs.fields(value_types()[name])} for name in OURS}
    figures["PolicyChange"] -= {"hooks"}  # with which none goes to JSON

    assert said == figures


# Reading and the schema agree -------------------------------------------------------------------


class Gone:
    """Marks a key to be taken out."""

    def __repr__(self) -> str:
        return "gone"


GONE = Gone()
BILL, ILL = CLAIMS[1], CLAIMS[2]
FOUND = FINDINGS[0]
SHAPES: list[tuple[object, tuple[str | int, ...], object]] = [
    (MEMBER, ("bith_date",), "1980-05-17"),
    (MEMBER, ("sex",), GONE),
    (MEMBER, ("sex",), "femle"),
    (MEMBER, ("sex",), None),
    (MEMBER, ("serving",), "yes"),
    (MEMBER, ("serving",), 1),
    (MEMBER, ("serving",), None),
    (MEMBER, ("birth_date",), "1980-5-17"),
    (MEMBER, ("birth_date",), "19800517"),
    (MEMBER, ("birth_date",), "1980-05-17T00:00:00"),
    (MEMBER, ("birth_date",), "１９８０-05-17"),
    (MEMBER, ("birth_date",), "1980-05-17\n"),
    (MEMBER, ("id",), 5),
    (ILL, ("days",), True),
    (ILL, ("days",), "12"),
    (ILL, ("days",), 12),
    (ILL, ("days",), None),
    (ILL, ("admission",), "H1"),
    (ILL, ("admission", "on"), GONE),
    (ILL, ("admission", "at"), "H1"),
    (ILL, ("circumstances",), "drunk"),
    (ILL, ("circumstances",), ""),
    (ILL, ("circumstances",), {}),
    (ILL, ("circumstances",), None),
    (ILL, ("circumstances",), [1]),
    (ILL, ("circumstances",), []),
    (BILL, ("items",), {}),
    (BILL, ("items",), ""),
    (BILL, ("items", 0, "self_paid_one"), 100),
    (BILL, ("items", 0, "self_paid_one"), "100"),
    (BILL, ("items", 0, "self_paid_one"), "1e2"),
    (BILL, ("items", 0, "self_paid_one"), " 100 "),
    (BILL, ("items", 0, "self_paid_one"), "100\n"),
    (BILL, ("items", 0, "self_paid_one"), "1_00"),
    (BILL, ("items", 0, "self_paid_one"), "+100"),
    (BILL, ("items", 0, "self_paid_one"), ".5"),
    (BILL, ("items", 0, "self_paid_one"), "5."),
    (BILL, ("items", 0, "self_paid_one"), "١٢"),
    (BILL, ("items", 0, "self_paid_one"), "NaN"),
    (BILL, ("items", 0, "self_paid_one"), ""),
    (INFO, ("aliases",), "help"),
    (INFO, ("in_force",), {}),
    (INFO, ("in_force", 0), []),
    (INFO, ("title",), "relief"),
    (INFO, ("pillar",), "HOSPITAL"),
    (INFO, ("source",), None),
    (WAYS, ("parts", 0, "type"), "AllOff"),
    (WAYS, ("parts", 0, "type"), GONE),
    (WAYS, ("parts", 0, "type"), []),
    (WAYS, ("parts", 0), {"type": "NoWorkInjury"}),
    (WAYS, ("parts", 0), {"type": "Serving"}),
    (WAYS, ("parts", 0), {"type": "Serving", "sourec": None}),
    (WAYS, ("parts",), {}),
    (PARTICIPATION, ("percent",), "62.5"),
    (PARTICIPATION, ("percent",), True),
    (PARTICIPATION, ("percent",), None),
    (PARTICIPATION, ("sources", 0), ["percent"]),
    (PARTICIPATION, ("sources", 0), {}),
    (SCHEDULE, ("lines",), []),
    (SCHEDULE, ("lines",), {}),
    (SCHEDULE, ("source",), None),
    (SCHEDULE, ("lines", 1, "amount"), 5),
    (SCHEDULE, ("lines", 1, "amount"), "5"),
    (SCHEDULE, ("lines", 1, "amount", "amounts"), "12"),
    (SCHEDULE, ("lines", 0, "formula"), {"type": "NoWorkInjury"}),
    (SCHEDULE, ("lines", 0, "formula"), None),
    (FOUND, ("facts",), []),
    (FOUND, ("facts", "number"), True),
    (FOUND, ("facts", "number"), []),
    (FOUND, ("facts", "number"), {}),
    (FOUND, ("facts", "number"), {"foo": 1}),
    (FOUND, ("facts", "number"), {"date": 5}),
    (FOUND, ("facts", "number"), {"date": "2016-01-01"}),
    (FOUND, ("facts", "number"), {"date": "2016-01-01", "time": "12:00"}),
    (FOUND, ("facts", "number"), {"money": 5}),
    (FOUND, ("facts", "number"), {"money": "5", "currency": "EUR"}),
    (FOUND, ("facts", "number"), {"zh": "名"}),
    (FOUND, ("facts", "number"), {"zh": 1, "en": 2}),
    (FOUND, ("facts", "number"), {"zh": "a", "en": "b", "fr": "c"}),
    (FOUND, ("facts", "number"), {"enum": "Sex", "value": "female"}),
    (FOUND, ("facts", "number"), {"enum": "Sex", "value": "femle"}),
    (FOUND, ("facts", "number"), {"enum": "Sxe", "value": "female"}),
    (FOUND, ("facts", "number"), {"enum": "Member", "value": "x"}),
    (LEDGER, ("edtions",), []),
    (LEDGER, ("log",), GONE),
    (LEDGER, ("log",), {}),
    (LEDGER, ("log", 0), "Enrolled"),
    (LEDGER, ("log", 0, "step"), "Settled"),
    (LEDGER, ("log", 0, "step"), GONE),
    (LEDGER, ("log", 0, "step"), []),
    (LEDGER, ("log", 0, "number"), True),
    (LEDGER, ("log", 0, "cover", "edition"), "0"),
    (LEDGER, ("log", 0, "cover", "edition"), -1),
    (LEDGER, ("log", 0, "cover", "edition"), True),
    (LEDGER, ("log", 0, "cover", "edition"), GONE),
    (LEDGER, ("log", 0, "cover", "sharse"), 1),
    (LEDGER, ("log", 5, "claim", "amount"), 5),
    (Ledger(), ("editions",), {}),
    (Ledger(), ("editions",), ""),
    (Ledger(), ("editions",), None),
    (Ledger(), ("log",), {}),
]
"""Documents that differ from a good one in their shape, a few of them still good."""


def reads(document: object) -> bool:
    """Tell whether a document can be read."""
    try:
        from_json(json.dumps(document))
    except MutualAidError:
        return False
    return True


@pytest.mark.parametrize(
    ("value", "path", "to"),
    SHAPES,
    ids=[f"{named(value)}.{path[-1]}-{to!r:.30}" for value, path, to in SHAPES],
)
def test_what_can_be_read_is_what_passes(
    value: object, path: tuple[str | int, ...], to: object
) -> None:
    document = plain(value)
    place: Any = document
    for step in path[:-1]:
        place = place[step]
    if to is GONE:
        del place[path[-1]]
    else:
        place[path[-1]] = to

    assert reads(document) == passes(document, named(value))


@pytest.mark.parametrize("name", [name for name, _ in EVERY_FACT])
def test_a_fact_of_every_kind_passes(name: str) -> None:
    found = Finding("a.b", Standing.MET, None, facts=((name, dict(EVERY_FACT)[name]),))

    assert [] == faults(plain(found), "Finding")


def test_a_rule_within_eleven_others_passes() -> None:
    document = {"type": "Serving"}
    for _ in range(11):
        document = {"type": "AllOf", "parts": [document]}  # type: ignore[dict-item]

    assert [] == faults({**document, "version": 1}, "AllOf")
