"""Decisions: what a plan answers of one entry, with everything that led to it on demand."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import NoReturn

import attrs

from mutualaid.checks import NIL
from mutualaid.display import Displayed
from mutualaid.enums import Named
from mutualaid.errors import UndecidedTruth, an
from mutualaid.finding import SCHEMA_VERSION, Finding, Standing, plain
from mutualaid.messages import render
from mutualaid.plan import Edition
from mutualaid.question import Question
from mutualaid.rules import AnyOf
from mutualaid.text import Lang, Text, yuan


class Outcome(Named):
    """What is answered of one entry."""

    ELIGIBLE = "eligible"
    INELIGIBLE = "ineligible"
    UNKNOWN = "unknown"


@attrs.frozen
class Decision(Displayed):
    """Answer whether one entry meets a plan's own conditions.

    A unit's conditions are not decided here, they are listed in `open`; but where one of several
    ways of joining asks something of the unit, what the unit said closes or opens that way.

    Args:
        edition: The plan's rules that were asked.
        eligible: True, False, or None where something needed was not said.
        question: What was asked.
    """

    edition: Edition
    eligible: bool | None
    question: Question

    def __bool__(self) -> NoReturn:
        raise UndecidedTruth(
            f"{an(type(self), first=True)} is not simply true or false: it may be unknown",
            hint="ask `.eligible`, `.accepted` or `.outcome`",
        )

    @property
    def plan(self) -> str:
        """Code of the plan."""
        return self.edition.code

    @property
    def outcome(self) -> Outcome:
        """Eligible, ineligible or unknown."""
        if self.eligible is None:
            return Outcome.UNKNOWN
        return Outcome.ELIGIBLE if self.eligible else Outcome.INELIGIBLE

    @property
    def own(self) -> Finding:
        """How the entry's own conditions stand, as a tree."""
        return self.edition.own_rules.check(self.question)

    @property
    def unit_findings(self) -> tuple[Finding, ...]:
        """How the conditions stand that the unit meets for all its people at once."""
        return tuple(rule.check(self.question) for rule in self.edition.unit_rules)

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Everything that was found, in the plan's order: own, of the unit, notices."""
        return (*self.own.parts, *self.unit_findings, *self.notices)

    @property
    def reasons(self) -> tuple[Finding, ...]:
        """What holds the entry back: what failed, else what is unknown; empty where eligible."""
        return () if self.eligible else self.own.reasons()

    @property
    def missing(self) -> tuple[str, ...]:
        """The attributes, such as "member.serving", that were not said and would settle it."""
        found = (reason.missing for reason in self.reasons)
        return tuple(dict.fromkeys(path for path in found if path is not None))

    @property
    def eligible_from(self) -> date | None:
        """First start day on which the entry would be eligible, where time alone mends it."""
        day = self.own.eligible_from if self.eligible is False else None
        if day is None:
            return None
        # By then something else may stand against it: a child who is of age, a fact not said.
        then = attrs.evolve(self.question, starts=day)
        return day if self.edition.own_rules.check(then).standing.holds else None

    @property
    def open(self) -> tuple[Finding, ...]:
        """What the unit must still meet: what failed, is unknown, or waits for the roster."""
        own = self.own
        waiting = own.reasons() if own.standing is Standing.OPEN else ()
        return (*waiting, *(one for one in self.unit_findings if one.standing is not Standing.MET))

    @property
    def notices(self) -> tuple[Finding, ...]:
        """What decides nothing but is worth knowing."""
        return self.edition.notices(self.question)

    @property
    def way(self) -> str | None:
        """Name of the way of joining that is open to the entry, where the plan has several."""
        if self.eligible is False:
            return None
        ways = [part for one in self.own.parts if isinstance(one.rule, AnyOf) for part in one.parts]
        for standing in (Standing.MET, Standing.OPEN):
            for way in ways:
                if way.standing is standing:
                    return getattr(way.rule, "name", None)
        return None

    @property
    def quoted_fee(self) -> Decimal | None:
        """Fee of the term in yuan if the entry comes in; None where not sold, or not known."""
        return self.edition.quote(self.question)

    @property
    def fee(self) -> Decimal | None:
        """Fee of the term in yuan: 0 for who is refused, None where it cannot be known."""
        return self._fee_if(self.eligible)

    @property
    def returned(self) -> Decimal | None:
        """What of the fee in yuan is given back at the end of the term; None where not known."""
        return self.edition.fee.amount_returned(self.question) if self.fee else self.fee

    @property
    def paid_by(self) -> tuple[Text, ...]:
        """Who pays the fee for the member, where the plan names someone."""
        return self.edition.fee.payers(self.way)

    @property
    def quoted_caps(self) -> dict[str, Decimal | None]:
        """Caps in yuan of the insured person, by benefit line, if the entry comes in."""
        return self.edition.benefit.caps(self.question)

    @property
    def caps(self) -> dict[str, Decimal | None]:
        """Caps in yuan of the insured person, by benefit line; none for who is refused."""
        return {} if self.eligible is False else self.quoted_caps

    def _fee_if(self, comes_in: bool | None) -> Decimal | None:
        if comes_in is False:
            return NIL
        quoted = self.quoted_fee
        return quoted if comes_in or quoted == NIL else None

    def why(self, lang: Lang) -> list[str]:
        """Word what holds the entry back, a line for each reason; no line where it is eligible."""
        return [] if self.eligible else self.own.lines(lang)

    def explain(self, lang: Lang) -> str:
        """Word the answer: the outcome, what holds it back or is still open, fee and caps."""
        return "\n".join(self._lines(lang))

    def _lines(self, lang: Lang) -> list[str]:
        title = self.edition.info.title.of(lang)
        lines = [render("explain.outcome", lang, facts={"title": title, "outcome": self.outcome})]
        lines += [f"  {line}" for line in self.why(lang)]
        if self.eligible is False:
            return lines
        lines += [
            render("explain.open", lang, facts={"text": one.explain(lang)}) for one in self.open
        ]
        lines.append(render("explain.fee", lang, facts={"fee": money(self.fee, lang)}))
        if self.returned:
            lines.append(explain_returned(self.returned, lang))
        lines += [
            render(
                "explain.cap",
                lang,
                facts={"line": self.edition.benefit.line(code).name, "cap": money(cap, lang)},
            )
            for code, cap in self.caps.items()
        ]
        return [*lines, *(f"  - {one.explain(lang)}" for one in self.notices)]

    def to_dict(self) -> dict[str, object]:
        """Give the answer in values that JSON knows; money as digits, dates in ISO form."""
        return {"type": "decision", "version": SCHEMA_VERSION, **self._facts()}

    def _facts(self) -> dict[str, object]:
        question = self.question
        return {
            "plan": self.plan,
            "starts": plain(question.starts),
            "unit": question.unit.id,
            "member": question.member.id,
            "child": None if question.child is None else question.child.id,
            "shares": question.shares,
            "level": question.level,
            "outcome": self.outcome.value,
            "eligible": self.eligible,
            "way": self.way,
            "fee": plain(self.fee),
            "quoted_fee": plain(self.quoted_fee),
            "returned": plain(self.returned),
            "caps": {code: plain(cap) for code, cap in self.caps.items()},
            "eligible_from": plain(self.eligible_from),
            "missing": list(self.missing),
            "reasons": [reason.to_dict() for reason in self.reasons],
            "open": [one.to_dict() for one in self.open],
            "notices": [one.to_dict() for one in self.notices],
        }


def money(amount: Decimal | None, lang: Lang) -> str:
    """Word an amount of yuan, or that it is not known."""
    if amount is None:
        return render("money.unknown", lang)
    return render("money.yuan", lang, facts={"amount": yuan(amount)})


def explain_returned(amount: Decimal, lang: Lang) -> str:
    """Word what of a fee is given back at the end of the term."""
    return render("explain.returned", lang, facts={"amount": money(amount, lang)})
