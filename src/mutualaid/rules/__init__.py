"""The vocabulary of rules, as values: conditions of joining, fees, benefit lines."""

from mutualaid.rules.base import Rule
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
from mutualaid.rules.levels import Levels

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
    "Event",
    "FeeSchedule",
    "FixedSum",
    "Flat",
    "Free",
    "HasUnion",
    "HoldsCard",
    "InBeijing",
    "Insured",
    "Levels",
    "MedicallyInsured",
    "NoUnion",
    "OfSex",
    "Participation",
    "Payer",
    "PerShare",
    "Rule",
    "Serving",
    "UnionMember",
    "WithChild",
    "all_of",
    "any_of",
]
