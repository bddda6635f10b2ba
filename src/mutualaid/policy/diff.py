"""The difference of two policies: every rule and figure that is not the same, with its place.

Two catalogues have equal rules on a day if and only if their difference on that day is empty:
rules of one type are compared figure by figure, all others are told whole.
"""

from __future__ import annotations

import enum
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING, Any, overload

import attrs

from mutualaid.checks import require_date
from mutualaid.dates import Period
from mutualaid.errors import InvalidValue, NotInForce
from mutualaid.messages import render, table, told
from mutualaid.plan import Edition, PlanInfo
from mutualaid.policy.paths import Node, children, figures, roots
from mutualaid.rules import BenefitLine, BenefitSchedule, Event, Levels, RuleValue
from mutualaid.rules.fees import Payer
from mutualaid.sources import Source
from mutualaid.text import LANGUAGES, Lang, Text, yuan

if TYPE_CHECKING:
    from mutualaid.catalogue import Catalogue, Plan
    from mutualaid.frames.effect import FrameEffect
    from mutualaid.frames.frame import Fallback, Validate
    from mutualaid.policy.change import PolicyChange
    from mutualaid.policy.counterexample import CounterexampleSearch
    from mutualaid.policy.effect import Applications, Effect, Frame

SCHEMA_VERSION = 1
COLUMNS = ("plan", "place", "clause", "old", "new", "since")


@attrs.frozen
class DiffRow:
    """One rule or figure that differs.

    Args:
        plan: Code of the plan.
        path: Where it stands, beginning with the plan's code; the code alone for a plan that is
            in force on one side only.
        place: The same in words.
        clause: Where the new one is laid down, or the old one where nothing follows it.
        old: The figure or rule as it was; None where there was none.
        new: The figure or rule as it is; None where there is none.
        since: First start day from which it differs so; None where it always did.
    """

    plan: str
    path: str
    place: Text
    clause: Source | None
    old: Any
    new: Any
    since: date | None = None

    def cells(self, lang: Lang) -> tuple[str, ...]:
        """Give the row in words: the plan's code, place, clause, old, new, since."""
        return (
            self.plan,
            self.place.of(lang),
            "" if self.clause is None else self.clause.cite(lang),
            shown(self.old, lang),
            shown(self.new, lang),
            "" if self.since is None else self.since.isoformat(),
        )

    def to_dict(self) -> dict[str, object]:
        """Give the row in values that JSON knows."""
        return {
            "plan": self.plan,
            "path": self.path,
            "place": {lang: self.place.of(lang) for lang in LANGUAGES},
            "clause": None if self.clause is None else self.clause.to_dict(),
            "old": {lang: shown(self.old, lang) for lang in LANGUAGES},
            "new": {lang: shown(self.new, lang) for lang in LANGUAGES},
            "since": None if self.since is None else self.since.isoformat(),
        }


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


# Two editions -------------------------------------------------------------------------------------


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
        yield at.row(old, new, _source(new, None))
        return
    for figure in figures(old):
        yield from _compare_figures(at, figure, old, new)
    before = {label: rule for label, _, rule in children(old)}
    after = {label: rule for label, _, rule in children(new)}
    for label in dict.fromkeys([*before, *after]):
        one, other = before.get(label), after.get(label)
        below = at.down(label, _name_of(next(x for x in (other, one) if x is not None), label))
        if one is not None and other is not None:
            yield from _compare(below, one, other)
        else:
            yield below.row(one, other, _source(one if other is None else other, None))
    if before.keys() == after.keys() and list(before) != list(after):
        order = at.down("order", _named("figure", "order"))
        yield order.row(tuple(before), tuple(after), _source(new, None))


def _compare_figures(at: _At, figure: str, old: Node, new: Node) -> Iterator[DiffRow]:
    one, other = getattr(old, figure), getattr(new, figure)
    if one == other:
        return
    here = at.down(figure, _named("figure", figure))
    clause = _source(new, figure)
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


def _source(node: Any, figure: str | None) -> Source | None:
    if isinstance(node, RuleValue):
        return node.source if figure is None else node.source_of(figure)
    if isinstance(node, BenefitSchedule):
        return node.lines[0].source
    return getattr(node, "source", None)


# Two catalogues -----------------------------------------------------------------------------------


@attrs.frozen(slots=False)  # so that what is kept keeps its docstring
class Difference:
    """How the rules of one catalogue differ from those of another.

    Args:
        before: The one.
        after: The other.
        on: The start day of covers, or the period, on which they were compared.
        rows: Every rule and figure that differs, by plan and place.
    """

    before: Catalogue = attrs.field(repr=False)
    after: Catalogue = attrs.field(repr=False)
    on: date | Period
    rows: tuple[DiffRow, ...]

    def __bool__(self) -> bool:
        return bool(self.rows)

    @cached_property
    def plans(self) -> tuple[str, ...]:
        """The codes of the plans that differ."""
        return tuple(dict.fromkeys(row.plan for row in self.rows))

    @property
    def in_force(self) -> tuple[str, ...]:
        """The codes of the plans that differ and are in force on both sides, on one day."""
        day = self.on.start if isinstance(self.on, Period) else self.on
        both = (self.before, self.after)
        return tuple(
            code
            for code in self.plans
            if all(code in side and side[code].in_force(day) for side in both)
        )

    def counterexample(self, plan: str) -> CounterexampleSearch:
        """Look for the simplest application, or claim, that the two decide differently.

        Args:
            plan: The plan, by any of its names.

        Returns:
            What was found; or, where nothing was, how far the search went.

        Raises:
            InvalidValue: The difference is over a period.
            NotInForce: The plan is not in force on both sides on the day.
            UnknownName: No plan has this name.
        """
        from mutualaid.policy.counterexample import counterexample  # noqa: PLC0415 - at first use

        if isinstance(self.on, Period):
            raise InvalidValue(
                "A counterexample starts on one day",
                name="on",
                value=self.on,
                allowed="a difference on a day, such as diff(other, on=date(2017, 1, 1))",
            )
        one, other = self.before[plan], self.after[plan]
        return counterexample(one.edition(self.on), other.edition(self.on), self.on)

    @overload
    def effect(self, entries: Applications | Mapping[str, Applications], /) -> Effect: ...

    @overload
    def effect(
        self,
        entries: Frame,
        units: Frame | None = None,
        *,
        plans: Iterable[str] | None = None,
        columns: Mapping[str, str] | None = None,
        validate: Validate = "values",
        fallback: Fallback | None = None,
    ) -> FrameEffect: ...

    def effect(self, entries: Any, units: Any = None, **asked: Any) -> Effect | FrameEffect:
        """Tell whom the difference reaches among those who apply, and how.

        Args:
            entries: An application, or several, each asked of every plan; or those of each plan
                by its code, where they differ by plan. Or a whole population: a dataframe with a
                row for each person, or each person and child, as `decide_frame` takes it; its
                covers start on the day of the difference.
            units: Of a population, a row for each unit; if not given, the entries hold their
                figures.
            **asked: Of a population, `plans`, `columns`, `validate` and `fallback`, as
                `decide_frame` takes them.

        Raises:
            InvalidFrame: A dataframe that cannot be decided.
            InvalidType: Something that is neither an `Application` nor a dataframe.
            InvalidValue: A dataframe is asked of a difference over a period.
            NoColumnForm: A rule of which only `check` can tell how it stands, asked of a dataframe.
            NotInForce: No plan that is asked of a dataframe is in force on either side.
            UnknownName: A plan is named that neither side has.
        """
        from mutualaid.policy.effect import effect, is_frame  # noqa: PLC0415 - at first use

        if units is None and not asked and not is_frame(entries):
            return effect(self.before, self.after, entries)
        if isinstance(self.on, Period):
            raise InvalidValue(
                "The covers of a population start on one day",
                name="on",
                value=self.on,
                allowed="a difference on a day, such as diff(other, on=date(2017, 1, 1))",
            )
        return effect(self.before, self.after, entries, units, starts=self.on, **asked)

    def cells(self, lang: Lang) -> tuple[tuple[str, ...], ...]:
        """Give the rows in words: the plan's short title, place, clause, old, new, since."""
        return tuple((self._title(row.plan).of(lang), *row.cells(lang)[1:]) for row in self.rows)

    def _title(self, plan: str) -> Text:
        side = self.after if plan in self.after else self.before
        return side[plan].editions[-1].info.short

    def to_text(self, lang: Lang) -> str:
        """Give the difference in words, a line for each row."""
        if not self.rows:
            return render("diff.equal", lang)
        lines = []
        for plan, place, clause, old, new, since in self.cells(lang):
            facts = {"plan": plan, "place": place, "old": old, "new": new}
            line = render("diff.row", lang, facts=facts)
            if since:
                line += render("diff.since", lang, facts={"since": since})
            lines.append(line + (render("diff.clause", lang, facts={"clause": clause})))
        return "\n".join(lines)

    def to_markdown(self, lang: Lang) -> str:
        """Give the difference as a table in Markdown: plan, place, clause, old, new, since."""
        table_rows = [headers(lang), ["---"] * len(COLUMNS), *self.cells(lang)]
        return "\n".join(f"| {' | '.join(map(_cell, row))} |" for row in table_rows) + "\n"

    def to_dict(self) -> dict[str, object]:
        """Give the difference in values that JSON knows."""
        on = self.on
        days = [on, on] if isinstance(on, date) else [on.start, on.end]
        return {
            "type": "difference",
            "version": SCHEMA_VERSION,
            "from": str(days[0]),
            "until": None if days[1] is None else str(days[1]),
            "rows": [row.to_dict() for row in self.rows],
        }


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", "<br>")


def difference(before: Catalogue, after: Catalogue, *, on: date | Period) -> Difference:
    """Compare two catalogues on a start day of covers, or over a period.

    Args:
        before: The one.
        after: The other.
        on: The day, or the period. Over a period a row stands for each stretch over which a rule
            differs in one way, with the first day of it.

    Raises:
        InvalidType: A datetime for a date.
    """
    span = on if isinstance(on, Period) else Period(require_date(on, "on"), _day_after(on))
    rows = [
        row
        for code in dict.fromkeys([*before, *after])
        for row in _rows_of(code, before.get(code), after.get(code), span)
    ]
    return Difference(before, after, on, tuple(rows))


def _day_after(day: date) -> date | None:
    return None if day == date.max else date.fromordinal(day.toordinal() + 1)


def _rows_of(code: str, before: Plan | None, after: Plan | None, span: Period) -> list[DiffRow]:
    """Compare a plan stretch by stretch; a row that was there a stretch before is told once."""
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


# One plan through time ----------------------------------------------------------------------------


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
