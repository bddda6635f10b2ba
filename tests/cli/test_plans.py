"""`mutualaid plans`: the leaflet's table, in three forms and two languages."""

from __future__ import annotations

import json
import re
import tomllib
import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from cli.processes import ROOT, boxes, invoke, told

from mutualaid import load_catalogue
from mutualaid.handbook import table, to_markdown

LEAFLET = tomllib.loads((ROOT / "tests" / "data" / "leaflet.toml").read_text("utf-8"))["plan"]
CATALOGUE = load_catalogue()
CODES = list(CATALOGUE)
ROWS = table(plan.editions[-1] for plan in CATALOGUE.values())
FORMS = ["text", "markdown", "json"]


def as_read(text: str) -> str:
    """Drop what the form of a table adds: blanks, commas between thousands, full width."""
    narrow = unicodedata.normalize("NFKC", re.sub(r"\s", "", text))
    return re.sub(r"(?<=\d),(?=\d{3})", "", narrow)


def row(lang: str, title: str) -> str:
    """Give the row of a plan as the text form shows it."""
    shown = boxes(invoke("plans", "--lang", lang).stdout)
    return as_read("|".join(next(cells for cells in shown if cells[0] == title)))


# Every figure of the leaflet ---------------------------------------------------------------------


def figures(plan: dict[str, Any]) -> list[tuple[str, str]]:
    """List every figure and name of a row of the leaflet, as the table would write it."""
    found = [("title", plan["title"]), ("term", f"{plan['term_years']}年")]
    found += [("disease", name) for name in plan["diseases"]]
    if "observation_days" in plan:
        found.append(("observation", f"{plan['observation_days']}日"))
    for way in plan["way"]:
        found += conditions(way)
    found += FEES[plan["fee"]["kind"]](plan["fee"])
    return found + [(cap["line"], amount(cap)) for cap in plan["cap"]]


def conditions(way: dict[str, Any]) -> list[tuple[str, str]]:
    """List the figures of one way of joining."""
    asked = {**way["conditions"], **way.get("age", {}), **way.get("participation", {})}
    words = {
        "minimum": "年满{minimum}—{maximum}周岁",
        "child_under": "{child_under}周岁",
        "percent": "{percent}%",
        "everyone_below": "少于{everyone_below}人",
        "everyone_up_to": "不超过{everyone_up_to}人",
    }
    return [(name, text.format(**asked)) for name, text in words.items() if name in asked]


def levels(amounts: list[int]) -> str:
    """Write a table of levels."""
    return "/".join(map(str, amounts)) + "元"


def amount(cap: dict[str, Any]) -> str:
    """Write a cap."""
    if "levels" in cap:
        return levels(cap["levels"])
    return f"{cap['amount']}元" + ("/份" if cap["per_share"] else "")


FEES: dict[str, Callable[[dict[str, Any]], list[tuple[str, str]]]] = {
    "free": lambda _: [("fee", "免费")],
    "per_term": lambda fee: [("fee", f"{fee['amount']}元")],
    "per_share": lambda fee: [("fee", f"{fee['amount']}元/份"), ("fee", f"最多{fee['at_most']}份")],
    "by_level": lambda fee: [
        ("fee", levels(fee["levels"])),
        ("fee", "高危行业" + levels(fee["high_risk_levels"])),
    ],
}
FIGURES = [(plan["title"], what, figure) for plan in LEAFLET for what, figure in figures(plan)]


@pytest.mark.parametrize(("title", "what", "figure"), FIGURES, ids=str)
def test_every_figure_of_the_leaflet_is_shown_in_its_row(
    chinese: dict[str, str], title: str, what: str, figure: str
) -> None:
    assert as_read(figure) in chinese[title]


@pytest.fixture(scope="module")
def chinese() -> dict[str, str]:
    """Give the rows of the Chinese table by their titles."""
    shown = boxes(invoke("plans", "--lang", "zh").stdout)
    return {cells[0]: as_read("|".join(cells)) for cells in shown}


def test_the_columns_are_those_of_the_leaflet() -> None:
    shown = boxes(invoke("plans", "--lang", "zh").stdout)
    assert ("保障活动", "保障范围", "参保条件", "保障期", "会费", "最高互助金") == shown[0]


def test_the_rows_are_those_of_the_leaflet_in_its_order() -> None:
    shown = boxes(invoke("plans", "--lang", "zh").stdout)
    assert [plan["title"] for plan in LEAFLET] == [cells[0] for cells in shown[1:]]


def test_the_fee_of_levels_stands_in_the_leaflet_s_order() -> None:
    fees = row("zh", "在职职工意外伤害互助保障活动")
    assert fees.index("26/50/74/100") < fees.index("高危行业") < fees.index("32/62/93/124")


# Forms and languages -----------------------------------------------------------------------------


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_form_ends_with_0_in_every_language(form: str, lang: str) -> None:
    done = invoke("plans", "--format", form, "--lang", lang)
    assert (0, "") == (done.exit_code, done.stderr)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_text_shows_every_cell_of_the_table(lang: str) -> None:
    shown = boxes(invoke("plans", "--lang", lang).stdout)
    expected = [tuple(re.sub(r"\s", "", cell) for cell in one.cells(lang)) for one in ROWS]
    assert expected == shown[1:]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_markdown_is_that_of_the_handbook(lang: str) -> None:
    done = invoke("plans", "--format", "markdown", "--lang", lang)
    assert to_markdown(ROWS, lang) == done.stdout


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_json_holds_both_languages_whichever_is_spoken(lang: str) -> None:
    done = invoke("plans", "--format", "json", "--lang", lang)
    assert [one.to_dict() for one in ROWS] == told(done)


def test_text_is_the_form_where_none_is_said() -> None:
    assert invoke("plans").stdout == invoke("plans", "--format", "text").stdout


def test_the_language_is_that_of_the_environment() -> None:
    assert invoke("plans", "--lang", "zh").stdout == invoke("plans", LANG="zh_CN.UTF-8").stdout
    assert invoke("plans", "--lang", "en").stdout == invoke("plans").stdout


def test_a_form_that_there_is_not_ends_with_2() -> None:
    assert 2 == invoke("plans", "--format", "html").exit_code


@pytest.mark.parametrize("form", FORMS)
def test_a_file_holds_what_would_have_been_shown(tmp_path: Path, form: str) -> None:
    target = tmp_path / "table"
    done = invoke("plans", "--format", form, "--lang", "zh", "--output", str(target))
    assert (0, "") == (done.exit_code, done.stdout)
    shown = invoke("plans", "--format", form, "--lang", "zh").stdout
    assert shown == target.read_bytes().decode("utf-8")


# Days --------------------------------------------------------------------------------------------


def test_on_the_first_day_of_the_plans_all_are_shown() -> None:
    done = invoke("plans", "--on", "2015-01-01", "--format", "json")
    assert CODES == [one["code"] for one in told(done)]


def test_on_the_day_before_there_is_nothing_to_show() -> None:
    done = invoke("plans", "--on", "2014-12-31")
    assert (2, "") == (done.exit_code, done.stdout)
    assert "2015-01-01" in done.stderr


def test_without_a_day_the_newest_of_each_is_shown() -> None:
    shown = [told(invoke("plans", *on, "--format", "json")) for on in ([], ["--on", "2016-01-01"])]
    assert shown[0] == shown[1]


def test_a_day_that_is_none_ends_with_2() -> None:
    assert 2 == invoke("plans", "--on", "2016-02-30").exit_code


# What is loaded ----------------------------------------------------------------------------------


def test_only_the_plans_that_the_environment_names_are_shown() -> None:
    done = invoke("plans", "--format", "json", MUTUALAID_LOAD_PLANS="accident, medical")
    assert ["medical", "accident"] == [one["code"] for one in told(done)]


def test_a_plan_of_the_environment_that_is_not_installed_ends_with_2() -> None:
    done = invoke("plans", MUTUALAID_LOAD_PLANS="acident")
    assert (2, "") == (done.exit_code, done.stdout)
    assert "accident" in done.stderr


def test_no_plan_at_all_is_an_empty_table() -> None:
    done = invoke("plans", "--format", "json", MUTUALAID_LOAD_PLANS="")
    assert (0, []) == (done.exit_code, json.loads(done.stdout))
