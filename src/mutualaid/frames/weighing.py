"""How rows come off between two answers of one plan: the single path's verdicts, as columns."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import narwhals as nw

from mutualaid.frames.grouping import OURS
from mutualaid.frames.known import Flag, both, either, expr, no
from mutualaid.frames.probes import deposit, payers
from mutualaid.frames.sides import NOTHING, RETURNED, WAY, Pair, Side
from mutualaid.policy.effect_rows import Verdict
from mutualaid.text import Text

ALIKE = 0
NUMBERS = {verdict: number for number, verdict in enumerate(Verdict, start=1)}
"""The number of each verdict; 0 stands where the two answers do not differ."""
VERDICTS = {number: verdict for verdict, number in NUMBERS.items()}


def weighed(pairs: Sequence[Pair]) -> Sequence[Pair]:
    """Give the plans whose answers are weighed; any one, for its form, where no rules differ."""
    return [pair for pair in pairs if pair.differs] or pairs[:1]


def verdict_of(pair: Pair) -> nw.Expr:
    """Give the column that holds the numbers of a plan's verdicts, once they are weighed."""
    return nw.col(_name(pair))


def _name(pair: Pair) -> str:
    return f"{OURS}{pair.code}_verdict"


def weigh(pair: Pair) -> nw.Expr:
    """Give the column of each row's verdict, by its number."""
    return _weigh(pair).alias(_name(pair))


def _weigh(pair: Pair) -> nw.Expr:
    if not pair.differs:
        return nw.lit(ALIKE, dtype=nw.Int64)
    was, now = (side.holds("accepted") for side in pair.sides)
    was_open, now_open = (side.unknown("accepted") for side in pair.sides)
    stays = both(was, now)
    fees = [side.amount("fee") for side in pair.sides]
    gains, losses = (either(*flags) for flags in zip(*_compared(pair), strict=True))
    otherwise = either(gains, losses, *_otherwise(pair))
    return first_of(
        (
            both(no(differ(was, now)), no(differ(was_open, now_open)), no(both(stays, otherwise))),
            ALIKE,
        ),
        (either(was_open, now_open), NUMBERS[Verdict.OPEN]),
        (both(now, no(was)), NUMBERS[Verdict.WINNER]),
        (both(was, no(now)), NUMBERS[Verdict.LOSER]),
        (no(both(*(fee.known for fee in fees))), NUMBERS[Verdict.OPEN]),
        (both(gains, losses), NUMBERS[Verdict.BOTH]),
        (gains, NUMBERS[Verdict.WINNER]),
        (losses, NUMBERS[Verdict.LOSER]),
        otherwise=NUMBERS[Verdict.NEITHER],
    )


def first_of(*cases: tuple[Flag, int], otherwise: int) -> nw.Expr:
    """Give the number of the first case that holds."""
    given = nw.lit(otherwise, dtype=nw.Int64)
    for flag, number in reversed(cases):
        given = nw.when(expr(flag)).then(nw.lit(number, dtype=nw.Int64)).otherwise(given)
    return given


def differ(one: Flag, other: Flag) -> Flag:
    """Say in which rows two flags differ."""
    return either(both(one, no(other)), both(other, no(one)))


def _compared(pair: Pair) -> Iterator[tuple[Flag, Flag]]:
    """Say where who comes in on both sides is better off, and where worse, in each respect.

    An amount that is not known is as good as nothing; that it is not known is told apart.
    """
    one, other = pair.sides
    amounts = [(other.amount("fee").value, one.amount("fee").value)]
    if pair.gives_back_otherwise:
        amounts.append((_given_back(one), _given_back(other)))
    amounts += [(one.cap(line).value, other.cap(line).value) for line in _lines(pair)]
    for less, more in amounts:
        yield more > less, more < less
    years = [edition.info.term_years for edition in pair.editions]
    yield years[1:] > years[:1], years[1:] < years[:1]


def _otherwise(pair: Pair) -> Iterator[Flag]:
    """Say where who comes in on both sides is answered otherwise, and neither better nor worse."""
    one, other = pair.sides
    yield differ(one.amount("fee").known, other.amount("fee").known)
    for line in _lines(pair):
        yield differ(one.cap(line).known, other.cap(line).known)
    if pair.paid_otherwise:
        named = dict.fromkeys(names for edition in pair.editions for names in payers(edition))
        numbers = {names: number for number, names in enumerate(named)}
        paid = [_paid_by(side, numbers) for side in pair.sides]
        yield paid[0] != paid[1]


def _lines(pair: Pair) -> tuple[str, ...]:
    return tuple(dict.fromkeys(line for side in pair.sides for line in side.lines))


def _given_back(side: Side) -> nw.Expr:
    if side.edition is None or deposit(side.edition) is None:
        return NOTHING
    returned: nw.Expr = side.amount(RETURNED).value
    return returned


def _paid_by(side: Side, numbers: dict[tuple[Text, ...], int]) -> nw.Expr:
    """Give the number of those who pay for each row that comes in."""
    assert side.edition is not None  # noqa: S101 - asked where both are in force
    *others, last = payers(side.edition)
    if len({*others, last}) == 1:
        return nw.lit(numbers[last], dtype=nw.Int64)
    came_by = ((side.holds(f"{WAY}{place}"), numbers[names]) for place, names in enumerate(others))
    return first_of(*came_by, otherwise=numbers[last])
