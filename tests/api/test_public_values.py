"""Every public value compares, hashes, shows itself and survives pickle and copy."""

from __future__ import annotations

import copy
import enum
import inspect
import pickle
from typing import Any

import attrs
import pytest
from api.more import MORE
from api.surface import public
from records.examples import VALUES

from mutualaid import CoverTerm

EVERY = [*VALUES, *MORE]
NO_VALUES = {
    "mutualaid.PlanModule": "a protocol",
    "mutualaid.testing.PlanLaws": "a class of tests",
    "mutualaid.testing.Exercised": "watches, and changes meanwhile",
    "mutualaid.frames.effect.FrameEffect": "holds frames; those are compared",
    "mutualaid.BenefitLine": "a base of values",
    "mutualaid.RuleValue": "a base of values",
    "mutualaid.scenario.Population": "holds frames",
    "mutualaid.scenario.Scenario": "holds frames; what comes of it is compared",
    "mutualaid.scenario.ScenarioFile": "holds scenarios",
}


def kind_of(value: object) -> str:
    """Name the type of a value."""
    return type(value).__name__


EACH = pytest.mark.parametrize("value", EVERY, ids=kind_of)


def test_there_is_an_example_of_every_public_type() -> None:
    shown = {type(value) for value in EVERY}
    without = {
        name
        for name, kind in public()
        if inspect.isclass(kind)
        and not issubclass(kind, BaseException | enum.Enum)
        and not inspect.isabstract(kind)
        and kind not in shown
    }
    assert set(NO_VALUES) == without


@pytest.mark.parametrize("value", MORE, ids=kind_of)
def test_a_value_survives_pickle_copy_and_deepcopy(value: Any) -> None:
    pickled = pickle.loads(pickle.dumps(value))  # noqa: S301 - written just before
    assert [value, value, value] == [pickled, copy.copy(value), copy.deepcopy(value)]


@EACH
def test_a_value_is_equal_to_its_copy_and_hashes_alike(value: Any) -> None:
    other = pickle.loads(pickle.dumps(value))  # noqa: S301 - written just before
    assert (True, False) == (value == other, value != other)
    assert hash(value) == hash(other)


@EACH
def test_a_value_is_unlike_what_is_of_another_type(value: Any) -> None:
    other = CoverTerm(3) if kind_of(value) != "CoverTerm" else "term"
    assert (False, True) == (value == other, value != other)


SHOWN_OTHERWISE = {"AllOf": "all_of(", "AnyOf": "any_of(", "Levels": "{"}
"""As what makes them is written."""


@EACH
def test_a_value_shows_its_type_and_is_no_address(value: Any) -> None:
    kind = kind_of(value)
    assert repr(value).startswith(SHOWN_OTHERWISE.get(kind, (f"{kind}(", f"<{kind} ")))
    assert " object at 0x" not in repr(value)


@pytest.mark.parametrize("value", [one for one in EVERY if attrs.has(type(one))], ids=kind_of)
def test_a_value_cannot_be_changed(value: Any) -> None:
    name = next((one for one in dir(value) if one[0] != "_" and one != "code"), "code")
    with pytest.raises((AttributeError, TypeError)):
        setattr(value, name, None)
