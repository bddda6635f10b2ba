"""The distribution of what is paid in total, exact up to errors that it states.

Computed by the fast Fourier transform of the compound distribution over all cells, on a grid that
the library chooses. Three errors remain, each bounded:

- *aliasing*: the chance of lying outside the grid, which is folded into it (see `window`);
- *discretisation*: claims are put on the grid so that their means stay. The total on the grid is
  then the total and an error D that has mean 0 whatever the total is: the total on the grid is
  no less in convex order, so no TVaR is too low. D adds up independent parts no greater than
  a step, one for each claim, of a variance that is known, and Bernstein's inequality says how far
  off any quantile can be;
- *rounding* of floats.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any, TypeAlias

import attrs
import numpy as np
from scipy import optimize

from mutualaid.checks import require_type
from mutualaid.errors import InvalidValue
from mutualaid.scenario.figures import FEN, Figure, Floats, frozen, require_figure
from mutualaid.scenario.fourier import probabilities, unheeded
from mutualaid.scenario.portfolio import Law, Portfolio, laws_of
from mutualaid.scenario.severity import on_grid
from mutualaid.scenario.shock import CommonShock, Nodes, NoShock
from mutualaid.scenario.window import (
    MOST_POINTS,
    Grid,
    Moments,
    chance_outside,
    choose_step,
    grid_of,
    window,
)

SLIGHT = 1e-9
"""The chance with which the error of discretisation may be greater than it is said to be."""

PRECISION = float(np.finfo(np.float64).eps)
SAME = 1e-5
"""Amounts that differ by no more yuan are the same."""

HALF = 0.5
ROUNDED = 1e-14
"""Chances that differ by no more are the same."""
LEAST = 1e-17
"""What is less likely cannot be."""

Bounds: TypeAlias = tuple[float, float]


@attrs.frozen
class Errors:
    """How far the computed distribution may be from that of the assumptions.

    Args:
        step: Width of the grid, in yuan.
        points: How many amounts it has.
        aliasing: No probability is off by more than this because of what lies outside the grid.
        rounding: How far floats may be off: by how much the computed chances, before they were
            scaled, did not add up to one, how far below 0 any of them lay, and the precision of
            a float for each claim that is expected, since the logarithms of the transform add up
            as many.
        added_variance: By how much the variance on the grid is too great, in square yuan.
        displacement: How far discretisation moves the total, in yuan, but with the chance
            `displacement_chance`.
        displacement_chance: That chance.
    """

    step: float
    points: int
    aliasing: float
    rounding: float
    added_variance: float
    displacement: float
    displacement_chance: float

    @property
    def chance(self) -> float:
        """By how much a probability may be off, besides what the displacement does."""
        return self.chance_outside + self.displacement_chance

    @property
    def chance_outside(self) -> float:
        """By how much a probability on the grid may be off."""
        return self.aliasing + self.rounding

    def to_dict(self) -> dict[str, Any]:
        """Give the figures by name."""
        return attrs.asdict(self)


def _same(left: Floats, right: Floats) -> bool:
    return np.array_equal(left, right)


@attrs.frozen
class LossDistribution:
    """What is paid in total over a period, as a law on a grid of amounts.

    Args:
        first: The first amount, in yuan.
        step: From one amount to the next, in yuan.
        masses: The chance of each amount; they sum to one.
        mean: What is paid on average, in yuan, from the cells and not from the grid.
        sd: The standard deviation, in yuan, from the cells too.
        errors: How far off the law may be.
    """

    first: float
    step: float
    masses: Floats = attrs.field(
        converter=frozen, eq=attrs.cmp_using(eq=_same), hash=False,
        repr=lambda masses: f"<{len(masses)}>",
    )  # fmt: skip
    mean: float
    sd: float
    errors: Errors

    def __reduce__(self) -> tuple[object, ...]:
        # Made anew, since an array that is copied could be written to.
        return type(self), attrs.astuple(self, recurse=False)

    @property
    def amounts(self) -> Floats:
        """Give the amounts of the grid, in yuan, one for each chance in `masses`."""
        return self.first + self.step * np.arange(len(self.masses), dtype=np.float64)

    def cdf(self, amount: Figure) -> float:
        """Give the chance that no more than so many yuan are paid."""
        at = self._at(require_figure(amount, "amount", least=-math.inf))
        return min(float(self.masses[: at + 1].sum()), 1.0)

    def probability_above(self, amount: Figure) -> float:
        """Give the chance that more than so many yuan are paid."""
        at = self._at(require_figure(amount, "amount", least=-math.inf))
        return min(float(self.masses[at + 1 :].sum()), 1.0)

    def pmf(self, amount: Figure) -> float:
        """Give the chance of the amount of the grid that is nearest."""
        at = round((require_figure(amount, "amount", least=-math.inf) - self.first) / self.step)
        return float(self.masses[at]) if 0 <= at < len(self.masses) else 0.0

    def quantile(self, level: Figure) -> float:
        """Give the least amount that is not passed with a chance of at least `level`, in yuan.

        Args:
            level: From 0 to 1.
        """
        return self._amount(self._place(require_figure(level, "level", most=1.0)))

    def var(self, level: Figure) -> float:
        """Give the value at risk: the quantile of that level, in yuan."""
        return self.quantile(level)

    def tvar(self, level: Figure) -> float:
        """Give the tail value at risk: the mean of the worst part, in yuan.

        The mean of all quantiles above the level (Acerbi and Tasche, "On the coherence of expected
        shortfall", 2002), which is the quantile and, above it, the stop-loss premium over the
        chance of the tail (Rockafellar and Uryasev, 2000).

        Args:
            level: From 0 to below 1.
        """
        chance = require_figure(level, "level", most=1.0)
        if chance == 1:
            return self.quantile(1)
        at = self._place(chance)
        return self._amount(at) + self.stop_loss(self._amount(at)) / (1 - chance)

    def stop_loss(self, retention: Figure) -> float:
        """Give the mean of what is paid above so many yuan.

        Args:
            retention: Yuan.
        """
        beyond = self.amounts - require_figure(retention, "retention", least=-math.inf)
        return float(np.maximum(beyond, 0) @ self.masses)

    def quantile_bounds(self, level: Figure) -> Bounds:
        """Give amounts between which the quantile of the assumptions lies, in yuan.

        Args:
            level: From 0 to 1.
        """
        chance = require_figure(level, "level", most=1.0)
        low = self.quantile(max(chance - self.errors.chance, 0.0))
        high = self.quantile(min(chance + self.errors.chance, 1.0))
        return max(low - self.errors.displacement, 0.0), high + self.errors.displacement

    def tvar_bounds(self, level: Figure) -> Bounds:
        """Give amounts between which the TVaR of the assumptions lies, in yuan.

        What is computed is the upper one, but for aliasing, since the law on the grid is no less
        in convex order. TVaR is subadditive, so the error of discretisation, of mean 0 and a
        variance that is known, lowers it by no more than its own TVaR, which is at most the
        deviation by the root of level / (1 - level) (Cantelli).

        Args:
            level: From 0 to below 1.
        """
        chance = require_figure(level, "level", most=1 - 1e-12)
        tail, computed = 1 - chance, self.tvar(chance)
        off = self.errors.chance_outside * self.step * len(self.masses) / tail
        below = math.sqrt(self.errors.added_variance * chance / tail)
        return max(computed - below - off, 0.0), computed + off

    def probability_above_bounds(self, amount: Figure) -> Bounds:
        """Give chances between which that of paying more than so many yuan lies."""
        at = require_figure(amount, "amount", least=-math.inf)
        low = self.probability_above(at + self.errors.displacement) - self.errors.chance
        high = self.probability_above(at - self.errors.displacement) + self.errors.chance
        return max(low, 0.0), min(high, 1.0)

    def _at(self, amount: float) -> int:
        """Give the number of the last amount that is not above; -1 if all are."""
        # A hundredth of a fen may be lost in a float.
        at = math.floor((amount + SAME - self.first) / self.step)
        return min(max(at, -1), len(self.masses) - 1)

    def _place(self, level: float) -> int:
        """Give the number of the least amount that can be and reaches the level."""
        # From the nearer end, so that small chances keep their digits in either tail.
        if level < HALF:
            least = max(level - ROUNDED, LEAST)
            return int(np.searchsorted(np.cumsum(self.masses), least))
        beyond = np.cumsum(self.masses[::-1])
        most = 1 - level + ROUNDED
        return len(self.masses) - 1 - int(np.searchsorted(beyond, most, side="right"))

    def _amount(self, at: int) -> float:
        return self.first + self.step * at


def distribution(
    portfolio: Portfolio,
    *,
    shock: CommonShock | None = None,
    step: Figure | None = None,
    points: int = MOST_POINTS,
) -> LossDistribution:
    """Compute the distribution of what is paid to all lives of a portfolio.

    Args:
        portfolio: The cells.
        shock: What all lives have in common; nothing, if not said.
        step: Width of the grid in yuan, in whole fen; chosen if not said.
        points: About the most points that the grid takes when its step is chosen.

    Returns:
        The law and its errors. Alike cells, however lives are spread over them and in whatever
        order, give the same law to the last digit.

    Raises:
        InvalidType: No portfolio, or a figure that is none.
        InvalidValue: A step that is not in whole fen, or a grid of fewer than two points.
    """
    cells = require_type(portfolio, Portfolio, "portfolio").cells
    width = None if step is None else _whole_fen(require_figure(step, "step", above=True))
    many = int(require_figure(points, "points", least=2))
    laws = laws_of(cells)
    if not laws:
        return LossDistribution(
            0.0, 1 / FEN, np.ones(1), 0.0, 0.0, Errors(1 / FEN, 1, 0, 0, 0, 0, 0)
        )
    moments = Moments.of(laws)
    nodes = (shock or NoShock()).nodes(math.sqrt(moments.variance) / moments.expected)
    mean, sd = _mean_and_sd(moments, nodes)
    if width is None:
        low, high = _span(moments, nodes)
        width = choose_step(laws, high - low, sd, points=many) / FEN
    on_it = [on_grid(law.severity, law.ceiling, width) for law in laws]
    added = _each([severity.added_variance for severity in on_it], laws)
    most = np.ceil(moments.most / width * (1 - 1e-12)) * width
    wider = attrs.evolve(moments, square=moments.square + added, most=most)
    grid = grid_of(round(width * FEN), _span(wider, nodes))
    raw = probabilities(zip(laws, on_it, strict=True), grid, nodes)
    # What is no greater than the chance that is furthest below 0 is rounding.
    noise = max(-float(raw.min()), 0.0)
    masses = np.where(raw > noise, raw, 0)
    whole = float(masses.sum())
    variances = np.array(
        [some.lives * some.chances @ added for some in map(moments.shocked, nodes.factors)]
    )
    errors = Errors(
        step=grid.width,
        points=grid.size,
        aliasing=_outside(wider, nodes, grid) + nodes.error,
        rounding=abs(whole - 1) + noise + unheeded(grid) + PRECISION * moments.claims,
        added_variance=float(nodes.weights @ variances),
        displacement=_displacement(variances, grid.width, nodes),
        displacement_chance=SLIGHT if variances.any() else 0.0,
    )
    return LossDistribution(grid.ends[0], grid.width, masses / whole, mean, sd, errors)


def _whole_fen(step: float) -> float:
    if abs(step * FEN - round(step * FEN)) > 1e-6 or step * FEN < 0.5:  # noqa: PLR2004 - half a fen
        raise InvalidValue(
            "A step is not in whole fen",
            name="step",
            value=step,
            allowed="such as 0.01, 50 or 1000",
        )
    return step


def _mean_and_sd(moments: Moments, nodes: Nodes) -> tuple[float, float]:
    """Mix means and variances over the shock."""
    each = [moments.shocked(factor) for factor in nodes.factors]
    means = np.array([some.expected for some in each])
    mean = float(nodes.weights @ means)
    within = float(nodes.weights @ np.array([some.variance for some in each]))
    return mean, math.sqrt(within + float(nodes.weights @ (means - mean) ** 2))


def _each(values: Sequence[float], laws: Sequence[Law]) -> Floats:
    """Give a value of each law for each of its probabilities."""
    return np.repeat(np.array(values), [len(law.lives) for law in laws])


def _span(moments: Moments, nodes: Nodes) -> Bounds:
    """Say between which amounts the total lies, whatever the factor of the shock is."""
    return window(moments.shocked(nodes.least))[0], window(moments.shocked(nodes.greatest))[1]


def _outside(moments: Moments, nodes: Nodes, grid: Grid) -> float:
    low, high = grid.ends
    below = chance_outside(moments.shocked(nodes.least), low, math.inf)
    return below + chance_outside(moments.shocked(nodes.greatest), 0.0, high)


def _displacement(variances: Floats, step: float, nodes: Nodes) -> float:
    """Say how far the error of discretisation reaches, in yuan, but with the chance `SLIGHT`."""
    if not variances.any():
        return 0.0
    log = math.log(2 / SLIGHT)
    bounds = step * log / 3 + np.sqrt((step * log / 3) ** 2 + 2 * variances * log)

    def excess(reach: float) -> float:
        chances = 2 * np.exp(-(reach**2) / 2 / (variances + step * reach / 3))
        return float(nodes.weights @ chances) - SLIGHT

    low, high = float(bounds.min()), float(bounds.max())
    return low if excess(low) <= 0 else float(optimize.brentq(excess, low, high * 1.001))
