"""A naive ledger: every step in one list, and every answer computed from the beginning.

It knows the figures of the plans as plain numbers and money as whole fen, and shares nothing with
the library but the claims it is asked about.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction
from itertools import combinations
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
    waits_anew: bool = False


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
    "bare": Sold(
        1,
        {
            "bill": Line(1_000, ("bill",), per_share=True, waits=30),
            "loss": Line(700, ("loss",), per_share=True, waits=30, waits_anew=True),
        },
        4,
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


@dataclass(frozen=True)
class Asked:
    """What a claim asks of a line of some covers, any of which may pay it, in fen."""

    covers: tuple[Insured, ...]
    line: str
    due: int

    def only_of(self, covers: set[int]) -> bool:
        """Tell whether none but these covers may pay it."""
        return {id(cover) for cover in self.covers} <= covers


@dataclass
class Standing:
    """A claim that stands, the covers that were there when it came, and what it is paid."""

    claim: Claim
    covers: list[Insured]
    asked: list[Asked] = field(default_factory=list)
    payable: int = 0
    paid: list[tuple[Insured, str, int]] = field(default_factory=list)

    def payers(self) -> list[tuple[Insured, str]]:
        """Give each cover that may pay, with its line, the one first that ends first."""
        found = serving(self.claim, self.covers)
        return [(cover, cover.line_of(self.claim.event) or "") for cover in found]

    def may_be_split(self, paid: list[tuple[Insured, str, int]]) -> bool:
        """Tell whether covers may pay so much each: none, alone or together, more than it is asked.

        That any choice of the payers pays no more than is asked of it is enough (Hall).
        """
        if [(id(cover), line) for cover, line, _ in paid] != [
            (id(cover), line) for cover, line in self.payers()
        ]:
            return False
        return all(
            sum(fen for _, _, fen in some)
            <= sum(
                one.due
                for one in self.asked
                if any(cover in one.covers and line == one.line for cover, line, _ in some)
            )
            for some in subsets(paid)
        ) and self.payable == sum(fen for _, _, fen in paid)


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

    def take_split(self, claim_id: str, paid: list[tuple[int, str, int]]) -> None:
        """Take over which cover, by its place, pays what of a claim, if it may be split so.

        What is paid for each claim, and by each cover, is known here; which cover pays which
        claim, where several may, is left open.
        """
        one = self.find(claim_id)
        assert one is not None
        covers = self.of(one.claim.insured, one.claim.plan)
        one.paid = [(covers[place], line, fen) for place, line, fen in paid]
        assert one.may_be_split(one.paid), f"{claim_id} cannot be split so: {one.paid}"

    def paid_from(self, cover: Insured, line: str) -> int:
        """Give what a line of a cover has paid in fen: all that those that end sooner cannot."""
        in_order = sorted(
            self.of(cover.who, cover.plan), key=lambda other: (other.ends, other.starts)
        )
        sooner = in_order[: in_order.index(cover)]
        asked = [
            asked
            for one in self.claims
            if (one.claim.insured, one.claim.plan) == (cover.who, cover.plan)
            for asked in one.asked
            if asked.line == line
        ]
        return most(asked, [*sooner, cover]) - most(asked, sooner)

    def paid_until(self, cover: Insured, line: str, until: date) -> int:
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
            cover.cap(line) - self.paid_until(cover, line, on)
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
                    for whose, code in one.payers()
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


def counts(cover: Insured, claim: Claim, day: date) -> bool:
    """Tell whether a cover counts an item of a day."""
    if claim.event == "emergency_observation":
        assert claim.admission is not None
        if not 0 <= (claim.admission.on - day).days <= 7:
            return False
    return cover.runs_on(day)


def running(claim: Claim, covers: list[Insured]) -> list[Insured]:
    """Give the covers that run on the day of the event and list it, in order of their end.

    Of a bill, the day is the first of its days on which a cover runs.
    """
    for day in sorted(item.on for item in claim.items) or [claim.on]:
        there = [cover for cover in covers if cover.runs_on(day)]
        if there:
            there.sort(key=lambda cover: (cover.ends, cover.starts))
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
    begun = cover.starts if line.waits_anew else first_day(cover, covers)
    if line.waits and (claim.on - begun).days < line.waits:
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


def serving(claim: Claim, covers: list[Insured]) -> list[Insured]:
    """Give the covers that would pay a claim, in order of their end."""
    there = running(claim, covers)
    return [cover for cover in there if judge_under(claim, cover, covers) == PAID]


EACH = {"fixed", "100, 50 or 10 % by grade"}
"""What counts under every cover; all else is paid once."""


def quantities(one: Standing) -> list[tuple[tuple[Insured, ...], str, int]]:
    """Give what a claim adds to a line, in fen, days, percent or events, and who may pay it."""
    claim, payers = one.claim, one.payers()
    if not payers:
        return []
    line = payers[0][1]
    how = payers[0][0].lines()[line].how
    if how in EACH:
        much = 1 if how == "fixed" else {1: 100, 2: 50, 3: 10}[claim.grade or 0]
        return [((cover,), code, much) for cover, code in payers]
    covers = tuple(cover for cover, _ in payers)
    if how.startswith("40 a day"):
        return [(covers, line, claim.days or 0)]
    if claim.amount is not None:
        return [(covers, line, int(claim.amount * YUAN))]
    found: dict[tuple[int, ...], tuple[tuple[Insured, ...], str, int]] = {}
    for item in claim.items:
        counting = tuple(cover for cover in covers if counts(cover, claim, item.on))
        if counting:
            places = tuple(map(id, counting))
            _, _, sofar = found.get(places, (counting, line, 0))
            found[places] = (counting, line, sofar + int(item.self_paid_one * YUAN))
    return list(found.values())


def subsets(things: list[Any]) -> list[list[Any]]:
    """Give every choice of some things."""
    return [list(some) for size in range(len(things) + 1) for some in combinations(things, size)]


def most(asked: list[Asked], covers: list[Insured] | None = None) -> int:
    """Give the most that can be paid in fen of what is asked, from some covers or from all.

    It is the least of what may be cut: all room of some covers, and all that is asked of others.
    """
    total = 0
    for line in {one.line for one in asked}:
        mine = [one for one in asked if one.line == line]
        payers = {id(cover): cover for one in mine for cover in one.covers}
        room = {
            key: cover.cap(line) if covers is None or cover in covers else 0
            for key, cover in payers.items()
        }
        total += min(
            sum(room[key] for key in some)
            + sum(one.due for one in mine if not one.only_of(set(some)))
            for some in subsets(list(payers))
        )
    return total


def pay(claims: list[Standing]) -> None:
    """Pay claims in their order: each as much as the covers that may pay leave room for.

    What is due for a claim is what it adds to the running total of the cover that ends first. Any
    other cover that may pay it may pay it instead. A fixed sum, and a grade, count under each.
    """
    totals: dict[tuple[int, str], list[int]] = {}
    asked: dict[tuple[str, str], list[Asked]] = {}
    for one in claims:
        one.asked = []
        for covers, code, much in quantities(one):
            first = covers[0]
            line, cap = first.lines()[code], first.cap(code)
            before = totals.get((id(first), code), [])
            now = totals[id(first), code] = [*before, much]
            due = earned(line, now, cap) - earned(line, before, cap)
            one.asked.append(Asked(covers, code, due))
        mine = asked.setdefault((one.claim.insured, one.claim.plan), [])
        before_it = most(mine)
        mine += one.asked
        one.payable = most(mine) - before_it


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
