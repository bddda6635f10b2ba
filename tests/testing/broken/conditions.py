"""Broken conditions of joining: of the person and of the unit."""

from __future__ import annotations

from datetime import date, timedelta
from types import ModuleType
from typing import ClassVar

import attrs
from dateutil.relativedelta import relativedelta
from testing.broken.draft import AGE, CONDITIONS, breaks, instead, message, plan

from mutualaid import (
    AgeBetween,
    Finding,
    NoUnion,
    Question,
    Rule,
    Scope,
    Serving,
    Standing,
)
from mutualaid.dates import birthday, completed_years, latest_birth
from mutualaid.rules.conditions import Always, Born, Condition, Every, Is, Some

DAY = timedelta(days=1)


# Ages -------------------------------------------------------------------------------------------


class AgeOffByOne(AgeBetween):
    __slots__ = ()

    def check(self, question: Question) -> Finding:
        age = completed_years(question.member.birth_date, question.starts)
        return super().check(question) if age != self.maximum + 1 else self.met(age=age)


@breaks("both_sides_of_every_bound_are_decided_as_defined")
def an_age_limit_is_off_by_one() -> ModuleType:
    return plan(conditions=instead(AgeOffByOne(16, 60), AGE))


class OneYearMore(AgeBetween):
    __slots__ = ()

    def check(self, question: Question) -> Finding:
        return AgeBetween(self.minimum, self.maximum + 1).check(question)

    def condition(self, starts: date) -> Condition:
        return AgeBetween(self.minimum, self.maximum + 1).condition(starts)


@breaks("a_rule_by_the_name_of_the_librarys_means_the_same")
def a_rule_keeps_a_name_and_changes_its_meaning() -> ModuleType:
    return plan(conditions=instead(OneYearMore(16, 60), AGE))


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


@breaks("both_sides_of_every_bound_are_decided_as_defined")
def greater_stands_for_at_least() -> ModuleType:
    return plan(conditions=instead(GreaterForAtLeast(16), AGE))


@attrs.frozen(repr=False)
class BoundADayEarly(OfAge):
    def condition(self, starts: date) -> Condition:
        return Born("member.birth_date", None, latest_birth(self.minimum, starts) - DAY)


@breaks("both_sides_of_every_bound_are_decided_as_defined")
def a_condition_is_a_day_early() -> ModuleType:
    return plan(conditions=instead(BoundADayEarly(16), AGE))


class Forgotten(Serving):
    __slots__ = ()

    def condition(self, starts: date) -> Condition:
        return Always()


@breaks("decide_gives_what_the_rules_define")
def a_condition_forgets_what_check_asks() -> ModuleType:
    return plan(conditions=[Forgotten(), *CONDITIONS[1:]])


class UnsaidIsTrue(Serving):
    __slots__ = ()

    def condition(self, starts: date) -> Condition:
        return Some((Is("member.serving", value=True), Every(())))


@breaks("a_condition_says_what_check_says")
def a_condition_always_holds() -> ModuleType:
    return plan(conditions=[UnsaidIsTrue(), *CONDITIONS[1:]])


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


# Columns ------------------------------------------------------------------------------------------


@attrs.frozen(repr=False)
class NotTooYoung(OfAge):
    """A minimum age whose columns give another reason than its check."""

    kind = "not_too_young"
    fault = "not_of_age"
    messages: ClassVar = {
        "not_too_young.words": message("年满 {minimum} 周岁", "aged {minimum} and over"),
        "not_too_young.too_young": message("须年满 {minimum} 周岁", "must be {minimum}"),
        "not_too_young.not_of_age": message("未满规定年龄", "not of age"),
    }


@breaks("a_dataframe_has_the_answers_of_its_applications")
def columns_give_another_reason_than_the_check_of_the_rule() -> ModuleType:
    return plan(conditions=instead(NotTooYoung(16), AGE))
