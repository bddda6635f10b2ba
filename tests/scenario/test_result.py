"""Results: by plan and in total, and the fees and reserves that follow."""

from __future__ import annotations

import json
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st
from portfolios import SEEN, cell, mixed
from scipy import stats

from mutualaid.errors import InvalidType, InvalidValue, MutualAidError, UnknownName
from mutualaid.scenario.distribution import distribution
from mutualaid.scenario.portfolio import Portfolio
from mutualaid.scenario.result import Fees, PlanResult, Result
from mutualaid.scenario.severity import FixedSeverity
from mutualaid.scenario.shock import LognormalShock

PORTFOLIO = Portfolio(
    [
        cell("a", 100, 0.1, FixedSeverity(1_000)),
        cell("b", 50, 0.02, SEEN, 5_000, group="illness"),
    ]
)
FEES = {"accident": Fees(15_000, shares=300, lives=100), "illness": Fees(2_000, lives=50)}


def result(**said: Any) -> Result:
    """Compute the result of a small portfolio."""
    return Result.of(PORTFOLIO, FEES, **said)


def test_each_plan_has_its_lives_fees_and_benefits() -> None:
    plan = result()["accident"]

    assert (100, 15_000, 300) == (plan.lives, plan.income, plan.shares)
    assert plan.expected == pytest.approx(10_000)
    assert plan.sd == pytest.approx(3_000)
    assert plan.loss_ratio == plan.break_even_factor == pytest.approx(2 / 3)
    assert plan.break_even_fee == pytest.approx(10_000 / 300)
    exact = stats.binom(100, 0.1)
    assert plan.quantile(0.5) == 1_000 * exact.ppf(0.5)
    assert plan.var(0.99) == 1_000 * exact.ppf(0.99)
    assert plan.tvar(0.99) >= plan.var(0.99)
    assert plan.deficit == pytest.approx(exact.sf(15))


def test_the_total_has_all_plans_together() -> None:
    found = result()

    assert ["accident", "illness"] == [plan.code for plan in found.plans]
    assert (150, 17_000) == (found.total.lives, found.total.income)
    assert found.total.expected == pytest.approx(sum(plan.expected for plan in found.plans))
    assert found.total.sd**2 == pytest.approx(sum(plan.sd**2 for plan in found.plans))
    assert found.distribution() == distribution(PORTFOLIO)
    assert found.distribution(code="illness") == distribution(PORTFOLIO.of_group("illness"))
    assert found["total"] is found.total


def test_of_several_plans_no_fee_per_share_is_told() -> None:
    total = result().total

    assert (None, None) == (total.break_even_fee, total.safe_fee)
    assert total.break_even_factor == pytest.approx(total.expected / 17_000)


def test_a_reserve_makes_a_deficit_less_likely_by_plan_and_in_total() -> None:
    without, common, own = (
        result(),
        result(reserve=5_000),
        result(reserve=1_000, reserves={"accident": 4_000}),
    )

    assert common["accident"].deficit == without["accident"].deficit
    assert own["accident"].deficit < without["accident"].deficit
    assert own.total.reserve == common.total.reserve == 5_000
    assert own.total.deficit == common.total.deficit < without.total.deficit


def test_the_reserve_that_is_needed_makes_a_deficit_as_unlikely_as_was_asked() -> None:
    found = result(ruin=0.01)["accident"]

    enough, less = (
        result(reserves={"accident": amount})["accident"]
        for amount in (found.reserve_needed, found.reserve_needed - 1)
    )
    assert enough.deficit <= 0.01 < less.deficit


def test_the_safe_fee_makes_a_deficit_as_unlikely_as_was_asked() -> None:
    reserves = {"accident": 500}
    found = result(ruin=0.01, reserves=reserves)["accident"]
    assert found.safe_fee is not None

    def deficit(fee: float) -> float:
        fees = {"accident": Fees(fee * 300, shares=300)}
        return Result.of(PORTFOLIO, fees, reserves=reserves)["accident"].deficit

    assert deficit(found.safe_fee) <= 0.01 < deficit(found.safe_fee - 0.01)


def test_where_fees_cover_everything_no_reserve_is_needed() -> None:
    fees = {"accident": Fees(200_000, shares=1)}

    found = Result.of(PORTFOLIO, fees, reserves={"accident": 10_000_000})["accident"]

    assert (0, 0, 0) == (found.reserve_needed, found.deficit, found.safe_fee)


def test_a_plan_without_members_and_one_without_fees_are_told_too() -> None:
    found = Result.of(PORTFOLIO, {"medical": Fees(0)}, reserves={"property": 5})

    assert ["accident", "illness", "medical", "property"] == [plan.code for plan in found.plans]
    assert (0, 0, None) == (
        found["medical"].expected,
        found["medical"].deficit,
        found["medical"].loss_ratio,
    )
    assert (0, None) == (found["accident"].income, found["accident"].break_even_factor)


def test_levels_are_those_that_were_asked_for() -> None:
    found = result(levels=[0.9], quantiles=[0.25, 0.9]).total

    assert ((0.25, 0.9), (0.9,)) == tuple(
        tuple(level for level, _ in each) for each in (found.quantiles, found.tvars)
    )
    with pytest.raises(UnknownName, match=r"0\.9"):
        found.tvar(0.25)
    with pytest.raises(UnknownName, match="quantile"):
        found.quantile(0.1)


def test_a_result_is_told_in_values_that_json_knows() -> None:
    found = result(shock=LognormalShock(0.1))

    told = json.loads(found.to_json())
    assert told == found.to_dict()
    assert told["plans"][0]["quantiles"]["0.5"] == found["accident"].quantile(0.5)
    assert told["total"]["errors"]["aliasing"] == found.total.errors.aliasing
    known = {field.name for field in attrs.fields(PlanResult)}
    assert known < set(told["total"])


def test_results_are_equal_by_value() -> None:
    assert result() == result()
    assert result() != result(reserve=1)
    assert hash(result()) == hash(result())


@given(st.floats(0, 30_000), st.floats(0, 30_000))
def test_raising_a_fee_never_makes_a_deficit_more_likely(fee: float, more: float) -> None:
    low, high = (Result.of(PORTFOLIO, {"accident": Fees(income)}) for income in (fee, fee + more))

    assert high["accident"].deficit <= low["accident"].deficit
    assert high.total.deficit <= low.total.deficit


def test_a_shock_is_common_to_all_plans() -> None:
    found = Result.of(mixed(1_000), {}, shock=LognormalShock(0.3))

    one, other = found.plans
    covariance = 0.3**2 * one.expected * other.expected
    assert found.total.sd**2 == pytest.approx(one.sd**2 + other.sd**2 + 2 * covariance, rel=1e-6)


@pytest.mark.parametrize(
    ("ask", "kind"),
    [
        (lambda: Result.of([], {}), InvalidType),  # type: ignore[arg-type]
        (lambda: Fees(-1), InvalidValue),
        (lambda: Fees(1, shares=-1), InvalidValue),
        (lambda: Fees(1, lives="2"), InvalidType),
        (lambda: result(levels=[1]), InvalidValue),
        (lambda: result(quantiles=[2]), InvalidValue),
        (lambda: result(ruin=0), InvalidValue),
        (lambda: result(reserve=-1), InvalidValue),
        (lambda: result(reserves={"accident": -1}), InvalidValue),
        (lambda: result()["acident"], UnknownName),
    ],
)
def test_what_cannot_be_asked_is_refused(ask: Any, kind: type[MutualAidError]) -> None:
    with pytest.raises(kind):
        ask()


def test_where_fees_are_more_than_enough_a_lower_one_is_safe() -> None:
    dear = Result.of(PORTFOLIO, {"accident": Fees(10_000_000, shares=300)})["accident"]
    cheap = Result.of(PORTFOLIO, {"accident": Fees(1, shares=300)})["accident"]

    assert dear.safe_fee == cheap.safe_fee == dear.funds_needed / 300
    assert dear.safe_fee < 10_000_000 / 300
