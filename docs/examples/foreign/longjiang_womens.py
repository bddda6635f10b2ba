"""A group plan for women's cancers in Heilongjiang, of the provincial federation and an insurer.

国寿团体女性安康保险, which the provincial federation of trade unions and the provincial branch of
China Life offer together. Three quarters of the women who serve join, and no fewer than eight.

The page bears no date: the plan is taken to be in force from the day on which it was seen. Not
coded: that whoever was paid for one of the five cancers is covered no longer and may not join
again (a line here pays once a cover, and breast cancer is a line of its own), the hospitals whose
diagnosis counts, that the fee may be changed on renewal, and how many shares may be taken at most,
which the page does not tell.
"""

from __future__ import annotations

from datetime import date

from mutualaid import (
    AgeBetween,
    BenefitSchedule,
    Declares,
    Event,
    FeeSchedule,
    FixedSum,
    Headcount,
    OfSex,
    Participation,
    PerShare,
    Pillar,
    PlanContext,
    PlanInfo,
    Rule,
    Serving,
    Sex,
    Source,
    Text,
    WaitingPeriod,
    all_of,
    hookimpl,
    since,
)

SEEN = date(2026, 11, 23)
PAGE = Text(zh="国寿团体女性安康保险介绍", en="introduction to the group plan for women")
URL = "http://xiangrikui.com/nvxingxian/xinwen/9486.html"
HEALTHY = Text(zh="身体健康,能正常工作", en="in good health and able to work")


def part(name: str) -> Source:
    """Cite one part of the page."""
    return Source(PAGE, row=name, url=URL, seen=SEEN)


FIVE_CANCERS = (
    Event("ovarian_cancer", Text(zh="原发性卵巢癌", en="primary ovarian cancer")),
    Event("endometrial_cancer", Text(zh="原发性子宫内膜癌", en="primary endometrial cancer")),
    Event("cervical_cancer", Text(zh="原发性宫颈癌", en="primary cervical cancer")),
    Event("tubal_cancer", Text(zh="原发性输卵管癌", en="primary cancer of the fallopian tube")),
    Event("vaginal_cancer", Text(zh="原发性阴道癌", en="primary vaginal cancer")),
)
BREAST_CANCER = Event("breast_cancer", Text(zh="原发性乳腺癌", en="primary breast cancer"))


@hookimpl
def mutualaid_plan(context: PlanContext) -> PlanInfo:
    """Tell what the plan is."""
    return PlanInfo(
        code="longjiang_womens",
        title=Text(zh="国寿团体女性安康保险", en="group plan for women's cancers, Heilongjiang"),
        short=Text(zh="龙江女工", en="Heilongjiang women"),
        pillar=Pillar.ILLNESS,
        term_years=1,
        in_force=since(SEEN.year, SEEN.month, SEEN.day),
        source=part("保险期间"),
    )


@hookimpl
def mutualaid_eligibility(context: PlanContext) -> Rule:
    """Give the conditions of joining."""
    return all_of(
        OfSex(Sex.FEMALE),
        AgeBetween(16, 60),
        Serving(),
        Declares("healthy", HEALTHY),
        Participation(percent=75, of=Headcount.FEMALE_EMPLOYEES, at_least=8),
        source=part("投保范围"),
    )


@hookimpl
def mutualaid_fee(context: PlanContext) -> FeeSchedule:
    """Give the fee of a term."""
    return PerShare(20, source=part("保险金额及保险费"))


@hookimpl
def mutualaid_benefit_cap(context: PlanContext) -> BenefitSchedule:
    """Give the benefit lines: five cancers, and breast cancer at twice the sum."""
    waiting = WaitingPeriod(90)
    return BenefitSchedule(
        FixedSum(10_000, code="cancer", events=FIVE_CANCERS, per_share=True, terms=[waiting]),
        FixedSum(20_000, code="breast", events=[BREAST_CANCER], per_share=True, terms=[waiting]),
        source=part("保险责任"),
    )
