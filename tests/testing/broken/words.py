"""Broken words, sources and values."""

from __future__ import annotations

from types import ModuleType
from typing import Any, ClassVar

import attrs
from testing.broken.conditions import OfAge
from testing.broken.draft import AGE, breaks, instead, line, message, plan

from mutualaid import Finding, PerShare, Question, Reimburse
from mutualaid.messages import render
from mutualaid.text import Lang


@breaks("every_rule_has_a_source")
def nothing_has_a_source() -> ModuleType:
    return plan(source=None)


@attrs.frozen(repr=False)
class Sourceless(OfAge):
    """A rule that forgets where it stands, whatever it is told."""

    def __attrs_post_init__(self) -> None:
        object.__setattr__(self, "source", None)


@breaks("a_decision_explains_itself_with_each_clause")
def a_reason_cites_no_clause() -> ModuleType:
    return plan(conditions=instead(Sourceless(16), AGE))


@attrs.frozen(repr=False)
class EnglishMissing(OfAge):
    def words(self, lang: Lang) -> str:
        return super().words(lang) if lang == "zh" else ""


@breaks("every_rule_is_worded_in_both_languages")
def words_are_missing_in_english() -> ModuleType:
    return plan(conditions=instead(EnglishMissing(16), AGE))


@attrs.frozen(repr=False)
class ChineseMissing(OfAge):
    messages: ClassVar = {
        "of_age.words": message("aged {minimum} and over", "aged {minimum} and over"),
        "of_age.too_young": message("须年满 {minimum} 周岁", "must be {minimum}"),
    }


@breaks("every_rule_is_worded_in_both_languages")
def english_stands_where_chinese_is_due() -> ModuleType:
    return plan(conditions=instead(ChineseMissing(16), AGE))


@attrs.frozen(repr=False)
class ChineseSaysLess(OfAge):
    messages: ClassVar = {
        "of_age.words": message("年满 {minimum} 周岁", "aged {minimum} and over"),
        "of_age.too_young": message("须更年长", "must be {minimum}"),
    }


@breaks("every_message_tells_the_same_in_both_languages")
def chinese_says_less_than_english() -> ModuleType:
    return plan(conditions=instead(ChineseSaysLess(16), AGE))


@attrs.frozen(repr=False)
class EnglishSaysLess(OfAge):
    messages: ClassVar = {
        "of_age.words": message("年满 {minimum} 周岁", "aged {minimum} and over"),
        "of_age.too_young": message("须年满 {minimum} 周岁", "must be older"),
    }


@breaks("every_message_tells_the_same_in_both_languages")
def english_says_less_than_chinese() -> ModuleType:
    return plan(conditions=instead(EnglishSaysLess(16), AGE))


@attrs.frozen(repr=False)
class UnknownBrace(OfAge):
    messages: ClassVar = {
        "of_age.words": message("年满 {minimum} 周岁", "aged {minimum} and over"),
        "of_age.too_young": message("须年满 {least} 周岁", "must be {least}"),
    }


@breaks("a_decision_explains_itself_with_each_clause")
def a_message_has_an_unknown_brace() -> ModuleType:
    return plan(conditions=instead(UnknownBrace(16), AGE))


@attrs.frozen(repr=False)
class Undocumented(OfAge):
    messages: ClassVar = {"of_age.words": message("年满 {minimum} 周岁", "aged {minimum} and over")}


@breaks("a_review_explains_itself_with_each_clause")
def a_reason_code_has_no_message() -> ModuleType:
    return plan(conditions=instead(Undocumented(16), AGE))


@attrs.frozen(repr=False)
class AnotherFigure(OfAge):
    messages: ClassVar = {
        "of_age.words": message("年满 18 周岁", "aged 18 and over"),
        "of_age.too_young": message("须年满 {minimum} 周岁", "must be {minimum}"),
    }


@breaks("the_handbook_shows_every_figure")
def the_words_give_another_figure() -> ModuleType:
    return plan(conditions=instead(AnotherFigure(16), AGE))


class NoLimit(PerShare):
    __slots__ = ()

    def words(self, lang: Lang) -> str:
        return render("per_share.words", lang, facts={"amount": self.amount})


@breaks("the_handbook_shows_every_figure")
def the_words_leave_out_a_limit() -> ModuleType:
    return plan(fee=NoLimit(90, at_most=4))


@attrs.frozen(repr=False)
class WithFacts(OfAge):
    def check(self, question: Question) -> Finding:
        found = super().check(question)
        facts: dict[str, Any] = {**dict(found.facts), "ages": frozenset({16, 17})}
        return attrs.evolve(found, facts=tuple(facts.items()))


@breaks("a_decision_survives_json")
def a_fact_is_no_value_that_json_knows() -> ModuleType:
    return plan(conditions=instead(WithFacts(16), AGE))


@attrs.frozen(repr=False)
class WrittenOtherwise(OfAge):
    """A figure that its own converter changes each time it is read."""

    shown: str = attrs.field(default="16", converter=lambda text: f"<{text}>")


@breaks("the_rules_come_back_from_json")
def a_figure_does_not_come_back_from_json() -> ModuleType:
    return plan(conditions=instead(WrittenOtherwise(16), AGE))


@breaks("every_rule_has_a_source")
def a_formula_has_no_source() -> ModuleType:
    class Forgets(Reimburse):
        __slots__ = ()

        def __attrs_post_init__(self) -> None:
            object.__setattr__(self, "source", None)

    return plan(lines=[line(formula=Forgets(80, above=100))])
