"""Several years: who is covered, what is paid in, and under which rules."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import attrs
import polars as pl
import pytest

from mutualaid import Catalogue, PolicyChange, Source
from mutualaid.errors import InvalidType, InvalidValue, MutualAidError, UnknownName
from mutualaid.scenario import (
    Assumption,
    Assumptions,
    Factors,
    FixedSeverity,
    Flow,
    Projection,
    Rate,
    Scenario,
    project,
    tornado,
)

STARTS = date(2016, 1, 1)
SAID: dict[str, Any] = {"source": "made up", "as_of": STARTS}
ONE_YEAR, THREE_YEARS = "inpatient_allowance", "critical_illness"
LAPSE, RENEWAL, ENTRY = 0.1, 0.8, 0.25
ASSUMPTIONS = Assumptions(
    "made up",
    values=(Assumption(probability=0.03, severity=FixedSeverity(4_000), **SAID),),
    rates=(
        Rate(flow=Flow.LAPSE, rate=LAPSE, **SAID),
        Rate(flow=Flow.RENEWAL, rate=RENEWAL, **SAID),
        Rate(flow=Flow.ENTRY, rate=ENTRY, **SAID),
    ),
)
QUIET = attrs.evolve(
    ASSUMPTIONS,
    rates=tuple(
        attrs.evolve(rate, rate=0.0 if rate.flow is Flow.ENTRY else rate.rate)
        for rate in ASSUMPTIONS.rates
    ),
)
"""With nobody who joins anew."""
PEOPLE = pl.DataFrame(
    {
        "unit": ["U1"] * 40,
        "member": [f"M{at}" for at in range(40)],
        # Five turn 61 in the course of 2017, and are not admitted any more.
        "birth_date": [date(1956, 6, 1)] * 5 + [date(1980, 6, 1)] * 35,
        "sex": ["female"] * 40,
        "serving": [True] * 40,
        "basic_medical_insurance": [True] * 40,
        "union_member": [True] * 40,
        "jingka_card": [True] * 40,
        "high_risk": [False] * 40,
    }
)
UNITS = pl.DataFrame(
    {
        "unit": ["U1"],
        "employees": [40],
        "female_employees": [40],
        "in_beijing": [True],
        "has_union": [True],
    }
)


def scenario(catalogue: Catalogue, plan: str, **said: Any) -> Scenario:
    """Make a scenario of one plan."""
    given = {"assumptions": ASSUMPTIONS, "plans": [plan], **said}
    return Scenario(catalogue, PEOPLE, UNITS, starts=STARTS, **given)


def covered(found: Projection) -> list[float]:
    """Give how many are covered in each year."""
    return [year.covered for year in found.years]


def fees(found: Projection) -> list[float]:
    """Give what is paid in each year."""
    return [year.income for year in found.years]


def test_the_first_year_is_that_of_the_scenario(catalogue: Catalogue) -> None:
    base = scenario(catalogue, ONE_YEAR)

    (year,) = project(base, years=1).years

    result = base.run()
    assert (STARTS, result.total.income) == (year.starts, year.income)
    assert (40, result.total.lives) == (year.covered, year.covered)
    assert year.law.mean == pytest.approx(result.total.expected)
    assert year.law.sd == pytest.approx(result.total.sd)
    assert year.fund.mean == pytest.approx(year.income - year.law.mean)
    assert year.fund.deficit == pytest.approx(result.total.deficit, abs=1e-9)


def test_covers_of_one_year_lapse_are_renewed_and_others_join(catalogue: Catalogue) -> None:
    found = project(scenario(catalogue, ONE_YEAR), years=3)

    again = (1 - LAPSE) * RENEWAL
    second = 40 * again + 40 * ENTRY
    # Who has turned 61 is not admitted any more; those who join anew are younger.
    renewed, new = 35 * again**2, 40 * ENTRY * again
    assert covered(found) == pytest.approx([40, second, renewed + new + second * ENTRY])
    assert fees(found) == pytest.approx([count * fees(found)[0] / 40 for count in covered(found)])


def test_covers_of_three_years_pay_once_and_claim_in_each(catalogue: Catalogue) -> None:
    found = project(scenario(catalogue, THREE_YEARS, assumptions=QUIET), years=4)

    stay = 1 - LAPSE
    first = scenario(catalogue, THREE_YEARS).run().total
    # Five are too old when their term ends.
    last = 35 * stay**3 * RENEWAL
    assert covered(found) == pytest.approx([40, 40 * stay, 40 * stay**2, last])
    assert fees(found) == pytest.approx([first.income, 0, 0, first.income * last / 40])
    assert [year.law.mean for year in found.years] == pytest.approx(
        [first.expected / 3 * count / 40 for count in covered(found)]
    )


def test_covers_are_sold_under_the_rules_of_their_day(catalogue: Catalogue) -> None:
    change = PolicyChange(
        "dearer and younger",
        since=date(2017, 1, 1),
        source=Source("made up"),
        set={f"{ONE_YEAR}.fee.amount": 120, f"{ONE_YEAR}.eligibility.age.maximum": 50},
    )
    base = scenario(catalogue, ONE_YEAR)

    before, after = (project(each, years=2) for each in (base, base.with_change(change)))

    assert before.years[0] == after.years[0]
    assert before.years[1].income / before.years[1].covered == pytest.approx(60)
    assert after.years[1].income / after.years[1].covered == pytest.approx(120)
    assert after.years[1].covered == pytest.approx(35 * ((1 - LAPSE) * RENEWAL + ENTRY))


def test_a_unit_whose_people_grow_too_old_loses_its_covers(catalogue: Catalogue) -> None:
    older = PEOPLE.with_columns(
        pl.Series("birth_date", [date(1956, 6, 1)] * 10 + [date(1980, 6, 1)] * 30)
    )

    found = project(scenario(catalogue, THREE_YEARS, assumptions=QUIET).but(entries=older), years=4)

    # Of 40 employees 32 must join, and in 2019 no more than 30 may.
    assert covered(found) == pytest.approx([40, 40 * (1 - LAPSE), 40 * (1 - LAPSE) ** 2, 0])


def test_trends_run_to_the_day_on_which_a_cover_starts(catalogue: Catalogue) -> None:
    trend = Factors(probability=1.2, **SAID)
    dearer = attrs.evolve(ASSUMPTIONS, trends=(trend,))

    found = project(scenario(catalogue, ONE_YEAR, assumptions=dearer), years=2)

    first, second = (year.law.mean / year.covered for year in found.years)
    assert second / first == pytest.approx(1.2 ** (366 / 365.25))


def test_where_all_are_refused_from_a_day_on_covers_run_out(catalogue: Catalogue) -> None:
    change = PolicyChange(
        "closed",
        since=date(2017, 1, 1),
        source=Source("made up"),
        set={f"{ONE_YEAR}.eligibility.age.maximum": 17},
    )

    found = project(scenario(catalogue, ONE_YEAR).with_change(change), years=3)

    assert covered(found) == [40, 0, 0]
    assert [0.0, 0.0] == [year.law.mean for year in found.years[1:]]


def test_a_plan_that_is_not_in_force_any_more_sells_nothing(catalogue: Catalogue) -> None:
    class Ended(Catalogue):
        def editions(self, on: date) -> Any:
            return [one for one in super().editions(on) if on < date(2017, 1, 1)]

    ended = Ended(catalogue._loaded)

    found = project(scenario(ended, ONE_YEAR), years=2)

    assert [40, 0] == covered(found)
    assert found.years[1].plans == ()


def test_two_plans_stand_beside_each_other(catalogue: Catalogue) -> None:
    both = project(scenario(catalogue, ONE_YEAR, plans=[ONE_YEAR, THREE_YEARS]), years=2)

    one, three = (project(scenario(catalogue, plan), years=2) for plan in (ONE_YEAR, THREE_YEARS))
    for year, first, second in zip(both.years, one.years, three.years, strict=True):
        by_code = {plan.code: plan for plan in year.plans}
        assert by_code == {ONE_YEAR: first.plans[0], THREE_YEARS: second.plans[0]}
        assert year.law.mean == pytest.approx(first.law.mean + second.law.mean)


def test_reserves_and_participation_of_single_plans_are_those_of_the_scenario(
    catalogue: Catalogue,
) -> None:
    base = scenario(
        catalogue,
        ONE_YEAR,
        plans=[ONE_YEAR, THREE_YEARS],
        reserve=100,
        reserves={ONE_YEAR: 20},
        participation={THREE_YEARS: -10},
    )

    found = project(base, years=2)

    assert found.reserve == 120
    assert found.years[0].covered == base.run().total.lives


def test_a_projection_is_a_table_a_fan_and_json(catalogue: Catalogue) -> None:
    said: list[tuple[int, int]] = []

    found = project(
        scenario(catalogue, ONE_YEAR, reserve=50),
        years=2,
        interest=0.02,
        levels=[0.05, 0.5],
        progress=lambda done, of: said.append((done, of)),
    )

    assert [(1, 2), (2, 2)] == said
    ends = [year.fund for year in found.years]
    assert found.fan == (
        (0.05, (50, *(fund.quantiles[0][1] for fund in ends))),
        (0.5, (50, *(fund.quantiles[1][1] for fund in ends))),
    )
    assert found.to_frame()["fund_quantile_0.5"].to_list() == list(found.fan[1][1][1:])
    assert "| 2017-01-01 |" in found.to_text("en")
    assert "年末基金 0.05 分位数" in found.to_csv("zh")
    told = json.loads(found.to_json())
    assert told["years"][1]["fund"]["quantiles"]["0.5"] == found.fan[1][1][2]
    assert (50, 0.02) == (told["reserve"], told["interest"])
    again = scenario(catalogue, ONE_YEAR, reserve=50)
    assert found == project(again, years=2, interest=0.02, levels=[0.05, 0.5])


@pytest.mark.parametrize(
    ("ask", "kind"),
    [
        (lambda base: project(3, years=1), InvalidType),
        (lambda base: project(base, years=0), InvalidValue),
        (lambda base: project(base, years=51), InvalidValue),
        (lambda base: project(base, years=1, interest=-0.9), InvalidValue),
        (lambda base: project(base, years=1, levels=[1.5]), InvalidValue),
        (lambda base: project(base.but(assumptions=attrs.evolve(ASSUMPTIONS, rates=())), years=1),
         MutualAidError),
        (lambda base: tornado(3), InvalidType),
        (lambda base: tornado(base, by=0), InvalidValue),
        (lambda base: tornado(base, figure="expcted"), UnknownName),
        (lambda base: tornado(base, of="acident"), UnknownName),
        (lambda base: tornado(base, figure="break_even_fee"), InvalidValue),
    ],
)  # fmt: skip
def test_what_cannot_be_projected_or_varied_is_refused(
    catalogue: Catalogue, ask: Any, kind: type[MutualAidError]
) -> None:
    with pytest.raises(kind):
        ask(scenario(catalogue, ONE_YEAR))


# Which assumption matters ---------------------------------------------------------------------


def test_assumptions_are_varied_one_by_one_and_the_widest_comes_first(
    catalogue: Catalogue,
) -> None:
    said: list[tuple[int, int]] = []
    values = tuple(
        Assumption(plan=plan, probability=chance, severity=FixedSeverity(4_000), **SAID)
        for plan, chance in ((ONE_YEAR, 0.05), (THREE_YEARS, 0.01))
    )
    base = scenario(
        catalogue,
        ONE_YEAR,
        plans=[ONE_YEAR, THREE_YEARS],
        assumptions=Assumptions("two", values=values),
    )

    found = tornado(base, by=0.2, progress=lambda done, of: said.append((done, of)))

    result = base.run()
    assert found.base == pytest.approx(result.total.expected)
    moved = {(bar.plan.code, bar.lever.code): (bar.low, bar.high) for bar in found.bars}
    for code in (ONE_YEAR, THREE_YEARS):
        change = 0.2 * result[code].expected
        assert moved[code, "probability"] == pytest.approx(
            (found.base - change, found.base + change)
        )
    widths = [bar.width for bar in found.bars]
    assert widths == sorted(widths, reverse=True)
    assert [ONE_YEAR, THREE_YEARS] == list(dict.fromkeys(bar.plan.code for bar in found.bars))
    assert (4, 4) == said[-1]


def test_what_changes_nothing_has_no_bar(catalogue: Catalogue) -> None:
    # What is assessed lies far above the cap, less a tenth too.
    values = (Assumption(probability=0.03, severity=FixedSeverity(1_000_000), **SAID),)
    base = scenario(catalogue, "womens_illness", assumptions=Assumptions("large", values=values))

    found = tornado(base, figure="loss_ratio", of="womens_illness")

    assert ["probability"] == [bar.lever.code for bar in found.bars]
    assert "womens_illness" == found.of.code


def test_a_tornado_is_a_table_and_json(catalogue: Catalogue) -> None:
    found = tornado(scenario(catalogue, ONE_YEAR), by=0.1, figure="deficit")

    assert found.to_frame().columns == ["plan", "lever", "lowered_-0.1", "raised_0.1"]
    assert "发生概率" in found.to_text("zh")
    told = json.loads(json.dumps(found.to_dict()))
    assert told["bars"][0]["low"] == found.bars[0].low
    assert (told["of"], told["figure"], told["by"]) == ("total", "deficit", 0.1)
    assert told["base"] == found.base
