"""The errors that a distribution states are errors that it keeps."""

from __future__ import annotations

import math
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from portfolios import HEAVY, LOGNORMAL, SEEN, by_hand, cell, mixed

from mutualaid.scenario.distribution import distribution
from mutualaid.scenario.fourier import probabilities
from mutualaid.scenario.portfolio import Portfolio, laws_of
from mutualaid.scenario.severity import FixedSeverity, on_grid
from mutualaid.scenario.shock import DiscreteShock, GammaShock, LognormalShock, NoShock
from mutualaid.scenario.window import Grid, Moments, chance_outside, grid_of, window

FIXED = FixedSeverity(1_000)
LIVES = st.tuples(st.integers(1, 60), st.sampled_from([0.001, 0.05, 0.4, 0.95]))
LATTICE = st.lists(LIVES, min_size=1, max_size=3).map(
    lambda rows: Portfolio(
        cell(f"{at}", lives, chance, SEEN if at % 2 else FIXED, 5_000)
        for at, (lives, chance) in enumerate(rows)
    )
)


# Outside the window ---------------------------------------------------------------------------


@given(LATTICE, st.sampled_from([0.3, 1e-2, 1e-5]))
def test_no_more_lies_outside_a_window_than_is_allowed(
    portfolio: Portfolio, outside: float
) -> None:
    exact = by_hand(portfolio, 1_000)
    amounts = 1_000 * np.arange(len(exact))
    moments = Moments.of(laws_of(portfolio))

    low, high = window(moments, outside)

    assert 0 <= low <= moments.expected <= high <= moments.greatest
    assert exact[amounts < low].sum() <= outside * (1 + 1e-9)
    assert exact[amounts > high].sum() <= outside * (1 + 1e-9)


@given(LATTICE, st.integers(0, 40), st.integers(2, 60))
def test_what_lies_outside_is_folded_in_and_bounds_every_error(
    portfolio: Portfolio, first: int, size: int
) -> None:
    exact = by_hand(portfolio, 1_000)
    laws, grid = laws_of(portfolio), Grid(100_000, first, size)

    severities = [on_grid(law.severity, law.ceiling, 1_000.0) for law in laws]
    folded = probabilities(zip(laws, severities, strict=True), grid, NoShock().nodes(1.0))

    inside = np.zeros(size)
    inside[: max(len(exact) - first, 0)] = exact[first : first + size]
    outside = 1 - inside.sum()
    bound = chance_outside(Moments.of(laws), *grid.ends)
    assert outside <= bound + 1e-12
    assert np.abs(folded - inside).sum() == pytest.approx(outside, abs=1e-12)


def test_where_all_lies_inside_nothing_can_be_outside() -> None:
    moments = Moments.of(laws_of([cell("a", 3, 0.5, FIXED)]))

    assert 0 == chance_outside(moments, 0.0, 3_000.0)
    assert 1 == chance_outside(moments, 1_600.0, 1_700.0)


def test_the_bounds_of_many_lives_are_about_as_narrow_as_the_normal_law_allows() -> None:
    moments = Moments.of(laws_of(mixed(1_000_000)))

    low, high = window(moments)

    # A normal law leaves 1e-13 beyond 7.3 deviations.
    deviation = math.sqrt(moments.variance)
    assert 7 < (high - moments.expected) / deviation < 9
    assert 7 < (moments.expected - low) / deviation < 9


# Discretisation -------------------------------------------------------------------------------


@pytest.mark.parametrize("shock", [None, DiscreteShock([0.5, 2], [2, 1]), GammaShock(0.3)])
@pytest.mark.parametrize("step", [200, 1_000, 5_000])
def test_what_a_coarse_grid_says_of_its_errors_holds_of_a_fine_one(shock: Any, step: int) -> None:
    portfolio = mixed(2_000)
    fine, coarse = (distribution(portfolio, shock=shock, step=width) for width in (20, step))

    # The fine law has errors of its own, which are as much smaller as its step.
    for level in (0.05, 0.5, 0.9, 0.99, 0.995):
        low, high = coarse.quantile_bounds(level)
        assert low - fine.step <= fine.quantile(level) <= high + fine.step
        low, high = coarse.tvar_bounds(level)
        assert low <= fine.tvar(level) <= high * (1 + 1e-12)
        amount = fine.quantile(level)
        low, high = coarse.probability_above_bounds(amount)
        assert low <= fine.probability_above(amount) <= high


def test_a_finer_grid_never_raises_a_tail_value_at_risk() -> None:
    portfolio = Portfolio([cell("a", 30, 0.1, HEAVY, 1e5), cell("b", 200, 0.02, LOGNORMAL, 2e4)])

    tails = [distribution(portfolio, step=step).tvar(0.99) for step in (16_000, 4_000, 1_000, 250)]

    assert tails == sorted(tails, reverse=True)


def test_the_error_of_a_finer_grid_falls_with_its_step() -> None:
    errors = [distribution(mixed(100), step=step).errors for step in (1_000, 500, 250)]

    assert [each.step for each in errors] == [1_000, 500, 250]
    displaced = [each.displacement for each in errors]
    assert [0.5, 0.5] == pytest.approx(
        [after / before for before, after in pairwise(displaced)], rel=0.05
    )


def test_the_error_is_as_unlikely_as_it_is_said_to_be_under_a_shock_too() -> None:
    portfolio = mixed(2_000)

    plain, shocked = (
        distribution(portfolio, shock=shock, step=1_000).errors
        for shock in (None, LognormalShock(0.5))
    )

    # More claims come in bad years: the error reaches further, its variance is the same.
    assert plain.displacement < shocked.displacement
    assert plain.added_variance == pytest.approx(shocked.added_variance, rel=1e-6)


def test_errors_are_told_by_name() -> None:
    errors = distribution(mixed(100), step=1_000).errors

    assert errors.to_dict()["step"] == 1_000
    assert errors.chance == errors.aliasing + errors.rounding + errors.displacement_chance
    assert errors.displacement_chance == 1e-9


# The grid -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("portfolio", "step"),
    [
        (Portfolio([cell("a", 9, 0.5, FixedSeverity(1_500)), cell("b", 9, 0.5, FIXED)]), 500),
        (Portfolio([cell("a", 9, 0.5, SEEN, 2_500)]), 500),
        (Portfolio([cell("a", 9, 0.5, FixedSeverity(0.03), 1)]), 0.03),
    ],
)
def test_where_claims_have_a_common_step_the_grid_has_it_too(
    portfolio: Portfolio, step: float
) -> None:
    found = distribution(portfolio)

    assert (step, 0.0) == (found.step, found.errors.added_variance)


def test_where_the_common_step_is_too_fine_a_round_one_is_taken() -> None:
    uneven = Portfolio([cell("a", 1_000, 0.2, FixedSeverity(1_234.57))])
    odd = Portfolio([cell("a", 1_000, 0.2, FixedSeverity(1_000 / 3))])

    few = distribution(Portfolio([*uneven, cell("b", 1_000, 0.2, FIXED)]), points=2**10)
    of_no_fen = distribution(odd)

    assert few.step == 500
    assert len(few.masses) <= 2**10
    assert of_no_fen.step == 2
    assert 0 < of_no_fen.errors.added_variance


@pytest.mark.parametrize(("points", "step"), [(2**8, 2_000), (2**7, 5_000)])
def test_a_grid_of_fewer_points_has_the_next_round_step(points: int, step: float) -> None:
    found = distribution(mixed(500), points=points)

    assert step == found.step
    assert len(found.masses) <= points


def test_a_grid_holds_its_span() -> None:
    grid = grid_of(500, (12.34, 99.99))

    assert (5.0, 2) == (grid.width, grid.first)
    low, high = grid.ends
    assert low <= 12.34
    assert high >= 99.99
