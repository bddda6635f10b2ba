"""Answers into files, whole or not at all, or to standard output."""

from __future__ import annotations

import json
import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any


@contextmanager
def whole(target: Path) -> Iterator[Path]:
    """Give a file beside the target to write into, and put it in its place at the end.

    Whatever happens meanwhile, the target is as it was or whole. What is no file, such as a pipe,
    is written into as it stands.

    Args:
        target: The file to be written.
    """
    if target.exists() and not target.is_file():
        yield target
        return
    there = target.resolve()  # a link goes on leading where it leads
    beside = there.with_name(f".{there.name}-{os.getpid()}")
    try:
        yield beside
        if there.exists():
            shutil.copymode(there, beside)
        beside.replace(there)
    except OSError as error:
        if error.filename == str(beside):
            error.filename = str(target)
        raise
    finally:
        beside.unlink(missing_ok=True)


@contextmanager
def where(output: Path | None) -> Iterator[Any]:
    """Write to a file, in UTF-8, or to standard output."""
    if output is None:
        yield sys.stdout
        return
    with whole(output) as beside, beside.open("w", encoding="utf-8", newline="\n") as file:
        yield file


def write_json(value: object, out: Any) -> None:
    """Write an answer as JSON, Chinese as it is."""
    json.dump(value, out, ensure_ascii=False, indent=2)
    out.write("\n")
