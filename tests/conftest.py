"""What every test may use: the catalogue, the path of the shared builders, a Hypothesis profile.

And which tests are run without their coverage being measured.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Generator
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

ROOT = Path(__file__).parents[1]
UNMEASURED = (
    "README.md",
    "README.zh.md",
    "docs",
    "tests/claims/test_claim_laws.py",
    "tests/laws",
    "tests/loading/test_installed.py",
    "tests/policy/test_counterexample_laws.py",
    "tests/records/test_fuzz.py",
    "tests/records/test_nothing_is_lost.py",
    "tests/records/test_schema.py",
    "tests/test_docs.py",
    "tests/test_notebooks.py",
    "tests/test_template.py",
)
"""Laws, examples of the documentation, and what reads every file there is.

To measure is to take more than twice the time, and nothing may be covered by these alone: a line
needs a test of its own. So `coverage` looks away while they run.
"""
OF_CHILDREN = "COVERAGE_PROCESS_CONFIG"
"""By this variable the programs that a test starts are measured."""


class LooksAway:
    """Stops measuring while a test runs that is not to be measured.

    These come last, so that nothing is remembered from them that a measured test would work out.
    """

    @pytest.hookimpl(trylast=True)
    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """Put the tests that are not measured after the others."""
        items.sort(key=lambda item: unmeasured(item.path))

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Generator[None, object, object]:
        """Run a test without the tracer of coverage, if it is one of those."""
        tracer = sys.gettrace()
        if not type(tracer).__module__.startswith("coverage") or not unmeasured(item.path):
            return (yield)
        children = os.environ.pop(OF_CHILDREN, None)
        sys.settrace(None)
        try:
            return (yield)
        finally:
            sys.settrace(tracer)
            if children is not None:
                os.environ[OF_CHILDREN] = children


def unmeasured(path: Path) -> bool:
    """Tell whether what stands in a file is run without being measured."""
    return any(path.is_relative_to(ROOT / one) for one in UNMEASURED)


def pytest_configure(config: pytest.Config) -> None:
    """Register what is to be asked of every test, wherever it lies."""
    config.pluginmanager.register(LooksAway(), "mutualaid-looks-away")


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    """Give every installed plan."""
    return load_catalogue()
