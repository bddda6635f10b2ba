"""A population as it was given: frames of any engine, or files that are larger than memory."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

import attrs

from mutualaid.errors import InvalidType
from mutualaid.scenario.cells import Exposure, combine
from mutualaid.scenario.exposure import expose
from mutualaid.scenario.participation import fewer

if TYPE_CHECKING:
    from mutualaid.catalogue import Catalogue

Progress: TypeAlias = Callable[[int, int], None]
"""Is called with how much is done, and how much there is."""


@attrs.frozen(eq=False)
class Population:
    """Hold who may be covered.

    Args:
        entries: One row for each person, or each person and child, as in `decide_frame`; or the
            path of such a file.
        units: One row for each unit; if not given, the entries hold their figures.
        weights: The column of the entries that says how many lives a row stands for.
        columns: The frames' own names of columns, by the names that are read.

    Raises:
        InvalidType: A file for the one and a frame for the other.
    """

    entries: Any
    units: Any = None
    weights: str | None = attrs.field(default=None, kw_only=True)
    columns: Mapping[str, str] | None = attrs.field(default=None, kw_only=True)

    def __attrs_post_init__(self) -> None:
        if self.units is not None and _is_path(self.entries) is not _is_path(self.units):
            raise InvalidType(
                "Entries and units are not given alike",
                name="units",
                value=self.units,
                allowed="two frames, or the paths of two files",
            )

    def chunks(self, *, progress: Progress | None = None) -> Iterator[tuple[Any, Any]]:
        """Give the entries with their units, of files in chunks of whole units."""
        if not _is_path(self.entries):
            yield self.entries, self.units
            return
        from mutualaid.frames.chunks import read_chunks  # noqa: PLC0415 - files alone need it

        yield from read_chunks(self.entries, self.units, columns=self.columns, progress=progress)

    def expose(
        self,
        catalogue: Catalogue,
        plans: Iterable[str],
        *,
        starts: date,
        falls: Mapping[str, float],
        seed: int,
        progress: Progress | None = None,
    ) -> Exposure:
        """Reduce the population to cells.

        Args:
            catalogue: The plans.
            plans: Codes of those that are asked; at least one.
            starts: First day of the covers.
            falls: By how many points participation in each plan falls; none, if not said.
            seed: By which it is drawn who leaves.
            progress: Is called with how many rows of files are done.

        Raises:
            InvalidFrame: Columns, types or values that cannot be decided.
            NoColumnForm: A rule of which only `check` can tell how it stands.
        """
        by_points: dict[float, list[str]] = {}
        for code in plans:
            by_points.setdefault(falls.get(code, 0.0), []).append(code)
        made: dict[float, Exposure] = {}
        for entries, units in self.chunks(progress=progress):
            for points, codes in by_points.items():
                some = entries, units
                if points:
                    some = fewer(entries, units, points=points, seed=seed, columns=self.columns)
                exposure = expose(
                    catalogue,
                    *some,
                    starts=starts,
                    plans=codes,
                    weights=self.weights,
                    columns=self.columns,
                )
                before = [made[points]] if points in made else []
                made[points] = combine([*before, exposure])
        return side_by_side(made.values(), list(catalogue))


def side_by_side(exposures: Iterable[Exposure], order: Iterable[str]) -> Exposure:
    """Give the exposures of different plans as one.

    Args:
        exposures: At least one, of one start day, no plan in two of them.
        order: The plans in the order in which they are to stand.
    """
    parts = tuple(exposures)
    places = {code: place for place, code in enumerate(order)}

    def place(code: str) -> int:
        return places[code]

    return Exposure(
        parts[0].starts,
        tuple(sorted((one for part in parts for one in part.terms), key=lambda one: place(one[0]))),
        tuple(
            sorted((one for part in parts for one in part.cells), key=lambda one: place(one.plan))
        ),
        tuple(
            sorted((one for part in parts for one in part.dues), key=lambda one: place(one.plan))
        ),
        tuple(sorted((one for part in parts for one in part.open), key=lambda one: place(one[0]))),
    )


def _is_path(value: object) -> bool:
    return isinstance(value, str | Path)
