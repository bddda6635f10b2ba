"""Public names are loaded when they are asked for, and are the same wherever they are written."""

from __future__ import annotations

import ast
import inspect
import subprocess
import sys
from importlib import import_module

import pytest

import mutualaid

HOMES = {
    alias.name: node.module
    for node in ast.walk(ast.parse(inspect.getsource(mutualaid)))
    if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("mutualaid.")
    for alias in node.names
}
"""What type checkers read: each public name with its module."""


def loaded_by(code: str) -> set[str]:
    """Give what a fresh interpreter has loaded after some code."""
    show = "\nimport sys; print(*sys.modules)"
    run = subprocess.run(
        [sys.executable, "-c", code + show], capture_output=True, text=True, check=True
    )
    return set(run.stdout.split())


def test_what_type_checkers_read_is_what_is_public() -> None:
    assert sorted(HOMES) == sorted(mutualaid.__all__)


def test_a_name_comes_from_the_module_that_type_checkers_read() -> None:
    assert HOMES == mutualaid._HOMES


def test_every_public_name_is_there() -> None:
    got = {name: getattr(mutualaid, name) for name in mutualaid.__all__}

    assert {name: getattr(import_module(HOMES[name]), name) for name in got} == got


def test_public_names_are_listed_before_they_are_loaded() -> None:
    assert set(mutualaid.__all__) <= set(dir(mutualaid))


def test_a_name_that_is_not_there_is_an_attribute_error_as_of_any_module() -> None:
    with pytest.raises(AttributeError, match=r"^module 'mutualaid' has no attribute 'Membre'$"):
        _ = mutualaid.Membre  # type: ignore[attr-defined]


def test_importing_the_library_loads_nothing_of_it() -> None:
    own = {name for name in loaded_by("import mutualaid") if name.partition(".")[0] == "mutualaid"}

    assert own == {"mutualaid"}


@pytest.mark.parametrize(
    ("code", "unloaded"),
    [
        ("from mutualaid import Member, Unit", {"mutualaid.rules", "mutualaid.plan"}),
        (
            "from mutualaid import load_catalogue",
            {"mutualaid.ledger", "mutualaid.policy.change", "importlib.metadata", "cattrs"},
        ),
        (
            "from mutualaid import load_catalogue; load_catalogue()",
            {"mutualaid.ledger", "mutualaid.policy.change", "mutualaid.records", "cattrs"},
        ),
        ("from mutualaid import *", {"mutualaid.records", "mutualaid.loading", "cattrs"}),
    ],
)
def test_what_is_not_asked_for_is_not_loaded(code: str, unloaded: set[str]) -> None:
    assert loaded_by(code) & unloaded == set()
