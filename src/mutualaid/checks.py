"""One vocabulary of checks, so that every refusal of a wrong value reads alike.

Converters take what a person may write and give what the library keeps; validators have the
signature of attrs. Both raise `InvalidType` or `InvalidValue`.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from datetime import date, datetime
from decimal import Context, Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any, TypeVar

from mutualaid.errors import InvalidType, InvalidValue, an
from mutualaid.masking import hide, looks_like_identity_number

if TYPE_CHECKING:
    from collections.abc import Callable

    import attrs

T = TypeVar("T")

FEN = Decimal("0.01")
MAX_MONEY = Decimal("1e12")
NIL = Decimal(0)
"""Nothing, in yuan or in whatever else is measured."""
WHOLE = 100
"""All of it, in percent."""
EXACT = Context(prec=50)
IN_DIGITS = 'yuan in digits, such as "89.50"'
UNSEEN = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
"""Categories of characters that control and are not seen, among them all line ends."""


def to_money(value: int | Decimal | str) -> Decimal:
    """Read an amount of money in yuan, exact to the fen.

    Args:
        value: Yuan as an int, a Decimal, or a str such as "89.50"; never a float.

    Raises:
        InvalidType: A float, a bool or anything else that is not exact.
        InvalidValue: Negative, not finite, finer than a fen, or a trillion yuan and more.

    >>> to_money(56), to_money("89.50")
    (Decimal('56'), Decimal('89.50'))
    """
    if isinstance(value, bool) or not isinstance(value, int | Decimal | str):
        raise InvalidType(
            f"Money is exact, and {an(type(value))} is not",
            name="amount",
            value=value,
            allowed="an int, a Decimal or a str, in yuan",
            hint=f'write "{value}" or Decimal("{value}")' if isinstance(value, float) else None,
            written="money",
        )
    try:
        amount = Decimal(value)
    except InvalidOperation:
        raise InvalidValue(
            "Money cannot be read", name="amount", value=value, allowed=IN_DIGITS, written="money"
        ) from None
    if amount.is_nan():
        raise InvalidValue(
            "Money is not a number", name="amount", value=value, allowed=IN_DIGITS, written="money"
        )
    if not amount.is_finite() or amount < 0 or amount >= MAX_MONEY:
        raise InvalidValue(
            "An amount of money lies out of range",
            name="amount",
            value=value,
            allowed="0 yuan and more, below 1,000,000,000,000 yuan",
        )
    # In a context of its own: the caller's may round.
    if amount != amount.quantize(FEN, context=EXACT):
        raise InvalidValue(
            "Money is finer than a fen",
            name="amount",
            value=value,
            allowed="at most two decimal places",
            hint="round it before you pass it in; this library does not round for you",
        )
    return amount.copy_abs()


def to_optional_money(value: int | Decimal | str | None) -> Decimal | None:
    """Read an amount of money as `to_money` does, or None where there is none."""
    return None if value is None else to_money(value)


def to_percent(value: int | Decimal) -> int | Decimal:
    """Read a percentage, exact.

    Raises:
        InvalidType: A float, or anything else that is not exact.
        InvalidValue: Below 0 or above 100.
    """
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        raise InvalidType(
            f"{an(type(value), first=True)} is not an exact percentage",
            name="percent",
            value=value,
            allowed="an int or a Decimal, such as 70 for 70 %",
            written="percent",
        )
    if not (isinstance(value, int) or value.is_finite()) or not 0 <= value <= WHOLE:
        raise InvalidValue(
            "A percentage lies out of range", name="percent", value=value, allowed="0 to 100"
        )
    return int(value) if value == int(value) else value


def to_tuple(values: Iterable[T], name: str) -> tuple[T, ...]:
    """Give several values as a tuple; one value, or a text, where several are due is refused."""
    if isinstance(values, str) or not isinstance(values, Iterable):
        raise InvalidType(
            f"{an(type(values), first=True)} stands where several values are due",
            name=name,
            value=values,
            allowed="a list or a tuple",
            hint="write it in brackets, [...], if there is only one",
        )
    return tuple(values)


def require_date(value: object, name: str) -> date:
    """Give `value` back as a date, or refuse it under the name `name`."""
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    raise InvalidType(
        f"{an(type(value), first=True)} is not a date",
        name=name,
        value=value,
        allowed="a datetime.date",
        hint="take its .date()" if isinstance(value, datetime) else "write date(2016, 1, 1)",
        written="date",
    )


def require_type(value: object, kind: type[T], name: str, *, hint: str | None = None) -> T:
    """Give `value` back as a `kind`, or refuse it under the name `name`."""
    if isinstance(value, kind):
        return value
    raise InvalidType(
        f"{an(type(value), first=True)} stands where {an(kind)} is due",
        name=name,
        value=value,
        allowed=an(kind),
        hint=hint,
        written="text" if kind is str else None,
    )


def require_int(value: object, name: str, *, least: int, most: int | None = None) -> int:
    """Give `value` back as an int of at least `least`, or refuse it under the name `name`."""
    allowed = (
        f"a whole number, at least {least}"
        if most is None
        else f"a whole number, at least {least}, at most {most}"
    )
    if isinstance(value, bool) or not isinstance(value, int):
        raise InvalidType(
            f"{an(type(value), first=True)} is not a whole number",
            name=name,
            value=value,
            allowed=allowed,
            written="number",
        )
    if value < least or (most is not None and value > most):
        raise InvalidValue("A number lies out of range", name=name, value=value, allowed=allowed)
    return value


# Validators, for the fields of attrs classes -------------------------------------------------


def a_date(_: object, attribute: attrs.Attribute[date], value: object) -> None:
    """Refuse what is not a date."""
    require_date(value, attribute.name)


def known_or_not(_: object, attribute: attrs.Attribute[bool | None], value: object) -> None:
    """Refuse what is neither True, False nor None (not said)."""
    if value is not None and not isinstance(value, bool):
        raise InvalidType(
            f"{an(type(value), first=True)} does not answer yes or no",
            name=attribute.name,
            value=value,
            allowed="True, False, or None where it was not said",
            written="yes_or_no",
        )


def an_id(_: object, attribute: attrs.Attribute[str], value: object) -> None:
    """Refuse an id that is not a str, is empty, or has blanks around it or control characters."""
    text = require_type(value, str, attribute.name)
    if not text or text != text.strip():
        raise InvalidValue(
            "An id is empty or has blanks around it",
            name=attribute.name,
            value=value,
            allowed="a text with no blank at either end",
        )
    if not stands_on_one_line(text):
        raise InvalidValue(
            "An id has a character in it that is not seen, such as a line end",
            name=attribute.name,
            value=value,
            allowed="a text on one line, of characters that are seen",
        )


def a_text(_: object, attribute: attrs.Attribute[str], value: object) -> None:
    """Refuse what is not a str, or has nothing in it but blanks."""
    if not require_type(value, str, attribute.name).strip():
        raise InvalidValue(
            "A text has nothing in it",
            name=attribute.name,
            value=value,
            allowed="at least one character that is seen",
        )


def stands_on_one_line(text: str) -> bool:
    """Tell whether a text has neither line ends nor other characters that only control."""
    return text.isprintable() or UNSEEN.isdisjoint(map(unicodedata.category, text))


def a_person_id(instance: object, attribute: attrs.Attribute[str], value: object) -> None:
    """Refuse an id that `an_id` refuses, and a resident identity number, which is never shown."""
    an_id(instance, attribute, value)
    if looks_like_identity_number(text := str(value)):
        # The error carries no number either: it may be logged, attributes and all.
        raise InvalidValue(
            "An id is built like a resident identity number",
            name=attribute.name,
            value=hide(text),
            allowed="a text that is shown wherever the person is named, such as a staff number",
            hint="ids are written out in full and identity numbers never are; "
            "`mutualaid.records.pseudonym` makes an id out of a number",
        )


def require_code(value: object, name: str) -> str:
    """Give `value` back as a code that may stand in a path, or refuse it under the name `name`."""
    if require_type(value, str, name).isidentifier():
        return str(value)
    raise InvalidValue(
        "A code is no identifier",
        name=name,
        value=value,
        allowed="letters, digits and underscores, such as in_good_health",
    )


def a_code(_: object, attribute: attrs.Attribute[str], value: object) -> None:
    """Refuse what is not a code that may stand in a path."""
    require_code(value, attribute.name)


def a(kind: type[Any]) -> Callable[[Any, attrs.Attribute[Any], Any], None]:
    """Make a validator that refuses what is not of one type."""

    def check(_: object, attribute: attrs.Attribute[Any], value: object) -> None:
        require_type(value, kind, attribute.name)

    return check


def optional(
    check: Callable[[Any, attrs.Attribute[Any], Any], None],
) -> Callable[[Any, attrs.Attribute[Any], Any], None]:
    """Make a validator that lets None pass and asks `check` of all else."""

    def check_unless_none(instance: object, attribute: attrs.Attribute[Any], value: object) -> None:
        if value is not None:
            check(instance, attribute, value)

    return check_unless_none


def whole(
    *, least: int, most: int | None = None
) -> Callable[[Any, attrs.Attribute[Any], Any], None]:
    """Make a validator that refuses what is not a whole number within bounds."""

    def check(_: object, attribute: attrs.Attribute[Any], value: object) -> None:
        require_int(value, attribute.name, least=least, most=most)

    return check


def each(kind: type[Any]) -> Callable[[Any, attrs.Attribute[Any], Any], None]:
    """Make a validator that refuses a tuple with an item that is not of one type."""

    def check(_: object, attribute: attrs.Attribute[Any], values: Iterable[object]) -> None:
        for position, value in enumerate(values):
            require_type(value, kind, f"{attribute.name}[{position}]")

    return check
