"""What one policy answers of a whole population, group by group."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

import attrs
import narwhals as nw

from mutualaid.checks import require_date
from mutualaid.frames.engines import AnyFrame, read
from mutualaid.frames.frame import Fallback, Validate
from mutualaid.frames.grouping import (
    AGE_BAND,
    PLAN,
    REASON,
    By,
    Grouping,
    across,
    dated,
)
from mutualaid.frames.known import expr, no
from mutualaid.frames.schema import find_inputs
from mutualaid.frames.sides import Asked, Pair, Side, Sides, answers_in_part, refuse_ours
from mutualaid.policy.effect_rows import BAND, GROUPS

if TYPE_CHECKING:
    from mutualaid.catalogue import Catalogue

ENTRIES = "entries"
SUMS = (
    ENTRIES, "eligible", "accepted", "refused", "open", "fee", "fee_unknown", "cap", "cap_unknown",
)  # fmt: skip
"""What is summed up, in the order of the columns."""


def decide_summary(
    catalogue: Catalogue,
    entries: Any,
    units: Any = None,
    *,
    starts: date,
    by: By = PLAN,
    plans: Iterable[str] | None = None,
    columns: Mapping[str, str] | None = None,
    validate: Validate = "values",
    fallback: Fallback | None = None,
) -> Any:
    """Sum up what `decide_frame` answers, for each group.

    Args:
        catalogue: The plans.
        entries: One row for each person, or each person and child, as in `decide_frame`.
        units: One row for each unit; if not given, the entries hold their figures.
        starts: First day of the covers.
        by: "plan", "unit", the member's "sex", the member's "age_band" of five completed years,
            the "reason" by its number, or any column of the entries or of the units
            (`unit_<name>` where both have it); or several of them; with none, all is summed up.
        plans: Names of the plans to ask; every plan in force on the start day, if not said.
        columns: The frames' own names of columns, by the names that are read.
        validate: As in `decide_frame`.
        fallback: As in `decide_frame`.

    Returns:
        A frame of the same kind with a row for each group of which a plan takes a row, and the
        columns that it is grouped by; `entries`, how many rows a plan takes, each plan counted
        for itself; `eligible`, how many surely meet the plan's own conditions; `accepted`,
        `refused` and `open`, how many surely come in, surely do not, and of how many it is not
        known; `fee` and `cap`, the sums in fen of what is known, the caps of who may still come in
        included, and `fee_unknown` and `cap_unknown`, how many are not known. In order, where the
        engine has one.

    Raises:
        InvalidFrame: Columns, types or values that cannot be decided; every problem at once.
        InvalidType: No dataframe, a datetime for a date.
        InvalidValue: A choice that there is not, or a column that has the name of a sum.
        NoColumnForm: A rule of which only `check` can tell how it stands.
        NotInForce: No plan that is asked is in force on the start day.
        UnknownName: No plan has this name, or there is nothing of this name to group by.
    """
    asked = Asked(entries, units, require_date(starts, "starts"), columns, validate, fallback)
    frame = read(entries, "entries")
    people, declared = find_inputs(
        frame, None if units is None else read(units, "units"), columns or {}
    )
    refuse_ours(people)
    # Of one policy both sides are the same, and it is asked once.
    sides = Sides(catalogue, catalogue, asked, people)
    pairs = sides.pairs(plans)
    grouping = Grouping(
        frame, people, None if units is None else declared, starts, (*GROUPS, REASON)
    )
    names = grouping.names(by, SUMS)
    dates = people.names["birth_date"]
    rows = dated(sides.decide(pairs, validate=validate), dates)
    grouping = attrs.evolve(grouping, rows=rows)
    if {PLAN, REASON}.isdisjoint(names) or answers_in_part(rows):
        of_plan = [(pair, grouping) for pair in pairs]
    else:
        alone = (dated(sides.decide([pair], validate="schema"), dates) for pair in pairs)
        of_plan = [
            (pair, attrs.evolve(grouping, rows=rows))
            for pair, rows in zip(pairs, alone, strict=True)
        ]
    return _given(of_plan, names).to_native()


def _given(plans: Sequence[tuple[Pair, Grouping]], names: Sequence[str]) -> AnyFrame:
    """Give the sums of every group of what several plans answer."""
    rest = [name for name in names if name != PLAN]
    if {PLAN, REASON}.isdisjoint(names):
        _, grouping = plans[0]
        whole = grouping.add_up(rest, across(_cells(pair.before) for pair, _ in plans))
    else:
        parts = []
        for pair, grouping in plans:
            reason = pair.before.reason if REASON in names else None
            sums = grouping.add_up(rest, _cells(pair.before), reason)
            parts.append(sums.with_columns(nw.lit(pair.code).alias(PLAN)))
        whole = nw.concat(parts, how="vertical")
        if PLAN not in names:
            whole = whole.group_by(*rest).agg(nw.col(*SUMS).sum()).sort(*rest)
    kept = whole.filter(nw.col(ENTRIES) > 0) if names else whole
    return kept.select(*map(_worded, names), *(nw.col(name).cast(nw.Int64) for name in SUMS))


def _cells(side: Side) -> dict[str, nw.Expr]:
    fee, cap = side.amount("fee"), side.amount("cap")
    accepted, open_ = side.holds("accepted"), side.unknown("accepted")
    made = {
        ENTRIES: side.taken,
        "eligible": side.holds("eligible"),
        "accepted": accepted,
        "refused": side.refused,
        "open": open_,
        "fee_unknown": no(fee.known),
        "cap_unknown": no(cap.known),
    }
    return {name: expr(flag) for name, flag in made.items()} | {"fee": fee.value, "cap": cap.value}


def _worded(name: str) -> nw.Expr:
    """Give a column to group by, a band of ages as it is written."""
    column = nw.col(name)
    if name != AGE_BAND:
        return column
    ends = column.cast(nw.String), (column + BAND - 1).cast(nw.String)
    return nw.concat_str(*ends, separator="–").alias(name)
