"""An index of accounts: by person, by plan and by unit, so that a question scans few of them."""

from __future__ import annotations

from typing import TypeAlias

import attrs
from rpds import HashTrieMap, HashTrieSet

from mutualaid.cover import Cover

Key: TypeAlias = tuple[str, str]
"""Names an account: id of the insured person, code of the plan."""
Keys: TypeAlias = "HashTrieSet[Key]"
NO_KEYS: Keys = HashTrieSet()


def _empty() -> HashTrieMap[str, Keys]:
    return HashTrieMap()


@attrs.frozen
class Index:
    """Hold the keys of the accounts by what they are asked for; persistent, as they are.

    Args:
        by_person: By the id of the insured person.
        by_plan: By the code of the plan.
        by_unit: By the ids of the units that enrolled the person.
    """

    by_person: HashTrieMap[str, Keys] = attrs.field(factory=_empty)
    by_plan: HashTrieMap[str, Keys] = attrs.field(factory=_empty)
    by_unit: HashTrieMap[str, Keys] = attrs.field(factory=_empty)

    def add(self, cover: Cover) -> Index:
        """Give the index with the account of a cover."""
        key = (cover.insured, cover.plan)
        return Index(
            _with(self.by_person, cover.insured, key),
            _with(self.by_plan, cover.plan, key),
            _with(self.by_unit, cover.unit, key),
        )

    def keys(
        self, *, insured: str | None = None, plan: str | None = None, unit: str | None = None
    ) -> list[Key]:
        """Give the keys of one person, one plan, one unit, or all, by person and plan."""
        asked = [(self.by_person, insured), (self.by_plan, plan), (self.by_unit, unit)]
        found = [index.get(name, NO_KEYS) for index, name in asked if name is not None]
        fewest, *others = sorted(found, key=len) or [self._all()]
        return sorted(key for key in fewest if all(key in other for other in others))

    def _all(self) -> HashTrieSet[Key]:
        return HashTrieSet(key for keys in self.by_person.values() for key in keys)


def _with(index: HashTrieMap[str, Keys], name: str, key: Key) -> HashTrieMap[str, Keys]:
    keys = index.get(name, NO_KEYS)
    return index if key in keys else index.insert(name, keys.insert(key))
