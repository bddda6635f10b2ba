"""The laws of plans, and the class that tries them on one plan."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from mutualaid.testing.law import Law
from mutualaid.testing.laws import (
    of_claims,
    of_decisions,
    of_fees,
    of_frames,
    of_hooks,
    of_plans,
    of_reviews,
    of_shares,
)

LAWS: Mapping[str, Law] = MappingProxyType(
    {
        law.name: law
        for module in (
            of_plans,
            of_hooks,
            of_decisions,
            of_fees,
            of_reviews,
            of_shares,
            of_claims,
            of_frames,
        )
        for law in vars(module).values()
        if isinstance(law, Law)
    }
)
"""Every law by its name, in the order in which they are tried."""
