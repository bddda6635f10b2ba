"""What a unit meets with all its people at once, reckoned in its row of the units."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

import attrs

from mutualaid.checks import WHOLE
from mutualaid.frames import words
from mutualaid.frames.codes import number_of
from mutualaid.frames.compiling import TEMPORARY
from mutualaid.frames.known import Flag, both, either, no
from mutualaid.frames.standing import MET, Standing, first
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


def unit_rule(rule: Participation | SameShares, counts: Counts) -> Standing:
    """Say how units stand to a rule by what was counted."""
    if isinstance(rule, SameShares):
        return _same_shares(counts)
    return _participation(rule, counts)


def _participation(rule: Participation, counts: Counts) -> Standing:
    deciding = rule.of if rule.threshold_of is None else rule.threshold_of
    base, threshold = words.col(headcount(rule.of)), words.col(headcount(deciding))
    surely, possibly = words.col(counts.surely(rule.of)), words.col(counts.possibly(rule.of))
    few = _too_few(rule, base, threshold, possibly)
    enough = both(no(_too_few(rule, base, threshold, surely)), possibly <= base)
    answers = (
        *(
            (-number_of(f"missing.{of.value}"), words.col(headcount(of)) <= NOT_DECLARED)
            for of in dict.fromkeys((rule.of, deciding))
        ),
        (number_of("participation.too_few"), few),
        (number_of("participation.more_than_base"), surely > base),
        (MET, enough),
    )
    return first(answers, -number_of("participation.undecided"))


def _too_few(
    rule: Participation, base: words.Expr, threshold: words.Expr, count: words.Expr
) -> Flag:
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


def _same_shares(counts: Counts) -> Standing:
    # Where nobody takes any, the most is 0 and the fewest is out of reach.
    fewest_surely, most_surely, fewest, most = (words.col(one) for one in counts.shares())
    answers = (
        (number_of("same_shares.differ"), most_surely > fewest_surely),
        (MET, most <= fewest),
    )
    return first(answers, -number_of("same_shares.undecided"))
