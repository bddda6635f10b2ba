"""The class to subclass: every law as a test of one plan."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from fractions import Fraction
from pathlib import Path
from types import ModuleType
from typing import Any, ClassVar

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mutualaid.catalogue import Plan
from mutualaid.errors import InvalidType, UnknownName
from mutualaid.testing.law import About, Law
from mutualaid.testing.laws import LAWS
from mutualaid.testing.subject import Subject
from mutualaid.testing.trial import Trial

EXAMPLES = {
    About.DECISION: Fraction(1, 2),
    About.REVIEW: Fraction(2, 5),
    About.CLAIM: Fraction(3, 10),
    About.FRAME: Fraction(1, 5),
}
"""Which share of the examples of Hypothesis's profile is tried of each law: there are many."""
IN_PEACE = (
    HealthCheck.too_slow,
    HealthCheck.data_too_large,
    HealthCheck.filter_too_much,
    HealthCheck.function_scoped_fixture,
    HealthCheck.differing_executors,
)
"""The laws draw whole rosters, and a subclass may be run by another class."""


class PlanLaws:
    """Try every law on a plan: subclass it, and say which.

    Attributes:
        plan: The plan under test: a `Plan`, a plan module, or the code of an installed plan.
        cases: The plan's own case table, if it has one; relative to the file of the test.
        exempt: Laws that the plan is exempt from by its own text, by name, each with the reason.

    >>> class TestAccident(PlanLaws):
    ...     plan = "accident"
    >>> TestAccident.test_every_rule_has_a_source.__doc__
    'Every rule says where it stands.'
    """

    plan: ClassVar[Plan | ModuleType | str]
    cases: ClassVar[str | Path | None] = None
    exempt: ClassVar[Mapping[str, str]] = {}
    _subject: ClassVar[Subject]

    def __init_subclass__(cls, **said: Any) -> None:
        super().__init_subclass__(**said)
        for name in cls.exempt:
            if name not in LAWS:
                raise UnknownName("No law has this name", name="exempt", value=name, known=LAWS)
        for law in LAWS.values():
            method = f"test_{law.name}"
            if law.name in cls.exempt:
                setattr(cls, method, None)  # which pytest passes over
            elif method not in vars(cls):
                setattr(cls, method, method_of(law))

    @classmethod
    def subject(cls) -> Subject:
        """Find the plan under test.

        Raises:
            InvalidType: The class says no plan.
            PlansNotLoaded: Something is wrong with the plan; every problem is listed.
        """
        if not hasattr(cls, "plan"):
            raise InvalidType(
                f"{cls.__name__} names no plan to test",
                name="plan",
                allowed="a Plan, a plan module, or the code of an installed plan",
                hint=f"write `plan = ...` in {cls.__name__}",
            )
        if "_subject" not in vars(cls):
            cases = None if cls.cases is None else Path(inspect.getfile(cls)).parent / cls.cases
            cls._subject = Subject.of(cls.plan, cases=cases)
        return cls._subject


def method_of(law: Law) -> Callable[..., None]:
    """Make the test method of a law."""
    if law.about is About.PLAN:

        def once(self: PlanLaws) -> None:
            Trial(self.subject()).run(law)

        return _named(once, law)

    def drawn(self: PlanLaws, data: st.DataObject) -> None:
        Trial(self.subject(), data).run(law)

    return examples_of(law)(given(data=st.data())(_named(drawn, law)))


def try_law(law: Law, subject: Subject, profile: settings | None = None) -> None:
    """Try a law on a plan outside a test.

    Args:
        law: The law.
        subject: The plan.
        profile: Hypothesis's profile; the one in force, if not said.

    Raises:
        AssertionError: The law does not hold; the notes of the error tell on what.
    """

    @examples_of(law, profile)
    @given(data=st.data())
    def drawn(data: st.DataObject) -> None:
        Trial(subject, data).run(law)

    if law.about is About.PLAN:
        Trial(subject).run(law)
    else:
        drawn()


def examples_of(law: Law, profile: settings | None = None) -> settings:
    """Give the settings by which a law is tried.

    Args:
        law: The law.
        profile: Hypothesis's profile; the one in force, if not said.
    """
    profile = settings() if profile is None else profile
    return settings(
        profile,
        max_examples=max(1, int(profile.max_examples * EXAMPLES.get(law.about, 1))),
        deadline=None,
        report_multiple_bugs=False,
        suppress_health_check=IN_PEACE,
    )


def _named(method: Callable[..., None], law: Law) -> Callable[..., None]:
    method.__name__ = f"test_{law.name}"
    method.__qualname__ = f"PlanLaws.{method.__name__}"
    method.__doc__ = law.sentence.en
    return method
