"""在职女职工特殊疾病互助保障活动 · womens_illness.

Pays for 8 groups of women's illnesses, for a term of two years at 40 yuan a share, at most 2
shares. Base and threshold of the share that must join are the women of the unit (R15). In force
since 2015 by convention (R11). Source: the leaflet's sixth row.

>>> from datetime import date
>>> from mutualaid import Member, Sex, Unit, load_catalogue
>>> plan = load_catalogue()["womens_illness"]
>>> unit = Unit("U1", female_employees=20, in_beijing=True, has_union=True)
>>> member = Member("M1", date(1980, 5, 17), Sex.FEMALE, serving=True)
>>> decision = plan.decide(member, unit, starts=date(2016, 1, 1), shares=2)
>>> decision.eligible, decision.fee
(True, Decimal('80'))
>>> man = Member("M2", date(1980, 5, 17), Sex.MALE, serving=True)
>>> plan.decide(man, unit, starts=date(2016, 1, 1)).reasons[0].code
'sex.other'
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
    OfSex,
    Participation,
    PerShare,
    Pillar,
    PlanContext,
    PlanInfo,
    Rule,
    Serving,
    Sex,
    Text,
    all_of,
    hookimpl,
    since,
)

ROW = "在职女职工特殊疾病互助保障活动"
COVERED = {"events": LEAFLET.cell(ROW, "保障范围")}
DISEASES = (
    Event("cervical_cancer", Text(zh="原发性宫颈癌", en="primary cervical cancer")),
    Event(
        "fallopian_tube_tumour",
        Text(zh="原发性输卵管恶性肿瘤", en="primary malignant tumour of the fallopian tube"),
    ),
    Event("endometrial_cancer", Text(zh="原发性子宫内膜癌", en="primary endometrial cancer")),
    Event("choriocarcinoma", Text(zh="绒毛膜癌", en="choriocarcinoma")),
    Event("breast_cancer", Text(zh="原发性乳腺癌", en="primary breast cancer")),
    Event(
        "vulvar_or_vaginal_cancer",
        Text(zh="原发性外阴癌、阴道癌", en="primary vulvar or vaginal cancer"),
    ),
    Event(
        "uterine_sarcoma", Text(zh="原发性子宫肉瘤(恶性)", en="primary uterine sarcoma (malignant)")
    ),
    Event("ovarian_cancer", Text(zh="原发性卵巢癌", en="primary ovarian cancer")),
)


@hookimpl
def mutualaid_plan(context: PlanContext) -> PlanInfo:
    """Tell what the plan is (R10, R11, R26)."""
    return PlanInfo(
        code="womens_illness",
        number=6,
        title=Text(
            zh=ROW,
            en="women's illness plan for serving female employees",
        ),
        short=Text(zh="女职工特殊疾病", en="women's illness"),
        aliases=("在职职工特殊疾病互助保障活动",),
        pillar=Pillar.ILLNESS,
        term_years=2,
        in_force=since(2015, 1, 1),
        source=LEAFLET.cell(ROW, "保障期"),
    )


@hookimpl
def mutualaid_eligibility(context: PlanContext) -> Rule:
    """Give the conditions of joining."""
    return all_of(
        OfSex(Sex.FEMALE),
        AgeBetween(16, 60),
        InBeijing(),
        Serving(),
        HasUnion(),
        Participation(percent=80, of=Headcount.FEMALE_EMPLOYEES, everyone_up_to=100),
        source=LEAFLET.cell(ROW, "参保条件"),
    )


@hookimpl
def mutualaid_fee(context: PlanContext) -> FeeSchedule:
    """Give the fee of a term."""
    return PerShare(40, at_most=2, source=LEAFLET.cell(ROW, "会费"))


@hookimpl
def mutualaid_benefit_cap(context: PlanContext) -> BenefitSchedule:
    """Give the benefit lines with their caps."""
    return BenefitSchedule(
        Ceiling(
            10_000,
            events=DISEASES,
            sources=COVERED,
            per_share=True,
            title=Text(zh="8 类女性特殊疾病", en="any of 8 groups of women's illnesses"),
        ),
        source=LEAFLET.cell(ROW, "最高互助金"),
    )
