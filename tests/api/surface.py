"""Everything public, one fact a line, in `public.txt` beside this; and what of it was broken.

    python tests/api/surface.py                   # write what is public now
    python tests/api/surface.py --against v0.1.0  # what a release would break, since a tag

Each line stands for itself, so that a line that has gone is something that no longer works, and a
new line is something that is new. Only a new argument without a default breaks as well.
"""

from __future__ import annotations

import enum
import importlib
import inspect
import re
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import attrs

from mutualaid import hookspecs
from mutualaid.cli.commands import command
from mutualaid.cli.manual import written

HERE = Path(__file__).parent
SNAPSHOT = HERE / "public.txt"
LISTED = (
    "mutualaid",
    "mutualaid.records",
    "mutualaid.frames",
    "mutualaid.testing",
    "mutualaid.testing.strategies",
    "mutualaid.testing.population",
    "mutualaid.deprecation",
    "mutualaid.scenario",
)
"""Modules whose `__all__` is public."""
NAMED = {
    "mutualaid.account": ("Account",),
    "mutualaid.corners.corner": ("Corner", "corners_of"),
    "mutualaid.corners.ordinary": ("ordinary_application",),
    "mutualaid.frames.effect": ("FrameEffect",),
    "mutualaid.policy.counterexample": ("Counterexample", "CounterexampleSearch", "counterexample"),
    "mutualaid.policy.diff": ("Difference",),
    "mutualaid.policy.diff_rows": ("DiffRow",),
    "mutualaid.policy.effect": ("Effect", "effect"),
    "mutualaid.policy.effect_rows": ("EffectRow", "EffectUnit", "Verdict"),
    "mutualaid.policy.timeline": ("Stretch",),
    "mutualaid.roster_review": ("RosterOutcome", "RosterReview", "review_roster"),
    "mutualaid.scenario.comparison": ("Case",),
    "mutualaid.scenario.portfolio": ("Cell",),
    "mutualaid.scenario.tabular": ("Column", "Kind", "Named"),
    "mutualaid.statement": ("StatementRow",),
    "mutualaid.telling": ("tell",),
    "mutualaid.steps": ("Claimed", "Corrected", "Enrolled", "Withdrawn"),
}
"""Modules of which some names are public: what the others give."""
POSITIONAL = (inspect.Parameter.POSITIONAL_ONLY, inspect.Parameter.POSITIONAL_OR_KEYWORD)
ARGUMENT = re.compile(r"^(?P<of>[\w.]+) takes (?:\d+|by name) .*")


def public() -> Iterator[tuple[str, Any]]:
    """Give every public value, by the one name that is public."""
    for module in LISTED:
        loaded = importlib.import_module(module)
        yield from ((f"{module}.{name}", getattr(loaded, name)) for name in loaded.__all__)
    for module, names in NAMED.items():
        loaded = importlib.import_module(module)
        yield from ((f"{module}.{name}", getattr(loaded, name)) for name in names)


def members(kind: type) -> Iterator[tuple[str, Any]]:
    """Give what a class has of its own, or has from a class that is not public itself."""
    known = {value for _, value in public() if inspect.isclass(value)}
    for base in kind.__mro__:
        ours = base.__module__.startswith("mutualaid")
        if base is kind or (ours and base not in known):
            yield from ((name, one) for name, one in vars(base).items() if name[0] != "_")


def signature(function: Any) -> inspect.Signature | None:
    """Give the signature of what can be called; of what is built in there is none."""
    try:
        return inspect.signature(function)
    except (TypeError, ValueError):
        return None


def functions() -> Iterator[tuple[str, inspect.Signature]]:
    """Give the signature of everything public that can be called and is of this library."""
    for name, value in public():
        if inspect.isclass(value):
            if not issubclass(value, enum.Enum):
                yield name, _made(value)
            for own, member in members(value):
                called = getattr(member, "__func__", member)
                if inspect.isfunction(called):
                    yield f"{name}.{own}", _unbound(member, inspect.signature(called))
        elif callable(value) and getattr(value, "__module__", "").startswith("mutualaid"):
            yield name, inspect.signature(value)


def _made(kind: type) -> inspect.Signature:
    """Give what a class is made of, without what is private and may be left out."""
    signed = inspect.signature(kind)
    fields = attrs.fields(kind) if attrs.has(kind) else ()
    private = {one.alias for one in fields if one.name[0] == "_"}
    kept = [
        one
        for name, one in signed.parameters.items()
        if name not in private or one.default is one.empty
    ]
    return signed.replace(parameters=kept)


def _unbound(member: Any, signed: inspect.Signature) -> inspect.Signature:
    given = list(signed.parameters.values())
    return signed.replace(parameters=given if isinstance(member, staticmethod) else given[1:])


def facts() -> Iterator[str]:
    """Give every line."""
    for name, value in public():
        yield f"{name} is {_what(value)}"
        if inspect.isclass(value):
            yield from _of_class(name, value)
    for name, signed in functions():
        yield from _of_function(name, signed)
    for name, one in vars(hookspecs).items():
        if name.startswith("mutualaid_"):
            yield from _of_function(f"hook {name}", inspect.signature(one))
    for name, asked in {"mutualaid": command, **command.commands}.items():
        for param in asked.params:
            required = " (required)" if param.required else ""
            yield f"$ {name} takes {written(param)}{required}"


def _what(value: Any) -> str:
    if not inspect.isclass(value):
        return "a function" if inspect.isroutine(value) else f"a {type(value).__name__}"
    bases = [base.__name__ for base in value.__bases__ if base is not object]
    return f"a class, {', '.join(bases)}" if bases else "a class"


def _of_class(name: str, kind: type) -> Iterator[str]:
    fields = {field.name for field in attrs.fields(kind)} if attrs.has(kind) else set()
    for own, member in members(kind):
        if isinstance(member, enum.Enum):
            yield f"{name}.{own} = {member.value!r}"
        elif isinstance(member, property):
            given = inspect.signature(member.fget).return_annotation if member.fget else ""
            yield f"{name}.{own}: {given}"
    for field in sorted(fields):
        if not field.startswith("_"):
            yield f"{name}.{field}: {_written_type(kind, field)}"


def _written_type(kind: type, field: str) -> str:
    """Give the type of a field as it is written, which attrs forgets once it is asked for it."""
    said = (vars(base).get("__annotations__", {}) for base in kind.__mro__)
    return str(next(one[field] for one in said if field in one))


def _of_function(name: str, signed: inspect.Signature) -> Iterator[str]:
    for place, one in enumerate(signed.parameters.values(), start=1):
        how = str(place) if one.kind in POSITIONAL else "by name"
        star = {one.VAR_POSITIONAL: "*", one.VAR_KEYWORD: "**"}.get(one.kind, "")
        kind = f": {one.annotation}" if isinstance(one.annotation, str) else ""
        default = "" if one.default is one.empty else f" = {_shown(one.default)}"
        yield f"{name} takes {how} {star}{one.name}{kind}{default}"
    gives = signed.return_annotation
    if isinstance(gives, str) and gives != "None":
        yield f"{name} gives {gives}"


def _shown(value: object) -> str:
    return re.sub(r" at 0x[0-9a-f]+", "", repr(value))


def breaks(old: Iterable[str], new: Iterable[str]) -> list[str]:
    """Say what works by the old lines and no longer by the new.

    >>> breaks(["a takes 1 b: int"], ["a takes 1 b: int", "a takes by name c: int = 1"])
    []
    >>> breaks(["a takes 1 b: int"], ["a takes 2 b: int", "a takes 1 c: int"])
    ['gone: a takes 1 b: int', 'new and required: a takes 1 c: int']
    """
    before, after = set(old), set(new)
    known = {found["of"] for line in before if (found := ARGUMENT.match(line))}
    gone = [f"gone: {line}" for line in sorted(before - after)]
    asked = [
        f"new and required: {line}"
        for line in sorted(after - before)
        if (found := ARGUMENT.match(line)) and found["of"] in known and " = " not in line
        if not any(_name(line) == _name(one) for one in before)
    ]
    return gone + asked


def _name(line: str) -> tuple[str, str]:
    of, _, argument = line.partition(" takes ")
    return of, re.sub(r"^(?:\d+|by name) ", "", argument).partition(":")[0]


def main(arguments: list[str]) -> int:
    """Write the snapshot, or compare it with that of a tag."""
    if arguments[:1] != ["--against"]:
        SNAPSHOT.write_text("".join(f"{line}\n" for line in sorted(set(facts()))), "utf-8")
        return 0
    path = f"{arguments[1]}:{SNAPSHOT.relative_to(HERE.parents[1]).as_posix()}"
    shown = subprocess.run(
        [shutil.which("git") or "git", "show", path],
        capture_output=True,
        encoding="utf-8",
        check=True,
        cwd=HERE,
    )
    found = breaks(shown.stdout.splitlines(), SNAPSHOT.read_text("utf-8").splitlines())
    sys.stdout.write("".join(f"{line}\n" for line in found) or "nothing is broken\n")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
