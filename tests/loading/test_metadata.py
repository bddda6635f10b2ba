"""Metadata that cannot be read, values that cannot be shown: told, and never raised."""

from __future__ import annotations

from importlib.metadata import EntryPoint
from types import ModuleType, SimpleNamespace

import pytest  # noqa: TC002 - a fixture names it

from mutualaid import loading


class Unshown:
    """A value whose repr and text fail."""

    def __repr__(self) -> str:
        raise ValueError


class UntoldError(Exception):
    """An error whose text fails."""

    def __str__(self) -> str:
        raise ValueError


def test_a_distribution_whose_entry_points_cannot_be_read_is_told(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def unreadable(**_: object) -> object:
        raise ValueError("no such section")

    class Broken:
        name = "broken"

        @property
        def entry_points(self) -> object:
            raise ValueError("no such section")

    whole = SimpleNamespace(name="whole", entry_points=SimpleNamespace(select=lambda **_: []))
    monkeypatch.setattr(loading, "entry_points", unreadable)
    monkeypatch.setattr(loading, "distributions", lambda: [Broken(), whole])

    report = loading.diagnose()

    assert ["broken"] == [problem.plan.distribution for problem in report.problems]


def test_a_value_that_cannot_be_shown_is_named_by_its_type() -> None:
    assert "a Unshown" == loading._shown(Unshown())


def test_an_error_that_cannot_be_told_is_named_by_its_type() -> None:
    assert "UntoldError" == loading._told(UntoldError())


class Closed(ModuleType):
    """A module that cannot be looked into."""

    def __dir__(self) -> list[str]:
        raise ValueError("closed")


def test_a_module_that_cannot_be_examined_is_told() -> None:
    (problem,) = loading.diagnose_modules([Closed("closed")]).problems
    assert "cannot be examined, ValueError: closed" == problem.what


def test_a_module_under_two_names_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    twice = [
        EntryPoint(name, "mutualaid_plans.accident", loading.GROUP)
        for name in ("accident", "accident_again")
    ]
    monkeypatch.setattr(loading, "entry_points", lambda **_: twice)
    (problem,) = loading.diagnose().problems
    assert ("accident_again", "its module is loaded under another name, too") == (
        problem.plan.name,
        problem.what,
    )
