"""Tutorials in Chinese: the words are translated, the examples are those of the English page."""

from __future__ import annotations

import re

from making.words import DOCS

FENCES = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)


def translated(name: str) -> str:
    """Give a Chinese page with the examples of its English counterpart, in their order.

    Raises:
        LookupError: The pages have not the same number of examples; the last step is ours.
    """
    english = FENCES.findall((DOCS / name).read_text("utf-8"))
    chinese = (DOCS / "zh" / name).read_text("utf-8")
    own = len(FENCES.findall(chinese))
    if own != len(english):
        raise LookupError(
            f"docs/{name} has {len(english)} examples and docs/zh/{name} has {own}: translate what "
            "is new, with an empty ``` fence for each example"
        )
    examples = iter(english)
    return FENCES.sub(lambda _: _spoken(next(examples)), chinese)


def _spoken(example: str) -> str:
    """Let a command answer in Chinese."""
    return example.replace("--lang en", "--lang zh") if example.startswith("```sh") else example
