"""A kit for testing plans, one's own as well as the eight: case tables, laws, strategies.

Case tables load neither pytest nor Hypothesis. Everything else needs both, which come with the
extra `test`, and is loaded at first use.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from mutualaid.errors import from_extra
from mutualaid.testing.boundaries import BoundaryCase, boundary_cases
from mutualaid.testing.case_check import CheckedCases, check_cases
from mutualaid.testing.case_files import CaseRow, CasesFile, read_cases, to_csv
from mutualaid.testing.case_from import case_of
from mutualaid.testing.cases import Case, CaseDifference, CaseResult
from mutualaid.testing.clauses import Clause, ClauseCoverage, Exercised

if TYPE_CHECKING:
    from mutualaid.testing import strategies
    from mutualaid.testing.law import About, Law
    from mutualaid.testing.laws import LAWS
    from mutualaid.testing.plan_laws import PlanLaws

__all__ = [
    "LAWS",
    "About",
    "BoundaryCase",
    "Case",
    "CaseDifference",
    "CaseResult",
    "CaseRow",
    "CasesFile",
    "CheckedCases",
    "Clause",
    "ClauseCoverage",
    "Exercised",
    "Law",
    "PlanLaws",
    "boundary_cases",
    "case_of",
    "check_cases",
    "read_cases",
    "strategies",
    "to_csv",
]

_AT_FIRST_USE = {
    "About": "law",
    "LAWS": "laws",
    "Law": "law",
    "PlanLaws": "plan_laws",
    "strategies": "strategies",
}


def __getattr__(name: str) -> Any:
    """Load what needs the extra `test`.

    Raises:
        MissingExtra: The extra is not installed.
    """
    if name not in _AT_FIRST_USE:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    with from_extra("test", f"{__name__}.{name}", "hypothesis", "pytest"):
        module = import_module(f"{__name__}.{_AT_FIRST_USE[name]}")
    return module if name == "strategies" else getattr(module, name)
