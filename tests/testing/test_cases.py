"""What a case comes to: the ordinary, how many join, what is expected, and rows of applications."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import attrs
import pytest
from builders import CHILD, MEMBER, STARTS, UNIT, application, entries, member
from hypothesis import assume, given
from hypothesis import strategies as st
from testing.tables import CATALOGUE, answer, case, read, result

from mutualaid import (
    Application,
    Entry,
    InvalidValue,
    NotInForce,
    Review,
    ReviewOutcome,
    Sex,
    UnknownName,
)
from mutualaid.testing import Case, case_of, strategies, to_csv
from mutualaid.testing.case_columns import COLUMNS, EXPECTED, header, read_cell
from mutualaid.text import LANGUAGES, Lang

PLANS = list(CATALOGUE)
ACCEPTED = ("accepted", [])

# The ordinary ------------------------------------------------------------------------------------


@pytest.mark.parametrize("plan", PLANS)
def test_where_nothing_is_said_the_plan_accepts(plan: str) -> None:
    assert ACCEPTED == answer("plan", plan)


@pytest.mark.parametrize("plan", PLANS)
def test_the_ordinary_is_the_same_whatever_other_plan_there_is(plan: str) -> None:
    alone = case("plan,outcome", f"{plan},accepted").application(CATALOGUE)
    assert 1 == len(alone.entries)


def test_the_ordinary_cover_starts_when_the_edition_does() -> None:
    assert date(2015, 1, 1) == result("plan,outcome", "accident,accepted").scene.starts


def test_the_ordinary_unit_consists_of_those_who_join() -> None:
    asked = case("plan,alike,others,outcome", "accident,2,3,accepted").application(CATALOGUE)
    assert 5 == asked.unit.employees


def test_the_ordinary_number_of_women_is_that_of_the_women_who_join() -> None:
    row = "womens_illness,2,3,male,accepted"
    asked = case("plan,alike,others,other_sex,outcome", row).application(CATALOGUE)
    assert 2 == asked.unit.female_employees


def test_a_part_that_is_said_makes_the_whole_as_large() -> None:
    row = "womens_illness,101,accepted"
    asked = case("plan,female_employees,outcome", row).application(CATALOGUE)
    assert 101 == asked.unit.employees


def test_a_part_that_is_not_said_is_no_larger_than_the_whole() -> None:
    asked = case("plan,employees,alike,outcome", "accident,1,2,refused").application(CATALOGUE)
    assert (1, 1) == (asked.unit.employees, asked.unit.female_employees)


def test_the_ordinary_day_of_a_claim_is_the_first_of_the_cover() -> None:
    assert [date(2016, 5, 1)] == [
        claim.on
        for claim in result("plan,starts,amount,payable", "accident,2016-05-01,5,5").scene.claims()
    ]


# People ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("age", "born"), [(16, date(2000, 1, 1)), (60, date(1956, 1, 1)), (0, STARTS)]
)
def test_an_age_is_completed_on_the_start_day_itself(age: int, born: date) -> None:
    asked = case("plan,starts,age,outcome", f"accident,2016-01-01,{age},accepted")
    assert born == asked.application(CATALOGUE).entries[0].member.birth_date


def test_an_age_on_28_february_may_mean_a_birth_on_the_29th() -> None:
    asked = case("plan,starts,age,outcome", "accident,2017-02-28,61,refused")
    assert date(1956, 2, 29) == asked.application(CATALOGUE).entries[0].member.birth_date


def test_whatever_is_said_of_a_child_enters_one() -> None:
    asked = case("plan,child_age,outcome", "accident_property,3,accepted").application(CATALOGUE)
    assert [False, True] == [entry.child is not None for entry in asked.entries]


def test_a_plan_that_insures_children_alone_enters_no_parent() -> None:
    asked = case("plan,outcome", "childrens_accident,accepted").application(CATALOGUE)
    assert [True] == [entry.child is not None for entry in asked.entries]


def test_the_answer_is_that_of_the_child_where_there_is_one() -> None:
    asked = result("plan,child,member_joins,outcome", "accident_property,yes,no,refused")
    assert ("P1", "P1-C") == asked.entry.entry.key


def test_a_plan_that_insures_no_children_answers_for_the_member() -> None:
    asked = result("plan,child,member_joins,outcome", "accident,yes,yes,accepted")
    assert ("P1", None) == asked.entry.entry.key


@pytest.mark.parametrize("plan", ["medical", "inpatient_medical", "critical_illness"])
def test_an_entry_with_a_child_in_a_plan_for_members_has_the_members_cap(plan: str) -> None:
    alone, with_child = (
        result("plan,child,outcome", f"{plan},{child},accepted").entry for child in ("no", "yes")
    )
    assert alone.caps == with_child.caps != {}


def test_shares_in_a_plan_by_level_are_asked_without_a_level() -> None:
    assert ("refused", ["shares.not_sold"]) == answer("plan,shares", "accident,2")


@pytest.mark.parametrize("word", ["?", "\uff1f", "unknown", "Unknown", "未知"])
def test_what_is_said_to_be_unknown_is_unknown(word: str) -> None:
    assert ("unknown", ["missing.serving"]) == answer("plan,serving", f"accident,{word}")


# How many ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("plan", "employees", "joining"),
    [
        ("inpatient_medical", 100, 100),
        ("inpatient_medical", 101, 81),
        ("inpatient_allowance", 29, 29),
        ("inpatient_allowance", 30, 21),
        ("accident", 30, 15),
        ("accident_property", 30, 1),
    ],
)
def test_as_many_join_as_must(plan: str, employees: int, joining: int) -> None:
    asked = case("plan,employees,outcome", f"{plan},{employees},accepted").application(CATALOGUE)
    assert joining == len(asked.entries)


def test_as_many_women_join_as_must() -> None:
    header = "plan,employees,female_employees,outcome"
    asked = case(header, "womens_illness,500,101,accepted").application(CATALOGUE)
    assert 81 == len(asked.entries)


def test_as_many_join_as_must_of_a_whole_that_is_as_large_as_its_part() -> None:
    asked = case("plan,female_employees,outcome", "inpatient_medical,101,accepted")
    assert 81 == asked.scene(CATALOGUE).alike


def test_others_and_covered_count_among_those_who_must_join() -> None:
    header = "plan,employees,others,covered,outcome"
    asked = case(header, "inpatient_medical,100,40,30,accepted")
    assert 30 == asked.scene(CATALOGUE).alike


def test_at_least_the_person_of_the_case_joins() -> None:
    asked = case("plan,employees,others,outcome", "accident,30,20,accepted")
    assert 1 == asked.scene(CATALOGUE).alike


def test_a_unit_of_an_unknown_size_needs_nobody_else() -> None:
    asked = case("plan,employees,outcome", "accident,?,unknown")
    assert 1 == asked.scene(CATALOGUE).alike


def test_those_alike_are_alike() -> None:
    asked = case("plan,age,alike,outcome", "accident,50,3,accepted").application(CATALOGUE)
    assert 1 == len({attrs.evolve(entry.member, id="M") for entry in asked.entries})


def test_others_are_ordinary() -> None:
    asked = case("plan,age,others,outcome", "accident,61,1,refused").application(CATALOGUE)
    ordinary = case("plan,outcome", "accident,accepted").application(CATALOGUE)
    assert attrs.evolve(asked.entries[1].member, id="P1") == ordinary.entries[0].member


def test_others_are_what_is_said_of_them() -> None:
    asked = case("plan,others,other_age,outcome", "accident,1,61,accepted")
    first, other = asked.run(CATALOGUE).review.entries
    assert (True, False) == (first.eligible, other.eligible)


def test_who_is_covered_is_not_entered() -> None:
    asked = case("plan,covered,outcome", "accident,2,accepted").application(CATALOGUE)
    assert (1, 2) == (len(asked.entries), len(asked.already_covered))


def test_the_answer_is_that_of_the_person_and_not_of_the_others() -> None:
    assert ("refused", ["age.too_old"]) == answer("plan,employees,age,others", "accident,30,61,29")


# What is expected --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("column", "right", "wrong"),
    [
        ("outcome", "accepted", "refused"),
        ("outcome", "接受", "拒绝"),
        ("outcome", "可参保", "未知"),
        ("reason", "none", "age.too_old"),
        ("reason", "无", "age.too_old"),
        ("fee", "26", "26.01"),
        ("fee", "26.00", "?"),
        ("cap", '"24,000"', "2400"),
        ("payable", "100", "99.99"),
        ("claim_reason", "none", "term.outside"),
    ],
)
def test_an_expectation_is_held_against_the_answer(column: str, right: str, wrong: str) -> None:
    header = f"plan,event,amount,{column},cap" if column != "cap" else "plan,event,cap"
    if column in ("payable", "claim_reason"):
        rows = [f"accident,accidental_injury,100,{said},24000" for said in (right, wrong)]
    elif column == "cap":
        rows = [f"accident,accidental_injury,{said}" for said in (right, wrong)]
    else:
        header, rows = f"plan,{column}", [f"accident,{said}" for said in (right, wrong)]
    passed = [row.case.run(CATALOGUE).passed for row in read(header, *rows).rows]
    assert [True, False] == passed


def test_what_is_not_expected_is_not_asked() -> None:
    assert result("plan,age,fee", "accident,61,0").passed


@pytest.mark.parametrize(
    ("reasons", "passed"),
    [
        ("age.too_old serving.not_serving", True),
        ("serving.not_serving; age.too_old", True),
        ('"serving.not_serving, age.too_old"', True),
        ("serving.not_serving、age.too_old", True),
        ("age.too_old", False),
        ("age.too_old serving.not_serving in_beijing.outside", False),
    ],
)
def test_all_reasons_are_expected_in_any_order(reasons: str, *, passed: bool) -> None:
    row = f"accident,61,no,{reasons}"
    assert passed == result("plan,age,serving,reason", row).passed


def test_the_fee_is_that_of_one_person() -> None:
    assert result("plan,employees,fee", "accident,30,26").passed


def test_a_fee_that_cannot_be_known_is_expected_as_unknown() -> None:
    assert result("plan,unit_high_risk,fee", "accident,?,?").passed


def test_who_is_refused_pays_nothing_and_has_no_cap() -> None:
    assert result("plan,age,fee,cap", "accident,61,0,0").passed


def test_a_claim_of_who_is_refused_is_refused() -> None:
    row = "accident,61,100,0,claim.no_cover"
    assert result("plan,age,amount,payable,claim_reason", row).passed


def test_a_claim_of_who_is_refused_cites_the_clause_of_joining() -> None:
    settlement = result("plan,age,amount,payable", "accident,61,100,0").settlement
    assert settlement is not None
    clause = settlement.findings[0].clause
    assert clause is not None
    assert "参保条件" in clause.cite("zh")


def test_a_claim_that_is_left_open_is_expected_as_unknown() -> None:
    row = "accident_property,death,?,?,missing.work_injury"
    assert result("plan,event,work_injury,payable,claim_reason", row).passed


def test_an_earlier_claim_uses_up_the_cap() -> None:
    assert result("plan,earlier,amount,payable", "accident,23000,2000,1000").passed


@pytest.mark.parametrize(
    ("event", "insured"), [("child_death", "P1-C"), ("fire", "P1"), ("death", "P1")]
)
def test_a_claim_is_of_whom_its_line_insures(event: str, insured: str) -> None:
    asked = case("plan,child,event,payable", f"accident_property,yes,{event},0")
    assert [insured] == [claim.insured for claim in asked.scene(CATALOGUE).claims()]


def test_an_event_may_be_named_by_its_title() -> None:
    row = "critical_illness,恶性肿瘤,9,9"
    assert result("plan,event,amount,payable", row).passed


# In words ----------------------------------------------------------------------------------------


def test_a_case_that_came_out_as_expected_says_so_on_one_line() -> None:
    text = result("plan,outcome", "accident,accepted").explain("en")
    assert "accident plan for serving employees: as expected" == text


def test_expected_and_actual_stand_in_words_with_the_reason_and_its_clause() -> None:
    asked = result("plan,age,outcome,fee", "accident,61,accepted,26")
    assert [
        "accident plan for serving employees: not as expected",
        "  outcome: expected accepted, is refused",
        "  fee: expected 26 yuan, is 0 yuan",
        "  - must be aged 16 to 60, is 61 (leaflet, 在职职工意外伤害互助保障活动, 参保条件)",
    ] == asked.explain("en").splitlines()


def test_in_chinese_they_stand_in_chinese() -> None:
    asked = result("plan,age,outcome,fee", "accident,61,accepted,26")
    assert [
        "在职职工意外伤害互助保障活动：不符",
        "  结果：应为 接受，实为 不接受",
        "  会费：应为 26 元，实为 0 元",
        "  - 须年满 16—60 周岁，现 61 周岁（简表·在职职工意外伤害互助保障活动·参保条件）",
    ] == asked.explain("zh").splitlines()


@pytest.mark.parametrize(
    ("row", "why"),
    [
        ("accident,,,refused,,,", "- aged 16 to 60 ("),
        ("accident,,,,25,,", "- by level 26 / 50 / 74 / 100 yuan; in a high-risk industry"),
        ("accident,,,,,2400,", "- by level at most 24,000 / 44,400 / 64,800 / 88,800 yuan"),
        ("accident,?,,,32,,", "- not said whether the industry is high-risk"),
        ("accident,,100,,,,99", "claim (accident, P1): paid, 100 yuan"),
    ],
)
def test_what_led_to_the_answer_is_told(row: str, why: str) -> None:
    asked = result("plan,unit_high_risk,amount,outcome,fee,cap,payable", row)
    assert [] != [line for line in asked.why("en") if line.startswith(why)]


def test_an_answer_in_json_has_expected_actual_and_both_languages() -> None:
    told = result("plan,age,fee,reason", "accident,61,26,none").to_dict()
    assert [
        {"column": "reason", "expected": [], "actual": ["age.too_old"]},
        {"column": "fee", "expected": "26.00", "actual": "0.00"},
    ] == told["differences"]


# Values ------------------------------------------------------------------------------------------


def test_a_case_with_a_column_that_is_none_names_the_nearest() -> None:
    with pytest.raises(UnknownName, match="did you mean 'employees'"):
        Case({"plan": "accident", "employes": 3})


def test_a_case_that_names_no_plan_is_refused() -> None:
    with pytest.raises(InvalidValue, match="names no plan"):
        Case({"age": 3})


def test_a_case_of_a_day_without_an_edition_is_refused() -> None:
    with pytest.raises(NotInForce):
        Case({"plan": "accident", "starts": date(2014, 12, 31)}).run(CATALOGUE)


def test_a_case_can_expect_something_else() -> None:
    asked = case("plan,outcome,fee", "accident,accepted,26")
    assert {"outcome": ReviewOutcome.REFUSED} == asked.expecting(
        outcome=ReviewOutcome.REFUSED
    ).expected


@pytest.mark.parametrize(
    ("cell", "declared"),
    [
        ("healthy", {"healthy": True}),
        ("smoker=no; healthy=是", {"healthy": True, "smoker": False}),
        ("none", {}),
    ],
)
@pytest.mark.parametrize("column", ["declared", "child_declared", "unit_declared"])
def test_what_is_declared_besides_is_read(
    column: str, cell: str, declared: dict[str, bool]
) -> None:
    asked = case(f"plan,child,{column},outcome", f"accident,yes,{cell},accepted")
    application = asked.application(CATALOGUE)
    entry = application.entries[0]
    of = {
        "declared": entry.member,
        "child_declared": entry.child,
        "unit_declared": application.unit,
    }
    assert declared == dict(of[column].declared)  # type: ignore[union-attr]


# From applications -------------------------------------------------------------------------------


def test_people_who_are_all_alike_make_one_row() -> None:
    row = case_of(application(entries(30)), "critical_illness").to_row()
    assert ("30", "100") == (row["alike"], row["employees"])


def test_the_first_that_is_entered_is_whom_the_case_is_about() -> None:
    asked = application(Entry(member("X", sex=Sex.MALE)), entries(3))
    row = case_of(asked, "accident").to_row()
    assert ("male", "1", "female", "3") == (
        row["sex"], row["alike"], row["other_sex"], row["others"],
    )  # fmt: skip


def test_it_can_be_about_another() -> None:
    asked = application(Entry(member("X", sex=Sex.MALE)), entries(3))
    row = case_of(asked, "accident", about="E001").to_row()
    assert ("female", "3", "male", "1") == (
        row["sex"], row["alike"], row["other_sex"], row["others"],
    )  # fmt: skip


def test_it_cannot_be_about_who_is_not_entered() -> None:
    with pytest.raises(UnknownName, match="Nobody entered has this id"):
        case_of(application(entries(3)), "accident", about="Z")


TWO_CHILDREN = [Entry(MEMBER, child=CHILD), Entry(MEMBER, child=attrs.evolve(CHILD, id="C2"))]


@pytest.mark.parametrize(
    "asked",
    [
        application(),
        application([Entry(member(f"X{age}", birth_date=date(age, 1, 1))) for age in (1970, 1980)],
                    Entry(member("Y", serving=False))),
        application(TWO_CHILDREN),
        application(Entry(MEMBER, shares=2), Entry(MEMBER, child=CHILD)),
        application(Entry(MEMBER), already_covered=[MEMBER]),
    ],
    ids=["nobody", "three kinds", "two children", "other shares", "entered and covered"],
)  # fmt: skip
def test_what_no_row_can_hold_is_refused(asked: Application) -> None:
    with pytest.raises(InvalidValue):
        case_of(asked, "accident")


def test_shortened_a_row_says_what_matters() -> None:
    asked = application(
        Entry(member("X", birth_date=date(1955, 1, 1)), level=1),
        unit=attrs.evolve(UNIT, employees=1, female_employees=1, employees_with_minor_children=0),
    )
    short = case_of(asked, "accident").shortened(CATALOGUE)
    assert {
        "plan": "accident",
        "starts": "2016-01-01",
        "birth_date": "1955-01-01",
    } == short.to_row()


def test_shortened_a_row_keeps_what_it_expects() -> None:
    short = case("plan,age,sex,serving,fee", "accident,61,female,yes,0").shortened(CATALOGUE)
    assert {"plan": "accident", "age": "61", "fee": "0"} == short.to_row()


COUNTS = st.sampled_from((0, 0, 1, 2, 24, 30))
DECLARED = st.sampled_from(({}, {}, {"healthy": True, "smoker": False}))


@st.composite
def people(draw: st.DrawFn, plan: str, starts: date, who: str, count: int) -> list[Entry]:
    """Draw people who are alike, entered alone, for a child, or both."""
    of = (CATALOGUE[plan], starts)
    one = attrs.evolve(draw(strategies.members(*of)), declared=draw(DECLARED))
    child = attrs.evolve(draw(strategies.children(*of)), declared=draw(DECLARED))
    assume(one.birth_date < child.birth_date)
    entry = draw(strategies.entries(*of))
    taken = draw(st.sampled_from(("alone", "child", "both")))
    alike = []
    for number in range(count):
        alone = attrs.evolve(entry, member=attrs.evolve(one, id=f"{who}{number}"), child=None)
        of_child = attrs.evolve(alone, child=attrs.evolve(child, id=f"{who}{number}C"))
        alike += [alone] * (taken != "child") + [of_child] * (taken != "alone")
    return alike


@st.composite
def of_two_kinds(draw: st.DrawFn, plan: str) -> Application:
    """Draw a person, some alike, and others who are alike; of others a cover may run."""
    starts = draw(strategies.starts_of(CATALOGUE[plan]))
    unit = draw(strategies.units(CATALOGUE[plan], starts))
    alike = draw(people(plan, starts, "a", draw(COUNTS) or 1))
    others = draw(people(plan, starts, "b", draw(COUNTS)))
    running = draw(st.booleans())
    return Application(
        attrs.evolve(unit, declared=draw(DECLARED)),
        starts,
        [*alike, *([] if running else others)],
        already_covered=others if running else [],
    )


def nameless(asked: Application) -> list[object]:
    """Give what an application says, whatever unit and people are called."""
    everyone = [
        (
            attrs.evolve(entry.member, id="M"),
            entry.child and attrs.evolve(entry.child, id="C"),
            entry.shares,
            entry.level,
            entry in asked.entries,
        )
        for entry in (*asked.entries, *asked.already_covered)
    ]
    return [attrs.evolve(asked.unit, id="U"), asked.starts, *sorted(everyone, key=repr)]


def summary(review: Review) -> list[object]:
    """Give what matters of an answer, whatever the people are called."""
    answers = sorted(
        (str(one.accepted), str(one.fee), sorted({reason.code for reason in one.reasons}))
        for one in review.entries
    )
    return [review.outcome, review.fee, *answers]


@pytest.mark.parametrize("plan", PLANS)
@given(data=st.data(), lang=st.sampled_from(LANGUAGES))
def test_an_application_comes_back_from_its_row(plan: str, data: st.DataObject, lang: Lang) -> None:
    asked = data.draw(of_two_kinds(plan))
    before = case_of(asked, plan).expecting(outcome=ReviewOutcome.ACCEPTED)
    for one in (before, before.shortened(CATALOGUE)):
        (row,) = read(*to_csv([one], lang=lang).splitlines()).rows
        assert one == row.case
        again = row.case.application(CATALOGUE)
        assert nameless(asked) == nameless(again)
        assert summary(CATALOGUE[plan].review(asked)) == summary(CATALOGUE[plan].review(again))


VALUES = {
    "case": "a name", "plan": "accident", "starts": STARTS, "sex": Sex.MALE, "serving": None,
    "level": None, "shares": 2, "alike": 3, "employees": None, "fee": Decimal("1.50"), "cap": None,
    "outcome": ReviewOutcome.UNKNOWN, "reason": ("age.too_old", "child.none"), "claim_reason": (),
    "circumstances": ("one", "two"), "declared": (("healthy", True), ("smoker", False)),
    "unit_declared": (), "admitted_on": None, "hospital": None, "note": "as it is",
}  # fmt: skip


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", sorted(VALUES))
def test_whatever_a_case_holds_is_read_as_it_was_written(name: str, lang: Lang) -> None:
    said = {"plan": "accident", name: VALUES[name]}
    lines = to_csv([Case(said)], lang=lang).splitlines()
    cells = dict(zip(*(line.split(",") for line in lines), strict=True))
    cell = cells[header(name, lang)]
    assert cell  # a blank would say nothing
    assert VALUES[name] == read_cell(name, cell)


def test_a_table_has_the_columns_that_are_spoken_of_in_their_order() -> None:
    cases = [Case({"fee": Decimal(1), "plan": "accident"}), Case({"plan": "medical", "age": 3})]
    assert ["plan,age,fee", "accident,,1", "medical,3,"] == to_csv(cases).splitlines()


def test_every_expectation_can_be_read_off_an_answer() -> None:
    row = "accident,100,accepted,none,26,24000,100,none"
    header = f"plan,amount,{','.join(EXPECTED)}"
    assert list(EXPECTED) == list(result(header, row).actual)


def test_no_name_names_two_columns() -> None:
    names = [one for name, chinese in COLUMNS.items() for one in (name, *chinese)]
    assert len(names) == len(set(names))
