"""A roster from a CSV file: one row per person, or per person and child.

Every row that can be read is used; every cell that cannot keeps its row out and is reported.
Rows of one person add up: what one leaves blank another may say, and what two say must agree.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import attrs

from mutualaid.application import Application
from mutualaid.checks import require_date
from mutualaid.errors import InvalidValue
from mutualaid.people import Child, Member, Unit
from mutualaid.question import Entry
from mutualaid.records.cells import BadCell, Identity, Unreadable, looks_like_identity_number
from mutualaid.records.columns import Column, read_header, tidy
from mutualaid.rules import Insured

if TYPE_CHECKING:
    from mutualaid.catalogue import Catalogue, Plan

MEMBER = (
    "birth_date",
    "sex",
    "serving",
    "basic_medical_insurance",
    "union_member",
    "jingka_card",
    "high_risk",
)
CHILD = ("birth_date", "healthy", "student")


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
    asks: tuple[tuple[str, object], ...]

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
    """

    starts: date
    columns: frozenset[str]
    rows: tuple[RosterRow, ...]
    bad: tuple[BadCell, ...]

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


def read_roster(source: str | Path | bytes, catalogue: Catalogue, *, starts: date) -> RosterFile:
    """Read a roster from a CSV file in UTF-8, with or without a byte order mark, or in GB18030.

    Args:
        source: Path of the file, or its bytes.
        catalogue: The plans whose columns may stand in it.
        starts: First day of the covers; nobody in a good row is born after it.

    Raises:
        InvalidType: A datetime for a date.
        InvalidValue: Not a text in one of these encodings, or no header with people in it.
        MissingExtra: It holds identity numbers, and python-stdnum is not installed.
        OSError: The file cannot be read.
    """
    require_date(starts, "starts")
    data = source if isinstance(source, bytes) else Path(source).read_bytes()
    lines = list(_lines(_decode(data)))
    header = lines[0][1] if lines else []
    columns, bad = read_header(header, [plan.info for plan in catalogue.values()])
    known = {column.key for column in columns if column is not None}
    if not known & {"id", "identity_number"}:
        raise InvalidValue(
            "The roster has no column that says who a row is about",
            name="header",
            value=",".join(header),
            allowed="a column id (工号) or identity_number (居民身份证号)",
            hint="the first line holds the headers, separated by commas",
        )
    by_child = frozenset(
        edition.code
        for edition in catalogue.editions(starts)
        if edition.benefit.insures(Insured.CHILD)
    )
    reader = _Reader(columns, starts, by_child)
    for number, cells in lines[1:]:
        reader.take(number, cells)
    rows = tuple(reader.rows())
    everything = sorted((*bad, *reader.bad), key=lambda one: one.row)
    return RosterFile(starts, frozenset(known), rows, tuple(everything))


def _decode(data: bytes) -> str:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError as error:
            place = error.start
    raise InvalidValue(
        f"The roster is a text in neither UTF-8 nor GB18030 (byte {place})",
        hint="save it as “CSV UTF-8” in your table program",
    )


def _lines(text: str) -> Iterator[tuple[int, list[str]]]:
    """Give the lines that are not blank, each with its number as a table program counts rows."""
    try:
        for number, cells in enumerate(csv.reader(io.StringIO(text, newline="")), start=1):
            if any(cell.strip() for cell in cells):
                yield number, cells
    except csv.Error as error:
        raise InvalidValue(f"The roster is no CSV: {error}") from None


@attrs.define
class _Draft:
    """A row on its way: its cells are read, its people are not yet made."""

    number: int
    values: dict[str, Any]
    cells: dict[str, tuple[str, str]]

    def bad(self, key: str, code: str, **facts: object) -> BadCell:
        header, text = self.cells.get(key, (key, ""))
        return BadCell(self.number, header, text, code, tuple(facts.items()))


class _Reader:
    """Reads rows one by one, then makes the people once all rows of each are known."""

    def __init__(
        self, columns: list[Column | None], starts: date, by_child: frozenset[str]
    ) -> None:
        self._columns = columns
        self._starts = starts
        # What a plan for members alone is asked is said of the member, in whichever row.
        self._of_member = (
            *MEMBER,
            *(one.key for one in columns if one and one.plan and one.plan not in by_child),
        )
        self._drafts: list[_Draft] = []
        self._rows_by_number: dict[str, str] = {}
        self.bad: list[BadCell] = []

    def take(self, number: int, cells: list[str]) -> None:
        """Read the cells of a row; keep it as a draft where all can be read."""
        draft = _Draft(number, {}, {})
        faults: list[BadCell] = []
        extra = [cell for cell in cells[len(self._columns) :] if tidy(cell)]
        if extra:
            faults.append(BadCell(number, "", extra[0], "roster.too_many_cells"))
        for column, cell in zip(self._columns, cells, strict=False):
            text = tidy(cell)
            if column is None or not text:
                continue
            draft.cells[column.key] = (column.header, text)
            try:
                draft.values[column.key] = column.read(text)
            except Unreadable as error:
                faults.append(draft.bad(column.key, error.args[0]))
        faults = faults or [*self._identify(draft), *self._weigh(draft)]
        self.bad += faults
        if not faults:
            self._drafts.append(draft)

    def _identify(self, draft: _Draft) -> Iterator[BadCell]:
        """Say who the row is about."""
        for whose in ("", "child_"):
            yield from self._use_identity_number(draft, whose)
            if looks_like_identity_number(draft.values.get(f"{whose}id", "")):
                yield draft.bad(f"{whose}id", "roster.id_is_identity_number")
        if "id" not in draft.values:
            yield draft.bad("id", "roster.no_id")
        if "child_id" not in draft.values:
            for key in draft.values:
                if key.startswith("child_"):
                    yield draft.bad(key, "roster.child_without_id")

    def _use_identity_number(self, draft: _Draft, whose: str) -> Iterator[BadCell]:
        """Read birth and sex from an identity number; where there is no id, it stands for one."""
        identity: Identity | None = draft.values.pop(f"{whose}identity_number", None)
        if identity is None:
            return
        says: dict[str, object] = {"birth_date": identity.birth_date}
        if not whose:
            says["sex"] = identity.sex
        for name, value in says.items():
            if draft.values.setdefault(f"{whose}{name}", value) != value:
                yield draft.bad(f"{whose}{name}", "roster.identity_disagrees")
        if f"{whose}id" not in draft.values:
            first = self._rows_by_number.setdefault(identity.number, f"#{draft.number}")
            draft.values[f"{whose}id"] = f"{first}{'c' if whose else ''}"

    def _weigh(self, draft: _Draft) -> Iterator[BadCell]:
        """Find what a row says that cannot be true together."""
        for key in ("birth_date", "child_birth_date"):
            if key in draft.values and draft.values[key] > self._starts:
                yield draft.bad(key, "roster.born_after_start", starts=self._starts)
        for plan in {key.rpartition(".")[0] for key in draft.values if "." in key}:
            level, shares = draft.values.get(f"{plan}.level"), draft.values.get(f"{plan}.shares")
            if level is not None and shares is not None:
                yield draft.bad(f"{plan}.level", "roster.shares_and_level")
            elif draft.values.get(f"{plan}.joins") is False and (level or shares):
                yield draft.bad(f"{plan}.joins", "roster.does_not_join")

    def rows(self) -> Iterator[RosterRow]:
        """Make the people, and give the good rows; what does not agree is reported."""
        merged = _Merged(self._of_member)
        agreed = []
        for draft in self._drafts:
            faults = list(merged.add(draft))
            self.bad += faults
            if not faults:
                agreed.append(draft)
        for draft in agreed:
            person, child = merged.person(draft), merged.child(draft)
            faults = [
                draft.bad(f"{whose}{name}", "roster.not_said")
                for whose, said, needed in (
                    ("", person, ("birth_date", "sex")),
                    ("child_", child, ("birth_date",)),
                )
                for name in needed
                if said is not None and name not in said
            ]
            self.bad += faults
            if not faults:
                yield RosterRow(
                    draft.number,
                    Member(draft.values["id"], **_attributes(person)),
                    None if child is None else Child(draft.values["child_id"], **child),
                    tuple(
                        (key, value)
                        for key, value in {**draft.values, **person}.items()
                        if "." in key
                    ),
                )


class _Merged:
    """What all rows together say of each person, and in which row it was said first."""

    def __init__(self, of_member: tuple[str, ...]) -> None:
        self._of_member = of_member
        self._said: dict[tuple[str, str], dict[str, tuple[Any, int]]] = {}
        self._kinds: dict[str, tuple[str, int]] = {}
        self._entered: dict[tuple[str, str | None], int] = {}

    def add(self, draft: _Draft) -> Iterator[BadCell]:
        """Add a row, unless it disagrees with the rows before; give what does."""
        key = (draft.values["id"], draft.values.get("child_id"))
        faults = list(self._faults(draft, key))
        if faults:
            yield from faults
            return
        self._entered[key] = draft.number
        for whose, names, kind in self._people(draft):
            one = draft.values[f"{whose}id"]
            self._kinds.setdefault(one, (kind, draft.number))
            said = self._said.setdefault((kind, one), {})
            for name in names:
                if f"{whose}{name}" in draft.values:
                    said.setdefault(name, (draft.values[f"{whose}{name}"], draft.number))

    def _faults(self, draft: _Draft, key: tuple[str, str | None]) -> Iterator[BadCell]:
        differs = False
        for whose, names, kind in self._people(draft):
            one = draft.values[f"{whose}id"]
            other_kind, row = self._kinds.get(one, (kind, 0))
            if other_kind != kind or (kind == "child" and one == draft.values["id"]):
                yield draft.bad(f"{whose}id", "roster.id_taken", row=row or draft.number)
                continue
            said = self._said.get((kind, one), {})
            for name in names:
                value, row = said.get(name, (None, 0))
                if row and draft.values.get(f"{whose}{name}", value) != value:
                    differs = True
                    yield draft.bad(f"{whose}{name}", "roster.disagrees", row=row)
        if key in self._entered and not differs:
            what = "roster.member_twice" if key[1] is None else "roster.child_twice"
            yield draft.bad("id" if key[1] is None else "child_id", what, row=self._entered[key])

    def person(self, draft: _Draft) -> dict[str, Any]:
        """Give what is said of the member of a row."""
        return {
            name: value for name, (value, _) in self._said[("member", draft.values["id"])].items()
        }

    def child(self, draft: _Draft) -> dict[str, Any] | None:
        """Give what is said of the child of a row, None where it has none."""
        if "child_id" not in draft.values:
            return None
        return {
            name: value
            for name, (value, _) in self._said[("child", draft.values["child_id"])].items()
        }

    def _people(self, draft: _Draft) -> Iterator[tuple[str, tuple[str, ...], str]]:
        yield "", self._of_member, "member"
        if "child_id" in draft.values:
            yield "child_", CHILD, "child"


def _attributes(person: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in person.items() if name in MEMBER}
