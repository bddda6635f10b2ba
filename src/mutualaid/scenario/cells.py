"""What a population comes to: cells of lives that stand at one risk, and the fees that they pay.

Weights are kept in whole millionths of a life, so that sums are exact and do not depend on the
order in which rows, chunks or files are added up.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from enum import Enum
from functools import reduce
from typing import Final, TypeVar

import attrs

from mutualaid.errors import InvalidValue
from mutualaid.people import Sex
from mutualaid.rules import Insured

SCALE: Final = 1_000_000
"""So many parts of one life a weight is counted in."""
FEN: Final = 100
"""Fen of a yuan."""
T = TypeVar("T")


@attrs.frozen
class Cell:
    """Count the lives that one benefit line insures at one risk.

    Args:
        plan: Code of the plan.
        line: Code of the benefit line.
        insured: Whom the line insures.
        age: The insured person's completed years on the day the cover starts (R2, R3).
        sex: The insured person's sex; None for children, of whom nobody says it.
        high_risk: Whether the insured member works in a high-risk industry (R7); None where it
            was not said, and for children.
        shares: How many shares were taken.
        level: Which level, in plans sold by level.
        benefit: The line's cap for one life, in fen.
        fixed: Whether the line pays the whole of it whenever the event happens (R8).
        weight: Lives, in millionths.
    """

    plan: str
    line: str
    insured: Insured
    age: int
    sex: Sex | None
    high_risk: bool | None
    shares: int
    level: int | None
    benefit: int
    fixed: bool
    weight: int

    @property
    def lives(self) -> float:
        """How many lives."""
        return self.weight / SCALE

    @property
    def key(self) -> str:
        """A text that is this cell's own, whatever its weight."""
        parts = attrs.astuple(self, recurse=False)[:-1]
        return "/".join("-" if part is None else _word(part) for part in parts)


@attrs.frozen
class Due:
    """Count the entries of a plan that pay one fee.

    Args:
        plan: Code of the plan.
        shares: How many shares were taken.
        level: Which level, in plans sold by level.
        high_risk: As in `Cell`.
        fee: The fee of one entry for the term, in fen; None where it is not known.
        weight: Entries, in millionths.
    """

    plan: str
    shares: int
    level: int | None
    high_risk: bool | None
    fee: int | None
    weight: int

    @property
    def entries(self) -> float:
        """How many entries."""
        return self.weight / SCALE


@attrs.frozen
class Exposure:
    """What a population comes to under one policy, for covers that start on one day.

    Args:
        starts: First day of the covers.
        terms: The plans that were asked, in the catalogue's order, each with the years of its
            term.
        cells: The lives, each cell once.
        dues: The fees.
        open: Of how many entries of each plan it is not known whether they come in, in millionths
            of an entry, by plan; they stand in no cell.
    """

    starts: date
    terms: tuple[tuple[str, int], ...]
    cells: tuple[Cell, ...]
    dues: tuple[Due, ...]
    open: tuple[tuple[str, int], ...]

    @property
    def plans(self) -> tuple[str, ...]:
        """Codes of the plans that were asked."""
        return tuple(code for code, _ in self.terms)

    def entries(self, plan: str) -> float:
        """Give how many entries of a plan are accepted."""
        return sum(due.weight for due in self.dues if due.plan == plan) / SCALE

    def entries_open(self, plan: str) -> float:
        """Give of how many entries of a plan it is not known whether they come in."""
        return dict(self.open).get(plan, 0) / SCALE

    def shares(self, plan: str) -> float:
        """Give how many shares of a plan are taken by the entries that are accepted."""
        return sum(due.weight * due.shares for due in self.dues if due.plan == plan) / SCALE

    def fee_income(self, plan: str) -> float:
        """Give the fees of a plan that are known, in yuan for the term."""
        known = (due for due in self.dues if due.plan == plan)
        return sum(due.weight * (due.fee or 0) for due in known) / (SCALE * FEN)

    def fees_unknown(self, plan: str) -> float:
        """Give how many entries of a plan are accepted at a fee that is not known."""
        found = (due.weight for due in self.dues if due.plan == plan and due.fee is None)
        return sum(found) / SCALE


def combine(exposures: Iterable[Exposure]) -> Exposure:
    """Add up the exposures of the chunks of a population, each of whole units.

    Args:
        exposures: At least one, all of one policy and one start day; one is held at a time.

    Raises:
        InvalidValue: None, or one of another day or other plans.
    """
    rest = iter(exposures)
    first = next(rest, None)
    if first is None:
        raise InvalidValue(
            "Nothing is combined", name="exposures", value=[], allowed="at least one exposure"
        )
    return reduce(_added, rest, first)


def _added(one: Exposure, other: Exposure) -> Exposure:
    if (one.starts, one.terms) != (other.starts, other.terms):
        raise InvalidValue(
            "Exposures of different questions are combined",
            name="exposures",
            value=[(each.starts, each.plans) for each in (one, other)],
            allowed="one start day and the same plans with the same terms",
        )
    return gathered(
        one.starts,
        one.terms,
        (*one.cells, *other.cells),
        (*one.dues, *other.dues),
        (*one.open, *other.open),
    )


def gathered(
    starts: date,
    terms: tuple[tuple[str, int], ...],
    cells: Iterable[Cell],
    dues: Iterable[Due],
    open_: Iterable[tuple[str, int]],
) -> Exposure:
    """Give an exposure, with what is alike added up, and in one order whatever order it came in."""
    places = {code: place for place, (code, _) in enumerate(terms)}
    waiting: Counter[str] = Counter()
    for plan, weight in open_:
        waiting[plan] += weight
    return Exposure(
        starts,
        terms,
        tuple(sorted(_alike(cells), key=lambda cell: (places[cell.plan], _order(cell)))),
        tuple(sorted(_alike(dues), key=lambda due: (places[due.plan], _order(due)))),
        tuple((code, waiting[code]) for code in places if waiting[code]),
    )


def _alike(rows: Iterable[T]) -> Iterator[T]:
    """Add up the weights of rows that are alike but for them."""
    weights: Counter[T] = Counter()
    for row in rows:
        weights[attrs.evolve(row, weight=0)] += row.weight  # type: ignore[misc, attr-defined]  # a cell or a due
    for row, weight in weights.items():
        if weight:
            yield attrs.evolve(row, weight=weight)  # type: ignore[misc]  # the same


def _order(row: Cell | Due) -> tuple[str, ...]:
    """Give what rows of one plan are put in order by; what is not said comes first."""
    parts = attrs.astuple(row, recurse=False)
    return tuple(_sortable(part) for part in parts[1:-1])


def _sortable(part: object) -> str:
    if part is None:
        return ""
    return f"{part:020}" if isinstance(part, int) else _word(part)


def _word(part: object) -> str:
    return str(part.value if isinstance(part, Enum) else part)
