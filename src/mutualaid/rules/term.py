"""The term of a cover, as a value."""

from __future__ import annotations

from datetime import date

import attrs

from mutualaid.checks import whole
from mutualaid.dates import Period, cover_period
from mutualaid.finding import Scope
from mutualaid.messages import render
from mutualaid.rules.base import RuleValue
from mutualaid.text import Lang


@attrs.frozen(repr=False)
class CoverTerm(RuleValue):
    """How long a cover runs: whole years from its start day, end excluded (R27).

    Args:
        years: How many years.

    Raises:
        InvalidValue: No year at all.
    """

    kind = "term"
    scope = Scope.CLAIM
    years: int = attrs.field(validator=whole(least=1))

    def period(self, starts: date) -> Period:
        """Give the period of a cover that starts on a day."""
        return cover_period(starts, self.years)

    def words(self, lang: Lang) -> str:
        return render("term.words", lang, facts={"years": self.years})
