"""Strategies for people, units and what is asked of a plan, aimed at the bounds of its rules.

Most of what is drawn is said and ordinary, so that answers of every kind occur. Each person and
unit is drawn as what departs from an ordinary one, in few draws: they are quick, and shrink to
the ordinary.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

import attrs
from hypothesis import assume
from hypothesis import strategies as st

from mutualaid.catalogue import Plan
from mutualaid.corners.situation import Said, attributes
from mutualaid.people import Child, Member, Unit
from mutualaid.plan import Edition
from mutualaid.question import Entry, Question
from mutualaid.rules import Insured
from mutualaid.rules.fees import SoldBy
from mutualaid.testing.aims import (
    COUNTED,
    EARLIEST,
    OLD,
    SMALL,
    Aim,
    aim_at,
    edges_of_time,
    years_before,
)

LATEST = date(2035, 12, 31)
"""No start day is drawn after this day, unless an edition starts later."""
MOST = 5
"""The most shares, and the highest level, that are tried beyond what the rules name."""
BOOLEANS = st.booleans()
TWO_YEARS = st.integers(-730, 730)


# Days -----------------------------------------------------------------------------------------


def starts_of(plan: Plan) -> st.SearchStrategy[date]:
    """Draw start days of a plan, half of them about the ends of editions, months and years."""
    return _starts(plan.editions)


@lru_cache(maxsize=256)
def _starts(editions: tuple[Edition, ...]) -> st.SearchStrategy[date]:
    edges = st.sampled_from(edges_of_time(editions))
    return st.one_of(edges, edges, *(_days_of(edition) for edition in editions))


def _days_of(edition: Edition) -> st.SearchStrategy[date]:
    start, end = max(edition.period.start, EARLIEST), edition.period.end
    last = max(LATEST, start) if end is None else end - timedelta(days=1)
    return st.dates(start, last)


# People, as things stand on a start day: plain functions that draw, since a composite strategy
# within a composite takes twice the time -------------------------------------------------------


@lru_cache(maxsize=1024)
def _varied(aim: Aim, whose: str) -> st.SearchStrategy[tuple[tuple[str, object], ...]]:
    return st.sampled_from(aim.variations(whose))


@lru_cache(maxsize=1024)
def _born(aim: Aim, whose: str) -> st.SearchStrategy[date]:
    """Draw births: the ordinary ones, those about a bound, and any within living memory."""
    ordinary = [said[f"{whose}.birth_date"] for said in aim.ordinaries]
    usual = [day for day in ordinary if isinstance(day, date)]
    about = st.sampled_from(aim.births(whose) or usual)
    anyone = st.dates(years_before(aim.starts, OLD), aim.starts)
    ordinarily = st.sampled_from(usual)
    return st.one_of(ordinarily, ordinarily, about, anyone)


def said_of(said: Said, whose: str) -> dict[str, Any]:
    """Give what is said of one of them, by attribute."""
    prefix = f"{whose}."
    return {path[len(prefix) :]: value for path, value in said.items() if path.startswith(prefix)}


def a_member(draw: st.DrawFn, aim: Aim, who: str = "M1") -> Member:
    """Draw a member."""
    said = said_of(aim.ordinaries[0], "member")
    said |= {"birth_date": draw(_born(aim, "member")), **dict(draw(_varied(aim, "member")))}
    return Member(who, **attributes(said))


def a_child(draw: st.DrawFn, aim: Aim, who: str = "C1") -> Child:
    """Draw a child."""
    said = said_of(aim.ordinaries[0], "child")
    said |= {"birth_date": draw(_born(aim, "child")), **dict(draw(_varied(aim, "child")))}
    return Child(who, **attributes(said))


def a_child_of(draw: st.DrawFn, aim: Aim, parent: Member, who: str = "C1") -> Child:
    """Draw a child, born after its parent."""
    child = a_child(draw, aim, who)
    born = max(child.birth_date, parent.birth_date + timedelta(days=1))
    assume(born <= aim.starts)
    return attrs.evolve(child, birth_date=born)


def a_member_near_a_bound(draw: st.DrawFn, aim: Aim) -> Member:
    """Draw a member born within about two years of a bound, for whom time may mend it."""
    about = aim.births("member")
    varied = dict(draw(_varied(aim, "member")))
    said = {**said_of(aim.ordinaries[0], "member"), **varied}
    if about:
        day = draw(st.sampled_from(about)) + timedelta(days=draw(TWO_YEARS))
        said["birth_date"] = min(day, aim.starts)
    return Member("M1", **attributes(said))


@lru_cache(maxsize=1024)
def _counts(aim: Aim) -> st.SearchStrategy[dict[str, int | None]]:
    """Draw headcounts about the bounds of the rules, now and then not said."""
    bases = sorted({*SMALL, *(base for share in aim.shares for base in aim.bases(share))})
    return st.sampled_from(
        [
            dict(zip(COUNTED, counts, strict=True))
            for base in bases
            for counts in [
                (base, base, base),
                (base, base // 2, base // 2),
                (base, None, base),
                (None, base, None),
                (base, 0, 1 if base else 0),
            ]
        ]
    )


def a_unit(draw: st.DrawFn, aim: Aim) -> Unit:
    """Draw a unit."""
    said = said_of(aim.ordinaries[0], "unit")
    said |= {**draw(_counts(aim)), **dict(draw(_varied(aim, "unit")))}
    return Unit("U1", **attributes(said))


@lru_cache(maxsize=1024)
def offers(aim: Aim) -> st.SearchStrategy[dict[str, Any]]:
    """Draw what an entry asks a plan for: mostly what it sells, and one step beyond."""
    pools = {"shares": aim.pools.get("shares", ()), "level": aim.pools.get("level", ())}
    edges = [{name: one} for name, pool in pools.items() for one in pool if isinstance(one, int)]
    beyond = [{name: one} for name in pools for one in range(1, MOST + 1)]
    asked = {SoldBy.ONCE: None, SoldBy.SHARE: "shares", SoldBy.LEVEL: "level"}
    by = asked[aim.edition.fee.sold_by]
    usual: list[dict[str, Any]] = [{}] if by is None else [{by: one} for one in range(1, 5)]
    return st.sampled_from([*usual * (40 // len(usual)), {}, *edges * 2, *beyond])


def insures_members(plan: Plan) -> bool:
    """Tell whether a plan insures the member, and not the child alone."""
    return any(edition.benefit.insures(Insured.MEMBER) for edition in plan.editions)


# Strategies ------------------------------------------------------------------------------------


@st.composite
def members(draw: st.DrawFn, plan: Plan, starts: date, *, who: str = "M1") -> Member:
    """Draw members as things stand on the day a cover of a plan starts."""
    return a_member(draw, aim_at(plan.edition(starts), starts), who)


@st.composite
def children(draw: st.DrawFn, plan: Plan, starts: date, *, who: str = "C1") -> Child:
    """Draw children as things stand on the day a cover of a plan starts."""
    return a_child(draw, aim_at(plan.edition(starts), starts), who)


@st.composite
def units(draw: st.DrawFn, plan: Plan, starts: date) -> Unit:
    """Draw units, with headcounts about the bounds of a plan's rules."""
    return a_unit(draw, aim_at(plan.edition(starts), starts))


@st.composite
def entries(draw: st.DrawFn, plan: Plan, starts: date) -> Entry:
    """Draw entries: a member, alone or with a child, and what is asked for."""
    aim = aim_at(plan.edition(starts), starts)
    with_child = draw(BOOLEANS) or not insures_members(plan)
    who = a_member(draw, aim)
    child = a_child_of(draw, aim, who) if with_child else None
    return Entry(who, child=child, **draw(offers(aim)))


@st.composite
def questions(
    draw: st.DrawFn,
    plan: Plan,
    *,
    who: Callable[[st.DrawFn, Aim], Member] = a_member,
) -> Question:
    """Draw what `plan.decide` is asked.

    Args:
        plan: Whom to ask.
        who: What draws the member.
    """
    starts = draw(starts_of(plan))
    aim = aim_at(plan.edition(starts), starts)
    with_child = draw(BOOLEANS) or not insures_members(plan)
    member = who(draw, aim)
    return Question(
        member,
        a_unit(draw, aim),
        starts,
        child=a_child_of(draw, aim, member) if with_child else None,
        **draw(offers(aim)),
    )
