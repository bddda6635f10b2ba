"""A unit and its people, all alike but for one who may depart: applications in their simplest form.

What is said of them stands under paths: "member.birth_date", "child.healthy", "unit.has_union";
"shares" and "level"; "entered", whom a person is entered for; "joining", how many people join. A
headcount of the unit that is not said, such as "unit.employees", is that of those who join.
"""

from __future__ import annotations

import enum
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date
from functools import cached_property
from typing import Any, TypeAlias

import attrs
from rpds import HashTrieMap

from mutualaid.application import Application
from mutualaid.checks import a_date
from mutualaid.dates import years_on
from mutualaid.people import Child, Member, Sex, Unit
from mutualaid.question import Count, Entry, Headcount, Question, Roster

Said: TypeAlias = Mapping[str, object]
AGE = 35
"""Age of an ordinary member, in completed years on the start day."""
CHILDS_AGE = 5
"""Age of an ordinary child."""


class Entered(enum.Enum):
    """Whom a person is entered for."""

    MEMBER = "member"
    CHILD = "child"
    BOTH = "both"


def favourable(starts: date) -> dict[str, object]:
    """Say of a person and a unit what most rules ask for, whatever the plan.

    Args:
        starts: First day of the covers, on which the member is 35 and the child is 5.
    """
    return {
        "joining": 1,
        "entered": Entered.MEMBER,
        "shares": 1,
        "level": None,
        "member.birth_date": years_on(starts, -AGE),
        "member.sex": Sex.FEMALE,
        "member.serving": True,
        "member.basic_medical_insurance": True,
        "member.union_member": True,
        "member.jingka_card": True,
        "member.high_risk": None,
        "child.birth_date": years_on(starts, -CHILDS_AGE),
        "child.healthy": True,
        "child.student": False,
        "unit.in_beijing": True,
        "unit.has_union": True,
        "unit.high_risk": False,
    }


def _to_map(said: Said) -> HashTrieMap[str, object]:
    return HashTrieMap(said)


def attributes(said: Said) -> dict[str, Any]:
    """Give the attributes of a person or a unit, what is declared by "declared.healthy" as one."""
    found: dict[str, Any] = {}
    for path, value in said.items():
        name, _, code = path.partition(".")
        if code:
            found[name] = {**found.get(name, {}), code: value}
        else:
            found[name] = value
    return found


def of_unit(path: str) -> bool:
    """Tell whether a path is about the unit, and not about one person of it."""
    return path == "joining" or path.startswith("unit.")


@attrs.frozen(slots=False)  # so that what is kept keeps its docstring
class Situation:
    """Describe a unit of which some people join: all alike, but for one who may depart.

    Args:
        starts: First day of the covers.
        alike: What is said of the unit and of everyone, by path.
        departs: What is said otherwise: of the unit, or of one of the people.
    """

    starts: date = attrs.field(validator=a_date)
    alike: Said = attrs.field(converter=_to_map)
    departs: Said = attrs.field(default={}, converter=_to_map)

    def said(self, path: str) -> Any:
        """Give what is said under a path, of the one who departs where it is about a person."""
        return self.departs.get(path, self.alike.get(path))

    def with_(self, said: Said) -> Situation:
        """Let more depart; what is said as of everyone departs no longer."""
        departs = {**self.departs, **said}
        nothing = object()
        return attrs.evolve(
            self,
            departs={
                path: value
                for path, value in departs.items()
                if self.alike.get(path, nothing) != value
            },
        )

    @property
    def joining(self) -> int:
        """How many people join."""
        number: int = self.said("joining")
        return number

    def application(self) -> Application:
        """Enter everyone; the one who departs comes first."""
        others = (
            entry for number in range(2, self.joining + 1) for entry in _enter(number, self.alike)
        )
        return Application(self.unit, self.starts, [*self._first, *others])

    @cached_property
    def _first(self) -> tuple[Entry, ...]:
        """The entries of the one who departs."""
        return tuple(_enter(1, {**self.alike, **self.departs}))

    @cached_property
    def _second(self) -> tuple[Entry, ...]:
        """The entries of another one."""
        return tuple(_enter(2, self.alike)) if self.joining > 1 else ()

    @cached_property
    def unit(self) -> Unit:
        """The unit; a headcount that is not said is that of those who join."""
        said: dict[str, Any] = _of("unit", {**self.alike, **self.departs})
        counts = {kind.value: said.get(kind.value, self.counted(kind)) for kind in Headcount}
        whole = Headcount.EMPLOYEES.value
        if whole not in said:
            counts[whole] = max(count for count in counts.values() if count is not None)
        elif said[whole] is not None:
            counts |= {
                name: min(count, said[whole])
                for name, count in counts.items()
                if name not in said and count is not None
            }
        return Unit("U1", **{**said, **counts})

    def counted(self, kind: Headcount) -> int:
        """Count those who join of one kind, as though everybody met the own conditions."""
        first = any(kind.counts(entry, self.starts) for entry in self._first)
        second = any(kind.counts(entry, self.starts) for entry in self._second)
        return int(first) + second * (self.joining - 1)

    def question(self) -> Question:
        """Ask of the one who departs, as though everybody met the conditions of one person.

        Of who is entered for both, the child is asked of.
        """
        entry = self._first[-1]
        alone = self.said("entered") is not Entered.CHILD
        counts = ((kind, self.counted(kind)) for kind in Headcount)
        shares = Counter(one.shares for one in self._first)
        for one in self._second:
            shares[one.shares] += self.joining - 1
        roster = Roster(
            {entry.member.id: True} if alone else {},
            tuple((kind, Count(count, count)) for kind, count in counts),
            tuple((number, Count(count, count)) for number, count in sorted(shares.items())),
        )
        return Question.of(entry, self.unit, self.starts, roster=roster)


def _enter(number: int, said: Said) -> Iterator[Entry]:
    """Enter one person, and a child where there is one."""
    member = Member(f"M{number}", **_of("member", said))
    sold: dict[str, Any] = {"shares": said["shares"], "level": said["level"]}
    if said["entered"] is not Entered.CHILD:
        yield Entry(member, **sold)
    if said["entered"] is not Entered.MEMBER:
        yield Entry(member, child=Child(f"C{number}", **_of("child", said)), **sold)


def _of(whose: str, said: Said) -> dict[str, Any]:
    """Give what is said of the member, the child or the unit, by attribute."""
    prefix = f"{whose}."
    return attributes(
        {
            path.removeprefix(prefix): value
            for path, value in said.items()
            if path.startswith(prefix)
        }
    )
