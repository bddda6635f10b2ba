"""What all lives have in common: a factor on every probability, drawn once for a period.

Given the factor lives are independent, and the whole is a mixture over it. A factor of mean 1
leaves the expected benefits where they are (but for probabilities that it would carry past 1,
which stay at 1) and makes the tail heavier, the more lives there are.
"""

from __future__ import annotations

import math
from abc import ABC, abstractmethod
from collections.abc import Iterable
from typing import Any

import attrs
import numpy as np
from scipy import special, stats

from mutualaid.checks import to_tuple
from mutualaid.errors import InvalidValue
from mutualaid.scenario.figures import Figure, Floats, require_figure

REACH = 7.5
"""So many standard deviations of the normal law are mixed over: the rest is below 7e-14."""
FINE = 0.7
"""Nodes lie at most so many standard deviations of what is mixed apart: the trapezoidal rule of a
normal law is then exact to exp(-2 (pi / 0.7)^2), some 1e-17 (Trefethen and Weideman, "The
exponentially convergent trapezoidal rule", SIAM Review 56 (2014))."""
MIXED = 1e-13
"""What is left of both, and of rounding."""
LEAST = 33
"""At least so many nodes."""


@attrs.frozen(eq=False)
class Nodes:
    """Factors to mix over.

    Args:
        factors: One for each node.
        weights: Their chances, which sum to one.
        error: How far a probability may be off because these are not all factors there are.
    """

    factors: Floats
    weights: Floats
    error: float = 0.0

    @property
    def least(self) -> float:
        """The least factor."""
        return float(self.factors.min())

    @property
    def greatest(self) -> float:
        """The greatest factor."""
        return float(self.factors.max())


class CommonShock(ABC):
    """A factor on every probability; the base of the kinds there are."""

    @abstractmethod
    def nodes(self, spread: float) -> Nodes:
        """Give factors and weights to mix over.

        Args:
            spread: Standard deviation over mean of what is mixed, given the factor.
        """

    @abstractmethod
    def draw(self, rng: np.random.Generator, size: int) -> Floats:
        """Draw factors."""

    @abstractmethod
    def to_dict(self) -> dict[str, Any]:
        """Give the law in values that JSON knows."""


@attrs.frozen
class NoShock(CommonShock):
    """Nothing in common: lives are independent."""

    def nodes(self, spread: float) -> Nodes:  # noqa: ARG002 - one node is exact
        return Nodes(np.ones(1), np.ones(1))

    def draw(self, rng: np.random.Generator, size: int) -> Floats:  # noqa: ARG002 - nothing is drawn
        return np.ones(size)

    def to_dict(self) -> dict[str, Any]:
        return {"kind": "none"}


class _Smooth(CommonShock):
    """A factor made of a normal one, so that a trapezoidal rule mixes over it."""

    cv: float

    @abstractmethod
    def of_normal(self, normal: Floats) -> Floats:
        """Give the factor that stands where a normal one stands."""

    def nodes(self, spread: float) -> Nodes:
        apart = FINE * spread / max(self.cv, spread * REACH / LEAST)
        normal = np.linspace(-REACH, REACH, max(LEAST, math.ceil(2 * REACH / apart) + 1))
        weights = np.exp(-(normal**2) / 2)
        weights /= weights.sum()
        factors = self.of_normal(normal)
        return Nodes(factors / (weights @ factors), weights, MIXED)

    def draw(self, rng: np.random.Generator, size: int) -> Floats:
        return self.of_normal(rng.standard_normal(size))


def _to_cv(value: Figure) -> float:
    return require_figure(value, "cv", above=True, most=2.0)


@attrs.frozen
class LognormalShock(_Smooth):
    """A lognormal factor of mean 1.

    Args:
        cv: Its standard deviation, above 0.
    """

    cv: float = attrs.field(converter=_to_cv)

    def of_normal(self, normal: Floats) -> Floats:
        variance = math.log1p(self.cv**2)
        return np.exp(math.sqrt(variance) * normal - variance / 2)

    def to_dict(self) -> dict[str, Any]:
        return {"kind": "lognormal", "cv": self.cv}


@attrs.frozen
class GammaShock(_Smooth):
    """A gamma factor of mean 1: numbers of claims are then near to negative binomial.

    Args:
        cv: Its standard deviation, above 0.
    """

    cv: float = attrs.field(converter=_to_cv)

    def of_normal(self, normal: Floats) -> Floats:
        law = stats.gamma(self.cv**-2, scale=self.cv**2)
        low = law.ppf(special.ndtr(np.minimum(normal, 0)))
        high = law.isf(special.ndtr(-np.maximum(normal, 0)))
        return np.asarray(np.where(normal < 0, low, high), dtype=np.float64)

    def to_dict(self) -> dict[str, Any]:
        return {"kind": "gamma", "cv": self.cv}


def _to_figures(values: Iterable[Figure]) -> tuple[float, ...]:
    return tuple(require_figure(value, "factors") for value in to_tuple(values, "factors"))


@attrs.frozen
class DiscreteShock(CommonShock):
    """A factor of a few values, such as an ordinary and a bad year.

    Args:
        factors: The values, from 0 up.
        weights: How often each comes.

    Raises:
        InvalidValue: Not as many weights as factors, or weights that are all 0.
    """

    factors: tuple[float, ...] = attrs.field(converter=_to_figures)
    weights: tuple[float, ...] = attrs.field(converter=_to_figures)

    def __attrs_post_init__(self) -> None:
        if len(self.factors) != len(self.weights) or not any(self.weights):
            raise InvalidValue(
                "Factors and weights do not make a law",
                name="weights",
                value=self.weights,
                allowed="one weight for each factor, not all of them 0",
            )

    def nodes(self, spread: float) -> Nodes:  # noqa: ARG002 - its values are all there is
        weights = np.array(self.weights)
        come = weights > 0
        return Nodes(np.array(self.factors)[come], weights[come] / weights.sum())

    def draw(self, rng: np.random.Generator, size: int) -> Floats:
        nodes = self.nodes(1.0)
        return rng.choice(nodes.factors, size, p=nodes.weights)

    def to_dict(self) -> dict[str, Any]:
        return {
            "kind": "discrete", "factors": list(self.factors), "weights": list(self.weights)
        }  # fmt: skip
