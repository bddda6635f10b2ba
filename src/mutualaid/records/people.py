"""From the rows of a roster to its people, in four passes over the rows.

Each pass drops the rows that it finds at fault, and says which cell of theirs it is:

1. every cell is read by itself;
2. it is said who each row is about, by id or by identity number;
3. what a row says, alone and together with the rows before it of the same person, must agree;
4. what a person cannot do without must have been said in one of the person's rows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from typing import Any

import attrs

from mutualaid.finding import Fact
from mutualaid.masking import looks_like_identity_number
from mutualaid.plan import Edition
from mutualaid.records.cells import BadCell, Identity, Unreadable
from mutualaid.records.columns import Column, not_read, tidy
from mutualaid.rules import Insured

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
WHOSE = ("", "child_")
"""What stands before the name of a column: nothing for the member, `child_` for the child."""
DECLARED = "declared_"
"""What stands, after that, before the code of what is declared."""


@attrs.frozen
class PersonRow:
    """What a good row comes to.

    Args:
        number: Number of the row.
        member: What is said of the member, in any row, the id included.
        child: What is said of the child, in any row, the id included; None where there is none.
        asks: What is said of plans, such as ("critical_illness.shares", 2).
    """

    number: int
    member: dict[str, Any]
    child: dict[str, Any] | None
    asks: tuple[tuple[str, int | bool], ...]


@attrs.frozen
class People:
    """The good rows, and every cell that keeps a row out.

    Args:
        rows: The good rows.
        bad: Every cell that keeps a row out.
        made: Ids that were made out of identity numbers, each with the first row of its person.
    """

    rows: tuple[PersonRow, ...]
    bad: tuple[BadCell, ...]
    made: dict[str, int]


@attrs.define
class _Draft:
    """A row on its way."""

    number: int
    values: dict[str, Any]
    texts: dict[str, str]
    headers: dict[str, str]

    def bad(self, key: str, code: str, **facts: Fact) -> BadCell:
        header, text = self.headers.get(key, key), self.texts.get(key, "")
        if key.endswith("identity_number"):
            return BadCell.of_identity(self.number, header, text, code, facts=tuple(facts.items()))
        return BadCell(self.number, header, text, code, facts=tuple(facts.items()))


def read_people(
    header: list[str],
    columns: list[Column | None],
    rows: Iterable[tuple[int, list[str]]],
    editions: Iterable[Edition],
    starts: date,
    pseudonym: Callable[[Identity], str] | None,
) -> People:
    """Read the people of a roster.

    Args:
        header: The headers as they stand in the file.
        columns: The column of each cell, None where it is none.
        rows: The rows below the header, each with its number.
        editions: The plans in force.
        starts: First day of the covers.
        pseudonym: Makes an id out of an identity number; without it a person without an id is
            named by the row.
    """
    bad: list[BadCell] = []
    headers = {column.key: column.header for column in columns if column is not None}
    drafts = []
    for number, cells in rows:
        draft = _Draft(number, {}, {}, headers)
        faults = [*not_read(number, header, cells), *_read_cells(draft, columns, cells)]
        bad += faults
        # A note under no header is told, and does no harm to the row.
        if all(fault.code == "roster.no_header" for fault in faults):
            drafts.append(draft)
    named = _Names(drafts, pseudonym)
    drafts = _keep(drafts, named.identify(drafts), bad)
    merged = _Merged(list(headers), list(editions), starts)
    agreed = []
    for draft in drafts:
        faults = merged.add(draft)
        bad += faults
        if not faults:
            agreed.append(draft)
    good = []
    for draft in agreed:
        faults = list(merged.lacks(draft))
        bad += faults
        if not faults:
            good.append(merged.row(draft))
    return People(tuple(good), tuple(bad), named.made)


def _keep(
    drafts: list[_Draft], faults: Iterable[tuple[_Draft, BadCell]], bad: list[BadCell]
) -> list[_Draft]:
    """Report faults, and give the drafts that have none."""
    dropped = set()
    for draft, fault in faults:
        dropped.add(draft.number)
        bad.append(fault)
    return [draft for draft in drafts if draft.number not in dropped]


def _read_cells(draft: _Draft, columns: list[Column | None], cells: list[str]) -> Iterator[BadCell]:
    for column, cell in zip(columns, cells, strict=False):
        text = tidy(cell)
        if column is None or not text:
            continue
        draft.texts[column.key] = text
        try:
            draft.values[column.key] = column.read(text)
        except Unreadable as error:
            yield draft.bad(column.key, error.args[0])


# Who a row is about -----------------------------------------------------------------------------


class _Names:
    """Who each row is about; where there is no id, the identity number stands for one."""

    def __init__(self, drafts: list[_Draft], pseudonym: Callable[[Identity], str] | None) -> None:
        self.made: dict[str, int] = {}
        self._pseudonym = pseudonym
        self._named: dict[str, tuple[str, str, int]] = {}
        self._given = {
            draft.values[key]
            for draft in drafts
            for key in ("id", "child_id")
            if key in draft.values
        }

    def identify(self, drafts: list[_Draft]) -> Iterator[tuple[_Draft, BadCell]]:
        """Say who each row is about, and find the rows that do not say so or contradict others."""
        for draft in drafts:
            for whose in WHOSE:
                identity, said = _identity(draft, whose), draft.values.get(f"{whose}id")
                if identity is not None and said is not None:
                    yield from self._name(draft, whose, identity, said)
        for draft in drafts:
            for whose in WHOSE:
                yield from ((draft, fault) for fault in _read_identity(draft, whose))
                identity = _identity(draft, whose)
                if identity is not None and f"{whose}id" not in draft.values:
                    made = self._make(draft, whose, identity)
                    yield from self._name(draft, whose, identity, made)
            yield from ((draft, fault) for fault in _lacks_id(draft))

    def _make(self, draft: _Draft, whose: str, identity: Identity) -> str:
        """Give the id that a number already has in the file, or make one."""
        if identity.number in self._named:
            return self._named[identity.number][1]
        if self._pseudonym is None:
            return _free(f"#{draft.number}{'c' if whose else ''}", self._given)
        name = self._pseudonym(identity)
        self.made[name] = draft.number
        return name

    def _name(
        self, draft: _Draft, whose: str, identity: Identity, name: str
    ) -> Iterator[tuple[_Draft, BadCell]]:
        """Name who has a number, unless another row names somebody else by it."""
        draft.values[f"{whose}id"] = name
        first = self._named.setdefault(identity.number, (whose, name, draft.number))
        if first[:2] != (whose, name):
            yield (
                draft,
                draft.bad(f"{whose}identity_number", "roster.number_of_another", row=first[2]),
            )


def _identity(draft: _Draft, whose: str) -> Identity | None:
    found: Identity | None = draft.values.get(f"{whose}identity_number")
    return found


def _free(name: str, taken: set[str]) -> str:
    """Give a name that nobody in the file has."""
    while name in taken:
        name = f"#{name}"
    return name


def _read_identity(draft: _Draft, whose: str) -> Iterator[BadCell]:
    """Read birth and sex from an identity number; an id is not to be one."""
    if looks_like_identity_number(draft.values.get(f"{whose}id", "")):
        yield draft.bad(f"{whose}id", "roster.id_is_identity_number")
    identity = _identity(draft, whose)
    if identity is None:
        return
    says: dict[str, object] = {"birth_date": identity.birth_date}
    if not whose:
        says["sex"] = identity.sex
    for name, value in says.items():
        if draft.values.setdefault(f"{whose}{name}", value) != value:
            yield draft.bad(f"{whose}{name}", "roster.identity_disagrees")


def _lacks_id(draft: _Draft) -> Iterator[BadCell]:
    if "id" not in draft.values:
        yield draft.bad("id", "roster.no_id")
    if "child_id" not in draft.values:
        for key in draft.values:
            if key.startswith("child_"):
                yield draft.bad(key, "roster.child_without_id")


# What the rows say together -------------------------------------------------------------------


class _Merged:
    """What all rows together say of each person, and in which row it was said first."""

    def __init__(self, keys: list[str], editions: list[Edition], starts: date) -> None:
        self._starts = starts
        of_children = {one.code for one in editions if one.benefit.insures(Insured.CHILD)}
        self._only_children = {
            one.code for one in editions if not one.benefit.insures(Insured.MEMBER)
        }
        plans = [key for key in keys if "." in key]
        # What a plan for members alone is asked is said of the member, in whichever row.
        asked = tuple(key for key in plans if key.partition(".")[0] not in of_children)
        self._declared = {whose: _declared(keys, whose) for whose in WHOSE}
        self._names = {
            "": (*MEMBER, "identity_number", *self._declared[""], *asked),
            "child_": (*CHILD, "identity_number", *self._declared["child_"]),
        }
        self._said: dict[tuple[str, str], dict[str, tuple[Any, int]]] = {}
        self._kinds: dict[str, tuple[str, int]] = {}
        self._entered: dict[tuple[str, str], int] = {}

    def add(self, draft: _Draft) -> list[BadCell]:
        """Add a row, unless it disagrees with itself or the rows before; give what does."""
        faults = [*self._alone(draft), *self._together(draft)]
        child = draft.values.get("child_id")
        # A child stands there once, whichever parent it is entered by.
        whose, one = ("", draft.values["id"]) if child is None else ("child_", child)
        if not faults and (whose, one) in self._entered:
            what = "child_twice" if whose else "member_twice"
            faults.append(draft.bad(f"{whose}id", f"roster.{what}", row=self._entered[whose, one]))
        if faults:
            return faults
        self._entered[whose, one] = draft.number
        for whose, one in self._people(draft):
            self._kinds.setdefault(one, (whose, draft.number))
            said = self._said.setdefault((whose, one), {})
            for name in self._names[whose]:
                if f"{whose}{name}" in draft.values:
                    said.setdefault(name, (draft.values[f"{whose}{name}"], draft.number))
        return []

    def _people(self, draft: _Draft) -> Iterator[tuple[str, str]]:
        yield "", draft.values["id"]
        if "child_id" in draft.values:
            yield "child_", draft.values["child_id"]

    def _alone(self, draft: _Draft) -> Iterator[BadCell]:
        """Find what a row says that cannot be."""
        for key in ("birth_date", "child_birth_date"):
            if key in draft.values and draft.values[key] > self._starts:
                yield draft.bad(key, "roster.born_after_start", starts=self._starts)
        if "child_id" not in draft.values:
            for key in draft.values:
                if key.partition(".")[0] in self._only_children and draft.values[key]:
                    yield draft.bad(key, "roster.names_no_child")

    def _together(self, draft: _Draft) -> Iterator[BadCell]:
        """Find what does not agree with the rows before, of the same person."""
        for whose, one in self._people(draft):
            kind, row = self._kinds.get(one, (whose, draft.number))
            if kind != whose or (whose and one == draft.values["id"]):
                yield draft.bad(f"{whose}id", "roster.id_taken", row=row)
                continue
            said = self._said.get((whose, one), {})
            for name in self._names[whose]:
                key = f"{whose}{name}"
                value, row = said.get(name, (None, 0))
                if row and draft.values.get(key, value) != value:
                    yield draft.bad(key, "roster.disagrees", row=row)
        before = self._said.get(("", draft.values["id"]), {})
        yield from _contradictions(draft, {name: value for name, (value, _) in before.items()})

    def lacks(self, draft: _Draft) -> Iterator[BadCell]:
        """Find what no row says of a person and must be said, and who is too old for a child."""
        born = []
        for whose, one in self._people(draft):
            said = self._said[whose, one]
            for name in ("birth_date",) if whose else ("birth_date", "sex"):
                if name not in said:
                    yield draft.bad(f"{whose}{name}", "roster.not_said")
            born += [said["birth_date"][0]] if "birth_date" in said else []
        if born != sorted(set(born)):
            yield draft.bad("child_birth_date", "roster.child_not_younger")

    def row(self, draft: _Draft) -> PersonRow:
        """Give what a row comes to, with what the person's other rows say."""
        people: dict[str, dict[str, Any]] = {}
        asks = dict(draft.values)
        for whose, one in self._people(draft):
            said = {name: value for name, (value, _) in self._said[whose, one].items()}
            names = CHILD if whose else MEMBER
            people[whose] = {"id": one, **{name: said[name] for name in names if name in said}}
            people[whose]["declared"] = {
                name.removeprefix(DECLARED): said.get(name) for name in self._declared[whose]
            }
            asks |= said
        return PersonRow(
            draft.number,
            people[""],
            people.get("child_"),
            tuple((key, value) for key, value in asks.items() if "." in key),
        )


def _declared(keys: list[str], whose: str) -> tuple[str, ...]:
    """Name the columns of what somebody declares, without what says whose they are."""
    begins = f"{whose}{DECLARED}"
    return tuple(key.removeprefix(whose) for key in keys if key.startswith(begins))


def _contradictions(draft: _Draft, before: dict[str, Any]) -> Iterator[BadCell]:
    """Find a plan that a person is to take both ways, or to take and not to take."""
    values = {**before, **draft.values}
    for plan in dict.fromkeys(key.partition(".")[0] for key in draft.values if "." in key):
        keys = [f"{plan}.{name}" for name in ("shares", "level", "joins")]
        shares, level, joins = (values.get(key) for key in keys)
        said = [key for key in keys if key in draft.values]
        if shares and level:
            yield draft.bad(_last(said, keys[1]), "roster.shares_and_level")
        elif joins is False and (shares or level):
            yield draft.bad(_last(said, keys[2]), "roster.does_not_join")


def _last(said: list[str], usual: str) -> str:
    """Choose the cell of this row to name: the usual one, if the row has it."""
    return usual if usual in said else said[-1]
