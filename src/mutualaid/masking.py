"""Identity numbers are never shown in full: whatever may be one is masked in every text."""

from __future__ import annotations

import re
import unicodedata

LIKE_IDENTITY_NUMBER = re.compile(r"(?<!\d)\d(?:[\s\-.·_]?\d){13,19}[\s\-.·_]?[Xx]?(?!\d)")
SHOWN_FIRST, SHOWN_LAST = 6, 2
MONTH_AND_DAY = r"(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])"
IDENTITY_NUMBER = re.compile(
    r"\A\d{17}[\dXx]\Z"
    rf"|\d{{6}}(?:19|20)\d\d{MONTH_AND_DAY}\d{{3}}[\dXx]"
    rf"|(?<!\d)\d{{8}}{MONTH_AND_DAY}\d{{3}}(?!\d)"
)
"""Eighteen characters that are the whole text; among others, and the old fifteen digits, by the
day of birth in them: other ids, such as UUIDs, have as many digits in a row by chance."""
SEPARATORS = re.compile(r"[\s\-–—.·_'/,]")


def looks_like_identity_number(text: str) -> bool:
    """Tell whether an identity number stands in a text, old or new, valid or not.

    >>> looks_like_identity_number("110101 19900307 9981"), looks_like_identity_number("F001")
    (True, False)
    """
    compact = SEPARATORS.sub("", unicodedata.normalize("NFKC", text))
    return IDENTITY_NUMBER.search(compact) is not None


def mask(text: str) -> str:
    """Hide the middle of whatever may be an identity number in a text, also with blanks in it.

    >>> mask("110101199003079981"), mask("no. 110101 19900307 9981")
    ('110101**********81', 'no. 110101**********81')
    """
    return LIKE_IDENTITY_NUMBER.sub(lambda found: hide(found[0]), text)


def hide(text: str) -> str:
    """Hide the middle of a text that is, or should be, an identity number.

    >>> hide("110101 1990"), hide("1101")
    ('110101**90', '****')
    """
    characters = "".join(re.findall(r"[^\W_]", text))
    hidden = len(characters) - SHOWN_FIRST - SHOWN_LAST
    if hidden <= 0:
        return "*" * len(characters)
    return f"{characters[:SHOWN_FIRST]}{'*' * hidden}{characters[-SHOWN_LAST:]}"
