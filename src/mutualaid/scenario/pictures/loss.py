"""What is paid in total, as a picture of its distribution."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

import attrs
import numpy as np
from matplotlib.ticker import PercentFormatter

from mutualaid.messages import render
from mutualaid.scenario.pictures.canvas import (
    BLUE,
    GREEN,
    GREY,
    RED,
    Picture,
    Unit,
    amounts_on,
    number,
    picture,
    unit_for,
)
from mutualaid.scenario.tabular import chance
from mutualaid.text import Lang

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from mutualaid.scenario.distribution import LossDistribution
    from mutualaid.scenario.figures import Floats
    from mutualaid.scenario.result import Result

BARS = 120
"""About so many bars."""
FEWEST = 60
"""No bar is wider than this part of the picture: a law of a few amounts has gaps between them."""
TAILS = 1e-4
"""The chance on either side that is not in the picture."""
COLUMNS = 3
"""So many marks are explained on one line."""
MARGIN = 0.03
"""What is left free on either side, as a part of the width."""


@attrs.frozen
class Mark:
    """An amount that is marked in a picture.

    Args:
        name: What it is.
        amount: In yuan.
        colour: Of its line.
        dashes: How its line is drawn.
    """

    name: str
    amount: float
    colour: str
    dashes: str


def draw_result(result: Result, *, code: str, lang: Lang) -> Picture:
    """Draw what is paid in one plan of a result, or in total.

    Args:
        result: The result.
        code: The plan's code, or "total".
        lang: "zh" or "en".
    """
    plan = result[code]
    return draw_loss(
        result.distribution(code=code),
        title=plan.named.title.of(lang),
        funds=plan.income + plan.reserve,
        levels=[level for level, _ in plan.tvars],
        lang=lang,
    )


def draw_loss(
    law: LossDistribution, *, title: str, funds: float, levels: Sequence[float], lang: Lang
) -> Picture:
    """Draw the distribution of what is paid, and mark what there is to pay it from.

    Args:
        law: The distribution.
        title: What is paid, such as a plan's name.
        funds: What there is to pay it from: fees and reserve, in yuan.
        levels: Levels at which the value at risk is marked.
        lang: "zh" or "en".
    """
    marks = [
        Mark(render("plot.expected", lang), law.mean, BLUE, "-"),
        Mark(render("plot.funds", lang), funds, GREEN, "-"),
        *(
            Mark(render("plot.var", lang, facts={"level": number(100 * level)}),
                 law.var(level), GREY, dashes)
            for level, dashes in zip(levels, (":", "--", "-.") * len(levels), strict=False)
        ),
    ]  # fmt: skip
    shown = [one.amount for one in marks]
    low = min(law.quantile(TAILS), *shown)
    high = max(law.quantile(1 - TAILS), *shown)
    edges, chances = bars(law, low, high)
    unit = unit_for(high, lang)
    with picture(lang) as (drawn, (axes,)):
        _draw_bars(axes, edges, chances, funds)
        for mark in marks:
            label = f"{mark.name}  {number(mark.amount / unit.size)}"
            axes.axvline(mark.amount, color=mark.colour, linestyle=mark.dashes, label=label)
        deficit = chance(law.probability_above(funds))
        axes.set_title(render("plot.loss_title", lang, facts={"title": title, "deficit": deficit}))
        _label(axes, unit, lang)
        wide = MARGIN * (edges[-1] - edges[0])
        axes.set_xlim(edges[0] - wide, edges[-1] + wide)
        drawn.legend(loc="outside lower center", ncols=min(len(marks), COLUMNS))
    return drawn


def bars(law: LossDistribution, low: float, high: float) -> tuple[Floats, Floats]:
    """Add the chances of a law up to bars.

    Args:
        law: The distribution.
        low: The least amount in yuan that is to be seen.
        high: The greatest.

    Returns:
        The edges of the bars in yuan, and the chance of each; each bar is as wide as so many
        steps of the law, so that none is wider for the grid alone.
    """
    first = math.floor((low - law.first) / law.step)
    last = math.ceil((high - law.first) / law.step)
    steps = max(round((last - first + 1) / BARS), 1)
    count = (last - first) // steps + 1
    places = (np.arange(len(law.masses)) - first) // steps
    inside = (places >= 0) & (places < count)
    chances: Floats = np.zeros(count)
    np.add.at(chances, places[inside], law.masses[inside])
    ends = first - 0.5 + steps * np.arange(count + 1, dtype=np.float64)
    edges: Floats = law.first + law.step * ends
    return edges, chances


def _draw_bars(axes: Axes, edges: Floats, chances: Floats, funds: float) -> None:
    """Draw bars, in red those of which the funds do not pay all."""
    middles = (edges[:-1] + edges[1:]) / 2
    short = middles > funds
    width = min(edges[1] - edges[0], (edges[-1] - edges[0]) / FEWEST)
    for these, colour in ((~short, BLUE), (short, RED)):
        axes.bar(middles[these], chances[these], width, color=colour, alpha=0.55)


def _label(axes: Axes, unit: Unit, lang: Lang) -> None:
    amounts_on(axes.xaxis, unit)
    axes.set_xlabel(render("plot.paid", lang, facts={"unit": unit.name}))
    axes.set_ylabel(render("plot.chance", lang))
    axes.yaxis.set_major_formatter(PercentFormatter(1.0))
