"""在职女职工特殊疾病互助保障活动: 80 % of the women, up to two shares, two years."""

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
    Sex,
    Unit,
)


@pytest.fixture
def plan(catalogue: Catalogue) -> Plan:
    return catalogue["womens_illness"]


def decide(plan: Plan, who: Member | None = None, of: Unit | None = None, **asked: Any) -> Decision:
    return plan.decide(who or member(), of or unit(), starts=STARTS, **asked)


def unit_of(count: int | None, **said: Any) -> Unit:
    return unit(employees=500, female_employees=count, **said)


def another(who: str = "X1", **said: Any) -> Entry:
    return Entry(member(who, **said))


def review_with(plan: Plan, count: int | None, joining: int, *others: Entry) -> Review:
    return plan.review(application(entries(joining), others, unit=unit_of(count)))


def review_some(plan: Plan, count: int | None, joining: int) -> Review:
    return review_with(plan, count, joining)


def review_all(plan: Plan, of: Unit) -> Review:
    return plan.review(application(entries(40), unit=of))


# The person --------------------------------------------------------------------------------------


def test_a_serving_woman_of_35_may_join(plan: Plan) -> None:
    assert decide(plan).eligible is True


def test_on_the_16th_birthday_itself_a_woman_may_join(plan: Plan) -> None:
    assert decide(plan, member(birth_date=date(2000, 1, 1))).eligible is True


def test_the_day_before_the_16th_birthday_a_woman_is_too_young(plan: Plan) -> None:
    decision = decide(plan, member(birth_date=date(2000, 1, 2)))
    assert ["age.too_young"] == codes(decision.reasons)


def test_whoever_is_too_young_may_join_from_the_16th_birthday_on(plan: Plan) -> None:
    decision = decide(plan, member(birth_date=date(2000, 5, 17)))
    assert date(2016, 5, 17) == decision.eligible_from


def test_the_day_before_the_61st_birthday_a_woman_may_join(plan: Plan) -> None:
    assert decide(plan, member(birth_date=date(1955, 1, 2))).eligible is True


def test_on_the_61st_birthday_a_woman_is_too_old(plan: Plan) -> None:
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


def test_a_man_may_not_join(plan: Plan) -> None:
    (reason,) = decide(plan, member(sex=Sex.MALE)).reasons
    assert ("sex.other", Sex.FEMALE) == (reason.code, reason.fact("sex"))


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


def test_of_100_women_a_unit_comes_in_with_100(plan: Plan) -> None:
    assert review_some(plan, 100, 100).accepted is True


def test_of_100_women_a_unit_is_refused_with_99(plan: Plan) -> None:
    assert review_some(plan, 100, 99).accepted is False


def test_of_101_women_a_unit_comes_in_with_81(plan: Plan) -> None:
    assert review_some(plan, 101, 81).accepted is True


def test_of_101_women_a_unit_is_refused_with_80(plan: Plan) -> None:
    assert review_some(plan, 101, 80).accepted is False


def test_of_105_women_a_unit_comes_in_with_84(plan: Plan) -> None:
    assert review_some(plan, 105, 84).accepted is True


def test_of_105_women_a_unit_is_refused_with_83(plan: Plan) -> None:
    assert review_some(plan, 105, 83).accepted is False


def test_the_refusal_says_how_many_more_must_join(plan: Plan) -> None:
    (reason,) = review_some(plan, 105, 80).reasons
    assert ("participation.too_few", 105, 84, 80, 4) == (
        reason.code,
        reason.fact("base"),
        reason.fact("required"),
        reason.fact("joining"),
        reason.shortfall,
    )


def test_everyone_of_a_large_unit_may_join(plan: Plan) -> None:
    assert review_some(plan, 105, 105).accepted is True


def test_one_more_than_the_unit_declares_is_not_accepted(plan: Plan) -> None:
    review = review_some(plan, 105, 105 + 1)
    assert (False, ["participation.more_than_base"]) == (review.accepted, codes(review.reasons))


def test_a_unit_that_declares_nobody_is_not_accepted(plan: Plan) -> None:
    assert ["participation.more_than_base"] == codes(review_some(plan, 0, 1).reasons)


def test_a_headcount_not_said_leaves_it_unknown(plan: Plan) -> None:
    review = review_some(plan, None, 105)
    assert (None, ["missing.female_employees"]) == (review.accepted, codes(review.reasons))


def test_whoever_may_not_join_is_not_counted(plan: Plan) -> None:
    too_old = another(birth_date=date(1955, 1, 1))
    review = review_with(plan, 105, 84 - 1, too_old)
    assert (84 - 1, 1) == (review.reasons[0].fact("joining"), review.reasons[0].shortfall)


def test_where_one_unknown_person_decides_the_answer_is_unknown(plan: Plan) -> None:
    review = review_with(plan, 105, 84 - 1, another(serving=None))
    assert (None, "participation.undecided") == (review.accepted, review.reasons[0].code)


def test_one_unknown_person_is_no_obstacle_where_enough_join_surely(plan: Plan) -> None:
    review = review_with(plan, 105, 84, another(serving=None))
    assert (True, None) == (review.accepted, review.entries[-1].accepted)


def test_one_unknown_person_cannot_help_where_two_more_must_join(plan: Plan) -> None:
    review = review_with(plan, 105, 84 - 2, another(serving=None))
    assert (False, 1) == (review.accepted, review.reasons[0].shortfall)


def test_an_application_of_nobody_is_refused(plan: Plan) -> None:
    review = plan.review(application())
    assert (False, ["review.nobody_may_join"]) == (review.accepted, codes(review.reasons))


def test_a_unit_in_which_nobody_may_join_is_refused(plan: Plan) -> None:
    nobody = [another(f"X{number}", serving=False) for number in range(3)]
    review = plan.review(application(nobody, unit=unit_of(0)))
    assert (False, ["review.nobody_may_join"]) == (review.accepted, codes(review.reasons))


def test_of_a_refused_unit_nobody_pays(plan: Plan) -> None:
    assert Decimal(0) == review_some(plan, 105, 84 - 1).fee


def test_a_refused_unit_is_quoted_what_it_would_pay(plan: Plan) -> None:
    assert Decimal(40) * (84 - 1) == review_some(plan, 105, 84 - 1).quoted_fee


def test_an_accepted_unit_pays_for_everyone_who_joins(plan: Plan) -> None:
    assert Decimal(40) * 84 == review_some(plan, 105, 84).fee


def test_men_who_are_entered_are_refused_and_not_counted(plan: Plan) -> None:
    men = [another(f"X{number}", sex=Sex.MALE) for number in range(30)]
    review = review_with(plan, 105, 80, *men)
    assert (80, 4) == (review.reasons[0].fact("joining"), review.reasons[0].shortfall)


def test_men_of_the_unit_are_not_in_the_base(plan: Plan) -> None:
    of = unit(employees=10_000, female_employees=20)
    assert plan.review(application(entries(20), unit=of)).accepted is True


def test_a_large_unit_with_100_women_enrols_every_woman(plan: Plan) -> None:
    of = unit(employees=10_000, female_employees=100)
    assert plan.review(application(entries(99), unit=of)).accepted is False


def test_how_many_employees_there_are_need_not_be_said(plan: Plan) -> None:
    of = unit(employees=None, female_employees=20)
    assert plan.review(application(entries(20), unit=of)).accepted is True


def test_whose_cover_of_two_years_still_runs_counts_as_joining(plan: Plan) -> None:
    covered = [member(f"R{number}") for number in range(4)]
    review = plan.review(application(entries(80), unit=unit_of(105), already_covered=covered))
    assert review.accepted is True


def test_a_man_whose_cover_is_said_to_run_does_not_count(plan: Plan) -> None:
    covered = [member(f"R{number}", sex=Sex.MALE) for number in range(4)]
    review = plan.review(application(entries(80), unit=unit_of(105), already_covered=covered))
    assert (False, 4) == (review.accepted, review.reasons[0].shortfall)


# What is sold, fee, caps, payers, term -----------------------------------------------------------


def test_one_share_costs_40_yuan_for_the_whole_term(plan: Plan) -> None:
    assert Decimal(40) == decide(plan).fee


def test_two_shares_cost_80_yuan(plan: Plan) -> None:
    assert Decimal(80) == decide(plan, shares=2).fee


def test_two_shares_may_be_taken(plan: Plan) -> None:
    assert decide(plan, shares=2).eligible is True


def test_three_shares_are_one_too_many(plan: Plan) -> None:
    (reason,) = decide(plan, shares=3).reasons
    assert ("shares.too_many", 2) == (reason.code, reason.at_most)


def test_three_shares_have_no_price(plan: Plan) -> None:
    assert decide(plan, shares=3).quoted_fee is None


def test_a_level_is_not_sold(plan: Plan) -> None:
    assert ["level.not_sold"] == codes(decide(plan, level=1).reasons)


def test_the_cap_of_one_share_is_10000_yuan(plan: Plan) -> None:
    assert {"benefit": Decimal(10_000)} == decide(plan).caps


def test_the_cap_of_two_shares_is_20000_yuan(plan: Plan) -> None:
    assert {"benefit": Decimal(20_000)} == decide(plan, shares=2).caps


def test_all_8_groups_of_illnesses_stand_on_the_one_line(plan: Plan) -> None:
    (line,) = plan.edition(STARTS).benefit.lines
    assert 8 == len({event.code for event in line.events})


def test_the_fee_in_a_high_risk_industry_is_the_same(plan: Plan) -> None:
    assert Decimal(40) == decide(plan, of=unit(high_risk=True)).fee


def test_whether_the_industry_is_high_risk_need_not_be_said(plan: Plan) -> None:
    assert Decimal(40) == decide(plan, of=unit(high_risk=None)).fee


def test_a_member_entered_with_two_children_comes_in_once(plan: Plan) -> None:
    twice = [Entry(member(), child=child("C1")), Entry(member(), child=child("C2"))]
    review = plan.review(application(twice))
    assert (1, ["notice.repeated", "notice.child_not_insured"]) == (
        len(review.entries),
        codes(review.notices),
    )


def test_whoever_is_refused_has_no_cap(plan: Plan) -> None:
    assert {} == decide(plan, member(serving=False)).caps


def test_the_cap_is_a_ceiling(plan: Plan) -> None:
    assert [Ceiling] == [type(line) for line in plan.edition(STARTS).benefit.lines]


def test_no_payer_is_named(plan: Plan) -> None:
    assert () == decide(plan).paid_by


def test_the_term_is_two_years(plan: Plan) -> None:
    assert date(2018, 1, 1) == plan.edition(STARTS).cover_period(STARTS).end


def test_a_term_from_29_february_ends_before_28_february(plan: Plan) -> None:
    leap_day = date(2016, 2, 29)
    assert date(2018, 2, 28) == plan.edition(leap_day).cover_period(leap_day).end
