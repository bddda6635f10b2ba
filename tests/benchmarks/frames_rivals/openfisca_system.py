"""The eight plans for a population, as an OpenFisca tax and benefit system.

Every row is a person of OpenFisca, every member with its children a family, every employer a unit.
OpenFisca knows no nulls, so what was not said is -1, and answers are codes.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache
from typing import Any

import numpy as np
import polars as pl
from dateutil.relativedelta import relativedelta
from openfisca_core.entities import build_entity
from openfisca_core.periods import DateUnit
from openfisca_core.simulations import SimulationBuilder
from openfisca_core.taxbenefitsystems import TaxBenefitSystem
from openfisca_core.variables import Variable

from frames_rivals.codes import PLANS, REPEATED, R

NOT_SAID = -1
EPOCH = date(1970, 1, 1)
FLAGS = (
    "serving",
    "basic_medical_insurance",
    "union_member",
    "jingka_card",
    "member_risk",
    "child_healthy",
    "child_student",
)
NUMBERS = ("birth", "woman", "is_child", "child_birth", "child_order", "shares", "level")
OF_UNIT = (
    "in_beijing",
    "has_union",
    "unit_risk",
    "employees",
    "female_employees",
    "employees_with_minor_children",
)
ASKED = {
    "medical": (70, 29, "employees"),
    "inpatient_medical": (80, 100, "employees"),
    "inpatient_allowance": (70, 29, "employees"),
    "critical_illness": (80, 29, "employees"),
    "womens_illness": (80, 100, "female_employees"),
    "accident": (50, 29, "employees"),
    "childrens_accident": (50, 29, "employees_with_minor_children"),
}
ORDINARY = np.array([0, 2_600, 5_000, 7_400, 10_000, 0])
HIGH = np.array([0, 3_200, 6_200, 9_300, 12_400, 0])
LEVEL_CAPS = np.array([0, 2_400_000, 4_440_000, 6_480_000, 8_880_000, 0])


def latest(years: int, starts: date) -> int:
    """Give the latest birth date with which so many years are completed, as a number."""
    bound = starts - relativedelta(years=years)
    day_after = bound + timedelta(days=1)
    day = day_after if day_after + relativedelta(years=years) <= starts else bound
    return (day - EPOCH).days


def said(answer: Any, fault: str, missing: str) -> Any:
    """Code an answer that must be yes."""
    return np.select([answer == 1, answer == NOT_SAID], [0, -R[missing]], R[fault])


def fails(condition: Any, fault: str) -> Any:
    """Code a condition that must not be."""
    return np.where(condition, R[fault], 0)


def first(*codes: Any) -> Any:
    """Give the first failure, or else the first unknown, or else nought."""
    found = codes[0]
    for code in codes[1:]:
        found = np.where((found > 0) | ((found < 0) & (code <= 0)), found, code)
    return found


def either(one: Any, other: Any) -> Any:
    """Code two ways, one of which is enough."""
    lacking = np.where((one < 0) | (other > 0), one, other)
    return np.where((one == 0) | (other == 0), 0, lacking)


@lru_cache(maxsize=4)
def system(starts: date) -> TaxBenefitSystem:
    """Make the system for one start day."""
    row = build_entity("row", "rows", "A row", is_person=True)
    unit = build_entity("unit", "units", "An employer", roles=[{"key": "of_unit"}])
    family = build_entity("family", "families", "A member", roles=[{"key": "of_family"}])
    made = TaxBenefitSystem([row, unit, family])

    def add(name: str, entity: Any, formula: Any = None) -> None:
        body = {
            "value_type": int,
            "entity": entity,
            "definition_period": DateUnit.DAY,
            "label": name,
        }
        if formula is not None:
            body["formula"] = lambda population, period: formula(
                population, lambda asked: population(asked, seed=period), period
            )
        made.add_variable(type(name, (Variable,), body))

    for name in (*FLAGS, *NUMBERS):
        add(name, row)
    for name in OF_UNIT:
        add(name, unit)

    add(
        "in_beijing_code",
        unit,
        lambda _, get, __: said(get("in_beijing"), "in_beijing.outside", "missing.in_beijing"),
    )
    add(
        "has_union_code",
        unit,
        lambda _, get, __: said(get("has_union"), "has_union.none", "missing.has_union"),
    )

    def no_union(_: Any, get: Any, __: Any) -> Any:
        union = get("has_union")
        none = np.where(union == NOT_SAID, NOT_SAID, 1 - union)
        return first(get("in_beijing_code"), said(none, "no_union.has_one", "missing.has_union"))

    add("by_unit", unit, no_union)
    simple = {
        "insured": (
            "basic_medical_insurance",
            "medical_insurance.not_insured",
            "missing.basic_medical_insurance",
        ),
        "in_service": ("serving", "serving.not_serving", "missing.serving"),
        "in_union": ("union_member", "union_member.not_a_member", "missing.union_member"),
        "has_card": ("jingka_card", "card.none", "missing.jingka_card"),
    }
    for name, (asked, fault, missing) in simple.items():
        add(
            name,
            row,
            lambda _, get, __, asked=asked, fault=fault, missing=missing: said(
                get(asked), fault, missing
            ),
        )
    add("card", row, lambda _, get, __: first(get("in_union"), get("has_card")))
    youngest, too_old, adult = (latest(years, starts) for years in (16, 61, 18))
    add(
        "of_age",
        row,
        lambda _, get, __: first(
            fails(get("birth") > youngest, "age.too_young"),
            fails(get("birth") <= too_old, "age.too_old"),
        ),
    )
    add("minor", row, lambda _, get, __: (get("is_child") == 1) & (get("child_birth") > adult))
    add("no_level", row, lambda _, get, __: fails(get("level") > 0, "level.not_sold"))
    for most, fault in ((1, "shares.not_sold"), (2, "shares.too_many"), (4, "shares.too_many")):
        add(
            f"up_to_{most}",
            row,
            lambda _, get, __, most=most, fault=fault: first(
                get("no_level"), fails(get("shares") > most, fault)
            ),
        )

    def taken(rows: Any, get: Any, _: Any) -> Any:
        return rows.get_rank(rows.family, get("child_order")) == 0

    def beside(rows: Any, get: Any, period: Any) -> Any:
        alone = 1 - get("is_child")
        entered, code = rows.family("entered", period), rows.family("alone_code", period)
        return np.select(
            [alone == 1, entered == 0, code > 0, code < 0],
            [
                0,
                R["beside_member.member_not_entered"],
                R["beside_member.member_refused"],
                -R["beside_member.member_unknown"],
            ],
        )

    def alone_code(families: Any, _: Any, period: Any) -> Any:
        alone = families.members("is_child", period) == 0
        return families.sum(np.where(alone, families.members("alone_property", period), 0))

    add("taken", row, taken)
    add(
        "alone_property",
        row,
        lambda _, get, __: first(get("card"), get("in_service"), get("up_to_1")),
    )
    add(
        "entered",
        family,
        lambda families, _, period: families.any(families.members("is_child", period) == 0),
    )
    add("alone_code", family, alone_code)
    add("beside", row, beside)

    def own_medical(rows: Any, get: Any, period: Any, asked: str = "by_unit") -> Any:
        way = either(get("card"), rows.unit(asked, period))
        return first(get("insured"), get("in_service"), way, get("up_to_1"))

    own = {
        "medical": own_medical,
        "accident_property": lambda _, get, __: first(
            get("card"), get("in_service"), get("beside"), get("up_to_1")
        ),
        "inpatient_medical": lambda _, get, __: first(
            get("insured"), get("of_age"), get("in_service"), get("up_to_1")
        ),
        "inpatient_allowance": lambda _, get, __: first(
            get("of_age"), get("in_service"), get("up_to_1")
        ),
        "critical_illness": lambda _, get, __: first(
            get("of_age"), get("in_service"), get("up_to_4")
        ),
        "womens_illness": lambda _, get, __: first(
            fails(get("woman") == 0, "sex.other"),
            get("of_age"),
            get("in_service"),
            get("up_to_2"),
        ),
        "accident": lambda _, get, __: first(
            get("of_age"),
            get("in_service"),
            fails(get("shares") > 1, "shares.not_sold"),
            fails(get("level") == 0, "level.none_chosen"),
            fails(get("level") > 4, "level.unknown"),
        ),
        "childrens_accident": lambda _, get, __: first(
            get("of_age"),
            get("in_service"),
            fails(get("is_child") == 0, "child.none"),
            np.where(
                get("minor"),
                0,
                said(get("child_student"), "child_age.not_a_student", "missing.student"),
            ),
            said(get("child_healthy"), "child_health.not_healthy", "missing.healthy"),
            get("up_to_4"),
        ),
    }
    for plan, formula in own.items():
        add(f"{plan}_own", row, formula)

    def counts(rows: Any, get: Any, _: Any, plan: str, *, surely: bool) -> Any:
        code = get(f"{plan}_own")
        joins = code == 0 if surely else code <= 0
        if plan != "childrens_accident":
            return joins & (get("taken") == 1)
        # The first of each parent's children who counts, so that the parent counts once.
        joins = joins & (get("minor") == 1)
        return rows.get_rank(rows.family, get("child_order"), condition=joins) == 0

    def enough(units: Any, get: Any, period: Any, plan: str) -> Any:
        percent, everyone, kind = ASKED[plan]
        base = get(kind)
        surely = units.sum(units.members(f"{plan}_surely", period))
        possibly = units.sum(units.members(f"{plan}_possibly", period))
        required = np.where(base <= everyone, base, -(-percent * base // 100))
        return np.select(
            [
                base == NOT_SAID,
                possibly < required,
                surely > base,
                (required <= surely) & (possibly <= base),
            ],
            [
                -R[f"missing.{kind}"],
                R["participation.too_few"],
                R["participation.more_than_base"],
                0,
            ],
            -R["participation.undecided"],
        )

    def of_unit(_: Any, get: Any, __: Any, plan: str) -> Any:
        if plan == "medical":
            return first(get("by_unit"), get("medical_enough"))
        if plan == "inpatient_allowance":
            return first(get("in_beijing_code"), get(f"{plan}_enough"))
        return first(get("in_beijing_code"), get("has_union_code"), get(f"{plan}_enough"))

    for plan in ASKED:
        for name, surely in (("surely", True), ("possibly", False)):
            add(
                f"{plan}_{name}",
                row,
                lambda rows, get, period, plan=plan, surely=surely: counts(
                    rows, get, period, plan, surely=surely
                ),
            )
        add(
            f"{plan}_enough",
            unit,
            lambda units, get, period, plan=plan: enough(units, get, period, plan),
        )
        add(
            f"{plan}_unit",
            unit,
            lambda units, get, period, plan=plan: of_unit(units, get, period, plan),
        )
        if plan != "medical":
            add(
                f"{plan}_code",
                row,
                lambda rows, get, period, plan=plan: first(
                    get(f"{plan}_own"), rows.unit(f"{plan}_unit", period)
                ),
            )
    add("medical_code", row, lambda *asked: own_medical(*asked, "medical_unit"))
    add("accident_property_code", row, lambda _, get, __: get("accident_property_own"))

    def risk(rows: Any, get: Any, period: Any) -> Any:
        member = get("member_risk")
        return np.where(member == NOT_SAID, rows.unit("unit_risk", period), member)

    add("risk", row, risk)
    of_level = lambda get: np.clip(get("level"), 0, 5)  # noqa: E731
    add(
        "accident_due",
        row,
        lambda _, get, __: np.where(get("risk") == 1, HIGH[of_level(get)], ORDINARY[of_level(get)]),
    )
    add("accident_most", row, lambda _, get, __: LEVEL_CAPS[of_level(get)])
    for plan, fee in (
        ("critical_illness", 9_000),
        ("womens_illness", 4_000),
        ("childrens_accident", 5_000),
    ):
        add(f"{plan}_due", row, lambda _, get, __, fee=fee: fee * get("shares"))
    for plan, cap in (
        ("critical_illness", 1_000_000),
        ("womens_illness", 1_000_000),
        ("childrens_accident", 2_756_000),
    ):
        add(f"{plan}_most", row, lambda _, get, __, cap=cap: cap * get("shares"))
    flat = {
        "medical": (0, 20_065_300),
        "accident_property": (0, 4_500_000),
        "inpatient_medical": (5_600, 3_960_500),
        "inpatient_allowance": (6_000, 720_000),
    }
    for plan, (fee, cap) in flat.items():
        add(f"{plan}_due", row, lambda _, get, __, fee=fee: np.full_like(get("shares"), fee))
        add(f"{plan}_most", row, lambda _, get, __, cap=cap: np.full_like(get("shares"), cap))
    return made


def decide(entries: pl.DataFrame, units: pl.DataFrame, starts: date) -> pl.DataFrame:
    """Decide the eight plans for every row."""
    simulation = _simulation(entries, units, starts)

    def get(name: str) -> Any:
        return simulation.calculate(name, str(starts))

    taken, is_child = get("taken") == 1, get("is_child") == 1
    no_level = (get("level") == 0) | (get("level") > 4)
    out: dict[str, pl.Series] = {}
    for plan in PLANS:
        children = plan in ("accident_property", "childrens_accident")
        own, code, fee = get(f"{plan}_own"), get(f"{plan}_code"), get(f"{plan}_due")
        cap = get(f"{plan}_most")
        if plan == "childrens_accident":
            cap = np.where(is_child, cap, 0)
        elif plan == "accident_property":
            cap = np.where(is_child, 2_500_000, cap)
        asked = np.full(len(code), fill_value=True) if children else taken
        fee_known, cap_known = code == 0, np.full(len(code), fill_value=True)
        if plan == "accident":
            fee_known = fee_known & ~no_level & (get("risk") != NOT_SAID)
            cap_known = ~no_level
        elif plan in ("medical", "accident_property"):
            fee_known = cap_known  # nothing is a known fee, whoever comes in
        refused = code > 0
        out |= {
            f"{plan}_eligible": _column(own == 0, asked & (own >= 0)),
            f"{plan}_accepted": _column(code == 0, asked & (code >= 0)),
            f"{plan}_reason": pl.Series(np.where(asked, np.abs(code), REPEATED)).cast(pl.Int64),
            f"{plan}_fee": _column(np.where(refused, 0, fee), asked & (refused | fee_known)),
            f"{plan}_cap": _column(np.where(refused, 0, cap), asked & (refused | cap_known)),
        }
    return pl.DataFrame(out).with_columns(pl.col(pl.Int32).cast(pl.Int64))


def _simulation(entries: pl.DataFrame, units: pl.DataFrame, starts: date) -> Any:
    unit = entries["unit"].cast(pl.Enum(units["unit"])).to_physical().to_numpy()
    families = entries.select(pl.struct("unit", "member").rank("dense")).to_series().to_numpy()
    made = system(starts)
    builder = SimulationBuilder()
    builder.create_entities(made)
    builder.declare_person_entity("row", np.arange(len(entries)))
    for name, of_rows, count in (("unit", unit, len(units)), ("family", families, None)):
        ids = np.arange(count) if count else np.unique(of_rows)
        group = builder.declare_entity(name, ids)
        builder.join_with_persons(group, of_rows, roles=[f"of_{name}"] * len(entries))
    simulation = builder.build(made)

    def flags(series: pl.Series) -> Any:
        return series.cast(pl.Int32).fill_null(NOT_SAID).to_numpy()

    child = entries["child"]
    inputs = {
        **{name: flags(entries[name]) for name in FLAGS if name in entries.columns},
        "member_risk": flags(entries["high_risk"]),
        "unit_risk": flags(units["high_risk"]),
        **{name: flags(units[name]) for name in OF_UNIT if name in units.columns},
        "birth": entries["birth_date"].cast(pl.Int32).to_numpy(),
        "woman": (entries["sex"] == "female").cast(pl.Int32).to_numpy(),
        "is_child": child.is_not_null().cast(pl.Int32).to_numpy(),
        "child_birth": entries["child_birth_date"].cast(pl.Int32).fill_null(0).to_numpy(),
        # OpenFisca's numbers are of 32 bits.
        "child_order": child.rank("dense").fill_null(0).cast(pl.Int32).to_numpy(),
        "shares": entries["shares"].fill_null(1).cast(pl.Int32).to_numpy(),
        "level": entries["level"].fill_null(0).cast(pl.Int32).to_numpy(),
    }
    for name, values in inputs.items():
        simulation.set_input(name, str(starts), values)
    return simulation


def _column(values: Any, known: Any) -> pl.Series:
    return pl.select(pl.when(pl.Series(known)).then(pl.Series(values))).to_series()
