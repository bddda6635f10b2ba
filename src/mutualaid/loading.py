"""Find the installed plans, and say everything that is wrong with them at once.

pluggy lets much pass in silence that would make a plan answer wrongly: a misspelt or forgotten
hook, one that is not decorated, two distributions under one name. All of it is checked here.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from importlib.metadata import EntryPoint, distributions, entry_points
from inspect import Parameter, Signature, signature
from types import ModuleType
from typing import Any

import attrs
import pluggy

from mutualaid import hookspecs
from mutualaid.checks import to_tuple
from mutualaid.errors import (
    Candidate,
    InvalidType,
    MutualAidError,
    PlansNotLoaded,
    Problem,
    UnknownName,
    an,
    nearest,
)
from mutualaid.hookspecs import HOOKS
from mutualaid.plan import Edition, PlanContext, PlanInfo, leaves
from mutualaid.rules import BenefitSchedule, FeeSchedule, Rule, RuleValue
from mutualaid.text import look_up_key

GROUP = "mutualaid"
VARIABLE = "MUTUALAID_LOAD_PLANS"
NEWEST = date.max
WHATEVER = (Exception, SystemExit)
"""What a stranger's module may raise; an interrupt by the user is not kept from them."""
ONE_ARGUMENT = "a hook takes one argument, `context`, without a default"
ONE_PLAN = "a module is one plan; name it once"
ALONE = "a plan answers for itself alone, and changes neither other plans nor their order"


@attrs.frozen
class Loaded:
    """A plan that was loaded: where it was found, and its editions in order of time."""

    found: Candidate
    editions: tuple[Edition, ...]

    @property
    def info(self) -> PlanInfo:
        """What the plan is, by its newest edition."""
        return self.editions[-1].info


@attrs.frozen
class LoadReport:
    """What was loaded from where, and everything that is wrong.

    Args:
        plans: What was loaded, in the order of the leaflet, then by code.
        problems: Everything that keeps a plan from being loaded.
    """

    plans: tuple[Loaded, ...]
    problems: tuple[Problem, ...]

    def to_dict(self) -> dict[str, object]:
        """Give the report in values that JSON knows."""
        return {
            "plans": [
                {
                    "code": loaded.info.code,
                    "title": {"zh": loaded.info.title.zh, "en": loaded.info.title.en},
                    "in_force": [str(edition.period) for edition in loaded.editions],
                    "distribution": loaded.found.distribution,
                    "module": loaded.found.place,
                }
                for loaded in self.plans
            ],
            "problems": [
                {
                    "plan": problem.plan.name,
                    "what": problem.what,
                    "hint": problem.hint,
                    "distribution": problem.plan.distribution,
                    "module": problem.plan.place,
                }
                for problem in self.problems
            ],
        }


def diagnose(*, plans: Iterable[str] | None = None) -> LoadReport:
    """Load the installed plans, and report instead of raising.

    Args:
        plans: Codes of the plans to load. If not said, those that the environment variable
            MUTUALAID_LOAD_PLANS names, separated by commas; if that is not set, all.

    Raises:
        InvalidType: One text where several are due.
    """
    wanted = _wanted(plans)
    found, problems = _entry_points()
    names = [point.name for point in found]
    for name in wanted or ():
        if name not in names:
            unknown = UnknownName("No installed plan", name="plan", value=name, known=names)
            nobody = Candidate(name, "not installed", "nowhere")
            problems.append(Problem(nobody, "no installed plan has this code", str(unknown.hint)))
    modules: list[tuple[Candidate, ModuleType]] = []
    for point in found:
        if wanted is not None and point.name not in wanted:
            continue
        candidate = _candidate(point)
        if names.count(point.name) > 1:
            problems.append(
                Problem(candidate, "two distributions claim this name", "uninstall one of them")
            )
            continue
        try:
            module = point.load()
        except WHATEVER as error:
            problems.append(
                Problem(
                    candidate,
                    f"cannot be imported, {_told(error)}",
                    "mend the module, or the entry point that names it",
                )
            )
        else:
            modules.append((candidate, module))
    return _load(modules, problems)


def _wanted(plans: Iterable[str] | None) -> tuple[str, ...] | None:
    if plans is not None:
        return to_tuple(plans, "plans")
    listed = os.environ.get(VARIABLE)
    if listed is None:
        return None
    return tuple(name.strip() for name in listed.split(",") if name.strip())


def _entry_points() -> tuple[list[EntryPoint], list[Problem]]:
    """Find the entry points; a distribution whose metadata cannot be read is a problem."""
    problems: list[Problem] = []
    try:
        found = list(entry_points(group=GROUP))
    except WHATEVER:
        found = []
        for one in distributions():
            try:
                found += one.entry_points.select(group=GROUP)
            except WHATEVER as error:
                where = Candidate("entry_points.txt", str(one.name), "its metadata")
                what = f"cannot be read, {_told(error)}"
                problems.append(Problem(where, what, "reinstall the distribution"))
    return sorted(found, key=lambda point: (point.name, point.value)), problems


def _candidate(point: EntryPoint) -> Candidate:
    dist = point.dist
    distribution = "no distribution" if dist is None else f"{dist.name} {dist.version}"
    return Candidate(point.name, distribution, point.value)


def _told(error: BaseException) -> str:
    """Tell an error of a stranger's; its text may itself fail."""
    try:
        return f"{type(error).__name__}: {error}"
    except WHATEVER:
        return type(error).__name__


def _shown(value: object) -> str:
    """Show a value of a stranger's; its repr may itself fail."""
    try:
        return repr(value)
    except WHATEVER:
        return an(type(value))


def diagnose_modules(modules: Iterable[ModuleType]) -> LoadReport:
    """Load plans from modules that need not be installed, and report instead of raising.

    Raises:
        InvalidType: One module where several are due.
    """
    named: list[tuple[Candidate, ModuleType]] = []
    problems: list[Problem] = []
    for module in to_tuple(modules, "modules"):
        place = getattr(module, "__name__", type(module).__name__)
        candidate = Candidate(place.rpartition(".")[2], "not installed", place)
        if any(candidate.name == other.name for other, _ in named):
            problems.append(
                Problem(candidate, "two modules have this name", "give each plan its own")
            )
        else:
            named.append((candidate, module))
    return _load(named, problems)


def raise_problems(report: LoadReport) -> LoadReport:
    """Give the report back, or raise all its problems.

    Raises:
        PlansNotLoaded: Something is wrong with at least one plan.
    """
    if report.problems:
        raise PlansNotLoaded(report.problems)
    return report


def _load(modules: list[tuple[Candidate, ModuleType]], problems: list[Problem]) -> LoadReport:
    manager = pluggy.PluginManager("mutualaid")
    manager.add_hookspecs(hookspecs)
    registered = []
    for candidate, module in modules:
        try:
            faults = [Problem(candidate, *fault) for fault in _faults(manager, module)]
        except WHATEVER as error:
            faults = [Problem(candidate, f"cannot be examined, {_told(error)}", "mend the module")]
        if not faults and manager.is_registered(module):
            faults = [Problem(candidate, "its module is loaded under another name, too", ONE_PLAN)]
        problems += faults
        if not faults:
            manager.register(module, name=candidate.name)
            registered.append((candidate, module))
    hooks = Hooks(manager)
    loaded = []
    for candidate, module in registered:
        try:
            loaded.append(Loaded(candidate, tuple(resolve(hooks, module, candidate.name))))
        except BrokenPlan as error:
            problems.append(Problem(candidate, str(error), error.hint))
    loaded.sort(key=lambda one: (one.info.number is None, one.info.number or 0, one.info.code))
    problems += _clashes(loaded)
    return LoadReport(tuple(loaded), tuple(problems))


class BrokenPlan(Exception):
    """A hook answers wrongly; collected as a problem of its plan."""

    def __init__(self, what: str, hint: str) -> None:
        self.hint = hint
        super().__init__(what)


def _faults(manager: pluggy.PluginManager, module: ModuleType) -> Iterator[tuple[str, str]]:
    """Say what is wrong with the hooks of a module, before any is called."""
    if not isinstance(module, ModuleType):
        yield "the entry point names no module", "a plan is a module; name it without `:`"
        return
    for name in dir(module):
        options = manager.parse_hookimpl_opts(module, name)
        if options is not None:
            yield from _faults_of_hook(module, name, options)
        elif name.startswith("mutualaid_") and callable(vars(module).get(name)):
            yield f"{name} is not decorated", "write @hookimpl above it"
    for name in HOOKS:
        if name not in vars(module):
            yield f"{name} is missing", "a plan implements each of the four hooks"


def _faults_of_hook(
    module: ModuleType, name: str, options: Mapping[str, object]
) -> Iterator[tuple[str, str]]:
    if name not in HOOKS:
        meant = " or ".join(nearest(name, HOOKS)) or ", ".join(HOOKS)
        yield f"{name} is no hook", f"there is {meant}"
        return
    for option in ("wrapper", "hookwrapper", "tryfirst", "trylast", "specname"):
        if options.get(option):
            yield f"{name} is marked {option}", ALONE
    arguments = signature(vars(module)[name])
    if not _is_one_context(arguments):
        yield f"{name} takes {arguments}", ONE_ARGUMENT


def _is_one_context(arguments: Signature) -> bool:
    # pluggy passes nothing to an argument with a default, so that such a hook never sees the day.
    only = list(arguments.parameters.values())
    return [one.name for one in only] == ["context"] and only[0].default is Parameter.empty


class Hooks:
    """The hooks, asked of one plan alone, with their types."""

    def __init__(self, manager: pluggy.PluginManager) -> None:
        self._manager = manager

    def ask(self, hook: str, module: ModuleType, context: PlanContext) -> Any:
        """Ask one hook of one plan, through whatever wraps it."""
        # Only plans stand aside for each other; what wraps them is registered without HOOKS.
        others = [
            plugin
            for plugin in self._manager.get_plugins()
            if plugin is not module and isinstance(plugin, ModuleType)
        ]
        return self._manager.subset_hook_caller(hook, others)(context=context)


def resolve(hooks: Hooks, module: ModuleType, name: str) -> Iterator[Edition]:
    """Ask a plan's hooks for each of its editions.

    Raises:
        BrokenPlan: A hook raises, or returns something else than its specification says.
    """
    newest = _ask(hooks, module, PlanContext(NEWEST, plan=name), "mutualaid_plan", PlanInfo)
    if newest.code != name:
        raise BrokenPlan(f"its code is {newest.code!r}", "give the entry point the plan's code")
    for period in newest.in_force:
        context = PlanContext(period.start, plan=name)
        info = _ask(hooks, module, context, "mutualaid_plan", PlanInfo)
        if (info.code, info.in_force) != (newest.code, newest.in_force):
            raise BrokenPlan(
                f"its edition of {period.start} has another code, or other periods",
                "code and in_force are the same in every edition",
            )
        eligibility = _ask(hooks, module, context, "mutualaid_eligibility", Rule)
        fee = _ask(hooks, module, context, "mutualaid_fee", FeeSchedule)
        benefit = _ask(hooks, module, context, "mutualaid_benefit_cap", BenefitSchedule)
        for rule in _single_rules(eligibility, fee, benefit):
            try:
                hash(rule)
            except TypeError:
                raise BrokenPlan(
                    f"{type(rule).__name__} cannot be hashed",
                    "decorate it with @attrs.frozen, and hold tuples, not lists",
                ) from None
        try:
            yield Edition(info, period, eligibility, fee, benefit)
        except InvalidType as error:
            what = f"mutualaid_eligibility holds {_shown(error.value)}"
            raise BrokenPlan(what, str(error.allowed)) from None


def _single_rules(
    eligibility: Rule, fee: FeeSchedule, benefit: BenefitSchedule
) -> Iterator[RuleValue]:
    """Give every rule value of a plan, those inside others before these."""
    yield from leaves(eligibility)
    yield fee
    for line in benefit.lines:
        yield from line.terms
        if line.formula is not None:
            yield line.formula
        yield line


def _ask(hooks: Hooks, module: ModuleType, context: PlanContext, hook: str, kind: type[Any]) -> Any:
    try:
        answer = hooks.ask(hook, module, context)
    except MutualAidError as error:
        raise BrokenPlan(f"{hook} is refused: {error.what}", str(error)) from error
    except WHATEVER as error:
        raise BrokenPlan(f"{hook} raises {_told(error)}", "a hook returns rule values") from error
    if not isinstance(answer, kind):
        forgot = "; does it forget to return?" if answer is None else ""
        raise BrokenPlan(
            f"{hook} returns {_shown(answer)}{forgot}", f"it returns a {kind.__name__}"
        )
    return answer


def _clashes(loaded: list[Loaded]) -> Iterator[Problem]:
    """Find names that two plans claim, codes, titles and aliases alike."""
    owners: dict[str, str] = {}
    for plan in loaded:
        for name in dict.fromkeys(map(look_up_key, plan.info.names)):
            owner = owners.setdefault(name, plan.info.code)
            if owner != plan.info.code:
                yield Problem(
                    plan.found,
                    f"{name!r} already names the plan {owner!r}",
                    "give it another title or alias",
                )
