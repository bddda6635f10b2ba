"""What strategies aim at: the values on both sides of every bound of a plan's rules on one day."""

from __future__ import annotations

from calendar import isleap
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from functools import cached_property, lru_cache
from itertools import combinations
from typing import Any, TypeVar

import attrs
from dateutil.relativedelta import relativedelta

from mutualaid.corners.crowds import crowds
from mutualaid.corners.edges import pools
from mutualaid.corners.ordinary import accepts, ordinaries
from mutualaid.corners.situation import Entered, Said, Situation, favourable
from mutualaid.dates import ONE_DAY, latest_birth
from mutualaid.people import Child, Member, Unit
from mutualaid.plan import Edition, leaves
from mutualaid.question import Headcount
from mutualaid.rules import Insured, Participation, Rule
from mutualaid.rules.conditions import Asked
from mutualaid.rules.fees import SoldBy

KINDS: dict[str, type[Member | Child | Unit]] = {"member": Member, "child": Child, "unit": Unit}
COUNTED = tuple(kind.value for kind in Headcount)
YEAR = 365
OLD = 110
EARLIEST = date(1950, 1, 1)
"""No start day is drawn before this day."""
MANY = 200
"""No figure beyond this is taken for an age or a headcount."""
SMALL = (0, 1, 2, 3, 5)
"""Headcounts that are tried besides those of the rules."""
Variation = tuple[tuple[str, object], ...]
P = TypeVar("P", Member, Child, Unit)


def optional(kind: type[Member | Child | Unit]) -> tuple[str, ...]:
    """Name the attributes that need not be said, but for the unit's name, which no rule asks."""
    return tuple(
        field.name for field in attrs.fields(kind) if field.default is None and field.name != "name"
    )


def tell(person: P, name: str, value: bool | None) -> P:
    """Say something of a person or a unit, otherwise than before.

    Args:
        person: Of whom.
        name: Which attribute; what is declared by its code, as "declared.healthy".
        value: Yes, no, or None for not said.
    """
    attribute, _, code = name.partition(".")
    said: Any = {**person.declared, code: value} if code else value
    return attrs.evolve(person, **{attribute: said})


def told(person: Member | Child | Unit) -> tuple[str, ...]:
    """Name what may be left unsaid of a person or a unit: what is declared by its code."""
    return (*optional(type(person)), *(f"declared.{code}" for code in person.declared))


@attrs.frozen(eq=False, slots=False)  # the same object is given for the same day
class Aim:
    """What to aim at with an edition on one start day.

    Args:
        edition: The rules.
        starts: First day of the covers.
    """

    edition: Edition
    starts: date

    @cached_property
    def rules(self) -> tuple[Rule, ...]:
        """The single rules of joining, the fee last."""
        return (*leaves(self.edition.eligibility), self.edition.fee)

    @cached_property
    def shares(self) -> tuple[Participation, ...]:
        """The shares of its people that a unit must enrol."""
        return tuple(rule for rule in self.rules if isinstance(rule, Participation))

    @cached_property
    def ordinaries(self) -> tuple[Said, ...]:
        """What is said of someone who is accepted, for each way of joining; at least one.

        Where no rule tells how to be accepted, one thing after the other is tried; where nothing
        helps, it is the favourable.
        """
        found = ordinaries(self.edition, self.starts)
        if not found:
            found = tuple(one for one in self._trials() if accepts(self.edition, one))[:1]
        return tuple(one.alike for one in found) or (self._usual,)

    @property
    def _usual(self) -> dict[str, object]:
        fee, benefit = self.edition.fee, self.edition.benefit
        alone = benefit.insures(Insured.MEMBER)
        level = 1 if fee.sold_by is SoldBy.LEVEL else None
        entered = Entered.MEMBER if alone else Entered.CHILD
        return {**favourable(self.starts), "entered": entered, "level": level}

    def _trials(self) -> Iterator[Situation]:
        """Give situations that depart from the usual in one thing, births of every day first."""
        born = self._usual["member.birth_date"]
        assert isinstance(born, date)  # noqa: S101 - as `favourable` says it
        said: list[tuple[str, object]] = [
            ("member.birth_date", born + timedelta(days=days)) for days in range(YEAR)
        ]
        said += [(path, value) for path, pool in self.pools.items() for value in pool]
        for path, value in said:
            yield Situation(self.starts, {**self._usual, path: value})

    @cached_property
    def pools(self) -> dict[str, tuple[object, ...]]:
        """For each path that rules read, the values on both sides of their bounds."""
        found = dict(pools(self.rules, self.starts))
        for path in ("member.birth_date", "child.birth_date"):
            found[path] = tuple(dict.fromkeys(self._births(path, found.get(path, ()))))
        return found

    def _births(self, path: str, pool: Iterable[object]) -> Iterator[date]:
        """Give the births of a pool, days beside them, and those of leap days about them."""
        days = [
            day for day in pool if isinstance(day, date) and day != favourable(self.starts)[path]
        ]
        ages = [age for figure in self.figures for age in (figure, figure + 1) if age <= OLD]
        days += [latest_birth(age, self.starts) for age in ages]
        for day in days:
            yield from (day + timedelta(days=step) for step in range(-2, 3))
            yield leap_day_before(day)

    @cached_property
    def figures(self) -> tuple[int, ...]:
        """The numbers of rules that do not say what they come to: an age, or a headcount."""
        return tuple(
            fact
            for rule in self.rules
            if isinstance(rule.condition(self.starts), Asked)
            for fact in rule.facts().values()
            if type(fact) is int and 0 <= fact <= MANY
        )

    def births(self, whose: str) -> tuple[date, ...]:
        """Give days of birth about the bounds of the rules, none after the start."""
        days = self.pools[f"{whose}.birth_date"]
        return tuple(day for day in days if isinstance(day, date) and day <= self.starts)

    def variations(self, whose: str) -> list[Variation]:
        """List what may be said of a member, a child or a unit: nothing else, one thing, or two.

        Births and headcounts are not among it; most often nothing is said else.
        """
        kind = KINDS[whose]
        said: list[tuple[str, object]] = [
            (name, value) for name in optional(kind) for value in (True, False, None)
        ]
        said += [
            (path.partition(".")[2], value)
            for path, pool in self.pools.items()
            if path.partition(".")[0] == whose
            for value in pool
        ]
        ordinary = self.ordinaries[0]
        departs = [
            (name, value)
            for name, value in dict.fromkeys(said)
            if name not in (*COUNTED, "birth_date") and ordinary.get(f"{whose}.{name}") != value
        ]
        nothing: Variation = ()
        single: list[Variation] = [(one,) for one in departs]
        pairs: list[Variation] = [
            (one, other) for one, other in combinations(departs, 2) if one[0] != other[0]
        ]
        return [nothing] * (4 * len(single) + 2 * len(pairs)) + single * 4 + pairs

    def balances(self) -> list[tuple[int, int]]:
        """List headcounts, and how many join so that a share hangs in the balance."""
        found = [
            (base, max(0, share.required(base) - fewer))
            for share in self.shares
            for base in self.bases(share)
            for fewer in (0, 0, 1, 1, 2, 3)
        ]
        about = [figure - fewer for figure in self.figures for fewer in (-1, 0, 1)]
        found += [(count + 3, count) for count in about if count > 0]
        return found or [(base, 1) for base in (1, 30)]

    def bases(self, share: Participation) -> list[int]:
        """List headcounts about the bounds of a share."""
        said = [one.get(f"unit.{share.of.value}") for one in crowds(share)]
        edge = share.everyone_from
        about = [] if edge is None else [edge - 1, edge, edge + 1]
        return sorted({base for base in (*said, *about) if isinstance(base, int) and base > 0})


@lru_cache(maxsize=1024)
def aim_at(edition: Edition, starts: date) -> Aim:
    """Give what to aim at with an edition on one start day; it is kept for the next question."""
    return Aim(edition, starts)


def years_before(day: date, years: int) -> date:
    """Give the same date so many years before."""
    return day - relativedelta(years=years)


def leap_day_before(day: date) -> date:
    """Give the last 29 February up to the end of a year."""
    return next(date(day.year - back, 2, 29) for back in range(9) if isleap(day.year - back))


def edges_of_time(editions: Iterable[Edition]) -> tuple[date, ...]:
    """Give start days about the ends of editions, of February, and of years."""
    days: dict[date, None] = {}
    for edition in editions:
        start, end = max(edition.period.start, EARLIEST), edition.period.end
        about = [start] if end is None else [start, end - ONE_DAY]
        for year in range(start.year, start.year + 5):
            about += [date(year, 1, 1), date(year, 2, 28), date(year, 3, 1), date(year, 12, 31)]
            about += [date(year, 2, 29 if isleap(year) else 27)]
        days |= dict.fromkeys(day for day in about if day in edition.period)
    return tuple(days)
