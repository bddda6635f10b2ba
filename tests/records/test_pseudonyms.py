"""Lasting ids by a key: alike in rosters and claims, from term to term, and no way back.

Every number here is made up; its check digit is computed.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import attrs
import pytest
from builders import CHILD, MEMBER, STARTS, UNIT
from records.examples import CATALOGUE, csv_of
from records.rosters import faults, identity_number, read, shown

from mutualaid import (
    Cover,
    EnrolmentOutcome,
    InvalidType,
    InvalidValue,
    Ledger,
    MutualAidError,
    Unit,
)
from mutualaid.records import (
    ClaimsFile,
    RosterFile,
    from_json,
    pseudonym,
    read_claims,
    read_roster,
    to_json,
)
from mutualaid.roster_review import RosterReview, review_roster

KEY = "a key for the tests alone"
OTHER_KEY = "another key for the tests"
ONE, OTHER = identity_number(order="100"), identity_number(order="200")
MEDICAL = Cover(CATALOGUE["medical"].edition(STARTS), "U1", MEMBER, STARTS)
OF_A_CHILD = CATALOGUE["childrens_accident"].edition(STARTS)


def by_key(*lines: str, key: str = KEY, starts: date = STARTS) -> RosterFile:
    """Read a roster of these lines with a key."""
    return read_roster("\n".join(lines).encode(), CATALOGUE, starts=starts, id_key=key)


def ids(roster: RosterFile) -> list[str]:
    """List the ids of the members."""
    return [row.member.id for row in roster.rows]


# The id that is made -----------------------------------------------------------------------------


def test_a_number_has_the_same_id_wherever_it_stands() -> None:
    assert [ids(by_key("identity_number", ONE))] == [ids(by_key("identity_number", OTHER, ONE))[1:]]


def test_two_numbers_have_two_ids() -> None:
    assert 2 == len(set(ids(by_key("identity_number", ONE, OTHER))))


def test_another_key_gives_another_id() -> None:
    assert ids(by_key("identity_number", ONE)) != ids(by_key("identity_number", ONE, key=OTHER_KEY))


def test_it_is_short_and_shows_nothing_of_the_number() -> None:
    (made,) = ids(by_key("identity_number", ONE))
    assert re.fullmatch("P-[A-Z2-7]{12}", made)


def test_a_program_makes_the_same() -> None:
    assert [pseudonym(ONE, KEY)] == ids(by_key("identity_number", ONE))


def test_the_x_of_a_number_may_be_small() -> None:
    number = next(
        one for order in range(100, 999) if (one := identity_number(order=str(order)))[-1] == "X"
    )
    assert pseudonym(number, KEY) == pseudonym(f" {number.lower()} ", KEY)


def test_a_child_has_the_id_that_it_has_as_a_member() -> None:
    child = identity_number("20100601")
    roster = by_key("id,birth_date,sex,child_identity_number", f"M1,1980-05-17,female,{child}")
    assert [pseudonym(child, KEY)] == [row.child and row.child.id for row in roster.rows]


def test_an_id_in_the_file_goes_before_the_number() -> None:
    assert ["F1"] == ids(by_key("id,identity_number", f"F1,{ONE}"))


def test_an_id_in_another_row_of_the_person_goes_before_the_number() -> None:
    roster = by_key(
        "id,identity_number,child_id,child_birth_date",
        f",{ONE},C1,2010-06-01",
        f"F1,{ONE},C2,2012-06-01",
    )
    assert (["F1", "F1"], ()) == (ids(roster), roster.made)


def test_the_row_of_each_is_kept_beside_it() -> None:
    roster = by_key("id,birth_date,sex,identity_number", "M1,1980-05-17,female,", f",,,{ONE}")
    assert ((pseudonym(ONE, KEY), 3),) == roster.made


def test_without_a_key_none_is_made() -> None:
    roster = read("identity_number", ONE)
    assert (["#2"], ()) == (ids(roster), roster.made)


def test_no_number_is_shown_where_it_makes_an_id() -> None:
    everything = shown(by_key("identity_number", ONE, f"{OTHER[:-1]}?"))
    assert [] == [one for one in (ONE, OTHER[:-1], KEY) if one in everything]


def test_one_number_of_a_member_and_a_child_is_reported() -> None:
    roster = by_key("identity_number,child_identity_number", f"{ONE},{ONE}")
    assert [(2, "child_identity_number", "number_of_another")] == faults(roster)


# Keys --------------------------------------------------------------------------------------------


def test_a_key_of_16_characters_is_taken() -> None:
    assert 1 == len(ids(by_key("identity_number", ONE, key="k" * 16)))


@pytest.mark.parametrize("key", ["", "k" * 15, f"{'k' * 15}  "])
def test_a_shorter_key_is_refused_and_not_shown(key: str) -> None:
    with pytest.raises(InvalidValue, match="16 characters or more") as caught:
        by_key("identity_number", ONE, key=key)
    assert "kkk" not in f"{caught.value} {caught.value.__dict__}"


def test_a_key_that_is_no_text_is_refused_and_not_shown() -> None:
    key: Any = b"a key for the tests alone"
    with pytest.raises(InvalidType, match="no bytes") as caught:
        read_claims(b"id\n", CATALOGUE, id_key=key)
    assert "tests" not in f"{caught.value} {caught.value.__dict__}"


def test_blanks_around_a_key_make_no_difference() -> None:
    assert pseudonym(ONE, KEY) == pseudonym(ONE, f" {KEY}\n")


@pytest.mark.parametrize("number", [ONE[:-1], f"{ONE[:-1]}?", "none", identity_number("19801317")])
def test_what_is_no_number_has_no_id_and_is_not_shown(number: str) -> None:
    with pytest.raises(InvalidValue, match="no identity number") as caught:
        pseudonym(number, KEY)
    assert number not in f"{caught.value} {caught.value.__dict__}"


# In claims ---------------------------------------------------------------------------------------

CLAIMED = "C1,critical_illness,malignant_tumour,2016-03-09,5000"
CLAIMS = "id,plan,event,on,amount,insured,identity_number"


def claims(*lines: str, key: str | None = KEY) -> ClaimsFile:
    """Read a table of claims with a key."""
    return read_claims(csv_of(CLAIMS, *lines), CATALOGUE, id_key=key)


def told(table: ClaimsFile) -> list[tuple[int, str, str, str]]:
    """List row, column, value and code of every cell that is bad."""
    return [(bad.row, bad.column, bad.value, bad.code) for bad in table.bad]


def test_a_number_names_the_insured() -> None:
    assert [pseudonym(ONE, KEY)] == [one.insured for one in claims(f"{CLAIMED},,{ONE}").claims]


def test_an_id_beside_it_goes_before_it() -> None:
    assert ["M1"] == [one.insured for one in claims(f"{CLAIMED},M1,{ONE}").claims]


def test_without_a_key_a_number_names_nobody() -> None:
    table = claims(f"{CLAIMED},,{ONE}", key=None)
    assert [(2, "identity_number", f"{ONE[:6]}**********{ONE[-2:]}", "claims_file.no_key")] == told(
        table
    )


def test_without_a_key_an_id_beside_a_number_is_enough() -> None:
    assert ["M1"] == [one.insured for one in claims(f"{CLAIMED},M1,{ONE}", key=None).claims]


def test_two_numbers_of_one_claim_disagree() -> None:
    (bad,) = claims(f"{CLAIMED},,{ONE}", f"C1,,,,,,{OTHER}").bad
    assert (3, "claims_file.disagrees") == (bad.row, bad.code)


@pytest.mark.parametrize("number", [f"{ONE[:-1]}?", ONE.replace("0", "O"), f"{ONE}1"])
def test_a_number_that_is_none_is_reported_and_not_shown(number: str) -> None:
    (bad,) = claims(f"{CLAIMED},,{number}").bad
    assert (2, "identity_number", False) == (bad.row, bad.column, number in repr(bad))


@pytest.mark.parametrize("key", [KEY, None])
def test_a_number_in_place_of_an_id_is_reported_and_not_shown(key: str | None) -> None:
    (bad,) = claims(f"{CLAIMED},{ONE},", key=key).bad
    assert ("insured", "roster.id_is_identity_number", False) == (
        bad.column,
        bad.code,
        ONE in repr(bad),
    )


# From the roster to the renewal ------------------------------------------------------------------

ROSTER = "identity_number,serving,critical_illness.joins"
OF_TWO = Unit("U1", employees=2, in_beijing=True, has_union=True)


def reviewed(*numbers: str, key: str | None = KEY, starts: date = STARTS) -> RosterReview:
    """Review a roster of these people for plan 5."""
    lines = [ROSTER, *(f"{number},yes,yes" for number in numbers)]
    roster = read_roster("\n".join(lines).encode(), CATALOGUE, starts=starts, id_key=key)
    return review_roster(CATALOGUE, OF_TWO, roster, plans=["critical_illness"])


def test_a_claim_by_the_number_finds_the_cover_that_was_written() -> None:
    ledger = Ledger(reviewed(ONE, OTHER).covers())
    (claim,) = claims(f"{CLAIMED},,{OTHER}").claims
    settlement, _ = ledger.settle(claim)
    assert 5000 == settlement.payable


def test_a_claim_by_another_key_finds_none() -> None:
    ledger = Ledger(reviewed(ONE, OTHER).covers())
    (claim,) = claims(f"{CLAIMED},,{OTHER}", key=OTHER_KEY).claims
    settlement, _ = ledger.settle(claim)
    assert ["claim.no_cover"] == [finding.code for finding in settlement.findings]


def test_the_next_term_renews_the_cover_of_the_same_person_in_another_row() -> None:
    ledger = Ledger(reviewed(ONE, OTHER).covers())
    third = identity_number(order="300")
    enrolments, _ = ledger.enrol(reviewed(third, ONE, starts=date(2019, 1, 1)).covers())
    assert [
        (pseudonym(third, KEY), EnrolmentOutcome.FIRST),
        (pseudonym(ONE, KEY), EnrolmentOutcome.RENEWAL),
    ] == [(one.cover.insured, one.outcome) for one in enrolments]


def test_the_ledger_comes_back_from_json_as_it_was() -> None:
    ledger = Ledger(reviewed(ONE, OTHER).covers())
    text = to_json(ledger)
    assert (ledger, False) == (from_json(text), ONE in text)


# Named by the row --------------------------------------------------------------------------------


def test_who_is_named_by_the_row_is_reviewed() -> None:
    assert [True] == [review.accepted for review in reviewed(ONE, OTHER, key=None).reviews]


def test_who_is_named_by_the_row_gets_no_cover_and_is_told_how_to() -> None:
    with pytest.raises(InvalidValue, match=r"id='#2'(.|\n)*column id(.|\n)*--id-key"):
        reviewed(ONE, OTHER, key=None).covers()


@pytest.mark.parametrize("who", ["#2", "##2", "#120c"])
def test_no_cover_is_of_a_row(who: str) -> None:
    with pytest.raises(InvalidValue, match="by the row"):
        attrs.evolve(MEDICAL, member=attrs.evolve(MEMBER, id=who))


@pytest.mark.parametrize("who", ["#", "#a", "2", "#2-1", "No#2", "P-AAAABBBBCCCC"])
def test_a_cover_is_of_any_other_id(who: str) -> None:
    assert who == attrs.evolve(MEDICAL, member=attrs.evolve(MEMBER, id=who)).insured


def test_no_cover_of_a_child_is_of_a_row() -> None:
    with pytest.raises(InvalidValue, match="by the row"):
        Cover(OF_A_CHILD, UNIT.id, MEMBER, STARTS, child=attrs.evolve(CHILD, id="#2c"))


def test_no_cover_of_a_child_is_by_a_parent_of_a_row() -> None:
    with pytest.raises(InvalidValue, match="by the row"):
        Cover(OF_A_CHILD, UNIT.id, attrs.evolve(MEMBER, id="#2"), STARTS, child=CHILD)


def test_a_stored_cover_of_a_row_is_refused() -> None:
    text = to_json(Ledger([MEDICAL])).replace('"M1"', '"#2"')
    with pytest.raises(MutualAidError, match="by the row"):
        from_json(text)
