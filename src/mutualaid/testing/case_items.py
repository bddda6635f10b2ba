"""Case tables as pytest sees them: each row a test, named by its number and the case's name."""

from __future__ import annotations

import os
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from typing import Any

import pytest

from mutualaid.catalogue import Catalogue, load_catalogue
from mutualaid.errors import MutualAidError
from mutualaid.messages import render
from mutualaid.records.cells import BadCell
from mutualaid.testing.case_files import CaseRow, read_cases
from mutualaid.text import Lang, check_lang, default_lang

CATALOGUE = pytest.StashKey[Catalogue]()
"""Where a test run keeps the installed plans."""


class CaseFailed(Exception):
    """A case came out otherwise than expected, or its row cannot be read."""


class CaseTable(pytest.File):
    """A case table."""

    def collect(self) -> Iterator[pytest.Item]:
        """Give a test for each row, and for each that cannot be read."""
        stash = self.config.stash
        if CATALOGUE not in stash:
            stash[CATALOGUE] = load_catalogue()
        try:
            table = read_cases(self.path, stash[CATALOGUE])
        except MutualAidError as error:
            raise self.CollectError(str(error)) from None
        for number, cells in groupby(table.bad, key=lambda cell: cell.row):
            yield BadRow.from_parent(self, name=f"row {number}", number=number, cells=list(cells))
        for row in table.rows:
            yield CaseTest.from_parent(self, name=row.name, number=row.number, row=row)


class _Row(pytest.Item):
    def __init__(self, *, number: int, **said: Any) -> None:
        super().__init__(**said)
        self.number = number

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        """Tell what is not as expected, without a traceback."""
        if isinstance(excinfo.value, CaseFailed):
            return str(excinfo.value)
        return super().repr_failure(excinfo, style)

    def reportinfo(self) -> tuple[Path, int, str]:
        """Say where the row stands."""
        return self.path, self.number - 1, self.name


class CaseTest(_Row):
    """A row that is a case."""

    def __init__(self, *, row: CaseRow, **said: Any) -> None:
        super().__init__(**said)
        self.row = row

    def runtest(self) -> None:
        """Ask the plan, and compare."""
        result = self.row.case.run(self.config.stash[CATALOGUE])
        if not result.passed:
            raise CaseFailed(result.explain(spoken()))


class BadRow(_Row):
    """A row that cannot be read."""

    def __init__(self, *, cells: list[BadCell], **said: Any) -> None:
        super().__init__(**said)
        self.cells = cells

    def runtest(self) -> None:
        """Tell every cell of it that cannot be read."""
        lang = spoken()
        raise CaseFailed(
            "\n".join(
                render(
                    "cases.bad_cell",
                    lang,
                    facts={
                        "row": cell.row,
                        "column": cell.column,
                        "value": cell.value,
                        "reason": cell.text(lang),
                    },
                )
                for cell in self.cells
            )
        )


def spoken() -> Lang:
    """Give the language in which to report: MUTUALAID_LANG, or else the system's."""
    return check_lang(os.environ.get("MUTUALAID_LANG") or default_lang())
