"""Every wrong value, the error that refuses it, and what the error carries.

A row is what is tried, the error, the name of the value at fault, and a piece of the text.
"""

from __future__ import annotations

import copy
import pickle
from collections.abc import Callable, Iterator
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from types import ModuleType
from typing import Any, NamedTuple

import polars as pl
import pytest

from mutualaid import (
    LEAFLET,
    AgeBetween,
    AgeUnder,
    AllOf,
    AnyOf,
    Application,
    BenefitSchedule,
    ByLevel,
    Ceiling,
    ChangesClash,
    ChangesNothing,
    Child,
    ChildUnder,
    Declares,
    Entry,
    Event,
    Finding,
    FixedSum,
    Flat,
    Free,
    Headcount,
    Insured,
    InvalidType,
    InvalidValue,
    Levels,
    Member,
    MissingExtra,
    MutualAidError,
    NotAccepted,
    NotInForce,
    OfSex,
    Participation,
    Payer,
    Period,
    PerShare,
    Pillar,
    PlanContext,
    PlanInfo,
    PlansNotLoaded,
    PolicyChange,
    Question,
    Rule,
    Scope,
    Serving,
    Sex,
    Source,
    Text,
    UndecidedTruth,
    Unit,
    UnknownName,
    all_of,
    any_of,
    catalogue_of,
    load_catalogue,
    since,
)
from mutualaid.frames import InvalidFrame, NoColumnForm, decide_frame
from mutualaid.messages import render
from mutualaid.scenario import (
    DiffersFromRecord,
    DocumentProblem,
    Gap,
    InvalidDocument,
    MissingAssumptions,
)

CATALOGUE = load_catalogue()
PLAN = CATALOGUE["critical_illness"]
STARTS = date(2016, 1, 1)
NEXT_DAY = date(2016, 1, 2)
BORN = date(1980, 5, 17)
TEXT = Text(zh="名", en="name")
MEMBER = Member("M1", BORN, Sex.FEMALE, serving=True)
CHILD = Child("C1", date(2010, 6, 1), healthy=True)
UNIT = Unit("U1", employees=40, in_beijing=True, has_union=True)
ILLNESS = Event("illness", TEXT)
RULE = Participation(percent=70, of=Headcount.EMPLOYEES, everyone_below=30)


class Row(NamedTuple):
    """One wrong use: what is tried, and what the refusal is to say."""

    label: str
    attempt: Callable[[], object]
    error: type[MutualAidError]
    name: str | None
    text: str


GOOD: dict[Any, dict[str, Any]] = {
    Member: {"id": "M1", "birth_date": BORN, "sex": Sex.FEMALE},
    Child: {"id": "C1", "birth_date": date(2010, 6, 1)},
    Unit: {"id": "U1", "employees": 40},
    Entry: {"member": MEMBER},
    Application: {"unit": UNIT, "starts": STARTS, "entries": [Entry(MEMBER)]},
    Question: {"member": MEMBER, "unit": UNIT, "starts": STARTS},
    PLAN.decide: {"member": MEMBER, "unit": UNIT, "starts": STARTS},
    CATALOGUE.decide_all: {"member": MEMBER, "unit": UNIT, "starts": STARTS},
    PLAN.edition: {},
    PLAN.in_force: {},
    CATALOGUE.editions: {},
    Period: {"start": STARTS},
    PlanContext: {"on": STARTS},
    PlanInfo: {
        "code": "plan",
        "title": TEXT,
        "short": TEXT,
        "pillar": Pillar.ILLNESS,
        "term_years": 1,
        "in_force": since(2015, 1, 1),
    },
    Text: {"zh": "名", "en": "name"},
    Source: {"document": "Notice 7"},
    Event: {"code": "illness", "title": TEXT},
    Payer: {"name": TEXT},
    Serving: {},
    OfSex: {"sex": Sex.FEMALE},
    AgeBetween: {"minimum": 16, "maximum": 60},
    AgeUnder: {"female": 55, "male": 60},
    Declares: {"code": "healthy", "title": TEXT},
    ChildUnder: {"age": 18},
    Participation: {"percent": 70, "of": Headcount.EMPLOYEES},
    RULE.required: {"base": 40},
    AllOf: {"parts": [Serving()]},
    AnyOf: {"parts": [Serving()]},
    Free: {},
    Flat: {"amount": 56},
    PerShare: {"amount": 90},
    ByLevel: {"amounts": {1: 26, 2: 50}},
    Levels: {"amounts": {1: 26, 2: 50}},
    Ceiling: {"amount": 10_000, "events": [ILLNESS]},
    FixedSum: {"amount": 20_000, "events": [ILLNESS]},
}
"""What each call takes without complaint; a row changes one argument of it."""


def wrong(
    call: Any, field: str, value: object, error: type[MutualAidError], text: str, name: str = ""
) -> Row:
    """Make the row in which one argument of a good call is replaced by a wrong one."""
    shown = repr(value)
    return Row(
        f"{call.__qualname__}({field}={shown if len(shown) < 60 else f'{shown[:60]}…'})",
        lambda: call(**(GOOD[call] | {field: value})),
        error,
        name or field,
        text,
    )


MONEY: list[tuple[object, type[MutualAidError], str]] = [
    (89.5, InvalidType, 'write "89.5" or Decimal("89.5")'),
    (float("nan"), InvalidType, "a float is not"),
    (True, InvalidType, "a bool is not"),
    (None, InvalidType, "a NoneType is not"),
    (Fraction(1, 2), InvalidType, "a Fraction is not"),
    ("ninety", InvalidValue, "Money cannot be read"),
    ("", InvalidValue, "Money cannot be read"),
    ("1,000", InvalidValue, "Money cannot be read"),
    ("0.001", InvalidValue, "finer than a fen"),
    (Decimal("89.505"), InvalidValue, "finer than a fen"),
    (-1, InvalidValue, "out of range"),
    ("-0.01", InvalidValue, "out of range"),
    (Decimal("NaN"), InvalidValue, "not a number"),
    (Decimal("sNaN"), InvalidValue, "not a number"),
    (Decimal("Infinity"), InvalidValue, "out of range"),
    (10**12, InvalidValue, "below 1,000,000,000,000 yuan"),
    ("1e12", InvalidValue, "out of range"),
]


def money() -> Iterator[Row]:
    """Every wrong amount in one place, and the commonest wherever an amount is taken."""
    for amount, error, text in MONEY:
        yield wrong(Flat, "amount", amount, error, text)
    for amount, error, text in (MONEY[0], MONEY[8], MONEY[10]):
        for call in (PerShare, Ceiling, FixedSum):
            yield wrong(call, "amount", amount, error, text)
        for call in (Flat, PerShare):
            yield wrong(call, "deposit", amount, error, text, "amount")
        for call, field in ((ByLevel, "amounts"), (ByLevel, "high_risk"), (Levels, "amounts")):
            yield wrong(call, field, {1: 26, 2: amount}, error, text, "amount")
        yield wrong(Ceiling, "amount", {1: amount}, error, text)


def dates() -> Iterator[Row]:
    """Everything that is no date, wherever one is taken."""
    takers: list[tuple[Any, str]] = [
        (Member, "birth_date"),
        (Child, "birth_date"),
        (Application, "starts"),
        (Question, "starts"),
        (PLAN.decide, "starts"),
        (CATALOGUE.decide_all, "starts"),
        (PLAN.edition, "on"),
        (PLAN.in_force, "on"),
        (CATALOGUE.editions, "on"),
        (PlanContext, "on"),
        (Period, "start"),
        (Period, "end"),
        (Source, "seen"),
    ]
    for call, field in takers:
        moment = datetime(2016, 1, 1, 8, 30)  # noqa: DTZ001 - as people write it
        yield wrong(call, field, moment, InvalidType, "take its .date()")
        yield wrong(call, field, "2016-01-01", InvalidType, "A str is not a date")
        yield wrong(call, field, 20160101, InvalidType, "write date(2016, 1, 1)")
        if field not in ("end", "seen"):
            yield wrong(call, field, None, InvalidType, "A NoneType is not a date")


def answers() -> Iterator[Row]:
    """Everything that answers neither yes nor no, wherever that is asked."""
    asked: list[tuple[Any, tuple[str, ...]]] = [
        (
            Member,
            ("serving", "basic_medical_insurance", "union_member", "jingka_card", "high_risk"),
        ),
        (Child, ("healthy", "student")),
        (Unit, ("in_beijing", "has_union", "high_risk")),
    ]
    for call, fields in asked:
        for field in fields:
            for said in ("yes", "", 1, 0):
                yield wrong(call, field, said, InvalidType, "does not answer yes or no")
    for call, field in ((ChildUnder, "or_student"), (Ceiling, "per_share")):
        for said in ("yes", 1, None):
            yield wrong(call, field, said, InvalidType, "stands where a bool is due")


def numbers() -> Iterator[Row]:
    """Everything that is no whole number in range, wherever one is taken."""
    takers: list[tuple[Any, str, int, int | None]] = [
        (Unit, "female_employees", 0, None),
        (Unit, "employees_with_minor_children", 0, None),
        (Entry, "shares", 1, None),
        (Entry, "level", 1, None),
        (Question, "shares", 1, None),
        (Question, "level", 1, None),
        (PLAN.decide, "shares", 1, None),
        (PLAN.decide, "level", 1, None),
        (CATALOGUE.decide_all, "shares", 1, None),
        (CATALOGUE.decide_all, "level", 1, None),
        (PlanInfo, "term_years", 1, None),
        (PlanInfo, "number", 1, None),
        (AgeBetween, "minimum", 0, 150),
        (AgeBetween, "maximum", 0, 150),
        (AgeUnder, "female", 1, 150),
        (AgeUnder, "male", 1, 150),
        (ChildUnder, "age", 1, 150),
        (Participation, "everyone_below", 1, None),
        (Participation, "everyone_up_to", 0, None),
        (Participation, "at_least", 2, None),
        (PerShare, "at_most", 1, None),
        (RULE.required, "base", 0, None),
        (RULE.required, "threshold", 0, None),
    ]
    for value in (2.5, "2", Decimal(2), Fraction(2)):
        kind = type(value).__name__
        yield wrong(Unit, "employees", value, InvalidType, f"A {kind} is not a whole number")
    for call, field, least, most in ((Unit, "employees", 0, None), *takers):
        yield wrong(call, field, 1.0, InvalidType, "A float is not a whole number")
        yield wrong(call, field, value=True, error=InvalidType, text="A bool is not a whole number")
        yield wrong(call, field, least - 1, InvalidValue, f"at least {least}")
        if most is not None:
            yield wrong(call, field, most + 1, InvalidValue, f"at most {most}")


def ids() -> Iterator[Row]:
    """Everything that is no id, wherever one is taken."""
    takers: list[tuple[Any, str]] = [
        (Child, "id"),
        (Unit, "id"),
        (Event, "code"),
        (Ceiling, "code"),
        (PlanInfo, "code"),
        (Payer, "way"),
        (AllOf, "name"),
        (AnyOf, "name"),
    ]
    for value in (" ", "M1 ", "M1\n", "\u3000M1"):
        yield wrong(Member, "id", value, InvalidValue, "empty or has blanks around it")
    for call, field in ((Member, "id"), *takers):
        yield wrong(call, field, "", InvalidValue, "empty or has blanks around it")
        yield wrong(call, field, " M1", InvalidValue, "a text with no blank at either end")
        yield wrong(call, field, 5, InvalidType, "An int stands where a str is due")


def types() -> Iterator[Row]:
    """Values of a wrong type, wherever one type is taken."""
    takers: list[tuple[Any, str, object, str]] = [
        (Member, "sex", "female", "a Sex is due"),
        (Unit, "name", 5, "a str is due"),
        (Entry, "member", "M1", "a Member is due"),
        (Entry, "member", CHILD, "a Member is due"),
        (Entry, "child", MEMBER, "a Child is due"),
        (Application, "unit", "U1", "a Unit is due"),
        (Question, "member", CHILD, "a Member is due"),
        (Question, "unit", None, "a Unit is due"),
        (Question, "child", MEMBER, "a Child is due"),
        (PLAN.decide, "member", "M1", "a Member is due"),
        (PLAN.decide, "unit", "U1", "a Unit is due"),
        (PLAN.decide, "child", "C1", "a Child is due"),
        (CATALOGUE.decide_all, "member", None, "a Member is due"),
        (CATALOGUE.decide_all, "unit", 40, "a Unit is due"),
        (CATALOGUE.decide_all, "child", MEMBER, "a Child is due"),
        (Text, "zh", 5, "a str is due"),
        (Text, "en", None, "a str is due"),
        (Source, "document", 5, "a Text is due"),
        (Source, "row", 5, "a str is due"),
        (Source, "column", 5, "a str is due"),
        (Source, "url", 5, "a str is due"),
        (Event, "title", "name", "a Text is due"),
        (Payer, "name", "name", "a Text is due"),
        (PlanInfo, "title", "name", "a Text is due"),
        (PlanInfo, "short", "name", "a Text is due"),
        (PlanInfo, "pillar", "illness", "a Pillar is due"),
        (Serving, "source", "the leaflet", "a Source is due"),
        (OfSex, "sex", "female", "a Sex is due"),
        (Declares, "title", "name", "a Text is due"),
        (Declares, "whose", "unit", "a Whose is due"),
        (Participation, "of", "employees", "a Headcount is due"),
        (Ceiling, "insured", "child", "an Insured is due"),
        (Ceiling, "title", "name", "a Text is due"),
    ]
    for call, field, value, text in takers:
        yield wrong(call, field, value, InvalidType, text)
    several: list[tuple[Any, str, str]] = [
        (Application, "entries", "an Entry is due"),
        (Ceiling, "events", "an Event is due"),
        (AllOf, "parts", "a Rule is due"),
        (AnyOf, "parts", "a Rule is due"),
        (Free, "paid_by", "a Payer is due"),
        (PlanInfo, "in_force", "a Period is due"),
        (PlanInfo, "aliases", "a str is due"),
    ]
    for call, field, text in several:
        yield wrong(call, field, [5], InvalidType, text, f"{field}[0]")
    # One value where several are due; a text is several letters only to Python.
    for call, field, value in (
        (Application, "entries", 5),
        (Application, "entries", Entry(MEMBER)),
        (Application, "already_covered", 5),
        (Application, "already_covered", MEMBER),
        (Ceiling, "events", 5),
        (Ceiling, "events", ILLNESS),
        (AllOf, "parts", Serving()),
        (AnyOf, "parts", Serving()),
        (Free, "paid_by", 5),
        (PlanInfo, "in_force", 5),
        (PlanInfo, "aliases", 5),
        (PlanInfo, "aliases", "暖·互助"),
        (Flat, "sources", 5),
    ):
        yield wrong(call, field, value, InvalidType, type(value).__name__)
    yield wrong(
        Application, "already_covered", ["M1"], InvalidType, "a Member, or an Entry with the child"
    )
    yield wrong(Flat, "sources", {"amount": "Notice 7"}, InvalidType, "Source")


def apply(*entries: Entry, covered: tuple[Entry | Member, ...] = ()) -> Application:
    """Make an application of the usual unit."""
    return Application(UNIT, STARTS, entries, already_covered=covered)


def renamed(person: Member) -> Member:
    """Give other data under the same id."""
    return Member(person.id, person.birth_date, person.sex, serving=False)


def line(code: str, *events: Event, insured: Insured = Insured.MEMBER) -> Ceiling:
    """Make a benefit line."""
    return Ceiling(10_000, code=code, events=events, insured=insured)


OTHER = Event("other", TEXT)
OTHER_CHILD = Child("C2", date(2012, 6, 1))
UNBORN_MEMBER = Member("M9", NEXT_DAY, Sex.MALE)
UNBORN_CHILD = Child("C9", NEXT_DAY)
CALLED_AS_THE_MEMBER = Child("M1", date(2010, 6, 1))

PEOPLE = [
    *(
        wrong(kind, "declared", value, error, text)
        for kind in (Member, Child, Unit)
        for value, error, text in (
            ([("healthy", True)], InvalidType, "a mapping such as"),
            ({"in good health": True}, InvalidValue, "A code is no identifier"),
            ({"": True}, InvalidValue, "letters, digits and underscores"),
            ({5: True}, InvalidType, "a str is due"),
        )
    ),
    *(
        wrong(Member, "declared", {"healthy": said}, InvalidType, "a bool is due",
              "declared['healthy']")
        for said in (1, 0, "yes")
    ),
    wrong(Declares, "code", "in good health", InvalidValue, "A code is no identifier"),
    wrong(Declares, "code", 5, InvalidType, "a str is due"),
    wrong(Unit, "female_employees", 41, InvalidValue, "at most employees=40"),
    wrong(Unit, "employees_with_minor_children", 41, InvalidValue, "at most employees=40"),
    Row("an unborn member applies", lambda: apply(Entry(UNBORN_MEMBER)),
        InvalidValue, "birth_date", "M9 is born after the cover starts"),
    Row("an unborn child is entered", lambda: apply(Entry(MEMBER, child=UNBORN_CHILD)),
        InvalidValue, "birth_date", "C9 is born after the cover starts"),
    Row("an unborn member is covered", lambda: apply(covered=(UNBORN_MEMBER,)),
        InvalidValue, "birth_date", "a day up to 2016-01-01"),
    Row("an unborn member is decided",
        lambda: PLAN.decide(UNBORN_MEMBER, UNIT, starts=STARTS),
        InvalidValue, "birth_date", "M9 is born after the cover starts"),
    Row("an unborn child is decided",
        lambda: PLAN.decide(MEMBER, UNIT, starts=STARTS, child=UNBORN_CHILD),
        InvalidValue, "birth_date", "C9 is born after the cover starts"),
    Row("an unborn member is decided by all",
        lambda: CATALOGUE.decide_all(UNBORN_MEMBER, UNIT, starts=STARTS),
        InvalidValue, "birth_date", "M9 is born after the cover starts"),
    Row("an unborn child is decided by all",
        lambda: CATALOGUE.decide_all(MEMBER, UNIT, starts=STARTS, child=UNBORN_CHILD),
        InvalidValue, "birth_date", "C9 is born after the cover starts"),
    Row("the member alone twice", lambda: apply(Entry(MEMBER), Entry(MEMBER)),
        InvalidValue, "entries", "Member M1 is entered twice"),
    Row("the member alone twice with other shares",
        lambda: apply(Entry(MEMBER), Entry(MEMBER, shares=2)),
        InvalidValue, "entries", "each member alone once"),
    Row("the same child twice",
        lambda: apply(Entry(MEMBER, child=CHILD), Entry(MEMBER, child=CHILD, shares=3)),
        InvalidValue, "entries", "Child C1 is entered twice"),
    Row("the same child by both parents",
        lambda: apply(Entry(MEMBER, child=CHILD),
                      Entry(Member("M2", BORN, Sex.MALE), child=CHILD)),
        InvalidValue, "entries", "each child once"),
    Row("one id with two sets of data: members",
        lambda: apply(Entry(MEMBER), Entry(renamed(MEMBER), child=CHILD)),
        InvalidValue, "id", "One id names two different sets of data"),
    Row("one id with two sets of data: children",
        lambda: apply(Entry(MEMBER, child=CHILD),
                      Entry(Member("M2", BORN, Sex.MALE), child=Child("C1", STARTS))),
        InvalidValue, "id", "One id names two different sets of data"),
    Row("a child who is as old as its parent",
        lambda: Entry(MEMBER, child=Child("C1", MEMBER.birth_date)),
        InvalidValue, "birth_date", "is not born after the parent M1"),
    Row("one id with two sets of data: a member and the member's child",
        lambda: apply(Entry(MEMBER, child=CALLED_AS_THE_MEMBER)),
        InvalidValue, "id", "one person, member or child"),
    Row("one id with two sets of data: a member and another's child",
        lambda: apply(Entry(Member("C1", BORN, Sex.MALE)), Entry(MEMBER, child=CHILD)),
        InvalidValue, "id", "One id names two different sets of data"),
    Row("one id with two sets of data: who applies and who is covered",
        lambda: apply(Entry(MEMBER), covered=(renamed(MEMBER),)),
        InvalidValue, "id", "One id names two different sets of data"),
    Row("an entry of shares and level", lambda: Entry(MEMBER, shares=2, level=1),
        InvalidValue, "level", "by the share or by level, not by both"),
    Row("a decision of shares and level",
        lambda: PLAN.decide(MEMBER, UNIT, starts=STARTS, shares=2, level=1),
        InvalidValue, "level", "None together with shares=2"),
]  # fmt: skip
DATES = [
    wrong(Period, "end", STARTS, InvalidValue, "a day after its start, 2016-01-01"),
    wrong(Period, "end", date(2015, 12, 31), InvalidValue, "ends before it has begun"),
    wrong(PLAN.edition, "on", date(2014, 12, 31), NotInForce, "critical_illness is not in force"),
    wrong(CATALOGUE.editions, "on", date(2014, 12, 31), NotInForce, "No plan is in force"),
    Row("a decision before 2015",
        lambda: PLAN.decide(MEMBER, UNIT, starts=date(2014, 12, 31)),
        NotInForce, "on", "allowed: 2015-01-01 –"),
    Row("every decision before 2015",
        lambda: CATALOGUE.decide_all(MEMBER, UNIT, starts=date(2014, 12, 31)),
        NotInForce, "on", "allowed: 2015-01-01 –"),
    Row("a review before 2015",
        lambda: PLAN.review(Application(UNIT, date(2014, 12, 31), [Entry(MEMBER)])),
        NotInForce, "on", "critical_illness is not in force"),
    Row("a catalogue of no plan",
        lambda: catalogue_of().decide_all(MEMBER, UNIT, starts=STARTS),
        NotInForce, "on", "never: no plan is loaded"),
]  # fmt: skip

RULES = [
    wrong(AgeBetween, "minimum", 61, InvalidValue, "at most maximum=60"),
    wrong(Participation, "percent", 70.0, InvalidType, "A float is not an exact percentage"),
    wrong(
        Participation, "percent", value=True, error=InvalidType, text="is not an exact percentage"
    ),
    wrong(Participation, "percent", "70", InvalidType, "such as 70 for 70 %"),
    wrong(Participation, "percent", Fraction(2, 3), InvalidType, "an exact percentage"),
    wrong(Participation, "percent", 101, InvalidValue, "0 to 100"),
    wrong(Participation, "percent", Decimal("100.01"), InvalidValue, "out of range"),
    wrong(Participation, "percent", -1, InvalidValue, "out of range"),
    wrong(Participation, "percent", Decimal("-0.01"), InvalidValue, "out of range"),
    wrong(Participation, "percent", Decimal("NaN"), InvalidValue, "out of range"),
    wrong(Participation, "percent", Decimal("Infinity"), InvalidValue, "out of range"),
    Row("both thresholds",
        lambda: Participation(percent=70, of=Headcount.EMPLOYEES, everyone_below=30,
                              everyone_up_to=100),
        InvalidValue, "everyone_up_to", "None together with everyone_below=30"),
    Row("a threshold counted that is not there",
        lambda: Participation(percent=70, of=Headcount.EMPLOYEES,
                              threshold_of=Headcount.FEMALE_EMPLOYEES),
        InvalidValue, "threshold_of", "only together with everyone_below or everyone_up_to"),
    Row("threshold_of of another type",
        lambda: Participation(percent=70, of=Headcount.EMPLOYEES, everyone_below=30,
                              threshold_of="employees"),
        InvalidType, "threshold_of", "a Headcount is due"),
    Row("a fee for which nothing is asked", lambda: Flat(90, sources={"fee": Source("N")}),
        UnknownName, "sources", "Flat has no such figure"),
    Row("the source of a source", lambda: Flat(90, sources={"source": Source("N")}),
        UnknownName, "sources", "there are paid_by, amount"),
    wrong(Flat, "deposit", "56.01", InvalidValue, "at most amount=56"),
    wrong(PerShare, "deposit", 91, InvalidValue, "More of a fee is given back than was paid"),
    Row("a misspelt figure", lambda: AgeBetween(16, 60, sources={"minimun": Source("N")}),
        UnknownName, "sources", "did you mean 'minimum' or 'maximum'?"),
    Row("all of nothing", all_of, InvalidValue, "parts", "AllOf of no rules decides nothing"),
    Row("any of nothing", any_of, InvalidValue, "parts", "AnyOf of no rules decides nothing"),
    Row("all of a text", lambda: all_of(Serving(), "serving"),
        InvalidType, "parts[1]", "a Rule is due"),
    Row("any of a text", lambda: any_of("serving"), InvalidType, "parts[0]", "a Rule is due"),
]  # fmt: skip

TABLES = [
    wrong(Levels, "amounts", {}, InvalidValue, "a gap, or none at all", "levels"),
    wrong(Levels, "amounts", {1: 26, 3: 74}, InvalidValue, "levels=[1, 3]", "levels"),
    wrong(Levels, "amounts", {0: 26, 1: 50}, InvalidValue, "without a gap", "levels"),
    wrong(Levels, "amounts", {2: 50}, InvalidValue, "a gap, or none at all", "levels"),
    wrong(Levels, "amounts", {"1": 26}, InvalidValue, "levels=['1']", "levels"),
    wrong(Levels, "amounts", [26, 50], InvalidType, "A list is no table of levels", "levels"),
    wrong(Levels, "amounts", 26, InvalidType, "such as {1: 26, 2: 50}", "levels"),
    wrong(ByLevel, "amounts", {1: 26, 3: 74}, InvalidValue, "a gap", "levels"),
    wrong(ByLevel, "amounts", None, InvalidType, "no table of levels", "levels"),
    wrong(ByLevel, "high_risk", {2: 62}, InvalidValue, "a gap", "levels"),
    wrong(ByLevel, "high_risk", [32, 62], InvalidType, "no table of levels", "levels"),
    wrong(ByLevel, "high_risk", {1: 32}, InvalidValue, "levels 1, 2"),
    wrong(ByLevel, "high_risk", {1: 32, 2: 62, 3: 93}, InvalidValue, "has other levels"),
    wrong(Ceiling, "amount", {1: 24_000, 3: 64_800}, InvalidValue, "a gap", "levels"),
    wrong(Ceiling, "amount", {}, InvalidValue, "a gap, or none at all", "levels"),
    wrong(Ceiling, "events", [], InvalidValue, "lists no event, or one event twice"),
    wrong(Ceiling, "events", [ILLNESS, ILLNESS], InvalidValue, "each once"),
    wrong(Ceiling, "events", [Event("illness", Text(zh="病", en="x")), ILLNESS], InvalidValue,
          "one event twice"),
    Row("a cap by the share and by level",
        lambda: Ceiling({1: 24_000}, events=[ILLNESS], per_share=True),
        InvalidValue, "per_share", "by the share or by level, not by both"),
    Row("a schedule of no line", BenefitSchedule, InvalidValue, "lines", "has no line"),
    Row("a schedule of a fee", lambda: BenefitSchedule(Flat(56)),
        InvalidType, "lines[0]", "a BenefitLine is due"),
    Row("two lines with one code",
        lambda: BenefitSchedule(line("cap", ILLNESS), line("cap", OTHER)),
        InvalidValue, "lines", "two lines with one code"),
    Row("one event on two lines",
        lambda: BenefitSchedule(line("one", ILLNESS), line("two", OTHER, ILLNESS)),
        InvalidValue, "event", "One event of the member stands on two lines"),
    Row("one event of the child on two lines",
        lambda: BenefitSchedule(line("one", ILLNESS, insured=Insured.CHILD),
                                line("two", ILLNESS, insured=Insured.CHILD)),
        InvalidValue, "event", "One event of the child stands on two lines"),
]  # fmt: skip

OVERLAP = [since(2015, 1, 1), since(2017, 1, 1)]
TOUCHED = [Period(date(2015, 1, 1), date(2017, 1, 2)), since(2017, 1, 1)]
BACKWARDS = [since(2017, 1, 1), Period(date(2015, 1, 1), date(2017, 1, 1))]

PLANS = [
    *(
        wrong(PlanInfo, "code", code, InvalidValue, "no identifier in lower case")
        for code in ("Plan", "critical-illness", "1st", "two words", "重大疾病", "plän", "_")
    ),
    *(
        wrong(PlanInfo, "in_force", periods, InvalidValue, "overlap, or do not follow")
        for periods in (OVERLAP, TOUCHED, BACKWARDS)
    ),
    wrong(PlanInfo, "in_force", [], InvalidValue, "A plan is never in force"),
    Row("a change of nothing",
        lambda: CATALOGUE.with_change(
            PolicyChange("same", since=STARTS, source=Source("Notice 7"),
                         set={"critical_illness.fee.amount": 90})
        ),
        ChangesNothing, "critical_illness.fee.amount", "another value than the one"),
    Row("two changes of one name",
        lambda: CATALOGUE.with_change(*[
            PolicyChange("dearer", since=STARTS, source=Source("Notice 7"),
                         set={"critical_illness.fee.amount": 100})
        ] * 2),
        ChangesClash, "name", "Two changes have one name"),
    Row("a review of no application", lambda: PLAN.review([Entry(MEMBER)]),
        InvalidType, "application", "an Application is due"),
    Row("a plan module without hooks", lambda: catalogue_of(ModuleType("bare")),
        PlansNotLoaded, None, "mutualaid_plan is missing"),
    Row("a plan that is no module", lambda: catalogue_of(5),
        PlansNotLoaded, None, "names no module"),
    Row("a plan that is not installed", lambda: load_catalogue(plans=["critical_ilness"]),
        PlansNotLoaded, None, "no installed plan has this code; did you mean 'critical_illness'"),
    Row("a text for a list of plans", lambda: load_catalogue(plans="medical"),
        InvalidType, "plans", "str"),
    Row("a number for a list of plans", lambda: load_catalogue(plans=5),
        InvalidType, "plans", "int"),
]  # fmt: skip

NAMES = [
    Row("a plan that is nearly there", lambda: CATALOGUE["critical_ilness"],
        UnknownName, "plan", "did you mean 'critical_illness'"),
    Row("a Chinese title with one character wrong",
        lambda: CATALOGUE["在职职工重大疾病互助保障计划"],
        UnknownName, "plan", "'在职职工重大疾病互助保障活动'"),
    Row("a plan that is nowhere near", lambda: CATALOGUE["xyzzy"],
        UnknownName, "plan", "there are medical"),
    Row("a plan by number", lambda: CATALOGUE[5], UnknownName, "plan", "plan=5"),
    Row("a row of the leaflet", lambda: LEAFLET.cell("重大疾病", "会费"),
        UnknownName, "row", "leaflet has no such row"),
    Row("a column of the leaflet", lambda: LEAFLET.cell(LEAFLET.rows[0], "会费用"),
        UnknownName, "column", "did you mean '会费'?"),
    Row("a benefit line", lambda: PLAN.edition(STARTS).benefit.line("benefits"),
        UnknownName, "line", "did you mean 'benefit'?"),
    Row("a message", lambda: render("serving.word", "zh"),
        UnknownName, "code", "did you mean 'serving.words'"),
    *(
        Row(f"the language {lang!r}", lambda lang=lang: TEXT.of(lang), InvalidValue, "lang",
            'allowed: "zh" or "en"')
        for lang in ("fr", "ZH", "zh-CN", "", None)
    ),
    Row("a rule in another language", lambda: Serving().words("fr"), InvalidValue, "lang", "speak"),
    Row("a citation in another language", lambda: Source("N").cite("fr"), InvalidValue, "lang",
        "speak"),
    Row("an explanation in another language",
        lambda: PLAN.decide(MEMBER, UNIT, starts=STARTS).explain("fr"), InvalidValue, "lang",
        "speak"),
]  # fmt: skip

DECISION = PLAN.decide(MEMBER, UNIT, starts=STARTS)
REVIEW = PLAN.review(apply(Entry(MEMBER)))


def refuse_covers() -> None:
    raise NotAccepted("The application is not accepted", review=REVIEW, hint="see its reasons")


def miss_extra() -> None:
    raise MissingExtra("Identity numbers are read by python-stdnum", hint="install it")


ANSWERS = [
    Row("the truth of a decision", lambda: bool(DECISION), UndecidedTruth, None,
        "A Decision is not simply true or false"),
    Row("the truth of an entry's decision", lambda: bool(REVIEW.entries[0]), UndecidedTruth, None,
        "An EntryDecision is not simply true or false"),
    Row("the truth of a review", lambda: bool(REVIEW), UndecidedTruth, None,
        "A Review is not simply true or false"),
    Row("covers of what is refused", refuse_covers, NotAccepted, None, "Hint: see its reasons"),
    Row("an extra that is missing", miss_extra, MissingExtra, None, "python-stdnum"),
]  # fmt: skip

PEOPLE_FRAME = pl.DataFrame({"unit": ["U1"], "member": ["M1"], "birth_date": [BORN], "sex": ["f"]})
UNITS_FRAME = pl.DataFrame({"unit": ["U1"]})


class OfLuck(Rule):
    """A rule that does not say what it comes to."""

    __slots__ = ()
    kind = "of_luck"
    scope = Scope.PERSON

    def check(self, question: Question) -> Finding:
        return self.met()


def refuse_columns() -> None:
    raise NoColumnForm("critical_illness", OfLuck(), "it does not say what it comes to")


FRAMES = [
    Row("a sex that there is not",
        lambda: decide_frame(CATALOGUE, PEOPLE_FRAME, UNITS_FRAME, starts=STARTS),
        InvalidFrame, None, "entries.sex: holds something else than female and male"),
    Row("a frame without its columns",
        lambda: decide_frame(CATALOGUE, UNITS_FRAME, UNITS_FRAME, starts=STARTS),
        InvalidFrame, None, "problems with the input"),
    Row("a rule without a column form", refuse_columns, NoColumnForm, "rule", "OfLuck"),
]  # fmt: skip


def refuse(error: MutualAidError) -> None:
    raise error


SCENARIOS = [
    Row("a document with a problem",
        lambda: refuse(InvalidDocument([DocumentProblem("row 3", "age", "is no number", "mend")])),
        InvalidDocument, None, "1 problem with the document:\n  - row 3, age: is no number; mend"),
    Row("lives of which nothing is assumed",
        lambda: refuse(MissingAssumptions([Gap("accident", "probability")])),
        MissingAssumptions, None, "1 gap in the assumptions:\n  - accident"),
    Row("a run that is not that of its record",
        lambda: refuse(DiffersFromRecord(("entries", "units"))),
        DiffersFromRecord, None, "This is not the run of the record: entries, units differ\n"),
]  # fmt: skip

TABLE = [
    *money(), *dates(), *answers(), *numbers(), *ids(), *types(), *PEOPLE, *DATES, *RULES,
    *TABLES, *PLANS, *NAMES, *ANSWERS, *FRAMES, *SCENARIOS,
]  # fmt: skip

every_row = pytest.mark.parametrize("row", TABLE, ids=[row.label for row in TABLE])


def refusal(row: Row) -> MutualAidError:
    """Try what the row tries, and give the error back."""
    with pytest.raises(MutualAidError) as caught:
        row.attempt()
    return caught.value


@every_row
def test_it_is_refused_and_the_error_says_why(row: Row) -> None:
    error = refusal(row)
    said = row.text if row.text in str(error) else str(error)
    assert (row.error, row.name, row.text) == (type(error), error.name, said)


@every_row
def test_the_error_survives_pickle_copy_and_deepcopy(row: Row) -> None:
    error = refusal(row)
    # By repr, since a NaN among the parts does not equal itself.
    parts = (type(error), str(error), repr(vars(error)))
    pickled = pickle.loads(pickle.dumps(error))  # noqa: S301 - written just before
    for again in (pickled, copy.copy(error), copy.deepcopy(error)):
        assert parts == (type(again), str(again), repr(vars(again)))


def test_every_error_of_the_library_stands_in_the_table() -> None:
    assert set(MutualAidError.__subclasses__()) == {row.error for row in TABLE}


def test_no_two_rows_have_one_label() -> None:
    assert len(TABLE) == len({row.label for row in TABLE})
