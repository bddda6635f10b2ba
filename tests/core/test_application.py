"""Applications: who may be entered together."""

from __future__ import annotations

from datetime import date

import attrs
import pytest

from mutualaid import Application, Child, Entry, InvalidValue, Member, Sex, Unit

STARTS = date(2016, 1, 1)
UNIT = Unit("U1", employees=40)
MEMBER = Member("M1", date(1980, 5, 17), Sex.FEMALE)
OTHER = Member("M2", date(1985, 5, 17), Sex.MALE)
CHILD = Child("C1", date(2010, 6, 1))
SIBLING = Child("C2", date(2012, 6, 1))


def apply(*entries: Entry, covered: tuple[Entry | Member, ...] = ()) -> Application:
    """Make an application of one unit."""
    return Application(UNIT, STARTS, entries, already_covered=covered)


def test_an_application_of_nobody_can_be_made() -> None:
    assert () == apply().entries


def test_entries_are_kept_in_the_order_given() -> None:
    entries = (Entry(OTHER), Entry(MEMBER))
    assert entries == apply(*entries).entries


def test_entries_may_come_from_an_iterator() -> None:
    application = Application(UNIT, STARTS, (Entry(person) for person in (MEMBER, OTHER)))
    assert (Entry(MEMBER), Entry(OTHER)) == application.entries


def test_a_member_may_be_entered_alone_and_with_each_child() -> None:
    entries = (Entry(MEMBER), Entry(MEMBER, child=CHILD), Entry(MEMBER, child=SIBLING))
    assert entries == apply(*entries).entries


def test_a_child_is_entered_by_one_parent_and_not_by_both() -> None:
    entries = (Entry(MEMBER, child=CHILD), Entry(OTHER, child=CHILD))
    with pytest.raises(InvalidValue, match="Child C1 is entered twice"):
        apply(*entries)


def test_equal_data_under_one_id_are_one_person() -> None:
    again = Member("M1", date(1980, 5, 17), Sex.FEMALE)
    entries = (Entry(MEMBER), Entry(again, child=CHILD))
    assert entries == apply(*entries).entries


def test_a_member_who_is_covered_stands_for_the_members_own_entry() -> None:
    assert (Entry(OTHER),) == apply(Entry(MEMBER), covered=(OTHER,)).already_covered


def test_who_is_covered_through_a_child_is_named_by_the_entry() -> None:
    covered = Entry(OTHER, child=CHILD)
    assert (covered,) == apply(Entry(MEMBER), covered=(covered,)).already_covered


def test_nobody_is_covered_where_nobody_is_named() -> None:
    assert () == apply(Entry(MEMBER)).already_covered


def test_who_is_covered_may_apply_again() -> None:
    assert (Entry(MEMBER),) == apply(Entry(MEMBER), covered=(MEMBER,)).entries


def test_who_is_covered_may_be_named_twice() -> None:
    assert 2 == len(apply(covered=(MEMBER, Entry(MEMBER, child=CHILD))).already_covered)


def test_who_is_covered_has_the_same_data_as_who_applies() -> None:
    with pytest.raises(InvalidValue, match="One id names two different sets of data"):
        apply(Entry(MEMBER), covered=(Member("M1", date(1980, 5, 18), Sex.FEMALE),))


def test_a_birth_on_the_day_the_cover_starts_is_taken() -> None:
    newborn = Child("C3", STARTS)
    assert newborn == apply(Entry(MEMBER, child=newborn)).entries[0].child


def test_a_birth_on_the_day_after_is_not() -> None:
    with pytest.raises(InvalidValue, match="C3 is born after the cover starts"):
        apply(Entry(MEMBER, child=Child("C3", date(2016, 1, 2))))


def test_the_clash_of_two_sets_of_data_shows_both() -> None:
    other = Member("M1", date(1980, 5, 18), Sex.FEMALE)
    with pytest.raises(InvalidValue) as caught:
        apply(Entry(MEMBER), Entry(other, child=CHILD))
    assert f"{MEMBER!r} and {other!r}" == caught.value.hint


def test_a_child_entered_twice_is_named_with_the_member() -> None:
    with pytest.raises(InvalidValue) as caught:
        apply(Entry(MEMBER, child=CHILD), Entry(MEMBER, child=CHILD))
    assert ("M1", "C1") == caught.value.value


def test_an_entry_is_known_by_member_and_child() -> None:
    assert ("M1", "C1") == Entry(MEMBER, child=CHILD).key


def test_an_entry_of_the_member_alone_is_known_by_the_member() -> None:
    assert ("M1", None) == Entry(MEMBER).key


def test_an_entry_is_of_one_share_and_no_level_if_not_said() -> None:
    assert (1, None) == (Entry(MEMBER).shares, Entry(MEMBER).level)


def test_one_share_may_stand_beside_a_level() -> None:
    assert 4 == Entry(MEMBER, shares=1, level=4).level


def test_an_application_does_not_change() -> None:
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        apply(Entry(MEMBER)).entries = ()  # type: ignore[misc]


def test_equal_applications_are_equal_and_hash_alike() -> None:
    one, other = apply(Entry(MEMBER)), apply(Entry(MEMBER))
    assert (one, hash(one)) == (other, hash(other))
