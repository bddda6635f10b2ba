"""The picture of the architecture: plans, hooks, rule values, and what is derived from them."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from making.words import text
from mutualaid.text import Lang

WIDTH, HEIGHT = 880, 470
INK, SOFT, LINE, PAPER = "#1f2937", "#4b5563", "#94a3b8", "#ffffff"
BLUE, SAND, GREEN = "#e0edff", "#fff4da", "#e3f5e8"
PLANS = [
    text("八项计划", "the eight plans"),
    text("你的计划", "a plan of yours"),
    text("政策修订", "a change of policy"),
]
HOOKS = text("四个钩子", "four hooks")
VALUES = text("规则的值", "rule values")
SHOWN = ["AgeBetween(16, 60)", "Participation(80, …)", "PerShare(90, at_most=4)", "Ceiling(10_000)"]
SOURCE = text("每个数字附出处", "each figure with its source")
DERIVED = [
    text("判定一个人、一份名单", "decide a person, a roster"),
    text("判定数据框的整列", "decide columns of a dataframe"),
    text("结算申请，记台账", "settle claims, keep a ledger"),
    text("说明理由，中英文", "give reasons, in zh and en"),
    text("手册与简表", "the handbook, the leaflet's table"),
    text("两版政策的不同", "the difference of two policies"),
    text("边界案例与法则", "boundary cases and laws"),
]
TITLE = text(
    "计划通过钩子给出规则的值，其余都由值得出", "Plans give rule values; all else is derived"
)


def picture(lang: Lang) -> str:
    """Draw the picture in one language, as SVG."""
    lines = "\n".join(f"  {line}" for line in _parts(lang))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" '
        f'width="{WIDTH}" height="{HEIGHT}" role="img" font-family="sans-serif" '
        f'font-size="15">\n  <title>{escape(TITLE.of(lang))}</title>\n{lines}\n</svg>\n'
    )


def _parts(lang: Lang) -> Iterator[str]:
    yield f'<rect width="{WIDTH}" height="{HEIGHT}" rx="10" fill="{PAPER}"/>'
    middle = HEIGHT / 2
    for number, plan in enumerate(PLANS):
        top = middle - 115 + number * 85
        yield from _box(20, top, 180, 60, BLUE, plan.of(lang))
        yield from _arrow(200, top + 30, 335, middle)
    yield _word(268, middle - 125, HOOKS.of(lang), SOFT)
    yield from _values(lang, middle)
    for number, one in enumerate(DERIVED):
        top = 22 + number * 62
        yield from _arrow(555, middle, 612, top + 22)
        yield from _box(615, top, 245, 44, GREEN, one.of(lang))


def _values(lang: Lang, middle: float) -> Iterator[str]:
    top = middle - 105
    yield _rectangle(338, top, 217, 210, SAND)
    yield _word(446, top + 32, VALUES.of(lang), INK, bold=True)
    for number, shown in enumerate(SHOWN):
        at = top + 68 + number * 27
        yield (
            f'<text x="446" y="{at}" text-anchor="middle" fill="{INK}" '
            f'font-family="monospace" font-size="13">{escape(shown)}</text>'
        )
    yield _word(446, top + 190, SOURCE.of(lang), SOFT)


def _box(
    left: float, top: float, width: float, height: float, fill: str, said: str
) -> Iterator[str]:
    yield _rectangle(left, top, width, height, fill)
    yield _word(left + width / 2, top + height / 2 + 5, said, INK)


def _rectangle(left: float, top: float, width: float, height: float, fill: str) -> str:
    return (
        f'<rect x="{left:g}" y="{top:g}" width="{width:g}" height="{height:g}" rx="8" '
        f'fill="{fill}" stroke="{LINE}"/>'
    )


def _word(across: float, down: float, said: str, fill: str, *, bold: bool = False) -> str:
    weight = ' font-weight="bold"' if bold else ""
    return (
        f'<text x="{across:g}" y="{down:g}" text-anchor="middle" fill="{fill}"{weight}>'
        f"{escape(said)}</text>"
    )


def _arrow(left: float, top: float, right: float, bottom: float) -> Iterator[str]:
    bend = (left + right) / 2
    way = f"M{left:g} {top:g} C{bend:g} {top:g} {bend:g} {bottom:g} {right - 7:g} {bottom:g}"
    yield (f'<path d="{way}" fill="none" stroke="{LINE}" stroke-width="1.5"/>')
    yield f'<path d="M{right:g} {bottom:g} l-9 -4.5 v9 z" fill="{LINE}"/>'
