"""The smallest units in which shares that must join stand otherwise than others.

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
Shares: TypeAlias = tuple[Participation, ...]
"""Shares that must join all at once."""
Enough: TypeAlias = tuple[float, float, bool]
"""The least and the most people who may join, and whether it is known that they may."""


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
            return 0, math.inf, False
        least = self.least(first)
        if self.counts:
            return least, self.base.at(first), True
        return (math.inf if least else 0), math.inf, True


def apart(one: Shares, other: Shares, alike: Situation) -> tuple[list[Said], bool]:
    """Find the smallest crowds at which shares, all asked at once, stand otherwise than others.

    Args:
        one: Shares that must join; where there are several, each of them.
        other: Others; what stands in both is asked on both sides.
        alike: The people who join.

    Returns:
        The crowds, and whether all units were looked at in which they can be found first.
    """
    both = tuple(dict.fromkeys((*one, *other)))
    largest = _largest(both)
    alone = alike.with_({"joining": 1})
    counts = {rule.of: bool(alone.counted(rule.of)) for rule in both}
    found: dict[frozenset[object], tuple[int, Heads]] = {}
    for kind, pattern in _patterns(one, other):
        # Of a kind of which those who join are none, the unit need not have any.
        firsts = _firsts(pattern, int(counts.get(kind, True)), min(largest, LARGEST))
        for stretch in _settled(both, pattern, firsts):
            asked = tuple(
                [_asked(rule, pattern, stretch[0], counts) for rule in side]
                for side in (one, other)
            )
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


def _largest(shares: Shares) -> int:
    """Give a size up to which a unit must be found, if there is any, that tells shares apart.

    Beyond the thresholds, and where each percentage alone asks for more people than any unit must
    enrol, two sides ask for different numbers at the latest where their percentages lie one person
    apart, and from there on for more people.
    """
    fewest = max((rule.at_least or 1 for rule in shares), default=1)
    edge = max((rule.everyone_from or 0 for rule in shares), default=0)
    percents = sorted({Fraction(0), *(Fraction(rule.percent) for rule in shares)})
    gaps = (WHOLE / (high - low) for low, high in pairwise(percents))
    alone = (WHOLE * (fewest + 1) / percent for percent in percents if percent)
    return max(fewest + 1, edge + 1, *map(math.ceil, gaps), *map(math.ceil, alone))


def _patterns(one: Shares, other: Shares) -> Iterator[tuple[Headcount, Pattern]]:
    """Give the patterns, from any of the headcounts on, which is named.

    Of the others those near it and at the thresholds are taken, and such as need one more. A
    headcount that only one of the two sides asks about may also not be said.
    """
    asked = [{kind for rule in side for kind in _asks(rule)} for side in (one, other)]
    kinds = sorted({*asked[0], *asked[1]}, key=lambda kind: (kind is ALL, kind.value))
    unsaid = () if asked[0] == asked[1] else (None,)
    for first in kinds:
        for base in (*unsaid, _Size(0)):
            pools = [
                (base,) if kind is first else (*unsaid, *_beside(base, (*one, *other), kind, kinds))
                for kind in kinds
            ]
            for sizes in product(*pools):
                yield first, dict(zip(kinds, sizes, strict=True))


def _beside(
    base: _Size | None, shares: Shares, kind: Headcount, kinds: list[Headcount]
) -> Iterable[_Size]:
    """Give the sizes of one headcount that are taken beside the first."""
    edges = [rule.everyone_from for rule in shares if rule.everyone_from is not None]
    sizes = [_Size(edge + more, share=None) for edge in edges for more in (0, 1)]
    if base is not None:
        sizes += [_Size(0), _Size(1)]
        if kind is kinds[-1]:  # so that nobody outgrows all employees
            percents = (Fraction(rule.percent) / WHOLE for rule in shares if rule.of is kind)
            sizes += [_Size(1, share) for share in percents if share]
    return dict.fromkeys(sizes)


def _heads(pattern: Pattern, first: int) -> Heads:
    return {kind: None if size is None else size.at(first) for kind, size in pattern.items()}


def _asks(rule: Participation) -> tuple[Headcount, Headcount]:
    return rule.of, rule.threshold_of or rule.of


def _firsts(pattern: Pattern, least: int, largest: int) -> range:
    """Give the first headcounts at which no part of the employees outnumbers all of them."""
    sizes = [size for size in pattern.values() if size is not None]
    lowest, highest = least, least if all(size.share is None for size in sizes) else largest
    whole = pattern.get(ALL)
    if whole is None:
        return range(lowest, highest + 1)
    if not whole.at(lowest):  # whoever joins is an employee
        lowest = 1
    for size in sizes:
        if (size.share is None) is (whole.share is None):
            highest = highest if size.number <= whole.number else -1
        elif size.share is None:
            lowest = max(lowest, whole.beyond(size.number - 1))
        else:
            highest = min(highest, size.beyond(whole.number) - 1)
    return range(lowest, highest + 1)


def _settled(shares: Shares, pattern: Pattern, firsts: range) -> Iterator[range]:
    """Cut the first headcounts where one of the shares begins, or ends, to ask for everyone."""
    cuts = {firsts.start, firsts.stop}
    for rule in shares:
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


def _smallest(one: list[_Asked], other: list[_Asked], stretch: range) -> Iterator[tuple[int, int]]:
    """Give the first headcounts at which two sides stand otherwise, and how many then join.

    They go on until no larger unit can have fewer people join than the smallest of them.
    """
    found: list[int] = []
    for first in stretch:
        joining = _told_by(_together(one, first), _together(other, first))
        if joining is not None:
            yield first, joining
            found.append(joining)
        fewest = max(1, min(_least(one, first), _least(other, first)))
        if sum(joining <= fewest for joining in found) >= KEPT:
            return


def _least(shares: list[_Asked], first: int) -> int:
    return max((share.least(first) for share in shares), default=0)


def _together(shares: list[_Asked], first: int) -> Enough:
    """Say how many people are enough for each of several shares."""
    enough = [share.enough(first) for share in shares]
    return (
        max((least for least, _, _ in enough), default=0),
        min((most for _, most, _ in enough), default=math.inf),
        all(known for _, _, known in enough),
    )


def _told_by(one: Enough, other: Enough) -> int | None:
    """Give the fewest people with whom the one stands otherwise than the other."""
    if one == other:
        return None
    edges = (1, one[0], other[0], one[1] + 1, other[1] + 1)
    told = (
        int(edge)
        for edge in sorted(edges)
        if 1 <= edge < math.inf and _holds(one, edge) is not _holds(other, edge)
    )
    return next(told, None)


def _holds(enough: Enough, joining: float) -> bool | None:
    least, most, known = enough
    return (known or None) if least <= joining <= most else False
