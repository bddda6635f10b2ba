"""A value of every public type of scenarios: of one cell of lives, and nobody is decided."""

from __future__ import annotations

from datetime import date
from typing import Any

from mutualaid import Insured, Sex, Text
from mutualaid.scenario import (
    Assumption,
    Assumptions,
    Bar,
    Cell,
    Cliff,
    Comparison,
    DiscreteShock,
    DocumentProblem,
    Due,
    EdgeUnit,
    EmpiricalSeverity,
    Exposure,
    Factors,
    Fees,
    FixedSeverity,
    Flow,
    Fund,
    GammaShock,
    Gap,
    LognormalShock,
    NoShock,
    PlanEdge,
    PlanYear,
    Projection,
    Rate,
    Result,
    RunRecord,
    ScipySeverity,
    ShareOfBenefit,
    Shock,
    Sweep,
    Tornado,
    Year,
    simulate,
)
from mutualaid.scenario.comparison import Case
from mutualaid.scenario.tabular import Named

STARTS = date(2016, 1, 1)
SAID: dict[str, Any] = {"source": "made up", "as_of": STARTS}
ACCIDENT = Named("accident", Text(zh="意外伤害", en="accident"))
LIVES = Cell(
    "accident", "death", Insured.MEMBER, age=30, sex=Sex.FEMALE, high_risk=None, shares=1,
    level=1, benefit=100_000, fixed=False, weight=3_000_000,
)  # fmt: skip
DUE = Due("accident", 1, 1, None, 3_000, 3_000_000)
EXPOSURE = Exposure(STARTS, (("accident", 1),), (LIVES,), (DUE,), ())
SEEN = EmpiricalSeverity([500, 1_000], weights=[2, 1])
ASSUMPTION = Assumption(probability=0.1, severity=SEEN, ages=(16, 60), **SAID)
TREND = Factors(probability=1.1, **SAID)
RATE = Rate(flow=Flow.LAPSE, rate=0.1, **SAID)
SHOCK = Shock(law=GammaShock(0.5), **SAID)
ASSUMED = Assumptions("some", values=(ASSUMPTION,), trends=(TREND,), rates=(RATE,), shock=SHOCK)
PORTFOLIO = ASSUMED.portfolio(EXPOSURE)
FEES = Fees(90, lives=3)
RESULT = Result.of(PORTFOLIO, {"accident": FEES}, points=64)
LAW = RESULT.distribution()
ERRORS = LAW.errors
FUND = Fund(50.0, 10.0, ((0.5, 50.0),), 0.1, 0.2, ERRORS)
YEAR = Year(STARTS, (PlanYear("accident", 3.0, 90.0, 40.0),), LAW, FUND)
CASES = (Case((ACCIDENT,), RESULT), Case((Named("other", ACCIDENT.title),), RESULT))
BAR = Bar(ACCIDENT, Named("severity", Text(zh="金额", en="severity")), 8.0, 12.0)
EDGE = EdgeUnit("accident", "U1", 3, 9_000)
DRAWN = simulate(PORTFOLIO, seed=1, runs=8)
RECORD = RunRecord(
    starts=STARTS,
    settings={"seed": 1},
    changes=({"name": "dearer"},),
    assumptions=ASSUMED.to_dict(),
    inputs={"entries": "e", "units": None},
    rules={"accident": "r"},
    exposure="x",
    versions={"python": "3.11"},
    figures=RESULT.to_dict(),
)

SCENARIOS: list[Any] = [
    LIVES,
    DUE,
    EXPOSURE,
    FixedSeverity(500),
    ScipySeverity("gamma", {"a": 2, "scale": 500}),
    SEEN,
    ShareOfBenefit(0.5),
    NoShock(),
    LognormalShock(0.5),
    SHOCK.law,
    DiscreteShock([0.5, 1.5], [1, 1]),
    ASSUMPTION,
    TREND,
    RATE,
    SHOCK,
    ASSUMED,
    *ASSUMED.risks(EXPOSURE),
    Gap("accident", "severity", line="death", insured=Insured.MEMBER, ages=((16, 60),), lives=3),
    DocumentProblem("rates.csv, row 7", "rate", "is no number", "write 0.1"),
    PORTFOLIO,
    *PORTFOLIO,
    FEES,
    *RESULT.plans,
    RESULT,
    LAW,
    ERRORS,
    DRAWN,
    DRAWN["total"],
    ACCIDENT,
    *RESULT.columns[:1],
    CASES[0],
    Comparison(("scenario",), CASES),
    Sweep(("scenario",), CASES, words=(None,)),
    BAR,
    Tornado(ACCIDENT, "expected", 0.1, 10.0, (BAR,)),
    FUND,
    *YEAR.plans,
    YEAR,
    Projection(50.0, 0.02, (YEAR,)),
    EDGE,
    PlanEdge(ACCIDENT, 1, (EDGE,)),
    Cliff(1, (PlanEdge(ACCIDENT, 1, (EDGE,)),)),
    RECORD,
]
