"""Books of an account: the claims that stand, what each was paid, and what each line has paid.

Books are immutable; settling a claim gives new ones that share what did not change.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal, localcontext
from typing import TypeAlias

import attrs
from rpds import HashTrieMap

from mutualaid.assessment import Assessment, Part, PayingLine, assess
from mutualaid.checks import EXACT, NIL
from mutualaid.claim import Claim
from mutualaid.enrolment import Placed
from mutualaid.settlement import LineKey, Payment, Settlement, pay
from mutualaid.sharing import PartKey, Share, find_way


@attrs.frozen
class LineState:
    """What a line of a cover has added up and paid.

    Args:
        total: Running total in the line's measure.
        paid: What it has paid in yuan.
    """

    total: Decimal = NIL
    paid: Decimal = NIL

    def with_more(self, quantity: Decimal, payer: PayingLine) -> tuple[Decimal, LineState]:
        """Give what is due for more of what is measured, and the state with what can be paid."""
        line, cap, total = payer.line, payer.cap, self.total + quantity
        due = line.earned(total, cap) - line.earned(self.total, cap)
        return due, LineState(total, self.paid + min(due, cap - self.paid))


NOTHING = LineState()
States: TypeAlias = "HashTrieMap[LineKey, LineState]"
Shares: TypeAlias = "HashTrieMap[PartKey, Share]"
Settled: TypeAlias = "HashTrieMap[int, Settlement]"
Changes: TypeAlias = Mapping[tuple[int, LineKey], Decimal]
"""What a line pays more, or less, for a claim, by the number of its record and the line."""


def _no_settlements() -> Settled:
    return HashTrieMap()


def _no_states() -> States:
    return HashTrieMap()


def _no_shares() -> Shares:
    return HashTrieMap()


@attrs.frozen
class Books:
    """Hold the claims of one person in one plan that stand, and what was paid.

    Args:
        settled: The settlement of each claim, by the number of its record.
        states: What each line of each cover has added up and paid.
        shares: What pays those parts of claims that more than one line would pay.
    """

    settled: Settled = attrs.field(factory=_no_settlements)
    states: States = attrs.field(factory=_no_states)
    shares: Shares = attrs.field(factory=_no_shares)

    def _state(self, line: LineKey) -> LineState:
        return self.states.get(line, NOTHING)

    def settle(
        self, claim: Claim, number: int, covers: Sequence[Placed]
    ) -> tuple[Settlement, Books]:
        """Settle a claim after those that are there.

        Args:
            claim: The claim.
            number: Number of its record, greater than those that are there.
            covers: The covers that it sees, by their start, at least one.

        Returns:
            The settlement, and the books with the claim if it is paid.
        """
        # In a context of its own: the caller's may round.
        with localcontext(EXACT):
            assessed = assess(claim, covers)
            if isinstance(assessed, Settlement):
                return assessed, self
            if len(assessed.parts) == len(assessed.payers) == 1 and not self.shares:
                return self._pay_alone(claim, number, assessed)
            return self._pay(claim, number, assessed)

    def _pay_alone(
        self, claim: Claim, number: int, assessed: Assessment
    ) -> tuple[Settlement, Books]:
        """Pay a claim from the one line that would pay it, where nothing can make room for it."""
        payer, part = assessed.payers[0], assessed.parts[0]
        before = self._state(payer.key)
        _, after = before.with_more(part.quantity, payer)
        payment = Payment(
            payer.place,
            payer.cover,
            payer.line.code,
            before.total,
            part.quantity,
            payer.cap,
            before.paid,
            after.paid - before.paid,
        )
        settlement = pay(claim, (payment,), assessed.notices)
        settled = self.settled.insert(number, settlement)
        return settlement, Books(settled, self.states.insert(payer.key, after), self.shares)

    def _pay(self, claim: Claim, number: int, assessed: Assessment) -> tuple[Settlement, Books]:
        paying = _Paying(self.states, self.shares)
        for place, part in enumerate(assessed.parts):
            paying.pay((number, place), part)
        payments = tuple(
            Payment(
                payer.place,
                payer.cover,
                payer.line.code,
                self._state(payer.key).total,
                paying.quantities.get(payer.key, NIL),
                payer.cap,
                self._state(payer.key).paid,
                paying.changes.pop((number, payer.key), NIL),
            )
            for payer in assessed.payers
        )
        settlement = pay(claim, payments, assessed.notices)
        settled = self.settled.insert(number, settlement)
        if paying.changes:
            settled = _restated(settled, paying.changes)
        return settled[number], Books(settled, paying.states, paying.shares)

    def without(self, numbers: Iterable[int]) -> Books:
        """Give the books without the last claims, by their numbers from the last on.

        They are empty where covers pay side by side, since earlier claims may have been moved to
        make room for those.
        """
        if self.shares:
            return Books()
        settled, states = self.settled, self.states
        for number in numbers:
            for payment in settled[number].payments:
                before = LineState(payment.total_before, payment.paid_before)
                states = states.insert(payment.key, before)
            settled = settled.remove(number)
        return Books(settled, states)


class _Paying:
    """Pays one claim: holds what changes on the way.

    Args:
        states: What each line has added up and paid.
        shares: The parts of claims that can be moved.
    """

    def __init__(self, states: States, shares: Shares) -> None:
        self.states = states
        self.shares = shares
        self.quantities: dict[LineKey, Decimal] = {}
        self.changes: dict[tuple[int, LineKey], Decimal] = {}

    def _state(self, line: LineKey) -> LineState:
        return self.states.get(line, NOTHING)

    def _room(self, payer: PayingLine) -> Decimal:
        return payer.cap - self._state(payer.key).paid

    def pay(self, key: PartKey, part: Part) -> None:
        """Pay what is due for a part: from its first line, then by whatever way there is."""
        first = part.payers[0]
        state = self._state(first.key)
        due, after = state.with_more(part.quantity, first)
        now = after.paid - state.paid
        self.quantities[first.key] = self.quantities.get(first.key, NIL) + part.quantity
        self.states = self.states.insert(first.key, after)
        self._change(key[0], first.key, now)
        if len(part.payers) > 1 or self.shares:
            paid = {**dict.fromkeys((payer.key for payer in part.payers), NIL), first.key: now}
            self._pay_by_ways(key, part, due - now, paid)
            if len(part.payers) > 1:
                self.shares = self.shares.insert(key, Share(part.payers, paid))

    def _pay_by_ways(
        self, key: PartKey, part: Part, left: Decimal, paid: dict[LineKey, Decimal]
    ) -> None:
        """Pay what the first line leaves of a part."""
        while left > 0:
            way = find_way(part.payers, self.shares, self._room)
            if way is None:
                return
            amount = min(left, way.most)
            for move in way.moves:
                share = self.shares[move.part].moved(move.come, move.go, amount)
                self.shares = self.shares.insert(move.part, share)
                self._change(move.part[0], move.come, -amount)
                self._change(move.part[0], move.go, amount)
            end = self._state(way.end.key)
            self.states = self.states.insert(way.end.key, LineState(end.total, end.paid + amount))
            self._change(key[0], way.start, amount)
            paid[way.start] += amount
            left -= amount

    def _change(self, number: int, line: LineKey, amount: Decimal) -> None:
        self.changes[number, line] = self.changes.get((number, line), NIL) + amount


def _restated(settled: Settled, changes: Changes) -> Settled:
    """Give the settlements as they stand once claims have been moved between lines."""
    paid: dict[LineKey, Decimal] = {}
    for number, settlement in sorted(settled.items(), key=lambda one: one[0]):
        payments = []
        for payment in settlement.payments:
            payable = payment.payable + changes.get((number, payment.key), NIL)
            before = paid.get(payment.key, NIL)
            payments.append(attrs.evolve(payment, paid_before=before, payable=payable))
            paid[payment.key] = before + payable
        settled = settled.insert(number, attrs.evolve(settlement, payments=tuple(payments)))
    return settled
