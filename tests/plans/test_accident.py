"""在职职工意外伤害互助保障活动: half of the employees, four levels, dearer at high risk."""

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
    InvalidValue,
    Member,
    Plan,
    Review,
    Unit,
)


@pytest.fixture
def plan(catalogue: Catalogue) -> Plan:
    return catalogue["accident"]


def decide(plan: Plan, who: Member | None = None, of: Unit | None = None, **asked: Any) -> Decision:
    asked = {"level": 1, **asked}
    return plan.decide(who or member(), of or unit(), starts=STARTS, **asked)


def unit_of(count: int | None, **said: Any) -> Unit:
    return unit(employees=count, **said)


def another(who: str = "X1", **said: Any) -> Entry:
    return Entry(member(who, **said), level=1)


def review_with(plan: Plan, count: int | None, joining: int, *others: Entry) -> Review:
    return plan.review(application(entries(joining, level=1), others, unit=unit_of(count)))


def review_some(plan: Plan, count: int | None, joining: int) -> Review:
    return review_with(plan, count, joining)


def review_all(plan: Plan, of: Unit) -> Review:
    return plan.review(application(entries(40, level=1), unit=of))


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


def test_a_unit_of_30_comes_in_with_15(plan: Plan) -> None:
    assert review_some(plan, 30, 15).accepted is True


def test_a_unit_of_30_is_refused_with_14(plan: Plan) -> None:
    assert review_some(plan, 30, 14).accepted is False


def test_a_unit_of_31_comes_in_with_16(plan: Plan) -> None:
    assert review_some(plan, 31, 16).accepted is True


def test_a_unit_of_31_is_refused_with_15(plan: Plan) -> None:
    assert review_some(plan, 31, 15).accepted is False


def test_the_refusal_says_how_many_more_must_join(plan: Plan) -> None:
    (reason,) = review_some(plan, 40, 17).reasons
    assert ("participation.too_few", 40, 20, 17, 3) == (
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
    review = review_with(plan, 40, 20 - 1, too_old)
    assert (20 - 1, 1) == (review.reasons[0].fact("joining"), review.reasons[0].shortfall)


def test_where_one_unknown_person_decides_the_answer_is_unknown(plan: Plan) -> None:
    review = review_with(plan, 40, 20 - 1, another(serving=None))
    assert (None, "participation.undecided") == (review.accepted, review.reasons[0].code)


def test_one_unknown_person_is_no_obstacle_where_enough_join_surely(plan: Plan) -> None:
    review = review_with(plan, 40, 20, another(serving=None))
    assert (True, None) == (review.accepted, review.entries[-1].accepted)


def test_one_unknown_person_cannot_help_where_two_more_must_join(plan: Plan) -> None:
    review = review_with(plan, 40, 20 - 2, another(serving=None))
    assert (False, 1) == (review.accepted, review.reasons[0].shortfall)


def test_an_application_of_nobody_is_refused(plan: Plan) -> None:
    review = plan.review(application())
    assert (False, ["review.nobody_may_join"]) == (review.accepted, codes(review.reasons))


def test_a_unit_in_which_nobody_may_join_is_refused(plan: Plan) -> None:
    nobody = [another(f"X{number}", serving=False) for number in range(3)]
    review = plan.review(application(nobody, unit=unit_of(0)))
    assert (False, ["review.nobody_may_join"]) == (review.accepted, codes(review.reasons))


def test_of_a_refused_unit_nobody_pays(plan: Plan) -> None:
    assert Decimal(0) == review_some(plan, 40, 20 - 1).fee


def test_a_refused_unit_is_quoted_what_it_would_pay(plan: Plan) -> None:
    assert Decimal(26) * (20 - 1) == review_some(plan, 40, 20 - 1).quoted_fee


def test_an_accepted_unit_pays_for_everyone_who_joins(plan: Plan) -> None:
    assert Decimal(26) * 20 == review_some(plan, 40, 20).fee


# What is sold, fee, caps, payers, term -----------------------------------------------------------

CALM = unit(high_risk=False)
RISKY = unit(high_risk=True)


@pytest.mark.parametrize(("level", "fee"), [(1, 26), (2, 50), (3, 74), (4, 100)])
def test_each_level_has_its_fee(plan: Plan, level: int, fee: int) -> None:
    assert Decimal(fee) == decide(plan, of=CALM, level=level).fee


@pytest.mark.parametrize(("level", "fee"), [(1, 32), (2, 62), (3, 93), (4, 124)])
def test_each_level_has_a_higher_fee_in_a_high_risk_industry(
    plan: Plan, level: int, fee: int
) -> None:
    assert Decimal(fee) == decide(plan, of=RISKY, level=level).fee


LEVEL_CAPS = [(1, 24_000), (2, 44_400), (3, 64_800), (4, 88_800)]


@pytest.mark.parametrize(("level", "cap"), LEVEL_CAPS)
def test_each_level_has_its_cap(plan: Plan, level: int, cap: int) -> None:
    assert {"benefit": Decimal(cap)} == decide(plan, of=CALM, level=level).caps


@pytest.mark.parametrize(("level", "cap"), LEVEL_CAPS)
def test_each_level_has_the_same_cap_in_a_high_risk_industry(
    plan: Plan, level: int, cap: int
) -> None:
    assert {"benefit": Decimal(cap)} == decide(plan, of=RISKY, level=level).caps


def test_level_0_cannot_be_asked_for(plan: Plan) -> None:
    with pytest.raises(InvalidValue, match="level=0"):
        decide(plan, level=0)


def test_level_5_is_not_sold(plan: Plan) -> None:
    (reason,) = decide(plan, level=5).reasons
    assert ("level.unknown", 4) == (reason.code, reason.at_most)


def test_level_5_has_neither_price_nor_cap(plan: Plan) -> None:
    decision = decide(plan, level=5)
    assert (None, {"benefit": None}) == (decision.quoted_fee, decision.quoted_caps)


def test_a_level_must_be_chosen(plan: Plan) -> None:
    (reason,) = decide(plan, level=None).reasons
    assert ("level.none_chosen", 4) == (reason.code, reason.at_most)


def test_two_shares_are_not_sold(plan: Plan) -> None:
    assert ["shares.not_sold"] == codes(decide(plan, level=None, shares=2).reasons)


def test_a_members_own_high_risk_goes_before_the_units(plan: Plan) -> None:
    assert Decimal(32) == decide(plan, member(high_risk=True), CALM).fee


def test_a_member_out_of_risk_pays_the_lower_fee_in_a_high_risk_industry(plan: Plan) -> None:
    assert Decimal(26) == decide(plan, member(high_risk=False), RISKY).fee


def test_a_members_own_word_is_enough_where_the_unit_said_nothing(plan: Plan) -> None:
    unsaid = unit(high_risk=None)
    assert [Decimal(32), Decimal(26)] == [
        decide(plan, member(high_risk=True), unsaid).fee,
        decide(plan, member(high_risk=False), unsaid).fee,
    ]


def test_the_fee_is_not_known_where_neither_said_whether_the_risk_is_high(plan: Plan) -> None:
    assert decide(plan, of=unit(high_risk=None)).fee is None


def test_a_risk_not_said_does_not_keep_anyone_out(plan: Plan) -> None:
    assert decide(plan, of=unit(high_risk=None)).eligible is True


def test_a_risk_not_said_is_told_in_a_notice(plan: Plan) -> None:
    (notice,) = decide(plan, of=unit(high_risk=None)).notices
    assert ("missing.high_risk", "unit.high_risk") == (notice.code, notice.missing)


def test_the_fee_of_a_unit_is_not_known_where_that_of_one_member_is_not(plan: Plan) -> None:
    of = unit(employees=40, high_risk=None)
    surely = entries(39, level=1, high_risk=False)
    review = plan.review(application(surely, another(), unit=of))
    assert (True, None, Decimal(39 * 26)) == (review.accepted, review.fee, review.known_fee)


def test_the_review_tells_that_the_risk_was_not_said(plan: Plan) -> None:
    review = plan.review(application(another(), unit=unit(employees=1, high_risk=None)))
    assert ["missing.high_risk"] == codes(review.notices)


def test_members_of_one_unit_may_choose_different_levels(plan: Plan) -> None:
    levels = [Entry(member(f"L{level}"), level=level) for level in (1, 2, 3, 4)]
    assert Decimal(250) == plan.review(application(levels, unit=unit_of(4))).fee


def test_whoever_chose_no_level_does_not_join_and_is_not_counted(plan: Plan) -> None:
    review = review_with(plan, 29, 28, Entry(member("X1")))
    assert (28, 1) == (review.reasons[0].fact("joining"), review.reasons[0].shortfall)


def test_a_member_entered_with_two_children_comes_in_once(plan: Plan) -> None:
    twice = [Entry(member(), child=child(who), level=1) for who in ("C1", "C2")]
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


def test_the_term_is_one_year(plan: Plan) -> None:
    assert date(2017, 1, 1) == plan.edition(STARTS).cover_period(STARTS).end


def test_a_term_from_29_february_ends_before_28_february(plan: Plan) -> None:
    leap_day = date(2016, 2, 29)
    assert date(2017, 2, 28) == plan.edition(leap_day).cover_period(leap_day).end
