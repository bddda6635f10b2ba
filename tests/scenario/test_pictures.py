"""Pictures of results: what stands in them, in both languages, without a glyph that is missing."""

from __future__ import annotations

import io
import sys
from typing import TYPE_CHECKING

import matplotlib as mpl
import numpy as np
import pytest
from PIL import Image

from mutualaid import InvalidValue, MissingExtra
from mutualaid.scenario.distribution import Errors, LossDistribution
from mutualaid.scenario.drawing import draw
from mutualaid.scenario.pictures.canvas import Picture, number, picture, unit_for
from mutualaid.scenario.pictures.loss import bars, draw_loss
from mutualaid.text import LANGUAGES, Lang

if TYPE_CHECKING:
    from matplotlib.figure import Figure

NO_ERRORS = Errors(1.0, 4, 0, 0, 0, 0, 0)


def law(*masses: float, step: float = 10_000.0) -> LossDistribution:
    """Give a law by the chance of each amount, from 0 on."""
    chances = np.array(masses)
    amounts = step * np.arange(len(chances))
    mean = float(chances @ amounts)
    sd = float(chances @ (amounts - mean) ** 2) ** 0.5
    return LossDistribution(0.0, step, chances, mean, sd, NO_ERRORS)


def texts(figure: Figure) -> set[str]:
    """Give every text of a picture, as it is drawn."""
    figure.draw_without_rendering()
    found = {text.get_text() for text in figure.findobj(mpl.text.Text)}
    return {text for text in found if text}


SMALL = law(0.7, 0.25, 0.0, 0.05)


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("en", {"burns: what is paid in total; chance of a deficit 5.00%", "VaR 95%  10",
                "expected benefits  4", "fees and reserve  12", "paid in total (thousand yuan)"}),
        ("zh", {"burns：给付总额的分布，入不敷出的概率 5.00%", "95% 风险价值  1",
                "期望给付  0.4", "会费与准备金  1.2", "给付总额（万元）"}),
    ],
)  # fmt: skip
def test_a_loss_is_drawn_with_what_there_is_to_pay_it_from(lang: Lang, said: set[str]) -> None:
    drawn = draw_loss(SMALL, title="burns", funds=12_000, levels=(0.95,), lang=lang)

    assert said <= texts(drawn)
    assert draw_loss(SMALL, title="", funds=12_000, levels=(), lang=lang)._repr_png_()


def test_what_the_funds_do_not_pay_is_drawn_in_another_colour() -> None:
    (axes,) = draw_loss(SMALL, title="", funds=12_000, levels=(), lang="en").axes
    short = {bar.get_facecolor() for bar in axes.patches if bar.get_x() > 12_000}

    assert len(axes.patches) == 4
    assert len(short) == 1
    assert short.isdisjoint(bar.get_facecolor() for bar in axes.patches if bar.get_x() < 12_000)


def test_bars_add_up_what_they_stand_for() -> None:
    fine = law(*np.full(10_000, 1e-4), step=1.0)

    edges, chances = bars(fine, 0, 9_999)

    assert len(chances) == pytest.approx(120, abs=2)
    assert chances.sum() == pytest.approx(1)
    assert len(edges) == len(chances) + 1
    assert chances[0] == pytest.approx((edges[1] - edges[0]) * 1e-4)


def test_bars_reach_to_what_is_to_be_seen_beyond_the_law() -> None:
    edges, chances = bars(law(0.5, 0.5, step=1.0), -2, 3)

    assert (edges[0], edges[-1]) == (-2.5, 3.5)
    assert list(chances) == [0, 0, 0.5, 0.5, 0, 0]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_picture_changes_no_setting_of_matplotlib(lang: Lang) -> None:
    before = {name: value for name, value in mpl.rcParams.items() if name != "backend"}

    with picture(lang) as (drawn, (axes,)):
        axes.set_title("会费 100 元 − fee")

    assert {name: mpl.rcParams[name] for name in before} == before
    assert isinstance(drawn, Picture)
    with Image.open(io.BytesIO(drawn._repr_png_())) as image:
        assert image.format == "PNG"


def test_amounts_are_shown_in_the_units_of_the_language() -> None:
    amounts = (0.5, 2_500, 3e4, 7e6, -2e8, 3e9)

    chinese = [unit_for(amount, "zh").name for amount in amounts]
    english = [unit_for(amount, "en").name for amount in amounts]

    assert chinese == ["元", "元", "万元", "万元", "亿元", "亿元"]
    assert english == [
        "yuan", "thousand yuan", "thousand yuan", "million yuan", "million yuan", "billion yuan",
    ]  # fmt: skip


def test_figures_are_short() -> None:
    assert [number(one) for one in (0, 0.123456, 12.3456, 100.4, 1_234_567.8)] == [
        "0", "0.1235", "12.35", "100", "1,234,568",
    ]  # fmt: skip


def test_without_matplotlib_it_is_said_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in sys.modules if name.startswith("mutualaid.scenario.pictures")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "matplotlib", None)

    with pytest.raises(MissingExtra, match=r"drawn by matplotlib.*\n\nHint: pip install"):
        draw("loss.draw_loss", SMALL, "en", title="", funds=0, levels=())


def test_another_fault_of_what_draws_is_not_hidden(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ModuleNotFoundError, match=r"pictures\.nothing"):
        draw("nothing.draw", SMALL, "en")


def test_a_picture_speaks_the_language_of_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")

    drawn = draw("loss.draw_loss", SMALL, None, title="", funds=12_000, levels=())

    assert "给付总额（万元）" in texts(drawn)
    with pytest.raises(InvalidValue, match="does not speak"):
        draw("loss.draw_loss", SMALL, "fr", title="", funds=0, levels=())  # type: ignore[arg-type]
