"""The eight plans for a population, in NumPy: codes in arrays, counts by `bincount`.

NumPy has no quick way to number texts, so the names of units, members and children are numbered
by Polars beforehand; that is part of the time taken.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import numpy as np
import polars as pl
from dateutil.relativedelta import relativedelta

from frames_rivals.codes import PLANS, REPEATED, R

Codes = Any
EPOCH = date(1970, 1, 1)
ORDINARY = np.array([0, 2_600, 5_000, 7_400, 10_000, 0])
HIGH = np.array([0, 3_200, 6_200, 9_300, 12_400, 0])
LEVEL_CAPS = np.array([0, 2_400_000, 4_440_000, 6_480_000, 8_880_000, 0])
NOT_SAID = -1


def latest(years: int, starts: date) -> date:
    """Give the latest birth date with which so many years are completed."""
    bound = starts - relativedelta(years=years)
    day_after = bound + timedelta(days=1)
    return day_after if day_after + relativedelta(years=years) <= starts else bound


def number(day: date) -> int:
    """Give a day as NumPy has it."""
    return (day - EPOCH).days


def flags(frame: pl.DataFrame, name: str) -> Codes:
    """Give answers as 1, 0 and -1."""
    return frame[name].cast(pl.Int8).fill_null(NOT_SAID).to_numpy()


def whole(frame: pl.DataFrame, name: str, missing: int) -> Codes:
    """Give whole numbers, with another in the place of nulls."""
    return frame[name].fill_null(missing).to_numpy()


def numbered(texts: pl.Series) -> Codes:
    """Number texts, nulls with the largest number there is."""
    ranks = texts.rank("dense").cast(pl.UInt32)
    return ranks.fill_null(np.iinfo(np.uint32).max).to_numpy()


def said(answer: Codes, fault: str, missing: str) -> Codes:
    """Code an answer that must be yes."""
    return np.array([0, R[fault], -R[missing]], dtype=np.int16)[1 - answer]


def no(answer: Codes) -> Codes:
    """Turn an answer round."""
    return np.where(answer == NOT_SAID, NOT_SAID, 1 - answer)


def fails(condition: Codes, fault: str) -> Codes:
    """Code a condition that must not be."""
    return np.where(condition, np.int16(R[fault]), np.int16(0))


def first(*codes: Codes) -> Codes:
    """Give the first failure, or else the first unknown, or else nought."""
    found = codes[0]
    for code in codes[1:]:
        found = np.where((found > 0) | ((found < 0) & (code <= 0)), found, code)
    return found


def either(one: Codes, other: Codes) -> Codes:
    """Code two ways, one of which is enough."""
    lacking = np.where((one < 0) | (other > 0), one, other)
    return np.where((one == 0) | (other == 0), np.int16(0), lacking)


def share(
    base: Codes, surely: Codes, possibly: Codes, percent: int, everyone: int, kind: str
) -> Codes:
    """Code whether enough join: everyone up to a size, from there on a share."""
    required = np.where(base <= everyone, base, -(-percent * base // 100))
    code = np.full(len(base), -R["participation.undecided"], dtype=np.int16)
    code[(required <= surely) & (possibly <= base)] = 0
    code[surely > base] = R["participation.more_than_base"]
    code[possibly < required] = R["participation.too_few"]
    code[base < 0] = -R[f"missing.{kind}"]
    return code


def decide(entries: pl.DataFrame, units: pl.DataFrame, starts: date) -> pl.DataFrame:
    """Decide the eight plans for every row."""
    unit = entries["unit"].cast(pl.Enum(units["unit"])).to_physical().to_numpy()
    child = entries["child"].is_not_null().to_numpy()
    taken, beside_of = _families(entries, child)
    ways = {name: flags(units, name) for name in ("in_beijing", "has_union")}
    in_beijing = said(ways["in_beijing"], "in_beijing.outside", "missing.in_beijing")
    has_union = said(ways["has_union"], "has_union.none", "missing.has_union")
    no_union = said(no(ways["has_union"]), "no_union.has_one", "missing.has_union")
    by_unit = first(in_beijing, no_union)

    insured = said(
        flags(entries, "basic_medical_insurance"),
        "medical_insurance.not_insured",
        "missing.basic_medical_insurance",
    )
    serving = said(flags(entries, "serving"), "serving.not_serving", "missing.serving")
    union = said(
        flags(entries, "union_member"), "union_member.not_a_member", "missing.union_member"
    )
    card = first(union, said(flags(entries, "jingka_card"), "card.none", "missing.jingka_card"))
    born = entries["birth_date"].cast(pl.Int32).to_numpy()
    too_young = born > number(latest(16, starts))
    too_old = born <= number(latest(61, starts))
    age = first(fails(too_young, "age.too_young"), fails(too_old, "age.too_old"))
    of_age = first(age, serving)
    shares, level = whole(entries, "shares", 1), whole(entries, "level", 0)
    by_level = fails(level > 0, "level.not_sold")
    once = first(by_level, fails(shares != 1, "shares.not_sold"))
    sold = first(
        fails(shares != 1, "shares.not_sold"),
        fails(level == 0, "level.none_chosen"),
        fails(level > 4, "level.unknown"),
    )
    childs_birth = entries["child_birth_date"].cast(pl.Int32).fill_null(2**30).to_numpy()
    minor = childs_birth > number(latest(18, starts))
    student = said(flags(entries, "child_student"), "child_age.not_a_student", "missing.student")
    healthy = said(flags(entries, "child_healthy"), "child_health.not_healthy", "missing.healthy")
    up_to_4 = first(by_level, fails(shares > 4, "shares.too_many"))
    property_ = first(card, serving, once)
    own = {
        "medical": first(insured, serving, either(card, by_unit[unit]), once),
        "accident_property": first(card, serving, _beside(property_, beside_of), once),
        "inpatient_medical": first(insured, age, serving, once),
        "inpatient_allowance": first(of_age, once),
        "critical_illness": first(of_age, up_to_4),
        "womens_illness": first(
            fails(entries["sex"].to_numpy() != "female", "sex.other")
            if entries["sex"].dtype != pl.String
            else fails((entries["sex"] != "female").to_numpy(), "sex.other"),
            of_age,
            by_level,
            fails(shares > 2, "shares.too_many"),
        ),
        "accident": first(of_age, sold),
        "childrens_accident": first(
            of_age, fails(~child, "child.none"), np.where(minor, 0, student), healthy, up_to_4
        ),
    }

    def enough(plan: str, percent: int, everyone: int, kind: str) -> Codes:
        base, code = whole(units, kind, NOT_SAID), own[plan]
        if plan == "childrens_accident":
            surely, possibly = _parents(entries, unit, code, child & minor, len(units))
        else:
            surely = np.bincount(unit[taken & (code == 0)], minlength=len(units))
            possibly = np.bincount(unit[taken & (code <= 0)], minlength=len(units))
        return share(base, surely, possibly, percent, everyone, kind)

    all_women, all_parents = "female_employees", "employees_with_minor_children"
    of_units = {
        "inpatient_medical": first(
            in_beijing, has_union, enough("inpatient_medical", 80, 100, "employees")
        ),
        "inpatient_allowance": first(
            in_beijing, enough("inpatient_allowance", 70, 29, "employees")
        ),
        "critical_illness": first(
            in_beijing, has_union, enough("critical_illness", 80, 29, "employees")
        ),
        "womens_illness": first(
            in_beijing, has_union, enough("womens_illness", 80, 100, all_women)
        ),
        "accident": first(in_beijing, has_union, enough("accident", 50, 29, "employees")),
        "childrens_accident": first(
            in_beijing, has_union, enough("childrens_accident", 50, 29, all_parents)
        ),
    }
    joined = {plan: first(own[plan], code[unit]) for plan, code in of_units.items()}
    by_unit = first(by_unit, enough("medical", 70, 29, "employees"))
    joined["medical"] = first(insured, serving, either(card, by_unit[unit]), once)
    joined["accident_property"] = own["accident_property"]

    risk = flags(entries, "high_risk")
    risk = np.where(risk == NOT_SAID, flags(units, "high_risk")[unit], risk)
    of_level = np.clip(level, 0, 5)
    no_level = (of_level == 0) | (of_level == 5)
    fees: tuple[Any, ...] = (
        0,
        0,
        5_600,
        6_000,
        9_000 * shares,
        4_000 * shares,
        np.where(risk == 1, HIGH[of_level], ORDINARY[of_level]),
        5_000 * shares,
    )
    # Of a child's row that stands in for its parent, no line insures the child.
    member = (~child).astype(np.int64)
    caps: tuple[Any, ...] = (
        np.full(len(entries), 20_065_300),
        np.where(child, 2_500_000, 4_500_000),
        np.full(len(entries), 3_960_500),
        np.full(len(entries), 720_000),
        1_000_000 * shares,
        1_000_000 * shares,
        LEVEL_CAPS[of_level],
        2_756_000 * shares * (1 - member),
    )
    columns: dict[str, pl.Series] = {}
    everyone = np.ones(len(entries), dtype=bool)
    for number_, plan in enumerate(PLANS):
        leveled = plan == "accident"
        columns |= _five(
            plan,
            own[plan],
            joined[plan],
            everyone if plan in ("accident_property", "childrens_accident") else taken,
            fees[number_],
            caps[number_],
            no_fee=no_level | (risk == NOT_SAID) if leveled else ~everyone,
            no_cap=no_level if leveled else ~everyone,
        )
    return pl.DataFrame(columns)


def _families(entries: pl.DataFrame, child: Codes) -> tuple[Codes, Codes]:
    """Give which row stands for its member, and the place of the member's own row, if any."""
    members = numbered(entries.select(pl.struct("unit", "member")).to_series())
    own = np.full(members.max(initial=0) + 1, -1, dtype=np.int64)
    own[members[~child]] = np.flatnonzero(~child)
    taken = ~child
    without = np.flatnonzero(child & (own[members] < 0))
    order = np.lexsort((numbered(entries["child"][without]), members[without]))
    in_order = members[without][order]
    first_of_each = np.ones(len(order), dtype=bool)
    first_of_each[1:] = in_order[1:] != in_order[:-1]
    taken[without[order[first_of_each]]] = True
    return taken, np.where(child, own[members], -2)


def _beside(code: Codes, own: Codes) -> Codes:
    """Code how the member stands beside whom a child joins; nothing is asked of own rows."""
    before = code[np.maximum(own, 0)]
    standing = np.select(
        [own == -2, own == -1, before > 0, before < 0],
        [
            0,
            R["beside_member.member_not_entered"],
            R["beside_member.member_refused"],
            -R["beside_member.member_unknown"],
        ],
    )
    return standing.astype(np.int16)


def _parents(
    entries: pl.DataFrame, unit: Codes, code: Codes, minor: Codes, units: int
) -> tuple[Codes, Codes]:
    """Count the parents of minors, each once."""
    rows = np.flatnonzero(minor & (code <= 0))
    members = numbered(pl.DataFrame({"u": unit[rows], "m": entries["member"][rows]}).to_struct())
    counts = []
    for counted in (code[rows] == 0, np.ones(len(rows), dtype=bool)):
        _, at = np.unique(members[counted], return_index=True)
        counts.append(np.bincount(unit[rows][counted][at], minlength=units))
    return counts[0], counts[1]


def _five(
    plan: str,
    own: Codes,
    joined: Codes,
    taken: Codes,
    fee: Codes,
    cap: Codes,
    *,
    no_fee: Codes,
    no_cap: Codes,
) -> dict[str, pl.Series]:
    def column(values: Codes, known: Codes) -> pl.Series:
        series = pl.Series(values)
        # Nulls are bits beside the values; Polars sets them.
        return pl.select(pl.when(pl.Series(known)).then(series)).to_series()

    refused = joined > 0
    # Until it is known whether someone comes in, only nothing is a known fee.
    free = isinstance(fee, int) and fee == 0
    fee_known = refused | ((joined == 0) & ~no_fee) | free
    return {
        f"{plan}_eligible": column(own == 0, taken & (own >= 0)),
        f"{plan}_accepted": column(joined == 0, taken & (joined >= 0)),
        f"{plan}_reason": pl.Series(np.where(taken, np.abs(joined), REPEATED).astype(np.int64)),
        f"{plan}_fee": column(np.where(refused, 0, fee), taken & fee_known),
        f"{plan}_cap": column(np.where(refused, 0, cap), taken & (refused | ~no_cap)),
    }
