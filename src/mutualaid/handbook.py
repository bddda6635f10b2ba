"""The leaflet's table, generated from the rules, so that it cannot drift from them."""

from __future__ import annotations

from collections.abc import Iterable

import attrs

from mutualaid.messages import both, render
from mutualaid.plan import Edition
from mutualaid.rules import BenefitLine, Insured
from mutualaid.text import LANGUAGES, Lang, Text

COLUMNS = ("plan", "cover", "conditions", "term", "fee", "cap")
"""The leaflet's six columns: 保障活动, 保障范围, 参保条件, 保障期, 会费, 最高互助金."""


@attrs.frozen
class TableRow:
    """One plan as a row of the leaflet's table, each cell in both languages.

    Args:
        code: Code of the plan.
        plan: Its title.
        cover: What it pays for.
        conditions: Who may join.
        term: Term of a cover.
        fee: Fee of a term.
        cap: Benefit caps.
    """

    code: str
    plan: Text
    cover: Text
    conditions: Text
    term: Text
    fee: Text
    cap: Text

    def cells(self, lang: Lang) -> tuple[str, ...]:
        """Give the six cells in one language, in the leaflet's order."""
        return tuple(getattr(self, name).of(lang) for name in COLUMNS)

    def to_dict(self) -> dict[str, object]:
        """Give the row in values that JSON knows."""
        texts: dict[str, object] = {
            name: {lang: getattr(self, name).of(lang) for lang in LANGUAGES} for name in COLUMNS
        }
        return {"code": self.code, **texts}


def headers(lang: Lang) -> tuple[str, ...]:
    """Give the titles of the six columns."""
    return tuple(render(f"table.{name}", lang) for name in COLUMNS)


def table_row(edition: Edition) -> TableRow:
    """Word the rules of one edition as a row of the leaflet's table."""
    info = edition.info
    return TableRow(
        code=info.code,
        plan=info.title,
        cover=both(lambda lang: _cover(edition, lang)),
        conditions=both(edition.eligibility.words),
        term=both(edition.term.words),
        fee=both(edition.fee.words),
        cap=both(lambda lang: _caps(edition, lang)),
    )


def table(editions: Iterable[Edition]) -> tuple[TableRow, ...]:
    """Word the rules of several plans as the leaflet's table."""
    return tuple(table_row(edition) for edition in editions)


def _cover(edition: Edition, lang: Lang) -> str:
    joint = render("table.joint", lang)
    lines = edition.benefit.lines
    events = joint.join(event.title.of(lang) for line in lines for event in line.events)
    terms = dict.fromkeys(line.term_words(term, lang) for line in lines for term in line.terms)
    formulas = dict.fromkeys(line.formula.words(lang) for line in lines if line.formula)
    return render("table.then", lang).join([events, *terms, *formulas])


def _caps(edition: Edition, lang: Lang) -> str:
    lines = edition.benefit.lines
    if len(lines) == 1:
        return lines[0].words(lang)
    return "\n".join(_line(line, lang) for line in lines)


def _line(line: BenefitLine, lang: Lang) -> str:
    each = render("table.each_child", lang) if line.insured is Insured.CHILD else ""
    facts = {"line": line.name, "words": line.words(lang), "each": each}
    return render("table.line", lang, facts=facts)


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", "<br>")


def to_markdown(rows: Iterable[TableRow], lang: Lang) -> str:
    """Give the table in Markdown."""

    def line(cells: Iterable[str]) -> str:
        return f"| {' | '.join(map(_cell, cells))} |"

    body = [line(row.cells(lang)) for row in rows]
    return "\n".join([line(headers(lang)), line("---" for _ in COLUMNS), *body]) + "\n"
