"""What all pictures have in common: fonts, colours, amounts in the units of the language."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TypeAlias

import attrs
import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter

from mutualaid.messages import render
from mutualaid.scenario.pictures.fonts import families
from mutualaid.text import Lang

BLUE, ORANGE, RED, GREEN, GREY = "#0072B2", "#E69F00", "#D55E00", "#009E73", "#666666"
"""Colours that are told apart by the colour-blind (Okabe and Ito, "Color universal design", 2008).

Blue is what is paid, green what comes in, red what is missing.
"""
LINES = (BLUE, ORANGE, GREEN, "#CC79A7", "#56B4E9", RED)
WIDTH, HEIGHT = 8.0, 4.5
"""Of a picture, in inches."""
Panels: TypeAlias = list[Axes]


class Picture(Figure):
    """A figure that shows itself in a notebook, be pyplot imported or not."""

    def _repr_png_(self) -> bytes:
        page = io.BytesIO()
        self.savefig(page, format="png")
        return page.getvalue()


@contextmanager
def picture(
    lang: Lang,
    *,
    panels: int = 1,
    beside: bool = True,
    width: float = WIDTH,
    height: float = HEIGHT,
) -> Iterator[tuple[Picture, Panels]]:
    """Give a picture to draw in, with the fonts of a language; nothing else is changed by it.

    Args:
        lang: "zh" or "en".
        panels: How many systems of axes.
        beside: Whether they stand beside each other, or one below the other.
        width: In inches.
        height: In inches.

    Raises:
        MissingExtra: A Chinese picture, and no font with Chinese characters is found.
    """
    fonts = families(lang)
    style = {
        "font.family": fonts,
        "axes.spines.top": False,
        "axes.spines.right": False,
        "axes.titlesize": "medium",
        "legend.frameon": False,
        "legend.fontsize": "small",
    }
    with mpl.rc_context(style):
        figure = Picture(figsize=(width, height), layout="constrained")
        rows, columns = (1, panels) if beside else (panels, 1)
        drawn = list(figure.subplots(rows, columns, squeeze=False).flat)
        yield figure, drawn
        for axes in figure.axes:
            # Labels of ticks are made when the picture is drawn, and have other fonts by then.
            axes.tick_params(labelfontfamily=fonts)


@attrs.frozen
class Unit:
    """A unit in which amounts are shown, such as 10,000 yuan (万元).

    Args:
        size: How many yuan it is.
        name: What it is called.
    """

    size: float
    name: str


def unit_for(greatest: float, lang: Lang) -> Unit:
    """Give the greatest unit of which an amount of yuan is at least one; yuan for what is less."""
    units = []
    for text in render("plot.units", lang).split(" | "):
        size, _, name = text.partition(" ")
        units.append(Unit(float(size), name))
    return next((unit for unit in reversed(units) if abs(greatest) >= unit.size), units[0])


def amounts_on(axis: mpl.axis.Axis, unit: Unit) -> None:
    """Let an axis show yuan in a unit."""
    axis.set_major_formatter(FuncFormatter(lambda value, _: number(value / unit.size)))


def number(value: float) -> str:
    """Write a figure with thousands set apart, and four digits of a small one."""
    return f"{value:,.0f}" if abs(value) >= 100 or value == round(value) else f"{value:.4g}"  # noqa: PLR2004


def percent(chance: float) -> str:
    """Write a chance as a percentage, small ones with as many digits as they need."""
    if chance in {0, 1}:
        return f"{chance:.0%}"
    if chance > 1 - 1e-4:  # noqa: PLR2004 - a hundredth of a per cent
        return "> 99.99%"
    return f"{chance:.2%}" if chance >= 1e-4 else "< 0.01%"  # noqa: PLR2004 - the same
