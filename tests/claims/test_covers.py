"""Covers: what an accepted application becomes, how long it runs, and how covers follow."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from builders import (
    CHILD,
    MEMBER,
    STARTS,
    UNIT,
    application,
    child,
    entries,
    families,
    member,
    unit,
)
from claims.scenes import CATALOGUE, claim, cover, days, ledger_of, only, plan_of

from mutualaid import (
    Ceiling,
    Claim,
    Cover,
    EnrolmentOutcome,
    Entry,
    Event,
    InvalidValue,
    Ledger,
    NotAccepted,
    Period,
    PerShare,
    Review,
    ReviewOutcome,
    Text,
)

ONE_YEAR = [
    "medical",
    "accident_property",
    "inpatient_medical",
    "inpatient_allowance",
    "accident",
    "childrens_accident",
]
YEARS = {**dict.fromkeys(ONE_YEAR, 1), "womens_illness": 2, "critical_illness": 3}
ILLNESS = Event("illness", Text(zh="疾病", en="illness"))


def covers_of(plan: str, *entered: object, **said: object) -> tuple[Cover, ...]:
    return CATALOGUE[plan].review(application(*entered, **said)).covers()  # type: ignore[arg-type]


def cover_in(plan: str, starts: date = STARTS) -> Cover:
    """Cover M1, or the child of M1 in plan 8, in one of the eight plans."""
    of_child = "C1" if plan == "childrens_accident" else None
    sold = {"level": 2} if plan == "accident" else {}
    return cover(plan, starts=starts, of_child=of_child, **sold)


def enrolled(ledger: Ledger, one: Cover, **said: object) -> tuple[EnrolmentOutcome, Ledger]:
    (answer,), after = ledger.enrol([one], **said)  # type: ignore[arg-type]
    return answer.outcome, after


def since_of(ledger: Ledger, starts: date) -> date:
    return next(one.since for one in ledger.covers() if one.starts == starts)


# From a review -------------------------------------------------------------------------------


def test_each_member_who_comes_in_has_a_cover() -> None:
    covers = covers_of("critical_illness", entries(80))
    assert [f"E{number:03}" for number in range(80)] == [one.insured for one in covers]


def test_each_child_who_comes_in_has_a_cover() -> None:
    covers = covers_of("childrens_accident", families(25))
    assert [f"K{number:03}" for number in range(25)] == [one.insured for one in covers]


def test_who_does_not_come_in_has_no_cover() -> None:
    covers = covers_of("critical_illness", entries(80), Entry(member("old", serving=False)))
    assert "old" not in {one.insured for one in covers}


def test_a_cover_keeps_the_shares() -> None:
    assert {3} == {one.shares for one in covers_of("critical_illness", entries(80, shares=3))}


def test_a_cover_keeps_the_level() -> None:
    assert {4} == {one.level for one in covers_of("accident", entries(50, level=4))}


def test_a_cover_names_its_unit() -> None:
    (one,) = covers_of("medical", Entry(MEMBER), unit=unit(id="U-7"))
    assert "U-7" == one.unit


def test_a_cover_keeps_the_edition_of_its_start_day() -> None:
    (one,) = covers_of("medical", Entry(MEMBER))
    assert CATALOGUE["medical"].edition(STARTS) is one.edition


def test_a_cover_knows_by_which_way_the_member_came_in() -> None:
    assert "card" == covers_of("medical", Entry(MEMBER))[0].way


def test_both_union_levels_pay_for_who_came_in_by_the_card() -> None:
    assert 2 == len(covers_of("medical", Entry(MEMBER))[0].paid_by)


def test_nobody_is_named_as_payer_for_who_came_in_with_the_unit() -> None:
    without_card = entries(20, jingka_card=False)
    (first, *_) = covers_of("medical", without_card, unit=unit(employees=20, has_union=False))
    assert ("unit", ()) == (first.way, first.paid_by)


def test_a_child_beside_the_member_has_its_own_cover() -> None:
    covers = covers_of("accident_property", Entry(MEMBER), Entry(MEMBER, child=CHILD))
    assert ["M1", "C1"] == [one.insured for one in covers]


def test_the_members_cover_has_the_members_lines() -> None:
    lines = cover("accident_property").lines
    assert ["death", "disability", "fire", "burst_pipes"] == [line.code for line in lines]


def test_the_childs_cover_has_the_childs_lines() -> None:
    lines = cover("accident_property", of_child="C1").lines
    assert ["child_death", "child_disability"] == [line.code for line in lines]


def test_a_plan_without_children_covers_the_member_of_a_childs_entry() -> None:
    (one,) = covers_of("medical", Entry(MEMBER, child=CHILD))
    assert ("M1", None) == (one.insured, one.child)


def test_a_cover_can_be_entered_again_as_already_covered() -> None:
    entry = Entry(MEMBER, child=CHILD, shares=2)
    given = next(
        one.entry
        for one in covers_of("childrens_accident", families(24), entry)
        if one.insured == "C1"
    )
    assert entry == given


def test_a_refused_application_has_no_covers() -> None:
    with pytest.raises(NotAccepted):
        covers_of("critical_illness", entries(79))


def test_not_accepted_carries_the_review() -> None:
    review = CATALOGUE["critical_illness"].review(application(entries(79)))
    with pytest.raises(NotAccepted) as caught:
        review.covers()
    assert review is caught.value.review
    assert isinstance(caught.value.review, Review)


def test_the_review_that_is_carried_says_why() -> None:
    with pytest.raises(NotAccepted) as caught:
        covers_of("critical_illness", entries(79))
    assert "participation.too_few" == caught.value.review.reasons[0].code


def test_an_application_that_is_not_known_to_be_accepted_has_no_covers() -> None:
    with pytest.raises(NotAccepted) as caught:
        covers_of("medical", Entry(member(serving=None)))
    assert ReviewOutcome.UNKNOWN == caught.value.review.outcome


# When it runs --------------------------------------------------------------------------------


@pytest.mark.parametrize(("plan", "years"), YEARS.items())
def test_a_cover_ends_on_the_same_date_of_a_later_year(plan: str, years: int) -> None:
    assert date(2016 + years, 1, 1) == cover_in(plan).ends


@pytest.mark.parametrize(("plan", "years"), YEARS.items())
def test_a_cover_that_starts_on_29_february_ends_on_28_february(plan: str, years: int) -> None:
    assert date(2016 + years, 2, 28) == cover_in(plan, date(2016, 2, 29)).ends


def test_four_years_on_29_february_would_be_29_february_again() -> None:
    four_years = plan_of(Ceiling(1_000, events=[ILLNESS]), years=4)
    assert date(2020, 2, 29) == cover("draft", starts=date(2016, 2, 29), catalogue=four_years).ends


@pytest.mark.parametrize("plan", YEARS)
def test_the_first_day_is_covered(plan: str) -> None:
    assert STARTS in cover_in(plan).period


@pytest.mark.parametrize("plan", YEARS)
def test_the_day_before_the_first_is_not_covered(plan: str) -> None:
    assert STARTS - days(1) not in cover_in(plan).period


@pytest.mark.parametrize("plan", YEARS)
def test_the_last_day_is_covered(plan: str) -> None:
    one = cover_in(plan)
    assert one.ends - days(1) in one.period


@pytest.mark.parametrize("plan", YEARS)
def test_the_day_on_which_a_cover_ends_is_not_covered(plan: str) -> None:
    one = cover_in(plan)
    assert one.ends not in one.period


def test_from_29_february_the_last_day_is_27_february() -> None:
    assert "2016-02-29 – 2017-02-27" == str(cover("medical", starts=date(2016, 2, 29)).period)


def test_a_period_is_half_open() -> None:
    assert Period(date(2016, 1, 1), date(2018, 1, 1)) == cover("womens_illness").period


# How covers follow one another ---------------------------------------------------------------


def test_the_first_cover_is_a_first() -> None:
    assert EnrolmentOutcome.FIRST == enrolled(Ledger(), cover())[0]


@pytest.mark.parametrize("plan", YEARS)
def test_a_cover_from_the_end_of_the_last_is_a_renewal(plan: str) -> None:
    first = cover_in(plan)
    answer, _ = enrolled(Ledger([first]), cover_in(plan, first.ends))
    assert EnrolmentOutcome.RENEWAL == answer


def test_a_renewal_after_29_february_starts_on_28_february() -> None:
    first = cover("medical", starts=date(2016, 2, 29))
    answer, _ = enrolled(Ledger([first]), cover("medical", starts=date(2017, 2, 28)))
    assert EnrolmentOutcome.RENEWAL == answer


def test_a_cover_from_the_day_after_the_end_has_a_gap_of_a_day() -> None:
    (answer,), _ = ledger_of("medical").enrol([cover("medical", starts=date(2017, 1, 2))])
    assert (EnrolmentOutcome.AFTER_GAP, 1) == (answer.outcome, answer.gap_days)


def test_a_renewal_has_no_gap() -> None:
    (answer,), _ = ledger_of("medical").enrol([cover("medical", starts=date(2017, 1, 1))])
    assert 0 == answer.gap_days


def test_the_gap_is_counted_from_the_last_of_several_covers() -> None:
    ledger = Ledger([cover("medical"), cover("medical", starts=date(2017, 1, 1))])
    (answer,), _ = ledger.enrol([cover("medical", starts=date(2018, 1, 11))])
    assert 10 == answer.gap_days


def test_a_cover_that_starts_on_the_last_day_of_another_overlaps_it() -> None:
    answer, _ = enrolled(ledger_of("medical"), cover("medical", starts=date(2016, 12, 31)))
    assert EnrolmentOutcome.REFUSED == answer


def test_an_overlap_is_named_as_such() -> None:
    (answer,), _ = ledger_of("medical").enrol([cover("medical", starts=date(2016, 12, 31))])
    assert "cover.overlaps" == only(answer.findings).code


def test_an_overlap_says_with_which_period() -> None:
    (answer,), _ = ledger_of("medical").enrol([cover("medical", starts=date(2016, 12, 31))])
    assert "2016-01-01 – 2016-12-31" == only(answer.findings).fact("periods")


def test_a_refused_cover_changes_nothing() -> None:
    ledger = ledger_of("medical")
    _, after = enrolled(ledger, cover("medical", starts=date(2016, 12, 31)))
    assert after is ledger


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_an_overlap_is_worded(lang: str) -> None:
    (answer,), _ = ledger_of("medical").enrol([cover("medical", starts=date(2016, 12, 31))])
    assert "2016-01-01" in only(answer.findings).text(lang)  # type: ignore[arg-type]


def test_a_cover_whose_end_lies_within_another_overlaps_it() -> None:
    answer, _ = enrolled(ledger_of("medical"), cover("medical", starts=date(2015, 1, 2)))
    assert EnrolmentOutcome.REFUSED == answer


def test_a_cover_that_ends_where_another_starts_does_not_overlap_it() -> None:
    answer, _ = enrolled(ledger_of("medical"), cover("medical", starts=date(2015, 1, 1)))
    assert EnrolmentOutcome.FIRST == answer


def test_the_same_cover_once_more_is_there_already() -> None:
    answer, _ = enrolled(ledger_of(), cover())
    assert EnrolmentOutcome.ALREADY == answer


def test_the_same_cover_once_more_changes_nothing() -> None:
    ledger = ledger_of()
    assert enrolled(ledger, cover())[1] is ledger


def test_a_renewal_once_more_is_there_already() -> None:
    renewal = cover("medical", starts=date(2017, 1, 1))
    answer, _ = enrolled(Ledger([cover("medical"), renewal]), renewal)
    assert EnrolmentOutcome.ALREADY == answer


def test_two_people_do_not_overlap() -> None:
    assert EnrolmentOutcome.FIRST == enrolled(ledger_of("medical"), cover("medical", "M2"))[0]


def test_two_plans_do_not_overlap() -> None:
    answer, _ = enrolled(ledger_of("medical"), cover("inpatient_medical"))
    assert EnrolmentOutcome.FIRST == answer


def test_a_child_does_not_overlap_its_parent() -> None:
    answer, _ = enrolled(ledger_of("accident_property"), cover("accident_property", of_child="C1"))
    assert EnrolmentOutcome.FIRST == answer


def test_a_child_that_both_parents_enter_overlaps_itself() -> None:
    ledger = ledger_of("accident_property", "M1", of_child="C1")
    answer, _ = enrolled(ledger, cover("accident_property", "M2", of_child="C1"))
    assert EnrolmentOutcome.REFUSED == answer


def test_a_level_is_not_taken_beside_a_level() -> None:
    ledger = ledger_of("accident", level=1)
    answer, _ = enrolled(ledger, cover("accident", starts=date(2016, 7, 1), level=1))
    assert EnrolmentOutcome.REFUSED == answer


def test_each_cover_of_many_has_its_answer() -> None:
    given = [cover("medical"), cover("medical", starts=date(2016, 2, 1)), cover("medical")]
    answers, _ = Ledger().enrol(given)
    assert [
        EnrolmentOutcome.FIRST,
        EnrolmentOutcome.REFUSED,
        EnrolmentOutcome.ALREADY,
    ] == [answer.outcome for answer in answers]


def test_a_ledger_is_not_begun_with_covers_that_overlap() -> None:
    with pytest.raises(InvalidValue, match="M1"):
        Ledger([cover("medical"), cover("medical", starts=date(2016, 2, 1))])


# Shares of covers that run side by side ------------------------------------------------------

MORE = date(2016, 7, 1)


def test_more_shares_may_be_taken_beside_a_running_cover() -> None:
    answer, _ = enrolled(ledger_of(shares=1), cover(starts=MORE, shares=1))
    assert EnrolmentOutcome.ADDITIONAL == answer


def test_shares_side_by_side_may_reach_the_maximum() -> None:
    answer, _ = enrolled(ledger_of(shares=1), cover(starts=MORE, shares=3))
    assert EnrolmentOutcome.ADDITIONAL == answer


def test_shares_side_by_side_may_not_pass_the_maximum() -> None:
    answer, _ = enrolled(ledger_of(shares=2), cover(starts=MORE, shares=3))
    assert EnrolmentOutcome.REFUSED == answer


def test_too_many_shares_are_named_with_their_number() -> None:
    (answer,), _ = ledger_of(shares=2).enrol([cover(starts=MORE, shares=3)])
    finding = only(answer.findings)
    assert ("cover.too_many_shares", 5, 4) == (
        finding.code,
        finding.fact("shares"),
        finding.at_most,
    )


def test_shares_of_the_womens_plan_reach_two() -> None:
    ledger = ledger_of("womens_illness", shares=1)
    answer, _ = enrolled(ledger, cover("womens_illness", starts=MORE, shares=1))
    assert EnrolmentOutcome.ADDITIONAL == answer


def test_shares_of_the_womens_plan_do_not_pass_two() -> None:
    ledger = ledger_of("womens_illness", shares=1)
    answer, _ = enrolled(ledger, cover("womens_illness", starts=MORE, shares=2))
    assert EnrolmentOutcome.REFUSED == answer


def test_a_childs_shares_count_together_whichever_parent_enters_it() -> None:
    ledger = ledger_of("childrens_accident", "M1", of_child="C1", shares=3)
    second = cover("childrens_accident", "M2", starts=MORE, of_child="C1", shares=2)
    assert EnrolmentOutcome.REFUSED == enrolled(ledger, second)[0]


def test_two_children_of_one_parent_each_have_the_maximum() -> None:
    ledger = ledger_of("childrens_accident", of_child="C1", shares=4)
    second = cover("childrens_accident", of_child="C2", shares=4)
    assert EnrolmentOutcome.FIRST == enrolled(ledger, second)[0]


def test_shares_that_do_not_run_on_one_day_are_not_added_up() -> None:
    # Two single years of 3 shares; a cover of 1 share from the middle meets both, one at a time.
    plans = plan_of(Ceiling(1_000, events=[ILLNESS], per_share=True), fee=PerShare(9, at_most=4))
    ledger = Ledger(
        [
            cover("draft", catalogue=plans, shares=3),
            cover("draft", catalogue=plans, starts=date(2017, 1, 1), shares=3),
        ]
    )
    answer, _ = enrolled(ledger, cover("draft", catalogue=plans, starts=MORE, shares=1))
    assert EnrolmentOutcome.ADDITIONAL == answer


def test_a_cover_of_earlier_start_counts_the_shares_that_start_later() -> None:
    ledger = ledger_of(starts=MORE, shares=3)
    assert EnrolmentOutcome.REFUSED == enrolled(ledger, cover(shares=2))[0]


def test_a_plan_without_a_maximum_sells_any_number_side_by_side() -> None:
    plans = plan_of(Ceiling(1_000, events=[ILLNESS], per_share=True), fee=PerShare(9))
    ledger = Ledger([cover("draft", catalogue=plans, shares=90)])
    answer, _ = enrolled(ledger, cover("draft", catalogue=plans, starts=MORE, shares=90))
    assert EnrolmentOutcome.ADDITIONAL == answer


# Since when, for waiting periods -------------------------------------------------------------


def test_a_renewal_continues_the_first_cover() -> None:
    renewed = Ledger([cover("medical"), cover("medical", starts=date(2017, 1, 1))])
    assert STARTS == since_of(renewed, date(2017, 1, 1))


def test_a_second_renewal_continues_the_first_cover() -> None:
    thrice = Ledger([cover("medical", starts=date(year, 1, 1)) for year in (2016, 2017, 2018)])
    assert STARTS == since_of(thrice, date(2018, 1, 1))


def test_covers_entered_out_of_order_continue_one_another_all_the_same() -> None:
    thrice = Ledger([cover("medical", starts=date(year, 1, 1)) for year in (2018, 2016, 2017)])
    assert STARTS == since_of(thrice, date(2018, 1, 1))


def test_a_cover_after_a_gap_begins_anew() -> None:
    later = Ledger([cover("medical"), cover("medical", starts=date(2017, 1, 2))])
    assert date(2017, 1, 2) == since_of(later, date(2017, 1, 2))


def test_a_cover_may_say_that_it_continues_one_that_the_ledger_does_not_hold() -> None:
    one = Cover(CATALOGUE["medical"].edition(STARTS), "U1", MEMBER, STARTS, since=date(2015, 1, 1))
    assert date(2015, 1, 1) == since_of(Ledger([one]), STARTS)


# Later events (R27) --------------------------------------------------------------------------


def test_a_renewal_asks_the_conditions_anew() -> None:
    retired = entries(80, serving=False)
    with pytest.raises(NotAccepted):
        covers_of("critical_illness", retired, starts=date(2019, 1, 1))


def test_leaving_the_unit_or_retiring_does_not_end_a_cover() -> None:
    # Nothing in a claim says where the member now is: the start day alone was asked.
    asked = {field.name for field in Claim.__attrs_attrs__}
    assert not asked & {"unit", "serving", "member"}


def test_a_member_who_turns_61_during_the_cover_is_paid_to_its_end() -> None:
    of_60 = member("M1", birth_date=date(1955, 1, 2))
    (first, *_) = covers_of("critical_illness", Entry(of_60), entries(79))
    last_day = first.ends - days(1)
    settlement, _ = Ledger([first]).settle(claim(on=last_day))
    assert Decimal(5000) == settlement.payable


def test_a_child_who_comes_of_age_during_the_cover_is_paid_to_its_end() -> None:
    of_17 = child(birth_date=date(1998, 1, 2))
    covers = covers_of("childrens_accident", families(25), Entry(MEMBER, child=of_17))
    ledger = Ledger(one for one in covers if one.insured == "C1")
    one = claim(
        plan="childrens_accident",
        insured="C1",
        event="child_accidental_injury",
        on=date(2016, 12, 31),
    )
    assert Decimal(5000) == ledger.settle(one)[0].payable


def test_a_cover_of_a_second_unit_is_weighed_against_that_of_the_first() -> None:
    answer, _ = enrolled(ledger_of("medical"), cover("medical", starts=MORE, unit="U2"))
    assert EnrolmentOutcome.REFUSED == answer


def test_a_renewal_may_come_from_another_unit() -> None:
    renewal = cover("medical", starts=date(2017, 1, 1), unit="U2")
    assert EnrolmentOutcome.RENEWAL == enrolled(ledger_of("medical"), renewal)[0]


# Terms in force when the cover starts --------------------------------------------------------


def test_a_renewal_goes_by_the_rules_in_force_on_its_own_start_day() -> None:
    plans = plan_of(Ceiling(1_000, events=[ILLNESS]), later=[Ceiling(2_000, events=[ILLNESS])])
    ledger = Ledger(
        [
            cover("draft", catalogue=plans),
            cover("draft", catalogue=plans, starts=date(2017, 1, 1)),
        ]
    )
    caps = [row.cap for row in ledger.statement().rows]
    assert [Decimal(1000), Decimal(2000)] == caps


def test_a_cover_keeps_its_rules_after_a_reform() -> None:
    plans = plan_of(Ceiling(1_000, events=[ILLNESS]), later=[Ceiling(2_000, events=[ILLNESS])])
    ledger = Ledger([cover("draft", catalogue=plans, starts=date(2016, 12, 31))])
    one = claim("C1", "illness", 5000, plan="draft", on=date(2017, 12, 30))
    assert Decimal(1000) == ledger.settle(one)[0].payable


def test_a_person_of_two_renewals_has_one_cover_on_any_day() -> None:
    ledger = Ledger([cover("medical", starts=date(year, 1, 1)) for year in (2016, 2017)])
    every_day = [STARTS + timedelta(days=number) for number in range(365 * 2 + 1)]
    assert {1} == {len(ledger.covers(on=day)) for day in every_day}


def test_the_unit_stands_on_the_cover_of_a_review() -> None:
    (one,) = covers_of("medical", Entry(MEMBER), unit=UNIT)
    assert ("U1", "medical", STARTS) == (one.unit, one.plan, one.starts)
