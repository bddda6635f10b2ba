"""Write the pages that are made from the library itself.

The handbook, the leaflet's table, readings, reason codes and laws in both languages; columns, hooks
and the command line. Run `python docs/generate.py` after a change of a message, a law, a plan or a
command.
`tests/test_docs.py` makes the same pages and compares, so that none can drift.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial

from making.cli import cli_page
from making.columns import columns_page
from making.handbook import handbook_page
from making.hooks import hooks_page
from making.laws import laws_page
from making.picture import picture
from making.readings import readings_page
from making.tables import EIGHT, table_page
from making.translated import translated
from making.words import DOCS, FOLDERS, table, text

import mutualaid
from mutualaid import Child, Claim, Member, RuleValue, Scope, Standing, Text, Unit, load_catalogue
from mutualaid.frames.codes import NUMBERS, OF_ROWS
from mutualaid.messages import table as messages
from mutualaid.text import Lang

WORDS_ONLY = {
    "all_of", "any_of", "by_level", "cases", "ceiling", "claims", "clauses", "counterexample",
    "decide_file", "deposit", "diff", "doctor", "effect", "effect_frame",
    "enrolmentoutcome", "error", "explain", "figure", "fixed_sum", "flat", "free", "given",
    "headcount", "in_file", "insured", "money", "notebook", "outcome", "per_share", "plot",
    "pillar", "punctuation", "report", "reviewoutcome", "root", "roster_review", "rule", "scenario",
    "settlement", "settlementoutcome", "situation", "statement", "table", "terms", "verdict",
    "whose", "wrong",
}  # fmt: skip
"""Sections of the table of messages that hold words and no reason codes."""
FRAGMENTS = {
    "claim.nearest", "claim.nearest_plan", "reimburse_by_bands.joint", "roster.nearest",
    "sex.female", "sex.male",
}  # fmt: skip
"""Words that stand inside other messages."""
FAULTS = ("roster", "claims_file", "case_file")
"""Sections of what can be wrong with a cell: of a roster, a file with claims, a case table."""
WORDINGS = {
    "participation.too_few_employees": "participation.too_few",
    "participation.too_few_of_all": "participation.too_few",
    "participation.too_few_people": "participation.too_few",
}
"""Second wordings of a code, with the code."""
STANDINGS = {
    "beside_member.open": Standing.OPEN,
    "participation.open": Standing.OPEN,
    "beside_member.member_unknown": Standing.UNKNOWN,
    "declared.not_said": Standing.UNKNOWN,
    "participation.undecided": Standing.UNKNOWN,
    "same_shares.open": Standing.OPEN,
    "same_shares.undecided": Standing.UNKNOWN,
    "benefit.other_person": Standing.NOTICE,
    "claim.cap_used_up": Standing.NOTICE,
    "claim.items_left_out": Standing.NOTICE,
    "claim.nothing_due": Standing.NOTICE,
    "missing.high_risk": Standing.NOTICE,
}
"""How a finding with a code stands, where its section does not tell."""
ORIGINS = {
    "benefit": "`BenefitLine`",
    "claim": "`Ledger`",
    "cover": "`Ledger.enrol`",
    "level": "`FeeSchedule`",
    "notice": "`Decision`, `Review`",
    "review": "`Review`",
    "shares": "`FeeSchedule`",
}
"""What gives the codes of a section that is not named after a rule."""
OF_A_CLAIM = {"missing.work_injury", "missing.hospital", "missing.reported"}
"""Codes of what was not said of a claim; the others of their section are of people and units."""

CODES_HEAD = text(
    """\
# 原因代码

每条结论都有代码，不随措辞和语言而变，程序可以据此处理。
大括号中的内容由该条结论的数据填入，也就是它的 `facts`。

状态：`failed` 为不符合，`unknown` 为有事项未说明、尚不能确定，`open` 须看全单位名单，
`notice` 仅作提示，不影响结论。

本页由 `python docs/generate.py` 从库中的消息表生成。
""",
    """\
# Reason codes

Every finding has a code that does not change with the wording or the language, so that a program
can act on it. In the meanings, what stands in braces is filled with the facts of the finding; they
are also its `facts`. How a finding stands: `failed` and `unknown` keep someone out or leave the
answer open; `open` waits for the unit's whole roster; a `notice` decides nothing.

This page is made by `python docs/generate.py` from the library's table of messages.
""",
)
NUMBERS_HEAD = text(
    """
## 数据框中的编号

`decide_frame` 以编号给出原因，编号永不变动：0 为无，1 至 99 为不符合，101 起为未说明，负数为
该计划不判定此行的缘故。本库之外的规则自 1000000 起编号，见 `reason_codes(catalogue)`。
""",
    """
## Numbers in frames

`decide_frame` gives a reason by its number, which never changes: 0 for none, up to 99 where
something is not met, from 101 on where it is not known, below 0 why a plan does not answer a row.
Rules from outside this library have numbers from 1,000,000 on; `reason_codes(catalogue)` has them.
""",
)
MET_HEAD = text(
    """
## 已符合的条件

已符合的条件以规则名加 `.met` 为代码，措辞即条件本身；由多条规则组成的，以 `all_of`、`any_of`
加状态为代码，例如 `any_of.failed`，原因在其各部分之中。
""",
    """
## What is met

A rule that is met answers `met` under its own name, such as `age.met`, and is worded as the
condition itself. A rule made of rules answers `all_of` or `any_of` with its standing, such as
`any_of.failed`; its parts hold the reasons.
""",
)
CLAIMS_HEAD = text(
    """
## 给付与保障

结算与登记的结论。
`failed` 为不给付或不登记，`unknown` 为有事项未说明、尚不能确定，`notice` 仅作提示。
""",
    """
## Claims and covers

Given by a settlement, and by the answer to an enrolment. `failed` refuses the claim or the cover,
`unknown` leaves the claim open until it is said, a `notice` decides nothing.
""",
)
ROSTER_HEAD = text(
    """
## 文件中无法读取的单元格

名单中的问题；以 `claims_file` 开头的见于申请文件，以 `case_file` 开头的见于案例表，其余通用。
逐格列出行、列、内容与原因；其余各行照常审核、结算或检查。
""",
    """
## Bad cells of a file

Of a roster; those that begin with `claims_file`, of a file with claims; those that begin with
`case_file`, of a case table. Files share the others where they fit. Each is reported with row,
column and value; the good rows are reviewed, settled or checked all the same.
""",
)
CODE_COLUMNS = text("代码|状态|含义|由谁给出", "code|stands|meaning|given by")
NUMBER = text("编号", "number")


TUTORIALS = ("first-answer", "changing-the-policy", "what-a-plan-costs")


def reason_codes(lang: Lang) -> str:
    """Give the page of the reason codes in one language."""
    codes = {code: said for code, said in messages().items() if _is_code(code)}
    faults = {code: said for section in FAULTS
              for code, said in codes.items() if _section(code) == section}  # fmt: skip
    of_claims = {code: said for code, said in codes.items() if _is_of_claims(code)}
    others = {**faults, **of_claims}
    reasons = {code: said for code, said in codes.items() if code not in others}
    code, stands, meaning, origin = CODE_COLUMNS.of(lang).split("|")
    head = (code, stands, meaning, origin)
    return "".join([
        CODES_HEAD.of(lang),
        _table(head, _reason_rows(reasons, lang)),
        NUMBERS_HEAD.of(lang),
        _table((NUMBER.of(lang), code), ((f"{number}", name and f"`{name}`")
                                         for name, number in NUMBERS.items())),
        CLAIMS_HEAD.of(lang),
        _table(head, _reason_rows(of_claims, lang)),
        MET_HEAD.of(lang),
        _table((code, meaning, origin), _met_rows(lang)),
        ROSTER_HEAD.of(lang),
        _table((code, meaning), ((f"`{code}`", said.of(lang)) for code, said in faults.items())),
    ])  # fmt: skip


def standing_of(code: str) -> Standing:
    """Tell how a finding with a code stands."""
    by_section = {"missing": Standing.UNKNOWN, "notice": Standing.NOTICE}
    return STANDINGS.get(code) or by_section.get(_section(code), Standing.FAILED)


def _section(code: str) -> str:
    return code.partition(".")[0]


def _is_code(code: str) -> bool:
    section, _, name = code.partition(".")
    words = section in WORDS_ONLY or name.startswith("words") or code in FRAGMENTS
    return not words and code not in WORDINGS


def _is_of_claims(code: str) -> bool:
    section = _section(code)
    rule = _rules().get(section)
    asked_of_a_claim = rule is not None and rule.scope is Scope.CLAIM
    return asked_of_a_claim or section in {"claim", "cover"} or code in OF_A_CLAIM


def _rules() -> Mapping[str, type[RuleValue]]:
    """Give the library's rules by their name in the codes."""
    public = (getattr(mutualaid, name) for name in mutualaid.__all__)
    rules = (thing for thing in public if isinstance(thing, type) and issubclass(thing, RuleValue))
    return {rule.kind: rule for rule in rules if hasattr(rule, "kind")}


def _origin(code: str) -> str:
    section, _, name = code.partition(".")
    if section == "missing":
        asked = [kind.__name__ for kind in (Member, Child, Unit, Claim) if hasattr(kind, name)]
        return ", ".join(f"`{kind}.{name}`" for kind in asked)
    if code in OF_ROWS:
        return "`decide_frame`"
    if section in ORIGINS:
        return ORIGINS[section]
    if section not in _rules():
        raise LookupError(
            f"[{section}] in messages.toml is no rule's: say in ORIGINS what gives its codes, or "
            "list it in WORDS_ONLY"
        )
    return f"`{_rules()[section].__name__}`"


def _reason_rows(reasons: Mapping[str, Text], lang: Lang) -> Iterator[tuple[str, ...]]:
    for code, said in reasons.items():
        others = [messages()[other] for other, first in WORDINGS.items() if first == code]
        meaning = "\n".join(one.of(lang) for one in (said, *others))
        yield f"`{code}`", standing_of(code).value, meaning, _origin(code)


def _met_rows(lang: Lang) -> Iterator[tuple[str, ...]]:
    for kind, rule in _rules().items():
        texts = [said for code, said in messages().items()
                 if code == f"{kind}.words" or code.startswith(f"{kind}.words_per_")]  # fmt: skip
        if texts and hasattr(rule, "check"):
            meaning = "\n".join(one.of(lang) for one in texts)
            yield f"`{kind}.met`", meaning, f"`{rule.__name__}`"


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    shown = table(head, (tuple(map(_plural, row)) for row in rows))
    return f'\n<div class="codes">\n{shown}\n</div>\n'


def _plural(cell: str) -> str:
    """Give a message with the noun of several where it has one for each number."""
    return re.sub(r"\{(\w+):\w+\}", r"{\1}", re.sub(r"\{\w+:[^|}]*\|([^}]*)\}", r"\1", cell))


def _pages() -> Iterator[tuple[str, Callable[[], str]]]:
    """Give every page that is made, by its path under `docs/`."""
    for lang, folder in FOLDERS.items():
        yield f"{folder}reference/reason-codes.md", partial(reason_codes, lang)
        yield f"{folder}reference/cli.md", partial(cli_page, lang)
        yield f"{folder}reference/laws.md", partial(laws_page, lang)
        yield f"{folder}reference/table.md", partial(table_page, lang)
        yield f"{folder}explanation/readings.md", partial(readings_page, lang)
        yield f"{folder}explanation/rules-as-values.svg", partial(picture, lang)
        for code, plan in load_catalogue(plans=EIGHT).items():
            yield f"{folder}reference/handbook/{code}.md", partial(handbook_page, plan, lang)
    for name in TUTORIALS:
        yield f"zh/tutorials/{name}.md", partial(translated, f"tutorials/{name}.md")
    yield "reference/columns.md", columns_page
    yield "reference/hooks.md", hooks_page


PAGES: Mapping[str, Callable[[], str]] = dict(_pages())

if __name__ == "__main__":
    for page_name, make in PAGES.items():
        (DOCS / page_name).write_text(make(), encoding="utf-8", newline="\n")
