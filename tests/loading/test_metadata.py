"""Metadata that cannot be read, values that cannot be shown: told, and never raised."""

from __future__ import annotations

from types import SimpleNamespace

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
