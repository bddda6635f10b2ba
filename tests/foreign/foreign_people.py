"""People and units who may join the plans from elsewhere, but for what is said otherwise."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from mutualaid import Application, Entry, Finding, Member, Sex, Unit

BORN = date(1985, 6, 15)


def member(who: str = "M1", **said: object) -> Member:
    """Make a woman in service who declares whatever is asked."""
    usual: dict[str, object] = {
        "birth_date": BORN,
        "sex": Sex.FEMALE,
        "serving": True,
        "union_member": True,
        "declared": {"no_cancer_known": True, "healthy": True},
    }
    return Member(who, **{**usual, **said})  # type: ignore[arg-type]


def unit(employees: int | None, **said: object) -> Unit:
    """Make a unit of women with a union, at whichever place is asked."""
    usual: dict[str, object] = {
        "employees": employees,
        "female_employees": employees,
        "has_union": True,
        "declared": {"in_shanghai": True, "in_ningbo": True},
    }
    return Unit("U1", **{**usual, **said})  # type: ignore[arg-type]


def people(count: int, *, shares: int = 1, **said: object) -> list[Entry]:
    """Enter so many people who are alike."""
    return [Entry(member(f"M{number:03}", **said), shares=shares) for number in range(count)]


def application(
    employees: int, entries: Iterable[Entry], starts: date, **said: object
) -> Application:
    """Enter people of a unit of so many."""
    return Application(unit(employees, **said), starts, entries)


def codes(findings: Iterable[Finding]) -> list[str]:
    """List the reason codes of findings."""
    return [finding.code for finding in findings]
