"""The steps of a ledger's log: what was entered, when, and in which order."""

from __future__ import annotations

from datetime import date
from typing import TypeAlias

import attrs

from mutualaid.checks import a, a_date, an_id
from mutualaid.claim import Claim
from mutualaid.cover import Cover


@attrs.frozen
class _Step:
    number: int
    entered: date = attrs.field(validator=a_date)


@attrs.frozen
class Enrolled(_Step):
    """Record that a cover was enrolled.

    Args:
        number: Place in the ledger's log, from 1 up.
        entered: Day on which it was entered.
        cover: The cover.
    """

    cover: Cover = attrs.field(validator=a(Cover))


@attrs.frozen
class Claimed(_Step):
    """Record that a claim was settled.

    Args:
        number: Place in the ledger's log, from 1 up.
        entered: Day on which it was entered.
        claim: The claim.
    """

    claim: Claim = attrs.field(validator=a(Claim))


@attrs.frozen
class Corrected(_Step):
    """Record that a claim was replaced, in its place, by another under its id.

    Args:
        number: Place in the ledger's log, from 1 up.
        entered: Day on which it was entered.
        claim: The claim that replaces it.
    """

    claim: Claim = attrs.field(validator=a(Claim))


@attrs.frozen
class Withdrawn(_Step):
    """Record that a claim was withdrawn.

    Args:
        number: Place in the ledger's log, from 1 up.
        entered: Day on which it was entered.
        claim: Id of the claim.
    """

    claim: str = attrs.field(validator=an_id)


Record: TypeAlias = Enrolled | Claimed | Corrected | Withdrawn
