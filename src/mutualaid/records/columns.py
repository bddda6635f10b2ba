"""The columns of a roster, by their English and Chinese names."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING

import attrs

from mutualaid.errors import nearest
from mutualaid.messages import render
from mutualaid.records.cells import (
    BadCell,
    read_date,
    read_identity_number,
    read_number,
    read_sex,
    read_yes_no,
)
from mutualaid.text import Text

if TYPE_CHECKING:
    from mutualaid.plan import PlanInfo

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
"""Columns of the person and the child; names are read by people only."""

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
    "shares": read_number,
    "level": read_number,
}
"""How a column is read; what is not here stays a text."""


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

    def read(self, text: str) -> object:
        """Read a cell that is not blank."""
        reader = READERS.get(self.name)
        return text if reader is None else reader(text)


def tidy(text: str) -> str:
    """Bring a cell into its usual form: full-width letters and digits made narrow, no blanks."""
    return unicodedata.normalize("NFKC", text).strip()


def _key(name: str) -> str:
    return "".join(tidy(name).casefold().split()).replace("・", "·")


def known_columns(plans: Iterable[PlanInfo]) -> dict[str, Column]:
    """Give every column there is, by each of its names."""
    columns: dict[str, Column] = {}
    for name, chinese in PERSON.items():
        for one in (name, *chinese):
            columns[_key(one)] = Column(one, name)
    for info in plans:
        for name, chinese_end in OF_A_PLAN.items():
            for one in (f"{info.code}.{name}", f"{info.short.zh}{chinese_end}"):
                columns[_key(one)] = Column(one, name, info.code)
    return columns


def read_header(
    cells: list[str], plans: Iterable[PlanInfo]
) -> tuple[list[Column | None], list[BadCell]]:
    """Read the header: the column of each cell, and every header that is none."""
    known = known_columns(plans)
    found: list[Column | None] = []
    bad: list[BadCell] = []
    for header in cells:
        column = known.get(_key(header))
        if column is not None and any(column.key == one.key for one in found if one):
            bad.append(BadCell(1, header, header, "roster.column_twice"))
            column = None
        elif column is None and tidy(header):
            near = nearest(header, [one.header for one in known.values()])
            bad.append(
                BadCell(
                    1, header, header, "roster.unknown_column", (("nearest", _did_you_mean(near)),)
                )
            )
        found.append(None if column is None else attrs.evolve(column, header=header.strip()))
    return found, bad


def _did_you_mean(names: tuple[str, ...]) -> Text:
    if not names:
        return Text(zh="", en="")
    return Text(
        zh=render("roster.nearest", "zh", facts={"names": "、".join(names)}),
        en=render("roster.nearest", "en", facts={"names": ", ".join(names)}),
    )
