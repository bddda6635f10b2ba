"""How rules stand, as one whole number in each row, which tells the reason too.

It is 0 where a rule is met, the number of the reason where it is not, and below 0 the number of
the reason why it is not known. Joined by *and* and *or* in Kleene's logic such numbers keep the
reason that the single path gives first. What stands in every row is kept as an int.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final, TypeAlias

from mutualaid.frames import words
from mutualaid.frames.known import Flag, Known, both, either

Standing: TypeAlias = "words.Expr | int"
"""A column of such numbers, or what stands in every row of it."""
Answers: TypeAlias = Sequence[tuple[int, Flag]]
"""Standings, each with the rows in which it is given unless one before it is."""
MET: Final = 0
PAIR: Final = 2


def column(standing: Standing) -> words.Expr:
    """Give a standing as an expression."""
    return words.lit(standing, words.standing()) if isinstance(standing, int) else standing


def is_met(standing: Standing) -> Flag:
    """Say in which rows it is known to be met."""
    return standing == MET


def is_refused(standing: Standing) -> Flag:
    """Say in which rows it is known not to be met."""
    return standing > MET


def is_possible(standing: Standing) -> Flag:
    """Say in which rows it is met or not known."""
    return standing <= MET


def is_unknown(standing: Standing) -> Flag:
    """Say in which rows it is not known."""
    return standing < MET


def is_known(standing: Standing) -> Flag:
    """Say in which rows it is known."""
    return standing >= MET


def choose(flag: Flag, then: Standing, otherwise: Standing) -> Standing:
    """Give one standing where a flag holds, and another elsewhere."""
    if isinstance(flag, bool):
        return then if flag else otherwise
    return words.when(flag).then(column(then)).otherwise(column(otherwise))


def first(answers: Answers, otherwise: Standing) -> Standing:
    """Give the first answer that holds, and another where none does."""
    given = otherwise
    for answer, flag in reversed(answers):
        given = choose(flag, answer, given)
    return given


def single(known: Known, failed: Answers, unknown: Answers) -> Standing:
    """Give the standing of a rule.

    Args:
        known: In which rows it is met, and in which not.
        failed: Why it is not met; the last where none before it holds.
        unknown: Why it is not known, likewise.
    """
    refused, open_ = (
        first(reasons[:-1], reasons[-1][0]) if reasons else MET for reasons in (failed, unknown)
    )
    return choose(known.true, MET, choose(known.certain or known.false, refused, open_))


def every(standings: Iterable[Standing]) -> Standing:
    """Join by *and*: the first that is not met, else the first that is not known."""
    asked = _asked(standings)
    if len(asked) == PAIR:
        one, other = asked
        return choose(
            either(is_refused(one), both(is_unknown(one), is_possible(other))), one, other
        )
    *before, given = asked or [MET]
    # The last is met, or unknown, once none is refused: so it need not be asked which.
    for one in reversed(before):
        given = choose(is_unknown(one), one, given)
    for one in reversed(asked):
        given = choose(is_refused(one), one, given)
    return given


def _asked(standings: Iterable[Standing]) -> list[Standing]:
    """Leave out what is met in every row, and whatever comes after what is met in none."""
    asked = []
    for one in standings:
        if not isinstance(one, int) or one != MET:
            asked.append(one)
        if isinstance(one, int) and one > MET:
            break
    return asked


def some(standings: Iterable[Standing]) -> Standing:
    """Join by *or*: met where any is, else the first that is not known, else the first."""
    asked = tuple(standings)
    given = asked[0]
    for one in reversed(asked):
        given = choose(is_unknown(one), one, given)
    return choose(either(*map(is_met, asked)), MET, given)
