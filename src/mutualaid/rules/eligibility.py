"""Conditions of joining, as values: of the person, of the child, of the unit."""

from __future__ import annotations

import math
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import ClassVar

import attrs

from mutualaid.checks import WHOLE, a, optional, require_int, to_percent, whole
from mutualaid.dates import ONE_DAY, birthday, completed_years, latest_birth
from mutualaid.errors import InvalidValue
from mutualaid.finding import Finding, Scope, Standing
from mutualaid.messages import render
from mutualaid.people import Sex
from mutualaid.question import Headcount, Question
from mutualaid.rules.base import Rule
from mutualaid.rules.conditions import Always, Born, Condition, Is, NoChild, Not, Some
from mutualaid.text import Lang

OLDEST = 150
"""No age band reaches beyond this age, in completed years."""


class _Declared(Rule):
    """A condition that something was said: one attribute has one value."""

    __slots__ = ()
    asks: ClassVar[tuple[str, str]]
    wanted: ClassVar[bool] = True
    fault: ClassVar[str]

    def check(self, question: Question) -> Finding:
        whose, attribute = self.asks
        said = getattr(getattr(question, whose), attribute)
        if said is None:
            return self.unknown(".".join(self.asks))
        return self.met() if said is self.wanted else self.failed(self.fault)

    def condition(self, starts: date) -> Condition:  # noqa: ARG002 - asked on any day alike
        return Is(".".join(self.asks), self.wanted)


class Serving(_Declared):
    """The member is in service, not retired; asked, never inferred from age (R2)."""

    __slots__ = ()
    kind = "serving"
    scope = Scope.PERSON
    asks = ("member", "serving")
    fault = "not_serving"


class MedicallyInsured(_Declared):
    """The member is in Beijing basic medical insurance."""

    __slots__ = ()
    kind = "medical_insurance"
    scope = Scope.PERSON
    asks = ("member", "basic_medical_insurance")
    fault = "not_insured"


class UnionMember(_Declared):
    """The member belongs to a union under the municipal federation of trade unions."""

    __slots__ = ()
    kind = "union_member"
    scope = Scope.PERSON
    asks = ("member", "union_member")
    fault = "not_a_member"


class HoldsCard(_Declared):
    """The member holds a Jingka service card."""

    __slots__ = ()
    kind = "card"
    scope = Scope.PERSON
    asks = ("member", "jingka_card")
    fault = "none"


class InBeijing(_Declared):
    """The unit lies within Beijing; where its people live is not asked (R25)."""

    __slots__ = ()
    kind = "in_beijing"
    scope = Scope.UNIT
    asks = ("unit", "in_beijing")
    fault = "outside"


class HasUnion(_Declared):
    """The unit has a union, which enrols its people (R14)."""

    __slots__ = ()
    kind = "has_union"
    scope = Scope.UNIT
    asks = ("unit", "has_union")
    fault = "none"


class NoUnion(_Declared):
    """The unit has no union."""

    __slots__ = ()
    kind = "no_union"
    scope = Scope.UNIT
    asks = ("unit", "has_union")
    wanted = False
    fault = "has_one"


@attrs.frozen(repr=False)
class OfSex(Rule):
    """The member is of one sex.

    Args:
        sex: Which one.
    """

    kind = "sex"
    scope = Scope.PERSON
    sex: Sex = attrs.field(validator=a(Sex))

    def check(self, question: Question) -> Finding:
        return self.met() if question.member.sex is self.sex else self.failed("other", sex=self.sex)

    def condition(self, starts: date) -> Condition:  # noqa: ARG002 - asked on any day alike
        return Is("member.sex", self.sex)


@attrs.frozen(repr=False)
class AgeBetween(Rule):
    """The member's completed years on the start day lie in a band, both ends included (R2, R3).

    Args:
        minimum: Youngest age in completed years.
        maximum: Oldest age in completed years.

    Raises:
        InvalidType: An age that is not a whole number.
        InvalidValue: An age below 0 or above 150, or a minimum above the maximum.
    """

    kind = "age"
    scope = Scope.PERSON
    minimum: int = attrs.field(validator=whole(least=0, most=OLDEST))
    maximum: int = attrs.field(validator=whole(least=0, most=OLDEST))

    def __attrs_post_init__(self) -> None:
        super().__attrs_post_init__()
        if self.minimum > self.maximum:
            raise InvalidValue(
                "An age band ends before it begins",
                name="minimum",
                value=self.minimum,
                allowed=f"at most maximum={self.maximum}",
            )

    def check(self, question: Question) -> Finding:
        born, starts = question.member.birth_date, question.starts
        age = completed_years(born, starts)
        if age < self.minimum:
            return self.failed(
                "too_young",
                age=age,
                minimum=self.minimum,
                maximum=self.maximum,
                eligible_from=birthday(born, self.minimum),
            )
        if age > self.maximum:
            return self.failed("too_old", age=age, minimum=self.minimum, maximum=self.maximum)
        return self.met(age=age)

    def condition(self, starts: date) -> Condition:
        return Born(
            "member.birth_date",
            latest_birth(self.maximum + 1, starts) + ONE_DAY,
            latest_birth(self.minimum, starts),
        )


class WithChild(Rule):
    """The entry names a child whom it insures."""

    __slots__ = ()
    kind = "child"
    scope = Scope.ENTRY

    def check(self, question: Question) -> Finding:
        return self.failed("none") if question.child is None else self.met()

    def condition(self, starts: date) -> Condition:  # noqa: ARG002 - asked on any day alike
        return Not(NoChild())


class ChildHealthy(Rule):
    """The child is in good health; met where the entry names no child."""

    __slots__ = ()
    kind = "child_health"
    scope = Scope.ENTRY

    def check(self, question: Question) -> Finding:
        if question.child is None or question.child.healthy:
            return self.met()
        if question.child.healthy is None:
            return self.unknown("child.healthy")
        return self.failed("not_healthy")

    def condition(self, starts: date) -> Condition:  # noqa: ARG002 - asked on any day alike
        return Some((NoChild(), Is("child.healthy", value=True)))


@attrs.frozen(repr=False)
class ChildUnder(Rule):
    """The child is younger than an age, or a student; met where the entry names no child (R4).

    Args:
        age: Completed years from which a child is too old.
        or_student: Whether a student may be of any age.

    Raises:
        InvalidType: An age that is not a whole number.
        InvalidValue: An age below 1 or above 150.
    """

    kind = "child_age"
    scope = Scope.ENTRY
    age: int = attrs.field(validator=whole(least=1, most=OLDEST))
    or_student: bool = attrs.field(default=False, validator=a(bool), kw_only=True)

    def check(self, question: Question) -> Finding:
        child = question.child
        if child is None:
            return self.met()
        years = completed_years(child.birth_date, question.starts)
        if years < self.age or (self.or_student and child.student):
            return self.met(years=years)
        if not self.or_student:
            return self.failed("too_old", years=years, age=self.age)
        if child.student is None:
            return self.unknown("child.student")
        return self.failed("not_a_student", years=years, age=self.age)

    def condition(self, starts: date) -> Condition:
        young = Born("child.birth_date", latest_birth(self.age, starts) + ONE_DAY, None)
        student = (Is("child.student", value=True),) if self.or_student else ()
        return Some((NoChild(), young, *student))

    def words(self, lang: Lang) -> str:
        student = render("child_age.words_student", lang) if self.or_student else ""
        return render("child_age.words", lang, facts={"age": self.age, "student": student})


class BesideMember(Rule):
    """A child comes in only beside the member's own entry (R21); met where there is no child."""

    __slots__ = ()
    kind = "beside_member"
    scope = Scope.ENTRY
    needs_roster = True

    def check(self, question: Question) -> Finding:
        if question.child is None:
            return self.met()
        if question.roster is None:
            return Finding("beside_member.open", Standing.OPEN, self)
        member = question.member.id
        if member not in question.roster.members:
            return self.failed("member_not_entered", member=member)
        own = question.roster.members[member]
        if own is None:
            return Finding(
                "beside_member.member_unknown", Standing.UNKNOWN, self, (("member", member),)
            )
        return self.met() if own else self.failed("member_refused", member=member)

    def condition(self, starts: date) -> Condition:  # noqa: ARG002 - set aside without a roster
        return Always()


@attrs.frozen(repr=False)
class Participation(Rule):
    """So large a share of the unit's people joins together (R6, R15 to R19).

    Each person counts once, if the plan's other conditions let the person join. Compared in
    whole numbers.

    Args:
        percent: Smallest share of the base, in percent.
        of: Who is counted, and who is the base.
        everyone_below: Everyone joins where the unit has fewer people than this.
        everyone_up_to: Everyone joins where the unit has this many people or fewer.
        threshold_of: Whose number decides whether everyone must join; the base, if not said.

    Raises:
        InvalidType: A percentage that is not exact, a number that is not whole.
        InvalidValue: A percentage outside 0 to 100, a negative number, both thresholds, or a
            `threshold_of` without a threshold.
    """

    kind = "participation"
    scope = Scope.UNIT
    needs_roster = True
    percent: int | Decimal = attrs.field(converter=to_percent, kw_only=True)
    of: Headcount = attrs.field(validator=a(Headcount), kw_only=True)
    everyone_below: int | None = attrs.field(
        default=None, validator=optional(whole(least=1)), kw_only=True
    )
    everyone_up_to: int | None = attrs.field(
        default=None, validator=optional(whole(least=0)), kw_only=True
    )
    threshold_of: Headcount | None = attrs.field(
        default=None, validator=optional(a(Headcount)), kw_only=True
    )

    def __attrs_post_init__(self) -> None:
        super().__attrs_post_init__()
        if self.everyone_below is not None and self.everyone_up_to is not None:
            raise InvalidValue(
                "Two thresholds say from where on everyone must join",
                name="everyone_up_to",
                value=self.everyone_up_to,
                allowed=f"None together with everyone_below={self.everyone_below}",
            )
        if self.threshold_of is not None and self.everyone_from is None:
            raise InvalidValue(
                "A threshold is counted that is not there",
                name="threshold_of",
                value=self.threshold_of,
                allowed="only together with everyone_below or everyone_up_to",
            )

    @property
    def everyone_from(self) -> int | None:
        """Largest number of people of whom everyone must join, None where there is no such rule."""
        return self.everyone_up_to if self.everyone_below is None else self.everyone_below - 1

    def required(self, base: int, *, threshold: int | None = None) -> int:
        """Give the smallest number of people that must join.

        Args:
            base: People of the unit of whom the share is taken.
            threshold: People of the unit who decide whether everyone must join; the base, if
                not said.

        >>> rule = Participation(percent=80, of=Headcount.EMPLOYEES, everyone_up_to=100)
        >>> rule.required(100), rule.required(101)
        (100, 81)
        """
        require_int(base, "base", least=0)
        if threshold is not None:
            require_int(threshold, "threshold", least=0)
        if self._everyone(base if threshold is None else threshold):
            return base
        return math.ceil(Fraction(self.percent) * base / WHOLE)

    def _everyone(self, threshold: int) -> bool:
        return self.everyone_from is not None and threshold <= self.everyone_from

    def _wording(self, threshold: int) -> str | None:
        if self._everyone(threshold):
            return "participation.too_few_of_all"
        return "participation.too_few_employees" if self.of is Headcount.EMPLOYEES else None

    def check(self, question: Question) -> Finding:
        base = self.of.of(question.unit)
        deciding = self.of if self.threshold_of is None else self.threshold_of
        threshold = deciding.of(question.unit)
        count = None if question.roster is None else question.roster.count(self.of)
        if count is None:
            return Finding("participation.open", Standing.OPEN, self)
        if base is None or threshold is None:
            return self.unknown(f"unit.{(self.of if base is None else deciding).value}")
        required = self.required(base, threshold=threshold)
        if count.possibly < required:
            return self.failed(
                "too_few",
                wording=self._wording(threshold),
                base=base,
                required=required,
                joining=count.possibly,
                of=self.of,
                shortfall=required - count.possibly,
            )
        if count.surely > base:
            return self.failed("more_than_base", base=base, joining=count.surely, of=self.of)
        if required <= count.surely and count.possibly <= base:
            return self.met(base=base, required=required, joining=count.surely, of=self.of)
        return Finding(
            "participation.undecided",
            Standing.UNKNOWN,
            self,
            (
                ("base", base),
                ("required", required),
                ("surely", count.surely),
                ("possibly", count.possibly),
                ("of", self.of),
            ),
        )

    def condition(self, starts: date) -> Condition:  # noqa: ARG002 - set aside without a roster
        return Always()

    def words(self, lang: Lang) -> str:
        facts: dict[str, object] = {"percent": str(self.percent), "of": self.of}
        text = render("participation.words", lang, facts=facts)
        if self.everyone_from is None:
            return text
        name = "everyone_up_to" if self.everyone_below is None else "everyone_below"
        of = self.of if self.threshold_of is None else self.threshold_of
        facts = {name: getattr(self, name), "of": of}
        return text + render(f"participation.words_{name}", lang, facts=facts)
