"""Settling one more claim on ledgers of 10, 10 thousand and 1 million claims: time and memory.

Run it with `python tests/benchmarks/ledger.py`; `--most 10000` leaves the million out. Each row
settles the same number of further claims on a ledger of another size, and the ratio to the first
row of the same run is printed; a time says nothing on another machine, a ratio does. Memory is
what the resident set grew by while the claims were settled, for each claim, and what it grew by
while the covers were enrolled, for each cover; where that is too little to be seen, nothing.
"""

from __future__ import annotations

import argparse
import gc
import statistics
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from time import perf_counter_ns
from typing import NamedTuple

from mutualaid import Claim, Cover, Ledger, Member, Sex, UnknownName, load_catalogue

PLAN = "medical"
STARTS = date(2016, 1, 1)
EDITION = load_catalogue()[PLAN].edition(STARTS)
PAGE = 4096
MORE = 1_000
"""Further claims in each round."""
ROUNDS = 9


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
        yield Claim(f"C{number:07}", PLAN, f"M{who:06}", "outpatient", on, amount=1)


def settle(ledger: Ledger, given: Iterator[Claim] | list[Claim]) -> Ledger:
    """Settle claims one after the other."""
    for claim in given:
        _, ledger = ledger.settle(claim)
    return ledger


def timed(work: Callable[[], object]) -> float:
    """Give the time of one call in microseconds."""
    before = perf_counter_ns()
    work()
    return (perf_counter_ns() - before) / 1000


def median(work: Callable[[], object], rounds: int = ROUNDS) -> float:
    """Give the median time of a call in microseconds."""
    return statistics.median(timed(work) for _ in range(rounds))


def look_up(ledger: Ledger, name: str) -> None:
    """Ask for a claim that is not there."""
    try:
        ledger.settlement(name)
    except UnknownName:
        return


class Measured(NamedTuple):
    """What was measured on one ledger: times in microseconds, memory in bytes."""

    size: Size
    settle: float
    settle_without_collector: float
    remaining: float
    known: float
    withdraw: float
    statement: float
    wrong_id: float
    per_claim: float
    per_cover: float
    build: float


def measure(size: Size) -> Measured:
    """Build a ledger and measure it."""
    gc.collect()
    empty = resident()
    ledger = Ledger(covers(size.accounts))
    enrolled = resident()
    before = perf_counter_ns()
    ledger = settle(ledger, claims(size.claims, size.accounts))
    build = (perf_counter_ns() - before) / 1000 / size.claims
    gc.collect()
    full = resident()
    more = list(claims(MORE, size.accounts, first=size.claims))
    asked = {"insured": "M000000", "plan": PLAN, "on": date(2016, 12, 31)}
    with_collector = median(lambda: settle(ledger, more)) / MORE
    gc.disable()
    without = median(lambda: settle(ledger, more)) / MORE
    gc.enable()
    last = f"C{size.claims - 1:07}"
    return Measured(
        size,
        with_collector,
        without,
        median(lambda: ledger.remaining(**asked)),
        median(lambda: ledger.remaining(**asked, known_on=date(2016, 12, 31)), 3),
        median(lambda: ledger.withdraw(last, entered=date(2017, 6, 1)), 3),
        median(lambda: ledger.statement(insured="M000000"), 3),
        timed(lambda: look_up(ledger, "C-none")),
        (full - enrolled) / size.claims,
        (enrolled - empty) / size.accounts,
        build,
    )


def main() -> None:
    """Measure each size, and print one row of it."""
    reader = argparse.ArgumentParser(description="Settle one more claim on ledgers of many sizes.")
    reader.add_argument("--most", type=int, default=1_000_000, help="the most claims")
    most = reader.parse_args().most
    rows = [measure(size) for size in SIZES if size.claims <= most]
    first = rows[0]
    print("settling one more claim (median of rounds of 1,000):")
    print(f"{'claims':>9} {'accounts':>8} {'µs':>7} {'ratio':>6} {'µs, gc off':>10} {'ratio':>6}"
          f" {'µs, building':>12} {'bytes a claim':>13} {'bytes a cover':>13}")  # fmt: skip
    for row in rows:
        memory = [f"{value:,.0f}" if row.size.claims > 10 else "" for value in row[8:9]]
        cover = f"{row.per_cover:,.0f}" if row.size.accounts > 1_000 else ""
        print(
            f"{row.size.claims:>9,} {row.size.accounts:>8,} {row.settle:>7.1f}"
            f" {row.settle / first.settle:>6.2f} {row.settle_without_collector:>10.1f}"
            f" {row.settle_without_collector / first.settle_without_collector:>6.2f}"
            f" {row.build:>12.1f} {memory[0]:>13} {cover:>13}"
        )
    print("\nother questions, in µs:")
    names = ["remaining", "known", "withdraw", "statement", "wrong_id"]
    print(f"{'claims':>9} {'accounts':>8} " + " ".join(f"{name:>12}" for name in names))
    for row in rows:
        figures = " ".join(f"{getattr(row, name):>12,.1f}" for name in names)
        print(f"{row.size.claims:>9,} {row.size.accounts:>8,} {figures}")


if __name__ == "__main__":
    main()
