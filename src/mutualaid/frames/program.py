"""What is reckoned for one plan: names of its columns, and its rules as expressions over them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property
from itertools import chain

import attrs
import narwhals as nw

from mutualaid.frames.codes import NO_REASON, OTHER_PLAN, REPEATED
from mutualaid.frames.compiling import TEMPORARY, Compiler, Reason, Tree, first, number
from mutualaid.frames.known import ALWAYS, Flag, Known, expr, no
from mutualaid.frames.together import Counts, UnitRule, unit_rule
from mutualaid.plan import Edition, leaves
from mutualaid.question import Headcount
from mutualaid.rules import BesideMember, Insured, Participation, Rule, SameShares, all_of

NONE = nw.lit(NO_REASON, dtype=nw.Int32)


@attrs.frozen(slots=False, eq=False)
class PlanColumns:
    """One plan, as columns.

    Args:
        edition: Its rules.
        number: Its place among the plans that are asked.
        compiler: Compiles the rules.
        asked: In which rows it is asked.
    """

    edition: Edition
    number: int
    compiler: Compiler
    asked: Flag

    def name(self, what: str) -> str:
        """Name a column of the plan that stands in a frame while it is decided."""
        return f"{TEMPORARY}{self.number}_{what}"

    def flag(self, what: str) -> nw.Expr:
        """Give such a column."""
        return nw.col(self.name(what))

    def pair(self, what: str) -> Known:
        """Give a pair of such columns."""
        return Known(self.flag(f"{what}_t"), self.flag(f"{what}_f"))

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
    def ways(self) -> dict[Rule, UnitRule]:
        """What ways of joining ask of the unit with all its people."""
        return self._together(self.rules, "w")

    @cached_property
    def unit_ways(self) -> dict[Rule, UnitRule]:
        """What the unit meets with all its people for every one of them."""
        return self._together(
            (leaf for rule in self.edition.unit_rules for leaf in leaves(rule)), "u"
        )

    def _together(self, rules: Iterable[Rule], prefix: str) -> dict[Rule, UnitRule]:
        found = dict.fromkeys(one for one in rules if isinstance(one, Participation | SameShares))
        return {
            rule: unit_rule(rule, Counts(self.name), self.name(f"{prefix}{place}"))
            for place, rule in enumerate(found)
        }

    @cached_property
    def counted(self) -> tuple[Headcount, ...]:
        """Who is counted."""
        rules = (*self.ways, *self.unit_ways)
        return tuple(dict.fromkeys(one.of for one in rules if isinstance(one, Participation)))

    @cached_property
    def counts_shares(self) -> bool:
        """Whether it matters who takes how many shares."""
        return any(isinstance(one, SameShares) for one in (*self.ways, *self.unit_ways))

    # What a row meets for itself ------------------------------------------------------------------

    def own(self, *, beside: bool = False, ways: bool = False) -> Tree:
        """Give the conditions that a row meets for itself.

        Args:
            beside: Whether it is known by now who comes in beside whom.
            ways: Whether it is known by now how many join.
        """

        def standing(rule: Rule) -> Known:
            if isinstance(rule, BesideMember):
                return self.pair("b") if beside else ALWAYS
            if isinstance(rule, Participation | SameShares):
                return self.ways[rule].attached if ways else ALWAYS
            return self.compiler.known(self.edition.code, rule)

        return Tree(self.edition.own_rules, standing, self._failed, self._unknown)

    def _failed(self, rule: Rule) -> Iterator[Reason]:
        if isinstance(rule, BesideMember):
            yield no(self.flag("b_e")), number("beside_member.member_not_entered")
            yield True, number("beside_member.member_refused")
        elif isinstance(rule, Participation | SameShares):
            yield True, self.ways[rule].reason
        else:
            yield from self.compiler.failed(self.edition.code, rule)

    def _unknown(self, rule: Rule) -> Iterator[Reason]:
        if isinstance(rule, BesideMember):
            yield True, number("beside_member.member_unknown")
        elif isinstance(rule, Participation | SameShares):
            yield True, self.ways[rule].reason
        else:
            yield from self.compiler.unknown(rule)

    # What the unit meets --------------------------------------------------------------------------

    @cached_property
    def unit_tree(self) -> Tree | None:
        """The conditions that the unit meets for all its people, None where there are none."""
        if not self.edition.unit_rules:
            return None
        code = self.edition.code

        def standing(rule: Rule) -> Known:
            if isinstance(rule, Participation | SameShares):
                return self.unit_ways[rule].known
            return self.compiler.known(code, rule, of_unit=True)

        def failed(rule: Rule) -> Iterator[Reason]:
            if isinstance(rule, Participation | SameShares):
                return iter(self.unit_ways[rule].failed)
            return self.compiler.failed(code, rule, of_unit=True)

        def unknown(rule: Rule) -> Iterator[Reason]:
            if isinstance(rule, Participation | SameShares):
                return iter(self.unit_ways[rule].unknown)
            return self.compiler.unknown(rule, of_unit=True)

        return Tree(all_of(*self.edition.unit_rules), standing, failed, unknown)

    @cached_property
    def unit_columns(self) -> tuple[nw.Expr, ...]:
        """The columns of the units: how they stand to the plan, and why."""
        made = []
        for way in self.ways.values():
            why = first(iter(way.failed), NONE)
            open_why = first(iter(way.unknown), NONE)
            made += _columns(way.name, way.known, why, open_why)
        if self.unit_tree is not None:
            tree = self.unit_tree
            why = first(tree.reasons_failed(), NONE)
            made += _columns(self.name("n"), tree.known(), why, first(tree.reasons_unknown(), NONE))
        return tuple(made)

    @property
    def unit(self) -> Known:
        """How the unit stands, in the columns that hold it."""
        return ALWAYS if self.unit_tree is None else self.pair("n")

    # The answers ----------------------------------------------------------------------------------

    def reason(self, taken: Flag, own: Tree, accepted: Known) -> nw.Expr:
        """Give the number of the first reason, as the single path does."""
        unit = NONE if self.unit_tree is None else self.flag("n_r")
        reasons = chain(
            [(no(self.asked), nw.lit(OTHER_PLAN, dtype=nw.Int32))],
            [(no(taken), nw.lit(REPEATED, dtype=nw.Int32))],
            [(accepted.true, NONE)],
            own.reasons_failed(),
            [(self.unit.false, unit)],
            own.reasons_unknown(),
        )
        return first((one for one in reasons if one[0] is not False), unit)


def _columns(name: str, known: Known, failed: nw.Expr, unknown: nw.Expr) -> list[nw.Expr]:
    why = nw.when(expr(known.false)).then(failed).otherwise(unknown)
    return [
        expr(known.true).alias(f"{name}_t"),
        expr(known.false).alias(f"{name}_f"),
        why.alias(f"{name}_r"),
    ]
