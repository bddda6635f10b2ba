"""Laws of decisions: what a plan answers of one person."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import attrs
from hypothesis import strategies as st

from mutualaid.dates import ONE_DAY, birthday
from mutualaid.decision import Decision
from mutualaid.finding import Standing
from mutualaid.people import Member
from mutualaid.question import Question
from mutualaid.testing.aims import COUNTED, KINDS, OLD, optional, tell
from mutualaid.testing.aims import told as told_of
from mutualaid.testing.conditions import evaluate
from mutualaid.testing.kinds import as_the_library_has_it
from mutualaid.testing.law import About, law
from mutualaid.testing.laws.words import cites_every_clause
from mutualaid.testing.strategies.applications import left_out
from mutualaid.testing.strategies.people import MOST, a_member, a_member_near_a_bound
from mutualaid.testing.trial import Trial
from mutualaid.text import LANGUAGES, Text

UP_TO_MOST = st.integers(1, MOST)
WHOSE = st.sampled_from((("member",), ("unit",), ("member", "unit", "child")))
WHO = st.sampled_from((a_member, a_member_near_a_bound))
MEANING = Text(
    zh="同一个名称、同一段措辞，只能是同一个意思；意思不同，就要另起名称。",
    en="One name and one wording have one meaning; what means something else needs another name.",
)


def keeps(settled: object, later: object) -> bool:
    """Tell whether an answer that was settled stands; one that was not may become anything."""
    return settled is None or settled == later


# What the rules define ----------------------------------------------------------------------------


@law(
    About.DECISION,
    "计划的决定就是规则 check 的结论。",
    Text(
        zh="check 是规则的定义；快的、宽的算法都由它而来，不得与它不同。",
        en="What `check` says is the rule; whatever is faster or wider is derived from it.",
    ),
)
def decide_gives_what_the_rules_define(trial: Trial) -> None:
    """A plan decides what the `check` of its rules says."""
    asked = trial.question()
    rules = trial.plan.edition(asked.starts).own_rules
    for question in (asked, *neighbours(asked)):
        assert rules.check(question).standing.holds is trial.decide(question).eligible


@law(
    About.DECISION,
    "每条规则的 condition 与 check 一致。",
    Text(
        zh="写错的条件会被另一条规则盖住，所以要一条一条地比。",
        en="A wrong condition may hide behind another rule, so each is compared by itself.",
    ),
)
def a_condition_says_what_check_says(trial: Trial) -> None:
    """The condition of each rule says what its `check` says."""
    asked = trial.question()
    trial.decide(asked)
    for rule in trial.aim(asked.starts).rules:
        condition = rule.condition(asked.starts)
        for question in (asked, *neighbours(asked)):
            assert evaluate(condition, question) is rule.check(question).standing.holds, f"{rule!r}"


def neighbours(question: Question) -> Iterator[Question]:
    """Give the questions in which one thing is said otherwise, or not said."""
    for path in answerable(question):
        yield from (put(question, path, value) for value in (True, False, None))


def answerable(question: Question) -> list[str]:
    """Name what is answered by yes or no, of those of whom is asked."""
    return [
        f"{whose}.{name}"
        for whose in KINDS
        if getattr(question, whose) is not None
        for name in told_of(getattr(question, whose))
        if name not in COUNTED
    ]


def put(question: Question, path: str, value: bool | None) -> Question:
    """Say something otherwise."""
    whose, _, name = path.partition(".")
    person: Any = getattr(question, whose)
    return attrs.evolve(question, **{whose: tell(person, name, value)})


@law(
    About.DECISION,
    "沿用库中规则名称的规则，结论也与库中的相同。",
    MEANING,
)
def a_rule_by_the_name_of_the_librarys_means_the_same(trial: Trial) -> None:
    """A rule that goes by the name of one of the library's answers as that one does."""
    question = trial.question()
    trial.decide(question)
    edition = trial.plan.edition(question.starts)
    for rule in (*trial.aim(question.starts).rules, *edition.benefit.lines):
        meant = as_the_library_has_it(rule)
        if meant is not None:
            assert told(meant, question) == told(rule, question)


def told(rule: Any, question: Question) -> list[object]:
    """Give what a rule answers of a question: how it stands, by which figures, at what fee."""
    finding = rule.check(question)
    answers: list[object] = [finding.code, finding.standing, finding.facts]
    if finding.standing is Standing.MET and hasattr(rule, "amount_due"):
        answers.append(rule.amount_due(question))
    return answers


# Reasons ----------------------------------------------------------------------------------------


@law(
    About.DECISION,
    "不符合或尚不能确定时必有原因，符合时没有原因。",
    Text(zh="不接受而没有原因，就无从补救。", en="A refusal without a reason cannot be mended."),
)
def a_decision_has_a_reason_if_and_only_if_it_is_not_eligible(trial: Trial) -> None:
    """A decision has a reason if and only if it is not eligible."""
    decision = trial.decide(trial.question())
    assert (decision.eligible is True) is (decision.reasons == ())


@law(
    About.DECISION,
    "不符合的原因都是不符合的条件，未知的原因都是未说明的事项。",
    Text(
        zh="未说明的事项不能当作不接受的理由。",
        en="What was not said is no ground for a refusal.",
    ),
)
def a_refusal_names_failures_and_an_unknown_what_is_unknown(trial: Trial) -> None:
    """A refusal has failures for its reasons, and an open answer has what is unknown."""
    decision = trial.decide(trial.question())
    wanted = {False: Standing.FAILED, None: Standing.UNKNOWN, True: None}[decision.eligible]
    assert all(reason.standing is wanted for reason in decision.reasons)


@law(
    About.DECISION,
    "每个原因都注明条款，两种语言都说得完整。",
    Text(
        zh="不被接受的人有权知道是哪一条。",
        en="Whoever is refused has a right to know by which clause.",
    ),
)
def a_decision_explains_itself_with_each_clause(trial: Trial) -> None:
    """A decision explains itself in both languages and cites the clause of each reason."""
    decision = trial.decide(trial.question())
    for lang in LANGUAGES:
        assert cites_every_clause(decision.explain(lang), lang, decision.reasons)
        for finding in decision.findings:
            assert finding.text(lang).strip()


@law(
    About.DECISION,
    "决定写成 JSON 再读回来相同。",
    Text(
        zh="别的程序只看得见 JSON。",
        en="Other programs see nothing but the JSON.",
    ),
)
def a_decision_survives_json(trial: Trial) -> None:
    """A decision goes to JSON and comes back the same."""
    told = trial.decide(trial.question()).to_dict()
    assert told == json.loads(json.dumps(told))


# What was not said --------------------------------------------------------------------------------


@law(
    About.DECISION,
    "补上缺少的事项，就有定论。",
    Text(
        zh="“还缺什么”要说全，免得一趟一趟地补。",
        en="What is missing is named in full, so that nobody has to come back twice.",
    ),
)
def saying_what_is_missing_settles_a_decision(trial: Trial) -> None:
    """Saying everything that is missing settles a decision."""
    said = vague = less_said(trial)
    for path in trial.decide(vague).missing:
        said = put(said, path, trial.draw(st.booleans()))
    assert trial.decide(said).eligible is not None


@law(
    About.DECISION,
    "补上未被要求的事项，结论不变。",
    Text(
        zh="多要的材料，是白跑的腿。",
        en="Whatever is asked for in vain is asked for at somebody's cost.",
    ),
)
def saying_anything_but_what_is_missing_settles_nothing(trial: Trial) -> None:
    """Saying anything but what is missing settles nothing."""
    question = trial.question()
    one_unsaid = [put(question, path, None) for path in answerable(question)]
    for vague in (less_said(trial), *one_unsaid):
        decision = trial.decide(vague)
        for path in unsaid(vague, decision):
            for value in (True, False):
                said = put(vague, path, value)
                assert decision.eligible is trial.decide(said).eligible, f"{path} is said"


def less_said(trial: Trial) -> Question:
    """Draw a question of which something more is unsaid."""
    question = trial.question()
    for whose in trial.draw(WHOSE):
        person = getattr(question, whose)
        if person is not None:
            vague = attrs.evolve(person, **trial.draw(left_out(KINDS[whose])))
            question = attrs.evolve(question, **{whose: vague})
    return question


def unsaid(question: Question, decision: Decision) -> list[str]:
    """Name what is unsaid and is not needed: yes or no of persons and unit."""
    nothing = [path for path in answerable(question) if _read(question, path) is None]
    return [path for path in nothing if path not in decision.missing]


def _read(question: Question, path: str) -> Any:
    whose, _, name = path.partition(".")
    attribute, _, code = name.partition(".")
    value = getattr(getattr(question, whose), attribute)
    return value.get(code) if code else value


@law(
    About.DECISION,
    "少说一件事，结论只会更不确定，不会变样。",
    Text(
        zh="未说明不是“是”，也不是“否”；猜出来的结论会被事实推翻。",
        en="Not said is neither yes nor no; what was guessed would be overturned by the facts.",
    ),
)
def leaving_something_unsaid_never_makes_a_decision_more_certain(trial: Trial) -> None:
    """Leaving something unsaid never makes a decision more certain."""
    question = trial.question()
    for path in answerable(question):
        vague = trial.decide(put(question, path, None)).eligible
        for value in (True, False):
            whole = trial.decide(put(question, path, value)).eligible
            assert keeps(vague, whole), f"{path} is not said"


@law(
    About.DECISION,
    "已能确定的会费，不因多说一件事而改变。",
    Text(
        zh="报出的价不能事后再改。",
        en="A fee that was named cannot be changed afterwards.",
    ),
)
def a_fee_that_is_known_stands_whatever_else_is_said(trial: Trial) -> None:
    """A fee that is known stands, whatever else is said."""
    question = trial.question()
    names = [name for name in optional(Member) if name != "high_risk"]  # unsaid is the unit's, R7
    unsaid: dict[str, Any] = {trial.draw(st.sampled_from(names)): None}
    vague = attrs.evolve(
        question,
        member=attrs.evolve(question.member, **unsaid),
        unit=attrs.evolve(question.unit, high_risk=None),
    )
    before = trial.decide(vague)
    for high_risk in (False, True):
        unit = attrs.evolve(question.unit, high_risk=high_risk)
        after = trial.decide(attrs.evolve(question, unit=unit))
        assert keeps(before.fee, after.fee)
        assert keeps(before.quoted_fee, after.quoted_fee)


# The same again, and on other days ----------------------------------------------------------------


@law(
    About.DECISION,
    "同一个问题，无论中间问过什么，回答都一样。",
    Text(
        zh="规则不记事：先来后到不该有区别。",
        en="A rule keeps no memory: who came before must make no difference.",
    ),
)
def the_same_question_has_the_same_answer(trial: Trial) -> None:
    """The same question has the same answer, whatever was asked in between."""
    question, another = trial.question(), trial.question()
    first = trial.decide(question).to_dict()
    trial.decide(another).to_dict()
    assert first == trial.decide(attrs.evolve(question)).to_dict()


@law(
    About.DECISION,
    "“自某日起符合”的那一天符合，在此之前的任何一天都不符合。",
    Text(
        zh="告诉人家哪天再来，就得是那一天。",
        en="Whoever is told on which day to come back can come back on that day.",
    ),
)
def the_first_eligible_day_is_eligible_and_no_day_before_it_is(trial: Trial) -> None:
    """The first eligible day is eligible, and no day before it is."""
    question = trial.question(a_member_near_a_bound)
    day = trial.decide(question).eligible_from
    if day is None or not trial.plan.in_force(day):
        return
    earlier = trial.draw(st.dates(question.starts, day - ONE_DAY) | st.just(day - ONE_DAY))
    answers = [
        trial.decide(attrs.evolve(question, starts=starts)).eligible
        for starts in (earlier, day)
        if trial.plan.in_force(starts)
    ]
    assert answers[-1] is True
    assert answers[:-1] in ([], [False])


@law(
    About.DECISION,
    "没有“自某日起符合”的人，以后哪个生日都不会符合。",
    Text(
        zh="等一等就能参保的人，应当知道等到哪天。",
        en="Whoever could join by waiting should be told until when.",
    ),
)
def no_birthday_mends_what_has_no_first_eligible_day(trial: Trial) -> None:
    """Whoever has no first eligible day is eligible on no later birthday."""
    question = trial.question(trial.draw(WHO))
    decision = trial.decide(question)
    if decision.eligible is not False or decision.eligible_from is not None:
        return
    edition = decision.edition
    for age in range(OLD):
        day = birthday(question.member.birth_date, age)
        if day > question.starts and day in edition.period:
            then = edition.own_rules.check(attrs.evolve(question, starts=day))
            assert then.standing.holds is not True, f"eligible from {day}"
