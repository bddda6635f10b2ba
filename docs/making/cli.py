"""The command line: the help of every command, as it is shown."""

from __future__ import annotations

from collections.abc import Iterator

import click
from click.testing import CliRunner

from mutualaid.cli.commands import command

NAME = "mutualaid"
WIDTH = 80
HEAD = """\
# Command line

`pip install 'mutualaid[cli]'` brings the program `mutualaid`. This page shows the help of every
command as the program prints it; it is made by `python docs/generate.py`.

Every command exits with 0 where all is well, with 1 where something is refused or not known, and
with 2 where something cannot be read or was asked wrongly. Answers go to standard output, and what
is wrong with the asking to standard error.
"""


def cli_page() -> str:
    """Give the page of the command line."""
    return "\n".join([HEAD, *_helps(command, ())])


def _helps(one: click.Command, names: tuple[str, ...]) -> Iterator[str]:
    title = " ".join([NAME, *names])
    said = CliRunner().invoke(
        command, [*names, "--help"], prog_name=NAME, terminal_width=WIDTH, env={"LANG": "en_GB"}
    )
    yield f"## {title}\n\n```text\n$ {title} --help\n{said.output.rstrip()}\n```\n"
    if isinstance(one, click.Group):
        for name, below in sorted(one.commands.items()):
            yield from _helps(below, (*names, name))
