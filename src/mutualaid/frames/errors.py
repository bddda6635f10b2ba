"""What is wrong use of frames: input that cannot be read, and rules without a column form."""

from __future__ import annotations

from collections.abc import Iterable

import attrs

from mutualaid.errors import MutualAidError


@attrs.frozen
class FrameProblem:
    """Say what is wrong with an input frame, and how to mend it.

    Args:
        frame: "entries" or "units".
        column: The column, by its name in the frame; None where it is of the rows as a whole.
        what: What is wrong.
        hint: How to mend it.
        rows: How many rows are at fault; None where no row is but the column.
        examples: Keys of the first of them.
    """

    frame: str
    column: str | None
    what: str
    hint: str
    rows: int | None = attrs.field(default=None, kw_only=True)
    examples: tuple[str, ...] = attrs.field(default=(), kw_only=True)

    @property
    def where(self) -> str:
        """Where it is: the frame and the column."""
        return self.frame if self.column is None else f"{self.frame}.{self.column}"

    def __str__(self) -> str:
        text = f"{self.where}: {self.what}"
        if self.rows is not None:
            shown = f", such as {'; '.join(self.examples)}" if self.examples else ""
            text = f"{text} ({self.rows} row{'' if self.rows == 1 else 's'}{shown})"
        return f"{text}; {self.hint}"


class InvalidFrame(MutualAidError, ValueError):
    """An input frame that cannot be decided; `problems` lists every problem of it at once."""

    of_problems = "error.problems_of_input"
    """The message that counts them."""

    def __init__(self, problems: Iterable[FrameProblem]) -> None:
        self.problems = tuple(problems)
        lines = "\n".join(f"  - {problem}" for problem in self.problems)
        count = len(self.problems)
        super().__init__(f"{count} problem{'' if count == 1 else 's'} with the input:\n{lines}")


class NoColumnForm(MutualAidError, NotImplementedError):
    """A rule of which only `check` can tell how it stands; `rule` and `plan` say which.

    Args:
        plan: Code of the plan.
        rule: The rule.
        lacks: What it lacks.
        hint: How to mend it, where it is not by a column form or row by row.
    """

    def __init__(self, plan: str, rule: object, lacks: str, *, hint: str | None = None) -> None:
        self.plan = plan
        self.rule = rule
        super().__init__(
            f"{type(rule).__name__} of the plan {plan} has no column form: {lacks}",
            name="rule",
            value=rule,
            hint=hint
            or 'write it beside the rule\'s `check`, or pass fallback="rows", which asks `check` '
            "row by row (eager frames only), or leave the plan out of `plans`",
        )
