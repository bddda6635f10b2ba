"""From rows with their units to answers: who is taken, who joins, how many, and what is due.

The steps are those of `mutualaid.reviewing`, each for all rows at once: first who comes in alone,
then the children beside them, then how many there are, then what the unit meets.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from mutualaid.dates import ONE_DAY, latest_birth
from mutualaid.frames import amounts, words
from mutualaid.frames.answers import Answer, wide_answers
from mutualaid.frames.compiling import TEMPORARY, Compiler
from mutualaid.frames.counting import MEMBER, SHARES, Joining, count
from mutualaid.frames.engines import AnyFrame, attach, attach_answers
from mutualaid.frames.families import Families
from mutualaid.frames.known import Flag, Known, both, either, expr, no
from mutualaid.frames.program import PlanColumns
from mutualaid.frames.standing import (
    MET,
    every,
    is_known,
    is_met,
    is_possible,
    is_refused,
)
from mutualaid.frames.steps import Step, Steps
from mutualaid.people import Sex
from mutualaid.question import MINOR_BELOW, Headcount
from mutualaid.rules.conditions import Born, Is, NoChild

UNIT, LEVEL = (f"{TEMPORARY}{name}" for name in ("unit", "level"))
SERVING = Is("member.serving", value=True)
MEMBER_RISK, UNIT_RISK = Is("member.high_risk", value=True), Is("unit.high_risk", value=True)


class Decider:
    """Decide rows by some plans.

    Args:
        plans: The plans.
        compiler: What compiled them.
        families: Whether a row may insure a child, so that a member may have several rows.
        lines: Whether caps are given line by line too.
    """

    def __init__(
        self, plans: Sequence[PlanColumns], compiler: Compiler, *, families: bool, lines: bool
    ) -> None:
        self.plans = tuple(plans)
        self.compiler = compiler
        self._no_child = compiler.rows.known(NoChild()).true
        self._kinds = {kind: self._counts(kind) for kind in Headcount}
        self._risk = self._high_risk()
        self._own, self._of_units, self._joined = (
            Steps(f"{TEMPORARY}{name}") for name in ("own", "units", "joined")
        )
        for plan in self.plans:
            self._own.put(plan.own(self._own), plan.name("o"))
        self._families = Families(self.plans, self._no_child) if families else None
        self._joining = tuple(self._joins(plan) for plan in self.plans)
        self._unit_columns = [name for plan in self.plans for name in plan.of_unit(self._of_units)]
        for plan in self.plans:
            self._joined.put(self._with_unit(plan), plan.name("j"))
        self.answers = {
            plan.edition.code: tuple(self._answers(plan, lines=lines)) for plan in self.plans
        }

    def _counts(self, kind: Headcount) -> Flag:
        """Say which rows are of people who are counted."""
        rows = self.compiler.rows
        if kind is Headcount.EMPLOYEES:
            return True
        if kind is Headcount.FEMALE_EMPLOYEES:
            return rows.known(Is("member.sex", Sex.FEMALE)).true
        minor = latest_birth(MINOR_BELOW, self.compiler.starts) + ONE_DAY
        return both(no(self._no_child), rows.known(Born("child.birth_date", minor, None)).true)

    def _high_risk(self) -> Known:
        """Say where the high-risk fee is due: the member's own word goes before the unit's (R7)."""
        member = self.compiler.test(MEMBER_RISK)
        unit = self.compiler.test(UNIT_RISK)
        return Known(
            either(member.true, both(no(member.false), unit.true)),
            either(member.false, both(no(member.true), unit.false)),
        )

    # The steps ------------------------------------------------------------------------------------

    def decide(self, rows: AnyFrame, units: AnyFrame) -> AnyFrame:
        """Give the rows with every column that the answers are read from.

        Args:
            rows: The rows with the columns of `Program.rows`.
            units: The units with the columns of `Program.units`.
        """
        rows, units, unit = attach(rows, units, self.compiler.units.attached, UNIT)
        rows = _with_columns(rows, self.compiler.rows.standings)
        rows = self._own.take(rows)
        if self._families is not None:
            rows = self._families.look_at(rows, [unit, MEMBER])
        units = count(rows, units, unit, self._joining, self._kinds, no(self._no_child))
        units = self._of_units.take(_with_columns(units, self.compiler.units.standings))
        if self._unit_columns:
            rows = attach_answers(rows, units.select(unit, *self._unit_columns), unit)
        return self._joined.take(rows)

    def _taken(self, plan: PlanColumns) -> Flag:
        """Say which rows a plan takes: all that ask it, or one for each member."""
        if self._families is None or plan.insures_children:
            return plan.asked
        return plan.column("k")

    def _joins(self, plan: PlanColumns) -> Joining:
        taken, own = self._taken(plan), plan.column("o")
        once = self._families is None or not plan.insures_children
        surely, possibly = both(taken, is_met(own)), both(taken, is_possible(own))
        if plan.running is False:
            return Joining(plan, surely, possibly, once)
        serving = self.compiler.rows.known(SERVING)
        return Joining(plan, surely, possibly, once=False, serving=serving)

    def _with_unit(self, plan: PlanColumns) -> Step:
        """Say how a row stands with its unit."""
        own: Step = plan.column("o"), 0
        if plan.ways:
            beside = plan.column("b") if self._families is not None and plan.beside else MET
            own = self._joined.put(plan.own(self._joined, beside=beside, ways=plan.ways))
        standing, before = own
        return every((standing, plan.unit)), before

    # The answers ----------------------------------------------------------------------------------

    def _answers(self, plan: PlanColumns, *, lines: bool) -> Iterator[Answer]:
        taken = self._taken(plan)
        own, joined, nothing = plan.column("o"), plan.column("j"), words.lit(0, "Int64")
        accepted, refused = is_met(joined), is_refused(joined)
        asked = amounts.Asked(words.col(SHARES), words.col(LEVEL), self._risk, self._no_child)
        fee, caps = amounts.fee(plan.edition, asked), amounts.caps(plan.edition, asked)
        due = is_known(joined) if fee.known is True else either(refused, both(accepted, fee.known))
        made: dict[str, tuple[words.Expr, Flag]] = {
            "eligible": (expr(is_met(own)), both(taken, is_known(own))),
            "accepted": (expr(accepted), both(taken, is_known(joined))),
            "reason": (plan.reason(taken, joined).cast(words.kind("Int64")), True),
            "fee": (
                words.when(accepted).then(fee.value).otherwise(nothing),
                both(taken, either(due, fee.nil)),
            ),
        }
        for name, cap in (
            ("cap", amounts.total_cap(plan.edition, asked)),
            *((f"cap_{line}", cap) for line, cap in caps.items()),
        ):
            value = words.when(refused).then(nothing).otherwise(cap.value)
            made[name] = (value, both(taken, either(refused, cap.known)))
        for name in wide_answers(plan.edition, lines=lines):
            yield Answer(name, *made[name])


def _with_columns(frame: AnyFrame, columns: Sequence[words.Expr]) -> AnyFrame:
    return frame.with_columns(*columns) if columns else frame
