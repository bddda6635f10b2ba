"""`decide_file`: a population that is larger than memory, from files to a file.

A plan's answer goes by the rows of one unit and by nothing else, so that whole units can be decided
apart. Where the file has each unit's rows in one stretch, as most have, it is read batch by batch,
each cut where a unit ends. Where not, rows are first parted by a hash of their unit into scratch
files of about a batch each, decided part by part, and put back into the order of the file.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq

from mutualaid.checks import require_date, require_int
from mutualaid.errors import InvalidValue
from mutualaid.frames.columns import DECLARED, ENTRIES, OF_CHILD, OF_UNIT, UNITS, Holds
from mutualaid.frames.frame import decide_frame

if TYPE_CHECKING:
    from mutualaid.catalogue import Catalogue

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
Decide: TypeAlias = Callable[[pl.DataFrame], pl.DataFrame]


def decide_file(
    catalogue: Catalogue,
    entries: str | Path,
    units: str | Path | None = None,
    *,
    starts: date,
    output: str | Path,
    plans: Iterable[str] | None = None,
    columns: Mapping[str, str] | None = None,
    lines: bool = False,
    batch: int = BATCH,
    progress: Progress | None = None,
) -> int:
    """Decide every row of a file by every plan, as `decide_frame` does, in bounded memory.

    The units and one batch of entries are held at a time, and at least one unit with all its rows.
    The output is there as a whole or not at all.

    Args:
        catalogue: The plans.
        entries: A Parquet, CSV or Arrow file with a row for each person, or person and child.
        units: Such a file with a row for each unit; if not given, the entries hold the unit's
            figures.
        starts: First day of the covers.
        output: The Parquet file to write: the columns of the entries and those of `decide_frame`,
            row for row in the order of the entries.
        plans: Names of the plans to ask; every plan in force on the start day, if not said.
        columns: The files' own names of columns, by the names that are read.
        lines: Whether the caps are given line by line too.
        batch: Rows to decide at a time, about.
        progress: Is called with how many rows are written, and how many there are.

    Returns:
        How many rows were decided.

    Raises:
        InvalidFrame: Columns, types or values that cannot be decided: every problem of the columns
            and of the units at once, of the values those of one batch.
        InvalidType: A datetime for a date, a number that is not whole.
        InvalidValue: A kind of file that is not read or written, a cell that cannot be read.
        NoColumnForm: A rule of which only `check` can tell how it stands.
        NotInForce: A plan that is named, or every plan, is not in force on the start day.
        OSError: A file cannot be read or written.
        UnknownName: No plan has this name.
    """
    require_date(starts, "starts")
    require_int(batch, "batch", least=1)
    target = _target(Path(output))
    own = dict(columns or {})
    asked = tuple(plans) if plans is not None else None
    rows = _scan(Path(entries), "entries", own)
    declared = None if units is None else _scan(Path(units), "units", own).collect()
    unit = own.get("unit", "unit")

    def decide(some: pl.DataFrame) -> pl.DataFrame:
        about = declared
        if about is not None and len(some):
            about = about.join(some.select(unit), on=unit, how="semi")
        decided: pl.DataFrame = decide_frame(
            catalogue, some, about, starts=starts, plans=asked, columns=own, lines=lines
        )
        return decided

    with _readable(entries):
        # Without rows first: whatever is wrong with the columns or the units shows at once.
        empty = decide(rows.head(0).collect())
        total = _count(rows)
        done = 0
        with ExitStack() as stack:
            write = stack.enter_context(_written(target, empty))
            rows = stack.enter_context(_sliceable(rows, Path(entries), target.parent))
            way = _by_stretches if _stands_together(rows, unit, batch) else _by_parts
            for decided in way(rows, unit, batch, decide, target.parent):
                write(decided)
                done += len(decided)
                if progress is not None:
                    progress(done, total)
    return done


# Reading --------------------------------------------------------------------------------------


def _scan(path: Path, name: str, own: Mapping[str, str]) -> pl.LazyFrame:
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
def _readable(path: str | Path) -> Iterator[None]:
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
def _sliceable(rows: pl.LazyFrame, path: Path, folder: Path) -> Iterator[pl.LazyFrame]:
    """Give rows that can be read from any place on; a CSV file must be read from its beginning."""
    if path.suffix.lower() != ".csv":
        yield rows
        return
    with tempfile.TemporaryDirectory(prefix=".reading-", dir=folder) as scratch:
        copy = Path(scratch) / "entries.parquet"
        rows.sink_parquet(copy, compression="lz4", row_group_size=ROW_GROUP)
        yield pl.scan_parquet(copy)


def _count(rows: pl.LazyFrame) -> int:
    return int(rows.select(pl.len()).collect(engine="streaming").item())


def _batches(rows: pl.LazyFrame, batch: int) -> Iterator[pl.DataFrame]:
    # Polars' own batches are read ahead without a bound where whoever takes them is slower.
    for start in range(0, _count(rows), batch):
        yield rows.slice(start, batch).collect()


def _stands_together(rows: pl.LazyFrame, unit: str, batch: int) -> bool:
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


# Deciding -------------------------------------------------------------------------------------


def _by_stretches(
    rows: pl.LazyFrame, unit: str, batch: int, decide: Decide, _: Path
) -> Iterator[pl.DataFrame]:
    """Decide batch by batch; a unit at the end of one is kept for the next."""
    held: pl.DataFrame | None = None
    for read in _batches(rows, batch):
        some = read if held is None else pl.concat([held, read])
        number = some[unit].rle_id()
        whole = int((number < number.max()).sum())
        if whole:
            yield decide(some[:whole])
        held = some[whole:]
    if held is not None and len(held):
        yield decide(held)


def _by_parts(
    rows: pl.LazyFrame, unit: str, batch: int, decide: Decide, folder: Path
) -> Iterator[pl.DataFrame]:
    """Part the rows by unit, decide each part, and give the answers in the order of the rows."""
    total = _count(rows)
    count = min(-(-total // batch), MOST_PARTS)
    with tempfile.TemporaryDirectory(prefix=".deciding-", dir=folder) as scratch:
        parts = [Path(scratch) / str(number) for number in range(count)]
        with ExitStack() as stack:
            empty = rows.head(0).collect().with_columns(pl.lit(0, pl.UInt64).alias(PLACE))
            writers = [stack.enter_context(_scratch(part, empty)) for part in parts]
            places, filled = 0, set[int]()
            for some in _batches(rows, batch):
                place = pl.int_range(places, places + len(some), dtype=pl.UInt64).alias(PLACE)
                key = some[unit].hash() % count
                numbered = some.with_columns(place)
                for number in key.unique():
                    writers[number](numbered.filter(key == number))
                    filled.add(number)
                places += len(some)
        readers = []
        for part in (parts[number] for number in filled):
            answers = part.with_suffix(".answers")
            _decide_part(part, answers, decide, -(-batch // count))
            readers.append(_InOrder(_read_scratch(answers)))
        for end in range(batch, total + batch, batch):
            found = pl.concat([reader.until(end) for reader in readers])
            yield found.sort(PLACE).drop(PLACE)


@contextmanager
def _scratch(path: Path, like: pl.DataFrame) -> Iterator[Callable[[pl.DataFrame], None]]:
    """Write frames of one kind into a scratch file."""
    schema = _arrow(like).schema
    options = pa.ipc.IpcWriteOptions(compression="lz4")
    with (
        pa.OSFile(str(path), "wb") as file,
        pa.ipc.new_stream(file, schema, options=options) as out,
    ):
        yield lambda frame: out.write_table(_arrow(frame).cast(schema))


def _read_scratch(path: Path) -> Iterator[pl.DataFrame]:
    with pa.OSFile(str(path), "rb") as file, pa.ipc.open_stream(file) as read:
        for some in read:
            yield pl.DataFrame(pl.from_arrow(some))


def _decide_part(part: Path, answers: Path, decide: Decide, most: int) -> None:
    """Decide a part, and write its answers in small pieces; the part itself is no longer needed."""
    rows = pl.concat([*_read_scratch(part)])
    part.unlink()
    decided = decide(rows.drop(PLACE)).with_columns(rows[PLACE])
    with _scratch(answers, decided.head(0)) as write:
        for piece in decided.iter_slices(most):
            write(piece)


class _InOrder:
    """Give the rows of a scratch file by their places, which ascend."""

    def __init__(self, pieces: Iterator[pl.DataFrame]) -> None:
        self._pieces = pieces
        self._held = next(pieces)

    def until(self, end: int) -> pl.DataFrame:
        """Give the rows before a place that were not given before."""
        found = []
        while True:
            before = int(self._held[PLACE].search_sorted(end))
            found.append(self._held[:before])
            self._held = self._held[before:]
            more = None if len(self._held) else next(self._pieces, None)
            if more is None:
                return pl.concat(found)
            self._held = more


# Writing --------------------------------------------------------------------------------------


def _target(path: Path) -> Path:
    if path.suffix.lower() != ".parquet":
        raise InvalidValue(
            "A file is of a kind that is not written",
            name="output",
            value=str(path),
            allowed="a name that ends in .parquet",
        )
    return path


@contextmanager
def _written(target: Path, like: pl.DataFrame) -> Iterator[Callable[[pl.DataFrame], None]]:
    """Write frames of one kind beside the target, and put them in its place at the end."""
    schema = _arrow(like).schema
    beside = target.with_name(f".{target.name}-{os.getpid()}")
    try:
        with pq.ParquetWriter(beside, schema, compression="zstd") as out:
            yield lambda frame: out.write_table(_arrow(frame).cast(schema))
        beside.replace(target)
    finally:
        beside.unlink(missing_ok=True)


def _arrow(frame: pl.DataFrame) -> pa.Table:
    return frame.to_arrow(compat_level=pl.CompatLevel.oldest())
