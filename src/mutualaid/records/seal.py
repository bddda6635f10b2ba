"""The seal of a ledger's document: a digest of its steps, one after the other, and of its lists.

It tells that a document was changed since it was written, and from which step on. It is no
signature: whoever may write the file can write its seal anew.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from hashlib import sha256
from typing import Any

MARK = 16
"""So many hexadecimal digits of the digest stand in each step."""
METHOD = "sha256:"


class Seal:
    """Take in the parts of a document; give the digest of all that was taken in so far.

    Args:
        default: What `json.dumps` asks of a value that JSON does not know.
    """

    def __init__(self, default: Callable[[Any], Any]) -> None:
        self._taken = sha256()
        self._default = default

    def take(self, part: object) -> str:
        """Take in a part as canonical JSON; give its mark, the beginning of the digest.

        Canonical is: keys sorted, no blanks, ASCII only.
        """
        text = json.dumps(part, sort_keys=True, separators=(",", ":"), default=self._default)
        self._taken.update(text.encode("ascii"))
        return self._taken.hexdigest()[:MARK]

    @property
    def digest(self) -> str:
        """The digest, after the name of its method."""
        return METHOD + self._taken.hexdigest()
