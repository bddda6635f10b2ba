"""Reading case tables: every bad cell is told with its row, and the good rows are read."""

from __future__ import annotations

import codecs
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from testing.tables import CATALOGUE, answer, case, faults, read

from mutualaid import InvalidValue, Rule, Text, UnknownName
from mutualaid.messages import table as messages
from mutualaid.testing import CasesFile, read_cases
from mutualaid.testing.case_columns import COLUMNS, OUTCOMES, reason_codes

# Tables ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", [one for name, names in COLUMNS.items() for one in (name, *names)])
def test_every_column_is_known_by_each_of_its_names(name: str) -> None:
    assert [] == [bad for bad in read(f"{name}").bad if bad.row == 1]


def test_chinese_and_english_headers_may_stand_side_by_side() -> None:
    assert "accident" == case("计划,age,结果", "accident,61,拒绝").said["plan"]


def test_headers_are_read_whatever_their_case_and_width() -> None:
    header = "PLAN,Ａｇｅ, 结 果 "
    assert 61 == case(header, "accident,６１,拒绝").said["age"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk"])
def test_a_table_is_read_in_the_encodings_of_table_programs(encoding: str) -> None:
    table = read("计划,年龄,结果", "意外伤害,61,拒绝", encoding=encoding)
    assert ["意外伤害"] == [row.case.said["plan"] for row in table.rows]


@pytest.mark.parametrize("separator", [";", "\t", "，"])
def test_a_table_is_read_with_the_separators_of_table_programs(separator: str) -> None:
    lines = ("计划,年龄,结果", "意外伤害,61,拒绝", ",,")
    assert 61 == case(*(line.replace(",", separator) for line in lines)).said["age"]


@pytest.mark.parametrize("word", sorted(OUTCOMES))
def test_every_word_for_an_outcome_is_read(word: str) -> None:
    assert OUTCOMES[word] is case("plan,outcome", f"accident,{word}").said["outcome"]


def test_rows_are_counted_as_a_table_program_counts_them() -> None:
    table = read("plan,outcome", "accident,accepted", "", ",", "accident,refused")
    assert [2, 5] == [row.number for row in table.rows]


def test_a_row_is_named_by_its_number_and_the_name_of_the_case() -> None:
    table = read("case,plan,outcome", "a clerk,accident,accepted", ",accident,accepted")
    assert ["row 2 a clerk", "row 3"] == [row.name for row in table.rows]


def test_an_identity_number_in_a_name_is_hidden() -> None:
    table = read("case,plan,outcome", "no. 110101199003079981,accident,accepted")
    assert "row 2 no. 110101**********81" == table.rows[0].name


def test_a_note_is_for_people() -> None:
    assert ("accepted", []) == answer("plan,note", "accident,as agreed in May")


@pytest.mark.parametrize("source", [b"", b"\n\n", b",,\n"])
def test_a_table_without_a_header_is_refused(source: bytes) -> None:
    with pytest.raises(InvalidValue, match="The table is empty"):
        read_cases(source, CATALOGUE)


def test_a_table_in_another_encoding_is_refused() -> None:
    with pytest.raises(InvalidValue, match="neither UTF-8 nor GB18030"):
        read_cases(codecs.BOM_UTF16_LE + "plan".encode("utf-16-le") + b"\xff", CATALOGUE)


# Bad cells ---------------------------------------------------------------------------------------

BAD = [
    ("plan,outcom", "accident,accepted", (1, "outcom", "roster.unknown_column")),
    ("plan,outcome,结果", "accident,accepted,", (1, "结果", "roster.column_twice")),
    ("plan,outcome", "accident,accepted,1", (2, "", "roster.too_many_cells")),
    ("plan,outcome,", "accident,accepted,1", (2, "", "roster.no_header")),
    ("outcome", "accepted", (2, "plan", "claims_file.not_said")),
    ("plan,outcome", "acident,accepted", (2, "plan", "claims_file.no_such_plan")),
    ("plan,outcome", "accident,yes", (2, "outcome", "case_file.not_an_outcome")),
    ("plan,age", "accident,61", (2, "outcome", "case_file.expects_nothing")),
    ("计划,原因", "accident,age.to_old", (2, "原因", "case_file.no_such_reason")),
    ("plan,claim_reason,amount", "accident,term.out,5",
     (2, "claim_reason", "case_file.no_such_reason")),
    ("plan,outcome,event", "critical_illness,accepted,death",
     (2, "event", "case_file.claim_expects_nothing")),
    ("plan,outcome,amount", "accident,accepted,5",
     (2, "amount", "case_file.claim_expects_nothing")),
    ("plan,event,cap", "critical_illness,malignant_tumor,10000",
     (2, "event", "case_file.no_such_event")),
    ("plan,event,payable", "accident,death,5", (2, "event", "case_file.no_such_event")),
    ("plan,payable", "critical_illness,5", (2, "event", "claims_file.not_said")),
    ("plan,cap", "accident_property,5", (2, "event", "claims_file.not_said")),
    ("plan,serving,outcome", "accident,maybe,accepted", (2, "serving", "case_file.not_yes_or_no")),
    ("plan,child,outcome", "accident,?,accepted", (2, "child", "case_file.not_yes_or_no")),
    ("plan,sex,outcome", "accident,?,accepted", (2, "sex", "roster.not_a_sex")),
    ("plan,birth_date,outcome", "accident,?,accepted", (2, "birth_date", "roster.not_a_date")),
    ("plan,birth_date,outcome", "accident,1990-02-30,accepted",
     (2, "birth_date", "roster.no_such_day")),
    ("plan,age,outcome", "accident,-1,accepted", (2, "age", "case_file.not_an_age")),
    ("plan,age,outcome", "accident,151,accepted", (2, "age", "case_file.not_an_age")),
    ("plan,child_age,outcome", "accident,1.5,accepted", (2, "child_age", "case_file.not_an_age")),
    ("plan,employees,outcome", "accident,many,accepted", (2, "employees", "case_file.not_a_count")),
    ("plan,others,outcome", "accident,-1,accepted", (2, "others", "case_file.not_a_count")),
    ("plan,declared,outcome", "accident,healthy=perhaps,accepted",
     (2, "declared", "case_file.not_declarations")),
    ("plan,unit_declared,outcome", "accident,in-shanghai,accepted",
     (2, "unit_declared", "case_file.not_declarations")),
    ("plan,child_declared,outcome", "accident,adopted=yes;adopted=no,accepted",
     (2, "child_declared", "case_file.not_declarations")),
    ("plan,alike,outcome", "accident,0,accepted", (2, "alike", "roster.not_a_number")),
    ("plan,shares,outcome", "accident,0,accepted", (2, "shares", "roster.not_a_number")),
    ("plan,fee", "accident,26 yuan", (2, "fee", "claims_file.not_money")),
    ("plan,fee", "accident,26.001", (2, "fee", "claims_file.not_money")),
    ("plan,age,birth_date,outcome", "accident,35,1980-01-01,accepted",
     (2, "age", "case_file.age_and_birth_date")),
    ("plan,others,other_age,other_birth_date,outcome", "accident,1,35,1980-01-01,accepted",
     (2, "other_age", "case_file.age_and_birth_date")),
    ("plan,子女年龄,子女出生日期,outcome", "accident,5,2010-01-01,accepted",
     (2, "子女年龄", "case_file.age_and_birth_date")),
    ("plan,shares,level,outcome", "accident,2,1,accepted", (2, "level", "roster.shares_and_level")),
    ("plan,child,child_age,outcome", "accident,no,5,accepted",
     (2, "child_age", "case_file.no_child")),
    ("plan,child,member_joins,outcome", "accident,no,yes,accepted",
     (2, "member_joins", "case_file.no_child")),
    ("plan,other_age,outcome", "accident,5,accepted", (2, "other_age", "case_file.no_others")),
    ("plan,others,other_age,outcome", "accident,0,5,accepted",
     (2, "other_age", "case_file.no_others")),
    ("plan,employees,female_employees,outcome", "accident,5,6,accepted",
     (2, "female_employees", "case_file.more_than_employees")),
    ("plan,starts,birth_date,outcome", "accident,2016-01-01,2016-01-02,refused",
     (2, "birth_date", "roster.born_after_start")),
    ("plan,starts,child_birth_date,outcome", "accident,2016-01-01,2016-01-02,refused",
     (2, "child_birth_date", "roster.born_after_start")),
    ("plan,age,child_age,outcome", "childrens_accident,17,17,refused",
     (2, "child_age", "roster.child_not_younger")),
    ("plan,birth_date,child_birth_date,outcome", "accident_property,1990-01-02,1990-01-02,refused",
     (2, "child_birth_date", "roster.child_not_younger")),
    ("plan,others,other_age,other_child_age,outcome", "childrens_accident,1,16,20,refused",
     (2, "other_child_age", "roster.child_not_younger")),
    ("plan,starts,outcome", "accident,2014-12-31,accepted",
     (2, "starts", "case_file.not_in_force")),
    ("plan,starts,outcome", "critical_illness,9997-01-01,accepted",
     (2, "starts", "case_file.beyond_calendar")),
    ("plan,alike,outcome", "accident,10001,accepted", (2, "alike", "case_file.too_many_people")),
    ("plan,others,outcome", "accident,10000,accepted", (2, "others", "case_file.too_many_people")),
    ("plan,covered,outcome", "accident,10000,accepted",
     (2, "covered", "case_file.too_many_people")),
    ("plan,employees,outcome", "accident,20001,accepted",
     (2, "employees", "case_file.too_many_people")),
    ("plan,on,reported,amount,payable", "accident,2015-05-02,2015-05-01,5,5",
     (2, "reported", "claims_file.before_event")),
]  # fmt: skip


@pytest.mark.parametrize(("header", "row", "fault"), BAD, ids=[row for _, row, _ in BAD])
def test_a_bad_cell_is_told(header: str, row: str, fault: tuple[int, str, str]) -> None:
    assert fault in faults(header, row)


@pytest.mark.parametrize(("header", "named"), [("年龄,结果", "计划"), ("age,outcome", "plan")])
def test_a_column_that_is_not_there_is_named_as_the_others_are(header: str, named: str) -> None:
    assert (2, named, "claims_file.not_said") in faults(header, "60,接受")


def test_every_fault_of_a_case_table_is_in_the_list_of_bad_cells() -> None:
    told = {fault[2] for _, _, fault in BAD} | {"case_file.not_a_cell"}
    assert [] == [code for code in messages() if code.startswith("case_file.") and code not in told]


GOOD = [
    ("plan,starts,outcome", "accident,2015-01-01,accepted"),
    ("plan,starts,outcome", "critical_illness,9996-01-01,accepted"),
    ("plan,age,outcome", "accident,0,refused"),
    ("plan,age,outcome", "accident,150,refused"),
    ("plan,alike,outcome", "accident,10000,accepted"),
    ("plan,employees,outcome", "accident,20000,accepted"),
    ("plan,employees,alike,outcome", "accident,0,1,refused"),
    ("plan,employees,female_employees,outcome", "accident,5,5,accepted"),
    ("plan,starts,birth_date,outcome", "accident,2016-01-01,2016-01-01,refused"),
    ("plan,on,reported,amount,payable", "accident,2015-05-02,2015-05-02,5,5"),
    ("plan,shares,level,outcome", "accident,2,none,refused"),
    ("plan,event,cap", "accident_property,fire,10000"),
    ("plan,event,cap", "accident_property,child_death,20000"),
]


@pytest.mark.parametrize(("header", "row"), GOOD, ids=[row for _, row in GOOD])
def test_a_cell_on_the_other_side_of_the_bound_is_good(header: str, row: str) -> None:
    assert case(header, row).run(CATALOGUE).passed


@pytest.mark.parametrize(
    ("header", "row", "near"),
    [
        ("plan,employes,outcome", "accident,5,accepted", "employees"),
        ("计划,在职职工人,结果", "accident,5,accepted", "在职职工人数"),
        ("plan,outcome", "acident,accepted", "accident"),
        ("plan,outcome", "重大疾并,accepted", "重大疾病"),
        ("plan,reason", "accident,age.to_old", "age.too_old"),
        ("plan,event,cap", "critical_illness,malignant_tumor,5", "malignant tumour"),
        ("plan,event,cap", "critical_illness,恶性肿留,5", "恶性肿瘤"),
    ],
)
def test_a_wrong_name_gets_the_nearest_right_one(header: str, row: str, near: str) -> None:
    assert near in read(header, row).bad[0].text("en")


def test_a_reason_in_words_gets_the_codes_of_joining_the_plan() -> None:
    (bad,) = read("计划,年龄,原因", "子女意外伤害,61,超过年龄").bad
    assert (
        "没有这个原因代码，此计划可填 age.too_young、age.too_old、in_beijing.outside、"
        "serving.not_serving、child.none、child_age.not_a_student、child_health.not_healthy、"
        "has_union.none、participation.more_than_base、participation.too_few、"
        "participation.undecided、level.not_sold、shares.too_many"
    ) == bad.text("zh")


def test_a_claims_reason_in_words_is_told_without_them() -> None:
    (bad,) = read("plan,event,payable,claim_reason", "accident,accidental_injury,0,foo bar").bad[:1]
    assert "there is no such reason code" == bad.text("en")


def test_all_bad_cells_of_all_rows_are_told_at_once() -> None:
    header = "plan,age,serving,outcome,fee"
    rows = ["acident,x,maybe,no,y", "accident,61,,refused,0", "accident,,,,"]
    assert [
        (2, "plan"), (2, "age"), (2, "serving"), (2, "outcome"), (2, "fee"), (4, "outcome"),
    ] == [(bad.row, bad.column) for bad in read(header, *rows).bad]  # fmt: skip


def test_the_good_rows_are_read_beside_bad_ones() -> None:
    table = read("plan,age,outcome", "accident,x,refused", "accident,61,refused")
    assert ([3], (2,)) == ([row.number for row in table.rows], table.left_out)


def test_a_row_that_fills_an_unknown_column_is_left_out() -> None:
    table = read("plan,agee,outcome", "accident,61,refused", "accident,,accepted")
    assert ([3], (2,)) == ([row.number for row in table.rows], table.left_out)


def test_a_reason_code_of_a_rule_from_outside_is_known() -> None:
    class Sworn(Rule):
        kind = "sworn"
        messages = {"sworn.not_sworn": Text(zh="未宣誓", en="not sworn")}  # noqa: RUF012

    assert "sworn.not_sworn" in reason_codes()
    assert issubclass(Sworn, Rule)


@pytest.mark.parametrize(
    "code", ["age.too_old", "missing.serving", "claim.no_cover", "term.outside"]
)
def test_a_code_that_answers_give_is_known(code: str) -> None:
    assert code in reason_codes()


@pytest.mark.parametrize("code", ["age.words", "roster.not_a_sex", "explain.fee", "report.plan"])
def test_a_code_that_no_answer_gives_is_unknown(code: str) -> None:
    assert code not in reason_codes()


# TOML --------------------------------------------------------------------------------------------


def toml(tmp_path: Path, text: str) -> CasesFile:
    """Read a TOML file with this text."""
    path = tmp_path / "some.cases.toml"
    path.write_text(text, "utf-8")
    return read_cases(path, CATALOGUE)


def test_toml_holds_the_same_cases(tmp_path: Path) -> None:
    header = "plan,age,starts,serving,fee,reason"
    row = "accident,61,2016-01-01,no,0,age.too_old serving.not_serving"
    text = (
        '[[case]]\nplan = "accident"\nage = 61\nstarts = 2016-01-01\nserving = false\nfee = 0.00\n'
        'reason = ["serving.not_serving", "age.too_old"]\n'
    )
    assert case(header, row) == toml(tmp_path, text).rows[0].case


def test_toml_takes_chinese_keys_in_quotation_marks(tmp_path: Path) -> None:
    table = toml(tmp_path, '\ufeff[[case]]\n"计划" = "意外伤害"\n"年龄" = 61\n"结果" = "拒绝"\n')
    assert case("计划,年龄,结果", "意外伤害,61,拒绝") == table.rows[0].case


def test_in_toml_amounts_are_exact(tmp_path: Path) -> None:
    text = '[[case]]\nplan = "accident"\namount = 1_000.10\npayable = 1000.1\n'
    assert toml(tmp_path, text).rows[0].case.run(CATALOGUE).passed


def test_in_toml_cases_are_counted(tmp_path: Path) -> None:
    text = '[[case]]\nplan = "accident"\nfee = 26\n\n[[case]]\ncase = "b"\nplan = "x"\nfee = 1\n'
    table = toml(tmp_path, text)
    assert ([1], [2]) == ([row.number for row in table.rows], [bad.row for bad in table.bad])


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ("agee = 5", (1, "agee", "roster.unknown_column")),
        ('"年龄" = 5\nage = 6', (1, "age", "roster.column_twice")),
        ("age = { years = 5 }", (1, "age", "case_file.not_a_cell")),
        ("reason = [{ a = 1 }]", (1, "reason", "case_file.not_a_cell")),
        ("starts = 2016-01-01T00:00:00", (1, "starts", "roster.not_a_date")),
        ("fee = 26.001", (1, "fee", "claims_file.not_money")),
    ],
)
def test_a_bad_value_in_toml_is_told(
    tmp_path: Path, line: str, fault: tuple[int, str, str]
) -> None:
    table = toml(tmp_path, f'[[case]]\nplan = "accident"\noutcome = "accepted"\n{line}\n')
    assert [fault] == [(bad.row, bad.column, bad.code) for bad in table.bad]


@pytest.mark.parametrize(
    ("text", "error", "told"),
    [
        ("[[case]]\nplan = accident\n", InvalidValue, "is no TOML in UTF-8"),
        ("[case]\nplan = 1\n", InvalidValue, "holds no cases"),
        ("case = [1]\n", InvalidValue, "holds no cases"),
        ("[[cases]]\nplan = 1\n", UnknownName, "did you mean 'case'"),
    ],
)
def test_toml_that_holds_no_cases_is_refused(
    tmp_path: Path, text: str, error: type[Exception], told: str
) -> None:
    with pytest.raises(error, match=re.escape(told)):
        toml(tmp_path, text)


# Whatever it holds -------------------------------------------------------------------------------

CELLS = st.one_of(
    st.sampled_from([
        "", "", "", "yes", "no", "?", "none", "0", "1", "2", "5", "29", "30", "101", "151", "9999",
        "2016-02-29", "2015-01-01", "9999-12-31", "0001-01-01", "accepted", "26", "1e9", "death",
        "malignant_tumour", "fire", "child_death", "emergency_observation", "age.too_old", "女",
    ]),
    st.text(max_size=5),
)  # fmt: skip


@given(
    plan=st.sampled_from(list(CATALOGUE)),
    row=st.dictionaries(st.sampled_from([one for one in COLUMNS if one != "plan"]), CELLS),
)
def test_whatever_a_row_holds_it_is_told_or_answered(plan: str, row: dict[str, str]) -> None:
    lines = [",".join(["plan", *row]), ",".join([plan, *map(quoted, row.values())])]
    table = read(*lines)
    assert bool(table.bad) != bool(table.rows)
    for one in table.rows:
        assert one.case.run(CATALOGUE).explain("zh")


def quoted(text: str) -> str:
    """Write a text as a cell of CSV."""
    return '"' + text.replace('"', '""') + '"'


def test_a_table_of_something_else_is_refused_once_and_not_row_by_row() -> None:
    with pytest.raises(InvalidValue, match="No header of the table is known, header='name,height'"):
        read("name,height", "Ann,180", "Bob,170")
