"""What comes out, for each plan and in total: what is paid, how it varies, which fee covers it."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

import attrs

from mutualaid.checks import a, optional, require_type, to_tuple
from mutualaid.errors import UnknownName
from mutualaid.messages import render, table
from mutualaid.scenario.distribution import Errors, LossDistribution, distribution
from mutualaid.scenario.drawing import draw
from mutualaid.scenario.figures import Figure, require_figure
from mutualaid.scenario.portfolio import Portfolio
from mutualaid.scenario.shock import CommonShock
from mutualaid.scenario.tabular import Column, Kind, Named, Tabular, Value
from mutualaid.scenario.window import MOST_POINTS
from mutualaid.text import Lang, Text

if TYPE_CHECKING:
    from matplotlib.figure import Figure as MatplotlibFigure

QUANTILES = (0.05, 0.25, 0.5, 0.75, 0.95)
LEVELS = (0.95, 0.99, 0.995)
RUIN = 0.005
TOTAL = "total"


def _to_income(value: Figure) -> float:
    return require_figure(value, "income")


def _to_shares(value: Figure) -> float:
    return require_figure(value, "shares")


def _to_lives(value: Figure) -> float:
    return require_figure(value, "lives")


def _to_unknown(value: Figure) -> float:
    return require_figure(value, "unknown")


def _to_undecided(value: Figure) -> float:
    return require_figure(value, "undecided")


@attrs.frozen
class Fees:
    """What a plan's members pay.

    Args:
        income: All fees of the period, in yuan.
        shares: How many shares they are paid for; 0 for a plan that is not sold by the share.
        lives: How many people are insured, each counted once whatever lines insure them.
        unknown: Of how many of them the fee is not known, and so not among the income.
        undecided: Of how many others it is not known whether they come in.
        title: The plan's title.
    """

    income: float = attrs.field(converter=_to_income)
    shares: float = attrs.field(converter=_to_shares, default=0.0, kw_only=True)
    lives: float = attrs.field(converter=_to_lives, default=0.0, kw_only=True)
    unknown: float = attrs.field(converter=_to_unknown, default=0.0, kw_only=True)
    undecided: float = attrs.field(converter=_to_undecided, default=0.0, kw_only=True)
    title: Text | None = attrs.field(validator=optional(a(Text)), default=None, kw_only=True)


Levels = tuple[tuple[float, float], ...]


def _at(levels: Levels, level: float, name: str) -> float:
    found = dict(levels)
    if level not in found:
        raise UnknownName(
            f"No {name} of this level was asked for",
            name="level",
            value=level,
            known=[f"{each:g}" for each in found],
        )
    return found[level]


@attrs.frozen
class PlanResult:
    """What comes out for one plan, or in total.

    Args:
        code: The plan's code, or "total".
        lives: How many are insured; of the total, insurances of all plans together.
        income: Fees of the period, in yuan.
        reserve: The opening reserve, in yuan.
        shares: Shares that fees are paid for.
        expected: What is paid on average, in yuan.
        sd: Its standard deviation, in yuan.
        quantiles: Levels and amounts in yuan.
        tvars: Levels of the tail value at risk, and amounts in yuan.
        deficit: The chance that more is paid than fees and opening reserve.
        ruin: The chance of a deficit that is to be allowed.
        funds_needed: The least sum, in yuan, by which a deficit is no more likely than that.
        errors: How far off the distribution may be.
        fees_unknown: Of how many of the insured the fee is not known and left out of the income.
        undecided: Of how many others it is not known whether they come in; they are left out.
        title: The plan's title.
    """

    code: str
    lives: float
    income: float
    reserve: float
    shares: float
    expected: float
    sd: float
    quantiles: Levels
    tvars: Levels
    deficit: float
    ruin: float
    funds_needed: float
    errors: Errors
    fees_unknown: float = attrs.field(default=0.0, kw_only=True)
    undecided: float = attrs.field(default=0.0, kw_only=True)
    title: Text | None = attrs.field(default=None, kw_only=True)

    @property
    def named(self) -> Named:
        """Its code, with its title in both languages."""
        if self.code == TOTAL:
            return Named(TOTAL, table()["scenario.total"])
        return Named(self.code, self.title or Text(zh=self.code, en=self.code))

    @property
    def loss_ratio(self) -> float | None:
        """Expected benefits over fees; None where there are no fees."""
        return self.expected / self.income if self.income else None

    @property
    def break_even_factor(self) -> float | None:
        """The factor on all fees by which they are the expected benefits; None without fees."""
        return self.loss_ratio

    @property
    def break_even_fee(self) -> float | None:
        """The fee per share, in yuan, by which fees are the expected benefits.

        None for a plan that is not sold by the share: it has `break_even_factor`.
        """
        return self.expected / self.shares if self.shares else None

    @property
    def reserve_needed(self) -> float:
        """The least opening reserve, in yuan, by which a deficit is no more likely than `ruin`."""
        return max(self.funds_needed - self.income, 0.0)

    @property
    def safe_fee(self) -> float | None:
        """The fee per share, in yuan, by which a deficit is no more likely than `ruin`.

        With the opening reserve as it is; None for a plan that is not sold by the share.
        """
        if not self.shares:
            return None
        return max(self.funds_needed - self.reserve, 0.0) / self.shares

    def quantile(self, level: float) -> float:
        """Give a quantile that was asked for, in yuan."""
        return _at(self.quantiles, level, "quantile")

    def var(self, level: float) -> float:
        """Give the value at risk of a level that was asked for, in yuan: that quantile."""
        return _at(self.quantiles, level, "quantile")

    def tvar(self, level: float) -> float:
        """Give the tail value at risk of a level that was asked for, in yuan."""
        return _at(self.tvars, level, "TVaR")

    def to_dict(self) -> dict[str, Any]:
        """Give the figures by name, in values that JSON knows."""
        given = attrs.asdict(self, filter=lambda field, _: field.name not in DERIVED)
        title = None if self.title is None else {"zh": self.title.zh, "en": self.title.en}
        return given | {
            "title": title,
            "quantiles": {f"{level:g}": amount for level, amount in self.quantiles},
            "tvars": {f"{level:g}": amount for level, amount in self.tvars},
            "loss_ratio": self.loss_ratio,
            "break_even_factor": self.break_even_factor,
            "break_even_fee": self.break_even_fee,
            "reserve_needed": self.reserve_needed,
            "safe_fee": self.safe_fee,
        }


DERIVED = frozenset({"title", "quantiles", "tvars"})
FIGURES: tuple[tuple[Column, Callable[[PlanResult], float | None]], ...] = (
    (Column("lives", Kind.COUNT), lambda one: one.lives),
    (Column("income", Kind.YUAN), lambda one: one.income),
    (Column("expected", Kind.YUAN), lambda one: one.expected),
    (Column("loss_ratio", Kind.SHARE), lambda one: one.loss_ratio),
    (Column("sd", Kind.YUAN), lambda one: one.sd),
    (Column("deficit", Kind.CHANCE), lambda one: one.deficit),
    (Column("reserve_needed", Kind.YUAN), lambda one: one.reserve_needed),
    (Column("break_even_fee", Kind.FEE), lambda one: one.break_even_fee),
)
"""What is shown of each plan, and how it is come by; quantiles and tails come after."""


@attrs.frozen
class Result(Tabular):
    """What comes out for each plan and in total.

    Args:
        plans: One for each plan, in order of their codes.
        total: All plans together.
        distributions: The distribution of what is paid, by code, and that of the total.
    """

    plans: tuple[PlanResult, ...]
    total: PlanResult
    distributions: tuple[tuple[str, LossDistribution], ...] = attrs.field(repr=False)

    @classmethod
    def of(
        cls,
        portfolio: Portfolio,
        fees: Mapping[str, Fees],
        *,
        reserve: Figure = 0,
        reserves: Mapping[str, Figure] | None = None,
        shock: CommonShock | None = None,
        levels: Iterable[Figure] = LEVELS,
        quantiles: Iterable[Figure] = QUANTILES,
        ruin: Figure = RUIN,
        points: int = MOST_POINTS,
    ) -> Result:
        """Compute what is paid to all lives of a portfolio, and what their fees are to it.

        Args:
            portfolio: The cells; their groups are the plans.
            fees: What is paid, by plan; a plan that is not named pays none.
            reserve: The opening reserve in yuan that all plans have in common.
            reserves: Opening reserves in yuan of single plans; the total has them all.
            shock: What all lives have in common; nothing, if not said.
            levels: Levels of VaR and TVaR, from 0 to below 1.
            quantiles: Levels of further quantiles, from 0 to 1.
            ruin: The chance of a deficit that is to be allowed.
            points: About the most points of a grid.

        Raises:
            InvalidType: An argument of the wrong type.
            InvalidValue: A figure out of range.
        """
        require_type(portfolio, Portfolio, "portfolio")
        tails = tuple(
            require_figure(one, "level", most=1 - 1e-9) for one in to_tuple(levels, "levels")
        )
        more = tuple(
            require_figure(one, "quantile", most=1.0) for one in to_tuple(quantiles, "quantiles")
        )
        asked = _Asked(
            tails,
            tuple(sorted({*tails, *more})),
            require_figure(ruin, "ruin", most=1.0, above=True),
        )
        held = {
            code: require_figure(one, f"reserves[{code!r}]")
            for code, one in (reserves or {}).items()
        }
        common = require_figure(reserve, "reserve")
        codes = sorted({*portfolio.groups, *fees, *held})
        laws = {
            code: distribution(portfolio.of_group(code), shock=shock, points=points)
            for code in codes
        }
        laws[TOTAL] = distribution(portfolio, shock=shock, points=points)
        plans = tuple(
            asked.answer(code, laws[code], fees.get(code, Fees(0)), held.get(code, 0.0))
            for code in codes
        )
        whole = Fees(
            math.fsum(each.income for each in fees.values()),
            shares=0,
            lives=math.fsum(each.lives for each in fees.values()),
            unknown=math.fsum(each.unknown for each in fees.values()),
            undecided=math.fsum(each.undecided for each in fees.values()),
        )
        total = asked.answer(TOTAL, laws[TOTAL], whole, math.fsum([common, *held.values()]))
        return cls(plans, total, tuple(laws.items()))

    def __getitem__(self, code: str) -> PlanResult:
        """Give what comes out for one plan, or for the "total"."""
        found = {each.code: each for each in (*self.plans, self.total)}
        if code not in found:
            raise UnknownName(
                "The result has no plan of this code", name="code", value=code, known=found
            )
        return found[code]

    @property
    def columns(self) -> tuple[Column, ...]:
        """The plan, its figures, its quantiles and tails."""
        return (
            Column("plan", Kind.TEXT),
            *(column for column, _ in FIGURES),
            *(Column("quantile", Kind.YUAN, level=level) for level, _ in self.total.quantiles),
            *(Column("tvar", Kind.YUAN, level=level) for level, _ in self.total.tvars),
        )

    def rows(self) -> Iterator[tuple[Value, ...]]:
        """Give a row for each plan, and for the total."""
        for plan in (*self.plans, self.total):
            yield (
                plan.named,
                *(figure(plan) for _, figure in FIGURES),
                *(amount for _, amount in (*plan.quantiles, *plan.tvars)),
            )

    def notes(self, lang: Lang) -> tuple[str, ...]:
        """Say what the figures leave out, if anything: the undecided, and fees not known."""
        counts = {"undecided": self.total.undecided, "fees_unknown": self.total.fees_unknown}
        return tuple(
            render(f"scenario.{name}", lang, facts={"count": f"{count:,.0f}"})
            for name, count in counts.items()
            if count
        )

    def distribution(self, *, code: str = TOTAL) -> LossDistribution:
        """Give the distribution of what is paid in one plan, or in total."""
        return dict(self.distributions)[self[code].code]

    def plot(self, *, code: str = TOTAL, lang: Lang | None = None) -> MatplotlibFigure:
        """Draw what is paid in one plan, or in total, and what there is to pay it from.

        Args:
            code: The plan's code, or "total".
            lang: "zh" or "en"; that of the environment, if not said.

        Raises:
            MissingExtra: matplotlib is not installed; or a Chinese picture, and no font with
                Chinese characters is found.
            UnknownName: There is no such plan.
        """
        return draw("loss.draw_result", self, lang, code=self[code].code)

    def to_dict(self) -> dict[str, Any]:
        """Give all figures by name, in values that JSON knows."""
        return {"plans": [each.to_dict() for each in self.plans], "total": self.total.to_dict()}

    def to_json(self) -> str:
        """Give all figures as JSON."""
        return json.dumps(self.to_dict(), ensure_ascii=False, indent=2)


@attrs.frozen
class _Asked:
    levels: tuple[float, ...]
    quantiles: tuple[float, ...]
    ruin: float

    def answer(self, code: str, law: LossDistribution, fees: Fees, reserve: float) -> PlanResult:
        return PlanResult(
            code=code,
            lives=fees.lives,
            income=fees.income,
            reserve=reserve,
            shares=fees.shares,
            expected=law.mean,
            sd=law.sd,
            quantiles=tuple((level, law.quantile(level)) for level in self.quantiles),
            tvars=tuple((level, law.tvar(level)) for level in self.levels),
            deficit=law.probability_above(fees.income + reserve),
            ruin=self.ruin,
            funds_needed=law.quantile(1 - self.ruin),
            errors=law.errors,
            fees_unknown=fees.unknown,
            undecided=fees.undecided,
            title=fees.title,
        )
