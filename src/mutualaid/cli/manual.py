"""What `--help` says, from `manual.toml` beside this: one page a command, in either language."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from importlib import resources

import attrs
import click
from rich.cells import cell_len

from mutualaid.text import Lang, Text

INDENT = "  "
FIRST = 24
"""The widest first column of a list; what is wider has a line of its own."""
PIECE = re.compile(r"[“（《]*(?:[!-~]+|.)[，。；：、？）》”…]*\s*")
"""What stands on one line: a word, or a Chinese character with the marks that belong to it."""
EXIT = "exit_"
MANY = -1
"""How click says of an argument that it takes several."""


@attrs.frozen
class Chapter:
    """Hold what the manual says of one command.

    Args:
        texts: Its texts, by name.
        examples: Command lines that run as they stand.
    """

    texts: Mapping[str, Text]
    examples: tuple[str, ...] = ()


@cache
def chapters() -> Mapping[str, Chapter]:
    """Give the whole manual, by chapter."""
    page = resources.files("mutualaid.cli").joinpath("manual.toml").read_text("utf-8")
    return {
        name: Chapter(
            {key: Text(**said) for key, said in chapter.items() if isinstance(said, dict)},
            tuple(chapter.get("examples", ())),
        )
        for name, chapter in tomllib.loads(page).items()
    }


def word(chapter: str, key: str, lang: Lang, **facts: str) -> str:
    """Give a text of the manual."""
    return chapters()[chapter].texts[key].of(lang).format(**facts)


def name_of(param: click.Parameter) -> str:
    """Give the name by which the manual knows an argument or an option."""
    if isinstance(param, click.Option):
        return max(param.opts, key=len).lstrip("-").replace("-", "_")
    return str(param.name)


def said_of(command: str, param: click.Parameter) -> Text:
    """Give what the manual says of an argument or an option of a command."""
    own, shared = chapters()[command].texts, chapters()["option"].texts
    name = name_of(param)
    return own[name] if name in own else shared[name]


def usage(ctx: click.Context, lang: Lang) -> str:
    """Give the line that shows how a command is written."""
    parts = [ctx.command_path, word("page", "options", lang)]
    parts += [written(one) for one in ctx.command.params if isinstance(one, click.Argument)]
    if isinstance(ctx.command, click.Group):
        parts.append(word("page", "command", lang))
    return word("page", "usage", lang, form=" ".join(parts))


def help_page(ctx: click.Context, lang: Lang, *, width: int) -> str:
    """Give the page that `--help` shows, in lines no wider than `width` columns."""
    chapter = chapters()[str(ctx.command.name)]
    lines = [usage(ctx, lang)]
    for key in ("what", "about"):
        if key in chapter.texts:
            lines += ["", *wrapped(chapter.texts[key].of(lang), width, INDENT)]
    for title, rows in _lists(ctx, chapter, lang):
        lines += ["", word("page", f"of_{title}", lang), *_columns(list(rows), width)]
    lines += ["", word("page", "of_examples", lang)]
    lines += [f"{INDENT}{example}" for example in chapter.examples]
    return "\n".join(lines)


def _lists(
    ctx: click.Context, chapter: Chapter, lang: Lang
) -> Iterator[tuple[str, Iterable[tuple[str, str]]]]:
    command, params = ctx.command, ctx.command.get_params(ctx)
    for title, kind in (("arguments", click.Argument), ("options", click.Option)):
        rows = [
            (written(one), _about(one, str(command.name), lang))
            for one in params
            if isinstance(one, kind)
        ]
        if rows:
            yield title, rows
    if isinstance(command, click.Group):
        yield "commands", ((name, word(name, "what", lang)) for name in command.commands)
        yield "codes", ((code, text.of(lang)) for code, text in chapters()["exit"].texts.items())
    else:
        own = [key for key in chapter.texts if key.startswith(EXIT)]
        yield "codes", ((key.removeprefix(EXIT), chapter.texts[key].of(lang)) for key in own)


def written(param: click.Parameter) -> str:
    """Show how an argument or an option is written."""
    if not isinstance(param, click.Option):
        name = param.metavar or str(param.name).upper()
        name = f"{name} …" if param.nargs == MANY else name
        return name if param.required else f"[{name}]"
    names = ", ".join(sorted(param.opts, key=len))
    if param.is_flag:
        return names
    choices = getattr(param.type, "choices", None)
    kind = f"[{'|'.join(choices)}]" if choices else param.metavar or param.type.name.upper()
    return f"{names} {kind}"


def _about(param: click.Parameter, command: str, lang: Lang) -> str:
    parts = [said_of(command, param).of(lang)]
    if isinstance(param, click.Option):
        if param.required:
            parts.append(word("page", "required", lang))
        if param.multiple:
            parts.append(word("page", "several", lang))
        if isinstance(param.default, str):
            parts.append(word("page", "default", lang, value=param.default))
        if isinstance(param.envvar, str):
            parts.append(word("page", "variable", lang, name=param.envvar))
    return " ".join(parts).replace("。 ", "。")  # a Chinese full stop has its blank in itself


def _columns(rows: list[tuple[str, str]], width: int) -> Iterator[str]:
    first = min(FIRST, max(cell_len(one) for one, _ in rows)) + len(INDENT)
    for name, text in rows:
        begun = f"{INDENT}{name}"
        told = list(wrapped(text, width, " " * (first + len(INDENT))))
        if cell_len(name) > FIRST:
            yield begun
        else:
            told[0] = begun.ljust(first + len(INDENT)) + told[0].lstrip()
        yield from told


def wrapped(text: str, width: int, indent: str) -> Iterator[str]:
    """Break a text into lines; a Chinese character is two columns wide, and marks stay with it."""
    line = ""
    for piece in PIECE.findall(text):
        if line and cell_len(indent + line + piece.rstrip()) > width:
            yield indent + line.rstrip()
            line = ""
        line += piece
    yield indent + line.rstrip()
