"""What differs from engine to engine: order, row labels, types, and how a null is written."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from types import ModuleType
from typing import TYPE_CHECKING, Any, Final, TypeAlias

import narwhals as nw

from mutualaid.errors import InvalidType
from mutualaid.frames import words
from mutualaid.frames.columns import Holds
from mutualaid.frames.errors import FrameProblem, InvalidFrame
from mutualaid.frames.known import Flag, expr

if TYPE_CHECKING:
    from mutualaid.frames.answers import Answer

# narwhals gives each of the two a method of every name used here, but no type that is both.
AnyFrame: TypeAlias = Any
PLACE, KEPT = "_ma_place", "_ma_kept"
READ: Final = "a frame of Polars, pandas, PyArrow, DuckDB or PySpark"
OF_OBJECTS: Final = {
    Holds.NUMBER: "Int64",
    Holds.FLAG: "boolean",
    **dict.fromkeys((Holds.KEY, Holds.SEX, Holds.PLAN), "str"),
}
"""The types of pandas for what it keeps as objects."""


def read(frame: Any, name: str) -> AnyFrame:
    """Take a frame of any engine that narwhals knows.

    Raises:
        InvalidType: Something else, or a frame of Dask.
    """
    if nw.dependencies.is_dask_dataframe(frame):
        raise InvalidType(
            "Frames of Dask are not decided",
            name=name,
            value=type(frame),
            allowed=READ,
            hint="write it to Parquet files and give them to decide_file, or give frame.compute()",
        )
    try:
        return nw.from_native(frame)
    except TypeError:
        kind = f"{type(frame).__module__.partition('.')[0]} {type(frame).__name__}"
        raise InvalidType(
            f"A {kind.removeprefix('builtins ')} is no frame that is read",
            name=name,
            value=frame,
            allowed=READ,
        ) from None


def own(frame: AnyFrame) -> AnyFrame:
    """Give a frame as expressions are made for it: one of Polars itself, any other as it is."""
    return frame.to_native() if frame.implementation.is_polars() else frame


def language_of(frame: AnyFrame) -> ModuleType:
    """Give the module in whose words expressions are made for a frame."""
    native: ModuleType = frame.implementation.to_native_namespace()
    return native if frame.implementation.is_polars() else nw


def native(frame: AnyFrame) -> Any:
    """Give a frame as whoever asked has it."""
    return nw.to_native(frame, pass_through=True)


def is_eager(frame: AnyFrame) -> bool:
    """Tell whether a frame holds its rows, in an order."""
    return isinstance(nw.from_native(frame), nw.DataFrame)


def collect(frame: AnyFrame) -> nw.DataFrame[Any]:
    """Give the rows of a small frame; a lazy one is reckoned."""
    if isinstance(frame, nw.DataFrame):
        return frame
    if frame.implementation.is_polars():
        collected: nw.DataFrame[Any] = frame.collect(engine="in-memory")
        return collected
    return frame.collect()  # type: ignore[no-any-return]  # see AnyFrame


def left_join(frame: AnyFrame, table: AnyFrame, on: list[str]) -> AnyFrame:
    """Join a table to a frame by keys, each of which it holds once; rows keep their order."""
    if not is_eager(frame):
        order = {} if isinstance(frame, nw.LazyFrame) else {"maintain_order": "left"}
        return frame.join(table, on=on, how="left", **order)
    # The keys alone, since an engine may copy every column that it joins.
    keys = frame.select(*on)
    if not isinstance(keys, nw.DataFrame):
        found = keys.join(table, on=on, how="left", maintain_order="left")
    elif keys.implementation.is_pyarrow():
        found = keys.with_row_index(PLACE).join(table, on=on, how="left").sort(PLACE).drop(PLACE)
    else:
        found = keys.join(table, on=on, how="left")
    return words.concat([frame, found.drop(on)], how="horizontal")


def holds_once(frame: AnyFrame, keys: list[str]) -> bool:
    """Tell whether an eager frame holds each key once; of a lazy one that is not told.

    Distinct keys are found several times faster than keys are counted.
    """
    return is_eager(frame) and len(frame.select(*keys).unique()) == len(frame)


def choose_rows(rows: AnyFrame, flag: Flag, *columns: Any) -> AnyFrame:
    """Give some columns of some rows: an engine copies every column that it filters."""
    chosen = rows.select(*columns, expr(flag).alias(KEPT))
    return chosen.filter(words.col(KEPT)).drop(KEPT)


def attach(
    rows: AnyFrame, units: AnyFrame, columns: Sequence[str], key: str
) -> tuple[AnyFrame, AnyFrame, str]:
    """Attach what is known of units to their rows, and give the key of later joins.

    Eager frames number their units, since numbers are joined faster than texts.

    Args:
        rows: The rows.
        units: The units.
        columns: The flags that are attached.
        key: The name of the key of both.
    """
    added = list(columns)
    if is_eager(units):
        number = f"{key}_number"
        units = units.with_row_index(number)
        rows = left_join(rows, units.select(key, number), [key])
        lost = int(rows[number].is_null().sum())
        if lost:
            what, hint = "names a unit that is not there", "add it to units"
            raise InvalidFrame([FrameProblem("entries", "unit", what, hint, rows=lost)])
        rows = _gather(rows, units.select(*added), number) if added else rows
        return rows, units, number
    if added:
        rows = left_join(rows, units.select(key, *added), [key])
        rows = rows.with_columns(words.col(*columns).fill_null(value=False))
    return rows, units, key


def attach_answers(rows: AnyFrame, table: AnyFrame, key: str) -> AnyFrame:
    """Attach a table of the units to rows by the key that `attach` gave."""
    if not is_eager(rows):
        return left_join(rows, table, [key])
    return _gather(rows, table, key)


def _gather(rows: AnyFrame, table: AnyFrame, number: str) -> AnyFrame:
    found = table[rows[number]].drop(number, strict=False)
    return words.concat([rows, found], how="horizontal")


def select_rows(rows: AnyFrame, flag: words.Expr) -> tuple[Any, AnyFrame]:
    """Give some of the rows of an eager frame, and before them their places."""
    chosen = rows.with_row_index(PLACE).filter(flag)
    return chosen[PLACE], chosen.drop(PLACE)


def put(rows: AnyFrame, places: Any, made: AnyFrame) -> AnyFrame:
    """Put other values into some rows of an eager frame.

    Args:
        rows: The rows.
        places: The places of those that are changed.
        made: What comes there, in the columns that are changed.
    """
    return rows.with_columns(*(_put(rows[name], places, made[name]) for name in made.columns))


def _put(column: Any, places: Any, made: Any) -> Any:
    if isinstance(column, nw.Series):
        return column.scatter(places, made)
    return column.clone().scatter(places, made)  # Polars writes into the column itself


# pandas -------------------------------------------------------------------------------------------


def plain(frame: AnyFrame, columns: Mapping[str, Holds]) -> AnyFrame:
    """Give the columns that are read, as types on which every engine agrees.

    Only pandas keeps dates and numbers with gaps as objects; its labels are set aside.

    Args:
        frame: The frame.
        columns: What each column holds that is read, by its name in the frame.
    """
    chosen = frame.select(*columns)
    if not frame.implementation.is_pandas():
        return chosen
    import pandas as pd  # noqa: PLC0415 - only where it is used already

    native = chosen.to_native().reset_index(drop=True)
    for name, holds in columns.items():
        if native[name].dtype != object:
            continue
        if holds is Holds.DATE:
            native[name] = pd.to_datetime(native[name])
        else:
            native[name] = native[name].astype(OF_OBJECTS[holds])
    return nw.from_native(native)


def object_kind(frame: AnyFrame, name: str) -> str | None:
    """Say what pandas finds in a column of objects; None for any other column."""
    if not frame.implementation.is_pandas():
        return None
    import pandas as pd  # noqa: PLC0415 - only where it is used already

    held = frame.to_native()[name]
    return pd.api.types.infer_dtype(held, skipna=True) if held.dtype == object else None


def beside(frame: AnyFrame, rows: AnyFrame, answers: Iterable[Answer]) -> AnyFrame:
    """Give the frame with answers beside its columns, a null where an answer is not known.

    Args:
        frame: The frame as it was given.
        rows: Its rows, decided; those of a lazy frame hold its columns too.
        answers: The answers.
    """
    if not is_eager(frame):
        return rows.select(*frame.collect_schema().names(), *map(_nullable, answers))
    if nw.dependencies.is_pandas_dataframe(native(frame)):
        return _beside_pandas(frame, rows, answers)
    return words.concat([frame, rows.select(*map(_nullable, answers))], how="horizontal")


def _nullable(answer: Answer) -> words.Expr:
    if answer.known is True:
        return answer.value.alias(answer.name)
    return words.when(expr(answer.known)).then(answer.value).alias(answer.name)


def _beside_pandas(frame: AnyFrame, rows: AnyFrame, answers: Iterable[Answer]) -> AnyFrame:
    """Write nulls as pandas does, whatever its own types make of them."""
    import pandas as pd  # noqa: PLC0415 - only where it is used already

    answers = tuple(answers)
    values = rows.select(answer.value.alias(answer.name) for answer in answers)
    known = rows.select(expr(answer.known).alias(answer.name) for answer in answers)
    made: dict[str, Any] = {}
    for name in values.columns:
        value, unknown = values[name].to_numpy(), ~known[name].to_numpy().astype(bool)
        if value.dtype == bool:
            made[name] = pd.arrays.BooleanArray(value, unknown)
        elif value.dtype == "int64":
            made[name] = pd.arrays.IntegerArray(value, unknown)
        else:
            made[name] = pd.Series(value, dtype="str").mask(unknown).array
    native = frame.to_native()
    return nw.from_native(pd.concat([native, pd.DataFrame(made, index=native.index)], axis=1))
