"""A plan: what it is, since when, and its rules on a day."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from functools import cached_property

import attrs

from mutualaid.checks import a, a_date, an_id, each, optional, to_tuple, whole
from mutualaid.dates import Period
from mutualaid.display import Displayed
from mutualaid.enums import Named
from mutualaid.errors import InvalidType, InvalidValue, an
from mutualaid.finding import Finding, Scope, Standing, notice
from mutualaid.question import Question
from mutualaid.rules import (
    AllOf,
    AnyOf,
    BenefitLine,
    BenefitSchedule,
    FeeSchedule,
    Insured,
    Rule,
    all_of,
)
from mutualaid.rules.term import CoverTerm
from mutualaid.sources import FieldSources, Source, check_field_sources, to_field_sources
from mutualaid.text import Text


class Pillar(Named):
    """The three pillars (三位一体); every plan belongs to one (R26)."""

    HOSPITAL = "hospital"
    ILLNESS = "illness"
    ACCIDENT = "accident"


@attrs.frozen
class PlanContext:
    """What a hook is given: the day for which its plan is asked.

    Args:
        on: The day on which a cover would start; `date.max` where the newest edition is meant.
        plan: Code of the plan that is asked, for wrappers, which are asked for every plan.
    """

    on: date = attrs.field(validator=a_date)
    plan: str | None = attrs.field(default=None, validator=optional(an_id), kw_only=True)


def _to_aliases(aliases: Iterable[str]) -> tuple[str, ...]:
    return to_tuple(aliases, "aliases")


def _to_periods(value: Period | Iterable[Period]) -> tuple[Period, ...]:
    return (value,) if isinstance(value, Period) else to_tuple(value, "in_force")


@attrs.frozen(kw_only=True)
class PlanInfo:
    """Tell what a plan is.

    Args:
        code: Stable code in lower case, such as "critical_illness".
        title: Its title; the Chinese one as it is printed.
        short: A short name, for narrow columns and column names.
        pillar: The pillar it belongs to.
        term_years: Term of a cover in years.
        in_force: When its editions are in force: one period, or one for each edition.
        number: Its row in the leaflet; plans with a number come first, in this order.
        aliases: Other names under which it can be looked up.
        source: Where the term stands, and whatever has no source of its own.
        sources: Where single figures stand, by field name, if elsewhere.

    Raises:
        InvalidType: A value of another type.
        InvalidValue: A code that is no identifier, a term of no year, editions that overlap.
        UnknownName: A source of a figure that there is not.
    """

    code: str = attrs.field(validator=an_id)
    title: Text = attrs.field(validator=a(Text))
    short: Text = attrs.field(validator=a(Text))
    pillar: Pillar = attrs.field(validator=a(Pillar))
    term_years: int = attrs.field(validator=whole(least=1))
    in_force: tuple[Period, ...] = attrs.field(converter=_to_periods, validator=each(Period))
    number: int | None = attrs.field(default=None, validator=optional(whole(least=1)))
    aliases: tuple[str, ...] = attrs.field(default=(), converter=_to_aliases, validator=each(str))
    source: Source | None = attrs.field(default=None, validator=optional(a(Source)), eq=False)
    sources: FieldSources = attrs.field(default=(), converter=to_field_sources, eq=False)

    def __attrs_post_init__(self) -> None:
        names = [field.name for field in attrs.fields(type(self)) if field.eq]
        check_field_sources(self.sources, names, type(self).__name__)
        if not (self.code.isidentifier() and self.code.isascii() and self.code.islower()):
            raise InvalidValue(
                "A plan's code is no identifier in lower case",
                name="code",
                value=self.code,
                allowed="ASCII letters in lower case, digits and underscores",
            )
        ends = [date.min, *(period.end for period in self.in_force)]
        for period, before in zip(self.in_force, ends, strict=False):
            if before is None or period.start < before:
                raise InvalidValue(
                    "Editions of a plan overlap, or do not follow one another",
                    name="in_force",
                    value=self.in_force,
                    allowed="periods in order, none before the last has ended",
                )
        if not self.in_force:
            raise InvalidValue(
                "A plan is never in force",
                name="in_force",
                value=self.in_force,
                allowed="at least one period",
            )

    @property
    def term(self) -> CoverTerm:
        """The term of a cover, as a rule value."""
        return CoverTerm(self.term_years, source=self.source_of("term_years"))

    def source_of(self, figure: str) -> Source | None:
        """Tell where one figure stands."""
        return dict(self.sources).get(figure, self.source)

    @property
    def names(self) -> tuple[str, ...]:
        """Every name under which the plan can be looked up."""
        return (
            self.code,
            self.title.zh,
            self.title.en,
            self.short.zh,
            self.short.en,
            *self.aliases,
        )


def leaves(rule: Rule) -> Iterator[Rule]:
    """Give the single rules of which a rule is made."""
    if isinstance(rule, AllOf | AnyOf):
        for part in rule.parts:
            yield from leaves(part)
    else:
        yield rule


@attrs.frozen(slots=False)  # so that what is kept keeps its docstring
class Edition(Displayed):
    """Hold a plan's rules as they are in force over one period.

    Args:
        info: What the plan is.
        period: When these rules are in force, by the day a cover starts.
        eligibility: Its conditions of joining.
        fee: Its fee.
        benefit: Its benefit lines.
    """

    info: PlanInfo
    period: Period
    eligibility: Rule
    fee: FeeSchedule
    benefit: BenefitSchedule

    @property
    def code(self) -> str:
        """The plan's code."""
        return self.info.code

    def __attrs_post_init__(self) -> None:
        for rule in leaves(self.eligibility):
            if isinstance(rule, FeeSchedule | BenefitLine):
                raise InvalidType(
                    f"{an(type(rule), first=True)} is no condition of joining",
                    name="eligibility",
                    value=rule,
                    allowed="conditions of joining only",
                )

    def same_rules(self, other: Edition) -> bool:
        """Tell whether another edition has the same rules, over whatever period."""
        return attrs.evolve(other, period=self.period) == self

    def _parts(self) -> tuple[Rule, ...]:
        rule = self.eligibility
        return rule.parts if isinstance(rule, AllOf) else (rule,)

    @cached_property
    def unit_rules(self) -> tuple[Rule, ...]:
        """The conditions that the unit meets for all its people at once."""
        return tuple(part for part in self._parts() if part.scope is Scope.UNIT)

    @cached_property
    def own_rules(self) -> AllOf:
        """What each entry meets for itself; last, that what it asks for is sold."""
        return all_of(*(part for part in self._parts() if part.scope is not Scope.UNIT), self.fee)

    @property
    def term(self) -> CoverTerm:
        """The term of a cover, as a rule value."""
        return self.info.term

    def notices(self, question: Question) -> tuple[Finding, ...]:
        """Tell what decides nothing but is worth saying of an entry."""
        found = []
        if question.child is not None and not self.benefit.insures(Insured.CHILD):
            found.append(notice(None, "notice.child_not_insured"))
        if self.sells(question) and self.fee.amount_due(question) is None:
            found.append(notice(self.fee, "missing.high_risk", missing="unit.high_risk"))
        return tuple(found)

    def sells(self, question: Question) -> bool:
        """Tell whether the plan sells what an entry asks for: so many shares, such a level."""
        return self.fee.check(question).standing is Standing.MET

    def quote(self, question: Question) -> Decimal | None:
        """Give the fee in yuan of what an entry asks for, whoever asks.

        None where it is not sold, or where the fee cannot be known.
        """
        return self.fee.amount_due(question) if self.sells(question) else None

    def cover_period(self, starts: date) -> Period:
        """Give the period of a cover that starts on a day (R27)."""
        return self.term.period(starts)
