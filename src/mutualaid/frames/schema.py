"""The check of the input's columns: every problem at once, before anything is reckoned."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import attrs
import narwhals as nw

from mutualaid.errors import nearest
from mutualaid.frames.columns import DECLARED, ENTRIES, OF_CHILD, OF_UNIT, UNITS, Column, Holds
from mutualaid.frames.compiling import TEMPORARY
from mutualaid.frames.engines import AnyFrame, object_kind
from mutualaid.frames.errors import FrameProblem, InvalidFrame
from mutualaid.frames.sources import Source, is_categorical

LISTED = 12
"""So many columns are listed where none comes close."""

OBJECTS: Mapping[Holds, tuple[str, ...]] = {
    Holds.KEY: ("string", "integer", "empty"),
    Holds.DATE: ("date", "datetime", "empty"),
    Holds.SEX: ("string", "empty"),
    Holds.FLAG: ("boolean", "empty"),
    Holds.NUMBER: ("integer", "floating", "empty"),
    Holds.PLAN: ("string", "empty"),
}
"""What pandas finds in a column of objects, by what may stand there."""


@attrs.frozen
class Input:
    """One frame of the input, with what is read of it.

    Args:
        frame: "entries" or "units".
        native: The frame.
        columns: What each column holds that is read, by the name that is read.
        names: The frame's own names of them.
    """

    frame: str
    native: AnyFrame
    columns: Mapping[str, Column]
    names: Mapping[str, str]

    @property
    def held(self) -> dict[str, Holds]:
        """What each column holds that is read, by its own name."""
        return {self.names[name]: column.holds for name, column in self.columns.items()}

    def source(self, plain: AnyFrame) -> Source:
        """Read the columns, of types that all engines share."""
        types = plain.collect_schema()
        return Source(self.names, {name: types[own] for name, own in self.names.items()})


def find_inputs(
    entries: AnyFrame, units: AnyFrame | None, columns: Mapping[str, str]
) -> tuple[Input, Input]:
    """Find the columns in the frames.

    Args:
        entries: The entries.
        units: The units; None where their figures stand in the entries.
        columns: The frames' own names of columns, by the names that are read.

    Raises:
        InvalidFrame: Columns are missing, or of other types.
    """
    problems: list[FrameProblem] = []
    people = _find("entries", entries, ENTRIES, columns, "", problems)
    if units is None:
        declared = _find("entries", entries, UNITS, columns, OF_UNIT, problems)
    else:
        declared = _find("units", units, UNITS, columns, "", problems)
        problems += _other_engine(entries, units)
        problems += _other_keys(people, declared)
    problems += _unknown_names(columns)
    problems += _named_in_vain(columns, [people, declared])
    if problems:
        raise InvalidFrame(problems)
    return people, declared


def _find(
    frame: str,
    native: AnyFrame,
    wanted: Iterable[Column],
    own: Mapping[str, str],
    prefix: str,
    problems: list[FrameProblem],
) -> Input:
    types = native.collect_schema()
    known = {column.name: column for column in (*wanted, *_declared(types, own, prefix))}
    found, names = {}, {}
    for name, column in known.items():
        read = name if name == "unit" else f"{prefix}{name}"
        its = own[read] if own.get(read) in types else read
        if its not in types:
            if column.required and read not in own:
                problems.append(_missing(frame, its, types))
        elif _is_void(types[its]):
            if column.required:
                what, hint = "holds nothing but null", "fill it in; it is required"
                problems.append(FrameProblem(frame, its, what, hint))
        else:
            found[name], names[name] = column, its
            kind = object_kind(native, its)
            if kind is None:
                fits, kind = _fits(types[its], column.holds, native), types[its]
            else:
                fits = kind in OBJECTS[column.holds]
            if not fits:
                problems.append(_wrong_type(frame, its, column, kind))
    problems += [
        FrameProblem(frame, name, "has a name that stands for a column of ours", "rename it")
        for name in types
        if name.startswith(TEMPORARY)
    ]
    return Input(frame, native, found, names)


def _declared(types: Mapping[str, Any], own: Mapping[str, str], prefix: str) -> Iterator[Column]:
    """Find the columns of what is declared by code, of members, children and units."""
    for name in dict.fromkeys((*own, *types)):
        read = name.removeprefix(prefix) if name.startswith(prefix) else ""
        whose = (f"{OF_CHILD}{DECLARED}", DECLARED)
        if read.startswith(whose):
            yield Column(read, Holds.FLAG)


def _missing(frame: str, name: str, types: Mapping[str, Any]) -> FrameProblem:
    close = nearest(name, list(types))
    listed = ", ".join(list(types)[:LISTED]) or "none"
    hint = (
        f"did you mean {' or '.join(map(repr, close))}? columns={{{name!r}: {close[0]!r}}} says so"
        if close
        else f'there are {listed}; columns={{{name!r}: "…"}} names it'
    )
    return FrameProblem(frame, name, "is not there", hint)


def _wrong_type(frame: str, name: str, column: Column, kind: Any) -> FrameProblem:
    hints = {
        Holds.DATE: "cast it to dates, without a time zone",
        Holds.FLAG: "cast it to booleans",
        Holds.NUMBER: "cast it to whole numbers",
    }
    return FrameProblem(
        frame,
        name,
        f"holds {kind}, and not {column.holds.value}",
        hints.get(column.holds, "cast it to text"),
    )


def _is_void(kind: Any) -> bool:
    """Tell whether a column holds nothing but nulls, and has no type for that reason."""
    return isinstance(kind, nw.Unknown)


def _fits(kind: nw.dtypes.DType, holds: Holds, frame: AnyFrame) -> bool:
    text = isinstance(kind, nw.String) or is_categorical(kind)
    if holds is Holds.KEY:
        return text or kind.is_integer()
    if holds is Holds.DATE:
        timed = isinstance(kind, nw.Datetime) and kind.time_zone is None
        return timed or isinstance(kind, nw.Date)
    if holds is Holds.FLAG:
        return isinstance(kind, nw.Boolean)
    if holds is Holds.NUMBER:
        # pandas keeps whole numbers with gaps as floats.
        return kind.is_integer() or (frame.implementation.is_pandas() and kind.is_float())
    return text


def _other_engine(entries: AnyFrame, units: AnyFrame) -> Iterator[FrameProblem]:
    if entries.implementation is not units.implementation or type(entries) is not type(units):
        kinds = [f"{one.implementation} {type(one).__name__}" for one in (entries, units)]
        what = f"is of another kind than entries: {kinds[1]}, not {kinds[0]}"
        yield FrameProblem("units", None, what, "give two frames of one kind")


def _other_keys(entries: Input, units: Input) -> Iterator[FrameProblem]:
    kinds = [
        one.native.collect_schema()[one.names["unit"]].is_integer()
        for one in (entries, units)
        if "unit" in one.names
    ]
    if len(set(kinds)) > 1:
        yield FrameProblem(
            "units", units.names["unit"], "is of another type than in entries", "cast one of them"
        )


def _unknown_names(columns: Mapping[str, str]) -> Iterator[FrameProblem]:
    known = [column.name for column in (*ENTRIES, *UNITS)]
    known += [f"{OF_UNIT}{column.name}" for column in UNITS]
    for name in columns:
        if name not in known and DECLARED not in name:
            close = nearest(name, known)
            hint = f"did you mean {' or '.join(map(repr, close))}?" if close else ", ".join(known)
            yield FrameProblem("columns", name, "is no column that is read", hint)


def _named_in_vain(columns: Mapping[str, str], inputs: Iterable[Input]) -> Iterator[FrameProblem]:
    """Find columns that are named and stand in no frame."""
    there = [name for one in inputs for name in one.native.collect_schema().names()]
    for own in columns.values():
        if own not in there:
            close = nearest(own, there)
            hint = f"did you mean {' or '.join(map(repr, close))}?" if close else ", ".join(there)
            yield FrameProblem("columns", own, "is in no frame", hint)
