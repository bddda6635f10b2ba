"""How each type is written in JSON: the converter of cattrs, with the forms of this library."""

from __future__ import annotations

import enum
import re
import sys
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from functools import cache
from types import FunctionType
from typing import Any, get_args, get_origin

import attrs
import cattrs
from cattrs.cols import homogenous_tuple_structure_factory, list_structure_factory
from cattrs.gen import make_dict_structure_fn, make_dict_unstructure_fn

import mutualaid
from mutualaid.errors import InvalidValue, UnknownName, an
from mutualaid.finding import Fact
from mutualaid.question import Count, Roster
from mutualaid.records.cells import BadCell
from mutualaid.records.claims import ClaimsFile
from mutualaid.records.once import GIVEN, ONCE, WRITTEN
from mutualaid.records.roster import RosterFile, RosterRow
from mutualaid.rules import BenefitLine, BenefitSchedule, Levels, RuleValue
from mutualaid.sources import Source
from mutualaid.steps import Claimed, Corrected, Enrolled, Withdrawn
from mutualaid.text import Text

FACTS = tuple[tuple[str, Fact], ...]
WHOLE_NUMBER_OR_YES_NO = int | bool
NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?(E[+-]?[0-9]+)?")


def value_types() -> dict[str, type[Any]]:
    """Give every type that goes to JSON and back, by its name; rules from elsewhere among them."""
    public = [getattr(mutualaid, name) for name in mutualaid.__all__]
    types = [thing for thing in public if isinstance(thing, type) and attrs.has(thing)]
    types += [Count, Roster, Enrolled, Claimed, Corrected, Withdrawn]
    types += [BadCell, ClaimsFile, RosterFile, RosterRow, *_subclasses(RuleValue)]
    return {name_of(kind): kind for kind in types if _is_whole(kind)}


def name_of(kind: type[Any]) -> str:
    """Name a type as documents do: a rule from outside by its module too, "package:Name"."""
    ours = kind.__module__.partition(".")[0] == mutualaid.__name__
    return kind.__name__ if ours else f"{kind.__module__}:{kind.__qualname__}"


def _is_whole(kind: type[Any]) -> bool:
    """Tell whether there are values of a class itself, and not of its subclasses alone."""
    return hasattr(kind, "kind") if issubclass(kind, RuleValue) else True


def _subclasses(kind: type[Any]) -> Iterator[type[Any]]:
    for one in kind.__subclasses__():
        if not one.__name__.startswith("_"):
            yield one
        yield from _subclasses(one)


@cache
def converter() -> cattrs.Converter:
    """Give the converter for whole values."""
    return make_converter()


def make_converter() -> cattrs.Converter:
    """Make a converter: strict, with the forms of dates, money, rules and the like."""
    from mutualaid.records.changes import (  # noqa: PLC0415 - it builds on these forms
        register as register_changes,
    )

    made = cattrs.Converter(forbid_extra_keys=True, omit_if_default=True)
    for plain in (str, int, bool):
        made.register_structure_hook(plain, _exactly)
    made.register_unstructure_hook(date, date.isoformat)
    made.register_structure_hook(date, lambda value, _: _date(value))
    made.register_unstructure_hook(Decimal, str)
    made.register_structure_hook(Decimal, lambda value, _: _decimal(value))
    made.register_unstructure_hook_func(
        lambda kind: kind == Mapping[str, bool | None],
        lambda value: dict(sorted(value.items())),
    )
    made.register_structure_hook_factory(_is_list, lambda kind: _list_reader(made, kind))
    made.register_structure_hook_func(_is_enum, lambda value, kind: _member(kind, value))
    made.register_structure_hook_func(
        lambda kind: kind == int | Decimal,
        lambda value, _: _decimal(value) if isinstance(value, str) else _exactly(value, int),
    )
    made.register_structure_hook_func(
        lambda kind: kind == Decimal | Levels,
        lambda value, _: made.structure(value, Decimal if isinstance(value, str) else Levels),
    )
    made.register_unstructure_hook_func(
        lambda kind: kind == FACTS,
        lambda facts: {name: _fact_to_plain(fact) for name, fact in facts},
    )
    made.register_structure_hook_func(
        lambda kind: kind == FACTS,
        lambda value, _: tuple((name, _fact(fact)) for name, fact in _exactly(value, dict).items()),
    )
    made.register_unstructure_hook(BenefitSchedule, lambda value: _schedule_to_plain(made, value))
    made.register_structure_hook(BenefitSchedule, lambda value, _: _schedule(made, value))
    made.register_unstructure_hook_func(lambda kind: kind == frozenset[str], sorted)
    made.register_structure_hook_func(
        lambda kind: kind == frozenset[str],
        lambda value, _: frozenset(made.structure(value, tuple[str, ...])),
    )
    made.register_structure_hook_func(
        lambda kind: kind == WHOLE_NUMBER_OR_YES_NO,
        lambda value, _: value if type(value) is bool else _exactly(value, int),
    )
    made.register_unstructure_hook_factory(attrs.has, lambda kind: writer(made, kind))
    made.register_structure_hook_factory(attrs.has, lambda kind: reader(made, kind))
    for kind in ONCE:
        _register_once(made, kind)
    register_changes(made)
    made.register_unstructure_hook_func(_is_rule, lambda rule: _rule_to_plain(made, rule))
    made.register_structure_hook_func(_is_rule, lambda value, kind: _rule(made, value, kind))
    return made


def _register_once(made: cattrs.Converter, kind: Any) -> None:
    """Write a value's place in the document in its stead, and read it by its place."""
    made.register_unstructure_hook(
        kind, lambda value: WRITTEN.get().place(value, writer(made, kind))
    )
    made.register_structure_hook(kind, lambda place, _: GIVEN.get().at(kind, place))


@cache
def writer(made: cattrs.Converter, kind: Any) -> Callable[[Any], dict[str, Any]]:
    """Make what writes a value of a class as an object of its keys."""
    resolve(kind)
    return make_dict_unstructure_fn(kind, made, _cattrs_omit_if_default=True)


@cache
def reader(made: cattrs.Converter, kind: Any) -> Callable[[Any, Any], Any]:
    """Make what reads a value of a class from an object of its keys."""
    resolve(kind)
    read = make_dict_structure_fn(kind, made, _cattrs_forbid_extra_keys=True)
    return lambda value, _: read(_exactly(value, dict), kind)


def resolve(kind: type[Any]) -> None:
    """Turn the annotations of a class, which are texts, into types."""
    if kind.__module__.startswith("mutualaid."):
        names: dict[str, Any] = {}
        for name in [one for one in sys.modules if one.startswith("mutualaid.")]:
            names.update(vars(sys.modules[name]))
        # Two modules may give one name to two things, as frames do to `Source`: what is public, and
        # what the class's own module means by it, goes before.
        names.update({name: getattr(mutualaid, name) for name in mutualaid.__all__})
        names.update(vars(sys.modules[kind.__module__]))
        attrs.resolve_types(kind, globalns=names)
    else:
        # A draft may be no module that was imported; its methods know its names all the same.
        known = kind.__module__ in sys.modules
        attrs.resolve_types(kind, localns=None if known else _names_of_methods(kind))


def _names_of_methods(kind: type[Any]) -> dict[str, Any]:
    names: dict[str, Any] = {}
    for base in reversed(kind.__mro__):
        for thing in vars(base).values():
            if isinstance(thing, FunctionType) and thing.__module__ == kind.__module__:
                names.update(thing.__globals__)
    return names


# Rules: each names its type -------------------------------------------------------------------


def _is_rule(kind: object) -> bool:
    return isinstance(kind, type) and issubclass(kind, RuleValue)


def _rule_to_plain(made: cattrs.Converter, rule: RuleValue) -> dict[str, Any]:
    kind: Any = type(rule)
    return {"type": name_of(kind), **writer(made, kind)(rule)}


def _rule(made: cattrs.Converter, value: object, kind: type[Any]) -> Any:
    said = dict(_exactly(value, dict))
    name = said.pop("type", None)
    known = {
        one: rule
        for one, rule in value_types().items()
        if _is_rule(rule) and issubclass(rule, kind)
    }
    if name not in known:
        raise UnknownName(f"There is no such {kind.__name__}", name="type", value=name, known=known)
    found: Any = known[name]
    return reader(made, found)(said, found)


def _schedule_to_plain(made: cattrs.Converter, schedule: BenefitSchedule) -> dict[str, Any]:
    plain: dict[str, Any] = {"lines": [made.unstructure(line) for line in schedule.lines]}
    return (
        plain if schedule.source is None else {**plain, "source": made.unstructure(schedule.source)}
    )


def _schedule(made: cattrs.Converter, value: object) -> BenefitSchedule:
    said = _exactly(value, dict)
    if set(said) - {"source"} != {"lines"}:
        raise InvalidValue(
            "A benefit schedule is its lines",
            name="keys",
            value=sorted(said),
            allowed="lines, and source where there is one",
        )
    lines: list[BenefitLine] = made.structure(said["lines"], list[BenefitLine])
    source = made.structure(said["source"], Source) if "source" in said else None
    return BenefitSchedule(*lines, source=source)


def _is_list(kind: object) -> bool:
    origin: object = get_origin(kind)
    return origin in (tuple, list)


def _list_reader(made: cattrs.Converter, kind: Any) -> Callable[[Any, Any], Any]:
    """Read a list and nothing else: a text or an object has items, too."""
    arguments = get_args(kind)
    if get_origin(kind) is list:
        read = list_structure_factory(kind, made)
    elif arguments[-1] is Ellipsis:
        read = homogenous_tuple_structure_factory(kind, made)
    else:
        return lambda value, _: _several(made, value, arguments)
    return lambda value, _: read(_items(value), kind)


def _several(made: cattrs.Converter, value: Any, kinds: tuple[Any, ...]) -> tuple[Any, ...]:
    """Read a list that has one item of each of several types."""
    items = _items(value)
    if len(items) != len(kinds):
        raise InvalidValue(
            "A list has too many items, or too few",
            name="value",
            value=value,
            allowed=f"{len(kinds)} items",
        )
    return tuple(made.structure(item, kind) for item, kind in zip(items, kinds, strict=True))


def _items(value: Any) -> list[Any]:
    """Give the items of a list, or of a tuple, which JSON would turn to a list."""
    return list(value) if type(value) is tuple else list(_exactly(value, list))


# Texts and numbers ----------------------------------------------------------------------------


def _exactly(value: Any, kind: type[Any]) -> Any:
    if type(value) is not kind:
        raise InvalidValue(
            f"Something else than {an(kind)} stands here",
            name="value",
            value=value,
            allowed=an(kind),
        )
    return value


def _date(value: object) -> date:
    text = _exactly(value, str)
    try:
        day = date.fromisoformat(text)
    except ValueError:
        day = None
    if day is None or day.isoformat() != text:
        raise InvalidValue(
            "This is no date", name="value", value=text, allowed="a day such as 2016-01-31"
        )
    return day


def _decimal(value: object) -> Decimal:
    text = _exactly(value, str)
    if not NUMBER.fullmatch(text):
        raise InvalidValue(
            "This is no number", name="value", value=text, allowed='digits such as "89.50"'
        )
    return Decimal(text)


def _is_enum(kind: object) -> bool:
    return isinstance(kind, type) and issubclass(kind, enum.Enum)


def _member(kind: type[enum.Enum], value: object) -> enum.Enum:
    known = {one.value: one for one in kind}
    if not isinstance(value, str) or value not in known:
        raise UnknownName(
            f"There is no such {kind.__name__}", name="value", value=value, known=known
        )
    return known[value]


def _fact_to_plain(fact: Fact) -> object:
    if isinstance(fact, date):
        return {"date": fact.isoformat()}
    if isinstance(fact, Decimal):
        return {"money": str(fact)}
    if isinstance(fact, Text):
        return {"zh": fact.zh, "en": fact.en}
    if isinstance(fact, enum.Enum):
        return {"enum": _public_enum(type(fact).__name__).__name__, "value": fact.value}
    return fact


def public_member(enumeration: str, value: object) -> enum.Enum:
    """Give a member of one of the library's public enumerations.

    Raises:
        InvalidValue: There is no such enumeration.
        UnknownName: It has no such member.
    """
    return _member(_public_enum(enumeration), value)


def _public_enum(name: str) -> type[enum.Enum]:
    kind = getattr(mutualaid, name, None)
    if not (isinstance(kind, type) and issubclass(kind, enum.Enum)):
        raise InvalidValue(
            "This is no enumeration of the library",
            name="enum",
            value=name,
            allowed="one that is public, such as Headcount",
        )
    return kind


def _fact(value: object) -> Fact:
    match value:
        case {"date": day, **rest} if not rest:
            return _date(day)
        case {"money": amount, **rest} if not rest:
            return _decimal(amount)
        case {"zh": str(zh), "en": str(en), **rest} if not rest:
            return Text(zh=zh, en=en)
        case {"enum": str(name), "value": member, **rest} if not rest:
            return public_member(name, member)
        case None | int() | str() if not isinstance(value, bool):
            return value
    raise InvalidValue("This is no fact of a finding", name="value", value=value)
