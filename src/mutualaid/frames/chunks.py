"""Files in chunks of whole units, whatever their size, and scratch files.

A plan's answer goes by the rows of one unit and by nothing else. Where a file has each unit's rows
in one stretch, as most have, it is read batch by batch, each cut where a unit ends. Where not, rows
are first parted by a hash of their unit into scratch files of about a batch each.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any, TypeAlias

import polars as pl
import pyarrow as pa

from mutualaid.checks import require_int
from mutualaid.errors import InvalidValue
from mutualaid.frames.columns import DECLARED, ENTRIES, OF_CHILD, OF_UNIT, UNITS, Holds

BATCH = 250_000
"""Rows that are decided at a time."""
ROW_GROUP = 50_000
"""Rows of a group in the copy of a CSV file, so that a batch is read without much beside it."""
MOST_PARTS = 256
"""So many scratch files are open at most; in a larger file, parts are larger than a batch."""
PLACE = "__place"
"""Column of scratch files: where a row stood in the file."""
ARROW = (".arrow", ".feather", ".ipc")
READ = (".parquet", ".csv", *ARROW)
IN_CSV: Mapping[Holds, pl.DataType | type[pl.DataType]] = {
    Holds.KEY: pl.String,
    Holds.DATE: pl.Date,
    Holds.SEX: pl.String,
    Holds.FLAG: pl.Boolean,
    Holds.NUMBER: pl.Int64,
    Holds.PLAN: pl.String,
}
"""What each kind of column is read as from a CSV file, whatever its cells look like."""
Progress: TypeAlias = Callable[[int, int], None]


def read_chunks(
    entries: str | Path,
    units: str | Path | None = None,
    *,
    columns: Mapping[str, str] | None = None,
    batch: int = BATCH,
    progress: Progress | None = None,
) -> Iterator[tuple[pl.DataFrame, pl.DataFrame | None]]:
    """Read files in chunks of whole units, in bounded memory and in no order.

    Args:
        entries: A Parquet, CSV or Arrow file, as in `decide_file`.
        units: Such a file; if not given, the entries hold the unit's figures.
        columns: The files' own names of columns, by the names that are read.
        batch: Rows to read at a time, about.
        progress: Is called with how many rows are done with, and how many there are.

    Yields:
        Entries, and their units: first no row and all units, so that what is wrong with the
        columns or the units shows at once; then chunk by chunk.

    Raises:
        InvalidType: A number that is not whole.
        InvalidValue: A kind of file that is not read, a cell that cannot be read.
        OSError: A file cannot be read.
    """
    require_int(batch, "batch", least=1)
    own = dict(columns or {})
    rows = scan(Path(entries), "entries", own)
    declared = None if units is None else scan(Path(units), "units", own).collect()
    unit = own.get("unit", "unit")
    with readable(entries), ExitStack() as stack:
        yield rows.head(0).collect(), declared
        total, done = count_rows(rows), 0
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        rows = stack.enter_context(sliceable(rows, Path(entries), folder))
        way = all_stretches if stands_together(rows, unit, batch) else all_parts
        for some in way(rows, unit, batch, folder):
            yield some, units_of(declared, some, unit)
            done += len(some)
            if progress is not None:
                progress(done, total)


def units_of(declared: pl.DataFrame | None, some: pl.DataFrame, unit: str) -> pl.DataFrame | None:
    """Give the units of some rows."""
    if declared is None:
        return None
    return declared.join(some.select(unit), on=unit, how="semi")


# Reading --------------------------------------------------------------------------------------


def scan(path: Path, name: str, own: Mapping[str, str]) -> pl.LazyFrame:
    """Read a file lazily.

    Args:
        path: The file.
        name: "entries" or "units".
        own: The file's own names of columns.

    Raises:
        InvalidValue: A kind of file that is not read.
        FileNotFoundError: It is not there.
    """
    kind = path.suffix.lower()
    if kind not in READ:
        raise InvalidValue(
            "A file is of a kind that is not read",
            name=name,
            value=str(path),
            allowed=f"a name that ends in {', '.join(READ)}",
        )
    if not path.exists():
        raise FileNotFoundError(path)
    if kind == ".csv":
        return pl.scan_csv(path, schema_overrides=_types(path, name, own))
    return pl.scan_parquet(path) if kind == ".parquet" else pl.scan_ipc(path)


def _types(path: Path, name: str, own: Mapping[str, str]) -> dict[str, Any]:
    """Say what the columns of a CSV file that are read hold."""
    header = pl.scan_csv(path, infer_schema=False).collect_schema().names()
    known = {column.name: column.holds for column in (ENTRIES if name == "entries" else UNITS)}
    if name == "entries":
        known |= {f"{OF_UNIT}{column.name}": column.holds for column in UNITS}
    named = {own.get(read, read): holds for read, holds in known.items()}
    flags = tuple(f"{whose}{DECLARED}" for whose in ("", OF_CHILD, OF_UNIT))
    theirs = {given for read, given in own.items() if read.startswith(flags)}
    named |= {one: Holds.FLAG for one in header if one.startswith(flags) or one in theirs}
    return {one: IN_CSV[named[one]] for one in header if one in named}


@contextmanager
def readable(path: str | Path) -> Iterator[None]:
    """Tell of a cell that cannot be read.

    Raises:
        InvalidValue: There is one.
    """
    try:
        yield
    except pl.exceptions.ComputeError as error:
        raise InvalidValue(
            "A cell of a file cannot be read",
            name="entries",
            value=str(path),
            allowed="cells of the type of their column",
            hint=str(error).partition("\n")[0],
        ) from None


@contextmanager
def sliceable(rows: pl.LazyFrame, path: Path, folder: Path) -> Iterator[pl.LazyFrame]:
    """Give rows that can be read from any place on; a CSV file must be read from its beginning."""
    if path.suffix.lower() != ".csv":
        yield rows
        return
    with tempfile.TemporaryDirectory(prefix=".reading-", dir=folder) as scratch:
        copy = Path(scratch) / "entries.parquet"
        rows.sink_parquet(copy, compression="lz4", row_group_size=ROW_GROUP)
        yield pl.scan_parquet(copy)


def count_rows(rows: pl.LazyFrame) -> int:
    """Count rows."""
    return int(rows.select(pl.len()).collect(engine="streaming").item())


def _batches(rows: pl.LazyFrame, batch: int) -> Iterator[pl.DataFrame]:
    # Polars' own batches are read ahead without a bound where whoever takes them is slower.
    for start in range(0, count_rows(rows), batch):
        yield rows.slice(start, batch).collect()


def stands_together(rows: pl.LazyFrame, unit: str, batch: int) -> bool:
    """Tell whether every unit has all its rows in one stretch of the file."""
    last, seen = None, []
    for some in _batches(rows.select(unit), batch):
        runs = some[unit].rle().struct.field("value")
        begun = runs[1:] if last is not None and runs[0] == last else runs
        if begun.n_unique() < len(begun):
            return False
        last = runs[-1]
        # Two units of one hash are taken for a unit that comes again, which costs time alone.
        seen.append(begun.hash())
    return not seen or not pl.concat(seen).is_duplicated().any()


# Chunks -----------------------------------------------------------------------------------------


def all_stretches(rows: pl.LazyFrame, unit: str, batch: int, _: Path) -> Iterator[pl.DataFrame]:
    """Give whole units batch by batch; a unit at the end of one is kept for the next."""
    held: pl.DataFrame | None = None
    for read in _batches(rows, batch):
        some = read if held is None else pl.concat([held, read])
        number = some[unit].rle_id()
        whole = int((number < number.max()).sum())
        if whole:
            yield some[:whole]
        held = some[whole:]
    if held is not None and len(held):
        yield held


def all_parts(rows: pl.LazyFrame, unit: str, batch: int, folder: Path) -> Iterator[pl.DataFrame]:
    """Part the rows by unit, and give each part."""
    with parted(rows, unit, batch, folder, ".parting-") as parts:
        for part in parts:
            yield pl.concat([*read_scratch(part)]).drop(PLACE)


def part_count(total: int, batch: int) -> int:
    """Say into how many parts so many rows are parted."""
    return min(-(-total // batch), MOST_PARTS)


@contextmanager
def parted(
    rows: pl.LazyFrame, unit: str, batch: int, folder: Path, prefix: str
) -> Iterator[list[Path]]:
    """Part the rows by a hash of their unit into scratch files, and give those that hold any."""
    count = part_count(count_rows(rows), batch)
    with tempfile.TemporaryDirectory(prefix=prefix, dir=folder) as scratch:
        parts = [Path(scratch) / str(number) for number in range(count)]
        with ExitStack() as stack:
            empty = rows.head(0).collect().with_columns(pl.lit(0, pl.UInt64).alias(PLACE))
            writers = [stack.enter_context(write_scratch(part, empty)) for part in parts]
            places, filled = 0, set[int]()
            for some in _batches(rows, batch):
                place = pl.int_range(places, places + len(some), dtype=pl.UInt64).alias(PLACE)
                key = some[unit].hash() % count
                numbered = some.with_columns(place)
                for number in key.unique():
                    writers[number](numbered.filter(key == number))
                    filled.add(number)
                places += len(some)
        yield [parts[number] for number in filled]


# Scratch files ----------------------------------------------------------------------------------


@contextmanager
def write_scratch(path: Path, like: pl.DataFrame) -> Iterator[Callable[[pl.DataFrame], None]]:
    """Write frames of one kind into a scratch file."""
    schema = to_arrow(like).schema
    options = pa.ipc.IpcWriteOptions(compression="lz4")
    with (
        pa.OSFile(str(path), "wb") as file,
        pa.ipc.new_stream(file, schema, options=options) as out,
    ):
        yield lambda frame: out.write_table(to_arrow(frame).cast(schema))


def read_scratch(path: Path) -> Iterator[pl.DataFrame]:
    """Give the pieces of a scratch file."""
    with pa.OSFile(str(path), "rb") as file, pa.ipc.open_stream(file) as read:
        for some in read:
            yield pl.DataFrame(pl.from_arrow(some))


def to_arrow(frame: pl.DataFrame) -> pa.Table:
    """Give a frame as Arrow, of types that every version of it reads."""
    return frame.to_arrow(compat_level=pl.CompatLevel.oldest())
