"""Where a figure stands: every rule cites the document, row and column that it was read from."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from typing import TypeAlias

import attrs

from mutualaid.checks import a, a_date, optional, require_type, to_tuple
from mutualaid.errors import UnknownName
from mutualaid.messages import render
from mutualaid.text import Lang, Text


def _to_text(value: str | Text) -> Text:
    return Text(zh=value, en=value) if isinstance(value, str) else value


@attrs.frozen
class Source:
    """Cite one place.

    Args:
        document: Title of the document, one text for both languages or a `Text`.
        row: Row of its table, or clause.
        column: Column of its table.
        url: Where it can be read.
        seen: Day on which it was seen there.

    >>> Source("Notice 7 of 2017", row="clause 2").cite("en")
    'Notice 7 of 2017, clause 2'
    """

    document: Text = attrs.field(converter=_to_text, validator=a(Text))
    row: str | None = attrs.field(default=None, validator=optional(a(str)), kw_only=True)
    column: str | None = attrs.field(default=None, validator=optional(a(str)), kw_only=True)
    url: str | None = attrs.field(default=None, validator=optional(a(str)), kw_only=True)
    seen: date | None = attrs.field(default=None, validator=optional(a_date), kw_only=True)

    def cite(self, lang: Lang) -> str:
        """Name the place in one language, as it stands behind an answer."""
        parts = [self.document.of(lang), self.row, self.column]
        return render("punctuation.place", lang).join(part for part in parts if part)

    def to_dict(self) -> dict[str, object]:
        """Give the place in values that JSON knows; what is not given is left out."""
        parts = {"row": self.row, "column": self.column, "url": self.url}
        if self.seen is not None:
            parts["seen"] = self.seen.isoformat()
        given: dict[str, object] = {name: part for name, part in parts.items() if part}
        return {"document": {"zh": self.document.zh, "en": self.document.en}, **given}


FieldSources: TypeAlias = tuple[tuple[str, Source], ...]
"""Where single figures stand, by name."""


def to_field_sources(value: Mapping[str, Source] | FieldSources) -> FieldSources:
    """Read where single figures stand."""
    return tuple(value.items()) if isinstance(value, Mapping) else to_tuple(value, "sources")


def check_field_sources(sources: FieldSources, names: Collection[str], of: str) -> None:
    """Refuse what is no source, and the source of a figure that there is not.

    Args:
        sources: Where single figures stand.
        names: The figures there are.
        of: What has them, for the error.

    Raises:
        InvalidType: Something that is no `Source`.
        UnknownName: There is no such figure.
    """
    for name, source in sources:
        require_type(source, Source, "sources")
        if name not in names:
            raise UnknownName(f"{of} has no such figure", name="sources", value=name, known=names)


@attrs.frozen
class Table:
    """A document that is one table, whose cells are cited by row and column.

    Args:
        document: Its title.
        rows: The titles of its rows, top down.
        columns: The titles of its columns, from the left.
    """

    document: Text
    rows: tuple[str, ...]
    columns: tuple[str, ...]

    def cell(self, row: str, column: str) -> Source:
        """Cite one cell.

        Raises:
            UnknownName: The table has no such row or column.
        """
        for name, value, known in (("row", row, self.rows), ("column", column, self.columns)):
            if value not in known:
                raise UnknownName(
                    f"{self.document.en} has no such {name}", name=name, value=value, known=known
                )
        return Source(self.document, row=row, column=column)


LEAFLET = Table(
    document=Text(zh="简表", en="leaflet"),
    rows=(
        "在职职工医疗互助保障计划",
        "非工伤意外伤害及家财损失综合互助保障计划",
        "在职职工住院医疗互助保障计划",
        "在职职工住院津贴互助保障计划",
        "在职职工重大疾病互助保障活动",
        "在职女职工特殊疾病互助保障活动",
        "在职职工意外伤害互助保障活动",
        "在职职工子女意外伤害互助保障活动",
    ),
    columns=("保障活动", "保障范围", "参保条件", "保障期", "会费", "最高互助金"),
)
"""八项互助保障活动简表, the table of the eight plans; undated, newest change of 2015 (R11)."""
