"""The reference page of roster files names every column, key, word and code there is."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import attrs
import pytest
from records.rosters import CATALOGUE, faults, read

from mutualaid import Unit
from mutualaid.messages import table as messages
from mutualaid.records.cells import SEXES, YES_NO
from mutualaid.records.columns import roster_columns

PAGE = Path(__file__).parents[2].joinpath("docs", "reference", "roster-files.md").read_text("utf-8")
MARKED = set(re.findall(r"`([^`\n]+)`", PAGE))
SHIPPED = [plan.info for plan in CATALOGUE.values() if plan.found.startswith("mutualaid ")]
COLUMNS = sorted(column.header for column in roster_columns(SHIPPED).values())
# Said of the key `nearest` and of the words between the codes, not of a cell.
WORDS_OF_A_CODE = {"roster.nearest"}
CODES = sorted({code for code in messages() if code.startswith("roster.")} - WORDS_OF_A_CODE)


@pytest.mark.parametrize("name", COLUMNS)
def test_every_column_stands_on_the_page(name: str) -> None:
    assert name in MARKED


@pytest.mark.parametrize("name", [field.name for field in attrs.fields(Unit)])
def test_every_key_of_a_unit_stands_on_the_page(name: str) -> None:
    assert name in MARKED


@pytest.mark.parametrize("word", [*YES_NO, *SEXES])
def test_every_word_of_a_cell_stands_on_the_page(word: str) -> None:
    assert word in MARKED


@pytest.mark.parametrize("code", CODES)
def test_every_code_of_a_bad_cell_stands_on_the_page(code: str) -> None:
    assert code in MARKED


def test_every_code_on_the_page_is_one() -> None:
    assert set(CODES) == {name for name in MARKED if name.startswith("roster.")}


def rows_of(part: str) -> list[list[str]]:
    """Give the columns that each row of a part's table names."""
    text = PAGE.partition(f"### {part}\n")[2].partition("\n#")[0]
    lines = [line for line in text.splitlines() if line.startswith("| `")]
    return [re.findall(r"`([^`]+)`", " ".join(line.split("|")[1:3])) for line in lines]


@pytest.mark.parametrize(
    "names", [*rows_of("Columns of the person"), *rows_of("Columns of the child")], ids=str
)
def test_the_names_of_one_row_are_names_of_one_column(names: list[str]) -> None:
    others = "identity_number" if names[0] == "id" else "id"
    assert {names[0]} == {
        key for name in names for key in read(f"{name},{others}").columns - {others}
    }


DATES = re.findall(r"`([^`]+)`", next(one for one in PAGE.splitlines() if one.startswith("| date")))


@pytest.mark.parametrize("written", DATES)
def test_every_form_of_a_date_on_the_page_is_read(written: str) -> None:
    assert [] == faults(read("id,sex,birth_date", f"M1,女,{written}", starts=date(2016, 1, 31)))
