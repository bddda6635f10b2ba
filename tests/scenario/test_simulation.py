"""Simulation: reproducible cell by cell, and at one with the computed distribution."""

from __future__ import annotations

import copy
import math
from typing import Any

import numpy as np
import pytest
from portfolios import LOGNORMAL, SEEN, cell, mixed
from scipy import stats

from mutualaid.errors import InvalidType, InvalidValue, MutualAidError, UnknownName
from mutualaid.scenario import simulation
from mutualaid.scenario.distribution import distribution
from mutualaid.scenario.portfolio import Portfolio
from mutualaid.scenario.severity import FixedSeverity
from mutualaid.scenario.shock import DiscreteShock, GammaShock, LognormalShock
from mutualaid.scenario.simulation import SimulatedLoss, simulate

ONE = cell("one", 50, 0.1, LOGNORMAL)
OTHER = cell("other", 20.25, 0.3, SEEN, group="illness")
RUNS = 4_000


@pytest.mark.parametrize(
    "shock", [None, DiscreteShock([0.5, 2], [2, 1]), LognormalShock(0.2), GammaShock(0.3)]
)
def test_the_runs_agree_with_the_distribution_within_their_standard_error(shock: Any) -> None:
    portfolio = mixed(5_000)

    drawn = simulate(portfolio, seed=5, runs=RUNS, shock=shock)["total"]

    computed = distribution(portfolio, shock=shock)
    assert abs(drawn.mean - computed.mean) < 4 * drawn.mean_error
    assert drawn.sd == pytest.approx(computed.sd, rel=0.06)
    for level in (0.01, 0.1, 0.5, 0.9, 0.99):
        error = math.sqrt(level * (1 - level) / RUNS)
        assert abs(drawn.cdf(computed.quantile(level)) - level) < 4 * error
    beyond = computed.tvar(0.9) - computed.quantile(0.9)
    assert abs(drawn.tvar(0.9) - computed.tvar(0.9)) < 4 * 2 * beyond / math.sqrt(RUNS * 0.1)


@pytest.mark.parametrize("lives", [30.75, 1.0, 0.4])
def test_each_run_is_drawn_from_the_law_of_lives_whole_and_in_part(lives: float) -> None:
    portfolio = Portfolio([cell("a", lives, 0.3, FixedSeverity(1_000))])

    drawn = simulate(portfolio, seed=11, runs=RUNS)["total"].losses

    computed = distribution(portfolio)
    counts = np.bincount(np.rint(drawn / 1_000).astype(int), minlength=len(computed.masses))
    expected = RUNS * computed.masses
    common = expected > 5
    rest = counts[~common].sum(), expected[~common].sum()
    found, due = (
        np.append(each[common], more) for each, more in zip((counts, expected), rest, strict=True)
    )
    assert stats.chisquare(found[due > 0], due[due > 0]).pvalue > 1e-3


def test_a_seed_gives_the_same_runs_again_and_another_seed_others() -> None:
    portfolio = Portfolio([ONE, OTHER])

    again = simulate(portfolio, seed=3, runs=600)

    assert simulate(portfolio, seed=3, runs=600) == again
    assert simulate(portfolio, seed=4, runs=600) != again
    assert {again["total"]} == {simulate(portfolio, seed=3, runs=600)["total"]}


def test_runs_cannot_be_changed_nor_can_a_copy_of_them() -> None:
    drawn = simulate(Portfolio([ONE]), seed=3, runs=2)["total"]

    for one in (drawn, copy.deepcopy(drawn)):
        with pytest.raises(ValueError, match="read-only"):
            one.losses[0] = 1


def test_neither_order_nor_cores_nor_other_cells_change_what_a_cell_draws() -> None:
    shock = LognormalShock(0.1)

    both = simulate(Portfolio([ONE, OTHER]), seed=3, runs=1_200, shock=shock)

    assert simulate(Portfolio([OTHER, ONE]), seed=3, runs=1_200, shock=shock) == both
    assert simulate(Portfolio([ONE, OTHER]), seed=3, runs=1_200, shock=shock, workers=2) == both
    assert (
        simulate(Portfolio([ONE]), seed=3, runs=1_200, shock=shock)["accident"] == both["accident"]
    )


def test_more_runs_begin_with_the_runs_that_fewer_give() -> None:
    few, many = (simulate(Portfolio([ONE]), seed=3, runs=runs)["total"] for runs in (300, 1_500))

    assert few.losses.tolist() == many.losses[:300].tolist()


def test_how_many_claims_are_held_at_once_changes_no_run(monkeypatch: pytest.MonkeyPatch) -> None:
    fixed = Portfolio([cell("a", 50, 0.1, SEEN)])
    at_once = simulate(fixed, seed=3, runs=600)

    monkeypatch.setattr(simulation, "AT_ONCE", 7)

    assert simulate(fixed, seed=3, runs=600) == at_once


def test_the_total_is_the_sum_of_its_groups_run_by_run() -> None:
    drawn = simulate(Portfolio([ONE, OTHER]), seed=3, runs=600)

    parts = drawn["accident"].losses + drawn["illness"].losses
    assert drawn["total"].losses.tolist() == parts.tolist()


def test_what_was_drawn_is_asked_as_the_distribution_is() -> None:
    loss = SimulatedLoss(np.array([4.0, 1.0, 3.0, 2.0]))

    assert (2.5, 2) == (loss.mean, loss.quantile(0.5))
    assert loss.sd == pytest.approx(math.sqrt(5 / 3))
    assert loss.mean_error == pytest.approx(math.sqrt(5 / 12))
    assert [0, 0.25, 1] == [loss.cdf(amount) for amount in (0, 1, 4)]
    assert [1, 0.75, 0] == [loss.probability_above(amount) for amount in (0, 1, 4)]
    assert loss.var(0.75) == 3
    assert loss.tvar(0.5) == 3.5
    assert "<4>" in repr(loss)


def test_nobody_draws_nothing() -> None:
    drawn = simulate(Portfolio([]), seed=1, runs=10)

    assert [0.0] * 10 == drawn["total"].losses.tolist()


@pytest.mark.parametrize(
    ("ask", "kind"),
    [
        (lambda: simulate([], seed=1), InvalidType),  # type: ignore[arg-type]
        (lambda: simulate(Portfolio([]), seed=-1), InvalidValue),
        (lambda: simulate(Portfolio([]), seed=1, runs=1), InvalidValue),
        (lambda: simulate(Portfolio([]), seed=1, workers=0), InvalidValue),
        (lambda: simulate(Portfolio([]), seed=1, runs=2)["accident"], UnknownName),
        (lambda: SimulatedLoss(np.ones(3)).tvar(1), InvalidValue),
    ],
)
def test_what_cannot_be_drawn_is_refused(ask: Any, kind: type[MutualAidError]) -> None:
    with pytest.raises(kind):
        ask()
