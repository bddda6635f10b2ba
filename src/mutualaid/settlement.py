"""Settlements: what a claim is paid, under which covers, and why not where it is not."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import NoReturn, TypeAlias

import attrs

from mutualaid.checks import NIL
from mutualaid.claim import Claim
from mutualaid.cover import Cover
from mutualaid.display import Displayed
from mutualaid.enums import Named
from mutualaid.errors import UndecidedTruth
from mutualaid.finding import SCHEMA_VERSION, Finding, Standing, notice, plain
from mutualaid.masking import mask
from mutualaid.messages import render
from mutualaid.text import Lang, yuan

LineKey: TypeAlias = tuple[int, str]
"""Names a line of a cover: the cover's place in the account, code of the line."""


class SettlementOutcome(Named):
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
        total_before: What the line had added up before, in its measure.
        quantity: What the claim adds to it.
        cap: Cap of the line for this cover, in yuan.
        paid_before: What the line had paid before, in yuan.
        payable: What it pays for this claim, in yuan.
    """

    place: int
    cover: Cover
    line: str
    total_before: Decimal
    quantity: Decimal
    cap: Decimal
    paid_before: Decimal
    payable: Decimal

    @property
    def key(self) -> LineKey:
        """What names the line of the cover: the cover's place in the account, the line's code."""
        return self.place, self.line

    @property
    def remaining(self) -> Decimal:
        """What the line can still pay, in yuan."""
        return self.cap - self.paid_before - self.payable


@attrs.frozen
class Settlement(Displayed):
    """Answer a claim.

    Args:
        claim: The claim.
        outcome: Paid, refused, or unknown where something needed was not said.
        findings: What holds it back; empty where it is paid.
        payments: What each cover pays; where several run, the one first that ends first.
        notices: What decides nothing but is worth knowing.
        paid_earlier: In a supplementary settlement, what the one that it replaces had paid.
    """

    claim: Claim
    outcome: SettlementOutcome
    findings: tuple[Finding, ...] = attrs.field(default=(), kw_only=True)
    payments: tuple[Payment, ...] = attrs.field(default=(), kw_only=True)
    notices: tuple[Finding, ...] = attrs.field(default=(), kw_only=True)
    paid_earlier: Decimal | None = attrs.field(default=None, kw_only=True)

    def __bool__(self) -> NoReturn:
        raise UndecidedTruth(
            "A Settlement is not simply true or false: it may be unknown",
            hint="ask `.outcome` or `.payable`",
        )

    @property
    def payable(self) -> Decimal | None:
        """What is paid for the claim in all, in yuan; 0 where it is refused, None where unknown."""
        if self.outcome is SettlementOutcome.UNKNOWN:
            return None
        return sum((payment.payable for payment in self.payments), NIL)

    @property
    def supplement(self) -> Decimal:
        """What a supplementary settlement adds to what was paid earlier, in yuan.

        Below zero where a correction lowered the claim, or where a deductible that an earlier claim
        used up is now used up by this one.
        """
        return NIL if self.paid_earlier is None else (self.payable or NIL) - self.paid_earlier

    @property
    def cap(self) -> Decimal | None:
        """Caps in yuan of the line in the covers that run; None where no line would pay."""
        return self._in_all(payment.cap for payment in self.payments)

    @property
    def paid_before(self) -> Decimal | None:
        """What the line had paid before under these covers, in yuan; None where none would pay."""
        return self._in_all(payment.paid_before for payment in self.payments)

    @property
    def remaining(self) -> Decimal | None:
        """What the line can still pay under these covers, in yuan; None where none would pay."""
        return self._in_all(payment.remaining for payment in self.payments)

    def _in_all(self, amounts: Iterable[Decimal]) -> Decimal | None:
        return sum(amounts, NIL) if self.payments else None

    @property
    def reasons(self) -> tuple[Finding, ...]:
        """What holds the claim back, as `findings`."""
        return self.findings

    def words(self, lang: Lang) -> str:
        """Word the outcome: paid, nothing to pay, refused, or not known."""
        nothing = self.outcome is SettlementOutcome.PAID and not self.payable
        return render(
            "settlement.nothing" if nothing else f"settlementoutcome.{self.outcome.value}", lang
        )

    def explain(self, lang: Lang) -> str:
        """Word the answer: the outcome, why, and what each cover pays."""
        claim = self.claim
        facts = {"id": claim.id, "plan": claim.plan, "insured": claim.insured}
        facts |= {"outcome": self.words(lang), "payable": yuan(self.payable or NIL)}
        head = "settlement.head_paid" if self.payable else "settlement.head"
        lines = [render(head, lang, facts=facts)]
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
            "version": SCHEMA_VERSION,
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
                    "total_before": str(payment.total_before),
                    "quantity": str(payment.quantity),
                    "cap": plain(payment.cap),
                    "paid_before": plain(payment.paid_before),
                    "payable": plain(payment.payable),
                }
                for payment in self.payments
            ],
        }


def pay(claim: Claim, payments: tuple[Payment, ...], notices: tuple[Finding, ...]) -> Settlement:
    """Answer a claim that lines pay; where that comes to nothing, a notice says why."""
    for payment in payments:  # no `any`: every claim comes through here
        if payment.payable:
            break
    else:
        notices = (*notices, _why_nothing(payments))
    return Settlement(
        claim, SettlementOutcome.PAID, findings=(), payments=payments, notices=notices
    )


def _why_nothing(payments: tuple[Payment, ...]) -> Finding:
    """Say why nothing is paid: the caps are used up, or nothing is due yet."""
    line = payments[0].cover.edition.benefit.line(payments[0].line)
    if any(payment.remaining for payment in payments):
        return notice(line, "claim.nothing_due")
    caps = sum((payment.cap for payment in payments), NIL)
    return attrs.evolve(notice(line, "claim.cap_used_up", cap=caps), figure="amount")


def refuse(claim: Claim, *findings: Finding) -> Settlement:
    """Answer a claim that is refused or, if all that holds it back is unknown, left open."""
    unknown = not any(finding.standing is Standing.FAILED for finding in findings)
    outcome = SettlementOutcome.UNKNOWN if unknown else SettlementOutcome.REFUSED
    wanted = Standing.UNKNOWN if unknown else Standing.FAILED
    return Settlement(
        claim, outcome, findings=tuple(one for one in findings if one.standing is wanted)
    )


def refused(code: str, **facts: object) -> Finding:
    """Make a finding that refuses a claim without a rule: for want of a cover, or of an id."""
    return Finding(code, Standing.FAILED, None, facts=tuple(facts.items()))  # type: ignore[arg-type]
