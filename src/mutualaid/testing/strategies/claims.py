"""Strategies for covers and claims: days and amounts about the bounds of the benefit lines."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from functools import lru_cache
from typing import Any

import attrs
from hypothesis import strategies as st

from mutualaid.catalogue import Plan
from mutualaid.checks import FEN
from mutualaid.claim import Admission, BillItem, Claim
from mutualaid.corners.situation import Entered, Situation
from mutualaid.cover import Cover
from mutualaid.dates import ONE_DAY
from mutualaid.ledger import Ledger
from mutualaid.plan import Edition
from mutualaid.question import Question
from mutualaid.rules import (
    BenefitLine,
    DisabilityScale,
    Excludes,
    Insured,
    Measure,
    ObservationDays,
    ReportWithin,
    WaitingPeriod,
)
from mutualaid.rules.fees import SoldBy
from mutualaid.testing.aims import aim_at
from mutualaid.testing.strategies.people import MOST, starts_of

HOSPITAL = "H1"
FAR = 3
"""Amounts are drawn up to so many times the cap."""
MANY = 6
DAYS = 200
"""No stay is drawn that is longer."""
NO_INJURY = st.sampled_from((False,) * 10 + (None, True))
ADMITTED = st.sampled_from((0, 0, 0, 1, 6, 7, 8, -1))
HOSPITALS = st.sampled_from((HOSPITAL,) * 6 + ("H2", None))
SELDOM = st.sampled_from((False,) * 11 + (True,))
RENEWED = st.sampled_from((False, False, True))
STEPS = st.lists(st.integers(0, 9), max_size=3)
LATER = st.sampled_from((0, 0, 0, 1, 40, 400))


@attrs.frozen
class Books:
    """Hold covers of one insured person in one plan, and claims of that person.

    Args:
        covers: The covers, the second a renewal of the first where there are two.
        claims: The claims, each under an id of its own.
    """

    covers: tuple[Cover, ...]
    claims: tuple[Claim, ...]

    @property
    def ledger(self) -> Ledger:
        """The ledger before the first claim."""
        return Ledger(self.covers)


# Covers ---------------------------------------------------------------------------------------


@lru_cache(maxsize=1024)
def _ordinary(edition: Edition, starts: date, insured: Insured) -> Question:
    """Ask of someone ordinary whom a line of the edition insures."""
    said = aim_at(edition, starts).ordinaries[0]
    entered = Entered.MEMBER if insured is Insured.MEMBER else Entered.CHILD
    one = Situation(starts, {**said, "joining": 1, "entered": entered}).application()
    return Question.of(one.entries[0], one.unit, starts)


@lru_cache(maxsize=1024)
def sold(edition: Edition, starts: date, insured: Insured) -> tuple[dict[str, Any], ...]:
    """Give what an edition sells: the plan once, numbers of shares, or levels."""
    name = {SoldBy.ONCE: None, SoldBy.SHARE: "shares", SoldBy.LEVEL: "level"}[edition.fee.sold_by]
    if name is None:
        return ({},)
    question = attrs.evolve(_ordinary(edition, starts, insured), shares=1, level=None)
    asked: list[dict[str, Any]] = [{name: number} for number in range(1, MOST + 1)]
    return tuple(one for one in asked if edition.sells(attrs.evolve(question, **one)))


def insured_by(edition: Edition) -> tuple[Insured, ...]:
    """Tell whom the lines of an edition insure."""
    return tuple(whom for whom in Insured if edition.benefit.insures(whom))


def ordinary_cover(edition: Edition, starts: date, insured: Insured, **asked: Any) -> Cover:
    """Cover someone ordinary.

    Args:
        edition: The rules.
        starts: First day.
        insured: Whether the member or a child is insured.
        asked: How many shares, or which level.
    """
    question = _ordinary(edition, starts, insured)
    child = question.child if insured is Insured.CHILD else None
    return Cover(edition, question.unit.id, question.member, starts, child=child, **asked)


def a_cover(draw: st.DrawFn, plan: Plan) -> Cover:
    """Draw a cover of someone ordinary."""
    starts = draw(starts_of(plan))
    edition = plan.edition(starts)
    insured = draw(st.sampled_from(insured_by(edition)))
    asked = draw(st.sampled_from(sold(edition, starts, insured)))
    return ordinary_cover(edition, starts, insured, **asked)


def _renewal(plan: Plan, cover: Cover) -> Iterator[Cover]:
    """Give the cover that follows one without a gap, where the plan still insures the person."""
    starts = cover.ends
    if plan.in_force(starts) and cover.insured:
        edition = plan.edition(starts)
        whom = Insured.MEMBER if cover.child is None else Insured.CHILD
        asked = {"shares": cover.shares} if cover.level is None else {"level": cover.level}
        if whom in insured_by(edition) and (
            asked in sold(edition, starts, whom) or sold(edition, starts, whom) == ({},)
        ):
            yield attrs.evolve(cover, edition=edition, starts=starts, since=starts)


# Claims ---------------------------------------------------------------------------------------


def ordinary_claim(cover: Cover, line: BenefitLine, event: str, name: str = "C1") -> Claim:
    """Claim a great deal for an event, with nothing that a term of the line speaks against.

    Args:
        cover: The cover.
        line: The line that pays for the event.
        event: Code of the event.
        name: Id of the claim.
    """
    on = min(_after_waiting(cover, line), cover.ends - ONE_DAY)
    carried: dict[Measure, dict[str, Any]] = {
        Measure.AMOUNT: {"amount": FAR * (line.cap(cover) or 0)},
        Measure.DAYS: {"days": DAYS},
        Measure.PERCENT: {"grade": 1},
        Measure.EVENTS: {},
    }
    said = {**_favourable(line, event, on), **carried[line.measure]}
    return Claim(name, cover.plan, cover.insured, event, on, **said)


def _after_waiting(cover: Cover, line: BenefitLine) -> date:
    """Give the first day on which no waiting period of a line runs."""
    waits = [term.days for term in line.terms if isinstance(term, WaitingPeriod)]
    return cover.starts + timedelta(days=max(waits, default=0))


def _favourable(line: BenefitLine, event: str, on: date) -> dict[str, Any]:
    """Say whatever the terms of a line ask for."""
    terms = [term for term in line.terms if term.asks(event)]
    said: dict[str, Any] = {"work_injury": False}
    if any(isinstance(term, ObservationDays) for term in terms):
        said |= {"hospital": HOSPITAL, "admission": Admission(on, HOSPITAL)}
    if any(isinstance(term, ReportWithin) for term in terms):
        said["reported"] = on
    return said


def amounts(cover: Cover, line: BenefitLine) -> st.SearchStrategy[Decimal]:
    """Draw amounts to the fen: small ones, any up to three times the cap, and those about it.

    Args:
        cover: The cover, on which the cap depends.
        line: The line that pays.
    """
    cap = line.cap(cover) or Decimal(0)
    about = [cap - FEN, cap, cap + FEN, cap / 2, *_figures(line)]
    return st.one_of(
        st.sampled_from([amount.quantize(FEN) for amount in about if amount >= 0]),
        st.decimals(0, FAR * cap + 1, places=2),
        st.decimals(0, cap / 2 + 1, places=2),
        st.decimals(0, 3, places=2),
    )


def _figures(line: BenefitLine) -> Iterator[Decimal]:
    """Give the amounts that a formula names, such as a deductible, and those beside them."""
    facts = [] if line.formula is None else list(line.formula.facts().values())
    for fact in facts:
        pairs: tuple[Any, ...] = fact if isinstance(fact, tuple) else ()
        for amount in (fact, *(pair[0] for pair in pairs if isinstance(pair, tuple))):
            if isinstance(amount, Decimal):
                yield from (amount - FEN, amount, amount + FEN, amount + 1)


def a_day(draw: st.DrawFn, cover: Cover, line: BenefitLine) -> date:
    """Draw a day about the ends of a cover, of a waiting period, or anywhere in it."""
    last = cover.ends - ONE_DAY
    open_from = min(_after_waiting(cover, line), last)
    edges = [
        day + step * ONE_DAY for day in (cover.starts, open_from, cover.ends) for step in (-1, 0)
    ]
    inside = st.dates(open_from, last)
    return draw(st.one_of(inside, inside, inside, st.sampled_from(edges)))


def a_claim(draw: st.DrawFn, cover: Cover, name: str) -> Claim:
    """Draw a claim of a cover's person, mostly of an event and a day that it insures."""
    line = draw(st.sampled_from(cover.lines))
    event = draw(st.sampled_from([event.code for event in line.events]))
    on = a_day(draw, cover, line)
    said = {**_favourable(line, event, on), **_departures(draw, cover, line, on)}
    entered = on + draw(LATER) * ONE_DAY
    event = "wedding" if draw(SELDOM) else event
    return Claim(name, cover.plan, cover.insured, event, on, entered=entered, **said)


def _departures(draw: st.DrawFn, cover: Cover, line: BenefitLine, on: date) -> dict[str, Any]:
    """Draw what a claim says otherwise than an ordinary one: always its size, seldom a slip."""
    said: dict[str, Any] = {"work_injury": draw(NO_INJURY), **_size(draw, cover, line, on)}
    for term in line.terms:
        if isinstance(term, ObservationDays):
            admitted = Admission(max(on + draw(ADMITTED) * ONE_DAY, on - ONE_DAY), HOSPITAL)
            said |= {"admission": None if draw(SELDOM) else admitted, "hospital": draw(HOSPITALS)}
        if isinstance(term, ReportWithin) and draw(SELDOM):
            said["reported"] = draw(st.none() | st.dates(on, on + timedelta(days=900)))
        if isinstance(term, Excludes) and draw(SELDOM):
            said["circumstances"] = (term.code,)
    if draw(SELDOM):
        slip = {"amount": Decimal(5)} if line.measure is not Measure.AMOUNT else {"amount": None}
        said |= {"items": (), **slip}
    return said


def _size(draw: st.DrawFn, cover: Cover, line: BenefitLine, on: date) -> dict[str, Any]:
    if line.measure is Measure.DAYS:
        return {"days": draw(st.integers(1, DAYS))}
    if line.measure is Measure.PERCENT:
        scale = line.formula.scale if isinstance(line.formula, DisabilityScale) else (100,)
        return {"grade": draw(st.integers(1, len(scale) + 1))}
    if line.measure is Measure.EVENTS:
        return {}
    if draw(SELDOM):
        days = [on, *(on + step * ONE_DAY for step in draw(STEPS))]
        items = [BillItem(day, draw(amounts(cover, line)), self_paid_two=7) for day in days]
        return {"amount": None, "items": items}
    return {"amount": draw(amounts(cover, line))}


@st.composite
def covers(draw: st.DrawFn, plan: Plan) -> Cover:
    """Draw covers of someone ordinary in a plan."""
    return a_cover(draw, plan)


@st.composite
def claims(draw: st.DrawFn, cover: Cover, *, name: str = "C1") -> Claim:
    """Draw claims of a cover's person, mostly of an event and a day that it insures."""
    return a_claim(draw, cover, name)


@st.composite
def books(draw: st.DrawFn, plan: Plan, *, renewed: bool | None = None) -> Books:
    """Draw a cover, its renewal, and claims of its person.

    Args:
        plan: The plan at whose bounds they aim.
        renewed: Whether the cover is renewed, where the plan is still in force; now and then, if
            not said.
    """
    first = a_cover(draw, plan)
    renewed = draw(RENEWED) if renewed is None else renewed
    running = [first, *(_renewal(plan, first) if renewed else ())]
    some = [
        a_claim(draw, draw(st.sampled_from(running)), f"C{number}")
        for number in range(draw(st.integers(0, MANY)))
    ]
    return Books(tuple(running), tuple(some))


@st.composite
def ledgers(draw: st.DrawFn, plan: Plan) -> Ledger:
    """Draw ledgers of one person's covers and claims in a plan."""
    drawn = draw(books(plan))
    ledger = drawn.ledger
    for claim in drawn.claims:
        _, ledger = ledger.settle(claim)
    return ledger
