"""Scenarios: a policy over a population, what is assumed of it, and what comes out."""

from __future__ import annotations

from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import attrs
import polars as pl
import pytest
from cities import CATALOGUE, FEW, STARTS, assumptions, base, city, draft, scenario

from mutualaid import InvalidType, InvalidValue, NotInForce, UnknownName
from mutualaid.frames import decide_frame
from mutualaid.scenario import (
    Factors,
    Population,
    Result,
    Scenario,
    expose,
    fewer,
)
from mutualaid.scenario import population as people_module
from mutualaid.scenario.scenario import fees_of, of_plans

# What comes out -----------------------------------------------------------------------------------


def test_fees_and_lives_are_those_that_decide_frame_gives() -> None:
    result = base().run()
    decided = decide_frame(CATALOGUE, *city(), starts=STARTS, plans=FEW, form="long")
    accepted = decided.filter(pl.col("accepted"))
    for code in FEW:
        rows = accepted.filter(pl.col("plan_code") == code)
        assert len(rows) == result[code].lives
        assert rows["fee"].sum() / 100 == result[code].income
        assert rows["fee"].null_count() == result[code].fees_unknown
        open_ = decided.filter((pl.col("plan_code") == code) & pl.col("accepted").is_null())
        assert open_.filter(pl.col("reason") >= 0).height == result[code].undecided


def test_the_expected_benefits_are_lives_by_probability_by_what_a_claim_costs() -> None:
    result = base().run()
    risks = assumptions().risks(base().exposure)
    for code in FEW:
        by_hand = sum(
            risk.cell.lives * risk.probability * risk.severity.mean(risk.cell.benefit / 100)
            for risk in risks
            if risk.cell.plan == code
        )
        assert by_hand == pytest.approx(result[code].expected)
    assert result.total.expected == pytest.approx(sum(plan.expected for plan in result.plans))


def test_plans_have_their_titles_and_those_by_level_no_fee_per_share() -> None:
    result = base().run()
    assert "重大疾病" == result["critical_illness"].named.title.zh
    assert "合计" == result.total.named.title.zh
    assert 0 == result["accident"].shares
    assert result["accident"].break_even_fee is None
    assert result["critical_illness"].shares > result["critical_illness"].lives


def test_reserves_levels_and_shock_reach_the_result() -> None:
    given = scenario(
        plans=["accident"], reserve=5_000, reserves={"accident": 1_000}, levels=[0.9],
        quantiles=[0.2], ruin=0.1,
    )  # fmt: skip
    result = given.run()
    assert (6_000, 1_000) == (result.total.reserve, result["accident"].reserve)
    assert ((0.2, 0.9), (0.9,)) == (
        tuple(level for level, _ in result.total.quantiles),
        tuple(level for level, _ in result.total.tvars),
    )
    assert 0.1 == result.total.ruin
    calm = given.but(assumptions=attrs.evolve(assumptions(), shock=None)).run()
    assert calm.total.sd < result.total.sd
    assert calm.total.expected == pytest.approx(result.total.expected)


def test_a_dearer_fee_never_makes_a_deficit_likelier() -> None:
    alone = base().but(plans=["critical_illness"])
    deficits = [
        alone.with_change(draft(fee__amount=fee)).run().total.deficit for fee in (10, 40, 60, 120)
    ]
    assert sorted(deficits, reverse=True) == deficits
    assert deficits[0] > deficits[-1]


def test_a_higher_cap_never_lowers_what_is_expected() -> None:
    alone = base().but(plans=["critical_illness"])
    expected = [
        alone.with_change(draft(benefit__benefit__amount=cap)).run().total.expected
        for cap in (5_000, 20_000, 40_000)
    ]
    assert [1, 4, 8] == [pytest.approx(one / expected[0]) for one in expected]


# Changes of policy --------------------------------------------------------------------------------


def test_with_change_gives_the_scenario_over_the_reformed_policy() -> None:
    change = draft(fee__amount=100, eligibility__age__maximum=65)
    reformed = base().with_change(change)
    fresh = Scenario(CATALOGUE.with_change(change), *city(), starts=STARTS,
                     assumptions=assumptions(), plans=FEW)  # fmt: skip
    assert fresh.exposure == reformed.exposure
    assert fresh.run() == reformed.run()
    before, after = base().run()["critical_illness"], reformed.run()["critical_illness"]
    assert after.income >= before.income * 100 / 90
    assert base().run()["accident"] == reformed.run()["accident"]


def test_only_what_differs_is_exposed_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[list[str]] = []

    def counted(*args: Any, plans: list[str], **others: Any) -> Any:
        asked.append(list(plans))
        return expose(*args, plans=plans, **others)

    monkeypatch.setattr(people_module, "expose", counted)
    first = scenario()
    assert first.with_change(draft(fee__amount=91)).exposure.plans == first.exposure.plans
    assert [list(first.exposure.plans)] * 2 == asked, "the first was not yet exposed"
    reformed = first.with_change(draft(fee__amount=91))
    assert reformed.exposure.plans == first.exposure.plans
    assert ["critical_illness"] == asked.pop()
    both = first.but(participation={"accident": -5}).with_change(draft(fee__amount=91))
    assert both.exposure.plans == first.exposure.plans
    assert {"critical_illness", "accident"} == {code for some in asked[2:] for code in some}
    asked.clear()
    assert first.but(name="again", reserve=5).exposure == first.exposure
    assert not asked
    fewer_plans = first.but(plans=["accident"])
    assert ("accident",) == fewer_plans.exposure.plans
    assert first.exposure.plans == fewer_plans.but(plans=FEW).exposure.plans
    assert {"critical_illness", "womens_illness"} == set(asked.pop())
    assert first.but(seed=1).exposure == first.exposure
    assert list(first.exposure.plans) == asked.pop()


def test_a_scenario_is_called_by_its_changes_and_by_who_leaves() -> None:
    assert ("现行", "as it stands") == (base().title.zh, base().title.en)
    given = base().with_change(draft("dearer", fee__amount=100)).but(participation={"accident": -5})
    assert "dearer、意外伤害参保率 -5 个百分点" == given.title.zh
    assert "participation -2.5 points" == base().but(participation=-2.5).title.en
    assert "mine" == base().but(name="mine").title.en
    assert "as it stands" == base().but(name="mine").but(reserve=1).title.en


# Participation ------------------------------------------------------------------------------------


def test_fewer_join_the_plans_that_are_named_and_all_if_none_is() -> None:
    base().expose()  # so that it could serve the others
    five = base().but(participation=-5).exposure
    one = base().but(participation={"accident": -5}).exposure
    left = [*fewer(*city(), points=5, seed=0)]
    by_hand = expose(CATALOGUE, *left, starts=STARTS, plans=FEW)
    assert by_hand == five
    assert of_plans(five, ["accident"]) == of_plans(one, ["accident"])
    rest = ["critical_illness", "womens_illness"]
    assert of_plans(base().exposure, rest) == of_plans(one, rest)
    assert one.plans == base().exposure.plans


def test_another_seed_lets_others_leave() -> None:
    some = [base().but(participation=-20, seed=seed).exposure for seed in (0, 0, 1)]
    assert some[0] == some[1]
    assert some[0] != some[2]


@pytest.mark.parametrize("wrong", [5, {"accident": 1}, -101])
def test_nobody_is_made_up(wrong: Any) -> None:
    with pytest.raises(InvalidValue, match="participation"):
        scenario(participation=wrong)


# Files --------------------------------------------------------------------------------------------


def test_files_give_the_same_and_tell_how_far_they_are(tmp_path: Path) -> None:
    paths = [tmp_path / f"{name}.parquet" for name in ("people", "units")]
    for path, frame in zip(paths, city(), strict=True):
        frame.write_parquet(path)
    told: list[tuple[int, int]] = []
    make = partial(Scenario, CATALOGUE, *paths, starts=STARTS, assumptions=assumptions(), plans=FEW)
    result = make(participation=-5).run(progress=lambda *so_far: told.append(so_far))
    assert base().but(participation=-5).run() == result
    assert (800, 800) == told[-1]
    assert base().exposure == make().expose()


def test_a_file_and_a_frame_do_not_go_together() -> None:
    with pytest.raises(InvalidType, match="not given alike"):
        Population("people.parquet", city()[1])
    assert Population("people.parquet").units is None


# What is refused ----------------------------------------------------------------------------------


def test_plans_and_codes_that_are_not_asked_are_refused() -> None:
    with pytest.raises(NotInForce, match="No plan that is asked is in force"):
        scenario(plans=[])
    with pytest.raises(UnknownName, match="No plan has this name"):
        scenario(plans=["fire"])
    for others in ({"reserves": {"medical": 5}}, {"participation": {"medical": -5}}):
        with pytest.raises(UnknownName, match="No plan that is asked has this code"):
            scenario(**others)
    assert base().editions.keys() < scenario(plans=None).editions.keys()


def test_assumptions_of_what_there_is_not_are_refused_at_once() -> None:
    stress = Factors(plan="fire", source="a guess", as_of=STARTS)
    wrong = attrs.evolve(assumptions(), stresses=(stress,))
    with pytest.raises(UnknownName, match="plan='fire'"):
        scenario(assumptions=wrong)
    with pytest.raises(UnknownName, match="plan='fire'"):
        base().but(assumptions=wrong)


def test_values_of_other_types_are_refused() -> None:
    with pytest.raises(InvalidType, match="assumptions"):
        scenario(assumptions="guesses")
    with pytest.raises(InvalidType, match="starts"):
        scenario(starts="2016-01-01")
    with pytest.raises(InvalidType, match="Catalogue"):
        Scenario(None, *city(), starts=STARTS, assumptions=assumptions())  # type: ignore[arg-type]


def test_a_plan_of_which_nobody_is_covered_has_no_shares_and_no_fee() -> None:
    empty = expose(CATALOGUE, city()[0].head(0), city()[1], starts=STARTS, plans=FEW)
    fees = fees_of(empty, "accident")
    assert (0, 0, 0) == (fees.income, fees.shares, fees.lives)
    result = Result.of(assumptions().portfolio(empty), {"accident": fees})
    assert 0 == result.total.expected


def test_weights_are_lives() -> None:
    weighted = city()[0].with_columns(weight=pl.lit(2.5))
    twice = Scenario(CATALOGUE, weighted, city()[1], starts=STARTS, assumptions=assumptions(),
                     plans=FEW, weights="weight").run()  # fmt: skip
    once = base().run()
    for code in FEW:
        assert 2.5 * once[code].lives == twice[code].lives
        assert 2.5 * once[code].expected == pytest.approx(twice[code].expected)


def test_the_day_decides_the_edition() -> None:
    later = base().with_change(attrs.evolve(draft(fee__amount=100), since=date(2017, 1, 1)))
    assert base().run()["critical_illness"].income == later.run()["critical_illness"].income
