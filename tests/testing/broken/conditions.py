"""Broken conditions of joining: of the person and of the unit."""

from __future__ import annotations

import math
from datetime import date, timedelta
from types import ModuleType
from typing import ClassVar

import attrs
from dateutil.relativedelta import relativedelta
from testing.broken.draft import AGE, CONDITIONS, SHARE, breaks, instead, message, plan

from mutualaid import (
    AgeBetween,
    Finding,
    HasUnion,
    Headcount,
    NoUnion,
    OfSex,
    Participation,
    Question,
    Rule,
    Scope,
    Serving,
    Sex,
    Standing,
    WithChild,
)
from mutualaid.dates import birthday, completed_years, latest_birth
from mutualaid.rules.conditions import Born, Condition

DAY = timedelta(days=1)


# Ages -------------------------------------------------------------------------------------------


class AgeOffByOne(AgeBetween):
    __slots__ = ()

    def check(self, question: Question) -> Finding:
        age = completed_years(question.member.birth_date, question.starts)
        return super().check(question) if age != self.maximum + 1 else self.met(age=age)


@breaks("a_condition_says_what_check_says")
def an_age_limit_is_off_by_one() -> ModuleType:
    return plan(conditions=instead(AgeOffByOne(16, 60), AGE))


@attrs.frozen(repr=False)
class OfAge(Rule):
    """A stranger's rule: a minimum age, with a near miss."""

    kind = "of_age"
    scope = Scope.PERSON
    messages: ClassVar = {
        "of_age.words": message("年满 {minimum} 周岁", "aged {minimum} and over"),
        "of_age.too_young": message("须年满 {minimum} 周岁", "must be {minimum}"),
    }
    minimum: int = 16

    def check(self, question: Question) -> Finding:
        born, starts = question.member.birth_date, question.starts
        if completed_years(born, starts) >= self.minimum:
            return self.met()
        return self.failed(
            "too_young", minimum=self.minimum, eligible_from=birthday(born, self.minimum)
        )

    def condition(self, starts: date) -> Condition:
        return Born("member.birth_date", None, latest_birth(self.minimum, starts))


@attrs.frozen(repr=False)
class GreaterForAtLeast(OfAge):
    def check(self, question: Question) -> Finding:
        born, starts = question.member.birth_date, question.starts
        if birthday(born, self.minimum) < starts:
            return self.met()
        return self.failed("too_young", minimum=self.minimum)


@breaks("a_condition_says_what_check_says")
def greater_stands_for_at_least() -> ModuleType:
    return plan(conditions=instead(GreaterForAtLeast(16), AGE))


@attrs.frozen(repr=False)
class BoundADayEarly(OfAge):
    def condition(self, starts: date) -> Condition:
        return Born("member.birth_date", None, latest_birth(self.minimum, starts) - DAY)


@breaks("decide_gives_what_the_rules_define")
def a_condition_is_not_what_check_says() -> ModuleType:
    return plan(conditions=instead(BoundADayEarly(16), AGE))


@attrs.frozen(repr=False)
class CountedBackwards(OfAge):
    def condition(self, starts: date) -> Condition:
        return Born("member.birth_date", None, starts - relativedelta(years=self.minimum))


@breaks("both_sides_of_every_bound_are_decided_as_defined")
def a_bound_is_counted_backwards_over_a_leap_day() -> ModuleType:
    return plan(conditions=instead(CountedBackwards(18), AGE))


@attrs.frozen(repr=False)
class ADayLate(OfAge):
    def check(self, question: Question) -> Finding:
        found = super().check(question)
        if found.eligible_from is None:
            return found
        return self.failed(
            "too_young", minimum=self.minimum, eligible_from=found.eligible_from + DAY
        )


@breaks("the_first_eligible_day_is_eligible_and_no_day_before_it_is")
def a_near_miss_is_a_day_late() -> ModuleType:
    return plan(conditions=instead(ADayLate(16), AGE))


@attrs.frozen(repr=False)
class NoNearMiss(OfAge):
    def check(self, question: Question) -> Finding:
        found = super().check(question)
        return found if found.standing is Standing.MET else self.failed("too_young", minimum=16)


@breaks("no_birthday_mends_what_has_no_first_eligible_day")
def a_near_miss_is_not_told() -> ModuleType:
    return plan(conditions=instead(NoNearMiss(16), AGE))


@breaks("every_condition_is_met_by_some_and_missed_by_others")
def an_age_band_keeps_nobody_out() -> ModuleType:
    return plan(conditions=instead(AgeBetween(0, 150), AGE))


@breaks("somebody_may_join")
def conditions_contradict_each_other() -> ModuleType:
    return plan(conditions=[*CONDITIONS, NoUnion()])


# What was not said --------------------------------------------------------------------------------


class ServingUnlessDenied(Serving):
    __slots__ = ()

    def check(self, question: Question) -> Finding:
        said = question.member.serving
        return self.failed("not_serving") if said is False else self.met()

    def condition(self, starts: date) -> Condition:
        return Rule.condition(self, starts)


@breaks("leaving_something_unsaid_never_makes_a_decision_more_certain")
def unknown_is_taken_as_yes() -> ModuleType:
    return plan(conditions=[ServingUnlessDenied(), *CONDITIONS[1:]])


class ServingIfSaid(Serving):
    __slots__ = ()

    def check(self, question: Question) -> Finding:
        return self.met() if question.member.serving else self.failed("not_serving")

    def condition(self, starts: date) -> Condition:
        return Rule.condition(self, starts)


@breaks("leaving_something_unsaid_never_makes_a_review_more_certain")
def unknown_is_taken_as_no() -> ModuleType:
    return plan(conditions=[ServingIfSaid(), *CONDITIONS[1:]])


class AsksForAnother(Serving):
    __slots__ = ()

    def check(self, question: Question) -> Finding:
        if question.member.serving is None:
            return self.unknown("member.union_member")
        return super().check(question)


@breaks("saying_what_is_missing_settles_a_decision")
def another_attribute_is_said_to_be_missing() -> ModuleType:
    return plan(conditions=[AsksForAnother(), *CONDITIONS[1:]])


class AsksTooMuch(Serving):
    __slots__ = ()

    def check(self, question: Question) -> Finding:
        if question.member.jingka_card is None:
            return self.unknown("member.serving")
        return super().check(question)

    def condition(self, starts: date) -> Condition:
        return Rule.condition(self, starts)


@breaks("saying_anything_but_what_is_missing_settles_nothing")
def something_is_needed_that_is_not_named() -> ModuleType:
    return plan(conditions=[AsksTooMuch(), *CONDITIONS[1:]])


# The share that must join -------------------------------------------------------------------------


@attrs.frozen(repr=False)
class Quorum(Participation):
    """A stranger's share that must join, by a name of its own."""

    kind = "quorum"
    messages: ClassVar = {
        "quorum.words": message("参保的{of}不少于 {percent}%", "{percent} % of the {of}"),
        "quorum.too_few": message(
            "至少 {required} 人,现有 {joining} 人,还差 {shortfall} 人",
            "at least {required}: now {joining}, {shortfall} short",
        ),
    }
    lacks: ClassVar[int] = 0

    def needs(self, base: int) -> int:
        return math.ceil(base * self.percent / 100)

    def words(self, lang: str) -> str:
        return Rule.words(self, lang)  # type: ignore[arg-type]

    def check(self, question: Question) -> Finding:
        found = super().check(question)
        count = None if question.roster is None else question.roster.count(self.of)
        base = self.of.of(question.unit)
        if count is None or base is None or found.standing is Standing.UNKNOWN:
            return found
        needed = self.needs(base)
        if count.possibly < needed:
            return self.failed(
                "too_few",
                base=base,
                required=needed,
                joining=count.possibly,
                shortfall=needed - count.possibly + self.lacks,
            )
        return self.met(base=base, required=needed, joining=count.surely)


class ShortfallOneTooSmall(Quorum):
    __slots__ = ()
    lacks = -1


@breaks("a_shortfall_is_what_it_takes")
def a_shortfall_is_one_too_small() -> ModuleType:
    return plan(conditions=instead(ShortfallOneTooSmall(percent=80, of=SHARE.of), SHARE))


class RoundedDown(Quorum):
    __slots__ = ()

    def needs(self, base: int) -> int:
        return round(base * float(self.percent) / 100)


@breaks("a_share_is_met_by_so_many_and_by_no_more_than_there_are")
def a_share_is_rounded_in_floats() -> ModuleType:
    return plan(conditions=instead(RoundedDown(percent=80, of=SHARE.of), SHARE))


@breaks("a_share_is_met_by_so_many_and_by_no_more_than_there_are")
def more_may_join_than_there_are() -> ModuleType:
    return plan(conditions=instead(Quorum(percent=80, of=SHARE.of), SHARE))


class Inverted(Quorum):
    __slots__ = ()

    def needs(self, base: int) -> int:
        return math.ceil(base * (100 - self.percent) / 100)


@breaks("raising_the_required_share_never_makes_a_unit_acceptable")
def a_share_is_taken_the_wrong_way_round() -> ModuleType:
    return plan(conditions=instead(Inverted(percent=80, of=SHARE.of), SHARE))


class CountsTheOrganiserTwice(Participation):
    __slots__ = ()

    def check(self, question: Question) -> Finding:
        found = super().check(question)
        joining = found.fact("joining")
        if found.standing is not Standing.MET or not isinstance(joining, int):
            return found
        return self.met(base=found.fact("base"), joining=joining + 1, of=self.of)


@breaks("nobody_is_counted_twice")
def somebody_is_counted_twice() -> ModuleType:
    share = CountsTheOrganiserTwice(percent=80, of=SHARE.of, everyone_below=30)
    return plan(conditions=instead(share, SHARE))


class ExactlyAtTheEdge(Participation):
    __slots__ = ()

    def _everyone(self, threshold: int) -> bool:
        return self.everyone_from is not None and threshold < self.everyone_from


@breaks("a_condition_of_the_unit_by_the_name_of_the_librarys_means_the_same")
def below_stands_for_up_to_in_a_share() -> ModuleType:
    share = ExactlyAtTheEdge(percent=80, of=SHARE.of, everyone_below=30)
    return plan(conditions=instead(share, SHARE))


@breaks("a_share_is_taken_of_the_kind_of_people_who_may_join")
def the_base_is_all_employees_where_women_are_meant() -> ModuleType:
    return plan(conditions=[OfSex(Sex.FEMALE), *CONDITIONS])


@breaks("a_share_is_taken_of_the_kind_of_people_who_may_join")
def the_base_is_women_where_all_employees_are_meant() -> ModuleType:
    women = Participation(percent=80, of=Headcount.FEMALE_EMPLOYEES, everyone_below=30)
    return plan(conditions=instead(women, SHARE))


@breaks("a_share_is_taken_of_the_kind_of_people_who_may_join")
def the_base_is_all_employees_where_parents_are_meant() -> ModuleType:
    return plan(conditions=[WithChild(), *CONDITIONS])


# Memory and order ---------------------------------------------------------------------------------


class EverySecond(Serving):
    __slots__ = ()
    asked: ClassVar[list[str]] = []

    def check(self, question: Question) -> Finding:
        self.asked.append(question.member.id)
        return self.failed("not_serving") if len(self.asked) % 2 else self.met()

    def condition(self, starts: date) -> Condition:
        return Rule.condition(self, starts)


@breaks("the_same_question_has_the_same_answer")
def a_rule_keeps_a_state() -> ModuleType:
    return plan(conditions=[EverySecond(), *CONDITIONS[1:]])


class AfterTheLast(Serving):
    __slots__ = ()
    asked: ClassVar[list[str]] = [""]

    def check(self, question: Question) -> Finding:
        after_a_youngster = self.asked[-1] > question.member.id
        self.asked.append(question.member.id)
        return self.failed("not_serving") if after_a_youngster else super().check(question)

    def condition(self, starts: date) -> Condition:
        return Rule.condition(self, starts)


@breaks("the_order_of_entries_changes_nothing")
def a_check_depends_on_who_was_asked_before() -> ModuleType:
    return plan(conditions=[AfterTheLast(), *CONDITIONS[1:]])


class AskedOfTheUnit(Serving):
    __slots__ = ()
    scope = Scope.UNIT


@breaks("a_condition_of_the_unit_is_the_same_for_all_its_people")
def a_condition_of_the_person_is_marked_as_the_units() -> ModuleType:
    return plan(conditions=[AskedOfTheUnit(), *CONDITIONS[1:]])


@attrs.frozen(repr=False)
class AtMost(Rule):
    kind = "at_most"
    scope = Scope.UNIT
    needs_roster = True
    messages: ClassVar = {
        "at_most.words": message("最多 {places} 人", "at most {places} people"),
        "at_most.full": message("名额已满", "no place is left"),
    }
    places: int = 20

    def check(self, question: Question) -> Finding:
        count = None if question.roster is None else question.roster.count(SHARE.of)
        if count is None:
            return Finding("participation.open", Standing.OPEN, self)
        return self.failed("full") if count.possibly > self.places else self.met()


@breaks("one_more_who_may_join_turns_nobody_away")
def one_more_who_joins_turns_the_others_away() -> ModuleType:
    return plan(conditions=[Serving(), HasUnion(), AGE, AtMost()])


class WithAnOpenDoor(Serving):
    __slots__ = ()
    __setattr__ = object.__setattr__


@breaks("a_rule_is_a_value_that_does_not_change")
def a_rule_can_be_changed() -> ModuleType:
    return plan(conditions=[WithAnOpenDoor(), *CONDITIONS[1:]])


class OnlyItself(OfAge):
    __slots__ = ()
    __eq__ = object.__eq__
    __hash__ = object.__hash__


@breaks("a_rule_is_a_value_that_does_not_change")
def equal_rules_are_not_equal() -> ModuleType:
    return plan(conditions=instead(OnlyItself(16), AGE))
