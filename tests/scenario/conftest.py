"""What tests of scenarios share."""

from __future__ import annotations

import sys
from pathlib import Path

# With --import-mode=importlib nothing is on the path for `portfolios`.
sys.path.insert(0, str(Path(__file__).parent))
