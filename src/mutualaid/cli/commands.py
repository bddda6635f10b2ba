"""The commands, together."""

from __future__ import annotations

from importlib.metadata import version
from pathlib import Path

import click

from mutualaid.cli.claims import settle, statement
from mutualaid.cli.frames import decide_file
from mutualaid.cli.grammar import ALL_WELL, BROKEN, Command, Program
from mutualaid.cli.joining import plans, review
from mutualaid.cli.output import where, write_json
from mutualaid.cli.policy import check, diff, paths
from mutualaid.cli.scenario import scenario
from mutualaid.cli.shared import (
    OneOf,
    debug_option,
    json_option,
    lang_option,
    output_option,
)
from mutualaid.text import Lang


@click.group(
    "mutualaid",
    cls=Program,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"]},
)
@click.option("--lang", type=OneOf(["zh", "en"]), is_eager=True, expose_value=False)
@debug_option
@click.version_option(version("mutualaid"), package_name="mutualaid")
@click.pass_context
def command(ctx: click.Context) -> None:
    """Run one of the commands; where none is named, show what there is."""
    if ctx.invoked_subcommand is None:
        click.echo(ctx.get_help(), err=True)
        ctx.exit(BROKEN)


@click.command(cls=Command)
@json_option
@output_option
@lang_option
@debug_option
def doctor(lang: Lang, *, as_json: bool, output: Path | None) -> int:
    """List what was loaded from where, and everything that is wrong with it."""
    from mutualaid.cli.render import show_report
    from mutualaid.loading import diagnose

    report = diagnose()
    with where(output) as out:
        if as_json:
            write_json(report.to_dict(), out)
        else:
            show_report(report, lang, out)
    return BROKEN if report.problems else ALL_WELL


for one in (review, settle, statement, plans, diff, paths, check, decide_file, scenario, doctor):
    command.add_command(one)
