"""Three-valued answers as columns: each is a pair, *known true* and *known false*, without nulls.

What is neither is unknown. Engines differ in what they make of nulls in logic, and none is needed
here: a null is made once, at the output. A constant is kept as a bool, so that what is the same in
every row costs nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import reduce
from typing import TypeAlias

import attrs

from mutualaid.frames import words

Flag: TypeAlias = "words.Expr | bool"
"""A column of True and False without nulls, or what stands in every row of it."""

SHORT = 2
"""So many flags are joined one by one; more of them at once, in one step of the engine."""


def no(flag: Flag) -> Flag:
    """Turn a flag round."""
    return not flag if isinstance(flag, bool) else ~flag


def both(*flags: Flag) -> Flag:
    """Hold where every flag holds."""
    if any(flag is False for flag in flags):
        return False
    asked = [flag for flag in flags if not isinstance(flag, bool)]
    if len(asked) > SHORT:
        return words.every_flag(*asked)
    return reduce(lambda one, other: one & other, asked) if asked else True


def either(*flags: Flag) -> Flag:
    """Hold where any flag holds."""
    if any(flag is True for flag in flags):
        return True
    asked = [flag for flag in flags if not isinstance(flag, bool)]
    if len(asked) > SHORT:
        return words.any_flag(*asked)
    return reduce(lambda one, other: one | other, asked) if asked else False


def expr(flag: Flag) -> words.Expr:
    """Give a flag as an expression."""
    return words.lit(flag) if isinstance(flag, bool) else flag


@attrs.frozen
class Known:
    """Hold in which rows something is known to be true, and in which known to be false.

    Args:
        true: In which rows it is true.
        false: In which rows it is false.
        certain: Whether it is the one or the other in every row.
    """

    true: Flag
    false: Flag
    certain: bool = False

    @property
    def unknown(self) -> Flag:
        """In which rows it is neither."""
        return False if self.certain else both(no(self.true), no(self.false))


ALWAYS = Known(true=True, false=False, certain=True)
NEVER = Known(true=False, false=True, certain=True)


def certain(flag: Flag) -> Known:
    """Give what is known in every row."""
    return Known(flag, no(flag), certain=True)


def negation(part: Known) -> Known:
    """Turn known true and known false round."""
    return Known(part.false, part.true, part.certain)


def every(parts: Iterable[Known]) -> Known:
    """Join by *and* in Kleene's logic."""
    parts = tuple(parts)
    true = both(*(one.true for one in parts))
    if all(one.certain for one in parts):
        return certain(true)
    return Known(true, either(*(one.false for one in parts)))


def some(parts: Iterable[Known]) -> Known:
    """Join by *or* in Kleene's logic."""
    return negation(every(map(negation, parts)))
