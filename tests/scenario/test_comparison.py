"""Scenarios side by side, and swept over figures of the policy and participation."""

from __future__ import annotations

import csv
import io
import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import attrs
import openpyxl
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from cities import base, draft

from mutualaid import InvalidType, InvalidValue, UnknownName
from mutualaid.scenario import Comparison, Result, Scenario, compare, sweep
from mutualaid.scenario.comparison import Case
from mutualaid.scenario.tabular import Kind, chance, shown

FEE = "critical_illness.fee.amount"


def dearer() -> Scenario:
    return base().with_change(draft("dearer", fee__amount=100))


def rows_of(table: Comparison) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = table.to_frame().to_dicts()
    return rows


# Compare ------------------------------------------------------------------------------------------


def test_each_scenario_runs_as_it_does_by_itself() -> None:
    table = compare(base(), dearer())
    assert [base().run(), dearer().run()] == [case.result for case in table.cases]
    assert table.base == base().run()
    assert ("critical_illness",) == table.differing


def test_a_row_tells_how_fees_and_benefits_differ_from_the_first() -> None:
    rows = rows_of(compare(base(), dearer()))
    assert [
        ("as it stands", "critical_illness"), ("as it stands", "total"),
        ("dearer", "critical_illness"), ("dearer", "total"),
    ] == [(row["scenario"], row["plan"]) for row in rows]  # fmt: skip
    income = base().run()["critical_illness"].income
    assert [0, 0, income / 9, income / 9] == pytest.approx([row["income_change"] for row in rows])
    assert {0} == {row["expected_change"] for row in rows}


def test_a_plan_that_one_scenario_does_not_ask_has_rows_of_the_others() -> None:
    table = compare(base().but(plans=["accident"], name="one"), base())
    rows = rows_of(table)
    assert {"total"} == {row["plan"] for row in rows if row["scenario"] == "one"}
    of_illness = next(row for row in rows if row["plan"] == "critical_illness")
    assert of_illness["income"] == of_illness["income_change"]
    assert of_illness["expected"] == of_illness["expected_change"]


def test_one_plan_alone_needs_no_total_but_for_a_reserve_in_common() -> None:
    alone = base().but(plans=["critical_illness"])
    table = compare(alone, alone.with_change(draft(fee__amount=100)))
    assert ["critical_illness"] * 2 == [row["plan"] for row in rows_of(table)]
    same = compare(alone, alone.but(name="same"))
    assert ["total"] * 2 == [row["plan"] for row in rows_of(same)]
    held = alone.but(reserve=5_000)
    table = compare(held, held.with_change(draft(fee__amount=100)))
    assert ["critical_illness", "total"] * 2 == [row["plan"] for row in rows_of(table)]


def test_two_scenarios_of_one_title_are_refused() -> None:
    with pytest.raises(InvalidValue, match="Two scenarios have one title"):
        compare(base(), base())
    with pytest.raises(InvalidType, match="a Scenario"):
        compare(base(), None)  # type: ignore[arg-type]


# Sweep --------------------------------------------------------------------------------------------


def test_a_sweep_runs_every_combination() -> None:
    told: list[tuple[int, int]] = []
    table = sweep(
        base(), over={FEE: [90, 100], "participation.critical_illness": [0, -5]},
        progress=lambda *so_far: told.append(so_far),
    )  # fmt: skip
    assert [(90, 0), (90, -5), (100, 0), (100, -5)] == [case.labels for case in table.cases]
    assert [(1, 4), (2, 4), (3, 4), (4, 4)] == told
    assert base().run() == table.cases[0].result
    assert dearer().run() == table.cases[2].result
    fewer = dearer().but(participation={"critical_illness": -5})
    assert fewer.run() == table.cases[3].result


def test_participation_of_all_plans_is_varied_beside_that_of_one() -> None:
    given = base().but(participation={"accident": -10})
    table = sweep(given, over={"participation.critical_illness": [-5]})
    both = base().but(participation={"accident": -10, "critical_illness": -5})
    assert both.run() == table.cases[0].result
    table = sweep(given, over={"participation": [-5]})
    assert base().but(participation=-5).run() == table.cases[0].result


def test_a_figure_that_a_change_has_set_already_is_swept_too() -> None:
    table = sweep(dearer(), over={FEE: [90, Decimal("100.50")]})
    assert [(90,), (100.5,)] == [case.labels for case in table.cases]
    assert base().run() == table.cases[0].result
    json.dumps(table.to_dict())


def test_every_kind_of_figure_is_swept() -> None:
    lives, costs = [], []
    for path, values in {
        "critical_illness.eligibility.age.maximum": [60, 40],
        "critical_illness.benefit.benefit.amount": [10_000, 5_000],
        "critical_illness.fee.at_most": [4, 1],
    }.items():
        first, second = (case.result.total for case in sweep(base(), over={path: values}).cases)
        assert base().run().total == first
        assert second.expected < first.expected
        lives.append(second.lives < first.lives)
        costs.append(second.income < first.income)
    assert [True, False, True] == lives == costs


def test_nothing_varied_and_paths_that_lead_nowhere_are_refused() -> None:
    for over in ({}, {FEE: []}):
        with pytest.raises(InvalidValue, match="Nothing is varied"):
            sweep(base(), over=over)
    with pytest.raises(UnknownName):
        sweep(base(), over={"critical_illness.fee.amont": [90]})
    with pytest.raises(InvalidValue, match="nobody is made up"):
        sweep(base(), over={"participation": [5]})
    with pytest.raises(UnknownName, match="No plan that is asked has this code"):
        sweep(base(), over={"participation.medical": [-5]})


# Tables -------------------------------------------------------------------------------------------


def test_tables_are_read_in_both_languages(tmp_path: Path) -> None:
    table = compare(base(), dearer())
    zh, en = (table.to_text(lang).splitlines() for lang in ("zh", "en"))  # type: ignore[arg-type]
    assert zh[0].startswith("| 方案 | 计划 | 参保人次 | 会费（元） |")
    assert zh[2].startswith("| 现行 | 重大疾病 |")
    assert en[0].startswith("| scenario | plan | covered | fees (yuan) |")
    assert "| --- | --- | ---: |" in en[1]
    (titles, *rows) = csv.reader(io.StringIO(table.to_csv("zh")))
    assert "方案" == titles[0]
    assert 4 == len(rows)
    table.write_excel(tmp_path / "table.xlsx", "zh")
    sheet = openpyxl.load_workbook(tmp_path / "table.xlsx").worksheets[0]
    assert ("现行", "重大疾病") == (sheet["A2"].value, sheet["B2"].value)
    assert "0.00%" == sheet["H2"].number_format


def test_a_notebook_shows_a_row_for_each_plan_of_each_scenario_and_one_for_all() -> None:
    page = compare(base(), dearer()).to_html("en")
    assert 1 + 4 == page.count("<tr>")
    assert "fees (yuan)" in page


def test_swept_figures_stand_under_their_path(tmp_path: Path) -> None:
    table = sweep(base(), over={FEE: [90], "participation": [-5, 0]})
    assert table.to_frame().columns[:3] == [FEE, "participation", "plan"]
    assert "| 90 | -5 |" in table.to_text("zh").splitlines()[2]
    result: Result = base().run()
    header = result.to_text("en").splitlines()[0]
    assert "quantile 0.95 (yuan) | quantile 0.99 (yuan)" in header
    assert "TVaR 0.95 (yuan)" in header


def test_tables_are_frames_of_any_library() -> None:
    result = base().run()
    polars, pandas, arrow = (
        result.to_frame(backend=one)
        for one in ("polars", "pandas", "pyarrow")  # type: ignore[arg-type]
    )
    assert isinstance(polars, pl.DataFrame)
    assert isinstance(pandas, pd.DataFrame)
    assert isinstance(arrow, pa.Table)
    assert list(pandas.columns) == polars.columns == arrow.column_names
    assert "tvar_0.99" in polars.columns
    assert [*(plan.code for plan in result.plans), "total"] == polars["plan"].to_list()


@pytest.mark.parametrize(
    ("value", "kind", "text"),
    [
        (None, Kind.FEE, "–"), ("text", Kind.TEXT, "text"), (1234.5, Kind.COUNT, "1,234"),
        (1234.5, Kind.YUAN, "1,234"), (1234.5, Kind.FEE, "1,234.50"), (0.1234, Kind.SHARE, "12.3%"),
        (0.1234, Kind.CHANCE, "12.34%"), (1234.5, Kind.FIGURE, "1,234.5"), (-5, Kind.FIGURE, "-5"),
    ],
)  # fmt: skip
def test_figures_are_written_as_people_read_them(value: Any, kind: Kind, text: str) -> None:
    assert text == shown(value, kind, "en")


def test_a_chance_is_not_rounded_to_never_or_always() -> None:
    assert ["0%", "< 0.01%", "0.01%", "99.99%", "> 99.99%", "100%"] == [
        chance(one) for one in (0, 1e-9, 0.0001, 0.9999, 1 - 1e-9, 1)
    ]


def test_what_is_left_out_is_said() -> None:
    result = base().run()
    total = attrs.evolve(result.total, undecided=2_000, fees_unknown=3)
    notes = attrs.evolve(result, total=total).notes("en")
    assert (
        "left out, since it is not known whether they come in: 2,000",
        "covered at fees that are not known and are left out: 3",
    ) == notes
    clean = attrs.evolve(result.total, undecided=0, fees_unknown=0)
    assert () == attrs.evolve(result, total=clean).notes("zh")


def test_what_a_case_leaves_out_is_said_of_it() -> None:
    result = base().run()
    doubtful = attrs.evolve(result, total=attrs.evolve(result.total, undecided=7, fees_unknown=0))
    clean = attrs.evolve(result, total=attrs.evolve(result.total, undecided=0, fees_unknown=0))
    said = "left out, since it is not known whether they come in: 7"

    def notes(*results: Result) -> tuple[str, ...]:
        cases = [Case((f"case {number}", 90), one) for number, one in enumerate(results, 1)]
        return Comparison(("scenario", "fee"), tuple(cases)).notes("en")

    assert () == notes(clean, clean)
    assert (said,) == notes(doubtful, doubtful)
    assert (f"case 2 / 90 – {said}",) == notes(clean, doubtful)


def test_a_cliff_leaves_nothing_out() -> None:
    assert () == base().cliff().notes("en")
