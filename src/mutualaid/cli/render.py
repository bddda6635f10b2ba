"""Answers as text for a terminal, a pipe or a file."""

from __future__ import annotations

import io
import platform
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from importlib.metadata import version
from typing import IO

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text as Line

from mutualaid.handbook import TableRow, headers
from mutualaid.loading import LoadReport
from mutualaid.messages import render
from mutualaid.review import EntryDecision, Review
from mutualaid.roster_review import RosterReview
from mutualaid.text import Lang, yuan

PLAIN_WIDTH = 120
"""Width of what goes into a file or a pipe, where no terminal says how wide it is."""
STYLES = {"accepted": "green", "refused": "red", "unknown": "yellow"}


@contextmanager
def _console(out: IO[str]) -> Iterator[Console]:
    """Give a console on a terminal; into a pipe or a file, lines end where their text does."""
    if out.isatty():
        yield Console(file=out, highlight=False, markup=False, emoji=False)
        return
    page = io.StringIO()
    yield Console(file=page, width=PLAIN_WIDTH, highlight=False, markup=False, emoji=False)
    out.writelines(f"{line.rstrip()}\n" for line in page.getvalue().splitlines())


def _table(*titles: str) -> Table:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for title in titles:
        table.add_column(title, overflow="fold")
    return table


def show_roster_review(reviewed: RosterReview, lang: Lang, out: IO[str]) -> None:
    """Show the reviews of a roster: an overview, what is not accepted, cells that are bad."""
    with _console(out) as console:
        _print_roster_review(console, reviewed, lang)


def _print_roster_review(console: Console, reviewed: RosterReview, lang: Lang) -> None:
    unit, roster = reviewed.unit, reviewed.roster

    def say(code: str, **facts: object) -> str:
        return render(f"report.{code}", lang, facts=facts)

    console.print(
        Line(say("unit", name=unit.name or unit.id, id=unit.id, starts=roster.starts), style="bold")
    )
    console.print(Line(say("rows", rows=len(roster.rows), bad=len(roster.bad))))
    overview = _table(
        *(say(name) for name in ("plan", "outcome", "joining", "fee", "quoted_fee", "cap"))
    )
    for name in (2, 3, 4):
        overview.columns[name].justify = "right"
    for review in reviewed.reviews:
        overview.add_row(*_overview(review, lang))
    console.print(overview)
    for review in reviewed.reviews:
        _show_review(console, review, lang)
    if roster.bad:
        console.print(Line(say("bad"), style="bold"))
        cells = _table(*(say(name) for name in ("row", "column", "value", "reason")))
        for bad in roster.bad:
            cells.add_row(
                Line(str(bad.row)), Line(bad.column), Line(bad.value), Line(bad.text(lang))
            )
        console.print(cells)
    console.print(Line(render(f"roster_review.{reviewed.outcome.value}", lang), style="bold"))


def _overview(review: Review, lang: Lang) -> Iterable[Line]:
    outcome = review.outcome.value
    fee = render("report.known", lang, facts={"amount": yuan(review.known_fee)})
    quoted = render("money.unknown", lang)
    caps = [line.words(lang) for line in review.edition.benefit.lines]
    yield Line(review.edition.info.short.of(lang))
    yield Line(render(f"reviewoutcome.{outcome}", lang), style=STYLES[outcome])
    yield Line(f"{len(review.joining)}/{len(review.entries)}")
    yield Line(fee if review.fee is None else yuan(review.fee))
    yield Line(quoted if review.quoted_fee is None else yuan(review.quoted_fee))
    yield Line(" / ".join(dict.fromkeys(caps)))


def _show_review(console: Console, review: Review, lang: Lang) -> None:
    """Show why something of a review is not accepted; nothing where all is."""
    groups: dict[tuple[str, ...], list[EntryDecision]] = {}
    for entry in review.held_back:
        groups.setdefault(tuple(entry.why(lang)), []).append(entry)
    if not groups and not review.reasons and not review.notices:
        return
    outcome = review.outcome.value
    console.print(Line(review.edition.info.title.of(lang), style=f"bold {STYLES[outcome]}"))
    for finding in (*review.reasons, *review.notices):
        _print(console, f"  {finding.explain(lang)}")
    for why, entries in groups.items():
        names = ("、" if lang == "zh" else ", ").join(entry.name for entry in entries)
        _print(console, f"  {names}")
        for line in why:
            _print(console, f"    {line}")
    console.print()


def _print(console: Console, text: str) -> None:
    # Whoever reads the output of a pipe wants a reason on one line, whatever its length.
    console.print(Line(text), soft_wrap=True)


def show_table(rows: Iterable[TableRow], lang: Lang, out: IO[str]) -> None:
    """Show the leaflet's table."""
    table = Table(box=box.ROUNDED, show_lines=True)
    for title in headers(lang):
        table.add_column(title, overflow="fold")
    for row in rows:
        table.add_row(*(Line(cell) for cell in row.cells(lang)))
    with _console(out) as console:
        console.print(table)


def show_report(report: LoadReport, out: IO[str]) -> None:
    """Show what was loaded from where, and everything that is wrong."""
    table = _table("plan", "title", "in force", "distribution", "module")
    for loaded in report.plans:
        table.add_row(
            Line(loaded.info.code),
            Line(loaded.info.short.zh),
            Line(", ".join(str(edition.period) for edition in loaded.editions)),
            Line(loaded.found.distribution),
            Line(loaded.found.place),
        )
    wrong = len(report.problems)
    with _console(out) as console:
        _print(console, f"mutualaid {version('mutualaid')}, Python {platform.python_version()}")
        console.print(table)
        for problem in report.problems:
            _print(console, f"! {problem}")
        _print(console, f"{len(report.plans)} plans loaded, {wrong or 'no'} problem(s)")
