"""`mutualaid scenario`: what a policy costs, as text, JSON, CSV and Excel."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import openpyxl
import pytest
from cli.processes import ROOT, invoke, told

EXAMPLE = ROOT / "docs" / "examples" / "scenario"
ALONE, COMPARED, SWEPT = (
    str(EXAMPLE / f"{name}.toml") for name in ("scenario", "compared", "swept")
)


def test_the_figures_of_each_plan_come_with_quantiles_and_what_they_rest_on() -> None:
    answer = invoke("scenario", ALONE, "--lang", "en")
    assert 0 == answer.exit_code
    lines = answer.stdout.splitlines()
    figures = next(line for line in lines if "critical illness" in line)
    assert ["94", "12,600", "6,687", "53.1%"] == figures.split()[2:6]
    assert any(line.split()[:2] == ["plan", "quantile"] for line in lines)
    assert "assumptions: illustration, made up to illustrate, no experience" in lines
    assert "left out, since it is not known whether they come in: 166" in lines


def test_it_speaks_chinese_too() -> None:
    answer = invoke("scenario", COMPARED, "--lang", "zh")
    assert "假设：illustration，仅供示意，不是经验数据" in answer.stdout
    assert "draft、参保率 -5 个百分点" in answer.stdout


def test_scenarios_are_compared_and_figures_swept() -> None:
    compared = invoke("scenario", COMPARED, "--lang", "en").stdout
    assert "draft, participation -5 points" in compared
    swept = told(invoke("scenario", SWEPT, "--json"))
    assert [[60, 0], [60, -5], [60, -10], [90, 0]] == [
        case["labels"] for case in swept["cases"][:4]
    ]


def test_a_change_is_laid_over_the_policy() -> None:
    plain, changed = (
        told(invoke("scenario", ALONE, "--json", *more))["total"]["income"]
        for more in ((), ("--change", str(EXAMPLE / "draft.toml")))
    )
    assert 1_400 == changed - plain


def test_units_at_the_edge_are_counted() -> None:
    found = told(invoke("scenario", ALONE, "--cliff", "1", "--json"))
    assert 1 == found["persons"]
    assert {"critical_illness", "womens_illness"} <= {plan["plan"] for plan in found["plans"]}
    assert "随之落选的参保人次" in invoke("scenario", ALONE, "--cliff", "2", "--lang", "zh").stdout
    assert 2 == invoke("scenario", ALONE, "--cliff", "0").exit_code


def test_the_table_goes_to_files(tmp_path: Path) -> None:
    page, book, text, data = (tmp_path / f"out.{kind}" for kind in ("csv", "xlsx", "txt", "json"))
    for path in (page, book, text):
        answer = invoke("scenario", COMPARED, "--lang", "en", "--output", str(path))
        assert (0, "") == (answer.exit_code, answer.stdout)
    assert 0 == invoke("scenario", COMPARED, "--json", "--output", str(data)).exit_code
    with page.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    assert ["scenario", "plan", "covered"] == rows[0][:3]
    assert ["as it stands", "critical illness", "94.0"] == rows[1][:3]
    sheet = openpyxl.load_workbook(book).worksheets[0]
    assert ("as it stands", 94) == (sheet["A2"].value, sheet["C2"].value)
    assert "as it stands" in text.read_text("utf-8")
    assert ["scenario"] == json.loads(data.read_text("utf-8"))["over"]


@pytest.mark.parametrize(("lang", "word"), [("en", "Error: "), ("zh", "错误：")])
def test_what_is_wrong_is_told_and_exits_with_2(tmp_path: Path, lang: str, word: str) -> None:
    file = tmp_path / "given.toml"
    file.write_text("starts = 2016-01-01\n", "utf-8")
    answer = invoke("scenario", str(file), "--lang", lang)
    assert 2 == answer.exit_code
    assert word in answer.stderr
    assert "entries" in answer.stderr
