"""The command line: the help of every command, as it is shown, in one language."""

from __future__ import annotations

from collections.abc import Iterator

import click
from click.testing import CliRunner

from making.words import text
from mutualaid.cli.commands import command
from mutualaid.text import Lang

NAME = "mutualaid"
WIDTH = 80
HEAD = text(
    """\
# 命令行

`pip install 'mutualaid[cli]'` 装上程序 `mutualaid`。本页列出每个命令的帮助，与程序显示的相同，由
`python docs/generate.py` 生成。

一切正常时退出码为 0；有不接受或不能确定的为 1；有无法读取的，或用法有误，为 2。回答写到标准输出，
用法的错误写到标准错误。
""",
    """\
# Command line

`pip install 'mutualaid[cli]'` brings the program `mutualaid`. This page shows the help of every
command as the program prints it; it is made by `python docs/generate.py`.

Every command exits with 0 where all is well, with 1 where something is refused or not known, and
with 2 where something cannot be read or was asked wrongly. Answers go to standard output, and what
is wrong with the asking to standard error.
""",
)


def cli_page(lang: Lang) -> str:
    """Give the page of the command line."""
    return "\n".join([HEAD.of(lang), *_helps(command, (), lang)])


def _helps(one: click.Command, names: tuple[str, ...], lang: Lang) -> Iterator[str]:
    title = " ".join([NAME, *names])
    asked = [*names, "--lang", lang, "--help"]
    said = CliRunner().invoke(command, asked, prog_name=NAME, terminal_width=WIDTH)
    yield f"## {title}\n\n```text\n$ {title} --help\n{said.output.rstrip()}\n```\n"
    if isinstance(one, click.Group):
        for name in one.list_commands(click.Context(one)):
            yield from _helps(one.commands[name], (*names, name), lang)
