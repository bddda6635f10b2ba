"""Rows of children beside those of their parents: who is taken by which row, and beside whom."""

from __future__ import annotations

from collections.abc import Sequence

from mutualaid.frames import words
from mutualaid.frames.codes import number_of
from mutualaid.frames.compiling import TEMPORARY
from mutualaid.frames.engines import AnyFrame, choose_rows, is_eager, left_join, put, select_rows
from mutualaid.frames.known import Flag, both, either, expr, no
from mutualaid.frames.program import PlanColumns
from mutualaid.frames.standing import MET, choose, column, first, is_refused, is_unknown
from mutualaid.frames.steps import Steps

CHILD = f"{TEMPORARY}child"
NOBODY = -(2**15)
"""Stands for how a member stands who has no row alone."""


class Families:
    """Look, for rows with a child, at the member's other rows.

    A plan that insures no child takes each member once: alone, or else by the child whose id
    sorts first. A plan may take a child only beside the member (R21).

    Args:
        plans: The plans.
        alone: Which rows insure no child.
    """

    def __init__(self, plans: Sequence[PlanColumns], alone: Flag) -> None:
        self._alone = alone
        self._beside = [plan for plan in plans if plan.beside]
        taking = [plan for plan in plans if not plan.insures_children]
        # Plans that are asked of the same rows take the same rows.
        like = {plan: next(one for one in taking if one.asked is plan.asked) for plan in taking}
        self._leading = list(dict.fromkeys(like.values()))
        self._asked = list(dict.fromkeys((*self._leading, *self._beside)))
        self._stood = [
            column(choose(plan.asked, plan.column("o"), NOBODY)).alias(plan.name("e"))
            for plan in self._asked
        ]
        self._entered = [
            plan.column("e").fill_null(NOBODY).cast(words.kind(words.standing()))
            for plan in self._asked
        ]
        nobody = either(*(plan.column("e") == NOBODY for plan in self._leading))
        self._without = both(no(alone), nobody)
        child = words.col(CHILD)
        self._firsts = [
            (child if plan.asked is True else words.when(plan.asked).then(child)).alias(
                plan.name("c")
            )
            for plan in self._leading
        ]
        self._taken = [
            expr(both(plan.asked, either(alone, _stands_in(plan)))).alias(plan.name("k"))
            for plan in self._leading
        ]
        self._like = [
            one.column("k").alias(plan.name("k")) for plan, one in like.items() if plan is not one
        ]
        self._standing = [self._stands(plan).alias(plan.name("b")) for plan in self._beside]
        self._of_members = [
            *(expr(both(plan.asked, alone)).alias(plan.name("k")) for plan in self._leading),
            *(column(MET).alias(plan.name("b")) for plan in self._beside),
        ]
        self._found = [
            *(plan.name("k") for plan in self._leading),
            *(plan.name(what) for what in "bo" for plan in self._beside),
        ]
        self._own = Steps(f"{TEMPORARY}beside")
        for plan in self._beside:
            self._own.put(plan.own(self._own, beside=plan.column("b")), plan.name("o"))

    def _stands(self, plan: PlanColumns) -> words.Expr:
        """Say of each child how it stands beside the member's own row."""
        member = plan.column("e")
        answers = (
            (MET, self._alone),
            (number_of("beside_member.member_not_entered"), member == NOBODY),
            (number_of("beside_member.member_refused"), is_refused(member)),
            (-number_of("beside_member.member_unknown"), is_unknown(member)),
        )
        return column(first(answers, MET))

    # Looking --------------------------------------------------------------------------------------

    def look_at(self, rows: AnyFrame, person: list[str]) -> AnyFrame:
        """Give the rows with who is taken by each, and how children stand beside their parents.

        Args:
            rows: The rows.
            person: The key of a member.
        """
        if not self._asked:
            return rows
        if not is_eager(rows):
            rows = self._beside_their_parents(rows, rows, person)
        else:
            places, children = select_rows(rows, expr(no(self._alone)))
            children = self._beside_their_parents(rows, children, person)
            rows = rows.with_columns(*self._of_members)
            rows = put(rows, places, children.select(*self._found))
        return rows.with_columns(*self._like) if self._like else rows

    def _beside_their_parents(
        self, rows: AnyFrame, children: AnyFrame, person: list[str]
    ) -> AnyFrame:
        """Give the rows of children, and others beside them, with what is found.

        Args:
            rows: All rows.
            children: Those of children, if not all.
            person: The key of a member.
        """
        members = choose_rows(rows, self._alone, *person, *self._stood)
        theirs = choose_rows(children, no(self._alone), *person)
        members = members.join(theirs, on=person, how="semi")
        members = members.group_by(*person).agg(
            words.col(*(plan.name("e") for plan in self._asked)).max()
        )
        children = left_join(children, members, person).with_columns(*self._entered)
        if self._leading:
            firsts = choose_rows(children, self._without, *person, *self._firsts)
            least = words.col(*(plan.name("c") for plan in self._leading)).min()
            children = left_join(children, firsts.group_by(*person).agg(least), person)
            children = children.with_columns(*self._taken)
        if self._beside:
            children = self._own.take(children.with_columns(*self._standing))
        return children


def _stands_in(plan: PlanColumns) -> Flag:
    """Say which rows are of the child by which a member is taken who has no row alone."""
    first_child = (words.col(CHILD) == plan.column("c")).fill_null(value=False)
    return first_child & (plan.column("e") == NOBODY)
