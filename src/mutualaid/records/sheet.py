"""Rows out of a table file, whichever it is: CSV as table programs write it, or Excel."""

from __future__ import annotations

import csv
import io
import re
from codecs import BOM_UTF16_BE, BOM_UTF16_LE, BOM_UTF32_LE
from collections.abc import Iterator
from datetime import date, datetime, time
from pathlib import Path
from typing import Any, TypeAlias

from mutualaid.errors import InvalidValue, MissingExtra

Row: TypeAlias = tuple[int, list[str]]
"""Number of a row as a table program counts it, and its cells."""
ZIP = b"PK\x03\x04"
"""How an Excel file begins; no text in these encodings does."""
SEPARATORS = ",;\t，；"
"""What parts cells: a comma, or else the first of these that stands in the header."""
HEAD = 10_000
"""Within so many characters the header ends."""
QUOTED = re.compile('"[^"]*"')
NAMED = re.compile("sep=(.)(?:\r\n?|\n)")
"""The line in which Excel names the separator; it is no row."""


def read_rows(source: str | Path | bytes) -> list[Row]:
    """Read the rows of a table that are not blank; the first is the header.

    Args:
        source: Path of the file, or its bytes.

    Raises:
        InvalidValue: Neither a text in one of these encodings nor an Excel file.
        MissingExtra: An Excel file, and openpyxl is not installed.
        OSError: The file cannot be read.
    """
    data = source if isinstance(source, bytes) else Path(source).read_bytes()
    rows = _excel_rows(data) if data.startswith(ZIP) else _csv_rows(_decode(data))
    return [(number, cells) for number, cells in rows if any(cell.strip() for cell in cells)]


def _decode(data: bytes) -> str:
    place = 0
    # “Unicode text”, as Excel calls it; the mark of UTF-32 begins in the same way.
    wide = data.startswith((BOM_UTF16_LE, BOM_UTF16_BE)) and not data.startswith(BOM_UTF32_LE)
    for encoding in ("utf-16",) if wide else ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError as error:
            place = error.start
    raise InvalidValue(
        f"The table is a text in neither UTF-8 nor GB18030 (byte {place})",
        hint="save it as “CSV UTF-8” or as xlsx in your table program",
    )


def _csv_rows(text: str) -> Iterator[Row]:
    named = NAMED.match(text)
    separator = _separator(text) if named is None else named[1]
    table = io.StringIO(text if named is None else text[named.end() :], newline="")
    rows = csv.reader(table, delimiter=separator)
    try:
        yield from enumerate(rows, start=1)
    except csv.Error as error:
        raise InvalidValue(f"The table is no CSV: {error} (line {rows.line_num})") from None


def _separator(text: str) -> str:
    lines = QUOTED.sub("", text[:HEAD]).splitlines()
    header = next((line for line in lines if line.strip()), "")
    return next((sign for sign in SEPARATORS if sign in header), SEPARATORS[0])


def _excel_rows(data: bytes) -> Iterator[Row]:
    try:
        from openpyxl import load_workbook  # noqa: PLC0415 - an extra
    except ImportError:
        raise MissingExtra(
            "Excel files are read by openpyxl, which is not installed",
            hint="pip install 'mutualaid[excel]'",
        ) from None

    def values(*, computed: bool) -> list[list[object]]:
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=computed)
        return [[_value(cell) for cell in cells] for cells in book.worksheets[0].iter_rows()]

    try:
        written = values(computed=False)
        formulas = any(_formula(cell) for cells in written for cell in cells)
        computed = values(computed=True) if formulas else written
    except Exception as error:  # noqa: BLE001 - openpyxl raises whatever a damaged file provokes
        raise InvalidValue(
            f"The table is no Excel file that can be read: {error}",
            hint="open it in your table program and save it as xlsx",
        ) from None
    for number, (cells, said) in enumerate(zip(computed, written, strict=True), start=1):
        # What was never computed is told as it is written.
        yield (
            number,
            [
                _formula(its) if one is None else _cell(one)
                for one, its in zip(cells, said, strict=True)
            ],
        )


def _value(cell: Any) -> object:
    """Give the value of a cell, None where it has none; a formula may come to an empty text."""
    return "" if cell.value is None and cell.data_type == "str" else cell.value


def _formula(value: object) -> str:
    """Give a formula as it is written; empty where there is none."""
    # Formulas of one cell are texts, those of several are objects, most of which hold a text.
    text = getattr(value, "text", "=") if hasattr(value, "ref") else value
    return text if isinstance(text, str) and text.startswith("=") else ""


def _cell(value: object) -> str:
    if isinstance(value, datetime) and value.time() != time.min:
        return value.isoformat(" ")
    if isinstance(value, date):
        return f"{value:%Y-%m-%d}"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        # Excel knows no whole numbers and no money: 2 and 89.5 come as floats.
        return f"{value:.0f}" if value.is_integer() else f"{value:.15g}"
    return str(value)
