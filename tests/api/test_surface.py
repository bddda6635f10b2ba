"""The public surface as a whole: what it is, how it is called, and that it breaks not unseen."""

from __future__ import annotations

import ast
import inspect
from importlib.metadata import version
from pathlib import Path

import pytest
from api import surface

import mutualaid

ROOT = Path(__file__).parents[2]
REFERENCE = [ROOT / "docs" / "reference" / f"{page}.md" for page in ("api", "scenarios")]
OPTIONAL_BY_PLACE = {
    "mutualaid.Ledger": {"covers"},  # what a ledger is of
    "mutualaid.Period": {"end"},  # from, to
    "mutualaid.frames.decide_file": {"units"},  # entries, units: the pair that all frames come in
    "mutualaid.frames.decide_frame": {"units"},
    "mutualaid.frames.decide_summary": {"units"},
    "mutualaid.policy.diff.Difference.effect": {"units"},
    "mutualaid.policy.effect.effect": {"units"},
    "mutualaid.scenario.Population": {"units"},
    "mutualaid.scenario.RunRecord.rerun": {"units"},
    "mutualaid.scenario.RunRecord.scenario": {"units"},
    "mutualaid.scenario.Scenario": {"units"},
    "mutualaid.scenario.cliff": {"units"},
    "mutualaid.scenario.expose": {"units"},
    "mutualaid.scenario.fewer": {"units"},
}
"""What may be left out and is given by its place all the same."""
MADE_BY_THE_LIBRARY = {"mutualaid.account.Account"}


def test_what_is_public_is_what_was_written_down() -> None:
    now = sorted(set(surface.facts()))
    then = surface.SNAPSHOT.read_text("utf-8").splitlines()
    changed = sorted(set(now) ^ set(then))
    assert [] == changed, "run `python tests/api/surface.py` and read what it changes"
    assert now == then


def test_what_has_a_default_is_given_by_name() -> None:
    by_place = {
        name: {
            one.name
            for one in signed.parameters.values()
            if one.kind in surface.POSITIONAL and one.default is not one.empty
        }
        for name, signed in surface.functions()
        if name not in MADE_BY_THE_LIBRARY
    }
    assert OPTIONAL_BY_PLACE == {name: found for name, found in by_place.items() if found}


def test_every_argument_says_its_type() -> None:
    bare = {
        f"{name}.{one.name}"
        for name, signed in surface.functions()
        for one in signed.parameters.values()
        if one.annotation is one.empty
    }
    assert {"mutualaid.PlanModule.args", "mutualaid.PlanModule.kwargs"} == bare


def test_the_same_argument_is_of_the_same_type_everywhere() -> None:
    for name, kinds in {
        "lang": {"Lang", "Lang | None"},  # a picture speaks as the environment, if not said
        # A record is run again with every installed plan, if not said.
        "catalogue": {"Catalogue", "Catalogue | None", "Mapping[str, Plan]"},
        "starts": {"date", "date | None"},
        "on": {"date", "date | None", "date | Period"},
        "path": {"str | Path", "Path", "str"},
        "id_key": {"str", "str | None"},
    }.items():
        found = {
            str(one.annotation)
            for _, signed in surface.functions()
            for one in signed.parameters.values()
            if one.name == name
        }
        assert kinds == found


@pytest.mark.parametrize("module", surface.LISTED)
def test_a_module_lists_what_is_public_in_it_and_all_of_it_is_there(module: str) -> None:
    loaded = surface.importlib.import_module(module)
    assert [] == [name for name in loaded.__all__ if not hasattr(loaded, name)]
    assert len(loaded.__all__) == len(set(loaded.__all__))


def test_one_thing_has_one_public_name() -> None:
    names: dict[int, list[str]] = {}
    for name, value in surface.public():
        names.setdefault(id(value), []).append(name)
    assert [] == [several for several in names.values() if len(several) > 1]


@pytest.mark.parametrize("name", [name for names in surface.NAMED.values() for name in names])
def test_what_is_public_elsewhere_stands_in_the_reference(name: str) -> None:
    assert any(name in page.read_text("utf-8") for page in REFERENCE)


# Breaks ----------------------------------------------------------------------------------------

CALL = ["m.f is a function", "m.f takes 1 a: int", "m.f takes by name b: int = 1"]


@pytest.mark.parametrize(
    ("after", "broken"),
    [
        (CALL, []),
        ([*CALL, "m.f takes by name c: int = 2"], []),
        ([*CALL, "m.g is a function", "m.g takes 1 a: int"], []),
        ([*CALL, "m.f takes 2 c: int"], ["new and required: m.f takes 2 c: int"]),
        ([*CALL, "m.f takes by name c: int"], ["new and required: m.f takes by name c: int"]),
        (CALL[:2], ["gone: m.f takes by name b: int = 1"]),
        ([*CALL[:2], "m.f takes by name b: int = 2"], ["gone: m.f takes by name b: int = 1"]),
        (
            [CALL[0], "m.f takes by name a: int", CALL[2]],
            ["gone: m.f takes 1 a: int"],
        ),
        ([], [f"gone: {line}" for line in CALL]),
    ],
)
def test_what_breaks_is_told(after: list[str], broken: list[str]) -> None:
    assert broken == surface.breaks(CALL, after)


def test_the_snapshot_is_written_where_it_stands(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written = surface.SNAPSHOT.read_text("utf-8")
    monkeypatch.setattr(surface, "SNAPSHOT", tmp_path / "public.txt")
    assert 0 == surface.main([])
    assert written == (tmp_path / "public.txt").read_text("utf-8")


# What is old ------------------------------------------------------------------------------------


def goings() -> list[tuple[str, str]]:
    """Give where in the library something is marked as old, with the version in which it goes."""
    helpers = {"deprecated", "renamed", "renamed_argument", "warn"}
    found = []
    for path in Path(mutualaid.__file__).parent.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in helpers:
                said = {one.arg: one.value for one in node.keywords}
                gone = said.get("gone")
                if isinstance(gone, ast.Constant):
                    found.append((f"{path.name}:{node.lineno}", str(gone.value)))
    return found


def numbers(text: str) -> tuple[int, ...]:
    """Give the numbers of a version."""
    return tuple(int(part) for part in text.split(".")[:3] if part.isdigit())


def test_what_is_old_goes_in_its_time() -> None:
    now = numbers(version("mutualaid"))
    assert [] == [where for where, gone in goings() if numbers(gone) <= now]


def test_every_class_says_what_it_is() -> None:
    bare = [name for name, one in surface.public() if inspect.isclass(one) and not one.__doc__]
    assert [] == bare
