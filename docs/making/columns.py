"""Columns: of dataframes, rosters, tables of claims and case tables, each by its names."""

from __future__ import annotations

from collections.abc import Mapping

from making.tables import EIGHT
from making.words import table
from mutualaid import load_catalogue
from mutualaid.frames.answers import wide_answers
from mutualaid.frames.columns import ENTRIES, OF_UNIT, UNITS, Column
from mutualaid.records.columns import CLAIM, OF_A_PLAN, PERSON
from mutualaid.testing import case_columns

HEAD = """\
# Columns

Every column that the library reads or writes, with all its names. It is made from the library by
`python docs/generate.py`. What stands in the cells, and what a blank means, is told on the pages of
the files.
"""


def columns_page() -> str:
    """Give the page of the columns."""
    return "\n".join([
        HEAD,
        "## Dataframes: in\n\n[Whole populations](../how-to/frames.md) says what a null means.",
        "\n### Entries",
        _of_frames(ENTRIES),
        f"### Units\n\nIn a frame of their own, or among the entries with `{OF_UNIT}` before it.",
        _of_frames(UNITS),
        "## Dataframes: out\n\nFor each plan, with its code and `_` before the name.",
        _out(),
        "## Rosters\n\n[Roster files](roster-files.md). One name of each line is written.",
        _named(PERSON),
        "Of each plan, in English after its code and a dot, in Chinese after its short name:",
        table(("column", "names", "such as"), _of_plans()),
        "## Tables of claims\n\n[Claims files](claims-files.md).",
        _named(CLAIM),
        "## Case tables\n\n[Case tables](../how-to/case-tables.md).",
        _named(case_columns.COLUMNS),
    ])  # fmt: skip


def _of_frames(columns: tuple[Column, ...]) -> str:
    rows = ((f"`{one.name}`", one.holds.value, "yes" if one.required else "") for one in columns)
    return table(("column", "holds", "required"), rows)


def _out() -> str:
    edition = load_catalogue(plans=EIGHT)["critical_illness"].editions[-1]
    names = wide_answers(edition, lines=False)
    rows = ((f"`<code>_{name}`", f"`{edition.code}_{name}`") for name in names)
    return table(("column", "such as"), rows)


def _named(names: Mapping[str, tuple[str, ...]]) -> str:
    rows = ((f"`{name}`", ", ".join(f"`{one}`" for one in zh)) for name, zh in names.items())
    return table(("column", "中文"), rows)


def _of_plans() -> list[tuple[str, str, str]]:
    info = load_catalogue(plans=EIGHT)["critical_illness"].info
    return [
        (f"`<code>.{en}`", f"`<简称>{zh}`", f"`{info.code}.{en}`, `{info.short.zh}{zh}`")
        for en, zh in OF_A_PLAN.items()
    ]
