"""Fees and caps as columns, in whole fen."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from functools import reduce
from operator import add

import attrs

from mutualaid.checks import FEN
from mutualaid.frames import words
from mutualaid.frames.errors import NoColumnForm
from mutualaid.frames.known import Flag, Known, both, either, expr, no
from mutualaid.plan import Edition
from mutualaid.rules import (
    BenefitLine,
    ByLevel,
    Flat,
    Free,
    Insured,
    Levels,
    PerShare,
    Rule,
)


@attrs.frozen
class Amount:
    """Hold an amount of fen in each row.

    Args:
        value: The amount; any number where it is not known.
        known: In which rows it is known.
        nil: In which rows it is known to be nothing.
    """

    value: words.Expr
    known: Flag = True
    nil: Flag = False


@attrs.frozen
class Asked:
    """Hold what the rows ask for.

    Args:
        shares: How many shares.
        level: Which level, 0 for none.
        high_risk: Whether the high-risk fee is due.
        no_child: In which rows no child is entered.
    """

    shares: words.Expr
    level: words.Expr
    high_risk: Known
    no_child: Flag


def fen(amount: Decimal) -> int:
    """Give an amount of yuan in fen."""
    return int(amount / FEN)


def fee(edition: Edition, asked: Asked) -> Amount:
    """Give the fee of a plan wherever what is asked for is sold.

    Raises:
        NoColumnForm: A fee of another kind than those of this library.
    """
    rule = edition.fee
    made = _made_by(rule, "amount_due")
    if made is Free:
        return Amount(_constant(0), nil=True)
    if made is Flat and isinstance(rule, Flat):
        return Amount(_constant(fen(rule.amount)), nil=not rule.amount)
    if made is PerShare and isinstance(rule, PerShare):
        return Amount(asked.shares * fen(rule.amount), nil=not rule.amount)
    if made is ByLevel and isinstance(rule, ByLevel):
        return _fee_by_level(rule, asked)
    raise NoColumnForm(edition.code, rule, "its fee is reckoned by `amount_due` alone")


def _fee_by_level(rule: ByLevel, asked: Asked) -> Amount:
    ordinary = _of_level(_fens(rule.amounts), asked.level)
    if rule.high_risk is None or rule.high_risk == rule.amounts:
        return Amount(ordinary, nil=_nil(rule.amounts, asked.level))
    alike = [level for level, amount in rule.amounts.items() if rule.high_risk[level] == amount]
    risk = asked.high_risk
    return Amount(
        words.when(expr(risk.true))
        .then(_of_level(_fens(rule.high_risk), asked.level))
        .otherwise(ordinary),
        known=either(risk.true, risk.false, *(asked.level == level for level in alike)),
        nil=either(
            both(risk.true, _nil(rule.high_risk, asked.level)),
            both(risk.false, _nil(rule.amounts, asked.level)),
            *(asked.level == level for level in alike if not rule.amounts[level]),
        ),
    )


def _nil(levels: Levels, level: words.Expr) -> Flag:
    return either(*(level == one for one, amount in levels.items() if not amount))


def _of_level(fens: Mapping[int, int], level: words.Expr) -> words.Expr:
    given = _constant(0)
    for one, amount in fens.items():
        given = words.when(level == one).then(_constant(amount)).otherwise(given)
    return given


def _fens(levels: Levels) -> dict[int, int]:
    return {level: fen(amount) for level, amount in levels.items()}


def _constant(value: int) -> words.Expr:
    return words.lit(value, "Int64")


def caps(edition: Edition, asked: Asked) -> dict[str, Amount]:
    """Give the caps of a plan by benefit line; nothing for a line that insures somebody else.

    Raises:
        NoColumnForm: A line that reckons its cap in a way of its own.
    """
    return {line.code: _cap(edition, (line,), asked) for line in edition.benefit.lines}


def total_cap(edition: Edition, asked: Asked) -> Amount:
    """Give what all benefit lines of a plan pay together at most; known where each of them is.

    Raises:
        NoColumnForm: A line that reckons its cap in a way of its own.
    """
    return _cap(edition, edition.benefit.lines, asked)


def _cap(edition: Edition, lines: Sequence[BenefitLine], asked: Asked) -> Amount:
    for line in lines:
        if not all(_made_by(line, name) is BenefitLine for name in ("cap", "insures")):
            raise NoColumnForm(edition.code, line, "its cap is reckoned by `cap` alone")
    if not edition.benefit.insures(Insured.CHILD):
        return _sum(lines, asked)
    member, child = (
        _sum([line for line in lines if line.insured is insured], asked) for insured in Insured
    )
    known = both(either(no(asked.no_child), member.known), either(asked.no_child, child.known))
    if isinstance(asked.no_child, bool):
        return Amount(member.value if asked.no_child else child.value, known)
    value = words.when(asked.no_child).then(member.value).otherwise(child.value)
    return Amount(value, known)


def _sum(lines: Iterable[BenefitLine], asked: Asked) -> Amount:
    """Add up the caps of lines that insure one person."""
    fixed, per_share = 0, 0
    known: Flag = True
    by_level: Counter[int] = Counter()
    for line in lines:
        if isinstance(line.amount, Levels):
            by_level.update(_fens(line.amount))
            sold = both(asked.level >= 1, asked.level <= len(line.amount))
            known = both(known, sold)
        elif line.per_share:
            per_share += fen(line.amount)
        else:
            fixed += fen(line.amount)
    parts = [_of_level(by_level, asked.level)] if by_level else []
    if per_share:
        parts.append(asked.shares * per_share)
    if fixed or not parts:
        parts.append(_constant(fixed))
    return Amount(reduce(add, parts), known)


def _made_by(rule: Rule, name: str) -> type[Rule]:
    """Tell which class of a rule says how something is reckoned."""
    return next(kind for kind in type(rule).__mro__ if name in vars(kind))
