"""在职职工子女意外伤害互助保障活动 · childrens_accident.

Pays for accidental injury of a child, for a term of one year at 50 yuan a share, at most 4 shares
for each child (R5). The age band is asked of the parent (R13). In force since 2015 by convention
(R11). Source: the leaflet's eighth row.

>>> from datetime import date
>>> from mutualaid import Child, Member, Sex, Unit, load_catalogue
>>> plan = load_catalogue()["childrens_accident"]
>>> unit = Unit("U1", employees_with_minor_children=40, in_beijing=True, has_union=True)
>>> parent = Member("M1", date(1980, 5, 17), Sex.FEMALE, serving=True)
>>> child = Child("C1", date(2010, 6, 1), healthy=True)
>>> decision = plan.decide(parent, unit, starts=date(2016, 1, 1), child=child, shares=2)
>>> decision.eligible, decision.fee, decision.caps
(True, Decimal('100'), {'benefit': Decimal('55120')})
>>> of_age = Child("C2", date(1998, 1, 1), healthy=True, student=False)
>>> plan.decide(parent, unit, starts=date(2016, 1, 1), child=of_age).reasons[0].code
'child_age.not_a_student'
"""

from __future__ import annotations

from mutualaid import (
    LEAFLET,
    AgeBetween,
    BenefitSchedule,
    Ceiling,
    ChildHealthy,
    ChildUnder,
    Event,
    FeeSchedule,
    HasUnion,
    Headcount,
    InBeijing,
    Insured,
    Participation,
    PerShare,
    Pillar,
    PlanContext,
    PlanInfo,
    Rule,
    Serving,
    Text,
    WithChild,
    all_of,
    hookimpl,
    since,
)

ROW = "在职职工子女意外伤害互助保障活动"
COVERED = {"events": LEAFLET.cell(ROW, "保障范围")}
CHILDS_INJURY = Event(
    "child_accidental_injury", Text(zh="子女意外伤害", en="child's accidental injury")
)


@hookimpl
def mutualaid_plan(context: PlanContext) -> PlanInfo:
    """Tell what the plan is (R10, R11, R26)."""
    return PlanInfo(
        code="childrens_accident",
        number=8,
        title=Text(
            zh=ROW,
            en="accident plan for serving employees' children",
        ),
        short=Text(zh="子女意外伤害", en="children's accident"),
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
        WithChild(),
        ChildUnder(18, or_student=True),
        ChildHealthy(),
        HasUnion(),
        Participation(percent=50, of=Headcount.EMPLOYEES_WITH_MINOR_CHILDREN, everyone_below=30),
        source=LEAFLET.cell(ROW, "参保条件"),
    )


@hookimpl
def mutualaid_fee(context: PlanContext) -> FeeSchedule:
    """Give the fee of a term."""
    return PerShare(50, at_most=4, source=LEAFLET.cell(ROW, "会费"))


@hookimpl
def mutualaid_benefit_cap(context: PlanContext) -> BenefitSchedule:
    """Give the benefit lines with their caps."""
    return BenefitSchedule(
        Ceiling(
            27_560, events=[CHILDS_INJURY], sources=COVERED, per_share=True, insured=Insured.CHILD
        ),
        source=LEAFLET.cell(ROW, "最高互助金"),
    )
