"""Claims from a CSV or Excel file: one row per claim, or one row per item of a medical bill.

Rows with one id add up to one claim: what one leaves blank another may say, and what two say must
agree. Every cell that cannot be keeps its claim out and is reported; the other claims are read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import attrs

from mutualaid.claim import Admission, BillItem, Claim
from mutualaid.errors import InvalidValue
from mutualaid.finding import Fact
from mutualaid.masking import looks_like_identity_number, mask
from mutualaid.records.cells import BadCell, Identity, Unreadable
from mutualaid.records.columns import (
    CLAIM,
    Column,
    did_you_mean,
    named_columns,
    not_read,
    read_header,
    tidy,
)
from mutualaid.records.pseudonyms import pseudonyms
from mutualaid.records.sheet import read_rows

if TYPE_CHECKING:
    from mutualaid.catalogue import Catalogue

ITEM = ("item_on", "self_paid_one", "self_paid_two", "outside")
NEEDED = ("plan", "insured", "event")


@attrs.frozen
class ClaimsFile:
    """What a file of claims holds.

    Args:
        claims: The claims that can be read, in the order of their first rows.
        bad: Every cell that keeps its claim, or its column, out.
    """

    claims: tuple[Claim, ...]
    bad: tuple[BadCell, ...]


@attrs.define
class _Draft:
    """A claim on its way: what its rows say, each with the row and header where it stands."""

    row: int
    said: dict[str, tuple[Any, int, str, str]]
    items: list[dict[str, Any]]
    broken: bool = False

    def value(self, key: str) -> Any:
        return self.said[key][0] if key in self.said else None

    def bad(self, key: str, code: str, **facts: Fact) -> BadCell:
        _, row, header, text = self.said.get(key, (None, self.row, key, ""))
        return _bad(key, (row, header, text), code, **facts)


def _bad(key: str, place: tuple[int, str, str], code: str, **facts: Fact) -> BadCell:
    report = BadCell.of_identity if key == "identity_number" else BadCell
    return report(*place, code, facts=tuple(facts.items()))


def read_claims(
    source: str | Path | bytes, catalogue: Catalogue, *, id_key: str | None = None
) -> ClaimsFile:
    """Read claims from a CSV file in UTF-8 or GB18030, or the first sheet of an Excel file.

    A plan is named by any of its names, an event by its code or its title in either language.

    Args:
        source: Path of the file, or its bytes.
        catalogue: The plans.
        id_key: Key by which an identity number gives the id of the insured, where the row names
            none: the key that the roster was read with.

    Raises:
        InvalidType: A key that is no text.
        InvalidValue: Neither a text in one of these encodings nor an Excel file, no column
            with the ids of the claims, or a key that is too short.
        MissingExtra: An Excel file, and openpyxl is not installed; identity numbers, and
            python-stdnum is not.
        OSError: The file cannot be read.
    """
    make_id = pseudonyms(id_key)
    rows = read_rows(source)
    line, header = rows[0] if rows else (1, [])
    columns, bad = read_header(line, header, named_columns(CLAIM))
    if not any(column.name == "id" for column in columns if column):
        raise InvalidValue(
            "The table has no column with the ids of the claims",
            name="header",
            value=mask(",".join(header)),
            allowed="a column id (申请编号)",
            hint="the first line holds the headers",
        )
    drafts: dict[str, _Draft] = {}
    for number, cells in rows[1:]:
        unread = list(not_read(number, header, cells))
        bad += unread
        shifted = any(fault.code == "roster.too_many_cells" for fault in unread)
        bad += _take(drafts, columns, number, cells, broken=shifted)
    claims = []
    for draft in drafts.values():
        _name(draft, make_id)
        faults = [] if draft.broken else list(_faults(draft, catalogue))
        bad += faults
        if not draft.broken and not faults:
            claims.append(_claim(draft, catalogue))
    return ClaimsFile(tuple(claims), tuple(sorted(bad, key=lambda one: one.row)))


def _take(
    drafts: dict[str, _Draft],
    columns: list[Column | None],
    number: int,
    cells: list[str],
    *,
    broken: bool,
) -> Iterator[BadCell]:
    """Add a row to the claim that it is about."""
    values: dict[str, tuple[Any, int, str, str]] = {}
    faults: list[BadCell] = []
    for column, cell in zip(columns, cells, strict=False):
        text = tidy(cell)
        if column is None or not text:
            continue
        try:
            values[column.name] = (column.read(text), number, column.header, text)
        except Unreadable as error:
            faults.append(_bad(column.name, (number, column.header, text), error.args[0]))
    if "id" not in values:
        yield from faults
        yield BadCell(number, "id", "", "claims_file.not_said")
        return
    draft = drafts.setdefault(values["id"][0], _Draft(number, {}, []))
    for key, said in values.items():
        first = draft.said.setdefault(key, said) if key not in ITEM else said
        if first[0] != said[0]:
            faults.append(_bad(key, said[1:], "claims_file.disagrees", row=first[1]))
    item = {key: values[key][0] for key in ITEM if key in values}
    if item and not {"item_on", "self_paid_one"} <= set(item):
        faults.append(BadCell(number, "item_on", "", "claims_file.item_incomplete"))
    if item:
        draft.items.append(item)
    draft.broken = draft.broken or broken or bool(faults)
    yield from faults


def _name(draft: _Draft, make_id: Callable[[Identity], str] | None) -> None:
    """Name the insured by the identity number, where no row names them."""
    if make_id is not None and "identity_number" in draft.said:
        identity, row, header, text = draft.said["identity_number"]
        draft.said.setdefault("insured", (make_id(identity), row, header, text))


def _lacks(draft: _Draft) -> Iterator[BadCell]:
    """Find what a claim lacks, and an insured who is named by what is never shown."""
    for key in NEEDED:
        if key in draft.said:
            continue
        if key == "insured" and "identity_number" in draft.said:
            yield draft.bad("identity_number", "claims_file.no_key")
        else:
            yield draft.bad(key, "claims_file.not_said")
    if looks_like_identity_number(draft.value("insured") or ""):
        yield draft.bad("insured", "roster.id_is_identity_number")


def _faults(draft: _Draft, catalogue: Catalogue) -> Iterator[BadCell]:
    """Find what a claim lacks, or says that cannot be true together."""
    yield from _lacks(draft)
    plan = draft.value("plan")
    if plan is not None and plan not in catalogue:
        near = did_you_mean(catalogue.nearest(plan))
        yield draft.bad("plan", "claims_file.no_such_plan", nearest=near)
    if draft.items and "amount" in draft.said:
        yield draft.bad("amount", "claims_file.amount_and_items")
    if ("admitted_on" in draft.said) != ("admitted_to" in draft.said):
        key = "admitted_on" if "admitted_on" in draft.said else "admitted_to"
        yield draft.bad(key, "claims_file.admission_incomplete")
    first = min((item["item_on"] for item in draft.items), default=None)
    on = draft.value("on") or first
    if on is None:
        yield draft.bad("on", "claims_file.not_said")
        return
    if first is not None and on != first:
        yield draft.bad("on", "claims_file.bill_starts_otherwise", first=first)
    for key in ("reported", "entered"):
        if key in draft.said and draft.value(key) < on:
            yield draft.bad(key, "claims_file.before_event", on=on)


def _claim(draft: _Draft, catalogue: Catalogue) -> Claim:
    items = [
        BillItem(
            item["item_on"],
            item["self_paid_one"],
            self_paid_two=item.get("self_paid_two", 0),
            outside=item.get("outside", 0),
        )
        for item in draft.items
    ]
    admission = None
    if "admitted_on" in draft.said:
        admission = Admission(draft.value("admitted_on"), draft.value("admitted_to"))
    on = draft.value("on") or min(item.on for item in items)
    plan = catalogue[draft.value("plan")]
    return Claim(
        draft.value("id"),
        plan.code,
        draft.value("insured"),
        plan.event_code(draft.value("event")),
        on,
        amount=draft.value("amount"),
        items=items,
        days=draft.value("days"),
        grade=draft.value("grade"),
        hospital=draft.value("hospital"),
        admission=admission,
        work_injury=draft.value("work_injury"),
        circumstances=draft.value("circumstances") or (),
        reported=draft.value("reported"),
        entered=draft.value("entered") or on,
    )
