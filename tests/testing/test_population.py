"""Populations: seeded, the same in chunks of any size, of valid people on both sides of shares."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import Any, TypeAlias

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from mutualaid import InvalidType, InvalidValue, UnknownName, load_catalogue
from mutualaid.dates import birthday, completed_years, latest_birth
from mutualaid.testing.population import population, population_chunks, to_applications

CATALOGUE = load_catalogue()
STARTS = date(2016, 1, 1)
SIZES = st.integers(0, 3_000)
SEEDS = st.integers(0, 2**40)
DAYS = st.dates(date(2015, 1, 1), date(2035, 12, 31)) | st.sampled_from(
    [date(2016, 2, 29), date(2017, 2, 28), date(2016, 2, 28)]
)
CHANCES = st.sampled_from([0.0, 0.3, 1.0])
Frames: TypeAlias = tuple[pl.DataFrame, pl.DataFrame]
few = settings(max_examples=25, deadline=None)


@given(SIZES, SEEDS, CHANCES)
@few
def test_a_seed_gives_the_same_population_every_time(
    entries: int, seed: int, by_plan: float
) -> None:
    for first, second in zip(
        population(entries, seed=seed, by_plan=by_plan),
        population(entries, seed=seed, by_plan=by_plan),
        strict=True,
    ):
        assert_frame_equal(first, second)


@given(SIZES, SEEDS, st.integers(1, 4_000), CHANCES)
@few
def test_chunks_of_any_size_add_up_to_the_same(
    entries: int, seed: int, chunk: int, by_plan: float
) -> None:
    chunks = list(population_chunks(entries, seed=seed, chunk=chunk, by_plan=by_plan))
    whole = population(entries, seed=seed, by_plan=by_plan)
    for frame, parts in zip(whole, zip(*chunks, strict=True), strict=True):
        assert_frame_equal(frame, pl.concat(parts))


def test_chunks_across_blocks_add_up_to_the_same() -> None:
    chunks = list(population_chunks(90_000, seed=5, chunk=7_000))
    whole = population(90_000, seed=5)
    assert len(whole[1]) > 1_024
    for frame, parts in zip(whole, zip(*chunks, strict=True), strict=True):
        assert_frame_equal(frame, pl.concat(parts))


@given(SIZES, SEEDS, st.integers(1, 500))
@few
def test_a_chunk_holds_whole_units_and_no_more_than_it_must(
    entries: int, seed: int, chunk: int
) -> None:
    for rows, units in population_chunks(entries, seed=seed, chunk=chunk):
        sizes = rows.group_by("unit", maintain_order=True).len()
        assert units["unit"].to_list() == sizes["unit"].to_list()
        assert sum(sizes["len"][:-1]) < chunk


@given(SIZES, SEEDS)
@few
def test_a_population_has_as_many_rows_as_asked(entries: int, seed: int) -> None:
    rows, units = population(entries, seed=seed)
    assert entries == len(rows)
    assert set(rows["unit"]) == set(units["unit"])
    assert units["unit"].is_unique().all()


@given(SIZES, SIZES, SEEDS)
@few
def test_a_smaller_population_is_the_beginning_of_a_larger(one: int, other: int, seed: int) -> None:
    small, large = (
        population(min(one, other), seed=seed)[0],
        population(max(one, other), seed=seed)[0],
    )
    assert_frame_equal(small, large[: len(small)])


@given(SIZES, SEEDS)
@few
def test_units_of_a_smaller_population_are_those_of_a_larger_but_for_the_last(
    entries: int, seed: int
) -> None:
    small, large = population(entries, seed=seed)[1], population(2 * entries, seed=seed)[1]
    assert_frame_equal(small[:-1], large[: max(len(small) - 1, 0)])


@given(st.integers(1, 2_000), SEEDS, DAYS, CHANCES)
@few
def test_every_unit_makes_valid_applications(
    entries: int, seed: int, starts: date, by_plan: float
) -> None:
    rows, units = population(entries, seed=seed, starts=starts, by_plan=by_plan)
    made = list(to_applications(rows, units, starts=starts, plans=CATALOGUE))
    if by_plan == 0:
        assert len(units) == len(made)
        assert sorted(number for one in made for number in one.rows) == list(range(entries))
    assert {number for one in made for number in one.rows} == set(range(entries))


@given(st.integers(1, 2_000), SEEDS, DAYS)
@few
def test_a_unit_has_no_fewer_people_of_any_kind_than_are_entered(
    entries: int, seed: int, starts: date
) -> None:
    rows, units = population(entries, seed=seed, starts=starts)
    for one in to_applications(rows, units, starts=starts, plans=["medical"]):
        entered = one.application.entries
        parents = {
            entry.member.id
            for entry in entered
            if entry.child is not None and birthday(entry.child.birth_date, 18) > starts
        }
        members = {entry.member.id: entry.member for entry in entered}
        women = [member for member in members.values() if member.sex.value == "female"]
        unit = one.application.unit
        for least, said in (
            (len(members), unit.employees),
            (len(women), unit.female_employees),
            (len(parents), unit.employees_with_minor_children),
        ):
            assert said is None or least <= said


@pytest.fixture(scope="module")
def many() -> Frames:
    return population(100_000, seed=1)


def test_sizes_of_units_have_a_heavy_tail() -> None:
    _, units = population(1_000_000)
    sizes = units["employees"].drop_nulls()
    assert sizes.min() == 1
    assert sizes.median() < 20
    assert 10_000 < sizes.max() <= 40_000


def test_a_few_people_are_outside_every_age_band_and_some_on_its_bounds(many: Frames) -> None:
    births = Counter(many[0].filter(pl.col("child").is_null())["birth_date"])
    ages: Counter[int] = Counter()
    for birth, count in births.items():
        ages[completed_years(birth, STARTS)] += count
    outside = sum(count for age, count in ages.items() if not 16 <= age <= 60)
    assert 0.005 < outside / ages.total() < 0.05
    for years in (16, 61):
        last = latest_birth(years, STARTS)
        assert births[last]
        assert births[date.fromordinal(last.toordinal() + 1)]


def test_some_people_are_born_on_29_february(many: Frames) -> None:
    rows, _ = many
    for column in ("birth_date", "child_birth_date"):
        day = pl.col(column).dt
        assert rows.filter((day.month() == 2) & (day.day() == 29)).height > 50


def test_where_the_start_is_the_trap_of_29_february_someone_stands_on_it() -> None:
    starts = date(2017, 2, 28)
    assert latest_birth(61, starts) == date(1956, 2, 29)
    rows, _ = population(50_000, starts=starts)
    assert rows.filter(birth_date=date(1956, 2, 29)).height


def test_some_things_were_not_said(many: Frames) -> None:
    for frame in many:
        for column in set(frame.columns) - {"unit", "member", "birth_date", "sex"}:
            assert frame[column].null_count(), column
    assert (
        not many[0].select("unit", "member", "birth_date", "sex").null_count().sum_horizontal()[0]
    )


def test_units_fall_on_both_sides_of_what_every_plan_asks() -> None:
    rows, units = population(8_000, seed=2)
    outcomes: dict[str, Counter[bool | None]] = {code: Counter() for code in CATALOGUE}
    for one in to_applications(rows, units, starts=STARTS, plans=CATALOGUE):
        for code in one.plans:
            review = CATALOGUE[code].review(one.application)
            outcomes[code][review.accepted] += 1
    for code, found in outcomes.items():
        assert found[True] > 5, code
        assert found[False] > 5, code


def test_rows_name_plans_where_units_take_them_by_plan() -> None:
    rows, _ = population(5_000, by_plan=0.5)
    by_unit = rows.group_by("unit").agg(
        pl.col("plan").is_null().all().alias("none"),
        pl.col("plan").is_not_null().all().alias("all"),
    )
    assert (by_unit["none"] ^ by_unit["all"]).all()
    assert by_unit["none"].any()
    assert set(rows["plan"].drop_nulls()) <= set(CATALOGUE)
    assert rows["plan"].n_unique() > 5


def test_without_plans_there_is_no_such_column() -> None:
    assert "plan" not in population(10)[0].columns


@pytest.mark.parametrize("backend", ["polars", "pyarrow", "pandas"])
def test_frames_of_other_engines_make_the_same_applications(backend: str) -> None:
    polars = population(500, seed=4)
    frames = population(500, seed=4, backend=backend)
    applications = [
        list(to_applications(*pair, starts=STARTS, plans=CATALOGUE)) for pair in (polars, frames)
    ]
    assert applications[0] == applications[1]
    assert type(frames[0]).__module__.partition(".")[0] == backend


def test_plans_that_rows_name_have_applications_of_their_own() -> None:
    entries = pl.DataFrame(
        {
            "unit": ["U", "U", "U"],
            "member": ["A", "A", "B"],
            "birth_date": [date(1980, 1, 1)] * 3,
            "sex": ["female", "female", "male"],
            "level": [None, 2, 3],
            "plan": ["medical", "accident", "accident"],
        }
    )
    units = pl.DataFrame({"unit": ["U"], "employees": [3]})
    made = list(to_applications(entries, units, starts=STARTS, plans=CATALOGUE))
    assert [(("medical",), (0,)), (("accident",), (1, 2))] == [
        (one.plans, one.rows) for one in made
    ]
    assert [2, 3] == [entry.level for entry in made[1].application.entries]


def test_what_is_declared_reaches_the_application() -> None:
    entries = pl.DataFrame(
        {
            "unit": ["U"],
            "member": ["A"],
            "birth_date": [date(1980, 1, 1)],
            "sex": ["female"],
            "declared_retired_early": [True],
            "child": ["C"],
            "child_birth_date": [date(2010, 1, 1)],
            "child_declared_adopted": [False],
        }
    )
    units = pl.DataFrame({"unit": ["U"], "declared_in_shanghai": [None]})
    (made,) = to_applications(entries, units, starts=STARTS, plans=["medical"])
    (entry,) = made.application.entries
    assert {"retired_early": True} == dict(entry.member.declared)
    assert {"adopted": False} == dict(entry.child.declared)
    assert {} == dict(made.application.unit.declared)


@pytest.mark.parametrize(("column", "value"), [("unit", "V"), ("plan", "medicall")])
def test_a_row_that_names_what_is_not_there_is_refused(column: str, value: str) -> None:
    row = {
        "unit": "U",
        "member": "A",
        "birth_date": date(1980, 1, 1),
        "sex": "female",
        "plan": "medical",
        column: value,
    }
    with pytest.raises(UnknownName, match=f"{column}={value!r}"):
        list(
            to_applications(
                pl.DataFrame([row]), pl.DataFrame({"unit": ["U"]}), starts=STARTS, plans=CATALOGUE
            )
        )


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        ({"entries": -1}, InvalidValue),
        ({"entries": 1.0}, InvalidType),
        ({"seed": -1}, InvalidValue),
        ({"chunk": 0}, InvalidValue),
        ({"starts": "2016-01-01"}, InvalidType),
        ({"by_plan": 1.5}, InvalidValue),
    ],
)
def test_a_population_that_cannot_be_is_refused_at_once(
    arguments: dict[str, Any], error: type[Exception]
) -> None:
    with pytest.raises(error, match=next(iter(arguments))):
        population_chunks(**{"entries": 10, **arguments})
