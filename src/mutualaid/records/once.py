"""What a document writes once, however often it stands in it: editions and rosters.

Each stands in a list of the document; where a value holds one, its place in the list is written.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from mutualaid.errors import InvalidValue
from mutualaid.plan import Edition
from mutualaid.question import Roster

ONCE: Mapping[type[Any], str] = {Edition: "editions", Roster: "rosters"}
"""The types, each with the key of its list."""


class Written:
    """The lists of a document that is being written."""

    def __init__(self) -> None:
        self.lists: dict[str, list[Any]] = {}
        self._places: dict[int, int] = {}

    def place(self, value: object, write: Callable[[Any], Any]) -> int:
        """Give the place of a value in its list; the list takes it up, if it has it not yet."""
        if id(value) not in self._places:
            plain = write(value)
            found = self.lists.setdefault(ONCE[type(value)], [])
            if plain not in found:
                found.append(plain)
            self._places[id(value)] = found.index(plain)
        return self._places[id(value)]


class Given:
    """The lists of a document that is being read, as values."""

    def __init__(self, lists: Mapping[str, list[Any]]) -> None:
        self._lists = lists
        self._used: set[tuple[str, int]] = set()

    def at(self, kind: type[Any], place: object) -> Any:
        """Give the value at a place of a list.

        Raises:
            InvalidValue: There is no such place.
        """
        found = self._lists.get(ONCE[kind], [])
        if type(place) is not int or not 0 <= place < len(found):
            allowed = f"a number from 0 to {len(found) - 1}" if found else "none is listed"
            raise InvalidValue(
                f"There is no such {kind.__name__}",
                name=kind.__name__.lower(),
                value=place,
                allowed=f"its place in {ONCE[kind]!r}, {allowed}",
            )
        self._used.add((ONCE[kind], place))
        return found[place]

    def check_all_used(self, where: str) -> None:
        """Refuse a list that is empty, or holds what stands nowhere in the document.

        Raises:
            InvalidValue: There is one.
        """
        for key, found in self._lists.items():
            for place in range(max(len(found), 1)):
                if (key, place) not in self._used:
                    raise InvalidValue(
                        f"{where}.{key}: What stands nowhere else is listed",
                        name=key,
                        value=place,
                        allowed="what the document holds",
                    )


WRITTEN: ContextVar[Written] = ContextVar("written")
GIVEN: ContextVar[Given] = ContextVar("given")


@contextmanager
def writing() -> Iterator[Written]:
    """Begin the lists of a document."""
    written = Written()
    token = WRITTEN.set(written)
    try:
        yield written
    finally:
        WRITTEN.reset(token)


@contextmanager
def reading(lists: Mapping[str, list[Any]]) -> Iterator[Given]:
    """Read a document by its lists."""
    given = Given(lists)
    token = GIVEN.set(given)
    try:
        yield given
    finally:
        GIVEN.reset(token)
