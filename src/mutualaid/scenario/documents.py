"""Documents that cannot be read: every problem of one, and of the tables that it names, at once."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

import attrs

from mutualaid.errors import MutualAidError


@attrs.frozen
class DocumentProblem:
    """Say what is wrong with one value, and how to mend it.

    Args:
        place: Where it stands, such as "assumption 3" or "rates.csv, row 7"; empty for the
            document itself.
        key: The key, or the column.
        what: What is wrong.
        hint: How to mend it.
    """

    place: str
    key: str
    what: str
    hint: str

    @property
    def where(self) -> str:
        """The place and the key."""
        return f"{self.place}, {self.key}" if self.place else self.key

    def __str__(self) -> str:
        return f"{self.where}: {self.what}; {self.hint}"


class InvalidDocument(MutualAidError, ValueError):
    """A document that cannot be read; `problems` lists every problem at once."""

    of: ClassVar[str] = "document"

    def __init__(self, problems: Iterable[DocumentProblem]) -> None:
        self.problems = tuple(problems)
        count = len(self.problems)
        lines = "\n".join(f"  - {problem}" for problem in self.problems)
        super().__init__(f"{count} problem{'' if count == 1 else 's'} with the {self.of}:\n{lines}")


class InvalidAssumptions(InvalidDocument):
    """Assumptions that cannot be read; `problems` lists every problem at once."""

    of = "assumptions"
    of_problems = "error.problems_of_assumptions"
    """How it is told how many there are, in either language."""


class InvalidScenario(InvalidDocument):
    """The file of a scenario that cannot be read; `problems` lists every problem at once."""

    of = "scenario"
    of_problems = "error.problems_of_scenario"
    """How it is told how many there are, in either language."""
