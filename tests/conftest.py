"""What every test may use: the catalogue, the path of the shared builders, a Hypothesis profile."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from hypothesis import settings

from mutualaid import Catalogue, load_catalogue

# With --import-mode=importlib nothing is on the path for `builders` and `strategies`.
sys.path.insert(0, str(Path(__file__).parent))

# The same examples in every run; `--hypothesis-profile=random` or `thorough` draws others.
settings.register_profile("mutualaid", deadline=None, max_examples=12, derandomize=True)
settings.register_profile("random", deadline=None, max_examples=50, print_blob=True)
settings.register_profile("thorough", deadline=None, max_examples=1000, print_blob=True)
settings.load_profile("mutualaid")


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    """Give every installed plan."""
    return load_catalogue()
