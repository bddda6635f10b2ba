"""Figures of a scenario: floats are right here, and not a number never is.

Amounts are yuan. What a plan charges or caps comes in as whole fen or as `Decimal` and becomes a
float here, where probabilities are multiplied with it.
"""

from __future__ import annotations

import math
from decimal import Decimal
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from mutualaid.errors import InvalidType, InvalidValue, an

Floats: TypeAlias = npt.NDArray[np.float64]
Complexes: TypeAlias = npt.NDArray[np.complex128]
Integers: TypeAlias = npt.NDArray[np.int64]
Flags: TypeAlias = npt.NDArray[np.bool_]
Figure: TypeAlias = float | int | Decimal
"""What may be written for a figure."""

FEN = 100
"""So many fen make a yuan."""


def require_figure(
    value: object, name: str, *, least: float = 0.0, most: float = math.inf, above: bool = False
) -> float:
    """Give `value` back as a finite float within bounds, or refuse it under the name `name`.

    Args:
        value: An int, a float or a Decimal.
        name: Name of the argument.
        least: The least that is allowed.
        most: The most that is allowed.
        above: Whether `least` itself is too little.

    Raises:
        InvalidType: A bool, a text, or anything else that is no number.
        InvalidValue: Not finite, or out of bounds.
    """
    low = f"{'above' if above else 'at least'} {least:g}"
    allowed = low if math.isinf(most) else f"{low}, at most {most:g}"
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal | np.number):
        raise InvalidType(
            f"{an(type(value), first=True)} is not a number",
            name=name,
            value=value,
            allowed=f"a number, {allowed}",
            written="number",
        )
    number = float(value)
    if not math.isfinite(number) or not least <= number <= most or (above and number == least):
        raise InvalidValue("A figure lies out of range", name=name, value=value, allowed=allowed)
    return number


def frozen(values: Floats) -> Floats:
    """Give an array that cannot be written to, so that what holds it stays as it is."""
    kept = np.array(values, dtype=np.float64)
    kept.flags.writeable = False
    return kept
