"""Laws of the catalogue, which asks every plan at once, and of the eight alone.

The laws that every plan keeps are those of the kit; see `tests/testing/test_eight.py`.
"""

from __future__ import annotations

from typing import Any

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mutualaid import Decision, Plan, Question, load_catalogue
from mutualaid.rules.fees import SoldBy
from mutualaid.testing.strategies import questions

CATALOGUE = load_catalogue()
PLANS = list(CATALOGUE.values())
every_plan = pytest.mark.parametrize("plan", PLANS, ids=list(CATALOGUE))
deciding = settings(max_examples=settings.default.max_examples * 3 // 5)
SHARES = st.integers(1, 5)
LEVELS = st.none() | st.integers(1, 5)


def decide_all(question: Question, shares: int, level: int | None) -> dict[str, Decision]:
    """Ask every plan at once."""
    return CATALOGUE.decide_all(
        question.member,
        question.unit,
        starts=question.starts,
        child=question.child,
        shares=shares,
        level=level,
    )


def asked_of(plan: Plan, question: Question, shares: int, level: int | None) -> Question:
    """Give the question as a plan is asked it: for shares, for a level, or once."""
    by: dict[SoldBy, dict[str, Any]] = {
        SoldBy.ONCE: {"shares": 1, "level": None},
        SoldBy.SHARE: {"shares": shares, "level": None},
        SoldBy.LEVEL: {"shares": 1, "level": level},
    }
    return attrs.evolve(question, **by[plan.editions[-1].fee.sold_by])


@settings(max_examples=100)
@given(data=st.data(), shares=SHARES, level=LEVELS)
def test_decide_all_gives_what_the_rules_of_each_plan_define(
    data: st.DataObject, shares: int, level: int | None
) -> None:
    question = data.draw(questions(data.draw(st.sampled_from(PLANS))))
    defined = [
        plan.edition(question.starts)
        .own_rules.check(asked_of(plan, question, shares, level))
        .standing.holds
        for plan in PLANS
    ]
    assert defined == [one.eligible for one in decide_all(question, shares, level).values()]


@every_plan
@deciding
@given(data=st.data(), shares=SHARES, level=LEVELS)
def test_decide_all_gives_what_each_plan_decides(
    plan: Plan, data: st.DataObject, shares: int, level: int | None
) -> None:
    asked = asked_of(plan, data.draw(questions(plan)), shares, level)
    alone = plan.decide(
        asked.member,
        asked.unit,
        starts=asked.starts,
        child=asked.child,
        shares=asked.shares,
        level=asked.level,
    )
    assert alone == decide_all(asked, shares, level)[plan.code]


@every_plan
@deciding
@given(data=st.data())
def test_high_risk_decides_neither_who_may_join_nor_up_to_which_cap(
    plan: Plan, data: st.DataObject
) -> None:
    asked = data.draw(questions(plan))
    answers = [
        plan.decide(
            asked.member,
            attrs.evolve(asked.unit, high_risk=high_risk),
            starts=asked.starts,
            child=asked.child,
            shares=asked.shares,
            level=asked.level,
        )
        for high_risk in (False, True, None)
    ]
    first = answers[0]
    assert all((first.eligible, first.caps) == (one.eligible, one.caps) for one in answers)
