"""A profile for a quick run: `pytest --hypothesis-profile quick`."""

from __future__ import annotations

from hypothesis import settings

settings.register_profile("quick", max_examples=10)
