"""The fund over several years, against sums over every path by hand."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from portfolios import LOGNORMAL, cell, mixed
from scipy import stats

from mutualaid.scenario.distribution import LossDistribution, distribution
from mutualaid.scenario.fund import Fund, develop
from mutualaid.scenario.portfolio import Portfolio
from mutualaid.scenario.severity import FixedSeverity

FIXED = FixedSeverity(1_000)
ONE = distribution(Portfolio([cell("a", 2, 0.4, FIXED)]))
OTHER = distribution(Portfolio([cell("a", 3, 0.3, FixedSeverity(1_500))]))


def funds(
    laws: list[LossDistribution], fees: list[float], reserve: float = 0, interest: float = 0
) -> list[Fund]:
    """Develop a fund."""
    levels = (0.01, 0.25, 0.5, 0.9)
    return list(develop(laws, fees, reserve=reserve, interest=interest, levels=levels))


def paths(
    laws: list[LossDistribution], fees: list[float], reserve: float, interest: float
) -> list[tuple[float, list[float]]]:
    """Give every path of the fund with its chance."""
    found = []
    for places in product(*(np.flatnonzero(law.masses) for law in laws)):
        chance, fund, path = 1.0, reserve, []
        for law, place, fee in zip(laws, places, fees, strict=True):
            chance *= law.masses[place]
            fund = (fund + fee) * (1 + interest) - law.amounts[place]
            path.append(fund)
        found.append((chance, path))
    return found


@pytest.mark.parametrize("interest", [0.0, 0.1])
def test_the_fund_is_that_of_all_paths(interest: float) -> None:
    laws, fees, reserve = [ONE, OTHER, ONE], [900.0, 1_100.0, 700.0], 1_300.0

    found = funds(laws, fees, reserve, interest)

    every = paths(laws, fees, reserve, interest)
    for year, fund in enumerate(found):
        mean = sum(chance * path[year] for chance, path in every)
        variance = sum(chance * (path[year] - mean) ** 2 for chance, path in every)
        assert fund.mean == pytest.approx(mean)
        assert fund.sd**2 == pytest.approx(variance)
        below = sum(chance for chance, path in every if path[year] < -1e-6)
        assert fund.deficit == pytest.approx(below, abs=1e-12)
        ever = sum(chance for chance, path in every if min(path[: year + 1]) < -1e-6)
        assert fund.ruin == pytest.approx(ever, abs=1e-12)


def test_a_fine_grid_tells_deficit_and_ruin_with_interest_too() -> None:
    years = [distribution(Portfolio([cell("a", 30, 0.4, LOGNORMAL)]), step=20)] * 3
    fees = [70_000.0, 80_000.0, 60_000.0]

    found = funds(years, fees, reserve=5_000, interest=0.05)

    rng = np.random.default_rng(4)
    drawn = [rng.choice(law.amounts, 40_000, p=law.masses) for law in years]
    fund, ruined = np.full(40_000, 5_000.0), np.zeros(40_000, dtype=bool)
    for fee, paid, expected in zip(fees, drawn, found, strict=True):
        fund = (fund + fee) * 1.05 - paid
        ruined |= fund < 0
        error = 4 * np.sqrt(0.25 / 40_000)
        assert abs(expected.deficit - np.mean(fund < 0)) < error
        assert abs(expected.ruin - ruined.mean()) < error
        for level, amount in expected.quantiles:
            assert abs(np.mean(fund <= amount) - level) < error


def test_ruin_never_becomes_less_likely_and_is_no_less_than_a_deficit() -> None:
    found = funds([ONE] * 5, [700.0] * 5, reserve=500)

    ruins = [fund.ruin for fund in found]
    assert ruins == sorted(ruins)
    assert all(fund.ruin >= fund.deficit - 1e-12 for fund in found)


def test_what_is_certain_has_no_chance_in_it() -> None:
    sure = distribution(Portfolio([cell("a", 5, 1.0, FIXED)]))

    one, two = funds([sure, sure], [6_000.0, 3_000.0], interest=0.1)

    assert (1_600, 0, 0, 0) == pytest.approx((one.mean, one.sd, one.deficit, one.ruin))
    assert (60, 0) == pytest.approx((two.mean, two.deficit), abs=1e-9)
    assert [60.0] * 4 == pytest.approx([amount for _, amount in two.quantiles], abs=1)


def test_a_fund_that_is_empty_from_the_first_day_is_ruined() -> None:
    (fund,) = funds([distribution(Portfolio([cell("a", 5, 1.0, FIXED)]))], [0.0])

    assert (1, 1) == (fund.deficit, fund.ruin)


def test_years_of_one_law_add_up_to_the_law_of_their_lives_together() -> None:
    found = funds([ONE] * 4, [0.0] * 4)[-1]

    exact = stats.binom(8, 0.4)
    assert -found.quantiles[2][1] == 1_000 * exact.ppf(0.5)
    assert found.errors.added_variance == found.errors.displacement == 0


def test_errors_of_the_years_add_up() -> None:
    law = distribution(mixed(500), step=500)

    still, grown = (funds([law] * 3, [0.0] * 3, interest=rate)[-1].errors for rate in (0.0, 0.03))

    assert still.displacement == pytest.approx(3 * law.errors.displacement)
    assert still.added_variance == pytest.approx(3 * law.errors.added_variance)
    assert still.aliasing == pytest.approx(3 * law.errors.aliasing)
    assert still.displacement_chance == pytest.approx(3e-9)
    # What interest moves off the grid is split between the points of a fine one.
    discounted = sum(law.errors.displacement * 1.03**-year for year in (1, 2, 3))
    assert grown.displacement == pytest.approx(discounted + 3 * grown.step)
    assert grown.step < 10


def test_laws_of_other_steps_are_put_on_what_both_are_multiples_of() -> None:
    fine = distribution(mixed(500), step=100)
    coarse = distribution(mixed(500), step=250)

    found = funds([fine, coarse], [0.0, 0.0])[-1]

    assert found.errors.step == 50
    assert found.mean == pytest.approx(-2 * fine.mean)
    assert found.sd == pytest.approx(2**0.5 * fine.sd)
