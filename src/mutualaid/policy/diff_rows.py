"""A row of the difference of two policies, and how a rule or a figure is worded in it."""

from __future__ import annotations

import enum
from datetime import date
from decimal import Decimal
from typing import Any

import attrs

from mutualaid.messages import behind, render, told
from mutualaid.plan import PlanInfo
from mutualaid.rules import BenefitLine, BenefitSchedule, Event, RuleValue
from mutualaid.rules.fees import Payer
from mutualaid.sources import Source
from mutualaid.text import LANGUAGES, Lang, Text, yuan

COLUMNS = ("plan", "place", "clause", "old", "new", "since")


@attrs.frozen
class DiffRow:
    """One rule or figure that differs.

    Args:
        plan: Code of the plan.
        path: Where it stands, beginning with the plan's code; the code alone for a plan that is
            in force on one side only.
        place: The same in words.
        clause: Where the new one is laid down; of a rule that is taken out, where that is.
        old: The figure or rule as it was; None where there was none.
        new: The figure or rule as it is; None where there is none.
        since: First start day from which it differs so; None where it always did.
        old_clause: Where a rule was laid down that is taken out; None of whatever else differs.
    """

    plan: str
    path: str
    place: Text
    clause: Source | None
    old: Any
    new: Any
    since: date | None = attrs.field(default=None, kw_only=True)
    old_clause: Source | None = attrs.field(default=None, kw_only=True)

    def cells(self, lang: Lang) -> tuple[str, ...]:
        """Give the row in words: the plan's code, place, clause, old, new, since."""
        return (
            self.plan,
            self.place.of(lang),
            "" if self.clause is None else self.clause.cite(lang),
            self._old(lang),
            _in_place(self.new, lang),
            "" if self.since is None else self.since.isoformat(),
        )

    def _old(self, lang: Lang) -> str:
        words = _in_place(self.old, lang)
        return words if self.old_clause is None else behind(words, self.old_clause.cite(lang), lang)

    def to_dict(self) -> dict[str, object]:
        """Give the row in values that JSON knows."""
        return {
            "plan": self.plan,
            "path": self.path,
            "place": {lang: self.place.of(lang) for lang in LANGUAGES},
            "clause": None if self.clause is None else self.clause.to_dict(),
            "old_clause": None if self.old_clause is None else self.old_clause.to_dict(),
            "old": {lang: _in_place(self.old, lang) for lang in LANGUAGES},
            "new": {lang: _in_place(self.new, lang) for lang in LANGUAGES},
            "since": None if self.since is None else self.since.isoformat(),
        }


def _in_place(value: object, lang: Lang) -> str:
    """Word what stands at a place; a line without its name, which names the place."""
    return value.words(lang) if isinstance(value, BenefitLine) else shown(value, lang)


def shown(value: object, lang: Lang) -> str:
    """Word a figure, or a rule, as the cell of a table."""
    match value:
        case None | bool():
            return render(f"diff.{value}".lower(), lang)
        case Decimal():
            return yuan(value)
        case enum.Enum():
            return render(f"{type(value).__name__}.{value.value}".lower(), lang)
        case BenefitSchedule(lines=parts) | (tuple() as parts):
            words = (shown(part, lang) for part in parts)
            return render("diff.joint", lang).join(words) or shown(None, lang)
        case BenefitLine():
            return told(value.name, value.words(lang), lang)
        case RuleValue():
            return value.words(lang)
        case (Text() as text) | Event(title=text) | PlanInfo(title=text) | Payer(name=text):
            return text.of(lang)
        case _:
            return str(value)


def headers(lang: Lang) -> tuple[str, ...]:
    """Give the titles of the six columns of a difference."""
    return tuple(render(f"diff.column_{name}", lang) for name in COLUMNS)
