"""Case tables of a plan from outside: what is ordinary follows its own rules, not ours."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from types import ModuleType
from typing import Any

import pytest

from mutualaid import (
    AgeBetween,
    BenefitSchedule,
    Catalogue,
    Ceiling,
    ChildUnder,
    DailyAllowance,
    Declares,
    DisabilityScale,
    Event,
    Excludes,
    Finding,
    Flat,
    Headcount,
    Insured,
    NoUnion,
    OfSex,
    Participation,
    Pillar,
    PlanContext,
    PlanInfo,
    PolicyChange,
    Question,
    ReportWithin,
    Rule,
    Scope,
    Sex,
    Source,
    Standing,
    Text,
    WaitingPeriod,
    all_of,
    catalogue_of,
    hookimpl,
    load_catalogue,
    since,
)
from mutualaid.testing import CaseResult, read_cases

WORDS = Text(zh="渔船", en="trawler")
STORM, STAY, MAIMED = (
    Event(code, Text(zh=title, en=code))
    for code, title in (("storm", "风暴"), ("stay", "住院"), ("maimed", "伤残"))
)
TERMS = [WaitingPeriod(30), Excludes("drink", Text(zh="酒后", en="drink")), ReportWithin(days=10)]
ANSWERS = {
    "mutualaid_plan": PlanInfo(
        code="trawler", title=WORDS, short=Text(zh="渔", en="boat"), pillar=Pillar.ACCIDENT,
        term_years=1, in_force=since(2020, 3, 1),
    ),
    "mutualaid_eligibility": all_of(
        OfSex(Sex.MALE), AgeBetween(40, 50), NoUnion(), ChildUnder(18),
        Participation(percent=50, of=Headcount.EMPLOYEES, everyone_up_to=60,
                      threshold_of=Headcount.FEMALE_EMPLOYEES),
    ),
    "mutualaid_fee": Flat(7),
    "mutualaid_benefit_cap": BenefitSchedule(
        Ceiling(500, code="storm", events=[STORM], terms=TERMS),
        Ceiling(600, code="stay", events=[STAY], formula=DailyAllowance(40)),
        Ceiling(700, code="maimed", events=[MAIMED], formula=DisabilityScale({1: 100, 2: 50})),
        Ceiling(800, code="child", events=[STORM], insured=Insured.CHILD),
    ),
}  # fmt: skip


def answering(answer: Any) -> Callable[[PlanContext], Any]:
    """Make a hook that answers the same whatever it is asked."""

    @hookimpl
    def hook(context: PlanContext) -> Any:
        return answer

    return hook


def catalogue(**other: Any) -> Catalogue:
    """Make a catalogue of the plan alone, but for what hooks of it answer otherwise."""
    module = ModuleType("somewhere.trawler")
    vars(module).update({name: answering(one) for name, one in {**ANSWERS, **other}.items()})
    return catalogue_of(module)


class Several(Rule):
    """Three people join, or more."""

    kind = "several"
    scope = Scope.UNIT
    needs_roster = True
    messages = {  # noqa: RUF012 - as every rule states them
        "several.words": Text(zh="三人以上", en="three or more"),
        "several.too_few": Text(zh="不足三人", en="fewer than three"),
    }

    def check(self, question: Question) -> Finding:
        count = question.roster and question.roster.count(Headcount.EMPLOYEES)
        if count is None:
            return Finding("several.open", Standing.OPEN, self)
        return self.met() if count.surely > 2 else self.failed("too_few")


CATALOGUE = catalogue()


def ask(header: str, row: str) -> CaseResult:
    """Ask the plan what a row asks."""
    table = read_cases(f"plan,{header}\ntrawler,{row}\n".encode(), CATALOGUE)
    assert [] == [bad.text("en") for bad in table.bad]
    return table.rows[0].case.run(CATALOGUE)


def test_what_is_ordinary_is_what_the_plan_accepts() -> None:
    assert ask("outcome,fee", "accepted,7").passed


def test_the_ordinary_person_is_of_the_plan_s_age_sex_and_unit() -> None:
    asked = ask("outcome", "accepted").review.application
    member = asked.entries[0].member
    assert (Sex.MALE, False, date(2020, 3, 1)) == (member.sex, asked.unit.has_union, asked.starts)
    assert date(1969, 3, 2) <= member.birth_date <= date(1980, 3, 1)


@pytest.mark.parametrize(
    ("women", "joining"), [(60, 100), (61, 50)], ids=["at the threshold", "above it"]
)
def test_as_many_join_as_must_by_a_threshold_of_its_own(women: int, joining: int) -> None:
    assert joining == ask("employees,female_employees,outcome", f"100,{women},refused").scene.alike


def test_as_many_join_as_a_rule_from_outside_wants() -> None:
    crowded = catalogue(mutualaid_eligibility=Several())
    table = read_cases(b"plan,others,outcome\ntrawler,,accepted\ntrawler,1,accepted\n", crowded)
    assert [3, 2] == [row.case.scene(crowded).alike for row in table.rows]


def test_others_are_of_the_plan_s_sex_too() -> None:
    asked = ask("others,outcome", "1,accepted").review.application
    assert Sex.MALE is asked.entries[-1].member.sex


@pytest.mark.parametrize(
    ("header", "row"),
    [
        ("event,amount,payable,claim_reason", "storm,100,100,none"),
        ("event,on,amount,payable,claim_reason", "storm,2020-03-30,100,0,waiting_period.too_early"),
        ("event,on,amount,payable,claim_reason", "storm,2020-03-31,100,100,none"),
        ("event,circumstances,amount,payable,claim_reason", "storm,drink,100,0,exclusion.holds"),
        ("event,circumstances,amount,payable,claim_reason", "storm,war;fog,100,100,none"),
        ("event,on,reported,amount,payable,claim_reason",
         "storm,2020-05-01,2020-05-11,100,100,none"),
        ("event,on,reported,amount,payable,claim_reason",
         "storm,2020-05-01,2020-05-12,100,0,reporting.too_late"),
        ("event,reported,amount,payable,claim_reason", "storm,?,100,?,missing.reported"),
        ("event,days,payable", "stay,3,120"),
        ("event,grade,payable", "maimed,2,350"),
        ("event,child,amount,cap,payable", "storm,yes,900,800,800"),
        ("event,amount,cap,payable", "storm,900,500,500"),
    ],
)  # fmt: skip
def test_what_a_claim_carries_reaches_the_plan(header: str, row: str) -> None:
    asked = ask(header, row)
    assert asked.passed, asked.explain("en")


@pytest.mark.parametrize("row", [",,100,500,100", ",yes,100,800,100"], ids=["member", "child"])
def test_the_line_is_that_of_the_person_where_each_has_one(row: str) -> None:
    member, _, _, child = ANSWERS["mutualaid_benefit_cap"].lines  # type: ignore[attr-defined]
    two = catalogue(mutualaid_benefit_cap=BenefitSchedule(member, child))
    table = read_cases(f"plan,case,child,amount,cap,payable\ntrawler,{row}\n".encode(), two)
    assert [True] == [one.case.run(two).passed for one in table.rows]


def test_what_a_plan_asks_besides_is_ordinarily_declared() -> None:
    asking = catalogue(mutualaid_eligibility=Declares("sober", Text(zh="清醒", en="sober")))
    table = read_cases(
        b"plan,declared,outcome,reason\ntrawler,,accepted,none\n"
        b"trawler,sober=no,refused,declared.not_so\ntrawler,none,unknown,declared.not_said\n",
        asking,
    )
    assert [True] * 3 == [row.case.run(asking).passed for row in table.rows]


# Policies that change ----------------------------------------------------------------------------

EIGHT = load_catalogue()
REFORM = PolicyChange(
    "draft",
    since=date(2017, 1, 1),
    source=Source("a draft"),
    set={"critical_illness.fee.amount": 100},
)


def passed(table: str, changed: Catalogue) -> list[bool]:
    """Say which rows of a table come out as expected under other plans."""
    return [row.case.run(changed).passed for row in read_cases(table.encode(), changed).rows]


def test_a_change_is_asked_by_the_day_on_which_the_cover_starts() -> None:
    table = "plan,starts,fee\ncritical_illness,2016-12-31,90\ncritical_illness,2017-01-01,100\n"
    assert [True, True] == passed(table, EIGHT.with_change(REFORM))


def test_where_no_day_is_said_the_newest_rules_are_asked() -> None:
    assert [True] == passed("plan,fee\ncritical_illness,100\n", EIGHT.with_change(REFORM))


def test_the_rules_of_a_day_are_asked_on_any_day() -> None:
    table = "plan,starts,fee\ncritical_illness,,90\ncritical_illness,0151-01-01,90\n"
    assert [True, True] == passed(table, EIGHT.at(date(2016, 1, 1)))


def test_a_day_too_early_for_the_ages_of_people_is_told() -> None:
    table = read_cases(b"plan,starts,fee\naccident,0150-12-31,26\n", EIGHT.at(date(2016, 1, 1)))
    assert ["case_file.beyond_calendar"] == [bad.code for bad in table.bad]
