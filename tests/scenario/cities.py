"""A population and assumptions that tests of scenarios share."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mutualaid import PolicyChange, Source, load_catalogue
from mutualaid.scenario import Assumptions, Scenario
from mutualaid.testing.population import population

if TYPE_CHECKING:
    import polars as pl

EXAMPLE = Path(__file__).parents[2] / "docs" / "examples" / "scenario"
STARTS = date(2016, 1, 1)
CATALOGUE = load_catalogue()
FEW = ("critical_illness", "womens_illness", "accident")


@cache
def city() -> tuple[pl.DataFrame, pl.DataFrame]:
    return population(800, seed=15, by_plan=0.1)


@cache
def assumptions() -> Assumptions:
    return Assumptions.load(EXAMPLE / "assumptions.toml")


def scenario(**others: Any) -> Scenario:
    given = {"starts": STARTS, "assumptions": assumptions(), "plans": FEW, **others}
    return Scenario(CATALOGUE, *city(), **given)


@cache
def base() -> Scenario:
    return scenario()


def draft(name: str = "draft", **settings: Any) -> PolicyChange:
    """Give a change of figures of critical illness, such as fee__amount=100."""
    paths = {f"critical_illness.{key.replace('__', '.')}": one for key, one in settings.items()}
    return PolicyChange(name, since=STARTS, source=Source("a draft"), set=paths)
