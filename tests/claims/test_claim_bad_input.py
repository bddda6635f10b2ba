"""Every wrong value of claims, covers, terms, formulas and ledgers, and the error that refuses it.

A row is what is tried, the error, the name of the value at fault, and a piece of the text.
"""

from __future__ import annotations

import copy
import pickle
from collections.abc import Callable, Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import Any, NamedTuple

import pytest
from builders import CHILD, MEMBER, STARTS
from claims.scenes import BILL, CATALOGUE, ILLNESS, MID, cover, days, ledger_of

from mutualaid import (
    Admission,
    BillItem,
    Ceiling,
    Claim,
    Cover,
    CoverTerm,
    DailyAllowance,
    DisabilityScale,
    Excludes,
    FixedSum,
    InvalidType,
    InvalidValue,
    Ledger,
    MutualAidError,
    NoWorkInjury,
    ObservationDays,
    Reimburse,
    ReimburseByBands,
    ReportWithin,
    Text,
    UndecidedTruth,
    UnknownName,
    WaitingPeriod,
)

NOON = datetime(2016, 6, 15, 12, 0)  # noqa: DTZ001 - what is refused has no zone either
EDITION = CATALOGUE["critical_illness"].edition(STARTS)
WAR = Text(zh="战争", en="war")
EXACT_NOT = (True, InvalidType, "Money is exact", "amount")
WHOLE_NOT = (True, InvalidType, "not a whole number")
GOOD: dict[type, dict[str, Any]] = {
    BillItem: {"on": MID, "self_paid_one": 5},
    Admission: {"on": MID, "hospital": "H1"},
    Claim: {"id": "C1", "plan": "critical_illness", "insured": "M1", "event": "x", "on": MID},
    Cover: {"edition": EDITION, "unit": "U1", "member": MEMBER, "starts": STARTS},
    NoWorkInjury: {},
    ObservationDays: {"days": 7},
    WaitingPeriod: {"days": 30},
    Excludes: {"code": "war", "title": WAR},
    ReportWithin: {"days": 1},
    CoverTerm: {"years": 1},
    Reimburse: {"percent": 50},
    ReimburseByBands: {"bands": {0: 50}},
    DailyAllowance: {"amount": 40},
    DisabilityScale: {"scale": {1: 100}},
    Ceiling: {"amount": 1_000, "events": [BILL]},
    FixedSum: {"amount": 1_000, "events": [BILL]},
}
"""What each class takes."""


ANY = "*"
"""Whichever name the error gives to the value at fault."""


class Row(NamedTuple):
    """What is tried, and how it is refused."""

    label: str
    attempt: Callable[[], object]
    error: type[MutualAidError]
    name: str | None
    text: str


def wrong(
    kind: type,
    field: str,
    value: object,
    error: type[MutualAidError],
    text: str,
    name: str = "",
    **more: object,
) -> Row:
    """Try one field with a wrong value, all else being right."""
    said = {**GOOD[kind], field: value, **more}
    label = f"{kind.__name__} {field}={value!r} {more or ''}".strip()
    return Row(label, lambda: kind(**said), error, name or field, text)


def dates() -> Iterator[Row]:
    for kind, field in [
        (BillItem, "on"), (Admission, "on"), (Claim, "on"), (Claim, "entered"),
        (Claim, "reported"), (Cover, "starts"), (Cover, "since"),
    ]:  # fmt: skip
        yield wrong(kind, field, NOON, InvalidType, "take its .date()")
        yield wrong(kind, field, "2016-06-15", InvalidType, "is not a date")
        yield wrong(kind, field, 20160615, InvalidType, "is not a date")
    for kind, field in [(BillItem, "on"), (Admission, "on"), (Claim, "on"), (Cover, "starts")]:
        yield wrong(kind, field, None, InvalidType, "is not a date")


def money() -> Iterator[Row]:
    for kind, field in [
        (BillItem, "self_paid_one"), (BillItem, "self_paid_two"), (BillItem, "outside"),
        (Claim, "amount"), (Reimburse, "above"), (DailyAllowance, "amount"), (Ceiling, "amount"),
        (FixedSum, "amount"),
    ]:  # fmt: skip
        yield wrong(kind, field, 89.5, InvalidType, 'write "89.5"', "amount")
        yield wrong(kind, field, *EXACT_NOT)
        yield wrong(kind, field, -1, InvalidValue, "out of range", "amount")
        yield wrong(kind, field, "-0.01", InvalidValue, "out of range", "amount")
        yield wrong(kind, field, "0.001", InvalidValue, "finer than a fen", "amount")
        yield wrong(kind, field, "NaN", InvalidValue, "not a number", "amount")
        yield wrong(kind, field, "Infinity", InvalidValue, "out of range", "amount")
        yield wrong(kind, field, "1e12", InvalidValue, "out of range", "amount")
        yield wrong(kind, field, "5 yuan", InvalidValue, "cannot be read", "amount")
        yield wrong(kind, field, [5], InvalidType, "Money is exact", "amount")
    yield wrong(BillItem, "self_paid_one", None, InvalidType, "Money is exact", "amount")


def percentages() -> Iterator[Row]:
    def put(kind: type, value: object) -> tuple[str, object]:
        return {
            Reimburse: ("percent", value),
            ReimburseByBands: ("bands", {0: value}),
            DisabilityScale: ("scale", {1: value}),
        }[kind]

    for kind in (Reimburse, ReimburseByBands, DisabilityScale):
        for value, error, text in [
            (-1, InvalidValue, "0 to 100"),
            (101, InvalidValue, "0 to 100"),
            (Decimal("100.01"), InvalidValue, "0 to 100"),
            (Decimal("-0.01"), InvalidValue, "0 to 100"),
            (Decimal("NaN"), InvalidValue, "0 to 100"),
            (0.5, InvalidType, "exact percentage"),
            ("50", InvalidType, "exact percentage"),
            (True, InvalidType, "exact percentage"),
            (None, InvalidType, "exact percentage"),
        ]:
            field, given = put(kind, value)
            yield wrong(kind, field, given, error, text, "percent")


def ids() -> Iterator[Row]:
    for kind, field in [
        (Admission, "hospital"), (Claim, "id"), (Claim, "plan"), (Claim, "insured"),
        (Claim, "event"), (Claim, "hospital"), (Cover, "unit"), (Cover, "way"),
        (Excludes, "code"), (Ceiling, "code"),
    ]:  # fmt: skip
        yield wrong(kind, field, "", InvalidValue, "empty or has blanks")
        yield wrong(kind, field, " x", InvalidValue, "empty or has blanks")
        yield wrong(kind, field, "x\n", InvalidValue, "empty or has blanks")
        yield wrong(kind, field, 5, InvalidType, "where a str is due")


def numbers() -> Iterator[Row]:
    for kind, field, least in [
        (Claim, "days", 1), (Claim, "grade", 1), (Cover, "shares", 1), (Cover, "level", 1),
        (ObservationDays, "days", 0), (WaitingPeriod, "days", 1), (ReportWithin, "years", 0),
        (ReportWithin, "months", 0), (ReportWithin, "days", 0), (CoverTerm, "years", 1),
        (DailyAllowance, "from_day", 1), (DailyAllowance, "at_most_days", 1),
    ]:  # fmt: skip
        yield wrong(kind, field, least - 1, InvalidValue, f"at least {least}")
        yield wrong(kind, field, -5, InvalidValue, f"at least {least}")
        yield wrong(kind, field, 1.0, InvalidType, "not a whole number")
        yield wrong(kind, field, "1", InvalidType, "not a whole number")
        yield wrong(kind, field, *WHOLE_NOT)
        yield wrong(kind, field, Decimal(1), InvalidType, "not a whole number")


def types() -> Iterator[Row]:
    for kind, field, value, due in [
        (Claim, "admission", "H1", "an Admission"),
        (Cover, "edition", "critical_illness", "an Edition"),
        (Cover, "edition", EDITION.info, "an Edition"),
        (Cover, "member", "M1", "a Member"),
        (Cover, "member", CHILD, "a Member"),
        (Cover, "child", MEMBER, "a Child"),
        (Cover, "child", "C1", "a Child"),
        (Excludes, "title", "war", "a Text"),
        (WaitingPeriod, "waived_on_renewal", 1, "a bool"),
        (WaitingPeriod, "waived_on_renewal", None, "a bool"),
        (Ceiling, "formula", 50, "a Formula"),
        (Ceiling, "formula", Reimburse, "a Formula"),
        (Ceiling, "per_share", 1, "a bool"),
    ]:
        yield wrong(kind, field, value, InvalidType, f"{due}")
    for value in ("yes", 1, 0, "True"):
        yield wrong(Claim, "work_injury", value, InvalidType, "yes or no")


def several() -> Iterator[Row]:
    for kind, field in [
        (Claim, "items"), (Claim, "circumstances"), (NoWorkInjury, "events"),
        (WaitingPeriod, "events"), (Ceiling, "terms"), (Ceiling, "events"),
    ]:  # fmt: skip
        yield wrong(kind, field, 5, InvalidType, "several values are due")
        yield wrong(kind, field, "war", InvalidType, "several values are due")
    yield wrong(Claim, "items", [5], InvalidType, "a BillItem is due", "items[0]")
    yield wrong(Claim, "items", [BillItem(MID, 1), "x"], InvalidType, "a BillItem", "items[1]")
    yield wrong(Claim, "circumstances", [5], InvalidType, "a str is due", "circumstances[0]")
    yield wrong(Claim, "circumstances", ["war", 5], InvalidType, "a str is due",
                "circumstances[1]")  # fmt: skip
    yield wrong(Claim, "circumstances", [["war"]], InvalidType, "a str is due",
                "circumstances[0]")  # fmt: skip
    yield wrong(WaitingPeriod, "events", [5], InvalidType, "a str is due", "events[0]")
    yield wrong(Ceiling, "terms", ["no work injury"], InvalidType, "a ClaimTerm is due", "terms[0]")
    yield wrong(Ceiling, "terms", [Reimburse(50)], InvalidType, "a ClaimTerm is due", "terms[0]")
    yield wrong(Ceiling, "terms", [NoWorkInjury], InvalidType, "a ClaimTerm is due", "terms[0]")


CLAIMS = [
    wrong(Claim, "amount", 5, InvalidValue, "not both", items=[BillItem(MID, 5)]),
    wrong(Claim, "amount", 0, InvalidValue, "not both", items=[BillItem(MID, 5)]),
    wrong(Claim, "entered", MID - days(1), InvalidValue, "entered before its event"),
    wrong(Claim, "reported", MID - days(1), InvalidValue, "reported before its event"),
    wrong(Claim, "on", MID - days(1), InvalidValue, "first item, 2016-06-15",
          items=[BillItem(MID, 5)]),
    wrong(Claim, "on", MID + days(1), InvalidValue, "first item, 2016-06-15",
          items=[BillItem(MID, 5), BillItem(MID + days(1), 5)]),
]  # fmt: skip

COVERS = [
    wrong(Cover, "starts", date(2014, 12, 31), InvalidValue, "not in force"),
    wrong(Cover, "since", STARTS + days(1), InvalidValue, "2016-01-01"),
    Row("the end of a cover after the last day there is",
        lambda: cover(starts=date(9998, 1, 1)).ends, InvalidValue, ANY, "9998"),
    wrong(Cover, "shares", 5, InvalidValue, "", ANY),
    wrong(Cover, "level", 1, InvalidValue, "", ANY),
    wrong(Cover, "child", CHILD, InvalidValue, "", ANY),
    Row("a cover of the accident plan without a level",
        lambda: cover("accident"), InvalidValue, ANY, ""),
    Row("a cover of the accident plan at level 5",
        lambda: cover("accident", level=5), InvalidValue, ANY, ""),
    Row("a cover of the children's plan without a child",
        lambda: cover("childrens_accident"), InvalidValue, ANY, ""),
]  # fmt: skip

RULES = [
    wrong(ReportWithin, "days", 0, InvalidValue, "no time to report"),
    wrong(ReimburseByBands, "bands", {}, InvalidValue, "no band"),
    wrong(ReimburseByBands, "bands", [(0, 50)], InvalidType, "no table of bands"),
    wrong(ReimburseByBands, "bands", 50, InvalidType, "no table of bands"),
    wrong(ReimburseByBands, "bands", None, InvalidType, "no table of bands"),
    wrong(ReimburseByBands, "bands", {-1: 50}, InvalidValue, "out of range", "amount"),
    wrong(ReimburseByBands, "bands", {0.5: 50}, InvalidType, "Money is exact", "amount"),
    wrong(ReimburseByBands, "bands", {"a": 50}, InvalidValue, "cannot be read", "amount"),
    wrong(ReimburseByBands, "bands", {"a": 50, 0: 60}, InvalidValue, "cannot be read", "amount"),
    wrong(ReimburseByBands, "bands", {None: 50, 0: 60}, InvalidType, "Money is exact", "amount"),
    wrong(ReimburseByBands, "bands", ((0, 50), (0, 60)), InvalidValue, "", ANY),
    wrong(ReimburseByBands, "bands", {0: 50, Decimal("0.001"): 60}, InvalidValue, "finer",
          "amount"),
    wrong(DisabilityScale, "scale", {}, InvalidValue, "a gap, or no grade"),
    wrong(DisabilityScale, "scale", {1: 100, 3: 10}, InvalidValue, "a gap, or no grade"),
    wrong(DisabilityScale, "scale", {0: 100, 1: 10}, InvalidValue, "a gap, or no grade"),
    wrong(DisabilityScale, "scale", {2: 100}, InvalidValue, "a gap, or no grade"),
    wrong(DisabilityScale, "scale", {1: 10, 2: 20}, InvalidValue, "pays more for a lesser grade"),
    wrong(DisabilityScale, "scale", {"1": 10}, InvalidValue, "a gap, or no grade"),
    wrong(DisabilityScale, "scale", [100, 10], InvalidValue, "a mapping"),
    wrong(DisabilityScale, "scale", None, InvalidValue, "a mapping"),
    wrong(DisabilityScale, "scale", 50, InvalidValue, "a mapping"),
    wrong(FixedSum, "formula", Reimburse(50), InvalidValue, "needs no formula"),
    wrong(Ceiling, "terms", [WaitingPeriod(30, events=["bil"])], UnknownName,
          "did you mean 'bill'", "events"),
    wrong(WaitingPeriod, "sources", {"dayz": EDITION.info.source}, UnknownName,
          "did you mean 'days'"),
]  # fmt: skip

OTHER = Claim("C1", "critical_illness", "M1", "leukaemia", MID, amount=5)
_, SETTLED = ledger_of().settle(OTHER)
LEDGERS = [
    Row("a ledger of a text", lambda: Ledger(["cover"]), InvalidType, "covers", "a Cover is due"),
    Row("a ledger of members", lambda: Ledger([MEMBER]), InvalidType, "covers", "a Cover is due"),
    Row("a ledger of one cover", lambda: Ledger(cover()), InvalidType, "covers", ""),
    Row("a ledger of a number", lambda: Ledger(5), InvalidType, "covers", ""),
    Row("a ledger of covers that overlap",
        lambda: Ledger([cover("medical"), cover("medical", starts=MID)]),
        InvalidValue, "covers", "cannot stand beside another"),
    Row("enrolling one cover", lambda: Ledger().enrol(cover()),
        InvalidType, "covers", ""),
    Row("enrolling at noon", lambda: Ledger().enrol([cover()], entered=NOON),
        InvalidType, "entered", "take its .date()"),
    Row("settling a text", lambda: SETTLED.settle("C1"), InvalidType, "claim", "a Claim is due"),
    Row("settling nothing", lambda: SETTLED.settle(None), InvalidType, "claim", "a Claim is due"),
    Row("settling a list", lambda: SETTLED.settle([OTHER]),
        InvalidType, "claim", "a Claim is due"),
    Row("correcting a text", lambda: SETTLED.correct("C1", entered=MID),
        InvalidType, "claim", "a Claim is due"),
    Row("correcting at noon", lambda: SETTLED.correct(OTHER, entered=NOON),
        InvalidType, "entered", "take its .date()"),
    Row("correcting before the entry", lambda: SETTLED.correct(OTHER, entered=STARTS),
        InvalidValue, "entered", "before it was entered"),
    Row("correcting what is not there",
        lambda: ledger_of().correct(OTHER, entered=MID), UnknownName, "claim", "No claim"),
    Row("withdrawing at noon", lambda: SETTLED.withdraw("C1", entered=NOON),
        InvalidType, "entered", "take its .date()"),
    Row("withdrawing on no day", lambda: SETTLED.withdraw("C1", entered=None),
        InvalidType, "entered", "is not a date"),
    Row("withdrawing before the entry", lambda: SETTLED.withdraw("C1", entered=STARTS),
        InvalidValue, "entered", "before it was entered"),
    Row("withdrawing what is not there", lambda: SETTLED.withdraw("C2", entered=MID),
        UnknownName, "claim", "'C1'"),
    Row("withdrawing a list", lambda: SETTLED.withdraw(["C1"], entered=MID),
        InvalidType, "claim", ""),
    Row("the settlement of what is not there", lambda: SETTLED.settlement("C2"),
        UnknownName, "claim", "'C1'"),
    Row("what remains of nobody", lambda: SETTLED.remaining("M9", "critical_illness", on=MID),
        UnknownName, "plan", "no cover"),
    Row("what remains in another plan", lambda: SETTLED.remaining("M1", "critical_ilness", on=MID),
        UnknownName, "plan", "did you mean 'critical_illness'"),
    Row("what remains at noon", lambda: SETTLED.remaining("M1", "critical_illness", on=NOON),
        InvalidType, "on", "take its .date()"),
    Row("what remains as known at noon",
        lambda: SETTLED.remaining("M1", "critical_illness", on=MID, known_on=NOON),
        InvalidType, "known_on", "take its .date()"),
    Row("what remains of another line",
        lambda: SETTLED.remaining("M1", "critical_illness", on=MID, line="benefits"),
        UnknownName, "line", "did you mean 'benefit'"),
    Row("what remains of a line not named",
        lambda: ledger_of("accident_property").remaining("M1", "accident_property", on=MID),
        InvalidValue, "line", "death, disability, fire, burst_pipes"),
    Row("a statement at noon", lambda: SETTLED.statement(on=NOON),
        InvalidType, "on", "take its .date()"),
    Row("a statement as known at noon", lambda: SETTLED.statement(known_on=NOON),
        InvalidType, "known_on", "take its .date()"),
    Row("covers at noon", lambda: SETTLED.covers(on=NOON), InvalidType, "on", "take its .date()"),
    Row("as known at noon", lambda: SETTLED.known_on(NOON),
        InvalidType, "day", "take its .date()"),
    Row("as known on no day", lambda: SETTLED.known_on(None), InvalidType, "day", "not a date"),
    Row("replaying a text", lambda: Ledger.replay("log"), InvalidType, ANY, ""),
    Row("replaying a list of texts", lambda: Ledger.replay(["step"]), InvalidType, ANY, ""),
    Row("taking a claim for a step", lambda: SETTLED.take(OTHER), InvalidType, ANY, ""),
    Row("the truth of a settlement", lambda: bool(SETTLED.settlement("C1")),
        UndecidedTruth, None, "A Settlement is not simply true or false"),
    Row("an explanation in another language", lambda: SETTLED.settlement("C1").explain("fr"),
        InvalidValue, "lang", "speak"),
    Row("a statement in another language", lambda: SETTLED.statement().to_csv("fr"),
        InvalidValue, "lang", "speak"),
]  # fmt: skip

TABLE = [
    *dates(), *money(), *percentages(), *ids(), *numbers(), *types(), *several(), *CLAIMS,
    *COVERS, *RULES, *LEDGERS,
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
    name = error.name if row.name == ANY else row.name
    assert (row.error, name, row.text) == (type(error), error.name, said)


@every_row
def test_the_error_survives_pickle_and_deepcopy(row: Row) -> None:
    error = refusal(row)
    # By repr, since a NaN among the parts does not equal itself.
    parts = (type(error), str(error), repr(vars(error)))
    pickled = pickle.loads(pickle.dumps(error))  # noqa: S301 - written just before
    for again in (pickled, copy.deepcopy(error)):
        assert parts == (type(again), str(again), repr(vars(again)))


@pytest.mark.parametrize("kind", GOOD, ids=[kind.__name__ for kind in GOOD])
def test_what_is_right_is_taken(kind: type) -> None:
    assert isinstance(kind(**GOOD[kind]), kind)


def test_no_two_rows_have_one_label() -> None:
    labels = [row.label for row in TABLE]
    assert len(labels) == len(set(labels))


def test_a_wrong_step_leaves_the_ledger_as_it_was() -> None:
    before = SETTLED.log()
    for row in LEDGERS:
        with pytest.raises(Exception):  # noqa: B017, PT011 - whichever; the table says which
            row.attempt()
    assert before == SETTLED.log()


@pytest.mark.parametrize("amount", ["5", 5, Decimal(5), "5.00", Decimal("5.0")])
def test_an_amount_may_be_an_int_a_decimal_or_a_text(amount: object) -> None:
    assert Decimal(5) == Claim(**{**GOOD[Claim], "amount": amount}).amount


def test_bands_stand_in_order_of_their_amounts_however_these_are_written() -> None:
    assert ReimburseByBands({9: 50, 10: 60}) == ReimburseByBands({"9": 50, "10": 60})


def test_circumstances_stand_in_order_each_once() -> None:
    given = {**GOOD[Claim], "circumstances": ["war", "flood", "war"]}
    assert ("flood", "war") == Claim(**given).circumstances


def test_a_claim_is_entered_on_the_day_of_its_event_if_not_said() -> None:
    assert MID == Claim(**GOOD[Claim]).entered


def test_a_claim_may_be_entered_on_the_day_of_its_event() -> None:
    assert MID == Claim(**GOOD[Claim], entered=MID).entered


def test_a_cover_may_start_on_the_first_day_of_its_edition() -> None:
    assert date(2015, 1, 1) == Cover(**{**GOOD[Cover], "starts": date(2015, 1, 1)}).starts


def test_a_term_of_an_event_that_the_line_lists_is_taken() -> None:
    line = Ceiling(1_000, events=[BILL, ILLNESS], terms=[WaitingPeriod(30, events=["bill"])])
    assert ("bill",) == line.terms[0].events
