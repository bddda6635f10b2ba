"""Words in Chinese and English by reason code, from one table: `messages.toml` beside this."""

from __future__ import annotations

import enum
from collections.abc import Callable, Iterable, Mapping
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
            as {days:day|days} give the first noun where the fact is 1, else the second; {of:base}
            gives a name as it goes with the number `base`.

    Raises:
        UnknownName: No message has this code.
    """
    check_lang(lang)
    text = (own or {}).get(code) or table().get(code)
    if text is None:
        raise UnknownName("No message has this code", name="code", value=code, known=table())
    words = {name: _Words(_word(fact, lang), fact, lang, facts) for name, fact in facts.items()}
    return text.of(lang).format_map(words)


def both(words: Callable[[Lang], str]) -> Text:
    """Give a text in both languages, from what words it in one."""
    return Text(zh=words("zh"), en=words("en"))


def joined(names: Iterable[str], lang: Lang) -> str:
    """Put names in a row, as the language does."""
    return render("punctuation.joint", lang).join(names)


def told(about: object, words: object, lang: Lang) -> str:
    """Say something of something: the two with a colon between."""
    return render("punctuation.told", lang, facts={"about": about, "words": words})


def behind(text: object, more: object, lang: Lang) -> str:
    """Put something behind a text in brackets."""
    return render("punctuation.behind", lang, facts={"text": text, "behind": more})


class _Words(str):
    """A fact in words.

    `{days:day|days}` in a message gives the noun that goes with its number, `{of:base}` the name
    as it goes with the number `base`.
    """

    __slots__ = ("_fact", "_facts", "_lang")
    _fact: object
    _lang: Lang
    _facts: Mapping[str, object]

    def __new__(cls, words: str, fact: object, lang: Lang, facts: Mapping[str, object]) -> Self:
        made = super().__new__(cls, words)
        made._fact, made._lang, made._facts = fact, lang, facts
        return made

    def __format__(self, form: str) -> str:
        one, bar, many = form.partition("|")
        if bar:
            return one if self._fact == 1 else many
        if form and self._facts[form] == 1:
            return _word(self._fact, self._lang, "one_")
        return str(self)


def _word(fact: object, lang: Lang, form: str = "") -> str:
    if isinstance(fact, Text):
        return fact.of(lang)
    if isinstance(fact, enum.Enum):
        return render(f"{type(fact).__name__.lower()}.{form}{fact.value}", lang)
    if isinstance(fact, Decimal):
        return yuan(fact)
    if isinstance(fact, date):
        return fact.isoformat()
    return mask(str(fact))
