"""Fees, as values: free, flat, by the share, by level; for the whole term (R24)."""

from __future__ import annotations

import enum
from abc import abstractmethod
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import ClassVar

import attrs

from mutualaid.checks import (
    NIL,
    a,
    an_id,
    each,
    optional,
    to_money,
    to_optional_money,
    to_tuple,
    whole,
)
from mutualaid.errors import InvalidValue
from mutualaid.finding import Fact, Finding, Scope
from mutualaid.messages import render
from mutualaid.question import Question
from mutualaid.rules.base import Rule
from mutualaid.rules.conditions import Always, Among, AtMost, Condition, Every, Faults, Not
from mutualaid.rules.levels import Levels, to_levels, to_optional_levels
from mutualaid.text import Lang, Text

NOT_BY_LEVEL = Among("level", (None,))


class SoldBy(enum.Enum):
    """How a plan is sold."""

    ONCE = "once"
    SHARE = "share"
    LEVEL = "level"


@attrs.frozen
class Payer:
    """Name who pays a fee.

    Args:
        name: Who.
        way: The way of joining for which they pay; every way, if not said.
    """

    name: Text = attrs.field(validator=a(Text))
    way: str | None = attrs.field(default=None, validator=optional(an_id), kw_only=True)


def _to_payers(value: Payer | Iterable[Payer]) -> tuple[Payer, ...]:
    return (value,) if isinstance(value, Payer) else to_tuple(value, "paid_by")


@attrs.frozen(repr=False)
class FeeSchedule(Rule):
    """What joining costs for a term.

    `check` says whether what an entry asks for is sold; `amount_due` says what it costs.

    Args:
        paid_by: Who pays, where the plan names someone; jointly, where it names several.
    """

    scope = Scope.ENTRY
    sold_by: ClassVar[SoldBy] = SoldBy.ONCE
    """How the plan is sold, so that each plan is asked for what it sells."""
    paid_by: tuple[Payer, ...] = attrs.field(
        default=(), converter=_to_payers, validator=each(Payer), kw_only=True
    )

    @abstractmethod
    def amount_due(self, question: Question) -> Decimal | None:
        """Give the fee in yuan of what `check` lets pass, None where it cannot be known."""

    def amount_returned(self, question: Question) -> Decimal:  # noqa: ARG002 - for those who do
        """Give what of the fee in yuan is given back at the end of the term; by default nothing."""
        return NIL

    def payers(self, way: str | None) -> tuple[Text, ...]:
        """Name who pays for those who came in by one way; nobody is named where it is empty."""
        return tuple(payer.name for payer in self.paid_by if payer.way in (None, way))

    def _check_once(self, question: Question) -> Finding:
        if question.level is not None:
            return self._level_not_sold(question)
        if question.shares != 1:
            return self.failed("shares.not_sold", shares=question.shares, at_most=1)
        return self.met()

    def _level_not_sold(self, question: Question) -> Finding:
        return self.failed("level.not_sold", level=question.level)


ONCE = Every((NOT_BY_LEVEL, AtMost("shares", 1)))
NOT_ONCE = (("level.not_sold", Not(NOT_BY_LEVEL)), ("shares.not_sold", Always()))


class Free(FeeSchedule):
    """Nothing is asked of the member; the plan is taken once."""

    __slots__ = ()
    kind = "free"

    def check(self, question: Question) -> Finding:
        return self._check_once(question)

    def condition(self, starts: date) -> Condition:  # noqa: ARG002 - asked on any day alike
        return ONCE

    def faults(self, starts: date) -> Faults:  # noqa: ARG002 - on any day alike
        return NOT_ONCE

    def amount_due(self, question: Question) -> Decimal | None:  # noqa: ARG002 - for anyone
        return NIL


@attrs.frozen(repr=False)
class _Priced(FeeSchedule):
    amount: Decimal = attrs.field(converter=to_money)
    deposit: Decimal | None = attrs.field(default=None, converter=to_optional_money, kw_only=True)

    def __attrs_post_init__(self) -> None:
        super().__attrs_post_init__()
        if self.deposit is not None and self.deposit > self.amount:
            raise InvalidValue(
                "More of a fee is given back than was paid",
                name="deposit",
                value=self.deposit,
                allowed=f"at most amount={self.amount}",
            )

    def words(self, lang: Lang) -> str:
        text = super().words(lang)
        if not self.deposit:
            return text
        return text + render("deposit.words", lang, facts={"deposit": self.deposit})


@attrs.frozen(repr=False)
class Flat(_Priced):
    """One fee for the term; the plan is taken once.

    Args:
        amount: Fee in yuan.
        deposit: What of it is given back at the end of the term, in yuan; nothing, if not said.

    Raises:
        InvalidType: An amount that is not exact.
        InvalidValue: A negative amount, one finer than a fen, or a deposit above the fee.
    """

    kind = "flat"

    def check(self, question: Question) -> Finding:
        return self._check_once(question)

    def condition(self, starts: date) -> Condition:  # noqa: ARG002 - asked on any day alike
        return ONCE

    def faults(self, starts: date) -> Faults:  # noqa: ARG002 - on any day alike
        return NOT_ONCE

    def amount_due(self, question: Question) -> Decimal | None:  # noqa: ARG002 - for anyone
        return self.amount

    def amount_returned(self, question: Question) -> Decimal:  # noqa: ARG002 - to anyone
        return self.deposit or NIL


@attrs.frozen(repr=False)
class PerShare(_Priced):
    """A fee for each share.

    Args:
        amount: Fee of one share in yuan.
        deposit: What of it is given back at the end of the term, in yuan; nothing, if not said.
        at_most: The most shares that one insured person may take; any number, if not said.

    Raises:
        InvalidType: An amount that is not exact, a number that is not whole.
        InvalidValue: A negative amount, one finer than a fen, a deposit above the fee, or fewer
            than one share.
    """

    kind = "per_share"
    sold_by = SoldBy.SHARE
    at_most: int | None = attrs.field(
        default=None, validator=optional(whole(least=1)), kw_only=True
    )

    def check(self, question: Question) -> Finding:
        if question.level is not None:
            return self._level_not_sold(question)
        if self.at_most is not None and question.shares > self.at_most:
            return self.failed("shares.too_many", shares=question.shares, at_most=self.at_most)
        return self.met()

    def condition(self, starts: date) -> Condition:  # noqa: ARG002 - asked on any day alike
        if self.at_most is None:
            return NOT_BY_LEVEL
        return Every((NOT_BY_LEVEL, AtMost("shares", self.at_most)))

    def faults(self, starts: date) -> Faults:  # noqa: ARG002 - on any day alike
        return (("level.not_sold", Not(NOT_BY_LEVEL)), ("shares.too_many", Always()))

    def amount_due(self, question: Question) -> Decimal | None:
        return self.amount * question.shares

    def amount_returned(self, question: Question) -> Decimal:
        return (self.deposit or NIL) * question.shares

    def words(self, lang: Lang) -> str:
        text = super().words(lang)
        if self.at_most is None:
            return text
        return text + render("per_share.words_at_most", lang, facts={"at_most": self.at_most})


@attrs.frozen(repr=False)
class ByLevel(FeeSchedule):
    """A fee by level; a level is chosen, it is no number of shares (R23).

    Args:
        amounts: Fee in yuan by level.
        high_risk: Fee in yuan by level in a high-risk industry; the same, if not said.

    Raises:
        InvalidType: An amount that is not exact.
        InvalidValue: Levels with a gap, or other levels in a high-risk industry.
    """

    kind = "by_level"
    sold_by = SoldBy.LEVEL
    amounts: Levels = attrs.field(converter=to_levels)
    high_risk: Levels | None = attrs.field(default=None, converter=to_optional_levels, kw_only=True)

    def __attrs_post_init__(self) -> None:
        super().__attrs_post_init__()
        if self.high_risk is not None and len(self.high_risk) != len(self.amounts):
            raise InvalidValue(
                "A high-risk industry has other levels",
                name="high_risk",
                value=self.high_risk,
                allowed=f"levels {', '.join(map(str, self.amounts))}",
            )

    def check(self, question: Question) -> Finding:
        if question.shares != 1:
            return self.failed("shares.not_sold", shares=question.shares, at_most=1)
        if question.level is None:
            return self.failed("level.none_chosen", at_most=len(self.amounts))
        if question.level > len(self.amounts):
            return self.failed("level.unknown", level=question.level, at_most=len(self.amounts))
        return self.met()

    def condition(self, starts: date) -> Condition:  # noqa: ARG002 - asked on any day alike
        return Every((AtMost("shares", 1), Among("level", tuple(self.amounts))))

    def faults(self, starts: date) -> Faults:  # noqa: ARG002 - on any day alike
        return (
            ("shares.not_sold", Not(AtMost("shares", 1))),
            ("level.none_chosen", NOT_BY_LEVEL),
            ("level.unknown", Always()),
        )

    def amount_due(self, question: Question) -> Decimal | None:
        level = question.level
        assert level is not None, "`check` lets no entry without a level pass"  # noqa: S101
        ordinary = self.amounts[level]
        raised = ordinary if self.high_risk is None else self.high_risk[level]
        if question.high_risk is None and raised != ordinary:
            return None
        return raised if question.high_risk else ordinary

    def words(self, lang: Lang) -> str:
        facts: dict[str, Fact] = {"amounts": str(self.amounts)}
        text = render("by_level.words", lang, facts=dict(facts))
        if self.high_risk is None:
            return text
        return text + render(
            "by_level.words_high_risk", lang, facts={"high_risk": str(self.high_risk)}
        )
