"""Scenarios in TOML: a population, assumptions, changes of policy, and what is to be answered."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

import attrs

from mutualaid.errors import InvalidValue
from mutualaid.records import load_change
from mutualaid.scenario.assumptions import Assumptions
from mutualaid.scenario.comparison import Comparison, Sweep, compare, sweep
from mutualaid.scenario.documents import DocumentProblem, InvalidScenario
from mutualaid.scenario.result import LEVELS, QUANTILES, RUIN, Result
from mutualaid.scenario.said import Said, a_day, a_number, a_table, a_text, numbers, texts
from mutualaid.scenario.scenario import Scenario

if TYPE_CHECKING:
    from mutualaid.catalogue import Catalogue
    from mutualaid.scenario.population import Progress

Points: TypeAlias = float | dict[str, float]
CHANGES = 'write paths of files, such as ["draft.toml"]'
A_FILE = "write the path of a file, from the folder of this one"
POINTS = "write points such as -5, or { accident = -5 }"


@attrs.frozen(eq=False)
class ScenarioFile:
    """Hold what the file of a scenario says.

    Args:
        base: The scenario.
        others: Those that are to be held against it.
        over: What is to be varied, with its values.
    """

    base: Scenario
    others: tuple[Scenario, ...] = attrs.field(default=(), kw_only=True)
    over: Mapping[str, tuple[Any, ...]] = attrs.field(factory=dict, kw_only=True)

    @property
    def several(self) -> bool:
        """Whether more than one scenario is run."""
        return bool(self.others or self.over)

    def answer(
        self,
        *,
        rows: Progress | None = None,
        scenarios: Progress | None = None,
    ) -> Result | Comparison | Sweep:
        """Give what the file asks for: a sweep, a comparison, or what comes of the one scenario.

        Args:
            rows: Is called with how many rows are done, and how many there are.
            scenarios: Is called with how many scenarios are done, and how many there are.
        """
        self.base.expose(progress=rows)
        if self.over:
            return sweep(self.base, over=self.over, progress=scenarios)
        if self.others:
            return compare(self.base, *self.others, progress=scenarios)
        return self.base.run()


def load_scenario(path: str | Path, catalogue: Catalogue) -> ScenarioFile:
    """Read the file of a scenario.

    Args:
        path: The TOML file; it names other files from the folder that it lies in.
        catalogue: The policy; the file's own changes are laid over it.

    Raises:
        InvalidAssumptions: Everything that is wrong with the assumptions.
        InvalidScenario: Everything that is wrong with the file, at once.
        InvalidValue: No TOML in UTF-8; figures out of range.
        OSError: A file cannot be read.
        UnknownName: A plan that there is not.
        MutualAidError: As from `load_change` and `Catalogue.with_change`.
    """
    file = Path(path)
    try:
        document = tomllib.loads(file.read_bytes().decode("utf-8-sig"), parse_float=Decimal)
    except (ValueError, RecursionError) as error:
        raise InvalidValue(
            f"{file} is no TOML in UTF-8: {error}",
            hint="write lines such as: starts = 2016-01-01",
        ) from None
    problems: list[DocumentProblem] = []
    said = Said("", document, problems)
    entries = said.needed("entries", a_text, A_FILE, "")
    assumptions = said.needed("assumptions", a_text, A_FILE, "")
    units = said.text("units")
    arguments = _arguments(said)
    laid: Sequence[str] = said.read("changes", texts, CHANGES, ())
    others = [
        (said.read("changes", texts, CHANGES, ()), _other(said)) for said in said.under("compare")
    ]
    over = _over(said)
    if others and over:
        said.fault("sweep", "stands beside compare", "write the one or the other")
    said.no_more()
    if problems:
        raise InvalidScenario(problems)
    folder = file.parent
    base = Scenario(
        _with_changes(catalogue, folder, laid),
        folder / entries,
        None if units is None else folder / units,
        assumptions=Assumptions.load(folder / assumptions),
        **arguments,
    )
    return ScenarioFile(
        base,
        others=tuple(
            base.but(catalogue=_with_changes(base.catalogue, folder, changes), **its)
            for changes, its in others
        ),
        over=over,
    )


def _with_changes(catalogue: Catalogue, folder: Path, changes: Sequence[str]) -> Catalogue:
    if not changes:
        return catalogue
    return catalogue.with_change(*(load_change(folder / name) for name in changes))


def _arguments(said: Said) -> dict[str, Any]:
    """Read what is passed to the scenario."""
    levels = "write levels such as [0.95, 0.99]"
    return {
        "starts": said.needed("starts", a_day, "write a date as 2016-01-31", date.min),
        "plans": said.read("plans", texts, 'write codes such as ["accident"]', None),
        "weights": said.text("weights"),
        "columns": said.read("columns", a_table, 'write { birth_date = "dob" }', None),
        "participation": said.read("participation", _points, POINTS, 0.0),
        "seed": said.read("seed", _whole, "write a whole number from 0 up", 0),
        "reserve": said.read("reserve", a_number(), "write yuan", 0.0),
        "reserves": said.read("reserves", a_table, "write { accident = 100000 }", {}),
        "levels": said.read("levels", numbers, levels, LEVELS),
        "quantiles": said.read("quantiles", numbers, levels, QUANTILES),
        "ruin": said.read("ruin", a_number(1.0), "write a chance such as 0.005", RUIN),
        "name": said.text("name") or "",
    }


def _other(said: Said) -> dict[str, Any]:
    """Read in what a scenario that is compared differs, its changes of policy aside."""
    given: dict[str, Any] = {"name": said.text("name") or ""}
    if "participation" in said:
        given["participation"] = said.read("participation", _points, POINTS, 0.0)
    if "reserve" in said:
        given["reserve"] = said.read("reserve", a_number(), "write yuan", 0.0)
    said.no_more()
    return given


def _over(said: Said) -> dict[str, tuple[Any, ...]]:
    """Read what is varied; tables inside each other are joined into paths."""
    varied: Mapping[str, Any] = said.read("sweep", a_table, "write paths with their values", {})
    over = {}
    for path, values in _flat("", varied):
        if isinstance(values, list) and values:
            over[path] = tuple(values)
        else:
            said.fault(f"sweep, {path}", f"{values!r} are no values", "write them as [90, 100]")
    return over


def _flat(before: str, said: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    for key, value in said.items():
        if isinstance(value, Mapping):
            yield from _flat(f"{before}{key}.", value)
        else:
            yield f"{before}{key}", value


def _points(value: object) -> Points:
    if isinstance(value, Mapping):
        return {str(code): _below(one) for code, one in value.items()}
    return _below(value)


def _below(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | Decimal) or value > 0:
        raise TypeError(value)
    return float(value)


def _whole(value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise TypeError(value)
    return value
