"""The columns of a case table by their English and Chinese names, and how their cells are read.

Columns that a roster or a file of claims has too are named and read as there.
"""

from __future__ import annotations

import enum
import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date

from mutualaid.messages import render
from mutualaid.messages import table as messages
from mutualaid.people import Sex
from mutualaid.records.cells import (
    MOST_DIGITS,
    YES_NO,
    Unreadable,
    read_codes,
    read_date,
    read_money,
    read_number,
    read_sex,
    read_yes_no,
)
from mutualaid.records.columns import CLAIM as OF_CLAIMS
from mutualaid.records.columns import PERSON as OF_PEOPLE
from mutualaid.review import ReviewOutcome
from mutualaid.rules import RuleValue
from mutualaid.rules.eligibility import OLDEST
from mutualaid.text import Lang, Text

Names = Mapping[str, tuple[str, ...]]

WHAT: Names = {
    "case": ("案例", "案例名称"),
    "plan": OF_CLAIMS["plan"],
    "starts": ("开始日期", "保障开始日期"),
}
UNIT: Names = {
    "employees": ("职工人数", "在职职工人数"),
    "female_employees": ("女职工人数",),
    "employees_with_minor_children": ("有未成年子女的职工人数", "有未成年子女职工人数"),
    "in_beijing": ("在北京", "单位在北京"),
    "has_union": ("有工会", "单位有工会"),
    "unit_high_risk": ("单位高危行业",),
    "unit_declared": ("单位声明",),
}
MEMBER: Names = {
    "age": ("年龄",),
    **{
        name: OF_PEOPLE[name]
        for name in (
            "birth_date",
            "sex",
            "serving",
            "basic_medical_insurance",
            "union_member",
            "jingka_card",
            "high_risk",
        )
    },
    "declared": ("声明",),
}
CHILD: Names = {
    "child": ("子女", "有子女"),
    "child_age": ("子女年龄",),
    **{name: OF_PEOPLE[name] for name in ("child_birth_date", "child_healthy", "child_student")},
    "child_declared": ("子女声明",),
    "member_joins": ("本人参保",),
}
SOLD: Names = {"shares": ("份数",), "level": ("档次",)}
PERSON: Names = {**MEMBER, **CHILD, **SOLD}
JOINING: Names = {"alike": ("同样的人数",), "others": ("其他人数",), "covered": ("在保人数",)}
OTHER, OTHER_ZH = "other_", "其他人"
"""What stands before a column of the person where it is about the others."""
OTHERS: Names = {
    f"{OTHER}{name}": tuple(f"{OTHER_ZH}{one}" for one in chinese)
    for name, chinese in PERSON.items()
}
CLAIM: Names = {
    **{name: OF_CLAIMS[name] for name in ("event", "on", "amount")},
    "earlier": ("此前核定金额",),
    **{
        name: OF_CLAIMS[name]
        for name in (
            "days",
            "grade",
            "hospital",
            "admitted_on",
            "admitted_to",
            "work_injury",
            "circumstances",
            "reported",
        )
    },
}
OF_JOINING: Names = {
    "outcome": ("结果",),
    "reason": ("原因",),
    "fee": ("会费",),
    "cap": ("最高互助金",),
}
OF_A_CLAIM: Names = {"payable": ("给付",), "claim_reason": ("不给付原因",)}
EXPECTED: Names = {**OF_JOINING, **OF_A_CLAIM}
NOTE: Names = {"note": ("备注",)}
COLUMNS: Names = {
    **WHAT, **UNIT, **PERSON, **JOINING, **OTHERS, **CLAIM, **EXPECTED, **NOTE,
}  # fmt: skip
"""Every column, in the order in which a table is written."""

OUTCOMES = {
    **dict.fromkeys(("accepted", "接受", "可参保"), ReviewOutcome.ACCEPTED),
    **dict.fromkeys(("refused", "拒绝", "不接受"), ReviewOutcome.REFUSED),
    **dict.fromkeys(("unknown", "未知", "?", "尚不能确定"), ReviewOutcome.UNKNOWN),
}
NOT_SAID = ("?", "unknown", "未知")
"""What says that something was not said, in a column that asks yes or no, how many or how much."""
NONE = ("none", "无", "-")
"""What says that there is none: no level, no admission, no reason."""
DECLARED = ("declared", "child_declared", "unit_declared")
MAY_BE_UNKNOWN = {
    *(name for name in UNIT if name not in DECLARED),
    "serving",
    "basic_medical_insurance",
    "union_member",
    "jingka_card",
    "high_risk",
    "child_healthy",
    "child_student",
    "hospital",
    "work_injury",
    "reported",
    "fee",
    "cap",
    "payable",
}
MAY_BE_NONE = {"level", "admitted_on"}
REASONS = ("reason", "claim_reason")
OF_NO_RULE = {"claim", "level", "missing", "review", "shares"}
"""Sections of reason codes that are not named after a rule."""


def _read_yes_no(text: str) -> bool:
    try:
        return read_yes_no(text)
    except Unreadable:
        # In a roster a blank is unknown; here it is the ordinary.
        raise Unreadable("case_file.not_yes_or_no") from None


def _read_count(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= MOST_DIGITS):
        raise Unreadable("case_file.not_a_count")
    return int(text)


def _read_age(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= MOST_DIGITS):
        raise Unreadable("case_file.not_an_age")
    if int(text) > OLDEST:
        raise Unreadable("case_file.not_an_age")
    return int(text)


def _read_outcome(text: str) -> ReviewOutcome:
    if text.casefold() not in OUTCOMES:
        raise Unreadable("case_file.not_an_outcome")
    return OUTCOMES[text.casefold()]


def _read_reasons(text: str) -> tuple[str, ...]:
    if text.casefold() in NONE:
        return ()
    return tuple(sorted({code for code in re.split(r"[\s;,、]+", text) if code}))


def _read_declared(text: str) -> tuple[tuple[str, bool], ...]:
    if text.casefold() in NONE:
        return ()
    said: dict[str, bool] = {}
    for one in filter(None, re.split(r"[\s;,、]+", text)):
        code, _, answer = one.partition("=")
        holds = YES_NO.get(answer.casefold()) if answer else True
        if holds is None or not code.isidentifier() or said.setdefault(code, holds) is not holds:
            raise Unreadable("case_file.not_declarations")
    return tuple(sorted(said.items()))


READERS: Mapping[str, Callable[[str], object]] = {
    **dict.fromkeys(("starts", "birth_date", "child_birth_date"), read_date),
    **dict.fromkeys(("on", "admitted_on", "reported"), read_date),
    **dict.fromkeys(
        (
            "employees",
            "female_employees",
            "employees_with_minor_children",
            "others",
            "covered",
        ),
        _read_count,
    ),
    **dict.fromkeys(("alike", "shares", "level", "days", "grade"), read_number),
    **dict.fromkeys(("age", "child_age"), _read_age),
    "sex": read_sex,
    **dict.fromkeys(
        (
            "in_beijing",
            "has_union",
            "unit_high_risk",
            "serving",
            "basic_medical_insurance",
            "union_member",
            "jingka_card",
            "high_risk",
            "child",
            "child_healthy",
            "child_student",
            "member_joins",
            "work_injury",
        ),
        _read_yes_no,
    ),
    **dict.fromkeys(("amount", "earlier", "fee", "cap", "payable"), read_money),
    "circumstances": read_codes,
    "outcome": _read_outcome,
    **dict.fromkeys(REASONS, _read_reasons),
    **dict.fromkeys(DECLARED, _read_declared),
}
"""How the cell of a column is read; what is not here stays a text."""


def header(name: str, lang: Lang) -> str:
    """Give the header of a column."""
    return Text(zh=COLUMNS[name][0], en=name).of(lang)


def read_cell(name: str, text: str) -> object:
    """Read a cell that is not blank; None where it says unknown, or none.

    Args:
        name: English name of its column.
        text: What stands in it, tidied.

    Raises:
        Unreadable: With the code of the reason.
    """
    of = name.removeprefix(OTHER)
    word = text.casefold()
    if (of in MAY_BE_UNKNOWN and word in NOT_SAID) or (of in MAY_BE_NONE and word in NONE):
        return None
    reader = READERS.get(of)
    return text if reader is None else reader(text)


def write_cell(name: str, value: object, lang: Lang) -> str:
    """Write what `read_cell` gives, so that it is read as the same again.

    Args:
        name: English name of the column.
        value: What it holds.
        lang: Language of the words in it.
    """
    if value is None or value == ():
        of = name.removeprefix(OTHER)
        return render(f"cases.{'not_said' if of in MAY_BE_UNKNOWN else 'none'}", lang)
    if isinstance(value, bool):
        return render(f"cases.{'yes' if value else 'no'}", lang)
    if isinstance(value, Sex):
        return render(f"cases.{value.value}", lang)
    if isinstance(value, enum.Enum):
        return Text(zh=render(f"reviewoutcome.{value.value}", "zh"), en=str(value.value)).of(lang)
    if isinstance(value, tuple):
        return "; ".join(
            one if isinstance(one, str) else f"{one[0]}={write_cell(name, one[1], lang)}"
            for one in value
        )
    if isinstance(value, date):
        return value.isoformat()
    return str(value)


def reason_codes() -> tuple[str, ...]:
    """List the reason codes that an answer may give, those of rules from outside among them."""
    kinds = tuple(_kinds(RuleValue))
    sections = {kind.kind for kind in kinds if hasattr(kind, "kind")} | OF_NO_RULE
    codes = {code for kind in kinds for code in kind.messages}
    for code in messages():
        section, _, name = code.partition(".")
        if section in sections and not name.startswith("words"):
            codes.add(code)
    return tuple(sorted(codes))


def _kinds(of: type[RuleValue]) -> Iterator[type[RuleValue]]:
    for kind in of.__subclasses__():
        yield kind
        yield from _kinds(kind)
