"""The cliff of participation: units in which one person more or less decides for all the others.

It is found by asking again: of each unit some of those who count are left out, and the plan decides
anew. So it holds for any rule that a plan has, ways of joining included, and nothing is reckoned
that the plan does not reckon itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any, TypeAlias

import attrs
import narwhals as nw
import numpy as np
import numpy.typing as npt

from mutualaid.checks import require_date, require_int
from mutualaid.dates import ONE_DAY, latest_birth
from mutualaid.errors import UnknownName
from mutualaid.frames.engines import AnyFrame, collect, plain, read
from mutualaid.frames.frame import Validate, decide_frame
from mutualaid.frames.known import both, expr
from mutualaid.frames.schema import find_inputs
from mutualaid.masking import mask
from mutualaid.people import Sex
from mutualaid.plan import Edition, leaves
from mutualaid.question import MINOR_BELOW, Headcount
from mutualaid.rules import Participation
from mutualaid.rules.conditions import Born, Is
from mutualaid.scenario.cells import FEN
from mutualaid.scenario.drawing import draw
from mutualaid.scenario.participation import People, Wholes
from mutualaid.scenario.population import Population, Progress
from mutualaid.scenario.tabular import Column, Kind, Named, Tabular, Value
from mutualaid.text import Lang

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from mutualaid.catalogue import Catalogue

Flags: TypeAlias = npt.NDArray[np.bool_]


@attrs.frozen
class EdgeUnit:
    """Name a unit that loses acceptance when so few leave.

    Args:
        plan: Code of the plan.
        unit: The unit's key.
        entries: How many entries of others would no longer come in.
        fee: What these pay, in fen.
    """

    plan: str
    unit: str
    entries: int
    fee: int


@attrs.frozen
class PlanEdge:
    """Count the units of one plan that lose acceptance when so few leave.

    Args:
        named: The plan.
        units: How many units have anyone who is accepted.
        edge: Those of them that lose acceptance.
    """

    named: Named
    units: int
    edge: tuple[EdgeUnit, ...]


@attrs.frozen
class Cliff(Tabular):
    """Hold how many units are how few people away from losing acceptance.

    Args:
        persons: How many people leave each unit.
        plans: What comes of it, of each plan that asks for participation.
    """

    persons: int
    plans: tuple[PlanEdge, ...]

    @property
    def columns(self) -> tuple[Column, ...]:
        """The plan, its units, those at the edge, and what hangs on them."""
        return (
            Column("plan", Kind.TEXT),
            Column("units", Kind.COUNT),
            Column("edge_units", Kind.COUNT),
            Column("edge_entries", Kind.COUNT),
            Column("edge_fees", Kind.YUAN),
        )

    def rows(self) -> Iterator[tuple[Value, ...]]:
        """Give a row for each plan."""
        for plan in self.plans:
            entries = sum(one.entries for one in plan.edge)
            fees = sum(one.fee for one in plan.edge) / FEN
            yield plan.named, plan.units, len(plan.edge), entries, fees

    def __getitem__(self, code: str) -> PlanEdge:
        """Give what comes of it for one plan.

        Raises:
            UnknownName: No plan of this code asks for participation.
        """
        found = {plan.named.code: plan for plan in self.plans}
        if code not in found:
            raise UnknownName(
                "No plan of this code asks for participation", name="code", value=code, known=found
            )
        return found[code]

    def plot(self, *, lang: Lang | None = None) -> Figure:
        """Draw the units at the edge, plan by plan, and the fees that hang on them.

        Args:
            lang: "zh" or "en"; that of the environment, if not said.

        Raises:
            MissingExtra: matplotlib is not installed; or a Chinese picture, and no font with
                Chinese characters is found.
        """
        return draw("cliff.draw_cliff", self, lang)

    def to_dict(self) -> dict[str, Any]:
        """Give it in values that JSON knows."""
        return {
            "persons": self.persons,
            "plans": [
                {
                    "plan": plan.named.code,
                    "units": plan.units,
                    "edge": [{**attrs.asdict(one), "unit": mask(one.unit)} for one in plan.edge],
                }
                for plan in self.plans
            ],
        }


def cliff(
    catalogue: Catalogue,
    entries: Any,
    units: Any = None,
    *,
    starts: date,
    persons: int = 1,
    plans: Iterable[str] | None = None,
    columns: Mapping[str, str] | None = None,
    progress: Progress | None = None,
) -> Cliff:
    """Count the units in which others lose acceptance when so few people do not join.

    Of each unit so many of those who are accepted and count are left out, whoever they are: for
    everyone else it makes no difference who it is. They stay employees of the unit.

    Args:
        catalogue: The plans.
        entries: One row for each person, or each person and child, as in `decide_frame`, or the
            path of such a file; lazy frames are read into memory.
        units: One row for each unit, or the path of a file; if not given, the entries hold their
            figures.
        starts: First day of the covers.
        persons: How many people leave each unit.
        plans: Names of the plans to ask; every plan in force on the start day, if not said.
        columns: The frames' own names of columns, by the names that are read.
        progress: Is called with how many rows of files are done, and how many there are.

    Returns:
        A table with a row for each plan that asks for participation, of its units that have anyone
        accepted, those at the edge, how many entries of others hang on it, and their fees.

    Raises:
        InvalidFrame: Columns, types or values that cannot be decided; every problem at once.
        InvalidType: No dataframe, a datetime for a date.
        NotInForce: No plan is in force on the start day.
        UnknownName: No plan has this name.
    """
    require_date(starts, "starts")
    require_int(persons, "persons", least=1)
    asked = None if plans is None else {catalogue[name].code for name in plans}
    editions = [
        one
        for one in catalogue.editions(starts)
        if (asked is None or one.code in asked) and _counted(one)
    ]
    found: dict[str, PlanEdge] = {
        one.code: PlanEdge(Named(one.code, one.info.short), 0, ()) for one in editions
    }
    population = Population(entries, units, columns=columns)
    for some, about in population.chunks(progress=progress) if editions else ():
        asking = _Asking(catalogue, some, about, starts, columns, persons)
        for edge in asking.edges(editions):
            before = found[edge.named.code]
            found[edge.named.code] = PlanEdge(
                edge.named, before.units + edge.units, (*before.edge, *edge.edge)
            )
    return Cliff(persons, tuple(found.values()))


def _counted(edition: Edition) -> tuple[Headcount, ...]:
    """Give who is counted by the plan's rules of participation."""
    rules = (rule for part in (edition.own_rules, *edition.unit_rules) for rule in leaves(part))
    return tuple(dict.fromkeys(rule.of for rule in rules if isinstance(rule, Participation)))


class _Asking:
    """Ask plans about one chunk, before and after some people leave."""

    def __init__(
        self,
        catalogue: Catalogue,
        entries: Any,
        units: Any,
        starts: date,
        columns: Mapping[str, str] | None,
        persons: int,
    ) -> None:
        self._catalogue, self._starts, self._columns = catalogue, starts, columns
        self._persons = persons
        self._entries: AnyFrame = collect(read(entries, "entries"))
        self._units = None if units is None else collect(read(units, "units")).to_native()
        declared = None if self._units is None else read(self._units, "units")
        self._found, _ = find_inputs(self._entries, declared, columns or {})
        self._people = People.of(self._found, 0)

    def edges(self, editions: Iterable[Edition]) -> Iterator[PlanEdge]:
        """Find the units at the edge, plan by plan."""
        editions = tuple(editions)
        codes = [edition.code for edition in editions]
        decided = self._decide(self._entries, codes, validate="values")
        for edition in editions:
            yield self._edge(edition, decided)

    def _decide(self, entries: AnyFrame, codes: Iterable[str], validate: Validate) -> AnyFrame:
        decided = decide_frame(
            self._catalogue,
            entries.to_native(),
            self._units,
            starts=self._starts,
            plans=codes,
            columns=self._columns,
            validate=validate,
        )
        return nw.from_native(decided)

    def _edge(self, edition: Edition, decided: AnyFrame) -> PlanEdge:
        code, people = edition.code, self._people
        accepted = _flags(decided, f"{code}_accepted")
        fees = _fees(decided, f"{code}_fee")
        candidates = np.flatnonzero(accepted & self._counts(edition))
        places, _ = people[candidates].places()
        leaving = people.drawn[candidates[places < self._persons]]
        stays = np.flatnonzero(~np.isin(people.drawn, leaving))
        after = self._decide(self._entries[stays], [code], validate="schema")
        still = np.zeros(len(accepted), dtype=bool)
        still[stays] = _flags(after, f"{code}_accepted")
        lost = np.zeros(len(accepted), dtype=bool)
        lost[stays] = accepted[stays] & ~still[stays]
        # A fee that is not known counts for nothing on either side.
        count = len(people.units)
        entries = np.bincount(people.unit[lost], minlength=count)
        paid = np.zeros(count, dtype=np.int64)
        np.add.at(paid, people.unit[lost], fees[lost])
        edge = tuple(
            EdgeUnit(code, people.units[number], int(entries[number]), int(paid[number]))
            for number in np.flatnonzero(entries)
        )
        units = len(np.unique(people.unit[accepted]))
        return PlanEdge(Named(code, edition.info.short), units, edge)

    def _counts(self, edition: Edition) -> Flags:
        """Say which rows are of people who count for every rule of participation."""
        rows = plain(self._entries, self._found.held)
        source = self._found.source(rows)
        minor = latest_birth(MINOR_BELOW, self._starts) + ONE_DAY
        flags = {
            Headcount.EMPLOYEES: True,
            Headcount.FEMALE_EMPLOYEES: source.read(Is("member.sex", Sex.FEMALE)).true,
            Headcount.EMPLOYEES_WITH_MINOR_CHILDREN: source.read(
                Born("child.birth_date", minor, None)
            ).true
            if "child_birth_date" in source
            else False,
        }
        counts = both(*(flags[kind] for kind in _counted(edition)))
        return _flags(rows.select(expr(counts).alias("counts")), "counts")


def _flags(frame: AnyFrame, name: str) -> Flags:
    column = frame.select(nw.col(name).fill_null(value=False).cast(nw.Int64))[name]
    return np.asarray(column.to_numpy(), dtype=np.bool_)


def _fees(frame: AnyFrame, name: str) -> Wholes:
    column = frame.select(nw.col(name).fill_null(0).cast(nw.Int64))[name]
    return np.asarray(column.to_numpy(), dtype=np.int64)
