"""Conditions of joining, as values: what is asked of the person, of the child, of the unit."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

import attrs

from mutualaid.checks import a, a_code, whole
from mutualaid.dates import ONE_DAY, birthday, completed_years, latest_birth
from mutualaid.enums import Named
from mutualaid.errors import InvalidValue
from mutualaid.finding import Finding, Scope, Standing
from mutualaid.messages import render
from mutualaid.people import Sex
from mutualaid.question import Question
from mutualaid.rules.base import Rule
from mutualaid.rules.conditions import (
    Always,
    Born,
    Condition,
    Every,
    Faults,
    Is,
    NoChild,
    Not,
    Some,
)
from mutualaid.text import Lang, Text

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


class Whose(Named):
    """Of whom something is declared."""

    MEMBER = "member"
    CHILD = "child"
    UNIT = "unit"


@attrs.frozen(repr=False)
class Declares(Rule):
    """Something holds that only some associations ask: good health, a place, a post.

    It is declared of the member, the child or the unit under its code; met where it is asked of
    a child and the entry names none.

    Args:
        code: Its code in `declared` of the person or the unit.
        title: What holds, such as "in good health".
        whose: Of whom it is declared.

    Raises:
        InvalidType: A title that is no `Text`.
        InvalidValue: A code that is no identifier.
    """

    kind = "declared"
    fault = "not_so"
    code: str = attrs.field(validator=a_code)
    title: Text = attrs.field(validator=a(Text))
    whose: Whose = attrs.field(default=Whose.MEMBER, validator=a(Whose), kw_only=True)

    @property
    def scope(self) -> Scope:  # type: ignore[override]  # a class variable in other rules
        """Whom it is asked of: the person, the entry with its child, or the unit."""
        scopes = {Whose.CHILD: Scope.ENTRY, Whose.UNIT: Scope.UNIT}
        return scopes.get(self.whose, Scope.PERSON)

    def check(self, question: Question) -> Finding:
        person = getattr(question, self.whose.value)
        said = True if person is None else person.declared.get(self.code)
        if said is None:
            facts = (("missing", self._path), ("title", self.title))
            return Finding("declared.not_said", Standing.UNKNOWN, self, facts=facts)
        return self.met() if said else self.failed(self.fault, title=self.title)

    def condition(self, starts: date) -> Condition:  # noqa: ARG002 - asked on any day alike
        holds = Is(self._path, value=True)
        return Some((NoChild(), holds)) if self.whose is Whose.CHILD else holds

    @property
    def _path(self) -> str:
        return f"{self.whose.value}.declared.{self.code}"


@attrs.frozen(repr=False)
class OfSex(Rule):
    """The member is of one sex.

    Args:
        sex: Which one.
    """

    kind = "sex"
    fault = "other"
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

    def faults(self, starts: date) -> Faults:
        young = _younger("member.birth_date", self.minimum, starts)
        return ((f"{self.kind}.too_young", young), (f"{self.kind}.too_old", Always()))


@attrs.frozen(repr=False)
class AgeUnder(Rule):
    """The member is younger than an age that goes by sex, on the start day.

    Args:
        female: Completed years from which a woman is too old.
        male: Completed years from which a man is too old.

    Raises:
        InvalidType: An age that is not a whole number.
        InvalidValue: An age below 1 or above 150.
    """

    kind = "age_under"
    fault = "too_old"
    scope = Scope.PERSON
    female: int = attrs.field(validator=whole(least=1, most=OLDEST), kw_only=True)
    male: int = attrs.field(validator=whole(least=1, most=OLDEST), kw_only=True)

    def check(self, question: Question) -> Finding:
        member = question.member
        limit = self.female if member.sex is Sex.FEMALE else self.male
        age = completed_years(member.birth_date, question.starts)
        if age >= limit:
            return self.failed("too_old", age=age, limit=limit, sex=member.sex)
        return self.met(age=age)

    def condition(self, starts: date) -> Condition:
        limits = ((Sex.FEMALE, self.female), (Sex.MALE, self.male))
        return Some(
            tuple(
                Every((Is("member.sex", sex), _younger("member.birth_date", limit, starts)))
                for sex, limit in limits
            )
        )

    def words(self, lang: Lang) -> str:
        words = "words_alike" if self.female == self.male else "words"
        return render(f"age_under.{words}", lang, facts={**self.facts()})


def _younger(path: str, limit: int, starts: date) -> Born:
    return Born(path, latest_birth(limit, starts) + ONE_DAY, None)


class WithChild(Rule):
    """The entry names a child whom it insures."""

    __slots__ = ()
    kind = "child"
    fault = "none"
    scope = Scope.ENTRY

    def check(self, question: Question) -> Finding:
        return self.failed("none") if question.child is None else self.met()

    def condition(self, starts: date) -> Condition:  # noqa: ARG002 - asked on any day alike
        return Not(NoChild())


class ChildHealthy(Rule):
    """The child is in good health; met where the entry names no child."""

    __slots__ = ()
    kind = "child_health"
    fault = "not_healthy"
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
        young = _younger("child.birth_date", self.age, starts)
        student = (Is("child.student", value=True),) if self.or_student else ()
        return Some((NoChild(), young, *student))

    def faults(self, starts: date) -> Faults:  # noqa: ARG002 - on any day alike
        fault = "not_a_student" if self.or_student else "too_old"
        return ((f"{self.kind}.{fault}", Always()),)

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
                "beside_member.member_unknown", Standing.UNKNOWN, self, facts=(("member", member),)
            )
        return self.met() if own else self.failed("member_refused", member=member)

    def condition(self, starts: date) -> Condition:  # noqa: ARG002 - set aside without a roster
        return Always()
