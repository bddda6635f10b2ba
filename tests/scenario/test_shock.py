"""The common shock: its nodes have the moments of its law, and are fine enough."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from mutualaid.errors import InvalidValue
from mutualaid.scenario.shock import (
    CommonShock,
    DiscreteShock,
    GammaShock,
    LognormalShock,
    NoShock,
)

SMOOTH = [LognormalShock(0.1), LognormalShock(0.5), GammaShock(0.3), GammaShock(1.0)]


@pytest.mark.parametrize("shock", SMOOTH)
@pytest.mark.parametrize("spread", [0.01, 3.0])
def test_the_nodes_have_mean_one_and_the_deviation_that_was_said(
    shock: LognormalShock | GammaShock, spread: float
) -> None:
    nodes = shock.nodes(spread)

    assert nodes.weights.sum() == pytest.approx(1, rel=1e-12)
    assert nodes.weights @ nodes.factors == pytest.approx(1, rel=1e-9)
    assert nodes.weights @ (nodes.factors - 1) ** 2 == pytest.approx(shock.cv**2, rel=1e-5)
    assert nodes.factors.min() == nodes.least > 0
    assert nodes.factors.max() == nodes.greatest


def test_what_varies_less_takes_more_nodes() -> None:
    few, many = (len(LognormalShock(0.2).nodes(spread).weights) for spread in (1.0, 0.01))

    assert few == 33
    assert many > 400


@pytest.mark.parametrize("shock", [*SMOOTH, DiscreteShock([0.5, 1.5], [1, 1]), NoShock()])
def test_what_is_drawn_has_mean_one(shock: CommonShock) -> None:
    drawn = shock.draw(np.random.default_rng(2), 40_000)

    assert abs(drawn.mean() - 1) <= 4 * drawn.std() / 200 + 1e-12


def test_the_values_of_a_discrete_shock_are_its_nodes_but_for_those_that_never_come() -> None:
    nodes = DiscreteShock([1, 3, 9], [3, 1, 0]).nodes(0.1)

    assert ([1.0, 3.0], [0.75, 0.25]) == (nodes.factors.tolist(), nodes.weights.tolist())


@pytest.mark.parametrize(
    ("shock", "said"),
    [
        (NoShock(), {"kind": "none"}),
        (LognormalShock(0.1), {"kind": "lognormal", "cv": 0.1}),
        (GammaShock(0.2), {"kind": "gamma", "cv": 0.2}),
        (DiscreteShock([1, 2], [3, 1]), {"kind": "discrete", "factors": [1, 2], "weights": [3, 1]}),
    ],
)
def test_a_shock_is_told_in_values_that_json_knows(
    shock: CommonShock, said: dict[str, Any]
) -> None:
    assert shock.to_dict() == said


@pytest.mark.parametrize(
    "make",
    [
        lambda: LognormalShock(0),
        lambda: GammaShock(3),
        lambda: DiscreteShock([1], [1, 2]),
        lambda: DiscreteShock([1, 2], [0, 0]),
        lambda: DiscreteShock([-1], [1]),
    ],
)
def test_what_cannot_be_a_shock_is_refused(make: Any) -> None:
    with pytest.raises(InvalidValue):
        make()
