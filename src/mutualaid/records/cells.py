"""Cells of a table as people write them: dates, yes and no, identity numbers.

Each reader takes the text of a cell that is not blank and gives its value, or raises `BadCell`
with the code of the reason.
"""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import TypeAlias

import attrs

from mutualaid.checks import stands_on_one_line
from mutualaid.errors import MissingExtra
from mutualaid.finding import Fact
from mutualaid.masking import hide, mask
from mutualaid.messages import render
from mutualaid.people import Sex
from mutualaid.text import Lang

YES_NO = {
    **dict.fromkeys(("yes", "y", "true", "1", "是", "有"), True),
    **dict.fromkeys(("no", "n", "false", "0", "否", "无"), False),
}
SEXES = {
    **dict.fromkeys(("female", "f", "女"), Sex.FEMALE),
    **dict.fromkeys(("male", "m", "男"), Sex.MALE),
}
DATE = re.compile(
    r"(\d{4})(?:-(\d{1,2})-|/(\d{1,2})/|\.(\d{1,2})\.|年(\d{1,2})月)(\d{1,2})日?"
    r"|(\d{4})(\d{2})(\d{2})"
)
MONEY = re.compile(r"(?:\d{1,12}|\d{1,3}(?:,\d{3}){1,3})(?:\.\d{1,2})?")
MOST_DIGITS = 9
IDENTITY_LENGTH = 18
UNCOMPUTED = re.compile(r"=.*|#(?:N/A|REF!|VALUE!|NAME\?|DIV/0!|NUM!|NULL!)", re.DOTALL)
"""A formula, or what a table program writes for one that comes to nothing."""


Facts: TypeAlias = tuple[tuple[str, Fact], ...]


class Unreadable(Exception):
    """A cell cannot be read; `args` holds the code of the reason."""


def read_text(text: str) -> str:
    """Read a text on one line."""
    if not stands_on_one_line(text):
        raise Unreadable("roster.unseen")
    return text


def read_yes_no(text: str) -> bool:
    """Read yes or no, in either language."""
    if text.casefold() not in YES_NO:
        raise Unreadable("roster.not_yes_or_no")
    return YES_NO[text.casefold()]


def read_sex(text: str) -> Sex:
    """Read a sex, in either language."""
    if text.casefold() not in SEXES:
        raise Unreadable("roster.not_a_sex")
    return SEXES[text.casefold()]


def read_date(text: str) -> date:
    """Read a date: 2016-01-31, 2016/1/31, 2016.1.31, 2016年1月31日 or 20160131."""
    found = DATE.fullmatch(text)
    if found is None:
        raise Unreadable("roster.not_a_date")
    year, month, day = (part for part in found.groups() if part)
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        raise Unreadable("roster.no_such_day") from None


def read_number(text: str) -> int:
    """Read a whole number from 1 up."""
    if not (text.isascii() and text.isdigit() and len(text) <= MOST_DIGITS and int(text)):
        raise Unreadable("roster.not_a_number")
    return int(text)


def read_money(text: str) -> Decimal:
    """Read an amount of yuan, with or without commas between the thousands."""
    if not MONEY.fullmatch(text):
        raise Unreadable("claims_file.not_money")
    return Decimal(text.replace(",", ""))


def read_codes(text: str) -> tuple[str, ...]:
    """Read several codes, separated by a semicolon or a Chinese comma."""
    return tuple(code.strip() for code in re.split("[;、]", text) if code.strip())


@attrs.frozen
class Identity:
    """What a resident identity number says of its holder."""

    number: str = attrs.field(repr=False)
    birth_date: date
    sex: Sex


def read_identity_number(text: str) -> Identity:
    """Read a resident identity number (居民身份证号, GB 11643): its check digit, birth and sex.

    Raises:
        MissingExtra: python-stdnum is not installed.
    """
    try:
        from stdnum import exceptions, numdb  # noqa: PLC0415 - an extra
        from stdnum.cn import ric  # noqa: PLC0415 - an extra
    except ImportError:
        raise MissingExtra(
            "Identity numbers are checked by python-stdnum, which is not installed",
            hint="pip install 'mutualaid[roster]'",
        ) from None
    number = ric.compact(text)
    if len(number) != IDENTITY_LENGTH:
        raise Unreadable("roster.identity_length")
    if not (number.isascii() and number[:-1].isdigit()):
        raise Unreadable("roster.identity_invalid")
    if number[-1] != ric.calc_check_digit(number):
        raise Unreadable("roster.identity_check_digit")
    try:
        birth_date = ric.get_birth_date(number)
    except exceptions.InvalidComponent:
        raise Unreadable("roster.identity_invalid") from None
    # The years in which a place had its code are not asked: numbers have been given since 1984
    # to people of any age. That there ever was such a place is.
    if not any(properties for _, properties in numdb.get("cn/loc").info(number[:6])):
        raise Unreadable("roster.identity_invalid")
    # The seventeenth digit is odd for men and even for women.
    sex = Sex.MALE if int(number[16]) % 2 else Sex.FEMALE
    return Identity(number, birth_date, sex)


@attrs.frozen
class BadCell:
    """Report a cell that keeps its row out.

    Args:
        row: Line of the file as a table program counts it; the header is 1.
        column: Header of the column as it stands in the file.
        value: What stands there; identity numbers are masked.
        code: Stable code of the reason.
        facts: What the reason is worded with.
    """

    row: int
    column: str = attrs.field(converter=mask)
    value: str = attrs.field(converter=mask)
    code: str
    facts: Facts = attrs.field(default=(), kw_only=True)

    @classmethod
    def of_identity(
        cls, row: int, column: str, value: str, code: str, *, facts: Facts = ()
    ) -> BadCell:
        """Report a cell that holds, or should hold, an identity number: it is never shown."""
        return cls(row, column, hide(value), code, facts=facts)

    def text(self, lang: Lang) -> str:
        """Word the reason."""
        return render(self.code, lang, facts=dict(self.facts))

    def to_dict(self) -> dict[str, object]:
        """Give the report in values that JSON knows."""
        return {
            "row": self.row,
            "column": self.column,
            "value": self.value,
            "code": self.code,
            "text": {"zh": self.text("zh"), "en": self.text("en")},
        }
