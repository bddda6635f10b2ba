"""Assumptions in TOML and CSV, and to JSON and back, in one form."""

from __future__ import annotations

import csv
import io
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any, Final, TypeAlias, TypeVar

import attrs

from mutualaid.errors import InvalidValue
from mutualaid.people import Sex
from mutualaid.scenario.assumed import (
    EVERY_RISK,
    Assumption,
    Factors,
    Flow,
    Rate,
    Shock,
    Stated,
)
from mutualaid.scenario.assumptions import Assumptions
from mutualaid.scenario.documents import DocumentProblem, InvalidAssumptions
from mutualaid.scenario.said import (
    OLDEST,
    Said,
    a_flag,
    a_number,
    a_text,
    ages,
    numbers,
    texts,
)
from mutualaid.scenario.shock import (
    DiscreteShock,
    GammaShock,
    LognormalShock,
    NoShock,
)
from mutualaid.scenario.sizes import IN_WORDS, Size, size_from_dict, size_from_text, size_to_dict

T = TypeVar("T")
Kinds: TypeAlias = NoShock | GammaShock | LognormalShock | DiscreteShock
UNSAID: Final = "not said"
"""Stands under `high_risk` for members of whom nobody said it."""
RISKS: Final[Mapping[object, bool | None]] = {
    True: True, False: False, "true": True, "false": False, UNSAID: None,
}  # fmt: skip
MORE: Final = "…"
SHOCKS: Final[Mapping[str, type[Kinds]]] = {
    "none": NoShock, "gamma": GammaShock, "lognormal": LognormalShock, "discrete": DiscreteShock,
}  # fmt: skip
ARGUMENTS: Final[Mapping[str, tuple[Any, str]]] = {
    "cv": (a_number(), "write a number above 0, such as 0.2"),
    "factors": (numbers, "write factors such as [0.9, 1.4]"),
    "weights": (numbers, "write how often each factor comes, such as [4, 1]"),
}
A_FACTOR: Final = "write a number from 0 up, 1 for no change"


def load(path: Path) -> Assumptions:
    """Read a TOML file with its tables, or a CSV file of values alone."""
    kind = path.suffix.lower()
    if kind == ".csv":
        return from_document({"name": path.stem, "tables": [path.name]}, folder=path.parent)
    if kind != ".toml":
        raise InvalidValue(
            "Assumptions are read from another kind of file",
            name="path",
            value=str(path),
            allowed="a name that ends in .toml or .csv",
        )
    try:
        document = tomllib.loads(_decoded(path))
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise InvalidValue(
            f"{path} is no TOML: {error}", hint="write [[assumption]] above each value"
        ) from None
    return from_document(document, folder=path.parent)


def from_document(document: Mapping[str, Any], *, folder: Path | None = None) -> Assumptions:
    """Read assumptions from a document.

    Args:
        document: What the TOML file says.
        folder: Where its tables lie; it can name none, if not said.
    """
    problems: list[DocumentProblem] = []
    said = Said("", document, problems)
    name = said.needed("name", a_text, "name the assumptions", "")
    illustrative = said.read("illustrative", a_flag, "write true or false", default=False)
    about = said.text("about") or ""
    values = [_assumption(one) for one in said.under("assumption")]
    named: Sequence[str] = said.read("tables", texts, 'write tables = ["table.csv"]', ())
    for table in named:
        values += [_assumption(one) for one in _rows(folder, table, problems)]
    trends = [_factors(one) for one in said.under("trend")]
    stresses = [_factors(one) for one in said.under("stress")]
    rates = [_rate(one, flow) for flow in Flow for one in said.under(flow.value)]
    shocks = [_shock(one) for one in said.under("shock")]
    if len(shocks) > 1:
        said.fault("shock", "is stated more than once", "write [[shock]] once")
    if not values:
        said.fault("assumption", "states nothing", "write [[assumption]] above each value")
    said.no_more()
    if problems:
        raise InvalidAssumptions(problems)
    return Assumptions(
        name,
        values=_made(values),
        trends=_made(trends),
        stresses=_made(stresses),
        rates=_made(rates),
        shock=next(iter(shocks), None),
        illustrative=illustrative,
        about=about,
    )


def _made(values: Iterable[T | None]) -> tuple[T, ...]:
    return tuple(value for value in values if value is not None)


def _rows(folder: Path | None, name: str, problems: list[DocumentProblem]) -> Iterator[Said]:
    """Give the rows of a CSV file; an empty cell says nothing."""
    if folder is None:
        hint = "give the values themselves, under assumption"
        problems.append(DocumentProblem("", "tables", "lie in no folder", hint))
        return
    reader = csv.DictReader(io.StringIO(_decoded(folder / name)), restkey=MORE)
    for cells in reader:
        said = {key: text for key, text in cells.items() if text and not _blank(text)}
        if said:
            yield Said(f"{name}, row {reader.line_num}", said, problems)


def _blank(text: str | list[str]) -> bool:
    return not "".join(text).strip()


def _decoded(path: Path) -> str:
    try:
        return path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InvalidValue(f"{path} is not in UTF-8: {error}", hint="save it as UTF-8") from None


# Kinds of tables ----------------------------------------------------------------------------------


def _assumption(said: Said) -> Assumption | None:
    if "probability" not in said and "severity" not in said:
        said.fault("probability", "is missing, and so is severity", "state one of them, or both")
    return said.make(
        Assumption,
        plan=said.text("plan"),
        line=said.text("line"),
        ages=said.read("ages", ages, "write ages as 16-60, 60+ or 30", None),
        sex=said.read("sex", Sex, "write female or male", None),
        risks=said.read("high_risk", _risks, f'write true, false or "{UNSAID}"', EVERY_RISK),
        probability=said.read("probability", a_number(1.0), "write a chance, such as 0.02", None),
        severity=said.read("severity", _size, f"write {{ kind = … }}; in a table {IN_WORDS}", None),
    )


def _risks(value: object) -> tuple[bool | None, ...]:
    return tuple(RISKS[one] for one in value) if isinstance(value, list) else (RISKS[value],)


def _size(value: Any) -> Size:
    return size_from_text(value) if isinstance(value, str) else size_from_dict(value)


def _factors(said: Said) -> Factors | None:
    if "probability" not in said and "severity" not in said:
        said.fault("probability", "is missing, and so is severity", "state one of them, or both")
    return said.make(
        Factors,
        plan=said.text("plan"),
        line=said.text("line"),
        probability=said.read("probability", a_number(), A_FACTOR, 1.0),
        severity=said.read("severity", a_number(), A_FACTOR, 1.0),
    )


def _rate(said: Said, flow: Flow) -> Rate | None:
    most = {} if flow is Flow.ENTRY else {"most": 1.0}
    rate = said.needed("rate", a_number(**most), "write a share, such as 0.05", 0.0)
    return said.make(partial(Rate, flow=flow), rate=rate, plan=said.text("plan"))


def _shock(said: Said) -> Shock | None:
    kind = said.needed("kind", SHOCKS.__getitem__, f"write {', '.join(SHOCKS)}", SHOCKS["none"])
    names = [field.name for field in attrs.fields(kind)]
    arguments = {name: said.needed(name, *ARGUMENTS[name], None) for name in names}

    def made(**values: Any) -> Shock:
        return Shock(law=kind(**{name: values.pop(name) for name in names}), **values)

    return said.make(made, **arguments)


# Writing ------------------------------------------------------------------------------------------


def to_document(assumptions: Assumptions) -> dict[str, object]:
    """Give assumptions in the form of the TOML file, in values that JSON knows."""
    made: dict[str, object] = {"name": assumptions.name}
    made |= {"illustrative": True} if assumptions.illustrative else {}
    made |= {"about": assumptions.about} if assumptions.about else {}
    shock = assumptions.shock
    lists = {
        "assumption": [_of_assumption(one) for one in assumptions.values],
        "trend": [_of_factors(one) for one in assumptions.trends],
        "stress": [_of_factors(one) for one in assumptions.stresses],
        **{
            flow.value: [_of_rate(one) for one in assumptions.rates if one.flow is flow]
            for flow in Flow
        },
        "shock": [] if shock is None else [_said(shock.law.to_dict(), shock)],
    }
    return made | {key: tables for key, tables in lists.items() if tables}


def _of_assumption(one: Assumption) -> dict[str, object]:
    last = "+" if one.ages and one.ages[1] == OLDEST else f"-{one.ages[1]}" if one.ages else ""
    said: dict[str, object] = {
        "plan": one.plan,
        "line": one.line,
        "ages": f"{one.ages[0]}{last}" if one.ages else None,
        "sex": one.sex and one.sex.value,
        "probability": one.probability,
        "severity": one.severity and size_to_dict(one.severity),
    }
    if one.risks != EVERY_RISK:
        risks = [UNSAID if risk is None else risk for risk in one.risks]
        said["high_risk"] = risks if len(risks) > 1 else risks[0]
    return _said(said, one)


def _of_factors(one: Factors) -> dict[str, object]:
    factors = {"probability": one.probability, "severity": one.severity}
    return _said({"plan": one.plan, "line": one.line, **factors}, one)


def _of_rate(one: Rate) -> dict[str, object]:
    return _said({"plan": one.plan, "rate": one.rate}, one)


def _said(values: Mapping[str, object], stated: Stated) -> dict[str, object]:
    """Give what is said, with where it is from."""
    said = {key: value for key, value in values.items() if value is not None}
    return said | {"source": stated.source, "as_of": stated.as_of.isoformat()}
