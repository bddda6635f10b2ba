"""Weihai's supplementary medical plan for union members, in its editions of 2010 and of 2013.

工会会员爱心互助补充医疗保险 of the municipal federation of trade unions, as a newspaper told it on
2013-04-10: whatever the disease and however many stays, what basic insurance leaves to the member
is added up over the year; above 10,000 yuan 80 % of it is paid, above 40,000 yuan 90 %, up to
50,000 yuan. The fee was 36 yuan from 2010 and 50 yuan in 2013.

The article tells years and no days: an edition is taken to begin with its year, and the second to
have no end. It tells no age, no share of a unit's people that must join, no waiting period, and
not whether a retired member may join.
"""

from __future__ import annotations

from datetime import date

from mutualaid import (
    BenefitSchedule,
    Ceiling,
    Event,
    FeeSchedule,
    Flat,
    Period,
    Pillar,
    PlanContext,
    PlanInfo,
    ReimburseByBands,
    Rule,
    Source,
    Text,
    UnionMember,
    hookimpl,
    since,
)

FROM_2013 = date(2013, 1, 1)
ARTICLE = Source(
    Text(zh="大众日报 2013年4月10日", en="Dazhong Daily, 2013-04-10"),
    url="http://m.p146.com/news/m/2013-04-10/10579878.html",
    seen=date(2013, 4, 10),
)
BURDEN = Event(
    "own_burden",
    Text(zh="基本医疗保险报销后个人负担", en="what basic insurance leaves to the member"),
)


@hookimpl
def mutualaid_plan(context: PlanContext) -> PlanInfo:
    """Tell what the plan is, in both editions."""
    return PlanInfo(
        code="weihai_medical",
        title=Text(
            zh="工会会员爱心互助补充医疗保险",
            en="Weihai supplementary medical plan for union members",
        ),
        short=Text(zh="威海爱心互助", en="Weihai medical"),
        pillar=Pillar.HOSPITAL,
        term_years=1,
        in_force=[Period(date(2010, 1, 1), FROM_2013), since(2013, 1, 1)],
        source=ARTICLE,
    )


@hookimpl
def mutualaid_eligibility(context: PlanContext) -> Rule:
    """Give the conditions of joining."""
    return UnionMember(source=ARTICLE)


@hookimpl
def mutualaid_fee(context: PlanContext) -> FeeSchedule:
    """Give the fee of a term, which was raised in 2013."""
    return Flat(50 if context.on >= FROM_2013 else 36, source=ARTICLE)


@hookimpl
def mutualaid_benefit_cap(context: PlanContext) -> BenefitSchedule:
    """Give the benefit line: in bands of what adds up over the year."""
    bands = ReimburseByBands({10_000: 80, 40_000: 90})
    return BenefitSchedule(Ceiling(50_000, events=[BURDEN], formula=bands), source=ARTICLE)
