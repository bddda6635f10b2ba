"""Shanghai's group accident plan of August 2006, in its four ways."""

from __future__ import annotations

import csv
import io
from datetime import date

import pytest
from foreign_people import application, codes, member, people, unit

from mutualaid import Catalogue, Claim, Entry, Ledger, Plan, Sex
from mutualaid.text import Lang

STARTS = date(2007, 1, 1)
WAYS = {
    "shanghai_accident_1y": (1, 10, 0),
    "shanghai_accident_1y_deposit": (1, 410, 410),
    "shanghai_accident_3y": (3, 30, 0),
    "shanghai_accident_3y_deposit": (3, 410, 410),
}


@pytest.fixture
def plan(foreign: Catalogue) -> Plan:
    """Give the way of three years with a deposit."""
    return foreign["shanghai_accident_3y_deposit"]


@pytest.mark.parametrize("code", WAYS)
def test_each_way_has_its_term_its_fee_and_what_is_given_back(
    foreign: Catalogue, code: str
) -> None:
    review = foreign[code].review(application(10, people(10, shares=3), STARTS))
    years, fee, returned = WAYS[code]
    assert (30 * fee, 30 * returned) == (review.fee, review.returned)
    assert {date(2007 + years, 1, 1)} == {cover.ends for cover in review.covers()}


@pytest.mark.parametrize(
    ("sex", "born", "reasons"),
    [
        (Sex.FEMALE, date(1952, 1, 2), []),
        (Sex.FEMALE, date(1952, 1, 1), ["age_under.too_old"]),
        (Sex.MALE, date(1947, 1, 2), []),
        (Sex.MALE, date(1947, 1, 1), ["age_under.too_old"]),
    ],
)
def test_women_are_under_55_and_men_under_60(
    plan: Plan, sex: Sex, born: date, reasons: list[str]
) -> None:
    decision = plan.decide(member(sex=sex, birth_date=born), unit(10), starts=STARTS)
    assert reasons == codes(decision.reasons)


@pytest.mark.parametrize(
    ("employees", "joining", "reasons"),
    [
        (10, 10, []),
        (10, 9, ["participation.too_few"]),
        (11, 9, []),
        (11, 8, ["participation.too_few"]),
        (100, 75, []),
        (100, 74, ["participation.too_few"]),
    ],
)
def test_three_in_four_join_and_everyone_of_ten_or_fewer(
    plan: Plan, employees: int, joining: int, reasons: list[str]
) -> None:
    review = plan.review(application(employees, people(joining), STARTS))
    assert reasons == codes(review.reasons)


@pytest.mark.parametrize(("last", "reasons"), [(2, []), (1, ["same_shares.differ"])])
def test_everyone_of_the_unit_takes_the_same_number_of_shares(
    plan: Plan, last: int, reasons: list[str]
) -> None:
    entered = [*people(9, shares=2), Entry(member("M9"), shares=last)]
    assert reasons == codes(plan.review(application(10, entered, STARTS)).reasons)


def test_a_unit_is_told_what_most_of_its_people_take(plan: Plan) -> None:
    entered = [*people(8, shares=2), Entry(member("M8")), Entry(member("M9"), shares=3)]
    (reason,) = plan.review(application(10, entered, STARTS)).reasons
    assert "most take 2, others: 2" in reason.text("en")
    assert "第六条" in reason.explain("zh")


@pytest.mark.parametrize(("shares", "reasons"), [(3, []), (4, ["shares.too_many"])])
def test_at_most_three_shares_are_sold(plan: Plan, shares: int, reasons: list[str]) -> None:
    decision = plan.decide(member(), unit(10), starts=STARTS, shares=shares)
    assert reasons == codes(decision.reasons)


@pytest.mark.parametrize(
    ("said", "reasons"),
    [
        ({"in_shanghai": True}, []),
        ({"in_shanghai": False}, ["declared.not_so"]),
        ({}, ["declared.not_said"]),
    ],
)
def test_the_unit_lies_in_shanghai(plan: Plan, said: dict[str, bool], reasons: list[str]) -> None:
    review = plan.review(application(10, people(10), STARTS, declared=said))
    assert reasons == codes(review.reasons)


@pytest.mark.parametrize(("serving", "accepted"), [(True, True), (False, False), (None, None)])
def test_whoever_joins_is_in_service(plan: Plan, serving: bool | None, accepted: bool) -> None:
    decision = plan.decide(member(serving=serving), unit(10), starts=STARTS)
    assert accepted is decision.eligible


def test_whoever_is_refused_has_nothing_given_back(plan: Plan) -> None:
    review = plan.review(application(10, people(9), STARTS))
    assert (0, 0) == (review.fee, review.returned)


def test_a_deposit_is_told_beside_the_fee(plan: Plan) -> None:
    text = plan.review(application(10, people(10), STARTS)).explain("en")
    assert "fee: 4,100 yuan\n  given back at the end of the term: 4,100 yuan" in text


def test_a_fee_that_is_kept_is_told_alone(foreign: Catalogue) -> None:
    review = foreign["shanghai_accident_1y"].review(application(10, people(10), STARTS))
    assert "given back" not in review.explain("en")


def test_a_share_is_paid_up_to_5000_yuan_for_death_and_disability_together(plan: Plan) -> None:
    _, ledger = Ledger().enrol(plan.review(application(10, people(10, shares=2), STARTS)).covers())
    paid = []
    for number, event in enumerate(("accidental_disability", "accidental_death")):
        on = date(2009, 12, 31)
        claim = Claim(f"C{number}", plan.code, "M000", event, on, amount=6_000)
        settlement, ledger = ledger.settle(claim)
        paid.append(settlement.payable)
    assert [6_000, 4_000] == paid


def test_the_edition_of_august_2006_is_not_asked_of_july(plan: Plan) -> None:
    assert [False, True] == [plan.in_force(date(2006, month, 1)) for month in (7, 8)]


# The deposit, once there is a cover ---------------------------------------------------------------


@pytest.fixture
def ledger(plan: Plan) -> Ledger:
    """Give a ledger of ten people with two shares each."""
    return Ledger(plan.review(application(10, people(10, shares=2), STARTS)).covers())


def test_a_cover_tells_what_is_given_back_when_it_ends(ledger: Ledger) -> None:
    assert {820} == {cover.returned for cover in ledger.covers()}


def test_a_cover_of_a_fee_that_is_kept_gives_nothing_back(foreign: Catalogue) -> None:
    review = foreign["shanghai_accident_1y"].review(application(10, people(10), STARTS))
    assert {0} == {cover.returned for cover in review.covers()}


def test_a_statement_adds_the_deposits_up(ledger: Ledger) -> None:
    assert (820, 8200) == (ledger.statement(insured="M001").returned, ledger.statement().returned)


def test_a_claim_takes_nothing_from_a_deposit(ledger: Ledger, plan: Plan) -> None:
    event = plan.edition(STARTS).benefit.lines[0].events[0].code
    claim = Claim("C1", plan.code, "M001", event, date(2007, 5, 1), amount=1)
    settlement, after = ledger.settle(claim)
    assert 1 == settlement.payable
    assert 8200 == after.statement().returned


@pytest.mark.parametrize(
    ("lang", "header"), [("zh", "期满返还（元）"), ("en", "given back at the end (yuan)")]
)
def test_a_statement_file_has_a_column_of_deposits(ledger: Ledger, lang: Lang, header: str) -> None:
    lines = list(csv.reader(io.StringIO(ledger.statement(insured="M001").to_csv(lang))))
    assert [header, "820"] == [line[-1] for line in lines]


def test_a_statement_file_has_no_column_of_deposits_where_there_are_none(
    foreign: Catalogue,
) -> None:
    review = foreign["shanghai_accident_1y"].review(application(10, people(10), STARTS))
    header = Ledger(review.covers()).statement().to_csv("en").splitlines()[0]
    assert header.endswith(",claims")


def test_a_deposit_is_told_by_the_statement_in_json(ledger: Ledger) -> None:
    said = ledger.statement(insured="M001").to_dict()
    assert ("820.00", "820.00") == (said["returned"], said["rows"][0]["returned"])  # type: ignore[index]
