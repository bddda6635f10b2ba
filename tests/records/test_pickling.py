"""Every public value, and what has already answered, goes through pickle and copy."""

from __future__ import annotations

import copy
import pickle
from typing import Any

import pytest
from builders import MEMBER, STARTS, UNIT, application
from records.examples import ENTRIES, LEDGER, VALUES, named

from mutualaid import Catalogue, Plan, load_catalogue


def again(value: Any) -> list[Any]:
    """Give a value pickled, copied and copied deeply."""
    pickled = pickle.loads(pickle.dumps(value))  # noqa: S301 - written just before
    return [pickled, copy.copy(value), copy.deepcopy(value)]


@pytest.mark.parametrize("value", VALUES, ids=named)
def test_every_value_survives_pickle_copy_and_deepcopy(value: object) -> None:
    assert [value, value, value] == again(value)


def test_a_ledger_survives_pickle_copy_and_deepcopy() -> None:
    assert [LEDGER, LEDGER, LEDGER] == again(LEDGER)


def decided() -> tuple[Catalogue, Plan]:
    """Give a catalogue and a plan that have decided, and so hold generated functions."""
    catalogue = load_catalogue()
    plan = catalogue["accident"]
    catalogue.decide_all(MEMBER, UNIT, starts=STARTS)
    plan.decide(MEMBER, UNIT, starts=STARTS, level=2)
    return catalogue, plan


def test_a_catalogue_that_has_decided_survives_pickle_copy_and_deepcopy() -> None:
    catalogue, _ = decided()
    decisions = catalogue.decide_all(MEMBER, UNIT, starts=STARTS)
    for other in again(catalogue):
        assert list(catalogue) == list(other)
        assert decisions == other.decide_all(MEMBER, UNIT, starts=STARTS)


def test_a_plan_that_has_decided_survives_pickle_copy_and_deepcopy() -> None:
    _, plan = decided()
    review = plan.review(application(ENTRIES[2:]))
    for other in again(plan):
        assert plan.editions == other.editions
        assert review == other.review(application(ENTRIES[2:]))
