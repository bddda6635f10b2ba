"""The commands about joining."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from mutualaid.cli.claims import write_ledger
from mutualaid.cli.shared import (
    A_FILE,
    ALL_WELL,
    BROKEN,
    DAY,
    REFUSED,
    catalogue_with,
    change_option,
    id_key_option,
    json_option,
    lang_option,
    output_option,
    tells_errors,
    where,
    write_json,
)
from mutualaid.text import Lang


@click.command()
@click.argument("unit", type=A_FILE)
@click.argument("roster", type=A_FILE)
@click.option("--starts", type=DAY, required=True, help="First day of the covers.")
@click.option(
    "--plan",
    "plans",
    multiple=True,
    help="Ask this plan only, by any of its names; can be given several times.",
)
@change_option
@lang_option
@json_option
@click.option(
    "--covers",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write the covers of who is accepted to a file, for `mutualaid settle`.",
)
@id_key_option
@output_option
@tells_errors
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
    """Review a unit's roster against every plan.

    UNIT is a TOML file that says what the unit is; ROSTER a CSV file in UTF-8 or GB18030, or an
    Excel file, with a row for each person, or for each person and child, and with Chinese or
    English headers.

    Exits with 0 if everything is accepted, 1 if something is refused or not known, and 2 if a
    cell or a file cannot be read; the good rows are reviewed all the same.
    """
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


@click.command()
@click.option(
    "--on",
    type=DAY,
    help="Rules in force on this day; by default the newest of each plan.",
)
@change_option
@lang_option
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "markdown", "json"]),
    default="text",
    show_default=True,
)
@output_option
@tells_errors
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
