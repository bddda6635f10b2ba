"""Counterexamples where several shares must join, or it matters who joins beside whom."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import attrs
import pytest
from policy.variants import STARTS, edition

from mutualaid import (
    Catalogue,
    ChildUnder,
    Edition,
    HasUnion,
    Headcount,
    HoldsCard,
    InBeijing,
    OfSex,
    Participation,
    PerShare,
    Rule,
    SameShares,
    Serving,
    Sex,
    all_of,
    any_of,
)
from mutualaid.policy.counterexample import CounterexampleSearch, counterexample

WOMEN, PARENTS = Headcount.FEMALE_EMPLOYEES, Headcount.EMPLOYEES_WITH_MINOR_CHILDREN


def share(percent: int, of: Headcount = Headcount.EMPLOYEES, **bounds: Any) -> Participation:
    return Participation(percent=percent, of=of, **bounds)


def asking(catalogue: Catalogue, *rules: Rule, **said: Any) -> Edition:
    """Give critical illness with other conditions of joining."""
    one = edition(catalogue, "critical_illness")
    return attrs.evolve(one, eligibility=all_of(Serving(), *rules), **said)


def search(before: Edition, after: Edition) -> CounterexampleSearch:
    return counterexample(before, after, STARTS)


def joining(told: CounterexampleSearch) -> Mapping[str, object]:
    """Give the unit of what was found, and how many join there."""
    assert told.found is not None
    unit = told.found.application.unit
    heads = {kind.value: kind.of(unit) for kind in Headcount}
    return {**heads, "joining": told.found.situation.joining}


TEN = share(0, at_least=10)
FEW = share(0, at_least=3)


@pytest.mark.parametrize(
    ("before", "after", "size"),
    [
        ([TEN], [TEN, share(80)], 13),
        ([TEN, share(80)], [TEN, share(90)], 12),
        ([share(80), TEN], [share(80), share(0, at_least=12)], 10),
    ],
)
def test_a_share_is_told_apart_where_the_one_beside_it_is_met(
    catalogue: Catalogue, before: list[Rule], after: list[Rule], size: int
) -> None:
    told = search(asking(catalogue, *before), asking(catalogue, *after))
    assert (10, size) == (joining(told)["joining"], joining(told)["employees"])


def test_shares_that_ask_for_nothing_more_make_no_difference(catalogue: Catalogue) -> None:
    before = asking(catalogue, share(80))
    told = search(before, asking(catalogue, share(80), share(70)))
    assert (None, True) == (told.found, told.complete)


def test_where_all_take_as_many_shares_the_most_are_taken_by_all(catalogue: Catalogue) -> None:
    three = asking(catalogue, FEW, SameShares(), fee=PerShare(90, at_most=3))
    told = search(asking(catalogue, FEW, SameShares()), three)
    assert told.found is not None
    assert [4, 4, 4] == [entry.shares for entry in told.found.application.entries]


def test_of_whom_the_unit_has_none_no_share_is_asked(catalogue: Catalogue) -> None:
    told = search(asking(catalogue, share(70, PARENTS)), asking(catalogue, share(70), FEW))
    assert 1 == joining(told)["joining"]


def test_people_whom_a_share_counts_are_looked_at_where_others_may_join_too(
    catalogue: Catalogue,
) -> None:
    one = edition(catalogue, "childrens_accident")
    rules = (Serving(), ChildUnder(18, or_student=True))
    before, after = (
        attrs.evolve(one, eligibility=all_of(*rules, share(percent, PARENTS, everyone_below=30)))
        for percent in (40, 50)
    )
    told = search(before, after)
    assert (12, 30) == (joining(told)["joining"], joining(told)[PARENTS.value])


def test_men_are_looked_at_where_a_share_of_the_women_is_asked_for(catalogue: Catalogue) -> None:
    told = search(asking(catalogue, share(80)), asking(catalogue, share(80), share(80, WOMEN)))
    assert told.found is not None
    assert "male" in told.found.text("en")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        # Of ten employees five men and three of five women are enough for 60 %, not for 80 %.
        ([share(80), share(60, WOMEN)], [share(80), share(80, WOMEN)]),
        # Three who all take another number of shares.
        ([FEW, SameShares()], [FEW, SameShares(), any_of(Serving(), Serving())]),
        # The same, said twice, of the unit and of its people: who counts is then not the same.
        ([HasUnion(), share(80)], [HasUnion(), all_of(HasUnion(), Serving(), name="v"), share(80)]),
        # A share in one of several ways, beside another one.
        (
            [share(100), any_of(HoldsCard(), share(80, everyone_below=30))],
            [share(100), any_of(HoldsCard(), share(80, everyone_below=20))],
        ),
        # Of women a share is asked that is asked of all on the other side, beside another one.
        (
            [share(100), any_of(all_of(OfSex(Sex.FEMALE), share(80)), OfSex(Sex.MALE))],
            [share(100), share(80)],
        ),
        # The same number of shares is asked in one of two ways.
        (
            [any_of(HoldsCard(), SameShares()), InBeijing()],
            [any_of(HoldsCard(), SameShares()), any_of(InBeijing(), InBeijing())],
        ),
    ],
)
def test_where_it_matters_who_joins_beside_whom_nothing_found_is_no_proof(
    catalogue: Catalogue, before: list[Rule], after: list[Rule]
) -> None:
    told = search(asking(catalogue, *before), asking(catalogue, *after))
    assert not told.complete
    assert "This is no proof." in told.text("en")


def test_what_is_asked_once_or_twice_of_people_alone_is_the_same(catalogue: Catalogue) -> None:
    twice = all_of(HoldsCard(), Serving(), name="v")
    before = asking(catalogue, HoldsCard(), share(80))
    told = search(before, asking(catalogue, HoldsCard(), twice, share(80)))
    assert (None, True) == (told.found, told.complete)


def test_that_several_shares_are_asked_for_is_no_matter_where_the_fee_alone_differs(
    catalogue: Catalogue,
) -> None:
    rules = (share(80), share(60, WOMEN))
    told = search(asking(catalogue, *rules), asking(catalogue, *rules, fee=PerShare(91)))
    assert told.complete
    assert 1 == joining(told)["joining"]
