"""Terms of a benefit line, as values: what is asked of a claim before anything is paid.

The leaflet gives two, that no work injury is paid (R22) and the days of emergency observation
(R20). The others are places for what a plan may state and the leaflet leaves open.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterable
from datetime import date, timedelta

import attrs
from dateutil.relativedelta import relativedelta

from mutualaid.checks import a, an_id, each, to_tuple, whole
from mutualaid.claim import BillItem, ClaimQuestion
from mutualaid.errors import InvalidValue
from mutualaid.finding import Finding, Scope
from mutualaid.messages import render
from mutualaid.rules.base import RuleValue
from mutualaid.text import Lang, Text

MOST_DAYS = 36_500
"""No term reaches further than about a hundred years."""


def _to_codes(codes: Iterable[str]) -> tuple[str, ...]:
    return to_tuple(codes, "events")


@attrs.frozen(repr=False)
class ClaimTerm(RuleValue):
    """A term of a benefit line.

    Args:
        events: Codes of the events that it is asked of; every event of its line, if not said.
    """

    scope = Scope.CLAIM
    events: tuple[str, ...] = attrs.field(
        default=(), converter=_to_codes, validator=each(str), kw_only=True
    )

    def asks(self, event: str) -> bool:
        """Tell whether the term is asked of an event."""
        return not self.events or event in self.events

    @abstractmethod
    def check(self, question: ClaimQuestion) -> Finding:
        """Say how the term stands to a claim."""

    def counts(self, item: BillItem, question: ClaimQuestion) -> bool:  # noqa: ARG002 - for others
        """Tell whether an item of a bill counts; by default every one does."""
        return True


class NoWorkInjury(ClaimTerm):
    """No work injury is paid (R22)."""

    __slots__ = ()
    kind = "work_injury"

    def check(self, question: ClaimQuestion) -> Finding:
        said = question.claim.work_injury
        if said is None:
            return self.unknown("claim.work_injury")
        return self.failed("is_one") if said else self.met()


@attrs.frozen(repr=False)
class ObservationDays(ClaimTerm):
    """Emergency observation is paid up to so many days before admission to the same hospital (R20).

    A cost counts if its day is the day of admission or one of the days before it.

    Args:
        days: How many days before the day of admission.
    """

    kind = "observation"
    days: int = attrs.field(validator=whole(least=0, most=MOST_DAYS))

    def check(self, question: ClaimQuestion) -> Finding:
        claim = question.claim
        if claim.admission is None:
            return self.failed("no_admission")
        if claim.hospital is None:
            return self.unknown("claim.hospital")
        if claim.hospital != claim.admission.hospital:
            return self.failed("other_hospital", hospital=claim.admission.hospital)
        days = [item.on for item in claim.items] or [claim.on]
        if min(days) > claim.admission.on:
            return self.failed("after_admission", admitted=claim.admission.on)
        if not any(self._counts_on(day, claim.admission.on) for day in days):
            return self.failed("too_early", days=self.days, admitted=claim.admission.on)
        return self.met()

    def counts(self, item: BillItem, question: ClaimQuestion) -> bool:
        admission = question.claim.admission
        return admission is not None and self._counts_on(item.on, admission.on)

    def _counts_on(self, day: date, admitted: date) -> bool:
        return timedelta(0) <= admitted - day <= timedelta(days=self.days)


@attrs.frozen(repr=False)
class WaitingPeriod(ClaimTerm):
    """Nothing is paid for events of the first days of a cover.

    Args:
        days: How many days.
        waived_on_renewal: Whether it is counted from the first of the covers that followed one
            another without a gap, so that a renewal does not wait again.
    """

    kind = "waiting_period"
    days: int = attrs.field(validator=whole(least=1, most=MOST_DAYS))
    waived_on_renewal: bool = attrs.field(default=True, validator=a(bool), kw_only=True)

    def words(self, lang: Lang) -> str:
        words = "words_waived" if self.waived_on_renewal else "words"
        return render(f"waiting_period.{words}", lang, facts={"days": self.days})

    def check(self, question: ClaimQuestion) -> Finding:
        begun = question.since if self.waived_on_renewal else question.starts
        over = begun + timedelta(days=self.days)
        if question.claim.on < over:
            return self.failed("too_early", days=self.days, over=over)
        return self.met()


@attrs.frozen(repr=False)
class Excludes(ClaimTerm):
    """Nothing is paid where a circumstance holds.

    Args:
        code: Code of the circumstance, as a claim names it.
        title: Its name.
    """

    kind = "exclusion"
    code: str = attrs.field(validator=an_id)
    title: Text = attrs.field(validator=a(Text))

    def check(self, question: ClaimQuestion) -> Finding:
        if self.code in question.claim.circumstances:
            return self.failed("holds", title=self.title)
        return self.met()


@attrs.frozen(repr=False)
class ReportWithin(ClaimTerm):
    """A claim is reported in time.

    Args:
        years: Years from the day of the event.
        months: Months, besides.
        days: Days, besides.

    Raises:
        InvalidValue: No time at all.
    """

    kind = "reporting"
    years: int = attrs.field(default=0, validator=whole(least=0, most=100), kw_only=True)
    months: int = attrs.field(default=0, validator=whole(least=0, most=1_200), kw_only=True)
    days: int = attrs.field(default=0, validator=whole(least=0, most=MOST_DAYS), kw_only=True)

    def __attrs_post_init__(self) -> None:
        super().__attrs_post_init__()
        if not (self.years or self.months or self.days):
            raise InvalidValue(
                "A deadline leaves no time to report",
                name="days",
                value=self.days,
                allowed="years, months or days from 1 up",
            )

    def words(self, lang: Lang) -> str:
        parts = [
            render(f"reporting.words_{name}", lang, facts={"number": number})
            for name in ("years", "months", "days")
            if (number := getattr(self, name))
        ]
        return render("reporting.words", lang, facts={"time": " ".join(parts)})

    def check(self, question: ClaimQuestion) -> Finding:
        claim = question.claim
        last = claim.on + relativedelta(years=+self.years, months=+self.months, days=+self.days)
        if claim.reported is None:
            return self.unknown("claim.reported", last=last)
        return self.met() if claim.reported <= last else self.failed("too_late", last=last)
