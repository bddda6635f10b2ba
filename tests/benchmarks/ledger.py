"""Settling one more claim on ledgers of 10, 10 thousand and 1 million claims: time and memory.

Run it with `python tests/benchmarks/ledger.py`; `--most 10000` leaves the million out. Further
claims are settled on all ledgers in turns within the one run, and the ratio to the first row is
printed; a time says nothing on another machine, a ratio does. Times are of the processor, so that
other work on the machine counts little. Memory is what the resident set grew by while the claims
were settled, for each claim, and while the covers were enrolled, for each cover; where it is too
little to be seen, nothing is printed.
"""

from __future__ import annotations

import argparse
import gc
import statistics
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from time import process_time_ns
from typing import NamedTuple

from mutualaid import Claim, Cover, Ledger, Member, Sex, UnknownName, load_catalogue

PLAN = "medical"
STARTS = date(2016, 1, 1)
EDITION = load_catalogue()[PLAN].edition(STARTS)
PAGE = 4096
MORE = 1_000
"""Further claims in each round."""
ROUNDS = 15
SEEN = 1_000
"""From how many things on their memory is seen in the resident set."""


class Size(NamedTuple):
    """How many claims on how many accounts."""

    claims: int
    accounts: int


SIZES = [Size(10, 10), Size(10_000, 2_000), Size(10_000, 1), Size(1_000_000, 200_000)]


def resident() -> int:
    """Give the resident set in bytes, 0 where the system does not tell."""
    tells = Path("/proc/self/statm")
    return int(tells.read_text().split()[1]) * PAGE if tells.exists() else 0


def covers(count: int) -> Iterator[Cover]:
    """Make one cover each for so many members."""
    for number in range(count):
        member = Member(f"M{number:06}", date(1980, 5, 17), Sex.FEMALE, serving=True)
        yield Cover(EDITION, f"U{number // 100:04}", member, STARTS)


def claims(count: int, accounts: int, *, first: int = 0) -> Iterator[Claim]:
    """Make so many claims of a yuan, spread over the accounts."""
    for number in range(first, first + count):
        on = STARTS + timedelta(days=number * 7 % 366)
        # A large prime, so that one claim after another falls on accounts far apart.
        who = number * 7_368_787 % accounts
        yield Claim(
            f"C{number:07}",
            PLAN,
            f"M{who:06}",
            "outpatient",
            on,
            amount=1,
            entered=entered(number),
        )


def entered(number: int) -> date:
    """Give the day on which a claim is entered: a hundred a day, once the cover is over."""
    return date(2017, 1, 1) + timedelta(days=number // 100)


def settle(ledger: Ledger, given: Iterator[Claim] | list[Claim]) -> Ledger:
    """Settle claims one after the other."""
    for claim in given:
        _, ledger = ledger.settle(claim)
    return ledger


def timed(work: Callable[[], object]) -> float:
    """Give the time of one call in microseconds."""
    before = process_time_ns()
    work()
    return (process_time_ns() - before) / 1000


def median(work: Callable[[], object], rounds: int = ROUNDS) -> float:
    """Give the median time of a call in microseconds."""
    return statistics.median(timed(work) for _ in range(rounds))


def look_up(ledger: Ledger, name: str) -> None:
    """Ask for a claim that is not there."""
    try:
        ledger.settlement(name)
    except UnknownName:
        return


def look_up_account(ledger: Ledger, insured: str) -> None:
    """Ask for a person who is not there."""
    try:
        ledger.account(insured, PLAN)
    except UnknownName:
        return


class Built(NamedTuple):
    """A ledger, what building it took in microseconds a claim, and its memory in bytes."""

    size: Size
    ledger: Ledger
    building: float
    per_claim: float
    per_cover: float


def build(size: Size) -> Built:
    """Build a ledger."""
    gc.collect()
    empty = resident()
    ledger = Ledger(covers(size.accounts))
    gc.collect()
    enrolled = resident()
    before = process_time_ns()
    ledger = settle(ledger, claims(size.claims, size.accounts))
    took = (process_time_ns() - before) / 1000 / size.claims
    gc.collect()
    full = resident()
    return Built(
        size,
        ledger,
        took,
        (full - enrolled) / size.claims,
        (enrolled - empty) / size.accounts,
    )


def settle_more(built: list[Built]) -> list[float]:
    """Settle further claims on each ledger in turns; give the median in microseconds a claim.

    Without the garbage collector, whose rounds fall on whoever comes next.
    """
    more = [list(claims(MORE, one.size.accounts, first=one.size.claims)) for one in built]
    times: list[list[float]] = [[] for _ in built]
    gc.disable()
    for _ in range(ROUNDS):
        for one, given, taken in zip(built, more, times, strict=True):
            taken.append(timed(lambda one=one, given=given: settle(one.ledger, given)) / MORE)
    gc.enable()
    return [statistics.median(taken) for taken in times]


def questions(one: Built) -> dict[str, float]:
    """Ask other questions of a ledger; give the time of each in microseconds."""
    ledger, last = one.ledger, f"C{one.size.claims - 1:07}"
    asked = {"insured": "M000000", "plan": PLAN, "on": date(2016, 12, 31)}
    known = {**asked, "known_on": entered(one.size.claims // 2)}
    later = date(2050, 1, 1)
    return {
        "remaining": median(lambda: ledger.remaining(**asked)),
        "as known": median(lambda: ledger.remaining(**known), 3),
        "withdraw last": median(lambda: ledger.withdraw(last, entered=later), 3),
        "withdraw 1st": median(lambda: ledger.withdraw("C0000000", entered=later), 3),
        "statement": median(lambda: ledger.statement(insured="M000000"), 3),
        "of a unit": median(lambda: ledger.statement(unit="U0000"), 3),
        "covers": median(lambda: ledger.covers(insured="M000000"), 3),
        "unknown id": timed(lambda: look_up(ledger, "C-none")),
        "unknown person": timed(lambda: look_up_account(ledger, "M-none")),
    }


def main() -> None:
    """Build each size, settle further claims on all in turns, and print a row of each."""
    reader = argparse.ArgumentParser(description="Settle one more claim on ledgers of many sizes.")
    reader.add_argument("--most", type=int, default=1_000_000, help="the most claims")
    most = reader.parse_args().most
    built = [build(size) for size in SIZES if size.claims <= most]
    times = settle_more(built)
    print(f"settling one more claim, median of {ROUNDS} rounds of {MORE:,} in turns:")
    print(
        f"{'claims':>9} {'accounts':>8} {'µs':>7} {'ratio':>6}"
        f" {'µs, building':>12} {'bytes a claim':>13} {'bytes a cover':>13}"
    )
    for one, took in zip(built, times, strict=True):
        claim = f"{one.per_claim:,.0f}" if one.size.claims > SEEN else ""
        cover = f"{one.per_cover:,.0f}" if one.size.accounts > SEEN else ""
        print(
            f"{one.size.claims:>9,} {one.size.accounts:>8,} {took:>7.1f} {took / times[0]:>6.2f}"
            f" {one.building:>12.1f} {claim:>13} {cover:>13}"
        )
    print("\nother questions, in µs:")
    for number, one in enumerate(built):
        answers = questions(one)
        if number == 0:
            print(f"{'claims':>9} {'accounts':>8} " + " ".join(f"{name:>14}" for name in answers))
        figures = " ".join(f"{took:>14,.1f}" for took in answers.values())
        print(f"{one.size.claims:>9,} {one.size.accounts:>8,} {figures}")


if __name__ == "__main__":
    main()
