"""The rows and the units that a difference reaches, as frames of the engine that holds them."""

from __future__ import annotations

from collections.abc import Iterator

import narwhals as nw

from mutualaid.frames.answers import PLAN_CODE, Answer
from mutualaid.frames.engines import AnyFrame, beside
from mutualaid.frames.grouping import OURS, Grouping
from mutualaid.frames.known import either, expr, no
from mutualaid.frames.sides import Pair, Side
from mutualaid.frames.weighing import ALIKE, NUMBERS, differ, first_of, verdict_of

KEYS = ("unit", "member", "child", "plan")
OUT, IN, OPEN = range(3)
"""How a row stands on one side, as a number that can be grouped by."""
ONE = nw.lit(1, dtype=nw.Int64)
COUNT = f"{OURS}count"


def differing_rows(grouping: Grouping, pair: Pair) -> AnyFrame:
    """Give the rows that a plan answers otherwise.

    Args:
        grouping: The rows with both sides' answers and the verdicts.
        pair: The plan.
    """
    names = grouping.people.names
    found = grouping.rows.filter(verdict_of(pair) != ALIKE)
    return beside(
        found.select(*(names[key] for key in KEYS if key in names)), found, _answers(pair)
    )


def _answers(pair: Pair) -> Iterator[Answer]:
    yield Answer(PLAN_CODE, nw.lit(pair.code), known=True)
    sides = {"before": pair.before, "after": pair.after}
    for end, side in sides.items():
        yield Answer(f"accepted_{end}", expr(side.holds("accepted")), no(side.unknown("accepted")))
    for end, side in sides.items():
        yield Answer(f"reason_{end}", side.reason, known=True)
    for name in ("fee", "cap"):
        for end, side in sides.items():
            amount = side.amount(name)
            yield Answer(f"{name}_{end}", amount.value, amount.known)
    verdict = nw.lit("")
    for one, number in NUMBERS.items():
        verdict = nw.when(verdict_of(pair) == number).then(nw.lit(one.value)).otherwise(verdict)
    yield Answer("verdict", verdict, known=True)


# Units --------------------------------------------------------------------------------------------


def differing_units(grouping: Grouping, pair: Pair) -> AnyFrame:
    """Give the units that a plan answers otherwise as a whole.

    A unit is accepted where anyone comes in; where it is not known of anyone, it is not known.

    Args:
        grouping: The rows with both sides' answers.
        pair: The plan.
    """
    own = grouping.people.names["unit"]
    cells = {f"{OURS}entries": expr(pair.here)}
    for end, side in {"before": pair.before, "after": pair.after}.items():
        cells |= {
            f"{OURS}in_{end}": expr(side.holds("accepted")),
            f"{OURS}open_{end}": expr(side.unknown("accepted")),
            f"{OURS}eligible_{end}": expr(side.holds("eligible")),
        }
    accepted = {end: nw.col(f"{OURS}in_{end}") > 0 for end in ("before", "after")}
    unknown = {end: ~one & (nw.col(f"{OURS}open_{end}") > 0) for end, one in accepted.items()}
    otherwise = either(differ(*accepted.values()), differ(*unknown.values()))
    found = grouping.add_up(["unit"], cells).rename({"unit": own}).filter(expr(otherwise))
    answers = [Answer(PLAN_CODE, nw.lit(pair.code), known=True)]
    answers += [Answer(f"accepted_{end}", accepted[end], ~unknown[end]) for end in accepted]
    answers += [
        Answer(name, nw.col(f"{OURS}{name}").cast(nw.Int64), known=True)
        for name in ("entries", "eligible_before", "eligible_after")
    ]
    return beside(found.select(own), found, answers)


# Moves --------------------------------------------------------------------------------------------


def moves(grouping: Grouping, pair: Pair) -> AnyFrame:
    """Count the rows that come off alike: how they stand on both sides, why, and their fees.

    Args:
        grouping: The rows with both sides' answers and the verdicts.
        pair: The plan.
    """
    now = pair.after.holds("accepted")
    keys = {
        "before": _state(pair.before),
        "after": _state(pair.after),
        "verdict": verdict_of(pair),
        # Why it does not come in, on the side where it does not; the later if on both.
        "reason": nw.when(expr(now)).then(pair.before.reason).otherwise(pair.after.reason),
    }
    cells = {COUNT: ONE, **fees(pair)}
    found = grouping.rows.filter(verdict_of(pair) != ALIKE)
    found = found.select(**keys, **{name: cell.cast(nw.Int64) for name, cell in cells.items()})
    return found.group_by(*keys).agg(nw.col(*cells).sum()).sort(*keys)


def fees(pair: Pair) -> dict[str, nw.Expr]:
    """Give the fees that are known on each side, and in which rows they are not."""
    made: dict[str, nw.Expr] = {}
    for end, side in {"before": pair.before, "after": pair.after}.items():
        fee = side.amount("fee")
        made |= {f"{OURS}fee_{end}": fee.value, f"{OURS}unknown_{end}": expr(no(fee.known))}
    return made


def _state(side: Side) -> nw.Expr:
    return first_of((side.holds("accepted"), IN), (side.unknown("accepted"), OPEN), otherwise=OUT)
