"""Changes of policy as documents: TOML files and JSON, and the ones that really happened."""

from __future__ import annotations

from collections.abc import Callable, Generator
from datetime import date
from decimal import Decimal
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from builders import application, entries, member
from policy.changes import CATALOGUE, NOTICE, SINCE, change
from policy.conftest import EXAMPLES

from mutualaid import (
    AgeBetween,
    BenefitSchedule,
    Ceiling,
    Claim,
    Event,
    FeeSchedule,
    FixedSum,
    Flat,
    Headcount,
    InvalidType,
    InvalidValue,
    Ledger,
    Levels,
    MedicallyInsured,
    MutualAidError,
    NotInForce,
    Participation,
    PlanContext,
    PolicyChange,
    ReimburseByBands,
    Sex,
    Source,
    Text,
    UnknownName,
    WaitingPeriod,
    all_of,
    any_of,
    catalogue_of,
    hookimpl,
)
from mutualaid.records import from_json, load_change, to_json
from mutualaid.rules.fees import Payer

HAIL = Event("hail", Text(zh="冰雹", en="hail"))
HEAD = """name = "revision"
since = 2017-01-01
source = { document = { zh = "通知", en = "notice" } }
"""
CHANGES = EXAMPLES / "changes"
Write = Callable[[str], Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Give a function that writes a file of a change, and gives its path."""

    def write(text: str) -> Path:
        path = tmp_path / "change.toml"
        path.write_text(text, "utf-8")
        return path

    return write


# Documents that say the same --------------------------------------------------------------------


def test_a_path_is_one_key(write: Write) -> None:
    path = write(HEAD + '[set]\n"critical_illness.fee.amount" = 100\n')
    assert (("critical_illness.fee.amount", 100),) == load_change(path).set


def test_a_path_is_tables_inside_each_other(write: Write) -> None:
    path = write(HEAD + "[set.critical_illness]\nfee.amount = 100\nterm.years = 1\n")
    assert (
        ("critical_illness.fee.amount", 100),
        ("critical_illness.term.years", 1),
    ) == load_change(path).set


def test_a_file_gives_name_day_and_source(write: Write) -> None:
    read = load_change(write(HEAD + "[set.critical_illness]\nfee.amount = 100\n"))
    assert ("revision", SINCE, Source(Text(zh="通知", en="notice"))) == (
        read.name,
        read.since,
        read.source,
    )


@pytest.mark.parametrize("source", ['source = "notice"', 'source = { document = "notice" }'])
def test_one_text_is_the_source_in_both_languages(tmp_path: Path, source: str) -> None:
    path = tmp_path / "change.toml"
    text = f'name = "a"\nsince = 2017-01-01\n{source}\nset."accident.term.years" = 2\n'
    path.write_text(text, "utf-8")
    assert Source("notice") == load_change(path).source


def test_numbers_with_a_point_are_exact(write: Write) -> None:
    path = write(HEAD + "[set.critical_illness]\nfee.amount = 89.50\n")
    assert (("critical_illness.fee.amount", Decimal("89.50")),) == load_change(path).set


def test_rules_are_written_by_their_type(write: Write) -> None:
    path = write(
        HEAD
        + '[replace."critical_illness.fee"]\ntype = "Flat"\namount = 30\n'
        + '[[add."accident.eligibility"]]\ntype = "MedicallyInsured"\n'
        + '[[add."accident.benefit.benefit"]]\ntype = "WaitingPeriod"\ndays = 30\n'
    )
    read = load_change(path)
    assert (
        (("critical_illness.fee", Flat(30)),),
        (
            ("accident.eligibility", (MedicallyInsured(),)),
            ("accident.benefit.benefit", (WaitingPeriod(30),)),
        ),
    ) == (read.replace, read.add)


def test_what_goes_is_a_list_of_paths(write: Write) -> None:
    path = write(HEAD + 'remove = ["accident.eligibility.has_union"]\n')
    assert ("accident.eligibility.has_union",) == load_change(path).remove


def test_a_mark_at_the_beginning_is_read_over(tmp_path: Path) -> None:
    path = tmp_path / "change.toml"
    path.write_text(HEAD + "[set.critical_illness]\nfee.amount = 100\n", "utf-8-sig")
    assert "revision" == load_change(path).name


def test_texts_and_choices_and_levels_are_read(write: Write) -> None:
    path = write(
        HEAD
        + "[set.accident]\n"
        + 'plan.title = { zh = "新", en = "new" }\n'
        + 'eligibility.participation.of = "female_employees"\n'
        + "fee.amounts = [1, 2, 3, 4]\n"
        + 'benefit.events = [{ event = { code = "hail", title = { zh = "冰雹", en = "hail" } } }]\n'
    )
    after = CATALOGUE.with_change(load_change(path))["accident"].edition(SINCE)
    rule = next(part for part in after.eligibility.parts if isinstance(part, Participation))
    assert (
        Text(zh="新", en="new"),
        Headcount.FEMALE_EMPLOYEES,
        Levels({1: 1, 2: 2, 3: 3, 4: 4}),
        (HAIL,),
    ) == (after.info.title, rule.of, after.fee.amounts, after.benefit.lines[0].events)


# Bad documents ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "error", "told"),
    [
        ("name = ", InvalidValue, "no TOML"),
        ('name = "x"\n', InvalidValue, "lacks since"),
        (HEAD, InvalidValue, "says nothing"),
        (HEAD + "[sets.accident]\nfee.amount = 1\n", UnknownName, "'set'"),
        (HEAD + "set = 3\n", InvalidType, "set is no table"),
        (HEAD + "remove = 3\n", InvalidType, "remove is no list"),
        (HEAD + 'add = { "accident.eligibility" = 3 }\n', InvalidType, "is no list"),
        (HEAD + "[set.accident]\nfee = [{ colour = 1 }]\n", InvalidValue, "This is no figure"),
        (HEAD + '[replace."accident.fee"]\ntype = "Flatt"\n', InvalidValue, "'Flat'"),
        (HEAD + '[replace."accident.fee"]\ntype = "Flat"\namount = 1.234\n', InvalidValue, "fen"),
        (HEAD + '[replace."accident.fee"]\ntype = "Flat"\namuont = 1\n', MutualAidError, "amount"),
        (
            HEAD.replace("2017-01-01", '"soon"') + "remove = ['a.fee']\n",
            InvalidType,
            "write a date without",
        ),
        (
            HEAD.replace("2017-01-01", "2017-01-01T00:00:00") + "remove = ['a.fee']\n",
            InvalidType,
            "write a date without",
        ),
        (HEAD.replace("document", "documnet") + "remove = ['a.fee']\n", MutualAidError, "document"),
    ],
)
def test_a_bad_document_is_refused(
    write: Write, text: str, error: type[MutualAidError], told: str
) -> None:
    with pytest.raises(error, match=told):
        load_change(write(text))


def test_an_error_names_the_file(write: Write) -> None:
    with pytest.raises(InvalidValue, match=r"change\.toml"):
        load_change(write(HEAD))


def test_a_file_that_is_not_there_is_told_by_the_system(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        load_change(tmp_path / "nowhere.toml")


# JSON ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "parts",
    [
        {"set": {"critical_illness.fee.amount": 100}},
        {"set": {"critical_illness.fee.amount": Decimal("89.50")}},
        {"set": {"accident.fee.amounts": {1: 1, 2: 2, 3: 3, 4: Decimal("4.50")}}},
        {"set": {"accident.fee.amounts": [1, 2, 3, 4]}},
        {"set": {"accident.eligibility.participation.of": Headcount.FEMALE_EMPLOYEES}},
        {"set": {"accident.eligibility.participation.of": "female_employees"}},
        {"set": {"accident.eligibility.participation.everyone_below": None}},
        {"set": {"childrens_accident.eligibility.child_age.or_student": False}},
        {"set": {"accident.benefit.events": [HAIL]}},
        {"set": {"medical.fee.paid_by": [Payer(Text(zh="单位", en="the unit"), way="card")]}},
        {"set": {"accident.plan.title": Text(zh="新", en="new")}},
        {"set": {"accident.plan.aliases": ["x", "y"]}},
        {"replace": {"accident.fee": Flat(30)}},
        {"replace": {"accident.benefit": BenefitSchedule(FixedSum(5, events=[HAIL]))}},
        {
            "add": {
                "accident.eligibility": any_of(
                    all_of(AgeBetween(16, 60), MedicallyInsured(), name="a"), MedicallyInsured()
                )
            }
        },
        {"add": {"accident.benefit": Ceiling(1, events=[HAIL], formula=ReimburseByBands({0: 50}))}},
        {"remove": ["accident.fee.high_risk"]},
    ],
)
def test_a_change_goes_to_json_and_back(parts: dict[str, Any]) -> None:
    there = change(**parts)
    assert there == from_json(to_json(there))


def test_a_change_with_hooks_does_not_go_to_json() -> None:
    class Hooks:
        @hookimpl(wrapper=True)
        def mutualaid_fee(self, context: PlanContext) -> Generator[None, FeeSchedule, FeeSchedule]:
            return (yield)

    with pytest.raises(InvalidValue, match="hooks"):
        to_json(change(hooks=Hooks()))


def test_a_value_that_no_document_knows_does_not_go_to_json() -> None:
    with pytest.raises(InvalidType, match="does not go to JSON"):
        to_json(change(set={"accident.fee.amounts": object()}))


# What really happened -----------------------------------------------------------------------------


def example(name: str) -> PolicyChange:
    return load_change(CHANGES / f"{name}.toml")


def test_every_example_is_laid_over_the_eight_at_once() -> None:
    changes = [load_change(path) for path in sorted(CHANGES.glob("*.toml"))]
    assert 5 == len(CATALOGUE.with_change(*changes).changes)


@pytest.mark.parametrize("path", sorted(CHANGES.glob("*.toml")), ids=lambda path: path.stem)
def test_every_example_says_where_it_was_seen(path: Path) -> None:
    assert load_change(path).source.document.zh


@pytest.mark.parametrize(
    ("starts", "fee", "ends"),
    [
        (date(2023, 12, 31), 90, date(2026, 12, 31)),
        (date(2024, 1, 1), 40, date(2025, 1, 1)),
    ],
)
def test_critical_illness_costs_40_yuan_for_one_year_from_2024_on(
    starts: date, fee: int, ends: date
) -> None:
    plan = CATALOGUE.with_change(example("critical-illness-2024"))["critical_illness"]
    review = plan.review(application(entries(100), starts=starts))
    assert (fee * 100, ends) == (review.fee, review.covers()[0].ends)


@pytest.mark.parametrize(
    ("starts", "fee", "ends"),
    [
        (date(2023, 4, 30), 40, date(2025, 4, 30)),
        (date(2023, 5, 1), 25, date(2024, 5, 1)),
    ],
)
def test_the_womens_plan_costs_25_yuan_for_one_year_from_may_2023_on(
    starts: date, fee: int, ends: date
) -> None:
    plan = CATALOGUE.with_change(example("womens-illness-2023"))["womens_illness"]
    review = plan.review(application(entries(50), starts=starts))
    assert (fee * 50, ends) == (review.fee, review.covers()[0].ends)


@pytest.mark.parametrize(
    ("starts", "cap"), [(date(2018, 7, 11), 200_653), (date(2018, 7, 12), 200_000)]
)
def test_plan_1_pays_up_to_200000_yuan_from_july_2018_on(starts: date, cap: int) -> None:
    plan = CATALOGUE.with_change(example("medical-2018"))["medical"]
    assert {"benefit": cap} == plan.review(application(entries(1), starts=starts)).entries[0].caps


# The edition of 2011 ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sex", "born", "eligible"),
    [
        (Sex.MALE, date(1951, 1, 7), True),
        (Sex.MALE, date(1951, 1, 6), False),
        (Sex.FEMALE, date(1956, 1, 7), True),
        (Sex.FEMALE, date(1956, 1, 6), False),
    ],
)
def test_in_2011_men_joined_under_60_and_women_under_55(
    allowance_of_2011: ModuleType, sex: Sex, born: date, eligible: bool
) -> None:
    plan = catalogue_of(allowance_of_2011)["inpatient_allowance"]
    who = member(sex=sex, birth_date=born)
    unit = application(entries(1)).unit
    assert eligible is plan.decide(who, unit, starts=date(2011, 1, 6)).eligible


@pytest.mark.parametrize(("days", "paid"), [(3, 0), (4, 40), (183, 7_200), (184, 7_200)])
def test_in_2011_each_day_from_the_fourth_paid_40_yuan(
    allowance_of_2011: ModuleType, days: int, paid: int
) -> None:
    plan = catalogue_of(allowance_of_2011)["inpatient_allowance"]
    covers = plan.review(application(entries(1), starts=date(2011, 1, 6))).covers()
    _, ledger = Ledger().enrol(covers)
    claim = Claim(
        id="C1",
        plan="inpatient_allowance",
        insured="E000",
        event="hospital_stay",
        on=date(2011, 3, 1),
        days=days,
    )
    assert paid == ledger.settle(claim)[0].payable


@pytest.mark.parametrize("on", [date(2011, 1, 5), date(1999, 1, 1)])
def test_a_day_before_the_first_edition_is_refused(allowance_of_2011: ModuleType, on: date) -> None:
    with pytest.raises(NotInForce, match="2011-01-06"):
        catalogue_of(allowance_of_2011)["inpatient_allowance"].edition(on)


def test_the_edition_of_2015_is_that_of_the_leaflet(allowance_of_2011: ModuleType) -> None:
    own, leaflets = (
        catalogue["inpatient_allowance"].edition(SINCE)
        for catalogue in (catalogue_of(allowance_of_2011), CATALOGUE)
    )
    assert (own.eligibility, own.fee, own.benefit) == (
        leaflets.eligibility,
        leaflets.fee,
        leaflets.benefit,
    )


@pytest.mark.parametrize(("on", "fee"), [(date(2014, 12, 31), 65), (date(2015, 1, 1), 60)])
def test_a_change_of_one_edition_does_not_reach_into_the_next(
    allowance_of_2011: ModuleType, on: date, fee: int
) -> None:
    dearer = PolicyChange(
        "dearer",
        since=date(2012, 1, 1),
        source=NOTICE,
        set={"inpatient_allowance.fee.amount": 65},
    )
    plan = catalogue_of(allowance_of_2011).with_change(dearer)["inpatient_allowance"]
    assert fee == plan.edition(on).fee.amount


def test_a_formula_is_within_reach_of_a_path(allowance_of_2011: ModuleType) -> None:
    raised = PolicyChange(
        "raised",
        since=date(2012, 1, 1),
        source=NOTICE,
        set={"inpatient_allowance.benefit.daily_allowance.amount": 50},
    )
    plan = catalogue_of(allowance_of_2011).with_change(raised)["inpatient_allowance"]
    assert 50 == plan.edition(date(2012, 1, 1)).benefit.lines[0].formula.amount


@pytest.mark.parametrize("draft", ["draft-2017.toml", "draft-2018.toml"])
def test_the_tutorial_shows_the_file_that_it_reads(draft: str) -> None:
    docs = Path(__file__).parents[2] / "docs"
    page = (docs / "tutorials" / "changing-the-policy.md").read_text(encoding="utf-8")
    lines = (docs / "examples" / "changes" / draft).read_text(encoding="utf-8").splitlines()
    shown = "\n".join(line for line in lines if not line.startswith("#"))
    assert f"```toml\n{shown}\n```" in page
