"""Rules are values: equal by their figures, hashed, shown, sourced, copied, never changed."""

from __future__ import annotations

import copy
import inspect
import itertools
import pickle
import re
from decimal import Decimal

import attrs
import pytest

import mutualaid
from mutualaid import (
    LEAFLET,
    AgeBetween,
    AllOf,
    AnyOf,
    BenefitSchedule,
    BesideMember,
    ByLevel,
    Ceiling,
    ChildHealthy,
    ChildUnder,
    Event,
    FixedSum,
    Flat,
    Free,
    HasUnion,
    Headcount,
    HoldsCard,
    InBeijing,
    Insured,
    Levels,
    MedicallyInsured,
    NoUnion,
    OfSex,
    Participation,
    Payer,
    PerShare,
    Rule,
    Scope,
    Serving,
    Sex,
    Source,
    Text,
    UnionMember,
    WithChild,
    all_of,
    any_of,
    load_catalogue,
)

CELL = LEAFLET.cell("在职职工重大疾病互助保障活动", "会费")
NOTICE = Source("Notice 7", row="clause 2")
UNIONS = (
    Payer(Text(zh="市总工会", en="federation"), way="card"),
    Payer(Text(zh="区", en="district")),
)
BURN = Event("burn", Text(zh="烧伤", en="burn"))
FALL = Event("fall", Text(zh="跌伤", en="fall"))
WOMEN = Headcount.FEMALE_EMPLOYEES

NAMES = {**vars(mutualaid), "Decimal": Decimal}
"""What a repr may name: what the library exports, and exact numbers."""

EXAMPLES: list[Rule] = [
    Serving(),
    MedicallyInsured(),
    UnionMember(),
    HoldsCard(),
    InBeijing(),
    HasUnion(),
    NoUnion(),
    OfSex(Sex.FEMALE),
    OfSex(Sex.MALE),
    AgeBetween(16, 60),
    AgeBetween(0, 150),
    WithChild(),
    ChildHealthy(),
    ChildUnder(18),
    ChildUnder(18, or_student=True),
    BesideMember(),
    Participation(percent=80, of=Headcount.EMPLOYEES),
    Participation(percent=Decimal("66.7"), of=Headcount.EMPLOYEES),
    Participation(percent=70, of=Headcount.EMPLOYEES, everyone_below=30),
    Participation(percent=80, of=WOMEN, everyone_up_to=100),
    Participation(percent=80, of=Headcount.EMPLOYEES, everyone_up_to=100, threshold_of=WOMEN),
    Free(),
    Free(paid_by=UNIONS),
    Free(paid_by=UNIONS[0]),
    Flat(56),
    Flat("89.50"),
    Flat(0),
    Flat(90, paid_by=UNIONS),
    Flat("1e3"),
    PerShare(90),
    PerShare(90, at_most=4),
    PerShare("0.01", at_most=1, paid_by=UNIONS),
    ByLevel({1: 26, 2: 50}),
    ByLevel({1: 26, 2: 50}, high_risk={1: 32, 2: 62}),
    ByLevel({1: "26.50"}, high_risk={1: "32.05"}),
    Ceiling(200_653, events=[BURN]),
    Ceiling("5000.50", events=[BURN, FALL]),
    Ceiling(10_000, events=[BURN], per_share=True, code="cap", title=Text(zh="伤", en="injury")),
    Ceiling({1: 24_000, 2: "44400.50"}, events=[BURN], insured=Insured.CHILD),
    FixedSum(20_000, events=[FALL], insured=Insured.CHILD),
    FixedSum({1: 1, 2: 2}, events=[FALL]),
    all_of(Serving(), AgeBetween(16, 60)),
    all_of(Serving(), name="way"),
    any_of(NoUnion(), all_of(HasUnion(), HoldsCard(), name="card"), name="ways"),
    any_of(all_of(HasUnion(), HoldsCard()), NoUnion()),
    all_of(any_of(HasUnion(), any_of(NoUnion(), InBeijing())), Serving()),
    AllOf([AllOf([Serving(), HoldsCard()]), InBeijing()]),
    AnyOf([AllOf([Serving()])]),
]
every_example = pytest.mark.parametrize("rule", EXAMPLES, ids=repr)


def test_every_rule_of_the_library_has_an_example() -> None:
    public = {value for value in vars(mutualaid).values() if inspect.isclass(value)}
    rules = {kind for kind in public if issubclass(kind, Rule) and hasattr(kind, "kind")}
    assert rules == {type(rule) for rule in EXAMPLES}


def test_no_two_kinds_of_rule_share_a_name() -> None:
    kinds = {type(rule).kind: type(rule) for rule in EXAMPLES}
    assert set(kinds.values()) == {type(rule) for rule in EXAMPLES}


# Equality and hash ---------------------------------------------------------------------------


@every_example
def test_a_rule_equals_one_with_the_same_figures_and_another_source(rule: Rule) -> None:
    assert rule == attrs.evolve(rule, source=NOTICE)


@every_example
def test_a_rule_with_another_source_hashes_alike(rule: Rule) -> None:
    assert hash(rule) == hash(attrs.evolve(rule, source=NOTICE))


@every_example
def test_the_sources_of_single_figures_take_no_part_in_equality(rule: Rule) -> None:
    again = attrs.evolve(rule, sources=dict.fromkeys(rule.facts(), NOTICE))
    assert (rule, hash(rule)) == (again, hash(again))


def test_rules_with_other_figures_are_not_equal() -> None:
    equal = [(one, other) for one, other in itertools.combinations(EXAMPLES, 2) if one == other]
    assert [] == equal


def test_amounts_are_compared_as_numbers() -> None:
    assert (Flat("89.5"), hash(Flat("89.5"))) == (Flat("89.50"), hash(Flat("89.50")))


def test_a_percentage_may_be_written_as_a_decimal() -> None:
    whole = Participation(percent=70, of=WOMEN)
    assert whole == Participation(percent=Decimal("70.0"), of=WOMEN)


def test_a_whole_percentage_is_kept_as_an_int() -> None:
    assert "70" == repr(Participation(percent=Decimal("70.0"), of=WOMEN).percent)


def test_events_may_be_given_in_any_iterable() -> None:
    assert Ceiling(5, events=[BURN, FALL]) == Ceiling(5, events=iter((BURN, FALL)))


def test_the_order_of_parts_tells_rules_apart() -> None:
    assert all_of(Serving(), HasUnion()) != all_of(HasUnion(), Serving())


def test_all_of_and_any_of_the_same_parts_are_not_equal() -> None:
    assert AllOf([Serving(), HasUnion()]) != AnyOf([Serving(), HasUnion()])


def test_a_ceiling_and_a_fixed_sum_of_the_same_amount_are_not_equal() -> None:
    assert Ceiling(5, events=[BURN]) != FixedSum(5, events=[BURN])


def test_a_rule_equals_nothing_else() -> None:
    assert Serving() != "Serving()"


# Repr ----------------------------------------------------------------------------------------


def made_again(value: object) -> object:
    """Make a value of its repr, as a person would who copies it into a plan."""
    return eval(repr(value), NAMES)  # noqa: S307 - a repr of this library


def copies(value: object) -> list[object]:
    """Give a value pickled, copied and copied deeply."""
    pickled = pickle.loads(pickle.dumps(value))  # noqa: S301 - written just before
    return [pickled, copy.copy(value), copy.deepcopy(value)]


@every_example
def test_the_repr_makes_an_equal_rule_again(rule: Rule) -> None:
    assert rule == made_again(rule)


@every_example
def test_the_repr_made_again_reads_the_same(rule: Rule) -> None:
    assert repr(rule) == repr(made_again(rule))


@pytest.mark.parametrize("code", load_catalogue())
def test_the_rules_of_a_plan_can_be_made_again_of_their_repr(code: str) -> None:
    edition = load_catalogue()[code].editions[-1]
    rules = (edition.eligibility, edition.fee, edition.benefit)
    assert rules == tuple(made_again(rule) for rule in rules)


@pytest.mark.parametrize(
    ("rule", "shown"),
    [
        (Serving(), "Serving()"),
        (OfSex(Sex.FEMALE), "OfSex(Sex.FEMALE)"),
        (AgeBetween(16, 60, source=CELL), "AgeBetween(16, 60)"),
        (ChildUnder(18, or_student=True), "ChildUnder(18, or_student=True)"),
        (
            Participation(percent=80, of=WOMEN, everyone_up_to=100),
            "Participation(percent=80, of=Headcount.FEMALE_EMPLOYEES, everyone_up_to=100)",
        ),
        (PerShare(90, at_most=4, sources={"amount": NOTICE}), "PerShare(90, at_most=4)"),
        (
            ByLevel({1: 26, 2: 50}, high_risk={1: 32, 2: 62}),
            "ByLevel({1: 26, 2: 50}, high_risk={1: 32, 2: 62})",
        ),
        (
            any_of(all_of(UnionMember(), HoldsCard(), name="card"), NoUnion()),
            "any_of(all_of(UnionMember(), HoldsCard(), name='card'), NoUnion())",
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_the_repr_reads_as_it_is_written(rule: Rule, shown: str) -> None:
    assert shown == repr(rule)


def test_a_schedule_shows_its_lines() -> None:
    schedule = BenefitSchedule(FixedSum(5, events=[BURN], code="one"))
    assert f"BenefitSchedule({schedule.lines[0]!r})" == repr(schedule)


# Words ---------------------------------------------------------------------------------------


@every_example
def test_a_rule_is_worded_in_chinese(rule: Rule) -> None:
    assert re.search(r"[\u4e00-\u9fff]", rule.words("zh"))


@every_example
def test_the_chinese_words_hold_no_english(rule: Rule) -> None:
    assert [] == re.findall(r"[A-Za-z]+", rule.words("zh"))


@every_example
def test_the_english_words_hold_no_chinese(rule: Rule) -> None:
    assert [] == re.findall(r"[\u3000-\u9fff\uff00-\uffef]+", rule.words("en"))


@pytest.mark.parametrize(
    ("rule", "zh", "en"),
    [
        (AgeBetween(16, 60), "年满 16—60 周岁", "aged 16 to 60"),
        (ChildUnder(18), "子女未满 18 周岁", "child under 18"),
        (
            ChildUnder(18, or_student=True),
            "子女未满 18 周岁(满此年龄的在校学生也可参加)",
            "child under 18, or a student of that age and over",
        ),
        (
            Participation(percent=70, of=Headcount.EMPLOYEES, everyone_below=30),
            "参保的在职职工不少于 70%(在职职工少于 30 人的须全体参保)",
            (
                "at least 70 % of the employees join "
                "(all of them where there are fewer than 30 employees)"
            ),
        ),
        (
            Participation(
                percent=80, of=Headcount.EMPLOYEES, everyone_up_to=100, threshold_of=WOMEN
            ),
            "参保的在职职工不少于 80%(女职工不超过 100 人的须全体参保)",
            (
                "at least 80 % of the employees join "
                "(all of them where there are 100 female employees or fewer)"
            ),
        ),
        (Free(), "免费", "free"),
        (Flat(56), "56 元", "56 yuan"),
        (Flat("1089.5"), "1,089.50 元", "1,089.50 yuan"),
        (PerShare(90), "90 元/份", "90 yuan a share"),
        (PerShare(90, at_most=4), "90 元/份(最多 4 份)", "90 yuan a share (at most 4 shares)"),
        (ByLevel({1: 26, 2: 50}), "各档 26 / 50 元", "by level 26 / 50 yuan"),
        (
            ByLevel({1: 26, 2: 50}, high_risk={1: 32, 2: 62}),
            "各档 26 / 50 元;高危行业 32 / 62 元",
            "by level 26 / 50 yuan; in a high-risk industry 32 / 62 yuan",
        ),
        (Ceiling(10_000, events=[BURN]), "最高 10,000 元", "at most 10,000 yuan"),
        (
            Ceiling(10_000, events=[BURN], per_share=True),
            "最高 10,000 元/份",
            "at most 10,000 yuan a share",
        ),
        (
            Ceiling({1: 24_000, 2: 44_400}, events=[BURN]),
            "各档最高 24,000 / 44,400 元",
            "by level at most 24,000 / 44,400 yuan",
        ),
        (FixedSum(20_000, events=[BURN]), "20,000 元", "20,000 yuan"),
        (FixedSum(20, events=[BURN], per_share=True), "20 元/份", "20 yuan a share"),
        (FixedSum({1: 5}, events=[BURN]), "各档 5 元", "by level 5 yuan"),
        (all_of(Serving(), HoldsCard()), "在职,持有京卡·互助服务卡",
         "in service, holds a Jingka service card"),
    ],
    ids=lambda value: repr(value) if isinstance(value, Rule) else "",
)  # fmt: skip
def test_a_rule_is_worded_with_its_figures(rule: Rule, zh: str, en: str) -> None:
    assert (zh, en) == (rule.words("zh"), rule.words("en"))


# Sources -------------------------------------------------------------------------------------


def test_a_rule_has_no_source_if_not_said() -> None:
    assert PerShare(90).source_of("amount") is None


def test_a_figure_stands_where_the_rule_stands() -> None:
    assert CELL == PerShare(90, source=CELL).source_of("amount")


def test_a_reformed_figure_stands_where_it_was_reformed() -> None:
    reformed = PerShare(100, at_most=4, source=CELL, sources={"amount": NOTICE})
    assert NOTICE == reformed.source_of("amount")


def test_the_other_figures_of_a_reformed_rule_stand_where_they_stood() -> None:
    reformed = PerShare(100, at_most=4, source=CELL, sources={"amount": NOTICE})
    assert CELL == reformed.source_of("at_most")


def test_sources_of_figures_may_be_given_in_pairs() -> None:
    in_pairs = PerShare(100, sources=(("amount", NOTICE),))
    assert (("amount", NOTICE),) == in_pairs.sources


@pytest.mark.parametrize("figure", ["percent", "of", "everyone_below", "threshold_of"])
def test_every_figure_of_a_rule_may_have_a_source(figure: str) -> None:
    rule = Participation(
        percent=70, of=WOMEN, everyone_below=30, source=CELL, sources={figure: NOTICE}
    )
    assert NOTICE == rule.source_of(figure)


# Scope ---------------------------------------------------------------------------------------

SCOPES = {
    Scope.PERSON: {
        Serving, MedicallyInsured, UnionMember, HoldsCard, OfSex, AgeBetween,
    },
    Scope.ENTRY: {
        WithChild, ChildHealthy, ChildUnder, BesideMember, Free, Flat, PerShare, ByLevel, Ceiling,
        FixedSum,
    },
    Scope.UNIT: {InBeijing, HasUnion, NoUnion, Participation},
}  # fmt: skip


@pytest.mark.parametrize("scope", Scope)
def test_a_rule_is_asked_of_the_person_the_entry_or_the_unit(scope: Scope) -> None:
    single = [rule for rule in EXAMPLES if not isinstance(rule, AllOf | AnyOf)]
    assert SCOPES[scope] == {type(rule) for rule in single if rule.scope is scope}


def test_two_rules_need_a_roster() -> None:
    single = [rule for rule in EXAMPLES if not isinstance(rule, AllOf | AnyOf)]
    assert {BesideMember, Participation} == {type(rule) for rule in single if rule.needs_roster}


# Frozen, pickled, copied ---------------------------------------------------------------------


@every_example
def test_a_rule_does_not_change(rule: Rule) -> None:
    for field in attrs.fields(type(rule)):
        with pytest.raises(attrs.exceptions.FrozenInstanceError):
            setattr(rule, field.name, None)


@every_example
def test_a_rule_takes_no_other_attribute(rule: Rule) -> None:
    assert not hasattr(rule, "__dict__")


@every_example
def test_a_rule_survives_pickle_copy_and_deepcopy(rule: Rule) -> None:
    sourced = attrs.evolve(rule, source=CELL)
    for again in copies(sourced):
        assert isinstance(again, Rule)
        assert (type(rule), rule, hash(rule), CELL) == (
            type(again),
            again,
            hash(again),
            again.source,
        )


def test_a_schedule_survives_pickle_copy_and_deepcopy() -> None:
    schedule = BenefitSchedule(Ceiling(5, events=[BURN]), source=CELL)
    assert [schedule] * 3 == copies(schedule)


def test_a_schedule_does_not_change() -> None:
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        BenefitSchedule(Ceiling(5, events=[BURN])).lines = ()  # type: ignore[misc]


def test_a_rule_that_only_checks_is_abstract() -> None:
    with pytest.raises(TypeError):
        Rule()  # type: ignore[abstract]


def test_levels_survive_pickle_copy_and_deepcopy() -> None:
    levels = Levels({1: 26, 2: 50})
    assert [levels] * 3 == copies(levels)
