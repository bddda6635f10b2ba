"""The vocabulary of rules, as values: conditions of joining, fees, benefit lines."""

from mutualaid.rules.base import (
    Rule,
    RuleValue,
)
from mutualaid.rules.benefits import (
    BenefitLine,
    BenefitSchedule,
    Ceiling,
    Event,
    FixedSum,
    Insured,
)
from mutualaid.rules.combine import AllOf, AnyOf, all_of, any_of
from mutualaid.rules.eligibility import (
    AgeBetween,
    AgeUnder,
    BesideMember,
    ChildHealthy,
    ChildUnder,
    Declares,
    HasUnion,
    HoldsCard,
    InBeijing,
    MedicallyInsured,
    NoUnion,
    OfSex,
    Serving,
    UnionMember,
    Whose,
    WithChild,
)
from mutualaid.rules.fees import ByLevel, FeeSchedule, Flat, Free, Payer, PerShare
from mutualaid.rules.formulas import (
    DailyAllowance,
    DisabilityScale,
    Formula,
    Measure,
    Reimburse,
    ReimburseByBands,
)
from mutualaid.rules.levels import Levels
from mutualaid.rules.term import (
    CoverTerm,
)
from mutualaid.rules.terms import (
    ClaimTerm,
    Excludes,
    NoWorkInjury,
    ObservationDays,
    ReportWithin,
    WaitingPeriod,
)
from mutualaid.rules.together import Participation, SameShares

__all__ = [
    "AgeBetween",
    "AgeUnder",
    "AllOf",
    "AnyOf",
    "BenefitLine",
    "BenefitSchedule",
    "BesideMember",
    "ByLevel",
    "Ceiling",
    "ChildHealthy",
    "ChildUnder",
    "ClaimTerm",
    "CoverTerm",
    "DailyAllowance",
    "Declares",
    "DisabilityScale",
    "Event",
    "Excludes",
    "FeeSchedule",
    "FixedSum",
    "Flat",
    "Formula",
    "Free",
    "HasUnion",
    "HoldsCard",
    "InBeijing",
    "Insured",
    "Levels",
    "Measure",
    "MedicallyInsured",
    "NoUnion",
    "NoWorkInjury",
    "ObservationDays",
    "OfSex",
    "Participation",
    "Payer",
    "PerShare",
    "Reimburse",
    "ReimburseByBands",
    "ReportWithin",
    "Rule",
    "RuleValue",
    "SameShares",
    "Serving",
    "UnionMember",
    "WaitingPeriod",
    "Whose",
    "WithChild",
    "all_of",
    "any_of",
]
