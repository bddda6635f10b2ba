"""One policy's answers of a population, summed up by group: what `decide_frame` gives, added up."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import cache
from typing import Any

import polars as pl
import pytest
from engines import ENGINES, LIBRARIES, Engine

from mutualaid import InvalidValue, NotInForce, UnknownName, load_catalogue
from mutualaid.frames import InvalidFrame, decide_frame, decide_summary
from mutualaid.testing.population import population

ON = date(2017, 3, 1)
CATALOGUE = load_catalogue()
FEW = ("accident_property", "critical_illness")
SUMS = ("entries", "eligible", "accepted", "refused", "open", "fee", "fee_unknown", "cap",
        "cap_unknown")  # fmt: skip
Row = dict[str, Any]


@cache
def city() -> tuple[pl.DataFrame, pl.DataFrame]:
    entries, units = population(500, seed=16, by_plan=0.3, starts=ON)
    districts = [["east", "west", None][number % 3] for number in range(len(units))]
    return entries, units.with_columns(district=pl.Series(districts))


@cache
def answers() -> list[Row]:
    """Give a row for each row that a plan takes, with its unit's district."""
    entries, units = city()
    long = decide_frame(CATALOGUE, entries, units, starts=ON, form="long")
    taken = long.filter(pl.col("reason") >= 0)
    rows: list[Row] = taken.join(units.select("unit", "district"), on="unit").to_dicts()
    return rows


def sums_of(rows: list[Row]) -> Row:
    return {
        "entries": len(rows),
        "eligible": sum(row["eligible"] is True for row in rows),
        "accepted": sum(row["accepted"] is True for row in rows),
        "refused": sum(row["accepted"] is False for row in rows),
        "open": sum(row["accepted"] is None for row in rows),
        "fee": sum(row["fee"] or 0 for row in rows),
        "fee_unknown": sum(row["fee"] is None for row in rows),
        "cap": sum(row["cap"] or 0 for row in rows),
        "cap_unknown": sum(row["cap"] is None for row in rows),
    }


def expected(*by: str) -> list[Row]:
    groups: dict[tuple[Any, ...], list[Row]] = {}
    for row in answers():
        own = {**row, "plan": row["plan_code"]}
        groups.setdefault(tuple(own[name] for name in by), []).append(row)
    return [dict(zip(by, key, strict=True)) | sums_of(rows) for key, rows in groups.items()]


def summary(engine: Engine = ENGINES["polars"], **asked: Any) -> list[Row]:
    entries, units = (engine.make(one) for one in city())
    return engine.read(decide_summary(CATALOGUE, entries, units, starts=ON, **asked))


def same(one: list[Row], other: list[Row]) -> bool:
    return sorted(map(str, one)) == sorted(map(str, other))


@pytest.mark.parametrize(
    "by", [("plan",), ("unit",), ("sex",), ("district",), ("plan", "district"), ("reason",),
           ("plan", "reason"), ("unit", "plan", "reason")], ids=" and ".join,
)  # fmt: skip
def test_the_sums_are_those_of_the_answers(by: tuple[str, ...]) -> None:
    assert same(expected(*by), summary(by=by))


@pytest.mark.parametrize("engine", LIBRARIES.values(), ids=LIBRARIES)
def test_an_engine_sums_up_alike(engine: Engine) -> None:
    assert same(expected("plan", "district"), summary(engine, by=["plan", "district"]))


@pytest.mark.parametrize("engine", ["polars lazy", "pandas with objects", "duckdb"])
@pytest.mark.parametrize("by", ["reason", "age_band", ()], ids=str)
def test_an_engine_groups_by_what_is_no_column(engine: str, by: Any) -> None:
    assert same(summary(by=by, plans=FEW), summary(ENGINES[engine], by=by, plans=FEW))


def test_without_a_group_everything_is_summed_up() -> None:
    assert [sums_of(answers())] == summary(by=())


def test_it_is_by_plan_unless_it_is_said_otherwise() -> None:
    assert summary(by="plan") == summary()


def test_something_is_not_known_among_the_answers() -> None:
    (total,) = summary(by=())
    assert min(total["open"], total["fee_unknown"]) > 0


def test_bands_of_age_are_in_their_order() -> None:
    bands = [row["age_band"] for row in summary(by="age_band")]
    assert sorted(bands, key=lambda band: int(band.partition("–")[0])) == bands


def test_who_is_at_the_upper_end_of_a_band_is_still_in_it() -> None:
    people = {"unit": ["U1", "U1"], "member": ["M1", "M2"], "sex": ["male", "male"],
              "birth_date": [date(1952, 3, 2), date(1952, 3, 1)]}  # fmt: skip
    units = pl.DataFrame({"unit": ["U1"]})
    found = decide_summary(CATALOGUE, pl.DataFrame(people), units, starts=ON, by="age_band")
    assert ["60–64", "65–69"] == found["age_band"].to_list()


def test_plans_are_in_the_order_of_the_catalogue() -> None:
    assert list(CATALOGUE) == [row["plan"] for row in summary()]


def test_columns_are_what_it_is_grouped_by_and_the_sums() -> None:
    assert ["sex", "plan", *SUMS] == list(summary(by=["sex", "plan"])[0])


def test_a_plan_may_be_asked_alone() -> None:
    assert ["accident"] == [row["plan"] for row in summary(plans=["accident"])]


def test_of_nobody_there_is_no_group() -> None:
    entries, units = city()
    assert 0 == len(decide_summary(CATALOGUE, entries[:0], units, starts=ON))


def test_of_nobody_everything_together_is_nothing() -> None:
    entries, units = city()
    (row,) = decide_summary(CATALOGUE, entries[:0], units, starts=ON, by=()).rows()
    assert (0,) * len(SUMS) == row


# Wrong use ----------------------------------------------------------------------------------------


def test_what_is_not_there_to_group_by_is_refused_with_the_nearest() -> None:
    with pytest.raises(UnknownName, match="did you mean 'district'"):
        summary(by="distrct")


def test_a_column_of_the_name_of_a_sum_is_refused() -> None:
    entries, units = city()
    named = entries.with_columns(fee=1)
    with pytest.raises(InvalidValue, match="has the name of a sum"):
        decide_summary(CATALOGUE, named, units, starts=ON, by="fee")


@pytest.mark.parametrize(
    ("attempt", "error"),
    [
        (lambda entries, units: summary(plans=["acident"]), UnknownName),
        (lambda entries, units: decide_summary(CATALOGUE, entries, entries, starts=ON),
         InvalidFrame),
        (lambda entries, units: decide_summary(CATALOGUE, entries, units, starts=date(2014, 1, 1)),
         NotInForce),
    ],
    ids=["a plan that there is not", "units twice", "a day before any plan"],
)  # fmt: skip
def test_what_decide_frame_refuses_is_refused(
    attempt: Callable[[Any, Any], object], error: type[Exception]
) -> None:
    with pytest.raises(error):
        attempt(*city())
