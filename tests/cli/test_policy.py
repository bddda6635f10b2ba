"""`mutualaid diff` and `mutualaid paths`, and `--change` of the other commands."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from cli.processes import ROOT, invoke, told

CHANGES = ROOT / "docs" / "examples" / "changes"
DRAFT = str(CHANGES / "draft-2017.toml")
Files = Callable[..., list[str]]
OFFICE = [
    "--unit",
    str(ROOT / "docs" / "examples" / "office" / "unit.toml"),
    "--roster",
    str(ROOT / "docs" / "examples" / "office" / "roster.csv"),
]


# diff -------------------------------------------------------------------------------------------


def test_a_difference_is_told_and_exits_with_1() -> None:
    answer = invoke("diff", DRAFT, "--lang", "en")
    assert (1, True) == (answer.exit_code, "fee · amount (yuan)" in answer.stdout)


@pytest.mark.parametrize(
    ("lang", "told"), [("zh", "政策变动什么也没有写"), ("en", "A change says nothing")]
)
def test_a_change_that_says_nothing_is_told_and_exits_with_2(
    tmp_path: Path, lang: str, told: str
) -> None:
    file = tmp_path / "change.toml"
    file.write_text('name = "draft"\nsince = 2017-01-01\nsource = "a draft"\n', "utf-8")
    answer = invoke("diff", str(file), "--lang", lang)
    assert (2, True) == (answer.exit_code, told in answer.stderr)


def test_a_day_before_the_change_has_no_difference_and_exits_with_0() -> None:
    answer = invoke("diff", DRAFT, "--on", "2016-12-31", "--lang", "en")
    assert (0, "no difference\n") == (answer.exit_code, answer.stdout)


def test_the_day_is_that_of_the_latest_change() -> None:
    files = [DRAFT, str(CHANGES / "critical-illness-2024.toml")]
    answer = told(invoke("diff", *files, "--format", "json"))
    assert "2024-01-01" == answer["from"]


def test_the_simplest_case_is_told() -> None:
    assert "before: accepted; fee 90 yuan" in invoke("diff", DRAFT, "--lang", "en").stdout


def test_whom_it_reaches_is_told_for_a_unit_and_its_roster() -> None:
    answer = invoke("diff", DRAFT, *OFFICE, "--lang", "en")
    assert "unit U-OFFICE is accepted (critical illness), which was not" in answer.stdout


@pytest.mark.parametrize("option", [OFFICE[:2], OFFICE[2:]])
def test_a_unit_and_its_roster_go_together(option: list[str]) -> None:
    answer = invoke("diff", DRAFT, *option)
    assert (2, True) == (answer.exit_code, "go together" in answer.stderr)


BAD = "M2,sometime,female,yes,yes,yes,yes,1,1,1,,,,"


@pytest.fixture
def partly(files: Files, tmp_path: Path) -> list[str]:
    """Write a roster of a good row and a bad one; give the options that name it."""
    files("M1,1980-05-17,female,yes,yes,yes,yes,1,1,1,,,,", BAD)
    return ["--unit", str(tmp_path / "unit.toml"), "--roster", str(tmp_path / "roster.csv")]


@pytest.mark.parametrize("form", ["text", "markdown"])
def test_bad_cells_of_a_roster_are_told_and_the_good_rows_go_on(
    partly: list[str], form: str
) -> None:
    answer = invoke("diff", DRAFT, *partly, "--format", form, "--lang", "en")
    assert (2, True, True) == (
        answer.exit_code,
        "row 3 · birth_date · sometime · write a date as" in answer.stdout,
        "M1" in answer.stdout,
    )


def test_bad_cells_of_a_roster_stand_in_the_json(partly: list[str]) -> None:
    bad = told(invoke("diff", DRAFT, *partly, "--format", "json"))["bad_cells"]
    assert [(3, "birth_date", "roster.not_a_date")] == [
        (one["row"], one["column"], one["code"]) for one in bad
    ]


def test_a_roster_without_bad_cells_ends_as_the_difference_does() -> None:
    answer = invoke("diff", DRAFT, *OFFICE, "--format", "json")
    assert (1, []) == (answer.exit_code, told(answer)["bad_cells"])


def test_bad_cells_of_a_roster_count_where_nothing_is_different(partly: list[str]) -> None:
    assert 2 == invoke("diff", DRAFT, "--on", "2016-12-31", *partly).exit_code


def test_a_difference_in_markdown_can_be_put_before_those_who_decide() -> None:
    lines = invoke("diff", DRAFT, "--format", "markdown", "--lang", "zh").stdout.splitlines()
    assert ("| 计划 | 条款 | 出处 | 原 | 新 | 自 |", True) == (
        lines[0],
        "**最简单的不同情形**" in lines,
    )


def test_a_difference_in_json_holds_cases_and_reach() -> None:
    answer = told(invoke("diff", DRAFT, *OFFICE, "--format", "json"))
    assert ["critical_illness"] == list(answer["counterexamples"])
    assert answer["effect"] is not None


def test_a_change_that_cannot_be_exits_with_2_and_names_the_file(tmp_path: Path) -> None:
    bad = tmp_path / "bad.toml"
    bad.write_text('name = "x"\n', "utf-8")
    answer = invoke("diff", str(bad))
    assert (2, True) == (answer.exit_code, "bad.toml" in answer.stderr)


def test_an_answer_goes_to_a_file(tmp_path: Path) -> None:
    page = tmp_path / "diff.md"
    invoke("diff", DRAFT, "--format", "markdown", "--output", str(page))
    assert page.read_text("utf-8").startswith("| ")


# paths ------------------------------------------------------------------------------------------


def test_the_places_of_a_plan_are_listed_with_what_is_there() -> None:
    answer = invoke("paths", "重大疾病", "--lang", "en")
    rows = [line.split() for line in answer.stdout.splitlines()]
    assert (0, True) == (answer.exit_code, ["critical_illness.fee.amount", "90"] in rows)


def test_the_places_are_listed_as_json() -> None:
    answer = told(invoke("paths", "accident", "--json"))
    assert {"path": "accident.fee.amounts.2", "zh": "50", "en": "50"} in answer["places"]


def test_the_places_of_a_day_are_those_of_its_edition() -> None:
    day = ["--on", "2016-12-31", "--change", DRAFT, "--json"]
    answer = told(invoke("paths", "critical_illness", *day))
    assert {"path": "critical_illness.fee.amount", "zh": "90", "en": "90"} in answer["places"]


def test_a_plan_that_there_is_not_exits_with_2() -> None:
    answer = invoke("paths", "accidnt")
    assert (2, True) == (answer.exit_code, "'accident'" in answer.stderr)


# --change ---------------------------------------------------------------------------------------


def test_a_roster_is_reviewed_under_a_change(files: Files) -> None:
    asked = [*files()[:-1], "2017-01-01", "--plan", "critical_illness", "--json"]
    fees = [
        told(invoke(*asked, *change))["reviews"][0]["fee"] for change in ([], ["--change", DRAFT])
    ]
    assert ["90.00", "100.00"] == fees


def test_the_table_of_the_plans_shows_a_change() -> None:
    assert "100 yuan a share" in invoke("plans", "--lang", "en", "--change", DRAFT).stdout


def test_case_tables_are_checked_under_a_change() -> None:
    cases = str(ROOT / "tests" / "cases" / "critical_illness.cases.csv")
    assert [0, 1] == [
        invoke("check", cases, *change).exit_code for change in ([], ["--change", DRAFT])
    ]
