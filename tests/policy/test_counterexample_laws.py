"""Laws of the search for counterexamples, on editions that differ in one rule or two."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from policy.variants import variants

from mutualaid import Application, Edition, Headcount, Plan, load_catalogue
from mutualaid.policy.counterexample import CounterexampleSearch, counterexample
from mutualaid.policy.grants import decided
from mutualaid.reviewing import review_application
from mutualaid.testing.strategies import applications

PLANS = list(load_catalogue().values())
OF_MEMBERS = ("serving", "basic_medical_insurance", "union_member", "jingka_card")
every_plan = pytest.mark.parametrize("plan", PLANS, ids=[plan.code for plan in PLANS])

FEWER = settings(max_examples=settings.default.max_examples * 2 // 5)
"""A search takes a good part of a second, so the examples are fewer than elsewhere."""


@st.composite
def pairs(draw: st.DrawFn, plan: Plan) -> tuple[Edition, Edition]:
    """Draw two editions of a plan: a variant, and one of its own or of the plan's variants."""
    own = plan.editions[0]
    # Drawn by their places: the editions themselves make long representations.
    one = variants(own)[draw(st.integers(0, len(variants(own)) - 1))]
    of = one if draw(st.booleans()) else own
    return one, variants(of)[draw(st.integers(0, len(variants(of)) - 1))]


def differ(pair: tuple[Edition, Edition], application: Application) -> bool:
    one, other = (decided(review_application(side, application)) for side in pair)
    return one != other


def search(pair: tuple[Edition, Edition], application: Application) -> CounterexampleSearch:
    return counterexample(*pair, application.starts)


@every_plan
@given(data=st.data())
def test_where_none_is_found_nothing_that_is_drawn_is_decided_differently(
    plan: Plan, data: st.DataObject
) -> None:
    pair = data.draw(pairs(plan))
    application = data.draw(applications(plan))
    found = search(pair, application)
    assert not (
        found.complete
        and (found.found is None or found.found.claim is not None)
        and differ(pair, application)
    )


@every_plan
@FEWER
@given(data=st.data())
def test_whatever_is_found_is_decided_differently(plan: Plan, data: st.DataObject) -> None:
    pair = data.draw(pairs(plan))
    found = search(pair, data.draw(applications(plan))).found
    if found is not None and found.settled is None:
        assert differ(pair, found.application)


def says_everything(application: Application) -> bool:
    """Tell whether an application leaves nothing unsaid that a rule of the eight may ask."""
    unit = application.unit
    said = [kind.of(unit) for kind in Headcount]
    said += [getattr(unit, name) for name in ("in_beijing", "has_union", "high_risk")]
    for entry in (*application.entries, *application.already_covered):
        said += [getattr(entry.member, name) for name in OF_MEMBERS]
        said += [] if entry.child is None else [entry.child.healthy, entry.child.student]
    return None not in said


@every_plan
@settings(FEWER, suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow])
@given(data=st.data())
def test_nothing_that_is_drawn_and_decided_differently_is_of_fewer_people(
    plan: Plan, data: st.DataObject
) -> None:
    pair = data.draw(pairs(plan))
    application = data.draw(applications(plan))
    assume(says_everything(application) and differ(pair, application))
    told = search(pair, application)
    assume(told.complete)
    assert told.found is not None
    people = len((*application.entries, *application.already_covered))
    assert len(told.found.application.entries) <= people
