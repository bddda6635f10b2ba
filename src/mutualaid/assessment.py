"""Assessment: which lines of which covers would pay a claim, and for what, before any cap."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

import attrs

from mutualaid.checks import NIL
from mutualaid.claim import BillItem, Claim, ClaimQuestion
from mutualaid.cover import Cover
from mutualaid.enrolment import Placed
from mutualaid.finding import Finding, Standing, notice
from mutualaid.names import not_listed
from mutualaid.rules import BenefitLine, Measure
from mutualaid.settlement import LineKey, Settlement, refuse


@attrs.frozen(eq=False)
class PayingLine:
    """A line of a cover that would pay a claim.

    Args:
        place: The cover's place in the account.
        cover: The cover.
        line: Its line.
    """

    place: int
    cover: Cover
    line: BenefitLine
    key: LineKey = attrs.field(
        init=False, default=attrs.Factory(lambda one: (one.place, one.line.code), takes_self=True)
    )
    cap: Decimal = attrs.field(
        init=False,
        default=attrs.Factory(lambda one: one.line.cap(one.cover) or NIL, takes_self=True),
    )

    @property
    def shares_out(self) -> bool:
        """Whether what it pays is not paid by another as well: so for yuan and days."""
        measure = self.line.measure
        return measure is Measure.AMOUNT or measure is Measure.DAYS


@attrs.frozen
class Part:
    """A part of a claim that the same lines would pay: all of it, or some items of a bill.

    Args:
        payers: The lines, the one first whose cover ends first.
        quantity: What it adds to the running total of the first, in that line's measure.
    """

    payers: tuple[PayingLine, ...]
    quantity: Decimal


@attrs.frozen
class Assessment:
    """What a claim asks of the covers that would pay it.

    Args:
        payers: Every line that would pay, the one first whose cover ends first.
        parts: What is asked of which of them.
        notices: What decides nothing but is worth knowing.
    """

    payers: tuple[PayingLine, ...]
    parts: tuple[Part, ...]
    notices: tuple[Finding, ...]


def assess(claim: Claim, covers: Sequence[Placed]) -> Assessment | Settlement:
    """Find what a claim asks of the covers of its person; a settlement where none would pay.

    A cover whose terms the claim does not meet stands aside.

    Args:
        claim: The claim.
        covers: The person's covers of the plan by their start, at least one.
    """
    running = _running(claim, covers)
    if not running:
        periods = ", ".join(str(cover.period) for _, cover in covers)
        term = covers[-1][1].edition.term
        return refuse(claim, term.failed("outside", on=claim.on, periods=periods))
    payers = [
        PayingLine(place, cover, line)
        for place, cover in running
        if (line := cover.line_for(claim.event)) is not None
    ]
    if not payers:
        return refuse(claim, not_listed(claim.event, running[0][1]))
    pays, held_back = [], []
    for payer in payers:
        findings = _hold_back(claim, payer)
        if findings:
            held_back.append(findings)
        else:
            pays.append(payer)
    if not pays:
        return refuse(claim, *held_back[0])
    left_out = _left_out(claim, pays) if claim.items else ()
    return Assessment(tuple(pays), tuple(_parts(claim, pays)), left_out)


def _running(claim: Claim, covers: Sequence[Placed]) -> list[Placed]:
    """Give the covers that run on the day of the event; of a bill, on its first covered day."""
    for day in sorted(item.on for item in claim.items) if claim.items else (claim.on,):
        running = [one for one in covers if one[1].starts <= day < one[1].ends]
        if len(running) > 1:
            return sorted(running, key=lambda one: (one[1].ends, one[1].starts, one[0]))
        if running:
            return running
    return []


def _hold_back(claim: Claim, payer: PayingLine) -> list[Finding]:
    """Find what of a line's terms a claim does not meet."""
    line = payer.line
    found = [line.check_claim(claim)]
    if line.terms:
        question = ClaimQuestion(claim, payer.cover.starts, payer.cover.since)
        found = [term.check(question) for term in line.terms if term.asks(claim.event)] + found
    return [finding for finding in found if finding.standing is not Standing.MET]


# What is asked of whom ------------------------------------------------------------------------


def _parts(claim: Claim, payers: list[PayingLine]) -> Iterator[Part]:
    """Give the parts of a claim: yuan and days are paid once, by any of the lines that would.

    A grade or an event counts under each cover.
    """
    if len(payers) == 1 and not claim.items:
        yield Part(tuple(payers), payers[0].line.quantity(claim, claim.amount))
        return
    sharing = tuple(payer for payer in payers if payer.shares_out)
    for payer in payers:
        if not payer.shares_out:
            yield Part((payer,), payer.line.quantity(claim, claim.amount))
    if not sharing:
        return
    if not claim.items:
        yield Part(sharing, sharing[0].line.quantity(claim, claim.amount))
        return
    for counting, amount in _counted(claim, sharing).items():
        yield Part(counting, counting[0].line.quantity(claim, amount))


def _counted(claim: Claim, payers: tuple[PayingLine, ...]) -> dict[tuple[PayingLine, ...], Decimal]:
    """Add up the items of a bill that are counted by the same lines, in yuan."""
    counted: dict[tuple[PayingLine, ...], Decimal] = {}
    for item in claim.items:
        counting = tuple(payer for payer in payers if _counts(claim, payer, item))
        if counting:
            counted[counting] = counted.get(counting, NIL) + item.self_paid_one
    return counted


def _counts(claim: Claim, payer: PayingLine, item: BillItem) -> bool:
    """Tell whether a line counts an item of a bill."""
    question = ClaimQuestion(claim, payer.cover.starts, payer.cover.since)
    terms = (term for term in payer.line.terms if term.asks(claim.event))
    return item.on in payer.cover.period and all(term.counts(item, question) for term in terms)


def _left_out(claim: Claim, payers: Sequence[PayingLine]) -> tuple[Finding, ...]:
    """Tell of the items of a bill that no cover counts."""
    left = [
        item for item in claim.items if not any(_counts(claim, payer, item) for payer in payers)
    ]
    if not left:
        return ()
    amount = sum((item.self_paid_one for item in left), NIL)
    found = notice(payers[0].line, "claim.items_left_out", count=len(left), amount=amount)
    return (attrs.evolve(found, figure="events"),)
