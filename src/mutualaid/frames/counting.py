"""How many people of each unit join, each counted once (R6, R17, R18), with how many shares."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import attrs

from mutualaid.frames import words
from mutualaid.frames.compiling import TEMPORARY
from mutualaid.frames.engines import AnyFrame, choose_rows, left_join
from mutualaid.frames.known import NEVER, Flag, Known, both, either, expr, no
from mutualaid.frames.program import PlanColumns
from mutualaid.frames.together import NO_SHARES, Counts
from mutualaid.question import Headcount

MEMBER = f"{TEMPORARY}member"
SHARES = f"{TEMPORARY}shares"
PARENTS = Headcount.EMPLOYEES_WITH_MINOR_CHILDREN


@attrs.frozen
class Joining:
    """Say who joins one plan.

    Args:
        plan: The plan.
        surely: Rows that surely come in, the unit aside.
        possibly: Rows that come in once what is unknown is said.
        once: Whether a member has one row at most among them.
        serving: Who serves: of those whose cover runs already, these count too.
    """

    plan: PlanColumns
    surely: Flag
    possibly: Flag
    once: bool
    serving: Known = NEVER

    def people(self, kinds: Mapping[Headcount, Flag], *, parents: bool) -> Iterator[Flagged]:
        """Name the columns of the people to count; parents apart, who count by a child's row."""
        counts, running = Counts(self.plan.name), self.plan.running
        surely = either(self.surely, both(running, self.serving.true))
        possibly = either(self.possibly, both(running, no(self.serving.false)))
        for kind in self.plan.counted:
            if (kind is PARENTS) is parents:
                yield counts.surely(kind), both(surely, kinds[kind])
                yield counts.possibly(kind), both(possibly, kinds[kind])

    def shares(self) -> Iterator[words.Expr]:
        """Give the columns of the fewest and the most shares of those who join."""
        if self.plan.counts_shares:
            names = Counts(self.plan.name).shares()
            for joins, fewest, most in (
                (self.surely, *names[:2]),
                (self.possibly, *names[2:]),
            ):
                taken = words.when(expr(joins)).then(words.col(SHARES))
                yield taken.otherwise(words.lit(NO_SHARES, "Int64")).alias(fewest)
                yield taken.otherwise(words.lit(0, "Int64")).alias(most)


Flagged = tuple[str, Flag]


def count(
    rows: AnyFrame,
    units: AnyFrame,
    unit: str,
    joining: Sequence[Joining],
    kinds: Mapping[Headcount, Flag],
    child: Flag,
) -> AnyFrame:
    """Give the units with how many of their people join each plan.

    Args:
        rows: The rows.
        units: The units.
        unit: The key of both.
        joining: Who joins, by plan.
        kinds: Which rows are of people who are counted, by headcount.
        child: Which rows insure a child.
    """
    single = [one for one in joining if one.once]
    several = [one for one in joining if not one.once]
    sums = dict(
        flag for one in single for half in (True, False) for flag in one.people(kinds, parents=half)
    )
    shares = [made for one in joining for made in one.shares()]
    if sums or shares:
        units = left_join(units, _by_row(rows, unit, sums, shares, joining), [unit])
        nobody = dict.fromkeys(sums, 0) | dict(_of_nobody(joining))
        # Of a unit without a row nothing was counted.
        units = units.with_columns(_whole(name, none) for name, none in nobody.items())
    for parents in (False, True):
        # Parents count by the rows of their children alone.
        some = child if parents else True
        people = dict(flag for one in several for flag in one.people(kinds, parents=parents))
        if people:
            units = left_join(units, _by_person(rows, some, unit, people), [unit])
            units = units.with_columns(_whole(name, 0) for name in people)
    return units


def _by_row(
    rows: AnyFrame,
    unit: str,
    sums: Mapping[str, Flag],
    shares: Sequence[words.Expr],
    joining: Sequence[Joining],
) -> AnyFrame:
    ends = dict(_of_nobody(joining))
    fewest = [name for name, none in ends.items() if none]
    most = [name for name, none in ends.items() if not none]
    found = [words.col(*sums).sum()] if sums else []
    if shares:
        found += [words.col(*fewest).min(), words.col(*most).max()]
    return rows.select(unit, *_counted(sums), *shares).group_by(unit).agg(*found)


def _of_nobody(joining: Sequence[Joining]) -> Iterator[tuple[str, int]]:
    """Give the fewest and the most shares of nobody, by the columns that hold them."""
    for one in joining:
        if one.plan.counts_shares:
            yield from zip(
                Counts(one.plan.name).shares(), (NO_SHARES, 0, NO_SHARES, 0), strict=True
            )


def _by_person(rows: AnyFrame, some: Flag, unit: str, people: Mapping[str, Flag]) -> AnyFrame:
    """Count whoever has several rows once."""
    persons = choose_rows(rows, some, unit, MEMBER, *_counted(people)).group_by(unit, MEMBER)
    return persons.agg(words.col(*people).max()).group_by(unit).agg(words.col(*people).sum())


def _counted(flags: Mapping[str, Flag]) -> list[words.Expr]:
    return [words.countable(expr(flag)).alias(name) for name, flag in flags.items()]


def _whole(name: str, none: int) -> words.Expr:
    """Give a count as a whole number, of a unit without rows too."""
    return words.col(name).fill_null(none).cast(words.kind("Int64")).alias(name)
