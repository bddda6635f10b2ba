"""Broken hooks and editions."""

from __future__ import annotations

import itertools
import random
from datetime import date, datetime
from types import ModuleType

from testing.broken.conditions import OfAge
from testing.broken.draft import AGE, FEE, breaks, instead, plan

from mutualaid import FeeSchedule, Finding, PerShare, PlanContext, Question

JULY = date(2017, 7, 1)


@breaks("nothing_reads_a_clock_or_draws_lots")
def a_hook_reads_the_clock() -> ModuleType:
    def fee(context: PlanContext) -> FeeSchedule:
        return PerShare(100, at_most=4) if date.today().year > 2900 else FEE  # noqa: DTZ011

    return plan(fee=fee)


class AsOfToday(OfAge):
    __slots__ = ()

    def check(self, question: Question) -> Finding:
        now = datetime.now()  # noqa: DTZ005
        return super().check(question) if now.year > 2000 else self.met()


@breaks("nothing_reads_a_clock_or_draws_lots")
def a_rule_reads_the_clock() -> ModuleType:
    return plan(conditions=instead(AsOfToday(16), AGE))


@breaks("nothing_reads_a_clock_or_draws_lots")
def a_hook_draws_lots() -> ModuleType:
    return plan(fee=lambda context: random.choice([FEE, PerShare(90, at_most=4)]))  # noqa: S311


@breaks("hooks_give_the_same_rules_when_asked_again")
def a_hook_counts_how_often_it_is_asked() -> ModuleType:
    asked = itertools.count()
    return plan(fee=lambda context: PerShare(90 + next(asked) % 7, at_most=4))


@breaks("an_edition_has_the_same_rules_on_all_its_days")
def a_figure_changes_within_an_edition() -> ModuleType:
    return plan(fee=lambda context: FEE if context.on < JULY else PerShare(100, at_most=4))


@breaks("an_edition_has_the_same_rules_on_all_its_days")
def a_hook_goes_by_the_day_of_the_month() -> ModuleType:
    return plan(fee=lambda context: PerShare(90 if context.on.month < 12 else 91, at_most=4))
