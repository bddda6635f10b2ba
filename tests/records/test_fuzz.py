"""Whatever a file holds, a loader answers with an error of this library or with a right value."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from records.examples import (
    CATALOGUE,
    CLAIMS,
    COVERS,
    FINDINGS,
    LEDGER,
    MEMBER,
    SCHEDULE,
    WAYS,
    excel_of,
)
from records.rosters import STARTS, identity_number

from mutualaid import Ledger, Member, MutualAidError, Unit
from mutualaid.records import (
    ClaimsFile,
    RosterFile,
    from_json,
    read_claims,
    read_roster,
    read_unit,
    to_json,
)
from mutualaid.records.sheet import read_rows
from mutualaid.records.values import version_of

EXAMPLES = Path(__file__).parents[2] / "docs" / "examples"

# Right values -----------------------------------------------------------------------------------


def right_roster(data: bytes) -> None:
    """Read a roster; every row is good or has a bad cell."""
    table = read_roster(data, CATALOGUE, starts=STARTS)
    assert isinstance(table, RosterFile)
    numbers = [number for number, _ in read_rows(data)[1:]]
    good = {row.number for row in table.rows}
    bad = {cell.row for cell in table.bad}
    assert [] == [number for number in numbers if number not in good | bad]
    assert all(row.member.birth_date <= STARTS for row in table.rows)
    for cell in table.bad:
        assert cell.text("en")


def right_claims(data: bytes) -> None:
    """Read claims; each settles without an error, and every cell is worded."""
    table = read_claims(data, CATALOGUE)
    assert isinstance(table, ClaimsFile)
    for claim in table.claims:
        LEDGER.settle(claim)[0].explain("en")
    for cell in table.bad:
        assert cell.text("zh")


def right_unit(data: bytes, path: Path) -> None:
    """Read a unit."""
    path.write_bytes(data)
    assert isinstance(read_unit(path), Unit)


def right_json(data: bytes | str) -> None:
    """Read a value; it goes to JSON again and comes back the same."""
    value = from_json(data)
    assert value == from_json(to_json(value))
    if isinstance(value, Ledger):
        value.statement().to_csv("zh")


def answers(load: Callable[..., None], *said: Any) -> bool:
    """Tell whether a loader gave a right value; an error of this library is an answer too."""
    try:
        load(*said)
    except MutualAidError:
        return False
    return True


# Files to begin with ----------------------------------------------------------------------------

ROSTER = f"""\
工号,姓名,居民身份证号,出生日期,性别,在职,高危行业,重大疾病份数,意外伤害档次,子女编号,子女出生日期,子女健康
F001,赵,{identity_number()},1980-05-17,女,是,,4,2,,,
F002,钱,,2000/1/2,男,是,否,2,,F002-1,2010年6月1日,是
F002,,,,,,,,,F002-2,20120601,否
F003,孙,,1955.1.2,male,no,yes,,1,,,"""
CLAIMS_TABLE = """\
id,plan,insured,event,on,amount,item_on,self_paid_one,work_injury,admitted_on,admitted_to,days
C1,critical_illness,M1,malignant_tumour,2016-03-09,20000,,,,,,
C2,医疗互助,M1,outpatient,,,2016/3/1,"1,234.50",,,,
C2,,,,,,20160302,3,,,,
C3,accident_property,M1,death,2016-03-10,,,,no,2016-03-10,H1,3"""
UNIT = (EXAMPLES / "factory" / "unit.toml").read_text("utf-8")
TABLES = {"roster": ROSTER, "claims": CLAIMS_TABLE}
LOADERS: dict[str, Callable[[bytes], None]] = {"roster": right_roster, "claims": right_claims}
EXCEL = {
    name: excel_of(*(row.split(",") for row in table.splitlines()))
    for name, table in TABLES.items()
}
DOCUMENTS = [
    to_json(one) for one in (LEDGER, WAYS, SCHEDULE, MEMBER, *CLAIMS, COVERS[1], *FINDINGS)
]


# Bytes ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", LOADERS)
def test_any_bytes_are_refused_or_read_right_as_a_table(name: str) -> None:
    @given(st.binary(max_size=300))
    def answered(data: bytes) -> None:
        answers(LOADERS[name], data)

    answered()


@pytest.mark.parametrize("name", LOADERS)
def test_any_texts_under_a_good_header_are_refused_or_read_right(name: str) -> None:
    @given(st.text(max_size=200))
    def answered(text: str) -> None:
        data = f"{TABLES[name].splitlines()[0]}\n{text}".encode(errors="replace")
        answers(LOADERS[name], data)

    answered()


@given(st.binary(max_size=200))
def test_any_bytes_are_refused_or_read_right_as_a_unit(
    tmp_path_factory: pytest.TempPathFactory, data: bytes
) -> None:
    answers(right_unit, data, tmp_path_factory.getbasetemp() / "unit.toml")


@given(st.binary(max_size=200))
def test_any_bytes_are_refused_or_read_right_as_json(data: bytes) -> None:
    answers(right_json, data)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=6),
    lambda part: (
        st.lists(part, max_size=4) | st.dictionaries(st.text(max_size=6), part, max_size=4)
    ),
    max_leaves=12,
)


@given(JSON, st.sampled_from(["Ledger", "Member", "AllOf", "Claim", "Review", "Finding"]))
def test_any_json_is_refused_or_read_right(document: Any, name: str) -> None:
    answers(right_json, json.dumps(document))
    if isinstance(document, dict):
        head = {"type": name, "version": version_of(name)}
        answers(right_json, json.dumps({**document, **head}))


# Good files, changed ----------------------------------------------------------------------------


@st.composite
def damaged(draw: st.DrawFn, data: bytes) -> bytes:
    """Flip some bytes of a file, cut it, or double a part of it."""
    made = bytearray(data)
    for _ in range(draw(st.integers(0, 4))):
        made[draw(st.integers(0, len(made) - 1))] = draw(st.integers(0, 255))
    start, end = sorted(draw(st.tuples(*[st.integers(0, len(made))] * 2)))
    how = draw(st.sampled_from(["whole", "whole", "cut", "taken out", "doubled"]))
    if how == "cut":
        return bytes(made[:end])
    if how == "taken out":
        return bytes(made[:start] + made[end:])
    return bytes(made[:end] + made[start:end] + made[end:]) if how == "doubled" else bytes(made)


ODD = st.sampled_from(
    ["", "0", "-1", "1e9", "9" * 30, "2016-02-30", "0001-01-01", "9999-12-31", "10000-01-01", "是",
     "=1+1", '"', "\0", "C1", "F002", "medical", "NaN", "true", "\u2028", "\ufeff", "\ud7ff", "½",
     "٣"]
)  # fmt: skip


@st.composite
def with_swapped_cells(draw: st.DrawFn, table: str) -> str:
    """Change cells of a table for others of it, or for odd ones."""
    rows = [line.split(",") for line in table.splitlines()]
    for _ in range(draw(st.integers(1, 5))):
        row = rows[draw(st.integers(0, len(rows) - 1))]
        place = draw(st.integers(0, len(row) - 1))
        other = rows[draw(st.integers(0, len(rows) - 1))]
        row[place] = draw(ODD | st.sampled_from(other))
    return "\n".join(",".join(row) for row in rows)


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
@pytest.mark.parametrize("name", LOADERS)
def test_a_damaged_table_is_refused_or_read_right(name: str, encoding: str) -> None:
    @given(damaged(TABLES[name].encode(encoding)))
    def answered(data: bytes) -> None:
        answers(LOADERS[name], data)

    answered()


@pytest.mark.parametrize("name", LOADERS)
def test_a_damaged_excel_file_is_refused_or_read_right(name: str) -> None:
    @given(damaged(EXCEL[name]))
    def answered(data: bytes) -> None:
        answers(LOADERS[name], data)

    answered()


@pytest.mark.parametrize("name", LOADERS)
def test_a_table_with_other_cells_is_refused_or_read_right(name: str) -> None:
    @given(with_swapped_cells(TABLES[name]))
    def answered(table: str) -> None:
        answers(LOADERS[name], table.encode())

    answered()


CELLS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(allow_nan=False, allow_infinity=False),
    st.dates(date(1900, 1, 1), date(9000, 1, 1)),
    st.text(st.characters(categories=["L", "N", "P", "S", "Zs"]), max_size=5),
    ODD.filter(str.isprintable),
)


@pytest.mark.parametrize("name", LOADERS)
def test_cells_of_every_type_of_excel_are_refused_or_read_right(name: str) -> None:
    header = TABLES[name].splitlines()[0].split(",")

    @given(st.lists(st.lists(CELLS, max_size=len(header) + 1), max_size=3))
    def answered(rows: list[list[object]]) -> None:
        answers(LOADERS[name], excel_of(header, *rows))

    answered()


@given(damaged(UNIT.encode()))
def test_a_damaged_unit_is_refused_or_read_right(
    tmp_path_factory: pytest.TempPathFactory, data: bytes
) -> None:
    answers(right_unit, data, tmp_path_factory.getbasetemp() / "unit.toml")


TOML = st.sampled_from(
    ['"x"', "-1", "1.5", "true", "2016-01-01", "[]", "{}", "[" * 2_000, "9" * 5_000, "inf", "''",
     "0x10", "1_000", '"""', "{a = 1}", "10:00:00", "[[1]]"]
)  # fmt: skip


@given(st.sampled_from(UNIT.splitlines()), TOML)
def test_a_unit_with_another_value_is_refused_or_read_right(
    tmp_path_factory: pytest.TempPathFactory, line: str, value: str
) -> None:
    text = UNIT.replace(line, f"{line.partition('=')[0] or 'id '}= {value}")

    answers(right_unit, text.encode(), tmp_path_factory.getbasetemp() / "unit.toml")


@pytest.mark.parametrize("number", range(len(DOCUMENTS)))
def test_a_damaged_document_is_refused_or_read_right(number: int) -> None:
    @given(damaged(DOCUMENTS[number].encode()))
    def answered(data: bytes) -> None:
        answers(right_json, data)

    answered()


OTHER = st.one_of(
    JSON,
    ODD,
    st.sampled_from(
        [0, -1, True, 10**12, 10**400, [], {}, "Serving", "Enrolled", "female", "1e400"]
    ),
)


def places(document: object, path: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    """List every place in a document."""
    parts: list[tuple[str | int, object]] = []
    if isinstance(document, dict):
        parts = list(document.items())
    elif isinstance(document, list):
        parts = list(enumerate(document))
    return [path, *(place for key, part in parts for place in places(part, (*path, key)))]


def mutated(text: str) -> st.SearchStrategy[str]:
    """Change a document in its structure: put something else somewhere, take it out, move it."""
    spots = [path for path in places(json.loads(text)) if path]

    @st.composite
    def draw_one(draw: st.DrawFn) -> str:
        document = json.loads(text)
        for _ in range(draw(st.integers(1, 3))):
            path = draw(st.sampled_from(spots))
            try:
                holder = document
                for key in path[:-1]:
                    holder = holder[key]
                how = draw(st.sampled_from(["other", "other", "gone", "key", "moved"]))
                if how == "gone":
                    del holder[path[-1]]
                elif how == "key":
                    holder[draw(st.text(max_size=5))] = draw(OTHER)
                elif how == "moved":
                    from_there: Any = document
                    for key in draw(st.sampled_from(spots)):
                        from_there = from_there[key]
                    holder[path[-1]] = json.loads(json.dumps(from_there))
                else:
                    holder[path[-1]] = draw(OTHER)
            except (KeyError, IndexError, TypeError):
                continue
        return json.dumps(document)

    return draw_one()


@pytest.mark.parametrize("number", range(len(DOCUMENTS)))
def test_a_document_of_another_structure_is_refused_or_read_right(number: int) -> None:
    @given(mutated(DOCUMENTS[number]))
    def answered(text: str) -> None:
        answers(right_json, text)

    answered()


def test_a_good_file_of_each_kind_is_read_right(tmp_path: Path) -> None:
    read = [answers(LOADERS[name], TABLES[name].encode()) for name in TABLES]
    read += [answers(LOADERS[name], EXCEL[name]) for name in TABLES]
    read += [answers(right_json, one) for one in DOCUMENTS]
    read.append(answers(right_unit, UNIT.encode(), tmp_path / "unit.toml"))

    assert [True] * len(read) == read


def test_a_member_is_what_a_member_says() -> None:
    assert isinstance(from_json(to_json(MEMBER)), Member)
