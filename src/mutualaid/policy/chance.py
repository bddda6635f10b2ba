"""Situations drawn at random, for rules that corners cannot reach: seeded, and made simple.

What is found so is a difference; that nothing is found proves nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from random import Random

from mutualaid.corners.edges import Pool
from mutualaid.corners.situation import Entered, Said, Situation
from mutualaid.dates import ONE_DAY, latest_birth
from mutualaid.people import Sex
from mutualaid.question import Headcount

SEED = 8
DRAWN = 500
"""So many situations are drawn."""
OLDEST, OLDEST_CHILD = 100, 30
SAID = (True, False, None)
FEW = tuple(range(1, 11))
EMPLOYEES = f"unit.{Headcount.EMPLOYEES.value}"
LARGEST = 150
FORTNIGHT = 14
Differs = Callable[[Situation], bool]


def everything(starts: date) -> dict[str, Pool]:
    """Give what may be said of a person and a unit, each birthday on both its sides."""
    return {
        "member.birth_date": _birthdays(starts, OLDEST),
        "member.sex": tuple(Sex),
        **{
            f"member.{name}": SAID
            for name in ("serving", "basic_medical_insurance", "union_member", "jingka_card")
        },
        "member.high_risk": SAID,
        "entered": tuple(Entered),
        "child.birth_date": _birthdays(starts, OLDEST_CHILD),
        "child.healthy": SAID,
        "child.student": SAID,
        "shares": FEW,
        "level": (None, *FEW),
        "unit.in_beijing": SAID,
        "unit.has_union": SAID,
        "unit.high_risk": SAID,
        EMPLOYEES: (None, *range(LARGEST)),
    }


def _birthdays(starts: date, oldest: int) -> tuple[date, ...]:
    """Give each birthday on both its sides, and days all through one year."""
    firsts = [latest_birth(age, starts) for age in range(oldest + 1)]
    year = (firsts[oldest // 3] + timedelta(days=day) for day in range(0, 365, FORTNIGHT))
    beside = (day for first in firsts for day in (first, first + ONE_DAY) if day <= starts)
    return (*beside, *year)


def draw(bases: tuple[Situation, ...], starts: date) -> Iterator[Situation]:
    """Draw situations: first all that depart from an ordinary one in one way, then at random."""
    pools = everything(starts)
    for base in bases:
        for path, pool in pools.items():
            yield from (base.with_({path: value}) for value in pool)
    chance = Random(SEED)  # noqa: S311 - to find examples, and the same ones each time
    for _ in range(DRAWN):
        yield chance.choice(bases).with_(_departures(pools, chance))


def _departures(pools: dict[str, Pool], chance: Random) -> Said:
    paths = chance.sample(list(pools), chance.randint(1, 3))
    said = {path: chance.choice(pools[path]) for path in paths}
    for path in said:
        if path.endswith("birth_date"):
            born = chance.choice([day for day in pools[path] if isinstance(day, date)])
            said[path] = born - timedelta(days=chance.randrange(365))
    if chance.random() < 1 / 4:
        joining = chance.choice((2, 3, 5, 10))
        said |= {"joining": joining, EMPLOYEES: joining + chance.randrange(LARGEST)}
    return said


def simplest(found: Situation, differs: Differs) -> Situation:
    """Make a situation as ordinary as can be that is still decided differently."""
    before = None
    while before != found:
        before = found
        for path in sorted(found.departs):
            found = _nearer(found, path, differs)
    return found


def _nearer(found: Situation, path: str, differs: Differs) -> Situation:
    """Bring what stands under one path to the ordinary, or as near to it as can be."""
    usual, value = found.alike.get(path), found.said(path)
    ordinary = Situation(
        found.starts,
        found.alike,
        departs={name: said for name, said in found.departs.items() if name != path},
    )
    if differs(ordinary):
        return ordinary
    if path == EMPLOYEES:
        usual = found.joining
    if isinstance(usual, date) and isinstance(value, date):
        days = _least(
            (value - usual).days,
            lambda day: _differs_at(found, path, usual + timedelta(days=day), differs),
        )
        return found.with_({path: usual + timedelta(days=days)})
    if type(usual) is int and type(value) is int:
        more = _least(value - usual, lambda far: _differs_at(found, path, usual + far, differs))
        return found.with_({path: usual + more})
    return found


def _differs_at(found: Situation, path: str, value: object, differs: Differs) -> bool:
    return differs(found.with_({path: value}))


def _least(far: int, differs: Callable[[int], bool]) -> int:
    """Halve the way towards 0 as long as the difference stays."""
    near, sign = 0, 1 if far > 0 else -1
    size = abs(far)
    while size - near > 1:
        middle = (near + size) // 2
        if differs(sign * middle):
            size = middle
        else:
            near = middle
    return sign * size
