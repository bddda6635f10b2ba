"""Rows of one person: they add up, they must agree, and nobody is entered twice."""

from __future__ import annotations

from datetime import date

import pytest
from records.rosters import PERSON, faults, numbers, read

from mutualaid import Member, Sex

HEADER = f"{PERSON},serving,union_member,child_id,child_birth_date,child_healthy,child_student"

# They add up -----------------------------------------------------------------------------------


def test_a_second_row_may_leave_blank_what_the_first_says() -> None:
    roster = read(
        HEADER,
        "M1,1980-05-17,female,yes,no,C1,2010-06-01,,",
        "M1,,,,,C2,2012-06-01,,",
    )
    assert ((), 1) == (roster.bad, len({row.member for row in roster.rows}))


def test_a_second_row_may_say_what_the_first_leaves_blank() -> None:
    roster = read(HEADER, "M1,1980-05-17,,yes,,C1,2010-06-01,,", "M1,,female,,no,C2,2012-06-01,,")
    member = Member("M1", date(1980, 5, 17), Sex.FEMALE, serving=True, union_member=False)
    assert [member, member] == [row.member for row in roster.rows]


def test_the_row_of_a_child_may_stand_before_that_of_its_parent() -> None:
    roster = read(HEADER, "M1,,,,,C1,2010-06-01,,", "M1,1980-05-17,female,yes,no,,,,")
    assert ([2, 3], ()) == (numbers(roster), roster.bad)
    assert 1 == len({row.member for row in roster.rows})


def test_rows_of_one_person_need_not_stand_together() -> None:
    roster = read(
        HEADER,
        "M1,1980-05-17,female,yes,no,C1,2010-06-01,,",
        "M2,1981-05-17,male,,,,,,",
        "M1,,,,,C2,2012-06-01,,",
    )
    assert ([2, 3, 4], 2) == (numbers(roster), len({row.member for row in roster.rows}))


def test_both_may_say_the_same() -> None:
    line = "M1,1980-05-17,female,yes,no"
    roster = read(HEADER, f"{line},C1,2010-06-01,,", f"{line},C2,2012-06-01,,")
    assert ([2, 3], ()) == (numbers(roster), roster.bad)


def test_each_row_has_its_own_child() -> None:
    roster = read(
        HEADER, "M1,1980-05-17,female,,,C1,2010-06-01,yes,", "M1,,,,,C2,2012-06-01,no,yes"
    )
    assert [
        (True, None, "C1"),
        (False, True, "C2"),
    ] == [(row.child.healthy, row.child.student, row.child.id) for row in roster.rows if row.child]


def test_a_row_without_a_child_has_none() -> None:
    assert [None] == [row.child for row in read(HEADER, "M1,1980-05-17,female,,,,,,").rows]


def test_a_member_alone_and_a_row_of_its_child_are_two_good_rows() -> None:
    roster = read(HEADER, "M1,1980-05-17,female,,,,,,", "M1,,,,,C1,2010-06-01,,")
    assert ([2, 3], ()) == (numbers(roster), roster.bad)


# They disagree -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "column"),
    [
        ("M1,1980-05-18,,,,C2,2012-06-01,,", "birth_date"),
        ("M1,,male,,,C2,2012-06-01,,", "sex"),
        ("M1,,,no,,C2,2012-06-01,,", "serving"),
        ("M1,,,,yes,C2,2012-06-01,,", "union_member"),
    ],
)
def test_what_a_later_row_says_otherwise_is_reported_with_the_first(line: str, column: str) -> None:
    first = "M1,1980-05-17,female,yes,no,C1,2010-06-01,,"
    roster = read(HEADER, first, line)
    assert [(3, column, "disagrees")] == faults(roster)
    assert "row 2" in roster.bad[0].text("en")
    assert "第 2 行" in roster.bad[0].text("zh")
    assert [2] == numbers(roster)


def test_every_cell_that_disagrees_is_reported() -> None:
    roster = read(HEADER, "M1,1980-05-17,female,,,,,,", "M1,1980-05-18,male,,,,,,")
    assert [(3, "birth_date", "disagrees"), (3, "sex", "disagrees")] == faults(roster)


def test_a_row_that_disagrees_is_no_witness_against_the_next() -> None:
    roster = read(
        HEADER,
        "M1,1980-05-17,female,,,,,,",
        "M1,1980-05-18,,no,,C1,2010-06-01,,",
        "M1,,,yes,,C2,2012-06-01,,",
    )
    assert [3] == [bad.row for bad in roster.bad]
    assert [True, True] == [row.member.serving for row in roster.rows]


def test_the_row_named_is_the_one_that_said_it_first() -> None:
    roster = read(
        HEADER,
        "M1,1980-05-17,female,,,,,,",
        "M1,,,yes,,C1,2010-06-01,,",
        "M1,,,no,,C2,2012-06-01,,",
    )
    assert ["row 3 says otherwise of the same person"] == [bad.text("en") for bad in roster.bad]


def test_rows_of_one_child_that_disagree_are_reported() -> None:
    roster = read(
        HEADER,
        "M1,1980-05-17,female,,,C1,2010-06-01,yes,",
        "M2,1980-05-17,male,,,C1,2010-06-02,yes,",
    )
    assert [(3, "child_birth_date", "disagrees")] == faults(roster)


def test_what_is_said_of_one_plan_must_agree_as_well() -> None:
    roster = read(
        f"{HEADER},critical_illness.shares",
        "M1,1980-05-17,female,,,C1,2010-06-01,,,2",
        "M1,,,,,C2,2012-06-01,,,3",
    )
    assert [(3, "critical_illness.shares", "disagrees")] == faults(roster)


def test_shares_in_one_row_and_a_level_in_another_are_reported() -> None:
    roster = read(
        f"{HEADER},critical_illness.shares,critical_illness.level",
        "M1,1980-05-17,female,,,C1,2010-06-01,,,2,",
        "M1,,,,,C2,2012-06-01,,,,1",
    )
    assert [3] == [bad.row for bad in roster.bad]


def test_shares_in_one_row_and_no_in_another_are_reported() -> None:
    roster = read(
        f"{HEADER},critical_illness.shares,critical_illness.joins",
        "M1,1980-05-17,female,,,C1,2010-06-01,,,2,",
        "M1,,,,,C2,2012-06-01,,,,no",
    )
    assert [3] == [bad.row for bad in roster.bad]


def test_shares_of_two_children_are_each_child_s_own() -> None:
    roster = read(
        f"{HEADER},childrens_accident.shares",
        "M1,1980-05-17,female,,,C1,2010-06-01,,,2",
        "M1,,,,,C2,2012-06-01,,,3",
    )
    assert ((), [2, 3]) == (
        roster.bad,
        [row.ask("childrens_accident", "shares") for row in roster.rows],
    )


# Something needed is missing ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "column"),
    [
        ("M1,,female,,,,,,", "birth_date"),
        ("M1,1980-05-17,,,,,,,", "sex"),
        ("M1,1980-05-17,female,,,C1,,,", "child_birth_date"),
    ],
)
def test_what_is_needed_and_nowhere_said_is_reported(line: str, column: str) -> None:
    roster = read(HEADER, line)
    assert [(2, column, "not_said")] == faults(roster)


def test_it_is_reported_in_every_row_of_the_person() -> None:
    roster = read(HEADER, "M1,,female,,,C1,2010-06-01,,", "M1,,,,,C2,2012-06-01,,")
    assert [(2, "birth_date", "not_said"), (3, "birth_date", "not_said")] == faults(roster)


def test_a_bad_row_does_not_say_it_for_the_others() -> None:
    roster = read(HEADER, "M1,1980-05-17,female,?,,,,,", "M1,,,yes,,C1,2010-06-01,,")
    assert [
        (2, "serving", "not_yes_or_no"),
        (3, "birth_date", "not_said"),
        (3, "sex", "not_said"),
    ] == faults(roster)


def test_a_file_without_a_column_for_it_reports_it_in_every_row() -> None:
    roster = read("id,sex", "M1,female", "M2,male")
    assert [(2, "birth_date", "not_said"), (3, "birth_date", "not_said")] == faults(roster)


def test_a_row_without_an_id_is_reported() -> None:
    assert [(2, "id", "no_id")] == faults(read(PERSON, ",1980-05-17,female"))


def test_a_row_that_says_of_a_plan_alone_is_reported() -> None:
    roster = read(f"{PERSON},critical_illness.shares", ",,,2")
    assert [(2, "id", "no_id")] == faults(roster)


# Nobody is entered twice -------------------------------------------------------------------------


def test_a_member_who_stands_there_twice_is_reported() -> None:
    line = "M1,1980-05-17,female,,,,,,"
    roster = read(HEADER, line, line)
    assert [(3, "id", "member_twice")] == faults(roster)
    assert "row 2" in roster.bad[0].text("en")
    assert [2] == numbers(roster)


def test_a_member_who_stands_there_three_times_is_reported_twice() -> None:
    line = "M1,1980-05-17,female,,,,,,"
    assert [(3, "id", "member_twice"), (4, "id", "member_twice")] == faults(
        read(HEADER, line, line, line)
    )


def test_a_child_that_stands_there_twice_is_reported() -> None:
    line = "M1,1980-05-17,female,,,C1,2010-06-01,,"
    roster = read(HEADER, line, line)
    assert [(3, "child_id", "child_twice")] == faults(roster)
    assert [2] == numbers(roster)


def test_a_child_of_two_parents_is_entered_through_one() -> None:
    lines = ("M1,1980-05-17,female,,,C1,2010-06-01,,", "M2,1980-05-17,male,,,C1,2010-06-01,,")
    roster = read(HEADER, *lines)
    assert [(3, "roster.child_twice")] == [(bad.row, bad.code) for bad in roster.bad]


def test_ids_that_differ_by_case_are_two_people() -> None:
    roster = read(PERSON, "M1,1980-05-17,female", "m1,1980-05-17,female")
    assert [2, 3] == numbers(roster)


# Members and children share one space of ids -----------------------------------------------------


def test_a_child_with_the_id_of_its_parent_is_reported() -> None:
    roster = read(HEADER, "M1,1980-05-17,female,,,M1,2010-06-01,,")
    assert [(2, "child_id", "id_taken")] == faults(roster)


def test_a_child_with_the_id_of_a_member_is_reported() -> None:
    roster = read(HEADER, "M1,1980-05-17,female,,,,,,", "M2,1980-05-17,male,,,M1,2010-06-01,,")
    assert [(3, "child_id", "id_taken")] == faults(roster)
    assert "row 2" in roster.bad[0].text("en")


def test_a_member_with_the_id_of_a_child_is_reported() -> None:
    roster = read(HEADER, "M1,1980-05-17,female,,,C1,2010-06-01,,", "C1,1980-05-17,male,,,,,,")
    assert [(3, "id", "id_taken")] == faults(roster)
    assert "row 2" in roster.bad[0].text("en")


# A child without an id ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "column"),
    [
        ("M1,1980-05-17,female,,,,2010-06-01,,", "child_birth_date"),
        ("M1,1980-05-17,female,,,,,yes,", "child_healthy"),
        ("M1,1980-05-17,female,,,,,,no", "child_student"),
    ],
)
def test_what_is_said_of_a_child_without_an_id_is_reported(line: str, column: str) -> None:
    assert [(2, column, "child_without_id")] == faults(read(HEADER, line))


def test_a_name_alone_makes_no_child_known() -> None:
    roster = read(f"{PERSON},child_name", "M1,1980-05-17,female,小明")
    assert [(2, "child_name", "child_without_id")] == faults(roster)


# Parents and children ----------------------------------------------------------------------------

FAMILY = "id,birth_date,sex,child_id,child_birth_date"


@pytest.mark.parametrize("born", ["1980-05-17", "1980-05-16", "1960-01-01"])
def test_a_child_who_is_not_younger_than_the_parent_is_reported(born: str) -> None:
    roster = read(FAMILY, f"M1,1980-05-17,female,C1,{born}")
    assert [(2, "child_birth_date", "child_not_younger")] == faults(roster)


def test_a_child_may_be_younger_by_a_day() -> None:
    assert [2] == numbers(read(FAMILY, "M1,1980-05-17,female,C1,1980-05-18"))


def test_a_child_is_held_against_what_another_row_says_of_the_parent() -> None:
    roster = read(FAMILY, "M1,1980-05-17,female,C1,2010-06-01", "M1,,,C2,1980-05-17")
    assert ([2], [(3, "child_birth_date", "child_not_younger")]) == (
        numbers(roster),
        faults(roster),
    )


# Characters that are not seen --------------------------------------------------------------------


@pytest.mark.parametrize("unseen", ["\n", "\t", "\u200b"])
@pytest.mark.parametrize("column", ["id", "child_id"])
def test_an_id_with_a_character_that_is_not_seen_is_reported(column: str, unseen: str) -> None:
    ids = {"id": "M1", "child_id": "C1"} | {column: f'"A{unseen}1"'}
    roster = read(FAMILY, f"{ids['id']},1980-05-17,female,{ids['child_id']},2010-06-01")
    assert [(2, column, "unseen")] == faults(roster)


@pytest.mark.parametrize("name", ['"a\nb"', "=A1", "#N/A"])
def test_a_name_is_not_read(name: str) -> None:
    header = "id,birth_date,sex,name"
    assert [2] == numbers(read(header, f"M1,1980-05-17,female,{name}"))
