"""Answers into files, whole or not at all, or to standard output."""

from __future__ import annotations

import json
import os
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol

from mutualaid.errors import InvalidValue
from mutualaid.text import Lang


class Table(Protocol):
    """What is written as a table."""

    def to_dict(self) -> dict[str, Any]: ...
    def to_csv(self, lang: Lang) -> str: ...
    def write_excel(self, path: Path, lang: Lang) -> None: ...


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


def check_form(form: str, output: Path | None) -> None:
    """Refuse an Excel file on a screen.

    Raises:
        InvalidValue: It is asked for.
    """
    if form == "xlsx" and output is None:
        raise InvalidValue(
            "An Excel file is not shown on a screen",
            name="--format",
            value=form,
            hint="write it to a file with --output answer.xlsx",
        )


def write_table(
    table: Table, form: str, output: Path | None, lang: Lang, show: Callable[[Any], None]
) -> None:
    """Write a table in the form that is asked for.

    Args:
        table: The table.
        form: "text", "csv", "xlsx" or "json"; `check_form` has let it pass.
        output: The file; standard output, if not said.
        lang: "zh" or "en".
        show: Shows it as text.
    """
    if form == "xlsx" and output is not None:
        with whole(output) as beside:
            table.write_excel(beside, lang)
        return
    with where(output) as out:
        if form == "json":
            write_json(table.to_dict(), out)
        elif form == "csv":
            # A table program knows UTF-8 by its mark; a pipe needs none.
            out.write(("" if output is None else "\ufeff") + table.to_csv(lang))
        else:
            show(out)
