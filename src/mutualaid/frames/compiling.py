"""From what rules come to on a day to columns: each is made once, for all plans that ask it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import attrs

from mutualaid.frames import standing, words
from mutualaid.frames.codes import asked_paths, missing_code, number_of
from mutualaid.frames.errors import NoColumnForm
from mutualaid.frames.known import ALWAYS, Flag, Known, certain, every, negation, some
from mutualaid.frames.sources import Atom, Source
from mutualaid.frames.standing import Answers, Standing
from mutualaid.rules import Rule
from mutualaid.rules.conditions import Always, Asked, Condition, Every, Is, Not, Some, atoms

TEMPORARY = "_ma_"
"""What the names of all columns begin with that stand in a frame while it is decided."""


class Tests:
    """What is asked of one frame: single tests, and how rules stand, each in columns of its own.

    Args:
        source: Reads the frame.
        prefix: What the names of the columns begin with.
    """

    def __init__(self, source: Source, prefix: str) -> None:
        self.source = source
        self._prefix = f"{TEMPORARY}{prefix}"
        self._known: dict[Atom, Known] = {}
        self._columns: dict[str, words.Expr] = {}
        self._names: dict[Atom, list[str]] = {}
        self._attached: dict[str, None] = {}
        self._standings: dict[object, Standing] = {}
        self._made: list[words.Expr] = []

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
        return words.col(name)

    def standing(self, of: object, make: Callable[[], Standing]) -> Standing:
        """Give how a rule stands by the column that holds it.

        Args:
            of: What the rule comes to; rules that come to the same share a column.
            make: Makes the column.
        """
        if of not in self._standings:
            made = make()
            if not isinstance(made, int):
                name = f"{self._prefix}s{len(self._made)}"
                self._made.append(made.alias(name))
                made = words.col(name)
            self._standings[of] = made
        return self._standings[of]

    @property
    def columns(self) -> list[words.Expr]:
        """The columns of the tests that were asked for so far."""
        return list(self._columns.values())

    @property
    def standings(self) -> list[words.Expr]:
        """The columns of the rules that were asked for so far, which are made of those."""
        return list(self._made)

    @property
    def attached(self) -> list[str]:
        """The names of those that are attached to another frame."""
        return list(self._attached)


@attrs.frozen
class Compiler:
    """Compile the rules of plans for one start day.

    Args:
        starts: The start day.
        rows: What is asked of members, children and what entries ask for.
        units: What is asked of units.
    """

    starts: date
    rows: Tests
    units: Tests

    def standing(self, plan: str, rule: Rule, *, of_unit: bool = False) -> Standing:
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
        faults = rule.faults(self.starts)
        if not faults and not isinstance(condition, Always):
            raise NoColumnForm(plan, rule, "it does not say through `faults` why it is not met")

        def make() -> Standing:
            failed = [
                (number_of(code), self.test(when, of_unit=of_unit).true) for code, when in faults
            ]
            known = self.test(condition, of_unit=of_unit)
            return standing.single(known, failed, self._unknown(condition, of_unit=of_unit))

        tests = self.units if of_unit else self.rows
        return tests.standing((condition, faults), make)

    def _unknown(self, condition: Condition, *, of_unit: bool) -> Answers:
        return [
            (
                -number_of(missing_code(path)),
                self.test(Is(path, value=True), of_unit=of_unit).unknown,
            )
            for path in asked_paths(condition)
        ]

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


def _of_unit(atom: Condition) -> bool:
    return getattr(atom, "path", "").startswith("unit.")
