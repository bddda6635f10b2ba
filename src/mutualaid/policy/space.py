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
from mutualaid.corners.crowds import too_few, undecided
from mutualaid.corners.edges import Pool, is_optional, paths_of
from mutualaid.corners.ordinary import ordinaries
from mutualaid.corners.situation import Entered, Said, Situation, favourable
from mutualaid.plan import Edition, leaves
from mutualaid.rules import (
    AllOf,
    AnyOf,
    ByLevel,
    Ceiling,
    FixedSum,
    Flat,
    Free,
    Levels,
    Participation,
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

    # Rules ------------------------------------------------------------------------------------

    @cached_property
    def own(self) -> tuple[tuple[Rule, ...], tuple[Rule, ...]]:
        """The rules of joining, the fee among them, that each has for itself."""
        before, after = _parts(self.before), _parts(self.after)
        return _without(before, after), _without(after, before)

    @cached_property
    def _own_leaves(self) -> tuple[tuple[Rule, ...], tuple[Rule, ...]]:
        before, after = self.own
        return _leaves(before), _leaves(after)

    @cached_property
    def ordinaries(self) -> tuple[Situation, ...]:
        """The ordinary situations of either side, those of the earlier first."""
        found = ordinaries(self.before, self.starts)
        if any(self.own):
            found += ordinaries(self.after, self.starts)
        return tuple(dict.fromkeys(found))

    @cached_property
    def bases(self) -> tuple[Situation, ...]:
        """What corners are put onto: the ordinary situations, or else what is usual anywhere."""
        return self.ordinaries or (Situation(self.starts, favourable(self.starts)),)

    @cached_property
    def beyond(self) -> tuple[Rule, ...]:
        """Rules that corners cannot reach, since they say only what they answer."""
        rules = [rule for rules in self._own_leaves for rule in rules]
        shared = _leaves(self._shared) if any(self.own) or self._benefit_differs else ()
        strange: list[Rule] = [
            rule for rule in (*rules, *shared) if paths_of(rule, self.starts) is None
        ]
        for edition in (self.before, self.after):
            if self.before.fee != self.after.fee and type(edition.fee) not in KNOWN_FEES:
                strange.append(edition.fee)
            strange += [
                line
                for line in edition.benefit.lines
                if self._benefit_differs and type(line) not in KNOWN_LINES
            ]
        return tuple(one for place, one in enumerate(strange) if one not in strange[:place])

    @cached_property
    def _shared(self) -> tuple[Rule, ...]:
        return _without(_parts(self.before), self.own[0])

    @property
    def _benefit_differs(self) -> bool:
        return self.before.benefit != self.after.benefit

    # What is varied ---------------------------------------------------------------------------

    @cached_property
    def pools(self) -> dict[str, Pool]:
        """The values of each path that is varied; first those that are ordinary."""
        found = {
            path: pool
            for path, pool in edges.pools(self._leaves_of_both, self.starts).items()
            if path in self._varied
        }
        for path, pool in self._sold.items():
            found[path] = (*found.get(path, ()), *pool)
        return {
            path: tuple(dict.fromkeys((*(base.said(path) for base in self.bases), *pool)))
            for path, pool in found.items()
        }

    @property
    def _leaves_of_both(self) -> tuple[Rule, ...]:
        own = (rule for rules in self._own_leaves for rule in rules)
        return (*own, *_leaves(self._shared))

    @cached_property
    def _varied(self) -> frozenset[str]:
        """The paths that the own rules read, and whatever a shared rule reads together with one."""
        read = (_reads(rule, self.starts) for rules in self._own_leaves for rule in rules)
        varied = frozenset(self._sold).union(*read)
        while more := [reads for reads in self._read_together if reads & varied and reads - varied]:
            varied = varied.union(*more)
        return varied

    @cached_property
    def _read_together(self) -> tuple[frozenset[str], ...]:
        return tuple(_all_reads(rule, self.starts) for rule in self._shared)

    @cached_property
    def _sold(self) -> dict[str, Pool]:
        """What can be sold, and to whom, where the benefit lines differ."""
        if not self._benefit_differs:
            return {}
        amounts = [line.amount for one in (self.before, self.after) for line in one.benefit.lines]
        levels = {level for amount in amounts if isinstance(amount, Levels) for level in amount}
        return {"entered": tuple(Entered), "shares": (1, 2), "level": tuple(sorted(levels))}

    @cached_property
    def _crowds(self) -> tuple[tuple[Said, ...], bool]:
        """The crowds that are varied, and whether no other can matter."""
        before, after = (
            tuple(rule for rule in rules if isinstance(rule, Participation))
            for rules in self._own_leaves
        )
        # Wherever they stand: a share may be one of a way, or a rule may have come before it.
        pairs = [(one, other) for one, other in product(before, after) if one != other]
        told = [apart(one, other, self.bases[0]) for one, other in pairs]
        crowds = [crowd for found, _ in told for crowd in found]
        whole = all(whole for _, whole in told)
        if not self._only_shares:
            shares = (*before, *after)
            beside = [crowd for rule in shares for crowd in (*too_few(rule), *undecided(rule))]
            crowds = [NO_CROWD, *crowds, *beside]
        return tuple(one for place, one in enumerate(crowds) if one not in crowds[:place]), whole

    @cached_property
    def _only_shares(self) -> bool:
        """Whether the rules differ in the figures of shares that must join, and in nothing else."""
        before, after = self._own_leaves
        alike = list(map(_shape, self.own[0])) == list(map(_shape, self.own[1]))
        return (
            alike
            and not self._benefit_differs
            and self.before.info.term_years == self.after.info.term_years
            and bool(before)
            and all(
                one == other
                or (isinstance(one, Participation) and isinstance(other, Participation))
                for one, other in zip(before, after, strict=True)
            )
        )

    # Cells ------------------------------------------------------------------------------------

    @cached_property
    def depth(self) -> int | None:
        """In how many ways a cell departs at most; None where every combination is there."""
        pools = [*self.pools.values(), self._crowds[0]]
        if math.prod(map(len, pools)) <= MOST_CELLS:
            return None
        depth, cells = 0, 0
        while cells <= MOST_CELLS:
            depth += 1
            cells += sum(
                math.prod(len(pool) - 1 for pool in chosen) for chosen in combinations(pools, depth)
            )
        return max(depth - 1, 1)

    @property
    def complete(self) -> bool:
        """Whether no application can be decided differently, if none of these is."""
        return self.depth is None and not self.beyond and bool(self.ordinaries) and self._crowds[1]

    def situations(self) -> Iterator[Situation]:
        """Give the situations, the simplest first.

        First those that say all that is asked; then by fewest people; then by fewest departures
        from an ordinary situation; then those that depart least far.
        """
        ranked: dict[Cell, tuple[Rank, int]] = {}
        for number, base in enumerate(self.bases):
            far = [
                {value: _distance(value, base.said(path), pool) for value in pool}
                for path, pool in self.pools.items()
            ]
            for cell in self._cells(base):
                rank = (self._rank(cell, base, far), number)
                ranked[cell] = min(ranked.get(cell, rank), rank)
        for cell, (_, number) in sorted(ranked.items(), key=lambda item: item[1]):
            values, crowd = cell
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


def _parts(edition: Edition) -> tuple[Rule, ...]:
    """Give the conditions of joining that all must be met, and the fee."""
    rule = edition.eligibility
    parts = rule.parts if isinstance(rule, AllOf) else (rule,)
    return (*parts, edition.fee)


def _without(rules: tuple[Rule, ...], others: tuple[Rule, ...]) -> tuple[Rule, ...]:
    return tuple(rule for rule in rules if rule not in others)


def _leaves(rules: tuple[Rule, ...]) -> tuple[Rule, ...]:
    return tuple(leaf for rule in rules for leaf in leaves(rule))


def _reads(rule: Rule, starts: date) -> frozenset[str]:
    """Name what a single rule reads of a person or the unit; of a share that must join, nothing."""
    if isinstance(rule, Participation):
        return frozenset()
    return paths_of(rule, starts) or frozenset()


def _all_reads(rule: Rule, starts: date) -> frozenset[str]:
    # What a roster is asked for is met by one person alone.
    return frozenset().union(*(_reads(leaf, starts) for leaf in leaves(rule))) - {"joining"}


def _shape(rule: Rule) -> object:
    """Give how a rule is made of others: two of one shape differ in single rules alone."""
    if isinstance(rule, AllOf | AnyOf):
        return type(rule), rule.name, tuple(map(_shape, rule.parts))
    return type(rule)


def _distance(value: object, usual: object, pool: Pool) -> int:
    """Tell how far a value lies from the usual one; 0 where it is the usual one."""
    if value == usual:
        return 0
    if isinstance(value, date) and isinstance(usual, date):
        return abs((value - usual).days)
    if type(value) is int and type(usual) is int:
        return abs(value - usual)
    return pool.index(value) + 1
