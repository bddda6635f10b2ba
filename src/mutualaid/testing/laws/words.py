"""What laws ask of texts for people."""

from __future__ import annotations

import re
from collections.abc import Iterable
from string import Formatter

from mutualaid.finding import Finding
from mutualaid.text import Lang

CHINESE = re.compile(r"[\u4e00-\u9fff]")
LATIN = re.compile(r"[A-Za-z]")


def cites_every_clause(text: str, lang: Lang, reasons: Iterable[Finding]) -> bool:
    """Tell whether a text cites the clause of each reason, and every brace of it is filled.

    A reason without a rule, such as that nobody on a roster may join, has no clause.
    """
    clauses = [reason.clause for reason in reasons if reason.rule is not None]
    cited = all(clause is not None and clause.cite(lang) in text for clause in clauses)
    return cited and not set("{}") & set(text)


def speaks_both(zh: str, en: str) -> bool:
    """Tell whether a text is there in both languages, each in its own script, no brace left."""
    both = CHINESE.search(zh) and LATIN.search(en) and zh != en
    return bool(both) and not set("{}") & {*zh, *en}


def braces(text: str) -> set[str]:
    """Name what stands in the braces of a message."""
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}
