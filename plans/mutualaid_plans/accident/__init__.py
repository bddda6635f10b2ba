"""在职职工意外伤害互助保障活动 · accident.

Pays for accidental injury, for a term of one year at one of four levels; a high-risk industry pays
more for the same cap (R7, R23). In force since 2015 by convention (R11). Source: the leaflet's
seventh row.

>>> from datetime import date
>>> from mutualaid import Member, Sex, Unit, load_catalogue
>>> plan = load_catalogue()["accident"]
>>> unit = Unit("U1", employees=40, in_beijing=True, has_union=True, high_risk=True)
>>> member = Member("M1", date(1980, 5, 17), Sex.MALE, serving=True)
>>> decision = plan.decide(member, unit, starts=date(2016, 1, 1), level=2)
>>> decision.eligible, decision.fee, decision.caps
(True, Decimal('62'), {'benefit': Decimal('44400')})
>>> of_61 = Member("M2", date(1955, 1, 1), Sex.MALE, serving=True)
>>> print(plan.decide(of_61, unit, starts=date(2016, 1, 1), level=2).reasons[0].text("en"))
must be aged 16 to 60, is 61
"""

from __future__ import annotations

from mutualaid import (
    LEAFLET,
    AgeBetween,
    BenefitSchedule,
    ByLevel,
    Ceiling,
    Event,
    FeeSchedule,
    HasUnion,
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

ROW = "在职职工意外伤害互助保障活动"
COVERED = {"events": LEAFLET.cell(ROW, "保障范围")}
ACCIDENTAL_INJURY = Event("accidental_injury", Text(zh="意外伤害", en="accidental injury"))


@hookimpl
def mutualaid_plan(context: PlanContext) -> PlanInfo:
    """Tell what the plan is (R10, R11, R26)."""
    return PlanInfo(
        code="accident",
        number=7,
        title=Text(
            zh=ROW,
            en="accident plan for serving employees",
        ),
        short=Text(zh="意外伤害", en="accident"),
        pillar=Pillar.ACCIDENT,
        term_years=1,
        in_force=since(2015, 1, 1),
        source=LEAFLET.cell(ROW, "保障期"),
    )


@hookimpl
def mutualaid_eligibility(context: PlanContext) -> Rule:
    """Give the conditions of joining."""
    return all_of(
        AgeBetween(16, 60),
        InBeijing(),
        Serving(),
        HasUnion(),
        Participation(percent=50, of=Headcount.EMPLOYEES, everyone_below=30),
        source=LEAFLET.cell(ROW, "参保条件"),
    )


@hookimpl
def mutualaid_fee(context: PlanContext) -> FeeSchedule:
    """Give the fee of a term."""
    return ByLevel(
        {1: 26, 2: 50, 3: 74, 4: 100},
        high_risk={1: 32, 2: 62, 3: 93, 4: 124},
        source=LEAFLET.cell(ROW, "会费"),
    )


@hookimpl
def mutualaid_benefit_cap(context: PlanContext) -> BenefitSchedule:
    """Give the benefit lines with their caps."""
    return BenefitSchedule(
        Ceiling(
            {1: 24_000, 2: 44_400, 3: 64_800, 4: 88_800},
            events=[ACCIDENTAL_INJURY],
            sources=COVERED,
        ),
        source=LEAFLET.cell(ROW, "最高互助金"),
    )
