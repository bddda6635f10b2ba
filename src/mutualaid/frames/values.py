"""The check of the input's values: what the single path refuses, found by counting rows.

Of each frame all simple faults are counted in one pass; faults of several rows together take a
grouping each.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

import attrs
import narwhals as nw

from mutualaid.frames import ids
from mutualaid.frames.columns import HEADCOUNTS, Holds
from mutualaid.frames.engines import AnyFrame, collect
from mutualaid.frames.errors import FrameProblem
from mutualaid.frames.known import Flag, expr, no
from mutualaid.frames.schema import Input
from mutualaid.frames.sources import Source
from mutualaid.masking import mask
from mutualaid.rules.conditions import Born

SHOWN = 3
"""So many rows are named of each fault."""
KEYS = ("unit", "member", "child", "plan")
PEOPLE = ("member", "child")


@attrs.frozen
class Fault:
    """One thing that can be wrong with a row.

    Args:
        column: The column, by the name that is read.
        what: What is wrong.
        hint: How to mend it.
        rows: The rows at fault.
        closer: The faults that some of these rows may have, where they are none by themselves.
    """

    column: str
    what: str
    hint: str
    rows: Flag
    closer: tuple[Fault, ...] = ()


@attrs.frozen
class Checked:
    """A frame whose values are checked.

    Args:
        found: Its columns.
        plain: The columns that are read, of types that all engines share.
    """

    found: Input
    plain: AnyFrame
    source: Source = attrs.field(
        init=False,
        default=attrs.Factory(lambda self: self.found.source(self.plain), takes_self=True),
    )

    def problem(self, fault: Fault, rows: int, examples: AnyFrame) -> FrameProblem:
        """Word a fault."""
        own = self.found.names.get(fault.column, fault.column)
        shown = tuple(
            mask(", ".join(f"{name}={value!r}" for name, value in row.items()))
            for row in examples.rows(named=True)
        )
        return FrameProblem(
            self.found.frame, own, fault.what, fault.hint, rows=rows, examples=shown
        )

    def keys(self, *others: str) -> list[nw.Expr]:
        """Give what names a row, and other columns."""
        names = dict.fromkeys((*KEYS, *others))
        return [self.source.column(name).alias(name) for name in names if name in self.source]


def simple_problems(checked: Checked, faults: Sequence[Fault]) -> Iterator[FrameProblem]:
    """Count the rows of each fault, all in one pass, and show the first of those there are.

    A column that must be there is always asked for nulls.
    """
    asked = [fault for fault in faults if fault.rows is not False]
    counted = checked.plain.select(
        expr(fault.rows).cast(nw.Int64).sum().alias(f"f{place}")
        for place, fault in enumerate(asked)
    )
    counts = collect(counted).row(0)
    for fault, rows in zip(asked, counts, strict=True):
        if rows and fault.closer:
            yield from simple_problems(checked, fault.closer)
        elif rows:
            found = checked.plain.filter(expr(fault.rows)).select(*checked.keys(fault.column))
            yield checked.problem(fault, int(rows), collect(found.head(SHOWN)))


def grouped_problem(checked: Checked, fault: Fault, found: AnyFrame) -> Iterator[FrameProblem]:
    """Show a fault of several rows together, if there is one.

    Args:
        checked: The frame.
        fault: The fault.
        found: The keys at fault.
    """
    rows = collect(found.select(nw.len().alias("rows"))).item()
    if rows:
        yield checked.problem(fault, int(rows), collect(found.head(SHOWN)))


# Rows by themselves -------------------------------------------------------------------------------


def of_columns(checked: Checked) -> Iterator[Fault]:
    """Give the faults of single columns."""
    source = checked.source
    for name, column in checked.found.columns.items():
        held, kind = source.column(name), source.types[name]
        if column.required:
            yield Fault(name, "holds null", "fill it in; it is required", held.is_null())
        if column.holds is Holds.KEY:
            wrong = ids.refused(held, kind, of_person=name in PEOPLE)
            closer = tuple(Fault(name, *one) for one in wrong)
            if closer:
                yield Fault(name, "is to be looked at", "", ids.suspect(held, kind), closer)
        if column.holds is Holds.NUMBER and kind.is_float():
            broken = ((held % 1) != 0).fill_null(value=False) & ~held.is_null()
            yield Fault(name, "holds what is not whole", "write whole numbers", broken)


def of_entries(source: Source, starts: date, codes: Iterable[str]) -> Iterator[Fault]:
    """Give the faults of single rows of the entries.

    Args:
        source: Reads the entries.
        starts: First day of the covers.
        codes: Codes of the plans in force.
    """
    known = source.column("sex").is_in(["female", "male"])
    yield Fault(
        "sex",
        "holds something else than female and male",
        'write "female" or "male"',
        (~known).fill_null(value=False),
    )
    for name, path in (
        ("birth_date", "member.birth_date"),
        ("child_birth_date", "child.birth_date"),
    ):
        if name in source:
            late = no(source.read(Born(path, None, starts)).true)
            yield Fault(
                name,
                f"lies after the covers start, on {starts}",
                "mend the date, or the start",
                expr(late).fill_null(value=False) & ~source.column(name).is_null(),
            )
    if "child_birth_date" in source:
        born = source.column("child_birth_date")
        yield Fault(
            "child_birth_date",
            "is not after the birth of the member",
            "mend one of the two dates",
            (born <= source.column("birth_date")).fill_null(value=False) & ~born.is_null(),
        )
    if "child" in source:
        unborn = source.missing("child_birth_date")
        yield Fault(
            "child_birth_date",
            "is not said of a child",
            "fill it in; it is required of a child",
            ~source.column("child").is_null() & expr(unborn),
        )
    yield from _of_what_is_asked(source, codes)


def _of_what_is_asked(source: Source, codes: Iterable[str]) -> Iterator[Fault]:
    for name in ("shares", "level"):
        if name in source:
            few = (source.column(name) < 1).fill_null(value=False)
            yield Fault(name, "holds less than 1", "write null where none is asked for", few)
    if "shares" in source and "level" in source:
        # pandas answers that a gap differs from 1.
        shares, level = source.column("shares"), source.column("level")
        both = (shares != 1).fill_null(value=False) & ~shares.is_null() & ~level.is_null()
        hint = 'give each plan that is sold otherwise a row of its own, by a column "plan"'
        yield Fault("level", "is asked for together with several shares", hint, both)
    if "plan" in source:
        codes = list(codes)
        strange = ~source.column("plan").is_in(codes) & ~source.column("plan").is_null()
        hint = f"write one of {', '.join(codes)}; null is for every plan"
        yield Fault("plan", "names no plan in force", hint, strange.fill_null(value=False))


def of_units(source: Source) -> Iterator[Fault]:
    """Give the faults of single rows of the units."""
    for name in HEADCOUNTS:
        if name in source:
            negative = (source.column(name) < 0).fill_null(value=False)
            yield Fault(name, "is negative", "write null where it is not declared", negative)
    for name in HEADCOUNTS[1:]:
        if name in source and "employees" in source:
            more = (source.column(name) > source.column("employees")).fill_null(value=False)
            yield Fault(name, "outnumbers all employees", "mend one of the two", more)
