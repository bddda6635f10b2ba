"""What a review decides, in a form in which two can be compared: who comes in, and to what."""

from __future__ import annotations

from mutualaid.review import EntryDecision, Review


def granted(entry: EntryDecision) -> tuple[object, ...]:
    """Give whether an entry comes in and, where it does, fee, deposit, payers, caps and term."""
    if not entry.accepted:
        return (entry.accepted,)
    term = entry.edition.info.term_years
    return True, entry.fee, entry.returned, entry.paid_by, entry.caps, term


def decided(review: Review) -> tuple[object, ...]:
    """Give what a review decides: of the whole, and of each entry; not for which reasons."""
    return review.accepted, *((entry.entry.key, granted(entry)) for entry in review.entries)
