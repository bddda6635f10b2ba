"""Exposure: the lives of the single path, counted by cell, whatever the engine or the chunks."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

import attrs
import polars as pl
import pytest
from engines import ENGINES, LIBRARIES, Engine
from hypothesis import given, settings
from hypothesis import strategies as st

from mutualaid import FixedSum, Insured, InvalidValue, NotInForce, Sex, UnknownName, load_catalogue
from mutualaid.dates import completed_years
from mutualaid.frames import InvalidFrame
from mutualaid.frames.chunks import read_chunks
from mutualaid.scenario import Cell, Due, Exposure, combine, expose
from mutualaid.scenario.scenario import of_plans
from mutualaid.testing.population import population, to_applications

STARTS = date(2016, 1, 1)
CATALOGUE = load_catalogue()
FEW = ["accident_property", "accident", "childrens_accident"]
"""Lines of members and of children, fees by level, and fees by the share."""
LIFE = 1_000_000


@cache
def city() -> tuple[pl.DataFrame, pl.DataFrame]:
    return population(600, seed=6, by_plan=0.2)


@cache
def exposed() -> Exposure:
    return expose(CATALOGUE, *city(), starts=STARTS)


def one_unit(rows: list[dict[str, Any]], **unit: Any) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Give people who are on plan 7 by themselves: everyone of a small unit."""
    usual = {"unit": "U", "sex": "male", "birth_date": date(1980, 5, 17), "serving": True}
    people = [{**usual, "member": f"M{number}", **row} for number, row in enumerate(rows)]
    members = len({row["member"] for row in people})
    about = {"unit": "U", "employees": members, "in_beijing": True, "has_union": True, **unit}
    return pl.DataFrame(people), pl.DataFrame([about])


def of_accident(rows: list[dict[str, Any]], **unit: Any) -> Exposure:
    return expose(CATALOGUE, *one_unit(rows, **unit), starts=STARTS, plans=["accident"])


# The single path ----------------------------------------------------------------------------------


def by_the_single_path() -> tuple[Counter[Cell], Counter[Due], Counter[str]]:
    cells, dues, open_ = Counter[Cell](), Counter[Due](), Counter[str]()
    for asked in to_applications(*city(), starts=STARTS, plans=CATALOGUE):
        for code in asked.plans:
            for one in CATALOGUE[code].review(asked.application).entries:
                if one.accepted is None:
                    open_[code] += LIFE
                if not one.accepted:
                    continue
                entry, unit = one.entry, asked.application.unit
                risk = entry.member.high_risk
                risk = unit.high_risk if risk is None else risk
                fee = None if one.fee is None else int(one.fee * 100)
                dues[Due(code, entry.shares, entry.level, risk, fee, LIFE)] += LIFE
                for line, cap in one.caps.items():
                    its = one.edition.benefit.line(line)
                    child = entry.child if its.insured is Insured.CHILD else None
                    person = child or entry.member
                    assert cap is not None
                    cells[
                        Cell(
                            code, line, its.insured, completed_years(person.birth_date, STARTS),
                            None if child else entry.member.sex, None if child else risk,
                            entry.shares, entry.level, int(cap * 100), isinstance(its, FixedSum),
                            LIFE,
                        )
                    ] += LIFE  # fmt: skip
    return cells, dues, open_


def test_the_lives_and_fees_are_those_of_the_single_path() -> None:
    cells, dues, open_ = by_the_single_path()
    assert cells == {attrs.evolve(cell, weight=LIFE): cell.weight for cell in exposed().cells}
    assert dues == {attrs.evolve(due, weight=LIFE): due.weight for due in exposed().dues}
    assert open_ == dict(exposed().open)


def test_every_plan_and_line_has_lives() -> None:
    assert set(CATALOGUE) == set(exposed().plans)
    lines = {(edition.code, line.code) for edition in CATALOGUE.editions(STARTS)
             for line in edition.benefit.lines}  # fmt: skip
    assert lines == {(cell.plan, cell.line) for cell in exposed().cells}


def test_a_thousand_times_the_people_have_few_more_cells() -> None:
    units = [city()[1].with_columns(pl.col("unit") + f"/{number}") for number in range(20)]
    people = [city()[0].with_columns(pl.col("unit") + f"/{number}") for number in range(20)]
    twenty = expose(CATALOGUE, pl.concat(people), pl.concat(units), starts=STARTS)
    times = [attrs.evolve(cell, weight=20 * cell.weight) for cell in exposed().cells]
    assert tuple(times) == twenty.cells


# Engines, chunks, files ---------------------------------------------------------------------------


@pytest.mark.parametrize("engine", LIBRARIES.values(), ids=LIBRARIES)
def test_every_engine_gives_the_same_cells(engine: Engine) -> None:
    made = expose(CATALOGUE, *map(engine.make, city()), starts=STARTS, plans=FEW)
    assert of_plans(exposed(), FEW) == made


@pytest.mark.parametrize("name", ["polars", "polars lazy", "pandas with numpy types", "duckdb"])
def test_every_engine_adds_up_the_same_weights(name: str) -> None:
    people, units = city()
    named = units.rename({name: f"unit_{name}" for name in units.columns if name != "unit"})
    joined = people.join(named, on="unit", how="left", maintain_order="left")
    tenths = {"weight": pl.int_range(pl.len()) * 0.1 + 0.0000004}
    frame = ENGINES[name].make(joined.with_columns(**tenths))
    weighted = expose(CATALOGUE, frame, starts=STARTS, plans=["accident"], weights="weight")
    expected = expose(
        CATALOGUE, people.with_columns(**tenths).to_arrow(), units.to_arrow(), starts=STARTS,
        plans=["accident"], weights="weight",
    )  # fmt: skip
    assert expected == weighted
    assert expected.entries("accident") != exposed().entries("accident")


@settings(max_examples=6)
@given(st.data())
def test_any_chunks_of_units_add_up_to_the_same_cells(data: st.DataObject) -> None:
    people, units = city()
    number = data.draw(st.integers(1, 4))
    chunk = st.lists(st.integers(0, number - 1), min_size=len(units), max_size=len(units))
    of_unit = units.select("unit", chunk=pl.Series(data.draw(chunk)))
    of_row = people.join(of_unit, on="unit", how="left", maintain_order="left")["chunk"]
    parts = [
        expose(
            CATALOGUE, people.filter(of_row == one), units.filter(of_unit["chunk"] == one),
            starts=STARTS, plans=FEW,
        )
        for one in range(number)
    ]  # fmt: skip
    assert of_plans(exposed(), FEW) == combine(parts)


@pytest.mark.parametrize("mixed", [False, True], ids=["unit by unit", "mixed"])
@pytest.mark.parametrize("kind", ["parquet", "csv"])
def test_files_read_in_chunks_give_the_same_cells(
    tmp_path: Path, kind: str, *, mixed: bool
) -> None:
    people, units = city()
    if mixed:
        people = people.sample(fraction=1, shuffle=True, seed=1)
    paths = []
    for name, frame in (("people", people), ("units", units)):
        path = tmp_path / f"{name}.{kind}"
        getattr(frame, f"write_{kind}")(path)
        paths.append(path)
    told: list[tuple[int, int]] = []
    chunks = list(read_chunks(*paths, batch=200, progress=lambda *so_far: told.append(so_far)))
    assert (0, len(units)) == tuple(map(len, chunks[0])), "columns and units first"
    assert len(chunks) > 2
    made = combine(expose(CATALOGUE, *chunk, starts=STARTS, plans=FEW) for chunk in chunks)
    assert of_plans(exposed(), FEW) == made
    assert (len(people), len(people)) == told[-1]


def test_files_may_hold_the_figures_of_units_with_the_people(tmp_path: Path) -> None:
    people, units = one_unit([{"level": 1}, {"level": 2}])
    joined = people.join(
        units.rename({name: f"unit_{name}" for name in units.columns if name != "unit"}), on="unit"
    )
    joined.write_parquet(tmp_path / "people.parquet")
    (empty, none), (rows, also_none) = read_chunks(tmp_path / "people.parquet")
    assert (0, None, 2, None) == (len(empty), none, len(rows), also_none)


def test_rows_without_a_file_of_their_own_are_one_chunk(tmp_path: Path) -> None:
    city()[0].head(0).write_parquet(tmp_path / "people.parquet")
    chunks = list(read_chunks(tmp_path / "people.parquet"))
    assert 1 == len(chunks)


# Cells by hand ------------------------------------------------------------------------------------


def test_a_cell_says_whom_it_insures_at_which_risk_for_how_much() -> None:
    made = of_accident([{"level": 2}, {"level": 2}, {"level": 1, "sex": "female"}], high_risk=False)
    male = Cell(
        "accident", "benefit", Insured.MEMBER, 35, Sex.MALE, high_risk=False, shares=1, level=2,
        benefit=4_440_000, fixed=False, weight=2 * LIFE,
    )  # fmt: skip
    female = attrs.evolve(male, sex=Sex.FEMALE, level=1, benefit=2_400_000, weight=LIFE)
    assert (female, male) == made.cells
    assert 2 == male.lives
    dues = tuple(
        Due("accident", 1, level, high_risk=False, fee=fee, weight=weight)
        for level, fee, weight in ((1, 2_600, LIFE), (2, 5_000, 2 * LIFE))
    )
    assert dues == made.dues
    assert [1, 2] == [due.entries for due in made.dues]
    assert (3, 3, 126.0, 0) == (
        made.entries("accident"), made.shares("accident"),
        made.fee_income("accident"), made.fees_unknown("accident"),
    )  # fmt: skip
    assert "accident/benefit/member/35/male/False/1/2/4440000/False" == male.key


def test_the_members_own_word_on_risk_goes_before_the_units() -> None:
    rows = [{"level": 1, "high_risk": said} for said in (True, False, None)]
    high = of_accident(rows, high_risk=True)
    assert {True: 2, False: 1} == {cell.high_risk: cell.lives for cell in high.cells}
    assert 32 + 32 + 26 == high.fee_income("accident")


def test_risk_that_nobody_said_is_a_cell_of_its_own_at_a_fee_that_is_not_known() -> None:
    rows = [{"level": 1, "high_risk": said} for said in (True, None)]
    for unit in ({}, {"high_risk": None}):
        made = of_accident(rows, **unit)
        assert {True: 1, None: 1} == {cell.high_risk: cell.lives for cell in made.cells}
        assert (32, 1) == (made.fee_income("accident"), made.fees_unknown("accident"))
        assert {True: 3_200, None: None} == {due.high_risk: due.fee for due in made.dues}


def test_who_may_come_in_or_not_stands_in_no_cell() -> None:
    made = of_accident([{"level": 1}] * 30 + [{"level": 1, "serving": None}] * 29, employees=100)
    assert not made.cells
    assert not made.dues
    assert (0, 59) == (made.entries("accident"), made.entries_open("accident"))
    assert 0 == of_accident([{"level": 1}]).entries_open("accident")


def test_children_are_insured_by_their_own_age_and_members_once() -> None:
    usual = {"member": "M", "union_member": True, "jingka_card": True}
    born = date(2010, 1, 2)
    rows = [usual, {**usual, "child": "C1", "child_birth_date": born},
            {**usual, "child": "C2", "child_birth_date": date(2010, 1, 1)}]  # fmt: skip
    people, units = one_unit(rows)
    timed = people.with_columns(pl.col("child_birth_date").cast(pl.Datetime))
    for frame in (people, timed):
        made = expose(CATALOGUE, frame, units, starts=STARTS, plans=["accident_property"])
        found = {(cell.line, cell.age, cell.sex, cell.lives) for cell in made.cells}
        members = {(line, 35, Sex.MALE, 1) for line in ("death", "disability", "fire",
                                                         "burst_pipes")}  # fmt: skip
        children = {
            (line, age, None, 1) for line in ("child_death", "child_disability") for age in (5, 6)
        }
        assert members | children == found
        assert {"death", "child_death"} == {cell.line for cell in made.cells if cell.fixed}


def test_a_plan_for_members_insures_who_is_entered_with_a_child_by_the_members_age() -> None:
    row = {"level": 1, "child": "C", "child_birth_date": date(2010, 1, 1)}
    (cell,) = of_accident([row]).cells
    assert (Insured.MEMBER, 35, 1) == (cell.insured, cell.age, cell.lives)


def test_ages_are_completed_years_on_a_leap_day_too() -> None:
    born = [date(1980, 2, 28), date(1980, 2, 29), date(1980, 3, 1)]
    people, units = one_unit([{"level": 1, "birth_date": day} for day in born])
    on = date(2017, 2, 28)
    made = expose(CATALOGUE, people, units, starts=on, plans=["accident"])
    assert {37: 2, 36: 1} == {cell.age: cell.lives for cell in made.cells}


# Weights ------------------------------------------------------------------------------------------


def test_a_weight_says_how_many_lives_a_row_stands_for() -> None:
    rows = [{"level": 1, "w": 0.1}, {"level": 1, "w": 0.2}, {"level": 1, "w": 2_000.0000004},
            {"level": 1, "w": 0.0}]  # fmt: skip
    people, units = one_unit(rows, high_risk=False)
    made = expose(CATALOGUE, people, units, starts=STARTS, plans=["accident"], weights="w")
    (cell,) = made.cells
    assert 2_000_300_000 == cell.weight
    assert 2000.3 == made.entries("accident")
    assert 52_007.8 == made.fee_income("accident")


def test_a_weight_is_rounded_to_the_millionth() -> None:
    people, units = one_unit([{"level": 1, "w": 0.0000006}], high_risk=False)
    made = expose(CATALOGUE, people, units, starts=STARTS, plans=["accident"], weights="w")
    assert [1] == [cell.weight for cell in made.cells]


def test_whole_numbers_and_decimals_are_weights_too() -> None:
    people, units = one_unit([{"level": 1, "w": 3}, {"level": 1, "w": 4}])
    for kind in (pl.Int32, pl.Decimal(10, 2), pl.Float32):
        frame = people.with_columns(pl.col("w").cast(kind))
        made = expose(CATALOGUE, frame, units, starts=STARTS, plans=["accident"], weights="w")
        assert 7 == made.entries("accident")


def test_rows_of_weight_0_make_no_cell() -> None:
    people, units = one_unit([{"level": 1, "w": 0.0}])
    made = expose(CATALOGUE, people, units, starts=STARTS, plans=["accident"], weights="w")
    assert ((), ()) == (made.cells, made.dues)


@pytest.mark.parametrize("wrong", [-0.5, None, 1e9, float("nan")])
def test_a_weight_that_is_no_number_of_lives_is_refused(wrong: float | None) -> None:
    people, units = one_unit([{"level": 1, "w": 1.0}, {"level": 1, "w": wrong}])
    with pytest.raises(InvalidFrame, match=r"entries\.w: holds null, or a weight below 0") as told:
        expose(CATALOGUE, people, units, starts=STARTS, weights="w")
    assert "member='M1'" in str(told.value)


def test_weights_that_are_not_there_or_no_numbers_are_refused() -> None:
    people, units = one_unit([{"level": 1}])
    with pytest.raises(InvalidFrame, match=r"entries\.w: is not there; unit, sex"):
        expose(CATALOGUE, people, units, starts=STARTS, weights="w")
    with pytest.raises(InvalidFrame, match=r"entries\.sex: holds String, and no numbers"):
        expose(CATALOGUE, people, units, starts=STARTS, weights="sex")


def test_weights_are_not_looked_at_where_values_are_not() -> None:
    people, units = one_unit([{"level": 1, "w": 2.0}])
    made = expose(CATALOGUE, people, units, starts=STARTS, weights="w", validate="schema",
                  plans=["accident"])  # fmt: skip
    assert 2 == made.entries("accident")


# What is refused ----------------------------------------------------------------------------------


def test_what_decide_frame_refuses_is_refused() -> None:
    people, units = one_unit([{"level": 0}])
    with pytest.raises(InvalidFrame, match="holds less than 1"):
        expose(CATALOGUE, people, units, starts=STARTS)


def test_a_plan_is_named_by_any_of_its_names_and_must_be_in_force() -> None:
    people, units = one_unit([{"level": 1}])
    named = expose(CATALOGUE, people, units, starts=STARTS, plans=["意外伤害"])
    assert (("accident", 1),) == named.terms
    with pytest.raises(UnknownName):
        expose(CATALOGUE, people, units, starts=STARTS, plans=["fire brigade"])
    with pytest.raises(NotInForce, match="No plan that is asked is in force"):
        expose(CATALOGUE, people, units, starts=STARTS, plans=[])


def test_exposures_of_different_questions_do_not_add_up() -> None:
    with pytest.raises(InvalidValue, match="Nothing is combined"):
        combine([])
    people, units = one_unit([{"level": 1}])
    one = expose(CATALOGUE, people, units, starts=STARTS, plans=["accident"])
    other_day = expose(CATALOGUE, people, units, starts=date(2016, 1, 2), plans=["accident"])
    for other in (other_day, exposed()):
        with pytest.raises(InvalidValue, match="Exposures of different questions"):
            combine([one, other])


def test_a_datetime_is_no_day() -> None:
    with pytest.raises(TypeError, match="starts"):
        expose(CATALOGUE, *city(), starts=datetime(2016, 1, 1))  # noqa: DTZ001
