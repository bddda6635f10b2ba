"""Texts in two languages, and amounts of yuan in digits."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from mutualaid import InvalidType, InvalidValue, Text
from mutualaid.text import LANGUAGES, check_lang, yuan


def test_the_library_speaks_chinese_and_english() -> None:
    assert ("zh", "en") == LANGUAGES


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_language_of_the_library_is_given_back(lang: str) -> None:
    assert lang == check_lang(lang)


def test_a_text_is_given_in_chinese() -> None:
    assert "份" == Text(zh="份", en="share").of("zh")


def test_a_text_is_given_in_english() -> None:
    assert "share" == Text(zh="份", en="share").of("en")


def test_texts_with_the_same_words_are_equal_and_hash_alike() -> None:
    one, other = Text(zh="份", en="share"), Text(zh="份", en="share")
    assert (one, hash(one)) == (other, hash(other))


def test_texts_that_differ_in_one_language_are_not_equal() -> None:
    assert Text(zh="份", en="share") != Text(zh="份", en="part")


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("nothing", ["", " ", "\n", "\u3000"])
def test_a_text_with_nothing_in_it_is_none(lang: str, nothing: str) -> None:
    with pytest.raises(InvalidValue, match=f"nothing in it, {lang}="):
        Text(**{"zh": "份", "en": "share", lang: nothing})


def test_a_text_of_one_character_is_one() -> None:
    assert "," == Text(zh=",", en=", ").zh


def test_a_text_is_made_of_text() -> None:
    number: Any = 1
    with pytest.raises(InvalidType, match="zh=1"):
        Text(zh=number, en="one")


@pytest.mark.parametrize(
    ("amount", "digits"),
    [
        ("0", "0"),
        ("56", "56"),
        ("56.00", "56"),
        ("89.5", "89.50"),
        ("0.01", "0.01"),
        ("999", "999"),
        ("1000", "1,000"),
        ("200653", "200,653"),
        ("1234567.89", "1,234,567.89"),
        ("999999999999.99", "999,999,999,999.99"),
        ("1E+3", "1,000"),
    ],
)
def test_fen_are_written_only_where_there_are_any(amount: str, digits: str) -> None:
    assert digits == yuan(Decimal(amount))
