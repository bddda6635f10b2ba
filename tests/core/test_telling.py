"""Errors as clerks are told them: in their language, with values as files write them."""

from __future__ import annotations

import ast
import errno
import importlib.util
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

import mutualaid
from mutualaid import (
    InvalidType,
    InvalidValue,
    MutualAidError,
    Serving,
    Sex,
    Unit,
    UnknownName,
    load_catalogue,
    since,
)
from mutualaid.checks import require_date
from mutualaid.frames import FrameProblem, InvalidFrame
from mutualaid.records import read_roster
from mutualaid.telling import in_both, in_file, shown, tell
from mutualaid.text import Lang

CATALOGUE = load_catalogue()


# Telling -------------------------------------------------------------------------------------


def test_every_part_stands_on_a_line_of_its_own() -> None:
    error = InvalidValue("A thing is wrong", name="percent", value=101, allowed="0", hint="mend it")
    assert [
        "Error: A thing is wrong",
        "  given: percent = 101",
        "  allowed: 0",
        "  hint: mend it",
    ] == tell(error, "en").splitlines()


def test_an_error_of_what_alone_is_one_line() -> None:
    assert "错误：Odd" == tell(MutualAidError("Odd"), "zh")


def test_the_places_stand_apart_from_what_happened() -> None:
    error = MutualAidError("Odd").within("a part").within("a file")
    assert "Error: Odd\n  where: a file\n  where: a part" == tell(error, "en")


def test_the_text_of_an_error_still_begins_with_its_places() -> None:
    assert "a file: a part: Odd" == str(MutualAidError("Odd").within("a part").within("a file"))


def test_a_date_that_no_edition_covers_is_told_in_chinese() -> None:
    with pytest.raises(LookupError) as raised:
        CATALOGUE["accident"].edition(date(2014, 12, 31))
    assert [
        "错误：accident 在此日没有实施",
        "  所填：日期 = 2014-12-31",
        "  可填：2015-01-01 –",
    ] == tell(raised.value, "zh").splitlines()


def test_names_that_come_close_are_told_in_chinese() -> None:
    with pytest.raises(UnknownName) as raised:
        CATALOGUE["acident"]
    told = tell(raised.value, "zh").splitlines()
    assert ["错误：没有这项计划", '  所填：计划 = "acident"'] == told[:2]
    assert told[2].startswith("  办法：是否应为“accident”")


def test_names_are_listed_in_chinese_where_none_comes_close() -> None:
    error = UnknownName("No plan has this name", name="plan", value="x", known=["medical"])
    assert "  办法：可填：medical" == tell(error, "zh").splitlines()[-1]


def test_english_without_a_chinese_is_left() -> None:
    assert "错误：Something odd" == tell(MutualAidError("Something odd"), "zh")


@pytest.mark.parametrize(
    ("lang", "told"),
    [
        ("zh", "错误：没有这个文件或文件夹\n  位置：/none"),
        ("en", "Error: No such file or directory\n  where: /none"),
    ],
)
def test_a_file_that_is_not_there_is_told(lang: Lang, told: str) -> None:
    error = FileNotFoundError(errno.ENOENT, "No such file or directory", "/none")
    assert told == tell(error, lang)


def test_an_error_of_the_system_without_a_reason_is_told_by_its_text() -> None:
    assert "Error: odd" == tell(OSError("odd"), "en")


def test_an_identity_number_is_masked() -> None:
    number = "110101199003079981"
    told = tell(InvalidValue("Odd", name="id", value=number, hint=f"not {number}"), "en")
    assert number not in told


def test_of_a_long_value_it_is_told_how_it_begins() -> None:
    told = tell(InvalidValue("Odd", name="note", value="x" * 1_000), "en").splitlines()
    assert '  given: note = "' + "x" * 299 + "…" == told[1]


@pytest.mark.parametrize(
    ("lang", "told"),
    [
        (
            "zh",
            [
                "错误：输入有 2 个问题：",
                "  - units.unit：有重复的（2 行，如 unit='U1'、unit='U2'）；每个单位只留一行",
                "  - entries：指明的单位不存在（1 行）；请加入单位表",
            ],
        ),
        (
            "en",
            [
                "Error: 2 problems with the input:",
                (
                    "  - units.unit: is not unique (2 rows, such as unit='U1', unit='U2'); "
                    "keep one row of each unit"
                ),
                "  - entries: names a unit that is not there (1 row); add it to units",
            ],
        ),
    ],
)
def test_each_problem_with_a_frame_stands_on_a_line_of_its_own(lang: Lang, told: list[str]) -> None:
    twice = ("unit='U1'", "unit='U2'")
    error = InvalidFrame(
        [
            FrameProblem("units", "unit", "is not unique", "keep one row of each unit",
                         rows=2, examples=twice),
            FrameProblem("entries", None, "names a unit that is not there", "add it to units",
                         rows=1),
        ]
    )  # fmt: skip
    assert told == tell(error, lang).splitlines()


# Values --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (date(2014, 12, 31), "2014-12-31"),
        (Decimal("89.50"), "89.50"),
        (120, "120"),
        (0.5, "0.5"),
        (True, "true"),
        (None, "（无）"),
        ("八十", '"八十"'),
        (Sex.FEMALE, "female"),
        (since(2015, 1, 1), "2015-01-01 –"),
        ([date(2016, 1, 1), "x"], '2016-01-01、"x"'),
        ({"a": 1, "b": False}, "a = 1、b = false"),
        (Serving(), "Serving"),
        ({}, "（无）"),
        ([], "（无）"),
    ],
)
def test_a_value_is_shown_as_a_file_writes_it(value: object, text: str) -> None:
    assert text == shown(value, "zh")


# What to write in a file ---------------------------------------------------------------------


def test_in_a_file_the_hint_says_what_to_write_there() -> None:
    with pytest.raises(InvalidType) as raised:
        require_date("2017-01-01", "since")
    error = in_file(raised.value, "change.toml")
    assert ("write a date without quotation marks: 2016-01-31", None) == (error.hint, error.allowed)
    assert str(error).startswith("change.toml: This value cannot stand here, since='2017-01-01'")


def test_in_a_program_the_hint_says_what_a_program_writes() -> None:
    with pytest.raises(InvalidType, match=r"write date\(2016, 1, 1\)"):
        require_date("2017-01-01", "since")


def test_an_error_that_reads_alike_everywhere_is_only_placed() -> None:
    error = in_file(InvalidValue("Odd", hint="mend it"), "change.toml")
    assert "change.toml: Odd\n\nHint: mend it" == str(error)


@pytest.mark.parametrize(
    ("key", "value", "hint"),
    [
        ("employees", "5", "整数不加引号，写成 120"),
        ("has_union", "yes", "是写成 true，否写成 false，不加引号；未说明的不写这一行"),
        ("id", 5, '文字加引号，写成 "…"'),
    ],
)
def test_an_error_told_to_a_clerk_says_what_to_write(key: str, value: object, hint: str) -> None:
    said: dict[str, object] = {"id": "U1", key: value}
    with pytest.raises(MutualAidError) as raised:
        Unit(**said)  # type: ignore[arg-type]
    told = tell(raised.value, "zh").splitlines()
    assert ["错误：此处不能填这个值", f"  办法：{hint}"] == [told[0], told[-1]]


# Files ---------------------------------------------------------------------------------------

READ_BY_CLERKS = ("records.values", "records.once", "policy.edits", "policy.overlay")
"""Modules whose errors are about files of covers, ledgers and changes, which clerks write."""
SAID = ("what", "allowed", "hint")
FOR_PROGRAMS = {
    "A rule from elsewhere holds something that JSON does not know",
    "attrs values, enumerations, dates, numbers, texts, and tuples of these",
    "No value of this type goes to JSON",
    "from_plain reads dicts and lists; of a file, pass what it holds",
    "A x stands where a text is due",
    "the text of a document, as str or bytes",
    "a change of its title, its aliases, its pillar or its term",
    "A change gives x another code, number or other periods",
    "x of x comes to something else, from x onx",
}
"""What only a program can do wrong, or a hook."""


def raised(module: str) -> set[str]:
    """Give the texts of the errors that a module raises, with a letter for what is filled in."""
    tree = ast.parse(Path(find(f"mutualaid.{module}")).read_text("utf-8"))
    texts = set()
    for node in ast.walk(tree):
        name = (
            node.func.id if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) else ""
        )
        if isinstance(node, ast.Call) and name in mutualaid.__all__:
            said = [*node.args[:1], *(one.value for one in node.keywords if one.arg in SAID)]
            texts |= {text_of(one) for one in said} - {""}
    return texts


def find(module: str) -> str:
    """Give the file of a module."""
    spec = importlib.util.find_spec(module)
    assert spec is not None
    assert spec.origin is not None
    return spec.origin


def text_of(node: ast.expr) -> str:
    """Give a text of the code; nothing where it is made elsewhere or all of it is filled in."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.JoinedStr):
        parts = [
            str(one.value)
            if isinstance(one, ast.Constant)
            else ("'x'" if isinstance(one, ast.FormattedValue) and one.conversion > 0 else "x")
            for one in node.values
        ]
        return "".join(parts)
    return ""


@pytest.mark.parametrize("module", READ_BY_CLERKS)
def test_what_a_file_does_wrong_is_told_in_chinese(module: str) -> None:
    left = {text for text in raised(module) if in_both(text).zh == text}
    assert set() == left - FOR_PROGRAMS


# The Chinese of the English ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("english", "chinese"),
    [
        ("a whole number, at least 1", "不小于 1 的整数"),
        ("a whole number, at least 1, at most 4", "1 至 4 的整数"),
        ("The change 'draft' of accident", "政策变动“draft”（accident）"),
        ("did you mean 'a' or 'b'?", "是否应为“a”、“b”？"),
        ("did you mean 'a.b'? There are a.b, a.c", "是否应为“a.b”？此处可填：a.b, a.c"),
        ("There are a.b, a.c", "此处可填：a.b, a.c"),
        ("u.toml is no TOML in UTF-8: odd", "u.toml 不是 UTF-8 编码的 TOML：odd"),
    ],
)
def test_what_differs_is_taken_over(english: str, chinese: str) -> None:
    assert (chinese, english) == (in_both(english).zh, in_both(english).en)


def test_a_roster_that_says_nobody_is_told_in_chinese() -> None:
    with pytest.raises(InvalidValue) as raised:
        read_roster(b"a,b\n1,2", CATALOGUE, starts=date(2016, 1, 1))
    assert [
        "错误：名单没有说明每一行是谁的列",
        '  所填：表头 = "a,b"',
        "  可填：工号列或居民身份证号列",
        "  办法：第一行是表头，以逗号分隔",
    ] == tell(raised.value, "zh").splitlines()
