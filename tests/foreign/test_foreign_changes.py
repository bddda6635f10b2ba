"""Changes of policy reach every figure of the rules that the plans from elsewhere brought."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from foreign_people import application, codes, member, people, unit

from mutualaid import (
    AgeUnder,
    Catalogue,
    Declares,
    Edition,
    Participation,
    PolicyChange,
    Sex,
    Source,
    Whose,
)
from mutualaid.plan import leaves
from mutualaid.policy.paths import places

SINCE = date(2027, 1, 1)
NOTICE = Source("Notice 7")


def changed(foreign: Catalogue, path: str, value: object) -> Catalogue:
    """Set one figure anew."""
    return foreign.with_change(PolicyChange("a", since=SINCE, source=NOTICE, set={path: value}))


def edition(catalogue: Catalogue, code: str) -> Edition:
    """Give the edition in force once the change is."""
    return catalogue[code].edition(SINCE)


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("shanghai_accident_1y.eligibility.age_under.female", 60),
        ("shanghai_accident_1y.eligibility.age_under.male", 63),
        ("shanghai_accident_1y.eligibility.participation.percent", 60),
        ("shanghai_accident_1y_deposit.fee.deposit", Decimal(400)),
        ("shanghai_accident_1y.fee.deposit", Decimal(5)),
        ("longjiang_womens.eligibility.participation.at_least", 10),
        ("longjiang_womens.eligibility.declared.code", "healthy_by_examination"),
        ("longjiang_womens.eligibility.declared.whose", Whose.UNIT),
        ("ningbo_womens_4y.term.years", 3),
        ("weihai_medical.benefit.reimburse_by_bands.bands", ((Decimal(5_000), Decimal(80)),)),
    ],
)
def test_a_path_reaches_the_figure(foreign: Catalogue, path: str, value: object) -> None:
    code, _, rest = path.partition(".")
    there = {str(place): place for place in places(edition(changed(foreign, path, value), code))}
    found = [place.value for name, place in there.items() if _is(name, rest)]
    assert [value] == found


def _is(name: str, path: str) -> bool:
    """Tell whether a place is the one that a path names, which may leave out the line."""
    return path in (name, name.replace(".benefit.", ".", 1))


@pytest.mark.parametrize("code", ["shanghai_accident_1y_deposit", "longjiang_womens"])
def test_every_figure_of_these_rules_is_a_place(foreign: Catalogue, code: str) -> None:
    kinds = AgeUnder | Declares | Participation
    names = {str(place) for place in places(edition(foreign, code))}
    for rule in leaves(edition(foreign, code).eligibility):
        if isinstance(rule, kinds):
            missing = [one for one in rule.facts() if f"eligibility.{rule.kind}.{one}" not in names]
            assert [] == missing


def test_the_same_shares_are_no_longer_asked_once_the_rule_is_removed(foreign: Catalogue) -> None:
    remove = ["shanghai_accident_1y.eligibility.same_shares"]
    reformed = foreign.with_change(PolicyChange("a", since=SINCE, source=NOTICE, remove=remove))
    entered = [*people(5), *[one for one in people(10, shares=2) if one.member.id > "M004"]]
    asked = application(10, entered, SINCE)
    accepted = [one["shanghai_accident_1y"].review(asked).accepted for one in (foreign, reformed)]
    assert [False, True] == accepted


@pytest.mark.parametrize(("at_least", "accepted"), [(8, True), (9, False)])
def test_a_number_of_people_that_is_raised_keeps_a_smaller_unit_out(
    foreign: Catalogue, at_least: int, accepted: bool
) -> None:
    path = "longjiang_womens.eligibility.participation.at_least"
    reformed = foreign if at_least == 8 else changed(foreign, path, at_least)
    review = reformed["longjiang_womens"].review(application(8, people(8), SINCE))
    assert accepted is review.accepted


def test_an_age_that_is_raised_for_women_lets_a_woman_of_55_in(foreign: Catalogue) -> None:
    reformed = changed(foreign, "shanghai_accident_1y.eligibility.age_under.female", 60)
    born = date(1972, 1, 1)
    answers = [
        catalogue["shanghai_accident_1y"].decide(member(birth_date=born), unit(10), starts=SINCE)
        for catalogue in (foreign, reformed)
    ]
    assert [["age_under.too_old"], []] == [codes(one.reasons) for one in answers]


def test_a_deposit_above_the_fee_is_refused_of_a_change_too(foreign: Catalogue) -> None:
    with pytest.raises(ValueError, match="More of a fee is given back than was paid"):
        changed(foreign, "shanghai_accident_1y.fee.deposit", 11)


# Differences, and the simplest application that comes out otherwise ---------------------------


@pytest.mark.parametrize(
    ("path", "value", "words"),
    [
        ("shanghai_accident_1y.eligibility.age_under.female", 60, "女职工：55 → 60"),
        ("shanghai_accident_1y_deposit.fee.deposit", 400, "期满返还（元）：410 → 400"),
        ("longjiang_womens.eligibility.participation.at_least", 10, "最少人数：8 → 10"),
    ],
)
def test_a_difference_is_worded(foreign: Catalogue, path: str, value: object, words: str) -> None:
    difference = foreign.diff(changed(foreign, path, value), on=SINCE)
    assert words in difference.to_text("zh")


def test_a_raised_age_has_a_woman_of_that_age_as_its_counterexample(foreign: Catalogue) -> None:
    reformed = changed(foreign, "shanghai_accident_1y.eligibility.age_under.female", 60)
    found = foreign.diff(reformed, on=SINCE).counterexample("shanghai_accident_1y").found
    assert found is not None
    (entry,) = found.application.entries
    assert (Sex.FEMALE, date(1972, 1, 1)) == (entry.member.sex, entry.member.birth_date)


def test_a_raised_number_of_people_has_a_unit_of_as_many_as_its_counterexample(
    foreign: Catalogue,
) -> None:
    reformed = changed(foreign, "longjiang_womens.eligibility.participation.at_least", 10)
    search = foreign.diff(reformed, on=SINCE).counterexample("longjiang_womens")
    assert search.found is not None
    assert search.complete
    assert 8 == len(search.found.application.entries)


def test_two_shares_beside_a_number_of_people_part_where_both_ask_for_more(
    foreign: Catalogue,
) -> None:
    reformed = changed(foreign, "longjiang_womens.eligibility.participation.percent", 80)
    search = foreign.diff(reformed, on=SINCE).counterexample("longjiang_womens")
    assert search.found is not None
    found = search.found.application
    # Of 11 women both ask for nine; of 12 the one for nine, the other for ten.
    assert (True, 12, 9) == (search.complete, found.unit.female_employees, len(found.entries))


def test_the_same_shares_have_two_people_as_their_counterexample(foreign: Catalogue) -> None:
    remove = ["shanghai_accident_1y.eligibility.same_shares"]
    reformed = foreign.with_change(PolicyChange("a", since=SINCE, source=NOTICE, remove=remove))
    search = foreign.diff(reformed, on=SINCE).counterexample("shanghai_accident_1y")
    assert search.found is not None
    assert [1, 2] == sorted(entry.shares for entry in search.found.application.entries)


def test_what_is_declared_is_found_by_its_corner(foreign: Catalogue) -> None:
    remove = ["longjiang_womens.eligibility.declared"]
    reformed = foreign.with_change(PolicyChange("a", since=SINCE, source=NOTICE, remove=remove))
    search = foreign.diff(reformed, on=SINCE).counterexample("longjiang_womens")
    assert search.found is not None
    assert search.complete
    assert search.found.application.entries[0].member.declared == {}
    assert "其中 1 人不同：未说明“healthy”" in search.text("zh")


def test_what_is_declared_of_everyone_is_told_of_the_simplest_case(foreign: Catalogue) -> None:
    after = changed(foreign, "longjiang_womens.eligibility.participation.percent", 76)
    told = foreign.diff(after, on=SINCE).counterexample("longjiang_womens").text("en")
    assert "a unit of 12; 9 people alike join: “healthy” declared" in told.splitlines()[0]
