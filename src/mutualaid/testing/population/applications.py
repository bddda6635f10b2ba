"""From frames to the core's applications, so that the two paths can be told to agree."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import Any, NamedTuple

import attrs
import narwhals as nw

from mutualaid.application import Application
from mutualaid.errors import UnknownName
from mutualaid.people import Child, Member, Sex, Unit
from mutualaid.question import Entry

DECLARED = "declared_"
OF_CHILD = "child_"
OF_ENTRY = ("shares", "level")
OF_UNIT = frozenset(field.name for field in attrs.fields(Unit)) - {"id", "declared"}
OF_MEMBER = frozenset(field.name for field in attrs.fields(Member)) - {"id", "declared"}
OF_CHILDREN = frozenset(field.name for field in attrs.fields(Child)) - {"id", "declared"}


@attrs.frozen
class AppliedFor:
    """An application, as some rows of an entries frame make it for some plans.

    Args:
        plans: Codes of the plans that are asked by the same rows.
        application: The application.
        rows: Of each entry of it, the row's number in the frame, from 0.
    """

    plans: tuple[str, ...]
    application: Application
    rows: tuple[int, ...]


class _Row(NamedTuple):
    number: int
    plan: str | None
    runs: bool
    entry: Entry


def to_applications(
    entries: Any, units: Any, *, starts: date, plans: Iterable[str]
) -> Iterator[AppliedFor]:
    """Give the applications that frames hold, unit by unit.

    A row that names a plan enters for this plan alone, any other row for every plan; plans that
    are asked by the same rows share one application. A plan for which a unit has no row is left
    out. Rows in which `already_covered` is true are of covers that run already, and enter nobody.

    Args:
        entries: An eager frame with a row for each person, or each person and child.
        units: An eager frame with a row for each unit.
        starts: First day of the covers.
        plans: Codes of the plans to ask, such as a catalogue.

    Raises:
        UnknownName: A row names a unit that the units frame has not, or a plan that is not asked.
        MutualAidError: What an application refuses.
    """
    codes = tuple(plans)
    said = {row["unit"]: _unit(row) for row in _rows(units)}
    held: dict[str, list[_Row]] = {}
    for number, row in enumerate(_rows(entries)):
        _known("unit", row["unit"], said)
        plan = row.get("plan")
        if plan is not None:
            _known("plan", plan, codes)
        runs = row.get("already_covered") is True
        held.setdefault(row["unit"], []).append(_Row(number, plan, runs, _entry(row)))
    for unit, rows in held.items():
        named = {row.plan for row in rows if row.plan is not None}
        others = tuple(code for code in codes if code not in named)
        for asked in (others, *((code,) for code in codes if code in named)):
            theirs = [row for row in rows if row.plan is None or row.plan in asked]
            taken = [row for row in theirs if not row.runs]
            if asked and taken:
                application = Application(
                    said[unit],
                    starts,
                    [row.entry for row in taken],
                    already_covered=[row.entry for row in theirs if row.runs],
                )
                yield AppliedFor(asked, application, tuple(row.number for row in taken))


def _known(name: str, value: str, known: Iterable[str]) -> None:
    if value not in known:
        raise UnknownName(
            f"A row names a {name} that is not there", name=name, value=value, known=known
        )


def _rows(frame: Any) -> Iterator[dict[str, Any]]:
    for row in nw.from_native(frame, eager_only=True).to_arrow().to_pylist():
        yield {name: _plain(value) for name, value in row.items()}


def _plain(value: Any) -> Any:
    """Give what pandas makes of numbers and dates with gaps as what it was."""
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value.date() if isinstance(value, datetime) else value


def _unit(row: dict[str, Any]) -> Unit:
    return Unit(row["unit"], **_said(row, OF_UNIT, ""))


def _entry(row: dict[str, Any]) -> Entry:
    member = {**_said(row, OF_MEMBER, ""), "sex": Sex(row["sex"])}
    child = None
    if row.get("child") is not None:
        child = Child(row["child"], **_said(row, OF_CHILDREN, OF_CHILD))
    asks = {name: row[name] for name in OF_ENTRY if row.get(name) is not None}
    return Entry(Member(row["member"], **member), child=child, **asks)


def _said(row: dict[str, Any], names: Iterable[str], whose: str) -> dict[str, Any]:
    """Give what a row says of someone, by the names of the core."""
    said = {name: row[f"{whose}{name}"] for name in names if f"{whose}{name}" in row}
    prefix = f"{whose}{DECLARED}"
    declared = {
        name.removeprefix(prefix): value for name, value in row.items() if name.startswith(prefix)
    }
    return {**said, "declared": declared}
