"""What only a test of real changes needs: the plan module among the examples."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

EXAMPLES = Path(__file__).parents[2] / "docs" / "examples"


@pytest.fixture(scope="session")
def allowance_of_2011() -> ModuleType:
    """Give the allowance plan in two editions, that of 2011 and the leaflet's."""
    path = EXAMPLES / "editions" / "inpatient_allowance.py"
    spec = importlib.util.spec_from_file_location("inpatient_allowance", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
