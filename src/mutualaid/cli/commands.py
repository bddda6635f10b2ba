"""The commands, together."""

from __future__ import annotations

import sys
from importlib.metadata import version

import click

from mutualaid.cli.claims import settle, statement
from mutualaid.cli.frames import decide_file
from mutualaid.cli.joining import plans, review
from mutualaid.cli.policy import check, diff, paths
from mutualaid.cli.scenario import scenario
from mutualaid.cli.shared import ALL_WELL, BROKEN, tells_errors, write_json


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(version("mutualaid"), package_name="mutualaid")
def command() -> None:
    """Mutual-aid plans for serving employees: who may join, at what fee, for what benefit."""


@command.command()
@click.option("--json", "as_json", is_flag=True, help="Answer in JSON.")
@tells_errors
def doctor(*, as_json: bool) -> int:
    """List what was loaded from where, and everything that is wrong with it.

    Exits with 0 if nothing is wrong, else with 2.
    """
    from mutualaid.cli.render import show_report
    from mutualaid.loading import diagnose

    report = diagnose()
    if as_json:
        write_json(report.to_dict(), sys.stdout)
    else:
        show_report(report, sys.stdout)
    return BROKEN if report.problems else ALL_WELL


for one in (review, plans, settle, statement, diff, paths, check, decide_file, scenario):
    command.add_command(one)
