"""What can be wrong with a plan module, each fault provoked, and several at once.

The modules are made here and not installed; `test_installed.py` provokes the main faults through
distributions that are.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import date
from types import ModuleType
from typing import Any

import attrs
import pluggy
import pytest

from mutualaid import (
    BenefitSchedule,
    Ceiling,
    ClaimTerm,
    Event,
    Finding,
    Flat,
    HasUnion,
    NotInForce,
    NoWorkInjury,
    Period,
    Pillar,
    PlanContext,
    PlanInfo,
    PlansNotLoaded,
    Question,
    Reimburse,
    Rule,
    Scope,
    Serving,
    Text,
    all_of,
    any_of,
    catalogue_of,
    hookimpl,
    hookspecs,
    since,
)
from mutualaid.claim import ClaimQuestion
from mutualaid.loading import (
    HOOKS,
    Candidate,
    Hooks,
    LoadReport,
    Problem,
    diagnose_modules,
    raise_problems,
)

Hook = Callable[..., Any]
INJURY = Event("injury", Text(zh="伤害", en="injury"))
LINE = Ceiling(10_000, events=[INJURY])
STARTS = date(2016, 1, 1)


def info(code: str = "draft", **changes: Any) -> PlanInfo:
    """Say what a plan is."""
    parts: dict[str, Any] = {
        "code": code,
        "title": Text(zh=f"{code}互助计划", en=f"{code} aid plan"),
        "short": Text(zh=f"{code}互助", en=f"{code} aid"),
        "pillar": Pillar.ACCIDENT,
        "term_years": 1,
        "in_force": since(2015, 1, 1),
    }
    return PlanInfo(**(parts | changes))


def answering(answer: object) -> Hook:
    """Make a hook that answers the same whatever it is asked."""

    @hookimpl
    def hook(context: PlanContext) -> object:
        return answer

    return hook


def raising(error: BaseException) -> Hook:
    """Make a hook that raises."""

    @hookimpl
    def hook(context: PlanContext) -> object:
        raise error

    return hook


def plan(name: str = "draft", **hooks: Hook | None) -> ModuleType:
    """Make a plan module in which nothing is wrong but what is passed; None leaves a hook out."""
    module = ModuleType(f"somewhere.{name}")
    good = {
        "mutualaid_plan": answering(info(name)),
        "mutualaid_eligibility": answering(all_of(Serving(), HasUnion())),
        "mutualaid_fee": answering(Flat(56)),
        "mutualaid_benefit_cap": answering(BenefitSchedule(LINE)),
    }
    for hook, implementation in (good | hooks).items():
        if implementation is not None:
            setattr(module, hook, implementation)
    return module


def describing(**changes: Any) -> ModuleType:
    """Make a plan module that says something else of what it is."""
    return plan(mutualaid_plan=answering(info(**changes)))


def faults(*modules: ModuleType) -> list[tuple[str, str, str]]:
    """Give what is wrong with plan modules: whose fault, what, and how to mend it."""
    report = diagnose_modules(modules)
    return [(problem.plan.name, problem.what, problem.hint) for problem in report.problems]


# Nothing wrong -------------------------------------------------------------------------------


def test_a_good_plan_has_no_problem() -> None:
    assert [] == faults(plan())


def test_a_good_plan_is_loaded() -> None:
    assert ["draft"] == list(catalogue_of(plan()))


def test_a_plan_that_is_not_installed_says_so() -> None:
    assert "not installed" == catalogue_of(plan())["draft"].found


def test_a_plan_is_known_by_the_last_part_of_its_modules_name() -> None:
    assert Candidate("draft", "not installed", "somewhere.draft") == (
        diagnose_modules([plan()]).plans[0].found
    )


def test_no_plans_make_an_empty_catalogue() -> None:
    assert 0 == len(catalogue_of())


def test_what_else_stands_in_the_module_does_not_matter() -> None:
    module = plan()
    module.helper, module.mutualaid_figures = str, 5  # type: ignore[attr-defined]
    assert [] == faults(module)


def test_an_eligibility_of_a_single_rule_will_do() -> None:
    assert [] == faults(plan(mutualaid_eligibility=answering(Serving())))


def test_each_plan_answers_for_itself() -> None:
    dear = plan("dear", mutualaid_fee=answering(Flat(90)))
    catalogue = catalogue_of(plan("cheap"), dear)
    fees = [found.editions[0].fee for found in catalogue.values()]
    assert [Flat(56), Flat(90)] == fees


# One fault -----------------------------------------------------------------------------------


def undecorated(context: PlanContext) -> Flat:
    return Flat(56)


def marked(**options: Any) -> Hook:
    """Make a fee hook that asks for a place among the others."""

    @hookimpl(**options)
    def hook(context: PlanContext) -> Flat:
        return Flat(56)

    return hook


@hookimpl
def misnamed(ctx: PlanContext) -> Flat:
    return Flat(56)


@hookimpl
def generating(context: PlanContext) -> Any:
    yield Flat(56)


@attrs.define(repr=False, eq=True)
class Unhashable(Rule):
    """A rule that holds a list."""

    kind = "unhashable"
    scope = Scope.PERSON
    names: list[str] = attrs.field(factory=list)

    def check(self, question: Question) -> Finding:
        return self.met()


@attrs.define(repr=False, eq=True)
class UnhashableTerm(ClaimTerm):
    """A term that holds a list."""

    kind = "unhashable_term"
    names: list[str] = attrs.field(factory=list, kw_only=True)

    def check(self, question: ClaimQuestion) -> Finding:
        return self.met()


def refused(context: PlanContext) -> Flat:
    return Flat(89.5)  # type: ignore[arg-type]


@hookimpl
def of_no_event(context: PlanContext) -> BenefitSchedule:
    return BenefitSchedule(attrs.evolve(LINE, terms=[NoWorkInjury(events=["injuries"])]))


FAULTS = {
    "a misspelt hook": (
        plan(mutualaid_fees=answering(Flat(56))),
        "mutualaid_fees is no hook",
        "there is mutualaid_fee",
    ),
    "a hook that is nothing like one": (
        plan(premium=answering(Flat(56))),
        "premium is no hook",
        "there is mutualaid_plan, mutualaid_eligibility, mutualaid_fee, mutualaid_benefit_cap",
    ),
    **{
        f"{hook} is missing": (
            plan(**{hook: None}),
            f"{hook} is missing",
            "a plan implements each of the four hooks",
        )
        for hook in HOOKS
    },
    "an undecorated hook": (
        plan(mutualaid_fee=undecorated),
        "mutualaid_fee is not decorated",
        "write @hookimpl above it",
    ),
    "an undecorated and misspelt hook": (
        plan(mutualaid_fees=undecorated),
        "mutualaid_fees is not decorated",
        "write @hookimpl above it",
    ),
    **{
        f"a hook marked {option}": (
            plan(mutualaid_fee=marked(**{option: value})),
            f"mutualaid_fee is marked {option}",
            "a plan answers for itself alone",
        )
        for option, value in {
            "wrapper": True,
            "hookwrapper": True,
            "tryfirst": True,
            "trylast": True,
            "specname": "mutualaid_plan",
        }.items()
    },
    "a hook that takes its context under another name": (
        plan(mutualaid_fee=misnamed),
        "ctx",
        "a hook takes one argument, `context`",
    ),
    "a hook that raises": (
        plan(mutualaid_fee=raising(ZeroDivisionError("by nothing"))),
        "mutualaid_fee raises ZeroDivisionError: by nothing",
        "a hook returns rule values",
    ),
    "a rule that refuses nonsense": (
        plan(mutualaid_fee=hookimpl(refused)),
        "mutualaid_fee is refused: Money is exact, and a float is not",
        'write "89.5"',
    ),
    "a hook that forgets to return": (
        plan(mutualaid_fee=answering(None)),
        "mutualaid_fee returns None; does it forget to return?",
        "it returns a FeeSchedule",
    ),
    "a hook that yields": (
        plan(mutualaid_fee=generating),
        "mutualaid_fee returns <generator",
        "it returns a FeeSchedule",
    ),
    "a plan that is a text": (
        plan(mutualaid_plan=answering("draft")),
        "mutualaid_plan returns 'draft'",
        "it returns a PlanInfo",
    ),
    "an eligibility that is a list": (
        plan(mutualaid_eligibility=answering([Serving()])),
        "mutualaid_eligibility returns [Serving()]",
        "it returns a Rule",
    ),
    "a fee that is a condition": (
        plan(mutualaid_fee=answering(Serving())),
        "mutualaid_fee returns Serving()",
        "it returns a FeeSchedule",
    ),
    "a benefit that is a line": (
        plan(mutualaid_benefit_cap=answering(LINE)),
        "mutualaid_benefit_cap returns Ceiling(10000",
        "it returns a BenefitSchedule",
    ),
    "a code that is not the plan's name": (
        describing(code="other"),
        "its code is 'other'",
        "give the entry point the plan's code",
    ),
    "a fee for an eligibility": (
        plan(mutualaid_eligibility=answering(Flat(56))),
        "mutualaid_eligibility holds Flat(56)",
        "conditions of joining only",
    ),
    "a fee inside the eligibility": (
        plan(mutualaid_eligibility=answering(all_of(Serving(), any_of(HasUnion(), Flat(56))))),
        "mutualaid_eligibility holds Flat(56)",
        "conditions of joining only",
    ),
    "a benefit line inside the eligibility": (
        plan(mutualaid_eligibility=answering(all_of(Serving(), LINE))),
        "mutualaid_eligibility holds Ceiling(10000",
        "conditions of joining only",
    ),
    "an eligibility that is a term of claims": (
        plan(mutualaid_eligibility=answering(NoWorkInjury())),
        "mutualaid_eligibility returns NoWorkInjury()",
        "it returns a Rule",
    ),
    "a fee that is a formula": (
        plan(mutualaid_fee=answering(Reimburse(50))),
        "mutualaid_fee returns Reimburse(50)",
        "it returns a FeeSchedule",
    ),
    "a term of an event that the line does not list": (
        plan(mutualaid_benefit_cap=of_no_event),
        "mutualaid_benefit_cap is refused: A term is asked of an event that its line does not list",
        "did you mean 'injury'?",
    ),
    "an unhashable term": (
        plan(
            mutualaid_benefit_cap=answering(
                BenefitSchedule(attrs.evolve(LINE, terms=[UnhashableTerm()]))
            )
        ),
        "UnhashableTerm cannot be hashed",
        "@attrs.frozen",
    ),
    "an unhashable rule": (
        plan(mutualaid_eligibility=answering(all_of(Serving(), any_of(Unhashable())))),
        "Unhashable cannot be hashed",
        "@attrs.frozen",
    ),
}
each_fault = pytest.mark.parametrize(("module", "what", "hint"), FAULTS.values(), ids=list(FAULTS))


@each_fault
def test_it_is_the_only_problem(module: ModuleType, what: str, hint: str) -> None:
    assert 1 == len(faults(module))


@each_fault
def test_it_is_said_what_is_wrong(module: ModuleType, what: str, hint: str) -> None:
    assert what in faults(module)[0][1]


@each_fault
def test_it_is_said_how_to_mend_it(module: ModuleType, what: str, hint: str) -> None:
    assert hint in faults(module)[0][2]


@each_fault
def test_it_keeps_the_plan_out(module: ModuleType, what: str, hint: str) -> None:
    assert () == diagnose_modules([module]).plans


@each_fault
def test_it_does_not_keep_another_plan_out(module: ModuleType, what: str, hint: str) -> None:
    loaded = diagnose_modules([plan("good"), module]).plans
    assert ["good"] == [one.info.code for one in loaded]


@each_fault
def test_it_stops_a_catalogue(module: ModuleType, what: str, hint: str) -> None:
    with pytest.raises(PlansNotLoaded, match="1 problem"):
        catalogue_of(module)


# Editions ------------------------------------------------------------------------------------

FIRST = Period(date(2015, 1, 1), date(2017, 1, 1))
SECOND = since(2018, 1, 1)


def by_date(before: object, after: object) -> Hook:
    """Make a hook that answers otherwise from 2018 on."""

    @hookimpl
    def hook(context: PlanContext) -> object:
        return before if context.on < SECOND.start else after

    return hook


IN_TWO_EDITIONS = answering(info(in_force=[FIRST, SECOND]))
REFORMED = plan(mutualaid_plan=IN_TWO_EDITIONS, mutualaid_fee=by_date(Flat(56), Flat(60)))


def test_each_edition_is_asked_for_its_own_rules() -> None:
    editions = catalogue_of(REFORMED)["draft"].editions
    assert [(FIRST, Flat(56)), (SECOND, Flat(60))] == [(one.period, one.fee) for one in editions]


@pytest.mark.parametrize(
    ("on", "fee"),
    [
        (date(2015, 1, 1), Flat(56)),
        (date(2016, 12, 31), Flat(56)),
        (date(2018, 1, 1), Flat(60)),
        (date.max, Flat(60)),
    ],
)
def test_the_edition_of_a_day_is_found(on: date, fee: Flat) -> None:
    assert fee == catalogue_of(REFORMED)["draft"].edition(on).fee


@pytest.mark.parametrize("on", [date(2014, 12, 31), date(2017, 1, 1), date(2017, 12, 31)])
def test_between_editions_the_plan_is_not_in_force(on: date) -> None:
    with pytest.raises(NotInForce, match="2015-01-01 – 2016-12-31, 2018-01-01 –"):
        catalogue_of(REFORMED)["draft"].edition(on)


def test_a_catalogue_leaves_out_a_plan_that_is_not_in_force_on_the_day() -> None:
    catalogue = catalogue_of(REFORMED, plan("other"))
    assert ["other"] == [edition.code for edition in catalogue.editions(date(2017, 6, 1))]


def test_a_plan_is_described_by_its_newest_edition() -> None:
    before, after = (
        info(in_force=[FIRST, SECOND], title=Text(zh=title, en=title)) for title in ("旧", "新")
    )
    catalogue = catalogue_of(plan(mutualaid_plan=by_date(before, after)))
    assert "新" == catalogue["draft"].title.zh


@pytest.mark.parametrize(
    "before",
    [info("other", in_force=[FIRST, SECOND]), info(in_force=[FIRST, since(2019, 1, 1)])],
    ids=["code", "periods"],
)
def test_editions_that_disagree_are_refused(before: PlanInfo) -> None:
    module = plan(mutualaid_plan=by_date(before, info(in_force=[FIRST, SECOND])))
    what = "its edition of 2015-01-01 has another code, or other periods"
    hint = "code and in_force are the same in every edition"
    assert [("draft", what, hint)] == faults(module)


def test_a_fault_of_one_edition_is_found() -> None:
    module = plan(mutualaid_plan=IN_TWO_EDITIONS, mutualaid_fee=by_date(Flat(56), None))
    assert "mutualaid_fee returns None; does it forget to return?" == faults(module)[0][1]


def test_the_newest_edition_is_asked_for_by_the_last_day_there_is() -> None:
    asked = []

    @hookimpl
    def mutualaid_plan(context: PlanContext) -> PlanInfo:
        asked.append(context.on)
        return info()

    diagnose_modules([plan(mutualaid_plan=mutualaid_plan)])
    assert [date.max, date(2015, 1, 1)] == asked


# Two plans -----------------------------------------------------------------------------------

SAME_TITLE = Text(zh="甲互助计划", en="first aid plan")


@pytest.mark.parametrize(
    ("one", "other", "name"),
    [
        ({"title": SAME_TITLE}, {"title": SAME_TITLE}, "甲互助计划"),
        ({"title": SAME_TITLE}, {"title": Text(zh="乙", en="First Aid  Plan")}, "firstaidplan"),
        ({"title": SAME_TITLE}, {"aliases": ["《甲互助计划》"]}, "甲互助计划"),
        ({"title": SAME_TITLE}, {"short": Text(zh="甲 互助计划", en="b")}, "甲互助计划"),
        ({"aliases": ["暖"]}, {"aliases": ["暖"]}, "暖"),
        ({}, {"aliases": ["FIRST"]}, "first"),
    ],
    ids=["title", "English title", "title and alias", "title and short", "alias", "code and alias"],
)
def test_two_plans_do_not_share_a_name(
    one: dict[str, Any], other: dict[str, Any], name: str
) -> None:
    first = plan("first", mutualaid_plan=answering(info("first", **one)))
    second = plan("second", mutualaid_plan=answering(info("second", **other)))
    what = f"{name!r} already names the plan 'first'"
    assert ("second", what, "give it another title or alias") in faults(first, second)


def test_one_plan_may_use_one_name_twice() -> None:
    named = info(aliases=["draft互助计划", "《draft》"], short=Text(zh="draft", en="draft"))
    assert [] == faults(plan(mutualaid_plan=answering(named)))


def test_two_modules_of_one_name_are_not_told_of_their_arguments() -> None:
    (problem,) = faults(plan(), plan())
    assert ("draft", False) == (problem[0], "argument" in problem[2])


def test_one_module_given_twice_is_not_told_of_its_arguments() -> None:
    module = plan()
    (problem,) = faults(module, module)
    assert ("draft", False) == (problem[0], "argument" in problem[2])


def test_every_problem_of_every_plan_is_collected() -> None:
    expected = [
        ("one", "mutualaid_fees is no hook"),
        ("one", "mutualaid_fee is missing"),
        ("two", "mutualaid_eligibility is not decorated"),
        ("two", "mutualaid_plan is marked tryfirst"),
        ("four", "its code is 'draft'"),
    ]
    modules = (
        plan("one", mutualaid_fee=None, mutualaid_fees=answering(Flat(56))),
        plan(
            "two",
            mutualaid_eligibility=undecorated,
            mutualaid_plan=marked(tryfirst=True),
        ),
        plan("three"),
        plan("four", mutualaid_plan=answering(info("draft"))),
    )
    assert sorted(expected) == sorted((name, what) for name, what, _ in faults(*modules))


def test_all_problems_are_raised_at_once() -> None:
    bad = [plan(name, mutualaid_fee=answering(None)) for name in ("one", "two", "three")]
    with pytest.raises(PlansNotLoaded) as caught:
        catalogue_of(*bad, plan("good"))
    assert ["one", "two", "three"] == [problem.plan.name for problem in caught.value.problems]


def test_a_problem_says_where_what_and_how_to_mend_it() -> None:
    problem = Problem(Candidate("draft", "draft-plan 1.0", "draft_plan"), "it is bent", "mend it")
    assert "draft (draft_plan, draft-plan 1.0): it is bent; mend it" == str(problem)


def test_a_report_without_problems_is_given_back() -> None:
    report = diagnose_modules([plan()])
    assert report is raise_problems(report)


def test_a_report_with_problems_is_raised() -> None:
    report = diagnose_modules([plan(mutualaid_fee=None)])
    with pytest.raises(PlansNotLoaded):
        raise_problems(report)


def test_a_report_is_given_for_json() -> None:
    report = LoadReport(
        diagnose_modules([plan()]).plans,
        (Problem(Candidate("bent", "bent-plan 1.0", "bent_plan"), "it is bent", "mend it"),),
    )
    expected = {
        "plans": [
            {
                "code": "draft",
                "title": {"zh": "draft互助计划", "en": "draft aid plan"},
                "in_force": ["2015-01-01 –"],
                "distribution": "not installed",
                "module": "somewhere.draft",
            }
        ],
        "problems": [
            {
                "plan": "bent",
                "what": "it is bent",
                "hint": "mend it",
                "distribution": "bent-plan 1.0",
                "module": "bent_plan",
            }
        ],
    }
    assert expected == report.to_dict()


# Order ---------------------------------------------------------------------------------------


def numbered(code: str, number: int | None) -> ModuleType:
    """Make a plan that stands in a row of the leaflet."""
    return plan(code, mutualaid_plan=answering(info(code, number=number)))


@pytest.mark.parametrize("turn", [1, -1])
def test_plans_stand_by_their_number_then_by_their_code(turn: int) -> None:
    modules = [
        numbered("b", None),
        numbered("z", 1),
        numbered("a", None),
        numbered("y", 10),
        numbered("x", 2),
        numbered("c", 2),
    ]
    assert ["z", "c", "x", "y", "a", "b"] == list(catalogue_of(*modules[::turn]))


# What wraps a plan's hooks -------------------------------------------------------------------


class Raise:
    """Doubles the fee of whichever plan is asked."""

    @hookimpl(wrapper=True)
    def mutualaid_fee(self, context: PlanContext) -> Any:
        fee = yield
        return attrs.evolve(fee, amount=fee.amount * 2)


def test_a_plan_is_asked_through_whatever_wraps_it() -> None:
    manager = pluggy.PluginManager("mutualaid")
    manager.add_hookspecs(hookspecs)
    asked, other = plan("asked"), plan("other", mutualaid_fee=answering(Flat(90)))
    for plugin in (asked, other, Raise()):
        manager.register(plugin)
    assert Flat(112) == Hooks(manager).ask("mutualaid_fee", asked, PlanContext(STARTS))


# A report is given whatever a stranger's module does -----------------------------------------


class Unshowable:
    """Has a repr that fails."""

    def __repr__(self) -> str:
        raise RuntimeError("not to be shown")


class Lazy(ModuleType):
    """A module that fails to give one of its names."""

    def __dir__(self) -> list[str]:
        return [*super().__dir__(), "mutualaid_later"]

    def __getattr__(self, name: str) -> object:
        raise RuntimeError(f"{name} is not ready")


def lazily() -> ModuleType:
    """Make a good plan, one of whose names cannot be read."""
    module = Lazy("somewhere.draft")
    vars(module).update({name: value for name, value in vars(plan()).items() if name in HOOKS})
    return module


class Unspeakable(Exception):
    """Has no text."""

    def __str__(self) -> str:
        raise RuntimeError("not to be said")


STRANGE = {
    "a hook that leaves Python": plan(mutualaid_fee=raising(SystemExit(1))),
    "a hook whose answer cannot be shown": plan(mutualaid_fee=answering(Unshowable())),
    "a hook whose error has no text": plan(mutualaid_fee=raising(Unspeakable())),
    "a module that cannot give all its names": lazily(),
    "a module that is no plan": sys,
    "a number": 5,
}


@pytest.mark.parametrize("module", STRANGE.values(), ids=list(STRANGE))
def test_a_report_is_given_whatever_a_module_does(module: ModuleType) -> None:
    assert isinstance(diagnose_modules([module]), LoadReport)


def test_whoever_interrupts_is_obeyed() -> None:
    with pytest.raises(KeyboardInterrupt):
        diagnose_modules([plan(mutualaid_fee=raising(KeyboardInterrupt()))])
