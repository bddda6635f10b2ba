"""在职职工住院津贴互助保障计划 · inpatient_allowance.

Pays an allowance for days in hospital, for a term of one year at 60 yuan. It asks for no union, so
that a unit without one can come in too (R14). In force since 2015 by convention (R11). Source: the
leaflet's fourth row.

>>> from datetime import date
>>> from mutualaid import Member, Sex, Unit, load_catalogue
>>> plan = load_catalogue()["inpatient_allowance"]
>>> unit = Unit("U1", employees=40, in_beijing=True, has_union=False)
>>> member = Member("M1", date(1980, 5, 17), Sex.MALE, serving=True)
>>> decision = plan.decide(member, unit, starts=date(2016, 1, 1))
>>> decision.eligible, decision.fee
(True, Decimal('60'))
>>> of_61 = Member("M2", date(1955, 1, 1), Sex.MALE, serving=True)
>>> print(plan.decide(of_61, unit, starts=date(2016, 1, 1)).reasons[0].text("en"))
must be aged 16 to 60, is 61
"""

from __future__ import annotations

from mutualaid import (
    LEAFLET,
    AgeBetween,
    BenefitSchedule,
    Ceiling,
    Event,
    FeeSchedule,
    Flat,
    Headcount,
    InBeijing,
    Participation,
    Pillar,
    PlanContext,
    PlanInfo,
    Rule,
    Serving,
    Text,
    all_of,
    hookimpl,
    since,
)

ROW = "在职职工住院津贴互助保障计划"
COVERED = {"events": LEAFLET.cell(ROW, "保障范围")}
HOSPITAL_DAYS = Event("hospital_stay", Text(zh="住院津贴", en="allowance for days in hospital"))


@hookimpl
def mutualaid_plan(context: PlanContext) -> PlanInfo:
    """Tell what the plan is (R10, R11, R26)."""
    return PlanInfo(
        code="inpatient_allowance",
        number=4,
        title=Text(
            zh=ROW,
            en="inpatient allowance plan for serving employees",
        ),
        short=Text(zh="住院津贴", en="inpatient allowance"),
        aliases=("在职职工住院津贴互助保障活动",),
        pillar=Pillar.HOSPITAL,
        term_years=1,
        in_force=since(2015, 1, 1),
        source=LEAFLET.cell(ROW, "保障期"),
    )


@hookimpl
def mutualaid_eligibility(context: PlanContext) -> Rule:
    """Give the conditions of joining."""
    return all_of(
        InBeijing(),
        AgeBetween(16, 60),
        Serving(),
        Participation(percent=70, of=Headcount.EMPLOYEES, everyone_below=30),
        source=LEAFLET.cell(ROW, "参保条件"),
    )


@hookimpl
def mutualaid_fee(context: PlanContext) -> FeeSchedule:
    """Give the fee of a term."""
    return Flat(60, source=LEAFLET.cell(ROW, "会费"))


@hookimpl
def mutualaid_benefit_cap(context: PlanContext) -> BenefitSchedule:
    """Give the benefit lines with their caps."""
    return BenefitSchedule(
        Ceiling(7_200, events=[HOSPITAL_DAYS], sources=COVERED),
        source=LEAFLET.cell(ROW, "最高互助金"),
    )
