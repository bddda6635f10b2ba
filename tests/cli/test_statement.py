"""`mutualaid statement`: every form, every filter, and how it ends."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import attrs
import pytest
from builders import MEMBER, STARTS
from cli.books import HEADER
from cli.processes import ROOT, invoke, run, told
from openpyxl import load_workbook
from records.examples import CATALOGUE, LEDGER

from mutualaid import Cover, Ledger, PerShare
from mutualaid.records import to_json
from mutualaid.statement import headers

NUMBER = "110101199003079981"


@pytest.fixture
def book(tmp_path: Path) -> str:
    """Write a ledger in which everything has happened."""
    path = tmp_path / "ledger.json"
    path.write_text(to_json(LEDGER), "utf-8")
    return str(path)


@pytest.fixture
def of_number(tmp_path: Path) -> str:
    """Write a ledger of a unit that somebody named by an identity number."""
    who = Cover(CATALOGUE["medical"].edition(STARTS), NUMBER, MEMBER, STARTS)
    path = tmp_path / "number.json"
    path.write_text(to_json(Ledger([who])), "utf-8")
    return str(path)


def rows(*arguments: str) -> list[dict[str, Any]]:
    """Ask for a statement in JSON; give its rows."""
    found: list[dict[str, Any]] = told(invoke("statement", *arguments, "--format", "json"))["rows"]
    return found


@pytest.mark.parametrize(
    ("lang", "column", "total"),
    [
        ("zh", "期满返还（元）", "期满返还合计：410 元"),
        ("en", "given back at the end (yuan)", "given back at the end in all: 410 yuan"),
    ],
)
def test_a_deposit_is_told_once_for_each_cover(
    tmp_path: Path, lang: str, column: str, total: str
) -> None:
    sold = attrs.evolve(
        CATALOGUE["accident_property"].edition(STARTS), fee=PerShare(410, deposit=410)
    )
    path = tmp_path / "deposit.json"
    path.write_text(to_json(Ledger([Cover(sold, "U1", MEMBER, STARTS)])), "utf-8")

    text = invoke("statement", str(path), "--lang", lang).stdout

    assert (text.count("410"), text.count(column), text.count(total)) == (2, 1, 1)


def test_no_deposit_is_told_where_there_is_none(book: str) -> None:
    assert "given back" not in invoke("statement", book, "--lang", "en").stdout


# Forms ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("form", ["text", "csv", "json"])
def test_it_ends_with_0(book: str, form: str) -> None:
    done = invoke("statement", book, "--format", form)

    assert (0, "") == (done.exit_code, done.stderr)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_text_has_the_headers_of_the_language(book: str, lang: Any) -> None:
    head = invoke("statement", book, "--lang", lang).stdout.partition("─")[0]

    assert sorted(" ".join(headers(lang)).split()) == sorted(head.split())


def test_the_text_has_a_line_for_each_row_and_the_sum_last(book: str) -> None:
    lines = invoke("statement", book, "--lang", "en").stdout.splitlines()
    of_people = [line for line in lines if " U1 " in line]

    assert (len(LEDGER.statement().rows), "paid in all: 21,600.82 yuan") == (
        len(of_people),
        lines[-1],
    )


def test_the_text_speaks_chinese(book: str) -> None:
    done = invoke("statement", book, "--lang", "zh")

    assert "已付合计：21,600.82 元" == done.stdout.splitlines()[-1]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_csv_is_that_of_the_statement(book: str, lang: Any) -> None:
    done = invoke("statement", book, "--format", "csv", "--lang", lang)
    written = LEDGER.statement().to_csv(lang)

    assert list(csv.reader(io.StringIO(written))) == list(csv.reader(io.StringIO(done.stdout)))


def test_the_csv_in_a_file_has_the_mark_that_table_programs_look_for(
    book: str, tmp_path: Path
) -> None:
    out = tmp_path / "statement.csv"
    invoke("statement", book, "--format", "csv", "--output", str(out), "--lang", "zh")

    assert "\ufeff" + LEDGER.statement().to_csv("zh") == out.read_bytes().decode("utf-8")


def test_the_csv_in_a_pipe_has_no_mark(book: str) -> None:
    assert not invoke("statement", book, "--format", "csv").stdout.startswith("\ufeff")


def test_json_is_the_dict_of_the_statement(book: str) -> None:
    done = invoke("statement", book, "--format", "json")

    assert json.loads(json.dumps(LEDGER.statement().to_dict())) == told(done)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_excel_is_written_to_a_file(book: str, tmp_path: Path, lang: Any) -> None:
    out = tmp_path / "statement.xlsx"
    done = invoke("statement", book, "--format", "xlsx", "--output", str(out), "--lang", lang)
    sheet = load_workbook(out).worksheets[0]

    assert (0, list(headers(lang)), len(LEDGER.statement().rows) + 1) == (
        done.exit_code,
        [cell.value for cell in sheet[1]],
        sheet.max_row,
    )


def test_excel_without_a_file_is_wrong_use(book: str) -> None:
    done = invoke("statement", book, "--format", "xlsx")

    assert (2, "", True) == (done.exit_code, done.stdout, "--output" in done.stderr)


@pytest.mark.parametrize("form", ["text", "json"])
def test_each_form_goes_to_a_file(book: str, tmp_path: Path, form: str) -> None:
    out = tmp_path / "out"
    shown = invoke("statement", book, "--format", form, "--lang", "en").stdout
    invoke("statement", book, "--format", form, "--lang", "en", "--output", str(out))

    assert shown == out.read_text("utf-8")


@pytest.mark.parametrize("form", ["text", "csv", "xlsx"])
def test_a_file_that_cannot_be_written_is_told_on_a_line(
    book: str, tmp_path: Path, form: str
) -> None:
    there = str(tmp_path / "nowhere" / "out")
    done = invoke("statement", book, "--format", form, "--output", there)

    assert (2, True) == (done.exit_code, done.stderr.startswith("Error: "))


def test_without_openpyxl_excel_names_the_extra(book: str, tmp_path: Path) -> None:
    out = str(tmp_path / "statement.xlsx")
    done = run("statement", book, "--format", "xlsx", "--output", out, sealed="openpyxl")

    assert (2, True) == (done.returncode, "mutualaid[excel]" in done.stderr)


# Filters ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("asked", "count"),
    [
        ([], 9),
        (["--insured", "M1"], 7),
        (["--insured", "C1"], 2),
        (["--insured", "nobody"], 0),
        (["--plan", "medical"], 1),
        (["--plan", "accident_property", "--insured", "C1"], 2),
        (["--unit", "U1"], 9),
        (["--unit", "U2"], 0),
        (["--on", "2015-12-31"], 0),
        (["--on", "2016-12-31"], 8),
        (["--on", "2017-01-01"], 1),
        (["--on", "2019-01-01"], 1),
        (["--known-on", "2015-12-31"], 0),
        (["--known-on", "2016-01-03"], 1),
        (["--known-on", "2016-01-04"], 8),
    ],
)
def test_a_statement_holds_the_rows_that_were_asked_for(
    book: str, asked: list[str], count: int
) -> None:
    assert count == len(rows(book, *asked))


def paid(*arguments: str) -> str:
    """Ask what the first cover of the critical illness plan has paid."""
    found = rows(*arguments, "--plan", "critical_illness")
    return str(found[0]["paid"])


@pytest.mark.parametrize(
    ("on", "amount"), [("2016-03-08", "0.00"), ("2016-03-09", "1500.50"), ("2018-12-31", "1500.50")]
)
def test_on_a_day_a_statement_holds_what_had_happened(book: str, on: str, amount: str) -> None:
    assert amount == paid(book, "--on", on)


@pytest.mark.parametrize(
    ("day", "amount"),
    [
        ("2016-03-08", "0.00"),
        ("2016-03-09", "10000.00"),
        ("2016-05-31", "10000.00"),
        ("2016-06-01", "7500.50"),
        ("2016-06-30", "7500.50"),
        ("2016-07-01", "1500.50"),
    ],
)
def test_known_on_a_day_a_statement_holds_what_had_been_entered(
    book: str, day: str, amount: str
) -> None:
    assert amount == paid(book, "--known-on", day)


def test_both_axes_of_time_are_asked_together(book: str) -> None:
    assert "0.00" == paid(book, "--on", "2016-03-08", "--known-on", "2016-06-30")


@pytest.mark.parametrize("option", ["--on", "--known-on"])
@pytest.mark.parametrize("day", ["2016-02-30", "soon", "20160101", ""])
def test_what_is_no_day_is_wrong_use(book: str, option: str, day: str) -> None:
    assert 2 == invoke("statement", book, option, day).exit_code


# Masks ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("form", ["text", "csv", "json"])
def test_an_identity_number_is_never_shown_in_full(of_number: str, form: str) -> None:
    assert NUMBER not in invoke("statement", of_number, "--format", form).stdout


# The example units ------------------------------------------------------------------------------


@pytest.mark.parametrize("unit", ["factory", "office", "company"])
def test_the_statement_of_an_example_unit_reconciles_on_every_line(
    tmp_path: Path, unit: str
) -> None:
    folder = ROOT / "docs" / "examples" / unit
    files = [str(folder / name) for name in ("unit.toml", "roster.csv")]
    covers, ledger = str(tmp_path / "covers.json"), str(tmp_path / "ledger.json")
    invoke("review", *files, "--starts", "2016-01-01", "--covers", covers)
    settled = told(
        invoke("settle", covers, str(folder / "claims.csv"), "--json", "--ledger", ledger)
    )
    found = rows(ledger)
    fen = {name: [round(float(row[name]) * 100) for row in found] for name in
           ("cap", "paid", "remaining")}  # fmt: skip

    assert (fen["cap"], sum(fen["paid"])) == (
        [one + two for one, two in zip(fen["paid"], fen["remaining"], strict=True)],
        sum(round(float(one["payable"] or 0) * 100) for one in settled["settlements"]),
    )


def test_a_table_of_claims_is_no_ledger(tmp_path: Path) -> None:
    (tmp_path / "claims.csv").write_text(HEADER, "utf-8")

    assert 2 == invoke("statement", str(tmp_path / "claims.csv")).exit_code
