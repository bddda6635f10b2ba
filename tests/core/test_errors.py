"""The errors of the library: their text, their parts, and which builtin each is."""

from __future__ import annotations

import pytest

from mutualaid import (
    InvalidType,
    InvalidValue,
    MissingExtra,
    MutualAidError,
    NotAccepted,
    NotInForce,
    PlansNotLoaded,
    UndecidedTruth,
    UnknownName,
)
from mutualaid.errors import Candidate, Problem, nearest


def test_what_happened_stands_alone_where_nothing_else_is_said() -> None:
    assert "Something is wrong" == str(MutualAidError("Something is wrong"))


def test_the_value_at_fault_follows_with_its_name() -> None:
    error = MutualAidError("Something is wrong", name="percent", value="70")
    assert "Something is wrong, percent='70'" == str(error)


def test_a_value_of_none_is_shown_under_its_name() -> None:
    assert "Something is wrong, on=None" == str(MutualAidError("Something is wrong", name="on"))


def test_of_a_long_value_the_text_shows_how_it_begins_and_the_error_holds_all() -> None:
    value = "x" * 100_000
    error = InvalidValue("Too long", name="note", value=value)
    assert f"Too long, note='{'x' * 299}…" == str(error)
    assert value == error.value


def test_a_value_without_a_name_is_not_shown() -> None:
    assert "Something is wrong" == str(MutualAidError("Something is wrong", value=5))


def test_what_is_allowed_follows_the_value() -> None:
    error = MutualAidError("Something is wrong", name="percent", value=101, allowed="0 to 100")
    assert "Something is wrong, percent=101, allowed: 0 to 100" == str(error)


def test_a_blank_line_sets_the_hint_apart() -> None:
    error = MutualAidError(
        "Something is wrong", name="percent", value=101, allowed="0 to 100", hint="write 100"
    )
    expected = "Something is wrong, percent=101, allowed: 0 to 100\n\nHint: write 100"
    assert expected == str(error)


def test_the_parts_are_attributes() -> None:
    error = MutualAidError("Wrong", name="percent", value=101, allowed="0 to 100", hint="write 100")
    assert ("Wrong", "percent", 101, "0 to 100", "write 100") == (
        error.what,
        error.name,
        error.value,
        error.allowed,
        error.hint,
    )


@pytest.mark.parametrize(
    ("error", "builtin"),
    [
        (InvalidValue, ValueError),
        (InvalidType, TypeError),
        (UnknownName, KeyError),
        (NotInForce, LookupError),
        (UndecidedTruth, TypeError),
        (MissingExtra, ImportError),
        (NotAccepted, ValueError),
        (PlansNotLoaded, ImportError),
    ],
)
def test_each_error_is_of_the_library_and_the_builtin_that_fits(
    error: type[MutualAidError], builtin: type[Exception]
) -> None:
    assert (True, True) == (issubclass(error, MutualAidError), issubclass(error, builtin))


def test_a_date_out_of_force_is_no_key_that_is_missing() -> None:
    assert not issubclass(NotInForce, KeyError)


def test_an_unknown_name_shows_its_text_and_not_the_repr_of_it() -> None:
    error = UnknownName("No plan has this name", name="plan", value="x", known=["accident"])
    assert "No plan has this name, plan='x'\n\nHint: there are accident" == str(error)


def test_an_unknown_name_asks_for_the_nearest() -> None:
    error = UnknownName("No plan", name="plan", value="acident", known=["accident", "medical"])
    assert "did you mean 'accident'?" == error.hint


def test_an_unknown_name_joins_several_that_are_near() -> None:
    error = UnknownName("No figure", name="of", value="minimun", known=["minimum", "maximum"])
    assert "did you mean 'minimum' or 'maximum'?" == error.hint


def test_an_unknown_name_lists_what_there_is_where_nothing_is_near() -> None:
    error = UnknownName("No plan", name="plan", value="xyz", known=["accident", "medical"])
    assert "there are accident, medical" == error.hint


def test_an_unknown_name_says_so_where_there_is_nothing() -> None:
    error = UnknownName("No plan", name="plan", value="xyz", known=[])
    assert "there are none" == error.hint


def test_an_unknown_name_holds_the_known_and_the_nearest() -> None:
    error = UnknownName("No plan", name="plan", value="acident", known=["accident", "medical"])
    assert (("accident", "medical"), ("accident",)) == (error.known, error.nearest)


def test_an_unknown_name_that_is_no_text_is_compared_by_its_text() -> None:
    error = UnknownName("No level", name="level", value=12, known=["123"])
    assert ("123",) == error.nearest


def test_the_nearest_name_comes_first() -> None:
    known = ["accident_property", "accidents", "accident"]
    assert "accident" == nearest("accident", known)[0]


def test_at_most_three_names_are_near() -> None:
    assert 3 == len(nearest("plan", ["plan1", "plan2", "plan3", "plan4"]))


def test_nearness_does_not_depend_on_case() -> None:
    assert ("Critical_Illness",) == nearest("CRITICAL_ILLNESS", ["Critical_Illness"])


def test_of_two_names_that_differ_in_case_the_first_is_named() -> None:
    assert ("Plan",) == nearest("plan", ["Plan", "PLAN"])


def test_far_off_names_are_not_near() -> None:
    assert () == nearest("xyzzy", ["accident", "medical"])


PROBLEMS = [
    Problem(Candidate("one", "one-plan 1.0", "one_plan"), "it is broken", "mend it"),
    Problem(Candidate("two", "two-plan 2.0", "two_plan"), "it is bent", "straighten it"),
]


def test_plans_that_are_not_loaded_list_every_problem_with_its_distribution() -> None:
    text = str(PlansNotLoaded(PROBLEMS)).partition("\n\n")[0]
    expected = (
        "2 problems with the installed plans:\n"
        "  - one (one_plan, one-plan 1.0): it is broken; mend it\n"
        "  - two (two_plan, two-plan 2.0): it is bent; straighten it"
    )
    assert expected == text


def test_plans_that_are_not_loaded_say_how_to_load_the_others() -> None:
    assert "MUTUALAID_LOAD_PLANS" in str(PlansNotLoaded(PROBLEMS)).partition("\n\nHint: ")[2]


def test_plans_that_are_not_loaded_carry_their_problems() -> None:
    assert tuple(PROBLEMS) == PlansNotLoaded(iter(PROBLEMS)).problems
