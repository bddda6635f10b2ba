"""The corners of the rules: both sides of every bound, and the ordinary that they stand on."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import ClassVar

import attrs
import pytest
from policy.variants import STARTS, changed, edition, replaced, variants

from mutualaid import (
    AgeBetween,
    Application,
    BesideMember,
    Catalogue,
    ChildUnder,
    Edition,
    Finding,
    Headcount,
    HoldsCard,
    OfSex,
    Participation,
    Plan,
    Question,
    Rule,
    Scope,
    Serving,
    Sex,
    Standing,
    Text,
    all_of,
    any_of,
    load_catalogue,
)
from mutualaid.corners.corner import Corner, Corners, corners_of
from mutualaid.corners.ordinary import ordinaries, ordinary_application
from mutualaid.reviewing import review_application
from mutualaid.rules.conditions import Always, AtMost, Condition, Is
from mutualaid.testing.conditions import evaluate

PLANS = list(load_catalogue().values())
every_plan = pytest.mark.parametrize("plan", PLANS, ids=[plan.code for plan in PLANS])
DAYS = (STARTS, date(2015, 2, 28), date(2016, 2, 29), date(2017, 2, 28))
BOTH_SIDES = {Standing.MET, Standing.FAILED}


@attrs.frozen(repr=False)
class OfManyPeople(Rule):
    """A rule from outside: the unit is large; it says only what it answers."""

    kind = "many_people"
    scope = Scope.UNIT
    messages = {  # noqa: RUF012 - read only
        "many_people.words": Text(zh="人数多", en="a large unit"),
        "many_people.few": Text(zh="人数少", en="a small unit"),
    }
    size: int

    def check(self, question: Question) -> Finding:
        people = question.unit.employees
        if people is None:
            return self.unknown("unit.employees")
        return self.met() if people >= self.size else self.failed("few")


def critical_illness(catalogue: Catalogue) -> Edition:
    return edition(catalogue, "critical_illness")


def with_rule(one: Edition, rule: Rule) -> Edition:
    return attrs.evolve(one, eligibility=all_of(one.eligibility, rule))


def said(one: Edition, kind: type[Rule], path: str) -> dict[object, Standing]:
    """Give the standing of each corner of a rule by what is said under a path."""
    return {
        dict(corner.said)[path]: corner.standing
        for corner in corners_of(one, STARTS)
        if isinstance(corner.rule, kind) and path in dict(corner.said)
    }


# The ordinary ------------------------------------------------------------------------------------


@every_plan
@pytest.mark.parametrize("starts", DAYS, ids=str)
def test_the_ordinary_application_is_accepted_whole(plan: Plan, starts: date) -> None:
    application = ordinary_application(plan.edition(starts), starts)
    assert application is not None
    assert all(entry.accepted for entry in plan.review(application).entries)


@every_plan
def test_the_ordinary_application_is_of_one_person(plan: Plan) -> None:
    application = ordinary_application(plan.edition(STARTS), STARTS)
    assert application is not None
    assert {"M1"} == {entry.member.id for entry in application.entries}


@pytest.mark.parametrize("plan", PLANS, ids=[plan.code for plan in PLANS])
def test_every_variant_of_a_plan_that_anybody_can_join_has_an_ordinary_application(
    plan: Plan,
) -> None:
    for variant in variants(plan.edition(STARTS)):
        application = ordinary_application(variant, STARTS)
        assert application is not None
        review = review_application(variant, application)
        assert all(entry.accepted for entry in review.entries)


def test_a_plan_with_two_ways_of_joining_has_an_ordinary_situation_by_each(
    catalogue: Catalogue,
) -> None:
    found = ordinaries(edition(catalogue, "medical"), STARTS)
    ways = [
        review_application(edition(catalogue, "medical"), one.application()).entries[0].way
        for one in found
    ]
    assert ["card", "unit"] == ways


def test_where_a_child_must_be_entered_the_ordinary_person_enters_one(
    catalogue: Catalogue,
) -> None:
    application = ordinary_application(edition(catalogue, "childrens_accident"), STARTS)
    assert application is not None
    assert [("M1", "C1")] == [entry.key for entry in application.entries]


def test_where_levels_are_sold_the_ordinary_person_takes_the_first(catalogue: Catalogue) -> None:
    application = ordinary_application(edition(catalogue, "accident"), STARTS)
    assert application is not None
    assert [1] == [entry.level for entry in application.entries]


def test_the_ordinary_person_is_in_the_middle_of_an_age_band_without_the_usual_age(
    catalogue: Catalogue,
) -> None:
    old = changed(critical_illness(catalogue), AgeBetween, minimum=60, maximum=80)
    application = ordinary_application(old, STARTS)
    assert application is not None
    assert 1945 == application.entries[0].member.birth_date.year


def test_the_ordinary_person_is_of_the_sex_that_may_join(catalogue: Catalogue) -> None:
    of_men = with_rule(critical_illness(catalogue), OfSex(Sex.MALE))
    application = ordinary_application(of_men, STARTS)
    assert application is not None
    assert Sex.MALE is application.entries[0].member.sex


def test_as_many_ordinary_people_join_as_are_asked_for_in_any_case(catalogue: Catalogue) -> None:
    of_four = changed(critical_illness(catalogue), Participation, at_least=4)
    application = ordinary_application(of_four, STARTS)
    assert application is not None
    assert 4 == len(application.entries)


def test_where_a_rule_from_outside_wants_many_people_the_ordinary_application_has_them(
    catalogue: Catalogue,
) -> None:
    application = ordinary_application(
        with_rule(critical_illness(catalogue), OfManyPeople(20)), STARTS
    )
    assert application is not None
    assert 30 == len(application.entries)


def test_where_nobody_may_join_there_is_no_ordinary_application(catalogue: Catalogue) -> None:
    nobody = with_rule(with_rule(critical_illness(catalogue), OfSex(Sex.MALE)), OfSex(Sex.FEMALE))
    assert None is ordinary_application(nobody, STARTS)


def test_where_nobody_may_join_there_are_no_corners(catalogue: Catalogue) -> None:
    nobody = with_rule(with_rule(critical_illness(catalogue), OfSex(Sex.MALE)), OfSex(Sex.FEMALE))
    assert 0 == len(corners_of(nobody, STARTS))


# Rules from outside ------------------------------------------------------------------------------


class OfOutside(Rule):
    """A rule from outside that says what it comes to: that one share is taken."""

    __slots__ = ()
    kind = "of_outside"
    scope = Scope.PERSON
    messages = {  # noqa: RUF012 - read only
        "of_outside.words": Text(zh="外来条件", en="a condition from outside"),
        "of_outside.not_so": Text(zh="不符合", en="is not so"),
    }
    comes_to: ClassVar[Condition] = Is("shares", 1)

    def check(self, question: Question) -> Finding:
        return self.met() if evaluate(self.comes_to, question) else self.failed("not_so")

    def condition(self, starts: date) -> Condition:
        return self.comes_to


class BornByMillennium(OfOutside):
    """A rule from outside that reads what no rule of the library reads."""

    __slots__ = ()
    comes_to = AtMost("member.birth_date.year", 2000)


class OfTheRoster(OfOutside):
    """A rule from outside that only a roster can answer."""

    __slots__ = ()
    comes_to = Always()
    needs_roster = True


def corners_with(catalogue: Catalogue, rule: Rule) -> Corners:
    return corners_of(with_rule(critical_illness(catalogue), rule), STARTS)


def test_a_number_from_outside_has_corners_on_both_sides(catalogue: Catalogue) -> None:
    rule = OfOutside()
    found = [one for one in corners_with(catalogue, rule) if one.rule == rule]
    assert {(1, Standing.MET), (2, Standing.FAILED)} == {
        (one.situation.said("shares"), one.standing) for one in found
    }


def test_what_is_read_under_a_path_that_nobody_knows_is_beyond_the_corners(
    catalogue: Catalogue,
) -> None:
    rule = BornByMillennium()
    found = corners_with(catalogue, rule)
    assert ((rule,), True) == (found.beyond, len(found) > 0)


def test_what_only_a_roster_answers_is_beyond_the_corners(catalogue: Catalogue) -> None:
    rule = OfTheRoster()
    assert (rule,) == corners_with(catalogue, rule).beyond


def test_the_corners_of_a_way_that_nobody_can_take_stand_on_another_way(
    catalogue: Catalogue,
) -> None:
    never = all_of(AgeBetween(16, 20), AgeBetween(40, 50), name="never")
    one = attrs.evolve(critical_illness(catalogue), eligibility=any_of(never, Serving()))
    found = [one for one in corners_of(one, STARTS) if one.rule == AgeBetween(40, 50)]
    assert BOTH_SIDES <= {one.standing for one in found}


# Corners -----------------------------------------------------------------------------------------


def test_an_age_has_a_corner_on_both_sides_of_both_ends(catalogue: Catalogue) -> None:
    assert {
        date(2000, 1, 2): Standing.FAILED,
        date(2000, 1, 1): Standing.MET,
        date(1955, 1, 2): Standing.MET,
        date(1955, 1, 1): Standing.FAILED,
    } == said(critical_illness(catalogue), AgeBetween, "member.birth_date")


def test_an_age_from_birth_on_has_no_corner_before_birth(catalogue: Catalogue) -> None:
    young = changed(critical_illness(catalogue), AgeBetween, minimum=0, maximum=5)
    assert STARTS == max(said(young, AgeBetween, "member.birth_date"))  # type: ignore[type-var]


def test_what_is_declared_has_the_corners_yes_no_and_not_said(catalogue: Catalogue) -> None:
    assert {True: Standing.MET, False: Standing.FAILED, None: Standing.UNKNOWN} == said(
        critical_illness(catalogue), Serving, "member.serving"
    )


def test_a_sex_has_a_corner_for_each(catalogue: Catalogue) -> None:
    assert {Sex.FEMALE: Standing.MET, Sex.MALE: Standing.FAILED} == said(
        edition(catalogue, "womens_illness"), OfSex, "member.sex"
    )


def test_shares_have_corners_at_one_at_the_most_and_one_beyond(catalogue: Catalogue) -> None:
    one = critical_illness(catalogue)
    assert {
        1: Standing.MET,
        2: Standing.MET,
        4: Standing.MET,
        5: Standing.FAILED,
    } == said(one, type(one.fee), "shares")


def test_levels_have_a_corner_each_one_beyond_and_none(catalogue: Catalogue) -> None:
    one = edition(catalogue, "accident")
    assert {
        **dict.fromkeys((1, 2, 3, 4), Standing.MET),
        5: Standing.FAILED,
        None: Standing.FAILED,
    } == said(one, type(one.fee), "level")


def test_a_fee_by_risk_has_corners_for_the_unit_and_for_the_member(catalogue: Catalogue) -> None:
    one = edition(catalogue, "accident")
    for path in ("unit.high_risk", "member.high_risk"):
        assert {True, False, None} == set(said(one, type(one.fee), path))


def crowds(one: Edition) -> set[tuple[object, object, Standing]]:
    return {
        (values.get("joining"), values.get("unit.employees"), corner.standing)
        for corner in corners_of(one, STARTS)
        if isinstance(corner.rule, Participation)
        for values in [dict(corner.said)]
    }


def test_a_share_has_corners_in_the_largest_unit_of_which_everyone_joins(
    catalogue: Catalogue,
) -> None:
    assert {(29, 29, Standing.MET), (28, 29, Standing.FAILED)} <= crowds(
        critical_illness(catalogue)
    )


def test_a_share_has_corners_in_the_next_larger_unit(catalogue: Catalogue) -> None:
    assert {(24, 30, Standing.MET), (23, 30, Standing.FAILED)} <= crowds(
        critical_illness(catalogue)
    )


def test_a_share_has_corners_where_it_is_rounded_up(catalogue: Catalogue) -> None:
    assert {(25, 31, Standing.MET), (24, 31, Standing.FAILED)} <= crowds(
        critical_illness(catalogue)
    )


def test_a_share_has_a_corner_where_more_join_than_there_are(catalogue: Catalogue) -> None:
    assert (2, 1, Standing.FAILED) in crowds(critical_illness(catalogue))


def test_a_share_has_a_corner_where_the_headcount_is_not_said(catalogue: Catalogue) -> None:
    assert (None, None, Standing.UNKNOWN) in crowds(critical_illness(catalogue))


def test_a_share_whose_threshold_is_another_headcount_has_corners_on_both_its_sides(
    catalogue: Catalogue,
) -> None:
    literal = changed(
        edition(catalogue, "womens_illness"), Participation, threshold_of=Headcount.EMPLOYEES
    )
    found = {
        (dict(corner.said).get("unit.employees"), corner.standing)
        for corner in corners_of(literal, STARTS)
        if isinstance(corner.rule, Participation) and len(corner.said) == 3
    }
    assert {(size, side) for size in (100, 101) for side in BOTH_SIDES} <= found


def test_a_childs_age_has_corners_with_the_child_no_student_a_student_and_not_said(
    catalogue: Catalogue,
) -> None:
    found = {
        (values["child.birth_date"], values["child.student"]): corner.standing
        for corner in corners_of(edition(catalogue, "childrens_accident"), STARTS)
        if isinstance(corner.rule, ChildUnder)
        for values in [dict(corner.said)]
        if "child.student" in values
    }
    of_age, under = date(1998, 1, 1), date(1998, 1, 2)
    assert {
        (of_age, True): Standing.MET,
        (of_age, False): Standing.FAILED,
        (of_age, None): Standing.UNKNOWN,
        (under, True): Standing.MET,
        (under, False): Standing.MET,
        (under, None): Standing.MET,
    } == found


def test_a_child_beside_the_member_has_corners_with_and_without_the_member(
    catalogue: Catalogue,
) -> None:
    found = said(edition(catalogue, "accident_property"), BesideMember, "entered")
    assert {"member": Standing.MET, "child": Standing.FAILED, "both": Standing.MET} == {
        entered.value: standing  # type: ignore[attr-defined]
        for entered, standing in found.items()
    }


@every_plan
def test_every_rule_that_can_fail_has_a_corner_on_both_sides(plan: Plan) -> None:
    sides: dict[Rule, set[Standing]] = {}
    for corner in corners_of(plan.edition(STARTS), STARTS):
        sides.setdefault(corner.rule, set()).add(corner.standing)
    assert [] == [rule for rule, found in sides.items() if not found >= BOTH_SIDES]


@every_plan
def test_the_corners_reach_every_rule_of_the_plan(plan: Plan) -> None:
    assert () == corners_of(plan.edition(STARTS), STARTS).beyond


def decisive(plan: Plan) -> Iterator[Corner]:
    """Give the corners at which one rule alone fails, and the plan's other rules are met."""
    return (
        corner
        for corner in corners_of(plan.edition(STARTS), STARTS)
        if corner.standing is Standing.FAILED
    )


@every_plan
def test_at_a_corner_where_a_rule_fails_not_everyone_is_accepted(plan: Plan) -> None:
    for corner in decisive(plan):
        review = plan.review(corner.application())
        assert not all(entry.accepted for entry in review.entries), corner


@every_plan
def test_a_corner_stands_as_the_rule_answers_in_a_review(plan: Plan) -> None:
    for corner in corners_of(plan.edition(STARTS), STARTS):
        review = plan.review(corner.application())
        first = [entry for entry in review.entries if entry.entry.member.id == "M1"][-1]
        if corner.ordinary.joining == corner.situation.joining == 1 and first.eligible:
            assert corner.rule.check(first.question).standing is corner.standing


def test_a_corner_of_one_way_of_joining_is_put_onto_that_way(catalogue: Catalogue) -> None:
    found = corners_of(edition(catalogue, "medical"), STARTS)
    unions = {
        type(corner.rule): corner.ordinary.said("unit.has_union")
        for corner in found
        if isinstance(corner.rule, HoldsCard | Participation)
    }
    assert {HoldsCard: True, Participation: False} == unions


def test_a_rule_that_says_only_what_it_answers_is_named_as_beyond_the_corners(
    catalogue: Catalogue,
) -> None:
    rule = OfManyPeople(5)
    assert (rule,) == corners_of(with_rule(critical_illness(catalogue), rule), STARTS).beyond


def test_beside_a_rule_that_corners_cannot_reach_the_others_have_theirs(
    catalogue: Catalogue,
) -> None:
    one = critical_illness(catalogue)
    beside = with_rule(one, OfManyPeople(5))
    assert len(corners_of(one, STARTS)) == len(corners_of(beside, STARTS))


def test_shares_and_a_level_together_are_no_corner(catalogue: Catalogue) -> None:
    either = replaced(
        critical_illness(catalogue), Serving(), any_of(Serving(), HoldsCard(), name="either")
    )
    assert [] == [
        corner
        for corner in corners_of(either, STARTS)
        if corner.situation.said("shares") > 1 and corner.situation.said("level") is not None
    ]


def test_an_application_of_a_corner_is_an_application(catalogue: Catalogue) -> None:
    corner = next(iter(corners_of(critical_illness(catalogue), STARTS)))
    assert isinstance(corner.application(), Application)
