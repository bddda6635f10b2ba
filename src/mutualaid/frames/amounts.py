"""Fees and caps as columns, in whole fen."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

import attrs
import narwhals as nw

from mutualaid.checks import FEN
from mutualaid.frames.errors import NoColumnForm
from mutualaid.frames.known import Flag, Known, both, either, expr
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

    value: nw.Expr
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

    shares: nw.Expr
    level: nw.Expr
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
    ordinary = _of_level(rule.amounts, asked.level)
    if rule.high_risk is None or rule.high_risk == rule.amounts:
        return Amount(ordinary, nil=_nil(rule.amounts, asked.level))
    alike = [level for level, amount in rule.amounts.items() if rule.high_risk[level] == amount]
    risk = asked.high_risk
    return Amount(
        nw.when(expr(risk.true)).then(_of_level(rule.high_risk, asked.level)).otherwise(ordinary),
        known=either(risk.true, risk.false, *(asked.level == level for level in alike)),
        nil=either(
            both(risk.true, _nil(rule.high_risk, asked.level)),
            both(risk.false, _nil(rule.amounts, asked.level)),
            *(asked.level == level for level in alike if not rule.amounts[level]),
        ),
    )


def _nil(levels: Levels, level: nw.Expr) -> Flag:
    return either(*(level == one for one, amount in levels.items() if not amount))


def _of_level(levels: Levels, level: nw.Expr) -> nw.Expr:
    given = _constant(0)
    for one, amount in levels.items():
        given = nw.when(level == one).then(_constant(fen(amount))).otherwise(given)
    return given


def _constant(value: int) -> nw.Expr:
    return nw.lit(value, dtype=nw.Int64)


def caps(edition: Edition, asked: Asked) -> dict[str, Amount]:
    """Give the caps of a plan by benefit line; nothing for a line that insures somebody else.

    Raises:
        NoColumnForm: A line that reckons its cap in a way of its own.
    """
    return {line.code: _cap(edition, line, asked) for line in edition.benefit.lines}


def total(amounts: Iterable[Amount]) -> Amount:
    """Add up amounts; known where each of them is."""
    amounts = tuple(amounts)
    value = amounts[0].value
    for one in amounts[1:]:
        value = value + one.value
    return Amount(value, known=both(*(one.known for one in amounts)))


def _cap(edition: Edition, line: BenefitLine, asked: Asked) -> Amount:
    if not all(_made_by(line, name) is BenefitLine for name in ("cap", "insures")):
        raise NoColumnForm(edition.code, line, "its cap is reckoned by `cap` alone")
    insures = _insures(edition, line, asked.no_child)
    if isinstance(line.amount, Levels):
        level = asked.level
        sold = both(level >= 1, level <= len(line.amount))
        return Amount(_where(insures, _of_level(line.amount, level)), _sold(insures, sold))
    amount = fen(line.amount)
    value = asked.shares * amount if line.per_share else _constant(amount)
    return Amount(_where(insures, value))


def _insures(edition: Edition, line: BenefitLine, no_child: Flag) -> Flag:
    if line.insured is Insured.MEMBER:
        return no_child if edition.benefit.insures(Insured.CHILD) else True
    return (not no_child) if isinstance(no_child, bool) else ~no_child


def _sold(insures: Flag, sold: Flag) -> Flag:
    return either(sold, (not insures) if isinstance(insures, bool) else ~insures)


def _where(flag: Flag, value: nw.Expr) -> nw.Expr:
    if isinstance(flag, bool):
        return value if flag else _constant(0)
    return nw.when(flag).then(value).otherwise(_constant(0))


def _made_by(rule: Rule, name: str) -> type[Rule]:
    """Tell which class of a rule says how something is reckoned."""
    return next(kind for kind in type(rule).__mro__ if name in vars(kind))
