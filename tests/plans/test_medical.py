"""在职职工医疗互助保障计划: who comes in by card, who together with a unit without a union."""

from __future__ import annotations

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
    Member,
    Plan,
    Review,
    ReviewOutcome,
    Sex,
    Unit,
)

NO_UNION = unit(has_union=False)


@pytest.fixture
def plan(catalogue: Catalogue) -> Plan:
    return catalogue["medical"]


def decide(plan: Plan, who: Member | None = None, of: Unit | None = None, **asked: Any) -> Decision:
    return plan.decide(who or member(), of or unit(), starts=STARTS, **asked)


# The person, by either way ---------------------------------------------------------------------


def test_an_insured_serving_union_member_with_a_card_may_join(plan: Plan) -> None:
    assert decide(plan).eligible is True


def test_whoever_is_not_serving_may_not_join(plan: Plan) -> None:
    assert ["serving.not_serving"] == codes(decide(plan, member(serving=False)).reasons)


def test_it_is_unknown_where_serving_was_not_said(plan: Plan) -> None:
    decision = decide(plan, member(serving=None))
    assert (None, ("member.serving",)) == (decision.eligible, decision.missing)


def test_serving_not_said_has_a_code_of_its_own(plan: Plan) -> None:
    assert ["missing.serving"] == codes(decide(plan, member(serving=None)).reasons)


def test_whoever_is_not_insured_may_not_join(plan: Plan) -> None:
    decision = decide(plan, member(basic_medical_insurance=False))
    assert ["medical_insurance.not_insured"] == codes(decision.reasons)


def test_insurance_not_said_leaves_it_unknown(plan: Plan) -> None:
    decision = decide(plan, member(basic_medical_insurance=None))
    assert ["missing.basic_medical_insurance"] == codes(decision.reasons)


def test_insurance_is_asked_by_the_way_without_a_union_too(plan: Plan) -> None:
    who = member(jingka_card=False, basic_medical_insurance=False)
    decision = decide(plan, who, NO_UNION)
    assert ["medical_insurance.not_insured"] == codes(decision.reasons)


def test_serving_is_asked_by_the_way_without_a_union_too(plan: Plan) -> None:
    decision = decide(plan, member(jingka_card=False, serving=False), NO_UNION)
    assert ["serving.not_serving"] == codes(decision.reasons)


def test_no_age_is_asked_of_a_serving_person_of_15(plan: Plan) -> None:
    assert decide(plan, member(birth_date=date(2000, 1, 2))).eligible is True


def test_no_age_is_asked_of_a_serving_person_of_61(plan: Plan) -> None:
    assert decide(plan, member(birth_date=date(1955, 1, 1))).eligible is True


def test_a_man_may_join(plan: Plan) -> None:
    assert decide(plan, member(sex=Sex.MALE)).eligible is True


# Way a: union member with a card -----------------------------------------------------------------


def test_with_a_card_the_way_is_by_card(plan: Plan) -> None:
    assert "card" == decide(plan).way


def test_by_card_nothing_is_asked_of_the_unit(plan: Plan) -> None:
    nothing_said = unit(
        employees=None,
        female_employees=None,
        employees_with_minor_children=None,
        in_beijing=None,
        has_union=None,
        high_risk=None,
    )
    assert decide(plan, of=nothing_said).eligible is True


def test_by_card_a_unit_outside_beijing_is_no_obstacle(plan: Plan) -> None:
    assert decide(plan, of=unit(in_beijing=False)).eligible is True


def test_by_card_one_person_of_a_large_unit_comes_in_alone(plan: Plan) -> None:
    assert plan.review(application(entries(1), unit=unit(employees=1000))).accepted is True


def test_without_a_card_at_a_unit_with_a_union_both_ways_are_closed(plan: Plan) -> None:
    decision = decide(plan, member(jingka_card=False))
    assert ["card.none", "no_union.has_one"] == codes(decision.reasons)


def test_whoever_is_no_union_member_does_not_come_in_by_card(plan: Plan) -> None:
    decision = decide(plan, member(union_member=False))
    assert ["union_member.not_a_member", "no_union.has_one"] == codes(decision.reasons)


def test_a_card_not_said_leaves_it_unknown_at_a_unit_with_a_union(plan: Plan) -> None:
    decision = decide(plan, member(jingka_card=None))
    assert (None, ["missing.jingka_card"]) == (decision.eligible, codes(decision.reasons))


def test_membership_not_said_leaves_it_unknown_at_a_unit_with_a_union(plan: Plan) -> None:
    decision = decide(plan, member(union_member=None))
    assert (None, ["missing.union_member"]) == (decision.eligible, codes(decision.reasons))


def test_no_card_decides_against_the_card_even_where_membership_was_not_said(plan: Plan) -> None:
    assert decide(plan, member(union_member=None, jingka_card=False)).eligible is False


# Way b: together with a unit without a union -----------------------------------------------------


def test_at_a_unit_without_a_union_no_card_is_asked(plan: Plan) -> None:
    decision = decide(plan, member(union_member=False, jingka_card=False), NO_UNION)
    assert (True, "unit") == (decision.eligible, decision.way)


def test_the_share_that_must_join_is_then_still_open(plan: Plan) -> None:
    decision = decide(plan, member(jingka_card=False), NO_UNION)
    assert ["participation.open"] == codes(decision.open)


def test_nothing_is_open_for_whoever_comes_in_by_card(plan: Plan) -> None:
    assert () == decide(plan).open


def test_a_card_not_said_is_no_obstacle_at_a_unit_without_a_union(plan: Plan) -> None:
    assert decide(plan, member(jingka_card=None), NO_UNION).eligible is True


def test_without_a_card_the_unit_must_lie_within_beijing(plan: Plan) -> None:
    decision = decide(plan, member(jingka_card=False), unit(has_union=False, in_beijing=False))
    assert ["card.none", "in_beijing.outside"] == codes(decision.reasons)


def test_where_the_unit_lies_not_said_leaves_it_unknown_without_a_card(plan: Plan) -> None:
    decision = decide(plan, member(jingka_card=False), unit(has_union=False, in_beijing=None))
    assert (None, ["missing.in_beijing"]) == (decision.eligible, codes(decision.reasons))


def test_a_union_not_said_leaves_it_unknown_without_a_card(plan: Plan) -> None:
    decision = decide(plan, member(jingka_card=False), unit(has_union=None))
    assert (None, ["missing.has_union"]) == (decision.eligible, codes(decision.reasons))


# The share that must join by way b. --------------------------------------------------------------


def review_without_cards(plan: Plan, employees: int | None, joining: int) -> Review:
    of = unit(employees=employees, has_union=False)
    return plan.review(application(entries(joining, jingka_card=False), unit=of))


def test_a_unit_of_29_enrols_everyone(plan: Plan) -> None:
    assert review_without_cards(plan, 29, 29).accepted is True


def test_a_unit_of_29_is_refused_with_28(plan: Plan) -> None:
    assert review_without_cards(plan, 29, 28).accepted is False


def test_a_unit_of_30_needs_21(plan: Plan) -> None:
    assert review_without_cards(plan, 30, 21).accepted is True


def test_a_unit_of_30_is_refused_with_20(plan: Plan) -> None:
    assert review_without_cards(plan, 30, 20).accepted is False


def test_a_unit_of_31_needs_22_since_70_percent_are_21_7(plan: Plan) -> None:
    assert review_without_cards(plan, 31, 22).accepted is True


def test_a_unit_of_31_is_refused_with_21(plan: Plan) -> None:
    assert review_without_cards(plan, 31, 21).accepted is False


def test_a_unit_of_100_may_enrol_everyone(plan: Plan) -> None:
    assert review_without_cards(plan, 100, 100).accepted is True


def test_a_unit_of_one_comes_in_with_that_one(plan: Plan) -> None:
    assert review_without_cards(plan, 1, 1).accepted is True


def test_the_refusal_says_how_many_more_must_join(plan: Plan) -> None:
    (reason,) = [
        one
        for one in review_without_cards(plan, 30, 18).reasons
        if one.code == "participation.too_few"
    ]
    assert (30, 21, 18, 3) == (
        reason.fact("base"),
        reason.fact("required"),
        reason.fact("joining"),
        reason.shortfall,
    )


def test_more_who_join_than_the_unit_declares_are_not_accepted(plan: Plan) -> None:
    review = review_without_cards(plan, 30, 31)
    assert (False, ["participation.more_than_base"]) == (review.accepted, codes(review.reasons))


def test_a_unit_that_declares_nobody_is_not_accepted(plan: Plan) -> None:
    review = review_without_cards(plan, 0, 1)
    assert ["participation.more_than_base"] == codes(review.reasons)


def test_a_headcount_not_said_leaves_the_review_unknown(plan: Plan) -> None:
    review = review_without_cards(plan, None, 30)
    assert (None, ["missing.employees"]) == (
        review.accepted,
        sorted({reason.code for reason in review.reasons if reason.missing}),
    )


def test_where_one_unknown_person_decides_the_share_is_unknown(plan: Plan) -> None:
    # 20 come in surely; whether the one whose insurance was not said does, decides for all.
    perhaps = Entry(member("M99", jingka_card=False, basic_medical_insurance=None))
    of = unit(employees=30, has_union=False)
    review = plan.review(application(entries(20, jingka_card=False), perhaps, unit=of))
    assert (None, "participation.undecided") == (review.accepted, review.reasons[0].code)


def test_one_more_unknown_changes_nothing_where_enough_join_surely(plan: Plan) -> None:
    perhaps = Entry(member("M99", jingka_card=False, basic_medical_insurance=None))
    of = unit(employees=30, has_union=False)
    review = plan.review(application(entries(21, jingka_card=False), perhaps, unit=of))
    assert [True] * 21 + [None] == [entry.accepted for entry in review.entries]


def test_one_more_unknown_changes_nothing_where_too_few_could_join(plan: Plan) -> None:
    perhaps = Entry(member("M99", jingka_card=False, basic_medical_insurance=None))
    of = unit(employees=30, has_union=False)
    review = plan.review(application(entries(19, jingka_card=False), perhaps, unit=of))
    assert ReviewOutcome.REFUSED is review.outcome


# What is sold, fee, caps, payers, term -----------------------------------------------------------


def test_it_is_free(plan: Plan) -> None:
    assert Decimal(0) == decide(plan).fee


def test_it_is_free_even_where_the_answer_is_unknown(plan: Plan) -> None:
    assert Decimal(0) == decide(plan, member(serving=None)).fee


def test_two_shares_are_not_sold(plan: Plan) -> None:
    (reason,) = decide(plan, shares=2).reasons
    assert ("shares.not_sold", 1) == (reason.code, reason.at_most)


def test_a_level_is_not_sold(plan: Plan) -> None:
    assert ["level.not_sold"] == codes(decide(plan, level=1).reasons)


def test_the_cap_is_200653_yuan(plan: Plan) -> None:
    assert {"benefit": Decimal(200653)} == decide(plan).caps


def test_whoever_is_refused_has_no_cap(plan: Plan) -> None:
    assert {} == decide(plan, member(serving=False)).caps


def test_the_cap_is_a_ceiling(plan: Plan) -> None:
    assert [Ceiling] == [type(line) for line in plan.edition(STARTS).benefit.lines]


def test_by_card_both_union_levels_pay(plan: Plan) -> None:
    assert ["市总工会", "区、局、总公司工会"] == [payer.zh for payer in decide(plan).paid_by]


def test_by_the_way_without_a_union_no_payer_is_named(plan: Plan) -> None:
    assert () == decide(plan, member(jingka_card=False), NO_UNION).paid_by


def test_with_a_card_at_a_unit_without_a_union_the_union_levels_pay(plan: Plan) -> None:
    assert 2 == len(decide(plan, of=NO_UNION).paid_by)


def test_the_term_is_one_year(plan: Plan) -> None:
    assert date(2017, 1, 1) == plan.edition(STARTS).cover_period(STARTS).end


def test_a_term_from_29_february_ends_before_28_february(plan: Plan) -> None:
    leap_day = date(2016, 2, 29)
    assert date(2017, 2, 28) == plan.edition(leap_day).cover_period(leap_day).end


def test_a_child_is_not_insured_and_a_notice_says_so(plan: Plan) -> None:
    assert ["notice.child_not_insured"] == codes(decide(plan, child=child()).notices)


def test_a_member_entered_with_two_children_comes_in_once(plan: Plan) -> None:
    twice = [Entry(member(), child=child("C1")), Entry(member(), child=child("C2"))]
    review = plan.review(application(twice))
    assert (1, 1) == (len(review.entries), len(review.repeated))
