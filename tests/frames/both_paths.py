"""One population in two forms: as applications for the single path, and as rows for frames."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from types import ModuleType
from typing import Any

import attrs
import mutualaid_plans
from hypothesis import strategies as st

from mutualaid import Application, Catalogue, Child, Entry, Member, Sex, Unit, catalogue_of
from mutualaid.frames import reason_codes
from mutualaid.review import EntryDecision

ROOT = Path(__file__).parents[2]
ELSEWHERE = (ROOT / "docs" / "examples" / "foreign", ROOT / "plans" / "template")
NO_PLANS = {"ningbo", "shanghai"}
"""Modules of plans from elsewhere that hold what several of them share."""
STARTS = (date(2027, 2, 28), date(2028, 2, 29), date(2027, 7, 1))
ANSWERS = ("eligible", "accepted", "reason", "fee", "cap")
Row = dict[str, Any]
Named = tuple[Unit, Entry, "str | None"]


def every_plan() -> Catalogue:
    """Give the eight plans, the template and the plans from elsewhere in one catalogue."""
    sys.path[:0] = [str(folder) for folder in ELSEWHERE if str(folder) not in sys.path]
    eight = [path.name for path in Path(mutualaid_plans.__path__[0]).iterdir() if path.is_dir()]
    names = [f"mutualaid_plans.{name}" for name in sorted(eight) if name.isidentifier()]
    names = [name for name in names if "__" not in name]
    foreign = sorted(path.stem for path in ELSEWHERE[0].glob("*.py"))
    names += [name for name in foreign if name not in NO_PLANS]
    template = ModuleType("relief")  # by the name of its entry point
    template.__dict__.update(vars(importlib.import_module("mutualaid_relief")), __name__="relief")
    return catalogue_of(*(importlib.import_module(name) for name in names), template)


@attrs.frozen
class Population:
    """Rows, and the units that they are of.

    Args:
        starts: First day of the covers.
        units: The units.
        rows: For each row its unit, its entry, and the plan that it names.
        covered: The same of covers that run already; their rows stand before the others.
    """

    starts: date
    units: tuple[Unit, ...]
    rows: tuple[Named, ...]
    covered: tuple[Named, ...] = ()

    @property
    def size(self) -> int:
        """How many rows the entries frame has."""
        return len(self.covered) + len(self.rows)

    def columns(self, columns: list[str]) -> list[str]:
        """Give the columns of the entries frame, that of running covers only if there are any."""
        return [*columns, "already_covered"] if self.covered else columns

    def entries(self) -> list[Row]:
        """Give the rows of the entries frame; `row` numbers them."""
        # Said of the covers alone: of the others nothing is said.
        named = [*((one, True) for one in self.covered), *((one, None) for one in self.rows)]
        return [
            {"row": number, **_row(unit, entry), "plan": plan, "already_covered": runs}
            for number, ((unit, entry, plan), runs) in enumerate(named)
        ]

    def application(self, unit: Unit, code: str) -> Application:
        """Give what a unit's people apply for of a plan."""
        entered, covered = (
            [entry for of, entry, plan in rows if of is unit and plan in (None, code)]
            for rows in (self.rows, self.covered)
        )
        return Application(unit, self.starts, entered, already_covered=covered)

    def unit_rows(self) -> list[Row]:
        """Give the rows of the units frame."""
        return [
            {
                "unit": unit.id,
                **{name: getattr(unit, name) for name in UNIT_COLUMNS},
                **{f"declared_{code}": unit.declared.get(code) for code in DECLARED},
            }
            for unit in self.units
        ]

    def expected(self, catalogue: Catalogue) -> dict[str, list[Any]]:
        """Give the answers of the single path by column of the wide form."""
        numbers = {code: number for number, code in reason_codes(catalogue).items()}
        found: dict[str, list[Any]] = {}
        for edition in catalogue.editions(self.starts):
            made = list(self._answers(catalogue, edition.code, numbers))
            for name in ANSWERS:
                found[f"{edition.code}_{name}"] = [answer.get(name) for answer in made]
        return found

    def _answers(
        self, catalogue: Catalogue, code: str, numbers: Mapping[str, int]
    ) -> Iterator[dict[str, Any]]:
        answers: dict[tuple[str, tuple[str, str | None]], dict[str, Any]] = {}
        for unit in self.units:
            for one in catalogue[code].review(self.application(unit, code)).entries:
                answers[unit.id, one.entry.key] = answer_of(one, numbers)
        for _, _, plan in self.covered:
            notice = "already_covered" if plan in (None, code) else "other_plan"
            yield {"reason": numbers[f"notice.{notice}"]}
        for unit, entry, plan in self.rows:
            if plan not in (None, code):
                yield {"reason": numbers["notice.other_plan"]}
            else:
                taken_once = {"reason": numbers["notice.taken_once"]}
                yield answers.get((unit.id, entry.key), taken_once)


def answer_of(one: EntryDecision, numbers: Mapping[str, int]) -> dict[str, Any]:
    """Give an answer of the single path as frames give it."""
    caps = one.caps.values()
    return {
        "eligible": one.eligible,
        "accepted": one.accepted,
        "reason": numbers[one.reasons[0].code] if one.reasons else 0,
        "fee": None if one.fee is None else int(one.fee * 100),
        "cap": None if None in caps else int(sum(caps) * 100),  # type: ignore[arg-type]
    }


DECLARED = ("healthy", "no_cancer_known", "in_shanghai", "in_ningbo")
FLAGS = ("serving", "basic_medical_insurance", "union_member", "jingka_card", "high_risk")
HEADCOUNTS = ("employees", "female_employees", "employees_with_minor_children")
UNIT_COLUMNS = (*HEADCOUNTS, "in_beijing", "has_union", "high_risk")


def _row(unit: Unit, entry: Entry) -> Row:
    member, child = entry.member, entry.child
    return {
        "unit": unit.id,
        "member": member.id,
        "birth_date": member.birth_date,
        "sex": member.sex.value,
        **{name: getattr(member, name) for name in FLAGS},
        **{f"declared_{code}": member.declared.get(code) for code in DECLARED},
        "child": None if child is None else child.id,
        "child_birth_date": None if child is None else child.birth_date,
        "child_healthy": None if child is None else child.healthy,
        "child_student": None if child is None else child.student,
        "child_declared_healthy": None if child is None else child.declared.get("healthy"),
        "shares": entry.shares,
        "level": entry.level,
    }


# What is drawn ------------------------------------------------------------------------------------

SAID = st.sampled_from([True, True, True, True, False, None])
ASKED = st.sampled_from([(1, None)] * 3 + [(2, None), (4, None), (5, None), (1, 1), (1, 4), (1, 5)])
AGES = (15, 16, 17, 18, 19, 30, 55, 56, 60, 61)


def births(starts: date, ages: tuple[int, ...] = AGES) -> st.SearchStrategy[date]:
    """Draw days of birth: round the birthdays on which an age is completed, and 29 February."""
    near = [
        date.fromordinal(date(starts.year - age, 2, 28).toordinal() + days)
        if starts.month == 2
        else date.fromordinal(date(starts.year - age, starts.month, 1).toordinal() + days)
        for age in ages
        for days in (-1, 0, 1, 2)
    ]
    leap = [date(year, 2, 29) for year in (1968, 1972, 2008, 2012)]
    return st.sampled_from([day for day in (*near, *leap) if day <= starts])


@st.composite
def populations(draw: st.DrawFn, plans: tuple[str, ...]) -> Population:
    """Draw a few units with a few people, whose rows are for every plan or name one."""
    starts = draw(st.sampled_from(STARTS))
    running = draw(st.booleans())
    units: list[Unit] = []
    rows: list[Named] = []
    covered: list[Named] = []
    for number in range(draw(st.integers(1, 3))):
        people = draw(st.lists(st.tuples(st.booleans(), st.integers(0, 2)), max_size=4))
        unit = draw(_units(f"U{number}", len(people)))
        units.append(unit)
        for place, (alone, children) in enumerate(people):
            member = draw(_members(f"M{place}", starts))
            insured = [None] if alone or not children else []
            insured += [
                draw(_children(f"C{place}{one}", starts, member)) for one in range(children)
            ]
            for child in insured:
                for plan in draw(_plans(plans)):
                    shares, level = draw(ASKED)
                    entry = Entry(member, child=child, shares=shares, level=level)
                    # Of a few a cover runs already, of some of whom it is entered anew.
                    ways = [(rows,), (rows,), (covered,), (rows, covered), (covered, covered)]
                    for put in draw(st.sampled_from(ways if running else ways[:1])):
                        put.append((unit, entry, plan))
    mixed = tuple(draw(st.permutations(rows)))
    return Population(starts, tuple(units), mixed, tuple(draw(st.permutations(covered))))


def _plans(plans: tuple[str, ...]) -> st.SearchStrategy[list[str | None]]:
    named = st.lists(st.sampled_from(plans), min_size=1, max_size=2, unique=True)
    return st.one_of(st.just([None]), st.just([None]), named)


@st.composite
def _units(draw: st.DrawFn, name: str, people: int) -> Unit:
    employees = draw(st.sampled_from([None, people, people, people + 1, max(people - 1, 0)]))
    least = st.integers(0, people if employees is None else employees)
    return Unit(
        name,
        employees=employees,
        female_employees=draw(st.none() | least),
        employees_with_minor_children=draw(st.none() | least),
        in_beijing=draw(SAID),
        has_union=draw(SAID),
        high_risk=draw(st.sampled_from([None, True, False])),
        declared={code: draw(SAID) for code in DECLARED},
    )


@st.composite
def _members(draw: st.DrawFn, name: str, starts: date) -> Member:
    return Member(
        name,
        draw(births(starts)),
        draw(st.sampled_from(Sex)),
        serving=draw(SAID),
        basic_medical_insurance=draw(SAID),
        union_member=draw(SAID),
        jingka_card=draw(SAID),
        high_risk=draw(st.sampled_from([None, None, True, False])),
        declared={code: draw(SAID) for code in DECLARED},
    )


@st.composite
def _children(draw: st.DrawFn, name: str, starts: date, parent: Member) -> Child:
    return Child(
        name,
        draw(births(starts, (0, 5, 17, 18, 19)).filter(lambda day: day > parent.birth_date)),
        healthy=draw(SAID),
        student=draw(st.sampled_from([True, False, None])),
        declared={"healthy": draw(SAID)},
    )
