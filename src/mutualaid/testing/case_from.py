"""From an application to a case: what is said of one person, of those alike, and of the others."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from mutualaid.application import Application
from mutualaid.errors import InvalidValue, UnknownName
from mutualaid.question import Entry, Headcount
from mutualaid.testing.case_columns import OTHER
from mutualaid.testing.case_scene import OF_CHILDREN, OF_MEMBERS, OF_UNITS
from mutualaid.testing.cases import Case


def case_of(application: Application, plan: str, *, about: str | None = None) -> Case:
    """Give the case of an application: one person, those alike, and others who are all alike.

    It says everything, and expects nothing; see `Case.shortened` and `Case.expecting`.

    Args:
        application: People of at most two kinds. Of one kind are those of whom the same is said
            and asked; each is entered once, or for one child, or for both.
        plan: Name of the plan.
        about: Id of the member whom the case is about; the first that is entered, if not said.

    Raises:
        InvalidValue: Nobody is entered, or the people are of more kinds than a row can hold.
        UnknownName: Nobody entered has the id `about`.
    """
    entered, covered = _kinds(application.entries), _kinds(application.already_covered)
    if not entered:
        raise InvalidValue(
            "A case is about somebody, and nobody is entered", name="entries", value=[]
        )
    about = next(iter(entered)) if about is None else about
    if about not in entered:
        raise UnknownName("Nobody entered has this id", name="about", value=about, known=entered)
    kind = entered[about]
    alike = [one for one in entered.values() if one == kind]
    others = [one for one in entered.values() if one != kind]
    kinds = [*others, *covered.values()]
    if any(one != kinds[0] for one in kinds) or entered.keys() & covered.keys():
        raise InvalidValue(
            "A row holds one person, those alike, and others who are all alike",
            name="entries",
            value=f"people of {len({*entered.values(), *covered.values()})} kinds",
            allowed="people of at most two kinds, none both entered and covered already",
        )
    unit = application.unit
    other = dict(kinds[0]) if kinds else {}
    return Case(
        {
            "plan": plan,
            "starts": application.starts,
            **{kind.value: kind.of(unit) for kind in Headcount},
            **{column: getattr(unit, name) for column, name in OF_UNITS.items()},
            "unit_declared": tuple(unit.declared.items()),
            **dict(kind),
            "alike": len(alike),
            **{f"{OTHER}{name}": value for name, value in other.items()},
            **({"others": len(others)} if others else {}),
            **({"covered": len(covered)} if covered else {}),
        }
    )


def _kinds(entries: Iterable[Entry]) -> dict[str, tuple[tuple[str, Any], ...]]:
    """Give what is said of each member, of the child, and what is asked for, by column."""
    by_member: dict[str, list[Entry]] = {}
    for entry in entries:
        by_member.setdefault(entry.member.id, []).append(entry)
    return {who: tuple(_said_in(own)) for who, own in by_member.items()}


def _said_in(own: list[Entry]) -> Iterator[tuple[str, Any]]:
    """Give what the entries of one member say, by column."""
    children = {entry.child for entry in own} - {None}
    sold = {(entry.shares, entry.level) for entry in own}
    if len(children) > 1 or len(sold) > 1:
        raise InvalidValue(
            "A row holds one child of a member, entered for the same shares or level",
            name="entries",
            value=own[0].member.id,
            allowed="each member once, or for one child, or for both alike",
        )
    member, ((shares, level),) = own[0].member, sold
    yield "birth_date", member.birth_date
    for name in OF_MEMBERS:
        yield name, getattr(member, name)
    yield "declared", tuple(member.declared.items())
    yield "child", bool(children)
    for child in children:
        assert child is not None  # noqa: S101 - None was taken out
        yield "child_birth_date", child.birth_date
        for name in OF_CHILDREN:
            yield f"child_{name}", getattr(child, name)
        yield "child_declared", tuple(child.declared.items())
        yield "member_joins", any(entry.child is None for entry in own)
    yield "shares", shares
    yield "level", level
