"""Participation that falls: some of the people leave, the same ones whenever it is asked.

People leave, not weights: a unit is accepted by counting who joins, so that a fall of five points
may cost it every member. That so many of each hundred employees leave each unit, and not that each
person leaves by chance alone, keeps the fall at what was asked for in small units too.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from hashlib import blake2b
from typing import Any

import numpy as np
import numpy.typing as npt

from mutualaid.checks import WHOLE, require_int
from mutualaid.frames.engines import collect, plain, read
from mutualaid.frames.schema import Input, find_inputs
from mutualaid.scenario.figures import require_figure

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
    people, declared = find_inputs(frame, unit_frame, columns or {})
    unit, member = (list(map(str, _column(people, name))) for name in ("unit", "member"))
    numbers: dict[str, int] = {}
    of_row = np.array([numbers.setdefault(one, len(numbers)) for one in unit], dtype=np.int64)
    drawn = _drawn(seed, (f"{one}\n{other}" for one, other in zip(unit, member, strict=True)))
    place, people_of = _places(of_row, drawn, len(numbers))
    employees = _employees(declared)
    base = [employees.get(one, count) for one, count in zip(numbers, people_of, strict=True)]
    chance = _drawn(seed, numbers) / RANGE
    leaving = np.floor(np.array(base, dtype=np.float64) * points / WHOLE + chance)
    stays = np.flatnonzero(place >= leaving[of_row])
    return frame[stays].to_native(), None if unit_frame is None else unit_frame.to_native()


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
    return np.frombuffer(b"".join(made), dtype="<u8")


def _places(
    unit: npt.NDArray[np.int64], drawn: npt.NDArray[np.uint64], units: int
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Give each row its person's place among those of the unit, and each unit its people."""
    order = np.lexsort((drawn, unit))
    units_in_order, drawn_in_order = unit[order], drawn[order]
    begins = np.ones(len(order), dtype=bool)
    begins[1:] = np.diff(units_in_order) != 0
    other = begins.copy()
    other[1:] |= drawn_in_order[1:] != drawn_in_order[:-1]
    number = np.cumsum(other) - 1
    count = np.bincount(units_in_order[other], minlength=units)
    first = np.cumsum(count) - count
    place = np.empty(len(order), dtype=np.int64)
    place[order] = number - first[units_in_order]
    return place, count
