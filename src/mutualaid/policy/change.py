"""A change of policy: dated, cited, and itself a plugin that wraps the hooks of the plans.

The data form sets figures, and replaces, adds or removes rules, at places named by paths (see
`mutualaid.policy.paths`). The structural form is an object with hook wrappers. A catalogue takes a
change through `Catalogue.with_change`, and gives it up again through `without_change`.
"""

from __future__ import annotations

from collections.abc import Generator, Iterable, Mapping
from datetime import date
from typing import Any, TypeVar

import attrs

from mutualaid.checks import a, a_date, an_id, require_type, to_tuple
from mutualaid.errors import ChangesClash, InvalidType, InvalidValue, MutualAidError
from mutualaid.hookspecs import HOOKS, hookimpl
from mutualaid.plan import PlanContext, PlanInfo
from mutualaid.policy.edits import Edits
from mutualaid.policy.paths import ROOTS, Node, unknown_part
from mutualaid.rules import BenefitSchedule, FeeSchedule, Rule, RuleValue
from mutualaid.sources import Source

N = TypeVar("N", bound=Node)
Pairs = tuple[tuple[str, Any], ...]
Replacements = tuple[tuple[str, RuleValue | BenefitSchedule], ...]
Additions = tuple[tuple[str, tuple[RuleValue, ...]], ...]


def _to_pairs(value: Mapping[str, Any] | Pairs) -> Pairs:
    pairs = value.items() if isinstance(value, Mapping) else to_tuple(value, "set")
    return tuple((path, tuple(one) if isinstance(one, list) else one) for path, one in pairs)


def _to_replacements(value: Mapping[str, Any] | Pairs) -> Replacements:
    pairs = _to_pairs(value)
    for path, rule in pairs:
        if not isinstance(rule, BenefitSchedule):
            require_type(rule, RuleValue, f"replace[{path!r}]", hint="`set` changes a figure")
    return pairs


def _to_additions(value: Mapping[str, Any] | Pairs) -> Additions:
    added = []
    for path, rules in _to_pairs(value):
        several = (rules,) if isinstance(rules, RuleValue) else to_tuple(rules, f"add[{path!r}]")
        for rule in several:
            require_type(rule, RuleValue, f"add[{path!r}]")
        added.append((path, several))
    return tuple(added)


def _to_removals(value: Iterable[str]) -> tuple[str, ...]:
    return to_tuple(value, "remove")


@attrs.frozen
class PolicyChange:
    """Change the policy from a day on: for covers that start on that day or later.

    Paths begin with the code of a plan, such as "critical_illness.fee.amount". They are resolved
    when a catalogue takes the change, on the day `since`, in the edition then in force. A later
    edition of a plan is complete in itself: a change does not reach into it.

    Args:
        name: Its name, one for each change of a catalogue.
        since: First start day of covers to which it applies.
        source: Where it is laid down; every changed figure cites it.
        set: New figures, by path.
        replace: Rules that take the place of others, by the path of these.
        add: Rules that are added, one or several, by the path of the rule that holds them.
        remove: Paths of rules that go, and of figures that need no longer be said.
        hooks: An object, such as a module, with wrappers of the hooks, for what no path reaches.
            A wrapper sees `context.plan` and `context.on`, and is asked from `since` on only.

    Raises:
        InvalidType: A datetime for a date, something that is no rule, a hook that is no wrapper.
        InvalidValue: A path that names no place in a plan, or a change that says nothing.
        UnknownName: A path under another root than a plan's.
        ChangesClash: One path twice.

    >>> from mutualaid import load_catalogue
    >>> change = PolicyChange("dearer", since=date(2017, 1, 1), source=Source("a draft"),
    ...                       set={"critical_illness.fee.amount": 100})
    >>> load_catalogue().with_change(change)["critical_illness"].edition(date(2017, 1, 1)).fee
    PerShare(100, at_most=4)
    """

    name: str = attrs.field(validator=an_id)
    since: date = attrs.field(validator=a_date, kw_only=True)
    source: Source = attrs.field(validator=a(Source), kw_only=True)
    set: Pairs = attrs.field(default=(), converter=_to_pairs, kw_only=True, hash=False)
    replace: Replacements = attrs.field(default=(), converter=_to_replacements, kw_only=True)
    add: Additions = attrs.field(default=(), converter=_to_additions, kw_only=True)
    remove: tuple[str, ...] = attrs.field(default=(), converter=_to_removals, kw_only=True)
    hooks: object = attrs.field(default=None, kw_only=True)

    def __attrs_post_init__(self) -> None:
        for place, path in enumerate(self.paths):
            try:
                _check_path(path)
            except MutualAidError as error:
                raise error.within(f"The change {self.name!r}") from None
            if path in self.paths[:place]:
                raise ChangesClash("One change names a path twice", name="path", value=path)
        if not self.paths and self.hooks is None:
            raise InvalidValue(
                "A change says nothing",
                name="set",
                value={},
                allowed="at least one of set, replace, add, remove and hooks",
            )
        if self.hooks is not None:
            _check_wrappers(self.hooks)

    @property
    def paths(self) -> tuple[str, ...]:
        """Every path that the change names."""
        named = (path for pairs in (self.set, self.replace, self.add) for path, _ in pairs)
        return (*named, *self.remove)

    @property
    def plans(self) -> tuple[str, ...]:
        """The codes of the plans that the paths name."""
        return tuple(dict.fromkeys(path.partition(".")[0] for path in self.paths))

    # The change as a plugin -----------------------------------------------------------------------

    @hookimpl(wrapper=True)
    def mutualaid_plan(self, context: PlanContext) -> Generator[None, PlanInfo, PlanInfo]:
        """Change what a plan is called, and its term."""
        info = self._changed(context, "plan", (yield))
        term = self._changed(context, "term", info.term)
        if term == info.term:
            return info
        sources = {**dict(info.sources), "term_years": term.source_of("years") or self.source}
        return attrs.evolve(info, term_years=term.years, sources=sources)

    @hookimpl(wrapper=True)
    def mutualaid_eligibility(self, context: PlanContext) -> Generator[None, Rule, Rule]:
        """Change the conditions of joining."""
        return self._changed(context, "eligibility", (yield))

    @hookimpl(wrapper=True)
    def mutualaid_fee(self, context: PlanContext) -> Generator[None, FeeSchedule, FeeSchedule]:
        """Change the fee."""
        return self._changed(context, "fee", (yield))

    @hookimpl(wrapper=True)
    def mutualaid_benefit_cap(
        self, context: PlanContext
    ) -> Generator[None, BenefitSchedule, BenefitSchedule]:
        """Change the benefit lines."""
        return self._changed(context, "benefit", (yield))

    def _changed(self, context: PlanContext, root: str, node: N) -> N:
        here = f"{context.plan}.{root}"
        mine = {
            path: path.partition(".")[2]
            for path in self.paths
            if path == here or path.startswith(f"{here}.")
        }
        if not mine or context.on < self.since:
            return node
        try:
            edits = Edits(str(context.plan), root, node, self.source)
            changed: N = self._edits(mine, edits).apply()
        except MutualAidError as error:
            raise error.within(f"The change {self.name!r} of {context.plan}") from None
        return changed

    def _edits(self, mine: Mapping[str, str], edits: Edits) -> Edits:
        """Collect what is said of the places under one root."""
        for path, value in self.set:
            if path in mine:
                edits.set(mine[path], value)
        for path, rule in self.replace:
            if path in mine:
                edits.replace(mine[path], rule)
        for path, rules in self.add:
            if path in mine:
                edits.add(mine[path], rules)
        for path in self.remove:
            if path in mine:
                edits.remove(mine[path])
        return edits


def _check_path(path: object) -> None:
    parts = require_type(path, str, "path").split(".")
    if len(parts) == 1 or not all(parts[:2]):
        raise InvalidValue(
            "A path names no place in a plan",
            name="path",
            value=path,
            allowed="the plan's code, a point and the place, such as accident.fee",
        )
    if parts[1] not in ROOTS:
        raise unknown_part(f"A path of {parts[0]} leads nowhere", parts, 1, ROOTS)


def _check_wrappers(hooks: object) -> None:
    """Refuse hooks that pluggy would pass over in silence, or run out of order."""
    marked = {
        name: options
        for name in dir(hooks)
        if (options := getattr(getattr(hooks, name, None), "mutualaid_impl", None)) is not None
    }
    for name, options in marked.items():
        if name not in HOOKS:
            raise InvalidType(
                f"{name} is no hook", name="hooks", value=hooks, allowed=", ".join(HOOKS)
            )
        if not options["wrapper"] or options["tryfirst"] or options["trylast"]:
            raise InvalidType(
                f"{name} of a change is no plain wrapper",
                name="hooks",
                value=hooks,
                allowed="@hookimpl(wrapper=True) alone, and one `yield` that gives the rule",
            )
    if not marked:
        raise InvalidType(
            "Nothing in the hooks of a change wraps a hook",
            name="hooks",
            value=hooks,
            allowed=f"@hookimpl(wrapper=True) above one of {', '.join(HOOKS)}",
        )
