"""Participation that falls: so many of each unit's employees leave, the same ones in any frame."""

from __future__ import annotations

from collections import Counter
from typing import Any

import polars as pl
import pytest
from cities import city
from engines import LIBRARIES, Engine
from hypothesis import given
from hypothesis import strategies as st

from mutualaid import InvalidType, InvalidValue
from mutualaid.frames import InvalidFrame
from mutualaid.scenario import fewer

Person = tuple[str, str]


def staying(rows: list[dict[str, Any]]) -> set[Person]:
    return {(str(row["unit"]), str(row["member"])) for row in rows}


def after(points: float, *, seed: int = 0, **others: Any) -> set[Person]:
    people, units = city()
    return staying(fewer(people, units, points=points, seed=seed, **others)[0].to_dicts())


def everyone() -> set[Person]:
    return staying(city()[0].to_dicts())


@pytest.mark.parametrize("points", [1, 5, 50])
def test_so_many_of_a_hundred_employees_leave_each_unit_up_to_a_chance(points: int) -> None:
    left = Counter(unit for unit, _ in everyone() - after(points))
    joined = Counter(unit for unit, _ in everyone())
    employees = dict(city()[1].select("unit", "employees").rows())
    for unit, there in joined.items():
        base = there if employees[unit] is None else employees[unit]
        exact = base * points / 100
        assert left[unit] in {min(there, int(exact)), min(there, int(exact) + 1)}


def test_nobody_leaves_at_0_points_and_everyone_of_a_unit_at_100() -> None:
    assert everyone() == after(0)
    units = pl.DataFrame({"unit": ["A"], "employees": [3]})
    people = pl.DataFrame({"unit": ["A", "A", "A"], "member": ["1", "2", "3"],
                           "birth_date": [None] * 3, "sex": ["male"] * 3})  # fmt: skip
    people = people.with_columns(pl.col("birth_date").cast(pl.Date))
    rows, _ = fewer(people, units, points=100, seed=0)
    assert rows.is_empty()


@given(st.integers(0, 40), st.integers(0, 40), st.integers(0, 3))
def test_whoever_leaves_leaves_at_more_points_too(some: int, more: int, seed: int) -> None:
    assert after(some + more, seed=seed) <= after(some, seed=seed)


def test_who_leaves_goes_by_the_seed() -> None:
    assert after(20) == after(20)
    assert after(20) != after(20, seed=1)


def test_a_person_leaves_with_all_rows() -> None:
    people, _ = city()
    rows, _ = fewer(*city(), points=20, seed=0)
    stayed = staying(rows.to_dicts())
    assert len(rows) == sum(one in stayed for one in people.select("unit", "member").rows())
    assert people.columns == rows.columns


@pytest.mark.parametrize("engine", LIBRARIES.values(), ids=LIBRARIES)
def test_the_same_people_leave_in_any_frame_and_any_order(engine: Engine) -> None:
    people, units = city()
    mixed = people.sample(fraction=1, shuffle=True, seed=1)
    rows, also = fewer(engine.make(mixed), engine.make(units), points=20, seed=0)
    assert after(20) == staying(pl.DataFrame(rows).to_dicts())
    assert len(units) == len(also)


def test_the_entries_may_hold_the_employees() -> None:
    people, units = city()
    named = units.rename({name: f"unit_{name}" for name in units.columns if name != "unit"})
    joined = people.join(named, on="unit", how="left").rename({"member": "staff"})
    rows, none = fewer(joined, points=20, seed=0, columns={"member": "staff"})
    assert none is None
    assert after(20) == staying(rows.rename({"staff": "member"}).to_dicts())


def test_units_that_declare_no_employees_lose_points_of_their_people() -> None:
    people, units = city()
    for without in (units.drop("employees"), units.with_columns(employees=None)):
        rows, _ = fewer(people, without, points=50, seed=0)
        left = Counter(unit for unit, _ in everyone() - staying(rows.to_dicts()))
        joined = Counter(unit for unit, _ in everyone())
        assert all(left[unit] in {there // 2, -(-there // 2)} for unit, there in joined.items())


def test_a_frame_without_rows_stays_so() -> None:
    people, units = city()
    rows, _ = fewer(people.head(0), units, points=5, seed=0)
    assert people.head(0).equals(rows)


def test_what_cannot_be_asked_is_refused() -> None:
    for points in (-1, 101):
        with pytest.raises(InvalidValue, match="points"):
            fewer(*city(), points=points, seed=0)
    with pytest.raises(InvalidType, match="seed"):
        fewer(*city(), points=5, seed=0.5)  # type: ignore[arg-type]
    with pytest.raises(InvalidFrame, match=r"entries\.member: is not there"):
        fewer(city()[0].drop("member"), city()[1], points=5, seed=0)
