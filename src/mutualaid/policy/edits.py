"""The edits of a policy change under one root of one plan: resolved into places, applied at once.

All settings of one rule go into one `attrs.evolve`, so that an age band may move past itself.
"""

from __future__ import annotations

import enum
from collections.abc import Mapping
from typing import Any, TypeAlias, get_args, get_type_hints

import attrs

from mutualaid.errors import (
    ChangesClash,
    ChangesNothing,
    InvalidType,
    InvalidValue,
    UnknownName,
    an,
)
from mutualaid.policy.paths import Node, Place, Step, children, find, places_under
from mutualaid.rules import AllOf, BenefitSchedule, Levels, RuleValue
from mutualaid.rules.base import held, with_source
from mutualaid.sources import Source

Steps: TypeAlias = tuple[Step, ...]


class Edits:
    """Collect edits of the rules under one root, and apply them.

    Args:
        plan: Code of the plan, for errors.
        root: Name of the root, such as "eligibility".
        node: The rule that stands there.
        source: What the changed figures cite.
    """

    def __init__(self, plan: str, root: str, node: Node, source: Source) -> None:
        self._plan = plan
        self._root = root
        self._node = node
        self._source = source
        self._there = tuple(places_under(root, node))
        self._figures: dict[Steps, dict[str, Any]] = {}
        self._levels: dict[Steps, dict[str, dict[int, Any]]] = {}
        self._whole: dict[Steps, RuleValue | BenefitSchedule | None] = {}
        self._added: dict[Steps, tuple[RuleValue, ...]] = {}

    def set(self, path: str, value: Any) -> None:
        """Give a figure another value."""
        place = self._find(path)
        if place.figure is None:
            figures = [str(one) for one in self._there if one.steps == place.steps and one.figure]
            raise InvalidType(
                "A rule stands where a figure is due",
                name="path",
                value=self._named(place),
                allowed=f"one of its figures: {', '.join(figures) or 'it has none'}",
                hint="`replace` puts another rule in its place",
            )
        self._set(place, place.figure, _fitting(place, value))

    def replace(self, path: str, rule: RuleValue | BenefitSchedule) -> None:
        """Put a rule in the place of another."""
        place = self._rule(path)
        self._refuse_same(place, rule)
        self._refuse_twice(place, place.steps in self._whole)
        self._whole[place.steps] = _sourced(rule, self._source)

    def add(self, path: str, rules: tuple[RuleValue, ...]) -> None:
        """Add rules to the one that holds them."""
        place = self._rule(path)
        self._refuse_twice(place, place.steps in self._added)
        self._added[place.steps] = tuple(with_source(rule, self._source) for rule in rules)

    def remove(self, path: str) -> None:
        """Take a rule out, or let a figure be unsaid that need not be said."""
        place = self._find(path)
        if place.figure is not None:
            field = getattr(attrs.fields(type(place.node)), place.figure)
            if place.level is not None or field.default is not None:
                raise InvalidValue(
                    "A figure that must be said cannot be removed",
                    name="path",
                    value=self._named(place),
                    allowed="`set` gives it another value",
                )
            self._set(place, place.figure, None)
            return
        if not place.steps:
            raise InvalidValue(
                "No plan is without this",
                name="path",
                value=self._named(place),
                allowed="`replace` puts another rule in its place",
            )
        self._refuse_twice(place, place.steps in self._whole)
        self._whole[place.steps] = None

    def _find(self, path: str) -> Place:
        return find(path, self._there, self._plan)

    def _rule(self, path: str) -> Place:
        place = self._find(path)
        if place.figure is not None:
            raise InvalidType(
                "A figure stands where a rule is due",
                name="path",
                value=self._named(place),
                allowed=f"the path of a rule, such as {'.'.join(place.path[:-1])}",
                hint="`set` changes a figure",
            )
        return place

    def _set(self, place: Place, figure: str, value: Any) -> None:
        self._refuse_same(place, value)
        if place.level is None:
            figures = self._figures.setdefault(place.steps, {})
            self._refuse_twice(place, figure in figures)
            figures[figure] = value
        else:
            levels = self._levels.setdefault(place.steps, {}).setdefault(figure, {})
            levels[place.level] = value

    def _named(self, place: Place) -> str:
        return f"{self._plan}.{place}"

    def _refuse_same(self, place: Place, value: object) -> None:
        if place.value == value:
            raise ChangesNothing(
                "A setting changes nothing",
                name=self._named(place),
                value=value,
                allowed="another value than the one that is in force",
            )

    def _refuse_twice(self, place: Place, taken: object) -> None:
        if taken:
            raise ChangesClash(
                "Two settings of one change meet", name="path", value=self._named(place)
            )

    # Applying -----------------------------------------------------------------------------------

    def apply(self) -> Any:
        """Give what stands under the root, with every edit in it.

        Raises:
            ChangesClash: A setting inside a rule that is replaced or removed.
            MutualAidError: A value that the rule refuses.
        """
        for place in self._there:
            above = [place.steps[:length] for length in range(len(place.steps))]
            inside = any(steps in self._whole for steps in above)
            same = place.steps in self._whole and any(
                place.steps in edits for edits in (self._figures, self._levels, self._added)
            )
            self._refuse_twice(place, same or (inside and self._edited(place.steps)))
        return self._rebuilt((), self._node)

    def _edited(self, steps: Steps) -> bool:
        edits = (self._figures, self._levels, self._added, self._whole)
        return any(steps in one for one in edits)

    def _rebuilt(self, steps: Steps, node: Any) -> Any:
        if steps in self._whole:
            return self._whole[steps]
        changes: dict[str, Any] = dict(self._figures.get(steps, {}))
        for figure, levels in self._levels.get(steps, {}).items():
            self._refuse_levels(node, figure, changes)
            changes[figure] = Levels({**getattr(node, figure), **levels})
        if changes and isinstance(node, RuleValue):
            changes["sources"] = {**dict(node.sources), **dict.fromkeys(changes, self._source)}
        below: dict[str, list[Any]] = {}
        for _, step, rule in children(node):
            after = self._rebuilt((*steps, step), rule)
            below.setdefault(step[0], []).extend([] if after is None else [after])
        added = self._added.get(steps, ())
        if added and not steps and self._root == "eligibility" and not isinstance(node, AllOf):
            below = {"parts": [node]}
            node = AllOf(below["parts"], source=node.source)
        for rule in added:
            below.setdefault(self._field_for(node, rule), []).append(rule)
        changes |= {
            name: tuple(rules) if isinstance(getattr(node, name), tuple) else _only(name, rules)
            for name, rules in below.items()
        }
        return _evolved(node, changes)

    def _refuse_levels(self, node: Any, figure: str, changes: Mapping[str, Any]) -> None:
        if figure in changes:
            raise ChangesClash(
                "A table of levels is set, and a level of it too",
                name="path",
                value=f"{self._plan}, {type(node).__name__}.{figure}",
            )

    def _field_for(self, node: Any, rule: RuleValue) -> str:
        fields = _fields_for(node, rule)
        if not fields:
            takes = [held(field) for field in attrs.fields(type(node))]
            kinds = [kind.__name__ for kind in takes if kind is not None]
            raise InvalidType(
                f"{an(type(node), first=True)} holds no {type(rule).__name__}",
                name=f"add, {self._plan}",
                value=rule,
                allowed=", ".join(kinds) or "nothing; it holds no rules",
            )
        return fields[0]


def _fields_for(node: Any, rule: RuleValue) -> list[str]:
    kinds = ((field.name, held(field)) for field in attrs.fields(type(node)))
    return [name for name, kind in kinds if kind is not None and isinstance(rule, kind)]


def _only(name: str, rules: list[Any]) -> Any:
    if len(rules) > 1:
        raise ChangesClash(f"There is place for one {name}", name=name, value=rules)
    return rules[0] if rules else None


def _sourced(rule: RuleValue | BenefitSchedule, source: Source) -> RuleValue | BenefitSchedule:
    if isinstance(rule, BenefitSchedule):
        return BenefitSchedule(*rule.lines, source=source)
    return with_source(rule, source)


def _evolved(node: Any, changes: dict[str, Any]) -> Any:
    if isinstance(node, BenefitSchedule):
        return BenefitSchedule(*changes["lines"])
    return attrs.evolve(node, **changes) if changes else node


def _fitting(place: Place, value: Any) -> Any:
    """Read a figure as a document writes it: names of an enumeration, levels named by digits."""
    if isinstance(place.value, Levels) and isinstance(value, tuple):
        return dict(enumerate(value, start=1))
    if isinstance(value, Mapping):
        return {
            int(key) if isinstance(key, str) and key.isdecimal() else key: one
            for key, one in value.items()
        }
    if isinstance(value, str) and place.figure is not None:
        hint = get_type_hints(type(place.node))[place.figure]
        for kind in get_args(hint) or (hint,):
            if isinstance(kind, type) and issubclass(kind, enum.Enum):
                known = {str(one.value): one for one in kind}
                if value not in known:
                    raise UnknownName(
                        f"There is no such {kind.__name__}",
                        name=str(place),
                        value=value,
                        known=known,
                    )
                return known[value]
    return value
