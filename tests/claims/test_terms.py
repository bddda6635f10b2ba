"""Terms of a benefit line: waiting periods, exclusions, deadlines, and the term of a cover."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from builders import STARTS
from claims.scenes import (
    BILL,
    ILLNESS,
    LOSS,
    MID,
    STAY,
    code_of,
    codes,
    cover,
    days,
    draft_claim,
    drafted,
    only,
    plan_of,
)

from mutualaid import (
    Admission,
    BenefitLine,
    BillItem,
    Ceiling,
    Claim,
    ClaimQuestion,
    ClaimTerm,
    CoverTerm,
    Excludes,
    FixedSum,
    Ledger,
    NoWorkInjury,
    ObservationDays,
    Period,
    PerShare,
    ReportWithin,
    RuleValue,
    SettlementOutcome,
    Source,
    Text,
    WaitingPeriod,
)

DRINKING = Excludes("drink_driving", Text(zh="酒后驾驶", en="drink-driving"))
WAR = Excludes("war", Text(zh="战争", en="war"))
SECOND = date(2017, 1, 1)


def line(*terms: object, **said: object) -> BenefitLine:
    said.setdefault("events", [ILLNESS])
    return Ceiling(1_000, terms=terms, **said)  # type: ignore[arg-type]


def ill(on: date, number: str = "C1", **said: object) -> Claim:
    return draft_claim(number, ILLNESS, 100, on=on, **said)


def runs(*starts: date, terms: tuple[object, ...], **said: object) -> Ledger:
    """Make a ledger of covers of one plan with these terms."""
    plans = plan_of(line(*terms), **said)  # type: ignore[arg-type]
    return Ledger(cover("draft", catalogue=plans, starts=start) for start in starts)


# Waiting period ------------------------------------------------------------------------------

WAIT = WaitingPeriod(30)
ALWAYS = WaitingPeriod(30, waived_on_renewal=False)


def test_the_first_day_of_a_waiting_period_is_not_paid() -> None:
    assert "waiting_period.too_early" == code_of(runs(STARTS, terms=(WAIT,)), ill(STARTS))


def test_the_30th_day_of_a_waiting_period_of_30_days_is_not_paid() -> None:
    ledger = runs(STARTS, terms=(WAIT,))
    assert "waiting_period.too_early" == code_of(ledger, ill(STARTS + days(29)))


def test_the_31st_day_is_paid() -> None:
    ledger = runs(STARTS, terms=(WAIT,))
    assert 100 == ledger.settle(ill(STARTS + days(30)))[0].payable


def test_a_waiting_period_of_a_day_ends_with_the_first_day() -> None:
    ledger = runs(STARTS, terms=(WaitingPeriod(1),))
    assert 100 == ledger.settle(ill(STARTS + days(1)))[0].payable


def test_a_waiting_period_says_when_it_is_over() -> None:
    settlement, _ = runs(STARTS, terms=(WAIT,)).settle(ill(STARTS))
    assert date(2016, 1, 31) == only(settlement.findings).fact("over")


def test_a_renewal_does_not_wait_again() -> None:
    ledger = runs(STARTS, SECOND, terms=(WAIT,))
    assert 100 == ledger.settle(ill(SECOND))[0].payable


def test_a_second_renewal_does_not_wait_either() -> None:
    ledger = runs(STARTS, SECOND, date(2018, 1, 1), terms=(WAIT,))
    assert 100 == ledger.settle(ill(date(2018, 1, 1)))[0].payable


def test_a_waiting_period_longer_than_the_first_cover_goes_on_in_the_renewal() -> None:
    ledger = runs(STARTS, SECOND, terms=(WaitingPeriod(400),))
    assert "waiting_period.too_early" == code_of(ledger, ill(STARTS + days(399)))


def test_a_waiting_period_longer_than_the_first_cover_ends_in_the_renewal() -> None:
    ledger = runs(STARTS, SECOND, terms=(WaitingPeriod(400),))
    assert 100 == ledger.settle(ill(STARTS + days(400)))[0].payable


def test_a_gap_of_a_day_makes_it_wait_anew() -> None:
    ledger = runs(STARTS, SECOND + days(1), terms=(WAIT,))
    assert "waiting_period.too_early" == code_of(ledger, ill(SECOND + days(1)))


def test_after_a_gap_the_last_day_of_waiting_is_counted_from_the_new_start() -> None:
    ledger = runs(STARTS, SECOND + days(1), terms=(WAIT,))
    assert "waiting_period.too_early" == code_of(ledger, ill(SECOND + days(30)))


def test_after_a_gap_it_is_over_30_days_from_the_new_start() -> None:
    ledger = runs(STARTS, SECOND + days(1), terms=(WAIT,))
    assert 100 == ledger.settle(ill(SECOND + days(31)))[0].payable


def test_a_waiting_period_that_is_not_waived_is_waited_on_every_renewal() -> None:
    ledger = runs(STARTS, SECOND, terms=(ALWAYS,))
    assert "waiting_period.too_early" == code_of(ledger, ill(SECOND + days(29)))


def test_a_waiting_period_that_is_not_waived_is_over_30_days_into_the_renewal() -> None:
    ledger = runs(STARTS, SECOND, terms=(ALWAYS,))
    assert 100 == ledger.settle(ill(SECOND + days(30)))[0].payable


def test_a_waiting_period_of_one_event_lets_the_others_pass() -> None:
    waits = WaitingPeriod(30, events=["illness"])
    ledger = drafted(line(waits, events=[ILLNESS, LOSS]))
    assert 100 == ledger.settle(draft_claim("C1", LOSS, 100, on=STARTS))[0].payable


def test_a_waiting_period_of_one_event_holds_that_one_back() -> None:
    waits = WaitingPeriod(30, events=["illness"])
    ledger = drafted(line(waits, events=[ILLNESS, LOSS]))
    assert "waiting_period.too_early" == code_of(ledger, ill(STARTS))


def test_the_first_cover_waits_although_a_renewal_is_there() -> None:
    ledger = runs(STARTS, SECOND, terms=(WAIT,))
    assert "waiting_period.too_early" == code_of(ledger, ill(STARTS + days(29)))


# Exclusions ----------------------------------------------------------------------------------


def test_a_circumstance_that_is_excluded_is_not_paid() -> None:
    ledger = drafted(line(DRINKING))
    assert "exclusion.holds" == code_of(ledger, ill(STARTS, circumstances=["drink_driving"]))


def test_a_circumstance_that_is_not_excluded_is_paid() -> None:
    ledger = drafted(line(DRINKING))
    assert 100 == ledger.settle(ill(STARTS, circumstances=["rain"]))[0].payable


def test_no_circumstance_is_paid() -> None:
    assert 100 == drafted(line(DRINKING)).settle(ill(STARTS))[0].payable


def test_each_exclusion_that_holds_is_told() -> None:
    ledger = drafted(line(DRINKING, WAR))
    settlement, _ = ledger.settle(ill(STARTS, circumstances=["war", "drink_driving"]))
    assert ["exclusion.holds"] * 2 == codes(settlement)


def test_an_exclusion_is_named_by_its_title() -> None:
    settlement, _ = drafted(line(WAR)).settle(ill(STARTS, circumstances=["war"]))
    assert "战争不在保障范围" in settlement.explain("zh")


def test_an_exclusion_of_one_event_lets_the_others_pass() -> None:
    war = Excludes("war", Text(zh="战争", en="war"), events=["illness"])
    ledger = drafted(line(war, events=[ILLNESS, LOSS]))
    one = draft_claim("C1", LOSS, 100, circumstances=["war"])
    assert 100 == ledger.settle(one)[0].payable


# Deadlines -----------------------------------------------------------------------------------

DAMAGE = date(2016, 3, 31)


def reported(term: ReportWithin, on: date | None, event_on: date = DAMAGE) -> list[str]:
    """List the reasons that hold back a claim that was reported on a day."""
    settlement, _ = drafted(line(term)).settle(ill(event_on, reported=on))
    return codes(settlement)


def test_a_report_on_the_last_day_of_two_years_is_in_time() -> None:
    assert [] == reported(ReportWithin(years=2), date(2018, 3, 31))


def test_a_report_the_day_after_two_years_is_too_late() -> None:
    assert ["reporting.too_late"] == reported(ReportWithin(years=2), date(2018, 4, 1))


def test_a_report_on_the_tenth_day_is_in_time() -> None:
    assert [] == reported(ReportWithin(days=10), date(2016, 4, 10))


def test_a_report_on_the_eleventh_day_is_too_late() -> None:
    assert ["reporting.too_late"] == reported(ReportWithin(days=10), date(2016, 4, 11))


def test_a_month_from_31_march_ends_on_30_april() -> None:
    assert [] == reported(ReportWithin(months=1), date(2016, 4, 30))


def test_a_month_from_31_march_is_over_on_1_may() -> None:
    assert ["reporting.too_late"] == reported(ReportWithin(months=1), date(2016, 5, 1))


def test_a_year_from_29_february_ends_on_28_february() -> None:
    leap = date(2016, 2, 29)
    assert [] == reported(ReportWithin(years=1), date(2017, 2, 28), leap)


def test_a_year_from_29_february_is_over_on_1_march() -> None:
    leap = date(2016, 2, 29)
    assert ["reporting.too_late"] == reported(ReportWithin(years=1), date(2017, 3, 1), leap)


def test_a_report_on_the_day_of_the_event_is_in_time() -> None:
    assert [] == reported(ReportWithin(days=1), DAMAGE)


def test_when_it_was_reported_must_be_said() -> None:
    settlement, _ = drafted(line(ReportWithin(years=2))).settle(ill(DAMAGE))
    assert (SettlementOutcome.UNKNOWN, ["missing.reported"]) == (
        settlement.outcome,
        codes(settlement),
    )


def test_what_is_not_said_names_the_last_day() -> None:
    settlement, _ = drafted(line(ReportWithin(years=2))).settle(ill(DAMAGE))
    assert date(2018, 3, 31) == only(settlement.findings).fact("last")


# Other terms as values -----------------------------------------------------------------------


def test_observation_of_no_day_counts_the_day_of_admission_alone() -> None:
    items = [BillItem(STARTS, 1), BillItem(STARTS + days(1), 10)]
    ledger = drafted(line(ObservationDays(0), events=[BILL]))
    one = draft_claim(
        "C1",
        BILL,
        items=items,
        on=STARTS,
        hospital="H",
        admission=Admission(STARTS + days(1), "H"),
    )
    assert 10 == ledger.settle(one)[0].payable


@pytest.mark.parametrize(
    ("before", "counts"), [(-30, False), (-1, False), (0, True), (7, True), (8, False), (30, False)]
)
def test_an_item_counts_from_so_many_days_before_admission_to_its_day(
    before: int, counts: bool
) -> None:
    one = draft_claim("C1", BILL, on=STARTS, hospital="H", admission=Admission(MID, "H"))
    item = BillItem(MID - days(before), 1)
    assert counts is ObservationDays(7).counts(item, ClaimQuestion(one, STARTS, STARTS))


@pytest.mark.parametrize(
    ("before", "answer"),
    [
        (-30, "observation.after_admission"),
        (-1, "observation.after_admission"),
        (0, "observation.met"),
        (7, "observation.met"),
        (8, "observation.too_early"),
        (30, "observation.too_early"),
    ],
)
def test_observation_is_paid_from_so_many_days_before_admission_to_its_day(
    before: int, answer: str
) -> None:
    on = MID - days(before)
    one = draft_claim("C1", BILL, 1, on=on, hospital="H", admission=Admission(MID, "H"))
    assert answer == ObservationDays(7).check(ClaimQuestion(one, STARTS, STARTS)).code


@pytest.mark.parametrize(
    ("number", "answer"),
    [(1, "other_hospital"), (2, "met"), (3, "other_hospital")],
)
def test_observation_is_paid_in_the_hospital_of_the_admission(number: int, answer: str) -> None:
    here, admitted = f"No. {number}", Admission(MID, "No. 2")
    one = draft_claim("C1", BILL, 1, on=MID, hospital=here, admission=admitted)
    found = ObservationDays(7).check(ClaimQuestion(one, STARTS, STARTS))
    assert f"observation.{answer}" == found.code


@pytest.mark.parametrize("term", [NoWorkInjury(), WAIT, DRINKING, ReportWithin(years=2)], ids=repr)
def test_a_term_that_says_nothing_of_items_lets_each_count(term: ClaimTerm) -> None:
    question = ClaimQuestion(draft_claim("C1", BILL, on=MID), STARTS, STARTS)
    assert term.counts(BillItem(MID, 1), question)


def test_without_an_admission_no_item_counts() -> None:
    question = ClaimQuestion(draft_claim("C1", BILL, on=MID), STARTS, STARTS)
    assert not ObservationDays(7).counts(BillItem(MID, 1), question)


def test_every_term_that_fails_is_told() -> None:
    ledger = drafted(line(WAIT, DRINKING, NoWorkInjury()))
    one = ill(STARTS, circumstances=["drink_driving"], work_injury=True)
    assert ["waiting_period.too_early", "exclusion.holds", "work_injury.is_one"] == codes(
        ledger.settle(one)[0]
    )


def test_a_term_has_a_source_that_a_refusal_cites() -> None:
    notice = Source("Notice 7", row="§ 3")
    settlement, _ = drafted(line(WaitingPeriod(30, source=notice))).settle(ill(STARTS))
    assert "Notice 7" in settlement.explain("en")


def test_a_term_without_a_source_cites_nothing() -> None:
    settlement, _ = drafted(line(WAIT)).settle(ill(STARTS))
    assert only(settlement.findings).clause is None


def test_terms_are_asked_before_a_fixed_sum_too() -> None:
    ledger = drafted(FixedSum(1_000, events=[ILLNESS], terms=[WAIT]))
    assert "waiting_period.too_early" == code_of(
        ledger, draft_claim("C1", ILLNESS, None, on=STARTS)
    )


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize(
    "term",
    [
        NoWorkInjury(),
        ObservationDays(7),
        WAIT,
        ALWAYS,
        DRINKING,
        ReportWithin(years=2),
        ReportWithin(months=1, days=3),
    ],
    ids=repr,
)
def test_a_term_is_worded(term: WaitingPeriod, lang: str) -> None:
    words = term.words(lang)  # type: ignore[arg-type]
    assert words
    assert "{" not in words


def test_a_deadline_of_years_alone_is_not_worded_with_months_of_none() -> None:
    assert "0" not in ReportWithin(years=2).words("en")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (WaitingPeriod(30), WaitingPeriod(31)),
        (WaitingPeriod(30), WaitingPeriod(30, waived_on_renewal=False)),
        (WaitingPeriod(30), WaitingPeriod(30, events=["illness"])),
        (ObservationDays(7), ObservationDays(8)),
        (ReportWithin(days=1), ReportWithin(days=2)),
        (DRINKING, WAR),
    ],
)
def test_terms_of_other_figures_are_not_equal(one: object, other: object) -> None:
    assert one != other


def test_a_source_takes_no_part_in_the_equality_of_a_term() -> None:
    assert WaitingPeriod(30) == WaitingPeriod(30, source=Source("Notice 7"))


def test_a_term_reads_as_it_is_written() -> None:
    assert "WaitingPeriod(30, waived_on_renewal=False)" == repr(ALWAYS)


# The term of a cover -------------------------------------------------------------------------


@pytest.mark.parametrize("years", [1, 2, 3])
def test_a_term_of_years_gives_the_period_of_a_cover(years: int) -> None:
    period = Period(date(2016, 2, 29), date(2016 + years, 2, 28))
    assert period == CoverTerm(years).period(date(2016, 2, 29))


@pytest.mark.parametrize(("years", "words"), [(1, "1 year"), (2, "2 years"), (3, "3 years")])
def test_a_term_is_worded_with_its_years(years: int, words: str) -> None:
    assert words in CoverTerm(years).words("en")


def test_a_term_is_asked_of_a_claim() -> None:
    assert "claim" == CoverTerm(1).scope.value


# Words of one and of several ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        (WaitingPeriod(1), "waiting period of 1 day, waived on renewal"),
        (WaitingPeriod(2), "waiting period of 2 days, waived on renewal"),
        (WaitingPeriod(1, waived_on_renewal=False), "waiting period of 1 day for each cover"),
        (ReportWithin(years=1, months=1, days=1), "reported within 1 year 1 month 1 day"),
        (ReportWithin(years=2, months=3, days=4), "reported within 2 years 3 months 4 days"),
        (CoverTerm(1), "1 year"),
        (CoverTerm(2), "2 years"),
        (PerShare(30, at_most=1), "30 yuan a share (at most 1 share)"),
        (PerShare(30, at_most=2), "30 yuan a share (at most 2 shares)"),
    ],
    ids=repr,
)
def test_a_number_has_the_noun_that_goes_with_it(rule: RuleValue, words: str) -> None:
    assert words == rule.words("en")


@pytest.mark.parametrize(("count", "words"), [(1, "the 1 day before"), (0, "the 0 days before")])
def test_none_is_worded_as_several(count: int, words: str) -> None:
    assert words in ObservationDays(count).words("en")


# Events of a term --------------------------------------------------------------------------------

SOME = Excludes("war", Text(zh="战争", en="war"), events=["bill"])


def test_a_term_of_some_events_says_of_which() -> None:
    assert "except war (of bill only)" == line(SOME, events=[BILL, ILLNESS]).term_words(SOME, "en")


def test_a_term_of_some_events_says_of_which_in_chinese() -> None:
    assert line(SOME, events=[BILL, ILLNESS]).term_words(SOME, "zh").endswith("（限账单）")


def test_a_term_of_several_events_names_each() -> None:
    two = Excludes("war", Text(zh="战争", en="war"), events=["bill", "stay"])
    words = line(two, events=[BILL, ILLNESS, STAY]).term_words(two, "en")
    assert "except war (of bill, stay in hospital only)" == words


def test_a_term_of_every_event_of_its_line_names_none() -> None:
    assert SOME.words("en") == line(SOME, events=[BILL]).term_words(SOME, "en")


def test_a_term_of_whatever_its_line_lists_names_none() -> None:
    assert WAR.words("en") == line(WAR, events=[BILL, ILLNESS]).term_words(WAR, "en")


# Extra shares side by side -------------------------------------------------------------------


def test_extra_shares_wait_from_their_own_start() -> None:
    # The first cover pays up to its cap; the second still waits and adds nothing.
    plans = plan_of(line(WAIT, per_share=True), fee=PerShare(9, at_most=4))
    more = date(2016, 7, 1)
    ledger = Ledger(
        [
            cover("draft", catalogue=plans),
            cover("draft", catalogue=plans, starts=more),
        ]
    )
    one = draft_claim("C1", ILLNESS, 5_000, on=more + days(29))
    assert Decimal(1_000) == ledger.settle(one)[0].payable


def test_extra_shares_pay_after_their_own_waiting_period() -> None:
    plans = plan_of(line(WAIT, per_share=True), fee=PerShare(9, at_most=4))
    more = date(2016, 7, 1)
    ledger = Ledger(
        [
            cover("draft", catalogue=plans),
            cover("draft", catalogue=plans, starts=more),
        ]
    )
    one = draft_claim("C1", ILLNESS, 5_000, on=more + days(30))
    assert Decimal(2_000) == ledger.settle(one)[0].payable


def test_an_event_of_a_line_that_has_no_terms_is_paid_at_once() -> None:
    ledger = drafted(line(WAIT), Ceiling(500, code="stay", events=[STAY]))
    assert 100 == ledger.settle(draft_claim("C1", STAY, 100, on=STARTS))[0].payable
