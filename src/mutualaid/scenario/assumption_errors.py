"""Assumptions that cannot be read: every problem of a file and its tables at once."""

from __future__ import annotations

from collections.abc import Iterable

import attrs

from mutualaid.errors import MutualAidError


@attrs.frozen
class AssumptionProblem:
    """Say what is wrong with one value, and how to mend it.

    Args:
        place: Where it stands, such as "assumption 3" or "rates.csv, row 7".
        key: The key, or the column.
        what: What is wrong.
        hint: How to mend it.
    """

    place: str
    key: str
    what: str
    hint: str

    def __str__(self) -> str:
        return f"{self.place}, {self.key}: {self.what}; {self.hint}"


class InvalidAssumptions(MutualAidError, ValueError):
    """Assumptions that cannot be read; `problems` lists every problem at once."""

    def __init__(self, problems: Iterable[AssumptionProblem]) -> None:
        self.problems = tuple(problems)
        count = len(self.problems)
        lines = "\n".join(f"  - {problem}" for problem in self.problems)
        plural = "" if count == 1 else "s"
        super().__init__(f"{count} problem{plural} with the assumptions:\n{lines}")
