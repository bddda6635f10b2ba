"""The codes under which a rule says it may fail are those under which its `check` does."""

from __future__ import annotations

from datetime import date

import pytest

from mutualaid import (
    AgeBetween,
    AgeUnder,
    AllOf,
    ByLevel,
    Child,
    ChildHealthy,
    ChildUnder,
    Declares,
    Flat,
    Free,
    Member,
    NoUnion,
    OfSex,
    PerShare,
    Question,
    Rule,
    Serving,
    Sex,
    Text,
    Unit,
    WithChild,
)
from mutualaid.testing.conditions import evaluate

STARTS = date(2016, 1, 1)
# 16 the day after the cover starts.
MEMBER = Member("M1", date(2000, 1, 2), Sex.FEMALE, serving=False, declared={"so": False})
OLD = Member("M2", date(1950, 1, 1), Sex.MALE)
UNIT = Unit("U1", has_union=True)
# 18 on the day on which it starts.
CHILD = Child("C1", date(1998, 1, 1), healthy=False, student=False)
SO = Text(zh="如此", en="so")

FAILS: list[tuple[Rule, Question, str]] = [
    (Serving(), Question(MEMBER, UNIT, STARTS), "serving.not_serving"),
    (NoUnion(), Question(MEMBER, UNIT, STARTS), "no_union.has_one"),
    (Declares("so", SO), Question(MEMBER, UNIT, STARTS), "declared.not_so"),
    (OfSex(Sex.MALE), Question(MEMBER, UNIT, STARTS), "sex.other"),
    (AgeBetween(16, 60), Question(MEMBER, UNIT, STARTS), "age.too_young"),
    (AgeBetween(16, 60), Question(OLD, UNIT, STARTS), "age.too_old"),
    (AgeUnder(female=55, male=60), Question(OLD, UNIT, STARTS), "age_under.too_old"),
    (WithChild(), Question(OLD, UNIT, STARTS), "child.none"),
    (ChildHealthy(), Question(OLD, UNIT, STARTS, child=CHILD), "child_health.not_healthy"),
    (ChildUnder(18), Question(OLD, UNIT, STARTS, child=CHILD), "child_age.too_old"),
    (
        ChildUnder(18, or_student=True),
        Question(OLD, UNIT, STARTS, child=CHILD),
        "child_age.not_a_student",
    ),
    (Free(), Question(OLD, UNIT, STARTS, level=1), "level.not_sold"),
    (Free(), Question(OLD, UNIT, STARTS, shares=2), "shares.not_sold"),
    (Flat(56), Question(OLD, UNIT, STARTS, level=1), "level.not_sold"),
    (Flat(56), Question(OLD, UNIT, STARTS, shares=2), "shares.not_sold"),
    (PerShare(90, at_most=4), Question(OLD, UNIT, STARTS, level=1), "level.not_sold"),
    (PerShare(90, at_most=4), Question(OLD, UNIT, STARTS, shares=5), "shares.too_many"),
    (ByLevel({1: 26, 2: 50}), Question(OLD, UNIT, STARTS, shares=2), "shares.not_sold"),
    (ByLevel({1: 26, 2: 50}), Question(OLD, UNIT, STARTS), "level.none_chosen"),
    (ByLevel({1: 26, 2: 50}), Question(OLD, UNIT, STARTS, level=3), "level.unknown"),
]
fails = pytest.mark.parametrize(("rule", "question", "code"), FAILS)


@fails
def test_it_fails_under_the_code(rule: Rule, question: Question, code: str) -> None:
    assert code == rule.check(question).code


@fails
def test_the_first_fault_that_holds_is_the_code(rule: Rule, question: Question, code: str) -> None:
    holding = [one for one, when in rule.faults(STARTS) if evaluate(when, question)]
    assert code == holding[0]


def test_where_only_check_can_tell_no_fault_is_named() -> None:
    assert () == AllOf([Serving()]).faults(STARTS)
