"""Statements: cap, paid and remaining of every line of every cover, which always reconcile."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from pathlib import Path

import attrs

from mutualaid.checks import NIL
from mutualaid.display import Displayed
from mutualaid.finding import SCHEMA_VERSION, plain
from mutualaid.masking import mask
from mutualaid.messages import render
from mutualaid.tables import csv_text, write_excel
from mutualaid.text import Lang

COLUMNS = (
    "insured",
    "unit",
    "plan",
    "line",
    "starts",
    "ends",
    "cap",
    "paid",
    "remaining",
    "claims",
)
RETURNED = "returned"
"""The column of deposits, where there are any."""


@attrs.frozen
class StatementRow:
    """One line of one cover.

    Args:
        insured: Id of the insured person.
        unit: Id of the unit.
        plan: Code of the plan.
        line: Code of the benefit line.
        starts: First day of the cover.
        ends: First day after it.
        cap: Cap in yuan.
        paid: Paid so far in yuan.
        claims: How many claims were settled on it.
        returned: What of the fee is given back when the cover ends, in yuan; it stands on the
            first line of the cover alone, so that it is told once.
    """

    insured: str
    unit: str
    plan: str
    line: str
    starts: date
    ends: date
    cap: Decimal
    paid: Decimal
    claims: int
    returned: Decimal = attrs.field(default=NIL, kw_only=True)

    @property
    def remaining(self) -> Decimal:
        """What the line can still pay in yuan."""
        return self.cap - self.paid

    def cells(self, *, columns: Iterable[str] = COLUMNS) -> tuple[str | int | Decimal, ...]:
        """Give the cells of some columns in their order; identity numbers are masked."""
        return tuple(_cell(getattr(self, name)) for name in columns)


@attrs.frozen
class Statement(Displayed):
    """Hold the lines of the covers that were asked for.

    Args:
        rows: One row per line of each cover, by person, plan and start.
    """

    rows: tuple[StatementRow, ...]

    @property
    def paid(self) -> Decimal:
        """Paid in all, in yuan."""
        return sum((row.paid for row in self.rows), NIL)

    @property
    def returned(self) -> Decimal:
        """What is given back of fees in all, each on the day on which its cover ends, in yuan."""
        return sum((row.returned for row in self.rows), NIL)

    @property
    def columns(self) -> tuple[str, ...]:
        """Names of the columns; that of deposits is there where one is given back."""
        return (*COLUMNS, RETURNED) if self.returned else COLUMNS

    def to_dict(self) -> dict[str, object]:
        """Give the statement in values that JSON knows; money as digits, dates in ISO form."""
        names = (*COLUMNS, RETURNED)
        rows = [{name: _masked(plain(getattr(row, name))) for name in names} for row in self.rows]
        return {
            "type": "statement",
            "version": SCHEMA_VERSION,
            "paid": plain(self.paid),
            "returned": plain(self.returned),
            "rows": rows,
        }

    def to_csv(self, lang: Lang) -> str:
        """Give the statement as CSV; no cell in it can become a formula."""
        columns = self.columns
        return csv_text(headers(lang, columns), (row.cells(columns=columns) for row in self.rows))

    def write_excel(self, path: str | Path, lang: Lang) -> None:
        """Write the statement to an Excel file; no cell in it can become a formula.

        Raises:
            InvalidValue: An id that an Excel file cannot hold.
            MissingExtra: openpyxl is not installed.
            OSError: The file cannot be written.
        """
        columns = self.columns
        write_excel(path, headers(lang, columns), (row.cells(columns=columns) for row in self.rows))


def _masked(value: object) -> object:
    return mask(value) if isinstance(value, str) else value


def _cell(value: str | date | int | Decimal) -> str | int | Decimal:
    if isinstance(value, date):
        return value.isoformat()
    return mask(value) if isinstance(value, str) else value


def headers(lang: Lang, columns: Iterable[str] = COLUMNS) -> tuple[str, ...]:
    """Give the titles of columns."""
    return tuple(render(f"statement.{name}", lang) for name in columns)
