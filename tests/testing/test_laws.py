"""The laws as a kit: named, worded, subclassed, exempted from, and told where one is broken."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import ClassVar

import pytest
from hypothesis import Phase, settings
from testing.broken import claims, conditions, fees, shares
from testing.broken.draft import CONDITIONS, Broken, line, plan

from mutualaid import (
    Application,
    Ceiling,
    DailyAllowance,
    Declares,
    DisabilityScale,
    Entry,
    Event,
    Excludes,
    Finding,
    FixedSum,
    Insured,
    InvalidType,
    InvalidValue,
    Member,
    NoWorkInjury,
    ObservationDays,
    PerShare,
    PlansNotLoaded,
    PolicyChange,
    Question,
    Reimburse,
    ReimburseByBands,
    ReportWithin,
    Rule,
    Scope,
    Sex,
    Source,
    Text,
    Unit,
    UnknownName,
    catalogue_of,
    load_catalogue,
)
from mutualaid.testing import LAWS, Law, PlanLaws
from mutualaid.testing.kinds import as_the_library_has_it
from mutualaid.testing.plan_laws import try_law
from mutualaid.testing.subject import Subject
from mutualaid.testing.trial import Trial

CHINESE = re.compile(r"[\u4e00-\u9fff]")
FEW = settings(max_examples=100, database=None, derandomize=True)
UNSHRUNK = settings(FEW, phases=[Phase.generate])


# What a law is ------------------------------------------------------------------------------------


def test_there_are_at_least_twenty_laws() -> None:
    assert len(LAWS) >= 20


@pytest.mark.parametrize("law", LAWS.values(), ids=LAWS)
def test_a_law_has_a_sentence_and_a_reason_in_both_languages(law: Law) -> None:
    for text in (law.sentence, law.reason):
        assert CHINESE.search(text.zh)
        assert text.zh.endswith("。")
        assert re.fullmatch(r"[A-Z].*\.", text.en)


@pytest.mark.parametrize("law", LAWS.values(), ids=LAWS)
def test_a_law_is_a_test_with_its_sentence_for_a_docstring(law: Law) -> None:
    class Tried(PlanLaws):
        plan = "accident"

    assert law.sentence.en == getattr(Tried, f"test_{law.name}").__doc__


# Whose laws ---------------------------------------------------------------------------------------

EXPECTED = "a Plan, a plan module, or the code of an installed plan"
STAY = Event("stay", Text(zh="住院", en="stay in hospital"))
DISABLED = Event("disabled", Text(zh="伤残", en="disability"))
LOSS = Event("loss", Text(zh="损失", en="loss"))
DEATH = Event("death", Text(zh="身故", en="death"))
DRINK = Text(zh="酒后", en="after drinking")


class TestADraftWithAFormulaOfEveryKind(PlanLaws):
    """A stranger's plan keeps the laws too, with terms and formulas that none of the eight has."""

    plan = plan(
        conditions=[*CONDITIONS, Declares("healthy", Text(zh="身体健康", en="in good health"))],
        lines=[
            line(terms=[NoWorkInjury(), ObservationDays(7), Excludes("drink", DRINK)]),
            line(amount=400, code="stay", events=[STAY], per_share=False,
                 formula=DailyAllowance(40, from_day=3, at_most_days=8)),
            line(amount=1_000, code="disabled", events=[DISABLED],
                 formula=DisabilityScale({1: 100, 2: 50, 3: 10}), terms=[ReportWithin(months=6)]),
            line(amount=1_000, code="loss", events=[LOSS],
                 formula=ReimburseByBands({100: 50, 500: 60})),
            line(FixedSum, amount=500, code="death", events=[DEATH], formula=None),
            line(Ceiling, amount=700, code="child_stay", events=[STAY], insured=Insured.CHILD,
                 formula=None, terms=[]),
        ],
    )  # fmt: skip


def test_a_plan_is_found_by_its_code_its_module_or_as_it_is() -> None:
    module = plan()
    installed = load_catalogue()["accident"]
    found = [Subject.of(one).plan.code for one in ("accident", "意外伤害", installed, module)]
    assert ["accident", "accident", "accident", "draft"] == found


def test_a_module_may_have_another_name_than_its_plan() -> None:
    module = plan()
    module.__name__ = "somebody.elses_plan"
    assert "draft" == Subject.of(module).plan.code


@pytest.mark.parametrize("wrong", [5, None, load_catalogue()])
def test_something_else_is_no_plan_to_test(wrong: object) -> None:
    with pytest.raises(InvalidType, match=EXPECTED):
        Subject.of(wrong)  # type: ignore[arg-type]


def test_a_name_that_no_installed_plan_has_is_refused_with_the_nearest() -> None:
    with pytest.raises(UnknownName, match="did you mean 'accident'"):
        Subject.of("accidnt")


def test_a_module_that_is_no_plan_is_refused_with_everything_that_is_wrong() -> None:
    with pytest.raises(PlansNotLoaded, match="mutualaid_fee is missing"):
        Subject.of(ModuleType("nothing"))


def test_a_plan_whose_module_cannot_be_found_again_is_refused() -> None:
    drafts = catalogue_of(plan())
    with pytest.raises(InvalidValue, match="The module of a plan cannot be imported again"):
        Subject.of(drafts["draft"])


def test_a_class_that_names_no_plan_is_told_so() -> None:
    class Nameless(PlanLaws):
        pass

    with pytest.raises(InvalidType, match=r"Nameless names no plan.*\n\nHint: write `plan"):
        Nameless.subject()


def test_a_plan_under_a_change_is_tested_as_it_is_changed() -> None:
    fee = {"accident.fee.amounts.1": 30}
    change = PolicyChange("dearer", since=date(2017, 1, 1), source=Source("a draft"), set=fee)
    changed = load_catalogue().with_change(change)["accident"]

    class Changed(PlanLaws):
        plan = changed

    assert 2 == len(Changed.subject().plan.editions)


# Exemptions ---------------------------------------------------------------------------------------


def test_a_plan_may_be_exempt_from_a_law_with_a_reason() -> None:
    class Exempt(PlanLaws):
        plan = "accident"
        exempt: ClassVar = {"high_risk_never_costs_less": "§ 9 rewards dangerous work"}

    assert Exempt.test_high_risk_never_costs_less is None


def test_an_exemption_from_a_law_that_there_is_not_is_refused_with_the_nearest() -> None:
    with pytest.raises(UnknownName, match="did you mean 'high_risk_never_costs_less'"):

        class Exempt(PlanLaws):
            exempt: ClassVar = {"high_risk_never_cost_less": "a slip"}


def test_a_law_can_be_said_otherwise() -> None:
    class Otherwise(PlanLaws):
        plan = "accident"

        def test_no_entry_is_lost(self) -> None:
            """Some other test."""

    assert "Some other test." == Otherwise.test_no_entry_is_lost.__doc__


def test_each_subclass_has_tests_of_its_own() -> None:
    class One(PlanLaws):
        plan = "accident"

    class Other(One):
        plan = "medical"

    assert One.test_no_entry_is_lost is not Other.test_no_entry_is_lost


# Cases --------------------------------------------------------------------------------------------


def test_a_case_table_is_looked_for_beside_the_test() -> None:
    class WithCases(PlanLaws):
        plan = plan()
        cases = "broken/draft_cases.csv"

    assert Path(__file__).parent / "broken" / "draft_cases.csv" == WithCases.subject().cases


def test_a_case_table_with_a_bad_cell_breaks_the_law(tmp_path: Path) -> None:
    table = tmp_path / "some.cases.csv"
    table.write_text("plan,age,outcome\ndraft,sixty,accepted\n", "utf-8")
    with pytest.raises(AssertionError, match="age"):
        try_law(LAWS["the_plan_answers_as_its_cases_say"], Subject.of(plan(), cases=table))


# What is told of a law that does not hold ---------------------------------------------------------


@cache
def report(broken: Broken) -> str:
    """Give the notes of the error that tells of a broken plan."""
    with pytest.raises(AssertionError) as caught:
        try_law(LAWS[broken.law], Subject.of(broken.make()), FEW)
    return "\n".join(caught.value.__notes__)


def test_a_broken_law_is_told_with_its_sentence_and_its_reason() -> None:
    told = report(fees.a_fee_falls_with_shares)
    law = LAWS["one_share_more_never_costs_less"]
    for text in (law.sentence, law.reason):
        assert text.zh in told
        assert text.en in told


def test_the_smallest_example_is_told_as_rows_of_a_case_table() -> None:
    told = report(fees.a_fee_falls_with_shares)
    assert "  plan,starts,shares,outcome,fee" in told
    assert "  draft,2016-01-01,,accepted,360" in told
    assert "  draft,2016-01-01,2,accepted,270" in told


def test_an_application_is_told_as_a_row() -> None:
    told = report(shares.a_shortfall_is_one_too_small)
    assert re.search(r"^  plan,starts,.*outcome,fee$", told, re.MULTILINE)
    assert re.search(r"^  draft,2016-01-01,.*refused,0$", told, re.MULTILINE)


def test_claims_are_told_as_rows() -> None:
    told = report(claims.a_deductible_is_taken_of_each_claim)
    assert re.search(r"^  plan,starts,event,on,amount,(earlier,)?payable", told, re.MULTILINE)


def test_a_law_about_the_plan_itself_is_told_with_its_sentence() -> None:
    told = report(conditions.an_age_band_keeps_nobody_out)
    assert "Every condition is met by somebody and missed by somebody." in told


def test_what_a_row_cannot_hold_is_told_as_it_is() -> None:
    trial = Trial(Subject.of("accident"))
    people = [Member(f"M{n}", date(1980 + n, 5, 17), Sex.MALE, serving=True) for n in range(3)]
    entered = Application(Unit("U1"), date(2016, 1, 1), [Entry(one, level=1) for one in people])
    trial.review(entered)
    assert [repr(entered)] == list(trial.rows())


MAKERS: list[Callable[[], ModuleType]] = [plan, fees.by_level]


@pytest.mark.parametrize("make", MAKERS)
def test_a_sound_plan_is_told_nothing_of(make: Callable[[], ModuleType]) -> None:
    try_law(LAWS["one_share_more_never_costs_less"], Subject.of(make()), UNSHRUNK)


# Rules from outside -------------------------------------------------------------------------------


class TheirFee(PerShare):
    """A fee of a stranger that goes by the library's name, and means the same."""

    __slots__ = ()


class TheirLine(Ceiling):
    """A line of a stranger that goes by the library's name, and means the same."""

    __slots__ = ()


class TheirFormula(Reimburse):
    """A formula of a stranger that goes by the library's name, and means the same."""

    __slots__ = ()


class OfTheBlue(Rule):
    """A rule of a stranger under a name of its own, which says only what it answers."""

    __slots__ = ()
    kind = "of_the_blue"
    scope = Scope.PERSON
    messages = {  # noqa: RUF012 - read only
        "of_the_blue.words": Text(zh="任何人", en="anybody"),
    }

    def check(self, question: Question) -> Finding:
        return self.met()


@pytest.mark.parametrize(
    ("law", "strange"),
    [
        (
            "a_rule_by_the_name_of_the_librarys_means_the_same",
            plan(conditions=[*CONDITIONS, OfTheBlue()], fee=TheirFee(90, at_most=4)),
        ),
        (
            "a_benefit_by_the_name_of_the_librarys_means_the_same",
            plan(lines=[line(TheirLine, formula=TheirFormula(80, above=100))]),
        ),
        (
            "every_condition_is_met_by_some_and_missed_by_others",
            plan(conditions=[*CONDITIONS, OfTheBlue()]),
        ),
    ],
)
def test_a_sound_rule_from_outside_breaks_no_law(law: str, strange: ModuleType) -> None:
    try_law(LAWS[law], Subject.of(strange), settings(FEW, max_examples=300))


def test_a_rule_with_a_name_of_its_own_is_none_of_the_librarys() -> None:
    assert None is as_the_library_has_it(OfTheBlue())


def test_a_plan_whose_rules_have_no_column_form_keeps_the_law_of_dataframes() -> None:
    subject = Subject.of(conditions.something_is_needed_that_is_not_named.make())
    try_law(LAWS["a_dataframe_has_the_answers_of_its_applications"], subject, FEW)


def test_declared_answers_stand_in_columns_of_their_own() -> None:
    declares = Declares("healthy", title=Text(zh="身体健康", en="in good health"))
    subject = Subject.of(plan(conditions=[*CONDITIONS, declares]))
    try_law(LAWS["a_dataframe_has_the_answers_of_its_applications"], subject, FEW)
