"""The corners of a plan's rules on one start day: the values at which an answer may change.

Either side of every bound, each value of what is declared, not said, the units on both sides of a
share that must join. A corner is put onto an *ordinary* application, one that the plan accepts, so
that it alone decides. The search for counterexamples, the boundary cases and the strategies of
`mutualaid.testing` rest on this.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from itertools import product

import attrs

from mutualaid.application import Application
from mutualaid.corners.crowds import crowds
from mutualaid.corners.edges import Pool, paths_of, tested
from mutualaid.corners.ordinary import is_possible, ordinaries
from mutualaid.corners.situation import Entered, Situation
from mutualaid.finding import Standing
from mutualaid.plan import Edition
from mutualaid.rules import AllOf, AnyOf, FeeSchedule, Insured, Participation, Rule


@attrs.frozen
class Corner:
    """A corner of one rule, on an ordinary situation.

    Args:
        rule: The rule.
        said: What is said there, by path: ("member.birth_date", the day), or several paths
            where the rule reads several, such as "joining" and "unit.employees".
        ordinary: The ordinary situation onto which it is put; where there are several ways of
            joining, that of the way to which the rule belongs.
    """

    rule: Rule
    said: tuple[tuple[str, object], ...]
    ordinary: Situation

    @property
    def situation(self) -> Situation:
        """The ordinary situation with this corner."""
        return self.ordinary.with_(dict(self.said))

    @property
    def standing(self) -> Standing:
        """On which side of the rule it lies: met, failed or unknown."""
        return self.rule.check(self.situation.question()).standing

    def application(self) -> Application:
        """Enter one person at this corner; the others, where it needs any, are ordinary."""
        return self.situation.application()


@attrs.frozen
class Corners:
    """Hold the corners of an edition's rules on one start day.

    Args:
        edition: The rules.
        starts: The start day.
        ordinaries: A situation that the plan accepts, one for each way of joining; empty where
            none was found, and then there are no corners.
        corners: The corners, in the order of the rules.
        beyond: Rules that corners cannot reach, since they say only what they answer: rules from
            outside this library that do not say what they come to.
    """

    edition: Edition
    starts: date
    ordinaries: tuple[Situation, ...]
    corners: tuple[Corner, ...]
    beyond: tuple[Rule, ...]

    def __iter__(self) -> Iterator[Corner]:
        return iter(self.corners)

    def __len__(self) -> int:
        return len(self.corners)


def corners_of(edition: Edition, starts: date) -> Corners:
    """Give the corners of every rule of joining of an edition, its fee among them.

    Args:
        edition: The plan's rules.
        starts: First day of the covers.
    """
    ways = ordinaries(edition, starts)
    found, beyond = [], []
    for rule, within in _placed(edition):
        said = said_at(rule, edition, starts)
        if said is None:
            beyond.append(rule)
        elif ways:
            ordinary = _way(ways, within)
            found += [Corner(rule, tuple(one.items()), ordinary) for one in said]
    possible = (corner for corner in found if is_possible(corner.situation))
    return Corners(edition, starts, ways, tuple(possible), tuple(beyond))


def said_at(rule: Rule, edition: Edition, starts: date) -> list[dict[str, object]] | None:
    """Give what is said at each corner of one rule; None where corners cannot reach it."""
    if isinstance(rule, Participation):
        return crowds(rule)
    if paths_of(rule, starts) is None:
        return None
    found: dict[str, Pool] = {}
    for path, values in tested(rule, starts):
        found[path] = tuple(dict.fromkeys((*found.get(path, ()), *values)))
    if isinstance(rule, FeeSchedule):
        return [{path: value} for path, pool in found.items() for value in pool]
    if not any(path.startswith("child.") for path in found):
        return _product(found)
    # What is asked of a child is asked where there is one.
    with_child = Entered.BOTH if edition.benefit.insures(Insured.MEMBER) else Entered.CHILD
    found = {"entered": (with_child,), **{p: v for p, v in found.items() if p != "entered"}}
    return [{"entered": Entered.MEMBER}, *_product(found)]


def _product(found: Mapping[str, Pool]) -> list[dict[str, object]]:
    return [dict(zip(found, values, strict=True)) for values in product(*found.values())]


def _placed(edition: Edition) -> Iterator[tuple[Rule, tuple[Rule, ...]]]:
    """Give each single rule with the ways of joining inside which it stands."""

    def walk(rule: Rule, within: tuple[Rule, ...]) -> Iterator[tuple[Rule, tuple[Rule, ...]]]:
        if isinstance(rule, AnyOf | AllOf):
            for part in rule.parts:
                yield from walk(part, (*within, part) if isinstance(rule, AnyOf) else within)
        else:
            yield rule, within

    yield from walk(edition.eligibility, ())
    yield edition.fee, ()


def _way(ways: tuple[Situation, ...], within: tuple[Rule, ...]) -> Situation:
    """Choose the ordinary situation that comes in by the way to which a rule belongs."""
    for ordinary in ways:
        question = ordinary.question()
        if all(way.check(question).standing is Standing.MET for way in within):
            return ordinary
    return ways[0]
