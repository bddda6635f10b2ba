"""Conditions of joining that a unit meets with all its people at once, as values."""

from __future__ import annotations

import math
from datetime import date
from decimal import Decimal
from fractions import Fraction

import attrs

from mutualaid.checks import WHOLE, a, optional, require_int, to_percent, whole
from mutualaid.errors import InvalidValue
from mutualaid.finding import Finding, Scope, Standing
from mutualaid.messages import render
from mutualaid.question import Headcount, Question
from mutualaid.rules.base import Rule
from mutualaid.rules.conditions import Always, Condition
from mutualaid.text import Lang


@attrs.frozen(repr=False)
class Participation(Rule):
    """So large a share of the unit's people joins together (R6, R15 to R19).

    Each person counts once, if the plan's other conditions let the person join. Compared in
    whole numbers.

    Args:
        percent: Smallest share of the base, in percent.
        of: Who is counted, and who is the base.
        everyone_below: Everyone joins where the unit has fewer people than this.
        everyone_up_to: Everyone joins where the unit has this many people or fewer.
        threshold_of: Whose number decides whether everyone must join; the base, if not said.
        at_least: So many people join, however large the share; any number, if not said.

    Raises:
        InvalidType: A percentage that is not exact, a number that is not whole.
        InvalidValue: A percentage outside 0 to 100, a negative number, both thresholds, or a
            `threshold_of` without a threshold.
    """

    kind = "participation"
    scope = Scope.UNIT
    needs_roster = True
    percent: int | Decimal = attrs.field(converter=to_percent, kw_only=True)
    of: Headcount = attrs.field(validator=a(Headcount), kw_only=True)
    everyone_below: int | None = attrs.field(
        default=None, validator=optional(whole(least=1)), kw_only=True
    )
    everyone_up_to: int | None = attrs.field(
        default=None, validator=optional(whole(least=0)), kw_only=True
    )
    threshold_of: Headcount | None = attrs.field(
        default=None, validator=optional(a(Headcount)), kw_only=True
    )
    at_least: int | None = attrs.field(
        default=None, validator=optional(whole(least=2)), kw_only=True
    )

    def __attrs_post_init__(self) -> None:
        super().__attrs_post_init__()
        if self.everyone_below is not None and self.everyone_up_to is not None:
            raise InvalidValue(
                "Two thresholds say from where on everyone must join",
                name="everyone_up_to",
                value=self.everyone_up_to,
                allowed=f"None together with everyone_below={self.everyone_below}",
            )
        if self.threshold_of is not None and self.everyone_from is None:
            raise InvalidValue(
                "A threshold is counted that is not there",
                name="threshold_of",
                value=self.threshold_of,
                allowed="only together with everyone_below or everyone_up_to",
            )

    @property
    def everyone_from(self) -> int | None:
        """Largest number of people of whom everyone must join, None where there is no such rule."""
        return self.everyone_up_to if self.everyone_below is None else self.everyone_below - 1

    def required(self, base: int, *, threshold: int | None = None) -> int:
        """Give the smallest number of people that must join; a small unit may not have so many.

        Args:
            base: People of the unit of whom the share is taken.
            threshold: People of the unit who decide whether everyone must join; the base, if
                not said.

        >>> rule = Participation(percent=80, of=Headcount.EMPLOYEES, everyone_up_to=100)
        >>> rule.required(100), rule.required(101)
        (100, 81)
        """
        require_int(base, "base", least=0)
        if threshold is not None:
            require_int(threshold, "threshold", least=0)
        everyone = self._everyone(base if threshold is None else threshold)
        share = base if everyone else math.ceil(Fraction(self.percent) * base / WHOLE)
        return max(share, self.at_least or 0)

    def _everyone(self, threshold: int) -> bool:
        return self.everyone_from is not None and threshold <= self.everyone_from

    def _wording(self, required: int, base: int, threshold: int) -> str | None:
        if required > base:
            return "participation.too_few_people"
        if self._everyone(threshold):
            return "participation.too_few_of_all"
        return "participation.too_few_employees" if self.of is Headcount.EMPLOYEES else None

    def check(self, question: Question) -> Finding:
        base = self.of.of(question.unit)
        deciding = self.of if self.threshold_of is None else self.threshold_of
        threshold = deciding.of(question.unit)
        count = None if question.roster is None else question.roster.count(self.of)
        if count is None:
            return Finding("participation.open", Standing.OPEN, self)
        if base is None or threshold is None:
            return self.unknown(f"unit.{(self.of if base is None else deciding).value}")
        required = self.required(base, threshold=threshold)
        if count.possibly < required:
            return self.failed(
                "too_few",
                wording=self._wording(required, base, threshold),
                base=base,
                required=required,
                joining=count.possibly,
                of=self.of,
                shortfall=required - count.possibly,
            )
        if count.surely > base:
            return self.failed("more_than_base", base=base, joining=count.surely, of=self.of)
        if required <= count.surely and count.possibly <= base:
            return self.met(base=base, required=required, joining=count.surely, of=self.of)
        return Finding(
            "participation.undecided",
            Standing.UNKNOWN,
            self,
            facts=(
                ("base", base),
                ("required", required),
                ("surely", count.surely),
                ("possibly", count.possibly),
                ("of", self.of),
            ),
        )

    def condition(self, starts: date) -> Condition:  # noqa: ARG002 - set aside without a roster
        return Always()

    def words(self, lang: Lang) -> str:
        facts: dict[str, object] = {"percent": str(self.percent), "of": self.of}
        text = render("participation.words", lang, facts=facts)
        if self.everyone_from is not None:
            name = "everyone_up_to" if self.everyone_below is None else "everyone_below"
            of = self.of if self.threshold_of is None else self.threshold_of
            facts = {name: getattr(self, name), "of": of}
            text += render(f"participation.words_{name}", lang, facts=facts)
        if self.at_least is not None:
            text += render("participation.words_at_least", lang, facts={"at_least": self.at_least})
        return text


class SameShares(Rule):
    """Whoever joins together takes the same number of shares.

    Asked of the entries of one application whose own conditions are met; of covers that run
    already nothing is asked.
    """

    __slots__ = ()
    kind = "same_shares"
    scope = Scope.UNIT
    needs_roster = True

    def check(self, question: Question) -> Finding:
        shares = None if question.roster is None else question.roster.shares
        if shares is None:
            return Finding("same_shares.open", Standing.OPEN, self)
        surely = {number: count.surely for number, count in shares if count.surely}
        if len(surely) > 1:
            usual = min(surely, key=lambda number: (-surely[number], number))
            others = sum(surely.values()) - surely[usual]
            return self.failed("differ", usual=usual, others=others)
        if sum(count.possibly > 0 for _, count in shares) > 1:
            return Finding("same_shares.undecided", Standing.UNKNOWN, self)
        return self.met()

    def condition(self, starts: date) -> Condition:  # noqa: ARG002 - set aside without a roster
        return Always()
