"""Statements: cap, paid and remaining of every line of every cover, which always reconcile."""

from __future__ import annotations

import csv
import io
from datetime import date
from decimal import Decimal
from pathlib import Path

import attrs

from mutualaid.checks import NIL
from mutualaid.display import Displayed
from mutualaid.errors import InvalidValue, MissingExtra
from mutualaid.finding import SCHEMA_VERSION, plain
from mutualaid.masking import mask
from mutualaid.messages import render
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
OPENS_A_FORMULA = (*"=+-@", *"\uff1d\uff0b\uff0d\uff20", "\t", "\r")
"""With what a text begins that a table program may take for a formula, in either width."""


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
        page = io.StringIO(newline="")
        writer = csv.writer(page, lineterminator="\r\n")
        writer.writerow(headers(lang))
        writer.writerows([_harmless(cell) for cell in row.cells()] for row in self.rows)
        return page.getvalue()

    def write_excel(self, path: str | Path, lang: Lang) -> None:
        """Write the statement to an Excel file; no cell in it can become a formula.

        Raises:
            MissingExtra: openpyxl is not installed.
            OSError: The file cannot be written.
        """
        try:
            from openpyxl import Workbook  # noqa: PLC0415 - an extra
            from openpyxl.utils.exceptions import (  # noqa: PLC0415 - an extra
                IllegalCharacterError,
            )
        except ImportError:
            raise MissingExtra(
                "Excel files are written by openpyxl, which is not installed",
                hint="pip install 'mutualaid[excel]'",
            ) from None
        book = Workbook()
        sheet = book.worksheets[0]
        for number, cells in enumerate([headers(lang), *(row.cells() for row in self.rows)], 1):
            for column, value in enumerate(cells, start=1):
                try:
                    cell = sheet.cell(number, column, value)
                except IllegalCharacterError as error:
                    raise InvalidValue(
                        "An Excel file cannot hold this text",
                        name="cell",
                        value=value,
                        hint="write the statement as CSV, or mend the id",
                    ) from error
                if isinstance(value, str):
                    cell.data_type = "s"  # openpyxl takes a text that opens with = for a formula
        book.save(path)


def _masked(value: object) -> object:
    return mask(value) if isinstance(value, str) else value


def headers(lang: Lang) -> tuple[str, ...]:
    """Give the titles of the columns."""
    return tuple(render(f"statement.{name}", lang) for name in COLUMNS)


def _harmless(cell: str | int | Decimal) -> str | int | Decimal:
    """Put a quote before a text that a table program would take for a formula."""
    if isinstance(cell, str) and cell.startswith(OPENS_A_FORMULA):
        return f"'{cell}"
    return cell
