"""`decide_frame`: a whole population, on the dataframe that holds it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, Literal, TypeAlias, get_args

from mutualaid.checks import require_date
from mutualaid.errors import InvalidValue
from mutualaid.frames.answers import Answer
from mutualaid.frames.by_rows import Rows, add_answers
from mutualaid.frames.compiled import Asked, compiled, standing_kind
from mutualaid.frames.engines import AnyFrame, is_eager, language_of, native, own, plain, read
from mutualaid.frames.errors import InvalidFrame, NoColumnForm
from mutualaid.frames.groups import entry_problems, joined_problems, unit_problems
from mutualaid.frames.schema import find_inputs
from mutualaid.frames.shape import Form, Reasons, Shape
from mutualaid.frames.values import Checked, of_columns, of_entries, of_units, simple_problems
from mutualaid.frames.words import Words, speaking
from mutualaid.plan import Edition

if TYPE_CHECKING:
    from mutualaid.catalogue import Catalogue

Validate: TypeAlias = Literal["values", "schema"]
Fallback: TypeAlias = Literal["rows"]


def decide_frame(
    catalogue: Catalogue,
    entries: Any,
    units: Any = None,
    *,
    starts: date,
    plans: Iterable[str] | None = None,
    columns: Mapping[str, str] | None = None,
    form: Form = "wide",
    reasons: Reasons = "number",
    lines: bool = False,
    validate: Validate = "values",
    fallback: Fallback | None = None,
) -> Any:
    """Decide every row of a frame by every plan, as `Plan.review` does unit by unit.

    Args:
        catalogue: The plans.
        entries: One row for each person, or each person and child; those in which
            `already_covered` is true enter nobody, and count who is covered already (R18).
        units: One row for each unit; if not given, the entries hold the unit's figures in columns
            that begin with `unit_`.
        starts: First day of the covers.
        plans: Names of the plans to ask; every plan in force on the start day, if not said.
        columns: The frames' own names of columns, by the names that are read.
        form: "wide" gives columns for each plan, "long" a row for each row and plan.
        reasons: "number" gives the reason by its number in `reason_codes`, "code" by its code.
        lines: Whether the wide form gives the caps line by line too.
        validate: "values" looks for what the single path would refuse; "schema" looks at the
            columns and their types alone, and what wrong values come to is not defined.
        fallback: "rows" decides a plan with a rule that has no column form row by row, in eager
            frames; if not said, it is refused.

    Returns:
        A frame of the same kind, with the columns of the entries, untouched, and for each plan
        the columns `<code>_eligible`, `<code>_accepted`, `<code>_reason`, `<code>_fee` and
        `<code>_cap` in fen. In the long form `plan_code` says which plan answers, and the others
        have no plan's code before them.

    Raises:
        InvalidFrame: Columns, types or values that cannot be decided; every problem at once.
        InvalidType: No dataframe, a datetime for a date.
        InvalidValue: A choice that there is not.
        NoColumnForm: A rule of which only `check` can tell how it stands.
        NotInForce: A plan that is named, or every plan, is not in force on the start day.
        UnknownName: No plan has this name.
    """
    require_date(starts, "starts")
    _require("form", form, get_args(Form))
    _require("reasons", reasons, get_args(Reasons))
    _require("validate", validate, get_args(Validate))
    _require("fallback", fallback, (None, *get_args(Fallback)))
    editions = _editions(catalogue, starts, plans)
    frame = read(entries, "entries")
    unit_frame = None if units is None else read(units, "units")
    people, declared = find_inputs(frame, unit_frame, columns or {})
    joined = unit_frame is None
    rows = plain(frame, {**people.held, **declared.held} if joined else people.held)
    unit_rows = rows if joined else plain(unit_frame, declared.held)
    checked = Checked(people, rows), Checked(declared, unit_rows)
    shape = Shape(editions, form, reasons, lines=lines)
    shape.refuse_taken(people)
    in_force = [edition.code for edition in catalogue.editions(starts)]
    _check(*checked, starts, in_force, values=validate == "values")
    spoken = Words(language_of(frame), standing_kind(editions))
    with speaking(spoken):
        decided, answers = _decide(frame, checked, starts, shape, fallback)
        return native(shape.give(own(frame), decided, answers))


def _require(name: str, value: object, allowed: Sequence[object]) -> None:
    if value not in allowed:
        raise InvalidValue(
            "There is no such choice", name=name, value=value, allowed=", ".join(map(repr, allowed))
        )


def _decide(
    frame: AnyFrame,
    checked: tuple[Checked, Checked],
    starts: date,
    shape: Shape,
    fallback: Fallback | None,
) -> tuple[AnyFrame, dict[str, tuple[Answer, ...]]]:
    """Give the rows, decided, and the answers of each plan by its code."""
    entries, units = checked
    by_rows: list[Edition] = []
    if fallback is not None:
        by_rows = [one for one in shape.editions if not _has_columns(one, checked, starts)]
    if not is_eager(frame):
        by_rows = []
    by_columns = tuple(one for one in shape.editions if one not in by_rows)
    program = compiled(Asked(by_columns, starts, entries.source, units.source, shape.lines))
    if is_eager(frame):
        rows = own(entries.plain).select(*program.rows)
    else:
        rows = own(frame).with_columns(*program.rows)
    unit_rows = own(units.plain)
    if entries.found.native is units.found.native:
        unit_rows = unit_rows.select(*units.found.held).unique(subset=[units.found.names["unit"]])
    rows = program.decider.decide(rows, unit_rows.select(*program.units))
    answers = dict(program.decider.answers)
    if by_rows:
        asked = Rows(entries, units, starts)
        for edition in by_rows:
            made = asked.decide(edition)
            rows, answers[edition.code] = add_answers(rows, edition, made, lines=shape.lines)
    return rows, answers


def _has_columns(edition: Edition, checked: tuple[Checked, Checked], starts: date) -> bool:
    entries, units = checked
    try:
        compiled(Asked((edition,), starts, entries.source, units.source, lines=False))
    except NoColumnForm:
        return False
    return True


def _editions(
    catalogue: Catalogue, starts: date, plans: Iterable[str] | None
) -> tuple[Edition, ...]:
    if plans is None:
        return catalogue.editions(starts)
    wanted = {catalogue[name].code for name in plans}
    return tuple(catalogue[code].edition(starts) for code in catalogue if code in wanted)


def _check(
    entries: Checked, units: Checked, starts: date, codes: Iterable[str], *, values: bool
) -> None:
    """Refuse what cannot be decided."""
    joined = entries.found.native is units.found.native
    problems = [] if joined else list(unit_problems(units))
    if values:
        problems += simple_problems(units, [*of_columns(units), *of_units(units.source)])
        faults = [*of_columns(entries), *of_entries(entries.source, starts, codes)]
        problems += simple_problems(entries, faults)
        problems += joined_problems(units) if joined else ()
        problems += entry_problems(entries, units)
    if problems:
        raise InvalidFrame(problems)
