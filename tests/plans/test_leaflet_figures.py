"""Every figure of the rules against `tests/data/leaflet.toml`, an independent transcription.

Both sides are brought into one flat form, path by path, and compared both ways: a figure that
stands on one side only differs from the other side's "absent".
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from enum import Enum
from pathlib import Path
from typing import Any

import pytest

from mutualaid import (
    AgeBetween,
    AllOf,
    AnyOf,
    BenefitLine,
    BesideMember,
    ByLevel,
    Ceiling,
    ChildHealthy,
    ChildUnder,
    Edition,
    FixedSum,
    Flat,
    Free,
    HasUnion,
    HoldsCard,
    InBeijing,
    Insured,
    Levels,
    MedicallyInsured,
    NoUnion,
    NoWorkInjury,
    ObservationDays,
    OfSex,
    Participation,
    PerShare,
    Pillar,
    Rule,
    Serving,
    UnionMember,
    WithChild,
    load_catalogue,
)
from mutualaid.text import Lang

ABSENT = "absent"
ON = date(2016, 1, 1)
LEAFLET = tomllib.loads(
    Path(__file__).parents[1].joinpath("data", "leaflet.toml").read_text("utf-8")
)["plan"]
CATALOGUE = load_catalogue()
SHIPPED = {code: plan for code, plan in CATALOGUE.items() if plan.found.startswith("mutualaid ")}

# What a condition without a figure comes to in the transcription. A child whom the entry names,
# and one who comes in beside the member, are no conditions of the leaflet but readings (R17, R21).
DECLARED = {
    Serving: {"serving": True},
    MedicallyInsured: {"basic_medical_insurance": True},
    UnionMember: {"union_member": True},
    HoldsCard: {"jingka_card": True},
    InBeijing: {"in_beijing": True},
    HasUnion: {"has_union": True},
    NoUnion: {"has_union": False},
    ChildHealthy: {"child_healthy": True},
    WithChild: {},
    BesideMember: {},
    NoWorkInjury: {"not_work_injury": True},
}
TERMS = {(ObservationDays, "days"): "observation_days"}
FIGURES = {"age": "child_under", "or_student": "child_student", "sex": "sex"}
FEES = {Free: "free", Flat: "per_term", PerShare: "per_share", ByLevel: "by_level"}
CAPS = {FixedSum: "fixed_sum", Ceiling: "ceiling"}
PAYERS = {"市总工会": "municipal_federation", "区、局、总公司工会": "district_level_union"}


# The transcription, flat -------------------------------------------------------------------------


def flat(value: object, path: str = "") -> dict[str, Any]:
    """Take a tree apart, so that each figure has a path such as `way.1.participation.percent`."""
    if isinstance(value, dict | list) and value:
        pairs = value.items() if isinstance(value, dict) else enumerate(value)
        found = {}
        for name, part in pairs:
            found |= flat(part, f"{path}.{name}" if path else str(name))
        return found
    return {path: value}


def of_leaflet(row: dict[str, Any]) -> dict[str, Any]:
    ways = [{name: part for name, part in way.items() if name != "way"} for way in row["way"]]
    caps = [{name: part for name, part in cap.items() if name != "line"} for cap in row["cap"]]
    told = {name: part for name, part in row.items() if name not in ("code", "title_printed")}
    return flat({**told, "way": ways, "cap": caps})


# The rules, in the same flat form ----------------------------------------------------------------


def plain(value: object) -> object:
    if isinstance(value, Levels):
        return [plain(amount) for amount in value.values()]
    if isinstance(value, Enum):
        return value.value
    return int(value) if isinstance(value, Decimal) and value == int(value) else value


def figures(rule: Rule, *besides: str) -> dict[str, Any]:
    """Give every figure of a rule: whatever takes part in its equality and is said."""
    return {
        name: plain(value)
        for name, value in rule.facts().items()
        if value is not None and name not in besides
    }


def conditions(rules: Iterable[Rule], way: dict[str, Any]) -> None:
    for rule in rules:
        if isinstance(rule, AllOf):
            conditions(rule.parts, way)
        elif isinstance(rule, AgeBetween):
            way["age"] = figures(rule)
        elif isinstance(rule, Participation):
            way["participation"] = figures(rule)
        elif isinstance(rule, ChildUnder | OfSex):
            way["conditions"] |= {FIGURES[name]: value for name, value in figures(rule).items()}
        else:
            way["conditions"] |= DECLARED[type(rule)] | figures(rule)


def ways(edition: Edition) -> Iterator[dict[str, Any]]:
    parts = edition.eligibility.parts
    common = [part for part in parts if not isinstance(part, AnyOf)]
    chosen = [part.parts for part in parts if isinstance(part, AnyOf)] or [(AllOf(common),)]
    (chosen,) = chosen  # no plan asks for one of several ways twice
    for rule in chosen:
        way = {"conditions": {}}
        conditions([*common, rule], way)
        payers = edition.fee.payers(rule.name)
        yield {"paid_by": [PAYERS[payer.zh] for payer in payers], **way}


def fee(edition: Edition) -> dict[str, Any]:
    names = {"amounts": "levels", "high_risk": "high_risk_levels"}
    found = {
        names.get(name, name): value for name, value in figures(edition.fee, "paid_by").items()
    }
    per = "member" if edition.benefit.insures(Insured.MEMBER) else "child"
    return {"kind": FEES[type(edition.fee)], **found, "per": per}


def cap(line: BenefitLine) -> dict[str, Any]:
    found = figures(line, "events", "code", "title", "terms")
    if isinstance(line.amount, Levels):
        found["levels"] = found.pop("amount")
    return {"kind": CAPS[type(line)], **found}


def terms(lines: Iterable[BenefitLine]) -> dict[str, Any]:
    """Give the figures of what is asked of a claim; which events it is asked of is no figure."""
    found: dict[str, Any] = {}
    for term in (term for line in lines for term in line.terms):
        found |= {TERMS[type(term), name]: value for name, value in figures(term, "events").items()}
        found |= DECLARED.get(type(term), {})
    return found


def events(edition: Edition) -> list[str]:
    return [event.title.zh for line in edition.benefit.lines for event in line.events]


def of_rules(edition: Edition) -> dict[str, Any]:
    info, benefit = edition.info, edition.benefit
    found = {
        "row": info.number,
        "title": info.title.zh,
        "aliases": list(info.aliases),
        "pillar": info.pillar.value,
        "term_years": info.term_years,
        "insured": [one.value for one in Insured if benefit.insures(one)],
        "diseases": events(edition) if info.pillar is Pillar.ILLNESS else [],
        "way": list(ways(edition)),
        "fee": fee(edition),
        "cap": [cap(line) for line in benefit.lines],
        **terms(benefit.lines),
    }
    return flat(found)


# The comparison ----------------------------------------------------------------------------------

PAIRS = {
    row["code"]: (of_leaflet(row), of_rules(SHIPPED[row["code"]].edition(ON)))
    for row in LEAFLET
    if row["code"] in SHIPPED
}
CASES = [
    (code, path)
    for code, (leaflet, rules) in PAIRS.items()
    for path in dict.fromkeys([*leaflet, *rules])
]


def test_the_leaflets_rows_are_the_shipped_plans_in_their_order() -> None:
    assert [row["code"] for row in LEAFLET] == list(SHIPPED)


@pytest.mark.parametrize(("code", "path"), CASES, ids=["-".join(case) for case in CASES])
def test_the_rules_say_what_the_leaflet_says(code: str, path: str) -> None:
    leaflet, rules = PAIRS[code]
    assert leaflet.get(path, ABSENT) == rules.get(path, ABSENT)


def test_the_comparison_sees_each_of_the_leaflets_amounts() -> None:
    amounts = {
        value
        for leaflet, _ in PAIRS.values()
        for value in leaflet.values()
        if type(value) is int and value > 18
    }
    assert {
        200653,
        20000,
        5000,
        10000,
        39605,
        7200,
        24000,
        44400,
        64800,
        88800,
        27560,
        56,
        60,
        90,
        40,
        26,
        50,
        74,
        100,
        32,
        62,
        93,
        124,
        70,
        80,
        30,
    } == amounts


@pytest.mark.parametrize("row", LEAFLET, ids=lambda row: row["code"])
def test_the_printed_title_is_the_title_with_a_blank_where_the_cell_broke_its_line(
    row: dict[str, Any],
) -> None:
    assert row["title"] == row["title_printed"].replace(" ", "")


@pytest.mark.parametrize("code", SHIPPED)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_number_in_the_title_of_a_line_is_the_number_of_its_events(code: str, lang: Lang) -> None:
    lines = [line for line in SHIPPED[code].edition(ON).benefit.lines if line.title]
    assert [number for line in lines for number in re.findall(r"\d+", line.title.of(lang))] == [
        str(len(line.events)) for line in lines if re.search(r"\d", line.title.of(lang))
    ]


def test_all_four_lines_of_death_and_disability_exclude_work_injury() -> None:
    lines = SHIPPED["accident_property"].edition(ON).benefit.lines
    assert ["death", "disability", "child_death", "child_disability"] == [
        line.code for line in lines if NoWorkInjury() in line.terms
    ]


# Where it stands ---------------------------------------------------------------------------------


@pytest.mark.parametrize("code", SHIPPED)
def test_the_conditions_cite_their_cell(code: str) -> None:
    plan = SHIPPED[code]
    cited = {(rule.source.row, rule.source.column) for rule in leaves(plan.edition(ON).eligibility)}
    assert {(plan.title.zh, "参保条件")} == cited


@pytest.mark.parametrize("code", SHIPPED)
def test_the_fee_cites_its_cell(code: str) -> None:
    plan = SHIPPED[code]
    source = plan.edition(ON).fee.source
    assert (plan.title.zh, "会费") == (source.row, source.column)


@pytest.mark.parametrize("code", SHIPPED)
def test_the_term_of_a_cover_cites_its_cell(code: str) -> None:
    plan = SHIPPED[code]
    source = plan.edition(ON).term.source
    assert (plan.title.zh, "保障期") == (source.row, source.column)


@pytest.mark.parametrize("code", SHIPPED)
def test_what_is_covered_cites_its_cell(code: str) -> None:
    plan = SHIPPED[code]
    lines = plan.edition(ON).benefit.lines
    cited = {line.source_of("events") for line in lines}
    cited |= {term.source for line in lines for term in line.terms}
    assert {(plan.title.zh, "保障范围")} == {(source.row, source.column) for source in cited}


@pytest.mark.parametrize("code", SHIPPED)
def test_the_caps_cite_their_cell(code: str) -> None:
    plan = SHIPPED[code]
    cited = {(line.source.row, line.source.column) for line in plan.edition(ON).benefit.lines}
    assert {(plan.title.zh, "最高互助金")} == cited


def leaves(rule: Rule) -> list[Rule]:
    if isinstance(rule, AllOf | AnyOf):
        return [leaf for part in rule.parts for leaf in leaves(part)]
    return [rule]
