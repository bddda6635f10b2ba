"""The ledger: one answer to a claim, changes in place, both axes of time, statements, the log."""

from __future__ import annotations

import copy
import csv
import io
import json
import pickle
import sys
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path

import attrs
import pytest
from builders import STARTS
from claims.scenes import (
    BILL,
    ILLNESS,
    LOSS,
    claim,
    code_of,
    codes,
    cover,
    days,
    draft_claim,
    drafted,
    ledger_of,
    payable,
    plan_of,
    settle_all,
)
from openpyxl import load_workbook

from mutualaid import (
    Ceiling,
    EnrolmentOutcome,
    FixedSum,
    InvalidValue,
    Ledger,
    MissingExtra,
    PerShare,
    Reimburse,
    SettlementOutcome,
    UnknownName,
    WaitingPeriod,
)

NOW = date(2017, 6, 1)
MARCH = date(2016, 3, 1)
APRIL = date(2016, 4, 1)
MAY = date(2016, 5, 1)
JUNE = date(2016, 6, 1)


def three() -> Ledger:
    """Make a ledger of three claims of 6,000 yuan under a cap of 10,000: 6,000, 4,000 and 0."""
    claims = [claim(f"C{number}", amount=6_000) for number in (1, 2, 3)]
    return settle_all(ledger_of(), claims)[1]


def paid(ledger: Ledger, *ids: str) -> list[Decimal]:
    return [ledger.settlement(one).payable for one in ids]


def left(ledger: Ledger, on: date = NOW, **said: object) -> Decimal:
    return ledger.remaining("M1", "critical_illness", on=on, **said)  # type: ignore[arg-type]


# One answer to each claim --------------------------------------------------------------------


def test_the_same_claim_twice_is_answered_once() -> None:
    first, ledger = ledger_of().settle(claim())
    again, _ = ledger.settle(claim())
    assert first == again


def test_the_same_claim_twice_changes_nothing() -> None:
    _, ledger = ledger_of().settle(claim())
    assert ledger is ledger.settle(claim())[1]


def test_the_same_claim_after_others_is_answered_as_it_stands() -> None:
    again, _ = three().settle(claim("C1", amount=6_000))
    assert 6_000 == again.payable


def test_an_amount_written_otherwise_is_the_same_claim() -> None:
    _, ledger = ledger_of().settle(claim(amount=5_000))
    assert SettlementOutcome.PAID == ledger.settle(claim(amount="5000.00"))[0].outcome


@pytest.mark.parametrize(
    "said", [{"amount": 1}, {"event": "leukaemia"}, {"on": STARTS}, {"grade": 1}]
)
def test_another_claim_under_the_same_id_is_refused(said: dict[str, object]) -> None:
    _, ledger = ledger_of().settle(claim())
    assert "claim.id_taken" == code_of(ledger, claim(**said))  # type: ignore[arg-type]


def test_a_claim_of_someone_else_under_the_same_id_is_refused() -> None:
    _, ledger = Ledger([cover(), cover(who="M2")]).settle(claim())
    assert "claim.id_taken" == code_of(ledger, claim(insured="M2"))


def test_another_claim_under_the_same_id_changes_nothing() -> None:
    _, ledger = ledger_of().settle(claim())
    assert ledger is ledger.settle(claim(amount=1))[1]


def test_a_refused_claim_may_be_entered_anew_under_its_id() -> None:
    _, ledger = ledger_of().settle(claim(amount=None))
    assert 5_000 == ledger.settle(claim())[0].payable


def test_a_refused_claim_changes_nothing() -> None:
    ledger = ledger_of()
    assert ledger is ledger.settle(claim(event="wedding"))[1]


def test_the_settlement_of_a_claim_can_be_asked() -> None:
    settlement, ledger = ledger_of().settle(claim())
    assert settlement == ledger.settlement("C1")


def test_the_settlement_of_a_claim_that_is_not_there_is_a_wrong_name() -> None:
    with pytest.raises(UnknownName, match="C1"):
        three().settlement("C9")


def test_the_settlement_of_a_claim_that_was_withdrawn_is_a_wrong_name() -> None:
    _, ledger = three().withdraw("C1", entered=NOW)
    with pytest.raises(UnknownName, match="stands"):
        ledger.settlement("C1")


# A ledger never changes ----------------------------------------------------------------------

STEPS: dict[str, Callable[[Ledger], object]] = {
    "settle": lambda ledger: ledger.settle(claim("new", amount=1)),
    "enrol": lambda ledger: ledger.enrol([cover(starts=MAY)]),
    "correct": lambda ledger: ledger.correct(claim("C1", amount=1), entered=NOW),
    "withdraw": lambda ledger: ledger.withdraw("C1", entered=NOW),
}


@pytest.mark.parametrize("step", STEPS)
def test_a_step_leaves_the_old_ledger_as_it_was(step: str) -> None:
    ledger = three()
    before = (ledger.log(), ledger.statement(), paid(ledger, "C1", "C2", "C3"), left(ledger))
    STEPS[step](ledger)
    after = (ledger.log(), ledger.statement(), paid(ledger, "C1", "C2", "C3"), left(ledger))
    assert before == after


@pytest.mark.parametrize("step", STEPS)
def test_the_same_step_twice_from_one_ledger_gives_the_same(step: str) -> None:
    ledger = three()
    assert STEPS[step](ledger) == STEPS[step](ledger)


def test_a_ledger_takes_no_attribute() -> None:
    with pytest.raises(AttributeError):
        three().note = "x"  # type: ignore[attr-defined]


def test_a_ledger_of_no_cover_is_empty() -> None:
    assert ((), ()) == (Ledger().log(), Ledger().statement().rows)


def test_a_ledger_shows_how_much_it_holds() -> None:
    assert "<Ledger of 1 accounts, 4 steps>" == repr(three())


# Withdrawing ---------------------------------------------------------------------------------


def test_a_withdrawn_claim_gives_its_amount_back() -> None:
    _, ledger = ledger_of().settle(claim())[1].withdraw("C1", entered=NOW)
    assert 10_000 == left(ledger)


def test_withdrawing_the_last_claim_changes_no_other() -> None:
    supplements, _ = three().withdraw("C3", entered=NOW)
    assert () == supplements


def test_withdrawing_settles_later_claims_anew_in_their_order() -> None:
    _, ledger = three().withdraw("C1", entered=NOW)
    assert [6_000, 4_000] == paid(ledger, "C2", "C3")


def test_withdrawing_gives_a_supplementary_settlement_for_each_later_claim() -> None:
    supplements, _ = three().withdraw("C1", entered=NOW)
    assert [("C2", 4_000, 2_000), ("C3", 0, 4_000)] == [
        (one.claim.id, one.paid_earlier, one.supplement) for one in supplements
    ]


def test_a_supplementary_settlement_is_worded() -> None:
    supplements, _ = three().withdraw("C1", entered=NOW)
    assert "supplement of 2,000 yuan (4,000 yuan were paid earlier)" in supplements[0].explain("en")


def test_a_supplementary_settlement_is_worded_in_chinese() -> None:
    supplements, _ = three().withdraw("C1", entered=NOW)
    assert "补付 2,000 元" in supplements[0].explain("zh")


def test_a_claim_that_the_cap_did_not_cut_has_no_supplement() -> None:
    claims = [claim("C1", amount=1_000), claim("C2", amount=1_000)]
    _, ledger = settle_all(ledger_of(), claims)
    assert () == ledger.withdraw("C1", entered=NOW)[0]


def test_claims_before_a_withdrawn_one_are_as_they_were() -> None:
    _, ledger = three().withdraw("C2", entered=NOW)
    assert [6_000, 4_000] == paid(ledger, "C1", "C3")


def test_other_lines_are_as_they_were() -> None:
    said = {"plan": "accident_property"}
    claims = [
        claim("C1", "fire", 8_000, **said),
        claim("C2", "burst_pipes", 8_000, **said),
        claim("C3", "fire", 8_000, **said),
    ]
    _, ledger = settle_all(ledger_of("accident_property"), claims)
    supplements, _ = ledger.withdraw("C1", entered=NOW)
    assert ["C3"] == [one.claim.id for one in supplements]


def test_other_people_are_as_they_were() -> None:
    ledger = Ledger([cover(), cover(who="M2")])
    claims = [claim("C1", amount=8_000), claim("C2", amount=15_000, insured="M2")]
    _, ledger = settle_all(ledger, claims)
    assert () == ledger.withdraw("C1", entered=NOW)[0]


def test_a_second_fixed_sum_is_paid_when_the_first_is_withdrawn() -> None:
    ledger = drafted(FixedSum(1_000, events=[ILLNESS]))
    claims = [draft_claim(name, ILLNESS) for name in ("C1", "C2")]
    _, ledger = settle_all(ledger, claims)
    supplements, _ = ledger.withdraw("C1", entered=NOW)
    assert [1_000] == [one.supplement for one in supplements]


def test_a_deductible_that_comes_back_takes_from_a_later_claim() -> None:
    ledger = drafted(Ceiling(1_000, events=[BILL], formula=Reimburse(50, above=100)))
    _, ledger = settle_all(ledger, [draft_claim("C1", BILL, 100), draft_claim("C2", BILL, 100)])
    supplements, _ = ledger.withdraw("C1", entered=NOW)
    assert [Decimal(-50)] == [one.supplement for one in supplements]


def test_withdrawing_twice_is_the_same_as_once() -> None:
    _, once = three().withdraw("C1", entered=NOW)
    assert ((), once) == once.withdraw("C1", entered=NOW)


def test_a_withdrawn_claim_is_not_entered_again_under_its_id() -> None:
    _, ledger = three().withdraw("C1", entered=NOW)
    assert "claim.was_withdrawn" == code_of(ledger, claim("C1", amount=6_000))


def test_another_claim_under_the_id_of_a_withdrawn_one_is_refused() -> None:
    _, ledger = three().withdraw("C1", entered=NOW)
    assert "claim.was_withdrawn" == code_of(ledger, claim("C1", amount=1))


def test_a_withdrawn_claim_may_be_entered_anew_under_another_id() -> None:
    _, ledger = ledger_of().settle(claim())[1].withdraw("C1", entered=NOW)
    assert 5_000 == ledger.settle(claim("C2"))[0].payable


def test_what_was_never_entered_cannot_be_withdrawn() -> None:
    with pytest.raises(UnknownName, match="C9"):
        three().withdraw("C9", entered=NOW)


def test_a_refused_claim_was_never_entered() -> None:
    _, ledger = ledger_of().settle(claim(event="wedding"))
    with pytest.raises(UnknownName):
        ledger.withdraw("C1", entered=NOW)


def test_a_claim_may_be_withdrawn_on_the_day_it_was_entered() -> None:
    _, ledger = ledger_of().settle(claim(entered=NOW))
    assert 10_000 == left(ledger.withdraw("C1", entered=NOW)[1])


def test_a_claim_is_not_withdrawn_before_it_was_entered() -> None:
    _, ledger = ledger_of().settle(claim(entered=NOW))
    with pytest.raises(InvalidValue, match="2017-06-01"):
        ledger.withdraw("C1", entered=NOW - days(1))


# Correcting ----------------------------------------------------------------------------------


def test_an_amount_may_be_corrected_upwards() -> None:
    settlement, _, _ = three().correct(claim("C1", amount=7_000), entered=NOW)
    assert 7_000 == settlement.payable


def test_an_amount_may_be_corrected_downwards() -> None:
    settlement, _, _ = three().correct(claim("C1", amount=1_000), entered=NOW)
    assert 1_000 == settlement.payable


def test_a_corrected_claim_keeps_its_place() -> None:
    _, _, ledger = three().correct(claim("C1", amount=7_000), entered=NOW)
    assert [7_000, 3_000, 0] == paid(ledger, "C1", "C2", "C3")


def test_a_correction_downwards_supplements_later_claims_in_their_order() -> None:
    _, others, _ = three().correct(claim("C1", amount=1_000), entered=NOW)
    assert [("C2", 2_000), ("C3", 3_000)] == [(one.claim.id, one.supplement) for one in others]


def test_a_correction_upwards_takes_from_later_claims() -> None:
    _, others, _ = three().correct(claim("C1", amount=7_000), entered=NOW)
    assert [("C2", -1_000)] == [(one.claim.id, one.supplement) for one in others]


def test_the_settlement_of_a_correction_says_what_was_paid_earlier() -> None:
    settlement, _, _ = three().correct(claim("C1", amount=7_000), entered=NOW)
    assert (6_000, 1_000) == (settlement.paid_earlier, settlement.supplement)


def test_a_correction_that_pays_the_same_supplements_nothing() -> None:
    settlement, others, _ = three().correct(claim("C1", "leukaemia", 6_000), entered=NOW)
    assert (0, ()) == (settlement.supplement, others)


def test_a_corrected_claim_is_what_the_ledger_now_holds() -> None:
    _, _, ledger = three().correct(claim("C1", "leukaemia", 6_000), entered=NOW)
    assert "leukaemia" == ledger.settlement("C1").claim.event


def test_a_claim_may_be_corrected_to_another_line() -> None:
    said = {"plan": "accident_property"}
    _, ledger = ledger_of("accident_property").settle(claim("C1", "fire", 8_000, **said))
    _, _, ledger = ledger.correct(claim("C1", "burst_pipes", 8_000, **said), entered=NOW)
    rows = {row.line: row.paid for row in ledger.statement().rows}
    assert (0, 8_000) == (rows["fire"], rows["burst_pipes"])


def test_a_day_may_be_corrected() -> None:
    _, _, ledger = three().correct(claim("C1", amount=6_000, on=STARTS), entered=NOW)
    assert STARTS == ledger.settlement("C1").claim.on


def test_a_day_may_be_corrected_to_that_of_a_renewal_enrolled_later() -> None:
    ledger = ledger_of("medical")
    said = {"plan": "medical", "event": "outpatient"}
    _, ledger = ledger.settle(claim(on=date(2016, 12, 31), **said))
    _, ledger = ledger.enrol([cover("medical", starts=date(2017, 1, 1))])
    settlement, _, _ = ledger.correct(claim(on=date(2017, 1, 1), **said), entered=NOW)
    assert SettlementOutcome.PAID == settlement.outcome


def test_a_claim_may_be_corrected_twice() -> None:
    _, _, once = three().correct(claim("C1", amount=7_000), entered=NOW)
    _, _, twice = once.correct(claim("C1", amount=2_000), entered=NOW)
    assert [2_000, 6_000, 2_000] == paid(twice, "C1", "C2", "C3")


def test_a_correction_undone_pays_as_before() -> None:
    _, _, once = three().correct(claim("C1", amount=7_000), entered=NOW)
    _, _, undone = once.correct(claim("C1", amount=6_000), entered=NOW)
    assert paid(three(), "C1", "C2", "C3") == paid(undone, "C1", "C2", "C3")


def test_a_corrected_claim_may_be_withdrawn() -> None:
    _, _, ledger = three().correct(claim("C1", amount=7_000), entered=NOW)
    _, ledger = ledger.withdraw("C1", entered=NOW)
    assert [6_000, 4_000] == paid(ledger, "C2", "C3")


def test_the_corrected_claim_entered_once_more_is_answered_once() -> None:
    _, _, ledger = three().correct(claim("C1", amount=7_000), entered=NOW)
    assert 7_000 == ledger.settle(claim("C1", amount=7_000))[0].payable


def test_the_claim_as_it_was_before_its_correction_is_another_claim() -> None:
    _, _, ledger = three().correct(claim("C1", amount=7_000), entered=NOW)
    assert "claim.id_taken" == code_of(ledger, claim("C1", amount=6_000))


REFUSED = {
    "event": claim("C1", "wedding", 6_000),
    "no amount": claim("C1", amount=None),
    "outside": claim("C1", amount=6_000, on=date(2019, 1, 1)),
    "other person": claim("C1", amount=6_000, insured="M2"),
    "other plan": claim("C1", "breast_cancer", 6_000, plan="womens_illness"),
}


@pytest.mark.parametrize("fault", REFUSED)
def test_a_refused_correction_changes_nothing(fault: str) -> None:
    ledger = three()
    _, others, after = ledger.correct(REFUSED[fault], entered=NOW)
    assert ((), True) == (others, after is ledger)


@pytest.mark.parametrize(
    ("fault", "code"),
    [
        ("event", "claim.event_not_covered"),
        ("no amount", "claim.no_amount"),
        ("outside", "term.outside"),
        ("other person", "claim.other_account"),
        ("other plan", "claim.other_account"),
    ],
)
def test_a_refused_correction_says_why(fault: str, code: str) -> None:
    settlement, _, _ = three().correct(REFUSED[fault], entered=NOW)
    assert [code] == codes(settlement)


def test_a_withdrawn_claim_is_not_corrected() -> None:
    _, ledger = three().withdraw("C1", entered=NOW)
    settlement, _, after = ledger.correct(claim("C1", amount=1), entered=NOW)
    assert (["claim.was_withdrawn"], True) == (codes(settlement), after is ledger)


def test_what_was_never_entered_cannot_be_corrected() -> None:
    with pytest.raises(UnknownName, match="C9"):
        three().correct(claim("C9"), entered=NOW)


def test_a_claim_is_not_corrected_before_it_was_entered() -> None:
    _, ledger = ledger_of().settle(claim(entered=NOW))
    with pytest.raises(InvalidValue, match="2017-06-01"):
        ledger.correct(claim(amount=1), entered=NOW - days(1))


def test_a_correction_does_not_make_a_claim_older_than_its_entry() -> None:
    # The claim that replaces it says nothing of its entry, which would then be the event's day.
    _, ledger = ledger_of().settle(claim(entered=date(2016, 9, 1)))
    _, _, ledger = ledger.correct(claim(amount=1), entered=NOW)
    with pytest.raises(InvalidValue, match="before"):
        ledger.withdraw("C1", entered=date(2016, 8, 31))


# What remains --------------------------------------------------------------------------------


def dated() -> Ledger:
    """Make a ledger of 1,000 yuan in March, 2,000 in April, 4,000 in June, each entered in May."""
    claims = [
        claim("C1", amount=1_000, on=MARCH, entered=MAY),
        claim("C2", amount=2_000, on=APRIL, entered=MAY),
        claim("C3", amount=4_000, on=JUNE, entered=JUNE),
    ]
    return settle_all(ledger_of(), claims)[1]


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        (STARTS, 10_000),
        (MARCH - days(1), 10_000),
        (MARCH, 9_000),
        (APRIL - days(1), 9_000),
        (APRIL, 7_000),
        (JUNE - days(1), 7_000),
        (JUNE, 3_000),
        (date(2018, 12, 31), 3_000),
    ],
)
def test_what_remains_on_a_day_counts_the_events_up_to_it(on: date, expected: int) -> None:
    assert expected == left(dated(), on)


def test_nothing_remains_on_the_day_before_the_cover() -> None:
    assert 0 == left(dated(), date(2015, 12, 31))


def test_nothing_remains_on_the_day_the_cover_ends() -> None:
    assert 0 == left(dated(), date(2019, 1, 1))


@pytest.mark.parametrize(
    ("known_on", "expected"),
    [
        (date(2015, 12, 31), 0),
        (STARTS, 10_000),
        (MAY - days(1), 10_000),
        (MAY, 7_000),
        (JUNE - days(1), 7_000),
        (JUNE, 3_000),
    ],
)
def test_what_remains_as_known_on_a_day_counts_what_was_entered(
    known_on: date, expected: int
) -> None:
    assert expected == left(dated(), NOW, known_on=known_on)


def test_the_two_axes_of_time_are_asked_together() -> None:
    assert 9_000 == left(dated(), MARCH, known_on=MAY)


def test_a_withdrawal_is_known_from_the_day_it_is_entered() -> None:
    _, ledger = dated().withdraw("C3", entered=date(2016, 7, 1))
    assert [3_000, 7_000] == [
        left(ledger, NOW, known_on=date(2016, 6, 30)),
        left(ledger, NOW, known_on=date(2016, 7, 1)),
    ]


def test_a_correction_is_known_from_the_day_it_is_entered() -> None:
    better = claim("C3", amount=5_000, on=JUNE, entered=JUNE)
    _, _, ledger = dated().correct(better, entered=date(2016, 7, 1))
    assert [3_000, 2_000] == [
        left(ledger, NOW, known_on=date(2016, 6, 30)),
        left(ledger, NOW, known_on=date(2016, 7, 1)),
    ]


def test_a_cover_is_known_from_the_day_it_is_entered() -> None:
    _, ledger = Ledger().enrol([cover()], entered=APRIL)
    assert [0, 10_000] == [
        left(ledger, NOW, known_on=APRIL - days(1)),
        left(ledger, NOW, known_on=APRIL),
    ]


def test_a_line_of_several_is_named() -> None:
    ledger = ledger_of("accident_property")
    left_of = ledger.remaining("M1", "accident_property", on=MAY, line="fire")
    assert 10_000 == left_of


def test_a_line_of_several_must_be_named() -> None:
    with pytest.raises(InvalidValue, match="burst_pipes"):
        ledger_of("accident_property").remaining("M1", "accident_property", on=MAY)


def test_a_line_that_there_is_not_is_a_wrong_name() -> None:
    with pytest.raises(UnknownName, match="fire"):
        ledger_of("accident_property").remaining("M1", "accident_property", on=MAY, line="fires")


def test_a_childs_line_is_not_among_those_of_the_member() -> None:
    with pytest.raises(UnknownName):
        ledger_of("accident_property").remaining(
            "M1", "accident_property", on=MAY, line="child_death"
        )


def test_someone_without_a_cover_is_a_wrong_name() -> None:
    with pytest.raises(UnknownName):
        ledger_of().remaining("M9", "critical_illness", on=MAY)


def test_a_plan_that_the_person_did_not_join_names_those_that_are() -> None:
    with pytest.raises(UnknownName, match="critical_illness"):
        ledger_of().remaining("M1", "womens_illness", on=MAY)


def test_two_covers_that_run_side_by_side_remain_together() -> None:
    ledger = Ledger([cover(shares=1), cover(starts=MAY, shares=2)])
    assert [10_000, 30_000] == [left(ledger, MAY - days(1)), left(ledger, MAY)]


def test_a_line_that_only_the_renewal_has_can_be_asked() -> None:
    first, second = Ceiling(1_000, events=[ILLNESS]), Ceiling(2_000, events=[LOSS], code="loss")
    plans = plan_of(first, later=[second])
    ledger = Ledger(
        cover("draft", catalogue=plans, starts=starts) for starts in (STARTS, date(2017, 1, 1))
    )
    assert 2_000 == ledger.remaining("M1", "draft", on=NOW, line="loss")


def test_a_line_need_not_be_named_where_the_cover_of_the_day_has_one_only() -> None:
    first = [Ceiling(1_000, events=[ILLNESS], code="a"), Ceiling(1_000, events=[LOSS], code="b")]
    plans = plan_of(*first, later=[Ceiling(2_000, events=[LOSS], code="b")])
    ledger = Ledger(
        cover("draft", catalogue=plans, starts=starts) for starts in (STARTS, date(2017, 1, 1))
    )
    assert 2_000 == ledger.remaining("M1", "draft", on=NOW)


# As it was known -----------------------------------------------------------------------------


def test_the_ledger_as_known_later_is_the_ledger() -> None:
    assert dated() == dated().known_on(date.max)


def test_the_ledger_as_known_before_is_empty() -> None:
    assert Ledger() == dated().known_on(date(2015, 12, 31))


def test_the_ledger_as_known_on_a_day_holds_what_was_entered_by_then() -> None:
    known = dated().known_on(MAY)
    assert ["C1", "C2"] == [step.claim.id for step in known.log()[1:]]  # type: ignore[union-attr]


def test_the_ledger_as_known_settles_by_what_was_known() -> None:
    ledger = settle_all(
        ledger_of(),
        [
            claim("C1", amount=8_000, entered=date(2016, 9, 1)),
            claim("C2", amount=8_000, entered=date(2016, 8, 1)),
        ],
    )[1]
    assert [2_000, 8_000] == [
        ledger.settlement("C2").payable,
        ledger.known_on(date(2016, 8, 31)).settlement("C2").payable,
    ]


def test_a_claim_known_before_its_cover_is_not_known() -> None:
    _, ledger = Ledger().enrol([cover()], entered=date(2016, 9, 1))
    _, ledger = ledger.settle(claim(entered=date(2016, 8, 1)))
    assert () == ledger.known_on(date(2016, 8, 31)).log()


def test_the_ledger_as_known_on_a_day_can_go_on() -> None:
    known = dated().known_on(MAY)
    assert 7_000 == known.settle(claim("new", amount=9_000))[0].payable


@pytest.mark.parametrize("day", [STARTS, MARCH, MAY, JUNE, date(2016, 7, 1), NOW])
def test_both_ways_to_ask_what_was_known_agree(day: date) -> None:
    _, ledger = dated().withdraw("C2", entered=date(2016, 7, 1))
    assert left(ledger, NOW, known_on=day) == left(ledger.known_on(day), NOW)


# Statements ----------------------------------------------------------------------------------


def whole() -> Ledger:
    """Make a ledger of several people, plans and units, with claims on some lines."""
    covers = [
        cover("critical_illness", "M1"),
        cover("accident_property", "M1"),
        cover("accident_property", "M1", of_child="C1"),
        cover("medical", "M2", unit="U2"),
        cover("medical", "M2", starts=date(2017, 1, 1), unit="U2"),
        cover("accident", "M3", level=1),
    ]
    said = {"plan": "accident_property"}
    bill = {"plan": "medical", "event": "outpatient", "insured": "M2"}
    claims = [
        claim("C1", amount=7_000),
        claim("C2", amount=7_000),
        claim("C3", "fire", "12.34", **said),
        claim("C4", "child_death", None, insured="C1", work_injury=False, **said),
        claim("C5", amount=100, on=MAY, **bill),
        claim("C6", amount=200, on=date(2017, 5, 1), **bill),
        claim("C7", "accidental_injury", 99_999, plan="accident", insured="M3"),
    ]
    settlements, ledger = settle_all(Ledger(covers), claims)
    assert {SettlementOutcome.PAID} == {one.outcome for one in settlements}
    return ledger


def test_paid_and_remaining_make_the_cap_on_every_line() -> None:
    for row in whole().statement().rows:
        assert row.cap == row.paid + row.remaining


def test_a_statement_has_a_row_for_each_line_of_each_cover() -> None:
    assert 1 + 4 + 2 + 1 + 1 + 1 == len(whole().statement().rows)


def test_a_statement_adds_up_to_what_was_paid() -> None:
    expected = 10_000 + Decimal("12.34") + 20_000 + 100 + 200 + 24_000
    assert expected == whole().statement().paid


def test_a_statement_of_one_person_has_that_persons_rows() -> None:
    assert {"M1"} == {row.insured for row in whole().statement(insured="M1").rows}


def test_a_statement_of_one_plan_has_that_plans_rows() -> None:
    rows = whole().statement(plan="medical").rows
    assert [("M2", "medical")] * 2 == [(row.insured, row.plan) for row in rows]


def test_a_statement_of_one_unit_has_that_units_rows() -> None:
    assert {"M2"} == {row.insured for row in whole().statement(unit="U2").rows}


def test_a_statement_of_nobody_is_empty() -> None:
    assert () == whole().statement(insured="M9").rows


def test_a_statement_of_a_day_has_the_covers_that_run() -> None:
    rows = whole().statement(plan="medical", on=date(2017, 1, 1)).rows
    assert [date(2017, 1, 1)] == [row.starts for row in rows]


def test_a_statement_of_a_day_counts_the_events_up_to_it() -> None:
    (before,) = whole().statement(plan="medical", on=MAY - days(1)).rows
    (after,) = whole().statement(plan="medical", on=MAY).rows
    assert [(0, 0), (100, 1)] == [(before.paid, before.claims), (after.paid, after.claims)]


def test_a_statement_counts_the_claims_of_each_line() -> None:
    counts = {(row.insured, row.plan, row.line): row.claims for row in whole().statement().rows}
    assert (2, 1, 0) == (
        counts["M1", "critical_illness", "benefit"],
        counts["M1", "accident_property", "fire"],
        counts["M1", "accident_property", "death"],
    )


def test_a_statement_stands_in_order_of_person_plan_and_start() -> None:
    rows = [(row.insured, row.plan, row.starts) for row in whole().statement().rows]
    assert sorted(rows) == rows


def test_a_row_agrees_with_what_remains() -> None:
    ledger = whole()
    for row in ledger.statement().rows:
        asked = ledger.remaining(
            row.insured, row.plan, on=row.ends - days(1), line=row.line, known_on=date.max
        )
        assert row.remaining == asked


def test_a_withdrawn_claim_is_not_counted() -> None:
    _, ledger = three().withdraw("C1", entered=NOW)
    assert [2] == [row.claims for row in ledger.statement().rows]


def test_a_statement_reconciles_after_withdrawals_and_corrections() -> None:
    _, ledger = whole().withdraw("C1", entered=NOW)
    _, _, ledger = ledger.correct(claim("C2", amount="0.01"), entered=NOW)
    (row,) = ledger.statement(plan="critical_illness").rows
    assert (Decimal("0.01"), Decimal("9999.99"), 1) == (row.paid, row.remaining, row.claims)


# Statements as tables ------------------------------------------------------------------------


def cells(who: str = "M1", lang: str = "en", unit: str = "U1") -> list[list[str]]:
    """Read the CSV of a statement of one cover again."""
    ledger = ledger_of("medical", who, unit=unit)
    _, ledger = ledger.settle(claim(plan="medical", event="inpatient", amount="0.50", insured=who))
    return list(csv.reader(io.StringIO(ledger.statement().to_csv(lang), newline="")))  # type: ignore[arg-type]


def test_a_statement_as_csv_has_a_row_of_titles_and_one_for_each_line() -> None:
    assert 1 + 10 == len(whole().statement().to_csv("en").splitlines())


def test_a_statement_as_csv_has_its_figures() -> None:
    expected = "M1 U1 medical benefit 2016-01-01 2017-01-01 200653 0.50 200652.50 1"
    assert expected.split() == cells()[1]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_statement_as_csv_has_titles_in_both_languages(lang: str) -> None:
    assert 10 == len(set(cells(lang=lang)[0]))


@pytest.mark.parametrize("who", ["=1+1", "+1", "-1", "@A1"])
def test_an_id_in_csv_cannot_become_a_formula(who: str) -> None:
    assert f"'{who}" == cells(who)[1][0]


@pytest.mark.parametrize("unit", ["=1+1", "+1", "-1", "@A1"])
def test_a_unit_in_csv_cannot_become_a_formula(unit: str) -> None:
    assert f"'{unit}" == cells(unit=unit)[1][1]


def test_identity_numbers_are_masked_in_csv() -> None:
    assert "110101**********81" == cells(unit="110101199003079981")[1][1]


def test_an_id_in_excel_is_a_text_and_no_formula(tmp_path: Path) -> None:
    path = tmp_path / "statement.xlsx"
    ledger_of("medical", "=1+1").statement().write_excel(path, "en")
    cell = load_workbook(path).worksheets[0].cell(2, 1)
    assert ("=1+1", "s") == (cell.value, cell.data_type)


def test_an_amount_in_excel_is_a_number(tmp_path: Path) -> None:
    path = tmp_path / "statement.xlsx"
    ledger_of("medical").statement().write_excel(path, "en")
    assert 200_653 == load_workbook(path).worksheets[0].cell(2, 7).value


def test_excel_without_its_library_says_how_to_install_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "openpyxl", None)
    with pytest.raises(MissingExtra, match="excel"):
        ledger_of().statement().write_excel(tmp_path / "statement.xlsx", "en")


def test_a_statement_goes_to_json() -> None:
    said = json.loads(json.dumps(whole().statement(plan="medical").to_dict()))
    assert ["100.00", "200.00"] == [row["paid"] for row in said["rows"]]


# Covers and accounts -------------------------------------------------------------------------


def test_the_covers_of_a_plan_can_be_listed() -> None:
    assert ["M2", "M2"] == [one.insured for one in whole().covers(plan="medical")]


def test_the_statement_of_a_plan_without_covers_is_refused_with_the_plans_there_are() -> None:
    with pytest.raises(UnknownName, match="critical_illness"):
        whole().statement(plan="critical_ilness")


def test_the_covers_of_a_unit_can_be_listed() -> None:
    assert {"U2"} == {one.unit for one in whole().covers(unit="U2")}


def test_the_covers_of_a_day_can_be_listed() -> None:
    day = date(2017, 1, 1)
    assert [True] == [day in one.period for one in whole().covers(plan="medical", on=day)]


def test_accounts_stand_in_order_of_person_and_plan() -> None:
    keys = [key for key, _ in whole().accounts()]
    assert sorted(keys) == keys


def test_an_account_holds_the_covers_of_one_person_in_one_plan() -> None:
    assert 2 == len(whole().account("M2", "medical").covers)


# The log -------------------------------------------------------------------------------------


def changed() -> Ledger:
    """Make a ledger with every kind of step in its log."""
    _, ledger = whole().withdraw("C1", entered=NOW)
    _, _, ledger = ledger.correct(claim("C2", amount=9), entered=NOW)
    _, ledger = ledger.enrol([cover("critical_illness", "M9")], entered=NOW)
    return ledger


def test_the_log_holds_every_step_in_order() -> None:
    steps = [type(step).__name__ for step in changed().log()]
    assert ["Enrolled"] * 6 + ["Claimed"] * 7 + ["Withdrawn", "Corrected", "Enrolled"] == steps


def test_the_steps_are_numbered_from_1_up() -> None:
    assert list(range(1, 17)) == [step.number for step in changed().log()]


def test_a_step_has_the_day_on_which_it_was_entered() -> None:
    assert [NOW] * 3 == [step.entered for step in changed().log()[-3:]]


def test_a_refused_step_does_not_stand_in_the_log() -> None:
    ledger = three()
    _, after = ledger.settle(claim("C9", "wedding"))
    assert ledger.log() == after.log()


@pytest.mark.parametrize("make", [Ledger, three, dated, whole, changed])
def test_replaying_the_log_gives_the_same_ledger(make: Callable[[], Ledger]) -> None:
    assert make() == Ledger.replay(make().log())


@pytest.mark.parametrize("make", [three, dated, whole, changed])
def test_replaying_the_log_gives_the_same_statement(make: Callable[[], Ledger]) -> None:
    assert make().statement() == Ledger.replay(make().log()).statement()


@pytest.mark.parametrize("make", [three, dated, whole, changed])
def test_replaying_the_log_gives_the_same_settlements(make: Callable[[], Ledger]) -> None:
    ledger, again = make(), Ledger.replay(make().log())
    for (_, account), (_, other) in zip(ledger.accounts(), again.accounts(), strict=True):
        assert dict(account.settled.items()) == dict(other.settled.items())


@pytest.mark.parametrize("make", [Ledger, three, whole, changed])
def test_a_ledger_pickles(make: Callable[[], Ledger]) -> None:
    assert make() == pickle.loads(pickle.dumps(make()))  # noqa: S301 - our own


@pytest.mark.parametrize("make", [three, changed])
def test_a_ledger_copies(make: Callable[[], Ledger]) -> None:
    assert make() == copy.deepcopy(make()) == copy.copy(make())


def test_equal_ledgers_have_one_hash() -> None:
    assert hash(changed()) == hash(Ledger.replay(changed().log()))


def test_ledgers_of_other_claims_are_not_equal() -> None:
    assert three() != dated()


def test_a_ledger_is_not_equal_to_its_log() -> None:
    assert three() != three().log()


def test_a_step_without_its_cover_is_refused_in_a_replay() -> None:
    log = three().log()[1:]
    with pytest.raises(InvalidValue, match="cannot have happened: Claimed, number=2"):
        Ledger.replay(log)


def test_a_step_that_comes_twice_is_refused_in_a_replay() -> None:
    log = three().log()
    with pytest.raises(InvalidValue, match="cannot have happened: Claimed, number=4"):
        Ledger.replay([*log, log[-1]])


def test_a_claim_is_not_known_on_a_day_before_its_cover_was_entered() -> None:
    _, ledger = Ledger().enrol([cover()], entered=NOW)
    _, ledger = ledger.settle(claim())
    assert Ledger() == ledger.known_on(NOW - days(1))


def test_a_step_that_cannot_have_happened_is_not_taken() -> None:
    ledger = three()
    assert ledger.take(three().log()[-1]) is ledger


def test_a_step_whose_number_was_passed_is_not_taken() -> None:
    late = attrs.evolve(three().log()[-1], claim=claim("C9"), number=2)
    ledger = three()
    assert ledger.take(late) is ledger


def test_a_claim_under_a_taken_id_is_not_taken() -> None:
    again = attrs.evolve(three().log()[-1], number=9)
    ledger = three()
    assert ledger.take(again) is ledger


def test_the_withdrawal_of_a_claim_that_is_not_there_is_not_taken() -> None:
    _, ledger = three().withdraw("C1", entered=NOW)
    step = attrs.evolve(ledger.log()[-1], number=9, claim="C9")
    ledger = three()
    assert ledger.take(step) is ledger


def test_a_second_withdrawal_is_not_taken() -> None:
    _, ledger = three().withdraw("C1", entered=NOW)
    assert ledger.take(attrs.evolve(ledger.log()[-1], number=9)) is ledger


def test_the_correction_of_a_claim_that_is_not_there_is_not_taken() -> None:
    _, _, ledger = three().correct(claim("C1", amount=1), entered=NOW)
    step = attrs.evolve(ledger.log()[-1], claim=claim("C9", amount=1))
    ledger = three()
    assert ledger.take(step) is ledger


def test_a_correction_that_is_refused_is_not_taken() -> None:
    _, _, ledger = three().correct(claim("C1", amount=1), entered=NOW)
    step = attrs.evolve(ledger.log()[-1], claim=claim("C1", "wedding"))
    ledger = three()
    assert ledger.take(step) is ledger


def test_a_claim_that_is_refused_is_not_taken() -> None:
    step = attrs.evolve(three().log()[-1], claim=claim("C9", "wedding"), number=9)
    ledger = three()
    assert ledger.take(step) is ledger


def test_a_cover_that_is_there_already_is_not_taken() -> None:
    ledger = three()
    assert ledger.take(attrs.evolve(three().log()[0], number=9)) is ledger


def test_a_cover_that_overlaps_is_not_taken() -> None:
    ledger = ledger_of("medical")
    step = attrs.evolve(ledger.log()[0], cover=cover("medical", starts=MAY), number=9)
    assert ledger.take(step) is ledger


def test_the_numbers_of_a_log_may_have_gaps() -> None:
    known = dated().known_on(MAY)
    _, after = known.settle(claim("new"))
    assert after == Ledger.replay(after.log())


# Renewal in the ledger -----------------------------------------------------------------------


def test_a_renewal_leaves_what_the_first_cover_has_paid() -> None:
    ledger = settle_all(ledger_of("medical"), [claim(plan="medical", event="inpatient")])[1]
    (answer,), ledger = ledger.enrol([cover("medical", starts=date(2017, 1, 1))])
    assert (EnrolmentOutcome.RENEWAL, [5_000, 0]) == (
        answer.outcome,
        [row.paid for row in ledger.statement().rows],
    )


def test_a_claim_of_the_first_cover_may_come_after_the_renewal() -> None:
    ledger = Ledger([cover("medical"), cover("medical", starts=date(2017, 1, 1))])
    _, ledger = ledger.settle(claim(plan="medical", event="inpatient", on=MAY, entered=NOW))
    assert [5_000, 0] == [row.paid for row in ledger.statement().rows]


def test_a_withdrawal_under_the_first_cover_leaves_the_renewal() -> None:
    ledger = Ledger([cover("medical"), cover("medical", starts=date(2017, 1, 1))])
    said = {"plan": "medical", "event": "inpatient", "amount": 200_000}
    claims = [claim("C1", on=MAY, **said), claim("C2", on=NOW, **said)]
    _, ledger = settle_all(ledger, claims)
    supplements, ledger = ledger.withdraw("C1", entered=NOW)
    assert ((), [200_000]) == (supplements, paid(ledger, "C2"))


def test_shares_beside_a_running_cover_serve_later_claims() -> None:
    ledger = Ledger([cover()])
    _, ledger = ledger.settle(claim("C1", amount=10_000, on=MAY))
    _, ledger = ledger.enrol([cover(starts=JUNE)])
    assert [10_000] == payable(ledger, claim("C2", amount=20_000, on=JUNE))


def test_a_plan_sold_by_the_share_takes_a_cover_twice_only_as_more_shares() -> None:
    plans = plan_of(Ceiling(1_000, events=[ILLNESS], per_share=True), fee=PerShare(9))
    one = cover("draft", catalogue=plans, shares=1)
    (answer,), _ = Ledger([one]).enrol([cover("draft", catalogue=plans, shares=2)])
    assert EnrolmentOutcome.ADDITIONAL == answer.outcome


def test_settling_anew_goes_by_the_covers_that_were_there_when_a_claim_came() -> None:
    # The second cover still waits when X comes; a cover enrolled afterwards ends where it starts.
    line = Ceiling(1_000, events=[ILLNESS], per_share=True, terms=[WaitingPeriod(30)])
    plans = plan_of(line, fee=PerShare(9, at_most=4))
    starts = [date(2016, 7, 1), date(2017, 1, 1), STARTS]
    *two, last = [cover("draft", catalogue=plans, starts=day) for day in starts]
    early = draft_claim("early", ILLNESS, 1, on=date(2016, 9, 1))
    late = draft_claim("X", ILLNESS, 5_000, on=date(2017, 1, 10))
    _, ledger = settle_all(Ledger(two), [early, late])
    _, ledger = ledger.enrol([last])
    _, ledger = ledger.withdraw("early", entered=NOW)
    assert [1_000] == paid(ledger, "X")
