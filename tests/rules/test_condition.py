"""What a rule comes to on a day is held equal to its `check`, for every rule, however nested.

`evaluate` of the kit reads a condition by its definition alone, in Kleene's logic. It knows nothing
of the generated function, which is then held equal to `check` as well.
"""

from __future__ import annotations

import inspect
from datetime import date, timedelta
from decimal import Decimal

import attrs
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

import mutualaid.rules
from mutualaid import (
    AgeBetween,
    AgeUnder,
    AllOf,
    AnyOf,
    BenefitSchedule,
    BesideMember,
    ByLevel,
    Ceiling,
    Child,
    ChildHealthy,
    ChildUnder,
    Declares,
    Edition,
    Event,
    FeeSchedule,
    Finding,
    FixedSum,
    Flat,
    Free,
    HasUnion,
    Headcount,
    HoldsCard,
    InBeijing,
    MedicallyInsured,
    Member,
    NoUnion,
    OfSex,
    Participation,
    PerShare,
    Pillar,
    PlanInfo,
    Question,
    Rule,
    SameShares,
    Scope,
    Serving,
    Sex,
    Text,
    UnionMember,
    Unit,
    Whose,
    WithChild,
    all_of,
    since,
)
from mutualaid.deciders import compile_decide_all
from mutualaid.rules.conditions import (
    Always,
    Among,
    Asked,
    AtMost,
    Born,
    Condition,
    Every,
    Is,
    NoChild,
    Not,
    Some,
    atoms,
)
from mutualaid.testing.conditions import evaluate

BURN = Event("burn", Text(zh="烧伤", en="burn"))


@attrs.frozen(repr=False)
class BornInMay(Rule):
    """A stranger's rule, which says nothing of what it comes to on a day."""

    kind = "born_in_may"
    scope = Scope.PERSON

    def check(self, question: Question) -> Finding:
        if question.member.serving is None:
            return self.unknown("member.serving")
        return self.met() if question.member.birth_date.month == 5 else self.failed("other_month")


# Questions, most of them on a boundary -------------------------------------------------------

ANSWERS = st.none() | st.booleans()
DECLARED = st.fixed_dictionaries({"one": ANSWERS, "other": ANSWERS})
SAID = Text(zh="如此", en="so")
STARTS = st.sampled_from(
    [date(2015, 2, 28), date(2016, 1, 1), date(2016, 2, 28), date(2016, 2, 29), date(2016, 3, 1)]
) | st.dates(date(2015, 1, 1), date(2040, 12, 31))


@st.composite
def births(draw: st.DrawFn, starts: date) -> date:
    """Give a date of birth, often a day around that of a birthday on the start day."""
    if draw(st.booleans()):
        return draw(st.dates(date(1900, 1, 1), starts))
    year = starts.year - draw(st.sampled_from([0, 1, 15, 16, 17, 18, 19, 60, 61, 62]))
    day = date(year, starts.month, min(starts.day, 28)) + timedelta(days=draw(st.integers(-2, 3)))
    return min(day, starts)


@st.composite
def questions(draw: st.DrawFn) -> Question:
    """Give a question of an entry, without a roster."""
    starts = draw(STARTS)
    member = Member("M1", draw(births(starts)), draw(st.sampled_from(Sex)), serving=draw(ANSWERS),
                    basic_medical_insurance=draw(ANSWERS), union_member=draw(ANSWERS),
                    jingka_card=draw(ANSWERS), high_risk=draw(ANSWERS),
                    declared=draw(DECLARED))  # fmt: skip
    unit = Unit("U1", in_beijing=draw(ANSWERS), has_union=draw(ANSWERS), high_risk=draw(ANSWERS),
                employees=draw(st.none() | st.integers(0, 40)),
                declared=draw(DECLARED))  # fmt: skip
    child = None
    if draw(st.booleans()) and member.birth_date < starts:
        born = max(draw(births(starts)), member.birth_date + timedelta(days=1))
        child = Child("C1", born, healthy=draw(ANSWERS), student=draw(ANSWERS),
                      declared=draw(DECLARED))  # fmt: skip
    level = draw(st.none() | st.integers(1, 5))
    shares = draw(st.integers(1, 6)) if level is None else 1
    return Question(member, unit, starts, child=child, shares=shares, level=level)


# Rules ---------------------------------------------------------------------------------------

AGES = st.sampled_from([0, 1, 15, 16, 17, 18, 59, 60, 61, 149, 150])
BANDS = st.tuples(AGES, AGES).map(sorted)
CONDITIONS: dict[type[Rule], st.SearchStrategy[Rule]] = {
    **{
        kind: st.builds(kind)
        for kind in (
            Serving, MedicallyInsured, UnionMember, HoldsCard, InBeijing, HasUnion, NoUnion,
            WithChild, ChildHealthy, BesideMember, SameShares, BornInMay,
        )
    },
    OfSex: st.builds(OfSex, st.sampled_from(Sex)),
    AgeUnder: st.builds(AgeUnder, female=st.sampled_from([1, 17, 60]),
                        male=st.sampled_from([18, 61, 150])),
    Declares: st.builds(Declares, st.sampled_from(["one", "other"]), st.just(SAID),
                        whose=st.sampled_from(Whose)),
    AgeBetween: BANDS.map(lambda band: AgeBetween(*band)),
    ChildUnder: st.builds(ChildUnder, st.sampled_from([1, 18, 150]), or_student=st.booleans()),
    Participation: st.builds(Participation, percent=st.integers(0, 100),
                             of=st.sampled_from(Headcount)),
}  # fmt: skip
LEVEL_TABLES = st.integers(1, 4).map(lambda count: dict.fromkeys(range(1, count + 1), 26))
FEES: dict[type[FeeSchedule], st.SearchStrategy[FeeSchedule]] = {
    Free: st.just(Free()),
    Flat: st.just(Flat(56)),
    PerShare: st.builds(PerShare, st.just(90), at_most=st.none() | st.integers(1, 5)),
    ByLevel: LEVEL_TABLES.map(ByLevel),
}
LINES: dict[type[Rule], st.SearchStrategy[Rule]] = {
    FixedSum: st.just(FixedSum(5, events=[BURN])),
    Ceiling: st.just(Ceiling(Decimal(5), events=[BURN])),
}
SINGLE: dict[type[Rule], st.SearchStrategy[Rule]] = {**CONDITIONS, **FEES, **LINES}


def nest(parts: st.SearchStrategy[Rule]) -> st.SearchStrategy[Rule]:
    """Give rules of all of several parts, or any of them."""
    several = st.lists(parts, min_size=1, max_size=4)
    return several.map(AllOf) | several.map(AnyOf)


ELIGIBILITY = st.recursive(st.one_of(*CONDITIONS.values()), nest, max_leaves=10)
NESTED = st.recursive(st.one_of(*CONDITIONS.values(), *FEES.values()), nest, max_leaves=10)


def test_every_rule_of_the_library_is_tried() -> None:
    named = {value for value in vars(mutualaid.rules).values() if inspect.isclass(value)}
    kinds = {kind for kind in named if issubclass(kind, Rule) and hasattr(kind, "kind")}
    assert kinds | {BornInMay} == {*SINGLE, AllOf, AnyOf}


# The law -------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", SINGLE)
def test_a_condition_says_what_check_says(kind: type[Rule]) -> None:
    @given(SINGLE[kind], questions())
    def law(rule: Rule, question: Question) -> None:
        comes_to = evaluate(rule.condition(question.starts), question)
        assert rule.check(question).standing.holds is comes_to

    law()


@given(NESTED, questions())
def test_a_condition_says_what_check_says_however_the_rules_are_nested(
    rule: Rule, question: Question
) -> None:
    comes_to = evaluate(rule.condition(question.starts), question)
    assert rule.check(question).standing.holds is comes_to


BENEFIT = BenefitSchedule(Ceiling(5, events=[BURN]))
INFO = PlanInfo(code="plan", title=Text(zh="计划", en="plan"), short=Text(zh="计", en="p"),
                pillar=Pillar.ILLNESS, term_years=1, in_force=since(2015, 1, 1))  # fmt: skip


@given(st.lists(ELIGIBILITY, min_size=1, max_size=3), st.one_of(*FEES.values()), questions())
def test_the_generated_function_says_what_check_says(
    rules: list[Rule], fee: FeeSchedule, question: Question
) -> None:
    editions = [
        Edition(attrs.evolve(INFO, code=f"plan_{number}"), INFO.in_force[0], rule, fee, BENEFIT)
        for number, rule in enumerate(rules)
    ]
    decisions = compile_decide_all(editions, question.starts)(question, question, question)
    expected = [edition.own_rules.check(question).standing.holds for edition in editions]
    assert expected == [decision.eligible for decision in decisions.values()]


def test_a_strangers_rule_is_asked_itself() -> None:
    assert Asked(BornInMay()) == BornInMay().condition(date(2016, 1, 1))


def test_a_strangers_rule_is_asked_inside_others_too() -> None:
    condition = all_of(Serving(), BornInMay()).condition(date(2016, 1, 1))
    assert Every((Is("member.serving", value=True), Asked(BornInMay()))) == condition


# Conditions as values ------------------------------------------------------------------------


@pytest.mark.parametrize("kind", [Always, NoChild])
def test_conditions_without_figures_are_equal(kind: type[Always | NoChild]) -> None:
    assert kind() == kind()


def test_a_condition_is_made_of_single_tests() -> None:
    serving, card = Is("member.serving", value=True), Is("member.jingka_card", value=True)
    nested = Every((serving, Some((Not(Every((card, NoChild()))), Always()))))
    assert [serving, card, NoChild(), Always()] == list(atoms(nested))


NO_LEVEL, ONE_SHARE = Among("level", (None,)), AtMost("shares", 1)
YOUNG = Born("child.birth_date", date(1998, 1, 2), None)
COMES_TO: list[tuple[Rule, Condition]] = [
    (Serving(), Is("member.serving", value=True)),
    (NoUnion(), Is("unit.has_union", value=False)),
    (OfSex(Sex.MALE), Is("member.sex", Sex.MALE)),
    (AgeBetween(15, 59), Born("member.birth_date", date(1956, 1, 2), date(2001, 1, 1))),
    (AgeBetween(16, 60), Born("member.birth_date", date(1955, 1, 2), date(2000, 1, 1))),
    (WithChild(), Not(NoChild())),
    (ChildHealthy(), Some((NoChild(), Is("child.healthy", value=True)))),
    (ChildUnder(18), Some((NoChild(), YOUNG))),
    (
        ChildUnder(18, or_student=True),
        Some((NoChild(), YOUNG, Is("child.student", value=True))),
    ),
    (
        AgeUnder(female=55, male=60),
        Some(
            (
                Every(
                    (
                        Is("member.sex", Sex.FEMALE),
                        Born("member.birth_date", date(1961, 1, 2), None),
                    )
                ),
                Every(
                    (Is("member.sex", Sex.MALE), Born("member.birth_date", date(1956, 1, 2), None))
                ),
            )
        ),
    ),
    (Declares("one", SAID), Is("member.declared.one", value=True)),
    (Declares("one", SAID, whose=Whose.UNIT), Is("unit.declared.one", value=True)),
    (
        Declares("one", SAID, whose=Whose.CHILD),
        Some((NoChild(), Is("child.declared.one", value=True))),
    ),
    (Free(), Every((NO_LEVEL, ONE_SHARE))),
    (Flat(56), Every((NO_LEVEL, ONE_SHARE))),
    (PerShare(90), NO_LEVEL),
    (PerShare(90, at_most=4), Every((NO_LEVEL, AtMost("shares", 4)))),
    (ByLevel({1: 26, 2: 50}), Every((ONE_SHARE, Among("level", (1, 2))))),
]


@pytest.mark.parametrize(("rule", "condition"), COMES_TO, ids=[repr(row[0]) for row in COMES_TO])
def test_a_rule_comes_to_tests_of_what_was_said(rule: Rule, condition: Condition) -> None:
    assert condition == rule.condition(date(2016, 1, 1))


# Single conditions, on the days on which counting backwards goes wrong -----------------------


@pytest.mark.parametrize(
    ("starts", "first", "last"),
    [
        (date(2016, 1, 1), date(1955, 1, 2), date(2000, 1, 1)),
        (date(2015, 2, 28), date(1954, 3, 1), date(1999, 2, 28)),
        (date(2016, 2, 28), date(1955, 3, 1), date(2000, 2, 28)),
        (date(2016, 2, 29), date(1955, 3, 1), date(2000, 2, 29)),
        (date(2020, 2, 28), date(1959, 3, 1), date(2004, 2, 28)),
        (date(2017, 2, 28), date(1956, 3, 1), date(2001, 2, 28)),
    ],
)
def test_an_age_band_is_a_stretch_of_births(starts: date, first: date, last: date) -> None:
    assert Born("member.birth_date", first, last) == AgeBetween(16, 60).condition(starts)


def test_who_is_born_on_29_february_may_be_the_youngest_on_the_28th() -> None:
    condition = AgeBetween(15, 60).condition(date(2015, 2, 28))
    assert Born("member.birth_date", date(1954, 3, 1), date(2000, 2, 29)) == condition


NEED_A_ROSTER = [
    BesideMember(), Participation(percent=70, of=Headcount.EMPLOYEES), SameShares(),
]  # fmt: skip


@pytest.mark.parametrize("rule", NEED_A_ROSTER, ids=repr)
def test_what_only_a_roster_answers_is_set_aside(rule: Rule) -> None:
    assert Always() == rule.condition(date(2016, 1, 1))


@pytest.mark.parametrize("rule", NEED_A_ROSTER, ids=repr)
def test_a_rule_that_only_a_roster_answers_says_so(rule: Rule) -> None:
    assert rule.needs_roster


@example(Question(Member("M1", date(2000, 2, 29), Sex.MALE), Unit("U1"), date(2016, 2, 28)))
@example(Question(Member("M1", date(2000, 2, 29), Sex.MALE), Unit("U1"), date(2016, 2, 29)))
@given(questions())
def test_an_age_band_holds_whom_check_holds(question: Question) -> None:
    rule = AgeBetween(16, 60)
    comes_to = evaluate(rule.condition(question.starts), question)
    assert rule.check(question).standing.holds is comes_to
