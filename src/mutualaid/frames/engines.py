"""What differs from engine to engine: order, row labels, types, and how a null is written."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final, TypeAlias

import narwhals as nw

from mutualaid.errors import InvalidType
from mutualaid.frames.columns import Holds
from mutualaid.frames.known import expr

if TYPE_CHECKING:
    from mutualaid.frames.answers import Answer

# narwhals gives each of the two a method of every name used here, but no type that is both.
AnyFrame: TypeAlias = Any
PLACE = "_ma_place"
OF_OBJECTS: Final = {
    Holds.NUMBER: "Int64",
    Holds.FLAG: "boolean",
    **dict.fromkeys((Holds.KEY, Holds.SEX, Holds.PLAN), "str"),
}
"""The types of pandas for what it keeps as objects."""


def read(frame: Any, name: str) -> AnyFrame:
    """Take a frame of any engine that narwhals knows.

    Raises:
        InvalidType: Something else.
    """
    try:
        return nw.from_native(frame)
    except TypeError:
        raise InvalidType(
            f"A {type(frame).__name__} is no dataframe",
            name=name,
            value=frame,
            allowed="a frame of Polars, pandas, PyArrow, DuckDB, PySpark or Dask",
        ) from None


def is_eager(frame: AnyFrame) -> bool:
    """Tell whether a frame holds its rows, in an order."""
    return isinstance(frame, nw.DataFrame)


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
    kind = frame.implementation
    if kind.is_polars():
        joined = frame.to_native().join(table.to_native(), on=on, how="left", maintain_order="left")
        return nw.from_native(joined)
    if kind.is_pyarrow():
        joined = frame.with_row_index(PLACE).join(table, on=on, how="left")
        return joined.sort(PLACE).drop(PLACE)
    return frame.join(table, on=on, how="left")


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
        key, added = number, [*columns, number]
        rows = left_join(rows, units.select(key.removesuffix("_number"), *added), [key[:-7]])
    elif added:
        rows = left_join(rows, units.select(key, *added), [key])
    if columns:
        rows = rows.with_columns(nw.col(*columns).fill_null(value=False))
    return rows, units, key


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
    if frame.implementation.is_pandas():
        return _beside_pandas(frame, rows, answers)
    return nw.concat([frame, rows.select(*map(_nullable, answers))], how="horizontal")


def _nullable(answer: Answer) -> nw.Expr:
    if answer.known is True:
        return answer.value.alias(answer.name)
    return nw.when(expr(answer.known)).then(answer.value).alias(answer.name)


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
