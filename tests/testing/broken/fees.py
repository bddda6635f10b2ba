"""Broken fees and caps."""

from __future__ import annotations

from decimal import Decimal
from types import ModuleType

import attrs
from testing.broken.draft import breaks, line, plan

from mutualaid import (
    ByLevel,
    Ceiling,
    Cover,
    Finding,
    PerShare,
    Question,
)
from mutualaid.rules.benefits import Sold


class NotMultiplied(PerShare):
    __slots__ = ()

    def amount_due(self, question: Question) -> Decimal | None:
        return self.amount


@breaks("a_fee_is_multiplied_by_shares")
def a_fee_is_not_multiplied() -> ModuleType:
    return plan(fee=NotMultiplied(90, at_most=4))


class CheaperByTheDozen(PerShare):
    __slots__ = ()

    def amount_due(self, question: Question) -> Decimal | None:
        return self.amount * (5 - question.shares)


@breaks("one_share_more_never_costs_less")
def a_fee_falls_with_shares() -> ModuleType:
    return plan(fee=CheaperByTheDozen(90, at_most=4))


class OneShareTooMany(PerShare):
    __slots__ = ()

    def check(self, question: Question) -> Finding:
        if self.at_most is not None and question.shares == self.at_most + 1:
            return self.met()
        return super().check(question)


@breaks("both_sides_of_every_bound_are_decided_as_defined")
def one_share_too_many_is_sold() -> ModuleType:
    return plan(fee=OneShareTooMany(90, at_most=4))


LEVELS = {1: 26, 2: 50, 3: 74}
RISKY = {1: 32, 2: 62, 3: 93}
CAPS = {1: 24_000, 2: 44_400, 3: 64_800}


def by_level(fee: ByLevel | None = None, **said: object) -> ModuleType:
    """Make a plan sold by level, but for what is said otherwise."""
    kept = {"per_share": False, "amount": CAPS, **said}
    sound = ByLevel(LEVELS, high_risk=RISKY)
    return plan(fee=sound if fee is None else fee, lines=[line(**kept)])  # type: ignore[arg-type]


@breaks("the_next_level_never_costs_less")
def levels_are_mixed_up() -> ModuleType:
    return by_level(ByLevel({1: 50, 2: 26, 3: 74}, high_risk={1: 62, 2: 32, 3: 93}))


@breaks("high_risk_never_costs_less")
def high_risk_is_cheaper() -> ModuleType:
    return by_level(ByLevel(RISKY, high_risk=LEVELS))


class GuessesTheRisk(ByLevel):
    __slots__ = ()

    def amount_due(self, question: Question) -> Decimal | None:
        calm = attrs.evolve(question.member, high_risk=bool(question.high_risk))
        return super().amount_due(attrs.evolve(question, member=calm))


@breaks("a_fee_that_is_known_stands_whatever_else_is_said")
def a_fee_is_guessed_where_the_risk_is_not_said() -> ModuleType:
    return by_level(GuessesTheRisk(LEVELS, high_risk=RISKY))


@breaks("the_next_level_never_pays_less")
def a_cap_falls_with_the_level() -> ModuleType:
    return by_level(amount={1: 64_800, 2: 44_400, 3: 24_000})


class SharedAmong(Ceiling):
    __slots__ = ()

    def cap(self, question: Sold) -> Decimal | None:
        return None if not isinstance(self.amount, Decimal) else self.amount / question.shares


@breaks("a_cap_grows_with_shares_as_stated")
def a_cap_falls_with_shares() -> ModuleType:
    return plan(lines=[line(SharedAmong)])


class NoCapForClaims(Ceiling):
    """States a cap, and pays each claim up to it."""

    __slots__ = ()

    def cap(self, question: Sold) -> Decimal | None:
        stated = super().cap(question)
        return stated if stated is None or not isinstance(question, Cover) else stated * 100


@breaks("no_line_pays_more_than_its_stated_cap")
def a_cap_is_one_for_each_claim() -> ModuleType:
    return plan(lines=[line(NoCapForClaims)])
