"""What people read: titles in their language, codes whole, and what is wrong in their words."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
from cli.books import PAID, write_claims, write_covers
from cli.conftest import UNIT, Files
from cli.processes import ROOT, invoke
from rich.console import Console
from rich.text import Text as Line

from mutualaid.cli.names import Names
from mutualaid.cli.render import plain_table, print_table

DRAFT = str(ROOT / "docs" / "examples" / "changes" / "draft-2017.toml")


@pytest.fixture
def covers(tmp_path: Path) -> str:
    """Give the covers of one member, on disk."""
    return write_covers(tmp_path)


# Names -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("lang", "plan", "line"),
    [
        ("zh", "意外及家财", "会员本人非工伤意外身故"),
        ("en", "accident and property", "member's death by an accident that is no work injury"),
    ],
)
def test_a_statement_names_plans_and_lines(covers: str, lang: str, plan: str, line: str) -> None:
    shown = invoke("statement", covers, "--lang", lang).stdout
    assert (True, True, False) == (plan in shown, line in shown, "accident_property" in shown)


@pytest.mark.parametrize("form", ["csv", "json"])
def test_a_statement_for_a_program_keeps_the_codes(covers: str, form: str) -> None:
    shown = invoke("statement", covers, "--lang", "zh", "--format", form).stdout
    assert (True, False) == ("accident_property" in shown, "意外及家财" in shown)


@pytest.mark.parametrize("name", ["critical_illness", "重大疾病", "critical illness"])
def test_a_statement_of_a_plan_is_asked_for_by_any_of_its_names(covers: str, name: str) -> None:
    shown = invoke("statement", covers, "--lang", "en", "--plan", name).stdout
    assert (True, False) == ("critical illness" in shown, "accident" in shown)


def test_a_statement_of_a_plan_that_has_no_cover_is_refused_in_chinese(covers: str) -> None:
    done = invoke("statement", covers, "--lang", "zh", "--plan", "医疗")
    assert (2, "错误：没有这项计划的保障") == (done.exit_code, done.stderr.splitlines()[0])


@pytest.mark.parametrize("form", ["text", "markdown"])
def test_a_difference_names_the_plan(form: str) -> None:
    shown = invoke("diff", DRAFT, "--lang", "zh", "--format", form).stdout
    assert (True, False) == ("重大疾病" in shown, "critical_illness" in shown)


def test_a_code_that_no_edition_has_stands_for_itself() -> None:
    names = Names([])
    assert ("draft", "fire", "draft") == (
        names.plan("draft", "zh"),
        names.event("draft", "fire", "zh"),
        names.code("draft"),
    )


@pytest.mark.parametrize(
    ("lang", "head"), [("zh", "U9，自 2016-01-01 起参保"), ("en", "U9, covers from 2016-01-01")]
)
def test_a_unit_without_a_name_is_told_by_its_id_once(files: Files, lang: str, head: str) -> None:
    unit = UNIT.replace('name = "一人单位"\n', "").replace('"U1"', '"U9"')
    assert head == invoke(*files(unit=unit), "--lang", lang).stdout.splitlines()[0]


# Tables ----------------------------------------------------------------------------------------


def test_a_path_stands_on_one_line_in_a_pipe() -> None:
    lines = invoke("paths", "medical", "--lang", "en").stdout.splitlines()
    assert 1 == sum("everyone_below" in line for line in lines)


def test_a_rule_stands_on_one_line_in_a_pipe() -> None:
    lines = invoke("paths", "medical", "--lang", "zh").stdout.splitlines()
    assert 1 == sum("medical.eligibility " in line and "全体参保）" in line for line in lines)


def test_every_line_of_a_statement_begins_with_the_person_in_a_pipe(covers: str) -> None:
    lines = invoke("statement", covers, "--lang", "en").stdout.splitlines()
    table = lines[lines.index(next(line for line in lines if "─" in line)) + 1 : lines.index("", 2)]
    assert [] == [line for line in table if not line.startswith((" M1 ", " C1 "))]


def on_a_terminal(width: int) -> list[str]:
    """Print a table with a path and some prose on a terminal so wide."""
    out = io.StringIO()
    console = Console(file=out, force_terminal=True, width=width, color_system=None)
    table = plain_table("path", "value", prose={1})
    table.add_row(Line("p" * 50), Line("many words " * 6))
    print_table(console, table)
    return out.getvalue().splitlines()


@pytest.mark.parametrize("width", [20, 60, 90])
def test_a_path_is_whole_on_a_terminal_of_any_width(width: int) -> None:
    assert any("p" * 50 in line for line in on_a_terminal(width))


def test_prose_wraps_on_a_terminal_and_loses_no_word() -> None:
    lines = on_a_terminal(60)
    assert (12, True) == (
        " ".join(lines).count("many") + " ".join(lines).count("words"),
        len(lines) > 4,
    )


def test_a_table_is_no_wider_than_a_terminal_that_holds_it() -> None:
    assert 90 >= max(map(len, on_a_terminal(90)))


# What is wrong ---------------------------------------------------------------------------------


def test_a_day_that_no_plan_knows_is_told_in_chinese(files: Files) -> None:
    arguments = files()
    arguments[-1] = "2014-12-31"
    done = invoke(*arguments, "--lang", "zh")
    assert (
        2,
        ["错误：此日没有任何计划在实施", "  所填：日期 = 2014-12-31", "  可填：2015-01-01 –"],
    ) == (
        done.exit_code,
        done.stderr.splitlines(),
    )


@pytest.mark.parametrize(
    ("lang", "told"),
    [
        (
            "zh",
            [
                "错误：读不懂这个日期",
                '  所填：--starts = "2016/01/01"',
                "  办法：日期写成 2016-01-31",
            ],
        ),
        (
            "en",
            [
                "Error: This is no date",
                '  given: --starts = "2016/01/01"',
                "  hint: write a date as 2016-01-31",
            ],
        ),
    ],
)
@pytest.mark.parametrize("lang_first", [True, False])
def test_a_day_in_another_form_is_told(
    files: Files, lang: str, told: list[str], lang_first: Any
) -> None:
    command, *arguments = files()
    arguments[-1] = "2016/01/01"
    spoken = ["--lang", lang]
    done = invoke(command, *(spoken + arguments if lang_first else arguments + spoken))
    assert (2, "", told) == (done.exit_code, done.stdout, done.stderr.splitlines())


@pytest.mark.parametrize(
    ("name", "what"), [("nowhere", "没有这个文件或文件夹"), ("", "这是文件夹，不是文件")]
)
def test_a_file_that_cannot_be_opened_is_told_in_chinese(
    files: Files, tmp_path: Path, name: str, what: str
) -> None:
    command, _, *others = files()
    path = str(tmp_path / name) if name else str(tmp_path)
    done = invoke(command, path, *others, "--lang", "zh")
    assert (2, [f"错误：{what}", f"  位置：{path}"]) == (done.exit_code, done.stderr.splitlines())


def test_a_day_in_quotation_marks_in_a_change_is_told_as_toml_writes_it(tmp_path: Path) -> None:
    path = tmp_path / "change.toml"
    path.write_text(Path(DRAFT).read_text("utf-8").replace("2017-01-01", '"2017-01-01"'), "utf-8")
    done = invoke("diff", str(path), "--lang", "zh")
    assert [
        "错误：此处不能填这个值",
        f"  位置：{path}",
        '  所填：since = "2017-01-01"',
        "  办法：日期不加引号，写成 2016-01-31",
    ] == done.stderr.splitlines()


def test_a_ledger_that_is_none_is_told_with_its_file(tmp_path: Path) -> None:
    path = tmp_path / "covers.json"
    path.write_text("no json", "utf-8")
    done = invoke("settle", str(path), write_claims(tmp_path, PAID), "--lang", "zh")
    assert (2, f"  位置：{path}") == (done.exit_code, done.stderr.splitlines()[1])


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_nothing_of_python_stands_in_what_is_told(files: Files, lang: str) -> None:
    unit = UNIT.replace("has_union = true", 'has_union = "yes"')
    told = invoke(*files(unit=unit), "--lang", lang).stderr
    assert [] == [word for word in ("True", "None", "datetime", "Decimal", "str ") if word in told]
