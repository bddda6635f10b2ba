"""非工伤意外伤害及家财损失综合互助保障计划 · accident_property.

Pays for death or disability of the member, or of a child, by an accident that is no work injury,
and for home property lost to fire or burst pipes; for a term of one year, free of charge. A child
comes in beside the member's own entry (R21). In force since 2015 by convention (R11). Source:
the leaflet's second row.

>>> from datetime import date
>>> from mutualaid import Member, Sex, Unit, load_catalogue
>>> plan = load_catalogue()["accident_property"]
>>> unit = Unit("U1")
>>> member = Member("M1", date(1980, 5, 17), Sex.MALE, serving=True,
...                 union_member=True, jingka_card=True)
>>> decision = plan.decide(member, unit, starts=date(2016, 1, 1))
>>> decision.eligible, list(decision.caps)
(True, ['death', 'disability', 'fire', 'burst_pipes'])
>>> retired = Member("M2", date(1950, 5, 17), Sex.MALE, serving=False,
...                  union_member=True, jingka_card=True)
>>> plan.decide(retired, unit, starts=date(2016, 1, 1)).reasons[0].code
'serving.not_serving'
"""

from __future__ import annotations

from mutualaid import (
    LEAFLET,
    BenefitSchedule,
    BesideMember,
    Ceiling,
    Event,
    FeeSchedule,
    FixedSum,
    Free,
    HoldsCard,
    Insured,
    NoWorkInjury,
    Pillar,
    PlanContext,
    PlanInfo,
    Rule,
    Serving,
    Text,
    UnionMember,
    all_of,
    hookimpl,
    since,
)

ROW = "非工伤意外伤害及家财损失综合互助保障计划"
COVERED = {"events": LEAFLET.cell(ROW, "保障范围")}
NO_WORK_INJURY = [NoWorkInjury(source=LEAFLET.cell(ROW, "保障范围"))]
DEATH = Event(
    "death",
    Text(zh="会员本人非工伤意外身故", en="member's death by an accident that is no work injury"),
)
DISABILITY = Event(
    "disability",
    Text(
        zh="会员本人非工伤意外伤残", en="member's disability by an accident that is no work injury"
    ),
)
CHILD_DEATH = Event(
    "child_death",
    Text(zh="子女非工伤意外身故", en="child's death by an accident that is no work injury"),
)
CHILD_DISABILITY = Event(
    "child_disability",
    Text(zh="子女非工伤意外伤残", en="child's disability by an accident that is no work injury"),
)
FIRE = Event("fire", Text(zh="火灾家财损失", en="home property lost to fire"))
BURST_PIPES = Event(
    "burst_pipes",
    Text(zh="水暖管爆裂家财损失", en="home property lost to burst water or heating pipes"),
)


@hookimpl
def mutualaid_plan(context: PlanContext) -> PlanInfo:
    """Tell what the plan is (R10, R11, R26)."""
    return PlanInfo(
        code="accident_property",
        number=2,
        title=Text(
            zh=ROW,
            en="combined plan for accidents that are no work injury and for loss of home property",
        ),
        short=Text(zh="意外及家财", en="accident and property"),
        aliases=("非工伤意外伤害及家财综合损失互助保障计划",),
        pillar=Pillar.ACCIDENT,
        term_years=1,
        in_force=since(2015, 1, 1),
        source=LEAFLET.cell(ROW, "保障期"),
    )


@hookimpl
def mutualaid_eligibility(context: PlanContext) -> Rule:
    """Give the conditions of joining."""
    return all_of(
        UnionMember(),
        HoldsCard(),
        Serving(),
        BesideMember(),
        source=LEAFLET.cell(ROW, "参保条件"),
    )


@hookimpl
def mutualaid_fee(context: PlanContext) -> FeeSchedule:
    """Give the fee of a term."""
    return Free(source=LEAFLET.cell(ROW, "会费"))


@hookimpl
def mutualaid_benefit_cap(context: PlanContext) -> BenefitSchedule:
    """Give the benefit lines with their caps."""
    return BenefitSchedule(
        FixedSum(20_000, code="death", events=[DEATH], sources=COVERED, terms=NO_WORK_INJURY),
        Ceiling(
            5_000, code="disability", events=[DISABILITY], sources=COVERED, terms=NO_WORK_INJURY
        ),
        FixedSum(
            20_000,
            code="child_death",
            events=[CHILD_DEATH],
            sources=COVERED,
            insured=Insured.CHILD,
            terms=NO_WORK_INJURY,
        ),
        Ceiling(
            5_000,
            code="child_disability",
            events=[CHILD_DISABILITY],
            sources=COVERED,
            insured=Insured.CHILD,
            terms=NO_WORK_INJURY,
        ),
        Ceiling(10_000, code="fire", events=[FIRE], sources=COVERED),
        Ceiling(10_000, code="burst_pipes", events=[BURST_PIPES], sources=COVERED),
        source=LEAFLET.cell(ROW, "最高互助金"),
    )
