"""Whole populations: the decisions of the single path, over dataframes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mutualaid.errors import from_extra

with from_extra("frames", __name__, "narwhals", "numpy"):
    from mutualaid.frames.codes import reason_codes, reason_text
    from mutualaid.frames.errors import FrameProblem, InvalidFrame, NoColumnForm
    from mutualaid.frames.frame import decide_frame
    from mutualaid.frames.summary import decide_summary

if TYPE_CHECKING:
    from mutualaid.frames.files import decide_file

__all__ = [
    "FrameProblem",
    "InvalidFrame",
    "NoColumnForm",
    "decide_file",
    "decide_frame",
    "decide_summary",
    "reason_codes",
    "reason_text",
]


def __getattr__(name: str) -> Any:
    """Load what reads files, which needs Polars and PyArrow whatever frames are used.

    Raises:
        MissingExtra: One of them is not installed.
    """
    if name != "decide_file":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    with from_extra("frames", f"{__name__}.{name}", "polars", "pyarrow"):
        from mutualaid.frames import files  # noqa: PLC0415 - an extra
    return files.decide_file
