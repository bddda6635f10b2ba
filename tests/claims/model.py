"""A naive ledger: every step in one list, and every answer computed from the beginning.

It knows the figures of the plans as plain numbers and money as whole fen, and shares nothing with
the library but the claims it is asked about.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from mutualaid import Claim

YUAN = 100
"""Fen."""
PAID, REFUSED, UNKNOWN = "paid", "refused", "unknown"


@dataclass(frozen=True)
class Line:
    """What a line pays: a cap in yuan, and how the amount due comes about."""

    cap: int | tuple[int, ...]
    events: tuple[str, ...]
    child: bool = False
    per_share: bool = False
    how: str = "amount"
    asks_work_injury: bool = False
    waits: int = 0


@dataclass(frozen=True)
class Sold:
    """How a plan is sold, and what it pays."""

    years: int
    lines: dict[str, Line]
    most_shares: int = 0


CRITICAL = ("malignant_tumour", "leukaemia", "paraplegia")
WOMENS = ("breast_cancer", "ovarian_cancer")
BILLS = ("outpatient", "inpatient", "emergency_observation")
LEVELS = (24_000, 44_400, 64_800, 88_800)
PLANS = {
    "medical": Sold(1, {"benefit": Line(200_653, BILLS)}),
    "accident_property": Sold(
        1,
        {
            "death": Line(20_000, ("death",), how="fixed", asks_work_injury=True),
            "disability": Line(5_000, ("disability",), asks_work_injury=True),
            "child_death": Line(
                20_000, ("child_death",), child=True, how="fixed", asks_work_injury=True
            ),
            "child_disability": Line(
                5_000, ("child_disability",), child=True, asks_work_injury=True
            ),
            "fire": Line(10_000, ("fire",)),
            "burst_pipes": Line(10_000, ("burst_pipes",)),
        },
    ),
    "inpatient_medical": Sold(1, {"benefit": Line(39_605, ("inpatient",))}),
    "inpatient_allowance": Sold(1, {"benefit": Line(7_200, ("hospital_stay",))}),
    "critical_illness": Sold(3, {"benefit": Line(10_000, CRITICAL, per_share=True)}, 4),
    "womens_illness": Sold(2, {"benefit": Line(10_000, WOMENS, per_share=True)}, 2),
    "accident": Sold(1, {"benefit": Line(LEVELS, ("accidental_injury",))}),
    "childrens_accident": Sold(
        1, {"benefit": Line(27_560, ("child_accidental_injury",), child=True, per_share=True)}, 4
    ),
    "sundry": Sold(
        1,
        {
            "bill": Line(1_000, ("bill",), per_share=True, how="half above 100", waits=30),
            "stay": Line(400, ("stay",), how="40 a day, days 3 to 10"),
            "disabled": Line(1_000, ("disabled",), how="100, 50 or 10 % by grade"),
            "loss": Line(1_000, ("loss",), how="50 % above 100, 60 % above 500"),
        },
        3,
    ),
}


def years_later(day: date, years: int) -> date:
    """Give the same date so many years later; 28 February where there is no 29th."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 2, 28)


@dataclass
class Insured:
    """A cover of one person, as it was sold."""

    who: str
    plan: str
    starts: date
    is_child: bool = False
    shares: int = 1
    level: int = 0
    entered: date = date.min

    @property
    def ends(self) -> date:
        """The first day after it."""
        return years_later(self.starts, PLANS[self.plan].years)

    def runs_on(self, day: date) -> bool:
        """Tell whether it runs on a day."""
        return self.starts <= day < self.ends

    def lines(self) -> dict[str, Line]:
        """Give the lines of the member, or of the child."""
        lines = PLANS[self.plan].lines
        return {code: line for code, line in lines.items() if line.child is self.is_child}

    def line_of(self, event: str) -> str | None:
        """Give the code of the line that lists an event."""
        for code, line in self.lines().items():
            if event in line.events:
                return code
        return None

    def cap(self, code: str) -> int:
        """Give the cap of a line in fen."""
        line = self.lines()[code]
        if isinstance(line.cap, tuple):
            return line.cap[self.level - 1] * YUAN
        return line.cap * YUAN * (self.shares if line.per_share else 1)

    def same_as(self, other: Insured) -> bool:
        """Tell whether two were sold as one and the same."""
        mine, theirs = dict(vars(self)), dict(vars(other))
        return all(mine[name] == theirs[name] for name in mine if name != "entered")


@dataclass
class Standing:
    """A claim that stands, the covers that were there when it came, and what each paid."""

    claim: Claim
    covers: list[Insured]
    paid: list[tuple[Insured, str, int]] = field(default_factory=list)

    @property
    def payable(self) -> int:
        """What is paid for it in fen."""
        return sum(fen for _, _, fen in self.paid)


@dataclass
class World:
    """What there is after all steps: covers, and claims with what they are paid."""

    covers: list[Insured]
    claims: list[Standing]

    def of(self, who: str, plan: str) -> list[Insured]:
        """Give the covers of a person in a plan."""
        return [cover for cover in self.covers if (cover.who, cover.plan) == (who, plan)]

    def find(self, claim_id: str) -> Standing | None:
        """Give the claim that stands under an id."""
        for one in self.claims:
            if one.claim.id == claim_id:
                return one
        return None

    def paid_from(self, cover: Insured, line: str, until: date = date.max) -> int:
        """Give what a line of a cover paid in fen for events up to a day."""
        return sum(
            fen
            for one in self.claims
            if one.claim.on <= until
            for whose, code, fen in one.paid
            if whose is cover and code == line
        )

    def remaining(self, who: str, plan: str, line: str, on: date) -> int:
        """Give what a line can still pay a person on a day in fen."""
        return sum(
            cover.cap(line) - self.paid_from(cover, line, on)
            for cover in self.of(who, plan)
            if cover.runs_on(on)
        )

    def rows(self) -> list[tuple[str, str, date, str, int, int, int]]:
        """Give person, plan, start, line, cap, paid and number of claims of every line."""
        return [
            (
                cover.who,
                cover.plan,
                cover.starts,
                line,
                cover.cap(line),
                self.paid_from(cover, line),
                sum(
                    1
                    for one in self.claims
                    for whose, code, _ in one.paid
                    if whose is cover and code == line
                ),
            )
            for cover in self.covers
            for line in cover.lines()
        ]


Step = tuple[str, date, Any]


def may_enrol(cover: Insured, others: list[Insured]) -> bool:
    """Tell whether a cover may be enrolled beside those of the same person in the same plan."""
    if any(cover.same_as(other) for other in others):
        return False
    meeting = [one for one in others if one.starts < cover.ends and cover.starts < one.ends]
    if not meeting:
        return True
    most = PLANS[cover.plan].most_shares
    day = cover.starts
    while day < cover.ends:
        if cover.shares + sum(one.shares for one in meeting if one.runs_on(day)) > most:
            return False
        day += timedelta(days=1)
    return True


def first_day(cover: Insured, others: list[Insured]) -> date:
    """Go back from cover to cover, as long as one ends where the next starts."""
    before = [first_day(one, others) for one in others if one.ends == cover.starts]
    return min([cover.starts, *before])


def counted(claim: Claim, cover: Insured) -> int | None:
    """Give the assessed fen of a claim that count under a cover."""
    if not claim.items:
        return None if claim.amount is None else int(claim.amount * YUAN)
    total = 0
    for item in claim.items:
        inside = cover.runs_on(item.on)
        if claim.event == "emergency_observation":
            assert claim.admission is not None
            inside = inside and 0 <= (claim.admission.on - item.on).days <= 7
        if inside:
            total += int(item.self_paid_one * YUAN)
    return total


def running(claim: Claim, covers: list[Insured]) -> list[Insured]:
    """Give the covers that run on the day of the event and list it, in order of their start.

    Of a bill, the day is the first of its days on which a cover runs.
    """
    for day in sorted(item.on for item in claim.items) or [claim.on]:
        there = [cover for cover in covers if cover.runs_on(day)]
        if there:
            there.sort(key=lambda cover: cover.starts)
            return [cover for cover in there if cover.line_of(claim.event)]
    return []


def judge(claim: Claim, covers: list[Insured]) -> str:
    """Say whether a claim is paid, refused, or not known: paid if any cover pays it."""
    verdicts = [judge_under(claim, cover, covers) for cover in running(claim, covers)]
    return PAID if PAID in verdicts else verdicts[0] if verdicts else REFUSED


def judge_under(claim: Claim, cover: Insured, covers: list[Insured]) -> str:
    """Say how a claim stands to one cover."""
    line = cover.lines()[cover.line_of(claim.event) or ""]
    gives_amount = claim.amount is not None or bool(claim.items)
    faults = []
    if line.asks_work_injury:
        faults.append({None: UNKNOWN, True: REFUSED, False: PAID}[claim.work_injury])
    if line.waits and (claim.on - first_day(cover, covers)).days < line.waits:
        faults.append(REFUSED)
    if claim.event == "emergency_observation":
        faults.append(judge_observation(claim))
    wanted = {
        "fixed": not gives_amount,
        "40 a day, days 3 to 10": claim.days is not None and not gives_amount,
        "100, 50 or 10 % by grade": claim.grade in {1, 2, 3} and not gives_amount,
    }
    if not wanted.get(line.how, gives_amount):
        faults.append(REFUSED)
    return REFUSED if REFUSED in faults else UNKNOWN if UNKNOWN in faults else PAID


def judge_observation(claim: Claim) -> str:
    """Say how a claim stands to reading R20."""
    if claim.admission is None:
        return REFUSED
    if claim.hospital is None:
        return UNKNOWN
    days = [item.on for item in claim.items] or [claim.on]
    in_time = any(0 <= (claim.admission.on - day).days <= 7 for day in days)
    return PAID if in_time and claim.hospital == claim.admission.hospital else REFUSED


def earned(line: Line, quantities: list[int], cap: int) -> int:
    """Give what is due in fen for all that a line has measured, rounded once, before the cap."""
    total = Fraction(sum(quantities))
    if line.how == "fixed":
        return cap if quantities else 0
    if line.how == "half above 100":
        total = max(total - 100 * YUAN, Fraction(0)) / 2
    elif line.how == "40 a day, days 3 to 10":
        total = Fraction(len([day for day in range(1, int(total) + 1) if 3 <= day <= 10]) * 4_000)
    elif line.how == "100, 50 or 10 % by grade":
        total = min(total, Fraction(100)) * cap / 100
    elif line.how == "50 % above 100, 60 % above 500":
        low = min(max(total - 100 * YUAN, Fraction(0)), Fraction(400 * YUAN))
        total = low * 50 / 100 + max(total - 500 * YUAN, Fraction(0)) * 60 / 100
    return int(total + Fraction(1, 2))


def measure(line: Line, claim: Claim, cover: Insured) -> int:
    """Give what a claim adds to a line: fen, days, percent, or one event."""
    if line.how == "fixed":
        return 1
    if line.how.startswith("40 a day"):
        return claim.days or 0
    if line.how.startswith("100, 50"):
        return {1: 100, 2: 50, 3: 10}[claim.grade or 0]
    return counted(claim, cover) or 0


def pay(claims: list[Standing]) -> None:
    """Pay claims in their order, each from the covers that were there when it came.

    The cover that started first pays first; what it owes and cannot pay goes on to the next. A
    fixed sum, and a grade, count under each cover.
    """
    taken: dict[tuple[int, str], list[int]] = {}
    handed: dict[tuple[int, str], int] = {}
    paid: dict[tuple[int, str], int] = {}
    for one in claims:
        one.paid = []
        left: int | None = None
        there = running(one.claim, one.covers)
        serving = [cover for cover in there if judge_under(one.claim, cover, one.covers) == PAID]
        for cover in serving:
            code = cover.line_of(one.claim.event) or ""
            line, key, cap = cover.lines()[code], (id(cover), code), cover.cap(code)
            before = taken.setdefault(key, [])
            now = list(before)
            passed = left or 0
            if left is None or line.how in {"fixed", "100, 50 or 10 % by grade"}:
                now.append(measure(line, one.claim, serving[0]))
                passed = 0
            handed[key] = handed.get(key, 0) + passed
            fen = min(earned(line, now, cap) + handed[key], cap) - paid.get(key, 0)
            left = earned(line, now, cap) - earned(line, before, cap) + passed - fen
            paid[key] = paid.get(key, 0) + fen
            taken[key] = now
            one.paid.append((cover, code, fen))


def world_of(steps: list[Step], known_on: date = date.max) -> World:
    """Take all steps that were entered by a day, from the beginning."""
    world = World([], [])
    ids: set[str] = set()
    for kind, entered, what in steps:
        if entered > known_on:
            continue
        if kind == "enrol":
            if may_enrol(what, world.of(what.who, what.plan)):
                world.covers.append(what)
        elif kind == "claim":
            there = world.of(what.insured, what.plan)
            if what.id not in ids and judge(what, there) == PAID:
                ids.add(what.id)
                world.claims.append(Standing(what, there))
        elif kind == "correct":
            correct(world, what)
        else:
            world.claims = [one for one in world.claims if one.claim.id != what]
    pay(world.claims)
    return world


def correct(world: World, better: Claim) -> None:
    """Put a claim in the place of the one with its id, if it is paid by the covers now there."""
    one = world.find(better.id)
    there = world.of(better.insured, better.plan)
    if one is None or (one.claim.insured, one.claim.plan) != (better.insured, better.plan):
        return
    if judge(better, there) == PAID:
        one.claim, one.covers = better, there
