"""The command about whole populations."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

import click

from mutualaid.cli.shared import (
    A_FILE,
    ALL_WELL,
    DAY,
    catalogue_with,
    change_option,
    lang_option,
    tells_errors,
)
from mutualaid.text import Lang


@click.command("decide-file")
@click.argument("entries", type=A_FILE)
@click.argument("units", type=A_FILE, required=False)
@click.option("--starts", type=DAY, required=True, help="First day of the covers.")
@click.option(
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    required=True,
    help="Write the answers to this Parquet file.",
)
@click.option(
    "--plan",
    "plans",
    multiple=True,
    help="Ask this plan only, by any of its names; can be given several times.",
)
@click.option("--lines", is_flag=True, help="Give the caps of each benefit line too.")
@change_option
@lang_option
@tells_errors
def decide_file(
    entries: Path,
    units: Path | None,
    starts: date,
    output: Path,
    plans: tuple[str, ...],
    changes: tuple[Path, ...],
    lang: Lang,
    *,
    lines: bool,
) -> int:
    """Decide a whole population by every plan, from files to a file.

    ENTRIES is a Parquet, CSV or Arrow file with a row for each person, or for each person and
    child; UNITS one with a row for each unit, which may be left out where the entries hold the
    unit's figures. Files may be larger than memory. A row is written for each row that is read, in
    the same order.

    Exits with 0 if every row is decided, whatever the answers, and with 2 if the files cannot be
    read.
    """
    from mutualaid.cli.render import progress_of, show_rows
    from mutualaid.frames import decide_file as decide

    with progress_of("decide_file.rows", lang) as progress:
        count = decide(
            catalogue_with(changes),
            entries,
            units,
            starts=starts,
            output=output,
            plans=plans or None,
            lines=lines,
            progress=progress,
        )
    show_rows(count, output, lang, sys.stdout)
    return ALL_WELL
