"""Hypothesis strategies for people, units and applications, aimed at the boundaries of the rules.

Most of what is drawn is said and favourable, so that answers of every kind occur: accepted,
refused and unknown. Each person and unit is drawn as what differs from a favourable one, in few
draws: they are quick, and shrink to the favourable.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from functools import cache
from itertools import combinations

import attrs
from builders import CHILD, MEMBER, UNIT
from dateutil.relativedelta import relativedelta
from hypothesis import strategies as st

from mutualaid import (
    Application,
    Child,
    Entry,
    Insured,
    Member,
    NoUnion,
    Participation,
    Plan,
    Rule,
    Sex,
    Unit,
)
from mutualaid.rules.fees import SoldBy

IN_FORCE_SINCE = date(2015, 1, 1)
EDGES_OF_TIME = (
    date(2016, 1, 1),
    IN_FORCE_SINCE,
    date(2015, 2, 28),
    date(2015, 3, 1),
    date(2016, 2, 28),
    date(2016, 2, 29),
    date(2016, 3, 1),
    date(2017, 2, 27),
    date(2017, 2, 28),
    date(2018, 12, 31),
)
MINOR_THROUGHOUT = date(2014, 12, 1)
HEADCOUNTS = (29, 30, 31, 100, 101)
SMALL_HEADCOUNTS = (0, 1, 2, 3, 5, *HEADCOUNTS)
YEAR = 365

starts = st.one_of(
    st.sampled_from(EDGES_OF_TIME),
    st.sampled_from(EDGES_OF_TIME),
    st.dates(IN_FORCE_SINCE, date(2030, 12, 31)),
)
"""First days of covers: the ends of February and of years, and any other day."""

BOOLEANS = st.booleans()
SELDOM = st.sampled_from((False, False, False, True))
UP_TO_2 = st.integers(0, 2)
Varied = tuple[tuple[str, object], ...]


def variations(faults: Sequence[tuple[str, object]], *, favourable: int) -> list[Varied]:
    """List what may differ from the favourable: nothing, one thing, or two.

    Args:
        faults: Attributes with other values than the favourable.
        favourable: How often nothing differs, against each single fault.
    """
    pairs = [two for two in combinations(faults, 2) if two[0][0] != two[1][0]]
    return [()] * favourable + [(fault,) for fault in faults] * 2 + pairs


def denied(*names: str) -> list[tuple[str, object]]:
    """List attributes as denied, and as not said."""
    return [(name, value) for name in names for value in (False, None)]


OF_MEMBERS = st.sampled_from(
    variations(
        [
            *denied("serving", "basic_medical_insurance", "union_member", "jingka_card"),
            ("sex", Sex.MALE),
            ("high_risk", True),
            ("high_risk", False),
        ],
        favourable=60,
    )
)
OF_CHILDREN = st.sampled_from(
    variations([*denied("healthy"), ("student", True), ("student", None)], favourable=8)
)
OF_UNITS = st.sampled_from(
    variations(
        [*denied("in_beijing", "has_union"), ("high_risk", True), ("high_risk", None)],
        favourable=40,
    )
)
COUNTED = ("employees", "female_employees", "employees_with_minor_children")
COUNTS = st.sampled_from(
    [
        dict(zip(COUNTED, counts, strict=True))
        for base in SMALL_HEADCOUNTS
        for counts in [
            (base, base, base),
            (base, base // 2, base // 2),
            (base, None, base),
            (None, base, None),
            (base, 0, 1 if base else 0),
        ]
    ]
)


# People ------------------------------------------------------------------------------------------


def ages(*edges: int) -> st.SearchStrategy[int | tuple[int, int | None]]:
    """Draw ages: as a number of days, or as days beside a birthday, or as a 29 February.

    Args:
        edges: Ages whose birthdays are aimed at, in completed years.
    """
    beside = [(edge, days) for edge in edges for days in range(-2, 3)]
    leap_days = [(edge, None) for edge in edges]
    usual = st.integers(min(edges) * YEAR + YEAR, max(edges) * YEAR - YEAR)
    return st.one_of(
        usual, usual, st.sampled_from([*beside, *leap_days]), st.integers(0, 110 * YEAR)
    )


AGES_OF_MEMBERS = ages(16, 61)
AGES_OF_CHILDREN = ages(0, 18)
ABOUT_16 = st.integers(14 * YEAR, 17 * YEAR)


def born(on: date, age: int | tuple[int, int | None]) -> date:
    """Give the birth date that an age comes to; on the start day itself at the latest."""
    if isinstance(age, int):
        return on - timedelta(days=age)
    years, days = age
    if days is None:
        about = on.year - years
        return min(date(about - about % 4, 2, 29), on)
    return min(on - relativedelta(years=years) + timedelta(days=days), on)


# Plain functions that draw: a composite strategy within a composite takes twice the time.


def member(draw: st.DrawFn, on: date, who: str = "M1") -> Member:
    """Draw a member as things stand on the day a cover starts."""
    varied = dict(draw(OF_MEMBERS))
    return attrs.evolve(MEMBER, id=who, birth_date=born(on, draw(AGES_OF_MEMBERS)), **varied)


def youngster(draw: st.DrawFn, on: date) -> Member:
    """Draw a member of 14 to 17."""
    return attrs.evolve(MEMBER, birth_date=born(on, draw(ABOUT_16)), **dict(draw(OF_MEMBERS)))


def child(draw: st.DrawFn, on: date, who: str = "C1") -> Child:
    """Draw a child as things stand on the day a cover starts."""
    varied = dict(draw(OF_CHILDREN))
    return attrs.evolve(CHILD, id=who, birth_date=born(on, draw(AGES_OF_CHILDREN)), **varied)


def unit(draw: st.DrawFn) -> Unit:
    """Draw a unit, with headcounts about the thresholds of the rules."""
    return attrs.evolve(UNIT, **draw(COUNTS), **dict(draw(OF_UNITS)))


# What is asked of a plan -------------------------------------------------------------------------


@cache
def offers(plan: Plan) -> st.SearchStrategy[dict[str, int]]:
    """Draw what an entry asks of a plan: mostly what it sells, and one step beyond."""
    shares = [{"shares": count} for count in range(1, 6)]
    levels = [{"level": level} for level in range(1, 6)]
    usual = {SoldBy.ONCE: [{}], SoldBy.SHARE: shares[:3], SoldBy.LEVEL: levels[:4]}
    sold = usual[plan.editions[-1].fee.sold_by]
    return st.sampled_from([*sold * (40 // len(sold)), {}, *shares, *levels])


@st.composite
def questions(
    draw: st.DrawFn,
    plan: Plan,
    who: Callable[[st.DrawFn, date], Member] = member,
) -> dict[str, object]:
    """Draw the arguments of `plan.decide`.

    Args:
        plan: Whom to ask.
        who: What draws the member.
    """
    on = draw(starts)
    with_child = draw(BOOLEANS) or not insures_members(plan)
    return {
        "member": who(draw, on),
        "unit": unit(draw),
        "starts": on,
        "child": child(draw, on) if with_child else None,
        **draw(offers(plan)),
    }


def insures_members(plan: Plan) -> bool:
    """Tell whether the plan insures the member, and not the child alone."""
    return plan.editions[-1].benefit.insures(Insured.MEMBER)


# Applications ------------------------------------------------------------------------------------


@cache
def favourable(plan: Plan, who: str, *, card: bool = True) -> Entry:
    """Enter somebody who meets every condition of a plan that one person can meet."""
    minor = attrs.evolve(CHILD, id=f"{who}-C", birth_date=MINOR_THROUGHOUT)
    child = None if insures_members(plan) else minor
    level = 1 if plan.editions[-1].fee.sold_by is SoldBy.LEVEL else None
    return Entry(attrs.evolve(MEMBER, id=who, jingka_card=card), child=child, level=level)


def single(rule: Rule) -> list[Rule]:
    """Give the rules of a tree that have no parts."""
    parts = getattr(rule, "parts", None)
    return [rule] if parts is None else [one for part in parts for one in single(part)]


@cache
def balances(plan: Plan) -> st.SearchStrategy[tuple[int, int]]:
    """Draw a headcount, and how many join so that the plan's share hangs in the balance."""
    shares = [
        one for one in single(plan.editions[-1].eligibility) if isinstance(one, Participation)
    ]
    return st.sampled_from(
        [
            (base, max(0, share.required(base) + more))
            for share in shares
            for base in HEADCOUNTS
            for more in (0, 0, -1, -1, -2, -3)
        ]
        or [(base, 1) for base in HEADCOUNTS]
    )


def crowd(draw: st.DrawFn, plan: Plan) -> tuple[list[Entry], Unit]:
    """Draw so many people who may join that the share of their unit hangs in the balance."""
    base, joining = draw(balances(plan))
    union = not any(isinstance(one, NoUnion) for one in single(plan.editions[-1].eligibility))
    of = attrs.evolve(
        UNIT,
        **{**dict.fromkeys(COUNTED, base), "has_union": union, **dict(draw(OF_UNITS))},
    )
    card = union or draw(BOOLEANS)
    return [favourable(plan, f"E{number:03}", card=card) for number in range(joining)], of


FEW = st.sampled_from((0, 1, 1, 2, 2, 3, 4))
TAKEN = st.sampled_from(("alone",) * 3 + ("child",) * 3 + ("both", "two", "all"))
RUNNING = st.sampled_from(("none",) * 8 + ("alone", "child"))


@st.composite
def applications(draw: st.DrawFn, plan: Plan) -> Application:
    """Draw applications: a few people of every kind, alone or beside a crowd who may join.

    Of the few some are entered for children, some alone and for children, and of some a cover
    already runs.
    """
    on = draw(starts)
    many, of = crowd(draw, plan) if draw(BOOLEANS) else ([], unit(draw))
    few: list[Entry] = []
    running: list[Entry] = []
    for number in range(draw(FEW)):
        who = member(draw, on, f"M{number}")
        taken = draw(TAKEN)
        alone = Entry(who, **draw(offers(plan)))
        through = [
            Entry(who, child=child(draw, on, f"C{number}-{nth}"), **draw(offers(plan)))
            for nth in range({"alone": 0, "child": 1, "both": 1}.get(taken, 2))
        ]
        few += [alone, *through] if taken in ("alone", "both", "all") else through
        cover = draw(RUNNING)
        running += {"none": [], "alone": [alone], "child": through}[cover]
    standing = len(many) if draw(BOOLEANS) else len(many) // 2
    return Application(
        unit=of,
        starts=on,
        entries=[*many[:standing], *few],
        already_covered=[*many[standing:], *running],
    )


# Less said ---------------------------------------------------------------------------------------


@cache
def optional(kind: type[Member | Child | Unit]) -> tuple[str, ...]:
    """Name the attributes that need not be said, but for the unit's name, which no rule asks."""
    return tuple(
        field.name for field in attrs.fields(kind) if field.default is None and field.name != "name"
    )


@cache
def left_out(kind: type[Member | Child | Unit]) -> st.SearchStrategy[dict[str, None]]:
    """Draw attributes to leave unsaid: all of them, one or two.

    A member's own `high_risk` stays: left unsaid, it says that the unit's word holds (R7).
    """
    names = [name for name in optional(kind) if (kind, name) != (Member, "high_risk")]
    some = [dict.fromkeys(some) for size in (1, 2) for some in combinations(names, size)]
    return st.sampled_from([dict.fromkeys(names)] * len(some) + some)


@st.composite
def vaguer(draw: st.DrawFn, whole: Application) -> Application:
    """Leave some of what an application says unsaid."""
    people = {
        person.id: person
        for entry in (*whole.entries, *whole.already_covered)
        for person in (entry.child, entry.member)
        if person is not None
    }
    few = [who for who in people if not who.startswith("E")]
    many = [who for who in people if who.startswith("E")]
    for who in [*few, *many[: draw(UP_TO_2)]]:
        if draw(BOOLEANS):
            people[who] = attrs.evolve(people[who], **draw(left_out(type(people[who]))))
    of = whole.unit
    if draw(SELDOM):
        of = attrs.evolve(of, **draw(left_out(Unit)))

    def told(entries: tuple[Entry, ...]) -> list[Entry]:
        return [
            attrs.evolve(
                entry,
                member=people[entry.member.id],
                child=None if entry.child is None else people[entry.child.id],
            )
            for entry in entries
        ]

    return attrs.evolve(
        whole,
        unit=of,
        entries=told(whole.entries),
        already_covered=told(whole.already_covered),
    )
