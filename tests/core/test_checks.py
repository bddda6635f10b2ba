"""Money as it is read: what is kept of what may be written."""

from __future__ import annotations

from decimal import Decimal

import pytest

from mutualaid.checks import to_money


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        (0, "0"),
        (56, "56"),
        ("89.50", "89.50"),
        ("89.5", "89.5"),
        (Decimal("0.01"), "0.01"),
        (" 56 ", "56"),
        ("1e3", "1E+3"),
        ("999999999999.99", "999999999999.99"),
        (10**12 - 1, "999999999999"),
    ],
)
def test_money_is_read_exactly(written: int | Decimal | str, kept: str) -> None:
    assert kept == str(to_money(written))


def test_money_below_a_trillion_with_zeros_behind_is_no_finer_than_a_fen() -> None:
    assert Decimal("89.50") == to_money("89.50000")


def test_minus_nothing_is_nothing() -> None:
    assert "0" == str(to_money(Decimal("-0")))
