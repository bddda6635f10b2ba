"""Portfolios for tests, and their law by hand: convolved life by life."""

from __future__ import annotations

import numpy as np

from mutualaid.scenario.figures import Floats
from mutualaid.scenario.portfolio import Cell, Portfolio
from mutualaid.scenario.severity import EmpiricalSeverity, FixedSeverity, ScipySeverity, Severity

LOGNORMAL = ScipySeverity("lognorm", {"s": 1.0, "scale": 5_000})
HEAVY = ScipySeverity("pareto", {"b": 1.1, "scale": 1_000})
SEEN = EmpiricalSeverity([1_000, 2_000, 9_000], weights=[3, 2, 1])


def cell(
    key: str,
    lives: float,
    probability: float,
    severity: Severity,
    ceiling: float = 10_000,
    group: str = "accident",
) -> Cell:
    """Make a cell."""
    return Cell(key, group, lives, probability, ceiling, severity)


def mixed(lives: float = 10_000) -> Portfolio:
    """Make a portfolio of two plans with severities of every kind and many probabilities."""
    return Portfolio(
        made
        for at in range(20)
        for made in (
            cell(f"a{at}", lives / 50, 0.001 * (at + 1), LOGNORMAL, 20_000),
            cell(f"b{at}", lives / 100, 0.002 * (at + 1), FixedSeverity(10_000), 10_000 + at),
            cell(f"c{at}", lives / 40, 0.003, SEEN, 5_000, "illness"),
        )
    )


def by_hand(portfolio: Portfolio, step: int, factor: float = 1.0) -> Floats:
    """Convolve fixed and observed amounts that are multiples of a step, life by life."""
    total = np.ones(1)
    for one in portfolio:
        part, whole = np.modf(one.lives)
        chances = [one.probability] * int(whole) + [one.probability * part] * bool(part)
        for chance in chances:
            total = np.convolve(total, _life(one, min(chance * factor, 1.0), step))
    return total


def _life(one: Cell, chance: float, step: int) -> Floats:
    severity = one.severity
    if isinstance(severity, FixedSeverity):
        severity = EmpiricalSeverity([severity.amount])
    assert isinstance(severity, EmpiricalSeverity)
    masses = np.zeros(round(one.ceiling / step) + 1)
    masses[0] = 1 - chance
    weights = np.array(severity.weights) / sum(severity.weights)
    for value, weight in zip(severity.values, weights, strict=True):
        masses[round(min(value, one.ceiling) / step)] += chance * weight
    return masses
