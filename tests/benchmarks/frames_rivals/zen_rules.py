"""The eight plans for a population, as decision tables of zen-engine, row by row.

The tables hold every condition, fee and cap. Python counts each unit's people between the two
rounds, since a table sees one row at a time, and puts the answers into columns.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Sequence
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import polars as pl
import zen
from dateutil.relativedelta import relativedelta

from frames_rivals.codes import COLUMNS, PLANS, REPEATED, R

Line = tuple[dict[str, str], str]
UNIT_LINES = {
    "in_beijing": ("in_beijing.outside", "missing.in_beijing"),
    "has_union": ("has_union.none", "missing.has_union"),
}
ASKED = {
    "medical": (70, 29, "employees", ()),
    "inpatient_medical": (80, 100, "employees", ("in_beijing", "has_union")),
    "inpatient_allowance": (70, 29, "employees", ("in_beijing",)),
    "critical_illness": (80, 29, "employees", ("in_beijing", "has_union")),
    "womens_illness": (80, 100, "female_employees", ("in_beijing", "has_union")),
    "accident": (50, 29, "employees", ("in_beijing", "has_union")),
    "childrens_accident": (
        50,
        29,
        "employees_with_minor_children",
        ("in_beijing", "has_union"),
    ),
}
LEVELS = {1: (26, 32, 24_000), 2: (50, 62, 44_400), 3: (74, 93, 64_800), 4: (100, 124, 88_800)}


def latest(years: int, starts: date) -> int:
    """Give the latest birth date with which so many years are completed, as a number."""
    bound = starts - relativedelta(years=years)
    day_after = bound + timedelta(days=1)
    day = day_after if day_after + relativedelta(years=years) <= starts else bound
    return day.toordinal()


def table(name: str, lines: Sequence[Line], outputs: Sequence[str] = ()) -> dict[str, Any]:
    """Make a decision table of which the first line that fits decides."""
    fields = list(dict.fromkeys(field for line, _ in lines for field in line))
    given = list(outputs) or [name]
    rules = []
    for number, (line, output) in enumerate(lines):
        values = output.split("; ") if outputs else [output]
        cells = {field: line.get(field, "") for field in fields}
        rules.append({"_id": f"{name}{number}", **cells, **dict(zip(given, values, strict=True))})
    content = {
        "hitPolicy": "first",
        "passThrough": True,
        "inputs": [{"id": field, "name": field, "field": field} for field in fields],
        "outputs": [{"id": field, "name": field, "field": field} for field in given],
        "rules": rules,
    }
    return {"id": name, "name": name, "type": "decisionTableNode", "content": content}


def graph(tables: Sequence[dict[str, Any]]) -> zen.ZenDecision:
    """Put tables one behind the other."""
    nodes = [
        {"id": "in", "name": "in", "type": "inputNode"},
        *tables,
        {"id": "out", "name": "out", "type": "outputNode"},
    ]
    edges = [
        {"id": f"e{number}", "type": "edge", "sourceId": one["id"], "targetId": other["id"]}
        for number, (one, other) in enumerate(pairwise(nodes))
    ]
    return zen.ZenEngine().create_decision(json.dumps({"nodes": nodes, "edges": edges}))


def said(field: str, fault: str, missing: str) -> tuple[Line, Line]:
    """Write the line of an answer that must be yes, and the line where it is not known."""
    return ({field: "false"}, str(R[fault])), ({field: "null"}, str(-R[missing]))


def ordered(*parts: Sequence[Line]) -> list[Line]:
    """Put what fails before what is not known, each in the plan's order; last, that all is well."""
    return [
        *(part[0] for part in parts),
        *(line for part in parts for line in part[1:]),
        ({}, "0"),
    ]


def of_rows(starts: date) -> zen.ZenDecision:
    """Make the tables of what each row meets for itself, of fees and of caps."""
    insured = said(
        "basic_medical_insurance",
        "medical_insurance.not_insured",
        "missing.basic_medical_insurance",
    )
    serving = said("serving", "serving.not_serving", "missing.serving")
    union = said("union_member", "union_member.not_a_member", "missing.union_member")
    card = said("jingka_card", "card.none", "missing.jingka_card")
    young = [({"born": f"> {latest(16, starts)}"}, str(R["age.too_young"]))]
    old = [({"born": f"<= {latest(61, starts)}"}, str(R["age.too_old"]))]
    level = [({"level": "> 0"}, str(R["level.not_sold"]))]
    once = [({"shares": "> 1"}, str(R["shares.not_sold"]))]
    four = [({"shares": "> 4"}, str(R["shares.too_many"]))]
    two = [({"shares": "> 2"}, str(R["shares.too_many"]))]
    ways = [
        ({"card": "> 0", "by_unit": "> 0"}, "card"),
        ({"card": "< 0", "by_unit": "!= 0"}, "card"),
        ({"card": "> 0", "by_unit": "< 0"}, "by_unit"),
    ]
    beside = [
        ({"beside": "1"}, str(R["beside_member.member_not_entered"])),
        ({"beside": "3"}, str(-R["beside_member.member_unknown"])),
    ]
    refused = [({"beside": "2"}, str(R["beside_member.member_refused"]))]
    too_old = f"<= {latest(18, starts)}"
    student = [
        (
            {"child_born": too_old, "child_student": "false"},
            str(R["child_age.not_a_student"]),
        ),
        ({"child_born": too_old, "child_student": "null"}, str(-R["missing.student"])),
    ]
    healthy = [
        ({"child_healthy": "false"}, str(R["child_health.not_healthy"])),
        ({"child_healthy": "null"}, str(-R["missing.healthy"])),
    ]
    of_level = [
        ({"level": str(number), "risk": risk}, f"{fee}; {cap}")
        for number, (ordinary, high, cap) in LEVELS.items()
        for risk, fee in (("true", high), ("false", ordinary), ("null", "null"))
    ]
    return graph(
        [
            table("card", ordered(union, card)),
            table("medical", ordered(insured, serving, ways, level, once)),
            table("accident_property", ordered(union, card, serving, beside, refused, level, once)),
            table("inpatient_medical", ordered(insured, young, old, serving, level, once)),
            table("inpatient_allowance", ordered(young, old, serving, level, once)),
            table("critical_illness", ordered(young, old, serving, level, four)),
            table(
                "womens_illness",
                ordered(
                    [({"sex": '"male"'}, str(R["sex.other"]))], young, old, serving, level, two
                ),
            ),
            table(
                "accident",
                ordered(
                    young,
                    old,
                    serving,
                    once,
                    [({"level": "0"}, str(R["level.none_chosen"]))],
                    [({"level": "> 4"}, str(R["level.unknown"]))],
                ),
            ),
            table(
                "childrens_accident",
                ordered(
                    young,
                    old,
                    serving,
                    [({"is_child": "false"}, str(R["child.none"]))],
                    student,
                    healthy,
                    level,
                    four,
                ),
            ),
            table("of_level", [*of_level, ({}, "null; null")], ("level_fee", "level_cap")),
        ]
    )


def of_units() -> zen.ZenDecision:
    """Make the tables of what each unit meets for all its people."""
    tables = []
    for plan, (percent, everyone, kind, ways) in ASKED.items():
        surely, possibly = f"surely.{plan}", f"possibly.{plan}"
        share = f"{possibly} * 100 < {percent} * {kind}"
        sure = f"{surely} * 100 >= {percent} * {kind} and {possibly} <= {kind}"
        small = f"<= {everyone}"
        lines: list[Line] = [({kind: "null"}, str(-R[f"missing.{kind}"]))]
        few, more = str(R["participation.too_few"]), str(R["participation.more_than_base"])
        lines += [
            ({kind: small, f"{possibly} < {kind}": "true"}, few),
            ({kind: f"> {everyone}", share: "true"}, few),
            ({f"{surely} > {kind}": "true"}, more),
            ({kind: small, f"{surely} == {kind} and {possibly} <= {kind}": "true"}, "0"),
            ({kind: f"> {everyone}", sure: "true"}, "0"),
            ({}, str(-R["participation.undecided"])),
        ]
        tables.append(table(f"enough_{plan}", lines))
        asked = [said(way, *UNIT_LINES[way]) for way in ways]
        if plan == "medical":
            asked = [[({"by_unit": "> 0"}, "by_unit"), ({"by_unit": "< 0"}, "by_unit")]]
        name = f"enough_{plan}"
        enough = [({name: "> 0"}, name), ({name: "< 0"}, name)]
        tables.append(table(f"unit_{plan}", ordered(*asked, enough)))
    return graph(tables)


def decide(entries: pl.DataFrame, units: pl.DataFrame, starts: date) -> pl.DataFrame:
    """Decide the eight plans for every row."""
    tables, tables_of_units = of_rows(starts), of_units()
    minor = latest(18, starts)
    rows = entries.rows(named=True)
    by_unit = {unit["unit"]: unit for unit in units.iter_rows(named=True)}
    first_way = graph(
        [
            table(
                "by_unit",
                ordered(
                    said("in_beijing", "in_beijing.outside", "missing.in_beijing"),
                    [
                        ({"has_union": "true"}, str(R["no_union.has_one"])),
                        ({"has_union": "null"}, str(-R["missing.has_union"])),
                    ],
                ),
            )
        ]
    )
    for unit in by_unit.values():
        unit["by_unit"] = first_way.evaluate(unit)["result"]["by_unit"]
    taken: dict[tuple[str, str], str] = {}
    for row in rows:
        key, child = (row["unit"], row["member"]), row["child"] or ""
        taken[key] = min(taken.get(key, child), child)

    found: list[dict[str, Any]] = [{}] * len(rows)
    property_: dict[tuple[str, str], int] = {}
    # Members' own rows come first, since a child's row asks how its parent's stands.
    for number in sorted(range(len(rows)), key=lambda number: rows[number]["child"] is not None):
        row = rows[number]
        key, unit = (row["unit"], row["member"]), by_unit[row["unit"]]
        is_child, beside = row["child"] is not None, 0
        if is_child:
            code = property_.get(key)
            beside = 1 if code is None else 2 if code > 0 else 3 if code < 0 else 0
        born = row["child_birth_date"]
        context = {
            **{name: row[name] for name in row if not name.endswith("birth_date")},
            "born": row["birth_date"].toordinal(),
            "child_born": minor + 1 if born is None else born.toordinal(),
            "is_child": is_child,
            "child_healthy": row["child_healthy"] if is_child else True,
            "shares": row["shares"] or 1,
            "level": row["level"] or 0,
            "beside": beside,
            "by_unit": unit["by_unit"],
            "risk": unit["high_risk"] if row["high_risk"] is None else row["high_risk"],
        }
        found[number] = {**context, **tables.evaluate(context)["result"]}
        if not is_child:
            property_[key] = found[number]["accident_property"]

    surely: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    possibly: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for row, codes in zip(rows, found, strict=True):
        own = taken[row["unit"], row["member"]] == (row["child"] or "")
        for plan in ASKED:
            counts = own if plan != "childrens_accident" else codes["child_born"] > minor
            if counts and codes[plan] <= 0:
                possibly[row["unit"]][plan].add(row["member"])
                if codes[plan] == 0:
                    surely[row["unit"]][plan].add(row["member"])
    together = {}
    for name, unit in by_unit.items():
        counted = {
            "surely": {plan: len(surely[name][plan]) for plan in ASKED},
            "possibly": {plan: len(possibly[name][plan]) for plan in ASKED},
        }
        together[name] = tables_of_units.evaluate({**unit, **counted})["result"]

    out: dict[str, list[object]] = {f"{plan}_{name}": [] for plan in PLANS for name in COLUMNS}
    for row, codes in zip(rows, found, strict=True):
        of_unit, key = together[row["unit"]], (row["unit"], row["member"])
        then = {**codes, "by_unit": of_unit["unit_medical"]}
        # Asked again, now that the unit's people are counted.
        changed = codes["card"] != 0 and of_unit["unit_medical"] != codes["by_unit"]
        medical = tables.evaluate(then)["result"]["medical"] if changed else codes["medical"]
        shares, is_child = codes["shares"], codes["is_child"]
        fees = [0, 0, 56, 60, 90 * shares, 40 * shares, codes.get("level_fee"), 50 * shares]
        caps = [200_653, 45_000, 39_605, 7_200, 10_000 * shares, 10_000 * shares]
        caps = [*caps, codes.get("level_cap"), 27_560 * shares if is_child else 0]
        if is_child:
            caps[1] = 25_000
        for plan, fee, cap in zip(PLANS, fees, caps, strict=True):
            own = codes[plan]
            code = medical if plan == "medical" else own
            if plan not in ("medical", "accident_property"):
                unit_code = of_unit[f"unit_{plan}"]
                code = max(own, 0) or max(unit_code, 0) or own or unit_code
            values: tuple[object, ...]
            if plan not in ("accident_property", "childrens_accident") and taken[key] != (
                row["child"] or ""
            ):
                values = (None, None, REPEATED, None, None)
            elif code > 0:
                values = (None if own < 0 else own == 0, False, code, 0, 0)
            else:
                known = fee is not None and (code == 0 or fee == 0)
                values = (
                    None if own < 0 else own == 0,
                    None if code else True,
                    -code,
                    fee * 100 if known else None,
                    None if cap is None else cap * 100,
                )
            for name, value in zip(COLUMNS, values, strict=True):
                out[f"{plan}_{name}"].append(value)
    kinds = (pl.Boolean, pl.Boolean, pl.Int64, pl.Int64, pl.Int64)
    schema = {
        f"{plan}_{name}": kind for plan in PLANS for name, kind in zip(COLUMNS, kinds, strict=True)
    }
    return pl.DataFrame(out, schema=schema)
