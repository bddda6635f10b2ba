"""Members, children and units: what was not said is not known."""

from __future__ import annotations

from datetime import date

import attrs
import pytest

from mutualaid import Child, Claim, InvalidValue, Member, Sex, Unit

BORN = date(1980, 5, 17)


NUMBER = "110101198005170027"
"""Made up; its check digit is not right, which makes no difference here."""
LIKE_ONE = [
    NUMBER,
    "11010119800517002x",
    "110101800517002",
    "110101 19800517 0027",
    "110101-19800517-0027",
    "110101/19800517/0027",
    "ID" + NUMBER,
    "１１０１０１１９８００５１７００２７",
    "110101198005170027(身份证)",
    "9" * 18,
    "9" * 17 + "X",
    "9" * 17 + "x",
    "9" * 17 + "Ｘ",
]
OTHERS = [
    "M1",
    "9" * 17,
    "9" * 19,
    "9" * 15,
    "9" * 16 + "X",
    "20160101001",
    "550e8400-e29b-41d4-a716-446655440000",
    "P-UCVURA34TDJB",
    "京A·12345",
]


def make(kind: type[Member | Child | Claim], who: str) -> object:
    """Make a person, or a claim of a person, of this id."""
    if kind is Member:
        return Member(who, BORN, Sex.MALE)
    if kind is Child:
        return Child(who, BORN)
    return Claim("C1", "medical", who, "outpatient", BORN)


@pytest.mark.parametrize("kind", [Member, Child, Claim])
@pytest.mark.parametrize("who", LIKE_ONE)
def test_an_identity_number_names_nobody_and_is_not_shown(
    kind: type[Member | Child | Claim], who: str
) -> None:
    with pytest.raises(InvalidValue, match="such as a staff number") as caught:
        make(kind, who)
    assert who not in f"{caught.value} {caught.value!r} {caught.value.__dict__}"


@pytest.mark.parametrize("kind", [Member, Child, Claim])
@pytest.mark.parametrize("who", OTHERS)
def test_any_other_id_names_somebody(kind: type[Member | Child | Claim], who: str) -> None:
    assert who in repr(make(kind, who))


def test_a_unit_may_have_the_eighteen_digits_of_a_social_credit_code() -> None:
    assert "911100001000013428" == Unit("911100001000013428").id


@pytest.mark.parametrize("unseen", ["\n", "\r", "\t", "\0", "\x7f", "\u200b", "\u2028", "\ud800"])
@pytest.mark.parametrize("kind", [Member, Child, Claim])
def test_an_id_holds_no_character_that_is_not_seen(
    kind: type[Member | Child | Claim], unseen: str
) -> None:
    with pytest.raises(InvalidValue, match="not seen"):
        make(kind, f"M{unseen}1")


@pytest.mark.parametrize("seen", [" ", "\u3000", "\ue000", "·", "𠮷"])
@pytest.mark.parametrize("kind", [Member, Child, Claim])
def test_an_id_holds_any_character_that_is(kind: type[Member | Child | Claim], seen: str) -> None:
    assert make(kind, f"M{seen}1")


@pytest.mark.parametrize(
    "attribute", ["serving", "basic_medical_insurance", "union_member", "jingka_card", "high_risk"]
)
def test_what_was_not_said_of_a_member_is_none(attribute: str) -> None:
    assert getattr(Member("M1", BORN, Sex.MALE), attribute) is None


@pytest.mark.parametrize("attribute", ["healthy", "student"])
def test_what_was_not_said_of_a_child_is_none(attribute: str) -> None:
    assert getattr(Child("C1", BORN), attribute) is None


@pytest.mark.parametrize(
    "attribute",
    [
        "name",
        "employees",
        "female_employees",
        "employees_with_minor_children",
        "in_beijing",
        "has_union",
        "high_risk",
    ],
)
def test_what_was_not_said_of_a_unit_is_none(attribute: str) -> None:
    assert getattr(Unit("U1"), attribute) is None


def test_no_is_kept_apart_from_not_said() -> None:
    assert Member("M1", BORN, Sex.MALE, serving=False).serving is False


def test_a_unit_may_have_women_only() -> None:
    assert 40 == Unit("U1", employees=40, female_employees=40).female_employees


def test_a_unit_may_have_parents_only() -> None:
    unit = Unit("U1", employees=40, employees_with_minor_children=40)
    assert 40 == unit.employees_with_minor_children


def test_women_may_be_counted_where_the_employees_are_not() -> None:
    assert 41 == Unit("U1", female_employees=41).female_employees


def test_parents_may_be_counted_where_the_employees_are_not() -> None:
    assert 41 == Unit("U1", employees_with_minor_children=41).employees_with_minor_children


def test_a_unit_of_nobody_can_be_described() -> None:
    assert 0 == Unit("U1", employees=0, female_employees=0).employees


def test_an_id_may_hold_blanks_between_its_words() -> None:
    assert "Zhang San 1" == Member("Zhang San 1", BORN, Sex.MALE).id


@pytest.mark.parametrize(
    "value", [Member("M1", BORN, Sex.MALE), Child("C1", BORN), Unit("U1")], ids=repr
)
def test_people_and_units_do_not_change(value: object) -> None:
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        value.id = "other"  # type: ignore[attr-defined]


def test_members_with_the_same_data_are_equal_and_hash_alike() -> None:
    one, other = Member("M1", BORN, Sex.MALE), Member("M1", BORN, Sex.MALE)
    assert (one, hash(one)) == (other, hash(other))


def test_a_member_and_a_child_with_one_id_are_not_equal() -> None:
    assert Member("M1", BORN, Sex.MALE) != Child("M1", BORN)


def test_none_for_what_is_declared_says_nothing() -> None:
    assert Unit("U1") == Unit("U1", declared=None)
