"""Plans that are broken so openly that they are not loaded."""

from __future__ import annotations

from types import ModuleType

import attrs
from testing.broken.conditions import OfAge
from testing.broken.draft import AGE, breaks, instead, plan
from testing.broken.hooks import JULY

from mutualaid import (
    AgeBetween,
    ByLevel,
    Flat,
    Headcount,
    Participation,
    Period,
    PerShare,
    Serving,
    hookimpl,
    since,
)

in_loading = breaks("loading")


@in_loading
def a_fee_is_a_float() -> ModuleType:
    return plan(fee=lambda context: Flat(89.5))  # type: ignore[arg-type]


@in_loading
def a_share_of_180_percent() -> ModuleType:
    return plan(fee=lambda context: _refused(percent=180))


def _refused(percent: int) -> PerShare:
    Participation(percent=percent, of=Headcount.EMPLOYEES)
    return PerShare(90)


@in_loading
def a_band_ends_before_it_begins() -> ModuleType:
    return plan(fee=lambda context: AgeBetween(60, 16))  # type: ignore[arg-type,return-value]


@in_loading
def levels_have_a_gap() -> ModuleType:
    return plan(fee=lambda context: ByLevel({1: 26, 3: 74}))


@in_loading
def editions_overlap() -> ModuleType:
    return plan(in_force=[since(2016, 1, 1), Period(JULY)])


@in_loading
def a_hook_forgets_to_return() -> ModuleType:
    return plan(fee=lambda context: None)  # type: ignore[arg-type,return-value]


@in_loading
def a_hook_is_missing() -> ModuleType:
    made = plan()
    del made.mutualaid_fee
    return made


@in_loading
def a_hook_is_misspelt() -> ModuleType:
    made = plan()
    made.mutualaid_fees = made.mutualaid_fee  # type: ignore[attr-defined]
    return made


@in_loading
def a_hook_takes_no_context() -> ModuleType:
    made = plan()

    @hookimpl
    def mutualaid_fee() -> PerShare:
        return PerShare(90)

    made.mutualaid_fee = mutualaid_fee  # type: ignore[attr-defined]
    return made


@in_loading
def a_fee_stands_among_the_conditions() -> ModuleType:
    return plan(conditions=[Serving(), Flat(90)])


@attrs.frozen(repr=False)
class HoldsAList(OfAge):
    ages: list[int] = attrs.field(factory=lambda: [16, 17])


@in_loading
def a_rule_cannot_be_hashed() -> ModuleType:
    return plan(conditions=instead(HoldsAList(16), AGE))
