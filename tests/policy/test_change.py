"""Changes of policy: what they reach, when they apply, and what they are refused for."""

from __future__ import annotations

import copy
import pickle
import re
from collections.abc import Generator
from datetime import UTC, date, datetime
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import attrs
import pytest
from builders import STARTS, UNIT, application, entries, member
from policy.changes import BEFORE, CATALOGUE, NOTICE, SINCE, change, edition, set_to

from mutualaid import (
    AgeBetween,
    BenefitSchedule,
    Ceiling,
    ChangesClash,
    ChangesNothing,
    DailyAllowance,
    Event,
    FeeSchedule,
    FixedSum,
    Flat,
    HasUnion,
    Headcount,
    InvalidType,
    InvalidValue,
    Levels,
    MedicallyInsured,
    MutualAidError,
    NotInForce,
    OfSex,
    Participation,
    PerShare,
    Pillar,
    PlanContext,
    PlanInfo,
    PolicyChange,
    Rule,
    Sex,
    Source,
    Text,
    UnionMember,
    UnknownName,
    WaitingPeriod,
    all_of,
    hookimpl,
)
from mutualaid.rules.fees import Payer
from mutualaid.rules.term import CoverTerm

DEARER = change(set={"critical_illness.fee.amount": 100})
HAIL = Event("hail", Text(zh="冰雹", en="hail"))


# What a path reaches ------------------------------------------------------------------------------


def test_a_fee_is_set() -> None:
    assert PerShare(100, at_most=4) == edition("critical_illness", DEARER).fee


def test_a_term_is_set() -> None:
    assert CoverTerm(1) == set_to("critical_illness", "term.years", 1).term


def test_a_condition_is_set() -> None:
    rules = set_to("critical_illness", "eligibility.age.maximum", 65).eligibility
    assert AgeBetween(16, 65) in rules.parts


def test_a_cap_is_set_without_the_code_of_the_only_line() -> None:
    assert 12_000 == set_to("womens_illness", "benefit.amount", 12_000).benefit.lines[0].amount


def test_one_of_several_lines_is_set_by_its_code() -> None:
    benefit = set_to("accident_property", "benefit.fire.amount", 20_000).benefit
    assert 20_000 == benefit.line("fire").amount


def test_a_figure_inside_a_way_of_joining_is_set() -> None:
    any_of = set_to("medical", "eligibility.unit.participation.percent", 80).eligibility.parts[-1]
    assert 80 == any_of.parts[1].parts[-1].percent


def test_a_way_may_be_left_out_of_a_path() -> None:
    short = set_to("medical", "eligibility.participation.percent", 80)
    long = set_to("medical", "eligibility.any_of.unit.participation.percent", 80)
    assert long == short


def test_one_level_is_set() -> None:
    fee = set_to("accident", "fee.amounts.2", 55).fee
    assert Levels({1: 26, 2: 55, 3: 74, 4: 100}) == fee.amounts


def test_two_levels_are_set_together() -> None:
    both = change(set={"accident.fee.amounts.1": 30, "accident.fee.amounts.4": 101})
    assert Levels({1: 30, 2: 50, 3: 74, 4: 101}) == edition("accident", both).fee.amounts


@pytest.mark.parametrize("table", [{1: 1, 2: 2, 3: 3, 4: 4}, {"1": 1, "2": 2, "3": 3, "4": 4}])
def test_a_whole_table_of_levels_is_set(table: dict[Any, int]) -> None:
    assert Levels({1: 1, 2: 2, 3: 3, 4: 4}) == set_to("accident", "fee.amounts", table).fee.amounts


def test_levels_are_set_as_a_list_from_level_1_up() -> None:
    assert (
        Levels({1: 1, 2: 2, 3: 3, 4: 4})
        == set_to("accident", "fee.amounts", [1, 2, 3, 4]).fee.amounts
    )


def test_a_choice_is_set_by_its_value() -> None:
    of = "eligibility.participation.of"
    assert set_to("accident", of, Headcount.FEMALE_EMPLOYEES) == set_to(
        "accident", of, "female_employees"
    )


def test_a_choice_that_was_not_made_is_set_by_its_value() -> None:
    threshold = set_to("accident", "eligibility.participation.threshold_of", "female_employees")
    rule = next(part for part in threshold.eligibility.parts if isinstance(part, Participation))
    assert Headcount.FEMALE_EMPLOYEES is rule.threshold_of


def test_a_title_is_set() -> None:
    assert (
        Text(zh="新", en="new")
        == set_to("accident", "plan.title", Text(zh="新", en="new")).info.title
    )


def test_the_events_of_a_line_are_set() -> None:
    assert (HAIL,) == set_to("accident", "benefit.events", [HAIL]).benefit.lines[0].events


def test_a_term_of_a_line_is_set() -> None:
    line = set_to("medical", "benefit.observation.days", 10).benefit.lines[0]
    assert 10 == line.terms[0].days


def test_an_age_band_moves_past_itself() -> None:
    band = change(
        set={
            "accident.eligibility.age.minimum": 61,
            "accident.eligibility.age.maximum": 70,
        }
    )
    assert AgeBetween(61, 70) in edition("accident", band).eligibility.parts


def test_a_changed_figure_cites_the_change_and_the_others_what_they_cited() -> None:
    fee = edition("critical_illness", DEARER).fee
    assert (NOTICE, "会费") == (fee.source_of("amount"), fee.source_of("at_most").column)


def test_a_changed_term_cites_the_change() -> None:
    info = set_to("critical_illness", "term.years", 1).info
    assert (NOTICE, NOTICE) == (info.term.source, info.source_of("term_years"))


@pytest.mark.parametrize(
    ("figure", "value"),
    [
        ("title", Text(zh="新", en="new")),
        ("short", Text(zh="新", en="new")),
        ("pillar", "accident"),
        ("aliases", ["新"]),
    ],
)
def test_a_changed_name_of_a_plan_cites_the_change_and_the_term_what_it_cited(
    figure: str, value: object
) -> None:
    info = set_to("critical_illness", f"plan.{figure}", value).info
    assert (NOTICE, "保障期") == (info.source_of(figure), info.term.source.column)


@pytest.mark.parametrize(
    ("sources", "error"), [({"titel": NOTICE}, UnknownName), ({"title": "Notice 7"}, InvalidType)]
)
def test_a_plan_has_sources_of_its_own_figures_only(
    sources: Any, error: type[MutualAidError]
) -> None:
    with pytest.raises(error):
        attrs.evolve(CATALOGUE["accident"].info, sources=sources)


@pytest.mark.parametrize(
    "parts",
    [
        {"remove": ["medical.eligibility.unit.no_union"]},
        {"add": {"medical.eligibility.unit": MedicallyInsured()}},
    ],
)
def test_which_conditions_a_way_holds_cites_the_change_that_made_them_others(
    parts: dict[str, Any],
) -> None:
    way = edition("medical", change(**parts)).eligibility.parts[-1].parts[1]
    assert (NOTICE, "参保条件") == (way.source_of("parts"), way.source.column)


def test_which_lines_there_are_cites_the_change_that_took_one_out() -> None:
    gone = change(remove=["accident_property.benefit.fire"])
    benefit = edition("accident_property", gone).benefit
    assert (NOTICE, "最高互助金") == (benefit.source_of("lines"), benefit.lines[0].source.column)


def test_which_lines_there_are_cites_the_first_of_them_where_nothing_else_is_said() -> None:
    benefit = CATALOGUE["accident_property"].edition(SINCE).benefit
    assert benefit.lines[0].source == benefit.source_of("lines")


# Structure ----------------------------------------------------------------------------------------


def test_a_rule_is_replaced() -> None:
    flat = change(replace={"critical_illness.fee": Flat(30)})
    assert Flat(30) == edition("critical_illness", flat).fee


def test_a_rule_that_is_put_in_cites_the_change() -> None:
    flat = change(replace={"critical_illness.fee": Flat(30)})
    assert NOTICE == edition("critical_illness", flat).fee.source


def test_a_benefit_schedule_is_replaced_and_cites_the_change() -> None:
    lines = BenefitSchedule(FixedSum(5_000, events=[HAIL]))
    benefit = edition("accident", change(replace={"accident.benefit": lines})).benefit
    assert (lines, NOTICE) == (benefit, benefit.lines[0].source)


def test_a_condition_is_added() -> None:
    insured = change(add={"accident.eligibility": MedicallyInsured()})
    assert MedicallyInsured() == edition("accident", insured).eligibility.parts[-1]


def test_what_is_added_cites_the_change_down_to_its_parts() -> None:
    both = all_of(MedicallyInsured(), UnionMember(), name="both")
    added = edition("accident", change(add={"accident.eligibility": both})).eligibility.parts[-1]
    assert [NOTICE] * 3 == [added.source, *(part.source for part in added.parts)]


def test_several_conditions_are_added_in_their_order() -> None:
    rules = [MedicallyInsured(), UnionMember()]
    parts = edition("accident", change(add={"accident.eligibility": rules})).eligibility.parts
    assert rules == list(parts[-2:])


def test_a_condition_is_added_to_a_way() -> None:
    insured = change(add={"medical.eligibility.unit": OfSex(Sex.FEMALE)})
    ways = edition("medical", insured).eligibility.parts[-1]
    assert OfSex(Sex.FEMALE) == ways.parts[1].parts[-1]


def test_a_condition_joins_a_single_one() -> None:
    alone = change("a", replace={"accident.eligibility": HasUnion()})
    more = change("b", date(2018, 1, 1), add={"accident.eligibility": MedicallyInsured()})
    rules = edition("accident", alone, more, on=date(2018, 1, 1)).eligibility
    assert all_of(HasUnion(), MedicallyInsured()) == rules


def test_a_condition_joins_a_single_one_that_is_changed_at_once() -> None:
    alone = change("a", replace={"accident.eligibility": AgeBetween(16, 60)})
    more = change(
        "b",
        date(2018, 1, 1),
        set={"accident.eligibility.maximum": 65},
        add={"accident.eligibility": MedicallyInsured()},
    )
    rules = edition("accident", alone, more, on=date(2018, 1, 1)).eligibility
    assert all_of(AgeBetween(16, 65), MedicallyInsured()) == rules


def test_a_benefit_line_is_added() -> None:
    line = Ceiling(5_000, events=[HAIL], code="hail")
    benefit = edition("accident_property", change(add={"accident_property.benefit": line})).benefit
    assert line == benefit.line("hail")


def test_a_term_of_claims_is_added_to_a_line() -> None:
    waits = change(add={"accident.benefit.benefit": WaitingPeriod(30)})
    assert (WaitingPeriod(30),) == edition("accident", waits).benefit.lines[0].terms


def test_a_formula_is_added_to_a_line_that_has_none() -> None:
    daily = change(add={"inpatient_allowance.benefit.benefit": DailyAllowance(40, from_day=4)})
    formula = edition("inpatient_allowance", daily).benefit.lines[0].formula
    assert DailyAllowance(40, from_day=4) == formula


def test_a_second_formula_is_refused() -> None:
    daily = DailyAllowance(40)
    first = change("a", add={"inpatient_allowance.benefit.benefit": daily})
    second = change("b", date(2018, 1, 1), add={"inpatient_allowance.benefit.benefit": daily})
    with pytest.raises(ChangesClash, match="place for one formula"):
        CATALOGUE.with_change(first, second)


def test_a_condition_is_removed() -> None:
    open_to_all = change(remove=["critical_illness.eligibility.has_union"])
    assert HasUnion() not in edition("critical_illness", open_to_all).eligibility.parts


def test_a_way_is_removed() -> None:
    card_only = change(remove=["medical.eligibility.unit"])
    assert ["card"] == [
        way.name for way in edition("medical", card_only).eligibility.parts[-1].parts
    ]


def test_a_line_is_removed() -> None:
    without = change(remove=["accident_property.benefit.fire"])
    codes = [line.code for line in edition("accident_property", without).benefit.lines]
    assert ("fire" in codes, len(codes)) == (False, 5)


def test_a_figure_that_need_not_be_said_is_removed() -> None:
    assert (
        PerShare(90)
        == edition("critical_illness", change(remove=["critical_illness.fee.at_most"])).fee
    )


# Hook wrappers ------------------------------------------------------------------------------------


class DoubleFees:
    """Doubles what a share costs in every plan."""

    @hookimpl(wrapper=True)
    def mutualaid_fee(self, context: PlanContext) -> Generator[None, FeeSchedule, FeeSchedule]:
        fee = yield
        return PerShare(fee.amount * 2, at_most=fee.at_most) if isinstance(fee, PerShare) else fee


class Forgetful:
    """Forgets to return."""

    @hookimpl(wrapper=True)
    def mutualaid_fee(self, context: PlanContext) -> Generator[None, FeeSchedule, Any]:
        yield


class Idle:
    """Wraps, and changes nothing."""

    @hookimpl(wrapper=True)
    def mutualaid_eligibility(self, context: PlanContext) -> Generator[None, Rule, Rule]:
        return (yield)


class Renamer:
    """Gives every plan another code."""

    @hookimpl(wrapper=True)
    def mutualaid_plan(self, context: PlanContext) -> Generator[None, PlanInfo, PlanInfo]:
        return attrs.evolve((yield), code=f"new_{context.plan}")


def test_a_wrapper_reaches_every_plan() -> None:
    doubled = CATALOGUE.with_change(change(hooks=DoubleFees()))
    assert [180, 80, 100] == [
        doubled[code].edition(SINCE).fee.amount
        for code in ("critical_illness", "womens_illness", "childrens_accident")
    ]


def test_a_wrapper_is_asked_from_its_day_on_only() -> None:
    doubled = CATALOGUE.with_change(change(hooks=DoubleFees()))
    assert 90 == doubled["critical_illness"].edition(BEFORE).fee.amount


def test_a_wrapper_is_told_which_plan_is_asked() -> None:
    asked: list[object] = []

    class Asks(DoubleFees):
        @hookimpl(wrapper=True)
        def mutualaid_plan(self, context: PlanContext) -> Generator[None, PlanInfo, PlanInfo]:
            asked.append(context.plan)
            return (yield)

    CATALOGUE.with_change(change(hooks=Asks()))
    assert list(CATALOGUE) == list(dict.fromkeys(asked))


def test_a_module_may_hold_the_wrappers() -> None:
    module = SimpleNamespace(mutualaid_fee=DoubleFees().mutualaid_fee)
    doubled = CATALOGUE.with_change(change(hooks=module))
    assert 180 == doubled["critical_illness"].edition(SINCE).fee.amount


def test_a_wrapper_sees_what_earlier_changes_have_left() -> None:
    later = change("double", date(2018, 1, 1), hooks=DoubleFees())
    assert 200 == edition("critical_illness", later, DEARER, on=date(2018, 1, 1)).fee.amount


def test_a_wrapper_that_forgets_to_return_is_refused() -> None:
    with pytest.raises(InvalidType, match="forget to return"):
        CATALOGUE.with_change(change(hooks=Forgetful()))


@pytest.mark.parametrize(
    ("path", "same"),
    [
        ("critical_illness.fee.amount", "90.00"),
        ("accident.fee.amounts", {1: "26", 2: "50", 3: "74", 4: "100"}),
    ],
)
def test_a_figure_that_is_written_otherwise_and_is_the_same_is_refused(
    path: str, same: object
) -> None:
    with pytest.raises(ChangesNothing, match=r"'revision' of .*A setting changes nothing"):
        CATALOGUE.with_change(change(set={path: same}))


@pytest.mark.parametrize(
    "idle",
    [{"critical_illness.fee.at_most": 4}, {"critical_illness.eligibility.age.minimum": 16}],
)
def test_beside_a_setting_that_changes_something_one_that_does_not_is_refused_too(
    idle: dict[str, object],
) -> None:
    both = {"critical_illness.fee.amount": 100, **idle}
    with pytest.raises(ChangesNothing, match=r"critical_illness\.(fee\.at_most|.*minimum)="):
        CATALOGUE.with_change(change(set=both))


def test_one_level_that_stays_what_it_is_is_refused() -> None:
    levels = {"accident.fee.amounts.1": 30, "accident.fee.amounts.2": "50.00"}
    with pytest.raises(ChangesNothing, match=r"accident\.fee\.amounts\.2='50\.00'"):
        CATALOGUE.with_change(change(set=levels))


def test_a_change_that_an_earlier_one_has_made_already_is_refused_though_it_adds_a_wrapper() -> (
    None
):
    idle = change("idle", date(2018, 1, 1), hooks=Idle())
    with pytest.raises(ChangesNothing, match="name='idle'"):
        CATALOGUE.with_change(DEARER, idle)


def test_a_change_without_which_a_later_one_says_nothing_has_an_effect() -> None:
    back = change("back", date(2018, 1, 1), set={"critical_illness.fee.amount": 90})
    assert 90 == edition("critical_illness", DEARER, back, on=date(2018, 1, 1)).fee.amount


def test_a_wrapper_that_changes_nothing_is_refused() -> None:
    with pytest.raises(ChangesNothing, match="name='revision'"):
        CATALOGUE.with_change(change(hooks=Idle()))


def test_a_wrapper_that_gives_a_plan_another_code_is_refused() -> None:
    with pytest.raises(InvalidType, match="another code"):
        CATALOGUE.with_change(change(hooks=Renamer()))


def hook(name: str, **options: bool) -> object:
    def function(context: PlanContext) -> Any: ...

    function.__name__ = name
    return SimpleNamespace(**{name: hookimpl(function, **options)})


@pytest.mark.parametrize(
    ("hooks", "text"),
    [
        (hook("mutualaid_fee"), "no plain wrapper"),
        (hook("mutualaid_fee", wrapper=True, tryfirst=True), "no plain wrapper"),
        (hook("mutualaid_fee", wrapper=True, trylast=True), "no plain wrapper"),
        (hook("mutualaid_fees", wrapper=True), "mutualaid_fees is no hook"),
        (SimpleNamespace(), "wraps a hook"),
    ],
)
def test_hooks_that_pluggy_would_misread_are_refused(hooks: object, text: str) -> None:
    with pytest.raises(InvalidType, match=text):
        change(hooks=hooks)


# When ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("on", "amount"), [(BEFORE, 90), (SINCE, 100), (date(2030, 1, 1), 100)])
def test_a_change_applies_to_covers_that_start_on_its_day_or_later(on: date, amount: int) -> None:
    assert amount == edition("critical_illness", DEARER, on=on).fee.amount


@pytest.mark.parametrize(("on", "amount"), [(date(2017, 12, 31), 100), (date(2018, 1, 1), 110)])
def test_changes_apply_in_the_order_of_their_dates_not_in_that_of_their_adding(
    on: date, amount: int
) -> None:
    later = change("later", date(2018, 1, 1), set={"critical_illness.fee.amount": 110})
    assert amount == edition("critical_illness", later, DEARER, on=on).fee.amount


def test_the_other_plans_stay_what_they_are() -> None:
    reformed = CATALOGUE.with_change(DEARER)
    assert [plan.editions for plan in CATALOGUE.values() if plan.code != "critical_illness"] == [
        plan.editions for plan in reformed.values() if plan.code != "critical_illness"
    ]


def test_the_catalogue_that_was_changed_stays_what_it_is() -> None:
    CATALOGUE.with_change(DEARER)
    assert 90 == CATALOGUE["critical_illness"].edition(SINCE).fee.amount


def test_a_change_is_taken_back() -> None:
    back = CATALOGUE.with_change(DEARER).without_change("revision")
    assert ([plan.editions for plan in CATALOGUE.values()], ()) == (
        [plan.editions for plan in back.values()],
        back.changes,
    )


def test_a_change_that_there_is_not_cannot_be_taken_back() -> None:
    with pytest.raises(UnknownName, match="revision"):
        CATALOGUE.with_change(DEARER).without_change("revison")


def test_a_changed_catalogue_lists_its_changes_by_date() -> None:
    later = change("later", date(2018, 1, 1), set={"critical_illness.fee.amount": 110})
    assert (DEARER, later) == CATALOGUE.with_change(later, DEARER).changes


def test_reviews_decisions_and_covers_follow_the_change() -> None:
    reformed = CATALOGUE.with_change(DEARER, change("b", set={"critical_illness.term.years": 1}))
    of_100 = application(entries(100), starts=SINCE)
    review = reformed["critical_illness"].review(of_100)
    assert (10_000, date(2018, 1, 1)) == (review.fee, review.covers()[0].ends)


def test_decide_follows_the_change() -> None:
    open_to_65 = CATALOGUE.with_change(change(set={"accident.eligibility.age.maximum": 65}))
    of_65 = {"member": member(birth_date=date(1952, 1, 1)), "unit": UNIT}
    asked = {**of_65, "starts": SINCE, "level": 1}
    assert [False, True] == [
        catalogue["accident"].decide(**asked).eligible for catalogue in (CATALOGUE, open_to_65)
    ]


# What is refused ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "value", "error", "text"),
    [
        ("critical_illness.fee.amont", 100, UnknownName, "critical_illness.fee.amount"),
        ("critical_illness.fees.amount", 100, UnknownName, "mean 'critical_illness.fee.amount'?"),
        (
            "critical_illness.fees.amount",
            100,
            UnknownName,
            "'revision': A path of critical",
        ),
        ("critical_illness.fees.amount", 100, UnknownName, "path='critical_illness.fees.amount'"),
        ("critical_illness.rates.amount", 100, UnknownName, "there are critical_illness.plan, "),
        ("critical_ilness.fee.amount", 100, UnknownName, "mean 'critical_illness.fee.amount'?"),
        ("critical_ilness.fee.amount", 100, UnknownName, "path='critical_ilness.fee.amount'"),
        ("zzz.fee.amount", 100, UnknownName, "there are medical, accident_property, "),
        ("重大疾病.fee.amount", 100, UnknownName, "plan's code: critical_illness.fee.amount"),
        ("critical_illness.fee.amount", 90, ChangesNothing, "another value"),
        ("critical_illness.fee.amount", 90.5, InvalidType, 'write "90.5"'),
        ("critical_illness.fee.amount", -1, InvalidValue, "0 yuan and more"),
        ("critical_illness.fee.at_most", 0, InvalidValue, "at least 1"),
        ("critical_illness.fee.at_most", "4", InvalidType, "whole number"),
        ("critical_illness.eligibility.age.maximum", 15, InvalidValue, "ends before it begins"),
        ("critical_illness.term.years", 0, InvalidValue, "at least 1"),
        ("critical_illness.fee", 100, InvalidType, "fee.amount"),
        ("accident_property.benefit.amount", 1, InvalidValue, "benefit.fire.amount"),
        ("accident.eligibility.participation.of", "women", UnknownName, "female_employees"),
        ("accident.fee.amounts.5", 1, UnknownName, "fee.amounts.4"),
        ("accident.fee.amounts", {1: 1, 3: 3}, InvalidValue, "without a gap"),
        ("accident.fee.amounts", 3, InvalidType, "no table of levels"),
    ],
)
def test_a_setting_that_cannot_be_is_refused(
    path: str, value: object, error: type[MutualAidError], text: str
) -> None:
    with pytest.raises(error, match=re.escape(text)):
        CATALOGUE.with_change(change(set={path: value}))


def test_an_error_names_the_change() -> None:
    with pytest.raises(InvalidValue, match="'revision' of critical_illness"):
        CATALOGUE.with_change(change(set={"critical_illness.term.years": 0}))


@pytest.mark.parametrize("since", [date(2014, 12, 31), date(1900, 1, 1)])
def test_a_day_on_which_the_plan_is_not_in_force_is_refused(since: date) -> None:
    with pytest.raises(NotInForce, match="2015-01-01"):
        CATALOGUE.with_change(change(since=since, set={"critical_illness.fee.amount": 100}))


def test_the_first_day_of_an_edition_may_be_changed() -> None:
    first = change(since=date(2015, 1, 1), set={"critical_illness.fee.amount": 100})
    assert 100 == edition("critical_illness", first, on=date(2015, 1, 1)).fee.amount


def test_two_changes_of_one_place_on_one_day_are_refused() -> None:
    other = change("other", set={"critical_illness.fee.amount": 110})
    with pytest.raises(ChangesClash, match=r"critical_illness\.fee\.amount"):
        CATALOGUE.with_change(DEARER, other)


def test_two_changes_of_one_place_under_two_names_for_it_are_refused() -> None:
    short = change("a", set={"medical.benefit.amount": 1})
    long = change("b", set={"medical.benefit.benefit.amount": 2})
    with pytest.raises(ChangesClash, match="order makes a difference"):
        CATALOGUE.with_change(short, long)


def test_a_wrapper_and_a_setting_of_one_day_whose_order_matters_are_refused() -> None:
    with pytest.raises(ChangesClash, match="order makes a difference"):
        CATALOGUE.with_change(DEARER, change("double", hooks=DoubleFees()))


def test_changes_of_one_day_of_which_one_needs_the_other_are_refused() -> None:
    first = change("a", add={"medical.benefit": Ceiling(500, code="extra", events=[HAIL])})
    second = change("b", set={"medical.benefit.extra.amount": 600})
    with pytest.raises(ChangesClash, match="order makes a difference"):
        CATALOGUE.with_change(first, second)


def test_one_change_may_reach_two_plans_with_rules_of_its_own() -> None:
    both = change(
        replace={"medical.fee": Flat(20), "inpatient_medical.fee": Flat(60)},
        add={
            "medical.benefit": Ceiling(500, code="extra", events=[HAIL]),
            "inpatient_medical.benefit": Ceiling(600, code="extra", events=[HAIL]),
        },
    )
    assert [(20, 500), (60, 600)] == [
        (one.fee.amount, one.benefit.line("extra").amount)
        for one in (edition(plan, both) for plan in ("medical", "inpatient_medical"))
    ]


def test_two_changes_of_one_day_that_do_not_meet_are_taken() -> None:
    other = change("other", set={"critical_illness.fee.at_most": 5})
    assert PerShare(100, at_most=5) == edition("critical_illness", DEARER, other).fee


def test_two_changes_of_one_name_are_refused() -> None:
    with pytest.raises(ChangesClash, match="one name"):
        CATALOGUE.with_change(DEARER, change(set={"accident.eligibility.age.maximum": 61}))


def test_a_later_change_that_repeats_an_earlier_one_is_refused() -> None:
    again = change("again", date(2018, 1, 1), set={"critical_illness.fee.amount": 100})
    with pytest.raises(ChangesNothing, match="'again'"):
        CATALOGUE.with_change(DEARER, again)


@pytest.mark.parametrize(
    "parts",
    [
        {"set": {"medical.benefit.amount": 1, "medical.benefit.benefit.amount": 2}},
        {"set": {"accident.fee.amounts": [1, 2, 3, 4], "accident.fee.amounts.2": 55}},
        {"set": {"accident.fee.amounts.2": 55}, "replace": {"accident.fee": Flat(3)}},
        {"set": {"accident.eligibility.age.maximum": 65}, "remove": ["accident.eligibility.age"]},
        {"replace": {"accident.fee": Flat(3)}, "remove": ["accident.fee.high_risk"]},
        {
            "add": {"medical.eligibility.unit": UnionMember()},
            "remove": ["medical.eligibility.any_of"],
        },
        {
            "replace": {"medical.eligibility.unit": UnionMember()},
            "remove": ["medical.eligibility.any_of.unit"],
        },
    ],
)
def test_settings_of_one_change_that_meet_are_refused(parts: dict[str, Any]) -> None:
    with pytest.raises(ChangesClash):
        CATALOGUE.with_change(change(**parts))


@pytest.mark.parametrize(
    ("parts", "error", "text"),
    [
        ({"remove": ["accident.fee"]}, InvalidValue, "No plan is without"),
        ({"remove": ["critical_illness.fee.amount"]}, InvalidValue, "must be said"),
        ({"remove": ["accident.fee.amounts.2"]}, InvalidValue, "must be said"),
        ({"remove": ["accident.eligibility.age.maximun"]}, UnknownName, "maximum"),
        ({"remove": ["accident_property.benefit.fire.terms"]}, UnknownName, "benefit.fire"),
        ({"add": {"accident.fee": UnionMember()}}, InvalidType, "holds no UnionMember"),
        ({"add": {"accident.eligibility.age": UnionMember()}}, InvalidType, "holds no UnionMember"),
        ({"add": {"accident.eligibility": WaitingPeriod(3)}}, InvalidType, "holds no Waiting"),
        ({"add": {"accident.fee.amounts": UnionMember()}}, InvalidType, "stands where a rule"),
        ({"replace": {"accident.fee.amounts": Flat(3)}}, InvalidType, "stands where a rule"),
        ({"replace": {"accident.fee": UnionMember()}}, InvalidType, "a FeeSchedule"),
        ({"replace": {"accident.eligibility.age": AgeBetween(16, 60)}}, ChangesNothing, "nothing"),
    ],
)
def test_a_structure_that_cannot_be_is_refused(
    parts: dict[str, Any], error: type[MutualAidError], text: str
) -> None:
    with pytest.raises(error, match=text):
        CATALOGUE.with_change(change(**parts))


@pytest.mark.parametrize(
    ("parts", "error", "text"),
    [
        ({}, InvalidValue, "says nothing"),
        ({"set": {"accident": 3}}, InvalidValue, "the plan's code, a point"),
        ({"set": {"accident.": 3}}, InvalidValue, "the plan's code, a point"),
        ({"set": {3: 3}}, InvalidType, "a str is due"),
        ({"set": 3}, InvalidType, "several values"),
        ({"remove": "accident.fee"}, InvalidType, "several values"),
        ({"replace": {"accident.fee": 3}}, InvalidType, "`set` changes a figure"),
        ({"add": {"accident.eligibility": [3]}}, InvalidType, "a RuleValue is due"),
        ({"remove": ["accident.fee.high_risk"] * 2}, ChangesClash, "a path twice"),
        ({"since": datetime(2017, 1, 1, tzinfo=UTC), "remove": ["a.b"]}, InvalidType, "datetime"),
        ({"name": "", "remove": ["a.b"]}, InvalidValue, "An id is empty"),
    ],
)
def test_a_change_that_cannot_be_is_refused_when_it_is_made(
    parts: dict[str, Any], error: type[MutualAidError], text: str
) -> None:
    with pytest.raises(error, match=text):
        change(**parts)


def test_something_that_is_no_change_is_refused() -> None:
    with pytest.raises(InvalidType, match="PolicyChange"):
        CATALOGUE.with_change("dearer")  # type: ignore[arg-type]


# Editions -----------------------------------------------------------------------------------------


def test_the_catalogue_of_a_day_gives_the_rules_of_that_day_whatever_day_is_asked() -> None:
    reformed = CATALOGUE.with_change(DEARER)
    assert [90, 100] == [
        reformed.at(day)["critical_illness"].edition(date(1999, 1, 1)).fee.amount
        for day in (BEFORE, SINCE)
    ]


def test_there_is_no_catalogue_of_a_day_on_which_no_plan_is_in_force() -> None:
    with pytest.raises(NotInForce):
        CATALOGUE.at(date(2014, 12, 31))


def test_a_changed_catalogue_is_copied_and_pickled() -> None:
    reformed = CATALOGUE.with_change(DEARER)
    reformed["critical_illness"].review(application(entries(100), starts=STARTS))
    for copied in (copy.deepcopy(reformed), pickle.loads(pickle.dumps(reformed))):  # noqa: S301
        assert (DEARER,) == copied.changes


def test_a_change_equals_one_that_says_the_same() -> None:
    assert DEARER == change(set={"critical_illness.fee.amount": 100})


def test_two_changes_that_say_otherwise_differ() -> None:
    assert DEARER != change(set={"critical_illness.fee.amount": Decimal(101)})


def test_a_change_lists_the_plans_that_it_names() -> None:
    both = change(set={"accident.fee.amounts.1": 3}, remove=["critical_illness.fee.at_most"])
    assert ("accident", "critical_illness") == both.plans


def test_the_pillar_of_a_plan_may_change_and_its_payers() -> None:
    source = Source("x")
    both = PolicyChange(
        "x",
        since=SINCE,
        source=source,
        set={
            "accident.plan.pillar": "illness",
            "accident.fee.paid_by": [Payer(Text(zh="单位", en="the unit"))],
        },
    )
    after = edition("accident", both)
    assert (Pillar.ILLNESS, "the unit") == (after.info.pillar, after.fee.paid_by[0].name.en)
