"""The ledger: covers and claims of a scheme, settled in the order in which they are entered.

A ledger never changes; each step gives a new one that shares all but a few entries with the old
(the persistent maps of rpds), so that settling one more claim costs the same on ten claims as on
a million. It has two axes of time: a claim lies on the day of its event, and is known from the
day on which it was entered.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import attrs

from mutualaid.account import Account
from mutualaid.checks import require_date, require_type, to_tuple
from mutualaid.claim import Claim
from mutualaid.cover import Cover
from mutualaid.enrolment import Enrolment, EnrolmentOutcome
from mutualaid.errors import InvalidValue, UnknownName
from mutualaid.finding import Finding
from mutualaid.holdings import Holdings
from mutualaid.index import Key
from mutualaid.names import no_cover, no_such_plan
from mutualaid.settlement import Settlement, refuse, refused
from mutualaid.steps import Claimed, Corrected, Enrolled, Record, Withdrawn

NO_ACCOUNT = Account()


class Ledger(Holdings):
    """Hold covers and claims; every step gives a new ledger.

    Args:
        covers: The covers to begin with, each entered on the day it starts.

    Raises:
        InvalidType: Something that is no `Cover`.
        InvalidValue: A cover that overlaps another where it may not.
    """

    __slots__ = ()

    def __init__(self, covers: Iterable[Cover] = ()) -> None:
        super().__init__()
        answers, enrolled = self.enrol(covers)
        for answer in answers:
            if answer.outcome is EnrolmentOutcome.REFUSED:
                raise InvalidValue(
                    f"A cover of {answer.cover.insured} cannot stand beside another",
                    name="covers",
                    value=answer.cover.plan,
                    allowed=answer.findings[0].text("en"),
                    hint="Ledger().enrol(covers) answers for each cover instead of raising",
                )
        for name in Holdings.__slots__:
            setattr(self, name, getattr(enrolled, name))

    def _after(self, key: Key, account: Account, step: Record) -> Ledger:
        ledger = object.__new__(Ledger)
        ledger._accounts = self._accounts.insert(key, account)
        ledger._claims = self._claims
        ledger._index = self._index
        ledger._number = step.number
        if isinstance(step, Claimed):
            ledger._claims = self._claims.insert(step.claim.id, key)
        elif isinstance(step, Enrolled):
            ledger._index = self._index.add(key, step.cover)
        return ledger

    # Steps ------------------------------------------------------------------------------------

    def enrol(
        self, covers: Iterable[Cover], *, entered: date | None = None
    ) -> tuple[tuple[Enrolment, ...], Ledger]:
        """Enrol covers: first ones, renewals, ones after a gap, more shares beside a running one.

        Args:
            covers: The covers, as `Review.covers` gives them.
            entered: Day on which they are entered; the day each starts, if not said.

        Returns:
            The answer to each cover, and the ledger with those that are not refused.

        Raises:
            InvalidType: Something that is no `Cover`, a datetime for a date.
        """
        ledger, answers = self, []
        for cover in to_tuple(covers, "covers"):
            require_type(cover, Cover, "covers")
            day = cover.starts if entered is None else require_date(entered, "entered")
            key = (cover.insured, cover.plan)
            account = ledger._accounts.get(key, NO_ACCOUNT)
            answer = account.weigh(cover)
            answers.append(answer)
            if answer.outcome not in {EnrolmentOutcome.REFUSED, EnrolmentOutcome.ALREADY}:
                step = Enrolled(ledger._number + 1, day, cover)
                ledger = ledger._after(key, account.enrol(step), step)
        return tuple(answers), ledger

    def settle(self, claim: Claim) -> tuple[Settlement, Ledger]:
        """Settle a claim.

        The same claim twice is answered once; a refused claim changes nothing.

        Args:
            claim: The claim; it may name its plan and its event by code or by title.

        Returns:
            The settlement, which names both by code, and the ledger with the claim if it is paid.

        Raises:
            InvalidType: Something that is no `Claim`.
        """
        claim, account = self._by_codes(require_type(claim, Claim, "claim"))
        taken = self._claims.get(claim.id)
        if taken is not None:
            return self._again(claim, taken), self
        if account is None:
            return refuse(claim, self._uncovered(claim)), self
        step = Claimed(self._number + 1, claim.entered, claim)
        settlement, after = account.claim(step)
        if after is account:
            return settlement, self
        return settlement, self._after((claim.insured, claim.plan), after, step)

    def _by_codes(self, claim: Claim) -> tuple[Claim, Account | None]:
        """Give a claim with its account, and with codes where it has titles of plan and event."""
        account = self._accounts.get((claim.insured, claim.plan))
        if account is None:
            plan = self._index.plan(claim.plan)
            account = self._accounts.get((claim.insured, plan))
            claim = attrs.evolve(claim, plan=plan)
        if account is not None and not account.lists(claim.event):
            claim = attrs.evolve(claim, event=account.event_code(claim.event, claim.on))
        return claim, account

    def _uncovered(self, claim: Claim) -> Finding:
        """Refuse a claim of a person without a cover, or in a plan of which there is none."""
        editions = self._index.editions.get(claim.plan)
        if editions is None:
            return no_such_plan(claim.plan, self._index.plans())
        return no_cover(claim.insured, claim.on, editions)

    def _again(self, claim: Claim, key: Key) -> Settlement:
        account = self._accounts[key]
        number = account.numbers.get(claim.id)
        if number is None:
            return refuse(claim, refused("claim.was_withdrawn", id=claim.id))
        settlement = account.settled[number]
        if settlement.claim != claim:
            return refuse(claim, refused("claim.id_taken", id=claim.id))
        return settlement

    def correct(
        self, claim: Claim, *, entered: date
    ) -> tuple[Settlement, tuple[Settlement, ...], Ledger]:
        """Replace a claim, in its place, by another under its id.

        Args:
            claim: The claim as it should have been, of the same person in the same plan.
            entered: Day on which the correction is entered.

        Returns:
            The settlement of the corrected claim; a supplementary settlement for each later claim
            that is now paid otherwise; the ledger, unchanged where the correction is refused.

        Raises:
            InvalidType: Something that is no `Claim`, a datetime for a date.
            InvalidValue: An entry before that of the claim.
            UnknownName: No claim has this id.
        """
        claim, _ = self._by_codes(require_type(claim, Claim, "claim"))
        key, account = self._standing(claim.id, entered)
        if claim.id not in account.numbers:
            return refuse(claim, refused("claim.was_withdrawn", id=claim.id)), (), self
        if key != (claim.insured, claim.plan):
            return refuse(claim, refused("claim.other_account", id=claim.id)), (), self
        step = Corrected(self._number + 1, entered, claim)
        settlement, after = account.correct(step)
        if after is account:
            return settlement, (), self
        changes = after.changes_since(account, claim.id)
        others = tuple(change for change in changes if change.claim.id != claim.id)
        own = next((change for change in changes if change.claim.id == claim.id), settlement)
        return own, others, self._after(key, after, step)

    def withdraw(self, claim: str, *, entered: date) -> tuple[tuple[Settlement, ...], Ledger]:
        """Take a claim out: its amount is given back to the line.

        Args:
            claim: Id of the claim.
            entered: Day on which the withdrawal is entered.

        Returns:
            A supplementary settlement for each later claim that is now paid otherwise, in their
            order; and the ledger, unchanged where the claim was withdrawn before.

        Raises:
            InvalidType: A datetime for a date.
            InvalidValue: An entry before that of the claim.
            UnknownName: No claim has this id.
        """
        key, account = self._standing(claim, entered)
        if claim not in account.numbers:
            return (), self
        step = Withdrawn(self._number + 1, entered, claim)
        after = account.withdraw(step)
        return after.changes_since(account, claim), self._after(key, after, step)

    def _standing(self, claim: str, entered: date) -> tuple[Key, Account]:
        require_type(claim, str, "claim")
        require_date(entered, "entered")
        key = self._claims.get(claim)
        if key is None:
            raise UnknownName(
                "No claim has this id", name="claim", value=claim, known=self._few_claims()
            )
        account = self._accounts[key]
        first = account.changes_from(claim)
        if first is not None and entered < first:
            raise InvalidValue(
                "A claim is changed before it was entered",
                name="entered",
                value=entered,
                allowed=f"a day from {first} on",
            )
        return key, account

    @classmethod
    def replay(cls, log: Iterable[Record]) -> Ledger:
        """Take the steps of a log again, from an empty ledger.

        Args:
            log: The steps, in order, each with its number.

        Raises:
            InvalidType: Something that is no step.
            InvalidValue: A step that cannot have happened after those before it.
        """
        ledger = cls()
        for record in to_tuple(log, "log"):
            after = ledger.take(record)
            if after is ledger:
                raise InvalidValue(
                    f"This step cannot have happened: {type(record).__name__}",
                    name="number",
                    value=record.number,
                    allowed="a step that follows from those before it",
                    hint="the log was changed, or is not whole",
                )
            ledger = after
        return ledger

    def take(self, record: Record) -> Ledger:
        """Take one step of a log; one that cannot have happened by then changes nothing.

        Raises:
            InvalidType: Something that is no step.
        """
        if not isinstance(record, Enrolled | Claimed | Corrected | Withdrawn):
            require_type(record, Enrolled, "record", hint="a step comes out of `Ledger.log`")
        key = self._key_of(record)
        if key is None or record.number <= self._number:
            return self
        if isinstance(record, Claimed) and record.claim.id in self._claims:
            return self
        account = self._accounts.get(key, NO_ACCOUNT)
        after = account.take(record)
        return self if after is account else self._after(key, after, record)

    def _key_of(self, record: Record) -> Key | None:
        """Name the account of a step; None for the withdrawal of a claim that is not there."""
        if isinstance(record, Enrolled):
            return record.cover.insured, record.cover.plan
        if isinstance(record, Withdrawn):
            return self._claims.get(record.claim)
        return record.claim.insured, record.claim.plan

    def known_on(self, day: date) -> Ledger:
        """Give the ledger as it was known on a day: from what had been entered by then.

        A step that cannot have happened without one that was entered later is left out, such as
        a claim before its cover was entered.
        """
        require_date(day, "day")
        ledger = Ledger()
        for record in self.log():
            if record.entered <= day:
                ledger = ledger.take(record)
        return ledger

    def __reduce__(self) -> tuple[object, ...]:
        return Ledger.replay, (self.log(),)
