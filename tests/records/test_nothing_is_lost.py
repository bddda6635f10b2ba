"""Laws of rosters, over arbitrary files: every row is accounted for, and nothing else is raised."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable

from hypothesis import example, given, settings
from hypothesis import strategies as st
from records.rosters import CATALOGUE, STARTS, UNIT, identity_number, shown

from mutualaid import MutualAidError
from mutualaid.records import RosterFile, read_roster

PEOPLE = [identity_number(order=order) for order in ("100", "200", "300")]
MAN = identity_number(order="101")
CHILDREN = [identity_number("20100601", order=order) for order in ("100", "101")]
YES_NO = (["是", "否", "yes", "no", ""], ["maybe"])
NUMBERS = (["1", "2", "4", "9", "", ""], ["0", "two"])
BORN = (["1980-05-17", "19800517", "1980/5/17"], ["", "1980-05-18", "2016-01-02", "1980-02-30"])
CHILD_BORN = (["2010-06-01", "20100601", ""], ["1990-01-01", "2016-01-02", "x"])
GOOD_AND_BROKEN = {
    "id": (["M1", "M2", "M3", "M4", "M5"], ["C1", "", "#2", PEOPLE[0]]),
    "工号": (["M1", "M2", "M3", "M4", "M5"], ["C1", "", MAN]),
    "name": (["某某", "", PEOPLE[0]], [""]),
    "identity_number": ([*PEOPLE, "", "", ""], [MAN, PEOPLE[0][:-1], PEOPLE[0] + "1", "x"]),
    "birth_date": BORN,
    "性别": (["女", "female", "F"], ["男", "", "x"]),
    "serving": YES_NO,
    "union_member": YES_NO,
    "jingka_card": YES_NO,
    "high_risk": YES_NO,
    "child_id": (["C1", "C2", "C3", ""], ["M1", "M2"]),
    "child_identity_number": ([*CHILDREN, "", ""], [PEOPLE[0], "x"]),
    "child_birth_date": CHILD_BORN,
    "child_healthy": YES_NO,
    "child_student": YES_NO,
    "inpatient_medical.joins": YES_NO,
    "accident_property.joins": YES_NO,
    "critical_illness.joins": YES_NO,
    "重大疾病份数": NUMBERS,
    "critical_illness.level": NUMBERS,
    "critical_illness.covered": YES_NO,
    "accident.level": NUMBERS,
    "childrens_accident.shares": NUMBERS,
    "childrens_accident.covered": YES_NO,
    "remarks": (["", "x", PEOPLE[0]], [""]),
    "": ([""], [""]),
}
NEEDED = ("birth_date", "性别")
MORE = settings(max_examples=5 * settings().max_examples)


@st.composite
def tables(draw: Callable) -> list[list[str]]:
    """Draw a header and rows: most of them of good cells alone, some with a broken one."""
    others = st.permutations(sorted({*GOOD_AND_BROKEN} - {*NEEDED, "id", "工号"}))
    names = [draw(st.sampled_from(["id", "工号", "identity_number"])), *NEEDED]
    header = [*names, *(name for name in draw(others)[:7] if name not in names)]
    good = st.tuples(*(st.sampled_from(GOOD_AND_BROKEN[name][0]) for name in header)).map(list)
    rows = []
    for _ in range(draw(st.integers(0, 7))):
        row = draw(good)
        match draw(st.sampled_from(["good", "good", "good", "broken", "blank", "too long"])):
            case "broken":
                place = draw(st.integers(0, len(header) - 1))
                row[place] = draw(st.sampled_from(GOOD_AND_BROKEN[header[place]][1]))
            case "blank":
                row = [""] * len(header)
            case "too long":
                row.append(draw(st.sampled_from(["", "x"])))
        rows.append(row)
    return [header, *rows]


def written(rows: list[list[str]], encoding: str = "utf-8") -> bytes:
    """Write a table as a CSV file."""
    page = io.StringIO(newline="")
    csv.writer(page).writerows(rows)
    return page.getvalue().encode(encoding)


def read(content: bytes) -> RosterFile:
    """Read a roster of these bytes."""
    return read_roster(content, CATALOGUE, starts=STARTS)


def said(rows: list[list[str]]) -> list[int]:
    """List the lines that say something; the header is 1."""
    return [number for number, row in enumerate(rows[1:], start=2) if any(map(str.strip, row))]


@MORE
@given(tables())
def test_every_line_is_either_good_or_reported(rows: list[list[str]]) -> None:
    roster = read(written(rows))
    good = [row.number for row in roster.rows]
    bad = {cell.row for cell in roster.bad} - {1}
    assert sorted([*good, *bad]) == said(rows)


@given(tables(), st.sampled_from(["utf-8-sig", "gb18030"]))
def test_the_encoding_makes_no_difference(rows: list[list[str]], encoding: str) -> None:
    assert read(written(rows)) == read(written(rows, encoding))


@given(tables())
def test_the_same_file_is_read_the_same_way_twice(rows: list[list[str]]) -> None:
    assert read(written(rows)) == read(written(rows))


@MORE
@given(tables())
def test_every_plan_can_be_asked_of_whatever_was_read(rows: list[list[str]]) -> None:
    roster = read(written(rows))
    for plan in CATALOGUE.values():
        made = roster.application(plan, UNIT)
        people = {row.member for row in roster.rows}
        assert {entry.member for entry in (*made.entries, *made.already_covered)} <= people


@MORE
@given(tables())
def test_nobody_is_entered_twice(rows: list[list[str]]) -> None:
    roster = read(written(rows))
    for plan in CATALOGUE.values():
        keys = [entry.key for entry in roster.application(plan, UNIT).entries]
        assert len(set(keys)) == len(keys)


@given(tables())
def test_no_identity_number_is_shown(rows: list[list[str]]) -> None:
    everything = shown(read(written(rows)))
    assert not re.findall(r"\d{17}", everything)


@given(tables())
def test_whatever_is_read_has_words_in_both_languages(rows: list[list[str]]) -> None:
    for bad in read(written(rows)).bad:
        assert bad.text("zh")
        assert bad.text("en")


# Arbitrary files ---------------------------------------------------------------------------------

HEADERS = st.sampled_from(
    [
        b"",
        b"id\n",
        b"id,birth_date,sex\n",
        b"\xef\xbb\xbfid,birth_date,sex\nM1,1980-05-17,female\n",
        "工号,出生日期,性别,重大疾病份数\n".encode("gb18030"),
        b"identity_number,child_identity_number\n",
    ]
)
TEXTS = st.text(st.characters(exclude_categories=["Cs"])).map(str.encode)
LINES = st.lists(st.sampled_from([b"M1", b",", b"\n", b"\r", b'"', b" ", b"\x00", b"\xa1"])).map(
    b"".join
)


@given(HEADERS, st.one_of(st.binary(), TEXTS, LINES))
@example(b"id\n", b"\x00")
@example(b"id,birth_date,sex\n", '"M1'.encode("utf-16"))
def test_of_any_bytes_a_roster_is_read_or_refused_in_words(header: bytes, rest: bytes) -> None:
    try:
        roster = read(header + rest)
    except MutualAidError as error:
        assert str(error)  # noqa: PT017 - that it is raised is one of two good ends
    else:
        assert isinstance(roster, RosterFile)


@given(st.binary())
def test_of_any_bytes_alone_a_roster_is_read_or_refused_in_words(content: bytes) -> None:
    try:
        roster = read(content)
    except MutualAidError as error:
        assert str(error)  # noqa: PT017 - that it is raised is one of two good ends
    else:
        assert isinstance(roster, RosterFile)
