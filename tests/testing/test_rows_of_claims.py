"""A claim that breaks a law is told as a row, with what the row needs to be settled alike."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from testing.broken.draft import BILL, line, plan

from mutualaid import (
    Admission,
    BillItem,
    Claim,
    Cover,
    Flat,
    InvalidValue,
    Ledger,
    Member,
    ObservationDays,
    Period,
    PerShare,
    PlanContext,
    ReportWithin,
    Sex,
)
from mutualaid.testing import strategies
from mutualaid.testing.subject import Subject
from mutualaid.testing.trial import Claimed

ON = date(2016, 6, 1)
TERMS = (ReportWithin(months=6), ObservationDays(7))
DRAFT = Subject.of(plan(lines=[line(terms=TERMS)], fee=Flat(60))).plan
MEMBER = Member("M1", date(1980, 5, 17), Sex.FEMALE, serving=True)
COVER = Cover(DRAFT.edition(date(2016, 1, 1)), "U1", MEMBER, date(2016, 1, 1))


def row(**said: Any) -> dict[str, object]:
    """Give the row of a claim under the cover."""
    claim = Claim("C1", "draft", "M1", event=BILL.code, on=ON, **said)
    return dict(Claimed(Ledger([COVER]), (), claim).case("draft").said)


def test_a_row_says_when_a_claim_was_reported_where_the_plan_asks() -> None:
    assert date(2017, 1, 5) == row(amount=500, reported=date(2017, 1, 5))["reported"]


def test_a_claim_that_was_reported_on_its_day_says_so_without_a_word() -> None:
    assert "reported" not in row(amount=500, reported=ON)


def test_a_row_says_where_and_when_someone_was_admitted() -> None:
    stay = Admission(date(2016, 6, 5), "First Hospital")
    said = row(amount=500, hospital="First Hospital", admission=stay)
    assert ("First Hospital", date(2016, 6, 5), "First Hospital") == (
        said["hospital"],
        said["admitted_on"],
        said["admitted_to"],
    )


def test_a_bill_with_items_is_more_than_a_row_can_hold() -> None:
    with pytest.raises(InvalidValue, match="one amount"):
        row(amount=None, items=[BillItem(ON, 500)])


# Books --------------------------------------------------------------------------------------------


@given(data=st.data())
def test_claims_are_drawn_of_the_person_of_a_cover(data: st.DataObject) -> None:
    claim = data.draw(strategies.claims(COVER))
    assert ("C1", "draft", "M1") == (claim.id, claim.plan, claim.insured)


@given(data=st.data())
def test_a_cover_is_not_renewed_in_a_plan_that_has_ended(data: st.DataObject) -> None:
    half = Period(date(2016, 1, 1), date(2016, 7, 1))
    ended = Subject.of(plan(in_force=half)).plan
    assert 1 == len(data.draw(strategies.books(ended, renewed=True)).covers)


def fewer_shares(context: PlanContext) -> PerShare:
    return PerShare(90, at_most=4 if context.on < date(2017, 1, 1) else 1)


@given(data=st.data())
def test_a_cover_of_more_shares_than_are_sold_now_is_not_renewed(data: st.DataObject) -> None:
    editions = [Period(date(2016, 12, 31), date(2017, 1, 1)), Period(date(2017, 1, 1), None)]
    narrowed = Subject.of(plan(fee=fewer_shares, in_force=editions)).plan
    for cover in data.draw(strategies.books(narrowed, renewed=True)).covers[1:]:
        assert 1 == cover.shares
