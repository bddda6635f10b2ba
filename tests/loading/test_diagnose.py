"""The report on what is installed, asked in this Python: what it names, and what it limits."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from mutualaid import PlansNotLoaded, load_catalogue
from mutualaid.loading import LoadReport, diagnose

VARIABLE = "MUTUALAID_LOAD_PLANS"


@pytest.fixture(autouse=True)
def nothing_said(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let no limit be set from outside."""
    monkeypatch.delenv(VARIABLE, raising=False)


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Give a folder from which distributions are found, and forget its modules afterwards."""
    before = set(sys.modules)
    monkeypatch.syspath_prepend(tmp_path)
    yield tmp_path
    for name in set(sys.modules) - before:
        del sys.modules[name]


def install(site: Path, name: str, point: str, code: str, *, place: str = "") -> None:
    """Install a distribution of one module, which its entry point names if not said otherwise."""
    known = site / f"{name}-1.0.dist-info"
    known.mkdir()
    (known / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n")
    (known / "entry_points.txt").write_text(f"[mutualaid]\n{point} = {place or name}\n")
    (site / f"{name}.py").write_text(code)


def codes(report: LoadReport) -> list[str]:
    """Give the codes of the plans that were loaded, in their order."""
    return [loaded.info.code for loaded in report.plans]


def test_the_eight_have_no_problem() -> None:
    assert () == diagnose().problems


def test_the_variable_limits_what_is_loaded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, "accident, medical")
    assert ["medical", "accident"] == codes(diagnose())


def test_a_variable_that_names_nothing_loads_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, "")
    assert [] == codes(diagnose())


def test_the_argument_goes_before_the_variable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, "accident")
    assert ["medical"] == codes(diagnose(plans=iter(["medical"])))


def test_names_are_those_of_codes_and_not_of_titles() -> None:
    (problem,) = diagnose(plans=["在职职工医疗互助保障计划"]).problems
    assert "no installed plan has this code" == problem.what


def test_every_unknown_name_is_reported() -> None:
    problems = diagnose(plans=["medicl", "acident", "medical"]).problems
    assert ["medicl", "acident"] == [problem.plan.name for problem in problems]


def test_an_unknown_name_is_nowhere() -> None:
    (problem,) = diagnose(plans=["acident"]).problems
    assert ("not installed", "nowhere") == (problem.plan.distribution, problem.plan.place)


def test_known_names_are_loaded_beside_unknown_ones() -> None:
    assert ["medical"] == codes(diagnose(plans=["acident", "medical"]))


def test_a_module_that_cannot_be_imported_is_reported(site: Path) -> None:
    install(site, "sunken", "sunken", "raise OSError('gone')")
    (problem,) = diagnose().problems
    assert ("sunken 1.0", "cannot be imported, OSError: gone") == (
        problem.plan.distribution,
        problem.what,
    )


def test_an_entry_point_that_names_no_module_is_reported(site: Path) -> None:
    install(site, "hollow", "hollow", "fee = 56", place="hollow:fee")
    (problem,) = diagnose().problems
    assert ("the entry point names no module", "hollow:fee") == (problem.what, problem.plan.place)


def test_a_module_that_cannot_be_imported_keeps_no_other_out(site: Path) -> None:
    install(site, "sunken", "sunken", "raise OSError('gone')")
    assert 8 == len(diagnose().plans)


def test_two_distributions_that_claim_one_name_are_both_reported(site: Path) -> None:
    install(site, "pretender", "medical", "")
    found = {problem.plan.distribution.split()[0] for problem in diagnose().problems}
    assert {"mutualaid", "pretender"} == found


def test_a_claim_on_a_name_that_is_not_wanted_does_not_matter(site: Path) -> None:
    install(site, "pretender", "medical", "")
    assert () == diagnose(plans=["accident"]).problems


def test_a_catalogue_is_not_made_of_what_is_broken(site: Path) -> None:
    install(site, "empty_plan", "empty_plan", "")
    with pytest.raises(PlansNotLoaded) as caught:
        load_catalogue()
    assert 4 == len(caught.value.problems)


def test_a_catalogue_can_be_made_of_the_others(site: Path) -> None:
    install(site, "empty_plan", "empty_plan", "")
    assert ["medical"] == list(load_catalogue(plans=["medical"]))
