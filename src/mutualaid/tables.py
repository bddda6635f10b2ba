"""Tables as files: CSV and Excel in which no cell can become a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from decimal import Decimal
from pathlib import Path
from typing import TypeAlias

from mutualaid.errors import InvalidValue, MissingExtra

Cell: TypeAlias = str | int | float | Decimal | None
OPENS_A_FORMULA = (*"=+-@", *"\uff1d\uff0b\uff0d\uff20", "\t", "\r")
"""With what a text begins that a table program may take for a formula, in either width."""
GENERAL = "General"
"""How Excel shows figures of which nothing is said."""


def csv_text(titles: Sequence[str], rows: Iterable[Sequence[Cell]]) -> str:
    """Give a table as CSV; a text that a table program would take for a formula is quoted."""
    page = io.StringIO(newline="")
    writer = csv.writer(page, lineterminator="\r\n")
    writer.writerow(titles)
    writer.writerows([_harmless(cell) for cell in row] for row in rows)
    return page.getvalue()


def _harmless(cell: Cell) -> Cell:
    """Put a quote before a text that a table program would take for a formula."""
    if isinstance(cell, str) and cell.startswith(OPENS_A_FORMULA):
        return f"'{cell}"
    return cell


def write_excel(
    path: str | Path,
    titles: Sequence[str],
    rows: Iterable[Sequence[Cell]],
    *,
    formats: Sequence[str | None] | None = None,
) -> None:
    """Write a table to an Excel file; texts stay texts.

    Args:
        path: Where to.
        titles: The titles of the columns.
        rows: The rows, as many cells in each.
        formats: How Excel shows the figures of each column, such as "0.00%"; none, if not said.

    Raises:
        InvalidValue: A text that an Excel file cannot hold.
        MissingExtra: openpyxl is not installed.
        OSError: The file cannot be written.
    """
    try:
        from openpyxl import Workbook  # noqa: PLC0415 - an extra
        from openpyxl.utils.exceptions import IllegalCharacterError  # noqa: PLC0415 - an extra
    except ImportError:
        raise MissingExtra(
            "Excel files are written by openpyxl, which is not installed",
            hint="pip install 'mutualaid[excel]'",
        ) from None
    book = Workbook()
    sheet = book.worksheets[0]
    for number, cells in enumerate([titles, *rows], 1):
        for column, value in enumerate(cells, start=1):
            try:
                cell = sheet.cell(number, column, value)
            except IllegalCharacterError as error:
                raise InvalidValue(
                    "An Excel file cannot hold this text",
                    name="cell",
                    value=value,
                    hint="write the table as CSV, or mend the text",
                ) from error
            if isinstance(value, str):
                cell.data_type = "s"  # openpyxl takes a text that opens with = for a formula
            elif formats is not None:
                cell.number_format = formats[column - 1] or GENERAL
    book.save(path)
