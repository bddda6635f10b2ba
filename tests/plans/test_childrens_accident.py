"""在职职工子女意外伤害互助保障活动: half of the parents of minors, up to four shares a child."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from builders import CHILD, STARTS, application, child, codes, entries, families, member, unit

from mutualaid import (
    Catalogue,
    Ceiling,
    Decision,
    Entry,
    Insured,
    Member,
    Plan,
    Review,
    Unit,
)


@pytest.fixture
def plan(catalogue: Catalogue) -> Plan:
    return catalogue["childrens_accident"]


def decide(plan: Plan, who: Member | None = None, of: Unit | None = None, **asked: Any) -> Decision:
    asked = {"child": CHILD, **asked}
    return plan.decide(who or member(), of or unit(), starts=STARTS, **asked)


def unit_of(count: int | None, **said: Any) -> Unit:
    return unit(employees=500, employees_with_minor_children=count, **said)


def another(who: str = "X1", **said: Any) -> Entry:
    return Entry(member(who, **said), child=child(f"{who}-child"))


def review_with(plan: Plan, count: int | None, joining: int, *others: Entry) -> Review:
    return plan.review(application(families(joining), others, unit=unit_of(count)))


def review_some(plan: Plan, count: int | None, joining: int) -> Review:
    return review_with(plan, count, joining)


def review_all(plan: Plan, of: Unit) -> Review:
    return plan.review(application(families(40), unit=of))


# The person --------------------------------------------------------------------------------------


def test_a_serving_parent_of_35_may_join(plan: Plan) -> None:
    assert decide(plan).eligible is True


def test_on_the_16th_birthday_itself_a_parent_may_join(plan: Plan) -> None:
    assert decide(plan, member(birth_date=date(2000, 1, 1))).eligible is True


def test_the_day_before_the_16th_birthday_a_parent_is_too_young(plan: Plan) -> None:
    decision = decide(plan, member(birth_date=date(2000, 1, 2)))
    assert ["age.too_young"] == codes(decision.reasons)


def test_whoever_is_too_young_may_join_from_the_16th_birthday_on(plan: Plan) -> None:
    decision = decide(plan, member(birth_date=date(2000, 5, 17)))
    assert date(2016, 5, 17) == decision.eligible_from


def test_the_day_before_the_61st_birthday_a_parent_may_join(plan: Plan) -> None:
    assert decide(plan, member(birth_date=date(1955, 1, 2))).eligible is True


def test_on_the_61st_birthday_a_parent_is_too_old(plan: Plan) -> None:
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


# The child ---------------------------------------------------------------------------------------


def test_without_a_child_there_is_nothing_to_insure(plan: Plan) -> None:
    assert ["child.none"] == codes(decide(plan, child=None).reasons)


def test_a_child_born_on_the_start_day_may_join(plan: Plan) -> None:
    assert decide(plan, child=child(birth_date=STARTS)).eligible is True


def test_the_day_before_the_18th_birthday_no_school_is_asked(plan: Plan) -> None:
    young = child(birth_date=date(1998, 1, 2), student=False)
    assert decide(plan, child=young).eligible is True


def test_a_minor_of_whom_school_was_not_said_may_join(plan: Plan) -> None:
    young = child(birth_date=date(1998, 1, 2), student=None)
    assert decide(plan, child=young).eligible is True


def test_on_the_18th_birthday_a_student_may_join(plan: Plan) -> None:
    of_age = child(birth_date=date(1998, 1, 1), student=True)
    assert decide(plan, child=of_age).eligible is True


def test_on_the_18th_birthday_whoever_is_no_student_may_not_join(plan: Plan) -> None:
    of_age = child(birth_date=date(1998, 1, 1), student=False)
    assert ["child_age.not_a_student"] == codes(decide(plan, child=of_age).reasons)


def test_on_the_18th_birthday_school_not_said_leaves_it_unknown(plan: Plan) -> None:
    decision = decide(plan, child=child(birth_date=date(1998, 1, 1), student=None))
    assert (None, ["missing.student"], ("child.student",)) == (
        decision.eligible,
        codes(decision.reasons),
        decision.missing,
    )


def test_a_student_of_30_may_join(plan: Plan) -> None:
    student = child(birth_date=date(1985, 6, 1), student=True)
    assert decide(plan, child=student).eligible is True


def test_a_child_in_poor_health_may_not_join(plan: Plan) -> None:
    assert ["child_health.not_healthy"] == codes(decide(plan, child=child(healthy=False)).reasons)


def test_a_student_in_poor_health_may_not_join(plan: Plan) -> None:
    student = child(birth_date=date(1998, 1, 1), student=True, healthy=False)
    assert ["child_health.not_healthy"] == codes(decide(plan, child=student).reasons)


def test_health_not_said_leaves_it_unknown(plan: Plan) -> None:
    decision = decide(plan, child=child(healthy=None))
    assert (None, ["missing.healthy"], ("child.healthy",)) == (
        decision.eligible,
        codes(decision.reasons),
        decision.missing,
    )


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


def test_of_29_parents_a_unit_comes_in_with_29(plan: Plan) -> None:
    assert review_some(plan, 29, 29).accepted is True


def test_of_29_parents_a_unit_is_refused_with_28(plan: Plan) -> None:
    assert review_some(plan, 29, 28).accepted is False


def test_of_30_parents_a_unit_comes_in_with_15(plan: Plan) -> None:
    assert review_some(plan, 30, 15).accepted is True


def test_of_30_parents_a_unit_is_refused_with_14(plan: Plan) -> None:
    assert review_some(plan, 30, 14).accepted is False


def test_of_31_parents_a_unit_comes_in_with_16(plan: Plan) -> None:
    assert review_some(plan, 31, 16).accepted is True


def test_of_31_parents_a_unit_is_refused_with_15(plan: Plan) -> None:
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
    assert (None, ["missing.employees_with_minor_children"]) == (
        review.accepted,
        codes(review.reasons),
    )


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
    assert Decimal(50) * (20 - 1) == review_some(plan, 40, 20 - 1).quoted_fee


def test_an_accepted_unit_pays_for_everyone_who_joins(plan: Plan) -> None:
    assert Decimal(50) * 20 == review_some(plan, 40, 20).fee


def test_a_parent_of_three_counts_once(plan: Plan) -> None:
    three = [Entry(member("X1"), child=child(f"T{number}")) for number in range(3)]
    review = review_with(plan, 40, 18, *three)
    assert (19, 1) == (review.reasons[0].fact("joining"), review.reasons[0].shortfall)


def test_a_parent_of_a_student_of_18_is_not_counted(plan: Plan) -> None:
    student = child("T1", birth_date=date(1998, 1, 1), student=True)
    review = review_with(plan, 40, 19, Entry(member("X1"), child=student))
    assert (19, 1) == (review.reasons[0].fact("joining"), review.reasons[0].shortfall)


def test_a_parent_of_a_minor_and_of_a_student_counts_once(plan: Plan) -> None:
    student = child("T1", birth_date=date(1998, 1, 1), student=True)
    both = [Entry(member("X1"), child=student), Entry(member("X1"), child=child("T2"))]
    review = review_with(plan, 40, 19, *both)
    assert (True, 20) == (review.accepted, review.unit_findings[-1].fact("joining"))


def test_a_parent_whose_only_child_is_refused_is_not_counted(plan: Plan) -> None:
    review = review_with(plan, 40, 19, Entry(member("X1"), child=child("T1", healthy=False)))
    assert (False, 1) == (review.accepted, review.reasons[0].shortfall)


def test_one_accepted_child_of_two_is_enough(plan: Plan) -> None:
    two = [
        Entry(member("X1"), child=child("T1", healthy=False)),
        Entry(member("X1"), child=child("T2")),
    ]
    review = review_with(plan, 40, 19, *two)
    assert [False, True] == [entry.accepted for entry in review.entries[-2:]]


def test_members_who_are_entered_without_a_child_are_not_counted(plan: Plan) -> None:
    review = plan.review(application(families(19), entries(30), unit=unit_of(40)))
    assert (19, 1) == (review.reasons[0].fact("joining"), review.reasons[0].shortfall)


def test_where_there_are_no_minors_a_student_comes_in_alone(plan: Plan) -> None:
    student = child("T1", birth_date=date(1998, 1, 1), student=True)
    review = review_with(plan, 0, 0, Entry(member("X1"), child=student))
    assert review.accepted is True


def test_where_no_minors_are_declared_a_minor_is_one_too_many(plan: Plan) -> None:
    assert ["participation.more_than_base"] == codes(review_with(plan, 0, 0, another()).reasons)


def test_how_many_employees_there_are_need_not_be_said(plan: Plan) -> None:
    of = unit(employees=None, employees_with_minor_children=20)
    assert plan.review(application(families(20), unit=of)).accepted is True


def test_a_child_whose_cover_runs_lets_the_parent_count(plan: Plan) -> None:
    covered = Entry(member("X1"), child=child("T1"))
    review = plan.review(application(families(19), unit=unit_of(40), already_covered=[covered]))
    assert review.accepted is True


def test_a_running_cover_of_a_student_of_18_does_not_let_the_parent_count(plan: Plan) -> None:
    student = child("T1", birth_date=date(1998, 1, 1), student=True)
    covered = Entry(member("X1"), child=student)
    review = plan.review(application(families(19), unit=unit_of(40), already_covered=[covered]))
    assert (False, 1) == (review.accepted, review.reasons[0].shortfall)


# What is sold, fee, caps, payers, term -----------------------------------------------------------


def test_one_share_costs_50_yuan(plan: Plan) -> None:
    assert Decimal(50) == decide(plan).fee


def test_four_shares_cost_200_yuan(plan: Plan) -> None:
    assert Decimal(200) == decide(plan, shares=4).fee


def test_four_shares_may_be_taken(plan: Plan) -> None:
    assert decide(plan, shares=4).eligible is True


def test_five_shares_are_one_too_many(plan: Plan) -> None:
    (reason,) = decide(plan, shares=5).reasons
    assert ("shares.too_many", 4) == (reason.code, reason.at_most)


def test_five_shares_have_no_price(plan: Plan) -> None:
    assert decide(plan, shares=5).quoted_fee is None


def test_a_level_is_not_sold(plan: Plan) -> None:
    assert ["level.not_sold"] == codes(decide(plan, level=1).reasons)


def test_each_child_may_have_four_shares(plan: Plan) -> None:
    two = [Entry(member(), child=child(who), shares=4) for who in ("T1", "T2")]
    review = plan.review(application(two, unit=unit_of(1)))
    assert Decimal(400) == review.fee


def test_the_cap_of_one_share_is_27560_yuan(plan: Plan) -> None:
    assert {"benefit": Decimal(27_560)} == decide(plan).caps


def test_the_cap_of_four_shares_is_110240_yuan(plan: Plan) -> None:
    assert {"benefit": Decimal(110_240)} == decide(plan, shares=4).caps


def test_the_line_insures_the_child(plan: Plan) -> None:
    (line,) = plan.edition(STARTS).benefit.lines
    assert Insured.CHILD is line.insured


def test_the_fee_in_a_high_risk_industry_is_the_same(plan: Plan) -> None:
    assert Decimal(50) == decide(plan, of=unit(high_risk=True)).fee


def test_whether_the_industry_is_high_risk_need_not_be_said(plan: Plan) -> None:
    assert Decimal(50) == decide(plan, of=unit(high_risk=None)).fee


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
