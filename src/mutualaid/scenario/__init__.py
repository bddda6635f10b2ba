"""Scenarios for actuaries: exposure, assumptions, the distribution of what is paid, comparisons."""

from __future__ import annotations
