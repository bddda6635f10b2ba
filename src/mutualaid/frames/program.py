"""What is reckoned for one plan: names of its columns, and its rules as expressions over them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

import attrs

from mutualaid.frames import standing, words
from mutualaid.frames.codes import OTHER_PLAN, REPEATED, RUNNING
from mutualaid.frames.compiling import TEMPORARY, Compiler
from mutualaid.frames.known import Flag
from mutualaid.frames.standing import Standing, choose, column
from mutualaid.frames.steps import Step, Steps
from mutualaid.frames.together import Counts, unit_rule
from mutualaid.plan import Edition, leaves
from mutualaid.question import Headcount
from mutualaid.rules import BesideMember, Insured, Participation, Rule, SameShares, all_of


@attrs.frozen(slots=False, eq=False)
class PlanColumns:
    """One plan, as columns.

    Args:
        edition: Its rules.
        number: Its place among the plans that are asked.
        compiler: Compiles the rules.
        asked: In which rows it is asked.
        running: Which rows are of its covers that run already.
    """

    edition: Edition
    number: int
    compiler: Compiler
    asked: Flag
    running: Flag = False

    def name(self, what: str) -> str:
        """Name a column of the plan that stands in a frame while it is decided."""
        return f"{TEMPORARY}{self.number}_{what}"

    def column(self, what: str) -> words.Expr:
        """Give such a column."""
        return words.col(self.name(what))

    @property
    def insures_children(self) -> bool:
        """Whether the plan takes every row; any other takes each member once."""
        return self.edition.benefit.insures(Insured.CHILD)

    @cached_property
    def rules(self) -> tuple[Rule, ...]:
        """The single rules that each row meets for itself."""
        return tuple(leaves(self.edition.own_rules))

    @cached_property
    def beside(self) -> bool:
        """Whether a rule of its own asks for the member's own entry."""
        return any(isinstance(rule, BesideMember) for rule in self.rules)

    @cached_property
    def ways(self) -> dict[Rule, str]:
        """What ways of joining ask of the unit with all its people, by the columns that say it."""
        found = dict.fromkeys(rule for rule in self.rules if _together(rule))
        return {rule: self.name(f"w{place}") for place, rule in enumerate(found)}

    @cached_property
    def unit_rules(self) -> tuple[Rule, ...]:
        """The single rules that the unit meets for all its people."""
        return tuple(leaf for rule in self.edition.unit_rules for leaf in leaves(rule))

    @cached_property
    def counted(self) -> tuple[Headcount, ...]:
        """Who is counted."""
        rules = (*self.ways, *self.unit_rules)
        return tuple(dict.fromkeys(one.of for one in rules if isinstance(one, Participation)))

    @cached_property
    def counts_shares(self) -> bool:
        """Whether it matters who takes how many shares."""
        return any(isinstance(one, SameShares) for one in (*self.ways, *self.unit_rules))

    def own(
        self,
        steps: Steps,
        *,
        beside: Standing = standing.MET,
        ways: Mapping[Rule, str] | None = None,
    ) -> Step:
        """Say how a row stands for itself.

        Args:
            steps: Makes the columns that it needs.
            beside: How it stands beside the member's own entry.
            ways: The columns that say how the unit stands to its ways, once it is known.
        """

        def single(rule: Rule) -> Standing:
            if isinstance(rule, BesideMember):
                return beside
            if _together(rule):
                return standing.MET if ways is None else words.col(ways[rule])
            return self.compiler.standing(self.edition.code, rule)

        return steps.compose(self.edition.own_rules, single)

    def of_unit(self, steps: Steps) -> tuple[str, ...]:
        """Make the columns of the units that tell how they stand to the plan's ways, and to it."""
        made = []
        for rule, name in self.ways.items():
            steps.put((self._of_unit(rule), 0), name)
            made.append(name)
        if self.edition.unit_rules:
            whole = steps.compose(all_of(*self.edition.unit_rules), self._of_unit)
            steps.put(whole, self.name("u"))
            made.append(self.name("u"))
        return tuple(made)

    def _of_unit(self, rule: Rule) -> Standing:
        if isinstance(rule, Participation | SameShares):
            return unit_rule(rule, Counts(self.name))
        return self.compiler.standing(self.edition.code, rule, of_unit=True)

    @property
    def unit(self) -> Standing:
        """How the unit stands, in the column that holds it."""
        return self.column("u") if self.edition.unit_rules else standing.MET

    def reason(self, taken: Flag, joined: words.Expr) -> words.Expr:
        """Give the number of the first reason, as the single path does.

        Args:
            taken: Which rows the plan takes.
            joined: How the rows stand with their units.
        """
        not_asked = choose(self.running, RUNNING, OTHER_PLAN)
        of_rows = choose(self.asked, REPEATED, not_asked)
        return column(choose(taken, joined.abs(), of_rows))


def _together(rule: Rule) -> bool:
    return isinstance(rule, Participation | SameShares)
