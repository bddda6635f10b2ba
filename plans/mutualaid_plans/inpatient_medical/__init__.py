"""在职职工住院医疗互助保障计划 · inpatient_medical.

Pays inpatient medical cost, for a term of one year at 56 yuan. In force since 2015 by convention
(R11). Source: the leaflet's third row.

>>> from datetime import date
>>> from mutualaid import Member, Sex, Unit, load_catalogue
>>> plan = load_catalogue()["inpatient_medical"]
>>> unit = Unit("U1", employees=40, in_beijing=True, has_union=True)
>>> member = Member("M1", date(1980, 5, 17), Sex.MALE, serving=True, basic_medical_insurance=True)
>>> decision = plan.decide(member, unit, starts=date(2016, 1, 1))
>>> decision.eligible, decision.fee
(True, Decimal('56'))
>>> of_61 = Member("M2", date(1955, 1, 1), Sex.MALE, serving=True, basic_medical_insurance=True)
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
    HasUnion,
    Headcount,
    InBeijing,
    MedicallyInsured,
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

ROW = "在职职工住院医疗互助保障计划"
COVERED = {"events": LEAFLET.cell(ROW, "保障范围")}
INPATIENT_COST = Event("inpatient", Text(zh="住院医疗费", en="inpatient medical cost"))


@hookimpl
def mutualaid_plan(context: PlanContext) -> PlanInfo:
    """Tell what the plan is (R10, R11, R26)."""
    return PlanInfo(
        code="inpatient_medical",
        number=3,
        title=Text(
            zh=ROW,
            en="inpatient medical plan for serving employees",
        ),
        short=Text(zh="住院医疗", en="inpatient medical"),
        aliases=("在职职工住院医疗互助保障活动",),
        pillar=Pillar.HOSPITAL,
        term_years=1,
        in_force=since(2015, 1, 1),
        source=LEAFLET.cell(ROW, "保障期"),
    )


@hookimpl
def mutualaid_eligibility(context: PlanContext) -> Rule:
    """Give the conditions of joining."""
    return all_of(
        MedicallyInsured(),
        AgeBetween(16, 60),
        Serving(),
        InBeijing(),
        HasUnion(),
        Participation(percent=80, of=Headcount.EMPLOYEES, everyone_up_to=100),
        source=LEAFLET.cell(ROW, "参保条件"),
    )


@hookimpl
def mutualaid_fee(context: PlanContext) -> FeeSchedule:
    """Give the fee of a term."""
    return Flat(56, source=LEAFLET.cell(ROW, "会费"))


@hookimpl
def mutualaid_benefit_cap(context: PlanContext) -> BenefitSchedule:
    """Give the benefit lines with their caps."""
    return BenefitSchedule(
        Ceiling(39_605, events=[INPATIENT_COST], sources=COVERED),
        source=LEAFLET.cell(ROW, "最高互助金"),
    )
