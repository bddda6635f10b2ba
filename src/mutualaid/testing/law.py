"""A law of plans: its sentence, its reason, and how it is tried."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from inspect import getdoc
from typing import TYPE_CHECKING

import attrs

from mutualaid.enums import Named
from mutualaid.text import Lang, Text

if TYPE_CHECKING:
    from mutualaid.testing.trial import Trial

    Check = Callable[[Trial], None]


class About(Named):
    """What a law is about, and with it on how many examples it is tried."""

    PLAN = "plan"
    DECISION = "decision"
    REVIEW = "review"
    CLAIM = "claim"
    FRAME = "frame"


@attrs.frozen
class Law:
    """A law that holds for every plan.

    Args:
        name: Its name; its test is named `test_` and this.
        about: What it is about. Laws about the plan itself are tried once, all others on
            examples that Hypothesis draws.
        sentence: The law in one sentence.
        reason: Why it holds.
        check: Tries it once; raises AssertionError where it does not hold.
    """

    name: str
    about: About
    sentence: Text
    reason: Text
    check: Check = attrs.field(eq=False, repr=False)

    def __reduce__(self) -> tuple[object, ...]:
        return _law_of, (self.check.__module__, self.name)  # the module has the law by this name

    def __str__(self) -> str:
        return "\n".join([f"Law {self.name}", *self._lines("zh"), *self._lines("en")])

    def _lines(self, lang: Lang) -> tuple[str, str]:
        return f"  {self.sentence.of(lang)}", f"    {self.reason.of(lang)}"


def _law_of(module: str, name: str) -> Law:
    found: Law = getattr(import_module(module), name)
    return found


def law(about: About, sentence: str, because: Text) -> Callable[[Check], Law]:
    """Make a law of a function; its name is the law's, its docstring the sentence in English.

    Args:
        about: What it is about.
        sentence: The sentence in Chinese.
        because: The reason.
    """

    def make(check: Check) -> Law:
        english = " ".join((getdoc(check) or "").split())
        return Law(check.__name__, about, Text(zh=sentence, en=english), because, check)

    return make
