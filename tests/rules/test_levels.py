"""A table of amounts by level is a mapping from 1 up without a gap."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

import attrs
import pytest

from mutualaid import Levels
from mutualaid.rules.levels import to_amount, to_levels, to_optional_levels

LEVELS = Levels({1: 26, 2: "50.50", 3: Decimal(74)})
AMOUNTS = {1: Decimal(26), 2: Decimal("50.50"), 3: Decimal(74)}


def test_it_is_a_mapping() -> None:
    assert isinstance(LEVELS, Mapping)


def test_it_holds_the_amount_of_each_level() -> None:
    assert AMOUNTS == dict(LEVELS)


def test_it_has_as_many_items_as_levels() -> None:
    assert 3 == len(LEVELS)


def test_levels_come_from_the_lowest_up_however_they_were_given() -> None:
    assert [1, 2, 3] == list(Levels({3: 74, 1: 26, 2: 50}))


@pytest.mark.parametrize("level", [1, 2, 3])
def test_it_holds_its_levels(level: int) -> None:
    assert level in LEVELS


@pytest.mark.parametrize("level", [0, 4, -1, "1", None, 1.5])
def test_it_holds_nothing_else(level: object) -> None:
    assert level not in LEVELS


@pytest.mark.parametrize("level", [0, 4, -1])
def test_a_level_that_is_not_there_is_a_key_error(level: int) -> None:
    with pytest.raises(KeyError):
        LEVELS[level]


@pytest.mark.parametrize("level", [0, 4])
def test_a_level_that_is_not_there_is_given_the_default(level: int) -> None:
    assert LEVELS.get(level) is None


def test_a_table_may_have_one_level() -> None:
    assert [Decimal(5)] == list(Levels({1: 5}).values())


def test_a_table_may_be_made_of_a_table() -> None:
    assert LEVELS == Levels(LEVELS)


def test_a_table_of_levels_is_taken_as_it_is() -> None:
    assert LEVELS is to_levels(LEVELS)


def test_a_mapping_becomes_a_table_of_levels() -> None:
    assert LEVELS == to_levels({1: 26, 2: "50.50", 3: 74})


def test_no_table_stays_none() -> None:
    assert to_optional_levels(None) is None


def test_a_table_that_may_be_none_becomes_a_table_of_levels() -> None:
    assert LEVELS == to_optional_levels({1: 26, 2: "50.50", 3: 74})


def test_an_amount_may_be_one_amount() -> None:
    assert Decimal(26) == to_amount(26)


def test_an_amount_may_be_a_table_of_levels() -> None:
    assert LEVELS == to_amount({1: 26, 2: "50.50", 3: 74})


def test_equal_tables_hash_alike() -> None:
    same = Levels({3: 74, 2: "50.5", 1: 26})
    assert (LEVELS, hash(LEVELS)) == (same, hash(same))


def test_tables_with_other_amounts_are_not_equal() -> None:
    assert LEVELS != Levels({1: 26, 2: "50.50", 3: 75})


def test_it_does_not_change() -> None:
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        LEVELS.amounts = ()  # type: ignore[misc]


def test_it_is_written_with_its_amounts_in_yuan() -> None:
    assert "26 / 50.50 / 24,000" == str(Levels({1: 26, 2: "50.5", 3: 24_000}))


def test_it_is_shown_as_the_mapping_that_it_is_made_of() -> None:
    assert "{1: 26, 2: 50}" == repr(Levels({1: 26, 2: 50}))
