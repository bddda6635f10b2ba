"""The rows of a population: people and children of some units, and what the units declare."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

import attrs
import numpy as np
import pyarrow as pa

from mutualaid.dates import latest_birth
from mutualaid.question import MINOR_BELOW
from mutualaid.testing.population.draws import (
    YEAR,
    Bools,
    Draws,
    Floats,
    Ints,
    at,
    compute,
    days,
    places_within,
    whole,
)
from mutualaid.testing.population.units import Units, draw_units

UNITS = 512
"""Units of a block; each block has seeds of its own."""
COLUMNS = 16
OF_AGE = (16, 60)
"""Completed years between which the plans take people, both included."""
LEAP_BIRTHS = tuple(date(year, 2, 29).toordinal() for year in range(1904, 2097, 4))
TAKEN = (
    ("critical_illness", "accident"),
    ("inpatient_medical", "inpatient_allowance", "accident"),
    ("womens_illness", "critical_illness"),
    ("medical", "accident_property"),
)
"""Plans that a unit takes, where its rows name plans."""
OF_CHILDREN = "childrens_accident"
BY_SHARE = ("critical_illness", "womens_illness", OF_CHILDREN)
PLANS = pa.array(["", *dict.fromkeys(plan for plans in TAKEN for plan in plans), OF_CHILDREN])
"""Every plan that a row can name, in first place none."""
LEVELED = PLANS.index("accident").as_py()
SHARED = [0] + [PLANS.index(plan).as_py() for plan in BY_SHARE]


@attrs.frozen
class Part:
    """Some units of a population with their rows.

    Args:
        entries: The rows, unit after unit.
        units: The units.
        sizes: How many rows each unit has.
    """

    entries: pa.Table
    units: pa.Table
    sizes: Ints

    @classmethod
    def of(cls, parts: Sequence[Part]) -> Part:
        """Join parts, one behind the other."""
        return cls(
            pa.concat_tables([part.entries for part in parts]),
            pa.concat_tables([part.units for part in parts]),
            np.concatenate([part.sizes for part in parts]),
        )

    def split(self, units: int) -> tuple[Part, Part]:
        """Part the first units from the others."""
        rows = int(self.sizes[:units].sum())
        before = Part(self.entries[:rows], self.units[:units], self.sizes[:units])
        return before, Part(self.entries[rows:], self.units[units:], self.sizes[units:])


def draw_parts(entries: int, seed: int, starts: date, by_plan: float) -> Iterator[Part]:
    """Draw a population, block after block, until it has so many rows.

    Args:
        entries: How many rows.
        seed: Seeds all draws.
        starts: First day of the covers.
        by_plan: Chance of a unit that its rows name plans.
    """
    number, left = 0, entries
    while left or not number:
        part = _draw_block(number, left, seed, starts, by_plan)
        yield part
        number, left = number + 1, left - len(part.entries)


def _draw_block(number: int, most: int, seed: int, starts: date, by_plan: float) -> Part:
    seeds = np.random.SeedSequence(seed, spawn_key=(number,)).spawn(3)
    units = draw_units(seeds[0], UNITS, by_plan)
    # Everybody has at least one row, so that nobody is drawn who would be cut off again.
    before = np.cumsum(units.entered) - units.entered
    entered = np.minimum(units.entered, np.maximum(most - before, 0))
    people = _People.draw(seeds[1], units, entered, starts)
    rows = _Rows.draw(seeds[2], units, people, starts)
    ids = _padded(number * UNITS + np.arange(UNITS), 7, "U")
    sizes = np.bincount(people.unit[rows.person], minlength=UNITS)
    table = rows.table(ids, people, with_plan=by_plan > 0)[:most]
    cut = np.minimum(sizes, np.maximum(most - (np.cumsum(sizes) - sizes), 0))
    kept = int(np.count_nonzero(cut))
    declared = _declare(ids, units, people, rows)
    return Part(table, declared[:kept], cut[:kept])


@attrs.frozen
class _People:
    unit: Ints
    number: Ints
    woman: Bools
    birth: Ints
    children: Ints
    joins_alone: Bools
    columns: dict[str, Any]

    @classmethod
    def draw(
        cls, seed: np.random.SeedSequence, units: Units, entered: Ints, starts: date
    ) -> _People:
        unit = np.repeat(np.arange(UNITS), entered)
        draws = Draws(seed, len(unit), COLUMNS)
        fault = np.where(units.tidy[unit], 0.0, 1.0)
        woman = draws.happens(units.women[unit])
        birth = _births(draws, fault, starts)
        grown = (starts.toordinal() - birth) / YEAR >= MINOR_BELOW + 4
        children = np.where(grown, draws.among((0, 1, 2, 3), (0.78, 0.15, 0.06, 0.01)), 0)
        names = ("serving", "basic_medical_insurance", "union_member", "jingka_card")
        columns = {name: draws.answers(0.02 * fault, 0.01 * fault) for name in names}
        # Most say nothing of it, and go by their unit.
        columns["high_risk"] = draws.answers(0.02, 0.95)
        joins_alone = (children == 0) | ~draws.happens(0.05 * fault)
        return cls(unit, places_within(entered), woman, birth, children, joins_alone, columns)


def _births(draws: Draws, fault: Floats, starts: date) -> Ints:
    """Draw days of birth: of all ages, some on the very bounds, some on 29 February."""
    least, most = OF_AGE
    youngest = latest_birth(least, starts).toordinal()
    too_old = latest_birth(most + 1, starts).toordinal()
    # More people are in the middle of their lives than at either end.
    middle = (draws.next() + draws.next()) / 2
    births = youngest - (middle * (youngest - too_old)).astype(np.int64)
    outside = draws.happens(0.03 * fault)
    beyond = (draws.next() * 5 * YEAR).astype(np.int64)
    births = np.where(
        outside, np.where(beyond % 2, youngest + beyond // 3, too_old - beyond), births
    )
    births = _moved(draws, births, (youngest, too_old + 1))
    births = np.where(fault > 0, _moved(draws, births, (youngest + 1, too_old)), births)
    return _in_leap_years(draws, births, 0.01)


def _moved(draws: Draws, births: Ints, bounds: tuple[int, int]) -> Ints:
    """Move one birth in a hundred to one of two days."""
    to = draws.among((0, *bounds), (0.99, 0.005, 0.005))
    return np.where(to > 0, to, births)


def _in_leap_years(draws: Draws, births: Ints, chance: float) -> Ints:
    """Move some births to the nearest 29 February before."""
    leap = np.asarray(LEAP_BIRTHS)
    nearest = leap[np.maximum(np.searchsorted(leap, births, side="right") - 1, 0)]
    moved = draws.happens(chance) & (nearest <= births)
    return np.where(moved, nearest, births)


@attrs.frozen
class _Rows:
    person: Ints
    child: Ints
    plan: Ints
    minor: Bools
    columns: dict[str, Any]

    @classmethod
    def draw(
        cls, seed: np.random.SeedSequence, units: Units, people: _People, starts: date
    ) -> _Rows:
        person, place, own, plan = _lay_out(units, people)
        draws = Draws(seed, len(person), COLUMNS)
        is_child = place >= own
        child = np.where(is_child, place - own, -1)
        fault = np.where(units.tidy[people.unit[person]], 0.0, 1.0)
        birth, minor = _child_births(draws, people.birth[person], starts)
        said = {
            "healthy": draws.answers(0.02 * fault, 0.01 * fault),
            "student": draws.answers(0.15, 0.02),
        }
        level_asked = (units.by_level[people.unit[person]] & (plan == 0)) | (plan == LEVELED)
        level = draws.among((1, 2, 3, 4), (0.3, 0.3, 0.2, 0.2))
        level = np.where(draws.happens(0.01 * fault), 5, level)
        shares = draws.among((1, 2, 3, 4), (0.4, 0.4, 0.1, 0.1))
        shares = np.where(draws.happens(0.01 * fault), 5, shares)
        once = units.once[people.unit[person]] & (plan == 0)
        shares = np.where(once | ~np.isin(plan, SHARED), 1, shares)
        by_level = level_asked & ~is_child & ~draws.happens(0.01 * fault)
        columns = {
            "child_birth_date": days(birth, ~is_child),
            **{f"child_{name}": _only(values, is_child) for name, values in said.items()},
            "shares": whole(shares, by_level | draws.happens(0.05) & (shares == 1)),
            "level": whole(level, ~by_level),
        }
        return cls(person, child, plan, minor & is_child, columns)

    def table(self, unit_ids: pa.StringArray, people: _People, *, with_plan: bool) -> pa.Table:
        """Give the rows by the columns of an entries frame."""
        person, is_child = self.person, self.child >= 0
        unit = at(unit_ids, people.unit)
        members = compute.binary_join_element_wise(unit, _padded(people.number, 5, "M"), "-")
        member = at(members, person)
        born = _padded(np.maximum(self.child, 0), 1, "C")
        children = compute.binary_join_element_wise(member, born, "-")
        sex = pa.DictionaryArray.from_arrays(
            pa.array(people.woman.astype(np.int8)), pa.array(["male", "female"])
        )
        whose = {
            "birth_date": days(people.birth),
            "sex": sex.cast(pa.string()),
            **people.columns,
        }
        columns = {
            "unit": at(unit, person),
            "member": member,
            **{name: at(values, person) for name, values in whose.items()},
            "child": _only(children, is_child),
            **self.columns,
        }
        if with_plan:
            columns["plan"] = _only(at(PLANS, self.plan), self.plan > 0)
        return pa.table(columns)


def _lay_out(units: Units, people: _People) -> tuple[Ints, Ints, Ints, Ints]:
    """Lay out the rows: a person's own, one for each plan if plans are named; then the children.

    Returns:
        Of each row the person, its place among the person's rows, how many of those are the
        person's own, and the plan.
    """
    names = PLANS.to_pylist()
    taken = np.zeros((len(TAKEN) + 1, max(map(len, TAKEN))), dtype=np.int64)
    for number, plans in enumerate(TAKEN, start=1):
        taken[number, : len(plans)] = [names.index(plan) for plan in plans]
    chosen = 1 + (units.rest.next() * len(TAKEN)).astype(np.int64)
    choice = np.where(units.by_plan, chosen, 0)[people.unit]
    plans_each = np.asarray([1, *map(len, TAKEN)])[choice]
    own_each = np.where(people.joins_alone, plans_each, 0)
    rows_each = own_each + people.children
    person = np.repeat(np.arange(len(rows_each)), rows_each)
    place, own = places_within(rows_each), own_each[person]
    of_children = np.where(choice[person] > 0, names.index(OF_CHILDREN), 0)
    in_own = np.minimum(place, taken.shape[1] - 1)
    return person, place, own, np.where(place < own, taken[choice[person], in_own], of_children)


def _child_births(draws: Draws, parents: Ints, starts: date) -> tuple[Ints, Bools]:
    """Draw children's days of birth, some on the bound between minors and others."""
    day = starts.toordinal()
    adult = latest_birth(MINOR_BELOW, starts).toordinal()
    most = np.minimum((day - parents) / YEAR - MINOR_BELOW, 24.0) * YEAR
    births = day - (draws.next() * np.maximum(most, 0)).astype(np.int64)
    births = _moved(draws, births, (adult, adult + 1))
    births = _in_leap_years(draws, births, 0.01)
    return births, births > adult


def _only(values: Any, kept: Bools) -> Any:
    """Give the values that are kept, null in the place of the others."""
    return compute.if_else(pa.array(kept), values, pa.scalar(None, values.type))


def _padded(numbers: Ints, width: int, letter: str) -> Any:
    text = compute.utf8_lpad(compute.cast(pa.array(numbers), pa.string()), width, "0")
    return compute.binary_join_element_wise(letter, text, "")


def _declare(ids: pa.StringArray, units: Units, people: _People, rows: _Rows) -> pa.Table:
    """Let the units say what they are, with no fewer people of a kind than are entered."""
    draws, employees = units.rest, units.employees
    women = np.bincount(people.unit[people.woman], minlength=UNITS)
    parents = np.unique(rows.person[rows.minor])
    with_minors = np.bincount(people.unit[parents], minlength=UNITS)
    outside = employees - np.bincount(people.unit, minlength=UNITS)
    more_women = np.minimum(np.rint(women * units.extra_women).astype(np.int64), outside)
    more = np.rint(with_minors * units.extra_parents).astype(np.int64)
    parents_declared = np.minimum(with_minors + more, employees)
    return pa.table(
        {
            "unit": ids,
            "employees": whole(employees, draws.happens(0.02)),
            "female_employees": whole(women + more_women, draws.happens(0.02)),
            "employees_with_minor_children": whole(parents_declared, draws.happens(0.02)),
            "in_beijing": draws.answers(0.03, 0.01),
            "has_union": draws.answers(0.15, 0.02),
            "high_risk": draws.answers(0.8, 0.03),
        }
    )
