"""The edges of rules on one start day: what a rule reads, and the values beside its bounds.

They are read off the rules themselves, through `Rule.condition`, and off the figures of a share
that must join. A rule that says only what it answers has none.
"""

from __future__ import annotations

import enum
from collections.abc import Iterable, Iterator
from datetime import date
from typing import TypeAlias

import attrs

from mutualaid.corners.situation import Entered, favourable
from mutualaid.dates import ONE_DAY
from mutualaid.people import Child, Member, Unit
from mutualaid.question import Headcount
from mutualaid.rules import (
    AllOf,
    AnyOf,
    BesideMember,
    ByLevel,
    Participation,
    PerShare,
    Rule,
    SameShares,
)
from mutualaid.rules.conditions import Among, AtMost, Born, Condition, Is, NoChild, atoms

Pool: TypeAlias = tuple[object, ...]
Atom: TypeAlias = Is | Among | AtMost | Born | NoChild
"""A test of what stands under one path."""


def paths_of(rule: Rule, starts: date) -> frozenset[str] | None:
    """Name what a rule reads: paths of a situation.

    Returns:
        The paths; None where only the rule itself knows.
    """
    if isinstance(rule, Participation):
        return frozenset({"joining", *(f"unit.{kind.value}" for kind in Headcount)})
    if isinstance(rule, BesideMember):
        return frozenset({"entered"})
    if isinstance(rule, SameShares):
        return frozenset({"joining", "shares"})
    if rule.needs_roster and not isinstance(rule, AllOf | AnyOf):
        return None
    paths = set()
    for atom in atoms(rule.condition(starts)):
        path = path_of(atom)
        if path is None or not _is_known(path, starts):
            return None
        paths.add(path)
    if isinstance(rule, ByLevel) and rule.high_risk is not None:
        paths |= {"member.high_risk", "unit.high_risk"}
    return frozenset(paths)


def path_of(atom: Condition) -> str | None:
    """Name what one test reads; None where there is nothing, or only the rule itself knows."""
    match atom:
        case Is(path) | Among(path) | AtMost(path) | Born(path):
            return path
        case NoChild():
            return "entered"
        case _:
            return None


def _is_known(path: str, starts: date) -> bool:
    counted = {f"unit.{kind.value}" for kind in Headcount}
    return path in favourable(starts) or path in counted or _is_declared(path)


def _is_declared(path: str) -> bool:
    """Tell whether what stands under a path is declared under a code."""
    return path.split(".")[1:2] == ["declared"]


def is_optional(path: str) -> bool:
    """Tell whether what stands under a path may be left unsaid."""
    whose, _, attribute = path.partition(".")
    if _is_declared(path):
        return True
    kinds = {"member": Member, "child": Child, "unit": Unit}
    return whose in kinds and getattr(attrs.fields(kinds[whose]), attribute).default is None


def _values(atom: Condition, starts: date) -> Pool:
    """Give the values on both sides of one test."""
    match atom:
        case Is(path, bool(wanted)):
            return (wanted, not wanted, None) if is_optional(path) else (wanted, not wanted)
        case Is(_, enum.Enum() as wanted):
            return (wanted, *(other for other in type(wanted) if other is not wanted))
        case Is(path, int() as wanted):
            return (wanted, wanted + 1, None) if is_optional(path) else (wanted, wanted + 1)
        case Among(_, values):
            numbers = [value for value in values if value is not None]
            return (*values, max(numbers, default=0) + 1, *(() if None in values else (None,)))
        case AtMost(_, bound):
            return (bound, bound + 1)
        case Born(_, first, last):
            days = [
                *(() if last is None else (last, last + ONE_DAY)),
                *(() if first is None else (first, first - ONE_DAY)),
            ]
            return tuple(day for day in days if day <= starts)
        case _:
            return tuple(Entered)


def pools(rules: Iterable[Rule], starts: date) -> dict[str, Pool]:
    """Give, for each path that rules read, the usual value and those on all sides of their tests.

    Between two neighbouring values no rule answers otherwise than at one of them. What a
    `Participation` reads is left out: see `crowds`.
    """
    found: dict[str, list[object]] = {}
    usual = favourable(starts)
    for rule in rules:
        for path, values in tested(rule, starts):
            found.setdefault(path, [usual[path]] if path in usual else []).extend(values)
    return {path: tuple(dict.fromkeys(pool)) for path, pool in found.items()}


def tested(rule: Rule, starts: date) -> Iterator[tuple[str, Pool]]:
    """Give the values on both sides of each test of a rule, with their path."""
    if isinstance(rule, BesideMember):
        yield "entered", tuple(Entered)
    if isinstance(rule, SameShares):
        yield "joining", (1, 2)
        yield "shares", (1, 2)
    for atom in atoms(rule.condition(starts)):
        path = path_of(atom)
        if path is not None and _is_known(path, starts):
            yield path, _values(atom, starts)
    if isinstance(rule, PerShare):
        yield "shares", (1, 2)
    if isinstance(rule, ByLevel) and rule.high_risk is not None:
        yield "member.high_risk", (None, True, False)
        yield "unit.high_risk", (False, True, None)


def holds(atom: Atom, value: object) -> bool | None:
    """Ask one test of what stands under its path."""
    match atom:
        case NoChild():
            return value is Entered.MEMBER
        case Is(_, wanted):
            return None if value is None else value == wanted
        case Among(_, values):
            return value in values
        case AtMost(_, bound):
            return isinstance(value, int) and value <= bound
        case _:
            first, last = atom.first, atom.last
            return isinstance(value, date) and (first or value) <= value <= (last or value)
