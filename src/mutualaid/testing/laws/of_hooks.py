"""Laws of the plan's hooks and editions, and of what they make possible. Each is tried once."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import attrs

from mutualaid.corners.corner import corners_of
from mutualaid.corners.ordinary import is_possible
from mutualaid.corners.situation import Entered, Situation
from mutualaid.cover import Cover
from mutualaid.dates import ONE_DAY, completed_years
from mutualaid.finding import Standing
from mutualaid.hookspecs import HOOKS
from mutualaid.ledger import Ledger
from mutualaid.people import Sex
from mutualaid.plan import Edition, PlanContext
from mutualaid.question import Question
from mutualaid.rules import BenefitLine
from mutualaid.testing.aims import EARLIEST, OLD, Aim, aim_at, edges_of_time
from mutualaid.testing.boundaries import boundary_cases
from mutualaid.testing.conditions import evaluate
from mutualaid.testing.kinds import as_the_library_has_it
from mutualaid.testing.law import About, law
from mutualaid.testing.laws.of_decisions import MEANING, told
from mutualaid.testing.strategies.claims import insured_by, ordinary_claim, ordinary_cover, sold
from mutualaid.testing.trial import Trial, entry_of
from mutualaid.testing.watch import readings
from mutualaid.text import Text

YEARS = 12
"""On the first day of each month of so many years the hooks are asked again."""


def first_day(edition: Edition) -> date:
    """Give the first day of an edition, or one of living memory where it is in force for ever."""
    return max(edition.period.start, EARLIEST)


def insured_events(edition: Edition) -> Iterator[tuple[Cover, BenefitLine, str]]:
    """Give every event that an edition pays for, with its line and a cover of someone ordinary."""
    starts = first_day(edition)
    for insured in insured_by(edition):
        cover = ordinary_cover(edition, starts, insured, **sold(edition, starts, insured)[0])
        for line in cover.lines:
            yield from ((cover, line, event.code) for event in line.events)


# Hooks ------------------------------------------------------------------------------------------


@law(
    About.PLAN,
    "挂钩再问一遍，给出的规则相同。",
    Text(
        zh="规则只由计划和日期决定，与问的先后无关。",
        en="What the rules are depends on the plan and the day alone, not on who asked before.",
    ),
)
def hooks_give_the_same_rules_when_asked_again(trial: Trial) -> None:
    """The hooks give the same rules when they are asked again."""
    assert trial.subject.ask_again() == trial.subject.ask_again()


@law(
    About.PLAN,
    "挂钩和规则都不看时钟，也不抽签。",
    Text(
        zh="同一个问题，明天也要得到同一个回答。",
        en="The same question has to have the same answer tomorrow.",
    ),
)
def nothing_reads_a_clock_or_draws_lots(trial: Trial) -> None:
    """Neither the hooks nor the rules read a clock or a source of chance."""
    found = readings(lambda: ask_everything(trial))
    assert found == [], f"read: {found}"


def ask_everything(trial: Trial) -> None:
    """Ask the hooks, and the rules at every corner and of a claim under every line."""
    plan = trial.plan
    trial.subject.ask_again()
    for edition in plan.editions:
        starts = first_day(edition)
        for case in boundary_cases(plan, on=starts):
            plan.review(case.application).explain("en")
        for cover, line, event in insured_events(edition):
            Ledger([cover]).settle(ordinary_claim(cover, line, event))[0].explain("en")


@law(
    About.PLAN,
    "在同一版本的施行期内，哪一天问挂钩都得到同样的规则。",
    Text(
        zh="施行期内悄悄换掉的数字，不会进入任何回答；新数字要有自己的版本。",
        en="A figure that changes within a period reaches no answer; it needs its own edition.",
    ),
)
def an_edition_has_the_same_rules_on_all_its_days(trial: Trial) -> None:
    """The hooks give the rules of an edition on every day of its period."""
    for edition in trial.plan.editions:
        first = asked_on(trial, edition.period.start)
        for day in months(edition):
            assert first == asked_on(trial, day), f"other rules on {day}"


def asked_on(trial: Trial, day: date) -> tuple[object, ...]:
    """Ask the four hooks on a day."""
    context = PlanContext(day, plan=trial.plan.code)
    return tuple(getattr(trial.subject.module, hook)(context) for hook in HOOKS)


def months(edition: Edition) -> Iterator[date]:
    """Give the first days of the months of a period, and its last day."""
    start, end = first_day(edition), edition.period.end
    for year in range(start.year, start.year + YEARS):
        days = (date(year, month, 1) for month in range(1, 13))
        yield from (day for day in days if day in edition.period)
    if end is not None:
        yield end - ONE_DAY


@law(
    About.PLAN,
    "施行期内的每一天由一个版本回答，期外的日子不作回答。",
    Text(
        zh="两个版本都管或都不管的日子，没有人知道按哪个算。",
        en="On a day of two editions, or of none, nobody would know by which to answer.",
    ),
)
def one_edition_answers_each_day(trial: Trial) -> None:
    """Each day belongs to one edition at most: the one in whose period it lies."""
    for edition in trial.plan.editions:
        start, end = edition.period.start, edition.period.end
        days = [start] if end is None else [start, end - ONE_DAY]
        days += [] if start == date.min else [start - ONE_DAY]
        days += [] if end is None else [end]
        for day in days:
            there = [one for one in trial.plan.editions if day in one.period]
            assert len(there) == trial.plan.in_force(day)
            assert not there or there[0] == trial.plan.edition(day)


# What the rules make possible ---------------------------------------------------------------------


@law(
    About.PLAN,
    "每个版本都有人能参保。",
    Text(
        zh="没有人能满足的条件，多半是互相矛盾的条件。",
        en="Conditions that nobody meets mostly contradict each other.",
    ),
)
def somebody_may_join(trial: Trial) -> None:
    """Under every edition somebody may join."""
    for edition in trial.plan.editions:
        starts = first_day(edition)
        said = aim_at(edition, starts).ordinaries[0]
        assert trial.review(Situation(starts, said).application()).accepted is True


@law(
    About.PLAN,
    "每项参保条件都有人符合，也有人不符合。",
    Text(
        zh="谁也挡不住的条件，多半是数字或符号写错了。",
        en="A condition that keeps nobody out mostly has a wrong figure, or a wrong sign.",
    ),
)
def every_condition_is_met_by_some_and_missed_by_others(trial: Trial) -> None:
    """Every condition is met by somebody and missed by somebody."""
    for edition in trial.plan.editions:
        corners = corners_of(edition, first_day(edition))
        living = [corner for corner in corners if of_our_time(corner.situation.question())]
        for rule in aim_at(edition, first_day(edition)).rules:
            if rule not in corners.beyond:
                sides = {corner.standing for corner in living if corner.rule == rule}
                assert {Standing.MET, Standing.FAILED} <= sides, f"{rule!r} is only {sides}"


def of_our_time(question: Question) -> bool:
    """Tell whether the person asked of may still be alive."""
    return completed_years(question.member.birth_date, question.starts) <= OLD


@law(
    About.PLAN,
    "在每条规则的每个界限两侧，都按规则的定义决定；年龄的界限，逐个起始日地看。",
    Text(
        zh="错就错在界限上；闰年二月二十九日出生的人，一天之差就是一年。",
        en="Errors live at bounds; and for those born on 29 February a day is a year.",
    ),
)
def both_sides_of_every_bound_are_decided_as_defined(trial: Trial) -> None:
    """On both sides of every bound a plan decides as its rules define, on days of all kinds."""
    firsts = [first_day(edition) for edition in trial.plan.editions]
    for starts in edges_of_time(trial.plan.editions):
        aim = trial.aim(starts)
        for path, pool in aim.pools.items():
            if starts in firsts or path.endswith("birth_date"):
                for question in asked_of(aim, path, pool):
                    for rule in aim.rules:
                        comes_to = evaluate(rule.condition(starts), question)
                        assert comes_to is rule.check(question).standing.holds, f"{rule!r}"
                    defined = aim.edition.own_rules.check(question).standing.holds
                    assert defined is trial.decide(question).eligible, f"{path}"


def asked_of(aim: Aim, path: str, pool: tuple[object, ...]) -> Iterator[Question]:
    """Ask of someone who is ordinary but for what is said under one path."""
    for value in pool:
        said = {**aim.ordinaries[0], "joining": 1, path: value}
        if path.startswith("child."):
            said["entered"] = Entered.CHILD
        one = Situation(aim.starts, said)
        if is_possible(one):
            yield attrs.evolve(one.question(), roster=None)


@law(
    About.PLAN,
    "每个保障项目的每种事项都能得到给付。",
    Text(
        zh="永远不付的项目，不是保障。",
        en="A line that never pays is no benefit.",
    ),
)
def every_event_is_paid_for(trial: Trial) -> None:
    """Every line pays for every event that it lists."""
    for edition in trial.plan.editions:
        for cover, line, event in insured_events(edition):
            claim = ordinary_claim(cover, line, event)
            (settlement,), _ = trial.settle(Ledger([cover]), [claim])
            assert settlement.payable, settlement.explain("en")


@law(
    About.PLAN,
    "参保比例的分母只数能参保的那一类人：只收女职工的数女职工，只保子女的数有子女的职工。",
    Text(
        zh="分子和分母不是同一类人，比例就没有意义；没有人能参保的人不该算进去。",
        en="A share of one kind of people among another means nothing: whoever can never join "
        "would count against the unit, or join without counting.",
    ),
)
def a_share_is_taken_of_the_kind_of_people_who_may_join(trial: Trial) -> None:
    """A share that must join is taken of the kind of people who may join, by sex and children."""
    for edition in trial.plan.editions:
        starts = first_day(edition)
        for share in aim_at(edition, starts).shares:
            for question in kinds_of_people(edition, starts):
                joins = edition.own_rules.check(question).standing.holds is not False
                counts = share.of.counts(entry_of(question), starts)
                assert joins is counts, f"{share!r} counts {question.member.sex}: {counts}"


def kinds_of_people(edition: Edition, starts: date) -> Iterator[Question]:
    """Ask of ordinary women and men, entered alone and for a child."""
    said = aim_at(edition, starts).ordinaries[0]
    for sex in Sex:
        for entered in (Entered.MEMBER, Entered.CHILD):
            one = {**said, "joining": 1, "member.sex": sex, "entered": entered}
            yield attrs.evolve(Situation(starts, one).question(), roster=None)


@law(
    About.PLAN,
    "沿用库中名称的单位条件，结论也与库中的相同。",
    MEANING,
)
def a_condition_of_the_unit_by_the_name_of_the_librarys_means_the_same(trial: Trial) -> None:
    """A condition of the unit that goes by a name of the library's answers as that one does."""
    for edition in trial.plan.editions:
        for corner in corners_of(edition, first_day(edition)):
            meant = as_the_library_has_it(corner.rule)
            if meant is not None:
                question = corner.situation.question()
                assert told(meant, question) == told(corner.rule, question), f"{corner.rule!r}"
