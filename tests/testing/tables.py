"""Case tables made line by line."""

from __future__ import annotations

from mutualaid import load_catalogue
from mutualaid.testing import Case, CaseResult, CasesFile, read_cases

CATALOGUE = load_catalogue()


def read(*lines: str, encoding: str = "utf-8") -> CasesFile:
    """Read a table of these lines."""
    return read_cases("\n".join(lines).encode(encoding), CATALOGUE)


def case(*lines: str) -> Case:
    """Read a table of one good row."""
    table = read(*lines)
    assert [] == [(bad.column, bad.text("en")) for bad in table.bad]
    (row,) = table.rows
    return row.case


def result(*lines: str) -> CaseResult:
    """Ask the plan what a table of one good row asks."""
    return case(*lines).run(CATALOGUE)


def answer(header: str, line: str) -> tuple[str, list[str]]:
    """Give outcome and reasons of a row."""
    actual = result(f"{header},outcome,reason", f"{line},unknown,none").actual
    return actual["outcome"].value, list(actual["reason"])


def faults(*lines: str) -> list[tuple[int, str, str]]:
    """List row, column and code of every cell that is bad."""
    return [(bad.row, bad.column, bad.code) for bad in read(*lines).bad]
