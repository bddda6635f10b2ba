"""Rules by the name of the library's: what the library itself means by that name."""

from __future__ import annotations

import attrs

from mutualaid.rules import RuleValue

HOME = "mutualaid.rules."


def as_the_library_has_it(rule: RuleValue) -> RuleValue | None:
    """Give the library's own rule with the name and the figures of one from outside.

    A subclass that keeps the name of its parent keeps its reason codes and its words with it.

    Args:
        rule: The rule.

    Returns:
        The library's rule; None where the rule is the library's, or has a name of its own.
    """
    for kind in type(rule).__mro__:
        if kind.__module__.startswith(HOME) and getattr(kind, "kind", None) == rule.kind:
            if kind is type(rule):
                return None
            figures = {field.alias: getattr(rule, field.name) for field in attrs.fields(kind)}
            made: RuleValue = kind(**figures)
            return made
    return None
