"""Covers of one person that run side by side: which pays what, and who makes room for whom."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from claims.scenes import BILL, ILLNESS, claim, cover, draft_claim, payable, plan_of, settle_all

from mutualaid import (
    BillItem,
    Ceiling,
    Claim,
    FixedSum,
    Formula,
    Ledger,
    PerShare,
    Reimburse,
    Settlement,
    WaitingPeriod,
)
from mutualaid.rules import ClaimTerm

JANUARY, APRIL, JULY = date(2016, 1, 1), date(2016, 4, 1), date(2016, 7, 1)
MARCH, MAY, AUGUST = date(2016, 3, 1), date(2016, 5, 1), date(2016, 8, 1)
NEXT_FEBRUARY = date(2017, 2, 1)
NOW = date(2018, 1, 1)


def shared(
    *starts: date, terms: tuple[ClaimTerm, ...] = (), formula: Formula | None = None
) -> Ledger:
    """Cover M1 by a share of 1,000 yuan from each of some days, for a year."""
    line = Ceiling(1_000, events=[BILL], per_share=True, terms=terms, formula=formula)
    plans = plan_of(line, fee=PerShare(9))
    return Ledger([cover("draft", catalogue=plans, starts=day) for day in starts])


def bill(name: str, amount: int, on: date) -> Claim:
    return draft_claim(name, BILL, amount, on=on)


def by_cover(settlement: Settlement) -> list[tuple[date, Decimal]]:
    return [(payment.cover.starts, payment.payable) for payment in settlement.payments]


def paid(ledger: Ledger) -> list[Decimal]:
    return [row.paid for row in ledger.statement().rows]


# Who pays -----------------------------------------------------------------------------------


def test_the_cover_that_ends_first_pays_first() -> None:
    settlement, _ = shared(JANUARY, JULY).settle(bill("C1", 600, AUGUST))
    assert [(JANUARY, 600), (JULY, 0)] == by_cover(settlement)


def test_the_cover_that_ends_first_pays_first_whichever_was_enrolled_first() -> None:
    settlement, _ = shared(JULY, JANUARY).settle(bill("C1", 600, AUGUST))
    assert [(JANUARY, 600), (JULY, 0)] == by_cover(settlement)


def test_what_it_cannot_pay_is_paid_by_the_next() -> None:
    settlement, _ = shared(JANUARY, JULY).settle(bill("C1", 1_300, AUGUST))
    assert [(JANUARY, 1_000), (JULY, 300)] == by_cover(settlement)


def test_of_the_other_covers_the_one_that_ends_sooner_pays_first() -> None:
    settlement, _ = shared(JULY, APRIL, JANUARY).settle(bill("C1", 1_300, AUGUST))
    assert [(JANUARY, 1_000), (APRIL, 300), (JULY, 0)] == by_cover(settlement)


# Who makes room -----------------------------------------------------------------------------


def test_an_earlier_claim_makes_room_for_one_that_only_the_first_cover_pays() -> None:
    ledger = shared(JANUARY, JULY)
    assert [1_000, 1_000] == payable(ledger, bill("C1", 1_000, AUGUST), bill("C2", 1_000, MARCH))


def test_the_other_order_pays_the_same_in_all() -> None:
    ledger = shared(JANUARY, JULY)
    assert [1_000, 1_000] == payable(ledger, bill("C2", 1_000, MARCH), bill("C1", 1_000, AUGUST))


def test_a_claim_that_made_room_is_paid_by_the_other_cover() -> None:
    _, ledger = settle_all(
        shared(JANUARY, JULY), [bill("C1", 1_000, AUGUST), bill("C2", 400, MARCH)]
    )
    assert [(JANUARY, 600), (JULY, 400)] == by_cover(ledger.settlement("C1"))


def test_a_claim_that_made_room_is_paid_as_much_as_before() -> None:
    _, ledger = settle_all(
        shared(JANUARY, JULY), [bill("C1", 1_000, AUGUST), bill("C2", 400, MARCH)]
    )
    assert 1_000 == ledger.settlement("C1").payable


def test_a_claim_makes_room_only_as_far_as_the_other_cover_can_pay_it() -> None:
    ledger = shared(JANUARY, JULY)
    claims = [bill("C1", 1_700, AUGUST), bill("C2", 1_000, MARCH)]
    assert [1_700, 300] == payable(ledger, *claims)


def test_room_is_made_from_cover_to_cover() -> None:
    # C2 can only be paid from January's; C1 goes from there to April's, and C3 from there to
    # July's.
    ledger = shared(JANUARY, APRIL, JULY)
    claims = [bill("C1", 1_000, MAY), bill("C3", 1_000, AUGUST), bill("C2", 1_000, MARCH)]
    _, ledger = settle_all(ledger, claims)
    assert [1_000, 1_000, 1_000] == paid(ledger)
    assert [(JANUARY, 0), (APRIL, 1_000)] == by_cover(ledger.settlement("C1"))
    assert [(JANUARY, 0), (APRIL, 0), (JULY, 1_000)] == by_cover(ledger.settlement("C3"))


def test_a_claim_after_the_first_cover_has_ended_finds_the_room_that_was_left() -> None:
    ledger = shared(JANUARY, JULY)
    claims = [bill("C1", 1_000, AUGUST), bill("C2", 1_000, NEXT_FEBRUARY)]
    assert [1_000, 1_000] == payable(ledger, *claims)


def test_a_claim_is_not_moved_to_a_cover_whose_waiting_period_it_falls_into() -> None:
    ledger = shared(JANUARY, JULY, terms=(WaitingPeriod(60),))
    claims = [bill("C1", 1_000, AUGUST), bill("C2", 1_000, MAY)]
    assert [1_000, 0] == payable(ledger, *claims)


def test_a_claim_is_not_moved_to_a_cover_that_was_enrolled_after_it() -> None:
    _, ledger = settle_all(shared(JANUARY), [bill("C1", 1_000, AUGUST)])
    plans = plan_of(Ceiling(1_000, events=[BILL], per_share=True), fee=PerShare(9))
    _, ledger = ledger.enrol([cover("draft", catalogue=plans, starts=JULY)])
    assert [0] == payable(ledger, bill("C2", 1_000, MARCH))


def test_no_supplement_is_due_for_a_claim_that_made_room() -> None:
    _, ledger = settle_all(
        shared(JANUARY, JULY), [bill("C1", 1_000, AUGUST), bill("C2", 400, MARCH)]
    )
    supplements, _ = ledger.withdraw("C2", entered=NOW)
    assert () == supplements


def test_a_claim_goes_back_once_the_one_it_made_room_for_is_withdrawn() -> None:
    _, ledger = settle_all(
        shared(JANUARY, JULY), [bill("C1", 1_000, AUGUST), bill("C2", 400, MARCH)]
    )
    _, ledger = ledger.withdraw("C2", entered=NOW)
    assert [1_000, 0] == paid(ledger)


def test_what_was_paid_before_follows_a_claim_that_made_room() -> None:
    claims = [bill("C1", 1_000, AUGUST), bill("C2", 400, MARCH), bill("C3", 100, AUGUST)]
    (*_, last), ledger = settle_all(shared(JANUARY, JULY), claims)
    assert [(1_000, 0), (400, 100)] == [(one.paid_before, one.payable) for one in last.payments]
    second = ledger.settlement("C2").payments[0]
    assert (600, 400, 0) == (second.paid_before, second.payable, second.remaining)


def test_what_was_known_before_a_claim_made_room_is_what_was_paid_then() -> None:
    late = draft_claim("C2", BILL, 400, on=MARCH, entered=NOW)
    _, ledger = settle_all(shared(JANUARY, JULY), [bill("C1", 1_000, AUGUST), late])
    asked = {"on": date(2016, 12, 31), "known_on": date(2016, 12, 31)}
    assert 1_000 == ledger.remaining("M1", "draft", **asked)
    assert [1_000, 0] == paid(ledger.known_on(date(2016, 12, 31)))


@pytest.mark.parametrize("month", [3, 8])
def test_the_statement_reconciles_where_room_was_made(month: int) -> None:
    claims = [bill("C1", 900, AUGUST), bill("C2", 400, MARCH), bill("C3", 300, MAY)]
    _, ledger = settle_all(shared(JANUARY, JULY), claims)
    for row in ledger.statement(on=date(2016, month, 1)).rows:
        assert row.cap == row.paid + row.remaining


# Bills --------------------------------------------------------------------------------------


def two_days(name: str, first: date, amount: int, second: date, more: int) -> Claim:
    items = [BillItem(first, amount), BillItem(second, more)]
    return claim(name, BILL.code, None, plan="draft", on=first, items=items)


def test_an_item_that_only_the_later_cover_counts_is_paid_by_it() -> None:
    one = two_days("C1", date(2016, 12, 31), 300, date(2017, 1, 1), 500)
    settlement, _ = shared(JANUARY, JULY).settle(one)
    assert [(JANUARY, 300), (JULY, 500)] == by_cover(settlement)


def test_an_item_makes_room_by_itself() -> None:
    one = two_days("C1", date(2016, 12, 31), 300, date(2017, 1, 1), 500)
    _, ledger = settle_all(shared(JANUARY, JULY), [one, bill("C2", 1_000, MARCH)])
    assert [(JANUARY, 0), (JULY, 800)] == by_cover(ledger.settlement("C1"))
    assert 1_000 == ledger.settlement("C2").payable


def test_an_item_that_the_other_cover_does_not_count_makes_no_room() -> None:
    one = two_days("C1", date(2016, 12, 31), 300, date(2017, 1, 1), 500)
    claims = [one, bill("C2", 900, AUGUST), bill("C3", 1_000, NEXT_FEBRUARY)]
    _, ledger = settle_all(shared(JANUARY, JULY), claims)
    assert [1_000, 1_000] == paid(ledger)
    assert 300 == ledger.settlement("C3").payable


# What each cover pays by itself ---------------------------------------------------------------


def test_a_fixed_sum_is_paid_by_each_cover_that_runs() -> None:
    plans = plan_of(FixedSum(1_000, events=[ILLNESS], per_share=True), fee=PerShare(9))
    ledger = Ledger([cover("draft", catalogue=plans, starts=day) for day in (JANUARY, JULY)])
    assert [2_000] == payable(ledger, draft_claim("C1", ILLNESS, on=AUGUST))


def test_a_deductible_is_used_up_by_the_claim_that_is_entered_first() -> None:
    # The one limit of the law of order: what a formula makes due for a claim goes by the claims
    # before it, and March's can be paid by January's cover alone.
    ledger = shared(JANUARY, JULY, formula=Reimburse(100, above=100))
    march, august = bill("C1", 1_100, MARCH), bill("C2", 100, AUGUST)
    assert [1_000, 100] == payable(ledger, march, august)
    assert [0, 1_000] == payable(ledger, august, march)


def test_a_formula_without_a_deductible_pays_the_same_in_any_order() -> None:
    ledger = shared(JANUARY, JULY, formula=Reimburse(50))
    march, august = bill("C1", 2_000, MARCH), bill("C2", 2_000, AUGUST)
    assert [1_000, 1_000] == payable(ledger, march, august)
    assert [1_000, 1_000] == payable(ledger, august, march)
