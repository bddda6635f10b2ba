"""Clocks and sources of chance are found out by the call itself."""

from __future__ import annotations

import gc
import os
import random
import secrets
import sys
import time
import uuid
from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest

from mutualaid.testing.watch import note, readings


class Day(date):
    """A class of somebody else's."""


READ: dict[str, Callable[[], object]] = {
    "the day": date.today,
    "the day of a subclass": Day.today,
    "the hour": lambda: datetime.now(UTC),
    "the hour without a zone": datetime.now,
    "the day as a datetime": datetime.today,
    "seconds": time.time,
    "nanoseconds": time.time_ns,
    "a stop watch": time.perf_counter,
    "the local time": time.localtime,
    "the time in words": lambda: time.strftime("%Y"),
    "a number": random.random,
    "a whole number": lambda: random.randint(1, 6),  # noqa: S311 - to be found out
    "a choice": lambda: random.choice("ab"),  # noqa: S311 - to be found out
    "a seeded number": random.Random(5).random,  # noqa: S311 - to be found out
    "bytes": lambda: os.urandom(4),
    "a secret": lambda: secrets.token_hex(4),
    "an identifier": uuid.uuid4,
}
NOT_READ: dict[str, Callable[[], object]] = {
    "a day that is said": lambda: date(2016, 1, 1).replace(year=2017),
    "a day of a number": lambda: date.fromtimestamp(5),  # noqa: DTZ012 - no clock is read
    "an hour that is said": lambda: datetime(2016, 1, 1, tzinfo=UTC).isoformat(),
    "a sum": lambda: sum([1, 2]),
    "an identifier by name": lambda: uuid.uuid5(uuid.NAMESPACE_DNS, "mutualaid"),
}


@pytest.mark.parametrize("what", READ)
def test_what_reads_a_clock_or_draws_lots_is_found_out(what: str) -> None:
    assert readings(READ[what])


@pytest.mark.parametrize("what", NOT_READ)
def test_what_reads_nothing_is_let_be(what: str) -> None:
    assert [] == readings(NOT_READ[what])


def test_what_was_read_is_named_with_the_place() -> None:
    (found,) = readings(lambda: date.today())  # noqa: DTZ011, PLW0108 - the place is this line
    assert found.startswith("date.today at ")
    assert __file__ in found


def test_it_is_watched_no_longer_once_it_is_done() -> None:
    readings(date.today)
    assert sys.getprofile() is None


def test_it_is_watched_no_longer_if_it_fails() -> None:
    with pytest.raises(ZeroDivisionError):
        readings(lambda: 1 // 0)
    assert sys.getprofile() is None


def test_a_call_is_noted_with_its_place_once() -> None:
    found: dict[str, None] = {}
    for _ in range(2):
        note(found, sys._getframe(), "c_call", time.time)
    assert [True] == [one.startswith("time at ") for one in found]


@pytest.mark.parametrize(
    ("event", "called"),
    [("c_return", time.time), ("call", None), ("c_call", len), ("c_call", [].append)],
)
def test_what_is_no_call_of_a_clock_is_not_noted(event: str, called: object) -> None:
    found: dict[str, None] = {}
    note(found, sys._getframe(), event, called)
    assert {} == found


@pytest.mark.parametrize("called", [random.random, date.today, os.urandom])
def test_clocks_and_lots_are_noted(called: object) -> None:
    found: dict[str, None] = {}
    note(found, sys._getframe(), "c_call", called)
    assert 1 == len(found)


@pytest.mark.parametrize("collects", [True, False])
def test_the_collection_of_garbage_is_left_as_it_was(collects: bool) -> None:
    before = gc.isenabled()
    try:
        (gc.enable if collects else gc.disable)()
        readings(int)
        assert collects is gc.isenabled()
    finally:
        (gc.enable if before else gc.disable)()
