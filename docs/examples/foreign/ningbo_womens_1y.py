"""Ningbo's women's plan for one year, 15 yuan a share."""

from __future__ import annotations

from ningbo import fee, info, mutualaid_benefit_cap, mutualaid_eligibility

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
    return info("ningbo_womens_1y", Text(zh="一年期", en="one year"), term_years=1)


@hookimpl
def mutualaid_fee(context: PlanContext) -> FeeSchedule:
    """Give the fee of a term."""
    return fee(15)
