"""A scenario: a policy, a population, what is assumed of it, and what comes out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeAlias

import attrs

from mutualaid.catalogue import Catalogue
from mutualaid.checks import WHOLE, a, a_date, optional, to_tuple, whole
from mutualaid.errors import InvalidValue, NotInForce, UnknownName
from mutualaid.messages import both, joined, render
from mutualaid.scenario.assumptions import Assumptions
from mutualaid.scenario.cells import Exposure
from mutualaid.scenario.edge import Cliff, cliff
from mutualaid.scenario.figures import Figure, require_figure
from mutualaid.scenario.population import Population, Progress, side_by_side
from mutualaid.scenario.result import LEVELS, QUANTILES, RUIN, Fees, Result
from mutualaid.text import Lang, Text

if TYPE_CHECKING:
    from mutualaid.plan import Edition
    from mutualaid.policy.change import PolicyChange

Participation: TypeAlias = "Figure | Mapping[str, Figure]"


def _to_plans(value: Iterable[str] | None) -> tuple[str, ...] | None:
    return None if value is None else to_tuple(value, "plans")


def _to_reserve(value: Figure) -> float:
    return require_figure(value, "reserve")


def _to_reserves(value: Mapping[str, Figure]) -> dict[str, float]:
    return {code: require_figure(one, f"reserves[{code!r}]") for code, one in value.items()}


def _to_participation(value: Participation) -> float | dict[str, float]:
    if isinstance(value, Mapping):
        return {code: _points(one, f"participation[{code!r}]") for code, one in value.items()}
    return _points(value, "participation")


def _points(value: Figure, name: str) -> float:
    points = require_figure(value, name, least=-WHOLE, most=WHOLE)
    if points > 0:
        raise InvalidValue(
            "More people join than the entries hold",
            name=name,
            value=value,
            allowed="0, or points below 0: nobody is made up",
        )
    return points


@attrs.frozen(slots=False, eq=False)  # so that the exposure is kept
class Scenario:
    """Ask what a policy costs: who is covered, what they pay, and what they are paid.

    Args:
        catalogue: The policy.
        entries: One row for each person, or each person and child, as in `decide_frame`; or the
            path of a Parquet, CSV or Arrow file.
        units: One row for each unit; if not given, the entries hold their figures.
        starts: First day of the covers.
        assumptions: What is assumed of the lives.
        plans: Names of the plans to ask; every plan in force on the start day, if not said.
        weights: The column of the entries that says how many lives a row stands for.
        columns: The frames' own names of columns, by the names that are read.
        participation: By how many points of a hundred participation differs from the entries, of
            all plans or by the code of a plan: 0, or below 0, such as -5. See `fewer`.
        seed: By which it is drawn who leaves.
        reserve: The opening reserve in yuan that all plans have in common.
        reserves: Opening reserves in yuan of single plans, by code.
        levels: Levels of VaR and TVaR.
        quantiles: Levels of further quantiles.
        ruin: The chance of a deficit that is to be allowed.
        name: What it is called; see `title`, if not said.

    Raises:
        InvalidType: A value of another type, or a file for entries and a frame for units.
        InvalidValue: Participation above 0.
        NotInForce: No plan that is asked is in force on the start day.
        UnknownName: No plan has this name; or an assumption is of a plan or line there is not.
    """

    catalogue: Catalogue = attrs.field(validator=a(Catalogue))
    entries: Any = attrs.field(repr=False)
    units: Any = attrs.field(default=None, repr=False)
    starts: date = attrs.field(validator=a_date, kw_only=True)
    assumptions: Assumptions = attrs.field(validator=a(Assumptions), kw_only=True, repr=False)
    plans: tuple[str, ...] | None = attrs.field(default=None, converter=_to_plans, kw_only=True)
    weights: str | None = attrs.field(default=None, validator=optional(a(str)), kw_only=True)
    columns: Mapping[str, str] | None = attrs.field(default=None, kw_only=True, repr=False)
    participation: float | dict[str, float] = attrs.field(
        default=0.0, converter=_to_participation, kw_only=True
    )
    seed: int = attrs.field(default=0, validator=whole(least=0), kw_only=True)
    reserve: float = attrs.field(default=0.0, converter=_to_reserve, kw_only=True)
    reserves: dict[str, float] = attrs.field(factory=dict, converter=_to_reserves, kw_only=True)
    levels: Iterable[float] = attrs.field(default=LEVELS, kw_only=True, repr=False)
    quantiles: Iterable[float] = attrs.field(default=QUANTILES, kw_only=True, repr=False)
    ruin: float = attrs.field(default=RUIN, kw_only=True, repr=False)
    name: str = attrs.field(default="", validator=a(str), kw_only=True)
    _named: bool = attrs.field(default=False, kw_only=True, repr=False)
    """Whether plans and lines of the assumptions were looked for in a catalogue before."""
    _kin: Scenario | None = attrs.field(default=None, kw_only=True, repr=False)
    """A scenario of the same people, whose exposure serves where nothing differs."""

    def __attrs_post_init__(self) -> None:
        if not self._named:
            self.assumptions.check_names(self.catalogue)
        for code in (*self.reserves, *self.points):
            if code not in self.editions:
                raise UnknownName(
                    "No plan that is asked has this code", name="plan", value=code,
                    known=self.editions,
                )  # fmt: skip
        if self._kin is not None and "exposure" not in vars(self._kin):
            object.__setattr__(self, "_kin", self._kin._kin)  # noqa: SLF001 - one of its own

    @property
    def title(self) -> Text:
        """Its name, or what it is called where it has none."""
        return Text(zh=self.name, en=self.name) if self.name else both(self._called)

    def _called(self, lang: Lang) -> str:
        """Name its changes of policy, and where fewer people join."""
        said = [change.name for change in self.catalogue.changes]
        if isinstance(self.participation, dict):
            said += [
                self._say("fewer_of_plan", lang, points, plan=self.editions[code].info.short)
                for code, points in self.points.items()
            ]
        elif self.participation:
            said.append(self._say("fewer", lang, self.participation))
        return joined(said, lang) if said else render("scenario.as_it_stands", lang)

    @staticmethod
    def _say(code: str, lang: Lang, points: float, **facts: object) -> str:
        facts["points"] = f"{points:+g}"
        return render(f"scenario.{code}", lang, facts=facts)

    @cached_property
    def editions(self) -> dict[str, Edition]:
        """The rules of the plans that are asked, by code."""
        found = {edition.code: edition for edition in self.catalogue.editions(self.starts)}
        if self.plans is None:
            return found
        asked = {self.catalogue[name].code for name in self.plans}
        if asked.isdisjoint(found):
            raise NotInForce("No plan that is asked is in force", name="starts", value=self.starts)
        return {code: edition for code, edition in found.items() if code in asked}

    @property
    def points(self) -> dict[str, float]:
        """By how many points participation differs, of each plan of which it does."""
        given = self.participation
        by_plan = given if isinstance(given, dict) else dict.fromkeys(self.editions, given)
        return {code: points for code, points in by_plan.items() if points}

    @cached_property
    def exposure(self) -> Exposure:
        """Who is covered, and what they pay."""
        return self.expose()

    def expose(self, *, progress: Progress | None = None) -> Exposure:
        """Reduce the population to cells, or give them again.

        Args:
            progress: Is called with how many rows of files are done, and how many there are.

        Raises:
            InvalidFrame: Columns, types or values that cannot be decided; every problem at once.
            NoColumnForm: A rule of which only `check` can tell how it stands.
        """
        if "exposure" in vars(self):
            return self.exposure
        kin = self._kin
        same = [code for code in self.editions if kin is not None and self._alike(kin, code)]
        rest = [code for code in self.editions if code not in same]
        parts = [] if kin is None else [of_plans(kin.exposure, same)]
        if rest:
            people = Population(
                self.entries, self.units, weights=self.weights, columns=self.columns
            )
            falls = {code: -points for code, points in self.points.items()}
            made = people.expose(
                self.catalogue, rest, starts=self.starts, falls=falls, seed=self.seed,
                progress=progress,
            )  # fmt: skip
            parts.append(made)
        exposure = side_by_side(parts, self.editions)
        vars(self)["exposure"] = exposure
        return exposure

    def _alike(self, other: Scenario, code: str) -> bool:
        """Tell whether a plan covers the same people at the same fees in another scenario."""
        edition = other.editions.get(code)
        return (
            edition is not None
            and edition.same_rules(self.editions[code])
            and self.points.get(code) == other.points.get(code)
        )

    def run(self, *, progress: Progress | None = None) -> Result:
        """Tell what is paid, for each plan and in total, and what the fees are to it.

        Args:
            progress: Is called with how many rows of files are done, and how many there are.

        Raises:
            InvalidFrame: Columns, types or values that cannot be decided; every problem at once.
            MissingAssumptions: Lives of which nothing is assumed, or that two assumptions speak of.
            NoColumnForm: A rule of which only `check` can tell how it stands.
        """
        exposure = self.expose(progress=progress)
        shock = self.assumptions.shock
        return Result.of(
            self.assumptions.portfolio(exposure),
            {
                code: attrs.evolve(fees_of(exposure, code), title=edition.info.short)
                for code, edition in self.editions.items()
            },
            reserve=self.reserve,
            reserves=self.reserves,
            shock=None if shock is None else shock.law,
            levels=self.levels,
            quantiles=self.quantiles,
            ruin=self.ruin,
        )

    def cliff(self, *, persons: int = 1, progress: Progress | None = None) -> Cliff:
        """Count the units in which others lose acceptance when so few people do not join.

        Participation is that of the entries. See `mutualaid.scenario.cliff`.

        Args:
            persons: How many people leave each unit.
            progress: Is called with how many rows of files are done, and how many there are.
        """
        return cliff(
            self.catalogue, self.entries, self.units, starts=self.starts, persons=persons,
            plans=self.editions, columns=self.columns, progress=progress,
        )  # fmt: skip

    # Others like it -------------------------------------------------------------------------------

    def with_change(self, *changes: PolicyChange) -> Scenario:
        """Give the scenario under changes of policy.

        Args:
            changes: The changes, which apply to covers that start on their day or later.

        Raises:
            MutualAidError: As from `Catalogue.with_change`.
        """
        return self.but(catalogue=self.catalogue.with_change(*changes))

    def but(self, **others: Any) -> Scenario:
        """Give the scenario with other arguments, such as `participation=-5` or `name="…"`.

        It has no name of its own, if none is given. Where the people are the same, only plans that
        differ are exposed anew.

        Raises:
            TypeError: There is no such argument.
        """
        kin = None if PEOPLE & others.keys() else self
        named = "assumptions" not in others
        return attrs.evolve(self, **{"name": "", "kin": kin, "named": named, **others})


PEOPLE = frozenset({"entries", "units", "starts", "weights", "columns", "seed"})
"""Arguments by which other people are covered, whatever the policy."""


def of_plans(exposure: Exposure, plans: Iterable[str]) -> Exposure:
    """Give the exposure of some of its plans.

    Args:
        exposure: The exposure.
        plans: Codes of the plans.
    """
    kept = frozenset(plans)
    return Exposure(
        exposure.starts,
        tuple(one for one in exposure.terms if one[0] in kept),
        tuple(cell for cell in exposure.cells if cell.plan in kept),
        tuple(due for due in exposure.dues if due.plan in kept),
        tuple(one for one in exposure.open if one[0] in kept),
    )


def fees_of(exposure: Exposure, plan: str) -> Fees:
    """Give what a plan's members pay; a plan that is taken once has a share for each entry.

    Args:
        exposure: Who is covered.
        plan: Code of the plan.
    """
    by_level = any(due.level is not None for due in exposure.dues if due.plan == plan)
    return Fees(
        exposure.fee_income(plan),
        shares=0.0 if by_level else exposure.shares(plan),
        lives=exposure.entries(plan),
        unknown=exposure.fees_unknown(plan),
        undecided=exposure.entries_open(plan),
    )
