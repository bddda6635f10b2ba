"""Scenarios side by side: one beside another, or what comes of one when figures are varied."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import product
from typing import Any, TypeAlias

import attrs

from mutualaid.checks import require_type, to_tuple
from mutualaid.errors import ChangesNothing, InvalidValue
from mutualaid.policy.change import PolicyChange
from mutualaid.scenario.population import Progress
from mutualaid.scenario.result import PlanResult, Result
from mutualaid.scenario.scenario import Scenario
from mutualaid.scenario.tabular import Column, Kind, Tabular, Value
from mutualaid.sources import Source

PARTICIPATION = "participation"
SWEPT = Source("sweep")
FIGURES: tuple[tuple[Column, Callable[[PlanResult], float | None]], ...] = (
    (Column("lives", Kind.COUNT), lambda one: one.lives),
    (Column("income", Kind.YUAN), lambda one: one.income),
    (Column("expected", Kind.YUAN), lambda one: one.expected),
    (Column("loss_ratio", Kind.SHARE), lambda one: one.loss_ratio),
    (Column("sd", Kind.YUAN), lambda one: one.sd),
    (Column("deficit", Kind.CHANCE), lambda one: one.deficit),
    (Column("reserve_needed", Kind.YUAN), lambda one: one.reserve_needed),
    (Column("break_even_fee", Kind.FEE), lambda one: one.break_even_fee),
)
"""What is shown of each plan, and how it is come by."""


@attrs.frozen
class Case:
    """One scenario of several, and what came out.

    Args:
        labels: By what it is told from the others.
        result: What came out.
    """

    labels: tuple[Value, ...]
    result: Result


@attrs.frozen
class Comparison(Tabular):
    """Hold what came out of several scenarios, the first of which the others are held against.

    Args:
        over: What the labels of each case are.
        cases: The scenarios, in the order in which they were given.
    """

    over: tuple[str, ...]
    cases: tuple[Case, ...]

    @property
    def base(self) -> Result:
        """What came out of the first."""
        return self.cases[0].result

    @property
    def differing(self) -> tuple[str, ...]:
        """Codes of the plans of which not all cases have the same figures."""
        codes = dict.fromkeys(plan.code for case in self.cases for plan in case.result.plans)
        return tuple(code for code in codes if len(set(self._of(code))) > 1)

    def _of(self, code: str) -> list[PlanResult | None]:
        found = ({plan.code: plan for plan in case.result.plans} for case in self.cases)
        return [plans.get(code) for plans in found]

    @property
    def columns(self) -> tuple[Column, ...]:
        """The labels, the plan, its figures, and how fees and benefits differ from the first."""
        labels = (Column(name, *self._label(place)) for place, name in enumerate(self.over))
        return (
            *labels,
            Column("plan", Kind.TEXT),
            *(column for column, _ in FIGURES),
            Column("income_change", Kind.YUAN),
            Column("expected_change", Kind.YUAN),
        )

    def rows(self) -> Iterator[Sequence[Value]]:
        """Give a row for each case and plan that differs, and for the total."""
        first = self.base
        for case in self.cases:
            plans = {plan.code: plan for plan in case.result.plans}
            chosen = (plans.get(code) for code in self.differing)
            for plan in (*filter(None, chosen), case.result.total):
                before = next((one for one in first.plans if one.code == plan.code), None)
                before = first.total if plan is case.result.total else before
                yield (
                    *case.labels,
                    plan.named,
                    *(figure(plan) for _, figure in FIGURES),
                    plan.income - (before.income if before else 0.0),
                    plan.expected - (before.expected if before else 0.0),
                )

    def to_dict(self) -> dict[str, Any]:
        """Give what came out of each case, in values that JSON knows."""
        return {
            "over": list(self.over),
            "cases": [
                {"labels": list(case.labels), "result": case.result.to_dict()}
                for case in self.cases
            ],
        }
