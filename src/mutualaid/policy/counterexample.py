"""The simplest application, or claim, that two editions of a plan decide differently.

It is found among the corner cases of the rules that the two do not share. Where these are all the
ways in which people who are alike but for one can matter, a search that finds nothing is a proof;
where it is not, it says how far it went. Rules from outside this library that do not say what they
come to are asked of drawn cases besides, which proves nothing.
"""

from __future__ import annotations

from datetime import date

import attrs

from mutualaid.application import Application
from mutualaid.checks import require_date, require_type
from mutualaid.claim import Claim
from mutualaid.corners.ordinary import is_possible
from mutualaid.corners.situation import Situation
from mutualaid.errors import InvalidValue, NotInForce
from mutualaid.finding import plain
from mutualaid.messages import render
from mutualaid.plan import Edition
from mutualaid.policy.chance import draw, simplest
from mutualaid.policy.claim_corners import ClaimPair, search_claims
from mutualaid.policy.grants import decided
from mutualaid.policy.situation_words import describe, outcome, settled, told
from mutualaid.policy.space import Space
from mutualaid.review import Review
from mutualaid.reviewing import review_application
from mutualaid.rules import RuleValue
from mutualaid.text import Lang

SCHEMA_VERSION = 1


@attrs.frozen(slots=False)  # so that what is kept keeps its docstring
class Counterexample:
    """Hold an application that two editions of a plan decide differently, and both answers.

    Args:
        situation: The people and the unit, said as they depart from an ordinary application.
        before: The review by the earlier edition.
        after: The review by the later.
        settled: A claim under the covers of the application that the two settle differently,
            where they decide every application alike.
    """

    situation: Situation
    before: Review
    after: Review
    settled: ClaimPair | None = attrs.field(default=None, kw_only=True)

    @property
    def plan(self) -> str:
        """Code of the plan."""
        return self.before.plan

    @property
    def application(self) -> Application:
        """The application."""
        return self.before.application

    @property
    def claim(self) -> Claim | None:
        """The claim that the two settle differently, where no application tells them apart."""
        return None if self.settled is None else self.settled.claim

    @property
    def differs(self) -> bool:
        """Whether the two decide the application differently."""
        return decided(self.before) != decided(self.after)

    def text(self, lang: Lang) -> str:
        """Word it: who applies, and what each edition answers."""
        title = self.before.edition.info.title
        facts = {"title": title, "starts": self.situation.starts}
        head = render("counterexample.head", lang, facts=facts)
        lines = [f"{head}{describe(self.situation, self.before, self.after, lang)}"]
        if self.settled is None:
            answers = [outcome(one, other, lang) for one, other in self._both_ways()]
        else:
            lines.append(told(self.settled, self.before.edition, self.after.edition, lang))
            answers = [settled(one, lang) for one in (self.settled.before, self.settled.after)]
        for code, answer in zip(("before", "after"), answers, strict=True):
            lines.append(render(f"counterexample.{code}", lang, facts={"answer": answer}))
        return "\n".join(lines)

    def _both_ways(self) -> tuple[tuple[Review, Review], tuple[Review, Review]]:
        return (self.before, self.after), (self.after, self.before)

    def to_dict(self) -> dict[str, object]:
        """Give it in values that JSON knows; money as digits, dates in ISO form."""
        situation = self.situation
        return {
            "type": "counterexample",
            "version": SCHEMA_VERSION,
            "plan": self.plan,
            "starts": plain(situation.starts),
            "joining": situation.joining,
            "alike": {path: plain(value) for path, value in sorted(situation.alike.items())},
            "departs": {path: plain(value) for path, value in sorted(situation.departs.items())},
            "before": self.before.to_dict(),
            "after": self.after.to_dict(),
            "settled": None
            if self.settled is None
            else {
                "before": self.settled.before.to_dict(),
                "after": self.settled.after.to_dict(),
            },
            "text": {"zh": self.text("zh"), "en": self.text("en")},
        }


@attrs.frozen
class CounterexampleSearch:
    """What a search for a counterexample came to.

    Args:
        plan: Code of the plan.
        on: The start day.
        found: The simplest case that is decided differently, None where none was found.
        tried: How many corner cases were decided, or settled, by both.
        drawn: How many further cases were drawn.
        complete: Whether the corner cases stand for all: every application of people who are
            alike but for one and, where none of them is decided differently, every claim of
            one event.
        depth: In how many ways at most a case departed from the ordinary; None where every
            combination of corners was there.
        beyond: Rules that corners cannot reach.
    """

    plan: str
    on: date
    found: Counterexample | None
    tried: int
    drawn: int
    complete: bool
    depth: int | None
    beyond: tuple[RuleValue, ...]

    def text(self, lang: Lang) -> str:
        """Word what was found, or how far the search went that found nothing."""
        if self.found is not None:
            return self.found.text(lang)
        facts = {"tried": self.tried, "drawn": self.drawn, "depth": self.depth}
        if self.complete:
            return render("counterexample.none_at_all", lang, facts=facts)
        lines = [render("counterexample.none_found", lang, facts=facts)]
        if self.depth is not None:
            lines.append(render("counterexample.depth", lang, facts=facts))
        if self.beyond:
            names = ", ".join(dict.fromkeys(type(rule).__name__ for rule in self.beyond))
            lines.append(render("counterexample.beyond", lang, facts={"names": names}))
        if self.drawn:
            lines.append(render("counterexample.drawn", lang, facts=facts))
        return "\n".join(lines)

    def to_dict(self) -> dict[str, object]:
        """Give it in values that JSON knows."""
        return {
            "type": "counterexample_search",
            "version": SCHEMA_VERSION,
            "plan": self.plan,
            "on": plain(self.on),
            "found": None if self.found is None else self.found.to_dict(),
            "tried": self.tried,
            "drawn": self.drawn,
            "complete": self.complete,
            "depth": self.depth,
            "beyond": [repr(rule) for rule in self.beyond],
            "text": {"zh": self.text("zh"), "en": self.text("en")},
        }


def counterexample(before: Edition, after: Edition, on: date) -> CounterexampleSearch:
    """Look for the simplest application, or claim, that two editions of a plan decide differently.

    The simplest leaves nothing unsaid, where that is possible; has the fewest people, then departs
    from an ordinary application in the fewest ways, then least far. What is compared is who is
    accepted, the fee, what of it is given back and who pays it, the caps and the term; where these
    agree, what a claim is paid.

    Args:
        before: The one edition.
        after: The other.
        on: First day of the covers.

    Raises:
        InvalidType: Something that is no `Edition`, a datetime for a date.
        InvalidValue: Editions of two plans.
        NotInForce: One of them is not in force on that day.
    """
    require_date(on, "on")
    for name, edition in (("before", before), ("after", after)):
        require_type(edition, Edition, name)
        if on not in edition.period:
            raise NotInForce(
                f"An edition of {edition.code} is not in force on this day",
                name="on",
                value=on,
                allowed=f"{edition.period}",
            )
    if before.code != after.code:
        raise InvalidValue(
            "Two plans are compared as though they were editions of one",
            name="after",
            value=after.code,
            allowed=before.code,
        )
    return _Search(before, after, Space(before, after, on)).result()


@attrs.frozen(slots=False)  # so that what is kept keeps its docstring
class _Search:
    before: Edition
    after: Edition
    space: Space

    def result(self) -> CounterexampleSearch:
        space = self.space
        search = CounterexampleSearch(
            self.before.code, space.starts, None, 0, 0, space.complete, space.depth, space.beyond
        )
        tried = 0
        for situation in filter(is_possible, space.situations()):
            tried += 1
            case = self._ask(situation)
            if case.differs:
                return attrs.evolve(search, found=case, tried=tried)
        claims = search_claims(self.before, self.after, space.ordinaries)
        search = attrs.evolve(
            search,
            tried=tried + claims.tried,
            complete=space.complete and claims.complete,
            beyond=(*space.beyond, *claims.beyond),
        )
        if claims.found is not None:
            found = attrs.evolve(self._ask(claims.found.situation), settled=claims.found)
            return attrs.evolve(search, found=found)
        if not space.beyond:
            return search
        drawn, number = self._by_chance()
        return attrs.evolve(search, found=drawn, drawn=number)

    def _by_chance(self) -> tuple[Counterexample | None, int]:
        number = 0
        for situation in draw(self.space.bases, self.space.starts):
            number += 1
            if self._differs(situation):
                return self._ask(simplest(situation, self._differs)), number
        return None, number

    def _differs(self, situation: Situation) -> bool:
        return is_possible(situation) and self._ask(situation).differs

    def _ask(self, situation: Situation) -> Counterexample:
        application = situation.application()
        return Counterexample(
            situation,
            review_application(self.before, application),
            review_application(self.after, application),
        )
