"""The same number of shares for everyone who joins together."""

from __future__ import annotations

import pytest
from builders import STARTS, UNIT, application, member

from mutualaid import (
    BenefitSchedule,
    Catalogue,
    Ceiling,
    Edition,
    Entry,
    Event,
    HoldsCard,
    PerShare,
    Question,
    SameShares,
    Serving,
    Standing,
    Text,
    all_of,
    any_of,
)
from mutualaid.question import Count, Roster
from mutualaid.review import Review
from mutualaid.reviewing import review_application

BURN = Event("burn", Text(zh="烧伤", en="burn"))


def asked(*shares: tuple[int, int, int]) -> Question:
    """Ask of a roster: shares, how many surely come in with so many, and how many possibly."""
    counts = tuple((number, Count(surely, possibly)) for number, surely, possibly in shares)
    return Question(member(), UNIT, STARTS, roster=Roster({}, shares=counts))


@pytest.mark.parametrize(
    ("shares", "code"),
    [
        ([], "same_shares.met"),
        ([(1, 3, 3)], "same_shares.met"),
        ([(2, 3, 3)], "same_shares.met"),
        ([(1, 3, 3), (2, 0, 0)], "same_shares.met"),
        ([(1, 3, 3), (2, 0, 1)], "same_shares.undecided"),
        ([(1, 0, 1), (2, 0, 1)], "same_shares.undecided"),
        ([(1, 3, 3), (2, 1, 1)], "same_shares.differ"),
    ],
)
def test_whoever_comes_in_takes_the_same(shares: list[tuple[int, int, int]], code: str) -> None:
    assert code == SameShares().check(asked(*shares)).code


def test_without_a_roster_it_is_open() -> None:
    finding = SameShares().check(Question(member(), UNIT, STARTS))
    assert ("same_shares.open", Standing.OPEN) == (finding.code, finding.standing)


def test_it_is_open_while_people_are_still_counted() -> None:
    finding = SameShares().check(Question(member(), UNIT, STARTS, roster=Roster({})))
    assert Standing.OPEN is finding.standing


def test_it_is_told_what_most_take_and_how_many_take_another_number() -> None:
    finding = SameShares().check(asked((1, 2, 2), (2, 5, 5), (3, 1, 1)))
    assert (2, 3) == (finding.fact("usual"), finding.fact("others"))


def test_all_who_take_another_number_are_counted_though_they_be_more() -> None:
    finding = SameShares().check(asked((1, 3, 3), (2, 4, 4), (3, 3, 3)))
    assert (2, 6) == (finding.fact("usual"), finding.fact("others"))


def test_of_two_numbers_that_as_many_take_the_smaller_is_the_usual() -> None:
    assert 1 == SameShares().check(asked((2, 1, 1), (1, 1, 1))).fact("usual")


# In a review -------------------------------------------------------------------------------------


@pytest.fixture
def edition(catalogue: Catalogue) -> Edition:
    """Give a plan that asks for service and for the same number of shares, at most three."""
    some = catalogue["critical_illness"].edition(STARTS)
    line = Ceiling(1_000, events=[BURN], per_share=True)
    return Edition(
        some.info,
        some.period,
        all_of(Serving(), SameShares()),
        PerShare(10, at_most=3),
        BenefitSchedule(line),
    )


def review(edition: Edition, *shares: int, **said: bool | None) -> Review:
    """Review people with so many shares each; of the last, something is said otherwise."""
    people = [Entry(member(f"M{n}"), shares=some) for n, some in enumerate(shares)]
    people[-1] = Entry(member("M9", **said), shares=shares[-1])
    return review_application(edition, application(people))


def test_a_unit_of_which_everyone_takes_two_is_accepted(edition: Edition) -> None:
    assert 60 == review(edition, 2, 2, 2).fee


def test_one_who_takes_three_keeps_a_unit_out_of_which_the_others_take_two(
    edition: Edition,
) -> None:
    found = review(edition, 2, 2, 3)
    assert (False, ["same_shares.differ"]) == (found.accepted, [one.code for one in found.reasons])


def test_who_may_not_join_does_not_count(edition: Edition) -> None:
    assert review(edition, 2, 2, 3, serving=False).accepted


def test_who_asks_for_more_shares_than_are_sold_does_not_count(edition: Edition) -> None:
    assert [True, True, False] == [one.accepted for one in review(edition, 2, 2, 4).entries]


def test_who_may_perhaps_join_leaves_it_open(edition: Edition) -> None:
    found = review(edition, 2, 2, 3, serving=None)
    assert None is found.accepted


def test_of_one_person_alone_it_is_open(edition: Edition) -> None:
    question = Question(member(), UNIT, STARTS, shares=2)
    assert Standing.OPEN is edition.unit_rules[0].check(question).standing


def test_a_cover_that_runs_is_not_asked(edition: Edition) -> None:
    running = Entry(member("M5"), shares=1)
    application_ = application([Entry(member(), shares=2)], already_covered=[running])
    assert review_application(edition, application_).accepted


def test_where_one_way_asks_it_only_those_of_that_way_are_kept_out(edition: Edition) -> None:
    ways = any_of(
        all_of(HoldsCard(), name="card"), all_of(Serving(), SameShares(), name="together")
    )
    own = Edition(edition.info, edition.period, ways, edition.fee, edition.benefit)
    found = review(own, 1, 2, jingka_card=False)
    assert [True, False] == [entry.accepted for entry in found.entries]
    assert "same_shares.differ" in [reason.code for reason in found.entries[1].reasons]
