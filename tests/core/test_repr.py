"""What public values show of themselves."""

from __future__ import annotations

import datetime as dt
from datetime import date

import pytest

import mutualaid
from mutualaid import (
    LEAFLET,
    AgeBetween,
    Child,
    Entry,
    Event,
    Levels,
    Member,
    Payer,
    Period,
    PlanContext,
    Question,
    Sex,
    Source,
    Text,
    Unit,
    since,
)

NAMES = {**vars(mutualaid), "datetime": dt}
TEXT = Text(zh="市总工会", en="federation")
MEMBER = Member("M1", date(2005, 5, 17), Sex.FEMALE, serving=True)

VALUES = [
    TEXT,
    Source("Notice 7", row="clause 2", seen=date(2016, 2, 22)),
    LEAFLET.cell("在职职工重大疾病互助保障活动", "会费"),
    LEAFLET,
    Period(date(2016, 1, 1), date(2017, 1, 1)),
    since(2015, 1, 1),
    PlanContext(date(2016, 1, 1)),
    Event("burn", TEXT),
    Payer(TEXT),
    Payer(TEXT, way="card"),
    Child("C1", date(2010, 6, 1), healthy=True),
    Unit("U1", name="一厂", employees=40, has_union=False),
]


@pytest.mark.parametrize("value", VALUES, ids=lambda value: type(value).__name__)
def test_the_repr_makes_an_equal_value_again(value: object) -> None:
    assert value == eval(repr(value), NAMES)  # noqa: S307 - a repr of this library


def test_levels_show_the_mapping_that_makes_them_again() -> None:
    levels = Levels({1: 26, 2: 50})
    assert levels == Levels(eval(repr(levels), NAMES))  # noqa: S307 - a repr of this library


@pytest.mark.parametrize("part", ["Member", "'M1'", "2005, 5, 17", "FEMALE", "serving=True"])
def test_a_member_shows_what_was_said(part: str) -> None:
    assert part in repr(MEMBER)


@pytest.mark.parametrize("part", ["Entry", "'M1'", "shares=2"])
def test_an_entry_shows_who_is_entered(part: str) -> None:
    assert part in repr(Entry(MEMBER, shares=2))


@pytest.mark.parametrize("part", ["age.too_young", "FAILED", "AgeBetween(16, 60)", "2021, 5, 17"])
def test_a_finding_shows_its_code_standing_rule_and_facts(part: str) -> None:
    question = Question(MEMBER, Unit("U1"), date(2016, 1, 1))
    assert part in repr(AgeBetween(16, 60).check(question))
