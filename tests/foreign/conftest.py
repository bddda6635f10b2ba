"""What only tests of plans from elsewhere need: the plans, and where they stand."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path

import pytest

from mutualaid import Catalogue, catalogue_of

FOREIGN = Path(__file__).parents[2] / "docs" / "examples" / "foreign"
# The modules of one association share another module, which they import by its name.
sys.path[:0] = [str(FOREIGN), str(Path(__file__).parent)]

SHARED = {"ningbo", "shanghai"}
"""Modules that are no plan: what the plans of one association have in common."""


@pytest.fixture(scope="session")
def foreign() -> Catalogue:
    """Give every plan from elsewhere."""
    names = sorted(path.stem for path in FOREIGN.glob("*.py") if path.stem not in SHARED)
    return catalogue_of(*(importlib.import_module(name) for name in names))
