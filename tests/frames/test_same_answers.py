"""Whatever the engine, a frame is answered as the single path answers each of its units."""

from __future__ import annotations

from datetime import date
from typing import Any

import polars as pl
import pytest
from both_paths import ANSWERS, Population, answer_of, every_plan, populations
from engines import ENGINES, Engine, to_polars
from hypothesis import given, settings

from mutualaid import Catalogue, Entry, Member, Sex, Unit
from mutualaid.frames import decide_frame, reason_codes
from mutualaid.testing.population import population, to_applications

EVERYTHING = every_plan()
QUICK = {name: engine for name, engine in ENGINES.items() if name.startswith(("polars", "pyarrow"))}
SLOW = {name: engine for name, engine in ENGINES.items() if name not in QUICK}
ONE_DAY = date(2016, 1, 1)
FEWER = settings.default.max_examples
"""An engine takes up to seconds to compile 16 plans, so the examples are fewer than elsewhere."""
ENTRY_COLUMNS = [
    "row", "unit", "member", "birth_date", "sex", "serving", "basic_medical_insurance",
    "union_member", "jingka_card", "high_risk", "declared_healthy", "declared_no_cancer_known",
    "declared_in_shanghai", "declared_in_ningbo", "child", "child_birth_date", "child_healthy",
    "child_student", "child_declared_healthy", "shares", "level", "plan",
]  # fmt: skip
UNIT_COLUMNS = [
    "unit", "employees", "female_employees", "employees_with_minor_children", "in_beijing",
    "has_union", "high_risk", "declared_healthy", "declared_no_cancer_known",
    "declared_in_shanghai", "declared_in_ningbo",
]  # fmt: skip


def answers(engine: Engine, drawn: Population, catalogue: Catalogue) -> dict[str, list[Any]]:
    """Give the answers of an engine by column, in the order of the rows given."""
    entries = engine.make(to_polars(drawn.entries(), drawn.columns(ENTRY_COLUMNS)))
    units = engine.make(to_polars(drawn.unit_rows(), UNIT_COLUMNS))
    made = engine.read(decide_frame(catalogue, entries, units, starts=drawn.starts))
    if not engine.ordered:
        made.sort(key=lambda row: row["row"])
    assert list(range(drawn.size)) == [row["row"] for row in made]
    given = drawn.columns(ENTRY_COLUMNS)
    names = [name for name in (made[0] if made else {}) if name not in given]
    return {name: [row[name] for row in made] for name in names}


def agree(engine: Engine, drawn: Population, catalogue: Catalogue = EVERYTHING) -> None:
    """Hold an engine against the single path, by all plans."""
    found = answers(engine, drawn, catalogue)
    expected = drawn.expected(catalogue) if drawn.size else {}
    assert expected == found


@pytest.mark.parametrize("engine", QUICK.values(), ids=QUICK)
@settings(max_examples=FEWER // 4)
@given(drawn=populations(tuple(EVERYTHING)))
def test_an_engine_answers_as_the_single_path_does(engine: Engine, drawn: Population) -> None:
    agree(engine, drawn)


@pytest.mark.parametrize("engine", SLOW.values(), ids=SLOW)
@settings(max_examples=FEWER // 10)
@given(drawn=populations(tuple(EVERYTHING)))
def test_a_slower_engine_answers_as_the_single_path_does(engine: Engine, drawn: Population) -> None:
    agree(engine, drawn)


@pytest.mark.parametrize("engine", ENGINES.values(), ids=ENGINES)
@pytest.mark.parametrize("rows", [0, 1], ids=["no row", "one row"])
def test_few_rows_are_answered_too(engine: Engine, rows: int, catalogue: Catalogue) -> None:
    unit = Unit("U0", employees=1, in_beijing=True, has_union=True)
    entry = Entry(Member("M0", date(1990, 2, 28), Sex.MALE, serving=True))
    drawn = Population(date(2027, 2, 28), (unit,), ((unit, entry, None),)[:rows])
    agree(engine, drawn, catalogue)


@pytest.fixture(scope="module")
def city(catalogue: Catalogue) -> tuple[pl.DataFrame, pl.DataFrame, dict[str, list[Any]]]:
    """Give a population with units of every size, and the answers of the single path.

    Of every seventh row a cover runs already.
    """
    entries, units = population(1_500, seed=3, by_plan=0.3)
    entries = entries.with_columns(already_covered=pl.int_range(pl.len()) % 7 == 0)
    expected: dict[str, list[Any]] = {}
    numbers = {code: number for number, code in reason_codes(catalogue).items()}
    plans = entries.select("plan", "already_covered").rows()
    for code in catalogue:
        absent = [
            numbers[
                "notice.other_plan"
                if plan not in (None, code)
                else "notice.already_covered"
                if runs
                else "notice.taken_once"
            ]
            for plan, runs in plans
        ]
        expected |= {f"{code}_{name}": [None] * len(plans) for name in ANSWERS}
        expected[f"{code}_reason"] = absent
    for applied in to_applications(entries, units, starts=ONE_DAY, plans=catalogue):
        for code in applied.plans:
            review = catalogue[code].review(applied.application)
            keys = [entry.key for entry in applied.application.entries]
            places = dict(zip(keys, applied.rows, strict=True))
            for one in review.entries:
                for name, value in answer_of(one, numbers).items():
                    expected[f"{code}_{name}"][places[one.entry.key]] = value
    return entries.with_row_index("row").with_columns(pl.col("row").cast(pl.Int64)), units, expected


@pytest.mark.parametrize("engine", ENGINES.values(), ids=ENGINES)
def test_a_city_is_answered_as_the_single_path_does(
    engine: Engine, catalogue: Catalogue, city: tuple[Any, Any, dict[str, list[Any]]]
) -> None:
    entries, units, expected = city
    out = decide_frame(catalogue, engine.make(entries), engine.make(units), starts=ONE_DAY)
    made = engine.read(out)
    if not engine.ordered:
        made.sort(key=lambda row: row["row"])
    assert list(range(len(entries))) == [row["row"] for row in made]
    assert expected == {name: [row[name] for row in made] for name in expected}
