"""How columns are read: each test of a rule as flags, whatever the engine's types."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time

import attrs
import narwhals as nw

from mutualaid.dates import ONE_DAY
from mutualaid.frames import words
from mutualaid.frames.columns import column_of
from mutualaid.frames.known import Flag, Known, certain
from mutualaid.rules.conditions import Among, AtMost, Born, Is, NoChild

Atom = Is | Among | AtMost | Born | NoChild
DEFAULTS: Mapping[str, int | None] = {"shares": 1, "level": None}
"""What an entry asks for where it does not say so."""
NO_LEVEL = 0
"""Stands for "no level" where a number is needed."""


@attrs.frozen
class Source:
    """Read the columns of one frame.

    Args:
        names: The frame's own name of each column that is there, by the name that is read.
        types: The type of each, by the name that is read.
    """

    names: Mapping[str, str]
    types: Mapping[str, nw.dtypes.DType]

    def __contains__(self, column: str) -> bool:
        return column in self.names

    def column(self, column: str) -> words.Expr:
        """Give a column that is there, categories as text."""
        found = words.col(self.names[column])
        return found.cast(words.kind("String")) if is_categorical(self.types[column]) else found

    def read(self, atom: Atom) -> Known:
        """Give a single test as flags."""
        if isinstance(atom, NoChild):
            return certain(self.missing("child"))
        column = column_of(atom.path)
        if column not in self:
            return _left_out(atom, column)
        if isinstance(atom, Is):
            return self._is(column, atom.value if isinstance(atom.value, bool) else atom)
        if isinstance(atom, Born):
            return certain(self._born(column, atom))
        found = self.column(column)
        if isinstance(atom, AtMost):
            usual = DEFAULTS.get(column)
            if usual is not None:
                return certain(found.fill_null(usual) <= atom.bound)
            return Known(
                (found <= atom.bound).fill_null(value=False),
                (found > atom.bound).fill_null(value=False),
            )
        among = found.is_in([value for value in atom.values if value is not None])
        among = among.fill_null(value=False)
        return certain(among | found.is_null() if None in atom.values else among)

    def missing(self, column: str) -> Flag:
        """Say in which rows a column holds nothing; in every row where it is not there."""
        return self.column(column).is_null() if column in self else True

    def number(self, column: str, default: int) -> words.Expr:
        """Give whole numbers, a default where nothing is said."""
        if column not in self:
            return words.lit(default, "Int64")
        return self.column(column).fill_null(default).cast(words.kind("Int64"))

    def _is(self, column: str, wanted: bool | Is) -> Known:
        found = self.column(column)
        if isinstance(wanted, Is):
            value = getattr(wanted.value, "value", wanted.value)
            # pandas answers that a gap differs from any value.
            differs = (found != value).fill_null(value=False) & ~found.is_null()
            return Known((found == value).fill_null(value=False), differs)
        said = Known(found.fill_null(value=False), (~found).fill_null(value=False))
        return said if wanted else Known(said.false, said.true)

    def _born(self, column: str, born: Born) -> Flag:
        found = self.column(column)
        timed = isinstance(self.types[column], nw.Datetime)
        tests = []
        if born.first is not None:
            tests.append(found >= _day(born.first, timed=timed))
        if born.last is not None and timed:
            tests.append(found < _day(born.last + ONE_DAY, timed=timed))
        elif born.last is not None:
            tests.append(found <= born.last)
        held = tests[0] if len(tests) == 1 else tests[0] & tests[1]
        return held.fill_null(value=False) if column.startswith("child") else held


def _day(day: date, *, timed: bool) -> date:
    return datetime.combine(day, time.min) if timed else day


def _left_out(atom: Is | Among | AtMost | Born, column: str) -> Known:
    """Answer where a column is not there: nothing was said in any row, or the default."""
    if isinstance(atom, Among):
        return certain(DEFAULTS.get(column) in atom.values)
    default = DEFAULTS.get(column)
    if isinstance(atom, AtMost) and default is not None:
        return certain(default <= atom.bound)
    return Known(true=False, false=False)


def is_categorical(kind: nw.dtypes.DType) -> bool:
    """Tell whether a type holds categories of text."""
    return isinstance(kind, nw.Categorical | nw.Enum)
