"""Scenarios side by side: what is paid, what there is to pay it from, the chance of a deficit.

Cases that are told apart by one figure are drawn as lines over it, by two figures as a field, and
by anything else one below the other.
"""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from itertools import product
from typing import TYPE_CHECKING

import attrs
import numpy as np
from matplotlib.ticker import PercentFormatter

from mutualaid.messages import joined, render, told
from mutualaid.scenario.pictures.canvas import (
    BLUE,
    FRAME,
    GREEN,
    RED,
    ROW,
    WIDTH,
    Picture,
    Unit,
    amounts_on,
    number,
    picture,
    unit_for,
)
from mutualaid.scenario.tabular import Kind, Value, chance, shown
from mutualaid.text import Lang

if TYPE_CHECKING:
    from matplotlib.axis import Axis

    from mutualaid.scenario.comparison import Comparison
    from mutualaid.scenario.result import PlanResult

FIELD = 2
"""Over so many figures a field is drawn."""
LETTERS = 28
"""So many letters of a label stand on one line."""
LOW, HIGH = 0.05, 0.95
"""Between these quantiles lies what is drawn as a band, where they were asked for."""


@attrs.frozen
class Drawn:
    """What is drawn of a case.

    Args:
        labels: What tells it from others.
        at: The same, where they are figures alone; else empty.
        expected: What is paid on average, in yuan.
        low: The lower end of the band.
        high: The upper end.
        funds: Fees and reserve.
        deficit: The chance that they do not do.
    """

    labels: tuple[Value, ...]
    at: tuple[float, ...]
    expected: float
    low: float
    high: float
    funds: float
    deficit: float


def draw_comparison(comparison: Comparison, *, code: str, lang: Lang) -> Picture:
    """Draw what comes out of several scenarios, in one plan or in total.

    Args:
        comparison: The scenarios.
        code: The plan's code, or "total".
        lang: "zh" or "en".
    """
    plan = comparison.base[code]
    cases = [
        _drawn(case.labels, found)
        for case in comparison.cases
        if (found := case.find(code)) is not None
    ]
    title = plan.named.title.of(lang)
    over = [column.title(lang) for column in comparison.columns[: len(comparison.over)]]
    band = _band_of(plan)
    sides = min(len(case.at) for case in cases)
    if sides == 1:
        return _lines(cases, title, over[0], band, lang)
    if sides == FIELD:
        return _field(cases, title, over, lang)
    return _rows(cases, title, band, lang)


def _band_of(plan: PlanResult) -> tuple[float, float]:
    """Give the levels of the band: 5 % and 95 %, or else the outermost that were asked for."""
    levels = [level for level, _ in plan.quantiles]
    wanted = {LOW, HIGH} <= set(levels)
    return (LOW, HIGH) if wanted else (min(levels), max(levels))


def _drawn(labels: tuple[Value, ...], plan: PlanResult) -> Drawn:
    low, high = _band_of(plan)
    at = tuple(float(label) for label in labels if isinstance(label, int | float))
    return Drawn(
        labels,
        at if len(at) == len(labels) else (),
        plan.expected,
        plan.quantile(low),
        plan.quantile(high),
        plan.income + plan.reserve,
        plan.deficit,
    )


def _unit(cases: Sequence[Drawn], lang: Lang) -> Unit:
    return unit_for(max(max(case.high, case.funds) for case in cases), lang)


def _band_words(band: tuple[float, float], lang: Lang) -> str:
    low, high = (number(100 * level) for level in band)
    return render("plot.band", lang, facts={"low": low, "high": high})


def _chances(axis: Axis) -> None:
    axis.set_major_formatter(PercentFormatter(1.0))


# One below the other ---------------------------------------------------------------------------


def _rows(cases: Sequence[Drawn], title: str, band: tuple[float, float], lang: Lang) -> Picture:
    unit, places = _unit(cases, lang), range(len(cases))
    height = FRAME + ROW * len(cases)
    with picture(lang, panels=2, height=height, ratios=(3, 2)) as (drawn, (paid, deficits)):
        paid.hlines(places, [one.low for one in cases], [one.high for one in cases], color=BLUE,
                    alpha=0.35, linewidth=9, label=_band_words(band, lang))  # fmt: skip
        paid.plot([one.expected for one in cases], places, "o", color=BLUE,
                  label=render("plot.expected", lang))  # fmt: skip
        paid.plot([one.funds for one in cases], places, "|", color=GREEN, markersize=18,
                  markeredgewidth=2.5, label=render("plot.funds", lang))  # fmt: skip
        amounts_on(paid.xaxis, unit)
        paid.set_xlabel(unit.name)
        paid.set_yticks(places, [_label(one.labels, lang) for one in cases])
        paid.set_ylim(len(cases) - 0.5, -0.5)
        paid.set_title(title)
        bars = deficits.barh(
            places, [one.deficit for one in cases], color=RED, alpha=0.6, height=0.5
        )
        deficits.bar_label(bars, [chance(one.deficit) for one in cases], padding=3)
        deficits.set_ylim(paid.get_ylim())
        deficits.set_yticks([])
        deficits.set_xticks([])
        deficits.spines["bottom"].set_visible(False)
        deficits.margins(x=0.3)
        deficits.set_xlim(left=0)
        deficits.set_title(render("scenario.deficit", lang))
        drawn.legend(loc="outside lower center", ncols=3)
    return drawn


def _label(labels: Sequence[Value], lang: Lang) -> str:
    words = joined((shown(one, Kind.FIGURE, lang) for one in labels), lang)
    return "\n".join(textwrap.wrap(words, LETTERS))


# Over one figure -------------------------------------------------------------------------------


def _lines(
    cases: Sequence[Drawn], title: str, over: str, band: tuple[float, float], lang: Lang
) -> Picture:
    cases = sorted(cases, key=lambda case: case.at)
    at = [case.at[0] for case in cases]
    unit = _unit(cases, lang)
    with picture(lang, panels=2, width=WIDTH * 1.25) as (drawn, (paid, deficits)):
        paid.fill_between(at, [one.low for one in cases], [one.high for one in cases], color=BLUE,
                          alpha=0.25, linewidth=0, label=_band_words(band, lang))  # fmt: skip
        paid.plot(at, [one.expected for one in cases], "o-", color=BLUE,
                  label=render("plot.expected", lang))  # fmt: skip
        paid.plot(at, [one.funds for one in cases], "s-", color=GREEN,
                  label=render("plot.funds", lang))  # fmt: skip
        amounts_on(paid.yaxis, unit)
        paid.set_ylabel(unit.name)
        paid.set_xlabel(over)
        paid.set_title(title)
        deficits.plot(at, [one.deficit for one in cases], "o-", color=RED)
        deficits.set_ylim(bottom=0)
        _chances(deficits.yaxis)
        deficits.set_xlabel(over)
        deficits.set_title(render("scenario.deficit", lang))
        drawn.legend(loc="outside lower center", ncols=3)
    return drawn


# Over two figures ------------------------------------------------------------------------------


def _field(cases: Sequence[Drawn], title: str, over: Sequence[str], lang: Lang) -> Picture:
    across, up = (sorted({case.at[place] for case in cases}) for place in (0, 1))
    found = {case.at: case.deficit for case in cases}
    field = np.array([[found[one, other] for one in across] for other in up])
    with picture(lang) as (drawn, (axes,)):
        shade = axes.imshow(field, origin="lower", aspect="auto", cmap="OrRd", vmin=0)
        for row, column in product(range(len(up)), range(len(across))):
            dark = field[row, column] > 0.6 * field.max()
            axes.text(column, row, chance(field[row, column]), ha="center", va="center",
                      color="white" if dark else "black")  # fmt: skip
        axes.set_xticks(range(len(across)), [number(one) for one in across])
        axes.set_yticks(range(len(up)), [number(one) for one in up])
        axes.set_xlabel(over[0])
        axes.set_ylabel(over[1])
        axes.set_title(told(title, render("scenario.deficit", lang), lang))
        drawn.colorbar(shade, format=PercentFormatter(1.0))
    return drawn
