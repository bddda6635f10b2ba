"""What a rule is asked: one entry of one unit, on one start day, in one roster.

`Entry` is what is entered; `Question` is the entry in its surroundings, and the one argument
of every rule's `check`.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import attrs
from rpds import HashTrieMap

from mutualaid.checks import a, optional, require_date, require_int, require_type
from mutualaid.dates import birthday
from mutualaid.enums import Named
from mutualaid.errors import InvalidValue
from mutualaid.people import Child, Member, Sex, Unit

MINOR_BELOW = 18
"""Completed years from which a child is no minor (General Principles of Civil Law, art. 11)."""


@attrs.frozen
class Entry:
    """Enter one person for a plan: the member alone, or a child through the member.

    Args:
        member: Who joins.
        child: The child that this entry insures; None where there is none.
        shares: How many times, in plans that are sold by the share.
        level: Which level, in plans that are sold by level; None where there is none.

    Raises:
        InvalidType: Something else than a `Member` or a `Child`, a number that is not whole.
        InvalidValue: Fewer than one share, both shares and a level, or a child who is not born
            after the member.
    """

    member: Member = attrs.field(validator=a(Member))
    child: Child | None = attrs.field(default=None, validator=optional(a(Child)), kw_only=True)
    shares: int = attrs.field(default=1, kw_only=True)
    level: int | None = attrs.field(default=None, kw_only=True)

    def __attrs_post_init__(self) -> None:
        _check_sold(self.shares, self.level)
        if self.child is not None:
            _check_younger(self.child, self.member)

    @property
    def key(self) -> tuple[str, str | None]:
        """The id of the member, and of the child where there is one."""
        return self.member.id, None if self.child is None else self.child.id


def _check_younger(child: Child, parent: Member) -> None:
    if child.birth_date <= parent.birth_date:
        raise InvalidValue(
            f"The child {child.id} is not born after the parent {parent.id}",
            name="birth_date",
            value=child.birth_date,
            allowed=f"a day after {parent.birth_date}",
        )


def _check_sold(shares: int, level: int | None) -> None:
    require_int(shares, "shares", least=1)
    if level is not None:
        require_int(level, "level", least=1)
    if level is not None and shares != 1:
        raise InvalidValue(
            "An entry is sold by the share or by level, not by both",
            name="level",
            value=level,
            allowed=f"None together with shares={shares}",
        )


class Headcount(Named):
    """Who is counted for the share of a unit's people that must join together (R6, R16, R17)."""

    EMPLOYEES = "employees"
    FEMALE_EMPLOYEES = "female_employees"
    EMPLOYEES_WITH_MINOR_CHILDREN = "employees_with_minor_children"

    def of(self, unit: Unit) -> int | None:
        """Give the number that the unit declares, None where it does not."""
        number: int | None = getattr(unit, self.value)
        return number

    def counts(self, entry: Entry, starts: date) -> bool:
        """Tell whether the member of an entry is one of those who are counted."""
        if self is Headcount.EMPLOYEES:
            return True
        if self is Headcount.FEMALE_EMPLOYEES:
            return entry.member.sex is Sex.FEMALE
        return entry.child is not None and birthday(entry.child.birth_date, MINOR_BELOW) > starts


@attrs.frozen
class Count:
    """Hold how many people join: surely, and possibly once what is unknown is said."""

    surely: int
    possibly: int


def _to_map(value: Mapping[str, bool | None]) -> HashTrieMap[str, bool | None]:
    return HashTrieMap(value)


@attrs.frozen
class Roster:
    """What a rule may know of the other entries of an application.

    Args:
        members: For each member who is entered without a child, by id: whether the member's
            own conditions are met.
        counts: How many join, by headcount; None while they are still being counted.
        shares: How many entries come in with so many shares each; None while they are counted.
    """

    members: Mapping[str, bool | None] = attrs.field(converter=_to_map)
    counts: tuple[tuple[Headcount, Count], ...] | None = None
    shares: tuple[tuple[int, Count], ...] | None = None

    def count(self, headcount: Headcount) -> Count | None:
        """Give how many join of one kind, None while they are still being counted."""
        return None if self.counts is None else dict(self.counts)[headcount]


@attrs.frozen
class Question:
    """Ask of one entry, of one unit, for a cover that starts on one day.

    Raises:
        InvalidType: An argument of another type; a datetime for a date.
        InvalidValue: A birth after the cover starts, a child who is not born after the member,
            fewer than one share, both shares and level.
    """

    member: Member
    unit: Unit
    starts: date
    child: Child | None = attrs.field(default=None, kw_only=True)
    shares: int = attrs.field(default=1, kw_only=True)
    level: int | None = attrs.field(default=None, kw_only=True)
    roster: Roster | None = attrs.field(default=None, kw_only=True)

    def __attrs_post_init__(self) -> None:
        member, child, starts = self.member, self.child, self.starts
        if type(starts) is not date:
            require_date(starts, "starts")
        if type(member) is not Member:
            require_type(member, Member, "member")
        if type(self.unit) is not Unit:
            require_type(self.unit, Unit, "unit")
        if member.birth_date > starts:
            refuse_unborn(member, starts)
        if child is not None:
            _check_younger(require_type(child, Child, "child"), member)
            if child.birth_date > starts:
                refuse_unborn(child, starts)
        if type(self.shares) is not int or self.shares != 1 or self.level is not None:
            _check_sold(self.shares, self.level)

    @classmethod
    def of(
        cls, entry: Entry, unit: Unit, starts: date, *, roster: Roster | None = None
    ) -> Question:
        """Ask of an entry."""
        return cls(
            member=entry.member,
            unit=unit,
            starts=starts,
            child=entry.child,
            shares=entry.shares,
            level=entry.level,
            roster=roster,
        )

    @property
    def high_risk(self) -> bool | None:
        """Whether the high-risk fee is due: the member's own word goes before the unit's (R7)."""
        own = self.member.high_risk
        return self.unit.high_risk if own is None else own


def refuse_unborn(person: Member | Child, starts: date) -> None:
    """Refuse a person who is born after the cover starts."""
    raise InvalidValue(
        f"{person.id} is born after the cover starts",
        name="birth_date",
        value=person.birth_date,
        allowed=f"a day up to {starts}",
    )
