"""The edits of a policy change under one root of one plan: resolved into places, applied at once.

All settings of one rule go into one `attrs.evolve`, so that an age band may move past itself.
"""

from __future__ import annotations

import enum
from collections.abc import Iterable, Mapping
from typing import Any, NoReturn, TypeAlias, get_args, get_type_hints

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
        self._settings: dict[Steps, dict[Place, Any]] = {}
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
        self._set(place, _fitting(place, value))

    def replace(self, path: str, rule: RuleValue | BenefitSchedule) -> None:
        """Put a rule in the place of another."""
        place = self._rule(path)
        if place.value == rule:
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
            self._set(place, None)
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

    def _set(self, place: Place, value: Any) -> None:
        settings = self._settings.setdefault(place.steps, {})
        self._refuse_twice(place, place in settings)
        settings[place] = value

    def _named(self, place: Place) -> str:
        return f"{self._plan}.{place}"

    def _refuse_same(self, place: Place, value: object) -> NoReturn:
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
            ChangesNothing: A setting after which the figure is what it was.
            MutualAidError: A value that the rule refuses.
        """
        for place in self._there:
            above = [place.steps[:length] for length in range(len(place.steps))]
            inside = any(steps in self._whole for steps in above)
            same = place.steps in self._whole and any(
                place.steps in edits for edits in (self._settings, self._added)
            )
            self._refuse_twice(place, same or (inside and self._edited(place.steps)))
        return self._rebuilt((), self._node)

    def _edited(self, steps: Steps) -> bool:
        return any(steps in one for one in (self._settings, self._added, self._whole))

    def _rebuilt(self, steps: Steps, node: Any) -> Any:
        if steps in self._whole:
            return self._whole[steps]
        node = self._with_figures(node, self._settings.get(steps, {}))
        inside: dict[str, list[Any]] = {}
        for _, step, rule in children(node):
            after = self._rebuilt((*steps, step), rule)
            inside.setdefault(step[0], []).extend([] if after is None else [after])
        added = self._added.get(steps, ())
        if added and not steps and self._root == "eligibility" and not isinstance(node, AllOf):
            inside = {"parts": [self._holding(node, inside)]}
            node = AllOf(inside["parts"], source=self._source)
        for rule in added:
            inside.setdefault(self._field_for(node, rule), []).append(rule)
        return self._holding(node, inside)

    def _with_figures(self, node: Any, settings: Mapping[Place, Any]) -> Any:
        """Set the figures of one rule at once, and compare them as the rule has read them."""
        changes: dict[str, Any] = {}
        for place, value in sorted(settings.items(), key=lambda one: one[0].level or 0):
            figure = str(place.figure)
            if place.level is None:
                changes[figure] = value
            else:
                self._refuse_twice(place, any(str(place).startswith(f"{one}.") for one in settings))
                changes[figure] = {**changes.get(figure, getattr(node, figure)), place.level: value}
        if not changes:
            return node
        after = _citing(attrs.evolve(node, **changes), changes, self._source)
        for place, value in settings.items():
            if attrs.evolve(place, node=after).value == place.value:
                self._refuse_same(place, value)
        return after

    def _holding(self, node: Any, inside: Mapping[str, list[Any]]) -> Any:
        """Put rules into one; where it holds others than before, that cites the change."""
        if not inside:
            return node
        after = _with_rules(node, inside)
        there, now = ({(name, step[0]) for name, step, _ in children(one)} for one in (node, after))
        return _citing(after, [field for _, field in there ^ now], self._source)

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


def _with_rules(node: Any, inside: Mapping[str, list[Any]]) -> Any:
    if isinstance(node, BenefitSchedule):
        return BenefitSchedule(*inside["lines"], source=node.source)
    changes = {
        name: tuple(rules) if isinstance(getattr(node, name), tuple) else _only(name, rules)
        for name, rules in inside.items()
    }
    return attrs.evolve(node, **changes)


def _citing(node: Any, figures: Iterable[str], source: Source) -> Any:
    """Let figures of a rule cite a source; of a schedule, which lines there are."""
    cited = dict.fromkeys(figures, source)
    if not cited:
        return node
    if isinstance(node, BenefitSchedule):
        return BenefitSchedule(*node.lines, source=source)
    return attrs.evolve(node, sources={**dict(node.sources), **cited})


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
