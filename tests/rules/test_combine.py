"""All of several rules, any of several ways: Kleene's logic, and what is told of the parts."""

from __future__ import annotations

import itertools
from datetime import date

import attrs
import pytest

from mutualaid import (
    AgeBetween,
    AllOf,
    AnyOf,
    ChildHealthy,
    Finding,
    HasUnion,
    Headcount,
    HoldsCard,
    InBeijing,
    Member,
    NoUnion,
    Participation,
    Question,
    Rule,
    Scope,
    Serving,
    Sex,
    Source,
    Standing,
    UnionMember,
    Unit,
    all_of,
    any_of,
)
from mutualaid.text import Lang

MET, FAILED, UNKNOWN, OPEN = Standing.MET, Standing.FAILED, Standing.UNKNOWN, Standing.OPEN
ANSWERS = (MET, FAILED, UNKNOWN, OPEN)
QUESTION = Question(
    Member("M1", date(2001, 5, 17), Sex.FEMALE, serving=False),
    Unit("U1", has_union=False, in_beijing=False),
    date(2016, 1, 1),
)


@attrs.frozen(repr=False)
class Says(Rule):
    """A stranger's rule that stands as it is told to."""

    kind = "says"
    scope = Scope.PERSON
    standing: Standing
    day: date | None = None

    def check(self, question: Question) -> Finding:
        return Finding("says.so", self.standing, self, facts=(("eligible_from", self.day),))


def standing_of(combine: type[AllOf | AnyOf], *answers: Standing) -> Standing:
    """Combine rules that stand so, and tell how the whole stands."""
    return combine([Says(answer) for answer in answers]).check(QUESTION).standing


# Truth tables --------------------------------------------------------------------------------

ALL_OF_TWO = {
    (MET, MET): MET, (MET, FAILED): FAILED, (MET, UNKNOWN): UNKNOWN, (MET, OPEN): OPEN,
    (FAILED, MET): FAILED, (FAILED, FAILED): FAILED, (FAILED, UNKNOWN): FAILED,
    (FAILED, OPEN): FAILED,
    (UNKNOWN, MET): UNKNOWN, (UNKNOWN, FAILED): FAILED, (UNKNOWN, UNKNOWN): UNKNOWN,
    (UNKNOWN, OPEN): UNKNOWN,
    (OPEN, MET): OPEN, (OPEN, FAILED): FAILED, (OPEN, UNKNOWN): UNKNOWN, (OPEN, OPEN): OPEN,
}  # fmt: skip
ANY_OF_TWO = {
    (MET, MET): MET, (MET, FAILED): MET, (MET, UNKNOWN): MET, (MET, OPEN): MET,
    (FAILED, MET): MET, (FAILED, FAILED): FAILED, (FAILED, UNKNOWN): UNKNOWN,
    (FAILED, OPEN): OPEN,
    (UNKNOWN, MET): MET, (UNKNOWN, FAILED): UNKNOWN, (UNKNOWN, UNKNOWN): UNKNOWN,
    (UNKNOWN, OPEN): OPEN,
    (OPEN, MET): MET, (OPEN, FAILED): OPEN, (OPEN, UNKNOWN): OPEN, (OPEN, OPEN): OPEN,
}  # fmt: skip
TABLES = [(AllOf, ALL_OF_TWO), (AnyOf, ANY_OF_TWO)]
both = pytest.mark.parametrize(("combine", "table"), TABLES, ids=["all_of", "any_of"])
Table = dict[tuple[Standing, Standing], Standing]
Combined = type[AllOf | AnyOf]


@pytest.mark.parametrize("answer", ANSWERS)
@pytest.mark.parametrize("combine", [AllOf, AnyOf])
def test_one_part_stands_as_it_stands(combine: Combined, answer: Standing) -> None:
    assert answer is standing_of(combine, answer)


@both
def test_two_parts_stand_by_the_truth_table(combine: Combined, table: Table) -> None:
    assert table == {pair: standing_of(combine, *pair) for pair in table}


@both
def test_the_truth_table_has_every_pair(combine: Combined, table: Table) -> None:
    assert set(itertools.product(ANSWERS, repeat=2)) == set(table)


@both
@pytest.mark.parametrize("count", [3, 4])
def test_more_parts_stand_as_pairs_of_pairs(combine: Combined, table: Table, count: int) -> None:
    for answers in itertools.product(ANSWERS, repeat=count):
        expected = answers[0]
        for answer in answers[1:]:
            expected = table[expected, answer]
        assert (answers, expected) == (answers, standing_of(combine, *answers))


@both
def test_the_order_of_the_parts_does_not_matter(combine: Combined, table: Table) -> None:
    for answers in itertools.product(ANSWERS, repeat=3):
        standings = {standing_of(combine, *order) for order in itertools.permutations(answers)}
        assert 1 == len(standings)


def test_a_part_that_decides_nothing_holds_nobody_back() -> None:
    assert MET is standing_of(AllOf, Standing.NOTICE)


KLEENE_AND = {
    (True, True): True, (True, False): False, (True, None): None,
    (False, True): False, (False, False): False, (False, None): False,
    (None, True): None, (None, False): False, (None, None): None,
}  # fmt: skip
KLEENE_OR = {
    (True, True): True, (True, False): True, (True, None): True,
    (False, True): True, (False, False): False, (False, None): None,
    (None, True): True, (None, False): None, (None, None): None,
}  # fmt: skip


@pytest.mark.parametrize(
    ("combine", "table"), [(AllOf, KLEENE_AND), (AnyOf, KLEENE_OR)], ids=["and", "or"]
)
def test_whether_it_holds_is_kleenes_logic(
    combine: Combined, table: dict[tuple[bool | None, bool | None], bool | None]
) -> None:
    for one, other in itertools.product(ANSWERS, repeat=2):
        assert table[one.holds, other.holds] is standing_of(combine, one, other).holds


@pytest.mark.parametrize(
    ("standing", "holds"),
    [(MET, True), (FAILED, False), (UNKNOWN, None), (OPEN, True), (Standing.NOTICE, True)],
)
def test_only_what_fails_or_is_unknown_holds_back(standing: Standing, holds: bool | None) -> None:
    assert holds is standing.holds


@pytest.mark.parametrize("answers", list(itertools.product(ANSWERS, repeat=2)))
@pytest.mark.parametrize("combine", [AllOf, AnyOf])
def test_the_code_of_the_whole_says_how_it_stands(
    combine: Combined, answers: tuple[Standing, Standing]
) -> None:
    finding = combine([Says(answer) for answer in answers]).check(QUESTION)
    assert f"{combine.kind}.{finding.standing.value}" == finding.code


# Taking apart --------------------------------------------------------------------------------


def test_a_nameless_all_of_inside_an_all_of_is_taken_apart() -> None:
    nested = all_of(Serving(), all_of(HoldsCard(), UnionMember()))
    assert all_of(Serving(), HoldsCard(), UnionMember()) == nested


def test_an_all_of_with_a_name_is_kept_together() -> None:
    way = all_of(HoldsCard(), UnionMember(), name="card")
    assert (Serving(), way) == all_of(Serving(), way).parts


def test_an_any_of_inside_an_all_of_is_kept_together() -> None:
    ways = any_of(HoldsCard(), UnionMember())
    assert (Serving(), ways) == all_of(Serving(), ways).parts


def test_an_any_of_inside_an_any_of_is_kept_together() -> None:
    ways = any_of(HoldsCard(), UnionMember())
    assert (Serving(), ways) == any_of(Serving(), ways).parts


def test_an_all_of_inside_an_any_of_is_kept_together() -> None:
    way = all_of(HoldsCard(), UnionMember())
    assert (way, Serving()) == any_of(way, Serving()).parts


def test_a_way_keeps_its_name() -> None:
    assert "card" == all_of(HoldsCard(), name="card").name


def test_ways_have_no_name_if_not_said() -> None:
    assert any_of(HoldsCard()).name is None


# Sources -------------------------------------------------------------------------------------

ONE, OTHER = Source("one"), Source("other")


def test_parts_without_a_source_stand_where_the_whole_stands() -> None:
    assert [ONE, ONE] == [part.source for part in all_of(Serving(), HoldsCard(), source=ONE).parts]


def test_a_part_with_a_source_of_its_own_keeps_it() -> None:
    whole = all_of(Serving(source=OTHER), HoldsCard(), source=ONE)
    assert [OTHER, ONE] == [part.source for part in whole.parts]


def test_parts_of_parts_stand_where_the_whole_stands() -> None:
    whole = all_of(Serving(), any_of(HoldsCard(), all_of(HasUnion(), name="way")), source=ONE)
    ways = whole.parts[1]
    assert isinstance(ways, AnyOf)
    way = ways.parts[1]
    assert isinstance(way, AllOf)
    assert [ONE] * 4 == [ways.source, ways.parts[0].source, way.source, way.parts[0].source]


def test_parts_of_a_part_that_was_sourced_before_keep_their_source() -> None:
    whole = any_of(all_of(HasUnion(), source=OTHER), HoldsCard(), source=ONE)
    assert [OTHER, ONE] == [part.source for part in whole.parts]


def test_parts_of_what_is_taken_apart_keep_their_source() -> None:
    whole = all_of(all_of(HasUnion(), source=OTHER), HoldsCard(), source=ONE)
    assert [OTHER, ONE] == [part.source for part in whole.parts]


def test_parts_that_stand_in_a_sourced_all_of_keep_its_source_when_it_is_taken_apart() -> None:
    whole = all_of(AllOf([HasUnion()], source=OTHER), HoldsCard(), source=ONE)
    assert [OTHER, ONE] == [part.source for part in whole.parts]


def test_without_a_source_nothing_gets_one() -> None:
    whole = all_of(Serving(), any_of(HoldsCard()))
    assert [None, None, None] == [whole.source, *(part.source for part in whole.parts)]


# Scope and roster ----------------------------------------------------------------------------

SHARE = Participation(percent=70, of=Headcount.EMPLOYEES)


@pytest.mark.parametrize("combine", [AllOf, AnyOf])
@pytest.mark.parametrize(
    ("parts", "scope"),
    [
        ([Serving()], Scope.PERSON),
        ([HasUnion(), SHARE], Scope.UNIT),
        ([Serving(), HasUnion()], Scope.PERSON),
        ([ChildHealthy(), HasUnion()], Scope.ENTRY),
        ([Serving(), ChildHealthy()], Scope.ENTRY),
        ([AllOf([HasUnion()]), AnyOf([NoUnion()])], Scope.UNIT),
        ([AllOf([HasUnion()]), AnyOf([ChildHealthy()])], Scope.ENTRY),
    ],
    ids=repr,
)
def test_the_whole_is_asked_of_whom_its_parts_are_asked(
    combine: Combined, parts: list[Rule], scope: Scope
) -> None:
    assert scope is combine(parts).scope


@pytest.mark.parametrize("combine", [AllOf, AnyOf])
@pytest.mark.parametrize(
    ("parts", "needs"),
    [([Serving()], False), ([Serving(), SHARE], True), ([AllOf([AnyOf([SHARE])])], True)],
    ids=repr,
)
def test_the_whole_needs_a_roster_if_a_part_does(
    combine: Combined, parts: list[Rule], needs: bool
) -> None:
    assert needs is combine(parts).needs_roster


# What is told --------------------------------------------------------------------------------


def test_every_part_is_told_in_order() -> None:
    finding = all_of(Says(MET), Says(FAILED), Says(UNKNOWN)).check(QUESTION)
    assert [MET, FAILED, UNKNOWN] == [part.standing for part in finding.parts]


def test_the_reasons_are_the_parts_for_which_it_stands_so() -> None:
    rule = all_of(Serving(), HoldsCard(), AgeBetween(16, 60))
    codes = [reason.code for reason in rule.check(QUESTION).reasons()]
    assert ["serving.not_serving", "age.too_young"] == codes


def test_the_reasons_of_ways_are_those_of_every_way() -> None:
    rule = any_of(all_of(Serving(), HoldsCard(), name="card"), all_of(HasUnion(), InBeijing()))
    codes = [reason.code for reason in rule.check(QUESTION).reasons()]
    assert ["serving.not_serving", "has_union.none", "in_beijing.outside"] == codes


def test_the_reasons_of_what_is_unknown_are_what_was_not_said() -> None:
    rule = any_of(HasUnion(), all_of(NoUnion(), HoldsCard(), name="card"))
    assert ["member.jingka_card"] == [one.missing for one in rule.check(QUESTION).reasons()]


EARLY, LATE = date(2017, 5, 17), date(2018, 5, 17)


@pytest.mark.parametrize(
    ("rule", "day"),
    [
        (all_of(Says(FAILED, EARLY), Says(FAILED, LATE)), LATE),
        (all_of(Says(FAILED, EARLY), Says(MET)), EARLY),
        (all_of(Says(FAILED, EARLY), Says(FAILED)), None),
        (all_of(Says(FAILED), Says(FAILED)), None),
        (all_of(Says(UNKNOWN), Says(FAILED, EARLY)), EARLY),
        (any_of(Says(FAILED, EARLY), Says(FAILED, LATE)), EARLY),
        (any_of(Says(FAILED, LATE), Says(FAILED)), LATE),
        (any_of(Says(FAILED), Says(FAILED)), None),
        (any_of(all_of(Says(FAILED, LATE), Says(FAILED)), Says(FAILED, LATE)), LATE),
        (all_of(any_of(Says(FAILED, EARLY), Says(FAILED)), Says(FAILED, LATE)), LATE),
    ],
    ids=repr,
)
def test_time_mends_all_at_the_last_day_and_any_at_the_first(rule: Rule, day: date | None) -> None:
    assert day == rule.check(QUESTION).eligible_from


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("answer", [MET, FAILED, UNKNOWN, OPEN])
@pytest.mark.parametrize("combine", [AllOf, AnyOf])
def test_the_finding_of_the_whole_has_words_however_it_stands(
    combine: Combined, answer: Standing, lang: Lang
) -> None:
    parts = {MET: InBeijing(), FAILED: HasUnion(), UNKNOWN: HoldsCard(), OPEN: SHARE}
    finding = combine([parts[answer]]).check(
        attrs.evolve(QUESTION, unit=Unit("U1", in_beijing=True, has_union=False))
    )
    assert (answer, True) == (finding.standing, finding.text(lang) != "")


@pytest.mark.parametrize("combine", [AllOf, AnyOf])
def test_the_finding_of_the_whole_is_given_for_json(combine: Combined) -> None:
    finding = combine([HasUnion(), InBeijing()]).check(QUESTION)
    assert [part.to_dict() for part in finding.parts] == finding.to_dict()["parts"]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_ways_are_worded_with_their_numbers(lang: Lang) -> None:
    ways = any_of(Serving(), HoldsCard()).words(lang)
    first, second = Serving().words(lang), HoldsCard().words(lang)
    one, other = ("（1）", "（2）") if lang == "zh" else ("(1) ", "(2) ")
    assert (True, True) == (f"{one}{first}" in ways, f"{other}{second}" in ways)


STANDING_FIRST = [
    any_of(Serving(), HoldsCard()),
    all_of(any_of(Serving(), HoldsCard()), InBeijing()),
]


@pytest.mark.parametrize("rule", STANDING_FIRST, ids=repr)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_ways_that_stand_first_are_joined_to_nothing_before_them(rule: Rule, lang: Lang) -> None:
    assert not rule.words(lang).startswith(("且", "and "))


def test_why_all_of_fails_takes_a_line_for_each_reason() -> None:
    finding = all_of(Serving(), HasUnion()).check(QUESTION)
    assert [f"- {reason.explain('en')}" for reason in finding.parts] == finding.lines("en")


def test_why_any_of_fails_sets_the_ways_apart() -> None:
    finding = any_of(all_of(Serving(), HasUnion(), name="one"), InBeijing()).check(QUESTION)
    serving, union, beijing = (leaf.explain("en") for leaf in finding.reasons())
    expected = ["- way 1:", f"  - {serving}", f"  - {union}", "- way 2:", f"  - {beijing}"]
    assert expected == finding.lines("en")


def test_a_way_keeps_its_number_where_one_before_it_stands_otherwise() -> None:
    finding = any_of(HasUnion(), HoldsCard()).check(QUESTION)
    assert ["- way 2:", f"  - {finding.parts[1].explain('en')}"] == finding.lines("en")


def test_ways_that_stand_in_an_all_of_are_set_apart_too() -> None:
    finding = all_of(Serving(), any_of(HasUnion(), InBeijing())).check(QUESTION)
    serving, union, beijing = (leaf.explain("zh") for leaf in finding.reasons())
    first, second = (line for line in finding.lines("zh") if line.startswith("- 方式"))
    expected = [f"- {serving}", first, f"  - {union}", second, f"  - {beijing}"]
    assert expected == finding.lines("zh")
