"""The group plan for women's cancers in Heilongjiang: a share that must join, and a number."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from foreign_people import application, codes, member, people, unit

from mutualaid import Catalogue, Claim, Ledger, Plan, Sex

STARTS = date(2027, 1, 1)


@pytest.fixture
def plan(foreign: Catalogue) -> Plan:
    """Give the plan."""
    return foreign["longjiang_womens"]


@pytest.mark.parametrize(
    ("women", "joining", "reasons"),
    [
        (8, 8, []),
        (8, 7, ["participation.too_few"]),
        (7, 7, ["participation.too_few"]),
        (10, 8, []),
        (11, 8, ["participation.too_few"]),
        (11, 9, []),
    ],
)
def test_three_in_four_of_the_women_join_and_no_fewer_than_eight(
    plan: Plan, women: int, joining: int, reasons: list[str]
) -> None:
    review = plan.review(application(100, people(joining), STARTS, female_employees=women))
    assert reasons == codes(review.reasons)


def test_a_unit_with_seven_women_is_told_that_it_has_too_few(plan: Plan) -> None:
    review = plan.review(application(7, people(7), STARTS))
    assert 1 == review.reasons[0].shortfall
    assert "只有 7 名女职工" in review.explain("zh")


@pytest.mark.parametrize(
    ("said", "reasons"),
    [
        ({"birth_date": date(2011, 1, 1)}, []),
        ({"birth_date": date(2011, 1, 2)}, ["age.too_young"]),
        ({"birth_date": date(1966, 1, 2)}, []),
        ({"birth_date": date(1966, 1, 1)}, ["age.too_old"]),
        ({"sex": Sex.MALE}, ["sex.other"]),
        ({"serving": False}, ["serving.not_serving"]),
        ({"declared": {"healthy": False}}, ["declared.not_so"]),
        ({"declared": {}}, ["declared.not_said"]),
    ],
)
def test_whoever_joins_is_a_healthy_woman_of_16_to_60_in_service(
    plan: Plan, said: dict[str, object], reasons: list[str]
) -> None:
    decision = plan.decide(member(**said), unit(8), starts=STARTS)
    assert reasons == codes(decision.reasons)


def test_a_share_costs_20_yuan(plan: Plan) -> None:
    assert 320 == plan.review(application(8, people(8, shares=2), STARTS)).fee


@pytest.mark.parametrize(
    ("event", "paid"), [("cervical_cancer", 10_000), ("breast_cancer", 20_000)]
)
def test_breast_cancer_is_paid_twice_the_sum_of_the_others(
    plan: Plan, event: str, paid: int
) -> None:
    ledger = Ledger(plan.review(application(8, people(8), STARTS)).covers())
    claim = Claim("C1", plan.code, "M000", event, date(2027, 6, 1))
    assert paid == ledger.settle(claim)[0].payable


@pytest.mark.parametrize(("day", "paid"), [(90, 0), (91, 20_000)])
def test_nothing_is_paid_within_the_first_90_days(plan: Plan, day: int, paid: int) -> None:
    ledger = Ledger(plan.review(application(8, people(8), STARTS)).covers())
    on = STARTS + timedelta(days=day - 1)
    claim = Claim("C1", plan.code, "M000", "breast_cancer", on)
    assert paid == ledger.settle(claim)[0].payable
