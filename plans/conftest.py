"""Every example of a plan is executed, in its docstrings and in `rules.md`; the readings' too."""

from __future__ import annotations

from sybil import Sybil
from sybil.parsers.myst import PythonCodeBlockParser
from sybil.parsers.rest import DocTestParser

# The template is a distribution of its own; tests/test_template.py installs it and runs its tests.
collect_ignore = ["template"]

pytest_collect_file = (
    Sybil([DocTestParser()], pattern="*.py", exclude="conftest.py")
    + Sybil([PythonCodeBlockParser()], patterns=["rules.md", "readings.md"])
).pytest()
