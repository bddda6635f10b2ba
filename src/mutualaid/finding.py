"""Findings: what one rule says of one question, with the numbers used and where the rule stands."""

from __future__ import annotations

import enum
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, TypeAlias, TypeVar

import attrs

from mutualaid.enums import Named
from mutualaid.masking import mask
from mutualaid.messages import behind, render
from mutualaid.text import Lang, Text

if TYPE_CHECKING:
    from mutualaid.rules.base import RuleValue
    from mutualaid.sources import Source

SCHEMA_VERSION = 1
"""Version of what `to_dict` gives; it grows when a key changes its meaning or goes."""
T = TypeVar("T")
Fact: TypeAlias = int | str | date | Decimal | Text | enum.Enum | None


class Scope(Named):
    """Whom a rule is asked of."""

    PERSON = "person"
    ENTRY = "entry"
    UNIT = "unit"
    CLAIM = "claim"


class Standing(Named):
    """How a rule stands to a question.

    MET and FAILED are answers; UNKNOWN means that something needed was not said; OPEN that the
    question holds no roster to answer from; a NOTICE tells something and decides nothing.
    """

    MET = "met"
    FAILED = "failed"
    UNKNOWN = "unknown"
    OPEN = "open"
    NOTICE = "notice"

    @property
    def holds(self) -> bool | None:
        """True, False, or None where it is unknown; what is open does not hold anyone back."""
        return {Standing.FAILED: False, Standing.UNKNOWN: None}.get(self, True)


@attrs.frozen
class Finding:
    """Say how one rule stands to one question.

    Args:
        code: Stable reason code, such as "participation.too_few".
        standing: Whether the rule is met, failed, unknown, open, or this is a notice.
        rule: The rule that was asked; None where no rule decides, but the whole.
        facts: The numbers, dates and names used, in pairs.
        parts: Findings of the parts, where the rule has parts.
        wording: Message that words it, where one code has several wordings.
        figure: The figure of the rule that decides, where it stands elsewhere than the rule.
    """

    code: str
    standing: Standing
    rule: RuleValue | None
    facts: tuple[tuple[str, Fact], ...] = attrs.field(default=(), kw_only=True)
    parts: tuple[Finding, ...] = attrs.field(default=(), kw_only=True)
    wording: str | None = attrs.field(default=None, repr=False, kw_only=True)
    figure: str | None = attrs.field(default=None, repr=False, kw_only=True)

    @property
    def scope(self) -> Scope | None:
        """Whom the rule is asked of."""
        return None if self.rule is None else self.rule.scope

    @property
    def clause(self) -> Source | None:
        """Where the rule stands that was asked."""
        if self.rule is None:
            return None
        return self.rule.source if self.figure is None else self.rule.source_of(self.figure)

    def fact(self, name: str) -> Fact:
        """Give one of the numbers, dates or names used; None where this finding has none such."""
        return dict(self.facts).get(name)

    @property
    def shortfall(self) -> int | None:
        """How many more people must join, where too few do."""
        return _typed(self.fact("shortfall"), int)

    @property
    def eligible_from(self) -> date | None:
        """First start day on which this would be met, where time alone mends it."""
        if not self.parts:
            return _typed(self.fact("eligible_from"), date)
        days = [part.eligible_from for part in self.parts if part.standing is self.standing]
        known = [day for day in days if day is not None]
        if self._any_part:
            return min(known, default=None)
        return max(known) if known and len(known) == len(days) else None

    @property
    def at_most(self) -> int | None:
        """The most shares, or the highest level, that the plan sells."""
        return _typed(self.fact("at_most"), int)

    @property
    def missing(self) -> str | None:
        """The attribute that was not said, such as "member.serving", where that is the reason."""
        return _typed(self.fact("missing"), str)

    @property
    def _any_part(self) -> bool:
        return self.rule is not None and self.rule.any_part

    def reasons(self) -> tuple[Finding, ...]:
        """Give the single findings for which this one stands as it does, in the plan's order."""
        if not self.parts:
            return (self,)
        return tuple(
            reason
            for part in self.parts
            if part.standing is self.standing
            for reason in part.reasons()
        )

    def text(self, lang: Lang) -> str:
        """Word the finding, without its clause."""
        if self.rule is not None and self.standing is Standing.MET:
            return self.rule.words(lang)
        if self.parts:
            return self._text_of_parts(lang)
        own = {} if self.rule is None else self.rule.messages
        return render(self.wording or self.code, lang, own, dict(self.facts))

    def _text_of_parts(self, lang: Lang) -> str:
        """Word the parts for which this stands as it does; ways of joining are numbered."""
        texts = [
            (number, part.text(lang))
            for number, part in enumerate(self.parts, start=1)
            if part.standing is self.standing
        ]
        if not self._any_part:
            return render("all_of.joint", lang).join(text for _, text in texts)
        ways = (
            render("any_of.way_words", lang, facts={"number": number, "words": text})
            for number, text in texts
        )
        return render("any_of.joint", lang).join(ways)

    def lines(self, lang: Lang) -> list[str]:
        """Word why this stands as it does: a line for each reason, ways of joining set apart."""
        if not self.parts:
            return [f"- {self.explain(lang)}"]
        parts = [part for part in self.parts if part.standing is self.standing]
        if not self._any_part:
            return [line for part in parts for line in part.lines(lang)]
        lines = []
        for number, part in enumerate(self.parts, start=1):
            if part in parts:
                lines.append(f"- {render('any_of.way', lang, facts={'number': number})}")
                lines += [f"  {line}" for line in part.lines(lang)]
        return lines

    def explain(self, lang: Lang) -> str:
        """Word the finding, with its clause behind it in brackets."""
        text = self.text(lang)
        if self.clause is None:
            return text
        return behind(text, self.clause.cite(lang), lang)

    def to_dict(self) -> dict[str, object]:
        """Give the finding in values that JSON knows, with its text in both languages."""
        return {
            "code": self.code,
            "standing": self.standing.value,
            "scope": None if self.scope is None else self.scope.value,
            "facts": {name: _masked(plain(value)) for name, value in self.facts},
            "text": {"zh": self.text("zh"), "en": self.text("en")},
            "clause": None if self.clause is None else self.clause.to_dict(),
            "parts": [part.to_dict() for part in self.parts],
        }


def _typed(value: object, kind: type[T]) -> T | None:
    return value if isinstance(value, kind) else None


def _masked(value: object) -> object:
    return mask(value) if isinstance(value, str) else value


def plain(value: object) -> object:
    """Give a value as JSON knows it: dates in ISO form, money as digits, names of members."""
    if isinstance(value, enum.Enum):
        return value.value
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return f"{value:.2f}"
    if isinstance(value, Text):
        return {"zh": value.zh, "en": value.en}
    return value


def notice(rule: RuleValue | None, code: str, **facts: Fact) -> Finding:
    """Make a finding that tells something and decides nothing."""
    return Finding(code, Standing.NOTICE, rule, facts=tuple(facts.items()))
