"""Every public value to JSON and back, strictly.

`to_json` and `from_json` take whole values: each document names its type and the version of its
form. Dates are in ISO form, money and percentages are digits in a text, so that nothing is lost
in a float. A key that a type does not have is refused with the nearest that it has, and what
goes wrong is named with its place.
"""

from __future__ import annotations

import json
from typing import Any

import attrs
import cattrs

from mutualaid.account import Claimed, Corrected, Enrolled, Record, Withdrawn
from mutualaid.errors import InvalidValue, MutualAidError, UnknownName
from mutualaid.ledger import Ledger
from mutualaid.plan import Edition
from mutualaid.records.forms import converter, make_converter, value_types
from mutualaid.rules import RuleValue

VERSION = 1
"""Version of the form; a document of another version is refused."""
STEPS = {step.__name__: step for step in (Enrolled, Claimed, Corrected, Withdrawn)}


def to_json(value: object, *, indent: int | None = None) -> str:
    """Write a value, or a ledger, as JSON.

    Args:
        value: The value.
        indent: Blanks by which each level is indented; one line, if not said.

    Raises:
        UnknownName: No value of this type goes to JSON.

    >>> from mutualaid import Source
    >>> to_json(Source("Notice 7"))
    '{"type": "Source", "version": 1, "document": {"zh": "Notice 7", "en": "Notice 7"}}'
    """
    return json.dumps(to_plain(value), ensure_ascii=False, indent=indent)


def to_plain(value: object) -> dict[str, Any]:
    """Give a value in dicts, lists, texts and numbers, with its type and the version of the form.

    Raises:
        UnknownName: No value of this type goes to JSON.
    """
    name = type(value).__name__
    head = {"type": name, "version": VERSION}
    if isinstance(value, Ledger):
        return {**head, **_ledger_to_plain(value)}
    types = value_types()
    if types.get(name) is not type(value):
        raise UnknownName(
            "No value of this type goes to JSON", name="type", value=name, known=[*types, "Ledger"]
        )
    return {**head, **converter().unstructure(value, unstructure_as=type(value))}


def from_json(text: str | bytes) -> Any:
    """Read a value, or a ledger, from JSON.

    Raises:
        InvalidValue: Not JSON, another version, or something in it that cannot be; the text
            names the place.
        UnknownName: A type or a key that there is not; the nearest is named.
    """
    try:
        plain = json.loads(
            text, parse_float=_refuse_float, parse_constant=_refuse_float, object_pairs_hook=_once
        )
    except MutualAidError:
        raise
    except (ValueError, RecursionError) as error:
        raise InvalidValue(f"This is no JSON: {error}") from None
    return from_plain(plain)


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Refuse a key that stands twice: JSON would keep the last in silence."""
    read: dict[str, Any] = {}
    for key, value in pairs:
        if key in read:
            raise InvalidValue("A key stands twice", name="key", value=key, allowed="each once")
        read[key] = value
    return read


def _refuse_float(text: str) -> float:
    raise InvalidValue(
        "A number with a point is not exact",
        name="number",
        value=text,
        allowed="a whole number, or digits in a text",
        hint=f'write "{text}"',
    )


def from_plain(plain: object) -> Any:
    """Read a value from dicts, lists, texts and numbers.

    Raises:
        InvalidValue: Another version, or something in it that cannot be; the text names the place.
        UnknownName: A type or a key that there is not; the nearest is named.
    """
    if not isinstance(plain, dict) or not isinstance(plain.get("type"), str):
        raise InvalidValue(
            "The document does not name its type",
            name="type",
            value=None,
            allowed='an object with "type" and "version"',
        )
    said = dict(plain)
    name, version = said.pop("type"), said.pop("version", None)
    if type(version) is not int or version != VERSION:
        raise InvalidValue(
            "The form is of another version", name="version", value=version, allowed=str(VERSION)
        )
    if name == "Ledger":
        return _ledger_from_plain(said)
    types = value_types()
    if name not in types:
        raise UnknownName(
            "There is no such type", name="type", value=name, known=[*types, "Ledger"]
        )
    # A rule names its type itself, since it may stand inside another value.
    named = {"type": name} if issubclass(types[name], RuleValue) else {}
    return read({**named, **said}, types[name], name)


def read(plain: object, kind: Any, place: str, *, by: cattrs.Converter | None = None) -> Any:
    """Read a value of a known type; what goes wrong is named with its place."""
    try:
        return (by or converter()).structure(plain, kind)
    except (cattrs.BaseValidationError, MutualAidError, KeyError, TypeError, ValueError) as error:
        raise _tell(error, place) from None


def _tell(error: BaseException, place: str) -> MutualAidError:
    """Name the first place where a document goes wrong, and what is wrong there."""
    while isinstance(error, cattrs.BaseValidationError):
        error = error.exceptions[0]
        for note in getattr(error, "__notes__", ()):
            if isinstance(note, cattrs.AttributeValidationNote):
                place += f".{note.name}"
            else:
                place += f"[{note.index}]"
    if isinstance(error, cattrs.ForbiddenExtraKeysError):
        known = [field.name for field in attrs.fields(error.cl)]
        key = min(error.extra_fields)
        return UnknownName(
            f"{place} has a key that there is not", name="key", value=key, known=known
        )
    if isinstance(error, MutualAidError):
        return InvalidValue(f"{place}: {error}")
    if isinstance(error, KeyError):
        return InvalidValue(f"{place} lacks a key", name="key", value=error.args[0])
    return InvalidValue(f"{place}: {error}")


# Ledgers: editions once, then the steps ---------------------------------------------------------


def _ledger_to_plain(ledger: Ledger) -> dict[str, Any]:
    editions: list[Edition] = []
    places: dict[int, int] = {}

    def place_of(edition: Edition) -> int:
        if id(edition) not in places:
            places[id(edition)] = len(editions)
            editions.append(edition)
        return places[id(edition)]

    form = make_converter()
    form.register_unstructure_hook(Edition, place_of)
    log = [{"step": type(step).__name__, **form.unstructure(step)} for step in ledger.log()]
    return {"editions": [converter().unstructure(one) for one in editions], "log": log}


def _ledger_from_plain(plain: dict[str, Any]) -> Ledger:
    for key in plain:
        if key not in {"editions", "log"}:
            raise UnknownName(
                "Ledger has a key that there is not",
                name="key",
                value=key,
                known=("editions", "log"),
            )
    editions = read(plain.get("editions"), list[Edition], "Ledger.editions")

    def edition_at(place: object, _: object) -> Any:
        if type(place) is not int or not 0 <= place < len(editions):
            raise InvalidValue(
                "There is no such edition",
                name="edition",
                value=place,
                allowed=f"a number from 0 to {len(editions) - 1}",
            )
        return editions[place]

    form = make_converter()
    form.register_structure_hook(Edition, edition_at)
    steps = plain.get("log")
    if not isinstance(steps, list):
        raise InvalidValue("Ledger.log is no list of steps", name="log", value=steps)
    ledger = Ledger()
    for number, step in enumerate(steps):
        place = f"Ledger.log[{number}]"
        record = _step(step, form, place)
        try:
            after = ledger.take(record)
        except MutualAidError as error:
            raise InvalidValue(f"{place}: {error}") from None
        if after is None:
            raise InvalidValue(
                f"{place} cannot have happened: {type(record).__name__}",
                name="number",
                value=record.number,
                hint="the file was changed, or is not whole",
            )
        ledger = after
    return ledger


def _step(plain: object, form: cattrs.Converter, place: str) -> Record:
    name = plain.get("step") if isinstance(plain, dict) else None
    if not isinstance(plain, dict) or not isinstance(name, str) or name not in STEPS:
        raise UnknownName(f"{place} is no step", name="step", value=name, known=STEPS)
    said = {key: value for key, value in plain.items() if key != "step"}
    record: Record = read(said, STEPS[name], place, by=form)
    return record
