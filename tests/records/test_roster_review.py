"""The review of a whole roster: which plans are asked, and how it comes out."""

from __future__ import annotations

import json
from collections.abc import Iterable

import attrs
import pytest
from records.rosters import CATALOGUE, STARTS, UNIT, read

from mutualaid import NotInForce, Unit, UnknownName
from mutualaid.finding import SCHEMA_VERSION
from mutualaid.roster_review import RosterOutcome, RosterReview, review_roster

HEADER = "id,birth_date,sex,serving,basic_medical_insurance,union_member,jingka_card"
WELL = "M1,1980-05-17,female,yes,yes,yes,yes"
ALONE = attrs.evolve(UNIT, employees=1, female_employees=1, employees_with_minor_children=0)


def review(
    *lines: str, unit: Unit = ALONE, plans: Iterable[str] | None = ("medical",)
) -> RosterReview:
    """Review a roster of these lines, by plan 1 if not said otherwise."""
    return review_roster(CATALOGUE, unit, read(HEADER, *lines), plans=plans)


# Which plans are asked ---------------------------------------------------------------------------


def test_every_plan_in_force_is_asked_in_the_leaflet_s_order() -> None:
    assert list(CATALOGUE) == [one.plan for one in review(WELL, plans=None).reviews]


def test_plans_are_asked_by_any_of_their_names_in_the_leaflet_s_order() -> None:
    reviewed = review(WELL, plans=["意外伤害", "暖·互助", "critical_illness", "accident"])
    assert ["medical", "critical_illness", "accident"] == [one.code for one in reviewed.plans]


def test_an_unknown_plan_is_refused_with_the_nearest() -> None:
    with pytest.raises(UnknownName, match="critical_illness"):
        review(WELL, plans=["critical_ilness"])


def test_a_roster_is_read_for_a_day_on_which_plans_are_in_force() -> None:
    early = attrs.evolve(read(HEADER, WELL), starts=STARTS.replace(year=2014))
    with pytest.raises(NotInForce):
        review_roster(CATALOGUE, ALONE, early)


# How it comes out --------------------------------------------------------------------------------


def test_all_is_well_where_every_entry_is_accepted() -> None:
    assert RosterOutcome.WELL is review(WELL).outcome


@pytest.mark.parametrize(
    "line",
    ["M2,1980-05-17,female,no,yes,yes,yes", "M2,1980-05-17,female,yes,yes,yes,"],
    ids=["refused", "unknown"],
)
def test_not_all_is_well_where_an_entry_is_not_accepted(line: str) -> None:
    assert RosterOutcome.NOT_ALL is review(WELL, line).outcome


@pytest.mark.parametrize(
    ("employees", "outcome"), [(1, RosterOutcome.WELL), (2, RosterOutcome.NOT_ALL)]
)
def test_not_all_is_well_where_a_unit_is_refused(employees: int, outcome: RosterOutcome) -> None:
    unit = attrs.evolve(ALONE, employees=employees)
    assert outcome is review(WELL, unit=unit, plans=["inpatient_allowance"]).outcome


def test_not_all_is_well_where_one_plan_of_two_refuses() -> None:
    assert RosterOutcome.NOT_ALL is review(WELL, plans=["medical", "accident"]).outcome


def test_not_all_is_well_where_nobody_is_entered() -> None:
    assert RosterOutcome.NOT_ALL is review().outcome


def test_a_bad_cell_breaks_it_whatever_else_is_well() -> None:
    assert RosterOutcome.BROKEN is review(WELL, "M2,?,female").outcome


def test_a_column_that_is_not_known_breaks_it() -> None:
    roster = read(f"{HEADER},remarks", f"{WELL},x")
    assert RosterOutcome.BROKEN is review_roster(CATALOGUE, ALONE, roster).outcome


def test_the_good_rows_are_reviewed_beside_the_bad() -> None:
    reviewed = review(WELL, "M2,?,female")
    assert [True] == [one.accepted for one in reviewed.reviews]


# As JSON -----------------------------------------------------------------------------------------


def test_a_review_goes_to_json_with_type_and_version() -> None:
    told = json.loads(json.dumps(review(WELL, "M2,?,female", plans=["medical"]).to_dict()))
    assert {
        "type": "roster_review",
        "version": SCHEMA_VERSION,
        "unit": {**attrs.asdict(ALONE, recurse=False), "declared": {}},
        "starts": "2016-01-01",
        "outcome": "broken",
        "rows": 1,
    } == {name: told[name] for name in ("type", "version", "unit", "starts", "outcome", "rows")}
    assert [(3, "birth_date")] == [(bad["row"], bad["column"]) for bad in told["bad_cells"]]
    assert ["medical"] == [one["plan"] for one in told["reviews"]]
