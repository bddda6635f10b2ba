"""Findings: the numbers used, the near miss, the words, the clause."""

from __future__ import annotations

import enum
import json
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import ClassVar

import attrs
import pytest

from mutualaid import (
    AgeBetween,
    Finding,
    HasUnion,
    Member,
    PerShare,
    Question,
    Rule,
    Scope,
    Serving,
    Sex,
    Source,
    Standing,
    Text,
    Unit,
    UnknownName,
)
from mutualaid.finding import notice, plain
from mutualaid.messages import render

NOTICE_7 = Source(Text(zh="七号通知", en="notice 7"), row="2")
MEMBER = Member("M1", date(2000, 5, 17), Sex.FEMALE, serving=False)
QUESTION = Question(MEMBER, Unit("U1"), date(2016, 1, 1), child=None, shares=5)
TOO_YOUNG = AgeBetween(16, 60, source=NOTICE_7).check(QUESTION)


@attrs.frozen(repr=False)
class Stranger(Rule):
    """A rule from outside, which brings its words along."""

    kind = "stranger"
    scope = Scope.ENTRY
    messages: ClassVar[Mapping[str, Text]] = {
        "stranger.words": Text(zh="限 {limit} 人", en="up to {limit} people"),
        "stranger.late": Text(zh="晚了 {days} 天", en="{days} days late"),
    }
    limit: int = 5

    def check(self, question: Question) -> Finding:
        return self.failed("late", days=question.shares)


def test_a_finding_gives_its_facts_by_name() -> None:
    assert 15 == TOO_YOUNG.fact("age")


def test_a_fact_that_a_finding_does_not_have_is_none() -> None:
    assert TOO_YOUNG.fact("shortfall") is None


def test_a_finding_knows_whom_its_rule_is_asked_of() -> None:
    assert Scope.PERSON is TOO_YOUNG.scope


def test_a_finding_knows_where_its_rule_stands() -> None:
    assert NOTICE_7 == TOO_YOUNG.clause


def test_a_finding_of_a_rule_without_a_source_stands_nowhere() -> None:
    assert Serving().check(QUESTION).clause is None


def test_a_near_miss_in_time_is_a_date() -> None:
    assert date(2016, 5, 17) == TOO_YOUNG.eligible_from


def test_a_near_miss_in_shares_is_a_number() -> None:
    assert 4 == PerShare(90, at_most=4).check(QUESTION).at_most


def test_a_finding_of_what_was_not_said_names_it() -> None:
    assert "unit.has_union" == HasUnion().check(QUESTION).missing


@pytest.mark.parametrize("near_miss", ["shortfall", "eligible_from", "at_most", "missing"])
def test_a_finding_without_a_near_miss_has_none(near_miss: str) -> None:
    assert getattr(Serving().check(QUESTION), near_miss) is None


def test_a_single_finding_is_its_own_reason() -> None:
    assert (TOO_YOUNG,) == TOO_YOUNG.reasons()


def test_what_is_met_is_worded_as_the_rule() -> None:
    rule = AgeBetween(10, 60)
    assert rule.words("en") == rule.check(QUESTION).text("en")


def test_what_failed_is_worded_with_its_facts() -> None:
    assert "2016-05-17" in TOO_YOUNG.text("zh")


@pytest.mark.parametrize(("lang", "behind"), [("zh", "（七号通知·2）"), ("en", " (notice 7, 2)")])
def test_the_clause_stands_behind_the_words(lang: str, behind: str) -> None:
    assert TOO_YOUNG.text(lang) + behind == TOO_YOUNG.explain(lang)  # type: ignore[arg-type]


def test_without_a_clause_the_words_stand_alone() -> None:
    finding = Serving().check(QUESTION)
    assert finding.text("en") == finding.explain("en")


def test_a_single_finding_takes_one_line() -> None:
    assert [f"- {TOO_YOUNG.explain('en')}"] == TOO_YOUNG.lines("en")


def test_a_wording_of_its_own_goes_before_that_of_the_code() -> None:
    finding = Serving().failed("not_serving", wording="card.none")
    assert Serving().failed("card.none").text("en") == finding.text("en")


# Words that a rule from outside brings along -------------------------------------------------


@pytest.mark.parametrize(("lang", "words"), [("zh", "限 5 人"), ("en", "up to 5 people")])
def test_a_strangers_rule_has_words_of_its_own(lang: str, words: str) -> None:
    assert words == Stranger().words(lang)  # type: ignore[arg-type]


@pytest.mark.parametrize(("lang", "words"), [("zh", "晚了 5 天"), ("en", "5 days late")])
def test_a_strangers_finding_has_words_of_its_own(lang: str, words: str) -> None:
    assert words == Stranger().check(QUESTION).text(lang)  # type: ignore[arg-type]


def test_a_finding_without_words_says_so() -> None:
    with pytest.raises(UnknownName, match="No message has this code"):
        Stranger().failed("early").text("en")


# JSON ----------------------------------------------------------------------------------------


def test_a_finding_is_given_for_json() -> None:
    expected = {
        "code": "age.too_young",
        "standing": "failed",
        "scope": "person",
        "facts": {"age": 15, "minimum": 16, "maximum": 60, "eligible_from": "2016-05-17"},
        "text": {"zh": TOO_YOUNG.text("zh"), "en": TOO_YOUNG.text("en")},
        "clause": {"document": {"zh": "七号通知", "en": "notice 7"}, "row": "2"},
        "parts": [],
    }
    assert expected == TOO_YOUNG.to_dict()


def test_what_is_given_for_json_goes_through_json_unchanged() -> None:
    assert TOO_YOUNG.to_dict() == json.loads(json.dumps(TOO_YOUNG.to_dict()))


def test_a_finding_of_a_rule_without_a_source_has_no_clause_in_json() -> None:
    assert Serving().check(QUESTION).to_dict()["clause"] is None


class Colour(enum.Enum):
    """Some names."""

    RED = "red"


@pytest.mark.parametrize(
    ("value", "given"),
    [
        (Colour.RED, "red"),
        (date(2016, 1, 1), "2016-01-01"),
        (Decimal(56), "56.00"),
        (Decimal("89.5"), "89.50"),
        (Decimal("1E+3"), "1000.00"),
        (Text(zh="份", en="share"), {"zh": "份", "en": "share"}),
        (5, 5),
        (True, True),
        ("text", "text"),
        (None, None),
    ],
)
def test_values_are_given_as_json_knows_them(value: object, given: object) -> None:
    assert given == plain(value)


def test_a_notice_decides_nothing() -> None:
    finding = notice(Serving(), "notice.repeated", count=2)
    assert (Standing.NOTICE, True, 2) == (
        finding.standing,
        finding.standing.holds,
        finding.fact("count"),
    )


def test_a_finding_of_the_whole_is_asked_of_nobody_and_stands_nowhere() -> None:
    finding = notice(None, "notice.repeated", count=2)
    assert (None, None) == (finding.scope, finding.clause)


def test_a_finding_of_the_whole_is_worded_by_its_code() -> None:
    finding = notice(None, "notice.repeated", count=2)
    assert render("notice.repeated", "en", facts={"count": 2}) == finding.explain("en")


def test_a_finding_of_the_whole_takes_one_line() -> None:
    finding = notice(None, "notice.repeated", count=2)
    assert [f"- {finding.text('zh')}"] == finding.lines("zh")


def test_a_finding_of_the_whole_has_no_scope_in_json() -> None:
    assert notice(None, "notice.repeated", count=2).to_dict()["scope"] is None


def test_equal_findings_are_equal_and_hash_alike() -> None:
    again = AgeBetween(16, 60).check(QUESTION)
    assert (TOO_YOUNG, hash(TOO_YOUNG)) == (again, hash(again))


def test_a_finding_does_not_change() -> None:
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        TOO_YOUNG.code = "other"  # type: ignore[misc]
