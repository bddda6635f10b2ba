"""The answer to an enrolment is worded in both languages."""

from __future__ import annotations

from datetime import date

import pytest

from mutualaid import Cover, Edition, Ledger, Member, Sex, load_catalogue

EDITION: Edition = load_catalogue()["medical"].edition(date(2016, 1, 1))
MEMBER = Member("M1", date(1980, 5, 17), Sex.FEMALE, serving=True)


@pytest.mark.parametrize(
    ("starts", "zh", "en"),
    [
        (date(2017, 1, 1), "续保", "renewal"),
        (date(2017, 1, 11), "间隔 10 天后参保", "cover after a gap of 10 days"),
        (date(2016, 7, 1), "未登记", "not enrolled"),
    ],
)
def test_an_enrolment_says_how_it_follows_the_last_cover(starts: date, zh: str, en: str) -> None:
    ledger = Ledger([Cover(EDITION, "U1", MEMBER, date(2016, 1, 1))])

    (answer,), _ = ledger.enrol([Cover(EDITION, "U1", MEMBER, starts)])

    assert (zh, en) == (answer.text("zh"), answer.text("en"))
