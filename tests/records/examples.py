"""Values of every type that goes to JSON, ledgers with everything in them, and tables of claims."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

import attrs
from builders import CHILD, MEMBER, STARTS, UNIT, application, child, entries, families, member
from openpyxl import Workbook

from mutualaid import (
    LEAFLET,
    Admission,
    AgeBetween,
    AgeUnder,
    AllOf,
    AnyOf,
    Application,
    BenefitSchedule,
    BesideMember,
    BillItem,
    ByLevel,
    Ceiling,
    Child,
    ChildHealthy,
    ChildUnder,
    Claim,
    ClaimQuestion,
    Cover,
    CoverTerm,
    DailyAllowance,
    Declares,
    DisabilityScale,
    Edition,
    Entry,
    Event,
    Excludes,
    Finding,
    FixedSum,
    Flat,
    Free,
    HasUnion,
    Headcount,
    HoldsCard,
    InBeijing,
    Insured,
    Ledger,
    Levels,
    MedicallyInsured,
    Member,
    NoUnion,
    NoWorkInjury,
    ObservationDays,
    OfSex,
    Participation,
    Payer,
    Period,
    PerShare,
    Pillar,
    PlanContext,
    PlanInfo,
    PolicyChange,
    Question,
    Reimburse,
    ReimburseByBands,
    ReportWithin,
    SameShares,
    Serving,
    Sex,
    Source,
    Standing,
    Statement,
    Table,
    Text,
    UnionMember,
    Unit,
    WaitingPeriod,
    Whose,
    WithChild,
    all_of,
    any_of,
    load_catalogue,
    since,
)
from mutualaid.question import Count, Roster
from mutualaid.records import BadCell, ClaimsFile, RosterFile, RosterRow
from mutualaid.records.forms import name_of

CATALOGUE = load_catalogue()
HERE = Source(Text(zh="办法", en="regulation"), row="第 3 条", column="2", seen=date(2016, 5, 4))
THERE = Source("Notice 7", url="https://example.org/7")
NAMED = Text(zh="突发困难", en="sudden hardship")
HARDSHIP = Event("hardship", NAMED)
ILLNESS = Event("illness", Text(zh="患病", en="illness"))
CHILD_ILL = Event("child_ill", Text(zh="子女患病", en="illness of a child"))


# Rules ------------------------------------------------------------------------------------------

WAYS = any_of(
    all_of(UnionMember(), HoldsCard(source=THERE), name="card"),
    all_of(
        InBeijing(),
        NoUnion(),
        any_of(
            OfSex(Sex.FEMALE), all_of(AgeBetween(16, 60, sources={"maximum": THERE}), Serving())
        ),
        Participation(percent=Decimal("62.5"), of=Headcount.EMPLOYEES, everyone_below=30),
        name="unit",
    ),
    name="ways",
    source=HERE,
)
PARTICIPATION = Participation(
    percent=80,
    of=Headcount.FEMALE_EMPLOYEES,
    everyone_up_to=100,
    threshold_of=Headcount.EMPLOYEES,
    source=HERE,
    sources={"percent": THERE, "everyone_up_to": HERE},
)
TERMS = [
    NoWorkInjury(),
    ObservationDays(7, events=["illness"], source=HERE),
    WaitingPeriod(30, waived_on_renewal=False),
    Excludes("drunk", Text(zh="酒后", en="drunk")),
    ReportWithin(years=2, months=3, days=4),
]
SCALE = DisabilityScale({1: 100, 2: Decimal("62.5"), 3: 10})
SCHEDULE = BenefitSchedule(
    Ceiling(
        "20000.50",
        events=[HARDSHIP, ILLNESS],
        code="member",
        title=NAMED,
        per_share=True,
        terms=TERMS,
        formula=Reimburse(Decimal("62.5"), above="1000"),
        sources={"events": THERE},
    ),
    Ceiling({1: 100, 2: "150.25"}, events=[CHILD_ILL], code="child", insured=Insured.CHILD),
    FixedSum(1_000, events=[Event("death", Text(zh="身故", en="death"))], code="death"),
    source=HERE,
)
RULES = [
    AgeBetween(16, 60),
    AgeUnder(female=55, male=60),
    Declares("healthy", NAMED, source=HERE),
    Declares("on_site", NAMED, whose=Whose.UNIT),
    SameShares(source=HERE),
    Participation(percent=75, of=Headcount.FEMALE_EMPLOYEES, at_least=8),
    PerShare(410, deposit="400.50"),
    WAYS,
    *WAYS.parts,
    AllOf([Serving()]),
    AnyOf([Serving(), AllOf([NoUnion()], name="other")]),
    BesideMember(source=HERE),
    ByLevel({1: 26, 2: "50.50"}, high_risk={1: 32, 2: 62}, source=HERE),
    ByLevel({1: 26}, paid_by=[Payer(NAMED), Payer(NAMED, way="card")]),
    *SCHEDULE.lines,
    Ceiling(7_200, events=[HARDSHIP], formula=DailyAllowance("40.50", from_day=4)),
    Ceiling(5_000, events=[HARDSHIP], formula=SCALE),
    Ceiling(5_000, events=[HARDSHIP], formula=ReimburseByBands({1_000: 50, 10_000: 60})),
    ChildHealthy(),
    ChildUnder(18, or_student=True),
    CoverTerm(3, source=HERE),
    DailyAllowance(40, at_most_days=180, source=HERE),
    SCALE,
    *TERMS,
    Flat("56.50", paid_by=Payer(NAMED)),
    Free(),
    HasUnion(),
    HoldsCard(),
    InBeijing(),
    MedicallyInsured(),
    NoUnion(),
    OfSex(Sex.MALE),
    PARTICIPATION,
    Participation(percent=50, of=Headcount.EMPLOYEES_WITH_MINOR_CHILDREN),
    PerShare(90, at_most=4, source=HERE, sources={"at_most": THERE}),
    PerShare(90),
    Reimburse(80),
    ReimburseByBands({0: 50, 10_000: Decimal("60.5")}, source=HERE),
    Serving(),
    UnionMember(),
    WithChild(),
]
INFO = PlanInfo(
    code="relief",
    title=Text(zh="困难救助", en="relief plan"),
    short=Text(zh="救助", en="relief"),
    pillar=Pillar.ILLNESS,
    term_years=1,
    in_force=[Period(date(2014, 1, 1), date(2016, 1, 1)), since(2016, 1, 1)],
    number=9,
    aliases=["互助", "help"],
    source=HERE,
)
EDITION = Edition(
    INFO, INFO.in_force[1], all_of(Serving(), WAYS, PARTICIPATION), PerShare(90), SCHEDULE
)


# People, claims, answers ------------------------------------------------------------------------

UNSAID = [
    Member("M9", date(1955, 1, 2), Sex.MALE),
    Child("C9", date(2016, 1, 1)),
    Unit("U9"),
    Unit("U8", name="工厂", employees=0, declared={"on_site": False}),
    Member("M8", date(1955, 1, 2), Sex.MALE, declared={"healthy": True, "abroad": False}),
]
ITEMS = [
    BillItem(date(2016, 3, 2), "100.25", self_paid_two=3, outside="0.07"),
    BillItem(date(2016, 3, 1), 0),
]
CLAIMS = [
    Claim("C1", "critical_illness", "M1", "malignant_tumour", date(2016, 3, 9), amount="20000"),
    Claim("C2", "medical", "M1", "outpatient", date(2016, 3, 1), items=ITEMS, hospital="H1"),
    Claim(
        "申请三",
        "relief",
        "M1",
        "illness",
        date(2016, 2, 29),
        days=12,
        grade=3,
        hospital="H1",
        admission=Admission(date(2016, 3, 1), "H1"),
        work_injury=False,
        circumstances=["drunk", "abroad"],
        reported=date(2016, 4, 1),
        entered=date(2016, 5, 1),
    ),
]
ENTRIES = [
    Entry(MEMBER),
    Entry(MEMBER, child=CHILD, shares=3),
    Entry(UNSAID[0], level=4),
]
COVERS = [
    Cover(EDITION, "U1", MEMBER, STARTS),
    Cover(
        EDITION,
        "U1",
        MEMBER,
        date(2017, 1, 1),
        child=CHILD,
        shares=2,
        way="card",
        since=STARTS,
    ),
    Cover(attrs.evolve(EDITION, fee=ByLevel({1: 26, 2: 50})), "U1", MEMBER, STARTS, level=2),
]
EVERY_FACT: tuple[tuple[str, Any], ...] = (
    ("number", 2),
    ("below_zero", -3),
    ("text", "名字"),
    ("day", date(2016, 2, 29)),
    ("amount", Decimal("89.50")),
    ("named", NAMED),
    ("sex", Sex.FEMALE),
    ("headcount", Headcount.EMPLOYEES),
    ("nothing", None),
)
FINDINGS = [
    Finding("age.too_young", Standing.FAILED, AgeBetween(16, 60, source=HERE), facts=EVERY_FACT),
    Finding("claim.no_cover", Standing.UNKNOWN, None, wording="missing.hospital", figure="events"),
    WAYS.check(Question(UNSAID[0], UNSAID[2], STARTS)),  # type: ignore[arg-type]
]
APPLICATIONS = [
    application(ENTRIES, already_covered=[member("M2"), Entry(member("M3"), child=child("C3"))]),
    Application(UNIT, STARTS, []),
]
ROSTERS = [
    Roster({}),
    Roster(
        {"M1": True, "M2": False, "M3": None},
        ((Headcount.EMPLOYEES, Count(1, 2)),),
        ((1, Count(1, 1)), (3, Count(0, 1))),
    ),
]
QUESTIONS = [
    Question(MEMBER, UNIT, STARTS, child=CHILD, shares=2, level=None, roster=ROSTERS[1]),
    Question(UNSAID[0], UNSAID[2], STARTS, level=3),  # type: ignore[arg-type]
]
OF_SIX = attrs.evolve(UNIT, employees=6, female_employees=4, employees_with_minor_children=2)
UNDECIDED = attrs.evolve(OF_SIX, employees=None)
MIXED = [*entries(4, shares=2), *families(2), Entry(UNSAID[0])]
REVIEWS = [
    CATALOGUE[plan].review(application(MIXED, unit=one))
    for plan, one in (
        ("medical", UNDECIDED),
        ("accident_property", OF_SIX),
        ("critical_illness", OF_SIX),
    )
]
SMALL = CATALOGUE["accident"].review(application([Entry(MEMBER, level=2)]))
"""A review of one entry."""
DECISIONS = [
    decision
    for one in (ENTRIES[1], Entry(UNSAID[0], child=UNSAID[1]))  # type: ignore[arg-type]
    for decision in CATALOGUE.decide_all(one.member, UNIT, starts=STARTS, child=one.child).values()
]


# Ledgers ----------------------------------------------------------------------------------------


def covers(plan: str, *, starts: date = STARTS, **said: int) -> tuple[Cover, ...]:
    """Give the covers of the member and the child of `builders` in a plan."""
    several = [Entry(MEMBER, **said), Entry(MEMBER, child=CHILD, **said)]
    alone = attrs.evolve(
        UNIT, employees=1, female_employees=1, employees_with_minor_children=1, has_union=True
    )
    return CATALOGUE[plan].review(application(several, unit=alone, starts=starts)).covers()


def claim(name: str, amount: int | str | None = 6_000, **said: Any) -> Claim:
    """Make a claim of the member of `builders` for a tumour, but for what is said otherwise."""
    usual = {"plan": "critical_illness", "insured": "M1", "event": "malignant_tumour"}
    return Claim(**{"id": name, **usual, "on": date(2016, 3, 9), "amount": amount, **said})


def whole_life() -> Ledger:
    """Make a ledger in which everything has happened: renewal, corrections, withdrawals."""
    _, ledger = Ledger().enrol(
        [*covers("critical_illness"), *covers("accident_property")], entered=date(2016, 1, 4)
    )
    later = covers("critical_illness", starts=date(2019, 1, 1), shares=2)
    _, ledger = ledger.enrol(later)
    _, ledger = ledger.enrol(covers("medical"))
    for one in (
        claim("C1"),
        claim("C2"),
        claim("C3", 500),
        claim("C4", on=date(2019, 5, 1), amount="0.07"),
        claim("C5", None, plan="accident_property", event="death", work_injury=False),
        attrs.evolve(CLAIMS[1], id="C6"),
    ):
        answer, ledger = ledger.settle(one)
        assert answer.payments, answer.explain("en")
    _, _, ledger = ledger.correct(claim("C1", "1000.50"), entered=date(2016, 6, 1))
    _, ledger = ledger.withdraw("C2", entered=date(2016, 7, 1))
    return ledger


LEDGER = whole_life()
SETTLED = [LEDGER.settlement(name) for name in ("C1", "C3", "C4", "C5", "C6")]
REFUSED = [
    LEDGER.settle(claim("N1", event="malignant_tumor"))[0],
    LEDGER.settle(claim("N2", insured="nobody"))[0],
    LEDGER.settle(claim("N3", None))[0],
    LEDGER.settle(claim("N4", None, plan="accident_property", event="death"))[0],
]
ENROLMENTS = [
    *Ledger().enrol(covers("critical_illness"))[0],
    *LEDGER.enrol(covers("medical"))[0],
    *LEDGER.enrol(covers("medical", starts=date(2016, 6, 1)))[0],
    *LEDGER.enrol(covers("medical", starts=date(2018, 6, 1)))[0],
]

CHANGES = [
    PolicyChange("dearer", since=STARTS, source=THERE, set={"critical_illness.fee.amount": 100}),
    PolicyChange(
        "all of it",
        since=date(2017, 1, 1),
        source=HERE,
        set={
            "relief.plan.title": NAMED,
            "relief.fee.amount": Decimal("89.50"),
            "relief.benefit.insured": Insured.CHILD,
            "relief.benefit.events": (HARDSHIP, CHILD_ILL),
            "relief.benefit.amount": {1: 100, 2: Decimal("150.25")},
        },
        replace={"relief.fee": Flat(5), "relief.benefit": SCHEDULE},
        add={"relief.eligibility": [Serving(), WAYS]},
        remove=["relief.eligibility.age"],
    ),
]
BAD = [
    BadCell(2, "生日", "1980-13-01", "roster.no_such_day"),
    BadCell(3, "id", "C1", "claims_file.disagrees", facts=EVERY_FACT),
]
FILES = [
    RosterRow(2, MEMBER, CHILD, (("critical_illness.shares", 2), ("medical.joins", True))),
    RosterFile(
        STARTS,
        frozenset({"id", "birth_date"}),
        (RosterRow(2, MEMBER, None, ()),),
        tuple(BAD),
    ),
    ClaimsFile(tuple(CLAIMS), tuple(BAD)),
]

VALUES: list[Any] = [
    *CHANGES,
    *BAD,
    *FILES,
    ClaimQuestion(CLAIMS[0], STARTS, STARTS),
    Statement(()),
    *RULES,
    SCHEDULE,
    Levels({1: 26, 2: "50.50"}),
    INFO,
    EDITION,
    *(edition for plan in CATALOGUE.values() for edition in plan.editions),
    PlanContext(STARTS),
    *INFO.in_force,
    HARDSHIP,
    Payer(NAMED, way="card"),
    NAMED,
    HERE,
    THERE,
    LEAFLET,
    Table(NAMED, (), ("a",)),
    MEMBER,
    CHILD,
    UNIT,
    *UNSAID,
    *ENTRIES,
    *APPLICATIONS,
    *ROSTERS,
    Count(0, 3),
    *QUESTIONS,
    *FINDINGS,
    *DECISIONS,
    SMALL,
    *REVIEWS,
    *SMALL.entries,
    *REVIEWS[0].entries[-2:],
    *ITEMS,
    Admission(date(2016, 3, 1), "H1"),
    *CLAIMS,
    *COVERS,
    *(one.payments[0] for one in SETTLED),
    *SETTLED,
    attrs.evolve(SETTLED[0], paid_earlier=Decimal("12.50"), notices=(FINDINGS[0],)),
    *REFUSED,
    *ENROLMENTS,
    *LEDGER.log(),
]
"""At least one value of every type, and all that was ever found odd about one."""


def named(value: object) -> str:
    """Name the type of a value as documents do."""
    return name_of(type(value))


def sources(value: object) -> list[Source]:
    """List every source that stands anywhere in a value."""
    if isinstance(value, Source):
        return [value]
    return [source for part in _parts(value) for source in sources(part)]


def _parts(value: object) -> Iterator[object]:
    if isinstance(value, Levels | str):
        return
    if attrs.has(type(value)):
        yield from (getattr(value, field.name) for field in attrs.fields(type(value)))
    elif isinstance(value, Mapping):
        yield from value.values()
    elif isinstance(value, Iterable):
        yield from value


# Tables -----------------------------------------------------------------------------------------


def csv_of(*lines: str, encoding: str = "utf-8") -> bytes:
    """Write lines as a CSV file."""
    return "\n".join(lines).encode(encoding)


def excel_of(*rows: Iterable[object]) -> bytes:
    """Write rows as an Excel file, each cell as the type that it has."""
    book = Workbook()
    for row in rows:
        book.worksheets[0].append(list(row))
    page = io.BytesIO()
    book.save(page)
    return page.getvalue()
