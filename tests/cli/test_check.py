"""`mutualaid check`: what it tells of case tables, in which language, and how it ends."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from cli.processes import invoke, run, told

RIGHT = "case,plan,age,outcome\na clerk,accident,60,accepted\n"
WRONG = "case,plan,age,outcome,fee\na clerk,accident,61,accepted,26\n,accident,60,accepted,26\n"
BAD = "case,plan,age,outcome\n,accident,sixty,accepted\n,accident,61,refused\n"
CASES = Path(__file__).parents[1] / "cases"


@pytest.fixture
def tables(tmp_path: Path) -> dict[str, str]:
    """Write a table of each kind; give their paths."""
    paths = {}
    for name, text in (("right", RIGHT), ("wrong", WRONG), ("bad", BAD)):
        path = tmp_path / f"{name}.cases.csv"
        path.write_text(text, "utf-8")
        paths[name] = str(path)
    return paths


def cells(text: str, beginning: str) -> list[str]:
    """Give the cells of the first line of a table that begins so."""
    line = next(one for one in text.splitlines() if one.strip().startswith(beginning))
    return re.split(r"\s{2,}", line.strip())


# How it ends -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("names", "code"),
    [
        (["right"], 0),
        (["right", "wrong"], 1),
        (["bad"], 2),
        (["wrong", "bad", "right"], 2),
    ],
)
def test_it_ends_with_what_it_found(tables: dict[str, str], names: list[str], code: int) -> None:
    assert code == invoke("check", *(tables[name] for name in names)).exit_code


@pytest.mark.parametrize("path", sorted(CASES.iterdir()), ids=lambda path: path.name)
def test_the_tables_of_the_eight_come_out_as_expected(path: Path) -> None:
    assert 0 == invoke("check", str(path)).exit_code


@pytest.mark.parametrize("arguments", [[], ["nowhere.cases.csv"]])
def test_without_a_file_it_ends_with_2(arguments: list[str]) -> None:
    assert 2 == invoke("check", *arguments).exit_code


@pytest.mark.parametrize(
    ("name", "data"), [("a.csv", b""), ("a.toml", b"[[case"), ("a.csv", b"\xff\xff\xff")]
)
def test_a_file_that_cannot_be_read_ends_with_2_and_a_line(
    tmp_path: Path, name: str, data: bytes
) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    done = invoke("check", str(path))
    assert (2, "Error: ") == (done.exit_code, done.stderr[:7])


# What it tells ---------------------------------------------------------------------------------


def test_each_file_is_summed_up_on_a_line(tables: dict[str, str]) -> None:
    text = invoke("check", *tables.values(), "--lang", "en").stdout
    assert [
        f"{tables['right']}: 1 case, 1 as expected, 0 not as expected, 0 not checked",
        f"{tables['wrong']}: 2 cases, 1 as expected, 1 not as expected, 0 not checked",
        f"{tables['bad']}: 1 case, 1 as expected, 0 not as expected, 1 not checked",
    ] == [line for line in text.splitlines() if "not checked" in line]


def test_what_failed_stands_in_a_table_with_expected_and_actual(tables: dict[str, str]) -> None:
    text = invoke("check", tables["wrong"], "--lang", "en").stdout
    assert ["2", "a clerk", "outcome", "accepted", "refused"] == cells(text, "2 ")
    assert ["fee", "26 yuan", "0 yuan"] == cells(text, "fee ")


def test_below_it_stands_why(tables: dict[str, str]) -> None:
    text = invoke("check", tables["wrong"], "--lang", "en").stdout
    why = "- must be aged 16 to 60, is 61 (leaflet, 在职职工意外伤害互助保障活动, 参保条件)"
    assert f"\nrow 2\n  {why}\n" in text


def test_bad_cells_stand_in_a_table(tables: dict[str, str]) -> None:
    text = invoke("check", tables["bad"], "--lang", "en").stdout
    assert ["2", "age", "sixty", "write a whole number from 0 to 150"] == cells(text, "2 ")


def test_a_blank_line_parts_what_came_out_wrong_from_the_bad_cells(tmp_path: Path) -> None:
    path = tmp_path / "both.cases.csv"
    path.write_text(f"{WRONG},accident,sixty,accepted,\n", "utf-8")
    lines = invoke("check", str(path), "--lang", "en").stdout.splitlines()
    last = max(place for place, line in enumerate(lines) if line.startswith("  - "))
    assert ["", "Cells that cannot be read"] == lines[last + 1 : last + 3]


def test_in_chinese_it_is_told_in_chinese(tables: dict[str, str]) -> None:
    text = invoke("check", tables["wrong"], "--lang", "zh").stdout
    assert ["2", "a clerk", "结果", "接受", "不接受"] == cells(text, "2 ")
    assert "\n第 2 行\n  - 须年满 16—60 周岁，现 61 周岁（" in text


@pytest.mark.parametrize(
    ("names", "last"),
    [
        (["right"], "every case came out as expected"),
        (["wrong"], "some cases came out otherwise than expected"),
        (
            ["wrong", "bad"],
            "there are cells that cannot be read, listed above; the other rows were checked",
        ),
    ],
)
def test_the_last_line_says_which_of_the_three_it_is(
    tables: dict[str, str], names: list[str], last: str
) -> None:
    done = invoke("check", *(tables[name] for name in names), "--lang", "en")
    assert last == done.stdout.splitlines()[-1]


def test_json_holds_every_answer_and_every_bad_cell(tables: dict[str, str]) -> None:
    files = told(invoke("check", *tables.values(), "--json"))["files"]
    assert [
        ([], [], [(2, True)]),
        ([], [], [(2, False), (3, True)]),
        ([(2, "age")], [2], [(3, True)]),
    ] == [
        (
            [(bad["row"], bad["column"]) for bad in one["bad_cells"]],
            one["left_out"],
            [(result["row"], result["passed"]) for result in one["results"]],
        )
        for one in files
    ]


def test_output_goes_to_a_file(tables: dict[str, str], tmp_path: Path) -> None:
    path = tmp_path / "told.json"
    invoke("check", tables["right"], "--json", "--output", str(path))
    assert "cases" == json.loads(path.read_text("utf-8"))["type"]


def test_an_identity_number_in_a_name_is_hidden(tmp_path: Path) -> None:
    path = tmp_path / "a.cases.csv"
    path.write_text("case,plan,outcome\n110101199003079981,accident,refused\n", "utf-8")
    shown = invoke("check", str(path)).stdout + invoke("check", str(path), "--json").stdout
    assert "110101199003079981" not in shown


@pytest.mark.parametrize("sealed", ["pytest", "hypothesis"])
def test_it_works_without_the_extra_for_tests(tables: dict[str, str], sealed: str) -> None:
    done = run("check", tables["right"], "--lang", "en", sealed=sealed)
    assert (0, "") == (done.returncode, done.stderr)
