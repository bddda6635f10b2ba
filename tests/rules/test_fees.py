"""Fees: what is sold, and what it costs."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from mutualaid import (
    ByLevel,
    FeeSchedule,
    Finding,
    Flat,
    Free,
    Member,
    Payer,
    PerShare,
    Question,
    Sex,
    Standing,
    Text,
    Unit,
)
from mutualaid.rules.fees import SoldBy

MEMBER = Member("M1", date(1980, 5, 17), Sex.MALE)
STARTS = date(2016, 1, 1)
LEVELLED = ByLevel({1: 26, 2: 50}, high_risk={1: 32, 2: 62})


def ask(
    shares: int = 1,
    level: int | None = None,
    *,
    of_the_unit: bool | None = None,
    own: bool | None = None,
) -> Question:
    """Ask for so many shares, or for a level."""
    member = Member("M1", date(1980, 5, 17), Sex.MALE, high_risk=own)
    return Question(
        member, Unit("U1", high_risk=of_the_unit), STARTS, child=None, shares=shares, level=level
    )


def told(finding: Finding) -> tuple[Standing, str, dict[str, object]]:
    """Give how a finding stands, its code and its facts."""
    return finding.standing, finding.code, dict(finding.facts)


ONCE = [Free(), Flat(56)]
once = pytest.mark.parametrize("fee", ONCE, ids=repr)


# What is sold --------------------------------------------------------------------------------


@once
def test_a_plan_that_is_taken_once_is_sold_once(fee: FeeSchedule) -> None:
    assert Standing.MET is fee.check(ask()).standing


@once
def test_a_plan_that_is_taken_once_sells_no_second_share(fee: FeeSchedule) -> None:
    expected = (Standing.FAILED, "shares.not_sold", {"shares": 2, "at_most": 1})
    assert expected == told(fee.check(ask(2)))


@once
def test_a_plan_that_is_taken_once_sells_no_level(fee: FeeSchedule) -> None:
    assert (Standing.FAILED, "level.not_sold", {"level": 1}) == told(fee.check(ask(level=1)))


@pytest.mark.parametrize(
    ("shares", "standing"),
    [(1, Standing.MET), (4, Standing.MET), (5, Standing.FAILED)],
)
def test_at_most_so_many_shares_are_sold(shares: int, standing: Standing) -> None:
    assert standing is PerShare(90, at_most=4).check(ask(shares)).standing


def test_too_many_shares_are_told_with_the_most_there_are() -> None:
    expected = (Standing.FAILED, "shares.too_many", {"shares": 5, "at_most": 4})
    assert expected == told(PerShare(90, at_most=4).check(ask(5)))


def test_too_many_shares_have_a_near_miss() -> None:
    assert 4 == PerShare(90, at_most=4).check(ask(5)).at_most


def test_any_number_of_shares_is_sold_where_no_most_is_said() -> None:
    assert Standing.MET is PerShare(90).check(ask(1_000)).standing


@pytest.mark.parametrize("fee", [PerShare(90), PerShare(90, at_most=4)], ids=repr)
def test_a_plan_that_is_sold_by_the_share_sells_no_level(fee: FeeSchedule) -> None:
    assert (Standing.FAILED, "level.not_sold", {"level": 2}) == told(fee.check(ask(level=2)))


@pytest.mark.parametrize("level", [1, 2])
def test_each_level_of_the_table_is_sold(level: int) -> None:
    assert Standing.MET is LEVELLED.check(ask(level=level)).standing


def test_a_level_above_the_table_is_not_sold() -> None:
    expected = (Standing.FAILED, "level.unknown", {"level": 3, "at_most": 2})
    assert expected == told(LEVELLED.check(ask(level=3)))


def test_a_level_far_above_the_table_is_not_sold() -> None:
    assert "level.unknown" == LEVELLED.check(ask(level=9)).code


def test_far_too_many_shares_are_not_sold() -> None:
    assert "shares.too_many" == PerShare(90, at_most=4).check(ask(1_000)).code


def test_a_level_must_be_chosen() -> None:
    expected = (Standing.FAILED, "level.none_chosen", {"at_most": 2})
    assert expected == told(LEVELLED.check(ask()))


def test_a_level_is_no_number_of_shares() -> None:
    expected = (Standing.FAILED, "shares.not_sold", {"shares": 2, "at_most": 1})
    assert expected == told(LEVELLED.check(ask(2)))


@pytest.mark.parametrize(
    ("fee", "sold_by"),
    [
        (Free(), SoldBy.ONCE),
        (Flat(56), SoldBy.ONCE),
        (PerShare(90), SoldBy.SHARE),
        (LEVELLED, SoldBy.LEVEL),
    ],
    ids=repr,
)
def test_a_fee_says_how_its_plan_is_sold(fee: FeeSchedule, sold_by: SoldBy) -> None:
    assert sold_by is fee.sold_by


# What it costs -------------------------------------------------------------------------------


def test_what_is_free_costs_nothing() -> None:
    assert Decimal(0) == Free().amount_due(ask())


def test_what_is_flat_costs_its_amount() -> None:
    assert Decimal("56.50") == Flat("56.50").amount_due(ask())


@pytest.mark.parametrize(("shares", "due"), [(1, "89.50"), (2, "179"), (4, "358")])
def test_each_share_costs_its_amount(shares: int, due: str) -> None:
    assert Decimal(due) == PerShare("89.50", at_most=4).amount_due(ask(shares))


@pytest.mark.parametrize(
    ("level", "high_risk", "due"), [(1, False, 26), (2, False, 50), (1, True, 32), (2, True, 62)]
)
def test_a_level_costs_what_its_column_says(level: int, high_risk: bool, due: int) -> None:
    assert Decimal(due) == LEVELLED.amount_due(ask(level=level, of_the_unit=high_risk))


def test_without_a_word_on_the_risk_the_fee_is_not_known() -> None:
    assert LEVELLED.amount_due(ask(level=1)) is None


def test_the_members_own_risk_decides_the_fee() -> None:
    assert Decimal(26) == LEVELLED.amount_due(ask(level=1, of_the_unit=True, own=False))


@pytest.mark.parametrize("high_risk", [True, False, None])
def test_where_all_industries_pay_alike_the_risk_is_not_asked(high_risk: bool | None) -> None:
    assert Decimal(50) == ByLevel({1: 26, 2: 50}).amount_due(ask(level=2, of_the_unit=high_risk))


@pytest.mark.parametrize(("level", "due"), [(1, Decimal(26)), (2, None)])
def test_where_a_level_costs_all_industries_the_same_the_risk_is_not_asked(
    level: int, due: Decimal | None
) -> None:
    fee = ByLevel({1: 26, 2: 50}, high_risk={1: 26, 2: 62})
    assert due == fee.amount_due(ask(level=level))


def test_where_a_high_risk_industry_pays_less_the_risk_is_asked_too() -> None:
    assert ByLevel({1: 26}, high_risk={1: 20}).amount_due(ask(level=1)) is None


# Who pays ------------------------------------------------------------------------------------

CITY, DISTRICT = Text(zh="市总工会", en="city"), Text(zh="区工会", en="district")


def test_nobody_is_named_if_not_said() -> None:
    assert () == Flat(56).payers(None)


def test_one_payer_may_be_given_alone() -> None:
    assert (CITY,) == Free(paid_by=Payer(CITY)).payers(None)


def test_several_payers_pay_jointly() -> None:
    assert (CITY, DISTRICT) == Free(paid_by=[Payer(CITY), Payer(DISTRICT)]).payers(None)


@pytest.mark.parametrize(
    ("way", "names"), [("card", (CITY, DISTRICT)), ("unit", (DISTRICT,)), (None, (DISTRICT,))]
)
def test_a_payer_of_one_way_pays_for_that_way_only(
    way: str | None, names: tuple[Text, ...]
) -> None:
    assert names == Free(paid_by=[Payer(CITY, way="card"), Payer(DISTRICT)]).payers(way)


# What is given back --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fee", "returned"),
    [
        (Free(), 0),
        (Flat(56), 0),
        (Flat(410, deposit=400), 400),
        (PerShare(90), 0),
        (PerShare(410, deposit=410), 1_230),
        (PerShare(410, deposit="400.50"), Decimal("1201.50")),
        (ByLevel({1: 26}), 0),
    ],
    ids=repr,
)
def test_a_deposit_is_given_back_for_each_share(fee: FeeSchedule, returned: int) -> None:
    shares = 3 if fee.sold_by is SoldBy.SHARE else 1
    assert returned == fee.amount_returned(ask(shares))


def test_a_deposit_is_part_of_what_is_due() -> None:
    assert 1_230 == PerShare(410, deposit=400).amount_due(ask(3))


def test_all_of_a_fee_may_be_a_deposit() -> None:
    assert 56 == Flat(56, deposit=56).amount_returned(ask())
