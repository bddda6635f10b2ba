"""What the tests of policy changes share: the eight plans, and changes of them in one line."""

from __future__ import annotations

from datetime import date
from typing import Any

from mutualaid import Edition, PolicyChange, Source, load_catalogue

CATALOGUE = load_catalogue()
SINCE = date(2017, 1, 1)
BEFORE = date(2016, 12, 31)
NOTICE = Source("Notice 7 of 2017", row="2")


def change(name: str = "revision", since: date = SINCE, **parts: Any) -> PolicyChange:
    """Make a change from 2017 on, under Notice 7, unless another day is said."""
    return PolicyChange(name, since=since, source=NOTICE, **parts)


def edition(plan: str, *changes: PolicyChange, on: date = SINCE) -> Edition:
    """Give the rules of a plan on a day, with changes laid over the eight."""
    return CATALOGUE.with_change(*changes)[plan].edition(on)


def set_to(plan: str, path: str, value: object) -> Edition:
    """Give the rules of a plan in which one figure is set."""
    return edition(plan, change(set={f"{plan}.{path}": value}))
