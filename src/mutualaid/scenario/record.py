"""The record of a run: what it was given, what came out, and by which versions, to be run again."""

from __future__ import annotations

import json
import math
import platform
from collections.abc import Iterator, Mapping
from datetime import date
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final

import attrs

from mutualaid.catalogue import Catalogue, load_catalogue
from mutualaid.errors import InvalidValue, MutualAidError
from mutualaid.records import from_plain, to_plain
from mutualaid.scenario.assumptions import Assumptions
from mutualaid.scenario.fingerprint import of_document, of_edition, of_input
from mutualaid.scenario.result import Result
from mutualaid.scenario.scenario import Scenario

FORM: Final = 1
"""Version of the form; a record of another is refused."""
PACKAGES = ("mutualaid", "narwhals", "numpy", "scipy")
SETTINGS = (
    "plans", "weights", "columns", "participation", "seed", "reserve", "reserves", "levels",
    "quantiles", "ruin", "name",
)  # fmt: skip
"""Arguments of a scenario that are kept as they are."""
CLOSE = 1e-9
"""Figures are alike that differ by no more than this part: other versions round otherwise."""


class DiffersFromRecord(MutualAidError, ValueError):
    """A run is not given, or does not come to, what its record holds.

    Args:
        differences: What differs, such as "entries", "rules of accident", or a figure's name.
    """

    def __init__(self, differences: tuple[str, ...]) -> None:
        self.differences = differences
        super().__init__(
            f"This is not the run of the record: {', '.join(differences)} differ"
            f"{'s' if len(differences) == 1 else ''}",
            hint="give what the run was given; `record.versions` tells by which versions it ran",
        )


@attrs.frozen(kw_only=True)
class RunRecord:
    """Hold what a run of a scenario was given and what came out.

    Args:
        starts: First day of the covers.
        settings: The scenario's other arguments, by name.
        changes: The changes of policy, each as JSON writes it.
        assumptions: The assumptions, in the form of their TOML file.
        inputs: The fingerprints of entries and units; None of lazy frames, and of units that are
            not given.
        rules: The fingerprint of each plan's rules, changes included, by code.
        exposure: The fingerprint of the cells that the population came to, whatever its form.
        versions: Versions of Python and of the packages, and of each plan's distribution.
        figures: What came out, as `Result.to_dict` gives it.
    """

    starts: date
    settings: Mapping[str, Any] = attrs.field(hash=False)
    changes: tuple[Mapping[str, Any], ...] = attrs.field(hash=False)
    assumptions: Mapping[str, Any] = attrs.field(hash=False)
    inputs: Mapping[str, str | None] = attrs.field(hash=False)
    rules: Mapping[str, str] = attrs.field(hash=False)
    exposure: str
    versions: Mapping[str, str] = attrs.field(hash=False)
    figures: Mapping[str, Any] = attrs.field(hash=False)

    @classmethod
    def of(cls, scenario: Scenario, *, result: Result | None = None) -> RunRecord:
        """Record a run.

        Args:
            scenario: The scenario.
            result: What came out; the scenario is run, if it is not given.

        Raises:
            InvalidValue: A change with hooks, which does not go to JSON.
            MutualAidError: As from `Scenario.run`.
        """
        came_out = scenario.run() if result is None else result
        return cls(
            starts=scenario.starts,
            settings=_plain({name: getattr(scenario, name) for name in SETTINGS}),
            changes=tuple(_plain(to_plain(change)) for change in scenario.catalogue.changes),
            assumptions=_plain(scenario.assumptions.to_dict()),
            inputs=_inputs(scenario.entries, scenario.units),
            rules=_rules(scenario),
            exposure=of_document(scenario.exposure),
            versions=_versions(scenario),
            figures=_plain(came_out.to_dict()),
        )

    # Again ----------------------------------------------------------------------------------------

    def scenario(
        self, entries: Any, units: Any = None, *, catalogue: Catalogue | None = None
    ) -> Scenario:
        """Give the scenario anew.

        Args:
            entries: The entries, or the path of their file, as the run was given them.
            units: The units.
            catalogue: The plans without the changes; every installed plan, if not said.

        Raises:
            MutualAidError: As from `Catalogue.with_change` and `Scenario`.
        """
        plans = load_catalogue() if catalogue is None else catalogue
        changes = [from_plain(change) for change in self.changes]
        return Scenario(
            plans.with_change(*changes) if changes else plans,
            entries,
            units,
            starts=self.starts,
            assumptions=Assumptions.from_dict(self.assumptions),
            **self.settings,
        )

    def rerun(
        self, entries: Any, units: Any = None, *, catalogue: Catalogue | None = None
    ) -> Result:
        """Run again what was recorded.

        Args:
            entries: The entries, or the path of their file, as the run was given them.
            units: The units.
            catalogue: The plans without the changes; every installed plan, if not said.

        Returns:
            What comes out, which is what came out then.

        Raises:
            DiffersFromRecord: Other people, other rules, or other figures; all that differs at
                once.
            MutualAidError: As from `scenario` and `Scenario.run`.
        """
        again = self.scenario(entries, units, catalogue=catalogue)
        other = (
            *_differing(self.inputs, _inputs(entries, units), ""),
            *_differing(self.rules, _rules(again), "rules of "),
        )
        if other:
            raise DiffersFromRecord(other)
        result = again.run()
        came_out = _plain(result.to_dict())
        if of_document(again.exposure) != self.exposure:
            raise DiffersFromRecord(("people covered",))
        if figures := tuple(_unlike(self.figures, came_out, "")):
            raise DiffersFromRecord(figures)
        return result

    # To files and back ----------------------------------------------------------------------------

    def to_dict(self) -> dict[str, Any]:
        """Give the record in values that JSON knows."""
        fields = attrs.asdict(self, recurse=False)
        return {
            "type": "run_record",
            "version": FORM,
            **fields,
            "starts": self.starts.isoformat(),
            "changes": list(self.changes),
        }

    @classmethod
    def from_dict(cls, document: Mapping[str, Any]) -> RunRecord:
        """Read a record as `to_dict` gives it.

        Raises:
            InvalidValue: It is no record, or one of another form.
        """
        names = {field.name for field in attrs.fields(cls)}
        said = {name: value for name, value in document.items() if name in names}
        kind = document.get("type"), document.get("version")
        if kind != ("run_record", FORM) or said.keys() != names:
            raise InvalidValue(
                "This is no record of a run",
                name="document",
                value=document,
                allowed=f"what `RunRecord.to_dict` gave, of version {FORM}",
            )
        starts = date.fromisoformat(said.pop("starts"))
        return cls(starts=starts, changes=tuple(said.pop("changes")), **said)

    def save(self, path: str | Path) -> None:
        """Write the record to a JSON file.

        Raises:
            OSError: The file cannot be written.
        """
        text = json.dumps(self.to_dict(), ensure_ascii=False, indent=2)
        Path(path).write_text(f"{text}\n", encoding="utf-8")

    @classmethod
    def load(cls, path: str | Path) -> RunRecord:
        """Read a record from a JSON file.

        Raises:
            InvalidValue: It holds no record.
            OSError: The file cannot be read.
        """
        try:
            document = json.loads(Path(path).read_bytes())
        except ValueError as error:
            raise InvalidValue(f"{path} is no JSON: {error}") from None
        return cls.from_dict(document if isinstance(document, dict) else {})


def _plain(value: Any) -> Any:
    """Give values as they come back from JSON, so that a record equals itself read again."""
    return json.loads(json.dumps(value))


def _inputs(entries: Any, units: Any) -> dict[str, str | None]:
    given = {"entries": entries, "units": units}
    return {name: of_input(one, name) for name, one in given.items()}


def _rules(scenario: Scenario) -> dict[str, str]:
    return {code: of_edition(edition) for code, edition in scenario.editions.items()}


def _versions(scenario: Scenario) -> dict[str, str]:
    plans = {f"plan {code}": scenario.catalogue[code].found for code in scenario.editions}
    packages = {name: version(name) for name in PACKAGES}
    return {"python": platform.python_version(), **packages, **plans}


def _differing(
    recorded: Mapping[str, str | None], given: Mapping[str, str | None], what: str
) -> Iterator[str]:
    """Name what has another fingerprint, or stands on one side only.

    A lazy frame has none, and is held by what it comes to.
    """
    for name in dict.fromkeys((*recorded, *given)):
        one, other = recorded.get(name), given.get(name)
        both_known = one is not None and other is not None
        if one != other and (both_known or name not in {"entries", "units"}):
            yield f"{what}{name}"


def _unlike(one: Any, other: Any, place: str) -> Iterator[str]:
    """Name the figures that differ by more than rounding."""
    if isinstance(one, Mapping) and isinstance(other, Mapping):
        for name in dict.fromkeys((*one, *other)):
            yield from _unlike(one.get(name), other.get(name), f"{place}.{name}".lstrip("."))
    elif isinstance(one, list) and isinstance(other, list) and len(one) == len(other):
        for number, (mine, theirs) in enumerate(zip(one, other, strict=True)):
            named = mine.get("code", number) if isinstance(mine, Mapping) else number
            yield from _unlike(mine, theirs, f"{place}.{named}")
    elif isinstance(one, float) and isinstance(other, float):
        if not math.isclose(one, other, rel_tol=CLOSE, abs_tol=CLOSE):
            yield place
    elif one != other:
        yield place
