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
    BesideMember,
    ChildHealthy,
    ChildUnder,
    HasUnion,
    HoldsCard,
    InBeijing,
    MedicallyInsured,
    NoUnion,
    OfSex,
    Participation,
    Serving,
    UnionMember,
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

__all__ = [
    "AgeBetween",
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
    "Serving",
    "UnionMember",
    "WaitingPeriod",
    "WithChild",
    "all_of",
    "any_of",
]
