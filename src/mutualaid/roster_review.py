"""The main job: a unit's roster, reviewed against every plan."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import attrs

from mutualaid.cover import Cover
from mutualaid.enums import Named
from mutualaid.finding import SCHEMA_VERSION, plain
from mutualaid.people import Unit
from mutualaid.records import RosterFile
from mutualaid.review import Review

if TYPE_CHECKING:
    from mutualaid.catalogue import Catalogue, Plan


class RosterOutcome(Named):
    """How a roster came out as a whole."""

    WELL = "well"
    NOT_ALL = "not_all"
    BROKEN = "broken"


@attrs.frozen
class RosterReview:
    """The reviews of one roster.

    Args:
        unit: The unit.
        roster: What its file holds, the cells that cannot be read among it.
        plans: The plans that were asked, in the catalogue's order.
        reviews: The review of each plan.
    """

    unit: Unit
    roster: RosterFile
    plans: tuple[Plan, ...]
    reviews: tuple[Review, ...]

    @property
    def outcome(self) -> RosterOutcome:
        """Broken where a cell cannot be read; well where everyone comes in everywhere."""
        if self.roster.bad:
            return RosterOutcome.BROKEN
        well = all(
            review.accepted and all(entry.accepted for entry in review.entries)
            for review in self.reviews
        )
        return RosterOutcome.WELL if well else RosterOutcome.NOT_ALL

    def covers(self) -> tuple[Cover, ...]:
        """Give the covers of every plan that accepts."""
        return tuple(
            cover for review in self.reviews if review.accepted for cover in review.covers()
        )

    def to_dict(self) -> dict[str, object]:
        """Give the reviews in values that JSON knows; money as digits, dates in ISO form."""
        return {
            "type": "roster_review",
            "version": SCHEMA_VERSION,
            "unit": {
                **attrs.asdict(self.unit, recurse=False),
                "declared": dict(self.unit.declared),
            },
            "starts": plain(self.roster.starts),
            "outcome": self.outcome.value,
            "rows": len(self.roster.rows),
            "made_ids": dict(self.roster.made),
            "bad_cells": [bad.to_dict() for bad in self.roster.bad],
            "reviews": [review.to_dict() for review in self.reviews],
        }


def review_roster(
    catalogue: Catalogue, unit: Unit, roster: RosterFile, *, plans: Iterable[str] | None = None
) -> RosterReview:
    """Review a unit's roster against several plans.

    Args:
        catalogue: The plans.
        unit: The unit.
        roster: What its file holds.
        plans: Names of the plans to ask; every plan in force on the start day, if not said.

    Raises:
        NotInForce: A plan that is named, or every plan, is not in force on the start day.
        UnknownName: No plan has this name.
    """
    if plans is None:
        codes = [edition.code for edition in catalogue.editions(roster.starts)]
    else:
        wanted = {catalogue[name].code for name in plans}
        codes = [code for code in catalogue if code in wanted]
    asked = tuple(catalogue[code] for code in codes)
    reviews = tuple(plan.review(roster.application(plan, unit)) for plan in asked)
    return RosterReview(unit, roster, asked, reviews)
