"""困难职工家庭救助计划 · relief.

A plan to copy, which belongs to nobody: it pays serving employees and their children in hardship.
It states what the eight plans leave open: bands, a waiting period, an exclusion, a deadline. In
force since 2016. Source: the example regulation named below.

>>> from datetime import date
>>> from mutualaid import Member, Sex, Unit, load_catalogue
>>> plan = load_catalogue()["relief"]
>>> unit = Unit("U1", employees=40, has_union=True)
>>> member = Member("M1", date(1980, 5, 17), Sex.MALE, serving=True)
>>> decision = plan.decide(member, unit, starts=date(2016, 1, 1), shares=2)
>>> decision.eligible, decision.fee
(True, Decimal('60'))
>>> of_66 = Member("M2", date(1949, 5, 17), Sex.MALE, serving=True)
>>> plan.decide(of_66, unit, starts=date(2016, 1, 1)).reasons[0].code
'age.too_old'
"""

from __future__ import annotations

from mutualaid import (
    AgeBetween,
    BenefitSchedule,
    BesideMember,
    Ceiling,
    ChildUnder,
    Event,
    Excludes,
    FeeSchedule,
    FixedSum,
    HasUnion,
    Headcount,
    Insured,
    Participation,
    PerShare,
    Pillar,
    PlanContext,
    PlanInfo,
    ReimburseByBands,
    ReportWithin,
    Rule,
    Serving,
    Source,
    Text,
    WaitingPeriod,
    all_of,
    hookimpl,
    since,
)

REGULATION = Text(zh="救助办法(示例)", en="relief regulation (an example)")
HARDSHIP = Event("hardship", Text(zh="突发困难", en="sudden hardship"))
CHILD_ILL = Event("child_ill", Text(zh="子女患病", en="illness of a child"))
GAMBLING = Text(zh="赌博所致的困难", en="hardship by gambling")


@hookimpl
def mutualaid_plan(context: PlanContext) -> PlanInfo:
    """Tell what the plan is."""
    return PlanInfo(
        code="relief",
        title=Text(zh="困难职工家庭救助计划", en="relief plan for families in hardship"),
        short=Text(zh="家庭救助", en="family relief"),
        pillar=Pillar.ILLNESS,
        term_years=1,
        in_force=since(2016, 1, 1),
        source=Source(REGULATION, row="§ 1"),
    )


@hookimpl
def mutualaid_eligibility(context: PlanContext) -> Rule:
    """Give the conditions of joining."""
    return all_of(
        Serving(),
        AgeBetween(18, 65),
        ChildUnder(18, or_student=True),
        BesideMember(),
        HasUnion(),
        Participation(percent=60, of=Headcount.EMPLOYEES, everyone_below=10),
        source=Source(REGULATION, row="§ 2"),
    )


@hookimpl
def mutualaid_fee(context: PlanContext) -> FeeSchedule:
    """Give the fee of a term."""
    return PerShare(30, at_most=3, source=Source(REGULATION, row="§ 3"))


@hookimpl
def mutualaid_benefit_cap(context: PlanContext) -> BenefitSchedule:
    """Give the benefit lines with their caps, and what is asked of a claim."""
    waiting = WaitingPeriod(30, source=Source(REGULATION, row="§ 6"))
    in_time = ReportWithin(months=6, source=Source(REGULATION, row="§ 8"))
    return BenefitSchedule(
        Ceiling(
            3_000,
            code="hardship",
            events=[HARDSHIP],
            per_share=True,
            formula=ReimburseByBands({500: 50, 2_000: 80}, source=Source(REGULATION, row="§ 5")),
            terms=[
                waiting,
                Excludes("gambling", GAMBLING, source=Source(REGULATION, row="§ 7")),
                in_time,
            ],
        ),
        FixedSum(
            1_000,
            code="child_ill",
            events=[CHILD_ILL],
            insured=Insured.CHILD,
            terms=[waiting, in_time],
        ),
        source=Source(REGULATION, row="§ 4"),
    )
