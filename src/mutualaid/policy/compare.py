"""Two editions of a plan walked through side by side, and two plans through a span of days.

Rules of one type are compared figure by figure, all others are told whole.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

import attrs

from mutualaid.dates import Period
from mutualaid.errors import NotInForce
from mutualaid.messages import render, table
from mutualaid.plan import Edition
from mutualaid.policy.diff_rows import DiffRow
from mutualaid.policy.paths import Node, children, figures, label_figure, roots
from mutualaid.rules import BenefitLine, Levels, RuleValue
from mutualaid.sources import Source
from mutualaid.text import Text

if TYPE_CHECKING:
    from mutualaid.catalogue import Plan


def compare(before: Edition, after: Edition) -> tuple[DiffRow, ...]:
    """Compare two editions of one plan, whatever their periods."""
    new = roots(after)
    rows: list[DiffRow] = []
    for root, node in roots(before).items():
        at = _At(before.code, (root,), _named("root", root))
        rows += _compare(at, node, new[root])
    return tuple(rows)


@attrs.frozen
class _At:
    """A place while two rules are walked through side by side."""

    plan: str
    path: tuple[str, ...]
    words: Text

    def down(self, label: str, words: Text) -> _At:
        joined = Text(
            zh=f"{self.words.zh} · {words.zh}" if words.zh else self.words.zh,
            en=f"{self.words.en} · {words.en}" if words.en else self.words.en,
        )
        return _At(self.plan, (*self.path, label), joined)

    def to(self, label: str, rule: RuleValue) -> _At:
        return self.down(label, _name_of(rule, label))

    def taken_out(self, old: RuleValue, clause: Source | None) -> DiffRow:
        return attrs.evolve(self.row(old, None, clause or old.source), old_clause=old.source)

    def row(self, old: Any, new: Any, clause: Source | None) -> DiffRow:
        return DiffRow(self.plan, ".".join((self.plan, *self.path)), self.words, clause, old, new)


def _named(kind: str, name: str) -> Text:
    """Name a root, a kind of rule or a figure; by itself, where there is no name for it."""
    return table().get(f"{kind}.{name}", Text(zh=name, en=name))


def _name_of(rule: RuleValue, label: str) -> Text:
    if isinstance(rule, BenefitLine):
        return rule.name
    own = rule.messages.get(f"{rule.kind}.name") or table().get(f"rule.{rule.kind}")
    name = getattr(rule, "name", None)
    if name is not None or own is None:
        return Text(zh=str(name or label), en=str(name or label))
    number = label.partition("[")[2].rstrip("]")
    return Text(zh=f"{own.zh}{number}", en=f"{own.en} {number}".rstrip())


def _compare(at: _At, old: Node, new: Node) -> Iterator[DiffRow]:
    if type(old) is not type(new):
        yield at.row(old, new, new.source)
        return
    for figure in figures(old):
        yield from _compare_figures(at, figure, old, new)
    before, after = ({label: rule for label, _, rule in children(one)} for one in (old, new))
    holds = {label: step[0] for one in (old, new) for label, step, _ in children(one)}
    for label, field in holds.items():
        one, other = before.get(label), after.get(label)
        if other is None:
            yield at.to(label, before[label]).taken_out(before[label], new.source_of(field))
        elif one is None:
            # What has another number only, since a rule before it is gone, is as old as it was.
            moved = other in before.values()
            clause = new.source_of(field) if moved else other.source_of(label_figure(other))
            yield at.to(label, other).row(None, other, clause)
        else:
            yield from _compare(at.to(label, other), one, other)
    if before.keys() == after.keys() and list(before) != list(after):
        order = at.down("order", _named("figure", "order"))
        yield order.row(tuple(before), tuple(after), new.source_of("order"))


def _compare_figures(at: _At, figure: str, old: Node, new: Node) -> Iterator[DiffRow]:
    one, other = getattr(old, figure), getattr(new, figure)
    if one == other:
        return
    here = at.down(figure, _named("figure", figure))
    clause = new.source_of(figure)
    if isinstance(one, Levels) and isinstance(other, Levels):
        for level in sorted({*one, *other}):
            if one.get(level) != other.get(level):
                words = _level(level)
                yield here.down(str(level), words).row(one.get(level), other.get(level), clause)
    else:
        yield here.row(one, other, clause)


def _level(level: int) -> Text:
    facts: Mapping[str, object] = {"level": level}
    return Text(
        zh=render("diff.level", "zh", facts=facts), en=render("diff.level", "en", facts=facts)
    )


def rows_of(code: str, before: Plan | None, after: Plan | None, span: Period) -> list[DiffRow]:
    """Compare a plan stretch by stretch; a row that was there a stretch before is told once.

    Args:
        code: Code of the plan.
        before: The plan of the one side; None where that has none.
        after: The plan of the other side.
        span: The start days of covers.
    """
    days = {date.min}
    for plan in (before, after):
        for edition in () if plan is None else plan.editions:
            days |= {day for day in (edition.period.start, edition.period.end) if day is not None}
    told: dict[tuple[str, Any, Any], DiffRow] = {}
    rows: list[DiffRow] = []
    for start in sorted(days):
        later = [day for day in days if day > start]
        end = min(later, default=None)
        found = _compare_on(code, _edition(before, start), _edition(after, start))
        told = {
            key: told.get(key, attrs.evolve(row, since=None if start == date.min else start))
            for row in found
            for key in [(row.path, row.old, row.new)]
        }
        if _meets(span, start, end):
            rows += [row for row in told.values() if row not in rows]
    return rows


def _meets(span: Period, start: date, end: date | None) -> bool:
    return (end is None or span.start < end) and (span.end is None or start < span.end)


def _edition(plan: Plan | None, on: date) -> Edition | None:
    try:
        return None if plan is None else plan.edition(on)
    except NotInForce:
        return None


def _compare_on(code: str, before: Edition | None, after: Edition | None) -> tuple[DiffRow, ...]:
    if before is not None and after is not None:
        return compare(before, after)
    if before is after:
        return ()
    old, new = (None if one is None else one.info for one in (before, after))
    source = next(one.source for one in (new, old) if one is not None)
    return (DiffRow(code, code, _named("root", "plan"), source, old, new),)
