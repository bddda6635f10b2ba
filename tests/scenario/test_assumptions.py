"""Assumptions: each value with its source and date; every gap and every fault told at once."""

from __future__ import annotations

import json
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import attrs
import jsonschema
import pytest

from mutualaid import Insured, InvalidType, InvalidValue, Sex, UnknownName, load_catalogue
from mutualaid.scenario import (
    Assumption,
    Assumptions,
    Cell,
    DiscreteShock,
    EmpiricalSeverity,
    Exposure,
    Factors,
    FixedSeverity,
    Flow,
    GammaShock,
    InvalidAssumptions,
    LognormalShock,
    MissingAssumptions,
    NoShock,
    Rate,
    ScipySeverity,
    Severity,
    ShareOfBenefit,
    Shock,
    assumptions_schema,
    expose,
)
from mutualaid.scenario.assumptions import Risk
from mutualaid.scenario.sizes import size_from_text, sized
from mutualaid.telling import tell
from mutualaid.testing.population import population

EXAMPLE = Path(__file__).parents[2] / "docs" / "examples" / "scenario"
STARTS = date(2016, 1, 1)
CATALOGUE = load_catalogue()
LIFE = 1_000_000
CELL = Cell(
    "accident", "benefit", Insured.MEMBER, 35, Sex.MALE, high_risk=False, shares=1, level=2,
    benefit=4_440_000, fixed=False, weight=2 * LIFE,
)  # fmt: skip
FROM = {"source": "a guess", "as_of": STARTS}


def exposure_of(*cells: Cell, starts: date = STARTS) -> Exposure:
    plans = dict.fromkeys(cell.plan for cell in cells)
    return Exposure(starts, tuple((plan, 1) for plan in plans), cells, (), ())


def assumed(*values: Assumption, **others: Any) -> Assumptions:
    return Assumptions("guesses", values=values, **others)


def chance(probability: float = 0.01, **where: Any) -> Assumption:
    return Assumption(probability=probability, **{**FROM, **where})


def size(severity: Any = None, **where: Any) -> Assumption:
    return Assumption(severity=severity or FixedSeverity(500), **{**FROM, **where})


def risk_of(cell: Cell = CELL, *, starts: date = STARTS, **others: Any) -> Risk:
    (risk,) = assumed(chance(), size(), **others).risks(exposure_of(cell, starts=starts))
    return risk


# The example --------------------------------------------------------------------------------------


@cache
def example() -> Assumptions:
    return Assumptions.load(EXAMPLE / "assumptions.toml")


def test_the_example_says_that_it_is_made_up_and_has_no_gap() -> None:
    assert example().illustrative
    assert "no experience" in example().about
    example().check_names(CATALOGUE)
    exposure = expose(CATALOGUE, *population(600, seed=6, by_plan=0.2), starts=STARTS)
    assert len(exposure.cells) == len(example().portfolio(exposure))


def test_a_portfolio_has_the_cells_with_what_is_assumed_of_them() -> None:
    (cell,) = assumed(chance(0.25), size()).portfolio(exposure_of(CELL))
    assert ("accident", 2, 0.25, 44_400, FixedSeverity(500)) == (
        cell.group, cell.lives, cell.probability, cell.ceiling, cell.severity,
    )  # fmt: skip
    assert CELL.key == cell.key


def test_documents_come_back_as_they_were() -> None:
    there = json.loads(json.dumps(example().to_dict()))
    assert example() == Assumptions.from_dict(there)
    one = attrs.evolve(
        example(),
        illustrative=False,
        about="",
        values=(
            chance(ages=(60, 200), risks=(None,), sex=Sex.FEMALE),
            chance(ages=(30, 30), risks=(False, None)),
            size(EmpiricalSeverity([1, 2], weights=[3, 4]), ages=(16, 60), risks=(True,)),
        ),
        stresses=(Factors(probability=1.5, severity=0.5, plan="accident", line="benefit", **FROM),),
        shock=Shock(law=DiscreteShock([0.5, 1.5], [1, 1]), **FROM),
    )
    assert one == Assumptions.from_dict(json.loads(json.dumps(one.to_dict())))
    assert attrs.evolve(one, shock=None) == Assumptions.from_dict(
        attrs.evolve(one, shock=None).to_dict()
    )


# Which assumption speaks of which cell ------------------------------------------------------------


@pytest.mark.parametrize(
    ("where", "holds"),
    [
        ({}, True),
        ({"plan": "accident"}, True),
        ({"plan": "medical"}, False),
        ({"line": "benefit"}, True),
        ({"line": "death"}, False),
        ({"ages": (35, 35)}, True),
        ({"ages": (16, 34)}, False),
        ({"ages": (36, 60)}, False),
        ({"sex": Sex.MALE}, True),
        ({"sex": Sex.FEMALE}, False),
        ({"risks": (False,)}, True),
        ({"risks": (True, None)}, False),
    ],
)
def test_an_assumption_speaks_of_the_cells_that_it_describes(
    where: dict[str, Any], *, holds: bool
) -> None:
    assert holds is chance(**where).holds(CELL)


def test_what_is_said_of_a_sex_or_a_risk_says_nothing_of_children() -> None:
    child = attrs.evolve(CELL, insured=Insured.CHILD, sex=None, high_risk=None)
    assert chance().holds(child)
    assert not chance(sex=Sex.MALE).holds(child)
    assert not chance(risks=(True, False)).holds(child)


def test_every_gap_is_told_at_once_by_ages_and_lives() -> None:
    ages = [attrs.evolve(CELL, age=age) for age in (16, 17, 18, 20, 35, 61)]
    women = attrs.evolve(CELL, sex=Sex.FEMALE, high_risk=None, age=40, weight=1_500 * LIFE)
    child = attrs.evolve(CELL, plan="childrens_accident", insured=Insured.CHILD, sex=None, age=5)
    given = assumed(chance(plan="accident", ages=(30, 40), sex=Sex.MALE), size(plan="accident"))
    with pytest.raises(MissingAssumptions) as told:
        given.risks(exposure_of(*ages, women, child))
    assert [
        "accident.benefit: no probability: ages 16–18; 20; 61, male, no high risk, lives 10",
        "accident.benefit: no probability: ages 40, female, high risk not said, lives 1,500",
        "childrens_accident.benefit: no probability: ages 5, children, lives 2",
        "childrens_accident.benefit: no severity: ages 5, children, lives 2",
    ] == [f"{gap.where}: {gap.what}" for gap in told.value.gaps]
    assert {"add an assumption for them"} == {gap.hint for gap in told.value.gaps}
    chinese = tell(told.value, "zh").splitlines()
    assert "错误：假设有 4 处空缺：" == chinese[0]
    assert chinese[1].startswith("  - accident.benefit：没有概率：16–18; 20; 61 岁，男，非高危行业")
    assert chinese[3].endswith("5 岁，子女，2 人；请补上这些人的假设")
    assert "4 gaps in the assumptions:\n  - accident.benefit" in str(told.value)


def test_two_assumptions_for_one_cell_are_a_gap_that_names_both() -> None:
    twice = assumed(chance(place="row 2"), chance(source="a second guess"), size())
    with pytest.raises(MissingAssumptions) as told:
        twice.risks(exposure_of(attrs.evolve(CELL, high_risk=True)))
    assert (
        "accident.benefit: probability stated more than once, in row 2; a second guess: "
        "ages 35, male, high risk, lives 2; tell them apart by ages, sex or high_risk"
    ) == str(told.value.gaps[0])
    assert "概率写了不止一次，见 row 2; a second guess：35 岁，男，高危行业，2 人" in tell(
        told.value, "zh"
    )
    assert "1 gap in" in str(told.value)


def test_a_fixed_sum_needs_no_severity_and_is_paid_in_full() -> None:
    fixed = attrs.evolve(CELL, fixed=True)
    (risk,) = assumed(chance()).risks(exposure_of(fixed))
    assert FixedSeverity(44_400) == risk.severity
    # And what is said of the plan's other lines does not touch it.
    stressed = assumed(chance(), size()).stressed(severity=2)
    (risk,) = stressed.risks(exposure_of(fixed))
    assert FixedSeverity(44_400) == risk.severity


# Trend and stress ---------------------------------------------------------------------------------


def test_trends_run_from_the_day_of_each_value_to_the_start_of_the_covers() -> None:
    trend = Factors(probability=1.1, severity=1.2, **FROM)
    still = risk_of(trends=(trend,))
    assert (0.01, FixedSeverity(500)) == (still.probability, still.severity)
    later = risk_of(trends=(trend,), starts=date(2018, 1, 1))
    years = 731 / 365.25
    assert 0.01 * 1.1**years == pytest.approx(later.probability)
    assert 500 * 1.2**years == pytest.approx(later.severity.mean(10_000))


def test_a_trend_or_stress_holds_for_its_plan_and_line() -> None:
    for where in ({"plan": "medical"}, {"line": "death"}):
        other = Factors(probability=2.0, severity=2.0, **where, **FROM)  # type: ignore[arg-type]
        untouched = risk_of(trends=(other,), stresses=(other,), starts=date(2020, 1, 1))
        assert (0.01, FixedSeverity(500)) == (untouched.probability, untouched.severity)


def test_stresses_multiply_and_no_probability_passes_1() -> None:
    given = assumed(chance(0.3), size()).stressed(probability=2, severity=3).stressed(severity=0.5)
    (risk,) = given.risks(exposure_of(CELL))
    assert (0.6, FixedSeverity(750)) == (risk.probability, risk.severity)
    (risk,) = given.stressed(probability=9, plan="accident").risks(exposure_of(CELL))
    assert 1.0 == risk.probability


@pytest.mark.parametrize(
    ("size", "grown"),
    [
        (FixedSeverity(100), FixedSeverity(300)),
        (EmpiricalSeverity([10, 20], weights=[1, 2]), EmpiricalSeverity([30, 60], weights=[1, 2])),
        (ScipySeverity("gamma", {"a": 2}), ScipySeverity("gamma", {"a": 2, "scale": 3})),
        (
            ScipySeverity("uniform", {"loc": 10, "scale": 5}),
            ScipySeverity("uniform", {"loc": 30, "scale": 15}),
        ),
    ],
)
def test_amounts_grow_by_trend_and_stress_whatever_their_law(size: Any, grown: Severity) -> None:
    assert grown == sized(size, 1_000, 1.5, 2.0)


def test_a_share_of_the_benefit_grows_with_the_cap_and_not_by_trend() -> None:
    assert FixedSeverity(1_000) == sized(ShareOfBenefit(0.5), 1_000, 1.5, 2.0)


# Rates --------------------------------------------------------------------------------------------


def test_a_rate_is_stated_once_for_each_plan() -> None:
    rates = (
        Rate(flow=Flow.LAPSE, rate=0.1, plan="accident", **FROM),  # type: ignore[arg-type]
        Rate(flow=Flow.LAPSE, rate=0.2, plan="medical", **FROM),  # type: ignore[arg-type]
        Rate(flow=Flow.ENTRY, rate=1.5, **FROM),  # type: ignore[arg-type]
    )
    given = assumed(chance(), rates=rates)
    assert 0.1 == given.rate(Flow.LAPSE, "accident")
    assert 1.5 == given.rate(Flow.ENTRY, "accident")
    with pytest.raises(MissingAssumptions, match="accident: no renewal"):
        given.rate(Flow.RENEWAL, "accident")
    twice = attrs.evolve(given, rates=(*rates, attrs.evolve(rates[0], plan=None)))
    with pytest.raises(
        MissingAssumptions, match="accident: lapse stated more than once, in a guess"
    ):
        twice.rate(Flow.LAPSE, "accident")


# Names --------------------------------------------------------------------------------------------


def test_plans_and_lines_that_there_are_not_are_refused() -> None:
    assumed(chance(line="child_death"), size(plan="accident", line="benefit")).check_names(
        CATALOGUE
    )
    with pytest.raises(UnknownName, match="An assumption speaks of a plan") as told:
        assumed(chance(plan="acident")).check_names(CATALOGUE)
    assert ("accident",) == told.value.nearest[:1]
    with pytest.raises(UnknownName, match="row 7 speaks of a benefit line"):
        assumed(chance(plan="accident", line="death", place="row 7")).check_names(CATALOGUE)
    lapse = Rate(flow=Flow.LAPSE, rate=0.1, plan="fire", **FROM)  # type: ignore[arg-type]
    with pytest.raises(UnknownName, match="plan='fire'"):
        assumed(chance(), rates=(lapse,)).check_names(CATALOGUE)


# Files --------------------------------------------------------------------------------------------

WHOLE = """
name = "guesses"
[[assumption]]
plan = "accident"
ages = "16-60"
high_risk = [false, "not said"]
probability = 0.01
severity = { kind = "benefit", share = 0.5 }
source = "a guess"
as_of = 2016-01-01
"""


def written(folder: Path, text: str, name: str = "given.toml") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def faults(folder: Path, text: str) -> list[str]:
    with pytest.raises(InvalidAssumptions) as told:
        Assumptions.load(written(folder, text))
    return [str(problem) for problem in told.value.problems]


def test_a_file_says_where_each_value_stands(tmp_path: Path) -> None:
    (value,) = Assumptions.load(written(tmp_path, WHOLE)).values
    assert "assumption 1" == value.place == value.where
    assert (False, None) == value.risks
    assert (16, 60) == value.ages
    assert ShareOfBenefit(0.5) == value.severity


@pytest.mark.parametrize(
    ("text", "ages"), [("30", (30, 30)), ('"60+"', (60, 200)), ('"16–60"', (16, 60))]
)
def test_ages_are_stretches_or_one_year(tmp_path: Path, text: str, ages: tuple[int, int]) -> None:
    (value,) = Assumptions.load(written(tmp_path, WHOLE.replace('"16-60"', text))).values
    assert ages == value.ages


def test_a_shock_is_stated_once(tmp_path: Path) -> None:
    shock = '[[shock]]\nkind = "gamma"\ncv = 0.2\nsource = "a guess"\nas_of = 2016-01-01\n'
    given = Assumptions.load(written(tmp_path, WHOLE + shock)).shock
    assert given is not None
    assert GammaShock(0.2) == given.law
    assert faults(tmp_path, WHOLE + shock + shock) == [
        "shock: is stated more than once; write [[shock]] once"
    ]
    assert faults(tmp_path, WHOLE + shock.replace("0.2", "0")) == [
        "shock 1, cv: A figure lies out of range; above 0, at most 2"
    ]


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ('name = "guesses"', "", "name: is missing; name the assumptions"),
        ('name = "guesses"', 'name = "a"\nabot = "b"', "abot: is none of name, "),
        ('name = "guesses"', 'name = "a"\nillustrative = 1', "illustrative: 1 cannot stand here; "),
        ('name = "guesses"', 'name = "a"\ntables = "b"', "tables: 'b' cannot stand here; write"),
        ('name = "guesses"', 'name = "a"\ntrend = 3', "trend: 3 cannot stand here; write [["),
        ("[[assumption]]", "[[trend]]", "assumption: states nothing; "),
        ("[[assumption]]", "[[trend]]", "trend 1, ages: is none of plan, line, probability, sever"),
        ("0.01", "1.01", "assumption 1, probability: 1.01 cannot stand here; write a chance"),
        ("0.01", "true", "assumption 1, probability: True cannot stand here"),
        ("0.01", "[1]", "assumption 1, probability: [1] cannot stand here"),
        ("0.01", "nan", "assumption 1, probability: nan cannot stand here"),
        ("probability", "probabilty", "assumption 1, probabilty: is none of plan, "),
        ("16-60", "60-16", "assumption 1, ages: '60-16' cannot stand here; write ages as 16-60"),
        ("16-60", "young", "assumption 1, ages: 'young' cannot stand here"),
        ('"16-60"', "true", "assumption 1, ages: True cannot stand here"),
        ('"accident"', '""', "assumption 1, plan: '' cannot stand here; write a text"),
        ('"not said"', '"no"', "assumption 1, high_risk: [False, 'no'] cannot stand here"),
        ("0.5", "1.5", "assumption 1, severity: A figure lies out of range: {'kind': 'benefit', "),
        ("share", "part", "severity: A share of the benefit says something else: {'kind'"),
        ("benefit", "fixd", "assumption 1, severity: No severity is of this kind: {'kind': 'fixd'"),
        ('source = "a guess"', "", "assumption 1, source: is missing; say where it is laid down"),
        ("as_of = 2016-01-01", "", "assumption 1, as_of: is missing; write a date as 2016-01-31"),
        ("2016-01-01", '"2016-13-01"', "assumption 1, as_of: '2016-13-01' cannot stand here"),
        ("2016-01-01", "2016-01-01T10:00:00", "assumption 1, as_of: datetime.datetime("),
    ],
)  # fmt: skip
def test_a_fault_says_where_it_stands(tmp_path: Path, old: str, new: str, fault: str) -> None:
    assert any(fault in told for told in faults(tmp_path, WHOLE.replace(old, new)))


def test_an_assumption_that_assumes_nothing_is_refused(tmp_path: Path) -> None:
    text = "".join(line for line in WHOLE.splitlines(keepends=True)
                   if not line.startswith(("prob", "sev")))  # fmt: skip
    assert [
        "assumption 1, probability: is missing, and so is severity; state one of them, or both"
    ] == faults(tmp_path, text)
    trend = '[[trend]]\nplan = "accident"\nsource = "a guess"\nas_of = 2016-01-01\n'
    assert ["trend 1, probability: is missing, and so is severity; state one of them, or both"] == (
        faults(tmp_path, WHOLE + trend)
    )


def test_all_faults_are_told_at_once(tmp_path: Path) -> None:
    rate = "[[lapse]]\nrate = 2\n"
    told = faults(tmp_path, WHOLE.replace("0.01", "-1").replace("16-60", "?") + rate)
    assert [
        "assumption 1, ages", "assumption 1, probability", "lapse 1, rate", "lapse 1, source",
        "lapse 1, as_of",
    ] == [one.partition(":")[0] for one in told]  # fmt: skip


def test_tables_hold_values_row_by_row(tmp_path: Path) -> None:
    head = "plan,ages,sex,high_risk,probability,severity,source,as_of\n"
    row = 'accident,16-60,female,true,0.02,lognorm s=1.2 scale=900,"a guess, a second",2016-01-01\n'
    path = written(tmp_path, f"{head}{row}\n,,,,,,,\n", "rates.csv")
    given = Assumptions.load(path)
    assert "rates" == given.name
    (value,) = given.values
    assert "rates.csv, row 2" == value.place
    assert (Sex.FEMALE, (True,), 0.02) == (value.sex, value.risks, value.probability)
    assert ScipySeverity("lognorm", {"s": 1.2, "scale": 900}) == value.severity
    assert "a guess, a second" == value.source
    with pytest.raises(InvalidAssumptions) as told:
        Assumptions.load(written(tmp_path, f"{head}{row.strip()},9\naccident,x\n", "rates.csv"))
    assert {"rates.csv, row 2, …", "rates.csv, row 3, ages", "rates.csv, row 3, probability"} <= {
        str(problem).partition(":")[0] for problem in told.value.problems
    }


@pytest.mark.parametrize(
    ("text", "size"),
    [
        ("fixed 3000", FixedSeverity(3000)),
        ("benefit 1", ShareOfBenefit(1)),
        ("gamma a=2 scale=1500", ScipySeverity("gamma", {"a": 2, "scale": 1500})),
        ("empirical 500*3 2000", EmpiricalSeverity([500, 2000], weights=[3, 1])),
    ],
)
def test_a_severity_fits_into_a_cell(text: str, size: Any) -> None:
    assert size == size_from_text(text)


@pytest.mark.parametrize("text", ["fixed", "fixed many", "benefit 1 2", "gamma 2", "empirical a"])
def test_a_severity_that_cannot_be_read_is_refused(text: str) -> None:
    with pytest.raises(InvalidValue, match="A severity cannot be read"):
        size_from_text(text)


def test_a_law_that_there_is_not_and_a_severity_out_of_range_say_so() -> None:
    for text in ("", "lognrom s=1"):
        with pytest.raises(UnknownName, match="no continuous law"):
            size_from_text(text)
    with pytest.raises(InvalidValue, match="out of range"):
        size_from_text("benefit 1.5")
    with pytest.raises(InvalidType, match="states no severity"):
        size("many")


def test_tables_lie_in_the_folder_of_the_file() -> None:
    with pytest.raises(InvalidAssumptions, match="tables: lie in no folder"):
        Assumptions.from_dict({"name": "guesses", "tables": ["rates.csv"]})


def test_only_toml_and_csv_in_utf8_are_read(tmp_path: Path) -> None:
    with pytest.raises(InvalidValue, match="another kind of file"):
        Assumptions.load(tmp_path / "given.json")
    with pytest.raises(InvalidValue, match="is no TOML"):
        Assumptions.load(written(tmp_path, "name = "))
    (tmp_path / "given.toml").write_bytes(b'name = "\xff"')
    with pytest.raises(InvalidValue, match="is not in UTF-8"):
        Assumptions.load(tmp_path / "given.toml")
    with pytest.raises(FileNotFoundError):
        Assumptions.load(tmp_path / "missing.toml")


@pytest.mark.parametrize(
    ("make", "error"),
    [
        (lambda: chance(1.5), "probability"),
        (lambda: chance(ages=(60, 16)), "ages"),
        (lambda: chance(ages=(-1, 16)), "ages"),
        (lambda: chance(source=" "), "nothing in it"),
        (lambda: chance(as_of="2016"), "not a date"),
        (lambda: Rate(flow=Flow.LAPSE, rate=1.5, **FROM), "rate"),  # type: ignore[arg-type]
        (lambda: Factors(probability=-1, **FROM), "factor"),  # type: ignore[arg-type]
    ],
)
def test_wrong_values_are_refused_in_python_too(make: Any, error: str) -> None:
    with pytest.raises((InvalidValue, InvalidType), match=error):
        make()


# The schema ---------------------------------------------------------------------------------------


def test_the_schema_takes_what_is_written_and_what_the_example_says() -> None:
    schema = assumptions_schema()
    validator = jsonschema.Draft202012Validator(schema)
    validator.check_schema(schema)
    validator.validate(example().to_dict())
    laws = [FixedSeverity(5), ScipySeverity("gamma", {"a": 2}), EmpiricalSeverity([1]),
            ShareOfBenefit(1)]  # fmt: skip
    shocks = [NoShock(), GammaShock(0.2), LognormalShock(0.2), DiscreteShock([1], [1])]
    for law, shock in zip(laws, shocks, strict=True):
        given = assumed(
            chance(ages=(60, 200), risks=(True, None)), size(law, sex=Sex.MALE, risks=(None,)),
            shock=Shock(law=shock, **FROM),  # type: ignore[arg-type]
        )  # fmt: skip
        validator.validate(given.to_dict())
        assert given == Assumptions.from_dict(given.to_dict())


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("probability", 1.5), ("probability", "often"), ("severity", {"kind": "fixed"}),
        ("severity", {"kind": "benefit", "share": 2}), ("ages", "old"), ("sex", "f"),
        ("high_risk", "no"), ("source", " "), ("as_of", 2016), ("probabilty", 0.1),
    ],
)  # fmt: skip
def test_what_the_schema_refuses_is_refused_when_it_is_read(key: str, value: Any) -> None:
    document = assumed(chance()).to_dict()
    (said,) = document["assumption"]  # type: ignore[misc]
    said[key] = value
    assert not jsonschema.Draft202012Validator(assumptions_schema()).is_valid(document)
    with pytest.raises(InvalidAssumptions):
        Assumptions.from_dict(document)
