"""What comes with an extra says which, wherever it is asked for."""

from __future__ import annotations

import subprocess
import sys

import pytest
from cli.processes import environment

from mutualaid import MissingExtra
from mutualaid.errors import from_extra

SEALED = """\
import sys


class Seal:
    def find_spec(self, name, path=None, target=None):
        if name == {library!r}:
            raise ModuleNotFoundError(f"No module named {{name!r}}", name=name)


sys.meta_path.insert(0, Seal())
from mutualaid import MissingExtra

try:
    {asked}
except MissingExtra as error:
    print(error.what, error.hint, sep="; ")
"""


@pytest.mark.parametrize(
    ("library", "asked", "who", "extra"),
    [
        ("narwhals", "import mutualaid.frames", "mutualaid.frames", "frames"),
        ("numpy", "import mutualaid.testing.population", "mutualaid.testing.population", "frames"),
        (
            "polars",
            "from mutualaid.frames import decide_file",
            "mutualaid.frames.decide_file",
            "frames",
        ),
        ("hypothesis", "from mutualaid.testing import PlanLaws", "mutualaid.testing.PlanLaws",
         "test"),
        ("hypothesis", "import mutualaid.testing.strategies", "mutualaid.testing.strategies",
         "test"),
    ],
)  # fmt: skip
def test_it_names_the_extra(library: str, asked: str, who: str, extra: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", SEALED.format(library=library, asked=asked)],
        capture_output=True,
        encoding="utf-8",
        env=environment(),
        check=True,
    )
    told = f"{who} needs {library}, which is not installed; pip install 'mutualaid[{extra}]'\n"
    assert told == done.stdout


def test_a_library_that_no_extra_brings_is_missed_as_it_is() -> None:
    def use() -> None:
        with from_extra("frames", "it", "narwhals"):
            raise ModuleNotFoundError("No module named 'elsewhere'", name="elsewhere")

    with pytest.raises(ModuleNotFoundError, match="elsewhere") as raised:
        use()
    assert not isinstance(raised.value, MissingExtra)
