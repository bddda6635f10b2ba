"""Units, and how many of their people join, on both sides of a share that must join together.

A crowd is said by path: "joining", and headcounts such as "unit.employees".
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import TypeAlias

from mutualaid.checks import WHOLE
from mutualaid.question import Headcount
from mutualaid.rules import Participation

Heads: TypeAlias = Mapping[Headcount, int | None]
"""How many people of each kind a unit has; None where it does not say."""
FAR = 1_000
"""So many headcounts are looked through for one at which a share is rounded, and one where not."""


def crowds(rule: Participation) -> list[dict[str, object]]:
    """Give units on both sides of each bound of a participation share, and who joins there.

    The largest unit in which everyone must join and the next one, units in which the share is a
    whole number of people and in which it is rounded up, and the smallest in which not everyone
    must join; of each, as many as must join and one fewer. Besides, a unit that declares fewer
    than join, and one that does not say how many it has.
    """
    found = []
    for base, threshold in _headcounts(rule):
        required = rule.required(base, threshold=threshold)
        heads: Heads = {rule.threshold_of or rule.of: threshold, rule.of: base}
        found += [said(heads, joining) for joining in (required, required - 1) if joining > 0]
    return [*found, *undecided(rule)]


def undecided(rule: Participation) -> list[dict[str, object]]:
    """Give a unit that declares fewer than join, and such as do not say how many they have."""
    fewer: dict[str, object] = {f"unit.{kind.value}": 1 for kind in Headcount}
    kinds = dict.fromkeys((rule.of, rule.threshold_of or rule.of))
    not_said: list[dict[str, object]] = [{f"unit.{kind.value}": None} for kind in kinds]
    return [{"joining": 2, **fewer}, *not_said]


def _headcounts(rule: Participation) -> list[tuple[int, int]]:
    """Choose headcounts, base and threshold, at which the number that must join behaves apart."""
    edge = rule.everyone_from
    if edge is None:
        return [(base, base) for base in _about(rule, 1)]
    if rule.threshold_of in (None, rule.of):
        return [(base, base) for base in (edge, *_about(rule, edge + 1))]
    # No part of the employees outnumbers all of them.
    whole = rule.of is Headcount.EMPLOYEES
    return [
        (base, threshold)
        for threshold in (edge, edge + 1)
        for base in _about(rule, threshold if whole else 1)
    ]


def _about(rule: Participation, lowest: int) -> list[int]:
    """Give the lowest headcount, and from it on the first of each way of rounding."""
    share = Fraction(rule.percent) / WHOLE
    tests: list[Callable[[int], bool]] = [
        lambda base: (share * base).denominator == 1,
        lambda base: (share * base).denominator != 1,
        lambda base: math.ceil(share * base) < base,
    ]
    fewest = rule.at_least
    if fewest is not None:  # the last unit that has not so many people, and those from there on
        tests += [
            lambda base: base == fewest - 1,
            lambda base: base == fewest,
            lambda base: math.ceil(share * base) > fewest,
        ]
    within = range(max(lowest, 1), lowest + FAR)
    firsts = (next(filter(test, within), lowest) for test in tests)
    return list(dict.fromkeys((lowest, *firsts)))


def said(heads: Heads, joining: int) -> dict[str, object]:
    """Say a crowd by path: how many people a unit has of each kind, and how many join."""
    return {"joining": joining, **{f"unit.{kind.value}": size for kind, size in heads.items()}}
