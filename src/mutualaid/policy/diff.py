"""The difference of two policies: every rule and figure that is not the same, with its place.

Two catalogues have equal rules on a day if and only if their difference on that day is empty.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any, overload

import attrs

from mutualaid.checks import require_date
from mutualaid.dates import Period
from mutualaid.display import Displayed
from mutualaid.errors import InvalidValue
from mutualaid.messages import render
from mutualaid.policy.compare import rows_of
from mutualaid.policy.diff_rows import COLUMNS, DiffRow, headers
from mutualaid.text import Lang, Text

if TYPE_CHECKING:
    from mutualaid.catalogue import Catalogue
    from mutualaid.frames.effect import FrameEffect
    from mutualaid.frames.frame import Fallback, Validate
    from mutualaid.policy.counterexample import CounterexampleSearch
    from mutualaid.policy.effect import Applications, Effect, Frame

SCHEMA_VERSION = 1


@attrs.frozen(slots=False)  # so that what is kept keeps its docstring
class Difference(Displayed):
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
        for row in rows_of(code, before.get(code), after.get(code), span)
    ]
    return Difference(before, after, on, tuple(rows))


def _day_after(day: date) -> date | None:
    return None if day == date.max else date.fromordinal(day.toordinal() + 1)
