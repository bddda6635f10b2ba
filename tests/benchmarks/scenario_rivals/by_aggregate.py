"""The distribution of a portfolio by the package `aggregate`, in an interpreter that has it.

Reads JSON from its input: cells as `tests/benchmarks/scenario.py` writes them, the step of the
grid, how many points it has as a power of 2, and the levels that are asked for. Prints quantiles,
TVaR and chances, and what it took.
"""

from __future__ import annotations

import json
import sys
import warnings
from importlib.metadata import version
from pathlib import Path
from time import perf_counter
from typing import Any

SEVERITIES = {"lognorm": ("s", "sev_a"), "gamma": ("a", "sev_a"), "expon": (None, "sev_a")}


def highest() -> float:
    """Give the highest resident set that this process has had, in MB."""
    tells = Path("/proc/self/status")
    lines = tells.read_text().splitlines() if tells.exists() else []
    return next((int(line.split()[1]) for line in lines if line.startswith("VmHWM")), 0) / 1024


def severity(given: dict[str, Any]) -> dict[str, Any]:
    """Give the arguments for a severity."""
    if given["kind"] == "fixed":
        return {"sev_name": "dhistogram", "sev_xs": [given["amount"]], "sev_ps": [1.0]}
    if given["kind"] == "empirical":
        weights = [weight / sum(given["weights"]) for weight in given["weights"]]
        return {"sev_name": "dhistogram", "sev_xs": given["values"], "sev_ps": weights}
    shape, argument = SEVERITIES[given["name"]]
    params = given["params"]
    shapes = {} if shape is None else {argument: params[shape]}
    return {"sev_name": given["name"], "sev_scale": params.get("scale", 1.0), **shapes}


def main() -> None:
    """Compute, and print what came out."""
    warnings.simplefilter("ignore")
    from aggregate import Aggregate, Portfolio  # noqa: PLC0415 - the clock starts after it

    asked = json.load(sys.stdin)
    start = perf_counter()
    units = [
        Aggregate(
            f"Cell{at}",
            exp_en=cell["lives"] * cell["probability"],
            exp_attachment=0,
            exp_limit=cell["ceiling"],
            freq_name="binomial",
            freq_a=cell["probability"],
            **severity(cell["severity"]),
        )
        for at, cell in enumerate(asked["cells"])
    ]
    whole = Portfolio("Whole", units)
    # Exact, however many claims there are.
    whole.update(asked["log2"], asked["step"], approx_freq_ge=1e12, add_exa=False, remove_fuzz=True)
    quantiles = [float(whole.q(level)) for level in asked["levels"]]
    taken = perf_counter() - start
    masses = whole.density_df.p_total
    json.dump(
        {
            "quantiles": quantiles,
            "tvars": [float(whole.tvar(level)) for level in asked["levels"]],
            "above": [float(masses[masses.index > at + 1e-6].sum()) for at in asked["amounts"]],
            "mean": float((masses * masses.index).sum()),
            "seconds": taken,
            "peak": highest(),
            "version": version("aggregate"),
        },
        sys.stdout,
    )


main()
