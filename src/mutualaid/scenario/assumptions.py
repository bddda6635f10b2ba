"""Assumptions: how likely a claim is and how large, each value with its source and its date.

They are the user's. Each cell of an exposure takes its probability from exactly one of them and
its severity from exactly one; none, or two, is an error that names every such cell at once.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from math import prod
from pathlib import Path
from typing import TYPE_CHECKING, Any

import attrs

from mutualaid.errors import UnknownName
from mutualaid.scenario import portfolio
from mutualaid.scenario.assumed import Assumption, Factors, Flow, Rate, Shock, Stated
from mutualaid.scenario.cells import FEN, Cell, Exposure
from mutualaid.scenario.gaps import Gap, MissingAssumptions, gaps_of
from mutualaid.scenario.portfolio import Portfolio
from mutualaid.scenario.severity import FixedSeverity, Severity
from mutualaid.scenario.sizes import sized

if TYPE_CHECKING:
    from mutualaid.catalogue import Catalogue

YEAR = 365.25
"""Days of a year, by which trends run."""


@attrs.frozen
class Risk:
    """A cell with what is assumed of its lives.

    Args:
        cell: The lives.
        probability: That one of them claims in a cover period.
        severity: How large what is assessed is, before the cap.
    """

    cell: Cell
    probability: float
    severity: Severity


@attrs.frozen
class Assumptions:
    """What is assumed of a portfolio.

    Args:
        name: What they are called.
        values: Probabilities and severities.
        trends: Factors per year, from the day of each value to the start of the covers.
        stresses: Factors laid on once, all that hold for a cell multiplied.
        rates: What people do from one cover period to the next.
        shock: The common shock; none, if not said.
        illustrative: Whether they are made up to show how it works, and are no experience.
        about: What else there is to say of them.

    Raises:
        InvalidAssumptions: From `load` and `from_dict`: everything that is wrong, at once.
    """

    name: str
    values: tuple[Assumption, ...] = attrs.field(kw_only=True)
    trends: tuple[Factors, ...] = attrs.field(default=(), kw_only=True)
    stresses: tuple[Factors, ...] = attrs.field(default=(), kw_only=True)
    rates: tuple[Rate, ...] = attrs.field(default=(), kw_only=True)
    shock: Shock | None = attrs.field(default=None, kw_only=True)
    illustrative: bool = attrs.field(default=False, kw_only=True)
    about: str = attrs.field(default="", kw_only=True)

    @staticmethod
    def load(path: str | Path) -> Assumptions:
        """Read assumptions from a TOML file, or from a CSV file of values alone.

        Args:
            path: A name that ends in .toml or .csv.

        Raises:
            InvalidAssumptions: Everything that is wrong with the file and its tables, at once.
            InvalidValue: A kind of file that is not read, or no TOML or CSV in UTF-8.
            OSError: A file cannot be read.
        """
        from mutualaid.scenario.assumption_files import load  # noqa: PLC0415 - the files read this

        return load(Path(path))

    @staticmethod
    def from_dict(document: Mapping[str, Any]) -> Assumptions:
        """Read assumptions as `to_dict` gives them, which is the form of the TOML file.

        Raises:
            InvalidAssumptions: Everything that is wrong, at once.
        """
        from mutualaid.scenario.assumption_files import from_document  # noqa: PLC0415 - the same

        return from_document(document)

    def to_dict(self) -> dict[str, object]:
        """Give the assumptions in values that JSON knows, in the form of the TOML file."""
        from mutualaid.scenario.assumption_files import to_document  # noqa: PLC0415 - the same

        return to_document(self)

    def check_names(self, catalogue: Catalogue) -> None:
        """Refuse assumptions of plans or benefit lines that there are not.

        Raises:
            UnknownName: A plan that the catalogue does not hold, or a line of none of its editions.
        """
        named: list[tuple[Stated, str | None, str | None]] = [
            *((one, one.plan, one.line) for one in self.values),
            *((one, one.plan, one.line) for one in (*self.trends, *self.stresses)),
            *((one, one.plan, None) for one in self.rates),
        ]
        for stated, plan, line in named:
            if plan is not None and plan not in list(catalogue):
                raise UnknownName(
                    f"{stated.place or 'An assumption'} speaks of a plan that there is not",
                    name="plan", value=plan, known=list(catalogue),
                )  # fmt: skip
            plans = list(catalogue) if plan is None else [plan]
            lines = {
                found.code
                for code in plans
                for edition in catalogue[code].editions
                for found in edition.benefit.lines
            }
            if line is not None and line not in lines:
                raise UnknownName(
                    f"{stated.place or 'An assumption'} speaks of a benefit line that there is not",
                    name="line", value=line, known=sorted(lines),
                )  # fmt: skip

    def stressed(
        self,
        *,
        probability: float = 1.0,
        severity: float = 1.0,
        plan: str | None = None,
        line: str | None = None,
        source: str = "a stress",
    ) -> Assumptions:
        """Give the assumptions with factors laid on probability and severity.

        Args:
            probability: The factor on the probability; the product is 1 at most.
            severity: The factor on the severity.
            plan: Code of the plan; every plan, if not said.
            line: Code of the benefit line; every line, if not said.
            source: Where the stress is laid down.
        """
        stress = Factors(
            plan=plan, line=line, probability=probability, severity=severity,
            source=source, as_of=max(value.as_of for value in self.values),
        )  # fmt: skip
        return attrs.evolve(self, stresses=(*self.stresses, stress))

    def rate(self, flow: Flow, plan: str) -> float:
        """Give which share of the people of a plan leaves, renews or comes in.

        Raises:
            MissingAssumptions: None is stated for the plan, or two are.
        """
        stated = [one for one in self.rates if one.flow is flow and one.plan in (None, plan)]
        if len(stated) != 1:
            raise MissingAssumptions([Gap(plan, flow.value, stated=_places(stated))])
        return stated[0].rate

    def risks(self, exposure: Exposure) -> tuple[Risk, ...]:
        """Give the cells of an exposure with what is assumed of their lives.

        Args:
            exposure: The lives; trends run to the first day of its covers.

        Raises:
            MissingAssumptions: Cells of which nothing is assumed, or that two assumptions speak
                of; all at once.
        """
        by_line: dict[tuple[str, str], tuple[list[Assumption], list[Assumption]]] = {}
        risks, missing = [], []
        for cell in exposure.cells:
            line = cell.plan, cell.line
            if line not in by_line:
                by_line[line] = self._of_line(*line)
            chances, sizes = ([one for one in some if one.holds(cell)] for some in by_line[line])
            if len(chances) != 1:
                missing.append((cell, "probability", _places(chances)))
            # A fixed sum is paid in full: there is nothing to assume of its severity.
            if not cell.fixed and len(sizes) != 1:
                missing.append((cell, "severity", _places(sizes)))
            if not missing:
                risks.append(self._risk(cell, chances[0], sizes, exposure.starts))
        if missing:
            raise MissingAssumptions(gaps_of(missing))
        return tuple(risks)

    def portfolio(self, exposure: Exposure) -> Portfolio:
        """Give the lives of an exposure as the mathematics sees them.

        Args:
            exposure: The lives; trends run to the first day of its covers.

        Raises:
            MissingAssumptions: As from `risks`.
        """
        return Portfolio(
            portfolio.Cell(
                risk.cell.key,
                risk.cell.plan,
                risk.cell.lives,
                risk.probability,
                risk.cell.benefit / FEN,
                risk.severity,
            )
            for risk in self.risks(exposure)
        )

    def _of_line(self, plan: str, line: str) -> tuple[list[Assumption], list[Assumption]]:
        """Give what may speak of a benefit line: of probability, and of severity."""
        speaking = [
            one for one in self.values if one.plan in (None, plan) and one.line in (None, line)
        ]
        return (
            [one for one in speaking if one.probability is not None],
            [one for one in speaking if one.severity is not None],
        )

    def _risk(
        self, cell: Cell, chance: Assumption, sizes: Iterable[Assumption], starts: date
    ) -> Risk:
        trends = [one for one in self.trends if one.holds(cell)]
        stresses = [one for one in self.stresses if one.holds(cell)]
        assert chance.probability is not None  # noqa: S101 - chosen for it
        years = (starts - chance.as_of).days / YEAR
        probability = chance.probability
        probability *= prod(one.probability**years for one in trends)
        probability = min(probability * prod(one.probability for one in stresses), 1.0)
        ceiling = cell.benefit / FEN
        if cell.fixed:
            return Risk(cell, probability, FixedSeverity(ceiling))
        (stated,) = sizes
        assert stated.severity is not None  # noqa: S101 - the same
        years = (starts - stated.as_of).days / YEAR
        trend = prod(one.severity**years for one in trends)
        stress = prod(one.severity for one in stresses)
        return Risk(cell, probability, sized(stated.severity, ceiling, trend, stress))


def _places(stated: Iterable[Stated]) -> tuple[str, ...]:
    return tuple(one.where for one in stated)
