"""Where rows hang together: small populations, one for each turn that their answers may take."""

from __future__ import annotations

from datetime import date
from itertools import product
from typing import Any

import attrs
import pytest
from both_paths import Population, every_plan
from engines import ENGINES
from test_same_answers import answers

from mutualaid import Child, Entry, Member, Sex, Unit

STARTS = date(2027, 7, 1)
CATALOGUE = every_plan()
DECLARED = {"healthy": True, "no_cancer_known": True, "in_shanghai": True, "in_ningbo": True}
UNIT = Unit("U", in_beijing=True, has_union=True, high_risk=False, declared=DECLARED)
WOMAN = Member(
    "M", date(1997, 3, 1), Sex.FEMALE, serving=True, basic_medical_insurance=True,
    union_member=True, jingka_card=True, high_risk=False, declared=DECLARED,
)  # fmt: skip
CHILD = Child("C", date(2019, 3, 1), healthy=True, student=True, declared={"healthy": True})
TOO_OLD = {"birth_date": date(1950, 3, 1)}
UNSAID = {"serving": None}
SAID = (True, False, None)
BOTH_KINDS = ("medical", "accident_property", "relief")
"""A plan of members alone, one of children too, and one that takes those beside members."""
Rows = list[tuple[Entry, str | None]]
House = tuple[Unit, Rows]


def member(number: int = 0, **said: Any) -> Member:
    return attrs.evolve(WOMAN, id=f"M{number}", **said)


def child(number: int = 0, **said: Any) -> Child:
    return attrs.evolve(CHILD, id=f"C{number}", **said)


def alone(
    number: int = 0,
    plan: str | None = None,
    shares: int = 1,
    level: int | None = None,
    **said: Any,
) -> tuple[Entry, str | None]:
    return Entry(member(number, **said), shares=shares, level=level), plan


def beside(
    number: int = 0, plan: str | None = None, of: int = 0, **said: Any
) -> tuple[Entry, str | None]:
    return Entry(member(number, **said), child=child(of)), plan


def unit(people: int | None, **said: Any) -> Unit:
    counts = ("employees", "female_employees", "employees_with_minor_children")
    return attrs.evolve(UNIT, **dict.fromkeys(counts, people), **said)


def agree(*houses: House) -> dict[str, list[Any]]:
    """Hold the answers of a frame with many units against the single path's; give them."""
    named = [(attrs.evolve(of, id=f"U{place}"), rows) for place, (of, rows) in enumerate(houses)]
    rows = tuple((of, entry, plan) for of, asked in named for entry, plan in asked)
    drawn = Population(STARTS, tuple(of for of, _ in named), rows)
    found = answers(ENGINES["polars"], drawn, CATALOGUE)
    assert drawn.expected(CATALOGUE) == found
    return found


# Ways of joining ----------------------------------------------------------------------------------


@pytest.mark.parametrize("card", SAID)
def test_of_ways_that_stand_alike_the_first_gives_the_reason(card: bool | None) -> None:
    agree(
        *(
            (unit(1, has_union=union, in_beijing=beijing),
             [alone(jingka_card=card, union_member=belongs)])
            for union, beijing, belongs in product(SAID, SAID, SAID)
        )
    )  # fmt: skip


# Rows of one person -------------------------------------------------------------------------------


@pytest.mark.parametrize("stands", [{}, TOO_OLD, UNSAID], ids=["joins", "refused", "not known"])
def test_a_member_s_row_for_one_plan_is_not_taken_for_another_s(stands: dict[str, Any]) -> None:
    pairs = [pair for pair in product(CATALOGUE, BOTH_KINDS) if len(set(pair)) > 1]
    both = ((unit(1), [alone(plan=plan, **stands), beside(**stands)]) for plan in CATALOGUE)
    each = (
        (unit(1), [*(alone(plan=one, **stands) for one in pair),
                   *(beside(plan=one, **stands) for one in pair)])
        for pair in pairs
    )  # fmt: skip
    agree(*both, *each)


@pytest.mark.parametrize("order", [1, -1])
def test_a_member_without_a_row_is_taken_by_the_child_whose_id_sorts_first(order: int) -> None:
    rows = [beside(), beside(of=1)][::order]
    found = agree((unit(1), rows))["inpatient_allowance_accepted"]
    assert [True, None][::order] == found


# How many join ------------------------------------------------------------------------------------


def test_who_joins_alone_counts_beside_who_joins_with_a_child() -> None:
    agree(*((unit(people), [alone(), alone(1), beside(1)]) for people in (1, 2, 3)))


@pytest.mark.parametrize("said", [{}, UNSAID], ids=["joins", "not known"])
def test_more_may_join_than_there_are(said: dict[str, Any]) -> None:
    agree(*((unit(people), [alone(), alone(1), alone(2, **said)]) for people in (1, 2, 3)))


@pytest.mark.parametrize(("joining", "women"), [(8, 8), (8, 10), (8, 11), (7, 9), (7, 7), (9, 12)])
def test_a_share_and_a_least_number_are_both_asked(joining: int, women: int) -> None:
    found = agree((unit(women), [alone(number) for number in range(joining)]))
    enough = joining >= 8 and joining * 4 >= women * 3
    assert [enough] * joining == found["longjiang_womens_accepted"]


# Shares -------------------------------------------------------------------------------------------

ALIKE: dict[str, Rows] = {
    "the same": [alone(0, shares=2), alone(1, shares=2)],
    "others": [alone(0, shares=2), alone(1, shares=1)],
    "others, the other way": [alone(0, shares=1), alone(1, shares=2)],
    "perhaps fewer": [alone(0, shares=2), alone(1, shares=1, **UNSAID)],
    "perhaps more": [alone(0, shares=1), alone(1, shares=2, **UNSAID)],
    "perhaps the same": [alone(0, shares=2), alone(1, shares=2, **UNSAID)],
    "others, of who is refused": [alone(0, shares=2), alone(1, shares=1, **TOO_OLD)],
    "others, none of them sure": [alone(0, shares=2, **UNSAID), alone(1, shares=1, **UNSAID)],
    "the same, none of them sure": [alone(0, shares=2, **UNSAID), alone(1, shares=2, **UNSAID)],
}


@pytest.mark.parametrize("rows", ALIKE.values(), ids=ALIKE)
def test_shares_differ_only_among_who_joins(rows: Rows) -> None:
    agree((unit(1), rows), (unit(2), rows))


@pytest.mark.parametrize("shares", [1, 2, 3])
def test_shares_of_who_may_join_leave_it_open_where_enough_join(shares: int) -> None:
    rows = [alone(number, shares=2) for number in range(9)]
    found = agree((unit(12), [*rows, alone(9, shares=shares, **UNSAID)]))
    expected = True if shares == 2 else None
    assert [expected] * 9 == found["shanghai_accident_1y_accepted"][:9]


# Amounts ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("said", [{}, UNSAID, TOO_OLD], ids=["joins", "not known", "refused"])
def test_a_fee_is_known_where_all_is_known_that_it_asks(said: dict[str, Any]) -> None:
    agree(
        *(
            (unit(1, high_risk=of_the_unit), [alone(high_risk=own, level=level, **said)])
            for own, of_the_unit, level in product(SAID, SAID, [None, 1, 4, 5])
        )
    )
