"""The three example units: every figure of their reviews, counted by hand from the rosters.

The figures were counted from the CSV files by a few lines of plain Python that know nothing of
this library, and each fee was added up from the numbers of shares and levels in the comments.
"""

from __future__ import annotations

import csv
import io
import re
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple

import attrs
import pytest
from click.testing import CliRunner

from mutualaid import EntryDecision, Review, load_catalogue
from mutualaid.cli.commands import command
from mutualaid.records import RosterFile, read_roster, read_unit
from mutualaid.roster_review import RosterReview, review_roster

EXAMPLES = Path(__file__).parents[1] / "docs" / "examples"
CATALOGUE = load_catalogue()
STARTS = date(2016, 1, 1)
UNITS = ("factory", "office", "company")


def reviewed(unit: str) -> RosterReview:
    """Review an example against every plan."""
    folder = EXAMPLES / unit
    roster = read_roster(folder / "roster.csv", CATALOGUE, starts=STARTS)
    return review_roster(CATALOGUE, read_unit(folder / "unit.toml"), roster)


REVIEWED = {unit: reviewed(unit) for unit in UNITS}


def review(unit: str, plan: str) -> Review:
    """Give the review of an example by one plan."""
    return next(one for one in REVIEWED[unit].reviews if one.plan == plan)


def roster(unit: str) -> RosterFile:
    """Give the roster of an example."""
    return REVIEWED[unit].roster


# Every plan of every unit ------------------------------------------------------------------------


class Row(NamedTuple):
    """What a unit's review by one plan comes to; money in yuan.

    `fee` is the known part of the fee; `quoted` is None where somebody is unknown.
    """

    unit: str
    plan: str
    outcome: str
    joining: int
    entered: int
    fee: int
    quoted: int | None


# In the factory everybody pays as in a high-risk industry, but for F013 who says otherwise.
TABLE = [
    # 116 people; out: F005 retired, F006 no card, F007 not insured, F022 no member; 4 unknown
    Row("factory", "medical", "accepted", 108, 116, 0, 0),
    # 116 people and 29 children; out or unknown: 6 people, none of them a parent
    Row("factory", "accident_property", "accepted", 139, 145, 0, 0),
    # 100 x 56; out: 15 years, 61 years, retired, not insured; 2 unknown; 96 of 120 are needed
    Row("factory", "inpatient_medical", "accepted", 100, 106, 100 * 56, None),
    # 92 x 60; out: 15 years, 61 years, retired; 1 unknown; 84 of 120 are needed
    Row("factory", "inpatient_allowance", "accepted", 92, 96, 92 * 60, None),
    # 195 shares at 90; out: the three of before and five shares; 1 unknown; 6 covered, 96 needed
    Row("factory", "critical_illness", "accepted", 93, 98, 195 * 90, None),
    # 54 shares at 40; 39 of 40 women
    Row("factory", "womens_illness", "refused", 0, 39, 0, 54 * 40),
    # levels 1 to 4: 20, 14, 19, 17 at the high fee, one of level 1 at the ordinary one
    Row(
        "factory", "accident", "accepted", 71, 76, 20 * 32 + 14 * 62 + 19 * 93 + 17 * 124 + 26, None
    ),
    # 44 shares at 50: 10 single, 7 double, 5 fourfold; 20 of 36 parents, 18 are needed
    Row("factory", "childrens_accident", "accepted", 22, 26, (10 + 7 * 2 + 5 * 4) * 50, None),
    # 25 people; out: O07 not insured, O09 no card, O25 retired; O10 unknown
    Row("office", "medical", "accepted", 21, 25, 0, 0),
    # 25 people and 9 children; O09, O10 and O25 stay out, none of them a parent
    Row("office", "accident_property", "accepted", 31, 34, 0, 0),
    # 23 x 56; O07 is not insured, and all 24 must join
    Row("office", "inpatient_medical", "refused", 0, 25, 0, 23 * 56),
    # 24 x 60; all 24 who serve
    Row("office", "inpatient_allowance", "accepted", 24, 25, 24 * 60, 24 * 60),
    # 40 shares at 90 of 21 people; three more are covered, and 24 are needed
    Row("office", "critical_illness", "accepted", 21, 22, 40 * 90, 40 * 90),
    # 17 shares at 40: 9 single, 4 double; 13 of 13 women
    Row("office", "womens_illness", "accepted", 13, 13, 17 * 40, 17 * 40),
    # levels 1 to 3: 5, 10, 8 at the ordinary fee, O16 of level 2 at the high one
    Row("office", "accident", "accepted", 24, 25, 5 * 26 + 10 * 50 + 8 * 74 + 62, 1284),
    # 13 shares at 50: 5 single, 2 double, 1 fourfold; 6 of 7 parents, and all must join
    Row("office", "childrens_accident", "refused", 0, 9, 0, 13 * 50),
    # 50 people; out: C45 retired, C46 and C47 not insured; C48 unknown; 42 of 60 are needed
    Row("company", "medical", "accepted", 46, 50, 0, 0),
    # nobody is a union member, or has a card
    Row("company", "accident_property", "refused", 0, 51, 0, 0),
    Row("company", "inpatient_medical", "refused", 0, 1, 0, 56),
    # 42 x 60; out: 61 years, 15 years, retired; exactly 42 of 60 are needed
    Row("company", "inpatient_allowance", "accepted", 42, 45, 42 * 60, 42 * 60),
    Row("company", "critical_illness", "refused", 0, 1, 0, 2 * 90),
    Row("company", "womens_illness", "refused", 0, 1, 0, 40),
    Row("company", "accident", "refused", 0, 1, 0, 50),
    Row("company", "childrens_accident", "refused", 0, 1, 0, 50),
]
EVERY_ROW = pytest.mark.parametrize("row", TABLE, ids=[f"{row.unit} {row.plan}" for row in TABLE])


@EVERY_ROW
def test_the_outcome_is_the_one_worked_out_by_hand(row: Row) -> None:
    assert row.outcome == review(row.unit, row.plan).outcome.value


@EVERY_ROW
def test_so_many_are_entered_and_so_many_join(row: Row) -> None:
    found = review(row.unit, row.plan)
    assert (row.joining, row.entered) == (len(found.joining), len(found.entries))


@EVERY_ROW
def test_the_fee_is_the_sum_worked_out_by_hand(row: Row) -> None:
    assert Decimal(row.fee) == review(row.unit, row.plan).known_fee


@EVERY_ROW
def test_the_fee_is_known_in_full_where_nobody_is_unknown(row: Row) -> None:
    found = review(row.unit, row.plan)
    whole = row.outcome == "refused" or row.quoted is not None
    assert (Decimal(row.fee) if whole else None) == found.fee


@EVERY_ROW
def test_the_quoted_fee_is_what_it_would_be(row: Row) -> None:
    quoted = None if row.quoted is None else Decimal(row.quoted)
    assert quoted == review(row.unit, row.plan).quoted_fee


def test_every_unit_is_reviewed_by_every_plan() -> None:
    assert [(row.unit, row.plan) for row in TABLE] == [
        (unit, one.plan) for unit in UNITS for one in REVIEWED[unit].reviews
    ]


@pytest.mark.parametrize(
    ("unit", "outcome"), [("factory", "broken"), ("office", "not_all"), ("company", "not_all")]
)
def test_a_roster_as_a_whole_comes_out_as(unit: str, outcome: str) -> None:
    assert outcome == REVIEWED[unit].outcome.value


# The rosters -------------------------------------------------------------------------------------

BAD = [
    (36, "birth_date", "no_such_day"),
    (51, "identity_number", "identity_check_digit"),
    (76, "birth_date", "identity_disagrees"),
    (94, "sex", "not_a_sex"),
    (109, "critical_illness.shares", "not_a_number"),
    (124, "birth_date", "disagrees"),
    (124, "critical_illness.shares", "disagrees"),
]
CHINESE = {
    "birth_date": "出生日期",
    "identity_number": "居民身份证号",
    "sex": "性别",
    "critical_illness.shares": "重大疾病份数",
}


def test_the_factory_has_six_bad_rows_and_each_says_why() -> None:
    assert [(row, CHINESE[column], f"roster.{code}") for row, column, code in BAD] == [
        (bad.row, bad.column, bad.code) for bad in roster("factory").bad
    ]


@pytest.mark.parametrize("unit", ["office", "company"])
def test_the_others_have_none(unit: str) -> None:
    assert () == roster(unit).bad


@pytest.mark.parametrize(
    ("unit", "rows", "people", "children"),
    [("factory", 117, 116, 29), ("office", 26, 25, 9), ("company", 50, 50, 1)],
)
def test_so_many_rows_people_and_children_are_good(
    unit: str, rows: int, people: int, children: int
) -> None:
    good = roster(unit).rows
    assert (rows, people, children) == (
        len(good),
        len({row.member.id for row in good}),
        len({row.child.id for row in good if row.child}),
    )


@pytest.mark.parametrize(
    ("unit", "encoding"), [("factory", "utf-8"), ("office", "gb18030"), ("company", "utf-8")]
)
def test_the_rosters_are_in_the_encodings_that_occur(unit: str, encoding: str) -> None:
    content = (EXAMPLES / unit / "roster.csv").read_bytes()
    assert content == content.decode(encoding).encode(encoding)


def test_the_office_s_is_no_utf_8() -> None:
    with pytest.raises(UnicodeDecodeError):
        (EXAMPLES / "office" / "roster.csv").read_bytes().decode("utf-8")


# People on a boundary ----------------------------------------------------------------------------


def entry(unit: str, plan: str, who: str) -> EntryDecision:
    """Give the answer of one entry by its member, or by its child where it names one."""
    return next(one for one in review(unit, plan).entries if who in (one.entry.key[1], one.name))


HELD_BACK = [
    ("factory", "inpatient_allowance", "F002", "age.too_young"),
    ("factory", "inpatient_allowance", "F004", "age.too_old"),
    ("factory", "inpatient_allowance", "F005", "serving.not_serving"),
    ("factory", "inpatient_allowance", "F024", "missing.serving"),
    ("factory", "inpatient_medical", "F007", "medical_insurance.not_insured"),
    ("factory", "inpatient_medical", "F009", "missing.basic_medical_insurance"),
    ("factory", "accident_property", "F006", "card.none"),
    ("factory", "accident_property", "F008", "missing.jingka_card"),
    ("factory", "accident_property", "F025", "missing.union_member"),
    ("factory", "medical", "F008", "missing.jingka_card"),
    ("factory", "critical_illness", "F010", "shares.too_many"),
    ("factory", "accident", "F014", "level.unknown"),
    ("factory", "childrens_accident", "F017-1", "child_age.not_a_student"),
    ("factory", "childrens_accident", "F019-1", "child_health.not_healthy"),
    ("factory", "childrens_accident", "F020-1", "missing.healthy"),
    ("factory", "childrens_accident", "F026-1", "missing.student"),
    ("office", "medical", "O07", "medical_insurance.not_insured"),
    ("office", "medical", "O10", "missing.jingka_card"),
    ("office", "childrens_accident", "O18-1", "child_health.not_healthy"),
    ("company", "medical", "C45", "serving.not_serving"),
    ("company", "medical", "C48", "missing.basic_medical_insurance"),
    ("company", "inpatient_allowance", "C43", "age.too_old"),
    ("company", "inpatient_allowance", "C44", "age.too_young"),
]


@pytest.mark.parametrize(("unit", "plan", "who", "code"), HELD_BACK, ids="-".join)
def test_who_is_held_back_has_the_reason(unit: str, plan: str, who: str, code: str) -> None:
    decision = entry(unit, plan, who)
    assert decision.accepted is (None if code.startswith("missing") else False)
    assert [code] == [reason.code for reason in decision.reasons]


COMES_IN = [
    ("factory", "inpatient_medical", "F001"),  # 16 on the start day itself
    ("factory", "inpatient_medical", "F003"),  # 61 on the day after
    ("factory", "critical_illness", "F012"),  # four shares, the most there are
    ("factory", "accident", "F001"),  # 16 on the start day itself
    ("factory", "childrens_accident", "F016-1"),  # 18 on the start day, and a student
    ("factory", "childrens_accident", "F018-1"),  # 18 on the day after
    ("factory", "childrens_accident", "F015-1"),
    ("factory", "childrens_accident", "F015-2"),
    ("office", "inpatient_allowance", "O05"),  # born on 29 February, 59
    ("office", "childrens_accident", "O13-1"),  # 19, and a student
    ("company", "inpatient_allowance", "C41"),  # 16 on the start day itself
    ("company", "inpatient_allowance", "C42"),  # 61 on the day after
]


@pytest.mark.parametrize(("unit", "plan", "who"), COMES_IN, ids="-".join)
def test_who_is_just_within_the_bounds_does_not_fail_them(unit: str, plan: str, who: str) -> None:
    assert entry(unit, plan, who).eligible is True


def test_who_is_a_day_too_young_is_told_from_when() -> None:
    assert date(2016, 1, 2) == entry("factory", "inpatient_allowance", "F002").eligible_from


@pytest.mark.parametrize(
    ("unit", "plan", "shortfall"),
    [
        ("factory", "womens_illness", 1),
        ("office", "inpatient_medical", 1),
        ("office", "childrens_accident", 1),
    ],
)
def test_a_unit_that_is_refused_is_told_how_many_are_missing(
    unit: str, plan: str, shortfall: int
) -> None:
    assert [shortfall] == [reason.shortfall for reason in review(unit, plan).reasons]


@pytest.mark.parametrize(
    "plan",
    ["inpatient_medical", "critical_illness", "womens_illness", "accident", "childrens_accident"],
)
def test_the_company_without_a_union_is_refused_by_every_plan_that_asks_for_one(plan: str) -> None:
    assert "has_union.none" in [reason.code for reason in review("company", plan).reasons]


def test_the_company_comes_into_plans_1_and_4_alone() -> None:
    accepted = [one.plan for one in REVIEWED["company"].reviews if one.accepted]
    assert ["medical", "inpatient_allowance"] == accepted


def test_the_company_comes_into_plan_1_by_the_way_of_units() -> None:
    assert {"unit"} == {one.way for one in review("company", "medical").joining}


def test_the_factory_comes_into_plan_1_by_the_way_of_the_card() -> None:
    assert {"card"} == {one.way for one in review("factory", "medical").joining}


def test_the_office_comes_into_plan_5_only_thanks_to_running_covers() -> None:
    found = review("office", "critical_illness")
    without = attrs.evolve(found.application, already_covered=())
    refused = CATALOGUE["critical_illness"].review(without)
    assert (False, [3]) == (refused.accepted, [one.shortfall for one in refused.reasons])


@pytest.mark.parametrize(("unit", "covered"), [("factory", 6), ("office", 3), ("company", 0)])
def test_so_many_have_a_cover_of_plan_5_that_runs(unit: str, covered: int) -> None:
    assert covered == len(review(unit, "critical_illness").application.already_covered)


# Privacy -----------------------------------------------------------------------------------------


def identity_numbers(unit: str) -> list[str]:
    """Give every identity number that stands in a roster, in whichever encoding."""
    content = (EXAMPLES / unit / "roster.csv").read_bytes()
    text = content.decode("gb18030" if unit == "office" else "utf-8-sig")
    cells = [cell for line in csv.reader(io.StringIO(text)) for cell in line]
    return [cell for cell in cells if re.fullmatch(r"\d{17}[\dX]", cell)]


@pytest.mark.parametrize(("unit", "count"), [("factory", 69), ("office", 15), ("company", 23)])
def test_a_roster_holds_so_many_identity_numbers(unit: str, count: int) -> None:
    assert count == len(identity_numbers(unit))


@pytest.mark.parametrize("unit", UNITS)
@pytest.mark.parametrize("form", [["--lang", "zh"], ["--lang", "en"], ["--json"]], ids=" ".join)
def test_no_output_holds_an_identity_number(unit: str, form: list[str]) -> None:
    files = [str(EXAMPLES / unit / name) for name in ("unit.toml", "roster.csv")]
    shown = CliRunner().invoke(command, ["review", *files, "--starts", "2016-01-01", *form]).output
    assert unit.upper() in shown
    assert [] == [number for number in identity_numbers(unit) if number in shown]
    assert [] == re.findall(r"\d{15,}", shown)


def test_nothing_that_was_read_holds_an_identity_number() -> None:
    assert [] == re.findall(r"\d{15,}", repr(REVIEWED))
