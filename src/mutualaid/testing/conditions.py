"""What a condition says of a question, read by its definition alone, in Kleene's logic.

The oracle against which `check` is held; it knows nothing of generated functions and columns.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from mutualaid.question import Question
from mutualaid.rules.conditions import (
    Always,
    Among,
    AtMost,
    Born,
    Condition,
    Every,
    Is,
    NoChild,
    Not,
    Some,
)


def evaluate(condition: Condition, question: Question) -> bool | None:
    """Say whether a condition holds, None where something needed was not said."""
    match condition:
        case Always():
            return True
        case Is(path, value):
            said = _read(path, question)
            return None if said is None else bool(said == value)
        case Among(path, values):
            return _read(path, question) in values
        case AtMost(path, bound):
            return bool(_read(path, question) <= bound)
        case Born(path, first, last):
            day = _read(path, question)
            return None if day is None else bool((first or date.min) <= day <= (last or date.max))
        case NoChild():
            return question.child is None
        case Not(part):
            return _denied(evaluate(part, question))
        case Every(parts):
            return _every(evaluate(part, question) for part in parts)
        case Some(parts):
            return _denied(_every(_denied(evaluate(part, question)) for part in parts))
        case _:
            return condition.rule.check(question).standing.holds


def _denied(held: bool | None) -> bool | None:
    return None if held is None else not held


def _every(found: Iterable[bool | None]) -> bool | None:
    """Join by *and*: one False decides, else one None leaves it open."""
    known = set(found)
    return False if False in known else None if None in known else True


def _read(path: str, question: Question) -> Any:
    """Read what was said; of a child who is not there, nothing was said."""
    value: Any = question
    for name in path.split("."):
        if isinstance(value, Mapping):
            value = value.get(name)
        else:
            value = None if value is None else getattr(value, name)
    return value
