"""An account: the covers and claims of one person in one plan.

Nothing outside an account bears on what its claims are paid. Accounts are immutable; a step
gives a new one that shares what did not change.
"""

from __future__ import annotations

import enum
from collections.abc import Iterator
from datetime import date
from decimal import Decimal, localcontext
from typing import TypeAlias

import attrs
from rpds import HashTrieMap, List

from mutualaid.checks import EXACT, a, a_date, an_id
from mutualaid.claim import Claim
from mutualaid.cover import Cover
from mutualaid.finding import Finding
from mutualaid.messages import render
from mutualaid.rules import PerShare
from mutualaid.settlement import (
    NIL,
    LineState,
    Settlement,
    SettlementOutcome,
    refuse,
    refused,
    settle,
)
from mutualaid.statement import StatementRow
from mutualaid.text import Lang

LineKey: TypeAlias = tuple[int, str]
"""Names a line of a cover: the cover's place in the account, code of the line."""


@attrs.frozen
class _Step:
    number: int
    entered: date = attrs.field(validator=a_date)


@attrs.frozen
class Enrolled(_Step):
    """Record that a cover was enrolled.

    Args:
        number: Place in the ledger's log, from 1 up.
        entered: Day on which it was entered.
        cover: The cover.
    """

    cover: Cover = attrs.field(validator=a(Cover))


@attrs.frozen
class Claimed(_Step):
    """Record that a claim was settled.

    Args:
        number: Place in the ledger's log, from 1 up.
        entered: Day on which it was entered.
        claim: The claim.
    """

    claim: Claim = attrs.field(validator=a(Claim))


@attrs.frozen
class Corrected(_Step):
    """Record that a claim was replaced, in its place, by another under its id.

    Args:
        number: Place in the ledger's log, from 1 up.
        entered: Day on which it was entered.
        claim: The claim that replaces it.
    """

    claim: Claim = attrs.field(validator=a(Claim))


@attrs.frozen
class Withdrawn(_Step):
    """Record that a claim was withdrawn.

    Args:
        number: Place in the ledger's log, from 1 up.
        entered: Day on which it was entered.
        claim: Id of the claim.
    """

    claim: str = attrs.field(validator=an_id)


Record: TypeAlias = Enrolled | Claimed | Corrected | Withdrawn


class EnrolmentOutcome(enum.Enum):
    """How a cover stands to those that its person already has in the plan."""

    FIRST = "first"
    RENEWAL = "renewal"
    AFTER_GAP = "after_gap"
    ADDITIONAL = "additional"
    ALREADY = "already"
    REFUSED = "refused"


@attrs.frozen
class Enrolment:
    """Answer an enrolment.

    Args:
        cover: The cover.
        outcome: First, renewal, after a gap, additional shares, already there, or refused.
        gap_days: Days without cover since the last one ended, where there are any.
        findings: Why it is refused; empty where it is enrolled.
    """

    cover: Cover
    outcome: EnrolmentOutcome
    gap_days: int = 0
    findings: tuple[Finding, ...] = ()

    def text(self, lang: Lang) -> str:
        """Word the answer."""
        facts = {"days": self.gap_days}
        return render(f"enrolmentoutcome.{self.outcome.value}", lang, facts=facts)


def _no_settlements() -> HashTrieMap[int, Settlement]:
    return HashTrieMap()


def _no_numbers() -> HashTrieMap[str, int]:
    return HashTrieMap()


def _no_sights() -> HashTrieMap[int, tuple[date, int]]:
    return HashTrieMap()


def _no_states() -> HashTrieMap[LineKey, LineState]:
    return HashTrieMap()


def _no_records() -> List[Record]:
    return List()


@attrs.frozen
class Account:
    """Hold the covers and claims of one person in one plan.

    Args:
        covers: The covers in the order in which they were enrolled, each with its record's number.
        settled: The settlement of each claim that stands, by the number of its record.
        numbers: Those numbers, by the id of the claim.
        sees: For each of those numbers, the day of its entry, and up to which number of the log
            it sees covers: its own, or that of its last correction.
        states: What each line of each cover has added up and paid.
        records: Everything that was entered, the newest first.
    """

    covers: tuple[tuple[int, Cover], ...] = ()
    settled: HashTrieMap[int, Settlement] = attrs.field(factory=_no_settlements)
    numbers: HashTrieMap[str, int] = attrs.field(factory=_no_numbers)
    sees: HashTrieMap[int, tuple[date, int]] = attrs.field(factory=_no_sights)
    states: HashTrieMap[LineKey, LineState] = attrs.field(factory=_no_states)
    records: List[Record] = attrs.field(factory=_no_records)

    # Covers -----------------------------------------------------------------------------------

    def weigh(self, cover: Cover) -> Enrolment:
        """Say how a cover stands to those that are there."""
        others = [other for _, other in self.covers]
        if any(_same(cover, other) for other in others):
            return Enrolment(cover, EnrolmentOutcome.ALREADY)
        meeting = [other for other in others if _overlap(cover, other)]
        if meeting:
            return _weigh_overlap(cover, meeting)
        before = [other for other in others if other.ends <= cover.starts]
        if not before:
            return Enrolment(cover, EnrolmentOutcome.FIRST)
        last = max(before, key=lambda other: other.ends)
        gap = (cover.starts - last.ends).days
        outcome = EnrolmentOutcome.AFTER_GAP if gap else EnrolmentOutcome.RENEWAL
        return Enrolment(cover, outcome, gap)

    def enrol(self, record: Enrolled) -> Account:
        """Add a cover that `weigh` lets pass."""
        covers = (*self.covers, (record.number, record.cover))
        return attrs.evolve(self, covers=covers, records=self.records.push_front(record))

    def linked(self) -> list[tuple[int, Cover]]:
        """Give the covers by their start, each with its place, linked to those it continues."""
        return _linked({place: cover for place, (_, cover) in enumerate(self.covers)})

    # Claims -----------------------------------------------------------------------------------

    def settle(self, claim: Claim, number: int) -> Settlement:
        """Settle a claim as if it were entered at a place in the log; changes nothing."""
        return _settle(self.covers, self.states, claim, number)

    def claim(self, record: Claimed, settlement: Settlement) -> Account:
        """Add a claim that is paid."""
        return attrs.evolve(
            self,
            settled=self.settled.insert(record.number, settlement),
            numbers=self.numbers.insert(record.claim.id, record.number),
            sees=self.sees.insert(record.number, (record.entered, record.number)),
            states=_add(self.states, settlement),
            records=self.records.push_front(record),
        )

    def correct(self, record: Corrected) -> Account:
        """Replace a claim in its place, and settle it and those after it anew."""
        number = self.numbers[record.claim.id]
        claims = {one: settlement.claim for one, settlement in self.settled.items()}
        entered, _ = self.sees[number]
        sees = self.sees.insert(number, (entered, record.number))
        return self._resettle({**claims, number: record.claim}, sees, record)

    def withdraw(self, record: Withdrawn) -> Account:
        """Take a claim out, and settle those after it anew."""
        number = self.numbers[record.claim]
        claims = {one: settlement.claim for one, settlement in self.settled.items()}
        del claims[number]
        return self._resettle(claims, self.sees.remove(number), record)

    def _resettle(
        self, claims: dict[int, Claim], sees: HashTrieMap[int, tuple[date, int]], record: Record
    ) -> Account:
        settled: HashTrieMap[int, Settlement] = HashTrieMap()
        states: HashTrieMap[LineKey, LineState] = HashTrieMap()
        for number in sorted(claims):
            settlement = _settle(self.covers, states, claims[number], sees[number][1])
            settled = settled.insert(number, settlement)
            states = _add(states, settlement)
        return attrs.evolve(
            self,
            settled=settled,
            numbers=HashTrieMap({claim.id: number for number, claim in claims.items()}),
            sees=sees,
            states=states,
            records=self.records.push_front(record),
        )

    def changes_from(self, claim: str) -> date | None:
        """Give the day from which a claim that stands may be changed, None where none does.

        That of its first entry, or of the claim that replaced it if that says a later one.
        """
        number = self.numbers.get(claim)
        if number is None:
            return None
        return max(self.sees[number][0], self.settled[number].claim.entered)

    def changes_since(self, before: Account) -> tuple[Settlement, ...]:
        """Give a supplementary settlement for each claim that is now paid otherwise than before."""
        changed = []
        for number, settlement in sorted(self.settled.items(), key=lambda item: item[0]):
            earlier = before.settled.get(number)
            if earlier is not None and earlier.payable != settlement.payable:
                changed.append(attrs.evolve(settlement, paid_earlier=earlier.payable))
        return tuple(changed)

    def paid(self, place: int, line: str, *, on: date | None = None) -> Decimal:
        """Give what a line of a cover has paid in yuan, for events up to a day if one is said."""
        if on is None:
            return self.states.get((place, line), LineState()).paid
        payments = (
            payment
            for settlement in self.settled.values()
            if settlement.claim.on <= on
            for payment in settlement.payments
        )
        mine = (one.payable for one in payments if (one.place, one.line) == (place, line))
        return sum(mine, NIL)

    def rows(self, *, on: date | None = None) -> Iterator[StatementRow]:
        """Give the lines of the covers in order of their start, or of those that run on a day."""
        for place, cover in self.linked():
            if on is not None and on not in cover.period:
                continue
            for line in cover.lines:
                paid_from = [
                    settlement
                    for settlement in self.settled.values()
                    if on is None or settlement.claim.on <= on
                    for payment in settlement.payments
                    if (payment.place, payment.line) == (place, line.code)
                ]
                yield StatementRow(
                    cover.insured,
                    cover.unit,
                    cover.plan,
                    line.code,
                    cover.starts,
                    cover.ends,
                    line.cap(cover) or NIL,
                    self.paid(place, line.code, on=on),
                    len(paid_from),
                )

    def known_on(self, day: date) -> Account:
        """Give the account as it was known on a day: from what had been entered by then."""
        account = Account()
        for record in reversed(list(self.records)):
            if record.entered <= day:
                after = account.take(record)
                account = account if after is None else after
        return account

    def take(self, record: Record) -> Account | None:
        """Take one step of a log; None where it cannot have happened after those before it."""
        match record:
            case Enrolled(_, _, cover):
                refused = {EnrolmentOutcome.REFUSED, EnrolmentOutcome.ALREADY}
                return None if self.weigh(cover).outcome in refused else self.enrol(record)
            case Claimed(number, entered, claim):
                if entered != claim.entered:
                    return None
                settlement = self.settle(claim, number)
                paid = settlement.outcome is SettlementOutcome.PAID
                return self.claim(record, settlement) if paid else None
            case Corrected(_, entered, claim):
                if not self._stands(claim.id, entered):
                    return None
                after = self.correct(record)
                now = after.settled[after.numbers[claim.id]]
                return after if now.outcome is SettlementOutcome.PAID else None
            case Withdrawn(_, entered, claim_id):
                return self.withdraw(record) if self._stands(claim_id, entered) else None

    def _stands(self, claim: str, on: date) -> bool:
        """Tell whether a claim stands that had been entered by a day."""
        first = self.changes_from(claim)
        return first is not None and first <= on


Covers: TypeAlias = tuple[tuple[int, Cover], ...]
States: TypeAlias = "HashTrieMap[LineKey, LineState]"


def _settle(covers: Covers, states: States, claim: Claim, number: int) -> Settlement:
    """Settle a claim by the covers that were enrolled before a place in the log."""
    seen = {place: cover for place, (at, cover) in enumerate(covers) if at < number}
    placed = _linked(seen)

    def state_of(place: int, line: str) -> LineState:
        return states.get((place, line), LineState())

    if not placed:
        return refuse(claim, refused("claim.no_cover", insured=claim.insured))
    return settle(claim, placed, state_of)


def _add(states: States, settlement: Settlement) -> States:
    with localcontext(EXACT):
        for payment in settlement.payments:
            key = (payment.place, payment.line)
            before = states.get(key, LineState())
            after = LineState(
                before.total + payment.quantity,
                before.passed_on + payment.passed_on,
                before.paid + payment.payable,
            )
            states = states.insert(key, after)
    return states


def _same(one: Cover, other: Cover) -> bool:
    """Tell whether two covers are one, whatever they continue."""
    return one.starts == other.starts and attrs.evolve(other, since=one.since) == one


def _overlap(one: Cover, other: Cover) -> bool:
    return one.starts < other.ends and other.starts < one.ends


def _weigh_overlap(cover: Cover, meeting: list[Cover]) -> Enrolment:
    """Say whether a cover may run beside others: only by the share, and up to the maximum."""
    periods = ", ".join(str(other.period) for other in meeting)
    fee = cover.edition.fee
    if not isinstance(fee, PerShare) or any(
        not isinstance(other.edition.fee, PerShare) for other in meeting
    ):
        finding = fee.failed("cover.overlaps", periods=periods)
        return Enrolment(cover, EnrolmentOutcome.REFUSED, findings=(finding,))
    shares = cover.shares + _most_shares_at_once(cover, meeting)
    if fee.at_most is not None and shares > fee.at_most:
        finding = fee.failed(
            "cover.too_many_shares", periods=periods, shares=shares, at_most=fee.at_most
        )
        return Enrolment(cover, EnrolmentOutcome.REFUSED, findings=(finding,))
    return Enrolment(cover, EnrolmentOutcome.ADDITIONAL)


def _most_shares_at_once(cover: Cover, meeting: list[Cover]) -> int:
    """Give the most shares that the others hold on one day of a cover."""
    days = [cover.starts, *(one.starts for one in meeting if one.starts > cover.starts)]
    return max(sum(one.shares for one in meeting if day in one.period) for day in days)


def _linked(covers: dict[int, Cover]) -> list[tuple[int, Cover]]:
    """Give covers by their start, each with the `since` of the one that ends where it starts."""
    linked: list[tuple[int, Cover]] = []
    for place, cover in sorted(covers.items(), key=lambda one: (one[1].starts, one[0])):
        since = [before.since for _, before in linked if before.ends == cover.starts]
        if since and min(since) < cover.since:
            linked.append((place, attrs.evolve(cover, since=min(since))))
        else:
            linked.append((place, cover))
    return linked
