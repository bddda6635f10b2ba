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
    swept = told(invoke("scenario", SWEPT, "--format", "json"))
    assert [[60, 0], [60, -5], [60, -10], [90, 0]] == [
        case["labels"] for case in swept["cases"][:4]
    ]


def test_a_change_is_laid_over_the_policy() -> None:
    plain, changed = (
        told(invoke("scenario", ALONE, "--format", "json", *more))["total"]["income"]
        for more in ((), ("--change", str(EXAMPLE / "draft.toml")))
    )
    assert 1_400 == changed - plain


def test_units_at_the_edge_are_counted() -> None:
    found = told(invoke("scenario", ALONE, "--cliff", "--format", "json"))
    assert 1 == found["persons"]
    assert {"critical_illness", "womens_illness"} <= {plan["plan"] for plan in found["plans"]}
    assert "随之落选的参保人次" in invoke("scenario", COMPARED, "--cliff", "--lang", "zh").stdout


def test_the_table_goes_to_files(tmp_path: Path) -> None:
    for form in ("csv", "xlsx", "text", "json"):
        to_file = "--format", form, "--output", str(tmp_path / f"out.{form}")
        answer = invoke("scenario", COMPARED, "--lang", "en", *to_file)
        assert (0, "") == (answer.exit_code, answer.stdout)
    with (tmp_path / "out.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    assert ["scenario", "plan", "covered"] == rows[0][:3]
    assert ["as it stands", "critical illness", "94.0"] == rows[1][:3]
    sheet = openpyxl.load_workbook(tmp_path / "out.xlsx").worksheets[0]
    assert ("as it stands", 94) == (sheet["A2"].value, sheet["C2"].value)
    assert "as it stands" in (tmp_path / "out.text").read_text("utf-8")
    assert ["scenario"] == json.loads((tmp_path / "out.json").read_text("utf-8"))["over"]


def test_excel_needs_a_file_before_anything_is_reckoned() -> None:
    answer = invoke("scenario", "nothing.toml", "--format", "xlsx")
    assert 2 == answer.exit_code
    answer = invoke("scenario", COMPARED, "--format", "xlsx", "--lang", "zh")
    assert "Excel 文件不能显示在屏幕上" in answer.stderr


@pytest.mark.parametrize(("lang", "word"), [("en", "Error: "), ("zh", "错误：")])
def test_what_is_wrong_is_told_and_exits_with_2(tmp_path: Path, lang: str, word: str) -> None:
    file = tmp_path / "given.toml"
    file.write_text("starts = 2016-01-01\n", "utf-8")
    answer = invoke("scenario", str(file), "--lang", lang)
    assert 2 == answer.exit_code
    assert word in answer.stderr
    assert "entries" in answer.stderr


def test_gaps_in_the_assumptions_are_told_in_chinese(tmp_path: Path) -> None:
    for name in ("people.csv", "units.csv", "scenario.toml"):
        (tmp_path / name).write_bytes((EXAMPLE / name).read_bytes())
    one = 'plan = "critical_illness"\nprobability = 2\nsource = "a guess"\n'
    (tmp_path / "assumptions.toml").write_text(f'name = "a"\n[[assumption]]\n{one}', "utf-8")
    answer = invoke("scenario", str(tmp_path / "scenario.toml"), "--lang", "zh")
    assert [
        "错误：假设有 2 个问题：",
        "  - assumption 1, probability：不能填 2；写成：a chance, such as 0.02",
        "  - assumption 1, as_of：没有填写；日期写成 2016-01-31",
    ] == answer.stderr.splitlines()[:3]
    good = one.replace("2\n", "0.5\nas_of = 2016-01-01\n")
    (tmp_path / "assumptions.toml").write_text(f'name = "a"\n[[assumption]]\n{good}', "utf-8")
    answer = invoke("scenario", str(tmp_path / "scenario.toml"), "--lang", "zh")
    assert (2, True) == (
        answer.exit_code,
        "critical_illness.benefit：没有赔付额：" in answer.stderr,
    )
