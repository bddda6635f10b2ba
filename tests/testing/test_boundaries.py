"""Boundary cases: both sides of every bound, as applications and as rows."""

from __future__ import annotations

from datetime import date

import pytest

from mutualaid import (
    AgeBetween,
    Catalogue,
    NotInForce,
    Participation,
    Plan,
    Standing,
    load_catalogue,
)
from mutualaid.plan import leaves
from mutualaid.testing import boundary_cases

CATALOGUE = load_catalogue()
STARTS = date(2016, 1, 1)
every_plan = pytest.mark.parametrize("plan", CATALOGUE.values(), ids=list(CATALOGUE))


@every_plan
def test_every_rule_stands_on_both_sides(plan: Plan) -> None:
    cases = boundary_cases(plan)
    edition = plan.editions[-1]
    for rule in (*leaves(edition.eligibility), edition.fee):
        sides = {case.standing for case in cases if case.rule == rule}
        assert {Standing.MET, Standing.FAILED} <= sides


def test_an_age_band_has_its_four_corners(catalogue: Catalogue) -> None:
    cases = boundary_cases(catalogue["critical_illness"], on=STARTS)
    births = {
        case.application.entries[0].member.birth_date: case.standing
        for case in cases
        if isinstance(case.rule, AgeBetween)
    }
    assert {
        date(2000, 1, 1): Standing.MET,
        date(2000, 1, 2): Standing.FAILED,
        date(1955, 1, 2): Standing.MET,
        date(1955, 1, 1): Standing.FAILED,
    }.items() <= births.items()


def test_a_share_has_its_corners(catalogue: Catalogue) -> None:
    cases = boundary_cases(catalogue["critical_illness"], on=STARTS)
    crowds = {
        (case.application.unit.employees, len(case.application.entries)): case.standing
        for case in cases
        if isinstance(case.rule, Participation)
    }
    assert {
        (29, 29): Standing.MET,
        (29, 28): Standing.FAILED,
        (30, 24): Standing.MET,
        (30, 23): Standing.FAILED,
    }.items() <= crowds.items()


@every_plan
def test_a_case_is_a_row_that_comes_back_as_the_same_application(plan: Plan) -> None:
    for case in boundary_cases(plan, on=STARTS):
        told = case.case.application(CATALOGUE)
        outcomes = [plan.review(one).outcome for one in (case.application, told)]
        assert outcomes[0] is outcomes[1]


@every_plan
def test_a_case_tells_the_clause(plan: Plan) -> None:
    assert all(case.clause is not None for case in boundary_cases(plan))


def test_the_newest_edition_is_meant_if_no_day_is_said(catalogue: Catalogue) -> None:
    (first, *_) = boundary_cases(catalogue["accident"])
    assert date(2015, 1, 1) == first.application.starts


def test_a_day_on_which_no_edition_is_in_force_is_refused(catalogue: Catalogue) -> None:
    with pytest.raises(NotInForce):
        boundary_cases(catalogue["accident"], on=date(2014, 12, 31))
