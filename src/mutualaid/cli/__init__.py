"""The command line: a thin face on the library. `mutualaid --help` teaches it."""

from __future__ import annotations

import os
import sys

NEEDED = {"click", "rich"}


def main() -> None:
    """Run the command line; exits with 2 where the extra that it needs is not installed."""
    for stream in (sys.stdout, sys.stderr):
        # A terminal or file that knows no Chinese gets question marks, not a traceback.
        stream.reconfigure(errors="replace")  # type: ignore[union-attr]  # both are text files
    try:
        import rich  # noqa: F401 - an extra

        from mutualaid.cli.commands import command
        from mutualaid.cli.grammar import CLOSED_PIPE
    except ModuleNotFoundError as error:
        if error.name not in NEEDED:
            raise
        sys.stderr.write("The command line comes with an extra: pip install 'mutualaid[cli]'\n")
        sys.exit(2)
    try:
        command(prog_name="mutualaid")
    except BrokenPipeError:  # it was an error that nobody read
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stderr.fileno())
        sys.exit(CLOSED_PIPE)
