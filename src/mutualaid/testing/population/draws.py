"""Draws of a population: one even number a person and question, turned into answers.

Everything is drawn as a table of even numbers, a row for each unit or person, so that the first
rows are the same however many follow.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from importlib import import_module
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt
import pyarrow as pa

Floats: TypeAlias = npt.NDArray[np.float64]
Ints: TypeAlias = npt.NDArray[np.int64]
Bools: TypeAlias = npt.NDArray[np.bool_]
Chance: TypeAlias = "float | Floats"

compute: Any = import_module("pyarrow.compute")
"""PyArrow's functions, which it makes at run time, unseen by a type checker."""
EPOCH = date(1970, 1, 1).toordinal()
YEAR = 365.25
"""Days of a year, where a day more or less does not matter."""


class Draws:
    """Give the columns of a table of even numbers from 0 to 1, one after the other.

    Args:
        seed: Seeds the table.
        rows: How many rows it has.
        columns: How many columns can be asked for.
    """

    def __init__(self, seed: np.random.SeedSequence, rows: int, columns: int) -> None:
        self._columns = iter(np.random.default_rng(seed).random((rows, columns)).T)

    def next(self) -> Floats:
        """Give the next column."""
        return next(self._columns)

    def happens(self, chance: Chance) -> Bools:
        """Tell of each row whether something happens to it."""
        return np.asarray(self.next() < chance)

    def among(self, values: Sequence[int], chances: Sequence[float]) -> Ints:
        """Choose one of several numbers for each row, by their chances, which add up to one."""
        chosen = np.searchsorted(np.cumsum(chances)[:-1], self.next(), side="right")
        return np.asarray(values)[chosen]

    def answers(self, no: Chance, not_said: Chance) -> pa.BooleanArray:
        """Answer yes, no or nothing for each row."""
        drawn = self.next()
        said = np.asarray(drawn >= no)
        return pa.array(drawn >= no + not_said, mask=said & (drawn < no + not_said))


def whole(values: Ints, missing: Bools) -> pa.Int64Array:
    """Give whole numbers, null where they are missing."""
    return pa.array(values, mask=missing, type=pa.int64())


def days(ordinals: Ints, missing: Bools | None = None) -> pa.Date32Array:
    """Give days by their ordinals, null where they are missing."""
    since_epoch = (ordinals - EPOCH).astype(np.int32)
    return pa.array(since_epoch, mask=missing, type=pa.int32()).cast(pa.date32())


def at(values: pa.Array, places: Ints) -> Any:
    """Give the values at some places."""
    return values.take(pa.array(places))


def places_within(counts: Ints) -> Ints:
    """Count 0, 1, 2 and so on within each group of rows.

    >>> places_within(np.array([2, 3]))
    array([0, 1, 0, 1, 2])
    """
    first = np.cumsum(counts) - counts
    return np.arange(counts.sum()) - np.repeat(first, counts)
