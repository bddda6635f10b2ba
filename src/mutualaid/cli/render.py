"""Answers as text for a terminal, a pipe or a file."""

from __future__ import annotations

import io
import platform
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from decimal import Decimal
from importlib.metadata import version
from pathlib import Path
from typing import IO

from rich import box
from rich.console import Console, Group
from rich.measure import Measurement
from rich.progress import Progress, track
from rich.table import Table
from rich.text import Text as Line

from mutualaid.checks import NIL
from mutualaid.claim import Claim
from mutualaid.cli.names import Names
from mutualaid.handbook import TableRow, headers
from mutualaid.loading import LoadReport
from mutualaid.masking import mask
from mutualaid.messages import joined, render
from mutualaid.records import BadCell
from mutualaid.review import EntryDecision, Review
from mutualaid.roster_review import RosterReview
from mutualaid.settlement import Settlement, SettlementOutcome
from mutualaid.statement import Statement
from mutualaid.statement import headers as headings
from mutualaid.telling import tell_problem
from mutualaid.testing import CheckedCases
from mutualaid.text import Lang, yuan

ENDLESS = 1_000_000
"""Width of what goes into a file or a pipe: a line is as long as what it says."""
PROSE, LEAFLET = 20, 40
"""The narrowest column of prose on a terminal, and the widest of the leaflet's table."""
GAP = 3
"""Blanks between two columns."""
STYLES = {"accepted": "green", "refused": "red", "unknown": "yellow"}
SETTLEMENT_STYLES = {"paid": "green", "refused": "red", "unknown": "yellow"}
MANY = 2_000
"""From how many claims on settling is worth a progress bar."""


@contextmanager
def console_on(out: IO[str]) -> Iterator[Console]:
    """Give a console on a terminal; into a pipe or a file, lines end where their text does."""
    if out.isatty():
        yield Console(file=out, highlight=False, markup=False, emoji=False)
        return
    page = io.StringIO()
    yield Console(
        file=page,
        width=ENDLESS,
        color_system=None,
        force_terminal=False,
        highlight=False,
        markup=False,
        emoji=False,
    )
    out.writelines(f"{line.rstrip()}\n" for line in page.getvalue().splitlines())


def plain_table(*titles: str, prose: Container[int] = ()) -> Table:
    """Make a table with a line under its titles.

    Args:
        titles: The titles of its columns.
        prose: The columns that may wrap, by their places. All others hold names, codes and
            figures, of which nobody reads a half.
    """
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for place, title in enumerate(titles):
        table.add_column(title, overflow="fold", no_wrap=place not in prose)
    return table


def print_table(console: Console, table: Table) -> None:
    """Print a table; on a terminal that is too narrow it runs over, and loses nothing."""
    endless = console.options.update(width=ENDLESS)
    widths = (
        Measurement.get(console, endless, Group(column.header, *column.cells)).maximum
        if column.no_wrap
        else PROSE
        for column in table.columns
    )
    if console.is_terminal:
        least = sum(widths) + GAP * len(table.columns)
        table.width = least if least > console.width else None
    console.print(table, crop=False)


def show_roster_review(reviewed: RosterReview, lang: Lang, out: IO[str]) -> None:
    """Show the reviews of a roster: an overview, what is not accepted, cells that are bad."""
    with console_on(out) as console:
        _print_roster_review(console, reviewed, lang)


def _print_roster_review(console: Console, reviewed: RosterReview, lang: Lang) -> None:
    unit, roster = reviewed.unit, reviewed.roster

    def say(code: str, **facts: object) -> str:
        return render(f"report.{code}", lang, facts=facts)

    named = "unit" if unit.name else "unit_unnamed"
    head = say(named, name=unit.name, id=unit.id, starts=roster.starts)
    console.print(Line(head, style="bold"))
    console.print(Line(say("rows", rows=len(roster.rows), bad=len(roster.bad))))
    overview = plain_table(
        *(say(name) for name in ("plan", "outcome", "joining", "fee", "quoted_fee", "cap")),
        prose={5},
    )
    for name in (2, 3, 4):
        overview.columns[name].justify = "right"
    for review in reviewed.reviews:
        overview.add_row(*_overview(review, lang))
    print_table(console, overview)
    for review in reviewed.reviews:
        _show_review(console, review, dict(roster.made), lang)
    _print_bad(console, roster.bad, lang)
    console.print(Line(render(f"roster_review.{reviewed.outcome.value}", lang), style="bold"))


def _print_bad(console: Console, bad_cells: Iterable[BadCell], lang: Lang) -> None:
    names = ("row", "column", "value", "reason")
    cells = plain_table(*(render(f"report.{name}", lang) for name in names), prose={1, 2, 3})
    for bad in bad_cells:
        cells.add_row(*map(Line, (str(bad.row), bad.column, bad.value, bad.text(lang))))
    if cells.row_count:
        console.print(Line(render("report.bad", lang), style="bold"))
        print_table(console, cells)


def tracked(claims: Sequence[Claim], lang: Lang) -> Iterable[Claim]:
    """Give the claims one by one, with a progress bar on a terminal where there are many."""
    console = Console(stderr=True)
    hidden = len(claims) < MANY or not console.is_terminal
    title = render("claims.id", lang)
    return track(claims, title, console=console, disable=hidden, transient=True)


@contextmanager
def progress_of(what: str, lang: Lang) -> Iterator[Callable[[int, int], None]]:
    """Give what to tell how much is done of how much; a bar where there is a terminal.

    Args:
        what: Code of the message that says of what, such as "decide_file.rows".
        lang: "zh" or "en".
    """
    console = Console(stderr=True)
    with Progress(console=console, disable=not console.is_terminal, transient=True) as bar:
        task = bar.add_task(render(what, lang), total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)


def show_rows(count: int, path: Path, lang: Lang, out: IO[str]) -> None:
    """Say how many rows were decided, and where the answers are."""
    facts = {"count": count, "path": str(path)}
    out.write(f"{render('decide_file.done', lang, facts=facts)}\n")


def show_settlements(
    settlements: Sequence[Settlement],
    bad: Sequence[BadCell],
    names: Names,
    lang: Lang,
    out: IO[str],
) -> None:
    """Show what each claim is paid, why not where it is not, and cells that are bad."""
    columns = ("id", "insured", "plan", "event", "outcome", "payable", "remaining")
    table = plain_table(*(render(f"claims.{name}", lang) for name in columns), prose={3})
    for column in table.columns[-2:]:
        column.justify = "right"
    for one in settlements:
        claim = one.claim
        event = mask(names.event(claim.plan, claim.event, lang))
        ids = (mask(claim.id), mask(claim.insured), names.plan(claim.plan, lang), event)
        word = Line(one.words(lang), style=SETTLEMENT_STYLES[one.outcome.value])
        amounts = (one.payable, one.remaining) if one.payments else ()
        table.add_row(*map(Line, ids), word, *(Line(yuan(amount or NIL)) for amount in amounts))
    outcomes = [one.outcome for one in settlements]
    paid = [one.payable for one in settlements if one.payable]
    facts = {
        "count": len(settlements),
        "payable": yuan(sum(paid, NIL)),
        **{kind.value: outcomes.count(kind) for kind in SettlementOutcome},
        "paid": len(paid),
        "nothing": outcomes.count(SettlementOutcome.PAID) - len(paid),
    }
    with console_on(out) as console:
        console.print(Line(render("claims.head", lang, facts=facts), style="bold"))
        print_table(console, table)
        for one in settlements:
            if one.findings or one.notices:
                print_line(console, mask(one.claim.id))
            for finding in (*one.findings, *one.notices):
                print_line(console, f"  - {finding.explain(lang)}")
        if bad and any(one.findings or one.notices for one in settlements):
            console.print()
        _print_bad(console, bad, lang)


def show_statement(statement: Statement, names: Names, lang: Lang, out: IO[str]) -> None:
    """Show cap, paid and remaining of every line of every cover."""
    columns = statement.columns
    table = plain_table(*headings(lang, columns), prose={3})
    for column in table.columns[columns.index("cap") :]:
        column.justify = "right"
    for row in statement.rows:
        amounts = row.cells(columns=columns)
        cells = [yuan(cell) if isinstance(cell, Decimal) else str(cell) for cell in amounts]
        cells[2:4] = names.plan(row.plan, lang), names.line(row.plan, row.line, lang)
        table.add_row(*map(Line, cells))
    with console_on(out) as console:
        print_table(console, table)
        facts = {"paid": statement.paid, "returned": statement.returned}
        print_line(console, render("statement.total", lang, facts=facts))
        if statement.returned:
            print_line(console, render("statement.total_returned", lang, facts=facts))


def show_checked(checked: Sequence[CheckedCases], lang: Lang, out: IO[str]) -> None:
    """Show which cases came out otherwise than expected and why, and cells that are bad."""

    def say(code: str, **facts: object) -> str:
        return render(f"cases.{code}", lang, facts=facts)

    with console_on(out) as console:
        for one in checked:
            counts = {"count": len(one.results), "wrong": len(one.wrong)}
            counts |= {"right": counts["count"] - counts["wrong"]}
            counts |= {"left_out": len(one.table.left_out)}
            console.print(Line(say("head", file=one.path, **counts), style="bold"), soft_wrap=True)
            table = plain_table(
                *(say(name) for name in ("row", "case", "about", "expected", "actual")),
                prose={1, 3, 4},
            )
            for row, result in one.wrong:
                for place, difference in enumerate(result.differences):
                    first = (str(row.number), row.case.name) if place == 0 else ("", "")
                    table.add_row(*map(Line, (*first, *difference.words(lang))))
            if table.row_count:
                print_table(console, table)
            for row, result in one.wrong:
                print_line(console, say("of_row", row=row.number))
                for line in result.why(lang):
                    print_line(console, f"  {line}")
            if one.wrong and one.table.bad:
                console.print()
            _print_bad(console, one.table.bad, lang)
        broken = any(one.table.bad for one in checked)
        wrong = any(one.wrong for one in checked)
        last = "broken" if broken else "some_wrong" if wrong else "all_right"
        console.print(Line(say(last), style="bold"))


def _overview(review: Review, lang: Lang) -> Iterable[Line]:
    outcome = review.outcome.value
    fee = render("report.known", lang, facts={"amount": yuan(review.known_fee)})
    quoted = render("money.unknown", lang)
    caps = [line.words(lang) for line in review.edition.benefit.lines]
    yield Line(review.edition.info.short.of(lang))
    yield Line(render(f"reviewoutcome.{outcome}", lang), style=STYLES[outcome])
    yield Line(f"{len(review.joining)}/{len(review.entries)}")
    yield Line(fee if review.fee is None else yuan(review.fee))
    if review.accepted:
        yield Line("")  # its conditions are met: there is no other fee
    else:
        yield Line(quoted if review.quoted_fee is None else yuan(review.quoted_fee))
    yield Line(" / ".join(dict.fromkeys(caps)))


def _show_review(console: Console, review: Review, made: Mapping[str, int], lang: Lang) -> None:
    """Show why something of a review is not accepted; nothing where all is.

    An id that was made out of an identity number says nothing to a reader: its row stands beside.
    """

    def name(entry: EntryDecision) -> str:
        ids = [one for one in entry.entry.key if one]
        return " · ".join(f"{one} (#{made[one]})" if one in made else one for one in ids)

    groups: dict[tuple[str, ...], list[EntryDecision]] = {}
    for entry in review.held_back:
        groups.setdefault(tuple(entry.why(lang)), []).append(entry)
    if not groups and not review.reasons and not review.notices:
        return
    outcome = review.outcome.value
    console.print(Line(review.edition.info.title.of(lang), style=f"bold {STYLES[outcome]}"))
    for finding in (*review.reasons, *review.notices):
        print_line(console, f"  {finding.explain(lang)}")
    for why, entries in groups.items():
        print_line(console, f"  {joined(map(name, entries), lang)}")
        for line in why:
            print_line(console, f"    {line}")
    console.print()


def print_line(console: Console, text: str) -> None:
    """Print a text as it is: who reads a pipe wants a reason on one line, whatever its length."""
    console.print(Line(text), soft_wrap=True)


def show_table(rows: Iterable[TableRow], lang: Lang, out: IO[str]) -> None:
    """Show the leaflet's table."""
    table = Table(box=box.ROUNDED, show_lines=True)
    widest = LEAFLET if out.isatty() else None
    for title in headers(lang):
        table.add_column(title, overflow="fold", max_width=widest)
    for row in rows:
        table.add_row(*(Line(cell) for cell in row.cells(lang)))
    with console_on(out) as console:
        console.print(table)


def show_report(report: LoadReport, lang: Lang, out: IO[str]) -> None:
    """Show what was loaded from where, and everything that is wrong."""
    names = ("plan", "title", "in_force", "distribution", "module")
    table = plain_table(*(render(f"doctor.{name}", lang) for name in names))
    for loaded in report.plans:
        table.add_row(
            Line(loaded.info.code),
            Line(loaded.info.short.of(lang)),
            Line(", ".join(str(edition.period) for edition in loaded.editions)),
            Line(loaded.found.distribution),
            Line(loaded.found.place),
        )
    facts = {"plans": len(report.plans), "problems": len(report.problems)}
    with console_on(out) as console:
        print_line(console, f"mutualaid {version('mutualaid')}, Python {platform.python_version()}")
        print_table(console, table)
        for problem in report.problems:
            print_line(console, f"! {tell_problem(problem, lang)}")
        print_line(console, render("doctor.loaded", lang, facts=dict(facts)))
