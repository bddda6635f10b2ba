"""Whole numbers of the rules, on both sides of their bounds; and what is given by name only."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable
from inspect import Parameter, isclass, isfunction, signature

import pytest

from mutualaid import (
    AgeBetween,
    AgeUnder,
    AllOf,
    AnyOf,
    BenefitLine,
    ByLevel,
    Ceiling,
    ChildUnder,
    ClaimTerm,
    DailyAllowance,
    Declares,
    DisabilityScale,
    Event,
    Excludes,
    FeeSchedule,
    FixedSum,
    Flat,
    Formula,
    Free,
    Headcount,
    InvalidType,
    InvalidValue,
    NoWorkInjury,
    ObservationDays,
    OfSex,
    Participation,
    Payer,
    PerShare,
    Reimburse,
    ReimburseByBands,
    ReportWithin,
    Rule,
    RuleValue,
    SameShares,
    Text,
    WaitingPeriod,
    WithChild,
    rules,
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
    ("fewest who join", lambda n: participation(at_least=n), 2, None),
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


BY_PLACE: dict[type, list[str]] = {
    AgeBetween: ["minimum", "maximum"],
    AgeUnder: [],
    AllOf: ["parts"],
    AnyOf: ["parts"],
    BenefitLine: ["amount"],
    ByLevel: ["amounts"],
    Ceiling: ["amount"],
    ChildUnder: ["age"],
    CoverTerm: ["years"],
    DailyAllowance: ["amount"],
    Declares: ["code", "title"],
    DisabilityScale: ["scale"],
    Event: ["code", "title"],
    Excludes: ["code", "title"],
    FixedSum: ["amount"],
    Flat: ["amount"],
    Free: [],
    Levels: ["amounts"],
    NoWorkInjury: [],
    ObservationDays: ["days"],
    OfSex: ["sex"],
    Participation: [],
    Payer: ["name"],
    PerShare: ["amount"],
    Reimburse: ["percent"],
    ReimburseByBands: ["bands"],
    ReportWithin: [],
    SameShares: [],
    WaitingPeriod: ["days"],
    WithChild: [],
}


def by_place(call: Callable[..., object]) -> list[Parameter]:
    """List the parameters that need not be given by name."""
    places = Parameter.POSITIONAL_ONLY, Parameter.POSITIONAL_OR_KEYWORD
    return [one for one in signature(call).parameters.values() if one.kind in places]


@pytest.mark.parametrize(("kind", "names"), BY_PLACE.items())
def test_a_rule_is_given_its_figures_by_place_and_all_else_by_name(
    kind: type, names: list[str]
) -> None:
    assert names == [one.name for one in by_place(kind)]


MODULES = [
    importlib.import_module(f"mutualaid.rules.{module.name}")
    for module in pkgutil.iter_modules(rules.__path__)
]
CALLS = {
    f"{owner.__name__}.{name}": call
    for module in MODULES
    for owner in (module, *vars(module).values())
    if owner is module or (isclass(owner) and owner.__module__ == module.__name__)
    for name, call in vars(owner).items()
    if isfunction(call) and call.__module__ == module.__name__
}


def test_whatever_has_a_default_is_given_by_name() -> None:
    defaults = {name: [one.default for one in by_place(call)] for name, call in CALLS.items()}
    assert [] == [name for name, given in defaults.items() if {*given} - {Parameter.empty}]


# What a rule of one's own must say ---------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "name"),
    [(Rule, "check"), (FeeSchedule, "amount_due"), (ClaimTerm, "check"), (Formula, "due")],
)
def test_a_kind_of_rule_without_its_answer_makes_no_rule(kind: type, name: str) -> None:
    others = {one: None for one in kind.__abstractmethods__ if one != name}
    unfinished = type("Unfinished", (kind,), {"kind": "unfinished", "measure": None, **others})
    with pytest.raises(TypeError, match=f"abstract method '?{name}"):
        unfinished()


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


@pytest.mark.parametrize("high_risk", [{1: 32}, {1: 32, 2: 62, 3: 90}])
def test_a_high_risk_industry_has_the_same_levels(high_risk: dict[int, int]) -> None:
    with pytest.raises(InvalidValue, match="has other levels"):
        ByLevel({1: 26, 2: 50}, high_risk=high_risk)


def test_a_high_risk_industry_may_have_hundreds_of_levels_too() -> None:
    table = dict.fromkeys(range(1, 301), 5)
    assert ByLevel(table, high_risk=table) == ByLevel(table, high_risk=table)


@pytest.mark.parametrize("scale", [{}, {1: 50, 3: 40}, {0: 50}, {2: 50}, {"1": 50}, (), 50])
def test_grades_go_from_1_up_without_a_gap(scale: object) -> None:
    with pytest.raises(InvalidValue, match="a gap, or no grade"):
        DisabilityScale(scale)  # type: ignore[arg-type]


@pytest.mark.parametrize("scale", [{1: 50, 2: 60}, {1: 100, 2: 40, 3: 50}])
def test_a_lesser_grade_is_never_paid_more(scale: dict[int, int]) -> None:
    with pytest.raises(InvalidValue, match="pays more for a lesser grade"):
        DisabilityScale(scale)


def test_two_grades_may_be_paid_the_same() -> None:
    assert (100, 50, 50) == DisabilityScale({1: 100, 2: 50, 3: 50}).scale


def test_grades_of_a_row_of_percentages_begin_with_1() -> None:
    assert DisabilityScale({1: 100, 2: 50}) == DisabilityScale((100, 50))  # type: ignore[arg-type]


def test_a_table_may_have_hundreds_of_levels() -> None:
    assert 300 == len(Levels(dict.fromkeys(range(1, 301), 5)))


@pytest.mark.parametrize("levels", [{}, {1: 5, 3: 6}, {0: 5}, {2: 5}, {"1": 5}])
def test_levels_go_from_1_up_without_a_gap(levels: dict[int, int]) -> None:
    with pytest.raises(InvalidValue, match="a gap, or none at all"):
        Levels(levels)


def test_levels_of_a_row_of_amounts_begin_with_1() -> None:
    assert Levels({1: 5, 2: 6}) == Levels((5, 6))
