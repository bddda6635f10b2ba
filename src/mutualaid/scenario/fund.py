"""A fund over several years: what is left of reserve and fees, and how likely it is none.

Fees come in when a year begins, benefits go out when it ends, and what is left earns interest. So
after year t the fund is (1 + i)^t times reserve and fees less benefits, each discounted to the
first day: its law is that of the discounted benefits, the sum over the years of independent laws.
They are put on one grid so that their means stay, and convolved.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

import attrs
import numpy as np
from scipy import signal

from mutualaid.scenario.distribution import Errors, LossDistribution
from mutualaid.scenario.figures import FEN, Floats

Levels = tuple[tuple[float, float], ...]


@attrs.frozen
class Fund:
    """Hold the law of the fund at the end of a year.

    Args:
        mean: The mean, in yuan.
        sd: The standard deviation, in yuan.
        quantiles: Levels and amounts in yuan; the fund is no greater with that chance.
        deficit: The chance that more was paid than there was.
        ruin: The chance of such a deficit at the end of this year or of any before it.
        errors: How far off the law of the discounted benefits may be.
    """

    mean: float
    sd: float
    quantiles: Levels
    deficit: float
    ruin: float
    errors: Errors


@attrs.frozen(eq=False)
class _OnGrid:
    """Chances of multiples of a step, from the first on.

    Args:
        first: The number of the first.
        masses: Their chances.
        added: By how much the variance is too great, in squared steps.
    """

    first: int
    masses: Floats
    added: float

    def plus(self, other: _OnGrid) -> _OnGrid:
        """Give the law of the sum."""
        # What lies below 0 is rounding.
        masses = np.maximum(signal.fftconvolve(self.masses, other.masses), 0)
        return _OnGrid(self.first + other.first, masses, self.added + other.added)

    def up_to(self, most: int) -> _OnGrid:
        """Leave out what is above a multiple of the step."""
        return attrs.evolve(self, masses=self.masses[: max(most - self.first + 1, 0)])


def _on_grid(law: LossDistribution, scale: float, step: float) -> _OnGrid:
    """Put a scaled law on a grid of another step; each amount is split by how near it lies."""
    at = law.amounts * scale / step
    # An amount that is a multiple but for rounding is one.
    at = np.where(np.abs(at - np.rint(at)) < NEAR, np.rint(at), at)
    low = np.floor(at)
    part = at - low
    first = int(low[0])
    places = (low - first).astype(np.int64)
    masses = np.zeros(int(places[-1]) + 2)
    np.add.at(masses, places, law.masses * (1 - part))
    np.add.at(masses, places + 1, law.masses * part)
    return _OnGrid(first, masses, float(law.masses @ (part * (1 - part))))


NEAR = 1e-7
"""Amounts that differ by no more steps are the same."""
MOST_POINTS = 2**21
"""The grid of all years has about so many points at most."""
FINE = 2**18
"""It has at least about so many where interest moves amounts off the grids of the years."""


def _common_step(laws: Sequence[LossDistribution], scales: Sequence[float]) -> float:
    """Choose the step of the grid of all years, in yuan."""
    # A year in which nothing can be paid has no step to speak of.
    steps = [law.step for law in laws if len(law.masses) > 1] or [1.0]
    span = math.fsum(
        law.step * len(law.masses) * scale for law, scale in zip(laws, scales, strict=True)
    )
    if set(scales) == {1.0}:
        step = math.gcd(*(round(each * FEN) for each in steps)) / FEN
    else:
        step = min(span / FINE, *steps)
    return max(step, span / MOST_POINTS)


def develop(
    laws: Sequence[LossDistribution],
    fees: Sequence[float],
    *,
    reserve: float,
    interest: float,
    levels: Sequence[float],
) -> Iterator[Fund]:
    """Give the law of the fund at the end of each year.

    Args:
        laws: What is paid in each year; the years are independent.
        fees: What comes in when each year begins, in yuan.
        reserve: What there is on the first day, in yuan.
        interest: What a yuan earns in a year.
        levels: Levels of quantiles, from 0 to 1.
    """
    scales = [(1 + interest) ** -(year + 1) for year in range(len(laws))]
    step = _common_step(laws, scales)
    total = alive = _OnGrid(0, np.ones(1), 0.0)
    held = reserve
    for year, (law, scale) in enumerate(zip(laws, scales, strict=True)):
        paid = _on_grid(law, scale, step)
        held += fees[year] * (1 + interest) ** -year
        total, alive = total.plus(paid), alive.plus(paid).up_to(math.floor(held / step + NEAR))
        sofar = _law(total, laws[: year + 1], scales, step)
        grown = 1 / scale
        yield Fund(
            mean=grown * (held - sofar.mean),
            sd=grown * sofar.sd,
            quantiles=tuple(
                (level, grown * (held - sofar.quantile(1 - level))) for level in levels
            ),
            deficit=sofar.probability_above(held),
            ruin=min(max(1 - float(alive.masses.sum()), 0.0), 1.0),
            errors=sofar.errors,
        )


def _law(
    total: _OnGrid, laws: Sequence[LossDistribution], scales: Sequence[float], step: float
) -> LossDistribution:
    """Give the law of the sum of the discounted benefits of some years, with its errors."""
    years = list(zip(laws, scales, strict=False))
    whole = float(total.masses.sum())
    split = step if total.added > NEAR else 0.0
    return LossDistribution(
        total.first * step,
        step,
        total.masses / whole,
        math.fsum(law.mean * scale for law, scale in years),
        math.sqrt(math.fsum((law.sd * scale) ** 2 for law, scale in years)),
        Errors(
            step=step,
            points=len(total.masses),
            aliasing=math.fsum(law.errors.aliasing for law in laws),
            rounding=math.fsum(law.errors.rounding for law in laws) + abs(whole - 1),
            added_variance=total.added * step**2
            + math.fsum(law.errors.added_variance * scale**2 for law, scale in years),
            displacement=math.fsum(law.errors.displacement * scale + split for law, scale in years),
            displacement_chance=math.fsum(law.errors.displacement_chance for law in laws),
        ),
    )
