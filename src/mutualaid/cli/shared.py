"""What the commands share: options, files in and out, errors told without a traceback."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterable
from contextlib import contextmanager
from datetime import date, datetime
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from mutualaid.errors import MutualAidError
from mutualaid.text import default_lang

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mutualaid.catalogue import Catalogue

ALL_WELL, REFUSED, BROKEN = 0, 1, 2
CLOSED_PIPE = 141
"""What a shell says of a program that wrote into a closed pipe: 128 and SIGPIPE."""


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
A_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
json_option = click.option(
    "--json", "as_json", is_flag=True, help="Answer in JSON, in both languages."
)
change_option = click.option(
    "--change",
    "changes",
    multiple=True,
    type=A_FILE,
    help="Lay the change of policy in this TOML file over the plans; can be given several times.",
)

id_key_option = click.option(
    "--id-key",
    envvar="MUTUALAID_ID_KEY",
    show_envvar=True,
    metavar="KEY",
    help="Make lasting ids out of identity numbers by this key, for who has no id; rather put it "
    "into the environment than on the command line.",
)


def catalogue_with(changes: Iterable[Path]) -> Catalogue:
    """Load the installed plans, with changes of policy laid over them."""
    from mutualaid.catalogue import load_catalogue
    from mutualaid.records import load_change

    catalogue = load_catalogue()
    return catalogue.with_change(*map(load_change, changes)) if changes else catalogue


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
def where(output: Path | None) -> Iterator[Any]:
    """Write to a file, in UTF-8, or to standard output."""
    if output is None:
        yield sys.stdout
    else:
        with output.open("w", encoding="utf-8", newline="\n") as file:
            yield file


def write_json(value: object, out: Any) -> None:
    """Write an answer as JSON, Chinese as it is."""
    json.dump(value, out, ensure_ascii=False, indent=2)
    out.write("\n")
