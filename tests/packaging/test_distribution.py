"""What is on disk, what the metadata says, what is built and what is installed are one.

Run from a source tree; the built wheel is tested with the sources out of reach by `.ci/run`.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
import zipfile
from importlib.metadata import distribution, entry_points, requires, version
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

import pytest

from mutualaid import load_catalogue

ROOT = Path(__file__).parents[2]
CHECKS = spec_from_file_location("contents", Path(__file__).with_name("contents.py"))
assert CHECKS is not None
assert CHECKS.loader is not None
contents = module_from_spec(CHECKS)
CHECKS.loader.exec_module(contents)
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
PACKAGES = {
    "mutualaid": ROOT / "src",
    "mutualaid_hooks": ROOT / "src",
    "mutualaid_plans": ROOT / "plans",
}
THE_EIGHT = {path.parent.name for path in (ROOT / "plans" / "mutualaid_plans").glob("*/rules.md")}


def on_disk() -> set[str]:
    """Give the files of the packages, as they would lie in a wheel."""
    return {
        path.relative_to(parent).as_posix()
        for name, parent in PACKAGES.items()
        for path in (parent / name).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build sdist and wheel."""
    folder = tmp_path_factory.mktemp("dist")
    command = [sys.executable, "-m", "build", "--no-isolation", "--outdir", str(folder), str(ROOT)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return folder


def test_every_folder_of_a_plan_has_an_entry_point_and_the_reverse() -> None:
    assert set(PROJECT["entry-points"]["mutualaid"]) == THE_EIGHT


def test_the_installed_entry_points_are_those_of_the_project() -> None:
    installed = {point.name: point.value for point in entry_points(group="mutualaid")}

    assert installed == PROJECT["entry-points"]["mutualaid"]


def test_the_catalogue_holds_the_plans_on_disk() -> None:
    assert set(load_catalogue()) == THE_EIGHT


def test_the_installed_version_is_that_of_the_project() -> None:
    assert version("mutualaid") == PROJECT["version"]


def test_without_extras_five_distributions_are_needed() -> None:
    needed = {
        re.split(r"[<>=\[]", line)[0] for line in requires("mutualaid") or [] if "extra" not in line
    }

    assert needed == {"attrs", "cattrs", "pluggy", "python-dateutil", "rpds-py"}


def test_the_extra_all_asks_for_every_extra_that_users_may_want() -> None:
    wanted = set(PROJECT["optional-dependencies"]) - {"all", "test", "docs", "dev"}
    chained = {"roster": "cli"}
    # Spark brings hundreds of megabytes, and wants a Java runtime besides; fonts there mostly are.
    alone = {"fonts", "spark"}

    asked = set(re.findall(r"\w+", PROJECT["optional-dependencies"]["all"][0])) - {"mutualaid"}

    assert {chained.get(extra, extra) for extra in wanted - alone} == asked


def test_the_wheel_holds_the_packages_and_nothing_else(built: Path) -> None:
    with zipfile.ZipFile(next(built.glob("*.whl"))) as wheel:
        names = {name for name in wheel.namelist() if ".dist-info/" not in name}

    assert names == on_disk()


def test_the_wheel_carries_its_licence(built: Path) -> None:
    with zipfile.ZipFile(next(built.glob("*.whl"))) as wheel:
        licences = [name for name in wheel.namelist() if name.endswith("licenses/LICENSE")]

    assert len(licences) == 1


def test_the_sdist_holds_what_the_tests_need(built: Path) -> None:
    assert {
        "LICENSE",
        "README.md",
        "README.zh.md",
        "CHANGELOG.md",
        "pyproject.toml",
        "plans/template/pyproject.toml",
        "tests/packaging/test_distribution.py",
        "docs/examples/factory/roster.csv",
    } <= contents.in_sdist(next(built.glob("*.tar.gz")))


# What a release compares -------------------------------------------------------------------------

DATED = f"## {PROJECT['version']} · 2026-12-01\n"
"""A changelog that tells of this version, as that of a release does."""


@pytest.fixture(scope="module")
def tracked(built: Path) -> set[str]:
    """Give the files that git would have where all that was built is in it."""
    return contents.in_sdist(next(built.glob("*.tar.gz"))) - contents.ADDED_TO_SDIST


def test_what_was_built_of_all_that_is_in_git_is_the_same(built: Path, tracked: set[str]) -> None:
    of_the_gate = {".ci/run", ".gitignore"}
    assert list(contents.differences(built, tracked | of_the_gate, DATED)) == []


def test_a_file_that_was_not_packed_is_told(built: Path, tracked: set[str]) -> None:
    new = "src/mutualaid/new.py"

    assert list(contents.differences(built, tracked | {new}, DATED)) == [
        "src/mutualaid/new.py: is in git and not in the sdist",
        "mutualaid/new.py: is in git and not in the wheel",
    ]


def test_a_file_that_is_not_in_git_is_told(built: Path, tracked: set[str]) -> None:
    page = "plans/mutualaid_plans/medical/rules.md"

    assert list(contents.differences(built, tracked - {page}, DATED)) == [
        "plans/mutualaid_plans/medical/rules.md: is in the sdist and not in git",
        "mutualaid_plans/medical/rules.md: is in the wheel and not in git",
    ]


def test_a_folder_without_this_version_is_told(tmp_path: Path) -> None:
    tmp_path.joinpath("mutualaid-0.0.9.tar.gz").touch()

    assert list(contents.differences(tmp_path, set(), DATED)) == [
        f"mutualaid-{PROJECT['version']}-py3-none-any.whl: was not built",
        f"mutualaid-{PROJECT['version']}.tar.gz: was not built",
        "mutualaid-0.0.9.tar.gz: is none of this version",
    ]


@pytest.mark.parametrize(
    ("version", "changelog", "told"),
    [
        ("1.2.0.dev0", "", False),
        ("1.2.0", "## 1.2.0 · 2026-12-01\n", False),
        ("1.2.0", "## 1.2.0\n", True),
        ("1.2.0", "## 1.20 · 2026-12-01\n", True),
    ],
)
def test_a_release_has_a_dated_part_in_the_changelog(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, version: str, changelog: str, *, told: bool
) -> None:
    (tmp_path / "pyproject.toml").write_text(f'[project]\nversion = "{version}"\n', "utf-8")
    monkeypatch.setattr(contents, "ROOT", tmp_path)
    (tmp_path / "dist").mkdir()
    found = list(contents.differences(tmp_path / "dist", set(), changelog))

    assert told == any("CHANGELOG.md" in line for line in found)


def test_the_citation_names_this_project_and_its_version() -> None:
    lines = (ROOT / "docs" / "CITATION.cff").read_text("utf-8").splitlines()

    assert {f"title: {PROJECT['name']}", f"version: {PROJECT['version']}"} <= set(lines)
    assert f"license: {PROJECT['license']}" in lines


def test_types_are_shipped() -> None:
    files = {str(file) for file in distribution("mutualaid").files or []} | on_disk()

    assert {f"{package}/py.typed" for package in PACKAGES} <= files
