"""Tables as files: no text in them becomes a formula, and figures are shown as was said."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import load_workbook

from mutualaid import InvalidValue
from mutualaid.tables import csv_text, write_excel

TITLES = ("name", "chance", "sum")
ROWS = [("=1+1", 0.25, 3), ("plain", None, 4.5)]


def test_a_text_in_csv_that_opens_a_formula_is_quoted() -> None:
    assert csv_text(TITLES, ROWS) == "name,chance,sum\r\n'=1+1,0.25,3\r\nplain,,4.5\r\n"


def test_a_text_in_excel_stays_one_and_figures_have_their_formats(tmp_path: Path) -> None:
    write_excel(tmp_path / "a.xlsx", TITLES, ROWS, formats=(None, "0.00%", None))

    sheet = load_workbook(tmp_path / "a.xlsx").worksheets[0]
    assert [cell.value for cell in sheet[2]] == ["=1+1", 0.25, 3]
    assert [cell.data_type for cell in sheet[2]] == ["s", "n", "n"]
    assert [cell.number_format for cell in sheet[2]] == ["General", "0.00%", "General"]


def test_figures_of_which_nothing_is_said_are_shown_as_excel_does(tmp_path: Path) -> None:
    write_excel(tmp_path / "a.xlsx", TITLES, ROWS)

    sheet = load_workbook(tmp_path / "a.xlsx").worksheets[0]
    assert {cell.number_format for cell in sheet[2]} == {"General"}


def test_a_text_that_excel_cannot_hold_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InvalidValue, match="cannot hold this text"):
        write_excel(tmp_path / "a.xlsx", ("a",), [("\x00",)])
