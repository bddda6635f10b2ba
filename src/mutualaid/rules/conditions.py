"""What a rule comes to on one start day: a test of what was said of member, child and unit.

A `Condition` is the small language into which a rule translates itself for whatever is faster
or wider than its `check`: the generated function of `mutualaid.deciders`, and columns. It is
three-valued in two halves, *known true* and *known false*; what is neither is unknown.
Attributes are named by paths such as "member.serving".
"""

from __future__ import annotations

import enum
from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, TypeAlias

import attrs

if TYPE_CHECKING:
    from mutualaid.rules.base import Rule

Value: TypeAlias = bool | int | enum.Enum


@attrs.frozen
class Always:
    """Hold whatever is asked: what only a roster can answer is set aside."""


@attrs.frozen
class Is:
    """Hold where an attribute has a value; unknown where it was not said."""

    path: str
    value: Value


@attrs.frozen
class Among:
    """Hold where a number, which is always said or deliberately None, is one of several."""

    path: str
    values: tuple[int | None, ...]


@attrs.frozen
class AtMost:
    """Hold where a number that is always said is no larger than a bound."""

    path: str
    bound: int


@attrs.frozen
class Born:
    """Hold where a person's date of birth lies between two days, both included, None being open."""

    path: str
    first: date | None
    last: date | None


@attrs.frozen
class NoChild:
    """Hold where the entry insures no child."""


@attrs.frozen
class Not:
    """Turn known true and known false round."""

    part: Condition


@attrs.frozen
class Every:
    """Hold where every part holds."""

    parts: tuple[Condition, ...]


@attrs.frozen
class Some:
    """Hold where at least one part holds."""

    parts: tuple[Condition, ...]


@attrs.frozen
class Asked:
    """Ask the rule itself: for rules that do not say what they come to."""

    rule: Rule


Condition: TypeAlias = Always | Is | Among | AtMost | Born | NoChild | Not | Every | Some | Asked

Faults: TypeAlias = tuple[tuple[str, Condition], ...]
"""Reason codes of a rule that is not met, each with when it is given; the first that holds is."""


def atoms(condition: Condition) -> Iterator[Condition]:
    """Give the single tests of which a condition is made."""
    if isinstance(condition, Every | Some):
        for part in condition.parts:
            yield from atoms(part)
    elif isinstance(condition, Not):
        yield from atoms(condition.part)
    else:
        yield condition
