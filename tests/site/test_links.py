"""Links between the pages lead somewhere, on a code host too; the site checks its own besides.

Pages are linked as files, and headings by the anchors that a code host and the site give them.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGES = sorted(
    path
    for path in (*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("plans/**/*.md"))
    if "_build" not in path.parts
)
FENCES = re.compile(r"^(`{3,}).*?^\1$", re.MULTILINE | re.DOTALL)
LINKS = re.compile(r"\]\(([^)\s]+)\)|^\[[^\]]+\]: (\S+)$", re.MULTILINE)
HEADING = re.compile(r"^#+ (.*)$", re.MULTILINE)


@cache
def prose(path: Path) -> str:
    """Read a page without its examples."""
    return FENCES.sub("", path.read_text("utf-8"))


@cache
def anchors(path: Path) -> frozenset[str]:
    """Give the anchors of a page's headings."""
    return frozenset(
        re.sub(r"[^\w\- ]", "", heading.lower()).strip().replace(" ", "-")
        for heading in HEADING.findall(prose(path))
    )


def leads_somewhere(page: Path, link: str) -> bool:
    """Tell whether a link leads to a file, and to a heading of it if it names one."""
    name, _, anchor = link.partition("#")
    target = (page.parent / name).resolve() if name else page
    return target.exists() and (not anchor or anchor in anchors(target))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: "/".join(page.parts[-3:]))
def test_every_link_of_a_page_leads_somewhere(page: Path) -> None:
    links = [one or other for one, other in LINKS.findall(prose(page))]
    inner = [link for link in links if not re.match(r"[a-z]+:", link)]

    assert [link for link in inner if not leads_somewhere(page, link)] == []
