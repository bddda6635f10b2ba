"""Enrolment: how a cover stands to those that its person already has in the plan."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TypeAlias

import attrs

from mutualaid.cover import Cover
from mutualaid.enums import Named
from mutualaid.finding import Finding
from mutualaid.messages import render
from mutualaid.rules import PerShare
from mutualaid.text import Lang

Placed: TypeAlias = tuple[int, Cover]
"""A cover with its place in the account, in the order of enrolment."""


class EnrolmentOutcome(Named):
    """How a cover stands to those that its person already has in the plan."""

    FIRST = "first"
    RENEWAL = "renewal"
    AFTER_GAP = "after_gap"
    ADDITIONAL = "additional"
    ALREADY = "already"
    REFUSED = "refused"


@attrs.frozen
class Enrolment:
    """Answer an enrolment.

    Args:
        cover: The cover.
        outcome: First, renewal, after a gap, additional shares, already there, or refused.
        gap_days: Days without cover since the last one ended, where there are any.
        findings: Why it is refused; empty where it is enrolled.
    """

    cover: Cover
    outcome: EnrolmentOutcome
    gap_days: int = attrs.field(default=0, kw_only=True)
    findings: tuple[Finding, ...] = attrs.field(default=(), kw_only=True)

    def text(self, lang: Lang) -> str:
        """Word the answer."""
        facts = {"days": self.gap_days}
        return render(f"enrolmentoutcome.{self.outcome.value}", lang, facts=facts)


def weigh(cover: Cover, others: Sequence[Cover]) -> Enrolment:
    """Say how a cover stands to those that are there."""
    if any(_same(cover, other) for other in others):
        return Enrolment(cover, EnrolmentOutcome.ALREADY)
    meeting = [other for other in others if _overlap(cover, other)]
    if meeting:
        return _weigh_overlap(cover, meeting)
    before = [other for other in others if other.ends <= cover.starts]
    if not before:
        return Enrolment(cover, EnrolmentOutcome.FIRST)
    last = max(before, key=lambda other: other.ends)
    gap = (cover.starts - last.ends).days
    outcome = EnrolmentOutcome.AFTER_GAP if gap else EnrolmentOutcome.RENEWAL
    return Enrolment(cover, outcome, gap_days=gap)


def _same(one: Cover, other: Cover) -> bool:
    """Tell whether two covers are one, whatever they continue."""
    return one.starts == other.starts and attrs.evolve(other, since=one.since) == one


def _overlap(one: Cover, other: Cover) -> bool:
    return one.starts < other.ends and other.starts < one.ends


def _weigh_overlap(cover: Cover, meeting: list[Cover]) -> Enrolment:
    """Say whether a cover may run beside others: only by the share, and up to the maximum."""
    periods = ", ".join(str(other.period) for other in meeting)
    fee = cover.edition.fee
    if not isinstance(fee, PerShare) or any(
        not isinstance(other.edition.fee, PerShare) for other in meeting
    ):
        finding = fee.failed("cover.overlaps", periods=periods)
        return Enrolment(cover, EnrolmentOutcome.REFUSED, findings=(finding,))
    shares = cover.shares + _most_shares_at_once(cover, meeting)
    if fee.at_most is not None and shares > fee.at_most:
        finding = fee.failed(
            "cover.too_many_shares", periods=periods, shares=shares, at_most=fee.at_most
        )
        return Enrolment(cover, EnrolmentOutcome.REFUSED, findings=(finding,))
    return Enrolment(cover, EnrolmentOutcome.ADDITIONAL)


def _most_shares_at_once(cover: Cover, meeting: list[Cover]) -> int:
    """Give the most shares that the others hold on one day of a cover."""
    days = [cover.starts, *(one.starts for one in meeting if one.starts > cover.starts)]
    return max(sum(one.shares for one in meeting if day in one.period) for day in days)


def linked(covers: Iterable[Cover]) -> tuple[Placed, ...]:
    """Give covers by their start, each with the `since` of the one that ends where it starts.

    Args:
        covers: The covers in the order of their places.
    """
    made: list[Placed] = []
    for place, cover in sorted(enumerate(covers), key=lambda one: (one[1].starts, one[0])):
        since = [before.since for _, before in made if before.ends == cover.starts]
        if since and min(since) < cover.since:
            made.append((place, attrs.evolve(cover, since=min(since))))
        else:
            made.append((place, cover))
    return tuple(made)
