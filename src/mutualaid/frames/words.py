"""The words of which expressions are made: narwhals' own, or Polars' where the frame is Polars'.

narwhals' words are a part of Polars'. What is said in Polars' own needs no translation, which
takes longer than to decide ten thousand rows, and is kept from call to call.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from types import ModuleType
from typing import Any, Final, TypeAlias

import attrs
import narwhals as nw

Expr: TypeAlias = Any
"""An expression of narwhals or of Polars: each word used here is in both, with one meaning."""
NARROW, WIDE = "Int16", "Int32"


@attrs.frozen
class Words:
    """Say in which language expressions are made.

    Args:
        language: The module of narwhals or of Polars.
        standing: The type of the numbers that say how rules stand.
    """

    language: ModuleType = nw
    standing: str = WIDE


_SPOKEN: Final[ContextVar[Words]] = ContextVar("spoken", default=Words())  # noqa: B039 - frozen


@contextmanager
def speaking(words: Words) -> Iterator[None]:
    """Make expressions in a language."""
    token = _SPOKEN.set(words)
    try:
        yield
    finally:
        _SPOKEN.reset(token)


def spoken() -> Words:
    """Give the words that are spoken."""
    return _SPOKEN.get()


def standing() -> str:
    """Name the type of the numbers that say how rules stand."""
    return _SPOKEN.get().standing


def _language() -> Any:
    return _SPOKEN.get().language


def kind(name: str) -> Any:
    """Give a type, such as "Int64"."""
    return getattr(_language(), name)


def col(*names: str) -> Expr:
    """Give columns."""
    return _language().col(*names)


def lit(value: object, name: str | None = None) -> Expr:
    """Give a value in every row, as a type of this name."""
    return _language().lit(value, dtype=None if name is None else kind(name))


def when(flag: Expr) -> Any:
    """Begin a choice."""
    return _language().when(flag)


def every_flag(*flags: Expr) -> Expr:
    """Hold where all of many flags hold, in one step of the engine."""
    spoken = _language()
    if spoken is nw:
        return nw.all_horizontal(*flags, ignore_nulls=False)
    return spoken.all_horizontal(*flags)


def any_flag(*flags: Expr) -> Expr:
    """Hold where any of many flags holds, in one step of the engine."""
    spoken = _language()
    if spoken is nw:
        return nw.any_horizontal(*flags, ignore_nulls=False)
    return spoken.any_horizontal(*flags)


def countable(flag: Expr) -> Expr:
    """Give a flag as what is added up fastest.

    For narwhals it is cast before it is aggregated, not within: there it is slow beyond measure
    in pandas.
    """
    return flag.cast(nw.Int64) if _language() is nw else flag


def concat(frames: Sequence[Any], how: str) -> Any:
    """Put frames side by side or below each other."""
    return _language().concat(frames, how=how)
