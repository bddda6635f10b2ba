"""The eight plans for a population, as straight-line Python: a loop over rows, thrice.

What a careful programmer would write without a library of frames: first each row's own
conditions, then the counts of each unit, then who comes in.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta
from typing import Any

import polars as pl
from dateutil.relativedelta import relativedelta

from frames_rivals.codes import COLUMNS, PLANS, REPEATED, R

Code = int
Row = dict[str, Any]
LEVELS = ((26, 50, 74, 100), (32, 62, 93, 124))
LEVEL_CAPS = (24_000, 44_400, 64_800, 88_800)
FEN = 100


def said(value: bool | None, fault: str, missing: str) -> Code:
    """Code an answer that must be yes."""
    if value is None:
        return -R[missing]
    return 0 if value else R[fault]


def first(*codes: Code) -> Code:
    """Give the first failure, or else the first unknown, or else nought."""
    unknown = 0
    for code in codes:
        if code > 0:
            return code
        if code < 0 and not unknown:
            unknown = code
    return unknown


def either(one: Code, other: Code) -> Code:
    """Code two ways, one of which is enough: what the first lacks, or else what is unknown."""
    if 0 in (one, other):
        return 0
    return one if one < 0 or other > 0 else other


def latest(years: int, starts: date) -> date:
    """Give the latest birth date with which so many years are completed."""
    bound = starts - relativedelta(years=years)
    day_after = bound + timedelta(days=1)
    return day_after if day_after + relativedelta(years=years) <= starts else bound


def share(
    base: int | None, surely: int, possibly: int, percent: int, everyone: int, missing: str
) -> Code:
    """Code whether enough join: everyone up to a size, from there on a share."""
    if base is None:
        return -R[missing]
    required = base if base <= everyone else -(-percent * base // 100)
    if possibly < required:
        return R["participation.too_few"]
    if surely > base:
        return R["participation.more_than_base"]
    if required <= surely and possibly <= base:
        return 0
    return -R["participation.undecided"]


def decide(entries: pl.DataFrame, units: pl.DataFrame, starts: date) -> pl.DataFrame:
    """Decide the eight plans for every row."""
    oldest = latest(61, starts) + timedelta(days=1)
    youngest = latest(16, starts)
    minor = latest(18, starts) + timedelta(days=1)
    rows = entries.rows(named=True)
    by_unit = {unit["unit"]: unit for unit in units.iter_rows(named=True)}

    # Whose row is taken by plans for members alone: the member's own, or else the first child's.
    taken: dict[tuple[str, str], str] = {}
    for row in rows:
        key, child = (row["unit"], row["member"]), row["child"] or ""
        if key not in taken or child < taken[key]:
            taken[key] = child

    ways: dict[str, Code] = {}
    for name, unit in by_unit.items():
        no_union = None if unit["has_union"] is None else not unit["has_union"]
        ways[name] = first(
            said(unit["in_beijing"], "in_beijing.outside", "missing.in_beijing"),
            said(no_union, "no_union.has_one", "missing.has_union"),
        )

    parts: list[tuple[Code, Code, Code, Code]] = []
    own_of_all: list[list[Code | None]] = []
    of_member: dict[tuple[str, str], Code] = {}
    for row in rows:
        insured = said(
            row["basic_medical_insurance"],
            "medical_insurance.not_insured",
            "missing.basic_medical_insurance",
        )
        serving = said(row["serving"], "serving.not_serving", "missing.serving")
        union = said(row["union_member"], "union_member.not_a_member", "missing.union_member")
        card = said(row["jingka_card"], "card.none", "missing.jingka_card")
        born, child, level = row["birth_date"], row["child"], row["level"]
        shares = row["shares"] or 1
        age = 0
        if born > youngest:
            age = R["age.too_young"]
        elif born < oldest:
            age = R["age.too_old"]
        no_level = R["level.not_sold"] if level is not None else 0
        once = no_level or (R["shares.not_sold"] if shares != 1 else 0)
        up_to_4 = no_level or (R["shares.too_many"] if shares > 4 else 0)
        up_to_2 = no_level or (R["shares.too_many"] if shares > 2 else 0)
        card_way, of_unit = first(union, card), ways[row["unit"]]
        medical = first(insured, serving, either(card_way, of_unit), once)
        property_ = first(union, card, serving, once)
        if child is None:
            of_member[row["unit"], row["member"]] = property_
        parts.append((insured, serving, card_way, once))

        inpatient = first(insured, age, serving, once)
        allowance = first(age, serving, once)
        illness = first(age, serving, up_to_4)
        woman = 0 if row["sex"] == "female" else R["sex.other"]
        women = first(woman, age, serving, up_to_2)
        if shares != 1:
            sold = R["shares.not_sold"]
        elif level is None:
            sold = R["level.none_chosen"]
        else:
            sold = R["level.unknown"] if level > 4 else 0
        accident = first(age, serving, sold)

        if child is None:
            children = first(age, serving, R["child.none"])
        else:
            young = 0
            if row["child_birth_date"] < minor:
                young = said(row["child_student"], "child_age.not_a_student", "missing.student")
            healthy = said(row["child_healthy"], "child_health.not_healthy", "missing.healthy")
            children = first(age, serving, young, healthy, up_to_4)
        own: list[Code | None] = [
            medical,
            property_,
            inpatient,
            allowance,
            illness,
            women,
            accident,
            children,
        ]
        if taken[row["unit"], row["member"]] != (child or ""):
            own = [None, property_, None, None, None, None, None, children]
        own_of_all.append(own)

    for row, own, part in zip(rows, own_of_all, parts, strict=True):
        if row["child"] is not None:
            beside = of_member.get((row["unit"], row["member"]))
            if beside is None:
                code = R["beside_member.member_not_entered"]
            elif beside > 0:
                code = R["beside_member.member_refused"]
            else:
                code = -R["beside_member.member_unknown"] if beside else 0
            _, serving, card_way, once = part
            own[1] = first(card_way, serving, code, once)

    surely: dict[tuple[str, int], set[str]] = defaultdict(set)
    possibly: dict[tuple[str, int], set[str]] = defaultdict(set)
    for row, own in zip(rows, own_of_all, strict=True):
        counted = row["child"] is not None and row["child_birth_date"] >= minor
        for plan, code in enumerate(own):
            if code is not None and code <= 0 and (plan != 7 or counted):
                possibly[row["unit"], plan].add(row["member"])
                if code == 0:
                    surely[row["unit"], plan].add(row["member"])

    of_units: dict[str, list[Code]] = {}
    for name, unit in by_unit.items():
        in_beijing = said(unit["in_beijing"], "in_beijing.outside", "missing.in_beijing")
        has_union = said(unit["has_union"], "has_union.none", "missing.has_union")

        def enough(
            plan: int, kind: str, percent: int, everyone: int, *, name: str = name, unit: Row = unit
        ) -> Code:
            return share(
                unit[kind],
                len(surely[name, plan]),
                len(possibly[name, plan]),
                percent,
                everyone,
                f"missing.{kind}",
            )

        of_units[name] = [
            enough(0, "employees", 70, 29),
            0,  # nothing is asked of the unit
            first(in_beijing, has_union, enough(2, "employees", 80, 100)),
            first(in_beijing, enough(3, "employees", 70, 29)),
            first(in_beijing, has_union, enough(4, "employees", 80, 29)),
            first(in_beijing, has_union, enough(5, "female_employees", 80, 100)),
            first(in_beijing, has_union, enough(6, "employees", 50, 29)),
            first(in_beijing, has_union, enough(7, "employees_with_minor_children", 50, 29)),
        ]

    out: dict[str, list[object]] = {f"{plan}_{name}": [] for plan in PLANS for name in COLUMNS}
    for row, own, part in zip(rows, own_of_all, parts, strict=True):
        unit, of_unit = by_unit[row["unit"]], of_units[row["unit"]]
        shares, level = row["shares"] or 1, row["level"]
        is_child = row["child"] is not None
        risk = unit["high_risk"] if row["high_risk"] is None else row["high_risk"]
        leveled = level is not None and level <= 4
        fees = [0, 0, 56, 60, 90 * shares, 40 * shares, None, 50 * shares]
        if leveled and risk is not None:
            fees[6] = LEVELS[risk][level - 1]
        caps = [
            200_653,
            25_000 if is_child else 45_000,
            39_605,
            7_200,
            10_000 * shares,
            10_000 * shares,
            LEVEL_CAPS[level - 1] if leveled else None,
            27_560 * shares if is_child else 0,
        ]
        for number, plan in enumerate(PLANS):
            code = own[number]
            values: tuple[object, ...]
            if code is None:
                values = (None, None, REPEATED, None, None)
            else:
                of_own = code
                if number == 0:
                    insured, serving, card_way, once = part
                    by_the_unit = first(ways[row["unit"]], of_unit[0])
                    of_own = first(insured, serving, either(card_way, by_the_unit), once)
                else:
                    of_own = first(code, of_unit[number])
                eligible = None if code < 0 else code == 0
                if of_own > 0:
                    values = (eligible, False, of_own, 0, 0)
                else:
                    fee, cap = fees[number], caps[number]
                    # Until it is known whether someone comes in, only nothing is a known fee.
                    known = fee is not None and (of_own == 0 or fee == 0)
                    values = (
                        eligible,
                        None if of_own else True,
                        -of_own,
                        fee * FEN if known and fee is not None else None,
                        None if cap is None else cap * FEN,
                    )
            for name, value in zip(COLUMNS, values, strict=True):
                out[f"{plan}_{name}"].append(value)
    kinds = (pl.Boolean, pl.Boolean, pl.Int64, pl.Int64, pl.Int64)
    schema = {
        f"{plan}_{name}": kind for plan in PLANS for name, kind in zip(COLUMNS, kinds, strict=True)
    }
    return pl.DataFrame(out, schema=schema)
