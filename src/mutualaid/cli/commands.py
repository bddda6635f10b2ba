"""The commands and their options."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from contextlib import contextmanager
from datetime import date, datetime
from functools import wraps
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from mutualaid.errors import MutualAidError
from mutualaid.text import Lang

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mutualaid.ledger import Ledger

ALL_WELL, REFUSED, BROKEN = 0, 1, 2
CLOSED_PIPE = 141
"""What a shell says of a program that wrote into a closed pipe: 128 and SIGPIPE."""


def default_lang() -> Lang:
    """Speak Chinese where the environment does, else English."""
    said = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG") or ""
    return "zh" if said.startswith("zh") else "en"


lang_option = click.option(
    "--lang",
    type=click.Choice(["zh", "en"]),
    default=default_lang,
    envvar="MUTUALAID_LANG",
    help="Language of the answer; by default that of the environment.",
)
output_option = click.option(
    "--output", type=click.Path(dir_okay=False, path_type=Path), help="Write to a file instead."
)


def a_day(_: click.Context, __: click.Parameter, value: datetime | None) -> date | None:
    """Take the day of what click reads as a datetime."""
    return None if value is None else value.date()


DAY = click.DateTime(formats=["%Y-%m-%d"])


def tells_errors(function: Callable[..., int]) -> Callable[..., None]:
    """Tell the library's errors on one line or two, without a traceback, and exit with the code."""

    @wraps(function)
    def run(*args: Any, **options: Any) -> None:
        try:
            code = function(*args, **options)
            sys.stdout.flush()
        except BrokenPipeError:
            # Whoever read the pipe has seen enough. Python would complain once more at its end.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            code = CLOSED_PIPE
        except (MutualAidError, OSError, UnicodeError) as error:
            click.echo(f"Error: {error}", err=True)
            code = BROKEN
        sys.exit(code)

    return run


@contextmanager
def _where(output: Path | None) -> Iterator[Any]:
    """Write to a file, in UTF-8, or to standard output."""
    if output is None:
        yield sys.stdout
    else:
        with output.open("w", encoding="utf-8", newline="\n") as file:
            yield file


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(version("mutualaid"), package_name="mutualaid")
def command() -> None:
    """Mutual-aid plans for serving employees: who may join, at what fee, for what benefit."""


@command.command()
@click.argument("unit", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.argument("roster", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--starts", type=DAY, callback=a_day, required=True, help="First day of the covers.")
@click.option(
    "--plan",
    "plans",
    multiple=True,
    help="Ask this plan only, by any of its names; can be given several times.",
)
@lang_option
@click.option("--json", "as_json", is_flag=True, help="Answer in JSON, in both languages.")
@click.option(
    "--covers",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write the covers of who is accepted to a file, for `mutualaid settle`.",
)
@output_option
@tells_errors
def review(
    unit: Path,
    roster: Path,
    starts: date,
    plans: tuple[str, ...],
    lang: Lang,
    *,
    as_json: bool,
    covers: Path | None,
    output: Path | None,
) -> int:
    """Review a unit's roster against every plan.

    UNIT is a TOML file that says what the unit is; ROSTER a CSV file with a row for each person,
    or for each person and child, in UTF-8 or GB18030, with Chinese or English headers.

    Exits with 0 if everything is accepted, 1 if something is refused or not known, and 2 if a
    cell or a file cannot be read; the good rows are reviewed all the same.
    """
    from mutualaid.catalogue import load_catalogue
    from mutualaid.cli.render import show_roster_review
    from mutualaid.ledger import Ledger
    from mutualaid.records import read_roster, read_unit
    from mutualaid.roster_review import RosterOutcome, review_roster

    catalogue = load_catalogue()
    said = read_unit(unit)
    people = read_roster(roster, catalogue, starts=starts)
    reviewed = review_roster(catalogue, said, people, plans=plans or None)
    if covers is not None:
        _write_ledger(Ledger(reviewed.covers()), covers)
    with _where(output) as out:
        if as_json:
            _write_json(reviewed.to_dict(), out)
        else:
            show_roster_review(reviewed, lang, out)
    codes = {RosterOutcome.WELL: ALL_WELL, RosterOutcome.NOT_ALL: REFUSED}
    return codes.get(reviewed.outcome, BROKEN)


@command.command()
@click.option(
    "--on",
    type=DAY,
    callback=a_day,
    help="Rules in force on this day; by default the newest of each plan.",
)
@lang_option
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "markdown", "json"]),
    default="text",
    show_default=True,
)
@output_option
@tells_errors
def plans(on: date | None, lang: Lang, form: str, output: Path | None) -> int:
    """Show the plans in the form of the leaflet's table, generated from their rules."""
    from mutualaid.catalogue import load_catalogue
    from mutualaid.cli.render import show_table
    from mutualaid.handbook import table, to_markdown

    catalogue = load_catalogue()
    editions = (
        [plan.editions[-1] for plan in catalogue.values()] if on is None else catalogue.editions(on)
    )
    rows = table(editions)
    with _where(output) as out:
        if form == "json":
            _write_json([row.to_dict() for row in rows], out)
        elif form == "markdown":
            out.write(to_markdown(rows, lang))
        else:
            show_table(rows, lang, out)
    return ALL_WELL


@command.command()
@click.argument("covers", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.argument("claims", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--ledger",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write the covers with the claims that are paid to a file, for the next time.",
)
@lang_option
@click.option("--json", "as_json", is_flag=True, help="Answer in JSON, in both languages.")
@output_option
@tells_errors
def settle(
    covers: Path,
    claims: Path,
    lang: Lang,
    *,
    ledger: Path | None,
    as_json: bool,
    output: Path | None,
) -> int:
    """Settle claims against covers.

    COVERS is a file that `mutualaid review --covers` or `mutualaid settle --ledger` wrote; CLAIMS
    a CSV or Excel file with a row for each claim, or for each item of a medical bill.

    Exits with 0 if every claim is paid, 1 if one is refused or not known, and 2 if a cell or a
    file cannot be read; the other claims are settled all the same.
    """
    from mutualaid.catalogue import load_catalogue
    from mutualaid.cli.render import show_settlements, tracked
    from mutualaid.records import read_claims
    from mutualaid.settlement import SettlementOutcome

    book = _read_ledger(covers)
    read = read_claims(claims, load_catalogue())
    settlements = []
    for claim in tracked(read.claims, lang):
        settlement, book = book.settle(claim)
        settlements.append(settlement)
    if ledger is not None:
        _write_ledger(book, ledger)
    with _where(output) as out:
        if as_json:
            bad = [cell.to_dict() for cell in read.bad]
            said = [settlement.to_dict() for settlement in settlements]
            _write_json(
                {"type": "settlements", "version": 1, "bad_cells": bad, "settlements": said}, out
            )
        else:
            show_settlements(settlements, read.bad, lang, out)
    if read.bad:
        return BROKEN
    paid = all(one.outcome is SettlementOutcome.PAID for one in settlements)
    return ALL_WELL if paid else REFUSED


@command.command()
@click.argument("ledger", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--insured", help="Of one person only.")
@click.option("--plan", help="Of one plan only, by its code.")
@click.option("--unit", help="Of one unit only, by its id.")
@click.option(
    "--on", type=DAY, callback=a_day, help="Of the covers that run on a day, as things stood then."
)
@click.option(
    "--known-on", type=DAY, callback=a_day, help="From what had been entered by this day."
)
@lang_option
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "csv", "xlsx", "json"]),
    default="text",
    show_default=True,
)
@output_option
@tells_errors
def statement(
    ledger: Path,
    insured: str | None,
    plan: str | None,
    unit: str | None,
    on: date | None,
    known_on: date | None,
    lang: Lang,
    form: str,
    output: Path | None,
) -> int:
    """Show cap, paid and remaining of every line of every cover.

    LEDGER is a file that `mutualaid review --covers` or `mutualaid settle --ledger` wrote.
    """
    from mutualaid.cli.render import show_statement

    book = _read_ledger(ledger)
    if known_on is not None:
        book = book.known_on(known_on)
    asked = book.statement(insured=insured, plan=plan, unit=unit, on=on)
    if form == "xlsx":
        if output is None:
            raise click.UsageError("An Excel file needs --output FILE.")
        asked.write_excel(output, lang)
        return ALL_WELL
    with _where(output) as out:
        if form == "json":
            _write_json(asked.to_dict(), out)
        elif form == "csv":
            # A table program knows UTF-8 by its mark; a pipe needs none.
            out.write(("" if output is None else "\ufeff") + asked.to_csv(lang))
        else:
            show_statement(asked, lang, out)
    return ALL_WELL


def _read_ledger(path: Path) -> Ledger:
    from mutualaid.errors import InvalidValue
    from mutualaid.ledger import Ledger
    from mutualaid.records import from_json

    book = from_json(path.read_bytes())
    if not isinstance(book, Ledger):
        raise InvalidValue(
            f"{path} holds no ledger",
            name="type",
            value=type(book).__name__,
            allowed="Ledger",
            hint="`mutualaid review … --covers FILE` writes one",
        )
    return book


def _write_ledger(book: Ledger, path: Path) -> None:
    from mutualaid.records import to_json

    path.write_text(to_json(book) + "\n", encoding="utf-8", newline="\n")


@command.command()
@click.option("--json", "as_json", is_flag=True, help="Answer in JSON.")
@tells_errors
def doctor(*, as_json: bool) -> int:
    """List what was loaded from where, and everything that is wrong with it.

    Exits with 0 if nothing is wrong, else with 2.
    """
    from mutualaid.cli.render import show_report
    from mutualaid.loading import diagnose

    report = diagnose()
    if as_json:
        _write_json(report.to_dict(), sys.stdout)
    else:
        show_report(report, sys.stdout)
    return BROKEN if report.problems else ALL_WELL


def _write_json(value: object, out: Any) -> None:
    json.dump(value, out, ensure_ascii=False, indent=2)
    out.write("\n")
