"""The catalogue: the loaded plans, looked up by any of their names, and asked all at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from types import ModuleType
from typing import TYPE_CHECKING

import attrs

from mutualaid.application import Application
from mutualaid.checks import require_date, require_type
from mutualaid.dates import Period
from mutualaid.deciders import DecideAll, compile_decide_all
from mutualaid.decision import Decision
from mutualaid.display import Displayed
from mutualaid.errors import NotInForce, UnknownName, nearest
from mutualaid.people import Child, Member, Unit
from mutualaid.plan import Edition, Pillar, PlanInfo
from mutualaid.question import Question
from mutualaid.review import Review
from mutualaid.reviewing import review_application
from mutualaid.text import Text, look_up_key

if TYPE_CHECKING:
    from mutualaid.loading import Loaded
    from mutualaid.policy.change import PolicyChange
    from mutualaid.policy.diff import Difference
    from mutualaid.policy.timeline import Stretch

KEPT = 64
"""For how many start days a generated function is kept."""


class Plan(Displayed):
    """A plan of a catalogue: asked by start day, it answers by the edition then in force."""

    def __init__(self, loaded: Loaded, *, changes: Iterable[PolicyChange] = ()) -> None:
        self._loaded = loaded
        self._changes = tuple(one for one in changes if one.hooks or loaded.info.code in one.plans)
        self._deciders: dict[date, DecideAll] = {}

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Plan):
            return NotImplemented
        return self is other or self._said == other._said

    def __hash__(self) -> int:
        return hash(self.code)

    @property
    def _said(self) -> tuple[object, ...]:
        return self.editions, self._changes

    @property
    def info(self) -> PlanInfo:
        """What the plan is, by its newest edition."""
        return self._loaded.info

    @property
    def code(self) -> str:
        """Stable code."""
        return self.info.code

    @property
    def title(self) -> Text:
        """Title in both languages."""
        return self.info.title

    @property
    def aliases(self) -> tuple[str, ...]:
        """Other names under which it can be looked up."""
        return self.info.aliases

    @property
    def pillar(self) -> Pillar:
        """The pillar it belongs to."""
        return self.info.pillar

    @property
    def editions(self) -> tuple[Edition, ...]:
        """Every edition, in order of time."""
        return self._loaded.editions

    @property
    def changes(self) -> tuple[PolicyChange, ...]:
        """The changes of policy that were laid over it, in the order of their dates."""
        return self._changes

    @property
    def found(self) -> str:
        """The distribution that it was loaded from."""
        return self._loaded.found.distribution

    @property
    def loaded(self) -> Loaded:
        """Where it was found, and what its hooks gave."""
        return self._loaded

    def in_force(self, on: date) -> bool:
        """Tell whether an edition is in force on a day.

        Raises:
            InvalidType: A datetime for a date.
        """
        require_date(on, "on")
        return any(on in edition.period for edition in self.editions)

    def edition(self, on: date) -> Edition:
        """Give the edition in force on a day.

        Raises:
            InvalidType: A datetime for a date.
            NotInForce: No edition is in force on that day.
        """
        require_date(on, "on")
        for edition in self.editions:
            if on in edition.period:
                return edition
        raise NotInForce(
            f"{self.code} is not in force on this day",
            name="on",
            value=on,
            allowed=", ".join(str(edition.period) for edition in self.editions),
        )

    def timeline(self) -> tuple[Stretch, ...]:
        """Give the stretches over which the rules stay as they are, each with what began it."""
        from mutualaid.policy.timeline import timeline  # noqa: PLC0415 - needed at first use

        return timeline(self)

    def event_code(self, name: str) -> str:
        """Give the code of an event that any edition lists, by its code or title.

        A name that none lists is given back as it is; a claim for it is refused with the nearest.
        """
        found = (edition.benefit.event(name) for edition in self.editions)
        return next((event.code for event in found if event is not None), name)

    def decide(
        self,
        member: Member,
        unit: Unit,
        *,
        starts: date,
        child: Child | None = None,
        shares: int = 1,
        level: int | None = None,
    ) -> Decision:
        """Answer for one person: the plan's own conditions; the unit's are listed as open.

        Args:
            member: Who would join.
            unit: The person's unit.
            starts: First day of the cover.
            child: The child whom the entry would insure.
            shares: How many shares, in plans sold by the share.
            level: Which level, in plans sold by level.

        Raises:
            InvalidType: A value of another type.
            InvalidValue: A birth after the start, fewer than one share, both shares and level.
            NotInForce: No edition is in force on that day.
        """
        question = Question(member, unit, starts, child=child, shares=shares, level=level)
        return self._decide(question)

    def _decide(self, question: Question) -> Decision:
        starts = question.starts
        decide_all = self._deciders.get(starts)
        if decide_all is None:
            decide_all = compile_decide_all((self.edition(starts),), starts)
            _keep(self._deciders, starts, decide_all)
        return decide_all(question, question, question)[self.code]

    def review(self, application: Application) -> Review:
        """Answer for a whole application: of each entry, and of the unit.

        Raises:
            InvalidType: Something else than an `Application`.
            NotInForce: No edition is in force on the day the covers start.
        """
        require_type(application, Application, "application")
        edition = self.edition(application.starts)
        return review_application(
            edition, application, lambda question: self._decide(question).eligible
        )

    def __getstate__(self) -> dict[str, object]:
        # Generated functions cannot be pickled; they are made anew when they are needed.
        return {**self.__dict__, "_deciders": {}}

    def __repr__(self) -> str:
        return f"<Plan {self.code} · {self.title.zh}>"


class Catalogue(Displayed, Mapping[str, Plan]):
    """The loaded plans, by code, in the order of the leaflet.

    Look-up also takes a title, a short name or an alias in either language.

    Args:
        plans: The plans as they were loaded.
        changes: Changes of policy that are laid over them.
    """

    def __init__(self, plans: Iterable[Loaded], *, changes: Iterable[PolicyChange] = ()) -> None:
        self._loaded = tuple(plans)
        self._changes = tuple(changes)
        laid = _laid(self._loaded, self._changes) if self._changes else self._loaded
        self._plans = {loaded.info.code: Plan(loaded, changes=self.changes) for loaded in laid}
        self._names = {
            look_up_key(name): code
            for code, plan in self._plans.items()
            for name in plan.info.names
        }
        self._deciders: dict[date, DecideAll] = {}

    def __hash__(self) -> int:
        return hash(frozenset(self._plans))

    def __getitem__(self, name: str) -> Plan:
        code = self._names.get(look_up_key(name)) if isinstance(name, str) else None
        if code is None:
            names = [name for plan in self._plans.values() for name in plan.info.names]
            raise UnknownName(
                "No plan has this name", name="plan", value=name, known=names, listed=self._plans
            )
        return self._plans[code]

    @property
    def changes(self) -> tuple[PolicyChange, ...]:
        """The changes of policy that the catalogue has taken, in the order of their dates."""
        return tuple(sorted(self._changes, key=lambda change: change.since))

    def with_change(self, *changes: PolicyChange) -> Catalogue:
        """Give the catalogue with changes of policy, each from its day on.

        Args:
            changes: The changes; with those taken before, they apply in the order of their dates.

        Raises:
            InvalidType: Something that is no `PolicyChange`; a wrapper that forgets to return.
            InvalidValue: A figure that its rule refuses, or an ambiguous path.
            UnknownName: A plan or a path that there is not.
            NotInForce: A change on a day on which its plan is not in force.
            ChangesNothing: A change, or a setting of it, after which everything is as before.
            ChangesClash: Two changes of one name, or of one day, that do not get along.
        """
        from mutualaid.policy.change import PolicyChange  # noqa: PLC0415 - needed at first use

        for change in changes:
            require_type(change, PolicyChange, "changes")
        return Catalogue(self._loaded, changes=(*self._changes, *changes))

    def without_change(self, name: str) -> Catalogue:
        """Give the catalogue without one of its changes.

        Raises:
            UnknownName: No change has this name.
        """
        names = [change.name for change in self._changes]
        if name not in names:
            raise UnknownName("No change has this name", name="name", value=name, known=names)
        return Catalogue(self._loaded, changes=[one for one in self._changes if one.name != name])

    def at(self, on: date) -> Catalogue:
        """Give the plans in force on a day, under the rules of that day whatever day is asked.

        So the policy of one day can be held against that of another, or be asked of people who
        join on another day.

        Raises:
            InvalidType: A datetime for a date.
            NotInForce: No plan is in force on that day.
        """
        always = Period(date.min)
        standing = {edition.code: edition for edition in self.editions(on)}
        return Catalogue(
            attrs.evolve(
                loaded,
                editions=(attrs.evolve(standing[loaded.info.code], period=always),),
            )
            for loaded in self._loaded
            if loaded.info.code in standing
        )

    def diff(self, other: Catalogue, *, on: date | Period) -> Difference:
        """Tell how the rules of another catalogue differ from these.

        Args:
            other: The other catalogue, such as this one with a change.
            on: The day on which covers start, or the period.

        Raises:
            InvalidType: Something that is no catalogue, a datetime for a date.
        """
        from mutualaid.policy.diff import difference  # noqa: PLC0415 - needed at first use

        return difference(self, require_type(other, Catalogue, "other"), on=on)

    def nearest(self, name: str) -> tuple[str, ...]:
        """Name at most three plans, by code, title or alias, that come close to a name."""
        return nearest(name, [one for plan in self._plans.values() for one in plan.info.names])

    def __contains__(self, name: object) -> bool:
        return isinstance(name, str) and look_up_key(name) in self._names

    def __iter__(self) -> Iterator[str]:
        return iter(self._plans)

    def __len__(self) -> int:
        return len(self._plans)

    def __getstate__(self) -> dict[str, object]:
        # Generated functions cannot be pickled; they are made anew when they are needed.
        return {**self.__dict__, "_deciders": {}}

    def __repr__(self) -> str:
        return f"<Catalogue {', '.join(self._plans)}>"

    def decide_all(
        self,
        member: Member,
        unit: Unit,
        *,
        starts: date,
        child: Child | None = None,
        shares: int = 1,
        level: int | None = None,
    ) -> dict[str, Decision]:
        """Answer for one person by every plan in force on the day, in the leaflet's order.

        Each plan is asked for what it sells: `shares` go to plans sold by the share, `level` to
        plans sold by level.

        Args:
            member: Who would join.
            unit: The person's unit.
            starts: First day of the cover.
            child: The child whom the entry would insure, in plans that insure children.
            shares: How many shares, in plans sold by the share.
            level: Which level, in plans sold by level.

        Returns:
            The decision of each plan, by its code.

        Raises:
            InvalidType: A value of another type.
            InvalidValue: A birth after the start, fewer than one share or level.
            NotInForce: No plan is in force on that day.
        """
        once = Question(member, unit, starts, child=child)
        ordinary = type(shares) is int and shares == 1
        by_share = once if ordinary else Question(member, unit, starts, child=child, shares=shares)
        by_level = (
            once
            if level is None
            else Question(member, unit, starts, child=child, shares=1, level=level)
        )
        decide_all = self._deciders.get(starts)
        if decide_all is None:
            decide_all = compile_decide_all(self.editions(starts), starts)
            _keep(self._deciders, starts, decide_all)
        return decide_all(once, by_share, by_level)

    def editions(self, on: date) -> tuple[Edition, ...]:
        """Give the rules of every plan in force on a day.

        Raises:
            InvalidType: A datetime for a date.
            NotInForce: No plan is in force on that day.
        """
        require_date(on, "on")
        editions = tuple(plan.edition(on) for plan in self._plans.values() if plan.in_force(on))
        if not editions:
            periods = {str(one.period) for plan in self._plans.values() for one in plan.editions}
            raise NotInForce(
                "No plan is in force on this day",
                name="on",
                value=on,
                allowed=", ".join(sorted(periods)) or "never: no plan is loaded",
            )
        return editions


def _laid(plans: tuple[Loaded, ...], changes: tuple[PolicyChange, ...]) -> tuple[Loaded, ...]:
    from mutualaid.policy.overlay import overlay  # noqa: PLC0415 - needed where there are changes

    return overlay(plans, changes)


def _keep(deciders: dict[date, DecideAll], starts: date, decide_all: DecideAll) -> None:
    """Keep a generated function; the oldest go when there are too many, in whatever thread."""
    for day in list(deciders)[: 1 - KEPT]:
        deciders.pop(day, None)
    deciders[starts] = decide_all


def load_catalogue(*, plans: Iterable[str] | None = None) -> Catalogue:
    """Load the installed plans.

    Args:
        plans: Codes of the plans to load. If not said, those that the environment variable
            MUTUALAID_LOAD_PLANS names, separated by commas; if that is not set, all.

    Raises:
        PlansNotLoaded: Something is wrong with at least one plan; every problem is listed.
    """
    from mutualaid.loading import diagnose, raise_problems  # noqa: PLC0415 - found at first use

    return Catalogue(raise_problems(diagnose(plans=plans)).plans)


def catalogue_of(*modules: ModuleType) -> Catalogue:
    """Make a catalogue of plan modules that need not be installed, such as a draft.

    Args:
        modules: The plan modules; the last part of a module's name is the plan's code.

    Raises:
        PlansNotLoaded: Something is wrong with at least one plan; every problem is listed.
    """
    from mutualaid.loading import (  # noqa: PLC0415 - found at first use
        diagnose_modules,
        raise_problems,
    )

    return Catalogue(raise_problems(diagnose_modules(modules)).plans)
