"""Every value goes to JSON and comes back the same; what is no such value is refused by place."""

from __future__ import annotations

import enum
import gc
import hashlib
import json
import re
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

import attrs
import pytest
from builders import CHILD, MEMBER, STARTS, UNIT
from hypothesis import given
from hypothesis import strategies as st
from records.examples import (
    CATALOGUE,
    CLAIMS,
    EDITION,
    EVERY_FACT,
    FINDINGS,
    HERE,
    INFO,
    LEDGER,
    NAMED,
    PARTICIPATION,
    REVIEWS,
    ROSTERS,
    SCHEDULE,
    TERMS,
    THERE,
    VALUES,
    WAYS,
    claim,
    covers,
    named,
    sources,
)

from mutualaid import (
    Application,
    BenefitLine,
    BenefitSchedule,
    Ceiling,
    Child,
    Claim,
    ClaimTerm,
    Cover,
    Decision,
    Edition,
    Entry,
    Event,
    FeeSchedule,
    Finding,
    Flat,
    Formula,
    Headcount,
    InvalidType,
    InvalidValue,
    Ledger,
    Member,
    MutualAidError,
    Question,
    Review,
    Rule,
    Scope,
    Serving,
    Settlement,
    Sex,
    Standing,
    Unit,
    UnknownName,
    all_of,
    any_of,
)
from mutualaid.records import from_json, from_plain, to_json, to_plain
from mutualaid.records.forms import value_types
from mutualaid.testing.strategies import of_type

# There and back ---------------------------------------------------------------------------------


def test_there_is_an_example_of_every_type() -> None:
    ours = {
        name for name, kind in value_types().items() if kind.__module__.startswith("mutualaid.")
    }

    assert ours == {named(value) for value in VALUES}


@pytest.mark.parametrize("value", VALUES, ids=named)
def test_every_value_comes_back_the_same(value: object) -> None:
    assert value == from_json(to_json(value))


@pytest.mark.parametrize("value", VALUES, ids=named)
def test_its_sources_come_back_though_they_take_no_part_in_equality(value: object) -> None:
    assert sources(value) == sources(from_json(to_json(value)))


@pytest.mark.parametrize("value", VALUES, ids=named)
def test_the_same_value_has_the_same_text(value: object) -> None:
    assert to_json(value) == to_json(from_json(to_json(value)))


@pytest.mark.parametrize("value", [WAYS, INFO, *CLAIMS], ids=named)
def test_it_comes_back_from_indented_bytes_too(value: object) -> None:
    assert value == from_json(to_json(value, indent=2).encode())


@pytest.mark.parametrize("value", [INFO, *CLAIMS, MEMBER], ids=named)
def test_what_is_the_default_is_left_out(value: object) -> None:
    said = {name for name in to_plain(value) if name not in {"type", "version"}}

    assert said == {
        field.name
        for field in attrs.fields(type(value))
        if not _is_default(field, value, getattr(value, field.name))
    }


def _is_default(field: attrs.Attribute[Any], value: Any, held: object) -> bool:
    default = field.default
    if isinstance(default, attrs.Factory):  # type: ignore[arg-type]
        default = default.factory(value)
    return bool(held == default)


def test_an_example_has_sources_in_its_parts() -> None:
    assert [THERE, HERE] == list(dict.fromkeys(sources(PARTICIPATION)))[::-1]


def test_a_document_names_its_type_and_version() -> None:
    assert {
        "type": "Member",
        "version": 1,
        "id": "M1",
        "birth_date": "1980-05-17",
        "sex": "female",
        "serving": True,
    } == json.loads(to_json(Member("M1", date(1980, 5, 17), Sex.FEMALE, serving=True)))


def test_money_is_written_as_it_was_given() -> None:
    assert "89.50" == to_plain(Flat("89.50"))["amount"]


def test_chinese_stands_as_it_is() -> None:
    assert "申请三" in to_json(CLAIMS[2])


def test_plain_values_come_back_too() -> None:
    assert WAYS == from_plain(to_plain(WAYS))


def test_what_is_read_is_not_changed_by_reading() -> None:
    plain = to_plain(WAYS)
    from_plain(plain)

    assert to_plain(WAYS) == plain


@pytest.mark.parametrize("thing", [CATALOGUE, CATALOGUE["medical"], 5, "M1", None, [MEMBER]])
def test_what_is_no_value_does_not_go_to_json(thing: object) -> None:
    with pytest.raises(UnknownName, match="No value of this type goes to JSON"):
        to_json(thing)


def test_a_class_does_not_go_to_json_by_the_name_of_another() -> None:
    impostor = attrs.make_class("Member", ["id"])

    with pytest.raises(UnknownName, match="No value of this type goes to JSON"):
        to_json(impostor("M1"))


# Values at random -------------------------------------------------------------------------------

AT_RANDOM = {
    "people": of_type(Member) | of_type(Child) | of_type(Unit) | of_type(Entry),
    "applications": of_type(Application),
    "claims": of_type(Claim),
    "rules": of_type(Rule),
    "fees": of_type(FeeSchedule),
    "lines": of_type(BenefitLine) | of_type(ClaimTerm) | of_type(Formula),
    "editions": of_type(Edition),
    "covers": of_type(Cover),
    "findings": of_type(Finding),
    "decisions": of_type(Decision),
    "settlements": of_type(Settlement),
    "reviews": of_type(Review),
    "ledgers": of_type(Ledger),
}


@pytest.mark.parametrize("kind", AT_RANDOM)
def test_whatever_is_drawn_comes_back_the_same(kind: str) -> None:
    @given(AT_RANDOM[kind])
    def comes_back(value: object) -> None:
        text = to_json(value)
        back = from_json(text)

        assert (value, sources(value)) == (back, sources(back))

    comes_back()


# Rules of strangers -----------------------------------------------------------------------------


class BornInLeapYear(Rule):
    """A rule that this library does not have, without a figure."""

    __slots__ = ()
    kind = "leap_year"
    scope = Scope.PERSON

    def check(self, question: Question) -> Finding:
        return self.met() if question.member.birth_date.year % 4 == 0 else self.failed("common")


@attrs.frozen(repr=False)
class LivesWithin(Rule):
    """A rule that this library does not have, with figures of every kind."""

    kind = "lives_within"
    scope = Scope.PERSON
    kilometres: Decimal
    places: tuple[str, ...] = ()
    until: date | None = attrs.field(default=None, kw_only=True)
    whose: Headcount = attrs.field(default=Headcount.EMPLOYEES, kw_only=True)

    def check(self, question: Question) -> Finding:
        return self.unknown("member.address")


STRANGE = [
    BornInLeapYear(source=HERE),
    LivesWithin(Decimal("1.5"), ("a", "b"), until=STARTS, source=THERE, sources={"places": HERE}),
    any_of(BornInLeapYear(), all_of(Serving(), LivesWithin(Decimal(3)))),
    attrs.evolve(EDITION, eligibility=all_of(BornInLeapYear(), WAYS)),
    Finding("lives_within.far", Standing.FAILED, LivesWithin(Decimal(3))),
]


@pytest.mark.parametrize("value", STRANGE, ids=named)
def test_a_rule_from_elsewhere_comes_back_the_same(value: object) -> None:
    back = from_json(to_json(value))

    assert (value, sources(value)) == (back, sources(back))


def test_a_rule_from_elsewhere_is_as_strict() -> None:
    with pytest.raises(UnknownName, match="did you mean 'until'"):
        from_plain({**to_plain(LivesWithin(Decimal(3))), "untill": None})


def test_a_rule_from_elsewhere_is_named_by_its_module_too() -> None:
    assert f"{__name__}:LivesWithin" == to_plain(LivesWithin(Decimal(3)))["type"]


def test_a_rule_of_the_library_is_named_by_its_name_alone() -> None:
    assert "Serving" == to_plain(Serving())["type"]


def test_rules_of_one_name_from_two_modules_are_told_apart() -> None:
    one, other = (namesake(f"package_{number}")(number) for number in (1, 2))
    both = all_of(one, other)

    assert both == from_json(to_json(both))
    assert ["package_1:Namesake", "package_2:Namesake"] == [
        part["type"] for part in to_plain(both)["parts"]
    ]


def namesake(module: str) -> type[Any]:
    """Make a rule class of one name, as a module would."""

    @attrs.frozen(repr=False)
    class Namesake(Rule):
        kind = "namesake"
        scope = Scope.PERSON
        number: int

        def check(self, question: Any) -> Finding:
            return self.met()

    Namesake.__module__ = module
    Namesake.__qualname__ = "Namesake"
    return Namesake


DRAFT = """
from __future__ import annotations
from datetime import date as Day
import attrs
from mutualaid import Rule, Scope

@attrs.frozen(repr=False)
class Drafted(Rule):
    kind = "drafted"
    scope = Scope.PERSON
    since: Day | None = None
    def check(self, question):
        return self.met()
"""


@pytest.fixture
def drafted() -> Iterator[type[Any]]:
    """Give a rule of a module that was never imported, with names of its own."""
    space: dict[str, Any] = {"__name__": "a_draft"}
    exec(DRAFT, space)  # noqa: S102 - as a notebook or a doctest does
    yield space["Drafted"]
    space.clear()
    gc.collect()


def test_a_rule_of_a_draft_comes_back_the_same(drafted: type[Any]) -> None:
    rule = drafted(STARTS, source=HERE)
    back = from_json(to_json(rule))

    assert (rule, [HERE]) == (back, sources(back))


class Near(enum.Enum):
    """An enumeration that this library does not have."""

    BY_FOOT = "by_foot"


def test_a_fact_of_an_enumeration_from_elsewhere_comes_back_or_is_not_written() -> None:
    found = Finding("lives_within.far", Standing.FAILED, None, facts=(("how", Near.BY_FOOT),))
    try:
        text = to_json(found)
    except MutualAidError:
        return

    assert found == from_json(text)


# Ledgers ----------------------------------------------------------------------------------------

EMPTY = Ledger()
LEDGERS = {"empty": EMPTY, "covers": Ledger(covers("medical")), "whole life": LEDGER}


@pytest.mark.parametrize("name", LEDGERS)
def test_a_ledger_comes_back_the_same(name: str) -> None:
    assert LEDGERS[name] == from_json(to_json(LEDGERS[name]))


@pytest.mark.parametrize("name", LEDGERS)
def test_a_ledger_comes_back_with_the_same_log(name: str) -> None:
    assert LEDGERS[name].log() == from_json(to_json(LEDGERS[name])).log()


@pytest.mark.parametrize("name", LEDGERS)
def test_a_ledger_comes_back_with_the_same_statement(name: str) -> None:
    assert LEDGERS[name].statement() == from_json(to_json(LEDGERS[name])).statement()


@pytest.mark.parametrize("name", LEDGERS)
def test_a_ledger_comes_back_with_the_same_text(name: str) -> None:
    assert to_json(LEDGERS[name]) == to_json(from_json(to_json(LEDGERS[name])))


@pytest.mark.parametrize("day", [date(2015, 12, 31), date(2016, 6, 30), date(2016, 7, 1)])
def test_a_ledger_comes_back_with_what_was_known_when(day: date) -> None:
    back = from_json(to_json(LEDGER))

    assert LEDGER.known_on(day).statement() == back.known_on(day).statement()


def test_the_sources_of_a_ledgers_rules_come_back() -> None:
    back = from_json(to_json(LEDGER))

    assert [sources(one.edition) for one in LEDGER.covers()] == [
        sources(one.edition) for one in back.covers()
    ]


def test_an_edition_stands_once_in_a_review() -> None:
    plain = to_plain(REVIEW)

    assert ["medical"] == [one["info"]["code"] for one in plain["editions"]]
    assert {0} == {plain["edition"], *(one["edition"] for one in plain["entries"])}


def test_a_roster_stands_once_in_a_review() -> None:
    plain = to_plain(REVIEW)

    assert 1 == len(plain["rosters"])
    assert {0} == {one["question"]["roster"] for one in plain["entries"]}


def test_the_entries_of_a_review_that_came_back_share_one_edition() -> None:
    back = from_json(to_json(REVIEW))

    assert 1 == len({id(back.edition), *(id(one.edition) for one in back.entries)})


def test_editions_that_are_equal_but_for_a_source_stand_apart() -> None:
    other = attrs.evolve(EDITION, fee=attrs.evolve(EDITION.fee, source=THERE))
    ledger = Ledger(
        Cover(edition, "U1", attrs.evolve(MEMBER, id=who), STARTS)
        for who, edition in (("M1", EDITION), ("M2", other))
    )
    back = from_json(to_json(ledger))

    assert EDITION == other
    assert 2 == len(to_plain(ledger)["editions"])
    assert [None, THERE] == [cover.edition.fee.source for cover in back.covers()]


COVER = Cover(EDITION, "U1", MEMBER, STARTS)


def test_editions_that_are_equal_stand_once_though_they_are_two() -> None:
    twin = attrs.evolve(EDITION, fee=attrs.evolve(EDITION.fee))
    ledger = Ledger(
        Cover(edition, "U1", attrs.evolve(MEMBER, id=who), STARTS)
        for who, edition in (("M1", EDITION), ("M2", twin))
    )

    assert 1 == len(to_plain(ledger)["editions"])


def test_what_is_listed_and_stands_nowhere_is_refused() -> None:
    plain = to_plain(COVER)

    with pytest.raises(InvalidValue, match=r"Cover\.editions: .* editions=1"):
        from_plain({**plain, "editions": plain["editions"] * 2})


@pytest.mark.parametrize("key", ["editions", "rosters"])
def test_an_empty_list_is_refused_where_none_is_needed(key: str) -> None:
    with pytest.raises(InvalidValue, match=f"Member.{key}"):
        from_plain({**to_plain(MEMBER), key: []})


def test_a_place_beyond_the_list_is_refused_with_the_places_there_are() -> None:
    with pytest.raises(InvalidValue, match="'editions', a number from 0 to 0"):
        from_plain({**to_plain(COVER), "edition": 1})


def test_an_edition_stands_once_in_a_ledger() -> None:
    assert ["critical_illness", "accident_property", "medical"] == [
        one["info"]["code"] for one in to_plain(LEDGER)["editions"]
    ]


def test_the_next_claim_is_settled_alike_on_a_ledger_that_came_back() -> None:
    back = from_json(to_json(LEDGER))
    one = claim("C9", 50_000)

    assert LEDGER.settle(one) == back.settle(one)


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["settle", "settle", "correct", "withdraw"]),
            st.integers(0, 4),
            st.integers(0, 1_500_000),
        ),
        max_size=8,
    )
)
def test_whatever_happens_to_a_ledger_it_comes_back_the_same(
    steps: list[tuple[str, int, int]],
) -> None:
    ledger = Ledger(covers("critical_illness"))
    on = date(2018, 1, 1)
    for what, number, amount in steps:
        one = claim(f"C{number}", Decimal(amount) / 100)
        try:
            if what == "settle":
                _, ledger = ledger.settle(one)
            elif what == "correct":
                _, _, ledger = ledger.correct(one, entered=on)
            else:
                _, ledger = ledger.withdraw(one.id, entered=on)
        except UnknownName:
            continue
    back = from_json(to_json(ledger))

    assert (ledger, ledger.statement()) == (back, back.statement())


# Strictness: a table of documents that cannot be ------------------------------------------------

GONE = object()


def changed(value: object, *path: str | int, to: object = GONE) -> dict[str, Any]:
    """Give a value in plain form, with what stands at a place changed, or gone."""
    plain: dict[str, Any] = json.loads(to_json(value))
    place: Any = plain
    for step in path[:-1]:
        place = place[step]
    if to is GONE:
        del place[path[-1]]
    else:
        place[path[-1]] = to
    return plain


REVIEW = REVIEWS[0]
ILL = CLAIMS[2]
BILL = CLAIMS[1]
LEVELLED = SCHEDULE.lines[1]
WRONG_KEYS: dict[str, tuple[dict[str, Any], str, str]] = {
    "of a member": (changed(MEMBER, "bith_date", to=1), "Member has", "birth_date"),
    "of a unit": (changed(UNIT, "employes", to=1), "Unit has", "employees"),
    "of an item": (changed(BILL, "items", 1, "outsid", to="1"), "Claim.items[1]", "outside"),
    "of an admission": (changed(ILL, "admission", "hospitl", to=""), "Claim.admission", "hospital"),
    "of a part": (
        changed(WAYS, "parts", 1, "parts", 2, "parts", 1, "nmae", to=""),
        "AnyOf.parts[1].parts[2].parts[1]",
        "name",
    ),
    "of a source": (
        changed(PARTICIPATION, "sources", 0, 1, "ulr", to=""),
        "Participation.sources[0]",
        "url",
    ),
    "of a line": (changed(SCHEDULE, "lines", 0, "titel", to=""), "BenefitSchedule", "title"),
    "of a formula": (
        changed(SCHEDULE.lines[0], "formula", "abov", to="1"),
        "Ceiling.formula",
        "above",
    ),
    "of a table of levels": (changed(LEVELLED, "amount", "amonts", to=[]), "Ceiling", "amounts"),
    "of a payment": (
        changed(LEDGER.settlement("C1"), "payments", 0, "cover", "membr", to=1),
        "Settlement.payments[0].cover",
        "member",
    ),
    "of an edition of a settlement": (
        changed(LEDGER.settlement("C1"), "editions", 0, "info", "titel", to=1),
        "Settlement.editions[0].info",
        "title",
    ),
    "of an entry of a review": (
        changed(REVIEW, "entries", 3, "question", "memberr", to=1),
        "Review.entries[3].question",
        "member",
    ),
    "of a ledger": (changed(LEDGER, "edtions", to=[]), "Ledger", "editions"),
    "of a step": (changed(LEDGER, "log", 5, "enterd", to=1), "Ledger.log[5]", "entered"),
    "of a cover in a step": (changed(LEDGER, "log", 1, "cover", "sharse", to=1), "[1]", "shares"),
    "of a claim in a step": (changed(LEDGER, "log", 6, "claim", "amout", to="1"), "[6]", "amount"),
    "of an edition": (changed(LEDGER, "editions", 2, "fee", "paidby", to=1), "[2].fee", "paid_by"),
}


@pytest.mark.parametrize("which", WRONG_KEYS)
def test_a_key_that_there_is_not_is_refused_with_place_and_nearest(which: str) -> None:
    plain, place, meant = WRONG_KEYS[which]

    with pytest.raises(UnknownName) as caught:
        from_plain(plain)

    assert (True, True) == (place in str(caught.value), meant in caught.value.nearest)


@pytest.mark.parametrize("value", {named(one): one for one in VALUES}.values(), ids=named)
def test_no_type_takes_a_key_that_it_does_not_have(value: object) -> None:
    with pytest.raises(MutualAidError, match=r"key|lines"):
        from_plain({**to_plain(value), "no_such_key": None})


@pytest.mark.parametrize(
    ("right", "wrong"), [("birth_date", "birthdate"), ("id", "ids"), ("sex", "gender_or_sex")]
)
def test_a_key_that_must_be_there_and_is_mistyped_is_named_as_it_was_written(
    right: str, wrong: str
) -> None:
    plain = to_plain(MEMBER)
    plain[wrong] = plain.pop(right)

    with pytest.raises(UnknownName, match=f"key='{wrong}'"):
        from_plain(plain)


def test_a_key_that_must_be_there_and_is_mistyped_is_told_with_the_right_one() -> None:
    plain = to_plain(MEMBER)
    plain["birthdate"] = plain.pop("birth_date")

    with pytest.raises(UnknownName, match="did you mean 'birth_date'"):
        from_plain(plain)


def needed() -> list[tuple[object, str]]:
    """List an example of each type with each key that must be there."""
    one_each = {type(value): value for value in VALUES}
    return [
        (value, field.name)
        for kind, value in one_each.items()
        if kind is not BenefitSchedule
        for field in attrs.fields(kind)
        if field.default is attrs.NOTHING
    ]


@pytest.mark.parametrize(("value", "key"), needed(), ids=lambda one: getattr(one, "kind", None))
def test_a_key_that_is_missing_is_named(value: object, key: str) -> None:
    with pytest.raises(InvalidValue, match=f"{named(value)}.*lacks .*, key='{key}'"):
        from_plain(changed(value, key))


WRONG_TYPES: dict[str, tuple[dict[str, Any], str]] = {
    "yes for a number": (changed(ILL, "days", to=True), "Claim.days"),
    "a text for a number": (changed(ILL, "days", to="12"), "Claim.days"),
    "nothing for a number": (changed(INFO, "term_years", to=None), "PlanInfo.term_years"),
    "a number for yes or no": (changed(MEMBER, "serving", to=1), "Member.serving"),
    "a text for yes or no": (changed(MEMBER, "serving", to="yes"), "Member.serving"),
    "a number for a text": (changed(ILL, "hospital", to=3), "Claim.hospital"),
    "a number for money": (changed(CLAIMS[0], "amount", to=20_000), "Claim.amount"),
    "yes for money": (changed(CLAIMS[0], "amount", to=True), "Claim.amount"),
    "a float for money": (changed(CLAIMS[0], "amount", to=1.5), "Claim.amount"),
    "a float for a number": (changed(ILL, "days", to=12.0), "Claim.days"),
    "a float for a percentage": (changed(PARTICIPATION, "percent", to=62.5), "percent"),
    "yes for a percentage": (changed(PARTICIPATION, "percent", to=True), "percent"),
    "nothing for a percentage": (changed(PARTICIPATION, "percent", to=None), "percent"),
    "a number for a day": (changed(ILL, "on", to=20160301), "Claim.on"),
    "a number for an enumeration": (changed(MEMBER, "sex", to=1), "Member.sex"),
    "a list for an enumeration": (changed(MEMBER, "sex", to=[]), "Member.sex"),
    "a text for an object": (changed(ILL, "admission", to="H1"), "Claim.admission"),
    "a list for an object": (changed(ILL, "admission", to=[]), "Claim.admission"),
    "a number for a list": (changed(BILL, "items", to=1), "Claim.items"),
    "nothing for a list": (changed(ILL, "circumstances", to=None), "Claim.circumstances"),
    "a text for a list of texts": (changed(ILL, "circumstances", to="drunk"), "circumstances"),
    "an empty text for a list": (changed(BILL, "items", to=""), "Claim.items"),
    "an object for a list of texts": (changed(ILL, "circumstances", to={"a": 1}), "circumstances"),
    "an empty object for a list": (changed(BILL, "items", to={}), "Claim.items"),
    "a text for a list of aliases": (changed(INFO, "aliases", to="help"), "PlanInfo.aliases"),
    "a text for amounts by level": (changed(LEVELLED, "amount", "amounts", to="12"), "amounts"),
    "an object for lines": (changed(SCHEDULE, "lines", to={}), "BenefitSchedule"),
    "a list for a mapping": (changed(ROSTERS[1], "members", to=[["M1", True]]), "members"),
    "a pair too long": (changed(ROSTERS[1], "counts", 0, to=["employees", {}, 3]), "counts[0]"),
    "a pair too short": (changed(PARTICIPATION, "sources", 0, to=["percent"]), "sources[0]"),
    "a text for a pair": (changed(PARTICIPATION, "sources", 0, to="ab"), "sources[0]"),
    "a text for a rule": (changed(WAYS, "parts", 0, to="Serving"), "AnyOf.parts[0]"),
    "a list for a type": (changed(WAYS, "parts", 0, "type", to=[]), "AnyOf.parts[0]"),
    "a number for levels": (changed(LEVELLED, "amount", to=5), "Ceiling.amount"),
    "a list for facts": (changed(FINDINGS[0], "facts", to=[]), "Finding.facts"),
    "yes for a fact": (changed(FINDINGS[0], "facts", "number", to=True), "Finding.facts"),
    "a float for a fact": (changed(FINDINGS[0], "facts", "number", to=1.5), "Finding.facts"),
    "a list for a fact": (changed(FINDINGS[0], "facts", "number", to=[]), "Finding.facts"),
    "an object for the log": (changed(LEDGER, "log", to={}), "Ledger.log"),
    "an object for editions": (changed(EMPTY, "editions", to={}), "Ledger.editions"),
    "a text for editions": (changed(EMPTY, "editions", to=""), "Ledger.editions"),
    "nothing for editions": (changed(EMPTY, "editions", to=None), "Ledger.editions"),
    "a text for a step": (changed(LEDGER, "log", 2, to="Enrolled"), "Ledger.log[2]"),
    "a list for a step's name": (changed(LEDGER, "log", 2, "step", to=[]), "Ledger.log[2]"),
    "an object for a step's name": (changed(LEDGER, "log", 2, "step", to={}), "Ledger.log[2]"),
    "yes for a step's number": (changed(LEDGER, "log", 2, "number", to=True), "log[2].number"),
    "yes for an edition's place": (
        changed(LEDGER, "log", 2, "cover", "edition", to=True),
        "log[2].cover.edition",
    ),
    "a text for an edition's place": (
        changed(LEDGER, "log", 2, "cover", "edition", to="0"),
        "log[2].cover.edition",
    ),
}


@pytest.mark.parametrize("which", WRONG_TYPES)
def test_a_value_of_another_type_is_refused_with_its_place(which: str) -> None:
    plain, place = WRONG_TYPES[which]

    with pytest.raises(MutualAidError, match=re.escape(place)):
        from_plain(plain)


@pytest.mark.parametrize("number", ["1.5", "1.0", "1e3", "NaN", "Infinity", "-Infinity"])
def test_a_number_with_a_point_is_refused_wherever_it_stands(number: str) -> None:
    with pytest.raises(InvalidValue, match="not exact"):
        from_json(to_json(ILL).replace('"days": 12', f'"days": {number}'))


WRONG_VALUES: dict[str, tuple[dict[str, Any], str]] = {
    "a day that never was": (changed(ILL, "on", to="2016-02-30"), "Claim.on"),
    "a day with one digit": (changed(ILL, "on", to="2016-3-1"), "Claim.on"),
    "a day without dashes": (changed(ILL, "on", to="20160301"), "Claim.on"),
    "a day by week": (changed(ILL, "on", to="2016-W01-1"), "Claim.on"),
    "a day with its time": (changed(ILL, "on", to="2016-03-01T00:00:00"), "Claim.on"),
    "a day of another script": (changed(ILL, "on", to="٢٠١٦-01-01"), "Claim.on"),
    "a day of year 0": (changed(ILL, "on", to="0000-01-01"), "Claim.on"),
    "money below zero": (changed(CLAIMS[0], "amount", to="-5"), "Claim"),
    "money finer than a fen": (changed(CLAIMS[0], "amount", to="1.005"), "Claim"),
    "money beyond measure": (changed(CLAIMS[0], "amount", to="1e999999999"), "Claim"),
    "money that is no number": (changed(CLAIMS[0], "amount", to="NaN"), "Claim.amount"),
    "money without end": (changed(CLAIMS[0], "amount", to="Infinity"), "Claim.amount"),
    "money in words": (changed(CLAIMS[0], "amount", to="many"), "Claim.amount"),
    "no digits": (changed(CLAIMS[0], "amount", to=""), "Claim.amount"),
    "money with blanks": (changed(CLAIMS[0], "amount", to=" 5 "), "Claim.amount"),
    "money with a line end": (changed(CLAIMS[0], "amount", to="5\n"), "Claim.amount"),
    "money with underscores": (changed(CLAIMS[0], "amount", to="1_000"), "Claim.amount"),
    "money with a plus": (changed(CLAIMS[0], "amount", to="+5"), "Claim.amount"),
    "money that opens with a point": (changed(CLAIMS[0], "amount", to=".5"), "Claim.amount"),
    "money that ends with a point": (changed(CLAIMS[0], "amount", to="5."), "Claim.amount"),
    "money of another script": (changed(CLAIMS[0], "amount", to="١٢"), "Claim.amount"),
    "a percentage above 100": (changed(PARTICIPATION, "percent", to=101), "Participation"),
    "a member of no enumeration": (changed(MEMBER, "sex", to="femle"), "Member.sex"),
    "an enumeration by its name": (changed(MEMBER, "sex", to="FEMALE"), "Member.sex"),
    "a rule that there is not": (changed(WAYS, "parts", 0, "type", to="AllOff"), "AnyOf.parts[0]"),
    "a rule without its type": (changed(WAYS, "parts", 0, "type"), "AnyOf.parts[0]"),
    "a rule of another kind": (
        changed(WAYS, "parts", 0, to={"type": "NoWorkInjury"}),
        "AnyOf.parts[0]",
    ),
    "a condition for a fee": (changed(EDITION, "fee", to={"type": "Serving"}), "Edition.fee"),
    "a formula for a term": (
        changed(SCHEDULE.lines[0], "terms", 0, to={"type": "Reimburse", "percent": 5}),
        "Ceiling.terms[0]",
    ),
    "no part": (changed(WAYS, "parts", to=[]), "AnyOf"),
    "no line": (changed(SCHEDULE, "lines", to=[]), "BenefitSchedule"),
    "levels without any": (changed(LEVELLED, "amount", "amounts", to=[]), "Ceiling.amount"),
    "a figure that a rule has not": (
        changed(PARTICIPATION, "sources", 0, 0, to="percnt"),
        "Participation",
    ),
    "an empty id": (changed(MEMBER, "id", to=""), "Member"),
    "shares of none": (changed(LEDGER, "log", 2, "cover", "shares", to=0), "log[2].cover"),
    "a fact by a key that there is not": (
        changed(FINDINGS[0], "facts", "number", to={"foo": 1}),
        "Finding.facts",
    ),
    "a fact of half a text": (
        changed(FINDINGS[0], "facts", "named", to={"zh": "名"}),
        "Finding.facts",
    ),
    "a fact of no enumeration": (
        changed(FINDINGS[0], "facts", "sex", to={"enum": "Sxe", "value": "female"}),
        "Finding.facts",
    ),
    "a fact of a class": (
        changed(FINDINGS[0], "facts", "sex", to={"enum": "Member", "value": "x"}),
        "Finding.facts",
    ),
    "a fact of no member": (
        changed(FINDINGS[0], "facts", "sex", to={"enum": "Sex", "value": "femle"}),
        "Finding.facts",
    ),
    "a day with more than a day": (
        changed(FINDINGS[0], "facts", "day", to={"date": "2016-01-01", "time": "12:00"}),
        "Finding.facts",
    ),
    "money with more than money": (
        changed(FINDINGS[0], "facts", "amount", to={"money": "1", "currency": "EUR"}),
        "Finding.facts",
    ),
    "a text in a third language": (
        changed(FINDINGS[0], "facts", "named", to={"zh": "a", "en": "b", "fr": "c"}),
        "Finding.facts",
    ),
    "an enumeration with more": (
        changed(FINDINGS[0], "facts", "sex", to={"enum": "Sex", "value": "female", "x": 1}),
        "Finding.facts",
    ),
}


@pytest.mark.parametrize("which", WRONG_VALUES)
def test_a_value_that_cannot_be_is_refused_with_its_place(which: str) -> None:
    plain, place = WRONG_VALUES[which]

    with pytest.raises(MutualAidError, match=re.escape(place)):
        from_plain(plain)


@pytest.mark.parametrize(
    ("value", "path", "wrong", "meant"),
    [
        (MEMBER, ("sex",), "femle", "female"),
        (WAYS, ("parts", 0, "type"), "AllOff", "AllOf"),
        (FINDINGS[0], ("facts", "sex", "value"), "mail", "male"),
        (PARTICIPATION, ("of",), "female_employes", "female_employees"),
        (LEDGER, ("log", 0, "step"), "Enroled", "Enrolled"),
    ],
)
def test_a_name_that_there_is_not_is_refused_with_the_nearest(
    value: object, path: tuple[str | int, ...], wrong: str, meant: str
) -> None:
    with pytest.raises(MutualAidError, match=f"did you mean .*'{meant}'"):
        from_plain(changed(value, *path, to=wrong))


def test_a_key_that_stands_twice_is_refused() -> None:
    text = '{"type": "Text", "version": 1, "zh": "甲", "zh": "乙", "en": "a"}'

    with pytest.raises(MutualAidError, match="zh"):
        from_json(text)


@pytest.mark.parametrize("name", [name for name, _ in EVERY_FACT])
def test_a_fact_of_every_kind_comes_back_of_its_type(name: str) -> None:
    back = from_json(to_json(FINDINGS[0])).fact(name)

    assert (type(FINDINGS[0].fact(name)), FINDINGS[0].fact(name)) == (type(back), back)


def test_a_text_that_looks_like_a_day_stays_a_text() -> None:
    found = Finding("a.b", Standing.MET, None, facts=(("said", "2016-01-01"),))

    assert "2016-01-01" == from_json(to_json(found)).fact("said")


# Documents of another kind ----------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    ["", "[]", "null", "5", '"Member"', "{}", '{"version": 1}', '{"type": [], "version": 1}'],
)
def test_what_names_no_type_is_refused(text: str) -> None:
    with pytest.raises(InvalidValue, match=r"no JSON|does not name its type"):
        from_json(text)


@pytest.mark.parametrize(
    "data",
    [
        b"id,name\nM1,a",
        b"\xff\xfe\x00",
        b"PK\x03\x04",
        b'id = "U1"',
        b'{"type": "Member"',
        b"[" * 100_000,
        b"1" * 5_000,
        b'{"type":' * 100_000,
    ],
    ids=["csv", "bytes", "zip", "toml", "cut", "deep list", "digits", "deep object"],
)
def test_a_file_of_another_kind_is_refused(data: bytes) -> None:
    with pytest.raises(InvalidValue, match="no JSON"):
        from_json(data)


@pytest.mark.parametrize("version", [0, 2, "1", True, []])
def test_another_version_is_refused(version: object) -> None:
    with pytest.raises(InvalidValue, match=r"another version.*allowed: 1"):
        from_plain(changed(MEMBER, "version", to=version))


def test_no_version_is_refused() -> None:
    with pytest.raises(InvalidValue, match="does not name its version, version=None, allowed: 1"):
        from_plain(changed(MEMBER, "version"))


def test_another_type_is_refused_with_the_nearest() -> None:
    with pytest.raises(UnknownName) as caught:
        from_plain(changed(MEMBER, "type", to="Membr"))

    assert "Member" == caught.value.nearest[0]


@pytest.mark.parametrize("name", ["Rule", "RuleValue", "FeeSchedule", "BenefitLine", "ClaimTerm"])
def test_a_kind_of_values_is_no_type(name: str) -> None:
    with pytest.raises(UnknownName, match="no such type"):
        from_plain({"type": name, "version": 1})


def test_what_a_program_answers_is_no_value_to_read() -> None:
    with pytest.raises(UnknownName, match="no such type"):
        from_plain(REVIEW.to_dict())


@pytest.mark.parametrize("depth", [100, 300, 2_000])
def test_rules_within_rules_are_read_or_refused_however_deep(depth: int) -> None:
    text = (
        '{"type": "AllOf", "version": 1, "parts": ['
        + '{"type": "AllOf", "parts": [' * depth
        + '{"type": "Serving"}'
        + "]}" * depth
        + "]}"
    )
    try:
        read = from_json(text)
    except MutualAidError:
        return

    assert 1 == len(read.parts)


# Ledgers that were changed ----------------------------------------------------------------------

STEPS = to_plain(LEDGER)["log"]


def appended(**step: object) -> dict[str, Any]:
    """Give the ledger in plain form with one more step."""
    plain = to_plain(LEDGER)
    return {**plain, "log": [*plain["log"], {"number": 99, "entered": "2030-01-01", **step}]}


CANNOT_HAVE_HAPPENED: dict[str, tuple[dict[str, Any], int]] = {
    "a claim of nobody": (changed(LEDGER, "log", 5, "claim", "insured", to="M7"), 5),
    "a claim in a plan without a cover": (changed(LEDGER, "log", 5, "claim", "plan", to="x"), 5),
    "a claim before the cover": (changed(LEDGER, "log", 5, "claim", "on", to="2015-01-01"), 5),
    "a claim for no event": (changed(LEDGER, "log", 5, "claim", "event", to="cold"), 5),
    "a claim without its amount": (changed(LEDGER, "log", 5, "claim", "amount"), 5),
    "a number again": (changed(LEDGER, "log", 5, "number", to=5), 5),
    "a number of before": (changed(LEDGER, "log", 5, "number", to=1), 5),
    "a first number of 0": (changed(LEDGER, "log", 0, "number", to=0), 0),
    "a first number below 0": (changed(LEDGER, "log", 0, "number", to=-5), 0),
    "a cover again": (appended(step="Enrolled", cover=STEPS[0]["cover"]), 13),
    "a cover that overlaps": (
        appended(step="Enrolled", cover={**STEPS[4]["cover"], "starts": "2016-06-01"}),
        13,
    ),
    "a claim twice": (appended(step="Claimed", claim=STEPS[5]["claim"]), 13),
    "a claim that was withdrawn": (appended(step="Claimed", claim=STEPS[6]["claim"]), 13),
    "a correction of no claim": (
        appended(step="Corrected", claim={**STEPS[5]["claim"], "id": "C77"}),
        13,
    ),
    "a correction of another person": (
        appended(step="Corrected", claim={**STEPS[5]["claim"], "insured": "C1"}),
        13,
    ),
    "a correction that would be refused": (
        appended(step="Corrected", claim={**STEPS[5]["claim"], "event": "cold"}),
        13,
    ),
    "the withdrawal of no claim": (appended(step="Withdrawn", claim="C77"), 13),
    "a withdrawal again": (appended(step="Withdrawn", claim="C2"), 13),
    "a withdrawal before the entry": (
        appended(step="Withdrawn", claim="C3", entered="2015-01-01"),
        13,
    ),
    "a correction before the entry": (
        appended(step="Corrected", claim=STEPS[7]["claim"], entered="2015-01-01"),
        13,
    ),
    "an entry of a claim on two days": (changed(LEDGER, "log", 5, "entered", to="2011-01-01"), 5),
    "an edition beyond the last": (changed(LEDGER, "log", 2, "cover", "edition", to=3), 2),
    "an edition below the first": (changed(LEDGER, "log", 2, "cover", "edition", to=-1), 2),
    "an edition not in force": (changed(LEDGER, "log", 2, "cover", "starts", to="2014-01-01"), 2),
    "a cover beyond the calendar": (
        changed(LEDGER, "log", 0, "cover", "starts", to="9999-06-01"),
        0,
    ),
    "a term beyond the calendar": (
        changed(LEDGER, "editions", 0, "info", "term_years", to=8_000),
        0,
    ),
    "no edition": (changed(LEDGER, "editions", to=[]), 0),
    "a step that there is not": (changed(LEDGER, "log", 4, "step", to="Settled"), 4),
    "a step without its name": (changed(LEDGER, "log", 4, "step"), 4),
}  # fmt: skip


@pytest.mark.parametrize("which", CANNOT_HAVE_HAPPENED)
def test_a_changed_ledger_is_refused_with_the_place(which: str) -> None:
    plain, number = CANNOT_HAVE_HAPPENED[which]

    with pytest.raises(MutualAidError, match=rf"Ledger\.log\[{number}\]"):
        from_plain(plain)


def test_the_first_place_is_named_where_there_are_several() -> None:
    plain = changed(LEDGER, "log", 7, "claim", "insured", to="M7")
    plain["log"][6]["number"] = 1

    with pytest.raises(InvalidValue, match=r"Ledger\.log\[6\]"):
        from_plain(plain)


def test_a_level_that_is_not_sold_is_refused_where_a_claim_needs_its_cap() -> None:
    ledger = Ledger(covers("accident", level=2))
    hurt = claim("C1", 10, plan="accident", event="accidental_injury")
    answer, ledger = ledger.settle(hurt)
    assert answer.payments, answer.explain("en")

    with pytest.raises(MutualAidError, match=r"Ledger\.log"):
        from_plain(changed(ledger, "log", 0, "cover", "level", to=9))


@pytest.mark.parametrize("key", ["log", "editions", "steps", "digest"])
def test_a_ledger_without_one_of_its_keys_is_refused(key: str) -> None:
    with pytest.raises(InvalidValue, match=f"Ledger.*{key}"):
        from_plain(changed(LEDGER, key))


# Changes that might have happened: only the digest tells them -------------------------------------


def without(*places: int) -> dict[str, Any]:
    """Give the ledger in plain form without some of its steps."""
    plain = to_plain(LEDGER)
    plain["log"] = [step for place, step in enumerate(plain["log"]) if place not in places]
    return plain


def swapped(one: int, other: int) -> dict[str, Any]:
    """Give the ledger in plain form with the amounts of two claims exchanged."""
    plain = to_plain(LEDGER)
    first, second = (plain["log"][place]["claim"] for place in (one, other))
    first["amount"], second["amount"] = second["amount"], first["amount"]
    return plain


MIGHT_HAVE_HAPPENED: dict[str, tuple[dict[str, Any], str]] = {
    "a greater amount": (changed(LEDGER, "log", 5, "claim", "amount", to="7000"), "log[5]"),
    "an amount above the cap": (
        changed(LEDGER, "log", 11, "claim", "amount", to="99999"),
        "log[11]",
    ),
    "the same amount in other digits": (
        changed(LEDGER, "log", 5, "claim", "amount", to=f"{STEPS[5]['claim']['amount']}.00"),
        "log[5]",
    ),
    "two amounts exchanged": (swapped(5, 7), "log[5]"),
    "another unit": (changed(LEDGER, "log", 0, "cover", "unit", to="U2"), "log[0]"),
    "another number": (changed(LEDGER, "log", 12, "number", to=4_000), "log[12]"),
    "a claim deleted": (without(7), "log[7]"),
    "the first step deleted": (without(0), "log[0]"),
    "a step's digest": (changed(LEDGER, "log", 3, "digest", to="0" * 16), "log[3]"),
    "no digest of a step": (changed(LEDGER, "log", 3, "digest"), "log[3]"),
    "a number as a step's digest": (changed(LEDGER, "log", 3, "digest", to=5), "log[3]"),
    "the last step deleted": (without(12), "log"),
    "the last five steps deleted": (without(*range(8, 13)), "log"),
    "every step deleted": ({**without(*range(13)), "editions": []}, "log"),
    "another count": (changed(LEDGER, "steps", to=14), "log"),
    "a yes as the count": (changed(LEDGER, "steps", to=True), "log"),
    "another digest": (changed(LEDGER, "digest", to="sha256:" + "0" * 64), "editions"),
    "a number as the digest": (changed(LEDGER, "digest", to=5), "editions"),
    "a greater cap": (
        changed(LEDGER, "editions", 0, "benefit", "lines", 0, "amount", to="10001"),
        "editions",
    ),
    "another source": (
        changed(LEDGER, "editions", 0, "info", "source", "document", "en", to="Elsewhere"),
        "editions",
    ),
}  # fmt: skip


@pytest.mark.parametrize("which", MIGHT_HAVE_HAPPENED)
def test_what_was_changed_since_it_was_written_is_refused_with_the_place(which: str) -> None:
    plain, place = MIGHT_HAVE_HAPPENED[which]

    with pytest.raises(InvalidValue, match=rf"Ledger\.{re.escape(place)} "):
        from_plain(plain)


def test_a_change_is_told_apart_from_what_cannot_have_happened() -> None:
    with pytest.raises(InvalidValue) as caught:
        from_plain(changed(LEDGER, "log", 5, "claim", "amount", to="7000"))

    assert [
        "Ledger.log[5] is not as it was written, or a step before it is gone",
        "the file was changed since it was written",
    ] == [caught.value.what, caught.value.hint]


def test_a_log_that_ends_too_soon_says_how_many_steps_are_gone() -> None:
    with pytest.raises(InvalidValue) as caught:
        from_plain(without(*range(8, 13)))

    assert ("Ledger.log does not hold the steps that were written", "steps", 13, "8") == (
        caught.value.what,
        caught.value.name,
        caught.value.value,
        caught.value.allowed,
    )


def test_every_claim_that_is_deleted_is_missed() -> None:
    places = [place for place, step in enumerate(STEPS) if step["step"] == "Claimed"]
    for place in places:
        with pytest.raises(InvalidValue, match=r"Ledger\.log"):
            from_plain(without(place))


def test_the_order_of_keys_and_the_blanks_of_a_file_may_change() -> None:
    text = json.dumps(to_plain(LEDGER), sort_keys=True, indent=3)

    assert LEDGER == from_json(text)


def test_the_digest_is_that_of_the_canonical_json_of_the_steps_and_the_lists() -> None:
    plain = to_plain(LEDGER)
    for step in plain["log"]:
        del step["digest"]
    parts = [*plain["log"], {"editions": plain["editions"]}]
    text = "".join(json.dumps(one, sort_keys=True, separators=(",", ":")) for one in parts)

    assert f"sha256:{hashlib.sha256(text.encode('ascii')).hexdigest()}" == plain["digest"]


def test_a_step_carries_the_beginning_of_the_digest_up_to_it() -> None:
    first = {key: value for key, value in to_plain(LEDGER)["log"][0].items() if key != "digest"}
    text = json.dumps(first, sort_keys=True, separators=(",", ":"))

    assert hashlib.sha256(text.encode()).hexdigest()[:16] == to_plain(LEDGER)["log"][0]["digest"]


def test_the_number_of_steps_is_written() -> None:
    assert (13, 0) == (to_plain(LEDGER)["steps"], to_plain(EMPTY)["steps"])


def test_a_ledger_from_before_there_was_a_digest_is_refused_by_its_version() -> None:
    old = {key: value for key, value in to_plain(LEDGER).items() if key not in {"steps", "digest"}}

    with pytest.raises(InvalidValue, match="of another version, version=1, allowed: 2"):
        from_plain({**old, "version": 1})


@pytest.mark.parametrize("odd", [{1: 2, "a": 3}, {"a": object()}, {("a",): 1}])
def test_a_ledger_that_is_no_json_is_refused(odd: object) -> None:
    with pytest.raises(MutualAidError, match="Ledger"):
        from_plain({**to_plain(LEDGER), "editions": [*to_plain(LEDGER)["editions"], odd]})


@pytest.mark.parametrize("text", [5, None, 1.5, ["{}"], {}])
def test_json_that_is_no_text_is_refused(text: Any) -> None:
    with pytest.raises(InvalidType, match="a text is due"):
        from_json(text)


def test_json_is_read_from_a_bytearray_too() -> None:
    assert MEMBER == from_json(bytearray(to_json(MEMBER), "utf-8"))


def test_terms_come_back_in_their_order() -> None:
    line = Ceiling(1, events=[Event("illness", NAMED)], terms=TERMS)

    assert TERMS == list(from_json(to_json(line)).terms)


def test_a_child_is_no_member_to_read() -> None:
    with pytest.raises(MutualAidError, match="Member"):
        from_plain({**to_plain(CHILD), "type": "Member"})


def test_a_class_means_by_a_name_what_is_public_whatever_else_was_imported() -> None:
    program = (
        "import mutualaid.records.forms as forms, mutualaid.frames.sources, sys\n"
        "from mutualaid import Source, load_catalogue\n"
        "from mutualaid.records import to_json\n"
        # The last module that is imported is the last that is asked.
        "sys.modules['mutualaid.zz'] = mutualaid.frames.sources\n"
        "print(Source.__name__ in to_json(load_catalogue()['medical'].editions[0].info.source))\n"
    )
    done = subprocess.run(  # our own program
        [sys.executable, "-c", program], capture_output=True, text=True, check=False
    )
    assert ("True\n", "") == (done.stdout, done.stderr)


# Only one type -----------------------------------------------------------------------------------


def test_the_type_that_is_due_is_read() -> None:
    assert MEMBER == from_json(to_json(MEMBER), kind=Member)
    assert MEMBER == from_plain(to_plain(MEMBER), kind=Member)
    assert LEDGER == from_json(to_json(LEDGER), kind=Ledger)
    assert Serving() == from_json(to_json(Serving()), kind=Rule)


@pytest.mark.parametrize("value", [MEMBER, Serving(), LEDGER], ids=lambda one: type(one).__name__)
def test_a_document_of_another_type_than_is_due_is_refused_unread(value: object) -> None:
    document = {**to_plain(value), "nothing": 1}
    with pytest.raises(InvalidValue, match=r"of another type, type='.*', allowed: Unit"):
        from_plain(document, kind=Unit)


def test_a_type_that_there_is_not_is_another_than_is_due() -> None:
    with pytest.raises(InvalidValue, match="of another type, type='Nobody', allowed: Unit"):
        from_plain({"type": "Nobody", "version": 1}, kind=Unit)
