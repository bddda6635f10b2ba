"""The eight plans for one member, as straight-line Python with dataclass results.

What a careful programmer would write without a library: the figures typed in, one function, each
plan in turn. It is the yardstick of `one_member.py` and shares no rule with the library; it does
the same work, the checks of the question included.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from dateutil.relativedelta import relativedelta

from mutualaid import Child, Member, Sex, Unit


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked, shared by the answers."""

    member: Member
    unit: Unit
    starts: date
    child: Child | None
    shares: int
    level: int | None


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer of one plan."""

    plan: str
    eligible: bool | None
    asked: Asked


@lru_cache(maxsize=64)
def bounds(starts: date) -> tuple[date, date, date]:
    """First and last birth date of those aged 16 to 60, and the first of those under 18."""

    def latest(years: int) -> date:
        bound = starts - relativedelta(years=years)
        day_after = bound + timedelta(days=1)
        return day_after if day_after + relativedelta(years=years) <= starts else bound

    return latest(61) + timedelta(days=1), latest(16), latest(18) + timedelta(days=1)


def decide_all(
    member: Member,
    unit: Unit,
    starts: date,
    child: Child | None = None,
    shares: int = 1,
    level: int | None = None,
) -> list[Answer]:
    """Decide the eight plans."""
    if not isinstance(member, Member) or not isinstance(unit, Unit) or type(starts) is not date:
        raise TypeError
    if member.birth_date > starts or (child is not None and child.birth_date > starts):
        raise ValueError
    if child is not None and child.birth_date <= member.birth_date:
        raise ValueError
    if shares < 1:
        raise ValueError
    asked = Asked(member, unit, starts, child, shares, level)
    answers = []
    serving = member.serving
    insured = member.basic_medical_insurance
    union = member.union_member
    card = member.jingka_card
    oldest, youngest, minor = bounds(starts)
    of_age = oldest <= member.birth_date <= youngest

    if insured is False or serving is False:
        medical: bool | None = False
    else:
        if union is False or card is False:
            way_a: bool | None = False
        elif union is None or card is None:
            way_a = None
        else:
            way_a = True
        if unit.in_beijing is False or unit.has_union is True:
            way_b: bool | None = False
        elif unit.in_beijing is None or unit.has_union is None:
            way_b = None
        else:
            way_b = True
        if way_a or way_b:
            medical = None if insured is None or serving is None else True
        elif way_a is None or way_b is None:
            medical = None
        else:
            medical = False
    answers.append(Answer("medical", medical, asked))

    if union is False or card is False or serving is False:
        property_: bool | None = False
    elif union is None or card is None or serving is None:
        property_ = None
    else:
        property_ = True
    answers.append(Answer("accident_property", property_, asked))

    if not of_age or serving is False or insured is False:
        inpatient: bool | None = False
    elif serving is None or insured is None:
        inpatient = None
    else:
        inpatient = True
    answers.append(Answer("inpatient_medical", inpatient, asked))

    allowance = False if not of_age or serving is False else serving
    answers.append(Answer("inpatient_allowance", allowance, asked))

    illness = False if not of_age or shares > 4 or serving is False else serving
    answers.append(Answer("critical_illness", illness, asked))

    if member.sex is not Sex.FEMALE or not of_age or shares > 2 or serving is False:
        women: bool | None = False
    else:
        women = serving
    answers.append(Answer("womens_illness", women, asked))

    if not of_age or level is None or level > 4 or serving is False:
        accident: bool | None = False
    else:
        accident = serving
    answers.append(Answer("accident", accident, asked))

    if not of_age or child is None or shares > 4 or serving is False:
        children: bool | None = False
    else:
        young = child.birth_date >= minor
        student = True if young else child.student
        healthy = child.healthy
        if student is False or healthy is False:
            children = False
        elif student is None or healthy is None or serving is None:
            children = None
        else:
            children = True
    answers.append(Answer("childrens_accident", children, asked))
    return answers
