"""Rosters made line by line, and everything that the library shows of them."""

from __future__ import annotations

import json
from datetime import date

from mutualaid import Application, Unit, load_catalogue
from mutualaid.records import RosterFile, read_roster
from mutualaid.roster_review import review_roster

STARTS = date(2016, 1, 1)
CATALOGUE = load_catalogue()
UNIT = Unit(
    "U1",
    employees=100,
    female_employees=50,
    employees_with_minor_children=50,
    in_beijing=True,
    has_union=True,
    high_risk=False,
)
PERSON = "id,birth_date,sex"
"""The least that a header needs for good rows."""
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def read(*lines: str, starts: date = STARTS, encoding: str = "utf-8") -> RosterFile:
    """Read a roster of these lines."""
    return read_roster("\n".join(lines).encode(encoding), CATALOGUE, starts=starts)


def faults(roster: RosterFile) -> list[tuple[int, str, str]]:
    """List row, column and code of every cell that is bad."""
    return [(bad.row, bad.column, bad.code.removeprefix("roster.")) for bad in roster.bad]


def numbers(roster: RosterFile) -> list[int]:
    """List the lines of the good rows."""
    return [row.number for row in roster.rows]


def application(plan: str, *lines: str) -> Application:
    """Enter for a plan whom a roster of these lines enters for it."""
    return read(*lines).application(CATALOGUE[plan], UNIT)


def entered(plan: str, *lines: str) -> list[tuple[str, str | None]]:
    """List the keys of the entries that a roster of these lines gives for a plan."""
    return [entry.key for entry in application(plan, *lines).entries]


def identity_number(
    birth: str = "19800517", *, order: str = "998", place: str = "110101", last: str | None = None
) -> str:
    """Make an identity number; its check digit is right, if not said otherwise.

    The last digit of `order` is even for a woman and odd for a man.
    """
    body = f"{place}{birth}{order}"
    total = sum(int(digit) * weight for digit, weight in zip(body, WEIGHTS, strict=True))
    return body + ("10X98765432"[total % 11] if last is None else last)


def wide(text: str) -> str:
    """Write a text in full-width letters and digits, as Chinese input methods do."""
    return "".join(chr(ord(one) + 0xFEE0) if "!" <= one <= "~" else one for one in text)


def shown(roster: RosterFile) -> str:
    """Give everything that the library ever says of a roster, as one text."""
    reviewed = review_roster(CATALOGUE, UNIT, roster)
    said = [repr(roster), repr(reviewed), json.dumps(reviewed.to_dict(), ensure_ascii=False)]
    for bad in roster.bad:
        said += [str(bad), repr(bad), str(bad.to_dict()), bad.text("zh"), bad.text("en")]
    for review in reviewed.reviews:
        said += [str(review), review.explain("zh"), review.explain("en")]
    return "\n".join(said)
