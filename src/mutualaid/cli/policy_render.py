"""Places, differences and their effects as text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import IO, TYPE_CHECKING

from rich.text import Text as Line

from mutualaid.cli.render import console_on, plain_table, print_line, print_table
from mutualaid.messages import render
from mutualaid.policy.diff_rows import headers, shown
from mutualaid.text import Lang

if TYPE_CHECKING:
    from mutualaid.policy.diff import Difference
    from mutualaid.policy.effect import Effect
    from mutualaid.policy.paths import Place
    from mutualaid.records import BadCell


def show_places(plan: str, places: Iterable[Place], lang: Lang, out: IO[str]) -> None:
    """Show the places of a plan's rules, each with what stands there."""
    table = plain_table(render("diff.path", lang), render("diff.value", lang), prose={1})
    for place in places:
        table.add_row(Line(f"{plan}.{place}"), Line(shown(place.value, lang)))
    with console_on(out) as console:
        print_table(console, table)


def show_difference(
    difference: Difference,
    reach: Effect | None,
    bad: Iterable[BadCell],
    lang: Lang,
    out: IO[str],
) -> None:
    """Show what differs, the simplest case of each plan, whom it reaches, and bad cells."""
    table = plain_table(*headers(lang), prose={1, 2, 3, 4})
    for cells in difference.cells(lang):
        table.add_row(*map(Line, cells))
    with console_on(out) as console:
        if table.row_count:
            print_table(console, table)
        else:
            print_line(console, difference.to_text(lang))
        for title, text in _told(difference, reach, bad, lang):
            console.print(Line(title, style="bold"))
            print_line(console, f"{text}\n")


def write_markdown(
    difference: Difference,
    reach: Effect | None,
    bad: Iterable[BadCell],
    lang: Lang,
    out: IO[str],
) -> None:
    """Write the same as Markdown, to be put before those who decide."""
    out.write(difference.to_markdown(lang) if difference else f"{difference.to_text(lang)}\n")
    for title, text in _told(difference, reach, bad, lang):
        out.write(f"\n**{title}**\n\n```text\n{text}\n```\n")


def _told(
    difference: Difference, reach: Effect | None, bad: Iterable[BadCell], lang: Lang
) -> Iterator[tuple[str, str]]:
    cases = [difference.counterexample(plan).text(lang) for plan in difference.in_force]
    if cases:
        yield render("diff.simplest", lang), "\n".join(cases)
    if reach is not None:
        yield render("diff.reach", lang), reach.text(lang)
    row = render("report.row", lang)
    cells = [f"{row} {one.row} · {one.column} · {one.value} · {one.text(lang)}" for one in bad]
    if cells:
        yield render("report.bad", lang), "\n".join(cells)
