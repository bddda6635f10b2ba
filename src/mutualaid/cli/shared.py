"""What the commands share: options, files in and out, errors told without a traceback."""

from __future__ import annotations

import errno
import json
import os
import sys
from collections.abc import Callable, Iterable, Mapping
from contextlib import contextmanager
from datetime import date, datetime
from functools import wraps
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

import click

from mutualaid.errors import InvalidValue, MutualAidError
from mutualaid.text import Lang, default_lang

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
    is_eager=True,  # so that what is wrong with the others is told in it
    help="Language of the answer; by default that of the environment.",
)
output_option = click.option(
    "--output", type=click.Path(dir_okay=False, path_type=Path), help="Write to a file instead."
)


class Told(click.ClickException):
    """An error in words that stand alone, in the language that was asked for."""

    exit_code = BROKEN

    def __init__(self, error: BaseException, ctx: click.Context | None) -> None:
        super().__init__(in_words(error, {} if ctx is None else ctx.params))

    def show(self, file: IO[Any] | None = None) -> None:
        """Print the words, without click's frame."""
        click.echo(self.message, file=file, err=file is None)


class Day(click.ParamType):  # type: ignore[type-arg]  # generic from click 8.2 on
    """A date in ISO form."""

    name = "yyyy-mm-dd"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """Read a date."""
        try:
            return datetime.strptime(value, "%Y-%m-%d").date()  # noqa: DTZ007 - a day, no instant
        except ValueError:
            name = None if param is None else param.opts[0]
            error = InvalidValue(
                "This is no date", name=name, value=value, hint="write a date as 2016-01-31"
            )
            raise Told(error, ctx) from None


class AFile(click.Path):
    """A file that is there."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Path:
        """Read the path of a file."""
        path = Path(str(super().convert(value, param, ctx)))
        fault = (
            errno.ENOENT
            if not path.exists()
            else errno.EISDIR
            if path.is_dir()
            else errno.EACCES
            if not os.access(path, os.R_OK)
            else None
        )
        if fault is not None:
            raise Told(OSError(fault, os.strerror(fault), str(path)), ctx)
        return path


DAY = Day()
A_FILE = AFile()
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


def in_words(error: BaseException, options: Mapping[str, Any]) -> str:
    """Word an error in the language that was asked for."""
    from mutualaid.telling import tell

    lang: Lang = options.get("lang") or default_lang()
    return tell(error, lang)


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
            click.echo(in_words(error, options), err=True)
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
