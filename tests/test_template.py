"""A stranger's plan: copied from the template, renamed, built and installed, with no line of ours
changed, it is found, tested and reviewed like the eight.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from zipfile import ZipFile

import pytest

ROOT = Path(__file__).parent.parent
EXAMPLES = ROOT / "docs" / "examples"


def run(*arguments: str, path: Path) -> subprocess.CompletedProcess[str]:
    """Run Python with what is installed in a folder."""
    environment = {**os.environ, "PYTHONPATH": str(path), "PYTHONUTF8": "1", "NO_COLOR": "1"}
    environment.pop("MUTUALAID_LOAD_PLANS", None)
    return subprocess.run(
        [sys.executable, *arguments],
        capture_output=True,
        text=True,
        encoding="utf-8",
        env=environment,
        cwd=path,
        check=False,
    )


def install(source: Path, target: Path) -> None:
    """Build a distribution and install it into a folder, without pip, which uv leaves out."""
    wheels = target.with_name("wheels")
    build = ("-m", "build", "--wheel", "--no-isolation", "--outdir", str(wheels))
    built = run(*build, str(source), path=source)
    assert built.returncode == 0, built.stdout + built.stderr
    (wheel,) = wheels.glob("*.whl")
    with ZipFile(wheel) as parts:
        parts.extractall(target)


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Install the template as it stands."""
    folder = tmp_path_factory.mktemp("template")
    shutil.copytree(ROOT / "plans" / "template", folder / "source")
    install(folder / "source", folder / "site")
    return folder


@pytest.fixture(scope="module")
def stranger(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Copy the template, rename plan and package as its README says, and install it."""
    folder = tmp_path_factory.mktemp("stranger")
    source = folder / "source"
    shutil.copytree(ROOT / "plans" / "template", source)
    (source / "mutualaid_relief").rename(source / "harbour_plan")
    for file in source.rglob("*"):
        if file.suffix in {".py", ".toml", ".md"}:
            text = file.read_text("utf-8").replace("mutualaid_relief", "harbour_plan")
            text = text.replace("mutualaid-relief", "harbour-plan").replace('"relief"', '"harbour"')
            text = text.replace("relief =", "harbour =").replace("家庭救助", "港口互助")
            text = text.replace("family relief", "harbour relief")
            file.write_text(text, "utf-8")
    install(source, folder / "site")
    return folder / "site"


def test_the_template_passes_its_own_tests_where_it_is_installed(template: Path) -> None:
    tests = ("-m", "pytest", "-q", "-p", "no:cacheprovider", "--import-mode=importlib")
    quick = ("--hypothesis-profile", "quick")
    source = template / "source"

    done = run(*tests, *quick, str(source / "tests"), path=template / "site")

    assert done.returncode == 0, done.stdout


def test_the_template_s_words_and_docstring_are_executed(template: Path) -> None:
    installed = template / "site" / "mutualaid_relief"
    module = run("-m", "doctest", str(installed / "__init__.py"), path=template / "site")
    words = run("-m", "doctest", str(installed / "rules.md"), path=template / "site")

    assert (module.returncode, words.returncode) == (0, 0), module.stdout + words.stdout


def test_a_stranger_s_plan_stands_in_the_table_of_plans(stranger: Path) -> None:
    listed = run("-m", "mutualaid", "plans", "--format", "json", path=stranger)

    codes = [row["code"] for row in json.loads(listed.stdout)]

    assert codes[-1] == "harbour"
    assert len(codes) == 9


def test_a_stranger_s_plan_is_reviewed_with_the_eight(stranger: Path) -> None:
    unit, roster = EXAMPLES / "office" / "unit.toml", EXAMPLES / "office" / "roster.csv"
    review = ("-m", "mutualaid", "review", str(unit), str(roster), "--starts", "2016-01-01")

    done = run(*review, "--json", path=stranger)

    reviews = {one["plan"]: one for one in json.loads(done.stdout)["reviews"]}
    assert reviews["harbour"]["outcome"] == "accepted"


def test_a_stranger_s_plan_has_columns_of_its_own_in_a_roster(stranger: Path) -> None:
    unit = EXAMPLES / "office" / "unit.toml"
    roster = stranger / "roster.csv"
    roster.write_text("工号,出生日期,性别,在职,港口互助份数\nM1,1980-05-17,女,是,4\n", "utf-8")
    review = ("-m", "mutualaid", "review", str(unit), str(roster), "--starts", "2016-01-01")

    done = run(*review, "--plan", "harbour", "--json", path=stranger)

    entry = json.loads(done.stdout)["reviews"][0]["entries"][0]
    assert [reason["code"] for reason in entry["reasons"]] == ["shares.too_many"]
