"""What tests of scenarios share."""

from __future__ import annotations

import sys
from pathlib import Path

# With --import-mode=importlib nothing is on the path for `portfolios`, and `engines` of frames.
HERE = Path(__file__).parent
sys.path[:0] = [str(HERE), str(HERE.parent / "frames")]
