"""Broken shares: how many of a unit's people must join together, and of whom."""

from __future__ import annotations

import math
from types import ModuleType
from typing import ClassVar

import attrs
from testing.broken.draft import CONDITIONS, SHARE, breaks, instead, message, plan

from mutualaid import (
    Finding,
    Headcount,
    OfSex,
    Participation,
    Question,
    Rule,
    Sex,
    Standing,
    WithChild,
)


@attrs.frozen(repr=False)
class Quorum(Participation):
    """A stranger's share that must join, by a name of its own."""

    kind = "quorum"
    messages: ClassVar = {
        "quorum.words": message("参保的{of}不少于 {percent}%", "{percent} % of the {of}"),
        "quorum.too_few": message(
            "至少 {required} 人，现有 {joining} 人，还差 {shortfall} 人",
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
