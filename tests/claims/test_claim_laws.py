"""Laws of the ledger: over any claims and covers, however they are entered and corrected.

The laws of claims that every plan keeps are those of the kit; see `tests/testing/test_eight.py`.
"""

from __future__ import annotations

import pickle
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from decimal import Decimal

import attrs
from claims.model import PLANS, Insured, Step, world_of
from claims.scenes import settle_all
from claims.strategies import claims_under, sold
from claims.test_machine import cover_of, split_as
from hypothesis import assume, given
from hypothesis import strategies as st

from mutualaid import (
    Claim,
    EnrolmentOutcome,
    Ledger,
    Settlement,
    SettlementOutcome,
)

LATER = date(2030, 1, 1)


@st.composite
def scenes(draw: st.DrawFn, *, most: int = 7, renewed: bool = True) -> tuple[Ledger, list[Claim]]:
    """Draw a cover, perhaps its renewal, and claims of its person."""
    first = draw(sold())
    covers = [first]
    if renewed and draw(st.booleans()):
        covers.append(
            Insured(first.who, first.plan, first.ends, first.is_child, first.shares, first.level)
        )
    claims = [
        draw(claims_under(draw(st.sampled_from(covers)), f"C{number}"))
        for number in range(draw(st.integers(0, most)))
    ]
    return Ledger(map(cover_of, covers)), claims


@st.composite
def shared_covers(draw: st.DrawFn) -> list[Insured]:
    """Draw covers of one person, of which some run side by side, in the order of enrolment."""
    first = draw(sold().filter(lambda one: PLANS[one.plan].most_shares > 1))
    first.shares = 1
    room = PLANS[first.plan].most_shares - 1
    covers = [first]
    for shares in draw(st.lists(st.integers(1, 2), min_size=1, max_size=room)):
        into = draw(st.sampled_from([1, 20, 40]) | st.integers(1, 400))
        starts = first.starts + timedelta(days=into)
        covers.append(Insured(first.who, first.plan, starts, first.is_child, shares))
    assume(sum(one.shares for one in covers) <= room + 1)
    return draw(st.permutations(covers))


@st.composite
def shared_scenes(draw: st.DrawFn) -> tuple[Ledger, list[Claim]]:
    """Draw covers of one person that run side by side, and claims on days about them."""
    covers = draw(shared_covers())
    return Ledger(map(cover_of, covers)), draw(claims_about(covers))


@st.composite
def claims_about(draw: st.DrawFn, covers: list[Insured]) -> list[Claim]:
    """Draw claims on days about some covers."""
    return [
        draw(claims_under(draw(st.sampled_from(covers)), f"C{number}"))
        for number in range(draw(st.integers(2, 7)))
    ]


def totals(ledger: Ledger) -> dict[tuple[object, ...], Decimal]:
    """Give what each line of each cover has paid."""
    return {
        (row.insured, row.plan, row.starts, row.line): row.paid for row in ledger.statement().rows
    }


def after(ledger: Ledger, claims: Iterable[Claim]) -> Ledger:
    return settle_all(ledger, claims)[1]


def assert_nothing_rises(ledger: Ledger, claims: Iterable[Claim], day: date) -> None:
    """Hold that no claim raises what remains on a day."""
    keys = {(row.insured, row.plan, row.line) for row in ledger.statement().rows}

    def left(ledger: Ledger) -> dict[tuple[str, str, str], Decimal]:
        return {
            (who, plan, line): ledger.remaining(who, plan, on=day, line=line)
            for who, plan, line in keys
        }

    for claim in claims:
        before = left(ledger)
        _, ledger = ledger.settle(claim)
        assert all(amount <= before[key] for key, amount in left(ledger).items())


def all_paid(settlements: Sequence[Settlement]) -> Decimal:
    return sum((one.payable for one in settlements), Decimal(0))


# Covers side by side -------------------------------------------------------------------------


@given(shared_scenes())
def test_covers_side_by_side_pay_no_more_than_their_caps_and_nothing_negative(
    scene: tuple[Ledger, list[Claim]],
) -> None:
    ledger, claims = scene
    settlements, ledger = settle_all(ledger, claims)
    for row in ledger.statement().rows:
        assert 0 <= row.paid <= row.cap
    for settlement in settlements:
        assert all(payment.payable >= 0 for payment in settlement.payments)


@given(shared_scenes())
def test_covers_side_by_side_never_pay_more_than_was_assessed(
    scene: tuple[Ledger, list[Claim]],
) -> None:
    for settlement in settle_all(*scene)[0]:
        if settlement.claim.amount is not None and settlement.claim.plan != "sundry":
            assert settlement.payable <= settlement.claim.amount


@given(shared_scenes(), st.data())
def test_what_is_withdrawn_from_covers_side_by_side_might_never_have_been(
    scene: tuple[Ledger, list[Claim]], data: st.DataObject
) -> None:
    ledger, claims = scene
    changed = withdraw_some(after(ledger, claims), data)
    stands = {settlement.claim.id for settlement in standing(changed)}
    never = after(ledger, [claim for claim in claims if claim.id in stands])
    assert totals(never) == totals(changed)


@given(shared_scenes(), st.data())
def test_splitting_a_claim_between_covers_side_by_side_pays_the_same(
    scene: tuple[Ledger, list[Claim]], data: st.DataObject
) -> None:
    ledger, claims = scene
    *before, whole = claims
    assume(whole.amount is not None)
    assert whole.amount is not None
    part = data.draw(st.integers(0, int(whole.amount * 100))) * Decimal("0.01")
    parts = [
        attrs.evolve(whole, id=f"part{number}", amount=amount)
        for number, amount in enumerate([part, whole.amount - part])
    ]
    assert totals(after(ledger, [*before, whole])) == totals(after(ledger, [*before, *parts]))


def without_a_formula(scene: tuple[Ledger, list[Claim]]) -> bool:
    """Leave out the plan whose formulas count by the order of the claims."""
    return scene[0].covers()[0].plan != "sundry"


@given(shared_scenes().filter(without_a_formula), st.randoms(use_true_random=False))
def test_covers_side_by_side_pay_the_same_each_for_any_order_of_the_claims(
    scene: tuple[Ledger, list[Claim]], chance: object
) -> None:
    ledger, claims = scene
    mixed = list(claims)
    chance.shuffle(mixed)  # type: ignore[attr-defined]
    assert totals(after(ledger, claims)) == totals(after(ledger, mixed))


@given(st.data())
def test_covers_side_by_side_pay_what_can_be_paid_at_most(data: st.DataObject) -> None:
    covers = data.draw(shared_covers())
    claims = data.draw(claims_about(covers))
    steps: list[Step] = [("enrol", one.starts, one) for one in covers]
    steps += [("claim", claim.entered, claim) for claim in claims]
    ledger = after(Ledger(map(cover_of, covers)), claims)
    world = split_as(ledger, world_of(steps))
    assert {
        (one.starts, line): world.paid_from(one, line) for one in covers for line in one.lines()
    } == {(row.starts, row.line): row.paid * 100 for row in ledger.statement().rows}


@given(shared_scenes())
def test_a_claim_takes_nothing_from_those_settled_before_it(
    scene: tuple[Ledger, list[Claim]],
) -> None:
    ledger, claims = scene
    for claim in claims:
        before = {one.claim.id: one.payable for one in standing(ledger)}
        _, ledger = ledger.settle(claim)
        now = {one.claim.id: one.payable for one in standing(ledger)}
        assert before == {name: now[name] for name in before}


@given(shared_scenes(), st.dates(date(2015, 6, 1), date(2022, 1, 1)))
def test_more_claims_never_raise_what_remains_of_covers_side_by_side_on_any_day(
    scene: tuple[Ledger, list[Claim]], day: date
) -> None:
    assert_nothing_rises(*scene, day)


@given(shared_scenes())
def test_payments_of_covers_side_by_side_follow_one_another_on_each_line(
    scene: tuple[Ledger, list[Claim]],
) -> None:
    ledger = after(*scene)
    paid: Counter[tuple[int, str]] = Counter()
    for settlement in standing(ledger):
        for payment in settlement.payments:
            assert paid[payment.key] == payment.paid_before
            assert payment.remaining >= 0
            paid[payment.key] += payment.payable  # type: ignore[assignment]


@given(shared_scenes(), st.data())
def test_replaying_the_log_of_covers_side_by_side_gives_the_same_payments(
    scene: tuple[Ledger, list[Claim]], data: st.DataObject
) -> None:
    ledger = withdraw_some(after(*scene), data)
    assert standing(ledger) == standing(Ledger.replay(ledger.log()))


# History -------------------------------------------------------------------------------------


@given(scenes(), st.dates(date(2015, 6, 1), date(2022, 1, 1)))
def test_more_claims_never_raise_what_remains_on_any_day(
    scene: tuple[Ledger, list[Claim]], day: date
) -> None:
    assert_nothing_rises(*scene, day)


# The log -------------------------------------------------------------------------------------


@given(scenes(), st.data())
def test_replaying_the_log_gives_the_same_ledger(
    scene: tuple[Ledger, list[Claim]], data: st.DataObject
) -> None:
    ledger, claims = scene
    ledger = after(ledger, claims)
    ledger = withdraw_some(ledger, data)
    again = Ledger.replay(ledger.log())
    assert (ledger, ledger.statement()) == (again, again.statement())


@given(scenes())
def test_a_ledger_pickles(scene: tuple[Ledger, list[Claim]]) -> None:
    ledger = after(*scene)
    again = pickle.loads(pickle.dumps(ledger))  # noqa: S301 - our own
    assert (ledger, ledger.statement()) == (again, again.statement())


@given(scenes() | shared_scenes(), st.dates(date(2015, 6, 1), date(2022, 1, 1)))
def test_what_was_known_of_an_account_is_what_the_ledger_as_known_says(
    scene: tuple[Ledger, list[Claim]], day: date
) -> None:
    ledger = after(*scene)
    known = ledger.known_on(day)
    for row in known.statement().rows:
        said = {"on": row.starts, "line": row.line}
        assert known.remaining(row.insured, row.plan, **said) == ledger.remaining(  # type: ignore[arg-type]
            row.insured,
            row.plan,
            known_on=day,
            **said,  # type: ignore[arg-type]
        )
    assert known.statement() == ledger.statement(known_on=day)
    assert known.statement(on=day) == ledger.statement(on=day, known_on=day)


# Withdrawing and correcting ------------------------------------------------------------------


def standing(ledger: Ledger) -> list[Settlement]:
    """List the settlements that stand, in the order of their claims."""
    return [
        settlement
        for _, account in ledger.accounts()
        for _, settlement in sorted(account.settled.items(), key=lambda one: one[0])
    ]


def withdraw_some(ledger: Ledger, data: st.DataObject) -> Ledger:
    for settlement in standing(ledger):
        if data.draw(st.booleans()):
            _, ledger = ledger.withdraw(settlement.claim.id, entered=LATER)
    return ledger


@given(scenes(), st.data())
def test_what_is_withdrawn_might_never_have_been(
    scene: tuple[Ledger, list[Claim]], data: st.DataObject
) -> None:
    ledger, claims = scene
    changed = withdraw_some(after(ledger, claims), data)
    stands = {settlement.claim.id for settlement in standing(changed)}
    never = after(ledger, [claim for claim in claims if claim.id in stands])
    assert totals(never) == totals(changed)
    assert [one.payable for one in standing(never)] == [one.payable for one in standing(changed)]


@given(scenes())
def test_withdrawing_everything_gives_everything_back(scene: tuple[Ledger, list[Claim]]) -> None:
    ledger, claims = scene
    full = after(ledger, claims)
    for claim in [settlement.claim for settlement in standing(full)]:
        _, full = full.withdraw(claim.id, entered=LATER)
    assert totals(ledger) == totals(full)


@given(scenes(), st.data())
def test_supplements_are_what_the_withdrawn_claim_gave_back(
    scene: tuple[Ledger, list[Claim]], data: st.DataObject
) -> None:
    ledger = after(*scene)
    before = standing(ledger)
    assume(before)
    taken = data.draw(st.sampled_from(before))
    supplements, ledger = ledger.withdraw(taken.claim.id, entered=LATER)
    difference = all_paid(standing(ledger)) - all_paid(before)
    given_out = sum((one.supplement for one in supplements), Decimal(0))
    assert difference == given_out - taken.payable


@given(scenes(), st.data())
def test_supplements_come_in_the_order_of_their_claims(
    scene: tuple[Ledger, list[Claim]], data: st.DataObject
) -> None:
    ledger = after(*scene)
    before = [one.claim.id for one in standing(ledger)]
    assume(before)
    supplements, _ = ledger.withdraw(data.draw(st.sampled_from(before)), entered=LATER)
    places = [before.index(one.claim.id) for one in supplements]
    assert sorted(set(places)) == places


@given(scenes(), st.data())
def test_lines_without_a_deductible_supplement_upwards_only(
    scene: tuple[Ledger, list[Claim]], data: st.DataObject
) -> None:
    ledger = after(*scene)
    before = [one for one in standing(ledger) if one.claim.plan != "sundry"]
    assume(before)
    taken = data.draw(st.sampled_from(before)).claim.id
    supplements, _ = ledger.withdraw(taken, entered=LATER)
    assert all(one.supplement > 0 for one in supplements)


@given(scenes(), st.data())
def test_a_correction_is_as_if_it_had_been_entered_so_at_first(
    scene: tuple[Ledger, list[Claim]], data: st.DataObject
) -> None:
    ledger, claims = scene
    settlements, full = settle_all(ledger, claims)
    paid = [one.claim for one in settlements if one.outcome is SettlementOutcome.PAID]
    assume(paid)
    wrong = data.draw(st.sampled_from(paid))
    cover = Insured(
        wrong.insured,
        wrong.plan,
        data.draw(st.sampled_from(full.covers())).starts,
        full.covers()[0].child is not None,
        full.covers()[0].shares,
        full.covers()[0].level or 0,
    )
    right = data.draw(claims_under(cover, wrong.id))
    answer, _, corrected = full.correct(right, entered=LATER)
    if answer.outcome is not SettlementOutcome.PAID:
        assert corrected is full
        return
    from_the_start = after(ledger, [right if one is wrong else one for one in paid])
    assert totals(from_the_start) == totals(corrected)


# Signs and fen -------------------------------------------------------------------------------


@given(scenes(), st.data())
def test_every_amount_is_exact_to_the_fen(
    scene: tuple[Ledger, list[Claim]], data: st.DataObject
) -> None:
    ledger = withdraw_some(after(*scene), data)
    for row in ledger.statement().rows:
        for amount in (row.cap, row.paid, row.remaining):
            assert amount == amount.quantize(Decimal("0.01"))


@given(scenes(), st.data())
def test_settlements_that_stand_add_up_to_the_statement(
    scene: tuple[Ledger, list[Claim]], data: st.DataObject
) -> None:
    ledger = withdraw_some(after(*scene), data)
    by_line: Counter[tuple[object, ...]] = Counter()
    for settlement in standing(ledger):
        for payment in settlement.payments:
            who = payment.cover.insured
            by_line[who, payment.cover.plan, payment.cover.starts, payment.line] += payment.payable  # type: ignore[assignment]
    paid = totals(ledger)
    assert {key: by_line[key] for key in paid} == paid


# People do not bear on one another -----------------------------------------------------------


@given(scenes(), scenes())
def test_what_one_account_pays_does_not_depend_on_another(
    one: tuple[Ledger, list[Claim]], other: tuple[Ledger, list[Claim]]
) -> None:
    mine = {(cover.insured, cover.plan) for cover in one[0].covers()}
    theirs = {(cover.insured, cover.plan) for cover in other[0].covers()}
    assume(mine.isdisjoint(theirs))
    renamed = [
        Claim(f"other {claim.id}", claim.plan, claim.insured, claim.event, claim.on,
              amount=claim.amount, items=claim.items, days=claim.days, grade=claim.grade,
              hospital=claim.hospital, admission=claim.admission, work_injury=claim.work_injury)
        for claim in other[1]
    ]  # fmt: skip
    both, _ = settle_all(Ledger([*one[0].covers(), *other[0].covers()]), [*renamed, *one[1]])
    alone, _ = settle_all(one[0], one[1])
    assert [settled.payable for settled in alone] == [
        settled.payable for settled in both[len(renamed) :]
    ]


# Covers --------------------------------------------------------------------------------------


@given(st.lists(sold(), min_size=1, max_size=6))
def test_shares_never_pass_the_maximum_on_any_day(covers: list[Insured]) -> None:
    _, ledger = Ledger().enrol(map(cover_of, covers))
    for cover in ledger.covers():
        most = PLANS[cover.plan].most_shares or 1
        running = [
            one
            for one in ledger.covers(plan=cover.plan, on=cover.starts)
            if one.insured == cover.insured
        ]
        assert sum(one.shares for one in running) <= most


@given(st.lists(sold(), min_size=1, max_size=6))
def test_enrolling_once_more_enrols_nothing(covers: list[Insured]) -> None:
    _, ledger = Ledger().enrol(map(cover_of, covers))
    answers, again = ledger.enrol(map(cover_of, covers))
    assert again is ledger
    assert {one.outcome for one in answers} <= {EnrolmentOutcome.ALREADY, EnrolmentOutcome.REFUSED}


@given(st.sets(st.integers(2015, 2024), min_size=1))
def test_renewals_in_any_order_of_entry_count_from_the_same_day(years: set[int]) -> None:
    covers = [Insured("M1", "medical", date(year, 6, 1)) for year in years]
    up = Ledger(map(cover_of, sorted(covers, key=lambda one: one.starts)))
    down = Ledger(map(cover_of, sorted(covers, key=lambda one: one.starts, reverse=True)))
    assert {one.starts: one.since for one in up.covers()} == {
        one.starts: one.since for one in down.covers()
    }
