"""Settlements: what they hold, how they are worded, and covers that run side by side."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal, localcontext

import pytest
from builders import STARTS
from claims.scenes import (
    BILL,
    DISABLED,
    ILLNESS,
    MID,
    STAY,
    claim,
    code_of,
    cover,
    days,
    draft_claim,
    drafted,
    ledger_of,
    only,
    payable,
    plan_of,
    settle_all,
)

from mutualaid import (
    BenefitLine,
    BillItem,
    Ceiling,
    DailyAllowance,
    DisabilityScale,
    FixedSum,
    Ledger,
    PerShare,
    Reimburse,
    Settlement,
    SettlementOutcome,
    UndecidedTruth,
)
from mutualaid.text import LANGUAGES

MORE = date(2016, 7, 1)
BOTH = date(2016, 8, 1)
"""A day on which both covers of `side_by_side` run."""


def paid(amount: int = 5_000, before: int = 0) -> Settlement:
    """Settle a claim after another."""
    ledger = ledger_of()
    if before:
        ledger = ledger.settle(claim("before", amount=before))[1]
    return ledger.settle(claim(amount=amount))[0]


def side_by_side(line: BenefitLine, *, shares: int = 1) -> Ledger:
    """Make a ledger of two covers of M1: for 2016, and for a year from July 2016."""
    plans = plan_of(line, fee=PerShare(9, at_most=4))
    return Ledger(
        cover("draft", catalogue=plans, starts=starts, shares=shares) for starts in (STARTS, MORE)
    )


# What a settlement holds ---------------------------------------------------------------------


def test_a_settlement_of_what_is_paid_is_paid() -> None:
    assert SettlementOutcome.PAID == paid().outcome


def test_a_settlement_holds_its_claim() -> None:
    assert claim() == paid().claim


def test_a_settlement_has_what_is_payable() -> None:
    assert Decimal(5_000) == paid(5_000).payable


def test_a_settlement_has_what_was_paid_before() -> None:
    assert Decimal(3_000) == paid(5_000, before=3_000).paid_before


def test_a_settlement_has_what_remains_after_it() -> None:
    assert Decimal(2_000) == paid(5_000, before=3_000).remaining


def test_a_settlement_cut_by_the_cap_has_what_was_left() -> None:
    assert Decimal(7_000) == paid(9_000, before=3_000).payable


def test_cap_is_paid_before_and_payable_and_remaining() -> None:
    settlement = paid(5_000, before=3_000)
    parts = settlement.paid_before + settlement.payable + settlement.remaining
    assert settlement.cap == parts


def test_what_is_paid_has_no_reasons() -> None:
    assert () == paid().reasons


def test_what_is_refused_gives_its_findings_as_reasons() -> None:
    settlement, _ = ledger_of().settle(claim(event="wedding"))
    assert settlement.findings == settlement.reasons


def test_a_settlement_is_not_simply_true_or_false() -> None:
    with pytest.raises(UndecidedTruth, match="outcome"):
        bool(paid())


def test_a_settlement_that_replaces_none_supplements_nothing() -> None:
    assert (None, Decimal(0)) == (paid().paid_earlier, paid().supplement)


def test_a_payment_names_its_cover_and_line() -> None:
    (payment,) = paid().payments
    assert ("benefit", STARTS) == (payment.line, payment.cover.starts)


def test_a_payment_has_the_quantity_that_was_assessed() -> None:
    (payment,) = paid(50_000).payments
    assert Decimal(50_000) == payment.quantity


# What is not known, and what comes to nothing ------------------------------------------------

HALF = Ceiling(1_000, events=[ILLNESS], formula=Reimburse(50, above=100))


def left_open() -> Settlement:
    """Leave a claim open: whether it is a work injury was not said."""
    one = claim(plan="accident_property", event="death", amount=None)
    return ledger_of("accident_property").settle(one)[0]


def used_up() -> Settlement:
    """Settle a claim on a line whose cap is used up."""
    return paid(5_000, before=10_000)


def below_the_deductible() -> Settlement:
    """Settle a claim that the deductible takes whole."""
    return drafted(HALF).settle(draft_claim("C1", ILLNESS, 100))[0]


def refused_one() -> Settlement:
    """Settle a claim that is refused."""
    return ledger_of().settle(claim(event="wedding"))[0]


def test_what_is_payable_for_a_claim_that_is_left_open_is_not_known() -> None:
    assert (SettlementOutcome.UNKNOWN, None) == (left_open().outcome, left_open().payable)


def test_what_is_payable_for_a_refused_claim_is_nothing() -> None:
    assert (SettlementOutcome.REFUSED, Decimal(0)) == (
        refused_one().outcome,
        refused_one().payable,
    )


def test_a_claim_that_is_left_open_tells_no_amount_in_json_values() -> None:
    said = left_open().to_dict()
    assert [None] * 4 == [said[name] for name in ("payable", "cap", "paid_before", "remaining")]


def test_a_refused_claim_tells_no_cap_in_json_values() -> None:
    said = refused_one().to_dict()
    assert ["0.00", None, None, None] == [
        said[name] for name in ("payable", "cap", "paid_before", "remaining")
    ]


@pytest.mark.parametrize(
    ("settlement", "zh", "en"),
    [
        (left_open(), "尚不能确定", "not known"),
        (refused_one(), "不给付", "refused"),
        (used_up(), "无可给付", "nothing to pay"),
        (below_the_deductible(), "无可给付", "nothing to pay"),
        (paid(5_000), "给付 5,000 元", "paid, 5,000 yuan"),
    ],
    ids=["open", "refused", "cap used up", "below the deductible", "paid"],
)
def test_a_figure_stands_in_the_head_only_where_something_is_paid(
    settlement: Settlement, zh: str, en: str
) -> None:
    heads = [settlement.explain(lang).splitlines()[0] for lang in LANGUAGES]
    assert [f"）：{zh}", f"): {en}"] == [
        heads[0][heads[0].index("）") :],
        heads[1][heads[1].index(")") :],
    ]


def test_a_claim_on_a_cap_that_is_used_up_says_so() -> None:
    assert ["claim.cap_used_up"] == [one.code for one in used_up().notices]


def test_a_cap_that_is_used_up_is_worded_with_the_cap_and_its_clause() -> None:
    notice = only(used_up().notices)
    assert "上限 10,000 元已用尽" in notice.explain("zh")
    assert "the cap of 10,000 yuan is used up" in notice.explain("en")
    assert notice.clause is not None
    assert "最高互助金" in notice.clause.cite("zh")


def test_a_claim_that_the_cap_cuts_but_pays_has_no_such_notice() -> None:
    assert () == paid(5_000, before=9_999).notices


def test_a_claim_that_just_uses_up_the_cap_has_no_such_notice() -> None:
    assert () == paid(5_000, before=5_000).notices


def test_a_claim_that_a_deductible_takes_whole_says_that_nothing_is_due() -> None:
    assert ["claim.nothing_due"] == [one.code for one in below_the_deductible().notices]


def test_a_fen_above_the_deductible_is_due() -> None:
    settlement, _ = drafted(HALF).settle(draft_claim("C1", ILLNESS, "100.01"))
    assert (Decimal("0.01"), ()) == (settlement.payable, settlement.notices)


def test_a_cap_that_is_used_up_by_two_covers_is_that_of_both() -> None:
    ledger = side_by_side(Ceiling(1_000, events=[ILLNESS], per_share=True))
    _, ledger = ledger.settle(draft_claim("C1", ILLNESS, 2_000, on=BOTH))
    settlement, _ = ledger.settle(draft_claim("C2", ILLNESS, 1, on=BOTH))
    assert "the cap of 2,000 yuan is used up" in settlement.explain("en")


def test_a_supplement_says_no_more_that_the_cap_is_used_up() -> None:
    _, ledger = settle_all(ledger_of(), [claim("C1", amount=10_000), claim("C2", amount=1)])
    (supplement,), _ = ledger.withdraw("C1", entered=date(2017, 6, 1))
    assert (Decimal(1), ()) == (supplement.payable, supplement.notices)


@pytest.mark.parametrize("settlement", [left_open(), refused_one()], ids=["open", "refused"])
def test_what_is_not_paid_has_no_cap_nor_what_is_left_of_it(settlement: Settlement) -> None:
    assert (None, None, None) == (settlement.cap, settlement.paid_before, settlement.remaining)


@pytest.mark.parametrize("settlement", [left_open(), refused_one(), paid()])
def test_what_supplements_nothing_supplements_nothing(settlement: Settlement) -> None:
    assert Decimal(0) == settlement.supplement


# Worded --------------------------------------------------------------------------------------


def test_a_settlement_is_worded_with_its_figures() -> None:
    text = paid(5_000, before=3_000).explain("en")
    for figure in ("10,000", "3,000", "5,000", "2,000"):
        assert figure in text


def test_a_settlement_is_worded_in_chinese() -> None:
    assert "给付 5,000 元" in paid().explain("zh")


def test_a_settlement_of_two_covers_has_a_line_for_each() -> None:
    ledger = side_by_side(Ceiling(1_000, events=[ILLNESS], per_share=True))
    settlement, _ = ledger.settle(draft_claim("C1", ILLNESS, 1_500, on=BOTH))
    assert 3 == len(settlement.explain("en").splitlines())


def test_a_settlement_in_json_values_has_its_money_as_digits() -> None:
    said = paid("5000.50").to_dict()  # type: ignore[arg-type]
    assert ("5000.50", "10000.00", "0.00", "4999.50") == (
        said["payable"],
        said["cap"],
        said["paid_before"],
        said["remaining"],
    )


@pytest.mark.parametrize(
    "settlement",
    [
        paid(),
        ledger_of().settle(claim(event="malignant_tumor"))[0],
        ledger_of().settle(claim(insured="M9"))[0],
        ledger_of("medical").settle(
            claim(
                plan="medical",
                event="outpatient",
                amount=None,
                on=date(2016, 12, 31),
                items=[BillItem(date(2016, 12, 31), 1), BillItem(date(2017, 1, 1), 1)],
            )
        )[0],
    ],
)
def test_a_settlement_goes_to_json(settlement: Settlement) -> None:
    assert settlement.claim.id == json.loads(json.dumps(settlement.to_dict()))["claim"]


def test_a_settlement_in_json_values_has_its_reasons() -> None:
    said = ledger_of().settle(claim(event="malignant_tumor"))[0].to_dict()
    assert ["claim.event_not_covered"] == [one["code"] for one in said["reasons"]]  # type: ignore[attr-defined]


def test_a_settlement_in_json_values_has_its_notices() -> None:
    items = [BillItem(date(2016, 12, 31), 1), BillItem(date(2017, 1, 1), 1)]
    one = claim(plan="medical", event="outpatient", amount=None, items=items, on=items[0].on)
    said = ledger_of("medical").settle(one)[0].to_dict()
    assert ["claim.items_left_out"] == [found["code"] for found in said["notices"]]  # type: ignore[attr-defined]


# Covers side by side -------------------------------------------------------------------------

PER_SHARE = Ceiling(1_000, events=[ILLNESS, BILL], per_share=True)


def test_where_two_covers_run_the_first_pays_first() -> None:
    settlement, _ = side_by_side(PER_SHARE).settle(draft_claim("C1", ILLNESS, 700, on=BOTH))
    assert [700, 0] == [payment.payable for payment in settlement.payments]


def test_what_the_first_cover_leaves_goes_on_to_the_second() -> None:
    settlement, _ = side_by_side(PER_SHARE).settle(draft_claim("C1", ILLNESS, 1_500, on=BOTH))
    assert [1_000, 500] == [payment.payable for payment in settlement.payments]


def test_what_the_first_cover_leaves_of_several_claims_adds_up_in_the_second() -> None:
    claims = [draft_claim(name, ILLNESS, 1_300, on=BOTH) for name in "ABC"]
    claims[1:] = [draft_claim(name, ILLNESS, 300, on=BOTH) for name in "BC"]
    assert [1_300, 300, 300] == payable(side_by_side(PER_SHARE), *claims)


def test_the_cover_that_starts_first_pays_first_although_it_was_enrolled_last() -> None:
    plans = plan_of(PER_SHARE, fee=PerShare(9, at_most=4))
    ledger = Ledger(cover("draft", catalogue=plans, starts=starts) for starts in (MORE, STARTS))
    settlement, _ = ledger.settle(draft_claim("C1", ILLNESS, 700, on=BOTH))
    assert [(STARTS, 700), (MORE, 0)] == [
        (payment.cover.starts, payment.payable) for payment in settlement.payments
    ]


def test_a_withdrawal_gives_back_to_both_covers() -> None:
    claims = [draft_claim("C1", ILLNESS, 1_500, on=BOTH), draft_claim("C2", ILLNESS, 900, on=BOTH)]
    _, ledger = settle_all(side_by_side(PER_SHARE), claims)
    _, ledger = ledger.withdraw("C1", entered=date(2017, 6, 1))
    assert [900, 0] == [row.paid for row in ledger.statement().rows]


def test_days_that_the_first_cover_has_measured_are_not_paid_again_by_the_second() -> None:
    allowance = DailyAllowance(40, from_day=3)
    ledger = side_by_side(Ceiling(100, events=[STAY], per_share=True, formula=allowance))
    settlement, _ = ledger.settle(draft_claim("C1", STAY, days=6, on=BOTH))
    assert [100, 60] == [payment.payable for payment in settlement.payments]


def test_a_grade_is_paid_its_percentage_under_each_cover() -> None:
    scale = DisabilityScale({1: 100, 2: 50})
    ledger = side_by_side(Ceiling(1_000, events=[DISABLED], per_share=True, formula=scale))
    settlement, _ = ledger.settle(draft_claim("C1", DISABLED, grade=2, on=BOTH))
    assert [500, 500] == [payment.payable for payment in settlement.payments]


def test_two_covers_pay_up_to_both_caps() -> None:
    settlement, _ = side_by_side(PER_SHARE).settle(draft_claim("C1", ILLNESS, 9_000, on=BOTH))
    assert (2_000, 2_000, 0) == (settlement.payable, settlement.cap, settlement.remaining)


def test_before_the_second_starts_the_first_pays_alone() -> None:
    one = draft_claim("C1", ILLNESS, 9_000, on=MORE - days(1))
    assert 1_000 == side_by_side(PER_SHARE).settle(one)[0].payable


def test_on_the_day_the_second_starts_both_pay() -> None:
    one = draft_claim("C1", ILLNESS, 9_000, on=MORE)
    assert 2_000 == side_by_side(PER_SHARE).settle(one)[0].payable


def test_on_the_last_day_of_the_first_both_pay() -> None:
    one = draft_claim("C1", ILLNESS, 9_000, on=date(2016, 12, 31))
    assert 2_000 == side_by_side(PER_SHARE).settle(one)[0].payable


def test_after_the_first_has_ended_the_second_pays_alone() -> None:
    one = draft_claim("C1", ILLNESS, 9_000, on=date(2017, 1, 1))
    assert 1_000 == side_by_side(PER_SHARE).settle(one)[0].payable


def test_shares_side_by_side_are_paid_as_so_many_shares() -> None:
    ledger = Ledger([cover(shares=1), cover(starts=MORE, shares=3)])
    assert 40_000 == ledger.settle(claim(amount=99_999, on=BOTH))[0].payable


def test_a_fixed_sum_by_the_share_is_paid_by_both_covers() -> None:
    ledger = side_by_side(FixedSum(1_000, events=[ILLNESS], per_share=True))
    assert 2_000 == ledger.settle(draft_claim("C1", ILLNESS, on=BOTH))[0].payable


def test_a_claim_in_both_covers_leaves_the_second_to_a_claim_in_the_second_alone() -> None:
    first = draft_claim("C1", ILLNESS, 700, on=BOTH)
    second = draft_claim("C2", ILLNESS, 1_000, on=date(2017, 1, 1))
    assert [700, 1_000] == payable(side_by_side(PER_SHARE), first, second)


def test_two_covers_with_a_formula_pay_up_to_both_caps() -> None:
    half = Ceiling(1_000, events=[BILL], per_share=True, formula=Reimburse(50))
    one = draft_claim("C1", BILL, 4_000, on=BOTH)
    assert 2_000 == side_by_side(half).settle(one)[0].payable


def test_a_formula_does_not_pay_twice_for_what_two_covers_meet() -> None:
    half = Ceiling(1_000, events=[BILL], per_share=True, formula=Reimburse(50))
    one = draft_claim("C1", BILL, 400, on=BOTH)
    assert 200 == side_by_side(half).settle(one)[0].payable


def test_an_item_that_only_the_second_cover_meets_counts_there() -> None:
    items = [BillItem(date(2016, 12, 31), 100), BillItem(date(2017, 1, 1), 100)]
    one = draft_claim("C1", BILL, items=items, on=date(2016, 12, 31))
    assert 200 == side_by_side(PER_SHARE).settle(one)[0].payable


def test_the_second_edition_of_a_plan_pays_beside_the_first_by_its_own_cap() -> None:
    plans = plan_of(PER_SHARE, later=[Ceiling(5_000, events=[ILLNESS], per_share=True)],
                    fee=PerShare(9, at_most=4))  # fmt: skip
    ledger = Ledger(
        [
            cover("draft", catalogue=plans, starts=date(2016, 12, 1)),
            cover("draft", catalogue=plans, starts=date(2017, 2, 1)),
        ]
    )
    one = draft_claim("C1", ILLNESS, 99_999, on=date(2017, 6, 1))
    assert 6_000 == ledger.settle(one)[0].payable


def test_an_event_that_only_the_second_edition_lists_is_paid_by_that_cover() -> None:
    plans = plan_of(PER_SHARE, later=[Ceiling(5_000, events=[STAY], per_share=True)],
                    fee=PerShare(9, at_most=4))  # fmt: skip
    ledger = Ledger(
        [
            cover("draft", catalogue=plans, starts=date(2016, 12, 1)),
            cover("draft", catalogue=plans, starts=date(2017, 2, 1)),
        ]
    )
    one = draft_claim("C1", STAY, 99_999, on=date(2017, 6, 1))
    assert 5_000 == ledger.settle(one)[0].payable


# Order ---------------------------------------------------------------------------------------


def test_claims_are_paid_in_the_order_in_which_they_are_entered_and_not_of_their_days() -> None:
    later, earlier = claim("C1", amount=8_000), claim("C2", amount=8_000, on=STARTS)
    assert [8_000, 2_000] == payable(ledger_of(), later, earlier)


def test_a_claim_is_settled_by_the_covers_that_were_enrolled_before_it() -> None:
    empty = Ledger()
    assert "claim.no_such_plan" == code_of(empty, claim())
    _, after = empty.enrol([cover()])
    assert 5_000 == after.settle(claim())[0].payable


def test_what_was_settled_is_not_settled_anew_when_more_shares_come() -> None:
    settlements, ledger = settle_all(ledger_of(), [claim(amount=15_000, on=BOTH)])
    _, after = ledger.enrol([cover(starts=MORE, shares=1)])
    assert settlements[0].payable == after.settlement("C1").payable


def test_days_in_hospital_do_not_stand_in_for_an_amount() -> None:
    one = claim(plan="inpatient_allowance", event="hospital_stay", amount=None, days=10)
    assert "claim.no_amount" == code_of(ledger_of("inpatient_allowance"), one)


def test_lines_with_and_without_a_formula_stand_side_by_side() -> None:
    ledger = drafted(
        Ceiling(1_000, code="stay", events=[STAY], formula=DailyAllowance(40)),
        Ceiling(2_000, code="disabled", events=[DISABLED]),
    )
    first = draft_claim("C1", STAY, days=3, on=MID)
    second = draft_claim("C2", DISABLED, 300, on=MID)
    assert [120, 300] == payable(ledger, first, second)


def test_the_callers_own_rounding_does_not_touch_an_amount() -> None:
    one = claim(event="outpatient", plan="medical", amount="12345.67")
    with localcontext() as context:
        context.prec = 4
        settlement, _ = ledger_of("medical").settle(one)
    assert Decimal("12345.67") == settlement.payable


def test_the_callers_own_rounding_does_not_touch_a_formula() -> None:
    ledger = drafted(Ceiling(10_000, events=[BILL], formula=Reimburse(50)))
    with localcontext() as context:
        context.prec = 4
        settlement, _ = ledger.settle(draft_claim("C1", BILL, "12345.67"))
    assert Decimal("6172.84") == settlement.payable
