"""Lay changes of policy over loaded plans, stretch by stretch between their dates.

A plan's hooks are asked once, when it is loaded. Here its editions stand for it, and the changes
wrap them as plugins in the order of their dates: pluggy calls the wrapper that was registered
last first, so that a later change sees what the earlier ones have left.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from itertools import combinations, pairwise
from typing import Any

import attrs
import pluggy

from mutualaid import hookspecs
from mutualaid.dates import Period
from mutualaid.errors import (
    ChangesClash,
    ChangesNothing,
    InvalidType,
    MutualAidError,
    NotInForce,
    an,
)
from mutualaid.hookspecs import HOOKS, hookimpl
from mutualaid.loading import Loaded
from mutualaid.plan import Edition, PlanContext, PlanInfo
from mutualaid.policy.change import PolicyChange
from mutualaid.policy.paths import unknown_part
from mutualaid.rules import BenefitSchedule, FeeSchedule, Rule
from mutualaid.text import look_up_key

KINDS: dict[str, type[Any]] = dict(
    zip(HOOKS, (PlanInfo, Rule, FeeSchedule, BenefitSchedule), strict=True)
)


class _Loaded:
    """Stands for a plan, as a plugin: gives what its hooks gave when it was loaded."""

    def __init__(self, edition: Edition) -> None:
        self._edition = edition

    @hookimpl
    def mutualaid_plan(self, context: PlanContext) -> PlanInfo:  # noqa: ARG002 - one edition
        return self._edition.info

    @hookimpl
    def mutualaid_eligibility(self, context: PlanContext) -> Rule:  # noqa: ARG002 - one edition
        return self._edition.eligibility

    @hookimpl
    def mutualaid_fee(self, context: PlanContext) -> FeeSchedule:  # noqa: ARG002 - one edition
        return self._edition.fee

    @hookimpl
    def mutualaid_benefit_cap(self, context: PlanContext) -> BenefitSchedule:  # noqa: ARG002
        return self._edition.benefit


def overlay(plans: Sequence[Loaded], changes: Iterable[PolicyChange]) -> tuple[Loaded, ...]:
    """Lay changes over plans.

    Args:
        plans: The plans as they were loaded.
        changes: The changes, in any order; they apply in the order of their dates.

    Raises:
        UnknownName: A plan or a path that there is not.
        NotInForce: A change on a day on which its plan is not in force.
        ChangesNothing: A change after which everything is as it was before.
        ChangesClash: Two changes of one name, or of one day whose order makes a difference.
        InvalidType: A wrapper that gives something else than its hook is to give.
        InvalidValue: A figure that its rule refuses.
    """
    in_order = sorted(changes, key=lambda change: change.since)
    _check_names(in_order)
    _check_paths(in_order)
    for change in in_order:
        _check_plans(change, plans)
    laid = tuple(_overlay_plan(loaded, in_order) for loaded in plans)
    _check_effect(plans, in_order, laid)
    return laid


def _overlay_plan(loaded: Loaded, changes: Sequence[PolicyChange]) -> Loaded:
    mine = [change for change in changes if change.hooks or loaded.info.code in change.plans]
    if not mine:
        return loaded
    editions = [stretch for edition in loaded.editions for stretch in _stretches(edition, mine)]
    return attrs.evolve(loaded, editions=tuple(editions))


def _stretches(edition: Edition, changes: Sequence[PolicyChange]) -> list[Edition]:
    """Cut an edition at the days from which changes apply to it."""
    mine = [change for change in changes if change.since in edition.period]
    if not mine:
        return [edition]
    days = sorted({edition.period.start, *(change.since for change in mine)})
    stretches: list[Edition] = []
    for start, end in zip(days, [*days[1:], edition.period.end], strict=True):
        in_force = [change for change in mine if change.since <= start]
        laid = _asked(edition, start, in_force) if in_force else edition
        same = bool(stretches) and stretches[-1].same_rules(laid)
        first = stretches.pop().period.start if same else start
        stretches.append(attrs.evolve(laid, period=Period(first, end)))
    return stretches


def _asked(edition: Edition, on: date, changes: Sequence[PolicyChange]) -> Edition:
    """Ask an edition's hooks through the changes that wrap them, on one day."""
    manager = pluggy.PluginManager("mutualaid")
    manager.add_hookspecs(hookspecs)
    manager.register(_Loaded(edition))
    for number, change in enumerate(changes):
        manager.register(change, name=f"{number}")
        if change.hooks is not None:
            manager.register(change.hooks, name=f"{number}, hooks")
    context = PlanContext(on, plan=edition.code)
    info, eligibility, fee, benefit = (_ask(manager, hook, context, changes) for hook in HOOKS)
    if (info.code, info.number, info.in_force) != (
        edition.code,
        edition.info.number,
        edition.info.in_force,
    ):
        raise InvalidType(
            f"A change gives {edition.code} another code, number or other periods",
            name="changes",
            value=[change.name for change in changes],
            allowed="a change of its title, its aliases, its pillar or its term",
        )
    return Edition(info, edition.period, eligibility, fee, benefit)


def _ask(
    manager: pluggy.PluginManager, hook: str, context: PlanContext, changes: Sequence[PolicyChange]
) -> Any:
    answer = getattr(manager.hook, hook)(context=context)
    if not isinstance(answer, KINDS[hook]):
        forgot = "; does its wrapper forget to return?" if answer is None else ""
        raise InvalidType(
            f"{hook} of {context.plan} comes to something else, from {context.on} on{forgot}",
            name="changes",
            value=[change.name for change in changes if change.hooks is not None],
            allowed=an(KINDS[hook]),
        )
    return answer


# What is checked ----------------------------------------------------------------------------------


def _check_names(changes: Sequence[PolicyChange]) -> None:
    names = [change.name for change in changes]
    for place, name in enumerate(names):
        if name in names[:place]:
            raise ChangesClash("Two changes have one name", name="name", value=name)


def _check_plans(change: PolicyChange, plans: Sequence[Loaded]) -> None:
    by_code = {loaded.info.code: loaded for loaded in plans}
    named = {look_up_key(name): one for one in by_code for name in by_code[one].info.names}
    for path in change.paths:
        code, *rest = path.split(".")
        if code not in by_code:
            meant = named.get(look_up_key(code))
            raise unknown_part(
                f"The change {change.name!r} names a plan that there is not",
                [code, *rest],
                0,
                by_code if meant is None else [meant],
                hint=meant and f"a path begins with the plan's code: {'.'.join([meant, *rest])}",
            )
    for code in change.plans:
        periods = [edition.period for edition in by_code[code].editions]
        if not any(change.since in period for period in periods):
            raise NotInForce(
                f"The change {change.name!r} begins on a day on which {code} is not in force",
                name="since",
                value=change.since,
                allowed=", ".join(map(str, periods)),
            )


def _check_paths(changes: Sequence[PolicyChange]) -> None:
    for first, second in combinations(changes, 2):
        shared = [path for path in first.paths if path in second.paths]
        if first.since == second.since and shared:
            raise ChangesClash(
                f"The changes {first.name!r} and {second.name!r} of one day meet",
                name="path",
                value=shared[0],
                allowed="one change of a place on one day",
            )


def _check_effect(
    plans: Sequence[Loaded], changes: Sequence[PolicyChange], laid: tuple[Loaded, ...]
) -> None:
    """Refuse changes without effect, and changes of one day that do not get along."""
    for first, second in pairwise(changes):
        if first.since == second.since:
            _check_order(plans, changes, first, second, laid)
    for change in changes:
        others = [other for other in changes if other is not change]
        if _come_to(laid, plans, others):
            raise ChangesNothing("A change changes nothing", name="name", value=change.name)


def _come_to(
    laid: tuple[Loaded, ...], plans: Sequence[Loaded], changes: Sequence[PolicyChange]
) -> bool:
    """Tell whether changes, laid over plans, come to the same; not where one needs another."""
    try:
        return laid == tuple(_overlay_plan(loaded, changes) for loaded in plans)
    except MutualAidError:
        return False


def _check_order(
    plans: Sequence[Loaded],
    changes: Sequence[PolicyChange],
    first: PolicyChange,
    second: PolicyChange,
    laid: tuple[Loaded, ...],
) -> None:
    turned = list(changes)
    place = turned.index(first)
    turned[place : place + 2] = [second, first]
    if not _come_to(laid, plans, turned):
        raise ChangesClash(
            "Two changes of one day do not get along: their order makes a difference",
            name="since",
            value=first.since,
            allowed=f"one change instead of {first.name!r} and {second.name!r}, or another day",
        )
