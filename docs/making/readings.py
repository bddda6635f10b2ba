"""The readings of the leaflet, in one language, from `readings.md` beside the plans."""

from __future__ import annotations

import re
from collections.abc import Iterator

from making.rules_page import HAN, PLANS, blocks
from making.words import FOLDERS, here, text
from mutualaid.text import Lang

OTHERWISE = "改法 · Otherwise: "
OTHERWISE_IN = text("改法：", "To read it otherwise: ")
LINK = re.compile(r"\]\(\.\./\.\./docs/([^)]+)\)")
PLACES = re.compile(r"((?:`[^`]+`、?)*)(.*)", re.DOTALL)
NAME = "explanation/readings.md"


def readings_page(lang: Lang) -> str:
    """Give the page of the readings."""
    said = (PLANS / "readings.md").read_text("utf-8")
    return "\n\n".join(_spoken(said, lang)) + "\n"


def _spoken(said: str, lang: Lang) -> Iterator[str]:
    for block in blocks(said):
        if block.startswith(OTHERWISE):
            yield _otherwise(block.removeprefix(OTHERWISE), lang)
        elif block.startswith(("```", "## R")):
            yield block
        elif block.startswith(("# ", "**")):
            yield _half(block, lang)
        elif ("zh" if HAN.search(block[:12]) else "en") == lang:
            yield LINK.sub(lambda link: f"]({here(link[1], FOLDERS[lang] + NAME)})", block)


def _half(block: str, lang: Lang) -> str:
    """Give one half of a heading or a question, with its mark."""
    mark, title, end = re.fullmatch(r"(# |\*\*)(.*?)(\*\*|)", block).groups()  # type: ignore[union-attr]
    zh, _, en = title.partition(" · ")
    both = {"zh": zh, "en": en}
    if mark == "# ":
        both = {"zh": en, "en": zh}
    return f"{mark}{both[lang]}{end}"


def _otherwise(line: str, lang: Lang) -> str:
    """Give how a reading is changed: places that are the same in both languages, and words."""
    clauses = [_clause(one, lang) for one in re.split(r"; (?=`|其余)", line.rstrip("。."))]
    joint, stop = ("；", "。") if lang == "zh" else ("; ", ".")
    return OTHERWISE_IN.of(lang) + joint.join(clauses) + stop


def _clause(clause: str, lang: Lang) -> str:
    places, words = PLACES.fullmatch(clause).groups()  # type: ignore[union-attr]
    zh, _, en = words.partition(" · ")
    if lang == "zh":
        return places + zh
    gap = " " if places and en else ""
    return f"{places.replace('、', ', ')}{gap}{en}"
