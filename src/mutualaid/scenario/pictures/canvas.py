"""What all pictures have in common: fonts, colours, amounts in the units of the language."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TypeAlias

import attrs
import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter

from mutualaid.messages import render
from mutualaid.scenario.pictures.fonts import families
from mutualaid.text import Lang

if TYPE_CHECKING:
    from matplotlib.axis import Axis

BLUE, ORANGE, RED, GREEN, GREY = "#0072B2", "#E69F00", "#D55E00", "#009E73", "#666666"
"""Colours that are told apart by the colour-blind (Okabe and Ito, "Color universal design", 2008).

Blue is what is paid, green what comes in, red what is missing.
"""
LINES = (BLUE, ORANGE, GREEN, "#CC79A7", "#56B4E9", RED)
WIDTH, HEIGHT = 8.0, 4.5
"""Of a picture, in inches."""
ROW, FRAME = 0.42, 1.4
"""Height of a row where things stand one below the other, and of what is around them all."""
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
    ratios: Sequence[float] | None = None,
    width: float = WIDTH,
    height: float = HEIGHT,
) -> Iterator[tuple[Picture, Panels]]:
    """Give a picture to draw in, with the fonts of a language; nothing else is changed by it.

    Args:
        lang: "zh" or "en".
        panels: How many systems of axes stand beside each other.
        ratios: How wide they are; all alike, if not said.
        width: In inches.
        height: In inches.

    Raises:
        MissingExtra: A Chinese picture, and no font with Chinese characters is found.
    """
    fonts = families(lang)
    style: Any = {
        "font.family": fonts,
        "axes.spines.top": False,
        "axes.spines.right": False,
        "axes.titlesize": "medium",
        "legend.frameon": False,
        "legend.fontsize": "small",
    }
    with mpl.rc_context(style):
        figure = Picture(figsize=(width, height), layout="constrained")
        drawn = figure.subplots(1, panels, squeeze=False, width_ratios=ratios)
        yield figure, list(drawn.flat)
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


def amounts_on(axis: Axis, unit: Unit) -> None:
    """Let an axis show yuan in a unit."""
    axis.set_major_formatter(FuncFormatter(lambda value, _: number(value / unit.size)))


DIGITS = 100
"""Below it, four digits of a figure are shown."""


def number(value: float) -> str:
    """Write a figure with thousands set apart, and four digits of a small one.

    >>> number(1234567.8), number(12.3456), number(5.0)
    ('1,234,568', '12.35', '5')
    """
    return f"{value:,.0f}" if abs(value) >= DIGITS or value == round(value) else f"{value:.4g}"
