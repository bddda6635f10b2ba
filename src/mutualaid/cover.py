"""A person's dated cover: what an accepted entry becomes, and how covers follow one another."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from functools import cached_property

import attrs

from mutualaid.checks import a, a_date, an_id, optional, whole
from mutualaid.dates import Period, years_on
from mutualaid.errors import InvalidValue
from mutualaid.finding import Standing
from mutualaid.people import Child, Member, Unit
from mutualaid.plan import Edition
from mutualaid.question import Entry, Question
from mutualaid.rules import BenefitLine, Insured
from mutualaid.text import Text

OF_A_ROW = re.compile(r"#+\d+c?")
"""How a roster names who has no id: by the row, which is somebody else's in the next file."""


@attrs.frozen(slots=False)  # so that what is kept keeps its docstring
class Cover:
    """Hold the cover of one insured person in one plan, by the terms in force when it started.

    Args:
        edition: The plan's rules in force on the start day; they stay for the whole cover.
        unit: Id of the unit that enrolled the member.
        member: The member, as things stood on the start day.
        child: The child who is insured, where it is a child.
        starts: First day.
        shares: How many shares.
        level: Which level, None where there is none.
        way: Name of the way by which the member came in, where the plan has several.
        since: First day of the first of the covers that followed one another without a gap, which
            is what a waiting period is counted from; the start day, if not said.

    Raises:
        InvalidType: A value of another type.
        InvalidValue: A start on which the edition is not in force, a `since` after the start,
            shares or a level that are not sold, a person whom no line insures, or one who is
            named by the row of a roster.
    """

    edition: Edition = attrs.field(validator=a(Edition))
    unit: str = attrs.field(validator=an_id)
    member: Member = attrs.field(validator=a(Member))
    starts: date = attrs.field(validator=a_date)
    child: Child | None = attrs.field(default=None, validator=optional(a(Child)), kw_only=True)
    shares: int = attrs.field(default=1, validator=whole(least=1), kw_only=True)
    level: int | None = attrs.field(default=None, validator=optional(whole(least=1)), kw_only=True)
    way: str | None = attrs.field(default=None, validator=optional(an_id), kw_only=True)
    since: date = attrs.field(
        default=attrs.Factory(lambda cover: cover.starts, takes_self=True),
        validator=a_date,
        kw_only=True,
    )

    def __attrs_post_init__(self) -> None:
        years_on(self.starts, self.edition.info.term_years)  # refuses an end beyond the calendar
        if self.starts not in self.edition.period:
            raise InvalidValue(
                "A cover starts by rules that are not in force on the day",
                name="starts",
                value=self.starts,
                allowed=f"{self.edition.period}",
            )
        asked = Question.of(self.entry, Unit(self.unit), self.starts)
        sold = self.edition.fee.check(asked)
        if sold.standing is not Standing.MET:
            raise InvalidValue(
                f"{self.plan} does not sell this cover",
                name="shares" if self.level is None else "level",
                value=self.shares if self.level is None else self.level,
                allowed=sold.text("en"),
            )
        if not self.lines:
            raise InvalidValue(
                f"{self.plan} insures no such person",
                name="child",
                value=self.child,
                allowed="whom its benefit lines insure, the member or a child",
            )
        for who in (self.member.id, self.insured):
            if OF_A_ROW.fullmatch(who):
                raise InvalidValue(
                    "A cover lasts, and this names somebody by the row of one roster",
                    name="id",
                    value=who,
                    allowed="an id that the person keeps",
                    hint="give the roster a column id (工号), or make ids of its identity numbers "
                    "by a key: --id-key, MUTUALAID_ID_KEY, read_roster(…, id_key=…)",
                )
        if self.since > self.starts:
            raise InvalidValue(
                "A cover continues one that started later",
                name="since",
                value=self.since,
                allowed=f"a day up to {self.starts}",
            )

    @property
    def plan(self) -> str:
        """Code of the plan."""
        return self.edition.code

    @property
    def insured(self) -> str:
        """Id of the insured person: the child, or else the member."""
        return self.member.id if self.child is None else self.child.id

    @cached_property
    def period(self) -> Period:
        """When it runs: whole years from the start day, end excluded (R27)."""
        return Period(self.starts, self.ends)

    @cached_property
    def ends(self) -> date:
        """First day after it, on which a renewal starts."""
        return years_on(self.starts, self.edition.info.term_years)

    @property
    def whom(self) -> Insured:
        """Whether the insured person is the member or a child."""
        return Insured.MEMBER if self.child is None else Insured.CHILD

    @cached_property
    def lines(self) -> tuple[BenefitLine, ...]:
        """The benefit lines that insure the person."""
        return tuple(line for line in self.edition.benefit.lines if line.insured is self.whom)

    @property
    def entry(self) -> Entry:
        """The entry that it was made of, for `already_covered` of a later application."""
        return Entry(self.member, child=self.child, shares=self.shares, level=self.level)

    @property
    def paid_by(self) -> tuple[Text, ...]:
        """Who pays the fee for the member, where the plan names someone."""
        return self.edition.fee.payers(self.way)

    @cached_property
    def returned(self) -> Decimal:
        """What of the fee is given back when it ends, in yuan: the deposit, 0 where there is none.

        What was claimed takes nothing from it.
        """
        return self.edition.fee.amount_returned(
            Question.of(self.entry, Unit(self.unit), self.starts)
        )

    @cached_property
    def _by_event(self) -> dict[str, BenefitLine]:
        return {event.code: line for line in self.lines for event in line.events}

    def line_for(self, event: str) -> BenefitLine | None:
        """Give the line that an event counts against, None where the cover does not insure it."""
        return self._by_event.get(event)
