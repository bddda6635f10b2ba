"""One member against all eight plans: `decide_all` beside hand-written straight-line Python.

Run it with `python tests/benchmarks/one_member.py`. Answers are compared first, on members with
and without unknowns, children and levels. Then both are timed in turns within the one run, and
the ratio of the medians is printed; a time says nothing on another machine, a ratio does.
"""

from __future__ import annotations

import random
import statistics
import sys
from datetime import date, timedelta
from pathlib import Path
from time import perf_counter_ns

sys.path.insert(0, str(Path(__file__).parent))

import straight_line

from mutualaid import Child, Member, Sex, Unit, load_catalogue

STARTS = date(2016, 1, 1)
MEMBERS = 1_000
ROUNDS = 101


def people(seed: int) -> list[tuple[Member, Unit, Child | None, int | None]]:
    """Make members of every kind, an eighth of what may be unknown being so."""
    chance = random.Random(seed)  # noqa: S311 - a benchmark is no secret

    def said() -> bool | None:
        return chance.choice([True] * 6 + [False, None])

    made: list[tuple[Member, Unit, Child | None, int | None]] = []
    for number in range(MEMBERS):
        born = STARTS - timedelta(days=chance.randrange(14 * 365, 64 * 365))
        member = Member(
            f"M{number}",
            born,
            chance.choice(list(Sex)),
            serving=said(),
            basic_medical_insurance=said(),
            union_member=said(),
            jingka_card=said(),
        )
        unit = Unit(f"U{number}", in_beijing=said(), has_union=said(), high_risk=said())
        child = None
        if chance.random() < 0.3:
            young = timedelta(days=chance.randrange(22 * 365))
            later = max(STARTS - young, born + timedelta(days=1))
            child = Child(f"C{number}", later, healthy=said(), student=said())
        made.append((member, unit, child, chance.choice([None, 1, 2, 3, 4, 5])))
    return made


def main() -> None:
    """Compare the answers, then time both and print the ratio."""
    decide_all = load_catalogue().decide_all
    everyone = people(seed=2016)

    def by_library() -> object:
        return [
            decide_all(member, unit, starts=STARTS, child=child, level=level)
            for member, unit, child, level in everyone
        ]

    def by_hand() -> object:
        return [
            straight_line.decide_all(member, unit, STARTS, child, 1, level)
            for member, unit, child, level in everyone
        ]

    for member, unit, child, level in everyone:
        ours = decide_all(member, unit, starts=STARTS, child=child, level=level)
        theirs = straight_line.decide_all(member, unit, STARTS, child, 1, level)
        assert [(code, one.eligible) for code, one in ours.items()] == [
            (one.plan, one.eligible) for one in theirs
        ], (member, unit, child, level)

    times: dict[str, list[int]] = {"library": [], "by hand": []}
    for _ in range(ROUNDS):
        for name, work in (("library", by_library), ("by hand", by_hand)):
            before = perf_counter_ns()
            work()
            times[name].append(perf_counter_ns() - before)
    medians = {name: statistics.median(taken) / MEMBERS for name, taken in times.items()}
    for name, median in medians.items():
        print(f"{name:>8}: {median / 1000:6.2f} µs a member, all eight plans")
    print(f"   ratio: {medians['library'] / medians['by hand']:.2f} × hand-written")


if __name__ == "__main__":
    main()
