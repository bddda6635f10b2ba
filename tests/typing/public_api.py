"""The public names as users write them, for type checkers alone: nothing here is ever run.

Checked by mypy in strict mode and by pyright. What is wrong on purpose stands in `misuse.py`.
"""

# pyright: strict, reportUnusedFunction=false

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from types import ModuleType
from typing import Any, ClassVar, assert_type

import attrs
import mutualaid_plans.accident
import mutualaid_plans.accident_property
import mutualaid_plans.childrens_accident
import mutualaid_plans.critical_illness
import mutualaid_plans.inpatient_allowance
import mutualaid_plans.inpatient_medical
import mutualaid_plans.medical
import mutualaid_plans.womens_illness
import polars as pl
from hypothesis.strategies import SearchStrategy

from mutualaid import (
    LEAFLET,
    Admission,
    AgeBetween,
    AgeUnder,
    AllOf,
    AnyOf,
    Application,
    BenefitLine,
    BenefitSchedule,
    BesideMember,
    BillItem,
    ByLevel,
    Catalogue,
    Ceiling,
    ChangesClash,
    ChangesNothing,
    Child,
    ChildHealthy,
    ChildUnder,
    Claim,
    ClaimTerm,
    Cover,
    CoverTerm,
    DailyAllowance,
    Decision,
    Declares,
    DisabilityScale,
    Edition,
    Enrolment,
    EnrolmentOutcome,
    Entry,
    EntryDecision,
    Event,
    Excludes,
    FeeSchedule,
    Finding,
    FixedSum,
    Flat,
    Formula,
    Free,
    HasUnion,
    Headcount,
    HoldsCard,
    InBeijing,
    Insured,
    InvalidType,
    InvalidValue,
    Ledger,
    Levels,
    Measure,
    MedicallyInsured,
    Member,
    MissingExtra,
    MutualAidError,
    NotAccepted,
    NotInForce,
    NoUnion,
    NoWorkInjury,
    ObservationDays,
    OfSex,
    Outcome,
    Participation,
    Payer,
    Payment,
    Period,
    PerShare,
    Pillar,
    Plan,
    PlanContext,
    PlanInfo,
    PlanModule,
    PlansNotLoaded,
    PolicyChange,
    Question,
    Reimburse,
    ReimburseByBands,
    ReportWithin,
    Review,
    ReviewOutcome,
    Rule,
    RuleValue,
    SameShares,
    Scope,
    Serving,
    Settlement,
    SettlementOutcome,
    Sex,
    Source,
    Standing,
    Table,
    Text,
    UndecidedTruth,
    UnionMember,
    Unit,
    UnknownName,
    WaitingPeriod,
    Whose,
    WithChild,
    all_of,
    any_of,
    catalogue_of,
    hookimpl,
    load_catalogue,
    since,
)
from mutualaid.claim import ClaimQuestion
from mutualaid.errors import Problem
from mutualaid.frames.effect import FrameEffect
from mutualaid.loading import LoadReport, diagnose
from mutualaid.policy.counterexample import CounterexampleSearch
from mutualaid.policy.diff import Difference
from mutualaid.policy.effect import Effect, effect
from mutualaid.policy.timeline import Stretch
from mutualaid.records import (
    BadCell,
    ClaimsFile,
    from_json,
    from_plain,
    json_schema,
    read_claims,
    to_json,
    to_plain,
)
from mutualaid.statement import Statement
from mutualaid.steps import Record
from mutualaid.testing import (
    LAWS,
    BoundaryCase,
    Case,
    Clause,
    ClauseCoverage,
    Exercised,
    Law,
    PlanLaws,
    boundary_cases,
    strategies,
)

# pluggy compares no signatures, so a type checker does: each plan has the four hooks.
medical: PlanModule = mutualaid_plans.medical
accident_property: PlanModule = mutualaid_plans.accident_property
inpatient_medical: PlanModule = mutualaid_plans.inpatient_medical
inpatient_allowance: PlanModule = mutualaid_plans.inpatient_allowance
critical_illness: PlanModule = mutualaid_plans.critical_illness
womens_illness: PlanModule = mutualaid_plans.womens_illness
accident: PlanModule = mutualaid_plans.accident
childrens_accident: PlanModule = mutualaid_plans.childrens_accident


def people() -> Application:
    """Describe people, and enter them."""
    member = Member(
        "M1",
        date(1980, 5, 17),
        Sex.FEMALE,
        serving=True,
        basic_medical_insurance=None,
        union_member=True,
        jingka_card=False,
        high_risk=None,
    )
    assert_type(member.id, str)
    assert_type(member.birth_date, date)
    assert_type(member.sex, Sex)
    assert_type(member.serving, bool | None)
    child = Child(id="C1", birth_date=date(2010, 6, 1), healthy=True, student=None)
    assert_type(child.healthy, bool | None)
    declared = Child("C1", date(2010, 6, 1), declared={"healthy": True, "adopted": None}).declared
    assert_type(declared, Mapping[str, bool | None])
    unit = Unit(
        "U1",
        name="一厂",
        employees=120,
        female_employees=40,
        employees_with_minor_children=None,
        in_beijing=True,
        has_union=True,
        high_risk=True,
    )
    assert_type(unit.employees, int | None)
    assert_type(unit.name, str | None)
    entry = Entry(member, child=child, shares=2)
    assert_type(entry.key, tuple[str, str | None])
    assert_type(entry.level, int | None)
    application = Application(
        unit, date(2016, 1, 1), [entry, Entry(member, level=3)], already_covered=[member, entry]
    )
    assert_type(application.entries, tuple[Entry, ...])
    assert_type(application.already_covered, tuple[Entry, ...])
    of_an_iterator = Application(unit, date(2016, 1, 1), (Entry(one) for one in [member]))
    assert_type(of_an_iterator.starts, date)
    return application


def rules() -> None:
    """Write every rule."""
    cell = LEAFLET.cell("在职职工重大疾病互助保障活动", "会费")
    assert_type(cell, Source)
    notice = Source("Notice 7", row="2", column=None, url="https://example.org", seen=date.min)
    assert_type(notice.document, Text)
    assert_type(notice.cite("zh"), str)
    table = Table(Text(zh="表", en="table"), rows=("a",), columns=("b",))
    assert_type(table.cell("a", "b"), Source)

    band = AgeBetween(16, 60, source=cell, sources={"minimum": notice})
    assert_type(band.minimum, int)
    assert_type(band.source_of("minimum"), Source | None)
    share = Participation(
        percent=Decimal("66.7"),
        of=Headcount.EMPLOYEES,
        everyone_up_to=100,
        threshold_of=Headcount.FEMALE_EMPLOYEES,
    )
    assert_type(share.percent, int | Decimal)
    assert_type(share.at_least, int | None)
    assert_type(share.required(40), int)
    assert_type(share.required(40, threshold=22), int)
    limits = AgeUnder(female=55, male=60)
    assert_type((limits.female, limits.male), tuple[int, int])
    declares = Declares("on_site", Text(zh="在场", en="on site"), whose=Whose.UNIT)
    assert_type(declares.whose, Whose)
    singles: list[Rule] = [
        Serving(),
        MedicallyInsured(),
        UnionMember(),
        HoldsCard(),
        InBeijing(),
        HasUnion(),
        NoUnion(),
        OfSex(Sex.FEMALE),
        band,
        limits,
        declares,
        SameShares(),
        WithChild(),
        ChildHealthy(),
        ChildUnder(18, or_student=True),
        BesideMember(),
        share,
    ]
    every = all_of(*singles, name="way", source=cell)
    assert_type(every, AllOf)
    assert_type(every.parts, tuple[Rule, ...])
    assert_type(every.scope, Scope)
    assert_type(any_of(every, Serving()), AnyOf)
    assert_type(AllOf(singles).words("en"), str)
    assert_type(AnyOf(iter(singles)).name, str | None)
    assert_type(attrs.evolve(share, percent=60), Participation)

    payer = Payer(Text(zh="市总工会", en="federation"), way="card")
    fees: list[FeeSchedule] = [
        Free(paid_by=payer),
        Flat(56),
        Flat("89.50", paid_by=[payer]),
        PerShare(Decimal(90), at_most=4),
        ByLevel({1: 26, 2: "50"}, high_risk={1: Decimal(32), 2: 62}),
        ByLevel(Levels({1: 26})),
    ]
    assert_type(fees[0].payers(None), tuple[Text, ...])
    assert_type(Flat(56).amount, Decimal)
    assert_type(PerShare(90).at_most, int | None)
    assert_type(PerShare(410, deposit="400.50").deposit, Decimal | None)
    assert_type(ByLevel({1: 26}).amounts, Levels)
    assert_type(ByLevel({1: 26}).high_risk, Levels | None)
    assert_type(Levels({1: 26})[1], Decimal)
    assert_type(list(Levels({1: 26})), list[int])

    burn = Event("burn", Text(zh="烧伤", en="burn"))
    lines: list[BenefitLine] = [
        FixedSum(20_000, code="death", events=[burn]),
        Ceiling("5000", code="child", events=(burn,), insured=Insured.CHILD, per_share=True),
        Ceiling({1: 24_000}, code="levels", events=iter([burn]), title=burn.title),
    ]
    schedule = BenefitSchedule(*lines, source=cell)
    assert_type(schedule.lines, tuple[BenefitLine, ...])
    assert_type(schedule.line("death"), BenefitLine)
    assert_type(lines[0].amount, Decimal | Levels)
    assert_type(lines[0].name, Text)
    assert_type(lines[0].terms, tuple[ClaimTerm, ...])
    assert_type(lines[0].formula, Formula | None)
    assert_type(lines[0].measure, Measure)


def rules_of_claims() -> BenefitSchedule:
    """Write every term and formula of a benefit line, a stranger's among them."""
    war = Text(zh="战争", en="war")
    terms: list[ClaimTerm] = [
        NoWorkInjury(events=["burn"]),
        ObservationDays(7),
        WaitingPeriod(30, waived_on_renewal=False),
        Excludes("war", war, source=Source("Notice 7")),
        ReportWithin(years=2, months=6, days=1, events=iter(["burn"])),
        AtNight(22),
    ]
    assert_type(terms[0].events, tuple[str, ...])
    assert_type(terms[0].asks("burn"), bool)
    assert_type(ObservationDays(7).days, int)
    assert_type(WaitingPeriod(30).waived_on_renewal, bool)
    assert_type(Excludes("war", war).title, Text)
    assert_type(ReportWithin(days=10).months, int)
    assert_type(attrs.evolve(WaitingPeriod(30), days=60), WaitingPeriod)
    formulas: list[Formula] = [
        Reimburse(50, above="1000.50"),
        Reimburse(Decimal("66.7")),
        ReimburseByBands({0: 50, Decimal("1000.50"): Decimal("12.5")}),
        DailyAllowance("50.50", from_day=4, at_most_days=90),
        DisabilityScale({1: 100, 2: Decimal("12.5")}),
        Twice(),
    ]
    assert_type(Reimburse(50).percent, int | Decimal)
    assert_type(Reimburse(50).above, Decimal)
    assert_type(ReimburseByBands({0: 50}).bands, tuple[tuple[Decimal, Decimal], ...])
    assert_type(DailyAllowance(50).amount, Decimal)
    assert_type(DailyAllowance(50).at_most_days, int | None)
    assert_type(DisabilityScale({1: 100}).scale, tuple[int | Decimal, ...])
    assert_type(formulas[0].measure, Measure)
    assert_type(formulas[0].due(Decimal(100), Decimal(1_000)), Decimal)
    values: list[RuleValue] = [*terms, *formulas, CoverTerm(3), Serving(), Flat(56)]
    assert_type(values[0].words("zh"), str)
    assert_type(values[0].scope, Scope)
    assert_type(values[0].source, Source | None)
    assert_type(CoverTerm(3).years, int)
    assert_type(CoverTerm(3).period(date(2016, 2, 29)), Period)
    burn = Event("burn", Text(zh="烧伤", en="burn"))
    death = Event("death", Text(zh="身故", en="death"))
    return BenefitSchedule(
        Ceiling(10_000, code="burns", events=[burn], terms=terms, formula=formulas[0]),
        FixedSum(20_000, code="death", events=[death], terms=iter(terms[1:])),
    )


def catalogue() -> Catalogue:
    """Load plans, and look them up."""
    catalogue = load_catalogue()
    assert_type(catalogue, Catalogue)
    assert_type(load_catalogue(plans=["medical"]), Catalogue)
    assert_type(load_catalogue(plans=("medical", "accident")), Catalogue)
    assert_type(catalogue["medical"], Plan)
    assert_type(catalogue.get("medical"), Plan | None)
    assert_type(list(catalogue), list[str])
    assert_type("medical" in catalogue, bool)
    as_mapping: Mapping[str, Plan] = catalogue
    assert_type(len(as_mapping), int)
    assert_type(catalogue_of(ModuleType("draft"), mutualaid_plans.medical), Catalogue)
    assert_type(catalogue.editions(date(2016, 1, 1)), tuple[Edition, ...])
    plan = catalogue["medical"]
    assert_type(plan.info, PlanInfo)
    assert_type(plan.code, str)
    assert_type(plan.title, Text)
    assert_type(plan.aliases, tuple[str, ...])
    assert_type(plan.pillar, Pillar)
    assert_type(plan.editions, tuple[Edition, ...])
    assert_type(plan.in_force(date(2016, 1, 1)), bool)
    edition = plan.edition(date(2016, 1, 1))
    assert_type(edition.period, Period)
    assert_type(edition.eligibility, Rule)
    assert_type(edition.fee, FeeSchedule)
    assert_type(edition.benefit, BenefitSchedule)
    assert_type(edition.cover_period(date(2016, 1, 1)), Period)
    change = PolicyChange(
        "dearer",
        since=date(2017, 1, 1),
        source=Source("Notice 7"),
        set={"critical_illness.fee.amount": 100},
        replace={"accident.fee": Flat(30)},
        add={"accident.eligibility": Serving()},
        remove=["accident.eligibility.has_union"],
    )
    try:
        reformed = catalogue.with_change(change)
    except (ChangesNothing, ChangesClash):
        reformed = catalogue.at(date(2016, 1, 1)).without_change("dearer")
    assert_type(reformed, Catalogue)
    assert_type(reformed.changes, tuple[PolicyChange, ...])
    assert_type(plan.timeline(), tuple[Stretch, ...])
    difference = catalogue.diff(reformed, on=Period(date(2017, 1, 1)))
    assert_type(difference, Difference)
    assert_type(difference.counterexample("accident"), CounterexampleSearch)
    assert_type(difference.effect([]), Effect)
    assert_type(effect(catalogue, reformed, []), Effect)
    frame = pl.DataFrame()
    assert_type(difference.effect(frame, frame), FrameEffect)
    assert_type(effect(catalogue, reformed, frame, starts=date(2017, 1, 1)), FrameEffect)
    report = diagnose()
    assert_type(report, LoadReport)
    assert_type(report.problems, tuple[Problem, ...])
    return catalogue


def answers(catalogue: Catalogue, application: Application) -> None:
    """Ask, and read the answers."""
    member, unit, starts = application.entries[0].member, application.unit, application.starts
    decision = catalogue["medical"].decide(member, unit, starts=starts)
    assert_type(decision, Decision)
    assert_type(decision.eligible, bool | None)
    assert_type(decision.outcome, Outcome)
    assert_type(decision.plan, str)
    assert_type(decision.fee, Decimal | None)
    assert_type(decision.quoted_fee, Decimal | None)
    assert_type(decision.caps, dict[str, Decimal | None])
    assert_type(decision.reasons, tuple[Finding, ...])
    assert_type(decision.findings, tuple[Finding, ...])
    assert_type(decision.open, tuple[Finding, ...])
    assert_type(decision.notices, tuple[Finding, ...])
    assert_type(decision.missing, tuple[str, ...])
    assert_type(decision.eligible_from, date | None)
    assert_type(decision.way, str | None)
    assert_type(decision.paid_by, tuple[Text, ...])
    assert_type(decision.explain("zh"), str)
    assert_type(decision.to_dict(), dict[str, object])
    child = Child("C1", date(2010, 6, 1))
    with_all = catalogue.decide_all(member, unit, starts=starts, child=child, shares=2, level=3)
    assert_type(with_all, dict[str, Decision])


def reviews(catalogue: Catalogue, application: Application) -> None:
    """Review, and read the answer."""
    review = catalogue["critical_illness"].review(application)
    assert_type(review, Review)
    assert_type(review.accepted, bool | None)
    assert_type(review.outcome, ReviewOutcome)
    assert_type(review.fee, Decimal | None)
    assert_type(review.quoted_fee, Decimal | None)
    assert_type(review.entries, tuple[EntryDecision, ...])
    assert_type(review.joining, tuple[EntryDecision, ...])
    assert_type(review.repeated, tuple[Entry, ...])
    assert_type(review.unit_findings, tuple[Finding, ...])
    assert_type(review.reasons, tuple[Finding, ...])
    assert_type(review.explain("en"), str)
    assert_type(review.to_dict(), dict[str, object])
    assert_type(review.entries[0].entry, Entry)
    assert_type(review.entries[0].accepted, bool | None)
    as_decision: Decision = review.entries[0]
    assert_type(as_decision.question, Question)

    finding = review.reasons[0]
    assert_type(finding.code, str)
    assert_type(finding.standing, Standing)
    assert_type(finding.shortfall, int | None)
    assert_type(finding.at_most, int | None)
    assert_type(finding.eligible_from, date | None)
    assert_type(finding.missing, str | None)
    assert_type(finding.clause, Source | None)
    assert_type(finding.scope, Scope | None)
    assert_type(finding.parts, tuple[Finding, ...])
    assert_type(finding.text("en"), str)


def covers(catalogue: Catalogue, application: Application) -> tuple[Cover, ...]:
    """Give covers, and read them."""
    covers = catalogue["critical_illness"].review(application).covers()
    assert_type(covers, tuple[Cover, ...])
    cover = covers[0]
    assert_type(cover.edition, Edition)
    assert_type(cover.plan, str)
    assert_type(cover.unit, str)
    assert_type(cover.member, Member)
    assert_type(cover.child, Child | None)
    assert_type(cover.insured, str)
    assert_type(cover.starts, date)
    assert_type(cover.ends, date)
    assert_type(cover.since, date)
    assert_type(cover.period, Period)
    assert_type(cover.shares, int)
    assert_type(cover.level, int | None)
    assert_type(cover.way, str | None)
    assert_type(cover.lines, tuple[BenefitLine, ...])
    assert_type(cover.line_for("burn"), BenefitLine | None)
    assert_type(cover.paid_by, tuple[Text, ...])
    assert_type(cover.edition.term, CoverTerm)
    Application(
        application.unit, cover.ends, [cover.entry], already_covered=[one.entry for one in covers]
    )
    return (
        Cover(cover.edition, "U1", cover.member, date(2016, 1, 1), shares=2, since=date.min),
        *covers,
    )


def claims() -> list[Claim]:
    """Claim everything that can be claimed."""
    on = date(2016, 3, 9)
    illness = Claim("C1", "critical_illness", "M1", "malignant_tumour", on, amount="20000")
    assert_type(illness.amount, Decimal | None)
    assert_type(illness.entered, date)
    assert_type(illness.work_injury, bool | None)
    item = BillItem(on, "12.50", self_paid_two=3, outside=Decimal(1))
    assert_type(item.self_paid_one, Decimal)
    assert_type(item.outside, Decimal)
    admission = Admission(on, "H1")
    assert_type(admission.hospital, str)
    bill = Claim(
        id="C2",
        plan="medical",
        insured="M1",
        event="emergency_observation",
        on=on,
        items=iter([item]),
        hospital="H1",
        admission=admission,
        work_injury=False,
        circumstances=["drink_driving"],
        reported=on,
        entered=on,
    )
    assert_type(bill.items, tuple[BillItem, ...])
    assert_type(bill.admission, Admission | None)
    assert_type(bill.circumstances, tuple[str, ...])
    assert_type(bill.reported, date | None)
    stay = Claim("C3", "inpatient_allowance", "M1", "hospital_stay", on, days=12)
    disability = Claim("C4", "accident_property", "M1", "disability", on, grade=3)
    assert_type(stay.days, int | None)
    assert_type(disability.grade, int | None)
    return [illness, bill, stay, disability, attrs.evolve(illness, id="C5", amount=5)]


def ledgers(covers: tuple[Cover, ...], claims: list[Claim]) -> Ledger:
    """Enrol, settle, correct and withdraw, and ask."""
    on = date(2016, 6, 1)
    enrolments, ledger = Ledger().enrol(covers, entered=on)
    assert_type(enrolments, tuple[Enrolment, ...])
    assert_type(ledger, Ledger)
    assert_type(enrolments[0].cover, Cover)
    assert_type(enrolments[0].outcome, EnrolmentOutcome)
    assert_type(enrolments[0].gap_days, int)
    assert_type(enrolments[0].findings, tuple[Finding, ...])
    ledger = Ledger(cover for cover in covers)
    for claim in claims:
        settlement, ledger = ledger.settle(claim)
        settled(settlement)
    corrected, others, ledger = ledger.correct(claims[0], entered=on)
    assert_type(corrected, Settlement)
    assert_type(others, tuple[Settlement, ...])
    supplements, ledger = ledger.withdraw("C1", entered=on)
    assert_type(supplements, tuple[Settlement, ...])
    assert_type(ledger.remaining("M1", "critical_illness", on=on), Decimal)
    assert_type(ledger.remaining("M1", "medical", on=on, line="benefit", known_on=on), Decimal)
    statement = ledger.statement(insured="M1", plan="medical", unit="U1", on=on)
    assert_type(statement, Statement)
    assert_type(statement.paid, Decimal)
    assert_type(statement.rows[0].remaining, Decimal)
    assert_type(statement.to_csv("zh"), str)
    assert_type(statement.to_dict(), dict[str, object])
    statement.write_excel("statement.xlsx", "en")
    assert_type(ledger.settlement("C1"), Settlement)
    assert_type(ledger.covers(plan="medical", unit="U1", on=on), tuple[Cover, ...])
    assert_type(ledger.known_on(on), Ledger)
    assert_type(ledger.log(), tuple[Record, ...])
    assert_type(Ledger.replay(ledger.log()), Ledger)
    assert_type(ledger == Ledger(), bool)
    return ledger


def settled(settlement: Settlement) -> None:
    """Read a settlement."""
    assert_type(settlement.claim, Claim)
    assert_type(settlement.outcome, SettlementOutcome)
    assert_type(settlement.findings, tuple[Finding, ...])
    assert_type(settlement.reasons, tuple[Finding, ...])
    assert_type(settlement.notices, tuple[Finding, ...])
    assert_type(settlement.payable, Decimal | None)
    assert_type(settlement.cap, Decimal | None)
    assert_type(settlement.paid_before, Decimal | None)
    assert_type(settlement.remaining, Decimal | None)
    assert_type(settlement.supplement, Decimal)
    assert_type(settlement.paid_earlier, Decimal | None)
    assert_type(settlement.explain("zh"), str)
    assert_type(settlement.to_dict(), dict[str, object])
    assert_type(settlement.payments, tuple[Payment, ...])
    payment = settlement.payments[0]
    assert_type(payment.cover, Cover)
    assert_type(payment.line, str)
    assert_type(payment.quantity, Decimal)
    assert_type(payment.cap, Decimal)
    assert_type(payment.paid_before, Decimal)
    assert_type(payment.payable, Decimal)
    assert_type(payment.remaining, Decimal)


def as_json(ledger: Ledger, claims: list[Claim], catalogue: Catalogue) -> None:
    """Write values and read them back."""
    assert_type(to_json(ledger), str)
    assert_type(to_json(claims[0], indent=2), str)
    assert_type(to_plain(claims[0]), dict[str, Any])
    again: Ledger = from_json(to_json(ledger).encode())
    claim: Claim = from_plain(to_plain(claims[0]))
    assert_type(json_schema(Claim), dict[str, Any])
    assert_type(json_schema("Ledger"), dict[str, Any])
    read = read_claims("claims.csv", catalogue)
    assert_type(read, ClaimsFile)
    assert_type(read.claims, tuple[Claim, ...])
    assert_type(read.bad, tuple[BadCell, ...])
    again.settle(claim)


def errors(catalogue: Catalogue) -> Iterator[object]:
    """Catch every error, as the library's and as the builtin that it also is."""
    try:
        catalogue["nothing"]
    except UnknownName as error:
        yield assert_type(error.nearest, tuple[str, ...])
    except PlansNotLoaded as error:
        yield assert_type(error.problems, tuple[Problem, ...])
    except NotAccepted as error:
        yield assert_type(error.review, Review)
    except (InvalidType, InvalidValue, NotInForce, UndecidedTruth, MissingExtra) as error:
        yield assert_type(error.what, str)
    except MutualAidError as error:
        yield assert_type(error.hint, str | None)
    as_key_error: type[KeyError] = UnknownName
    as_value_error: type[ValueError] = InvalidValue
    as_type_error: type[TypeError] = InvalidType
    as_look_up_error: type[LookupError] = NotInForce
    as_import_error: type[ImportError] = PlansNotLoaded
    yield as_key_error, as_value_error, as_type_error, as_look_up_error, as_import_error


@attrs.frozen(repr=False)
class WornOut(Rule):
    """A stranger's rule."""

    kind = "worn_out"
    scope = Scope.PERSON
    messages: ClassVar[Mapping[str, Text]] = {
        "worn_out.words": Text(zh="未满 {years} 年", en="under {years} years"),
    }
    years: int

    def check(self, question: Question) -> Finding:
        served = question.starts.year - question.member.birth_date.year
        if question.member.serving is None:
            return self.unknown("member.serving")
        return self.met(years=served) if served < self.years else self.failed("long", years=served)


@attrs.frozen(repr=False)
class AtNight(ClaimTerm):
    """A stranger's term of a benefit line."""

    kind = "at_night"
    messages: ClassVar[Mapping[str, Text]] = {
        "at_night.words": Text(zh="{hour} 时前", en="before {hour} o'clock"),
        "at_night.late": Text(zh="{on} 太晚", en="{on} was too late"),
    }
    hour: int

    def check(self, question: ClaimQuestion) -> Finding:
        assert_type(question.claim, Claim)
        assert_type(question.starts, date)
        assert_type(question.since, date)
        if question.claim.reported is None:
            return self.unknown("claim.reported")
        return self.met() if self.asks("burn") else self.failed("late", on=question.claim.on)

    def counts(self, item: BillItem, question: ClaimQuestion) -> bool:
        return item.on == question.claim.on


class Twice(Formula):
    """A stranger's formula."""

    __slots__ = ()
    kind = "twice"
    measure = Measure.AMOUNT
    messages: ClassVar[Mapping[str, Text]] = {
        "twice.words": Text(zh="两倍", en="twice the amount"),
    }

    def due(self, total: Decimal, cap: Decimal) -> Decimal:
        return min(2 * total, cap)


@hookimpl
def mutualaid_plan(context: PlanContext) -> PlanInfo:
    """Say what a stranger's plan is."""
    return PlanInfo(
        code="stranger",
        title=Text(zh="外来计划", en="stranger"),
        short=Text(zh="外来", en="stranger"),
        aliases=["alias"],
        pillar=Pillar.HOSPITAL,
        term_years=3 if context.on >= date(2017, 1, 1) else 1,
        in_force=[Period(date(2015, 1, 1), date(2017, 1, 1)), since(2017, 1, 1)],
    )


@hookimpl
def mutualaid_eligibility(context: PlanContext) -> AllOf:
    """Answer with a kind of rule: a hook may promise more than it must."""
    return all_of(Serving(), WornOut(40), source=Source(f"Notice of {context.on}"))


@hookimpl
def mutualaid_fee(context: PlanContext) -> Flat:
    """Answer with a kind of fee."""
    return Flat(56 if context.on < date(2017, 1, 1) else 60)


@hookimpl
def mutualaid_benefit_cap(context: PlanContext) -> BenefitSchedule:
    """Answer with benefit lines."""
    burn = Event("burn", Text(zh="烧伤", en=f"burn since {context.on}"))
    return BenefitSchedule(Ceiling(5_000, events=[burn]))


def options(**said: Any) -> Member:
    """Build a person of what a form holds."""
    return Member(**said)


# The kit ------------------------------------------------------------------------------------------


class TestAccident(PlanLaws):
    """A plan is named by its code, as a module, or as it is."""

    plan = "accident"
    cases = "accident.csv"
    exempt: ClassVar[Mapping[str, str]] = {"no_entry_is_lost": "an example"}


def kit(plan: Plan) -> None:
    """Read laws, boundary cases, strategies and clauses."""
    assert_type(LAWS["no_entry_is_lost"], Law)
    assert_type(boundary_cases(plan, on=date(2016, 1, 1)), tuple[BoundaryCase, ...])
    assert_type(boundary_cases(plan)[0].case, Case)
    assert_type(strategies.applications(plan), SearchStrategy[Application])
    assert_type(strategies.of_type(Member), SearchStrategy[Member])
    assert_type(TestAccident.subject().plan, Plan)
    exercised = Exercised()
    with exercised.watching([plan]):
        plan.in_force(date(2016, 1, 1))
    assert_type(exercised.coverage([plan]), ClauseCoverage)
    assert_type(exercised.coverage([plan]).gaps, tuple[Clause, ...])
