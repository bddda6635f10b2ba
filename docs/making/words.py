"""Small things that generated pages share: tables, and texts in one of two languages."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from pathlib import Path

from mutualaid.text import Lang, Text

DOCS = Path(__file__).parents[1]
FOLDERS: dict[Lang, str] = {"en": "", "zh": "zh/"}
"""Where the pages of a language stand, under `docs/`."""


def table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """Give a table in Markdown, with a blank line before it."""
    head = tuple(head)
    lines = [head, tuple("---" for _ in head), *rows]
    return "\n" + "".join(f"| {' | '.join(map(cell, line))} |\n" for line in lines)


def cell(text: str) -> str:
    """Give a text as a cell of a table."""
    return text.replace("|", "\\|").replace("\n", "<br>")


def text(zh: str, en: str) -> Text:
    """Give a text in both languages; a line of Chinese goes on in the next without a blank."""
    return Text(zh=re.sub(r"(?<=[^\x00-\x7f])\n(?=[^\x00-\x7f])", "", zh), en=en)


def here(link: str, page: str) -> str:
    """Give a link to a page under `docs/` as it stands on another: in its language, if there."""
    target, mark, anchor = link.partition("#")
    own = f"zh/{target}"
    if page.startswith("zh/") and (DOCS / own).exists():
        target = own
    return f"{os.path.relpath(target, Path(page).parent)}{mark}{anchor}".replace(os.sep, "/")
