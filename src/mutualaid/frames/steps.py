"""Columns that are made one after another, since each is asked for several times by the next."""

from __future__ import annotations

from collections.abc import Callable

from mutualaid.frames import words
from mutualaid.frames.engines import AnyFrame
from mutualaid.frames.standing import Standing, column, every, some
from mutualaid.rules import AllOf, AnyOf, Rule

Step = tuple[Standing, int]
"""How something stands, and how many steps must have been made before it can be asked."""


class Steps:
    """Make columns step by step; those of one step ask for none of each other.

    Args:
        name: What the names of columns begin with that have no name of their own.
    """

    def __init__(self, name: str) -> None:
        self._name = name
        self._steps: list[list[words.Expr]] = []
        self._made = 0

    def put(self, step: Step, name: str | None = None) -> Step:
        """Make a column, after the steps that it needs.

        Args:
            step: What stands in it.
            name: Its name, if it needs one.
        """
        standing, before = step
        if name is None:
            if isinstance(standing, int):
                return step
            name, self._made = f"{self._name}{self._made}", self._made + 1
        if before == len(self._steps):
            self._steps.append([])
        self._steps[before].append(column(standing).alias(name))
        return words.col(name), before + 1

    def compose(self, rule: Rule, single: Callable[[Rule], Standing]) -> Step:
        """Say how a rule with its parts stands; each part of several has a column of its own.

        Args:
            rule: The rule.
            single: Says how a single rule stands.
        """
        if not isinstance(rule, AllOf | AnyOf):
            return single(rule), 0
        parts = []
        for part in rule.parts:
            made = self.compose(part, single)
            parts.append(self.put(made) if isinstance(part, AllOf | AnyOf) else made)
        join = every if isinstance(rule, AllOf) else some
        return join(standing for standing, _ in parts), max(before for _, before in parts)

    def take(self, frame: AnyFrame) -> AnyFrame:
        """Give a frame with the columns."""
        for step in self._steps:
            frame = frame.with_columns(*step)
        return frame
