"""What the options of pytest ask for: the laws for a plan, and clause coverage.

`pytest --mutualaid-plan PLAN` tries every law on a plan without a file; `--mutualaid-clauses` lists
the clauses that nothing exercised.
"""

from __future__ import annotations

import importlib
from collections.abc import Iterable
from contextlib import ExitStack
from importlib.metadata import entry_points
from pathlib import Path
from types import ModuleType

import pytest

from mutualaid.catalogue import Plan, load_catalogue
from mutualaid.errors import MutualAidError, nearest
from mutualaid.hookspecs import HOOKS
from mutualaid.loading import GROUP
from mutualaid.testing import plan_laws
from mutualaid.testing.case_items import spoken
from mutualaid.testing.clauses import Exercised
from mutualaid.testing.plan_laws import PlanLaws
from mutualaid.testing.subject import Subject

NODE = "mutualaid-plan"
Named = dict[str, Subject]


def set_up(config: pytest.Config) -> None:
    """Register what a test run asks for.

    Args:
        config: The configuration of the run. Where plans are named and no file or folder is,
            nothing but their laws is run.

    Raises:
        UsageError: There is no such plan, or it cannot be loaded.
    """
    named = {
        subject.plan.code: subject
        for name in config.getoption("mutualaid_plan") or ()
        for subject in subjects_of(name)
    }
    if named:
        config.pluginmanager.register(Kit(named.values()), "mutualaid-kit")
        if config.args_source is not pytest.Config.ArgsSource.ARGS:
            config.args = []
    if config.getoption("mutualaid_clauses"):
        plans = [subject.plan for subject in named.values()] or load_catalogue().values()
        config.pluginmanager.register(ClauseReport(plans), "mutualaid-clauses")


# The laws -----------------------------------------------------------------------------------------


class Kit:
    """Adds the laws to a test run.

    Args:
        subjects: The plans under test.
    """

    def __init__(self, subjects: Iterable[Subject]) -> None:
        self._module = ModuleType(NODE, "Every law, for each plan that was named.")
        for subject in subjects:
            code = subject.plan.code
            name = f"Test{code.title().replace('_', '')}"
            laws = type(name, (PlanLaws,), {"plan": subject.module})
            setattr(self._module, name, laws)

    @pytest.hookimpl(tryfirst=True)
    def pytest_collection_modifyitems(
        self, session: pytest.Session, items: list[pytest.Item]
    ) -> None:
        """Add the laws before tests are chosen by name or mark."""
        node = _Laws.from_parent(session, path=Path(plan_laws.__file__), name=NODE, nodeid=NODE)
        node.made = self._module
        items.extend(session.genitems(node))


class _Laws(pytest.Module):
    """A module of tests that stands in no file."""

    made: ModuleType

    def _getobj(self) -> ModuleType:
        return self.made


def subjects_of(name: str) -> list[Subject]:
    """Load the plans of a name.

    Args:
        name: Code of an installed plan, name of a package with installed plans, or of a module
            that is a plan and need not be installed.

    Raises:
        UsageError: There is no such plan, or it cannot be loaded.
    """
    try:
        return [Subject.of(plan) for plan in _plans_of(name)]
    except MutualAidError as error:
        raise pytest.UsageError(f"--mutualaid-plan {name}: {error}") from None


def _plans_of(name: str) -> list[str] | list[ModuleType]:
    installed = {point.name: point.module for point in entry_points(group=GROUP)}
    within = [
        code
        for code, module in installed.items()
        if name in {code, module} or module.startswith(f"{name}.")
    ]
    if within:
        return [name] if name in installed else within
    try:
        module = importlib.import_module(name)
    except ModuleNotFoundError:
        module = ModuleType(name)
    if not any(hasattr(module, hook) for hook in HOOKS):
        known = [*installed, *installed.values()]
        meant = " or ".join(nearest(name, known)) or ", ".join(sorted(installed))
        raise pytest.UsageError(
            f"--mutualaid-plan {name}: no installed plan has this code or stands in such a "
            f"package, and no module of this name is a plan\nHint: there is {meant}"
        )
    return [module]


# Clause coverage ----------------------------------------------------------------------------------


class ClauseReport:
    """Watches a test run, and lists the clauses that nothing exercised on all sides.

    Args:
        plans: The plans whose clauses are looked at.
    """

    def __init__(self, plans: Iterable[Plan]) -> None:
        self._plans = tuple(plans)
        self._exercised = Exercised()
        self._watching = ExitStack()
        self._watching.enter_context(self._exercised.watching(self._plans))

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        """Report at the end."""
        terminalreporter.section("mutualaid")
        coverage = self._exercised.coverage(self._plans)
        terminalreporter.write_line(coverage.explain(spoken()))

    def pytest_unconfigure(self) -> None:
        """Watch no longer."""
        self._watching.close()
