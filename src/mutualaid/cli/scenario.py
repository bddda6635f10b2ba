"""The command for actuaries."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from mutualaid.cli.grammar import ALL_WELL, Command
from mutualaid.cli.output import check_form, write_table
from mutualaid.cli.shared import (
    A_FILE,
    OneOf,
    catalogue_with,
    change_option,
    debug_option,
    lang_option,
    output_option,
)
from mutualaid.text import Lang

if TYPE_CHECKING:
    from mutualaid.scenario import Cliff, Comparison, Result, ScenarioFile


@click.command(cls=Command)
@click.argument("file", type=A_FILE)
@click.option("--cliff", is_flag=True)
@change_option
@click.option("--format", "form", type=OneOf(["text", "csv", "xlsx", "json"]), default="text")
@output_option
@lang_option
@debug_option
def scenario(
    file: Path,
    changes: tuple[Path, ...],
    lang: Lang,
    *,
    cliff: bool,
    form: str,
    output: Path | None,
) -> int:
    """Tell what a policy costs."""
    from mutualaid.cli.scenario_render import show_scenario
    from mutualaid.scenario import load_scenario

    check_form(form, output)
    said = load_scenario(file, catalogue_with(changes))
    answer = _answer(said, lang, cliff=cliff)
    write_table(answer, form, output, lang, lambda out: show_scenario(answer, said.base, lang, out))
    return ALL_WELL


def _answer(said: ScenarioFile, lang: Lang, *, cliff: bool) -> Cliff | Comparison | Result:
    """Reckon what was asked, with a bar where there is a terminal."""
    from mutualaid.cli.render import progress_of

    if said.several and not cliff:
        with progress_of("scenario.scenarios", lang) as done:
            return said.answer(scenarios=done)
    with progress_of("decide_file.rows", lang) as done:
        return said.base.cliff(progress=done) if cliff else said.answer(rows=done)
