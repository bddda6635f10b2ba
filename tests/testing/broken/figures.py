"""Plans that agree with themselves throughout, and with what was meant in all but one figure.

No law can see these: it takes the cases that were written down beforehand.
"""

from __future__ import annotations

from types import ModuleType

from testing.broken.draft import (
    AGE,
    CONDITIONS,
    SHARE,
    breaks,
    instead,
    line,
    plan,
)

from mutualaid import (
    AgeBetween,
    Headcount,
    Participation,
    PerShare,
    Reimburse,
    WaitingPeriod,
    since,
)

by_the_cases = breaks("the_plan_answers_as_its_cases_say")


@by_the_cases
def an_age_limit_of_61_for_60() -> ModuleType:
    return plan(conditions=instead(AgeBetween(16, 61), AGE))


@by_the_cases
def an_age_limit_of_17_for_16() -> ModuleType:
    return plan(conditions=instead(AgeBetween(17, 60), AGE))


@by_the_cases
def everyone_up_to_30_for_everyone_below() -> ModuleType:
    share = Participation(percent=80, of=Headcount.EMPLOYEES, everyone_up_to=30)
    return plan(conditions=instead(share, SHARE))


@by_the_cases
def a_share_of_79_percent_for_80() -> ModuleType:
    share = Participation(percent=79, of=Headcount.EMPLOYEES, everyone_below=30)
    return plan(conditions=instead(share, SHARE))


@by_the_cases
def a_condition_is_left_out() -> ModuleType:
    return plan(conditions=CONDITIONS[1:])


@by_the_cases
def a_fee_of_91_for_90() -> ModuleType:
    return plan(fee=PerShare(91, at_most=4))


@by_the_cases
def five_shares_for_four() -> ModuleType:
    return plan(fee=PerShare(90, at_most=5))


@by_the_cases
def a_cap_of_1_000_for_10_000() -> ModuleType:
    return plan(lines=[line(amount=1_000)])


@by_the_cases
def a_cap_that_is_not_by_the_share() -> ModuleType:
    return plan(lines=[line(per_share=False)])


@by_the_cases
def a_deductible_of_1_000_for_100() -> ModuleType:
    return plan(lines=[line(formula=Reimburse(80, above=1_000))])


@by_the_cases
def a_waiting_period_of_29_days_for_30() -> ModuleType:
    return plan(lines=[line(terms=[WaitingPeriod(29)])])


@by_the_cases
def a_waiting_period_is_forgotten() -> ModuleType:
    return plan(lines=[line(terms=[])])


@by_the_cases
def a_term_of_two_years_for_one() -> ModuleType:
    return plan(years=2)


@by_the_cases
def an_edition_begins_a_day_late() -> ModuleType:
    return plan(in_force=since(2016, 1, 2))
