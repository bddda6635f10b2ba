"""Strategies for applications: a few people of every kind, alone or beside a crowd."""

from __future__ import annotations

from functools import lru_cache
from itertools import combinations
from typing import Any

import attrs
from hypothesis import strategies as st

from mutualaid.application import Application
from mutualaid.catalogue import Plan
from mutualaid.corners.situation import Said, Situation, attributes
from mutualaid.people import Child, Member, Unit
from mutualaid.question import Entry
from mutualaid.testing.aims import COUNTED, Aim, aim_at, optional
from mutualaid.testing.strategies.people import (
    BOOLEANS,
    a_child_of,
    a_member,
    a_unit,
    offers,
    starts_of,
)

FEW = st.sampled_from((0, 1, 1, 2, 2, 3, 4))
TAKEN = st.sampled_from(("alone",) * 3 + ("child",) * 3 + ("both", "two", "all"))
CHILDREN = {"alone": 0, "child": 1, "both": 1, "two": 2, "all": 2}
RUNNING = st.sampled_from(("none",) * 8 + ("alone", "child"))
SELDOM = st.sampled_from((False, False, False, True))
UP_TO_2 = st.integers(0, 2)


@lru_cache(maxsize=1024)
def ordinary_entries(aim: Aim, count: int, way: int = 0) -> tuple[Entry, ...]:
    """Enter so many people who meet every condition that one person can meet.

    Args:
        aim: The rules and the start day.
        count: How many.
        way: By which of the ways of joining.
    """
    if count == 0:
        return ()
    said = {**aim.ordinaries[way], "joining": count}
    entered = Situation(aim.starts, said).application().entries
    return tuple(_renamed(entry) for entry in entered)


def _renamed(entry: Entry) -> Entry:
    """Give the people of a crowd ids that no one else has."""
    child = entry.child
    return attrs.evolve(
        entry,
        member=attrs.evolve(entry.member, id=f"E{entry.member.id[1:]:0>3}"),
        child=None if child is None else attrs.evolve(child, id=f"E{child.id[1:]:0>3}-C"),
    )


@lru_cache(maxsize=1024)
def _balances(aim: Aim) -> st.SearchStrategy[tuple[int, int]]:
    return st.sampled_from(aim.balances())


@lru_cache(maxsize=1024)
def _units(aim: Aim) -> st.SearchStrategy[tuple[tuple[str, object], ...]]:
    return st.sampled_from(aim.variations("unit"))


def a_crowd(draw: st.DrawFn, aim: Aim) -> tuple[tuple[Entry, ...], Unit]:
    """Draw so many people who may join that the share of their unit hangs in the balance."""
    base, joining = draw(_balances(aim))
    way = draw(st.integers(0, len(aim.ordinaries) - 1))
    said = _of_unit(aim.ordinaries[way])
    said |= {**dict.fromkeys(COUNTED, base), **dict(draw(_units(aim)))}
    unit = Unit("U1", **attributes(said))
    return ordinary_entries(aim, joining, way), unit


def _of_unit(said: Said) -> dict[str, object]:
    return {
        path.partition(".")[2]: value for path, value in said.items() if path.startswith("unit.")
    }


def _taken(draw: st.DrawFn, aim: Aim, number: int) -> tuple[list[Entry], list[Entry]]:
    """Draw somebody who is entered alone, for children, or both; and of which a cover runs."""
    who = a_member(draw, aim, f"M{number}")
    taken = draw(TAKEN)
    alone = Entry(who, **draw(offers(aim)))
    through = [
        Entry(who, child=a_child_of(draw, aim, who, f"C{number}-{nth}"), **draw(offers(aim)))
        for nth in range(CHILDREN[taken])
    ]
    entered = [alone, *through] if taken in ("alone", "both", "all") else through
    return entered, {"none": [], "alone": [alone], "child": through}[draw(RUNNING)]


@st.composite
def applications(draw: st.DrawFn, plan: Plan) -> Application:
    """Draw applications: a few people of every kind, alone or beside a crowd who may join.

    Of the few some are entered for children, some alone and for children, and of some a cover
    already runs.

    Args:
        plan: The plan at whose bounds they aim.
    """
    starts = draw(starts_of(plan))
    aim = aim_at(plan.edition(starts), starts)
    many, unit = a_crowd(draw, aim) if draw(BOOLEANS) else ((), a_unit(draw, aim))
    standing = len(many) if draw(BOOLEANS) else len(many) // 2
    entries, running = [*many[:standing]], [*many[standing:]]
    for number in range(draw(FEW)):
        entered, covered = _taken(draw, aim, number)
        entries += entered
        running += covered
    return Application(unit, starts, entries, already_covered=running)


# Less said ------------------------------------------------------------------------------------


def left_out(kind: type[Member | Child | Unit]) -> st.SearchStrategy[dict[str, Any]]:
    """Draw attributes to leave unsaid: all of them, one or two.

    A member's own `high_risk` stays: left unsaid, it says that the unit's word holds (R7).
    """
    names = [name for name in optional(kind) if (kind, name) != (Member, "high_risk")]
    unsaid: dict[str, Any] = {**dict.fromkeys(names), "declared": {}}
    some = [{name: unsaid[name] for name in two} for two in combinations(unsaid, 2)]
    some += [{name: nothing} for name, nothing in unsaid.items()]
    return st.sampled_from([unsaid] * (len(some) // 3) + some)


@st.composite
def vaguer(draw: st.DrawFn, whole: Application) -> Application:
    """Leave some of what an application says unsaid.

    Args:
        whole: The application; of a crowd, at most two people are told less of.
    """
    people: dict[str, Any] = {
        person.id: person
        for entry in (*whole.entries, *whole.already_covered)
        for person in (entry.child, entry.member)
        if person is not None
    }
    few = [who for who in people if not who.startswith("E")]
    many = [who for who in people if who.startswith("E")]
    for who in [*few, *many[: draw(UP_TO_2)]]:
        if draw(BOOLEANS):
            people[who] = attrs.evolve(people[who], **draw(left_out(type(people[who]))))
    unit = whole.unit
    if draw(SELDOM):
        unit = attrs.evolve(unit, **draw(left_out(Unit)))

    def told(entries: tuple[Entry, ...]) -> list[Entry]:
        return [
            attrs.evolve(
                entry,
                member=people[entry.member.id],
                child=None if entry.child is None else people[entry.child.id],
            )
            for entry in entries
        ]

    return attrs.evolve(
        whole,
        unit=unit,
        entries=told(whole.entries),
        already_covered=told(whole.already_covered),
    )
