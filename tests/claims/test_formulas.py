"""Benefit formulas: from what was assessed to what is due, on both sides of every boundary."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

import attrs
import pytest
from claims.scenes import (
    BILL,
    DISABLED,
    MID,
    STAY,
    code_of,
    days,
    draft_claim,
    drafted,
    payable,
)

from mutualaid import (
    BillItem,
    Ceiling,
    Claim,
    DailyAllowance,
    DisabilityScale,
    Formula,
    InvalidType,
    Ledger,
    Measure,
    Reimburse,
    ReimburseByBands,
)

FEN = Decimal("0.01")


def ledger_of(formula: Formula, cap: int | str = 10_000) -> Ledger:
    return drafted(Ceiling(cap, events=[BILL, STAY, DISABLED], formula=formula))


def bills(*amounts: int | str) -> list[Claim]:
    return [draft_claim(f"C{number}", BILL, amount) for number, amount in enumerate(amounts)]


def stays(*counts: int) -> list[Claim]:
    return [draft_claim(f"C{number}", STAY, days=count) for number, count in enumerate(counts)]


def grades(*given: int) -> list[Claim]:
    return [draft_claim(f"C{number}", DISABLED, grade=grade) for number, grade in enumerate(given)]


def money(*amounts: str) -> list[Decimal]:
    return [Decimal(amount) for amount in amounts]


def paid(formula: Formula, claims: Sequence[Claim], cap: int | str = 10_000) -> list[Decimal]:
    return payable(ledger_of(formula, cap), *claims)


# A rate above a deductible -------------------------------------------------------------------

HALF = Reimburse(50)
ABOVE = Reimburse(50, above=1_000)


def test_half_is_reimbursed() -> None:
    assert money("150") == paid(HALF, bills(300))


def test_a_rate_of_100_pays_all_of_it() -> None:
    assert money("300") == paid(Reimburse(100), bills(300))


def test_a_rate_of_0_pays_nothing() -> None:
    assert money("0") == paid(Reimburse(0), bills(300))


def test_what_does_not_reach_the_deductible_is_not_paid() -> None:
    assert money("0") == paid(ABOVE, bills("999.99"))


def test_what_equals_the_deductible_is_not_paid() -> None:
    assert money("0") == paid(ABOVE, bills(1_000))


def test_two_fen_above_the_deductible_pay_a_fen() -> None:
    assert money("0.01") == paid(ABOVE, bills("1000.02"))


def test_the_deductible_is_taken_once_a_cover() -> None:
    assert money("0", "200", "500") == paid(ABOVE, bills(600, 800, 1_000))


def test_a_rate_may_have_decimals() -> None:
    assert money("1.25") == paid(Reimburse(Decimal("12.5")), bills(10))


def test_the_cap_bounds_what_is_due_and_not_what_was_assessed() -> None:
    assert money("10000") == paid(HALF, bills(20_000))


def test_a_fen_below_the_cap_is_paid_in_full() -> None:
    assert money("9999.99") == paid(HALF, bills("19999.98"))


def test_what_is_above_the_cap_is_not_paid() -> None:
    assert money("10000", "0") == paid(HALF, bills("20000.02", 100))


def test_a_bill_of_items_is_reimbursed_by_their_sum() -> None:
    items = [BillItem(MID, 100), BillItem(MID + days(1), 200, outside=5_000)]
    assert money("150") == paid(HALF, [draft_claim("C1", BILL, items=items)])


# Rounding ------------------------------------------------------------------------------------


def test_half_a_fen_is_rounded_up() -> None:
    assert money("0.01") == paid(HALF, bills("0.01"))


def test_one_and_a_half_fen_are_rounded_up() -> None:
    assert money("0.02") == paid(HALF, bills("0.03"))


def test_two_and_a_half_fen_are_rounded_up_and_not_to_the_even_fen() -> None:
    assert money("0.03") == paid(HALF, bills("0.05"))


def test_less_than_half_a_fen_is_rounded_down() -> None:
    assert money("0.00") == paid(Reimburse(49), bills("0.01"))


def test_the_total_is_rounded_and_not_each_claim() -> None:
    # 0.01 + 0.01 yuan at half: 1 fen in all, so that the second adds nothing.
    assert money("0.01", "0.00") == paid(HALF, bills("0.01", "0.01"))


def test_a_hundred_claims_of_a_fen_pay_what_one_yuan_pays() -> None:
    assert Decimal("0.50") == sum(paid(HALF, bills(*["0.01"] * 100)))


def test_a_third_is_not_cut_off() -> None:
    assert money("33.34", "33.33", "33.34") == paid(
        Reimburse(Decimal("33.335")), bills(100, 100, 100)
    )


def test_bands_are_rounded_once_over_all_of_them() -> None:
    # 0.004 yuan of the first band and 0.004 of the second make 0.008: one fen.
    bands = ReimburseByBands({0: 40, Decimal("0.01"): 40})
    assert money("0.01") == paid(bands, bills("0.02"))


def test_a_percentage_of_an_odd_cap_is_rounded_half_up() -> None:
    assert money("0.13") == paid(DisabilityScale({1: 50}), grades(1), cap="0.25")


def test_what_is_paid_never_has_part_of_a_fen() -> None:
    for amount in paid(Reimburse(Decimal("33.3")), bills("0.01", "7.77", "123.45")):
        assert amount == amount.quantize(FEN)


# Bands ---------------------------------------------------------------------------------------

BANDS = ReimburseByBands({1_000: 50, 10_000: 60, 20_000: 70})


@pytest.mark.parametrize(
    ("amount", "due"),
    [
        ("0", "0"),
        ("999.99", "0"),
        ("1000", "0"),
        ("1000.02", "0.01"),
        ("9999.98", "4499.99"),
        ("10000", "4500"),
        ("10000.05", "4500.03"),
        ("19999.95", "10499.97"),
        ("20000", "10500"),
        ("20000.10", "10500.07"),
        ("30000", "17500"),
    ],
)
def test_each_band_is_paid_at_its_own_rate(amount: str, due: str) -> None:
    assert money(due) == paid(BANDS, bills(amount), cap=100_000)


def test_a_running_total_climbs_through_the_bands() -> None:
    expected = money("0", "4500", "6000", "7000")
    assert expected == paid(BANDS, bills(1_000, 9_000, 10_000, 10_000), cap=100_000)


def test_one_band_from_nothing_is_a_rate() -> None:
    assert paid(HALF, bills("123.45")) == paid(ReimburseByBands({0: 50}), bills("123.45"))


def test_one_band_from_a_figure_is_a_rate_above_a_deductible() -> None:
    bands = ReimburseByBands({1_000: 50})
    assert paid(ABOVE, bills("999", "123.45")) == paid(bands, bills("999", "123.45"))


def test_a_band_may_pay_nothing() -> None:
    bands = ReimburseByBands({0: 50, 100: 0, 200: 50})
    assert money("50", "0", "50") == paid(bands, bills(100, 100, 100))


def test_bands_are_bounded_by_the_cap() -> None:
    assert money("10000") == paid(BANDS, bills(30_000))


def test_bands_may_be_given_in_any_order() -> None:
    assert ReimburseByBands({0: 50, 100: 60}) == ReimburseByBands({100: 60, 0: 50})


# A daily allowance ---------------------------------------------------------------------------

FROM_4 = DailyAllowance(40, from_day=4)
UP_TO_5 = DailyAllowance(40, from_day=4, at_most_days=5)


def test_each_day_is_paid() -> None:
    assert money("280") == paid(DailyAllowance(40), stays(7))


def test_the_third_day_is_not_paid_from_the_fourth_on() -> None:
    assert money("0") == paid(FROM_4, stays(3))


def test_the_fourth_day_is_paid() -> None:
    assert money("40") == paid(FROM_4, stays(4))


def test_the_first_paid_day_is_reached_once_over_all_stays() -> None:
    assert money("0", "0", "40", "120") == paid(FROM_4, stays(1, 2, 1, 3))


def test_the_last_of_the_most_days_is_paid() -> None:
    assert money("200") == paid(UP_TO_5, stays(8))


def test_the_day_before_the_last_of_the_most_days() -> None:
    assert money("160") == paid(UP_TO_5, stays(7))


def test_the_day_after_the_most_days_is_not_paid() -> None:
    assert money("200") == paid(UP_TO_5, stays(9))


def test_the_most_days_are_those_of_the_whole_cover() -> None:
    assert money("120", "80", "0") == paid(UP_TO_5, stays(6, 6, 6))


def test_an_allowance_reaches_the_cap_on_the_180th_day() -> None:
    assert money("7200") == paid(DailyAllowance(40), stays(180), cap=7_200)


def test_an_allowance_is_bounded_by_the_cap() -> None:
    assert money("7200") == paid(DailyAllowance(40), stays(181), cap=7_200)


def test_an_allowance_needs_the_days() -> None:
    assert "claim.no_days" == code_of(ledger_of(FROM_4), draft_claim("C1", STAY))


def test_an_allowance_takes_no_amount() -> None:
    one = draft_claim("C1", STAY, 500, days=5)
    assert "claim.amount_not_due_days" == code_of(ledger_of(FROM_4), one)


def test_an_allowance_given_an_amount_alone_asks_for_the_days() -> None:
    assert "claim.no_days" == code_of(ledger_of(FROM_4), draft_claim("C1", STAY, 500))


# A disability scale --------------------------------------------------------------------------

SCALE = DisabilityScale({1: 100, 2: 75, 3: 10})


@pytest.mark.parametrize(("grade", "due"), [(1, "10000"), (2, "7500"), (3, "1000")])
def test_a_grade_is_paid_its_percentage_of_the_cap(grade: int, due: str) -> None:
    assert money(due) == paid(SCALE, grades(grade))


def test_a_grade_beyond_the_scale_is_not_paid() -> None:
    assert "disability_scale.no_such_grade" == code_of(ledger_of(SCALE), *grades(4))


def test_a_grade_far_beyond_the_scale_is_not_paid() -> None:
    assert "disability_scale.no_such_grade" == code_of(ledger_of(SCALE), *grades(9))


def test_a_grade_beyond_the_scale_says_how_many_there_are() -> None:
    settlement, _ = ledger_of(SCALE).settle(*grades(4))
    assert 3 == settlement.findings[0].at_most


def test_two_grades_are_added_up() -> None:
    assert money("7500", "1000") == paid(SCALE, grades(2, 3))


def test_grades_are_paid_up_to_the_whole_cap() -> None:
    assert money("7500", "2500") == paid(SCALE, grades(2, 2))


def test_after_the_gravest_grade_nothing_is_left() -> None:
    assert money("10000", "0") == paid(SCALE, grades(1, 3))


def test_a_scale_needs_the_grade() -> None:
    assert "claim.no_percent" == code_of(ledger_of(SCALE), draft_claim("C1", DISABLED))


def test_a_scale_takes_no_amount() -> None:
    one = draft_claim("C1", DISABLED, 500, grade=1)
    assert "claim.amount_not_due_percent" == code_of(ledger_of(SCALE), one)


def test_a_scale_may_stand_beside_shares() -> None:
    line = Ceiling(10_000, events=[DISABLED], formula=SCALE, per_share=False)
    assert Decimal(1_000) == payable(drafted(line), *grades(3))[0]


# Of one's own ------------------------------------------------------------------------------------


def test_a_formula_that_does_not_say_what_it_adds_up_is_refused_when_it_is_made() -> None:
    @attrs.frozen(repr=False)
    class Unmeasured(Formula):
        kind = "unmeasured"

        def due(self, total: Decimal, cap: Decimal) -> Decimal:
            return min(total, cap)

    with pytest.raises(InvalidType, match="Unmeasured does not say what it adds up"):
        Unmeasured()


def test_a_formula_that_adds_up_something_else_is_refused_when_it_is_made() -> None:
    @attrs.frozen(repr=False)
    class Mismeasured(Formula):
        kind = "mismeasured"
        measure = "amount"  # type: ignore[assignment]

        def due(self, total: Decimal, cap: Decimal) -> Decimal:
            return min(total, cap)

    with pytest.raises(InvalidType, match="measure='amount'"):
        Mismeasured()


# As values -----------------------------------------------------------------------------------

FORMULAS: list[Formula] = [HALF, ABOVE, BANDS, DailyAllowance(40), FROM_4, UP_TO_5, SCALE]


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("formula", FORMULAS, ids=repr)
def test_a_formula_is_worded(formula: Formula, lang: str) -> None:
    words = formula.words(lang)  # type: ignore[arg-type]
    assert words
    assert "{" not in words


@pytest.mark.parametrize(
    ("formula", "words"),
    [
        (HALF, "50 % is reimbursed"),
        (ABOVE, "50 % of what exceeds 1,000 yuan is reimbursed"),
        (BANDS, "50 % above 1,000 yuan, 60 % above 10,000 yuan, 70 % above 20,000 yuan"),
        (DailyAllowance(40), "40 yuan a day from day 1 on"),
        (UP_TO_5, "40 yuan a day from day 4 on, for at most 5 days"),
        (SCALE, "by grade of disability 100 / 75 / 10 % of the cap"),
    ],
    ids=repr,
)
def test_a_formula_is_worded_with_its_figures(formula: Formula, words: str) -> None:
    assert words == formula.words("en")


@pytest.mark.parametrize(
    ("formula", "measure"),
    [
        (HALF, Measure.AMOUNT),
        (BANDS, Measure.AMOUNT),
        (FROM_4, Measure.DAYS),
        (SCALE, Measure.PERCENT),
    ],
    ids=repr,
)
def test_a_line_adds_up_what_its_formula_measures(formula: Formula, measure: Measure) -> None:
    assert measure == Ceiling(1_000, events=[BILL], formula=formula).measure


def test_a_line_without_a_formula_adds_up_what_was_assessed() -> None:
    assert Measure.AMOUNT == Ceiling(1_000, events=[BILL]).measure


@pytest.mark.parametrize("formula", FORMULAS, ids=repr)
def test_the_repr_of_a_formula_makes_it_again(formula: Formula) -> None:
    kinds = (Reimburse, ReimburseByBands, DailyAllowance, DisabilityScale, Decimal)
    names = {kind.__name__: kind for kind in kinds}
    assert formula == eval(repr(formula), names)  # noqa: S307 - our own text


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (Reimburse(50), Reimburse(51)),
        (Reimburse(50), Reimburse(50, above=1)),
        (ReimburseByBands({0: 50}), ReimburseByBands({1: 50})),
        (DailyAllowance(40), DailyAllowance(40, from_day=2)),
        (DailyAllowance(40), DailyAllowance(40, at_most_days=2)),
        (DisabilityScale({1: 100}), DisabilityScale({1: 90})),
    ],
)
def test_formulas_of_other_figures_are_not_equal(one: Formula, other: Formula) -> None:
    assert one != other


@pytest.mark.parametrize("formula", FORMULAS, ids=repr)
def test_of_nothing_nothing_is_due(formula: Formula) -> None:
    assert Decimal(0) == formula.due(Decimal(0), Decimal(10_000))


@pytest.mark.parametrize("formula", FORMULAS, ids=repr)
def test_a_claim_that_carries_nothing_adds_nothing(formula: Formula) -> None:
    assert Decimal(0) == formula.quantity(draft_claim("C1", BILL), None)


def test_bands_may_be_hundreds() -> None:
    assert 300 == len(ReimburseByBands(dict.fromkeys(range(300), 50)).bands)


def test_a_scale_may_have_hundreds_of_grades() -> None:
    assert 300 == len(DisabilityScale(dict.fromkeys(range(1, 301), 50)).scale)
