"""The commands about claims."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from mutualaid.cli.grammar import ALL_WELL, BROKEN, REFUSED, Command
from mutualaid.cli.output import check_form, where, write_json, write_table
from mutualaid.cli.shared import (
    A_FILE,
    A_PLAN,
    DAY,
    NEW_FILE,
    OneOf,
    debug_option,
    id_key_option,
    json_option,
    lang_option,
    output_option,
)
from mutualaid.text import Lang

if TYPE_CHECKING:
    from mutualaid.ledger import Ledger


@click.command(cls=Command)
@click.argument("covers", type=A_FILE)
@click.argument("claims", type=A_FILE)
@click.option("--ledger", type=NEW_FILE)
@id_key_option
@json_option
@output_option
@lang_option
@debug_option
def settle(
    covers: Path,
    claims: Path,
    lang: Lang,
    *,
    ledger: Path | None,
    id_key: str | None,
    as_json: bool,
    output: Path | None,
) -> int:
    """Settle claims against covers."""
    from mutualaid.catalogue import load_catalogue
    from mutualaid.cli.names import names_in
    from mutualaid.cli.render import show_settlements, tracked
    from mutualaid.finding import SCHEMA_VERSION
    from mutualaid.records import read_claims
    from mutualaid.settlement import SettlementOutcome

    book, catalogue = read_ledger(covers), load_catalogue()
    read = read_claims(claims, catalogue, id_key=id_key)
    settlements = []
    for claim in tracked(read.claims, lang):
        settlement, book = book.settle(claim)
        settlements.append(settlement)
    if ledger is not None:
        write_ledger(book, ledger)
    with where(output) as out:
        if as_json:
            bad = [cell.to_dict() for cell in read.bad]
            said = [settlement.to_dict() for settlement in settlements]
            write_json(
                {
                    "type": "settlements",
                    "version": SCHEMA_VERSION,
                    "bad_cells": bad,
                    "settlements": said,
                },
                out,
            )
        else:
            show_settlements(settlements, read.bad, names_in(book, catalogue), lang, out)
    if read.bad:
        return BROKEN
    paid = all(one.outcome is SettlementOutcome.PAID for one in settlements)
    return ALL_WELL if paid else REFUSED


@click.command(cls=Command)
@click.argument("ledger", type=A_FILE)
@click.option("--insured", metavar="ID")
@click.option("--plan", type=A_PLAN)
@click.option("--unit", metavar="ID")
@click.option("--on", type=DAY)
@click.option("--known-on", type=DAY)
@click.option("--format", "form", type=OneOf(["text", "csv", "xlsx", "json"]), default="text")
@output_option
@lang_option
@debug_option
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
    """Show cap, paid and remaining of every line of every cover."""
    from mutualaid.cli.names import names_in
    from mutualaid.cli.render import show_statement

    check_form(form, output)
    book = read_ledger(ledger)
    names = names_in(book)
    code = None if plan is None else names.code(plan)
    asked = book.statement(insured=insured, plan=code, unit=unit, on=on, known_on=known_on)
    write_table(asked, form, output, lang, lambda out: show_statement(asked, names, lang, out))
    return ALL_WELL


def read_ledger(path: Path) -> Ledger:
    """Read a ledger from a file that `write_ledger` wrote."""
    from mutualaid.errors import InvalidValue, MutualAidError
    from mutualaid.ledger import Ledger
    from mutualaid.records import from_json

    try:
        book = from_json(path.read_bytes())
    except MutualAidError as error:
        raise error.within(str(path)) from None
    if not isinstance(book, Ledger):
        raise InvalidValue(
            f"{path} holds no ledger",
            name="type",
            value=type(book).__name__,
            allowed="Ledger",
            hint="`mutualaid review … --covers FILE` writes one",
        )
    return book


def write_ledger(book: Ledger, path: Path) -> None:
    """Write a ledger to a file."""
    from mutualaid.records import to_json

    with where(path) as file:
        file.write(to_json(book) + "\n")
