"""Ids that the single path refuses are refused of frames too, in every engine, and no others."""

from __future__ import annotations

import re
import sys
import unicodedata
from datetime import date

import narwhals as nw
import polars as pl
import pytest
from engines import ENGINES, LIBRARIES, Engine
from hypothesis import example, given
from hypothesis import strategies as st

from mutualaid import InvalidValue, Member, Sex, Unit, load_catalogue
from mutualaid.checks import UNSEEN
from mutualaid.frames import InvalidFrame, decide_frame, ids
from mutualaid.frames.known import either

CATALOGUE = load_catalogue(plans=["critical_illness"])
STARTS = date(2016, 1, 1)
UNITS = pl.DataFrame({"unit": ["U1"], "employees": [1]})
NUMBER, OLD = "110101199003079981", "110101900307998"
BLANK, AROUND = "holds a blank text", "has blanks around it"
HIDDEN = "has a character in it that is not seen, such as a line end"
BUILT = "is built like a resident identity number"
WRONG = {
    "": BLANK, " ": BLANK, "\u3000": BLANK, " M1": AROUND, "M1\u00a0": AROUND,
    "M\u200b1": HIDDEN, "M\t1": HIDDEN, "M\x001": HIDDEN,
    NUMBER: BUILT, f"M{NUMBER}": BUILT, "110101 1990-03-07 998X": BUILT, OLD: BUILT,
    "no. 110101 900307 998": BUILT, "123456789012345678": BUILT,
    "１１０１０１１９９００３０７９９８１": BUILT,
}  # fmt: skip
RIGHT = (
    "M1", "张三", "O'Neil, Ann", "7f8d1b3e-0c5a-4e3b-9f27-5d2a7c1e8b90", f"{OLD}0", "1" * 17,
    f"9{OLD}", "110101199013079981A", "2024-0001-0002-0003",
)  # fmt: skip


def people(*names: object, column: str = "member") -> pl.DataFrame:
    """Make a row for each name, of a member or of a child."""
    rows = [
        {"unit": "U1", "member": f"A{place}", "birth_date": date(1980, 5, 17), "sex": "male",
         "child_birth_date": date(2010, 6, 1), column: name}
        for place, name in enumerate(names)
    ]  # fmt: skip
    return pl.DataFrame(rows)


def faults(entries: pl.DataFrame, engine: Engine = ENGINES["polars"]) -> list[str]:
    """Give what is wrong with the ids."""
    try:
        decide_frame(CATALOGUE, engine.make(entries), engine.make(UNITS), starts=STARTS)
    except InvalidFrame as error:
        return [one.what for one in error.problems]
    return []


@pytest.mark.parametrize("engine", LIBRARIES.values(), ids=LIBRARIES)
@pytest.mark.parametrize("what", [BLANK, AROUND, HIDDEN, BUILT])
def test_every_engine_refuses_what_is_no_id(engine: Engine, what: str) -> None:
    names = [name for name, wrong in WRONG.items() if wrong == what]
    assert [what] == faults(people("M1", *names), engine)


@pytest.mark.parametrize("engine", LIBRARIES.values(), ids=LIBRARIES)
def test_no_engine_refuses_any_other(engine: Engine) -> None:
    assert [] == faults(people(*RIGHT), engine)


def refused(name: str) -> bool:
    """Tell whether the single path refuses a name of a person."""
    try:
        Member(name, date(1980, 5, 17), Sex.MALE)
    except InvalidValue:
        return True
    return False


DIGITS = st.from_regex(
    r"(M|员)?[0-9０]{6}[ -]?(19|20|)[0-9]{2}[-. ]?(0[0-9]|1[0-3])[-. ]?[0-3][0-9][ /]?[0-9]{3}"
    r"[0-9xXＸA]?",
    fullmatch=True,
)
NAMES = st.one_of(DIGITS, st.text(st.sampled_from("M1\x85\x1f \u3000\u00ad\ufeff张-0"), max_size=4))


@given(names=st.lists(NAMES, max_size=30))
@example(names=[*WRONG, *RIGHT, "M\n"])
def test_an_id_is_refused_where_the_single_path_refuses_it(names: list[str]) -> None:
    frame = nw.from_native(pl.DataFrame({"id": names}, schema={"id": pl.String}))
    held, kind = nw.col("id"), nw.String()
    wrong = either(*(flag for *_, flag in ids.refused(held, kind, of_person=True)))
    found = frame.select(wrong=wrong, suspect=ids.suspect(held, kind))
    for name, one in zip(names, found.rows(named=True), strict=True):
        assert refused(name) is one["wrong"], name
        assert one["suspect"] or not one["wrong"], name


def test_all_that_is_said_here_is_said_by_the_single_path() -> None:
    assert [True] * len(WRONG) == [refused(name) for name in WRONG]
    assert [False] * len(RIGHT) == [refused(name) for name in RIGHT]


def test_characters_that_are_not_seen_are_those_of_the_single_path() -> None:
    found = re.compile(f"[{ids.UNSEEN}]")
    for code in range(sys.maxunicode + 1):
        character = chr(code)
        category = unicodedata.category(character)
        if category != "Cs":  # which no frame holds
            assert (category in UNSEEN) is bool(found.match(character)), hex(code)


def test_blanks_are_those_of_the_single_path() -> None:
    found = re.compile(f"[{ids.BLANKS}]")
    for character in map(chr, range(sys.maxunicode + 1)):
        assert character.isspace() is bool(found.match(character)), hex(ord(character))


@pytest.mark.parametrize("column", ["member", "child"])
@pytest.mark.parametrize("number", [int(NUMBER), int(OLD), int(f"1{NUMBER}")])
def test_a_whole_number_is_read_as_its_digits(column: str, number: int) -> None:
    assert [BUILT] == faults(people(number, column=column))


def test_other_whole_numbers_are_ids() -> None:
    assert [] == faults(people(7, 10**14, 10**17 - 1))


def test_units_may_be_named_by_whole_numbers_of_any_size() -> None:
    entries, units = (one.with_columns(unit=pl.lit(int(NUMBER))) for one in (people("M1"), UNITS))
    made = decide_frame(CATALOGUE, entries, units, starts=STARTS)
    assert [int(NUMBER)] == made["unit"].to_list()


def test_an_identity_number_of_a_unit_is_no_person_s() -> None:
    Unit(NUMBER)
    entries, units = (one.with_columns(unit=pl.lit(NUMBER)) for one in (people("M1"), UNITS))
    decide_frame(CATALOGUE, entries, units, starts=STARTS)


def test_a_refused_number_is_not_told() -> None:
    with pytest.raises(InvalidFrame) as caught:
        decide_frame(CATALOGUE, people(NUMBER), UNITS, starts=STARTS)
    assert NUMBER not in str(caught.value)
    assert "pseudonym" in str(caught.value)
