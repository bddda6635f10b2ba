"""From what rules come to on a day to columns: every single test is made once, for all plans."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

import attrs
import narwhals as nw

from mutualaid.frames.codes import asked_paths, missing_code, number_of
from mutualaid.frames.errors import NoColumnForm
from mutualaid.frames.known import (
    ALWAYS,
    Flag,
    Known,
    both,
    certain,
    every,
    expr,
    negation,
    some,
)
from mutualaid.frames.sources import Atom, Source
from mutualaid.rules import AllOf, AnyOf, Rule
from mutualaid.rules.conditions import Always, Asked, Condition, Every, Is, Not, Some, atoms

TEMPORARY = "_ma_"
"""What the names of all columns begin with that stand in a frame while it is decided."""
Reason = tuple[Flag, nw.Expr]
"""In which rows a reason is given, unless one before it is, and its number."""


class Tests:
    """The single tests that are asked of one frame; each stands in columns of its own.

    Args:
        source: Reads the frame.
        prefix: What the names of the columns begin with.
    """

    def __init__(self, source: Source, prefix: str) -> None:
        self.source = source
        self._prefix = f"{TEMPORARY}{prefix}"
        self._known: dict[Atom, Known] = {}
        self._columns: dict[str, nw.Expr] = {}
        self._names: dict[Atom, list[str]] = {}
        self._attached: dict[str, None] = {}

    def known(self, atom: Atom, *, attached: bool = False) -> Known:
        """Give a test by the columns that hold it.

        Args:
            atom: The test.
            attached: Whether it is asked in another frame, to which its columns are attached.
        """
        if isinstance(atom, Is) and atom.value is False:
            return negation(self.known(Is(atom.path, value=True), attached=attached))
        if atom not in self._known:
            before = len(self._columns)
            read = self.source.read(atom)
            true = self._named(read.true)
            self._known[atom] = (
                Known(true, self._named(read.false)) if isinstance(atom, Is) else certain(true)
            )
            self._names[atom] = list(self._columns)[before:]
        known = self._known[atom]
        if attached:
            self._attached |= dict.fromkeys(self._names.get(atom, ()))
        return known

    def _named(self, flag: Flag) -> Flag:
        if isinstance(flag, bool):
            return flag
        name = f"{self._prefix}{len(self._columns)}"
        self._columns[name] = flag.alias(name)
        return nw.col(name)

    @property
    def columns(self) -> list[nw.Expr]:
        """The columns that were asked for so far."""
        return list(self._columns.values())

    @property
    def attached(self) -> list[str]:
        """The names of those that are attached to another frame."""
        return list(self._attached)


@attrs.frozen
class Compiler:
    """Compile the rules of plans for one start day.

    Args:
        starts: The start day.
        rows: Tests of members, children and what entries ask for.
        units: Tests of units.
    """

    starts: date
    rows: Tests
    units: Tests

    def known(self, plan: str, rule: Rule, *, of_unit: bool = False) -> Known:
        """Say how a single rule stands.

        Args:
            plan: Code of its plan.
            rule: The rule.
            of_unit: Whether it is asked of the unit alone.

        Raises:
            NoColumnForm: Only `check` can tell.
        """
        condition = rule.condition(self.starts)
        asked = list(atoms(condition))
        if rule.needs_roster or any(isinstance(atom, Asked) for atom in asked):
            raise NoColumnForm(plan, rule, "it does not say through `condition` what it comes to")
        if of_unit and not all(isinstance(atom, Always) or _of_unit(atom) for atom in asked):
            raise NoColumnForm(plan, rule, "it is of the unit and asks something of its people")
        return self.test(condition, of_unit=of_unit)

    def test(self, condition: Condition, *, of_unit: bool = False) -> Known:
        """Say how a condition stands, in the rows of people or of units."""
        match condition:
            case Every(parts):
                return every(self.test(part, of_unit=of_unit) for part in parts)
            case Some(parts):
                return some(self.test(part, of_unit=of_unit) for part in parts)
            case Not(part):
                return negation(self.test(part, of_unit=of_unit))
            case Always() | Asked():
                return ALWAYS
            case _ if _of_unit(condition):
                return self.units.known(condition, attached=not of_unit)
            case _:
                return self.rows.known(condition)

    def failed(self, plan: str, rule: Rule, *, of_unit: bool = False) -> Iterator[Reason]:
        """Give the reasons of a single rule where it is not met.

        Args:
            plan: Code of its plan.
            rule: The rule.
            of_unit: Whether it is asked of the unit alone.

        Raises:
            NoColumnForm: The rule does not say them.
        """
        faults = rule.faults(self.starts)
        if not faults:
            raise NoColumnForm(plan, rule, "it does not say through `faults` why it is not met")
        for code, condition in faults:
            yield self.test(condition, of_unit=of_unit).true, number(code)

    def unknown(self, rule: Rule, *, of_unit: bool = False) -> Iterator[Reason]:
        """Give the reasons of a single rule where it is not known whether it is met.

        Args:
            rule: The rule.
            of_unit: Whether it is asked of the unit alone.
        """
        asked = list(asked_paths(rule.condition(self.starts)))
        for place, path in enumerate(asked, start=1):
            # Where the rule is unknown and nothing before was, it is the last that is.
            said = self.test(Is(path, value=True), of_unit=of_unit)
            yield place == len(asked) or said.unknown, number(missing_code(path))


def _of_unit(atom: Condition) -> bool:
    return getattr(atom, "path", "").startswith("unit.")


def number(code: str) -> nw.Expr:
    """Give the number of a reason code as an expression."""
    return nw.lit(number_of(code), dtype=nw.Int32)


@attrs.frozen
class Tree:
    """A rule with its parts, and how each single rule stands in each row.

    Args:
        rule: The rule.
        standing: Says how a single rule stands.
        failed: Gives the reasons of a single rule where it is not met.
        unknown: Gives the reasons of a single rule where it is not known.
    """

    rule: Rule
    standing: Callable[[Rule], Known]
    failed: Callable[[Rule], Iterator[Reason]]
    unknown: Callable[[Rule], Iterator[Reason]]

    def known(self) -> Known:
        """Say how the rule stands."""
        rule = self.rule
        if isinstance(rule, AllOf):
            return every(part.known() for part in self._parts())
        if isinstance(rule, AnyOf):
            return some(part.known() for part in self._parts())
        return self.standing(rule)

    def _parts(self) -> list[Tree]:
        assert isinstance(self.rule, AllOf | AnyOf)  # noqa: S101 - for the type checkers
        return [attrs.evolve(self, rule=part) for part in self.rule.parts]

    def reasons_failed(self) -> Iterator[Reason]:
        """Give the reasons in the plan's order; the first that holds is given."""
        if isinstance(self.rule, AllOf | AnyOf):
            # Of several ways that are all closed, the first says why.
            whole = True if isinstance(self.rule, AllOf) else self.known().false
            for part in self._parts():
                yield from guarded(whole, part.reasons_failed())
        else:
            yield from guarded(self.standing(self.rule).false, self.failed(self.rule))

    def reasons_unknown(self, *, certain: bool = True) -> Iterator[Reason]:
        """Give what is not known in the plan's order; the first that holds is given.

        Args:
            certain: Whether they are asked only where it is unknown how the rule stands.
        """
        if isinstance(self.rule, AllOf | AnyOf):
            whole = True if certain else self.known().unknown
            for part in self._parts():
                yield from guarded(whole, part.reasons_unknown(certain=False))
        else:
            yield from guarded(self.standing(self.rule).unknown, self.unknown(self.rule))


def guarded(guard: Flag, reasons: Iterator[Reason]) -> Iterator[Reason]:
    """Give reasons where a guard holds too; what never holds is left out."""
    for when, given in reasons:
        held = both(guard, when)
        if held is not False:
            yield held, given


def first(reasons: Iterator[Reason], otherwise: nw.Expr) -> nw.Expr:
    """Give the number of the first reason that holds."""
    given = otherwise
    for when, this in reversed(list(reasons)):
        given = this if when is True else nw.when(expr(when)).then(this).otherwise(given)
    return given
