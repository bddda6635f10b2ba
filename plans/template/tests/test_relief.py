"""The relief plan, on both sides of its boundaries; a start for the tests of your own plan."""

from __future__ import annotations

from datetime import date

import mutualaid_relief
import pytest

from mutualaid import Member, Plan, PlanModule, Sex, Unit, load_catalogue

STARTS = date(2016, 1, 1)
UNIT = Unit("U1", employees=20, has_union=True)
MODULE: PlanModule = mutualaid_relief


@pytest.fixture
def plan() -> Plan:
    return load_catalogue()["relief"]


@pytest.mark.parametrize(
    ("born", "eligible"),
    [
        (date(1998, 1, 1), True),
        (date(1998, 1, 2), False),
        (date(1950, 1, 2), True),
        (date(1950, 1, 1), False),
    ],
)
def test_members_are_aged_18_to_65(plan: Plan, born: date, *, eligible: bool) -> None:
    member = Member("M1", born, Sex.FEMALE, serving=True)

    assert plan.decide(member, UNIT, starts=STARTS).eligible is eligible


def test_three_shares_are_sold_and_four_are_not(plan: Plan) -> None:
    member = Member("M1", date(1980, 5, 17), Sex.FEMALE, serving=True)

    sold = [plan.decide(member, UNIT, starts=STARTS, shares=n).eligible for n in (3, 4)]

    assert sold == [True, False]


def test_the_installed_plan_is_found_beside_the_others(plan: Plan) -> None:
    assert plan.code in load_catalogue()
