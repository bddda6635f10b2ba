"""Units, and how many of their people join, on both sides of a share that must join together.

A crowd is said by path: "joining", and headcounts such as "unit.employees".
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from fractions import Fraction
from itertools import islice, product
from typing import TypeAlias

from mutualaid.checks import WHOLE
from mutualaid.corners.situation import Said, Situation
from mutualaid.question import Headcount
from mutualaid.rules import Participation

Heads: TypeAlias = dict[Headcount, int | None]
FAR = 1_000
"""So many headcounts are looked through for one at which a share is rounded, and one where not."""
LARGEST = 10_000
"""Units up to this size are searched for one in which two shares ask for different numbers."""
KEPT = 3
"""So many crowds are kept that tell two shares apart, the smallest first."""


def crowds(rule: Participation) -> list[dict[str, object]]:
    """Give units on both sides of each bound of a participation share, and who joins there.

    The largest unit in which everyone must join and the next one, units in which the share is a
    whole number of people and in which it is rounded up, and the smallest in which not everyone
    must join; of each, as many as must join and one fewer. Besides, a unit that declares fewer
    than join, and one that does not say how many it has.
    """
    said = []
    for base, threshold in _headcounts(rule):
        required = rule.required(base, threshold=threshold)
        heads: Heads = {rule.threshold_of or rule.of: threshold, rule.of: base}
        said += [_said(heads, joining) for joining in (required, required - 1) if joining > 0]
    return [*said, *undecided(rule)]


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


def too_few(rule: Participation) -> list[dict[str, object]]:
    """Give the smallest unit of which one person alone is too few."""
    kinds = (rule.of, rule.threshold_of or rule.of)
    sizes = (base for base in range(1, FAR) if rule.required(base) > 1)
    return [_said(dict.fromkeys(kinds, base), 1) for base in islice(sizes, 1)]


def apart(one: Participation, other: Participation, alike: Situation) -> tuple[list[Said], bool]:
    """Find the smallest crowds at which two shares stand otherwise.

    Args:
        one: A share that must join.
        other: Another.
        alike: The people who join.

    Returns:
        The crowds, and whether all units were looked at in which they can be found first.
    """
    largest = _largest(one, other)
    alone = alike.with_({"joining": 1})
    found = []
    for heads in _units(one, other, min(largest, LARGEST)):
        asked = {number for rule in (one, other) if (number := _required(rule, heads))}
        base = heads[one.of]
        for joining in sorted({1, *asked, 1 if base is None else base + 1}):
            counts = {kind: joining * alone.counted(kind) for kind in (one.of, other.of)}
            if _verdict(one, heads, counts) is not _verdict(other, heads, counts):
                found.append((joining, sum(size or 0 for size in heads.values()), heads))
                break
    found.sort(key=lambda crowd: crowd[:2])
    whole = [crowd for crowd in found if None not in crowd[2].values()]
    unsaid = [crowd for crowd in found if None in crowd[2].values()]
    kept = [*whole[:KEPT], *unsaid[:KEPT]]
    return [_said(heads, joining) for joining, _, heads in kept], largest <= LARGEST


def _largest(one: Participation, other: Participation) -> int:
    """Give a size up to which a unit must be found, if there is any, that tells two shares apart.

    Beyond the thresholds, and where the higher percentage alone asks for more people than any
    unit must enrol, the two ask for different numbers at the latest where their percentages lie
    one person apart, and from there on for more people.
    """
    fewest = max(rule.at_least or 0 for rule in (one, other))
    edge = max(fewest, *(rule.everyone_from or 0 for rule in (one, other))) + 1
    low, high = sorted(Fraction(rule.percent) for rule in (one, other))
    if low == high:
        return edge
    return max(edge, math.ceil(WHOLE / (high - low)), math.ceil(WHOLE * (fewest + 1) / high))


def _units(one: Participation, other: Participation, largest: int) -> Iterator[Heads]:
    """Give units up to a size; of other headcounts than the first, those beside the thresholds.

    A headcount that only one of the two asks about may also not be said.
    """
    first, *others = dict.fromkeys((*_asks(one), *_asks(other)))
    edges = [rule.everyone_from for rule in (one, other) if rule.everyone_from is not None]
    beside = [size for edge in edges for size in (edge, edge + 1)]
    unsaid = () if {*_asks(one)} == {*_asks(other)} else (None,)
    for base in (*unsaid, *range(1, largest + 1)):
        near = () if base is None else (base, base + 1)
        sizes = dict.fromkeys((*unsaid, *near, *beside))
        for chosen in product(sizes, repeat=len(others)):
            heads = {first: base, **dict(zip(others, chosen, strict=True))}
            whole = heads.get(Headcount.EMPLOYEES)
            if whole is None or whole >= max(size or 0 for size in heads.values()):
                yield heads


def _asks(rule: Participation) -> tuple[Headcount, Headcount]:
    return rule.of, rule.threshold_of or rule.of


def _required(rule: Participation, heads: Heads) -> int | None:
    base, threshold = (heads[kind] for kind in _asks(rule))
    if base is None or threshold is None:
        return None
    return rule.required(base, threshold=threshold)


def _verdict(rule: Participation, heads: Heads, counts: dict[Headcount, int]) -> bool | None:
    required, base = _required(rule, heads), heads[rule.of]
    if required is None or base is None:
        return None
    return required <= counts[rule.of] <= base


def _said(heads: Heads, joining: int) -> dict[str, object]:
    return {"joining": joining, **{f"unit.{kind.value}": size for kind, size in heads.items()}}
