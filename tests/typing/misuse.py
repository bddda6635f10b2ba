"""What a type checker must refuse: each line is wrong on purpose, for type checkers alone.

A line that is not refused is reported as an ignore that nothing needs: by mypy under
`warn_unused_ignores`, which strict mode sets, and by pyright through the comment below. Nothing
here is ever run.
"""

# pyright: strict, reportUnusedFunction=false, reportUnusedExpression=false
# pyright: reportUnnecessaryTypeIgnoreComment=true

from __future__ import annotations

import types
from datetime import date
from decimal import Decimal
from typing import Protocol

import mutualaid
from mutualaid import (
    AgeBetween,
    Application,
    BenefitSchedule,
    ByLevel,
    Catalogue,
    Ceiling,
    Child,
    ChildUnder,
    Entry,
    Event,
    Flat,
    Headcount,
    InvalidValue,
    Member,
    OfSex,
    Participation,
    Payer,
    Period,
    PerShare,
    Plan,
    PlanContext,
    PlanInfo,
    PlanModule,
    Question,
    Review,
    Rule,
    Serving,
    Sex,
    Source,
    Text,
    Unit,
    all_of,
    hookimpl,
    load_catalogue,
)

BORN = date(1980, 5, 17)
TEXT = Text(zh="名", en="name")
BURN = Event("burn", TEXT)


def people(member: Member, child: Child, unit: Unit) -> None:
    """Describe people wrongly."""
    Member("M1", "1980-05-17", Sex.MALE)  # type: ignore[arg-type]
    Member("M1", BORN, "male")  # type: ignore[arg-type]
    Member("M1", BORN, Sex.MALE, serving="yes")  # type: ignore[arg-type]
    Member("M1", BORN, Sex.MALE, True)  # type: ignore[call-arg]  # noqa: FBT003
    Member("M1", BORN)  # type: ignore[call-arg]
    Member("M1", BORN, Sex.MALE, retired=True)  # type: ignore[call-arg]
    Child("C1", BORN, healthy="no")  # type: ignore[arg-type]
    Unit("U1", employees="120")  # type: ignore[arg-type]
    Unit("U1", employees=12.5)  # type: ignore[arg-type]
    Entry(child)  # type: ignore[arg-type]
    Entry(member, child=member)  # type: ignore[arg-type]
    Entry(member, shares=None)  # type: ignore[arg-type]
    Entry(member, level="1")  # type: ignore[arg-type]
    Application(unit, date.min, [member])  # type: ignore[list-item]
    Application(unit, date.min, Entry(member))  # type: ignore[arg-type]
    Application("U1", date.min, [])  # type: ignore[arg-type]
    member.serving = True  # type: ignore[misc]
    _ = unit.size  # type: ignore[attr-defined]


def rules(serving: Serving) -> None:
    """Write rules wrongly."""
    Flat(89.5)  # type: ignore[arg-type]
    Flat(None)  # type: ignore[arg-type]
    PerShare(90, 4)  # type: ignore[arg-type, call-arg]
    PerShare(90, at_most="4")  # type: ignore[arg-type]
    ByLevel([26, 50])  # type: ignore[arg-type]
    ByLevel({1: 26.5})  # type: ignore[dict-item]
    AgeBetween(16)  # type: ignore[call-arg]
    AgeBetween("16", 60)  # type: ignore[arg-type]
    ChildUnder(18, True)  # type: ignore[arg-type, call-arg]  # noqa: FBT003
    OfSex("female")  # type: ignore[arg-type]
    Participation(percent=70.0, of=Headcount.EMPLOYEES)  # type: ignore[arg-type]
    Participation(percent=70, of="employees")  # type: ignore[arg-type]
    Participation(70, Headcount.EMPLOYEES)  # type: ignore[arg-type, call-arg]
    all_of(Serving, AgeBetween(16, 60))  # type: ignore[arg-type]
    all_of("serving")  # type: ignore[arg-type]
    Ceiling(5)  # type: ignore[call-arg]
    Ceiling(5, events=BURN)  # type: ignore[arg-type]
    Ceiling(5.5, events=[BURN])  # type: ignore[arg-type]
    BenefitSchedule([Ceiling(5, events=[BURN])])  # type: ignore[arg-type]
    BenefitSchedule(Flat(56))  # type: ignore[arg-type]
    Payer("union")  # type: ignore[arg-type]
    Source("Notice 7", "2")  # type: ignore[call-arg]
    Serving(source="Notice 7")  # type: ignore[arg-type]
    Period("2016-01-01")  # type: ignore[arg-type]
    serving.words("fr")  # type: ignore[arg-type]
    TEXT.of("fr")  # type: ignore[arg-type]
    Rule()  # type: ignore[abstract]
    serving.source = None  # type: ignore[misc]


def answers(plan: Plan, catalogue: Catalogue, member: Member, unit: Unit, review: Review) -> None:
    """Ask and read wrongly."""
    plan.decide(member, unit, date.min)  # type: ignore[call-arg]
    plan.decide(member, unit)  # type: ignore[call-arg]
    plan.decide(member, unit, starts="2016-01-01")  # type: ignore[arg-type]
    plan.review([Entry(member)])  # type: ignore[arg-type]
    catalogue[5]  # type: ignore[index]
    catalogue["medical"] = plan  # type: ignore[index]
    load_catalogue(["medical", 5])  # type: ignore[list-item]
    fee: Decimal = review.fee  # type: ignore[assignment]
    eligible: bool = review.entries[0].eligible  # type: ignore[assignment]
    review.explain("fr")  # type: ignore[arg-type]
    review.accepted = fee  # type: ignore[misc, assignment]
    mutualaid.Question(member, unit, eligible)  # type: ignore[arg-type]
    error: type[KeyError] = InvalidValue  # type: ignore[assignment]
    _ = (mutualaid.nothing, error)  # type: ignore[attr-defined]


class Misspelt(Protocol):
    """A plan with a misspelt hook."""

    def mutualaid_plan(self, context: PlanContext) -> PlanInfo: ...
    def mutualaid_eligibility(self, context: PlanContext) -> Rule: ...
    def mutualaid_fees(self, context: PlanContext) -> Flat: ...
    def mutualaid_benefit_cap(self, context: PlanContext) -> BenefitSchedule: ...


class Mistyped(Protocol):
    """A plan whose fee is a number."""

    def mutualaid_plan(self, context: PlanContext) -> PlanInfo: ...
    def mutualaid_eligibility(self, context: PlanContext) -> Rule: ...
    def mutualaid_fee(self, context: PlanContext) -> Decimal: ...
    def mutualaid_benefit_cap(self, context: PlanContext) -> BenefitSchedule: ...


class Misnamed(Protocol):
    """A plan one of whose hooks takes its context under another name."""

    def mutualaid_plan(self, ctx: PlanContext) -> PlanInfo: ...
    def mutualaid_eligibility(self, context: PlanContext) -> Rule: ...
    def mutualaid_fee(self, context: PlanContext) -> Flat: ...
    def mutualaid_benefit_cap(self, context: PlanContext) -> BenefitSchedule: ...


def plans(misspelt: Misspelt, mistyped: Mistyped, misnamed: Misnamed) -> None:
    """Take for a plan what is none."""
    one: PlanModule = misspelt  # type: ignore[assignment]
    two: PlanModule = mistyped  # type: ignore[assignment]
    three: PlanModule = misnamed  # pyright: ignore[reportAssignmentType]  # mypy lets names pass
    four: PlanModule = types  # type: ignore[assignment]
    _ = (one, two, three, four)


class Undecided(Rule):  # a rule without a check
    """Decide nothing."""


Undecided()  # type: ignore[abstract]


@hookimpl
def mutualaid_fee(context: PlanContext) -> Flat:
    """Answer with something else than is promised."""
    return Decimal(56)  # type: ignore[return-value]


def asks(question: Question) -> None:
    """Read what was said as though it were known."""
    serving: bool = question.member.serving  # type: ignore[assignment]
    _ = question.member.birth_date - question.unit.employees, serving  # type: ignore[operator]
