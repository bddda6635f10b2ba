"""Ask an installation that has the five distributions it needs and no extra.

Run by `.ci/release` and `.ci/run` in a new environment that holds the wheel, and nothing else:
`python alone.py`. It decides, and what needs an extra says which.
"""

from __future__ import annotations

import importlib
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from importlib.util import find_spec
from pathlib import Path

from mutualaid import (
    Application,
    Claim,
    Entry,
    Ledger,
    Member,
    MissingExtra,
    Sex,
    Unit,
    load_catalogue,
)
from mutualaid.records import from_json, read_claims, read_roster, to_json

STARTS = date(2016, 1, 1)
EXTRAS = {"click", "rich", "openpyxl", "polars", "pyarrow", "narwhals", "numpy", "stdnum", "pandas",
          "hypothesis", "pytest", "duckdb", "scipy", "matplotlib"}  # fmt: skip


def decides() -> None:
    """Decide, review, cover, settle and write it down."""
    catalogue = load_catalogue()
    member = Member("M1", date(1980, 5, 17), Sex.FEMALE, serving=True)
    unit = Unit("U1", employees=1, female_employees=1, in_beijing=True, has_union=True)
    decisions = catalogue.decide_all(member, unit, starts=STARTS)
    expect("eight plans", 8, len(decisions))
    expect("an eligible member", "eligible", decisions["critical_illness"].outcome.value)
    review = catalogue["critical_illness"].review(Application(unit, STARTS, [Entry(member)]))
    expect("a fee", "90", str(review.fee))
    ledger = Ledger(review.covers())
    claim = Claim("C1", "critical_illness", "M1", "leukaemia", date(2016, 3, 9), amount=15_000)
    settlement, ledger = ledger.settle(claim)
    expect("a payment", "10000", str(settlement.payable))
    expect("a ledger in JSON", ledger, from_json(to_json(ledger)))
    roster = b"id,birth_date,sex\nM1,1980-05-17,female\n"
    expect("a roster", 1, len(read_roster(roster, catalogue, starts=STARTS).rows))


def tells_what_is_missing() -> None:
    """Ask for what needs an extra, and be told which."""
    catalogue = load_catalogue()
    number = b"identity_number,birth_date,sex\n110101199003079981,1990-03-07,female\n"
    asked: dict[str, Callable[[], object]] = {
        "mutualaid[roster]": lambda: read_roster(number, catalogue, starts=STARTS),
        "mutualaid[excel]": lambda: read_claims(b"PK\x03\x04", catalogue),
        "mutualaid[frames]": lambda: importlib.import_module("mutualaid.frames").decide_frame,
        "mutualaid[scenario]": lambda: importlib.import_module("mutualaid.scenario").Scenario,
        "mutualaid[test]": lambda: importlib.import_module("mutualaid.testing").PlanLaws,
    }
    for extra, ask in asked.items():
        told = "nothing"
        try:
            ask()
        except MissingExtra as error:
            told = str(error)
        expect(extra, extra, next((word for word in told.split("'") if "[" in word), told))
    program = str(Path(sys.executable).parent / "mutualaid")
    for command in ([sys.executable, "-m", "mutualaid"], [program]):
        done = subprocess.run([*command, "plans"], capture_output=True, text=True, check=False)
        expect("the code of the command line", (2, ""), (done.returncode, done.stdout))
        expect("its error", "The command line comes with an extra: pip install 'mutualaid[cli]'",
               done.stderr.strip())  # fmt: skip


def expect(what: str, expected: object, found: object) -> None:
    """Compare, and end where they differ."""
    if expected != found:
        sys.exit(f"{what}: expected {expected!r}, found {found!r}")


if __name__ == "__main__":
    expect("extras that are installed", set(), {name for name in EXTRAS if find_spec(name)})
    decides()
    tells_what_is_missing()
    sys.stdout.write(f"alone on Python {sys.version.split()[0]}: decides, and names its extras\n")
