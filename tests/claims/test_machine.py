"""The ledger against a naive one, over any sequence of steps and questions."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import attrs
import pytest
from builders import child, member
from claims.model import PLANS, YUAN, Insured, Step, World, judge, may_enrol, world_of
from claims.scenes import CATALOGUE
from claims.strategies import STARTS, catalogue_for, claims_under, fen, sold
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from mutualaid import (
    Claim,
    Cover,
    EnrolmentOutcome,
    InvalidValue,
    Ledger,
    Settlement,
    SettlementOutcome,
    UnknownName,
)

ANY_DAY = st.one_of(
    st.sampled_from([day + timedelta(days=step) for day in STARTS for step in (-1, 0)]),
    st.dates(date(2015, 1, 1), date(2021, 12, 31)),
)
PICK = st.integers(0, 999)
DELAYS = st.sampled_from([-1, 0, 0, 1, 30, 500])


def cover_of(one: Insured) -> Cover:
    """Make the cover that the model knows as plain figures."""
    return Cover(
        catalogue_for(one.plan, CATALOGUE)[one.plan].edition(one.starts),
        "U1",
        member("P" if one.is_child else one.who),
        one.starts,
        child=child(one.who) if one.is_child else None,
        shares=one.shares,
        level=one.level or None,
    )


def in_fen(amount: Decimal) -> int:
    whole = amount * YUAN
    assert whole == int(whole), "part of a fen"
    return int(whole)


def split_as(ledger: Ledger, world: World) -> World:
    """Take over which cover pays what of each claim, as far as the model leaves it open."""
    for one in world.claims:
        settlement = ledger.settlement(one.claim.id)
        assert one.payable == in_fen(settlement.payable)
        paid = [(each.place, each.line, in_fen(each.payable)) for each in settlement.payments]
        world.take_split(one.claim.id, paid)
        for payment in settlement.payments:
            assert payment.paid_before >= 0
            assert payment.remaining >= 0
    return world


class LedgerAgainstModel(RuleBasedStateMachine):
    """Enrol, renew, claim, correct, withdraw and ask, on the ledger and on the model."""

    def __init__(self) -> None:
        super().__init__()
        self.ledger = Ledger()
        self.steps: list[Step] = []
        self.world = World([], [])
        self.used = 0

    def _take(self, kind: str, entered: date, what: object) -> World:
        """Take a step in the model, and give what all steps so far make."""
        self.steps.append((kind, entered, what))
        self.world = world_of(self.steps)
        return self.world

    def _same(self, settlement: Settlement, world: World) -> None:
        """Hold a settlement equal to that of the model."""
        theirs = world.find(settlement.claim.id)
        assert theirs is not None
        assert theirs.payable == in_fen(settlement.payable)

    # Covers

    def _enrol(self, one: Insured, entered: date) -> None:
        one.entered = entered
        expected = may_enrol(one, self.world.of(one.who, one.plan))
        (answer,), after = self.ledger.enrol([cover_of(one)], entered=entered)
        not_enrolled = {EnrolmentOutcome.REFUSED, EnrolmentOutcome.ALREADY}
        assert expected is (answer.outcome not in not_enrolled)
        assert expected is (after is not self.ledger)
        self.ledger = after
        if expected:
            self._take("enrol", entered, one)

    @initialize(some=st.lists(sold(), min_size=1, max_size=3))
    def enrol_the_first(self, some: list[Insured]) -> None:
        for one in some:
            self._enrol(one, one.starts)

    @rule(one=sold(), delay=DELAYS)
    def enrol(self, one: Insured, delay: int) -> None:
        self._enrol(one, one.starts + timedelta(days=delay))

    @precondition(lambda self: self.world.covers)
    @rule(which=PICK, gap=st.sampled_from([0, 0, 1, -1]), shares=st.integers(1, 4), delay=DELAYS)
    def renew(self, which: int, gap: int, shares: int, delay: int) -> None:
        covers = self.world.covers
        last = covers[which % len(covers)]
        starts = last.ends + timedelta(days=gap)
        most = PLANS[last.plan].most_shares or 1
        renewal = Insured(last.who, last.plan, starts, last.is_child, min(shares, most), last.level)
        self._enrol(renewal, starts + timedelta(days=delay))

    @precondition(lambda self: self.world.covers)
    @rule(which=PICK, into=st.integers(0, 1_000), shares=st.integers(1, 4))
    def take_more_shares(self, which: int, into: int, shares: int) -> None:
        by_share = [one for one in self.world.covers if PLANS[one.plan].most_shares]
        if by_share:
            one = by_share[which % len(by_share)]
            starts = one.starts + timedelta(days=into % (one.ends - one.starts).days)
            sold = min(shares, PLANS[one.plan].most_shares)
            self._enrol(Insured(one.who, one.plan, starts, one.is_child, sold), starts)

    # Claims

    def _draw_claim(self, data: st.DataObject, which: int) -> Claim:
        covers = self.world.covers
        self.used += 1
        return data.draw(claims_under(covers[which % len(covers)], f"C{self.used}"))

    @precondition(lambda self: self.world.covers)
    @rule(data=st.data(), which=PICK, many=st.integers(1, 3))
    def claim(self, data: st.DataObject, which: int, many: int) -> None:
        for _ in range(many):
            self._claim(self._draw_claim(data, which))

    def _claim(self, one: Claim) -> None:
        expected = judge(one, self.world.of(one.insured, one.plan))
        settlement, after = self.ledger.settle(one)
        assert expected == settlement.outcome.value
        assert (settlement.outcome is SettlementOutcome.PAID) is (after is not self.ledger)
        if settlement.outcome is SettlementOutcome.PAID:
            self._same(settlement, self._take("claim", one.entered, one))
        else:
            nothing = None if settlement.outcome is SettlementOutcome.UNKNOWN else 0
            assert (nothing, ()) == (settlement.payable, settlement.payments)
        self.ledger = after

    @precondition(lambda self: self.world.claims)
    @rule(data=st.data(), which=PICK)
    def claim_from_the_same_cover(self, data: st.DataObject, which: int) -> None:
        # So that lines fill up and the cap cuts; drawn apart, claims seldom meet.
        claims = self.world.claims
        before = claims[which % len(claims)].claim
        self.used += 1
        many = data.draw(st.integers(1, 4))
        again = attrs.evolve(before, id=f"C{self.used}")
        if again.amount is not None:
            again = attrs.evolve(again, amount=again.amount * many)
        settlement, self.ledger = self.ledger.settle(again)
        assert settlement.outcome is SettlementOutcome.PAID
        self._same(settlement, self._take("claim", again.entered, again))

    @rule(data=st.data(), one=sold())
    def claim_of_anyone(self, data: st.DataObject, one: Insured) -> None:
        self.used += 1
        self._claim(data.draw(claims_under(one, f"C{self.used}")))

    @precondition(lambda self: self.world.claims)
    @rule(which=PICK)
    def claim_once_more(self, which: int) -> None:
        claims = self.world.claims
        again = claims[which % len(claims)].claim
        settlement, after = self.ledger.settle(again)
        assert after is self.ledger
        self._same(settlement, self.world)

    @precondition(lambda self: self.world.claims)
    @rule(which=PICK, amount=fen())
    def claim_something_else_under_a_taken_id(self, which: int, amount: Decimal) -> None:
        claims = self.world.claims
        taken = claims[which % len(claims)].claim
        other = attrs.evolve(taken, amount=amount, items=(), circumstances=["other"])
        settlement, after = self.ledger.settle(other)
        assert after is self.ledger
        assert ["claim.id_taken"] == [finding.code for finding in settlement.findings]

    @precondition(lambda self: self.world.claims)
    @rule(data=st.data(), which=PICK, delay=DELAYS)
    def correct(self, data: st.DataObject, which: int, delay: int) -> None:
        claims = self.world.claims
        before = claims[which % len(claims)].claim
        there = self.world.of(before.insured, before.plan)
        drawn = data.draw(claims_under(there[which % len(there)], before.id))
        better = attrs.evolve(drawn, entered=max(before.entered, drawn.on))
        entered = before.entered + timedelta(days=delay)
        if entered < before.entered:
            with pytest.raises(InvalidValue):
                self.ledger.correct(better, entered=entered)
            return
        entered = max(entered, better.entered)
        paid_before = {one.claim.id: one.payable for one in claims}
        expected = judge(better, there)
        settlement, others, after = self.ledger.correct(better, entered=entered)
        assert expected == settlement.outcome.value
        if settlement.outcome is not SettlementOutcome.PAID:
            assert ((), True) == (others, after is self.ledger)
            return
        self.ledger = after
        world = self._take("correct", entered, better)
        self._same(settlement, world)
        self._same_supplements(others, paid_before, world, but=better.id)

    @precondition(lambda self: self.world.claims)
    @rule(which=PICK, delay=DELAYS)
    def withdraw(self, which: int, delay: int) -> None:
        claims = self.world.claims
        one = claims[which % len(claims)].claim
        entered = one.entered + timedelta(days=delay)
        if entered < one.entered:
            with pytest.raises(InvalidValue):
                self.ledger.withdraw(one.id, entered=entered)
            return
        paid_before = {each.claim.id: each.payable for each in claims}
        supplements, self.ledger = self.ledger.withdraw(one.id, entered=entered)
        world = self._take("withdraw", entered, one.id)
        self._same_supplements(supplements, paid_before, world, but=one.id)
        again, after = self.ledger.withdraw(one.id, entered=entered)
        assert ((), True) == (again, after is self.ledger)
        refused, _ = self.ledger.settle(one)
        assert ["claim.was_withdrawn"] == [finding.code for finding in refused.findings]

    def _same_supplements(
        self,
        supplements: tuple[Settlement, ...],
        before: dict[str, int],
        world: World,
        *,
        but: str,
    ) -> None:
        """Hold supplementary settlements equal to what changed in the model, in its order."""
        expected = [
            (one.claim.id, one.payable - before[one.claim.id])
            for one in world.claims
            if one.claim.id != but and one.payable != before[one.claim.id]
        ]
        assert expected == [(one.claim.id, in_fen(one.supplement)) for one in supplements]

    # Questions

    @precondition(lambda self: self.world.covers)
    @rule(which=PICK, on=ANY_DAY, known_on=st.none() | ANY_DAY)
    def ask_what_remains(self, which: int, on: date, known_on: date | None) -> None:
        covers = self.world.covers
        cover = covers[which % len(covers)]
        ledger = self.ledger if known_on is None else self.ledger.known_on(known_on)
        world = split_as(ledger, world_of(self.steps, known_on or date.max))
        for line in cover.lines():
            left = self.ledger.remaining(cover.who, cover.plan, on=on, line=line, known_on=known_on)
            assert world.remaining(cover.who, cover.plan, line, on) == in_fen(left)

    @rule(day=ANY_DAY)
    def ask_what_was_known(self, day: date) -> None:
        self._compare(self.ledger.known_on(day), world_of(self.steps, day))

    @rule(day=ANY_DAY)
    def ask_for_a_statement_of_a_day(self, day: date) -> None:
        world = split_as(self.ledger, self.world)
        expected = sorted(
            (cover.who, cover.plan, cover.starts, line, world.paid_until(cover, line, day))
            for cover in world.covers
            if cover.runs_on(day)
            for line in cover.lines()
        )
        rows = self.ledger.statement(on=day).rows
        assert expected == sorted(
            (row.insured, row.plan, row.starts, row.line, in_fen(row.paid)) for row in rows
        )

    @rule()
    def take_the_log_again(self) -> None:
        again = Ledger.replay(self.ledger.log())
        assert self.ledger == again
        assert self.ledger.statement() == again.statement()

    @rule(name=st.sampled_from(["C0", "none"]))
    def change_what_is_not_there(self, name: str) -> None:
        with pytest.raises(UnknownName):
            self.ledger.withdraw(name, entered=date(2020, 1, 1))

    # Always

    def _compare(self, ledger: Ledger, world: World) -> None:
        split_as(ledger, world)
        rows = ledger.statement().rows
        for row in rows:
            assert row.cap == row.paid + row.remaining
            assert 0 <= row.paid <= row.cap
        assert sorted(world.rows()) == sorted(
            (
                row.insured,
                row.plan,
                row.starts,
                row.line,
                in_fen(row.cap),
                in_fen(row.paid),
                row.claims,
            )
            for row in rows
        )

    @invariant()
    def statements_are_those_of_the_model(self) -> None:
        self._compare(self.ledger, self.world)


TestLedgerAgainstModel = LedgerAgainstModel.TestCase
TestLedgerAgainstModel.settings = settings(stateful_step_count=25)
