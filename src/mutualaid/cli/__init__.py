"""The command line: a thin face on the library. `mutualaid --help` teaches it."""

from __future__ import annotations

import sys

try:
    from mutualaid.cli.commands import command
except ModuleNotFoundError as error:
    if error.name not in {"click", "rich"}:
        raise
    command = None  # type: ignore[assignment]  # told by main


def main() -> None:
    """Run the command line."""
    if command is None:
        sys.exit("The command line comes with an extra: pip install 'mutualaid[cli]'")
    command(prog_name="mutualaid")
