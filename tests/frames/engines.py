"""The engines: how each is given rows, and how its rows are read back."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import attrs
import duckdb
import pandas as pd
import polars as pl

if TYPE_CHECKING:
    import pyarrow as pa

Row = dict[str, Any]
TYPES: dict[str, Any] = {
    "row": pl.Int64, "unit": pl.String, "member": pl.String, "sex": pl.String,
    "birth_date": pl.Date, "child": pl.String, "child_birth_date": pl.Date, "shares": pl.Int64,
    "level": pl.Int64, "plan": pl.String, "employees": pl.Int64, "female_employees": pl.Int64,
    "employees_with_minor_children": pl.Int64,
}  # fmt: skip
"""Types of the columns; those that are not here hold true, false and null."""
TEXTS = ("unit", "member", "child", "sex", "plan")


def to_polars(rows: list[Row], columns: list[str]) -> pl.DataFrame:
    """Make a frame of rows, of the same types whatever stands in them."""
    schema = {name: TYPES.get(name, pl.Boolean) for name in columns}
    return pl.DataFrame(rows, schema=schema, orient="row")


def _chunked(frame: pl.DataFrame) -> pl.DataFrame:
    return pl.concat([frame[:1], frame[1:3], frame[3:]], rechunk=False)


def _categories(frame: pl.DataFrame) -> pl.DataFrame:
    texts = [pl.col(name).cast(pl.Categorical) for name in TEXTS if name in frame.columns]
    return frame.with_columns(texts)


def _objects(frame: pl.DataFrame) -> pd.DataFrame:
    columns = {name: pd.Series(frame[name].to_list(), dtype=object) for name in frame.columns}
    return pd.DataFrame(columns)


def _numpy(frame: pl.DataFrame) -> pd.DataFrame:
    made = frame.to_pandas()
    return made.set_index(pd.Index([f"label{number // 2}" for number in range(len(made))]))


def _dictionaries(frame: pl.DataFrame) -> pa.Table:
    table = _chunked(frame).to_arrow()
    for name in TEXTS:
        if name in frame.columns:
            place = table.column_names.index(name)
            table = table.set_column(place, name, table[name].dictionary_encode())
    return table


def _duckdb(frame: pl.DataFrame) -> duckdb.DuckDBPyRelation:
    return CONNECTION.from_arrow(frame.to_arrow())


CONNECTION = duckdb.connect()
SLOW = "projection_pullup"
"""A step of DuckDB's planner that takes longer than all others: see docs/how-to/frames.md."""
if CONNECTION.execute("FROM duckdb_optimizers() WHERE name = ?", [SLOW]).fetchall():
    CONNECTION.execute(f"SET disabled_optimizers = '{SLOW}'")


def _from_pandas(frame: pd.DataFrame) -> list[Row]:
    return pl.from_pandas(frame).to_dicts()


@attrs.frozen
class Engine:
    """One kind of frame.

    Args:
        make: Makes a frame of it.
        read: Gives the rows of an answer.
        ordered: Whether its rows have an order.
    """

    make: Callable[[pl.DataFrame], Any]
    read: Callable[[Any], list[Row]]
    ordered: bool = True


def _rows(frame: pl.DataFrame) -> list[Row]:
    return frame.to_dicts()


ENGINES = {
    "polars": Engine(lambda frame: frame, _rows),
    "polars in chunks": Engine(_chunked, _rows),
    "polars with categories": Engine(_categories, _rows),
    "polars lazy": Engine(lambda frame: frame.lazy(), lambda made: _rows(made.collect())),
    "pandas with numpy types": Engine(_numpy, _from_pandas),
    "pandas with its own types": Engine(lambda one: one.to_pandas().convert_dtypes(), _from_pandas),
    "pandas with arrow types": Engine(
        lambda one: one.to_pandas(use_pyarrow_extension_array=True), _from_pandas
    ),
    "pandas with objects": Engine(_objects, _from_pandas),
    "pyarrow in chunks": Engine(
        lambda one: _chunked(one).to_arrow(), lambda made: _rows(pl.DataFrame(made))
    ),
    "pyarrow with dictionaries": Engine(_dictionaries, lambda made: _rows(pl.DataFrame(made))),
    "duckdb": Engine(_duckdb, lambda made: _rows(made.pl()), ordered=False),
}
LIBRARIES = {
    name: ENGINES[name]
    for name in ("polars", "polars with categories", "polars lazy", "pandas with objects",
                 "pyarrow with dictionaries", "duckdb")
}  # fmt: skip
"""Each library, for what is made of answers: how columns are read is asked of every engine."""
