"""Changes of policy from TOML files, and to JSON and back.

A change is written as a document is: its name, its first day, where it is laid down, and what it
sets, replaces, adds and removes, by path.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mutualaid.errors import InvalidType, InvalidValue, MutualAidError, UnknownName
from mutualaid.policy.change import PolicyChange
from mutualaid.records import forms
from mutualaid.rules import BenefitSchedule, Event, RuleValue
from mutualaid.rules.fees import Payer
from mutualaid.sources import Source
from mutualaid.telling import in_file
from mutualaid.text import Text

if TYPE_CHECKING:
    import cattrs

KEYS = ("name", "since", "source", "set", "replace", "add", "remove")
VALUES = {"event": Event, "payer": Payer}
"""Values that a figure may hold, by the key under which a document writes them."""


def load_change(path: str | Path) -> PolicyChange:
    """Read a change of policy from a TOML file.

    Under `set` a path is written as one key in quotation marks, or as tables inside each other.
    Numbers are read exactly: 12.5 is no float here.

    Raises:
        InvalidType: A value of the wrong type.
        InvalidValue: Not TOML in UTF-8, a key that is missing, or a value that cannot be.
        OSError: The file cannot be read.
        UnknownName: A key that a change does not have, or a type of rule that there is not.
    """
    try:
        text = Path(path).read_bytes().decode("utf-8-sig")
        said = tomllib.loads(text, parse_float=Decimal)
    except (ValueError, RecursionError) as error:
        raise InvalidValue(
            f"{path} is no TOML in UTF-8: {error}",
            hint='write lines such as: name = "…", since = 2017-01-01',
        ) from None
    try:
        return _change(_toml_converter(), {**said, "set": _paths(said.get("set", {}))})
    except MutualAidError as error:
        raise in_file(error, str(path)) from None


def _toml_converter() -> cattrs.Converter:
    """Make a converter that also reads what is written bare: numbers, dates, one text for both."""
    made = forms.make_converter()
    made.register_structure_hook(Decimal, lambda value, _: _number(value))
    made.register_structure_hook_func(
        lambda kind: kind == int | Decimal, lambda value, _: _number(value)
    )
    made.register_structure_hook(date, lambda value, _: value)
    for kind, bare in ((Text, lambda text: Text(text, text)), (Source, Source)):
        made.register_structure_hook(kind, _or_bare(made.get_structure_hook(kind), bare))
    return made


def _or_bare(read: Callable[..., Any], bare: Callable[[str], object]) -> Callable[..., Any]:
    return lambda value, kind: bare(value) if isinstance(value, str) else read(value, kind)


def _number(value: object) -> Any:
    """Let exact numbers pass; the rule itself refuses what it cannot take."""
    return Decimal(value) if isinstance(value, str) and forms.NUMBER.fullmatch(value) else value


def _paths(said: Any) -> dict[str, Any]:
    """Join tables that stand inside each other into paths."""
    return dict(_flat("", _table(said, "set")))


def _flat(before: str, said: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    for key, value in said.items():
        path = f"{before}{key}"
        if isinstance(value, dict) and _shape(value) is None:
            yield from _flat(f"{path}.", value)
        else:
            yield path, value


def register(made: cattrs.Converter) -> None:
    """Teach a converter how a change is written."""
    made.register_unstructure_hook(PolicyChange, lambda change: _to_plain(made, change))
    made.register_structure_hook(PolicyChange, lambda value, _: _change(made, value))


def _to_plain(made: cattrs.Converter, change: PolicyChange) -> dict[str, Any]:
    if change.hooks is not None:
        raise InvalidValue(
            "A change with hooks does not go to JSON",
            name="name",
            value=change.name,
            allowed="a change that sets, replaces, adds and removes by path",
        )
    parts = {
        "set": {path: _figure_to_plain(made, value) for path, value in change.set},
        "replace": {path: made.unstructure(rule) for path, rule in change.replace},
        "add": {path: [made.unstructure(rule) for rule in rules] for path, rules in change.add},
        "remove": list(change.remove),
    }
    return {
        "name": change.name,
        "since": change.since.isoformat(),
        "source": made.unstructure(change.source),
        **{name: part for name, part in parts.items() if part},
    }


def _change(made: cattrs.Converter, plain: Any) -> PolicyChange:
    said = _table(plain, "a change")
    for key in said:
        if key not in KEYS:
            raise UnknownName("A change has no such key", name="key", value=key, known=KEYS)
    for key in KEYS[:3]:
        if key not in said:
            raise InvalidValue(f"The change lacks {key}", name="key", value=key)
    return PolicyChange(
        said["name"],
        since=made.structure(said["since"], date),
        source=_read(made, said["source"], Source, "source"),
        set={
            path: _figure(made, value, path)
            for path, value in _table(said.get("set", {}), "set").items()
        },
        replace={
            path: _rule(made, value, path)
            for path, value in _table(said.get("replace", {}), "replace").items()
        },
        add={
            path: [_read(made, one, RuleValue, path) for one in _list(rules, path)]
            for path, rules in _table(said.get("add", {}), "add").items()
        },
        remove=_list(said.get("remove", []), "remove"),
    )


def _rule(made: cattrs.Converter, plain: Any, path: str) -> RuleValue | BenefitSchedule:
    whole = isinstance(plain, dict) and "lines" in plain
    read: RuleValue | BenefitSchedule = _read(
        made, plain, BenefitSchedule if whole else RuleValue, path
    )
    return read


def _read(made: cattrs.Converter, plain: Any, kind: Any, place: str) -> Any:
    from mutualaid.records.values import read  # noqa: PLC0415 - it builds on the forms

    return read(plain, kind, place, by=made)


def _table(value: Any, name: str) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise InvalidType(f"{name} is no table", name=name, value=value, allowed="paths and values")
    return value


def _list(value: Any, name: str) -> list[Any]:
    if not isinstance(value, list):
        raise InvalidType(f"{name} is no list", name=name, value=value, allowed="[…]")
    return value


# Figures: what may stand under `set` ------------------------------------------------------------


def _figure_to_plain(made: cattrs.Converter, value: Any) -> Any:
    match value:
        case Enum():
            return {"enum": type(value).__name__, "value": value.value}
        case bool() | int() | str() | None:
            return value
        case Decimal():
            return {"number": str(value)}
        case Text():
            return {"zh": value.zh, "en": value.en}
        case Mapping():
            rows = [[_figure_to_plain(made, part) for part in pair] for pair in value.items()]
            return {"table": rows}
        case tuple() | list():
            return [_figure_to_plain(made, one) for one in value]
    for name, kind in VALUES.items():
        if isinstance(value, kind):
            return {name: made.unstructure(value)}
    raise InvalidType("A figure of this type does not go to JSON", name="set", value=value)


def _shape(value: Mapping[str, Any]) -> str | None:
    """Tell which kind of value a table in a document is; None for one that only holds paths."""
    shapes = {
        frozenset({"zh", "en"}): "text",
        frozenset({"enum", "value"}): "enum",
        **{frozenset({name}): name for name in ("number", "table", *VALUES)},
    }
    return shapes.get(frozenset(value))


def _figure(made: cattrs.Converter, value: Any, path: str) -> Any:
    if isinstance(value, list):
        return tuple(_figure(made, one, path) for one in value)
    if not isinstance(value, dict):
        return value
    match _shape(value):
        case "text":
            return Text(**value)
        case "enum":
            return forms.public_member(value["enum"], value["value"])
        case "number":
            return _read(made, value["number"], Decimal, path)
        case "table":
            pairs = [_figure(made, pair, path) for pair in _list(value["table"], path)]
            return dict(pairs)
        case str(name):
            return _read(made, value[name], VALUES[name], path)
    raise InvalidValue(
        "This is no figure",
        name=path,
        value=value,
        allowed="a number, a text, yes or no, a list, or a table with one of the keys "
        + ", ".join(("zh and en", "enum and value", "number", "table", *VALUES)),
    )
