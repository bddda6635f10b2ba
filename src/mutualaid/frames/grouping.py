"""By what rows are grouped: plan, unit, sex, age band, or any column of the entries or units."""

from __future__ import annotations

import calendar
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import reduce
from typing import TypeAlias

import attrs
import narwhals as nw

from mutualaid.errors import InvalidValue, UnknownName
from mutualaid.frames.columns import OF_UNIT
from mutualaid.frames.engines import AnyFrame, left_join, object_kind
from mutualaid.frames.schema import Input
from mutualaid.frames.sources import is_categorical
from mutualaid.policy.effect_rows import BAND, GROUPS

By: TypeAlias = "str | Iterable[str]"
PLAN, AGE_BAND, REASON = "plan", "age_band", "reason"
OURS = "_effect_"
"""What the names of all columns begin with that stand beside the user's."""
UNIT = f"{OURS}unit"
MONTH = 100
"""Days of a year are compared as month times this, and day."""


@attrs.frozen
class Grouping:
    """Group rows, and add up what stands in them.

    Args:
        rows: The rows, with whatever is added up.
        people: The columns of the entries.
        declared: The columns of the units, or None where they stand in the entries.
        starts: First day of the covers.
        special: What is grouped by besides columns.
    """

    rows: AnyFrame
    people: Input
    declared: Input | None
    starts: date
    special: tuple[str, ...] = GROUPS

    def names(self, by: By, sums: Iterable[str]) -> tuple[str, ...]:
        """Give the names of what is grouped by, each once.

        Args:
            by: One name, or several.
            sums: Names beside which no column of the same name can stand.

        Raises:
            InvalidValue: A column that has the name of a sum.
            UnknownName: Nothing has this name.
        """
        names = tuple(dict.fromkeys((by,) if isinstance(by, str) else by))
        units = () if self.declared is None else _columns(self.declared)
        known = (*self.special, *_columns(self.people), *units)
        for name in names:
            if name not in known and self._of_unit(name) is None:
                raise UnknownName(
                    "Nothing is grouped by this",
                    name="by",
                    value=name,
                    known=tuple(dict.fromkeys(known)),
                )
            if name in sums:
                raise InvalidValue(
                    "A column to group by has the name of a sum",
                    name="by",
                    value=name,
                    allowed=f"other names than {', '.join(sums)}",
                    hint="rename the column",
                )
        return names

    def add_up(
        self, by: Sequence[str], cells: Mapping[str, nw.Expr], reason: nw.Expr | None = None
    ) -> AnyFrame:
        """Add up columns, for each group or for all rows.

        Args:
            by: What is grouped by, the plan aside.
            cells: What is added up, by the name of the sum.
            reason: The column of the reason, where it is grouped by.

        Returns:
            A row for each group, with the columns that it is grouped by, and the sums.
        """
        of_unit = {name: its for name in by if (its := self._of_unit(name)) is not None}
        keys = {name: self._key(name) for name in by if name not in of_unit and name != REASON}
        if reason is not None:
            keys[REASON] = reason
        # Cast before, not within, the aggregation: there it is slow beyond measure in pandas.
        added = {name: cell.cast(nw.Int64) for name, cell in cells.items()}
        if of_unit and self.declared is not None:
            rows = self.rows.select(**keys, **added, **{UNIT: _plain(self.people, "unit")})
            table = self.declared.native.select(
                _plain(self.declared, "unit").alias(UNIT),
                *(text(self.declared.native, own).alias(name) for name, own in of_unit.items()),
            )
            rows = left_join(rows, table, [UNIT])
        else:
            rows = self.rows.select(**keys, **added)
        if not by:
            return rows.select(nw.col(*cells).sum())
        return rows.group_by(*by).agg(nw.col(*cells).sum()).sort(*by).select(*by, *cells)

    def _of_unit(self, name: str) -> str | None:
        """Give the column of the units of this name; the entries' own go first."""
        if self.declared is None or name in self.special or name in _columns(self.people):
            return None
        units = _columns(self.declared)
        return (
            name
            if name in units
            else next((own for own in units if f"{OF_UNIT}{own}" == name), None)
        )

    def _key(self, name: str) -> nw.Expr:
        if name == AGE_BAND:
            return first_of_band(nw.col(self.people.names["birth_date"]), self.starts)
        own = self.people.names[name] if name in self.special else name
        return text(self.rows, own)


def _columns(found: Input) -> tuple[str, ...]:
    """Give the user's own columns of a frame."""
    return tuple(found.native.collect_schema().names())


def _plain(found: Input, name: str) -> nw.Expr:
    return text(found.native, found.names[name])


def text(frame: AnyFrame, own: str) -> nw.Expr:
    """Give a column, categories as text."""
    column = nw.col(own)
    return column.cast(nw.String) if is_categorical(frame.collect_schema()[own]) else column


def dated(frame: AnyFrame, name: str) -> AnyFrame:
    """Give the frame with its dates as dates: only pandas may keep them as objects."""
    if object_kind(frame, name) is None:
        return frame
    import pandas as pd  # noqa: PLC0415 - only where it is used already

    native = frame.to_native()
    return nw.from_native(native.assign(**{name: pd.to_datetime(native[name])}))


def completed_years(birth: nw.Expr, starts: date) -> nw.Expr:
    """Give a person's completed years on the day the cover starts (R2, R3)."""
    day = starts.month * MONTH + starts.day
    if (starts.month, starts.day) == (2, 28) and not calendar.isleap(starts.year):
        day += 1  # on which whoever was born on 29 February completes a year too
    years, months, days = (
        part.cast(nw.Int64) for part in (birth.dt.year(), birth.dt.month(), birth.dt.day())
    )
    return starts.year - years - (months * MONTH + days > day).cast(nw.Int64)


def first_of_band(birth: nw.Expr, starts: date) -> nw.Expr:
    """Give the first of the completed years of the band of five that a person is in."""
    return completed_years(birth, starts) // BAND * BAND


def band_of(first: int) -> str:
    """Name a band of ages: "60–64"."""
    return f"{first}–{first + BAND - 1}"


def across(cells: Iterable[Mapping[str, nw.Expr]]) -> dict[str, nw.Expr]:
    """Add up what several plans have under one name, row by row."""
    named: dict[str, list[nw.Expr]] = {}
    for some in cells:
        for name, cell in some.items():
            named.setdefault(name, []).append(cell.cast(nw.Int64))
    return {name: reduce(lambda one, other: one + other, all_) for name, all_ in named.items()}


def beside_each_other(cells: Mapping[str, Mapping[str, nw.Expr]]) -> dict[str, nw.Expr]:
    """Give what each plan has under a name of its own, that of `of_plan`."""
    return {
        of_plan(code, name): cell for code, some in cells.items() for name, cell in some.items()
    }


def of_plan(code: str, name: str) -> str:
    """Name a sum of one plan, beside those of others."""
    return f"{OURS}{code}_{name}"
