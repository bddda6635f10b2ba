"""A sound plan, and the means to break one thing in it at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from types import ModuleType
from typing import Any

import attrs

from mutualaid import (
    AgeBetween,
    BenefitLine,
    BenefitSchedule,
    Ceiling,
    Event,
    FeeSchedule,
    HasUnion,
    Headcount,
    Participation,
    Period,
    PerShare,
    Pillar,
    PlanContext,
    PlanInfo,
    Reimburse,
    Rule,
    Serving,
    Source,
    Text,
    WaitingPeriod,
    all_of,
    hookimpl,
    since,
)

RULES = Source("a draft", row="clause 1")
SINCE = since(2016, 1, 1)
BILL = Event("bill", Text(zh="账单", en="medical bill"))
STAY = Event("stay", Text(zh="住院", en="stay in hospital"))

AGE = AgeBetween(16, 60)
SHARE = Participation(percent=80, of=Headcount.EMPLOYEES, everyone_below=30)
CONDITIONS = (Serving(), HasUnion(), AGE, SHARE)
FEE = PerShare(90, at_most=4)
TERMS = (WaitingPeriod(30),)
FORMULA = Reimburse(80, above=100)


def line(
    kind: Callable[..., BenefitLine] = Ceiling, amount: object = 10_000, **said: Any
) -> BenefitLine:
    """Make the sound benefit line, but for what is said otherwise."""
    kept: dict[str, Any] = {"events": [BILL], "per_share": True, "terms": TERMS, "formula": FORMULA}
    return kind(amount, **{**kept, **said})


def instead(rule: Rule, of: Rule) -> list[Rule]:
    """Give the sound conditions with one in place of another."""
    return [rule if one is of else one for one in CONDITIONS]


def plan(
    *,
    conditions: Iterable[Rule] = CONDITIONS,
    fee: Callable[[PlanContext], FeeSchedule] | FeeSchedule = FEE,
    lines: Iterable[BenefitLine] | None = None,
    years: int = 1,
    in_force: Period | Iterable[Period] = SINCE,
    source: Source | None = RULES,
) -> ModuleType:
    """Make the sound plan as a module, but for what is said otherwise.

    Args:
        conditions: Its conditions of joining.
        fee: Its fee, or the body of the hook that gives it.
        lines: Its benefit lines.
        years: Its term.
        in_force: Its editions.
        source: What every rule cites that has no source of its own.
    """
    made = ModuleType("drafts.draft")

    @hookimpl
    def mutualaid_plan(context: PlanContext) -> PlanInfo:
        return PlanInfo(
            code="draft",
            title=Text(zh="草案", en="draft plan"),
            short=Text(zh="草", en="draft"),
            pillar=Pillar.HOSPITAL,
            term_years=years,
            in_force=in_force,
            source=source,
        )

    @hookimpl
    def mutualaid_eligibility(context: PlanContext) -> Rule:
        return all_of(*conditions, source=source)

    @hookimpl
    def mutualaid_fee(context: PlanContext) -> FeeSchedule:
        charged = fee(context) if callable(fee) else fee
        return charged if charged.source else attrs.evolve(charged, source=source)

    @hookimpl
    def mutualaid_benefit_cap(context: PlanContext) -> BenefitSchedule:
        return BenefitSchedule(*([line()] if lines is None else lines), source=source)

    for hook in (mutualaid_plan, mutualaid_eligibility, mutualaid_fee, mutualaid_benefit_cap):
        setattr(made, hook.__name__, hook)
    return made


# The broken ones ------------------------------------------------------------------------------


@attrs.frozen
class Broken:
    """A plan with one defect.

    Args:
        name: The defect.
        law: The law that is to catch it; "loading" where loading is to refuse the plan.
        make: Makes the plan.
    """

    name: str
    law: str
    make: Callable[[], ModuleType]


def breaks(law: str) -> Callable[[Callable[[], ModuleType]], Broken]:
    """Enter a plan as broken; the name of the function is the defect."""
    return lambda make: Broken(make.__name__, law, make)


def message(zh: str, en: str) -> Text:
    """Word a message of a rule from outside the library."""
    return Text(zh=zh, en=en)


JULY = date(2017, 7, 1)
