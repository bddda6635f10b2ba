"""The relief plan keeps every law of plans. Rename the class and the plan, and yours is tested."""

from __future__ import annotations

from mutualaid.testing import PlanLaws


class TestRelief(PlanLaws):
    plan = "relief"
