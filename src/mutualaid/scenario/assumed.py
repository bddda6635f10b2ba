"""Single assumptions: a value, for which lives it holds, and where and of what day it is from."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from enum import Enum
from typing import Final

import attrs

from mutualaid.checks import a, a_date, a_text, an_id, optional, require_int, to_tuple
from mutualaid.people import Sex
from mutualaid.scenario.cells import Cell
from mutualaid.scenario.figures import Figure, require_figure
from mutualaid.scenario.shock import CommonShock
from mutualaid.scenario.sizes import Size, to_size

EVERY_RISK: Final[tuple[bool | None, ...]] = (True, False, None)


def _to_optional_probability(value: Figure | None) -> float | None:
    return None if value is None else require_figure(value, "probability", most=1.0)


def _to_factor(value: Figure) -> float:
    return require_figure(value, "factor")


def _to_rate(value: Figure) -> float:
    return require_figure(value, "rate")


def _to_optional_size(value: object) -> Size | None:
    return None if value is None else to_size(value)


def _to_ages(value: tuple[int, int] | None) -> tuple[int, int] | None:
    if value is None:
        return None
    first, last = to_tuple(value, "ages")
    least = require_int(first, "ages", least=0)
    return least, require_int(last, "ages", least=least)


def _to_risks(value: Iterable[bool | None]) -> tuple[bool | None, ...]:
    return to_tuple(value, "risks")


@attrs.frozen(kw_only=True)
class Stated:
    """Say where a value is from.

    Args:
        source: Where it is laid down, or how it was come by.
        as_of: The day for which it holds; trends run from it.
        place: Where it stands in the file.
    """

    source: str = attrs.field(validator=a_text)
    as_of: date = attrs.field(validator=a_date)
    place: str = attrs.field(default="", validator=a(str), eq=False)

    @property
    def where(self) -> str:
        """Where it stands, or else where it is from."""
        return self.place or self.source


@attrs.frozen(kw_only=True)
class Assumption(Stated):
    """State the probability of a claim in a cover period, its severity, or both, for some cells.

    Args:
        plan: Code of the plan; every plan, if not said.
        line: Code of the benefit line; every line, if not said.
        ages: First and last of the completed years; every age, if not said.
        sex: The insured person's sex; any, and children, of whom nobody says it, if not said.
        risks: For which answers to "high risk?" it holds; None stands for what was not said.
        probability: That one life claims in a cover period, 0 to 1.
        severity: How large what is assessed is, in yuan, before the cap.
    """

    plan: str | None = attrs.field(default=None, validator=optional(an_id))
    line: str | None = attrs.field(default=None, validator=optional(an_id))
    ages: tuple[int, int] | None = attrs.field(default=None, converter=_to_ages)
    sex: Sex | None = attrs.field(default=None, validator=optional(a(Sex)))
    risks: tuple[bool | None, ...] = attrs.field(default=EVERY_RISK, converter=_to_risks)
    probability: float | None = attrs.field(default=None, converter=_to_optional_probability)
    severity: Size | None = attrs.field(default=None, converter=_to_optional_size)

    def holds(self, cell: Cell) -> bool:
        """Tell whether it speaks of a cell."""
        return (
            self.plan in (None, cell.plan)
            and self.line in (None, cell.line)
            and (self.ages is None or self.ages[0] <= cell.age <= self.ages[1])
            and self.sex in (None, cell.sex)
            and cell.high_risk in self.risks
        )


@attrs.frozen(kw_only=True)
class Factors(Stated):
    """State factors on probability and severity: per year of a trend, or once for a stress.

    Args:
        plan: Code of the plan; every plan, if not said.
        line: Code of the benefit line; every line, if not said.
        probability: The factor on the probability; the product is 1 at most.
        severity: The factor on the severity.
    """

    plan: str | None = attrs.field(default=None, validator=optional(an_id))
    line: str | None = attrs.field(default=None, validator=optional(an_id))
    probability: float = attrs.field(default=1.0, converter=_to_factor)
    severity: float = attrs.field(default=1.0, converter=_to_factor)

    def holds(self, cell: Cell) -> bool:
        """Tell whether they are laid on a cell."""
        return self.plan in (None, cell.plan) and self.line in (None, cell.line)


class Flow(Enum):
    """What people do from one cover period to the next."""

    LAPSE = "lapse"
    """Leave in the course of a year."""
    RENEWAL = "renewal"
    """Join again at the end of a term."""
    ENTRY = "entry"
    """Join anew in a year, as a share of those who are covered."""


@attrs.frozen(kw_only=True)
class Rate(Stated):
    """State which share of the people of a plan leaves, renews or comes in.

    Args:
        flow: What they do.
        rate: The share, 0 to 1; of those who join anew it may be larger.
        plan: Code of the plan; every plan, if not said.
    """

    flow: Flow = attrs.field(validator=a(Flow))
    rate: float = attrs.field(converter=_to_rate)
    plan: str | None = attrs.field(default=None, validator=optional(an_id))

    def __attrs_post_init__(self) -> None:
        if self.flow is not Flow.ENTRY:
            require_figure(self.rate, "rate", most=1.0)


@attrs.frozen(kw_only=True)
class Shock(Stated):
    """State a common shock: one factor of mean 1 on every probability, drawn once for all lives.

    Args:
        law: How the factor is distributed.
    """

    law: CommonShock = attrs.field(validator=a(CommonShock))
