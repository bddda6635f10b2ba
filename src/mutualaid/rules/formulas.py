"""Benefit formulas, as values: from what was assessed to what is due, before the cap.

A formula is applied to the running total of a line over a cover, and rounded once, half a fen
up; a claim is paid what it adds. So it makes no difference whether an amount comes in one claim
or in several. The leaflet states no formula; the eight plans have none.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal
from typing import ClassVar

import attrs

from mutualaid.checks import FEN, WHOLE, optional, to_money, to_percent, whole
from mutualaid.claim import Claim
from mutualaid.enums import Named
from mutualaid.errors import InvalidType, InvalidValue, an
from mutualaid.finding import Finding, Scope
from mutualaid.messages import render
from mutualaid.rules.base import RuleValue
from mutualaid.text import Lang, show


class Measure(Named):
    """What a line adds up over the claims of a cover."""

    AMOUNT = "amount"
    """Assessed yuan."""
    DAYS = "days"
    """Days in hospital."""
    PERCENT = "percent"
    """Percent of the cap, by disability grade."""
    EVENTS = "events"
    """How many times it happened."""


def to_fen(amount: Decimal) -> Decimal:
    """Round to the fen, half a fen up."""
    return amount.quantize(FEN, ROUND_HALF_UP)


@attrs.frozen(repr=False)
class Formula(RuleValue):
    """What is due for a running total.

    `check` says whether a claim carries what the formula measures; `quantity` gives it, and `due`
    what is due for a total.
    """

    scope = Scope.CLAIM
    measure: ClassVar[Measure]

    def __attrs_post_init__(self) -> None:
        super().__attrs_post_init__()
        if not isinstance(getattr(self, "measure", None), Measure):
            raise InvalidType(
                f"{type(self).__name__} does not say what it adds up",
                name="measure",
                value=getattr(self, "measure", None),
                allowed=", ".join(str(one) for one in Measure),
                hint="write it in the class: measure = Measure.AMOUNT",
            )

    def check(self, claim: Claim) -> Finding:
        """Say whether a claim carries what the formula measures, and nothing else."""
        return check_carries(self, claim, self.measure)

    def quantity(self, claim: Claim, counted: Decimal | None) -> Decimal:  # noqa: ARG002 - for others
        """Give what a claim adds to the total.

        Args:
            claim: A claim that `check` lets pass.
            counted: Its assessed yuan that count, where it carries any.
        """
        return Decimal(0) if counted is None else counted

    @abstractmethod
    def due(self, total: Decimal, cap: Decimal) -> Decimal:
        """Give what is due for a total in yuan, not yet rounded and not yet capped."""


def check_carries(rule: RuleValue, claim: Claim, measure: Measure) -> Finding:
    """Say whether a claim carries what is measured; for a fixed sum, that it carries no amount."""
    amount = claim.amount is not None or bool(claim.items)
    if measure is Measure.AMOUNT:
        return rule.met() if amount else rule.failed("claim.no_amount")
    if (measure is Measure.DAYS and claim.days is None) or (
        measure is Measure.PERCENT and claim.grade is None
    ):
        return rule.failed(f"claim.no_{measure.value}")
    if amount:
        return rule.failed(f"claim.amount_not_due_{measure.value}")
    return rule.met()


@attrs.frozen(repr=False)
class Reimburse(Formula):
    """A share of what lies above a deductible.

    Args:
        percent: The share, in percent.
        above: The deductible in yuan, once a cover.

    Raises:
        InvalidType: A percentage or an amount that is not exact.
        InvalidValue: A percentage outside 0 to 100.
    """

    kind = "reimburse"
    measure = Measure.AMOUNT
    percent: int | Decimal = attrs.field(converter=to_percent)
    above: Decimal = attrs.field(default=Decimal(0), converter=to_money, kw_only=True)

    def due(self, total: Decimal, cap: Decimal) -> Decimal:  # noqa: ARG002 - of any cap
        return max(total - self.above, Decimal(0)) * self.percent / WHOLE

    def words(self, lang: Lang) -> str:
        words = "words_above" if self.above else "words"
        facts = {"percent": str(self.percent), "above": self.above}
        return render(f"reimburse.{words}", lang, facts=facts)


PAIR = 2
Bands = tuple[tuple[Decimal, Decimal], ...]


def _to_bands(bands: Mapping[int | Decimal, int | Decimal] | Bands) -> Bands:
    pairs = (
        bands
        if isinstance(bands, tuple)
        else tuple(bands.items())
        if isinstance(bands, Mapping)
        else None
    )
    if pairs is None or not all(isinstance(pair, tuple) and len(pair) == PAIR for pair in pairs):
        raise InvalidType(
            f"{an(type(bands), first=True)} is no table of bands",
            name="bands",
            value=bands,
            allowed="a mapping from yuan to percent, such as {0: 50, 10_000: 60}",
        )
    made = sorted((to_money(start), Decimal(to_percent(percent))) for start, percent in pairs)
    if not made or len({start for start, _ in made}) != len(made):
        raise InvalidValue(
            "There is no band, or two start at one amount",
            name="bands",
            value=bands,
            allowed="at least one band, each with its own start",
        )
    return tuple(made)


@attrs.frozen(repr=False)
class ReimburseByBands(Formula):
    """A share of each band of what was assessed; below the first band nothing.

    Args:
        bands: From which yuan on, which percent: {1_000: 50, 10_000: 60} pays half of what lies
            between 1,000 and 10,000 yuan and 60 % of what lies above.

    Raises:
        InvalidType: Not a mapping, or a figure that is not exact.
        InvalidValue: No band, or a percentage outside 0 to 100.
    """

    kind = "reimburse_by_bands"
    measure = Measure.AMOUNT
    bands: tuple[tuple[Decimal, Decimal], ...] = attrs.field(converter=_to_bands)

    def due(self, total: Decimal, cap: Decimal) -> Decimal:  # noqa: ARG002 - of any cap
        ends = [*(start for start, _ in self.bands[1:]), total]
        paid = Decimal(0)
        for (start, percent), end in zip(self.bands, ends, strict=True):
            paid += max(min(total, max(end, start)) - start, Decimal(0)) * percent / WHOLE
        return paid

    def words(self, lang: Lang) -> str:
        joint = render("reimburse_by_bands.joint", lang)
        return joint.join(
            render(
                "reimburse_by_bands.words", lang, facts={"start": start, "percent": str(percent)}
            )
            for start, percent in self.bands
        )

    def __repr__(self) -> str:
        bands = ", ".join(f"{show(start)}: {show(percent)}" for start, percent in self.bands)
        return f"ReimburseByBands({{{bands}}})"


@attrs.frozen(repr=False)
class DailyAllowance(Formula):
    """An amount for each day in hospital, counted over the whole cover.

    Args:
        amount: Yuan a day.
        from_day: The first day that is paid, counted over all stays of the cover.
        at_most_days: The most days that are paid; any number, if not said.

    Raises:
        InvalidType: An amount that is not exact, a number that is not whole.
    """

    kind = "daily_allowance"
    measure = Measure.DAYS
    amount: Decimal = attrs.field(converter=to_money)
    from_day: int = attrs.field(default=1, validator=whole(least=1), kw_only=True)
    at_most_days: int | None = attrs.field(
        default=None, validator=optional(whole(least=1)), kw_only=True
    )

    def quantity(self, claim: Claim, counted: Decimal | None) -> Decimal:  # noqa: ARG002 - days only
        return Decimal(claim.days or 0)

    def due(self, total: Decimal, cap: Decimal) -> Decimal:  # noqa: ARG002 - of any cap
        days = max(total - (self.from_day - 1), Decimal(0))
        if self.at_most_days is not None:
            days = min(days, Decimal(self.at_most_days))
        return days * self.amount

    def words(self, lang: Lang) -> str:
        words = "words" if self.at_most_days is None else "words_at_most"
        return render(f"daily_allowance.{words}", lang, facts={**self.facts()})


def _to_scale(
    scale: Mapping[int, int | Decimal] | tuple[int | Decimal, ...],
) -> tuple[int | Decimal, ...]:
    if isinstance(scale, tuple):
        scale = dict(enumerate(scale, start=1))
    grades = list(scale) if isinstance(scale, Mapping) else []
    whole_grades = all(type(grade) is int for grade in grades)
    if not whole_grades or not grades or set(grades) != set(range(1, len(grades) + 1)):
        raise InvalidValue(
            "A disability scale has a gap, or no grade",
            name="scale",
            value=scale,
            allowed="a mapping of the grades 1, 2, 3 and so on to percent of the cap",
        )
    percents = tuple(to_percent(scale[grade]) for grade in sorted(scale))
    if list(percents) != sorted(percents, reverse=True):
        raise InvalidValue(
            "A disability scale pays more for a lesser grade",
            name="scale",
            value=scale,
            allowed="percentages that do not rise from grade 1, the gravest, on",
        )
    return percents


@attrs.frozen(repr=False)
class DisabilityScale(Formula):
    """A percentage of the cap by grade of disability, grade 1 being the gravest.

    Args:
        scale: Percent of the cap by grade.

    Raises:
        InvalidType: A percentage that is not exact.
        InvalidValue: Grades with a gap, percentages that rise, or lie outside 0 to 100.
    """

    kind = "disability_scale"
    measure = Measure.PERCENT
    scale: tuple[int | Decimal, ...] = attrs.field(converter=_to_scale)

    def check(self, claim: Claim) -> Finding:
        found = super().check(claim)
        if claim.grade is not None and claim.grade > len(self.scale):
            return self.failed("no_such_grade", grade=claim.grade, at_most=len(self.scale))
        return found

    def quantity(self, claim: Claim, counted: Decimal | None) -> Decimal:  # noqa: ARG002 - grade only
        return Decimal(0) if claim.grade is None else Decimal(self.scale[claim.grade - 1])

    def due(self, total: Decimal, cap: Decimal) -> Decimal:
        return cap * min(total, Decimal(WHOLE)) / WHOLE

    def words(self, lang: Lang) -> str:
        percents = " / ".join(str(percent) for percent in self.scale)
        return render("disability_scale.words", lang, facts={"percents": percents})

    def __repr__(self) -> str:
        grades = enumerate(self.scale, start=1)
        scale = ", ".join(f"{grade}: {show(Decimal(percent))}" for grade, percent in grades)
        return f"DisabilityScale({{{scale}}})"
