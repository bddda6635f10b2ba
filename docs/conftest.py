"""Every example of the documentation is executed, those of the two READMEs included.

Each page has a namespace of its own. A fence that opens with `>>>` is compared with what it
shows; any other ```python fence is run as it stands.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sybil import Sybil
from sybil.parsers.myst import PythonCodeBlockParser

if TYPE_CHECKING:
    import pytest

ROOT = Path(__file__).parents[1]
EXAMPLES = [PythonCodeBlockParser()]

ELSEWHERE = [
    f"{folder}{page}"
    for folder in ("", "zh/")
    for page in ("reference/handbook/*.md", "explanation/readings.md")
] + ["zh/tutorials/*.md"]
"""Where examples stand that are executed elsewhere: in `rules.md` and `readings.md` beside the
plans, and in English; `docs/generate.py` copies them, and a test compares."""

pytest_collect_file = Sybil(EXAMPLES, pattern="*.md", excludes=ELSEWHERE).pytest()


class Readmes:
    """Collects the READMEs: above them stands no `conftest.py`, the top level has none."""

    pytest_collect_file = staticmethod(
        Sybil(EXAMPLES, path=str(ROOT), pattern="README*.md", exclude="*/*").pytest()
    )


def pytest_configure(config: pytest.Config) -> None:
    """Register what is to be asked of every file, wherever it lies."""
    config.pluginmanager.register(Readmes(), "mutualaid-readmes")
