"""Dates as the plans count them (R2, R3, R27)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from mutualaid import InvalidType, InvalidValue, Period, since
from mutualaid.dates import birthday, completed_years, cover_period, latest_birth

ONE_DAY = timedelta(days=1)
LEAP_DAY = date(2000, 2, 29)
BIRTHS = st.dates(date(1900, 1, 1), date(2100, 12, 31))
AGES = st.integers(0, 150)


def is_leap(year: int) -> bool:
    """Tell a leap year by the calendar's own rule, independent of the library."""
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def is_birthday(born: date, day: date) -> bool:
    """Tell a birthday from month and day; 29 February gives way to the 28th (R3)."""
    if (born.month, born.day) == (2, 29) and not is_leap(day.year):
        return (day.month, day.day) == (2, 28)
    return (day.month, day.day) == (born.month, born.day)


def count_years(born: date, last: date) -> list[tuple[date, int]]:
    """Count completed years day by day, adding one on each birthday after birth."""
    counted, years, day = [], 0, born
    while day <= last:
        if day > born and is_birthday(born, day):
            years += 1
        counted.append((day, years))
        day += ONE_DAY
    return counted


# Birthdays -----------------------------------------------------------------------------------


def test_the_day_of_birth_completes_no_year() -> None:
    assert date(1980, 5, 17) == birthday(date(1980, 5, 17), 0)


def test_a_birthday_is_the_same_day_of_a_later_year() -> None:
    assert date(1996, 5, 17) == birthday(date(1980, 5, 17), 16)


def test_a_birthday_on_29_february_is_the_28th_in_a_common_year() -> None:
    assert date(2016 - 1, 2, 28) == birthday(LEAP_DAY, 15)


def test_a_birthday_on_29_february_is_itself_in_a_leap_year() -> None:
    assert date(2016, 2, 29) == birthday(LEAP_DAY, 16)


def test_a_birthday_on_29_february_is_the_28th_in_a_century_that_is_common() -> None:
    assert date(2100, 2, 28) == birthday(LEAP_DAY, 100)


@given(BIRTHS, AGES)
@example(LEAP_DAY, 15)
@example(LEAP_DAY, 16)
def test_every_birthday_falls_on_the_day_of_birth_or_gives_way_to_28_february(
    born: date, years: int
) -> None:
    day = birthday(born, years)
    assert (born.year + years, True) == (day.year, is_birthday(born, day))


# Completed years -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("on", "years"),
    [
        (date(1996, 5, 16), 15),
        (date(1996, 5, 17), 16),
        (date(1996, 5, 18), 16),
        (date(2041, 5, 16), 60),
        (date(2041, 5, 17), 61),
    ],
)
def test_a_year_is_completed_on_the_birthday_itself(on: date, years: int) -> None:
    assert years == completed_years(date(1980, 5, 17), on)


@pytest.mark.parametrize(
    ("on", "years"),
    [
        (date(2015, 2, 27), 14),
        (date(2015, 2, 28), 15),
        (date(2015, 3, 1), 15),
        (date(2016, 2, 28), 15),
        (date(2016, 2, 29), 16),
    ],
)
def test_who_is_born_on_29_february_completes_a_year_by_the_28th(on: date, years: int) -> None:
    assert years == completed_years(LEAP_DAY, on)


def test_before_birth_no_year_is_completed() -> None:
    assert -1 == completed_years(date(2016, 1, 2), date(2016, 1, 1))


@pytest.mark.parametrize(
    "born",
    [
        LEAP_DAY,
        date(2000, 2, 28),
        date(2000, 3, 1),
        date(1999, 2, 28),
        date(1999, 3, 1),
        date(2000, 1, 1),
        date(1999, 12, 31),
    ],
    ids=str,
)
def test_completed_years_are_those_counted_day_by_day(born: date) -> None:
    counted = count_years(born, date(2021, 3, 2))
    assert counted == [(day, completed_years(born, day)) for day, _ in counted]


def test_completed_years_are_those_counted_day_by_day_over_a_common_century() -> None:
    counted = count_years(date(1896, 2, 29), date(1905, 3, 2))
    assert counted == [(day, completed_years(date(1896, 2, 29), day)) for day, _ in counted]


@given(BIRTHS, st.integers(0, 60_000))
def test_completed_years_turn_exactly_on_birthdays(born: date, days: int) -> None:
    on = born + timedelta(days=days)
    years = completed_years(born, on)
    assert birthday(born, years) <= on < birthday(born, years + 1)


# The latest birth ----------------------------------------------------------------------------


def latest_by_brute_force(years: int, on: date) -> date:
    """Try every day from the latest that could do down to the first that does."""
    day = date(on.year - years, 12, 31)
    while birthday(day, years) > on:
        day -= ONE_DAY
    return day


STARTS = [
    date(year, month, day)
    for year in (2015, 2016, 2017, 2100)
    for month, day in ((1, 1), (2, 27), (2, 28), (3, 1), (3, 2), (12, 31))
] + [date(2016, 2, 29), date(2020, 2, 29)]


@pytest.mark.parametrize("on", STARTS, ids=str)
def test_the_latest_birth_is_the_one_found_by_trying_every_day(on: date) -> None:
    ages = [0, 1, 14, 15, 16, 17, 18, 19, 60, 61]
    expected = {years: latest_by_brute_force(years, on) for years in ages}
    assert expected == {years: latest_birth(years, on) for years in ages}


def test_a_start_on_28_february_lets_in_who_is_born_on_the_29th() -> None:
    assert LEAP_DAY == latest_birth(15, date(2015, 2, 28))


def test_a_start_on_28_february_of_a_leap_year_does_not() -> None:
    assert date(2000, 2, 28) == latest_birth(16, date(2016, 2, 28))


def test_a_start_on_29_february_lets_in_who_is_born_on_the_28th_of_a_common_year() -> None:
    assert date(2001, 2, 28) == latest_birth(15, date(2016, 2, 29))


@given(st.integers(0, 150), st.dates(date(1900, 1, 1), date(2200, 12, 31)))
@example(15, date(2015, 2, 28))
@example(16, date(2016, 2, 29))
@example(0, date(2015, 2, 28))
def test_the_latest_birth_completes_the_years_and_the_next_day_does_not(
    years: int, on: date
) -> None:
    born = latest_birth(years, on)
    assert birthday(born, years) <= on < birthday(born + ONE_DAY, years)


@given(BIRTHS, AGES, st.integers(-1, 1))
def test_completed_years_and_the_latest_birth_draw_one_line(
    born: date, years: int, off: int
) -> None:
    on = birthday(born, years) + timedelta(days=off)
    assert (completed_years(born, on) >= years) == (born <= latest_birth(years, on))


def test_the_latest_birth_is_not_asked_of_a_moment() -> None:
    with pytest.raises(InvalidType):
        latest_birth(16, "2016-01-01")


# Covers and periods --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("starts", "years", "ends"),
    [
        (date(2016, 1, 1), 1, date(2017, 1, 1)),
        (date(2016, 1, 1), 2, date(2018, 1, 1)),
        (date(2016, 1, 1), 3, date(2019, 1, 1)),
        (date(2015, 12, 31), 1, date(2016, 12, 31)),
        (date(2016, 2, 29), 1, date(2017, 2, 28)),
        (date(2016, 2, 29), 3, date(2019, 2, 28)),
        (date(2016, 2, 29), 4, date(2020, 2, 29)),
        (date(2015, 2, 28), 1, date(2016, 2, 28)),
    ],
)
def test_a_cover_ends_on_the_same_date_years_on(starts: date, years: int, ends: date) -> None:
    assert Period(starts, ends) == cover_period(starts, years)


def test_a_cover_of_no_year_is_refused() -> None:
    with pytest.raises(InvalidValue):
        cover_period(date(2016, 1, 1), 0)


YEAR_2016 = Period(date(2016, 1, 1), date(2017, 1, 1))


@pytest.mark.parametrize(
    ("day", "inside"),
    [
        (date(2015, 12, 31), False),
        (date(2016, 1, 1), True),
        (date(2016, 12, 31), True),
        (date(2017, 1, 1), False),
    ],
)
def test_a_period_holds_its_first_day_and_not_its_end(day: date, inside: bool) -> None:
    assert inside == (day in YEAR_2016)


@pytest.mark.parametrize(
    ("day", "inside"),
    [(date(2014, 12, 31), False), (date(2015, 1, 1), True), (date.max, True)],
)
def test_an_open_period_holds_every_day_from_its_first_on(day: date, inside: bool) -> None:
    assert inside == (day in since(2015, 1, 1))


def test_a_period_of_one_day_is_the_shortest() -> None:
    assert date(2016, 1, 2) == Period(date(2016, 1, 1), date(2016, 1, 2)).end


def test_since_makes_an_open_period() -> None:
    assert Period(date(2015, 1, 1), None) == since(2015, 1, 1)


def test_a_period_is_written_with_its_last_day() -> None:
    assert "2016-01-01 – 2016-12-31" == str(YEAR_2016)


def test_an_open_period_is_written_without_a_last_day() -> None:
    assert "2015-01-01 –" == str(since(2015, 1, 1))


def test_equal_periods_are_equal_and_hash_alike() -> None:
    same = Period(date(2016, 1, 1), date(2017, 1, 1))
    assert (YEAR_2016, hash(YEAR_2016)) == (same, hash(same))
