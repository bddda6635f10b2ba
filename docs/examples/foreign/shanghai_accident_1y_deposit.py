"""Shanghai's group accident plan for one year, 410 yuan a share that are given back."""

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
        "shanghai_accident_1y_deposit",
        Text(zh="一年期返还", en="one year, given back"),
        term_years=1,
    )


@hookimpl
def mutualaid_fee(context: PlanContext) -> FeeSchedule:
    """Give the fee of a term."""
    return fee(410, deposit=410)
