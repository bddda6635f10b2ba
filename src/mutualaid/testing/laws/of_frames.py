"""The law of the column form: a dataframe has the answers of its applications."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

import attrs

from mutualaid.application import Application
from mutualaid.people import Child, Member, Unit
from mutualaid.question import Entry
from mutualaid.review import EntryDecision
from mutualaid.testing.law import About, law
from mutualaid.testing.trial import Trial
from mutualaid.text import Text

AT_ONCE = 6
"""So many applications are drawn for one frame, and stand in it as far as they start together."""
ANSWERS = ("eligible", "accepted", "reason", "fee", "cap")
FEN = 100
Row = dict[str, Any]


@law(
    About.FRAME,
    "整表计算与逐份申请审核的答复相同：资格、接受与否、原因、会费、最高互助金。",
    Text(
        zh="答复不能取决于问的是一个人还是一百万行。",
        en="An answer cannot depend on whether one person is asked about or a million rows.",
    ),
)
def a_dataframe_has_the_answers_of_its_applications(trial: Trial) -> None:
    """A dataframe has the answers of its applications, where each rule has a column form."""
    from mutualaid.frames import NoColumnForm  # noqa: PLC0415 - an extra

    drawn = [trial.application() for _ in range(AT_ONCE)]
    together = [
        attrs.evolve(
            one, unit=attrs.evolve(one.unit, id=f"U{number}"), already_covered=()
        )  # frames do not take who is covered already
        for number, one in enumerate(drawn)
        if one.starts == drawn[0].starts
    ]
    try:
        answers = iter(_answered(trial, together))
    except NoColumnForm:
        return
    for application in together:
        told = {one.entry.key: one for one in trial.plan.review(application).entries}
        found = [next(answers) for _ in application.entries]
        expected = [_answer(told.get(entry.key)) for entry in application.entries]
        if expected != found:
            trial.review(application)  # so that it is reported
        assert expected == found


def _answered(trial: Trial, applications: Iterable[Application]) -> list[tuple[object, ...]]:
    """Ask the plan of one frame in which all the applications stand, row by row."""
    import polars as pl  # noqa: PLC0415 - an extra

    from mutualaid.frames import decide_frame  # noqa: PLC0415 - an extra

    rows = [
        (application, {"unit": application.unit.id, **_of_entry(entry)})
        for application in applications
        for entry in application.entries
    ]
    if not rows:
        return []
    units = [_of_unit(unit) for unit in dict.fromkeys(one.unit for one, _ in rows)]
    code = trial.plan.code
    entries, declared = (
        pl.DataFrame({name: [row.get(name) for row in some] for name in _names(some)})
        for some in ([row for _, row in rows], units)
    )
    out = decide_frame(
        trial.subject.catalogue,
        entries,
        declared,
        starts=rows[0][0].starts,
        plans=[code],
        reasons="code",
    )
    answers: list[tuple[object, ...]] = out.select(f"{code}_{name}" for name in ANSWERS).rows()
    return answers


def _names(rows: Iterable[Row]) -> list[str]:
    """Name the columns; one of which nothing is said in any row is left out."""
    said = (name for row in rows for name, value in row.items() if value is not None)
    return list(dict.fromkeys(said))


def _answer(told: EntryDecision | None) -> tuple[object, ...]:
    """Give an answer of the single path as a frame gives it; None who is taken by another row."""
    if told is None:
        return None, None, "notice.taken_once", None, None
    caps = [None if cap is None else _fen(cap) for cap in told.caps.values()]
    known = [cap for cap in caps if cap is not None]
    return (
        told.eligible,
        told.accepted,
        told.reasons[0].code if told.reasons else None,
        None if told.fee is None else _fen(told.fee),
        sum(known) if len(known) == len(caps) else None,
    )


def _fen(amount: Decimal) -> int:
    return int(amount * FEN)


def _of_unit(unit: Unit) -> Row:
    said = attrs.asdict(unit, recurse=False, filter=lambda field, _: field.name != "declared")
    return {"unit": said.pop("id"), **said, **_declared("", unit)}


def _of_entry(entry: Entry) -> Row:
    member = attrs.asdict(
        entry.member, recurse=False, filter=lambda field, _: field.name != "declared"
    )
    row = {**member, **_declared("", entry.member), "member": member.pop("id")}
    row |= {"sex": entry.member.sex.value, "shares": entry.shares, "level": entry.level}
    child = entry.child
    if child is not None:
        row |= {
            "child": child.id,
            "child_birth_date": child.birth_date,
            "child_healthy": child.healthy,
            "child_student": child.student,
            **_declared("child_", child),
        }
    return row


def _declared(whose: str, one: Member | Child | Unit) -> Row:
    return {f"{whose}declared_{code}": value for code, value in one.declared.items()}
