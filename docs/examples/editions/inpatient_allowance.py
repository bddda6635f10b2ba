"""The allowance plan in two editions: that of the leaflet, and the one of 2011 before it.

An edition is complete in itself: nothing of it is taken from another. The one of 2011 is as a
notice of 2011-01-06 gives it: 60 yuan for one year, 40 yuan a day from the fourth day in
hospital, at most 7,200 yuan, for men under 60 and women under 55. That day is the first that was
seen, and the notice tells neither a lower age nor a share of the unit's people. Its end is that
of the convention R11.
"""

from __future__ import annotations

from datetime import date

import attrs
from mutualaid_plans import inpatient_allowance as leaflet

from mutualaid import (
    AgeUnder,
    BenefitSchedule,
    Ceiling,
    DailyAllowance,
    Event,
    FeeSchedule,
    Flat,
    Period,
    PlanContext,
    PlanInfo,
    Rule,
    Serving,
    Source,
    Text,
    all_of,
    hookimpl,
)

SEEN = date(2011, 1, 6)
LEAFLET_FROM = date(2015, 1, 1)
NOTICE = Source(Text(zh="1168.tv 新闻 23946", en="1168.tv news 23946"), seen=SEEN)
HOSPITAL_STAY = Event("hospital_stay", Text(zh="住院津贴", en="allowance for days in hospital"))


@hookimpl
def mutualaid_plan(context: PlanContext) -> PlanInfo:
    """Tell what the plan is, in both editions."""
    info = leaflet.mutualaid_plan(context)
    in_force = (Period(SEEN, LEAFLET_FROM), *info.in_force)
    source = NOTICE if context.on < LEAFLET_FROM else info.source
    return attrs.evolve(info, in_force=in_force, source=source)


@hookimpl
def mutualaid_eligibility(context: PlanContext) -> Rule:
    """Give the conditions of joining: in 2011 the ages went by sex."""
    if context.on >= LEAFLET_FROM:
        return leaflet.mutualaid_eligibility(context)
    return all_of(Serving(), AgeUnder(female=55, male=60), source=NOTICE)


@hookimpl
def mutualaid_fee(context: PlanContext) -> FeeSchedule:
    """Give the fee of a term."""
    if context.on >= LEAFLET_FROM:
        return leaflet.mutualaid_fee(context)
    return Flat(60, source=NOTICE)


@hookimpl
def mutualaid_benefit_cap(context: PlanContext) -> BenefitSchedule:
    """Give the benefit line: in 2011 the allowance of a day was told."""
    if context.on >= LEAFLET_FROM:
        return leaflet.mutualaid_benefit_cap(context)
    daily = DailyAllowance(40, from_day=4, source=NOTICE)
    return BenefitSchedule(Ceiling(7_200, events=[HOSPITAL_STAY], formula=daily), source=NOTICE)
