"""The way round: plans with a rule that has no column form, decided row by row."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import narwhals as nw

from mutualaid.application import Application
from mutualaid.checks import NIL
from mutualaid.frames import words
from mutualaid.frames.amounts import fen
from mutualaid.frames.answers import Answer, wide_answers
from mutualaid.frames.codes import OTHER_PLAN, REPEATED, RUNNING, number_of
from mutualaid.frames.columns import DECLARED, OF_CHILD
from mutualaid.frames.compiling import TEMPORARY
from mutualaid.frames.engines import AnyFrame, own
from mutualaid.frames.values import Checked
from mutualaid.people import Child, Member, Sex, Unit
from mutualaid.plan import Edition
from mutualaid.question import Entry
from mutualaid.review import EntryDecision
from mutualaid.reviewing import review_application

Row = dict[str, Any]
OF_MEMBER = ("serving", "basic_medical_insurance", "union_member", "jingka_card", "high_risk")
OF_CHILDREN = ("healthy", "student")
OF_UNIT = (
    "employees",
    "female_employees",
    "employees_with_minor_children",
    "in_beijing",
    "has_union",
    "high_risk",
)


class Rows:
    """The rows of two checked frames, as applications.

    Args:
        entries: The entries.
        units: The units.
        starts: First day of the covers.
    """

    def __init__(self, entries: Checked, units: Checked, starts: date) -> None:
        self._starts = starts
        self._units = {row["unit"]: _unit(row) for row in _read(units)}
        self._rows = list(_read(entries))

    def decide(self, edition: Edition) -> list[dict[str, Any]]:
        """Give the answers of a plan, row by row."""
        made: list[dict[str, Any]] = []
        by_unit: dict[object, list[tuple[int, Entry]]] = {}
        running: dict[object, list[Entry]] = {}
        for place, row in enumerate(self._rows):
            if row.get("plan") not in (None, edition.code):
                made.append({"reason": OTHER_PLAN})
            elif row.get("already_covered"):
                made.append({"reason": RUNNING})
                running.setdefault(row["unit"], []).append(_entry(row))
            else:
                made.append({"reason": REPEATED})
                by_unit.setdefault(row["unit"], []).append((place, _entry(row)))
        for unit, held in by_unit.items():
            entered = [entry for _, entry in held]
            covered = running.get(unit, ())
            application = Application(
                self._units[unit], self._starts, entered, already_covered=covered
            )
            places = {entry.key: place for place, entry in held}
            for answer in review_application(edition, application).entries:
                made[places[answer.entry.key]] = _answer(answer)
        return made


def _answer(answer: EntryDecision) -> dict[str, Any]:
    caps = answer.caps
    lines = {line.code: caps.get(line.code, NIL) for line in answer.edition.benefit.lines}
    known = [cap for cap in lines.values() if cap is not None]
    return {
        "eligible": answer.eligible,
        "accepted": answer.accepted,
        "reason": number_of(answer.reasons[0].code) if answer.reasons else 0,
        "fee": _fen(answer.fee),
        "cap": fen(sum(known, NIL)) if len(known) == len(lines) else None,
        **{f"cap_{code}": _fen(cap) for code, cap in lines.items()},
    }


def _fen(amount: Decimal | None) -> int | None:
    return None if amount is None else fen(amount)


def add_answers(
    rows: AnyFrame, edition: Edition, made: list[dict[str, Any]], *, lines: bool
) -> tuple[AnyFrame, tuple[Answer, ...]]:
    """Give the rows with columns that hold the answers of a plan, and the answers.

    Args:
        rows: The rows.
        edition: The plan.
        made: Its answers, row by row.
        lines: Whether caps are given line by line too.
    """
    columns, answers = [], []
    framed = nw.from_native(rows)
    for name in wide_answers(edition, lines=lines):
        kind, nothing = (nw.Boolean, False) if name in YES_OR_NO else (nw.Int64, 0)
        values = [one.get(name) for one in made]
        its = f"{TEMPORARY}{edition.code}_{name}"
        held = [nothing if value is None else value for value in values]
        known = [value is not None for value in values]
        columns += [
            nw.new_series(its, held, kind, backend=framed.implementation),
            nw.new_series(f"{its}_known", known, nw.Boolean, backend=framed.implementation),
        ]
        answers.append(Answer(name, words.col(its), words.col(f"{its}_known")))
    return own(framed.with_columns(*columns)), tuple(answers)


def _read(checked: Checked) -> Iterator[Row]:
    """Give rows by the names that are read, what was not said as None."""
    source = checked.source
    chosen = own(checked.plain).select(source.column(name).alias(name) for name in source.names)
    for row in chosen.to_arrow().to_pylist():
        yield {name: _plain(value) for name, value in row.items()}


def _plain(value: Any) -> Any:
    """Give what pandas makes of numbers with gaps and of dates as what it was."""
    if isinstance(value, float):
        return int(value)
    return value.date() if isinstance(value, datetime) else value


def _unit(row: Row) -> Unit:
    return Unit(str(row["unit"]), **_said(row, OF_UNIT, ""))


def _entry(row: Row) -> Entry:
    said = _said(row, OF_MEMBER, "")
    member = Member(str(row["member"]), row["birth_date"], Sex(row["sex"]), **said)
    child = None
    if row.get("child") is not None:
        said = _said(row, OF_CHILDREN, OF_CHILD)
        child = Child(str(row["child"]), row["child_birth_date"], **said)
    shares = row.get("shares")
    return Entry(
        member, child=child, shares=1 if shares is None else shares, level=row.get("level")
    )


def _said(row: Row, names: tuple[str, ...], whose: str) -> dict[str, Any]:
    prefix = f"{whose}{DECLARED}"
    declared = {
        name.removeprefix(prefix): value for name, value in row.items() if name.startswith(prefix)
    }
    return {name: row.get(f"{whose}{name}") for name in names} | {"declared": declared}


YES_OR_NO = ("eligible", "accepted")
