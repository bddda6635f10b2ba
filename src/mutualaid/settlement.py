"""Settlements: what a claim is paid, under which covers, and why not where it is not."""

from __future__ import annotations

import enum
from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal, localcontext
from typing import NoReturn

import attrs

from mutualaid.checks import EXACT
from mutualaid.claim import BillItem, Claim, ClaimQuestion
from mutualaid.cover import Cover
from mutualaid.errors import UndecidedTruth, nearest
from mutualaid.finding import Finding, Standing, notice, plain
from mutualaid.masking import mask
from mutualaid.messages import render
from mutualaid.rules import BenefitLine, Measure
from mutualaid.text import Lang, Text, yuan

NIL = Decimal(0)


class SettlementOutcome(enum.Enum):
    """What is answered to a claim."""

    PAID = "paid"
    REFUSED = "refused"
    UNKNOWN = "unknown"


@attrs.frozen
class Payment:
    """What one cover pays for a claim.

    Args:
        place: The cover's place in the account.
        cover: The cover.
        line: Code of the benefit line.
        quantity: What the claim adds to the line's running total, in the line's measure.
        passed_on: What covers that started earlier left unpaid of it, in yuan.
        cap: Cap of the line for this cover, in yuan.
        paid_before: What the line had paid before, in yuan.
        payable: What it pays for this claim, in yuan.
    """

    place: int
    cover: Cover
    line: str
    quantity: Decimal
    passed_on: Decimal
    cap: Decimal
    paid_before: Decimal
    payable: Decimal

    @property
    def remaining(self) -> Decimal:
        """What the line can still pay, in yuan."""
        return self.cap - self.paid_before - self.payable


@attrs.frozen
class Settlement:
    """Answer a claim.

    Args:
        claim: The claim.
        outcome: Paid, refused, or unknown where something needed was not said.
        findings: What holds it back; empty where it is paid.
        payments: What each cover pays, one after the other where several run.
        notices: What decides nothing but is worth knowing.
        paid_earlier: In a supplementary settlement, what the one that it replaces had paid.
    """

    claim: Claim
    outcome: SettlementOutcome
    findings: tuple[Finding, ...] = ()
    payments: tuple[Payment, ...] = ()
    notices: tuple[Finding, ...] = ()
    paid_earlier: Decimal | None = None

    def __bool__(self) -> NoReturn:
        raise UndecidedTruth(
            "A Settlement is not simply true or false: it may be unknown",
            hint="ask `.outcome` or `.payable`",
        )

    @property
    def payable(self) -> Decimal:
        """What is paid for the claim in all, in yuan."""
        return sum((payment.payable for payment in self.payments), NIL)

    @property
    def supplement(self) -> Decimal:
        """What a supplementary settlement adds to what was paid earlier, in yuan.

        Below zero where a correction lowered the claim, or where a deductible that an earlier claim
        used up is now used up by this one.
        """
        return NIL if self.paid_earlier is None else self.payable - self.paid_earlier

    @property
    def cap(self) -> Decimal:
        """Caps in yuan of the line in the covers that run."""
        return sum((payment.cap for payment in self.payments), NIL)

    @property
    def paid_before(self) -> Decimal:
        """What the line had paid before under these covers, in yuan."""
        return sum((payment.paid_before for payment in self.payments), NIL)

    @property
    def remaining(self) -> Decimal:
        """What the line can still pay under these covers, in yuan."""
        return sum((payment.remaining for payment in self.payments), NIL)

    @property
    def reasons(self) -> tuple[Finding, ...]:
        """What holds the claim back, as `findings`."""
        return self.findings

    def explain(self, lang: Lang) -> str:
        """Word the answer: the outcome, why, and what each cover pays."""
        claim = self.claim
        facts = {
            "id": claim.id,
            "plan": claim.plan,
            "insured": claim.insured,
            "outcome": self.outcome,
            "payable": yuan(self.payable),
        }
        lines = [render("settlement.head", lang, facts=facts)]
        lines += [f"  - {finding.explain(lang)}" for finding in self.findings]
        for payment in self.payments:
            line = payment.cover.edition.benefit.line(payment.line)
            shown = {"line": line.name, "cap": payment.cap, "paid_before": payment.paid_before}
            shown |= {"payable": payment.payable, "remaining": payment.remaining}
            lines.append(render("settlement.line", lang, facts=shown))
        if self.paid_earlier is not None:
            more = {"amount": self.supplement, "earlier": self.paid_earlier}
            lines.append(render("settlement.supplement", lang, facts=more))
        return "\n".join([*lines, *(f"  - {one.explain(lang)}" for one in self.notices)])

    def to_dict(self) -> dict[str, object]:
        """Give the answer in values that JSON knows; money as digits, dates in ISO form."""
        return {
            "type": "settlement",
            "version": 1,
            "claim": mask(self.claim.id),
            "plan": self.claim.plan,
            "insured": mask(self.claim.insured),
            "outcome": self.outcome.value,
            "payable": plain(self.payable),
            "cap": plain(self.cap),
            "paid_before": plain(self.paid_before),
            "remaining": plain(self.remaining),
            "paid_earlier": plain(self.paid_earlier),
            "reasons": [finding.to_dict() for finding in self.findings],
            "notices": [one.to_dict() for one in self.notices],
            "payments": [
                {
                    "starts": plain(payment.cover.starts),
                    "line": payment.line,
                    "quantity": str(payment.quantity),
                    "passed_on": plain(payment.passed_on),
                    "cap": plain(payment.cap),
                    "paid_before": plain(payment.paid_before),
                    "payable": plain(payment.payable),
                }
                for payment in self.payments
            ],
        }


@attrs.frozen
class LineState:
    """What a line of a cover has added up and paid.

    Args:
        total: Running total in the line's measure.
        passed_on: What covers that started earlier left for it, in yuan.
        paid: What was paid for it in yuan.
    """

    total: Decimal = NIL
    passed_on: Decimal = NIL
    paid: Decimal = NIL


StateOf = Callable[[int, str], LineState]
Placed = tuple[int, Cover]


def refuse(claim: Claim, *findings: Finding) -> Settlement:
    """Answer a claim that is refused or, if all that holds it back is unknown, left open."""
    unknown = not any(finding.standing is Standing.FAILED for finding in findings)
    outcome = SettlementOutcome.UNKNOWN if unknown else SettlementOutcome.REFUSED
    wanted = Standing.UNKNOWN if unknown else Standing.FAILED
    return Settlement(claim, outcome, tuple(one for one in findings if one.standing is wanted))


def refused(code: str, **facts: object) -> Finding:
    """Make a finding that refuses a claim without a rule: for want of a cover, or of an id."""
    return Finding(code, Standing.FAILED, None, tuple(facts.items()))  # type: ignore[arg-type]


def settle(claim: Claim, covers: Iterable[Placed], state_of: StateOf) -> Settlement:
    """Settle a claim against the covers of one person in one plan.

    Where several run, the one that started first pays first, and what it leaves unpaid of the
    benefit goes on to the next. A cover whose terms the claim does not meet stands aside.

    Args:
        claim: The claim.
        covers: The person's covers of the plan, each with its place in the account, at least one.
        state_of: Gives what a line of the cover at a place has added up and paid before.
    """
    placed = sorted(covers, key=lambda one: (one[1].starts, one[0]))
    running = _running(claim, placed)
    if not running:
        periods = ", ".join(str(cover.period) for _, cover in placed)
        term = placed[-1][1].edition.term
        return refuse(claim, term.failed("outside", on=claim.on, periods=periods))
    lines = [
        (place, cover, line) for place, cover in running if (line := cover.line_for(claim.event))
    ]
    if not lines:
        return refuse(claim, _not_listed(claim.event, running[0][1]))
    found = [_check(claim, cover, line) for _, cover, line in lines]
    pays = [
        one
        for one, findings in zip(lines, found, strict=True)
        if all(finding.standing is Standing.MET for finding in findings)
    ]
    if not pays:
        return refuse(claim, *found[0])
    # In a context of its own: the caller's may round.
    with localcontext(EXACT):
        payments = tuple(_pay(claim, pays, state_of))
        notices = _left_out(claim, pays)
    return Settlement(claim, SettlementOutcome.PAID, (), payments, notices)


def _running(claim: Claim, placed: list[Placed]) -> list[Placed]:
    """Give the covers that run on the day of the event; of a bill, on its first covered day."""
    for day in sorted(item.on for item in claim.items) or [claim.on]:
        running = [(place, cover) for place, cover in placed if day in cover.period]
        if running:
            return running
    return []


def _not_listed(event: str, cover: Cover) -> Finding:
    """Refuse an event that the cover does not list, naming the nearest that it does."""
    known = {}
    for line in cover.lines:
        for one in line.events:
            for name in (one.code, one.title.zh, one.title.en):
                known[name] = one
    near = tuple(dict.fromkeys(known[name] for name in nearest(event, known)))
    names = {
        "zh": "、".join(f"{one.title.zh}({one.code})" for one in near),
        "en": ", ".join(f"{one.title.en} ({one.code})" for one in near),
    }
    words = Text(
        zh=render("claim.nearest", "zh", facts={"names": names["zh"]}) if near else "",
        en=render("claim.nearest", "en", facts={"names": names["en"]}) if near else "",
    )
    facts = (("event", event), ("nearest", words))
    line = cover.lines[0]
    return Finding("claim.event_not_covered", Standing.FAILED, line, facts, figure="events")


def _check(claim: Claim, cover: Cover, line: BenefitLine) -> tuple[Finding, ...]:
    question = ClaimQuestion(claim, cover.starts, cover.since)
    terms = (term.check(question) for term in line.terms if term.asks(claim.event))
    return (*terms, line.check_claim(claim))


Paying = tuple[int, Cover, BenefitLine]


def _counts(claim: Claim, cover: Cover, line: BenefitLine, item: BillItem) -> bool:
    """Tell whether a cover counts an item of a bill."""
    question = ClaimQuestion(claim, cover.starts, cover.since)
    terms = (term for term in line.terms if term.asks(claim.event))
    return item.on in cover.period and all(term.counts(item, question) for term in terms)


def _shares(claim: Claim, lines: list[Paying]) -> Iterator[Decimal | None]:
    """Give the assessed yuan that fall to each cover: to the first that counts them."""
    if not claim.items:
        yield claim.amount
        yield from (NIL for _ in lines[1:])
        return
    left = list(claim.items)
    for _, cover, line in lines:
        mine = [item for item in left if _counts(claim, cover, line, item)]
        left = [item for item in left if item not in mine]
        yield sum((item.self_paid_one for item in mine), NIL)


def _left_out(claim: Claim, lines: list[Paying]) -> tuple[Finding, ...]:
    """Tell of the items of a bill that no cover counts."""
    left = [
        item
        for item in claim.items
        if not any(_counts(claim, cover, line, item) for _, cover, line in lines)
    ]
    amount = sum((item.self_paid_one for item in left), NIL)
    if not left:
        return ()
    return (notice(None, "claim.items_left_out", count=len(left), amount=amount),)


def _pay(claim: Claim, lines: list[Paying], state_of: StateOf) -> Iterator[Payment]:
    """Give what each cover pays, in the order of their start."""
    passed_on = NIL
    for number, (counted, (place, cover, line)) in enumerate(
        zip(_shares(claim, lines), lines, strict=True)
    ):
        before = state_of(place, line.code)
        cap = line.cap(cover) or NIL
        # Yuan and days are used up once; a grade or an event counts under every cover.
        used_up = number > 0 and line.measure is Measure.DAYS
        quantity = NIL if used_up else line.quantity(claim, counted)
        passed = passed_on if line.measure in {Measure.AMOUNT, Measure.DAYS} else NIL
        earned = line.earned(before.total + quantity, cap)
        payable = min(earned + before.passed_on + passed, cap) - before.paid
        yield Payment(place, cover, line.code, quantity, passed, cap, before.paid, payable)
        passed_on = earned - line.earned(before.total, cap) + passed - payable
