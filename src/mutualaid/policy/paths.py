"""Places in a plan's rules, named by paths such as "fee.amount".

A path goes from one of the roots `plan`, `term`, `eligibility`, `fee` and `benefit` down to a
rule, or to a figure of a rule. A rule is named by its kind, a way of joining by its name, a
benefit line by its code; rules of one kind beside each other are numbered, `age[1]` and
`age[2]`. What only holds other rules, a way or a line, may be left out where no doubt arises.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any, TypeAlias

import attrs

from mutualaid.errors import InvalidValue, UnknownName, nearest
from mutualaid.plan import Edition, PlanInfo
from mutualaid.rules import AllOf, AnyOf, BenefitLine, BenefitSchedule, Levels, RuleValue
from mutualaid.rules.base import held

Node: TypeAlias = "PlanInfo | RuleValue | BenefitSchedule"
"""What a path passes: a rule, or what holds rules."""
Step: TypeAlias = tuple[str, int]
"""From a rule to one that it holds: the field, and the place in it."""
ROOTS = ("plan", "term", "eligibility", "fee", "benefit")
OF_PLAN = ("title", "short", "pillar", "aliases")
"""What may be changed of a plan's identity; its code and its number stay."""


@attrs.frozen
class Place:
    """One place in the rules of an edition: a rule, or a figure of a rule.

    Args:
        path: Its path in full, without the plan's code.
        root: The root that it stands under.
        steps: The way from the root down to the rule.
        node: The rule, or the one that has the figure.
        figure: Name of the figure; None where the place is the rule itself.
        level: The level, where the figure is a table of levels.
        passed: Which labels of the path may be left out.
    """

    path: tuple[str, ...]
    root: str
    steps: tuple[Step, ...]
    node: Node
    figure: str | None = None
    level: int | None = None
    passed: frozenset[int] = frozenset()

    @property
    def value(self) -> Any:
        """The figure, or the rule."""
        if self.figure is None:
            return self.node
        value = getattr(self.node, self.figure)
        return value if self.level is None else value[self.level]

    def __str__(self) -> str:
        return ".".join(self.path)


def roots(edition: Edition) -> dict[str, Node]:
    """Give the roots of the paths of an edition, by name."""
    nodes = (edition.info, edition.term, edition.eligibility, edition.fee, edition.benefit)
    return dict(zip(ROOTS, nodes, strict=True))


def figures(node: Node) -> tuple[str, ...]:
    """Name the figures of a rule: what is compared of it, but for the rules that it holds."""
    if isinstance(node, PlanInfo):
        return OF_PLAN
    fields = attrs.fields(type(node))
    return tuple(field.name for field in fields if field.eq and held(field) is None)


def children(node: Node) -> Iterator[tuple[str, Step, RuleValue]]:
    """Give the rules that a rule holds, each with its label and the step that leads to it."""
    found: list[tuple[str, Step, RuleValue]] = []
    for field in attrs.fields(type(node)):
        if held(field) is not None:
            value = getattr(node, field.name)
            rules = value if isinstance(value, tuple) else () if value is None else (value,)
            found += [(_label(rule), (field.name, place), rule) for place, rule in enumerate(rules)]
    times = Counter(label for label, _, _ in found)
    numbers: Counter[str] = Counter()
    for label, step, rule in found:
        numbers[label] += 1
        yield (label if times[label] == 1 else f"{label}[{numbers[label]}]"), step, rule


def _label(rule: RuleValue) -> str:
    label: str | None = getattr(rule, label_figure(rule))
    return label or rule.kind


def label_figure(rule: RuleValue) -> str:
    """Name the figure by which a rule is labelled in a path, its kind where it has no other."""
    if isinstance(rule, BenefitLine):
        return "code"
    return "name" if isinstance(rule, AllOf | AnyOf) else "kind"


def places(edition: Edition) -> tuple[Place, ...]:
    """Give every place in the rules of an edition, in order."""
    return tuple(
        place for root, node in roots(edition).items() for place in places_under(root, node)
    )


def places_under(root: str, node: Node) -> Iterator[Place]:
    """Give every place under one root, the root itself first."""
    yield from _walk(Place((root,), root, (), node))


def _walk(here: Place) -> Iterator[Place]:
    yield here
    passes = isinstance(here.node, AllOf | AnyOf | BenefitLine) and bool(here.steps)
    passed = here.passed | {len(here.path) - 1} if passes else here.passed
    for name in figures(here.node):
        at = attrs.evolve(here, path=(*here.path, name), figure=name, passed=passed)
        yield at
        value = getattr(here.node, name)
        if isinstance(value, Levels):
            for level in value:
                yield attrs.evolve(at, path=(*at.path, str(level)), level=level)
    for label, step, rule in children(here.node):
        yield from _walk(
            Place((*here.path, label), here.root, (*here.steps, step), rule, passed=passed)
        )


def find(path: str, among: Iterable[Place], plan: str) -> Place:
    """Find the place that a path names.

    Args:
        path: The path without the plan's code; what only holds other rules may be left out.
        among: The places there are.
        plan: Code of the plan, for the error.

    Raises:
        UnknownName: There is no such place; the nearest, and those under the same root, are named.
        InvalidValue: Several places answer to the path.
    """
    said, there = tuple(path.split(".")), tuple(among)
    left_out = {place: count for place in there if (count := _left_out(said, place)) is not None}
    fewest = min(left_out.values(), default=0)
    found = [place for place, count in left_out.items() if count == fewest]
    if len(found) == 1:
        return found[0]
    if found:
        raise InvalidValue(
            "A path is ambiguous",
            name="path",
            value=f"{plan}.{path}",
            allowed=" or ".join(f"{plan}.{place}" for place in found),
        )
    raise _unknown(path, there, plan)


def _unknown(path: str, there: tuple[Place, ...], plan: str) -> UnknownName:
    known = [f"{plan}.{place}" for place in there]
    meant = nearest(f"{plan}.{path}", known)
    question = f"did you mean {' or '.join(map(repr, meant))}? " if meant else ""
    beside = ", ".join(f"{plan}.{place}" for place in _beside(path, there))
    return UnknownName(
        "A path leads nowhere",
        name="path",
        value=f"{plan}.{path}",
        known=known,
        hint=f"{question}There are {beside}",
    )


def unknown_part(
    what: str, parts: list[str], place: int, known: Iterable[str], hint: str | None = None
) -> UnknownName:
    """Say that one part of a path names nothing, with the whole path and the nearest.

    Args:
        what: What happened.
        parts: The path, in its parts.
        place: Which of them it is.
        known: What may stand there.
        hint: How to mend it, if more is to be said than the nearest paths.
    """
    before, part, after = parts[:place], parts[place], parts[place + 1 :]
    whole = {one: ".".join([*before, one, *after]) for one in known}
    meant = [whole[one] for one in nearest(part, whole)]
    there = ", ".join(".".join([*before, one]) for one in whole)
    return UnknownName(
        what,
        name="path",
        value=".".join(parts),
        known=meant or whole.values(),
        hint=hint
        or (f"did you mean {' or '.join(map(repr, meant))}?" if meant else f"there are {there}"),
    )


def _beside(path: str, there: tuple[Place, ...]) -> list[Place]:
    """Give the places right under the last one that a path reaches."""
    said = tuple(path.split("."))
    reached = [len(place.path) for place in there if said[: len(place.path)] == place.path]
    depth = max(reached, default=0)
    return [
        place
        for place in there
        if len(place.path) == depth + 1 and place.path[:depth] == said[:depth]
    ]


def _left_out(said: tuple[str, ...], place: Place) -> int | None:
    """Count the labels that a path leaves out of a place's; None where it is another's path."""
    if len(said) > len(place.path):
        return None
    left = 0
    rest = list(said)
    for position, label in enumerate(place.path):
        if rest and rest[0] in (label, label.partition("[")[0]):
            rest.pop(0)
        elif position in place.passed:
            left += 1
        else:
            return None
    return None if rest else left
