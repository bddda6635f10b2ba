"""Strategies of the kit: of every public type, registered without a cost, aimed at the bounds."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any, TypeVar

import pytest
from hypothesis import HealthCheck, Phase, find, given, settings
from hypothesis import strategies as st
from testing.broken.conditions import OfAge
from testing.broken.draft import CONDITIONS, line, plan
from testing.broken.memory import AtMost

import mutualaid
from mutualaid import Application, Ledger, Plan, ReviewOutcome, UnknownName
from mutualaid.testing import strategies
from mutualaid.testing.aims import aim_at
from mutualaid.testing.strategies import BY_TYPE, of_type
from mutualaid.testing.subject import Subject
from mutualaid.testing.trial import held
from mutualaid_hooks.for_hypothesis import WITHOUT, is_protocol

T = TypeVar("T")
CATALOGUE = mutualaid.load_catalogue()
STARTS = date(2016, 1, 1)
every_plan = pytest.mark.parametrize("plan", CATALOGUE.values(), ids=list(CATALOGUE))
DRAWN_ONLY = settings(
    max_examples=2000,
    phases=[Phase.generate],
    database=None,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)


def first(strategy: st.SearchStrategy[T], condition: Callable[[T], bool]) -> T:
    """Draw until something is as wanted."""
    return find(held(strategy), lambda one: condition(one.value), settings=DRAWN_ONLY).value


# Every type ---------------------------------------------------------------------------------------


def public_types() -> Iterator[type[Any]]:
    """Give the public classes but for errors, enums and protocols."""
    for name in mutualaid.__all__:
        kind = getattr(mutualaid, name)
        if isinstance(kind, type) and not issubclass(kind, WITHOUT) and not is_protocol(kind):
            yield kind


def test_there_is_a_strategy_for_every_public_type() -> None:
    assert [] == [kind.__name__ for kind in public_types() if kind not in BY_TYPE]


@pytest.mark.parametrize("kind", BY_TYPE, ids=lambda kind: kind.__name__)
def test_hypothesis_draws_a_type_by_its_name_alone(kind: type[Any]) -> None:
    @settings(max_examples=3, suppress_health_check=list(HealthCheck))
    @given(st.from_type(kind))
    def drawn(value: object) -> None:
        assert isinstance(value, kind)

    drawn()


def test_a_type_without_a_strategy_is_refused_with_the_nearest() -> None:
    class Membre:
        pass

    with pytest.raises(UnknownName, match="did you mean 'Member'"):
        of_type(Membre)


# Registered ---------------------------------------------------------------------------------------


def python(program: str) -> str:
    """Run a program in a new interpreter."""
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=False
    )
    return done.stdout.strip() or done.stderr


SHOW = "print(isinstance(st.from_type(mutualaid.Member).example(), mutualaid.Member))"
QUIET = "import warnings; warnings.simplefilter('ignore')\n"


@pytest.mark.parametrize(
    "imports",
    [
        "from hypothesis import strategies as st\nimport mutualaid",
        "import mutualaid\nfrom hypothesis import strategies as st",
    ],
    ids=["hypothesis first", "the library first"],
)
def test_strategies_are_registered_in_whichever_order_things_are_imported(imports: str) -> None:
    assert "True" == python(f"{QUIET}{imports}\n{SHOW}")


def test_to_import_hypothesis_imports_nothing_of_the_library() -> None:
    loaded = "[name for name in sys.modules if name.split('.')[0] == 'mutualaid']"
    assert "[]" == python(f"import sys, hypothesis\nprint({loaded})")


def test_to_import_the_library_makes_no_strategy() -> None:
    program = "import sys, hypothesis, mutualaid\nprint('mutualaid.testing' in sys.modules)"
    assert "False" == python(program)


def test_the_library_is_loaded_by_its_own_loader_afterwards() -> None:
    program = "import hypothesis, mutualaid\nprint(type(mutualaid.__spec__.loader).__name__)"
    assert "SourceFileLoader" == python(program)


def test_the_kit_needs_its_extra_and_says_so() -> None:
    program = """
import sys
sys.modules["hypothesis"] = None
import mutualaid.testing
from mutualaid import MissingExtra
for name in ("PlanLaws", "LAWS", "strategies"):
    try:
        getattr(mutualaid.testing, name)
    except MissingExtra as error:
        print(error.hint)
"""
    assert ["pip install 'mutualaid[test]'"] * 3 == python(program).splitlines()


def test_what_else_is_missing_is_told_as_it_is() -> None:
    program = """
import sys
sys.modules["mutualaid.testing.plan_laws"] = None
import mutualaid.testing
try:
    mutualaid.testing.PlanLaws
except ModuleNotFoundError as error:
    print(type(error).__name__, error.name)
"""
    assert "ModuleNotFoundError mutualaid.testing.plan_laws" == python(program)


def test_to_set_up_twice_waits_once() -> None:
    program = """
import sys, hypothesis
from mutualaid_hooks import for_hypothesis
for _ in range(2):
    for_hypothesis.set_up()
print(sum(isinstance(one, for_hypothesis._Awaiting) for one in sys.meta_path))
"""
    assert "1" == python(program)


def test_to_import_something_else_meanwhile_is_let_be() -> None:
    program = f"{QUIET}import hypothesis, colorsys, mutualaid\nst = hypothesis.strategies\n{SHOW}"
    assert "True" == python(program)


def test_a_library_that_cannot_be_found_is_told_by_the_import_itself() -> None:
    program = """
import sys, hypothesis, importlib.util
importlib.util.find_spec = lambda name: None
sys.meta_path[:] = [one for one in sys.meta_path if type(one).__name__ == "_Awaiting"]
try:
    import mutualaid
except ModuleNotFoundError as error:
    print(error.name)
"""
    assert "mutualaid" == python(program)


def test_case_tables_load_neither_hypothesis_nor_pytest() -> None:
    program = """
import sys
from mutualaid.testing import Case, boundary_cases, read_cases
print([name for name in ("hypothesis", "pytest") if name in sys.modules])
"""
    assert "[]" == python(program)


# Aimed --------------------------------------------------------------------------------------------


@every_plan
@pytest.mark.parametrize("outcome", ReviewOutcome)
def test_applications_reach_every_outcome(plan: Plan, outcome: ReviewOutcome) -> None:
    drawn = strategies.applications(plan)
    found = first(drawn, lambda application: plan.review(application).outcome is outcome)
    assert outcome is plan.review(found).outcome


BOUNDS = {
    "somebody of 16 on the day": lambda one: one.member.birth_date == date(2000, 1, 1),
    "somebody of 16 the day after": lambda one: one.member.birth_date == date(2000, 1, 2),
    "somebody of 60 for the last day": lambda one: one.member.birth_date == date(1955, 1, 2),
    "somebody who is 61 on the day": lambda one: one.member.birth_date == date(1955, 1, 1),
    "somebody born on a leap day": lambda one: (
        one.member.birth_date.month == 2 and one.member.birth_date.day == 29
    ),
    "four shares": lambda one: one.shares == 4,
    "five shares": lambda one: one.shares == 5,
    "somebody whose service is not said": lambda one: one.member.serving is None,
}


@pytest.mark.parametrize("bound", BOUNDS)
def test_questions_reach_both_sides_of_the_bounds(bound: str) -> None:
    plan = CATALOGUE["critical_illness"]
    found = first(strategies.entries(plan, STARTS), BOUNDS[bound])
    assert BOUNDS[bound](found)


@pytest.mark.parametrize("employees", [29, 30, 31])
def test_units_reach_both_sides_of_the_bounds(employees: int) -> None:
    plan = CATALOGUE["critical_illness"]
    found = first(strategies.units(plan, STARTS), lambda unit: unit.employees == employees)
    assert employees == found.employees


def test_a_share_hangs_in_the_balance() -> None:
    plan = CATALOGUE["critical_illness"]

    def one_short(application: Application) -> bool:
        reasons = plan.review(application).reasons
        return [reason.shortfall for reason in reasons] == [1]

    assert one_short(first(strategies.applications(plan), one_short))


@every_plan
@pytest.mark.parametrize("outcome", ["paid", "refused"])
def test_claims_reach_every_outcome(plan: Plan, outcome: str) -> None:
    def reached(books: strategies.Books) -> bool:
        ledger = books.ledger
        return any(ledger.settle(one)[0].outcome.value == outcome for one in books.claims)

    assert reached(first(strategies.books(plan), reached))


@every_plan
def test_a_cap_is_used_up(plan: Plan) -> None:
    def used_up(ledger: Ledger) -> bool:
        return any(row.paid == row.cap for row in ledger.statement().rows)

    assert used_up(first(strategies.ledgers(plan), used_up))


WHAT_CLAIMS_SAY = {
    "of an event that no line names": lambda claim: claim.event == "wedding",
    "of another measure": lambda claim: claim.amount is None and not claim.items,
    "bill by bill": lambda claim: len(claim.items) > 1,
    "that the admission followed": lambda claim: claim.admission is not None,
    "that no admission followed": lambda claim: claim.admission is None,
    "that it was excluded": lambda claim: claim.circumstances == ("gambling",),
    "that it was reported": lambda claim: claim.reported is not None,
    "nothing of when it was reported": lambda claim: claim.reported is None,
    "a work injury": lambda claim: claim.work_injury,
}


@pytest.mark.parametrize("said", WHAT_CLAIMS_SAY)
def test_claims_say_seldom_things_too(said: str) -> None:
    gambling = mutualaid.Excludes("gambling", mutualaid.Text(zh="赌博", en="gambling"))
    terms = [mutualaid.ObservationDays(7), mutualaid.ReportWithin(days=30), gambling]
    asked = Subject.of(plan(lines=[line(terms=terms)])).plan
    cover = first(strategies.covers(asked), lambda _: True)
    assert WHAT_CLAIMS_SAY[said](first(strategies.claims(cover), WHAT_CLAIMS_SAY[said]))


def test_less_is_said_of_the_same_people() -> None:
    plan = CATALOGUE["accident"]

    @given(st.data())
    def law(data: st.DataObject) -> None:
        whole = data.draw(strategies.applications(plan))
        vague = data.draw(strategies.vaguer(whole))
        assert [one.key for one in whole.entries] == [one.key for one in vague.entries]

    law()


# Rules of strangers -------------------------------------------------------------------------------


class Silent(OfAge):
    """A rule that does not say what it comes to: only its figure tells where it may turn."""

    __slots__ = ()

    def condition(self, starts: date) -> Any:
        return mutualaid.Rule.condition(self, starts)


def test_the_figure_of_a_silent_rule_is_aimed_at_as_an_age() -> None:
    subject = Subject.of(plan(conditions=[*CONDITIONS[:2], Silent(23)]))
    births = aim_at(subject.plan.editions[0], date(2016, 1, 1)).births("member")
    assert {date(1993, 1, 1), date(1993, 1, 2)} <= set(births)


def test_the_figure_of_a_silent_rule_is_aimed_at_as_a_headcount() -> None:
    subject = Subject.of(plan(conditions=[*CONDITIONS[:2], AtMost(17)]))
    joining = {count for _, count in aim_at(subject.plan.editions[0], date(2016, 1, 1)).balances()}
    assert {16, 17, 18} <= joining


class BornInMay(mutualaid.Rule):
    """A rule that the usual person does not meet, and that does not say how."""

    __slots__ = ()
    kind = "born_in_may"
    scope = mutualaid.Scope.PERSON

    def check(self, question: mutualaid.Question) -> mutualaid.Finding:
        return self.met() if question.member.birth_date.month == 5 else self.failed("other")


def test_somebody_is_found_who_meets_a_silent_rule() -> None:
    subject = Subject.of(plan(conditions=[*CONDITIONS, BornInMay()]))
    ordinary = aim_at(subject.plan.editions[0], date(2016, 1, 1)).ordinaries[0]
    assert ordinary["member.birth_date"].month == 5  # type: ignore[attr-defined]


def test_a_plan_that_is_in_force_for_ever_is_aimed_at_too() -> None:
    for_ever = CATALOGUE.at(date(2016, 1, 1))["critical_illness"]
    aim = aim_at(for_ever.editions[0], date(1960, 2, 28))
    assert date(1896, 2, 29) in aim.births("member")  # 1900 was no leap year
