"""The public names of scenarios are loaded when they are asked for."""

from __future__ import annotations

import ast
import inspect
import sys

import pytest

from mutualaid import MissingExtra, scenario

HOMES = {
    alias.name: (node.module or "").removeprefix("mutualaid.scenario.")
    for node in ast.walk(ast.parse(inspect.getsource(scenario)))
    if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("mutualaid.scenario.")
    for alias in node.names
}
"""What type checkers read: each public name with its module."""


def test_what_type_checkers_read_is_what_is_public() -> None:
    assert HOMES == scenario.PLACES
    assert sorted(HOMES) == sorted(scenario.__all__)


def test_every_public_name_is_there_and_stays_what_it_is_once_its_module_is_loaded() -> None:
    for _ in range(2):
        for name, home in HOMES.items():
            module = f"mutualaid.scenario.{home}"
            assert getattr(scenario, name) is getattr(sys.modules[module], name)


def test_a_name_that_is_not_there_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="has no attribute 'Scenaro'"):
        _ = scenario.Scenaro


@pytest.mark.parametrize("missing", ["numpy", "scipy", "narwhals"])
def test_without_the_extra_it_is_named(missing: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(name: str) -> None:
        raise ModuleNotFoundError(name, name=missing)

    monkeypatch.setattr(scenario, "import_module", fail)
    with pytest.raises(MissingExtra, match=rf"{missing}(.|\n)*mutualaid\[scenario\]"):
        _ = scenario.Assumptions


def test_another_module_that_is_missing_is_not_the_extras_fault(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def fail(name: str) -> None:
        raise ModuleNotFoundError(name, name="attrs")

    monkeypatch.setattr(scenario, "import_module", fail)
    with pytest.raises(ModuleNotFoundError) as told:
        _ = scenario.Assumptions
    assert not isinstance(told.value, MissingExtra)
