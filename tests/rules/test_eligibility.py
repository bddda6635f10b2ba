"""Conditions of joining, each met, failed and unknown, on both sides of its boundary."""

from __future__ import annotations

from datetime import date
from typing import Any

import attrs
import pytest

from mutualaid import (
    AgeBetween,
    AgeUnder,
    BesideMember,
    Child,
    ChildHealthy,
    ChildUnder,
    Declares,
    Finding,
    HasUnion,
    HoldsCard,
    InBeijing,
    MedicallyInsured,
    Member,
    NoUnion,
    OfSex,
    Question,
    Rule,
    Scope,
    Serving,
    Sex,
    Standing,
    Text,
    UnionMember,
    Unit,
    Whose,
    WithChild,
)
from mutualaid.question import Roster

STARTS = date(2016, 1, 1)
MEMBER = Member("M1", date(1980, 5, 17), Sex.FEMALE)
UNIT = Unit("U1")
CHILD = Child("C1", date(2010, 6, 1))


def ask(rule: Rule, *, starts: date = STARTS, child: Child | None = None, **said: Any) -> Finding:
    """Ask a rule, after what was said of member and unit."""
    of_unit = {name: value for name, value in said.items() if hasattr(UNIT, name)}
    of_member = {name: value for name, value in said.items() if name not in of_unit}
    member, unit = attrs.evolve(MEMBER, **of_member), attrs.evolve(UNIT, **of_unit)
    return rule.check(Question(member, unit, starts, child=child))


# What is asked of member and unit ------------------------------------------------------------

DECLARED: list[tuple[Rule, str, bool, str]] = [
    (Serving(), "serving", True, "serving.not_serving"),
    (MedicallyInsured(), "basic_medical_insurance", True, "medical_insurance.not_insured"),
    (UnionMember(), "union_member", True, "union_member.not_a_member"),
    (HoldsCard(), "jingka_card", True, "card.none"),
    (InBeijing(), "in_beijing", True, "in_beijing.outside"),
    (HasUnion(), "has_union", True, "has_union.none"),
    (NoUnion(), "has_union", False, "no_union.has_one"),
]
declared = pytest.mark.parametrize(
    ("rule", "attribute", "wanted", "code"), DECLARED, ids=[repr(row[0]) for row in DECLARED]
)


@declared
def test_it_is_met_where_it_was_said(rule: Rule, attribute: str, wanted: bool, code: str) -> None:
    assert Standing.MET is ask(rule, **{attribute: wanted}).standing


@declared
def test_it_fails_with_its_code_where_the_contrary_was_said(
    rule: Rule, attribute: str, wanted: bool, code: str
) -> None:
    finding = ask(rule, **{attribute: not wanted})
    assert (Standing.FAILED, code) == (finding.standing, finding.code)


@declared
def test_it_is_unknown_where_nothing_was_said(
    rule: Rule, attribute: str, wanted: bool, code: str
) -> None:
    finding = ask(rule)
    assert (Standing.UNKNOWN, f"missing.{attribute}") == (finding.standing, finding.code)


@declared
def test_it_names_what_was_not_said(rule: Rule, attribute: str, wanted: bool, code: str) -> None:
    whose = "unit" if hasattr(UNIT, attribute) else "member"
    assert f"{whose}.{attribute}" == ask(rule).missing


def test_who_is_of_the_sex_meets_it() -> None:
    assert Standing.MET is ask(OfSex(Sex.FEMALE)).standing


def test_who_is_of_the_other_sex_does_not() -> None:
    finding = ask(OfSex(Sex.MALE))
    assert ("sex.other", Sex.MALE) == (finding.code, finding.fact("sex"))


# Age -----------------------------------------------------------------------------------------

BAND = AgeBetween(16, 60)


@pytest.mark.parametrize(
    ("born", "code"),
    [
        (date(2000, 1, 2), "age.too_young"),  # 16 the day after
        (date(2000, 1, 1), "age.met"),  # 16 on the day
        (date(1955, 1, 2), "age.met"),  # 61 the day after
        (date(1955, 1, 1), "age.too_old"),  # 61 on the day
    ],
)
def test_both_ends_of_the_age_band_are_included(born: date, code: str) -> None:
    assert code == ask(BAND, birth_date=born).code


@pytest.mark.parametrize(
    ("starts", "code"),
    [
        (date(2015, 2, 27), "age.too_young"),
        (date(2015, 2, 28), "age.met"),
        (date(2015, 3, 1), "age.met"),
    ],
)
def test_who_is_born_on_29_february_is_of_age_by_the_28th(starts: date, code: str) -> None:
    finding = ask(AgeBetween(15, 60), starts=starts, birth_date=date(2000, 2, 29))
    assert code == finding.code


def test_who_is_too_young_is_told_from_when_on() -> None:
    assert date(2016, 5, 17) == ask(BAND, birth_date=date(2000, 5, 17)).eligible_from


def test_who_is_too_young_is_told_the_age_and_the_band() -> None:
    facts = dict(ask(BAND, birth_date=date(2000, 5, 17)).facts)
    assert (15, 16, 60) == (facts["age"], facts["minimum"], facts["maximum"])


def test_who_is_too_old_is_told_the_age_and_the_band() -> None:
    facts = {"age": 61, "minimum": 16, "maximum": 60}
    assert facts == dict(ask(BAND, birth_date=date(1955, 1, 1)).facts)


def test_no_later_day_mends_being_too_old() -> None:
    assert ask(BAND, birth_date=date(1955, 1, 1)).eligible_from is None


def test_an_age_band_may_be_one_year_wide() -> None:
    assert "age.met" == ask(AgeBetween(35, 35)).code


def test_an_age_band_from_0_holds_who_is_born_on_the_day() -> None:
    assert "age.met" == ask(AgeBetween(0, 60), birth_date=STARTS).code


# Age by sex -----------------------------------------------------------------------------------

BY_SEX = AgeUnder(female=55, male=60)


@pytest.mark.parametrize(
    ("sex", "born", "code"),
    [
        (Sex.FEMALE, date(1961, 1, 2), "age_under.met"),  # 55 the day after
        (Sex.FEMALE, date(1961, 1, 1), "age_under.too_old"),  # 55 on the day
        (Sex.MALE, date(1961, 1, 1), "age_under.met"),
        (Sex.MALE, date(1956, 1, 2), "age_under.met"),  # 60 the day after
        (Sex.MALE, date(1956, 1, 1), "age_under.too_old"),  # 60 on the day
    ],
)
def test_an_age_limit_goes_by_sex(sex: Sex, born: date, code: str) -> None:
    assert code == ask(BY_SEX, sex=sex, birth_date=born).code


@pytest.mark.parametrize(
    ("starts", "code"),
    [(date(2015, 2, 27), "age_under.met"), (date(2015, 2, 28), "age_under.too_old")],
)
def test_who_is_born_on_29_february_reaches_the_limit_on_the_28th(starts: date, code: str) -> None:
    finding = ask(AgeUnder(female=15, male=60), starts=starts, birth_date=date(2000, 2, 29))
    assert code == finding.code


def test_who_is_too_old_for_their_sex_is_told_the_limit_of_that_sex() -> None:
    facts = {"age": 60, "limit": 60, "sex": Sex.MALE}
    assert facts == dict(ask(BY_SEX, sex=Sex.MALE, birth_date=date(1956, 1, 1)).facts)


@pytest.mark.parametrize("sex", Sex)
def test_who_is_long_past_the_limit_is_too_old(sex: Sex) -> None:
    assert "age_under.too_old" == ask(BY_SEX, sex=sex, birth_date=date(1930, 1, 1)).code


# What plans from elsewhere ask ----------------------------------------------------------------

SO = Text(zh="如此", en="so")


@pytest.mark.parametrize("whose", [Whose.MEMBER, Whose.CHILD, Whose.UNIT])
@pytest.mark.parametrize(
    ("said", "code"),
    [(True, "declared.met"), (False, "declared.not_so"), (None, "declared.not_said")],
)
def test_what_is_declared_is_asked_of_whom_it_is_declared(
    whose: Whose, said: bool | None, code: str
) -> None:
    people = {Whose.MEMBER: MEMBER, Whose.CHILD: CHILD, Whose.UNIT: UNIT}
    declared = {one: {"so": said if one is whose else not said, "other": not said} for one in Whose}
    one, child, unit = (attrs.evolve(people[of], declared=declared[of]) for of in people)
    finding = Declares("so", SO, whose=whose).check(Question(one, unit, STARTS, child=child))
    assert code == finding.code


def test_what_is_declared_of_a_child_is_met_where_there_is_none() -> None:
    assert "declared.met" == ask(Declares("so", SO, whose=Whose.CHILD)).code


@pytest.mark.parametrize("whose", Whose)
def test_what_was_not_declared_is_named_by_its_path(whose: Whose) -> None:
    finding = ask(Declares("so", SO, whose=whose), child=CHILD)
    assert f"{whose.value}.declared.so" == finding.missing


@pytest.mark.parametrize(
    ("whose", "scope"),
    [
        (Whose.MEMBER, Scope.PERSON),
        (Whose.CHILD, Scope.ENTRY),
        (Whose.UNIT, Scope.UNIT),
    ],
)
def test_what_is_declared_goes_with_the_person_the_entry_or_the_unit(
    whose: Whose, scope: Scope
) -> None:
    assert scope is Declares("so", SO, whose=whose).scope


def test_what_is_declared_is_told_with_its_title() -> None:
    asked = attrs.evolve(MEMBER, declared={"so": False})
    finding = Declares("so", SO).check(Question(asked, UNIT, STARTS))
    assert "must be so, and is declared not to be: so" == finding.text("en")


# The child -----------------------------------------------------------------------------------


def test_an_entry_with_a_child_names_one() -> None:
    assert "child.met" == ask(WithChild(), child=CHILD).code


def test_an_entry_of_the_member_alone_names_none() -> None:
    assert "child.none" == ask(WithChild()).code


@pytest.mark.parametrize(
    ("healthy", "code"),
    [(True, "child_health.met"), (False, "child_health.not_healthy"), (None, "missing.healthy")],
)
def test_a_childs_health_is_asked(healthy: bool | None, code: str) -> None:
    assert code == ask(ChildHealthy(), child=attrs.evolve(CHILD, healthy=healthy)).code


def test_no_health_is_asked_where_there_is_no_child() -> None:
    assert Standing.MET is ask(ChildHealthy()).standing


def test_a_childs_health_that_was_not_said_is_named() -> None:
    assert "child.healthy" == ask(ChildHealthy(), child=CHILD).missing


OF_17, OF_18 = Child("C2", date(1998, 1, 2)), Child("C3", date(1998, 1, 1))


@pytest.mark.parametrize("student", [True, False, None])
def test_a_child_of_17_is_young_enough_whether_or_not_a_student(student: bool | None) -> None:
    child = attrs.evolve(OF_17, student=student)
    assert "child_age.met" == ask(ChildUnder(18, or_student=True), child=child).code


@pytest.mark.parametrize(
    ("student", "code"),
    [(True, "child_age.met"), (False, "child_age.not_a_student"), (None, "missing.student")],
)
def test_a_child_of_18_must_be_a_student(student: bool | None, code: str) -> None:
    child = attrs.evolve(OF_18, student=student)
    assert code == ask(ChildUnder(18, or_student=True), child=child).code


def test_a_student_may_be_of_any_age() -> None:
    child = Child("C4", date(1985, 1, 1), student=True)
    assert "child_age.met" == ask(ChildUnder(18, or_student=True), child=child).code


@pytest.mark.parametrize("student", [True, False, None])
def test_where_students_make_no_difference_a_child_of_18_is_too_old(student: bool | None) -> None:
    assert (
        "child_age.too_old" == ask(ChildUnder(18), child=attrs.evolve(OF_18, student=student)).code
    )


def test_where_students_make_no_difference_a_child_of_17_is_young_enough() -> None:
    assert "child_age.met" == ask(ChildUnder(18), child=OF_17).code


@pytest.mark.parametrize(
    ("rule", "code"),
    [
        (ChildUnder(18), "child_age.too_old"),
        (ChildUnder(18, or_student=True), "child_age.not_a_student"),
    ],
    ids=repr,
)
def test_a_child_who_is_long_grown_up_is_too_old(rule: Rule, code: str) -> None:
    assert code == ask(rule, child=Child("C4", date(1985, 1, 1), student=False)).code


@pytest.mark.parametrize("rule", [ChildUnder(18), ChildUnder(18, or_student=True)], ids=repr)
def test_no_age_is_asked_where_there_is_no_child(rule: Rule) -> None:
    assert Standing.MET is ask(rule).standing


@pytest.mark.parametrize("rule", [ChildUnder(18), ChildUnder(18, or_student=True)], ids=repr)
def test_a_child_who_is_too_old_is_told_its_age(rule: Rule) -> None:
    facts = {"years": 18, "age": 18}
    assert facts == dict(ask(rule, child=attrs.evolve(OF_18, student=False)).facts)


def test_whether_a_child_studies_is_named_where_it_was_not_said() -> None:
    assert "child.student" == ask(ChildUnder(18, or_student=True), child=OF_18).missing


# Beside the member ---------------------------------------------------------------------------


def beside(members: dict[str, bool | None] | None, child: Child | None = CHILD) -> Finding:
    """Ask whether a child stands beside the member's own entry, in a roster."""
    roster = None if members is None else Roster(members)
    return BesideMember().check(Question(MEMBER, UNIT, STARTS, child=child, roster=roster))


@pytest.mark.parametrize(
    ("members", "standing", "code"),
    [
        (None, Standing.OPEN, "beside_member.open"),
        ({}, Standing.FAILED, "beside_member.member_not_entered"),
        ({"M2": True}, Standing.FAILED, "beside_member.member_not_entered"),
        ({"M1": False}, Standing.FAILED, "beside_member.member_refused"),
        ({"M1": None}, Standing.UNKNOWN, "beside_member.member_unknown"),
        ({"M1": True}, Standing.MET, "beside_member.met"),
    ],
)
def test_a_child_comes_in_beside_the_members_own_entry(
    members: dict[str, bool | None] | None, standing: Standing, code: str
) -> None:
    finding = beside(members)
    assert (standing, code) == (finding.standing, finding.code)


@pytest.mark.parametrize("members", [{}, {"M1": False}, {"M1": None}], ids=str)
def test_the_member_is_named_beside_whom_the_child_cannot_come_in(
    members: dict[str, bool | None],
) -> None:
    assert "M1" == beside(members).fact("member")


@pytest.mark.parametrize("members", [None, {}, {"M1": False}], ids=str)
def test_the_members_own_entry_needs_no_other(members: dict[str, bool | None] | None) -> None:
    assert Standing.MET is beside(members, child=None).standing
