"""Each reading is changed as its page says: the last line of it is laid over the plans."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
from policy.changes import CATALOGUE, change

from mutualaid import (
    AgeBetween,
    BenefitLine,
    BenefitSchedule,
    Ceiling,
    PolicyChange,
)
from mutualaid.records import load_change

PAGE = Path(__file__).parents[2] / "plans" / "mutualaid_plans" / "readings.md"
HEAD = 'name = "otherwise"\nsince = 2016-01-01\nsource = "a circular"\n'
ON = date(2016, 1, 1)
SPAN = re.compile(r"`(set|replace|add|remove) ([a-z_.]+)(?: = (.*?))?`")
WITHOUT_PATH = {"R11", "R18"}


def said() -> dict[str, str]:
    """Give the last line of each reading."""
    page = PAGE.read_text("utf-8")
    return dict(
        re.findall(r"^## (R\d+)$.*?^改法 · Otherwise: (.*?)$", page, re.MULTILINE | re.DOTALL)
    )


class OwnAges(AgeBetween):
    """A rule of one's own, for birthdays that are counted otherwise."""

    __slots__ = ()


def _line(plan: str, place: int = 0) -> BenefitLine:
    return CATALOGUE[plan].editions[0].benefit.lines[place]


def _two_lines() -> BenefitSchedule:
    one = _line("critical_illness")
    parts = (one.events[:1], one.events[1:])
    return BenefitSchedule(
        *(
            Ceiling(10_000, events=events, code=code, per_share=True)
            for code, events in zip(("heart", "others"), parts, strict=True)
        )
    )


def _ceiling() -> Ceiling:
    death = _line("accident_property")
    return Ceiling(20_000, events=death.events, code=death.code, title=death.title)


IN_PYTHON = {
    "critical_illness.eligibility.age": OwnAges(16, 60),
    "accident_property.benefit.death": _ceiling(),
    "critical_illness.benefit": _two_lines(),
}
"""Rules that the page leaves to the reader, by the path of what they replace."""


def written(line: str, path: Path) -> PolicyChange:
    """Read what a line says: as a file of a change, or with a rule that stands here."""
    spans = SPAN.findall(line)
    left = {place: IN_PYTHON[place] for _, place, value in spans if place in IN_PYTHON}
    if left:
        return change(since=ON, replace=left)
    gone = [place for verb, place, _ in spans if verb == "remove"]
    lines = [f"remove = {gone}"]
    for verb in ("set", "replace", "add"):
        lines += [f"[{verb}]", *(f'"{at}" = {value}' for one, at, value in spans if one == verb)]
    path.write_text(HEAD + "\n".join(lines), "utf-8")
    return load_change(path)


LINES = said()


def test_every_reading_says_how_it_is_changed() -> None:
    assert [f"R{number}" for number in range(1, 28)] == list(LINES)


@pytest.mark.parametrize("reading", LINES)
def test_only_what_no_path_reaches_is_without_one(reading: str) -> None:
    assert (reading in WITHOUT_PATH) is (SPAN.search(LINES[reading]) is None)


@pytest.mark.parametrize("reading", [one for one in LINES if one not in WITHOUT_PATH])
def test_a_reading_is_changed_as_its_page_says_at_each_place_that_it_names(
    reading: str, tmp_path: Path
) -> None:
    otherwise = written(LINES[reading], tmp_path / "change.toml")
    rows = CATALOGUE.diff(CATALOGUE.with_change(otherwise), on=ON).rows
    assert len(SPAN.findall(LINES[reading])) == len(otherwise.paths)
    assert set(otherwise.plans) == {row.plan for row in rows}
    assert len(rows) >= len(otherwise.paths)
