"""Shanghai's group accident plan for three years, 410 yuan a share that are given back."""

from __future__ import annotations

from shanghai import fee, info, mutualaid_benefit_cap, mutualaid_eligibility

from mutualaid import FeeSchedule, PlanContext, PlanInfo, Text, hookimpl

__all__ = [
    "mutualaid_benefit_cap",
    "mutualaid_eligibility",
    "mutualaid_fee",
    "mutualaid_plan",
]


@hookimpl
def mutualaid_plan(context: PlanContext) -> PlanInfo:
    """Tell what the plan is."""
    return info(
        "shanghai_accident_3y_deposit",
        Text(zh="三年期返还", en="three years, given back"),
        term_years=3,
    )


@hookimpl
def mutualaid_fee(context: PlanContext) -> FeeSchedule:
    """Give the fee of a term."""
    return fee(410, deposit=410)
