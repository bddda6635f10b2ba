"""A scenario over several years: who is covered, what is paid, and what becomes of the fund."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Iterator
from datetime import date
from typing import TYPE_CHECKING, Any

import attrs
from dateutil.relativedelta import relativedelta

from mutualaid.checks import require_int, require_type, to_tuple
from mutualaid.scenario.cohorts import Cohorts
from mutualaid.scenario.distribution import LossDistribution, distribution
from mutualaid.scenario.drawing import draw
from mutualaid.scenario.figures import Figure, require_figure
from mutualaid.scenario.fund import Fund, develop
from mutualaid.scenario.population import Progress
from mutualaid.scenario.portfolio import Portfolio
from mutualaid.scenario.scenario import Scenario
from mutualaid.scenario.tabular import Column, Kind, Tabular, Value
from mutualaid.text import Lang

if TYPE_CHECKING:
    from matplotlib.figure import Figure as MatplotlibFigure

FAN = (0.005, 0.05, 0.25, 0.5, 0.75, 0.95, 0.995)
"""Levels of the fund that are told, if not said."""
MOST_YEARS = 50
POINTS = 2**18
"""Each year's law has about so many points at most: those of several years add up."""


@attrs.frozen
class PlanYear:
    """Hold what one plan comes to in one year.

    Args:
        code: The plan's code.
        covered: How many entries are covered when the year begins.
        income: What is paid when it begins, in yuan: fees of the whole term.
        expected: What is paid out on average, in yuan.
    """

    code: str
    covered: float
    income: float
    expected: float


@attrs.frozen
class Year:
    """Hold what comes of one year.

    Args:
        starts: Its first day.
        plans: The plans that cover anybody in it.
        law: The distribution of what is paid in it.
        fund: The fund at its end.
    """

    starts: date
    plans: tuple[PlanYear, ...]
    law: LossDistribution = attrs.field(repr=False)
    fund: Fund

    @property
    def covered(self) -> float:
        """How many entries of all plans are covered when it begins."""
        return math.fsum(plan.covered for plan in self.plans)

    @property
    def income(self) -> float:
        """What is paid when it begins, in yuan."""
        return math.fsum(plan.income for plan in self.plans)

    def to_dict(self) -> dict[str, Any]:
        """Give the figures by name, in values that JSON knows."""
        fund = attrs.asdict(self.fund)
        return {
            "starts": self.starts.isoformat(),
            "plans": [attrs.asdict(plan) for plan in self.plans],
            "covered": self.covered,
            "income": self.income,
            "expected": self.law.mean,
            "sd": self.law.sd,
            "fund": fund | {"quantiles": {f"{at:g}": sum_ for at, sum_ in self.fund.quantiles}},
        }


@attrs.frozen
class Projection(Tabular):
    """Hold what comes of a scenario, year by year.

    Args:
        reserve: What there is on the first day, in yuan.
        interest: What a yuan earns in a year.
        years: The years, in order.
    """

    reserve: float
    interest: float
    years: tuple[Year, ...]

    @property
    def levels(self) -> tuple[float, ...]:
        """The levels of the fund that are told."""
        return tuple(level for level, _ in self.years[0].fund.quantiles)

    @property
    def fan(self) -> tuple[tuple[float, tuple[float, ...]], ...]:
        """Levels, each with the fund in yuan on the first day and at the end of every year."""
        return tuple(
            (level, (self.reserve, *(year.fund.quantiles[place][1] for year in self.years)))
            for place, level in enumerate(self.levels)
        )

    @property
    def columns(self) -> tuple[Column, ...]:
        """The year, who is covered, what comes in and goes out, and the fund at its end."""
        return (
            Column("year", Kind.TEXT),
            Column("lives", Kind.COUNT),
            Column("income", Kind.YUAN),
            Column("expected", Kind.YUAN),
            Column("sd", Kind.YUAN),
            Column("fund", Kind.YUAN),
            *(Column("fund_quantile", Kind.YUAN, level=level) for level in self.levels),
            Column("deficit", Kind.CHANCE),
            Column("ruin", Kind.CHANCE),
        )

    def rows(self) -> Iterator[tuple[Value, ...]]:
        """Give a row for each year."""
        for year in self.years:
            yield (
                year.starts.isoformat(),
                year.covered,
                year.income,
                year.law.mean,
                year.law.sd,
                year.fund.mean,
                *(amount for _, amount in year.fund.quantiles),
                year.fund.deficit,
                year.fund.ruin,
            )

    def plot(self, *, lang: Lang | None = None) -> MatplotlibFigure:
        """Draw the fund over the years as a fan, and the chance of a deficit so far.

        Args:
            lang: "zh" or "en"; that of the environment, if not said.

        Raises:
            MissingExtra: matplotlib is not installed; or a Chinese picture, and no font with
                Chinese characters is found.
        """
        return draw("projection.draw_projection", self, lang)

    def to_dict(self) -> dict[str, Any]:
        """Give all figures by name, in values that JSON knows."""
        return {
            "reserve": self.reserve,
            "interest": self.interest,
            "years": [year.to_dict() for year in self.years],
        }

    def to_json(self) -> str:
        """Give all figures as JSON."""
        return json.dumps(self.to_dict(), ensure_ascii=False, indent=2)


def project(
    base: Scenario,
    *,
    years: int,
    interest: Figure = 0,
    levels: Iterable[Figure] = FAN,
    progress: Progress | None = None,
) -> Projection:
    """Follow a scenario over several years.

    Everybody whom the rules admit takes a cover on the first day. A cover runs its plan's term; of
    who is covered a share leaves in each year (the rate *lapse*), and of who is left when it ends
    a share renews (*renewal*), at the age of that day. In each later year others ask to join: a
    share of those who were covered in the year before (*entry*), of the ages that the population
    had on the first day. Covers are sold under the rules of the day on which they start, with its
    edition and changes of policy, to whom they admit; units are held to have who they have now.

    The fee of the term is paid when a cover starts. The probability of a claim in a cover period
    is spread evenly over its years, which are independent given what is assumed; a common shock
    is drawn anew each year.

    Args:
        base: The scenario, whose reserves are the fund on the first day. Its assumptions state the
            rates of all plans.
        years: How many years, at most 50.
        interest: What a yuan in the fund earns in a year, such as 0.02.
        levels: Levels of the fund, from 0 to 1.
        progress: Is called with how many years are done, and how many there are.

    Raises:
        InvalidValue: Years or levels out of range.
        MissingAssumptions: A rate, or what is assumed of lives that come in later.
        MutualAidError: As from `Scenario.run`.
    """
    require_type(base, Scenario, "scenario")
    require_int(years, "years", least=1, most=MOST_YEARS)
    rate = require_figure(interest, "interest", least=-0.5, most=1.0)
    asked = tuple(require_figure(one, "level", most=1.0) for one in to_tuple(levels, "levels"))
    shock = base.assumptions.shock
    cohorts = Cohorts(base)
    laws, plans = [], []
    for year in range(years):
        cohorts.grow(year)
        lives = Portfolio(cell for one in cohorts.running(year) for cell in one.cells(year))
        law = distribution(lives, shock=None if shock is None else shock.law, points=POINTS)
        laws.append(law)
        plans.append(tuple(_plans(cohorts, year, lives)))
        if progress is not None:
            progress(year + 1, years)
    reserve = math.fsum([base.reserve, *base.reserves.values()])
    fees = [math.fsum(plan.income for plan in each) for each in plans]
    funds = develop(laws, fees, reserve=reserve, interest=rate, levels=asked)
    return Projection(
        reserve,
        rate,
        tuple(
            Year(base.starts + relativedelta(years=year), each, law, fund)
            for year, (each, law, fund) in enumerate(zip(plans, laws, funds, strict=True))
        ),
    )


def _plans(cohorts: Cohorts, year: int, lives: Portfolio) -> Iterator[PlanYear]:
    running = list(cohorts.running(year))
    for code in dict.fromkeys(one.plan for one in running):
        some = [one for one in running if one.plan == code]
        yield PlanYear(
            code,
            math.fsum(one.covered(year) for one in some),
            math.fsum(one.fees(year) for one in some),
            lives.of_group(code).expected,
        )
