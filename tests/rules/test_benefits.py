"""Benefit lines: whom they insure, for what, and up to which cap."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from mutualaid import (
    BenefitLine,
    BenefitSchedule,
    Ceiling,
    Child,
    Claim,
    Event,
    FixedSum,
    Insured,
    Member,
    Question,
    Reimburse,
    Sex,
    Source,
    Standing,
    Text,
    Unit,
    UnknownName,
    WaitingPeriod,
)

MEMBER = Member("M1", date(1980, 5, 17), Sex.MALE)
CHILD = Child("C1", date(2010, 6, 1))
BURN = Event("burn", Text(zh="烧伤", en="burn"))
FALL = Event("fall", Text(zh="跌伤", en="fall"))
KINDS = [FixedSum, Ceiling]
each_kind = pytest.mark.parametrize("kind", KINDS)
Kind = type[FixedSum] | type[Ceiling]


def ask(shares: int = 1, level: int | None = None, child: Child | None = None) -> Question:
    """Ask for so many shares, or for a level."""
    return Question(MEMBER, Unit("U1"), date(2016, 1, 1), child=child, shares=shares, level=level)


def line(kind: Kind, amount: Any, **parts: Any) -> BenefitLine:
    """Make a line for burns."""
    return kind(amount, **({"events": [BURN]} | parts))


# The cap -------------------------------------------------------------------------------------


@each_kind
@pytest.mark.parametrize("shares", [1, 4])
def test_a_cap_of_the_plan_does_not_grow_with_shares(kind: Kind, shares: int) -> None:
    assert Decimal(10_000) == line(kind, 10_000).cap(ask(shares))


@each_kind
@pytest.mark.parametrize(("shares", "cap"), [(1, "27560.50"), (4, "110242")])
def test_a_cap_by_the_share_grows_with_shares(kind: Kind, shares: int, cap: str) -> None:
    assert Decimal(cap) == line(kind, "27560.50", per_share=True).cap(ask(shares))


@each_kind
@pytest.mark.parametrize(
    ("level", "cap"), [(1, Decimal(24_000)), (2, Decimal(44_400)), (3, None), (None, None)]
)
def test_a_cap_by_level_is_that_of_the_level(
    kind: Kind, level: int | None, cap: Decimal | None
) -> None:
    assert cap == line(kind, {1: 24_000, 2: 44_400}).cap(ask(level=level))


# Many, and none ------------------------------------------------------------------------------

CAP = Decimal(10_000)
STAY = Claim("C1", "draft", "M1", "burn", on=date(2016, 3, 1), days=3)


def events(count: int) -> list[Event]:
    """Give so many events."""
    text = Text(zh="伤", en="injury")
    return [Event(f"event_{number}", text) for number in range(count)]


def test_a_line_may_list_hundreds_of_events() -> None:
    assert 300 == len(line(Ceiling, 5, events=events(300)).events)


def test_a_schedule_may_have_hundreds_of_lines() -> None:
    lines = [line(Ceiling, 5, code=event.code, events=[event]) for event in events(300)]
    assert 300 == len(BenefitSchedule(*lines).lines)


def test_a_term_of_an_event_that_its_line_does_not_list_is_refused() -> None:
    with pytest.raises(UnknownName, match="an event that its line does not list"):
        line(Ceiling, 5, terms=[WaitingPeriod(30, events=["burn", "fall"])])


def test_a_term_of_all_of_hundreds_of_events_names_none() -> None:
    term = WaitingPeriod(30)
    assert term.words("en") == line(Ceiling, 5, events=events(300)).term_words(term, "en")


def test_a_claim_without_an_amount_adds_nothing_to_a_ceiling() -> None:
    assert Decimal(0) == line(Ceiling, 5).quantity(STAY, None)


def test_a_claim_adds_one_event_to_a_fixed_sum() -> None:
    assert Decimal(1) == line(FixedSum, 5).quantity(STAY, None)


@pytest.mark.parametrize(("times", "earned"), [(0, Decimal(0)), (1, CAP), (2, CAP)])
def test_a_fixed_sum_is_earned_once_it_happened_and_no_more(times: int, earned: Decimal) -> None:
    assert earned == line(FixedSum, CAP).earned(Decimal(times), CAP)


# Whom it insures -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("insured", "child", "insures"),
    [
        (Insured.MEMBER, None, True),
        (Insured.MEMBER, CHILD, False),
        (Insured.CHILD, None, False),
        (Insured.CHILD, CHILD, True),
    ],
)
def test_a_line_insures_the_member_or_the_child(
    insured: Insured, child: Child | None, insures: bool
) -> None:
    assert insures is line(Ceiling, 5, insured=insured).insures(ask(child=child))


def test_a_line_insures_the_member_if_not_said() -> None:
    assert Insured.MEMBER is line(Ceiling, 5).insured


def test_a_line_tells_the_cap_of_whom_it_insures() -> None:
    finding = line(Ceiling, 5, per_share=True).check(ask(2))
    assert ("ceiling.met", Standing.MET, Decimal(10)) == (
        finding.code,
        finding.standing,
        finding.fact("cap"),
    )


def test_a_line_that_insures_another_says_so_and_decides_nothing() -> None:
    finding = line(FixedSum, 5, insured=Insured.CHILD).check(ask())
    assert ("benefit.other_person", Standing.NOTICE) == (finding.code, finding.standing)


def test_a_line_that_insures_another_is_named() -> None:
    finding = line(FixedSum, 5, insured=Insured.CHILD).check(ask())
    assert (True, True) == ("烧伤" in finding.text("zh"), "burn" in finding.text("en"))


# Names ---------------------------------------------------------------------------------------


def test_a_line_is_named_by_its_title() -> None:
    title = Text(zh="伤害", en="injury")
    assert title == line(Ceiling, 5, title=title).name


def test_a_line_without_a_title_is_named_by_its_events() -> None:
    assert Text(zh="烧伤、跌伤", en="burn, fall") == line(Ceiling, 5, events=[BURN, FALL]).name


def test_a_plans_only_line_needs_no_code() -> None:
    assert "benefit" == line(Ceiling, 5).code


def test_a_line_is_a_fixed_sum_or_a_ceiling() -> None:
    with pytest.raises(TypeError):
        BenefitLine(5, events=[BURN])


# Schedules -----------------------------------------------------------------------------------

OF_MEMBER = FixedSum(20_000, code="death", events=[BURN])
OF_CHILD = Ceiling(5_000, code="child", events=[BURN], insured=Insured.CHILD, per_share=True)
SCHEDULE = BenefitSchedule(OF_MEMBER, OF_CHILD)


def test_a_schedule_keeps_its_lines_in_order() -> None:
    assert (OF_MEMBER, OF_CHILD) == SCHEDULE.lines


def test_a_line_is_found_by_its_code() -> None:
    assert OF_CHILD == SCHEDULE.line("child")


def test_a_schedule_gives_the_caps_of_the_member() -> None:
    assert {"death": Decimal(20_000)} == SCHEDULE.caps(ask())


def test_a_schedule_gives_the_caps_of_the_child() -> None:
    assert {"child": Decimal(10_000)} == SCHEDULE.caps(ask(2, child=CHILD))


@pytest.mark.parametrize("name", ["burn", "Burn", " BURN ", "ｂｕｒｎ", "烧伤", "《烧伤》"])
def test_an_event_is_found_by_any_of_its_names(name: str) -> None:
    assert BURN == SCHEDULE.event(name)


def test_an_event_that_no_line_lists_is_not_found() -> None:
    assert SCHEDULE.event("fall") is None


def test_an_event_is_found_on_the_lines_of_the_insured_person_alone() -> None:
    of_child = Ceiling(5_000, code="child", events=[FALL], insured=Insured.CHILD)
    schedule = BenefitSchedule(OF_MEMBER, of_child)
    found = [schedule.event("fall", insured=whom) for whom in (Insured.MEMBER, Insured.CHILD, None)]
    assert [None, FALL, FALL] == found


def test_a_code_goes_before_the_title_of_another_event() -> None:
    titled = Event("graze", Text(zh="擦伤", en="burn"))
    schedule = BenefitSchedule(line(Ceiling, 5, events=[titled, BURN]))
    assert {"graze": titled, "burn": BURN, "擦伤": titled, "烧伤": BURN} == schedule.events()


@pytest.mark.parametrize("insured", Insured)
def test_a_schedule_insures_whom_a_line_insures(insured: Insured) -> None:
    assert SCHEDULE.insures(insured)


def test_a_schedule_insures_nobody_else() -> None:
    assert not BenefitSchedule(OF_MEMBER).insures(Insured.CHILD)


def test_one_event_may_stand_on_a_line_of_the_member_and_on_one_of_the_child() -> None:
    assert 2 == len(SCHEDULE.lines)


def test_lines_without_a_source_stand_where_the_schedule_stands() -> None:
    source, other = Source("one"), Source("other")
    own = Ceiling(5, code="own", events=[FALL], source=other)
    lines = BenefitSchedule(OF_MEMBER, own, source=source).lines
    assert [source, other] == [one.source for one in lines]


def test_which_lines_there_are_stands_where_the_schedule_stands() -> None:
    source = Source("one")
    schedule = BenefitSchedule(line(Ceiling, 5, source=Source("other")), source=source)
    assert source == schedule.source_of("lines")


def test_which_lines_there_are_stands_where_the_first_of_them_stands_if_not_said() -> None:
    lines = [
        Ceiling(5, code=code, events=[event], source=Source(code))
        for code, event in zip(("one", "two", "three"), events(3), strict=True)
    ]
    assert Source("one") == BenefitSchedule(*lines).source_of("lines")


def test_a_formula_without_a_source_stands_where_its_line_stands() -> None:
    source = Source("one")
    schedule = BenefitSchedule(line(Ceiling, 5, formula=Reimburse(50)), source=source)
    formula = schedule.lines[0].formula
    assert (Reimburse(50), source) == (formula, formula and formula.source)


def test_schedules_with_equal_lines_are_equal_and_hash_alike() -> None:
    same = BenefitSchedule(OF_MEMBER, OF_CHILD, source=Source("one"))
    assert (SCHEDULE, hash(SCHEDULE)) == (same, hash(same))
