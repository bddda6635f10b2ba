"""Commands as this program writes them: their help, how wrong use is told, and how they end.

The language is that of `--lang`, wherever it stands on the command line, so that a page of help
and an error about another option speak it too.
"""

from __future__ import annotations

import os
import shutil
import sys
import traceback
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import IO, Any

import click
from click.exceptions import Exit

from mutualaid.cli.manual import chapters, help_page, said_of, usage
from mutualaid.cli.misuse import as_error
from mutualaid.errors import InvalidValue, MutualAidError, UnknownName
from mutualaid.messages import render
from mutualaid.telling import tell
from mutualaid.text import LANGUAGES, Lang, check_lang, default_lang

ALL_WELL, REFUSED, BROKEN, FAULT = 0, 1, 2, 3
INTERRUPTED = 130
"""What a shell says of a program that Ctrl-C has ended: 128 and SIGINT."""
CLOSED_PIPE = 141
"""What a shell says of a program that wrote into a closed pipe: 128 and SIGPIPE."""
LANG, DEBUG = "mutualaid.lang", "mutualaid.debug"
VARIABLE = "MUTUALAID_LANG"
NARROWEST, WIDEST = 50, 100
"""Of a page of help, in columns."""


class Told(click.ClickException):
    """An error in words that stand alone, in the language that was asked for."""

    exit_code = BROKEN

    def show(self, file: IO[Any] | None = None) -> None:
        """Print the words, without click's frame."""
        click.echo(self.message, file=file, err=file is None)


class ToldFault(Told):
    """A fault of the program itself, told so."""

    exit_code = FAULT


def asked_lang(arguments: Sequence[str]) -> str:
    """Give the language that a command line asks for, else the environment, as it is written."""
    said = os.environ.get(VARIABLE) or default_lang()
    for before, argument in zip(("", *arguments), arguments, strict=False):
        if before == "--lang":
            said = argument
        elif argument.startswith("--lang="):
            said = argument.removeprefix("--lang=")
    return said


def spoken(asked: object) -> Lang:
    """Give the language that is asked for; where there is none such, that of the environment."""
    return check_lang(asked) if isinstance(asked, str) and asked in LANGUAGES else default_lang()


class Paged(click.Command):
    """A command with its page in the manual, told in either language."""

    def __init__(self, *args: Any, **said: Any) -> None:
        super().__init__(*args, **said)
        name = str(self.name)
        self.help = self.short_help = chapters()[name].texts["what"].en
        for param in self.params:
            if isinstance(param, click.Option):
                param.help = said_of(name, param).en

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Read the command line; wrong use is told with the right one."""
        try:
            return super().parse_args(ctx, args)
        except click.UsageError as error:
            lang, facts = spoken(ctx.meta[LANG]), {"command": ctx.command_path}
            told = tell(as_error(error, ctx), lang), usage(ctx, lang)
            raise Told("\n".join((*told, render("error.see_help", lang, facts=facts)))) from error

    def get_help(self, ctx: click.Context) -> str:
        """Give the page of the manual, as wide as the terminal."""
        width = min(shutil.get_terminal_size().columns, WIDEST)
        return help_page(ctx, spoken(ctx.meta[LANG]), width=max(width, NARROWEST))


class Command(Paged):
    """A command of the program."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Read the command line, and refuse what is left over."""
        ctx.allow_extra_args = True
        rest = super().parse_args(ctx, args)
        if rest and not ctx.resilient_parsing:
            raise InvalidValue("There is an argument too many", name="argument", value=rest[0])
        return rest


class Program(Paged, click.Group):
    """The program: its commands, each of which ends in the same few ways."""

    def make_context(
        self,
        info_name: str | None,
        args: list[str],
        parent: click.Context | None = None,
        **extra: Any,
    ) -> click.Context:
        """Read the command line as far as the name of the command."""
        with ended({LANG: asked_lang(args)}):
            return super().make_context(info_name, args, parent, **extra)

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Read the options of the program itself, after the language of all that is told."""
        ctx.meta[LANG] = asked_lang(args)
        return super().parse_args(ctx, args)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command that is named."""
        if args[0] not in self.commands and not ctx.resilient_parsing:
            raise UnknownName(
                "There is no such command", name="command", value=args[0], known=self.commands
            )
        return super().resolve_command(ctx, args)

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command, and end with its code."""
        with ended(ctx.meta):
            code = super().invoke(ctx)
            sys.stdout.flush()
        ctx.exit(code)


@contextmanager
def ended(meta: Mapping[str, Any]) -> Iterator[None]:
    """Tell every way in which a command ends without an answer, each with its exit code.

    Args:
        meta: What was asked of the whole program: the language, and whether to show where an
            error arose.
    """
    lang = spoken(meta[LANG])
    try:
        yield
    except BrokenPipeError:
        # Whoever read the pipe has seen enough. Python would complain once more at its end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise Exit(CLOSED_PIPE) from None
    except KeyboardInterrupt:
        raise Exit(INTERRUPTED) from None
    except (MutualAidError, OSError, UnicodeError) as error:
        raise Told(_arose(meta) + tell(error, lang)) from error
    except (click.ClickException, click.Abort, Exit):
        raise
    except Exception as error:
        facts = {"error": f"{type(error).__name__}: {error}"}
        raise ToldFault(_arose(meta) + render("error.fault", lang, facts=facts)) from error


def _arose(meta: Mapping[str, Any]) -> str:
    return traceback.format_exc() if meta.get(DEBUG) else ""
