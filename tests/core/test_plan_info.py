"""What a plan is, and its editions."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from mutualaid import Period, Pillar, PlanInfo, Text, since

EARLIER = Period(date(2015, 1, 1), date(2017, 1, 1))
LATER = since(2017, 1, 1)


def info(**changes: Any) -> PlanInfo:
    """Make a plan's description."""
    parts: dict[str, Any] = {
        "code": "plan",
        "title": Text(zh="互助计划", en="aid plan"),
        "short": Text(zh="互助", en="aid"),
        "pillar": Pillar.ILLNESS,
        "term_years": 1,
        "in_force": EARLIER,
    }
    return PlanInfo(**(parts | changes))


def test_one_period_is_one_edition() -> None:
    assert (EARLIER,) == info(in_force=EARLIER).in_force


def test_editions_may_follow_at_once() -> None:
    assert (EARLIER, LATER) == info(in_force=[EARLIER, LATER]).in_force


def test_editions_may_leave_a_gap() -> None:
    gap = since(2018, 1, 1)
    assert (EARLIER, gap) == info(in_force=[EARLIER, gap]).in_force


def test_an_edition_may_be_in_force_from_the_first_day_there_is() -> None:
    first = Period(date.min, date(2015, 1, 1))
    assert (first,) == info(in_force=first).in_force


@pytest.mark.parametrize("code", ["a", "plan_2", "_plan", "critical_illness"])
def test_a_code_is_an_identifier_in_lower_case(code: str) -> None:
    assert code == info(code=code).code


def test_a_plan_has_no_number_if_not_said() -> None:
    assert info().number is None


def test_aliases_are_kept_in_order() -> None:
    assert ("二", "one") == info(aliases=["二", "one"]).aliases


def test_every_name_of_a_plan_is_listed() -> None:
    expected = ("plan", "互助计划", "aid plan", "互助", "aid", "别名")
    assert expected == info(aliases=["别名"]).names


def test_the_pillars_are_three() -> None:
    assert ["hospital", "illness", "accident"] == [pillar.value for pillar in Pillar]
