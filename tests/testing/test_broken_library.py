"""Laws that no plan can break, since the library keeps them: broken here in the library itself."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from itertools import count
from typing import Any

import attrs
import pytest
from hypothesis import Phase, settings
from testing.broken.draft import Broken, plan
from testing.test_kill_rate import BROKEN

import mutualaid.catalogue
import mutualaid.reviewing
from mutualaid import (
    Claim,
    Cover,
    Decision,
    Entry,
    EntryDecision,
    Finding,
    Ledger,
    Plan,
    Review,
    Settlement,
    Statement,
)
from mutualaid.books import Books
from mutualaid.dates import ONE_DAY, years_on
from mutualaid.settlement import refuse, refused
from mutualaid.testing import LAWS
from mutualaid.testing.plan_laws import try_law
from mutualaid.testing.subject import Subject

Sabotage = Callable[[pytest.MonkeyPatch], None]
SAME = settings(max_examples=2_000, derandomize=True, database=None, phases=[Phase.generate])


def replace(owner: object, name: str, by: object) -> Sabotage:
    """Put something else in the place of a function or a property of the library."""
    return lambda monkeypatch: monkeypatch.setattr(owner, name, by)


def but_for_nobody(self: Review) -> tuple[Finding, ...]:
    return tuple(one for one in reasons_of(self) if one.code != "review.nobody_may_join")


reasons_of: Callable[[Review], tuple[Finding, ...]] = Review.reasons.func  # type: ignore[attr-defined]
take = mutualaid.reviewing._take
review_to_dict, settlement_to_dict = Review.to_dict, Settlement.to_dict
settle, statement = Books.settle, Ledger.statement
asked = count()


def one_taken_less(edition: Any, entries: tuple[Entry, ...]) -> Any:
    taken, repeated = take(edition, entries)
    return taken[:-1], repeated


def settled_less_after_the_first(
    self: Books, claim: Claim, number: int, covers: Sequence[Any]
) -> tuple[Settlement, Books]:
    if self.settled and claim.amount is not None:
        claim = attrs.evolve(claim, amount="0.01")
    return settle(self, claim, number, covers)


def forgotten_after_the_second(self: Ledger) -> Statement:
    rows = statement(self).rows
    if len(self.log()) > 2:
        rows = tuple(attrs.evolve(row, paid=Decimal(0)) for row in rows)
    return Statement(rows)


def every_day(self: Plan, on: date) -> bool:
    return True


def whoever_asks(edition: Any, application: Any, decide: Any = None) -> Review:
    return mutualaid.reviewing.review_application(edition, application, lambda question: True)


def a_day_longer(self: Cover) -> date:
    return years_on(self.starts, self.edition.info.term_years) + ONE_DAY


def any_of_them(parts: Iterator[bool | None]) -> bool:
    return True in set(parts)


def as_another_claim(self: Ledger, claim: Claim, key: Any) -> Settlement:
    return refuse(claim, refused("claim.id_taken", id=claim.id))


def with_a_set(to_dict: Callable[[Any], dict[str, Any]], self: Any) -> dict[str, Any]:
    return {**to_dict(self), "set": {1}}


SABOTAGE: dict[str, Sabotage] = {
    "one_edition_answers_each_day": replace(Plan, "in_force", every_day),
    "a_decision_has_a_reason_if_and_only_if_it_is_not_eligible": replace(
        Decision, "reasons", property(lambda self: ())
    ),
    "a_refusal_names_failures_and_an_unknown_what_is_unknown": replace(
        Decision, "reasons", property(lambda self: self.own.parts)
    ),
    "whoever_is_refused_pays_nothing_and_is_paid_nothing": replace(
        Decision, "fee", property(lambda self: self.quoted_fee)
    ),
    "a_review_has_a_reason_if_and_only_if_it_is_not_accepted": replace(
        Review, "reasons", property(lambda self: ())
    ),
    "a_notice_decides_nothing": replace(
        Review, "notices", property(lambda self: self.unit_findings)
    ),
    "a_review_survives_json": replace(
        Review, "to_dict", lambda self: with_a_set(review_to_dict, self)
    ),
    "no_entry_is_lost": replace(mutualaid.reviewing, "_take", one_taken_less),
    "each_member_is_taken_once_but_for_children_who_are_insured": replace(
        mutualaid.reviewing, "_take", lambda edition, entries: (entries, ())
    ),
    "an_entry_is_eligible_as_decide_finds_it": replace(
        mutualaid.catalogue, "review_application", whoever_asks
    ),
    "whoever_is_not_eligible_does_not_come_in": replace(mutualaid.reviewing, "_all", any_of_them),
    "a_unit_is_accepted_if_and_only_if_somebody_comes_in": replace(
        mutualaid.reviewing, "_any", lambda parts: True
    ),
    "a_unit_in_which_nobody_may_join_is_refused": replace(
        Review, "reasons", property(but_for_nobody)
    ),
    "the_same_application_has_the_same_review": replace(
        Review, "to_dict", lambda self: {"asked": next(asked)}
    ),
    "whoever_is_not_accepted_is_neither_charged_nor_covered": replace(
        EntryDecision, "fee", property(lambda self: self.quoted_fee)
    ),
    "the_fee_is_the_sum_of_what_each_was_quoted": replace(
        Review, "known_fee", property(lambda self: Decimal(1))
    ),
    "a_renewal_has_a_cap_of_its_own": replace(Books, "settle", settled_less_after_the_first),
    "more_claims_never_raise_what_remains": replace(
        Ledger, "statement", forgotten_after_the_second
    ),
    "every_claim_is_answered_once": replace(Ledger, "_again", as_another_claim),
    "a_cover_runs_from_its_first_day_to_the_day_before_its_end": replace(
        Cover, "ends", property(a_day_longer)
    ),
    "books_come_back_from_json": replace(
        Settlement, "to_dict", lambda self: with_a_set(settlement_to_dict, self)
    ),
}


def test_every_law_is_broken_by_a_plan_or_in_the_library() -> None:
    by_plans = {one.law for one in BROKEN if isinstance(one, Broken)}
    assert set(LAWS) == {*by_plans, *SABOTAGE} - {"loading"}


@pytest.mark.parametrize("law", SABOTAGE)
def test_a_law_of_the_library_is_broken_where_the_library_is(
    law: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    subject = Subject.of(plan())
    SABOTAGE[law](monkeypatch)
    with pytest.raises((AssertionError, TypeError)):
        try_law(LAWS[law], subject, SAME)
