"""The ordinary application of a plan: the smallest that it accepts, of people who are all alike."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from itertools import chain, islice, pairwise, product
from typing import TypeAlias

from mutualaid.application import Application
from mutualaid.corners.edges import Atom, Pool, holds, path_of, pools
from mutualaid.corners.situation import Entered, Said, Situation, favourable
from mutualaid.dates import ONE_DAY
from mutualaid.errors import InvalidValue
from mutualaid.plan import Edition, leaves
from mutualaid.reviewing import review_application
from mutualaid.rules import AllOf, AnyOf, Participation, Rule
from mutualaid.rules.conditions import Always, Asked, Condition, Every, Not, Some

Domains: TypeAlias = Mapping[str, Pool]
SIZES = (1, 2, 3, 5, 10, 30, 100)
"""How many people are tried where one alone is not accepted."""
SOLUTIONS = 64
"""So many ways to meet the conditions are weighed against one another at most."""


def ordinary_application(edition: Edition, starts: date) -> Application | None:
    """Give the smallest application that a plan accepts, of people who are all alike.

    Args:
        edition: The plan's rules.
        starts: First day of the covers.

    Returns:
        The application; None where none is found, as where nobody may join, or only somebody whom
        a rule wants that does not say what it comes to.
    """
    found = ordinaries(edition, starts)
    return found[0].application() if found else None


def ordinaries(edition: Edition, starts: date) -> tuple[Situation, ...]:
    """Give a situation that a plan accepts for each way of joining, by that way alone if it can be.

    Everyone in it is alike; as few people as can be, and what is said as usual as can be.
    """
    rules = (edition.eligibility, edition.fee)
    single = [leaf for rule in rules for leaf in leaves(rule)]
    domains = pools(single, starts)
    domains = {path: _usual_first(path, pool) for path, pool in domains.items()}
    least = (leaf.at_least or 1 for leaf in single if isinstance(leaf, Participation))
    sizes = sorted({*SIZES, *least})
    found = []
    for wanted, others in _choices(AllOf(rules)):
        conditions = Every(tuple(rule.condition(starts) for rule in wanted))
        alone = Every((conditions, *(Not(rule.condition(starts)) for rule in others)))
        said = _most_usual(alone, domains, starts) or _most_usual(conditions, domains, starts)
        if said is not None:
            accepted = next(filter(_accepted_by(edition), _enough(said, sizes, starts)), None)
            if accepted is not None and accepted not in found:
                found.append(accepted)
    return tuple(found)


def _most_usual(condition: Condition, domains: Domains, starts: date) -> Said | None:
    """Find what meets a condition and says as little as can be that is not usual."""
    usual = favourable(starts)
    ways = islice(_solve(condition, domains, want=True), SOLUTIONS)
    found = [usual | {path: pool[0] for path, pool in narrowed.items()} for narrowed in ways]
    return min(
        found, key=lambda said: sum(said[path] != usual.get(path) for path in said), default=None
    )


def _usual_first(path: str, pool: Pool) -> Pool:
    """Order days of birth: the usual one, the middles between corners, the corners themselves."""
    if not path.endswith("birth_date"):
        return pool
    usual, *corners = (day for day in pool if isinstance(day, date))
    middles = [
        day + (after - day) // 2
        for day, after in pairwise(sorted({usual, *corners}))
        if after > day + ONE_DAY
    ]
    near = (sorted(days, key=lambda day: abs(day - usual)) for days in (middles, corners))
    return tuple(dict.fromkeys((usual, *chain.from_iterable(near))))


def _accepted_by(edition: Edition) -> Callable[[Situation], bool]:
    return lambda situation: is_possible(situation) and accepts(edition, situation)


def _enough(said: Said, sizes: Iterable[int], starts: date) -> Iterator[Situation]:
    """Try with more and more people, for a child alone and then beside the member."""
    entered = [said["entered"]]
    if Entered.CHILD in entered:
        entered.append(Entered.BOTH)
    for joining in sizes:
        for whom in entered:
            yield Situation(starts, {**said, "joining": joining, "entered": whom})


def _choices(rule: Rule) -> Iterator[tuple[list[Rule], list[Rule]]]:
    """Choose one way wherever there are several: the single rules of it, and the other ways."""
    if isinstance(rule, AnyOf):
        for part in rule.parts:
            others = [other for other in rule.parts if other is not part]
            yield from ((wanted, [*left, *others]) for wanted, left in _choices(part))
    elif isinstance(rule, AllOf):
        for chosen in product(*(list(_choices(part)) for part in rule.parts)):
            yield (
                [one for wanted, _ in chosen for one in wanted],
                [one for _, left in chosen for one in left],
            )
    else:
        yield [rule], []


def _solve(condition: Condition, domains: Domains, *, want: bool) -> Iterator[Domains]:
    """Narrow the values down to such as make a condition known true, or known false."""
    match condition:
        case Not(part):
            yield from _solve(part, domains, want=not want)
        case Every(parts) | Some(parts) if isinstance(condition, Every) is want:
            yield from _solve_all(parts, domains, want=want)
        case Every(parts) | Some(parts):
            for part in parts:
                yield from _solve(part, domains, want=want)
        case Always() | Asked():
            if want:
                yield domains
        case _:
            yield from _narrow(condition, domains, want=want)


def _solve_all(parts: tuple[Condition, ...], domains: Domains, *, want: bool) -> Iterator[Domains]:
    if not parts:
        yield domains
        return
    for narrowed in _solve(parts[0], domains, want=want):
        yield from _solve_all(parts[1:], narrowed, want=want)


def _narrow(atom: Atom, domains: Domains, *, want: bool) -> Iterator[Domains]:
    path = path_of(atom)
    if path is None or path not in domains:  # a path that nobody knows, of a rule from outside
        yield domains
        return
    left = tuple(value for value in domains[path] if holds(atom, value) is want)
    if left:
        yield {**domains, path: left}


def accepts(edition: Edition, situation: Situation) -> bool:
    """Tell whether a plan accepts everyone of a situation."""
    review = review_application(edition, situation.application())
    return bool(review.entries) and all(entry.accepted for entry in review.entries)


def is_possible(situation: Situation) -> bool:
    """Tell whether there can be such an application; shares and a level, say, go not together."""
    try:
        situation.question()
    except InvalidValue:
        return False
    return True
