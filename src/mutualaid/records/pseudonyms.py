"""Lasting ids made out of identity numbers, by a key that only their keeper has.

There are few enough identity numbers to try them all: a plain hash of one is as good as the
number. A keyed one tells nothing to who has no key.
"""

from __future__ import annotations

import hmac
from base64 import b32encode
from collections.abc import Callable
from functools import partial

from mutualaid.errors import InvalidType, InvalidValue
from mutualaid.masking import hide
from mutualaid.messages import render
from mutualaid.records.cells import Identity, Unreadable, read_identity_number
from mutualaid.records.columns import tidy

SHORTEST_KEY = 16
LENGTH = 12
"""Characters of 5 bits: among a million people the chance that any two share an id is one in two
million."""


def pseudonym(number: str, id_key: str) -> str:
    """Make the id that an identity number has by a key, the same in every roster and claims file.

    Args:
        number: Resident identity number of 18 characters.
        id_key: The key, as `read_roster` and `read_claims` take it.

    Raises:
        InvalidType: A key that is no text.
        InvalidValue: No identity number, or a key that is too short; neither is shown.
        MissingExtra: python-stdnum is not installed.

    >>> pseudonym("110101198801129968", "an example of a key")
    'P-UCVURA34TDJB'
    """
    try:
        identity = read_identity_number(tidy(number))
    except Unreadable as error:
        raise InvalidValue(
            "This is no identity number",
            name="number",
            value=hide(number),
            allowed=render(error.args[0], "en"),
        ) from None
    return _pseudonym(identity, _to_key(id_key))


def pseudonyms(id_key: str | None) -> Callable[[Identity], str] | None:
    """Give what makes ids out of identity numbers by a key, None where there is no key."""
    return None if id_key is None else partial(_pseudonym, key=_to_key(id_key))


def _pseudonym(identity: Identity, key: bytes) -> str:
    digest = hmac.digest(key, identity.number.encode(), "sha256")
    return f"P-{b32encode(digest)[:LENGTH].decode()}"


def _to_key(id_key: str) -> bytes:
    """Read a key; one that is easily guessed by its length is refused, and none is shown."""
    if not isinstance(id_key, str):
        raise InvalidType(
            f"A key is a text, and no {type(id_key).__name__}", allowed="a str, of your own making"
        )
    key = id_key.strip()
    if len(key) < SHORTEST_KEY:
        raise InvalidValue(
            f"A key of {len(key)} characters is soon guessed",
            allowed=f"{SHORTEST_KEY} characters or more, by chance",
            hint='python -c "import secrets; print(secrets.token_urlsafe(32))" makes one',
        )
    return key.encode()
