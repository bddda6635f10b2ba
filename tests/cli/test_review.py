"""`mutualaid review`: what it shows, in which language, and how it ends."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from cli.processes import OFFICE, REVIEW_OFFICE, invoke, told
from records.rosters import identity_number

from mutualaid import load_catalogue
from mutualaid.records import pseudonym

Files = Callable[..., list[str]]
PLANS = list(load_catalogue())
REFUSED = "M1,1980-05-17,female,no,yes,yes,yes,1,1,1,C1,2010-06-01,yes,1"
UNKNOWN = "M1,1980-05-17,female,,yes,yes,yes,1,1,1,C1,2010-06-01,yes,1"
BROKEN = "M2,1985-02-30,male,yes,yes,yes,yes,,,,,,,"

# How it ends -----------------------------------------------------------------------------------


def test_it_ends_with_0_where_all_is_well(files: Files) -> None:
    done = invoke(*files())
    assert (0, "") == (done.exit_code, done.stderr)


@pytest.mark.parametrize("line", [REFUSED, UNKNOWN], ids=["refused", "unknown"])
def test_it_ends_with_1_where_something_is_not_accepted(files: Files, line: str) -> None:
    assert 1 == invoke(*files(line)).exit_code


def test_it_ends_with_2_where_a_cell_cannot_be_read(files: Files) -> None:
    done = invoke(*files("M1,1980-05-17,female,yes,yes,yes,yes,1,1,1,,,,", BROKEN))
    assert 2 == done.exit_code


def test_the_good_rows_are_reviewed_beside_a_bad_one(files: Files) -> None:
    done = invoke(*files("M1,1980-05-17,female,yes,yes,yes,yes,1,1,1,,,,", BROKEN), "--json")
    assert {"medical": True, "accident": True}.items() <= {
        one["plan"]: one["accepted"] for one in told(done)["reviews"]
    }.items()


def test_a_plan_that_refuses_is_not_asked_where_another_is(files: Files) -> None:
    line = "M1,1980-05-17,female,yes,no,yes,yes,1,1,1,C1,2010-06-01,yes,1"
    arguments = files(line)
    assert (1, 0) == (
        invoke(*arguments, "--plan", "medical").exit_code,
        invoke(*arguments, "--plan", "accident").exit_code,
    )


# What it shows -----------------------------------------------------------------------------------


def test_the_unit_the_start_and_the_rows_come_first() -> None:
    lines = invoke(*REVIEW_OFFICE, "--lang", "en").stdout.splitlines()
    assert [
        "北京示例青灯文献编译所 (U-OFFICE), covers from 2016-01-01",
        "26 rows of the roster are good, 0 cells are bad",
    ] == lines[:2]


def test_a_unit_without_a_name_is_shown_by_its_id(files: Files) -> None:
    done = invoke(*files(unit='id = "U-NAMELESS"'), "--lang", "en")
    assert "U-NAMELESS, covers from 2016-01-01" == done.stdout.splitlines()[0]


def test_the_overview_has_a_line_for_each_plan() -> None:
    text = invoke(*REVIEW_OFFICE, "--lang", "en").stdout
    line = next(line for line in text.splitlines() if line.startswith(" critical illness "))
    cells = ["critical illness", "accepted", "21/22", "3,600", "at most 10,000 yuan a share"]
    assert cells == re.split(r"\s{2,}", line.strip())


def test_what_is_not_accepted_is_explained_with_its_clause() -> None:
    text = invoke(*REVIEW_OFFICE, "--lang", "en").stdout
    part = text.partition("\ncritical illness plan for serving employees\n")[2]
    assert [
        "  O25",
        "    - must be aged 16 to 60, is 61 (leaflet, 在职职工重大疾病互助保障活动, 参保条件)",
        "    - must be in service, and is not (leaflet, 在职职工重大疾病互助保障活动, 参保条件)",
        "",
    ] == part.splitlines()[:4]


def test_a_unit_that_is_refused_is_explained_with_how_many_are_missing() -> None:
    text = invoke(*REVIEW_OFFICE, "--lang", "en", "--plan", "inpatient_medical").stdout
    assert "now 23, 1 short (leaflet, 在职职工住院医疗互助保障计划, 参保条件)" in text


def test_people_who_are_kept_out_by_the_same_reasons_stand_on_one_line(files: Files) -> None:
    lines = [REFUSED.replace("M1", f"M{n}").replace("C1", f"C{n}") for n in (1, 2)]
    done = invoke(*files(*lines), "--plan", "accident", "--lang", "en")
    assert "\n  M1, M2\n" in done.stdout


def test_in_chinese_they_are_joined_as_chinese_joins(files: Files) -> None:
    lines = [REFUSED.replace("M1", f"M{n}").replace("C1", f"C{n}") for n in (1, 2)]
    done = invoke(*files(*lines), "--plan", "accident", "--lang", "zh")
    assert "\n  M1、M2\n" in done.stdout


def test_a_plan_that_accepts_everybody_has_no_part_of_its_own(files: Files) -> None:
    done = invoke(*files(), "--plan", "accident", "--lang", "en")
    assert "accident plan for serving employees" not in done.stdout


def test_a_fee_that_is_known_in_part_says_at_least() -> None:
    factory = [path.replace("office", "factory") for path in REVIEW_OFFICE]
    text = invoke(*factory, "--plan", "critical_illness", "--lang", "en").stdout
    line = next(line for line in text.splitlines() if line.startswith(" critical illness "))
    cells = ["93/98", "at least 17,550", "at most 10,000 yuan a share"]
    assert cells == re.split(r"\s{2,}", line.strip())[2:]


def test_a_fee_that_is_not_known_names_what_would_settle_it(files: Files) -> None:
    unit = 'id = "U1"\nemployees = 1\nin_beijing = true\nhas_union = true\n'
    done = invoke(*files(unit=unit), "--plan", "accident", "--lang", "en")
    assert "not said whether the industry is high-risk, so the fee is not known" in done.stdout


def test_bad_cells_are_listed_with_row_column_value_and_reason(files: Files) -> None:
    text = invoke(*files(BROKEN), "--lang", "en").stdout
    part = text.partition("\nCells that cannot be read\n")[2]
    assert ["2", "birth_date", "1985-02-30", "there is no such day"] in [
        re.split(r"\s{2,}", line.strip()) for line in part.splitlines()
    ]


def test_without_bad_cells_there_is_no_list_of_them() -> None:
    assert "Cells that cannot be read" not in invoke(*REVIEW_OFFICE, "--lang", "en").stdout


@pytest.mark.parametrize(
    ("lines", "last"),
    [
        ([], "the roster was read, and all of it is accepted"),
        ([REFUSED], "the roster was read; something is refused or not known"),
        (
            [BROKEN],
            "the roster has cells that cannot be read, listed above; the other rows are reviewed",
        ),
    ],
    ids=["well", "not all", "broken"],
)
def test_the_last_line_says_which_of_the_three_it_is(
    files: Files, lines: list[str], last: str
) -> None:
    assert last == invoke(*files(*lines), "--lang", "en").stdout.splitlines()[-1]


def test_no_line_ends_in_blanks() -> None:
    lines = invoke(*REVIEW_OFFICE, "--lang", "en").stdout.splitlines()
    assert [line.rstrip() for line in lines] == lines


def test_nothing_in_a_cell_is_taken_for_markup(files: Files) -> None:
    done = invoke(*files("[red]M1[/red] :smile:,1980-05-17,[b],yes,,,,,,,,,,"), "--lang", "en")
    assert "[b]" in done.stdout
    refused = REFUSED.replace("M1", "[red]M1[/red] :smile:")
    assert "[red]M1[/red] :smile:" in invoke(*files(refused), "--lang", "en").stdout


# Which plans -------------------------------------------------------------------------------------


def test_every_plan_is_asked_in_the_leaflet_s_order() -> None:
    assert PLANS == [one["plan"] for one in told(invoke(*REVIEW_OFFICE, "--json"))["reviews"]]


@pytest.mark.parametrize(
    "name",
    [
        "medical",
        "MEDICAL",
        "在职职工医疗互助保障计划",
        "《在职职工医疗互助保障计划》",
        "暖·互助",
        "医疗互助",
        "medical mutual-aid plan for serving employees",
    ],
)
def test_a_plan_is_asked_by_any_of_its_names(name: str) -> None:
    done = invoke(*REVIEW_OFFICE, "--plan", name, "--json")
    assert ["medical"] == [one["plan"] for one in told(done)["reviews"]]


def test_several_plans_can_be_asked() -> None:
    done = invoke(*REVIEW_OFFICE, "--plan", "accident", "--plan", "医疗互助", "--json")
    assert ["medical", "accident"] == [one["plan"] for one in told(done)["reviews"]]


def test_a_plan_that_is_not_known_ends_with_2_and_the_nearest() -> None:
    done = invoke(*REVIEW_OFFICE, "--plan", "critical_ilness")
    assert (2, "") == (done.exit_code, done.stdout)
    assert "did you mean 'critical_illness'" in done.stderr


# Languages ---------------------------------------------------------------------------------------

ENGLISH, CHINESE = "all of it is accepted", "全部接受"


@pytest.mark.parametrize(
    ("arguments", "said", "expected"),
    [
        ([], {}, ENGLISH),
        (["--lang", "zh"], {}, CHINESE),
        (["--lang", "en"], {"LANG": "zh_CN.UTF-8"}, ENGLISH),
        (["--lang", "en"], {"MUTUALAID_LANG": "zh"}, ENGLISH),
        ([], {"MUTUALAID_LANG": "zh"}, CHINESE),
        ([], {"MUTUALAID_LANG": "en", "LANG": "zh_CN.UTF-8"}, ENGLISH),
        ([], {"LANG": "zh_CN.UTF-8"}, CHINESE),
        ([], {"LANG": "zh_TW"}, CHINESE),
        ([], {"LANG": "C.UTF-8"}, ENGLISH),
        ([], {"LANG": "de_DE.UTF-8"}, ENGLISH),
        ([], {"LANG": "en_US.UTF-8", "LC_MESSAGES": "zh_CN.UTF-8"}, CHINESE),
        ([], {"LANG": "zh_CN.UTF-8", "LC_MESSAGES": "en_US.UTF-8"}, ENGLISH),
        ([], {"LC_MESSAGES": "zh_CN.UTF-8", "LC_ALL": "C"}, ENGLISH),
        ([], {"LC_MESSAGES": "C", "LC_ALL": "zh_CN.UTF-8"}, CHINESE),
        ([], {"LANG": "zh_CN.UTF-8", "LC_ALL": ""}, CHINESE),
        ([], {"LANG": "zh_CN.UTF-8", "MUTUALAID_LANG": ""}, CHINESE),
    ],
)
def test_it_speaks_the_language_that_is_said(
    files: Files, arguments: list[str], said: dict[str, str], expected: str
) -> None:
    done = invoke(*files(), *arguments, **said)
    assert (0, expected) == (done.exit_code, expected if expected in done.stdout else done.stdout)


def test_in_chinese_the_overview_and_the_reasons_are_chinese() -> None:
    text = invoke(*REVIEW_OFFICE, "--lang", "zh").stdout
    assert "北京示例青灯文献编译所" in text
    assert "保障活动" in text
    assert "不接受" in text
    assert "在职职工住院医疗互助保障计划" in text
    assert not re.search(r"[a-z]{3,}", text)


def test_a_language_that_is_not_spoken_ends_with_2(files: Files) -> None:
    done = invoke(*files(), "--lang", "de")
    assert (2, "") == (done.exit_code, done.stdout)
    assert "allowed: zh, en" in done.stderr


def test_a_language_of_the_environment_that_is_not_spoken_ends_with_2(files: Files) -> None:
    assert 2 == invoke(*files(), MUTUALAID_LANG="de").exit_code


# JSON and files ----------------------------------------------------------------------------------


def test_json_holds_both_languages_and_the_version(files: Files) -> None:
    answer = told(invoke(*files(BROKEN), "--json"))
    assert ("roster_review", 1, "broken", 0) == tuple(
        answer[name] for name in ("type", "version", "outcome", "rows")
    )
    assert {"zh", "en"} == set(answer["bad_cells"][0]["text"])


def test_json_is_the_same_in_every_language() -> None:
    assert (
        invoke(*REVIEW_OFFICE, "--json", "--lang", "zh").stdout
        == invoke(*REVIEW_OFFICE, "--json", "--lang", "en").stdout
    )


def test_json_ends_with_the_same_code(files: Files) -> None:
    assert [0, 1, 2] == [
        invoke(*files(*lines), "--json").exit_code for lines in ([], [REFUSED], [BROKEN])
    ]


def test_json_writes_chinese_as_chinese(files: Files) -> None:
    assert "一人单位" in invoke(*files(), "--json").stdout


@pytest.mark.parametrize("form", [[], ["--json"]], ids=["text", "json"])
def test_a_file_holds_what_would_have_been_shown(
    files: Files, tmp_path: Path, form: list[str]
) -> None:
    arguments, target = [*files(), "--lang", "zh", *form], tmp_path / "answer"
    shown = invoke(*arguments)
    done = invoke(*arguments, "--output", str(target))
    assert (0, "", "") == (done.exit_code, done.stdout, done.stderr)
    assert shown.stdout == target.read_bytes().decode("utf-8")


def test_a_file_that_is_there_is_written_anew(files: Files, tmp_path: Path) -> None:
    target = tmp_path / "answer"
    target.write_text("x" * 100_000)
    invoke(*files(), "--json", "--output", str(target))
    assert "roster_review" == json.loads(target.read_text("utf-8"))["type"]


def test_the_code_is_the_same_where_a_file_is_written(files: Files, tmp_path: Path) -> None:
    assert 1 == invoke(*files(REFUSED), "--output", str(tmp_path / "answer")).exit_code


def test_a_file_in_a_folder_that_is_not_there_ends_with_2(files: Files, tmp_path: Path) -> None:
    done = invoke(*files(), "--output", str(tmp_path / "nowhere" / "answer"))
    assert (2, "") == (done.exit_code, done.stdout)
    assert done.stderr.startswith("Error: ")


def test_a_folder_is_no_file_to_write(files: Files, tmp_path: Path) -> None:
    assert 2 == invoke(*files(), "--output", str(tmp_path)).exit_code


# Wrong use ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("place", [1, 2], ids=["unit", "roster"])
def test_a_file_that_is_not_there_ends_with_2_and_its_name(files: Files, place: int) -> None:
    arguments = files()
    arguments[place] = "nowhere.file"
    done = invoke(*arguments)
    assert (2, "") == (done.exit_code, done.stdout)
    assert "nowhere.file" in done.stderr


@pytest.mark.parametrize("place", [1, 2], ids=["unit", "roster"])
def test_a_folder_is_no_file_to_read(files: Files, tmp_path: Path, place: int) -> None:
    arguments = files()
    arguments[place] = str(tmp_path)
    assert 2 == invoke(*arguments).exit_code


@pytest.mark.parametrize(
    "starts", ["2016", "01/01/2016", "2016-13-01", "2015-02-29", "today", "", "2016-01-01T00:00"]
)
def test_a_start_day_that_is_none_ends_with_2(starts: str) -> None:
    done = invoke("review", *OFFICE, "--starts", starts)
    assert (2, "") == (done.exit_code, done.stdout)
    assert "--starts" in done.stderr


def test_a_start_day_is_needed() -> None:
    done = invoke("review", *OFFICE)
    assert 2 == done.exit_code
    assert "--starts" in done.stderr


def test_a_start_before_the_plans_ends_with_2_and_when_they_began(files: Files) -> None:
    done = invoke(*files()[:-1], "2014-12-31")
    assert (2, "") == (done.exit_code, done.stdout)
    assert "2015-01-01" in done.stderr


def test_a_start_on_the_first_day_of_the_plans_is_answered(files: Files) -> None:
    assert 0 == invoke(*files()[:-1], "2015-01-01").exit_code


def test_a_unit_that_is_no_toml_ends_with_2_and_a_hint(files: Files) -> None:
    done = invoke(*files(unit="employees: 120"))
    assert (2, "") == (done.exit_code, done.stdout)
    assert "\n  hint: " in done.stderr


def test_a_roster_without_a_header_ends_with_2_and_a_hint(files: Files) -> None:
    arguments = files()
    Path(arguments[2]).write_text("1980-05-17,female\n")
    done = invoke(*arguments)
    assert (2, "") == (done.exit_code, done.stdout)
    assert "\n  hint: " in done.stderr


def test_unit_and_roster_the_wrong_way_round_end_with_2() -> None:
    done = invoke("review", *reversed(OFFICE), "--starts", "2016-01-01")
    assert (2, "") == (done.exit_code, done.stdout)


@pytest.mark.parametrize("option", ["--nonsense", "--plans"])
def test_an_option_that_there_is_not_ends_with_2(files: Files, option: str) -> None:
    assert 2 == invoke(*files(), option).exit_code


# Who has no id -----------------------------------------------------------------------------------

KEY = "a key for the tests alone"
NUMBERS = [identity_number(order="200"), identity_number(order="400")]
OF_TWO = """\
id = "U1"
employees = 2
in_beijing = true
has_union = true
"""


@pytest.fixture
def numbered(tmp_path: Path) -> list[str]:
    """Write a roster that has no ids; give what stands behind `mutualaid`."""
    lines = ["identity_number,serving,critical_illness.joins", *(f"{one},yes,1" for one in NUMBERS)]
    (tmp_path / "unit.toml").write_text(OF_TWO, "utf-8")
    (tmp_path / "roster.csv").write_text("\n".join(lines), "utf-8")
    paths = [str(tmp_path / name) for name in ("unit.toml", "roster.csv")]
    return ["review", *paths, "--starts", "2016-01-01", "--plan", "critical_illness"]


def test_people_without_an_id_are_reviewed_without_a_key(numbered: list[str]) -> None:
    assert 0 == invoke(*numbered).exit_code


def test_no_covers_are_written_of_people_who_are_named_by_the_row(
    numbered: list[str], tmp_path: Path
) -> None:
    covers = tmp_path / "covers.json"
    answer = invoke(*numbered, "--covers", str(covers))
    assert (2, False) == (answer.exit_code, covers.exists())
    assert ["column id", "--id-key", "MUTUALAID_ID_KEY"] == [
        word for word in ("column id", "--id-key", "MUTUALAID_ID_KEY") if word in answer.stderr
    ]


@pytest.mark.parametrize("how", ["option", "environment"])
def test_with_a_key_covers_and_claims_find_one_another(
    numbered: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, how: str
) -> None:
    key = ["--id-key", KEY] if how == "option" else []
    if how == "environment":
        monkeypatch.setenv("MUTUALAID_ID_KEY", KEY)
    covers, claims = str(tmp_path / "covers.json"), tmp_path / "claims.csv"
    header = "id,plan,identity_number,event,on,amount"
    claims.write_text(
        f"{header}\nC1,critical_illness,{NUMBERS[1]},leukaemia,2016-03-09,500\n", "utf-8"
    )
    assert 0 == invoke(*numbered, "--covers", covers, *key).exit_code
    settled = told(invoke("settle", covers, str(claims), "--json", *key))["settlements"]
    assert ["500.00"] == [one["payable"] for one in settled]


def test_the_ids_that_were_made_stand_in_the_json_with_their_rows(numbered: list[str]) -> None:
    made = told(invoke(*numbered, "--id-key", KEY, "--json"))["made_ids"]
    assert {pseudonym(one, KEY): row for row, one in enumerate(NUMBERS, start=2)} == made


def test_the_row_stands_beside_an_id_that_was_made(numbered: list[str], tmp_path: Path) -> None:
    roster = tmp_path / "roster.csv"
    roster.write_text(roster.read_text("utf-8").replace("yes", "no", 1), "utf-8")
    shown = invoke(*numbered, "--id-key", KEY).stdout
    assert f"  {pseudonym(NUMBERS[0], KEY)} (#2)\n" in shown


def test_a_short_key_is_refused_and_not_shown(numbered: list[str]) -> None:
    answer = invoke(*numbered, "--id-key", "short")
    assert (2, False) == (answer.exit_code, "short" in answer.stderr)


# What it would be --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "if_met"),
    [
        ("M1,1980-05-17,female,yes,yes,yes,yes,1,1,1,,,,", [""]),
        ("M1,1980-05-17,female,yes,yes,yes,yes,9,1,1,,,,", ["0"]),
        ("M1,1980-05-17,female,,yes,yes,yes,1,1,1,,,,", ["not known"]),
    ],
    ids=["accepted", "refused", "unknown"],
)
def test_what_a_fee_would_be_is_told_of_who_is_not_accepted(
    files: Files, line: str, if_met: list[str]
) -> None:
    shown = invoke(*files(line), "--plan", "critical_illness", "--lang", "en").stdout
    (row,) = re.findall(r"^ critical illness +\S.*$", shown, re.MULTILINE)
    cells = re.split(r" {2,}", row.strip())
    assert if_met == (cells[4:-1] or [""])


def test_the_help_names_both_kinds_of_files() -> None:
    assert {"CSV", "Excel"} <= set(re.findall("CSV|Excel", invoke("review", "--help").stdout))
