"""The rules of some plans on frames with some columns, compiled once and kept."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import lru_cache

import attrs

from mutualaid.frames import words
from mutualaid.frames.codes import codes_of, number_of
from mutualaid.frames.compiling import TEMPORARY, Compiler, Tests
from mutualaid.frames.counting import MEMBER, SHARES
from mutualaid.frames.deciding import LEVEL, UNIT, Decider
from mutualaid.frames.families import CHILD
from mutualaid.frames.known import both, no
from mutualaid.frames.program import PlanColumns
from mutualaid.frames.sources import NO_LEVEL, Source
from mutualaid.frames.together import NOT_DECLARED, headcount
from mutualaid.frames.words import NARROW, WIDE, Words
from mutualaid.plan import Edition
from mutualaid.question import Headcount

RUNS = f"{TEMPORARY}runs"
MOST_NARROW = 2**15 - 1
KEPT = 32
"""So many compiled programs are kept, by plans, start day and columns."""


@attrs.frozen(eq=False)
class Program:
    """What is reckoned for some plans on frames with some columns.

    Args:
        decider: Decides.
        rows: Columns that the rows are read into.
        units: Columns that the units are read into.
    """

    decider: Decider
    rows: tuple[words.Expr, ...]
    units: tuple[words.Expr, ...]


@attrs.frozen
class Asked:
    """What a program is compiled for; compared by identity of the rules, which never change.

    Args:
        editions: The rules.
        starts: The start day.
        entries: The columns of the entries.
        units: The columns of the units.
        lines: Whether caps are given line by line too.
        spoken: The words in which it is said.
    """

    editions: tuple[Edition, ...] = attrs.field(eq=lambda editions: tuple(map(id, editions)))
    starts: date
    entries: Source = attrs.field(eq=str)
    units: Source = attrs.field(eq=str)
    lines: bool
    spoken: Words = attrs.field(factory=words.spoken)

    def __hash__(self) -> int:
        return hash((self.starts, tuple(map(id, self.editions)), self.lines))


def standing_kind(editions: Iterable[Edition]) -> str:
    """Name the smallest type that holds the reasons of some plans."""
    numbers = (number_of(code) for edition in editions for code in codes_of(edition))
    return NARROW if max(numbers, default=0) <= MOST_NARROW else WIDE


@lru_cache(maxsize=KEPT)
def compiled(asked: Asked) -> Program:
    """Compile the rules of plans.

    Raises:
        NoColumnForm: A rule of which only `check` can tell how it stands.
    """
    entries, units = asked.entries, asked.units
    compiler = Compiler(asked.starts, Tests(entries, "r"), Tests(units, "u"))
    named, running = "plan" in entries, "already_covered" in entries
    runs = words.col(RUNS) if running else False
    everyone = no(runs)
    plans = []
    for number, edition in enumerate(asked.editions):
        flag = words.col(f"{TEMPORARY}{number}_q") if named else True
        plans.append(PlanColumns(edition, number, compiler, both(flag, everyone), both(flag, runs)))
    decider = Decider(plans, compiler, families="child" in entries, lines=asked.lines)
    rows = [
        entries.column("unit").alias(UNIT),
        entries.column("member").alias(MEMBER),
        entries.number("shares", 1).alias(SHARES),
        entries.number("level", NO_LEVEL).alias(LEVEL),
        *compiler.rows.columns,
    ]
    if running:
        rows.append(entries.column("already_covered").fill_null(value=False).alias(RUNS))
    if "child" in entries:
        rows.append(entries.column("child").alias(CHILD))
    if named:
        plan = entries.column("plan")
        rows += [
            (plan.is_null() | (plan == one.edition.code).fill_null(value=False)).alias(
                one.name("q")
            )
            for one in plans
        ]
    return Program(
        decider,
        tuple(rows),
        (
            units.column("unit").alias(UNIT),
            *compiler.units.columns,
            *(units.number(of.value, NOT_DECLARED).alias(headcount(of)) for of in Headcount),
        ),
    )
