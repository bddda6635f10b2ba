"""Boundary cases: applications on both sides of every bound of a plan's rules."""

from __future__ import annotations

from datetime import date

import attrs

from mutualaid.application import Application
from mutualaid.catalogue import Plan
from mutualaid.corners.corner import corners_of
from mutualaid.finding import Standing
from mutualaid.rules import Rule
from mutualaid.sources import Source
from mutualaid.testing.case_from import case_of
from mutualaid.testing.cases import Case


@attrs.frozen
class BoundaryCase:
    """Hold an application at one corner of one rule.

    Args:
        plan: Code of the plan.
        rule: The rule.
        standing: On which side of it the application lies: met, failed or unknown.
        application: The application: ordinary but for what lies at the corner.
    """

    plan: str
    rule: Rule
    standing: Standing
    application: Application

    @property
    def clause(self) -> Source | None:
        """Where the rule stands."""
        return self.rule.source

    @property
    def case(self) -> Case:
        """The application as a row of a case table, without an expectation."""
        return case_of(self.application, self.plan)


def boundary_cases(plan: Plan, *, on: date | None = None) -> tuple[BoundaryCase, ...]:
    """Give every corner of every rule of joining, on both sides.

    Args:
        plan: The plan.
        on: The day on which the covers start; the first of the newest edition, if not said.

    Returns:
        The cases in the order of the rules. A rule from outside the library that does not say what
        it comes to has none.

    Raises:
        NotInForce: No edition is in force on that day.

    >>> from mutualaid import load_catalogue
    >>> cases = boundary_cases(load_catalogue()["critical_illness"])
    >>> shares = {(case.standing.value, case.application.entries[0].shares) for case in cases}
    >>> ("met", 4) in shares, ("failed", 5) in shares
    (True, True)
    """
    starts = plan.editions[-1].period.start if on is None else on
    return tuple(
        BoundaryCase(plan.code, corner.rule, corner.standing, corner.application())
        for corner in corners_of(plan.edition(starts), starts)
    )
