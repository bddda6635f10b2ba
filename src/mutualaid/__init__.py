"""Mutual-aid plans for serving employees: who may join, at what fee, for what benefit.

A name is loaded with its module when it is first asked for, so that a program pays for what it
uses: who asks who may join loads no ledger, and who makes a member loads no plan.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mutualaid.application import Application
    from mutualaid.catalogue import Catalogue, Plan, catalogue_of, load_catalogue
    from mutualaid.claim import (
        Admission,
        BillItem,
        Claim,
        ClaimQuestion,
    )
    from mutualaid.cover import (
        Cover,
    )
    from mutualaid.dates import Period, since
    from mutualaid.decision import Decision, Outcome
    from mutualaid.enrolment import Enrolment, EnrolmentOutcome
    from mutualaid.errors import (
        ChangesClash,
        ChangesNothing,
        InvalidType,
        InvalidValue,
        MissingExtra,
        MutualAidError,
        NotInForce,
        PlansNotLoaded,
        UndecidedTruth,
        UnknownName,
    )
    from mutualaid.finding import Finding, Scope, Standing
    from mutualaid.hookspecs import PlanModule, hookimpl
    from mutualaid.ledger import (
        Ledger,
    )
    from mutualaid.people import Child, Member, Sex, Unit
    from mutualaid.plan import Edition, Pillar, PlanContext, PlanInfo
    from mutualaid.policy.change import PolicyChange
    from mutualaid.question import Entry, Headcount, Question
    from mutualaid.review import EntryDecision, NotAccepted, Review, ReviewOutcome
    from mutualaid.rules import (
        AgeBetween,
        AgeUnder,
        AllOf,
        AnyOf,
        BenefitLine,
        BenefitSchedule,
        BesideMember,
        ByLevel,
        Ceiling,
        ChildHealthy,
        ChildUnder,
        ClaimTerm,
        CoverTerm,
        DailyAllowance,
        Declares,
        DisabilityScale,
        Event,
        Excludes,
        FeeSchedule,
        FixedSum,
        Flat,
        Formula,
        Free,
        HasUnion,
        HoldsCard,
        InBeijing,
        Insured,
        Levels,
        Measure,
        MedicallyInsured,
        NoUnion,
        NoWorkInjury,
        ObservationDays,
        OfSex,
        Participation,
        Payer,
        PerShare,
        Reimburse,
        ReimburseByBands,
        ReportWithin,
        Rule,
        RuleValue,
        SameShares,
        Serving,
        UnionMember,
        WaitingPeriod,
        Whose,
        WithChild,
        all_of,
        any_of,
    )
    from mutualaid.settlement import (
        Payment,
        Settlement,
        SettlementOutcome,
    )
    from mutualaid.sources import LEAFLET, Source, Table
    from mutualaid.statement import Statement
    from mutualaid.text import Text

__all__ = [
    "LEAFLET",
    "Admission",
    "AgeBetween",
    "AgeUnder",
    "AllOf",
    "AnyOf",
    "Application",
    "BenefitLine",
    "BenefitSchedule",
    "BesideMember",
    "BillItem",
    "ByLevel",
    "Catalogue",
    "Ceiling",
    "ChangesClash",
    "ChangesNothing",
    "Child",
    "ChildHealthy",
    "ChildUnder",
    "Claim",
    "ClaimQuestion",
    "ClaimTerm",
    "Cover",
    "CoverTerm",
    "DailyAllowance",
    "Decision",
    "Declares",
    "DisabilityScale",
    "Edition",
    "Enrolment",
    "EnrolmentOutcome",
    "Entry",
    "EntryDecision",
    "Event",
    "Excludes",
    "FeeSchedule",
    "Finding",
    "FixedSum",
    "Flat",
    "Formula",
    "Free",
    "HasUnion",
    "Headcount",
    "HoldsCard",
    "InBeijing",
    "Insured",
    "InvalidType",
    "InvalidValue",
    "Ledger",
    "Levels",
    "Measure",
    "MedicallyInsured",
    "Member",
    "MissingExtra",
    "MutualAidError",
    "NoUnion",
    "NoWorkInjury",
    "NotAccepted",
    "NotInForce",
    "ObservationDays",
    "OfSex",
    "Outcome",
    "Participation",
    "Payer",
    "Payment",
    "PerShare",
    "Period",
    "Pillar",
    "Plan",
    "PlanContext",
    "PlanInfo",
    "PlanModule",
    "PlansNotLoaded",
    "PolicyChange",
    "Question",
    "Reimburse",
    "ReimburseByBands",
    "ReportWithin",
    "Review",
    "ReviewOutcome",
    "Rule",
    "RuleValue",
    "SameShares",
    "Scope",
    "Serving",
    "Settlement",
    "SettlementOutcome",
    "Sex",
    "Source",
    "Standing",
    "Statement",
    "Table",
    "Text",
    "UndecidedTruth",
    "UnionMember",
    "Unit",
    "UnknownName",
    "WaitingPeriod",
    "Whose",
    "WithChild",
    "all_of",
    "any_of",
    "catalogue_of",
    "hookimpl",
    "load_catalogue",
    "since",
]

_HOMES = {
    name: f"mutualaid.{module}"
    for module, names in {
        "application": "Application",
        "catalogue": "Catalogue Plan catalogue_of load_catalogue",
        "claim": "Admission BillItem Claim ClaimQuestion",
        "cover": "Cover",
        "dates": "Period since",
        "decision": "Decision Outcome",
        "enrolment": "Enrolment EnrolmentOutcome",
        "errors": (
            "ChangesClash ChangesNothing InvalidType InvalidValue MissingExtra "
            "MutualAidError NotInForce PlansNotLoaded UndecidedTruth UnknownName"
        ),
        "finding": "Finding Scope Standing",
        "hookspecs": "PlanModule hookimpl",
        "ledger": "Ledger",
        "people": "Child Member Sex Unit",
        "plan": "Edition Pillar PlanContext PlanInfo",
        "policy.change": "PolicyChange",
        "question": "Entry Headcount Question",
        "review": "EntryDecision NotAccepted Review ReviewOutcome",
        "rules": (
            "AgeBetween AgeUnder AllOf AnyOf BenefitLine BenefitSchedule BesideMember "
            "ByLevel Ceiling ChildHealthy ChildUnder ClaimTerm CoverTerm DailyAllowance "
            "Declares DisabilityScale Event Excludes FeeSchedule FixedSum Flat Formula Free "
            "HasUnion HoldsCard InBeijing Insured Levels Measure MedicallyInsured NoUnion "
            "NoWorkInjury ObservationDays OfSex Participation Payer PerShare Reimburse "
            "ReimburseByBands ReportWithin Rule RuleValue SameShares Serving UnionMember "
            "WaitingPeriod Whose WithChild all_of any_of"
        ),
        "settlement": "Payment Settlement SettlementOutcome",
        "sources": "LEAFLET Source Table",
        "statement": "Statement",
        "text": "Text",
    }.items()
    for name in names.split()
}

if not TYPE_CHECKING:  # a type checker would let every name pass

    def __getattr__(name: str) -> object:
        home = _HOMES.get(name)
        if home is None:
            raise AttributeError(f"module 'mutualaid' has no attribute {name!r}")
        found = globals()[name] = getattr(import_module(home), name)
        return found

    def __dir__() -> list[str]:
        return sorted({*globals(), *__all__})
