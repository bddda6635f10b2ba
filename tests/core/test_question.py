"""What a rule is asked: an entry of a unit, on a day, in a roster."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from mutualaid import (
    Child,
    Cover,
    Entry,
    Headcount,
    InvalidValue,
    Member,
    Question,
    Sex,
    Unit,
    load_catalogue,
)
from mutualaid.question import Count, Roster

STARTS = date(2016, 1, 1)
UNIT = Unit(
    "U1", employees=40, female_employees=22, employees_with_minor_children=12, high_risk=True
)
WOMAN = Member("M1", date(1980, 5, 17), Sex.FEMALE)
MAN = Member("M2", date(1980, 5, 17), Sex.MALE)


@pytest.mark.parametrize(
    ("kind", "number"),
    [
        (Headcount.EMPLOYEES, 40),
        (Headcount.FEMALE_EMPLOYEES, 22),
        (Headcount.EMPLOYEES_WITH_MINOR_CHILDREN, 12),
    ],
)
def test_a_headcount_is_the_number_that_the_unit_declares(kind: Headcount, number: int) -> None:
    assert number == kind.of(UNIT)


@pytest.mark.parametrize("kind", Headcount)
def test_a_headcount_that_was_not_declared_is_none(kind: Headcount) -> None:
    assert kind.of(Unit("U1")) is None


@pytest.mark.parametrize("member", [WOMAN, MAN], ids=lambda member: member.sex.value)
def test_everyone_counts_among_the_employees(member: Member) -> None:
    assert Headcount.EMPLOYEES.counts(Entry(member), STARTS)


def test_a_woman_counts_among_the_women() -> None:
    assert Headcount.FEMALE_EMPLOYEES.counts(Entry(WOMAN), STARTS)


def test_a_man_does_not_count_among_the_women() -> None:
    assert not Headcount.FEMALE_EMPLOYEES.counts(Entry(MAN), STARTS)


@pytest.mark.parametrize(("born", "counts"), [(date(1998, 1, 1), False), (date(1998, 1, 2), True)])
def test_a_parent_counts_up_to_the_day_before_the_childs_18th_birthday(
    born: date, counts: bool
) -> None:
    entry = Entry(MAN, child=Child("C1", born))
    assert counts is Headcount.EMPLOYEES_WITH_MINOR_CHILDREN.counts(entry, STARTS)


def test_a_member_entered_without_a_child_does_not_count_among_the_parents() -> None:
    assert not Headcount.EMPLOYEES_WITH_MINOR_CHILDREN.counts(Entry(MAN), STARTS)


@pytest.mark.parametrize(
    ("own", "of_the_unit", "due"),
    [
        (None, None, None),
        (None, False, False),
        (None, True, True),
        (False, None, False),
        (False, False, False),
        (False, True, False),
        (True, None, True),
        (True, False, True),
        (True, True, True),
    ],
)
def test_the_members_own_risk_goes_before_the_units(
    own: bool | None, of_the_unit: bool | None, due: bool | None
) -> None:
    member = Member("M1", date(1980, 5, 17), Sex.MALE, high_risk=own)
    assert due is Question(member, Unit("U1", high_risk=of_the_unit), STARTS).high_risk


@pytest.mark.parametrize("days", [0, -1, -20 * 365])
def test_a_child_is_not_as_old_as_its_parent_or_older(days: int) -> None:
    child = Child("C1", WOMAN.birth_date + timedelta(days=days))
    with pytest.raises(InvalidValue, match="not born after the parent"):
        Entry(WOMAN, child=child)
    with pytest.raises(InvalidValue, match="not born after the parent"):
        Question(WOMAN, UNIT, STARTS, child=child)


def test_a_child_may_be_younger_than_its_parent_by_a_day() -> None:
    child = Child("C1", WOMAN.birth_date + timedelta(days=1))
    assert (
        child == Entry(WOMAN, child=child).child == Question(WOMAN, UNIT, STARTS, child=child).child
    )


def test_no_cover_is_of_a_child_who_is_older_than_the_parent() -> None:
    edition = load_catalogue()["childrens_accident"].edition(date(2016, 1, 1))
    child = Child("C1", WOMAN.birth_date, healthy=True)
    with pytest.raises(InvalidValue, match="not born after the parent"):
        Cover(edition, "U1", WOMAN, date(2016, 1, 1), child=child)


def test_a_question_can_be_asked_of_an_entry() -> None:
    child = Child("C1", date(2010, 6, 1))
    entry = Entry(MAN, child=child, shares=3)
    assert Question(MAN, UNIT, STARTS, child=child, shares=3) == Question.of(entry, UNIT, STARTS)


def test_a_roster_counts_by_headcount() -> None:
    roster = Roster({}, tuple((kind, Count(1, 2)) for kind in Headcount))
    assert Count(1, 2) == roster.count(Headcount.FEMALE_EMPLOYEES)


def test_a_roster_that_is_still_being_counted_counts_none() -> None:
    assert Roster({}).count(Headcount.EMPLOYEES) is None


def test_a_roster_does_not_follow_the_mapping_that_it_was_made_of() -> None:
    members: dict[str, bool | None] = {"M1": True}
    roster = Roster(members)
    members["M1"] = False
    assert roster.members["M1"]


def test_who_stands_in_a_roster_does_not_change() -> None:
    with pytest.raises(TypeError):
        Roster({"M1": True}).members["M1"] = False  # type: ignore[index]


def test_equal_rosters_are_equal_and_hash_alike() -> None:
    one, other = Roster({"M1": None}), Roster({"M1": None})
    assert (one, hash(one)) == (other, hash(other))
