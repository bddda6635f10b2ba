"""What scenarios come to as text."""

from __future__ import annotations

from collections.abc import Sequence
from typing import IO, TYPE_CHECKING

from rich.text import Text as Line

from mutualaid.cli.render import console_on, plain_table, print_line, print_table
from mutualaid.messages import render
from mutualaid.scenario.tabular import Kind, Tabular
from mutualaid.text import Lang

if TYPE_CHECKING:
    from rich.console import Console

    from mutualaid.scenario.scenario import Scenario


def show_scenario(answer: Tabular, base: Scenario, lang: Lang, out: IO[str]) -> None:
    """Show the table of an answer, quantiles and tails apart, and what it rests on."""
    levels = [place for place, one in enumerate(answer.columns) if one.level is not None]
    figures = [place for place, one in enumerate(answer.columns) if one.level is None]
    with console_on(out) as console:
        _print(console, answer, figures, lang)
        if levels:
            _print(console, answer, [0, *levels], lang)
        assumed = base.assumptions
        code = "illustrative" if assumed.illustrative else "assumed"
        print_line(console, render(f"scenario.{code}", lang, facts={"name": assumed.name}))
        for note in answer.notes(lang):
            print_line(console, note)


def _print(console: Console, answer: Tabular, places: Sequence[int], lang: Lang) -> None:
    columns, titles = answer.columns, answer.titles(lang)
    table = plain_table(*(titles[place] for place in places))
    for column, place in zip(table.columns, places, strict=True):
        if columns[place].kind is not Kind.TEXT:
            column.justify = "right"
    for cells in answer.cells(lang):
        table.add_row(*(Line(cells[place]) for place in places))
    print_table(console, table)
