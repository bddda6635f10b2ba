"""Words in Chinese and English by reason code, from one table: `messages.toml` beside this."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Self

from mutualaid.errors import UnknownName
from mutualaid.masking import mask
from mutualaid.text import Lang, Text, check_lang, yuan


@cache
def table() -> Mapping[str, Text]:
    """Give the whole table: every code with its text in both languages."""
    import tomllib  # noqa: PLC0415 - words are read at first use
    from importlib import resources  # noqa: PLC0415 - words are read at first use

    raw = tomllib.loads(resources.files(__name__).joinpath("messages.toml").read_text("utf-8"))
    return {
        f"{kind}.{name}": Text(zh=text["zh"], en=text["en"])
        for kind, texts in raw.items()
        for name, text in texts.items()
    }


def render(
    code: str, lang: Lang, own: Mapping[str, Text] | None = None, facts: Mapping[str, object] = {}
) -> str:
    """Word a message.

    Args:
        code: Its code.
        lang: "zh" or "en".
        own: Messages that a rule outside this library brings along; they go first.
        facts: What stands in the message's braces; identity numbers in it are masked. Braces such
            as {days:day|days} give the first noun where the fact is 1, else the second.

    Raises:
        UnknownName: No message has this code.
    """
    check_lang(lang)
    text = (own or {}).get(code) or table().get(code)
    if text is None:
        raise UnknownName("No message has this code", name="code", value=code, known=table())
    words = {name: _Words(_word(fact, lang), fact) for name, fact in facts.items()}
    return text.of(lang).format_map(words)


class _Words(str):
    """A fact in words; `{days:day|days}` in a message gives the noun that goes with its number."""

    __slots__ = ("_is_one",)
    _is_one: bool

    def __new__(cls, words: str, fact: object) -> Self:
        made = super().__new__(cls, words)
        made._is_one = fact == 1
        return made

    def __format__(self, nouns: str) -> str:
        if not nouns:
            return str(self)
        one, _, many = nouns.partition("|")
        return one if self._is_one else many


def _word(fact: object, lang: Lang) -> str:
    if isinstance(fact, Text):
        return fact.of(lang)
    if isinstance(fact, enum.Enum):
        return render(f"{type(fact).__name__.lower()}.{fact.value}", lang)
    if isinstance(fact, Decimal):
        return yuan(fact)
    if isinstance(fact, date):
        return fact.isoformat()
    return mask(str(fact))
