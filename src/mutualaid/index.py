"""An index of accounts: by person, by plan and by unit, so that a question scans few of them."""

from __future__ import annotations

from collections.abc import Collection
from typing import TypeAlias

import attrs
from rpds import HashTrieMap, HashTrieSet

from mutualaid.checks import require_type
from mutualaid.cover import Cover
from mutualaid.plan import Edition, PlanInfo
from mutualaid.text import look_up_key

Key: TypeAlias = tuple[str, str]
"""Names an account: id of the insured person, code of the plan."""
Keys: TypeAlias = "HashTrieSet[Key]"
NO_KEYS: Keys = HashTrieSet()


def _nobody() -> HashTrieMap[str, tuple[Key, ...]]:
    return HashTrieMap()


def _nothing() -> HashTrieMap[str, Keys]:
    return HashTrieMap()


def _no_editions() -> HashTrieMap[str, tuple[Edition, ...]]:
    return HashTrieMap()


@attrs.frozen
class Index:
    """Hold the keys of the accounts by what they are asked for; persistent, as they are.

    Args:
        by_person: By the id of the insured person.
        by_plan: By the code of the plan.
        by_unit: By the ids of the units that enrolled the person.
        editions: The editions of which there is a cover, by the code of the plan.
    """

    by_person: HashTrieMap[str, tuple[Key, ...]] = attrs.field(factory=_nobody)
    by_plan: HashTrieMap[str, Keys] = attrs.field(factory=_nothing)
    by_unit: HashTrieMap[str, Keys] = attrs.field(factory=_nothing)
    editions: HashTrieMap[str, tuple[Edition, ...]] = attrs.field(factory=_no_editions)

    def add(self, key: Key, cover: Cover) -> Index:
        """Give the index with an account into which a cover was enrolled."""
        insured, plan = key
        keys = self.by_person.get(insured, ())
        by_person = self.by_person
        if key not in keys:
            by_person = by_person.insert(insured, (*keys, key))
        editions, there = self.editions, self.editions.get(plan, ())
        if cover.edition not in there:
            editions = editions.insert(plan, (*there, cover.edition))
        by_plan, by_unit = _with(self.by_plan, plan, key), _with(self.by_unit, cover.unit, key)
        return Index(by_person, by_plan, by_unit, editions)

    def plans(self) -> dict[str, PlanInfo]:
        """Give the plans of which there is a cover by each of their names, first by code."""
        infos = [one.info for code in sorted(self.editions) for one in self.editions[code]]
        named = {info.code: info for info in infos}
        for info in infos:
            for name in info.names:
                named.setdefault(name, info)
        return named

    def plan(self, name: str) -> str:
        """Give the code of a plan by any of its names; the name itself if it has no cover."""
        if require_type(name, str, "plan") in self.editions:
            return name
        key = look_up_key(name)
        named = self.plans().items()
        return next((info.code for known, info in named if look_up_key(known) == key), name)

    def keys(
        self, *, insured: str | None = None, plan: str | None = None, unit: str | None = None
    ) -> list[Key]:
        """Give the keys of one person, one plan, one unit, or all, by person and plan."""
        found: list[Collection[Key]] = []
        if insured is not None:
            found.append(self.by_person.get(insured, ()))
        if plan is not None:
            found.append(self.by_plan.get(plan, NO_KEYS))
        if unit is not None:
            found.append(self.by_unit.get(unit, NO_KEYS))
        fewest, *others = sorted(found, key=len) or [self._all()]
        return sorted(key for key in fewest if all(key in other for other in others))

    def _all(self) -> tuple[Key, ...]:
        return tuple(key for keys in self.by_person.values() for key in keys)


def _with(index: HashTrieMap[str, Keys], name: str, key: Key) -> HashTrieMap[str, Keys]:
    keys = index.get(name, NO_KEYS)
    return index if key in keys else index.insert(name, keys.insert(key))
