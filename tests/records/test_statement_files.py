"""Statements as CSV and Excel: exact, in both languages, masked, and never a formula."""

from __future__ import annotations

import csv
import io
import sys
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import attrs
import pytest
from builders import MEMBER, STARTS
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook
from records.examples import CATALOGUE, LEDGER, claim, covers

from mutualaid import Cover, Ledger, MissingExtra, MutualAidError
from mutualaid.messages import table as messages
from mutualaid.statement import COLUMNS, Statement, StatementRow, headers

NUMBER = "110101199003079981"
ROW = StatementRow(
    "M1",
    "U1",
    "critical_illness",
    "benefit",
    date(2016, 1, 1),
    date(2019, 1, 1),
    Decimal(20_000),
    Decimal("1000.07"),
    2,
)
STATEMENT = Statement((ROW, attrs.evolve(ROW, insured="M2", paid=Decimal(0), claims=0)))
OF_LINE = {
    who: [who, "U1", "critical_illness", "benefit", "2016-01-01", "2019-01-01"]
    for who in ("M1", "M2")
}
FORMULAS = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1+1", "\r=1+1", '=HYPERLINK("x")', "=cmd|'/c'!A1"]
FORMULAS += [f"{sign}1" for sign in "\uff1d\uff0b\uff0d\uff20"]
"""Texts that a table program would take for a formula, in either width."""


def of(insured: str) -> Statement:
    """Make a statement of one person."""
    return Statement((attrs.evolve(ROW, insured=insured, unit=insured),))


def csv_rows(statement: Statement, lang: Any = "en") -> list[list[str]]:
    """Read the CSV of a statement as a table program does."""
    return list(csv.reader(io.StringIO(statement.to_csv(lang), newline="")))


def excel_cells(statement: Statement, path: Path, lang: Any = "en") -> list[list[tuple[Any, str]]]:
    """Read value and type of every cell that a statement has in Excel."""
    statement.write_excel(path / "statement.xlsx", lang)
    sheet = load_workbook(path / "statement.xlsx").worksheets[0]
    return [[(cell.value, cell.data_type) for cell in row] for row in sheet.iter_rows()]


# What stands in it ------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_headers_are_those_of_the_language_in_both(lang: Any, tmp_path: Path) -> None:
    written = [getattr(messages()[f"statement.{name}"], lang) for name in COLUMNS]
    of_excel = [value for value, _ in excel_cells(STATEMENT, tmp_path, lang)[0]]

    assert [written] * 3 == [list(headers(lang)), csv_rows(STATEMENT, lang)[0], of_excel]


def test_the_csv_holds_every_row_and_cell() -> None:
    assert [
        [*OF_LINE["M1"], "20000", "1000.07", "18999.93", "2"],
        [*OF_LINE["M2"], "20000", "0", "20000", "0"],
    ] == csv_rows(STATEMENT)[1:]


def test_the_csv_ends_its_lines_as_table_programs_do() -> None:
    assert 3 == STATEMENT.to_csv("zh").count("\r\n") == STATEMENT.to_csv("zh").count("\n")


def test_excel_holds_every_row_and_cell(tmp_path: Path) -> None:
    assert [
        [*OF_LINE["M1"], 20_000, 1000.07, 18_999.93, 2],
        [*OF_LINE["M2"], 20_000, 0, 20_000, 0],
    ] == [[value for value, _ in row] for row in excel_cells(STATEMENT, tmp_path)[1:]]


def test_amounts_are_numbers_in_excel_and_all_else_is_text(tmp_path: Path) -> None:
    assert [["s"] * 6 + ["n"] * 4] * 2 == [
        [kind for _, kind in row] for row in excel_cells(STATEMENT, tmp_path)[1:]
    ]


def test_a_statement_without_rows_is_its_headers(tmp_path: Path) -> None:
    assert [1, 1] == [len(csv_rows(Statement(()))), len(excel_cells(Statement(()), tmp_path))]


def test_a_statement_without_rows_has_paid_nothing() -> None:
    assert 0 == Statement(()).paid


def test_what_is_paid_in_all_is_the_sum_of_the_rows() -> None:
    assert sum(row.paid for row in LEDGER.statement().rows) == LEDGER.statement().paid


@pytest.mark.parametrize("row", LEDGER.statement().rows, ids=lambda row: f"{row.plan}.{row.line}")
def test_paid_and_remaining_make_the_cap_on_every_line(row: StatementRow) -> None:
    assert row.cap == row.paid + row.remaining


def test_the_dict_holds_money_as_digits() -> None:
    assert {
        "insured": "M1",
        "unit": "U1",
        "plan": "critical_illness",
        "line": "benefit",
        "starts": "2016-01-01",
        "ends": "2019-01-01",
        "cap": "20000.00",
        "paid": "1000.07",
        "remaining": "18999.93",
        "claims": 2,
        "returned": "0.00",
    } == STATEMENT.to_dict()["rows"][0]  # type: ignore[index]


def test_the_dict_names_its_type_and_version_and_the_sum() -> None:
    said = STATEMENT.to_dict()

    assert ("statement", 1, "1000.07") == (said["type"], said["version"], said["paid"])


money = st.integers(0, 10**14).map(lambda fen: Decimal(fen) / 100)


@given(cap=money, paid=money)
def test_money_keeps_every_fen_in_csv(cap: Decimal, paid: Decimal) -> None:
    row = csv_rows(Statement((attrs.evolve(ROW, cap=cap, paid=paid),)))[1]

    assert [cap, paid, cap - paid] == [Decimal(one) for one in row[6:9]]


@given(cap=money, paid=money)
def test_money_keeps_every_fen_in_excel(
    tmp_path_factory: pytest.TempPathFactory, cap: Decimal, paid: Decimal
) -> None:
    row = attrs.evolve(ROW, cap=cap, paid=paid)
    cells = excel_cells(Statement((row,)), tmp_path_factory.getbasetemp())[1]

    assert [cap, paid, cap - paid] == [Decimal(str(value)) for value, _ in cells[6:9]]


# Never a formula --------------------------------------------------------------------------------


@pytest.mark.parametrize("text", FORMULAS)
def test_no_cell_of_the_csv_opens_as_a_formula(text: str) -> None:
    assert [f"'{text}"] * 2 == csv_rows(of(text))[1][:2]


@pytest.mark.parametrize("text", [one for one in FORMULAS if not one.startswith("\r")])
def test_no_cell_of_excel_is_a_formula(text: str, tmp_path: Path) -> None:
    assert [(text, "s")] * 2 == excel_cells(of(text), tmp_path)[1][:2]


@pytest.mark.parametrize("text", ["M1", "1=1", "a+b", "甲", "a@b.c", "M-1"])
def test_any_other_cell_stands_as_it_is(text: str) -> None:
    assert [text] * 2 == csv_rows(of(text))[1][:2]


def test_a_negative_amount_stays_a_number() -> None:
    below = Statement((attrs.evolve(ROW, cap=Decimal(1), paid=Decimal(3)),))

    assert "-2" == csv_rows(below)[1][8]


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=8))
def test_any_text_comes_back_from_the_csv_but_for_the_quote(text: str) -> None:
    cell = csv_rows(of(text))[1][0]

    assert text == (cell.removeprefix("'") if text[0] in "=+-@\t\r" else cell)


@pytest.mark.parametrize("code", [0, 1, 8, 11, 12, 14, 31, 0xFFFE])
def test_an_id_that_excel_cannot_hold_is_told_or_written(code: int, tmp_path: Path) -> None:
    try:
        of(f"M{chr(code)}1").write_excel(tmp_path / "statement.xlsx", "en")
    except MutualAidError:
        return

    assert (tmp_path / "statement.xlsx").stat().st_size


# Identity numbers -------------------------------------------------------------------------------

OF_NUMBER = Ledger(
    [Cover(CATALOGUE["medical"].edition(STARTS), NUMBER, MEMBER, STARTS)]
).statement()


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_identity_numbers_are_masked_in_the_csv(lang: Any) -> None:
    assert ["M1", "110101**********81"] == csv_rows(OF_NUMBER, lang)[1][:2]


def test_identity_numbers_are_masked_in_excel(tmp_path: Path) -> None:
    assert ["M1", "110101**********81"] == [
        value for value, _ in excel_cells(OF_NUMBER, tmp_path)[1][:2]
    ]


def test_identity_numbers_are_masked_in_the_dict() -> None:
    assert NUMBER not in str(OF_NUMBER.to_dict())


def test_identity_numbers_are_masked_in_the_dict_of_a_settlement() -> None:
    ledger = Ledger([Cover(CATALOGUE["medical"].edition(STARTS), "U1", MEMBER, STARTS)])
    answer, _ = ledger.settle(claim(NUMBER, 5, plan="medical", insured="M1", event="outpatient"))

    assert NUMBER not in str(answer.to_dict())


# The extra --------------------------------------------------------------------------------------


def test_without_openpyxl_the_extra_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "openpyxl", None)

    with pytest.raises(MissingExtra, match=r"pip install 'mutualaid\[excel\]'"):
        STATEMENT.write_excel(tmp_path / "statement.xlsx", "en")


def test_a_file_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="nowhere"):
        STATEMENT.write_excel(tmp_path / "nowhere" / "statement.xlsx", "en")


# Of a ledger ------------------------------------------------------------------------------------


def test_the_statement_of_a_ledger_after_a_renewal_has_a_row_for_each_cover() -> None:
    rows = LEDGER.statement(insured="M1", plan="critical_illness").rows

    assert [(date(2016, 1, 1), Decimal("1500.50")), (date(2019, 1, 1), Decimal("0.07"))] == [
        (row.starts, row.paid) for row in rows
    ]


@pytest.mark.parametrize(
    ("asked", "count"),
    [
        ({}, 9),
        ({"insured": "nobody"}, 0),
        ({"plan": "medical"}, 1),
        ({"unit": "U1"}, 9),
        ({"unit": "U2"}, 0),
        ({"insured": "C1"}, 2),
        ({"on": date(2015, 12, 31)}, 0),
        ({"on": date(2016, 1, 1)}, 8),
        ({"on": date(2019, 1, 1)}, 1),
    ],
)
def test_a_statement_holds_what_was_asked_for(asked: dict[str, Any], count: int) -> None:
    rows = LEDGER.statement(**asked).rows

    assert count == len(rows)


def test_two_rows_of_one_person_stand_by_plan_and_start() -> None:
    rows = LEDGER.statement().rows

    assert sorted(rows, key=lambda row: (row.insured, row.plan, row.starts)) == list(rows)


def test_covers_alone_have_paid_nothing() -> None:
    assert {Decimal(0)} == {row.paid for row in Ledger(covers("medical")).statement().rows}
