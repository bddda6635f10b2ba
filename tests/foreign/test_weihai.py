"""Weihai's supplementary medical plan, which the vocabulary had words for as it was."""

from __future__ import annotations

from datetime import date

import pytest
from foreign_people import application, codes, member, people, unit

from mutualaid import Catalogue, Claim, Ledger, Plan

STARTS = date(2012, 1, 1)


@pytest.fixture
def plan(foreign: Catalogue) -> Plan:
    """Give the plan."""
    return foreign["weihai_medical"]


def ledger(plan: Plan) -> Ledger:
    """Give a ledger with the cover of one member."""
    return Ledger(plan.review(application(1, people(1), STARTS)).covers())


def claim(name: str, amount: int) -> Claim:
    """Claim what basic insurance left to the member."""
    return Claim(name, "weihai_medical", "M000", "own_burden", date(2012, 6, 1), amount=amount)


@pytest.mark.parametrize(
    ("burden", "paid"),
    [(10_000, 0), (10_001, 0.8), (40_000, 24_000), (40_001, 24_000.9), (68_888, 49_999.2)],
)
def test_a_burden_is_paid_in_bands(plan: Plan, burden: int, paid: float) -> None:
    assert f"{paid:.2f}" == f"{ledger(plan).settle(claim('C1', burden))[0].payable:.2f}"


def test_a_burden_of_70000_yuan_was_paid_50000_as_the_newspaper_reports(plan: Plan) -> None:
    assert 50_000 == ledger(plan).settle(claim("C1", 70_000))[0].payable


def test_stays_are_added_up_until_they_pass_10000_yuan(plan: Plan) -> None:
    first, later = ledger(plan).settle(claim("C1", 6_000))
    second, _ = later.settle(claim("C2", 6_000))
    assert (0, 1_600) == (first.payable, second.payable)


@pytest.mark.parametrize(
    ("starts", "fee"), [(date(2010, 1, 1), 36), (date(2012, 12, 31), 36), (date(2013, 1, 1), 50)]
)
def test_the_fee_was_raised_in_2013(plan: Plan, starts: date, fee: int) -> None:
    assert fee == plan.decide(member(), unit(1), starts=starts).fee


def test_the_plan_is_not_asked_of_the_year_before_it_began(plan: Plan) -> None:
    assert not plan.in_force(date(2009, 12, 31))


@pytest.mark.parametrize(
    ("said", "reasons"),
    [
        (True, []),
        (False, ["union_member.not_a_member"]),
        (None, ["missing.union_member"]),
    ],
)
def test_whoever_joins_is_a_union_member(plan: Plan, said: bool | None, reasons: list[str]) -> None:
    decision = plan.decide(member(union_member=said), unit(1), starts=STARTS)
    assert reasons == codes(decision.reasons)
