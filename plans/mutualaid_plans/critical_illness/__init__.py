"""在职职工重大疾病互助保障活动 · critical_illness.

Pays for 15 critical illnesses, for a term of three years at 90 yuan a share, at most 4 shares.
All diseases share one cap (R9). In force since 2015 by convention (R11). Source: the leaflet's
fifth row.

>>> from datetime import date
>>> from mutualaid import Member, Sex, Unit, load_catalogue
>>> plan = load_catalogue()["critical_illness"]
>>> unit = Unit("U1", employees=40, in_beijing=True, has_union=True)
>>> member = Member("M1", date(1980, 5, 17), Sex.MALE, serving=True)
>>> decision = plan.decide(member, unit, starts=date(2016, 1, 1), shares=2)
>>> decision.eligible, decision.fee, decision.caps
(True, Decimal('180'), {'benefit': Decimal('20000')})
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
    HasUnion,
    Headcount,
    InBeijing,
    Participation,
    PerShare,
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

ROW = "在职职工重大疾病互助保障活动"
COVERED = {"events": LEAFLET.cell(ROW, "保障范围")}
DISEASES = (
    Event("acute_myocardial_infarction", Text(zh="急性心肌梗塞", en="acute myocardial infarction")),
    Event(
        "coronary_artery_bypass_graft",
        Text(zh="冠状动脉(旁路)搭桥术", en="coronary artery bypass graft"),
    ),
    Event("malignant_tumour", Text(zh="恶性肿瘤", en="malignant tumour")),
    Event(
        "chronic_renal_failure", Text(zh="慢性肾衰竭(尿毒症)", en="chronic renal failure (uraemia)")
    ),
    Event("major_organ_transplant", Text(zh="重要器官移植", en="major organ transplant")),
    Event("leukaemia", Text(zh="白血病", en="leukaemia")),
    Event(
        "intracranial_tumour_surgery",
        Text(zh="颅内原发肿瘤手术", en="surgery for a primary intracranial tumour"),
    ),
    Event("severe_burns", Text(zh="严重烧烫伤", en="severe burns and scalds")),
    Event("paraplegia", Text(zh="截瘫", en="paraplegia")),
    Event("loss_of_limbs", Text(zh="多个肢体缺失", en="loss of several limbs")),
    Event("motor_neurone_disease", Text(zh="严重运动神经元病", en="severe motor neurone disease")),
    Event("blindness", Text(zh="双目失明", en="blindness of both eyes")),
    Event("loss_of_speech", Text(zh="语言能力丧失", en="loss of speech")),
    Event("parkinsons_disease", Text(zh="重症帕金森病", en="severe Parkinson's disease")),
    Event("alzheimers_disease", Text(zh="严重阿尔茨海默病", en="severe Alzheimer's disease")),
)


@hookimpl
def mutualaid_plan(context: PlanContext) -> PlanInfo:
    """Tell what the plan is (R10, R11, R26)."""
    return PlanInfo(
        code="critical_illness",
        number=5,
        title=Text(
            zh=ROW,
            en="critical illness plan for serving employees",
        ),
        short=Text(zh="重大疾病", en="critical illness"),
        pillar=Pillar.ILLNESS,
        term_years=3,
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
        Participation(percent=80, of=Headcount.EMPLOYEES, everyone_below=30),
        source=LEAFLET.cell(ROW, "参保条件"),
    )


@hookimpl
def mutualaid_fee(context: PlanContext) -> FeeSchedule:
    """Give the fee of a term."""
    return PerShare(90, at_most=4, source=LEAFLET.cell(ROW, "会费"))


@hookimpl
def mutualaid_benefit_cap(context: PlanContext) -> BenefitSchedule:
    """Give the benefit lines with their caps."""
    return BenefitSchedule(
        Ceiling(
            10_000,
            events=DISEASES,
            sources=COVERED,
            per_share=True,
            title=Text(zh="15 种重大疾病", en="any of 15 critical illnesses"),
        ),
        source=LEAFLET.cell(ROW, "最高互助金"),
    )
