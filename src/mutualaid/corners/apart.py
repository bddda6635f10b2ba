"""The smallest units in which two shares that must join stand otherwise.

Units are not gone through one by one: they grow along patterns, and where on a pattern the number
that must join only grows, the search stops as soon as no larger unit can give a smaller crowd.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from itertools import pairwise, product
from typing import TypeAlias

import attrs

from mutualaid.checks import WHOLE
from mutualaid.corners.crowds import Heads, said
from mutualaid.corners.situation import Said, Situation
from mutualaid.question import Headcount
from mutualaid.rules import Participation

ALL = Headcount.EMPLOYEES
"""The headcount of which every other is a part."""
LARGEST = 10_000
"""Units up to this size are searched for one in which two shares ask for different numbers."""
KEPT = 3
"""So many crowds are kept that tell two shares apart, the smallest first."""


@attrs.frozen
class _Size:
    """A headcount on a pattern, as the unit's first one grows.

    Args:
        number: So many people, and where it grows so many more.
        share: It grows by one person for this share of a person; None where it does not grow.
    """

    number: int
    share: Fraction | None = Fraction(1)

    def at(self, first: int) -> int:
        return self.number + (0 if self.share is None else math.floor(first / self.share))

    def beyond(self, size: int) -> int:
        """Give the least first headcount at which it is more than a size; 0 if it never grows."""
        return 0 if self.share is None else math.ceil(self.share * (size + 1 - self.number))


Pattern: TypeAlias = Mapping[Headcount, _Size | None]
"""How the headcounts of a unit go together; None where one is not said."""


Enough: TypeAlias = "tuple[float, float] | None"
"""The least and the most people who may join; None where it cannot be known."""


@attrs.frozen
class _Asked:
    """What a share asks for while it stays settled whether everyone must join.

    Args:
        rate: How many must join of each person of the base.
        fewest: So many join in any case.
        base: The base; None where the share cannot be known.
        counts: Whether those who join count for it.
    """

    rate: Fraction
    fewest: int
    base: _Size | None
    counts: bool

    def least(self, first: int) -> int:
        """Give the least number that must join; it only grows with the unit."""
        size = 0 if self.base is None else self.base.at(first)
        return max(-(-self.rate.numerator * size // self.rate.denominator), self.fewest)

    def enough(self, first: int) -> Enough:
        """Say how many people are enough, and not too many."""
        if self.base is None:
            return None
        least = self.least(first)
        if self.counts:
            return least, self.base.at(first)
        return (math.inf, math.inf) if least else (0, math.inf)


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
    counts = {kind: bool(alone.counted(kind)) for kind in (one.of, other.of)}
    found: dict[frozenset[object], tuple[int, Heads]] = {}
    for pattern in _patterns(one, other):
        firsts = _firsts(pattern, min(largest, LARGEST))
        for stretch in _settled(one, other, pattern, firsts):
            asked = [_asked(rule, pattern, stretch[0], counts) for rule in (one, other)]
            for first, joining in _smallest(asked[0], asked[1], stretch):
                heads = _heads(pattern, first)
                found[frozenset(heads.items())] = joining, heads
    crowds = sorted(found.values(), key=_rank)
    whole = [crowd for crowd in crowds if None not in crowd[1].values()]
    unsaid = [crowd for crowd in crowds if None in crowd[1].values()]
    kept = [*whole[:KEPT], *unsaid[:KEPT]]
    return [said(heads, joining) for joining, heads in kept], largest <= LARGEST


def _rank(crowd: tuple[int, Heads]) -> tuple[int, int, list[int]]:
    sizes = [size or 0 for size in crowd[1].values()]
    return crowd[0], sum(sizes), sizes


def _largest(one: Participation, other: Participation) -> int:
    """Give a size up to which a unit must be found, if there is any, that tells two shares apart.

    Beyond the thresholds, and where the higher percentage alone asks for more people than any
    unit must enrol, the two ask for different numbers at the latest where their percentages lie
    one person apart, and from there on for more people.
    """
    fewest = max(rule.at_least or 1 for rule in (one, other))
    edge = max(fewest, *(rule.everyone_from or 0 for rule in (one, other))) + 1
    low, high = sorted(Fraction(rule.percent) for rule in (one, other))
    if low == high:
        return edge
    return max(edge, math.ceil(WHOLE / (high - low)), math.ceil(WHOLE * (fewest + 1) / high))


def _patterns(one: Participation, other: Participation) -> Iterator[Pattern]:
    """Give the patterns, from any of the headcounts on.

    Of the others those near it and at the thresholds are taken, and such as need one more. A
    headcount that only one of the two asks about may also not be said.
    """
    kinds = sorted({*_asks(one), *_asks(other)}, key=lambda kind: (kind is ALL, kind.value))
    unsaid = () if {*_asks(one)} == {*_asks(other)} else (None,)
    for first in kinds:
        for base in (*unsaid, _Size(0)):
            pools = [
                (base,) if kind is first else (*unsaid, *_beside(base, (one, other), kind, kinds))
                for kind in kinds
            ]
            for sizes in product(*pools):
                yield dict(zip(kinds, sizes, strict=True))


def _beside(
    base: _Size | None,
    pair: tuple[Participation, Participation],
    kind: Headcount,
    kinds: list[Headcount],
) -> Iterable[_Size]:
    """Give the sizes of one headcount that are taken beside the first."""
    edges = [rule.everyone_from for rule in pair if rule.everyone_from is not None]
    sizes = [_Size(edge + more, share=None) for edge in edges for more in (0, 1)]
    if base is not None:
        sizes += [_Size(0), _Size(1)]
        if kind is kinds[-1]:  # so that nobody outgrows all employees
            shares = (Fraction(rule.percent) / WHOLE for rule in pair if rule.of is kind)
            sizes += [_Size(1, share) for share in shares if share]
    return dict.fromkeys(sizes)


def _heads(pattern: Pattern, first: int) -> Heads:
    return {kind: None if size is None else size.at(first) for kind, size in pattern.items()}


def _asks(rule: Participation) -> tuple[Headcount, Headcount]:
    return rule.of, rule.threshold_of or rule.of


def _firsts(pattern: Pattern, largest: int) -> range:
    """Give the first headcounts at which no part of the employees outnumbers all of them."""
    sizes = [size for size in pattern.values() if size is not None]
    lowest, highest = 1, 1 if all(size.share is None for size in sizes) else largest
    whole = pattern.get(ALL)
    if whole is None:
        return range(lowest, highest + 1)
    for size in sizes:
        if (size.share is None) is (whole.share is None):
            highest = highest if size.number <= whole.number else 0
        elif size.share is None:
            lowest = max(lowest, whole.beyond(size.number - 1))
        else:
            highest = min(highest, size.beyond(whole.number) - 1)
    return range(lowest, highest + 1)


def _settled(
    one: Participation, other: Participation, pattern: Pattern, firsts: range
) -> Iterator[range]:
    """Cut the first headcounts where one of the shares begins, or ends, to ask for everyone."""
    cuts = {firsts.start, firsts.stop}
    for rule in (one, other):
        deciding = pattern[_asks(rule)[1]]
        if rule.everyone_from is not None and deciding is not None:
            cuts.add(deciding.beyond(rule.everyone_from))
    within = sorted(cut for cut in cuts if firsts.start <= cut <= firsts.stop)
    return (range(start, stop) for start, stop in pairwise(within))


def _asked(
    rule: Participation, pattern: Pattern, first: int, counts: Mapping[Headcount, bool]
) -> _Asked:
    base, deciding = (pattern[kind] for kind in _asks(rule))
    edge = rule.everyone_from
    if base is None or deciding is None:
        return _Asked(Fraction(0), 0, None, counts[rule.of])
    everyone = edge is not None and deciding.at(first) <= edge
    rate = Fraction(1) if everyone else Fraction(rule.percent) / WHOLE
    return _Asked(rate, rule.at_least or 0, base, counts[rule.of])


def _smallest(one: _Asked, other: _Asked, stretch: range) -> Iterator[tuple[int, int]]:
    """Give the first headcounts at which two shares stand otherwise, and how many then join.

    They go on until no larger unit can have fewer people join than the smallest of them.
    """
    found: list[int] = []
    for first in stretch if (one.base, other.base) != (None, None) else ():
        joining = _told_by(one.enough(first), other.enough(first))
        if joining is not None:
            yield first, joining
            found.append(joining)
        fewest = max(1, min(one.least(first), other.least(first)))
        if sum(joining <= fewest for joining in found) >= KEPT:
            return


def _told_by(one: Enough, other: Enough) -> int | None:
    """Give the fewest people who are enough for the one and not for the other."""
    if one == other:
        return None
    if one is None or other is None:
        return 1
    edges = (1, one[0], other[0], one[1] + 1, other[1] + 1)
    told = (
        int(edge)
        for edge in sorted(edges)
        if 1 <= edge < math.inf and (one[0] <= edge <= one[1]) is not (other[0] <= edge <= other[1])
    )
    return next(told, None)
