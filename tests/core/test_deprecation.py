"""What is old warns where it is used, says what to use instead, and goes on answering."""

from __future__ import annotations

import pickle

import pytest

from mutualaid import InvalidType
from mutualaid.deprecation import (
    MutualAidDeprecationWarning,
    deprecated,
    renamed,
    renamed_argument,
    warn,
)
from mutualaid.records import BadCell

TIME = {"since": "0.2", "gone": "0.4"}


@deprecated(use="mutualaid.fee", **TIME)
def price(shares: int, *, each: int = 90) -> int:
    """Give a price."""
    return shares * each


@renamed_argument("count", "shares", **TIME)
def fee(shares: int, *, each: int = 90) -> int:
    """Give a fee."""
    return shares * each


look_up = renamed("here", {"Fault": "mutualaid.records.BadCell"}, **TIME)


def test_a_function_that_goes_answers_with_a_warning() -> None:
    with pytest.warns(MutualAidDeprecationWarning) as heard:
        assert 180 == price(2)
    (one,) = heard
    assert (
        "price is old since mutualaid 0.2, use mutualaid.fee; it goes in mutualaid 0.4",
        __file__,
    ) == (str(one.message), one.filename)


def test_a_warning_carries_its_parts() -> None:
    def old() -> None:
        warn("old", since="0.2", use="new", gone="0.4")

    with pytest.warns(MutualAidDeprecationWarning) as heard:
        old()
    said = heard[0].message
    assert isinstance(said, MutualAidDeprecationWarning)
    assert ("old", "0.2", "new", "0.4", __file__) == (
        said.old, said.since, said.use, said.gone, heard[0].filename,
    )  # fmt: skip


def test_a_warning_can_be_sent_to_another_process() -> None:
    warning = MutualAidDeprecationWarning("text", old="a", since="1", use="b", gone="2")
    again = pickle.loads(pickle.dumps(warning))  # noqa: S301 - written just before
    assert ("text", vars(warning)) == (str(again), vars(again))


def test_a_function_that_goes_keeps_its_name_and_its_docstring() -> None:
    assert ("price", "Give a price.") == (price.__name__, price.__doc__)


def test_an_argument_is_taken_by_its_old_name_with_a_warning() -> None:
    with pytest.warns(MutualAidDeprecationWarning, match="count of fee .* use shares") as heard:
        assert 180 == fee(count=2)
    assert __file__ == heard[0].filename


def test_an_argument_by_its_new_name_or_its_place_warns_of_nothing() -> None:
    assert (180, 180) == (fee(shares=2), fee(2))


def test_an_argument_by_both_names_is_refused() -> None:
    with pytest.raises(InvalidType, match="fee is given one argument by two names, count=2"):
        fee(count=2, shares=2)


def test_a_name_that_was_moved_is_found_with_a_warning() -> None:
    with pytest.warns(
        MutualAidDeprecationWarning, match=r"here\.Fault .* mutualaid\.records"
    ) as it:
        assert BadCell is look_up("Fault")
    assert __file__ == it[0].filename


def test_a_name_that_never_was_is_not_found() -> None:
    with pytest.raises(AttributeError, match="module 'here' has no attribute 'Nothing'"):
        look_up("Nothing")
