"""A table of amounts by level, from level 1 up without a gap."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import TypeAlias

import attrs

from mutualaid.checks import to_money
from mutualaid.errors import InvalidType, InvalidValue, an
from mutualaid.text import show, yuan

AmountIn: TypeAlias = "int | Decimal | str"


def _to_amounts(value: Mapping[int, AmountIn] | tuple[Decimal, ...]) -> tuple[Decimal, ...]:
    if isinstance(value, tuple):
        value = dict(enumerate(value, start=1))
    if not isinstance(value, Mapping):
        raise InvalidType(
            f"{an(type(value), first=True)} is no table of levels",
            name="levels",
            value=value,
            allowed="a mapping such as {1: 26, 2: 50}",
        )
    whole = all(type(level) is int for level in value)
    if not value or not whole or set(value) != set(range(1, len(value) + 1)):
        raise InvalidValue(
            "A table of levels has a gap, or none at all",
            name="levels",
            value=sorted(value, key=str),
            allowed="1, 2, 3 and so on without a gap",
        )
    return tuple(to_money(value[level]) for level in sorted(value))


@attrs.frozen(repr=False)
class Levels(Mapping[int, Decimal]):
    """Hold an amount in yuan for each level.

    Raises:
        InvalidType: Not a mapping, or an amount that is not exact.
        InvalidValue: No level, or levels that are not 1, 2, 3 and so on.

    >>> Levels({1: 26, 2: 50})[2]
    Decimal('50')
    """

    amounts: tuple[Decimal, ...] = attrs.field(converter=_to_amounts)

    def __getitem__(self, level: int) -> Decimal:
        if type(level) is not int or not 1 <= level <= len(self.amounts):
            raise KeyError(level)
        return self.amounts[level - 1]

    def __iter__(self) -> Iterator[int]:
        return iter(range(1, len(self.amounts) + 1))

    def __len__(self) -> int:
        return len(self.amounts)

    def __repr__(self) -> str:
        shown = (f"{level}: {show(amount)}" for level, amount in self.items())
        return f"{{{', '.join(shown)}}}"

    def __str__(self) -> str:
        return " / ".join(yuan(amount) for amount in self.amounts)


def to_levels(value: Mapping[int, AmountIn]) -> Levels:
    """Read a table of amounts by level."""
    return value if isinstance(value, Levels) else Levels(value)


def to_optional_levels(value: Mapping[int, AmountIn] | None) -> Levels | None:
    """Read a table of amounts by level, or None where there is none."""
    return None if value is None else to_levels(value)


def to_amount(value: AmountIn | Mapping[int, AmountIn]) -> Decimal | Levels:
    """Read one amount, or a table of amounts by level."""
    return to_levels(value) if isinstance(value, Mapping) else to_money(value)
