"""An index of accounts: by person, by plan and by unit, so that a question scans few of them."""

from __future__ import annotations

from collections.abc import Collection
from typing import TypeAlias

import attrs
from rpds import HashTrieMap, HashTrieSet

Key: TypeAlias = tuple[str, str]
"""Names an account: id of the insured person, code of the plan."""
Keys: TypeAlias = "HashTrieSet[Key]"
NO_KEYS: Keys = HashTrieSet()


def _nobody() -> HashTrieMap[str, tuple[Key, ...]]:
    return HashTrieMap()


def _nothing() -> HashTrieMap[str, Keys]:
    return HashTrieMap()


@attrs.frozen
class Index:
    """Hold the keys of the accounts by what they are asked for; persistent, as they are.

    Args:
        by_person: By the id of the insured person.
        by_plan: By the code of the plan.
        by_unit: By the ids of the units that enrolled the person.
    """

    by_person: HashTrieMap[str, tuple[Key, ...]] = attrs.field(factory=_nobody)
    by_plan: HashTrieMap[str, Keys] = attrs.field(factory=_nothing)
    by_unit: HashTrieMap[str, Keys] = attrs.field(factory=_nothing)

    def add(self, key: Key, unit: str) -> Index:
        """Give the index with an account into which a unit enrolled its person."""
        insured, plan = key
        keys = self.by_person.get(insured, ())
        by_person = self.by_person
        if key not in keys:
            by_person = by_person.insert(insured, (*keys, key))
        return Index(by_person, _with(self.by_plan, plan, key), _with(self.by_unit, unit, key))

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
