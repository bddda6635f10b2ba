"""What the single path refuses of ids, as patterns that every engine reads.

Nearly all ids are plain, which one short pattern tells; the others are looked at closely. Engines
differ in what they call a digit, a blank, or the end of a text, so that all is spelled out. Of the
digits and signs that stand for ASCII's own in another form those of full width are known.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from typing import Final

import narwhals as nw

from mutualaid.frames.known import Flag, both, no

SUSPECT: Final = "[^!-~]|^(?:[^0-9]*[0-9]){15}|^$"
"""A blank, a character that is none of ASCII's, nothing at all, or as many digits as a number."""
FEWEST: Final = 10**14
"""The least whole number with fifteen digits."""
FULL_WIDTH: Final = ord("\uff10") - ord("0")
BLANKS: Final = "\t-\r\x1c-\x20\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
HIEROGLYPHS: Final = "".join(
    one for one in map(chr, range(0x13430, 0x13440)) if unicodedata.category(one) == "Cf"
)
"""Signs that join hieroglyphs: as many as the version of Unicode has that Python knows."""
UNSEEN: Final = (
    "\\x00-\x1f\x7f-\x9f\xad\u0600-\u0605\u061c\u06dd\u070f\u0890\u0891\u08e2\u180e\u200b-\u200f"
    "\u2028-\u202e\u2060-\u2064\u2066-\u206f\ufeff\ufff9-\ufffb\U000110bd\U000110cd"
    f"{HIEROGLYPHS}"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0001\U000e0020-\U000e007f"
)
"""Characters of the categories in `mutualaid.checks.UNSEEN`; a test holds the two alike."""
BETWEEN: Final = f"{BLANKS}\\-–—.·_'/,\uff0d\uff0e\uff3f\uff07\uff0f\uff0c"
"""Characters that may stand between the digits of a number."""


def _among(characters: str) -> str:
    """Give a class of characters, of full width too."""
    return f"[{characters}{''.join(chr(ord(one) + FULL_WIDTH) for one in characters)}]"


def _number(*places: str) -> str:
    """Give the pattern of characters in a row, with signs between them or not."""
    return f"[{BETWEEN}]*".join(places)


def _patterns() -> Iterator[str]:
    """Give the patterns of identity numbers, as `mutualaid.masking` has them."""
    digit, last = _among("0123456789"), _among("0123456789Xx")
    month = f"(?:{_number(_among('0'), _among('123456789'))}|{_number(_among('1'), _among('012'))})"
    day = "|".join(
        _number(_among(tens), _among(ones))
        for tens, ones in (("0", "123456789"), ("12", "0123456789"), ("3", "01"))
    )
    century = f"(?:{_number(_among('1'), _among('9'))}|{_number(_among('2'), _among('0'))})"
    born = (month, f"(?:{day})")
    edge, other = f"[{BETWEEN}]*", f"[^{BETWEEN}{digit[1:-1]}]"
    yield f"^{edge}{_number(*[digit] * 17, last)}{edge}$"
    yield _number(*[digit] * 6, century, digit, digit, *born, *[digit] * 3, last)
    old = _number(*[digit] * 8, *born, *[digit] * 3)
    yield f"(?:^|{other}){edge}{old}{edge}(?:{other}|$)"


IDENTITY_NUMBER: Final = "|".join(_patterns())


def suspect(held: nw.Expr, kind: nw.dtypes.DType) -> Flag:
    """Say in which rows an id is to be looked at closely.

    Args:
        held: The ids.
        kind: What they are.
    """
    if kind.is_integer():
        return (held >= FEWEST).fill_null(value=False)
    return _has(held, SUSPECT)


def refused(
    held: nw.Expr, kind: nw.dtypes.DType, *, of_person: bool
) -> Iterator[tuple[str, str, Flag]]:
    """Give what is refused of an id, how to mend it, and in which rows.

    Args:
        held: The ids.
        kind: What they are.
        of_person: Whether they name people.
    """
    number = held.cast(nw.String) if kind.is_integer() else held
    if not kind.is_integer():
        blank = _has(held, f"^[{BLANKS}]*$")
        around = _has(held, f"^[{BLANKS}]|[{BLANKS}]$")
        unseen = _has(held, f"[{UNSEEN}]")
        yield "holds a blank text", "write null where there is none", blank
        yield "has blanks around it", "take them away", both(around, no(blank))
        what = "has a character in it that is not seen, such as a line end"
        yield what, "take it out", unseen
    if of_person:
        what = "is built like a resident identity number"
        hint = "`mutualaid.records.pseudonym` makes an id out of a number"
        yield what, hint, _has(number, IDENTITY_NUMBER)


def _has(held: nw.Expr, pattern: str) -> Flag:
    return held.str.contains(pattern).fill_null(value=False)
