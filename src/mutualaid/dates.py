"""Dates as the plans count them: periods of cover, birthdays, completed years.

Readings R2, R3 and R27. python-dateutil counts forwards, so that whoever was born on
29 February has the birthday on 28 February of a common year.
"""

from __future__ import annotations

from datetime import date, timedelta

import attrs
from dateutil.relativedelta import relativedelta

from mutualaid.checks import a_date, optional, require_date
from mutualaid.errors import InvalidValue

ONE_DAY = timedelta(days=1)


@attrs.frozen
class Period:
    """Hold a stretch of days, the first included and the end excluded.

    Args:
        start: First day.
        end: First day after it, or None where it is open-ended.

    Raises:
        InvalidValue: The end does not lie after the start.

    >>> date(2016, 12, 31) in Period(date(2016, 1, 1), date(2017, 1, 1))
    True
    """

    start: date = attrs.field(validator=a_date)
    end: date | None = attrs.field(default=None, validator=optional(a_date))

    def __attrs_post_init__(self) -> None:
        if self.end is not None and self.end <= self.start:
            raise InvalidValue(
                "A period ends before it has begun",
                name="end",
                value=self.end,
                allowed=f"a day after its start, {self.start}",
            )

    def __contains__(self, day: date) -> bool:
        return self.start <= day and (self.end is None or day < self.end)

    def __str__(self) -> str:
        return f"{self.start} – {'' if self.end is None else self.end - ONE_DAY}".rstrip()


def since(year: int, month: int, day: int) -> Period:
    """Make the open-ended period from a day on.

    >>> since(2015, 1, 1)
    Period(start=datetime.date(2015, 1, 1), end=None)
    """
    return Period(date(year, month, day))


def cover_period(starts: date, years: int) -> Period:
    """Give the period of a cover: from `starts` to the same date `years` on, end excluded (R27).

    >>> cover_period(date(2016, 2, 29), 1).end
    datetime.date(2017, 2, 28)
    """
    return Period(starts, years_on(starts, years))


def years_on(day: date, years: int) -> date:
    """Give the same date so many years on; 28 February for 29 February of a common year.

    Raises:
        InvalidValue: That day lies beyond the calendar.
    """
    try:
        return day + relativedelta(years=+years)
    except (ValueError, OverflowError):
        raise InvalidValue(
            f"{years} years on from a day lie beyond the calendar",
            name="date",
            value=day,
            allowed="a day of the years 1 to 9999",
        ) from None


def birthday(birth_date: date, years: int) -> date:
    """Give the day on which so many years are completed (R3).

    >>> birthday(date(2000, 2, 29), 15)
    datetime.date(2015, 2, 28)
    """
    return years_on(birth_date, years)


def completed_years(birth_date: date, on: date) -> int:
    """Count the years completed on a day, negative before birth (R2).

    >>> completed_years(date(1955, 1, 2), date(2016, 1, 1))
    60
    """
    years = on.year - birth_date.year
    return years if birthday(birth_date, years) <= on else years - 1


def latest_birth(years: int, on: date) -> date:
    """Give the latest birth date with which so many years are completed on a day (R3).

    A bound counted backwards alone would be a day off where the birth year is a leap year
    and `on` is 28 February of a common year.

    >>> latest_birth(16, date(2016, 1, 1))
    datetime.date(2000, 1, 1)
    >>> latest_birth(15, date(2015, 2, 28))
    datetime.date(2000, 2, 29)
    """
    bound = years_on(require_date(on, "on"), -years)
    return bound + ONE_DAY if birthday(bound + ONE_DAY, years) <= on else bound
