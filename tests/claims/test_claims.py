"""Claims under the eight plans: every event, and what is answered where nothing is paid."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest
from builders import STARTS
from claims.scenes import (
    CATALOGUE,
    EVENTS,
    MID,
    claim,
    code_of,
    codes,
    cover,
    days,
    ledger_of,
    only,
    payable,
)

from mutualaid import (
    Admission,
    BillItem,
    Claim,
    FixedSum,
    Ledger,
    SettlementOutcome,
)

LINES = [(plan, line) for plan, lines in EVENTS.items() for line in lines]
EVERY_EVENT = [
    (plan, line, event)
    for plan, lines in EVENTS.items()
    for line, events in lines.items()
    for event in events
]
CAPS = {
    ("medical", "benefit"): 200_653,
    ("accident_property", "death"): 20_000,
    ("accident_property", "disability"): 5_000,
    ("accident_property", "child_death"): 20_000,
    ("accident_property", "child_disability"): 5_000,
    ("accident_property", "fire"): 10_000,
    ("accident_property", "burst_pipes"): 10_000,
    ("inpatient_medical", "benefit"): 39_605,
    ("inpatient_allowance", "benefit"): 7_200,
    ("critical_illness", "benefit"): 10_000,
    ("womens_illness", "benefit"): 10_000,
    ("accident", "benefit"): 44_400,
    ("childrens_accident", "benefit"): 27_560,
}
"""Caps in yuan, of one share or of level 2, as the leaflet's last column has them."""
FIXED = [("accident_property", "death"), ("accident_property", "child_death")]
CEILINGS = [line for line in LINES if line not in FIXED]
DEATH = {"plan": "accident_property", "event": "death", "amount": None, "work_injury": False}
ADMITTED = date(2016, 6, 15)


def is_childs(plan: str, line: str) -> bool:
    return plan == "childrens_accident" or line.startswith("child_")


def who(plan: str, line: str) -> str:
    return "C1" if is_childs(plan, line) else "M1"


def scene(plan: str, line: str, starts: date = STARTS) -> Ledger:
    """Make a ledger in which the line's person is covered."""
    sold = {"level": 2} if plan == "accident" else {}
    of_child = "C1" if is_childs(plan, line) else None
    return Ledger([cover(plan, starts=starts, of_child=of_child, **sold)])


def claim_for(
    plan: str, line: str, amount: int | str | None, *, event: str = "", **said: object
) -> Claim:
    """Claim for an event of a line, the first if none is said, with all that the line asks."""
    chosen = event or EVENTS[plan][line][0]
    if line in {"death", "disability", "child_death", "child_disability"}:
        said.setdefault("work_injury", False)
    if chosen == "emergency_observation":
        said.setdefault("hospital", "H1")
        said.setdefault("admission", Admission(said.get("on", MID), "H1"))  # type: ignore[arg-type]
    said.setdefault("number", "X")
    return claim(event=chosen, amount=amount, plan=plan, insured=who(plan, line), **said)  # type: ignore[arg-type]


# Every event of the eight plans --------------------------------------------------------------


def test_the_events_are_those_of_the_plans() -> None:
    theirs = {
        code: {
            line.code: [event.code for event in line.events]
            for line in plan.edition(STARTS).benefit.lines
        }
        for code, plan in CATALOGUE.items()
    }
    assert EVENTS == theirs


@pytest.mark.parametrize(("plan", "line", "event"), EVERY_EVENT)
def test_an_event_of_the_plan_is_paid(plan: str, line: str, event: str) -> None:
    amount = None if (plan, line) in FIXED else "1234.56"
    settlement, _ = scene(plan, line).settle(claim_for(plan, line, amount, event=event))
    expected = "20000" if (plan, line) in FIXED else "1234.56"
    assert Decimal(expected) == settlement.payable


@pytest.mark.parametrize(("plan", "line", "event"), EVERY_EVENT)
def test_an_event_is_paid_from_its_line(plan: str, line: str, event: str) -> None:
    amount = None if (plan, line) in FIXED else "1234.56"
    settlement, _ = scene(plan, line).settle(claim_for(plan, line, amount, event=event))
    assert [line] == [payment.line for payment in settlement.payments]


@pytest.mark.parametrize(("plan", "line"), CEILINGS)
def test_an_assessed_amount_that_equals_the_cap_is_paid(plan: str, line: str) -> None:
    cap = CAPS[plan, line]
    assert cap == scene(plan, line).settle(claim_for(plan, line, cap))[0].payable


@pytest.mark.parametrize(("plan", "line"), CEILINGS)
def test_a_fen_below_the_cap_is_paid_to_the_fen(plan: str, line: str) -> None:
    amount = CAPS[plan, line] - Decimal("0.01")
    one = claim_for(plan, line, str(amount))
    assert amount == scene(plan, line).settle(one)[0].payable


@pytest.mark.parametrize(("plan", "line"), CEILINGS)
def test_a_fen_above_the_cap_is_not_paid(plan: str, line: str) -> None:
    cap = CAPS[plan, line]
    one = claim_for(plan, line, str(cap + Decimal("0.01")))
    assert cap == scene(plan, line).settle(one)[0].payable


@pytest.mark.parametrize(("plan", "line"), LINES)
def test_a_settlement_names_the_cap(plan: str, line: str) -> None:
    one = claim_for(plan, line, None if (plan, line) in FIXED else 1)
    assert CAPS[plan, line] == scene(plan, line).settle(one)[0].cap


@pytest.mark.parametrize(("plan", "line"), LINES)
def test_the_first_day_of_the_cover_is_paid(plan: str, line: str) -> None:
    one = claim_for(plan, line, None if (plan, line) in FIXED else 1, on=STARTS)
    assert SettlementOutcome.PAID == scene(plan, line).settle(one)[0].outcome


@pytest.mark.parametrize(("plan", "line"), LINES)
def test_the_last_day_of_the_cover_is_paid(plan: str, line: str) -> None:
    ledger = scene(plan, line)
    last = ledger.covers()[0].ends - days(1)
    one = claim_for(plan, line, None if (plan, line) in FIXED else 1, on=last)
    assert SettlementOutcome.PAID == ledger.settle(one)[0].outcome


@pytest.mark.parametrize(("plan", "line"), LINES)
def test_the_day_before_the_cover_is_not_paid(plan: str, line: str) -> None:
    amount = None if (plan, line) in FIXED else 1
    one = claim_for(plan, line, amount, on=date(2015, 12, 31))
    assert "term.outside" == code_of(scene(plan, line), one)


@pytest.mark.parametrize(("plan", "line"), LINES)
def test_the_day_on_which_the_cover_ends_is_not_paid(plan: str, line: str) -> None:
    ledger = scene(plan, line)
    amount = None if (plan, line) in FIXED else 1
    one = claim_for(plan, line, amount, on=ledger.covers()[0].ends)
    assert "term.outside" == code_of(ledger, one)


@pytest.mark.parametrize(("plan", "line"), CEILINGS)
def test_a_line_with_a_ceiling_needs_an_amount(plan: str, line: str) -> None:
    assert "claim.no_amount" == code_of(scene(plan, line), claim_for(plan, line, None))


@pytest.mark.parametrize(("plan", "line"), FIXED)
def test_a_fixed_sum_takes_no_amount(plan: str, line: str) -> None:
    assert "claim.amount_not_due_events" == code_of(
        scene(plan, line), claim_for(plan, line, 20_000)
    )


@pytest.mark.parametrize(("plan", "line"), FIXED)
def test_a_fixed_sum_takes_no_bill_either(plan: str, line: str) -> None:
    one = claim_for(plan, line, None, items=[BillItem(MID, 5)])
    assert "claim.amount_not_due_events" == code_of(scene(plan, line), one)


@pytest.mark.parametrize(("plan", "line"), FIXED)
def test_a_fixed_sum_is_paid_once_a_cover(plan: str, line: str) -> None:
    first = claim_for(plan, line, None)
    second = claim_for(plan, line, None, number="Y")
    assert [20_000, 0] == payable(scene(plan, line), first, second)


@pytest.mark.parametrize(("plan", "line"), FIXED)
def test_the_two_deaths_are_the_fixed_sums(plan: str, line: str) -> None:
    assert isinstance(CATALOGUE[plan].edition(STARTS).benefit.line(line), FixedSum)


@pytest.mark.parametrize(("plan", "line"), LINES)
def test_an_event_that_no_plan_lists_is_not_covered(plan: str, line: str) -> None:
    one = claim_for(plan, line, None, event="wedding")
    assert "claim.event_not_covered" == code_of(scene(plan, line), one)


# Which person, which plan, which event -------------------------------------------------------


def test_someone_without_a_cover_is_not_paid() -> None:
    assert "claim.no_cover" == code_of(ledger_of(), claim(insured="M2"))


def test_a_plan_that_the_member_did_not_join_pays_nothing() -> None:
    one = claim(plan="womens_illness", event="breast_cancer")
    ledger = Ledger([cover(), cover("womens_illness", "M2")])
    assert "claim.no_cover" == code_of(ledger, one)


def test_a_plan_that_there_is_not_pays_nothing() -> None:
    assert "claim.no_such_plan" == code_of(ledger_of(), claim(plan="no_such_plan"))


def test_an_event_of_another_plan_is_not_covered() -> None:
    assert "claim.event_not_covered" == code_of(ledger_of(), claim(event="breast_cancer"))


@pytest.mark.parametrize(
    ("plan", "written", "nearest"),
    [
        ("critical_illness", "malignant_tumor", "malignant_tumour"),
        ("critical_illness", "leukemia", "leukaemia"),
        ("critical_illness", "parkinson_disease", "parkinsons_disease"),
        ("critical_illness", "急性心梗塞", "acute_myocardial_infarction"),
        ("critical_illness", "慢性肾衰竭", "chronic_renal_failure"),
        ("critical_illness", "severe burns", "severe_burns"),
        ("womens_illness", "原发性乳癌", "breast_cancer"),
        ("womens_illness", "cervix_cancer", "cervical_cancer"),
        ("medical", "out_patient", "outpatient"),
        ("accident", "accident_injury", "accidental_injury"),
    ],
)
def test_an_event_that_is_not_listed_is_answered_with_the_nearest(
    plan: str, written: str, nearest: str
) -> None:
    sold = {"level": 2} if plan == "accident" else {}
    settlement, _ = Ledger([cover(plan, **sold)]).settle(claim(event=written, plan=plan))
    assert nearest in settlement.explain("en")


def test_the_nearest_disease_is_named_in_chinese_too() -> None:
    settlement, _ = ledger_of().settle(claim(event="malignant_tumor"))
    assert "恶性肿瘤（malignant_tumour）" in settlement.explain("zh")


def test_an_event_that_nothing_is_near_to_names_none() -> None:
    settlement, _ = ledger_of().settle(claim(event="zzzz"))
    assert "; it lists" not in settlement.explain("en")


def test_an_event_that_is_not_covered_cites_the_column_of_cover() -> None:
    settlement, _ = ledger_of().settle(claim(event="wedding"))
    assert "保障范围" in settlement.explain("zh")


def test_a_day_outside_names_the_period_of_the_cover() -> None:
    settlement, _ = ledger_of().settle(claim(on=date(2019, 1, 1)))
    assert "2016-01-01 – 2018-12-31" in settlement.explain("en")


def test_a_day_outside_cites_the_column_of_the_term() -> None:
    settlement, _ = ledger_of().settle(claim(on=date(2019, 1, 1)))
    assert "保障期" in settlement.explain("zh")


def test_a_day_in_a_gap_is_outside() -> None:
    ledger = Ledger([cover("medical"), cover("medical", starts=date(2017, 2, 1))])
    one = claim(plan="medical", event="outpatient", on=date(2017, 1, 31))
    assert "term.outside" == code_of(ledger, one)


def test_a_childs_event_is_not_covered_under_the_members_cover() -> None:
    one = claim(plan="accident_property", event="child_death", amount=None, work_injury=False)
    assert "claim.event_not_covered" == code_of(ledger_of("accident_property"), one)


def test_the_members_event_is_not_covered_under_the_childs_cover() -> None:
    ledger = ledger_of("accident_property", of_child="C1")
    assert "claim.event_not_covered" == code_of(ledger, claim(insured="C1", **DEATH))


def test_home_property_is_not_insured_through_the_child() -> None:
    ledger = ledger_of("accident_property", of_child="C1")
    one = claim(plan="accident_property", insured="C1", event="fire", amount=1)
    assert "claim.event_not_covered" == code_of(ledger, one)


def test_the_parent_is_not_insured_by_the_childrens_plan() -> None:
    ledger = ledger_of("childrens_accident", of_child="C1")
    one = claim(plan="childrens_accident", event="child_accidental_injury")
    assert "claim.no_cover" == code_of(ledger, one)


# Shares, levels and lines --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("plan", "shares", "cap"),
    [
        ("critical_illness", 1, 10_000),
        ("critical_illness", 2, 20_000),
        ("critical_illness", 4, 40_000),
        ("womens_illness", 1, 10_000),
        ("womens_illness", 2, 20_000),
        ("childrens_accident", 1, 27_560),
        ("childrens_accident", 2, 55_120),
        ("childrens_accident", 4, 110_240),
    ],
)
def test_the_cap_of_a_plan_sold_by_the_share_is_that_of_all_shares(
    plan: str, shares: int, cap: int
) -> None:
    of_child = "C1" if plan == "childrens_accident" else None
    ledger = Ledger([cover(plan, of_child=of_child, shares=shares)])
    assert cap == ledger.settle(claim_for(plan, "benefit", 999_999))[0].payable


@pytest.mark.parametrize(("level", "cap"), [(1, 24_000), (2, 44_400), (3, 64_800), (4, 88_800)])
def test_the_cap_of_the_accident_plan_goes_by_level(level: int, cap: int) -> None:
    ledger = Ledger([cover("accident", level=level)])
    assert cap == ledger.settle(claim_for("accident", "benefit", 999_999))[0].payable


def test_all_diseases_share_one_cap() -> None:
    claims = [
        claim(f"C{number}", event, 1_000)
        for number, event in enumerate(EVENTS["critical_illness"]["benefit"])
    ]
    assert [1_000] * 10 + [0] * 5 == payable(ledger_of(), *claims)


def test_all_womens_illnesses_share_one_cap() -> None:
    first = claim("C1", "breast_cancer", 7_000, plan="womens_illness")
    second = claim("C2", "ovarian_cancer", 7_000, plan="womens_illness")
    assert [7_000, 3_000] == payable(ledger_of("womens_illness"), first, second)


def test_all_bills_share_one_cap() -> None:
    first = claim("C1", "outpatient", 200_000, plan="medical")
    second = claim("C2", "inpatient", 1_000, plan="medical")
    assert [200_000, 653] == payable(ledger_of("medical"), first, second)


def test_what_is_cut_at_the_cap_is_still_an_answer_that_is_paid() -> None:
    ledger = ledger_of().settle(claim("C1", amount=10_000))[1]
    settlement, _ = ledger.settle(claim("C2", amount=1))
    assert (SettlementOutcome.PAID, 0) == (settlement.outcome, settlement.payable)


def test_the_members_lines_of_the_second_plan_are_separate() -> None:
    said = {"plan": "accident_property"}
    paid = payable(
        ledger_of("accident_property"),
        claim("C1", "fire", 10_000, **said),
        claim("C2", "burst_pipes", 10_000, **said),
        claim("C3", "disability", 5_000, work_injury=False, **said),
        claim("C4", "death", None, work_injury=False, **said),
    )
    assert [10_000, 10_000, 5_000, 20_000] == paid


def test_the_childs_lines_of_the_second_plan_are_separate() -> None:
    said = {"plan": "accident_property", "insured": "C1", "work_injury": False}
    paid = payable(
        ledger_of("accident_property", of_child="C1"),
        claim("C1", "child_disability", 5_000, **said),
        claim("C2", "child_death", None, **said),
    )
    assert [5_000, 20_000] == paid


def test_each_person_has_a_cap_of_their_own() -> None:
    ledger = Ledger([cover(who="M1"), cover(who="M2")])
    first, second = claim("C1", amount=10_000), claim("C2", amount=10_000, insured="M2")
    assert [10_000, 10_000] == payable(ledger, first, second)


def test_each_child_has_a_cap_of_its_own() -> None:
    ledger = Ledger(cover("childrens_accident", of_child=name) for name in ("C1", "C2"))
    said = {"plan": "childrens_accident", "event": "child_accidental_injury", "amount": 27_560}
    first, second = claim("X", insured="C1", **said), claim("Y", insured="C2", **said)
    assert [27_560, 27_560] == payable(ledger, first, second)


def test_each_cover_has_a_cap_of_its_own() -> None:
    ledger = Ledger([cover("medical"), cover("medical", starts=date(2017, 1, 1))])
    said = {"plan": "medical", "event": "outpatient", "amount": 200_653}
    first, second = claim("C1", **said), claim("C2", on=date(2017, 1, 1), **said)
    assert [200_653, 200_653] == payable(ledger, first, second)


# Work injuries (R22) -------------------------------------------------------------------------

INJURIES = [
    ("accident_property", "death", None),
    ("accident_property", "disability", 100),
    ("accident_property", "child_death", None),
    ("accident_property", "child_disability", 100),
]


@pytest.mark.parametrize(("plan", "line", "amount"), INJURIES)
def test_a_work_injury_is_not_paid(plan: str, line: str, amount: int | None) -> None:
    one = claim_for(plan, line, amount, work_injury=True)
    assert "work_injury.is_one" == code_of(scene(plan, line), one)


@pytest.mark.parametrize(("plan", "line", "amount"), INJURIES)
def test_whether_it_is_a_work_injury_must_be_said(plan: str, line: str, amount: int | None) -> None:
    one = claim_for(plan, line, amount, work_injury=None)
    settlement, _ = scene(plan, line).settle(one)
    assert (SettlementOutcome.UNKNOWN, ["missing.work_injury"]) == (
        settlement.outcome,
        codes(settlement),
    )


def test_what_is_unknown_names_what_was_not_said() -> None:
    one = claim_for("accident_property", "death", None, work_injury=None)
    settlement, _ = scene("accident_property", "death").settle(one)
    assert "claim.work_injury" == only(settlement.findings).missing


def test_what_fails_goes_before_what_is_unknown() -> None:
    one = claim_for("accident_property", "disability", None, work_injury=None)
    settlement, _ = scene("accident_property", "disability").settle(one)
    assert (SettlementOutcome.REFUSED, ["claim.no_amount"]) == (
        settlement.outcome,
        codes(settlement),
    )


@pytest.mark.parametrize("event", ["fire", "burst_pipes"])
def test_loss_of_home_property_does_not_ask_for_a_work_injury(event: str) -> None:
    one = claim(event=event, plan="accident_property")
    assert 5_000 == ledger_of("accident_property").settle(one)[0].payable


@pytest.mark.parametrize("said", [True, False, None])
def test_the_accident_plan_pays_any_accident(said: bool | None) -> None:
    one = claim_for("accident", "benefit", 100, work_injury=said)
    assert 100 == scene("accident", "benefit").settle(one)[0].payable


@pytest.mark.parametrize("said", [True, False, None])
def test_the_childrens_plan_pays_any_accident(said: bool | None) -> None:
    one = claim_for("childrens_accident", "benefit", 100, work_injury=said)
    assert 100 == scene("childrens_accident", "benefit").settle(one)[0].payable


# Bills ---------------------------------------------------------------------------------------


def bill(
    *items: BillItem, event: str = "outpatient", plan: str = "medical", **said: object
) -> Claim:
    """Claim the items of a bill."""
    first = min(item.on for item in items)
    return claim("B1", event, None, plan=plan, items=items, on=first, **said)


def test_the_items_of_a_bill_are_added_up() -> None:
    one = bill(BillItem(MID, "100.10"), BillItem(MID + days(1), "200.20"))
    assert Decimal("300.30") == ledger_of("medical").settle(one)[0].payable


def test_only_self_paid_portion_one_counts() -> None:
    one = bill(BillItem(MID, 100, self_paid_two=1_000, outside=2_000))
    assert 100 == ledger_of("medical").settle(one)[0].payable


def test_two_items_of_one_day_are_both_paid() -> None:
    assert (
        200 == ledger_of("medical").settle(bill(BillItem(MID, 100), BillItem(MID, 100)))[0].payable
    )


def test_items_may_stand_in_any_order() -> None:
    one = bill(BillItem(MID + days(1), 1), BillItem(MID, 2))
    assert 3 == ledger_of("medical").settle(one)[0].payable


LAST = date(2016, 12, 31)


def test_an_item_of_the_last_day_is_paid() -> None:
    one = bill(BillItem(LAST - days(1), 10), BillItem(LAST, 7))
    assert 17 == ledger_of("medical").settle(one)[0].payable


def test_an_item_of_the_day_after_the_last_is_left_out() -> None:
    one = bill(BillItem(LAST, 10), BillItem(LAST + days(1), 7))
    assert 10 == ledger_of("medical").settle(one)[0].payable


def test_an_item_that_is_left_out_is_told() -> None:
    one = bill(BillItem(LAST, 10), BillItem(LAST + days(1), 7), BillItem(LAST + days(2), 1))
    notice = only(ledger_of("medical").settle(one)[0].notices)
    assert ("claim.items_left_out", 2, Decimal(8)) == (
        notice.code,
        notice.fact("count"),
        notice.fact("amount"),
    )


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_an_item_that_is_left_out_is_worded(lang: str) -> None:
    one = bill(BillItem(LAST, 10), BillItem(LAST + days(1), 7))
    assert "7" in ledger_of("medical").settle(one)[0].explain(lang).splitlines()[-1]  # type: ignore[arg-type]


def test_an_item_that_is_left_out_cites_the_column_of_cover() -> None:
    one = bill(BillItem(LAST, 10), BillItem(LAST + days(1), 7))
    clause = only(ledger_of("medical").settle(one)[0].notices).clause
    assert clause is not None
    assert "保障范围" in clause.cite("zh")


def test_a_bill_whose_items_all_count_tells_nothing() -> None:
    assert () == ledger_of("medical").settle(bill(BillItem(MID, 1)))[0].notices


def test_an_item_of_the_renewal_is_left_out_of_the_bill_of_the_first_cover() -> None:
    ledger = Ledger([cover("medical"), cover("medical", starts=date(2017, 1, 1))])
    assert 10 == ledger.settle(bill(BillItem(LAST, 10), BillItem(LAST + days(1), 7)))[0].payable


def test_an_item_of_the_day_before_the_first_is_left_out() -> None:
    one = bill(BillItem(STARTS - days(1), 10), BillItem(STARTS, 7))
    assert 7 == ledger_of("medical").settle(one)[0].payable


def test_a_bill_of_which_no_item_is_in_the_cover_is_outside_it() -> None:
    one = bill(BillItem(STARTS - days(2), 10), BillItem(STARTS - days(1), 7))
    assert "term.outside" == code_of(ledger_of("medical"), one)


def test_an_inpatient_bill_may_be_given_in_items_too() -> None:
    one = bill(BillItem(MID, 10), event="inpatient", plan="inpatient_medical")
    assert 10 == ledger_of("inpatient_medical").settle(one)[0].payable


# Emergency observation (R20) -----------------------------------------------------------------


def observed(
    *offsets: int, admitted: str | None = "H1", at: str | None = "H1", each: int = 10
) -> Claim:
    """Claim observation costs of so many days from the day of admission."""
    items = [BillItem(ADMITTED + days(offset), each) for offset in offsets]
    return bill(
        *items,
        event="emergency_observation",
        hospital=at,
        admission=None if admitted is None else Admission(ADMITTED, admitted),
    )


def test_observation_on_the_day_of_admission_is_paid() -> None:
    assert 10 == ledger_of("medical").settle(observed(0))[0].payable


def test_observation_the_day_before_admission_is_paid() -> None:
    assert 10 == ledger_of("medical").settle(observed(-1))[0].payable


def test_observation_7_days_before_admission_is_paid() -> None:
    assert 10 == ledger_of("medical").settle(observed(-7))[0].payable


def test_observation_8_days_before_admission_is_too_early() -> None:
    assert "observation.too_early" == code_of(ledger_of("medical"), observed(-8))


def test_observation_the_day_after_admission_is_not_paid() -> None:
    assert SettlementOutcome.REFUSED == ledger_of("medical").settle(observed(1))[0].outcome


def test_observation_the_day_after_admission_is_not_called_too_early() -> None:
    assert "observation.too_early" != code_of(ledger_of("medical"), observed(1))


def test_of_8_days_and_the_admission_day_the_eighth_before_is_left_out() -> None:
    settlement, _ = ledger_of("medical").settle(observed(*range(-8, 1)))
    assert 80 == settlement.payable


def test_the_eighth_day_before_is_told() -> None:
    settlement, _ = ledger_of("medical").settle(observed(*range(-8, 1)))
    assert (1, Decimal(10)) == (
        only(settlement.notices).fact("count"),
        only(settlement.notices).fact("amount"),
    )


def test_a_cost_after_the_admission_is_left_out_of_the_observation() -> None:
    settlement, _ = ledger_of("medical").settle(observed(-1, 0, 1))
    assert 20 == settlement.payable


def test_observation_followed_by_admission_to_another_hospital_is_not_paid() -> None:
    assert "observation.other_hospital" == code_of(ledger_of("medical"), observed(0, at="H2"))


def test_observation_that_no_admission_followed_is_not_paid() -> None:
    assert "observation.no_admission" == code_of(ledger_of("medical"), observed(0, admitted=None))


def test_observation_without_admission_may_be_entered_as_an_outpatient_bill() -> None:
    one = bill(BillItem(MID, 10), event="outpatient")
    assert 10 == ledger_of("medical").settle(one)[0].payable


def test_the_hospital_of_the_observation_must_be_said() -> None:
    settlement, _ = ledger_of("medical").settle(observed(0, at=None))
    assert (SettlementOutcome.UNKNOWN, ["missing.hospital"]) == (
        settlement.outcome,
        codes(settlement),
    )


@pytest.mark.parametrize(("offset", "expected"), [(-7, 10), (-8, 0), (0, 10), (1, 0)])
def test_an_observation_in_one_amount_counts_by_the_day_of_the_claim(
    offset: int, expected: int
) -> None:
    one = claim(
        event="emergency_observation",
        amount=10,
        plan="medical",
        on=ADMITTED + days(offset),
        hospital="H1",
        admission=Admission(ADMITTED, "H1"),
    )
    assert expected == ledger_of("medical").settle(one)[0].payable


@pytest.mark.parametrize("event", ["outpatient", "inpatient"])
def test_other_bills_do_not_ask_for_an_admission(event: str) -> None:
    assert 10 == ledger_of("medical").settle(bill(BillItem(MID, 10), event=event))[0].payable


def test_observation_after_which_the_admission_falls_in_no_cover_is_paid() -> None:
    # R20 counts the day of the cost; the admission itself is a bill of its own.
    items = [BillItem(LAST, 10)]
    one = bill(
        *items,
        event="emergency_observation",
        hospital="H1",
        admission=Admission(LAST + days(1), "H1"),
    )
    assert 10 == ledger_of("medical").settle(one)[0].payable


def test_observation_cites_the_column_of_cover() -> None:
    settlement, _ = ledger_of("medical").settle(observed(-8))
    assert "保障范围" in settlement.explain("zh")


# Worded --------------------------------------------------------------------------------------

HELD_BACK: list[Callable[[], tuple[Ledger, Claim]]] = [
    lambda: (ledger_of(), claim(insured="M2")),
    lambda: (ledger_of(), claim(on=date(2019, 1, 1))),
    lambda: (ledger_of(), claim(event="wedding")),
    lambda: (ledger_of(), claim(amount=None)),
    lambda: (ledger_of("accident_property"), claim(**{**DEATH, "amount": 5})),
    lambda: (ledger_of("accident_property"), claim(**{**DEATH, "work_injury": True})),
    lambda: (ledger_of("accident_property"), claim(**{**DEATH, "work_injury": None})),
    lambda: (ledger_of("medical"), observed(-8)),
    lambda: (ledger_of("medical"), observed(0, at="H2")),
    lambda: (ledger_of("medical"), observed(0, at=None)),
    lambda: (ledger_of("medical"), observed(0, admitted=None)),
]


@pytest.mark.parametrize("scene_of", HELD_BACK)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_what_holds_a_claim_back_is_worded_on_a_line_of_its_own(
    scene_of: Callable[[], tuple[Ledger, Claim]], lang: str
) -> None:
    ledger, one = scene_of()
    lines = ledger.settle(one)[0].explain(lang).splitlines()  # type: ignore[arg-type]
    assert 2 == len(lines)
    assert "{" not in "".join(lines)


@pytest.mark.parametrize("scene_of", HELD_BACK)
def test_a_claim_that_is_held_back_changes_nothing(
    scene_of: Callable[[], tuple[Ledger, Claim]],
) -> None:
    ledger, one = scene_of()
    assert ledger.settle(one)[1] is ledger


@pytest.mark.parametrize("scene_of", HELD_BACK)
def test_a_claim_that_is_held_back_is_paid_by_no_cover(
    scene_of: Callable[[], tuple[Ledger, Claim]],
) -> None:
    ledger, one = scene_of()
    settlement, _ = ledger.settle(one)
    assert () == settlement.payments
