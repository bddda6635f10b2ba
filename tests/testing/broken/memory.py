"""Broken rules that remember, depend on an order, or are no values."""

from __future__ import annotations

from datetime import date
from types import ModuleType
from typing import ClassVar

import attrs
from testing.broken.conditions import OfAge
from testing.broken.draft import AGE, CONDITIONS, SHARE, breaks, instead, message, plan

from mutualaid import Finding, HasUnion, Question, Rule, Scope, Serving, Standing
from mutualaid.rules.conditions import Condition


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
