"""Benefit lines, as values: what a plan pays for which events, to whom, and up to which cap.

A cap is counted per insured person, per cover period and per line (R9).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Protocol

import attrs

from mutualaid.checks import a, an_id, each, optional, require_type, to_tuple
from mutualaid.claim import Claim
from mutualaid.enums import Named
from mutualaid.errors import InvalidValue, UnknownName
from mutualaid.finding import Finding, Scope, notice
from mutualaid.messages import both, joined, render
from mutualaid.question import Question
from mutualaid.rules.base import Rule, holding, with_source
from mutualaid.rules.formulas import Formula, Measure, check_carries, to_fen
from mutualaid.rules.levels import Levels, to_amount
from mutualaid.rules.terms import ClaimTerm
from mutualaid.sources import Source
from mutualaid.text import Lang, Text, look_up_key, yuan


class Insured(Named):
    """Whom a benefit line insures."""

    MEMBER = "member"
    CHILD = "child"


@attrs.frozen
class Event:
    """Name what a line pays for: a listed disease, a death, a bill.

    Args:
        code: Stable code, such as "malignant_tumour".
        title: Its name.

    Raises:
        InvalidValue: An empty code.
    """

    code: str = attrs.field(validator=an_id)
    title: Text = attrs.field(validator=a(Text))


class Sold(Protocol):
    """What says how many shares, or which level, were sold: an entry, a question, a cover."""

    @property
    def shares(self) -> int: ...
    @property
    def level(self) -> int | None: ...


def _to_terms(terms: Iterable[ClaimTerm]) -> tuple[ClaimTerm, ...]:
    return to_tuple(terms, "terms")


def _to_events(events: Iterable[Event]) -> tuple[Event, ...]:
    return to_tuple(events, "events")


@attrs.frozen(repr=False)
class BenefitLine(Rule):
    """One cap, with the events that count against it.

    Args:
        amount: Cap in yuan, or a table of caps by level.
        events: What the line pays for.
        code: Code of the line; plans with several lines name each.
        title: Its name; the events' names, if not said.
        insured: Whom it insures.
        per_share: Whether the amount is for each share.
        terms: What is asked of a claim before anything is paid.
        formula: What is due for what was assessed; all of it, up to the cap, if not said.

    Raises:
        InvalidType: An amount that is not exact.
        InvalidValue: No event, an event twice, levels with a gap, both levels and shares, or a
            term of an event that the line does not list.
    """

    scope = Scope.ENTRY
    amount: Decimal | Levels = attrs.field(converter=to_amount)
    events: tuple[Event, ...] = attrs.field(
        converter=_to_events, validator=each(Event), kw_only=True
    )
    code: str = attrs.field(default="benefit", validator=an_id, kw_only=True)
    title: Text | None = attrs.field(default=None, validator=optional(a(Text)), kw_only=True)
    insured: Insured = attrs.field(default=Insured.MEMBER, validator=a(Insured), kw_only=True)
    per_share: bool = attrs.field(default=False, validator=a(bool), kw_only=True)
    terms: tuple[ClaimTerm, ...] = attrs.field(
        default=(),
        converter=_to_terms,
        validator=each(ClaimTerm),
        kw_only=True,
        metadata=holding(ClaimTerm),
    )
    formula: Formula | None = attrs.field(
        default=None, validator=optional(a(Formula)), kw_only=True, metadata=holding(Formula)
    )

    def __attrs_post_init__(self) -> None:
        super().__attrs_post_init__()
        codes = [event.code for event in self.events]
        if not codes or len(set(codes)) != len(codes):
            raise InvalidValue(
                "A benefit line lists no event, or one event twice",
                name="events",
                value=codes,
                allowed="at least one event, each once",
            )
        if self.per_share and isinstance(self.amount, Levels):
            raise InvalidValue(
                "A cap goes by the share or by level, not by both",
                name="per_share",
                value=self.per_share,
                allowed="False together with levels",
            )

        for term in self.terms:
            for event in term.events:
                if event not in codes:
                    raise UnknownName(
                        "A term is asked of an event that its line does not list",
                        name="events",
                        value=event,
                        known=codes,
                    )

    @property
    def measure(self) -> Measure:
        """What the line adds up over the claims of a cover."""
        return Measure.AMOUNT if self.formula is None else self.formula.measure

    def check_claim(self, claim: Claim) -> Finding:
        """Say whether a claim carries what the line measures."""
        if self.formula is None:
            return check_carries(self, claim, self.measure)
        return self.formula.check(claim)

    def quantity(self, claim: Claim, counted: Decimal | None) -> Decimal:
        """Give what a claim adds to the line's running total.

        Args:
            claim: A claim that `check_claim` lets pass.
            counted: Its assessed yuan that count, where it carries any.
        """
        if self.formula is None:
            return Decimal(0) if counted is None else counted
        return self.formula.quantity(claim, counted)

    def earned(self, total: Decimal, cap: Decimal) -> Decimal:
        """Give what a running total comes to in yuan: rounded once to the fen, not yet capped."""
        return total if self.formula is None else to_fen(self.formula.due(total, cap))

    def check(self, question: Question) -> Finding:
        """Say whether the line insures the person of an entry, and up to which cap."""
        if not self.insures(question):
            return notice(self, "benefit.other_person", line=self.name)
        return self.met(cap=self.cap(question))

    def insures(self, question: Question) -> bool:
        """Tell whether the line insures the person whom an entry insures."""
        return self.insured is (Insured.MEMBER if question.child is None else Insured.CHILD)

    def cap(self, question: Sold) -> Decimal | None:
        """Give the cap in yuan of what is sold; None for a level that is not sold."""
        if isinstance(self.amount, Levels):
            return None if question.level is None else self.amount.get(question.level)
        return self.amount * question.shares if self.per_share else self.amount

    @property
    def name(self) -> Text:
        """The line's title, or the names of its events."""
        return self.title or both(
            lambda lang: joined((event.title.of(lang) for event in self.events), lang)
        )

    def term_words(self, term: ClaimTerm, lang: Lang) -> str:
        """Word one of the line's terms, with the events that it is asked of if not of all."""
        asked = [event.title.of(lang) for event in self.events if term.asks(event.code)]
        if len(asked) == len(self.events):
            return term.words(lang)
        events = render("terms.joint", lang).join(asked)
        return render("terms.of_events", lang, facts={"words": term.words(lang), "events": events})

    def words(self, lang: Lang) -> str:
        amount = str(self.amount) if isinstance(self.amount, Levels) else yuan(self.amount)
        basis = (
            "per_level"
            if isinstance(self.amount, Levels)
            else "per_share"
            if self.per_share
            else "per_plan"
        )
        return render(f"{self.kind}.words_{basis}", lang, facts={"amount": amount})


class FixedSum(BenefitLine):
    """A sum that is paid in full when the event happens, once a cover (R8)."""

    __slots__ = ()
    kind = "fixed_sum"

    @property
    def measure(self) -> Measure:
        """How many times it happened."""
        return Measure.EVENTS

    def __attrs_post_init__(self) -> None:
        super().__attrs_post_init__()
        if self.formula is not None:
            raise InvalidValue(
                "A fixed sum needs no formula",
                name="formula",
                value=self.formula,
                allowed="None; a Ceiling takes a formula",
            )

    def quantity(self, claim: Claim, counted: Decimal | None) -> Decimal:  # noqa: ARG002 - one event
        """Count one event."""
        return Decimal(1)

    def earned(self, total: Decimal, cap: Decimal) -> Decimal:
        """Give the sum, once."""
        return cap if total else Decimal(0)


class Ceiling(BenefitLine):
    """A cap up to which the assessed amounts are paid (R8)."""

    __slots__ = ()
    kind = "ceiling"


@attrs.frozen(init=False, repr=False)
class BenefitSchedule:
    """The benefit lines of a plan.

    Args:
        lines: The lines, each with a code of its own; one event of one insured person stands on
            one line only.
        source: Where it is laid down which lines there are, and where those of them stand that
            have no source of their own; where the first of them stands, if not said.

    Raises:
        InvalidType: Something that is no benefit line.
        InvalidValue: No line, two lines with one code, an event on two lines.
    """

    lines: tuple[BenefitLine, ...] = attrs.field(metadata=holding(BenefitLine))
    source: Source | None = attrs.field(default=None, eq=False, kw_only=True)

    def __init__(self, *lines: BenefitLine, source: Source | None = None) -> None:
        for position, line in enumerate(lines):
            require_type(line, BenefitLine, f"lines[{position}]")
        sourced = tuple(with_source(line, source) for line in lines)
        object.__setattr__(self, "lines", sourced)
        object.__setattr__(self, "source", source)
        codes = [line.code for line in lines]
        if not codes or len(set(codes)) != len(codes):
            raise InvalidValue(
                "A benefit schedule has no line, or two lines with one code",
                name="lines",
                value=codes,
                allowed="at least one line, each with its own code",
            )
        events = [(line.insured, event.code) for line in lines for event in line.events]
        for insured, event in events:
            if events.count((insured, event)) > 1:
                raise InvalidValue(
                    f"One event of the {insured.value} stands on two lines",
                    name="event",
                    value=event,
                    allowed="one line for each event",
                )

    def source_of(self, figure: str) -> Source | None:  # noqa: ARG002 - of which lines there are
        """Tell where it is laid down which lines there are."""
        return self.source or self.lines[0].source

    def __repr__(self) -> str:
        return f"BenefitSchedule({', '.join(map(repr, self.lines))})"

    def line(self, code: str) -> BenefitLine:
        """Give the line with a code.

        Raises:
            UnknownName: There is no such line.
        """
        by_code: Mapping[str, BenefitLine] = {line.code: line for line in self.lines}
        if code not in by_code:
            raise UnknownName(
                "No benefit line has this code", name="line", value=code, known=by_code
            )
        return by_code[code]

    def events(self, *, insured: Insured | None = None) -> dict[str, Event]:
        """Give the events by each of their names: first by code, then by title.

        Args:
            insured: Those of the lines that insure such a person only.
        """
        lines = (line for line in self.lines if insured in (None, line.insured))
        events = [event for line in lines for event in line.events]
        named = {event.code: event for event in events}
        for event in events:
            for title in (event.title.zh, event.title.en):
                named.setdefault(title, event)
        return named

    def event(self, name: str, *, insured: Insured | None = None) -> Event | None:
        """Give the event with a name: its code, or its title in either language.

        Args:
            name: The name; case, width, blanks and book-title marks make no difference.
            insured: Among the lines that insure such a person only.

        Returns:
            The event; None where no line lists it.
        """
        key = look_up_key(name)
        named = self.events(insured=insured).items()
        return next((event for known, event in named if look_up_key(known) == key), None)

    def insures(self, insured: Insured) -> bool:
        """Tell whether any line insures the member, or a child."""
        return any(line.insured is insured for line in self.lines)

    def caps(self, question: Question) -> dict[str, Decimal | None]:
        """Give the caps in yuan of an entry, by line: of the person whom the entry insures.

        Where the plan insures no children, an entry with a child is for the member alone.
        """
        if not self.insures(Insured.CHILD):
            question = attrs.evolve(question, child=None)
        return {line.code: line.cap(question) for line in self.lines if line.insures(question)}
