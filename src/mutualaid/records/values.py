"""Every public value to JSON and back, strictly.

`to_json` and `from_json` take whole values: each document names its type and the version of its
form. Dates are in ISO form, money and percentages are digits in a text, so that nothing is lost
in a float. A key that a type does not have is refused with the nearest that it has, and what
goes wrong is named with its place.
"""

from __future__ import annotations

import json
from types import NoneType
from typing import Any, NoReturn, TypeVar, overload

import attrs
import cattrs

from mutualaid.errors import InvalidType, InvalidValue, MutualAidError, UnknownName
from mutualaid.ledger import Ledger
from mutualaid.records.forms import converter, name_of, reader, value_types, writer
from mutualaid.records.once import ONCE, reading, writing
from mutualaid.records.seal import Seal
from mutualaid.rules import RuleValue
from mutualaid.steps import Claimed, Corrected, Enrolled, Record, Withdrawn

T = TypeVar("T")

VERSION = 1
"""Version of the form; a document of another version is refused."""
VERSIONS = {"Ledger": 2}
"""Types whose form is of another version. That of ledgers is sealed since version 2."""
LEDGER_KEYS = ("editions", "steps", "digest", "log")
CHANGED = "the file was changed since it was written"
READ_ERRORS = (cattrs.BaseValidationError, MutualAidError, KeyError, TypeError, ValueError)
STEPS = {step.__name__: step for step in (Enrolled, Claimed, Corrected, Withdrawn)}


def to_json(value: object, *, indent: int | None = None) -> str:
    """Write a value, or a ledger, as JSON.

    Args:
        value: The value.
        indent: Blanks by which each level is indented; one line, if not said.

    Raises:
        InvalidType: A rule from elsewhere holds something that JSON does not know.
        UnknownName: No value of this type goes to JSON.

    >>> from mutualaid import Source
    >>> to_json(Source("Notice 7"))
    '{"type": "Source", "version": 1, "document": {"zh": "Notice 7", "en": "Notice 7"}}'
    """
    return json.dumps(to_plain(value), ensure_ascii=False, indent=indent, default=_not_written)


def _not_written(value: object) -> NoReturn:
    raise InvalidType(
        "A rule from elsewhere holds something that JSON does not know",
        value=value,
        allowed="attrs values, enumerations, dates, numbers, texts, and tuples of these",
    )


def to_plain(value: object) -> dict[str, Any]:
    """Give a value in dicts, lists, texts and numbers, with its type and the version of the form.

    Raises:
        UnknownName: No value of this type goes to JSON.
    """
    kind: Any = type(value)
    name, types = name_of(kind), value_types()
    if kind is not Ledger and types.get(name) is not kind:
        raise UnknownName(
            "No value of this type goes to JSON", name="type", value=name, known=[*types, "Ledger"]
        )
    with writing() as written:
        body = _body(value, kind)
    if isinstance(value, Ledger):
        body = _sealed(body["log"], written.lists)
    return {"type": name, "version": version_of(name), **written.lists, **body}


def version_of(name: str) -> int:
    """Give the version of the form of a type."""
    return VERSIONS.get(name, VERSION)


def _body(value: object, kind: Any) -> dict[str, Any]:
    if isinstance(value, Ledger):
        return {"log": [_step_to_plain(step) for step in value.log()]}
    if kind in ONCE:
        return writer(converter(), kind)(value)
    body: dict[str, Any] = converter().unstructure(value, unstructure_as=kind)
    return body


@overload
def from_json(text: str | bytes, *, kind: None = None) -> Any: ...
@overload
def from_json(text: str | bytes, *, kind: type[T]) -> T: ...
def from_json(text: str | bytes, *, kind: type[Any] | None = None) -> Any:
    """Read a value, or a ledger, from JSON.

    Args:
        text: The text of a document.
        kind: The type that is due, where only one is: a document of another is refused unread.

    Raises:
        InvalidType: No text.
        InvalidValue: Not JSON, another type or version, something in it that cannot be, or a
            ledger that was changed since it was written; the text names the place.
        UnknownName: A type or a key that there is not; the nearest is named.
    """
    if not isinstance(text, str | bytes | bytearray):
        raise InvalidType(
            f"A {type(text).__name__} stands where a text is due",
            name="text",
            value=text,
            allowed="the text of a document, as str or bytes",
            hint="from_plain reads dicts and lists; of a file, pass what it holds",
        )
    try:
        plain = json.loads(
            text, parse_float=_refuse_float, parse_constant=_refuse_float, object_pairs_hook=_once
        )
    except MutualAidError:
        raise
    except (ValueError, RecursionError) as error:
        raise InvalidValue(f"This is no JSON: {error}") from None
    return _from_plain(plain, kind)


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


@overload
def from_plain(plain: object, *, kind: None = None) -> Any: ...
@overload
def from_plain(plain: object, *, kind: type[T]) -> T: ...
def from_plain(plain: object, *, kind: type[Any] | None = None) -> Any:
    """Read a value from dicts, lists, texts and numbers.

    Args:
        plain: The document.
        kind: The type that is due, where only one is: a document of another is refused unread.

    Raises:
        InvalidValue: Another type or version, or something in it that cannot be; the text names
            the place.
        UnknownName: A type or a key that there is not; the nearest is named.
    """
    return _from_plain(plain, kind)


def _from_plain(plain: object, kind: type[Any] | None) -> Any:
    if not isinstance(plain, dict) or not isinstance(plain.get("type"), str):
        raise InvalidValue(
            "The document does not name its type",
            name="type",
            value=None,
            allowed='an object with "type" and "version"',
        )
    said, types = dict(plain), {**value_types(), "Ledger": Ledger}
    name, version = said.pop("type"), said.pop("version", None)
    due = version_of(name)
    if kind is not None and not issubclass(types.get(name, NoneType), kind):
        raise InvalidValue(
            "The document is of another type", name="type", value=name, allowed=kind.__name__
        )
    if version is None:
        raise InvalidValue(
            "The document does not name its version", name="version", value=None, allowed=str(due)
        )
    if type(version) is not int or version != due:
        raise InvalidValue(
            "The form is of another version", name="version", value=version, allowed=str(due)
        )
    if name not in types:
        raise UnknownName("There is no such type", name="type", value=name, known=types)
    lists = {
        key: _list(said.pop(key), kind, f"{name}.{key}")
        for kind, key in ONCE.items()
        if key in said
    }
    with reading(lists) as given:
        if name == "Ledger":
            value: Any = _ledger(said, {key: plain[key] for key in lists})
        else:
            value = _value(said, types[name], name)
        given.check_all_used(name)
    return value


def _value(said: dict[str, Any], kind: type[Any], name: str) -> Any:
    if kind in ONCE:
        return _whole(said, kind, name)
    # A rule names its type itself, since it may stand inside another value.
    named = {"type": name} if issubclass(kind, RuleValue) else {}
    return read({**named, **said}, kind, name)


def _list(plain: object, kind: type[Any], place: str) -> list[Any]:
    """Read a list of what a document holds once."""
    if not isinstance(plain, list):
        raise InvalidValue(f"{place} is no list", name=ONCE[kind], value=plain)
    return [_whole(one, kind, f"{place}[{number}]") for number, one in enumerate(plain)]


def _whole(plain: object, kind: Any, place: str) -> Any:
    """Read what elsewhere is named by its place."""
    try:
        return reader(converter(), kind)(plain, kind)
    except READ_ERRORS as error:
        raise _tell(error, place) from None


def read(plain: object, kind: Any, place: str, *, by: cattrs.Converter | None = None) -> Any:
    """Read a value of a known type; what goes wrong is named with its place."""
    try:
        return (by or converter()).structure(plain, kind)
    except READ_ERRORS as error:
        raise _tell(error, place) from None


def _tell(error: BaseException, place: str) -> MutualAidError:
    """Name the first place where a document goes wrong, and what is wrong there."""
    while isinstance(error, cattrs.BaseValidationError):
        # A key that there is not goes first: it may be the one that seems to be missing.
        error = min(
            error.exceptions, key=lambda one: not isinstance(one, cattrs.ForbiddenExtraKeysError)
        )
        for note in getattr(error, "__notes__", ()):
            if isinstance(note, cattrs.AttributeValidationNote):
                place += f".{note.name}"
            else:
                place += f"[{note.index}]"
    if isinstance(error, cattrs.ForbiddenExtraKeysError):
        known = [field.name for field in attrs.fields(error.cl)]
        key = min(error.extra_fields, key=str)
        return UnknownName(
            f"{place} has a key that there is not", name="key", value=key, known=known
        )
    if isinstance(error, MutualAidError):
        return InvalidValue(
            error.what,
            name=error.name,
            value=error.value,
            allowed=error.allowed,
            hint=error.hint,
            written=error.written,
        ).within(place)
    if isinstance(error, KeyError):
        return InvalidValue(f"{place} lacks a key", name="key", value=error.args[0])
    return InvalidValue(str(error)).within(place)


# Ledgers: the steps ---------------------------------------------------------------------------


def _step_to_plain(step: Record) -> dict[str, Any]:
    return {"step": type(step).__name__, **converter().unstructure(step)}


def _sealed(log: list[dict[str, Any]], lists: dict[str, Any]) -> dict[str, Any]:
    """Give what a ledger's document holds beside its lists: its steps, their number, the seal."""
    seal = Seal(_not_written)
    marked = [{**step, "digest": seal.take(step)} for step in log]
    seal.take(lists)
    return {"steps": len(log), "digest": seal.digest, "log": marked}


def _ledger(said: dict[str, Any], lists: dict[str, Any]) -> Ledger:
    """Read a ledger.

    Args:
        said: What its document says beside its type, its version and its lists.
        lists: The lists, as they stand there.
    """
    for key in said:
        if key not in LEDGER_KEYS:
            raise UnknownName(
                "Ledger has a key that there is not", name="key", value=key, known=LEDGER_KEYS
            )
    steps = said.get("log")
    if not isinstance(steps, list):
        raise InvalidValue("Ledger.log is no list of steps", name="log", value=steps)
    for key in ("steps", "digest"):
        if key not in said:
            raise InvalidValue("Ledger lacks a key", name="key", value=key)
    seal = Seal(_not_written)
    ledger = _replayed(steps, seal)
    if type(said["steps"]) is not int or said["steps"] != len(steps):
        raise InvalidValue(
            "Ledger.log does not hold the steps that were written",
            name="steps",
            value=said["steps"],
            allowed=str(len(steps)),
            hint=CHANGED,
        )
    seal.take(lists)
    if said["digest"] != seal.digest:
        raise InvalidValue("Ledger.editions or its digest is not as it was written", hint=CHANGED)
    return ledger


def _replayed(steps: list[Any], seal: Seal) -> Ledger:
    """Take the steps of a document again, and into its seal."""
    ledger = Ledger()
    for number, step in enumerate(steps):
        place = f"Ledger.log[{number}]"
        record = _step(step, place)
        after = ledger.take(record)
        if after is ledger:
            raise InvalidValue(
                f"{place} cannot have happened: {type(record).__name__}",
                name="number",
                value=record.number,
                hint="the file was changed, or is not whole",
            )
        ledger = after
        mark = seal.take({key: value for key, value in step.items() if key != "digest"})
        if step.get("digest") != mark:
            raise InvalidValue(
                f"{place} is not as it was written, or a step before it is gone",
                name="number",
                value=record.number,
                hint=CHANGED,
            )
    return ledger


def _step(plain: object, place: str) -> Record:
    name = plain.get("step") if isinstance(plain, dict) else None
    if not isinstance(plain, dict) or not isinstance(name, str) or name not in STEPS:
        raise UnknownName(f"{place} is no step", name="step", value=name, known=STEPS)
    said = {key: value for key, value in plain.items() if key not in {"step", "digest"}}
    record: Record = read(said, STEPS[name], place)
    return record
