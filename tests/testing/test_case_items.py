"""Case tables collected by pytest: each row a test with the row in its name."""

from __future__ import annotations

import subprocess
import sys
from importlib.metadata import entry_points

import pytest

from mutualaid.testing import Case

pytest_plugins = ["pytester"]

TABLE = """\
case,plan,age,outcome,reason
a clerk of 60,accident,60,accepted,none
,accident,61,accepted,none
职工,意外伤害,sixty,接受,age.to_old
"""


@pytest.fixture
def table(pytester: pytest.Pytester) -> pytest.Pytester:
    """Write a table with a good row, a wrong one and a bad one."""
    (pytester.path / "some.cases.csv").write_text(TABLE, "utf-8")
    return pytester


def run(pytester: pytest.Pytester, *options: str) -> pytest.RunResult:
    """Run pytest on what stands in its folder."""
    return pytester.runpytest_inprocess("-p", "no:cacheprovider", "-p", "no:xdist", *options)


def test_each_row_is_a_test(table: pytest.Pytester) -> None:
    assert {"passed": 1, "failed": 2} == run(table).parseoutcomes()


def test_the_row_and_the_name_of_the_case_stand_in_the_name_of_the_test(
    table: pytest.Pytester,
) -> None:
    names = run(table, "--collect-only", "-q").outlines
    assert {
        "some.cases.csv::row 2 a clerk of 60", "some.cases.csv::row 3", "some.cases.csv::row 4",
    } <= set(names)  # fmt: skip


def test_one_row_can_be_chosen_by_its_name(table: pytest.Pytester) -> None:
    assert {"passed": 1} == run(table, "some.cases.csv::row 2 a clerk of 60").parseoutcomes()


def test_a_failing_row_tells_expected_actual_and_why(
    table: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MUTUALAID_LANG", "en")
    run(table).stdout.fnmatch_lines(
        [
            "  outcome: expected accepted, is refused",
            "  - must be aged 16 to 60, is 61 (leaflet, *)",
        ]
    )


def test_a_bad_row_tells_each_bad_cell(
    table: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MUTUALAID_LANG", "en")
    run(table).stdout.fnmatch_lines(
        [
            "row 4, age, sixty: write a whole number from 0 to 150",
            "row 4, reason, age.to_old: there is no such reason code; did you mean age.too_old*",
        ]
    )


def test_what_breaks_in_a_plan_is_told_with_its_traceback(
    table: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Case, "run", lambda case, catalogue: 1 / 0)
    run(table).stdout.fnmatch_lines(["*ZeroDivisionError: division by zero"])


def test_it_speaks_chinese_where_the_environment_does(
    table: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("MUTUALAID_LANG", raising=False)
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")
    run(table).stdout.fnmatch_lines(["  结果：应为 接受，实为 不接受"])


def test_it_speaks_as_it_is_told_whatever_the_environment_does(
    table: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MUTUALAID_LANG", "zh")
    monkeypatch.setenv("LC_ALL", "en_US.UTF-8")
    run(table).stdout.fnmatch_lines(["  结果：应为 接受，实为 不接受"])


def test_a_test_says_on_which_line_its_row_stands(table: pytest.Pytester) -> None:
    items, _ = table.inline_genitems("-p", "no:cacheprovider")
    # Lines are counted from 0 where pytest asks for them.
    assert {"row 2 a clerk of 60": 1, "row 3": 2, "row 4": 3} == {
        item.name: item.reportinfo()[1] for item in items
    }


def test_there_is_no_traceback(table: pytest.Pytester) -> None:
    assert "Traceback" not in run(table).stdout.str()


def test_a_header_that_is_none_is_a_failing_test(pytester: pytest.Pytester) -> None:
    (pytester.path / "a.cases.csv").write_text("plan,outcom\naccident,accepted\n", "utf-8")
    done = run(pytester)
    assert {"failed": 2} == done.parseoutcomes()
    done.stdout.fnmatch_lines(["row 1, outcom, outcom: *outcome*"])


def test_toml_is_collected(pytester: pytest.Pytester) -> None:
    text = '[[case]]\ncase = "a"\nplan = "accident"\nfee = 26\n'
    (pytester.path / "some.cases.toml").write_text(text, "utf-8")
    done = run(pytester, "-v")
    assert {"passed": 1} == done.parseoutcomes()
    done.stdout.fnmatch_lines(["some.cases.toml::row 1 a PASSED*"])


def test_a_table_that_cannot_be_read_is_an_error(pytester: pytest.Pytester) -> None:
    (pytester.path / "some.cases.toml").write_text("[[case", "utf-8")
    done = run(pytester)
    assert {"errors": 1} == done.parseoutcomes()
    done.stdout.fnmatch_lines(["*is no TOML in UTF-8*"])


@pytest.mark.parametrize("name", ["cases.csv", "some.csv", "some.toml", "some.cases.xlsx"])
def test_other_files_are_left_alone(pytester: pytest.Pytester, name: str) -> None:
    (pytester.path / name).write_text(TABLE, "utf-8")
    assert {} == run(pytester).parseoutcomes()


def test_the_plugin_is_an_entry_point_of_pytest() -> None:
    points = {point.name: point.value for point in entry_points(group="pytest11")}
    assert "mutualaid_hooks.for_pytest" == points["mutualaid"]


@pytest.mark.parametrize(
    ("module", "unloaded"),
    [
        ("mutualaid_hooks.for_pytest", ["mutualaid", "attrs", "pytest"]),
        ("mutualaid.testing", ["pytest", "hypothesis", "click", "rich"]),
    ],
)
def test_importing_it_loads_no_more_than_it_needs(module: str, unloaded: list[str]) -> None:
    code = f"import sys, {module}; print([name for name in {unloaded} if name in sys.modules])"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=True
    )
    assert "[]" == done.stdout.strip()
