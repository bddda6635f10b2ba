"""The columns of the input: their names, what they hold, and what leaving them out means."""

from __future__ import annotations

import enum
from typing import Final

import attrs

DECLARED: Final = "declared_"
OF_CHILD: Final = "child_"
OF_UNIT: Final = "unit_"


class Holds(enum.Enum):
    """What a column holds."""

    KEY = "text or whole numbers"
    DATE = "dates"
    SEX = 'text, "female" or "male"'
    FLAG = "true, false or null"
    NUMBER = "whole numbers"
    PLAN = "text, the code of a plan"


@attrs.frozen
class Column:
    """A column that is read.

    Args:
        name: Its name.
        holds: What it holds.
        required: Whether it must be there and holds no null.
    """

    name: str
    holds: Holds
    required: bool = False


ENTRIES: Final = (
    Column("unit", Holds.KEY, required=True),
    Column("member", Holds.KEY, required=True),
    Column("birth_date", Holds.DATE, required=True),
    Column("sex", Holds.SEX, required=True),
    Column("serving", Holds.FLAG),
    Column("basic_medical_insurance", Holds.FLAG),
    Column("union_member", Holds.FLAG),
    Column("jingka_card", Holds.FLAG),
    Column("high_risk", Holds.FLAG),
    Column("child", Holds.KEY),
    Column("child_birth_date", Holds.DATE),
    Column("child_healthy", Holds.FLAG),
    Column("child_student", Holds.FLAG),
    Column("shares", Holds.NUMBER),
    Column("level", Holds.NUMBER),
    Column("plan", Holds.PLAN),
    Column("already_covered", Holds.FLAG),
)
HEADCOUNTS: Final = ("employees", "female_employees", "employees_with_minor_children")
UNITS: Final = (
    Column("unit", Holds.KEY, required=True),
    *(Column(name, Holds.NUMBER) for name in HEADCOUNTS),
    Column("in_beijing", Holds.FLAG),
    Column("has_union", Holds.FLAG),
    Column("high_risk", Holds.FLAG),
)


def column_of(path: str) -> str:
    """Name the column of what a rule asks, such as "declared_healthy" for member.declared.healthy.

    Columns of the unit are named as in a frame of units.
    """
    whose, _, attribute = path.partition(".")
    name = attribute.replace(".", "_") or whose
    return f"{OF_CHILD}{name}" if whose == "child" else name
