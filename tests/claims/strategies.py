"""Strategies for claims and covers: days and amounts about the boundaries of the plans."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from claims.model import PLANS, Insured
from claims.scenes import BILL, DISABLED, LOSS, STAY, plan_of
from hypothesis import strategies as st

from mutualaid import (
    Admission,
    BillItem,
    Catalogue,
    Ceiling,
    Claim,
    DailyAllowance,
    DisabilityScale,
    PerShare,
    Reimburse,
    ReimburseByBands,
    WaitingPeriod,
)

SUNDRY = plan_of(
    Ceiling(
        1_000,
        code="bill",
        events=[BILL],
        per_share=True,
        formula=Reimburse(50, above=100),
        terms=[WaitingPeriod(30)],
    ),
    Ceiling(
        400, code="stay", events=[STAY], formula=DailyAllowance(40, from_day=3, at_most_days=8)
    ),
    Ceiling(
        1_000,
        code="disabled",
        events=[DISABLED],
        formula=DisabilityScale({1: 100, 2: 50, 3: 10}),
    ),
    Ceiling(1_000, code="loss", events=[LOSS], formula=ReimburseByBands({100: 50, 500: 60})),
    code="sundry",
    fee=PerShare(9, at_most=3),
)
"""A draft plan with a formula of every kind, sold by the share."""
BARE = plan_of(
    Ceiling(1_000, code="bill", events=[BILL], per_share=True, terms=[WaitingPeriod(30)]),
    Ceiling(
        700,
        code="loss",
        events=[LOSS],
        per_share=True,
        terms=[WaitingPeriod(30, waived_on_renewal=False)],
    ),
    code="bare",
    fee=PerShare(9, at_most=4),
)
"""A draft plan with waiting periods and no formula, sold by the share."""
DRAFTS = {"sundry": SUNDRY, "bare": BARE}
STARTS = [
    date(2015, 6, 15),
    date(2016, 1, 1),
    date(2016, 2, 29),
    date(2016, 7, 1),
    date(2017, 1, 1),
    date(2017, 2, 28),
]
ONE_DAY = timedelta(days=1)
FEN = Decimal("0.01")


def catalogue_for(plan: str, eight: Catalogue) -> Catalogue:
    """Give the catalogue that holds a plan."""
    return DRAFTS.get(plan, eight)


def fen(most: int = 40_000) -> st.SearchStrategy[Decimal]:
    """Draw amounts to the fen: small ones, round ones, and those about a cap."""
    caps = [0, 700, 1_000, 5_000, 7_200, 10_000, 20_000, 24_000, 27_560, 39_605]
    about = [Decimal(cap) + step for cap in caps for step in (-FEN, 0 * FEN, FEN) if cap <= most]
    return st.one_of(
        st.sampled_from([amount for amount in about if amount >= 0]),
        st.decimals(0, most, places=2),
        st.decimals(0, 3, places=2),
    )


@st.composite
def sold(draw: st.DrawFn, *, starts: date | None = None) -> Insured:
    """Draw a cover: a person, a plan, a start, and what was sold."""
    by_share = [code for code in sorted(PLANS) if PLANS[code].most_shares]
    plan = draw(st.sampled_from([*sorted(PLANS), *by_share]))
    has_child = any(line.child for line in PLANS[plan].lines.values())
    has_member = any(not line.child for line in PLANS[plan].lines.values())
    is_child = has_child and (not has_member or draw(st.booleans()))
    return Insured(
        who=draw(st.sampled_from(["K1", "K2"] if is_child else ["M1", "M2"])),
        plan=plan,
        starts=starts or draw(st.sampled_from(STARTS)),
        is_child=is_child,
        shares=draw(st.integers(1, PLANS[plan].most_shares or 1)),
        level=draw(st.integers(1, 4)) if plan == "accident" else 0,
    )


@st.composite
def days_about(draw: st.DrawFn, cover: Insured) -> date:
    """Draw a day about the ends of a cover, of a waiting period, or anywhere in it."""
    ends = [cover.starts, cover.starts + 30 * ONE_DAY, cover.ends]
    edges = [day + step * ONE_DAY for day in ends for step in (-1, 0)]
    inside = st.integers(0, (cover.ends - cover.starts).days - 1)
    anywhere = inside.map(lambda count: cover.starts + count * ONE_DAY)
    return draw(st.one_of(anywhere, anywhere, anywhere, st.sampled_from(edges)))


@st.composite
def facts(draw: st.DrawFn, event: str, on: date) -> dict[str, Any]:
    """Draw what a claim says of an event; now and then too little, or too much."""
    said: dict[str, Any] = {"work_injury": draw(st.sampled_from([False] * 8 + [None, True]))}
    slip = draw(st.integers(0, 15)) == 15
    if event == "stay":
        said["days"] = draw(st.integers(1, 12))
    elif event == "disabled":
        said["grade"] = draw(st.integers(1, 4))
    elif event in {"outpatient", "emergency_observation", "bill", "loss"} and draw(st.booleans()):
        steps = [0, *draw(st.lists(st.integers(0, 9), max_size=3))]
        said["items"] = [
            BillItem(on + step * ONE_DAY, draw(fen(5_000)), self_paid_two=7) for step in steps
        ]
    elif event not in {"death", "child_death"}:
        said["amount"] = draw(fen())
    if event == "emergency_observation":
        admitted = on + draw(st.integers(-1, 9)) * ONE_DAY
        said["admission"] = draw(st.sampled_from([Admission(admitted, "H1")] * 3 + [None]))
        said["hospital"] = draw(st.sampled_from(["H1", "H1", "H1", "H2", None]))
    if slip:
        said = {"work_injury": said["work_injury"]} if len(said) > 1 else {**said, "amount": 5}
    return said


@st.composite
def claims_under(draw: st.DrawFn, cover: Insured, name: str) -> Claim:
    """Draw a claim of a cover's person, mostly of an event and a day that it insures."""
    events = [event for line in cover.lines().values() for event in line.events]
    wrong = draw(st.integers(0, 15)) == 15
    event = draw(st.sampled_from(["fire", "wedding"] if wrong else events))
    on = draw(days_about(cover))
    entered = on + draw(st.sampled_from([0, 0, 1, 40, 400])) * ONE_DAY
    said = draw(facts(event, on))
    return Claim(name, cover.plan, cover.who, event, on, entered=entered, **said)
