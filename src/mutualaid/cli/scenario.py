"""The command for actuaries."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from mutualaid.cli.shared import (
    A_FILE,
    ALL_WELL,
    catalogue_with,
    change_option,
    json_option,
    lang_option,
    tells_errors,
    where,
    write_json,
)
from mutualaid.text import Lang

if TYPE_CHECKING:
    from mutualaid.scenario import Cliff, Comparison, Result
    from mutualaid.scenario.scenario_files import ScenarioFile


@click.command()
@click.argument("file", type=A_FILE)
@click.option(
    "--cliff",
    "persons",
    type=click.IntRange(min=1),
    help="Count the units in which others lose acceptance when so many people do not join.",
)
@change_option
@lang_option
@json_option
@click.option(
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write to a file instead; one that ends in .csv or .xlsx becomes a table.",
)
@tells_errors
def scenario(
    file: Path,
    persons: int | None,
    changes: tuple[Path, ...],
    lang: Lang,
    *,
    as_json: bool,
    output: Path | None,
) -> int:
    """Tell what a policy costs: fees, expected benefits, chance of a deficit, break-even fee.

    FILE is a TOML file that names the entries and units, the first day of the covers and the
    assumptions. With [[compare]] in it scenarios are put side by side, with [sweep] figures are
    varied.
    """
    from mutualaid.scenario.scenario_files import load_scenario

    said = load_scenario(file, catalogue_with(changes))
    answer = _answer(said, persons, lang)
    kind = "" if output is None else output.suffix.lower()
    if output is not None and kind == ".xlsx":
        answer.write_excel(output, lang)
        return ALL_WELL
    with where(output) as out:
        if as_json:
            write_json(answer.to_dict(), out)
        elif kind == ".csv":
            out.write(answer.to_csv(lang))
        else:
            from mutualaid.cli.scenario_render import show_scenario

            show_scenario(answer, said.base, lang, out)
    return ALL_WELL


def _answer(said: ScenarioFile, persons: int | None, lang: Lang) -> Cliff | Comparison | Result:
    """Reckon what was asked, with a bar where there is a terminal."""
    from mutualaid.cli.render import progress_of

    if persons is None and said.several:
        with progress_of("scenario.scenarios", lang) as done:
            return said.answer(scenarios=done)
    with progress_of("decide_file.rows", lang) as done:
        if persons is None:
            return said.answer(rows=done)
        return said.base.cliff(persons=persons, progress=done)
