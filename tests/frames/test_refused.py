"""What frames do not take, and the paths that only some of them take."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import attrs
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

from mutualaid import (
    BenefitSchedule,
    ByLevel,
    Catalogue,
    Ceiling,
    Event,
    Flat,
    PerShare,
    Rule,
    Scope,
    Serving,
    Text,
    all_of,
)
from mutualaid.finding import Finding
from mutualaid.frames import InvalidFrame, NoColumnForm, decide_frame, reason_codes, reason_text
from mutualaid.question import Question
from mutualaid.rules.conditions import AtMost, Condition, Is

STARTS = date(2016, 1, 1)
PERSON = {"unit": "U1", "member": "M1", "birth_date": date(1980, 5, 17), "sex": "female",
          "serving": True, "union_member": True, "jingka_card": True}  # fmt: skip
RETIRED = {**PERSON, "member": "M2", "serving": False}
CHILD = {"child": "C1", "child_birth_date": date(2010, 6, 1), "child_healthy": True}
UNIT = {"unit": "U1", "employees": 1, "in_beijing": True, "has_union": True, "high_risk": False}


def decide(catalogue: Catalogue, *rows: dict[str, object], **asked: Any) -> pl.DataFrame:
    entries = pl.DataFrame([{**PERSON, **row} for row in rows], infer_schema_length=None)
    units = asked.pop("units", pl.DataFrame([UNIT]))
    made: pl.DataFrame = decide_frame(catalogue, entries, units, starts=STARTS, **asked)
    return made


def refusal(catalogue: Catalogue, *rows: dict[str, object], **asked: Any) -> str:
    with pytest.raises(InvalidFrame) as caught:
        decide(catalogue, *rows, **asked)
    return str(caught.value)


def with_edition(catalogue: Catalogue, code: str, **parts: Any) -> Catalogue:
    """Give the plans, one of them with other parts in its editions."""
    return Catalogue(
        attrs.evolve(
            plan.loaded, editions=tuple(attrs.evolve(one, **parts) for one in plan.loaded.editions)
        )
        if plan.code == code
        else plan.loaded
        for plan in catalogue.values()
    )


# Columns and frames -------------------------------------------------------------------------------


def test_a_column_that_is_named_for_nothing_is_refused_with_the_nearest(
    catalogue: Catalogue,
) -> None:
    text = refusal(catalogue, {}, columns={"birth_day": "dob"})
    assert "columns.birth_day: is no column that is read; did you mean 'birth_date'" in text


def test_a_name_that_is_far_from_all_is_refused_with_those_there_are(catalogue: Catalogue) -> None:
    assert "unit, member, birth_date" in refusal(catalogue, {}, columns={"xyzzy": "unit"})


def test_a_column_of_ones_own_that_is_in_no_frame_is_refused(catalogue: Catalogue) -> None:
    text = refusal(catalogue, {}, columns={"serving": "servin"})
    assert "columns.servin: is in no frame; did you mean 'serving'?" in text


def test_frames_of_two_kinds_are_refused(catalogue: Catalogue) -> None:
    text = refusal(catalogue, {}, units=pd.DataFrame([UNIT]))
    assert "units: is of another kind than entries" in text


def test_keys_of_two_types_are_refused(catalogue: Catalogue) -> None:
    text = refusal(catalogue, {}, units=pl.DataFrame([{**UNIT, "unit": 1}]))
    assert "units.unit: is of another type than in entries; cast one of them" in text


@pytest.mark.parametrize(
    "make", [pl.DataFrame, pd.DataFrame, pa.Table.from_pylist], ids=["polars", "pandas", "pyarrow"]
)
def test_a_row_without_its_unit_is_refused_even_where_values_are_not_looked_at(
    catalogue: Catalogue, make: Callable[[Any], Any]
) -> None:
    entries, units = make([PERSON, {**PERSON, "unit": "U2"}]), make([UNIT])
    with pytest.raises(InvalidFrame, match=r"entries.unit: names a unit that is not there \(1 row"):
        decide_frame(catalogue, entries, units, starts=STARTS, validate="schema")


def test_members_by_number_and_children_by_name_share_no_ids(catalogue: Catalogue) -> None:
    made = decide(catalogue, {"member": 1}, {"member": 1, **CHILD}, plans=["childrens_accident"])
    assert [False, True] == made["childrens_accident_eligible"].to_list()


def test_pandas_objects_are_read_whatever_they_hold(catalogue: Catalogue) -> None:
    entries = pd.DataFrame([{**PERSON, "note": {"kept": True}}]).astype(object)
    units = pd.DataFrame([UNIT]).astype(object)
    made = decide_frame(catalogue, entries, units, starts=STARTS, plans=["critical_illness"])
    assert [True] == made["critical_illness_accepted"].tolist()


@pytest.mark.parametrize("make", [pl.DataFrame, pl.LazyFrame], ids=["eager", "lazy"])
def test_a_plan_that_asks_nothing_of_the_unit_is_answered(
    catalogue: Catalogue, make: Callable[[Any], Any]
) -> None:
    frames = (make([{**PERSON, **said}]) for said in ({}, CHILD))
    plans = ["accident_property"]
    for entries, accepted in zip(frames, (True, False), strict=True):
        out = decide_frame(catalogue, entries, make([UNIT]), starts=STARTS, plans=plans)
        assert [accepted] == out.lazy().collect()["accident_property_accepted"].to_list()


@pytest.mark.parametrize("make", [pl.DataFrame, pl.LazyFrame], ids=["eager", "lazy"])
def test_a_plan_whose_rules_and_fee_pass_the_unit_by_is_answered(
    catalogue: Catalogue, make: Callable[[Any], Any]
) -> None:
    of_members = with_edition(
        catalogue, "critical_illness", eligibility=Serving(), fee=PerShare(50)
    )
    entries, units = make([PERSON, RETIRED]), make([{"unit": "U1"}])
    plans = ["critical_illness"]
    out = decide_frame(of_members, entries, units, starts=STARTS, plans=plans).lazy().collect()
    assert [True, False] == out["critical_illness_accepted"].to_list()
    assert [5000, 0] == out["critical_illness_fee"].to_list()


def test_pandas_has_the_codes_of_reasons_as_texts(catalogue: Catalogue) -> None:
    people = [
        {**PERSON, "shares": 1.0},
        {**PERSON, "member": "M2", "shares": None, "serving": False},
    ]
    out = decide_frame(
        catalogue, pd.DataFrame(people), pd.DataFrame([{**UNIT, "employees": 1}]),
        starts=STARTS, plans=["inpatient_allowance"], reasons="code",
    )  # fmt: skip
    reasons = out["inpatient_allowance_reason"]
    assert [True, False] == reasons.isna().tolist()
    assert "serving.not_serving" == reasons[1]


def test_pandas_numbers_with_gaps_are_read_row_by_row_too(catalogue: Catalogue) -> None:
    strange = with_edition(catalogue, "critical_illness", fee=Rounded(50))
    people = [
        {**PERSON, "shares": 1.0},
        {**PERSON, "member": "M2", "shares": None, "serving": False},
    ]
    out = decide_frame(
        strange, pd.DataFrame(people), pd.DataFrame([{**UNIT, "employees": 1}]),
        starts=STARTS, plans=["critical_illness"], fallback="rows",
    )  # fmt: skip
    assert [100, 0] == out["critical_illness_fee"].tolist()


# Reasons ------------------------------------------------------------------------------------------


def test_no_reason_has_no_words(catalogue: Catalogue) -> None:
    assert "" == reason_text(catalogue, 0, "en")


# Rules from outside -------------------------------------------------------------------------------


class OfColumns(Rule):
    """A rule from outside that says what it comes to, but not why it is not met."""

    __slots__ = ()
    kind = "of_columns"
    scope = Scope.PERSON
    messages = {  # noqa: RUF012 - read only
        "of_columns.words": Text(zh="一份", en="one share"),
        "of_columns.more": Text(zh="不止一份", en="more than one share"),
    }

    def check(self, question: Question) -> Finding:
        return self.met() if question.shares <= 1 else self.failed("more")

    def condition(self, starts: date) -> Condition:
        return AtMost("shares", 1)


class OfLevels(OfColumns):
    """A rule from outside of a number that need not be said, with its reason."""

    __slots__ = ()
    fault = "more"

    def check(self, question: Question) -> Finding:
        return self.met() if (question.level or 9) <= 2 else self.failed("more")

    def condition(self, starts: date) -> Condition:
        return AtMost("level", 2)


class OfTheUnit(OfColumns):
    """A rule from outside that is of the unit, and asks something of its people."""

    __slots__ = ()
    scope = Scope.UNIT
    fault = "more"

    def condition(self, starts: date) -> Condition:
        return Is("member.serving", value=True)


class Rounded(Flat):
    """A fee from outside that is reckoned in its own way."""

    __slots__ = ()

    def amount_due(self, question: Question) -> Decimal | None:
        return Decimal(1)


class Doubled(Ceiling):
    """A line from outside with a cap of its own."""

    __slots__ = ()

    def cap(self, sold: Any) -> Decimal | None:
        return Decimal(2)


EVENT = Event("bill", Text(zh="账单", en="bill"))
PARTS: dict[str, Callable[[Any], dict[str, Any]]] = {
    "through `faults` why": lambda one: {"eligibility": all_of(one.eligibility, OfColumns())},
    "asks something of its people": lambda one: {
        "eligibility": all_of(one.eligibility, OfTheUnit())
    },
    "by `amount_due` alone": lambda one: {"fee": Rounded(56)},
    "by `cap` alone": lambda one: {"benefit": BenefitSchedule(Doubled(5, events=[EVENT]))},
}


@pytest.mark.parametrize("lacks", PARTS)
def test_what_a_rule_from_outside_lacks_is_told(catalogue: Catalogue, lacks: str) -> None:
    edition = catalogue["inpatient_medical"].edition(STARTS)
    strange = with_edition(catalogue, "inpatient_medical", **PARTS[lacks](edition))
    with pytest.raises(NoColumnForm, match=f"inpatient_medical has no column form: .*{lacks}"):
        decide(strange, {})


def test_a_number_that_need_not_be_said_is_compared_where_it_is(catalogue: Catalogue) -> None:
    edition = catalogue["accident"].edition(STARTS)
    strange = with_edition(
        catalogue, "accident", eligibility=all_of(Serving(), OfLevels()), fee=edition.fee
    )
    made = decide(strange, {"level": 2}, {"member": "M2", "level": 3}, plans=["accident"])
    assert [True, False] == made["accident_eligible"].to_list()


def test_a_fee_by_level_without_risk_is_the_same_for_all(catalogue: Catalogue) -> None:
    plain = with_edition(catalogue, "accident", fee=ByLevel({1: 26, 2: 50, 3: 74, 4: 100}))
    made = decide(plain, {"level": 2, "high_risk": None}, plans=["accident"])
    assert [5_000] == made["accident_fee"].to_list()


def test_rows_asked_one_by_one_know_children_and_other_plans(catalogue: Catalogue) -> None:
    strange = with_edition(catalogue, "childrens_accident", fee=Rounded(50))
    rows = ({"plan": "childrens_accident", **CHILD}, {"plan": "medical", "member": "M2"})
    asked: dict[str, Any] = {"plans": ["childrens_accident"], "fallback": "rows"}
    units = pl.DataFrame([{**UNIT, "employees_with_minor_children": 1}])
    made = decide(strange, *rows, units=units, **asked)
    assert [100, None] == made["childrens_accident_fee"].to_list()
    other = {name: number for number, name in reason_codes(strange).items()}["notice.other_plan"]
    assert other == made["childrens_accident_reason"][1]


@pytest.mark.parametrize("covered", [[False, False], [True, False], [True, None]])
def test_rows_asked_one_by_one_count_who_is_covered_already(
    catalogue: Catalogue, covered: list[bool | None]
) -> None:
    strange = with_edition(catalogue, "critical_illness", fee=Rounded(50))
    rows = [{"member": f"M{place}", "already_covered": one} for place, one in enumerate(covered)]
    asked: dict[str, Any] = {"units": pl.DataFrame([{**UNIT, "employees": 2}]),
                             "plans": ["critical_illness"]}  # fmt: skip
    expected = decide(catalogue, *rows, **asked).drop("critical_illness_fee")
    made = decide(strange, *rows, fallback="rows", **asked).drop("critical_illness_fee")
    assert expected.to_dicts() == made.to_dicts()


def test_what_else_files_lack_is_told_as_it_is() -> None:
    program = """
import sys
sys.modules["mutualaid.frames.files"] = None
import mutualaid.frames
try:
    mutualaid.frames.decide_file
except ModuleNotFoundError as error:
    print(error.name)
"""
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=False
    )
    assert "mutualaid.frames.files" == done.stdout.strip()
