"""Differences of two policies: complete, ordered, in words; and a plan's timeline."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from importlib import import_module
from types import ModuleType
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st
from policy.changes import BEFORE, CATALOGUE, NOTICE, SINCE, change

from mutualaid import (
    AgeBetween,
    AllOf,
    AnyOf,
    BenefitSchedule,
    Ceiling,
    Edition,
    Event,
    FixedSum,
    Flat,
    HasUnion,
    Headcount,
    InBeijing,
    InvalidType,
    InvalidValue,
    Levels,
    MedicallyInsured,
    OfSex,
    Period,
    PerShare,
    PolicyChange,
    Serving,
    Sex,
    Text,
    UnionMember,
    WaitingPeriod,
    catalogue_of,
)
from mutualaid.policy.compare import compare
from mutualaid.policy.diff import Difference
from mutualaid.policy.paths import Place, find, places, roots
from mutualaid.text import LANGUAGES, Lang

YEAR_2017 = Period(SINCE, date(2018, 1, 1))
EDITIONS = CATALOGUE.editions(SINCE)
DEARER = change(set={"critical_illness.fee.amount": 100})


def difference(*changes: PolicyChange, on: date | Period = SINCE) -> Difference:
    return CATALOGUE.diff(CATALOGUE.with_change(*changes), on=on)


def told(answer: Difference) -> list[tuple[str, object, object, date | None]]:
    return [(row.path, row.old, row.new, row.since) for row in answer.rows]


# What a figure is, and what another one is ------------------------------------------------------


def other_value(place: Place) -> Any:
    """Give a figure another value that its rule takes; the figure itself where there is none."""
    value = place.value
    match place.figure, value:
        case (("minimum" | "paid_by" | "aliases" | "events"), _):
            return value
        case "per_share", _ if isinstance(place.node.amount, Levels):
            return value
        case _, bool():
            return not value
        case _, Decimal() | int():
            return value + 1
        case _, Levels():
            return {level: amount + 1 for level, amount in value.items()}
        case _, Text():
            return Text(zh=f"{value.zh}新", en=f"new {value.en}")
        case _, Sex():
            return Sex.MALE
        case _, Headcount():
            return next(one for one in Headcount if one is not value)
    return value


FIGURES = [
    (edition.code, str(place), other_value(place))
    for edition in EDITIONS
    for place in places(edition)
    if place.figure is not None and other_value(place) != place.value
]


def test_there_are_many_figures() -> None:
    assert len(FIGURES) > 100


@pytest.mark.parametrize(
    ("code", "path", "value"), FIGURES, ids=[f"{code}.{path}" for code, path, _ in FIGURES]
)
def test_setting_any_figure_gives_a_row_for_it_and_no_other(
    code: str, path: str, value: object
) -> None:
    answer = difference(change(set={f"{code}.{path}": value}))
    rows = {row.path for row in answer.rows}
    levels = {one for one in rows if one.startswith(f"{code}.{path}.")}
    assert rows == (levels or {f"{code}.{path}"})


@pytest.mark.parametrize("edition", EDITIONS, ids=lambda edition: edition.code)
def test_every_place_is_found_by_its_whole_path(edition: Edition) -> None:
    there = places(edition)
    assert [find(str(place), there, edition.code) for place in there] == list(there)


@pytest.mark.parametrize("edition", EDITIONS, ids=lambda edition: edition.code)
def test_no_two_places_have_one_path(edition: Edition) -> None:
    paths = [str(place) for place in places(edition)]
    assert len(paths) == len(set(paths))


# Complete: empty if and only if equal -----------------------------------------------------------

RULES = st.sampled_from(
    [AgeBetween(16, 60), AgeBetween(16, 59), HasUnion(), InBeijing(), Serving(), OfSex(Sex.MALE)]
)
CONDITIONS = st.recursive(
    RULES,
    lambda inner: st.builds(
        lambda kind, parts, name: kind(parts, name=name),
        st.sampled_from([AllOf, AnyOf]),
        st.lists(inner, min_size=1, max_size=3),
        st.sampled_from([None, None, "way", "age"]),
    ),
    max_leaves=6,
)
EVENTS = [Event("a", Text(zh="甲", en="a")), Event("b", Text(zh="乙", en="b"))]
LINES = st.builds(
    Ceiling,
    st.sampled_from([1, 2, {1: 1, 2: 2}, {1: 1}]),
    events=st.sampled_from([EVENTS, EVENTS[:1]]),
    terms=st.lists(st.sampled_from([WaitingPeriod(3), WaitingPeriod(4)]), max_size=2),
)
FEES = st.sampled_from([Flat(3), Flat(4), PerShare(3), PerShare(3, at_most=2)])


@given(one=CONDITIONS, other=CONDITIONS)
def test_conditions_are_equal_if_and_only_if_nothing_differs(one: Any, other: Any) -> None:
    before, after = (attrs.evolve(EDITIONS[0], eligibility=rule) for rule in (one, other))
    assert (one == other) is (compare(before, after) == ())


@given(one=LINES, other=LINES, fees=st.tuples(FEES, FEES))
def test_fees_and_lines_are_equal_if_and_only_if_nothing_differs(
    one: Any, other: Any, fees: Any
) -> None:
    schedule = type(EDITIONS[0].benefit)
    before, after = (
        attrs.evolve(EDITIONS[0], benefit=schedule(line), fee=fee)
        for line, fee in zip((one, other), fees, strict=True)
    )
    assert (before == after) is (compare(before, after) == ())


@given(one=CONDITIONS, other=CONDITIONS)
def test_no_two_rows_have_one_path(one: Any, other: Any) -> None:
    before, after = (attrs.evolve(EDITIONS[0], eligibility=rule) for rule in (one, other))
    paths = [row.path for row in compare(before, after)]
    assert len(paths) == len(set(paths))


@given(one=CONDITIONS, other=CONDITIONS)
def test_the_way_back_gives_the_same_rows_turned_round(one: Any, other: Any) -> None:
    before, after = (attrs.evolve(EDITIONS[0], eligibility=rule) for rule in (one, other))
    there = {(row.path, row.old, row.new) for row in compare(before, after)}
    assert there == {(row.path, row.new, row.old) for row in compare(after, before)}


def test_other_sources_of_the_same_rules_are_no_difference() -> None:
    resourced = attrs.evolve(EDITIONS[0], fee=attrs.evolve(EDITIONS[0].fee, source=NOTICE))
    assert () == compare(EDITIONS[0], resourced)


@pytest.mark.parametrize("edition", EDITIONS, ids=lambda edition: edition.code)
def test_the_five_roots_hold_every_rule_of_an_edition(edition: Edition) -> None:
    assert [edition.info, edition.term, edition.eligibility, edition.fee, edition.benefit] == list(
        roots(edition).values()
    )


# Rows -------------------------------------------------------------------------------------------


def test_a_row_names_plan_path_clause_old_new_and_since() -> None:
    (row,) = difference(DEARER).rows
    assert ("critical_illness", "critical_illness.fee.amount", NOTICE, 90, 100, SINCE) == (
        row.plan,
        row.path,
        row.clause,
        row.old,
        row.new,
        row.since,
    )


def test_a_rule_that_is_added_was_not_there() -> None:
    (row,) = difference(change(add={"accident.eligibility": MedicallyInsured()})).rows
    assert (None, MedicallyInsured()) == (row.old, row.new)


def test_a_rule_that_is_removed_cites_the_change_and_beside_the_old_one_its_clause() -> None:
    (row,) = difference(change(remove=["accident.eligibility.has_union"])).rows
    assert (HasUnion(), None, NOTICE) == (row.old, row.new, row.clause)
    assert "参保条件" == row.old_clause.column


def test_a_rule_that_is_removed_is_told_with_its_old_clause_in_words_and_in_json() -> None:
    answer = difference(change(remove=["critical_illness.eligibility.has_union"]))
    assert (
        "critical illness: conditions of joining · unit with a union: enrolled by the unit's union "
        "(leaflet, 在职职工重大疾病互助保障活动, 参保条件) → none, from 2017-01-01 "
        "(Notice 7 of 2017, 2)"
    ) == answer.to_text("en")
    (row,) = answer.rows
    assert "参保条件" == row.to_dict()["old_clause"]["column"]


def test_whatever_is_not_removed_has_no_old_clause() -> None:
    assert [None] == [row.to_dict()["old_clause"] for row in difference(DEARER).rows]


@pytest.mark.parametrize(
    "parts",
    [
        {"set": {"critical_illness.plan.title": Text(zh="新", en="new")}},
        {"set": {"critical_illness.plan.short": Text(zh="新", en="new")}},
        {"set": {"critical_illness.plan.pillar": "accident"}},
        {"set": {"critical_illness.plan.aliases": ["新"]}},
        {"set": {"critical_illness.term.years": 1}},
        {"set": {"medical.eligibility.unit.name": "group"}},
        {"set": {"accident.fee.amounts.2": 55}},
        {"set": {"accident_property.benefit.fire.code": "blaze"}},
        {"remove": ["critical_illness.eligibility.has_union"]},
        {"remove": ["medical.eligibility.unit"]},
        {"remove": ["accident_property.benefit.fire"]},
        {"remove": ["medical.benefit.observation"]},
        {"remove": ["critical_illness.fee.at_most"]},
        {"add": {"accident.eligibility": AgeBetween(20, 40)}},
        {"add": {"accident.benefit.benefit": WaitingPeriod(3)}},
        {"replace": {"accident.fee": Flat(3)}},
        {"replace": {"accident.eligibility": HasUnion()}},
        {"replace": {"medical.benefit": BenefitSchedule(Ceiling(3, events=EVENTS, code="a"))}},
    ],
)
def test_whatever_a_change_makes_different_cites_the_change(parts: dict[str, Any]) -> None:
    clauses = {row.clause for row in difference(change(**parts)).rows}
    assert {NOTICE} == clauses


def test_a_rule_that_has_another_number_only_cites_the_change_that_took_one_before_it() -> None:
    two = change("two", date(2016, 1, 1), add={"accident.eligibility": AgeBetween(20, 40)})
    gone = change("gone", remove=["accident.eligibility.age[1]"])
    whole = CATALOGUE.with_change(two, gone)
    rows = whole.at(BEFORE).diff(whole.at(SINCE), on=SINCE).rows
    assert [NOTICE] * 3 == [row.clause for row in rows]


def test_a_rule_that_goes_from_rules_without_a_clause_cites_its_old_one() -> None:
    before, after = (
        attrs.evolve(EDITIONS[0], eligibility=AllOf(rules))
        for rules in ([HasUnion(source=NOTICE), UnionMember()], [UnionMember()])
    )
    assert [NOTICE] == [row.clause for row in compare(before, after)]


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("zh", "互助金 · 火灾家财损失：最高 10,000 元 → 10,000 元，"),
        ("en", "benefit · home property lost to fire: at most 10,000 yuan → 10,000 yuan, "),
    ],
)
def test_a_line_is_named_once(lang: Lang, text: str) -> None:
    fire = CATALOGUE["accident_property"].edition(SINCE).benefit.line("fire")
    fixed = FixedSum(fire.amount, events=fire.events, code="fire", title=fire.title)
    answer = difference(change(replace={"accident_property.benefit.fire": fixed}))
    assert text in answer.to_text(lang)


def test_a_rule_of_another_type_is_told_whole() -> None:
    (row,) = difference(change(replace={"critical_illness.fee": Flat(90)})).rows
    assert (PerShare(90, at_most=4), Flat(90)) == (row.old, row.new)


def test_levels_are_told_one_by_one() -> None:
    answer = difference(change(set={"accident.fee.amounts": {1: 26, 2: 55, 3: 80, 4: 100}}))
    assert ["accident.fee.amounts.2", "accident.fee.amounts.3"] == [row.path for row in answer.rows]


def test_a_level_that_is_added_was_not_there() -> None:
    five = {1: 26, 2: 50, 3: 74, 4: 100, 5: 120}
    answer = difference(
        change(set={"accident.fee.amounts": five, "accident.fee.high_risk": [32, 62, 93, 124, 150]})
    )
    assert [(None, 120), (None, 150)] == [(row.old, row.new) for row in answer.rows]


def test_another_order_is_a_difference() -> None:
    turned = AllOf([UnionMember(), HasUnion()])
    before, after = (
        attrs.evolve(EDITIONS[0], eligibility=rule)
        for rule in (AllOf([HasUnion(), UnionMember()]), turned)
    )
    (row,) = compare(before, after)
    assert "medical.eligibility.order" == row.path


def test_rows_stand_in_the_order_of_the_leaflet_and_of_the_roots() -> None:
    answer = difference(
        change(
            set={
                "accident.benefit.amount": [1, 2, 3, 4],
                "accident.fee.amounts.1": 1,
                "medical.benefit.amount": 1,
                "accident.term.years": 2,
            }
        )
    )
    assert ["medical.benefit.benefit.amount", "accident.term.years", "accident.fee.amounts.1"] == [
        row.path for row in answer.rows[:3]
    ]


# Days and periods -------------------------------------------------------------------------------


@pytest.mark.parametrize(("on", "rows"), [(BEFORE, 0), (SINCE, 1)])
def test_a_difference_begins_on_the_day_of_the_change(on: date, rows: int) -> None:
    assert rows == len(difference(DEARER, on=on).rows)


def test_a_row_tells_the_day_from_which_it_holds_not_the_day_that_was_asked() -> None:
    (row,) = difference(DEARER, on=date(2020, 5, 5)).rows
    assert SINCE == row.since


def test_a_row_that_a_later_change_leaves_alone_keeps_its_first_day() -> None:
    later = change("later", date(2018, 1, 1), set={"critical_illness.fee.at_most": 5})
    assert [SINCE, date(2018, 1, 1)] == [
        row.since for row in difference(DEARER, later, on=date(2019, 1, 1)).rows
    ]


def test_over_a_period_each_stretch_has_its_row() -> None:
    later = change("later", date(2018, 1, 1), set={"critical_illness.fee.amount": 110})
    assert [
        ("critical_illness.fee.amount", 90, 100, SINCE),
        ("critical_illness.fee.amount", 90, 110, date(2018, 1, 1)),
    ] == told(difference(DEARER, later, on=Period(date(2015, 1, 1))))


@pytest.mark.parametrize(
    ("period", "rows"),
    [
        (Period(date(2016, 1, 1), SINCE), 0),
        (Period(date(2016, 1, 1), date(2017, 1, 2)), 1),
        (Period(date(2017, 12, 31), date(2018, 1, 1)), 1),
        (Period(date(2017, 12, 31), date(2018, 1, 2)), 2),
        (Period(date(2018, 1, 1)), 1),
    ],
)
def test_a_period_takes_in_its_first_day_and_not_its_end(period: Period, rows: int) -> None:
    later = change("later", date(2018, 1, 1), set={"critical_illness.fee.amount": 110})
    assert rows == len(difference(DEARER, later, on=period).rows)


def test_a_change_that_is_taken_back_later_has_an_end() -> None:
    back = change("back", date(2018, 1, 1), set={"critical_illness.fee.amount": 90})
    assert [1, 0] == [
        len(difference(DEARER, back, on=day).rows) for day in (SINCE, date(2018, 1, 1))
    ]


def test_the_policy_of_one_day_is_held_against_that_of_another() -> None:
    reformed = CATALOGUE.with_change(DEARER)
    answer = reformed.at(BEFORE).diff(reformed.at(SINCE), on=BEFORE)
    assert [("critical_illness.fee.amount", 90, 100, None)] == told(answer)


def test_a_plan_that_only_one_side_has_is_told_whole() -> None:
    fewer = CATALOGUE.at(SINCE)
    without = type(fewer)(loaded for loaded in fewer._loaded if loaded.info.code != "accident")
    (row,) = without.diff(fewer, on=SINCE).rows
    assert ("accident", None, "accident") == (row.path, row.old, row.new.code)


def test_a_day_on_which_no_side_is_in_force_has_no_difference() -> None:
    assert () == difference(DEARER, on=date(2014, 12, 31)).rows


def test_the_last_day_of_the_calendar_can_be_asked() -> None:
    assert 1 == len(difference(DEARER, on=date.max).rows)


def test_without_a_change_between_them_a_row_says_no_day() -> None:
    reformed = CATALOGUE.with_change(DEARER)
    answer = reformed.at(BEFORE).diff(reformed.at(SINCE), on=BEFORE)
    assert "since" not in answer.to_text("en")


def test_lines_in_another_order_are_a_difference() -> None:
    one = CATALOGUE["accident_property"].edition(SINCE)
    turned = attrs.evolve(one, benefit=BenefitSchedule(*reversed(one.benefit.lines)))
    (row,) = compare(one, turned)
    assert ("accident_property.benefit.order", True) == (row.path, row.clause is not None)


def test_over_a_period_there_is_no_one_case() -> None:
    with pytest.raises(InvalidValue, match="starts on one day"):
        difference(DEARER, on=YEAR_2017).counterexample("critical_illness")


def test_what_is_no_catalogue_is_refused() -> None:
    with pytest.raises(InvalidType, match="Catalogue"):
        CATALOGUE.diff("other", on=SINCE)  # type: ignore[arg-type]


def test_what_is_no_day_is_refused() -> None:
    with pytest.raises(InvalidType, match="date"):
        CATALOGUE.diff(CATALOGUE, on="2017-01-01")  # type: ignore[arg-type]


# Words ------------------------------------------------------------------------------------------


def test_a_difference_in_english_words() -> None:
    assert (
        "critical illness: fee · amount (yuan): 90 → 100, from 2017-01-01 (Notice 7 of 2017, 2)"
        == difference(DEARER).to_text("en")
    )


def test_a_difference_in_chinese_words() -> None:
    assert (
        "重大疾病：会费 · 金额（元）：90 → 100，自 2017-01-01 起（Notice 7 of 2017·2）"
        == difference(DEARER).to_text("zh")
    )


@pytest.mark.parametrize(("lang", "text"), [("zh", "没有不同"), ("en", "no difference")])
def test_no_difference_has_words(lang: Lang, text: str) -> None:
    assert text == CATALOGUE.diff(CATALOGUE, on=SINCE).to_text(lang)


@pytest.mark.parametrize(("lang", "title"), [("zh", "重大疾病"), ("en", "critical illness")])
def test_a_difference_names_the_plan_in_the_language(lang: Lang, title: str) -> None:
    assert [title] == [plan for plan, *_ in difference(DEARER).cells(lang)]


def test_a_plan_on_one_side_alone_is_named_too() -> None:
    without = CATALOGUE.diff(catalogue_of(import_module("mutualaid_plans.accident")), on=SINCE)
    assert "重大疾病" in {plan for plan, *_ in without.cells("zh")}


def test_a_difference_as_a_table() -> None:
    assert [
        "| plan | rule | clause | old | new | since |",
        "| --- | --- | --- | --- | --- | --- |",
        "| critical illness | fee · amount (yuan) | Notice 7 of 2017, 2 | 90 | 100 | 2017-01-01 |",
    ] == difference(DEARER).to_markdown("en").splitlines()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_figure_has_a_name_in_words(lang: Lang) -> None:
    changes = [change(set={f"{code}.{path}": value}) for code, path, value in FIGURES]
    places_in_words = {row.place.of(lang) for one in changes for row in difference(one).rows}
    assert [] == [words for words in places_in_words if "_" in words]


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(
    "parts",
    [
        {"remove": ["accident.eligibility.has_union", "accident.fee.high_risk"]},
        {"replace": {"accident.fee": Flat(3)}},
        {"add": {"accident.benefit.benefit": WaitingPeriod(3)}},
        {"set": {"accident.benefit.events": EVENTS}},
        {"set": {"childrens_accident.eligibility.child_age.or_student": False}},
        {"remove": ["accident_property.benefit.fire"]},
    ],
)
def test_every_kind_of_row_is_worded(parts: dict[str, Any], lang: Lang) -> None:
    text = difference(change(**parts)).to_text(lang)
    assert set("{}[]_").isdisjoint(text.replace("accident_property", "").replace("childrens_", ""))


def test_a_difference_as_json() -> None:
    plain = json.loads(json.dumps(difference(DEARER).to_dict()))
    assert ("difference", 1, "2017-01-01", "critical_illness.fee.amount") == (
        plain["type"],
        plain["version"],
        plain["from"],
        plain["rows"][0]["path"],
    )


def test_a_difference_holds_if_anything_differs() -> None:
    assert [True, False] == [bool(difference(DEARER, on=day)) for day in (SINCE, BEFORE)]


def test_a_difference_lists_the_plans_that_differ() -> None:
    both = change(set={"accident.fee.amounts.1": 3, "medical.benefit.amount": 3})
    assert ("medical", "accident") == difference(both).plans


# Timelines --------------------------------------------------------------------------------------


def test_a_plan_that_never_changed_has_one_stretch() -> None:
    (stretch,) = CATALOGUE["accident"].timeline()
    assert (Period(date(2015, 1, 1)), (), ()) == (stretch.period, stretch.changes, stretch.rows)


def test_each_change_begins_a_stretch() -> None:
    later = change("later", date(2018, 1, 1), set={"critical_illness.fee.amount": 110})
    reformed = CATALOGUE.with_change(DEARER, later)
    assert [
        (Period(date(2015, 1, 1), SINCE), ()),
        (YEAR_2017, (DEARER,)),
        (Period(date(2018, 1, 1)), (later,)),
    ] == [(one.period, one.changes) for one in reformed["critical_illness"].timeline()]


def test_a_change_of_other_plans_begins_no_stretch() -> None:
    assert 1 == len(CATALOGUE.with_change(DEARER)["accident"].timeline())


def test_a_stretch_is_worded_with_what_began_it_and_what_differs() -> None:
    stretch = CATALOGUE.with_change(DEARER)["critical_illness"].timeline()[-1]
    assert "2017-01-01 –: revision\n  fee · amount (yuan): 90 → 100" == stretch.text("en")


def test_two_editions_of_a_plan_are_two_stretches(allowance_of_2011: ModuleType) -> None:
    plan = catalogue_of(allowance_of_2011)["inpatient_allowance"]
    assert [date(2011, 1, 6), date(2015, 1, 1)] == [one.period.start for one in plan.timeline()]
