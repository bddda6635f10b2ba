"""Strategies for values, whatever plan they might belong to: all that their types allow.

They aim at nothing. Strategies that aim at the bounds of a plan stand beside this module.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from hypothesis import assume
from hypothesis import strategies as st

from mutualaid.application import Application
from mutualaid.claim import Admission, BillItem, Claim
from mutualaid.cover import OF_A_ROW
from mutualaid.dates import Period
from mutualaid.people import Child, Member, Sex, Unit
from mutualaid.question import Entry
from mutualaid.sources import Source
from mutualaid.text import Text

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
titles = texts.filter(str.strip)
ids = (
    st.text(st.characters(exclude_categories=["Cc", "Cf", "Cs", "Zl", "Zp"]), max_size=12)
    .map(str.strip)
    .filter(lambda one: one and not OF_A_ROW.fullmatch(one))
)
"""Ids of people that may stand in covers, too; they are too short for identity numbers."""
days = st.dates(date(1900, 1, 1), date(2100, 1, 1))
starts = st.dates(date(2015, 1, 1), date(2030, 12, 31))
"""Start days on which each of the eight plans is in force."""
fen = st.integers(0, 10**13).map(lambda number: Decimal(number) / 100)
percents = st.one_of(
    st.integers(0, 100),
    st.decimals(0, 100, places=2).map(lambda one: int(one) if one == int(one) else one),
)
said = st.sampled_from((True, False, None))
small = st.integers(1, 5)
codes = st.from_regex(r"[a-z][a-z0-9_]{0,11}", fullmatch=True).filter(str.isidentifier)
declared = st.dictionaries(codes, said, max_size=2)
both = st.builds(Text, zh=titles, en=titles)
sources = st.builds(
    Source,
    both,
    row=st.none() | texts,
    column=st.none() | texts,
    url=st.none() | texts,
    seen=st.none() | days,
)
cited = st.none() | sources


@st.composite
def periods(draw: st.DrawFn) -> Period:
    """Draw periods, open-ended or not."""
    start = draw(days)
    end = draw(st.none() | st.dates(start, date(2200, 1, 1)).filter(lambda day: day > start))
    return Period(start, end)


# People -----------------------------------------------------------------------------------------

members = st.builds(
    Member,
    ids,
    days,
    st.sampled_from(Sex),
    serving=said,
    basic_medical_insurance=said,
    union_member=said,
    jingka_card=said,
    high_risk=said,
    declared=declared,
)
children = st.builds(Child, ids, days, healthy=said, student=said, declared=declared)
sold = st.fixed_dictionaries({"shares": small}) | st.fixed_dictionaries({"level": small})


@st.composite
def units(draw: st.DrawFn) -> Unit:
    """Draw units of which no part outnumbers the whole."""
    whole = draw(st.none() | st.integers(0, 10**6))
    part = st.none() | st.integers(0, 10**6 if whole is None else whole)
    return Unit(
        draw(ids),
        name=draw(st.none() | texts),
        employees=whole,
        female_employees=draw(part),
        employees_with_minor_children=draw(part),
        in_beijing=draw(said),
        has_union=draw(said),
        high_risk=draw(said),
        declared=draw(declared),
    )


@st.composite
def entries(draw: st.DrawFn) -> Entry:
    """Draw entries of a member, alone or with a child."""
    member, child = draw(members), draw(st.none() | children)
    if child is not None:
        assume(member.birth_date < child.birth_date)
    return Entry(member, child=child, **draw(sold))


@st.composite
def applications(draw: st.DrawFn) -> Application:
    """Draw applications of people who are all born by the start day, each with an id of its own."""
    on = draw(starts)
    grown, born = st.dates(date(1900, 1, 1), date(2000, 1, 1)), st.dates(date(2000, 1, 2), on)
    who = draw(st.lists(ids, max_size=4, unique=True))
    entered = [
        Entry(
            Member(one, draw(grown), draw(st.sampled_from(Sex)), serving=draw(said)),
            child=Child(f"{one} · child", draw(born)) if draw(st.booleans()) else None,
            **draw(sold),
        )
        for one in who
    ]
    standing = draw(st.integers(0, len(entered)))
    return Application(draw(units()), on, entered[:standing], already_covered=entered[standing:])


# Claims -----------------------------------------------------------------------------------------

admissions = st.builds(Admission, days, ids)
bill_items = st.builds(BillItem, days, fen, self_paid_two=fen, outside=fen)
claim_facts = st.fixed_dictionaries(
    {},
    optional={
        "days": small,
        "grade": small,
        "hospital": ids,
        "admission": admissions,
        "work_injury": said,
        "circumstances": st.lists(texts),
    },
)
carried = st.one_of(
    st.fixed_dictionaries({"amount": st.none() | fen}),
    st.fixed_dictionaries({"items": st.lists(bill_items, min_size=1, max_size=3)}),
)


@st.composite
def claims(draw: st.DrawFn) -> Claim:
    """Draw claims with an amount, with the items of a bill, or with neither."""
    size: dict[str, Any] = draw(carried)
    on = min(item.on for item in size["items"]) if "items" in size else draw(days)
    later = st.dates(on, date(2200, 1, 1))
    after = {"reported": draw(st.none() | later), "entered": draw(later)}
    said: dict[str, Any] = {**size, **after, **draw(claim_facts)}
    return Claim(draw(ids), draw(ids), draw(ids), draw(ids), on, **said)
