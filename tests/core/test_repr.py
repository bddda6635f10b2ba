"""What public values show of themselves."""

from __future__ import annotations

import datetime as dt
from datetime import date
from decimal import Decimal

import pytest

import mutualaid
from mutualaid import (
    LEAFLET,
    Admission,
    AgeBetween,
    BillItem,
    Child,
    Claim,
    Cover,
    Entry,
    Event,
    Ledger,
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
    load_catalogue,
    since,
)

NAMES = {
    **{name: getattr(mutualaid, name) for name in mutualaid.__all__},
    "datetime": dt,
    "Decimal": Decimal,
}
TEXT = Text(zh="市总工会", en="federation")
MEMBER = Member("M1", date(2005, 5, 17), Sex.FEMALE, serving=True)
DAY = date(2016, 3, 9)
PLAN = load_catalogue()["critical_illness"]
COVER = Cover(PLAN.editions[-1], "U1", MEMBER, date(2016, 1, 1), shares=2)

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
    MEMBER,
    Entry(MEMBER, shares=2),
    Sex.FEMALE,
    Question(MEMBER, Unit("U1"), DAY, shares=2),
    Child("C1", date(2010, 6, 1), healthy=True),
    Unit("U1", name="一厂", employees=40, has_union=False),
    BillItem(DAY, "12.50", self_paid_two=3),
    Admission(DAY, "H1"),
    Claim("C1", "medical", "M1", "outpatient", DAY, amount="12.50", circumstances=["war"]),
    Claim(
        "C2", "medical", "M1", "emergency_observation", DAY, items=[BillItem(DAY, 5)],
        hospital="H1", admission=Admission(DAY, "H1"), work_injury=False, reported=DAY,
        entered=date(2016, 4, 1),
    ),
]  # fmt: skip


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


@pytest.mark.parametrize("part", ["Cover", "'M1'", "starts=datetime.date(2016, 1, 1)", "shares=2"])
def test_a_cover_shows_whom_it_covers_and_from_when(part: str) -> None:
    assert part in repr(COVER)


def test_a_ledger_shows_how_much_it_holds() -> None:
    claim = Claim("C1", "critical_illness", "M1", "leukaemia", DAY, amount=5, work_injury=False)
    _, ledger = Ledger([COVER]).settle(claim)
    assert "<Ledger of 1 accounts, 2 steps>" == repr(ledger)


@pytest.mark.parametrize("part", ["Settlement", "'C1'", "PAID", "Decimal('5')", "'benefit'"])
def test_a_settlement_shows_the_claim_and_what_is_paid(part: str) -> None:
    claim = Claim("C1", "critical_illness", "M1", "leukaemia", DAY, amount=5, work_injury=False)
    assert part in repr(Ledger([COVER]).settle(claim)[0])
