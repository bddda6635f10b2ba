"""Builders with everything said, so that each test varies the one thing that it is about.

A person of `member()` and `child()` may join every plan through the unit of `unit()`, as far as a
single person can: how many must join together is for each test to say.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

import attrs

from mutualaid import Application, Child, Entry, Finding, Member, Sex, Unit

STARTS = date(2016, 1, 1)
ONE_DAY = timedelta(days=1)

MEMBER = Member(
    "M1",
    date(1980, 5, 17),
    Sex.FEMALE,
    serving=True,
    basic_medical_insurance=True,
    union_member=True,
    jingka_card=True,
    high_risk=None,  # the unit's word holds; where a member says it, it goes before (R7)
)
CHILD = Child("C1", date(2010, 6, 1), healthy=True, student=False)
UNIT = Unit(
    "U1",
    employees=100,
    female_employees=50,
    employees_with_minor_children=50,
    in_beijing=True,
    has_union=True,
    high_risk=False,
)


def member(who: str = "M1", **said: object) -> Member:
    """Make a woman of 35 who meets every condition, but for what is said otherwise."""
    return attrs.evolve(MEMBER, id=who, **said)


def child(who: str = "C1", **said: object) -> Child:
    """Make a healthy child of 5, but for what is said otherwise."""
    return attrs.evolve(CHILD, id=who, **said)


def unit(**said: object) -> Unit:
    """Make a unit in Beijing with a union and 100 employees, but for what is said otherwise.

    Half of the employees are women, and half have minor children, if not said.
    """
    employees = said.get("employees", UNIT.employees)
    if isinstance(employees, int):
        said.setdefault("female_employees", employees // 2)
        said.setdefault("employees_with_minor_children", employees // 2)
    return attrs.evolve(UNIT, **said)


def entries(
    count: int, *, shares: int = 1, level: int | None = None, **said: object
) -> list[Entry]:
    """Enter so many members, named E000, E001 and so on."""
    return [
        Entry(member(f"E{number:03}", **said), shares=shares, level=level)
        for number in range(count)
    ]


def families(count: int, *, shares: int = 1, **said: object) -> list[Entry]:
    """Enter a child each of so many parents; what is said is said of the children."""
    return [
        Entry(member(f"P{number:03}"), child=child(f"K{number:03}", **said), shares=shares)
        for number in range(count)
    ]


def application(
    *entered: Entry | Iterable[Entry],
    unit: Unit = UNIT,
    starts: date = STARTS,
    already_covered: Iterable[Entry | Member] = (),
) -> Application:
    """Make an application of single entries and of lists of them."""
    return Application(
        unit=unit,
        starts=starts,
        entries=[
            entry
            for one_or_more in entered
            for entry in ([one_or_more] if isinstance(one_or_more, Entry) else one_or_more)
        ],
        already_covered=already_covered,
    )


def codes(findings: Iterable[Finding]) -> list[str]:
    """List the reason codes of findings."""
    return [finding.code for finding in findings]
