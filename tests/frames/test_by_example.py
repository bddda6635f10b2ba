"""Where rows hang together: small populations, one for each turn that their answers may take."""

from __future__ import annotations

from datetime import date
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
Rows = list[tuple[Entry, str | None]]


def member(number: int = 0, **said: Any) -> Member:
    return attrs.evolve(WOMAN, id=f"M{number}", **said)


def child(number: int = 0, **said: Any) -> Child:
    return attrs.evolve(CHILD, id=f"C{number}", **said)


def alone(number: int = 0, plan: str | None = None, shares: int = 1, **said: Any) -> Any:
    return Entry(member(number, **said), shares=shares), plan


def beside(number: int = 0, plan: str | None = None, of: int = 0, **said: Any) -> Any:
    return Entry(member(number, **said), child=child(of)), plan


def unit(people: int | None, **said: Any) -> Unit:
    counts = ("employees", "female_employees", "employees_with_minor_children")
    return attrs.evolve(UNIT, **dict.fromkeys(counts, people), **said)


def agree(of: Unit, rows: Rows) -> dict[str, list[Any]]:
    """Hold the answers of a frame against those of the single path; give them."""
    drawn = Population(STARTS, (of,), tuple((of, entry, plan) for entry, plan in rows))
    found = answers(ENGINES["polars"], drawn, CATALOGUE)
    assert drawn.expected(CATALOGUE) == found
    return found


# Ways of joining ----------------------------------------------------------------------------------


@pytest.mark.parametrize("card", [True, False, None])
@pytest.mark.parametrize("belongs", [True, False, None])
@pytest.mark.parametrize("has_union", [True, False, None])
@pytest.mark.parametrize("in_beijing", [True, None])
def test_of_ways_that_stand_alike_the_first_gives_the_reason(
    card: bool | None, belongs: bool | None, has_union: bool | None, in_beijing: bool | None
) -> None:
    of = unit(1, has_union=has_union, in_beijing=in_beijing)
    agree(of, [alone(jingka_card=card, union_member=belongs)])


# Rows of one person -------------------------------------------------------------------------------


@pytest.mark.parametrize("stands", [{}, TOO_OLD, UNSAID], ids=["joins", "refused", "not known"])
@pytest.mark.parametrize("plan", CATALOGUE)
def test_a_member_s_row_for_one_plan_is_not_taken_for_another_s(
    plan: str, stands: dict[str, Any]
) -> None:
    others = [one for one in ("medical", "accident_property", "relief") if one != plan]
    agree(unit(1), [alone(plan=plan, **stands), beside(**stands)])
    rows = [alone(plan=one, **stands) for one in (plan, others[0])]
    agree(unit(1), [*rows, beside(plan=others[0], **stands), beside(plan=plan, **stands)])


@pytest.mark.parametrize("order", [1, -1])
def test_a_member_without_a_row_is_taken_by_the_child_whose_id_sorts_first(order: int) -> None:
    rows = [beside(), beside(of=1)][::order]
    found = agree(unit(1), rows)["inpatient_allowance_accepted"]
    assert [None, True] == sorted(found, key=str)


# How many join ------------------------------------------------------------------------------------


@pytest.mark.parametrize("employees", [1, 2, 3])
def test_who_joins_alone_counts_beside_who_joins_with_a_child(employees: int) -> None:
    agree(unit(employees), [alone(), alone(1), beside(1)])


@pytest.mark.parametrize("employees", [1, 2, 3])
@pytest.mark.parametrize("said", [{}, UNSAID], ids=["joins", "not known"])
def test_more_may_join_than_there_are(employees: int, said: dict[str, Any]) -> None:
    agree(unit(employees), [alone(), alone(1), alone(2, **said)])


@pytest.mark.parametrize(("joining", "women"), [(8, 8), (8, 10), (8, 11), (7, 9), (7, 7), (9, 12)])
def test_a_share_and_a_least_number_are_both_asked(joining: int, women: int) -> None:
    found = agree(unit(women), [alone(number) for number in range(joining)])
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
@pytest.mark.parametrize("employees", [1, 2])
def test_shares_differ_only_among_who_joins(rows: Rows, employees: int) -> None:
    agree(unit(employees), rows)


@pytest.mark.parametrize("shares", [1, 2, 3])
def test_shares_of_who_may_join_leave_it_open_where_enough_join(shares: int) -> None:
    rows = [alone(number, shares=2) for number in range(9)]
    found = agree(unit(12), [*rows, alone(9, shares=shares, **UNSAID)])
    expected = True if shares == 2 else None
    assert [expected] * 9 == found["shanghai_accident_1y_accepted"][:9]


# Amounts ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("own", [True, False, None])
@pytest.mark.parametrize("of_the_unit", [True, False, None])
@pytest.mark.parametrize("level", [None, 1, 4, 5])
@pytest.mark.parametrize("said", [{}, UNSAID, TOO_OLD], ids=["joins", "not known", "refused"])
def test_a_fee_is_known_where_all_is_known_that_it_asks(
    own: bool | None, of_the_unit: bool | None, level: int | None, said: dict[str, Any]
) -> None:
    entry, plan = alone(high_risk=own, **said)
    agree(unit(1, high_risk=of_the_unit), [(attrs.evolve(entry, level=level), plan)])
