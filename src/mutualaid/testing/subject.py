"""The plan under test: a plan, a module that need not be installed, or the code of either."""

from __future__ import annotations

import importlib
from importlib.metadata import entry_points
from pathlib import Path
from types import ModuleType

import attrs

from mutualaid.catalogue import Catalogue, Plan, catalogue_of, load_catalogue
from mutualaid.errors import InvalidType, InvalidValue, an
from mutualaid.loading import GROUP, NEWEST
from mutualaid.plan import Edition, PlanContext


@attrs.frozen(eq=False)
class Subject:
    """Hold the plan under test, and the module whose hooks give its rules.

    Args:
        plan: The plan.
        catalogue: The plans among which it is looked up.
        module: The module.
        cases: The plan's own case table, where it has one.
    """

    plan: Plan
    catalogue: Catalogue
    module: ModuleType
    cases: Path | None = None

    @classmethod
    def of(cls, plan: Plan | ModuleType | str, *, cases: Path | None = None) -> Subject:
        """Find what is under test.

        Args:
            plan: A plan, a plan module, or a name under which an installed plan is looked up.
            cases: The plan's own case table, where it has one.

        Raises:
            InvalidType: Something else.
            PlansNotLoaded: Something is wrong with the plan; every problem is listed.
            UnknownName: No installed plan has this name.
        """
        if isinstance(plan, ModuleType):
            module = under_its_code(plan)
            drafts = catalogue_of(module)
            return cls(next(iter(drafts.values())), drafts, module, cases)
        if isinstance(plan, str):
            code = plan in entry_points(group=GROUP).names
            plan = load_catalogue(plans=[plan] if code else None)[plan]
        if not isinstance(plan, Plan):
            raise InvalidType(
                f"{an(type(plan), first=True)} is no plan to test",
                name="plan",
                value=plan,
                allowed="a Plan, a plan module, or the code of an installed plan",
                hint="write `plan = ...` in the class that subclasses PlanLaws",
            )
        return cls(plan, Catalogue([plan.loaded]), _module_of(plan), cases)

    def ask_again(self) -> tuple[Edition, ...]:
        """Ask the hooks of the module once more for every edition."""
        return next(iter(catalogue_of(under_its_code(self.module)).values())).editions


def _module_of(plan: Plan) -> ModuleType:
    try:
        return importlib.import_module(plan.loaded.found.place)
    except ImportError:
        raise InvalidValue(
            "The module of a plan cannot be imported again",
            name="plan",
            value=plan,
            allowed="an installed plan, or the plan module itself",
        ) from None


def under_its_code(module: ModuleType) -> ModuleType:
    """Give a plan module under the name of its plan, as an entry point does.

    A module that does not tell its code is given back as it is, for loading to say what is wrong.
    """
    try:
        code = module.mutualaid_plan(PlanContext(NEWEST)).code
    except Exception:  # noqa: BLE001 - whatever is wrong is told by loading
        return module
    if module.__name__.rpartition(".")[2] == code:
        return module
    named = ModuleType(code, module.__doc__)
    named.__dict__.update(
        {name: value for name, value in vars(module).items() if name != "__name__"}
    )
    return named
