"""The eight plans for a population, as one DuckDB query over the Polars frames.

DuckDB has no order of its own, so rows are numbered before and sorted after; by Polars, which
takes half the time. Without the two tables that are kept the query takes longer still.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import duckdb
from dateutil.relativedelta import relativedelta

from frames_rivals.codes import PLANS, REPEATED, R

if TYPE_CHECKING:
    import polars as pl

ENROL_CHILDREN = ("accident_property", "childrens_accident")
SHARES = {
    "medical": (70, 29, "employees"),
    "inpatient_medical": (80, 100, "employees"),
    "inpatient_allowance": (70, 29, "employees"),
    "critical_illness": (80, 29, "employees"),
    "womens_illness": (80, 100, "female_employees"),
    "accident": (50, 29, "employees"),
    "childrens_accident": (50, 29, "employees_with_minor_children"),
}
FEES = {
    "medical": "0",
    "accident_property": "0",
    "inpatient_medical": "5600",
    "inpatient_allowance": "6000",
    "critical_illness": "9000 * shares",
    "womens_illness": "4000 * shares",
    "accident": """CASE WHEN risk
        THEN CASE level WHEN 1 THEN 3200 WHEN 2 THEN 6200 WHEN 3 THEN 9300 WHEN 4 THEN 12400 END
        WHEN NOT risk
        THEN CASE level WHEN 1 THEN 2600 WHEN 2 THEN 5000 WHEN 3 THEN 7400 WHEN 4 THEN 10000 END
        END""",
    "childrens_accident": "5000 * shares",
}
CAPS = {
    "medical": "20065300",
    "accident_property": "4500000",
    "inpatient_medical": "3960500",
    "inpatient_allowance": "720000",
    "critical_illness": "1000000 * shares",
    "womens_illness": "1000000 * shares",
    "accident": """CASE level WHEN 1 THEN 2400000 WHEN 2 THEN 4440000 WHEN 3 THEN 6480000
        WHEN 4 THEN 8880000 END""",
    "childrens_accident": "0",
}
CHILDRENS_CAPS = {"accident_property": "2500000", "childrens_accident": "2756000 * shares"}


def latest(years: int, starts: date) -> date:
    """Give the latest birth date with which so many years are completed."""
    bound = starts - relativedelta(years=years)
    day_after = bound + timedelta(days=1)
    return day_after if day_after + relativedelta(years=years) <= starts else bound


def said(answer: str, fault: str, missing: str) -> str:
    """Code an answer that must be yes."""
    return (
        f"CASE WHEN {answer} THEN 0 WHEN ({answer}) IS NULL THEN -{R[missing]} ELSE {R[fault]} END"
    )


def fails(condition: str, fault: str) -> str:
    """Code a condition that must not be."""
    return f"CASE WHEN {condition} THEN {R[fault]} ELSE 0 END"


def first(*codes: str) -> str:
    """Give the first failure, or else the first unknown, or else nought."""
    failed = " ".join(f"WHEN {one} > 0 THEN {one}" for one in codes)
    unknown = " ".join(f"WHEN {one} < 0 THEN {one}" for one in codes)
    return f"CASE {failed} {unknown} ELSE 0 END"


def either(one: str, other: str) -> str:
    """Code two ways, one of which is enough."""
    return (
        f"CASE WHEN {one} = 0 OR {other} = 0 THEN 0"
        f" WHEN {one} < 0 OR {other} > 0 THEN {one} ELSE {other} END"
    )


def query(starts: date) -> str:
    """Write the query."""
    minor = f"child_birth_date > DATE '{latest(18, starts)}'"
    in_beijing = said("u.in_beijing", "in_beijing.outside", "missing.in_beijing")
    has_union = said("u.has_union", "has_union.none", "missing.has_union")
    no_union = said("NOT u.has_union", "no_union.has_one", "missing.has_union")
    counted = [plan for plan in SHARES if plan not in ENROL_CHILDREN]
    counts = ", ".join(
        f"count(*) FILTER (o_{plan} = 0) AS s_{plan}, count(*) FILTER (o_{plan} <= 0) AS p_{plan}"
        for plan in counted
    )
    both = {
        "inpatient_medical": ("in_beijing", "has_union"),
        "inpatient_allowance": ("in_beijing",),
        "critical_illness": ("in_beijing", "has_union"),
        "womens_illness": ("in_beijing", "has_union"),
        "accident": ("in_beijing", "has_union"),
        "childrens_accident": ("in_beijing", "has_union"),
        "medical": ("by_unit",),
    }
    enough = ", ".join(f"{_enough(plan, *asked)} AS e_{plan}" for plan, asked in SHARES.items())
    together = ", ".join(f"{first(*ways, f'e_{plan}')} AS u_{plan}" for plan, ways in both.items())
    joined = ", ".join(
        f"{first(f'o_{plan}', f'u_{plan}')} AS j_{plan}" for plan in SHARES if plan != "medical"
    )
    # Every piece is written here; no text of a user enters it.
    return f"""
WITH w AS (
    SELECT u.*, {in_beijing} AS in_beijing_c, {has_union} AS has_union_c, {no_union} AS no_union_c
    FROM units u
), ways AS (
    SELECT unit, employees, female_employees, employees_with_minor_children,
        high_risk AS unit_risk, in_beijing_c AS in_beijing, has_union_c AS has_union,
        {first("in_beijing_c", "no_union_c")} AS by_unit
    FROM w
), parts AS (
    SELECT e.row, e.unit, e.member, e.child, coalesce(e.shares, 1) AS shares, e.level,
        coalesce(e.high_risk, v.unit_risk) AS risk, {minor} AS minor, v.by_unit,
        {
        said(
            "basic_medical_insurance",
            "medical_insurance.not_insured",
            "missing.basic_medical_insurance",
        )
    } AS insured,
        {said("serving", "serving.not_serving", "missing.serving")} AS serving,
        {said("union_member", "union_member.not_a_member", "missing.union_member")} AS in_union,
        {said("jingka_card", "card.none", "missing.jingka_card")} AS has_card,
        CASE WHEN birth_date > DATE '{latest(16, starts)}' THEN {R["age.too_young"]}
            WHEN birth_date <= DATE '{latest(61, starts)}' THEN {R["age.too_old"]}
            ELSE 0 END AS age,
        {fails("level IS NOT NULL", "level.not_sold")} AS no_level,
        {fails("coalesce(shares, 1) != 1", "shares.not_sold")} AS one_share,
        {fails("shares > 4", "shares.too_many")} AS four,
        {fails("shares > 2", "shares.too_many")} AS two,
        CASE WHEN coalesce(shares, 1) != 1 THEN {R["shares.not_sold"]}
            WHEN level IS NULL THEN {R["level.none_chosen"]}
            WHEN level > 4 THEN {R["level.unknown"]} ELSE 0 END AS sold,
        {fails("sex != 'female'", "sex.other")} AS woman,
        {fails("child IS NULL", "child.none")} AS no_child,
        CASE WHEN NOT {minor} THEN
            {said("child_student", "child_age.not_a_student", "missing.student")}
            ELSE 0 END AS young,
        CASE WHEN child IS NOT NULL THEN
            {said("child_healthy", "child_health.not_healthy", "missing.healthy")}
            ELSE 0 END AS healthy
    FROM entries e JOIN ways v USING (unit)
), cards AS (
    SELECT *, {first("in_union", "has_card")} AS card FROM parts
), own AS MATERIALIZED (
    SELECT *, {either("card", "by_unit")} AS way,
        {first("card", "serving", "no_level", "one_share")} AS alone_property,
        {first("insured", "age", "serving", "no_level", "one_share")} AS o_inpatient_medical,
        {first("age", "serving", "no_level", "one_share")} AS o_inpatient_allowance,
        {first("age", "serving", "no_level", "four")} AS o_critical_illness,
        {first("woman", "age", "serving", "no_level", "two")} AS o_womens_illness,
        {first("age", "serving", "sold")} AS o_accident,
        {
        first("age", "serving", "no_child", "young", "healthy", "no_level", "four")
    } AS o_childrens_accident
    FROM cards
), families AS (
    SELECT unit, member, min(child) AS first_child, bool_or(child IS NULL) AS alone,
        max(alone_property) FILTER (child IS NULL) AS beside
    FROM own WHERE (unit, member) IN (SELECT unit, member FROM own WHERE child IS NOT NULL)
    GROUP BY unit, member
), standing AS (
    SELECT o.*, {first("insured", "serving", "way", "no_level", "one_share")} AS o_medical,
        CASE WHEN o.child IS NULL THEN 0
            WHEN f.beside IS NULL THEN {R["beside_member.member_not_entered"]}
            WHEN f.beside > 0 THEN {R["beside_member.member_refused"]}
            WHEN f.beside < 0 THEN -{R["beside_member.member_unknown"]} ELSE 0 END AS beside_c,
        o.child IS NULL OR (NOT f.alone AND o.child = f.first_child) AS taken
    FROM own o LEFT JOIN families f ON o.child IS NOT NULL
        AND o.unit = f.unit AND o.member = f.member
), rows AS MATERIALIZED (
    SELECT *, {first("card", "serving", "beside_c", "no_level", "one_share")} AS o_accident_property
    FROM standing
), counts AS (
    SELECT unit, {counts} FROM rows WHERE taken GROUP BY unit
), each_parent AS (
    SELECT unit, member, bool_or(o_childrens_accident = 0) AS surely
    FROM rows WHERE minor AND o_childrens_accident <= 0 GROUP BY unit, member
), parents AS (
    SELECT unit, count(*) FILTER (surely) AS s_childrens_accident,
        count(*) AS p_childrens_accident
    FROM each_parent GROUP BY unit
), enough AS (
    SELECT v.*, {enough}
    FROM ways v LEFT JOIN counts USING (unit) LEFT JOIN parents USING (unit)
), together AS (
    SELECT unit, {together} FROM enough
), ways_again AS (
    SELECT r.*, t.* EXCLUDE (unit), {either("r.card", "t.u_medical")} AS way_then
    FROM rows r JOIN together t USING (unit)
), joined AS (
    SELECT *, {first("insured", "serving", "way_then", "no_level", "one_share")} AS j_medical,
        o_accident_property AS j_accident_property, {joined}
    FROM ways_again
)
SELECT row, {", ".join(map(_five, PLANS))}
FROM joined
"""  # noqa: S608 - see above


def _enough(plan: str, percent: int, everyone: int, kind: str) -> str:
    surely, possibly = f"coalesce(s_{plan}, 0)", f"coalesce(p_{plan}, 0)"
    required = (
        f"CASE WHEN {kind} <= {everyone} THEN {kind} ELSE ({percent} * {kind} + 99) // 100 END"
    )
    return f"""CASE WHEN {kind} IS NULL THEN -{R[f"missing.{kind}"]}
        WHEN {possibly} < {required} THEN {R["participation.too_few"]}
        WHEN {surely} > {kind} THEN {R["participation.more_than_base"]}
        WHEN {required} <= {surely} AND {possibly} <= {kind} THEN 0
        ELSE -{R["participation.undecided"]} END"""


def _five(plan: str) -> str:
    own, code = f"o_{plan}", f"j_{plan}"
    taken = "true" if plan in ENROL_CHILDREN else "taken"
    cap = CAPS[plan]
    if plan in CHILDRENS_CAPS:
        cap = f"CASE WHEN child IS NULL THEN {cap} ELSE {CHILDRENS_CAPS[plan]} END"
    # Until it is known whether someone comes in, only nothing is a known fee.
    known = "true" if FEES[plan] == "0" else f"{code} >= 0"
    columns = {
        "eligible": f"CASE WHEN {taken} AND {own} >= 0 THEN {own} = 0 END",
        "accepted": f"CASE WHEN {taken} AND {code} >= 0 THEN {code} = 0 END",
        "reason": f"CAST(CASE WHEN {taken} THEN abs({code}) ELSE {REPEATED} END AS BIGINT)",
        "fee": f"""CAST(CASE WHEN {taken} AND {known} THEN
            CASE WHEN {code} > 0 THEN 0 ELSE {FEES[plan]} END END AS BIGINT)""",
        "cap": f"""CAST(CASE WHEN {taken} THEN
            CASE WHEN {code} > 0 THEN 0 ELSE {cap} END END AS BIGINT)""",
    }
    return ", ".join(f"{value} AS {plan}_{name}" for name, value in columns.items())


def decide(entries: pl.DataFrame, units: pl.DataFrame, starts: date) -> pl.DataFrame:
    """Decide the eight plans for every row."""
    with duckdb.connect() as connection:
        connection.register("entries", entries.with_row_index("row"))
        connection.register("units", units)
        return connection.sql(query(starts)).pl().sort("row").drop("row")
