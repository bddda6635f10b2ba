"""A year of claims of the three example units, through the command line.

What each line pays was added up by hand from the CSV files, and stands here with its sum; the
library takes no part in it.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import attrs
import pytest
from click.testing import CliRunner

from mutualaid import load_catalogue
from mutualaid.cli.commands import command

EXAMPLES = Path(__file__).parents[1] / "docs" / "examples"
UNITS = ("factory", "office", "company")
ENCODINGS = {"factory": "utf-8-sig", "office": "gb18030", "company": "utf-8"}
EXIT_CODES = {"factory": (2, 2), "office": (1, 1), "company": (1, 0)}
"""Of the review, and of settling: 2 where a cell cannot be read, 1 where something is refused."""
Line = tuple[str, str, str]

PAID: Mapping[str, Mapping[Line, str]] = {
    "factory": {
        ("F001", "medical", "benefit"): "300",  # G020; the same bill as observation, G019, is not
        ("F015", "medical", "benefit"): "438.40",  # 320.40 + 118
        ("F027", "medical", "benefit"): "200653",  # 18,650.75, then 190,000 cut to 182,002.25
        ("F042", "medical", "benefit"): "1600",  # 700 + 900; the 500 of 8 days before do not count
        ("F010", "accident_property", "death"): "20000",  # a fixed sum
        ("F011", "accident_property", "burst_pipes"): "9999.99",
        ("F011", "accident_property", "fire"): "10000",  # 12,500 were lost
        ("F015-1", "accident_property", "child_disability"): "5000",  # one fen above it
        ("F016-1", "accident_property", "child_death"): "20000",  # a fixed sum
        ("F030", "accident_property", "disability"): "3000",
        ("F001", "inpatient_medical", "benefit"): "39605",  # the cap itself; 1,200 more get nothing
        ("F027", "inpatient_medical", "benefit"): "9200",
        ("F027", "inpatient_allowance", "benefit"): "560",
        ("F018", "critical_illness", "benefit"): "40000",  # 30,000 + 15,000 + 1,000, four shares
        ("F019", "critical_illness", "benefit"): "10000",  # one share, all of it
        ("F010", "accident", "benefit"): "64800",  # level 3, all of it
        ("F036", "accident", "benefit"): "26000",  # a work injury, which this plan pays
        ("F015-1", "childrens_accident", "benefit"): "8000",
        ("F015-2", "childrens_accident", "benefit"): "55120",  # 60,000, two shares of 27,560
    },
    "office": {
        ("O02", "medical", "benefit"): "298.88",  # 210 + 88.88
        ("O05", "medical", "benefit"): "5120.50",
        ("O11", "medical", "benefit"): "300",  # 100 of 7 days before + 200 of the day itself
        ("O04-1", "accident_property", "child_disability"): "5000",  # 800 + 4,300
        ("O16", "accident_property", "burst_pipes"): "10000",  # the cap itself
        ("O16", "accident_property", "fire"): "650.50",  # on the last day
        ("O02", "inpatient_allowance", "benefit"): "7200",  # 1,200 + 6,000; 40 more get nothing
        ("O02", "critical_illness", "benefit"): "40000",  # four shares, all of it
        ("O02", "womens_illness", "benefit"): "20000",  # 12,000 + 12,000, two shares
        ("O15", "womens_illness", "benefit"): "10000",  # one share, all of it
        ("O13", "accident", "benefit"): "24000",  # level 1; one fen above it
        ("O20", "accident", "benefit"): "44400",  # level 3, whose cap is 64,800
    },
    "company": {
        ("C05", "medical", "benefit"): "298.50",  # 152.30 + 95 + 41.20 + 10
        ("C08", "medical", "benefit"): "7800",
        ("C12", "medical", "benefit"): "4880",  # 260 + 310 + 4,310
        ("C20", "medical", "benefit"): "200653",  # the cap itself; 88 more get nothing
        ("C23", "medical", "benefit"): "60",  # on the last day
        ("C30", "medical", "benefit"): "35.50",  # on the first day
        ("C08", "inpatient_allowance", "benefit"): "360",
        ("C12", "inpatient_allowance", "benefit"): "7200",  # the cap itself
        ("C30", "inpatient_allowance", "benefit"): "120",
    },
}
TOTALS = {"factory": "524276.39", "office": "166969.88", "company": "221407.00"}

HELD_BACK: Mapping[str, Mapping[str, str]] = {
    "factory": {
        "G008": "work_injury.is_one",
        "G017": "missing.work_injury",
        "G019": "observation.no_admission",
        "G022": "claim.event_not_covered",
        "G024": "claim.no_amount",
        "G026": "claim.no_such_plan",  # too few women of the factory joined
        "G032": "claim.amount_not_due_events",
        "G033": "term.outside",  # 2017-01-01
    },
    "office": {
        "B06": "observation.other_hospital",
        "B11": "claim.no_such_plan",  # the unit's children did not come in
        "B13": "claim.no_such_plan",  # nor its people in this plan
        "B14": "claim.event_not_covered",
        "B21": "term.outside",  # 2017-01-01
    },
    "company": {},
}


@attrs.frozen
class Year:
    """What the command line says of a unit's year.

    Args:
        unit: Name of the example.
        exit_codes: Of `review` and of `settle`.
        settled: What `settle --json` says.
        statement: What `statement --format json` says.
        ledger: The ledger's file.
    """

    unit: str
    exit_codes: tuple[int, int]
    settled: dict[str, Any]
    statement: dict[str, Any]
    ledger: Path


def run(*arguments: object) -> int:
    """Run the command line; give its exit code."""
    return CliRunner().invoke(command, [str(one) for one in arguments]).exit_code


def settled(unit: str, covers: Path, ledger: Path) -> tuple[int, dict[str, Any]]:
    """Settle a unit's claims; give the exit code and what is said."""
    answers = ledger.with_suffix(".answers.json")
    claims = EXAMPLES / unit / "claims.csv"
    code = run("settle", covers, claims, "--ledger", ledger, "--json", "--output", answers)
    return code, json.loads(answers.read_text("utf-8"))


def stated(ledger: Path) -> dict[str, Any]:
    """State a ledger."""
    statement = ledger.with_suffix(".statement.json")
    assert run("statement", ledger, "--format", "json", "--output", statement) == 0
    stated: dict[str, Any] = json.loads(statement.read_text("utf-8"))
    return stated


@pytest.fixture(scope="module", params=UNITS)
def year(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Year:
    """Review a unit, settle its year, and state it."""
    unit: str = request.param
    folder = tmp_path_factory.mktemp(unit)
    covers, ledger = folder / "covers.json", folder / "ledger.json"
    files = [EXAMPLES / unit / name for name in ("unit.toml", "roster.csv")]
    starts = ("--starts", "2016-01-01")
    reviewed = run("review", *files, *starts, "--covers", covers, "--output", folder / "review.txt")
    code, answers = settled(unit, covers, ledger)
    return Year(unit, (reviewed, code), answers, stated(ledger), ledger)


def lines(statement: dict[str, Any]) -> dict[Line, Decimal]:
    """Give what each line paid, of those that paid anything."""
    return {
        (row["insured"], row["plan"], row["line"]): Decimal(row["paid"])
        for row in statement["rows"]
        if Decimal(row["paid"])
    }


def rows(unit: str) -> list[list[str]]:
    """Read a unit's claims as they stand in the file."""
    text = (EXAMPLES / unit / "claims.csv").read_bytes().decode(ENCODINGS[unit])
    return list(csv.reader(text.splitlines()))


def test_every_line_pays_what_was_added_up_by_hand(year: Year) -> None:
    by_hand = {line: Decimal(paid) for line, paid in PAID[year.unit].items()}

    assert lines(year.statement) == by_hand


@pytest.mark.parametrize("unit", UNITS)
def test_the_lines_make_the_total(unit: str) -> None:
    assert sum(map(Decimal, PAID[unit].values())) == Decimal(TOTALS[unit])


def test_the_statement_names_the_total(year: Year) -> None:
    assert year.statement["paid"] == TOTALS[year.unit]


def test_the_settlements_add_up_to_the_statement(year: Year) -> None:
    payable = [Decimal(one["payable"] or 0) for one in year.settled["settlements"]]

    assert sum(payable) == Decimal(TOTALS[year.unit])


def test_paid_and_remaining_make_the_cap_on_every_line(year: Year) -> None:
    amounts = [
        [Decimal(row[name]) for name in ("paid", "remaining", "cap")]
        for row in year.statement["rows"]
    ]

    assert amounts
    assert [one for one in amounts if one[0] + one[1] != one[2] or min(one) < 0] == []


def test_what_is_held_back_has_its_reason(year: Year) -> None:
    held_back = {
        one["claim"]: one["reasons"][0]["code"]
        for one in year.settled["settlements"]
        if one["outcome"] != "paid"
    }

    assert held_back == HELD_BACK[year.unit]


def test_what_is_held_back_pays_nothing(year: Year) -> None:
    amounts = {one["claim"]: one["payable"] for one in year.settled["settlements"]}

    assert {amounts[claim] for claim in HELD_BACK[year.unit]} <= {"0.00", None}


def test_every_claim_is_answered_or_has_a_bad_cell(year: Year) -> None:
    _, *claims = rows(year.unit)
    answered = {one["claim"] for one in year.settled["settlements"]}
    bad = {claims[cell["row"] - 2][0] for cell in year.settled["bad_cells"]}

    assert answered | bad == {claim[0] for claim in claims}
    assert answered & bad == set()


def test_the_exit_code_says_how_it_went(year: Year) -> None:
    assert year.exit_codes == EXIT_CODES[year.unit]


def test_settling_the_year_once_more_changes_nothing(year: Year, tmp_path: Path) -> None:
    again = tmp_path / "again.json"

    _, answers = settled(year.unit, year.ledger, again)

    assert answers == year.settled
    assert again.read_bytes() == year.ledger.read_bytes()


def test_the_bad_cells_of_the_factory_are_a_plan_and_an_amount(year: Year) -> None:
    bad = [(cell["row"], cell["column"], cell["value"]) for cell in year.settled["bad_cells"]]

    expected = [(31, "计划", "住院医寮"), (32, "核定金额", "约三千")]
    assert bad == (expected if year.unit == "factory" else [])


# The three together -------------------------------------------------------------------------------


def test_every_line_of_every_plan_is_paid_from_somewhere() -> None:
    paid = {(plan, line) for unit in UNITS for _, plan, line in PAID[unit]}

    assert paid == {
        (plan.code, line.code)
        for plan in load_catalogue().values()
        for line in plan.editions[-1].benefit.lines
        if plan.info.number
    }


def test_all_three_kinds_of_medical_bills_are_claimed_by_each_of_the_two_ways() -> None:
    # The company's people came in with the unit, the factory's by their cards.
    chinese = {"门诊自付(一)", "住院自付(一)", "急诊抢救留观自付(一)"}
    english = {"outpatient", "inpatient", "emergency_observation"}

    assert chinese <= {row[3] for row in rows("factory")}
    assert english <= {row[3] for row in rows("company")}


@pytest.mark.parametrize("unit", UNITS)
def test_a_year_is_15_to_40_rows(unit: str) -> None:
    assert 15 <= len(rows(unit)) - 1 <= 40


def test_the_files_are_encoded_as_people_save_them() -> None:
    beginnings = {unit: (EXAMPLES / unit / "claims.csv").read_bytes()[:4] for unit in UNITS}

    assert beginnings["factory"].startswith(b"\xef\xbb\xbf")
    assert beginnings["office"] == "申请".encode("gb18030")
    assert beginnings["company"] == b"id,p"
