"""Wrong use of the command line as errors of the library, so that they are told as all others."""

from __future__ import annotations

import click

from mutualaid.cli.manual import written
from mutualaid.errors import MutualAidError, UnknownName


def as_error(error: click.UsageError, ctx: click.Context) -> MutualAidError:
    """Give an error that says the same; what click alone knows keeps its words.

    Args:
        error: What click found.
        ctx: The command that it was asked of.
    """
    options = [one for one in ctx.command.get_params(ctx) if isinstance(one, click.Option)]
    match error:
        case click.MissingParameter(param=click.Option() as param):
            return MutualAidError(f"The option {max(param.opts, key=len)} is missing")
        case click.MissingParameter(param=click.Argument() as param):
            return MutualAidError(f"The argument {written(param)} is missing")
        case click.NoSuchOption():
            known = [name for one in options for name in one.opts]
            return UnknownName(
                "There is no such option", name="option", value=error.option_name, known=known
            )
        case click.BadOptionUsage():
            name = error.option_name
            flags = [flag for one in options if one.is_flag for flag in one.opts]
            return MutualAidError(
                f"The option {name} takes no value"
                if name in flags
                else f"The option {name} needs a value"
            )
    return MutualAidError(error.format_message())
