"""What goes into `decide_frame` and what comes out, beside the answers themselves."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import attrs
import pandas as pd
import polars as pl
import pytest

from mutualaid import Catalogue, Finding, InvalidType, InvalidValue, Rule, Scope, Text
from mutualaid.frames import InvalidFrame, NoColumnForm, decide_frame, reason_codes, reason_text
from mutualaid.frames.compiled import compiled
from mutualaid.question import Question
from mutualaid.rules import all_of

STARTS = date(2016, 1, 1)
UNIT = {"unit": "U1", "employees": 1, "in_beijing": True, "has_union": True, "high_risk": False}
PERSON = {"unit": "U1", "member": "M1", "birth_date": date(1980, 5, 17), "sex": "female",
          "serving": True, "union_member": True, "jingka_card": True}  # fmt: skip
CHILD = {"child": "C1", "child_birth_date": date(2010, 6, 1), "child_healthy": True}


def decide(catalogue: Catalogue, *rows: Mapping[str, object], **asked: Any) -> pl.DataFrame:
    """Decide rows that are like PERSON but for what is said otherwise."""
    entries = pl.DataFrame([{**PERSON, **row} for row in rows], infer_schema_length=None)
    units = asked.pop("units", pl.DataFrame([UNIT]))
    made: pl.DataFrame = decide_frame(catalogue, entries, units, starts=STARTS, **asked)
    return made


def problems(catalogue: Catalogue, *rows: Mapping[str, object], **asked: Any) -> list[str]:
    """Give the columns with problems, each with what is wrong."""
    with pytest.raises(InvalidFrame) as caught:
        decide(catalogue, *rows, **asked)
    return [f"{one.frame}.{one.column} {one.what}" for one in caught.value.problems]


# What comes out -----------------------------------------------------------------------------------


def test_the_columns_given_stand_first_and_untouched(catalogue: Catalogue) -> None:
    made = decide(catalogue, {"note": "kept"}, plans=["medical"])
    columns = [*PERSON, "note"]
    answers = [f"medical_{name}" for name in ("eligible", "accepted", "reason", "fee", "cap")]
    assert [*columns, *answers] == made.columns


def test_amounts_are_whole_fen(catalogue: Catalogue) -> None:
    made = decide(catalogue, {}, plans=["critical_illness"])
    assert {"fee": 9_000, "cap": 1_000_000} == {
        name: made[f"critical_illness_{name}"][0] for name in ("fee", "cap")
    }


def test_answers_have_the_same_types_whatever_they_are(catalogue: Catalogue) -> None:
    made = decide(catalogue, {})
    assert {pl.Boolean, pl.Int64} == {made[name].dtype for name in made.columns[len(PERSON) :]}


def test_the_long_form_has_a_row_for_each_row_and_plan(catalogue: Catalogue) -> None:
    plans = ["critical_illness", "inpatient_allowance"]
    made = decide(catalogue, {}, {"member": "M2"}, form="long", plans=plans, validate="schema")
    assert [
        ("inpatient_allowance", "M1"), ("inpatient_allowance", "M2"),
        ("critical_illness", "M1"), ("critical_illness", "M2"),
    ] == list(made.select("plan_code", "member").iter_rows())  # fmt: skip


def test_the_long_form_says_what_the_wide_form_says(catalogue: Catalogue) -> None:
    wide, long = (decide(catalogue, {}, form=form) for form in ("wide", "long"))
    for code in catalogue:
        found = long.filter(pl.col("plan_code") == code).row(0, named=True)
        expected = [wide[f"{code}_{name}"][0] for name in ("eligible", "reason", "fee", "cap")]
        assert expected == [found[name] for name in ("eligible", "reason", "fee", "cap")]


def test_caps_come_line_by_line_on_request(catalogue: Catalogue) -> None:
    made = decide(catalogue, {}, plans=["accident_property"], lines=True)
    assert {
        "cap": 4_500_000, "cap_death": 2_000_000, "cap_disability": 500_000, "cap_child_death": 0,
        "cap_child_disability": 0, "cap_fire": 1_000_000, "cap_burst_pipes": 1_000_000,
    } == {
        name.removeprefix("accident_property_"): made[name][0]
        for name in made.columns if "_cap" in name
    }  # fmt: skip


def test_pandas_keeps_its_labels_even_where_they_repeat(catalogue: Catalogue) -> None:
    entries = pd.DataFrame([PERSON, {**PERSON, "member": "M2"}], index=["a", "a"])
    made = decide_frame(catalogue, entries, pd.DataFrame([UNIT]), starts=STARTS, plans=["accident"])
    assert ["a", "a"] == list(made.index)


def test_one_joined_frame_answers_as_two_do(catalogue: Catalogue) -> None:
    expected = decide(catalogue, {})
    joined = {f"unit_{name}": value for name, value in UNIT.items() if name != "unit"}
    made = decide_frame(catalogue, pl.DataFrame([{**PERSON, **joined}]), starts=STARTS)
    assert expected.drop(PERSON).to_dicts() == made.drop(*PERSON, *joined).to_dicts()


def test_columns_of_ones_own_are_named(catalogue: Catalogue) -> None:
    renamed = pl.DataFrame([PERSON]).rename({"birth_date": "dob", "unit": "company"})
    made = decide_frame(
        catalogue, renamed, pl.DataFrame([UNIT]), starts=STARTS,
        columns={"birth_date": "dob", "unit": "company"},
    )  # fmt: skip
    expected = decide(catalogue, {})
    assert expected.drop(PERSON).to_dicts() == made.drop(renamed.columns).to_dicts()


def test_no_name_of_an_answer_has_a_dot_in_it(catalogue: Catalogue) -> None:
    # Spark would look for a field of a column.
    assert [] == [name for name in decide(catalogue, {}, lines=True).columns if "." in name]


def test_rules_are_compiled_once_for_frames_of_the_same_columns(catalogue: Catalogue) -> None:
    decide(catalogue, {})
    before = compiled.cache_info().misses
    decide(catalogue, {"member": "M2"})
    assert before == compiled.cache_info().misses


# Covers that run already --------------------------------------------------------------------------

MANY = [{"member": f"M{number}"} for number in range(40)]
OF_FORTY = pl.DataFrame([{**UNIT, "employees": 40}])


def joining(catalogue: Catalogue, *rows: Mapping[str, object], **said: Any) -> pl.DataFrame:
    """Let eight of forty join beside rows of whose covers it is said that they run."""
    running = [{**row, "already_covered": True, **said} for row in rows]
    asked: dict[str, Any] = {"units": OF_FORTY, "plans": ["critical_illness"]}
    return decide(catalogue, *running, *MANY[32:], **asked)[len(running) :]


def test_who_is_covered_already_counts_as_joining(catalogue: Catalogue) -> None:
    found = [joining(catalogue, *MANY[:count]) for count in (0, 23, 24)]
    assert [False, False, True] == [one["critical_illness_accepted"][0] for one in found]


def test_who_is_covered_and_serves_no_more_does_not_count(catalogue: Catalogue) -> None:
    found = [joining(catalogue, *MANY[:24], serving=serving) for serving in (False, None)]
    assert [False, None] == [one["critical_illness_accepted"][0] for one in found]


def test_a_cover_counts_for_its_own_plan_alone(catalogue: Catalogue) -> None:
    found = [joining(catalogue, *MANY[:24], plan=plan) for plan in ("medical", "critical_illness")]
    assert [False, True] == [one["critical_illness_accepted"][0] for one in found]


def test_a_person_with_several_covers_counts_once(catalogue: Catalogue) -> None:
    twice = [*MANY[:12], *MANY[:12]]
    assert [False] * 8 == joining(catalogue, *twice)["critical_illness_accepted"].to_list()


def test_who_is_covered_may_be_entered_anew_and_counts_once(catalogue: Catalogue) -> None:
    found = [joining(catalogue, *MANY[first : first + 24]) for first in (8, 16)]
    assert [True, False] == [one["critical_illness_accepted"][0] for one in found]


def test_the_row_of_a_running_cover_has_no_answer(catalogue: Catalogue) -> None:
    made = decide(catalogue, {"already_covered": True}, {"member": "M2", "already_covered": None})
    codes = reason_codes(catalogue)
    assert "notice.already_covered" == codes[made["critical_illness_reason"][0]]
    assert [True, False] == made["critical_illness_eligible"].is_null().to_list()


def test_rows_of_covers_that_disagree_with_the_entry_are_refused(catalogue: Catalogue) -> None:
    disagree = "has rows that say different things of one person"
    rows = {**CHILD}, {**CHILD, "member": "M2", "already_covered": True, "child_healthy": False}
    assert [f"entries.child {disagree}"] == problems(catalogue, *rows)
    rows = {}, {"already_covered": True, "sex": "male"}
    assert [f"entries.member {disagree}"] == problems(catalogue, *rows)


# Reasons ------------------------------------------------------------------------------------------


def test_a_reason_is_given_by_its_code_on_request(catalogue: Catalogue) -> None:
    made = decide(catalogue, {"serving": False}, plans=["critical_illness"], reasons="code")
    assert ["serving.not_serving"] == made["critical_illness_reason"].to_list()


def test_no_reason_is_a_null_where_codes_are_given(catalogue: Catalogue) -> None:
    made = decide(catalogue, {}, plans=["critical_illness"], reasons="code")
    assert [None] == made["critical_illness_reason"].to_list()


def test_the_numbers_of_reasons_never_change(catalogue: Catalogue) -> None:
    codes = reason_codes(catalogue)
    assert ["", "serving.not_serving", "participation.too_few", "missing.serving"] == [
        codes[number] for number in (0, 1, 50, 101)
    ]


def test_rules_of_one_day_that_hold_since_ever_are_asked_too(catalogue: Catalogue) -> None:
    always = catalogue.at(STARTS)
    assert reason_codes(catalogue) == reason_codes(always)
    assert decide(catalogue, {}).equals(decide(always, {}))


def test_every_reason_has_words(catalogue: Catalogue) -> None:
    for number in reason_codes(catalogue):
        if number:
            assert "{" not in reason_text(catalogue, number, "zh")
            assert reason_text(catalogue, number, "en")


def test_a_number_without_a_reason_is_refused(catalogue: Catalogue) -> None:
    with pytest.raises(KeyError, match="No reason has this number"):
        reason_text(catalogue, 999, "en")


# What is refused ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        ({"member": None}, "entries.member holds nothing but null"),
        ({"member": " "}, "entries.member holds a blank text"),
        ({"sex": "女"}, "entries.sex holds something else than female and male"),
        ({"birth_date": None}, "entries.birth_date holds nothing but null"),
        ({"birth_date": date(2016, 1, 2)},
         "entries.birth_date lies after the covers start, on 2016-01-01"),
        ({"child": "C1"}, "entries.child_birth_date is not said of a child"),
        ({**CHILD, "child_birth_date": date(1980, 5, 17)},
         "entries.child_birth_date is not after the birth of the member"),
        ({"shares": 0}, "entries.shares holds less than 1"),
        ({"level": 0}, "entries.level holds less than 1"),
        ({"shares": 2, "level": 1}, "entries.level is asked for together with several shares"),
        ({"plan": "medcal"}, "entries.plan names no plan in force"),
        ({"unit": "U2"}, "entries.unit names a unit that is not there"),
        ({**CHILD, "child": "M1"}, "entries.child is also the id of a member"),
    ],
)  # fmt: skip
def test_a_value_that_the_single_path_refuses_is_refused(
    catalogue: Catalogue, row: dict[str, object], problem: str
) -> None:
    assert [problem] == problems(catalogue, row)


@pytest.mark.parametrize(
    ("rows", "problem"),
    [
        (({}, {}), "entries.member is entered twice for a plan"),
        (({**CHILD}, {**CHILD, "member": "M2"}), "entries.child is entered twice for a plan"),
        (({"plan": "medical"}, {"plan": None}), "entries.member is entered twice for a plan"),
        (({}, {"member": None}), "entries.member holds null"),
        (({}, {**CHILD, "sex": "male"}),
         "entries.member has rows that say different things of one person"),
    ],
)  # fmt: skip
def test_rows_that_disagree_are_refused(
    catalogue: Catalogue, rows: tuple[dict[str, object], ...], problem: str
) -> None:
    assert [problem] == problems(catalogue, *rows)


def test_a_person_may_have_a_row_for_each_of_two_plans(catalogue: Catalogue) -> None:
    made = decide(catalogue, {"plan": "medical"}, {"plan": "accident", "level": 1})
    assert [True, False] == [value == -1 for value in made["accident_reason"]]


@pytest.mark.parametrize(
    ("unit", "problem"),
    [
        ({"employees": -1}, "units.employees is negative"),
        ({"female_employees": 2}, "units.female_employees outnumbers all employees"),
    ],
)
def test_a_unit_that_cannot_be_is_refused(
    catalogue: Catalogue, unit: dict[str, object], problem: str
) -> None:
    assert [problem] == problems(catalogue, {}, units=pl.DataFrame([{**UNIT, **unit}]))


@pytest.mark.parametrize("validate", ["values", "schema"])
def test_a_unit_given_twice_is_refused_before_it_multiplies_rows(
    catalogue: Catalogue, validate: str
) -> None:
    units = pl.DataFrame([UNIT, UNIT])
    assert ["units.unit is not unique"] == problems(catalogue, {}, units=units, validate=validate)


def test_all_problems_are_told_at_once_with_how_to_mend_them(catalogue: Catalogue) -> None:
    entries = pl.DataFrame([{**PERSON, "serving": "yes"}]).rename({"birth_date": "birthdate"})
    with pytest.raises(InvalidFrame) as caught:
        decide_frame(catalogue, entries, pl.DataFrame([UNIT]), starts=STARTS)
    assert {"birth_date", "serving"} == {one.column for one in caught.value.problems}
    assert "columns={'birth_date': 'birthdate'}" in str(caught.value)


def test_an_answer_is_never_written_over_a_column(catalogue: Catalogue) -> None:
    assert ["entries.medical_fee has the name of an answer"] == problems(
        catalogue, {"medical_fee": 1}
    )


def test_what_is_no_frame_is_refused(catalogue: Catalogue) -> None:
    with pytest.raises(InvalidType, match="A list is no frame that is read"):
        decide_frame(catalogue, [PERSON], pl.DataFrame([UNIT]), starts=STARTS)


def test_a_frame_of_dask_is_refused_with_what_to_do(
    catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("narwhals.dependencies.is_dask_dataframe", lambda _: True)
    with pytest.raises(InvalidType, match="Frames of Dask are not decided") as caught:
        decide(catalogue, {})
    assert "decide_file" in str(caught.value)


@pytest.mark.parametrize("name", ["form", "reasons", "validate", "fallback"])
def test_a_choice_that_there_is_not_is_refused(catalogue: Catalogue, name: str) -> None:
    with pytest.raises(InvalidValue, match="There is no such choice"):
        decide(catalogue, {}, **{name: "other"})


# Rules without a column form ----------------------------------------------------------------------


class BornInEvenYear(Rule):
    """A rule from outside of which only `check` can tell."""

    kind = "even_year"
    scope = Scope.PERSON
    messages = {  # noqa: RUF012 - read only
        "even_year.words": Text(zh="偶数年出生", en="born in an even year"),
        "even_year.odd": Text(zh="奇数年出生", en="born in an odd year"),
    }

    def check(self, question: Question) -> Finding:
        even = question.member.birth_date.year % 2 == 0
        return self.met() if even else self.failed("odd")


@pytest.fixture
def with_strange_rule(catalogue: Catalogue) -> Catalogue:
    """Give two plans, one with a rule that has no column form."""

    def strange(loaded: Any) -> Any:
        if loaded.info.code != "critical_illness":
            return loaded
        editions = [
            attrs.evolve(one, eligibility=all_of(one.eligibility, BornInEvenYear()))
            for one in loaded.editions
        ]
        return attrs.evolve(loaded, editions=tuple(editions))

    return Catalogue(strange(plan.loaded) for plan in catalogue.values())


def test_a_rule_without_a_column_form_is_named_with_its_plan(
    with_strange_rule: Catalogue,
) -> None:
    with pytest.raises(NoColumnForm, match="BornInEvenYear of the plan critical_illness"):
        decide(with_strange_rule, {})


def test_a_rule_without_a_column_form_is_asked_row_by_row_on_request(
    with_strange_rule: Catalogue,
) -> None:
    people = [{}, {"member": "M2", "birth_date": date(1981, 1, 1)}]
    units = pl.DataFrame([{**UNIT, "employees": 2}])
    made = decide(with_strange_rule, *people, units=units, fallback="rows", reasons="number")
    assert [True, False] == made["critical_illness_eligible"].to_list()
    codes = reason_codes(with_strange_rule)
    reasons = made["critical_illness_reason"]
    assert ["participation.too_few", "even_year.odd"] == [codes[number] for number in reasons]


def test_the_other_plans_answer_as_ever(catalogue: Catalogue, with_strange_rule: Catalogue) -> None:
    expected = decide(catalogue, {}).select(pl.selectors.starts_with("medical"))
    made = decide(with_strange_rule, {}, fallback="rows")
    assert expected.to_dicts() == made.select(pl.selectors.starts_with("medical")).to_dicts()


def test_a_lazy_frame_is_not_asked_row_by_row(with_strange_rule: Catalogue) -> None:
    with pytest.raises(NoColumnForm):
        decide_frame(
            with_strange_rule, pl.LazyFrame([PERSON]), pl.LazyFrame([UNIT]), starts=STARTS,
            fallback="rows",
        )  # fmt: skip
