"""Rules made of rules: all of several, or any of several ways of joining."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import attrs

from mutualaid.checks import an_id, each, optional, to_tuple
from mutualaid.errors import InvalidValue
from mutualaid.finding import Finding, Scope, Standing
from mutualaid.messages import render
from mutualaid.question import Question
from mutualaid.rules.base import Rule, holding, with_source
from mutualaid.rules.conditions import Condition, Every, Some
from mutualaid.sources import Source
from mutualaid.text import Lang


def _to_rules(rules: Iterable[Rule]) -> tuple[Rule, ...]:
    return to_tuple(rules, "parts")


def _first(found: Iterable[Standing], *order: Standing) -> Standing:
    standings = set(found)
    return next((standing for standing in order if standing in standings), order[-1])


@attrs.frozen(repr=False)
class _Combined(Rule):
    parts: tuple[Rule, ...] = attrs.field(
        converter=_to_rules, validator=each(Rule), metadata=holding(Rule)
    )
    name: str | None = attrs.field(default=None, validator=optional(an_id), kw_only=True)

    def __attrs_post_init__(self) -> None:
        super().__attrs_post_init__()
        if not self.parts:
            raise InvalidValue(
                f"{type(self).__name__} of no rules decides nothing",
                name="parts",
                value=self.parts,
                allowed="at least one rule",
            )

    @property
    def scope(self) -> Scope:  # type: ignore[override]  # a class variable in single rules
        """UNIT where all parts are asked of the unit, else PERSON, or ENTRY if one part is."""
        scopes = {part.scope for part in self.parts}
        if scopes == {Scope.UNIT}:
            return Scope.UNIT
        return Scope.ENTRY if Scope.ENTRY in scopes else Scope.PERSON

    @property
    def needs_roster(self) -> bool:  # type: ignore[override]  # a class variable in single rules
        """Whether one of the parts needs a roster."""
        return any(part.needs_roster for part in self.parts)

    def _find(self, question: Question, *order: Standing) -> Finding:
        parts = tuple(part.check(question) for part in self.parts)
        standing = _first((part.standing for part in parts), *order)
        return Finding(f"{self.kind}.{standing.value}", standing, self, parts=parts)

    def __repr__(self) -> str:
        name = [f"name={self.name!r}"] if self.name else []
        parts = [*map(repr, self.parts), *name]
        if any(isinstance(part, AllOf) and part.name is None for part in self.parts):
            # `all_of` would take the part apart, and something else would come back.
            parts = [f"[{', '.join(map(repr, self.parts))}]", *name]
            return f"{type(self).__name__}({', '.join(parts)})"
        return f"{self.kind}({', '.join(parts)})"


class AllOf(_Combined):
    """Every part is met: one that fails decides against, else one unknown leaves it open.

    Args:
        parts: The rules.
        name: Name of this way, where it is one of several ways of joining.

    Raises:
        InvalidType: A part that is no rule.
        InvalidValue: No part.
    """

    __slots__ = ()
    kind = "all_of"

    def check(self, question: Question) -> Finding:
        return self._find(question, Standing.FAILED, Standing.UNKNOWN, Standing.OPEN, Standing.MET)

    def condition(self, starts: date) -> Condition:
        return Every(tuple(part.condition(starts) for part in self.parts))

    def words(self, lang: Lang) -> str:
        """Word the parts one after the other."""
        joint = render("all_of.joint", lang)
        return joint.join(part.words(lang) for part in self.parts)


class AnyOf(_Combined):
    """At least one part is met: one that is met decides for, else one unknown leaves it open.

    Args:
        parts: The ways.
        name: Name of the whole.

    Raises:
        InvalidType: A part that is no rule.
        InvalidValue: No part.
    """

    __slots__ = ()
    kind = "any_of"
    any_part = True

    def check(self, question: Question) -> Finding:
        return self._find(question, Standing.MET, Standing.OPEN, Standing.UNKNOWN, Standing.FAILED)

    def condition(self, starts: date) -> Condition:
        return Some(tuple(part.condition(starts) for part in self.parts))

    def words(self, lang: Lang) -> str:
        """Word the parts as numbered ways, one of which is enough."""
        ways = [
            render("any_of.words_way", lang, facts={"number": number, "words": part.words(lang)})
            for number, part in enumerate(self.parts, start=1)
        ]
        ways_joined = render("any_of.joint", lang).join(ways)
        return render("any_of.words", lang, facts={"ways": ways_joined})


def all_of(*rules: Rule, name: str | None = None, source: Source | None = None) -> AllOf:
    """Ask for every one of several rules.

    Args:
        rules: The rules; a nameless `all_of` among them is taken apart.
        name: Name of this way, where it is one of several.
        source: Where those of the rules stand that have no source of their own.
    """
    flat: list[Rule] = []
    for rule in rules:
        if isinstance(rule, AllOf) and rule.name is None:
            flat.extend(with_source(part, rule.source) for part in rule.parts)
        else:
            flat.append(rule)
    return AllOf([with_source(rule, source) for rule in flat], name=name, source=source)


def any_of(*rules: Rule, name: str | None = None, source: Source | None = None) -> AnyOf:
    """Ask for at least one of several rules, such as ways of joining.

    Args:
        rules: The rules.
        name: Name of the whole.
        source: Where those of the rules stand that have no source of their own.
    """
    return AnyOf([with_source(rule, source) for rule in rules], name=name, source=source)
