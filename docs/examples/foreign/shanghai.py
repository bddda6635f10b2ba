"""Shanghai's group accident plan in its edition of August 2006: what all its ways share.

职工团体意外伤害互助保障计划 (2006年8月版) of 上海市职工保障互助会, as the page of a university's
union gives it. A unit chooses one of four ways: a term of one year or of three, and for each a fee
that is kept or a higher one that is given back at the end. Each way is a plan of its own in a
module of its own; the conditions of joining and what is paid stand here.

The document tells only the month of its edition: the first of August is a convention, and so is
that it has no end. Not coded: that shares of all four ways count together towards the three, that
what is asked for beyond them is void (here it is refused), that a unit enters nobody later than ten
days after its covers start but for those who are new to it, and what exactly is paid for which
injury, since the page was seen in part.
"""

from __future__ import annotations

from datetime import date

from mutualaid import (
    AgeUnder,
    BenefitSchedule,
    Ceiling,
    Declares,
    Event,
    Headcount,
    Participation,
    PerShare,
    Pillar,
    PlanContext,
    PlanInfo,
    Rule,
    SameShares,
    Serving,
    Source,
    Text,
    Whose,
    all_of,
    hookimpl,
    since,
)

DOCUMENT = Text(
    zh="职工团体意外伤害互助保障计划(2006年8月版)", en="group accident plan, August 2006"
)
URL = "https://gh.sues.edu.cn/_t183/95/c6/c10754a38342/page.htm"
SEEN = date(2026, 11, 23)


def article(name: str) -> Source:
    """Cite one article of the plan."""
    return Source(DOCUMENT, row=name, url=URL, seen=SEEN)


IN_SHANGHAI = Text(zh="单位在上海市", en="unit in Shanghai")
DEATH = Event("accidental_death", Text(zh="意外身故", en="death by accident"))
DISABILITY = Event("accidental_disability", Text(zh="意外致残", en="disability by accident"))


def info(code: str, way: Text, *, term_years: int) -> PlanInfo:
    """Tell what one of the ways is."""
    return PlanInfo(
        code=code,
        title=Text(
            zh=f"上海市职工团体意外伤害互助保障计划({way.zh})",
            en=f"Shanghai group accident mutual-aid plan, {way.en}",
        ),
        short=Text(zh=f"上海意外{way.zh}", en=f"Shanghai accident, {way.en}"),
        pillar=Pillar.ACCIDENT,
        term_years=term_years,
        in_force=since(2006, 8, 1),
        source=article("第四条"),
    )


def fee(amount: int, *, deposit: int | None = None) -> PerShare:
    """Give the fee of one of the ways."""
    return PerShare(
        amount,
        deposit=deposit,
        at_most=3,
        source=article("第五条"),
        sources={"at_most": article("第六条")},
    )


@hookimpl
def mutualaid_eligibility(context: PlanContext) -> Rule:
    """Give the conditions of joining, the same for every way."""
    return all_of(
        Declares("in_shanghai", IN_SHANGHAI, whose=Whose.UNIT),
        Serving(),
        AgeUnder(female=55, male=60),
        Participation(percent=75, of=Headcount.EMPLOYEES, everyone_up_to=10),
        SameShares(source=article("第六条")),
        source=article("第一条"),
    )


@hookimpl
def mutualaid_benefit_cap(context: PlanContext) -> BenefitSchedule:
    """Give the benefit line, the same for every way: death or disability, up to one cap."""
    line = Ceiling(5_000, events=[DEATH, DISABILITY], per_share=True)
    return BenefitSchedule(line, source=article("第七条"))
