"""`mutualaid settle`: what it pays, what it writes, and how it ends."""

from __future__ import annotations

import io
import json
import re
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from cli.books import (
    BROKEN,
    CUT,
    NOT_KNOWN,
    PAID,
    REFUSED,
    USED_UP,
    write_claims,
    write_covers,
)
from cli.processes import ROOT, invoke, run, told
from records.examples import MEMBER, claim, excel_of

from mutualaid import Ledger
from mutualaid.cli import render
from mutualaid.records import from_json, to_json

NUMBER = "110101199003079981"


@pytest.fixture
def covers(tmp_path: Path) -> str:
    """Write the covers of one member."""
    return write_covers(tmp_path)


def ledger_of(path: Path) -> Ledger:
    """Read a ledger that a command has written."""
    book = from_json(path.read_bytes())
    assert isinstance(book, Ledger)
    return book


# How it ends ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("lines", "code"),
    [
        ([PAID], 0),
        ([PAID, CUT], 0),
        ([PAID, CUT, USED_UP], 0),
        ([PAID, REFUSED], 1),
        ([NOT_KNOWN], 1),
        ([PAID, BROKEN], 2),
        ([REFUSED, BROKEN], 2),
        ([], 0),
    ],
    ids=["paid", "cut", "used up", "refused", "not known", "broken", "refused and broken", "none"],
)
def test_it_ends_with_0_1_or_2(tmp_path: Path, covers: str, lines: list[str], code: int) -> None:
    assert code == invoke("settle", covers, write_claims(tmp_path, *lines)).exit_code


def test_nothing_is_written_to_the_error_stream(tmp_path: Path, covers: str) -> None:
    assert "" == invoke("settle", covers, write_claims(tmp_path, PAID, REFUSED, BROKEN)).stderr


def test_the_other_claims_are_settled_beside_a_bad_one(tmp_path: Path, covers: str) -> None:
    done = told(invoke("settle", covers, write_claims(tmp_path, BROKEN, PAID), "--json"))

    assert [("C1", "paid")] == [(one["claim"], one["outcome"]) for one in done["settlements"]]


# What it says -----------------------------------------------------------------------------------


def test_each_claim_stands_on_a_line_with_what_is_paid_and_what_is_left(
    tmp_path: Path, covers: str
) -> None:
    done = invoke("settle", covers, write_claims(tmp_path, PAID, CUT), "--lang", "en")

    assert [
        ["C1", "M1", "critical illness", "malignant tumour", "paid", "6,000", "4,000"],
        ["C2", "M1", "critical illness", "malignant tumour", "paid", "4,000", "0"],
    ] == cells_of(done.stdout, "C")


def test_plans_and_events_are_named_in_chinese(tmp_path: Path, covers: str) -> None:
    done = invoke("settle", covers, write_claims(tmp_path, PAID), "--lang", "zh")

    assert [["C1", "M1", "重大疾病", "恶性肿瘤", "给付", "6,000", "4,000"]] == cells_of(
        done.stdout, "C"
    )


def test_an_event_that_the_plan_does_not_list_is_shown_as_it_was_claimed(
    tmp_path: Path, covers: str
) -> None:
    done = invoke("settle", covers, write_claims(tmp_path, REFUSED), "--lang", "zh")

    assert ["C3", "M1", "重大疾病", "cold", "不给付"] == cells_of(done.stdout, "C3")[0]


def test_a_blank_line_parts_bad_cells_from_the_reasons_above(tmp_path: Path, covers: str) -> None:
    done = invoke("settle", covers, write_claims(tmp_path, REFUSED, BROKEN), "--lang", "en")
    lines = done.stdout.splitlines()

    assert "" == lines[lines.index("Cells that cannot be read") - 1]


def test_one_blank_line_parts_bad_cells_from_claims_that_are_all_paid(
    tmp_path: Path, covers: str
) -> None:
    done = invoke("settle", covers, write_claims(tmp_path, PAID, BROKEN), "--lang", "en")
    lines = done.stdout.splitlines()
    place = lines.index("Cells that cannot be read")

    assert (True, "") == (lines[place - 2] != "", lines[place - 1])


def cells_of(shown: str, first: str) -> list[list[str]]:
    """Give the cells of the lines of a table that begin with a word."""
    lines = [line.strip() for line in shown.splitlines() if line.startswith(f" {first}")]
    return [re.split(r"  +", line) for line in lines]


def test_the_head_counts_and_adds_up(tmp_path: Path, covers: str) -> None:
    claims = write_claims(tmp_path, PAID, CUT, REFUSED, NOT_KNOWN)
    done = invoke("settle", covers, claims, "--lang", "en")

    head = done.stdout.splitlines()[0]

    assert (
        "4 claims: 2 paid, 10,000 yuan in all; 0 with nothing to pay; 1 refused; 1 not known"
    ) == head


def test_a_claim_whose_cap_is_used_up_is_not_counted_among_those_paid(
    tmp_path: Path, covers: str
) -> None:
    claims = write_claims(tmp_path, PAID, CUT, USED_UP)
    heads = [
        invoke("settle", covers, claims, "--lang", lang).stdout.splitlines()[0]
        for lang in ("zh", "en")
    ]

    assert [
        "申请 3 笔：给付 2 笔共 10,000 元，无可给付 1 笔，不给付 0 笔，尚不能确定 0 笔",
        "3 claims: 2 paid, 10,000 yuan in all; 1 with nothing to pay; 0 refused; 0 not known",
    ] == heads


def test_a_claim_whose_cap_is_used_up_says_so_below_the_table(tmp_path: Path, covers: str) -> None:
    done = invoke("settle", covers, write_claims(tmp_path, PAID, CUT, USED_UP), "--lang", "en")

    assert "C6\n  - the cap of 10,000 yuan is used up (" in done.stdout


@pytest.mark.parametrize("line", [REFUSED, NOT_KNOWN], ids=["refused", "not known"])
def test_no_figure_stands_beside_a_claim_that_is_not_paid(
    tmp_path: Path, covers: str, line: str
) -> None:
    done = invoke("settle", covers, write_claims(tmp_path, line), "--lang", "en")
    (row,) = [one for one in done.stdout.splitlines() if one.startswith(" C")]

    assert row.endswith((" refused", " not known"))


def test_a_claim_that_is_not_known_has_no_amount_in_json(tmp_path: Path, covers: str) -> None:
    done = told(invoke("settle", covers, write_claims(tmp_path, NOT_KNOWN), "--json"))

    assert [("unknown", None)] == [(one["outcome"], one["payable"]) for one in done["settlements"]]


def test_the_head_speaks_chinese(tmp_path: Path, covers: str) -> None:
    done = invoke("settle", covers, write_claims(tmp_path, PAID), "--lang", "zh")

    assert done.stdout.startswith("申请 1 笔：给付 1 笔共 6,000 元")


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_why_a_claim_is_not_paid_stands_below_it(tmp_path: Path, covers: str, lang: Any) -> None:
    done = invoke("settle", covers, write_claims(tmp_path, REFUSED), "--lang", lang)
    answer, _ = ledger_of(Path(covers)).settle(claim("C3", 5, event="cold"))

    assert f"C3\n  - {answer.findings[0].explain(lang)}" in done.stdout


def test_a_bad_cell_is_listed_with_its_place_and_reason(tmp_path: Path, covers: str) -> None:
    done = invoke("settle", covers, write_claims(tmp_path, PAID, BROKEN), "--lang", "en")
    last = done.stdout.rstrip().splitlines()[-1]

    assert ["3", "on", "2016-02-30", "there is no such day"] == last.split(maxsplit=3)


def test_an_identity_number_is_masked(tmp_path: Path, covers: str) -> None:
    line = PAID.replace("M1", NUMBER).replace("C1", NUMBER)
    done = invoke("settle", covers, write_claims(tmp_path, line))

    assert NUMBER not in done.stdout


def test_an_identity_number_is_masked_in_json(tmp_path: Path, covers: str) -> None:
    line = PAID.replace("M1", NUMBER).replace("C1", NUMBER)
    done = invoke("settle", covers, write_claims(tmp_path, line), "--json")

    assert NUMBER not in done.stdout


def test_json_holds_settlements_and_bad_cells(tmp_path: Path, covers: str) -> None:
    done = told(invoke("settle", covers, write_claims(tmp_path, PAID, REFUSED, BROKEN), "--json"))

    assert (
        ["type", "version", "bad_cells", "settlements"],
        "settlements",
        1,
        [("C1", "paid", "6000.00"), ("C3", "refused", "0.00")],
        [(4, "on", "2016-02-30", "roster.no_such_day")],
    ) == (
        list(done),
        done["type"],
        done["version"],
        [(one["claim"], one["outcome"], one["payable"]) for one in done["settlements"]],
        [
            tuple(one[key] for key in ("row", "column", "value", "code"))
            for one in done["bad_cells"]
        ],
    )


def test_the_answer_goes_to_a_file(tmp_path: Path, covers: str) -> None:
    claims = write_claims(tmp_path, PAID)
    shown = invoke("settle", covers, claims, "--lang", "zh").stdout
    done = invoke("settle", covers, claims, "--lang", "zh", "--output", str(tmp_path / "out.txt"))

    assert ("", shown) == (done.stdout, (tmp_path / "out.txt").read_text("utf-8"))


def test_json_goes_to_a_file(tmp_path: Path, covers: str) -> None:
    out = tmp_path / "out.json"
    invoke("settle", covers, write_claims(tmp_path, PAID), "--json", "--output", str(out))

    assert "settlements" == json.loads(out.read_text("utf-8"))["type"]


# The ledger -------------------------------------------------------------------------------------


def test_the_covers_are_not_changed(tmp_path: Path, covers: str) -> None:
    before = Path(covers).read_bytes()
    invoke("settle", covers, write_claims(tmp_path, PAID), "--ledger", str(tmp_path / "l.json"))

    assert before == Path(covers).read_bytes()


def test_the_ledger_holds_what_was_paid_and_not_what_was_refused(
    tmp_path: Path, covers: str
) -> None:
    book = tmp_path / "ledger.json"
    invoke("settle", covers, write_claims(tmp_path, PAID, REFUSED, BROKEN), "--ledger", str(book))

    assert (Decimal(6_000), 1) == (
        ledger_of(book).statement().paid,
        sum(row.claims for row in ledger_of(book).statement().rows),
    )


def test_the_next_file_is_settled_on_the_ledger(tmp_path: Path, covers: str) -> None:
    book = str(tmp_path / "ledger.json")
    invoke("settle", covers, write_claims(tmp_path, PAID), "--ledger", book)
    done = told(invoke("settle", book, write_claims(tmp_path, CUT), "--json"))

    assert "4000.00" == done["settlements"][0]["payable"]


def test_a_ledger_may_be_written_over_itself(tmp_path: Path, covers: str) -> None:
    claims = write_claims(tmp_path, PAID)
    codes = [invoke("settle", covers, claims, "--ledger", covers).exit_code for _ in range(2)]

    assert ([0, 0], Decimal(6_000)) == (codes, ledger_of(Path(covers)).statement().paid)


def test_the_same_file_twice_pays_nothing_twice(tmp_path: Path, covers: str) -> None:
    first, second = tmp_path / "1.json", tmp_path / "2.json"
    claims = write_claims(tmp_path, PAID, CUT)
    invoke("settle", covers, claims, "--ledger", str(first))
    invoke("settle", str(first), claims, "--ledger", str(second))

    assert first.read_bytes() == second.read_bytes()


def test_the_same_file_twice_is_answered_alike(tmp_path: Path, covers: str) -> None:
    book, claims = str(tmp_path / "ledger.json"), write_claims(tmp_path, PAID, CUT)
    first = invoke("settle", covers, claims, "--json", "--ledger", book)

    assert first.stdout == invoke("settle", book, claims, "--json").stdout


def test_another_claim_under_the_same_id_is_refused(tmp_path: Path, covers: str) -> None:
    claims = write_claims(tmp_path, PAID)
    invoke("settle", covers, claims, "--ledger", covers)
    done = invoke("settle", covers, write_claims(tmp_path, PAID.replace("6000", "7000")), "--json")

    assert (1, "claim.id_taken") == (
        done.exit_code,
        told(done)["settlements"][0]["reasons"][0]["code"],
    )


# Files ------------------------------------------------------------------------------------------


def test_claims_come_from_excel_too(tmp_path: Path, covers: str) -> None:
    (tmp_path / "claims.xlsx").write_bytes(
        excel_of(("id", "plan", "insured", "event", "on", "amount"), PAID.split(","))
    )
    done = told(invoke("settle", covers, str(tmp_path / "claims.xlsx"), "--json"))

    assert "6000.00" == done["settlements"][0]["payable"]


FOREIGN = {
    "csv": b"id,plan\nC1,medical",
    "bytes": b"\xff\xfe\x00\x01",
    "empty": b"",
    "another value": to_json(MEMBER).encode(),
    "another version": b'{"type": "Ledger", "version": 1, "editions": [], "log": []}',
    "another program": b'{"openapi": "3.1"}',
    "no steps": b'{"type": "Ledger", "version": 2, "editions": [], "log": 5}',
}


@pytest.mark.parametrize("command", ["settle", "statement"])
@pytest.mark.parametrize("which", FOREIGN)
def test_a_foreign_file_is_refused_on_a_line(tmp_path: Path, which: str, command: str) -> None:
    path = tmp_path / "foreign.json"
    path.write_bytes(FOREIGN[which])
    claims = [write_claims(tmp_path, PAID)] if command == "settle" else []
    done = invoke(command, str(path), *claims)

    assert (2, "", True, False) == (
        done.exit_code,
        done.stdout,
        done.stderr.startswith("Error: "),
        "Traceback" in done.stderr,
    )


def test_a_value_that_is_no_ledger_is_named(tmp_path: Path) -> None:
    path = tmp_path / "member.json"
    path.write_text(to_json(MEMBER), "utf-8")
    done = invoke("settle", str(path), write_claims(tmp_path, PAID))

    told = 'holds no ledger\n  given: type = "Member"\n  allowed: Ledger\n'
    assert told in done.stderr


def test_a_changed_ledger_is_refused_with_the_place(tmp_path: Path, covers: str) -> None:
    claims = write_claims(tmp_path, PAID)
    invoke("settle", covers, claims, "--ledger", covers)
    plain = json.loads(Path(covers).read_text("utf-8"))
    last = len(plain["log"]) - 1
    plain["log"][last]["claim"]["insured"] = "nobody at all"
    Path(covers).write_text(json.dumps(plain), "utf-8")

    assert f"Ledger.log[{last}] cannot have happened" in invoke("settle", covers, claims).stderr


def test_a_ledger_from_which_a_claim_was_deleted_is_refused_with_the_place(
    tmp_path: Path, covers: str
) -> None:
    claims = write_claims(tmp_path, PAID, CUT)
    invoke("settle", covers, claims, "--ledger", covers)
    plain = json.loads(Path(covers).read_text("utf-8"))
    del plain["log"][-2]
    Path(covers).write_text(json.dumps(plain), "utf-8")
    place = f"Ledger.log[{len(plain['log']) - 1}] is not as it was written"

    assert [(2, True), (2, True)] == [
        (done.exit_code, place in done.stderr)
        for done in (invoke("settle", covers, claims), invoke("statement", covers))
    ]


def test_a_table_without_ids_is_refused_on_a_line(tmp_path: Path, covers: str) -> None:
    (tmp_path / "claims.csv").write_text("plan,insured\nmedical,M1", "utf-8")
    done = invoke("settle", covers, str(tmp_path / "claims.csv"))

    assert (2, True) == (done.exit_code, "no column with the ids" in done.stderr)


def test_a_damaged_excel_file_is_refused_on_a_line(tmp_path: Path, covers: str) -> None:
    (tmp_path / "claims.xlsx").write_bytes(b"PK\x03\x04 and no more")
    done = invoke("settle", covers, str(tmp_path / "claims.xlsx"))

    assert (2, True) == (done.exit_code, "no Excel file" in done.stderr)


@pytest.mark.parametrize("option", ["--ledger", "--output"])
def test_a_folder_that_is_not_there_is_told_on_a_line(
    tmp_path: Path, covers: str, option: str
) -> None:
    there = str(tmp_path / "nowhere" / "out")
    done = invoke("settle", covers, write_claims(tmp_path, PAID), option, there)

    assert (2, True) == (done.exit_code, done.stderr.startswith("Error: "))


@pytest.mark.parametrize("missing", [0, 1])
def test_a_file_that_is_not_there_is_wrong_use(tmp_path: Path, covers: str, missing: int) -> None:
    files = [covers, write_claims(tmp_path, PAID)]
    files[missing] += ".not"

    assert 2 == invoke("settle", *files).exit_code


def test_a_ledger_with_an_odd_id_is_told_or_written(tmp_path: Path, covers: str) -> None:
    text = Path(covers).read_text("utf-8").replace('"M1"', '"\\ud800"')
    Path(covers).write_text(text, "utf-8")
    done = invoke(
        "settle", covers, write_claims(tmp_path, PAID), "--ledger", str(tmp_path / "l.json")
    )

    assert (True, SystemExit) == (done.exit_code in (1, 2), type(done.exception))


def test_it_runs_as_a_process_of_its_own(tmp_path: Path, covers: str) -> None:
    done = run("settle", covers, write_claims(tmp_path, PAID), "--lang", "zh")

    assert (0, "", True) == (done.returncode, done.stderr, done.stdout.startswith("申请 1 笔"))


def test_without_openpyxl_excel_claims_name_the_extra(tmp_path: Path, covers: str) -> None:
    (tmp_path / "claims.xlsx").write_bytes(excel_of(("id",), ("C1",)))
    done = run("settle", covers, str(tmp_path / "claims.xlsx"), sealed="openpyxl")

    assert (2, True) == (done.returncode, "mutualaid[excel]" in done.stderr)


# The progress bar -------------------------------------------------------------------------------


class Terminal(io.StringIO):
    """A stream that says that it is a terminal."""

    def isatty(self) -> bool:
        return True


MANY = [claim(f"C{number}", 1) for number in range(render.MANY)]


def test_many_claims_on_a_terminal_show_their_progress(monkeypatch: pytest.MonkeyPatch) -> None:
    screen = Terminal()
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setattr("sys.stderr", screen)
    given = list(render.tracked(MANY, "en"))

    assert (MANY, True) == (given, "claim" in screen.getvalue())


def test_few_claims_on_a_terminal_show_none(monkeypatch: pytest.MonkeyPatch) -> None:
    screen = Terminal()
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setattr("sys.stderr", screen)
    given = list(render.tracked(MANY[:-1], "en"))

    assert (MANY[:-1], "") == (given, screen.getvalue())


def test_many_claims_into_a_pipe_show_none(monkeypatch: pytest.MonkeyPatch) -> None:
    pipe = io.StringIO()
    monkeypatch.setattr("sys.stderr", pipe)
    given = list(render.tracked(MANY, "zh"))

    assert (MANY, "") == (given, pipe.getvalue())


def test_many_claims_are_settled_with_nothing_on_the_error_stream(
    tmp_path: Path, covers: str
) -> None:
    lines = (PAID.replace("C1", f"C{number}") for number in range(render.MANY))
    done = invoke("settle", covers, write_claims(tmp_path, *lines), "--lang", "en")

    assert ("", True) == (done.stderr, done.stdout.startswith(f"{render.MANY:d} claims"))


# The example units ------------------------------------------------------------------------------


@pytest.mark.parametrize(("unit", "code"), [("factory", 2), ("office", 1), ("company", 0)])
def test_a_year_of_an_example_unit_is_settled(tmp_path: Path, unit: str, code: int) -> None:
    folder = ROOT / "docs" / "examples" / unit
    book = str(tmp_path / "covers.json")
    invoke(
        "review",
        str(folder / "unit.toml"),
        str(folder / "roster.csv"),
        "--starts",
        "2016-01-01",
        "--covers",
        book,
    )

    assert code == invoke("settle", book, str(folder / "claims.csv")).exit_code
