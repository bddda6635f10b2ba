"""Clause coverage: which clauses of which plans were asked of, and on which of their sides.

A clause is one rule of one edition, with its source. It is exercised once plans have answered, or
a ledger has settled, on each of its sides: a condition met and missed; a fee charged, at each level
and risk, and more asked for than is sold; a line paid, and cut by its cap; a fixed sum paid; a term
of claims met and missed; a formula paid by; claims inside and outside the term of a cover. Rules
that are equal and stand in one place are one clause, in whichever catalogue they were asked.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from decimal import Decimal
from functools import wraps
from typing import Any, TypeAlias
from unittest.mock import patch

import attrs

from mutualaid.catalogue import Catalogue, Plan
from mutualaid.decision import Decision
from mutualaid.finding import Finding, Standing
from mutualaid.ledger import Ledger
from mutualaid.messages import render
from mutualaid.plan import Edition
from mutualaid.policy.paths import places
from mutualaid.question import Question
from mutualaid.review import Review
from mutualaid.rules import (
    AllOf,
    AnyOf,
    BenefitLine,
    ByLevel,
    CoverTerm,
    FeeSchedule,
    FixedSum,
    Formula,
    RuleValue,
)
from mutualaid.settlement import Settlement
from mutualaid.sources import Source
from mutualaid.text import Lang

Side: TypeAlias = tuple[str, int | None]
"""What happened to a clause, such as ("met", None); of a level, which."""
MET, MISSED = ("met", None), ("failed", None)
PAID, CUT = ("paid", None), ("cut", None)
CHARGED, TOO_MUCH = ("charged", None), ("too_much", None)
INSIDE, OUTSIDE = ("inside", None), ("outside", None)
Key: TypeAlias = tuple[RuleValue, Source | None]
Watch: TypeAlias = Callable[[tuple[Any, ...], Any], None]
"""Takes what a method was asked, of itself first, and what it answered."""


def single_rules(edition: Edition) -> Iterator[RuleValue]:
    """Give every single rule of an edition, the term and the terms of its lines among them."""
    for place in places(edition):
        node = place.node
        joins = isinstance(node, AllOf | AnyOf)
        if place.figure is None and isinstance(node, RuleValue) and not joins:
            yield node


def single(finding: Finding) -> Iterator[Finding]:
    """Give the findings of a tree that have no parts."""
    if not finding.parts:
        yield finding
    for part in finding.parts:
        yield from single(part)


def sides_of(rule: RuleValue) -> tuple[Side, ...]:
    """Name the sides of a rule on which it is to be exercised."""
    if isinstance(rule, ByLevel):
        calm: list[Side] = [("level", level) for level in rule.amounts]
        risky: list[Side] = [("high_risk", level) for level in rule.high_risk or ()]
        return (*calm, *risky, TOO_MUCH)
    if isinstance(rule, FeeSchedule):
        return (CHARGED, TOO_MUCH)
    if isinstance(rule, Formula | FixedSum):
        return (PAID,)
    if isinstance(rule, BenefitLine):
        return (PAID, CUT)
    return (INSIDE, OUTSIDE) if isinstance(rule, CoverTerm) else (MET, MISSED)


# What was exercised -------------------------------------------------------------------------------


@attrs.frozen
class Clause:
    """A rule of a plan, with the sides on which nothing exercised it.

    Args:
        plan: Code of the plan.
        rule: The rule.
        missing: The sides on which it was not exercised; empty where it was on all.
    """

    plan: str
    rule: RuleValue
    missing: tuple[Side, ...]

    def explain(self, lang: Lang) -> str:
        """Word which clause it is, where it stands, and what nothing exercised."""
        sides = (
            render(f"clauses.{name}", lang, facts={"level": level}) for name, level in self.missing
        )
        source = "" if self.rule.source is None else self.rule.source.cite(lang)
        facts = {"plan": self.plan, "words": self.rule.words(lang), "source": source}
        missing = render("clauses.joint", lang).join(sides)
        return render("clauses.clause", lang, facts={**facts, "missing": missing})


@attrs.frozen
class ClauseCoverage:
    """Tell which clauses of some plans were exercised.

    Args:
        clauses: Every clause.
    """

    clauses: tuple[Clause, ...]

    @property
    def gaps(self) -> tuple[Clause, ...]:
        """The clauses that were not exercised on all their sides."""
        return tuple(clause for clause in self.clauses if clause.missing)

    def explain(self, lang: Lang) -> str:
        """Word how many clauses were exercised, and every one that was not."""
        whole, gaps = len(self.clauses), self.gaps
        done = whole - len(gaps)
        facts = {"done": done, "whole": whole, "percent": 100 * done // whole if whole else 100}
        head = render("clauses.head", lang, facts=facts)
        return "\n".join([head, *(f"  {gap.explain(lang)}" for gap in gaps)])


class Exercised:
    """Keep on which sides rules were exercised."""

    def __init__(self) -> None:
        self._seen: dict[Key, set[Side]] = {}

    def note(self, rule: RuleValue, side: Side) -> None:
        """Note that a rule was exercised on a side."""
        self._seen.setdefault((rule, rule.source), set()).add(side)

    def coverage(self, plans: Iterable[Plan]) -> ClauseCoverage:
        """Compare what was exercised with the clauses of some plans."""
        clauses: dict[tuple[str, Key], Clause] = {}
        for plan in plans:
            for edition in plan.editions:
                for rule in single_rules(edition):
                    key = (rule, rule.source)
                    seen = self._seen.get(key, set())
                    missing = tuple(side for side in sides_of(rule) if side not in seen)
                    clauses[plan.code, key] = Clause(plan.code, rule, missing)
        return ClauseCoverage(tuple(clauses.values()))

    # Watching ---------------------------------------------------------------------------------

    @contextmanager
    def watching(self, plans: Iterable[Plan]) -> Iterator[None]:
        """Note what is decided, reviewed and settled meanwhile, by whomever.

        Args:
            plans: The plans that matter.
        """
        lines = [line for plan in plans for one in plan.editions for line in one.benefit.lines]
        formulas = [line.formula for line in lines if line.formula is not None]
        watched: list[tuple[type[Any], str, Watch]] = [
            (Plan, "decide", lambda _, decision: self._decided(decision)),
            (Plan, "review", lambda _, review: self._reviewed(review)),
            (Catalogue, "decide_all", lambda _, decisions: self._decided(*decisions.values())),
            (Ledger, "settle", lambda _, settled: self._settled(settled[0])),
            *((kind, "earned", self._earned) for kind in {type(line) for line in lines}),
            *((kind, "due", self._due) for kind in {type(formula) for formula in formulas}),
        ]
        with ExitStack() as stack:
            for kind, name, watch in watched:
                method = _also(getattr(kind, name), watch)
                stack.enter_context(patch.object(kind, name, method))
            yield

    def _reviewed(self, review: Review) -> None:
        self._decided(*review.entries)

    def _decided(self, *decisions: Decision) -> None:
        """Note how every rule stood that a decision rests on, and what was charged."""
        for decision in decisions:
            for whole in (decision.own, *decision.unit_findings):
                for finding in single(whole):
                    self._found(finding)
            if decision.quoted_fee is not None:
                self._charged(decision.edition.fee, decision.question)

    def _found(self, finding: Finding) -> None:
        missed = TOO_MUCH if isinstance(finding.rule, FeeSchedule) else MISSED
        sides = {Standing.MET: MET, Standing.FAILED: missed}
        if finding.rule is not None and finding.standing in sides:
            self.note(finding.rule, sides[finding.standing])

    def _charged(self, fee: FeeSchedule, question: Question) -> None:
        if question.level is None:
            self.note(fee, CHARGED)
        else:
            self.note(fee, ("high_risk" if question.high_risk else "level", question.level))

    def _settled(self, settlement: Settlement) -> None:
        """Note which terms a claim met and missed, and on which side of the cover it lies."""
        for payment in settlement.payments:
            self.note(payment.cover.edition.term, INSIDE)
            line = payment.cover.edition.benefit.line(payment.line)
            for term in line.terms:
                if term.asks(settlement.claim.event):
                    self.note(term, MET)
        for finding in settlement.findings:
            if isinstance(finding.rule, CoverTerm):
                self.note(finding.rule, OUTSIDE)
            else:
                self._found(finding)

    def _earned(self, asked: tuple[Any, ...], earned: Decimal) -> None:
        line, _, cap = asked
        if earned > 0:
            self.note(line, PAID)
        if earned > cap:
            self.note(line, CUT)

    def _due(self, asked: tuple[Any, ...], due: Decimal) -> None:
        if due > 0:
            self.note(asked[0], PAID)


def _also(method: Callable[..., Any], watch: Watch) -> Callable[..., Any]:
    """Give a method that also tells what it was asked, of itself first, and what it answered."""

    @wraps(method)
    def watched(*asked: Any, **said: Any) -> Any:
        answer = method(*asked, **said)
        watch(asked, answer)
        return answer

    return watched
