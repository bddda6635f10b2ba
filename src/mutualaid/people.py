"""The people of a plan: the member who joins, the member's child, and the unit that enrols them.

What was not said is None. A rule that needs it finds it unknown; it is never guessed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import TypeAlias

import attrs

from mutualaid.checks import (
    a,
    a_date,
    a_person_id,
    an_id,
    known_or_not,
    optional,
    require_code,
    require_type,
    whole,
)
from mutualaid.enums import Named
from mutualaid.errors import InvalidType, InvalidValue, an

Pairs: TypeAlias = tuple[tuple[str, bool], ...]


def _to_pairs(said: Mapping[str, bool | None]) -> Pairs:
    """Read what is declared; what was not said of it is left out."""
    if not isinstance(said, Mapping):
        raise InvalidType(
            f"{an(type(said), first=True)} declares nothing",
            name="declared",
            value=said,
            allowed='a mapping such as {"healthy": True}',
        )
    for code, answer in said.items():
        require_code(code, "declared")
        if answer is not None:
            require_type(answer, bool, f"declared[{code!r}]", hint="None where it was not said")
    return tuple(sorted((code, answer) for code, answer in said.items() if answer is not None))


@attrs.frozen(repr=False, eq=False)
class Declarations(Mapping[str, "bool | None"]):
    """Hold what is declared of someone by code; what was not said is not there."""

    pairs: Pairs = attrs.field(converter=_to_pairs)

    def __getitem__(self, code: str) -> bool:
        return dict(self.pairs)[code]

    def __iter__(self) -> Iterator[str]:
        return (code for code, _ in self.pairs)

    def __len__(self) -> int:
        return len(self.pairs)

    def __hash__(self) -> int:
        return hash(self.pairs)

    def __repr__(self) -> str:
        return repr(dict(self.pairs))


NOTHING = Declarations({})


def _to_declared(said: Mapping[str, bool | None] | None) -> Declarations:
    if said is None:
        return NOTHING
    return said if isinstance(said, Declarations) else Declarations(said)


class Sex(Named):
    """Sex as the civil register has it."""

    FEMALE = "female"
    MALE = "male"


@attrs.frozen
class Member:
    """Describe a person who joins, as things stand on the day the cover starts.

    Args:
        id: What names this person; members and children share one space of ids.
        birth_date: Date of birth.
        sex: `Sex.FEMALE` or `Sex.MALE`.
        serving: In service at the unit, not retired.
        basic_medical_insurance: In Beijing basic medical insurance.
        union_member: Member of a union under the municipal federation.
        jingka_card: Holds a Jingka service card.
        high_risk: In a high-risk industry; where said, it overrides the unit's (R7).
        declared: What plans from elsewhere ask besides, by code, such as {"healthy": True}.

    Raises:
        InvalidType: A datetime for a date, a text for yes or no.
        InvalidValue: An empty id, or one that is built like an identity number.
    """

    id: str = attrs.field(validator=a_person_id)
    birth_date: date = attrs.field(validator=a_date)
    sex: Sex = attrs.field(validator=a(Sex))
    serving: bool | None = attrs.field(default=None, validator=known_or_not, kw_only=True)
    basic_medical_insurance: bool | None = attrs.field(
        default=None, validator=known_or_not, kw_only=True
    )
    union_member: bool | None = attrs.field(default=None, validator=known_or_not, kw_only=True)
    jingka_card: bool | None = attrs.field(default=None, validator=known_or_not, kw_only=True)
    high_risk: bool | None = attrs.field(default=None, validator=known_or_not, kw_only=True)
    declared: Mapping[str, bool | None] = attrs.field(
        default=NOTHING, converter=_to_declared, kw_only=True
    )


@attrs.frozen
class Child:
    """Describe a child who is insured through the member who is the parent.

    Args:
        id: What names this child; members and children share one space of ids.
        birth_date: Date of birth.
        healthy: In good health on the day the cover starts.
        student: At school or university on that day.
        declared: What plans from elsewhere ask besides, by code, such as {"adopted": False}.

    Raises:
        InvalidType: A datetime for a date, a text for yes or no.
        InvalidValue: An empty id, or one that is built like an identity number.
    """

    id: str = attrs.field(validator=a_person_id)
    birth_date: date = attrs.field(validator=a_date)
    healthy: bool | None = attrs.field(default=None, validator=known_or_not, kw_only=True)
    student: bool | None = attrs.field(default=None, validator=known_or_not, kw_only=True)
    declared: Mapping[str, bool | None] = attrs.field(
        default=NOTHING, converter=_to_declared, kw_only=True
    )


@attrs.frozen
class Unit:
    """Describe the employer whose people join together.

    Args:
        id: What names this unit.
        name: Its name, for reading only.
        employees: Everyone serving on the day the cover starts, whether or not they may
            join (R16).
        female_employees: The women among them.
        employees_with_minor_children: Those among them who have a child under 18.
        in_beijing: Lies within Beijing.
        has_union: Has a union, or is in a federation of unions of small units (R14).
        high_risk: Belongs to a high-risk industry.
        declared: What plans from elsewhere ask besides, by code, such as {"in_shanghai": True}.

    Raises:
        InvalidType: A number that is not whole, a text for yes or no.
        InvalidValue: An empty id, a negative number, more women or more parents than employees.
    """

    id: str = attrs.field(validator=an_id)
    name: str | None = attrs.field(default=None, validator=optional(a(str)), kw_only=True)
    employees: int | None = attrs.field(
        default=None, validator=optional(whole(least=0)), kw_only=True
    )
    female_employees: int | None = attrs.field(
        default=None, validator=optional(whole(least=0)), kw_only=True
    )
    employees_with_minor_children: int | None = attrs.field(
        default=None, validator=optional(whole(least=0)), kw_only=True
    )
    in_beijing: bool | None = attrs.field(default=None, validator=known_or_not, kw_only=True)
    has_union: bool | None = attrs.field(default=None, validator=known_or_not, kw_only=True)
    high_risk: bool | None = attrs.field(default=None, validator=known_or_not, kw_only=True)
    declared: Mapping[str, bool | None] = attrs.field(
        default=NOTHING, converter=_to_declared, kw_only=True
    )

    def __attrs_post_init__(self) -> None:
        for name in ("female_employees", "employees_with_minor_children"):
            part = getattr(self, name)
            if part is not None and self.employees is not None and part > self.employees:
                raise InvalidValue(
                    "A part of the employees outnumbers all of them",
                    name=name,
                    value=part,
                    allowed=f"at most employees={self.employees}",
                )
