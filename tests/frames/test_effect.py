"""Whom a change of policy reaches in a population: the single path's answers, in any frame."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any

import attrs
import duckdb
import pandas as pd
import polars as pl
import pytest
from both_paths import Population, every_plan, populations
from engines import ENGINES, LIBRARIES, Engine, to_polars
from hypothesis import given, settings
from hypothesis import strategies as st

from mutualaid import (
    Application,
    BenefitSchedule,
    Catalogue,
    Flat,
    InvalidType,
    InvalidValue,
    NotInForce,
    Payer,
    Period,
    PerShare,
    PolicyChange,
    Source,
    Text,
    UnknownName,
    load_catalogue,
)
from mutualaid.frames import InvalidFrame, NoColumnForm, reason_codes
from mutualaid.frames.effect import FrameEffect
from mutualaid.policy.effect import Effect, effect
from mutualaid.policy.effect_rows import GROUPS, EffectRow, Verdict
from mutualaid.question import Question
from mutualaid.testing.population import population, to_applications

ON = date(2017, 3, 1)
SINCE = date(2017, 1, 1)
CATALOGUE = load_catalogue()
EVERYTHING = every_plan()
PLANS = tuple(EVERYTHING)
THE_UNIT = Payer(Text(zh="单位", en="the unit"))
OTHERS_PAY = (*CATALOGUE["medical"].edition(ON).fee.paid_by, attrs.evolve(THE_UNIT, way="unit"))
"""Who comes in by the card is paid for as before, who comes in by the unit is not."""

CHANGES: dict[str, dict[str, Any]] = {
    "fee": {"critical_illness.fee.amount": 100, "inpatient_medical.fee.amount": 50},
    "age": {"critical_illness.eligibility.age.maximum": 65},
    "share": {
        "accident.eligibility.participation.percent": 10,
        "critical_illness.eligibility.participation.percent": 100,
        "medical.eligibility.unit.participation.percent": 5,
    },
    "cap": {"womens_illness.benefit.amount": 9_000, "critical_illness.benefit.amount": 12_000},
    "level": {"accident.fee.amounts": {1: 20, 2: 50, 3: 80, 4: 120}},
    "risk": {"accident.fee.high_risk": None},
    "term": {"critical_illness.term.years": 1, "critical_illness.fee.amount": 40},
    "deposit": {"critical_illness.fee.deposit": 30, "inpatient_medical.fee.deposit": 6},
    "payers": {"medical.fee.paid_by": OTHERS_PAY, "inpatient_medical.fee.paid_by": (THE_UNIT,)},
    "shares": {"childrens_accident.fee.at_most": 3},
}
EVERY = {key: value for settings_ in CHANGES.values() for key, value in settings_.items()}
ENTRY_COLUMNS = list(pl.DataFrame(population(1, seed=1, by_plan=0.3)[0]).columns)


def after(settings_: dict[str, Any], catalogue: Catalogue = CATALOGUE) -> Catalogue:
    source = Source("Notice 7 of 2017")
    return catalogue.with_change(
        PolicyChange("revision", since=SINCE, source=source, set=settings_)
    )


@cache
def city() -> tuple[pl.DataFrame, pl.DataFrame]:
    entries, units = population(500, seed=16, by_plan=0.3, starts=ON)
    districts = pl.Series("district", [["east", "west", None][n % 3] for n in range(len(units))])
    return entries, units.with_columns(districts)


def applied_in(entries: pl.DataFrame, units: pl.DataFrame) -> dict[str, list[Application]]:
    found: dict[str, list[Application]] = {}
    for one in to_applications(entries, units.drop("district"), starts=ON, plans=CATALOGUE):
        for plan in one.plans:
            found.setdefault(plan, []).append(one.application)
    return found


@cache
def asked() -> dict[str, list[Application]]:
    return applied_in(*city())


each_change = pytest.mark.parametrize("change", CHANGES)


def single(later: Catalogue, before: Catalogue = CATALOGUE) -> Effect:
    return effect(before, later, asked())


@cache
def of_single(name: str) -> Effect:
    return single(after(CHANGES[name]))


@cache
def of_every() -> FrameEffect:
    return framed(after(EVERY))


def framed(later: Catalogue, before: Catalogue = CATALOGUE, **more: Any) -> FrameEffect:
    return effect(before, later, *city(), starts=ON, **more)


NUMBERS = {code: number for number, code in reason_codes(EVERYTHING).items()}


def expected_row(row: EffectRow) -> tuple[Any, ...]:
    made: list[Any] = [row.plan, row.unit, row.entry.member.id, row.entry.key[1], row.verdict.value]
    for side in (row.before, row.after):
        caps = () if side is None else side.caps.values()
        made += [
            False if side is None else side.accepted,
            0 if side is None else side.fee if side.fee is None else int(side.fee * 100),
            None if None in caps else int(sum(caps) * 100),
            None if side is None else NUMBERS[side.reasons[0].code] if side.reasons else 0,
        ]
    return tuple(made)


def row_of(row: dict[str, Any]) -> tuple[Any, ...]:
    made = [row["plan_code"], row["unit"], row["member"], row["child"], row["verdict"]]
    for end in ("before", "after"):
        made += [row[f"{name}_{end}"] for name in ("accepted", "fee", "cap")]
        made.append(None if row[f"reason_{end}"] < 0 else row[f"reason_{end}"])
    return tuple(made)


def units_of(found: Effect) -> list[tuple[Any, ...]]:
    return [
        (one.plan, one.unit, *(False if side is None else side.accepted for side in sides))
        for one in found.units
        for sides in [(one.before, one.after)]
    ]


def agree(found: FrameEffect, expected: Effect, engine: Engine = ENGINES["polars"]) -> None:
    """Hold a frame's effect against the single path's: sums, rows and units.

    Polars is asked by every group; another engine by a band of age, which is no column of its own.
    """
    assert expected.total == found.total
    for by in GROUPS if engine is ENGINES["polars"] else ("age_band",):
        sums = {one.group: one for one in expected.summary(by)}
        assert sums == {one.group: one for one in found.summary(by)}
    rows = sorted(map(row_of, engine.read(found.rows)), key=str)
    assert sorted(map(expected_row, expected.rows), key=str) == rows
    units = [
        (one["plan_code"], one["unit"], one["accepted_before"], one["accepted_after"])
        for one in engine.read(found.units)
    ]
    assert sorted(units_of(expected), key=str) == sorted(units, key=str)


# As the single path does --------------------------------------------------------------------------


@each_change
def test_a_change_reaches_those_whom_the_single_path_names(change: str) -> None:
    agree(framed(after(CHANGES[change])), of_single(change))


@each_change
def test_the_changes_reach_someone(change: str) -> None:
    assert 0 < of_single(change).total.changed


def test_the_changes_of_these_tests_come_to_every_verdict() -> None:
    total = single(after(EVERY)).total
    assert all(total.verdicts[one] for one in Verdict if one is not Verdict.NEITHER)


def test_units_fall_among_them() -> None:
    assert any(one.falls for one in of_single("share").units)


def test_units_that_fall_one_way_climb_the_other() -> None:
    before = after(CHANGES["share"])
    agree(framed(CATALOGUE, before), single(CATALOGUE, before))


@pytest.mark.parametrize("engine", LIBRARIES.values(), ids=LIBRARIES)
def test_an_engine_tells_what_the_single_path_tells(engine: Engine) -> None:
    few = {
        "critical_illness.fee.amount": 100,
        "critical_illness.eligibility.age.maximum": 50,
        "accident.eligibility.participation.percent": 10,
    }
    entries, units = city()
    found = effect(CATALOGUE, after(few), engine.make(entries), engine.make(units), starts=ON)
    agree(found, single(after(few)), engine)


@pytest.mark.parametrize("engine", ["polars lazy", "pandas with objects", "duckdb"])
def test_what_is_asked_besides_is_found_in_any_engine(engine: str) -> None:
    later, its = after(CHANGES["deposit"] | CHANGES["payers"]), ENGINES[engine]
    entries, units = (its.make(one) for one in city())
    plans = ["medical", "inpatient_medical"]
    found = effect(CATALOGUE, later, entries, units, starts=ON, plans=plans)
    agree(found, effect(CATALOGUE, later, {plan: asked()[plan] for plan in plans}), its)


@pytest.mark.parametrize("engine", ["polars", "polars lazy", "pandas with objects", "duckdb"])
def test_who_is_covered_already_is_counted_and_not_told_in_any_engine(engine: str) -> None:
    entries, units = city()
    # Some are covered twice, and some are entered beside it.
    runs = entries.with_columns(already_covered=pl.lit(value=True))
    rest = entries.with_columns(already_covered=pl.lit(None, pl.Boolean))
    rows = pl.concat([runs[:200], rest[100:], runs[:50]])
    expected = applied_in(rows, units)
    later, its = after(CHANGES["share"]), ENGINES[engine]
    found = effect(CATALOGUE, later, its.make(rows), its.make(units), starts=ON, plans=["accident"])
    agree(found, effect(CATALOGUE, later, {"accident": expected["accident"]}), its)


def test_a_plan_that_is_gone_makes_losers() -> None:
    later = load_catalogue(plans=[code for code in CATALOGUE if code != "critical_illness"])
    agree(framed(later), single(later))


def test_a_plan_that_is_new_makes_winners() -> None:
    before = load_catalogue(plans=["inpatient_allowance"])
    agree(framed(CATALOGUE, before), single(CATALOGUE, before))


def test_who_is_not_asked_on_one_side_is_told_so() -> None:
    later = load_catalogue(plans=[code for code in CATALOGUE if code != "critical_illness"])
    rows = framed(later).rows
    codes = reason_codes(CATALOGUE)
    assert {"effect.not_asked"} == {codes[one] for one in rows["reason_after"].to_list()}


def test_where_nothing_differs_there_are_no_rows_and_no_units() -> None:
    found = framed(CATALOGUE)
    assert (0, 0, 0) == (len(found.rows), len(found.units), found.total.changed)


def test_a_plan_may_be_asked_alone() -> None:
    found = framed(after(EVERY), plans=["重大疾病"])
    assert ["critical_illness"] == [one.group for one in found.summary("plan")]


def test_columns_may_have_names_of_their_own() -> None:
    entries, units = city()
    own = {"birth_date": "dob", "unit": "company"}
    renamed = [one.rename({"unit": "company"}) for one in (entries, units)]
    found = effect(
        CATALOGUE, after(EVERY), renamed[0].rename({"birth_date": "dob"}), renamed[1], starts=ON,
        columns=own,
    )  # fmt: skip
    assert of_every().total == found.total
    assert of_every().summary("age_band") == found.summary("age_band")
    assert ["company", "company"] == [one.columns[0] for one in (found.rows, found.units)]


def test_units_may_stand_in_the_entries() -> None:
    entries, units = city()
    named = {name: f"unit_{name}" for name in units.columns if name not in ("unit", "district")}
    joined = entries.join(units.rename(named), on="unit", how="left", maintain_order="left")
    found = effect(CATALOGUE, after(EVERY), joined, starts=ON)
    assert of_every().summary("district") == found.summary("district")


def test_labels_of_pandas_stay_with_their_rows() -> None:
    entries, units = (ENGINES["pandas with objects"].make(one) for one in city())
    entries.index = [f"row {number}" for number in range(len(entries))]
    few = ["critical_illness", "medical"]
    rows = effect(CATALOGUE, after(EVERY), entries, units, starts=ON, plans=few).rows
    assert entries.loc[rows.index[0], "member"] == rows["member"].iloc[0]


# Laws ---------------------------------------------------------------------------------------------

DRAWN = after(
    {
        "critical_illness.eligibility.age.maximum": 55,
        "critical_illness.fee.amount": 80,
        "accident.eligibility.participation.percent": 60,
        "medical.eligibility.unit.participation.percent": 40,
        "womens_illness.benefit.amount": 9_000,
        "childrens_accident.eligibility.child_age.or_student": False,
        "inpatient_medical.fee.deposit": 6,
        **CHANGES["payers"],
    },
    EVERYTHING,
)
UNIT_FIELDS = ("employees", "female_employees", "employees_with_minor_children", "in_beijing",
               "has_union", "high_risk")  # fmt: skip


def drawn_frames(drawn: Population) -> tuple[pl.DataFrame, pl.DataFrame]:
    declared = [
        f"declared_{name}" for name in ("healthy", "no_cancer_known", "in_shanghai", "in_ningbo")
    ]
    columns = drawn.columns([*ENTRY_COLUMNS, *declared, "child_declared_healthy"])
    entries = to_polars(drawn.entries(), ["row", *columns])
    return entries, to_polars(drawn.unit_rows(), ["unit", *UNIT_FIELDS, *declared])


def applied_for(drawn: Population) -> dict[str, list[Application]]:
    return {code: [drawn.application(unit, code) for unit in drawn.units] for code in EVERYTHING}


@settings(max_examples=settings.default.max_examples // 4)
@given(drawn=populations(PLANS))
def test_any_population_is_told_as_the_single_path_tells_it(drawn: Population) -> None:
    expected = effect(EVERYTHING, DRAWN, applied_for(drawn))
    agree(effect(EVERYTHING, DRAWN, *drawn_frames(drawn), starts=drawn.starts), expected)


@settings(max_examples=settings.default.max_examples // 10)
@given(drawn=populations(PLANS))
def test_the_other_way_round_winners_are_losers(drawn: Population) -> None:
    there = effect(EVERYTHING, DRAWN, *drawn_frames(drawn), starts=drawn.starts).total
    back = effect(DRAWN, EVERYTHING, *drawn_frames(drawn), starts=drawn.starts).total
    assert (there.winners, there.losers) == (back.losers, back.winners)


@pytest.mark.parametrize("starts", [date(2027, 2, 28), date(2028, 2, 28), date(2028, 2, 29), ON])
@settings(max_examples=settings.default.max_examples // 4)
@given(births=st.lists(st.dates(date(1920, 1, 1), date(2017, 3, 1)), min_size=1, max_size=20))
def test_bands_of_age_are_those_of_the_single_path(starts: date, births: list[date]) -> None:
    leap = [*births, date(1968, 2, 29), date(1972, 2, 29), date(1983, 2, 28)]
    people = [
        {"unit": "U1", "member": f"M{number}", "birth_date": birth, "sex": "female"}
        for number, birth in enumerate(leap)
    ]
    unit = pl.DataFrame({"unit": ["U1"], "employees": [50]})
    entries = pl.DataFrame(people)
    (applied,) = to_applications(entries, unit, starts=starts, plans=["critical_illness"])
    expected = effect(CATALOGUE, CATALOGUE, {"critical_illness": applied.application})
    found = effect(CATALOGUE, CATALOGUE, entries, unit, starts=starts, plans=["critical_illness"])
    assert expected.summary("age_band") == found.summary("age_band")


# Groups -------------------------------------------------------------------------------------------


def test_a_column_of_the_units_may_be_grouped_by() -> None:
    found = of_every()
    where = dict(city()[1].select("unit", "district").iter_rows())
    by_district: dict[str, int] = {}
    for one in found.summary("unit"):
        name = where[one.group] or ""
        by_district[name] = by_district.get(name, 0) + one.losers
    assert by_district == {one.group: one.losers for one in found.summary("district")}


@pytest.mark.parametrize("engine", LIBRARIES.values(), ids=LIBRARIES)
def test_every_engine_groups_by_a_column_of_the_units(engine: Engine) -> None:
    entries, units = (engine.make(one) for one in city())
    later = after(CHANGES["fee"])
    found = effect(CATALOGUE, later, entries, units, starts=ON, plans=["critical_illness"])
    expected = framed(later, plans=["critical_illness"]).summary(["district", "sex"])
    assert set(map(str, expected)) == set(map(str, found.summary(["district", "sex"])))


def test_a_column_of_the_entries_may_be_grouped_by() -> None:
    entries, units = city()
    later = after(CHANGES["fee"])
    own = entries.with_columns(grade=pl.col("member").str.slice(-1).cast(pl.Int64))
    found = effect(CATALOGUE, later, own, units, starts=ON).summary("grade")
    assert [str(digit) for digit in range(10)] == [one.group for one in found]


def test_a_column_that_entries_and_units_have_is_the_unit_s_under_its_long_name() -> None:
    found = framed(after(CHANGES["fee"]))
    groups = [{one.group for one in found.summary(by)} for by in ("high_risk", "unit_high_risk")]
    units = {str(one) for one in city()[1]["high_risk"].drop_nulls().to_list()}
    assert {"", "True", "False"} == groups[0]
    assert units <= groups[1]


def test_groups_of_several_columns_are_tuples() -> None:
    found = of_every()
    of_plan = {one.group: one.entries for one in found.summary("plan")}
    by_both: dict[str, int] = {}
    for one in found.summary(["sex", "plan"]):
        assert isinstance(one.group, tuple)
        by_both[one.group[1]] = by_both.get(one.group[1], 0) + one.entries
    assert of_plan == by_both


def test_plans_are_in_the_order_of_the_catalogue_and_bands_in_that_of_age() -> None:
    found = of_every()
    bands = [int(one.group.partition("–")[0]) for one in found.summary("age_band")]
    assert list(CATALOGUE) == [one.group for one in found.summary("plan")]
    assert sorted(bands) == bands


def test_a_plan_that_nobody_asks_is_no_group() -> None:
    entries, units = of_one(plan="critical_illness")
    found = effect(CATALOGUE, after(CHANGES["fee"]), entries, units, starts=ON)
    assert ["critical_illness"] == [one.group for one in found.summary("plan")]


def test_what_is_not_there_to_group_by_is_refused_with_the_nearest() -> None:
    with pytest.raises(UnknownName, match="did you mean 'district'"):
        of_every().summary("distrct")


# Words --------------------------------------------------------------------------------------------


def of_one(**more: Any) -> tuple[pl.DataFrame, pl.DataFrame]:
    person = {"unit": "U1", "birth_date": date(1980, 5, 17), "sex": "female", "serving": True}
    rows = [{**person, "member": f"M{number}", **more} for number in range(6)]
    units = [{"unit": "U1", "employees": 6, "in_beijing": True, "has_union": True}]
    return pl.DataFrame(rows), pl.DataFrame(units)


def test_the_text_counts_who_comes_off_alike() -> None:
    found = effect(CATALOGUE, after({"critical_illness.fee.amount": 100}), *of_one(), starts=ON,
                   plans=["critical_illness"])  # fmt: skip
    assert (
        "6 answers, 6 of them different: better off 0, worse off 6, both 0, neither 0, not known 0;"
        " fees 540 → 600 yuan\n"
        "critical illness: comes in as before; worse off; fee 540 yuan → 600 yuan (6)"
    ) == found.text("en")


def test_the_text_is_silent_about_fees_that_stay_as_they_are() -> None:
    later = after({"critical_illness.benefit.amount": 12_000})
    found = effect(CATALOGUE, later, *of_one(), starts=ON, plans=["critical_illness"])
    assert (
        "critical illness: comes in as before; better off (6)" == found.text("en").splitlines()[1]
    )


def test_entries_without_a_child_or_a_plan_are_paired_in_a_frame_without_an_order() -> None:
    its = ENGINES["duckdb"]
    later = after({"critical_illness.fee.amount": 100})
    frames = [its.make(one) for one in of_one()]
    found = effect(CATALOGUE, later, *frames, starts=ON, plans=["critical_illness"])
    assert (6, 6) == (found.total.entries, found.total.losers)


def test_the_text_names_the_units_that_fall() -> None:
    older = of_one(birth_date=date(1961, 6, 1))
    later = after({"critical_illness.eligibility.age.maximum": 50})
    found = effect(CATALOGUE, later, *older, starts=ON, plans=["critical_illness"])
    assert [
        "重大疾病：1 家单位不再接受（U1）",
        "重大疾病：不可参加：须年满 …—… 周岁，现 … 周岁；会费 540 元 → 0 元（6）",
    ] == found.text("zh").splitlines()[1:]


def test_the_text_names_the_units_that_climb() -> None:
    older = of_one(birth_date=date(1961, 6, 1))
    before = after({"critical_illness.eligibility.age.maximum": 50})
    found = effect(before, CATALOGUE, *older, starts=ON, plans=["critical_illness"])
    assert [
        "critical illness: 1 unit is accepted, which was not (U1)",
        (
            "critical illness: comes in, which was refused: must be aged … to …, is …; "
            "fee 0 yuan → 540 yuan (6)"
        ),
    ] == found.text("en").splitlines()[1:]


def test_the_text_names_units_of_which_it_is_no_longer_known() -> None:
    unsaid = of_one(birth_date=date(1961, 6, 1), serving=None)
    before = after({"critical_illness.eligibility.age.maximum": 50})
    found = effect(before, CATALOGUE, *unsaid, starts=ON, plans=["critical_illness"])
    lines = found.text("en").splitlines()
    assert "critical illness: 1 unit is answered otherwise (U1)" in lines
    assert (
        "critical illness: no longer known: not said whether in service; fee 0 yuan → not known (6)"
    ) == lines[-1]


def test_the_text_names_a_few_of_many_units() -> None:
    entries, units = of_one(birth_date=date(1961, 6, 1))
    many = [f"U{number}" for number in range(7)]
    entries = pl.concat([entries.with_columns(unit=pl.lit(name)) for name in many])
    units = pl.concat([units.with_columns(unit=pl.lit(name)) for name in many])
    later = after({"critical_illness.eligibility.age.maximum": 50})
    found = effect(CATALOGUE, later, entries, units, starts=ON, plans=["critical_illness"])
    assert "7 units are no longer accepted (U0, U1, U2, U3, U4, and others)" in found.text("en")


def test_identity_numbers_are_masked() -> None:
    number = "110101199003079981"
    entries, units = (one.with_columns(unit=pl.lit(number)) for one in of_one())
    later = after({"critical_illness.eligibility.age.maximum": 30})
    found = effect(CATALOGUE, later, entries, units, starts=ON)
    assert number not in found.text("en") + json.dumps(found.to_dict())


def test_the_dict_holds_what_json_knows() -> None:
    found = of_every().to_dict()
    assert found == json.loads(json.dumps(found))


def test_the_dict_says_of_units_how_many_meet_the_plan_s_own_conditions() -> None:
    older = of_one(birth_date=date(1961, 6, 1))
    later = after({"critical_illness.eligibility.age.maximum": 50})
    found = effect(CATALOGUE, later, *older, starts=ON, plans=["critical_illness"])
    assert [
        {
            "plan": "critical_illness", "unit": "U1", "accepted_before": True,
            "accepted_after": False, "entries": 6, "eligible_before": 6, "eligible_after": 0,
        }
    ] == found.to_dict()["units"]  # fmt: skip


# Differences --------------------------------------------------------------------------------------


def test_a_difference_gives_the_effect_on_its_day() -> None:
    difference = CATALOGUE.diff(after(EVERY), on=ON)
    assert of_every().total == difference.effect(*city()).total


def test_a_difference_takes_units_that_stand_in_the_entries() -> None:
    entries, units = of_one()
    joined = entries.with_columns(unit_employees=6, unit_in_beijing=True, unit_has_union=True)
    difference = CATALOGUE.diff(after({"critical_illness.fee.amount": 100}), on=ON)
    assert difference.effect(entries, units).total == difference.effect(joined).total


def test_a_difference_over_a_period_is_of_no_one_day() -> None:
    difference = CATALOGUE.diff(after(EVERY), on=Period(SINCE, ON))
    with pytest.raises(InvalidValue, match="start on one day"):
        difference.effect(*city())


# Wrong use ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "frame",
    [
        pl.DataFrame(), pl.LazyFrame(), pd.DataFrame(), pl.DataFrame().to_arrow(),
        duckdb.sql("select 1"),
    ],
    ids=lambda one: type(one).__name__,
)  # fmt: skip
def test_a_dataframe_without_a_day_is_refused(frame: Any) -> None:
    with pytest.raises(InvalidValue, match="from when a population is covered"):
        effect(CATALOGUE, CATALOGUE, frame)


def test_applications_with_a_day_are_refused() -> None:
    with pytest.raises(InvalidType, match="is no frame that is read"):
        effect(CATALOGUE, CATALOGUE, asked(), starts=ON)


def test_a_day_on_which_no_plan_is_in_force_is_refused() -> None:
    with pytest.raises(NotInForce, match="No plan that is asked is in force on either side"):
        effect(CATALOGUE, CATALOGUE, *city(), starts=date(2014, 1, 1))


def test_a_plan_that_neither_side_has_is_refused() -> None:
    with pytest.raises(UnknownName, match="critical_illness"):
        framed(CATALOGUE, plans=["critical_ilness"])


def test_what_the_single_path_refuses_is_refused() -> None:
    entries, units = city()
    with pytest.raises(InvalidFrame, match="is entered twice"):
        effect(CATALOGUE, CATALOGUE, pl.concat([entries, entries]), units, starts=ON)


def test_a_row_that_names_a_plan_of_neither_side_is_refused() -> None:
    entries, units = of_one(plan="childrens_accident")
    one = load_catalogue(plans=["medical"])
    with pytest.raises(InvalidFrame, match="names no plan in force"):
        effect(one, one, entries, units, starts=ON)


def test_columns_that_would_be_taken_for_ours_are_refused() -> None:
    entries, units = of_one(_effect_x=1)
    with pytest.raises(InvalidFrame, match="stands for a column of ours"):
        effect(CATALOGUE, CATALOGUE, entries, units, starts=ON)


class GivesBackByLuck(Flat):
    """A fee that says how much of it is given back in a way of its own."""

    __slots__ = ()
    kind = "gives_back_by_luck"

    def amount_returned(self, question: Question) -> Decimal:
        return Decimal(1)


def with_edition(code: str, **parts: Any) -> Catalogue:
    def made() -> Iterator[Any]:
        for plan in CATALOGUE.values():
            editions = [attrs.evolve(one, **parts) for one in plan.loaded.editions]
            loaded = plan.loaded
            yield attrs.evolve(loaded, editions=tuple(editions)) if plan.code == code else loaded

    return Catalogue(made())


def test_a_fee_that_only_itself_can_tell_what_it_gives_back_of_is_refused() -> None:
    later = with_edition("inpatient_medical", fee=GivesBackByLuck(56))
    with pytest.raises(NoColumnForm, match="leave the plan out of `plans`"):
        framed(later)


def test_such_a_fee_on_both_sides_makes_no_difference() -> None:
    before = with_edition("inpatient_medical", fee=GivesBackByLuck(56))
    source = Source("Notice 7 of 2017")
    change = PolicyChange("older", since=SINCE, source=source,
                          set={"inpatient_medical.eligibility.age.maximum": 65})  # fmt: skip
    later = before.with_change(change)
    agree(framed(later, before), single(later, before))


LINES = CATALOGUE["accident_property"].edition(ON).benefit.lines


def test_a_line_that_is_gone_makes_losers() -> None:
    later = with_edition("accident_property", benefit=BenefitSchedule(*LINES[:-1]))
    assert 0 < single(later).total.losers
    agree(framed(later), single(later))


def test_a_plan_with_one_line_left_has_the_cap_of_that_line() -> None:
    later = with_edition("accident_property", benefit=BenefitSchedule(LINES[-1]))
    agree(framed(later), single(later))


def of_both(later: Catalogue, plan: str, frames: tuple[pl.DataFrame, pl.DataFrame]) -> Effect:
    """Give the single path's effect on a few people, once the frame's is found to be the same."""
    (applied,) = to_applications(*frames, starts=ON, plans=[plan])
    expected = effect(CATALOGUE, later, {plan: applied.application})
    entries = frames[0].with_columns(child=pl.lit(None, pl.String))
    agree(effect(CATALOGUE, later, entries, frames[1], starts=ON, plans=[plan]), expected)
    return expected


def test_a_fee_of_nothing_differs_from_one_that_is_not_known() -> None:
    free = dict.fromkeys(range(1, 5), 0)
    later = after({"accident.fee.amounts": free, "accident.fee.high_risk": None})
    found = of_both(later, "accident", of_one(level=1))
    assert {(Verdict.OPEN, None, 0)} == {
        (row.verdict, row.fee_before, row.fee_after) for row in found.rows
    }


def test_a_cap_that_moves_from_one_line_to_another_is_better_and_worse() -> None:
    by_code = {line.code: line for line in LINES}
    by_code["fire"] = attrs.evolve(by_code["fire"], amount=5_000)
    by_code["disability"] = attrs.evolve(by_code["disability"], amount=10_000)
    later = with_edition("accident_property", benefit=BenefitSchedule(*by_code.values()))
    assert 0 < single(later).total.verdicts[Verdict.BOTH]
    agree(framed(later), single(later))


def test_who_comes_in_by_one_way_alone_may_be_paid_for_by_others() -> None:
    entries, units = of_one(basic_medical_insurance=True)
    card = [True, True, False, False, None, None]
    entries = entries.with_columns(union_member=pl.Series(card), jingka_card=pl.Series(card))
    units = units.with_columns(has_union=pl.lit(value=False))
    found = of_both(after({"medical.fee.paid_by": OTHERS_PAY}), "medical", (entries, units))
    came_by = {row.entry.member.id: row.after.way for row in found.answers if row.after is not None}
    assert ["card", "card", "unit", "unit", "unit", "unit"] == list(came_by.values())
    assert ["M2", "M3", "M4", "M5"] == [row.entry.member.id for row in found.rows]


def test_another_fee_by_another_measure_is_weighed() -> None:
    later = with_edition("critical_illness", fee=PerShare(90, at_most=2, deposit=10))
    agree(framed(later), single(later))


def test_importing_the_library_loads_no_dataframe() -> None:
    program = (
        "import sys, mutualaid, mutualaid.policy.effect\n"
        "print([name for name in ('narwhals', 'polars', 'pandas') if name in sys.modules])"
    )
    made = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert "[]" == made.stdout.strip()
