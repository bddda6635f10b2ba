"""How large what is assessed is, as assumptions state it: a law of yuan, or a share of the cap."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any, Final, TypeAlias

import attrs

from mutualaid.checks import require_type
from mutualaid.errors import InvalidType, InvalidValue, an
from mutualaid.scenario.figures import Figure, require_figure
from mutualaid.scenario.severity import (
    EmpiricalSeverity,
    FixedSeverity,
    ScipySeverity,
    Severity,
    severity_from_dict,
)

KEPT = 256
"""So many laws are kept, by what they are and by the factor on their amounts."""
BENEFIT: Final = "benefit"
SPREAD: Final[tuple[str, ...]] = ("loc", "scale")
"""The parameters of scipy's laws that are amounts."""
IN_WORDS: Final = "fixed 3000, benefit 1, lognorm s=1.2 scale=3000, or empirical 500*3 2000*1"


def _to_share(value: Figure) -> float:
    return require_figure(value, "share", most=1.0)


@attrs.frozen
class ShareOfBenefit:
    """A severity that follows the benefit: a share of the line's cap for the life.

    Args:
        share: The share, 1 for the whole cap.
    """

    share: float = attrs.field(converter=_to_share)


Law: TypeAlias = FixedSeverity | ScipySeverity | EmpiricalSeverity
Size: TypeAlias = Law | ShareOfBenefit
KINDS: Final = (FixedSeverity, ScipySeverity, EmpiricalSeverity, ShareOfBenefit)


def to_size(value: object) -> Size:
    """Give a severity back, or refuse what is none that can be stated.

    Raises:
        InvalidType: Something else.
    """
    if isinstance(value, KINDS):
        return value
    raise InvalidType(
        f"{an(type(value), first=True)} states no severity", name="severity", value=value,
        allowed=", ".join(kind.__name__ for kind in KINDS),
    )  # fmt: skip


def size_from_dict(given: Mapping[str, Any]) -> Size:
    """Read a severity as `severity_from_dict` does, or {"kind": "benefit", "share": …}.

    Raises:
        InvalidType: A value of another type.
        InvalidValue: An argument is missing, or out of range.
        UnknownName: No severity is of this kind, or takes this argument.
    """
    said: dict[str, Any] = dict(require_type(given, dict, "severity"))
    if said.get("kind") != BENEFIT:
        return to_size(severity_from_dict(said))
    if said.keys() != {"kind", "share"}:
        raise InvalidValue(
            "A share of the benefit says something else", name="severity", value=said,
            allowed='{ kind = "benefit", share = 1.0 }',
        )  # fmt: skip
    return ShareOfBenefit(said["share"])


def size_to_dict(size: Size) -> dict[str, Any]:
    """Give a severity in values that JSON knows; `size_from_dict` reads them."""
    if isinstance(size, ShareOfBenefit):
        return {"kind": BENEFIT, "share": size.share}
    return size.to_dict()


def size_from_text(text: str) -> Size:
    """Read a severity from a cell of a table.

    Args:
        text: Such as "fixed 3000", "benefit 1", "lognorm s=1.2 scale=3000", or "empirical 500*3
            2000*1", which is 500 yuan three times as often as 2000.

    Raises:
        InvalidValue: It says none, or an argument is out of range.
        UnknownName: scipy has no such law, or the law no such parameter.

    >>> size_from_text("benefit 0.5")
    ShareOfBenefit(share=0.5)
    >>> size_from_text("gamma a=2 scale=1500").name
    'gamma'
    """
    kind, *rest = text.split() or [""]
    try:
        if kind == "fixed":
            (amount,) = rest
            return FixedSeverity(float(amount))
        if kind == BENEFIT:
            (share,) = rest
            return ShareOfBenefit(float(share))
        if kind == "empirical":
            pairs = [one.partition("*") for one in rest]
            weights = [float(weight) if star else 1.0 for _, star, weight in pairs]
            return EmpiricalSeverity([float(value) for value, _, _ in pairs], weights=weights)
        params = dict(one.split("=", 1) for one in rest)
        numbers = {name: float(value) for name, value in params.items()}
    except ValueError as error:
        if isinstance(error, InvalidValue):
            raise
        raise InvalidValue(
            "A severity cannot be read", name="severity", value=text, allowed=IN_WORDS
        ) from None
    return ScipySeverity(kind, numbers)


def sized(size: Size, ceiling: float, trend: float, stress: float) -> Severity:
    """Give the severity of one life.

    Args:
        size: What is assumed.
        ceiling: The line's cap for the life, in yuan.
        trend: The factor by which amounts have grown; a share of the benefit grows with the cap.
        stress: The factor that is laid on whatever is assumed.
    """
    if isinstance(size, ShareOfBenefit):
        return FixedSeverity(size.share * ceiling * stress)
    return _grown(size, trend * stress)


@lru_cache(maxsize=KEPT)  # laws are costly to set up, and many cells share one
def _grown(severity: Law, factor: float) -> Severity:
    if isinstance(severity, FixedSeverity):
        return FixedSeverity(severity.amount * factor)
    if isinstance(severity, EmpiricalSeverity):
        grown_values = [value * factor for value in severity.values]
        return EmpiricalSeverity(grown_values, weights=severity.weights)
    params = {"scale": 1.0, **dict(severity.params)}
    grown = {name: params[name] * factor for name in SPREAD if name in params}
    return ScipySeverity(severity.name, params | grown)
