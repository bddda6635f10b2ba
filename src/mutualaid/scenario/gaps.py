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
        what: What is missing, such as "probability".
        line: Code of the benefit line; None where it is of the plan as a whole.
        insured: Whose lives; None where it is of the plan as a whole.
        sex: Their sex; None for children.
        high_risk: Whether they work in a high-risk industry; None where it was not said.
        ages: Stretches of completed years, first and last.
        lives: How many lives.
        stated: The places of the assumptions that each state it, where several do.
    """

    plan: str
    what: str
    line: str | None = None
    insured: Insured | None = None
    sex: Sex | None = None
    high_risk: bool | None = None
    ages: tuple[tuple[int, int], ...] = ()
    lives: float = 0.0
    stated: tuple[str, ...] = ()

    def __str__(self) -> str:
        where = self.plan if self.line is None else f"{self.plan}.{self.line}"
        which = f"no {self.what}"
        if self.stated:
            which = f"{self.what} stated {len(self.stated)} times, in {'; '.join(self.stated)}"
        return f"{where}: {which}{self._of_whom()}"

    def _of_whom(self) -> str:
        if self.insured is None:
            return ""
        ages = ", ".join(f"{one}" if one == last else f"{one}–{last}" for one, last in self.ages)
        who = "children" if self.sex is None else f"{self.sex.value}, {RISK[self.high_risk]}"
        return f" for ages {ages}, {who} ({self.lives:,.0f} lives)"


class MissingAssumptions(MutualAidError, LookupError):
    """Lives of which nothing is assumed, or of which two assumptions speak; `gaps` names all."""

    def __init__(self, gaps: Iterable[Gap]) -> None:
        self.gaps = tuple(gaps)
        count = len(self.gaps)
        lines = "\n".join(f"  - {gap}" for gap in self.gaps)
        super().__init__(
            f"{count} gap{'' if count == 1 else 's'} in the assumptions:\n{lines}",
            hint="each cell takes its probability, and its severity, from exactly one assumption; "
            "add those that are missing, and tell apart by ages, sex or high_risk those that "
            "overlap",
        )


def gaps_of(missing: Iterable[tuple[Cell, str, tuple[str, ...]]]) -> tuple[Gap, ...]:
    """Gather cells with gaps: alike ones of other ages, shares or levels make one gap.

    Args:
        missing: The cells, each with what is missing, and where it is stated if several times.
    """
    found: dict[Gap, list[Cell]] = {}
    for cell, what, stated in missing:
        gap = Gap(cell.plan, what, cell.line, cell.insured, cell.sex, cell.high_risk, stated=stated)
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
