"""Clause coverage: which clauses were exercised, on which sides, and what is said of the others."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from claims.scenes import claim, cover, draft_claim, plan_of
from testing.broken.draft import BILL, plan

from mutualaid import (
    Catalogue,
    Ceiling,
    Claim,
    Cover,
    Event,
    FixedSum,
    Ledger,
    Member,
    NoWorkInjury,
    Sex,
    Text,
    Unit,
    load_catalogue,
)
from mutualaid.testing import Exercised, read_cases
from mutualaid.testing.clauses import single_rules
from mutualaid.testing.subject import Subject

CASES = Path(__file__).parents[1] / "cases"
STARTS = date(2016, 1, 1)


def missing_after(
    catalogue: Catalogue, code: str, ask: Callable[[], object]
) -> dict[str, set[str]]:
    """Do something, and give which sides of which rules of a plan were not exercised."""
    plan, exercised = catalogue[code], Exercised()
    with exercised.watching([plan]):
        ask()
    found: dict[str, set[str]] = {}
    for clause in exercised.coverage([plan]).gaps:
        sides = {name if level is None else f"{name} {level}" for name, level in clause.missing}
        found[clause.rule.kind] = sides
    return found


def test_the_case_tables_exercise_every_clause_of_the_eight_on_all_its_sides() -> None:
    catalogue, exercised = load_catalogue(), Exercised()
    with exercised.watching(catalogue.values()):
        for table in sorted(CASES.glob("*.cases.*")):
            for row in read_cases(table, catalogue).rows:
                row.case.run(catalogue)
    assert () == exercised.coverage(catalogue.values()).gaps


def test_nothing_is_exercised_where_nothing_is_asked(catalogue: Catalogue) -> None:
    missing = missing_after(catalogue, "critical_illness", lambda: None)
    assert {
        "serving": {"met", "failed"},
        "in_beijing": {"met", "failed"},
        "has_union": {"met", "failed"},
        "age": {"met", "failed"},
        "participation": {"met", "failed"},
        "per_share": {"charged", "too_much"},
        "ceiling": {"paid", "cut"},
        "term": {"inside", "outside"},
    } == missing


def decide(catalogue: Catalogue, **said: object) -> Callable[[], object]:
    member = Member("M1", date(1980, 5, 17), Sex.MALE, serving=True)

    def ask() -> object:
        plan = catalogue[str(said.pop("plan", "critical_illness"))]
        unit = Unit("U1", in_beijing=True, has_union=True, high_risk=bool(said.pop("risk", False)))
        return plan.decide(member, unit, starts=STARTS, **said)  # type: ignore[arg-type]

    return ask


def test_a_decision_exercises_the_conditions_on_the_side_that_it_takes(
    catalogue: Catalogue,
) -> None:
    missing = missing_after(catalogue, "critical_illness", decide(catalogue))
    assert {"failed"} == missing["age"]
    assert {"too_much"} == missing["per_share"]
    assert {"met", "failed"} == missing["participation"]


def test_to_ask_for_more_than_is_sold_exercises_the_fee_on_that_side(catalogue: Catalogue) -> None:
    missing = missing_after(catalogue, "critical_illness", decide(catalogue, shares=5))
    assert {"charged"} == missing["per_share"]


@pytest.mark.parametrize(("risk", "level"), [(False, "level 2"), (True, "high_risk 2")])
def test_each_level_is_exercised_by_itself(catalogue: Catalogue, risk: bool, level: str) -> None:
    every = {f"{kind} {number}" for kind in ("level", "high_risk") for number in range(1, 5)}
    ask = decide(catalogue, plan="accident", level=2, risk=risk)
    assert {*every, "too_much"} - {level} == missing_after(catalogue, "accident", ask)["by_level"]


def settle(*claims: Claim, plan: str = "critical_illness") -> Callable[[], object]:
    def ask() -> None:
        ledger = Ledger([cover(plan)])
        for one in claims:
            _, ledger = ledger.settle(one)

    return ask


def test_a_claim_exercises_its_line_and_the_term(catalogue: Catalogue) -> None:
    missing = missing_after(catalogue, "critical_illness", settle(claim()))
    assert {"cut"} == missing["ceiling"]
    assert {"outside"} == missing["term"]


def test_a_claim_that_is_cut_exercises_the_cap(catalogue: Catalogue) -> None:
    missing = missing_after(catalogue, "critical_illness", settle(claim(amount=10_001)))
    assert "ceiling" not in missing


def test_a_claim_of_just_the_cap_does_not(catalogue: Catalogue) -> None:
    missing = missing_after(catalogue, "critical_illness", settle(claim(amount=10_000)))
    assert {"cut"} == missing["ceiling"]


def test_a_claim_outside_the_cover_exercises_the_term_on_that_side(catalogue: Catalogue) -> None:
    late = claim(on=date(2019, 1, 1))
    missing = missing_after(catalogue, "critical_illness", settle(late))
    assert {"inside"} == missing["term"]


def test_terms_and_fixed_sums_are_exercised_too() -> None:
    death = Event("death", Text(zh="身故", en="death"))
    loss = Event("loss", Text(zh="损失", en="loss"))
    drafts = plan_of(
        FixedSum(500, code="death", events=[death], terms=[NoWorkInjury()]),
        Ceiling(500, code="loss", events=[loss]),
    )

    def ask() -> None:
        ledger = Ledger([cover("draft", catalogue=drafts)])
        ledger.settle(draft_claim("C1", death, work_injury=False))

    missing = missing_after(drafts, "draft", ask)
    assert {"failed"} == missing["work_injury"]
    assert "fixed_sum" not in missing


def test_a_formula_is_exercised_where_it_pays() -> None:
    subject = Subject.of(plan())
    unread = missing_after(subject.catalogue, "draft", lambda: None)
    assert {"paid"} == unread["reimburse"]


def test_equal_rules_of_one_place_are_one_clause_in_every_catalogue(catalogue: Catalogue) -> None:
    another = load_catalogue()
    missing = missing_after(catalogue, "critical_illness", decide(another))
    assert {"failed"} == missing["age"]


def test_what_is_asked_once_it_is_over_is_not_noted(catalogue: Catalogue) -> None:
    exercised = Exercised()
    with exercised.watching([catalogue["critical_illness"]]):
        pass
    decide(load_catalogue())()
    coverage = exercised.coverage([catalogue["critical_illness"]])
    assert len(coverage.clauses) == len(coverage.gaps)


def test_nothing_stays_of_the_watching(catalogue: Catalogue) -> None:
    kinds = {type(rule) for rule in single_rules(catalogue["accident"].editions[0])}
    before = {kind: vars(kind).get("earned") for kind in kinds}
    with Exercised().watching(catalogue.values()):
        pass
    assert before == {kind: vars(kind).get("earned") for kind in kinds}


def test_a_gap_is_told_with_its_words_its_source_and_what_is_missing(catalogue: Catalogue) -> None:
    exercised = Exercised()
    with exercised.watching([catalogue["critical_illness"]]):
        decide(catalogue)()
    told = exercised.coverage([catalogue["critical_illness"]])
    assert (
        "critical_illness: 90 yuan a share (at most 4 shares) "
        "(leaflet, 在职职工重大疾病互助保障活动, 会费): never asked for more than is sold"
    ) in told.explain("en")
    assert "critical_illness：90 元/份（最多 4 份）" in told.explain("zh")


def test_the_head_counts_the_clauses(catalogue: Catalogue) -> None:
    told = Exercised().coverage([catalogue["critical_illness"]]).explain("en")
    assert told.startswith("clauses: 0 of 8 exercised on all sides (0 %)")


def test_a_formula_that_pays_is_exercised() -> None:
    made = Subject.of(plan()).plan
    exercised = Exercised()
    with exercised.watching([made]):
        member = Member("M1", date(1980, 5, 17), Sex.MALE, serving=True)
        running = Cover(made.edition(STARTS), "U1", member, STARTS)
        Ledger([running]).settle(
            Claim("C1", "draft", "M1", event=BILL.code, on=date(2016, 6, 1), amount=500)
        )
    missing = {name for gap in exercised.coverage([made]).gaps for name, _ in gap.missing}
    assert "paid" not in missing
