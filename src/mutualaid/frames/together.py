"""What a unit meets with all its people at once, reckoned in its row of the units."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

import attrs
import narwhals as nw

from mutualaid.checks import WHOLE
from mutualaid.frames.compiling import TEMPORARY, Reason, number
from mutualaid.frames.known import Flag, Known, both, either, no
from mutualaid.question import Headcount
from mutualaid.rules import Participation, SameShares

NOT_DECLARED = -1
"""Stands for a headcount that the unit does not declare."""
NO_SHARES = 2**31
"""Stands for the fewest shares where nobody takes any."""


def headcount(of: Headcount) -> str:
    """Name the column of the units with a headcount."""
    return f"{TEMPORARY}{of.value}"


@attrs.frozen
class Counts:
    """Name the columns of the units with who joins one plan.

    Args:
        name: Names a column of the plan.
    """

    name: Callable[[str], str]

    def surely(self, of: Headcount) -> str:
        """How many surely join."""
        return self.name(f"s_{of.value}")

    def possibly(self, of: Headcount) -> str:
        """How many possibly join."""
        return self.name(f"p_{of.value}")

    def shares(self) -> tuple[str, str, str, str]:
        """Fewest and most shares of who surely joins, and of who possibly does."""
        return (self.name("s_min"), self.name("s_max"), self.name("p_min"), self.name("p_max"))


@attrs.frozen
class UnitRule:
    """One rule that the unit meets with all its people.

    Args:
        rule: The rule.
        name: What the names of its columns begin with.
        known: How it stands, in a row of the units.
        reasons: Why, where it is not met, and else where it is not known.
    """

    rule: Participation | SameShares
    name: str
    known: Known
    failed: tuple[Reason, ...]
    unknown: tuple[Reason, ...]

    @property
    def attached(self) -> Known:
        """How it stands, in the columns that hold it."""
        return Known(nw.col(f"{self.name}_t"), nw.col(f"{self.name}_f"))

    @property
    def reason(self) -> nw.Expr:
        """The number of the reason, in the column that holds it."""
        return nw.col(f"{self.name}_r")


def unit_rule(rule: Participation | SameShares, counts: Counts, name: str) -> UnitRule:
    """Say how a rule stands by what was counted."""
    if isinstance(rule, SameShares):
        return _same_shares(rule, counts, name)
    return _participation(rule, counts, name)


def _participation(rule: Participation, counts: Counts, name: str) -> UnitRule:
    deciding = rule.of if rule.threshold_of is None else rule.threshold_of
    base, threshold = nw.col(headcount(rule.of)), nw.col(headcount(deciding))
    surely, possibly = nw.col(counts.surely(rule.of)), nw.col(counts.possibly(rule.of))
    declared = both(base > NOT_DECLARED, threshold > NOT_DECLARED)
    few = _too_few(rule, base, threshold, possibly)
    crowded = surely > base
    enough = both(no(_too_few(rule, base, threshold, surely)), possibly <= base)
    missing = {of: number(f"missing.{of.value}") for of in (rule.of, deciding)}
    return UnitRule(
        rule,
        name,
        Known(both(declared, enough), both(declared, either(few, crowded))),
        ((few, number("participation.too_few")), (True, number("participation.more_than_base"))),
        (
            (base <= NOT_DECLARED, missing[rule.of]),
            (threshold <= NOT_DECLARED, missing[deciding]),
            (True, number("participation.undecided")),
        ),
    )


def _too_few(rule: Participation, base: nw.Expr, threshold: nw.Expr, count: nw.Expr) -> Flag:
    """Say where fewer join than must, compared in whole numbers (R6)."""
    share = Fraction(rule.percent) / WHOLE
    of_share = count * share.denominator < base * share.numerator
    short: list[Flag] = [of_share]
    if rule.everyone_from is not None:
        everyone = threshold <= rule.everyone_from
        short = [both(everyone, count < base), both(no(everyone), of_share)]
    if rule.at_least is not None:
        short.append(count < rule.at_least)
    return either(*short)


def _same_shares(rule: SameShares, counts: Counts, name: str) -> UnitRule:
    # Where nobody takes any, the most is 0 and the fewest is out of reach.
    fewest_surely, most_surely, fewest, most = (nw.col(one) for one in counts.shares())
    differ = most_surely > fewest_surely
    return UnitRule(
        rule,
        name,
        Known(both(no(differ), most <= fewest), differ),
        ((True, number("same_shares.differ")),),
        ((True, number("same_shares.undecided")),),
    )
