"""Errors told to who writes files rather than programs, in either language.

The English of an error stands where it is raised. Its Chinese stands in the table of messages
under `wrong`, beside the same English with braces for what differs; what is not there stays
English. Values are shown as a file writes them: dates in ISO form, and nothing of Python.
"""

from __future__ import annotations

import enum
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from functools import cache, partial
from string import Formatter
from typing import Protocol, TypeVar

from mutualaid.dates import Period
from mutualaid.errors import MOST_SHOWN, MutualAidError
from mutualaid.masking import mask
from mutualaid.messages import behind, both, joined, render, table
from mutualaid.text import Lang, Text

Error = TypeVar("Error", bound=MutualAidError)

SECTIONS = ("wrong.", "in_file.")
QUOTED = re.compile(r"'[^']*'(?: or '[^']*')*")
"""How names are listed that come close, such as 'one' or 'other'."""


def in_file(error: Error, where: str) -> Error:
    """Give an error back with the file in which it happened, and what to write there to mend it.

    Args:
        error: The error.
        where: Path of the file.
    """
    if error.written is not None:
        error.what = render("wrong.value", "en")
        error.allowed, error.hint = None, render(f"in_file.{error.written}", "en")
    return error.within(where)


def tell(error: BaseException, lang: Lang) -> str:
    """Word an error: what is wrong, where, what was given, what may stand there, how to mend it.

    Args:
        error: The error; of the library, or of a file that cannot be read or written.
        lang: "zh" or "en".
    """
    if isinstance(error, MutualAidError):
        parts = _of_the_library(error, lang)
    else:
        parts = _of_the_system(error)
    return "\n".join(
        render(f"error.{label}", lang, facts={"text": text.of(lang), **facts})
        for label, text, facts in parts
    )


class Problem(Protocol):
    """One of several problems that an error lists at once.

    Args:
        where: Where it is.
        what: What is wrong.
        hint: How to mend it.
    """

    @property
    def where(self) -> str: ...
    @property
    def what(self) -> str: ...
    @property
    def hint(self) -> str: ...


def tell_problem(problem: Problem, lang: Lang) -> str:
    """Word one of several problems: where it is, what is wrong, how to mend it.

    Args:
        problem: The problem; where it is of rows, it says how many, and names some.
        lang: "zh" or "en".
    """
    what = in_both(problem.what).of(lang)
    rows = getattr(problem, "rows", None)
    if rows is not None:
        examples = joined(getattr(problem, "examples", ()), lang)
        code = "error.of_rows" if examples else "error.of_rows_unnamed"
        facts = {"rows": rows, "examples": examples}
        what = behind(what, render(code, lang, facts=facts), lang)
    facts = {"where": problem.where, "what": what, "hint": in_both(problem.hint).of(lang)}
    return render("error.problem", lang, facts=facts)


Part = tuple[str, Text, Mapping[str, object]]


def _of_the_library(error: MutualAidError, lang: Lang) -> Iterator[Part]:
    what, allowed, hint = error.what, error.allowed, error.hint
    for where in error.where:
        what = what.removeprefix(f"{where}: ")
    if error.written is not None:
        what, allowed, hint = "", None, render(f"in_file.{error.written}", "en")
    problems: tuple[Problem, ...] = getattr(error, "problems", ())
    if problems:
        code, facts = str(vars(type(error))["of_problems"]), {"count": len(problems)}
        yield "what", both(lambda lang: render(code, lang, facts=facts)), {}
    else:
        yield "what", in_both(what) if what else table()["wrong.value"], {}
    for problem in problems:
        yield "problem_is", both(partial(tell_problem, problem)), {}
    for where in error.where:
        yield "where", in_both(where), {}
    if error.name is not None:
        name = table().get(f"given.{error.name}", Text(zh=error.name, en=error.name))
        value = shown(error.value, lang)
        value = value if len(value) <= MOST_SHOWN else f"{value[:MOST_SHOWN]}…"
        yield "given", Text(zh=value, en=value), {"name": name}
    for label, text in (("allowed", allowed), ("hint", hint)):
        if text is not None:
            yield label, in_both(text), {}


def _of_the_system(error: BaseException) -> Iterator[Part]:
    reason = getattr(error, "strerror", None) or str(error)
    yield "what", in_both(reason), {}
    path = getattr(error, "filename", None)
    if path is not None:
        yield "where", Text(zh=str(path), en=str(path)), {}


def shown(value: object, lang: Lang) -> str:
    """Show a value as a file writes it: dates in ISO form, texts in quotation marks."""
    match value:
        case bool() | str():
            return json.dumps(mask(value) if isinstance(value, str) else value, ensure_ascii=False)
        case None:
            return render("error.nothing", lang)
        case int() | Decimal() | float() | date() | Period():
            return str(value)
        case enum.Enum():
            return str(value.value)
        case Mapping() if value:
            return joined((f"{key} = {shown(one, lang)}" for key, one in value.items()), lang)
        case Iterable():
            return joined((shown(one, lang) for one in value), lang) or render(
                "error.nothing", lang
            )
    return type(value).__name__


def in_both(text: str) -> Text:
    """Give the English of an error with its Chinese; itself in both where there is none."""
    for pattern, words in _patterns():
        found = pattern.fullmatch(text)
        if found is not None:
            facts = {name: _named(one) for name, one in found.groupdict().items()}
            return Text(zh=words.zh.format(**facts), en=text)
    return Text(zh=text, en=text)


def _named(fact: str) -> str:
    """Put names that come close in Chinese quotation marks."""
    if QUOTED.fullmatch(fact) is None:
        return in_both(fact.rstrip()).zh
    return joined((f"“{name}”" for name in re.findall(r"'([^']*)'", fact)), "zh")


@cache
def _patterns() -> tuple[tuple[re.Pattern[str], Text], ...]:
    """Give the English of each error as a pattern, those that say most of it first."""
    texts = [text for code, text in table().items() if code.startswith(SECTIONS)]
    texts.sort(key=lambda text: -len(re.sub(r"\{\w+\}", "", text.en)))
    return tuple((pattern_of(text.en), text) for text in texts)


def pattern_of(english: str) -> re.Pattern[str]:
    """Give the English of an error as a pattern, with a group for each of its braces."""
    parts = (
        re.escape(literal) + (f"(?P<{name}>.+?)" if name else "")
        for literal, name, _, _ in Formatter().parse(english)
    )
    return re.compile("".join(parts), re.DOTALL)
