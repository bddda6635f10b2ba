"""One site in two languages: a search for both, and pages that keep to their own.

English pages stand under `docs/`, their Chinese counterparts under `docs/zh/` with the same paths.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from sphinx.search.en import SearchEnglish

if TYPE_CHECKING:
    from collections.abc import Iterator

    from docutils import nodes
    from sphinx.application import Sphinx

CHINESE = "zh/"
HAN = "\u3400-\u9fff"
RUNS = re.compile(f"[{HAN}]+|[^{HAN}]+")
CAPTIONS = re.compile(r'(?=<p class="caption")')
TITLES = re.compile(r'<p class="caption"[^>]*>(.*?)</p>', re.DOTALL)
IN_CHINESE = {
    "Back to top": "回到顶部",
    "Hide search matches": "取消标记",
    "Home": "首页",
    "Next": "下一页",
    "On this page": "本页内容",
    "Previous": "上一页",
    "Search": "搜索",
    "Skip to content": "跳到正文",
}
"""Words of the theme."""


class SearchBoth(SearchEnglish):
    """Index English words by their stems, and Chinese by each two characters that stand together.

    Chinese has no blanks between words. Whoever looks for 重大疾病 looks for 重大, 大疾 and 疾病,
    and a page that has all of them is found; no dictionary of words is needed.
    """

    lang = "en-zh"
    js_splitter_code = """\
var splitQuery = (query) =>
  (query.match(/[\\p{Letter}\\p{Number}_]+/gu) || [])
    .flatMap((word) => word.match(/[HAN]+|[^HAN]+/g))
    .flatMap((run) =>
      /[HAN]/.test(run) && run.length > 2
        ? Array.from({ length: run.length - 1 }, (_, at) => run.slice(at, at + 2))
        : [run],
    );
""".replace("HAN", "\\u3400-\\u9fff")

    def split(self, input: str) -> list[str]:  # noqa: A002 - Sphinx passes it by this name
        """Split a text into English words, single characters and pairs of characters."""
        return [part for word in super().split(input) for part in _parts(word)]


def _parts(word: str) -> Iterator[str]:
    for run in RUNS.findall(word):
        if re.match(f"[{HAN}]", run):
            yield from run
            yield from (run[at : at + 2] for at in range(len(run) - 1))
        else:
            yield run


def in_its_language(
    app: Sphinx, name: str, template: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """Give a page the navigation and the words of its language, and a link to the other."""
    del template, doctree
    chinese = name.startswith(CHINESE)
    if name not in app.env.found_docs:  # the search, the index of names: for both
        return
    other = name.removeprefix(CHINESE) if chinese else f"{CHINESE}{name}"
    there = other if other in app.env.found_docs else "index" if chinese else f"{CHINESE}index"
    context["other_language"] = {
        "link": context["pathto"](there),
        "code": "en" if chinese else "zh-CN",
        "name": "English" if chinese else "中文",
    }
    tree = context["furo_navigation_tree"]
    context["furo_navigation_tree"] = "".join(_navigation(tree, chinese=chinese))
    for beside in ("next", "prev"):
        link = context[beside] and context[beside]["link"]
        if link and (name != "index" or beside == "next") and _leads_over(link, name):
            context[beside] = None
    if chinese:
        context["language"] = "zh-CN"
        context["master_doc"] = f"{CHINESE}index"
        context["gettext"] = lambda text: IN_CHINESE.get(text, text)


def _navigation(tree: str, *, chinese: bool) -> Iterator[str]:
    """Give the parts of the navigation whose captions are in a language."""
    for part in CAPTIONS.split(tree):
        title = TITLES.match(part)
        if title is not None and bool(re.search(f"[{HAN}]", title[1])) is chinese:
            yield part


def _leads_over(link: str, name: str) -> bool:
    """Tell whether a relative link leads from a page of one language to one of the other."""
    steps = [*name.split("/")[:-1]]
    for step in link.split("/")[:-1]:
        if step == "..":
            steps.pop()
        else:
            steps.append(step)
    return ("zh" in steps[:1]) is not name.startswith(CHINESE)
