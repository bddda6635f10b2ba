"""Options and kinds of values that several commands share."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterable
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click
from click.shell_completion import CompletionItem

from mutualaid.cli.grammar import DEBUG, LANG
from mutualaid.errors import InvalidValue

if TYPE_CHECKING:
    from mutualaid.catalogue import Catalogue


class Day(click.ParamType):  # type: ignore[type-arg]  # generic from click 8.2 on
    """A date in ISO form."""

    name = "yyyy-mm-dd"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """Read a date."""
        try:
            return datetime.strptime(value, "%Y-%m-%d").date()  # noqa: DTZ007 - a day, no instant
        except ValueError:
            _refuse("This is no date", param, value, hint="write a date as 2016-01-31")


class OneOf(click.Choice):  # type: ignore[type-arg]  # generic from click 8.2 on
    """One of a few words."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Read a word."""
        if value not in self.choices:
            allowed = ", ".join(map(str, self.choices))
            _refuse("This is none of the words for it", param, value, allowed=allowed)
        return value


class AFile(click.Path):
    """A file to read, which must be there, or one to write."""

    def __init__(self, *, read: bool) -> None:
        super().__init__(dir_okay=not read)
        self.read = read
        self.name = "file"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Path:
        """Read the path of a file."""
        path = Path(value)
        fault = (
            errno.EISDIR
            if path.is_dir()
            else None
            if not self.read
            else errno.ENOENT
            if not path.exists()
            else errno.EACCES
            if not os.access(path, os.R_OK)
            else None
        )
        if fault is not None:
            raise OSError(fault, os.strerror(fault), str(path))
        return path


class PlanName(click.ParamType):  # type: ignore[type-arg]  # generic from click 8.2 on
    """Any name of a plan; a shell completes codes and titles."""

    name = "name"

    def shell_complete(
        self, ctx: click.Context, param: click.Parameter, incomplete: str
    ) -> list[CompletionItem]:
        """Give the names that begin so, of the plans that can be loaded."""
        from mutualaid.loading import diagnose

        infos = [loaded.info for loaded in diagnose().plans]
        names = [name for info in infos for name in (info.code, info.title.zh, info.short.zh)]
        return [CompletionItem(name) for name in names if name.startswith(incomplete)]


def _refuse(what: str, param: click.Parameter | None, value: Any, **said: str) -> NoReturn:
    name = "argument" if param is None else param.opts[0]
    raise InvalidValue(what, name=name, value=value, **said) from None


def _keep_debug(ctx: click.Context, _: click.Parameter, asked: bool) -> None:
    ctx.meta[DEBUG] = asked or ctx.meta.get(DEBUG, False)


DAY = Day()
A_FILE = AFile(read=True)
NEW_FILE = AFile(read=False)
A_PLAN = PlanName()

lang_option = click.option(
    "--lang",
    type=OneOf(["zh", "en"]),
    default=lambda: click.get_current_context().meta[LANG],
    is_eager=True,  # so that a wrong one is told before all else
)
debug_option = click.option(
    "--debug", is_flag=True, is_eager=True, expose_value=False, callback=_keep_debug
)
output_option = click.option("--output", type=NEW_FILE)
json_option = click.option("--json", "as_json", is_flag=True)
change_option = click.option("--change", "changes", multiple=True, type=A_FILE)
plans_option = click.option("--plan", "plans", multiple=True, type=A_PLAN)
starts_option = click.option("--starts", type=DAY, required=True)
id_key_option = click.option("--id-key", envvar="MUTUALAID_ID_KEY", metavar="KEY")


def catalogue_with(changes: Iterable[Path]) -> Catalogue:
    """Load the installed plans, with changes of policy laid over them."""
    from mutualaid.catalogue import load_catalogue
    from mutualaid.records import load_change

    catalogue = load_catalogue()
    return catalogue.with_change(*map(load_change, changes)) if changes else catalogue
