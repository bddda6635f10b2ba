"""A strategy for every public type of the library."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import Any

from hypothesis import strategies as st

from mutualaid.application import Application
from mutualaid.catalogue import Catalogue, Plan
from mutualaid.claim import Admission, BillItem, Claim, ClaimQuestion
from mutualaid.cover import Cover
from mutualaid.dates import Period
from mutualaid.decision import Decision
from mutualaid.enrolment import Enrolment
from mutualaid.finding import Finding
from mutualaid.ledger import Ledger
from mutualaid.people import Child, Member, Unit
from mutualaid.plan import PlanContext
from mutualaid.policy.change import PolicyChange
from mutualaid.question import Entry, Question
from mutualaid.review import EntryDecision, Review
from mutualaid.settlement import Payment, Settlement
from mutualaid.sources import LEAFLET, Source, Table
from mutualaid.statement import Statement
from mutualaid.testing.strategies import answers, rules, values
from mutualaid.testing.strategies.claims import covers, ledgers
from mutualaid.text import Text

some_ledgers = st.deferred(lambda: answers.of_some_plan(ledgers))
some_covers = st.deferred(lambda: answers.of_some_plan(covers))
changes = st.builds(
    lambda name, day, source, amount: PolicyChange(
        name, since=day, source=source, set={"critical_illness.fee.amount": amount}
    ),
    values.ids,
    st.dates(date(2015, 1, 1), date(2040, 1, 1)),
    values.sources,
    values.fen,
)
claim_questions = st.builds(
    lambda claim, cover: ClaimQuestion(claim, cover.starts, cover.since),
    values.claims(),
    some_covers,
)

BY_TYPE: Mapping[type[Any], st.SearchStrategy[Any]] = MappingProxyType(
    {
        Admission: values.admissions,
        Application: values.applications(),
        BillItem: values.bill_items,
        Catalogue: st.deferred(lambda: st.just(answers.installed())),
        Child: values.children,
        Claim: values.claims(),
        ClaimQuestion: claim_questions,
        Cover: some_covers,
        Decision: st.deferred(answers.decisions),
        Enrolment: some_ledgers.flatmap(
            lambda ledger: st.sampled_from(Ledger().enrol(ledger.covers())[0])
        ),
        Entry: values.entries(),
        EntryDecision: st.deferred(answers.entry_decisions),
        Finding: answers.findings,
        Ledger: some_ledgers,
        Member: values.members,
        Payment: st.deferred(answers.payments),
        Period: values.periods(),
        Plan: st.deferred(answers.plans),
        PlanContext: st.builds(PlanContext, values.days, plan=st.none() | values.ids),
        PolicyChange: changes,
        Question: st.deferred(answers.questions_of_any),
        Review: st.deferred(answers.reviews),
        Settlement: answers.settlements(),
        Source: values.sources,
        Statement: some_ledgers.map(Ledger.statement),
        Table: st.just(LEAFLET),
        Text: values.both,
        Unit: values.units(),
        **rules.BY_CLASS,
    }
)
"""Strategies by the type of what they draw."""
