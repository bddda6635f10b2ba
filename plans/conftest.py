"""Every example of a plan is executed: in its docstrings, and on its page `rules.md`."""

from __future__ import annotations

from sybil import Sybil
from sybil.parsers.myst import PythonCodeBlockParser
from sybil.parsers.rest import DocTestParser

pytest_collect_file = (
    Sybil([DocTestParser()], pattern="*.py", exclude="conftest.py")
    + Sybil([PythonCodeBlockParser()], pattern="*.md")
).pytest()
