"""The command line: a thin face on the library. `mutualaid --help` teaches it."""

from __future__ import annotations

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
    except ModuleNotFoundError as error:
        if error.name not in NEEDED:
            raise
        sys.stderr.write("The command line comes with an extra: pip install 'mutualaid[cli]'\n")
        sys.exit(2)
    command(prog_name="mutualaid")
