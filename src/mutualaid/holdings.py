"""What a ledger holds, and what can be asked of it: covers, what remains, statements, the log."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from rpds import HashTrieMap

from mutualaid.account import Account
from mutualaid.checks import require_date
from mutualaid.cover import Cover
from mutualaid.errors import UnknownName
from mutualaid.index import Index, Key
from mutualaid.settlement import Settlement
from mutualaid.statement import Statement
from mutualaid.steps import Record

FEW = 1_000
"""Among so many ids at most the nearest to a wrong one is looked for."""


class Holdings:
    """Hold accounts, and where each claim is; answer for them. A `Ledger` takes the steps."""

    __slots__ = ("_accounts", "_claims", "_index", "_number")

    def __init__(self) -> None:
        self._accounts: HashTrieMap[Key, Account] = HashTrieMap()
        self._claims: HashTrieMap[str, Key] = HashTrieMap()
        self._index = Index()
        self._number = 0

    def remaining(
        self,
        insured: str,
        plan: str,
        *,
        on: date,
        line: str | None = None,
        known_on: date | None = None,
    ) -> Decimal:
        """Give what a line can still pay a person on a day, in yuan.

        Args:
            insured: Id of the member or child.
            plan: The plan, by any of its names.
            on: The day: the covers that run then, less what was paid for events up to then.
            line: Code of the line, where the plan has several.
            known_on: Ask of what had been entered by this day; of everything, if not said.

        Returns:
            Yuan; 0 on a day on which no cover runs.

        Raises:
            InvalidType: A datetime for a date.
            InvalidValue: No line is named, and the cover has several.
            UnknownName: The person has no cover in the plan, or the cover no such line.
        """
        require_date(on, "on")
        account = self.account(insured, plan)
        lines = {one.code for _, cover in account.covers for one in cover.lines}
        if line is not None and line not in lines:
            raise UnknownName("No cover has such a line", name="line", value=line, known=lines)
        if known_on is not None:
            account = account.known_on(require_date(known_on, "known_on"))
        return account.remaining(on, line)

    def statement(
        self,
        *,
        insured: str | None = None,
        plan: str | None = None,
        unit: str | None = None,
        on: date | None = None,
        known_on: date | None = None,
    ) -> Statement:
        """Give cap, paid and remaining of each line of each cover.

        Args:
            insured: Of one person only.
            plan: Of one plan only, by any of its names.
            unit: Of one unit only, by its id.
            on: Of the covers that run on a day, as things stood then.
            known_on: From what had been entered by this day; from everything, if not said.

        Raises:
            InvalidType: A datetime for a date.
            UnknownName: No cover is of this plan.
        """
        for name, day in (("on", on), ("known_on", known_on)):
            if day is not None:
                require_date(day, name)
        if plan is not None and self._index.plan(plan) not in self._index.by_plan:
            raise UnknownName(
                "No cover is of this plan",
                name="plan",
                value=plan,
                known=self._index.plans(),
                listed=sorted(self._index.by_plan),
            )
        rows = [
            row
            for _, account in self.accounts(insured=insured, plan=plan, unit=unit)
            for row in (account if known_on is None else account.known_on(known_on)).rows(on=on)
            if unit in (None, row.unit)
        ]
        return Statement(tuple(rows))

    def account(self, insured: str, plan: str) -> Account:
        """Give the account of a person in a plan, by any of its names.

        Raises:
            UnknownName: The person has no cover in the plan.
        """
        account = self._accounts.get((insured, self._index.plan(plan)))
        if account is None:
            plans = [code for _, code in self._index.keys(insured=insured)]
            raise UnknownName(
                f"{insured} has no cover in this plan",
                name="plan",
                value=plan,
                known=[name for name, info in self._index.plans().items() if info.code in plans],
                listed=plans,
            )
        return account

    def settlement(self, claim: str) -> Settlement:
        """Give the settlement of a claim as it stands now.

        Raises:
            UnknownName: No claim that stands has this id.
        """
        key = self._claims.get(claim)
        number = None if key is None else self._accounts[key].numbers.get(claim)
        if key is None or number is None:
            raise UnknownName(
                "No claim that stands has this id",
                name="claim",
                value=claim,
                known=self._few_claims(),
            )
        return self._accounts[key].settled[number]

    def accounts(
        self, *, insured: str | None = None, plan: str | None = None, unit: str | None = None
    ) -> Iterator[tuple[Key, Account]]:
        """Give the accounts by person and plan: of one person, plan or unit, or all of them."""
        code = None if plan is None else self._index.plan(plan)
        for key in self._index.keys(insured=insured, plan=code, unit=unit):
            yield key, self._accounts[key]

    def covers(
        self,
        *,
        insured: str | None = None,
        plan: str | None = None,
        unit: str | None = None,
        on: date | None = None,
    ) -> tuple[Cover, ...]:
        """Give the covers: of one person, plan or unit, or running on one day, if that is said.

        Raises:
            InvalidType: A datetime for a date.
        """
        if on is not None:
            require_date(on, "on")
        return tuple(
            cover
            for _, account in self.accounts(insured=insured, plan=plan, unit=unit)
            for _, cover in account.linked
            if unit in (None, cover.unit) and (on is None or on in cover.period)
        )

    def log(self) -> tuple[Record, ...]:
        """Give every step that was taken, in order; `Ledger.replay` gives the same ledger."""
        records = (record for _, account in self._accounts.items() for record in account.records)
        return tuple(sorted(records, key=lambda record: record.number))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Holdings) and self.log() == other.log()

    def __hash__(self) -> int:
        return hash((self._number, len(self._accounts)))

    def __repr__(self) -> str:
        return f"<Ledger of {len(self._accounts)} accounts, {self._number} steps>"

    def _few_claims(self) -> tuple[str, ...]:
        """Give the ids to look for the nearest in; among many that would take too long."""
        return tuple(self._claims) if len(self._claims) <= FEW else ()
