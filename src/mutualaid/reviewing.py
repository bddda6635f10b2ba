"""How a plan reviews an application: who comes in alone, who beside others, who with the unit."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable

import attrs

from mutualaid.application import Application
from mutualaid.plan import Edition
from mutualaid.question import Count, Entry, Headcount, Question, Roster
from mutualaid.review import EntryDecision, Review
from mutualaid.rules import Insured

Decide = Callable[[Question], "bool | None"]


def review_application(
    edition: Edition, application: Application, decide: Decide | None = None
) -> Review:
    """Review an application by the rules of one edition.

    Args:
        edition: The rules.
        application: Who is entered.
        decide: Decides an entry's own conditions without a roster, as `edition.own_rules` does,
            which is asked where none is given.
    """
    if decide is None:
        rules = edition.own_rules
        decide = lambda question: rules.check(question).standing.holds  # noqa: E731
    unit, starts = application.unit, application.starts
    taken, repeated = _take(edition, application.entries)
    questions = [Question.of(entry, unit, starts) for entry in taken]
    own = [decide(question) for question in questions]
    # First who comes in alone, then the children beside them, then how many there are.
    roster = Roster(
        {
            entry.member.id: holds
            for entry, holds in zip(taken, own, strict=True)
            if entry.child is None
        }
    )
    own = _ask_again(edition, questions, own, roster)
    counts = _count(application, zip(taken, own, strict=True))
    roster = attrs.evolve(roster, counts=counts, shares=_count_shares(taken, own))
    comes_in = _ask_again(edition, questions, own, roster)
    questions = [attrs.evolve(question, roster=roster) for question in questions]
    unit_findings = tuple(
        rule.check(question) for question in questions[:1] for rule in edition.unit_rules
    )
    unit_holds = _all(finding.standing.holds for finding in unit_findings)
    entries = tuple(
        EntryDecision(edition, eligible, question, entry, _all((holds, unit_holds)))
        for eligible, question, entry, holds in zip(own, questions, taken, comes_in, strict=True)
    )
    accepted = _any(entry.accepted for entry in entries)
    return Review(edition, application, entries, repeated, unit_findings, accepted)


def _take(
    edition: Edition, entries: tuple[Entry, ...]
) -> tuple[tuple[Entry, ...], tuple[Entry, ...]]:
    """Part the entries that the plan takes from those that enter a member once more.

    A plan that insures children takes every entry. Any other takes each member once: the
    member's own entry, or else that of the child whose id sorts first.
    """
    if edition.benefit.insures(Insured.CHILD):
        return entries, ()
    chosen: dict[str, Entry] = {}
    for entry in entries:
        before = chosen.setdefault(entry.member.id, entry)
        if (entry.key[1] or "") < (before.key[1] or ""):
            chosen[entry.member.id] = entry
    keys = {entry.key for entry in chosen.values()}
    return (
        tuple(entry for entry in entries if entry.key in keys),
        tuple(entry for entry in entries if entry.key not in keys),
    )


def _ask_again(
    edition: Edition, questions: list[Question], before: list[bool | None], roster: Roster
) -> list[bool | None]:
    """Ask the entries once more, now with a roster, where a rule of theirs needs one."""
    rules = edition.own_rules
    if not rules.needs_roster:
        return before
    return [
        False
        if holds is False
        else rules.check(attrs.evolve(question, roster=roster)).standing.holds
        for question, holds in zip(questions, before, strict=True)
    ]


def _count(
    application: Application, entries: Iterable[tuple[Entry, bool | None]]
) -> tuple[tuple[Headcount, Count], ...]:
    """Count who joins, each person once: surely, and possibly (R6, R17, R18).

    Of who is covered already those count who still serve, as they do in every base (R16).
    """
    surely: dict[Headcount, set[str]] = {kind: set() for kind in Headcount}
    possibly: dict[Headcount, set[str]] = {kind: set() for kind in Headcount}
    covered = ((entry, entry.member.serving) for entry in application.already_covered)
    for entry, holds in (*covered, *entries):
        for kind in Headcount:
            if holds is not False and kind.counts(entry, application.starts):
                possibly[kind].add(entry.member.id)
                if holds:
                    surely[kind].add(entry.member.id)
    return tuple((kind, Count(len(surely[kind]), len(possibly[kind]))) for kind in Headcount)


def _count_shares(
    entries: Iterable[Entry], own: Iterable[bool | None]
) -> tuple[tuple[int, Count], ...]:
    """Count who asks for how many shares: who comes in surely, and possibly."""
    surely: Counter[int] = Counter()
    possibly: Counter[int] = Counter()
    for entry, holds in zip(entries, own, strict=True):
        possibly[entry.shares] += holds is not False
        surely[entry.shares] += holds is True
    return tuple((number, Count(surely[number], possibly[number])) for number in sorted(possibly))


def _all(parts: Iterable[bool | None]) -> bool | None:
    """Join by *and* in Kleene's logic: one False decides, else one None leaves it open."""
    found = set(parts)
    return False if False in found else None if None in found else True


def _any(parts: Iterable[bool | None]) -> bool | None:
    """Join by *or* in Kleene's logic: one True decides, else one None leaves it open."""
    found = set(parts)
    return True if True in found else None if None in found else False
