"""The command line as a whole: each command has the same options, codes, and a page that runs."""

from __future__ import annotations

import re
import shlex
from pathlib import Path
from typing import cast

import click
import pytest
from cli.desk import ANSWERS, ENDS, write_desk
from cli.processes import invoke, told
from rich.cells import cell_len

from mutualaid import InvalidValue, MutualAidError
from mutualaid.cli.commands import command
from mutualaid.cli.grammar import asked_lang
from mutualaid.cli.manual import EXIT, chapters, name_of, wrapped
from mutualaid.cli.misuse import as_error
from mutualaid.text import LANGUAGES, Lang

COMMANDS: dict[str, click.Command] = {"mutualaid": command, **command.commands}
EVERY = pytest.mark.parametrize("name", COMMANDS)
EACH = pytest.mark.parametrize("name", command.commands)
BOTH = pytest.mark.parametrize("lang", LANGUAGES)
SHARED = {"page", "option", "exit"}


def arguments(name: str) -> list[str]:
    """Give what stands behind `mutualaid` to name a command."""
    return [] if name == "mutualaid" else [name]


def page(name: str, lang: Lang) -> str:
    """Give the help of a command."""
    done = invoke(*arguments(name), "--help", "--lang", lang)
    assert (0, "") == (done.exit_code, done.stderr)
    return done.stdout


def names(name: str) -> list[str]:
    """Give what the manual calls the arguments and options of a command."""
    return [*map(name_of, COMMANDS[name].params), "help"]


@pytest.fixture(autouse=True)
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Sit down at a desk with every file."""
    write_desk(tmp_path)
    monkeypatch.chdir(tmp_path)


# The manual ------------------------------------------------------------------------------------


def test_every_command_has_a_chapter_and_the_reverse() -> None:
    assert set(COMMANDS) == set(chapters()) - SHARED


@EVERY
def test_a_chapter_says_what_its_command_has_and_nothing_else(name: str) -> None:
    own = {key for key in chapters()[name].texts if not key.startswith(EXIT)}
    assert own - {"what", "about"} <= set(names(name))
    assert set(names(name)) <= own | set(chapters()["option"].texts)


def test_no_option_is_explained_that_no_command_has() -> None:
    assert set(chapters()["option"].texts) <= {one for name in COMMANDS for one in names(name)}


@BOTH
@EVERY
def test_a_page_shows_how_every_argument_and_option_is_written(name: str, lang: Lang) -> None:
    asked = COMMANDS[name]
    words = [word for one in asked.params if isinstance(one, click.Option) for word in one.opts]
    words += [str(one.metavar or one.name).upper() for one in asked.params
              if isinstance(one, click.Argument)]  # fmt: skip
    shown = page(name, lang)
    assert [] == [word for word in (*words, "-h, --help") if word not in shown]


@BOTH
@EVERY
def test_a_page_is_no_wider_than_a_terminal_but_for_its_examples(name: str, lang: Lang) -> None:
    lines = page(name, lang).splitlines()
    assert 80 >= max(cell_len(line) for line in lines if not line.startswith("  mutualaid "))


@EVERY
def test_a_chinese_page_speaks_chinese(name: str) -> None:
    shown = page(name, "zh")
    assert [] == [word for word in ("Options", "Usage", "Show ", "Required") if word in shown]
    assert shown.startswith("用法：mutualaid")


def test_a_page_says_the_default_and_what_is_required() -> None:
    english, chinese = (page("statement", lang) for lang in ("en", "zh"))
    assert ("By default text." in english, "默认 text。" in chinese) == (True, True)
    assert "First day of the covers. Required." in page("review", "en")
    assert "MUTUALAID_ID_KEY" in page("review", "zh")


@EACH
def test_a_page_lists_the_codes_that_the_command_is_seen_to_end_with(name: str) -> None:
    listed = [int(key.removeprefix(EXIT)) for key in chapters()[name].texts if EXIT in key]
    assert sorted(code for asked, code in ENDS if asked == name) == listed
    for code in listed:
        assert re.search(rf"^  {code}  \w", page(name, "en"), re.MULTILINE)


def test_the_first_page_lists_every_code() -> None:
    listed = re.findall(r"^  (\d+) +\w", page("mutualaid", "en"), re.MULTILINE)
    assert ["0", "1", "2", "3", "130", "141"] == listed == list(chapters()["exit"].texts)


@pytest.mark.parametrize(("name", "code"), ENDS)
def test_a_command_ends_with_the_code_of_its_answer(name: str, code: int) -> None:
    assert code == invoke(*ENDS[name, code]).exit_code


def test_every_example_runs_as_it_stands_in_the_order_of_the_manual() -> None:
    examples = [line for name in COMMANDS for line in chapters()[name].examples]
    ends = {line: invoke(*shlex.split(line)[1:]).exit_code for line in examples}
    assert {} == {line: code for line, code in ends.items() if code not in {0, 1}}
    assert all(chapters()[name].examples for name in COMMANDS)


@BOTH
def test_without_a_command_the_first_page_is_told_as_wrong_use(lang: Lang) -> None:
    done = invoke("--lang", lang)
    assert (2, "", page("mutualaid", lang)) == (done.exit_code, done.stdout, done.stderr)


def test_chinese_marks_stay_with_what_they_close_and_open() -> None:
    lines = list(wrapped("写入文件（见下），不写到屏幕。", 12, ""))
    assert "写入文件（见下），不写到屏幕。" == "".join(lines)
    assert [] == [line for line in lines if line[0] in "）。，" or line[-1] == "（"]


# What all commands have ------------------------------------------------------------------------


@EVERY
@pytest.mark.parametrize("option", ["lang", "debug", "help"])
def test_every_command_takes_it(name: str, option: str) -> None:
    assert option in names(name)


@EACH
def test_every_command_that_answers_writes_to_a_file_as_well(name: str) -> None:
    assert "output" in names(name)


@EACH
def test_a_command_answers_a_program_in_one_way(name: str) -> None:
    ways = {"json", "format"} & set(names(name))
    assert 1 == len(ways) or name == "decide-file"


def test_an_option_is_of_one_kind_wherever_it_stands() -> None:
    kinds = {
        (name_of(one), one.type.name)
        for asked in COMMANDS.values()
        for one in asked.params
        if isinstance(one, click.Option)
    }
    assert len(kinds) == len({name for name, _ in kinds}) + 1  # a plan's unit, and a file of one


# Languages -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "asked"),
    [
        (["--lang", "zh"], "zh"),
        (["plans", "--lang=zh"], "zh"),
        (["--lang", "en", "plans", "--lang", "zh"], "zh"),
        (["--lang", "fr"], "fr"),
        (["plans"], "en"),
    ],
)
def test_the_language_is_the_last_that_is_asked_for(
    said: list[str], asked: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MUTUALAID_LANG", "en")
    assert asked == asked_lang(said)


@EACH
@pytest.mark.parametrize("first", [True, False])
def test_a_language_stands_before_or_behind_the_command(name: str, first: bool) -> None:
    asked, zh = ANSWERS[name], ["--lang", "zh"]
    done = invoke(*((*zh, *asked) if first else (*asked, *zh)), MUTUALAID_LANG="en")
    assert re.search("[\u4e00-\u9fff]", done.stdout)


WRONG = {
    "a command": (["revue"], "没有这个命令", "There is no such command"),
    "an option": (["plans", "--now"], "没有这个选项", "There is no such option"),
    "an option of the program": (["--now"], "没有这个选项", "There is no such option"),
    "a lack": (["review"], "缺少参数 UNIT", "The argument UNIT is missing"),
    "a lack of several": (["check"], "缺少参数 FILE …", "The argument FILE … is missing"),
    "an option that is missing": (
        ["review", "unit.toml", "roster.csv"],
        "缺少选项 --starts",
        "The option --starts is missing",
    ),
    "no value": (["plans", "--on"], "选项 --on 之后要写内容", "The option --on needs a value"),
    "a value": (
        ["doctor", "--json=yes"],
        "选项 --json 之后不写内容",
        "The option --json takes no value",
    ),
    "too many": (["plans", "all"], "多写了一个参数", "There is an argument too many"),
    "a word": (["plans", "--format", "pdf"], "此处不能填这个词", "This is none of the words"),
    "a roster alone": (
        ["diff", "change.toml", "--roster", "roster.csv"],
        "--unit 与 --roster 同用，缺少 --unit",
        "--unit and --roster go together, and --unit is missing",
    ),
    "Excel": (
        ["statement", "covers.json", "--format", "xlsx"],
        "Excel 文件不能显示在屏幕上",
        "An Excel file is not shown on a screen",
    ),
    "a folder": (["plans", "--output", "."], "这是文件夹，不是文件", "Is a directory"),
    "a frame": (
        ["decide-file", "units.csv", "--starts", "2016-01-01", "--output", "o.parquet"],
        "输入有 3 个问题：",
        "3 problems with the input:",
    ),
    "another file": (
        ["decide-file", "unit.toml", "--starts", "2016-01-01", "--output", "o.parquet"],
        "不能读取这种文件",
        "A file is of a kind that is not read",
    ),
}


@pytest.mark.parametrize("case", WRONG)
def test_wrong_use_is_told_in_the_language_that_is_asked_for(case: str) -> None:
    asked, *texts = WRONG[case]
    for lang, start, text in zip(LANGUAGES, ("错误：", "Error: "), texts, strict=True):
        done = invoke("--lang", lang, *asked)
        assert (2, "") == (done.exit_code, done.stdout)
        assert done.stderr.startswith(f"{start}{text}"), done.stderr


@pytest.mark.parametrize("name", ["review", "settle", "statement", "paths", "check", "decide-file"])
def test_wrong_use_shows_the_right_use(name: str) -> None:
    done = invoke(name, "--lang", "zh")
    usage, where = done.stderr.splitlines()[-2:]
    assert (f"用法：mutualaid {name} [选项]", f"说明见 mutualaid {name} --help") == (
        usage[: len(f"用法：mutualaid {name} [选项]")],
        where,
    )


def test_another_language_is_refused_in_that_of_the_environment() -> None:
    done = invoke("plans", "--lang", "fr", LANG="zh_CN.UTF-8")
    assert (2, "错误：此处不能填这个词") == (done.exit_code, done.stderr.splitlines()[0])


def test_another_language_of_the_environment_is_refused() -> None:
    done = invoke("plans", MUTUALAID_LANG="fr")
    assert (2, '  given: --lang = "fr"') == (done.exit_code, done.stderr.splitlines()[1])


def test_what_click_alone_knows_keeps_its_words() -> None:
    ctx = click.Context(command, help_option_names=["-h", "--help"])
    assert "odd" == as_error(click.UsageError("odd"), ctx).what


def test_names_that_come_close_are_told() -> None:
    assert "“review”" in invoke("revue", "--lang", "zh").stderr
    assert "'--output'" in invoke("plans", "--outptu", "--lang", "en").stderr


# Plans that cannot be loaded ---------------------------------------------------------------------


@BOTH
def test_plans_that_are_not_there_are_told_in_the_language(lang: Lang) -> None:
    texts = {
        "zh": ["已安装的计划有 1 个问题：", "没有安装此代码的计划；是否应为“medical”"],
        "en": ["1 problem with the installed plans:", "no installed plan has this code; did you"],
    }
    shown = invoke("plans", "--lang", lang, MUTUALAID_LOAD_PLANS="medicall").stderr
    assert [] == [text for text in texts[lang] if text not in shown]


def test_a_doctor_speaks_chinese() -> None:
    shown = invoke("doctor", "--lang", "zh", MUTUALAID_LOAD_PLANS="medical,medicall").stdout
    words = ["名称", "实施期", "医疗互助", "已装入 1 项计划，1 个问题", "没有安装此代码的计划"]
    assert [] == [word for word in words if word not in shown]


def test_a_doctor_writes_to_a_file() -> None:
    assert "" == invoke("doctor", "--json", "--output", "doctor.json").stdout
    assert Path("doctor.json").read_text("utf-8") == invoke("doctor", "--json").stdout


# Completion ------------------------------------------------------------------------------------


def completed(*words: str) -> list[str]:
    """Give what a shell is told that may stand in place of the last word."""
    done = invoke(
        _MUTUALAID_COMPLETE="bash_complete",
        COMP_WORDS=shlex.join(["mutualaid", *words]),
        COMP_CWORD=str(len(words)),
    )
    return [line.partition(",")[2] for line in done.stdout.splitlines() if line]


@pytest.mark.parametrize(
    ("words", "ends"),
    [
        (["rev"], ["review"]),
        (["p"], ["plans", "paths"]),
        (["review", "--co"], ["--covers"]),
        (["paths", "acc"], ["accident_property", "accident"]),
        (["plans", "--lang", ""], ["zh", "en"]),
        (["statement", "--plan", "重大"], ["重大疾病"]),
    ],
)
def test_a_shell_completes(words: list[str], ends: list[str]) -> None:
    assert sorted(ends) == sorted(completed(*words))


def test_a_wrong_beginning_completes_nothing_and_says_nothing() -> None:
    assert [] == completed("paths", "accident", "too", "man")


# Faults ----------------------------------------------------------------------------------------


@pytest.fixture
def broken(monkeypatch: pytest.MonkeyPatch) -> None:
    """Break the library."""

    def fail() -> None:
        raise RuntimeError("a fault of our own")

    monkeypatch.setattr("mutualaid.loading.diagnose", fail)


@pytest.mark.usefixtures("broken")
def test_a_fault_of_the_program_is_told_without_a_traceback_and_ends_with_3() -> None:
    done = invoke("doctor", "--lang", "zh")
    assert (3, "") == (done.exit_code, done.stdout)
    assert [
        "错误：程序自身出错，请报告：RuntimeError: a fault of our own",
        "加上 --debug 可显示出错的位置",
    ] == done.stderr.splitlines()


@pytest.mark.usefixtures("broken")
@pytest.mark.parametrize("asked", [["--debug", "doctor"], ["doctor", "--debug"]])
def test_with_debug_it_is_shown_where_it_arose(asked: list[str]) -> None:
    done = invoke(*asked)
    assert done.stderr.startswith("Traceback")
    assert "in fail" in done.stderr


def test_with_debug_an_error_is_told_as_well() -> None:
    done = invoke("paths", "nothing", "--debug", "--lang", "zh")
    assert (2, True) == (done.exit_code, done.stderr.startswith("Traceback"))
    assert "错误：没有这项计划" in done.stderr


@EACH
def test_without_debug_no_error_shows_a_traceback(name: str) -> None:
    assert "Traceback" not in invoke(*ENDS[name, 2]).stderr


def test_json_is_one_value_and_nothing_else() -> None:
    assert cast("list[object]", told(invoke("plans", "--format", "json")))


def test_values_of_options_are_refused_as_errors_of_the_library() -> None:
    day = next(one for one in command.commands["plans"].params if one.name == "on")
    with pytest.raises(InvalidValue) as raised:
        day.type.convert("soon", None, None)
    assert isinstance(raised.value, MutualAidError)
    assert "argument" == raised.value.name
