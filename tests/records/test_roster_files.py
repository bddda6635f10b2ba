"""The roster as a file: its encoding, its header, its lines."""

from __future__ import annotations

import csv
from datetime import date, datetime
from pathlib import Path

import pytest
from records.rosters import CATALOGUE, PERSON, STARTS, faults, numbers, read, wide

from mutualaid import InvalidType, InvalidValue, NotInForce
from mutualaid.records import read_roster
from mutualaid.records.columns import PERSON as PERSON_COLUMNS
from mutualaid.records.columns import roster_columns

LINE = "M1,1980-05-17,female"
FOUR_BYTES = "\U00020bb7"
"""A rare letter of family names, four bytes long in GB18030 and unknown to GBK."""

# Encodings -------------------------------------------------------------------------------------


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_file_is_read_in_each_of_three_encodings(encoding: str) -> None:
    roster = read("工号,出生日期,性别", "甲一,1980-05-17,女", encoding=encoding)
    assert (["甲一"], ()) == ([row.member.id for row in roster.rows], roster.bad)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_rare_letter_is_read_in_each_of_three_encodings(encoding: str) -> None:
    roster = read("工号,出生日期,性别", f"李{FOUR_BYTES},1980-05-17,女", encoding=encoding)
    assert [f"李{FOUR_BYTES}"] == [row.member.id for row in roster.rows]


def test_the_rare_letter_is_four_bytes_long() -> None:
    assert 4 == len(FOUR_BYTES.encode("gb18030"))
    with pytest.raises(UnicodeEncodeError):
        FOUR_BYTES.encode("gbk")


def test_a_byte_order_mark_is_no_part_of_the_first_header() -> None:
    roster = read(PERSON, LINE, encoding="utf-8-sig")
    assert "id" in roster.columns


@pytest.mark.parametrize(
    "content",
    [
        b"id,birth_date,sex\nM1\xff,1980-05-17,female\n",
        b"id,birth_date,sex\nM1\x80",
        f"{PERSON}\n{LINE}\n".encode("utf-16")[:-1],
        b"\xff\xd8\xff\xe0\x00\x10JFIF",
    ],
    ids=["a byte of no encoding", "cut off in the middle", "UTF-16 cut off", "a picture"],
)
def test_what_is_in_neither_encoding_is_refused_with_both_named(content: bytes) -> None:
    with pytest.raises(InvalidValue, match=r"neither UTF-8 nor GB18030(.|\n)*Hint: "):
        read_roster(content, CATALOGUE, starts=STARTS)


@pytest.mark.parametrize("order", ["utf-16-le", "utf-16-be"])
def test_unicode_text_is_read_by_its_mark(order: str) -> None:
    content = f"\ufeff{PERSON}\n{LINE}\n".replace(",", "\t").encode(order)
    assert [2] == numbers(read_roster(content, CATALOGUE, starts=STARTS))


@pytest.mark.parametrize("separator", [";", "\t", "，", "；"])
def test_cells_are_parted_by_what_parts_the_headers(separator: str) -> None:
    roster = read(PERSON.replace(",", separator), LINE.replace(",", separator))
    assert [2] == numbers(roster)


def test_a_comma_goes_before_whatever_else_stands_in_the_header() -> None:
    roster = read(f"{PERSON},name；note", f"{LINE},a；b")
    assert ["name；note"] == [bad.column for bad in roster.bad]


def test_what_stands_in_quotation_marks_parts_no_cells() -> None:
    header = PERSON.replace(",", ";") + ';"name, and note"'
    assert [2] == numbers(read(header, LINE.replace(",", ";") + ";"))


def test_the_line_in_which_excel_names_the_separator_is_no_row() -> None:
    roster = read("sep=;", PERSON.replace(",", ";"), LINE.replace(",", ";"))
    assert [2] == numbers(roster)


# Where it comes from -----------------------------------------------------------------------------


@pytest.mark.parametrize("kind", [str, Path])
def test_a_roster_is_read_from_a_path(tmp_path: Path, kind: type) -> None:
    path = tmp_path / "roster.csv"
    path.write_text(f"{PERSON}\n{LINE}\n")
    assert [2] == numbers(read_roster(kind(path), CATALOGUE, starts=STARTS))


def test_a_file_that_is_not_there_is_said_by_python(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        read_roster(tmp_path / "nowhere.csv", CATALOGUE, starts=STARTS)


def test_a_datetime_is_no_start_day() -> None:
    with pytest.raises(InvalidType, match="starts="):
        read(PERSON, LINE, starts=datetime(2016, 1, 1))  # noqa: DTZ001 - what is refused


def test_a_start_before_every_plan_is_refused() -> None:
    with pytest.raises(NotInForce, match="No plan is in force on this day"):
        read(PERSON, LINE, starts=date(2014, 12, 31))


def test_a_start_on_the_first_day_of_the_plans_is_good() -> None:
    assert [2] == numbers(read(PERSON, LINE, starts=date(2015, 1, 1)))


def test_a_roster_file_remembers_its_start_day() -> None:
    assert date(2017, 3, 1) == read(PERSON, LINE, starts=date(2017, 3, 1)).starts


# Headers -----------------------------------------------------------------------------------------

ENGLISH = (
    "id,name,birth_date,sex,serving,basic_medical_insurance,union_member,jingka_card,high_risk,"
    "child_id,child_name,child_birth_date,child_healthy,child_student,"
    "inpatient_medical.joins,critical_illness.shares,accident.level,womens_illness.covered"
)
CHINESE = (
    "工号,姓名,出生日期,性别,在职,基本医疗保险,工会会员,京卡,高危行业,"
    "子女编号,子女姓名,子女出生日期,子女健康,子女在校学生,"
    "住院医疗参加,重大疾病份数,意外伤害档次,女职工特殊疾病在保"
)
SAID = "M1,甲,1980-05-17,女,是,是,是,否,是,C1,乙,2010-06-01,是,否,是,2,3,否"


def test_chinese_and_english_headers_say_the_same() -> None:
    english, chinese = read(ENGLISH, SAID), read(CHINESE, SAID)
    assert english.bad == ()
    assert english == chinese


def test_both_languages_may_stand_in_one_header() -> None:
    roster = read("id,出生日期,Sex,在职", "M1,1980-05-17,女,yes")
    assert frozenset({"id", "birth_date", "sex", "serving"}) == roster.columns


ALL = roster_columns([plan.info for plan in CATALOGUE.values()]).values()


@pytest.mark.parametrize(
    ("header", "key"), [(column.header, column.key) for column in ALL], ids=str
)
def test_every_name_of_a_column_is_known(header: str, key: str) -> None:
    others = ["identity_number"] if key == "id" else ["id"]
    roster = read(",".join([header, *others]))
    assert (frozenset({key, *others}), ()) == (roster.columns, roster.bad)


def test_every_plan_has_four_columns_in_two_languages() -> None:
    of_plans = [column for column in ALL if column.plan]
    assert len(CATALOGUE) * 4 * 2 == len(of_plans)


@pytest.mark.parametrize(
    "header",
    [
        "Birth_Date",
        "BIRTH_DATE",
        wide("birth_date"),
        " birth_date ",
        "birth_ date",
        "出生 日期",
        "出生日期\u3000",
        '"出生\n日期"',
    ],
)
def test_case_width_and_blanks_of_a_header_make_no_difference(header: str) -> None:
    assert [2] == numbers(read(f"id,{header},sex", LINE))


@pytest.mark.parametrize("dot", ["·", "・", "\uff65"])
def test_the_dot_of_a_header_may_be_any_of_its_likes(dot: str) -> None:
    assert "jingka_card" in read(f"id,京卡{dot}互助服务卡").columns


def test_a_report_names_the_header_as_it_stands_in_the_file() -> None:
    roster = read("ID,Birth Date,出生日期 ,sex", "M1,,x,female")
    assert [(1, "Birth Date"), (2, "出生日期")] == [(bad.row, bad.column) for bad in roster.bad]


@pytest.mark.parametrize(
    ("header", "nearest"),
    [
        ("birthdate", "birth_date"),
        ("seving", "serving"),
        ("critical_ilness.shares", "critical_illness.shares"),
        ("出生年月日", "出生日期"),
        ("重大疾病份", "重大疾病份数"),
    ],
)
def test_an_unknown_column_is_reported_with_the_nearest(header: str, nearest: str) -> None:
    roster = read(f"{PERSON},{header}", f"{LINE},x")
    assert [(1, header, "unknown_column")] == faults(roster)
    assert nearest in roster.bad[0].text("en").partition("did you mean ")[2].rstrip("?").split(", ")
    assert nearest in roster.bad[0].text("zh")


def test_an_unknown_column_like_no_other_is_reported_alone() -> None:
    roster = read(f"{PERSON},备注事项说明", f"{LINE},x")
    assert ["no such column"] == [bad.text("en") for bad in roster.bad]


def test_the_rows_beside_an_unknown_column_are_good() -> None:
    assert [2] == numbers(read(f"{PERSON},remarks", f"{LINE},x"))


@pytest.mark.parametrize("again", ["sex", "SEX", "性别"])
def test_a_column_that_stands_there_twice_is_reported_and_the_first_holds(again: str) -> None:
    roster = read(f"{PERSON},{again}", f"{LINE},male")
    assert [(1, again, "column_twice")] == faults(roster)
    assert ["female"] == [row.member.sex.value for row in roster.rows]


def test_one_column_of_two_plans_is_two_columns() -> None:
    roster = read("id,critical_illness.shares,womens_illness.shares")
    assert ((), 3) == (roster.bad, len(roster.columns))


def test_a_header_without_a_name_over_blank_cells_says_nothing() -> None:
    roster = read(f"{PERSON},,", f"{LINE},,")
    assert ([2], ()) == (numbers(roster), roster.bad)


def test_what_stands_under_no_header_is_not_lost_in_silence() -> None:
    roster = read("id,,birth_date,sex", "M1,x,1980-05-17,female")
    assert [2] == [bad.row for bad in roster.bad]


def test_an_empty_line_before_the_header_is_counted() -> None:
    roster = read("", f"{PERSON},remarks", f"{LINE},x")
    assert [2] == [bad.row for bad in roster.bad]
    assert [3] == numbers(roster)


@pytest.mark.parametrize("name", ["id", "identity_number"])
def test_a_header_needs_an_id_or_an_identity_number(name: str) -> None:
    assert read(name).rows == ()


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\n",
        b"\n\n , ,\n",
        b"\xef\xbb\xbf",
        b"birth_date,sex\n1980-05-17,female\n",
        "姓名,性别\n甲,女\n".encode(),
        b"id|birth_date|sex\nM1|1980-05-17|female\n",
        b"M1,1980-05-17,female\n",
    ],
    ids=[
        "empty",
        "a line end",
        "blank lines",
        "a mark alone",
        "nobody named",
        "names alone",
        "bars",
        "no header",
    ],
)
def test_a_file_that_says_of_nobody_who_it_is_is_refused(content: bytes) -> None:
    with pytest.raises(InvalidValue, match=r"who a row is about(.|\n)*id(.|\n)*identity_number"):
        read_roster(content, CATALOGUE, starts=STARTS)


def test_a_header_alone_gives_no_rows() -> None:
    roster = read(PERSON)
    assert ((), ()) == (roster.rows, roster.bad)


# Lines -------------------------------------------------------------------------------------------


def test_blank_lines_are_passed_over_and_counted() -> None:
    roster = read(PERSON, "", "M1,1980-05-17,female", "  ", ",,", "M2,1980-05-17,female", "", "")
    assert ([3, 6], ()) == (numbers(roster), roster.bad)


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_lines_may_end_as_on_any_system(end: str) -> None:
    content = end.join([PERSON, LINE, "M2,1980-05-17,male", ""]).encode()
    assert [2, 3] == numbers(read_roster(content, CATALOGUE, starts=STARTS))


def test_the_last_line_needs_no_end() -> None:
    content = f"{PERSON}\n{LINE}".encode()
    assert [2] == numbers(read_roster(content, CATALOGUE, starts=STARTS))


def test_a_quoted_cell_may_hold_commas() -> None:
    roster = read(PERSON, '"M1, the first",1980-05-17,female')
    assert ["M1, the first"] == [row.member.id for row in roster.rows]


def test_a_quoted_cell_may_hold_quotes() -> None:
    roster = read(PERSON, '"M""1""",1980-05-17,female')
    assert ['M"1"'] == [row.member.id for row in roster.rows]


def test_a_quoted_cell_may_hold_line_ends_and_is_one_row() -> None:
    roster = read(f"name,{PERSON}", '"one\nand\r\ntwo",M1,1980-05-17,female', "x,M2,1980-05-17,?")
    assert [2] == numbers(roster)
    assert [(3, "sex", "not_a_sex")] == faults(roster)


def test_what_cells_are_missing_at_the_end_of_a_row_are_blank() -> None:
    roster = read(f"{PERSON},serving,critical_illness.shares", LINE)
    assert [(None, None)] == [
        (row.member.serving, row.ask("critical_illness", "shares")) for row in roster.rows
    ]


def test_a_cell_beyond_the_header_keeps_its_row_out() -> None:
    roster = read(PERSON, f"{LINE},,x,y", "M2,1980-05-17,male")
    assert [(2, "", "too_many_cells")] == faults(roster)
    assert ["x"] == [bad.value for bad in roster.bad]
    assert [3] == numbers(roster)


def test_blank_cells_beyond_the_header_do_no_harm() -> None:
    assert [2] == numbers(read(PERSON, f"{LINE},,  ,"))


def test_an_id_in_full_width_is_the_id_in_narrow() -> None:
    roster = read(PERSON, f"{wide('M1')},1980-05-17,female")
    assert ["M1"] == [row.member.id for row in roster.rows]


def test_names_are_read_by_people_only() -> None:
    roster = read(f"{PERSON},name", f"{LINE},某某某")
    assert "某某某" not in repr(roster)


def test_a_cell_too_large_for_a_csv_reader_is_refused() -> None:
    with pytest.raises(InvalidValue, match="no CSV"):
        read(PERSON, "x" * (csv.field_size_limit() + 1))


def test_a_quote_that_never_ends_loses_nothing_in_silence() -> None:
    roster = read(PERSON, '"M1,1980-05-17,female', "M2,1980-05-17,male")
    assert ((), [2]) == (roster.rows, sorted({bad.row for bad in roster.bad}))


def test_the_names_of_people_s_columns_are_known_to_people() -> None:
    assert {"id", "name", "identity_number", "birth_date", "sex"} <= set(PERSON_COLUMNS)
