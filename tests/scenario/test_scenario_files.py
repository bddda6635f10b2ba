"""The file of a scenario: what it says, and everything that is wrong with it at once."""

from __future__ import annotations

import shutil
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from cities import CATALOGUE, EXAMPLE, STARTS

from mutualaid import InvalidValue, UnknownName
from mutualaid.scenario import (
    Comparison,
    InvalidScenario,
    Result,
    ScenarioFile,
    Sweep,
    load_scenario,
)

WHOLE = """
starts = 2016-01-01
entries = "people.csv"
units = "units.csv"
assumptions = "assumptions.toml"
plans = ["critical_illness"]
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Give a folder with the example's files."""
    return Path(shutil.copytree(EXAMPLE, tmp_path / "scenario"))


def read(folder: Path, text: str = WHOLE) -> ScenarioFile:
    path = folder / "given.toml"
    path.write_text(text, encoding="utf-8")
    return load_scenario(path, CATALOGUE)


def faults(folder: Path, text: str) -> list[str]:
    with pytest.raises(InvalidScenario) as told:
        read(folder, text)
    return [str(problem) for problem in told.value.problems]


def test_the_examples_give_a_result_a_comparison_and_a_sweep() -> None:
    kinds: dict[str, type[Any]] = {"scenario": Result, "compared": Comparison, "swept": Sweep}
    for name, kind in kinds.items():
        answer = load_scenario(EXAMPLE / f"{name}.toml", CATALOGUE).answer()
        assert type(answer) is kind


def test_a_file_says_what_a_scenario_is_given(folder: Path) -> None:
    more = """
    name = "mine"
    participation = { critical_illness = -2.5 }
    seed = 3
    reserve = 1000.50
    reserves = { critical_illness = 500 }
    levels = [0.9]
    quantiles = [0.5]
    ruin = 0.01
    weights = "shares"
    columns = { member = "member" }
    """
    base = read(folder, WHOLE + more).base
    assert (STARTS, ("critical_illness",), "mine", 3) == (
        base.starts, base.plans, base.name, base.seed,
    )  # fmt: skip
    assert ({"critical_illness": -2.5}, 1000.5, {"critical_illness": 500}) == (
        base.participation, base.reserve, base.reserves,
    )  # fmt: skip
    assert ([0.9], [0.5], 0.01, "shares") == (
        list(base.levels), list(base.quantiles), base.ruin, base.weights,
    )  # fmt: skip
    assert {"member": "member"} == base.columns
    assert -5 == read(folder, f"{WHOLE}participation = -5").base.participation


def test_entries_may_hold_the_figures_of_their_units(folder: Path) -> None:
    assert read(folder, WHOLE.replace('units = "units.csv"\n', "")).base.units is None


def test_changes_are_laid_over_the_policy_and_over_what_is_compared(folder: Path) -> None:
    more = '[[compare]]\nname = "fewer"\nparticipation = -5\nreserve = 7\n[[compare]]\n'
    said = read(folder, f'{WHOLE}changes = ["draft.toml"]\n{more}')
    assert "draft" == said.base.title.en
    fewer, same = said.others
    assert ("fewer", -5, 7) == (fewer.name, fewer.participation, fewer.reserve)
    assert said.base.catalogue is same.catalogue
    said = read(folder, f'{WHOLE}[[compare]]\nchanges = ["draft.toml"]\n')
    assert ("as it stands", "draft") == (said.base.title.en, said.others[0].title.en)


def test_paths_are_written_whole_or_as_tables(folder: Path) -> None:
    over = {"critical_illness.fee.amount": (90, Decimal("99.50")), "participation": (0,)}
    whole = '[sweep]\n"critical_illness.fee.amount" = [90, 99.50]\nparticipation = [0]\n'
    tables = "[sweep]\nparticipation = [0]\n[sweep.critical_illness.fee]\namount = [90, 99.50]\n"
    for text in (whole, tables):
        assert over == read(folder, WHOLE + text).over


def test_progress_is_told_of_rows_and_of_scenarios() -> None:
    rows: list[tuple[int, int]] = []
    cases: list[tuple[int, int]] = []
    said = load_scenario(EXAMPLE / "compared.toml", CATALOGUE)
    said.answer(rows=lambda *one: rows.append(one), scenarios=lambda *one: cases.append(one))
    assert (400, 400) == rows[-1]
    assert [(1, 3), (2, 3), (3, 3)] == cases


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ('entries = "people.csv"', "", "entries: is missing; write the path"),
        ("starts = 2016-01-01", "", "starts: is missing; write a date"),
        (
            "starts",
            "begins",
            "begins: is none of entries, assumptions, units",
        ),
        ('"units.csv"', "3", "units: 3 cannot stand here; write a text"),
        ('["critical_illness"]', '"all"', "plans: 'all' cannot stand here; write codes"),
        ("plans", "participation = 5\nplans", "participation: 5 cannot stand here; write points"),
        ("plans", "participation = true\nplans", "participation: True cannot stand here"),
        ("plans", "participation = { a = 1 }\nplans", "participation: {'a': 1} cannot stand here"),
        ("plans", "seed = -1\nplans", "seed: -1 cannot stand here; write a whole number"),
        ("plans", "seed = true\nplans", "seed: True cannot stand here"),
        ("plans", "seed = 0.5\nplans", "seed: Decimal('0.5') cannot stand here"),
        ("plans", "reserves = 5\nplans", "reserves: 5 cannot stand here; write {"),
        ("plans", "levels = 0.9\nplans", "levels: Decimal('0.9') cannot stand here"),
        ("plans", "changes = 3\nplans", "changes: 3 cannot stand here; write paths"),
    ],
)
def test_a_fault_says_where_it_stands(folder: Path, old: str, new: str, fault: str) -> None:
    assert any(fault in told for told in faults(folder, WHOLE.replace(old, new)))


def test_all_faults_are_told_at_once(folder: Path) -> None:
    text = "entries = 3\n[[compare]]\nparticipation = 5\nseed = 1\n[sweep]\nfee = 90\n"
    told = [one.partition(":")[0] for one in faults(folder, text)]
    assert [
        "entries", "assumptions", "starts",
        "compare 1, participation", "compare 1, seed", "sweep, fee",
    ] == told  # fmt: skip
    more = "[[compare]]\n[sweep]\nparticipation = [0]\n"
    assert ["sweep: stands beside compare; write the one or the other"] == (
        faults(folder, WHOLE + more)
    )
    assert ["sweep, fee: [] are no values; write them as [90, 100]"] == (
        faults(folder, f"{WHOLE}[sweep]\nfee = []\n")
    )


def test_what_is_no_toml_and_files_that_are_not_there_are_told(folder: Path) -> None:
    with pytest.raises(InvalidValue, match="is no TOML in UTF-8"):
        read(folder, "starts = ")
    (folder / "bad.toml").write_bytes(b'name = "\xff"')
    with pytest.raises(InvalidValue, match="is no TOML in UTF-8"):
        load_scenario(folder / "bad.toml", CATALOGUE)
    with pytest.raises(FileNotFoundError):
        read(folder, WHOLE.replace("people.csv", "nobody.csv")).answer()
    with pytest.raises(UnknownName, match="No plan has this name"):
        read(folder, WHOLE.replace("critical_illness", "fire"))
