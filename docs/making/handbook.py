"""The handbook: a page for each plan and language, from the rules and from what is said of them.

Who may join, fees, caps, sources, worked examples and boundary cases come from the rule values, as
the library itself words and decides them. The clauses and what is not coded come from `rules.md`
beside the plan, whose examples are executed there.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import groupby

from making.rules_page import clauses_of, not_coded_of
from making.words import table, text
from mutualaid import (
    AllOf,
    AnyOf,
    BenefitLine,
    ByLevel,
    Claim,
    FeeSchedule,
    FixedSum,
    Insured,
    Ledger,
    PerShare,
    Plan,
    Rule,
    Standing,
)
from mutualaid.corners.corner import Corner, Corners, corners_of
from mutualaid.corners.situation import Entered, Situation
from mutualaid.decision import money
from mutualaid.handbook import headers, table_row
from mutualaid.messages import render
from mutualaid.plan import Edition
from mutualaid.policy.situation_words import describe
from mutualaid.rules import Participation
from mutualaid.text import LANGUAGES, Lang

STARTS = date(2016, 1, 1)
"""First day of the covers of all examples."""
EVENT = date(2016, 3, 9)
"""Day of what is claimed."""

NOTE = text(
    "本页由规则生成（`python docs/generate.py`），与规则不符时测试不通过。代码 `{code}`，"
    "支柱：{pillar}，{periods}。",
    "This page is made from the rules by `python docs/generate.py`; a test fails where the two "
    "disagree. Code `{code}`, pillar {pillar}, {periods}.",
)
SINCE = text("{start} 起有效", "in force from {start}")
UNTIL = text("{start} 至 {end} 前有效", "in force from {start} until before {end}")
CLAUSES_NOTE = text(
    "每条附一段由测试执行的例子。例子都从下面这段开始：",
    "Each clause has an example, which the tests execute. All examples begin with this:",
)
CASES_NOTE = text(
    "起保日 {starts}。条件的每一处边界，两侧各一例；“结论”只看这一条。"
    "除所列情形外，其余都符合条件。",
    "The covers start on {starts}. Each bound of each condition has a case on either side; the "
    "answer is that of the one condition. But for what is listed, everything is in order.",
)
FEES_NOTE = text(
    "起保日 {starts}，一个人参加：",
    "One person joins, for a cover that starts on {starts}:",
)
UNIT_NOTE = text("{who}：", "{who}:")
CLAIMS_NOTE = text(
    "保障期内 {on} 发生，每一项各申请一次；有上限的多申请一元：",
    "An event of {on}, within the cover: each line is claimed once, and where it has a ceiling, "
    "for one yuan more:",
)
AT_A_GLANCE = text("一览", "At a glance")
WHO = text("谁能参加", "Who may join")
WHO_HEAD = text("条件|看谁|不符合时的原因代码|出处", "condition|asked of|reason if not met|source")
WAYS = text("以下各式符合其一即可：", "One of these ways is enough:")
WHAT = text("给付什么", "What it pays")
WHAT_HEAD = text(
    "项目|事项与代码|受保障人|最高互助金|出处",
    "line|events, with their codes|insured|benefit cap|source",
)
FEES = text("会费与最高互助金", "Fees and caps, worked out")
FEES_HEAD = text("情形|会费|最高互助金", "case|fee|benefit caps")
UNITS = text("审核举例", "Reviews, worked out")
CLAIMS = text("给付算例", "Claims, worked out")
CASES = text("边界情形", "Boundary cases")
CASES_HEAD = text("情形|结论|说明", "case|answer|why")
CLAUSE_BY_CLAUSE = text("逐条说明", "Clause by clause")
NOT_CODED = text("没有写成规则的", "What is not coded")
SCOPES = {
    "person": text("本人", "the person"),
    "entry": text("这一份登记", "the entry"),
    "unit": text("单位", "the unit"),
    "claim": text("申请", "the claim"),
}
INSURED = {
    Insured.MEMBER: text("会员本人", "the member"),
    Insured.CHILD: text("子女", "the child"),
}
ANSWERS = {
    Standing.MET: text("符合", "met"),
    Standing.FAILED: text("不符合", "not met"),
    Standing.UNKNOWN: text("不能确定", "not known"),
    Standing.OPEN: text("须看全单位名单", "open"),
}
FEE_IS = text("会费 {fee}", "the fee is {fee}")


def handbook_page(plan: Plan, lang: Lang) -> str:
    """Give the page of a plan in one language."""
    edition = plan.edition(STARTS)
    corners = corners_of(edition, STARTS)
    other = next(one for one in LANGUAGES if one != lang)
    parts = [
        f"# {_begun(plan.title.of(lang))}\n\n{plan.title.of(other)}\n\n{_note(plan, lang)}\n",
        _headed(AT_A_GLANCE.of(lang), _at_a_glance(edition, lang)),
        _headed(WHO.of(lang), _who(corners, lang)),
        _headed(WHAT.of(lang), _what(edition, lang)),
        _headed(FEES.of(lang), _fees(plan, corners, lang)),
        _headed(UNITS.of(lang), _units(plan, corners, lang)),
        _headed(CLAIMS.of(lang), _claims(plan, corners, lang)),
        _headed(CASES.of(lang), _cases(plan, corners, lang)),
        _headed(CLAUSE_BY_CLAUSE.of(lang), clauses_of(plan.code, lang, CLAUSES_NOTE.of(lang))),
        _headed(NOT_CODED.of(lang), not_coded_of(plan.code, lang)),
    ]
    return "\n".join(parts).rstrip() + "\n"


def _begun(title: str) -> str:
    """Begin a title with a capital."""
    return title[0].upper() + title[1:]


def _headed(title: str, body: str) -> str:
    return f"## {title}\n\n{body.strip()}\n"


def _note(plan: Plan, lang: Lang) -> str:
    periods = [
        (SINCE if period.end is None else UNTIL).of(lang).format(start=period.start, end=period.end)
        for period in plan.info.in_force
    ]
    pillar = render(f"pillar.{plan.pillar.value}", lang)
    return NOTE.of(lang).format(code=plan.code, pillar=pillar, periods=", ".join(periods))


def _at_a_glance(edition: Edition, lang: Lang) -> str:
    named = zip(headers(lang), table_row(edition).cells(lang), strict=True)
    head, *rows = named
    return table(head, rows)


def _source(rule: Rule, lang: Lang) -> str:
    return "" if rule.source is None else rule.source.cite(lang)


def _who(corners: Corners, lang: Lang) -> str:
    rule = corners.edition.eligibility
    return "".join(_conditions(rule.parts if isinstance(rule, AllOf) else (rule,), corners, lang))


def _conditions(rules: Iterable[Rule], corners: Corners, lang: Lang) -> Iterator[str]:
    """Give conditions as a table, and below it a table for each way of joining."""
    rules = tuple(rules)
    single = [rule for rule in rules if not isinstance(rule, AnyOf)]
    yield table(
        WHO_HEAD.of(lang).split("|"),
        (
            (
                rule.words(lang),
                SCOPES[rule.scope.value].of(lang),
                ", ".join(_codes(rule, corners)),
                _source(rule, lang),
            )
            for rule in single
        ),
    )
    for ways in (rule for rule in rules if isinstance(rule, AnyOf)):
        yield f"\n{WAYS.of(lang)}\n"
        for number, way in enumerate(ways.parts, start=1):
            yield f"\n**({number})**\n"
            parts = way.parts if isinstance(way, AllOf) else (way,)
            yield from _conditions(parts, corners, lang)


def _codes(rule: Rule, corners: Corners) -> dict[str, None]:
    """Give the codes under which a rule was heard to say that it is not met, at its corners."""
    asked = (one.rule.check(one.situation.question()) for one in corners if one.rule is rule)
    found = [finding.code for finding in asked if finding.standing is Standing.FAILED]
    return dict.fromkeys(f"`{code}`" for code in found)


def _what(edition: Edition, lang: Lang) -> str:
    return table(
        WHAT_HEAD.of(lang).split("|"),
        (
            (
                line.name.of(lang),
                "\n".join(f"{event.title.of(lang)} `{event.code}`" for event in line.events),
                INSURED[line.insured].of(lang),
                line.words(lang),
                _source(line, lang),
            )
            for line in edition.benefit.lines
        ),
    )


# Worked examples ----------------------------------------------------------------------------------


def _asked(fee: FeeSchedule, ordinary: Situation) -> Iterator[Situation]:
    """Give what can be asked for: every number of shares, every level in either industry."""
    if isinstance(fee, PerShare):
        for shares in range(1, (fee.at_most or 1) + 1):
            yield ordinary.with_({"shares": shares})
    elif isinstance(fee, ByLevel):
        for level in range(1, len(fee.amounts) + 1):
            for risky in (False, True) if fee.high_risk else (False,):
                yield ordinary.with_({"level": level, "unit.high_risk": risky})
    else:
        yield ordinary


def _fees(plan: Plan, corners: Corners, lang: Lang) -> str:
    rows = []
    for ordinary in corners.ordinaries:
        for situation in _asked(corners.edition.fee, ordinary):
            review = plan.review(situation.application())
            caps = review.entries[0].caps
            lines = {line.code: line.name.of(lang) for line in corners.edition.benefit.lines}
            named = [
                money(cap, lang) if len(lines) == 1 else f"{lines[code]}: {money(cap, lang)}"
                for code, cap in caps.items()
            ]
            case = describe(situation, review, review, lang)
            rows.append((case, money(review.fee, lang), "\n".join(named)))
    note = FEES_NOTE.of(lang).format(starts=STARTS)
    return f"{note}\n{table(FEES_HEAD.of(lang).split('|'), rows)}"


def _units(plan: Plan, corners: Corners, lang: Lang) -> str:
    """Review a unit that is just large enough, and the same unit one person short."""
    of_units = [one for one in corners if isinstance(one.rule, Participation)]
    pair = of_units[2:4] or [Corner(corners.edition.fee, (), one) for one in corners.ordinaries]
    return "\n".join(_reviewed(plan, corner.situation, lang) for corner in pair)


def _reviewed(plan: Plan, situation: Situation, lang: Lang) -> str:
    review = plan.review(situation.application())
    who = UNIT_NOTE.of(lang).format(who=describe(situation, review, review, lang))
    return f"{who}\n\n```text\n{review.explain(lang)}\n```\n"


def _claims(plan: Plan, corners: Corners, lang: Lang) -> str:
    told = []
    for line in corners.edition.benefit.lines:
        situation = corners.ordinaries[0]
        if line.insured is Insured.CHILD:
            insures = corners.edition.benefit.insures
            entered = Entered.BOTH if insures(Insured.MEMBER) else Entered.CHILD
            situation = situation.with_({"entered": entered})
        settlement, _ = Ledger(plan.review(situation.application()).covers()).settle(
            _claim(plan, line, situation)
        )
        told.append(settlement.explain(lang))
    note = CLAIMS_NOTE.of(lang).format(on=EVENT)
    return f"{note}\n\n```text\n" + "\n".join(told) + "\n```\n"


def _claim(plan: Plan, line: BenefitLine, situation: Situation) -> Claim:
    insured = {Insured.MEMBER: "M1", Insured.CHILD: "C1"}[line.insured]
    caps = plan.review(situation.application()).entries[-1].caps
    amount = None if isinstance(line, FixedSum) else caps[line.code] + 1
    event = line.events[0]
    return Claim(
        event.code, plan.code, insured, event.code, EVENT, amount=amount, work_injury=False
    )


# Boundary cases -----------------------------------------------------------------------------------


def _cases(plan: Plan, corners: Corners, lang: Lang) -> str:
    note = CASES_NOTE.of(lang).format(starts=STARTS)
    parts = [f"{note}\n"]
    for rule, at in groupby(corners, key=lambda corner: corner.rule):
        title = rule.words(lang)
        rows = dict.fromkeys(_case(plan, corner, lang) for corner in at)
        parts.append(f"\n### {title}\n{table(CASES_HEAD.of(lang).split('|'), rows)}")
    return "".join(parts)


def _case(plan: Plan, corner: Corner, lang: Lang) -> tuple[str, str, str]:
    situation = corner.situation
    review = plan.review(situation.application())
    finding = corner.rule.check(situation.question())
    why = finding.text(lang)
    if finding.standing is Standing.MET:
        fee = FEE_IS.of(lang).format(fee=money(review.fee, lang))
        why = fee if isinstance(corner.rule, FeeSchedule) and review.accepted else ""
    return describe(situation, review, review, lang), ANSWERS[finding.standing].of(lang), why
