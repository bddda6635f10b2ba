"""The catalogue: look-up by any name, order, and what it keeps."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta

import pytest

from mutualaid import Catalogue, Decision, Member, Sex, Text, Unit, UnknownName, load_catalogue
from mutualaid.catalogue import KEPT

ORDER = [
    "medical",
    "accident_property",
    "inpatient_medical",
    "inpatient_allowance",
    "critical_illness",
    "womens_illness",
    "accident",
    "childrens_accident",
]
STARTS = date(2016, 1, 1)
MEMBER = Member("M1", date(1980, 5, 17), Sex.FEMALE, serving=True)
UNIT = Unit("U1", employees=40, in_beijing=True, has_union=True)


@pytest.fixture
def catalogue() -> Catalogue:
    """Give a catalogue that has kept nothing yet."""
    return load_catalogue()


# Look-up -------------------------------------------------------------------------------------


@pytest.mark.parametrize("code", ORDER)
def test_a_plan_is_found_by_each_of_its_names(catalogue: Catalogue, code: str) -> None:
    names = catalogue[code].info.names
    assert [code] * len(names) == [catalogue[name].code for name in names]


@pytest.mark.parametrize(
    "name",
    [
        "critical_illness",
        "CRITICAL_ILLNESS",
        "Critical_Illness",
        " critical_illness ",
        "在职职工重大疾病互助保障活动",
        "《在职职工重大疾病互助保障活动》",
        " 《在职职工重大疾病互助保障活动》 ",
        "《 在职职工重大疾病 互助保障活动 》",
        "在职职工 重大疾病\n互助保障活动",
        "在职职工\u3000重大疾病互助保障活动",
    ],
)
def test_case_blanks_and_book_title_marks_make_no_difference(
    catalogue: Catalogue, name: str
) -> None:
    assert "critical_illness" == catalogue[name].code


@pytest.mark.parametrize(
    ("alias", "code"),
    [
        ("暖·互助", "medical"),
        ("《暖·互助》", "medical"),
        ("非工伤意外伤害及家财综合损失互助保障计划", "accident_property"),
        ("在职职工住院医疗互助保障活动", "inpatient_medical"),
        ("在职职工住院津贴互助保障活动", "inpatient_allowance"),
        ("在职职工特殊疾病互助保障活动", "womens_illness"),
    ],
)
def test_a_plan_is_found_by_the_aliases_of_the_leaflet(
    catalogue: Catalogue, alias: str, code: str
) -> None:
    assert code == catalogue[alias].code


def test_an_english_title_may_be_written_in_capitals(catalogue: Catalogue) -> None:
    title = catalogue["medical"].title.en
    assert "medical" == catalogue[title.upper()].code


def test_a_wrong_name_names_the_nearest(catalogue: Catalogue) -> None:
    with pytest.raises(UnknownName) as caught:
        catalogue["critical_ilness"]
    assert "critical_illness" == caught.value.nearest[0]


def test_a_wrong_name_lists_every_name_there_is(catalogue: Catalogue) -> None:
    with pytest.raises(UnknownName) as caught:
        catalogue["nothing"]
    names = [name for plan in catalogue.values() for name in plan.info.names]
    assert tuple(names) == caught.value.known


def test_a_wrong_name_is_given_the_default(catalogue: Catalogue) -> None:
    assert catalogue.get("nothing") is None


@pytest.mark.parametrize("name", ["medical", "暖·互助", "《暖·互助》", "MEDICAL"])
def test_a_name_of_a_plan_is_in_the_catalogue(catalogue: Catalogue, name: str) -> None:
    assert name in catalogue


@pytest.mark.parametrize("name", ["medica", "", "《》", None, 5])
def test_what_names_no_plan_is_not_in_the_catalogue(catalogue: Catalogue, name: object) -> None:
    assert name not in catalogue


# A mapping -----------------------------------------------------------------------------------


def test_plans_stand_in_the_order_of_the_leaflet(catalogue: Catalogue) -> None:
    assert ORDER == list(catalogue)


def test_the_plans_are_eight(catalogue: Catalogue) -> None:
    assert 8 == len(catalogue)


def test_a_catalogue_is_a_mapping_from_codes_to_plans(catalogue: Catalogue) -> None:
    assert isinstance(catalogue, Mapping)
    assert ORDER == [plan.code for plan in catalogue.values()]


def test_a_catalogue_shows_its_plans(catalogue: Catalogue) -> None:
    assert f"<Catalogue {', '.join(ORDER)}>" == repr(catalogue)


def test_a_plan_shows_its_code_and_title(catalogue: Catalogue) -> None:
    assert "<Plan accident · 在职职工意外伤害互助保障活动>" == repr(catalogue["accident"])


# A plan --------------------------------------------------------------------------------------


def test_a_plan_gives_what_its_newest_edition_says_it_is(catalogue: Catalogue) -> None:
    plan, info = catalogue["medical"], catalogue["medical"].editions[-1].info
    assert (info, info.code, info.title, info.aliases, info.pillar) == (
        plan.info,
        plan.code,
        plan.title,
        plan.aliases,
        plan.pillar,
    )


def test_a_plan_names_the_distribution_that_it_comes_from(catalogue: Catalogue) -> None:
    assert "mutualaid" == catalogue["medical"].found.split()[0]


@pytest.mark.parametrize(
    ("on", "in_force"), [(date(2014, 12, 31), False), (date(2015, 1, 1), True)]
)
def test_the_leaflets_edition_is_in_force_from_2015_on(
    catalogue: Catalogue, on: date, in_force: bool
) -> None:
    assert [in_force] * 8 == [plan.in_force(on) for plan in catalogue.values()]


def test_the_edition_in_force_is_given(catalogue: Catalogue) -> None:
    plan = catalogue["medical"]
    assert plan.editions[0] is plan.edition(date(2015, 1, 1))


def test_the_editions_of_a_day_stand_in_the_order_of_the_leaflet(catalogue: Catalogue) -> None:
    assert ORDER == [edition.code for edition in catalogue.editions(STARTS)]


def test_all_decisions_stand_in_the_order_of_the_leaflet(catalogue: Catalogue) -> None:
    assert ORDER == list(catalogue.decide_all(MEMBER, UNIT, starts=STARTS))


@pytest.mark.parametrize("code", ORDER)
def test_one_plan_and_all_plans_decide_alike(catalogue: Catalogue, code: str) -> None:
    alone = catalogue[code].decide(MEMBER, UNIT, starts=STARTS)
    assert alone == catalogue.decide_all(MEMBER, UNIT, starts=STARTS)[code]


def test_shares_go_to_the_plans_that_are_sold_by_the_share(catalogue: Catalogue) -> None:
    decisions = catalogue.decide_all(MEMBER, UNIT, starts=STARTS, shares=2)
    by_share = [code for code, decision in decisions.items() if decision.question.shares == 2]
    assert ["critical_illness", "womens_illness", "childrens_accident"] == by_share


def test_a_level_goes_to_the_plan_that_is_sold_by_level(catalogue: Catalogue) -> None:
    decisions = catalogue.decide_all(MEMBER, UNIT, starts=STARTS, level=2)
    by_level = [code for code, decision in decisions.items() if decision.question.level == 2]
    assert ["accident"] == by_level


def test_shares_and_a_level_may_be_asked_of_all_plans_together(catalogue: Catalogue) -> None:
    decisions = catalogue.decide_all(MEMBER, UNIT, starts=STARTS, shares=2, level=3)
    asked = [decisions[code].question for code in ("medical", "critical_illness", "accident")]
    assert [(1, None), (2, None), (1, 3)] == [(one.shares, one.level) for one in asked]


# What is kept --------------------------------------------------------------------------------


def days() -> Iterator[date]:
    """Give more start days than functions are kept for."""
    return (STARTS + timedelta(days=number) for number in range(KEPT + 6))


def test_a_plan_keeps_functions_for_so_many_start_days_and_no_more(catalogue: Catalogue) -> None:
    plan = catalogue["critical_illness"]
    for day in days():
        plan.decide(MEMBER, UNIT, starts=day)
    assert KEPT == len(plan._deciders)


def test_a_catalogue_keeps_functions_for_so_many_start_days_and_no_more(
    catalogue: Catalogue,
) -> None:
    for day in days():
        catalogue.decide_all(MEMBER, UNIT, starts=day)
    assert KEPT == len(catalogue._deciders)


def test_the_oldest_start_day_goes_first(catalogue: Catalogue) -> None:
    for day in days():
        catalogue.decide_all(MEMBER, UNIT, starts=day)
    assert list(days())[6:] == list(catalogue._deciders)


def test_a_function_is_kept_for_the_same_start_day(catalogue: Catalogue) -> None:
    kept = []
    for _ in range(2):
        catalogue.decide_all(MEMBER, UNIT, starts=STARTS)
        kept.append(catalogue._deciders[STARTS])
    assert kept[0] is kept[1]


def eligible(decisions: Mapping[str, Decision]) -> list[bool | None]:
    """Give what each plan answers."""
    return [decision.eligible for decision in decisions.values()]


def test_an_answer_does_not_change_when_its_function_was_dropped(catalogue: Catalogue) -> None:
    first = eligible(catalogue.decide_all(MEMBER, UNIT, starts=STARTS))
    for day in days():
        catalogue.decide_all(MEMBER, UNIT, starts=day)
    assert first == eligible(catalogue.decide_all(MEMBER, UNIT, starts=STARTS))


def test_titles_are_in_both_languages(catalogue: Catalogue) -> None:
    assert all(isinstance(plan.title, Text) for plan in catalogue.values())
