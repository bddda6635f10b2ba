"""Case tables: files with one case a row, in CSV, Excel or TOML, read and written.

Every row that can be read is a case; every cell that cannot keeps its row out and is reported.
"""

from __future__ import annotations

import csv
import io
import tomllib
from collections.abc import Iterable, Iterator
from datetime import MAXYEAR
from pathlib import Path
from typing import TYPE_CHECKING, Any

import attrs

from mutualaid.errors import InvalidValue, UnknownName, nearest
from mutualaid.finding import Fact
from mutualaid.messages import both, joined, render
from mutualaid.plan import leaves
from mutualaid.records.cells import BadCell, Unreadable
from mutualaid.records.columns import (
    did_you_mean,
    named_columns,
    not_read,
    read_header,
    tidy,
)
from mutualaid.records.sheet import read_rows
from mutualaid.rules.eligibility import OLDEST
from mutualaid.testing.case_columns import (
    CHILD,
    CLAIM,
    COLUMNS,
    EXPECTED,
    JOINING,
    OF_A_CLAIM,
    OTHER,
    OTHERS,
    REASONS,
    UNIT,
    header,
    read_cell,
    reason_codes,
)
from mutualaid.testing.case_scene import Scene
from mutualaid.testing.cases import Case
from mutualaid.text import Lang, Text

if TYPE_CHECKING:
    from mutualaid.catalogue import Catalogue, Plan

MOST_PEOPLE = 10_000
"""So many people may join in one case."""
BIRTHS = ("child_birth_date", "child_age", "birth_date", "age")
"""Columns that say how old a parent or a child is."""


@attrs.frozen
class CaseRow:
    """A row that is a case.

    Args:
        number: Row of the table as a table program counts it; in TOML, which case it is.
        case: The case.
    """

    number: int
    case: Case

    @property
    def name(self) -> str:
        """Number of the row, and the case's name if it has one."""
        return f"row {self.number} {self.case.name}".rstrip()


@attrs.frozen
class CasesFile:
    """What a case table holds.

    Args:
        rows: The rows that are cases, in their order.
        bad: Every cell that keeps its row out, or its column and with it every row that fills it.
        left_out: Numbers of the rows that are no cases on account of these.
    """

    rows: tuple[CaseRow, ...]
    bad: tuple[BadCell, ...]
    left_out: tuple[int, ...]


@attrs.define
class _Draft:
    """A row on its way: what stands in its cells, each with its header, and what is wrong."""

    number: int
    cells: dict[str, tuple[str, str]] = attrs.Factory(dict)
    said: dict[str, Any] = attrs.Factory(dict)
    bad: list[BadCell] = attrs.Factory(list)
    left_out: bool = False

    def fault(self, name: str, code: str, **facts: Fact) -> None:
        """Report a cell, which need not be there."""
        there, text = self.cells.get(name, (self._usual(name), ""))
        self.bad.append(BadCell(self.number, there, text, code, facts=tuple(facts.items())))

    def _usual(self, name: str) -> str:
        """Name a column that is not there in the language of those that are."""
        chinese = any(not header.isascii() for header, _ in self.cells.values())
        return COLUMNS[name][0] if chinese else name


def read_cases(source: str | Path | bytes, catalogue: Catalogue) -> CasesFile:
    """Read a case table: CSV in UTF-8 or GB18030, the first sheet of an Excel file, or TOML.

    Args:
        source: Path of the file, one in TOML named so; or the bytes of one that is not TOML.
        catalogue: The plans that it may name.

    Raises:
        InvalidValue: Not a text in one of these encodings, no CSV, no TOML, or no header
            that is known.
        MissingExtra: An Excel file, and openpyxl is not installed.
        OSError: The file cannot be read.
        UnknownName: TOML that says something else than cases.
    """
    bad: list[BadCell] = []
    if not isinstance(source, bytes) and Path(source).suffix == ".toml":
        drafts = list(_toml_drafts(Path(source)))
    else:
        drafts = list(_table_drafts(source, bad))
    rows = []
    for draft in drafts:
        _read(draft, catalogue)
        bad += draft.bad
        if not draft.bad and not draft.left_out:
            rows.append(CaseRow(draft.number, Case(draft.said)))
    read = {row.number for row in rows}
    left_out = tuple(draft.number for draft in drafts if draft.number not in read)
    return CasesFile(tuple(rows), tuple(bad), left_out)


# Rows ---------------------------------------------------------------------------------------------


def _table_drafts(source: str | Path | bytes, bad: list[BadCell]) -> Iterator[_Draft]:
    """Give the rows of a table; what is wrong with its header goes to `bad`."""
    rows = read_rows(source)
    if not rows:
        raise InvalidValue(
            "The table is empty",
            name="source",
            value="" if isinstance(source, bytes) else str(source),
            allowed="headers in the first line, and one case a row",
        )
    line, headers = rows[0]
    columns, faults = read_header(line, headers, named_columns(COLUMNS))
    if not any(columns):
        raise InvalidValue(
            "No header of the table is known",
            name="header",
            value=",".join(headers),
            allowed="headers in the first line, and one case a row",
        )
    bad += faults
    for number, cells in rows[1:]:
        draft = _Draft(number)
        draft.bad += not_read(number, headers, cells)
        for there, column, cell in zip(headers, columns, cells, strict=False):
            text = tidy(cell)
            if text and column is not None:
                draft.cells[column.name] = (column.header, text)
            elif text and tidy(there):
                # Its header was reported. What the row means is not known without this cell.
                draft.left_out = True
        yield draft


def _toml_drafts(path: Path) -> Iterator[_Draft]:
    """Give the cases of a TOML file."""
    try:
        data = tomllib.loads(path.read_bytes().decode("utf-8-sig"), parse_float=_digits)
    except (ValueError, RecursionError) as error:
        raise InvalidValue(
            f"{path} is no TOML in UTF-8: {error}",
            hint='write [[case]] above each case, and below it lines such as: plan = "accident"',
        ) from None
    for name in data:
        if name != "case":
            raise UnknownName(
                f"{path} says something else than cases", name="key", value=name, known=["case"]
            )
    tables = data.get("case", [])
    if not (isinstance(tables, list) and all(isinstance(one, dict) for one in tables)):
        raise InvalidValue(f"{path} holds no cases", hint="write [[case]] above each case")
    known = named_columns(COLUMNS)
    for number, table in enumerate(tables, start=1):
        draft = _Draft(number)
        columns, draft.bad = read_header(number, list(table), known)
        for (there, value), column in zip(table.items(), columns, strict=True):
            text = _cell(value)
            if text is None:
                draft.bad.append(BadCell(number, there, str(value), "case_file.not_a_cell"))
            elif column is not None and text:
                draft.cells[column.name] = (there, text)
        yield draft


def _digits(number: str) -> str:
    """Keep a number with a point as it stands, since a float would not be exact."""
    return number.replace("_", "")


def _cell(value: object) -> str | None:
    """Write a value of TOML as it would stand in a table; None where it cannot."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        texts = [_cell(one) for one in value]
        return None if None in texts else ";".join(filter(None, texts))
    return None if isinstance(value, dict) else tidy(str(value))


# Cells --------------------------------------------------------------------------------------------


def _read(draft: _Draft, catalogue: Catalogue) -> None:
    """Read the cells of a row, each by itself and then together."""
    for name, (_, text) in draft.cells.items():
        try:
            draft.said[name] = read_cell(name, text)
        except Unreadable as error:
            draft.fault(name, error.args[0])
    _check_expectations(draft)
    _check_pairs(draft)
    plan = _plan(draft, catalogue)
    _check_reasons(draft, plan)
    if plan is not None and _check_start(draft, plan):
        _check_against(draft, Case(draft.said).scene(catalogue))
    places = {there: place for place, (there, _) in enumerate(draft.cells.values())}
    draft.bad.sort(key=lambda cell: places.get(cell.column, len(places)))


def _check_expectations(draft: _Draft) -> None:
    """Ask that something is expected, of the claim too where there is one, under known codes."""
    if not EXPECTED.keys() & draft.cells.keys():
        draft.fault("outcome", "case_file.expects_nothing")
    elif not OF_A_CLAIM.keys() & draft.cells.keys():
        for name in CLAIM:
            if name in draft.cells and not (name == "event" and "cap" in draft.cells):
                draft.fault(name, "case_file.claim_expects_nothing")


def _check_reasons(draft: _Draft, plan: Plan | None) -> None:
    """Ask that reasons are known codes; the nearest is named, or else those of joining the plan."""
    known = reason_codes()
    for name in REASONS:
        for code in draft.said.get(name, ()):
            if code not in known:
                near = did_you_mean(nearest(code, known))
                if not near and plan is not None and name not in OF_A_CLAIM:
                    near = _reasons_of(plan, known)
                draft.fault(name, "case_file.no_such_reason", nearest=near)


def _reasons_of(plan: Plan, known: Iterable[str]) -> Text:
    """Name the codes under which the newest rules of joining are not met, in their order."""
    newest, codes = plan.editions[-1], list[str]()
    for rule in (*leaves(newest.eligibility), newest.fee):
        codes += (code for code, _ in rule.faults(newest.period.start))
        if rule.needs_roster:  # of which only its messages tell
            codes += (code for code in known if code.partition(".")[0] == rule.kind)
    names = [
        code
        for code in dict.fromkeys(codes)
        if not code.endswith(".open") and not code.startswith(tuple(f"{one}_" for one in codes))
    ]
    return both(
        lambda lang: render("cases.reasons_of_plan", lang, facts={"names": joined(names, lang)})
    )


def _check_pairs(draft: _Draft) -> None:
    """Ask that no two cells of a row contradict each other."""
    said = draft.said
    for start in ("", OTHER):
        _check_person(draft, start)
    if not (said.get("others") or said.get("covered")):
        for name in OTHERS:
            if name in said:
                draft.fault(name, "case_file.no_others")
    most = said.get("employees")
    for name in ("female_employees", "employees_with_minor_children"):
        if most is not None and (said.get(name) or 0) > most:
            draft.fault(name, "case_file.more_than_employees", employees=most)


def _check_person(draft: _Draft, start: str) -> None:
    """Ask it of the cells of one person, whose columns begin alike."""
    said = draft.said
    for age in (f"{start}age", f"{start}child_age"):
        if age in said and age.replace("age", "birth_date") in said:
            draft.fault(age, "case_file.age_and_birth_date")
    if said.get(f"{start}level") is not None and said.get(f"{start}shares", 1) > 1:
        draft.fault(f"{start}level", "roster.shares_and_level")
    if said.get(f"{start}child") is False:
        for name in CHILD:
            if name != "child" and f"{start}{name}" in said:
                draft.fault(f"{start}{name}", "case_file.no_child")


def _plan(draft: _Draft, catalogue: Catalogue) -> Plan | None:
    """Give the plan that a row names, or report that it names none."""
    name = draft.said.get("plan")
    if name is None:
        draft.fault("plan", "claims_file.not_said")
    elif name in catalogue:
        return catalogue[name]
    else:
        near = did_you_mean(catalogue.nearest(name))
        draft.fault("plan", "claims_file.no_such_plan", nearest=near)
    return None


def _check_start(draft: _Draft, plan: Plan) -> bool:
    """Tell whether the start day can be asked about; report it where it cannot."""
    if "starts" not in draft.said:
        return "starts" not in draft.cells  # one that cannot be read was reported
    starts = draft.said["starts"]
    if not plan.in_force(starts):
        periods = ", ".join(str(edition.period) for edition in plan.editions)
        draft.fault("starts", "case_file.not_in_force", periods=periods)
        return False
    if not OLDEST < starts.year <= MAXYEAR - plan.edition(starts).info.term_years:
        draft.fault("starts", "case_file.beyond_calendar")
        return False
    return True


def _check_against(draft: _Draft, scene: Scene) -> None:
    """Ask what can be told only by the plan's rules: days of birth, how many join, the claim."""
    said = draft.said
    for start in ("", "child_", OTHER, f"{OTHER}child_"):
        if said.get(f"{start}birth_date", scene.starts) > scene.starts:
            draft.fault(f"{start}birth_date", "roster.born_after_start", starts=scene.starts)
    for start in ("", OTHER):
        if not scene.child_is_younger(start):
            names = [f"{start}{name}" for name in BIRTHS]
            draft.fault(next(one for one in names if one in said), "roster.child_not_younger")
    if scene.alike + scene.others + scene.covered > MOST_PEOPLE:
        name = next(one for one in (*JOINING, *UNIT) if one in said)
        draft.fault(name, "case_file.too_many_people", most=MOST_PEOPLE)
    asks = OF_A_CLAIM.keys() & said.keys()
    if "event" in said and scene.event is None:
        near = did_you_mean(nearest(said["event"], scene.edition.benefit.events()))
        draft.fault("event", "case_file.no_such_event", nearest=near)
    elif "event" not in said and (
        (asks and scene.event is None) or ("cap" in said and len(scene.lines) > 1)
    ):
        draft.fault("event", "claims_file.not_said")
    elif asks and (said.get("reported") or scene.on) < scene.on:
        draft.fault("reported", "claims_file.before_event", on=scene.on)


# Writing ------------------------------------------------------------------------------------------


def to_csv(cases: Iterable[Case], *, lang: Lang = "en") -> str:
    """Write cases as a table: a column for whatever at least one of them speaks of.

    Args:
        cases: The cases.
        lang: Language of the headers and of the words in the cells.
    """
    cases = tuple(cases)
    names = [name for name in COLUMNS if any(name in case.said for case in cases)]
    page = io.StringIO(newline="")
    writer = csv.writer(page, lineterminator="\n")
    writer.writerow(header(name, lang) for name in names)
    for case in cases:
        row = case.to_row(lang=lang)
        writer.writerow(row.get(header(name, lang), "") for name in names)
    return page.getvalue()
