"""`mutualaid doctor`: what was loaded from where, and what is wrong, without ever raising."""

from __future__ import annotations

import json
import platform
from importlib.metadata import version
from pathlib import Path

import pytest
from cli.processes import invoke, run, told

from mutualaid import load_catalogue

CODES = list(load_catalogue())


def stranger(
    folder: Path,
    module: str | None,
    *,
    entry_points: str = "[mutualaid]\nbroken = strange_plan\n",
    metadata: str | None = "Metadata-Version: 2.1\nName: strange\nVersion: 3.2\n",
) -> dict[str, str]:
    """Install a stranger's distribution in a folder; give the environment that finds it."""
    info = folder / "strange-3.2.dist-info"
    info.mkdir()
    info.joinpath("entry_points.txt").write_text(entry_points)
    if metadata is not None:
        info.joinpath("METADATA").write_text(metadata)
    if module is not None:
        folder.joinpath("strange_plan.py").write_text(module)
    return {"PYTHONPATH": str(folder)}


# All is well -------------------------------------------------------------------------------------


def test_it_ends_with_0_where_nothing_is_wrong() -> None:
    done = invoke("doctor")
    assert (0, "") == (done.exit_code, done.stderr)


def test_it_names_the_versions_first() -> None:
    expected = f"mutualaid {version('mutualaid')}, Python {platform.python_version()}"
    assert expected == invoke("doctor").stdout.splitlines()[0]


@pytest.mark.parametrize("code", CODES)
def test_it_shows_each_plan_with_where_it_comes_from(code: str) -> None:
    lines = [line.split() for line in invoke("doctor").stdout.splitlines()]
    expected = ["2015-01-01", "–", "mutualaid", version("mutualaid"), f"mutualaid_plans.{code}"]
    assert [expected] == [line[-5:] for line in lines if line[:1] == [code]]


def test_it_counts_the_plans_last() -> None:
    assert "8 plans loaded, 0 problems" == invoke("doctor").stdout.splitlines()[-1]


def test_in_json_it_tells_the_same() -> None:
    done = invoke("doctor", "--json")
    answer = told(done)
    assert (0, []) == (done.exit_code, answer["problems"])
    assert {
        "code": "accident",
        "title": {
            "zh": "在职职工意外伤害互助保障活动",
            "en": "accident plan for serving employees",
        },
        "in_force": ["2015-01-01 –"],
        "distribution": f"mutualaid {version('mutualaid')}",
        "module": "mutualaid_plans.accident",
    } in answer["plans"]
    assert CODES == [one["code"] for one in answer["plans"]]


def test_it_shows_what_the_environment_limits() -> None:
    done = invoke("doctor", MUTUALAID_LOAD_PLANS="medical")
    assert "1 plan loaded, 0 problems" == done.stdout.splitlines()[-1]


# Something is wrong ------------------------------------------------------------------------------


def test_a_plan_of_the_environment_that_is_not_installed_is_a_problem() -> None:
    done = invoke("doctor", MUTUALAID_LOAD_PLANS="medicall")
    assert 2 == done.exit_code
    assert "0 plans loaded, 1 problem" == done.stdout.splitlines()[-1]
    assert "! medicall (nowhere, not installed): no installed plan has this code" in done.stdout


HOOK_THAT_RAISES = """\
from mutualaid import hookimpl

@hookimpl
def mutualaid_plan(context):
    return 1 / 0

@hookimpl
def mutualaid_eligibility(context): ...

@hookimpl
def mutualaid_fee(context): ...

@hookimpl
def mutualaid_benefit_cap(context): ...
"""
BROKEN = {
    "a module that is not there": (None, "ModuleNotFoundError"),
    "a module that raises": ("raise RuntimeError('a fault of its own')", "a fault of its own"),
    "a module that is no Python": ("def", "SyntaxError"),
    "a module without hooks": ("", "mutualaid_fee is missing"),
    "a hook without its mark": ("def mutualaid_fee(context): ...", "is not decorated"),
    "a hook that raises": (HOOK_THAT_RAISES, "ZeroDivisionError"),
    "a module that ends Python": ("import sys\nsys.exit(0)", "SystemExit"),
    "a module that cannot be looked at": (
        "def __dir__():\n    raise RuntimeError('a fault of its own')",
        "a fault of its own",
    ),
}


@pytest.mark.parametrize(("module", "what"), BROKEN.values(), ids=BROKEN)
def test_a_broken_plan_is_shown_and_the_others_are_loaded(
    tmp_path: Path, module: str | None, what: str
) -> None:
    done = run("doctor", **stranger(tmp_path, module))
    assert (2, "") == (done.returncode, done.stderr)
    assert what in done.stdout
    assert "broken (strange_plan, strange 3.2)" in done.stdout
    assert done.stdout.splitlines()[-1].startswith("8 plans loaded, ")


def test_a_broken_plan_is_shown_in_json(tmp_path: Path) -> None:
    done = run("doctor", "--json", **stranger(tmp_path, None))
    answer = json.loads(done.stdout)
    assert (2, "", CODES) == (
        done.returncode,
        done.stderr,
        [one["code"] for one in answer["plans"]],
    )
    problem = {"plan": "broken", "distribution": "strange 3.2", "module": "strange_plan"}
    assert [problem] == [{name: one[name] for name in problem} for one in answer["problems"]]
    assert [True] == [bool(one["what"]) and bool(one["hint"]) for one in answer["problems"]]


def test_a_distribution_without_metadata_is_shown(tmp_path: Path) -> None:
    done = run("doctor", **stranger(tmp_path, "", metadata=None))
    assert (2, "") == (done.returncode, done.stderr)
    assert "broken (strange_plan" in done.stdout


def test_entry_points_that_cannot_be_read_are_told_without_a_traceback(tmp_path: Path) -> None:
    done = run("doctor", **stranger(tmp_path, "", entry_points="[mutualaid]\nbroken\n"))
    assert 2 == done.returncode
    assert "Traceback" not in done.stderr


def test_what_is_wrong_is_no_markup(tmp_path: Path) -> None:
    done = run("doctor", **stranger(tmp_path, "raise RuntimeError('[red]x[/red] [/] :smile:')"))
    assert "[red]x[/red] [/] :smile:" in done.stdout


@pytest.mark.parametrize("arguments", [["plans"], ["plans", "--format", "json"]])
def test_the_other_commands_tell_it_without_a_traceback_and_name_the_doctor(
    tmp_path: Path, arguments: list[str]
) -> None:
    done = run(*arguments, **stranger(tmp_path, "raise RuntimeError('a fault of its own')"))
    assert (2, "") == (done.returncode, done.stdout)
    assert "a fault of its own" in done.stderr
    assert "mutualaid doctor" in done.stderr
    assert "Traceback" not in done.stderr
