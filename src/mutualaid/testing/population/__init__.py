"""Populations for tests and benchmarks: people of units of every size, as frames.

What is drawn is made up, and looks like a city's: sizes of units with a heavy tail, people of all
ages and some on the very bounds, women and parents by unit, a few things that were not said. Units
come out on both sides of every share of their people that the plans ask for.

    entries, units = population(1_000_000, seed=1)

The answer goes by the seed alone: not by the size of chunks, and not, but for the last unit, by
how many rows are asked for. NumPy and PyArrow are needed, which come with the extra `frames`.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from mutualaid.checks import require_date, require_int
from mutualaid.errors import InvalidValue, from_extra

with from_extra("frames", __name__, "narwhals", "numpy"):
    import narwhals as nw
    import numpy as np

    from mutualaid.testing.population.applications import AppliedFor, to_applications
    from mutualaid.testing.population.rows import Part, draw_parts

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["AppliedFor", "population", "population_chunks", "to_applications"]

Backend: TypeAlias = Literal["polars", "pyarrow", "pandas"]
STARTS = date(2016, 1, 1)


def population(
    entries: int,
    *,
    seed: int = 0,
    starts: date = STARTS,
    by_plan: float = 0.0,
    backend: Backend = "polars",
) -> tuple[Any, Any]:
    """Make a population, as two frames.

    Args:
        entries: Rows of the entries frame.
        seed: Seeds all draws.
        starts: First day of the covers, to which ages are drawn.
        by_plan: Chance of a unit that each of its rows names the plan that it is for, in the
            column `plan`; with 0 there is no such column, and every row is for every plan.
        backend: Whose frames.

    Returns:
        The entries, unit by unit with a row for each person and each child, and the units.

    Raises:
        InvalidType: A number that is not whole, a datetime for a date.
        InvalidValue: A negative number, or a chance outside 0 to 1.
    """
    return next(
        population_chunks(
            entries,
            seed=seed,
            chunk=max(entries, 1),
            starts=starts,
            by_plan=by_plan,
            backend=backend,
        )
    )


def population_chunks(
    entries: int,
    *,
    seed: int = 0,
    chunk: int = 100_000,
    starts: date = STARTS,
    by_plan: float = 0.0,
    backend: Backend = "polars",
) -> Iterator[tuple[Any, Any]]:
    """Make the same population chunk by chunk, each with whole units, in bounded memory.

    Args:
        entries: Rows of all chunks together.
        seed: Seeds all draws.
        chunk: Rows from which on a chunk ends with the unit that it has come to.
        starts: First day of the covers.
        by_plan: Chance of a unit that its rows name plans; as in `population`.
        backend: Whose frames.

    Yields:
        Entries and units of a chunk; one pair without rows where no entries are asked for.

    Raises:
        InvalidType: A number that is not whole, a datetime for a date.
        InvalidValue: A negative number, or a chance outside 0 to 1.
    """
    require_int(entries, "entries", least=0)
    require_int(seed, "seed", least=0)
    require_int(chunk, "chunk", least=1)
    require_date(starts, "starts")
    if not 0 <= by_plan <= 1:
        raise InvalidValue(
            "A chance lies out of range", name="by_plan", value=by_plan, allowed="from 0 to 1"
        )
    return (
        (_frame(part.entries, backend), _frame(part.units, backend))
        for part in _chunks(draw_parts(entries, seed, starts, by_plan), chunk)
    )


def _chunks(parts: Iterator[Part], chunk: int) -> Iterator[Part]:
    held: list[Part] = []
    rows = given = 0
    for part in parts:
        held.append(part)
        rows += len(part.entries)
        while rows >= chunk:
            whole = Part.of(held)
            first, rest = whole.split(int(np.searchsorted(np.cumsum(whole.sizes), chunk)) + 1)
            yield first
            held, rows, given = [rest], len(rest.entries), given + 1
    if rows or not given:
        yield Part.of(held)


def _frame(table: pa.Table, backend: Backend) -> Any:
    return nw.from_arrow(table, backend=backend).to_native()
