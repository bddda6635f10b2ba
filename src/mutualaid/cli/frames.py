"""The command about whole populations."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

import click

from mutualaid.cli.grammar import ALL_WELL, Command
from mutualaid.cli.shared import (
    A_FILE,
    NEW_FILE,
    catalogue_with,
    change_option,
    debug_option,
    lang_option,
    plans_option,
    starts_option,
)
from mutualaid.text import Lang


@click.command("decide-file", cls=Command)
@click.argument("entries", type=A_FILE)
@click.argument("units", type=A_FILE, required=False)
@starts_option
@click.option("--output", type=NEW_FILE, required=True)
@plans_option
@click.option("--lines", is_flag=True)
@change_option
@lang_option
@debug_option
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
    """Decide a whole population by every plan, from files to a file."""
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
