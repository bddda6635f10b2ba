"""在职职工医疗互助保障计划 · medical.

Pays the self-paid portion one of outpatient and inpatient bills, for a term of one year, free
of charge. There are two ways in: with the union and its card, or together with a unit that has
no union (R19). In force since 2015 by convention (R11). Source: the leaflet's first row.

>>> from datetime import date
>>> from mutualaid import Member, Sex, Unit, load_catalogue
>>> plan = load_catalogue()["medical"]
>>> unit = Unit("U1", employees=40, in_beijing=True, has_union=True)
>>> member = Member("M1", date(1980, 5, 17), Sex.MALE, serving=True,
...                 basic_medical_insurance=True, union_member=True, jingka_card=True)
>>> decision = plan.decide(member, unit, starts=date(2016, 1, 1))
>>> decision.eligible, decision.way, decision.fee
(True, 'card', Decimal('0'))
>>> without_card = Member("M2", date(1980, 5, 17), Sex.MALE, serving=True,
...                       basic_medical_insurance=True, union_member=True, jingka_card=False)
>>> for reason in plan.decide(without_card, unit, starts=date(2016, 1, 1)).reasons:
...     print(reason.text("en"))
must hold a Jingka service card, and does not
this way is for units without a union, and the unit has one
"""

from __future__ import annotations

from mutualaid import (
    LEAFLET,
    BenefitSchedule,
    Ceiling,
    Event,
    FeeSchedule,
    Free,
    Headcount,
    HoldsCard,
    InBeijing,
    MedicallyInsured,
    NoUnion,
    ObservationDays,
    Participation,
    Payer,
    Pillar,
    PlanContext,
    PlanInfo,
    Rule,
    Serving,
    Text,
    UnionMember,
    all_of,
    any_of,
    hookimpl,
    since,
)

ROW = "在职职工医疗互助保障计划"
COVERED = {"events": LEAFLET.cell(ROW, "保障范围")}
SELF_PAID_PORTION_ONE = (
    Event("outpatient", Text(zh="门诊自付(一)", en="self-paid portion one of an outpatient bill")),
    Event("inpatient", Text(zh="住院自付(一)", en="self-paid portion one of an inpatient bill")),
    Event(
        "emergency_observation",
        Text(
            zh="急诊抢救留观自付(一)",
            en="self-paid portion one of emergency observation before admission",
        ),
    ),
)
UNION_LEVELS = (
    Payer(Text(zh="市总工会", en="municipal federation of trade unions"), way="card"),
    Payer(
        Text(zh="区、局、总公司工会", en="district-, bureau- or corporation-level union"),
        way="card",
    ),
)


@hookimpl
def mutualaid_plan(context: PlanContext) -> PlanInfo:
    """Tell what the plan is (R10, R11, R26)."""
    return PlanInfo(
        code="medical",
        number=1,
        title=Text(
            zh=ROW,
            en="medical mutual-aid plan for serving employees",
        ),
        short=Text(zh="医疗互助", en="medical"),
        aliases=("暖·互助",),
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
        Serving(),
        any_of(
            all_of(UnionMember(), HoldsCard(), name="card"),
            all_of(
                InBeijing(),
                NoUnion(),
                Participation(percent=70, of=Headcount.EMPLOYEES, everyone_below=30),
                name="unit",
            ),
        ),
        source=LEAFLET.cell(ROW, "参保条件"),
    )


@hookimpl
def mutualaid_fee(context: PlanContext) -> FeeSchedule:
    """Give the fee of a term."""
    return Free(paid_by=UNION_LEVELS, source=LEAFLET.cell(ROW, "会费"))


@hookimpl
def mutualaid_benefit_cap(context: PlanContext) -> BenefitSchedule:
    """Give the benefit lines with their caps."""
    return BenefitSchedule(
        Ceiling(
            200_653,
            events=SELF_PAID_PORTION_ONE,
            sources=COVERED,
            terms=[
                ObservationDays(
                    7, events=["emergency_observation"], source=LEAFLET.cell(ROW, "保障范围")
                )
            ],
            title=Text(zh="自付(一)医疗费", en="self-paid portion one"),
        ),
        source=LEAFLET.cell(ROW, "最高互助金"),
    )
