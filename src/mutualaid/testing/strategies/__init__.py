"""Hypothesis strategies: aimed at the bounds of a plan's rules, and for values of every type.

Functions that take a plan draw what lies about the bounds of its rules. `of_type` draws values of
any public type; `st.from_type(Member)` does the same, through Hypothesis's entry point.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from mutualaid.errors import UnknownName, from_extra

with from_extra("test", __name__, "hypothesis"):
    from mutualaid.testing.strategies.applications import applications, vaguer
    from mutualaid.testing.strategies.claims import Books, books, claims, covers, ledgers
    from mutualaid.testing.strategies.people import (
        children,
        entries,
        members,
        questions,
        starts_of,
        units,
    )
    from mutualaid.testing.strategies.types import BY_TYPE

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

__all__ = [
    "BY_TYPE",
    "Books",
    "applications",
    "books",
    "children",
    "claims",
    "covers",
    "entries",
    "ledgers",
    "members",
    "of_type",
    "questions",
    "starts_of",
    "units",
    "vaguer",
]

T = TypeVar("T")


def of_type(kind: type[T]) -> SearchStrategy[T]:
    """Draw values of a public type; of a base class, values of any class below it.

    Raises:
        UnknownName: There is no strategy for this type.
    """
    if kind not in BY_TYPE:
        known = [one.__name__ for one in BY_TYPE]
        raise UnknownName(
            "There is no strategy for this type", name="kind", value=kind.__name__, known=known
        )
    return BY_TYPE[kind]
