"""What every rule has: a check, words in two languages, a source, equality, a readable repr."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any, ClassVar, TypeVar

import attrs

from mutualaid.checks import a, optional
from mutualaid.errors import InvalidType
from mutualaid.finding import Fact, Finding, Scope, Standing
from mutualaid.messages import render
from mutualaid.question import Question
from mutualaid.rules.conditions import Always, Asked, Condition, Faults
from mutualaid.sources import FieldSources, Source, check_field_sources, to_field_sources
from mutualaid.text import Lang, Text, show

R = TypeVar("R", bound="RuleValue")
HOLDS = "mutualaid.holds"


def holding(kind: type[object]) -> dict[str, object]:
    """Give the metadata of a field that holds rules of one kind, so that paths lead into it."""
    return {HOLDS: kind}


def held(field: attrs.Attribute[Any]) -> type[Any] | None:
    """Tell which rules a field holds; None for a field that is a figure of its own rule."""
    return field.metadata.get(HOLDS)


@attrs.frozen(repr=False)
class RuleValue(ABC):
    """What every rule has, whatever it is asked of. Sources take no part in equality.

    Args:
        source: Where the rule stands.
        sources: Where single figures of it stand, by field name, if elsewhere.
    """

    kind: ClassVar[str]
    """Name of the rule in reason codes, messages and the paths of a policy change."""
    scope: ClassVar[Scope]
    """Whom the rule is asked of."""
    messages: ClassVar[Mapping[str, Text]] = {}
    """Messages by code, for rules from outside this library; its own stand in `messages.toml`."""
    any_part: ClassVar[bool] = False
    """Whether one of its parts is enough, where it has parts."""
    source: Source | None = attrs.field(
        default=None, validator=optional(a(Source)), kw_only=True, eq=False
    )
    sources: FieldSources = attrs.field(
        default=(), converter=to_field_sources, kw_only=True, eq=False
    )

    def __attrs_post_init__(self) -> None:
        names = [field.name for field in attrs.fields(type(self)) if field.eq]
        if not hasattr(self, "kind"):
            raise InvalidType(
                f"{type(self).__name__} is a kind of rule, and no rule",
                allowed="one of its subclasses",
            )
        check_field_sources(self.sources, names, type(self).__name__)

    def words(self, lang: Lang) -> str:
        """Word the rule itself, as a condition of joining, a fee or a benefit."""
        return render(f"{self.kind}.words", lang, self.messages, self.facts())

    def facts(self) -> dict[str, Fact]:
        """Give the figures of the rule by field name, for its messages."""
        return {
            field.name: getattr(self, field.name) for field in attrs.fields(type(self)) if field.eq
        }

    def source_of(self, figure: str) -> Source | None:
        """Tell where one figure of the rule stands."""
        return dict(self.sources).get(figure, self.source)

    def __repr__(self) -> str:
        by_place, by_name = [], []
        for field in attrs.fields(type(self)):
            value = getattr(self, field.name)
            if field.eq and value != field.default:
                if field.kw_only:
                    by_name.append(f"{field.name}={_repr(value)}")
                else:
                    by_place.append(_repr(value))
        return f"{type(self).__name__}({', '.join([*by_place, *by_name])})"

    # What `check` answers ---------------------------------------------------------------------

    def met(self, **facts: Fact) -> Finding:
        """Answer that the rule is met."""
        return Finding(f"{self.kind}.met", Standing.MET, self, facts=tuple(facts.items()))

    def failed(self, fault: str, *, wording: str | None = None, **facts: Fact) -> Finding:
        """Answer that the rule is not met, under the code `kind.fault`."""
        code = fault if "." in fault else f"{self.kind}.{fault}"
        return Finding(code, Standing.FAILED, self, facts=tuple(facts.items()), wording=wording)

    def unknown(self, path: str, **facts: Fact) -> Finding:
        """Answer that an attribute that is needed was not said."""
        return Finding(
            f"missing.{path.rpartition('.')[2]}",
            Standing.UNKNOWN,
            self,
            facts=(("missing", path), *facts.items()),
        )


class Rule(RuleValue):
    """A condition, a fee or a benefit line, as a value: asked of a question.

    `check` is the definition of the rule. Whatever else is derived from it, a generated
    function or a column, must give the same.
    """

    __slots__ = ()
    needs_roster: ClassVar[bool] = False
    """Whether only a roster can answer it, so that it is open where one member is asked of."""
    fault: ClassVar[str] = ""
    """What is wrong where it is not met, as in the code `kind.fault`, where there is one fault."""

    @abstractmethod
    def check(self, question: Question) -> Finding:
        """Say how the rule stands to a question."""

    def condition(self, starts: date) -> Condition:  # noqa: ARG002 - for subclasses
        """Say what the rule comes to on one start day; by default only `check` can tell."""
        return Asked(self)

    def faults(self, starts: date) -> Faults:  # noqa: ARG002 - for subclasses
        """Name the codes under which it is not met on one start day, each with when.

        The first that holds is given; by default `fault`, and none where only `check` can tell.
        """
        return () if not self.fault else ((f"{self.kind}.{self.fault}", Always()),)


def _repr(value: object) -> str:
    if isinstance(value, Decimal):
        return show(value)
    if isinstance(value, tuple):
        return f"[{', '.join(map(_repr, value))}]"
    return repr(value)


def with_source(rule: R, source: Source | None) -> R:
    """Give a rule, and every rule inside it, a source, unless it has one of its own."""
    if source is None:
        return rule
    changes: dict[str, Any] = {} if rule.source is not None else {"source": source}
    for field in attrs.fields(type(rule)):
        value = getattr(rule, field.name)
        if held(field) is not None and value:
            inside = isinstance(value, tuple)
            parts = tuple(with_source(part, source) for part in (value if inside else (value,)))
            changes[field.name] = parts if inside else parts[0]
    return attrs.evolve(rule, **changes)
