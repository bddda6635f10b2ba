"""Scenarios for actuaries: exposure, assumptions, the distribution of what is paid, comparisons.

What is asked for is loaded with it: numpy and scipy come with the extra `scenario`.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from mutualaid.errors import MissingExtra

if TYPE_CHECKING:
    from mutualaid.scenario.assumed import Assumption, Factors, Flow, Rate, Shock
    from mutualaid.scenario.assumption_errors import AssumptionProblem, InvalidAssumptions
    from mutualaid.scenario.assumptions import Assumptions
    from mutualaid.scenario.cells import Cell, Due, Exposure, combine
    from mutualaid.scenario.distribution import Errors, LossDistribution
    from mutualaid.scenario.exposure import expose
    from mutualaid.scenario.gaps import Gap, MissingAssumptions
    from mutualaid.scenario.participation import fewer
    from mutualaid.scenario.portfolio import Portfolio
    from mutualaid.scenario.result import Fees, PlanResult, Result
    from mutualaid.scenario.scenario import Scenario
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

PLACES = {
    "Assumption": "assumed",
    "AssumptionProblem": "assumption_errors",
    "Assumptions": "assumptions",
    "Cell": "cells",
    "CommonShock": "shock",
    "DiscreteShock": "shock",
    "Due": "cells",
    "EmpiricalSeverity": "severity",
    "Errors": "distribution",
    "Exposure": "cells",
    "Factors": "assumed",
    "Fees": "result",
    "FixedSeverity": "severity",
    "Flow": "assumed",
    "GammaShock": "shock",
    "Gap": "gaps",
    "InvalidAssumptions": "assumption_errors",
    "LognormalShock": "shock",
    "LossDistribution": "distribution",
    "MissingAssumptions": "gaps",
    "NoShock": "shock",
    "PlanResult": "result",
    "Portfolio": "portfolio",
    "Rate": "assumed",
    "Result": "result",
    "Scenario": "scenario",
    "ScipySeverity": "severity",
    "Severity": "severity",
    "ShareOfBenefit": "sizes",
    "Shock": "assumed",
    "SimulatedLoss": "simulation",
    "Simulation": "simulation",
    "combine": "cells",
    "expose": "exposure",
    "fewer": "participation",
    "simulate": "simulation",
}
"""The module of each public name."""
EXTRA = frozenset({"narwhals", "numpy", "scipy"})

__all__ = [
    "Assumption",
    "AssumptionProblem",
    "Assumptions",
    "Cell",
    "CommonShock",
    "DiscreteShock",
    "Due",
    "EmpiricalSeverity",
    "Errors",
    "Exposure",
    "Factors",
    "Fees",
    "FixedSeverity",
    "Flow",
    "GammaShock",
    "Gap",
    "InvalidAssumptions",
    "LognormalShock",
    "LossDistribution",
    "MissingAssumptions",
    "NoShock",
    "PlanResult",
    "Portfolio",
    "Rate",
    "Result",
    "Scenario",
    "ScipySeverity",
    "Severity",
    "ShareOfBenefit",
    "Shock",
    "SimulatedLoss",
    "Simulation",
    "combine",
    "expose",
    "fewer",
    "simulate",
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
