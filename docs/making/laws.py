"""The laws of plans, in one language."""

from __future__ import annotations

from making.words import table, text
from mutualaid.testing import LAWS, About
from mutualaid.text import Lang

HEAD = text(
    """\
# 计划的法则

任何计划都遵守这些法则，八项计划如此，别处的计划也如此；怎样检验见
[Test a plan](../../how-to/testing-a-plan.md)（英文）。一条法则的测试名为 `test_` 加法则名。本页由
`python docs/generate.py` 从法则本身生成。
""",
    """\
# The laws of plans

Every plan keeps these, the eight as well as a stranger's;
[Test a plan](../how-to/testing-a-plan.md) says how they are tried. The test of a law is named
`test_` and the law's name. This page is made by `python docs/generate.py` from the laws themselves.
""",
)
COLUMNS = text("法则|内容|缘由", "law|it says|because")
ABOUT = {
    About.PLAN: text("计划本身", "Of the plan itself"),
    About.DECISION: text("对一个人的决定", "Of a decision about one person"),
    About.REVIEW: text("单位的申请", "Of a unit's application"),
    About.CLAIM: text("给付", "Of claims"),
    About.FRAME: text("整表计算", "Of whole populations"),
}


def laws_page(lang: Lang) -> str:
    """Give the page of the laws."""
    page = [HEAD.of(lang)]
    for about, title in ABOUT.items():
        rows = ((f"`{law.name}`", law.sentence.of(lang), law.reason.of(lang))
                for law in LAWS.values() if law.about is about)  # fmt: skip
        page += [f"\n## {title.of(lang)}\n", table(COLUMNS.of(lang).split("|"), rows)]
    return "".join(page)
