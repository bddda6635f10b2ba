"""The eight plans keep every law of the kit, as a stranger's plan does."""

from __future__ import annotations

from mutualaid.testing import PlanLaws


class TestMedical(PlanLaws):
    plan = "medical"


class TestAccidentProperty(PlanLaws):
    plan = "accident_property"


class TestInpatientMedical(PlanLaws):
    plan = "inpatient_medical"


class TestInpatientAllowance(PlanLaws):
    plan = "inpatient_allowance"


class TestCriticalIllness(PlanLaws):
    plan = "critical_illness"


class TestWomensIllness(PlanLaws):
    plan = "womens_illness"


class TestAccident(PlanLaws):
    plan = "accident"


class TestChildrensAccident(PlanLaws):
    plan = "childrens_accident"
