"""The errors of the library: wrong use, told with what happened, where, and how to mend it.

A refused application is an answer and never an exception. Every error here is a
`MutualAidError` and also the builtin that fits it, carries its parts as attributes, and
survives pickling and copying.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any, Self

import attrs

from mutualaid.masking import mask

if TYPE_CHECKING:
    from collections.abc import Iterable


LEAST_LETTERS, LEAST_CHARACTERS = 4, 2
"""A word that is as long is looked for within others, in letters and in other characters."""
MOST_SHOWN = 300
"""So many characters of a value are shown in an error."""


class MutualAidError(Exception):
    """Base of every error that this library raises on purpose.

    Args:
        what: What happened, as a sentence without a full stop.
        name: Name of the value at fault, where there is one.
        value: The value at fault; shown only together with `name`.
        allowed: What would have been right.
        hint: How to mend it.
        written: What stands there in a file, such as "date": how a file writes it is told by the
            message `in_file.date`, in place of what a program writes.
    """

    where: tuple[str, ...] = ()
    """The places where it happened, the widest first; `what` begins with them."""

    def __init__(
        self,
        what: str,
        *,
        name: str | None = None,
        value: object = None,
        allowed: str | None = None,
        hint: str | None = None,
        written: str | None = None,
    ) -> None:
        self.what = what
        self.name = name
        self.value = value
        self.allowed = allowed
        self.hint = hint
        self.written = written
        super().__init__(self._text())

    def _text(self) -> str:
        parts = [self.what]
        if self.name is not None:
            parts.append(f"{self.name}={_shown(self.value)}")
        if self.allowed is not None:
            parts.append(f"allowed: {self.allowed}")
        text = ", ".join(parts)
        return text if self.hint is None else f"{text}\n\nHint: {self.hint}"

    def within(self, where: str) -> Self:
        """Give the error back with the place where it happened before its text."""
        self.what = f"{where}: {self.what}"
        self.where = (where, *self.where)
        self.args = (self._text(),)
        return self

    def __reduce__(self) -> tuple[Any, ...]:
        return _restore, (type(self), self.args, self.__dict__)

    def __str__(self) -> str:
        # KeyError shows the repr of its argument; every error here shows its text.
        return str(self.args[0])


def _shown(value: object) -> str:
    """Show a value; of a long one how it begins, since all of it is in `value`."""
    shown = mask(repr(value))
    return shown if len(shown) <= MOST_SHOWN else f"{shown[:MOST_SHOWN]}…"


def _restore(
    cls: type[MutualAidError], args: tuple[object, ...], parts: dict[str, object]
) -> MutualAidError:
    error = cls.__new__(cls, *args)
    error.__dict__.update(parts)
    return error


class InvalidValue(MutualAidError, ValueError):
    """A value of the right type that cannot be true, such as a negative headcount."""


class InvalidType(MutualAidError, TypeError):
    """A value of the wrong type, such as a float for money or a datetime for a date."""


class UnknownName(MutualAidError, KeyError):
    """A look-up by a name that nothing here has; `nearest` holds the names that come close.

    Args:
        what: What happened.
        name: Name of the argument.
        value: The name that was looked up.
        known: Every name there is.
        listed: The names to list where none comes close; all of them, if not said.
        hint: How to mend it, if more is to be said than the nearest names.
    """

    def __init__(
        self,
        what: str,
        *,
        name: str,
        value: object,
        known: Iterable[str],
        listed: Iterable[str] | None = None,
        hint: str | None = None,
    ) -> None:
        self.known = tuple(known)
        self.nearest = nearest(str(value), self.known)
        hint = hint or (
            f"did you mean {' or '.join(map(repr, self.nearest))}?"
            if self.nearest
            else f"there are {', '.join(self.known if listed is None else listed) or 'none'}"
        )
        super().__init__(what, name=name, value=value, hint=hint)


class NotInForce(MutualAidError, LookupError):
    """A date on which no edition of the plan is in force: refused, not answered."""


class ChangesNothing(MutualAidError, ValueError):
    """A change of policy, or one setting of it, after which every rule is what it was."""


class ChangesClash(MutualAidError, ValueError):
    """Changes of one day, or settings of one change, that cannot hold together."""


class UndecidedTruth(MutualAidError, TypeError):
    """`bool()` of an answer that may also be unknown."""


class MissingExtra(MutualAidError, ImportError):
    """A function whose libraries come with an extra that is not installed."""


@contextmanager
def from_extra(extra: str, who: str, *libraries: str) -> Iterator[None]:
    """Import what needs the libraries of an extra.

    Args:
        extra: Name of the extra.
        who: What needs it.
        libraries: The libraries.

    Raises:
        MissingExtra: One of them is not installed.
    """
    try:
        yield
    except ModuleNotFoundError as error:
        if error.name not in libraries:
            raise
        raise MissingExtra(
            f"{who} needs {error.name}, which is not installed",
            hint=f"pip install 'mutualaid[{extra}]'",
        ) from None


@attrs.frozen
class Candidate:
    """A plan that was found: under which name, in which distribution, at which place.

    Args:
        name: Name of the entry point, which is the plan's code.
        distribution: Name and version of the distribution, or where else it comes from.
        place: Name of the module.
    """

    name: str
    distribution: str
    place: str


@attrs.frozen
class Problem:
    """Say what is wrong with one plan, and how to mend it.

    Args:
        plan: Where it was found.
        what: What is wrong.
        hint: How to mend it.
    """

    plan: Candidate
    what: str
    hint: str

    @property
    def where(self) -> str:
        """Where it is: the plan, its module and its distribution."""
        return f"{self.plan.name} ({self.plan.place}, {self.plan.distribution})"

    def __str__(self) -> str:
        return f"{self.where}: {self.what}; {self.hint}"


class PlansNotLoaded(MutualAidError, ImportError):
    """Plugins that cannot be loaded; `problems` lists every problem of every plugin at once."""

    of_problems = "error.problems_of_plans"
    """The message that counts them."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        count = len(self.problems)
        lines = "\n".join(f"  - {problem}" for problem in self.problems)
        super().__init__(
            f"{count} problem{'' if count == 1 else 's'} with the installed plans:\n{lines}",
            hint="`mutualaid doctor` lists what was found where; MUTUALAID_LOAD_PLANS or "
            "load_catalogue(plans=[…]) limits what is loaded",
        )


def an(kind: type, *, first: bool = False) -> str:
    """Name a type with its article, with a capital where it comes first.

    >>> an(int), an(str, first=True)
    ('an int', 'A str')
    """
    article = "an" if kind.__name__[0] in "aeioAEIO" else "a"
    return f"{article.capitalize() if first else article} {kind.__name__}"


def nearest(word: str, known: Iterable[str]) -> tuple[str, ...]:
    """Name at most three of the known words that come closest to `word`, the nearest first.

    Where none comes close, those that hold the word; a Chinese one of two characters says as much
    as an English one of four letters.

    >>> nearest("critical_ilness", ["accident", "critical_illness"])
    ('critical_illness',)
    >>> nearest("肿瘤", ["白血病", "颅内原发肿瘤手术"])
    ('颅内原发肿瘤手术',)
    """
    by_key: dict[str, str] = {}
    for name in known:
        by_key.setdefault(name.casefold(), name)
    key = word.casefold()
    matches = get_close_matches(key, list(by_key), n=3, cutoff=0.5)
    if not matches and len(key) >= (LEAST_LETTERS if key.isascii() else LEAST_CHARACTERS):
        matches = [name for name in by_key if key in name][:3]
    return tuple(by_key[match] for match in matches)
