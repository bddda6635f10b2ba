"""The laws of plans, on one plan of each association."""

from __future__ import annotations

from typing import ClassVar

import longjiang_womens
import ningbo_womens_4y
import shanghai_accident_3y_deposit
import weihai_medical

from mutualaid.testing.plan_laws import PlanLaws


class TestShanghai(PlanLaws):
    """Ages by sex, the same number of shares for the unit, a deposit."""

    plan = shanghai_accident_3y_deposit
    exempt: ClassVar = {
        "one_more_who_may_join_turns_nobody_away": (
            "everyone of the unit takes the same number of shares, and one more may take another"
        )
    }


class TestNingbo(PlanLaws):
    """One of two terms, a waiting period, something declared."""

    plan = ningbo_womens_4y


class TestLongjiang(PlanLaws):
    """A share that must join, and a number of people."""

    plan = longjiang_womens


class TestWeihai(PlanLaws):
    """Two editions, reimbursement in bands."""

    plan = weihai_medical
