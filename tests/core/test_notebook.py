"""Views in notebooks: what an answer says, short and escaped, in the environment's language."""

from __future__ import annotations

import subprocess
import sys
from datetime import date

import pandas as pd
import pytest

import mutualaid.notebook
from mutualaid import (
    Application,
    Catalogue,
    Claim,
    Entry,
    InvalidType,
    InvalidValue,
    Ledger,
    Member,
    PolicyChange,
    Review,
    Sex,
    Source,
    Unit,
    load_catalogue,
)
from mutualaid.display import Displayed
from mutualaid.notebook import view

CATALOGUE = load_catalogue()
PLAN = CATALOGUE["critical_illness"]
STARTS = date(2016, 1, 1)
DEARER = PolicyChange(
    "dearer <2017>",
    since=date(2017, 1, 1),
    source=Source("a draft"),
    set={"critical_illness.fee.amount": 100},
)
REFORMED = CATALOGUE.with_change(DEARER)


def unit(employees: int) -> Unit:
    return Unit("U1", employees=employees, in_beijing=True, has_union=True)


def people(count: int, *, born: int = 1980) -> list[Member]:
    return [
        Member(f"M{born}-{n:02}", date(born, 5, 17), Sex.FEMALE, serving=True) for n in range(count)
    ]


def review(members: list[Member], employees: int, *, starts: date = STARTS) -> Review:
    return PLAN.review(Application(unit(employees), starts, [Entry(one) for one in members]))


def ledger(count: int) -> Ledger:
    return Ledger(review(people(count), count).covers())


def claim(name: str, insured: str, amount: int) -> Claim:
    return Claim(name, PLAN.code, insured, "severe_burns", date(2016, 3, 9), amount=amount)


SETTLED, LEDGER = ledger(30).settle(claim("C1", "M1980-00", 20_000))
EFFECT = CATALOGUE.diff(REFORMED, on=date(2017, 1, 1)).effect(
    {PLAN.code: review(people(30), 30, starts=date(2017, 1, 1)).application}
)
VIEWS = {
    "plan": (PLAN, "在职职工重大疾病互助保障活动 · critical_illness · 2015-01-01 –"),
    "edition": (PLAN.edition(STARTS), "90 元/份（最多 4 份）"),
    "catalogue": (CATALOGUE, "8 项计划"),
    "decision": (PLAN.decide(people(1)[0], unit(30), starts=STARTS), "符合条件"),
    "review": (review(people(26), 40), "40 人的单位至少 32 人参加，现有 26 人，还差 6 人"),
    "settlement": (SETTLED, "给付 10,000 元"),
    "statement": (LEDGER.statement(), "已付合计：10,000 元"),
    "difference": (CATALOGUE.diff(REFORMED, on=date(2017, 1, 1)), "会费 · 金额（元）"),
    "effect": (EFFECT, "仍可参加"),
}


@pytest.mark.parametrize("kind", VIEWS)
def test_an_answer_shows_itself_in_the_language_of_the_environment(
    kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    value, said = VIEWS[kind]
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")

    shown = value._repr_html_()

    assert shown.startswith('<div class="mutualaid" lang="zh"')
    assert said in shown
    assert shown == value.to_html("zh")
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    assert value._repr_html_() == value.to_html("en") != shown


def test_an_answer_is_coloured_by_how_it_stands() -> None:
    refused, accepted = review(people(26), 40), review(people(32), 40)
    open_one = PLAN.review(Application(Unit("U1"), STARTS, [Entry(one) for one in people(2)]))

    assert 'color:#cf222e">critical illness' in refused.to_html("en")
    assert 'color:#1a7f37">critical illness' in accepted.to_html("en")
    assert 'color:#9a6700">critical illness' in open_one.to_html("en")


def test_who_is_held_back_is_named_by_reason_the_first_five_of_them() -> None:
    shown = review(people(32) + people(6, born=1950) + people(1, born=2010), 40).to_html("en")

    assert ">6</td>" in shown
    names = ", ".join(f"M1950-0{n}" for n in range(5))
    assert f"{names} and others</td>" in shown
    assert "M2010-00</td>" in shown


def test_of_a_long_table_the_first_rows_are_shown_with_how_many_more_there_are() -> None:
    shown = ledger(30).statement().to_html("en")

    assert shown.count("<tr>") == 1 + 20
    assert "10 more are not shown" in shown
    assert "more" not in ledger(20).statement().to_html("en")


def test_of_many_lines_the_first_are_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    # As many as of the rows of a table; so many changes would take their time to be laid.
    monkeypatch.setattr(mutualaid.notebook, "MOST", 3)
    changes = [
        PolicyChange(
            f"change {n}",
            since=date(2017, 1, 1 + n),
            source=Source("a draft"),
            set={"critical_illness.fee.amount": 100 + n},
        )
        for n in range(5)
    ]

    shown = CATALOGUE.with_change(*changes).to_html("en")

    assert shown.count("<li>") == 3
    assert "2 more are not shown" in shown


def test_a_plan_that_was_changed_shows_its_stretches() -> None:
    shown = REFORMED["critical_illness"].to_html("en")

    assert "100 yuan a share" in shown
    assert "2015-01-01 – 2016-12-31" in shown
    assert "dearer &lt;2017&gt;" in shown


def test_what_a_file_or_a_form_brought_in_is_escaped_and_masked() -> None:
    settlement, _ = ledger(30).settle(claim("<script>", "M1980-00", 1))
    refused, _ = ledger(30).settle(claim("C 110101199003079981", "M&1", 1))

    assert "&lt;script&gt;" in settlement.to_html("en")
    assert "C 110101**********81" in refused.to_html("en")
    assert "M&amp;1 has no cover in this plan" in refused.to_html("en")


def test_a_settlement_shows_each_payment_and_why_nothing_is_paid() -> None:
    second, _ = LEDGER.settle(claim("C2", "M1980-00", 20_000))

    shown = second.to_html("en")

    assert "paid before (yuan)" in shown
    assert shown.count(">10,000</td>") == 2
    assert "<li>the cap of 10,000 yuan is used up" in shown


def test_a_difference_of_nothing_says_so() -> None:
    assert "no difference" in CATALOGUE.diff(CATALOGUE, on=STARTS).to_html("en")


def test_an_effect_has_a_row_for_each_plan_and_one_for_all() -> None:
    shown = EFFECT.to_html("en")

    assert shown.count("<tr>") == 3
    assert shown.count(">2,700</td>") == 2
    assert shown.count(">3,000</td>") == 2


def test_the_effect_on_a_population_shows_itself_too() -> None:
    entries = pd.DataFrame(
        {
            "unit": ["U1"],
            "member": ["M1"],
            "birth_date": [date(1980, 5, 17)],
            "sex": ["female"],
            "serving": [True],
            "unit_employees": [1],
            "unit_in_beijing": [True],
            "unit_has_union": [True],
        }
    )
    difference = CATALOGUE.diff(REFORMED, on=date(2017, 1, 1))

    shown = difference.effect(entries, plans=["critical_illness"]).to_html("en")

    assert shown.count(">90</td>") == 2
    assert shown.count(">100</td>") == 2
    assert "critical illness" in shown


def test_there_is_no_view_of_anything_else() -> None:
    with pytest.raises(InvalidType, match="An int has no view for notebooks"):
        view(1, "en")
    with pytest.raises(InvalidValue, match="does not speak this language"):
        PLAN.to_html("fr")  # type: ignore[arg-type]


def test_every_kind_that_shows_itself_has_a_view() -> None:
    kinds = {type(value) for value, _ in VIEWS.values()}

    own = {one for one in Displayed.__subclasses__() if "to_html" not in vars(one)}

    assert own == kinds
    assert Catalogue in own


def test_the_library_loads_no_views() -> None:
    told = (
        "import sys, mutualaid; mutualaid.load_catalogue()\n"
        "print('mutualaid.notebook' in sys.modules)"
    )

    run = subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, check=True)

    assert run.stdout.split() == ["False"]
