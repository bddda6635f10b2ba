"""在职职工重大疾病互助保障活动: 80 % of the employees, up to four shares, three years."""

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
    Unit,
)


@pytest.fixture
def plan(catalogue: Catalogue) -> Plan:
    return catalogue["critical_illness"]


def decide(plan: Plan, who: Member | None = None, of: Unit | None = None, **asked: Any) -> Decision:
    return plan.decide(who or member(), of or unit(), starts=STARTS, **asked)


def unit_of(count: int | None, **said: Any) -> Unit:
    return unit(employees=count, **said)


def another(who: str = "X1", **said: Any) -> Entry:
    return Entry(member(who, **said))


def review_with(plan: Plan, count: int | None, joining: int, *others: Entry) -> Review:
    return plan.review(application(entries(joining), others, unit=unit_of(count)))


def review_some(plan: Plan, count: int | None, joining: int) -> Review:
    return review_with(plan, count, joining)


def review_all(plan: Plan, of: Unit) -> Review:
    return plan.review(application(entries(40), unit=of))


# The person --------------------------------------------------------------------------------------


def test_a_serving_member_of_35_may_join(plan: Plan) -> None:
    assert decide(plan).eligible is True


def test_on_the_16th_birthday_itself_a_member_may_join(plan: Plan) -> None:
    assert decide(plan, member(birth_date=date(2000, 1, 1))).eligible is True


def test_the_day_before_the_16th_birthday_a_member_is_too_young(plan: Plan) -> None:
    decision = decide(plan, member(birth_date=date(2000, 1, 2)))
    assert ["age.too_young"] == codes(decision.reasons)


def test_whoever_is_too_young_may_join_from_the_16th_birthday_on(plan: Plan) -> None:
    decision = decide(plan, member(birth_date=date(2000, 5, 17)))
    assert date(2016, 5, 17) == decision.eligible_from


def test_the_day_before_the_61st_birthday_a_member_may_join(plan: Plan) -> None:
    assert decide(plan, member(birth_date=date(1955, 1, 2))).eligible is True


def test_on_the_61st_birthday_a_member_is_too_old(plan: Plan) -> None:
    decision = decide(plan, member(birth_date=date(1955, 1, 1)))
    assert ["age.too_old"] == codes(decision.reasons)


def test_whoever_is_too_old_has_no_first_day(plan: Plan) -> None:
    assert decide(plan, member(birth_date=date(1955, 1, 1))).eligible_from is None


def test_whoever_is_too_young_and_not_serving_has_no_first_day(plan: Plan) -> None:
    who = member(birth_date=date(2000, 5, 17), serving=False)
    assert decide(plan, who).eligible_from is None


def test_whoever_is_not_serving_may_not_join(plan: Plan) -> None:
    assert ["serving.not_serving"] == codes(decide(plan, member(serving=False)).reasons)


def test_serving_not_said_leaves_it_unknown(plan: Plan) -> None:
    decision = decide(plan, member(serving=None))
    assert (None, ["missing.serving"]) == (decision.eligible, codes(decision.reasons))


def test_what_was_not_said_is_named(plan: Plan) -> None:
    assert ("member.serving",) == decide(plan, member(serving=None)).missing


def test_whoever_is_too_old_is_refused_even_where_serving_was_not_said(plan: Plan) -> None:
    who = member(birth_date=date(1955, 1, 1), serving=None)
    assert decide(plan, who).eligible is False


def test_no_union_membership_and_no_card_is_asked(plan: Plan) -> None:
    assert decide(plan, member(union_member=False, jingka_card=None)).eligible is True


def test_insurance_is_not_asked(plan: Plan) -> None:
    assert decide(plan, member(basic_medical_insurance=False)).eligible is True


# The unit ----------------------------------------------------------------------------------------


def test_a_unit_outside_beijing_is_refused(plan: Plan) -> None:
    review = review_all(plan, unit_of(40, in_beijing=False))
    assert (False, ["in_beijing.outside"]) == (review.accepted, codes(review.reasons))


def test_where_the_unit_lies_not_said_leaves_it_unknown(plan: Plan) -> None:
    review = review_all(plan, unit_of(40, in_beijing=None))
    assert (None, ["missing.in_beijing"]) == (review.accepted, codes(review.reasons))


def test_for_one_member_the_place_of_the_unit_is_listed_as_open(plan: Plan) -> None:
    decision = decide(plan, of=unit(in_beijing=False))
    assert (True, ["in_beijing.outside", "participation.open"]) == (
        decision.eligible,
        codes(decision.open),
    )


def test_a_unit_without_a_union_is_refused(plan: Plan) -> None:
    review = review_all(plan, unit_of(40, has_union=False))
    assert (False, ["has_union.none"]) == (review.accepted, codes(review.reasons))


def test_a_union_not_said_leaves_it_unknown(plan: Plan) -> None:
    review = review_all(plan, unit_of(40, has_union=None))
    assert (None, ["missing.has_union"]) == (review.accepted, codes(review.reasons))


def test_no_union_decides_against_even_where_the_place_was_not_said(plan: Plan) -> None:
    review = review_all(plan, unit_of(40, has_union=False, in_beijing=None))
    assert (False, ["has_union.none"]) == (review.accepted, codes(review.reasons))


# The share that must join ------------------------------------------------------------------------


def test_a_unit_of_29_comes_in_with_29(plan: Plan) -> None:
    assert review_some(plan, 29, 29).accepted is True


def test_a_unit_of_29_is_refused_with_28(plan: Plan) -> None:
    assert review_some(plan, 29, 28).accepted is False


def test_a_unit_of_30_comes_in_with_24(plan: Plan) -> None:
    assert review_some(plan, 30, 24).accepted is True


def test_a_unit_of_30_is_refused_with_23(plan: Plan) -> None:
    assert review_some(plan, 30, 23).accepted is False


def test_a_unit_of_31_comes_in_with_25(plan: Plan) -> None:
    assert review_some(plan, 31, 25).accepted is True


def test_a_unit_of_31_is_refused_with_24(plan: Plan) -> None:
    assert review_some(plan, 31, 24).accepted is False


def test_the_refusal_says_how_many_more_must_join(plan: Plan) -> None:
    (reason,) = review_some(plan, 40, 30).reasons
    assert ("participation.too_few", 40, 32, 30, 2) == (
        reason.code,
        reason.fact("base"),
        reason.fact("required"),
        reason.fact("joining"),
        reason.shortfall,
    )


def test_everyone_of_a_large_unit_may_join(plan: Plan) -> None:
    assert review_some(plan, 40, 40).accepted is True


def test_one_more_than_the_unit_declares_is_not_accepted(plan: Plan) -> None:
    review = review_some(plan, 40, 40 + 1)
    assert (False, ["participation.more_than_base"]) == (review.accepted, codes(review.reasons))


def test_a_unit_that_declares_nobody_is_not_accepted(plan: Plan) -> None:
    assert ["participation.more_than_base"] == codes(review_some(plan, 0, 1).reasons)


def test_a_headcount_not_said_leaves_it_unknown(plan: Plan) -> None:
    review = review_some(plan, None, 40)
    assert (None, ["missing.employees"]) == (review.accepted, codes(review.reasons))


def test_whoever_may_not_join_is_not_counted(plan: Plan) -> None:
    too_old = another(birth_date=date(1955, 1, 1))
    review = review_with(plan, 40, 32 - 1, too_old)
    assert (32 - 1, 1) == (review.reasons[0].fact("joining"), review.reasons[0].shortfall)


def test_where_one_unknown_person_decides_the_answer_is_unknown(plan: Plan) -> None:
    review = review_with(plan, 40, 32 - 1, another(serving=None))
    assert (None, "participation.undecided") == (review.accepted, review.reasons[0].code)


def test_one_unknown_person_is_no_obstacle_where_enough_join_surely(plan: Plan) -> None:
    review = review_with(plan, 40, 32, another(serving=None))
    assert (True, None) == (review.accepted, review.entries[-1].accepted)


def test_one_unknown_person_cannot_help_where_two_more_must_join(plan: Plan) -> None:
    review = review_with(plan, 40, 32 - 2, another(serving=None))
    assert (False, 1) == (review.accepted, review.reasons[0].shortfall)


def test_an_application_of_nobody_is_refused(plan: Plan) -> None:
    review = plan.review(application())
    assert (False, ["review.nobody_may_join"]) == (review.accepted, codes(review.reasons))


def test_a_unit_in_which_nobody_may_join_is_refused(plan: Plan) -> None:
    nobody = [another(f"X{number}", serving=False) for number in range(3)]
    review = plan.review(application(nobody, unit=unit_of(0)))
    assert (False, ["review.nobody_may_join"]) == (review.accepted, codes(review.reasons))


def test_of_a_refused_unit_nobody_pays(plan: Plan) -> None:
    assert Decimal(0) == review_some(plan, 40, 32 - 1).fee


def test_a_refused_unit_is_quoted_what_it_would_pay(plan: Plan) -> None:
    assert Decimal(90) * (32 - 1) == review_some(plan, 40, 32 - 1).quoted_fee


def test_an_accepted_unit_pays_for_everyone_who_joins(plan: Plan) -> None:
    assert Decimal(90) * 32 == review_some(plan, 40, 32).fee


# What is sold, fee, caps, payers, term -----------------------------------------------------------


def test_one_share_costs_90_yuan_for_the_whole_term(plan: Plan) -> None:
    assert Decimal(90) == decide(plan).fee


def test_four_shares_cost_360_yuan(plan: Plan) -> None:
    assert Decimal(360) == decide(plan, shares=4).fee


def test_four_shares_may_be_taken(plan: Plan) -> None:
    assert decide(plan, shares=4).eligible is True


def test_five_shares_are_one_too_many(plan: Plan) -> None:
    (reason,) = decide(plan, shares=5).reasons
    assert ("shares.too_many", 4) == (reason.code, reason.at_most)


def test_five_shares_have_no_price(plan: Plan) -> None:
    assert decide(plan, shares=5).quoted_fee is None


def test_whoever_asks_for_too_many_shares_pays_nothing(plan: Plan) -> None:
    assert Decimal(0) == decide(plan, shares=5).fee


def test_a_level_is_not_sold(plan: Plan) -> None:
    assert ["level.not_sold"] == codes(decide(plan, level=1).reasons)


def test_the_cap_of_one_share_is_10000_yuan(plan: Plan) -> None:
    assert {"benefit": Decimal(10_000)} == decide(plan).caps


def test_the_cap_of_four_shares_is_40000_yuan(plan: Plan) -> None:
    assert {"benefit": Decimal(40_000)} == decide(plan, shares=4).caps


def test_all_15_diseases_stand_on_the_one_line(plan: Plan) -> None:
    (line,) = plan.edition(STARTS).benefit.lines
    assert 15 == len({event.code for event in line.events})


def test_the_fee_in_a_high_risk_industry_is_the_same(plan: Plan) -> None:
    assert Decimal(90) == decide(plan, of=unit(high_risk=True)).fee


def test_whether_the_industry_is_high_risk_need_not_be_said(plan: Plan) -> None:
    assert Decimal(90) == decide(plan, of=unit(high_risk=None)).fee


def test_members_of_one_unit_may_take_different_shares(plan: Plan) -> None:
    shares = [Entry(member(f"S{count}"), shares=count) for count in (1, 2, 3, 4)]
    review = plan.review(application(shares, unit=unit_of(4)))
    assert Decimal(900) == review.fee


def test_whoever_asks_for_five_shares_does_not_join_and_is_not_counted(plan: Plan) -> None:
    five = Entry(member("X1"), shares=5)
    review = review_with(plan, 29, 28, five)
    assert (28, 1) == (review.reasons[0].fact("joining"), review.reasons[0].shortfall)


def test_a_member_entered_with_two_children_comes_in_once(plan: Plan) -> None:
    twice = [Entry(member(), child=child("C1")), Entry(member(), child=child("C2"))]
    review = plan.review(application(twice))
    assert (1, ["notice.repeated", "notice.child_not_insured"]) == (
        len(review.entries),
        codes(review.notices),
    )


def test_the_members_own_entry_goes_before_that_for_a_child(plan: Plan) -> None:
    own, for_child = Entry(member(), shares=3), Entry(member(), child=child(), shares=1)
    review = plan.review(application(for_child, own))
    assert [own] == [entry.entry for entry in review.entries]


def test_whose_cover_of_three_years_still_runs_counts_as_joining(plan: Plan) -> None:
    covered = [member(f"R{number}") for number in range(2)]
    review = plan.review(application(entries(30), unit=unit_of(40), already_covered=covered))
    assert (True, 32) == (review.accepted, review.unit_findings[-1].fact("joining"))


def test_one_running_cover_too_few_is_not_enough(plan: Plan) -> None:
    review = plan.review(application(entries(30), unit=unit_of(40), already_covered=[member("R0")]))
    assert (False, 1) == (review.accepted, review.reasons[0].shortfall)


def test_of_whose_cover_runs_no_fee_is_asked(plan: Plan) -> None:
    covered = [member(f"R{number}") for number in range(2)]
    review = plan.review(application(entries(30), unit=unit_of(40), already_covered=covered))
    assert Decimal(2700) == review.fee


def test_whoever_is_refused_has_no_cap(plan: Plan) -> None:
    assert {} == decide(plan, member(serving=False)).caps


def test_the_cap_is_a_ceiling(plan: Plan) -> None:
    assert [Ceiling] == [type(line) for line in plan.edition(STARTS).benefit.lines]


def test_no_payer_is_named(plan: Plan) -> None:
    assert () == decide(plan).paid_by


def test_the_term_is_three_years(plan: Plan) -> None:
    assert date(2019, 1, 1) == plan.edition(STARTS).cover_period(STARTS).end


def test_a_term_from_29_february_ends_before_28_february(plan: Plan) -> None:
    leap_day = date(2016, 2, 29)
    assert date(2019, 2, 28) == plan.edition(leap_day).cover_period(leap_day).end
