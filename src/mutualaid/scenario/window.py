"""Where the total lies: bounds on its tails, and the grid on which it is computed.

The transform knows the total only modulo the width of its grid. Whatever lies outside the window
is folded into it, so the chance of lying outside bounds the error of every probability. That
chance is bounded in turn by Chernoff's inequality, P(S >= b) <= E exp(t S - t b), with Bennett's
bound on a claim's moment generating function: for a claim Y from 0 to c with mean m and mean
square s,

    E exp(t Y)  <=  1 + t m + s / c^2 (exp(t c) - 1 - t c)      for t >= 0,
    E exp(-t Y) <=  1 - t m + s t^2 / 2,

since (exp(y) - 1 - y) / y^2 rises with y (Boucheron, Lugosi and Massart, "Concentration
Inequalities", section 2.7). Each holds for every t, so that a bound is right however well t was
chosen.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

import attrs
import numpy as np
from scipy import fft, optimize

from mutualaid.scenario.figures import FEN, Floats
from mutualaid.scenario.portfolio import Law
from mutualaid.scenario.severity import EmpiricalSeverity, FixedSeverity

OUTSIDE = 1e-13
"""The chance that is allowed to lie outside the window, on each side."""
FINE = 200
"""A step is at most this part of the standard deviation, and so is what rounding adds to it."""
MOST_POINTS = 2**20
FLAT = 1e-3
"""Below this an exponential is taken by its series."""
OFF = 1e-6
"""An amount so many fen from a whole one is whole."""
STEEPEST = 600.0
"""The greatest exponent that is tried."""


@attrs.frozen(eq=False)
class Moments:
    """What the bounds know of the lives: a row for each probability of each law.

    Args:
        lives: Whole numbers.
        chances: Probabilities of a claim.
        mean: What a claim costs on average, in yuan.
        square: Its mean square.
        most: The most that it costs.
    """

    lives: Floats
    chances: Floats
    mean: Floats
    square: Floats
    most: Floats

    @classmethod
    def of(cls, laws: Sequence[Law]) -> Moments:
        """Take the moments of laws."""

        def spread(values: Sequence[float]) -> Floats:
            return np.repeat(np.array(values), [len(law.lives) for law in laws])

        return cls(
            np.concatenate([law.lives for law in laws]),
            np.concatenate([law.probabilities for law in laws]),
            spread([law.mean for law in laws]),
            spread([law.square for law in laws]),
            spread([law.ceiling for law in laws]),
        )

    def shocked(self, factor: float) -> Moments:
        """Give the moments under a factor on all probabilities."""
        return attrs.evolve(self, chances=np.minimum(self.chances * factor, 1.0))

    @property
    def claims(self) -> float:
        """How many claims are expected."""
        return float(self.lives @ self.chances)

    @property
    def expected(self) -> float:
        """The mean of the total, in yuan."""
        return math.fsum(self.lives * self.chances * self.mean)

    @property
    def variance(self) -> float:
        """The variance of the total, in square yuan."""
        each = self.chances * (self.square - self.chances * self.mean**2)
        return math.fsum(self.lives * np.maximum(each, 0))

    @property
    def greatest(self) -> float:
        """The most that the total can be, in yuan."""
        return math.fsum(self.lives * self.most)

    def above(self, slope: float) -> float:
        """Bound the logarithm of E exp(slope x total), for a slope above 0."""
        y = slope * self.most
        # Of a small y the difference would be lost in rounding.
        rest = np.where(y < FLAT, y**2 / 2 * (1 + y / 3 + y**2 / 12), np.expm1(y) - y)
        grown = slope * self.mean + self.square / self.most**2 * rest
        return float(self.lives @ np.log1p(self.chances * grown))

    def below(self, slope: float) -> float:
        """Bound the logarithm of E exp(-slope x total), for a slope above 0."""
        shrunk = slope * self.mean - self.square * slope**2 / 2
        return float(self.lives @ np.log1p(-self.chances * shrunk))


def _least(value: Callable[[float], float], steepest: float) -> float:
    """Find a slope at which a bound is about as tight as it gets, on a scale of logarithms."""
    found = optimize.minimize_scalar(
        lambda power: value(math.exp(power)),
        bounds=(math.log(steepest) - 50, math.log(steepest)),
        method="bounded",
        options={"xatol": 1e-3},
    )
    return value(math.exp(float(found.x)))


def window(moments: Moments, outside: float = OUTSIDE) -> tuple[float, float]:
    """Give amounts below and above which the total lies with at most the chance `outside` each.

    Args:
        moments: The lives; at least one of them may claim.
        outside: The chance.

    Returns:
        The least and the greatest amount, in yuan.
    """
    log, steepest = -math.log(outside), STEEPEST / float(moments.most.max())
    high = _least(lambda slope: (moments.above(slope) + log) / slope, steepest)
    low = -_least(lambda slope: (moments.below(slope) + log) / slope, steepest)
    return max(low, 0.0), min(high, moments.greatest)


def chance_outside(moments: Moments, low: float, high: float) -> float:
    """Bound the chance that the total lies below `low` or above `high`, both in yuan."""
    steepest = STEEPEST / float(moments.most.max())
    outside = 0.0
    if high < moments.greatest:
        outside += math.exp(_least(lambda at: moments.above(at) - at * high, steepest))
    if low > 0:
        outside += math.exp(_least(lambda at: moments.below(at) + at * low, steepest))
    return min(outside, 1.0)


@attrs.frozen
class Grid:
    """The amounts on which the total is computed.

    Args:
        step: Fen from one to the next.
        first: The number of the first; the amount is this many steps.
        size: How many there are.
    """

    step: int
    first: int
    size: int

    @property
    def width(self) -> float:
        """One step, in yuan."""
        return self.step / FEN

    @property
    def ends(self) -> tuple[float, float]:
        """The least and the greatest amount, in yuan."""
        return self.first * self.width, (self.first + self.size - 1) * self.width


def _lattice(laws: Sequence[Law]) -> int:
    """Find the greatest step in fen on which every claim of every law lies; 0 if there is none."""
    common = 0
    for law in laws:
        if isinstance(law.severity, FixedSeverity):
            amounts = np.array([law.ceiling])
        elif isinstance(law.severity, EmpiricalSeverity):
            amounts = np.minimum(np.array(law.severity.values), law.ceiling)
        else:
            return 0
        fen = amounts * FEN
        if np.any(np.abs(fen - np.rint(fen)) > OFF):
            return 0
        common = math.gcd(common, *(int(amount) for amount in np.rint(fen)))
    return common


def _nice(fen: float) -> int:
    """Give the greatest of 1, 2, 5, 10, 20, 50 … that is not above `fen`, and at least 1."""
    most = max(int(fen), 1)
    power: int = 10 ** (len(str(most)) - 1)
    return max(part * power for part in (1, 2, 5) if part * power <= most)


def _next(fen: int) -> int:
    return fen * 5 // 2 if str(fen).startswith("2") else fen * 2


def choose_step(
    laws: Sequence[Law], span: float, deviation: float, *, points: int = MOST_POINTS
) -> int:
    """Choose the step in fen: exact where claims have one in common, else fine for the deviation.

    Args:
        laws: The laws of the lives.
        span: How far apart the amounts are between which the total lies, in yuan.
        deviation: Its standard deviation, in yuan.
        points: The most points that a grid of this step may take.
    """
    fen = span * FEN
    common = _lattice(laws)
    if common and fen <= common * points:
        return common
    claims = math.fsum(law.claims for law in laws)
    # What rounding adds is at most half a step for each claim, and these are independent.
    step = _nice(deviation * FEN / FINE * min(1.0, 2 / math.sqrt(claims)))
    while fen > step * points:
        step = _next(step)
    return step


def grid_of(step: int, span: tuple[float, float]) -> Grid:
    """Give the grid of a step in fen that holds all amounts of a span in yuan."""
    first, last = math.floor(span[0] * FEN / step), math.ceil(span[1] * FEN / step)
    return Grid(step, first, int(fft.next_fast_len(max(last - first + 1, 2), real=True)))
