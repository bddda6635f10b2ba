"""Whole numbers of the rules, on both sides of their bounds; and what is given by name only."""

from __future__ import annotations

from collections.abc import Callable
from inspect import Parameter, signature

import pytest

from mutualaid import (
    AgeBetween,
    BenefitLine,
    Ceiling,
    ChildUnder,
    DailyAllowance,
    Event,
    FixedSum,
    Flat,
    Headcount,
    InvalidType,
    InvalidValue,
    ObservationDays,
    Participation,
    PerShare,
    Reimburse,
    ReimburseByBands,
    ReportWithin,
    RuleValue,
    Text,
    WaitingPeriod,
    WithChild,
)
from mutualaid.rules import Levels
from mutualaid.rules.term import CoverTerm

FALL = Event("fall", Text(zh="跌倒", en="fall"))
Make = Callable[[int], RuleValue]


def participation(**said: int) -> Participation:
    return Participation(percent=80, of=Headcount.EMPLOYEES, **said)


BOUNDS: list[tuple[str, Make, int, int | None]] = [
    ("youngest age", lambda n: AgeBetween(n, 150), 0, 150),
    ("oldest age", lambda n: AgeBetween(0, n), 0, 150),
    ("age of a child", ChildUnder, 1, 150),
    ("everyone below", lambda n: participation(everyone_below=n), 1, None),
    ("everyone up to", lambda n: participation(everyone_up_to=n), 0, None),
    ("most shares", lambda n: PerShare(90, at_most=n), 1, None),
    ("years to report", lambda n: ReportWithin(years=n, days=1), 0, 100),
    ("months to report", lambda n: ReportWithin(months=n, days=1), 0, 1_200),
    ("days to report", lambda n: ReportWithin(days=n, years=1), 0, 36_500),
    ("days of observation", ObservationDays, 0, 36_500),
    ("days to wait", WaitingPeriod, 1, 36_500),
    ("first day that is paid", lambda n: DailyAllowance(40, from_day=n), 1, None),
    ("most days that are paid", lambda n: DailyAllowance(40, at_most_days=n), 1, None),
    ("years of a term", CoverTerm, 1, None),
]
WHAT = [what for what, _, _, _ in BOUNDS]
ENDS = [(make, most) for _, make, _, most in BOUNDS if most is not None]


@pytest.mark.parametrize(("make", "least"), [row[1:3] for row in BOUNDS], ids=WHAT)
def test_the_smallest_number_is_taken(make: Make, least: int) -> None:
    assert make(least) == make(least)


@pytest.mark.parametrize(("make", "least"), [row[1:3] for row in BOUNDS], ids=WHAT)
def test_a_number_below_the_smallest_is_refused(make: Make, least: int) -> None:
    with pytest.raises(InvalidValue):
        make(least - 1)


@pytest.mark.parametrize(("make", "most"), ENDS)
def test_the_largest_number_is_taken(make: Make, most: int) -> None:
    assert make(most) == make(most)


@pytest.mark.parametrize(("make", "most"), ENDS)
def test_a_number_above_the_largest_is_refused(make: Make, most: int) -> None:
    with pytest.raises(InvalidValue):
        make(most + 1)


# What is given by name only ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "by_place"),
    [
        (AgeBetween, ["minimum", "maximum"]),
        (ChildUnder, ["age"]),
        (Participation, []),
        (Flat, ["amount"]),
        (PerShare, ["amount"]),
        (BenefitLine, ["amount"]),
        (FixedSum, ["amount"]),
        (Ceiling, ["amount"]),
        (ObservationDays, ["days"]),
        (WaitingPeriod, ["days"]),
        (ReportWithin, []),
        (Reimburse, ["percent"]),
        (ReimburseByBands, ["bands"]),
        (DailyAllowance, ["amount"]),
        (WithChild, []),
        (CoverTerm, ["years"]),
    ],
)
def test_whatever_has_a_default_is_given_by_name(
    kind: type[RuleValue], by_place: list[str]
) -> None:
    places = [
        one.name
        for one in signature(kind).parameters.values()
        if one.kind is not Parameter.KEYWORD_ONLY
    ]
    assert by_place == places


# Tables ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("bands", [((0, 50, 1),), ((0,),), (50,), [[0, 50]], 50])
def test_bands_are_pairs_of_yuan_and_percent(bands: object) -> None:
    with pytest.raises(InvalidType):
        ReimburseByBands(bands)  # type: ignore[arg-type]


@pytest.mark.parametrize("bands", [{}, ((0, 50), (0, 60))])
def test_each_band_has_a_start_of_its_own(bands: object) -> None:
    with pytest.raises(InvalidValue):
        ReimburseByBands(bands)  # type: ignore[arg-type]


@pytest.mark.parametrize("events", [[], [FALL, FALL]])
def test_a_line_lists_each_event_once_and_at_least_one(events: list[Event]) -> None:
    with pytest.raises(InvalidValue, match="lists no event, or one event twice"):
        Ceiling(5, events=events)


@pytest.mark.parametrize("levels", [{}, {1: 5, 3: 6}, {0: 5}, {2: 5}, {"1": 5}])
def test_levels_go_from_1_up_without_a_gap(levels: dict[int, int]) -> None:
    with pytest.raises(InvalidValue, match="a gap, or none at all"):
        Levels(levels)


def test_levels_of_a_row_of_amounts_begin_with_1() -> None:
    assert Levels({1: 5, 2: 6}) == Levels((5, 6))
