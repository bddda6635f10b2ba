"""Scenarios for actuaries: exposure, assumptions, the distribution of what is paid, comparisons.

What is asked for is loaded with it: numpy and scipy come with the extra `scenario`.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from mutualaid.errors import MissingExtra

if TYPE_CHECKING:
    from mutualaid.scenario.assumed import Assumption, Factors, Flow, Rate, Shock
    from mutualaid.scenario.assumption_schema import assumptions_schema
    from mutualaid.scenario.assumptions import Assumptions, Risk
    from mutualaid.scenario.cells import Cell, Due, Exposure, combine
    from mutualaid.scenario.comparison import Comparison, Sweep, compare, sweep
    from mutualaid.scenario.distribution import Errors, LossDistribution
    from mutualaid.scenario.documents import (
        DocumentProblem,
        InvalidAssumptions,
        InvalidDocument,
        InvalidScenario,
    )
    from mutualaid.scenario.edge import Cliff, EdgeUnit, PlanEdge, cliff
    from mutualaid.scenario.exposure import expose
    from mutualaid.scenario.fund import Fund
    from mutualaid.scenario.gaps import Gap, MissingAssumptions
    from mutualaid.scenario.levers import Bar, Tornado, tornado
    from mutualaid.scenario.participation import fewer
    from mutualaid.scenario.population import Population
    from mutualaid.scenario.portfolio import Portfolio
    from mutualaid.scenario.projection import PlanYear, Projection, Year, project
    from mutualaid.scenario.record import DiffersFromRecord, RunRecord
    from mutualaid.scenario.result import Fees, PlanResult, Result
    from mutualaid.scenario.scenario import Scenario
    from mutualaid.scenario.scenario_files import ScenarioFile, load_scenario
    from mutualaid.scenario.severity import (
        EmpiricalSeverity,
        FixedSeverity,
        ScipySeverity,
        Severity,
    )
    from mutualaid.scenario.shock import (
        CommonShock,
        DiscreteShock,
        GammaShock,
        LognormalShock,
        NoShock,
    )
    from mutualaid.scenario.simulation import SimulatedLoss, Simulation, simulate
    from mutualaid.scenario.sizes import ShareOfBenefit
    from mutualaid.scenario.tabular import Tabular

PLACES = {
    "Assumption": "assumed",
    "Assumptions": "assumptions",
    "Bar": "levers",
    "Cell": "cells",
    "Cliff": "edge",
    "CommonShock": "shock",
    "Comparison": "comparison",
    "DiffersFromRecord": "record",
    "DiscreteShock": "shock",
    "DocumentProblem": "documents",
    "Due": "cells",
    "EdgeUnit": "edge",
    "EmpiricalSeverity": "severity",
    "Errors": "distribution",
    "Exposure": "cells",
    "Factors": "assumed",
    "Fees": "result",
    "FixedSeverity": "severity",
    "Flow": "assumed",
    "Fund": "fund",
    "GammaShock": "shock",
    "Gap": "gaps",
    "InvalidAssumptions": "documents",
    "InvalidDocument": "documents",
    "InvalidScenario": "documents",
    "LognormalShock": "shock",
    "LossDistribution": "distribution",
    "MissingAssumptions": "gaps",
    "NoShock": "shock",
    "PlanEdge": "edge",
    "PlanResult": "result",
    "PlanYear": "projection",
    "Population": "population",
    "Portfolio": "portfolio",
    "Projection": "projection",
    "Rate": "assumed",
    "Result": "result",
    "Risk": "assumptions",
    "RunRecord": "record",
    "Scenario": "scenario",
    "ScenarioFile": "scenario_files",
    "ScipySeverity": "severity",
    "Severity": "severity",
    "ShareOfBenefit": "sizes",
    "Shock": "assumed",
    "SimulatedLoss": "simulation",
    "Simulation": "simulation",
    "Sweep": "comparison",
    "Tabular": "tabular",
    "Tornado": "levers",
    "Year": "projection",
    "assumptions_schema": "assumption_schema",
    "cliff": "edge",
    "combine": "cells",
    "compare": "comparison",
    "expose": "exposure",
    "fewer": "participation",
    "load_scenario": "scenario_files",
    "project": "projection",
    "simulate": "simulation",
    "sweep": "comparison",
    "tornado": "levers",
}
"""The module of each public name."""
EXTRA = frozenset({"narwhals", "numpy", "pyarrow", "scipy"})

__all__ = [
    "Assumption",
    "Assumptions",
    "Bar",
    "Cell",
    "Cliff",
    "CommonShock",
    "Comparison",
    "DiffersFromRecord",
    "DiscreteShock",
    "DocumentProblem",
    "Due",
    "EdgeUnit",
    "EmpiricalSeverity",
    "Errors",
    "Exposure",
    "Factors",
    "Fees",
    "FixedSeverity",
    "Flow",
    "Fund",
    "GammaShock",
    "Gap",
    "InvalidAssumptions",
    "InvalidDocument",
    "InvalidScenario",
    "LognormalShock",
    "LossDistribution",
    "MissingAssumptions",
    "NoShock",
    "PlanEdge",
    "PlanResult",
    "PlanYear",
    "Population",
    "Portfolio",
    "Projection",
    "Rate",
    "Result",
    "Risk",
    "RunRecord",
    "Scenario",
    "ScenarioFile",
    "ScipySeverity",
    "Severity",
    "ShareOfBenefit",
    "Shock",
    "SimulatedLoss",
    "Simulation",
    "Sweep",
    "Tabular",
    "Tornado",
    "Year",
    "assumptions_schema",
    "cliff",
    "combine",
    "compare",
    "expose",
    "fewer",
    "load_scenario",
    "project",
    "simulate",
    "sweep",
    "tornado",
]


def __getattr__(name: str) -> Any:
    """Load the module of a public name.

    Raises:
        MissingExtra: numpy, scipy or narwhals is not installed.
    """
    if name not in PLACES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    try:
        module = import_module(f"{__name__}.{PLACES[name]}")
    except ModuleNotFoundError as error:
        if error.name not in EXTRA:
            raise
        raise MissingExtra(
            f"Scenarios are reckoned with {error.name}, which is not installed",
            hint="pip install 'mutualaid[scenario]'",
        ) from None
    return getattr(module, name)
