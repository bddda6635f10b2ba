"""Covers side by side: which of them pays what, so that no order of claims pays less than another.

Claims and the lines that would pay them make a transport network: a claim can send what is due to
each line that would pay it, and a line can take up to its cap. A new claim gets as much as there
is a way for; on its way earlier claims may be moved from line to line, but keep what they are
paid in all. So after every claim as much is paid in all as can be, which is the same in any
order. The way taken ends at the line with room whose cover ends first, so that what each line
has paid is the same in any order, too. (Ford and Fulkerson's augmenting paths; that the greedy
choice stays the best holds in every matroid.)
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import TypeAlias

import attrs

from mutualaid.assessment import PayingLine
from mutualaid.checks import NIL
from mutualaid.settlement import LineKey

PartKey: TypeAlias = tuple[int, int]
"""Names a part of a claim: the number of the claim's record, the part's place in the claim."""


@attrs.frozen
class Share:
    """What the lines that would pay a part of a claim pay of it now.

    Args:
        payers: The lines.
        paid: What each pays, in yuan.
    """

    payers: tuple[PayingLine, ...]
    paid: Mapping[LineKey, Decimal]

    def moved(self, come: LineKey, go: LineKey, amount: Decimal) -> Share:
        """Give what is paid once an amount has been moved from one line to another."""
        moved = {come: self.paid[come] - amount, go: self.paid[go] + amount}
        return attrs.evolve(self, paid={**self.paid, **moved})


@attrs.frozen
class Move:
    """A part of a claim that is moved to another line to make room.

    Args:
        part: The part.
        come: The line that paid it.
        go: The line that pays it now.
    """

    part: PartKey
    come: LineKey
    go: LineKey


@attrs.frozen
class Way:
    """A way by which something of a claim can be paid.

    Args:
        start: The line that pays it.
        moves: What is moved on to make room there, the last move first.
        end: The line that pays more in all.
        most: The most that can go this way, in yuan.
    """

    start: LineKey
    moves: tuple[Move, ...]
    end: PayingLine
    most: Decimal


def find_way(
    payers: Iterable[PayingLine],
    shares: Mapping[PartKey, Share],
    room: Callable[[PayingLine], Decimal],
) -> Way | None:
    """Find the way that ends at the line with room whose cover ends first, by the fewest moves.

    Args:
        payers: The lines that would pay.
        shares: The parts of claims that can be moved.
        room: Tells what a line can still pay, in yuan.
    """
    in_order = sorted(shares.items(), key=lambda one: one[0])
    reached: dict[LineKey, tuple[PayingLine, Move | None]] = {
        payer.key: (payer, None) for payer in payers
    }
    ahead = [payer for payer, _ in reached.values()]
    for payer in ahead:
        for part, share in in_order:
            if share.paid.get(payer.key, NIL) > 0:
                for other in share.payers:
                    if other.key not in reached:
                        reached[other.key] = (other, Move(part, payer.key, other.key))
                        ahead.append(other)
    with_room = [payer for payer in ahead if room(payer) > 0]
    if not with_room:
        return None
    end = min(with_room, key=_rank)
    moves: list[Move] = []
    here = end.key
    while (move := reached[here][1]) is not None:
        moves.append(move)
        here = move.come
    most = min([room(end), *(shares[move.part].paid[move.come] for move in moves)])
    return Way(here, tuple(moves), end, most)


def _rank(payer: PayingLine) -> tuple[date, date, int]:
    return payer.cover.ends, payer.cover.starts, payer.place
