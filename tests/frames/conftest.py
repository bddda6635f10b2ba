"""What tests of frames share."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from mutualaid import Catalogue

# With --import-mode=importlib nothing is on the path for `both_paths` and `engines`.
sys.path.insert(0, str(Path(__file__).parent))


@pytest.fixture(scope="session")
def everything() -> Catalogue:
    """Give the eight plans, the template and the plans from elsewhere."""
    from both_paths import every_plan  # noqa: PLC0415 - on the path by now

    return every_plan()
