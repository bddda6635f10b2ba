"""A situation that was drawn is made as ordinary as can be while the difference stays."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from mutualaid import Sex
from mutualaid.corners.situation import Situation, favourable
from mutualaid.policy.chance import simplest

STARTS = date(2016, 1, 1)
USUAL = Situation(STARTS, favourable(STARTS))
BORN = favourable(STARTS)["member.birth_date"]
FAR = USUAL.with_({"shares": 9, "unit.employees": 140, "member.sex": Sex.MALE})


def test_what_makes_no_difference_is_brought_back_to_the_ordinary() -> None:
    assert {"shares"} == set(simplest(FAR, lambda one: one.said("shares") >= 4).departs)


@pytest.mark.parametrize("least", [2, 3, 8, 9])
def test_a_number_is_brought_down_to_the_least_that_differs(least: int) -> None:
    assert least == simplest(FAR, lambda one: one.said("shares") >= least).said("shares")


def test_the_unit_is_made_as_small_as_differs() -> None:
    found = simplest(FAR, lambda one: (one.said("unit.employees") or 0) >= 41)
    assert {"unit.employees": 41} == dict(found.departs)


@pytest.mark.parametrize("days", [-4000, -1, 1, 4000])
def test_a_birthday_is_brought_to_the_nearest_day_that_differs(days: int) -> None:
    assert isinstance(BORN, date)
    bound = BORN + timedelta(days=days)
    beyond = bound + timedelta(days=days)

    def differs(one: Situation) -> bool:
        born: date = one.said("member.birth_date")
        return born >= bound if days > 0 else born <= bound

    found = simplest(USUAL.with_({"member.birth_date": beyond}), differs)
    assert bound == found.said("member.birth_date")


def test_what_is_neither_number_nor_day_stays_as_it_differs() -> None:
    found = simplest(FAR, lambda one: one.said("member.sex") is Sex.MALE)
    assert {"member.sex": Sex.MALE} == dict(found.departs)
