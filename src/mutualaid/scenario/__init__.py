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
    from mutualaid.scenario.exposure import expose
    from mutualaid.scenario.gaps import Gap, MissingAssumptions
    from mutualaid.scenario.participation import fewer
    from mutualaid.scenario.scenario import Scenario
    from mutualaid.scenario.sizes import ShareOfBenefit

PLACES = {
    "Assumption": "assumed",
    "AssumptionProblem": "assumption_errors",
    "Assumptions": "assumptions",
    "Cell": "cells",
    "Due": "cells",
    "Exposure": "cells",
    "Factors": "assumed",
    "Flow": "assumed",
    "Gap": "gaps",
    "InvalidAssumptions": "assumption_errors",
    "MissingAssumptions": "gaps",
    "Rate": "assumed",
    "Scenario": "scenario",
    "ShareOfBenefit": "sizes",
    "Shock": "assumed",
    "combine": "cells",
    "expose": "exposure",
    "fewer": "participation",
}
"""The module of each public name."""
EXTRA = frozenset({"narwhals", "numpy", "scipy"})

__all__ = [
    "Assumption",
    "AssumptionProblem",
    "Assumptions",
    "Cell",
    "Due",
    "Exposure",
    "Factors",
    "Flow",
    "Gap",
    "InvalidAssumptions",
    "MissingAssumptions",
    "Rate",
    "Scenario",
    "ShareOfBenefit",
    "Shock",
    "combine",
    "expose",
    "fewer",
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
