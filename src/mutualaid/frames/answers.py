"""The columns of answers: their names, what they hold, and in which rows that is known."""

from __future__ import annotations

from collections.abc import Iterator

import attrs

from mutualaid.frames import words
from mutualaid.frames.known import Flag
from mutualaid.plan import Edition

PLAN_CODE = "plan_code"
"""The column of the long form that says which plan answers."""


@attrs.frozen
class Answer:
    """One answer of one plan.

    Args:
        name: What it is, such as "eligible".
        value: The column; anything where it is not known.
        known: In which rows it is known.
    """

    name: str
    value: words.Expr
    known: Flag


def wide_answers(edition: Edition, *, lines: bool) -> Iterator[str]:
    """Name the answers of a plan; with `lines`, the caps of plans that have several lines too."""
    yield from ("eligible", "accepted", "reason", "fee", "cap")
    if lines and len(edition.benefit.lines) > 1:
        yield from (f"cap_{line.code}" for line in edition.benefit.lines)
