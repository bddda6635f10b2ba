"""Laws that hold for every answer of every plan of the catalogue, on whatever is drawn."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

import attrs
import pytest
from builders import ONE_DAY, UNIT, child, codes, member
from hypothesis import Phase, assume, find, given, settings
from hypothesis import strategies as st
from strategies import (
    COUNTED,
    EDGES_OF_TIME,
    applications,
    born,
    favourable,
    left_out,
    optional,
    questions,
    vaguer,
    youngster,
)
from strategies import member as any_member

from mutualaid import (
    Application,
    Child,
    Decision,
    EntryDecision,
    Finding,
    Headcount,
    Insured,
    Member,
    Participation,
    Plan,
    Question,
    Review,
    ReviewOutcome,
    Standing,
    Unit,
    load_catalogue,
)
from mutualaid.dates import birthday
from mutualaid.rules.fees import SoldBy
from mutualaid.text import LANGUAGES, Lang

Asked = dict[str, Any]
"""Arguments of `plan.decide`."""

CATALOGUE = load_catalogue()
ANEW = load_catalogue()
PLANS = list(CATALOGUE.values())
every_plan = pytest.mark.parametrize("plan", PLANS, ids=list(CATALOGUE))

# Shares of what the profile allows, so that `--hypothesis-profile thorough` reaches them too. Few
# examples are enough for one run: every law is tried on every plan, and each run draws anew.
deciding = settings(max_examples=settings.default.max_examples * 3 // 5)
reviewing = settings(max_examples=settings.default.max_examples * 2 // 5)


def definition(plan: Plan, asked: Asked) -> bool | None:
    """Ask the rules themselves, by `check`, which defines them."""
    rules = plan.edition(asked["starts"]).own_rules
    return rules.check(Question(**asked)).standing.holds


def once(asked: Asked) -> Asked:
    """Ask the same without shares and level."""
    return {name: value for name, value in asked.items() if name not in ("shares", "level")}


def by_key(review: Review) -> dict[tuple[str, str | None], EntryDecision]:
    return {entry.entry.key: entry for entry in review.entries}


def keeps(settled: object, later: object) -> bool:
    """Tell whether an answer that was settled stands; one that was not may become anything."""
    return settled is None or settled == later


def is_good_text(text: str, lang: Lang, reasons: Iterable[Finding]) -> bool:
    """Tell whether a text cites the clause of each reason, and every brace of it is filled."""
    clauses = [reason.clause.cite(lang) for reason in reasons if reason.clause is not None]
    return not set("{}") & set(text) and all(clause in text for clause in clauses)


# What is drawn ---------------------------------------------------------------------------------


@every_plan
@pytest.mark.parametrize("outcome", ReviewOutcome)
def test_the_strategies_reach_every_outcome(plan: Plan, outcome: ReviewOutcome) -> None:
    drawn_only = settings(max_examples=2000, phases=[Phase.generate], database=None)
    found = find(
        applications(plan),
        lambda application: plan.review(application).outcome is outcome,
        settings=drawn_only,
    )
    assert outcome is plan.review(found).outcome


# Decisions ---------------------------------------------------------------------------------------


@every_plan
@deciding
@given(data=st.data())
def test_decide_gives_what_the_rules_define(plan: Plan, data: st.DataObject) -> None:
    asked = data.draw(questions(plan))
    assert definition(plan, asked) is plan.decide(**asked).eligible


@every_plan
@pytest.mark.parametrize("starts", EDGES_OF_TIME, ids=str)
def test_decide_gives_what_the_rules_define_on_every_birthday_and_beside_it(
    plan: Plan, starts: date
) -> None:
    sells = sold(plan, 1, 1)
    asked = [
        {
            "member": member(birth_date=mine),
            "child": child(birth_date=theirs, student=student),
            "unit": UNIT,
            "starts": starts,
            **sells,
        }
        for mine in on_birthdays(starts, 16, 61)
        for theirs in on_birthdays(starts, 0, 18)
        for student in (True, False, None)
    ]
    assert [definition(plan, each) for each in asked] == [
        plan.decide(**each).eligible for each in asked
    ]


def on_birthdays(starts: date, *ages: int) -> list[date]:
    """Give the birth dates that turn so old on the day, beside it, and those of leap days."""
    beside = [(age, days) for age in ages for days in (-1, 0, 1)]
    return [born(starts, age) for age in (*beside, *((age, None) for age in ages))]


@settings(max_examples=100)
@given(data=st.data())
def test_decide_all_gives_what_the_rules_of_each_plan_define(data: st.DataObject) -> None:
    asked = once(data.draw(questions(data.draw(st.sampled_from(PLANS)))))
    shares, level = data.draw(st.integers(1, 5)), data.draw(st.none() | st.integers(1, 5))
    decisions = CATALOGUE.decide_all(**asked, shares=shares, level=level)
    assert [definition(each, asked | sold(each, shares, level)) for each in CATALOGUE.values()] == [
        decision.eligible for decision in decisions.values()
    ]


@every_plan
@deciding
@given(data=st.data())
def test_decide_all_gives_what_each_plan_decides(plan: Plan, data: st.DataObject) -> None:
    asked = once(data.draw(questions(plan)))
    shares, level = data.draw(st.integers(1, 5)), data.draw(st.none() | st.integers(1, 5))
    decisions = CATALOGUE.decide_all(**asked, shares=shares, level=level)
    assert plan.decide(**asked, **sold(plan, shares, level)) == decisions[plan.code]


def sold(plan: Plan, shares: int, level: int | None) -> Asked:
    by = {SoldBy.ONCE: {}, SoldBy.SHARE: {"shares": shares}, SoldBy.LEVEL: {"level": level}}
    return by[plan.editions[-1].fee.sold_by]


@every_plan
@deciding
@given(data=st.data())
def test_a_decision_has_a_reason_if_and_only_if_it_is_not_eligible(
    plan: Plan, data: st.DataObject
) -> None:
    decision = plan.decide(**data.draw(questions(plan)))
    assert (decision.eligible is True) is (decision.reasons == ())


@every_plan
@deciding
@given(data=st.data())
def test_a_refusal_has_failures_for_reasons_and_an_unknown_what_is_unknown(
    plan: Plan, data: st.DataObject
) -> None:
    decision = plan.decide(**data.draw(questions(plan)))
    wanted = {False: Standing.FAILED, None: Standing.UNKNOWN, True: None}[decision.eligible]
    assert all(reason.standing is wanted for reason in decision.reasons)


@every_plan
@deciding
@given(data=st.data())
def test_saying_what_is_missing_settles_a_decision(plan: Plan, data: st.DataObject) -> None:
    asked = vague(data, plan)
    said = say(asked, plan.decide(**asked).missing, data)
    assert plan.decide(**said).eligible is not None


@every_plan
@deciding
@given(data=st.data())
def test_saying_anything_but_what_is_missing_settles_nothing(
    plan: Plan, data: st.DataObject
) -> None:
    asked = vague(data, plan)
    decision = plan.decide(**asked)
    assert decision.eligible is plan.decide(**say(asked, unsaid(asked, decision), data)).eligible


KINDS = {"member": Member, "child": Child, "unit": Unit}


def vague(data: st.DataObject, plan: Plan) -> Asked:
    """Draw a question of which something more is unsaid."""
    asked = data.draw(questions(plan))
    for whose in data.draw(st.sampled_from((("member",), ("unit",), ("member", "unit", "child")))):
        if asked[whose] is not None:
            asked[whose] = attrs.evolve(asked[whose], **data.draw(left_out(KINDS[whose])))
    return asked


def unsaid(asked: Asked, decision: Decision) -> list[str]:
    """Name what is unsaid and is not needed: yes or no of persons and unit."""
    paths = [
        f"{whose}.{name}"
        for whose, kind in KINDS.items()
        if asked[whose] is not None
        for name in optional(kind)
        if getattr(asked[whose], name) is None and name not in COUNTED
    ]
    return [path for path in paths if path not in decision.missing]


def say(asked: Asked, paths: Iterable[str], data: st.DataObject) -> Asked:
    """Say yes or no to each of several attributes."""
    said = dict(asked)
    for path in paths:
        whose, _, name = path.partition(".")
        said[whose] = attrs.evolve(said[whose], **{name: data.draw(st.booleans())})
    return said


@every_plan
@deciding
@given(data=st.data())
def test_the_same_question_has_the_same_answer_of_a_catalogue_loaded_anew(
    plan: Plan, data: st.DataObject
) -> None:
    asked = data.draw(questions(plan))
    again = {
        name: attrs.evolve(value) if attrs.has(type(value)) else value
        for name, value in asked.items()
    }
    assert plan.decide(**asked).to_dict() == ANEW[plan.code].decide(**again).to_dict()


@every_plan
@deciding
@given(data=st.data())
def test_one_share_more_never_costs_less(plan: Plan, data: st.DataObject) -> None:
    asked = once(data.draw(questions(plan)))
    shares = data.draw(st.integers(1, 5))
    fewer, more = (plan.decide(**asked, shares=count).quoted_fee for count in (shares, shares + 1))
    assert more is None or (fewer is not None and fewer <= more)


@every_plan
@deciding
@given(data=st.data())
def test_the_next_level_never_costs_less(plan: Plan, data: st.DataObject) -> None:
    asked = once(data.draw(questions(plan)))
    level = data.draw(st.integers(1, 5))
    lower, higher = (plan.decide(**asked, level=number).quoted_fee for number in (level, level + 1))
    assert higher is None or (lower is not None and lower <= higher)


@every_plan
@deciding
@given(data=st.data())
def test_a_high_risk_industry_never_costs_less(plan: Plan, data: st.DataObject) -> None:
    asked = data.draw(questions(plan))
    calm, risky = (
        plan.decide(**{**asked, "unit": attrs.evolve(asked["unit"], high_risk=high_risk)})
        for high_risk in (False, True)
    )
    assert (calm.quoted_fee is None and risky.quoted_fee is None) or (
        calm.quoted_fee <= risky.quoted_fee
    )


@every_plan
@deciding
@given(data=st.data())
def test_a_high_risk_person_never_costs_less(plan: Plan, data: st.DataObject) -> None:
    asked = data.draw(questions(plan))
    calm, risky = (
        plan.decide(**{**asked, "member": attrs.evolve(asked["member"], high_risk=high_risk)})
        for high_risk in (False, True)
    )
    assert (calm.quoted_fee is None and risky.quoted_fee is None) or (
        calm.quoted_fee <= risky.quoted_fee
    )


@every_plan
@deciding
@given(data=st.data())
def test_high_risk_decides_neither_who_may_join_nor_up_to_which_cap(
    plan: Plan, data: st.DataObject
) -> None:
    asked = data.draw(questions(plan))
    answers = [
        plan.decide(**{**asked, "unit": attrs.evolve(asked["unit"], high_risk=high_risk)})
        for high_risk in (False, True, None)
    ]
    first = answers[0]
    assert all((first.eligible, first.caps) == (one.eligible, one.caps) for one in answers)


@every_plan
@deciding
@given(data=st.data())
def test_one_share_more_never_pays_less(plan: Plan, data: st.DataObject) -> None:
    asked = once(data.draw(questions(plan)))
    shares = data.draw(st.integers(1, 4))
    fewer, more = (plan.decide(**asked, shares=count).quoted_caps for count in (shares, shares + 1))
    assert all(cap is None or cap <= more[line] for line, cap in fewer.items())


@every_plan
@deciding
@given(data=st.data())
def test_the_next_level_never_pays_less(plan: Plan, data: st.DataObject) -> None:
    asked = once(data.draw(questions(plan)))
    level = data.draw(st.integers(1, 4))
    lower, higher = (
        plan.decide(**asked, level=number).quoted_caps for number in (level, level + 1)
    )
    assert all(higher[line] is None or cap <= higher[line] for line, cap in lower.items())


@every_plan
@deciding
@given(data=st.data())
def test_whoever_is_refused_pays_nothing_and_is_paid_nothing(
    plan: Plan, data: st.DataObject
) -> None:
    decision = plan.decide(**data.draw(questions(plan)))
    assert decision.eligible is not False or (0, {}) == (decision.fee, decision.caps)


@every_plan
@deciding
@given(data=st.data())
def test_the_first_eligible_day_is_eligible_and_no_day_before_it_is(
    plan: Plan, data: st.DataObject
) -> None:
    asked = data.draw(questions(plan, youngster))
    day = plan.decide(**asked).eligible_from
    if day is not None:
        earlier = data.draw(st.dates(asked["starts"], day - ONE_DAY) | st.just(day - ONE_DAY))
        assert [False, True] == [
            plan.decide(**{**asked, "starts": start}).eligible for start in (earlier, day)
        ]


@every_plan
@deciding
@given(data=st.data())
def test_whoever_has_no_first_eligible_day_is_eligible_on_no_later_birthday(
    plan: Plan, data: st.DataObject
) -> None:
    asked = data.draw(questions(plan, data.draw(st.sampled_from((youngster, any_member)))))
    decision = plan.decide(**asked)
    day = birthday(asked["member"].birth_date, data.draw(st.sampled_from((16, 18, 61))))
    if decision.eligible is False and decision.eligible_from is None and day > asked["starts"]:
        assert plan.decide(**{**asked, "starts": day}).eligible is not True


@every_plan
@deciding
@given(data=st.data())
def test_leaving_something_unsaid_never_makes_a_decision_more_certain(
    plan: Plan, data: st.DataObject
) -> None:
    asked = data.draw(questions(plan))
    whose = data.draw(
        st.sampled_from([name for name in ("member", "child", "unit") if asked[name] is not None])
    )
    unsaid = data.draw(st.sampled_from(optional(type(asked[whose]))))
    vague = {**asked, whose: attrs.evolve(asked[whose], **{unsaid: None})}
    assert keeps(plan.decide(**vague).eligible, plan.decide(**asked).eligible)


@every_plan
@deciding
@given(data=st.data())
def test_a_fee_that_is_known_stands_whatever_else_is_said(plan: Plan, data: st.DataObject) -> None:
    asked = data.draw(questions(plan))
    names = [name for name in optional(Member) if name != "high_risk"]  # unsaid is the unit's, R7
    vague_member = attrs.evolve(asked["member"], **{data.draw(st.sampled_from(names)): None})
    unit = attrs.evolve(asked["unit"], high_risk=None)
    vague = {**asked, "member": vague_member, "unit": unit}
    assert keeps(plan.decide(**vague).fee, plan.decide(**asked).fee)


@every_plan
@deciding
@given(data=st.data())
def test_a_decision_survives_json(plan: Plan, data: st.DataObject) -> None:
    told = plan.decide(**data.draw(questions(plan))).to_dict()
    assert told == json.loads(json.dumps(told))


@every_plan
@deciding
@given(data=st.data())
def test_a_decision_explains_itself_in_both_languages_with_each_clause(
    plan: Plan, data: st.DataObject
) -> None:
    decision = plan.decide(**data.draw(questions(plan)))
    for lang in LANGUAGES:
        assert is_good_text(decision.explain(lang), lang, decision.reasons)


# Reviews -----------------------------------------------------------------------------------------


@every_plan
@reviewing
@given(data=st.data())
def test_a_review_has_a_reason_if_and_only_if_it_is_not_accepted(
    plan: Plan, data: st.DataObject
) -> None:
    review = plan.review(data.draw(applications(plan)))
    assert (review.accepted is True) is (review.reasons == ())


@every_plan
@reviewing
@given(data=st.data())
def test_an_entry_has_a_reason_if_and_only_if_it_does_not_come_in(
    plan: Plan, data: st.DataObject
) -> None:
    review = plan.review(data.draw(applications(plan)))
    assert all((entry.accepted is True) is (entry.reasons == ()) for entry in review.entries)


@every_plan
@reviewing
@given(data=st.data())
def test_a_notice_decides_nothing(plan: Plan, data: st.DataObject) -> None:
    review = plan.review(data.draw(applications(plan)))
    assert all(notice.standing is Standing.NOTICE for notice in review.notices)


@every_plan
@reviewing
@given(data=st.data())
def test_no_entry_is_lost(plan: Plan, data: st.DataObject) -> None:
    application = data.draw(applications(plan))
    review = plan.review(application)
    answered = [
        *(entry.entry.key for entry in review.entries),
        *(entry.key for entry in review.repeated),
    ]
    assert sorted(map(str, answered)) == sorted(str(entry.key) for entry in application.entries)


@every_plan
@reviewing
@given(data=st.data())
def test_each_member_is_taken_once_but_for_children_who_are_insured(
    plan: Plan, data: st.DataObject
) -> None:
    application = data.draw(applications(plan))
    entered = [entry.member.id for entry in application.entries]
    children_too = plan.edition(application.starts).benefit.insures(Insured.CHILD)
    taken = [entry.entry.member.id for entry in plan.review(application).entries]
    assert sorted(entered if children_too else set(entered)) == sorted(taken)


@every_plan
@reviewing
@given(data=st.data())
def test_an_entry_is_eligible_only_where_decide_finds_it_so(
    plan: Plan, data: st.DataObject
) -> None:
    application = data.draw(applications(plan))
    for entry in plan.review(application).entries:
        alone = plan.decide(
            entry.entry.member,
            application.unit,
            starts=application.starts,
            child=entry.entry.child,
            shares=entry.entry.shares,
            level=entry.entry.level,
        )
        assert alone.eligible is entry.eligible or beside_member_decides(alone)


def beside_member_decides(decision: Decision) -> bool:
    """Tell whether the roster still had to answer whether the member is entered too (R21)."""
    return any(one.code == "beside_member.open" for one in decision.findings)


@every_plan
@reviewing
@given(data=st.data())
def test_whoever_is_not_eligible_does_not_come_in(plan: Plan, data: st.DataObject) -> None:
    review = plan.review(data.draw(applications(plan)))
    assert all(entry.accepted is False for entry in review.entries if entry.eligible is False)


@every_plan
@reviewing
@given(data=st.data())
def test_one_more_who_may_join_turns_nobody_away(plan: Plan, data: st.DataObject) -> None:
    application = data.draw(applications(plan))
    one_more = favourable(plan, "Z999")
    at = data.draw(st.integers(0, len(application.entries)))
    larger = attrs.evolve(
        application,
        entries=[*application.entries[:at], one_more, *application.entries[at:]],
    )
    before, after = by_key(plan.review(application)), by_key(plan.review(larger))
    assume(no_more_than_declared(larger, after.values()))
    assert after[one_more.key].eligible is True
    assert all(after[key].accepted for key, entry in before.items() if entry.accepted)


def no_more_than_declared(application: Application, entries: Iterable[EntryDecision]) -> bool:
    may_join = {entry.entry.member.id for entry in entries if entry.eligible is not False}
    may_join |= {entry.member.id for entry in application.already_covered}
    declared = [headcount.of(application.unit) for headcount in Headcount]
    return all(number is None or len(may_join) <= number for number in declared)


@every_plan
@reviewing
@given(data=st.data())
def test_the_order_of_entries_changes_nothing(plan: Plan, data: st.DataObject) -> None:
    application = data.draw(applications(plan))
    shuffled = attrs.evolve(
        application,
        entries=data.draw(st.permutations(application.entries)),
        already_covered=application.already_covered[::-1],
    )
    one, other = plan.review(application), plan.review(shuffled)
    assert answers(one) == answers(other)


def answers(review: Review) -> tuple[object, ...]:
    """Give everything that a review answers, without its order."""
    entries = {
        key: (entry.eligible, entry.accepted, entry.fee, entry.caps, entry.reasons)
        for key, entry in by_key(review).items()
    }
    return (
        review.accepted,
        review.fee,
        review.quoted_fee,
        review.known_fee,
        review.unit_findings,
        set(review.reasons),
        set(review.notices),
        set(review.repeated),
        entries,
    )


@every_plan
@reviewing
@given(data=st.data())
def test_the_same_application_has_the_same_review(plan: Plan, data: st.DataObject) -> None:
    application = data.draw(applications(plan))
    again = attrs.evolve(application)
    assert plan.review(application).to_dict() == ANEW[plan.code].review(again).to_dict()


@every_plan
@reviewing
@given(data=st.data())
def test_leaving_something_unsaid_never_makes_a_review_more_certain(
    plan: Plan, data: st.DataObject
) -> None:
    application = data.draw(applications(plan))
    vague, whole = plan.review(data.draw(vaguer(application))), plan.review(application)
    assert keeps(vague.accepted, whole.accepted)
    told = by_key(whole)
    for key, entry in by_key(vague).items():
        assert keeps(entry.eligible, told[key].eligible)
        assert keeps(entry.accepted, told[key].accepted)


@every_plan
@reviewing
@given(data=st.data())
def test_a_fee_of_a_unit_that_is_known_stands_whatever_else_is_said(
    plan: Plan, data: st.DataObject
) -> None:
    application = data.draw(applications(plan))
    vague, whole = plan.review(data.draw(vaguer(application))), plan.review(application)
    assert keeps(vague.fee, whole.fee)


@every_plan
@reviewing
@given(data=st.data())
def test_a_refused_entry_is_neither_charged_nor_covered(plan: Plan, data: st.DataObject) -> None:
    review = plan.review(data.draw(applications(plan)))
    assert all(
        (0, {}) == (entry.fee, entry.caps) for entry in review.entries if entry.accepted is False
    )


@every_plan
@reviewing
@given(data=st.data())
def test_a_refused_application_is_charged_nothing(plan: Plan, data: st.DataObject) -> None:
    review = plan.review(data.draw(applications(plan)))
    assert review.accepted is not False or (0, 0) == (review.fee, review.known_fee)


@every_plan
@reviewing
@given(data=st.data())
def test_the_fee_is_the_sum_of_the_entries_fees(plan: Plan, data: st.DataObject) -> None:
    review = plan.review(data.draw(applications(plan)))
    fees = [entry.fee for entry in review.entries]
    known = [fee for fee in fees if fee is not None]
    assert (sum(known), None if None in fees else sum(known)) == (review.known_fee, review.fee)


@every_plan
@reviewing
@given(data=st.data())
def test_an_accepted_entry_pays_what_it_was_quoted(plan: Plan, data: st.DataObject) -> None:
    review = plan.review(data.draw(applications(plan)))
    assert all(entry.fee == entry.quoted_fee for entry in review.entries if entry.accepted)


@every_plan
@reviewing
@given(data=st.data())
def test_nobody_is_counted_twice(plan: Plan, data: st.DataObject) -> None:
    application = data.draw(applications(plan))
    review = plan.review(application)
    for finding in participation(review):
        surely = joining(review, finding.rule.of, {True})
        perhaps = joining(review, finding.rule.of, {True, None})
        counted = [
            value
            for name in ("surely", "joining", "possibly")
            if (value := finding.fact(name)) is not None
        ]
        assert all(len(surely) <= count <= len(perhaps) for count in counted)


def participation(review: Review) -> Iterator[Finding]:
    """Give the answers about the share that must join, of the unit and of ways of joining."""
    for finding in (*review.unit_findings, *(entry.own for entry in review.entries[:5])):
        yield from (
            one
            for one in single(finding)
            if isinstance(one.rule, Participation) and one.standing is not Standing.OPEN
        )


def single(finding: Finding) -> Iterator[Finding]:
    """Give the findings of a tree that have no parts."""
    if not finding.parts:
        yield finding
    for part in finding.parts:
        yield from single(part)


def joining(review: Review, headcount: Headcount, standings: set[bool | None]) -> set[str]:
    """Name each person once who is covered already, or whose own conditions stand so."""
    entered = [entry.entry for entry in review.entries if entry.eligible in standings]
    starts = review.application.starts
    return {
        entry.member.id
        for entry in (*entered, *review.application.already_covered)
        if headcount.counts(entry, starts)
    }


@every_plan
@reviewing
@given(data=st.data())
def test_a_share_is_met_by_so_many_and_by_no_more_than_there_are(
    plan: Plan, data: st.DataObject
) -> None:
    review = plan.review(data.draw(applications(plan)))
    for finding in participation(review):
        count, base, rule = finding.fact("joining"), finding.fact("base"), finding.rule
        if finding.standing is Standing.MET:
            assert 100 * count >= rule.percent * base
            assert count <= base
        if finding.code == "participation.more_than_base":
            assert count > base


@every_plan
@reviewing
@given(data=st.data())
def test_a_unit_in_which_nobody_may_join_is_refused(plan: Plan, data: st.DataObject) -> None:
    review = plan.review(data.draw(applications(plan)))
    nobody = all(entry.eligible is False for entry in review.entries)
    assert nobody is ("review.nobody_may_join" in codes(review.reasons))
    assert not nobody or review.accepted is False


@every_plan
@reviewing
@given(data=st.data())
def test_an_accepted_unit_has_somebody_who_comes_in(plan: Plan, data: st.DataObject) -> None:
    review = plan.review(data.draw(applications(plan)))
    assert (review.accepted is True) is bool(review.joining)


@every_plan
@reviewing
@given(data=st.data())
def test_nobody_comes_in_where_a_condition_of_the_whole_unit_fails(
    plan: Plan, data: st.DataObject
) -> None:
    review = plan.review(data.draw(applications(plan)))
    failed = any(one.standing is Standing.FAILED for one in review.unit_findings)
    assert not failed or all(entry.accepted is False for entry in review.entries)


@every_plan
@reviewing
@given(data=st.data())
def test_a_review_survives_json(plan: Plan, data: st.DataObject) -> None:
    told = plan.review(data.draw(applications(plan))).to_dict()
    assert told == json.loads(json.dumps(told))


@every_plan
@reviewing
@given(data=st.data())
def test_a_review_explains_itself_in_both_languages_with_each_clause(
    plan: Plan, data: st.DataObject
) -> None:
    review = plan.review(data.draw(applications(plan)))
    for lang in LANGUAGES:
        assert is_good_text(review.explain(lang), lang, review.reasons)


@every_plan
@reviewing
@given(data=st.data())
def test_a_refused_entry_explains_itself_in_both_languages_with_each_clause(
    plan: Plan, data: st.DataObject
) -> None:
    review = plan.review(data.draw(applications(plan)))
    for entry in review.entries:
        for lang in LANGUAGES:
            assert is_good_text(entry.explain(lang), lang, entry.reasons)
