"""What is answered of an application by one plan: of each entry, and of the unit as a whole."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from functools import cached_property
from typing import NoReturn

import attrs

from mutualaid.application import Application
from mutualaid.checks import NIL
from mutualaid.cover import Cover
from mutualaid.decision import Decision, explain_returned, money
from mutualaid.display import Displayed
from mutualaid.enums import Named
from mutualaid.errors import MutualAidError, UndecidedTruth
from mutualaid.finding import SCHEMA_VERSION, Finding, Scope, Standing, notice, plain
from mutualaid.messages import render, told
from mutualaid.plan import Edition
from mutualaid.question import Entry
from mutualaid.rules import Insured
from mutualaid.text import Lang


class ReviewOutcome(Named):
    """What is answered of an application as a whole."""

    ACCEPTED = "accepted"
    REFUSED = "refused"
    UNKNOWN = "unknown"


class NotAccepted(MutualAidError, ValueError):
    """Covers were asked of a review that does not accept; `review` holds the reasons."""

    def __init__(self, what: str, *, review: Review, hint: str | None = None) -> None:
        self.review = review
        super().__init__(what, hint=hint)


@attrs.frozen
class EntryDecision(Decision):
    """Answer of one entry of an application.

    `eligible` says whether the entry meets the plan's own conditions, `accepted` whether it comes
    in: the unit's conditions are then met too.

    Args:
        edition: The plan's rules that were asked.
        eligible: True, False, or None where something needed was not said.
        question: What was asked.
        entry: The entry.
        accepted: True, False, or None where something needed was not said.
    """

    entry: Entry
    accepted: bool | None

    @property
    def reasons(self) -> tuple[Finding, ...]:
        """What keeps the entry out, its own reasons first; empty where it is accepted."""
        return tuple(reason for one in self._behind() for reason in one.reasons())

    def _behind(self) -> tuple[Finding, ...]:
        """What keeps the entry out: its own conditions, or else those of the unit."""
        if self.accepted:
            return ()
        wanted = Standing.FAILED if self.accepted is False else Standing.UNKNOWN
        own = self.own
        if own.standing is wanted:
            return (own,)
        return tuple(one for one in self.unit_findings if one.standing is wanted)

    @property
    def name(self) -> str:
        """The ids of the member and, where there is one, of the child."""
        return " · ".join(part for part in self.entry.key if part)

    def why(self, lang: Lang) -> list[str]:
        """Word what keeps the entry out, a line for each reason; no line where it is accepted."""
        return [line for one in self._behind() for line in one.lines(lang)]

    @property
    def fee(self) -> Decimal | None:
        """Fee of the term in yuan: 0 for who does not come in, None where it cannot be known."""
        return self._fee_if(self.accepted)

    @property
    def caps(self) -> dict[str, Decimal | None]:
        """Caps in yuan of the insured person, by benefit line; none for who does not come in."""
        return {} if self.accepted is False else self.quoted_caps

    def explain(self, lang: Lang) -> str:
        """Word the answer on one line for each reason; one line alone where there is none."""
        standing = (
            ReviewOutcome.ACCEPTED
            if self.accepted
            else (ReviewOutcome.UNKNOWN if self.accepted is None else ReviewOutcome.REFUSED)
        )
        lines = [told(self.name, standing, lang)]
        return "\n".join([*lines, *(f"  {line}" for line in self.why(lang))])

    def to_dict(self) -> dict[str, object]:
        """Give the answer in values that JSON knows; money as digits, dates in ISO form."""
        return {
            "type": "entry_decision",
            "version": SCHEMA_VERSION,
            **self._facts(),
            "accepted": self.accepted,
        }


@attrs.frozen(slots=False)  # so that what is kept keeps its docstring
class Review(Displayed):
    """Answer of a whole application.

    Args:
        edition: The plan's rules that were asked.
        application: What was reviewed.
        entries: The answer of each entry that the plan takes, in the order given.
        repeated: Entries that the plan does not take, since it insures no children and already
            takes the member once.
        unit_findings: How the conditions stand that the unit meets for all its people at once.
        accepted: True, False, or None where something needed was not said.
    """

    edition: Edition
    application: Application
    entries: tuple[EntryDecision, ...]
    repeated: tuple[Entry, ...]
    unit_findings: tuple[Finding, ...]
    accepted: bool | None

    def __bool__(self) -> NoReturn:
        raise UndecidedTruth(
            "A Review is not simply true or false: it may be unknown",
            hint="ask `.accepted` or `.outcome`",
        )

    @property
    def plan(self) -> str:
        """Code of the plan."""
        return self.edition.code

    @property
    def outcome(self) -> ReviewOutcome:
        """Accepted, refused or unknown."""
        if self.accepted is None:
            return ReviewOutcome.UNKNOWN
        return ReviewOutcome.ACCEPTED if self.accepted else ReviewOutcome.REFUSED

    @cached_property
    def reasons(self) -> tuple[Finding, ...]:
        """What holds the application back as a whole; empty where it is accepted.

        The unit's own conditions first; then those that ways of joining ask of the unit; then,
        where no entry comes in, that nobody does.
        """
        if self.accepted:
            return ()
        wanted = Standing.FAILED if self.accepted is False else Standing.UNKNOWN
        found = [
            reason
            for one in self.unit_findings
            if one.standing is wanted
            for reason in one.reasons()
        ]
        for entry in self.entries:
            if entry.eligible is not False:
                found += [
                    reason
                    for reason in entry.reasons
                    if reason.standing is wanted
                    and (self.accepted is None or reason.scope is Scope.UNIT)
                ]
        if not any(entry.eligible is not False for entry in self.entries):
            found.append(Finding("review.nobody_may_join", Standing.FAILED, None))
        return tuple(dict.fromkeys(found))

    @cached_property
    def notices(self) -> tuple[Finding, ...]:
        """What decides nothing but is worth knowing."""
        found = []
        declared = self.application.unit.employees
        entered = len(
            {one.member.id for one in self.application.entries if one.member.serving is not False}
        )
        if declared is not None and entered > declared:
            found.append(
                notice(
                    None,
                    "notice.more_than_declared",
                    entered=entered,
                    declared=declared,
                )
            )
        if self.repeated:
            found.append(notice(None, "notice.repeated", count=len(self.repeated)))
        for entry in self.entries:
            found += entry.notices
        return tuple(dict.fromkeys(found))

    @cached_property
    def fee(self) -> Decimal | None:
        """Sum of the fees in yuan of who comes in: 0 where refused, None where not known."""
        return _sum(entry.fee for entry in self.entries)

    @cached_property
    def known_fee(self) -> Decimal:
        """That part of the fee in yuan that is known: of the entries whose fee can be told."""
        return sum((entry.fee or NIL for entry in self.entries), NIL)

    @cached_property
    def quoted_fee(self) -> Decimal | None:
        """What the fee in yuan would be if the unit met its conditions; None where not known."""
        return _sum(entry._fee_if(entry.eligible) for entry in self.entries)  # noqa: SLF001

    @cached_property
    def returned(self) -> Decimal | None:
        """What of the fee in yuan is given back at the end of the term; None where not known."""
        return _sum(entry.returned for entry in self.entries)

    @property
    def joining(self) -> tuple[EntryDecision, ...]:
        """The entries that come in."""
        return tuple(entry for entry in self.entries if entry.accepted)

    @property
    def held_back(self) -> tuple[EntryDecision, ...]:
        """The entries that have a reason of their own for not coming in."""
        return tuple(
            entry
            for entry in self.entries
            if not entry.eligible or (self.accepted and not entry.accepted)
        )

    def covers(self) -> tuple[Cover, ...]:
        """Give the cover of each insured person who comes in, dated by the terms now in force.

        Raises:
            NotAccepted: The application is refused, or whether it is accepted is not known; the
                error carries the review.
        """
        if not self.accepted:
            raise NotAccepted(
                f"There are no covers: the application is {self.outcome.value}",
                review=self,
                hint="`review.explain('en')` says why",
            )
        return tuple(
            Cover(
                self.edition,
                self.application.unit.id,
                entry.entry.member,
                self.application.starts,
                child=entry.entry.child if self.edition.benefit.insures(Insured.CHILD) else None,
                shares=entry.entry.shares,
                level=entry.entry.level,
                way=entry.way,
            )
            for entry in self.joining
        )

    def overview(self, lang: Lang) -> str:
        """Word the answer as a whole: the outcome, why, how many join, the fee."""
        info = self.edition.info
        lines = [
            render("explain.outcome", lang, facts={"title": info.title, "outcome": self.outcome}),
            *(f"  - {reason.explain(lang)}" for reason in self.reasons),
            render(
                "explain.people",
                lang,
                facts={"joining": len(self.joining), "entered": len(self.entries)},
            ),
            render("explain.fee", lang, facts={"fee": money(self.fee, lang)}),
        ]
        if self.quoted_fee != self.fee:
            lines.append(
                render("explain.quoted_fee", lang, facts={"fee": money(self.quoted_fee, lang)})
            )
        if self.returned:
            lines.append(explain_returned(self.returned, lang))
        lines += [f"  - {one.explain(lang)}" for one in self.notices]
        return "\n".join(lines)

    def explain(self, lang: Lang) -> str:
        """Word the answer: the outcome, why, the fee, and every entry that does not come in."""
        lines = [self.overview(lang)]
        for entry in self.held_back:
            lines += [f"  {line}" for line in entry.explain(lang).splitlines()]
        return "\n".join(lines)

    def to_dict(self) -> dict[str, object]:
        """Give the answer in values that JSON knows; money as digits, dates in ISO form."""
        return {
            "type": "review",
            "version": SCHEMA_VERSION,
            "plan": self.plan,
            "unit": self.application.unit.id,
            "starts": plain(self.application.starts),
            "outcome": self.outcome.value,
            "accepted": self.accepted,
            "fee": plain(self.fee),
            "known_fee": plain(self.known_fee),
            "quoted_fee": plain(self.quoted_fee),
            "returned": plain(self.returned),
            "reasons": [reason.to_dict() for reason in self.reasons],
            "notices": [one.to_dict() for one in self.notices],
            "unit_findings": [one.to_dict() for one in self.unit_findings],
            "entries": [entry.to_dict() for entry in self.entries],
            "repeated": [list(entry.key) for entry in self.repeated],
        }


def _sum(fees: Iterable[Decimal | None]) -> Decimal | None:
    total = NIL
    for fee in fees:
        if fee is None:
            return None
        total += fee
    return total
