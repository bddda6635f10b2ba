"""Which assumption matters: a bar for each, from the figure when lower to that when higher."""

from __future__ import annotations

from typing import TYPE_CHECKING

from matplotlib.ticker import FuncFormatter, PercentFormatter

from mutualaid.messages import render, told
from mutualaid.scenario.levers import FIGURE
from mutualaid.scenario.pictures.canvas import (
    BLUE,
    FRAME,
    GREY,
    ORANGE,
    ROW,
    Picture,
    number,
    picture,
)
from mutualaid.scenario.tabular import Kind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.axes import Axes

    from mutualaid.scenario.levers import Tornado
    from mutualaid.text import Lang


PARTS = (Kind.CHANCE, Kind.SHARE)
"""Figures that are parts of one."""


def draw_tornado(tornado: Tornado, *, lang: Lang) -> Picture:
    """Draw what comes of each assumption when it is varied alone, what matters most on top.

    Args:
        tornado: The bars.
        lang: "zh" or "en".
    """
    bars = tornado.bars
    name = FIGURE[tornado.figure][0].title(lang)
    with picture(lang, height=FRAME + ROW * max(len(bars), 1)) as (drawn, (axes,)):
        for ends, colour, code in (
            ([bar.low for bar in bars], BLUE, "plot.lowered"),
            ([bar.high for bar in bars], ORANGE, "plot.raised"),
        ):
            label = render(code, lang, facts={"by": number(100 * tornado.by)})
            _draw_ends(axes, tornado.base, ends, colour, label)
        axes.axvline(tornado.base, color=GREY, linewidth=1)
        words = [told(bar.plan.title.of(lang), bar.lever.title.of(lang), lang) for bar in bars]
        axes.set_yticks(range(len(bars)), words)
        axes.set_ylim(max(len(bars), 1) - 0.5, -0.5)
        axes.xaxis.set_major_formatter(
            PercentFormatter(1.0) if tornado.kind in PARTS else FuncFormatter(_figure)
        )
        axes.set_title(told(tornado.of.title.of(lang), name, lang))
        drawn.legend(loc="outside lower center", ncols=2)
    return drawn


def _figure(value: float, _: int) -> str:
    return number(value)


def _draw_ends(axes: Axes, base: float, ends: Sequence[float], colour: str, label: str) -> None:
    widths = [end - base for end in ends]
    axes.barh(range(len(ends)), widths, left=base, color=colour, alpha=0.7, height=0.6, label=label)
