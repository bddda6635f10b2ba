"""A run is recorded, and run again from its record; whatever differs is named."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

import attrs
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

from mutualaid import (
    Catalogue,
    Flat,
    InvalidType,
    InvalidValue,
    Period,
    PolicyChange,
    Source,
    hookimpl,
    load_catalogue,
)
from mutualaid.scenario import Assumptions, DiffersFromRecord, Result, RunRecord, Scenario
from mutualaid.scenario.fingerprint import of_document, of_edition, of_input
from mutualaid.testing.population import population

SAMPLE = Path(__file__).parents[2] / "docs" / "examples" / "scenario"
STARTS = date(2016, 1, 1)
CATALOGUE = load_catalogue()
DEARER = PolicyChange(
    "dearer", since=STARTS, source=Source("a draft"), set={"critical_illness.fee.amount": 100}
)
ENTRIES, UNITS = population(300, seed=1)


class Run(NamedTuple):
    scenario: Scenario
    result: Result
    record: RunRecord


@pytest.fixture(scope="module")
def run() -> Run:
    """Run and record a scenario with a change, and with fewer people."""
    scenario = Scenario(
        CATALOGUE.with_change(DEARER),
        ENTRIES,
        UNITS,
        starts=STARTS,
        assumptions=Assumptions.load(SAMPLE / "assumptions.toml"),
        plans=["critical_illness", "inpatient_allowance"],
        participation={"critical_illness": -5},
        reserves={"critical_illness": 5_000},
        levels=[0.9],
        seed=7,
        name="一号方案",
    )
    result = scenario.run()
    return Run(scenario, result, RunRecord.of(scenario, result=result))


def test_a_run_is_run_again_from_its_record(run: Run, tmp_path: Path) -> None:
    run.record.save(tmp_path / "run.json")

    read = RunRecord.load(tmp_path / "run.json")

    assert read == run.record
    assert read.rerun(ENTRIES, UNITS) == run.result


def test_the_frames_may_be_of_another_library(run: Run) -> None:
    again = run.record.rerun(ENTRIES.to_pandas(), UNITS.to_pandas(), catalogue=CATALOGUE)

    assert again == run.result


def test_a_run_that_is_recorded_without_its_result_is_run_for_it(run: Run) -> None:
    assert RunRecord.of(run.scenario) == run.record


def test_a_scenario_without_changes_is_recorded_too(run: Run) -> None:
    scenario = run.scenario.but(catalogue=CATALOGUE, participation=0)
    result = scenario.run()

    record = RunRecord.of(scenario, result=result)

    assert record.changes == ()
    assert record.rerun(ENTRIES, UNITS, catalogue=CATALOGUE) == result


def test_a_record_holds_what_the_run_was_given(run: Run) -> None:
    record = run.record

    assert record.starts == STARTS
    assert record.settings["participation"] == {"critical_illness": -5}
    assert (record.settings["seed"], record.settings["name"]) == (7, "一号方案")
    assert [change["name"] for change in record.changes] == ["dearer"]
    assert record.assumptions["illustrative"] is True
    assert set(record.rules) == {"critical_illness", "inpatient_allowance"}
    assert record.inputs == {"entries": of_input(ENTRIES, ""), "units": of_input(UNITS, "")}
    assert {"python", "mutualaid", "numpy", "scipy", "narwhals"} < set(record.versions)
    assert record.versions["plan critical_illness"].startswith("mutualaid ")
    assert record.figures == json.loads(run.result.to_json())


def differences(record: RunRecord, *given: Any, catalogue: Catalogue = CATALOGUE) -> Any:
    with pytest.raises(DiffersFromRecord, match="not the run of the record") as refused:
        record.rerun(*given, catalogue=catalogue)
    return refused.value.differences


def test_other_people_and_other_units_are_named(run: Run) -> None:
    assert differences(run.record, ENTRIES[1:], UNITS) == ("entries",)
    assert differences(run.record, ENTRIES, UNITS.reverse()) == ("units",)
    assert differences(run.record, ENTRIES[::-1], UNITS[::-1]) == ("entries", "units")


def test_other_rules_are_named(run: Run) -> None:
    other = PolicyChange(
        "other", since=STARTS, source=Source("x"), set={"inpatient_allowance.fee.amount": 61}
    )

    found = differences(run.record, ENTRIES, UNITS, catalogue=CATALOGUE.with_change(other))

    assert found == ("rules of inpatient_allowance",)


def test_other_figures_are_named(run: Run) -> None:
    figures = json.loads(run.result.to_json())
    figures["plans"][0]["expected"] += 1
    figures["total"]["quantiles"]["0.9"] = 0.0
    figures["total"]["code"] = "all"
    figures["plans"][1]["sd"] *= 1 + 1e-12  # rounding of another version

    found = differences(attrs.evolve(run.record, figures=figures), ENTRIES, UNITS)

    assert found == ("plans.critical_illness.expected", "total.code", "total.quantiles.0.9")
    fewer = {**figures, "plans": figures["plans"][1:], "total": run.record.figures["total"]}
    assert differences(attrs.evolve(run.record, figures=fewer), ENTRIES, UNITS) == ("plans",)


def test_of_a_lazy_frame_the_people_covered_are_compared(run: Run) -> None:
    lazy = run.scenario.but(entries=ENTRIES.lazy(), units=UNITS.lazy(), participation=0)
    record = RunRecord.of(lazy)

    assert record.inputs == {"entries": None, "units": None}
    assert record.rerun(ENTRIES, UNITS) == lazy.run()
    assert differences(record, ENTRIES[:200], UNITS) == ("people covered",)


def test_a_change_with_hooks_is_in_no_record(run: Run) -> None:
    class Flatter:
        @hookimpl(wrapper=True)
        def mutualaid_fee(self, context: Any) -> Any:
            fee = yield
            return Flat(100) if context.plan == "critical_illness" else fee

    hooks = PolicyChange("flat", since=STARTS, source=Source("x"), hooks=Flatter())
    scenario = run.scenario.but(catalogue=CATALOGUE.with_change(hooks))

    with pytest.raises(InvalidValue, match="hooks does not go to JSON"):
        RunRecord.of(scenario)


@pytest.mark.parametrize("said", [{"version": 2}, {"type": "review"}, {"rules": None}])
def test_what_is_no_record_is_refused(said: dict[str, Any], run: Run) -> None:
    document = {**run.record.to_dict(), **said}
    if document["rules"] is None:
        del document["rules"]

    with pytest.raises(InvalidValue, match="no record of a run"):
        RunRecord.from_dict(document)


@pytest.mark.parametrize(("text", "told"), [("{", "is no JSON"), ("[]", "no record of a run")])
def test_a_file_without_a_record_is_refused(text: str, told: str, tmp_path: Path) -> None:
    (tmp_path / "run.json").write_text(text)

    with pytest.raises(InvalidValue, match=told):
        RunRecord.load(tmp_path / "run.json")


# Fingerprints ---------------------------------------------------------------------------------


ROWS = pl.DataFrame(
    {
        "unit": ["U1", "", None],
        "born": [date(1980, 5, 17), None, date(1999, 1, 1)],
        "serving": [True, None, False],
        "shares": [1, None, 3],
        "weight": [0.5, None, 2.0],
        "nothing": pl.Series([None, None, None], dtype=pl.Null),
    }
)


@pytest.mark.parametrize(
    "same",
    [
        ROWS.to_arrow(),
        ROWS.to_pandas(),
        ROWS.to_pandas(use_pyarrow_extension_array=True),
        ROWS.select(reversed(ROWS.columns)),
        ROWS.with_columns(pl.col("unit").cast(pl.Categorical), pl.col("shares").cast(pl.Float32)),
        pa.concat_tables([ROWS[:1].to_arrow(), ROWS[1:].to_arrow()]),
        ROWS.with_columns(pl.col("born").cast(pl.Datetime)),
    ],
)
def test_the_same_rows_have_the_same_fingerprint_on_any_engine(same: Any) -> None:
    assert of_input(same, "rows") == of_input(ROWS, "rows")


@pytest.mark.parametrize(
    "other",
    [
        ROWS[:2],
        ROWS[::-1],
        ROWS.rename({"unit": "units"}),
        ROWS.with_columns(pl.Series("unit", ["U", "1", None])),
        ROWS.with_columns(pl.Series("unit", ["U1", None, ""])),
        ROWS.with_columns(pl.Series("serving", [True, False, None])),
        ROWS.with_columns(pl.Series("shares", [1, 0, 3])),
        ROWS.with_columns(pl.Series("born", [date(1980, 5, 17), None, date(1999, 1, 2)])),
    ],
)
def test_other_rows_have_another_fingerprint(other: Any) -> None:
    assert of_input(other, "rows") != of_input(ROWS, "rows")


def test_an_empty_text_column_has_a_fingerprint() -> None:
    empty = pd.DataFrame({"unit": pd.Series([], dtype="str")})

    assert of_input(empty, "rows") == of_input(
        pl.DataFrame({"unit": pl.Series([], dtype=pl.String)}), ""
    )


def test_a_file_has_the_fingerprint_of_its_bytes(tmp_path: Path) -> None:
    file = tmp_path / "rows.csv"
    file.write_bytes(b"abc")

    assert of_input(file, "rows") == of_input(str(file), "rows")
    assert of_input(file, "rows") == (
        "sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    )


def test_nothing_and_a_lazy_frame_have_none_and_anything_else_is_refused() -> None:
    assert of_input(None, "units") is None
    assert of_input(ROWS.lazy(), "units") is None
    with pytest.raises(InvalidType, match=r"no frame that is read, units=3"):
        of_input(3, "units")


def test_the_fingerprint_of_rules_leaves_out_where_and_when_they_are_laid_down() -> None:
    edition = CATALOGUE["critical_illness"].edition(STARTS)
    elsewhere = attrs.evolve(
        edition, period=Period(STARTS), fee=attrs.evolve(edition.fee, source=Source("elsewhere"))
    )
    dearer = attrs.evolve(edition, fee=attrs.evolve(edition.fee, amount=91))

    assert of_edition(elsewhere) == of_edition(edition) != of_edition(dearer)


def test_the_order_of_keys_makes_no_difference_to_a_document() -> None:
    assert of_document({"a": 1, "b": STARTS}) == of_document({"b": "2016-01-01", "a": 1})
