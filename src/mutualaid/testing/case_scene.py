"""What a case comes to under a plan's rules: an application, one entry of it, and a claim.

What the case does not say is as it ordinarily is where the plan accepts.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from functools import cached_property
from typing import Any

import attrs

from mutualaid.application import Application
from mutualaid.claim import Admission, Claim
from mutualaid.corners.situation import Entered, Situation
from mutualaid.dates import latest_birth
from mutualaid.people import Child, Member, Unit
from mutualaid.plan import Edition, leaves
from mutualaid.question import Entry, Headcount
from mutualaid.rules import BenefitLine, Insured, Participation, WaitingPeriod
from mutualaid.testing.case_columns import CHILD, OTHER

ALIKE, OTHERS, COVERED = "P", "O", "K"
"""How the ids of the people begin."""
SUBJECT = f"{ALIKE}1"
"""Id of the person whom a case is about, the first of those alike."""
CHILD_OF = "-C"
"""How the id of a child goes on, after that of its parent."""
HOSPITAL = "H1"
OF_MEMBERS = (
    "sex",
    "serving",
    "basic_medical_insurance",
    "union_member",
    "jingka_card",
    "high_risk",
)
OF_CHILDREN = ("healthy", "student")
OF_UNITS = {"in_beijing": "in_beijing", "has_union": "has_union", "unit_high_risk": "high_risk"}
"""Attributes of a unit that are no figures, by their columns."""
PATHS = {
    **{name: f"member.{name}" for name in OF_MEMBERS},
    **{f"child_{name}": f"child.{name}" for name in OF_CHILDREN},
    **{column: f"unit.{name}" for column, name in OF_UNITS.items()},
    **{name: name for name in ("shares", "level")},
}
"""Where a situation says what a column says."""


@attrs.frozen(slots=False)  # so that what is kept keeps its docstring
class Scene:
    """Hold what a case says, with the rules by which it is asked.

    Args:
        said: What it says, by column.
        edition: The plan's rules.
        ordinary: The ordinary situation of the plan on the first day of the covers.
    """

    said: Mapping[str, Any]
    edition: Edition
    ordinary: Situation

    @property
    def starts(self) -> date:
        """First day of the covers."""
        return self.ordinary.starts

    def value(self, column: str, prefix: str = "") -> Any:
        """Give what is said under a column, or what is ordinary there."""
        return self.said.get(f"{prefix}{column}", self.ordinary.said(PATHS[column]))

    # People -----------------------------------------------------------------------------------

    def has_child(self, prefix: str = "") -> bool:
        """Tell whether a person enters a child: as said, where it is spoken of, or ordinarily."""
        spoken_of = any(f"{prefix}{name}" in self.said for name in CHILD)
        ordinarily = self.ordinary.said("entered") is not Entered.MEMBER
        entered: bool = self.said.get(f"{prefix}child", spoken_of or ordinarily)
        return entered

    def member_joins(self, prefix: str = "") -> bool:
        """Tell whether a parent is entered too: as said, or where the plan insures both."""
        insured = self.edition.benefit.insures
        both = insured(Insured.MEMBER) and insured(Insured.CHILD)
        joins: bool = self.said.get(f"{prefix}member_joins", both)
        return joins

    def child_is_younger(self, prefix: str) -> bool:
        """Tell whether the child, where there is one, is born after its parent."""
        return not self.has_child(prefix) or self._born(prefix, "member") < self._born(
            prefix, "child"
        )

    def _born(self, prefix: str, whose: str) -> date:
        """Give a birth date: as said, or by the age on the start day, or the ordinary one."""
        start = prefix if whose == "member" else f"{prefix}child_"
        age = self.said.get(f"{start}age")
        ordinary = self.ordinary.said(f"{whose}.birth_date")
        by_age = ordinary if age is None else latest_birth(age, self.starts)
        born: date = self.said.get(f"{start}birth_date", by_age)
        return born

    def _entries(self, who: str, count: int, prefix: str = "") -> Iterator[Entry]:
        """Enter people who are alike; the entry of the child, where there is one, comes last."""
        member = Member(
            who,
            self._born(prefix, "member"),
            **{name: self.value(name, prefix) for name in OF_MEMBERS},
            declared=self._declared("member", f"{prefix}declared"),
        )
        child = None
        if self.has_child(prefix):
            said = {name: self.value(f"child_{name}", prefix) for name in OF_CHILDREN}
            declared = self._declared("child", f"{prefix}child_declared")
            child = Child(who, self._born(prefix, "child"), **said, declared=declared)
        alone = child is None or self.member_joins(prefix)
        shares = self.value("shares", prefix)
        # A plan that is sold by level is asked for shares only where the case says so.
        level = self.said.get(f"{prefix}level") if shares > 1 else self.value("level", prefix)
        for number in range(1, count + 1):
            one = attrs.evolve(member, id=f"{who}{number}")
            if alone:
                yield Entry(one, shares=shares, level=level)
            if child is not None:
                of_one = attrs.evolve(child, id=f"{one.id}{CHILD_OF}")
                yield Entry(one, child=of_one, shares=shares, level=level)

    # How many ---------------------------------------------------------------------------------

    @property
    def others(self) -> int:
        """How many others join."""
        number: int = self.said.get("others", 0)
        return number

    @property
    def covered(self) -> int:
        """How many others have a cover that runs."""
        number: int = self.said.get("covered", 0)
        return number

    @cached_property
    def alike(self) -> int:
        """How many people like this one join: as said, or as many as must."""
        needed = max(self.ordinary.joining, self._required()) - self.others - self.covered
        number: int = self.said.get("alike", max(needed, 1))
        return number

    def _required(self) -> int:
        """Give how many people must join by the figures that are said."""
        figures = {kind: self.said.get(kind.value) for kind in Headcount}
        known = [figure for figure in figures.values() if figure is not None]
        if known and Headcount.EMPLOYEES.value not in self.said:
            figures[Headcount.EMPLOYEES] = max(known)
        required = [0]
        for rule in leaves(self.edition.eligibility):
            if isinstance(rule, Participation):
                base = figures[rule.of]
                threshold = figures[rule.threshold_of or rule.of]
                if base is not None:
                    required.append(rule.required(base, threshold=threshold))
        return max(required)

    @cached_property
    def application(self) -> Application:
        """The application: those alike first, then the others."""
        entries = [*self._entries(ALIKE, self.alike), *self._entries(OTHERS, self.others, OTHER)]
        covered = tuple(self._entries(COVERED, self.covered, OTHER))
        unit = self._unit((*entries, *covered))
        return Application(unit, self.starts, entries, already_covered=covered)

    def _unit(self, people: tuple[Entry, ...]) -> Unit:
        """Make the unit; a figure that is not said is counted off those who join."""
        figures: dict[str, Any] = {}
        for kind in Headcount:
            counted = {one.member.id for one in people if kind.counts(one, self.starts)}
            figures[kind.value] = self.said.get(kind.value, len(counted))
        whole = Headcount.EMPLOYEES.value
        if whole not in self.said:
            figures[whole] = max(figure for figure in figures.values() if figure is not None)
        most = figures[whole]
        for name, figure in figures.items():
            if name not in self.said and figure is not None and most is not None:
                figures[name] = min(figure, most)
        said = {name: self.value(column) for column, name in OF_UNITS.items()}
        return Unit("U1", **figures, **said, declared=self._declared("unit", "unit_declared"))

    def _declared(self, whose: str, column: str) -> Mapping[str, Any]:
        """Give all that is declared: as said, or what is ordinary."""
        if column in self.said:
            return dict(self.said[column])
        start = f"{whose}.declared."
        paths = [path for path in self.ordinary.alike if path.startswith(start)]
        return {path.removeprefix(start): self.ordinary.said(path) for path in paths}

    # The claim --------------------------------------------------------------------------------

    @cached_property
    def lines(self) -> tuple[BenefitLine, ...]:
        """The benefit lines that may be meant: of the event that is said, or of the person.

        Where two list the event, that of the person of the case comes first.
        """
        whom = Insured.CHILD if self.has_child() else Insured.MEMBER
        lines = self.edition.benefit.lines
        if "event" not in self.said:
            own = tuple(line for line in lines if line.insured is whom)
            return own or lines
        listing = [line for line in lines if self._event_in(line) is not None]
        return tuple(sorted(listing, key=lambda line: line.insured is not whom))

    def _event_in(self, line: BenefitLine) -> str | None:
        """Give the code of the event that is said, None where a line does not list it."""
        event = self.edition.benefit.event(self.said["event"], insured=line.insured)
        return event.code if event is not None and event in line.events else None

    @property
    def event(self) -> str | None:
        """Code of the event: the one that is said, or the only one; None where it is not plain."""
        if "event" in self.said:
            return self._event_in(self.lines[0]) if self.lines else None
        events = [event.code for line in self.lines for event in line.events]
        return events[0] if len(events) == 1 else None

    @property
    def on(self) -> date:
        """Day of the event: as said, or the first that no waiting period bars."""
        terms = self.lines[0].terms if self.lines else ()
        waits = [one.days for one in terms if isinstance(one, WaitingPeriod)]
        day: date = self.said.get("on", self.starts + timedelta(days=max(waits, default=0)))
        return day

    def claims(self) -> Iterator[Claim]:
        """Give the claim, and before it the earlier one where the case names one."""
        said, event = self.said, self.event
        assert event is not None, "the case says what happened"  # noqa: S101
        line = self.lines[0]
        of_child = line.insured is Insured.CHILD and self.has_child()
        on = self.on
        hospital = said.get("hospital", HOSPITAL)
        admitted_on = said.get("admitted_on", on)
        admitted_to = said.get("admitted_to", hospital or HOSPITAL)
        claim = Claim(
            "claim",
            self.edition.code,
            f"{SUBJECT}{CHILD_OF}" if of_child else SUBJECT,
            event,
            on,
            amount=said.get("amount"),
            days=said.get("days"),
            grade=said.get("grade"),
            hospital=hospital,
            admission=admitted_on and Admission(admitted_on, admitted_to),
            work_injury=said.get("work_injury", False),
            circumstances=said.get("circumstances", ()),
            reported=said.get("reported", on),
        )
        if "earlier" in said:
            yield attrs.evolve(claim, id="earlier", amount=said["earlier"])
        yield claim
