"""The smallest crowds at which shares that must join stand otherwise, against every crowd."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from itertools import product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from policy.variants import STARTS

from mutualaid import Headcount, Participation, Serving, Sex, Standing, all_of
from mutualaid.corners.apart import Shares, apart
from mutualaid.corners.situation import Said, Situation, favourable

WOMAN = Situation(STARTS, favourable(STARTS))
MAN = Situation(STARTS, {**favourable(STARTS), "member.sex": Sex.MALE})
SMALL = range(1, 7)
"""Every unit of so many people of each kind is looked at besides."""
KINDS = st.sampled_from(Headcount)


@st.composite
def shares(draw: st.DrawFn) -> Participation:
    """Draw a share whose bounds lie among small units."""
    bound: dict[str, Any] = draw(
        st.sampled_from([{}, {"everyone_below": 4}, {"everyone_up_to": 2}])
    )
    deciding: dict[str, Any] = {"threshold_of": draw(st.none() | KINDS)} if bound else {}
    percents: list[int | Decimal] = [0, 1, 30, 50, Decimal("66.6"), 70, 100]
    return Participation(
        percent=draw(st.sampled_from(percents)),
        of=draw(KINDS),
        at_least=draw(st.sampled_from([None, None, 2, 4])),
        **bound,
        **deciding,
    )


@st.composite
def sides(draw: st.DrawFn) -> tuple[Shares, Shares]:
    """Draw one share on each side, or none, and perhaps another on both."""
    shared = draw(st.lists(shares(), max_size=1))
    one, other = (draw(st.lists(shares(), max_size=1)) for _ in range(2))
    return (*shared, *one), (*shared, *other)


def standing(side: Shares, crowd: Said, alike: Situation) -> Standing:
    question = alike.with_(crowd).question()
    return all_of(Serving(), *side).check(question).standing


def differ(pair: tuple[Shares, Shares], crowd: Said, alike: Situation) -> bool:
    one, other = (standing(side, crowd, alike) for side in pair)
    return one is not other


def every_crowd(pair: tuple[Shares, Shares], alike: Situation) -> Iterator[dict[str, Any]]:
    """Give every crowd of a small unit that has those who join, the fewest who join first."""
    rules = [rule for side in pair for rule in side]
    kinds = {kind for rule in rules for kind in (rule.of, rule.threshold_of or rule.of)}
    none = [not alike.counted(kind) for kind in kinds]
    for joining in SMALL:
        for sizes in product(*(range(1 - bare, SMALL.stop) for bare in none)):
            heads = dict(zip(kinds, sizes, strict=True))
            if heads.get(Headcount.EMPLOYEES, max((1, *sizes))) == max((1, *sizes)):
                said = {f"unit.{kind.value}": size for kind, size in heads.items()}
                yield {"joining": joining, **said}


@given(pair=sides(), alike=st.sampled_from([WOMAN, MAN]))
def test_whatever_is_found_tells_the_two_apart(
    pair: tuple[Shares, Shares], alike: Situation
) -> None:
    crowds, _ = apart(*pair, alike)
    assert [] == [crowd for crowd in crowds if not differ(pair, crowd, alike)]


@given(pair=sides(), alike=st.sampled_from([WOMAN, MAN]))
def test_no_small_unit_tells_them_apart_by_fewer_people(
    pair: tuple[Shares, Shares], alike: Situation
) -> None:
    found = [crowd for crowd in apart(*pair, alike)[0] if None not in crowd.values()]
    fewest: Any = found[0]["joining"] if found else SMALL.stop
    told = (crowd["joining"] for crowd in every_crowd(pair, alike) if differ(pair, crowd, alike))
    assert fewest <= next(told, SMALL.stop)


def employees(percent: int | Decimal, **bounds: Any) -> Participation:
    return Participation(percent=percent, of=Headcount.EMPLOYEES, **bounds)


def first(one: Participation, other: Participation) -> tuple[Any, Any]:
    crowd = apart((one,), (other,), WOMAN)[0][0]
    return crowd["joining"], crowd["unit.employees"]


@pytest.mark.parametrize(
    ("one", "other", "crowd"),
    [
        (employees(80), employees(Decimal("80.01")), (4, 5)),
        (employees(50), employees(Decimal("50.001")), (1, 2)),
        (employees(Decimal("33.33")), employees(Decimal("33.34")), (1, 3)),
        (employees(Decimal("33.337")), employees(Decimal("33.338")), (2_382, 7_145)),
        (employees(80, everyone_below=30), employees(80, everyone_below=10_000), (24, 30)),
        (employees(99, everyone_below=30), employees(99, everyone_below=10_000), (99, 100)),
    ],
)
def test_the_smallest_unit_is_found_however_close_or_far_apart_two_shares_are(
    one: Participation, other: Participation, crowd: tuple[int, int]
) -> None:
    assert crowd == first(one, other)


@pytest.mark.parametrize(
    ("percent", "whole"), [(Decimal("80.01"), True), (Decimal("80.009"), False)]
)
def test_shares_too_close_for_the_largest_unit_that_is_looked_at_are_no_proof(
    percent: Decimal, whole: bool
) -> None:
    assert whole is apart((employees(80),), (employees(percent),), WOMAN)[1]


def test_of_men_and_women_who_count_for_neither_nothing_is_found() -> None:
    women = [Participation(percent=percent, of=Headcount.FEMALE_EMPLOYEES) for percent in (50, 60)]
    assert [] == apart((women[0],), (women[1],), MAN)[0]


def test_where_only_one_asks_how_many_women_there_are_that_may_be_unsaid() -> None:
    of_women = Participation(percent=80, of=Headcount.FEMALE_EMPLOYEES)
    crowds, _ = apart((employees(80),), (of_women,), WOMAN)
    assert {"joining": 1, "unit.employees": 1, "unit.female_employees": None} in crowds


def test_a_share_beside_another_is_told_where_the_other_is_met() -> None:
    ten = employees(0, at_least=10)
    crowd = apart((ten,), (ten, employees(80)), WOMAN)[0][0]
    assert {"joining": 10, "unit.employees": 13} == crowd


def test_of_whom_nobody_joins_the_unit_need_not_have_any() -> None:
    of_women = Participation(percent=70, of=Headcount.FEMALE_EMPLOYEES)
    crowds, _ = apart((of_women,), (employees(70, at_least=3),), MAN)
    assert {"joining": 1, "unit.employees": 1, "unit.female_employees": 0} in crowds
