"""Broken terms, formulas and lines."""

from __future__ import annotations

import math
from datetime import timedelta
from decimal import Decimal
from types import ModuleType
from typing import ClassVar

import attrs
from testing.broken.draft import STAY, breaks, line, message, plan

from mutualaid import (
    Ceiling,
    Claim,
    ClaimQuestion,
    DailyAllowance,
    Finding,
    FixedSum,
    Formula,
    Measure,
    NoWorkInjury,
    Reimburse,
    WaitingPeriod,
)
from mutualaid.rules.formulas import to_fen

DAY = timedelta(days=1)


# Formulas -----------------------------------------------------------------------------------------


@attrs.frozen(repr=False)
class Part(Formula):
    """A stranger's formula: a share of what was assessed, in percent."""

    kind = "part"
    measure = Measure.AMOUNT
    messages: ClassVar = {"part.words": message("支付 {percent}%", "{percent} % is paid")}
    percent: int = 80

    def due(self, total: Decimal, cap: Decimal) -> Decimal:
        return total * self.percent / 100


class PerClaim(Part):
    __slots__ = ()

    def quantity(self, claim: Claim, counted: Decimal | None) -> Decimal:
        return Decimal(math.ceil(counted or 0))


@breaks("a_claim_in_parts_is_paid_as_the_whole")
def a_formula_pays_more_in_parts() -> ModuleType:
    return plan(lines=[line(formula=PerClaim(80))])


class RoundedPerClaim(Part):
    __slots__ = ()

    def quantity(self, claim: Claim, counted: Decimal | None) -> Decimal:
        return to_fen((counted or Decimal(0)) * self.percent / 100)

    def due(self, total: Decimal, cap: Decimal) -> Decimal:
        return total


@breaks("a_claim_in_parts_is_paid_as_the_whole")
def a_formula_rounds_each_claim() -> ModuleType:
    return plan(lines=[line(formula=RoundedPerClaim(33))])


class DeductibleOfEachClaim(Part):
    __slots__ = ()

    def quantity(self, claim: Claim, counted: Decimal | None) -> Decimal:
        return max((counted or Decimal(0)) - 100, Decimal(0))


@breaks("a_claim_in_parts_is_paid_as_the_whole")
def a_deductible_is_taken_of_each_claim() -> ModuleType:
    return plan(lines=[line(formula=DeductibleOfEachClaim(80))])


class LessForMore(Part):
    __slots__ = ()

    def due(self, total: Decimal, cap: Decimal) -> Decimal:
        return max(Decimal(5_000) - total, Decimal(0)) if total else total


@breaks("a_greater_total_never_earns_less")
def a_formula_goes_down() -> ModuleType:
    return plan(lines=[line(formula=LessForMore(80))])


class TwiceTheBill(Part):
    __slots__ = ()

    def due(self, total: Decimal, cap: Decimal) -> Decimal:
        return total * 2


@breaks("no_more_is_paid_than_was_assessed")
def more_is_paid_than_was_assessed() -> ModuleType:
    return plan(lines=[line(formula=TwiceTheBill(80))])


class TakesBack(Part):
    __slots__ = ()

    def due(self, total: Decimal, cap: Decimal) -> Decimal:
        return total if total < 5_000 else total - 4_000


@breaks("a_greater_total_never_earns_less")
def a_claim_takes_back_what_was_paid() -> ModuleType:
    return plan(lines=[line(formula=TakesBack(80))])


class FirstComeFirstServed(Part):
    __slots__ = ()
    seen: ClassVar[list[str]] = []

    def quantity(self, claim: Claim, counted: Decimal | None) -> Decimal:
        self.seen.append(claim.id)
        return Decimal(len(self.seen) % 2) * (counted or Decimal(0))


@breaks("any_order_of_claims_pays_the_same")
def a_formula_keeps_a_state() -> ModuleType:
    return plan(lines=[line(formula=FirstComeFirstServed(80))])


class FromTheNextDay(DailyAllowance):
    __slots__ = ()

    def due(self, total: Decimal, cap: Decimal) -> Decimal:
        return super().due(max(total - 1, Decimal(0)), cap)


@breaks("a_benefit_by_the_name_of_the_librarys_means_the_same")
def an_allowance_begins_a_day_late() -> ModuleType:
    stay = line(events=[STAY], formula=FromTheNextDay(40, from_day=4), amount=7_200)
    return plan(lines=[stay])


class ADayLess(DailyAllowance):
    """Leaves out the first day of each claim, not of the stay."""

    __slots__ = ()

    def quantity(self, claim: Claim, counted: Decimal | None) -> Decimal:
        return super().quantity(claim, counted) - 1


@breaks("a_claim_in_parts_is_paid_as_the_whole")
def an_allowance_loses_a_day_of_each_claim() -> ModuleType:
    stay = line(events=[STAY], formula=ADayLess(40), amount=7_200)
    return plan(lines=[stay])


class Generous(Ceiling):
    """Rounds up instead of to the nearest fen."""

    __slots__ = ()

    def earned(self, total: Decimal, cap: Decimal) -> Decimal:
        due = super().earned(total, cap)
        return Decimal(math.ceil(due))


@breaks("a_benefit_by_the_name_of_the_librarys_means_the_same")
def a_line_rounds_up() -> ModuleType:
    return plan(lines=[line(Generous)])


class EachTime(FixedSum):
    """Pays the sum each time, not once."""

    __slots__ = ()

    def earned(self, total: Decimal, cap: Decimal) -> Decimal:
        return total * Decimal(7_000)


@breaks("a_benefit_by_the_name_of_the_librarys_means_the_same")
def a_fixed_sum_is_another_sum() -> ModuleType:
    return plan(lines=[line(EachTime, formula=None)])


class DoublesSmallClaims(Part):
    __slots__ = ()

    def quantity(self, claim: Claim, counted: Decimal | None) -> Decimal:
        return (counted or Decimal(0)) * (2 if (counted or 0) < 5_000 else 1)


@breaks("a_greater_claim_never_pays_less")
def a_small_claim_counts_double() -> ModuleType:
    return plan(lines=[line(formula=DoublesSmallClaims(40))])


class FinerThanAFen(Ceiling):
    __slots__ = ()

    def earned(self, total: Decimal, cap: Decimal) -> Decimal:
        return total / 3


@breaks("what_is_paid_and_what_remains_make_the_cap")
def a_payment_is_finer_than_a_fen() -> ModuleType:
    return plan(lines=[line(FinerThanAFen)])


# Terms --------------------------------------------------------------------------------------------


class ADayLonger(WaitingPeriod):
    __slots__ = ()

    def check(self, question: ClaimQuestion) -> Finding:
        over = question.starts + timedelta(days=self.days)
        if question.claim.on <= over:
            return self.failed("too_early", days=self.days, over=over)
        return self.met()


@breaks("a_benefit_by_the_name_of_the_librarys_means_the_same")
def a_waiting_period_is_off_by_one() -> ModuleType:
    return plan(lines=[line(terms=[ADayLonger(30)])])


@breaks("every_event_is_paid_for")
def a_waiting_period_is_as_long_as_the_cover() -> ModuleType:
    return plan(lines=[line(terms=[WaitingPeriod(366)])])


class UnlessItIsSaid(NoWorkInjury):
    __slots__ = ()

    def check(self, question: ClaimQuestion) -> Finding:
        return self.failed("is_one") if question.claim.work_injury else self.met()


@breaks("leaving_something_of_a_claim_unsaid_never_pays")
def a_claim_is_paid_where_the_injury_is_not_said() -> ModuleType:
    return plan(lines=[line(terms=[UnlessItIsSaid()])])


@attrs.frozen(repr=False)
class OnWeekdays(WaitingPeriod):
    kind = "weekdays"
    messages: ClassVar = {"weekdays.words": message("仅限工作日", "on weekdays only")}

    def words(self, lang: str) -> str:
        return "仅限工作日" if lang == "zh" else "on weekdays only"

    def check(self, question: ClaimQuestion) -> Finding:
        return self.failed("weekend") if question.claim.on.weekday() > 4 else self.met()


@breaks("a_claim_that_is_held_back_says_why_and_changes_nothing")
def the_refusal_of_a_claim_has_no_message() -> ModuleType:
    return plan(lines=[line(terms=[OnWeekdays(30)])])


class NeverPays(Reimburse):
    __slots__ = ()
    kind = "never"
    messages: ClassVar = {"never.words": message("不支付", "nothing is paid")}

    def words(self, lang: str) -> str:
        return "不支付" if lang == "zh" else "nothing is paid"

    def due(self, total: Decimal, cap: Decimal) -> Decimal:
        return Decimal(0)


@breaks("every_event_is_paid_for")
def a_formula_never_pays() -> ModuleType:
    return plan(lines=[line(formula=NeverPays(80))])
