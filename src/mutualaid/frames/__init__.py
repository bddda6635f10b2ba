"""Whole populations: the decisions of the single path, over dataframes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mutualaid.errors import MissingExtra
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
    try:
        from mutualaid.frames import files  # noqa: PLC0415 - an extra
    except ModuleNotFoundError as error:
        if error.name not in {"polars", "pyarrow"}:
            raise
        raise MissingExtra(
            f"Files are decided with {error.name}, which is not installed",
            hint="pip install 'mutualaid[frames]'",
        ) from None
    return files.decide_file
