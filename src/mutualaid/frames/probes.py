"""What `decide_frame` does not answer, asked of it all the same: by plans that differ in that.

Each probe is the edition of a plan with one thing changed, such that an answer that frames do
give tells the one that is looked for, and nobody is counted otherwise than before.
"""

from __future__ import annotations

import attrs

from mutualaid.frames.errors import NoColumnForm
from mutualaid.plan import Edition
from mutualaid.question import Headcount
from mutualaid.rules import AllOf, AnyOf, FeeSchedule, Flat, Participation, PerShare, Rule, all_of
from mutualaid.text import Text

NO_UNIT_HAS = 10**12
CLOSED = Participation(percent=100, of=Headcount.EMPLOYEES, at_least=NO_UNIT_HAS)
"""Closes a way of joining to everyone, and lets count who would come in by it."""
GIVING_BACK = (FeeSchedule.amount_returned, Flat.amount_returned, PerShare.amount_returned)


def ways(edition: Edition) -> tuple[str | None, ...]:
    """Name the ways of joining in their order; whoever comes in does so by the first that is met.

    Only the first choice between ways names one: of whoever comes in, one of its ways is met.
    """
    place = _first_choice(edition)
    if place is None:
        return ()
    choice = _parts(edition)[place]
    assert isinstance(choice, AnyOf)  # noqa: S101 - for the type checkers
    return tuple(getattr(way, "name", None) for way in choice.parts)


def payers(edition: Edition) -> tuple[tuple[Text, ...], ...]:
    """Give who pays the fee, by way of joining; once, where there are no ways."""
    return tuple(edition.fee.payers(way) for way in ways(edition) or (None,))


def by_one_way(edition: Edition, number: int) -> Edition:
    """Give the edition with all ways closed but one: it accepts who comes in by this way.

    Args:
        edition: The rules.
        number: The place of the way that stays open.
    """
    place = _first_choice(edition)
    parts = list(_parts(edition))
    assert place is not None  # noqa: S101 - only asked where there are ways
    choice = parts[place]
    assert isinstance(choice, AnyOf)  # noqa: S101 - for the type checkers
    parts[place] = attrs.evolve(
        choice,
        parts=[
            way if other == number else all_of(way, CLOSED)
            for other, way in enumerate(choice.parts)
        ],
    )
    return attrs.evolve(edition, eligibility=AllOf(parts))


def deposit(edition: Edition) -> tuple[type[Rule], object] | None:
    """Give what is given back of the fee, and for what; None where nothing is.

    Two editions of which this is equal give back the same for the same.

    Raises:
        NoColumnForm: A fee of which only `amount_returned` can tell.
    """
    fee = edition.fee
    if type(fee).amount_returned not in GIVING_BACK:
        lacks = "what of its fee is given back is reckoned by `amount_returned` alone"
        hint = "leave the plan out of `plans`, or give `effect` applications"
        raise NoColumnForm(edition.code, fee, lacks, hint=hint)
    if isinstance(fee, Flat | PerShare) and fee.deposit:
        return type(fee), fee.deposit
    return None


def giving_back(edition: Edition) -> Edition:
    """Give the edition whose fee is what the edition gives back of its own."""
    fee = edition.fee
    assert isinstance(fee, Flat | PerShare)  # noqa: S101 - nobody else gives anything back
    return attrs.evolve(edition, fee=attrs.evolve(fee, amount=fee.deposit or 0, deposit=None))


def _parts(edition: Edition) -> tuple[Rule, ...]:
    rule = edition.eligibility
    return rule.parts if isinstance(rule, AllOf) else (rule,)


def _first_choice(edition: Edition) -> int | None:
    """Find the first choice between ways among what each entry meets for itself."""
    return next(
        (
            place
            for place, part in enumerate(_parts(edition))
            if isinstance(part, AnyOf) and part not in edition.unit_rules
        ),
        None,
    )
