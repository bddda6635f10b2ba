"""Laws of the plan itself: its sources, its words, its hooks, its editions. Each is tried once."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import attrs

from mutualaid.handbook import TableRow, table_row
from mutualaid.policy.paths import Place, places
from mutualaid.records import from_json, to_json
from mutualaid.rules import Levels, RuleValue
from mutualaid.testing.case_files import read_cases
from mutualaid.testing.clauses import single_rules
from mutualaid.testing.law import About, law
from mutualaid.testing.laws.words import braces, speaks_both
from mutualaid.testing.trial import Trial
from mutualaid.text import LANGUAGES, Lang, Text, yuan

CELLS = {
    "eligibility": ("conditions",),
    "fee": ("fee",),
    "term": ("term",),
    "benefit": ("cover", "cap"),
}
"""In which cells of the handbook's table the figures of a rule stand, by the root of its path."""


# Sources ----------------------------------------------------------------------------------------


@law(
    About.PLAN,
    "每条规则都注明出处。",
    Text(
        zh="没有出处的规则，无从核对，也无从质疑。",
        en="A rule without a source can be neither checked nor disputed.",
    ),
)
def every_rule_has_a_source(trial: Trial) -> None:
    """Every rule says where it stands."""
    bare = [
        rule
        for edition in trial.plan.editions
        for rule in single_rules(edition)
        if rule.source is None
    ]
    assert bare == [], f"no source: {bare}"


# Words ------------------------------------------------------------------------------------------


@law(
    About.PLAN,
    "每条规则都有中文和英文措辞。",
    Text(
        zh="职工读中文，程序员读英文；少了一种，就有人读不懂。",
        en="Members read Chinese, programmers English; without one of them somebody is left out.",
    ),
)
def every_rule_is_worded_in_both_languages(trial: Trial) -> None:
    """Every rule is worded in Chinese and in English."""
    for edition in trial.plan.editions:
        for rule in single_rules(edition):
            zh, en = rule.words("zh"), rule.words("en")
            assert speaks_both(zh, en), f"{rule!r} is worded {zh!r} and {en!r}"


@law(
    About.PLAN,
    "规则自带的每条消息都有中英文两种，所填的数据相同。",
    Text(
        zh="两种语言说的必须是同一件事。",
        en="The two languages have to tell the same.",
    ),
)
def every_message_tells_the_same_in_both_languages(trial: Trial) -> None:
    """Every message that a rule brings along has the same braces in both languages."""
    for edition in trial.plan.editions:
        for rule in single_rules(edition):
            for code, text in rule.messages.items():
                zh, en = braces(text.zh), braces(text.en)
                assert zh == en, f"{code}: {sorted(zh)} in Chinese, {sorted(en)} in English"


@law(
    About.PLAN,
    "手册的表格写出规则中的每个数字。",
    Text(
        zh="手册由规则生成；手册里没有的数字，参保人无从知道。",
        en="The handbook is made from the rules; of a figure that it leaves out nobody learns.",
    ),
)
def the_handbook_shows_every_figure(trial: Trial) -> None:
    """The handbook's table shows every figure of the rules, in both languages."""
    for edition in trial.plan.editions:
        row = table_row(edition)
        for place in places(edition):
            for figure in figures(place):
                for lang in LANGUAGES:
                    assert shows(row, place, figure, lang), f"{place}: {figure} ({lang})"


def figures(place: Place) -> Iterator[int | Decimal]:
    """Give the numbers that stand at a place, but for those that say that there is none."""
    if place.figure is not None and place.level is None and place.root in CELLS:
        yield from (number for number in _numbers(place.value) if number != 0)


def _numbers(value: Any) -> Iterator[int | Decimal]:
    if isinstance(value, int | Decimal) and not isinstance(value, bool):
        yield value
    elif isinstance(value, Levels):
        yield from value.values()
    elif isinstance(value, tuple):
        for one in value:
            yield from _numbers(one)


def shows(row: TableRow, place: Place, figure: int | Decimal, lang: Lang) -> bool:
    """Tell whether the cells of a root show a figure, as a number of its own."""
    text = "\n".join(getattr(row, cell).of(lang) for cell in CELLS[place.root])
    written = {str(figure), yuan(Decimal(figure))}
    return any(re.search(rf"(?<![\d.,]){re.escape(one)}(?!\d|[.,]\d)", text) for one in written)


# Values -----------------------------------------------------------------------------------------


@law(
    About.PLAN,
    "规则写成 JSON 再读回来，分毫不差，出处也在。",
    Text(
        zh="账册和变更以 JSON 保存，读回来必须是同一条规则。",
        en="Books and changes are kept as JSON; what is read back has to be the same rule.",
    ),
)
def the_rules_come_back_from_json(trial: Trial) -> None:
    """The rules go to JSON and come back the same, with their sources."""
    for edition in trial.plan.editions:
        again = from_json(to_json(edition))
        assert edition == again
        cited = [[rule.source for rule in single_rules(one)] for one in (edition, again)]
        assert cited[0] == cited[1]


@law(
    About.PLAN,
    "规则是不变的值：不能改动，相等的规则可以互换。",
    Text(
        zh="规则若能改动，昨天的回答今天就说不清了。",
        en="If a rule could change, nobody could account today for what it answered yesterday.",
    ),
)
def a_rule_is_a_value_that_does_not_change(trial: Trial) -> None:
    """A rule is a value: it cannot be changed, and a copy of it is equal to it."""
    for edition in trial.plan.editions:
        for rule in single_rules(edition):
            copy = attrs.evolve(rule)
            assert (copy, hash(copy)) == (rule, hash(rule)), f"{rule!r} is not equal to its copy"
            assert is_frozen(rule), f"{rule!r} can be changed"


def is_frozen(rule: RuleValue) -> bool:
    """Tell whether setting an attribute is refused, one that the rule has and one that it has not.

    A class that is not decorated as its parents are may hold state of its own.
    """
    for name in ("source", "a_new_attribute"):
        copy = attrs.evolve(rule)
        try:
            setattr(copy, name, None)
        except AttributeError:
            continue
        return False
    return True


# Cases ------------------------------------------------------------------------------------------


@law(
    About.PLAN,
    "计划的回答与它自己的案例表一致。",
    Text(
        zh="规则写错了数字而处处自洽，只有事先写下的案例看得出来。",
        en="A wrong figure that agrees with itself everywhere shows only in cases written "
        "beforehand.",
    ),
)
def the_plan_answers_as_its_cases_say(trial: Trial) -> None:
    """The plan answers as its own case table says; without a table there is nothing to say."""
    if trial.subject.cases is None:
        return
    table = read_cases(trial.subject.cases, trial.subject.catalogue)
    bad = [f"row {cell.row}, {cell.column}: {cell.text('en')}" for cell in table.bad]
    assert bad == [], f"cells that cannot be read: {bad}"
    for row in table.rows:
        result = row.case.run(trial.subject.catalogue)
        assert result.passed, f"{row.name}: {result.explain('en')}"
