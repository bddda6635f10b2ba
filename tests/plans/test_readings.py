"""The readings R1 to R27, each on both sides of its boundary.

Where the leaflet can be read in two ways, the reading is a decision of this library; these tests
hold it.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import Any

import attrs
import pytest
from builders import (
    ONE_DAY,
    STARTS,
    application,
    child,
    codes,
    entries,
    families,
    member,
    unit,
)

from mutualaid import (
    Admission,
    Catalogue,
    Ceiling,
    Claim,
    Cover,
    Decision,
    Entry,
    FixedSum,
    Headcount,
    Insured,
    InvalidValue,
    Ledger,
    Member,
    NotInForce,
    NoWorkInjury,
    Participation,
    Pillar,
    Question,
    Review,
    Settlement,
    SettlementOutcome,
    Sex,
    Unit,
    UnknownName,
)
from mutualaid.dates import birthday, completed_years, latest_birth
from mutualaid.question import Count, Roster
from mutualaid.text import Lang

ASK_FOR_A_UNION = (
    "inpatient_medical",
    "critical_illness",
    "womens_illness",
    "accident",
    "childrens_accident",
)
ASK_FOR_BEIJING = (*ASK_FOR_A_UNION, "inpatient_allowance")


def review(
    catalogue: Catalogue,
    code: str,
    *entered: Entry | Iterable[Entry],
    of: Unit | None = None,
    starts: date = STARTS,
    covered: Iterable[Entry | Member] = (),
) -> Review:
    return catalogue[code].review(
        application(*entered, unit=of or unit(), starts=starts, already_covered=covered)
    )


def accepted(
    catalogue: Catalogue, code: str, *entered: Entry | Iterable[Entry], **asked: Any
) -> bool | None:
    return review(catalogue, code, *entered, **asked).accepted


def sold(code: str) -> dict[str, Any]:
    """Ask for what the plan sells: a level, a child, or nothing besides."""
    return {"accident": {"level": 1}, "childrens_accident": {"child": child()}}.get(code, {})


def decide(
    catalogue: Catalogue,
    code: str,
    who: Member | None = None,
    of: Unit | None = None,
    *,
    starts: date = STARTS,
    **asked: Any,
) -> Decision:
    return catalogue[code].decide(
        who or member(), of or unit(), starts=starts, **{**sold(code), **asked}
    )


def one_entry(code: str, who: Member | None = None) -> Entry:
    return Entry(who or member(), **sold(code))


IN_THE_COVER = date(2016, 6, 15)


def claim(
    plan: str, event: str, name: str = "C1", *, on: date = IN_THE_COVER, **carries: Any
) -> Claim:
    return Claim(name, plan, "M1", event, on, **carries)


def settled(catalogue: Catalogue, *claims: Claim) -> list[Settlement]:
    """Settle claims of one member under a cover of the plan of the first."""
    code = claims[0].plan
    ledger = Ledger([Cover(catalogue[code].edition(STARTS), "U1", member(), STARTS)])
    settlements = []
    for one in claims:
        settlement, ledger = ledger.settle(one)
        settlements.append(settlement)
    return settlements


def payables(catalogue: Catalogue, *claims: Claim) -> list[Decimal]:
    return [settlement.payable for settlement in settled(catalogue, *claims)]


def payable(catalogue: Catalogue, one: Claim) -> Decimal:
    (amount,) = payables(catalogue, one)
    return amount


# R1: 以上, 以下 and the like include the number itself -------------------------------------------


def test_r1_at_least_70_percent_is_met_by_70_percent_exactly(catalogue: Catalogue) -> None:
    assert accepted(catalogue, "inpatient_allowance", entries(70), of=unit(employees=100)) is True


def test_r1_at_least_70_percent_is_missed_by_one_fewer(catalogue: Catalogue) -> None:
    assert accepted(catalogue, "inpatient_allowance", entries(69), of=unit(employees=100)) is False


def test_r1_not_fewer_than_80_percent_is_met_by_80_percent_exactly(catalogue: Catalogue) -> None:
    assert accepted(catalogue, "inpatient_medical", entries(88), of=unit(employees=110)) is True


def test_r1_not_fewer_than_80_percent_is_missed_by_one_fewer(catalogue: Catalogue) -> None:
    assert accepted(catalogue, "inpatient_medical", entries(87), of=unit(employees=110)) is False


def test_r1_100_and_below_includes_100(catalogue: Catalogue) -> None:
    assert accepted(catalogue, "inpatient_medical", entries(99), of=unit(employees=100)) is False


def test_r1_100_and_below_excludes_101(catalogue: Catalogue) -> None:
    assert accepted(catalogue, "inpatient_medical", entries(99), of=unit(employees=101)) is True


def test_r1_fewer_than_30_excludes_30(catalogue: Catalogue) -> None:
    assert accepted(catalogue, "critical_illness", entries(28), of=unit(employees=30)) is True


def test_r1_fewer_than_30_includes_29(catalogue: Catalogue) -> None:
    assert accepted(catalogue, "critical_illness", entries(28), of=unit(employees=29)) is False


def test_r1_at_most_four_includes_four(catalogue: Catalogue) -> None:
    assert decide(catalogue, "critical_illness", shares=4).eligible is True


def test_r1_at_most_four_excludes_five(catalogue: Catalogue) -> None:
    assert decide(catalogue, "critical_illness", shares=5).eligible is False


# R2: completed years on the start day, both ends included ----------------------------------------


@pytest.mark.parametrize("code", ASK_FOR_BEIJING)
@pytest.mark.parametrize(
    ("born", "eligible"),
    [
        (date(2000, 1, 2), False),  # 16 tomorrow
        (date(2000, 1, 1), True),  # 16 today
        (date(1955, 1, 2), True),  # 61 tomorrow
        (date(1955, 1, 1), False),  # 61 today
    ],
)
def test_r2_from_the_16th_birthday_itself_to_the_day_before_the_61st(
    catalogue: Catalogue, code: str, born: date, eligible: bool
) -> None:
    assert eligible is decide(catalogue, code, member(birth_date=born)).eligible


@pytest.mark.parametrize("code", ["medical", "accident_property"])
@pytest.mark.parametrize("born", [date(2002, 1, 1), date(1950, 1, 1)])
def test_r2_where_no_age_is_asked_a_serving_person_of_any_age_may_join(
    catalogue: Catalogue, code: str, born: date
) -> None:
    assert decide(catalogue, code, member(birth_date=born)).eligible is True


@pytest.mark.parametrize("age", [30, 70])
def test_r2_whether_someone_is_serving_is_never_inferred_from_age(
    catalogue: Catalogue, age: int
) -> None:
    who = member(birth_date=date(2016 - age, 1, 1), serving=None)
    assert ["missing.serving"] == codes(decide(catalogue, "medical", who).reasons)


# R3: a birthday on 29 February -------------------------------------------------------------------

BORN_ON_A_LEAP_DAY = date(1956, 2, 29)


def test_r3_in_a_common_year_the_61st_birthday_is_28_february(catalogue: Catalogue) -> None:
    who = member(birth_date=BORN_ON_A_LEAP_DAY)
    assert decide(catalogue, "accident", who, starts=date(2017, 2, 28)).eligible is False


def test_r3_on_27_february_whoever_was_born_on_29_february_is_still_60(
    catalogue: Catalogue,
) -> None:
    who = member(birth_date=BORN_ON_A_LEAP_DAY)
    assert decide(catalogue, "accident", who, starts=date(2017, 2, 27)).eligible is True


def test_r3_whoever_was_born_on_1_march_is_still_60_on_28_february(catalogue: Catalogue) -> None:
    who = member(birth_date=date(1956, 3, 1))
    assert decide(catalogue, "accident", who, starts=date(2017, 2, 28)).eligible is True


def test_r3_in_a_leap_year_the_16th_birthday_is_29_february_itself(catalogue: Catalogue) -> None:
    who = member(birth_date=date(2000, 2, 29))
    assert decide(catalogue, "accident", who, starts=date(2016, 2, 29)).eligible is True


def test_r3_in_a_leap_year_whoever_was_born_on_29_february_is_15_the_day_before(
    catalogue: Catalogue,
) -> None:
    who = member(birth_date=date(2000, 2, 29))
    decision = decide(catalogue, "accident", who, starts=date(2016, 2, 28))
    assert (False, date(2016, 2, 29)) == (decision.eligible, decision.eligible_from)


@pytest.mark.parametrize(
    ("starts", "eligible"), [(date(2018, 2, 27), True), (date(2018, 2, 28), False)]
)
def test_r3_a_child_of_29_february_is_18_on_28_february(
    catalogue: Catalogue, starts: date, eligible: bool
) -> None:
    pupil = child(birth_date=date(2000, 2, 29), student=False)
    decision = decide(catalogue, "childrens_accident", starts=starts, child=pupil)
    assert eligible is decision.eligible


def test_r3_the_latest_birth_for_18_on_28_february_of_a_common_year_is_29_february() -> None:
    assert date(2000, 2, 29) == latest_birth(18, date(2018, 2, 28))


def test_r3_the_latest_birth_for_16_on_28_february_of_a_leap_year_is_28_february() -> None:
    assert date(2000, 2, 28) == latest_birth(16, date(2016, 2, 28))


@pytest.mark.parametrize("years", [15, 16, 17, 18, 61])
@pytest.mark.parametrize("year", [2016, 2017, 2018, 2019])
@pytest.mark.parametrize(("month", "day"), [(2, 27), (2, 28), (3, 1), (12, 31)])
def test_r3_the_latest_birth_completes_the_years_and_the_day_after_does_not(
    years: int, year: int, month: int, day: int
) -> None:
    on = date(year, month, day)
    latest = latest_birth(years, on)
    assert [years, years - 1] == [completed_years(born, on) for born in (latest, latest + ONE_DAY)]


def test_r3_a_birthday_is_counted_forwards_from_birth() -> None:
    assert [date(2015, 2, 28), date(2016, 2, 29)] == [
        birthday(date(2000, 2, 29), 15),
        birthday(date(2000, 2, 29), 16),
    ]


# R4: exactly 18, and a student -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("born", "student", "eligible"),
    [
        (date(1998, 1, 2), False, True),  # 18 tomorrow
        (date(1998, 1, 1), True, True),  # 18 today
        (date(1998, 1, 1), False, False),
        (date(1997, 12, 31), True, True),
        (date(1985, 1, 1), True, True),  # no upper age for a student
    ],
)
def test_r4_under_18_or_a_student_of_18_and_over(
    catalogue: Catalogue, born: date, student: bool, eligible: bool
) -> None:
    of_that_age = child(birth_date=born, student=student)
    assert eligible is decide(catalogue, "childrens_accident", child=of_that_age).eligible


# R5: plan 8 is per child -------------------------------------------------------------------------


def test_r5_the_fee_is_for_each_child(catalogue: Catalogue) -> None:
    two = [Entry(member(), child=child(who)) for who in ("C1", "C2")]
    of = unit(employees_with_minor_children=1)
    assert Decimal(100) == review(catalogue, "childrens_accident", two, of=of).fee


def test_r5_each_child_may_have_four_shares(catalogue: Catalogue) -> None:
    two = [Entry(member(), child=child(who), shares=4) for who in ("C1", "C2")]
    of = unit(employees_with_minor_children=1)
    answers = review(catalogue, "childrens_accident", two, of=of).entries
    assert [True, True] == [entry.accepted for entry in answers]


def test_r5_no_child_may_have_five_shares(catalogue: Catalogue) -> None:
    assert decide(catalogue, "childrens_accident", shares=5).eligible is False


def test_r5_the_cap_is_for_each_child(catalogue: Catalogue) -> None:
    two = [
        Entry(member(), child=child(who), shares=shares) for who, shares in (("C1", 1), ("C2", 4))
    ]
    of = unit(employees_with_minor_children=1)
    answers = review(catalogue, "childrens_accident", two, of=of).entries
    assert [Decimal(27_560), Decimal(110_240)] == [entry.caps["benefit"] for entry in answers]


def test_r5_one_child_is_not_entered_twice_through_both_parents() -> None:
    # Otherwise one child could come to eight shares.
    with pytest.raises(InvalidValue, match="twice"):
        application(Entry(member("M1"), child=child()), Entry(member("M2"), child=child()))


# R6: who counts for the share --------------------------------------------------------------------


def test_r6_a_member_who_is_entered_again_for_a_child_counts_once(catalogue: Catalogue) -> None:
    again = [Entry(entry.member, child=child(f"C{entry.member.id}")) for entry in entries(20)]
    answer = review(catalogue, "inpatient_allowance", entries(20), again, of=unit(employees=30))
    assert (False, 1) == (answer.accepted, answer.reasons[0].shortfall)


def test_r6_whoever_is_covered_already_and_entered_again_counts_once(catalogue: Catalogue) -> None:
    covered = [entry.member for entry in entries(20)]
    answer = review(
        catalogue, "inpatient_allowance", entries(20), of=unit(employees=30), covered=covered
    )
    assert (False, 1) == (answer.accepted, answer.reasons[0].shortfall)


def test_r6_only_women_are_counted_among_women(catalogue: Catalogue) -> None:
    men = entries(30, sex=Sex.MALE)
    of = unit(female_employees=10)
    women = [Entry(member(f"W{number}")) for number in range(9)]
    answer = review(catalogue, "womens_illness", men, women, of=of)
    assert (9, 1) == (answer.reasons[0].fact("joining"), answer.reasons[0].shortfall)


def test_r6_only_people_who_may_join_are_counted(catalogue: Catalogue) -> None:
    too_old = Entry(member("M61", birth_date=date(1955, 1, 1)))
    of = unit(employees=30)
    assert accepted(catalogue, "inpatient_allowance", entries(20), too_old, of=of) is False


def test_r6_the_base_is_the_headcount_as_declared_whoever_is_entered(catalogue: Catalogue) -> None:
    answer = review(catalogue, "inpatient_allowance", entries(21), of=unit(employees=31))
    assert (31, 22) == (answer.reasons[0].fact("base"), answer.reasons[0].fact("required"))


def test_r6_as_many_as_the_base_are_accepted(catalogue: Catalogue) -> None:
    assert accepted(catalogue, "inpatient_allowance", entries(30), of=unit(employees=30)) is True


def test_r6_more_than_the_base_are_not_accepted_with_a_finding_of_its_own(
    catalogue: Catalogue,
) -> None:
    answer = review(catalogue, "inpatient_allowance", entries(31), of=unit(employees=30))
    assert (False, ["participation.more_than_base"]) == (answer.accepted, codes(answer.reasons))


@pytest.mark.parametrize(("percent", "base"), [(7, 100), (29, 100), (57, 100), (55, 100)])
def test_r6_where_floats_would_ask_for_one_more_whole_numbers_do_not(
    percent: int, base: int
) -> None:
    rule = Participation(percent=percent, of=Headcount.EMPLOYEES)
    assert percent == rule.required(base)


def test_r6_the_share_is_exact_for_any_base() -> None:
    rule = Participation(percent=50, of=Headcount.EMPLOYEES)
    assert 5 * 10**20 + 1 == rule.required(10**21 + 1)


def test_r6_a_percentage_with_decimals_is_exact() -> None:
    rule = Participation(percent=Decimal("66.7"), of=Headcount.EMPLOYEES)
    assert [667, 668] == [rule.required(1000), rule.required(1001)]


# R7: high risk -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("own", "of_unit", "fee"),
    [
        (None, False, 26),
        (None, True, 32),
        (False, True, 26),
        (True, False, 32),
        (False, None, 26),
        (True, None, 32),
    ],
)
def test_r7_the_members_own_word_goes_before_the_units(
    catalogue: Catalogue, own: bool | None, of_unit: bool | None, fee: int
) -> None:
    decision = decide(catalogue, "accident", member(high_risk=own), unit(high_risk=of_unit))
    assert Decimal(fee) == decision.fee


def test_r7_neither_said_is_not_the_lower_fee(catalogue: Catalogue) -> None:
    decision = decide(catalogue, "accident", of=unit(high_risk=None))
    assert (True, None) == (decision.eligible, decision.fee)


# R8: fixed sum or at most ------------------------------------------------------------------------


def test_r8_the_two_deaths_of_plan_2_are_the_only_fixed_sums(catalogue: Catalogue) -> None:
    fixed = [
        (plan.code, line.code)
        for plan in catalogue.values()
        for line in plan.edition(STARTS).benefit.lines
        if isinstance(line, FixedSum)
    ]
    assert [("accident_property", "death"), ("accident_property", "child_death")] == fixed


@pytest.mark.parametrize("code", ["critical_illness", "womens_illness"])
def test_r8_the_plans_for_illnesses_have_ceilings_too(catalogue: Catalogue, code: str) -> None:
    assert [Ceiling] == [type(line) for line in catalogue[code].edition(STARTS).benefit.lines]


def test_r8_a_fixed_sum_is_paid_in_full(catalogue: Catalogue) -> None:
    death = claim("accident_property", "death", work_injury=False)
    assert Decimal(20_000) == payable(catalogue, death)


@pytest.mark.parametrize(("assessed", "paid"), [(4999, 4999), (5000, 5000), (5001, 5000)])
def test_r8_up_to_a_ceiling_what_was_assessed_is_paid(
    catalogue: Catalogue, assessed: int, paid: int
) -> None:
    disability = claim("accident_property", "disability", amount=assessed, work_injury=False)
    assert Decimal(paid) == payable(catalogue, disability)


# R9: over what a cap is counted ------------------------------------------------------------------


@pytest.mark.parametrize(("code", "count"), [("critical_illness", 15), ("womens_illness", 8)])
def test_r9_all_diseases_of_a_plan_share_one_line(
    catalogue: Catalogue, code: str, count: int
) -> None:
    (line,) = catalogue[code].edition(STARTS).benefit.lines
    assert count == len(line.events)


def test_r9_the_six_lines_of_plan_2_are_separate(catalogue: Catalogue) -> None:
    lines = catalogue["accident_property"].edition(STARTS).benefit.lines
    assert 6 == len({line.code for line in lines})


def test_r9_no_event_of_plan_2_stands_on_two_lines(catalogue: Catalogue) -> None:
    lines = catalogue["accident_property"].edition(STARTS).benefit.lines
    events = [event.code for line in lines for event in line.events]
    assert len(events) == len(set(events))


def test_r9_home_property_is_insured_through_the_member(catalogue: Catalogue) -> None:
    benefit = catalogue["accident_property"].edition(STARTS).benefit
    assert {Insured.MEMBER} == {benefit.line(code).insured for code in ("fire", "burst_pipes")}


def test_r9_two_diseases_come_out_of_one_cap(catalogue: Catalogue) -> None:
    code = "critical_illness"
    first = claim(code, "malignant_tumour", amount=6000)
    second = claim(code, "leukaemia", "C2", amount=6000)
    assert [6000, 4000] == payables(catalogue, first, second)


def test_r9_two_lines_of_one_plan_do_not_share_a_cap(catalogue: Catalogue) -> None:
    code = "accident_property"
    fire, pipes = claim(code, "fire", amount=9000), claim(code, "burst_pipes", "C2", amount=9000)
    assert [9000, 9000] == payables(catalogue, fire, pipes)


# R10: several names ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("alias", "code"),
    [
        ("暖·互助", "medical"),
        ("非工伤意外伤害及家财综合损失互助保障计划", "accident_property"),
        ("在职职工住院医疗互助保障活动", "inpatient_medical"),
        ("在职职工住院津贴互助保障活动", "inpatient_allowance"),
        ("在职职工特殊疾病互助保障活动", "womens_illness"),
    ],
)
def test_r10_the_other_names_are_aliases(catalogue: Catalogue, alias: str, code: str) -> None:
    assert (code, True) == (catalogue[alias].code, alias in catalogue[code].aliases)


@pytest.mark.parametrize(
    ("title", "code"),
    [
        ("在职职工医疗互助保障计划", "medical"),
        ("非工伤意外伤害及家财损失综合互助保障计划", "accident_property"),
        ("在职职工住院医疗互助保障计划", "inpatient_medical"),
        ("在职职工住院津贴互助保障计划", "inpatient_allowance"),
        ("在职职工重大疾病互助保障活动", "critical_illness"),
        ("在职女职工特殊疾病互助保障活动", "womens_illness"),
        ("在职职工意外伤害互助保障活动", "accident"),
        ("在职职工子女意外伤害互助保障活动", "childrens_accident"),
    ],
)
def test_r10_the_tables_name_is_the_title(catalogue: Catalogue, title: str, code: str) -> None:
    assert title == catalogue[code].title.zh


def test_r10_a_name_that_no_document_has_is_unknown(catalogue: Catalogue) -> None:
    with pytest.raises(UnknownName):
        catalogue["在职职工重大疾病互助保障计划书"]


# R11: since when ---------------------------------------------------------------------------------


def test_r11_from_2015_01_01_on_every_plan_answers(catalogue: Catalogue) -> None:
    decisions = catalogue.decide_all(member(), unit(), starts=date(2015, 1, 1))
    assert list(catalogue) == list(decisions)


def test_r11_the_day_before_is_refused_and_not_answered(catalogue: Catalogue) -> None:
    with pytest.raises(NotInForce, match="2014, 12, 31"):
        catalogue.decide_all(member(), unit(), starts=date(2014, 12, 31))


@pytest.mark.parametrize("code", ["medical", "accident_property", *ASK_FOR_BEIJING])
def test_r11_no_plan_is_in_force_the_day_before(catalogue: Catalogue, code: str) -> None:
    in_force = catalogue[code].in_force
    assert (False, True) == (in_force(date(2014, 12, 31)), in_force(date(2015, 1, 1)))


def test_r11_a_review_the_day_before_is_refused_too(catalogue: Catalogue) -> None:
    with pytest.raises(NotInForce):
        review(catalogue, "medical", entries(1), starts=date(2014, 12, 31))


def test_r11_the_edition_is_open_ended(catalogue: Catalogue) -> None:
    assert {None} == {edition.period.end for edition in catalogue.editions(STARTS)}


# R12: who pays -----------------------------------------------------------------------------------


def test_r12_by_card_both_union_levels_pay_jointly(catalogue: Catalogue) -> None:
    assert 2 == len(decide(catalogue, "medical").paid_by)


def test_r12_by_way_b_no_payer_is_named(catalogue: Catalogue) -> None:
    decision = decide(catalogue, "medical", member(jingka_card=False), unit(has_union=False))
    assert () == decision.paid_by


def test_r12_for_whoever_is_refused_no_payer_is_named(catalogue: Catalogue) -> None:
    assert () == decide(catalogue, "medical", member(serving=False)).paid_by


@pytest.mark.parametrize("code", ["accident_property", *ASK_FOR_BEIJING])
def test_r12_for_the_other_plans_no_payer_is_named(catalogue: Catalogue, code: str) -> None:
    assert () == decide(catalogue, code).paid_by


# R13: ages in plan 8 -----------------------------------------------------------------------------


def test_r13_a_parent_of_61_may_not_enter_a_child(catalogue: Catalogue) -> None:
    parent = member(birth_date=date(1955, 1, 1))
    assert ["age.too_old"] == codes(decide(catalogue, "childrens_accident", parent).reasons)


def test_r13_a_child_of_15_may_be_entered(catalogue: Catalogue) -> None:
    pupil = child(birth_date=date(2001, 1, 1))
    assert decide(catalogue, "childrens_accident", child=pupil).eligible is True


# R14: the unit has a union -----------------------------------------------------------------------


@pytest.mark.parametrize("code", ASK_FOR_A_UNION)
@pytest.mark.parametrize(("has_union", "answer"), [(True, True), (False, False), (None, None)])
def test_r14_the_unit_must_have_a_union(
    catalogue: Catalogue, code: str, has_union: bool | None, answer: bool | None
) -> None:
    of_one = unit(employees=1, female_employees=1, employees_with_minor_children=1)
    of = attrs.evolve(of_one, has_union=has_union)
    assert answer is accepted(catalogue, code, one_entry(code), of=of)


@pytest.mark.parametrize("has_union", [True, False, None])
def test_r14_plan_4_does_not_ask_for_one(catalogue: Catalogue, has_union: bool | None) -> None:
    of = unit(employees=1, has_union=has_union)
    assert accepted(catalogue, "inpatient_allowance", entries(1), of=of) is True


@pytest.mark.parametrize(("has_union", "answer"), [(True, False), (False, True), (None, None)])
def test_r14_plan_1_way_b_asks_for_none(
    catalogue: Catalogue, has_union: bool | None, answer: bool | None
) -> None:
    of = unit(employees=1, has_union=has_union)
    assert answer is accepted(catalogue, "medical", entries(1, jingka_card=False), of=of)


# R15: 80 % of the women --------------------------------------------------------------------------


def test_r15_the_base_is_the_women(catalogue: Catalogue) -> None:
    of = unit(employees=1000, female_employees=105)
    assert accepted(catalogue, "womens_illness", entries(84), of=of) is True


def test_r15_one_woman_fewer_is_too_few(catalogue: Catalogue) -> None:
    of = unit(employees=1000, female_employees=105)
    assert accepted(catalogue, "womens_illness", entries(83), of=of) is False


@pytest.mark.parametrize(("women", "required"), [(100, 1000), (101, 800)])
def test_r15_the_literal_base_stays_possible_with_the_threshold_on_women(
    women: int, required: int
) -> None:
    literal = Participation(
        percent=80,
        of=Headcount.EMPLOYEES,
        everyone_up_to=100,
        threshold_of=Headcount.FEMALE_EMPLOYEES,
    )
    assert required == literal.required(1000, threshold=women)


@pytest.mark.parametrize(("women", "code"), [(100, "too_few"), (101, "met")])
def test_r15_the_literal_base_is_asked_of_the_unit(women: int, code: str) -> None:
    literal = Participation(
        percent=80,
        of=Headcount.EMPLOYEES,
        everyone_up_to=100,
        threshold_of=Headcount.FEMALE_EMPLOYEES,
    )
    of = unit(employees=1000, female_employees=women)
    counts = tuple((kind, Count(999, 999)) for kind in Headcount)
    question = Question(member(), of, STARTS, roster=Roster({}, counts))
    assert f"participation.{code}" == literal.check(question).code


# R16: everyone serving is the base ---------------------------------------------------------------


def test_r16_one_serving_person_of_61_keeps_a_unit_out_in_which_everyone_must_join(
    catalogue: Catalogue,
) -> None:
    of_61 = Entry(member("M61", birth_date=date(1955, 1, 1)))
    of = unit(employees=29)
    assert accepted(catalogue, "inpatient_allowance", entries(28), of_61, of=of) is False


def test_r16_one_serving_person_of_60_does_not(catalogue: Catalogue) -> None:
    of_60 = Entry(member("M60", birth_date=date(1955, 1, 2)))
    of = unit(employees=29)
    assert accepted(catalogue, "inpatient_allowance", entries(28), of_60, of=of) is True


@pytest.mark.parametrize(
    ("lang", "words"), [("en", "whoever serves but may not join"), ("zh", "也计入")]
)
def test_r16_the_finding_says_that_whoever_may_not_join_counts_too(
    catalogue: Catalogue, lang: Lang, words: str
) -> None:
    answer = review(catalogue, "inpatient_allowance", entries(28), of=unit(employees=29))
    assert words in answer.reasons[0].text(lang)


@pytest.mark.parametrize(
    ("lang", "words"), [("en", "whoever serves but may not join"), ("zh", "也计入")]
)
def test_r16_where_a_share_is_enough_the_finding_does_not_say_so(
    catalogue: Catalogue, lang: Lang, words: str
) -> None:
    answer = review(catalogue, "inpatient_allowance", entries(20), of=unit(employees=30))
    assert words not in answer.reasons[0].text(lang)


# R17: plan 8, who counts as joining --------------------------------------------------------------

OF_40_PARENTS = unit(employees=500, employees_with_minor_children=40)
STUDENT = child("CS", birth_date=date(1998, 1, 1), student=True)
MINOR = child("CM", birth_date=date(1998, 1, 2))


def test_r17_a_parent_with_many_children_counts_once(catalogue: Catalogue) -> None:
    many = [Entry(member(), child=child(f"C{number}")) for number in range(9)]
    answer = review(catalogue, "childrens_accident", families(18), many, of=OF_40_PARENTS)
    assert (19, 1) == (answer.reasons[0].fact("joining"), answer.reasons[0].shortfall)


def test_r17_one_child_is_enough(catalogue: Catalogue) -> None:
    one = Entry(member(), child=MINOR)
    answer = review(catalogue, "childrens_accident", families(19), one, of=OF_40_PARENTS)
    assert answer.accepted is True


def test_r17_the_parent_of_a_student_of_18_does_not_count(catalogue: Catalogue) -> None:
    one = Entry(member(), child=STUDENT)
    answer = review(catalogue, "childrens_accident", families(19), one, of=OF_40_PARENTS)
    assert (False, 1) == (answer.accepted, answer.reasons[0].shortfall)


def test_r17_a_child_that_is_not_accepted_does_not_let_the_parent_count(
    catalogue: Catalogue,
) -> None:
    one = Entry(member(), child=child(healthy=False))
    answer = review(catalogue, "childrens_accident", families(19), one, of=OF_40_PARENTS)
    assert (False, 1) == (answer.accepted, answer.reasons[0].shortfall)


def test_r17_where_the_base_is_0_a_student_comes_in_and_no_share_is_asked(
    catalogue: Catalogue,
) -> None:
    of = unit(employees_with_minor_children=0)
    assert accepted(catalogue, "childrens_accident", Entry(member(), child=STUDENT), of=of) is True


def test_r17_where_the_base_is_1_the_share_is_asked_of_the_student_too(
    catalogue: Catalogue,
) -> None:
    of = unit(employees_with_minor_children=1)
    assert accepted(catalogue, "childrens_accident", Entry(member(), child=STUDENT), of=of) is False


# R18: running covers -----------------------------------------------------------------------------


@pytest.mark.parametrize(("covered", "answer"), [(0, False), (1, False), (2, True)])
def test_r18_whose_cover_runs_counts_where_the_application_names_them(
    catalogue: Catalogue, covered: int, answer: bool | None
) -> None:
    running = [member(f"R{number}") for number in range(covered)]
    of = unit(employees=40)
    assert answer is accepted(catalogue, "critical_illness", entries(30), of=of, covered=running)


@pytest.mark.parametrize(
    ("serving", "answer"),
    [((True, True), True), ((True, None), None), ((True, False), False), ((None, False), False)],
)
def test_r18_whose_cover_runs_counts_while_they_serve(
    catalogue: Catalogue, serving: tuple[bool | None, ...], answer: bool | None
) -> None:
    running = [member(f"R{number}", serving=one) for number, one in enumerate(serving)]
    of = unit(employees=40)
    assert answer is accepted(catalogue, "critical_illness", entries(30), of=of, covered=running)


@pytest.mark.parametrize(("serving", "answer"), [(False, True), (None, None), (True, False)])
def test_r18_who_has_retired_does_not_crowd_out_who_serves(
    catalogue: Catalogue, serving: bool | None, answer: bool | None
) -> None:
    running = [member(f"R{number}", serving=serving) for number in range(30)]
    of = unit(employees=30)
    assert answer is accepted(catalogue, "critical_illness", entries(24), of=of, covered=running)


@pytest.mark.parametrize(("serving", "answer"), [(False, False), (True, True)])
def test_r18_who_has_retired_does_not_stand_in_for_who_serves(
    catalogue: Catalogue, serving: bool | None, answer: bool | None
) -> None:
    running = [member("R", serving=serving)]
    of = unit(employees=2)
    assert answer is accepted(catalogue, "critical_illness", entries(1), of=of, covered=running)


@pytest.mark.parametrize(("serving", "answer"), [(False, False), (True, True)])
def test_r18_a_parent_who_has_retired_does_not_count_among_the_parents(
    catalogue: Catalogue, serving: bool | None, answer: bool | None
) -> None:
    running = Entry(member("R", serving=serving), child=child("CR"))
    of = unit(employees_with_minor_children=2)
    found = accepted(catalogue, "childrens_accident", families(1), of=of, covered=[running])
    assert answer is found


def test_r18_running_covers_alone_are_no_application(catalogue: Catalogue) -> None:
    running = [member(f"R{number}") for number in range(40)]
    assert accepted(catalogue, "critical_illness", of=unit(employees=40), covered=running) is False


# R19: plan 1, two ways in one unit ---------------------------------------------------------------

NO_UNION_OF_30 = unit(employees=30, has_union=False)


def with_cards(count: int) -> list[Entry]:
    return [Entry(member(f"A{number:03}")) for number in range(count)]


def without_cards(count: int) -> list[Entry]:
    return [Entry(member(f"B{number:03}", jingka_card=False)) for number in range(count)]


def test_r19_insurance_is_asked_of_each_person(catalogue: Catalogue) -> None:
    uninsured = Entry(member("M0", jingka_card=False, basic_medical_insurance=False))
    answer = review(catalogue, "medical", without_cards(21), uninsured, of=NO_UNION_OF_30)
    assert [True] * 21 + [False] == [entry.accepted for entry in answer.entries]


def test_r19_where_nobody_needs_way_b_no_share_is_asked(catalogue: Catalogue) -> None:
    assert accepted(catalogue, "medical", with_cards(1), of=NO_UNION_OF_30) is True


def test_r19_whoever_comes_in_by_card_counts_for_those_who_do_not(catalogue: Catalogue) -> None:
    answer = review(catalogue, "medical", with_cards(20), without_cards(1), of=NO_UNION_OF_30)
    assert [True] * 21 == [entry.accepted for entry in answer.entries]


def test_r19_where_the_share_is_missed_only_those_without_cards_are_refused(
    catalogue: Catalogue,
) -> None:
    answer = review(catalogue, "medical", with_cards(19), without_cards(1), of=NO_UNION_OF_30)
    assert [True] * 19 + [False] == [entry.accepted for entry in answer.entries]


def test_r19_the_review_is_accepted_where_those_with_cards_come_in(catalogue: Catalogue) -> None:
    answer = review(catalogue, "medical", with_cards(19), without_cards(1), of=NO_UNION_OF_30)
    assert (True, ()) == (answer.accepted, answer.reasons)


def test_r19_whoever_is_refused_for_the_share_reads_how_many_more_must_join(
    catalogue: Catalogue,
) -> None:
    answer = review(catalogue, "medical", with_cards(19), without_cards(1), of=NO_UNION_OF_30)
    assert [1] == [reason.shortfall for reason in answer.entries[-1].reasons if reason.shortfall]


def test_r19_where_nobody_has_a_card_and_the_share_is_missed_nobody_comes_in(
    catalogue: Catalogue,
) -> None:
    assert accepted(catalogue, "medical", without_cards(20), of=NO_UNION_OF_30) is False


def test_r19_the_base_is_all_serving_employees(catalogue: Catalogue) -> None:
    answer = review(catalogue, "medical", without_cards(20), of=NO_UNION_OF_30)
    (few,) = [reason for reason in answer.reasons if reason.shortfall]
    assert (30, Headcount.EMPLOYEES) == (few.fact("base"), few.fact("of"))


def test_r19_at_a_unit_with_a_union_whoever_has_no_card_is_refused_and_the_others_come_in(
    catalogue: Catalogue,
) -> None:
    of = unit(employees=30)
    answer = review(catalogue, "medical", with_cards(1), without_cards(29), of=of)
    assert [True] + [False] * 29 == [entry.accepted for entry in answer.entries]


# R20: emergency observation ----------------------------------------------------------------------


def test_r20_emergency_observation_counts_against_the_one_cap(catalogue: Catalogue) -> None:
    (line,) = catalogue["medical"].edition(STARTS).benefit.lines
    assert ["outpatient", "inpatient", "emergency_observation"] == [
        event.code for event in line.events
    ]


@pytest.mark.parametrize(("days", "paid"), [(0, 100), (7, 100), (8, 0)])
def test_r20_the_day_of_admission_and_the_7_before_it_count(
    catalogue: Catalogue, days: int, paid: int
) -> None:
    observed = claim(
        "medical",
        "emergency_observation",
        on=IN_THE_COVER - days * ONE_DAY,
        amount=100,
        hospital="H1",
        admission=Admission(IN_THE_COVER, "H1"),
    )
    assert Decimal(paid) == payable(catalogue, observed)


def test_r20_observation_before_admission_to_another_hospital_does_not_count(
    catalogue: Catalogue,
) -> None:
    observed = claim(
        "medical",
        "emergency_observation",
        amount=100,
        hospital="H1",
        admission=Admission(IN_THE_COVER, "H2"),
    )
    assert Decimal(0) == payable(catalogue, observed)


@pytest.mark.parametrize(("event", "paid"), [("emergency_observation", 0), ("outpatient", 100)])
def test_r20_observation_without_admission_is_entered_as_an_outpatient_bill(
    catalogue: Catalogue, event: str, paid: int
) -> None:
    assert Decimal(paid) == payable(catalogue, claim("medical", event, amount=100))


# R21: plan 2, which children ---------------------------------------------------------------------


@pytest.mark.parametrize(
    "said",
    [
        {"healthy": False},
        {"healthy": None},
        {"student": None},
        {"birth_date": date(1980, 5, 18)},
    ],
    ids=str,
)
def test_r21_nothing_is_asked_of_the_child(catalogue: Catalogue, said: dict[str, Any]) -> None:
    both = [Entry(member()), Entry(member(), child=child(**said))]
    answer = review(catalogue, "accident_property", both)
    assert [True, True] == [entry.accepted for entry in answer.entries]


def test_r21_the_childs_lines_need_the_members_own_entry(catalogue: Catalogue) -> None:
    answer = review(catalogue, "accident_property", Entry(member(), child=child()))
    assert ["beside_member.member_not_entered"] == codes(answer.entries[0].reasons)


def test_r21_a_refused_member_keeps_the_child_out(catalogue: Catalogue) -> None:
    # The same data stand in both entries, so the child's entry fails for itself as well.
    parent = member(union_member=False)
    both = [Entry(parent), Entry(parent, child=child())]
    answer = review(catalogue, "accident_property", both)
    assert "beside_member.member_refused" in codes(answer.entries[1].reasons)


def test_r21_what_the_members_entry_asks_for_can_keep_the_child_out_too(
    catalogue: Catalogue,
) -> None:
    both = [Entry(member(), shares=2), Entry(member(), child=child())]
    answer = review(catalogue, "accident_property", both)
    assert ["beside_member.member_refused"] == codes(answer.entries[1].reasons)


# R22: no work injury -----------------------------------------------------------------------------


@pytest.mark.parametrize("line", ["death", "disability", "child_death", "child_disability"])
def test_r22_plan_2_excludes_work_injury_for_member_and_child(
    catalogue: Catalogue, line: str
) -> None:
    terms = catalogue["accident_property"].edition(STARTS).benefit.line(line).terms
    assert NoWorkInjury() in terms


@pytest.mark.parametrize("line", ["fire", "burst_pipes"])
def test_r22_of_home_property_it_is_not_asked(catalogue: Catalogue, line: str) -> None:
    assert () == catalogue["accident_property"].edition(STARTS).benefit.line(line).terms


@pytest.mark.parametrize(
    ("work_injury", "outcome"),
    [
        (False, SettlementOutcome.PAID),
        (True, SettlementOutcome.REFUSED),
        (None, SettlementOutcome.UNKNOWN),
    ],
)
def test_r22_a_work_injury_is_not_paid(
    catalogue: Catalogue,
    work_injury: bool | None,
    outcome: SettlementOutcome,
) -> None:
    death = claim("accident_property", "death", work_injury=work_injury)
    (settlement,) = settled(catalogue, death)
    assert outcome is settlement.outcome


@pytest.mark.parametrize("code", ["accident", "childrens_accident"])
def test_r22_plans_7_and_8_cover_any_accident(catalogue: Catalogue, code: str) -> None:
    assert [()] == [line.terms for line in catalogue[code].edition(STARTS).benefit.lines]


# R23: levels, fees and caps go together ----------------------------------------------------------

OFFERS = [
    (1, 26, 32, 24_000),
    (2, 50, 62, 44_400),
    (3, 74, 93, 64_800),
    (4, 100, 124, 88_800),
]


@pytest.mark.parametrize(("level", "fee", "at_high_risk", "cap"), OFFERS)
def test_r23_high_risk_pays_more_for_the_same_cap(
    catalogue: Catalogue, level: int, fee: int, at_high_risk: int, cap: int
) -> None:
    calm, risky = (
        decide(catalogue, "accident", of=unit(high_risk=high_risk), level=level)
        for high_risk in (False, True)
    )
    assert [(fee, cap), (at_high_risk, cap)] == [
        (one.fee, one.caps["benefit"]) for one in (calm, risky)
    ]


def test_r23_each_level_costs_more_and_pays_more_than_the_one_before(catalogue: Catalogue) -> None:
    decisions = [decide(catalogue, "accident", level=level) for level in (1, 2, 3, 4)]
    assert all(
        one.fee < next_one.fee and one.caps["benefit"] < next_one.caps["benefit"]
        for one, next_one in pairwise(decisions)
    )


def test_r23_a_level_is_no_number_of_shares(catalogue: Catalogue) -> None:
    assert Decimal(50) == decide(catalogue, "accident", level=2).fee  # not 2 x 26


def test_r23_one_person_cannot_take_two_levels() -> None:
    with pytest.raises(InvalidValue, match="twice"):
        application(Entry(member(), level=1), Entry(member(), level=2))


# R24: the fee of a term --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "fee"), [("critical_illness", 90), ("womens_illness", 40), ("inpatient_medical", 56)]
)
def test_r24_the_fee_is_for_the_whole_term_however_long(
    catalogue: Catalogue, code: str, fee: int
) -> None:
    assert Decimal(fee) == decide(catalogue, code).fee


@pytest.mark.parametrize(
    "code", ["medical", "accident_property", "inpatient_medical", "inpatient_allowance"]
)
def test_r24_a_plan_that_names_no_shares_is_taken_once(catalogue: Catalogue, code: str) -> None:
    decision = decide(catalogue, code, shares=2)
    assert ["shares.not_sold"] == codes(decision.reasons)


@pytest.mark.parametrize("code", ["critical_illness", "womens_illness", "childrens_accident"])
def test_r24_a_plan_that_names_shares_is_taken_twice(catalogue: Catalogue, code: str) -> None:
    assert decide(catalogue, code, shares=2).eligible is True


def test_r24_asked_all_at_once_each_plan_is_asked_for_what_it_sells(catalogue: Catalogue) -> None:
    decisions = catalogue.decide_all(
        member(), unit(), starts=STARTS, child=child(), shares=2, level=2
    )
    assert {
        "medical": 0,
        "accident_property": 0,
        "inpatient_medical": 56,
        "inpatient_allowance": 60,
        "critical_illness": 180,
        "womens_illness": 80,
        "accident": 50,
        "childrens_accident": 100,
    } == {code: decision.fee for code, decision in decisions.items() if decision.eligible}


# R25: the unit lies within Beijing ---------------------------------------------------------------


@pytest.mark.parametrize("code", ASK_FOR_BEIJING)
@pytest.mark.parametrize(("in_beijing", "answer"), [(True, True), (False, False), (None, None)])
def test_r25_the_unit_must_lie_within_beijing(
    catalogue: Catalogue, code: str, in_beijing: bool | None, answer: bool | None
) -> None:
    of_one = unit(employees=1, female_employees=1, employees_with_minor_children=1)
    of = attrs.evolve(of_one, in_beijing=in_beijing)
    assert answer is accepted(catalogue, code, one_entry(code), of=of)


@pytest.mark.parametrize("code", ["medical", "accident_property"])
@pytest.mark.parametrize("in_beijing", [True, False, None])
def test_r25_plan_1_by_card_and_plan_2_ask_nothing_of_the_unit(
    catalogue: Catalogue, code: str, in_beijing: bool | None
) -> None:
    of = unit(
        in_beijing=in_beijing,
        has_union=None,
        employees=None,
        female_employees=None,
        employees_with_minor_children=None,
    )
    assert accepted(catalogue, code, entries(1), of=of) is True


def test_r25_residence_cannot_be_said_and_is_not_asked() -> None:
    names = {field.name for field in attrs.fields(Member)}
    assert set() == {name for name in names if "resid" in name or "beijing" in name}


# R26: pillar -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("pillar", "plans"),
    [
        (Pillar.HOSPITAL, ["medical", "inpatient_medical", "inpatient_allowance"]),
        (Pillar.ILLNESS, ["critical_illness", "womens_illness"]),
        (Pillar.ACCIDENT, ["accident_property", "accident", "childrens_accident"]),
    ],
)
def test_r26_every_plan_belongs_to_one_pillar(
    catalogue: Catalogue, pillar: Pillar, plans: list[str]
) -> None:
    assert plans == [plan.code for plan in catalogue.values() if plan.pillar is pillar]


# R27: term and later events ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "end"),
    [
        ("medical", date(2017, 2, 28)),
        ("womens_illness", date(2018, 2, 28)),
        ("critical_illness", date(2019, 2, 28)),
    ],
)
def test_r27_a_term_from_29_february_ends_on_28_february(
    catalogue: Catalogue, code: str, end: date
) -> None:
    leap_day = date(2016, 2, 29)
    assert end == catalogue[code].edition(leap_day).cover_period(leap_day).end


@pytest.mark.parametrize(
    ("code", "end"),
    [
        ("medical", date(2017, 1, 1)),
        ("womens_illness", date(2018, 1, 1)),
        ("critical_illness", date(2019, 1, 1)),
    ],
)
def test_r27_the_last_day_is_covered_and_the_end_is_not(
    catalogue: Catalogue, code: str, end: date
) -> None:
    period = catalogue[code].edition(STARTS).cover_period(STARTS)
    assert (True, False) == (end - ONE_DAY in period, end in period)


def test_r27_the_day_before_the_start_is_not_covered(catalogue: Catalogue) -> None:
    period = catalogue["medical"].edition(STARTS).cover_period(STARTS)
    assert (False, True) == (STARTS - ONE_DAY in period, STARTS in period)


def test_r27_whoever_is_61_on_the_second_day_comes_in_for_three_years(catalogue: Catalogue) -> None:
    of_61_tomorrow = member(birth_date=date(1955, 1, 2))
    assert decide(catalogue, "critical_illness", of_61_tomorrow).eligible is True


def test_r27_a_child_who_is_18_on_the_second_day_comes_in_for_the_year(
    catalogue: Catalogue,
) -> None:
    of_age_tomorrow = child(birth_date=date(1998, 1, 2), student=False)
    assert decide(catalogue, "childrens_accident", child=of_age_tomorrow).eligible is True


def test_r27_the_same_person_a_day_later_does_not_come_in(catalogue: Catalogue) -> None:
    of_61 = member(birth_date=date(1955, 1, 2))
    assert decide(catalogue, "critical_illness", of_61, starts=STARTS + ONE_DAY).eligible is False
