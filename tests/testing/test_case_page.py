"""The page of case tables names every column, word and code there is, and says what is ordinary."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from testing.tables import CATALOGUE, case, read

from mutualaid.messages import table as messages
from mutualaid.records.cells import SEXES, YES_NO
from mutualaid.testing import read_cases
from mutualaid.testing.case_columns import COLUMNS, NONE, NOT_SAID, OTHERS, OUTCOMES

PAGE = Path(__file__).parents[2].joinpath("docs", "how-to", "case-tables.md").read_text("utf-8")
MARKED = set(re.findall(r"`([^`\n]+)`", PAGE))
DESCRIBED = {name: (name, *names) for name, names in COLUMNS.items() if name not in OTHERS}
CODES = sorted(code for code in messages() if code.startswith("case_file."))
TABLE = re.compile(r"^\| `(\w+)` \| ((?:`[^`]+`(?:, )?)+) \|", re.MULTILINE)
ROWS = {name: tuple(re.findall(r"`([^`]+)`", names)) for name, names in TABLE.findall(PAGE)}


def test_the_page_describes_the_columns_that_there_are() -> None:
    assert {name: names[1:] for name, names in DESCRIBED.items()} == ROWS


@pytest.mark.parametrize("word", [*YES_NO, *SEXES, *OUTCOMES, *NOT_SAID, *NONE])
def test_every_word_of_a_cell_stands_on_the_page(word: str) -> None:
    assert word in MARKED


def test_every_code_of_a_bad_cell_stands_on_the_page() -> None:
    assert CODES == sorted(name for name in MARKED if name.startswith("case_file."))


def fence(language: str) -> str:
    """Give the first fenced block of a language."""
    return PAGE.partition(f"```{language}\n")[2].partition("```")[0]


def test_the_first_table_of_the_page_is_the_one_that_is_checked() -> None:
    shown = [row.case for row in read(*fence("text").splitlines()).rows]
    lines = re.findall(r"^\.\.\. (.*,重大疾病,.*)$", PAGE, re.MULTILINE)
    assert shown == [case(fence("text").splitlines()[0], line) for line in lines]


def test_the_toml_of_the_page_comes_out_as_expected(tmp_path: Path) -> None:
    path = tmp_path / "page.cases.toml"
    path.write_text(fence("toml"), "utf-8")
    table = read_cases(path, CATALOGUE)
    assert [True, True] == [row.case.run(CATALOGUE).passed for row in table.rows]
