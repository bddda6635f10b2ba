"""An application: the people of one unit who are to join together from one day on."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import attrs

from mutualaid.checks import a, a_date, each, to_tuple
from mutualaid.errors import InvalidType, InvalidValue, an
from mutualaid.people import Child, Member, Unit
from mutualaid.question import Entry, refuse_unborn


def _to_entries(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    return to_tuple(entries, "entries")


def _to_covered(people: Iterable[Entry | Member]) -> tuple[Entry, ...]:
    return tuple(
        Entry(person) if isinstance(person, Member) else _an_entry(person)
        for person in to_tuple(people, "already_covered")
    )


def _an_entry(value: object) -> Entry:
    if isinstance(value, Entry):
        return value
    raise InvalidType(
        f"{an(type(value), first=True)} does not name a person who is covered",
        name="already_covered",
        value=value,
        allowed="a Member, or an Entry with the child through whom the cover runs",
    )


@attrs.frozen
class Application:
    """Enter people of one unit for covers from one day on.

    It names no plan: the same application can be reviewed against any.

    Args:
        unit: The unit that enrols.
        starts: First day of the covers.
        entries: Who is entered.
        already_covered: People of the unit whose cover of the plan under review runs on the
            start day; they count as joining (R18). A `Member`, or an `Entry` for a child.

    Raises:
        InvalidType: A value of another type, a datetime for a date.
        InvalidValue: The member alone, or the same child, entered twice; one id with two
            different sets of data; a birth after the covers start.
    """

    unit: Unit = attrs.field(validator=a(Unit))
    starts: date = attrs.field(validator=a_date)
    entries: tuple[Entry, ...] = attrs.field(converter=_to_entries, validator=each(Entry))
    already_covered: tuple[Entry, ...] = attrs.field(
        default=(), converter=_to_covered, kw_only=True
    )

    def __attrs_post_init__(self) -> None:
        people: dict[str, Member | Child] = {}
        entered: set[str] = set()
        for entry in (*self.entries, *self.already_covered):
            for person in (entry.member, entry.child):
                if person is not None:
                    self._meet(person, people)
        for entry in self.entries:
            # A child counts once, whichever parent enters it (R5).
            insured = entry.member if entry.child is None else entry.child
            if insured.id in entered:
                raise InvalidValue(
                    f"{type(insured).__name__} {insured.id} is entered twice",
                    name="entries",
                    value=entry.key,
                    allowed="each member alone once, and each child once",
                )
            entered.add(insured.id)

    def _meet(self, person: Member | Child, people: dict[str, Member | Child]) -> None:
        before = people.setdefault(person.id, person)
        if before is not person and before != person:
            raise InvalidValue(
                "One id names two different sets of data",
                name="id",
                value=person.id,
                allowed="one person, member or child, with the same data in every entry",
                hint=f"{before!r} and {person!r}",
            )
        if before is person and person.birth_date > self.starts:
            refuse_unborn(person, self.starts)
