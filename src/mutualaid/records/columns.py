"""The columns of a roster, by their English and Chinese names."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

import attrs

from mutualaid.errors import nearest
from mutualaid.messages import both, joined, render
from mutualaid.plan import leaves
from mutualaid.records.cells import (
    UNCOMPUTED,
    BadCell,
    Unreadable,
    read_codes,
    read_date,
    read_identity_number,
    read_money,
    read_number,
    read_sex,
    read_text,
    read_yes_no,
)
from mutualaid.rules import Declares, Whose
from mutualaid.text import Text

if TYPE_CHECKING:
    from mutualaid.plan import Edition, PlanInfo

PERSON: Mapping[str, tuple[str, ...]] = {
    "id": ("工号", "编号", "职工编号"),
    "name": ("姓名",),
    "identity_number": ("居民身份证号", "身份证号", "身份证号码", "公民身份号码"),
    "birth_date": ("出生日期",),
    "sex": ("性别",),
    "serving": ("在职",),
    "basic_medical_insurance": ("基本医疗保险", "北京市基本医疗保险", "医保"),
    "union_member": ("工会会员",),
    "jingka_card": ("京卡", "京卡·互助服务卡", "互助服务卡"),
    "high_risk": ("高危行业",),
    "child_id": ("子女编号",),
    "child_name": ("子女姓名",),
    "child_identity_number": ("子女居民身份证号", "子女身份证号"),
    "child_birth_date": ("子女出生日期",),
    "child_healthy": ("子女健康", "子女身体健康"),
    "child_student": ("子女在校学生", "子女在校"),
}
"""Columns of the person and the child."""
FOR_PEOPLE = ("name", "child_name")
"""What is read by people only."""
DECLARED: Mapping[Whose, tuple[str, str]] = {
    Whose.MEMBER: ("declared_", ""),
    Whose.CHILD: ("child_declared_", "子女"),
}
"""What stands before the code, and before the Chinese title, of what a plan asks besides."""

CLAIM: Mapping[str, tuple[str, ...]] = {
    "id": ("申请编号", "编号"),
    "plan": ("计划", "保障活动", "方案"),
    "insured": ("被保障人", "被保障人编号", "工号"),
    "identity_number": PERSON["identity_number"],
    "event": ("事项",),
    "on": ("发生日期",),
    "amount": ("核定金额", "金额"),
    "days": ("住院天数",),
    "grade": ("伤残等级",),
    "hospital": ("医院",),
    "admitted_on": ("收入院日期",),
    "admitted_to": ("收入院医院",),
    "work_injury": ("工伤",),
    "circumstances": ("情形",),
    "reported": ("报案日期",),
    "entered": ("录入日期",),
    "item_on": ("费用日期",),
    "self_paid_one": ("自付一", "自付(一)"),
    "self_paid_two": ("自付二", "自付(二)"),
    "outside": ("自费",),
}
"""Columns of a table of claims; those from `item_on` on are of one item of a bill."""

OF_A_PLAN: Mapping[str, str] = {
    "joins": "参加",
    "shares": "份数",
    "level": "档次",
    "covered": "在保",
}
"""What is asked of each plan: English after the code and a dot, Chinese after the short name."""

READERS: Mapping[str, Callable[[str], object]] = {
    "identity_number": read_identity_number,
    "child_identity_number": read_identity_number,
    "birth_date": read_date,
    "child_birth_date": read_date,
    "sex": read_sex,
    **dict.fromkeys(
        (
            "serving",
            "basic_medical_insurance",
            "union_member",
            "jingka_card",
            "high_risk",
            "child_healthy",
            "child_student",
            "joins",
            "covered",
        ),
        read_yes_no,
    ),
    **dict.fromkeys(("shares", "level", "days", "grade"), read_number),
    **dict.fromkeys(("on", "item_on", "admitted_on", "reported", "entered"), read_date),
    **dict.fromkeys(("amount", "self_paid_one", "self_paid_two", "outside"), read_money),
    "work_injury": read_yes_no,
    "circumstances": read_codes,
}
"""How a column is read; what is not here is a text."""


@attrs.frozen
class Column:
    """A column of a file.

    Args:
        header: Its header as it stands there.
        name: Its English name, such as "birth_date" or "shares".
        plan: Code of the plan that it is about; None where it is about the person.
    """

    header: str
    name: str
    plan: str | None = None

    @property
    def key(self) -> str:
        """The English name in full, such as "critical_illness.shares"."""
        return self.name if self.plan is None else f"{self.plan}.{self.name}"

    @property
    def is_declared(self) -> bool:
        """Whether it holds what a plan from elsewhere asks besides, a yes or no under a code."""
        return self.plan is None and self.name.startswith(tuple(en for en, _ in DECLARED.values()))

    def read(self, text: str) -> object:
        """Read a cell that is not blank.

        Raises:
            Unreadable: It is none of what the column holds.
        """
        if self.name in FOR_PEOPLE:
            return text
        if UNCOMPUTED.fullmatch(text):
            raise Unreadable("roster.formula")
        return READERS.get(self.name, read_yes_no if self.is_declared else read_text)(text)


def tidy(text: str) -> str:
    """Bring a cell into its usual form: full-width letters and digits made narrow, no blanks."""
    return unicodedata.normalize("NFKC", text).strip()


def _key(name: str) -> str:
    return "".join(tidy(name).casefold().split()).replace("・", "·")


def named_columns(names: Mapping[str, tuple[str, ...]]) -> dict[str, Column]:
    """Give columns by each of their names, English and Chinese."""
    return {
        _key(one): Column(one, name) for name, chinese in names.items() for one in (name, *chinese)
    }


def roster_columns(plans: Iterable[PlanInfo]) -> dict[str, Column]:
    """Give every column that a roster may have, by each of its names."""
    columns = named_columns(PERSON)
    for info in plans:
        for name, chinese_end in OF_A_PLAN.items():
            for one in (f"{info.code}.{name}", f"{info.short.zh}{chinese_end}"):
                columns[_key(one)] = Column(one, name, info.code)
    return columns


def declared_columns(editions: Iterable[Edition]) -> dict[str, Column]:
    """Give a column for each thing that plans have people declare, by its code and Chinese title.

    What a unit declares stands in the unit's own file.
    """
    columns = {}
    for edition in editions:
        for rule in leaves(edition.eligibility):
            if isinstance(rule, Declares) and rule.whose in DECLARED:
                english, chinese = DECLARED[rule.whose]
                name = f"{english}{rule.code}"
                for one in (name, f"{chinese}{rule.title.zh}"):
                    columns[_key(one)] = Column(one, name)
    return columns


def read_header(
    row: int, cells: list[str], known: Mapping[str, Column]
) -> tuple[list[Column | None], list[BadCell]]:
    """Read the header: the column of each cell, and every header that is none.

    Args:
        row: Number of the header's row.
        cells: The headers.
        known: Every column there is, by each of its names.
    """
    found: list[Column | None] = []
    bad: list[BadCell] = []
    for header in cells:
        column = known.get(_key(header))
        if column is not None and any(column.key == one.key for one in found if one):
            bad.append(BadCell(row, header, header, "roster.column_twice"))
            column = None
        elif column is None and tidy(header):
            near = nearest(header, [one.header for one in known.values()])
            bad.append(
                BadCell(
                    row,
                    header,
                    header,
                    "roster.unknown_column",
                    facts=(("nearest", did_you_mean(near)),),
                )
            )
        found.append(None if column is None else attrs.evolve(column, header=header.strip()))
    return found, bad


def not_read(row: int, header: list[str], cells: list[str]) -> Iterator[BadCell]:
    """Report the cells of a row that stand under no header, or beyond the last."""
    for number, cell in enumerate(cells):
        text = tidy(cell)
        if text and number >= len(header):
            yield BadCell(row, "", text, "roster.too_many_cells")
            return
        if text and not tidy(header[number]):
            yield BadCell(row, "", text, "roster.no_header")


def did_you_mean(names: tuple[str, ...]) -> Text | str:
    """Word the names that come close; empty where none does."""
    if not names:
        return ""
    return both(lambda lang: render("roster.nearest", lang, facts={"names": joined(names, lang)}))
