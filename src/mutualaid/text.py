"""Texts in the two languages of the library."""

from __future__ import annotations

import os
import unicodedata
from typing import TYPE_CHECKING, Literal, TypeAlias

import attrs

from mutualaid.checks import a_text
from mutualaid.errors import InvalidValue

if TYPE_CHECKING:
    from decimal import Decimal

Lang: TypeAlias = Literal["zh", "en"]
LANGUAGES: tuple[Lang, ...] = ("zh", "en")


@attrs.frozen
class Text:
    """Hold one text in Chinese and in English.

    Args:
        zh: The text in Chinese.
        en: The text in English.

    Raises:
        InvalidType: Something else than a str.
        InvalidValue: A text with nothing in it.

    >>> Text(zh="份", en="share").of("en")
    'share'
    """

    zh: str = attrs.field(validator=a_text)
    en: str = attrs.field(validator=a_text)

    def of(self, lang: Lang) -> str:
        """Give the text in one language, "zh" or "en"."""
        text: str = getattr(self, check_lang(lang))
        return text


def check_lang(lang: str) -> Lang:
    """Give the language back, or refuse one that the library does not speak."""
    for one in LANGUAGES:
        if lang == one:
            return one
    raise InvalidValue(
        "The library does not speak this language", name="lang", value=lang, allowed='"zh" or "en"'
    )


def default_lang() -> Lang:
    """Speak Chinese where the environment does, else English."""
    said = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG") or ""
    return "zh" if said.startswith("zh") else "en"


def look_up_key(name: str) -> str:
    """Give the form in which names are compared: without case, width, blanks, book-title marks."""
    return "".join(unicodedata.normalize("NFKC", name).casefold().split()).strip("《》")


def show(number: Decimal) -> str:
    """Write a number as Python reads it without a loss: whole ones bare, others as a Decimal.

    >>> from decimal import Decimal
    >>> show(Decimal("26.00")), show(Decimal("26.50"))
    ('26', "Decimal('26.50')")
    """
    return f"{number:.0f}" if number == number.to_integral_value() else repr(number)


def yuan(amount: Decimal) -> str:
    """Write an amount of yuan in digits, with fen only where there are any.

    >>> from decimal import Decimal
    >>> yuan(Decimal(200653)), yuan(Decimal("89.5"))
    ('200,653', '89.50')
    """
    return f"{amount:,.0f}" if amount == amount.to_integral_value() else f"{amount:,.2f}"
