"""The JSON Schema of what this library does not have: of rules from elsewhere, and of no value."""

from __future__ import annotations

from typing import Any

import attrs
import pytest
from records.examples import HERE, WAYS, named
from records.test_schema import faults, plain

from mutualaid import Catalogue, Finding, InvalidType, Rule, UnknownName
from mutualaid.records import json_schema, to_json


@pytest.mark.parametrize("kind", [Catalogue, Rule, "Rule", "Membr", "FeeSchedule", int])
def test_what_does_not_go_to_json_has_no_schema(kind: Any) -> None:
    with pytest.raises(UnknownName, match="No value of this type goes to JSON"):
        json_schema(kind)


def test_a_type_that_there_is_not_is_refused_with_the_nearest() -> None:
    with pytest.raises(UnknownName) as caught:
        json_schema("Membr")

    assert "Member" == caught.value.nearest[0]


class Strange(Rule):
    """A rule that this library does not have."""

    __slots__ = ()
    kind = "strange"
    scope = WAYS.scope

    def check(self, question: Any) -> Finding:
        return self.met()


def test_the_rule_of_a_stranger_has_a_schema() -> None:
    assert [] == faults(plain(Strange(source=HERE)), named(Strange()))


def test_the_rule_of_a_stranger_passes_within_one_of_ours() -> None:
    assert [] == faults(plain(attrs.evolve(WAYS, parts=[Strange()])), "AnyOf")


class Place:
    """What only a rule from elsewhere knows."""


@attrs.frozen(repr=False)
class Near(Rule):
    """A rule that this library does not have, with a figure of a class of its own."""

    kind = "near"
    scope = WAYS.scope
    place: Place = attrs.field(factory=Place)

    def check(self, question: Any) -> Finding:
        return self.met()


def test_a_figure_that_only_a_stranger_knows_may_be_anything() -> None:
    document = {"type": named(Near()), "version": 1, "place": ["anything"]}
    assert [] == faults(document, named(Near()))


def test_a_figure_that_only_a_stranger_knows_is_not_written() -> None:
    with pytest.raises(InvalidType, match="JSON does not know"):
        to_json(Near())
