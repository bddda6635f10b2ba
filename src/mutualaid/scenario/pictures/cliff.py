"""The cliff of participation: units at the edge, plan by plan, and the fees that hang on them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mutualaid.messages import render
from mutualaid.scenario.cells import FEN
from mutualaid.scenario.pictures.canvas import (
    FRAME,
    GREEN,
    RED,
    ROW,
    Picture,
    number,
    picture,
    unit_for,
)
from mutualaid.text import Lang

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.axes import Axes

    from mutualaid.scenario.edge import Cliff


def draw_cliff(cliff: Cliff, *, lang: Lang) -> Picture:
    """Draw how many units lose acceptance when so few people leave.

    Args:
        cliff: The cliff.
        lang: "zh" or "en".
    """
    plans = cliff.plans
    edge = [len(plan.edge) for plan in plans]
    fees = [sum(unit.fee for unit in plan.edge) / FEN for plan in plans]
    unit = unit_for(max(fees, default=0), lang)
    facts = {"persons": cliff.persons}
    with picture(lang, panels=2, height=FRAME + ROW * len(plans)) as (drawn, (units, paid)):
        words = [
            render("plot.edge_of", lang, facts={"edge": number(some), "units": number(plan.units)})
            for some, plan in zip(edge, plans, strict=True)
        ]
        _bars(units, edge, words, RED)
        units.set_yticks(range(len(plans)), [plan.named.title.of(lang) for plan in plans])
        units.set_title(render("plot.edge_units", lang, facts=facts))
        _bars(paid, fees, [number(fee / unit.size) for fee in fees], GREEN)
        paid.set_yticks([])
        paid.set_title(render("plot.edge_fees", lang, facts={"unit": unit.name}))
    return drawn


def _bars(axes: Axes, lengths: Sequence[float], words: Sequence[str], colour: str) -> None:
    """Draw bars from above, each with its words at its end."""
    bars = axes.barh(range(len(lengths)), lengths, color=colour, alpha=0.6, height=0.5)
    axes.bar_label(bars, words, padding=3)
    axes.set_ylim(max(len(lengths), 1) - 0.5, -0.5)
    axes.margins(x=0.4)
    axes.set_xlim(left=0)
    axes.set_xticks([])
    axes.spines["bottom"].set_visible(False)
