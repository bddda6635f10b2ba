"""The four hooks of a plan. A plan is a module that implements each of them once.

Each takes one context object, so that new data never changes a signature, and returns rule
values; it computes no answers, and reads no clock.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

import pluggy

if TYPE_CHECKING:
    from mutualaid.plan import PlanContext, PlanInfo
    from mutualaid.rules import BenefitSchedule, FeeSchedule, Rule

hookspec = pluggy.HookspecMarker("mutualaid")
hookimpl = pluggy.HookimplMarker("mutualaid")
HOOKS = ("mutualaid_plan", "mutualaid_eligibility", "mutualaid_fee", "mutualaid_benefit_cap")
"""Their names."""


@hookspec(firstresult=True)
def mutualaid_plan(context: PlanContext) -> PlanInfo:  # type: ignore[empty-body]
    """Tell what the plan is: code, title, pillar, term, and since when."""


@hookspec(firstresult=True)
def mutualaid_eligibility(context: PlanContext) -> Rule:  # type: ignore[empty-body]
    """Give the conditions of joining, of the person and of the unit."""


@hookspec(firstresult=True)
def mutualaid_fee(context: PlanContext) -> FeeSchedule:  # type: ignore[empty-body]
    """Give the fee of a term."""


@hookspec(firstresult=True)
def mutualaid_benefit_cap(context: PlanContext) -> BenefitSchedule:  # type: ignore[empty-body]
    """Give the benefit lines with their caps."""


class PlanModule(Protocol):
    """What a type checker asks of a plan module; pluggy does not compare signatures."""

    def mutualaid_plan(self, context: PlanContext) -> PlanInfo: ...
    def mutualaid_eligibility(self, context: PlanContext) -> Rule: ...
    def mutualaid_fee(self, context: PlanContext) -> FeeSchedule: ...
    def mutualaid_benefit_cap(self, context: PlanContext) -> BenefitSchedule: ...
