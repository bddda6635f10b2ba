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
    Admission,
    AgeBetween,
    Application,
    BenefitSchedule,
    BillItem,
    ByLevel,
    Catalogue,
    Ceiling,
    Child,
    ChildUnder,
    Claim,
    ClaimTerm,
    Cover,
    CoverTerm,
    DailyAllowance,
    DisabilityScale,
    Entry,
    Event,
    Excludes,
    FixedSum,
    Flat,
    Formula,
    Headcount,
    InvalidValue,
    Ledger,
    Member,
    NoWorkInjury,
    ObservationDays,
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
    Reimburse,
    ReimburseByBands,
    ReportWithin,
    Review,
    Rule,
    RuleValue,
    Serving,
    Settlement,
    Sex,
    Source,
    Text,
    Unit,
    WaitingPeriod,
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


def rules_of_claims(cover: Cover, value: RuleValue, waiting: WaitingPeriod, line: Ceiling) -> None:
    """Write terms and formulas wrongly."""
    NoWorkInjury(events="burn", days=1)  # type: ignore[call-arg]
    NoWorkInjury(events=[BURN])  # type: ignore[list-item]
    NoWorkInjury(["burn"])  # type: ignore[arg-type, call-arg]
    ObservationDays("7")  # type: ignore[arg-type]
    ObservationDays()  # type: ignore[call-arg]
    WaitingPeriod(30, False)  # type: ignore[arg-type, call-arg]  # noqa: FBT003
    WaitingPeriod(30, waived_on_renewal=None)  # type: ignore[arg-type]
    Excludes("war", "war")  # type: ignore[arg-type]
    Excludes("war")  # type: ignore[call-arg]
    ReportWithin(2)  # type: ignore[arg-type, call-arg]
    ReportWithin(weeks=2)  # type: ignore[call-arg]
    ReportWithin(days=2.5)  # type: ignore[arg-type]
    Reimburse(66.7)  # type: ignore[arg-type]
    Reimburse("50")  # type: ignore[arg-type]
    Reimburse(50, 1_000)  # type: ignore[arg-type, call-arg]
    Reimburse(50, above=1000.5)  # type: ignore[arg-type]
    ReimburseByBands([50, 60])  # type: ignore[arg-type]
    ReimburseByBands({0: 12.5})  # type: ignore[dict-item]
    DailyAllowance(50.5)  # type: ignore[arg-type]
    DailyAllowance(50, from_day=Decimal(4))  # type: ignore[arg-type]
    DailyAllowance(50, at_most_days="90")  # type: ignore[arg-type]
    DisabilityScale([100, 50])  # type: ignore[arg-type]
    DisabilityScale({1: 12.5})  # type: ignore[dict-item]
    DisabilityScale({"1": 100})  # type: ignore[dict-item]
    CoverTerm(1.5)  # type: ignore[arg-type]
    CoverTerm(1).period("2016-01-01")  # type: ignore[arg-type]
    Ceiling(5, events=[BURN], terms=[Serving()])  # type: ignore[list-item]
    Ceiling(5, events=[BURN], terms=waiting)  # type: ignore[arg-type]
    Ceiling(5, events=[BURN], formula=waiting)  # type: ignore[arg-type]
    FixedSum(5, events=[BURN], formula=50)  # type: ignore[arg-type]
    all_of(Serving(), waiting)  # type: ignore[arg-type]
    value.check(cover)  # type: ignore[attr-defined]
    ClaimTerm()  # type: ignore[abstract]
    Formula()  # type: ignore[abstract]
    waiting.check(cover)  # type: ignore[arg-type]
    line.terms = ()  # type: ignore[misc]


def claims(cover: Cover, claim: Claim, ledger: Ledger, settlement: Settlement) -> None:
    """Claim, settle and read wrongly."""
    BillItem("2016-03-09", 5)  # type: ignore[arg-type]
    BillItem(BORN, 12.5)  # type: ignore[arg-type]
    BillItem(BORN, 5, 3)  # type: ignore[call-arg]
    Admission(BORN)  # type: ignore[call-arg]
    Admission("H1", BORN)  # type: ignore[arg-type]
    Claim("C1", "medical", "M1", "bill")  # type: ignore[call-arg]
    Claim("C1", "medical", "M1", BURN, BORN)  # type: ignore[arg-type]
    Claim("C1", "medical", "M1", "bill", "2016-03-09")  # type: ignore[arg-type]
    Claim("C1", "medical", "M1", "bill", BORN, 5_000)  # type: ignore[call-arg]
    Claim("C1", "medical", "M1", "bill", BORN, amount=12.5)  # type: ignore[arg-type]
    Claim("C1", "medical", "M1", "bill", BORN, items=[5])  # type: ignore[list-item]
    Claim("C1", "medical", "M1", "bill", BORN, work_injury="no")  # type: ignore[arg-type]
    Claim("C1", "medical", "M1", "bill", BORN, paid=5)  # type: ignore[call-arg]
    Cover(cover, "U1", cover.member, BORN)  # type: ignore[arg-type]
    Cover(cover.edition, "U1", "M1", BORN)  # type: ignore[arg-type]
    Cover(cover.edition, "U1", cover.member, BORN, shares=None)  # type: ignore[arg-type]
    cover.starts = BORN  # type: ignore[misc]
    claim.amount = Decimal(5)  # type: ignore[misc]
    settlement.outcome = None  # type: ignore[misc, assignment]
    Ledger(cover)  # type: ignore[arg-type]
    Ledger([claim])  # type: ignore[list-item]
    ledger.settle("C1")  # type: ignore[arg-type]
    ledger.settle([claim])  # type: ignore[arg-type]
    ledger.correct(claim)  # type: ignore[call-arg]
    ledger.correct("C1", entered=BORN)  # type: ignore[arg-type]
    ledger.withdraw(claim, entered=BORN)  # type: ignore[arg-type]
    ledger.withdraw("C1", BORN)  # type: ignore[call-arg]
    ledger.remaining("M1", "medical")  # type: ignore[call-arg]
    ledger.remaining("M1", "medical", BORN)  # type: ignore[call-arg]
    ledger.statement(on="2016-06-01")  # type: ignore[arg-type]
    ledger.enrol(cover)  # type: ignore[arg-type]
    settlement.explain("fr")  # type: ignore[arg-type]
    paid: float = settlement.payable  # type: ignore[assignment]
    alone: Ledger = ledger.settle(claim)  # type: ignore[assignment]
    work_injury: bool = claim.work_injury  # type: ignore[assignment]
    _ = (paid, alone, work_injury, settlement.paid, ledger.claims)  # type: ignore[attr-defined]


def answers(plan: Plan, catalogue: Catalogue, member: Member, unit: Unit, review: Review) -> None:
    """Ask and read wrongly."""
    plan.decide(member, unit, date.min)  # type: ignore[call-arg]
    plan.decide(member, unit)  # type: ignore[call-arg]
    plan.decide(member, unit, starts="2016-01-01")  # type: ignore[arg-type]
    plan.review([Entry(member)])  # type: ignore[arg-type]
    catalogue[5]  # type: ignore[index]
    catalogue["medical"] = plan  # type: ignore[index]
    load_catalogue(plans=["medical", 5])  # type: ignore[list-item]
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


class Unasked(ClaimTerm):  # a term without a check
    """Ask nothing."""


class Unmeasured(Formula):  # a formula that is due nothing
    """Measure nothing."""


Undecided()  # type: ignore[abstract]
Unasked()  # type: ignore[abstract]
Unmeasured()  # type: ignore[abstract]


@hookimpl
def mutualaid_fee(context: PlanContext) -> Flat:
    """Answer with something else than is promised."""
    return Decimal(56)  # type: ignore[return-value]


def asks(question: Question) -> None:
    """Read what was said as though it were known."""
    serving: bool = question.member.serving  # type: ignore[assignment]
    _ = question.member.birth_date - question.unit.employees, serving  # type: ignore[operator]
