"""`pytest --mutualaid-plan` and `pytest --mutualaid-clauses`."""

from __future__ import annotations

import pytest

from mutualaid.testing import LAWS

pytest_plugins = ["pytester"]

DRAFT = """
from testing.broken import draft
made = vars(draft.plan())
globals().update({name: hook for name, hook in made.items() if name.startswith("mutualaid_")})
"""
QUICK = ("-k", "has_a_source or worded")


def run(pytester: pytest.Pytester, *options: str) -> pytest.RunResult:
    """Run pytest in its folder."""
    return pytester.runpytest_inprocess("-p", "no:cacheprovider", "-p", "no:xdist", *options)


@pytest.fixture(autouse=True)
def in_english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MUTUALAID_LANG", "en")


# The laws -----------------------------------------------------------------------------------------


def test_an_installed_plan_is_tried_by_its_code(pytester: pytest.Pytester) -> None:
    assert {"passed": 2} == passed(run(pytester, "--mutualaid-plan", "accident", *QUICK))


def passed(result: pytest.RunResult) -> dict[str, int]:
    return {key: count for key, count in result.parseoutcomes().items() if key != "deselected"}


def test_every_law_is_a_test(pytester: pytest.Pytester) -> None:
    names = run(pytester, "--mutualaid-plan", "accident", "--co", "-q").outlines
    assert {f"mutualaid-plan::TestAccident::test_{law}" for law in LAWS} <= set(names)


def test_every_plan_of_a_package_is_tried(pytester: pytest.Pytester) -> None:
    result = run(pytester, "--mutualaid-plan", "mutualaid_plans", *QUICK)
    assert {"passed": 16} == passed(result)


def test_the_module_of_an_installed_plan_is_tried(pytester: pytest.Pytester) -> None:
    result = run(pytester, "--mutualaid-plan", "mutualaid_plans.accident", *QUICK)
    assert {"passed": 2} == passed(result)


def test_several_plans_are_tried(pytester: pytest.Pytester) -> None:
    options = ("--mutualaid-plan", "accident", "--mutualaid-plan", "medical")
    assert {"passed": 4} == passed(run(pytester, *options, *QUICK))


def test_a_module_that_is_not_installed_is_tried(pytester: pytest.Pytester) -> None:
    pytester.makepyfile(some_draft=DRAFT)
    pytester.syspathinsert()
    assert {"passed": 2} == passed(run(pytester, "--mutualaid-plan", "some_draft", *QUICK))


def test_a_plan_that_there_is_not_is_refused_with_the_nearest(pytester: pytest.Pytester) -> None:
    result = run(pytester, "--mutualaid-plan", "accidnt")
    assert pytest.ExitCode.USAGE_ERROR is result.ret
    result.stderr.fnmatch_lines(["*accidnt: no installed plan*", "*Hint: there is accident or*"])


def test_a_module_that_is_no_plan_is_refused(pytester: pytest.Pytester) -> None:
    result = run(pytester, "--mutualaid-plan", "json")
    assert pytest.ExitCode.USAGE_ERROR is result.ret


def test_a_broken_plan_is_refused_with_everything_that_is_wrong(pytester: pytest.Pytester) -> None:
    pytester.makepyfile(half_a_plan="def mutualaid_fee(context): ...")
    pytester.syspathinsert()
    result = run(pytester, "--mutualaid-plan", "half_a_plan")
    assert pytest.ExitCode.USAGE_ERROR is result.ret
    result.stderr.fnmatch_lines(["*mutualaid_fee is not decorated*"])


def test_nothing_else_is_run_where_no_file_is_named(pytester: pytest.Pytester) -> None:
    pytester.makepyfile(test_other="def test_other(): assert False")
    assert {"passed": 2} == passed(run(pytester, "--mutualaid-plan", "accident", *QUICK))


def test_a_file_that_is_named_is_run_besides(pytester: pytest.Pytester) -> None:
    pytester.makepyfile(test_other="def test_that_is_worded(): pass")
    result = run(pytester, "test_other.py", "--mutualaid-plan", "accident", *QUICK)
    assert {"passed": 3} == passed(result)


# Clauses ------------------------------------------------------------------------------------------

ONE_CASE = "plan,age,outcome\naccident,61,refused\n"


def test_the_clauses_that_nothing_exercised_are_listed(pytester: pytest.Pytester) -> None:
    (pytester.path / "some.cases.csv").write_text(ONE_CASE, "utf-8")
    result = run(pytester, "--mutualaid-clauses")
    result.stdout.fnmatch_lines(
        [
            "*= mutualaid =*",
            "clauses: 0 of * exercised on all sides (0 %)",
            "  critical_illness: aged 16 to 60 (leaflet, *): never met, never missed",
            "  accident: aged 16 to 60 (leaflet, *): never met",
        ],
    )


def test_they_are_listed_of_the_plans_that_are_named(pytester: pytest.Pytester) -> None:
    options = ("--mutualaid-plan", "accident", "--mutualaid-clauses", "-k", "every_bound")
    told = run(pytester, *options).stdout.str()
    assert "accident: at least 50 %" in told
    assert "critical_illness" not in told


def test_nothing_is_listed_where_it_is_not_asked_for(pytester: pytest.Pytester) -> None:
    (pytester.path / "some.cases.csv").write_text(ONE_CASE, "utf-8")
    assert "clauses:" not in run(pytester).stdout.str()
