"""The eight plans for a population, in Polars written for this question alone.

Units are numbered once, by an Enum of their names, and everything of them is gathered by number.
Only rows of children, a fifth of all, are joined with their parents' rows.
"""

from __future__ import annotations

from datetime import date, timedelta

import polars as pl
from dateutil.relativedelta import relativedelta

from frames_rivals.codes import PLANS, REPEATED, R

Expr = pl.Expr
CODE = pl.Int16
HEADCOUNTS = ("employees", "female_employees", "employees_with_minor_children")
SHARES = {
    "medical": (70, 29, "employees"),
    "inpatient_medical": (80, 100, "employees"),
    "inpatient_allowance": (70, 29, "employees"),
    "critical_illness": (80, 29, "employees"),
    "womens_illness": (80, 100, "female_employees"),
    "accident": (50, 29, "employees"),
    "childrens_accident": (50, 29, "employees_with_minor_children"),
}
"""Percentage of whom; up to how many of them everyone."""
LEVELS = {1: (2_600, 3_200), 2: (5_000, 6_200), 3: (7_400, 9_300), 4: (10_000, 12_400)}
LEVEL_CAPS = {1: 2_400_000, 2: 4_440_000, 3: 6_480_000, 4: 8_880_000}


def latest(years: int, starts: date) -> date:
    """Give the latest birth date with which so many years are completed."""
    bound = starts - relativedelta(years=years)
    day_after = bound + timedelta(days=1)
    return day_after if day_after + relativedelta(years=years) <= starts else bound


def code(number: int) -> Expr:
    """Give a code in every row."""
    return pl.lit(number, CODE)


def said(answer: Expr, fault: str, missing: str) -> Expr:
    """Code an answer that must be yes."""
    return (
        pl.when(answer)
        .then(code(0))
        .when(answer.is_null())
        .then(code(-R[missing]))
        .otherwise(code(R[fault]))
    )


def fails(condition: Expr, fault: str) -> Expr:
    """Code a condition that must not be."""
    return pl.when(condition).then(code(R[fault])).otherwise(code(0))


def first(*codes: Expr) -> Expr:
    """Give the first failure, or else the first unknown, or else nought."""
    *before, last = codes
    decided = pl.when(before[0] > 0).then(before[0]) if before else None
    for one in before[1:]:
        decided = decided.when(one > 0).then(one)
    if decided is None:
        return last
    decided = decided.when(last > 0).then(last)
    for one in before:
        decided = decided.when(one < 0).then(one)
    return decided.otherwise(last)


def either(one: Expr, other: Expr) -> Expr:
    """Code two ways, one of which is enough."""
    return (
        pl.when((one == 0) | (other == 0))
        .then(code(0))
        .when((one < 0) | (other > 0))
        .then(one)
        .otherwise(other)
    )


def decide(entries: pl.DataFrame, units: pl.DataFrame, starts: date) -> pl.DataFrame:
    """Decide the eight plans for every row."""
    rows = _own(entries, units, starts)
    children = _children(entries, rows, starts)
    rows = _with_children(rows, children)
    of_units = _of_units(rows, children, units)
    return _answers(entries, rows, of_units, units)


def _ways(units: pl.DataFrame) -> pl.DataFrame:
    in_beijing, has_union = pl.col("in_beijing"), pl.col("has_union")
    return units.select(
        in_beijing=said(in_beijing, "in_beijing.outside", "missing.in_beijing"),
        has_union=said(has_union, "has_union.none", "missing.has_union"),
        no_union=said(~has_union, "no_union.has_one", "missing.has_union"),
    ).with_columns(by_unit=first(pl.col("in_beijing"), pl.col("no_union")))


def _own(entries: pl.DataFrame, units: pl.DataFrame, starts: date) -> pl.DataFrame:
    """Code every row's own conditions, as far as they can be told from the row."""
    numbered = entries.lazy().with_columns(
        pl.col("unit").cast(pl.Enum(units["unit"])).to_physical().alias("u")
    )
    by_unit = _ways(units)["by_unit"]
    born, level, shares = pl.col("birth_date"), pl.col("level"), pl.col("shares").fill_null(1)
    youngest, oldest = latest(16, starts), latest(61, starts) + timedelta(days=1)
    minor = latest(18, starts) + timedelta(days=1)
    no_level = level.is_not_null()
    parts = numbered.select(
        "u",
        shares=shares,
        level=level,
        alone=pl.col("child").is_null(),
        minor=pl.col("child_birth_date") >= minor,
        insured=said(
            pl.col("basic_medical_insurance"),
            "medical_insurance.not_insured",
            "missing.basic_medical_insurance",
        ),
        serving=said(pl.col("serving"), "serving.not_serving", "missing.serving"),
        card=first(
            said(pl.col("union_member"), "union_member.not_a_member", "missing.union_member"),
            said(pl.col("jingka_card"), "card.none", "missing.jingka_card"),
        ),
        by_unit=pl.lit(by_unit).gather(pl.col("u")),
        age=pl.when(born > youngest)
        .then(code(R["age.too_young"]))
        .when(born < oldest)
        .then(code(R["age.too_old"]))
        .otherwise(code(0)),
        once=pl.when(no_level)
        .then(code(R["level.not_sold"]))
        .otherwise(fails(shares != 1, "shares.not_sold")),
        up_to_4=pl.when(no_level)
        .then(code(R["level.not_sold"]))
        .otherwise(fails(shares > 4, "shares.too_many")),
        up_to_2=pl.when(no_level)
        .then(code(R["level.not_sold"]))
        .otherwise(fails(shares > 2, "shares.too_many")),
        sold=pl.when(shares != 1)
        .then(code(R["shares.not_sold"]))
        .when(level.is_null())
        .then(code(R["level.none_chosen"]))
        .otherwise(fails(level > 4, "level.unknown")),
        woman=fails(pl.col("sex") != "female", "sex.other"),
        none=fails(pl.col("child").is_null(), "child.none"),
        young=pl.when(pl.col("child_birth_date") < minor)
        .then(said(pl.col("child_student"), "child_age.not_a_student", "missing.student"))
        .otherwise(code(0)),
        healthy=pl.when(pl.col("child").is_null())
        .then(code(0))
        .otherwise(said(pl.col("child_healthy"), "child_health.not_healthy", "missing.healthy")),
    )
    c = pl.col
    return (
        parts.with_columns(of_age=first(c("age"), c("serving")))
        .select(
            "u",
            "shares",
            "level",
            "alone",
            "minor",
            "insured",
            "serving",
            "card",
            "once",
            medical=first(c("insured"), c("serving"), either(c("card"), c("by_unit")), c("once")),
            accident_property=first(c("card"), c("serving"), c("once")),
            inpatient_medical=first(c("insured"), c("age"), c("serving"), c("once")),
            inpatient_allowance=first(c("of_age"), c("once")),
            critical_illness=first(c("of_age"), c("up_to_4")),
            womens_illness=first(c("woman"), c("of_age"), c("up_to_2")),
            accident=first(c("of_age"), c("sold")),
            childrens_accident=first(
                c("of_age"), c("none"), c("young"), c("healthy"), c("up_to_4")
            ),
        )
        .collect(engine="in-memory")
    )


def _children(entries: pl.DataFrame, rows: pl.DataFrame, starts: date) -> pl.DataFrame:
    """Give the rows of children, with what their parents' own rows come to."""
    both = rows.select(
        "u", "alone", "minor", "card", "serving", "once", "accident_property", "childrens_accident"
    ).with_columns(entries["member"], entries["child"])
    children = both.with_row_index("row").filter(~pl.col("alone")).drop("alone")
    parents = (
        both.lazy()
        .filter(pl.col("alone"))
        .select("u", "member", beside="accident_property")
        .join(children.lazy().select("u", "member"), on=["u", "member"], how="semi")
    )
    joined = children.lazy().join(parents, on=["u", "member"], how="left", maintain_order="left")
    beside = pl.col("beside")
    standing = (
        pl.when(beside.is_null())
        .then(code(R["beside_member.member_not_entered"]))
        .when(beside > 0)
        .then(code(R["beside_member.member_refused"]))
        .when(beside < 0)
        .then(code(-R["beside_member.member_unknown"]))
        .otherwise(code(0))
    )
    c = pl.col
    return joined.with_columns(
        property=first(c("card"), c("serving"), standing, c("once")),
    ).collect(engine="in-memory")


def _with_children(rows: pl.DataFrame, children: pl.DataFrame) -> pl.DataFrame:
    if children.is_empty():
        return rows.with_columns(taken=pl.lit(value=True))
    # Where the parent has no row, the first child stands in.
    without = children.filter(pl.col("beside").is_null())
    first_child = pl.col("child") == pl.col("child").min().over("u", "member")
    standing_in = without.filter(first_child)["row"]
    return rows.with_columns(
        rows["accident_property"].scatter(children["row"], children["property"]),
        rows["alone"].clone().scatter(standing_in, values=True).alias("taken"),
    )


def _of_units(rows: pl.DataFrame, children: pl.DataFrame, units: pl.DataFrame) -> pl.DataFrame:
    """Code what each unit meets for all its people at once, plan by plan."""
    counted = [plan for plan in SHARES if plan != "childrens_accident"]
    counts = (
        rows.lazy()
        .filter(pl.col("taken"))
        .group_by("u")
        .agg(
            *((pl.col(plan) == 0).sum().alias(f"{plan}_surely") for plan in counted),
            *((pl.col(plan) <= 0).sum().alias(f"{plan}_possibly") for plan in counted),
        )
    )
    parents = (
        children.lazy()
        .filter(pl.col("minor") & (pl.col("childrens_accident") <= 0))
        .group_by("u", "member")
        .agg((pl.col("childrens_accident") == 0).any().alias("surely"))
        .group_by("u")
        .agg(
            pl.col("surely").sum().alias("childrens_accident_surely"),
            pl.len().alias("childrens_accident_possibly"),
        )
    )
    ways = _ways(units)
    numbered = units.lazy().select(*HEADCOUNTS).with_row_index("u")
    joined = numbered.join(counts, on="u", how="left", maintain_order="left").join(
        parents, on="u", how="left", maintain_order="left"
    )
    enough = joined.select(
        *(_enough(plan, *asked).alias(f"{plan}_enough") for plan, asked in SHARES.items())
    ).collect(engine="in-memory")
    c = pl.col
    both = (c("in_beijing"), c("has_union"))
    return pl.concat([ways, enough], how="horizontal").select(
        medical=first(c("by_unit"), c("medical_enough")),
        inpatient_medical=first(*both, c("inpatient_medical_enough")),
        inpatient_allowance=first(c("in_beijing"), c("inpatient_allowance_enough")),
        critical_illness=first(*both, c("critical_illness_enough")),
        womens_illness=first(*both, c("womens_illness_enough")),
        accident=first(*both, c("accident_enough")),
        childrens_accident=first(*both, c("childrens_accident_enough")),
    )


def _enough(plan: str, percent: int, everyone: int, kind: str) -> Expr:
    base = pl.col(kind)
    surely = pl.col(f"{plan}_surely").fill_null(0).cast(pl.Int64)
    possibly = pl.col(f"{plan}_possibly").fill_null(0).cast(pl.Int64)
    required = pl.when(base <= everyone).then(base).otherwise((percent * base + 99) // 100)
    return (
        pl.when(base.is_null())
        .then(code(-R[f"missing.{kind}"]))
        .when(possibly < required)
        .then(code(R["participation.too_few"]))
        .when(surely > base)
        .then(code(R["participation.more_than_base"]))
        .when((required <= surely) & (possibly <= base))
        .then(code(0))
        .otherwise(code(-R["participation.undecided"]))
    )


def _answers(
    entries: pl.DataFrame, rows: pl.DataFrame, of_units: pl.DataFrame, units: pl.DataFrame
) -> pl.DataFrame:
    """Join own and unit's codes, and give the five columns of each plan."""
    u, shares = pl.col("u"), pl.col("shares")
    high_risk = entries["high_risk"].fill_null(units["high_risk"].gather(rows["u"]))
    level = pl.col("level").cast(pl.Int64)
    leveled = [pl.when(level == number) for number in LEVELS]
    fee = pl.coalesce(
        when.then(pl.when("risky").then(high).when(~pl.col("risky")).then(ordinary))
        for when, (ordinary, high) in zip(leveled, LEVELS.values(), strict=True)
    )
    cap = pl.coalesce(
        when.then(sum_) for when, sum_ in zip(leveled, LEVEL_CAPS.values(), strict=True)
    )
    fees = (0, 0, 5_600, 6_000, 9_000 * shares, 4_000 * shares, fee, 5_000 * shares)
    member = pl.when("alone")
    caps = (
        20_065_300,
        member.then(4_500_000).otherwise(2_500_000),
        3_960_500,
        720_000,
        1_000_000 * shares,
        1_000_000 * shares,
        cap,
        member.then(0).otherwise(2_756_000 * shares),
    )
    c = pl.col
    gathered = rows.lazy().with_columns(
        high_risk.alias("risky"),
        *(pl.lit(of_units[plan]).gather(u).alias(f"{plan}_unit") for plan in SHARES),
    )
    joined = gathered.with_columns(
        medical_code=first(
            c("insured"), c("serving"), either(c("card"), c("medical_unit")), c("once")
        ),
        accident_property_code=c("accident_property"),
        **{
            f"{plan}_code": first(c(plan), c(f"{plan}_unit"))
            for plan in SHARES
            if plan != "medical"
        },
    )
    out = []
    for plan, due, most in zip(PLANS, fees, caps, strict=True):
        taken = pl.lit(value=True) if plan in ("accident_property", PLANS[-1]) else c("taken")
        out += _five(plan, c(plan), c(f"{plan}_code"), taken, due, most)
    return joined.select(out).collect(engine="in-memory")


def _five(
    plan: str, own: Expr, joined: Expr, taken: Expr, fee: int | Expr, cap: int | Expr
) -> list[Expr]:
    free = isinstance(fee, int) and fee == 0
    # Until it is known whether someone comes in, only nothing is a known fee.
    due = pl.when(joined >= 0) if not free else pl.when(taken)
    fees = due.then(pl.when(joined > 0).then(0).otherwise(fee))
    return [
        pl.when(taken & (own >= 0)).then(own == 0).alias(f"{plan}_eligible"),
        pl.when(taken & (joined >= 0)).then(joined == 0).alias(f"{plan}_accepted"),
        pl.when(taken)
        .then(joined.abs())
        .otherwise(code(REPEATED))
        .cast(pl.Int64)
        .alias(f"{plan}_reason"),
        pl.when(taken).then(fees).cast(pl.Int64).alias(f"{plan}_fee"),
        pl.when(taken)
        .then(pl.when(joined > 0).then(0).otherwise(cap))
        .cast(pl.Int64)
        .alias(f"{plan}_cap"),
    ]
