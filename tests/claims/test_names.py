"""Plans and events by the names that people use: codes, titles, short names, aliases."""

from __future__ import annotations

from datetime import date

import attrs
import pytest
from claims.scenes import (
    CATALOGUE,
    ILLNESS,
    MID,
    claim,
    code_of,
    cover,
    draft_claim,
    ledger_of,
    only,
    plan_of,
)

from mutualaid import (
    Ceiling,
    Claim,
    Event,
    Insured,
    InvalidType,
    Ledger,
    SettlementOutcome,
    Text,
    UnknownName,
)

BILL = {"plan": "medical", "event": "outpatient"}
NAMES_OF_MEDICAL = [
    "在职职工医疗互助保障计划",
    "《在职职工医疗互助保障计划》",
    "医疗互助",
    "暖·互助",
    "Medical",
    "medical mutual-aid plan for serving employees",
]
NOW = date(2017, 3, 1)
NEAREST_IN_ENGLISH = (
    "there is no cover of a plan “critical_ilness” here;"
    " the nearest: critical illness (critical_illness)"
)


# Events --------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["恶性肿瘤", "恶性 肿瘤", "malignant tumour", "Malignant Tumour"])
def test_an_event_may_be_named_by_its_title(name: str) -> None:
    settlement, _ = ledger_of().settle(claim(event=name))
    assert (SettlementOutcome.PAID, 5_000) == (settlement.outcome, settlement.payable)


def test_the_width_of_brackets_and_letters_makes_no_difference() -> None:
    one = claim(plan="ｍｅｄｉｃａｌ", event="门诊自付（一）")
    assert "outpatient" == ledger_of("medical").settle(one)[0].claim.event


def test_a_settlement_holds_the_claim_by_the_codes() -> None:
    settlement, _ = ledger_of("medical").settle(claim(plan="医疗互助", event="门诊自付(一)"))
    assert ("medical", "outpatient") == (settlement.claim.plan, settlement.claim.event)


def test_a_claim_by_the_codes_is_held_as_it_is() -> None:
    one = claim()
    assert ledger_of().settle(one)[0].claim is one


def test_the_log_holds_the_codes() -> None:
    _, ledger = ledger_of().settle(claim(event="恶性肿瘤"))
    assert claim() == ledger.log()[-1].claim  # type: ignore[union-attr]


def test_the_same_claim_by_titles_and_by_codes_is_answered_once() -> None:
    ledger = ledger_of("medical")
    settlement, ledger = ledger.settle(claim(**BILL))
    again = ledger.settle(claim(plan="暖·互助", event="门诊自付(一)"))
    assert (settlement, ledger) == again


def test_a_claim_may_be_corrected_by_titles() -> None:
    _, ledger = ledger_of("medical").settle(claim(**BILL))
    better = claim(amount=7, plan="医疗互助", event="住院自付(一)")
    settlement, _, ledger = ledger.correct(better, entered=NOW)
    assert ("inpatient", 7) == (settlement.claim.event, ledger.settlement("C1").payable)


def test_the_title_of_the_childs_event_is_not_one_of_the_members() -> None:
    one = claim(plan="accident_property", event="子女意外身故", amount=None, work_injury=False)
    assert "claim.event_not_covered" == code_of(ledger_of("accident_property"), one)


SAME = Text(zh="意外", en="accident")
BOTH_HURT = (
    Ceiling(5, events=[Event("hurt", SAME)], code="own"),
    Ceiling(7, events=[Event("child_hurt", SAME)], code="child", insured=Insured.CHILD),
)


@pytest.mark.parametrize(("of_child", "event"), [(None, "hurt"), ("K1", "child_hurt")])
def test_a_title_that_two_events_share_means_that_of_the_person(
    of_child: str | None, event: str
) -> None:
    one = cover("draft", catalogue=plan_of(*BOTH_HURT), of_child=of_child)
    said = claim(event="意外", plan="draft", insured=of_child or "M1", amount=1)
    assert event == Ledger([one]).settle(said)[0].claim.event


def test_a_title_means_the_event_of_the_cover_that_runs() -> None:
    old, new = Event("ill", ILLNESS.title), Event("illness_anew", ILLNESS.title)
    plans = plan_of(Ceiling(5, events=[old]), later=[Ceiling(7, events=[new])])
    starts = (date(2016, 1, 1), date(2017, 1, 1))
    ledger = Ledger(cover("draft", catalogue=plans, starts=day) for day in starts)
    days = (MID, date(2017, 6, 1))
    said = [draft_claim("C1", Event("疾病", SAME), 1, on=day) for day in days]
    assert ["ill", "illness_anew"] == [ledger.settle(one)[0].claim.event for one in said]


@pytest.mark.parametrize(
    ("plan", "written", "nearest"),
    [
        ("medical", "门诊", "门诊自付(一)（outpatient）"),
        ("medical", "住院", "住院自付(一)（inpatient）"),
        ("critical_illness", "肿瘤", "恶性肿瘤（malignant_tumour）"),
    ],
)
def test_a_word_of_a_title_is_answered_with_that_title(
    plan: str, written: str, nearest: str
) -> None:
    settlement, _ = ledger_of(plan).settle(claim(event=written, plan=plan))
    assert nearest in settlement.explain("zh")


def test_a_schedule_finds_an_event_by_code_or_title() -> None:
    schedule = CATALOGUE["medical"].edition(MID).benefit
    codes = [getattr(schedule.event(name), "code", None) for name in
             ("outpatient", "门诊自付(一)", "OUTPATIENT", "门诊")]  # fmt: skip
    assert ["outpatient", "outpatient", "outpatient", None] == codes


def test_a_code_goes_before_a_title() -> None:
    first, second = Event("a", Text(zh="b", en="x")), Event("b", Text(zh="y", en="z"))
    schedule = plan_of(Ceiling(5, events=[first, second]))["draft"].edition(MID).benefit
    assert second == schedule.event("b")


# Plans ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", NAMES_OF_MEDICAL)
def test_a_claim_may_name_its_plan_by_any_of_its_names(name: str) -> None:
    settlement, _ = ledger_of("medical").settle(claim(**{**BILL, "plan": name}))
    assert 5_000 == settlement.payable


def test_a_name_that_only_a_later_edition_has_is_known_once_it_has_a_cover() -> None:
    first = cover("medical")
    info = attrs.evolve(first.edition.info, aliases=("新名",))
    edition = attrs.evolve(first.edition, info=info)
    second = attrs.evolve(first, edition=edition, starts=date(2017, 1, 1), since=date(2017, 1, 1))
    ledger = Ledger([first, second])
    amounts = [ledger.settle(claim(**{**BILL, "plan": name}))[0].payable for name in
               ("暖·互助", "新名")]  # fmt: skip
    assert [5_000, 5_000] == amounts


@pytest.mark.parametrize("ledger", [Ledger(), ledger_of()], ids=["empty", "another plan"])
def test_a_plan_of_which_there_is_no_cover_is_answered_as_such(ledger: Ledger) -> None:
    assert "claim.no_such_plan" == code_of(ledger, claim(plan="zzz"))


def test_a_plan_that_is_mistyped_is_answered_with_the_nearest() -> None:
    settlement, _ = ledger_of().settle(claim(plan="critical_ilness"))
    words = [only(settlement.findings).text(lang) for lang in ("zh", "en")]  # type: ignore[arg-type]
    assert [
        "这里没有“critical_ilness”计划的保障，相近的有：重大疾病（critical_illness）",
        NEAREST_IN_ENGLISH,
    ] == words


def test_a_plan_that_is_near_to_none_names_none() -> None:
    settlement, _ = ledger_of().settle(claim(plan="zzz"))
    assert "there is no cover of a plan “zzz” here" == only(settlement.findings).text("en")


def test_a_plan_that_others_joined_is_answered_as_one_without_a_cover() -> None:
    ledger = Ledger([cover(), cover("medical", "M2")])
    assert "claim.no_cover" == code_of(ledger, claim(plan="医疗互助", event="outpatient"))


@pytest.mark.parametrize("name", ["medical", *NAMES_OF_MEDICAL])
def test_what_remains_is_asked_by_any_name_of_the_plan(name: str) -> None:
    ledger = Ledger([cover(), cover("medical")])
    assert 200_653 == ledger.remaining("M1", name, on=MID)


@pytest.mark.parametrize("name", ["medical", *NAMES_OF_MEDICAL])
def test_statements_covers_and_accounts_are_asked_by_any_name_of_the_plan(name: str) -> None:
    ledger = Ledger([cover(), cover("medical"), cover("medical", "M2")])
    assert (2, 2, [("M1", "medical"), ("M2", "medical")]) == (
        len(ledger.statement(plan=name).rows),
        len(ledger.covers(plan=name)),
        [key for key, _ in ledger.accounts(plan=name)],
    )


def test_a_statement_of_a_mistyped_title_names_the_nearest() -> None:
    with pytest.raises(UnknownName, match="did you mean '在职职工重大疾病互助保障活动'"):
        ledger_of().statement(plan="职工重大疾病互助保障活动")


def test_a_person_asked_by_a_mistyped_title_is_told_the_nearest() -> None:
    with pytest.raises(UnknownName, match="did you mean '重大疾病'"):
        ledger_of().remaining("M1", "重大的疾病", on=MID)


@pytest.mark.parametrize("plan", [5, None, ["medical"]])
def test_what_remains_in_a_plan_that_is_no_text_is_refused(plan: object) -> None:
    with pytest.raises(InvalidType, match="plan"):
        ledger_of().remaining("M1", plan, on=MID)  # type: ignore[arg-type]


def test_covers_of_a_plan_that_there_is_not_are_none() -> None:
    assert () == ledger_of().covers(plan="zzz")


# Clauses -------------------------------------------------------------------------------------


def clause_of(ledger: Ledger, one: Claim) -> str | None:
    """Cite the clause of the one reason for which a claim is held back, None without one."""
    clause = only(ledger.settle(one)[0].findings).clause
    return None if clause is None else clause.cite("zh")


def test_who_did_not_join_is_told_the_clause_of_joining() -> None:
    cited = clause_of(ledger_of(), claim(insured="M2"))
    assert cited is not None
    assert "在职职工重大疾病互助保障活动" in cited
    assert "参保条件" in cited


def test_who_did_not_join_is_told_the_clause_in_force_on_the_day() -> None:
    first = cover("medical")
    rule = attrs.evolve(first.edition.eligibility, source=None)
    ends = attrs.evolve(first.edition.period, end=date(2017, 1, 1))
    begins = attrs.evolve(first.edition.period, start=date(2017, 1, 1))
    old = attrs.evolve(first, edition=attrs.evolve(first.edition, period=ends, eligibility=rule))
    new = attrs.evolve(
        first,
        edition=attrs.evolve(first.edition, period=begins),
        starts=date(2017, 1, 1),
        since=date(2017, 1, 1),
    )
    asked = [claim(insured="M2", on=day, **BILL) for day in (MID, NOW)]
    cited = [clause_of(Ledger([old, new]), one) for one in asked]
    assert (None, True) == (cited[0], cited[1] is not None)


def taken() -> tuple[Ledger, Ledger]:
    """Make a ledger with a claim, and one in which it was withdrawn."""
    _, ledger = ledger_of().settle(claim())
    return ledger, ledger.withdraw("C1", entered=NOW)[1]


def test_what_the_ledger_itself_asks_stands_in_no_plan_and_has_no_clause() -> None:
    # Whichever plan is claimed in, the answer is the same: no plan says how claims are named.
    there, gone = taken()
    said = [{}, {"plan": "medical"}, {"plan": "zzz"}, {"insured": "M9"}]
    found = {
        (finding.code, finding.rule, finding.clause, finding.text("en"))
        for ledger in (there, gone)
        for one in said
        for finding in ledger.settle(claim(amount=1, **one))[0].findings  # type: ignore[arg-type]
    }
    assert {
        ("claim.id_taken", None, None, "the id C1 already names another claim"),
        ("claim.was_withdrawn", None, None, "the claim C1 was withdrawn"),
    } == found


def test_a_plan_that_there_is_not_has_no_clause() -> None:
    assert clause_of(ledger_of(), claim(plan="zzz")) is None
