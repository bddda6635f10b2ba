"""Claims from tables: every name, every reason with its place, and nothing lost."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from records.examples import CATALOGUE, csv_of
from records.rosters import identity_number

from mutualaid import Admission, BillItem, Claim, InvalidValue
from mutualaid.messages import table as messages
from mutualaid.records import ClaimsFile, read_claims
from mutualaid.records.columns import CLAIM

HEADER = "id,plan,insured,event,on,amount"
GOOD = "C1,critical_illness,M1,malignant_tumour,2016-03-09,20000"
BILL = "id,plan,insured,event,item_on,self_paid_one,self_paid_two,outside"
NUMBER = identity_number()
DOCS = Path(__file__).parents[2] / "docs"
ROOT = Path(__file__).parents[2]


def read(*lines: str, encoding: str = "utf-8") -> ClaimsFile:
    """Read a table of these lines."""
    return read_claims(csv_of(*lines, encoding=encoding), CATALOGUE)


def faults(table: ClaimsFile) -> list[tuple[int, str, str, str]]:
    """List row, column, value and code of every cell that is bad."""
    return [(bad.row, bad.column, bad.value, bad.code) for bad in table.bad]


def one(*lines: str) -> Claim:
    """Read the one claim of a table without a bad cell."""
    table = read(*lines)
    assert () == table.bad
    (claim,) = table.claims
    return claim


CLAIMED = Claim(
    "C1", "critical_illness", "M1", "malignant_tumour", date(2016, 3, 9), amount="20000"
)

# Encodings, headers, names ----------------------------------------------------------------------


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk"])
def test_a_table_is_read_in_each_of_these_encodings(encoding: str) -> None:
    table = read(
        "申请编号,计划,被保障人,事项,发生日期,核定金额",
        "C1,重大疾病,M1,恶性肿瘤,2016-03-09,20000",
        encoding=encoding,
    )

    assert (CLAIMED,) == table.claims


def test_a_table_in_another_encoding_is_refused() -> None:
    with pytest.raises(InvalidValue, match="UTF-8 nor GB18030"):
        read(HEADER, GOOD, encoding="utf-32")


def test_a_file_is_read_by_its_path(tmp_path: Path) -> None:
    (tmp_path / "claims.csv").write_bytes(csv_of(HEADER, GOOD))

    assert (CLAIMED,) == read_claims(tmp_path / "claims.csv", CATALOGUE).claims


def test_a_path_may_be_a_text(tmp_path: Path) -> None:
    (tmp_path / "claims.csv").write_bytes(csv_of(HEADER, GOOD))

    assert (CLAIMED,) == read_claims(str(tmp_path / "claims.csv"), CATALOGUE).claims


EVERYTHING: dict[str, tuple[str, object]] = {
    "id": ("C1", "C1"),
    "plan": ("critical_illness", "critical_illness"),
    "insured": ("M1", "M1"),
    "identity_number": (NUMBER, "M1"),
    "event": ("malignant_tumour", "malignant_tumour"),
    "on": ("2016/3/1", date(2016, 3, 1)),
    "amount": ("1,234.50", Decimal("1234.50")),
    "days": ("12", 12),
    "grade": ("3", 3),
    "hospital": ("协和", "协和"),
    "admitted_on": ("20160302", Admission(date(2016, 3, 2), "H1")),
    "admitted_to": ("H1", Admission(date(2016, 3, 2), "H1")),
    "work_injury": ("否", False),
    "circumstances": ("drunk;abroad、drunk", ("abroad", "drunk")),
    "reported": ("2016年3月3日", date(2016, 3, 3)),
    "entered": ("2016.3.4", date(2016, 3, 4)),
    "item_on": ("2016-03-01", (BillItem(date(2016, 3, 1), "1.50", outside="0.50"),)),
    "self_paid_one": ("1.5", (BillItem(date(2016, 3, 1), "1.50", outside="0.50"),)),
    "self_paid_two": ("0", (BillItem(date(2016, 3, 1), "1.50", outside="0.50"),)),
    "outside": ("0.50", (BillItem(date(2016, 3, 1), "1.50", outside="0.50"),)),
}
ATTRIBUTE = {
    "identity_number": "insured",
    "admitted_on": "admission",
    "admitted_to": "admission",
} | dict.fromkeys(("item_on", "self_paid_one", "self_paid_two", "outside"), "items")
"""The attribute of a claim in which a column ends up, where it has another name."""


def test_every_column_has_an_example_here() -> None:
    assert list(CLAIM) == list(EVERYTHING)


@pytest.mark.parametrize(
    ("name", "header"), [(name, one) for name, some in CLAIM.items() for one in (name, *some)]
)
def test_every_column_is_read_under_each_of_its_names(name: str, header: str) -> None:
    left = {"amount"} if ATTRIBUTE.get(name) == "items" else {
        one for one in EVERYTHING if ATTRIBUTE.get(one) == "items"
    }  # fmt: skip
    headers = [header if one == name else one for one in EVERYTHING if one not in left]
    cells = [f'"{text}"' for one, (text, _) in EVERYTHING.items() if one not in left]
    claim = one(",".join(headers), ",".join(cells))

    assert EVERYTHING[name][1] == getattr(claim, ATTRIBUTE.get(name, name))


@pytest.mark.parametrize("header", ["ID", " id ", "ｉｄ", "Id"])
def test_case_blanks_and_width_of_a_header_make_no_difference(header: str) -> None:
    assert CLAIMED == one(f"{header},plan,insured,event,on,amount", GOOD)


def test_headers_of_both_languages_stand_side_by_side() -> None:
    assert CLAIMED == one("申请编号,plan,被保障人,event,发生日期,amount", GOOD)


def test_columns_stand_in_any_order() -> None:
    assert CLAIMED == one(
        "amount,on,event,insured,plan,id",
        "20000,2016-03-09,malignant_tumour,M1,critical_illness,C1",
    )


NAMES = [(plan.code, name) for plan in CATALOGUE.values() for name in plan.info.names]


@pytest.mark.parametrize(("code", "name"), NAMES)
def test_a_plan_is_named_by_any_of_its_names(code: str, name: str) -> None:
    assert code == one(HEADER, f'C1,"{name}",M1,x,2016-03-09,5').plan


EVENTS = [
    (plan.code, event.code, name)
    for plan in CATALOGUE.values()
    for line in plan.editions[-1].benefit.lines
    for event in line.events
    for name in (event.code, event.title.zh, event.title.en)
]


@pytest.mark.parametrize(("plan", "code", "name"), EVENTS)
def test_an_event_is_named_by_its_code_or_its_title(plan: str, code: str, name: str) -> None:
    assert code == one(HEADER, f'C1,{plan},M1,"{name}",2016-03-09,5').event


def test_an_event_that_the_plan_does_not_list_is_for_the_settlement_to_refuse() -> None:
    assert "cold" == one(HEADER, "C1,medical,M1,cold,2016-03-09,5").event


@pytest.mark.parametrize("blank", ["", " ", "\t", "　"])
def test_a_blank_cell_says_nothing(blank: str) -> None:
    header = "id,plan,insured,event,on,amount,hospital"

    assert None is one(header, f"{GOOD},{blank}").hospital


def test_a_claim_is_entered_on_the_day_of_the_event_if_not_said() -> None:
    assert date(2016, 3, 9) == one(HEADER, GOOD).entered


# Bills, row by row ------------------------------------------------------------------------------


def test_each_row_of_one_id_is_an_item_of_the_bill() -> None:
    claim = one(
        BILL,
        "C1,medical,M1,outpatient,2016-03-01,100,20,3.50",
        "C1,,,,2016-03-02,50.05,,",
    )

    assert (
        BillItem(date(2016, 3, 1), 100, self_paid_two=20, outside="3.50"),
        BillItem(date(2016, 3, 2), "50.05"),
    ) == claim.items


def test_a_bill_begins_on_the_day_of_its_first_item_in_whatever_order_they_stand() -> None:
    claim = one(BILL, "C1,medical,M1,outpatient,2016-03-02,1,,", "C1,,,,2016-03-01,1,,")

    assert date(2016, 3, 1) == claim.on


def test_the_same_item_twice_counts_twice() -> None:
    claim = one(BILL, *["C1,medical,M1,outpatient,2016-03-02,1,,"] * 2)

    assert 2 == len(claim.items)


def test_rows_of_one_bill_need_not_stand_together() -> None:
    table = read(
        BILL,
        "C1,medical,M1,outpatient,2016-03-01,1,,",
        "C2,medical,M2,outpatient,2016-03-01,2,,",
        "C1,,,,2016-03-02,3,,",
    )

    assert [("C1", 2), ("C2", 1)] == [(one.id, len(one.items)) for one in table.claims]


def test_what_the_first_row_leaves_blank_a_later_one_may_say() -> None:
    claim = one(BILL, "C1,,,,2016-03-01,1,,", "C1,medical,M1,outpatient,,,,")

    assert ("medical", "M1", "outpatient") == (claim.plan, claim.insured, claim.event)


def test_claims_stand_in_the_order_of_their_first_rows() -> None:
    table = read(HEADER, *(GOOD.replace("C1", name) for name in ("C9", "C1", "C5")))

    assert ["C9", "C1", "C5"] == [claim.id for claim in table.claims]


def test_what_two_rows_say_alike_is_said_once() -> None:
    assert CLAIMED == one(HEADER, GOOD, GOOD)


def test_two_rows_may_write_one_day_in_two_ways() -> None:
    assert CLAIMED == one(HEADER, GOOD, GOOD.replace("2016-03-09", "2016/3/9"))


# Every reason -----------------------------------------------------------------------------------

FULL = "id,plan,insured,event,on,amount,days,work_injury,admitted_on,admitted_to,reported,entered"
ROW = "C1,medical,M1,outpatient,2016-03-09,5,,,,,,"
REASONS: dict[str, tuple[tuple[str, ...], tuple[int, str, str, str]]] = {
    "no plan": ((HEADER, "C1,,M1,x,2016-03-09,5"), (2, "plan", "", "claims_file.not_said")),
    "no insured": (
        (HEADER, "C1,medical,,x,2016-03-09,5"),
        (2, "insured", "", "claims_file.not_said"),
    ),
    "no event": ((HEADER, "C1,medical,M1,,2016-03-09,5"), (2, "event", "", "claims_file.not_said")),
    "no day": ((HEADER, "C1,medical,M1,x,,5"), (2, "on", "", "claims_file.not_said")),
    "no id": ((HEADER, ",medical,M1,x,2016-03-09,5"), (2, "id", "", "claims_file.not_said")),
    "no such plan": (
        (HEADER, "C1,medicla,M1,x,2016-03-09,5"),
        (2, "plan", "medicla", "claims_file.no_such_plan"),
    ),
    "a day that never was": (
        (HEADER, GOOD.replace("2016-03-09", "2016-02-30")),
        (2, "on", "2016-02-30", "roster.no_such_day"),
    ),
    "no day at all": (
        (HEADER, GOOD.replace("2016-03-09", "March")),
        (2, "on", "March", "roster.not_a_date"),
    ),
    "a day with its time": (
        (HEADER, GOOD.replace("2016-03-09", "2016-03-09 10:00:00")),
        (2, "on", "2016-03-09 10:00:00", "roster.not_a_date"),
    ),
    "an amount in words": (
        (HEADER, GOOD.replace("20000", "many")),
        (2, "amount", "many", "claims_file.not_money"),
    ),
    "an amount below zero": (
        (HEADER, GOOD.replace("20000", "-5")),
        (2, "amount", "-5", "claims_file.not_money"),
    ),
    "an amount finer than a fen": (
        (HEADER, GOOD.replace("20000", "0.005")),
        (2, "amount", "0.005", "claims_file.not_money"),
    ),
    "an amount with commas amiss": (
        (HEADER, GOOD.replace("20000", '"2,00"')),
        (2, "amount", "2,00", "claims_file.not_money"),
    ),
    "an amount beyond measure": (
        (HEADER, GOOD.replace("20000", "1" * 13)),
        (2, "amount", "1" * 13, "claims_file.not_money"),
    ),
    "days that are no number": (
        (FULL, ROW.replace("5,,", "5,0,")),
        (2, "days", "0", "roster.not_a_number"),
    ),
    "neither yes nor no": (
        (FULL, ROW.replace("5,,,", "5,,maybe,")),
        (2, "work_injury", "maybe", "roster.not_yes_or_no"),
    ),
    "an admission without its hospital": (
        (FULL, ROW.replace("5,,,,,", "5,,,2016-03-09,,")),
        (2, "admitted_on", "2016-03-09", "claims_file.admission_incomplete"),
    ),
    "an admission without its day": (
        (FULL, ROW.replace("5,,,,,", "5,,,,H1,")),
        (2, "admitted_to", "H1", "claims_file.admission_incomplete"),
    ),
    "a report before the event": (
        (FULL, ROW[:-1] + "2016-03-08,"),
        (2, "reported", "2016-03-08", "claims_file.before_event"),
    ),
    "an entry before the event": (
        (FULL, ROW + "2016-03-08"),
        (2, "entered", "2016-03-08", "claims_file.before_event"),
    ),
    "an entry before the first item": (
        (
            "id,plan,insured,event,entered,item_on,self_paid_one",
            "C1,a,M1,x,2016-03-08,2016-03-09,1",
        ),
        (2, "entered", "2016-03-08", "claims_file.before_event"),
    ),
    "an amount and items": (
        (f"{BILL},amount", "C1,medical,M1,outpatient,2016-03-01,1,,,5"),
        (2, "amount", "5", "claims_file.amount_and_items"),
    ),
    "an amount in one row and items in another": (
        (f"{BILL},amount", "C1,medical,M1,outpatient,2016-03-01,1,,,", "C1,,,,,,,,5"),
        (3, "amount", "5", "claims_file.amount_and_items"),
    ),
    "an item without its day": (
        (BILL, "C1,medical,M1,outpatient,,1,,"),
        (2, "item_on", "", "claims_file.item_incomplete"),
    ),
    "an item without its portion one": (
        (BILL, "C1,medical,M1,outpatient,2016-03-01,,5,"),
        (2, "item_on", "", "claims_file.item_incomplete"),
    ),
    "a bill that begins otherwise": (
        (f"{BILL},on", "C1,medical,M1,outpatient,2016-03-01,1,,,2016-03-02"),
        (2, "on", "2016-03-02", "claims_file.bill_starts_otherwise"),
    ),
    "rows that disagree of the person": (
        (HEADER, GOOD, GOOD.replace("M1", "M2")),
        (3, "insured", "M2", "claims_file.disagrees"),
    ),
    "an identity number without a key": (
        (
            f"{HEADER},identity_number",
            f"C1,critical_illness,,malignant_tumour,2016-03-09,1,{NUMBER}",
        ),
        (2, "identity_number", f"110101**********{NUMBER[-2:]}", "claims_file.no_key"),
    ),
    "rows that disagree of the amount": (
        (HEADER, GOOD, GOOD.replace("20000", "20001")),
        (3, "amount", "20001", "claims_file.disagrees"),
    ),
    "a cell too many": ((HEADER, f"{GOOD},x"), (2, "", "x", "roster.too_many_cells")),
    "a cell under no header": (
        (f"{HEADER},", f"{GOOD},x"),
        (2, "", "x", "roster.no_header"),
    ),
    "a column that there is not": (
        (f"{HEADER},amuont", f"{GOOD},5"),
        (1, "amuont", "amuont", "roster.unknown_column"),
    ),
    "a column twice": (
        (f"{HEADER},金额", f"{GOOD},5"),
        (1, "金额", "金额", "roster.column_twice"),
    ),
}


@pytest.mark.parametrize("which", REASONS)
def test_a_cell_that_cannot_be_is_reported_with_its_place_and_reason(which: str) -> None:
    lines, fault = REASONS[which]

    assert fault in faults(read(*lines))


@pytest.mark.parametrize("which", REASONS)
def test_such_a_cell_keeps_its_own_claim_out_and_no_other(which: str) -> None:
    lines, (*_, code) = REASONS[which]
    header, *rows = lines
    other = "C7" + "," * header.count(",")
    table = read(header, *rows, *("C8,medical,M8,x,2016-03-09,5",) if header == HEADER else [other])
    names = {claim.id for claim in table.claims}
    kept_out = code not in {"roster.unknown_column", "roster.column_twice", "roster.no_header"}

    assert (kept_out, header == HEADER) == ("C1" not in names, "C8" in names)


def test_every_reason_of_the_table_of_messages_stands_here() -> None:
    codes = {code for code in messages() if code.startswith("claims_file.")}

    assert codes == {code for _, (*_, code) in REASONS.values() if code.startswith("claims_file.")}


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("which", REASONS)
def test_every_bad_cell_is_worded_without_a_brace_left(which: str, lang: Any) -> None:
    texts = [bad.text(lang) for bad in read(*REASONS[which][0]).bad]

    assert [] == [text for text in texts if not text or "{" in text]


def test_the_nearest_plan_is_named() -> None:
    (bad,) = read(HEADER, "C1,medicla,M1,x,2016-03-09,5").bad

    assert bad.text("en").startswith("no plan has this name; did you mean medical")


def test_the_nearest_column_is_named() -> None:
    (bad,) = read(f"{HEADER},amuont", f"{GOOD},5").bad

    assert bad.text("en").startswith("no such column; did you mean amount")


def test_the_row_that_says_otherwise_is_named() -> None:
    (bad,) = read(HEADER, "", GOOD, GOOD.replace("M1", "M2")).bad

    assert "row 3 says otherwise of the same claim" == bad.text("en")


def test_every_fault_of_a_claim_is_reported_at_once() -> None:
    table = read(HEADER, "C1,,,,,")

    assert ["plan", "insured", "event", "on"] == [bad.column for bad in table.bad]


def test_every_bad_cell_of_a_row_is_reported_at_once() -> None:
    table = read(HEADER, "C1,medical,M1,x,soon,much")

    assert ["on", "amount"] == [bad.column for bad in table.bad]


def test_bad_cells_are_in_the_order_of_their_rows() -> None:
    table = read(HEADER, "C1,,M1,x,2016-03-09,5", "C2,medical,M1,x,soon,5", "C1,,M2,,,")

    assert sorted(bad.row for bad in table.bad) == [bad.row for bad in table.bad]


def test_one_bad_row_of_a_bill_keeps_the_whole_bill_out() -> None:
    table = read(BILL, "C1,medical,M1,outpatient,2016-03-01,1,,", "C1,,,,2016-03-02,x,,")

    assert () == table.claims


def test_an_identity_number_in_a_bad_cell_is_masked() -> None:
    (bad,) = read(HEADER, GOOD.replace("20000", "110101199003079981")).bad

    assert "199003" not in bad.value


def test_an_identity_number_in_a_header_is_masked_in_the_error() -> None:
    with pytest.raises(InvalidValue) as caught:
        read("110101199003079981,plan")

    assert "199003" not in str(caught.value)


# Tables without claims --------------------------------------------------------------------------


@pytest.mark.parametrize(
    "data", [b"", b"\n\n", b"plan,insured\nmedical,M1", b"hello", b"\xef\xbb\xbf"]
)
def test_a_table_without_ids_is_refused(data: bytes) -> None:
    with pytest.raises(InvalidValue, match="no column with the ids"):
        read_claims(data, CATALOGUE)


def test_a_table_of_headers_alone_holds_no_claim() -> None:
    assert ClaimsFile((), ()) == read(HEADER)


def test_blank_lines_are_counted_and_passed_over() -> None:
    table = read("", HEADER, "", ",,,,,", GOOD.replace("20000", "x"))

    assert [5] == [bad.row for bad in table.bad]


def test_a_cell_beyond_all_measure_is_refused() -> None:
    with pytest.raises(InvalidValue, match="no CSV"):
        read(HEADER, f'"{"x" * 200_000}"')


def test_a_cell_with_a_line_end_is_reported_and_stays_in_its_row() -> None:
    header = "id,plan,insured,event,on,amount,hospital"
    table = read(header, f'{GOOD},"one\ntwo"', "C8,medical,M8,outpatient,2016-03-09,5,H")

    assert [(2, "hospital", "one\ntwo", "roster.unseen")] == faults(table)
    assert ["C8"] == [claim.id for claim in table.claims]


@pytest.mark.parametrize("column", ["id", "plan", "insured", "event", "hospital"])
def test_a_text_with_a_line_end_is_no_id_of_anything(column: str) -> None:
    header = "id,plan,insured,event,on,amount,hospital"
    cells = dict(zip(header.split(","), [*GOOD.split(","), "H"], strict=True))
    row = ",".join({**cells, column: '"C\n1"'}.values())

    assert (2, column, "C\n1", "roster.unseen") in faults(read(header, row))


@pytest.mark.parametrize("written", ["=A2&B2", "=1+1", "#N/A", "#REF!", "#VALUE!", "#NAME?"])
@pytest.mark.parametrize("column", ["id", "insured", "amount", "on"])
def test_a_formula_is_reported_as_it_is_written(column: str, written: str) -> None:
    row = ",".join(
        {**dict(zip(HEADER.split(","), GOOD.split(","), strict=True)), column: written}.values()
    )

    assert (2, column, written, "roster.formula") in faults(read(HEADER, row))


@pytest.mark.parametrize("written", ["#2", "N/A", "a=b", "#REF"])
def test_what_only_looks_a_little_like_a_formula_is_an_id(written: str) -> None:
    claim = one(HEADER, GOOD.replace("C1", written))

    assert written == claim.id


# Nothing is lost --------------------------------------------------------------------------------

CELLS = {
    "id": st.sampled_from(["", "C1", "C2", "C3", " C1 ", "Ｃ１"]),
    "plan": st.sampled_from(["", "medical", "医疗互助", "medicla"]),
    "insured": st.sampled_from(["", "M1", "M1", "M2"]),
    "event": st.sampled_from(["", "outpatient", "门诊"]),
    "on": st.sampled_from(["", "2016-03-01", "20160302", "soon"]),
    "amount": st.sampled_from(["", "", "5", "5.005"]),
    "item_on": st.sampled_from(["", "2016-03-01", "2016-03-02"]),
    "self_paid_one": st.sampled_from(["", "1", "x"]),
    "admitted_on": st.sampled_from(["", "", "2016-03-01"]),
    "admitted_to": st.sampled_from(["", "", "H1"]),
    "entered": st.sampled_from(["", "", "2016-01-01", "2016-04-01"]),
    "other": st.sampled_from(["", "", "x"]),
}
ROWS = st.lists(st.fixed_dictionaries(CELLS), max_size=6)


@given(ROWS, st.booleans())
def test_every_row_is_in_a_claim_or_among_the_bad_cells(
    rows: list[dict[str, str]], with_header: bool
) -> None:
    header = ",".join(CELLS if with_header else [name for name in CELLS if name != "other"])
    table = read(header, *(",".join(row.values()) for row in rows))
    claimed = {claim.id for claim in table.claims}
    ids = {
        number: row["id"].strip().replace("Ｃ１", "C1")
        for number, row in enumerate(rows, start=2)
        if any(row.values())
    }
    bad_rows = {bad.row for bad in table.bad}
    broken = {ids[number] for number in ids if number in bad_rows}

    assert [] == [name for name in ids.values() if name not in claimed and name not in broken]


@given(ROWS)
def test_no_claim_is_read_twice(rows: list[dict[str, str]]) -> None:
    table = read(",".join(CELLS), *(",".join(row.values()) for row in rows))
    names = [claim.id for claim in table.claims]

    assert sorted(set(names)) == sorted(names)


@given(ROWS)
def test_every_item_of_a_good_bill_is_in_it(rows: list[dict[str, str]]) -> None:
    table = read(",".join(CELLS), *(",".join(row.values()) for row in rows))
    for claim in table.claims:
        mine = [row for row in rows if row["id"].strip().replace("Ｃ１", "C1") == claim.id]

        assert len([row for row in mine if row["item_on"]]) == len(claim.items)


@given(ROWS)
def test_the_encoding_makes_no_difference(rows: list[dict[str, str]]) -> None:
    lines = [",".join(CELLS), *(",".join(row.values()) for row in rows)]

    assert read(*lines) == read(*lines, encoding="gb18030")


# The page of the documentation ------------------------------------------------------------------

PAGE = (DOCS / "reference" / "claims-files.md").read_text("utf-8")


@pytest.mark.parametrize("name", CLAIM)
def test_every_column_stands_on_the_page_with_all_its_names(name: str) -> None:
    chinese = ", ".join(f"`{one}`" for one in CLAIM[name])

    assert f"| `{name}` | {chinese} |" in PAGE


@pytest.mark.parametrize(
    "code", sorted(code for code in messages() if code.startswith("claims_file."))
)
def test_every_reason_of_a_claims_file_stands_on_the_page(code: str) -> None:
    assert f"`{code}`" in PAGE


@pytest.mark.parametrize("unit", ["factory", "office", "company"])
def test_the_claims_of_each_example_unit_are_in_the_claims_or_the_bad_cells(unit: str) -> None:
    table = read_claims(ROOT / "docs" / "examples" / unit / "claims.csv", CATALOGUE)

    assert {"factory": 2, "office": 0, "company": 0}[unit] == len(table.bad)
