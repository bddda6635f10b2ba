"""Names and arguments that go: what is used in their place, since when, and until when.

`docs/explanation/stability.md` says how long they stay. Each helper warns at the place that uses
what is old, and goes on as if the new had been used.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Mapping
from functools import wraps
from importlib import import_module
from typing import Any, ParamSpec, TypeVar

from mutualaid.errors import InvalidType

__all__ = [
    "MutualAidDeprecationWarning",
    "deprecated",
    "renamed",
    "renamed_argument",
    "warn",
]

P = ParamSpec("P")
T = TypeVar("T")


class MutualAidDeprecationWarning(DeprecationWarning):
    """What is old and what to use instead.

    Args:
        text: All of it in words.
        old: What is old.
        since: Version from which on it warns.
        use: What to use.
        gone: Version in which it goes.
    """

    def __init__(
        self, text: str, *, old: str = "", since: str = "", use: str = "", gone: str = ""
    ) -> None:
        super().__init__(text)
        self.old = old
        self.since = since
        self.use = use
        self.gone = gone


def warn(old: str, *, since: str, use: str, gone: str, depth: int = 1) -> None:
    """Warn that something is old.

    Args:
        old: What is old.
        since: Version from which on it warns, such as "0.2".
        use: What to use.
        gone: Version in which it goes.
        depth: How many calls above the caller of this the use stands.
    """
    text = f"{old} is old since mutualaid {since}, use {use}; it goes in mutualaid {gone}"
    warning = MutualAidDeprecationWarning(text, old=old, since=since, use=use, gone=gone)
    warnings.warn(warning, stacklevel=depth + 2)


def deprecated(*, since: str, use: str, gone: str) -> Callable[[Callable[P, T]], Callable[P, T]]:
    """Mark a function or a method as old: each call warns, and is answered.

    >>> @deprecated(since="0.2", use="fee", gone="0.4")
    ... def price(): return 90
    >>> import warnings
    >>> with warnings.catch_warnings(record=True) as heard:
    ...     warnings.simplefilter("always")
    ...     price(), str(heard[0].message)
    (90, 'price is old since mutualaid 0.2, use fee; it goes in mutualaid 0.4')
    """

    def mark(function: Callable[P, T]) -> Callable[P, T]:
        @wraps(function)
        def call(*args: P.args, **said: P.kwargs) -> T:
            warn(function.__qualname__, since=since, use=use, gone=gone)
            return function(*args, **said)

        return call

    return mark


def renamed_argument(
    old: str, new: str, *, since: str, gone: str
) -> Callable[[Callable[..., T]], Callable[..., T]]:
    """Take an argument by its old name, too, with a warning.

    Args:
        old: Its old name.
        new: Its name.
        since: Version from which on the old name warns.
        gone: Version in which the old name goes.

    The function that is marked raises `InvalidType` where both names are used.
    """

    def mark(function: Callable[..., T]) -> Callable[..., T]:
        @wraps(function)
        def call(*args: Any, **said: Any) -> T:
            if old in said:
                name = function.__qualname__
                if new in said:
                    raise InvalidType(
                        f"{name} is given one argument by two names",
                        name=old,
                        value=said[old],
                        allowed=f"{new} alone",
                    )
                warn(f"{old} of {name}", since=since, use=new, gone=gone)
                said[new] = said.pop(old)
            return function(*args, **said)

        return call

    return mark


def renamed(
    module: str, names: Mapping[str, str], *, since: str, gone: str
) -> Callable[[str], Any]:
    """Give the `__getattr__` of a module in which names were renamed or moved.

    Args:
        module: Name of the module, `__name__`.
        names: The old names, each with where the thing is now, such as
            `{"Fault": "mutualaid.records.BadCell"}`.
        since: Version from which on the old names warn.
        gone: Version in which they go.
    """

    def look_up(name: str) -> Any:
        if name not in names:
            raise AttributeError(f"module {module!r} has no attribute {name!r}")
        place, _, new = names[name].rpartition(".")
        warn(f"{module}.{name}", since=since, use=names[name], gone=gone)
        return getattr(import_module(place), new)

    return look_up
