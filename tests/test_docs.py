"""The documentation says what the library does: nothing is left out, and nothing has drifted.

The examples in the pages are executed where they stand, by `docs/conftest.py` and its siblings.
"""

from __future__ import annotations

import ast
import importlib.util
import re
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from types import ModuleType

import attrs
import mutualaid_plans
import pytest
from builders import (
    MEMBER,
    STARTS,
    UNIT,
    application,
    child,
    entries,
    families,
    member,
    unit,
)

import mutualaid
import mutualaid.testing
from mutualaid import (
    Admission,
    AgeUnder,
    BenefitLine,
    BenefitSchedule,
    BillItem,
    Catalogue,
    Ceiling,
    ChildUnder,
    Claim,
    Cover,
    DailyAllowance,
    Declares,
    DisabilityScale,
    Edition,
    Entry,
    Event,
    Excludes,
    Finding,
    FixedSum,
    Ledger,
    NoWorkInjury,
    ObservationDays,
    PlanContext,
    PlanModule,
    Question,
    ReportWithin,
    SameShares,
    Sex,
    Standing,
    Text,
    Unit,
    WaitingPeriod,
    catalogue_of,
    deprecation,
    frames,
    hookspecs,
    records,
    scenario,
)
from mutualaid.frames.codes import OF_ROWS
from mutualaid.question import Count, Roster
from mutualaid.testing import population, strategies

DOCS = Path(__file__).parent.parent / "docs"
PLANS = Path(mutualaid_plans.__file__).parent
LIBRARY = Path(mutualaid.__file__).parent

EIGHT = sorted(page.parent.name for page in PLANS.glob("*/rules.md"))
READINGS = [f"R{number}" for number in range(1, 28)]
HOOKS = [name for name in vars(hookspecs) if name.startswith("mutualaid_")]
HEADINGS = [
    "保障范围 · Cover",
    "参保条件 · Conditions of joining",
    "保障期 · Term",
    "会费 · Fee",
    "最高互助金 · Benefit cap",
    "给付 · Claims",
    "未编码 · Not coded",
]
PLACES = [
    "Reimburse",
    "ReimburseByBands",
    "DailyAllowance",
    "DisabilityScale",
    "WaitingPeriod",
    "Excludes",
    "ReportWithin",
]
"""Rules for what the leaflet leaves open."""


def page(name: str) -> str:
    """Read a page of the documentation."""
    return (DOCS / name).read_text("utf-8")


def rules(plan: str) -> str:
    """Read the page beside a plan."""
    return (PLANS / plan / "rules.md").read_text("utf-8")


def readings() -> str:
    """Read the readings beside the plans."""
    return (PLANS / "readings.md").read_text("utf-8")


def fenced(language: str, text: str) -> list[str]:
    """Give the fenced blocks of a language."""
    return re.findall(rf"^```{language}\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)


def load(path: Path) -> ModuleType:
    """Load a module from a file."""
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


sys.path.insert(0, str(DOCS))  # where what it is made of lies
generate = load(DOCS / "generate.py")


# Reason codes, and the other page that is made from the library -------------------------------


@pytest.mark.parametrize("name", generate.PAGES)
def test_a_generated_page_says_what_the_library_says_now(name: str) -> None:
    made = generate.PAGES[name]()

    assert page(name) == made, f"docs/{name} has drifted: run `python docs/generate.py`"


def rosters() -> Iterator[tuple[Unit, list[Entry]]]:
    """Give units and entries with everything amiss that can be, one thing at a time."""
    people = [
        *(member(serving=said, union_member=said, jingka_card=said) for said in (None, False)),
        *(member(basic_medical_insurance=said) for said in (None, False)),
        *(member(birth_date=born) for born in (date(2000, 1, 2), date(1955, 1, 1))),
        member(sex=Sex.MALE),
    ]
    children = [
        *(child(healthy=said) for said in (None, False)),
        *(child(birth_date=date(1998, 1, 1), student=said) for said in (None, False)),
    ]
    units = [
        *(attrs.evolve(UNIT, **{field.name: None}) for field in attrs.fields(Unit)[1:]),
        *(unit(**{name: False}) for name in ("in_beijing", "has_union")),
    ]
    for person in people:
        yield UNIT, [Entry(person), Entry(person, child=child())]
    for one in children:
        yield UNIT, [Entry(MEMBER, child=one)]
    for at in units:
        yield at, [*entries(10), *entries(1, level=1, jingka_card=False), *families(10)]
    yield UNIT, [Entry(MEMBER, shares=9)]
    yield UNIT, [Entry(MEMBER, level=9)]
    yield unit(employees=10), [*entries(9), Entry(member(serving=None))]
    yield unit(employees=9), [*entries(10), *families(10)]


def findings(catalogue: Catalogue) -> Iterator[Finding]:
    """Give what every plan finds of these, asked in every way."""
    for plan in catalogue.values():
        for at, entered in rosters():
            keyed = {entry.key: entry for entry in entered}
            review = plan.review(application(keyed.values(), unit=at))
            yield from (*review.unit_findings, *review.reasons, *review.notices)
            for answer in review.entries:
                yield from answer.findings
            alone = plan.decide(entered[0].member, at, starts=STARTS, child=entered[-1].child)
            yield from alone.findings
        question = Question(MEMBER, UNIT, STARTS, child=child(birth_date=date(1990, 1, 1)), level=1)
        yield ChildUnder(18).check(question)
        for line in plan.edition(STARTS).benefit.lines:
            yield from (line.check(question), line.check(attrs.evolve(question, child=None)))
    yield from findings_from_elsewhere()


def findings_from_elsewhere() -> Iterator[Finding]:
    """Give what rules find that no plan of the eight has."""
    rosters = [None, *(Roster({}, shares=((1, Count(1, 1)), (2, Count(n, 1)))) for n in (0, 1))]
    rosters.append(Roster({}, shares=()))
    for roster in rosters:
        yield SameShares().check(Question(MEMBER, UNIT, STARTS, roster=roster))
    healthy = Declares("healthy", Text(zh="身体健康", en="in good health"))
    for said in (None, True, False):
        asked = member(declared={"healthy": said})
        yield healthy.check(Question(asked, UNIT, STARTS))
    for limit in (18, 60):
        yield AgeUnder(female=limit, male=limit).check(Question(MEMBER, UNIT, STARTS))


def claim(event: str, on: date = STARTS, **said: object) -> Claim:
    """Make a claim of the member, under an id of its own unless one is said."""
    who = said.pop("id", f"{event} {on} {said}")
    return Claim(str(who), "stated", "M1", event, on, **said)  # type: ignore[arg-type]


def cover_of(edition: Edition, starts: date = STARTS, **sold: int) -> Cover:
    """Make a cover of the member."""
    return Cover(edition, "U1", MEMBER, starts, **sold)


def stated(catalogue: Catalogue) -> Edition:
    """Make an edition of a plan that states a rule of every kind there is for claims."""
    edition = catalogue["critical_illness"].edition(STARTS)

    def line(code: str, kind: type[BenefitLine] = Ceiling, **said: object) -> BenefitLine:
        event = Event(code, Text(zh=code, en=code))
        return kind(1_000, code=code, events=[event], **said)  # type: ignore[arg-type]

    terms = [
        NoWorkInjury(),
        WaitingPeriod(30),
        Excludes("drunk", Text(zh="酒后", en="drink")),
        ReportWithin(days=10),
    ]
    lines = BenefitSchedule(
        line("days", formula=DailyAllowance(40)),
        line("grade", formula=DisabilityScale({1: 100})),
        line("amount", terms=terms),
        line("observed", terms=[ObservationDays(7)]),
        line("sum", kind=FixedSum),
    )
    return attrs.evolve(edition, info=attrs.evolve(edition.info, code="stated"), benefit=lines)


def claims() -> Iterator[Claim]:
    """Give claims with everything amiss that can be, one thing at a time."""
    later, admission = date(2016, 3, 1), Admission(date(2016, 3, 1), "H1")
    well = {"amount": 1, "work_injury": False, "reported": later}
    yield claim("unheard_of")
    yield claim("days", amount=1)
    yield claim("days", days=1, amount=1)
    yield claim("grade")
    yield claim("grade", grade=2)
    yield claim("grade", grade=1, amount=1)
    yield claim("sum", amount=1)
    yield claim("amount", later, **{**well, "amount": None})
    for said in (None, True):
        yield claim("amount", later, **{**well, "work_injury": said})
    yield claim("amount", **{**well, "reported": STARTS})
    yield claim("amount", later, **well, circumstances=["drunk"])
    yield claim("amount", later, **{**well, "reported": None})
    yield claim("amount", later, **{**well, "reported": date(2016, 3, 12)})
    yield claim("amount", date(2015, 12, 31), amount=1)
    yield claim("observed", later, amount=1)
    yield claim("observed", later, amount=0, admission=admission, hospital="H1")
    yield claim("observed", later, amount=1, admission=admission)
    yield claim("observed", later, amount=1, admission=admission, hospital="H2")
    yield claim("observed", STARTS, amount=1, admission=admission, hospital="H1")
    yield claim("observed", date(2016, 3, 2), amount=1, admission=admission, hospital="H1")
    bill = [BillItem(STARTS, 1), BillItem(later, 1)]
    yield claim("observed", STARTS, items=bill, admission=admission, hospital="H1")


def findings_of_claims(catalogue: Catalogue) -> Iterator[Finding]:
    """Give what a ledger finds of these, and of covers that cannot stand together."""
    edition = stated(catalogue)
    ledger = Ledger([cover_of(edition)])
    for one in claims():
        settlement, _ = ledger.settle(one)
        yield from (*settlement.findings, *settlement.notices)
    yield from Ledger().settle(claim("sum"))[0].findings
    yield from ledger.settle(attrs.evolve(claim("sum"), insured="M2"))[0].findings
    for one in (claim("sum", id="C0"), claim("sum", id="C9")):
        settlement, ledger = ledger.settle(one)
        yield from settlement.notices
    _, ledger = ledger.settle(claim("sum", id="C1"))
    yield from ledger.settle(claim("sum", date(2016, 1, 2), id="C1"))[0].findings
    elsewhere = attrs.evolve(claim("sum", id="C1"), insured="M2")
    yield from ledger.correct(elsewhere, entered=STARTS)[0].findings
    _, ledger = ledger.withdraw("C1", entered=STARTS)
    yield from ledger.settle(claim("sum", id="C1"))[0].findings
    by_level = cover_of(catalogue["accident"].edition(STARTS), level=1)
    others = [by_level, attrs.evolve(by_level, level=2), cover_of(edition, shares=4)]
    for answer in ledger.enrol(others)[0]:
        yield from answer.findings


def leaves(finding: Finding) -> Iterator[Finding]:
    """Give the findings of single rules."""
    if not finding.parts:
        yield finding
    for part in finding.parts:
        yield from leaves(part)


@pytest.fixture(scope="module")
def found(catalogue: Catalogue) -> set[tuple[str, Standing]]:
    """Give every reason code that the library was heard to answer, and how it stood."""
    return {
        (leaf.code, leaf.standing)
        for finding in (*findings(catalogue), *findings_of_claims(catalogue))
        for leaf in leaves(finding)
    }


def test_every_reason_that_is_given_is_listed_as_it_stands(
    found: set[tuple[str, Standing]],
) -> None:
    codes = page("reference/reason-codes.md")
    listed = re.findall(r"^\| `([\w.]+)` \| (failed|unknown|open|notice) \|", codes, re.MULTILINE)

    of_rows = {(code, Standing.NOTICE.value) for code in OF_ROWS}
    given = {(code, at.value) for code, at in found if at is not Standing.MET}
    assert given | of_rows == set(listed)


def test_every_code_of_what_is_met_is_listed(found: set[tuple[str, Standing]]) -> None:
    met = {code for code, at in found if at is Standing.MET}

    codes = page("reference/reason-codes.md")
    assert [code for code in sorted(met) if f"| `{code}` |" not in codes] == []


# The plans, clause by clause ------------------------------------------------------------------


def clauses(plan: str) -> dict[str, str]:
    """Give the clauses of a plan's page by number."""
    body, _, _ = rules(plan).partition(f"\n## {HEADINGS[-1]}\n")
    parts = re.split(r"^\*\*(\d\.\d)\*\* ", body, flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def test_each_of_the_eight_has_a_page(catalogue: Catalogue) -> None:
    assert sorted(code for code in catalogue if catalogue[code].info.number) == EIGHT


@pytest.mark.parametrize("plan", EIGHT)
def test_a_plan_s_page_is_named_after_the_plan(plan: str, catalogue: Catalogue) -> None:
    title = catalogue[plan].title

    assert rules(plan).splitlines()[0] == f"# {title.zh} · {title.en}"


@pytest.mark.parametrize("plan", EIGHT)
def test_a_plan_s_page_has_the_columns_of_the_leaflet(plan: str) -> None:
    assert re.findall(r"^##+ (.*)$", rules(plan), re.MULTILINE) == HEADINGS


@pytest.mark.parametrize("plan", EIGHT)
def test_clauses_are_numbered_by_column_without_a_gap(plan: str) -> None:
    numbers = list(clauses(plan))
    columns = [[one for one in numbers if one.startswith(f"{column}.")] for column in range(1, 7)]

    assert all(columns)
    assert numbers == [
        f"{column}.{position}"
        for column, of_column in enumerate(columns, start=1)
        for position in range(1, len(of_column) + 1)
    ]


@pytest.mark.parametrize("plan", EIGHT)
def test_each_clause_speaks_chinese_then_english_then_shows_it(plan: str) -> None:
    for number, clause in clauses(plan).items():
        chinese, english, *_ = clause.split("\n\n")

        assert re.search(r"[\u4e00-\u9fff]", chinese), number
        assert re.fullmatch(r"[^\u4e00-\u9fff]+", english), number
        assert "\n```python\n>>> " in clause, number


@pytest.mark.parametrize("plan", EIGHT)
def test_a_plan_s_page_says_in_both_languages_what_is_not_coded(plan: str) -> None:
    _, _, rest = rules(plan).partition(f"\n## {HEADINGS[-1]}\n")
    chinese, english, *_ = rest.strip().split("\n\n")

    assert [place for place in PLACES if f"`{place}`" not in chinese] == []
    assert [place for place in PLACES if f"`{place}`" not in english] == []


@pytest.mark.parametrize("plan", EIGHT)
def test_a_plan_states_nothing_of_what_its_page_says_it_leaves_open(
    plan: str, catalogue: Catalogue
) -> None:
    lines = catalogue[plan].edition(STARTS).benefit.lines
    stated = [rule for line in lines for rule in (line.formula, *line.terms)]

    assert {type(rule).__name__ for rule in stated} & set(PLACES) == set()


@pytest.mark.parametrize("plan", EIGHT)
def test_a_plan_s_page_settles_a_claim_for_every_event(plan: str, catalogue: Catalogue) -> None:
    _, _, claims = rules(plan).partition(f"\n## {HEADINGS[-2]}\n")
    events = [event for line in catalogue[plan].edition(STARTS).benefit.lines
              for event in line.events]  # fmt: skip

    assert [event.code for event in events
            if f'"{event.code}"' not in claims and event.title.zh not in claims] == []  # fmt: skip


# Readings -------------------------------------------------------------------------------------


def test_every_reading_has_its_anchor_in_order() -> None:
    assert re.findall(r"^## (.*)$", readings(), re.MULTILINE) == READINGS


@pytest.mark.parametrize("reading", READINGS)
def test_a_reading_asks_answers_and_can_be_stated_otherwise(reading: str) -> None:
    _, _, rest = readings().partition(f"\n## {reading}\n\n")
    question, chinese, english, *_ = rest.split("\n\n")
    own, _, _ = rest.partition("\n## ")

    assert re.fullmatch(r"\*\*.* · .*\*\*", question)
    assert re.search(r"[\u4e00-\u9fff]", chinese)
    assert re.match(r"[A-Z]", english)
    assert own.strip().splitlines()[-1].startswith("改法 · Otherwise: ")


@pytest.mark.parametrize("reading", READINGS)
def test_a_reading_is_applied_by_a_clause_of_some_plan(reading: str) -> None:
    assert any(f"[{reading}]" in rules(plan) for plan in EIGHT)


@pytest.mark.parametrize("plan", EIGHT)
def test_a_plan_s_page_links_each_reading_that_it_names(plan: str) -> None:
    named = set(re.findall(r"\[(R\d+)\](?!:)", rules(plan)))
    links = dict(re.findall(r"^\[(R\d+)\]: (\S+)$", rules(plan), re.MULTILINE))

    assert links == {name: f"../readings.md#{name.lower()}" for name in named}


# A plan of one's own --------------------------------------------------------------------------


@pytest.fixture
def own_plan(tmp_path: Path) -> ModuleType:
    """Load the plan that the page on plans of one's own shows, as a reader would."""
    fences = fenced("python", page("how-to/plan-of-your-own.md"))
    (shown,) = [fence for fence in fences if not fence.startswith(">>>")]
    path = tmp_path / "community_care.py"
    path.write_text(shown, "utf-8")
    return load(path)


@pytest.mark.parametrize("hook", HOOKS)
def test_a_hook_is_explained_to_those_who_write_plans(hook: str) -> None:
    assert f"\n### {hook}\n\n" in page("how-to/plan-of-your-own.md")


@pytest.mark.parametrize("hook", HOOKS)
def test_a_hook_is_one_that_a_type_checker_asks_for(hook: str) -> None:
    assert callable(getattr(PlanModule, hook))


def test_the_plan_that_is_shown_implements_every_hook(own_plan: ModuleType) -> None:
    assert [name for name in vars(own_plan) if name.startswith("mutualaid_")] == HOOKS


def test_the_plan_that_is_shown_loads_and_takes_a_unit(own_plan: ModuleType) -> None:
    asked = application(entries(60), unit=unit(employees=100))

    assert catalogue_of(own_plan)["community_care"].review(asked).accepted is True


# Claims ---------------------------------------------------------------------------------------


def test_the_benefit_that_states_terms_is_that_of_the_template() -> None:
    (shown,) = [
        fence for fence in fenced("python", page("how-to/claims.md")) if not fence.startswith(">>>")
    ]
    names: dict[str, object] = {}
    exec(shown, names)  # noqa: S102 - our own page, as a reader would run it
    template = load(DOCS.parent / "plans" / "template" / "mutualaid_relief" / "__init__.py")

    assert names["benefit"] == template.mutualaid_benefit_cap(PlanContext(STARTS))


# All pages ------------------------------------------------------------------------------------


def test_every_page_stands_in_a_table_of_contents() -> None:
    pages = {
        path.relative_to(DOCS).with_suffix("").as_posix()
        for kind in ("*.md", "*.ipynb")
        for path in DOCS.rglob(kind)
        if {"_build", "examples"}.isdisjoint(path.relative_to(DOCS).parts)
    }
    linked = {
        (Path(name).parent / line).as_posix()
        for name in pages
        if (DOCS / f"{name}.md").exists()
        for tree in fenced(r"\{toctree\}", page(f"{name}.md"))
        for line in tree.splitlines()
        if line and not line.startswith(":")
    }

    assert pages - linked == {"index"}


@pytest.mark.parametrize("name", mutualaid.__all__)
def test_a_public_name_has_a_docstring(name: str) -> None:
    thing = getattr(mutualaid, name)
    own = vars(thing).get("__doc__") if isinstance(thing, type) else thing.__doc__

    assert own


@pytest.mark.parametrize(
    "library",
    [mutualaid, deprecation, frames, records, scenario, mutualaid.testing, population, strategies],
    ids=lambda library: library.__name__,
)
def test_every_public_name_stands_in_the_reference(library: ModuleType) -> None:
    named = re.compile(r"^\.\. (?:auto)?\w+:: ([\w.]+)$|^   :members: (\w+)$", re.MULTILINE)
    shown = named.findall(page("reference/api.md") + page("reference/scenarios.md"))
    public = {name.rpartition(".")[2] for names in shown for name in names}

    assert [name for name in library.__all__ if name not in public] == []


# The picture of the architecture --------------------------------------------------------------


def module(path: Path) -> str:
    """Name the module of a file within the library."""
    return ".".join(path.relative_to(LIBRARY).with_suffix("").parts)


def picture() -> dict[str, int]:
    """Read the modules off the picture of the architecture, with their places in it."""
    _, _, rest = page("explanation/architecture.md").partition("## Modules\n")
    names = [name for line in fenced("text", rest)[0].splitlines() for name in line[:48].split()]
    rules_of_their_own = {module(path) for path in LIBRARY.glob("rules/*.py")}
    places = {
        f"rules.{name}" if f"rules.{name}" in rules_of_their_own else name.rstrip("/"): place
        for place, name in enumerate(names)
    }
    places["rules"] = max(place for name, place in places.items() if name.startswith("rules"))
    return places


def place_of(name: str, places: dict[str, int]) -> int | None:
    """Find the place of a module, or of the package that it lies in."""
    while name and name not in places:
        name = name.rpartition(".")[0]
    return places.get(name)


def imports(path: Path) -> Iterator[str]:
    """Give what a module imports of the library, but for type checkers alone."""
    tree = ast.parse(path.read_text("utf-8"))
    unseen = {
        inner
        for node in ast.walk(tree)
        if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"
        for inner in ast.walk(node)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node not in unseen:
            whole, _, inner = (node.module or "").partition(".")
            if whole == "mutualaid":
                yield from ([inner] if inner else [alias.name for alias in node.names])


def test_every_module_stands_in_the_picture_of_the_architecture() -> None:
    places = picture()

    missing = [module(path) for path in LIBRARY.rglob("*.py")
               if place_of(module(path), places) is None]  # fmt: skip

    assert sorted(missing) == ["__init__", "__main__"]


def test_every_module_in_the_picture_is_there() -> None:
    modules = {module(path).removesuffix(".__init__") for path in LIBRARY.rglob("*.py")}

    assert set(picture()) - modules == set()


def test_imports_go_the_way_of_the_picture() -> None:
    places = picture()
    against = [
        f"{module(path)} imports {other}"
        for path in LIBRARY.rglob("*.py")
        if (own := place_of(module(path), places)) is not None
        for other in imports(path)
        if (place_of(other, places) or 0) > own
    ]

    assert against == []
