"""The leaflet's table as generated: what it says, its forms, and that it follows the rules."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import date
from types import ModuleType

import pytest

from mutualaid import (
    AgeBetween,
    BenefitLine,
    BenefitSchedule,
    ByLevel,
    Ceiling,
    Event,
    FeeSchedule,
    FixedSum,
    Flat,
    Free,
    Headcount,
    Insured,
    Participation,
    Period,
    PerShare,
    Pillar,
    PlanInfo,
    Rule,
    Serving,
    Text,
    all_of,
    any_of,
    catalogue_of,
    hookimpl,
    load_catalogue,
    since,
)
from mutualaid.handbook import COLUMNS, TableRow, headers, table, table_row, to_markdown
from mutualaid.text import LANGUAGES, Lang

STARTS = date(2016, 1, 1)
CATALOGUE = load_catalogue()
ROWS = table(CATALOGUE.editions(STARTS))
ILLNESS = Event("illness", Text(zh="疾病", en="illness"))
DEATH = Event("death", Text(zh="身故", en="death"))
CHINESE_LETTER = re.compile("[\u4e00-\u9fff]")


def row(code: str) -> TableRow:
    """Give the row of a plan."""
    return next(one for one in ROWS if one.code == code)


def row_of(
    *,
    eligibility: Rule | None = None,
    fee: FeeSchedule | None = None,
    lines: tuple[BenefitLine, ...] = (Ceiling(100, events=[ILLNESS]),),
    term_years: int = 1,
) -> TableRow:
    """Give the row of a plan module made here, simple but for what is said."""
    module = ModuleType("draft")
    answers: dict[str, object] = {
        "mutualaid_plan": PlanInfo(
            code="draft",
            title=Text(zh="草案", en="draft"),
            short=Text(zh="草案", en="draft"),
            pillar=Pillar.ILLNESS,
            term_years=term_years,
            in_force=since(2015, 1, 1),
        ),
        "mutualaid_eligibility": eligibility or Serving(),
        "mutualaid_fee": fee or Free(),
        "mutualaid_benefit_cap": BenefitSchedule(*lines),
    }
    for name, answer in answers.items():
        setattr(module, name, hookimpl(answering(name, answer)))
    return table_row(catalogue_of(module)["draft"].editions[0])


def answering(name: str, answer: object) -> Callable[..., object]:
    """Make a hook that answers the same on every day."""

    def hook(context: object) -> object:
        return answer

    hook.__name__ = name
    return hook


# What it says ------------------------------------------------------------------------------------


def test_the_columns_are_the_leaflet_s_six() -> None:
    assert ("保障活动", "保障范围", "参保条件", "保障期", "会费", "最高互助金") == headers("zh")
    assert ("plan", "cover", "conditions of joining", "term", "fee", "benefit cap") == headers("en")


def test_a_row_for_each_plan_in_the_leaflet_s_order() -> None:
    assert list(CATALOGUE) == [one.code for one in ROWS]


@pytest.mark.parametrize("one", ROWS, ids=lambda one: one.code)
@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_cell_is_empty(one: TableRow, lang: Lang) -> None:
    assert len(COLUMNS) == len([cell for cell in one.cells(lang) if cell.strip()])


@pytest.mark.parametrize("one", ROWS, ids=lambda one: one.code)
def test_the_english_row_holds_no_chinese(one: TableRow) -> None:
    assert [] == CHINESE_LETTER.findall("".join(one.cells("en")))


@pytest.mark.parametrize(
    ("code", "zh", "en"),
    [
        ("medical", "免费", "free"),
        ("accident_property", "免费", "free"),
        ("inpatient_medical", "56 元", "56 yuan"),
        ("inpatient_allowance", "60 元", "60 yuan"),
        ("critical_illness", "90 元/份(最多 4 份)", "90 yuan a share (at most 4 shares)"),
        ("womens_illness", "40 元/份(最多 2 份)", "40 yuan a share (at most 2 shares)"),
        (
            "accident",
            "各档 26 / 50 / 74 / 100 元;高危行业 32 / 62 / 93 / 124 元",
            "by level 26 / 50 / 74 / 100 yuan; in a high-risk industry 32 / 62 / 93 / 124 yuan",
        ),
        ("childrens_accident", "50 元/份(最多 4 份)", "50 yuan a share (at most 4 shares)"),
    ],
)
def test_the_fee_is_worded(code: str, zh: str, en: str) -> None:
    fee = row(code).fee
    assert (zh, en) == (narrow(fee.zh), fee.en)


def narrow(text: str) -> str:
    """Write Chinese brackets and marks as English ones."""
    return text.translate(str.maketrans("\uff08\uff09\uff1b\uff0c\uff1a", "();,:"))


@pytest.mark.parametrize(
    ("code", "zh", "en"),
    [
        ("medical", "1 年", "1 year"),
        ("critical_illness", "3 年", "3 years"),
        ("womens_illness", "2 年", "2 years"),
    ],
)
def test_the_term_is_worded_in_one_year_or_in_years(code: str, zh: str, en: str) -> None:
    assert Text(zh=zh, en=en) == row(code).term


def test_the_title_is_that_of_the_leaflet() -> None:
    assert "在职职工重大疾病互助保障活动" == row("critical_illness").plan.zh


def test_the_cover_lists_every_event() -> None:
    assert (15, 15) == (
        len(row("critical_illness").cover.zh.split("、")),
        len(row("critical_illness").cover.en.split(", ")),
    )


def test_one_line_of_benefit_stands_without_a_name() -> None:
    assert "at most 39,605 yuan" == row("inpatient_medical").cap.en


def test_several_lines_of_benefit_stand_each_with_its_name() -> None:
    assert [
        "member's death by an accident that is no work injury: 20,000 yuan",
        "member's disability by an accident that is no work injury: at most 5,000 yuan",
        "child's death by an accident that is no work injury (each child): 20,000 yuan",
        "child's disability by an accident that is no work injury (each child): at most 5,000 yuan",
        "home property lost to fire: at most 10,000 yuan",
        "home property lost to burst water or heating pipes: at most 10,000 yuan",
    ] == row("accident_property").cap.en.splitlines()


def test_the_lines_of_a_child_say_so_in_chinese() -> None:
    lines = row("accident_property").cap.zh.splitlines()
    assert [False, False, True, True, False, False] == ["每名子女" in line for line in lines]


# It follows the rules ----------------------------------------------------------------------------


@pytest.mark.parametrize("amount", [90, 100, "89.50"])
def test_another_fee_is_shown(amount: int | str) -> None:
    shown = row_of(fee=PerShare(amount, at_most=4)).fee
    assert (f"{amount} 元/份", f"{amount} yuan a share") == (
        shown.zh.partition("\uff08")[0].partition("(")[0],
        shown.en.partition(" (")[0],
    )


@pytest.mark.parametrize(
    ("fee", "expected"),
    [
        (Free(), "free"),
        (Flat(1234), "1,234 yuan"),
        (PerShare(7), "7 yuan a share"),
        (PerShare(7, at_most=9), "7 yuan a share (at most 9 shares)"),
        (ByLevel({1: 3, 2: 5}), "by level 3 / 5 yuan"),
        (
            ByLevel({1: 3, 2: 5}, high_risk={1: 4, 2: 6}),
            "by level 3 / 5 yuan; in a high-risk industry 4 / 6 yuan",
        ),
    ],
)
def test_every_kind_of_fee_has_words(fee: FeeSchedule, expected: str) -> None:
    assert expected == row_of(fee=fee).fee.en


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (Ceiling(7, events=[ILLNESS]), "at most 7 yuan"),
        (FixedSum(7, events=[ILLNESS]), "7 yuan"),
        (Ceiling(7, events=[ILLNESS], per_share=True), "at most 7 yuan a share"),
        (FixedSum(7, events=[ILLNESS], per_share=True), "7 yuan a share"),
        (Ceiling({1: 7, 2: 9}, events=[ILLNESS]), "by level at most 7 / 9 yuan"),
        (FixedSum({1: 7, 2: 9}, events=[ILLNESS]), "by level 7 / 9 yuan"),
    ],
)
def test_every_kind_of_cap_has_words(line: BenefitLine, expected: str) -> None:
    assert expected == row_of(lines=(line,)).cap.en


def test_a_line_is_named_by_its_title_or_by_its_events() -> None:
    shown = row_of(
        lines=(
            Ceiling(7, code="a", events=[ILLNESS], title=Text(zh="一", en="the first")),
            Ceiling(8, code="b", events=[DEATH], insured=Insured.CHILD),
        )
    )
    assert "the first: at most 7 yuan\ndeath (each child): at most 8 yuan" == shown.cap.en
    assert ("疾病、身故", "illness, death") == (shown.cover.zh, shown.cover.en)


def test_another_age_and_another_share_are_shown() -> None:
    rule = all_of(
        AgeBetween(18, 55),
        Participation(percent=65, of=Headcount.EMPLOYEES, everyone_below=20),
    )
    assert (
        "aged 18 to 55, at least 65 % of the employees join "
        "(all of them where there are fewer than 20 employees)"
    ) == row_of(eligibility=rule).conditions.en


def test_ways_of_joining_read_otherwise_than_conditions_that_all_hold() -> None:
    ways = (AgeBetween(18, 55), AgeBetween(60, 65))
    either, both = (
        row_of(eligibility=all_of(Serving(), joined(*ways))).conditions.en
        for joined in (any_of, all_of)
    )
    assert either != both
    assert either.index("aged 18 to 55") < either.index("aged 60 to 65")


@pytest.mark.parametrize(("years", "expected"), [(1, "1 year"), (2, "2 years"), (10, "10 years")])
def test_another_term_is_shown(years: int, expected: str) -> None:
    assert expected == row_of(term_years=years).term.en


def test_each_edition_has_its_own_row() -> None:
    before, after = date(2015, 1, 1), date(2017, 1, 1)
    module = ModuleType("draft")
    info = PlanInfo(
        code="draft",
        title=Text(zh="草案", en="draft"),
        short=Text(zh="草案", en="draft"),
        pillar=Pillar.ILLNESS,
        term_years=1,
        in_force=[Period(before, after), Period(after)],
    )

    @hookimpl
    def mutualaid_fee(context: object) -> FeeSchedule:
        return Flat(90 if context.on < after else 100)  # type: ignore[attr-defined]

    module.mutualaid_fee = mutualaid_fee  # type: ignore[attr-defined]
    for name, answer in {
        "mutualaid_plan": info,
        "mutualaid_eligibility": Serving(),
        "mutualaid_benefit_cap": BenefitSchedule(Ceiling(7, events=[ILLNESS])),
    }.items():
        setattr(module, name, hookimpl(answering(name, answer)))
    editions = catalogue_of(module)["draft"].editions
    assert ["90 yuan", "100 yuan"] == [one.fee.en for one in table(editions)]


# Markdown ----------------------------------------------------------------------------------------


def made(**said: str) -> TableRow:
    """Make a row by hand."""
    cells = {name: Text(zh=said.get(name, "甲"), en=said.get(name, "a")) for name in COLUMNS}
    return TableRow(code="draft", **cells)


def test_markdown_has_a_header_a_rule_and_a_line_for_each_row() -> None:
    assert (
        "| plan | cover | conditions of joining | term | fee | benefit cap |\n"
        "| --- | --- | --- | --- | --- | --- |\n"
        "| a | a | a | a | a | a |\n"
        "| a | a | a | a | 9 yuan | a |\n"
    ) == to_markdown([made(), made(fee="9 yuan")], "en")


def test_markdown_of_no_plan_is_a_header() -> None:
    assert 2 == len(to_markdown([], "zh").splitlines())


def test_markdown_speaks_one_language() -> None:
    text = to_markdown(ROWS, "en")
    assert [] == CHINESE_LETTER.findall(text)
    assert to_markdown(ROWS, "zh").startswith("| 保障活动 | 保障范围 |")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_plan_is_one_line_of_six_cells(lang: Lang) -> None:
    lines = to_markdown(ROWS, lang).splitlines()
    assert [7] * (2 + len(ROWS)) == [line.count("|") for line in lines]


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("a|b", r"a\|b"),
        ("|", r"\|"),
        ("a\nb", "a<br>b"),
        ("a\nb|c\nd", r"a<br>b\|c<br>d"),
    ],
)
def test_what_would_break_a_row_is_escaped(cell: str, expected: str) -> None:
    line = to_markdown([made(fee=cell)], "en").splitlines()[2]
    assert f"| a | a | a | a | {expected} | a |" == line


# JSON --------------------------------------------------------------------------------------------


def test_a_row_goes_to_json_with_both_languages() -> None:
    told = json.loads(json.dumps(row("inpatient_medical").to_dict()))
    assert ["code", *COLUMNS] == list(told)
    assert "inpatient_medical" == told["code"]
    assert {"zh": "56 元", "en": "56 yuan"} == told["fee"]


@pytest.mark.parametrize("one", ROWS, ids=lambda one: one.code)
def test_json_holds_the_cells_of_the_table(one: TableRow) -> None:
    told = one.to_dict()
    for lang in LANGUAGES:
        assert one.cells(lang) == tuple(told[name][lang] for name in COLUMNS)  # type: ignore[index]
