"""A value of every public type that does not go to JSON; the others stand in `records.examples`."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import attrs
from api.scenarios import SCENARIOS
from builders import MEMBER, UNIT, application
from records.examples import CATALOGUE, DECISIONS, ENTRIES, LEDGER, SMALL, STARTS

from mutualaid import Entry, PolicyChange, Source
from mutualaid.corners.corner import corners_of
from mutualaid.frames import FrameProblem
from mutualaid.policy.counterexample import counterexample
from mutualaid.policy.effect_rows import EffectUnit
from mutualaid.policy.timeline import timeline
from mutualaid.records import RosterFile, RosterRow
from mutualaid.roster_review import review_roster
from mutualaid.testing import (
    LAWS,
    Case,
    CheckedCases,
    Exercised,
    boundary_cases,
    case_of,
    read_cases,
    strategies,
)
from mutualaid.testing.population import AppliedFor

CHANGE = PolicyChange("dearer", since=date(2017, 1, 1), source=Source("a draft"),
                      set={"accident.eligibility.age.maximum": 65})  # fmt: skip
CHANGED = CATALOGUE.with_change(CHANGE)
ACCIDENT = CATALOGUE["accident"]
DIFFERENCE = CATALOGUE.diff(CHANGED, on=date(2017, 1, 1))
SEARCH = counterexample(
    ACCIDENT.edition(date(2017, 1, 1)), CHANGED["accident"].edition(date(2017, 1, 1)),
    date(2017, 1, 1),
)  # fmt: skip
OLD = attrs.evolve(MEMBER, birth_date=date(1955, 6, 1))
EFFECT = DIFFERENCE.effect([application([Entry(OLD, level=1)], starts=date(2017, 1, 1))])
TABLE = read_cases(b"plan,age,outcome\naccident,35,refused\naccident,old,accepted\n", CATALOGUE)
(ROW,) = TABLE.rows
RESULT = ROW.case.run(CATALOGUE)
CHECKED = CheckedCases(Path("a.cases.csv"), TABLE, ((ROW, RESULT),))
COVERAGE = Exercised().coverage([ACCIDENT])
ROSTER = RosterFile(
    STARTS,
    frozenset({"id", "accident.level"}),
    (RosterRow(2, MEMBER, None, (("accident.level", 1),)),),
    (),
)
ACCOUNT = LEDGER.account("M1", "critical_illness")

MORE: list[Any] = [
    CATALOGUE,
    ACCIDENT,
    LEDGER,
    ACCOUNT,
    *LEDGER.statement().rows[:2],
    DIFFERENCE,
    *DIFFERENCE.rows,
    *timeline(CHANGED["accident"]),
    SEARCH,
    SEARCH.found,
    EFFECT,
    *EFFECT.answers,
    EffectUnit("accident", "U1", None, SMALL),
    corners_of(ACCIDENT.edition(STARTS), STARTS).corners[0],
    boundary_cases(ACCIDENT)[0],
    Case({"plan": "accident", "age": 61}),
    case_of(SMALL.application, "accident"),
    TABLE,
    ROW,
    RESULT,
    *RESULT.differences,
    CHECKED,
    COVERAGE,
    COVERAGE.clauses[0],
    next(iter(LAWS.values())),
    strategies.Books((), ()),
    AppliedFor(("accident",), SMALL.application, (0,)),
    review_roster(CATALOGUE, UNIT, ROSTER),
    FrameProblem("units", "unit", "is not unique", "keep one", rows=2, examples=("unit='U1'",)),
    *SCENARIOS,
    *DECISIONS[:1],
    *ENTRIES[:1],
]
