"""Rules are values: equal by their figures, hashed, shown, sourced, copied, never changed."""

from __future__ import annotations

import copy
import inspect
import itertools
import pickle
import re
from decimal import Decimal
from typing import Any

import attrs
import pytest

import mutualaid
from mutualaid import (
    LEAFLET,
    AgeBetween,
    AgeUnder,
    AllOf,
    AnyOf,
    BenefitSchedule,
    BesideMember,
    ByLevel,
    Ceiling,
    ChildHealthy,
    ChildUnder,
    ClaimTerm,
    CoverTerm,
    DailyAllowance,
    Declares,
    DisabilityScale,
    Event,
    Excludes,
    FixedSum,
    Flat,
    Formula,
    Free,
    HasUnion,
    Headcount,
    HoldsCard,
    InBeijing,
    Insured,
    Levels,
    MedicallyInsured,
    NoUnion,
    NoWorkInjury,
    ObservationDays,
    OfSex,
    Participation,
    Payer,
    PerShare,
    Reimburse,
    ReimburseByBands,
    ReportWithin,
    Rule,
    RuleValue,
    SameShares,
    Scope,
    Serving,
    Sex,
    Source,
    Text,
    UnionMember,
    WaitingPeriod,
    Whose,
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
WAR = Text(zh="战争", en="war")
HEALTHY = Text(zh="身体健康", en="in good health")

NAMES = {**{name: getattr(mutualaid, name) for name in mutualaid.__all__}, "Decimal": Decimal}
"""What a repr may name: what the library exports, and exact numbers."""

EXAMPLES: list[RuleValue] = [
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
    AgeUnder(female=55, male=60),
    AgeUnder(female=60, male=60),
    WithChild(),
    ChildHealthy(),
    ChildUnder(18),
    ChildUnder(18, or_student=True),
    BesideMember(),
    Declares("healthy", HEALTHY),
    Declares("healthy", HEALTHY, whose=Whose.CHILD),
    Declares("on_site", HEALTHY, whose=Whose.UNIT),
    Participation(percent=80, of=Headcount.EMPLOYEES),
    Participation(percent=Decimal("66.7"), of=Headcount.EMPLOYEES),
    Participation(percent=70, of=Headcount.EMPLOYEES, everyone_below=30),
    Participation(percent=80, of=WOMEN, everyone_up_to=100),
    Participation(percent=80, of=Headcount.EMPLOYEES, everyone_up_to=100, threshold_of=WOMEN),
    Participation(percent=75, of=WOMEN, at_least=8),
    SameShares(),
    Free(),
    Free(paid_by=UNIONS),
    Free(paid_by=UNIONS[0]),
    Flat(56),
    Flat("89.50"),
    Flat(0),
    Flat(90, paid_by=UNIONS),
    Flat("1e3"),
    Flat(410, deposit=400),
    PerShare(90),
    PerShare(90, at_most=4),
    PerShare("0.01", at_most=1, paid_by=UNIONS),
    PerShare(410, deposit=410, at_most=3),
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
    NoWorkInjury(),
    NoWorkInjury(events=["burn"]),
    ObservationDays(0),
    ObservationDays(7, events=["burn", "fall"]),
    WaitingPeriod(30),
    WaitingPeriod(30, events=["burn"]),
    WaitingPeriod(30, waived_on_renewal=False),
    Excludes("war", WAR),
    Excludes("war", WAR, events=["fall"]),
    ReportWithin(years=2),
    ReportWithin(months=6, days=10),
    ReportWithin(years=1, months=2, days=3, events=["fall"]),
    Reimburse(50),
    Reimburse(0),
    Reimburse(50, above=1_000),
    Reimburse(50, above="1000.50"),
    Reimburse(Decimal("33.333")),
    Reimburse(Decimal("33.33"), above="0.01"),
    ReimburseByBands({0: 50, 10_000: 60}),
    ReimburseByBands({1_000: 50, 10_000: 0}),
    ReimburseByBands({Decimal("1000.50"): 50}),
    ReimburseByBands({0: Decimal("12.5"), 1_000: Decimal("33.333")}),
    DailyAllowance(50),
    DailyAllowance("50.50", from_day=4),
    DailyAllowance(50, from_day=4, at_most_days=90),
    DisabilityScale({1: 100}),
    DisabilityScale({1: 100, 2: 50, 3: 0}),
    DisabilityScale({1: 50, 2: Decimal("12.5"), 3: Decimal("6.25")}),
    CoverTerm(1),
    CoverTerm(3),
    Ceiling(
        "5000.50",
        events=[BURN, FALL],
        terms=[NoWorkInjury(), Excludes("war", WAR, events=["fall"])],
        formula=Reimburse(Decimal("12.5"), above="0.01"),
    ),
    FixedSum(20_000, events=[FALL], terms=[ReportWithin(years=2), WaitingPeriod(30)]),
]
every_example = pytest.mark.parametrize("rule", EXAMPLES, ids=repr)


def test_every_rule_of_the_library_has_an_example() -> None:
    names = (getattr(mutualaid, name) for name in mutualaid.__all__)
    public = {value for value in names if inspect.isclass(value)}
    rules = {kind for kind in public if issubclass(kind, RuleValue) and hasattr(kind, "kind")}
    assert rules == {type(rule) for rule in EXAMPLES}


def test_no_two_kinds_of_rule_share_a_name() -> None:
    kinds = {type(rule).kind: type(rule) for rule in EXAMPLES}
    assert set(kinds.values()) == {type(rule) for rule in EXAMPLES}


# Equality and hash ---------------------------------------------------------------------------


@every_example
def test_a_rule_equals_one_with_the_same_figures_and_another_source(rule: RuleValue) -> None:
    assert rule == attrs.evolve(rule, source=NOTICE)


@every_example
def test_a_rule_with_another_source_hashes_alike(rule: RuleValue) -> None:
    assert hash(rule) == hash(attrs.evolve(rule, source=NOTICE))


@every_example
def test_the_sources_of_single_figures_take_no_part_in_equality(rule: RuleValue) -> None:
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


def test_a_whole_percentage_of_a_formula_may_be_written_as_a_decimal() -> None:
    assert Reimburse(50) == Reimburse(Decimal("50.0"))


def test_bands_may_be_written_in_any_order() -> None:
    assert ReimburseByBands({0: 50, 10_000: 60}) == ReimburseByBands({10_000: 60, 0: 50})


def test_bands_are_ordered_by_their_amounts_however_these_are_written() -> None:
    in_texts: dict[object, int] = {"200": 60, "1000": 50}
    assert ReimburseByBands({200: 60, 1_000: 50}) == ReimburseByBands(in_texts)  # type: ignore[arg-type]


def test_grades_may_be_written_in_any_order() -> None:
    assert DisabilityScale({1: 100, 2: 50}) == DisabilityScale({2: 50, 1: 100})


def test_the_events_of_a_term_may_be_given_in_any_iterable() -> None:
    assert NoWorkInjury(events=["burn"]) == NoWorkInjury(events=iter(("burn",)))


def test_two_formulas_of_the_same_figure_are_not_equal() -> None:
    assert Reimburse(50) != DailyAllowance(50)


def test_lines_with_other_terms_are_not_equal() -> None:
    assert Ceiling(5, events=[BURN]) != Ceiling(5, events=[BURN], terms=[NoWorkInjury()])


def test_the_source_of_a_term_takes_no_part_in_the_equality_of_its_line() -> None:
    sourced = Ceiling(5, events=[BURN], terms=[NoWorkInjury(source=NOTICE)])
    assert Ceiling(5, events=[BURN], terms=[NoWorkInjury()]) == sourced


def test_a_rule_equals_nothing_else() -> None:
    assert Serving() != "Serving()"


@every_example
def test_a_rule_holds_nothing_but_its_figures(rule: RuleValue) -> None:
    assert not hasattr(rule, "__dict__")


# Repr ----------------------------------------------------------------------------------------


def made_again(value: object) -> object:
    """Make a value of its repr, as a person would who copies it into a plan."""
    return eval(repr(value), NAMES)  # noqa: S307 - a repr of this library


def copies(value: object) -> list[object]:
    """Give a value pickled, copied and copied deeply."""
    pickled = pickle.loads(pickle.dumps(value))  # noqa: S301 - written just before
    return [pickled, copy.copy(value), copy.deepcopy(value)]


@every_example
def test_the_repr_makes_an_equal_rule_again(rule: RuleValue) -> None:
    assert rule == made_again(rule)


@every_example
def test_the_repr_made_again_reads_the_same(rule: RuleValue) -> None:
    assert repr(rule) == repr(made_again(rule))


@every_example
def test_the_repr_shows_no_source(rule: RuleValue) -> None:
    assert repr(rule) == repr(attrs.evolve(rule, source=NOTICE))


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
        (NoWorkInjury(events=["burn"], source=CELL), "NoWorkInjury(events=['burn'])"),
        (WaitingPeriod(30), "WaitingPeriod(30)"),
        (WaitingPeriod(30, waived_on_renewal=False), "WaitingPeriod(30, waived_on_renewal=False)"),
        (Excludes("war", WAR), "Excludes('war', Text(zh='战争', en='war'))"),
        (ReportWithin(years=2), "ReportWithin(years=2)"),
        (Reimburse(50, above="1000.50"), "Reimburse(50, above=Decimal('1000.50'))"),
        (Reimburse(Decimal("12.5")), "Reimburse(Decimal('12.5'))"),
        (ReimburseByBands({0: 50, 10_000: 60}), "ReimburseByBands({0: 50, 10000: 60})"),
        (
            ReimburseByBands({Decimal("0.50"): Decimal("12.5")}),
            "ReimburseByBands({Decimal('0.50'): Decimal('12.5')})",
        ),
        (DailyAllowance(50, from_day=4), "DailyAllowance(50, from_day=4)"),
        (DisabilityScale({2: 50, 1: 100}), "DisabilityScale({1: 100, 2: 50})"),
        (DisabilityScale({1: Decimal("12.5")}), "DisabilityScale({1: Decimal('12.5')})"),
        (CoverTerm(3), "CoverTerm(3)"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_the_repr_reads_as_it_is_written(rule: RuleValue, shown: str) -> None:
    assert shown == repr(rule)


def test_a_schedule_shows_its_lines() -> None:
    schedule = BenefitSchedule(FixedSum(5, events=[BURN], code="one"))
    assert f"BenefitSchedule({schedule.lines[0]!r})" == repr(schedule)


# Words ---------------------------------------------------------------------------------------


@every_example
def test_a_rule_is_worded_in_chinese(rule: RuleValue) -> None:
    assert re.search(r"[\u4e00-\u9fff]", rule.words("zh"))


@every_example
def test_the_chinese_words_hold_no_english(rule: RuleValue) -> None:
    assert [] == re.findall(r"[A-Za-z]+", rule.words("zh"))


@every_example
def test_the_english_words_hold_no_chinese(rule: RuleValue) -> None:
    assert [] == re.findall(r"[\u3000-\u9fff\uff00-\uffef]+", rule.words("en"))


@pytest.mark.parametrize(
    ("rule", "zh", "en"),
    [
        (AgeBetween(16, 60), "年满 16—60 周岁", "aged 16 to 60"),
        (
            AgeUnder(female=55, male=60),
            "女职工未满 55 周岁、男职工未满 60 周岁",
            "women under 55, men under 60",
        ),
        (
            AgeUnder(female=60, male=55),
            "女职工未满 60 周岁、男职工未满 55 周岁",
            "women under 60, men under 55",
        ),
        (AgeUnder(female=60, male=60), "未满 60 周岁", "under 60"),
        (Declares("healthy", HEALTHY), "身体健康", "in good health"),
        (ChildUnder(18), "子女未满 18 周岁", "child under 18"),
        (
            ChildUnder(18, or_student=True),
            "子女未满 18 周岁（满此年龄的在校学生也可参加）",
            "child under 18, or a student of that age and over",
        ),
        (
            Participation(percent=70, of=Headcount.EMPLOYEES, everyone_below=30),
            "参保的在职职工不少于 70%（在职职工少于 30 人的须全体参保）",
            (
                "at least 70 % of the employees join "
                "(all of them where there are fewer than 30 employees)"
            ),
        ),
        (
            Participation(
                percent=80, of=Headcount.EMPLOYEES, everyone_up_to=100, threshold_of=WOMEN
            ),
            "参保的在职职工不少于 80%（女职工不超过 100 人的须全体参保）",
            (
                "at least 80 % of the employees join "
                "(all of them where there are 100 female employees or fewer)"
            ),
        ),
        (
            Participation(percent=Decimal("66.667"), of=Headcount.EMPLOYEES),
            "参保的在职职工不少于 66.667%",
            "at least 66.667 % of the employees join",
        ),
        (
            Participation(percent=75, of=WOMEN, at_least=8),
            "参保的女职工不少于 75%，且不少于 8 人",
            "at least 75 % of the female employees join, and no fewer than 8 people",
        ),
        (
            SameShares(),
            "同一单位每人参保份数相同",
            "everyone of the unit takes the same number of shares",
        ),
        (Free(), "免费", "free"),
        (Flat(56), "56 元", "56 yuan"),
        (Flat("1089.5"), "1,089.50 元", "1,089.50 yuan"),
        (
            Flat(410, deposit=400),
            "410 元（期满返还 400 元）",
            "410 yuan (400 yuan given back at the end)",
        ),
        (Flat(56, deposit=0), "56 元", "56 yuan"),
        (PerShare(90), "90 元/份", "90 yuan a share"),
        (
            PerShare(410, deposit=410, at_most=3),
            "410 元/份（期满返还 410 元）（最多 3 份）",
            "410 yuan a share (410 yuan given back at the end) (at most 3 shares)",
        ),
        (PerShare(90, at_most=4), "90 元/份（最多 4 份）", "90 yuan a share (at most 4 shares)"),
        (ByLevel({1: 26, 2: 50}), "各档 26 / 50 元", "by level 26 / 50 yuan"),
        (
            ByLevel({1: 26, 2: 50}, high_risk={1: 32, 2: 62}),
            "各档 26 / 50 元；高危行业 32 / 62 元",
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
        (all_of(Serving(), HoldsCard()), "在职，持有京卡·互助服务卡",
         "in service, holds a Jingka service card"),
        (NoWorkInjury(), "非工伤", "no work injury"),
        (
            ObservationDays(7),
            "留观后须在同一医院收入住院，收入院当日及之前 7 日的费用计入",
            (
                "observation counts for the day of admission to the same hospital "
                "and the 7 days before"
            ),
        ),
        (
            WaitingPeriod(30),
            "首次参保等待期 30 天，续保不再等待",
            "waiting period of 30 days, waived on renewal",
        ),
        (
            WaitingPeriod(30, waived_on_renewal=False),
            "每次参保等待期 30 天",
            "waiting period of 30 days for each cover",
        ),
        (Excludes("war", WAR), "战争除外", "except war"),
        (ReportWithin(years=2), "须在 2 年内报案", "reported within 2 years"),
        (
            ReportWithin(years=2, months=6, days=10),
            "须在 2 年 6 个月 10 天内报案",
            "reported within 2 years 6 months 10 days",
        ),
        (Reimburse(50), "报销 50%", "50 % is reimbursed"),
        (Reimburse(Decimal("33.333")), "报销 33.333%", "33.333 % is reimbursed"),
        (
            Reimburse(50, above="1000.50"),
            "超过 1,000.50 元的部分报销 50%",
            "50 % of what exceeds 1,000.50 yuan is reimbursed",
        ),
        (
            ReimburseByBands({0: 50, 10_000: Decimal("33.333")}),
            "0 元以上部分 50%、10,000 元以上部分 33.333%",
            "50 % above 0 yuan, 33.333 % above 10,000 yuan",
        ),
        (DailyAllowance("50.50"), "自第 1 天起每天 50.50 元", "50.50 yuan a day from day 1 on"),
        (
            DailyAllowance(50, from_day=4, at_most_days=90),
            "自第 4 天起每天 50 元，最多 90 天",
            "50 yuan a day from day 4 on, for at most 90 days",
        ),
        (
            DisabilityScale({1: 100, 2: Decimal("12.5")}),
            "按伤残等级给付最高额的 100 / 12.5 %",
            "by grade of disability 100 / 12.5 % of the cap",
        ),
        (CoverTerm(1), "1 年", "1 year"),
        (CoverTerm(3), "3 年", "3 years"),
    ],
    ids=lambda value: repr(value) if isinstance(value, RuleValue) else "",
)  # fmt: skip
def test_a_rule_is_worded_with_its_figures(rule: RuleValue, zh: str, en: str) -> None:
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


@pytest.mark.parametrize("figure", ["percent", "of", "everyone_below", "threshold_of", "at_least"])
def test_every_figure_of_a_rule_may_have_a_source(figure: str) -> None:
    rule = Participation(
        percent=70, of=WOMEN, everyone_below=30, source=CELL, sources={figure: NOTICE}
    )
    assert NOTICE == rule.source_of(figure)


# Scope ---------------------------------------------------------------------------------------

SCOPES = {
    Scope.PERSON: {
        Serving, MedicallyInsured, UnionMember, HoldsCard, OfSex, AgeBetween, AgeUnder, Declares,
    },
    Scope.ENTRY: {
        WithChild, ChildHealthy, ChildUnder, BesideMember, Free, Flat, PerShare, ByLevel, Ceiling,
        FixedSum, Declares,
    },
    Scope.UNIT: {InBeijing, HasUnion, NoUnion, Participation, SameShares, Declares},
    Scope.CLAIM: {
        NoWorkInjury, ObservationDays, WaitingPeriod, Excludes, ReportWithin, Reimburse,
        ReimburseByBands, DailyAllowance, DisabilityScale, CoverTerm,
    },
}  # fmt: skip


@pytest.mark.parametrize("scope", Scope)
def test_a_rule_is_asked_of_the_person_the_entry_the_unit_or_the_claim(scope: Scope) -> None:
    single = [rule for rule in EXAMPLES if not isinstance(rule, AllOf | AnyOf)]
    assert SCOPES[scope] == {type(rule) for rule in single if rule.scope is scope}


def test_three_rules_need_a_roster() -> None:
    single = [rule for rule in EXAMPLES if isinstance(rule, Rule) and not hasattr(rule, "parts")]
    need = {type(rule) for rule in single if rule.needs_roster}
    assert {BesideMember, Participation, SameShares} == need


# Evolved -------------------------------------------------------------------------------------


@every_example
def test_a_rule_that_is_evolved_in_nothing_is_the_same(rule: RuleValue) -> None:
    assert (rule, repr(rule)) == (attrs.evolve(rule), repr(attrs.evolve(rule)))


@every_example
def test_a_rule_that_is_evolved_keeps_its_source(rule: RuleValue) -> None:
    sourced = attrs.evolve(rule, source=CELL)
    assert CELL == attrs.evolve(sourced).source


@pytest.mark.parametrize(
    ("rule", "change", "evolved"),
    [
        (NoWorkInjury(), {"events": ["burn"]}, NoWorkInjury(events=["burn"])),
        (ObservationDays(7), {"days": 3}, ObservationDays(3)),
        (
            WaitingPeriod(30),
            {"waived_on_renewal": False},
            WaitingPeriod(30, waived_on_renewal=False),
        ),
        (Excludes("war", WAR), {"code": "riot"}, Excludes("riot", WAR)),
        (ReportWithin(years=2), {"years": 0, "days": 10}, ReportWithin(days=10)),
        (Reimburse(50), {"above": "0.50"}, Reimburse(50, above="0.50")),
        (ReimburseByBands({0: 50}), {"bands": {0: 60}}, ReimburseByBands({0: 60})),
        (DailyAllowance(50), {"from_day": 4}, DailyAllowance(50, from_day=4)),
        (DisabilityScale({1: 100}), {"scale": {1: 90}}, DisabilityScale({1: 90})),
        (CoverTerm(1), {"years": 3}, CoverTerm(3)),
        (
            Ceiling(5, events=[BURN]),
            {"formula": Reimburse(50)},
            Ceiling(5, events=[BURN], formula=Reimburse(50)),
        ),
    ],
    ids=lambda value: repr(value) if isinstance(value, RuleValue) else "",
)
def test_a_figure_is_evolved(rule: RuleValue, change: dict[str, Any], evolved: RuleValue) -> None:
    assert evolved == attrs.evolve(rule, **change)


# Frozen, pickled, copied ---------------------------------------------------------------------


@every_example
def test_a_rule_does_not_change(rule: RuleValue) -> None:
    for field in attrs.fields(type(rule)):
        with pytest.raises(attrs.exceptions.FrozenInstanceError):
            setattr(rule, field.name, None)


@every_example
def test_a_rule_takes_no_other_attribute(rule: RuleValue) -> None:
    assert not hasattr(rule, "__dict__")


@every_example
def test_a_rule_survives_pickle_copy_and_deepcopy(rule: RuleValue) -> None:
    sourced = attrs.evolve(rule, source=CELL)
    for again in copies(sourced):
        assert isinstance(again, RuleValue)
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


@pytest.mark.parametrize("kind", [RuleValue, ClaimTerm, Formula])
def test_a_kind_of_rule_is_abstract(kind: type[RuleValue]) -> None:
    with pytest.raises(TypeError):
        kind()


def test_levels_survive_pickle_copy_and_deepcopy() -> None:
    levels = Levels({1: 26, 2: 50})
    assert [levels] * 3 == copies(levels)
