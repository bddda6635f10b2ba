"""The check of rows against each other: nobody twice, nobody as two persons, every unit there."""

from __future__ import annotations

from collections.abc import Iterator

import narwhals as nw

from mutualaid.frames.columns import OF_CHILD
from mutualaid.frames.engines import AnyFrame, choose_rows, holds_once
from mutualaid.frames.errors import FrameProblem
from mutualaid.frames.known import Flag, either
from mutualaid.frames.values import Checked, Fault, grouped_problem

MEMBERS = ("birth_date", "sex", "serving", "basic_medical_insurance", "union_member",
           "jingka_card", "high_risk")  # fmt: skip
RUNNING = "already_covered"
EVERY_PLAN = ""
"""Stands for the plan of a row that names none."""


def unit_problems(units: Checked) -> Iterator[FrameProblem]:
    """Find units that have several rows, which would multiply those of their people."""
    key = units.source.column("unit").alias("unit")
    found = units.plain.select(key).group_by("unit").agg(nw.len().alias("times"))
    fault = Fault("unit", "is not unique", "keep one row of each unit", rows=True)
    yield from grouped_problem(units, fault, found.filter(nw.col("times") > 1))


def joined_problems(units: Checked) -> Iterator[FrameProblem]:
    """Find units of which two rows of one joined frame say different things."""
    names = [name for name in units.found.columns if name != "unit"]
    chosen = units.plain.select(units.source.column(name).alias(name) for name in ("unit", *names))
    found = chosen.unique().group_by("unit").agg(nw.len().alias("kinds"))
    hint = "say the same of a unit in all its rows"
    fault = Fault("unit", "has rows that say different things of it", hint, rows=True)
    yield from grouped_problem(units, fault, found.filter(nw.col("kinds") > 1))


def entry_problems(entries: Checked, units: Checked) -> Iterator[FrameProblem]:
    """Find rows of units that are not there, and people who stand in rows that disagree."""
    source = entries.source
    people = entries.plain.select(*entries.keys())
    running: Flag = False
    if RUNNING in source:
        running = source.column(RUNNING).fill_null(value=False)
    entered = people if running is False else choose_rows(entries.plain, ~running, *entries.keys())
    if entries.found.native is not units.found.native:
        there = units.plain.select(units.source.column("unit").alias("unit"))
        fault = Fault("unit", "names a unit that is not there", "add it to units", rows=True)
        yield from grouped_problem(entries, fault, people.join(there, on=["unit"], how="anti"))
    insured = ["unit", "member"]
    twice = list(_twice(entries, entered, insured, "member"))
    yield from twice
    if "child" in source:
        yield from _twice(entries, entered, ["unit", "child"], "child")
        yield from _both_kinds(entries, people)
    named = [name for name in ("child", "plan") if name in source]
    several = either(*(~source.column(name).is_null() for name in named), running)
    if several is not False:
        facts = [name for name in entries.found.columns if name in MEMBERS or _declared(name)]
        said = _said(entries, [*insured, *facts])
        if not twice:
            # Then whoever has several rows has one that names a child or a plan, or is covered.
            keys = (source.column(name).alias(name) for name in insured)
            theirs = choose_rows(entries.plain, several, *keys)
            said = said.join(theirs.unique(), on=insured, how="semi")
        yield from _two_people(entries, "member", said)
    if "child" in source and ("plan" in source or running is not False):
        facts = [name for name in entries.found.columns if name.startswith(OF_CHILD)]
        said = _said(entries, ["unit", "child", *facts]).filter(~nw.col("child").is_null())
        yield from _two_people(entries, "child", said)


def _declared(name: str) -> bool:
    return name.startswith("declared_")


def _twice(
    entries: Checked, people: AnyFrame, person: list[str], whose: str
) -> Iterator[FrameProblem]:
    """Find who is entered twice for one plan: a member alone, or a child by whomever (R5)."""
    if "child" in entries.source:
        alone = nw.col("child").is_null()
        people = people.filter(alone if whose == "member" else ~alone)
    fault = Fault(whose, "is entered twice for a plan", "keep one of the rows", rows=True)
    if "plan" not in entries.source:
        if holds_once(people, person):
            return
        found = people.group_by(*person).agg(nw.len().alias("times"))
        yield from grouped_problem(entries, fault, found.filter(nw.col("times") > 1))
        return
    every = nw.col("plan").is_null()
    people = people.select(*person, "plan", every.cast(nw.Int64).alias("every"))
    people = people.with_columns(nw.col("plan").fill_null(EVERY_PLAN))
    times = people.group_by(*person, "plan").agg(nw.len().alias("times"), nw.col("every").max())
    # A row for every plan is one row too many beside any other.
    found = times.group_by(*person).agg(
        nw.col("times").max(), nw.len().alias("plans"), nw.col("every").max()
    )
    twice = (nw.col("times") > 1) | ((nw.col("every") > 0) & (nw.col("plans") > 1))
    yield from grouped_problem(entries, fault, found.filter(twice).select(*person))


def _both_kinds(entries: Checked, people: AnyFrame) -> Iterator[FrameProblem]:
    """Find ids that name a member and a child: they share one space of ids."""
    kinds = [entries.source.types[name].is_integer() for name in ("member", "child")]
    if kinds[0] != kinds[1]:
        return
    children = people.filter(~nw.col("child").is_null()).select("unit", "child")
    members = people.select("unit", nw.col("member").alias("child"))
    # The many are looked up among the few, and hardly one is found.
    named = members.join(children, on=["unit", "child"], how="semi").unique()
    found = children.join(named, on=["unit", "child"], how="semi")
    fault = Fault("child", "is also the id of a member", "give each person an id", rows=True)
    yield from grouped_problem(entries, fault, found)


def _said(entries: Checked, names: list[str]) -> AnyFrame:
    source = entries.source
    return entries.plain.select(source.column(name).alias(name) for name in dict.fromkeys(names))


def _two_people(entries: Checked, whose: str, said: AnyFrame) -> Iterator[FrameProblem]:
    """Find ids of which two rows say different things."""
    found = said.unique().group_by("unit", whose).agg(nw.len().alias("kinds"))
    hint = "say the same of a person in all rows"
    fault = Fault(whose, "has rows that say different things of one person", hint, rows=True)
    yield from grouped_problem(entries, fault, found.filter(nw.col("kinds") > 1))
