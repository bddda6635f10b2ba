"""The relief plan, on both sides of its boundaries; a start for the tests of your own plan."""

from __future__ import annotations

from datetime import date

import mutualaid_relief
import pytest

from mutualaid import (
    Application,
    Child,
    Claim,
    Entry,
    Ledger,
    Member,
    Plan,
    PlanModule,
    Settlement,
    Sex,
    Unit,
    load_catalogue,
)

STARTS = date(2016, 1, 1)
UNIT = Unit("U1", employees=20, has_union=True)
MODULE: PlanModule = mutualaid_relief


@pytest.fixture
def plan() -> Plan:
    return load_catalogue()["relief"]


@pytest.mark.parametrize(
    ("born", "eligible"),
    [
        (date(1998, 1, 1), True),
        (date(1998, 1, 2), False),
        (date(1950, 1, 2), True),
        (date(1950, 1, 1), False),
    ],
)
def test_members_are_aged_18_to_65(plan: Plan, born: date, *, eligible: bool) -> None:
    member = Member("M1", born, Sex.FEMALE, serving=True)

    assert plan.decide(member, UNIT, starts=STARTS).eligible is eligible


def test_three_shares_are_sold_and_four_are_not(plan: Plan) -> None:
    member = Member("M1", date(1980, 5, 17), Sex.FEMALE, serving=True)

    sold = [plan.decide(member, UNIT, starts=STARTS, shares=n).eligible for n in (3, 4)]

    assert sold == [True, False]


# Claims ---------------------------------------------------------------------------------------


PARENT = Member("M0", date(1980, 5, 17), Sex.FEMALE, serving=True)
CHILD = Child("C1", date(2010, 6, 1))
MAY = date(2016, 5, 1)


def enrol(plan: Plan, starts: date, ledger: Ledger | None = None, *, shares: int = 1) -> Ledger:
    """Enrol twelve members, the first of them with a child, from a day on."""
    people = [PARENT, *(Member(f"M{n}", PARENT.birth_date, PARENT.sex, serving=True)
                        for n in range(1, 12))]  # fmt: skip
    entries = [Entry(PARENT, child=CHILD), *(Entry(one, shares=shares) for one in people)]
    covers = plan.review(Application(UNIT, starts, entries)).covers()
    return (ledger or Ledger()).enrol(covers)[1]


def hardship(
    on: date = MAY,
    amount: int | str = 900,
    *,
    id: str = "C1",  # noqa: A002 - the claim's own word
    reported: date | None = None,
    circumstances: tuple[str, ...] = (),
) -> Claim:
    """Claim for hardship, reported on the day itself unless another is said."""
    return Claim(
        id,
        "relief",
        "M0",
        "hardship",
        on,
        amount=amount,
        reported=reported or on,
        circumstances=circumstances,
    )


def codes(settlement: Settlement) -> list[str]:
    return [finding.code for finding in settlement.findings]


@pytest.mark.parametrize(
    ("amount", "payable"),
    [
        ("500", "0.00"),
        ("500.01", "0.01"),  # half a fen goes up
        ("2000", "750.00"),
        ("2001", "750.80"),
        ("4812.50", "3000.00"),
        ("4812.51", "3000.00"),
        ("100000", "3000.00"),
    ],
)
def test_hardship_is_paid_in_bands_up_to_the_cap(plan: Plan, amount: str, payable: str) -> None:
    settlement, _ = enrol(plan, STARTS).settle(hardship(amount=amount))

    assert f"{settlement.payable:.2f}" == payable


def test_two_shares_are_paid_up_to_twice_the_cap(plan: Plan) -> None:
    settlement, _ = enrol(plan, STARTS, shares=2).settle(hardship(amount=100_000))

    assert settlement.payable == 6_000


def test_one_claim_pays_what_its_parts_pay(plan: Plan) -> None:
    whole, _ = enrol(plan, STARTS).settle(hardship(amount="3333.33"))

    first, ledger = enrol(plan, STARTS).settle(hardship(amount="1111.11"))
    second, _ = ledger.settle(hardship(id="C2", amount="2222.22"))

    assert sum(one.payable or 0 for one in (first, second)) == whole.payable


def test_day_30_is_within_the_waiting_period_and_day_31_is_not(plan: Plan) -> None:
    ledger = enrol(plan, STARTS)

    settled = [ledger.settle(hardship(date(2016, 1, day)))[0] for day in (30, 31)]

    assert [codes(one) for one in settled] == [["waiting_period.too_early"], []]


def test_a_renewal_without_a_gap_does_not_wait_again(plan: Plan) -> None:
    renewed = enrol(plan, date(2017, 1, 1), enrol(plan, STARTS))

    settlement, _ = renewed.settle(hardship(date(2017, 1, 1)))

    assert codes(settlement) == []


def test_a_cover_after_a_gap_of_a_day_waits_again(plan: Plan) -> None:
    later = enrol(plan, date(2017, 1, 2), enrol(plan, STARTS))

    settled = [later.settle(hardship(day))[0] for day in (date(2017, 1, 31), date(2017, 2, 1))]

    assert [codes(one) for one in settled] == [["waiting_period.too_early"], []]


def test_hardship_by_gambling_is_not_paid_and_by_anything_else_is(plan: Plan) -> None:
    ledger = enrol(plan, STARTS)

    settled = [ledger.settle(hardship(circumstances=(one,)))[0] for one in ("gambling", "flood")]

    assert [codes(one) for one in settled] == [["exclusion.holds"], []]


@pytest.mark.parametrize(
    ("reported", "refusal"),
    [(date(2016, 11, 1), []), (date(2016, 11, 2), ["reporting.too_late"])],
)
def test_a_claim_is_reported_within_six_months(
    plan: Plan, reported: date, refusal: list[str]
) -> None:
    settlement, _ = enrol(plan, STARTS).settle(hardship(reported=reported))

    assert codes(settlement) == refusal


def test_a_claim_of_which_no_report_is_said_stays_open(plan: Plan) -> None:
    settlement, _ = enrol(plan, STARTS).settle(Claim("C1", "relief", "C1", "child_ill", MAY))

    assert codes(settlement) == ["missing.reported"]


def test_the_illness_of_a_child_pays_its_fixed_sum_once(plan: Plan) -> None:
    ledger = enrol(plan, STARTS)
    paid = []

    for who in ("A1", "A2"):
        claim = Claim(who, "relief", "C1", "child_ill", MAY, reported=MAY)
        settlement, ledger = ledger.settle(claim)
        paid.append(settlement.payable)

    assert paid == [1_000, 0]


def test_the_installed_plan_is_found_beside_the_others(plan: Plan) -> None:
    assert plan.code in load_catalogue()
