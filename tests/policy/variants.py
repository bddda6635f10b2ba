"""Editions that differ from those of the eight plans in one rule, figure or line each."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from functools import cache

import attrs

from mutualaid import (
    AgeBetween,
    AgeUnder,
    BenefitSchedule,
    ByLevel,
    Catalogue,
    ChildUnder,
    Edition,
    FeeSchedule,
    Flat,
    Free,
    Headcount,
    Levels,
    MedicallyInsured,
    OfSex,
    Participation,
    PerShare,
    Rule,
    SameShares,
    Serving,
    Sex,
    all_of,
    any_of,
)
from mutualaid.plan import leaves

STARTS = date(2016, 1, 1)


def edition(catalogue: Catalogue, code: str, on: date = STARTS) -> Edition:
    """Give the edition of a plan."""
    return catalogue[code].edition(on)


def swap(rule: Rule, old: Rule, new: Rule | None) -> Rule | None:
    """Put another rule in the place of one of a tree, or none."""
    if rule == old:
        return new
    parts = getattr(rule, "parts", None)
    if parts is None:
        return rule
    swapped = [swap(part, old, new) for part in parts]
    kept = [part for part in swapped if part is not None]
    return attrs.evolve(rule, parts=kept) if kept else None


def replaced(one: Edition, old: Rule, new: Rule | None) -> Edition:
    """Give an edition with another rule of joining in the place of one."""
    rule = swap(one.eligibility, old, new)
    return one if rule is None else attrs.evolve(one, eligibility=rule)


def changed(one: Edition, kind: type[Rule], **figures: object) -> Edition:
    """Give an edition with other figures in its rule of a kind."""
    rule = next(leaf for leaf in leaves(one.eligibility) if isinstance(leaf, kind))
    return replaced(one, rule, attrs.evolve(rule, **figures))


def with_line(one: Edition, place: int = 0, **figures: object) -> Edition:
    """Give an edition with other figures in one of its benefit lines."""
    lines = list(one.benefit.lines)
    lines[place] = attrs.evolve(lines[place], **figures)
    return attrs.evolve(one, benefit=BenefitSchedule(*lines))


def with_term(one: Edition, years: int) -> Edition:
    """Give an edition with another term."""
    return attrs.evolve(one, info=attrs.evolve(one.info, term_years=years))


# Every kind of change ----------------------------------------------------------------------------


def _rules(rule: Rule) -> Iterator[Rule | None]:
    """Give other rules for the place of one, None for its removal."""
    yield None
    yield any_of(rule, Serving(), name="other")
    match rule:
        case AgeBetween(low, high):
            yield AgeUnder(female=high - 5, male=high)
            yield from (AgeBetween(low, high + 5), AgeBetween(low + 2, high))
            yield AgeBetween(low + 50, high + 40)
        case ChildUnder(age):
            yield from (ChildUnder(age), ChildUnder(age - 2, or_student=True))
        case Serving():
            yield all_of(rule, SameShares(), name="joint")
        case OfSex():
            yield OfSex(Sex.MALE)
        case Participation():
            yield from _shares(rule)
        case _:
            yield MedicallyInsured()


def _shares(rule: Participation) -> Iterator[Participation]:
    yield attrs.evolve(rule, percent=rule.percent - 10)
    yield attrs.evolve(rule, percent=min(rule.percent + Decimal("0.5"), Decimal(100)))
    yield attrs.evolve(rule, at_least=3)
    yield from (attrs.evolve(rule, of=of) for of in Headcount)
    yield attrs.evolve(rule, everyone_below=None, everyone_up_to=40)
    yield attrs.evolve(rule, everyone_below=None, everyone_up_to=None, threshold_of=None)
    if rule.everyone_from is not None:
        yield from (attrs.evolve(rule, threshold_of=of) for of in Headcount)
        # The same, said in another way.
        yield attrs.evolve(rule, everyone_below=rule.everyone_from + 1, everyone_up_to=None)


def _fees(fee: FeeSchedule) -> Iterator[FeeSchedule]:
    yield from (Free(), Flat(60), PerShare(60), PerShare(90, at_most=3))
    match fee:
        case Flat(amount=amount):
            yield PerShare(amount, at_most=1)
        case PerShare(amount=amount, at_most=at_most):
            yield attrs.evolve(fee, amount=amount + 10)
            yield attrs.evolve(fee, at_most=(at_most or 1) + 1)
        case ByLevel(amounts=amounts):
            yield ByLevel(amounts)
            yield ByLevel(dict(list(amounts.items())[:-1]))


def _lines(one: Edition) -> Iterator[Edition]:
    for place, line in enumerate(one.benefit.lines):
        if isinstance(line.amount, Levels):
            yield with_line(one, place, amount={n: 2 * cap for n, cap in line.amount.items()})
        else:
            yield with_line(one, place, amount=line.amount + 1)
            yield with_line(one, place, per_share=not line.per_share)
    if len(one.benefit.lines) > 1:
        yield attrs.evolve(one, benefit=BenefitSchedule(*one.benefit.lines[1:]))


@cache
def variants(one: Edition) -> tuple[Edition, ...]:
    """Give the edition itself, and every variant of it."""
    found = [one, with_term(one, one.info.term_years + 1)]
    for rule in leaves(one.eligibility):
        found += [replaced(one, rule, new) for new in _rules(rule)]
    found += [attrs.evolve(one, fee=fee) for fee in _fees(one.fee)]
    found += _lines(one)
    return tuple(found)
