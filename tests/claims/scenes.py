"""Covers, claims and plans as the tests of claims need them, with everything said."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal
from types import ModuleType

from builders import STARTS, child, member

from mutualaid import (
    BenefitLine,
    BenefitSchedule,
    Catalogue,
    Claim,
    Cover,
    Event,
    FeeSchedule,
    Finding,
    Free,
    Ledger,
    Period,
    PerShare,
    Pillar,
    PlanContext,
    PlanInfo,
    Rule,
    Serving,
    Settlement,
    Text,
    catalogue_of,
    hookimpl,
    load_catalogue,
    since,
)

CATALOGUE = load_catalogue()
MID = date(2016, 6, 15)
LEVEL_2 = {"level": 2}
STAY = Event("stay", Text(zh="住院", en="stay in hospital"))
BILL = Event("bill", Text(zh="账单", en="bill"))
DISABLED = Event("disabled", Text(zh="伤残", en="disability"))
ILLNESS = Event("illness", Text(zh="疾病", en="illness"))
LOSS = Event("loss", Text(zh="损失", en="loss"))

EVENTS = {
    "medical": {"benefit": ["outpatient", "inpatient", "emergency_observation"]},
    "accident_property": {
        "death": ["death"],
        "disability": ["disability"],
        "child_death": ["child_death"],
        "child_disability": ["child_disability"],
        "fire": ["fire"],
        "burst_pipes": ["burst_pipes"],
    },
    "inpatient_medical": {"benefit": ["inpatient"]},
    "inpatient_allowance": {"benefit": ["hospital_stay"]},
    "critical_illness": {
        "benefit": [
            "acute_myocardial_infarction",
            "coronary_artery_bypass_graft",
            "malignant_tumour",
            "chronic_renal_failure",
            "major_organ_transplant",
            "leukaemia",
            "intracranial_tumour_surgery",
            "severe_burns",
            "paraplegia",
            "loss_of_limbs",
            "motor_neurone_disease",
            "blindness",
            "loss_of_speech",
            "parkinsons_disease",
            "alzheimers_disease",
        ]
    },
    "womens_illness": {
        "benefit": [
            "cervical_cancer",
            "fallopian_tube_tumour",
            "endometrial_cancer",
            "choriocarcinoma",
            "breast_cancer",
            "vulvar_or_vaginal_cancer",
            "uterine_sarcoma",
            "ovarian_cancer",
        ]
    },
    "accident": {"benefit": ["accidental_injury"]},
    "childrens_accident": {"benefit": ["child_accidental_injury"]},
}
"""The events of the eight plans by benefit line, as the leaflet's column of cover names them."""


def cover(
    plan: str = "critical_illness",
    who: str = "M1",
    starts: date = STARTS,
    *,
    catalogue: Catalogue = CATALOGUE,
    of_child: str | None = None,
    unit: str = "U1",
    **sold: int,
) -> Cover:
    """Cover one person, or a child of that person, by the rules in force on the start day."""
    return Cover(
        catalogue[plan].edition(starts),
        unit,
        member(who),
        starts,
        child=None if of_child is None else child(of_child),
        **sold,  # type: ignore[arg-type]
    )


def ledger_of(plan: str = "critical_illness", who: str = "M1", **said: object) -> Ledger:
    """Make a ledger of one cover."""
    return Ledger([cover(plan, who, **said)])  # type: ignore[arg-type]


def claim(
    number: str = "C1",
    event: str = "malignant_tumour",
    amount: int | str | None = "5000",
    *,
    plan: str = "critical_illness",
    insured: str = "M1",
    on: date = MID,
    **said: object,
) -> Claim:
    """Claim 5,000 yuan for a malignant tumour of M1, but for what is said otherwise."""
    return Claim(number, plan, insured, event, on, amount=amount, **said)  # type: ignore[arg-type]


def settle_all(ledger: Ledger, claims: Iterable[Claim]) -> tuple[list[Settlement], Ledger]:
    """Settle claims one after the other."""
    settlements = []
    for one in claims:
        settlement, ledger = ledger.settle(one)
        settlements.append(settlement)
    return settlements, ledger


def payable(ledger: Ledger, *claims: Claim) -> list[Decimal]:
    """List what each of some claims is paid, one after the other."""
    return [settlement.payable for settlement in settle_all(ledger, claims)[0]]


def codes(settlement: Settlement) -> list[str]:
    """List the reason codes of a settlement."""
    return [finding.code for finding in settlement.findings]


def code_of(ledger: Ledger, one: Claim) -> str:
    """Give the one reason for which a claim is held back."""
    (finding,) = ledger.settle(one)[0].findings
    return finding.code


def only(findings: Iterable[Finding]) -> Finding:
    """Give the one finding there is."""
    (finding,) = findings
    return finding


def days(count: int) -> timedelta:
    """Give so many days."""
    return timedelta(days=count)


ONE_SHARE = PerShare(30, at_most=4)


def plan_of(
    *lines: BenefitLine,
    code: str = "draft",
    years: int = 1,
    fee: FeeSchedule | None = None,
    later: Iterable[BenefitLine] = (),
) -> Catalogue:
    """Make a catalogue of one draft plan with these lines, free of charge if no fee is said.

    Args:
        lines: Its benefit lines.
        code: Its code.
        years: Its term.
        fee: Its fee.
        later: Its lines in a second edition, in force from 2017; only one edition, if not said.
    """
    reform = date(2017, 1, 1)
    second = tuple(later)
    in_force = (
        [Period(date(2015, 1, 1), reform), since(2017, 1, 1)] if second else since(2015, 1, 1)
    )
    module = ModuleType(f"drafts.{code}")

    @hookimpl
    def mutualaid_plan(context: PlanContext) -> PlanInfo:
        return PlanInfo(
            code=code,
            title=Text(zh=f"草案{code}", en=f"draft plan {code}"),
            short=Text(zh=f"草{code}", en=f"short {code}"),
            pillar=Pillar.HOSPITAL,
            term_years=years,
            in_force=in_force,
        )

    @hookimpl
    def mutualaid_eligibility(context: PlanContext) -> Rule:
        return Serving()

    @hookimpl
    def mutualaid_fee(context: PlanContext) -> FeeSchedule:
        return Free() if fee is None else fee

    @hookimpl
    def mutualaid_benefit_cap(context: PlanContext) -> BenefitSchedule:
        return BenefitSchedule(*(second if second and context.on >= reform else lines))

    for hook in (mutualaid_plan, mutualaid_eligibility, mutualaid_fee, mutualaid_benefit_cap):
        setattr(module, hook.__name__, hook)
    return catalogue_of(module)


def drafted(*lines: BenefitLine, **said: object) -> Ledger:
    """Make a ledger in which M1 is covered in 2016 by a draft plan with these lines."""
    return Ledger([cover("draft", catalogue=plan_of(*lines), **said)])  # type: ignore[arg-type]


def draft_claim(
    number: str, event: Event, amount: int | str | None = None, **said: object
) -> Claim:
    """Claim under the draft plan."""
    return claim(number, event.code, amount, plan="draft", **said)  # type: ignore[arg-type]
