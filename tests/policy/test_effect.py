"""Whom a difference of policies reaches: who gains, who loses, which units, and why."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from typing import Any

import attrs
import pytest
from builders import application, child, entries, families, member, unit
from hypothesis import given
from hypothesis import strategies as st
from policy.changes import CATALOGUE, change

from mutualaid import (
    Application,
    Catalogue,
    Ceiling,
    Entry,
    Event,
    InvalidType,
    InvalidValue,
    Payer,
    Plan,
    Sex,
    Text,
    Unit,
    UnknownName,
    load_catalogue,
)
from mutualaid.policy.effect import Effect, effect
from mutualaid.policy.effect_rows import EffectRow, EffectUnit, Verdict
from mutualaid.testing.strategies import applications
from mutualaid.text import LANGUAGES

ON = date(2017, 3, 1)
EXTRA = Event("extra", Text(zh="另外", en="something more"))
THE_UNIT = Payer(Text(zh="单位", en="the unit"))
UNIT = unit(employees=40)
OF_61 = date(1955, 6, 1)
PLANS = list(CATALOGUE.values())
every_plan = pytest.mark.parametrize("plan", PLANS, ids=[plan.code for plan in PLANS])


def after(settings: dict[str, Any], **parts: Any) -> Catalogue:
    """Give the eight plans with figures set from 2017 on."""
    return CATALOGUE.with_change(change(set=settings, **parts))


def joining(*entered: Entry | list[Entry], of: Unit = UNIT, on: date = ON) -> Application:
    return application(*entered, unit=of, starts=on)


def of_one(settings: dict[str, Any], entry: Entry, plan: str) -> EffectRow:
    """Give what a change comes to for one entry of a unit of one, in one plan."""
    of = unit(employees=1, female_employees=1, employees_with_minor_children=1)
    asked = {plan: joining(entry, of=of)}
    (row,) = effect(CATALOGUE, after(settings), asked).rows
    return row


def summed(found: Effect, by: Any) -> dict[str | None, tuple[int, int]]:
    """Give winners and losers by group, of the groups in which an answer differs."""
    return {one.group: (one.winners, one.losers) for one in found.summary(by) if one.changed}


WIDER = {"critical_illness.eligibility.age.maximum": 65}
NARROWER = {"critical_illness.eligibility.age.maximum": 50}
DEARER = {"critical_illness.fee.amount": 100}
SIXTY_PERCENT = {"accident.eligibility.participation.percent": 60}
OLDER = Entry(member("M1", birth_date=OF_61))


# Who comes in ------------------------------------------------------------------------------------


def test_who_comes_in_and_did_not_is_a_winner() -> None:
    assert Verdict.WINNER is of_one(WIDER, OLDER, "critical_illness").verdict


def test_who_comes_in_is_told_with_what_held_them_back() -> None:
    row = of_one(WIDER, OLDER, "critical_illness")
    assert ["age.too_old"] == [reason.code for reason in row.reasons]


def test_who_no_longer_comes_in_is_a_loser() -> None:
    of_55 = Entry(member("M1", birth_date=date(1961, 6, 1)))
    assert Verdict.LOSER is of_one(NARROWER, of_55, "critical_illness").verdict


def test_who_no_longer_comes_in_is_told_what_holds_them_back() -> None:
    of_55 = Entry(member("M1", birth_date=date(1961, 6, 1)))
    row = of_one(NARROWER, of_55, "critical_illness")
    assert "no longer comes in: must be aged 16 to 50, is 55; fee 90 yuan → 0 yuan" == (
        row.words("en")
    )


def test_who_is_answered_alike_stands_in_no_row() -> None:
    found = effect(CATALOGUE, after(WIDER), {"critical_illness": joining(entries(40))})
    assert ((), 40) == (found.rows, len(found.answers))


def test_a_child_is_told_by_its_own_entry() -> None:
    student = Entry(member("M1"), child=child("C1", birth_date=date(1999, 2, 1), student=True))
    of = unit(employees=1, employees_with_minor_children=0)
    later = after({"childrens_accident.eligibility.child_age.or_student": False})
    found = effect(CATALOGUE, later, {"childrens_accident": joining(student, of=of)})
    assert [("M1", "C1")] == [row.entry.key for row in found.rows]


# Fee, cap, term ----------------------------------------------------------------------------------


def test_who_pays_more_is_a_loser() -> None:
    assert Verdict.LOSER is of_one(DEARER, Entry(member()), "critical_illness").verdict


def test_who_pays_less_for_the_same_is_a_winner() -> None:
    cheaper = {"critical_illness.fee.amount": 80}
    assert Verdict.WINNER is of_one(cheaper, Entry(member()), "critical_illness").verdict


def test_who_is_given_back_more_is_a_winner() -> None:
    row = of_one({"critical_illness.fee.deposit": 80}, Entry(member()), "critical_illness")
    assert (Verdict.WINNER, "comes in as before; given back 0 yuan → 80 yuan") == (
        row.verdict,
        row.words("en"),
    )


def test_who_has_a_higher_cap_for_the_same_fee_is_a_winner() -> None:
    higher = {"critical_illness.benefit.amount": 12_000}
    assert Verdict.WINNER is of_one(higher, Entry(member()), "critical_illness").verdict


def test_who_has_a_lower_cap_is_a_loser() -> None:
    lower = {"critical_illness.benefit.amount": 8_000}
    assert Verdict.LOSER is of_one(lower, Entry(member()), "critical_illness").verdict


def test_who_pays_more_for_a_higher_cap_is_both() -> None:
    dearer_and_higher = {**DEARER, "critical_illness.benefit.amount": 12_000}
    row = of_one(dearer_and_higher, Entry(member(), shares=2), "critical_illness")
    assert Verdict.BOTH is row.verdict


def test_who_is_covered_for_a_shorter_term_is_a_loser() -> None:
    row = of_one({"critical_illness.term.years": 1}, Entry(member()), "critical_illness")
    assert (Verdict.LOSER, "comes in as before; term 3 → 1 year") == (
        row.verdict,
        row.words("en"),
    )


def test_who_pays_less_for_a_shorter_term_is_both() -> None:
    real = {"critical_illness.term.years": 1, "critical_illness.fee.amount": 40}
    assert Verdict.BOTH is of_one(real, Entry(member()), "critical_illness").verdict


def test_the_fees_of_a_row_are_those_of_both_sides() -> None:
    row = of_one(DEARER, Entry(member(), shares=3), "critical_illness")
    assert (Decimal(270), Decimal(300)) == (row.fee_before, row.fee_after)


def test_the_caps_of_a_row_are_those_of_both_sides() -> None:
    row = of_one({"critical_illness.benefit.amount": 12_000}, Entry(member()), "critical_illness")
    assert ({"benefit": Decimal(10_000)}, {"benefit": Decimal(12_000)}) == (
        row.caps_before,
        row.caps_after,
    )


def test_an_event_that_is_no_longer_listed_makes_no_row() -> None:
    kept = CATALOGUE["critical_illness"].edition(ON).benefit.lines[0].events[:-1]
    fewer = after({"critical_illness.benefit.events": kept})
    assert () == effect(CATALOGUE, fewer, joining(entries(40))).rows


# What is not known -------------------------------------------------------------------------------


def test_whose_answer_is_not_known_is_open() -> None:
    unsaid = Entry(member("M1", serving=None, birth_date=OF_61))
    row = of_one(WIDER, unsaid, "critical_illness")
    assert (Verdict.OPEN, "no longer known: not said whether in service") == (
        row.verdict,
        row.words("en").partition(";")[0],
    )


def test_whose_fee_is_not_known_is_open() -> None:
    at_risk = {"accident.fee.high_risk": None}
    entry = Entry(member(), level=1)
    of = attrs.evolve(unit(employees=1), high_risk=None)
    found = effect(CATALOGUE, after(at_risk), {"accident": joining(entry, of=of)})
    assert [(Verdict.OPEN, None, Decimal(26))] == [
        (row.verdict, row.fee_before, row.fee_after) for row in found.rows
    ]


def test_fees_that_are_not_known_are_counted_and_left_out_of_the_sums() -> None:
    at_risk = {"accident.fee.high_risk": None}
    of = attrs.evolve(unit(employees=2), high_risk=None)
    entered = [Entry(member("M1"), level=1), Entry(member("M2", high_risk=True), level=1)]
    total = effect(CATALOGUE, after(at_risk), {"accident": joining(entered, of=of)}).total
    assert (Decimal(32), 1, Decimal(52), 0) == (
        total.fee_before,
        total.unknown_before,
        total.fee_after,
        total.unknown_after,
    )


# Units -------------------------------------------------------------------------------------------


def of_100(count: int) -> Application:
    return joining(entries(count, level=1), of=unit(employees=100))


def test_a_unit_of_which_too_few_join_now_falls() -> None:
    (fallen,) = effect(CATALOGUE, after(SIXTY_PERCENT), of_100(59)).units
    assert (True, False, 1) == (fallen.falls, fallen.climbs, fallen.shortfall)


def test_a_unit_of_which_as_many_join_as_are_asked_for_stands() -> None:
    assert () == effect(CATALOGUE, after(SIXTY_PERCENT), of_100(60)).units


def test_a_unit_that_fell_short_and_no_longer_does_climbs() -> None:
    (risen,) = effect(after(SIXTY_PERCENT), CATALOGUE, of_100(50)).units
    assert (False, True, 10) == (risen.falls, risen.climbs, risen.shortfall)


def test_everyone_of_a_unit_that_falls_is_a_loser() -> None:
    total = effect(CATALOGUE, after(SIXTY_PERCENT), of_100(55)).total
    assert (55, 0) == (total.losers, total.winners)


def test_one_who_no_longer_comes_in_may_bring_the_whole_unit_down() -> None:
    # 32 of 40 must join; with one of 55 left out there are 31.
    older = Entry(member("M1", birth_date=date(1961, 6, 1)))
    asked = {"critical_illness": joining(entries(31), older)}
    found = effect(CATALOGUE, after(NARROWER), asked)
    assert (32, [1]) == (found.total.losers, [one.shortfall for one in found.units])


def test_a_unit_is_told_with_its_plan_and_why() -> None:
    (fallen,) = effect(CATALOGUE, after(SIXTY_PERCENT), of_100(55)).units
    assert (
        "unit U1 is no longer accepted (accident): "
        "a unit of 100 needs at least 60 to join: now 55, 5 short"
    ) == fallen.words("en")


# Plans in force on one side only -----------------------------------------------------------------


def test_a_plan_that_is_not_there_on_the_other_side_makes_losers() -> None:
    without = load_catalogue(plans=[code for code in CATALOGUE if code != "inpatient_allowance"])
    found = effect(CATALOGUE, without, joining(entries(40)))
    assert {"inpatient_allowance": (0, 40)} == summed(found, "plan")


def test_a_plan_that_is_new_makes_winners() -> None:
    without = load_catalogue(plans=[code for code in CATALOGUE if code != "inpatient_allowance"])
    found = effect(without, CATALOGUE, joining(entries(40)))
    assert {"inpatient_allowance": (40, 0)} == summed(found, "plan")


def test_a_plan_that_is_gone_is_told_as_the_reason() -> None:
    without = load_catalogue(plans=["medical"])
    found = effect(CATALOGUE, without, {"inpatient_allowance": joining(entries(40))})
    assert {("effect.not_asked",)} == {
        tuple(reason.code for reason in row.reasons) for row in found.rows
    }


def test_a_plan_that_is_not_in_force_on_either_side_answers_nothing() -> None:
    early = joining(entries(40), on=date(2014, 1, 1))
    assert () == effect(CATALOGUE, CATALOGUE, early).answers


# Applications by plan ----------------------------------------------------------------------------


def test_where_applications_go_by_plan_only_the_plans_named_are_asked() -> None:
    asked = {"critical_illness": joining(entries(40, shares=2))}
    found = effect(CATALOGUE, after(DEARER), asked)
    assert {"critical_illness"} == {answer.plan for answer in found.answers}


def test_a_plan_may_be_named_by_its_title() -> None:
    asked = {"重大疾病": joining(entries(40))}
    assert 40 == len(effect(CATALOGUE, after(DEARER), asked).rows)


def test_several_applications_of_one_plan_are_taken_together() -> None:
    other = attrs.evolve(unit(employees=40), id="U2")
    asked = {"critical_illness": [joining(entries(40)), joining(entries(40), of=other)]}
    assert {"U1": (0, 40), "U2": (0, 40)} == summed(effect(CATALOGUE, after(DEARER), asked), "unit")


def test_applications_may_come_from_a_generator() -> None:
    found = effect(CATALOGUE, after(DEARER), (one for one in [joining(entries(40))]))
    assert 40 == len(found.rows)


# Groups ------------------------------------------------------------------------------------------


def test_winners_and_losers_are_counted_by_plan() -> None:
    both = after({**WIDER, **DEARER})
    found = effect(CATALOGUE, both, {"critical_illness": joining(entries(39), OLDER)})
    # With the one of 61 everyone of the 40 who must not all join comes in on both sides.
    assert {"critical_illness": (1, 39)} == summed(found, "plan")


def test_winners_and_losers_are_counted_by_sex() -> None:
    man = Entry(member("M1", sex=Sex.MALE, birth_date=OF_61))
    found = effect(
        CATALOGUE, after({**WIDER, **DEARER}), {"critical_illness": joining(entries(39), man)}
    )
    assert {"female": (0, 39), "male": (1, 0)} == summed(found, "sex")


def test_winners_and_losers_are_counted_by_bands_of_five_years_of_age() -> None:
    found = effect(
        CATALOGUE, after({**WIDER, **DEARER}), {"critical_illness": joining(entries(39), OLDER)}
    )
    assert {"35–39": (0, 39), "60–64": (1, 0)} == summed(found, "age_band")


@pytest.mark.parametrize(
    ("born", "band"),
    [(date(1957, 3, 1), "60–64"), (date(1957, 3, 2), "55–59"), (date(2017, 3, 1), "0–4")],
)
def test_an_age_band_begins_on_the_birthday(born: date, band: str) -> None:
    found = effect(CATALOGUE, CATALOGUE, joining(Entry(member(birth_date=born))))
    assert {band} == {answer.age_band for answer in found.answers}


def test_bands_are_in_the_order_of_age() -> None:
    entered = [
        Entry(member(f"M{age}", birth_date=date(2016 - age, 1, 1))) for age in (61, 8, 35, 100)
    ]
    found = effect(CATALOGUE, CATALOGUE, joining(entered))
    assert ["5–9", "35–39", "60–64", "100–104"] == [one.group for one in found.summary("age_band")]


def test_a_group_in_which_nothing_differs_is_there_with_its_fees() -> None:
    found = effect(CATALOGUE, after(DEARER), joining(entries(40)))
    allowance = next(one for one in found.summary("plan") if one.group == "inpatient_allowance")
    assert (0, Decimal(2_400), Decimal(2_400)) == (
        allowance.changed,
        allowance.fee_before,
        allowance.fee_after,
    )


def test_the_total_of_fees_is_exact() -> None:
    total = effect(CATALOGUE, after(DEARER), {"critical_illness": joining(entries(33))}).total
    assert (Decimal(2_970), Decimal(3_300)) == (total.fee_before, total.fee_after)


def test_a_group_that_there_is_not_is_refused() -> None:
    found = effect(CATALOGUE, CATALOGUE, [])
    with pytest.raises(InvalidValue, match="Nothing is grouped by this"):
        found.summary("age")  # type: ignore[arg-type]


# Words -------------------------------------------------------------------------------------------


def test_the_text_counts_everyone_and_names_a_few() -> None:
    found = effect(CATALOGUE, after(DEARER), {"critical_illness": joining(entries(33))})
    assert (
        "33 answers, 33 of them different: better off 0, worse off 33, both 0, neither 0, "
        "not known 0; fees 2,970 → 3,300 yuan\n"
        "critical illness: comes in as before; fee 90 yuan → 100 yuan "
        "(33: U1 · E000, U1 · E001, U1 · E002, U1 · E003, U1 · E004, and others)"
    ) == found.text("en")


def test_the_text_is_told_in_chinese_too() -> None:
    found = effect(CATALOGUE, after(WIDER), {"critical_illness": joining(entries(33), OLDER)})
    assert (
        "34 项答复，1 项不同：受益 1，受损 0，有得有失 0，无得失 0，尚不能确定 0；"
        "会费 2,970 → 3,060 元\n"
        "重大疾病：可参加，原不可：须年满 16—60 周岁，现 61 周岁；会费 0 元 → 90 元（1：U1 · M1）"
    ) == found.text("zh")


def test_identity_numbers_are_masked() -> None:
    number = "110101199003079981"
    found = effect(
        CATALOGUE, after(DEARER), {"critical_illness": joining(Entry(member()), of=unit(
            id=number, employees=1
        ))}
    )  # fmt: skip
    assert number not in found.text("en") + json.dumps(found.to_dict())


def test_the_dict_holds_what_json_knows() -> None:
    found = effect(CATALOGUE, after({**WIDER, **DEARER}), joining(entries(33), OLDER))
    assert found.to_dict() == json.loads(json.dumps(found.to_dict()))


def test_a_difference_gives_its_effect() -> None:
    later = after(DEARER)
    found = CATALOGUE.diff(later, on=ON).effect(joining(entries(33)))
    assert 33 == len(found.rows)


# Wrong use ---------------------------------------------------------------------------------------


def test_something_that_is_no_application_is_refused() -> None:
    with pytest.raises(InvalidType):
        effect(CATALOGUE, CATALOGUE, [UNIT])  # type: ignore[list-item]


def test_a_plan_that_neither_side_has_is_refused() -> None:
    with pytest.raises(UnknownName):
        effect(CATALOGUE, CATALOGUE, {"critical_ilness": joining(entries(3))})


# Laws --------------------------------------------------------------------------------------------

CHANGED = after(
    {
        **WIDER,
        **SIXTY_PERCENT,
        "inpatient_medical.fee.amount": 50,
        "womens_illness.benefit.amount": 9_000,
        "medical.eligibility.unit.participation.percent": 50,
        "childrens_accident.fee.at_most": 3,
    }
)


@every_plan
@given(data=st.data())
def test_nothing_reaches_anyone_where_nothing_differs(plan: Plan, data: st.DataObject) -> None:
    drawn = data.draw(applications(plan))
    found = effect(CATALOGUE, CATALOGUE, {plan.code: drawn})
    assert ((), ()) == (found.rows, found.units)


@every_plan
@given(data=st.data())
def test_the_other_way_round_winners_are_losers(plan: Plan, data: st.DataObject) -> None:
    drawn = {plan.code: data.draw(applications(plan))}
    there, back = effect(CATALOGUE, CHANGED, drawn), effect(CHANGED, CATALOGUE, drawn)
    turned = {Verdict.WINNER: Verdict.LOSER, Verdict.LOSER: Verdict.WINNER}
    assert [row.verdict for row in back.rows] == [
        turned.get(row.verdict, row.verdict) for row in there.rows
    ]


@every_plan
@given(data=st.data())
def test_the_groups_add_up_to_the_total(plan: Plan, data: st.DataObject) -> None:
    found = effect(CATALOGUE, CHANGED, {plan.code: data.draw(applications(plan))})
    for by in ("plan", "unit", "sex", "age_band"):
        groups = found.summary(by)  # type: ignore[arg-type]  # read from a tuple
        for name in ("entries", "changed", "winners", "losers", "fee_before", "fee_after"):
            whole = getattr(found.total, name)
            assert whole == sum(getattr(one, name) for one in groups)


@every_plan
@given(data=st.data())
def test_the_fees_are_those_of_the_reviews(plan: Plan, data: st.DataObject) -> None:
    drawn = data.draw(applications(plan))
    total = effect(CATALOGUE, CHANGED, {plan.code: drawn}).total
    changed_plan = CHANGED[plan.code]
    assert (plan.review(drawn).known_fee, changed_plan.review(drawn).known_fee) == (
        total.fee_before,
        total.fee_after,
    )


@every_plan
@given(data=st.data())
def test_every_effect_has_words(plan: Plan, data: st.DataObject) -> None:
    found = effect(CATALOGUE, CHANGED, {plan.code: data.draw(applications(plan))})
    assert [] == [lang for lang in LANGUAGES if "{" in found.text(lang)]


def test_families_are_reached_child_by_child() -> None:
    fewer = after({"childrens_accident.fee.at_most": 3})
    of = unit(employees=40, employees_with_minor_children=30)
    asked = {"childrens_accident": joining(families(30, shares=4), of=of)}
    found = effect(CATALOGUE, fewer, asked)
    assert (30, [15]) == (found.total.losers, [one.shortfall for one in found.units])


# Words of what is granted ------------------------------------------------------------------------


def test_another_cap_is_told_with_its_line() -> None:
    row = of_one({"critical_illness.benefit.amount": 12_000}, Entry(member()), "critical_illness")
    assert "any of 15 critical illnesses 10,000 yuan → 12,000 yuan" in row.words("en")


def test_a_cap_of_a_line_that_is_new_is_told_from_nothing() -> None:
    added = change(add={"inpatient_medical.benefit": Ceiling(500, code="extra", events=[EXTRA])})
    asked = {"inpatient_medical": joining(entries(40))}
    row = effect(CATALOGUE, CATALOGUE.with_change(added), asked).rows[0]
    assert "0 yuan → 500 yuan" in row.words("en")


def test_another_payer_is_told() -> None:
    row = of_one({"medical.fee.paid_by": [THE_UNIT]}, Entry(member()), "medical")
    assert "other payers" in row.words("en")


def test_what_is_given_back_is_told() -> None:
    row = of_one({"critical_illness.fee.deposit": 30}, Entry(member()), "critical_illness")
    assert "0 yuan → 30 yuan" in row.words("en")


def test_a_unit_of_a_plan_that_is_gone_is_told_so() -> None:
    without = load_catalogue(plans=["medical"])
    (gone,) = effect(CATALOGUE, without, {"inpatient_allowance": joining(entries(40))}).units
    assert ["effect.not_asked"] == [reason.code for reason in gone.reasons]


def test_a_unit_that_is_accepted_on_both_sides_has_no_reason() -> None:
    asked = joining(entries(40))
    review = CATALOGUE["critical_illness"].review(asked)
    assert () == EffectUnit("critical_illness", "U1", review, review).reasons
