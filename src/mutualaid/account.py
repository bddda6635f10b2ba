"""An account: the covers and claims of one person in one plan.

Nothing outside an account bears on what its claims are paid. Accounts are immutable; a step
gives a new one that shares what did not change.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from itertools import takewhile
from typing import TypeAlias

import attrs
from rpds import HashTrieMap, List

from mutualaid.books import Books
from mutualaid.checks import NIL
from mutualaid.claim import Claim
from mutualaid.cover import Cover
from mutualaid.enrolment import Enrolment, EnrolmentOutcome, Placed, linked, weigh
from mutualaid.errors import InvalidValue
from mutualaid.settlement import LineKey, Payment, Settlement, SettlementOutcome
from mutualaid.statement import StatementRow
from mutualaid.steps import Claimed, Corrected, Enrolled, Record, Withdrawn


@attrs.frozen
class Sight:
    """Since when a claim is known, and which covers it sees.

    Args:
        entered: Day of its first entry.
        number: It sees the covers that were enrolled before this place in the log.
    """

    entered: date
    number: int


Sights: TypeAlias = "HashTrieMap[int, Sight]"


def _no_numbers() -> HashTrieMap[str, int]:
    return HashTrieMap()


def _no_sights() -> Sights:
    return HashTrieMap()


def _no_records() -> List[Record]:
    return List()


@attrs.frozen
class Account:
    """Hold the covers and claims of one person in one plan.

    Args:
        covers: The covers in the order in which they were enrolled, each with its record's number.
        linked: The covers by their start, each with its place, linked to those it continues.
        books: The claims that stand, and what was paid.
        numbers: The number of its record for each claim that stands, by the claim's id.
        corrected: What a claim that was corrected sees, by its number; every other claim was
            entered on the day that it says, and sees the covers that were there before it.
        records: Everything that was entered, the newest first.
    """

    covers: tuple[tuple[int, Cover], ...] = ()
    linked: tuple[Placed, ...] = ()
    books: Books = attrs.field(factory=Books)
    numbers: HashTrieMap[str, int] = attrs.field(factory=_no_numbers)
    corrected: Sights = attrs.field(factory=_no_sights)
    records: List[Record] = attrs.field(factory=_no_records)

    # Covers -----------------------------------------------------------------------------------

    def weigh(self, cover: Cover) -> Enrolment:
        """Say how a cover stands to those that are there."""
        return weigh(cover, [other for _, other in self.covers])

    def enrol(self, record: Enrolled) -> Account:
        """Add a cover that `weigh` lets pass."""
        covers = (*self.covers, (record.number, record.cover))
        return attrs.evolve(
            self,
            covers=covers,
            linked=linked(cover for _, cover in covers),
            records=self.records.push_front(record),
        )

    def _covers_before(self, number: int) -> tuple[Placed, ...]:
        """Give the covers that were enrolled before a place in the log, by their start."""
        if not self.covers or self.covers[-1][0] < number:
            return self.linked
        seen = bisect_left(self.covers, number, key=lambda one: one[0])
        return linked(cover for _, cover in self.covers[:seen])

    def lists(self, event: str) -> bool:
        """Tell whether a cover lists an event under a code."""
        for _, cover in self.linked:  # noqa: SIM110 - `any` is slower, and every claim comes here
            if cover.line_for(event) is not None:
                return True
        return False

    def event_code(self, name: str, on: date) -> str:
        """Give the code of an event by its code or title, or the name itself if no cover lists it.

        Args:
            name: The name.
            on: A cover that runs on this day goes first.
        """
        covers = sorted((cover for _, cover in self.linked), key=lambda one: on not in one.period)
        found = (cover.edition.benefit.event(name, insured=cover.whom) for cover in covers)
        return next((event.code for event in found if event is not None), name)

    # Claims -----------------------------------------------------------------------------------

    @property
    def settled(self) -> HashTrieMap[int, Settlement]:
        """The settlement of each claim that stands, by the number of its record."""
        return self.books.settled

    def claim(self, record: Claimed) -> tuple[Settlement, Account]:
        """Settle a claim; give the account with it, unchanged unless it is paid."""
        settlement, books = self._settle(self.books, record.claim, record.number, record.number)
        if settlement.outcome is not SettlementOutcome.PAID:
            return settlement, self
        after = Account(
            self.covers,
            self.linked,
            books,
            self.numbers.insert(record.claim.id, record.number),
            self.corrected,
            self.records.push_front(record),
        )
        return settlement, after

    def _settle(
        self, books: Books, claim: Claim, number: int, sees: int
    ) -> tuple[Settlement, Books]:
        """Settle a claim by the covers that were enrolled before a place in the log."""
        return books.settle(claim, number, self._covers_before(sees))

    def correct(self, record: Corrected) -> tuple[Settlement, Account]:
        """Replace a claim in its place, and settle those after it anew.

        Gives its settlement, and the account, unchanged unless it is paid.
        """
        number = self.numbers[record.claim.id]
        # Whether it is paid, and not how much, is the same whatever else was claimed.
        alone, _ = self._settle(Books(), record.claim, number, record.number)
        if alone.outcome is not SettlementOutcome.PAID:
            return alone, self
        sight = Sight(self._sight(number).entered, record.number)
        corrected = self.corrected.insert(number, sight)
        after = attrs.evolve(
            self,
            books=self._anew(number, record.claim, corrected),
            corrected=corrected,
            records=self.records.push_front(record),
        )
        return after.settled[number], after

    def withdraw(self, record: Withdrawn) -> Account:
        """Take a claim out, and settle those after it anew."""
        number = self.numbers[record.claim]
        return attrs.evolve(
            self,
            books=self._anew(number, None, self.corrected),
            numbers=self.numbers.remove(record.claim),
            corrected=self.corrected.discard(number),
            records=self.records.push_front(record),
        )

    def _anew(self, number: int, claim: Claim | None, corrected: Sights) -> Books:
        """Give the books with a claim, or none, in place of another, and those after it anew."""
        again = self._claims_from(number)
        books = self.books.without(reversed(again))
        for one in again if books.settled else self._claims_from(0):
            anew = claim if one == number else self.settled[one].claim
            if anew is not None:
                sight = corrected.get(one)
                _, books = self._settle(books, anew, one, sight.number if sight else one)
        return books

    def _claims_from(self, number: int) -> list[int]:
        """Give the numbers of the claims that stand, from one on, in order."""
        later = takewhile(lambda record: record.number >= number, self.records)
        return [record.number for record in later if record.number in self.settled][::-1]

    def _sight(self, number: int) -> Sight:
        """Tell when a claim was first entered, and up to where it sees covers."""
        return self.corrected.get(number) or Sight(self.settled[number].claim.entered, number)

    def changes_from(self, claim: str) -> date | None:
        """Give the day from which a claim that stands may be changed, None where none does.

        That of its first entry, or of the claim that replaced it if that says a later one.
        """
        number = self.numbers.get(claim)
        if number is None:
            return None
        return max(self._sight(number).entered, self.settled[number].claim.entered)

    def changes_since(self, before: Account, claim: str) -> tuple[Settlement, ...]:
        """Give a supplementary settlement for each claim that a change of one has changed.

        Args:
            before: The account before the change.
            claim: The claim that was changed; earlier ones keep what they are paid.
        """
        changed = []
        for number in self._claims_from(before.numbers[claim]):
            settlement, paid_earlier = self.settled[number], before.settled[number].payable
            if settlement.payable != paid_earlier:
                changed.append(attrs.evolve(settlement, paid_earlier=paid_earlier))
        return tuple(changed)

    # Questions --------------------------------------------------------------------------------

    def paid(self, line: LineKey, on: date) -> Decimal:
        """Give what a line of a cover has paid in yuan, for events up to a day."""
        return sum((payment.payable for payment in self._payments(line, on)), NIL)

    def remaining(self, on: date, line: str | None) -> Decimal:
        """Give what a line can still pay on a day in yuan; 0 where no cover runs.

        Raises:
            InvalidValue: No line is named, and the cover has several.
        """
        left = NIL
        for place, (_, cover) in enumerate(self.covers):
            code = _line_code(cover, line) if on in cover.period else None
            if code is not None:
                cap = cover.edition.benefit.line(code).cap(cover)
                left += (NIL if cap is None else cap) - self.paid((place, code), on)
        return left

    def _payments(self, line: LineKey, on: date | None) -> Iterator[Payment]:
        """Give the payments of a line, for events up to a day if one is said."""
        for settlement in self.settled.values():
            if on is None or settlement.claim.on <= on:
                for payment in settlement.payments:
                    if payment.place == line[0] and payment.line == line[1]:
                        yield payment

    def rows(self, *, on: date | None = None) -> Iterator[StatementRow]:
        """Give the lines of the covers in order of their start, or of those that run on a day."""
        for place, cover in self.linked:
            if on is not None and on not in cover.period:
                continue
            returned = cover.returned
            for line in cover.lines:
                payments = list(self._payments((place, line.code), on))
                yield StatementRow(
                    cover.insured,
                    cover.unit,
                    cover.plan,
                    line.code,
                    cover.starts,
                    cover.ends,
                    line.cap(cover) or NIL,
                    sum((payment.payable for payment in payments), NIL),
                    len(payments),
                    returned=returned,
                )
                returned = NIL

    # The log ----------------------------------------------------------------------------------

    def known_on(self, day: date) -> Account:
        """Give the account as it was known on a day: from what had been entered by then.

        A step that cannot have happened without one that was entered later is left out, such as
        a claim before its cover was entered.
        """
        account, steps = self._before_any_entered_after(day)
        for record in steps:
            if record.entered <= day:
                account = account.take(record)
        return account

    def _before_any_entered_after(self, day: date) -> tuple[Account, list[Record]]:
        """Give the account before the first step entered after a day, and the steps from it on.

        Claims alone are taken back; where there is more to take back it begins from nothing.
        """
        late = [record.number for record in self.records if record.entered > day]
        if not late:
            return self, []
        first = late[-1]
        steps = list(takewhile(lambda record: record.number >= first, self.records))[::-1]
        claims = [record for record in steps if isinstance(record, Claimed)]
        if len(claims) < len(steps) or self.books.shares:
            return Account(), list(self.records)[::-1]
        numbers, records = self.numbers, self.records
        for claim in claims:
            numbers = numbers.remove(claim.claim.id)
            records = records.drop_first()
        books = self.books.without(claim.number for claim in reversed(claims))
        return attrs.evolve(self, books=books, numbers=numbers, records=records), list(steps)

    def take(self, record: Record) -> Account:
        """Take one step of a log; one that cannot have happened by then changes nothing."""
        match record:
            case Enrolled(_, _, cover):
                refused = {EnrolmentOutcome.REFUSED, EnrolmentOutcome.ALREADY}
                return self if self.weigh(cover).outcome in refused else self.enrol(record)
            case Claimed(_, entered, claim):
                return self.claim(record)[1] if self.covers and entered == claim.entered else self
            case Corrected(_, entered, claim):
                return self.correct(record)[1] if self._stands(claim.id, entered) else self
            case _:
                stands = self._stands(record.claim, record.entered)
                return self.withdraw(record) if stands else self

    def _stands(self, claim: str, on: date) -> bool:
        """Tell whether a claim stands that had been entered by a day."""
        first = self.changes_from(claim)
        return first is not None and first <= on


def _line_code(cover: Cover, line: str | None) -> str | None:
    """Choose the line of a cover that is meant; None where it has not the one that is named."""
    codes = [one.code for one in cover.lines]
    if line is not None:
        return line if line in codes else None
    if len(codes) > 1:
        raise InvalidValue(
            "The cover has several lines, and none is named",
            name="line",
            value=line,
            allowed=", ".join(codes),
        )
    return codes[0]
