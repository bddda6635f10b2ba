"""Ningbo's women's plan, for one year and for four."""

from __future__ import annotations

from datetime import date

import pytest
from foreign_people import application, codes, member, people, unit

from mutualaid import Catalogue, Claim, Cover, Ledger, Plan, Sex

STARTS = date(2022, 5, 1)


@pytest.fixture
def plan(foreign: Catalogue) -> Plan:
    """Give the term of one year."""
    return foreign["ningbo_womens_1y"]


def covers(plan: Plan, starts: date) -> tuple[Cover, ...]:
    """Give the covers of one woman."""
    return plan.review(application(1, people(1), starts)).covers()


def claim(on: date, amount: int = 20_000) -> Claim:
    """Claim for breast cancer."""
    return Claim(f"{on}", "ningbo_womens_1y", "M000", "breast_cancer", on, amount=amount)


@pytest.mark.parametrize(
    ("code", "fee", "ends"),
    [
        ("ningbo_womens_1y", 45, date(2023, 5, 1)),
        ("ningbo_womens_4y", 150, date(2026, 5, 1)),
    ],
)
def test_each_term_has_its_fee(foreign: Catalogue, code: str, fee: int, ends: date) -> None:
    review = foreign[code].review(application(1, people(1, shares=3), STARTS))
    assert (fee, [ends]) == (review.fee, [cover.ends for cover in review.covers()])


@pytest.mark.parametrize(("shares", "reasons"), [(3, []), (4, ["shares.too_many"])])
def test_at_most_three_shares_are_sold(plan: Plan, shares: int, reasons: list[str]) -> None:
    decision = plan.decide(member(), unit(1), starts=STARTS, shares=shares)
    assert reasons == codes(decision.reasons)


@pytest.mark.parametrize(
    ("women", "joining", "reasons"),
    [(1, 1, []), (5, 4, []), (5, 3, ["participation.too_few"]), (6, 4, ["participation.too_few"])],
)
def test_four_in_five_of_the_women_join_however_small_the_unit(
    plan: Plan, women: int, joining: int, reasons: list[str]
) -> None:
    review = plan.review(application(100, people(joining), STARTS, female_employees=women))
    assert reasons == codes(review.reasons)


def test_a_man_may_not_join(plan: Plan) -> None:
    decision = plan.decide(member(sex=Sex.MALE), unit(1), starts=STARTS)
    assert ["sex.other"] == codes(decision.reasons)


@pytest.mark.parametrize(
    ("said", "reasons"),
    [
        ({"no_cancer_known": True}, []),
        ({"no_cancer_known": False}, ["declared.not_so"]),
        ({}, ["declared.not_said"]),
    ],
)
def test_whoever_joins_is_not_known_to_have_a_cancer_that_is_listed(
    plan: Plan, said: dict[str, bool], reasons: list[str]
) -> None:
    decision = plan.decide(member(declared=said), unit(1), starts=STARTS)
    assert reasons == codes(decision.reasons)


def test_what_was_not_declared_is_named(plan: Plan) -> None:
    decision = plan.decide(member(declared={}), unit(1), starts=STARTS)
    assert ("member.declared.no_cancer_known",) == decision.missing


@pytest.mark.parametrize(
    ("said", "reasons"),
    [
        ({"has_union": False}, ["has_union.none"]),
        ({"declared": {"in_ningbo": False}}, ["declared.not_so"]),
    ],
)
def test_the_unit_lies_in_ningbo_and_its_union_enrols(
    plan: Plan, said: dict[str, object], reasons: list[str]
) -> None:
    assert reasons == codes(plan.review(application(1, people(1), STARTS, **said)).reasons)


@pytest.mark.parametrize(("on", "paid"), [(date(2022, 7, 29), 0), (date(2022, 7, 30), 10_000)])
def test_nothing_is_paid_within_the_first_90_days(plan: Plan, on: date, paid: int) -> None:
    settlement, _ = Ledger(covers(plan, STARTS)).settle(claim(on))
    assert paid == settlement.payable


@pytest.mark.parametrize(
    ("starts", "on", "paid"),
    [
        (date(2023, 5, 1), date(2023, 5, 1), 10_000),
        (date(2023, 5, 2), date(2023, 5, 2), 0),
        (date(2023, 5, 2), date(2023, 7, 30), 0),
        (date(2023, 5, 2), date(2023, 7, 31), 10_000),
    ],
)
def test_a_renewal_from_the_day_of_the_end_does_not_wait_again(
    plan: Plan, starts: date, on: date, paid: int
) -> None:
    _, ledger = Ledger(covers(plan, STARTS)).enrol(covers(plan, starts))
    assert paid == ledger.settle(claim(on))[0].payable
