"""Strategies for rule values of every kind, and for the editions that hold them."""

from __future__ import annotations

from typing import Any

import attrs
from hypothesis import strategies as st

from mutualaid.dates import since
from mutualaid.people import Sex
from mutualaid.plan import Edition, Pillar, PlanInfo
from mutualaid.question import Headcount
from mutualaid.rules import (
    AgeBetween,
    AgeUnder,
    AllOf,
    AnyOf,
    BenefitLine,
    BenefitSchedule,
    BesideMember,
    ByLevel,
    Ceiling,
    ChildHealthy,
    ChildUnder,
    ClaimTerm,
    CoverTerm,
    DailyAllowance,
    Declares,
    DisabilityScale,
    Event,
    Excludes,
    FeeSchedule,
    FixedSum,
    Flat,
    Formula,
    Free,
    HasUnion,
    HoldsCard,
    InBeijing,
    Insured,
    Levels,
    MedicallyInsured,
    NoUnion,
    NoWorkInjury,
    ObservationDays,
    OfSex,
    Participation,
    Payer,
    PerShare,
    Reimburse,
    ReimburseByBands,
    ReportWithin,
    Rule,
    RuleValue,
    SameShares,
    Serving,
    UnionMember,
    WaitingPeriod,
    WithChild,
    all_of,
    any_of,
)
from mutualaid.rules.eligibility import Whose
from mutualaid.testing.strategies.values import (
    both,
    cited,
    codes,
    fen,
    ids,
    percents,
    small,
    sources,
    texts,
)

Kinds = dict[type[Any], st.SearchStrategy[Any]]
ages = st.integers(1, 150)
sourced: dict[str, st.SearchStrategy[Any]] = {"source": cited}


@st.composite
def age_bands(draw: st.DrawFn) -> AgeBetween:
    """Draw age bands, the minimum now and then with a source of its own."""
    low, high = sorted((draw(st.integers(0, 150)), draw(st.integers(0, 150))))
    figures = draw(st.just({}) | st.fixed_dictionaries({"minimum": sources}))
    return AgeBetween(low, high, source=draw(cited), sources=figures)


@st.composite
def shares(draw: st.DrawFn) -> Participation:
    """Draw shares that must join, with either threshold or none."""
    threshold: dict[str, Any] = draw(
        st.just({})
        | st.fixed_dictionaries({"everyone_below": st.integers(1, 99)})
        | st.fixed_dictionaries({"everyone_up_to": st.integers(0, 99)})
    )
    kinds = st.sampled_from(Headcount)
    if threshold:
        threshold["threshold_of"] = draw(st.none() | kinds)
    return Participation(
        percent=draw(percents),
        of=draw(kinds),
        at_least=draw(st.none() | st.integers(2, 99)),
        **threshold,
        source=draw(cited),
    )


CONDITIONS: Kinds = {
    **{
        kind: st.builds(kind, **sourced)
        for kind in (
            Serving, MedicallyInsured, UnionMember, HoldsCard, InBeijing, HasUnion, NoUnion,
            WithChild, ChildHealthy, BesideMember, SameShares,
        )
    },
    OfSex: st.builds(OfSex, st.sampled_from(Sex), **sourced),
    AgeBetween: age_bands(),
    AgeUnder: st.builds(AgeUnder, female=ages, male=ages, **sourced),
    Declares: st.builds(Declares, codes, both, whose=st.sampled_from(Whose), **sourced),
    ChildUnder: st.builds(ChildUnder, ages, or_student=st.booleans(), **sourced),
    Participation: shares(),
}  # fmt: skip
"""Conditions of joining by their class."""

levels = st.lists(fen, min_size=1, max_size=4).map(lambda some: Levels(dict(enumerate(some, 1))))
payers = st.builds(Payer, both, way=st.none() | ids)
charged: dict[str, st.SearchStrategy[Any]] = {
    **sourced,
    "paid_by": st.lists(payers, max_size=2),
}


@st.composite
def fees_by_level(draw: st.DrawFn) -> ByLevel:
    """Draw fees by level, with others in a high-risk industry or none."""
    amounts = draw(levels)
    risky = None
    if draw(st.booleans()):
        risky = {level: draw(fen) for level in amounts}
    return ByLevel(amounts, high_risk=risky, source=draw(cited))


FEES: Kinds = {
    Free: st.builds(Free, **charged),
    Flat: st.builds(Flat, fen, **charged),
    PerShare: st.builds(PerShare, fen, at_most=st.none() | small, **charged),
    ByLevel: fees_by_level(),
}
"""Fees by their class."""

EVENTS = ("a", "b")
of_events: dict[str, st.SearchStrategy[Any]] = {
    **sourced,
    "events": st.sampled_from(((), EVENTS[:1], EVENTS)),
}
TERMS: Kinds = {
    NoWorkInjury: st.builds(NoWorkInjury, **of_events),
    ObservationDays: st.builds(ObservationDays, st.integers(0, 99), **of_events),
    WaitingPeriod: st.builds(
        WaitingPeriod, st.integers(1, 999), waived_on_renewal=st.booleans(), **of_events
    ),
    Excludes: st.builds(Excludes, ids, both, **of_events),
    ReportWithin: st.builds(
        ReportWithin,
        years=small,
        months=st.integers(0, 11),
        days=st.integers(0, 30),
        **of_events,
    ),
}
"""Terms of claims by their class."""

bands = st.dictionaries(st.integers(0, 10**6) | fen, percents, min_size=1, max_size=4)
FORMULAS: Kinds = {
    Reimburse: st.builds(Reimburse, percents, above=fen, **sourced),
    ReimburseByBands: st.builds(ReimburseByBands, bands, **sourced),
    DailyAllowance: st.builds(
        DailyAllowance, fen, from_day=small, at_most_days=st.none() | small, **sourced
    ),
    DisabilityScale: st.lists(percents, min_size=1).map(
        lambda some: DisabilityScale(dict(enumerate(sorted(some, reverse=True), start=1)))
    ),
}
"""Formulas by their class."""

conditions = st.one_of(*CONDITIONS.values())
fees = st.one_of(*FEES.values())
terms = st.one_of(*TERMS.values())
formulas = st.one_of(*FORMULAS.values())


def _joined(parts: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.builds(
        lambda join, some, name, source: join(*some, name=name, source=source),
        st.sampled_from((all_of, any_of)),
        st.lists(parts, min_size=1, max_size=3),
        st.none() | ids,
        cited,
    )


rules = st.recursive(conditions, _joined, max_leaves=8)
"""Conditions of joining, single and made of others."""
several = st.lists(rules, min_size=1, max_size=3)
COMBINED: Kinds = {
    AllOf: st.builds(AllOf, several, name=st.none() | ids, **sourced),
    AnyOf: st.builds(AnyOf, several, name=st.none() | ids, **sourced),
}
events = st.builds(Event, ids, both)


@st.composite
def lines(draw: st.DrawFn, kind: type[BenefitLine] | None = None, code: str = "benefit") -> Any:
    """Draw benefit lines with terms and formulas.

    Args:
        kind: `Ceiling` or `FixedSum`; either, if not said.
        code: Code of the line.
    """
    amount = draw(fen | levels)
    kept: dict[str, Any] = {
        "events": [Event(event, draw(both)) for event in EVENTS],
        "code": code,
        "title": draw(st.none() | both),
        "per_share": not isinstance(amount, Levels) and draw(st.booleans()),
        "terms": draw(st.lists(terms, max_size=3)),
        "source": draw(cited),
    }
    kind = draw(st.sampled_from((Ceiling, FixedSum))) if kind is None else kind
    if kind is Ceiling:
        kept["formula"] = draw(st.none() | formulas)
    return kind(amount, **kept)


LINES: Kinds = {Ceiling: lines(Ceiling), FixedSum: lines(FixedSum)}
"""Benefit lines by their class."""


@st.composite
def schedules(draw: st.DrawFn) -> BenefitSchedule:
    """Draw benefit schedules of a line for the member and one for children."""
    own = draw(lines(code="own"))
    other = attrs.evolve(draw(lines(code="other")), insured=Insured.CHILD)
    return BenefitSchedule(own, other, source=draw(cited))


infos = st.builds(
    PlanInfo,
    code=codes,
    title=both,
    short=both,
    pillar=st.sampled_from(Pillar),
    term_years=small,
    in_force=st.just(since(2015, 1, 1)),
    number=st.none() | small,
    aliases=st.lists(texts, max_size=2),
    source=cited,
)


@st.composite
def editions(draw: st.DrawFn) -> Edition:
    """Draw the rules of a plan, in force from 2015 on."""
    return Edition(draw(infos), since(2015, 1, 1), draw(rules), draw(fees), draw(schedules()))


BY_CLASS: Kinds = {
    **CONDITIONS,
    **COMBINED,
    **FEES,
    **LINES,
    **TERMS,
    **FORMULAS,
    CoverTerm: st.builds(CoverTerm, small, **sourced),
    Rule: rules,
    FeeSchedule: fees,
    BenefitLine: lines(),
    ClaimTerm: terms,
    Formula: formulas,
    RuleValue: st.one_of(rules, fees, lines(), terms, formulas),
    BenefitSchedule: schedules(),
    Edition: editions(),
    Event: events,
    Levels: levels,
    Payer: payers,
    PlanInfo: infos,
}
"""Strategies by the class of what they draw; of a base class, any of its rules."""
