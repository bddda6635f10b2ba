"""Who is insured, as the mathematics sees it: cells of alike lives, and nothing else.

Each life of a cell claims once with the cell's probability, and a claim costs the severity,
limited at the ceiling. Lives are independent of each other and, in one life, lines of benefit are
too; what they have in common is said by a common shock.
"""

from __future__ import annotations

import json
import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

import attrs
import numpy as np

from mutualaid.checks import a, an_id, each, to_tuple
from mutualaid.errors import InvalidValue
from mutualaid.scenario.figures import Figure, Floats, require_figure
from mutualaid.scenario.severity import FixedSeverity, Severity


def _to_lives(value: Figure) -> float:
    return require_figure(value, "lives")


def _to_probability(value: Figure) -> float:
    return require_figure(value, "probability", most=1.0)


def _to_ceiling(value: Figure) -> float:
    return require_figure(value, "ceiling")


@attrs.frozen
class Cell:
    """Lives that are alike.

    Args:
        key: A text that is this cell's own: what it draws in a simulation follows from it.
        group: What it is counted in, such as a plan's code.
        lives: How many; a fraction, as weights make it, counts as one more life whose probability
            is that fraction of the cell's.
        probability: The chance that one of them claims in the period, from 0 to 1.
        ceiling: The most that one of them is paid, in yuan.
        severity: What a claim is assessed at.

    >>> Cell("C1", "accident", 1_000, 0.002, 20_000, FixedSeverity(50_000)).expected
    40000.0
    """

    key: str = attrs.field(validator=an_id)
    group: str = attrs.field(validator=an_id)
    lives: float = attrs.field(converter=_to_lives)
    probability: float = attrs.field(converter=_to_probability)
    ceiling: float = attrs.field(converter=_to_ceiling)
    severity: Severity = attrs.field(validator=a(Severity))

    @property
    def expected(self) -> float:
        """What is paid on average: lives by probability by limited expected value, in yuan."""
        return self.lives * self.probability * self.severity.mean(self.ceiling)


def _to_cells(cells: Iterable[Cell]) -> tuple[Cell, ...]:
    return to_tuple(cells, "cells")


@attrs.frozen
class Portfolio:
    """Cells, in any order.

    Args:
        cells: The cells.

    Raises:
        InvalidType: Something else among the cells.
        InvalidValue: Two cells of one key.
    """

    cells: tuple[Cell, ...] = attrs.field(converter=_to_cells, validator=each(Cell))

    def __attrs_post_init__(self) -> None:
        twice = [
            key for key, times in Counter(cell.key for cell in self.cells).items() if times > 1
        ]
        if twice:
            raise InvalidValue(
                "Several cells have one key",
                name="key",
                value=twice[0],
                allowed="a text that is the cell's own",
            )

    def __len__(self) -> int:
        return len(self.cells)

    def __iter__(self) -> Iterator[Cell]:
        return iter(self.cells)

    @property
    def groups(self) -> tuple[str, ...]:
        """The groups there are, in order."""
        return tuple(sorted({cell.group for cell in self.cells}))

    @property
    def lives(self) -> float:
        """All lives of all cells; a person whom several lines insure is counted in each."""
        return math.fsum(cell.lives for cell in self.cells)

    @property
    def expected(self) -> float:
        """What is paid on average, in yuan."""
        return math.fsum(cell.expected for cell in self.cells)

    def of_group(self, group: str) -> Portfolio:
        """Give the cells of one group."""
        return Portfolio(cell for cell in self.cells if cell.group == group)

    def merged(self) -> Portfolio:
        """Give the same lives with one cell for each group, probability, ceiling and severity.

        In an order of their own, whatever that of the cells is; a merged cell has the first of
        their keys. Cells without lives are left out.
        """
        alike: dict[tuple[Any, ...], list[Cell]] = defaultdict(list)
        for cell in self.cells:
            if cell.lives:
                alike[cell.group, cell.probability, cell.ceiling, cell.severity].append(cell)
        cells = [
            attrs.evolve(
                some[0],
                key=min(cell.key for cell in some),
                lives=math.fsum(cell.lives for cell in some),
            )
            for some in alike.values()
        ]
        return Portfolio(sorted(cells, key=lambda cell: (cell.group, cell.key)))


@attrs.frozen(eq=False)
class Law:
    """The lives that have one limited severity in common, one row for each probability.

    Args:
        severity: What a claim is assessed at.
        ceiling: The most that is paid, in yuan.
        probabilities: Chances of a claim, falling.
        lives: Whole numbers of lives, one for each of them.
        mean: What a claim costs on average, in yuan.
        square: The mean square of that.
    """

    severity: Severity
    ceiling: float
    probabilities: Floats
    lives: Floats
    mean: float
    square: float

    @property
    def claims(self) -> float:
        """How many claims are expected."""
        return float(self.lives @ self.probabilities)


def laws_of(cells: Iterable[Cell]) -> tuple[Law, ...]:
    """Sort the lives of all cells by their limited severity, that with the most claims first.

    The order of the cells makes no difference, nor how lives are spread over alike cells.
    """
    counts: dict[tuple[Severity, float], dict[float, list[float]]] = defaultdict(
        lambda: defaultdict(list)
    )
    for cell in cells:
        severity, ceiling = cell.severity, cell.ceiling
        if isinstance(severity, FixedSeverity):
            ceiling = min(ceiling, severity.amount)
            severity = FixedSeverity(ceiling)
        if cell.lives and cell.probability and ceiling:
            counts[severity, ceiling][cell.probability].append(cell.lives)
    laws = [_law(*limited, by_chance) for limited, by_chance in counts.items()]
    return tuple(sorted(laws, key=_place))


def _law(severity: Severity, ceiling: float, by_chance: dict[float, list[float]]) -> Law:
    lives: dict[float, float] = defaultdict(float)
    for chance, several in by_chance.items():
        part, whole = math.modf(math.fsum(several))
        lives[chance] += whole
        lives[chance * part] += 1
    chances = sorted((chance for chance in lives if chance and lives[chance]), reverse=True)
    return Law(
        severity,
        ceiling,
        np.array(chances),
        np.array([lives[chance] for chance in chances]),
        severity.mean(ceiling),
        severity.second_moment(ceiling),
    )


def _place(law: Law) -> tuple[float, float, str]:
    return -law.claims, law.ceiling, json.dumps(law.severity.to_dict(), sort_keys=True)
