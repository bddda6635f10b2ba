"""Whom a difference of two policies reaches in a whole population, on the dataframe that holds it.

The answers are those of `mutualaid.policy.effect`. Who is meant stays in the frame; only tables of
groups leave it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING, Any

import attrs
import narwhals as nw

from mutualaid.checks import FEN, require_date
from mutualaid.decision import money
from mutualaid.display import Displayed
from mutualaid.frames.answers import PLAN_CODE
from mutualaid.frames.codes import reason_text
from mutualaid.frames.effect_rows import (
    COUNT,
    IN,
    OPEN,
    differing_rows,
    differing_units,
    fees,
    moves,
)
from mutualaid.frames.engines import AnyFrame, collect, read
from mutualaid.frames.frame import Fallback, Validate
from mutualaid.frames.grouping import (
    AGE_BAND,
    OURS,
    PLAN,
    By,
    Grouping,
    across,
    band_of,
    beside_each_other,
    dated,
    of_plan,
)
from mutualaid.frames.known import expr
from mutualaid.frames.schema import find_inputs
from mutualaid.frames.sides import Asked, Pair, Sides, answers_in_part, refuse_ours
from mutualaid.frames.weighing import NUMBERS, VERDICTS, verdict_of, weigh, weighed
from mutualaid.masking import mask
from mutualaid.messages import render
from mutualaid.notebook import effect_card
from mutualaid.policy.effect import NAMED, SCHEMA_VERSION, EffectSummary
from mutualaid.policy.effect_rows import GROUPS, MOVES, Verdict
from mutualaid.text import Lang, Text

if TYPE_CHECKING:
    from mutualaid.catalogue import Catalogue, Plan

Row = Mapping[str, Any]
ENTRIES = f"{OURS}entries"
STATES = {IN: True, OPEN: None}
"""Whether a row comes in, by the number of how it stands."""
ENDS = ("before", "after")


@attrs.frozen(slots=False, eq=False)  # so that what is kept keeps its docstring
class FrameEffect(Displayed):
    """Hold what a difference of two policies comes to for a whole population.

    A lazy frame is reckoned when something is asked, and anew for the next.
    """

    _sides: Sides = attrs.field(repr=False)
    _pairs: tuple[Pair, ...] = attrs.field(repr=False)
    _grouping: Grouping = attrs.field(repr=False)

    # Frames ---------------------------------------------------------------------------------------

    @property
    def rows(self) -> Any:
        """The answers that differ, a row for each row and plan, in a frame of the kind given.

        Its columns are the keys of the entries (`unit`, `member`, and where they are there `child`
        and `plan`), then `plan_code`; then of either side, with `_before` and `_after`, `accepted`,
        `reason`, `fee` and `cap` as `decide_frame` gives them; and `verdict`. Who is not asked on
        one side is not accepted there.
        """
        return self._of_each(differing_rows).to_native()

    @property
    def units(self) -> Any:
        """The units that a plan answers otherwise as a whole, in a frame of the kind given.

        Its columns are the key of the unit and `plan_code`; `accepted_before` and
        `accepted_after`, null where it is not known: a unit falls where it goes from true to
        false, and climbs the other way; `entries`, how many rows either side takes; and
        `eligible_before` and `eligible_after`, how many of them surely meet the plan's own
        conditions.
        """
        return self._of_each(differing_units).to_native()

    @property
    def _weighed(self) -> Sequence[Pair]:
        return weighed(self._pairs)

    def _of_each(self, give: Callable[[Grouping, Pair], AnyFrame]) -> AnyFrame:
        """Put what each plan gives one under the other."""
        return nw.concat([give(self._of(pair), pair) for pair in self._weighed], how="vertical")

    def _of(self, pair: Pair) -> Grouping:
        """Give the rows with one plan's answers."""
        return self._alone.get(pair.code, self._grouping)

    @cached_property
    def _alone(self) -> dict[str, Grouping]:
        """The rows with one plan's answers, where an engine would reckon all others with them."""
        if answers_in_part(self._grouping.rows):
            return {}
        return {
            pair.code: attrs.evolve(
                self._grouping, rows=_weighed_rows(self._sides, [pair], "schema")
            )
            for pair in self._weighed
        }

    # Sums -----------------------------------------------------------------------------------------

    @cached_property
    def total(self) -> EffectSummary:
        """What it comes to for everyone."""
        (sums,) = self._add_up((), across(self._cells.values()))
        return _summary(None, sums)

    def summary(self, by: By) -> tuple[EffectSummary, ...]:
        """Say what it comes to for each group; groups for which nothing differs among them.

        Args:
            by: "plan", "unit", the member's "sex", the member's "age_band" of five years, or any
                column of the entries or of the units (`unit_<name>` where both have it); or
                several of them.

        Returns:
            A summary of each group, plan after plan, and then in the order of what it is grouped
            by. Its `group` is a text, empty for null; a tuple of texts where there are several.

        Raises:
            UnknownName: Nothing of this name to group by.
        """
        names = self._grouping.names(by, ())
        rest = [name for name in names if name != PLAN]
        found: list[tuple[Row, Row]] = []
        if PLAN in names:
            table = self._add_up(rest, beside_each_other(self._cells))
            for code, cells in self._cells.items():
                found += [
                    ({**row, PLAN: code}, {name: row[of_plan(code, name)] for name in cells})
                    for row in table
                ]
        else:
            found += [(row, row) for row in self._add_up(rest, across(self._cells.values()))]
        return tuple(
            _summary(_group([_name(name, row[name]) for name in names]), sums)
            for row, sums in found
            if sums[ENTRIES]
        )

    @cached_property
    def _cells(self) -> dict[str, dict[str, nw.Expr]]:
        """What is added up of each plan."""
        made = {pair.code: {ENTRIES: expr(pair.here), **fees(pair)} for pair in self._pairs}
        for pair in self._weighed:
            verdict = verdict_of(pair)
            made[pair.code] |= {
                f"{OURS}{one.value}": verdict == number for one, number in NUMBERS.items()
            }
        return made

    def _add_up(self, by: Sequence[str], cells: Mapping[str, nw.Expr]) -> list[dict[str, Any]]:
        return _rows(self._grouping.add_up(by, cells))

    # Words ----------------------------------------------------------------------------------------

    def text(self, lang: Lang) -> str:
        """Word it: counts and fees, units, and what becomes different for how many people."""
        lines = [self.total.text(lang)]
        falls: dict[tuple[str, str], list[str]] = {}
        for unit in self._units():
            falls.setdefault((unit[PLAN_CODE], _fate(unit)), []).append(unit["unit"])
        for (code, fate), names in falls.items():
            named = [mask(name) for name in sorted(names)[:NAMED]]
            if len(names) > NAMED:
                named.append(render("effect.more", lang))
            joined = render("all_of.joint", lang).join(named)
            facts = {"plan": self._title(code), "count": len(names), "names": joined}
            lines.append(render(f"effect_frame.{fate}", lang, facts=facts))
        for pair in self._weighed:
            for move in _rows(moves(self._of(pair), pair)):
                words = render("any_of.joint", lang).join(self._words(move, lang))
                facts = {"plan": self._title(pair.code), "words": words, "count": move[COUNT]}
                lines.append(render("effect_frame.group", lang, facts=facts))
        return "\n".join(lines)

    def _words(self, move: Row, lang: Lang) -> Iterator[str]:
        """Word what becomes different for those who come off alike."""
        was, now = (STATES.get(move[end], False) for end in ENDS)
        reasons = reason_text(self._plans, move["reason"], lang)
        yield render(MOVES.get((was, now), "effect.otherwise"), lang, facts={"reasons": reasons})
        if was and now:
            yield render(f"verdict.{VERDICTS[move['verdict']].value}", lang)
        paid = [
            None if move[f"{OURS}unknown_{end}"] else _yuan(move[f"{OURS}fee_{end}"])
            for end in ENDS
        ]
        if paid[0] != paid[1]:
            sums = {end: money(fee, lang) for end, fee in zip(ENDS, paid, strict=True)}
            yield render("effect.fee", lang, facts=sums)

    @property
    def _plans(self) -> dict[str, Plan]:
        """The plans of both sides, for the words of their reasons."""
        sides = zip(ENDS, (self._sides.before, self._sides.after), strict=True)
        return {f"{end}.{code}": side[code] for end, side in sides for code in side}

    def _title(self, code: str) -> Text:
        pair = next(pair for pair in self._pairs if pair.code == code)
        return next(
            side.edition.info.short for side in reversed(pair.sides) if side.edition is not None
        )

    def _units(self) -> list[dict[str, Any]]:
        found = _rows(self._of_each(differing_units))
        own = self._grouping.people.names["unit"]
        return [{**row, "unit": _name("unit", row[own])} for row in found]

    def to_html(self, lang: Lang) -> str:
        """Give the counts and fees of each plan in HTML, as a notebook shows them."""
        sums = [(self._title(str(one.group)).of(lang), one) for one in self.summary("plan")]
        return effect_card(lang, self.total, sums)

    def to_dict(self) -> dict[str, object]:
        """Give it, but for the rows, in values that JSON knows; money as digits."""
        return {
            "type": "frame_effect",
            "version": SCHEMA_VERSION,
            "total": self.total.to_dict(),
            "summary": {by: [one.to_dict() for one in self.summary(by)] for by in GROUPS},
            "units": [
                {
                    "plan": unit[PLAN_CODE],
                    "unit": mask(unit["unit"]),
                    **{name: unit[name] for name in UNIT_FACTS},
                }
                for unit in self._units()
            ],
        }


UNIT_FACTS = (
    "accepted_before", "accepted_after", "entries", "eligible_before", "eligible_after",
)  # fmt: skip


def frame_effect(
    before: Catalogue,
    after: Catalogue,
    entries: Any,
    units: Any = None,
    *,
    starts: date,
    plans: Iterable[str] | None = None,
    columns: Mapping[str, str] | None = None,
    validate: Validate = "values",
    fallback: Fallback | None = None,
) -> FrameEffect:
    """Tell whom the difference of two policies reaches in a population, and how.

    Args:
        before: The one policy.
        after: The other.
        entries: One row for each person, or each person and child, as in `decide_frame`.
        units: One row for each unit; if not given, the entries hold their figures.
        starts: First day of the covers.
        plans: Names of the plans to ask; every plan in force on either side, if not said.
        columns: The frames' own names of columns, by the names that are read.
        validate: As in `decide_frame`.
        fallback: As in `decide_frame`.

    Raises:
        InvalidFrame: Columns, types or values that cannot be decided; every problem at once.
        InvalidType: No dataframe, a datetime for a date.
        InvalidValue: A choice that there is not.
        NoColumnForm: A rule of which only `check` can tell how it stands.
        NotInForce: No plan that is asked is in force on either side.
        UnknownName: No plan has this name.
    """
    asked = Asked(entries, units, require_date(starts, "starts"), columns, validate, fallback)
    frame = read(entries, "entries")
    declared_in = None if units is None else read(units, "units")
    people, declared = find_inputs(frame, declared_in, columns or {})
    refuse_ours(people)
    sides = Sides(before, after, asked, people)
    pairs = sides.pairs(plans)
    rows = _weighed_rows(sides, pairs, validate)
    grouping = Grouping(rows, people, None if units is None else declared, starts)
    return FrameEffect(sides, pairs, grouping)


def _weighed_rows(sides: Sides, pairs: Sequence[Pair], validate: Validate) -> AnyFrame:
    rows = dated(sides.decide(pairs, validate=validate), sides.people.names["birth_date"])
    return rows.with_columns(*map(weigh, weighed(pairs)))


def _summary(group: str | tuple[str, ...] | None, sums: Row) -> EffectSummary:
    return EffectSummary(
        group,
        int(sums[ENTRIES]),
        {verdict: int(sums.get(f"{OURS}{verdict.value}", 0)) for verdict in Verdict},
        _yuan(sums[f"{OURS}fee_before"]),
        _yuan(sums[f"{OURS}fee_after"]),
        int(sums[f"{OURS}unknown_before"]),
        int(sums[f"{OURS}unknown_after"]),
    )


def _group(names: Sequence[str]) -> str | tuple[str, ...]:
    return names[0] if len(names) == 1 else tuple(names)


def _yuan(fen: int) -> Decimal:
    """Give fen in yuan, whole yuan without places."""
    amount = int(fen) * FEN
    whole = amount.to_integral_value()
    return whole if amount == whole else amount


def _fate(unit: Row) -> str:
    sides = unit["accepted_before"], unit["accepted_after"]
    if sides == (True, False):
        return "units_fall"
    return "units_climb" if sides == (False, True) else "units_otherwise"


def _rows(frame: AnyFrame) -> list[dict[str, Any]]:
    """Give the rows of a small frame, gaps as None whatever the engine's types."""
    rows: list[dict[str, Any]] = collect(frame).to_arrow().to_pylist()
    return rows


def _name(by: str, value: Any) -> str:
    """Name what a group has in common."""
    if value is None or value != value:  # noqa: PLR0124 - numbers with gaps have NaN for null
        return ""
    if by == AGE_BAND:
        return band_of(int(value))
    return str(value)
