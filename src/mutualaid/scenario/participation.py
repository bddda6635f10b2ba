"""Participation that falls: some of the people leave, the same ones whenever it is asked.

People leave, not weights: a unit is accepted by counting who joins, so that a fall of five points
may cost it every member. That so many of each hundred employees leave each unit, and not that each
person leaves by chance alone, keeps the fall at what was asked for in small units too.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from hashlib import blake2b
from typing import Any, TypeAlias

import attrs
import numpy as np
import numpy.typing as npt

from mutualaid.checks import WHOLE, require_int
from mutualaid.frames.engines import collect, plain, read
from mutualaid.frames.schema import Input, find_inputs
from mutualaid.scenario.figures import require_figure

Wholes: TypeAlias = npt.NDArray[np.int64]
BYTES = 8
RANGE = 2.0 ** (8 * BYTES)
"""So many numbers are drawn from."""


def fewer(
    entries: Any,
    units: Any = None,
    *,
    points: float,
    seed: int,
    columns: Mapping[str, str] | None = None,
) -> tuple[Any, Any]:
    """Leave out some people of each unit, with all their rows.

    Of a unit with e employees e × points / 100 people leave, rounded up or down by a chance of the
    unit's own, but no more than there are; where the employees are not declared, of its people. Who
    leaves goes by the seed, the unit and the person alone: not by the order of rows, the engine or
    the chunk, and whoever leaves at five points is among those who leave at ten.

    Args:
        entries: One row for each person, or each person and child, as in `decide_frame`; lazy
            frames are read into memory.
        units: One row for each unit; if not given, the entries hold their figures.
        points: By how many points of a hundred participation falls.
        seed: Where chance comes from.
        columns: The frames' own names of columns, by the names that are read.

    Returns:
        The entries that stay, and the units.

    Raises:
        InvalidFrame: Columns, types or values that cannot be decided.
        InvalidType: No dataframe, points that are no number, a seed that is not whole.
        InvalidValue: Points below 0 or above 100.
    """
    require_figure(points, "points", most=WHOLE)
    require_int(seed, "seed", least=0)
    frame = collect(read(entries, "entries"))
    unit_frame = None if units is None else collect(read(units, "units"))
    found, declared = find_inputs(frame, unit_frame, columns or {})
    people = People.of(found, seed)
    place, count = people.places()
    employees = _employees(declared)
    base = [employees.get(one, its) for one, its in zip(people.units, count, strict=True)]
    chance = _drawn(seed, people.units) / RANGE
    leaving = np.floor(np.array(base, dtype=np.float64) * points / WHOLE + chance)
    stays = np.flatnonzero(place >= leaving[people.unit])
    return frame[stays].to_native(), None if unit_frame is None else unit_frame.to_native()


@attrs.frozen(eq=False)
class People:
    """Tell people apart in rows, in an order that nothing but their keys decides.

    Args:
        units: The units' keys.
        unit: The number of each row's unit among them.
        drawn: The number that was drawn for each row's person.
    """

    units: tuple[str, ...]
    unit: Wholes
    drawn: npt.NDArray[np.uint64]

    @staticmethod
    def of(entries: Input, seed: int) -> People:
        """Tell the people of entries apart.

        Args:
            entries: The entries.
            seed: Where chance comes from.
        """
        unit, member = (list(map(str, _column(entries, name))) for name in ("unit", "member"))
        numbers: dict[str, int] = {}
        of_row = [numbers.setdefault(one, len(numbers)) for one in unit]
        drawn = _drawn(seed, (f"{one}\n{other}" for one, other in zip(unit, member, strict=True)))
        return People(tuple(numbers), np.array(of_row, dtype=np.int64), drawn)

    def __getitem__(self, rows: Wholes) -> People:
        """Give the people of some rows, of the same units."""
        return People(self.units, self.unit[rows], self.drawn[rows])

    def places(self) -> tuple[Wholes, Wholes]:
        """Give each row its person's place among those of the unit, and each unit its people."""
        order = np.lexsort((self.drawn, self.unit))
        unit, drawn = self.unit[order], self.drawn[order]
        other = np.ones(len(order), dtype=bool)
        other[1:] = (unit[1:] != unit[:-1]) | (drawn[1:] != drawn[:-1])
        count = np.bincount(unit[other], minlength=len(self.units))
        first = np.cumsum(count) - count
        place = np.empty(len(order), dtype=np.int64)
        place[order] = np.cumsum(other) - 1 - first[unit]
        return place, count


def _column(found: Input, name: str) -> list[Any]:
    rows = plain(found.native, {found.names[name]: found.columns[name].holds})
    return list(rows[found.names[name]].to_list())


def _employees(declared: Input) -> dict[str, int]:
    """Give the employees of each unit that declares them."""
    if "employees" not in declared.names:
        return {}
    units, employees = (_column(declared, name) for name in ("unit", "employees"))
    return {
        str(unit): int(count)
        for unit, count in zip(units, employees, strict=True)
        if not (count is None or count != count)  # noqa: PLR0124 - pandas' gap in floats
    }


def _drawn(seed: int, keys: Iterable[str]) -> npt.NDArray[np.uint64]:
    """Draw a number for each key."""
    made = (blake2b(f"{seed}\n{key}".encode(), digest_size=BYTES).digest() for key in keys)
    return np.array(np.frombuffer(b"".join(made), dtype="<u8"), dtype=np.uint64)
