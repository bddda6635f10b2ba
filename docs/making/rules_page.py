"""What `rules.md` beside a plan says, in one of its two languages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import mutualaid_plans

from mutualaid.text import Lang

PLANS = Path(mutualaid_plans.__file__).parent
HAN = re.compile("[\u3400-\u9fff]")
BLOCKS = re.compile(r"^```.*?^```$|^\S.*?(?=\n\n|\Z)", re.MULTILINE | re.DOTALL)
READINGS = "读法 · Readings: "
LINKS = re.compile(r"^\[R\d+\]: ")
NUMBER = re.compile(r"\*\*\d\.\d\*\* ")


def clauses_of(plan: str, lang: Lang, note: str) -> str:
    """Give the clauses of a plan under their columns, after what their examples begin with."""
    intro, *columns = _columns(plan)
    parts = [note, *(block for block in blocks(intro) if block.startswith("```"))]
    for column in columns[:-1]:
        title, _, body = column.partition("\n")
        parts += [f"### {_half(title, lang)}", *_spoken(body, lang)]
    return "\n\n".join([*parts, _links(plan)])


def not_coded_of(plan: str, lang: Lang) -> str:
    """Give what a plan's page says is not coded."""
    _, _, body = _columns(plan)[-1].partition("\n")
    return "\n\n".join(_spoken(body, lang))


def readings_of(plan: str) -> list[str]:
    """Give the numbers of the readings that a plan's page names, in order."""
    return re.findall(r"^\[(R\d+)\]: ", _text(plan), re.MULTILINE)


def _text(plan: str) -> str:
    return (PLANS / plan / "rules.md").read_text("utf-8")


def _columns(plan: str) -> list[str]:
    return re.split(r"^## ", _text(plan), flags=re.MULTILINE)


def _links(plan: str) -> str:
    target = "../../explanation/readings.md"
    return "\n".join(f"[{name}]: {target}#{name.lower()}" for name in readings_of(plan))


def blocks(text: str) -> list[str]:
    """Give what stands between blank lines, fences in one piece, without the links below."""
    return [block for block in BLOCKS.findall(text) if not LINKS.match(block)]


def _half(title: str, lang: Lang) -> str:
    zh, en = title.split(" · ")
    return {"zh": zh, "en": en}[lang]


def _spoken(body: str, lang: Lang) -> Iterator[str]:
    """Give the examples, and of what is said the half in one language, numbers kept."""
    number = ""
    for block in blocks(body):
        if block.startswith("```"):
            yield block
        elif block.startswith(READINGS):
            named = block.removeprefix(READINGS)
            yield f"读法：{named.replace(', ', '、')}" if lang == "zh" else f"Readings: {named}"
        elif ("zh" if HAN.search(block) else "en") == lang:
            yield block if NUMBER.match(block) else f"{number}{block}"
        else:
            match = NUMBER.match(block)
            number = "" if match is None else match[0]
