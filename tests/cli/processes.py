"""The command line as people run it: a process of its own, in an environment that says nothing."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import IO, Any

from click.testing import CliRunner, Result

from mutualaid.cli.commands import command

ROOT = Path(__file__).parents[2]
OFFICE = [str(ROOT / "docs" / "examples" / "office" / name) for name in ("unit.toml", "roster.csv")]
REVIEW_OFFICE = ["review", *OFFICE, "--starts", "2016-01-01"]
UNSAID = (
    "LC_ALL",
    "LC_MESSAGES",
    "LANG",
    "MUTUALAID_LANG",
    "MUTUALAID_LOAD_PLANS",
    "NO_COLOR",
    "FORCE_COLOR",
    "TTY_COMPATIBLE",
    "TTY_INTERACTIVE",
    "COLUMNS",
    "PYTHONPATH",
    "PYTHONUNBUFFERED",
    "PYTHONIOENCODING",
)
SEAL = """\
import sys


class Seal:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] == {sealed!r}:
            raise ModuleNotFoundError(f"No module named {{name!r}}", name=name)


sys.meta_path.insert(0, Seal())
from mutualaid.cli import main

main()
"""


def environment(**said: str) -> dict[str, str]:
    """Give the environment of this process, without what speaks to the command line."""
    kept = {name: value for name, value in os.environ.items() if name not in UNSAID}
    return {**kept, "PYTHONUTF8": "1", **said}


def run(
    *arguments: str, stdout: IO[Any] | int = subprocess.PIPE, sealed: str = "", **said: str
) -> subprocess.CompletedProcess[str]:
    """Run the command line in a process of its own.

    What it runs of the library is not measured: that would double the time of each, and is run
    within this process as well.

    Args:
        arguments: What stands behind `mutualaid`.
        stdout: Where its output goes.
        sealed: A distribution that is to look as if it were not installed.
        said: Environment variables.
    """
    unmeasured = environment(**said)
    unmeasured.pop("COVERAGE_PROCESS_CONFIG", None)
    start = ["-c", SEAL.format(sealed=sealed)] if sealed else ["-m", "mutualaid"]
    return subprocess.run(
        [sys.executable, *start, *arguments],
        stdout=stdout,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        errors="replace",
        env=unmeasured,
        check=False,
    )


def invoke(*arguments: str, **said: str) -> Result:
    """Run the command line within this process."""
    unsaid = {name: said.get(name) for name in (*UNSAID, *said)}
    return CliRunner(env=unsaid).invoke(command, arguments, prog_name="mutualaid")


def told(result: Result) -> Any:
    """Give the JSON that a command has written."""
    return json.loads(result.stdout)


def boxes(text: str) -> list[tuple[str, ...]]:
    """Give the cells of a table in boxes, row by row, each without its line breaks and blanks."""
    rows: list[list[str]] = []
    for line in text.splitlines():
        if line[:1] in "╭├╰":
            rows.append([])
        elif line[:1] == "│":
            parts = [part.strip() for part in line.strip("│").split("│")]
            rows[-1] = [a + b for a, b in zip(rows[-1] or [""] * len(parts), parts, strict=True)]
    return [tuple(re.sub(r"\s", "", cell) for cell in row) for row in rows if row]
