"""A claim: what happened to an insured person, when, and what it was assessed at."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

import attrs

from mutualaid.checks import (
    a,
    a_date,
    a_person_id,
    an_id,
    each,
    known_or_not,
    optional,
    require_type,
    to_money,
    to_optional_money,
    to_tuple,
    whole,
)
from mutualaid.errors import InvalidValue


@attrs.frozen
class BillItem:
    """Hold one day's items of a medical bill.

    Args:
        on: The day.
        self_paid_one: Self-paid portion one (自付一) in yuan, the only part that counts.
        self_paid_two: Self-paid portion two (自付二) in yuan, kept for reconciling the bill.
        outside: What lies outside the insurance (自费) in yuan, kept for the same.

    Raises:
        InvalidType: A datetime for a date, an amount that is not exact.
        InvalidValue: A negative amount, or one finer than a fen.
    """

    on: date = attrs.field(validator=a_date)
    self_paid_one: Decimal = attrs.field(converter=to_money)
    self_paid_two: Decimal = attrs.field(default=Decimal(0), converter=to_money, kw_only=True)
    outside: Decimal = attrs.field(default=Decimal(0), converter=to_money, kw_only=True)


@attrs.frozen
class Admission:
    """Say when and to which hospital a person was admitted after emergency observation (R20).

    Args:
        on: Day of admission.
        hospital: Name or code of the hospital.
    """

    on: date = attrs.field(validator=a_date)
    hospital: str = attrs.field(validator=an_id)


def _to_items(items: Iterable[BillItem]) -> tuple[BillItem, ...]:
    return to_tuple(items, "items")


def _to_circumstances(codes: Iterable[str]) -> tuple[str, ...]:
    named = to_tuple(codes, "circumstances")
    for place, code in enumerate(named):
        require_type(code, str, f"circumstances[{place}]")
    return tuple(sorted(set(named)))


@attrs.frozen
class Claim:
    """Claim a benefit for one event of one insured person.

    What a claim carries depends on its event: an assessed amount where a line pays up to a cap,
    the items of a medical bill, days in hospital, a disability grade, or nothing where a fixed
    sum is due.

    Args:
        id: What names this claim.
        plan: The plan, by its code or another of its names.
        insured: Id of the member or child to whom it happened.
        event: The event, by its code, such as "malignant_tumour", or its title.
        on: Day of the event; of a bill, its first day; of a stay, its first day.
        amount: Assessed amount in yuan.
        items: Items of a medical bill, in place of an amount.
        days: Days in hospital.
        grade: Disability grade.
        hospital: Where a bill was run up.
        admission: The admission that followed an emergency observation.
        work_injury: Whether it is a work injury; None where not said.
        circumstances: Codes of circumstances that a plan may exclude.
        reported: Day on which it was reported to the plan.
        entered: Day on which it was entered into the books; the day of the event, if not said.

    Raises:
        InvalidType: A value of another type.
        InvalidValue: An empty id, an insured who is named by an identity number, both an amount
            and items, items outside the order of time, an entry or a report before the event.
    """

    id: str = attrs.field(validator=an_id)
    plan: str = attrs.field(validator=an_id)
    insured: str = attrs.field(validator=a_person_id)
    event: str = attrs.field(validator=an_id)
    on: date = attrs.field(validator=a_date)
    amount: Decimal | None = attrs.field(default=None, converter=to_optional_money, kw_only=True)
    items: tuple[BillItem, ...] = attrs.field(
        default=(), converter=_to_items, validator=each(BillItem), kw_only=True
    )
    days: int | None = attrs.field(default=None, validator=optional(whole(least=1)), kw_only=True)
    grade: int | None = attrs.field(default=None, validator=optional(whole(least=1)), kw_only=True)
    hospital: str | None = attrs.field(default=None, validator=optional(an_id), kw_only=True)
    admission: Admission | None = attrs.field(
        default=None, validator=optional(a(Admission)), kw_only=True
    )
    work_injury: bool | None = attrs.field(default=None, validator=known_or_not, kw_only=True)
    circumstances: tuple[str, ...] = attrs.field(
        default=(), converter=_to_circumstances, validator=each(str), kw_only=True
    )
    reported: date | None = attrs.field(default=None, validator=optional(a_date), kw_only=True)
    entered: date = attrs.field(
        default=attrs.Factory(lambda claim: claim.on, takes_self=True),
        validator=a_date,
        kw_only=True,
    )

    def __attrs_post_init__(self) -> None:
        if self.amount is not None and self.items:
            raise InvalidValue(
                "A claim carries an amount or the items of a bill, not both",
                name="amount",
                value=self.amount,
                allowed="None together with items",
            )
        for name in ("entered", "reported"):
            day = getattr(self, name)
            if day is not None and day < self.on:
                raise InvalidValue(
                    f"A claim is {name} before its event",
                    name=name,
                    value=day,
                    allowed=f"a day from {self.on} on",
                )
        if self.items and min(item.on for item in self.items) != self.on:
            raise InvalidValue(
                "A bill does not begin on the day of the claim",
                name="on",
                value=self.on,
                allowed=f"the day of its first item, {min(item.on for item in self.items)}",
            )


@attrs.frozen
class ClaimQuestion:
    """Ask of a claim, under one cover.

    Args:
        claim: The claim.
        starts: First day of the cover.
        since: First day of the first of the covers that followed one another without a gap.
    """

    claim: Claim
    starts: date
    since: date
