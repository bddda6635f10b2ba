"""The words of the library: both languages complete, nothing said twice, nothing unsaid.

What the code can say is read from the code itself: the texts that are spelled out in it, and what
a rule makes of its `kind`.
"""

from __future__ import annotations

import ast
import enum
import errno
import importlib
import inspect
import os
import pkgutil
import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from functools import cache
from importlib import resources
from string import Formatter
from typing import Any

import attrs
import pytest

import mutualaid
from mutualaid import (
    Admission,
    AgeBetween,
    AgeUnder,
    BenefitLine,
    BenefitSchedule,
    BesideMember,
    BillItem,
    ByLevel,
    Ceiling,
    Child,
    ChildHealthy,
    ChildUnder,
    Claim,
    ClaimTerm,
    Cover,
    CoverTerm,
    DailyAllowance,
    Declares,
    DisabilityScale,
    Edition,
    Event,
    Excludes,
    FeeSchedule,
    Finding,
    FixedSum,
    Flat,
    Formula,
    Free,
    HasUnion,
    Headcount,
    HoldsCard,
    InBeijing,
    Insured,
    InvalidValue,
    Ledger,
    MedicallyInsured,
    Member,
    NoUnion,
    NoWorkInjury,
    ObservationDays,
    OfSex,
    Participation,
    PerShare,
    Pillar,
    PlanInfo,
    Question,
    Reimburse,
    ReimburseByBands,
    ReportWithin,
    Rule,
    RuleValue,
    SameShares,
    Serving,
    Settlement,
    Sex,
    Standing,
    Text,
    UnionMember,
    Unit,
    UnknownName,
    WaitingPeriod,
    Whose,
    WithChild,
    all_of,
    any_of,
    since,
)
from mutualaid.claim import ClaimQuestion
from mutualaid.messages import render, table
from mutualaid.policy.paths import ROOTS, figures
from mutualaid.question import Count, Roster
from mutualaid.records.forms import value_types
from mutualaid.telling import pattern_of
from mutualaid.text import LANGUAGES, Lang

CODES = sorted(table())
SECTIONS = {code.partition(".")[0] for code in CODES}
CODE = re.compile(r"[a-z_]+\.[a-z_]+")


# The table -----------------------------------------------------------------------------------


def test_every_code_has_a_text_in_both_languages() -> None:
    texts = table()
    assert [] == [code for code in CODES if not all(texts[code].of(lang) for lang in LANGUAGES)]


def test_what_is_filled_in_is_the_same_in_both_languages() -> None:
    texts = table()
    assert [] == [code for code in CODES if holes(texts[code].zh) != holes(texts[code].en)]


NAMES = {
    "UTF", "GB", "CSV", "TOML", "JSON", "Excel", "xlsx", "openpyxl", "python", "stdnum", "pip",
    "install", "mutualaid", "review", "covers", "case", "true", "false", "help", "debug", "Ctrl",
    "set", "replace", "add", "remove", "hooks", "type", "version",
    "unit", "roster", "output", "answer", "statement", "doctor", "columns", "plan",
    "female", "male",
}  # fmt: skip
"""Formats, programs and what is typed as it stands: they have no other name in Chinese."""


def test_the_chinese_texts_hold_no_english() -> None:
    latin = {
        code: set(re.findall(r"[A-Za-z]+", outside_braces(table()[code].zh))) - NAMES
        for code in CODES
    }
    assert {} == {code: words for code, words in latin.items() if words}


def test_the_chinese_texts_have_chinese_punctuation() -> None:
    names = re.compile(r"自付\([一二]\)|填 \?")
    ascii_marks = re.compile(r",(?!\d)|[;:()?!]")
    texts = {code: names.sub("", outside_braces(table()[code].zh)) for code in CODES}
    assert {} == {code: text for code, text in texts.items() if ascii_marks.search(text)}


def test_the_english_texts_hold_no_chinese() -> None:
    chinese = re.compile(r"[\u3000-\u9fff\uff00-\uffef]+")
    found = {code: chinese.findall(outside_braces(table()[code].en)) for code in CODES}
    assert {} == {code: words for code, words in found.items() if words}


def holes(text: str) -> set[str]:
    """Name what stands in the braces of a text."""
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def outside_braces(text: str) -> str:
    """Give what stands outside the braces of a text."""
    return "".join(literal for literal, _, _, _ in Formatter().parse(text))


# What the code can say -----------------------------------------------------------------------


@cache
def trees() -> dict[str, ast.Module]:
    """Parse every module of the library, wherever it is installed."""
    modules = pkgutil.walk_packages(mutualaid.__path__, "mutualaid.")
    names = ["mutualaid", *(module.name for module in modules if "__main__" not in module.name)]
    return {name: ast.parse(inspect.getsource(importlib.import_module(name))) for name in names}


def spelled(tree: ast.AST) -> Iterator[str]:
    """Give every text that is spelled out in a part of the code, whole."""
    if isinstance(tree, ast.Constant) and isinstance(tree.value, str):
        yield tree.value
    for node in ast.iter_child_nodes(tree):
        if not (isinstance(tree, ast.JoinedStr) and isinstance(node, ast.Constant)):
            yield from spelled(node)


def composed(tree: ast.AST) -> Iterator[tuple[str, str]]:
    """Give section and beginning of what is put together, such as `f"report.{code}"`."""
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr) and isinstance(node.values[0], ast.Constant):
            section, dot, begun = str(node.values[0].value).partition(".")
            if dot and section in SECTIONS and len(node.values) > 1:
                yield section, begun


ENUMS = {
    name.lower(): value
    for module in trees()
    for name, value in vars(importlib.import_module(module)).items()
    if inspect.isclass(value) and issubclass(value, enum.Enum) and name.lower() in SECTIONS
}
"""The names that can be filled into a text, by the section that words them."""
VALUES = {
    str(one.value)
    for module in trees()
    for value in vars(importlib.import_module(module)).values()
    if inspect.isclass(value) and issubclass(value, enum.Enum)
    for one in value
}


def arguments(name: str) -> set[str]:
    """Give every text that is passed under a name."""
    return {
        text
        for tree in trees().values()
        for node in ast.walk(tree)
        if isinstance(node, ast.keyword) and node.arg == name
        for text in spelled(node.value)
    }


def samples(tree: ast.AST) -> Iterator[str]:
    """Give every text of the code, with a letter for what is filled in."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value
        elif isinstance(node, ast.JoinedStr):
            yield "".join(
                str(part.value)
                if isinstance(part, ast.Constant)
                else (
                    "'x'" if isinstance(part, ast.FormattedValue) and part.conversion > 0 else "x"
                )
                for part in node.values
            )


@cache
def of_errors() -> set[str]:
    """Give the codes of errors that are raised, by their English."""
    raised = {one for tree in trees().values() for one in samples(tree)}
    raised |= {os.strerror(number) for number in errno.errorcode}
    wrong = [code for code in CODES if code.startswith("wrong.")]
    return {code for code in wrong if any(map(pattern_of(table()[code].en).fullmatch, raised))}


def by_arguments() -> set[str]:
    """Give the codes of what an error names: what is at fault, and how a file writes it."""
    named = {f"given.{text}" for text in arguments("name")}
    return named | {f"in_file.{text}" for text in arguments("written")}


def from_texts() -> set[str]:
    """Give the codes that are spelled out, or put together of what is spelled out beside."""
    codes = set()
    for tree in trees().values():
        texts = set(spelled(tree))
        codes |= {text for text in texts if CODE.fullmatch(text)}
        for section, begun in composed(tree):
            codes |= {f"{section}.{begun}{text}" for text in texts | VALUES}
    return codes


def of_columns() -> set[str]:
    """Give the codes of the titles of figures, by the names of their columns."""
    calls = [
        node
        for tree in trees().values()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
        if node.func.id == "Column" and node.args
    ]
    named = [one.args[0] for one in calls]
    return {f"scenario.{one.value}" for one in named if isinstance(one, ast.Constant)}


def from_enums() -> set[str]:
    """Give the codes of the names that can be filled into a text."""
    return {f"{section}.{one.value}" for section, kind in ENUMS.items() for one in kind}


def of_one() -> set[str]:
    """Give the codes of names as they go with the number 1."""
    return {f"headcount.one_{one.value}" for one in Headcount}


# What the rules can say, by asking them ------------------------------------------------------

BURN = Event("burn", Text(zh="烧伤", en="burn"))
LEVELS = {1: 26, 2: 50}
RULES: list[Rule] = [
    Serving(), MedicallyInsured(), UnionMember(), HoldsCard(), InBeijing(), HasUnion(), NoUnion(),
    OfSex(Sex.FEMALE), OfSex(Sex.MALE), AgeBetween(16, 60), WithChild(), ChildHealthy(),
    ChildUnder(18), ChildUnder(18, or_student=True), BesideMember(), SameShares(),
    AgeUnder(female=55, male=60), AgeUnder(female=60, male=60),
    *(Declares("so", Text(zh="如此", en="so"), whose=whose) for whose in Whose),
    *(Participation(percent=70, of=of, everyone_below=30) for of in Headcount),
    Participation(percent=80, of=Headcount.FEMALE_EMPLOYEES, everyone_up_to=100),
    Participation(percent=80, of=Headcount.FEMALE_EMPLOYEES, at_least=41),
    Free(), Flat(56), Flat(410, deposit=400), PerShare(90), PerShare(90, at_most=4),
    ByLevel(LEVELS), ByLevel(LEVELS, high_risk=LEVELS),
    *(
        kind(amount, events=[BURN], per_share=per_share, insured=insured)
        for kind in (FixedSum, Ceiling)
        for amount, per_share in ((5, False), (5, True), (LEVELS, False))
        for insured in Insured
    ),
]  # fmt: skip
MEMBER = Member("M1", date(1980, 5, 17), Sex.FEMALE)
MEMBERS = [
    attrs.evolve(MEMBER, birth_date=born, serving=said, basic_medical_insurance=said,
                 union_member=said, jingka_card=said, declared={"so": said})
    for born in (date(1950, 1, 1), date(1980, 1, 1), date(2010, 1, 1))
    for said in (True, False, None)
]  # fmt: skip
UNITS = [
    Unit("U1", in_beijing=said, has_union=said, employees=number, female_employees=number,
         employees_with_minor_children=number)
    for said in (True, False, None)
    for number in (29, 40, None)
]  # fmt: skip
CHILDREN = [
    None,
    *(
        Child("C1", born, healthy=said, student=said)
        for born in (date(1990, 1, 1), date(2010, 1, 1))
        for said in (True, False, None)
    ),
]
SOLD = [(1, None), (5, None), (1, 1), (1, 9)]
ROSTERS = [
    None,
    *(Roster(members) for members in ({}, {"M1": True}, {"M1": False}, {"M1": None})),
    *(
        Roster({}, tuple((kind, Count(*count)) for kind in Headcount))
        for count in ((0, 0), (28, 30), (0, 40), (50, 50))
    ),
    *(Roster({}, shares=((1, Count(3, 3)), (2, Count(surely, 1)))) for surely in (0, 1)),
]
QUESTIONS = [
    Question(member, unit, date(2016, 1, 1), child=child, shares=shares, level=level, roster=roster)
    for member, unit, child, (shares, level), roster in (
        *((member, UNITS[0], None, SOLD[0], None) for member in MEMBERS),
        *((MEMBER, unit, None, SOLD[0], roster) for unit in UNITS for roster in ROSTERS),
        *((MEMBER, UNITS[0], child, SOLD[0], roster) for child in CHILDREN for roster in ROSTERS),
        *((MEMBER, UNITS[0], None, sold, None) for sold in SOLD),
    )
]

TERMS: list[ClaimTerm] = [
    NoWorkInjury(), ObservationDays(7), WaitingPeriod(30),
    WaitingPeriod(30, waived_on_renewal=False), Excludes("war", Text(zh="战争", en="war")),
    ReportWithin(days=10), ReportWithin(years=2),
]  # fmt: skip
FORMULAS: list[Formula] = [
    Reimburse(50), Reimburse(50, above=1_000), ReimburseByBands({0: 50, 1_000: 60}),
    DailyAllowance(50), DailyAllowance(50, from_day=4, at_most_days=90),
    DisabilityScale({1: 100, 2: 50}),
]  # fmt: skip
VALUES_OF_CLAIMS: list[RuleValue] = [*TERMS, *FORMULAS, CoverTerm(1), CoverTerm(3)]
DAY = date(2016, 6, 15)
BILL, STAY, DISABLED, DEATH = (
    Event(code, Text(zh=title, en=code))
    for code, title in (("bill", "账单"), ("stay", "住院"), ("disabled", "伤残"), ("death", "身故"))
)
CARRIED: list[dict[str, Any]] = [
    {}, {"amount": 100}, {"days": 3}, {"grade": 1}, {"grade": 9},
    {"amount": 100, "days": 3, "grade": 1},
    {"items": [BillItem(DAY, 5), BillItem(date(2017, 1, 1), 6)]},
]  # fmt: skip
SAID_OF_CLAIMS: list[dict[str, Any]] = [
    {}, {"work_injury": True}, {"work_injury": False}, {"circumstances": ["war"]},
    {"reported": DAY}, {"reported": date(2018, 6, 16)},
    *(
        {"hospital": hospital, "admission": Admission(on, "H1"), "work_injury": False,
         "reported": DAY}
        for hospital in ("H1", "H2", None)
        for on in (date(2016, 6, 14), DAY, date(2016, 7, 15))
    ),
]  # fmt: skip
CLAIMS = [
    *(
        Claim("C1", "draft", "M1", event, DAY, **carried, **said)
        for event in ("bill", "bil", "stay", "disabled", "death", "flood")
        for carried in CARRIED
        for said in SAID_OF_CLAIMS
    ),
    Claim("C1", "draft", "M1", "bill", date(2016, 1, 1), amount=100),
    Claim("C1", "draft", "M1", "bill", date(2017, 1, 1), amount=100),
    Claim("C1", "draft", "M2", "bill", DAY, amount=100),
]


def edition(fee: FeeSchedule) -> Edition:
    """Give the rules of a plan of which every term and formula is asked."""
    title = Text(zh="草案", en="draft")
    info = PlanInfo(
        code="draft", title=title, short=title, pillar=Pillar.ACCIDENT, term_years=1,
        in_force=since(2015, 1, 1),
    )  # fmt: skip
    lines = (
        Ceiling(1_000, code="bill", events=[BILL], terms=TERMS),
        Ceiling(1_000, code="stay", events=[STAY], formula=DailyAllowance(50)),
        Ceiling(1_000, code="disabled", events=[DISABLED], formula=DisabilityScale({1: 100})),
        FixedSum(1_000, code="death", events=[DEATH]),
    )
    return Edition(info, since(2015, 1, 1), Serving(), fee, BenefitSchedule(*lines))


def covers(fee: FeeSchedule) -> tuple[Cover, Cover]:
    """Give a cover, and one that overlaps it."""
    first = Cover(edition(fee), "U1", MEMBER, date(2016, 1, 1))
    shares = 4 if isinstance(fee, PerShare) else 1
    return first, attrs.evolve(first, starts=DAY, since=DAY, shares=shares)


@cache
def settlements() -> list[Settlement]:
    """Settle each claim alone, and a few after another one: under its id, corrected, withdrawn."""
    first, _ = covers(PerShare(90))
    ledger = Ledger([first])
    settled = [ledger.settle(claim)[0] for claim in CLAIMS]
    paid = Claim("C1", "draft", "M1", "disabled", DAY, grade=1)
    later = Claim("C2", "draft", "M1", "disabled", DAY, grade=1)
    _, after = ledger.settle(paid)
    _, both = after.settle(later)
    supplements, without = both.withdraw("C1", entered=DAY)
    moved = attrs.evolve(paid, insured="M2")
    return [
        *settled,
        *supplements,
        after.settle(attrs.evolve(paid, grade=2))[0],
        after.correct(moved, entered=DAY)[0],
        without.settle(paid)[0],
        without.correct(paid, entered=DAY)[0],
    ]


def findings_of_claims() -> list[Finding]:
    """Ask each term and each formula of each claim, settle them, and enrol covers that overlap."""
    asked = [ClaimQuestion(claim, date(2016, 1, 1), date(2016, 1, 1)) for claim in CLAIMS]
    found = [term.check(question) for term in TERMS for question in asked]
    found += [formula.check(claim) for formula in FORMULAS for claim in CLAIMS]
    for settlement in settlements():
        found += [*settlement.findings, *settlement.notices]
    for fee in (Flat(56), PerShare(90, at_most=4)):
        for enrolment in Ledger().enrol(covers(fee))[0]:
            found += enrolment.findings
    return found


@cache
def findings() -> dict[str, Finding]:
    """Give one finding of each code that the rules answer with, by its wording."""
    found = [rule.check(question) for rule in RULES for question in QUESTIONS]
    found += findings_of_claims()
    found += [
        combine(part).check(question)
        for combine in (all_of, any_of)
        for part in (HasUnion(), Participation(percent=70, of=Headcount.EMPLOYEES))
        for question in QUESTIONS
    ]
    return {finding.wording or finding.code: finding for finding in found}


def words_of_rules() -> set[str]:
    """Give the codes with which rules word themselves: those that begin with their kind."""
    kinds = {rule.kind for rule in (*RULES, *VALUES_OF_CLAIMS)} | {"all_of", "any_of"}
    return {f"{kind}.{what}" for kind in kinds for what in spelled_by_rules()}


def spelled_by_rules() -> set[str]:
    """Give how the code of words ends, such as `f"{self.kind}.words"`."""
    ends = set()
    for name, tree in trees().items():
        for node in ast.walk(tree) if name.startswith("mutualaid.rules") else ():
            if isinstance(node, ast.JoinedStr) and not isinstance(node.values[0], ast.Constant):
                end = node.values[1]
                ends |= {str(end.value)} if isinstance(end, ast.Constant) else set()
    bases = {text for text in spelled(trees()["mutualaid.rules.benefits"]) if "per_" in text}
    begun = {end.removeprefix(".") for end in ends if end.startswith(".")}
    return begun | {f"{end}{basis}" for end in begun if end.endswith("_") for basis in bases}


def test_every_rule_is_asked() -> None:
    names = (getattr(mutualaid, name) for name in mutualaid.__all__)
    public = {value for value in names if inspect.isclass(value)}
    kinds = {kind for kind in public if issubclass(kind, RuleValue) and hasattr(kind, "kind")}
    asked = {type(rule) for rule in (*RULES, *VALUES_OF_CLAIMS)}
    assert kinds - {mutualaid.AllOf, mutualaid.AnyOf} == asked


@pytest.mark.parametrize("code", sorted(findings()))
@pytest.mark.parametrize("lang", LANGUAGES)
def test_whatever_a_rule_answers_has_words(code: str, lang: Lang) -> None:
    assert holes(findings()[code].text(lang)) == set()


@pytest.mark.parametrize("rule", [*RULES, *VALUES_OF_CLAIMS], ids=repr)
@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_rule_has_words(rule: RuleValue, lang: Lang) -> None:
    assert holes(rule.words(lang)) == set()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_settlement_has_words(lang: Lang) -> None:
    assert set() == {hole for one in settlements() for hole in holes(one.explain(lang))}


def test_every_code_that_is_spelled_out_has_a_text() -> None:
    said = {text for tree in trees().values() for text in spelled(tree) if CODE.fullmatch(text)}
    paths = {
        f"{section}.{field.name}"
        for section, kind in (("child", Child), ("claim", Claim))
        for field in attrs.fields(kind)
    }
    codes = {code for code in said if code.partition(".")[0] in SECTIONS} - paths
    assert set() == codes - set(CODES)


def test_every_name_that_is_filled_in_has_a_text() -> None:
    assert set() == from_enums() - set(CODES)


def names_of_places() -> set[str]:
    """Give the codes by which a difference of policy names roots, rules and figures."""
    types = [kind for kind in value_types().values() if issubclass(kind, RuleValue | PlanInfo)]
    own = [kind for kind in types if kind.__module__.startswith("mutualaid.")]
    names = {field.name for kind in own for field in attrs.fields(kind) if field.eq}
    kinds = {kind.kind for kind in own if issubclass(kind, RuleValue)}
    return {
        *(f"root.{root}" for root in ROOTS),
        *(f"figure.{name}" for name in (*names, "order")),
        *(f"rule.{kind}" for kind in kinds),
        *(f"diff.{value}".lower() for value in (None, True, False)),
    }


def test_every_condition_term_and_formula_has_a_name() -> None:
    conditions = [rule for rule in RULES if not isinstance(rule, FeeSchedule | BenefitLine)]
    rules = [*conditions, *TERMS, *FORMULAS, all_of(Serving()), any_of(Serving())]
    assert set() == {f"rule.{rule.kind}" for rule in rules} - set(CODES)


def test_every_figure_has_a_name() -> None:
    rules = [*RULES, *TERMS, *FORMULAS, CoverTerm(1), all_of(Serving(), name="way")]
    names = {f"figure.{name}" for rule in rules for name in figures(rule)}
    assert set() == names - set(CODES)


def test_nothing_stands_in_the_table_that_nothing_says() -> None:
    answers = {code for code, one in findings().items() if one.standing is not Standing.MET}
    said = from_texts() | from_enums() | answers | words_of_rules() | names_of_places()
    said |= of_one() | of_errors() | by_arguments() | of_columns()
    assert [] == [code for code in CODES if code not in said]


# Wording -------------------------------------------------------------------------------------

OWN = {"own.fact": Text(zh="是{fact}", en="is {fact}")}


@pytest.mark.parametrize(
    ("fact", "zh", "en"),
    [
        (5, "是5", "is 5"),
        ("five", "是five", "is five"),
        (Decimal("1089.5"), "是1,089.50", "is 1,089.50"),
        (Decimal(56), "是56", "is 56"),
        (date(2016, 1, 1), "是2016-01-01", "is 2016-01-01"),
        (Text(zh="份", en="share"), "是份", "is share"),
        (Sex.FEMALE, "是女职工", "is female"),
    ],
)
def test_a_fact_is_filled_in_as_the_language_writes_it(fact: object, zh: str, en: str) -> None:
    facts = {"fact": fact}
    assert (zh, en) == tuple(render("own.fact", lang, OWN, facts) for lang in LANGUAGES)


@pytest.mark.parametrize(
    ("fact", "words"),
    [
        (0, "0 days"),
        (1, "1 day"),
        (2, "2 days"),
        (Decimal(1), "1 day"),
        (Decimal("1.50"), "1.50 days"),
    ],
)
def test_a_noun_goes_with_its_number(fact: object, words: str) -> None:
    own = {"own.text": Text(zh="{days} 天", en="{days} {days:day|days}")}
    assert words == render("own.text", "en", own, {"days": fact})


def test_no_number_stands_before_a_noun_that_only_fits_several() -> None:
    several = re.compile(
        r"\}\s(?:years|months|days|shares|people|claims|rows|cells|employees|cases|answers|ways"
        r"|plans|problems|corner cases|further (?:entries|cases)|of them women|\{of\})"
    )
    assert [] == [code for code in CODES if several.search(table()[code].en)]


def test_a_name_goes_with_the_number_beside_it() -> None:
    own = {"own.text": Text(zh="{n} 名{of}", en="{n} {of:n}")}
    texts = [render("own.text", "en", own, {"n": n, "of": Headcount.EMPLOYEES}) for n in (0, 1, 2)]
    assert ["0 employees", "1 employee", "2 employees"] == texts


def test_every_headcount_has_a_name_that_goes_with_1() -> None:
    assert set() == of_one() - set(CODES)


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("too_few", "at least 1 of the unit's 1 female employee must join: now 0, 1 short"),
        (
            "too_few_of_all",
            (
                "in a unit with 1 female employee all must join, and whoever serves but may not "
                "join counts too: now 0, 1 short"
            ),
        ),
        ("more_than_base", "1 female employee joins, more than the 0 that the unit declares"),
        ("words_everyone_below", " (all of them where there are fewer than 1 female employee)"),
        ("words_everyone_up_to", " (all of them where there is 1 female employee or fewer)"),
    ],
)
def test_a_share_of_one_person_is_worded_for_one(code: str, text: str) -> None:
    joining = int(code == "more_than_base")
    facts = {
        "base": 1 - joining, "required": 1, "joining": joining, "shortfall": 1,
        "of": Headcount.FEMALE_EMPLOYEES, "everyone_below": 1, "everyone_up_to": 1,
    }  # fmt: skip
    assert text == render(f"participation.{code}", "en", facts=facts)


def test_one_woman_is_no_women() -> None:
    texts = [render("situation.women", "en", facts={"number": number}) for number in (1, 2)]
    assert ["1 of them a woman", "2 of them women"] == texts


def test_no_module_but_the_messages_decides_by_language() -> None:
    found = {name: {"zh", "en"} & set(compared(tree)) for name, tree in trees().items()}
    assert set() == {name for name, langs in found.items() if langs} - {"mutualaid.messages"}


def compared(tree: ast.AST) -> Iterator[str]:
    """Give every text that a value is compared with."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Compare):
            sides = [node.left, *node.comparators]
            yield from (str(side.value) for side in sides if isinstance(side, ast.Constant))
        elif isinstance(node, ast.MatchValue):
            yield from spelled(node.value)


@pytest.mark.parametrize("code", ['lang == "zh"', '"en" != lang', 'match lang:\n case "zh": pass'])
def test_a_comparison_with_a_language_is_seen(code: str) -> None:
    assert {"zh", "en"} & set(compared(ast.parse(code)))


def test_words_from_outside_go_before_the_librarys() -> None:
    own = {"serving.words": Text(zh="在岗", en="at work")}
    assert "at work" == render("serving.words", "en", own)


def test_a_code_that_nobody_words_is_refused() -> None:
    with pytest.raises(UnknownName, match="No message has this code"):
        render("serving.word", "zh")


def test_another_language_is_refused() -> None:
    with pytest.raises(InvalidValue):
        render("serving.words", "fr")  # type: ignore[arg-type]


def test_the_table_is_read_once() -> None:
    assert table() is table()


def test_the_table_stands_beside_its_module() -> None:
    assert resources.files("mutualaid.messages").joinpath("messages.toml").is_file()
