"""Laws of claims: what a plan pays under a cover, over any claims in any order."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from typing import Any

import attrs
from hypothesis import assume
from hypothesis import strategies as st

from mutualaid.checks import FEN, NIL
from mutualaid.claim import Claim, ClaimQuestion
from mutualaid.cover import Cover
from mutualaid.dates import ONE_DAY
from mutualaid.finding import Standing
from mutualaid.ledger import Ledger
from mutualaid.records import from_json, to_json
from mutualaid.rules import BenefitLine, DisabilityScale, Formula, Levels, Measure
from mutualaid.settlement import Settlement, SettlementOutcome
from mutualaid.testing.kinds import as_the_library_has_it
from mutualaid.testing.law import About, law
from mutualaid.testing.laws.of_decisions import MEANING, keeps
from mutualaid.testing.laws.words import cites_every_clause
from mutualaid.testing.strategies.claims import (
    DAYS,
    FAR,
    HOSPITAL,
    Books,
    amounts,
    ordinary_claim,
)
from mutualaid.testing.trial import Trial
from mutualaid.text import LANGUAGES, Text

STEPS = 40
Line = tuple[str, str, date, str]
ON_THE_DAY = object()
ANSWERS: dict[str, tuple[Any, ...]] = {
    "work_injury": (True, False),
    "hospital": (HOSPITAL, "H9"),
    "reported": (ON_THE_DAY, date(2199, 1, 1)),
}
"""What may be said of a claim where nothing is."""
SAME = Text(
    zh="给付按保障期内累计计算，与怎么报、分几次报无关。",
    en="What is paid follows from what adds up over a cover, not from how it is claimed.",
)


def totals(ledger: Ledger) -> dict[Line, Decimal]:
    """Give what each line of each cover has paid."""
    return {
        (row.insured, row.plan, row.starts, row.line): row.paid for row in ledger.statement().rows
    }


def after(trial: Trial, books: Books) -> Ledger:
    """Settle every claim."""
    return trial.settle(books.ledger, books.claims)[1]


# The cap ------------------------------------------------------------------------------------------


@law(
    About.CLAIM,
    "一个保障期内，一个项目的全部给付不超过所写的上限。",
    Text(
        zh="上限按保障期算，不按次算。",
        en="A cap is one for the whole term, not one for each claim.",
    ),
)
def no_line_pays_more_than_its_stated_cap(trial: Trial) -> None:
    """Over all claims of a cover, a line pays no more than the cap that it states."""
    books = trial.books()
    again = [attrs.evolve(claim, id=f"{claim.id}-{n}") for claim in books.claims for n in (2, 3)]
    books = attrs.evolve(books, claims=(*books.claims, *again))
    paid = totals(after(trial, books))
    for cover in books.covers:
        for line in cover.lines:
            assert paid[cover.insured, cover.plan, cover.starts, line.code] <= stated(line, cover)


def stated(line: BenefitLine, cover: Cover) -> Decimal:
    """Give the cap by the figures of the line, whatever the line itself makes of them."""
    if isinstance(line.amount, Levels):
        return NIL if cover.level is None else line.amount[cover.level]
    return line.amount * cover.shares if line.per_share else line.amount


@law(
    About.CLAIM,
    "已付与剩余之和就是上限，每一笔都不为负，且不小于一分。",
    Text(
        zh="账要平，钱要能付。",
        en="The books balance, and what is paid can be paid out.",
    ),
)
def what_is_paid_and_what_remains_make_the_cap(trial: Trial) -> None:
    """What is paid and what remains make the cap; nothing is negative or finer than a fen."""
    books = trial.books()
    settlements, ledger = trial.settle(books.ledger, books.claims)
    for row in ledger.statement().rows:
        assert row.cap == row.paid + row.remaining
    for settlement in settlements:
        for payment in settlement.payments:
            assert payment.payable >= 0
            assert payment.remaining >= 0
            assert payment.payable == payment.payable.quantize(FEN)


@law(
    About.CLAIM,
    "续保后的上限重新计算，与上一期的给付无关。",
    Text(
        zh="上限属于保障期，新的一期有新的上限。",
        en="A cap belongs to a cover; the next one has its own.",
    ),
)
def a_renewal_has_a_cap_of_its_own(trial: Trial) -> None:
    """What was paid under a cover takes nothing from the cap of its renewal."""
    books = trial.books(renewed=True)
    assume(len(books.covers) > 1)
    _, second = books.covers
    single = [claim for claim in books.claims if not claim.items]  # a bill may reach into both
    later = [claim for claim in single if claim.on >= second.starts]
    all_paid = totals(trial.settle(books.ledger, single)[1])
    alone = totals(trial.settle(books.ledger, later)[1])
    for line in second.lines:
        key = (second.insured, second.plan, second.starts, line.code)
        assert alone[key] == all_paid[key]


# However it is claimed ----------------------------------------------------------------------------


@law(About.CLAIM, "同样的申请，无论先后，各项目的给付合计相同。", SAME)
def any_order_of_claims_pays_the_same(trial: Trial) -> None:
    """The same claims pay the same on each line, in any order."""
    books = trial.books()
    mixed = trial.draw(st.permutations(books.claims))
    one = totals(after(trial, books))
    other = totals(after(trial, attrs.evolve(books, claims=tuple(mixed))))
    assert one == other


@law(About.CLAIM, "一笔申请拆成几笔，给付合计相同。", SAME)
def a_claim_in_parts_is_paid_as_the_whole(trial: Trial) -> None:
    """A claim in two parts is paid what the whole is paid, neither more nor less."""
    cover = trial.cover()
    line = trial.draw(st.sampled_from(cover.lines))
    ordinary, ledger = ordinary_claim(cover, line, line.events[0].code), Ledger([cover])
    *before, one, other = split(trial, ordinary)
    whole = attrs.evolve(ordinary, id="whole", **added(one, other))
    at_once = totals(trial.settle(ledger, [*before, whole])[1])
    in_parts = totals(trial.settle(ledger, [*before, one, other])[1])
    assert at_once == in_parts


def split(trial: Trial, claim: Claim) -> list[Claim]:
    """Draw claims of which the last two might have been one; two alike where it has no size."""
    sizes: st.SearchStrategy[Any] = st.just(None)
    name = "amount" if claim.amount is not None else "days"
    if claim.amount is not None:
        half = int(claim.amount / FAR / FEN) // 2
        sizes = st.integers(0, max(half, 1)).map(lambda fen: fen * FEN)
    elif claim.days is not None:
        sizes = st.integers(1, DAYS)
    drawn: list[dict[str, Any]] = [
        {"id": f"part {number}", name: size}
        for number, size in enumerate(trial.draw(st.lists(sizes, min_size=2, max_size=3)))
    ]
    return [attrs.evolve(claim, **said) for said in drawn]


def added(one: Claim, other: Claim) -> dict[str, Any]:
    """Add up what two claims are of."""
    if one.amount is not None and other.amount is not None:
        return {"amount": one.amount + other.amount}
    if one.days is not None and other.days is not None:
        return {"days": one.days + other.days}
    return {}


@law(
    About.CLAIM,
    "申请得更多，给付不会更少。",
    Text(
        zh="多报一天反而少付，公式多半写反了。",
        en="Where a day more pays less, a formula was mostly written the wrong way round.",
    ),
)
def a_greater_claim_never_pays_less(trial: Trial) -> None:
    """A greater amount, a longer stay or a graver grade never pays less."""
    cover = trial.cover()
    for line in cover.lines:
        claim, ledger = ordinary_claim(cover, line, line.events[0].code), Ledger([cover])
        paid = [
            trial.settle(ledger, [one])[0][0].payable or NIL for one in ever_greater(claim, line)
        ]
        assert paid == sorted(paid), f"{line.code}: {paid}"


def ever_greater(claim: Claim, line: BenefitLine) -> list[Claim]:
    """Give claims of ever greater amounts, longer stays, or graver grades, else equal."""
    if claim.amount is not None:
        steps = ladder(line, claim.amount / FAR)[1::3]
        sizes: list[dict[str, Any]] = [{"amount": amount} for amount in steps]
    elif claim.days is not None:
        sizes = [{"days": days} for days in range(1, DAYS, 5)]
    elif isinstance(line.formula, DisabilityScale):
        sizes = [{"grade": grade} for grade in range(len(line.formula.scale), 0, -1)]
    else:
        sizes = []
    return [attrs.evolve(claim, id=f"C{n}", **size) for n, size in enumerate(sizes)]


@law(
    About.CLAIM,
    "累计越多，应得的不会越少。",
    Text(
        zh="累计增加而应得减少，就要把付出去的钱要回来。",
        en="Where a greater total earned less, what was paid would have to be asked back.",
    ),
)
def a_greater_total_never_earns_less(trial: Trial) -> None:
    """A greater running total never earns less, nor anything below zero."""
    cover = trial.cover()
    for line in cover.lines:
        cap = line.cap(cover) or NIL
        totals = ladder(line, cap) + trial.draw(st.lists(amounts(cover, line), max_size=5))
        earned = [line.earned(total, cap) for total in sorted(totals)]
        assert earned == sorted(earned)
        assert all(amount >= 0 for amount in earned)


def ladder(line: BenefitLine | Formula, cap: Decimal) -> list[Decimal]:
    """Give running totals in steps: yuan up to three times the cap, or days, percent, events."""
    if line.measure is Measure.AMOUNT:
        return [(cap * step / STEPS).quantize(FEN) + step * FEN for step in range(3 * STEPS + 1)]
    return [Decimal(step) for step in range(3 * STEPS + 1)]


@law(
    About.CLAIM,
    "补偿费用的项目，给付合计不超过核定的费用。",
    Text(
        zh="补偿是补损失，不是生意。",
        en="What is reimbursed makes good a loss and is no gain.",
    ),
)
def no_more_is_paid_than_was_assessed(trial: Trial) -> None:
    """A line that pays for assessed amounts pays no more in all than was assessed."""
    books = trial.books()
    settlements, _ = trial.settle(books.ledger, books.claims)
    for line in {line.code: line for cover in books.covers for line in cover.lines}.values():
        if line.measure is Measure.AMOUNT:
            mine = [one for one in settlements if paid_by(one, line)]
            assessed = sum((assessed_in(one.claim) for one in mine), NIL)
            assert sum((one.payable or NIL for one in mine), NIL) <= assessed


def paid_by(settlement: Settlement, line: BenefitLine) -> bool:
    """Tell whether a line paid for a claim."""
    return any(payment.line == line.code for payment in settlement.payments)


def assessed_in(claim: Claim) -> Decimal:
    """Give the assessed yuan of a claim."""
    return sum((item.self_paid_one for item in claim.items), claim.amount or NIL)


@law(
    About.CLAIM,
    "多一笔申请，剩余的额度不会变多。",
    Text(
        zh="额度只会用掉，不会长出来。",
        en="What is left is used up and does not grow.",
    ),
)
def more_claims_never_raise_what_remains(trial: Trial) -> None:
    """One claim more never raises what remains of a line."""
    books = trial.books()
    ledger = books.ledger
    for claim in books.claims:
        before = totals(ledger)
        _, ledger = trial.settle(ledger, [claim])
        assert all(before[line] <= paid for line, paid in totals(ledger).items())


@law(
    About.CLAIM,
    "同一笔申请报两次，只付一次。",
    Text(
        zh="重复的单据不能重复给付。",
        en="A document that comes in twice is not paid for twice.",
    ),
)
def every_claim_is_answered_once(trial: Trial) -> None:
    """The same claims a second time have the same answers and change nothing."""
    books = trial.books()
    settlements, ledger = trial.settle(books.ledger, books.claims)
    again, same = trial.settle(ledger, books.claims)
    assert settlements == again
    assert same is ledger


# What holds a claim back --------------------------------------------------------------------------


@law(
    About.CLAIM,
    "不给付的申请说明原因和条款，并且什么也不改变。",
    Text(
        zh="不被接受的人有权知道是哪一条。",
        en="Whoever is refused has a right to know by which clause.",
    ),
)
def a_claim_that_is_held_back_says_why_and_changes_nothing(trial: Trial) -> None:
    """A claim is held back with its reasons and their clauses, and changes nothing."""
    books = trial.books()
    ledger = books.ledger
    for claim in books.claims:
        (settlement,), later = trial.settle(ledger, [claim])
        held_back = settlement.outcome is not SettlementOutcome.PAID
        assert held_back is bool(settlement.findings)
        assert held_back is (later is ledger)
        for lang in LANGUAGES:
            assert cites_every_clause(settlement.explain(lang), lang, settlement.findings)
        ledger = later


@law(
    About.CLAIM,
    "保障期第一天和最后一天的事项在期内，前一天和后一天的不在。",
    Text(
        zh="保障期含起始日，不含终止日。",
        en="A cover includes its first day and excludes its end.",
    ),
)
def a_cover_runs_from_its_first_day_to_the_day_before_its_end(trial: Trial) -> None:
    """A claim is outside the cover on the day before it starts and on its end, and not between."""
    cover = trial.cover()
    event = cover.lines[0].events[0].code
    days = (cover.starts - ONE_DAY, cover.starts, cover.ends - ONE_DAY, cover.ends)
    claims = [Claim(str(day), cover.plan, cover.insured, event, day) for day in days]
    settlements, _ = trial.settle(Ledger([cover]), claims)
    outside = [[one.code for one in each.findings] == ["term.outside"] for each in settlements]
    assert outside == [True, False, False, True]
    assert cover.ends == cover.edition.cover_period(cover.starts).end


@law(
    About.CLAIM,
    "申请少说一件事，不会多付，也不会由不付变成付。",
    Text(
        zh="未说明不是“是”，也不是“否”。",
        en="Not said is neither yes nor no.",
    ),
)
def leaving_something_of_a_claim_unsaid_never_pays(trial: Trial) -> None:
    """Leaving something of a claim unsaid never turns an answer, and never pays more."""
    books = trial.books()
    for claim in books.claims:
        for name, answers in ANSWERS.items():
            less = settled_with(trial, books, claim, name, None)
            for answer in answers:
                said = claim.on if answer is ON_THE_DAY else answer
                whole = settled_with(trial, books, claim, name, said)
                assert keeps(settled(less), settled(whole)), f"{name} is not said"
                assert (less.payable or NIL) <= (whole.payable or NIL)


def settled_with(trial: Trial, books: Books, claim: Claim, name: str, value: Any) -> Settlement:
    """Settle a claim by itself, with one thing said otherwise."""
    said: dict[str, Any] = {name: value}
    (settlement,), _ = trial.settle(books.ledger, [attrs.evolve(claim, **said)])
    return settlement


def settled(settlement: Settlement) -> bool | None:
    """Tell whether a claim is paid, None where it is left open."""
    outcomes = {SettlementOutcome.PAID: True, SettlementOutcome.REFUSED: False}
    return outcomes.get(settlement.outcome)


# Kinds, and JSON ----------------------------------------------------------------------------------


@law(
    About.CLAIM,
    "沿用库中名称的给付条件、公式和项目，结论也与库中的相同。",
    MEANING,
)
def a_benefit_by_the_name_of_the_librarys_means_the_same(trial: Trial) -> None:
    """A term, a formula or a line that goes by a name of the library's answers as that one does."""
    books = trial.books()
    trial.settle(books.ledger, books.claims)
    for cover in books.covers:
        for claim in books.claims:
            question = ClaimQuestion(claim, cover.starts, cover.since)
            for line in cover.lines:
                cap = line.cap(cover) or NIL
                for rule in (line, line.formula, *line.terms):
                    meant = None if rule is None else as_the_library_has_it(rule)
                    if meant is not None:
                        assert told(meant, question, cap) == told(rule, question, cap)


def told(rule: Any, question: ClaimQuestion, cap: Decimal) -> list[object]:
    """Give what a term, a formula or a line answers of a claim, and pays for running totals."""
    claim = question.claim
    if not isinstance(rule, BenefitLine | Formula):
        finding = rule.check(question)
        items = [rule.counts(item, question) for item in claim.items]
        return [finding.code, finding.standing, finding.facts, items]
    found = rule.check_claim(claim) if isinstance(rule, BenefitLine) else rule.check(claim)
    pays = rule.earned if isinstance(rule, BenefitLine) else rule.due
    answers = [found.code, *(pays(total, cap) for total in ladder(rule, cap))]
    if found.standing is Standing.MET:
        answers.append(rule.quantity(claim, claim.amount))
    return answers


@law(
    About.CLAIM,
    "申请和账册写成 JSON 再读回来相同。",
    Text(zh="账册以 JSON 保存。", en="Books are kept as JSON."),
)
def books_come_back_from_json(trial: Trial) -> None:
    """Claims and ledgers go to JSON and come back the same, and settlements can be told in it."""
    books = trial.books()
    settlements, ledger = trial.settle(books.ledger, books.claims)
    assert ledger == from_json(to_json(ledger))
    for settlement in settlements:
        told_of = settlement.to_dict()
        assert told_of == json.loads(json.dumps(told_of))
