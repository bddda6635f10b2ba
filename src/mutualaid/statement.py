"""Statements: cap, paid and remaining of every line of every cover, which always reconcile."""

from __future__ import annotations

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

    @property
    def remaining(self) -> Decimal:
        """What the line can still pay in yuan."""
        return self.cap - self.paid

    def cells(self) -> tuple[str | int | Decimal, ...]:
        """Give the cells in the order of the columns; identity numbers are masked."""
        return (
            mask(self.insured),
            mask(self.unit),
            self.plan,
            self.line,
            self.starts.isoformat(),
            self.ends.isoformat(),
            self.cap,
            self.paid,
            self.remaining,
            self.claims,
        )


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

    def to_dict(self) -> dict[str, object]:
        """Give the statement in values that JSON knows; money as digits, dates in ISO form."""
        rows = [{name: _masked(plain(getattr(row, name))) for name in COLUMNS} for row in self.rows]
        return {
            "type": "statement",
            "version": SCHEMA_VERSION,
            "paid": plain(self.paid),
            "rows": rows,
        }

    def to_csv(self, lang: Lang) -> str:
        """Give the statement as CSV; no cell in it can become a formula."""
        return csv_text(headers(lang), (row.cells() for row in self.rows))

    def write_excel(self, path: str | Path, lang: Lang) -> None:
        """Write the statement to an Excel file; no cell in it can become a formula.

        Raises:
            InvalidValue: An id that an Excel file cannot hold.
            MissingExtra: openpyxl is not installed.
            OSError: The file cannot be written.
        """
        write_excel(path, headers(lang), (row.cells() for row in self.rows))


def _masked(value: object) -> object:
    return mask(value) if isinstance(value, str) else value


def headers(lang: Lang) -> tuple[str, ...]:
    """Give the titles of the columns."""
    return tuple(render(f"statement.{name}", lang) for name in COLUMNS)
