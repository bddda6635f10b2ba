"""A plan through time: the stretches over which its rules stay as they are."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from mutualaid.dates import Period
from mutualaid.messages import render, told
from mutualaid.plan import Edition
from mutualaid.policy.compare import compare
from mutualaid.policy.diff_rows import DiffRow
from mutualaid.text import Lang

if TYPE_CHECKING:
    from mutualaid.catalogue import Plan
    from mutualaid.policy.change import PolicyChange


@attrs.frozen
class Stretch:
    """A stretch of days over which the rules of a plan stay as they are.

    Args:
        period: The stretch, by the day on which covers start.
        edition: The rules.
        changes: The changes of policy that began it; empty for an edition of the plan itself.
        rows: How the rules differ from those of the stretch before.
    """

    period: Period
    edition: Edition
    changes: tuple[PolicyChange, ...]
    rows: tuple[DiffRow, ...]

    def text(self, lang: Lang) -> str:
        """Word the stretch: from when to when, what began it, and what became different."""
        names = render("diff.joint", lang).join(change.name for change in self.changes)
        head = told(self.period, names or render("diff.edition", lang), lang)
        cells = (row.cells(lang) for row in self.rows)
        lines = [
            render("diff.step", lang, facts={"place": place, "old": old, "new": new})
            for _, place, _, old, new, _ in cells
        ]
        return "\n".join([head, *(f"  {line}" for line in lines)])


def timeline(plan: Plan) -> tuple[Stretch, ...]:
    """Give the stretches over which the rules of a plan stay as they are, in order of time."""
    stretches = []
    before: Edition | None = None
    for edition in plan.editions:
        began = tuple(one for one in plan.changes if one.since == edition.period.start)
        rows = () if before is None else compare(before, edition)
        stretches.append(Stretch(edition.period, edition, began, rows))
        before = edition
    return tuple(stretches)
