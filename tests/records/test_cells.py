"""Cells as people write them: each form that is read, and each that is refused."""

from __future__ import annotations

from datetime import date

import pytest
from records.rosters import PERSON, faults, numbers, read, wide

from mutualaid import Sex
from mutualaid.messages import render
from mutualaid.messages import table as messages

# Dates -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "written",
    [
        "1980-05-07",
        "1980-5-7",
        "1980-05-7",
        "1980/05/07",
        "1980/5/7",
        "1980.05.07",
        "1980.5.7",
        "1980年5月7日",
        "1980年05月07日",
        "1980年5月7",
        "19800507",
        wide("1980-05-07"),
        wide("1980/5/7"),
        wide("1980.5.7"),
        wide("19800507"),
        wide("1980年5月7日"),
        "  1980-05-07  ",
        "\u30001980-05-07\u3000",
        "\t1980-05-07",
    ],
)
def test_a_date_is_read_in_every_usual_form(written: str) -> None:
    roster = read(PERSON, f"M1,{written},female")
    assert [date(1980, 5, 7)] == [row.member.birth_date for row in roster.rows]


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("1980-12-31", date(1980, 12, 31)),
        ("1980-11-2", date(1980, 11, 2)),
        ("1980-1-12", date(1980, 1, 12)),
        ("19801102", date(1980, 11, 2)),
        ("19800112", date(1980, 1, 12)),
        ("1980年11月2日", date(1980, 11, 2)),
        ("1980-02-29", date(1980, 2, 29)),
        ("2000/2/29", date(2000, 2, 29)),
        ("19840229", date(1984, 2, 29)),
    ],
)
def test_a_date_is_read_as_it_is_written(written: str, expected: date) -> None:
    roster = read(PERSON, f"M1,{written},female")
    assert [expected] == [row.member.birth_date for row in roster.rows]


@pytest.mark.parametrize(
    "written",
    [
        "17/05/1980",
        "05-17-1980",
        "17.5.1980",
        "80-05-17",
        "1980-05",
        "1980/5",
        "1980",
        "198005",
        "198005170",
        "1980-05/17",
        "1980/05-17",
        "1980.05-17",
        "1980年5-17",
        "1980-5月17日",
        "1980 05 17",
        "1980-05-17 00:00:00",
        "1980-05-17T00:00",
        "1980-005-17",
        "1980-05-017",
        "-1980-05-17",
        "29358",
        "May 17, 1980",
        "一九八〇年五月十七日",
        "unknown",
        "?",
        "0",
    ],
)
def test_what_is_no_date_is_refused(written: str) -> None:
    roster = read(PERSON, f'M1,"{written}",female')
    assert [(2, "birth_date", "not_a_date")] == faults(roster)


@pytest.mark.parametrize("written", ["1980112", "1980111", "1980507", "1980010"])
def test_a_date_of_seven_digits_is_refused_since_it_has_two_readings(written: str) -> None:
    roster = read(PERSON, f"M1,{written},female")
    assert [(2, "birth_date", "not_a_date")] == faults(roster)


@pytest.mark.parametrize(
    "written",
    [
        "1980-02-30",
        "1981-02-29",
        "1900-02-29",
        "1980-04-31",
        "1980-13-01",
        "1980-00-10",
        "1980-05-00",
        "1980-05-32",
        "19801301",
        "19800230",
        "0000-01-01",
        "1981年2月29日",
    ],
)
def test_a_day_that_never_was_is_refused(written: str) -> None:
    roster = read(PERSON, f"M1,{written},female")
    assert [(2, "birth_date", "no_such_day")] == faults(roster)


def test_the_birth_date_of_a_child_is_read_alike() -> None:
    roster = read(f"{PERSON},child_id,child_birth_date", "M1,1980-05-17,female,C1,2010年6月1日")
    assert [date(2010, 6, 1)] == [row.child and row.child.birth_date for row in roster.rows]


def test_the_birth_date_of_a_child_is_refused_alike() -> None:
    roster = read(f"{PERSON},child_id,child_birth_date", "M1,1980-05-17,female,C1,2010-06-31")
    assert [(2, "child_birth_date", "no_such_day")] == faults(roster)


# A birth and the start ---------------------------------------------------------------------------


def test_a_birth_on_the_start_day_is_good() -> None:
    assert numbers(read(PERSON, "M1,2016-01-01,female")) == [2]


def test_a_birth_on_the_day_after_the_start_is_refused() -> None:
    roster = read(PERSON, "M1,2016-01-02,female")
    assert [(2, "birth_date", "born_after_start")] == faults(roster)
    assert "2016-01-01" in roster.bad[0].text("en")


def test_a_child_s_birth_on_the_start_day_is_good() -> None:
    lines = f"{PERSON},child_id,child_birth_date", "M1,1980-05-17,female,C1,2016-01-01"
    assert numbers(read(*lines)) == [2]


def test_a_child_s_birth_on_the_day_after_the_start_is_refused() -> None:
    lines = f"{PERSON},child_id,child_birth_date", "M1,1980-05-17,female,C1,2016-01-02"
    assert [(2, "child_birth_date", "born_after_start")] == faults(read(*lines))


def test_a_later_start_lets_a_later_birth_pass() -> None:
    lines = f"{PERSON},child_id,child_birth_date", "M1,1980-05-17,female,C1,2016-01-02"
    assert numbers(read(*lines, starts=date(2016, 1, 2))) == [2]


# Yes and no --------------------------------------------------------------------------------------

OF_MEMBER = ("serving", "basic_medical_insurance", "union_member", "jingka_card", "high_risk")
OF_CHILD = ("healthy", "student")


@pytest.mark.parametrize(
    "written",
    ["yes", "Yes", "YES", "y", "Y", "true", "TRUE", "1", "是", "有", wide("yes"), wide("1")],
)
def test_yes_is_said_in_many_words(written: str) -> None:
    roster = read(f"{PERSON},serving", f"M1,1980-05-17,female,{written}")
    assert [True] == [row.member.serving for row in roster.rows]


@pytest.mark.parametrize(
    "written",
    ["no", "No", "NO", "n", "N", "false", "False", "0", "否", "无", wide("NO"), wide("0")],
)
def test_no_is_said_in_many_words(written: str) -> None:
    roster = read(f"{PERSON},serving", f"M1,1980-05-17,female,{written}")
    assert [False] == [row.member.serving for row in roster.rows]


@pytest.mark.parametrize(
    "written", ["maybe", "2", "-", "?", "√", "x", "on", "不是", "没有", "是否", "n/a", "yes."]
)
def test_what_is_neither_yes_nor_no_is_refused(written: str) -> None:
    roster = read(f"{PERSON},serving", f"M1,1980-05-17,female,{written}")
    assert [(2, "serving", "not_yes_or_no")] == faults(roster)


@pytest.mark.parametrize("blank", ["", " ", "\t", "\u3000", '""', '"  "'])
def test_a_blank_cell_is_unknown(blank: str) -> None:
    roster = read(f"{PERSON},serving", f"M1,1980-05-17,female,{blank}")
    assert [None] == [row.member.serving for row in roster.rows]


@pytest.mark.parametrize("name", OF_MEMBER)
@pytest.mark.parametrize(("written", "expected"), [("是", True), ("否", False), ("", None)])
def test_each_attribute_of_a_member_has_its_column(
    name: str, written: str, expected: bool | None
) -> None:
    roster = read(f"{PERSON},{name}", f"M1,1980-05-17,female,{written}")
    assert [expected] == [getattr(row.member, name) for row in roster.rows]


@pytest.mark.parametrize("name", OF_CHILD)
@pytest.mark.parametrize(("written", "expected"), [("是", True), ("否", False), ("", None)])
def test_each_attribute_of_a_child_has_its_column(
    name: str, written: str, expected: bool | None
) -> None:
    header = f"{PERSON},child_id,child_birth_date,child_{name}"
    roster = read(header, f"M1,1980-05-17,female,C1,2010-06-01,{written}")
    assert [expected] == [getattr(row.child, name) for row in roster.rows]


@pytest.mark.parametrize(
    "name",
    [*OF_MEMBER, "critical_illness.joins", "critical_illness.covered", "medical.joins"],
)
def test_every_column_of_yes_or_no_refuses_another_word(name: str) -> None:
    roster = read(f"{PERSON},{name}", "M1,1980-05-17,female,perhaps")
    assert [(2, name, "not_yes_or_no")] == faults(roster)


# Sexes -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("female", Sex.FEMALE),
        ("Female", Sex.FEMALE),
        ("F", Sex.FEMALE),
        ("女", Sex.FEMALE),
        (" 女 ", Sex.FEMALE),
        (wide("f"), Sex.FEMALE),
        ("male", Sex.MALE),
        ("MALE", Sex.MALE),
        ("m", Sex.MALE),
        ("男", Sex.MALE),
    ],
)
def test_a_sex_is_read_in_both_languages(written: str, expected: Sex) -> None:
    assert [expected] == [row.member.sex for row in read(PERSON, f"M1,1980-05-17,{written}").rows]


@pytest.mark.parametrize("written", ["x", "woman", "女性", "0", "1", "是", "男女"])
def test_what_is_no_sex_is_refused(written: str) -> None:
    assert [(2, "sex", "not_a_sex")] == faults(read(PERSON, f"M1,1980-05-17,{written}"))


# Numbers -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("1", 1),
        ("4", 4),
        ("12", 12),
        (wide("4"), 4),
        ("04", 4),
        (" 2 ", 2),
        ("999999999", 999_999_999),
    ],
)
def test_a_whole_number_from_1_up_is_read(written: str, expected: int) -> None:
    roster = read(f"{PERSON},critical_illness.shares", f"M1,1980-05-17,female,{written}")
    assert [expected] == [row.ask("critical_illness", "shares") for row in roster.rows]


@pytest.mark.parametrize(
    "written",
    ["0", "00", "-1", "+1", "1.0", "2.5", "1e3", "two", "两", "2份", "1 2", "1000000000", "٣"],
)
@pytest.mark.parametrize("name", ["critical_illness.shares", "accident.level"])
def test_any_other_number_is_refused(name: str, written: str) -> None:
    roster = read(f"{PERSON},{name}", f"M1,1980-05-17,female,{written}")
    assert [(2, name, "not_a_number")] == faults(roster)


# Reports -----------------------------------------------------------------------------------------


def test_a_bad_cell_says_row_column_value_and_reason() -> None:
    roster = read("工号,出生日期,性别", "M1,1980-05-17,女", "M2,1985-02-30,女")
    assert {
        "row": 3,
        "column": "出生日期",
        "value": "1985-02-30",
        "code": "roster.no_such_day",
        "text": {"zh": "没有这一天", "en": "there is no such day"},
    } == roster.bad[0].to_dict()


def test_every_bad_cell_of_a_row_is_reported() -> None:
    roster = read(f"{PERSON},serving", "M1,1985-02-30,x,perhaps")
    assert [
        (2, "birth_date", "no_such_day"),
        (2, "sex", "not_a_sex"),
        (2, "serving", "not_yes_or_no"),
    ] == faults(roster)


def test_a_row_with_one_bad_cell_is_not_among_the_good() -> None:
    roster = read(f"{PERSON},high_risk", "M1,1980-05-17,female,perhaps", "M2,1980-05-17,female,")
    assert [3] == numbers(roster)


def test_bad_cells_come_in_the_order_of_rows() -> None:
    lines = ["M1,1980-05-17,x", "M1,1980-05-18,male", "M2,1980-05-17,x", "M1,1980-05-17,male"]
    roster = read(PERSON, *lines, "M1,1980-05-19,male")
    assert [2, 4, 5, 6] == [bad.row for bad in roster.bad]


def test_a_report_of_one_row_comes_in_the_order_of_its_columns() -> None:
    plans = ["medical", "accident_property", "inpatient_medical", "inpatient_allowance"]
    plans += ["critical_illness", "womens_illness", "accident"]
    header = [name for plan in plans for name in (f"{plan}.joins", f"{plan}.shares")]
    roster = read(f"{PERSON},{','.join(header)}", f"M1,1980-05-17,female{',no,2' * 7}")
    assert header[::2] == [bad.column for bad in roster.bad]


def test_a_blank_cell_that_is_needed_is_reported_under_the_header_of_the_file() -> None:
    roster = read("工号,出生日期,性别", ",1980-05-17,女", "M2,,女", "M3,1980-05-17,")
    assert [(2, "工号"), (3, "出生日期"), (4, "性别")] == [
        (bad.row, bad.column) for bad in roster.bad
    ]


CODES = sorted(code for code in messages() if code.startswith("roster."))
FACTS = {"starts": "2016-01-01", "row": 7, "nearest": "", "names": "id"}


@pytest.mark.parametrize("code", CODES)
def test_every_reason_has_words_in_both_languages(code: str) -> None:
    chinese, english = (render(code, lang, facts=FACTS) for lang in ("zh", "en"))
    assert chinese
    assert english
    assert not any("一" <= letter <= "鿿" for letter in english)
