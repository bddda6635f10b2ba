"""Resident identity numbers: what is read from them, how they are refused, and that none is shown.

Every number here is made up; its check digit is computed, where it is to be right.
"""

from __future__ import annotations

import sys
from datetime import date

import pytest
from records.rosters import faults, identity_number, numbers, read, shown, wide

from mutualaid import MissingExtra, MutualAidError, Sex
from mutualaid.records.cells import mask, read_identity_number

NUMBERED = "id,identity_number"
WITH_CHILD = "id,birth_date,sex,child_id,child_identity_number"
PARENT = "M1,1980-05-17,female"

# What is read from it --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("order", "sex"),
    [("990", Sex.FEMALE), ("991", Sex.MALE), ("998", Sex.FEMALE), ("999", Sex.MALE)],
)
def test_the_last_digit_but_one_is_even_for_women_and_odd_for_men(order: str, sex: Sex) -> None:
    roster = read(NUMBERED, f"M1,{identity_number(order=order)}")
    assert [sex] == [row.member.sex for row in roster.rows]


def test_the_birth_date_stands_in_it() -> None:
    roster = read(NUMBERED, f"M1,{identity_number('19800229')}")
    assert [date(1980, 2, 29)] == [row.member.birth_date for row in roster.rows]


def test_a_birth_date_in_a_column_of_its_own_may_agree() -> None:
    lines = f"{NUMBERED},birth_date", f"M1,{identity_number('19800517')},1980/5/17"
    assert [2] == numbers(read(*lines))


def test_a_sex_in_a_column_of_its_own_may_agree() -> None:
    assert [2] == numbers(read(f"{NUMBERED},sex", f"M1,{identity_number(order='998')},女"))


def ending_in_x() -> str:
    return next(
        number
        for order in range(100, 999)
        if (number := identity_number(order=str(order))).endswith("X")
    )


@pytest.mark.parametrize(
    "written",
    [ending_in_x(), ending_in_x().lower(), wide(ending_in_x()), f" {ending_in_x()} "],
    ids=["X", "x", "full-width", "blanks around it"],
)
def test_the_check_digit_may_be_an_x_of_any_form(written: str) -> None:
    assert [2] == numbers(read(NUMBERED, f"M1,{written}"))


def test_one_number_in_two_ways_of_writing_is_one_person() -> None:
    number = ending_in_x()
    roster = read(
        "identity_number,child_id,child_birth_date",
        f"{number},C1,2010-06-01",
        f"{wide(number.lower())},C2,2012-06-01",
    )
    assert 1 == len({row.member.id for row in roster.rows})


def test_the_birth_date_of_a_child_is_read_from_its_own_number() -> None:
    roster = read(WITH_CHILD, f"{PARENT},C1,{identity_number('20100601')}")
    assert [date(2010, 6, 1)] == [row.child and row.child.birth_date for row in roster.rows]


# In place of an id -----------------------------------------------------------------------------


def test_a_number_names_its_person_where_no_id_does() -> None:
    first, second = identity_number(order="100"), identity_number(order="200")
    roster = read("identity_number", first, second)
    assert 2 == len({row.member.id for row in roster.rows})


def test_what_names_the_person_is_not_the_number() -> None:
    roster = read("identity_number", identity_number())
    assert not set("19800517") <= set(roster.rows[0].member.id)


def test_rows_with_one_number_are_one_person() -> None:
    number = identity_number()
    roster = read(
        "identity_number,child_id,child_birth_date",
        f"{number},C1,2010-06-01",
        f"{number},C2,2012-06-01",
    )
    assert 1 == len({row.member.id for row in roster.rows})


def test_one_number_twice_is_one_person_twice() -> None:
    roster = read("identity_number", identity_number(), identity_number())
    assert [(3, "member_twice")] == [(row, code) for row, _, code in faults(roster)]


def test_an_id_goes_before_the_number() -> None:
    roster = read(NUMBERED, f"F001,{identity_number()}")
    assert ["F001"] == [row.member.id for row in roster.rows]


def test_a_child_s_number_names_the_child_where_no_id_does() -> None:
    one, other = identity_number("20100601"), identity_number("20120601")
    roster = read("id,birth_date,sex,child_identity_number", f"{PARENT},{one}", f"{PARENT},{other}")
    assert 2 == len({row.child and row.child.id for row in roster.rows})


def test_one_child_s_number_twice_is_one_child_twice() -> None:
    line = f"{PARENT},{identity_number('20100601')}"
    roster = read("id,birth_date,sex,child_identity_number", line, line)
    assert [(3, "child_twice")] == [(row, code) for row, _, code in faults(roster)]


def test_a_made_up_name_of_a_row_is_nobody_s_id() -> None:
    """Row 3 names its member as the library might name that of row 2."""
    made_up = read("identity_number", identity_number()).rows[0].member.id
    roster = read(
        f"{NUMBERED},birth_date,sex,child_id,child_birth_date",
        f",{identity_number()},,,,",
        f"{made_up},,1980-05-17,female,C1,2010-06-01",
    )
    assert [2, 3] == numbers(roster)
    assert 2 == len({row.member.id for row in roster.rows})


# One person is counted once ----------------------------------------------------------------------


def test_one_number_under_two_ids_is_reported() -> None:
    roster = read(NUMBERED, f"F001,{identity_number()}", f"F002,{identity_number()}")
    assert [3] == [bad.row for bad in roster.bad]


def test_one_number_with_an_id_and_without_is_not_two_people() -> None:
    roster = read(NUMBERED, f"F001,{identity_number()}", f",{identity_number()}")
    assert 1 == len({row.member.id for row in roster.rows})


def test_one_number_without_an_id_and_with_one_is_not_two_people() -> None:
    roster = read(NUMBERED, f",{identity_number()}", f"F001,{identity_number()}")
    assert 1 == len({row.member.id for row in roster.rows})


def test_two_numbers_under_one_id_are_reported() -> None:
    roster = read(
        f"{NUMBERED},child_id,child_birth_date",
        f"F001,{identity_number(order='100')},C1,2010-06-01",
        f"F001,{identity_number(order='200')},C2,2012-06-01",
    )
    assert [3] == [bad.row for bad in roster.bad]


def test_a_child_with_the_number_of_its_parent_is_reported() -> None:
    number = identity_number("20000101")
    roster = read("identity_number,child_identity_number", f"{number},{number}")
    assert [2] == [bad.row for bad in roster.bad]


def test_a_child_with_the_number_of_another_member_is_reported() -> None:
    one, other = identity_number(order="100"), identity_number(order="200")
    roster = read("identity_number,child_identity_number", f"{one},", f"{other},{one}")
    assert [3] == [bad.row for bad in roster.bad]


# How it is refused -------------------------------------------------------------------------------


def wrong_check_digit(number: str) -> str:
    return number[:-1] + ("1" if number[-1] == "0" else "0")


REFUSED = {
    "a wrong check digit": (wrong_check_digit(identity_number()), "identity_check_digit"),
    "a check digit of X that is another": (identity_number()[:-1] + "X", "identity_check_digit"),
    "a digit too few": (identity_number()[:-1], "identity_length"),
    "a digit too many": (identity_number() + "1", "identity_length"),
    "an old number of 15 digits": ("110101800517998", "identity_length"),
    "a month that does not exist": (identity_number("19801317"), "identity_invalid"),
    "a day that does not exist": (identity_number("19800230"), "identity_invalid"),
    "a place that does not exist": (identity_number(place="990101"), "identity_invalid"),
    "a letter among the digits": (identity_number().replace("0", "O", 1), "identity_invalid"),
    "no number at all": ("none", "identity_length"),
}


@pytest.mark.parametrize(("written", "code"), REFUSED.values(), ids=REFUSED)
def test_a_number_is_refused_for(written: str, code: str) -> None:
    roster = read(NUMBERED, f"M1,{written}")
    assert [(2, "identity_number", code)] == faults(roster)


@pytest.mark.parametrize(("written", "code"), REFUSED.values(), ids=REFUSED)
def test_a_child_s_number_is_refused_for(written: str, code: str) -> None:
    roster = read(WITH_CHILD, f"{PARENT},C1,{written}")
    assert [(2, "child_identity_number", code)] == faults(roster)


def test_a_child_who_is_no_member_yet_is_born_up_to_the_start() -> None:
    assert [2] == numbers(read(WITH_CHILD, f"{PARENT},C1,{identity_number('20160101')}"))


def test_a_child_s_number_with_a_birth_after_the_start_is_refused() -> None:
    roster = read(WITH_CHILD, f"{PARENT},C1,{identity_number('20160102')}")
    assert ["born_after_start"] == [code for _, _, code in faults(roster)]


@pytest.mark.parametrize(
    ("place", "founded"), [("110111", 1986), ("110115", 2001), ("110118", 2015)]
)
def test_a_district_may_be_younger_than_who_was_registered_there(place: str, founded: int) -> None:
    """Numbers are given out since 1984, by the place of registration then, to people of any age."""
    number = identity_number(f"{founded - 30}0517", place=place)
    assert [2] == numbers(read(NUMBERED, f"M1,{number}"))


def test_a_birth_date_that_disagrees_is_reported_where_it_stands() -> None:
    number = identity_number("19800517")
    roster = read("工号,居民身份证号,出生日期", f"M1,{number},1980-05-16")
    assert [(2, "出生日期", "identity_disagrees")] == faults(roster)
    assert ["1980-05-16"] == [bad.value for bad in roster.bad]


def test_a_sex_that_disagrees_is_reported_where_it_stands() -> None:
    roster = read("工号,居民身份证号,性别", f"M1,{identity_number(order='998')},男")
    assert [(2, "性别", "identity_disagrees")] == faults(roster)


def test_birth_date_and_sex_can_both_disagree() -> None:
    number = identity_number("19800517", order="998")
    roster = read(f"{NUMBERED},birth_date,sex", f"M1,{number},1980-05-16,male")
    assert [
        (2, "birth_date", "identity_disagrees"),
        (2, "sex", "identity_disagrees"),
    ] == faults(roster)


def test_a_child_s_birth_date_that_disagrees_is_reported_where_it_stands() -> None:
    header = f"{WITH_CHILD},child_birth_date"
    roster = read(header, f"{PARENT},C1,{identity_number('20100601')},2010-06-02")
    assert [(2, "child_birth_date", "identity_disagrees")] == faults(roster)


def test_an_identity_number_is_no_id() -> None:
    roster = read("id,birth_date,sex", f"{identity_number()},1980-05-17,female")
    assert [(2, "id", "id_is_identity_number")] == faults(roster)


def test_an_identity_number_is_no_id_of_a_child() -> None:
    header = "id,birth_date,sex,child_id,child_birth_date"
    roster = read(header, f"{PARENT},{identity_number('20100601')},2010-06-01")
    assert [(2, "child_id", "id_is_identity_number")] == faults(roster)


@pytest.mark.parametrize(
    "written",
    [
        wrong_check_digit(identity_number()),
        "110101800517998",
        identity_number().lower(),
        "9" * 18,
        "9" * 17 + "x",
    ],
)
def test_what_is_built_like_an_identity_number_is_no_id(written: str) -> None:
    roster = read("id,birth_date,sex", f"{written},1980-05-17,female")
    assert [(2, "id", "id_is_identity_number")] == faults(roster)


@pytest.mark.parametrize("written", ["F001", "123456", "110101", "20160101001", "9" * 17, "9" * 19])
def test_other_numbers_may_be_ids(written: str) -> None:
    roster = read("id,birth_date,sex", f"{written},1980-05-17,female")
    assert [written] == [row.member.id for row in roster.rows]


# None is ever shown ------------------------------------------------------------------------------

NUMBER = identity_number("19800517")
WRONG = wrong_check_digit(NUMBER)
SPACED = f"{NUMBER[:6]} {NUMBER[6:14]} {NUMBER[14:]}"
DASHED = SPACED.replace(" ", "-")
WHOLE = {
    "as it is": NUMBER,
    "with a wrong check digit": WRONG,
    "with blanks": SPACED,
    "with dashes": DASHED,
    "with a digit too many": f"{NUMBER}1",
    "with two digits too many": f"{NUMBER}12",
    "with an apostrophe before it": f"'{NUMBER}",
    "with letters before it": f"ID{NUMBER}",
    "with a word behind it": f"{NUMBER}(身份证)",
    "in full width": wide(NUMBER),
    "of 15 digits": "110101800517998",
    "that ends in x": ending_in_x().lower(),
}
BROKEN = {
    "with a digit too few": NUMBER[:-1],
    "with the letter O for a nought": NUMBER.replace("0", "O", 1),
}
WRITTEN = {**WHOLE, **BROKEN}
PLACES = {
    "identity_number": ("id,birth_date,sex,identity_number", "M1,1980-05-17,female,{}"),
    "child_identity_number": (WITH_CHILD, f"{PARENT},C1,{{}}"),
    "birth_date": ("id,birth_date,sex", "M1,{},female"),
    "sex": ("id,birth_date,sex", "M1,1980-05-17,{}"),
    "serving": ("id,birth_date,sex,serving", f"{PARENT},{{}}"),
    "name": ("id,birth_date,sex,name", f"{PARENT},{{}}"),
    "child_name": (
        "id,birth_date,sex,child_id,child_birth_date,child_name",
        f"{PARENT},C1,2010-06-01,{{}}",
    ),
    "shares": ("id,birth_date,sex,critical_illness.shares", f"{PARENT},{{}}"),
    "an unknown column": ("id,birth_date,sex,remarks", f"{PARENT},{{}}"),
    "no column": ("id,birth_date,sex", f"{PARENT},{{}}"),
    "the header": ("id,birth_date,sex,{}", f"{PARENT},x"),
    "beside a bad cell": ("id,identity_number,sex", "M1,{},x"),
}


IDS = {
    "id": ("id,birth_date,sex", "{},1980-05-17,female"),
    "child_id": ("id,birth_date,sex,child_id,child_birth_date", f"{PARENT},{{}},2010-06-01"),
}
CASES = {
    f"{place}, {how}": (lines, written)
    for places, ways in ((PLACES, WRITTEN), (IDS, WHOLE))
    for place, lines in places.items()
    for how, written in ways.items()
}


@pytest.mark.parametrize(("lines", "written"), CASES.values(), ids=CASES)
def test_no_identity_number_is_shown_wherever_it_stands(
    lines: tuple[str, str], written: str
) -> None:
    everything = shown(read(*(line.format(written) for line in lines)))
    assert written not in everything
    assert written.upper() not in everything
    assert NUMBER not in everything


@pytest.mark.parametrize("written", WRITTEN.values(), ids=WRITTEN)
def test_no_identity_number_is_shown_where_the_header_is_missing(written: str) -> None:
    with pytest.raises(MutualAidError) as caught:
        read(f"张三,{written},女")
    assert written not in f"{caught.value} {caught.value!r} {caught.value.__dict__}"


def test_the_region_and_the_last_two_characters_are_shown() -> None:
    roster = read(NUMBERED, f"M1,{WRONG}")
    assert [f"110101**********{WRONG[-2:]}"] == [bad.value for bad in roster.bad]


@pytest.mark.parametrize(
    ("written", "masked"),
    [
        ("110101199003079981", "110101**********81"),
        ("11010119900307999X", "110101**********9X"),
        ("11010119900307999x", "110101**********9x"),
        ("110101900307998", "110101*******98"),
        ("张三 110101199003079981", "张三 110101**********81"),
        ("20160101", "20160101"),
        ("F001", "F001"),
        ("", ""),
    ],
)
def test_a_mask_hides_the_middle_of_a_number_and_nothing_else(written: str, masked: str) -> None:
    assert masked == mask(written)


def test_an_identity_keeps_its_number_out_of_its_repr() -> None:
    assert NUMBER not in repr(read_identity_number(NUMBER))


# Without python-stdnum ---------------------------------------------------------------------------


@pytest.fixture
def no_stdnum(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make python-stdnum look as if it were not installed."""
    for name in [name for name in sys.modules if name.partition(".")[0] == "stdnum"]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "stdnum", None)


@pytest.mark.usefixtures("no_stdnum")
def test_without_stdnum_an_identity_number_cannot_be_read_and_the_extra_is_named() -> None:
    with pytest.raises(MissingExtra, match=r"python-stdnum(.|\n)*mutualaid\[roster\]"):
        read(NUMBERED, f"M1,{NUMBER}")


@pytest.mark.usefixtures("no_stdnum")
def test_without_stdnum_a_roster_without_identity_numbers_is_read() -> None:
    assert [2] == numbers(read(f"{NUMBERED},birth_date,sex", "M1,,1980-05-17,female"))
