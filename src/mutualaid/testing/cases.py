"""Cases: what is said of a unit, a person and a claim, and what is expected of the answer.

Only what matters need be said. What is not said is as it ordinarily is where the plan accepts.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING, Any

import attrs
from rpds import HashTrieMap

from mutualaid.application import Application
from mutualaid.checks import NIL
from mutualaid.claim import Claim
from mutualaid.corners.ordinary import ordinaries
from mutualaid.corners.situation import Situation, favourable
from mutualaid.decision import money
from mutualaid.errors import InvalidValue, UnknownName
from mutualaid.finding import SCHEMA_VERSION, Finding, plain
from mutualaid.ledger import Ledger
from mutualaid.masking import mask
from mutualaid.messages import render, told
from mutualaid.names import no_cover
from mutualaid.review import EntryDecision, Review, ReviewOutcome
from mutualaid.settlement import Settlement, refuse
from mutualaid.testing.case_columns import (
    COLUMNS,
    EXPECTED,
    JOINING,
    OF_A_CLAIM,
    OTHER,
    OTHERS,
    PERSON,
    REASONS,
    UNIT,
    header,
    write_cell,
)
from mutualaid.testing.case_scene import SUBJECT, Scene
from mutualaid.text import Lang

if TYPE_CHECKING:
    from mutualaid.catalogue import Catalogue


def _to_said(said: Mapping[str, Any]) -> HashTrieMap[str, Any]:
    for name in said:
        if name not in COLUMNS:
            raise UnknownName("A case has no such column", name="said", value=name, known=COLUMNS)
    if "plan" not in said:
        raise InvalidValue(
            "A case names no plan", name="said", value=sorted(said), allowed='with a "plan"'
        )
    return HashTrieMap(said)


@attrs.frozen
class Case:
    """Hold one case: a row of a case table.

    Args:
        said: What it says, by the English name of the column, as a table's cells are read: a
            bool for yes and no, a date, a number, a Decimal for yuan, None for what is said to be
            unknown, a `ReviewOutcome`, a tuple of reason codes. What it does not say is ordinary.

    Raises:
        InvalidValue: It names no plan.
        UnknownName: A column that there is not; the nearest is named.
    """

    said: Mapping[str, Any] = attrs.field(converter=_to_said)

    @property
    def name(self) -> str:
        """What the case is called, identity numbers hidden; empty where it has no name."""
        return mask(self.said.get("case", ""))

    @property
    def expected(self) -> dict[str, Any]:
        """What is expected, by column."""
        return {name: self.said[name] for name in EXPECTED if name in self.said}

    def scene(self, catalogue: Catalogue) -> Scene:
        """Give what the case comes to under the rules of a catalogue.

        Raises:
            NotInForce: No edition is in force on the start day.
            UnknownName: No plan has this name.
        """
        plan = catalogue[self.said["plan"]]
        newest = plan.editions[-1]
        # A catalogue `at` a day has its rules in force on every day, from the year 1 on.
        first = max(newest.period.start, newest.info.in_force[-1].start)
        starts = self.said.get("starts", first)
        edition = plan.edition(starts)
        found = ordinaries(edition, starts)
        ordinary = found[0] if found else Situation(starts, favourable(starts))
        return Scene(self.said, edition, ordinary)

    def application(self, catalogue: Catalogue) -> Application:
        """Give the application that the case comes to.

        Raises:
            InvalidValue: What it says cannot be true together.
            NotInForce: No edition is in force on the start day.
            UnknownName: No plan has this name.
        """
        return self.scene(catalogue).application

    def run(self, catalogue: Catalogue) -> CaseResult:
        """Ask the plan, and compare.

        Raises:
            InvalidValue: What it says cannot be true together.
            NotInForce: No edition is in force on the start day.
            UnknownName: No plan has this name.
        """
        scene = self.scene(catalogue)
        review = catalogue[self.said["plan"]].review(scene.application)
        own = [one for one in review.entries if one.entry.member.id == SUBJECT]
        claims = list(scene.claims()) if OF_A_CLAIM.keys() & self.said.keys() else []
        return CaseResult(self, scene, review, own[-1], _settled(claims, scene, review))

    def expecting(self, **expected: object) -> Case:
        """Give the case with other expectations, in place of those it has.

        Args:
            expected: By column: `outcome`, `reason`, `fee`, `cap`, `payable`, `claim_reason`.
        """
        return Case({**{k: v for k, v in self.said.items() if k not in EXPECTED}, **expected})

    def shortened(self, catalogue: Catalogue) -> Case:
        """Leave out what is ordinary anyway of unit and people, so that what matters remains.

        Args:
            catalogue: The plans by which the case is asked; its application stays the same.
        """
        scene = self.scene(catalogue)
        said = self.said
        for name in reversed([*UNIT, *PERSON, *JOINING, *OTHERS]):
            shorter = {key: value for key, value in said.items() if key != name}
            less = attrs.evolve(scene, said=shorter)
            possible = less.child_is_younger("") and less.child_is_younger(OTHER)
            if name in said and possible and less.application == scene.application:
                said = shorter
        return Case(said)

    def to_row(self, *, lang: Lang = "en") -> dict[str, str]:
        """Give the case as a row of a table: what stands under each column that it speaks of.

        Args:
            lang: Language of the headers and of the words in the cells.
        """
        return {
            header(name, lang): write_cell(name, self.said[name], lang)
            for name in COLUMNS
            if name in self.said
        }


@attrs.frozen
class CaseDifference:
    """Say where an answer is not as expected.

    Args:
        column: Which expectation: outcome, reason, fee, cap, payable or claim_reason.
        expected: What was expected.
        actual: What the answer is.
    """

    column: str
    expected: Any
    actual: Any

    def words(self, lang: Lang) -> tuple[str, str, str]:
        """Word what it is about, what was expected, and what the answer is."""
        about = header(self.column, lang)
        return about, _word(self.column, self.expected, lang), _word(self.column, self.actual, lang)

    def to_dict(self) -> dict[str, object]:
        """Give the difference in values that JSON knows."""
        return {
            "column": self.column,
            "expected": _plain(self.expected),
            "actual": _plain(self.actual),
        }


def _word(column: str, value: Any, lang: Lang) -> str:
    if column in REASONS:
        return "; ".join(value) or render("cases.none", lang)
    if column == "outcome":
        return render(f"reviewoutcome.{value.value}", lang)
    return money(value, lang)


def _plain(value: Any) -> object:
    return list(value) if isinstance(value, tuple) else plain(value)


@attrs.frozen(slots=False)  # so that what is kept keeps its docstring
class CaseResult:
    """Answer of a case.

    Args:
        case: The case.
        scene: What it comes to.
        review: The answer of its application.
        entry: The answer of the person whom it is about, or of that person's child.
        settlement: The answer of its claim, None where nothing is expected of one.
    """

    case: Case
    scene: Scene
    review: Review
    entry: EntryDecision
    settlement: Settlement | None

    @cached_property
    def actual(self) -> dict[str, Any]:
        """What the answer is, by the columns of which something is expected."""
        return {name: getattr(self, f"_{name}") for name in self.case.expected}

    @property
    def _outcome(self) -> ReviewOutcome:
        of = {True: ReviewOutcome.ACCEPTED, False: ReviewOutcome.REFUSED}
        accepted = self.entry.accepted
        return ReviewOutcome.UNKNOWN if accepted is None else of[accepted]

    @property
    def _reason(self) -> tuple[str, ...]:
        return _codes(self.entry.reasons)

    @property
    def _fee(self) -> Decimal | None:
        return self.entry.fee

    @property
    def _cap(self) -> Decimal | None:
        """Cap of the line that the case means; nothing for who does not come in."""
        if self.entry.accepted is False:
            return NIL
        return self.scene.lines[0].cap(self.entry.question)

    @property
    def _payable(self) -> Decimal | None:
        return None if self.settlement is None else self.settlement.payable

    @property
    def _claim_reason(self) -> tuple[str, ...]:
        return () if self.settlement is None else _codes(self.settlement.findings)

    @cached_property
    def differences(self) -> tuple[CaseDifference, ...]:
        """Where the answer is not as expected, in the order of the columns."""
        return tuple(
            CaseDifference(name, expected, self.actual[name])
            for name, expected in self.case.expected.items()
            if expected != self.actual[name]
        )

    @property
    def passed(self) -> bool:
        """Whether the answer is as expected throughout."""
        return not self.differences

    def why(self, lang: Lang) -> list[str]:
        """Word what led to the answers that are not as expected, each with its clause."""
        names = {one.column for one in self.differences}
        entry = self.entry
        lines = entry.why(lang)
        if entry.accepted and names & {"outcome", "reason"}:
            lines += _lines((*entry.own.parts, *entry.unit_findings), lang)
        if entry.accepted is not False and "fee" in names:
            lines += _lines((entry.edition.fee.met(), *entry.notices), lang)
        if entry.accepted is not False and "cap" in names:
            lines += _lines([self.scene.lines[0].met()], lang)
        if self.settlement is not None and names & OF_A_CLAIM.keys():
            lines += self.settlement.explain(lang).splitlines()
        return lines

    def explain(self, lang: Lang) -> str:
        """Word what is not as expected, and what led to it; one line alone where all is."""
        word = render(f"cases.{'right' if self.passed else 'wrong'}", lang)
        lines = [told(self.entry.edition.info.title, word, lang)]
        for one in self.differences:
            about, expected, actual = one.words(lang)
            facts = {"about": about, "expected": expected, "actual": actual}
            lines.append(f"  {render('cases.difference', lang, facts=facts)}")
        return "\n".join([*lines, *(f"  {line}" for line in self.why(lang))])

    def to_dict(self) -> dict[str, object]:
        """Give the answer in values that JSON knows; money as digits, dates in ISO form."""
        return {
            "type": "case_result",
            "version": SCHEMA_VERSION,
            "case": {name: mask(text) for name, text in self.case.to_row().items()},
            "plan": self.entry.plan,
            "passed": self.passed,
            "differences": [one.to_dict() for one in self.differences],
            "text": {"zh": self.explain("zh"), "en": self.explain("en")},
        }


def _settled(claims: Iterable[Claim], scene: Scene, review: Review) -> Settlement | None:
    """Settle claims one after the other; give the settlement of the last, None where none is."""
    ledger, settlement = Ledger(review.covers() if review.accepted else ()), None
    for claim in claims:
        if review.accepted:
            settlement, ledger = ledger.settle(claim)
        else:  # a ledger without covers does not know the plan; here it is known
            settlement = refuse(claim, no_cover(claim.insured, claim.on, (scene.edition,)))
    return settlement


def _lines(findings: Iterable[Finding], lang: Lang) -> list[str]:
    return [f"- {finding.explain(lang)}" for finding in findings]


def _codes(findings: Iterable[Finding]) -> tuple[str, ...]:
    return tuple(sorted({finding.code for finding in findings}))
