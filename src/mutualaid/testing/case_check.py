"""A whole case table, checked."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import attrs

from mutualaid.testing.case_files import CaseRow, CasesFile, read_cases
from mutualaid.testing.cases import CaseResult

if TYPE_CHECKING:
    from mutualaid.catalogue import Catalogue


@attrs.frozen
class CheckedCases:
    """The answers of a case table.

    Args:
        path: Where the table stands.
        table: What it holds, the cells that cannot be read among it.
        results: The answer of each case, in order.
    """

    path: Path
    table: CasesFile
    results: tuple[tuple[CaseRow, CaseResult], ...]

    @property
    def wrong(self) -> tuple[tuple[CaseRow, CaseResult], ...]:
        """The cases that came out otherwise than expected, with their answers."""
        return tuple((row, result) for row, result in self.results if not result.passed)

    def to_dict(self) -> dict[str, object]:
        """Give the answers in values that JSON knows; money as digits, dates in ISO form."""
        return {
            "file": str(self.path),
            "bad_cells": [cell.to_dict() for cell in self.table.bad],
            "left_out": list(self.table.left_out),
            "results": [{"row": row.number, **result.to_dict()} for row, result in self.results],
        }


def check_cases(path: Path, catalogue: Catalogue) -> CheckedCases:
    """Read a case table, ask the plans what each row asks, and compare with what it expects.

    Args:
        path: Path of the file.
        catalogue: The plans.

    Raises:
        InvalidValue: Not a text in one of these encodings, no CSV, no TOML, or no header.
        MissingExtra: An Excel file, and openpyxl is not installed.
        OSError: The file cannot be read.
        UnknownName: TOML that says something else than cases.
    """
    table = read_cases(path, catalogue)
    return CheckedCases(path, table, tuple((row, row.case.run(catalogue)) for row in table.rows))
