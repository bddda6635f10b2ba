"""The share of a unit's people that must join together, against a count by hand."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from mutualaid import (
    Finding,
    Headcount,
    InvalidValue,
    Member,
    Participation,
    Question,
    Sex,
    Standing,
    Unit,
)
from mutualaid.question import Count, Roster

ALL = Headcount.EMPLOYEES
WOMEN = Headcount.FEMALE_EMPLOYEES
PARENTS = Headcount.EMPLOYEES_WITH_MINOR_CHILDREN
MEMBER = Member("M1", date(1980, 5, 17), Sex.FEMALE)
SEVEN_IN_TEN = Participation(percent=70, of=ALL, everyone_below=30)
PERCENTAGES = st.integers(0, 100) | st.decimals(0, 100, places=4)
BASES = st.integers(0, 400)


def required_by_hand(percent: int | Decimal, base: int) -> int:
    """Add people one by one until they are so large a share, in whole numbers."""
    scale = 10**6
    hundredths = int(Fraction(percent) * scale)
    joining = 0
    while 100 * scale * joining < hundredths * base:
        joining += 1
    return joining


# How many must join --------------------------------------------------------------------------


@given(PERCENTAGES, BASES)
@example(70, 10)
@example(Decimal("66.6667"), 3)
@example(Decimal("0.0001"), 1)
@example(100, 7)
@example(0, 7)
def test_the_share_is_the_smallest_number_that_reaches_it(
    percent: int | Decimal, base: int
) -> None:
    rule = Participation(percent=percent, of=ALL)
    assert required_by_hand(percent, base) == rule.required(base)


@given(PERCENTAGES, BASES, st.integers(1, 200))
def test_below_the_threshold_everyone_must_join(
    percent: int | Decimal, base: int, threshold: int
) -> None:
    rule = Participation(percent=percent, of=ALL, everyone_below=threshold)
    expected = base if base < threshold else required_by_hand(percent, base)
    assert expected == rule.required(base)


@given(PERCENTAGES, BASES, st.integers(0, 200))
def test_up_to_the_threshold_everyone_must_join(
    percent: int | Decimal, base: int, threshold: int
) -> None:
    rule = Participation(percent=percent, of=ALL, everyone_up_to=threshold)
    expected = base if base <= threshold else required_by_hand(percent, base)
    assert expected == rule.required(base)


@given(PERCENTAGES, BASES, BASES)
def test_another_number_may_decide_whether_everyone_must_join(
    percent: int | Decimal, base: int, threshold: int
) -> None:
    rule = Participation(percent=percent, of=ALL, everyone_up_to=100, threshold_of=WOMEN)
    expected = base if threshold <= 100 else required_by_hand(percent, base)
    assert expected == rule.required(base, threshold=threshold)


@given(PERCENTAGES, BASES)
def test_never_must_more_join_than_there_are(percent: int | Decimal, base: int) -> None:
    assert 0 <= Participation(percent=percent, of=ALL).required(base) <= base


@pytest.mark.parametrize(("base", "required"), [(29, 29), (30, 21), (31, 22), (100, 70)])
def test_seven_in_ten_and_everyone_below_30(base: int, required: int) -> None:
    rule = Participation(percent=70, of=ALL, everyone_below=30)
    assert required == rule.required(base)


@pytest.mark.parametrize(("base", "required"), [(99, 99), (100, 100), (101, 81), (105, 84)])
def test_eight_in_ten_and_everyone_up_to_100(base: int, required: int) -> None:
    rule = Participation(percent=80, of=ALL, everyone_up_to=100)
    assert required == rule.required(base)


@given(PERCENTAGES, BASES, st.integers(2, 50))
def test_however_small_the_share_no_fewer_than_so_many_must_join(
    percent: int | Decimal, base: int, at_least: int
) -> None:
    rule = Participation(percent=percent, of=ALL, at_least=at_least)
    assert max(required_by_hand(percent, base), at_least) == rule.required(base)


@pytest.mark.parametrize(("base", "required"), [(7, 8), (8, 8), (10, 8), (11, 9), (12, 9)])
def test_three_in_four_and_no_fewer_than_eight(base: int, required: int) -> None:
    rule = Participation(percent=75, of=WOMEN, at_least=8)
    assert required == rule.required(base)


@pytest.mark.parametrize(("base", "required"), [(4, 5), (5, 5), (9, 9), (10, 7)])
def test_no_fewer_than_five_and_everyone_below_ten(base: int, required: int) -> None:
    rule = Participation(percent=70, of=ALL, everyone_below=10, at_least=5)
    assert required == rule.required(base)


def test_a_share_is_not_one_too_large_for_the_want_of_exact_numbers() -> None:
    # In floats 0.07 × 100 is a little more than 7, and the next whole number is 8.
    assert 7 == Participation(percent=7, of=ALL).required(100)


def test_of_fewer_people_than_none_no_share_is_taken() -> None:
    with pytest.raises(InvalidValue, match="base"):
        SEVEN_IN_TEN.required(-1)


def test_fewer_people_than_none_decide_nothing() -> None:
    with pytest.raises(InvalidValue, match="threshold"):
        SEVEN_IN_TEN.required(40, threshold=-1)


@pytest.mark.parametrize(("threshold", "required"), [(0, 40), (29, 40), (30, 28)])
def test_whoever_decides_whether_everyone_must_join_may_be_nobody(
    threshold: int, required: int
) -> None:
    assert required == SEVEN_IN_TEN.required(40, threshold=threshold)


def test_there_is_no_threshold_if_not_said() -> None:
    assert Participation(percent=70, of=ALL).everyone_from is None


def test_fewer_than_30_are_29_at_most() -> None:
    assert 29 == Participation(percent=70, of=ALL, everyone_below=30).everyone_from


def test_up_to_100_are_100_at_most() -> None:
    assert 100 == Participation(percent=70, of=ALL, everyone_up_to=100).everyone_from


# What a roster comes to ----------------------------------------------------------------------


def ask(
    rule: Participation, surely: int, possibly: int | None = None, **numbers: int | None
) -> Finding:
    """Ask the rule of a unit with these numbers, so many of whose people join."""
    count = Count(surely, surely if possibly is None else possibly)
    roster = Roster({}, tuple((kind, count) for kind in Headcount))
    unit = Unit("U1", **numbers)  # type: ignore[arg-type]
    return rule.check(Question(MEMBER, unit, date(2016, 1, 1), roster=roster))


EIGHT_WOMEN = Participation(percent=75, of=WOMEN, at_least=8)


@pytest.mark.parametrize(
    ("joining", "code"),
    [
        (7, "participation.too_few"),
        (8, "participation.met"),
        (10, "participation.met"),
        (11, "participation.more_than_base"),
    ],
)
def test_of_ten_women_eight_join(joining: int, code: str) -> None:
    assert code == ask(EIGHT_WOMEN, joining, female_employees=10).code


def test_a_unit_that_has_not_so_many_people_is_told_how_many_are_short() -> None:
    assert 2 == ask(EIGHT_WOMEN, 6, female_employees=6).shortfall


def test_a_unit_that_has_not_so_many_people_is_told_that_it_has_not() -> None:
    text = "at least 8 must join, and the unit has 7 female employees only: now 7, 1 short"
    assert text == ask(EIGHT_WOMEN, 7, female_employees=7).text("en")


def test_a_unit_that_has_so_many_people_is_told_how_many_of_them() -> None:
    text = "at least 8 of the unit's 8 female employees must join: now 7, 1 short"
    assert text == ask(EIGHT_WOMEN, 7, female_employees=8).text("en")


@pytest.mark.parametrize(
    ("joining", "standing"),
    [(27, Standing.FAILED), (28, Standing.MET), (40, Standing.MET), (41, Standing.FAILED)],
)
def test_a_unit_of_40_needs_28_and_has_no_more_than_40(joining: int, standing: Standing) -> None:
    assert standing is ask(SEVEN_IN_TEN, joining, employees=40).standing


@pytest.mark.parametrize(("joining", "standing"), [(28, Standing.FAILED), (29, Standing.MET)])
def test_a_unit_of_29_needs_everyone(joining: int, standing: Standing) -> None:
    assert standing is ask(SEVEN_IN_TEN, joining, employees=29).standing


def test_where_too_few_join_the_shortfall_is_told() -> None:
    finding = ask(SEVEN_IN_TEN, 25, employees=40)
    assert ("participation.too_few", 3) == (finding.code, finding.shortfall)


def test_where_hardly_anyone_joins_the_shortfall_is_what_is_left() -> None:
    assert 18 == ask(SEVEN_IN_TEN, 10, employees=40).shortfall


def test_where_too_few_join_the_numbers_are_told() -> None:
    facts = {"base": 40, "required": 28, "joining": 25, "of": ALL, "shortfall": 3}
    assert facts == dict(ask(SEVEN_IN_TEN, 25, employees=40).facts)


def test_where_everyone_must_join_the_shortfall_has_words_of_its_own() -> None:
    assert "participation.too_few_of_all" == ask(SEVEN_IN_TEN, 25, employees=29).wording


def test_where_a_share_of_all_must_join_the_shortfall_has_words_of_its_own() -> None:
    assert "participation.too_few_employees" == ask(SEVEN_IN_TEN, 25, employees=40).wording


def test_where_a_share_of_some_must_join_the_shortfall_has_the_words_of_its_code() -> None:
    rule = Participation(percent=70, of=WOMEN, everyone_below=30)
    assert ask(rule, 25, female_employees=40).wording is None


def test_where_more_join_than_there_are_that_is_the_reason() -> None:
    finding = ask(SEVEN_IN_TEN, 41, employees=40)
    assert ("participation.more_than_base", 41) == (finding.code, finding.fact("joining"))


def test_where_more_join_than_there_are_nothing_falls_short() -> None:
    assert ask(SEVEN_IN_TEN, 41, employees=40).shortfall is None


def test_where_enough_join_the_numbers_are_told() -> None:
    facts = {"base": 40, "required": 28, "joining": 30, "of": ALL}
    assert facts == dict(ask(SEVEN_IN_TEN, 30, employees=40).facts)


@pytest.mark.parametrize(
    ("surely", "possibly", "standing"),
    [
        (0, 27, Standing.FAILED),  # even all of them are too few
        (27, 28, Standing.UNKNOWN),  # one answer decides
        (28, 28, Standing.MET),
        (28, 40, Standing.MET),  # enough, and never too many
        (28, 41, Standing.UNKNOWN),  # perhaps more than there are
        (41, 50, Standing.FAILED),  # surely more than there are
    ],
)
def test_with_unknowns_the_count_lies_between_two_numbers(
    surely: int, possibly: int, standing: Standing
) -> None:
    assert standing is ask(SEVEN_IN_TEN, surely, possibly, employees=40).standing


def test_a_count_that_leaves_it_open_is_told_from_both_ends() -> None:
    finding = ask(SEVEN_IN_TEN, 27, 29, employees=40)
    facts = {"base": 40, "required": 28, "surely": 27, "possibly": 29, "of": ALL}
    assert ("participation.undecided", facts) == (finding.code, dict(finding.facts))


def test_a_shortfall_is_counted_from_those_who_may_possibly_join() -> None:
    assert 3 == ask(SEVEN_IN_TEN, 0, 25, employees=40).shortfall


@given(st.integers(0, 60), st.integers(0, 60), st.integers(0, 60))
def test_what_is_settled_stays_settled_whoever_of_the_unknown_joins(
    surely: int, more: int, employees: int
) -> None:
    settled = ask(SEVEN_IN_TEN, surely, surely + more, employees=employees).standing
    outcomes = {
        ask(SEVEN_IN_TEN, joining, employees=employees).standing
        for joining in range(surely, surely + more + 1)
    }
    assert outcomes == {settled} if settled is not Standing.UNKNOWN else len(outcomes) == 2


def test_without_a_roster_it_is_open() -> None:
    question = Question(MEMBER, Unit("U1", employees=40), date(2016, 1, 1))
    finding = SEVEN_IN_TEN.check(question)
    assert (Standing.OPEN, "participation.open") == (finding.standing, finding.code)


def test_while_people_are_still_being_counted_it_is_open() -> None:
    unit = Unit("U1", employees=40)
    question = Question(MEMBER, unit, date(2016, 1, 1), roster=Roster({}))
    assert Standing.OPEN is SEVEN_IN_TEN.check(question).standing


@pytest.mark.parametrize("kind", Headcount)
def test_a_base_that_was_not_declared_is_unknown(kind: Headcount) -> None:
    finding = ask(Participation(percent=70, of=kind), 5)
    assert (Standing.UNKNOWN, f"missing.{kind.value}", f"unit.{kind.value}") == (
        finding.standing,
        finding.code,
        finding.missing,
    )


def test_a_threshold_number_that_was_not_declared_is_unknown() -> None:
    rule = Participation(percent=70, of=ALL, everyone_up_to=100, threshold_of=WOMEN)
    assert "unit.female_employees" == ask(rule, 30, employees=40).missing


def test_where_neither_number_was_declared_the_base_is_named() -> None:
    rule = Participation(percent=70, of=ALL, everyone_up_to=100, threshold_of=WOMEN)
    assert "unit.employees" == ask(rule, 30).missing


@pytest.mark.parametrize(
    ("women", "joining", "standing"),
    [
        (100, 149, Standing.FAILED),
        (100, 150, Standing.MET),
        (101, 119, Standing.FAILED),
        (101, 120, Standing.MET),
    ],
)
def test_the_threshold_may_be_on_women_and_the_share_on_everyone(
    women: int, joining: int, standing: Standing
) -> None:
    rule = Participation(percent=80, of=ALL, everyone_up_to=100, threshold_of=WOMEN)
    finding = ask(rule, joining, employees=150, female_employees=women)
    assert standing is finding.standing


def test_where_there_is_nobody_of_the_kind_nobody_must_join() -> None:
    rule = Participation(percent=50, of=PARENTS, everyone_below=30)
    assert Standing.MET is ask(rule, 0, employees_with_minor_children=0).standing


def test_of_a_share_of_nothing_nobody_must_join() -> None:
    assert Standing.MET is ask(Participation(percent=0, of=ALL), 0, employees=40).standing


def test_a_share_of_100_percent_is_everyone() -> None:
    assert 1 == ask(Participation(percent=100, of=ALL), 39, employees=40).shortfall
