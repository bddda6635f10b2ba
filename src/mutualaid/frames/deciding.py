"""From rows with their units to answers: who is taken, who joins, how many, and what is due.

The steps are those of `mutualaid.review`, each for all rows at once: first who comes in alone,
then the children beside them, then how many there are, then what the unit meets.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import narwhals as nw

from mutualaid.dates import ONE_DAY, latest_birth
from mutualaid.frames import amounts
from mutualaid.frames.answers import Answer, wide_answers
from mutualaid.frames.compiling import TEMPORARY, Compiler
from mutualaid.frames.counting import MEMBER, SHARES, Joining, count
from mutualaid.frames.engines import AnyFrame, attach, left_join
from mutualaid.frames.known import Flag, Known, both, either, expr, no
from mutualaid.frames.program import PlanColumns
from mutualaid.people import Sex
from mutualaid.question import MINOR_BELOW, Headcount
from mutualaid.rules.conditions import Born, Is, NoChild

UNIT, CHILD, LEVEL = (f"{TEMPORARY}{name}" for name in ("unit", "child", "level"))
NOTHING = nw.lit(0, dtype=nw.Int64)
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
        self.families = families
        self._no_child = compiler.rows.known(NoChild()).true
        self._kinds = {kind: self._counts(kind) for kind in Headcount}
        self._risk = self._high_risk()
        self._made = [column for plan in self.plans for column in plan.unit_columns]
        self._own = {plan: plan.own().known() for plan in self.plans}
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
            rows: The rows with the columns of `row_columns`.
            units: The units with the columns of `unit_columns`.
        """
        rows, units, unit = attach(rows, units, self.compiler.units.attached, UNIT)
        rows = rows.with_columns(_columns(self._own.items(), "o"))
        if self.families:
            rows = self._look_at_families(rows, [unit, MEMBER])
        units = count(rows, units, unit, tuple(self._joining()), self._kinds, no(self._no_child))
        return left_join(rows, units.select(unit, *self._made), [unit]) if self._made else rows

    def _taken(self, plan: PlanColumns) -> Flag:
        if not self.families or plan.insures_children:
            return plan.asked
        return plan.flag("k")

    def _look_at_families(self, rows: AnyFrame, person: list[str]) -> AnyFrame:
        """Look, for rows with a child, at the member's other rows.

        A plan that insures no child takes each member once: alone, or else by the child whose id
        sorts first. A plan may take a child only beside the member (R21).
        """
        alone, plans = self._no_child, self.plans
        taking = [plan for plan in plans if not plan.insures_children]
        beside = [plan for plan in plans if plan.beside]
        # Plans that are asked of every row take the same rows.
        like = {plan: next((one for one in taking if _alike(one, plan)), plan) for plan in taking}
        leading = list(dict.fromkeys(like.values()))
        firsts = {plan.name("c"): _where(plan.asked, nw.col(CHILD)) for plan in leading}
        own: dict[str, Flag] = {
            plan.name("e"): plan.asked for plan in dict.fromkeys((*leading, *beside))
        }
        for plan in beside:
            own[plan.name("e_t")] = both(plan.asked, plan.flag("o_t"))
            own[plan.name("e_f")] = both(plan.asked, plan.flag("o_f"))
        if not own:
            return rows
        families = rows.filter(expr(no(alone))).select(*person, **firsts)
        if firsts:
            families = families.group_by(*person).agg(nw.col(*firsts).min())
        else:
            families = families.unique()
        members = rows.filter(expr(alone)).join(families.select(*person), on=person, how="semi")
        members = members.select(
            *person, **{name: expr(flag).cast(nw.Int8) for name, flag in own.items()}
        )
        members = members.group_by(*person).agg(nw.col(*own).max())
        families = left_join(families, members, person)
        rows = left_join(rows, families, person)
        rows = rows.with_columns(
            expr(both(plan.asked, either(alone, _is_first(plan)))).alias(plan.name("k"))
            for plan in leading
        )
        rows = rows.with_columns(
            one.flag("k").alias(plan.name("k")) for plan, one in like.items() if plan is not one
        )
        return self._look_beside(rows, beside) if beside else rows

    def _look_beside(self, rows: AnyFrame, plans: Sequence[PlanColumns]) -> AnyFrame:
        """Say of each child how the member's own row stands, and what the child then meets."""
        alone, made = self._no_child, []
        for plan in plans:
            entered, holds, fails = (_held(plan.flag(name)) for name in ("e", "e_t", "e_f"))
            standing = Known(either(alone, holds), both(no(alone), either(no(entered), fails)))
            made += [entered.alias(plan.name("b_e")), *_columns([(plan, standing)], "b")]
        rows = rows.with_columns(made)
        own = [(plan, plan.own(beside=True).known()) for plan in plans]
        return rows.with_columns(_columns(own, "o"))

    def _joining(self) -> Iterator[Joining]:
        for plan in self.plans:
            taken, once = self._taken(plan), not (self.families and plan.insures_children)
            surely, possibly = plan.flag("o_t"), no(plan.flag("o_f"))
            yield Joining(plan, both(taken, surely), both(taken, possibly), once)

    # The answers ----------------------------------------------------------------------------------

    def _answers(self, plan: PlanColumns, *, lines: bool) -> Iterator[Answer]:
        taken = self._taken(plan)
        holds = Known(plan.flag("o_t"), plan.flag("o_f"))
        own = plan.own(beside=self.families, ways=True)
        comes_in = own.known() if plan.ways else holds
        eligible = Known(both(taken, holds.true), both(taken, holds.false))
        accepted = Known(
            both(taken, comes_in.true, plan.unit.true),
            both(taken, either(comes_in.false, plan.unit.false)),
        )
        asked = amounts.Asked(nw.col(SHARES), nw.col(LEVEL), self._risk, self._no_child)
        fee, caps = amounts.fee(plan.edition, asked), amounts.caps(plan.edition, asked)
        made = {
            "eligible": (expr(eligible.true), either(eligible.true, eligible.false)),
            "accepted": (expr(accepted.true), either(accepted.true, accepted.false)),
            "reason": (plan.reason(taken, own, accepted).cast(nw.Int64), True),
            "fee": (
                _if(accepted.true, fee.value, NOTHING),
                either(accepted.false, both(accepted.true, fee.known), both(taken, fee.nil)),
            ),
        }
        for name, cap in (
            ("cap", amounts.total(caps.values())),
            *((f"cap_{line}", cap) for line, cap in caps.items()),
        ):
            value = _if(accepted.false, NOTHING, cap.value)
            made[name] = (value, either(accepted.false, both(taken, cap.known)))
        for name in wide_answers(plan.edition, lines=lines):
            yield Answer(name, *made[name])


def _where(flag: Flag, value: nw.Expr) -> nw.Expr:
    return value if flag is True else nw.when(expr(flag)).then(value)


def _alike(one: PlanColumns, other: PlanColumns) -> bool:
    return one is other or (one.asked is True and other.asked is True)


def _held(flag: nw.Expr) -> nw.Expr:
    """Read a flag that was the largest of several, null where there were none."""
    return (flag == 1).fill_null(value=False)


def _is_first(plan: PlanColumns) -> nw.Expr:
    """Say which rows are of the child by which a member is taken who has no row alone."""
    first = (nw.col(CHILD) == plan.flag("c")).fill_null(value=False)
    return first & ~_held(plan.flag("e"))


def _columns(known: Iterable[tuple[PlanColumns, Known]], name: str) -> list[nw.Expr]:
    return [
        expr(flag).alias(plan.name(f"{name}_{end}"))
        for plan, one in known
        for end, flag in (("t", one.true), ("f", one.false))
    ]


def _if(flag: Flag, value: nw.Expr, otherwise: nw.Expr) -> nw.Expr:
    if isinstance(flag, bool):
        return value if flag else otherwise
    return nw.when(flag).then(value).otherwise(otherwise)
