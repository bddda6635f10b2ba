"""The hooks, with what they say of themselves and how a plan answers them."""

from __future__ import annotations

import inspect
from collections.abc import Iterator

from mutualaid_plans import critical_illness

from mutualaid import hookspecs
from mutualaid.hookspecs import HOOKS

HEAD = """\
# Hooks

A plan is a module that implements these hooks, each once, as functions decorated with
`@hookimpl`. Each takes one argument, the `PlanContext`, and returns a rule value; it computes no
answer and reads no clock. [A plan of your own](../how-to/plan-of-your-own.md) shows them at work
and says what is checked when a plan is loaded. This page is made by `python docs/generate.py`.
"""


def hooks_page() -> str:
    """Give the page of the hooks."""
    return "\n".join([HEAD, *_hooks()])


def _hooks() -> Iterator[str]:
    for name in HOOKS:
        spec = getattr(hookspecs, name)
        signature = f"{name}{inspect.signature(spec)}".replace("'", "")
        said = inspect.getdoc(spec)
        answer = inspect.getsource(getattr(critical_illness, name))
        yield f"## {name}\n\n{_code(signature)}\n\n{said}\n"
        yield f"The critical illness plan answers:\n\n{_code(answer)}\n"


def _code(text: str) -> str:
    """Give a fence that is shown as Python, and run by nobody."""
    return f"```py\n{text.rstrip()}\n```"
