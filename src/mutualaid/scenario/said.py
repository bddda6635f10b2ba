"""One table of a document, read key by key, so that everything wrong with it is told at once."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final, TypeVar

from mutualaid.errors import MutualAidError, nearest
from mutualaid.scenario.documents import DocumentProblem

T = TypeVar("T")
D = TypeVar("D")
A_TEXT: Final = 'write a text, such as "…"'


class Said:
    """What one table says.

    Args:
        place: Where it stands.
        values: What it says, by key.
        problems: Where problems are noted, of the whole document.
    """

    def __init__(
        self, place: str, values: Mapping[str, Any], problems: list[DocumentProblem]
    ) -> None:
        self.place = place
        self._values = dict(values)
        self._problems = problems
        self._before = len(problems)
        self._known: dict[str, None] = {}

    def __contains__(self, key: str) -> bool:
        return key in self._values

    def fault(self, key: str, what: str, hint: str) -> None:
        """Note a problem."""
        self._problems.append(DocumentProblem(self.place, key, what, hint))

    def read(self, key: str, reader: Callable[[Any], T], hint: str, default: D) -> T | D:
        """Read the value of a key; the default, where it is not there or cannot be read."""
        self._known[key] = None
        if key not in self:
            return default
        value = self._values[key]
        try:
            return reader(value)
        except (KeyError, TypeError, ValueError) as error:
            what = f"{value!r} cannot stand here"
            if isinstance(error, MutualAidError):
                what = f"{error.what}: {value!r} cannot stand here"
            self.fault(key, what, hint)
            return default

    def needed(self, key: str, reader: Callable[[Any], T], hint: str, default: D) -> T | D:
        """Read the value of a key that must be there."""
        if key not in self:
            self.fault(key, "is missing", hint)
        return self.read(key, reader, hint, default)

    def under(self, key: str) -> Iterator[Said]:
        """Give the tables under a key, each with its number."""
        found: Sequence[Mapping[str, Any]] = self.read(key, tables, f"write [[{key}]]", ())
        for number, table in enumerate(found, start=1):
            yield Said(f"{key} {number}", table, self._problems)

    def text(self, key: str) -> str | None:
        """Read a text, if it is there."""
        return self.read(key, a_text, A_TEXT, None)

    def make(self, kind: Callable[..., T], **values: Any) -> T | None:
        """Make a value with its source and date; None where anything is wrong with the table."""
        source = self.needed("source", a_text, "say where it is laid down", "")
        as_of = self.needed("as_of", a_day, "write a date as 2016-01-31", date.min)
        self.no_more()
        if len(self._problems) > self._before:
            return None
        try:
            return kind(source=source, as_of=as_of, place=self.place, **values)
        except MutualAidError as error:
            self.fault(error.name or "", error.what, error.allowed or "mend it")
            return None

    def no_more(self) -> None:
        """Note the keys that nothing is known by."""
        for key in self._values:
            if key not in self._known:
                close = nearest(str(key), self._known)
                hint = f"did you mean {' or '.join(map(repr, close))}?" if close else "leave it out"
                self.fault(str(key), f"is none of {', '.join(self._known)}", hint)


# Readers of single values, from TOML or from the cells of a table ---------------------------------


def a_text(value: object) -> str:
    """Read a text that is not blank."""
    if not isinstance(value, str) or not value.strip():
        raise ValueError(value)
    return value.strip()


def a_day(value: object) -> date:
    """Read a date, or a text such as "2016-01-31"."""
    if isinstance(value, str):
        return date.fromisoformat(value)
    if not isinstance(value, date) or isinstance(value, datetime):
        raise TypeError(value)
    return value


def a_flag(value: object) -> bool:
    """Read true or false."""
    if not isinstance(value, bool):
        raise TypeError(value)
    return value


def a_number(most: float = math.inf) -> Callable[[object], float]:
    """Make a reader of a number from 0 up, or of its text."""

    def read(value: object) -> float:
        if isinstance(value, bool) or not isinstance(value, int | float | Decimal | str):
            raise TypeError(value)
        number = float(value)
        if not (math.isfinite(number) and 0 <= number <= most):
            raise ValueError(value)
        return number

    return read


def ages(value: object) -> tuple[int, int]:
    """Read completed years: "16-60", "60+", "30" or 30."""
    first, dash, last = str(value).replace("–", "-").partition("-")
    if dash:
        made = int(first), int(last)
    elif first.endswith("+"):
        made = int(first[:-1]), OLDEST
    else:
        made = int(first), int(first)
    if isinstance(value, bool) or not 0 <= made[0] <= made[1]:
        raise ValueError(value)
    return made


OLDEST: Final = 200
"""Stands for an age without an upper end."""


def numbers(value: object) -> tuple[float, ...]:
    """Read a list of numbers from 0 up."""
    if not isinstance(value, list | tuple):
        raise TypeError(value)
    return tuple(map(a_number(), value))


def a_table(value: object) -> Mapping[str, Any]:
    """Read a table."""
    if not isinstance(value, Mapping):
        raise TypeError(value)
    return value


def texts(value: object) -> Sequence[str]:
    """Read a list of texts."""
    if not isinstance(value, list | tuple):
        raise TypeError(value)
    return tuple(map(a_text, value))


def tables(value: object) -> Sequence[Mapping[str, Any]]:
    """Read a list of tables."""
    if not isinstance(value, list | tuple) or not all(isinstance(one, Mapping) for one in value):
        raise TypeError(value)
    return tuple(value)
