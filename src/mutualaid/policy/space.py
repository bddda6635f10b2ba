"""Where two editions of a plan can differ: at the corners of the rules that they do not share.

A rule that stands in both decides alike, so only what the others read can make a difference, and
whatever is read together with it. All else stays as it is in an ordinary situation, in which every
shared rule that reads nothing of this is met; a difference that there is shows there too.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from datetime import date
from functools import cached_property
from itertools import combinations, product
from typing import TypeAlias

import attrs

from mutualaid.corners import edges
from mutualaid.corners.apart import apart
from mutualaid.corners.crowds import undecided
from mutualaid.corners.edges import Pool, is_optional, paths_of
from mutualaid.corners.ordinary import accepts, is_possible, ordinaries
from mutualaid.corners.situation import Entered, Said, Situation, favourable
from mutualaid.people import Sex
from mutualaid.plan import Edition
from mutualaid.policy.pair import Pair, all_reads, leaves_of, reads
from mutualaid.question import Headcount
from mutualaid.rules import (
    ByLevel,
    Ceiling,
    FixedSum,
    Flat,
    Free,
    Levels,
    PerShare,
    Rule,
)

Cell: TypeAlias = tuple[Pool, int]
"""A value for each path that is varied, and the place of the crowd among the crowds."""
Rank: TypeAlias = tuple[bool, int, int, tuple[int, ...]]
"""How simple a cell is: something unsaid, people, departures, how far each departs."""
KNOWN_FEES = (Free, Flat, PerShare, ByLevel)
KNOWN_LINES = (Ceiling, FixedSum)
MOST_CELLS = 4_096
"""So many corner cases are looked at; where there are more, those that depart in fewer ways."""
NO_CROWD: Said = {}


@attrs.frozen(slots=False, eq=False)  # so that what is kept keeps its docstring
class Space:
    """Hold where two editions of a plan can differ on a start day.

    Args:
        before: The one.
        after: The other.
        starts: The start day.
    """

    before: Edition
    after: Edition
    starts: date

    @cached_property
    def pair(self) -> Pair:
        """The rules that the two do not share."""
        return Pair(self.before, self.after, self.starts)

    @cached_property
    def ordinaries(self) -> tuple[Situation, ...]:
        """The ordinary situations of either side, those of the earlier first."""
        found = ordinaries(self.before, self.starts)
        if any(self.pair.own):
            found += ordinaries(self.after, self.starts)
        return tuple(dict.fromkeys(found))

    @cached_property
    def bases(self) -> tuple[Situation, ...]:
        """What corners are put onto: the ordinary situations, or else what is usual anywhere.

        Beside them such people as a share counts, and such as it does not; and where all must
        take the same number of shares, such as all take another one.
        """
        found = self.ordinaries or (Situation(self.starts, favourable(self.starts)),)
        others = [_all(base, *said) for base in found for said in self._counted_by]
        accepted = [base for base in others if self._accepted(base)]
        several = [base for base in found if base.joining > 1]
        alike = [_all(base, "shares", number) for base in several for number in self._numbers]
        return tuple(dict.fromkeys((*found, *accepted, *alike)))

    def _accepted(self, base: Situation) -> bool:
        return is_possible(base) and any(accepts(one, base) for one in (self.before, self.after))

    def _stands_for(self, base: Situation) -> tuple[object, ...]:
        """Say what everyone of a base is alike in, that may matter although one person does not."""
        alone = base.with_({"joining": 1})
        return base.said("shares"), *(
            alone.counted(kind) for kind in Headcount if kind in self.pair.counted
        )

    @property
    def _counted_by(self) -> list[tuple[str, object]]:
        """What decides whether one of these counts a person."""
        found: list[tuple[str, object]] = []
        if Headcount.FEMALE_EMPLOYEES in self.pair.counted:
            found += (("member.sex", sex) for sex in Sex)
        if Headcount.EMPLOYEES_WITH_MINOR_CHILDREN in self.pair.counted:
            found += (("entered", whom) for whom in Entered)
        return found

    @property
    def _numbers(self) -> Pool:
        """How many shares all may take, where they must take the same number."""
        if not self.pair.same_shares:
            return ()
        return edges.pools(self.pair.leaves, self.starts)["shares"]

    @cached_property
    def beyond(self) -> tuple[Rule, ...]:
        """Rules that corners cannot reach, since they say only what they answer."""
        rules = [rule for rules in self.pair.own_leaves for rule in rules]
        differ = any(self.pair.own) or self.pair.benefit_differs
        shared = leaves_of(self.pair.shared) if differ else ()
        strange: list[Rule] = [
            rule for rule in (*rules, *shared) if paths_of(rule, self.starts) is None
        ]
        for edition in (self.before, self.after):
            if self.before.fee != self.after.fee and type(edition.fee) not in KNOWN_FEES:
                strange.append(edition.fee)
            strange += [
                line
                for line in edition.benefit.lines
                if self.pair.benefit_differs and type(line) not in KNOWN_LINES
            ]
        return tuple(one for place, one in enumerate(strange) if one not in strange[:place])

    # What is varied ---------------------------------------------------------------------------

    @cached_property
    def pools(self) -> dict[str, Pool]:
        """The values of each path that is varied; first those that are ordinary."""
        found = {
            path: pool
            for path, pool in edges.pools(self.pair.leaves, self.starts).items()
            if path in self._varied
        }
        for path, pool in self._sold.items():
            found[path] = (*found.get(path, ()), *pool)
        return {
            path: tuple(dict.fromkeys((*(base.said(path) for base in self.bases), *pool)))
            for path, pool in found.items()
        }

    @cached_property
    def _varied(self) -> frozenset[str]:
        """The paths that the own rules read, and whatever a shared rule reads together with one."""
        read = (reads(rule, self.starts) for rules in self.pair.own_leaves for rule in rules)
        varied = frozenset(self._sold).union(*read)
        while more := [also for also in self._read_together if also & varied and also - varied]:
            varied = varied.union(*more)
        return varied

    @cached_property
    def _read_together(self) -> tuple[frozenset[str], ...]:
        return tuple(all_reads(rule, self.starts) for rule in self.pair.shared)

    @cached_property
    def _sold(self) -> dict[str, Pool]:
        """What can be sold, and to whom, where the benefit lines differ."""
        if not self.pair.benefit_differs:
            return {}
        amounts = [line.amount for one in (self.before, self.after) for line in one.benefit.lines]
        levels = {level for amount in amounts if isinstance(amount, Levels) for level in amount}
        return {"entered": tuple(Entered), "shares": (1, 2), "level": tuple(sorted(levels))}

    @cached_property
    def _crowds(self) -> tuple[tuple[Said, ...], bool]:
        """The crowds that are varied, and whether no other can matter."""
        unlike = {self._stands_for(base): base for base in reversed(self.bases)}
        told = [
            apart(one, other, base)
            for one, other in self.pair.told_apart()
            for base in unlike.values()
        ]
        crowds = [crowd for found, _ in told for crowd in found]
        whole = all(whole for _, whole in told)
        if not self.pair.only_shares:
            beside = [crowd for rule in self.pair.own_shares for crowd in undecided(rule)]
            crowds = [NO_CROWD, *crowds, *beside]
        crowds = crowds or [NO_CROWD]
        return tuple(one for place, one in enumerate(crowds) if one not in crowds[:place]), whole

    # Cells ------------------------------------------------------------------------------------

    @cached_property
    def depth(self) -> int | None:
        """In how many ways a cell departs at most; None where every combination is there."""
        pools = [*self.pools.values(), self._crowds[0]]
        unlike = len(set(map(self._stands_for, self.bases)))
        if unlike * math.prod(map(len, pools)) <= MOST_CELLS:
            return None
        depth, cells = 0, 0
        while cells <= MOST_CELLS:
            depth += 1
            cells += unlike * sum(
                math.prod(len(pool) - 1 for pool in chosen) for chosen in combinations(pools, depth)
            )
        return max(depth - 1, 1)

    @property
    def complete(self) -> bool:
        """Whether no application can be decided differently, if none of these is."""
        return (
            self.depth is None
            and not self.beyond
            and bool(self.ordinaries)
            and self._crowds[1]
            and not self.pair.entangled
            and not (self.pair.same_shares and any(base.joining > 1 for base in self.bases))
        )

    def situations(self) -> Iterator[Situation]:
        """Give the situations, the simplest first.

        First those that say all that is asked; then by fewest people; then by fewest departures
        from an ordinary situation; then those that depart least far.
        """
        ranked: dict[tuple[Cell, object], tuple[Rank, int]] = {}
        for number, base in enumerate(self.bases):
            kind = self._stands_for(base)
            far = [
                {value: _distance(value, base.said(path), pool) for value in pool}
                for path, pool in self.pools.items()
            ]
            for cell in self._cells(base):
                rank = (self._rank(cell, base, far), number)
                place = cell, kind
                ranked[place] = min(ranked.get(place, rank), rank)
        for ((values, crowd), _), (_, number) in sorted(ranked.items(), key=lambda item: item[1]):
            said = dict(zip(self.pools, values, strict=True))
            yield self.bases[number].with_({**said, **self._crowds[0][crowd]})

    def _cells(self, base: Situation) -> Iterator[Cell]:
        pools, crowds = list(self.pools.values()), range(len(self._crowds[0]))
        if self.depth is None:
            yield from product(product(*pools), crowds)
            return
        usual = [base.said(path) for path in self.pools]
        for depth in range(self.depth + 1):
            for departing, among in ((depth, crowds[:1]), (depth - 1, crowds[1:])):
                for places in combinations(range(len(pools)), max(departing, 0)):
                    for values in product(*(pools[place] for place in places)):
                        departs = dict(zip(places, values, strict=True))
                        cell = tuple(departs.get(n, one) for n, one in enumerate(usual))
                        yield from ((cell, crowd) for crowd in among)

    def _rank(self, cell: Cell, base: Situation, far: list[dict[object, int]]) -> Rank:
        values, crowd = cell
        said = self._crowds[0][crowd]
        number = said.get("joining", dict(zip(self.pools, values, strict=True)).get("joining"))
        joining = number if isinstance(number, int) else base.joining
        distances = tuple(table[value] for table, value in zip(far, values, strict=True))
        people = joining + (Entered.BOTH in values)
        departures = sum(map(bool, distances)) + bool(said)
        unsaid = None in said.values() or any(
            value is None and base.said(path) is not None and is_optional(path)
            for path, value in zip(self.pools, values, strict=True)
        )
        return unsaid, people, departures, (*distances, crowd)


def _all(base: Situation, path: str, value: object) -> Situation:
    return attrs.evolve(base, alike={**base.alike, path: value})


def _distance(value: object, usual: object, pool: Pool) -> int:
    """Tell how far a value lies from the usual one; 0 where it is the usual one."""
    if value == usual:
        return 0
    if isinstance(value, date) and isinstance(usual, date):
        return abs((value - usual).days)
    if type(value) is int and type(usual) is int:
        return abs(value - usual)
    return pool.index(value) + 1
