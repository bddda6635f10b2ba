"""Every example in a docstring of the library is executed."""

from __future__ import annotations

from sybil import Sybil
from sybil.parsers.rest import DocTestParser

pytest_collect_file = Sybil([DocTestParser()], pattern="*.py", exclude="conftest.py").pytest()
