"""The distribution of what is paid: of five million members, beside simulation and `aggregate`.

Run it with `python tests/benchmarks/scenario.py`. Three questions, each with the same answers
checked before anything is said of time, all ratios within the one run:

- how long a population of `--sizes` takes, and how much memory: to reduce it to cells, and from
  cells to the result of all plans. Each in a process of its own, which reads the population from
  files;
- how much longer simulation takes than the transform until its standard error of the 99.5 %
  quantile is what the transform states as its bound;
- with `--aggregate PYTHON`, an interpreter in which the package `aggregate` is installed (its
  pins and ours differ): whether both agree on the same portfolio, and the ratio of the times.

`--table FILE.md` keeps the outcome.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import platform
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable
from datetime import date
from importlib.metadata import version
from pathlib import Path
from time import perf_counter
from typing import Any

import numpy as np
import polars as pl

from mutualaid import load_catalogue
from mutualaid.scenario import (
    Assumptions,
    EmpiricalSeverity,
    FixedSeverity,
    LossDistribution,
    Portfolio,
    ScipySeverity,
    expose,
    simulate,
)
from mutualaid.scenario.distribution import distribution
from mutualaid.scenario.portfolio import Cell
from mutualaid.scenario.result import Result
from mutualaid.testing.population import population

HERE = Path(__file__).resolve()
RIVAL = HERE.parent / "scenario_rivals" / "by_aggregate.py"
ASSUMPTIONS = HERE.parents[2] / "docs" / "examples" / "scenario" / "assumptions.toml"
STARTS = date(2016, 1, 1)
SIZES = [100_000, 1_000_000, 5_000_000]
LIVES = [10_000, 100_000]
LEVELS = [0.5, 0.9, 0.99, 0.995]
LEVEL = 0.995
RUNS = 4_000


def resident(name: str) -> float:
    """Give the resident set of this process, "VmRSS" now or "VmHWM" at its highest, in MB."""
    tells = Path("/proc/self/status")
    lines = tells.read_text().splitlines() if tells.exists() else []
    return next((int(line.split()[1]) for line in lines if line.startswith(name)), 0) / 1024


def timed(work: Callable[[], Any], rounds: int) -> tuple[float, Any]:
    """Give the median time of so many rounds, and what came out of the last."""
    taken, made = [], None
    for _ in range(rounds):
        before = perf_counter()
        made = work()
        taken.append(perf_counter() - before)
    return statistics.median(taken), made


# Five million members -------------------------------------------------------------------------


def once(folder: Path, *, alone: bool) -> None:
    """Reduce a population to cells, or compute the result of cells; print what it took."""
    catalogue, assumptions = load_catalogue(), Assumptions.load(ASSUMPTIONS)
    entries, units = (pl.read_parquet(folder / f"{name}.parquet") for name in ("entries", "units"))
    held = resident("VmRSS")
    before = perf_counter()
    exposure = expose(catalogue, entries, units, starts=STARTS)
    exposed = perf_counter() - before
    most = resident("VmHWM")
    if alone:
        print(json.dumps({"exposed": exposed, "peak": most, "held": held}))
        return
    del entries, units
    portfolio = assumptions.portfolio(exposure)
    shock = assumptions.shock
    seconds, result = timed(
        lambda: Result.of(portfolio, {}, shock=None if shock is None else shock.law), 3
    )
    total: LossDistribution = result.distribution()
    mean = float(total.amounts @ total.masses)
    if abs(mean - portfolio.expected) > 1e-6 * portfolio.expected:
        sys.exit(f"the mean of the distribution is {mean}, and that of the cells is not")
    print(
        json.dumps(
            {"cells": len(portfolio), "lives": portfolio.lives, "computed": seconds}
            | result.total.errors.to_dict()
            | {"sd": total.sd, "mean": total.mean}
        )
    )


def measure_sizes(sizes: list[int]) -> str:
    """Measure populations of so many rows."""
    lines = [
        "| rows | cells | to cells | memory | cells to result | bound in deviations | aliasing |",
        "| ---: | ---: | ---: | ---: | ---: | ---: | ---: |",
    ]
    for size in sizes:
        with tempfile.TemporaryDirectory() as name:
            entries, units = population(size, seed=size)
            entries.write_parquet(Path(name) / "entries.parquet")
            units.write_parquet(Path(name) / "units.parquet")
            del entries, units
            one, other = (
                json.loads(
                    subprocess.run(
                        [sys.executable, str(HERE), "--once", how, "--folder", name],
                        capture_output=True,
                        text=True,
                        check=True,
                    ).stdout
                )
                for how in ("exposure", "result")
            )
        lines.append(
            f"| {size:,} | {other['cells']:,} | {one['exposed']:.1f} s"
            f" | {one['peak'] - one['held']:,.0f} MB | {other['computed']:.1f} s"
            f" | {other['displacement'] / other['sd']:.3f} | {other['aliasing']:.0e} |"
        )
    return "\n".join(lines) + "\n"


# Beside simulation ----------------------------------------------------------------------------


def made_up(lives: float) -> Portfolio:
    """Make a portfolio of severities of every kind, with a probability for each age."""
    lognormal = ScipySeverity("lognorm", {"s": 1.2, "scale": 3_000})
    gamma = ScipySeverity("gamma", {"a": 2.0, "scale": 2_000})
    seen = EmpiricalSeverity([500, 1_500, 6_000], weights=[6, 3, 1])
    return Portfolio(
        Cell(f"{name}{age}", name, round(lives / 88), chance * (1 + age / 20), ceiling, severity)
        for name, chance, ceiling, severity in (
            ("medical", 0.04, 20_000, lognormal),
            ("accident", 0.002, 15_000, gamma),
            ("property", 0.001, 5_000, seen),
            ("illness", 0.001, 10_000, FixedSeverity(10_000)),
        )
        for age in range(22)
    )


def measure_simulation(lives: list[int]) -> str:
    """Measure how long simulation takes until it is as exact."""
    lines = [
        "| lives | transform | its bound | 4,000 runs | their error | as exact after | ratio |",
        "| ---: | ---: | ---: | ---: | ---: | ---: | ---: |",
    ]
    for many in lives:
        portfolio = made_up(many)
        fast, law = timed(lambda portfolio=portfolio: distribution(portfolio), 5)
        slow, drawn = timed(lambda portfolio=portfolio: simulate(portfolio, seed=1, runs=RUNS), 1)
        drawn = drawn["total"]
        check_runs(law, drawn)
        low, high = law.quantile_bounds(LEVEL)
        bound = (high - low) / 2
        # The chance of a quantile over the density there.
        width = law.quantile(LEVEL + 0.001) - law.quantile(LEVEL - 0.001)
        error = math.sqrt(LEVEL * (1 - LEVEL) / RUNS) * width / 0.002
        runs = RUNS * (error / bound) ** 2
        lines.append(
            f"| {many:,} | {fast:.3f} s | {bound / law.sd:.4f} | {slow:.1f} s"
            f" | {error / law.sd:.4f} | {runs:,.0f} runs"
            f" | {slow * runs / RUNS / fast:,.0f} |"
        )
    return "\n".join(lines) + "\n"


def check_runs(law: LossDistribution, drawn: Any) -> None:
    """Stop where the runs do not agree with the distribution."""
    if abs(drawn.mean - law.mean) > 4 * drawn.mean_error:
        sys.exit(f"the runs have the mean {drawn.mean}, and the distribution has {law.mean}")
    for level in LEVELS:
        found = drawn.cdf(law.quantile(level))
        if abs(found - level) > 4 * math.sqrt(level * (1 - level) / RUNS):
            sys.exit(f"the runs reach the quantile of {level} with the chance {found}")


# Beside aggregate -----------------------------------------------------------------------------


def measure_aggregate(python: str, lives: list[int]) -> str:
    """Compare with the package `aggregate` on the same portfolio and the same grid."""
    lines = [
        "| lives | step | points | chances | quantile | TVaR | transform | `aggregate` | ratio |",
        "| ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |",
    ]
    said = ""
    for many in lives:
        portfolio = made_up(many)
        fine = distribution(portfolio)
        # Its grid begins at 0, so that of many lives it is mostly empty.
        log2 = min(max(math.ceil(math.log2((fine.mean + 10 * fine.sd) / 20)), 16), 18)
        step = math.ceil((fine.mean + 10 * fine.sd) / 2**log2 / 10) * 10
        fast, law = timed(
            lambda portfolio=portfolio, step=step: distribution(portfolio, step=step), 5
        )
        amounts = [law.quantile(level) for level in LEVELS]
        asked = {
            "cells": [
                {
                    "lives": cell.lives,
                    "probability": cell.probability,
                    "ceiling": cell.ceiling,
                    "severity": cell.severity.to_dict(),
                }
                for cell in portfolio
            ],
            "levels": LEVELS,
            "amounts": amounts,
            "step": step,
            "log2": log2,
        }
        run = subprocess.run(
            [python, str(RIVAL)], input=json.dumps(asked), capture_output=True, text=True,
            check=True,
        )  # fmt: skip
        other = json.loads(run.stdout[run.stdout.index("{") :])
        chances = [
            abs(theirs - law.probability_above(amount))
            for amount, theirs in zip(amounts, other["above"], strict=True)
        ]
        quantile = abs(other["quantiles"][-1] - law.quantile(LEVEL))
        tail = abs(other["tvars"][-1] - law.tvar(LEVEL))
        if max(chances) > 1e-4 or quantile > 2 * step or tail > 2 * step:
            sys.exit(f"aggregate finds something else: {chances}, {quantile}, {tail}")
        said = other["version"]
        lines.append(
            f"| {many:,} | {step} yuan | 2^{log2} | {max(chances):.0e} | {quantile / law.sd:.0e}"
            f" | {tail / law.sd:.0e} | {fast:.3f} s | {other['seconds']:.1f} s,"
            f" {other['peak']:,.0f} MB | {other['seconds'] / fast:,.0f} |"
        )
    return "\n".join(lines) + f"\n\naggregate {said}\n"


def versions() -> str:
    """Say with what it was measured."""
    found = ", ".join(f"{name} {version(name)}" for name in ("mutualaid", "numpy", "scipy"))
    cores = os.cpu_count()
    return f"Python {platform.python_version()}, {found}; {cores} cores, {platform.machine()}\n"


def main() -> None:
    """Measure, and write what came out."""
    reader = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    reader.add_argument("--sizes", type=int, nargs="*", default=SIZES, help="rows of populations")
    reader.add_argument("--lives", type=int, nargs="*", default=LIVES)
    reader.add_argument("--aggregate", metavar="PYTHON", help="an interpreter that has it")
    reader.add_argument("--table", type=Path, help="where the outcome is kept")
    reader.add_argument("--once", choices=("exposure", "result"), help=argparse.SUPPRESS)
    reader.add_argument("--folder", type=Path, help=argparse.SUPPRESS)
    asked = reader.parse_args()
    if asked.once:
        once(asked.folder, alone=asked.once == "exposure")
        return
    np.seterr(all="raise", under="ignore")
    tables = [measure_simulation(asked.lives)]
    if asked.aggregate:
        tables.append(measure_aggregate(asked.aggregate, asked.lives))
    tables += [measure_sizes(asked.sizes), versions()]
    outcome = "\n".join(tables)
    print(outcome)
    if asked.table:
        asked.table.write_text(outcome, encoding="utf-8")


if __name__ == "__main__":
    main()
