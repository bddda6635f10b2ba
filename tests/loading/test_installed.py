"""Plans found through really installed distributions, whole and broken.

A distribution is a folder with a package and its `*.dist-info`; to `importlib.metadata` there is
no other kind. Each catalogue is loaded in a Python of its own, which has the folder on its path.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

EIGHT = [
    "medical",
    "accident_property",
    "inpatient_medical",
    "inpatient_allowance",
    "critical_illness",
    "womens_illness",
    "accident",
    "childrens_accident",
]
DIAGNOSE = """
import json
from mutualaid.loading import diagnose
print(json.dumps(diagnose(plans={plans}).to_dict()))
"""
LOAD = """
from mutualaid import PlansNotLoaded, load_catalogue
try:
    print(*load_catalogue(plans={plans}))
except PlansNotLoaded as error:
    print(error)
"""

IMPORTS = """
from mutualaid import (BenefitSchedule, Ceiling, Event, Flat, Pillar, PlanInfo, Serving, Text,
                       hookimpl, since)
"""
PLAN = """
@hookimpl
def mutualaid_plan(context):
    return PlanInfo(code=__name__, title=Text(zh=__name__ + "计划", en=__name__ + " plan"),
                    short=Text(zh=__name__, en=__name__), pillar=Pillar.ACCIDENT, term_years=1,
                    in_force=since(2015, 1, 1))
"""
ELIGIBILITY = """
@hookimpl
def mutualaid_eligibility(context):
    return Serving()
"""
FEE = """
@hookimpl
def mutualaid_fee(context):
    return Flat(56)
"""
BENEFIT = """
@hookimpl
def mutualaid_benefit_cap(context):
    return BenefitSchedule(Ceiling(5, events=[Event("injury", Text(zh="伤害", en="injury"))]))
"""
GOOD = IMPORTS + PLAN + ELIGIBILITY + FEE + BENEFIT


def install(
    site: Path,
    name: str,
    code: str = GOOD,
    *,
    points: Mapping[str, str] | None = None,
    metadata: str | None = None,
) -> None:
    """Install a distribution of one module, with an entry point of the module's name."""
    listed = {name: name} if points is None else points
    lines = [f"{point} = {place}" for point, place in listed.items()]
    told = f"Metadata-Version: 2.1\nName: {name}-plan\nVersion: 1.0\n"
    put(site, name, {
        "METADATA": told if metadata is None else metadata,
        "entry_points.txt": "\n".join(["[mutualaid]", *lines, ""]),
    })  # fmt: skip
    (site / f"{name}.py").write_text(code, encoding="utf-8")


def put(site: Path, name: str, files: Mapping[str, str]) -> None:
    """Write the files by which an installed distribution is known."""
    known = site / f"{name}_plan-1.0.dist-info"
    known.mkdir(parents=True)
    for file, text in files.items():
        (known / file).write_text(text, encoding="utf-8")


def python(code: str, *sites: Path, plans: str = "None", variable: str | None = None) -> str:
    """Run code in a Python of its own that has these folders on its path, and give its output."""
    path = os.pathsep.join(map(str, sites))
    environment = {**os.environ, "PYTHONPATH": path, "PYTHONUTF8": "1"}
    environment.pop("MUTUALAID_LOAD_PLANS", None)
    if variable is not None:
        environment["MUTUALAID_LOAD_PLANS"] = variable
    done = subprocess.run(
        [sys.executable, "-c", code.replace("{plans}", plans)],
        capture_output=True,
        check=False,
        cwd=sites[0] if sites else None,
        encoding="utf-8",
        env=environment,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def diagnose(*sites: Path, plans: str = "None", variable: str | None = None) -> dict[str, Any]:
    """Give what is loaded from where, and everything that is wrong."""
    report: dict[str, Any] = json.loads(python(DIAGNOSE, *sites, plans=plans, variable=variable))
    return report


def codes(report: Mapping[str, Any]) -> list[str]:
    """Give the codes of the plans that were loaded, in their order."""
    return [plan["code"] for plan in report["plans"]]


def problems(report: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Give what is wrong with which plan."""
    return [(problem["plan"], problem["what"]) for problem in report["problems"]]


# A good plan of a stranger -------------------------------------------------------------------


@pytest.fixture(scope="module")
def stranger(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """Give the report where a stranger's plan is installed."""
    site = tmp_path_factory.mktemp("stranger")
    install(site, "harbour")
    return diagnose(site)


def test_a_strangers_plan_is_found_after_those_of_the_leaflet(stranger: dict[str, Any]) -> None:
    assert [*EIGHT, "harbour"] == codes(stranger)


def test_a_strangers_plan_has_no_problem(stranger: dict[str, Any]) -> None:
    assert [] == stranger["problems"]


def test_a_strangers_plan_is_known_by_its_distribution_and_module(stranger: dict[str, Any]) -> None:
    found = stranger["plans"][-1]
    assert ("harbour-plan 1.0", "harbour") == (found["distribution"], found["module"])


def test_the_eight_are_known_by_their_distribution_and_module(stranger: dict[str, Any]) -> None:
    found = {plan["code"]: plan for plan in stranger["plans"]}["medical"]
    assert ("mutualaid", "mutualaid_plans.medical") == (
        found["distribution"].split()[0],
        found["module"],
    )


def test_the_order_does_not_depend_on_which_was_installed_first(tmp_path: Path) -> None:
    sites = [tmp_path / "one", tmp_path / "other"]
    for site, names in zip(sites, (("zebra", "apple"), ("mango",)), strict=True):
        for name in names:
            install(site, name)
    loaded = [codes(diagnose(*sites)), codes(diagnose(*reversed(sites)))]
    assert [[*EIGHT, "apple", "mango", "zebra"]] * 2 == loaded


# Broken plans, all installed together --------------------------------------------------------

BROKEN = {
    "misspelt": (
        IMPORTS + PLAN + ELIGIBILITY + FEE.replace("_fee", "_fees") + BENEFIT,
        ["mutualaid_fees is no hook", "mutualaid_fee is missing"],
    ),
    "missing": (IMPORTS + PLAN + ELIGIBILITY + FEE, ["mutualaid_benefit_cap is missing"]),
    "undecorated": (
        IMPORTS + PLAN + ELIGIBILITY + FEE.replace("@hookimpl", "") + BENEFIT,
        ["mutualaid_fee is not decorated"],
    ),
    "wrapping": (
        GOOD.replace(FEE, FEE.replace("@hookimpl", "@hookimpl(wrapper=True)")),
        ["mutualaid_fee is marked wrapper"],
    ),
    "wrapping_of_old": (
        GOOD.replace(FEE, FEE.replace("@hookimpl", "@hookimpl(hookwrapper=True)")),
        ["mutualaid_fee is marked hookwrapper"],
    ),
    "pushing": (
        GOOD.replace(FEE, FEE.replace("@hookimpl", "@hookimpl(tryfirst=True)")),
        ["mutualaid_fee is marked tryfirst"],
    ),
    "raising": (
        GOOD.replace("return Flat(56)", "return 1 / 0"),
        ["mutualaid_fee raises ZeroDivisionError: division by zero"],
    ),
    "forgetting": (
        GOOD.replace("return Flat(56)", "Flat(56)"),
        ["mutualaid_fee returns None; does it forget to return?"],
    ),
    "mistyped": (
        GOOD.replace("return Flat(56)", "return 56"),
        ["mutualaid_fee returns 56"],
    ),
    "inexact": (
        GOOD.replace("return Flat(56)", "return Flat(89.5)"),
        ["mutualaid_fee is refused: Money is exact, and a float is not"],
    ),
    "misplaced": (
        GOOD.replace("return Serving()", "return Flat(56)"),
        ["mutualaid_eligibility holds Flat(56)"],
    ),
    "misnamed": (
        GOOD.replace("code=__name__", "code='named'"),
        ["its code is 'named'"],
    ),
    "unwritten": (
        "def mutualaid_plan(context:\n",
        ["cannot be imported, SyntaxError: '(' was never closed (unwritten.py, line 1)"],
    ),
    "unable": (
        "import a_module_that_is_not_there",
        ["cannot be imported, ModuleNotFoundError: No module named 'a_module_that_is_not_there'"],
    ),
    "failing": ("raise ValueError('not today')", ["cannot be imported, ValueError: not today"]),
    "named_alike": (
        GOOD.replace('__name__ + "计划"', '"《在职职工医疗互助保障计划》"'),
        ["'在职职工医疗互助保障计划' already names the plan 'medical'"],
    ),
}


@pytest.fixture(scope="module")
def broken(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Install every broken plan, and a good one among them."""
    site = tmp_path_factory.mktemp("broken")
    for name, (code, _) in BROKEN.items():
        install(site, name, code)
    install(site, "no_module", points={"no_module": "no_module:mutualaid_plan"})
    install(site, "nowhere", points={"nowhere": "nowhere.to_be_found"})
    install(site, "ill_written", points={"ill_written": "not a module!"})
    install(site, "good")
    return site


@pytest.fixture(scope="module")
def report(broken: Path) -> dict[str, Any]:
    """Give the report where every broken plan is installed."""
    return diagnose(broken)


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_plan_is_reported_with_all_that_is_wrong(
    report: dict[str, Any], name: str
) -> None:
    found = [what for plan, what in problems(report) if plan == name]
    assert sorted(BROKEN[name][1]) == sorted(found)


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_plan_is_reported_with_its_distribution(report: dict[str, Any], name: str) -> None:
    found = {one["distribution"] for one in report["problems"] if one["plan"] == name}
    assert {f"{name}-plan 1.0"} == found


def test_an_entry_point_that_names_no_module_is_reported(report: dict[str, Any]) -> None:
    assert ("no_module", "the entry point names no module") in problems(report)


@pytest.mark.parametrize("name", ["nowhere", "ill_written"])
def test_an_entry_point_that_leads_nowhere_is_reported(report: dict[str, Any], name: str) -> None:
    (what,) = (what for plan, what in problems(report) if plan == name)
    assert what.startswith("cannot be imported, ")


def test_broken_plans_do_not_keep_good_ones_from_being_reported(report: dict[str, Any]) -> None:
    assert [*EIGHT, "good"] == [code for code in codes(report) if code != "named_alike"]


def test_every_problem_is_raised_at_once_when_plans_are_loaded(broken: Path) -> None:
    told = python(LOAD, broken)
    expected = [what for _, found in BROKEN.values() for what in found]
    assert [] == [what for what in expected if what not in told]


def test_good_plans_can_be_loaded_by_name_beside_broken_ones(broken: Path) -> None:
    assert ["medical", "good"] == python(LOAD, broken, plans="['good', 'medical']").split()


def test_what_is_not_to_be_loaded_is_not_imported(tmp_path: Path) -> None:
    install(tmp_path, "telling", "print('imported')\n" + GOOD)
    assert ["medical"] == python(LOAD, tmp_path, variable="medical").split()


# Two that claim one name ---------------------------------------------------------------------


@pytest.fixture(scope="module")
def claimed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """Give the report where a stranger claims the name of one of the eight."""
    site = tmp_path_factory.mktemp("claimed")
    install(site, "usurper", points={"medical": "usurper"})
    return diagnose(site)


def test_both_that_claim_one_name_are_reported(claimed: dict[str, Any]) -> None:
    found = [(one["what"], one["module"]) for one in claimed["problems"]]
    what = "two distributions claim this name"
    assert [(what, "mutualaid_plans.medical"), (what, "usurper")] == sorted(found)


def test_neither_that_claims_one_name_is_loaded(claimed: dict[str, Any]) -> None:
    assert EIGHT[1:] == codes(claimed)


def test_two_names_for_one_module_are_not_told_of_its_arguments(tmp_path: Path) -> None:
    install(tmp_path, "twice", points={"twice": "twice", "again": "twice"})
    found = diagnose(tmp_path)["problems"]
    assert (True, []) == (
        len(found) > 0,
        [one["hint"] for one in found if "argument" in one["hint"]],
    )


# Limits --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("variable", "loaded"),
    [
        ("accident", ["accident"]),
        ("accident,medical", ["medical", "accident"]),
        (" accident , medical ,", ["medical", "accident"]),
        ("medical,medical", ["medical"]),
        ("", []),
    ],
)
def test_the_variable_limits_what_is_loaded(variable: str, loaded: list[str]) -> None:
    assert loaded == python(LOAD, variable=variable).split()


def test_without_a_limit_everything_is_loaded() -> None:
    assert EIGHT == python(LOAD).split()


def test_the_argument_limits_what_is_loaded() -> None:
    assert ["medical", "accident"] == python(LOAD, plans="['accident', 'medical']").split()


def test_the_argument_goes_before_the_variable() -> None:
    assert ["medical"] == python(LOAD, plans="['medical']", variable="accident").split()


def test_an_argument_of_no_plan_loads_none() -> None:
    assert [] == python(LOAD, plans="[]").split()


@pytest.mark.parametrize(
    "limit", [{"variable": "medical,acident"}, {"plans": "['medical', 'acident']"}], ids=str
)
def test_an_unknown_name_is_reported_with_the_nearest(limit: dict[str, str]) -> None:
    (found,) = diagnose(**limit)["problems"]
    assert ("acident", "no installed plan has this code", True) == (
        found["plan"],
        found["what"],
        found["hint"].startswith("did you mean 'accident'"),
    )


def test_an_unknown_name_keeps_a_catalogue_from_being_made() -> None:
    assert "no installed plan has this code" in python(LOAD, variable="acident")


# A report is given whatever is installed -----------------------------------------------------


def test_a_distribution_without_metadata_is_reported_all_the_same(tmp_path: Path) -> None:
    install(tmp_path, "bare", metadata="")
    assert "bare" in codes(diagnose(tmp_path))


def test_a_plan_whose_module_leaves_python_is_a_problem(tmp_path: Path) -> None:
    install(tmp_path, "leaving", "import sys\nsys.exit('goodbye')")
    (found,) = problems(diagnose(tmp_path))
    assert "leaving" == found[0]


def test_entry_points_that_cannot_be_read_are_no_reason_to_raise(tmp_path: Path) -> None:
    put(tmp_path, "ill", {"METADATA": "Name: ill-plan\nVersion: 1.0\n",
                          "entry_points.txt": "[mutualaid]\nno equals sign\n"})  # fmt: skip
    assert [] != diagnose(tmp_path)["problems"]
