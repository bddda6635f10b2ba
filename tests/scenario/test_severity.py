"""What one claim costs, against closed forms and against sums by hand."""

from __future__ import annotations

import json
import math
from typing import Any

import attrs
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import special, stats

from mutualaid.errors import InvalidType, InvalidValue, MutualAidError, UnknownName
from mutualaid.scenario.severity import (
    EmpiricalSeverity,
    FixedSeverity,
    ScipySeverity,
    Severity,
    on_grid,
    severity_from_dict,
)

LOGNORMAL = ScipySeverity("lognorm", {"s": 1.0, "scale": 5_000})
SEEN = EmpiricalSeverity([1_000, 9_000, 250.5], weights=[3, 1, 2])
ALL: list[Severity] = [FixedSeverity(3_000), LOGNORMAL, SEEN]
NORMAL = special.ndtr


def lognormal(c: float, s: float, scale: float) -> tuple[float, float]:
    """Give the limited mean and mean square of a lognormal amount."""
    z = math.log(c / scale) / s
    above = 1 - NORMAL(z)
    first = scale * math.exp(s**2 / 2) * NORMAL(z - s) + c * above
    second = scale**2 * math.exp(2 * s**2) * NORMAL(z - 2 * s) + c**2 * above
    return first, second


def gamma(c: float, a: float, scale: float) -> tuple[float, float]:
    """Give those of a gamma amount."""
    x = c / scale
    above = special.gammaincc(a, x)
    first = a * scale * special.gammainc(a + 1, x) + c * above
    second = a * (a + 1) * scale**2 * special.gammainc(a + 2, x) + c**2 * above
    return first, second


def pareto(c: float, b: float, scale: float) -> tuple[float, float]:
    """Give those of a Pareto amount, for a ceiling above its scale and b neither 1 nor 2."""
    first = scale + scale**b * (c ** (1 - b) - scale ** (1 - b)) / (1 - b)
    second = scale**2 + 2 * scale**b * (c ** (2 - b) - scale ** (2 - b)) / (2 - b)
    return first, second


@pytest.mark.parametrize("ceiling", [50.0, 4_000.0, 20_000.0, 1e6, 1e9])
@pytest.mark.parametrize(
    ("severity", "exact"),
    [
        (LOGNORMAL, lambda c: lognormal(c, 1.0, 5_000)),
        (ScipySeverity("lognorm", {"s": 3.0, "scale": 100}), lambda c: lognormal(c, 3.0, 100)),
        (ScipySeverity("gamma", {"a": 0.1, "scale": 5_000}), lambda c: gamma(c, 0.1, 5_000)),
        (ScipySeverity("gamma", {"a": 40, "scale": 50}), lambda c: gamma(c, 40, 50)),
        (ScipySeverity("pareto", {"b": 1.1, "scale": 10}), lambda c: pareto(c, 1.1, 10)),
        (ScipySeverity("pareto", {"b": 0.5, "scale": 1}), lambda c: pareto(c, 0.5, 1)),
        (ScipySeverity("expon", {"scale": 900}), lambda c: gamma(c, 1, 900)),
    ],
)
def test_a_limited_mean_and_mean_square_are_those_of_the_closed_form(
    severity: Severity, ceiling: float, exact: Any
) -> None:
    first, second = exact(ceiling)

    assert severity.mean(ceiling) == pytest.approx(first, rel=1e-9)
    assert severity.second_moment(ceiling) == pytest.approx(second, rel=1e-9)


def test_a_law_that_begins_above_the_ceiling_costs_the_ceiling() -> None:
    severity = ScipySeverity("uniform", {"loc": 500, "scale": 10})

    assert severity.mean(100) == pytest.approx(100, rel=1e-14)
    assert severity.second_moment(100) == pytest.approx(10_000, rel=1e-14)
    assert severity.mean(1_000) == pytest.approx(505)


def test_a_fixed_sum_costs_no_more_than_the_ceiling() -> None:
    severity = FixedSeverity(3_000)

    assert (3_000.0, 9e6) == (severity.mean(5_000), severity.second_moment(5_000))
    assert (2_000.0, 4e6) == (severity.mean(2_000), severity.second_moment(2_000))


def test_what_was_seen_is_weighed_and_limited_value_by_value() -> None:
    assert SEEN.mean(4_000) == pytest.approx((3 * 1_000 + 4_000 + 2 * 250.5) / 6)
    assert SEEN.second_moment(4_000) == pytest.approx((3 * 1e6 + 16e6 + 2 * 250.5**2) / 6)


def test_values_without_weights_weigh_the_same() -> None:
    assert EmpiricalSeverity([1, 2]) == EmpiricalSeverity([1, 2], weights=[1, 1])


@pytest.mark.parametrize("severity", ALL)
def test_a_ceiling_of_nothing_leaves_nothing(severity: Severity) -> None:
    assert (0.0, 0.0) == (severity.mean(0), severity.second_moment(0))


@pytest.mark.parametrize("severity", ALL)
def test_what_is_drawn_has_the_limited_mean_and_never_passes_the_ceiling(
    severity: Severity,
) -> None:
    drawn = severity.sample(np.random.default_rng(1), 20_000, 4_000)

    assert drawn.max() <= 4_000
    # Four standard errors, and a little where nothing varies.
    allowed = 4 * drawn.std() / math.sqrt(20_000) + 1e-9
    assert abs(drawn.mean() - severity.mean(4_000)) <= allowed


@pytest.mark.parametrize("severity", ALL)
def test_a_severity_comes_back_from_json_as_it_was(severity: Severity) -> None:
    again = severity_from_dict(json.loads(json.dumps(severity.to_dict())))

    assert severity == again
    assert hash(severity) == hash(again)


# On a grid ------------------------------------------------------------------------------------


@pytest.mark.parametrize("severity", ALL)
@pytest.mark.parametrize(("ceiling", "step"), [(4_000, 7.0), (4_000, 500.0), (10.0, 3_000.0)])
def test_the_law_on_a_grid_has_the_mean_of_the_severity_and_the_variance_that_it_says(
    severity: Severity, ceiling: float, step: float
) -> None:
    law = on_grid(severity, ceiling, step)
    amounts = step * np.arange(len(law.masses))

    assert law.masses.min() >= 0
    assert law.masses.sum() == pytest.approx(1, rel=1e-13)
    assert law.masses @ amounts == pytest.approx(severity.mean(ceiling), rel=1e-9)
    assert 0 <= law.added_variance <= step**2 / 4
    assert law.masses @ amounts**2 == pytest.approx(
        severity.second_moment(ceiling) + law.added_variance, rel=1e-9
    )


def test_an_amount_between_two_points_is_split_by_how_near_it_lies() -> None:
    law = on_grid(FixedSeverity(125), 1_000, 100.0)

    assert law.masses[:3].tolist() == pytest.approx([0, 0.75, 0.25])
    assert law.added_variance == pytest.approx(25 * 75)


def test_amounts_on_the_grid_stay_where_they_are() -> None:
    law = on_grid(EmpiricalSeverity([100, 300], weights=[1, 3]), 200, 100.0)

    assert law.masses.tolist() == [0, 0.25, 0.75]
    assert law.added_variance == 0


def test_under_a_ceiling_of_nothing_the_grid_is_one_point() -> None:
    law = on_grid(LOGNORMAL, 0.0, 100.0)

    assert ([1.0], 0.0) == (law.masses.tolist(), law.added_variance)


@given(st.floats(0, 1e5), st.floats(1, 1e5), st.sampled_from([0.01, 1.0, 250.0, 1e4]))
def test_raising_a_ceiling_never_lowers_what_a_claim_costs(
    ceiling: float, more: float, step: float
) -> None:
    for severity in ALL:
        low, high = severity.mean(ceiling), severity.mean(ceiling + more)
        assert low <= high * (1 + 1e-12)
        assert low <= ceiling


# What is refused ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("make", "kind", "says"),
    [
        (lambda: FixedSeverity(-1), InvalidValue, "amount=-1"),
        (lambda: FixedSeverity(math.inf), InvalidValue, "out of range"),
        (lambda: FixedSeverity(amount=True), InvalidType, "not a number"),
        (lambda: FixedSeverity("3"), InvalidType, "not a number"),
        (lambda: LOGNORMAL.mean(-1), InvalidValue, "ceiling=-1"),
        (lambda: ScipySeverity("lognrm", {}), UnknownName, "lognorm"),
        (lambda: ScipySeverity("zzzzzz", {}), UnknownName, "weibull_min"),
        (lambda: ScipySeverity("poisson", {"mu": 1}), UnknownName, "no continuous law"),
        (lambda: ScipySeverity("gamma", {"a": 1, "size": 2}), UnknownName, "size"),
        (lambda: ScipySeverity("gamma", {"scale": 2}), InvalidValue, "say a"),
        (lambda: ScipySeverity("gamma", {"a": -2}), InvalidValue, "does not take"),
        (lambda: ScipySeverity("norm", {"loc": 5, "scale": 1}), InvalidValue, "less than nothing"),
        (lambda: ScipySeverity("gamma", {"a": math.nan}), InvalidValue, "out of range"),
        (lambda: EmpiricalSeverity([]), InvalidValue, "do not make a law"),
        (lambda: EmpiricalSeverity([1], weights=[1, 2]), InvalidValue, "do not make a law"),
        (lambda: EmpiricalSeverity([1, 2], weights=[0, 0]), InvalidValue, "not all of them 0"),
        (lambda: EmpiricalSeverity([1, -2]), InvalidValue, "values[1]"),
        (lambda: severity_from_dict({"kind": "fxed"}), UnknownName, "fixed"),
        (lambda: severity_from_dict({"amount": 1}), UnknownName, "kind"),
        (lambda: severity_from_dict({"kind": "fixed", "amunt": 1}), UnknownName, "amount"),
        (lambda: severity_from_dict({"kind": "scipy", "name": "expon"}), InvalidValue, "params"),
        (lambda: severity_from_dict([]), InvalidType, "severity"),  # type: ignore[arg-type]
    ],
)
def test_what_cannot_be_a_severity_is_refused(
    make: Any, kind: type[MutualAidError], says: str
) -> None:
    with pytest.raises(kind) as caught:
        make()

    assert says in str(caught.value)


def test_parameters_are_the_same_in_any_order_and_a_severity_is_frozen() -> None:
    one = ScipySeverity("gamma", {"a": 2, "scale": 3})

    assert one == ScipySeverity("gamma", {"scale": 3, "a": 2})
    assert one != ScipySeverity("gamma", {"scale": 3, "a": 2.5})
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        one.name = "expon"  # type: ignore[misc]


def test_a_law_of_scipy_is_drawn_as_scipy_draws_it() -> None:
    drawn = LOGNORMAL.draw(np.random.default_rng(7), 3)

    assert (drawn == stats.lognorm(s=1, scale=5_000).rvs(3, np.random.default_rng(7))).all()
