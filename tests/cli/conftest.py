"""Small rosters on disk, for the command line to read."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

HEADER = (
    "id,birth_date,sex,serving,basic_medical_insurance,union_member,jingka_card,"
    "critical_illness.shares,womens_illness.shares,accident.level,"
    "child_id,child_birth_date,child_healthy,childrens_accident.shares"
)
WELL = "M1,1980-05-17,female,yes,yes,yes,yes,1,1,1,C1,2010-06-01,yes,1"
"""Somebody who comes in everywhere, alone in a unit of one."""
UNIT = """\
id = "U1"
name = "一人单位"
employees = 1
female_employees = 1
employees_with_minor_children = 1
in_beijing = true
has_union = true
high_risk = false
"""
Files = Callable[..., list[str]]


@pytest.fixture
def files(tmp_path: Path) -> Files:
    """Write a unit and a roster of these lines; give what stands behind `mutualaid`."""

    def write(*lines: str, unit: str = UNIT) -> list[str]:
        (tmp_path / "unit.toml").write_text(unit, "utf-8")
        roster = "\n".join([HEADER, *(lines or [WELL])])
        (tmp_path / "roster.csv").write_text(roster, "utf-8")
        paths = [str(tmp_path / name) for name in ("unit.toml", "roster.csv")]
        return ["review", *paths, "--starts", "2016-01-01"]

    return write
