"""The claims that tell two editions of a plan apart which decide every application alike.

They differ then in what their benefit lines list, ask and reckon: in events, terms or formulas.
A claim is put together of the corners of these, as an application is of those of the conditions.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Iterator
from contextlib import suppress
from datetime import date, timedelta
from decimal import Decimal
from itertools import product
from typing import Any

import attrs
from dateutil.relativedelta import relativedelta

from mutualaid.books import Books
from mutualaid.claim import Admission, Claim
from mutualaid.corners.edges import Pool
from mutualaid.corners.ordinary import accepts, is_possible
from mutualaid.corners.situation import Entered, Situation
from mutualaid.cover import Cover
from mutualaid.dates import ONE_DAY, years_on
from mutualaid.errors import InvalidValue
from mutualaid.plan import Edition
from mutualaid.review import Review
from mutualaid.reviewing import review_application
from mutualaid.rules import (
    BenefitLine,
    ClaimTerm,
    DailyAllowance,
    DisabilityScale,
    Excludes,
    Formula,
    Insured,
    Measure,
    NoWorkInjury,
    ObservationDays,
    Reimburse,
    ReimburseByBands,
    ReportWithin,
    RuleValue,
    WaitingPeriod,
)
from mutualaid.settlement import Settlement

HOSPITAL, ANOTHER = "H1", "H2"
KNOWN = (
    DailyAllowance,
    DisabilityScale,
    Excludes,
    NoWorkInjury,
    ObservationDays,
    Reimburse,
    ReimburseByBands,
    ReportWithin,
    WaitingPeriod,
)
MOST_CLAIMS = 4_096
"""So many claims of one event are looked at; where there are more, those that depart less."""
FARTHEST = 10**9
"""No total is looked at beyond so many yuan, or days."""
STEP = Decimal(100)
"""An amount beside the start of a band lies so many yuan beyond it."""


@attrs.frozen
class ClaimPair:
    """A claim, and how two editions settle it.

    Args:
        situation: Under whose cover it falls: that of an ordinary application.
        continued: Whether that cover renews an earlier one without a gap.
        before: The settlement by the earlier edition.
        after: The settlement by the later.
    """

    situation: Situation
    continued: bool
    before: Settlement
    after: Settlement

    @property
    def claim(self) -> Claim:
        """The claim."""
        return self.before.claim

    @property
    def differ(self) -> bool:
        """Whether the two settle it differently."""
        return _answer(self.before) != _answer(self.after)


def _answer(settlement: Settlement) -> object:
    lines = [payment.line for payment in settlement.payments]
    return settlement.outcome, settlement.payable, settlement.cap, lines


@attrs.frozen
class ClaimSearch:
    """What a search among claims came to.

    Args:
        found: The simplest claim that is settled differently, None where there is none.
        tried: How many claims were settled on both sides.
        complete: Whether no claim of one event can be settled differently, if none of these is.
        beyond: Terms and formulas from outside this library, whose corners are not known.
    """

    found: ClaimPair | None
    tried: int
    complete: bool
    beyond: tuple[RuleValue, ...]


def search_claims(
    before: Edition, after: Edition, situations: tuple[Situation, ...]
) -> ClaimSearch:
    """Look for a claim that two editions settle differently.

    Args:
        before: The one.
        after: The other.
        situations: Ordinary situations, whose covers the claims fall under.
    """
    tried, complete, beyond = 0, True, list[RuleValue]()
    for insured, event in _differing(before, after):
        covered = next(_covered(before, after, situations, insured), None)
        if covered is None:
            complete = False
            continue
        situation, covers = covered
        lines = [line for cover in covers if (line := cover.line_for(event)) is not None]
        varied = _Varied(before.code, event, covers[0], tuple(lines))
        beyond += (rule for rule in varied.beyond if rule not in beyond)
        complete = complete and varied.whole
        for claim, continued in varied.claims():
            tried += 1
            settled = (_settle(claim, one, continued) for one in covers)
            pair = ClaimPair(situation, continued, *settled)
            if pair.differ:
                return ClaimSearch(pair, tried, complete, tuple(beyond))
    return ClaimSearch(None, tried, complete and not beyond, tuple(beyond))


def _settle(claim: Claim, cover: Cover, continued: bool) -> Settlement:
    """Settle a claim alone, under a cover or one that has been renewed without a gap."""
    if continued:
        cover = attrs.evolve(cover, since=years_on(cover.starts, -cover.edition.info.term_years))
    return Books().settle(claim, 1, [(0, cover)])[0]


def _differing(before: Edition, after: Edition) -> Iterator[tuple[Insured, str]]:
    """Name the events that the lines of two editions treat differently, and whose they are."""
    lines = [
        {
            (line.insured, event.code): _treatment(line, event.code)
            for line in edition.benefit.lines
            for event in line.events
        }
        for edition in (before, after)
    ]
    for event in dict.fromkeys((*lines[0], *lines[1])):
        if lines[0].get(event) != lines[1].get(event):
            yield event


def _treatment(line: BenefitLine, event: str) -> tuple[object, ...]:
    terms = tuple(term for term in line.terms if term.asks(event))
    return type(line), line.code, line.amount, line.per_share, line.formula, terms


def _covered(
    before: Edition, after: Edition, situations: tuple[Situation, ...], insured: Insured
) -> Iterator[tuple[Situation, tuple[Cover, Cover]]]:
    """Give ordinary situations in which both editions insure the member, or a child."""
    for ordinary in situations:
        for entered in dict.fromkeys((ordinary.said("entered"), *Entered)):
            situation = ordinary.with_({"entered": entered})
            if is_possible(situation) and all(accepts(one, situation) for one in (before, after)):
                application = situation.application()
                reviews = (review_application(one, application) for one in (before, after))
                covers = [cover for review in reviews if (cover := _cover(review, insured))]
                if len(covers) == len((before, after)):
                    yield situation, (covers[0], covers[1])


def _cover(review: Review, insured: Insured) -> Cover | None:
    """Give the cover of the member, or of the child; a plan may take whom no line insures."""
    of_child = insured is Insured.CHILD
    covers: tuple[Cover, ...] = ()
    with suppress(InvalidValue):
        covers = review.covers()
    return next((one for one in covers if (one.child is not None) is of_child), None)


@attrs.frozen
class _Varied:
    """The claims of one event, at the corners of the lines that may pay it."""

    plan: str
    event: str
    cover: Cover
    lines: tuple[BenefitLine, ...]

    @property
    def whole(self) -> bool:
        """Whether every combination is looked at."""
        return math.prod(len(pool) for pool in self._pools().values()) <= MOST_CLAIMS

    @property
    def beyond(self) -> list[RuleValue]:
        """Terms and formulas from outside this library, whose corners are not known."""
        rules: list[RuleValue] = [*self._terms()]
        rules += [line.formula for line in self.lines if line.formula is not None]
        return [rule for rule in rules if type(rule) not in KNOWN]

    def _terms(self, kind: type[ClaimTerm] = ClaimTerm) -> list[Any]:
        terms = [term for line in self.lines for term in line.terms if term.asks(self.event)]
        return [term for term in terms if isinstance(term, kind)]

    def _pools(self) -> dict[str, Pool]:
        """Give what is varied: of each, first what is ordinary."""
        carried = [carried for line in self.lines for carried in _carried(line, self.cover)]
        pools: dict[str, Pool] = {
            "carried": tuple(one for n, one in enumerate(carried) if one not in carried[:n]),
            "on": self._days(),
        }
        if self._terms(WaitingPeriod):
            pools["continued"] = (False, True)
        if self._terms(NoWorkInjury):
            pools["work_injury"] = (False, True, None)
        if excluded := self._terms(Excludes):
            pools["circumstances"] = ((), *((term.code,) for term in excluded))
        if limits := self._terms(ReportWithin):
            spans = [(term.years, term.months, term.days) for term in limits]
            beyond = [(years, months, days + 1) for years, months, days in spans]
            pools["reported"] = (*sorted({(0, 0, 0), *spans, *beyond}), None)
        if observed := self._terms(ObservationDays):
            days = {0, *(term.days + more for term in observed for more in (0, 1))}
            stays = [(day, HOSPITAL, HOSPITAL) for day in sorted(days)]
            pools["admission"] = (*stays, (0, ANOTHER, HOSPITAL), (0, HOSPITAL, None), None)
        return pools

    def _days(self) -> tuple[date, ...]:
        """Give days on which it happens: after every waiting period, and beside each."""
        first, last = self.cover.starts, self.cover.ends - ONE_DAY
        over = sorted({first + timedelta(days=term.days) for term in self._terms(WaitingPeriod)})
        beside = [day for end in over for day in (end, end - ONE_DAY)]
        usual = max((first, *over))
        return tuple(dict.fromkeys((min(usual, last), *(day for day in beside if day <= last))))

    def claims(self) -> Iterator[tuple[Claim, bool]]:
        """Give the claims, the simplest first; each with whether its cover was renewed."""
        pools = self._pools()
        places = product(*(range(len(pool)) for pool in pools.values()))
        ranked = sorted(places, key=lambda cell: (sum(map(bool, cell)), cell))
        for cell in ranked[:MOST_CLAIMS]:
            values = zip(pools.items(), cell, strict=True)
            said: dict[str, Any] = {name: pool[place] for (name, pool), place in values}
            continued = bool(said.pop("continued", False))
            with suppress(InvalidValue):
                yield self._claim(**said), continued

    def _claim(self, on: date, carried: dict[str, Any], **said: Any) -> Claim:
        if said.get("reported") is not None:
            years, months, days = said["reported"]
            span = relativedelta(years=+years, months=+months, days=+days)
            said["reported"] = on + span
        if said.get("admission") is not None:
            days, to, at = said["admission"]
            said |= {"admission": Admission(on + timedelta(days=days), to), "hospital": at}
        return Claim("C", self.plan, self.cover.insured, self.event, on, **carried, **said)


# What a claim carries -----------------------------------------------------------------------------


def _carried(line: BenefitLine, cover: Cover) -> list[dict[str, object]]:
    """Give what a claim carries at the corners of a line, the least first."""
    cap = line.cap(cover) or Decimal(0)
    match line.measure:
        case Measure.AMOUNT:
            return [{"amount": amount} for amount in _amounts(line, cap)]
        case Measure.DAYS:
            return [{"days": days} for days in _days_in_hospital(line, cap)]
        case Measure.PERCENT:
            scale = line.formula.scale if isinstance(line.formula, DisabilityScale) else ()
            return [{"grade": grade} for grade in range(1, len(scale) + 2)]
        case _:
            return [{}]


def _amounts(line: BenefitLine, cap: Decimal) -> list[Decimal]:
    """Give amounts on both sides of each bend of what a line pays, up to where it is cut."""
    bends = {Decimal(0), *_bends(line.formula)}
    reach = Decimal(_reach(line, cap))
    return sorted(
        amount
        for amount in {*bends, *(bend + STEP for bend in bends), reach - 1, reach, reach + STEP}
        if amount > 0
    )


def _bends(formula: Formula | None) -> list[Decimal]:
    match formula:
        case Reimburse():
            return [formula.above]
        case ReimburseByBands():
            return [start for start, _ in formula.bands]
        case _:
            return []


def _days_in_hospital(line: BenefitLine, cap: Decimal) -> list[int]:
    reach = _reach(line, cap)
    days = {1, reach - 1, reach, reach + 1}
    if isinstance(line.formula, DailyAllowance):
        first, most = line.formula.from_day, line.formula.at_most_days or 1
        days |= {first - 1, first, first + most - 1, first + most}
    return sorted(day for day in days if day > 0)


def _reach(line: BenefitLine, cap: Decimal) -> int:
    """Find the least whole total of which a line earns its cap, or all that it ever earns."""
    most = line.earned(Decimal(FARTHEST), cap)
    wanted = min(cap, most)
    return bisect_left(range(FARTHEST), wanted, key=lambda total: line.earned(Decimal(total), cap))
