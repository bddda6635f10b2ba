"""Ningbo's women's plan as it was seen in 2022 and 2023: what its two terms share.

宁波市女职工安康互助保障 of the municipal federation of trade unions. A unit chooses a term of one
year or of four; each is a plan of its own in a module of its own.

The four pages tell the figures in parts, and each is cited for its own. 2022-05-01 is the first day
on which covers by the cap of 2022 started, no day of a reform. A renewal that is applied for within
30 days of the end starts where the last cover ended and waits no more, and so does any cover here
that follows another without a gap; that the 30 days were kept is not coded, since an application
does not tell when it came in. Not coded besides: the statutory age of retirement, which no page
tells in figures (whether someone serves is asked), and what is paid for which cancer.
"""

from __future__ import annotations

from datetime import date

from mutualaid import (
    BenefitSchedule,
    Ceiling,
    Declares,
    Event,
    HasUnion,
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
    Whose,
    all_of,
    hookimpl,
    since,
)

OF_2012 = Source(
    Text(zh="宁波市女职工安康互助保障办法(2012年3月修订)", en="rules of the plan, March 2012"),
    url="https://xiexiebang.com/a5/201905138/3017c38254527e10.html",
    seen=date(2019, 5, 13),
)
OF_2022 = Source(
    Text(zh="宁波女职工安康互助保障攻略2022", en="guide to the plan, 2022"),
    url="http://haioucloud.com/news/408235.html",
    seen=date(2022, 9, 23),
)
OF_2023 = Source(
    Text(zh="2023年度宁波市女职工安康互助保障", en="the plan in 2023"),
    url="http://m.kidbbs.com/baike/techan/1491359.html",
    seen=date(2026, 11, 23),
)
IN_NINGBO = Text(zh="单位在宁波市", en="unit in Ningbo")
NO_CANCER = Text(zh="尚未患所列癌症", en="not known to have one of the cancers listed")
CANCERS = (
    Event("breast_cancer", Text(zh="乳腺癌", en="breast cancer")),
    Event("ovarian_cancer", Text(zh="卵巢癌", en="ovarian cancer")),
    Event("uterine_cancer", Text(zh="子宫癌", en="cancer of the uterus")),
    Event("cervical_cancer", Text(zh="宫颈癌", en="cervical cancer")),
    Event("tubal_cancer", Text(zh="输卵管癌", en="cancer of the fallopian tube")),
    Event("vaginal_cancer", Text(zh="阴道癌", en="vaginal cancer")),
)


def info(code: str, term: Text, *, term_years: int) -> PlanInfo:
    """Tell what the plan is for one of its terms."""
    return PlanInfo(
        code=code,
        title=Text(
            zh=f"宁波市女职工安康互助保障({term.zh})",
            en=f"Ningbo mutual-aid plan for women's illnesses, {term.en}",
        ),
        short=Text(zh=f"宁波女工{term.zh}", en=f"Ningbo women, {term.en}"),
        pillar=Pillar.ILLNESS,
        term_years=term_years,
        in_force=since(2022, 5, 1),
        source=OF_2023,
    )


def fee(amount: int) -> PerShare:
    """Give the fee of one of the terms."""
    return PerShare(amount, at_most=3, source=OF_2023)


@hookimpl
def mutualaid_eligibility(context: PlanContext) -> Rule:
    """Give the conditions of joining, the same for both terms."""
    return all_of(
        Declares("in_ningbo", IN_NINGBO, whose=Whose.UNIT),
        HasUnion(),
        OfSex(Sex.FEMALE),
        Serving(),
        Declares("no_cancer_known", NO_CANCER),
        Participation(percent=80, of=Headcount.FEMALE_EMPLOYEES),
        source=OF_2012,
    )


@hookimpl
def mutualaid_benefit_cap(context: PlanContext) -> BenefitSchedule:
    """Give the benefit line, the same for both terms: any of the cancers, after 90 days."""
    waiting = WaitingPeriod(90, source=OF_2023)
    line = Ceiling(10_000, events=CANCERS, per_share=True, terms=[waiting])
    return BenefitSchedule(line, source=OF_2022)
