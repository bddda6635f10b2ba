"""Exposure: a population reduced to cells, on whichever engine holds it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, time
from functools import partial
from typing import TYPE_CHECKING, Any, TypeAlias

import attrs
import narwhals as nw

from mutualaid.checks import require_date
from mutualaid.errors import NotInForce
from mutualaid.frames.columns import Holds
from mutualaid.frames.engines import AnyFrame, collect, left_join, plain, read
from mutualaid.frames.errors import FrameProblem, InvalidFrame
from mutualaid.frames.frame import Fallback, Validate, decide_frame
from mutualaid.frames.grouping import completed_years
from mutualaid.frames.known import expr
from mutualaid.frames.schema import Input, find_inputs
from mutualaid.frames.sides import Side, answers_in_part
from mutualaid.frames.sources import Source
from mutualaid.frames.values import Checked, Fault, simple_problems
from mutualaid.people import Sex
from mutualaid.plan import Edition
from mutualaid.rules import FixedSum, Insured
from mutualaid.rules.conditions import Is
from mutualaid.scenario.cells import SCALE, Cell, Due, Exposure, gathered

if TYPE_CHECKING:
    from mutualaid.catalogue import Catalogue

Row: TypeAlias = dict[str, Any]
OURS = "_scenario_"
AGE, CHILD, SEX, RISK, OF_UNIT, SHARES, LEVEL, WEIGHT, OPEN, KEPT, FEE, CAP, UNIT = (
    f"{OURS}{name}"
    for name in (
        "age", "child", "sex", "risk", "of_unit", "shares", "level", "weight", "open", "kept",
        "fee", "cap_", "unit",
    )
)  # fmt: skip
KEYS = (AGE, CHILD, SEX, RISK, SHARES, LEVEL)
NONE = -1
"""Stands for what is not there or not known: engines differ in how they group nulls."""
NOBODY = 0
"""Stands for no level, as in `decide_frame`."""
HALF = 0.5
MOST_WEIGHT = 1_000_000
"""So many lives a row stands for at most."""


def expose(
    catalogue: Catalogue,
    entries: Any,
    units: Any = None,
    *,
    starts: date,
    plans: Iterable[str] | None = None,
    weights: str | None = None,
    columns: Mapping[str, str] | None = None,
    validate: Validate = "values",
    fallback: Fallback | None = None,
) -> Exposure:
    """Reduce a population to cells: the lives that each benefit line insures, and the fees.

    Who comes in is decided by `decide_frame`, units and all; only who surely comes in is exposed.
    There are as many cells as there are ages, shares and the like, whatever the population's size.

    Args:
        catalogue: The plans.
        entries: One row for each person, or each person and child, as in `decide_frame`.
        units: One row for each unit; if not given, the entries hold their figures.
        starts: First day of the covers.
        plans: Names of the plans to ask; every plan in force on the start day, if not said.
        weights: The column of the entries that says how many lives a row stands for, to six
            decimal places; one, if not said. Acceptance of a unit counts rows, not weights.
        columns: The frames' own names of columns, by the names that are read.
        validate: As in `decide_frame`.
        fallback: As in `decide_frame`.

    Returns:
        The exposure, the same for any engine, and for the same units in any chunks.

    Raises:
        InvalidFrame: Columns, types or values that cannot be decided; every problem at once.
        InvalidType: No dataframe, a datetime for a date.
        NoColumnForm: A rule of which only `check` can tell how it stands.
        NotInForce: A plan that is named, or every plan, is not in force on the start day.
        UnknownName: No plan has this name.
    """
    require_date(starts, "starts")
    frame = read(entries, "entries")
    people, declared = find_inputs(
        frame, None if units is None else read(units, "units"), columns or {}
    )
    asked = None if plans is None else {catalogue[name].code for name in plans}
    editions = [one for one in catalogue.editions(starts) if asked is None or one.code in asked]
    if not editions:
        raise NotInForce("No plan that is asked is in force", name="starts", value=starts)
    population = _Population(people, declared, starts, weights)
    if validate == "values":
        population.check_weights()
    groups = []
    together = answers_in_part(frame)
    for some in [editions] if together else [[one] for one in editions]:
        decided = decide_frame(
            catalogue,
            entries,
            units,
            starts=starts,
            plans=[edition.code for edition in some],
            columns=columns,
            lines=True,
            validate=validate,
            fallback=fallback,
        )
        # What the single path would refuse is looked for once.
        validate = "schema"
        rows = population.rows(nw.from_native(decided), some)
        groups += [(edition, _grouped(rows, edition)) for edition in some]
    return gathered(
        starts,
        tuple((edition.code, edition.info.term_years) for edition in editions),
        [cell for edition, rows in groups for cell in _cells(edition, rows)],
        [due for edition, rows in groups for due in _dues(edition, rows)],
        [(edition.code, row[WEIGHT]) for edition, rows in groups for row in rows if row[OPEN]],
    )


@attrs.frozen
class _Population:
    """The columns of the input that cells are told apart by.

    Args:
        people: Those of the entries.
        declared: Those of the units; the same frame where they stand in the entries.
        starts: First day of the covers.
        weights: The column that says how many lives a row stands for.
    """

    people: Input
    declared: Input
    starts: date
    weights: str | None

    @property
    def _joined(self) -> bool:
        return self.people.native is self.declared.native

    @property
    def _held(self) -> dict[str, Holds]:
        weight = {} if self.weights is None else {self.weights: Holds.NUMBER}
        units = self.declared.held if self._joined else {}
        return {**units, **self.people.held, **weight}

    def check_weights(self) -> None:
        """Refuse weights that are not there, no numbers, or no number of lives.

        Raises:
            InvalidFrame: Some are.
        """
        name = self.weights
        if name is None:
            return
        types = self.people.native.collect_schema()
        problems = []
        if name not in types:
            problems.append(FrameProblem("entries", name, "is not there", f"{', '.join(types)}"))
        elif not types[name].is_numeric():
            what, hint = f"holds {types[name]}, and no numbers", "cast it to numbers"
            problems.append(FrameProblem("entries", name, what, hint))
        else:
            checked = Checked(self.people, plain(self.people.native, self._held))
            column = nw.col(name).cast(nw.Float64)
            fits = ((column >= 0) & (column <= MOST_WEIGHT)).fill_null(value=False)
            what = f"holds null, or a weight below 0 or above {MOST_WEIGHT}"
            problems += simple_problems(checked, [Fault(name, what, "mend the weight", ~fits)])
        if problems:
            raise InvalidFrame(problems)

    def rows(self, decided: AnyFrame, editions: Iterable[Edition]) -> AnyFrame:
        """Give the decided rows with our columns beside the answers.

        Args:
            decided: The entries with the answers of `decide_frame`.
            editions: The plans that answered.
        """
        answers: dict[str, Holds] = {}
        for edition in editions:
            side = _side(edition)
            amounts = {f"{side.prefix}fee", *(_cap(side, line) for line in side.lines)}
            answers[f"{side.prefix}accepted"] = Holds.FLAG
            answers |= dict.fromkeys((f"{side.prefix}reason", *sorted(amounts)), Holds.NUMBER)
        rows = plain(decided, {**self._held, **answers})
        source = self.people.source(rows)
        made = {name: nw.col(name) for name in answers} | {
            AGE: completed_years(nw.col(self.people.names["birth_date"]), self.starts),
            CHILD: self._childs_age(source),
            SEX: source.column("sex"),
            SHARES: source.number("shares", 1),
            LEVEL: source.number("level", NOBODY),
            WEIGHT: self._millionths(),
        }
        risk = partial(_risk, source, "member.high_risk")
        if self._joined:
            of_unit = _risk(self.declared.source(rows), "unit.high_risk", nw.lit(NONE))
            return rows.select(**made, **{RISK: risk(of_unit)})
        if "high_risk" not in self.declared.names:
            return rows.select(**made, **{RISK: risk(nw.lit(NONE))})
        rows = rows.select(**made, **{RISK: risk(nw.lit(NONE)), UNIT: source.column("unit")})
        table = plain(self.declared.native, self.declared.held)
        units = self.declared.source(table)
        of_unit = _risk(units, "unit.high_risk", nw.lit(NONE))
        rows = left_join(
            rows, table.select(**{UNIT: units.column("unit"), OF_UNIT: of_unit}), [UNIT]
        )
        theirs = nw.when(nw.col(RISK) == NONE).then(nw.col(OF_UNIT)).otherwise(nw.col(RISK))
        return rows.with_columns(theirs.cast(nw.Int64).alias(RISK))

    def _childs_age(self, source: Source) -> nw.Expr:
        if not {"child", "child_birth_date"} <= self.people.names.keys():
            return nw.lit(NONE, dtype=nw.Int64)
        # Years are not taken of a null, which numpy makes a float of.
        timed = isinstance(source.types["child_birth_date"], nw.Datetime)
        some_day = datetime.combine(self.starts, time.min) if timed else self.starts
        born = source.column("child_birth_date").fill_null(some_day)
        none = nw.lit(NONE, dtype=nw.Int64)
        years = completed_years(born, self.starts)
        return nw.when(expr(source.missing("child"))).then(none).otherwise(years)

    def _millionths(self) -> nw.Expr:
        if self.weights is None:
            return nw.lit(SCALE, dtype=nw.Int64)
        parts = nw.col(self.weights).cast(nw.Float64) * SCALE + HALF
        return parts.floor().cast(nw.Int64)


def _risk(source: Source, path: str, otherwise: nw.Expr) -> nw.Expr:
    """Give 1 for high risk, 0 for none, and something else where it was not said."""
    said = source.read(Is(path, value=True))
    high, low = (nw.lit(value, dtype=nw.Int64) for value in (1, 0))
    not_high = nw.when(expr(said.false)).then(low).otherwise(otherwise.cast(nw.Int64))
    return nw.when(expr(said.true)).then(high).otherwise(not_high)


def _side(edition: Edition) -> Side:
    return Side(edition, f"{edition.code}_")


def _cap(side: Side, line: str) -> str:
    return f"{side.prefix}cap_{line}" if len(side.lines) > 1 else f"{side.prefix}cap"


def _grouped(rows: AnyFrame, edition: Edition) -> list[Row]:
    """Give the rows that come in, or may, by all that tells cells and fees apart."""
    side = _side(edition)
    caps = {f"{CAP}{line}": _cap(side, line) for line in side.lines}
    amounts = {FEE: f"{side.prefix}fee", **caps}
    unknown = expr(side.unknown("accepted"))
    some = rows.select(
        *(nw.col(name) for name in (*KEYS, WEIGHT)),
        *(nw.col(own).fill_null(NONE).alias(name) for name, own in amounts.items()),
        unknown.cast(nw.Int64).alias(OPEN),
        (expr(side.holds("accepted")) | unknown).alias(KEPT),
    ).filter(nw.col(KEPT))
    keys = (*KEYS, OPEN, *amounts)
    sums = collect(some.group_by(*keys).agg(nw.col(WEIGHT).sum()))
    return [
        {name: value if name == SEX else int(value) for name, value in row.items()}
        for row in sums.rows(named=True)
    ]


def _cells(edition: Edition, rows: Iterable[Row]) -> Iterator[Cell]:
    """Give the lives that each line insures; of a plan that insures children, by their rows."""
    children = edition.benefit.insures(Insured.CHILD)
    for row in rows:
        of_child = children and row[CHILD] != NONE
        insured = Insured.CHILD if of_child else Insured.MEMBER
        if row[OPEN]:
            continue
        for line in edition.benefit.lines:
            if line.insured is insured:
                yield Cell(
                    edition.code,
                    line.code,
                    insured,
                    age=row[CHILD if of_child else AGE],
                    sex=None if of_child else Sex(row[SEX]),
                    high_risk=None if of_child else _said(row),
                    shares=row[SHARES],
                    level=row[LEVEL] or None,
                    benefit=row[f"{CAP}{line.code}"],
                    fixed=isinstance(line, FixedSum),
                    weight=row[WEIGHT],
                )


def _dues(edition: Edition, rows: Iterable[Row]) -> Iterator[Due]:
    for row in rows:
        if not row[OPEN]:
            fee = None if row[FEE] == NONE else row[FEE]
            level = row[LEVEL] or None
            yield Due(edition.code, row[SHARES], level, _said(row), fee, row[WEIGHT])


def _said(row: Row) -> bool | None:
    return None if row[RISK] == NONE else bool(row[RISK])
