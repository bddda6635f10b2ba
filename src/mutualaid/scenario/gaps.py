"""What assumptions leave open, or say twice: every gap of an exposure, told at once."""

from __future__ import annotations

from collections.abc import Iterable

import attrs

from mutualaid.errors import MutualAidError
from mutualaid.people import Sex
from mutualaid.rules import Insured
from mutualaid.scenario.cells import Cell

RISK = {True: "high risk", False: "no high risk", None: "high risk not said"}


@attrs.frozen
class Gap:
    """Say what is not assumed, or assumed twice, of some lives.

    Args:
        plan: Code of the plan.
        missing: What is missing, such as "probability".
        line: Code of the benefit line; None where it is of the plan as a whole.
        insured: Whose lives; None where it is of the plan as a whole.
        sex: Their sex; None for children.
        high_risk: Whether they work in a high-risk industry; None where it was not said.
        ages: Stretches of completed years, first and last.
        lives: How many lives.
        stated: The places of the assumptions that each state it, where several do.
    """

    plan: str
    missing: str
    line: str | None = attrs.field(default=None, kw_only=True)
    insured: Insured | None = attrs.field(default=None, kw_only=True)
    sex: Sex | None = attrs.field(default=None, kw_only=True)
    high_risk: bool | None = attrs.field(default=None, kw_only=True)
    ages: tuple[tuple[int, int], ...] = attrs.field(default=(), kw_only=True)
    lives: float = attrs.field(default=0.0, kw_only=True)
    stated: tuple[str, ...] = attrs.field(default=(), kw_only=True)

    @property
    def where(self) -> str:
        """The plan and its line."""
        return self.plan if self.line is None else f"{self.plan}.{self.line}"

    @property
    def what(self) -> str:
        """What is wrong: of whom nothing is assumed, or which assumptions overlap."""
        missing, places = self.missing, "; ".join(self.stated)
        if self.insured is None:
            return f"{missing} stated more than once, in {places}" if places else f"no {missing}"
        who = self._who()
        if places:
            return f"{missing} stated more than once, in {places}: {who}"
        return f"no {missing}: {who}"

    def _who(self) -> str:
        ages = "; ".join(f"{one}" if one == last else f"{one}–{last}" for one, last in self.ages)
        lives = f"{self.lives:,.0f}"
        if self.sex is None:
            return f"ages {ages}, children, lives {lives}"
        return f"ages {ages}, {self.sex.value}, {RISK[self.high_risk]}, lives {lives}"

    @property
    def hint(self) -> str:
        """How to mend it."""
        if self.stated:
            return "tell them apart by ages, sex or high_risk"
        return "add an assumption for them"

    def __str__(self) -> str:
        return f"{self.where}: {self.what}; {self.hint}"


class MissingAssumptions(MutualAidError, LookupError):
    """Lives of which nothing is assumed, or of which two assumptions speak; `gaps` names all."""

    of_problems = "error.problems_of_gaps"
    """How it is told how many there are, in either language."""

    def __init__(self, gaps: Iterable[Gap]) -> None:
        self.gaps = tuple(gaps)
        count = len(self.gaps)
        lines = "\n".join(f"  - {gap}" for gap in self.gaps)
        super().__init__(f"{count} gap{'' if count == 1 else 's'} in the assumptions:\n{lines}")

    @property
    def problems(self) -> tuple[Gap, ...]:
        """The gaps, by the name under which errors list what is wrong."""
        return self.gaps


def gaps_of(missing: Iterable[tuple[Cell, str, tuple[str, ...]]]) -> tuple[Gap, ...]:
    """Gather cells with gaps: alike ones of other ages, shares or levels make one gap.

    Args:
        missing: The cells, each with what is missing, and where it is stated if several times.
    """
    found: dict[Gap, list[Cell]] = {}
    for cell, what, stated in missing:
        gap = Gap(
            cell.plan, what, line=cell.line, insured=cell.insured, sex=cell.sex,
            high_risk=cell.high_risk, stated=stated,
        )  # fmt: skip
        found.setdefault(gap, []).append(cell)
    return tuple(
        attrs.evolve(
            gap,
            ages=_stretches({cell.age for cell in cells}),
            lives=sum(cell.lives for cell in cells),
        )
        for gap, cells in found.items()
    )


def _stretches(ages: Iterable[int]) -> tuple[tuple[int, int], ...]:
    """Give ages as stretches without a hole."""
    made: list[tuple[int, int]] = []
    for age in sorted(ages):
        if made and made[-1][1] == age - 1:
            made[-1] = (made[-1][0], age)
        else:
            made.append((age, age))
    return tuple(made)
