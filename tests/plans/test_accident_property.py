"""非工伤意外伤害及家财损失综合互助保障计划: the member with a card, and the children beside."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from builders import STARTS, application, child, codes, entries, member, unit

from mutualaid import (
    Catalogue,
    Ceiling,
    Decision,
    Entry,
    FixedSum,
    Insured,
    Member,
    Plan,
    Unit,
)


@pytest.fixture
def plan(catalogue: Catalogue) -> Plan:
    return catalogue["accident_property"]


def decide(plan: Plan, who: Member | None = None, of: Unit | None = None, **asked: Any) -> Decision:
    return plan.decide(who or member(), of or unit(), starts=STARTS, **asked)


# The person --------------------------------------------------------------------------------------


def test_a_serving_union_member_with_a_card_may_join(plan: Plan) -> None:
    assert decide(plan).eligible is True


def test_whoever_is_not_serving_may_not_join(plan: Plan) -> None:
    assert ["serving.not_serving"] == codes(decide(plan, member(serving=False)).reasons)


def test_serving_not_said_leaves_it_unknown(plan: Plan) -> None:
    decision = decide(plan, member(serving=None))
    assert (None, ["missing.serving"]) == (decision.eligible, codes(decision.reasons))


def test_whoever_is_no_union_member_may_not_join(plan: Plan) -> None:
    assert ["union_member.not_a_member"] == codes(decide(plan, member(union_member=False)).reasons)


def test_membership_not_said_leaves_it_unknown(plan: Plan) -> None:
    decision = decide(plan, member(union_member=None))
    assert (None, ["missing.union_member"]) == (decision.eligible, codes(decision.reasons))


def test_whoever_has_no_card_may_not_join(plan: Plan) -> None:
    assert ["card.none"] == codes(decide(plan, member(jingka_card=False)).reasons)


def test_a_card_not_said_leaves_it_unknown(plan: Plan) -> None:
    decision = decide(plan, member(jingka_card=None))
    assert (None, ["missing.jingka_card"]) == (decision.eligible, codes(decision.reasons))


def test_one_failed_condition_decides_against_whatever_else_is_unknown(plan: Plan) -> None:
    decision = decide(plan, member(serving=None, jingka_card=False))
    assert (False, ["card.none"]) == (decision.eligible, codes(decision.reasons))


def test_every_failed_condition_is_a_reason(plan: Plan) -> None:
    decision = decide(plan, member(serving=False, union_member=False, jingka_card=False))
    assert {"serving.not_serving", "union_member.not_a_member", "card.none"} == set(
        codes(decision.reasons)
    )


def test_insurance_is_not_asked(plan: Plan) -> None:
    assert decide(plan, member(basic_medical_insurance=False)).eligible is True


def test_no_age_is_asked_of_a_serving_person_of_61(plan: Plan) -> None:
    assert decide(plan, member(birth_date=date(1955, 1, 1))).eligible is True


def test_no_age_is_asked_of_a_serving_person_of_15(plan: Plan) -> None:
    assert decide(plan, member(birth_date=date(2000, 1, 2))).eligible is True


# The unit ----------------------------------------------------------------------------------------


def test_a_unit_outside_beijing_is_no_obstacle(plan: Plan) -> None:
    assert plan.review(application(entries(1), unit=unit(in_beijing=False))).accepted is True


def test_a_unit_of_which_nothing_was_said_is_no_obstacle(plan: Plan) -> None:
    nothing_said = unit(
        employees=None,
        female_employees=None,
        employees_with_minor_children=None,
        in_beijing=None,
        has_union=None,
        high_risk=None,
    )
    assert plan.review(application(entries(1), unit=nothing_said)).accepted is True


def test_one_person_of_a_large_unit_comes_in_alone(plan: Plan) -> None:
    assert plan.review(application(entries(1), unit=unit(employees=1000))).accepted is True


def test_more_entered_than_the_unit_declares_is_a_notice_only(plan: Plan) -> None:
    review = plan.review(application(entries(3), unit=unit(employees=2)))
    assert (True, ["notice.more_than_declared"]) == (review.accepted, codes(review.notices))


def test_as_many_entered_as_the_unit_declares_is_no_notice(plan: Plan) -> None:
    assert () == plan.review(application(entries(2), unit=unit(employees=2))).notices


# The children ------------------------------------------------------------------------------------


def accepted(plan: Plan, *entered: Entry | Iterable[Entry]) -> list[bool | None]:
    return [entry.accepted for entry in plan.review(application(*entered)).entries]


def test_a_child_comes_in_beside_the_members_own_entry(plan: Plan) -> None:
    assert [True, True] == accepted(plan, Entry(member()), Entry(member(), child=child()))


def test_a_child_does_not_come_in_without_the_members_own_entry(plan: Plan) -> None:
    assert [False] == accepted(plan, Entry(member(), child=child()))


def test_the_finding_says_that_the_member_is_not_entered(plan: Plan) -> None:
    (entry,) = plan.review(application(Entry(member(), child=child()))).entries
    assert ["beside_member.member_not_entered"] == codes(entry.reasons)


def test_another_members_entry_does_not_help_the_child(plan: Plan) -> None:
    assert [True, False] == accepted(plan, Entry(member("M2")), Entry(member(), child=child()))


def test_a_child_does_not_come_in_beside_a_member_who_may_not_join(plan: Plan) -> None:
    parent = member(jingka_card=False)
    assert [False, False] == accepted(plan, Entry(parent), Entry(parent, child=child()))


def test_a_child_is_unknown_beside_a_member_who_is_unknown(plan: Plan) -> None:
    parent = member(jingka_card=None)
    assert [None, None] == accepted(plan, Entry(parent), Entry(parent, child=child()))


def test_for_one_member_alone_the_own_entry_is_still_open(plan: Plan) -> None:
    decision = decide(plan, child=child())
    assert (True, ["beside_member.open"]) == (decision.eligible, codes(decision.open))


def test_a_grown_up_child_in_poor_health_comes_in(plan: Plan) -> None:
    grown_up = child(birth_date=date(1990, 1, 1), healthy=False, student=False)
    assert [True, True] == accepted(plan, Entry(member()), Entry(member(), child=grown_up))


def test_a_child_of_whom_nothing_was_said_comes_in(plan: Plan) -> None:
    unsaid = child(healthy=None, student=None)
    assert [True, True] == accepted(plan, Entry(member()), Entry(member(), child=unsaid))


def test_each_of_several_children_comes_in(plan: Plan) -> None:
    children = [Entry(member(), child=child(who)) for who in ("C1", "C2", "C3")]
    assert [True] * 4 == accepted(plan, Entry(member()), children)


# What is sold, fee, caps, payers, term -----------------------------------------------------------


def test_it_is_free(plan: Plan) -> None:
    assert Decimal(0) == decide(plan).fee


def test_it_is_free_for_a_child(plan: Plan) -> None:
    review = plan.review(application(Entry(member()), Entry(member(), child=child())))
    assert Decimal(0) == review.fee


def test_two_shares_are_not_sold(plan: Plan) -> None:
    (reason,) = decide(plan, shares=2).reasons
    assert ("shares.not_sold", 1) == (reason.code, reason.at_most)


def test_a_level_is_not_sold(plan: Plan) -> None:
    assert ["level.not_sold"] == codes(decide(plan, level=1).reasons)


def test_the_member_has_four_lines(plan: Plan) -> None:
    assert {
        "death": Decimal(20_000),
        "disability": Decimal(5_000),
        "fire": Decimal(10_000),
        "burst_pipes": Decimal(10_000),
    } == decide(plan).caps


def test_each_child_has_two_lines(plan: Plan) -> None:
    assert {
        "child_death": Decimal(20_000),
        "child_disability": Decimal(5_000),
    } == decide(plan, child=child()).caps


def test_the_two_deaths_are_fixed_sums_and_all_else_is_a_ceiling(plan: Plan) -> None:
    kinds = {line.code: type(line) for line in plan.edition(STARTS).benefit.lines}
    assert {
        "death": FixedSum,
        "disability": Ceiling,
        "child_death": FixedSum,
        "child_disability": Ceiling,
        "fire": Ceiling,
        "burst_pipes": Ceiling,
    } == kinds


def test_home_property_is_insured_through_the_member(plan: Plan) -> None:
    benefit = plan.edition(STARTS).benefit
    assert {Insured.MEMBER} == {benefit.line(code).insured for code in ("fire", "burst_pipes")}


def test_no_payer_is_named(plan: Plan) -> None:
    assert () == decide(plan).paid_by


def test_the_term_is_one_year(plan: Plan) -> None:
    assert date(2017, 1, 1) == plan.edition(STARTS).cover_period(STARTS).end


def test_a_term_from_29_february_ends_before_28_february(plan: Plan) -> None:
    leap_day = date(2016, 2, 29)
    assert date(2017, 2, 28) == plan.edition(leap_day).cover_period(leap_day).end
