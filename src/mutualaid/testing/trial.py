"""One try of a law: it draws what is asked, and remembers it for the report of a failure."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from functools import lru_cache
from textwrap import shorten
from typing import TYPE_CHECKING, Any, Generic, TypeVar

import attrs
from hypothesis import note
from hypothesis import strategies as st
from hypothesis.errors import HypothesisException

from mutualaid.application import Application
from mutualaid.catalogue import Plan
from mutualaid.claim import Claim
from mutualaid.cover import Cover
from mutualaid.decision import Decision
from mutualaid.errors import InvalidValue
from mutualaid.ledger import Ledger
from mutualaid.people import Member, Unit
from mutualaid.question import Entry, Question
from mutualaid.review import Review
from mutualaid.rules import ReportWithin
from mutualaid.settlement import Settlement
from mutualaid.testing.aims import COUNTED, Aim, aim_at
from mutualaid.testing.case_columns import UNIT
from mutualaid.testing.case_files import to_csv
from mutualaid.testing.case_from import case_of
from mutualaid.testing.cases import Case
from mutualaid.testing.strategies.applications import applications
from mutualaid.testing.strategies.claims import Books, books, covers
from mutualaid.testing.strategies.people import a_member, questions
from mutualaid.testing.subject import Subject

if TYPE_CHECKING:
    from mutualaid.testing.law import Law

T = TypeVar("T")
OF_SIZE = ("amount", "days", "grade")
SHOWN = 4
WIDTH = 80
"""So many of the things that were asked last are reported."""


class Trial:
    """Try a law on a plan once.

    Args:
        subject: The plan under test.
        data: Draws for Hypothesis; None where the law draws nothing.
    """

    def __init__(self, subject: Subject, data: st.DataObject | None = None) -> None:
        self.subject = subject
        self._data = data
        self._asked: deque[Question | Application | Claimed] = deque(maxlen=SHOWN)

    @property
    def plan(self) -> Plan:
        """The plan under test."""
        return self.subject.plan

    # Drawing ----------------------------------------------------------------------------------

    def draw(self, strategy: st.SearchStrategy[T]) -> T:
        """Draw from a strategy."""
        return self._draw(held(strategy))

    def _draw(self, strategy: st.SearchStrategy[Drawn[T]]) -> T:
        assert self._data is not None, "a law about the plan itself draws nothing"  # noqa: S101
        return self._data.draw(strategy).value

    def question(self, who: Callable[[st.DrawFn, Aim], Member] = a_member) -> Question:
        """Draw a question about the bounds of the plan's rules.

        Args:
            who: What draws the member.
        """
        return self._draw(_kept(questions, self.plan, who=who))

    def application(self) -> Application:
        """Draw an application about the bounds of the plan's rules."""
        return self._draw(_kept(applications, self.plan))

    def cover(self) -> Cover:
        """Draw a cover of someone ordinary."""
        return self._draw(_kept(covers, self.plan))

    def books(self, *, renewed: bool | None = None) -> Books:
        """Draw a person's covers, and claims about the bounds of their benefit lines.

        Args:
            renewed: Whether the cover is renewed; now and then, if not said.
        """
        return self._draw(_kept(books, self.plan, renewed=renewed))

    # Asking -----------------------------------------------------------------------------------

    def aim(self, starts: date) -> Aim:
        """Tell what there is to aim at on a start day."""
        return aim_at(self.plan.edition(starts), starts)

    def decide(self, question: Question) -> Decision:
        """Ask the plan of one entry."""
        self._remember(question)
        return self.plan.decide(
            question.member,
            question.unit,
            starts=question.starts,
            child=question.child,
            shares=question.shares,
            level=question.level,
        )

    def review(self, application: Application) -> Review:
        """Ask the plan of an application."""
        self._remember(application)
        return self.plan.review(application)

    def _remember(self, asked: Question | Application | Claimed) -> None:
        if asked not in self._asked:
            self._asked.append(asked)

    def settle(self, ledger: Ledger, claims: Iterable[Claim]) -> tuple[list[Settlement], Ledger]:
        """Settle claims one after the other."""
        settlements: list[Settlement] = []
        for claim in claims:
            before = tuple(one.claim for one in settlements)
            self._remember(Claimed(ledger, before, claim))
            settlement, ledger = ledger.settle(claim)
            settlements.append(settlement)
        return settlements, ledger

    # Reporting --------------------------------------------------------------------------------

    def run(self, law: Law) -> None:
        """Try the law; a failure is told with the law, and with rows for a case table.

        Raises:
            AssertionError: The law does not hold.
        """
        try:
            law.check(self)
        except HypothesisException:
            raise
        except Exception as error:
            report = Report(self, law)
            if self._data is None:
                error.add_note(str(report))
            else:
                note(report)  # Hypothesis words it once it has found the smallest example
            raise

    def rows(self) -> Iterator[str]:
        """Give what was asked as rows of a case table; as it is, where a row cannot hold it."""
        cases = []
        for asked in self._asked:
            try:
                cases.append(self._case(asked))
            except InvalidValue:
                yield repr(asked)
        if cases:
            yield from to_csv(cases).splitlines()

    def _case(self, asked: Question | Application | Claimed) -> Case:
        """Give the case of what was asked, in short, expecting what is answered."""
        catalogue, code = self.subject.catalogue, self.plan.code
        columns = ("payable", "claim_reason") if isinstance(asked, Claimed) else ("outcome", "fee")
        case = _as_case(asked, code).shortened(catalogue)
        actual = case.expecting(**dict.fromkeys(columns)).run(catalogue).actual
        return case.expecting(**{column: actual[column] for column in columns})


def _as_case(asked: Question | Application | Claimed, plan: str) -> Case:
    if isinstance(asked, Claimed):
        return asked.case(plan)
    if isinstance(asked, Application):
        return case_of(asked, plan)
    # Of one person the unit's numbers are not asked.
    alone = case_of(Application(asked.unit, asked.starts, [entry_of(asked)]), plan)
    return Case({name: value for name, value in alone.said.items() if name not in COUNTED})


@attrs.frozen
class Claimed:
    """Hold a claim that was settled, with what came before it.

    Args:
        ledger: The covers.
        before: The claims that were settled just before.
        claim: The claim.
    """

    ledger: Ledger
    before: tuple[Claim, ...]
    claim: Claim

    def case(self, plan: str) -> Case:
        """Give the case that the claim is, as far as a row can hold it.

        Raises:
            InvalidValue: A row cannot hold it: a bill with items.
        """
        claim, covers = self.claim, self.ledger.covers(plan=plan)
        cover = next((one for one in covers if claim.on in one.period), covers[0])
        line = cover.line_for(claim.event)
        if claim.items or line is None:
            raise InvalidValue(
                "A row holds one amount of an event that the plan lists", name="claim", value=claim
            )
        person = case_of(Application(Unit(cover.unit), cover.starts, [cover.entry]), plan).said
        earlier = [one.amount for one in self.before if one.event == claim.event and one.amount]
        said = {name: value for name, value in person.items() if name not in (*UNIT, "alike")}
        said |= {"event": claim.event, "on": claim.on}
        said |= {name: value for name in OF_SIZE if (value := getattr(claim, name)) is not None}
        said |= {"work_injury": claim.work_injury} if claim.work_injury is not False else {}
        if claim.reported != claim.on and any(isinstance(one, ReportWithin) for one in line.terms):
            said |= {"reported": claim.reported}
        said |= {"circumstances": claim.circumstances} if claim.circumstances else {}
        said |= {"earlier": sum(earlier)} if earlier else {}
        if claim.admission is not None:
            said |= {"hospital": claim.hospital, "admitted_on": claim.admission.on}
            said |= {"admitted_to": claim.admission.hospital}
        return Case(said)


def entry_of(question: Question) -> Entry:
    """Give the entry that is asked of."""
    return Entry(
        question.member, child=question.child, shares=question.shares, level=question.level
    )


class Drawn(Generic[T]):
    """Hold what was drawn; Hypothesis reports it in short, since rows for a table say it better."""

    def __init__(self, value: T) -> None:
        self.value = value

    def __repr__(self) -> str:
        return shorten(repr(self.value), WIDTH, placeholder=" …")


def _kept(
    make: Callable[..., st.SearchStrategy[T]], plan: Plan, **said: Any
) -> st.SearchStrategy[Drawn[T]]:
    """Give a strategy that is made once and kept for the next try."""
    strategy: st.SearchStrategy[Drawn[T]] = _made(make, plan, **said)
    return strategy


@lru_cache(maxsize=256)
def _made(make: Callable[..., st.SearchStrategy[Any]], plan: Plan, **said: Any) -> Any:
    return held(make(plan, **said))


@st.composite
def held(draw: st.DrawFn, strategy: st.SearchStrategy[T]) -> Drawn[T]:
    """Draw from a strategy, and hold what was drawn."""
    return Drawn(draw(strategy))


class Report:
    """Tell which law a plan breaks, why it is one, and on what; worded when it is shown.

    Args:
        trial: The try that failed.
        law: The law.
    """

    def __init__(self, trial: Trial, law: Law) -> None:
        self._trial = trial
        self._law = law

    def __repr__(self) -> str:
        asked = [f"  {row}" for row in self._trial.rows()]
        head = [f"Asked of {self._trial.plan.code}, with what it answers:"] if asked else []
        return "\n".join([str(self._law), *head, *asked])
