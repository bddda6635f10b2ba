"""Identity numbers are never shown in full: whatever may be one is masked in every text."""

from __future__ import annotations

import re

LIKE_IDENTITY_NUMBER = re.compile(r"(?<!\d)\d(?:[\s\-.·_]?\d){13,19}[\s\-.·_]?[Xx]?(?!\d)")
SHOWN_FIRST, SHOWN_LAST = 6, 2


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
