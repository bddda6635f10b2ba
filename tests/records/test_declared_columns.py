"""What plans from elsewhere have people declare has columns of its own in a roster."""

from __future__ import annotations

from datetime import date

import pytest
from records.rosters import CATALOGUE, PERSON, STARTS, UNIT, faults

from mutualaid import Declares, PolicyChange, Source, Text, Whose
from mutualaid.records import RosterFile, read_roster

HEALTHY = Declares("healthy", Text(zh="身体健康", en="in good health"))
ADOPTED = Declares("adopted", Text(zh="为收养", en="adopted"), whose=Whose.CHILD)
POSTED = Declares("posted", Text(zh="在册", en="on the books"), whose=Whose.UNIT)
ASKING = CATALOGUE.with_change(
    PolicyChange(
        "asks more",
        since=STARTS,
        source=Source("a draft"),
        add={"childrens_accident.eligibility": [HEALTHY, ADOPTED, POSTED]},
    )
)
CHILD = "child_id,child_birth_date"


def read(*lines: str, starts: date = STARTS) -> RosterFile:
    return read_roster("\n".join(lines).encode(), ASKING, starts=starts)


def declared(roster: RosterFile) -> list[dict[str, bool | None]]:
    return [dict(row.member.declared) for row in roster.rows]


@pytest.mark.parametrize("header", ["declared_healthy", "身体健康", "Declared_Healthy"])
@pytest.mark.parametrize(
    ("cell", "said"), [("yes", {"healthy": True}), ("否", {"healthy": False}), ("", {})]
)
def test_a_member_declares_yes_no_or_nothing(header: str, cell: str, said: object) -> None:
    roster = read(f"{PERSON},{header}", f"M1,1980-05-17,female,{cell}")
    assert ([said], ()) == (declared(roster), roster.bad)


@pytest.mark.parametrize("header", ["child_declared_adopted", "子女为收养"])
def test_a_child_has_a_column_of_its_own(header: str) -> None:
    roster = read(f"{PERSON},{CHILD},{header}", "M1,1980-05-17,female,C1,2010-06-01,no")
    child = roster.rows[0].child
    assert child is not None
    assert ({"adopted": False}, [{}]) == (dict(child.declared), declared(roster))


def test_it_is_asked_in_the_review() -> None:
    header = f"{PERSON},serving,{CHILD},child_healthy,declared_healthy,child_declared_adopted"
    row = "M1,1980-05-17,female,yes,C1,2010-06-01,yes"
    plan = ASKING["childrens_accident"]

    def eligible(cells: str) -> bool | None:
        application = read(header, f"{row},{cells}").application(plan, UNIT)
        return plan.review(application).entries[0].eligible

    assert [True, False, False, None] == [
        eligible(cells) for cells in ("yes,yes", "no,yes", "yes,no", "yes,")
    ]


def test_rows_of_one_person_add_up() -> None:
    roster = read(
        f"{PERSON},{CHILD},declared_healthy",
        "M1,1980-05-17,female,C1,2010-06-01,",
        "M1,,,C2,2011-06-01,yes",
    )
    assert [{"healthy": True}, {"healthy": True}] == declared(roster)


def test_rows_of_one_person_that_disagree_are_reported() -> None:
    roster = read(
        f"{PERSON},{CHILD},declared_healthy",
        "M1,1980-05-17,female,C1,2010-06-01,no",
        "M1,,,C2,2011-06-01,yes",
    )
    assert [(3, "declared_healthy", "disagrees")] == faults(roster)


def test_a_cell_that_is_no_yes_or_no_is_reported() -> None:
    roster = read(f"{PERSON},declared_healthy", "M1,1980-05-17,female,perhaps")
    assert [(2, "declared_healthy", "not_yes_or_no")] == faults(roster)


@pytest.mark.parametrize(
    "header", ["declared_healthi", "declared_posted", "child_declared_healthy"]
)
def test_what_no_plan_asks_of_a_person_is_no_column(header: str) -> None:
    roster = read(f"{PERSON},{header}", "M1,1980-05-17,female,yes")
    assert [(1, header, "unknown_column")] == faults(roster)


def test_it_is_a_column_only_while_a_plan_asks_it() -> None:
    roster = read(f"{PERSON},declared_healthy", "M1,1980-05-17,female,yes", starts=date(2015, 6, 1))
    assert [(1, "declared_healthy", "unknown_column")] == faults(roster)
