"""The cliff of participation: units in which one person decides for all the others."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from cities import CATALOGUE, FEW, STARTS, base, city
from engines import LIBRARIES, Engine

from mutualaid import InvalidType, InvalidValue, PolicyChange, SameShares, Source, UnknownName
from mutualaid.frames import decide_frame
from mutualaid.scenario import Cliff, EdgeUnit, cliff


def unit_of(joining: int, employees: int, **others: Any) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Give a unit of which so many join critical illness."""
    usual = {"unit": "U", "birth_date": date(1980, 5, 17), "sex": "male", "serving": True}
    people = [{**usual, "member": f"M{number}", **others} for number in range(joining)]
    about = {"unit": "U", "employees": employees, "in_beijing": True, "has_union": True}
    return pl.DataFrame(people), pl.DataFrame([about])


def at_the_edge(joining: int, employees: int, plan: str = "critical_illness", **asked: Any) -> int:
    found = cliff(CATALOGUE, *unit_of(joining, employees), starts=STARTS, plans=[plan], **asked)
    return len(found[plan].edge)


@pytest.mark.parametrize(
    ("joining", "employees", "edge"),
    [(80, 100, 1), (81, 100, 0), (79, 100, 0), (29, 29, 1), (28, 29, 0), (1, 1, 0), (2, 2, 1)],
)
def test_one_person_decides_where_just_as_many_join_as_must(
    joining: int, employees: int, edge: int
) -> None:
    assert edge == at_the_edge(joining, employees)


def test_more_persons_reach_further() -> None:
    assert [0, 0, 1, 1] == [at_the_edge(82, 100, persons=persons) for persons in (1, 2, 3, 4)]
    assert 0 == at_the_edge(80, 100, persons=80), "nobody is left to lose anything"


def test_what_hangs_on_it_are_the_others_and_their_fees() -> None:
    found = cliff(CATALOGUE, *unit_of(80, 100, shares=2), starts=STARTS, plans=["重大疾病"])
    plan = found["critical_illness"]
    assert (1, (EdgeUnit("critical_illness", "U", 79, 79 * 18_000),)) == (plan.units, plan.edge)
    ((named, *figures),) = found.rows()
    assert "critical_illness" == getattr(named, "code", None)
    assert [1, 1, 79, 79 * 180] == figures
    assert {"plan": "critical_illness", "units": 1, "edge": [
        {"plan": "critical_illness", "unit": "U", "entries": 79, "fee": 79 * 18_000}
    ]} == found.to_dict()["plans"][0]  # fmt: skip


def test_a_parent_counts_by_a_minor_child_however_many_there_are() -> None:
    children = [
        {"member": f"M{parent}", "child": f"C{parent}-{child}", "child_birth_date": born}
        for parent in range(30)
        for child, born in enumerate([date(2010, 1, 1), date(2012, 1, 1), date(1996, 1, 1)])
        if parent < 20 or child == 2
    ]
    usual = {"unit": "U", "birth_date": date(1970, 5, 17), "sex": "male", "serving": True,
             "child_healthy": True, "child_student": True}  # fmt: skip
    people = pl.DataFrame([{**usual, **row} for row in children])
    _, units = unit_of(1, 100)
    for parents, edge in ((40, 1), (38, 0)):
        about = units.with_columns(employees_with_minor_children=parents)
        found = cliff(CATALOGUE, people, about, starts=STARTS, plans=["childrens_accident"])
        assert edge == len(found["childrens_accident"].edge)
        # The parent who leaves takes three children along, and 67 others lose their cover.
        assert [67] * edge == [one.entries for one in found["childrens_accident"].edge]
    none = cliff(CATALOGUE, unit_of(3, 3)[0], units, starts=STARTS, plans=["childrens_accident"])
    assert 0 == none["childrens_accident"].units


def test_women_are_counted_where_the_plan_counts_women() -> None:
    people, units = unit_of(80, 100, sex="female")
    about = units.with_columns(female_employees=100)
    found = cliff(CATALOGUE, people, about, starts=STARTS, plans=["womens_illness"])
    assert not found["womens_illness"].edge, "of 100 women all must join"
    larger = units.with_columns(employees=300, female_employees=101)
    more, _ = unit_of(81, 300, sex="female")
    found = cliff(CATALOGUE, more, larger, starts=STARTS, plans=["womens_illness"])
    assert [80] == [one.entries for one in found["womens_illness"].edge]


def test_a_way_of_joining_may_lose_its_entries_alone() -> None:
    insured = {"basic_medical_insurance": True}
    people, units = unit_of(70, 100, **insured)
    found = cliff(CATALOGUE, people, units.with_columns(has_union=False), starts=STARTS,
                  plans=["medical"])  # fmt: skip
    assert [69] == [one.entries for one in found["medical"].edge]


def test_plans_without_participation_have_no_row() -> None:
    asked = {"starts": STARTS, "plans": ["accident_property"]}
    found = cliff(CATALOGUE, *unit_of(3, 3), **asked)  # type: ignore[arg-type]
    assert () == found.plans
    assert found.to_frame().is_empty()
    everyone_alike = PolicyChange(
        "alike", since=STARTS, source=Source("a draft"),
        add={"accident_property.eligibility": SameShares()},
    )  # fmt: skip
    alike = CATALOGUE.with_change(everyone_alike)
    assert () == cliff(alike, *unit_of(3, 3), **asked).plans  # type: ignore[arg-type]


def test_it_is_what_leaving_out_each_person_in_turn_finds() -> None:
    plan, asked = "womens_illness", {"starts": STARTS, "plans": ["womens_illness"]}
    people, units = city()
    sizes = people.group_by("unit").len().filter(pl.col("len") <= 40)
    small, about = (one.join(sizes, on="unit", how="semi") for one in (people, units))
    # A copy of each unit for each of its people, without that person.
    copies = small.select("unit", left="member").unique(maintain_order=True)
    copies = copies.with_columns(copy=pl.col("unit") + "/" + pl.col("left"))
    rows = small.join(copies, on="unit").filter(pl.col("member") != pl.col("left"))
    without = decide_frame(
        CATALOGUE,
        rows.with_columns(of="unit", unit="copy"),
        about.join(copies, on="unit").with_columns(unit="copy"),
        **asked,  # type: ignore[arg-type]
    )
    whole = decide_frame(CATALOGUE, small, about, **asked)  # type: ignore[arg-type]
    came_in = whole.filter(pl.col(f"{plan}_accepted")).select(of="unit", member="member")
    lost = without.join(came_in.unique(), on=["of", "member"]).filter(~pl.col(f"{plan}_accepted"))
    found = cliff(CATALOGUE, small, about, **asked)[plan]  # type: ignore[arg-type]
    assert set(lost["of"]) == {one.unit for one in found.edge}
    assert found.edge


@pytest.mark.parametrize("engine", LIBRARIES.values(), ids=LIBRARIES)
def test_every_engine_finds_the_same_edge(engine: Engine) -> None:
    expected = cliff(CATALOGUE, *city(), starts=STARTS, plans=["critical_illness"])
    found = cliff(CATALOGUE, *map(engine.make, city()), starts=STARTS, plans=["critical_illness"])
    assert set(expected["critical_illness"].edge) == set(found["critical_illness"].edge)
    assert expected["critical_illness"].units == found["critical_illness"].units


def test_a_scenario_asks_its_own_plans_and_files_chunk_by_chunk(tmp_path: Path) -> None:
    found = base().cliff()
    assert set(FEW) == {plan.named.code for plan in found.plans}
    paths = [tmp_path / f"{name}.parquet" for name in ("people", "units")]
    for path, frame in zip(paths, city(), strict=True):
        frame.write_parquet(path)
    told: list[tuple[int, int]] = []
    again = cliff(CATALOGUE, *paths, starts=STARTS, plans=FEW,
                  progress=lambda *so_far: told.append(so_far))  # fmt: skip
    assert found == again
    assert (800, 800) == told[-1]
    people, units = city()
    named = units.rename({name: f"unit_{name}" for name in units.columns if name != "unit"})
    joined = people.join(named, on="unit", how="left", maintain_order="left")
    assert found == cliff(CATALOGUE, joined, starts=STARTS, plans=FEW)


def test_it_is_read_as_a_table() -> None:
    table = base().cliff().to_text("zh").splitlines()
    assert (
        "| 计划 | 参保单位 | 其中处于边缘的单位 | 随之落选的参保人次 | 其会费（元） |" == table[0]
    )
    assert len(FEW) + 2 == len(table)
    assert isinstance(base().cliff(persons=2), Cliff)


def test_what_cannot_be_asked_is_refused() -> None:
    with pytest.raises(InvalidValue, match="persons"):
        cliff(CATALOGUE, *city(), starts=STARTS, persons=0)
    with pytest.raises(InvalidType, match="starts"):
        cliff(CATALOGUE, *city(), starts="2016-01-01")  # type: ignore[arg-type]
    with pytest.raises(UnknownName, match="No plan has this name"):
        cliff(CATALOGUE, *city(), starts=STARTS, plans=["fire"])


def test_a_plan_that_is_not_there_is_named_with_the_nearest() -> None:
    found = cliff(CATALOGUE, *unit_of(3, 3), starts=STARTS, plans=["critical_illness"])
    with pytest.raises(UnknownName, match="critical_illness"):
        found["critical_ilness"]
