"""Figures as a table: for people in both languages, for table programs, and as a dataframe."""

from __future__ import annotations

import enum
from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from itertools import compress
from pathlib import Path
from typing import Any, Final, Literal, TypeAlias

import attrs
import narwhals as nw

from mutualaid.display import Displayed
from mutualaid.messages import render
from mutualaid.notebook import card, table
from mutualaid.tables import csv_text, write_excel
from mutualaid.text import Lang, Text

NOTHING: Final = "–"
"""Stands for a figure that there is not."""


class Kind(enum.Enum):
    """What a column holds."""

    TEXT = "text"
    COUNT = "count"
    YUAN = "yuan"
    FEE = "fee"
    SHARE = "share"
    CHANCE = "chance"
    FIGURE = "figure"


FORMATS: Final[Mapping[Kind, str | None]] = {
    Kind.TEXT: None,
    Kind.COUNT: "#,##0",
    Kind.YUAN: "#,##0",
    Kind.FEE: "#,##0.00",
    Kind.SHARE: "0.0%",
    Kind.CHANCE: "0.00%",
    Kind.FIGURE: None,
}
"""How Excel shows figures."""
ALMOST: Final[Mapping[str, str]] = {"0.00%": "< 0.01%", "100.00%": "> 99.99%"}
"""How a chance is written that would be rounded to never or always."""


@attrs.frozen
class Named:
    """Name something that has a code in data and a title for people.

    Args:
        code: Its code.
        title: Its title.
    """

    code: str
    title: Text


Backend: TypeAlias = Literal["polars", "pandas", "pyarrow"]
Value: TypeAlias = str | int | float | Named | None


@attrs.frozen
class Column:
    """One column of a table.

    Args:
        name: Its name in data, which is also that of its title in the table of messages.
        kind: What it holds.
        level: Of which level, for quantiles and the like.
        heading: Its title, where it has one of its own.
    """

    name: str
    kind: Kind
    level: float | None = attrs.field(default=None, kw_only=True)
    heading: Text | None = attrs.field(default=None, kw_only=True)

    @property
    def key(self) -> str:
        """Its name in data, with its level."""
        return self.name if self.level is None else f"{self.name}_{self.level:g}"

    def title(self, lang: Lang) -> str:
        """Give its title."""
        if self.heading is not None:
            return self.heading.of(lang)
        facts: dict[str, object] = {} if self.level is None else {"level": f"{self.level:.4g}"}
        return render(f"scenario.{self.name}", lang, facts=facts)


class Tabular(Displayed, ABC):
    """Figures that are a table."""

    __slots__ = ()

    @property
    @abstractmethod
    def columns(self) -> tuple[Column, ...]:
        """The columns of the table."""

    @abstractmethod
    def rows(self) -> Iterator[Sequence[Value]]:
        """Give the rows of the table, a value for each column."""

    def notes(self, lang: Lang) -> tuple[str, ...]:  # noqa: ARG002 - what leaves nothing out
        """Say what the figures leave out, if anything."""
        return ()

    def titles(self, lang: Lang) -> tuple[str, ...]:
        """Give the titles of the columns."""
        return tuple(column.title(lang) for column in self.columns)

    def cells(self, lang: Lang) -> Iterator[tuple[str, ...]]:
        """Give the rows as people read them."""
        for row in self.rows():
            yield tuple(
                shown(value, column.kind, lang)
                for value, column in zip(row, self.columns, strict=True)
            )

    def to_text(self, lang: Lang) -> str:
        """Give the table as Markdown, which is read as it stands too."""
        lines = [self.titles(lang), *self.cells(lang)]
        rule = ("---" if one.kind is Kind.TEXT else "---:" for one in self.columns)
        lines.insert(1, tuple(rule))
        return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)

    def to_html(self, lang: Lang) -> str:
        """Give the first rows in HTML, as a notebook shows them, without figures of a level."""
        kept = [column.level is None for column in self.columns]
        kinds = compress((column.kind for column in self.columns), kept)
        numbers = [place for place, kind in enumerate(kinds) if kind is not Kind.TEXT]
        rows = [tuple(compress(cells, kept)) for cells in self.cells(lang)]
        titles = tuple(compress(self.titles(lang), kept))
        return card(lang, table(lang, titles, rows, numbers=numbers))

    def to_csv(self, lang: Lang) -> str:
        """Give the table as CSV; no cell in it can become a formula."""
        return csv_text(self.titles(lang), self._written(lang))

    def write_excel(self, path: str | Path, lang: Lang) -> None:
        """Write the table to an Excel file; no cell in it can become a formula.

        Args:
            path: Where to.
            lang: "zh" or "en".

        Raises:
            MissingExtra: openpyxl is not installed.
            OSError: The file cannot be written.
        """
        formats = [FORMATS[column.kind] for column in self.columns]
        write_excel(path, self.titles(lang), self._written(lang), formats=formats)

    def to_frame(self, *, backend: Backend = "polars") -> Any:
        """Give the table as a dataframe, with plans by their codes and no language in it.

        Args:
            backend: "polars", "pandas" or "pyarrow".
        """
        rows = list(self.rows())
        data = {
            column.key: [_in_data(row[place]) for row in rows]
            for place, column in enumerate(self.columns)
        }
        return nw.from_dict(data, backend=backend).to_native()

    def _written(self, lang: Lang) -> list[list[str | int | float | None]]:
        return [
            [value.title.of(lang) if isinstance(value, Named) else value for value in row]
            for row in self.rows()
        ]


def _in_data(value: Value) -> str | int | float | None:
    return value.code if isinstance(value, Named) else value


def shown(value: Value, kind: Kind, lang: Lang) -> str:
    """Write a value as people read it."""
    if value is None:
        return NOTHING
    if isinstance(value, Named):
        return value.title.of(lang)
    if isinstance(value, str):
        return value
    if kind in {Kind.COUNT, Kind.YUAN}:
        return f"{value:,.0f}"
    if kind is Kind.FEE:
        return f"{value:,.2f}"
    if kind is Kind.SHARE:
        return f"{value:.1%}"
    if kind is Kind.CHANCE:
        return chance(value)
    return f"{value:,g}"


def chance(value: float) -> str:
    """Write a chance in percent; one that is not 0 or 1 is not rounded to either.

    >>> chance(0.00001), chance(0.25), chance(0.99999), chance(1)
    ('< 0.01%', '25.00%', '> 99.99%', '100%')
    """
    if value in {0, 1}:
        return f"{value:.0%}"
    return ALMOST.get(text := f"{value:.2%}", text)
