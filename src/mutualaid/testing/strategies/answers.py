"""Strategies for what is asked and answered: by the installed plans, about their bounds."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import TypeVar

from hypothesis import strategies as st

from mutualaid.catalogue import Catalogue, Plan, load_catalogue
from mutualaid.decision import Decision
from mutualaid.finding import Fact, Finding, Scope, Standing
from mutualaid.people import Sex
from mutualaid.question import Headcount, Question
from mutualaid.review import EntryDecision, Review
from mutualaid.settlement import Payment, Settlement
from mutualaid.testing.strategies.applications import applications
from mutualaid.testing.strategies.claims import books
from mutualaid.testing.strategies.people import questions
from mutualaid.testing.strategies.rules import fees, formulas, lines, rules, terms
from mutualaid.testing.strategies.values import both, days, fen, texts

T = TypeVar("T")
FEW = 10
"""Each entry of a review carries the whole roster; many of them take their time."""


@cache
def installed() -> Catalogue:
    """Give the installed plans."""
    return load_catalogue()


def plans() -> st.SearchStrategy[Plan]:
    """Draw installed plans."""
    return st.sampled_from(list(installed().values()))


def of_some_plan(strategy: Callable[[Plan], st.SearchStrategy[T]]) -> st.SearchStrategy[T]:
    """Draw what is drawn for a plan, for any of the installed plans."""
    return plans().flatmap(strategy)


def questions_of_any() -> st.SearchStrategy[Question]:
    """Draw what a plan is asked of one entry."""
    return of_some_plan(questions)


def decisions() -> st.SearchStrategy[Decision]:
    """Draw what plans decide of one entry."""
    return of_some_plan(
        lambda plan: questions(plan).map(
            lambda asked: plan.decide(
                asked.member,
                asked.unit,
                starts=asked.starts,
                child=asked.child,
                shares=asked.shares,
                level=asked.level,
            )
        )
    )


def reviews() -> st.SearchStrategy[Review]:
    """Draw reviews of small applications."""
    return of_some_plan(
        lambda plan: (
            applications(plan).filter(lambda asked: len(asked.entries) < FEW).map(plan.review)
        )
    )


def entry_decisions() -> st.SearchStrategy[EntryDecision]:
    """Draw the answers of single entries of reviews."""
    answered = reviews().filter(lambda review: bool(review.entries))
    return answered.flatmap(lambda review: st.sampled_from(review.entries))


@st.composite
def settlements(draw: st.DrawFn) -> Settlement:
    """Draw settlements of claims: paid, refused and left open."""
    drawn = draw(of_some_plan(books).filter(lambda one: bool(one.claims)))
    *before, last = drawn.claims
    ledger = drawn.ledger
    for claim in before:
        _, ledger = ledger.settle(claim)
    return ledger.settle(last)[0]


def payments() -> st.SearchStrategy[Payment]:
    """Draw what single covers pay for a claim."""
    paid = settlements().filter(lambda one: bool(one.payments))
    return paid.flatmap(lambda one: st.sampled_from(one.payments))


facts: st.SearchStrategy[Fact] = st.one_of(
    st.integers(),
    texts,
    days,
    fen,
    both,
    st.none(),
    *map(st.sampled_from, (Sex, Headcount, Standing, Scope)),
)
single_findings = st.builds(
    Finding,
    texts,
    st.sampled_from(Standing),
    st.none() | rules | fees | lines() | terms | formulas,
    facts=st.dictionaries(texts, facts, max_size=4).map(lambda found: tuple(found.items())),
    wording=st.none() | texts,
    figure=st.none() | texts,
)
findings = st.recursive(
    single_findings,
    lambda parts: st.builds(
        Finding,
        texts,
        st.sampled_from(Standing),
        rules,
        parts=st.lists(parts, max_size=3).map(tuple),
    ),
    max_leaves=4,
)
"""What rules might find, with any facts."""
