"""The simplest case that two editions of a plan decide differently, and what a search tells."""

from __future__ import annotations

import json
import random
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from policy.changes import change
from policy.variants import (
    STARTS,
    changed,
    edition,
    replaced,
    variants,
    with_line,
    with_term,
)

from mutualaid import (
    AgeBetween,
    BenefitSchedule,
    BesideMember,
    Catalogue,
    Ceiling,
    ChildUnder,
    Claim,
    ClaimTerm,
    DailyAllowance,
    DisabilityScale,
    Edition,
    Event,
    Excludes,
    FeeSchedule,
    Finding,
    FixedSum,
    Flat,
    Formula,
    Free,
    HasUnion,
    Headcount,
    HoldsCard,
    InvalidType,
    InvalidValue,
    Measure,
    NotInForce,
    NoUnion,
    NoWorkInjury,
    ObservationDays,
    Participation,
    Payer,
    PerShare,
    Plan,
    Question,
    Reimburse,
    ReimburseByBands,
    ReportWithin,
    Rule,
    Scope,
    Serving,
    Sex,
    Text,
    WaitingPeriod,
    all_of,
    any_of,
    load_catalogue,
)
from mutualaid.claim import ClaimQuestion
from mutualaid.corners.situation import Situation, favourable
from mutualaid.policy.claim_corners import search_claims
from mutualaid.policy.counterexample import Counterexample, CounterexampleSearch, counterexample
from mutualaid.reviewing import review_application
from mutualaid.rules.conditions import Condition, Is, Some
from mutualaid.text import LANGUAGES, Lang

PLANS = list(load_catalogue().values())
every_plan = pytest.mark.parametrize("plan", PLANS, ids=[plan.code for plan in PLANS])


def search(one: Edition, other: Edition, on: date = STARTS) -> CounterexampleSearch:
    return counterexample(one, other, on)


def found(one: Edition, other: Edition) -> Counterexample:
    case = search(one, other).found
    assert case is not None
    return case


def accepted(case: Counterexample) -> tuple[bool | None, bool | None]:
    return case.before.accepted, case.after.accepted


def with_rule(one: Edition, rule: Rule) -> Edition:
    return attrs.evolve(one, eligibility=all_of(one.eligibility, rule))


class CardOrUnion(Rule):
    """A rule from outside that says what it comes to: a card, or membership in a union."""

    __slots__ = ()
    kind = "card_or_union"
    scope = Scope.PERSON
    messages = {  # noqa: RUF012 - read only
        "card_or_union.words": Text(zh="持卡或会员", en="with a card or in a union"),
        "card_or_union.neither": Text(zh="无卡且非会员", en="with neither card nor union"),
    }

    def check(self, question: Question) -> Finding:
        said = (question.member.jingka_card, question.member.union_member)
        if True in said:
            return self.met()
        return self.unknown("member.jingka_card") if None in said else self.failed("neither")

    def condition(self, starts: date) -> Condition:
        return Some((Is("member.jingka_card", value=True), Is("member.union_member", value=True)))


# Who comes in ------------------------------------------------------------------------------------


def test_a_higher_age_is_told_by_one_person_of_the_first_age_beyond(catalogue: Catalogue) -> None:
    one = edition(catalogue, "critical_illness")
    case = found(one, changed(one, AgeBetween, maximum=65))
    assert [date(1955, 1, 1)] == [e.member.birth_date for e in case.application.entries]


def test_a_higher_age_lets_in_who_was_refused(catalogue: Catalogue) -> None:
    one = edition(catalogue, "critical_illness")
    assert (False, True) == accepted(found(one, changed(one, AgeBetween, maximum=65)))


def test_the_change_undone_keeps_out_who_was_let_in(catalogue: Catalogue) -> None:
    one = edition(catalogue, "critical_illness")
    assert (True, False) == accepted(found(changed(one, AgeBetween, maximum=65), one))


def test_a_lower_share_is_told_by_the_smallest_unit_in_which_fewer_are_enough(
    catalogue: Catalogue,
) -> None:
    one = edition(catalogue, "accident")
    case = found(one, changed(one, Participation, percent=60))
    assert (15, 30) == (len(case.application.entries), case.application.unit.employees)


def test_half_a_percent_more_is_told_by_the_smallest_unit_that_needs_one_more(
    catalogue: Catalogue,
) -> None:
    one = edition(catalogue, "inpatient_medical")
    case = found(one, changed(one, Participation, percent=Decimal("80.5")))
    # From 101 on not everyone must join: 80 % of 101 are 81 people, and 80.5 % of them 82.
    assert (81, 101) == (len(case.application.entries), case.application.unit.employees)


def test_a_lower_threshold_is_told_just_above_it(catalogue: Catalogue) -> None:
    one = edition(catalogue, "inpatient_medical")
    case = found(one, changed(one, Participation, everyone_up_to=60))
    assert (49, 61) == (len(case.application.entries), case.application.unit.employees)


def test_another_headcount_for_the_threshold_is_told_by_a_few_women_of_a_large_unit(
    catalogue: Catalogue,
) -> None:
    one = edition(catalogue, "womens_illness")
    case = found(one, changed(one, Participation, threshold_of=Headcount.EMPLOYEES))
    unit = case.application.unit
    assert (4, 5, 101) == (
        len(case.application.entries),
        unit.female_employees,
        unit.employees,
    )


def test_another_base_is_told_by_one_woman_among_two_people(catalogue: Catalogue) -> None:
    one = edition(catalogue, "womens_illness")
    case = found(one, changed(one, Participation, of=Headcount.EMPLOYEES))
    unit = case.application.unit
    assert (1, 1, 2) == (len(case.application.entries), unit.female_employees, unit.employees)


def test_a_number_that_joins_in_any_case_is_told_by_one_fewer(catalogue: Catalogue) -> None:
    one = edition(catalogue, "critical_illness")
    case = found(one, changed(one, Participation, at_least=3))
    assert (1, True, False) == (len(case.application.entries), *accepted(case))


def test_a_threshold_is_told_where_the_ordinary_application_has_several_people(
    catalogue: Catalogue,
) -> None:
    one = changed(edition(catalogue, "womens_illness"), Participation, at_least=3)
    case = found(one, changed(one, Participation, everyone_up_to=None))
    # Of 5 women 4 are 80 %, and none of the smaller units has one to spare.
    assert (4, 5) == (len(case.application.entries), case.application.unit.female_employees)


def test_a_way_of_joining_is_told_by_who_comes_in_by_it_alone(catalogue: Catalogue) -> None:
    one = edition(catalogue, "medical")
    case = found(one, changed(one, Participation, percent=60))
    assert {False} == {entry.member.union_member for entry in case.application.entries}


def test_a_condition_that_goes_is_told_by_who_does_not_meet_it(catalogue: Catalogue) -> None:
    one = edition(catalogue, "medical")
    case = found(one, replaced(one, HoldsCard(), Serving()))
    assert [False] == [entry.member.jingka_card for entry in case.application.entries]


def test_a_condition_that_becomes_its_contrary_is_told(catalogue: Catalogue) -> None:
    one = edition(catalogue, "medical")
    case = found(one, replaced(one, NoUnion(), HasUnion()))
    assert (True, False) == accepted(case)


def test_what_is_asked_of_students_is_told_by_one(catalogue: Catalogue) -> None:
    one = edition(catalogue, "childrens_accident")
    case = found(one, changed(one, ChildUnder, or_student=False))
    child = case.application.entries[0].child
    assert child is not None
    assert (date(1998, 1, 1), True) == (child.birth_date, child.student)


def test_a_child_that_no_longer_needs_the_member_is_told_by_a_child_alone(
    catalogue: Catalogue,
) -> None:
    one = edition(catalogue, "accident_property")
    case = found(one, replaced(one, BesideMember(), None))
    assert [("M1", "C1")] == [entry.key for entry in case.application.entries]


def test_what_was_not_said_is_told_apart_too(catalogue: Catalogue) -> None:
    one = edition(catalogue, "critical_illness")
    asked_of_nobody = replaced(one, Serving(), None)
    case = found(one, asked_of_nobody)
    assert (False, True) == accepted(case)


def test_of_two_differences_that_is_told_which_departs_in_fewer_ways(
    catalogue: Catalogue,
) -> None:
    other = edition(catalogue, "critical_illness")
    # Who does not serve departs in one way; who has neither card nor union in two.
    one = with_rule(other, CardOrUnion())
    case = found(one, replaced(other, Serving(), None))
    assert ["member.serving"] == list(case.situation.departs)


# Fee, cap, term ----------------------------------------------------------------------------------


def test_a_fee_is_told_by_the_ordinary_application(catalogue: Catalogue) -> None:
    one = edition(catalogue, "inpatient_medical")
    case = found(one, attrs.evolve(one, fee=Flat(60)))
    assert (1, Decimal(56), Decimal(60)) == (
        len(case.application.entries),
        case.before.fee,
        case.after.fee,
    )


def test_a_fee_that_is_alike_for_one_share_is_told_by_two(catalogue: Catalogue) -> None:
    one = edition(catalogue, "critical_illness")
    case = found(one, attrs.evolve(one, fee=Flat(90)))
    assert [2] == [entry.shares for entry in case.application.entries]


def test_fewer_shares_are_told_by_the_most_that_were_sold(catalogue: Catalogue) -> None:
    one = edition(catalogue, "critical_illness")
    case = found(one, attrs.evolve(one, fee=PerShare(90, at_most=3)))
    assert [4] == [entry.shares for entry in case.application.entries]


def test_a_fee_by_risk_is_told_by_a_unit_at_risk(catalogue: Catalogue) -> None:
    one = edition(catalogue, "accident")
    case = found(one, attrs.evolve(one, fee=attrs.evolve(one.fee, high_risk=None)))
    assert (True, Decimal(32), Decimal(26)) == (
        case.application.unit.high_risk,
        case.before.fee,
        case.after.fee,
    )


def test_what_is_given_back_of_a_fee_is_told(catalogue: Catalogue) -> None:
    one = edition(catalogue, "inpatient_medical")
    case = found(one, attrs.evolve(one, fee=Flat(56, deposit=50)))
    assert (Decimal(0), Decimal(50)) == (case.before.returned, case.after.returned)
    assert "50 yuan" in case.text("en").splitlines()[-1]


def test_who_pays_is_told(catalogue: Catalogue) -> None:
    one = edition(catalogue, "medical")
    case = found(one, attrs.evolve(one, fee=Free()))
    assert "fee paid by nobody named" in case.text("en")


def test_who_pays_where_nobody_did_is_told(catalogue: Catalogue) -> None:
    one = edition(catalogue, "inpatient_medical")
    payer = Payer(Text(zh="单位", en="the unit"))
    case = found(one, attrs.evolve(one, fee=Flat(56, paid_by=payer)))
    assert "fee paid by the unit" in case.text("en")


def test_a_childs_cap_is_told_by_a_child_beside_the_member(catalogue: Catalogue) -> None:
    one = edition(catalogue, "accident_property")
    case = found(one, with_line(one, 2, amount=25_000))
    assert [("M1", None), ("M1", "C1")] == [entry.key for entry in case.application.entries]


def test_a_fixed_sum_is_told_as_one_and_a_ceiling_as_the_most(catalogue: Catalogue) -> None:
    one = edition(catalogue, "accident_property")
    fixed, ceiling = one.benefit.lines[:2]
    sums = found(one, with_line(one, 0, amount=20_001)).text("zh")
    caps = found(one, with_line(one, 1, amount=20_001)).text("zh")
    assert f"{fixed.name.zh} 20,001 元" in sums
    assert f"{ceiling.name.zh}最高 20,001 元" in caps


def test_a_cap_that_is_alike_for_one_share_is_told_by_two(catalogue: Catalogue) -> None:
    one = edition(catalogue, "critical_illness")
    case = found(one, with_line(one, per_share=False))
    assert [2] == [entry.shares for entry in case.application.entries]


def test_a_cap_of_one_level_is_told_by_that_level(catalogue: Catalogue) -> None:
    one = edition(catalogue, "accident")
    caps = {1: 24_000, 2: 44_400, 3: 65_000, 4: 88_800}
    case = found(one, with_line(one, amount=caps))
    assert [3] == [entry.level for entry in case.application.entries]


def test_a_term_is_told_by_the_ordinary_application(catalogue: Catalogue) -> None:
    one = edition(catalogue, "womens_illness")
    case = found(one, with_term(one, 1))
    assert "cover 2016-01-01 – 2016-12-31" in case.text("en")


def test_a_line_that_goes_is_told(catalogue: Catalogue) -> None:
    one = edition(catalogue, "accident_property")
    fewer = attrs.evolve(one, benefit=BenefitSchedule(*one.benefit.lines[:-1]))
    assert {"burst_pipes"} == (
        set(found(one, fewer).before.entries[0].caps) - set(found(one, fewer).after.entries[0].caps)
    )


# Claims ------------------------------------------------------------------------------------------

BILL = Event("bill", Text(zh="账单", en="bill"))
MORE = Event("more", Text(zh="其他", en="something else"))
WAR = Text(zh="战争", en="war")


LATE = (ReportWithin(days=30),)


@attrs.frozen(repr=False)
class PerDay(Formula):
    """A formula from outside: so much a day, from the first on."""

    kind = "per_day"
    measure = Measure.DAYS
    messages = {  # noqa: RUF012 - read only
        "per_day.words": Text(zh="按日给付", en="so much a day"),
    }
    amount: int

    def quantity(self, claim: Claim, counted: Decimal | None) -> Decimal:
        assert claim.days is not None
        return Decimal(claim.days)

    def due(self, total: Decimal, cap: Decimal) -> Decimal:
        return total * self.amount


def paying(catalogue: Catalogue, *terms: ClaimTerm, **said: Any) -> Edition:
    """Give the plan of inpatient cost with one line of 10,000 yuan."""
    line = Ceiling(10_000, **{"events": [BILL], "terms": terms, **said})
    one = edition(catalogue, "inpatient_medical")
    return attrs.evolve(one, benefit=BenefitSchedule(line))


def claim_of(one: Edition, other: Edition) -> tuple[Claim, Decimal, Decimal]:
    case = found(one, other)
    assert case.claim is not None
    assert case.settled is not None
    return case.claim, case.settled.before.payable, case.settled.after.payable


def test_an_event_that_is_listed_besides_is_told_by_a_claim_for_it(catalogue: Catalogue) -> None:
    claim, before, after = claim_of(paying(catalogue), paying(catalogue, events=[BILL, MORE]))
    assert ("more", Decimal(0), claim.amount) == (claim.event, before, after)


def test_a_deductible_is_told_by_an_amount_above_it(catalogue: Catalogue) -> None:
    claim, before, after = claim_of(
        paying(catalogue, formula=Reimburse(50)),
        paying(catalogue, formula=Reimburse(50, above=1_000)),
    )
    assert (Decimal(100), Decimal(50), Decimal(0)) == (claim.amount, before, after)


def test_a_deductible_a_little_higher_is_told_beyond_the_lower(catalogue: Catalogue) -> None:
    claim, before, after = claim_of(
        paying(catalogue, formula=Reimburse(50, above=1_000)),
        paying(catalogue, formula=Reimburse(50, above=1_200)),
    )
    assert (Decimal(1_100), Decimal(50), Decimal(0)) == (claim.amount, before, after)


def test_a_band_is_told_by_an_amount_in_it(catalogue: Catalogue) -> None:
    claim, before, after = claim_of(
        paying(catalogue, formula=ReimburseByBands({0: 50, 2_000: 60})),
        paying(catalogue, formula=ReimburseByBands({0: 50, 2_000: 70})),
    )
    assert (Decimal(2_100), Decimal(1_060), Decimal(1_070)) == (claim.amount, before, after)


def test_a_formula_that_pays_the_rounding_more_is_told_by_a_large_amount(
    catalogue: Catalogue,
) -> None:
    _, before, after = claim_of(
        paying(catalogue, formula=Reimburse(50)),
        paying(catalogue, formula=Reimburse(Decimal("50.001"))),
    )
    assert Decimal("0.2") == after - before


def test_the_first_day_that_is_paid_is_told(catalogue: Catalogue) -> None:
    claim, before, after = claim_of(
        paying(catalogue, formula=DailyAllowance(40)),
        paying(catalogue, formula=DailyAllowance(40, from_day=4)),
    )
    assert (1, Decimal(40), Decimal(0)) == (claim.days, before, after)


def test_the_most_days_that_are_paid_are_told_by_one_more(catalogue: Catalogue) -> None:
    claim, before, after = claim_of(
        paying(catalogue, formula=DailyAllowance(40, at_most_days=90)),
        paying(catalogue, formula=DailyAllowance(40, at_most_days=100)),
    )
    assert (91, Decimal(3_600), Decimal(3_640)) == (claim.days, before, after)


def test_a_grade_is_told_by_that_grade(catalogue: Catalogue) -> None:
    claim, before, after = claim_of(
        paying(catalogue, formula=DisabilityScale({1: 100, 2: 50})),
        paying(catalogue, formula=DisabilityScale({1: 100, 2: 60})),
    )
    assert (2, Decimal(5_000), Decimal(6_000)) == (claim.grade, before, after)


def test_a_fixed_sum_in_the_place_of_a_ceiling_is_told(catalogue: Catalogue) -> None:
    ceiling = paying(catalogue)
    fixed = attrs.evolve(ceiling, benefit=BenefitSchedule(FixedSum(10_000, events=[BILL])))
    _, before, after = claim_of(ceiling, fixed)
    assert before != after


def test_a_work_injury_is_told(catalogue: Catalogue) -> None:
    claim, before, after = claim_of(paying(catalogue), paying(catalogue, NoWorkInjury()))
    assert (True, Decimal(100), Decimal(0)) == (claim.work_injury, before, after)


def test_days_of_observation_are_told_by_one_more(catalogue: Catalogue) -> None:
    claim, _, _ = claim_of(
        paying(catalogue, ObservationDays(7)), paying(catalogue, ObservationDays(5))
    )
    assert claim.admission is not None
    assert 6 == (claim.admission.on - claim.on).days


def test_an_admission_is_told_with_its_day(catalogue: Catalogue) -> None:
    one, other = (paying(catalogue, ObservationDays(days)) for days in (7, 5))
    case = found(one, other)
    assert case.claim is not None
    assert case.claim.admission is not None
    assert case.claim.admission.on.isoformat() in case.text("en")


def test_where_one_ordinary_person_is_not_insured_by_both_another_is_taken(
    catalogue: Catalogue,
) -> None:
    one, other = (paying(catalogue, formula=Reimburse(rate)) for rate in (50, 60))
    usual = Situation(STARTS, favourable(STARTS))
    outside = usual.with_({"member.serving": False})
    told = search_claims(one, other, (outside, usual)).found
    assert told is not None
    assert usual == told.situation


def test_days_paid_for_by_a_formula_from_outside_are_tried_up_to_its_cap(
    catalogue: Catalogue,
) -> None:
    claim, before, after = claim_of(
        paying(catalogue, formula=PerDay(40)), paying(catalogue, formula=PerDay(50))
    )
    assert (1, Decimal(40), Decimal(50)) == (claim.days, before, after)


def test_where_nobody_comes_in_claims_are_no_proof(catalogue: Catalogue) -> None:
    nobody = all_of(AgeBetween(16, 20), AgeBetween(40, 60))
    one, other = (
        attrs.evolve(paying(catalogue, formula=Reimburse(rate)), eligibility=nobody)
        for rate in (50, 60)
    )
    told = search(one, other)
    assert (None, False) == (told.found, told.complete)


def test_where_only_members_come_in_claims_of_children_are_no_proof(catalogue: Catalogue) -> None:
    one = edition(catalogue, "childrens_accident")
    members = all_of(Serving(), AgeBetween(16, 20), AgeBetween(40, 60))
    pair = (attrs.evolve(side, eligibility=members) for side in (one, with_line(one, terms=LATE)))
    assert False is search(*pair).complete


def test_a_waiting_period_is_told_by_its_last_day(catalogue: Catalogue) -> None:
    claim, before, after = claim_of(
        paying(catalogue, WaitingPeriod(30)), paying(catalogue, WaitingPeriod(60))
    )
    assert (date(2016, 1, 31), Decimal(100), Decimal(0)) == (claim.on, before, after)


def test_a_waiting_period_that_is_not_waived_is_told_by_a_renewal(catalogue: Catalogue) -> None:
    case = found(
        paying(catalogue, WaitingPeriod(30)),
        paying(catalogue, WaitingPeriod(30, waived_on_renewal=False)),
    )
    assert "renewed without a gap" in case.text("en")


def test_what_is_excluded_is_told(catalogue: Catalogue) -> None:
    claim, before, after = claim_of(paying(catalogue), paying(catalogue, Excludes("war", WAR)))
    assert (("war",), Decimal(100), Decimal(0)) == (claim.circumstances, before, after)


def test_a_deadline_is_told_by_a_report_the_day_after(catalogue: Catalogue) -> None:
    claim, _, _ = claim_of(
        paying(catalogue, ReportWithin(days=30)), paying(catalogue, ReportWithin(days=10))
    )
    assert date(2016, 1, 12) == claim.reported


def test_a_claim_of_a_child_falls_under_the_childs_cover(catalogue: Catalogue) -> None:
    one = edition(catalogue, "accident_property")
    case = found(one, with_line(one, 2, terms=()))
    assert case.claim is not None
    assert "C1" == case.claim.insured


def test_a_claim_is_looked_for_only_where_every_application_is_decided_alike(
    catalogue: Catalogue,
) -> None:
    one = paying(catalogue)
    other = attrs.evolve(paying(catalogue, NoWorkInjury()), fee=Flat(60))
    assert None is found(one, other).claim


def test_another_title_makes_no_difference(catalogue: Catalogue) -> None:
    renamed = Event("bill", Text(zh="账", en="a bill"))
    assert None is search(paying(catalogue), paying(catalogue, events=[renamed])).found


# What a search tells -----------------------------------------------------------------------------


@every_plan
def test_an_edition_differs_from_itself_in_nothing(plan: Plan) -> None:
    one = plan.edition(STARTS)
    told = search(one, one)
    assert (None, True) == (told.found, told.complete)


@every_plan
def test_the_same_conditions_in_another_order_differ_in_nothing(plan: Plan) -> None:
    one = plan.edition(STARTS)
    parts: tuple[Rule, ...] = getattr(one.eligibility, "parts")  # noqa: B009 - of a combination
    other = attrs.evolve(one, eligibility=all_of(*reversed(parts)))
    assert (None, True) == (search(one, other).found, search(one, other).complete)


def test_the_same_threshold_said_otherwise_differs_in_nothing(catalogue: Catalogue) -> None:
    one = edition(catalogue, "critical_illness")
    other = changed(one, Participation, everyone_below=None, everyone_up_to=29)
    assert (None, True) == (search(one, other).found, search(one, other).complete)


def test_a_condition_said_twice_differs_in_nothing(catalogue: Catalogue) -> None:
    one = edition(catalogue, "critical_illness")
    told = search(one, with_rule(one, all_of(Serving(), name="twice")))
    assert (None, True) == (told.found, told.complete)


def test_nothing_found_is_told_with_how_many_corners_were_asked(catalogue: Catalogue) -> None:
    one = edition(catalogue, "critical_illness")
    told = search(one, with_rule(one, all_of(Serving(), name="twice")))
    assert f"{told.tried} corner cases come out alike" in told.text("en")


def test_where_combinations_are_too_many_the_search_says_how_far_it_went(
    catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("mutualaid.policy.space.MOST_CELLS", 5)
    one = edition(catalogue, "critical_illness")
    told = search(one, with_rule(one, all_of(Serving(), HasUnion(), name="twice")))
    assert (False, 1, True) == (
        told.complete,
        told.depth,
        "at most 1 way" in told.text("en"),
    )


def test_a_search_that_goes_only_so_far_starts_from_any_ordinary_person(
    catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("mutualaid.policy.space.MOST_CELLS", 5)
    # The ordinary person of these ages is in the middle of them, and at no corner.
    one = changed(edition(catalogue, "critical_illness"), AgeBetween, minimum=66, maximum=100)
    other = changed(one, AgeBetween, maximum=105)
    case = found(one, replaced(other, Serving(), None))
    assert (False, True) == accepted(case)


def test_the_same_search_gives_the_same_case(catalogue: Catalogue) -> None:
    one = edition(catalogue, "medical")
    other = changed(one, Participation, percent=60)
    assert search(one, other).to_dict() == search(one, other).to_dict()


@every_plan
def test_every_variant_is_searched_and_told_in_both_languages(plan: Plan) -> None:
    one = plan.edition(STARTS)
    for variant in variants(one):
        told = search(one, variant)
        assert [] == [lang for lang in LANGUAGES if "{" in told.text(lang)]
        json.dumps(told.to_dict())


def test_a_difference_of_two_catalogues_gives_the_case(catalogue: Catalogue) -> None:
    later = catalogue.with_change(change(set={"critical_illness.fee.amount": 100}))
    case = catalogue.diff(later, on=date(2017, 1, 1)).counterexample("critical_illness").found
    assert case is not None
    assert (Decimal(90), Decimal(100)) == (case.before.fee, case.after.fee)


# Words -------------------------------------------------------------------------------------------


AGED_61: dict[Lang, str] = {
    "en": """\
critical illness plan for serving employees, from 2016-01-01: a unit of 1, within Beijing, \
with a union; one person joins: aged 61, born 1955-01-01
  before: refused; must be aged 16 to 60, is 61
  after: accepted; fee 90 yuan""",
    "zh": """\
在职职工重大疾病互助保障活动，自 2016-01-01 起：1 人的单位（在北京、有工会），1 人参加：61 周岁，\
1955-01-01 出生
  原：不接受；须年满 16—60 周岁，现 61 周岁
  现：接受；会费 90 元""",
}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_case_is_told_as_a_clerk_would(catalogue: Catalogue, lang: Lang) -> None:
    one = edition(catalogue, "critical_illness")
    assert AGED_61[lang] == found(one, changed(one, AgeBetween, maximum=65)).text(lang)


def test_people_alike_are_counted_in_the_text(catalogue: Catalogue) -> None:
    one = edition(catalogue, "accident")
    text = found(one, changed(one, Participation, percent=60)).text("en")
    assert "a unit of 30, within Beijing, with a union, in no high-risk industry" in text
    assert "15 people alike join: level 1" in text


@pytest.mark.parametrize(
    ("lang", "ways"),
    [
        ("en", ["refused; way 1: must be a union member", "; way 2: a unit of 30 needs"]),
        (
            "zh",
            ["不接受；方式 1：须为市总工会管理的工会会员", "；方式 2：30 人的单位至少 30 人参加"],
        ),
    ],
)
def test_the_reasons_of_several_ways_are_told_way_by_way_and_once(
    catalogue: Catalogue, lang: Lang, ways: list[str]
) -> None:
    one = edition(catalogue, "medical")
    text = found(one, changed(one, Participation, percent=100)).text(lang).splitlines()[-1]
    assert [1, 1] == [text.count(way) for way in ways]
    assert text.endswith(("9 short", "还差 9 人"))


def test_what_is_not_known_of_an_entry_is_told_beside_what_is_asked_of_the_unit(
    catalogue: Catalogue,
) -> None:
    one = edition(catalogue, "critical_illness")
    situation = Situation(STARTS, favourable(STARTS)).with_(
        {"joining": 2, "member.serving": None, "unit.has_union": None}
    )
    reviews = [review_application(one, situation.application())] * 2
    text = Counterexample(situation, reviews[0], reviews[1]).text("en").splitlines()[-1]
    assert "not said whether in service" in text
    assert "not said whether the unit has a union" in text


@pytest.mark.parametrize(
    ("women", "told"),
    [(2, ""), (1, "1 of them a woman"), (None, "not said how many female employees the unit has")],
)
def test_that_all_of_a_unit_are_women_goes_without_saying(
    catalogue: Catalogue, women: int | None, told: str
) -> None:
    one = edition(catalogue, "womens_illness")
    heads = {"unit.employees": 2, "unit.female_employees": women}
    situation = Situation(STARTS, favourable(STARTS)).with_(heads)
    review = review_application(one, situation.application())
    unit = Counterexample(situation, review, review).text("en").partition(": ")[2]
    assert f"a unit of 2, {told}{told and ', '}within Beijing" in unit


def test_a_claim_is_told_with_what_it_carries(catalogue: Catalogue) -> None:
    text = found(paying(catalogue), paying(catalogue, NoWorkInjury())).text("en")
    assert "claim: bill, on 2016-01-01, assessed at 100 yuan, a work injury" in text


def test_another_share_is_told_where_a_rule_before_it_is_put_otherwise(
    catalogue: Catalogue,
) -> None:
    one = edition(catalogue, "critical_illness")
    serving = Serving()
    put_otherwise = replaced(one, serving, any_of(serving, serving, name="other"))
    case = found(put_otherwise, changed(one, Participation, percent=70))
    assert (30, 21) == (case.application.unit.employees, len(case.application.entries))


# Rules from outside ------------------------------------------------------------------------------


@attrs.frozen(repr=False)
class BornInMonth(Rule):
    """A rule from outside: born in one month; it says only what it answers."""

    kind = "born_in_month"
    scope = Scope.PERSON
    messages = {  # noqa: RUF012 - read only
        "born_in_month.words": Text(zh="当月出生", en="born in the month"),
        "born_in_month.other": Text(zh="非当月出生", en="born in another month"),
    }
    month: int

    def check(self, question: Question) -> Finding:
        born = question.member.birth_date.month
        return self.met() if born == self.month else self.failed("other")


@attrs.frozen(repr=False)
class OddMen(Rule):
    """A rule from outside: of the men some, by their day of birth."""

    kind = "odd_men"
    scope = Scope.PERSON
    messages = {  # noqa: RUF012 - read only
        "odd_men.words": Text(zh="部分男职工", en="some of the men"),
        "odd_men.other": Text(zh="非此类男职工", en="another man"),
    }
    divisor: int

    def check(self, question: Question) -> Finding:
        member = question.member
        odd = member.sex is Sex.MALE and member.birth_date.toordinal() % self.divisor > 1
        return self.failed("other") if odd else self.met()


@attrs.frozen(repr=False)
class Anything(Rule):
    """A rule from outside that everybody meets."""

    kind = "anything"
    scope = Scope.PERSON
    messages = {  # noqa: RUF012 - read only
        "anything.words": Text(zh="任何人", en="anybody"),
    }
    number: int

    def check(self, question: Question) -> Finding:
        return self.met()


@attrs.frozen(repr=False)
class Round(FeeSchedule):
    """A fee from outside, which depends on what this library does not know."""

    kind = "round"
    messages = {  # noqa: RUF012 - read only
        "round.words": Text(zh="整数会费", en="a round fee"),
    }
    amount: int

    def check(self, question: Question) -> Finding:
        return self.met()

    def amount_due(self, question: Question) -> Decimal | None:
        return Decimal(self.amount)


@attrs.frozen(repr=False)
class AfterDark(ClaimTerm):
    """A term from outside, which every claim meets."""

    kind = "after_dark"
    messages = {  # noqa: RUF012 - read only
        "after_dark.words": Text(zh="夜间", en="after dark"),
    }

    def check(self, question: ClaimQuestion) -> Finding:
        return self.met()


def strange(catalogue: Catalogue) -> tuple[Edition, Edition]:
    one = edition(catalogue, "critical_illness")
    return with_rule(one, BornInMonth(5)), with_rule(one, BornInMonth(6))


def test_rules_that_only_answer_are_told_apart_by_drawn_cases(catalogue: Catalogue) -> None:
    case = found(*strange(catalogue))
    assert {True, False} == set(accepted(case))


def test_a_drawn_case_is_made_simple(catalogue: Catalogue) -> None:
    case = found(*strange(catalogue))
    assert ["member.birth_date"] == list(case.situation.departs)


def test_the_same_cases_are_drawn_each_time(catalogue: Catalogue) -> None:
    one = edition(catalogue, "critical_illness")
    pair = with_rule(one, OddMen(5)), with_rule(one, OddMen(7))
    assert search(*pair).to_dict() == search(*pair).to_dict()


def test_a_search_with_drawn_cases_is_no_proof(catalogue: Catalogue) -> None:
    told = search(*strange(catalogue))
    assert (False, True) == (told.complete, told.drawn > 0)


def test_a_search_that_draws_in_vain_says_that_it_is_no_proof(catalogue: Catalogue) -> None:
    one = edition(catalogue, "critical_illness")
    told = search(with_rule(one, Anything(1)), with_rule(one, Anything(2)))
    assert None is told.found
    assert "This is no proof" in told.text("en")
    assert f"Of {told.drawn} further cases that were drawn none came out differently" in (
        told.text("en")
    )


def test_a_rule_that_corners_cannot_reach_is_named(catalogue: Catalogue) -> None:
    one = edition(catalogue, "critical_illness")
    told = search(with_rule(one, Anything(1)), with_rule(one, Anything(2)))
    assert (Anything(1), Anything(2)) == told.beyond


def test_a_rule_beyond_the_corners_that_both_have_leaves_a_proof_open(
    catalogue: Catalogue,
) -> None:
    one = with_rule(edition(catalogue, "critical_illness"), Anything(1))
    assert False is search(one, with_rule(one, all_of(Serving(), name="twice"))).complete


def test_a_term_from_outside_leaves_a_proof_open(catalogue: Catalogue) -> None:
    told = search(paying(catalogue), paying(catalogue, AfterDark()))
    assert (None, False, (AfterDark(),)) == (told.found, told.complete, told.beyond)


def test_a_fee_from_outside_leaves_a_proof_open(catalogue: Catalogue) -> None:
    one = edition(catalogue, "inpatient_medical")
    told = search(*(attrs.evolve(one, fee=Round(amount)) for amount in (56, 56)))
    assert told.complete
    other = search(one, attrs.evolve(one, fee=Round(56)))
    assert Round(56) in other.beyond


def test_drawing_leaves_other_randomness_alone(catalogue: Catalogue) -> None:
    random.seed(1)
    before = random.getstate()
    search(*strange(catalogue))
    assert before == random.getstate()


def test_drawing_leaves_nothing_in_the_working_directory(
    catalogue: Catalogue, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    search(*strange(catalogue))
    assert [] == list(tmp_path.iterdir())


@settings(max_examples=2)
@given(month=st.integers(5, 6))
def test_drawing_works_inside_a_property(month: int) -> None:
    one = edition(load_catalogue(), "critical_illness")
    case = search(with_rule(one, BornInMonth(month)), with_rule(one, BornInMonth(7))).found
    assert case is not None


# Wrong use ---------------------------------------------------------------------------------------


def test_two_plans_are_no_editions_of_one(catalogue: Catalogue) -> None:
    with pytest.raises(InvalidValue, match="Two plans are compared"):
        search(edition(catalogue, "medical"), edition(catalogue, "accident"))


def test_a_day_on_which_an_edition_is_not_in_force_is_refused(catalogue: Catalogue) -> None:
    one = edition(catalogue, "medical")
    with pytest.raises(NotInForce):
        search(one, one, date(2014, 12, 31))


@pytest.mark.parametrize("other", [None, "medical"])
def test_something_that_is_no_edition_is_refused(catalogue: Catalogue, other: Any) -> None:
    with pytest.raises(InvalidType):
        search(edition(catalogue, "medical"), other)


def test_whom_a_plan_takes_and_no_line_insures_has_no_claim(catalogue: Catalogue) -> None:
    one = edition(catalogue, "childrens_accident")
    for_anybody = attrs.evolve(one, eligibility=all_of(Serving()))
    other = with_line(for_anybody, terms=(WaitingPeriod(30),))
    claim = found(for_anybody, other).claim
    assert claim is not None
    assert "C1" == claim.insured
