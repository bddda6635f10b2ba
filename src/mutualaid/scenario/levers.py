"""Which assumption matters: each varied alone, down and up, and what comes of it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

import attrs

from mutualaid.checks import require_type
from mutualaid.errors import InvalidValue, UnknownName
from mutualaid.messages import table
from mutualaid.scenario.drawing import draw
from mutualaid.scenario.figures import Figure, require_figure
from mutualaid.scenario.population import Progress
from mutualaid.scenario.result import FIGURES, TOTAL, Result
from mutualaid.scenario.scenario import Scenario
from mutualaid.scenario.tabular import Column, Kind, Named, Tabular, Value
from mutualaid.text import Lang, Text

if TYPE_CHECKING:
    from matplotlib.figure import Figure as MatplotlibFigure

Lever: TypeAlias = Literal["probability", "severity"]
LEVERS: tuple[Lever, ...] = ("probability", "severity")
FIGURE = {column.name: (column, figure) for column, figure in FIGURES}


@attrs.frozen
class Bar:
    """Hold what comes of one assumption when it is varied.

    Args:
        plan: The plan whose assumption it is.
        lever: What was varied: its probabilities or its severities.
        low: The figure when they are lower.
        high: The figure when they are higher.
    """

    plan: Named
    lever: Named
    low: float
    high: float

    @property
    def width(self) -> float:
        """How far apart the two are."""
        return abs(self.high - self.low)


@attrs.frozen
class Tornado(Tabular):
    """Hold what comes of each assumption when it is varied alone, what matters most first.

    Args:
        of: Code of the plan that the figure is of, or "total".
        figure: The name of the figure.
        by: By which share the assumptions are lowered and raised.
        base: The figure as the assumptions stand.
        bars: The assumptions; those that change nothing are left out.
    """

    of: Named
    figure: str
    by: float
    base: float
    bars: tuple[Bar, ...]

    @property
    def kind(self) -> Kind:
        """What the figure is."""
        return FIGURE[self.figure][0].kind

    @property
    def columns(self) -> tuple[Column, ...]:
        """The assumption, and the figure when it is lower and higher."""
        return (
            Column("plan", Kind.TEXT),
            Column("lever", Kind.TEXT),
            Column("lowered", self.kind, level=-self.by),
            Column("raised", self.kind, level=self.by),
        )

    def rows(self) -> Iterator[tuple[Value, ...]]:
        """Give a row for each assumption."""
        for bar in self.bars:
            yield bar.plan, bar.lever, bar.low, bar.high

    def plot(self, *, lang: Lang | None = None) -> MatplotlibFigure:
        """Draw a bar for each assumption, what matters most on top.

        Args:
            lang: "zh" or "en"; that of the environment, if not said.

        Raises:
            MissingExtra: matplotlib is not installed; or a Chinese picture, and no font with
                Chinese characters is found.
        """
        return draw("tornado.draw_tornado", self, lang)

    def to_dict(self) -> dict[str, Any]:
        """Give all figures by name, in values that JSON knows."""
        return {
            "of": self.of.code,
            "figure": self.figure,
            "by": self.by,
            "base": self.base,
            "bars": [
                {"plan": bar.plan.code, "lever": bar.lever.code, "low": bar.low, "high": bar.high}
                for bar in self.bars
            ],
        }


def tornado(
    base: Scenario,
    *,
    by: Figure = 0.1,
    figure: str = "expected",
    of: str = TOTAL,
    progress: Progress | None = None,
) -> Tornado:
    """Vary each plan's probabilities and severities alone, and see what comes of it.

    Args:
        base: The scenario; its population is reduced to cells once.
        by: By which share they are lowered and raised, above 0 and below 1; probabilities stop
            at 1, and fixed sums are paid as they are.
        figure: Which figure: "expected", "loss_ratio", "sd", "deficit", "reserve_needed" or
            "break_even_fee".
        of: Code of the plan that the figure is of, or "total".
        progress: Is called with how many runs are done, and how many there are.

    Raises:
        InvalidValue: A share out of range, or a figure that there is not of this plan.
        UnknownName: No figure, or no plan, has this name.
        MutualAidError: As from `Scenario.run`.
    """
    require_type(base, Scenario, "scenario")
    share = require_figure(by, "by", above=True, most=0.99)
    if figure not in FIGURE:
        raise UnknownName(
            "A result has no figure of this name", name="figure", value=figure, known=FIGURE
        )
    code = of if of == TOTAL else base.catalogue[of].code
    result = base.run()
    start = _read(result, code, figure)
    turned: list[tuple[str, Lever]] = [
        (plan.code, lever)
        for plan in result.plans
        for lever in LEVERS
        if code in (TOTAL, plan.code)
    ]
    bars = []
    for number, (plan, lever) in enumerate(turned, start=1):
        low, high = (
            _read(_turned(base, plan, lever, factor), code, figure)
            for factor in (1 - share, 1 + share)
        )
        bars.append(Bar(result[plan].named, _lever(lever), low, high))
        if progress is not None:
            progress(number, len(turned))
    bars.sort(key=lambda bar: -bar.width)
    moved = tuple(bar for bar in bars if (bar.low, bar.high) != (start, start))
    return Tornado(result[code].named, figure, share, start, moved)


def _turned(base: Scenario, plan: str, lever: Lever, factor: float) -> Result:
    chance, size = (factor if lever == each else 1.0 for each in LEVERS)
    turned = base.assumptions.stressed(plan=plan, probability=chance, severity=size)
    return base.but(assumptions=turned).run()


def _lever(lever: Lever) -> Named:
    text: Text = table()[f"scenario.{lever}"]
    return Named(lever, text)


def _read(result: Result, code: str, figure: str) -> float:
    value = FIGURE[figure][1](result[code])
    if value is None:
        raise InvalidValue(
            "There is no such figure of this plan",
            name="figure",
            value=figure,
            allowed="a figure that the result has",
            hint="a total, and a plan that is not sold by the share, has no fee per share",
        )
    return value
