"""The pytest plugin: case tables as tests, the laws for a plan, and clause coverage."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

CASE_TABLES = (".cases.csv", ".cases.toml")
LAWS = "mutualaid.testing.laws"


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the options of the kit."""
    group = parser.getgroup("mutualaid", "mutual-aid plans")
    group.addoption(
        "--mutualaid-plan",
        action="append",
        default=[],
        metavar="PLAN",
        help="try every law on a plan: its code, the package of several, or a plan module; "
        "nothing else is run where no file is named",
    )
    group.addoption(
        "--mutualaid-clauses",
        action="store_true",
        help="list the clauses of the plans that no test exercised on all sides: of those named, "
        "or else of all that are installed",
    )


def pytest_configure(config: pytest.Config) -> None:
    """Take up what was asked for."""
    if LAWS not in sys.modules:
        import pytest  # noqa: PLC0415 - loaded long since

        pytest.register_assert_rewrite(LAWS)  # a law that does not hold shows what it compared
    if config.getoption("mutualaid_plan") or config.getoption("mutualaid_clauses"):
        from mutualaid.testing import kit_run  # noqa: PLC0415 - only where it is asked for

        kit_run.set_up(config)


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    """Collect a case table: each of its rows is a test."""
    if not file_path.name.endswith(CASE_TABLES):
        return None
    from mutualaid.testing.case_items import CaseTable  # noqa: PLC0415 - only where there is one

    return CaseTable.from_parent(parent, path=file_path)
