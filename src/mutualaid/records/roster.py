"""A roster from a CSV or Excel file: one row per person, or per person and child.

Every row that can be read is used; every cell that cannot keeps its row out and is reported.
Rows of one person add up: what one leaves blank another may say, and what two say must agree.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import attrs

from mutualaid.application import Application
from mutualaid.checks import require_date
from mutualaid.errors import InvalidValue
from mutualaid.masking import mask
from mutualaid.people import Child, Member, Unit
from mutualaid.question import Entry
from mutualaid.records.cells import BadCell
from mutualaid.records.columns import declared_columns, read_header, roster_columns
from mutualaid.records.people import read_people
from mutualaid.records.pseudonyms import pseudonyms
from mutualaid.records.sheet import read_rows
from mutualaid.rules import Insured

if TYPE_CHECKING:
    from mutualaid.catalogue import Catalogue, Plan


@attrs.frozen
class RosterRow:
    """A good row of a roster.

    Args:
        number: Line of the file; the header is 1.
        member: Who joins.
        child: The child of this row, None where it names none.
        asks: What the row says of plans, such as ("critical_illness.shares", 2).
    """

    number: int
    member: Member
    child: Child | None
    asks: tuple[tuple[str, int | bool], ...]

    def ask(self, plan: str, name: str) -> Any:
        """Give what the row says of a plan, None where its cell is blank."""
        return dict(self.asks).get(f"{plan}.{name}")


@attrs.frozen
class RosterFile:
    """What a roster file holds.

    Args:
        starts: First day of the covers it is for.
        columns: The columns that were known, by their English names.
        rows: Every good row.
        bad: Every cell that keeps its row, or its column, out.
        made: The ids that were made out of identity numbers by a key, each with the first row of
            its person.
    """

    starts: date
    columns: frozenset[str]
    rows: tuple[RosterRow, ...]
    bad: tuple[BadCell, ...]
    made: tuple[tuple[str, int], ...] = attrs.field(default=(), kw_only=True)

    def application(self, plan: Plan, unit: Unit) -> Application:
        """Enter for one plan those who take it.

        A plan with a column of its own is taken where the cell says so, by yes, shares or a
        level; a plan with none is asked of everybody. Whom the column `covered` names counts as
        joining, and is entered again only where the row asks for more.

        Args:
            plan: The plan.
            unit: The unit.
        """
        benefit = plan.edition(self.starts).benefit
        asked = any(f"{plan.code}.{name}" in self.columns for name in ("joins", "shares", "level"))
        entries: dict[tuple[str, str | None], Entry] = {}
        covered: list[Entry] = []
        for row in self.rows:
            insures: list[Child | None] = []
            if benefit.insures(Insured.MEMBER):
                insures.append(None)
            if row.child is not None and benefit.insures(Insured.CHILD):
                insures.append(row.child)
            shares, level = row.ask(plan.code, "shares"), row.ask(plan.code, "level")
            runs = row.ask(plan.code, "covered")
            takes = row.ask(plan.code, "joins") or shares or level or not (asked or runs)
            for child in insures:
                if runs:
                    covered.append(Entry(row.member, child=child))
                if takes:
                    entry = Entry(row.member, child=child, shares=shares or 1, level=level)
                    entries.setdefault(entry.key, entry)
        return Application(unit, self.starts, entries.values(), already_covered=covered)


def read_roster(
    source: str | Path | bytes, catalogue: Catalogue, *, starts: date, id_key: str | None = None
) -> RosterFile:
    """Read a roster from a CSV file in UTF-8 or GB18030, or from the first sheet of an Excel file.

    Args:
        source: Path of the file, or its bytes.
        catalogue: The plans whose columns may stand in it.
        starts: First day of the covers; nobody in a good row is born after it.
        id_key: Key by which who has an identity number and no id gets a lasting one, as
            `pseudonym` makes it. Without a key such a person is named by the row, as in "#2",
            which holds for one review and gets no cover.

    Raises:
        InvalidType: A datetime for a date; a key that is no text.
        InvalidValue: Not a text in one of these encodings, no header with people in it, or a key
            that is too short.
        MissingExtra: It holds identity numbers and python-stdnum is not installed, or it is an
            Excel file and openpyxl is not.
        NotInForce: No plan is in force on the start day.
        OSError: The file cannot be read.
    """
    require_date(starts, "starts")
    rows = read_rows(source)
    line, header = rows[0] if rows else (1, [])
    editions = catalogue.editions(starts)
    known_columns = {
        **declared_columns(editions),
        **roster_columns(plan.info for plan in catalogue.values()),
    }
    columns, bad = read_header(line, header, known_columns)
    known = {column.key for column in columns if column is not None}
    if not known & {"id", "identity_number"}:
        raise InvalidValue(
            "The roster has no column that says who a row is about",
            name="header",
            value=mask(",".join(header)),
            allowed="a column id (工号) or identity_number (居民身份证号)",
            hint="the first line holds the headers, separated by commas",
        )
    people = read_people(header, columns, rows[1:], editions, starts, pseudonyms(id_key))
    good = tuple(
        RosterRow(
            row.number,
            Member(**row.member),
            None if row.child is None else Child(**row.child),
            row.asks,
        )
        for row in people.rows
    )
    everything = sorted((*bad, *people.bad), key=lambda one: one.row)
    return RosterFile(
        starts, frozenset(known), good, tuple(everything), made=tuple(people.made.items())
    )
