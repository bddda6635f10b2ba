"""Several years: the fund as a fan, and the chance of a deficit up to each year."""

from __future__ import annotations

from typing import TYPE_CHECKING

from matplotlib.ticker import MaxNLocator, PercentFormatter

from mutualaid.messages import render
from mutualaid.scenario.pictures.canvas import (
    BLUE,
    GREY,
    RED,
    WIDTH,
    Picture,
    amounts_on,
    number,
    picture,
    unit_for,
)

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from mutualaid.scenario.projection import Projection
    from mutualaid.text import Lang

LEAST = 1e-4
"""The axis of chances reaches so far at least, so that next to nothing looks like it."""
SHADES = (0.15, 0.3)
"""How strong the outermost band of a fan is, and how much stronger each one within."""


def draw_projection(projection: Projection, *, lang: Lang) -> Picture:
    """Draw the fund over the years, with bands between quantiles, and the chance of a deficit.

    Args:
        projection: The years.
        lang: "zh" or "en".
    """
    years = range(len(projection.years) + 1)
    since = {"starts": projection.years[0].starts}
    with picture(lang, panels=2, width=WIDTH * 1.25, ratios=(3, 2)) as (drawn, (fund, ruin)):
        _draw_fan(fund, years, projection, lang)
        ruin.plot(list(years[1:]), [year.fund.ruin for year in projection.years], "o-", color=RED)
        ruin.set_ylim(0, 1.05 * max(LEAST, *(year.fund.ruin for year in projection.years)))
        ruin.yaxis.set_major_formatter(PercentFormatter(1.0))
        ruin.set_title(render("scenario.ruin", lang))
        for axes in (fund, ruin):
            axes.set_xlabel(render("plot.years", lang, facts=since))
            axes.set_xlim(0, years[-1])
            axes.xaxis.set_major_locator(MaxNLocator(integer=True))
        drawn.legend(loc="outside lower center", ncols=3)
    return drawn


def _draw_fan(axes: Axes, years: range, projection: Projection, lang: Lang) -> None:
    fan = dict(projection.fan)
    unit = unit_for(max(max(map(abs, amounts)) for amounts in fan.values()), lang)
    levels = sorted(fan)
    pairs = [(low, high) for low, high in zip(levels, reversed(levels), strict=True) if low < high]
    for place, (low, high) in enumerate(pairs):
        facts = {"low": number(100 * low), "high": number(100 * high)}
        axes.fill_between(
            list(years), fan[low], fan[high], color=BLUE, linewidth=0,
            alpha=SHADES[0] + SHADES[1] * place / len(pairs),
            label=render("plot.fund_band", lang, facts=facts),
        )  # fmt: skip
    mean = [projection.reserve, *(year.fund.mean for year in projection.years)]
    axes.plot(list(years), mean, "o-", color=BLUE, label=render("plot.fund_mean", lang))
    axes.axhline(0, color=GREY, linewidth=1)
    amounts_on(axes.yaxis, unit)
    axes.set_ylabel(unit.name)
    axes.set_title(render("plot.fund", lang))
