"""The commands for people who change the policy."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from mutualaid.cli.grammar import ALL_WELL, BROKEN, REFUSED, Command
from mutualaid.cli.output import where, write_json
from mutualaid.cli.shared import (
    A_FILE,
    A_PLAN,
    DAY,
    OneOf,
    catalogue_with,
    change_option,
    debug_option,
    json_option,
    lang_option,
    output_option,
)
from mutualaid.text import Lang

if TYPE_CHECKING:
    from mutualaid.policy.diff import Difference
    from mutualaid.policy.effect import Effect
    from mutualaid.records import BadCell


@click.command(cls=Command)
@click.argument("plan", type=A_PLAN)
@click.option("--on", type=DAY)
@change_option
@json_option
@output_option
@lang_option
@debug_option
def paths(
    plan: str,
    on: date | None,
    changes: tuple[Path, ...],
    lang: Lang,
    *,
    as_json: bool,
    output: Path | None,
) -> int:
    """List the places in the rules of PLAN that a change of policy can name, with what is there."""
    from mutualaid.cli.policy_render import show_places
    from mutualaid.finding import SCHEMA_VERSION
    from mutualaid.policy.diff_rows import shown
    from mutualaid.policy.paths import places
    from mutualaid.text import LANGUAGES

    asked = catalogue_with(changes)[plan]
    edition = asked.editions[-1] if on is None else asked.edition(on)
    found = places(edition)
    with where(output) as out:
        if as_json:
            rows = [
                {"path": f"{edition.code}.{one}"}
                | {language: shown(one.value, language) for language in LANGUAGES}
                for one in found
            ]
            write_json({"type": "places", "version": SCHEMA_VERSION, "places": rows}, out)
        else:
            show_places(edition.code, found, lang, out)
    return ALL_WELL


@click.command(cls=Command)
@click.argument("changes", nargs=-1, required=True, metavar="CHANGE", type=A_FILE)
@click.option("--on", type=DAY)
@click.option("--unit", type=A_FILE)
@click.option("--roster", type=A_FILE)
@click.option("--format", "form", type=OneOf(["text", "markdown", "json"]), default="text")
@output_option
@lang_option
@debug_option
def diff(
    changes: tuple[Path, ...],
    on: date | None,
    unit: Path | None,
    roster: Path | None,
    lang: Lang,
    *,
    form: str,
    output: Path | None,
) -> int:
    """Tell what changes of policy change."""
    from mutualaid.catalogue import load_catalogue
    from mutualaid.cli.policy_render import show_difference, write_markdown
    from mutualaid.records import load_change

    read = [load_change(path) for path in changes]
    catalogue = load_catalogue()
    reformed = catalogue.with_change(*read)
    day = max(change.since for change in read) if on is None else on
    difference = catalogue.diff(reformed, on=day)
    reach, bad = _effect(difference, unit, roster, day)
    with where(output) as out:
        if form == "json":
            write_json(_plain(difference, reach, bad), out)
        elif form == "markdown":
            write_markdown(difference, reach, bad, lang, out)
        else:
            show_difference(difference, reach, bad, lang, out)
    if bad:
        return BROKEN
    return REFUSED if difference else ALL_WELL


def _effect(
    difference: Difference, unit: Path | None, roster: Path | None, on: date
) -> tuple[Effect | None, tuple[BadCell, ...]]:
    from mutualaid.errors import MutualAidError
    from mutualaid.records import read_roster, read_unit

    if unit is None and roster is None:
        return None, ()
    if unit is None or roster is None:
        lacks = "--unit" if unit is None else "--roster"
        raise MutualAidError(f"--unit and --roster go together, and {lacks} is missing")
    said = read_unit(unit)
    people = read_roster(roster, difference.after, starts=on)
    asked = {code: difference.after[code] for code in difference.plans if code in difference.after}
    entered = {code: people.application(plan, said) for code, plan in asked.items()}
    return difference.effect(entered), people.bad


def _plain(
    difference: Difference, reach: Effect | None, bad: Iterable[BadCell]
) -> dict[str, object]:
    both = difference.in_force
    return {
        **difference.to_dict(),
        "counterexamples": {plan: difference.counterexample(plan).to_dict() for plan in both},
        "effect": None if reach is None else reach.to_dict(),
        "bad_cells": [cell.to_dict() for cell in bad],
    }


@click.command(cls=Command)
@click.argument("files", nargs=-1, required=True, metavar="FILE", type=A_FILE)
@change_option
@json_option
@output_option
@lang_option
@debug_option
def check(
    files: tuple[Path, ...],
    changes: tuple[Path, ...],
    lang: Lang,
    *,
    as_json: bool,
    output: Path | None,
) -> int:
    """Check case tables."""
    from mutualaid.cli.render import show_checked
    from mutualaid.finding import SCHEMA_VERSION
    from mutualaid.testing import check_cases

    catalogue = catalogue_with(changes)
    checked = [check_cases(path, catalogue) for path in files]
    with where(output) as out:
        if as_json:
            told = [one.to_dict() for one in checked]
            write_json({"type": "cases", "version": SCHEMA_VERSION, "files": told}, out)
        else:
            show_checked(checked, lang, out)
    if any(one.table.bad for one in checked):
        return BROKEN
    return REFUSED if any(one.wrong for one in checked) else ALL_WELL
