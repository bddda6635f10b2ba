"""Pictures of what scenarios come to, side by side and over the years; they are made by hand."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import matplotlib as mpl
import numpy as np
import pytest
from matplotlib.collections import LineCollection

from mutualaid import Text, UnknownName
from mutualaid.scenario import (
    Bar,
    Cliff,
    Comparison,
    Errors,
    LossDistribution,
    PlanEdge,
    PlanResult,
    Projection,
    Result,
    Sweep,
    Tornado,
    Year,
)
from mutualaid.scenario.comparison import Case
from mutualaid.scenario.edge import EdgeUnit
from mutualaid.scenario.fund import Fund
from mutualaid.scenario.tabular import Named, Value
from mutualaid.text import LANGUAGES, Lang

if TYPE_CHECKING:
    from matplotlib.figure import Figure

NO_ERRORS = Errors(1.0, 2, 0, 0, 0, 0, 0)
LAW = LossDistribution(0.0, 20_000.0, np.array([0.5, 0.5]), 10_000.0, 10_000.0, NO_ERRORS)
ILLNESS = Named("critical_illness", Text(zh="重大疾病", en="critical illness"))
ACCIDENT = Named("accident", Text(zh="意外伤害", en="accident"))


def texts(figure: Figure) -> set[str]:
    """Give every text of a picture, as it is drawn."""
    figure.draw_without_rendering()
    found = {text.get_text() for text in figure.findobj(mpl.text.Text)}
    return {text for text in found if text}


def plan(
    code: str = "critical_illness",
    *,
    income: float = 15_000.0,
    deficit: float = 0.5,
    quantiles: tuple[float, ...] = (0.05, 0.5, 0.95),
) -> PlanResult:
    return PlanResult(
        code=code,
        lives=100.0,
        income=income,
        reserve=0.0,
        shares=150.0,
        expected=10_000.0,
        sd=10_000.0,
        quantiles=tuple((level, 20_000.0 * level) for level in quantiles),
        tvars=((0.95, 20_000.0),),
        deficit=deficit,
        ruin=0.005,
        funds_needed=20_000.0,
        errors=NO_ERRORS,
        title=ILLNESS.title,
    )


def case(*labels: Value, **said: float) -> Case:
    one = plan(**said)
    total = plan("total", **said)
    laws = (("critical_illness", LAW), ("total", LAW))
    return Case(labels, Result((one,), total, laws))


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("zh", "重大疾病：给付总额的分布，入不敷出的概率 50.00%"),
        ("en", "critical illness: what is paid in total; chance of a deficit 50.00%"),
    ],
)
def test_a_result_draws_what_is_paid_in_a_plan(lang: Lang, said: str) -> None:
    result = case("one").result

    assert said in texts(result.plot(code="critical_illness", lang=lang))
    with pytest.raises(UnknownName, match="no plan of this code"):
        result.plot(code="accident", lang=lang)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_scenarios_are_drawn_one_below_the_other(lang: Lang) -> None:
    stands = Named("", Text(zh="现行", en="as it stands"))
    table = Comparison(("scenario",), (case(stands), case("a draft", deficit=0.25)))

    drawn = table.plot(code="critical_illness", lang=lang)

    name = {"zh": "重大疾病", "en": "critical illness"}[lang]
    assert {stands.title.of(lang), "a draft", name, "50.00%", "25.00%"} <= texts(drawn)
    bands = drawn.axes[0].findobj(LineCollection)
    assert [tuple(line[:, 0]) for line in bands[0].get_segments()] == [(1_000, 19_000)] * 2
    with pytest.raises(UnknownName):
        table.plot(code="accident")


def test_where_no_5_and_95_per_cent_were_asked_for_the_outermost_make_the_band() -> None:
    table = Comparison(("scenario",), (case("one", quantiles=(0.25, 0.5, 0.9)),))

    assert "benefits, 25% to 90%" in texts(table.plot(lang="en"))


def test_long_names_of_scenarios_are_broken_into_lines() -> None:
    table = Comparison(("scenario",), (case("a very long name of a scenario that says all"),))

    assert "a very long name of a\nscenario that says all" in texts(table.plot(lang="en"))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_one_figure_that_is_swept_is_drawn_as_lines_in_its_order(lang: Lang) -> None:
    fee = Text(zh="重大疾病：会费 · 金额（元）", en="critical illness: fee · amount (yuan)")
    cases = (case(100, deficit=0.1), case(90, deficit=0.4), case(110, deficit=0.0))
    swept = Sweep(("critical_illness.fee.amount",), cases, words=(fee,))

    drawn = swept.plot(code="critical_illness", lang=lang)

    assert fee.of(lang) in texts(drawn)
    (line,) = drawn.axes[1].lines
    assert list(line.get_xdata()) == [90, 100, 110]
    assert list(line.get_ydata()) == [0.4, 0.1, 0.0]


def test_two_figures_that_are_swept_are_drawn_as_a_field() -> None:
    cases = [
        case(fee, points, deficit=0.001 * fee - 0.01 * points)
        for fee in (90, 100)
        for points in (0, -5)
    ]
    swept = Sweep(("critical_illness.fee.amount", "participation"), tuple(cases))

    drawn = swept.plot(lang="en")

    (image,) = drawn.axes[0].images
    assert image.get_array().tolist() == [[0.14, 0.15000000000000002], [0.09, 0.1]]
    assert {"14.00%", "15.00%", "9.00%", "10.00%", "participation (points)"} <= texts(drawn)
    colours = {text.get_text(): text.get_color() for text in drawn.axes[0].texts}
    assert (colours["15.00%"], colours["9.00%"]) == ("white", "black")


def test_more_figures_that_are_swept_are_drawn_one_below_the_other() -> None:
    swept = Sweep(("a.b", "c.d", "e.f"), (case(1, 2, 3), case(1, 2, 4)))

    assert "1, 2, 3" in texts(swept.plot(lang="en"))


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("zh", {"少 2 人即不再接受的单位", "所系会费（元）", "1 / 12 家", "90"}),
        ("en", {"units that fall when 2 people leave", "fees that hang on it (yuan)", "1 of 12"}),
    ],
)
def test_the_cliff_is_drawn_plan_by_plan(lang: Lang, said: set[str]) -> None:
    edge = (EdgeUnit("critical_illness", "U1", 30, 9_000),)
    cliff = Cliff(2, (PlanEdge(ILLNESS, 12, edge), PlanEdge(ACCIDENT, 5, ())))

    assert said | {ILLNESS.title.of(lang), ACCIDENT.title.of(lang)} <= texts(cliff.plot(lang=lang))


def test_a_cliff_of_no_plan_is_an_empty_picture() -> None:
    assert list(Cliff(1, ()).plot(lang="en").axes[0].patches) == []


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("zh", {"基金余额", "自 2016-01-01 起的年数", "5%—95% 分位区间", "均值", "元"}),
        ("en", {"the fund", "years from 2016-01-01", "5% to 95%", "chance of a deficit so far"}),
    ],
)
def test_the_fund_is_drawn_as_a_fan(lang: Lang, said: set[str]) -> None:
    quantiles = ((0.05, -500.0), (0.5, 100.0), (0.95, 700.0))
    fund = Fund(120.0, 300.0, quantiles, 0.4, 0.4, NO_ERRORS)
    years = tuple(Year(date(2016 + year, 1, 1), (), LAW, fund) for year in range(3))

    drawn = Projection(50.0, 0.0, years).plot(lang=lang)

    assert said <= texts(drawn)
    fan, ruin = drawn.axes
    assert len(fan.collections) == 1  # the middle is no band
    assert list(fan.lines[0].get_ydata()) == [50, 120, 120, 120]
    assert list(ruin.lines[0].get_xdata()) == [1, 2, 3]


def tornado(figure: str, base: float, *ends: tuple[float, float]) -> Tornado:
    chance = Named("probability", Text(zh="发生概率", en="probability"))
    bars = tuple(Bar(ILLNESS, chance, low, high) for low, high in ends)
    return Tornado(ACCIDENT, figure, 0.2, base, bars)


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("zh", {"意外伤害：期望给付（元）", "重大疾病：发生概率", "假设下调 20%", "假设上调 20%"}),
        (
            "en",
            {"accident: expected benefits (yuan)", "critical illness: probability", "20% lower"},
        ),
    ],
)
def test_a_tornado_is_drawn_from_the_figure_as_it_stands(lang: Lang, said: set[str]) -> None:
    drawn = tornado("expected", 10_000, (8_000, 12_500), (9_000, 11_000)).plot(lang=lang)

    assert said <= texts(drawn)
    ends = [(bar.get_x(), bar.get_width()) for bar in drawn.axes[0].patches]
    assert ends == [(10_000, -2_000), (10_000, -1_000), (10_000, 2_500), (10_000, 1_000)]
    assert "12,000" in texts(drawn)


def test_a_tornado_of_chances_is_in_per_cent_and_one_without_bars_is_empty() -> None:
    assert "40.0%" in texts(tornado("deficit", 0.3, (0.2, 0.4)).plot(lang="en"))
    assert list(tornado("deficit", 0.3).plot(lang="en").axes[0].patches) == []


def test_a_notebook_shows_the_figures_without_those_of_a_level() -> None:
    result = case("one").result

    shown = result.to_html("zh")

    assert result._repr_html_() in {shown, result.to_html("en")}
    assert shown.count("<tr>") == 3
    assert "期望给付（元）" in shown
    assert "分位数" not in shown
    assert (
        'text-align:left;vertical-align:top;padding:0.15em 0.6em;white-space:nowrap">重大疾病'
        in shown
    )
