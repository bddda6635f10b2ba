"""The distribution of the total: closed forms, convolutions by hand, extremes, and its laws."""

from __future__ import annotations

import copy
import math
from typing import Any

import attrs
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from portfolios import HEAVY, LOGNORMAL, SEEN, by_hand, cell, mixed
from scipy import stats

from mutualaid.errors import InvalidType, InvalidValue, MutualAidError
from mutualaid.scenario.distribution import LossDistribution, distribution
from mutualaid.scenario.portfolio import Cell, Portfolio
from mutualaid.scenario.severity import EmpiricalSeverity, FixedSeverity, ScipySeverity
from mutualaid.scenario.shock import DiscreteShock, GammaShock, LognormalShock

FIXED = FixedSeverity(1_000)
TOTAL = mixed()
BAD_YEAR = DiscreteShock([0.5, 3.0], [4, 1])


def law(lives: float, probability: float, severity: Any = FIXED, ceiling: float = 10_000) -> Any:
    """Compute the law of one cell."""
    return distribution(Portfolio([cell("one", lives, probability, severity, ceiling)]))


def against(expected: Any, found: LossDistribution) -> float:
    """Give the greatest difference of the chances, of the amounts that both have."""
    at = round(found.first / found.step)
    every = np.zeros(max(len(expected), at + len(found.masses)))
    every[: len(expected)] = expected
    every[at : at + len(found.masses)] -= found.masses
    return float(np.abs(every).max())


# Closed forms ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("lives", "probability"), [(1, 0.5), (10, 0.3), (1_000, 0.02), (100_000, 0.001)]
)
def test_fixed_sums_are_a_binomial_number_of_them(lives: int, probability: float) -> None:
    found = law(lives, probability)

    exact = stats.binom(lives, probability)
    assert found.step == 1_000
    difference = against(exact.pmf(np.arange(min(lives, 2_000) + 1)), found)
    assert difference <= found.errors.chance_outside < 1e-12
    assert found.errors.displacement == found.errors.added_variance == 0


def test_of_ten_million_lives_the_chances_are_those_of_the_binomial_law() -> None:
    found = law(10_000_000, 0.3)

    exact = stats.binom(10_000_000, 0.3)
    claims = np.array([2_990_000, 2_998_000, 3_000_000, 3_001_234, 3_005_000])
    computed = [found.cdf(1_000 * claim) for claim in claims]
    assert computed == pytest.approx(exact.cdf(claims), abs=found.errors.rounding)
    assert found.errors.rounding < 1e-9
    assert len(found.masses) < 30_000


def test_cells_are_convolved_as_life_by_life() -> None:
    portfolio = Portfolio(
        [
            cell("a", 7, 0.2, FIXED),
            cell("b", 5.25, 0.9, SEEN, 5_000),
            cell("c", 3, 0.01, SEEN),
            cell("d", 2, 1.0, EmpiricalSeverity([500])),
        ]
    )

    assert against(by_hand(portfolio, 500), distribution(portfolio)) < 1e-15


def test_a_common_shock_mixes_the_laws_of_its_factors() -> None:
    portfolio = Portfolio([cell("a", 7, 0.2, FIXED), cell("b", 5.5, 0.5, SEEN)])
    shock = DiscreteShock([0.0, 0.5, 3.0], [1, 2, 2])

    expected = sum(
        weight * by_hand(portfolio, 1_000, factor)
        for factor, weight in [(0.0, 0.2), (0.5, 0.4), (3.0, 0.4)]
    )
    assert against(expected, distribution(portfolio, shock=shock)) < 1e-15


def test_with_a_gamma_shock_rare_claims_are_negative_binomial_in_number() -> None:
    found = distribution(Portfolio([cell("a", 1e7, 2e-6, FIXED)]), shock=GammaShock(0.5))

    # A claim of one in half a million lives is Poisson but for a chance of that order.
    exact = stats.nbinom(4, 4 / (4 + 20))
    assert against(exact.pmf(np.arange(300)), found) < 1e-6


def test_one_claim_of_a_smooth_law_is_that_law_below_the_ceiling() -> None:
    found = law(1, 1.0, LOGNORMAL, 20_000)

    amounts = np.array([1_000, 5_000, 19_000])
    exact = stats.lognorm(s=1, scale=5_000).cdf(amounts)
    computed = [found.cdf(amount + found.step / 2) for amount in amounts]
    assert computed == pytest.approx(exact, abs=found.step / 5_000)
    assert found.quantile(0.999) == 20_000


def test_sums_of_exponential_amounts_are_gamma() -> None:
    severity = ScipySeverity("expon", {"scale": 1_000})

    found = law(10, 1.0, severity, 100_000)

    assert found.quantile(0.99) == pytest.approx(stats.gamma(10, scale=1_000).ppf(0.99), rel=1e-3)
    assert found.tvar(0.9) == pytest.approx(
        1_000 * 10 * stats.gamma(11).sf(stats.gamma(10).ppf(0.9)) / 0.1, rel=1e-4
    )


@pytest.mark.parametrize("shock", [None, BAD_YEAR, LognormalShock(0.2), GammaShock(0.4)])
@pytest.mark.parametrize("lives", [100, 10_000])
def test_mean_and_deviation_on_the_grid_are_those_of_the_cells(shock: Any, lives: float) -> None:
    portfolio = mixed(lives)

    found = distribution(portfolio, shock=shock)

    mean = found.amounts @ found.masses
    variance = (found.amounts - mean) ** 2 @ found.masses
    assert mean == pytest.approx(found.mean, rel=1e-10)
    assert variance == pytest.approx(found.sd**2 + found.errors.added_variance, rel=1e-8)
    if not isinstance(shock, DiscreteShock):
        assert found.mean == pytest.approx(portfolio.expected, rel=1e-9)


def test_a_smooth_shock_is_mixed_over_finely_enough() -> None:
    class Finer(LognormalShock):
        def nodes(self, spread: float) -> Any:
            return super().nodes(spread / 3)

    portfolio = Portfolio([cell("a", 1_000_000, 0.01, FIXED)])

    found = distribution(portfolio, shock=LognormalShock(0.1))

    finer = distribution(portfolio, shock=Finer(0.1))
    assert np.abs(found.masses - finer.masses).sum() < 1e-11


# Extremes -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "portfolio",
    [
        Portfolio([]),
        Portfolio([cell("a", 0, 0.5, FIXED)]),
        Portfolio([cell("a", 5, 0.0, FIXED)]),
        Portfolio([cell("a", 5, 0.5, LOGNORMAL, 0)]),
        Portfolio([cell("a", 5, 0.5, FixedSeverity(0))]),
    ],
)
def test_where_nobody_can_claim_nothing_is_paid(portfolio: Portfolio) -> None:
    found = distribution(portfolio, shock=LognormalShock(0.1))

    assert [0.0] * 4 == [found.mean, found.sd, found.quantile(0.999), found.tvar(0.99)]
    assert (1.0, 0.0) == (found.cdf(0), found.probability_above(0))


def test_what_is_certain_is_paid_for_certain() -> None:
    found = law(1_000, 1.0)

    assert (1e6, 0.0) == (found.mean, found.sd)
    assert [1e6] * 3 == [found.quantile(0), found.quantile(1), found.tvar(0.5)]
    assert found.cdf(999_999) == 0
    assert found.pmf(1e6) == pytest.approx(1, rel=1e-15)


def test_a_life_that_claims_always_and_one_that_never_does_are_one_claim() -> None:
    found = distribution(Portfolio([cell("a", 1, 1.0, FIXED), cell("b", 1, 0.0, FIXED)]))

    assert [1_000.0] * 2 == [found.quantile(0.01), found.quantile(0.99)]


@pytest.mark.parametrize("lives", [1, 1e3, 1e7])
@pytest.mark.parametrize("ceiling", [1e5, 2e7])
def test_heavy_tails_keep_mean_and_deviation(lives: float, ceiling: float) -> None:
    found = law(lives, 0.01, HEAVY, ceiling)

    mean = found.amounts @ found.masses
    variance = (found.amounts - mean) ** 2 @ found.masses
    # What lies outside the window is no more likely than is said, though far away.
    assert mean == pytest.approx(found.mean, rel=1e-5)
    assert variance == pytest.approx(found.sd**2 + found.errors.added_variance, rel=1e-3)
    assert found.errors.aliasing < 1e-12


def test_a_shock_that_makes_claims_certain_stops_there() -> None:
    found = distribution(Portfolio([cell("a", 4, 0.5, FIXED)]), shock=DiscreteShock([5], [1]))

    assert (4_000.0, 0.0) == (found.mean, found.sd)


def test_of_many_lives_too_a_shock_makes_claims_no_more_than_certain() -> None:
    found = distribution(
        Portfolio([cell("a", 20_000, 0.5, FIXED)]), shock=DiscreteShock([0.5, 3], [1, 1])
    )

    assert found.mean == pytest.approx(1_000 * 20_000 * (0.25 + 1) / 2)
    assert found.amounts @ found.masses == pytest.approx(found.mean)
    assert found.pmf(20_000_000) == pytest.approx(0.5)


def test_a_ceiling_below_the_window_of_other_claims_is_folded_in() -> None:
    rare = cell("rare", 1, 1e-15, FixedSeverity(1e6), 1e6)

    found = distribution(Portfolio([cell("a", 10, 0.5, FIXED), rare]))

    assert len(found.masses) < 1_000
    assert found.cdf(5_000) == pytest.approx(stats.binom(10, 0.5).cdf(5), abs=1e-13)


# Laws -----------------------------------------------------------------------------------------

PORTFOLIOS = st.lists(
    st.tuples(
        st.floats(0.01, 3_000),
        st.sampled_from([0.0, 1e-4, 0.003, 0.2, 1.0]),
        st.sampled_from([1.0, 2_500.0, 20_000.0]),
        st.sampled_from([FIXED, LOGNORMAL, SEEN, HEAVY]),
    ),
    min_size=1,
    max_size=6,
).map(lambda rows: Portfolio(Cell(f"{at}", "g", *row) for at, row in enumerate(rows)))


@given(PORTFOLIOS)
def test_the_laws_of_a_distribution_hold_of_any_portfolio(portfolio: Portfolio) -> None:
    found = distribution(portfolio, points=2**14)

    assert math.fsum(found.masses) == pytest.approx(1, rel=1e-13)
    assert found.masses.min() >= 0
    levels = [0.0, 0.01, 0.5, 0.9, 0.99, 0.999]
    quantiles = [found.quantile(level) for level in levels]
    assert quantiles == sorted(quantiles)
    tails = [found.tvar(level) for level in levels]
    assert tails == sorted(tails)
    assert all(tail >= var for tail, var in zip(tails, quantiles, strict=True))
    assert found.tvar(0) == pytest.approx(found.mean, rel=1e-6, abs=1e-6)
    expected = sum(
        each.lives * each.probability * each.severity.mean(each.ceiling) for each in portfolio
    )
    assert found.mean == pytest.approx(expected, rel=1e-12)
    for level, quantile in zip(levels, quantiles, strict=True):
        assert found.cdf(quantile) >= level * (1 - 1e-12)
        assert found.probability_above(quantile) == pytest.approx(
            1 - found.cdf(quantile), abs=1e-12
        )


@given(PORTFOLIOS, st.data())
def test_cells_split_and_shuffled_in_any_way_give_the_same_law_to_the_last_digit(
    portfolio: Portfolio, data: st.DataObject
) -> None:
    parts = [
        attrs.evolve(one, key=f"{one.key}.{at}", lives=lives)
        for one in portfolio
        for at, lives in enumerate((one.lives / 2, one.lives / 4, one.lives / 4))
    ]
    split = Portfolio(data.draw(st.permutations(parts)))

    laws = {
        name: distribution(each, points=2**12)
        for name, each in [("whole", portfolio), ("split", split), ("merged", split.merged())]
    }
    assert laws["whole"] == laws["split"] == laws["merged"]


@given(PORTFOLIOS, st.floats(1, 3))
def test_a_higher_ceiling_never_lowers_what_is_expected(
    portfolio: Portfolio, factor: float
) -> None:
    higher = Portfolio(attrs.evolve(one, ceiling=one.ceiling * factor) for one in portfolio)

    assert higher.expected >= portfolio.expected * (1 - 1e-12)


# What is asked of a law -----------------------------------------------------------------------


def test_a_law_answers_between_its_amounts_and_beyond_them() -> None:
    found = law(2, 0.5)

    assert [0.0, 1_000.0, 2_000.0] == found.amounts.tolist()[:3]
    assert [0, 0.25, 0.25, 0.75, 1] == pytest.approx(
        [found.cdf(amount) for amount in (-1, 0, 999.99, 1_000, 9_000)]
    )
    assert [1, 0.75, 0.25, 0] == pytest.approx(
        [found.probability_above(amount) for amount in (-1, 0, 1_000, 1e9)]
    )
    assert [0.5, 0.5, 0, 0] == pytest.approx([found.pmf(at) for at in (1_000, 1_300, -600, 1e9)])
    assert [0.0, 1_000.0, 1_000.0, 2_000.0] == [found.quantile(at) for at in (0, 0.26, 0.75, 0.76)]
    assert (1_000, 250, 0) == pytest.approx([found.stop_loss(at) for at in (0, 1_000, 2_000)])
    assert found.var(0.75) == found.quantile(0.75)
    assert found.tvar(0.5) == pytest.approx((0.25 * 1_000 + 0.25 * 2_000) / 0.5)
    assert found.tvar(1) == 2_000


@pytest.mark.parametrize("lives", [10, 40])
def test_a_level_that_differs_by_rounding_alone_is_reached(lives: int) -> None:
    found = law(lives, 0.3)

    claims = np.arange(lives // 2)
    levels = stats.binom(lives, 0.3).cdf(claims)
    assert [found.quantile(level) for level in levels] == pytest.approx(1_000 * claims)


def test_laws_are_equal_by_value_and_are_frozen() -> None:
    found, other = law(5, 0.5), law(5, 0.25)

    assert found == law(5, 0.5)
    assert found != other
    for one in (found, copy.deepcopy(found)):
        with pytest.raises(ValueError, match="read-only"):
            one.masses[0] = 1
    assert "<" in repr(found)
    assert {found} == {law(5, 0.5)}


@pytest.mark.parametrize(
    ("ask", "kind"),
    [
        (lambda: distribution([]), InvalidType),  # type: ignore[arg-type]
        (lambda: distribution(TOTAL, step=0.015), InvalidValue),
        (lambda: distribution(TOTAL, step=0.001), InvalidValue),
        (lambda: distribution(TOTAL, step=0), InvalidValue),
        (lambda: distribution(TOTAL, points=1), InvalidValue),
        (lambda: law(1, 1.5), InvalidValue),
        (lambda: law(-1, 0.5), InvalidValue),
        (lambda: law(1, 0.5, FIXED, math.inf), InvalidValue),
        (lambda: law(1, 0.5, 3.0), InvalidType),
        (lambda: cell("", 1, 0.5, FIXED), InvalidValue),
        (lambda: Portfolio([cell("a", 1, 0.5, FIXED)] * 2), InvalidValue),
        (lambda: Portfolio([3]), InvalidType),  # type: ignore[list-item]
        (lambda: law(1, 0.5).quantile(1.1), InvalidValue),
        (lambda: law(1, 0.5).tvar(-0.1), InvalidValue),
        (lambda: law(1, 0.5).tvar_bounds(1), InvalidValue),
    ],
)
def test_what_cannot_be_answered_is_refused(ask: Any, kind: type[MutualAidError]) -> None:
    with pytest.raises(kind):
        ask()


# Portfolios -----------------------------------------------------------------------------------


def test_a_portfolio_has_groups_lives_and_what_is_expected() -> None:
    portfolio = mixed(1_000)

    assert ("accident", "illness") == portfolio.groups
    assert 60 == len(portfolio)
    assert portfolio.lives == pytest.approx(20 * (20 + 10 + 25))
    assert portfolio.expected == pytest.approx(sum(one.expected for one in portfolio))
    assert portfolio.of_group("illness").groups == ("illness",)
    assert portfolio.of_group("illness").merged().cells == (
        cell("c0", 500, 0.003, SEEN, 5_000, "illness"),
    )


def test_cells_without_lives_are_merged_away() -> None:
    assert len(Portfolio([cell("a", 0, 0.5, FIXED)]).merged()) == 0
