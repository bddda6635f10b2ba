"""What one claim costs: a law of yuan, limited by the ceiling of what it is paid from.

Everything is read off the survival function. With S(u) the chance that a claim is above u, what
a claim limited at c costs on average is the integral of S from 0 to c, the *limited expected
value*; its mean square is the integral of 2u S(u); and the mean of S over each step of a grid
gives the law on that grid which keeps the mean (the method of local moment matching, order one:
Gerber, "On the numerical evaluation of the distribution of aggregate claims and its stop-loss
premiums", Insurance: Mathematics and Economics 1 (1982); Klugman, Panjer and Willmot, "Loss
Models", on the discretisation of severities).
"""

from __future__ import annotations

import math
from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping
from typing import Any, TypeAlias

import attrs
import numpy as np
from scipy import stats

from mutualaid.checks import require_type, to_tuple
from mutualaid.errors import InvalidValue, UnknownName, nearest
from mutualaid.scenario.figures import Figure, Floats, require_figure

Params: TypeAlias = tuple[tuple[str, float], ...]

PANEL, WEIGHT = np.polynomial.legendre.leggauss(5)
"""Nodes and weights of Gauss and Legendre on [-1, 1], exact to the ninth power."""
LOW = np.concatenate([10.0 ** np.arange(-15, -1, 0.125), np.linspace(0.1, 0.5, 17)])
HIGH = np.concatenate([np.linspace(0.5, 0.1, 17), 10.0 ** np.arange(-1, -18, -0.0625)])
"""Chances of lying below and above the points between which a smooth law is integrated."""


class Severity(ABC):
    """What a claim is assessed at, before the ceiling; the base of the three kinds there are."""

    @abstractmethod
    def integrals(self, edges: Floats) -> tuple[Floats, Floats]:
        """Integrate the survival function S between each two edges that follow on each other.

        Args:
            edges: Amounts in yuan, ascending, from 0 up.

        Returns:
            The integrals of S(u) and of 2u S(u), one fewer than there are edges.
        """

    @abstractmethod
    def draw(self, rng: np.random.Generator, size: int) -> Floats:
        """Draw claims before the ceiling."""

    @abstractmethod
    def to_dict(self) -> dict[str, Any]:
        """Give the law in values that JSON knows; `severity_from_dict` reads them."""

    def mean(self, ceiling: Figure) -> float:
        """Give the limited expected value: what a claim costs on average, in yuan.

        Args:
            ceiling: The most that is paid, in yuan.
        """
        return float(self.integrals(_to(ceiling))[0][0])

    def second_moment(self, ceiling: Figure) -> float:
        """Give the mean square of what a claim costs, in square yuan.

        Args:
            ceiling: The most that is paid, in yuan.
        """
        return float(self.integrals(_to(ceiling))[1][0])

    def sample(self, rng: np.random.Generator, size: int, ceiling: Figure) -> Floats:
        """Draw what so many claims cost, in yuan.

        Args:
            rng: Where chance comes from.
            size: How many.
            ceiling: The most that is paid, in yuan.
        """
        return np.minimum(self.draw(rng, size), require_figure(ceiling, "ceiling"))


def _to(ceiling: Figure) -> Floats:
    return np.array([0.0, require_figure(ceiling, "ceiling")])


def _to_amount(value: Figure) -> float:
    return require_figure(value, "amount")


@attrs.frozen
class FixedSeverity(Severity):
    """Each claim costs the same.

    Args:
        amount: Yuan.

    >>> FixedSeverity(10_000).mean(ceiling=4_000)
    4000.0
    """

    amount: float = attrs.field(converter=_to_amount)

    def integrals(self, edges: Floats) -> tuple[Floats, Floats]:
        below = np.minimum(edges, self.amount)
        return np.diff(below), np.diff(below**2)

    def draw(self, rng: np.random.Generator, size: int) -> Floats:  # noqa: ARG002 - nothing is left to chance
        return np.full(size, self.amount)

    def to_dict(self) -> dict[str, Any]:
        return {"kind": "fixed", "amount": self.amount}


def _to_params(params: Mapping[str, Figure] | Params) -> Params:
    pairs = params.items() if isinstance(params, Mapping) else params
    return tuple(
        sorted((name, require_figure(value, name, least=-math.inf)) for name, value in pairs)
    )


@attrs.frozen
class ScipySeverity(Severity):
    """A continuous law of `scipy.stats`, by its name there.

    Args:
        name: Such as "lognorm", "gamma", "pareto" or "weibull_min".
        params: The law's own shapes and `loc` and `scale`, by scipy's names.

    Raises:
        InvalidValue: Parameters that the law does not take, or by which a claim may be negative.
        UnknownName: No continuous law, or no parameter of it, has this name.

    >>> round(ScipySeverity("lognorm", {"s": 1.0, "scale": 5_000}).mean(ceiling=20_000), 6)
    7017.887665
    """

    name: str
    params: Params = attrs.field(converter=_to_params)
    _law: Any = attrs.field(init=False, eq=False, repr=False)
    _points: Floats = attrs.field(init=False, eq=False, repr=False)

    def __attrs_post_init__(self) -> None:
        law = _law_of(self.name, dict(self.params))
        points = np.concatenate([law.ppf(LOW), law.isf(HIGH)])
        object.__setattr__(self, "_law", law)
        object.__setattr__(self, "_points", np.unique(points[np.isfinite(points)]))

    def integrals(self, edges: Floats) -> tuple[Floats, Floats]:
        inner = self._points[(self._points > edges[0]) & (self._points < edges[-1])]
        ends = np.union1d(edges, inner)
        half = np.diff(ends) / 2
        at = (ends[:-1] + half)[:, None] + half[:, None] * PANEL
        above = self._law.sf(at) * WEIGHT * half[:, None]
        starts = np.searchsorted(ends, edges[:-1])
        return _by_edge(above, starts, edges), _by_edge(2 * at * above, starts, edges)

    def draw(self, rng: np.random.Generator, size: int) -> Floats:
        return np.asarray(self._law.rvs(size=size, random_state=rng), dtype=np.float64)

    def to_dict(self) -> dict[str, Any]:
        return {"kind": "scipy", "name": self.name, "params": dict(self.params)}


def _by_edge(parts: Floats, starts: np.ndarray[Any, Any], edges: Floats) -> Floats:
    """Add up what lies between two edges; between equal ones there is nothing."""
    if not parts.size:
        return np.zeros(len(edges) - 1)
    sums = np.add.reduceat(parts.sum(axis=1), np.minimum(starts, len(parts) - 1))
    return np.where(np.diff(edges) > 0, sums, 0.0)


def _law_of(name: str, params: dict[str, float]) -> Any:
    """Find a continuous law and give it its parameters, or say what is wrong with them."""
    family = getattr(stats, require_type(name, str, "name"), None)
    if not isinstance(family, stats.rv_continuous):
        known = [key for key, each in vars(stats).items() if isinstance(each, stats.rv_continuous)]
        raise UnknownName(
            "scipy.stats has no continuous law of this name",
            name="name",
            value=name,
            known=known,
            hint=None
            if nearest(name, known)
            else "gamma, lognorm, pareto and weibull_min are some",
        )
    shapes = [shape.strip() for shape in (family.shapes or "").split(",") if shape.strip()]
    for param in params:
        if param not in (*shapes, "loc", "scale"):
            raise UnknownName(
                f"The law {name} has no parameter of this name",
                name="params",
                value=param,
                known=(*shapes, "loc", "scale"),
            )
    missing = [shape for shape in shapes if shape not in params]
    if missing:
        raise InvalidValue(
            f"The law {name} lacks a parameter",
            name="params",
            value=params,
            allowed=f"all of {', '.join(shapes)}, and loc and scale",
            hint=f"say {', '.join(missing)}",
        )
    law = family(**params)
    low = float(law.support()[0])
    if math.isnan(low):
        raise InvalidValue(
            f"The law {name} does not take these parameters",
            name="params",
            value=params,
            allowed="what scipy.stats allows for it",
        )
    if low < 0:
        raise InvalidValue(
            "By this law a claim may cost less than nothing",
            name="params",
            value=params,
            allowed="a law of amounts from 0 up",
            hint="set loc, or take a law such as lognorm or truncnorm",
        )
    return law


def _to_figures(values: Iterable[Figure], name: str) -> tuple[float, ...]:
    return tuple(
        require_figure(value, f"{name}[{at}]") for at, value in enumerate(to_tuple(values, name))
    )


def _to_values(values: Iterable[Figure]) -> tuple[float, ...]:
    return _to_figures(values, "values")


def _to_weights(values: Iterable[Figure]) -> tuple[float, ...]:
    return _to_figures(values, "weights")


@attrs.frozen
class EmpiricalSeverity(Severity):
    """Claims as they were seen: each value with its weight.

    Args:
        values: Yuan.
        weights: How often, or how much, each counts; each once, if not said.

    Raises:
        InvalidValue: No value, not as many weights as values, or weights that are all 0.

    >>> EmpiricalSeverity([1_000, 9_000], weights=[3, 1]).mean(ceiling=5_000)
    2000.0
    """

    values: tuple[float, ...] = attrs.field(converter=_to_values)
    weights: tuple[float, ...] = attrs.field(
        converter=_to_weights,
        default=attrs.Factory(lambda self: (1.0,) * len(self.values), takes_self=True),
        kw_only=True,
    )
    _sorted: Floats = attrs.field(init=False, eq=False, repr=False)
    _sums: Floats = attrs.field(init=False, eq=False, repr=False)

    def __attrs_post_init__(self) -> None:
        if not self.values or len(self.values) != len(self.weights) or not any(self.weights):
            raise InvalidValue(
                "Values and weights do not make a law",
                name="weights",
                value=self.weights,
                allowed="one weight for each of one or more values, not all of them 0",
            )
        order = np.argsort(self.values, kind="stable")
        values = np.array(self.values)[order]
        chances = np.array(self.weights)[order] / math.fsum(self.weights)
        powers = np.stack([chances, chances * values, chances * values**2])
        sums = np.concatenate([np.zeros((3, 1)), np.cumsum(powers, axis=1)], axis=1)
        object.__setattr__(self, "_sorted", values)
        object.__setattr__(self, "_sums", sums)

    def integrals(self, edges: Floats) -> tuple[Floats, Floats]:
        # What lies below each edge: its chance, mean and mean square.
        below = self._sums[:, np.searchsorted(self._sorted, edges)]
        chance, value, square = np.diff(below, axis=1)
        above = np.maximum(1 - below[0, 1:], 0)
        low = edges[:-1]
        return (
            value - low * chance + np.diff(edges) * above,
            square - low**2 * chance + np.diff(edges**2) * above,
        )

    def draw(self, rng: np.random.Generator, size: int) -> Floats:
        sums = self._sums[0]
        at = np.searchsorted(sums[1:], rng.random(size) * sums[-1], side="right")
        drawn: Floats = self._sorted[at]
        return drawn

    def to_dict(self) -> dict[str, Any]:
        return {"kind": "empirical", "values": list(self.values), "weights": list(self.weights)}


def severity_from_dict(given: dict[str, Any]) -> Severity:
    """Read a severity from what its `to_dict` gives.

    Args:
        given: `kind` and the arguments of that kind.

    Raises:
        InvalidValue: An argument is missing, or out of range.
        UnknownName: No severity is of this kind, or takes this argument.
    """
    kinds: dict[str, type[FixedSeverity | ScipySeverity | EmpiricalSeverity]] = {
        "fixed": FixedSeverity,
        "scipy": ScipySeverity,
        "empirical": EmpiricalSeverity,
    }
    said: dict[str, Any] = dict(require_type(given, dict, "severity"))
    kind = said.pop("kind", None)
    if kind not in kinds:
        raise UnknownName("No severity is of this kind", name="kind", value=kind, known=kinds)
    fields = {field.name: field for field in attrs.fields(kinds[kind]) if field.init}
    for name in said:
        if name not in fields:
            raise UnknownName(
                f"A severity of the kind {kind} takes nothing of this name",
                name="argument",
                value=name,
                known=fields,
            )
    missing = [
        name
        for name, field in fields.items()
        if field.default is attrs.NOTHING and name not in said
    ]
    if missing:
        raise InvalidValue(
            f"A severity of the kind {kind} lacks {', '.join(missing)}",
            name="severity",
            value=dict(given),
            allowed=f"all of {', '.join(fields)}",
        )
    return kinds[kind](**said)


@attrs.frozen
class OnGrid:
    """A limited severity on a grid that begins at 0.

    Args:
        masses: The chance of each multiple of the step.
        added_variance: By how much the variance is more than that of the severity itself, in
            square yuan; the mean is the same.
    """

    masses: Floats
    added_variance: float


def on_grid(severity: Severity, ceiling: float, step: float) -> OnGrid:
    """Put a limited severity on a grid so that its mean stays what it is.

    An amount between two points of the grid is split between them in proportion to how near it
    lies, so the law on the grid is the severity and an error with mean 0 whatever the severity is:
    no less in convex order, and at most a quarter of the squared step more in variance.

    Args:
        severity: What a claim is assessed at.
        ceiling: The most that is paid, in yuan.
        step: Width of the grid, in yuan.
    """
    edges: Floats = step * np.arange(math.ceil(ceiling / step * (1 - 1e-12)) + 1, dtype=np.float64)
    if len(edges) == 1:
        return OnGrid(np.ones(1), 0.0)
    edges[-1] = ceiling
    integrals, squares = severity.integrals(edges)
    above = np.concatenate([[1.0], integrals / step, [0.0]])
    masses = np.maximum(above[:-1] - above[1:], 0)
    odd = 2 * np.arange(len(integrals)) + 1
    added = float(np.sum(step * odd * integrals - squares))
    return OnGrid(masses, min(max(added, 0.0), step**2 / 4))
