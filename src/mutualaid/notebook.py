"""Views of answers in HTML, as notebooks show them: escaped, short, in Chinese or in English."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from decimal import Decimal
from functools import singledispatch
from html import escape
from typing import TYPE_CHECKING

from mutualaid.catalogue import Catalogue, Plan
from mutualaid.decision import Decision
from mutualaid.errors import InvalidType, an
from mutualaid.handbook import table_row
from mutualaid.masking import mask
from mutualaid.messages import joined, render
from mutualaid.plan import Edition
from mutualaid.policy.diff import Difference
from mutualaid.policy.diff_rows import headers as diff_headers
from mutualaid.policy.effect import Effect
from mutualaid.policy.effect_rows import Verdict
from mutualaid.review import Review
from mutualaid.settlement import Settlement, SettlementOutcome
from mutualaid.statement import Statement
from mutualaid.statement import headers as statement_headers
from mutualaid.text import Lang, check_lang, yuan

if TYPE_CHECKING:
    from mutualaid.policy.effect import EffectSummary

MOST = 20
"""So many rows of a table, or lines of a list, are shown."""
NAMED = 5
"""So many people are named for each reason."""
COLOURS = {True: "#1a7f37", False: "#cf222e", None: "#9a6700"}
"""Of the words yes, no and not known."""
CELL = "vertical-align:top;padding:0.15em 0.6em"
LEFT, RIGHT = f"text-align:left;{CELL}", f"text-align:right;{CELL}"
KEPT = ";white-space:nowrap"
RULES = ("cover", "conditions", "term", "fee", "cap")
PAYMENT = (
    "statement.line", "statement.cap", "notebook.paid_before", "claims.payable", "claims.remaining"
)  # fmt: skip


# What views are made of ------------------------------------------------------------------------


def card(lang: Lang, title: str, *parts: str) -> str:
    """Put a title over parts that are HTML already; empty parts are left out."""
    inner = "".join((title, *parts))
    return f'<div class="mutualaid" lang="{lang}" style="overflow-x:auto">{inner}</div>'


def heading(text: object) -> str:
    """Give a title."""
    return f"<div><strong>{_cell(text)}</strong></div>"


def outcome(text: object, standing: bool | None) -> str:
    """Give a title, coloured by how the answer stands that it words."""
    return f'<div><strong style="color:{COLOURS[standing]}">{_cell(text)}</strong></div>'


def table(
    lang: Lang,
    titles: Sequence[object],
    rows: Collection[Sequence[object]],
    *,
    numbers: Collection[int] = (),
) -> str:
    """Give a table of at most the first rows, and say how many more there are.

    Args:
        lang: "zh" or "en".
        titles: The titles of its columns; none, for a table without a head.
        rows: Its rows; amounts are worded, line ends kept.
        numbers: The columns that hold figures, by their places.
    """
    if not rows:
        return ""

    def row(tag: str, cells: Sequence[object]) -> str:
        styles = [RIGHT if place in numbers else LEFT for place in range(len(cells))]
        if tag == "td":
            styles[0] += KEPT  # what a row is about stays on one line
        inner = (
            f'<{tag} style="{style}">{_cell(cell)}</{tag}>'
            for style, cell in zip(styles, cells, strict=True)
        )
        return f"<tr>{''.join(inner)}</tr>"

    head = f"<thead>{row('th', titles)}</thead>" if titles else ""
    body = "".join(row("td", cells) for cells in list(rows)[:MOST])
    return f"<table>{head}<tbody>{body}</tbody></table>{_more(len(rows), lang)}"


def lines(lang: Lang, texts: Iterable[str]) -> str:
    """Give lines one below the other, at most the first, and say how many more there are."""
    texts = list(texts)
    inner = "".join(f"<li>{_cell(text)}</li>" for text in texts[:MOST])
    return f"<ul>{inner}</ul>{_more(len(texts), lang)}" if texts else ""


def _more(count: int, lang: Lang) -> str:
    if count <= MOST:
        return ""
    return f"<div>{render('notebook.more', lang, facts={'count': count - MOST})}</div>"


def _cell(value: object) -> str:
    if isinstance(value, Decimal):
        return yuan(value)
    text = f"{value:,}" if isinstance(value, int) else mask(str(value))
    return escape(text).replace("\n", "<br>")


def _bare(explained: str) -> list[str]:
    """Give the lines of an explanation without what sets them in."""
    return [line.strip().removeprefix("- ") for line in explained.splitlines()]


# The views -------------------------------------------------------------------------------------


@singledispatch
def _view(value: object, lang: Lang) -> str:  # noqa: ARG001 - of what there is no view of
    raise InvalidType(
        f"{an(type(value), first=True)} has no view for notebooks",
        name="value",
        value=value,
        allowed="a plan, a catalogue, a decision, a review, a settlement, a statement, a "
        "difference or an effect",
    )


def view(value: object, lang: Lang) -> str:
    """Give a short view of a plan or an answer in HTML.

    Args:
        value: A plan, an edition or a catalogue; a decision or a review; a settlement or a
            statement; a difference of policies or whom it reaches.
        lang: "zh" or "en".

    Raises:
        InvalidType: Something of which there is no view.
        InvalidValue: A language that the library does not speak.
    """
    return _view(value, check_lang(lang))


@_view.register
def _(value: Edition, lang: Lang) -> str:
    return _rules(value, lang)


@_view.register
def _(value: Plan, lang: Lang) -> str:
    since = [
        (f"{stretch.period}", joined((one.name for one in stretch.changes), lang))
        for stretch in value.timeline()
    ]
    stretches = table(lang, (), since) if len(since) > 1 else ""
    return _rules(value.editions[-1], lang, stretches)


def _rules(edition: Edition, lang: Lang, *parts: str) -> str:
    info, row = edition.info, table_row(edition)
    title = f"{info.title.of(lang)} · {info.code} · {edition.period}"
    cells = [(render(f"table.{name}", lang), getattr(row, name).of(lang)) for name in RULES]
    return card(lang, heading(title), table(lang, (), cells), *parts)


@_view.register
def _(value: Catalogue, lang: Lang) -> str:
    rows = []
    for plan in value.values():
        row = table_row(plan.editions[-1])
        words = (row.term, row.fee, row.cap)
        rows.append((plan.code, plan.info.short.of(lang), *(text.of(lang) for text in words)))
    titles = ("", *(render(f"table.{name}", lang) for name in ("plan", "term", "fee", "cap")))
    changes = (f"{change.since}: {change.name}" for change in value.changes)
    title = render("notebook.catalogue", lang, facts={"count": len(value)})
    return card(lang, heading(title), table(lang, titles, rows), lines(lang, changes))


@_view.register
def _(value: Decision, lang: Lang) -> str:
    title, *rest = _bare(value.explain(lang))
    return card(lang, outcome(title, value.eligible), lines(lang, rest))


@_view.register
def _(value: Review, lang: Lang) -> str:
    title, *rest = _bare(value.overview(lang))
    groups: dict[str, list[str]] = {}
    for entry in value.held_back:
        groups.setdefault("\n".join(_bare("\n".join(entry.why(lang)))), []).append(entry.name)
    rows = [(len(names), _some(names, lang), why) for why, names in groups.items()]
    titles = [render(f"notebook.{name}", lang) for name in ("count", "entries", "reasons")]
    return card(
        lang,
        outcome(title, value.accepted),
        lines(lang, rest),
        table(lang, titles, rows, numbers={0}),
    )


def _some(names: Sequence[str], lang: Lang) -> str:
    """Name the first of many."""
    named = joined(names[:NAMED], lang)
    return f"{named} {render('effect.more', lang)}" if len(names) > NAMED else named


@_view.register
def _(value: Settlement, lang: Lang) -> str:
    paid, *rest = value.explain(lang).splitlines()
    standing = {SettlementOutcome.PAID: True, SettlementOutcome.REFUSED: False}.get(value.outcome)
    rows = [
        (one.cover.edition.benefit.line(one.line).name.of(lang), one.cap, one.paid_before,
         one.payable, one.remaining)
        for one in value.payments
    ]  # fmt: skip
    titles = [render(code, lang) for code in PAYMENT]
    return card(
        lang,
        outcome(paid, standing),
        table(lang, titles, rows, numbers=range(1, len(PAYMENT))),
        lines(lang, _bare("\n".join(line for line in rest if line.startswith("  - ")))),
    )


@_view.register
def _(value: Statement, lang: Lang) -> str:
    columns = value.columns
    rows = [row.cells(columns=columns) for row in value.rows]
    title = render("statement.total", lang, facts={"paid": value.paid})
    figures = range(columns.index("cap"), len(columns))
    titles = statement_headers(lang, columns)
    return card(lang, heading(title), table(lang, titles, rows, numbers=figures))


@_view.register
def _(value: Difference, lang: Lang) -> str:
    if not value:
        return card(lang, heading(render("diff.equal", lang)))
    return card(lang, table(lang, diff_headers(lang), value.cells(lang)))


@_view.register
def _(value: Effect, lang: Lang) -> str:
    titles = {row.plan: row.title for row in value.answers}
    words = value.text(lang).splitlines()[1:]
    sums = [(titles[str(one.group)].of(lang), one) for one in value.summary("plan")]
    return effect_card(lang, value.total, sums, words)


def effect_card(
    lang: Lang,
    total: EffectSummary,
    sums: Iterable[tuple[str, EffectSummary]],
    words: Iterable[str] = (),
) -> str:
    """Give a view of whom a difference reaches.

    Args:
        lang: "zh" or "en".
        total: What it comes to for everyone.
        sums: What it comes to for each plan, by its name.
        words: What else is worth saying, in lines.
    """
    names = ("plan", "answers", "changed")
    titles = [
        *(render(f"notebook.{name}", lang) for name in names),
        *(render(f"verdict.{one.value}", lang) for one in Verdict),
        *(render(f"notebook.{name}", lang) for name in ("fee_before", "fee_after")),
    ]
    rows = [
        (name, *_of_effect(one)) for name, one in (*sums, (render("notebook.total", lang), total))
    ]
    return card(lang, table(lang, titles, rows, numbers=range(1, len(titles))), lines(lang, words))


def _of_effect(one: EffectSummary) -> Iterable[object]:
    verdicts = [one.verdicts[verdict] for verdict in Verdict]
    return (one.entries, one.changed, *verdicts, one.fee_before, one.fee_after)
