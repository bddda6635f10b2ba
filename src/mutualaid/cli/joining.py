"""The commands about joining."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from mutualaid.cli.claims import write_ledger
from mutualaid.cli.grammar import ALL_WELL, BROKEN, REFUSED, Command
from mutualaid.cli.output import where, write_json
from mutualaid.cli.shared import (
    A_FILE,
    DAY,
    NEW_FILE,
    OneOf,
    catalogue_with,
    change_option,
    debug_option,
    id_key_option,
    json_option,
    lang_option,
    output_option,
    plans_option,
    starts_option,
)
from mutualaid.text import Lang


@click.command(cls=Command)
@click.argument("unit", type=A_FILE)
@click.argument("roster", type=A_FILE)
@starts_option
@plans_option
@change_option
@click.option("--covers", type=NEW_FILE)
@id_key_option
@json_option
@output_option
@lang_option
@debug_option
def review(
    unit: Path,
    roster: Path,
    starts: date,
    plans: tuple[str, ...],
    changes: tuple[Path, ...],
    lang: Lang,
    *,
    as_json: bool,
    covers: Path | None,
    id_key: str | None,
    output: Path | None,
) -> int:
    """Review a unit's roster against every plan."""
    from mutualaid.cli.render import show_roster_review
    from mutualaid.ledger import Ledger
    from mutualaid.records import read_roster, read_unit
    from mutualaid.roster_review import RosterOutcome, review_roster

    catalogue = catalogue_with(changes)
    said = read_unit(unit)
    people = read_roster(roster, catalogue, starts=starts, id_key=id_key)
    reviewed = review_roster(catalogue, said, people, plans=plans or None)
    if covers is not None:
        write_ledger(Ledger(reviewed.covers()), covers)
    with where(output) as out:
        if as_json:
            write_json(reviewed.to_dict(), out)
        else:
            show_roster_review(reviewed, lang, out)
    codes = {RosterOutcome.WELL: ALL_WELL, RosterOutcome.NOT_ALL: REFUSED}
    return codes.get(reviewed.outcome, BROKEN)


@click.command(cls=Command)
@click.option("--on", type=DAY)
@change_option
@click.option("--format", "form", type=OneOf(["text", "markdown", "json"]), default="text")
@output_option
@lang_option
@debug_option
def plans(
    on: date | None, changes: tuple[Path, ...], lang: Lang, form: str, output: Path | None
) -> int:
    """Show the plans in the form of the leaflet's table, generated from their rules."""
    from mutualaid.cli.render import show_table
    from mutualaid.handbook import table, to_markdown

    catalogue = catalogue_with(changes)
    editions = (
        [plan.editions[-1] for plan in catalogue.values()] if on is None else catalogue.editions(on)
    )
    rows = table(editions)
    with where(output) as out:
        if form == "json":
            write_json([row.to_dict() for row in rows], out)
        elif form == "markdown":
            out.write(to_markdown(rows, lang))
        else:
            show_table(rows, lang, out)
    return ALL_WELL
