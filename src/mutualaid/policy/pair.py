"""Two editions of a plan, rule by rule: what each has for itself, and what both ask for.

Where nothing else matters than what each person meets, one who departs stands for all who could.
Where it matters who joins beside whom, `Pair.entangled` says so.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from functools import cached_property
from itertools import product

import attrs

from mutualaid.corners.apart import Shares
from mutualaid.corners.edges import paths_of
from mutualaid.corners.situation import of_unit
from mutualaid.finding import Scope
from mutualaid.plan import Edition, leaves
from mutualaid.question import Headcount
from mutualaid.rules import AllOf, AnyOf, Participation, Rule, SameShares


@attrs.frozen(slots=False, eq=False)  # so that what is kept keeps its docstring
class Pair:
    """Hold two editions of a plan, compared rule by rule.

    Args:
        before: The one.
        after: The other.
        starts: The start day.
    """

    before: Edition
    after: Edition
    starts: date

    @cached_property
    def own(self) -> tuple[tuple[Rule, ...], tuple[Rule, ...]]:
        """The rules of joining, the fee among them, that each has for itself."""
        before, after = _parts(self.before), _parts(self.after)
        return _without(before, after), _without(after, before)

    @cached_property
    def own_leaves(self) -> tuple[tuple[Rule, ...], tuple[Rule, ...]]:
        """The single rules of which those are made."""
        before, after = self.own
        return leaves_of(before), leaves_of(after)

    @cached_property
    def shared(self) -> tuple[Rule, ...]:
        """The rules of joining, the fee among them, that both have."""
        return _without(_parts(self.before), self.own[0])

    @cached_property
    def leaves(self) -> tuple[Rule, ...]:
        """Every single rule of either."""
        own = (rule for rules in self.own_leaves for rule in rules)
        return (*own, *leaves_of(self.shared))

    @property
    def benefit_differs(self) -> bool:
        """Whether their benefit lines differ."""
        return self.before.benefit != self.after.benefit

    # Shares that must join --------------------------------------------------------------------

    @cached_property
    def own_shares(self) -> Shares:
        """The shares that must join, of the rules that either has for itself."""
        return tuple(dict.fromkeys(_shares(rule for rules in self.own_leaves for rule in rules)))

    @cached_property
    def counted(self) -> frozenset[Headcount]:
        """Whom shares count that must join, where the two do not share all of them."""
        shares = _shares(self.leaves) if self.own_shares else ()
        return frozenset(rule.of for rule in shares)

    @cached_property
    def asked_anyway(self) -> tuple[tuple[Rule, ...], tuple[Rule, ...]]:
        """The single rules of each that are asked whatever else is met."""
        before, after = (tuple(_asked_anyway(one.eligibility)) for one in (self.before, self.after))
        return before, after

    def told_apart(self) -> Iterator[tuple[Shares, Shares]]:
        """Give the shares between which crowds must tell, beside those that both sides ask for.

        Those that are asked whatever else is met, all together; then any that only one side has,
        wherever it stands, against those of the other: it may be a share of one way, or a rule
        may have come before it.
        """
        before, after = map(_shares, self.asked_anyway)
        shared = tuple(rule for rule in before if rule in after)
        own = [[(rule,) for rule in _shares(rules)] for rules in self.own_leaves]
        none: list[Shares] = [] if self.only_shares else [()]
        singly = product([*none, *own[0]], [*none, *own[1]])
        for pair in dict.fromkeys(((before, after), *singly)):
            one, other = (tuple(dict.fromkeys((*shared, *rules))) for rules in pair)
            if set(one) != set(other):
                yield one, other

    @cached_property
    def only_shares(self) -> bool:
        """Whether the rules differ in the figures of shares that must join, and in nothing else."""
        before, after = self.own_leaves
        alike = list(map(_shape, self.own[0])) == list(map(_shape, self.own[1]))
        return (
            alike
            and not self.benefit_differs
            and self.before.info.term_years == self.after.info.term_years
            and bool(before)
            and all(
                one == other
                or (isinstance(one, Participation) and isinstance(other, Participation))
                for one, other in zip(before, after, strict=True)
            )
        )

    # Who joins beside whom --------------------------------------------------------------------

    @cached_property
    def same_shares(self) -> bool:
        """Whether either asks that all take the same number of shares."""
        return any(isinstance(rule, SameShares) for rule in self.leaves)

    @property
    def entangled(self) -> bool:
        """Whether it may matter how several people depart, or how many shares there are at once.

        Not one person who departs then stands for all, but who joins beside whom: where women
        and others are counted at once; where one of several ways asks for a share that must join
        or for the same number of shares, and another share is asked for too; and where what is
        asked of the unit by itself is asked with its people besides, for then the counts differ.
        """
        if not any(self.own):
            return False
        sides = [_shares(leaves(one.eligibility)) for one in (self.before, self.after)]
        several = any(len(set(side)) > 1 for side in sides)
        counts = self.same_shares or any(sides)
        return (
            len(self.counted) > 1
            or (several and self._in_a_way(Participation))
            or self._in_a_way(SameShares)
            or (counts and self._asked_twice)
        )

    def _in_a_way(self, kind: type[Rule]) -> bool:
        """Tell whether a rule of a kind is asked in one of several ways only."""
        sides = zip((self.before, self.after), self.asked_anyway, strict=True)
        return any(
            isinstance(rule, kind) and rule not in anyway
            for one, anyway in sides
            for rule in leaves(one.eligibility)
        )

    @property
    def _asked_twice(self) -> bool:
        """Whether what is asked of the unit by itself is asked with its people besides."""
        parts = (*_parts(self.before), *_parts(self.after))
        by_itself = [part for part in parts if part.scope is Scope.UNIT]
        with_people = [part for own in self.own for part in own if part.scope is not Scope.UNIT]
        read, besides = (
            frozenset[str]().union(*(all_reads(part, self.starts) for part in some))
            for some in (by_itself, with_people)
        )
        return any(map(of_unit, read & besides))


def reads(rule: Rule, starts: date) -> frozenset[str]:
    """Name what a single rule reads of a person or the unit; of a share that must join, nothing."""
    if isinstance(rule, Participation):
        return frozenset()
    return paths_of(rule, starts) or frozenset()


def all_reads(rule: Rule, starts: date) -> frozenset[str]:
    """Name what the single rules of a rule read; a roster's rule is met by one person alone."""
    return frozenset[str]().union(*(reads(leaf, starts) for leaf in leaves(rule))) - {"joining"}


def leaves_of(rules: Iterable[Rule]) -> tuple[Rule, ...]:
    """Give the single rules of which some are made."""
    return tuple(leaf for rule in rules for leaf in leaves(rule))


def _shares(rules: Iterable[Rule]) -> Shares:
    return tuple(rule for rule in rules if isinstance(rule, Participation))


def _asked_anyway(rule: Rule) -> Iterator[Rule]:
    """Give the single rules that are asked whatever else is met."""
    if isinstance(rule, AllOf):
        for part in rule.parts:
            yield from _asked_anyway(part)
    else:
        yield rule


def _parts(edition: Edition) -> tuple[Rule, ...]:
    """Give the conditions of joining that all must be met, and the fee."""
    rule = edition.eligibility
    parts = rule.parts if isinstance(rule, AllOf) else (rule,)
    return (*parts, edition.fee)


def _without(rules: tuple[Rule, ...], others: tuple[Rule, ...]) -> tuple[Rule, ...]:
    return tuple(rule for rule in rules if rule not in others)


def _shape(rule: Rule) -> object:
    """Give how a rule is made of others: two of one shape differ in single rules alone."""
    if isinstance(rule, AllOf | AnyOf):
        return type(rule), rule.name, tuple(map(_shape, rule.parts))
    return type(rule)
