"""Tables from Excel: the types that its cells have give the same as the same table in CSV."""

from __future__ import annotations

import io
import sys
import zipfile
from collections.abc import Callable
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook
from openpyxl.worksheet.formula import ArrayFormula, DataTableFormula
from records.examples import CATALOGUE, csv_of, excel_of
from records.rosters import STARTS, identity_number

from mutualaid import InvalidValue, MissingExtra
from mutualaid.records import BadCell, ClaimsFile, RosterFile, read_claims, read_roster

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

PEOPLE = ("工号", "出生日期", "性别", "在职", "重大疾病份数", "意外伤害档次")
CLAIMS = ("id", "plan", "insured", "event", "on", "amount", "days", "work_injury")
ROOT = Path(__file__).parents[2]


def midnight(year: int, month: int, day: int) -> datetime:
    """Give a day as Excel has it: as the moment at which it begins."""
    return datetime.combine(date(year, month, day), time())


def roster(data: bytes) -> RosterFile:
    """Read a roster."""
    return read_roster(data, CATALOGUE, starts=STARTS)


def claims(*cells: object, header: tuple[str, ...] = CLAIMS) -> ClaimsFile:
    """Read one row of claims from Excel."""
    return read_claims(excel_of(header, cells), CATALOGUE)


def sheet_of(*changes: Callable[[Worksheet], object]) -> bytes:
    """Write an Excel file of whose first sheet these functions take care."""
    book = Workbook()
    for change in changes:
        change(book.worksheets[0])
    page = io.BytesIO()
    book.save(page)
    return page.getvalue()


# The same as CSV --------------------------------------------------------------------------------


def test_a_roster_of_excel_is_the_same_as_that_of_the_csv() -> None:
    of_csv = csv_of(
        ",".join(PEOPLE), "M1,1980-05-17,女,是,2,", "1002,1985-02-03,男,否,,4", "M3,soon,男,是,,"
    )
    of_excel = excel_of(
        PEOPLE,
        ("M1", date(1980, 5, 17), "女", True, 2, None),
        (1002, midnight(1985, 2, 3), "男", False, None, 4.0),
        ("M3", "soon", "男", "是", None, None),
    )

    assert roster(of_csv) == roster(of_excel)


def test_claims_of_excel_are_the_same_as_those_of_the_csv() -> None:
    of_csv = csv_of(
        ",".join(CLAIMS),
        "1001,medical,M1,outpatient,2016-03-09,89.5,,",
        "C2,accident_property,M1,death,2016-03-10,,,no",
        "C3,inpatient_allowance,M1,x,20160311,,12,",
        "C4,medical,M1,outpatient,2016-03-09,0.005,,",
    )
    of_excel = excel_of(
        CLAIMS,
        (1001, "medical", "M1", "outpatient", date(2016, 3, 9), 89.5, None, None),
        ("C2", "accident_property", "M1", "death", midnight(2016, 3, 10), None, None, False),
        ("C3", "inpatient_allowance", "M1", "x", 20160311, None, 12.0, None),
        ("C4", "medical", "M1", "outpatient", date(2016, 3, 9), 0.005, None, None),
    )

    assert read_claims(of_csv, CATALOGUE) == read_claims(of_excel, CATALOGUE)


@pytest.mark.parametrize("unit", ["factory", "office", "company"])
@pytest.mark.parametrize("name", ["roster", "claims"])
def test_the_example_tables_are_the_same_when_excel_holds_their_texts(unit: str, name: str) -> None:
    data = (ROOT / "docs" / "examples" / unit / f"{name}.csv").read_bytes()
    from mutualaid.records.sheet import read_rows  # noqa: PLC0415 - of this test alone

    rows = dict(read_rows(data))
    of_excel = excel_of(*(rows.get(number, [None]) for number in range(1, max(rows) + 1)))
    if name == "roster":
        assert roster(data) == roster(of_excel)
    else:
        assert read_claims(data, CATALOGUE) == read_claims(of_excel, CATALOGUE)


TEXTS = st.text(st.characters(categories=["L", "Nd", "Zs"]), max_size=6)
FREE = st.one_of(
    TEXTS,
    st.sampled_from(["M1", "medical", "outpatient", "2016-03-01", "5.50", "yes", "否", "12", "x"]),
)


@given(st.lists(st.lists(FREE, min_size=len(CLAIMS), max_size=len(CLAIMS)), max_size=4))
def test_any_texts_give_the_same_in_both(rows: list[list[str]]) -> None:
    of_csv = csv_of(",".join(CLAIMS), *(",".join(f'"{cell}"' for cell in row) for row in rows))

    assert read_claims(of_csv, CATALOGUE) == read_claims(excel_of(CLAIMS, *rows), CATALOGUE)


@given(st.integers(0, 10**11))
def test_an_amount_keeps_every_fen(fen: int) -> None:
    (claim,) = claims("C1", "medical", "M1", "x", date(2016, 3, 9), fen / 100).claims

    assert Decimal(fen) / 100 == claim.amount


@given(st.dates(date(1900, 3, 1), date(2100, 1, 1)))
def test_a_day_stays_the_day(day: date) -> None:
    (claim,) = claims("C1", "medical", "M1", "x", day, 5).claims

    assert day == claim.on


# Cells as Excel has them ------------------------------------------------------------------------


@pytest.mark.parametrize("day", [date(2016, 3, 9), midnight(2016, 3, 9), "2016/3/9", 20160309])
def test_a_day_is_read_from_a_date_a_text_or_a_number(day: object) -> None:
    (claim,) = claims("C1", "medical", "M1", "x", day, 5).claims

    assert date(2016, 3, 9) == claim.on


@pytest.mark.parametrize("amount", [5, 5.0, "5", "5.00"])
def test_an_amount_is_read_from_a_number_or_a_text(amount: object) -> None:
    (claim,) = claims("C1", "medical", "M1", "x", date(2016, 3, 9), amount).claims

    assert Decimal(5) == claim.amount


@pytest.mark.parametrize("said", [False, "no", "否", 0, 0.0, "0", "FALSE"])
def test_no_is_read_from_a_boolean_a_number_or_a_text(said: object) -> None:
    (claim,) = claims("C1", "medical", "M1", "x", date(2016, 3, 9), 5, None, said).claims

    assert False is claim.work_injury


@pytest.mark.parametrize("name", [1001, 1001.0, "1001"])
def test_an_id_is_the_same_as_a_number_and_as_a_text(name: object) -> None:
    (claim,) = claims(name, "medical", "M1", "x", date(2016, 3, 9), 5).claims

    assert "1001" == claim.id


@pytest.mark.parametrize(
    ("column", "value", "shown", "code"),
    [
        (
            "on",
            datetime.combine(date(2016, 3, 9), time(10, 30)),
            "2016-03-09 10:30:00",
            "roster.not_a_date",
        ),
        ("on", time(10, 30), "10:30:00", "roster.not_a_date"),
        ("on", 42438, "42438", "roster.not_a_date"),
        ("on", True, "yes", "roster.not_a_date"),
        ("amount", -5, "-5", "claims_file.not_money"),
        ("amount", 1e300, f"{1e300:.0f}", "claims_file.not_money"),
        ("amount", 1e-7, "1e-07", "claims_file.not_money"),
        ("amount", date(2016, 3, 9), "2016-03-09", "claims_file.not_money"),
        ("days", 1.5, "1.5", "roster.not_a_number"),
        ("days", 0, "0", "roster.not_a_number"),
        ("work_injury", 2, "2", "roster.not_yes_or_no"),
        ("plan", "#N/A", "#N/A", "roster.formula"),
    ],
)
def test_a_cell_that_cannot_be_is_reported_as_it_shows(
    column: str, value: object, shown: str, code: str
) -> None:
    good = dict(zip(CLAIMS, ("C1", "medical", "M1", "x", "2016-03-09", 5, 1, True), strict=True))
    table = claims(*{**good, column: value}.values())

    assert [(2, column, shown, code)] == [
        (bad.row, bad.column, bad.value, bad.code) for bad in table.bad
    ]


def test_an_identity_number_that_excel_has_rounded_is_reported_and_masked() -> None:
    table = roster(excel_of(("id", "居民身份证号"), ("M1", 110101199003079981)))

    assert ["roster.identity_check_digit"] == [bad.code for bad in table.bad]
    assert "199003" not in repr(table)


def test_an_identity_number_as_a_text_is_read() -> None:
    table = roster(excel_of(("id", "居民身份证号"), ("M1", identity_number("19900307"))))

    assert [date(1990, 3, 7)] == [row.member.birth_date for row in table.rows]


def test_an_amount_that_excel_added_up_is_read_as_excel_shows_it() -> None:
    def added_up(sheet: Worksheet) -> None:
        # Excel saves 0.1 + 0.2 with all 17 digits, and shows 15 of them.
        sheet.cell(2, 6).value = "0.30000000000000004"
        sheet.cell(2, 6).data_type = "n"

    data = sheet_of(put(1, CLAIMS[:6]), put(2, GOOD[:5]), added_up)

    assert [Decimal("0.3")] == [claim.amount for claim in read_claims(data, CATALOGUE).claims]


# Sheets -----------------------------------------------------------------------------------------

GOOD = ("C1", "medical", "M1", "x", "2016-03-09", 5)


def put(row: int, cells: tuple[object, ...]) -> Callable[[Worksheet], None]:
    """Put cells into a row of a sheet."""

    def change(sheet: Worksheet) -> None:
        for column, value in enumerate(cells, start=1):
            sheet.cell(row, column, value)

    return change


def test_rows_are_counted_as_excel_counts_them() -> None:
    data = sheet_of(put(3, CLAIMS[:6]), put(7, (*GOOD[:5], "x")))

    assert [7] == [bad.row for bad in read_claims(data, CATALOGUE).bad]


def test_only_the_first_sheet_is_read() -> None:
    def second(sheet: Worksheet) -> None:
        put(1, ("other", "things"))(sheet.parent.create_sheet("second"))

    data = sheet_of(put(1, CLAIMS[:6]), put(2, GOOD), second)

    assert ["C1"] == [claim.id for claim in read_claims(data, CATALOGUE).claims]


@pytest.mark.parametrize("column", range(6))
def test_a_formula_that_was_never_computed_is_reported_as_it_is_written(column: int) -> None:
    row = (*GOOD[:column], "=2+3", *GOOD[column + 1 : 6])
    data = sheet_of(put(1, CLAIMS[:6]), put(2, row))

    assert (2, CLAIMS[column], "=2+3", "roster.formula") in [
        (bad.row, bad.column, bad.value, bad.code) for bad in read_claims(data, CATALOGUE).bad
    ]


def test_a_formula_of_several_cells_is_reported_too() -> None:
    array = ArrayFormula("A2", "=B2:B2")
    bad = roster(sheet_of(put(1, ("id", "birth_date")), put(2, (array, "1980-05-17")))).bad

    assert ("=B2:B2", "roster.formula") == (bad[0].value, bad[0].code)


def test_a_table_of_formulas_is_reported_too() -> None:
    of_data = DataTableFormula("A2")
    bad = roster(sheet_of(put(1, ("id", "birth_date")), put(2, (of_data, "1980-05-17")))).bad

    assert ("=", "roster.formula") == (bad[0].value, bad[0].code)


def test_a_formula_in_the_id_column_of_a_roster_is_told_as_it_is_written() -> None:
    data = sheet_of(put(1, PEOPLE), put(2, ('="M"&1', "1980-05-17", "女")))

    assert [(2, "工号", '="M"&1', "roster.formula")] == [
        (bad.row, bad.column, bad.value, bad.code) for bad in roster(data).bad
    ]


COMPUTED = {
    "a number": (b'<c r="F2"><f>2+3</f><v>5</v></c>', Decimal(5)),
    "a text": (b'<c r="F2" t="str"><f>2+3</f><v>6.50</v></c>', Decimal("6.50")),
    "an empty text": (b'<c r="F2" t="str"><f>2+3</f><v></v></c>', None),
}


@pytest.mark.parametrize(("cell", "amount"), COMPUTED.values(), ids=COMPUTED)
def test_a_formula_stands_for_the_value_that_was_saved_with_it(
    cell: bytes, amount: Decimal | None
) -> None:
    data = sheet_of(put(1, CLAIMS[:6]), put(2, (*GOOD[:5], "=2+3")))
    never = b'<c r="F2"><f>2+3</f><v /></c>'
    table = read_claims(exchanged(data, never, cell), CATALOGUE)

    assert ((), [amount]) == (table.bad, [claim.amount for claim in table.claims])


def exchanged(data: bytes, old: bytes, new: bytes) -> bytes:
    """Put another cell into the sheet of an Excel file."""
    page = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as before, zipfile.ZipFile(page, "w") as after:
        for name in before.namelist():
            part = before.read(name)
            assert not name.endswith("sheet1.xml") or old in part
            after.writestr(name, part.replace(old, new))
    return page.getvalue()


def test_rows_of_formats_alone_are_no_rows() -> None:
    def shaded(sheet: Worksheet) -> None:
        sheet.cell(500, 1).number_format = "0.00"

    data = sheet_of(put(1, CLAIMS[:6]), put(2, GOOD), shaded)

    assert (1, ()) == (
        len(read_claims(data, CATALOGUE).claims),
        read_claims(data, CATALOGUE).bad,
    )


@pytest.mark.parametrize("read", [roster, lambda data: read_claims(data, CATALOGUE)])
def test_an_empty_sheet_has_no_column_of_ids(read: Callable[[bytes], object]) -> None:
    with pytest.raises(InvalidValue, match="column"):
        read(sheet_of())


# Damage -----------------------------------------------------------------------------------------

WHOLE = excel_of(CLAIMS[:6], GOOD)


def without(name: str) -> bytes:
    """Take one part out of an Excel file."""
    page = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(WHOLE)) as old, zipfile.ZipFile(page, "w") as new:
        for one in old.namelist():
            if one != name:
                new.writestr(one, old.read(one))
    return page.getvalue()


PARTS = zipfile.ZipFile(io.BytesIO(WHOLE)).namelist()
NOT_NEEDED = {"docProps/app.xml", "docProps/core.xml", "xl/theme/theme1.xml", "_rels/.rels"}


@pytest.mark.parametrize("name", [name for name in PARTS if name not in NOT_NEEDED])
def test_a_file_without_one_of_its_parts_is_refused_or_read_right(name: str) -> None:
    try:
        table = read_claims(without(name), CATALOGUE)
    except InvalidValue:
        return

    assert read_claims(WHOLE, CATALOGUE) == table


@pytest.mark.parametrize(
    "data", [b"PK\x03\x04", b"PK\x03\x04" + b"x" * 500, WHOLE[:-50], WHOLE[:9]]
)
def test_a_damaged_file_is_refused_with_a_hint(data: bytes) -> None:
    with pytest.raises(InvalidValue, match="no Excel file that can be read") as caught:
        read_claims(data, CATALOGUE)

    assert "save it as xlsx" in str(caught.value.hint)


def test_a_zip_of_something_else_is_refused() -> None:
    page = io.BytesIO()
    with zipfile.ZipFile(page, "w") as file:
        file.writestr("roster.csv", "id")

    with pytest.raises(InvalidValue, match="no Excel file that can be read"):
        read_claims(page.getvalue(), CATALOGUE)


def test_an_old_excel_file_is_refused() -> None:
    with pytest.raises(InvalidValue, match="UTF-8 nor GB18030"):
        read_claims(bytes.fromhex("d0cf11e0a1b11ae1") + bytes(504), CATALOGUE)


@given(st.integers(0, len(WHOLE) - 1), st.integers(1, 255))
def test_a_byte_changed_is_refused_or_reported_or_read(place: int, change: int) -> None:
    data = bytearray(WHOLE)
    data[place] ^= change
    try:
        table = read_claims(bytes(data), CATALOGUE)
    except InvalidValue:
        return

    assert all(isinstance(bad, BadCell) for bad in table.bad)


# The extra --------------------------------------------------------------------------------------


@pytest.mark.parametrize("read", [roster, lambda data: read_claims(data, CATALOGUE)])
def test_without_openpyxl_the_extra_is_named(
    read: Callable[[bytes], Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "openpyxl", None)

    with pytest.raises(MissingExtra, match=r"pip install 'mutualaid\[excel\]'"):
        read(WHOLE)


def test_without_openpyxl_csv_is_read_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "openpyxl", None)
    table = read_claims(csv_of(",".join(CLAIMS[:6]), ",".join(map(str, GOOD))), CATALOGUE)

    assert ["C1"] == [claim.id for claim in table.claims]
