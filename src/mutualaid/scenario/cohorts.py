"""Who is covered in years to come: covers that were sold together run together.

A cohort is who takes a cover of one plan in one year with ages a number of years past those of the
population given. Everybody of the population takes one in the first year, if the rules admit them.
Then, year by year, some leave; when a cover has run its term some of the rest renew it, at the age
that they have then, under the rules of that day; and others join anew, as old as the population
was at first.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

import attrs
from dateutil.relativedelta import relativedelta

from mutualaid.scenario.assumed import Flow
from mutualaid.scenario.assumptions import Assumptions
from mutualaid.scenario.cells import Exposure
from mutualaid.scenario.portfolio import Cell, Portfolio
from mutualaid.scenario.scenario import Scenario, of_plans


@attrs.frozen
class Cohort:
    """Covers of one plan that start in one year.

    Args:
        plan: Code of the plan.
        sold: In which year they start, from 0.
        aged: How many years past their first ages the people are.
        term: How many years they run.
        entries: How many entries there are of the population.
        income: What these pay for the term, in yuan.
        lives: The lives of these.
        times: How many times these there are.
        stays: Which share of the people stays from one year to the next.
    """

    plan: str
    sold: int
    aged: int
    term: int
    entries: float
    income: float
    lives: Portfolio = attrs.field(repr=False)
    times: float
    stays: float

    def runs(self, year: int) -> bool:
        """Tell whether the covers run in a year."""
        return self.sold <= year < self.sold + self.term

    def covered(self, year: int) -> float:
        """Give how many entries are covered when a year begins."""
        return self.entries * self.times * self.stays ** (year - self.sold)

    def fees(self, year: int) -> float:
        """Give what is paid when a year begins, in yuan: the fee of the term when it begins."""
        return self.income * self.times if year == self.sold else 0.0

    def cells(self, year: int) -> Iterator[Cell]:
        """Give the lives with what their chance is in a year: a claim of the term in each alike.

        Who leaves may be any of them: the chance falls, the number of lives does not.
        """
        share = self.stays ** (year - self.sold) / self.term
        for cell in self.lives:
            yield attrs.evolve(
                cell,
                key=f"{self.sold}/{self.aged}/{cell.key}",
                lives=cell.lives * self.times,
                probability=cell.probability * share,
            )


@attrs.define(eq=False)
class _Profiles:
    """Exposes the population, at ages some years past its own, under the rules of a day.

    Args:
        base: The scenario.
        asked: By years past: the scenario that was asked last, whose plans serve again where
            their rules are the same.
    """

    base: Scenario
    asked: dict[int, Scenario] = attrs.field(factory=dict)

    def expose(self, aged: int, day: date, plans: Iterable[str]) -> Exposure:
        """Give the cells of some plans."""
        codes = tuple(plans)
        others: dict[str, Any] = {
            "catalogue": self.base.catalogue.at(day),
            "plans": codes,
            "reserves": {},
            "participation": {
                code: points for code, points in self.base.points.items() if code in codes
            },
        }
        near = self.asked.get(aged)
        if near is None and not aged:
            near = self.base
            near.expose()
        if near is None:
            others["starts"] = self.base.starts + relativedelta(years=aged)
            near = self.base
        scenario = near.but(**others)
        self.asked[aged] = scenario
        # Trends run to the day on which the covers start.
        return attrs.evolve(scenario.expose(), starts=day)


@attrs.define(eq=False)
class Cohorts:
    """All cohorts, grown year by year.

    Args:
        base: The scenario.
        sold: The cohorts so far.
    """

    base: Scenario
    sold: list[Cohort] = attrs.field(factory=list)
    _profiles: _Profiles = attrs.field(init=False)

    def __attrs_post_init__(self) -> None:
        self._profiles = _Profiles(self.base)

    def grow(self, year: int) -> None:
        """Sell the covers of a year; those of all years before it have been."""
        day = self.base.starts + relativedelta(years=year)
        in_force = {edition.code for edition in self.base.catalogue.editions(day)}
        due: dict[int, dict[str, float]] = defaultdict(dict)
        plans = [code for code in self.base.editions if code in in_force]
        for code in plans:
            for aged, people in self._people(code, year):
                if people:
                    due[aged][code] = due[aged].get(code, 0.0) + people
        for aged, by_plan in sorted(due.items()):
            self._sell(year, aged, day, by_plan)

    def _people(self, plan: str, year: int) -> Iterator[tuple[int, float]]:
        """Say who asks for a cover: how much they have aged, and how many times the population."""
        if not year:
            yield 0, 1.0
            return
        assumptions = self.base.assumptions
        ended = [one for one in self.sold if one.plan == plan and one.sold + one.term == year]
        for one in ended:
            stayed = one.times * one.stays**one.term
            yield one.aged + one.term, stayed * assumptions.rate(Flow.RENEWAL, plan)
        before = sum(one.covered(year - 1) for one in self.running(year - 1) if one.plan == plan)
        first = next((one for one in self.sold if one.plan == plan and not one.sold), None)
        if before and first is not None and first.entries:
            yield 0, before * assumptions.rate(Flow.ENTRY, plan) / first.entries

    def _sell(self, year: int, aged: int, day: date, by_plan: Mapping[str, float]) -> None:
        exposure = self._profiles.expose(aged, day, by_plan)
        terms = dict(exposure.terms)
        assumptions: Assumptions = self.base.assumptions
        for code, times in by_plan.items():
            alone = of_plans(exposure, [code])
            self.sold.append(
                Cohort(
                    code,
                    year,
                    aged,
                    terms[code],
                    exposure.entries(code),
                    exposure.fee_income(code),
                    assumptions.portfolio(alone).merged(),
                    times,
                    1 - assumptions.rate(Flow.LAPSE, code),
                )
            )

    def running(self, year: int) -> Iterator[Cohort]:
        """Give the cohorts whose covers run in a year."""
        return (one for one in self.sold if one.runs(year))
