"""The leaflet's table, in one language."""

from __future__ import annotations

from making.words import text
from mutualaid import load_catalogue
from mutualaid.handbook import table as table_of_plans
from mutualaid.handbook import to_markdown
from mutualaid.text import Lang

EIGHT = (
    "medical", "accident_property", "inpatient_medical", "inpatient_allowance",
    "critical_illness", "womens_illness", "accident", "childrens_accident",
)  # fmt: skip
HEAD = text(
    """\
# 八项计划一览

由规则生成的简表（`python docs/generate.py`）；命令行用 `mutualaid plans` 输出。
各条的含义见[手册](handbook/index.md)。

""",
    """\
# The eight plans

The leaflet's table, made from the rules by `python docs/generate.py`; the command line prints it
with `mutualaid plans`. What each clause means stands in the [handbook](handbook/index.md).

""",
)


def table_page(lang: Lang) -> str:
    """Give the page of the leaflet's table."""
    rows = table_of_plans(plan.editions[-1] for plan in load_catalogue(plans=EIGHT).values())
    return f'{HEAD.of(lang)}<div class="leaflet">\n\n{to_markdown(rows, lang)}\n</div>\n'
