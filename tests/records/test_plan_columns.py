"""What a roster asks of each plan: who is entered, for how much, and who is covered already."""

from __future__ import annotations

import pytest
from records.rosters import CATALOGUE, PERSON, UNIT, application, entered, faults, read

from mutualaid import Application

ILLNESS = "critical_illness"
CHILD = "child_id,child_birth_date"
WOMAN = "M1,1980-05-17,female"
MAN = "M2,1981-05-17,male"


def taken(plan: str, *lines: str) -> list[tuple[str, str | None, int, int | None]]:
    """List the key, shares and level of each entry."""
    return [(*one.key, one.shares, one.level) for one in application(plan, *lines).entries]


def covered(made: Application) -> list[tuple[str, str | None]]:
    """List the keys of who is covered already."""
    return [one.key for one in made.already_covered]


# A plan without a column of its own --------------------------------------------------------------


@pytest.mark.parametrize("plan", [code for code in CATALOGUE if code != "childrens_accident"])
def test_a_plan_without_a_column_is_asked_of_everybody(plan: str) -> None:
    assert [("M1", None), ("M2", None)] == entered(plan, PERSON, WOMAN, MAN)


def test_a_plan_of_children_without_a_column_is_asked_of_every_child() -> None:
    lines = (f"{PERSON},{CHILD}", f"{WOMAN},C1,2010-06-01", f"{MAN},,", "M1,,,C2,2012-06-01")
    assert [("M1", "C1"), ("M1", "C2")] == entered("childrens_accident", *lines)


def test_a_column_of_one_plan_asks_nothing_of_another() -> None:
    lines = (f"{PERSON},{ILLNESS}.shares", f"{WOMAN},2", f"{MAN},")
    assert [("M1", None), ("M2", None)] == entered("womens_illness", *lines)


def test_who_is_asked_without_a_column_takes_one_share_and_no_level() -> None:
    assert [("M1", None, 1, None)] == taken(ILLNESS, PERSON, WOMAN)


# Joins -----------------------------------------------------------------------------------------


def test_who_says_yes_is_entered_and_who_says_no_is_not() -> None:
    lines = (f"{PERSON},inpatient_medical.joins", f"{WOMAN},yes", f"{MAN},no")
    assert [("M1", None)] == entered("inpatient_medical", *lines)


def test_a_blank_cell_of_a_plan_enters_nobody() -> None:
    lines = (f"{PERSON},inpatient_medical.joins", f"{WOMAN},", f"{MAN},yes")
    assert [("M2", None)] == entered("inpatient_medical", *lines)


def test_a_column_that_nobody_fills_enters_nobody() -> None:
    lines = (f"{PERSON},inpatient_medical.joins", f"{WOMAN},", f"{MAN},")
    assert [] == entered("inpatient_medical", *lines)


def test_the_chinese_columns_of_a_plan_say_the_same() -> None:
    lines = (f"{PERSON},住院医疗参加,重大疾病份数,意外伤害档次", f"{WOMAN},是,2,3", f"{MAN},否,,")
    assert [("M1", None, 1, None)] == taken("inpatient_medical", *lines)
    assert [("M1", None, 2, None)] == taken(ILLNESS, *lines)
    assert [("M1", None, 1, 3)] == taken("accident", *lines)


# Shares and level --------------------------------------------------------------------------------


def test_shares_enter_a_member_for_so_many() -> None:
    lines = (f"{PERSON},{ILLNESS}.shares", f"{WOMAN},3", f"{MAN},")
    assert [("M1", None, 3, None)] == taken(ILLNESS, *lines)


def test_a_level_enters_a_member_for_that_level() -> None:
    lines = (f"{PERSON},accident.level", f"{WOMAN},2", f"{MAN},")
    assert [("M1", None, 1, 2)] == taken("accident", *lines)


def test_joining_without_shares_is_joining_for_one() -> None:
    lines = (f"{PERSON},{ILLNESS}.joins,{ILLNESS}.shares", f"{WOMAN},yes,", f"{MAN},yes,2")
    assert [("M1", None, 1, None), ("M2", None, 2, None)] == taken(ILLNESS, *lines)


def test_shares_alone_are_enough_beside_a_column_of_joining() -> None:
    lines = (f"{PERSON},{ILLNESS}.joins,{ILLNESS}.shares", f"{WOMAN},,2")
    assert [("M1", None, 2, None)] == taken(ILLNESS, *lines)


def test_what_a_plan_does_not_sell_is_left_for_the_review_to_refuse() -> None:
    made = application(ILLNESS, f"{PERSON},{ILLNESS}.shares", f"{WOMAN},5")
    entry = CATALOGUE[ILLNESS].review(made).entries[0]
    assert ["shares.too_many"] == [
        reason.code for reason in entry.reasons if reason.code.startswith("shares")
    ]


def test_not_joining_and_shares_contradict_each_other() -> None:
    roster = read(f"{PERSON},{ILLNESS}.joins,{ILLNESS}.shares", f"{WOMAN},no,2")
    assert [(2, f"{ILLNESS}.joins", "does_not_join")] == faults(roster)


def test_not_joining_and_a_level_contradict_each_other() -> None:
    roster = read(f"{PERSON},accident.joins,accident.level", f"{WOMAN},no,2")
    assert [(2, "accident.joins", "does_not_join")] == faults(roster)


def test_not_joining_with_blank_shares_is_well() -> None:
    roster = read(f"{PERSON},{ILLNESS}.joins,{ILLNESS}.shares", f"{WOMAN},no,")
    assert () == roster.bad


def test_joining_and_shares_of_two_plans_do_not_contradict_each_other() -> None:
    roster = read(f"{PERSON},{ILLNESS}.joins,womens_illness.shares", f"{WOMAN},no,2")
    assert () == roster.bad


@pytest.mark.parametrize("shares", [1, 2])
def test_shares_and_a_level_of_one_plan_contradict_each_other(shares: int) -> None:
    roster = read(f"{PERSON},{ILLNESS}.shares,{ILLNESS}.level", f"{WOMAN},{shares},1")
    assert [(2, f"{ILLNESS}.level", "shares_and_level")] == faults(roster)


def test_shares_of_one_plan_and_a_level_of_another_do_not() -> None:
    assert () == read(f"{PERSON},{ILLNESS}.shares,accident.level", f"{WOMAN},2,1").bad


# Covered already (R18) ---------------------------------------------------------------------------


def test_who_is_covered_counts_and_is_not_entered() -> None:
    lines = (f"{PERSON},{ILLNESS}.shares,{ILLNESS}.covered", f"{WOMAN},,yes", f"{MAN},2,")
    made = application(ILLNESS, *lines)
    assert ([("M2", None)], [("M1", None)]) == (
        [entry.key for entry in made.entries],
        covered(made),
    )


def test_who_is_covered_and_asks_for_more_is_entered_again() -> None:
    lines = (f"{PERSON},{ILLNESS}.shares,{ILLNESS}.covered", f"{WOMAN},2,yes")
    made = application(ILLNESS, *lines)
    assert ([("M1", None)], [("M1", None)]) == (
        [entry.key for entry in made.entries],
        covered(made),
    )


@pytest.mark.parametrize("said", ["no", ""])
def test_who_is_not_covered_does_not_count(said: str) -> None:
    lines = (f"{PERSON},{ILLNESS}.shares,{ILLNESS}.covered", f"{WOMAN},,{said}")
    made = application(ILLNESS, *lines)
    assert ((), ()) == (made.entries, made.already_covered)


def test_with_a_column_of_covers_alone_everybody_else_is_asked() -> None:
    lines = (f"{PERSON},{ILLNESS}.covered", f"{WOMAN},yes", f"{MAN},", "M3,1982-05-17,male,no")
    made = application(ILLNESS, *lines)
    assert ([("M2", None), ("M3", None)], [("M1", None)]) == (
        [entry.key for entry in made.entries],
        covered(made),
    )


def test_who_is_covered_by_one_plan_is_not_by_another() -> None:
    lines = (f"{PERSON},{ILLNESS}.covered", f"{WOMAN},yes")
    assert () == application("womens_illness", *lines).already_covered


def test_a_cover_of_a_child_is_named_with_the_child() -> None:
    lines = (f"{PERSON},{CHILD},childrens_accident.covered", f"{WOMAN},C1,2010-06-01,yes")
    made = application("childrens_accident", *lines)
    assert ([], [("M1", "C1")]) == ([entry.key for entry in made.entries], covered(made))


@pytest.mark.parametrize(("said", "accepted"), [("yes", True), ("no", False)])
def test_a_unit_can_come_in_thanks_to_who_is_covered(said: str, accepted: bool) -> None:
    """Of 100 employees 80 must join: 79 do, and one more has a cover that runs."""
    people = [f"E{number:03},1980-05-17,female,yes,1," for number in range(79)]
    lines = (
        f"{PERSON},serving,{ILLNESS}.shares,{ILLNESS}.covered",
        *people,
        f"{WOMAN},yes,,{said}",
    )
    assert accepted is CATALOGUE[ILLNESS].review(application(ILLNESS, *lines)).accepted


def test_who_is_covered_and_entered_again_counts_once() -> None:
    people = [f"E{number:03},1980-05-17,female,yes,1,yes" for number in range(79)]
    lines = (f"{PERSON},serving,{ILLNESS}.shares,{ILLNESS}.covered", *people)
    review = CATALOGUE[ILLNESS].review(application(ILLNESS, *lines))
    assert [(79, 1)] == [(one.fact("joining"), one.shortfall) for one in review.reasons]


# Families ----------------------------------------------------------------------------------------

FAMILY = (
    f"{PERSON},{CHILD}",
    f"{WOMAN},C1,2010-06-01",
    "M1,,,C2,2012-06-01",
)


@pytest.mark.parametrize(
    "plan",
    [code for code in CATALOGUE if code not in ("accident_property", "childrens_accident")],
)
def test_a_parent_of_two_is_entered_once_where_children_are_not_insured(plan: str) -> None:
    assert [("M1", None)] == entered(plan, *FAMILY)


def test_a_parent_of_two_is_entered_once_beside_the_children_of_plan_2() -> None:
    assert [("M1", None), ("M1", "C1"), ("M1", "C2")] == entered("accident_property", *FAMILY)


def test_a_parent_of_two_is_entered_with_each_child_in_plan_8() -> None:
    assert [("M1", "C1"), ("M1", "C2")] == entered("childrens_accident", *FAMILY)


@pytest.mark.parametrize(
    "lines",
    [
        (f"{WOMAN},yes,C1,2010-06-01,2", "M1,,,,C2,2012-06-01,2"),
        (f"{WOMAN},yes,C1,2010-06-01,2", "M1,,,,C2,2012-06-01,"),
        (f"{WOMAN},yes,C1,2010-06-01,", "M1,,,,C2,2012-06-01,2"),
        (f"{WOMAN},yes,,,2", "M1,,,,C2,2012-06-01,"),
    ],
)
def test_a_parent_of_two_pays_once_whichever_row_says_it(lines: tuple[str, ...]) -> None:
    header = f"{PERSON},serving,{CHILD},{ILLNESS}.shares"
    made = application(ILLNESS, header, *lines)
    assert 180 == CATALOGUE[ILLNESS].review(made).quoted_fee


def test_each_child_is_entered_for_its_own_shares() -> None:
    lines = (
        f"{PERSON},{CHILD},childrens_accident.shares",
        f"{WOMAN},C1,2010-06-01,2",
        "M1,,,C2,2012-06-01,3",
        "M1,,,C3,2014-06-01,",
    )
    assert [("M1", "C1", 2, None), ("M1", "C2", 3, None)] == taken("childrens_accident", *lines)


def test_a_child_is_entered_for_plan_2_where_its_row_says_so() -> None:
    lines = (
        f"{PERSON},{CHILD},accident_property.joins",
        f"{WOMAN},C1,2010-06-01,yes",
        "M1,,,C2,2012-06-01,no",
        f"{MAN},C3,2012-06-01,",
    )
    assert [("M1", None), ("M1", "C1")] == entered("accident_property", *lines)


def test_a_plan_of_children_asked_for_without_a_child_is_not_lost_in_silence() -> None:
    roster = read(f"{PERSON},childrens_accident.shares", f"{WOMAN},2")
    made = roster.application(CATALOGUE["childrens_accident"], UNIT)
    assert roster.bad or made.entries


def test_a_plan_of_children_not_asked_for_says_nothing_of_who_has_none() -> None:
    lines = (f"{PERSON},{CHILD},childrens_accident.shares", f"{WOMAN},,,", f"{MAN},C1,2010-06-01,2")
    roster = read(*lines)
    assert ((), [("M2", "C1")]) == (roster.bad, entered("childrens_accident", *lines))


# What a row says ---------------------------------------------------------------------------------


def test_a_row_tells_what_it_asks_of_each_plan() -> None:
    roster = read(f"{PERSON},{ILLNESS}.shares,accident.level", f"{WOMAN},2,")
    row = roster.rows[0]
    assert (2, None, None) == (
        row.ask(ILLNESS, "shares"),
        row.ask("accident", "level"),
        row.ask("medical", "joins"),
    )


def test_the_order_of_the_entries_is_that_of_the_rows() -> None:
    assert [("M2", None), ("M1", None)] == entered("medical", PERSON, MAN, WOMAN)


def test_a_bad_row_enters_nobody() -> None:
    lines = (f"{PERSON},serving", f"{WOMAN},?", f"{MAN},yes")
    assert [("M2", None)] == entered("medical", *lines)


def test_an_application_has_the_unit_and_the_start_day_of_the_roster() -> None:
    roster = read(PERSON, WOMAN)
    made = roster.application(CATALOGUE["medical"], UNIT)
    assert (UNIT, roster.starts) == (made.unit, made.starts)
