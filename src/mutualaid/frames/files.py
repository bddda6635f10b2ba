"""`decide_file`: a population that is larger than memory, from files to a file.

Whole units are decided apart, in the chunks of `mutualaid.frames.chunks`, and their rows are put
back into the order of the file.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

import polars as pl
import pyarrow.parquet as pq

from mutualaid.checks import require_date, require_int
from mutualaid.errors import InvalidValue
from mutualaid.frames.chunks import (
    BATCH,
    PLACE,
    Progress,
    all_stretches,
    count_rows,
    part_count,
    parted,
    read_scratch,
    readable,
    scan,
    sliceable,
    stands_together,
    to_arrow,
    units_of,
    write_scratch,
)
from mutualaid.frames.frame import decide_frame

if TYPE_CHECKING:
    from mutualaid.catalogue import Catalogue

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
    rows = scan(Path(entries), "entries", own)
    declared = None if units is None else scan(Path(units), "units", own).collect()
    unit = own.get("unit", "unit")

    def decide(some: pl.DataFrame) -> pl.DataFrame:
        about = units_of(declared, some, unit) if len(some) else declared
        decided: pl.DataFrame = decide_frame(
            catalogue, some, about, starts=starts, plans=asked, columns=own, lines=lines
        )
        return decided

    with readable(entries):
        # Without rows first: whatever is wrong with the columns or the units shows at once.
        empty = decide(rows.head(0).collect())
        total = count_rows(rows)
        done = 0
        with ExitStack() as stack:
            write = stack.enter_context(_written(target, empty))
            rows = stack.enter_context(sliceable(rows, Path(entries), target.parent))
            way = _by_stretches if stands_together(rows, unit, batch) else _by_parts
            for decided in way(rows, unit, batch, decide, target.parent):
                write(decided)
                done += len(decided)
                if progress is not None:
                    progress(done, total)
    return done


# Deciding -------------------------------------------------------------------------------------


def _by_stretches(
    rows: pl.LazyFrame, unit: str, batch: int, decide: Decide, folder: Path
) -> Iterator[pl.DataFrame]:
    """Decide batch by batch."""
    return map(decide, all_stretches(rows, unit, batch, folder))


def _by_parts(
    rows: pl.LazyFrame, unit: str, batch: int, decide: Decide, folder: Path
) -> Iterator[pl.DataFrame]:
    """Part the rows by unit, decide each part, and give the answers in the order of the rows."""
    total = count_rows(rows)
    with parted(rows, unit, batch, folder, ".deciding-") as parts:
        readers = []
        for part in parts:
            answers = part.with_suffix(".answers")
            _decide_part(part, answers, decide, -(-batch // part_count(total, batch)))
            readers.append(_InOrder(read_scratch(answers)))
        for end in range(batch, total + batch, batch):
            found = pl.concat([reader.until(end) for reader in readers])
            yield found.sort(PLACE).drop(PLACE)


def _decide_part(part: Path, answers: Path, decide: Decide, most: int) -> None:
    """Decide a part, and write its answers in small pieces; the part itself is no longer needed."""
    rows = pl.concat([*read_scratch(part)])
    part.unlink()
    decided = decide(rows.drop(PLACE)).with_columns(rows[PLACE])
    with write_scratch(answers, decided.head(0)) as write:
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
    schema = to_arrow(like).schema
    beside = target.with_name(f".{target.name}-{os.getpid()}")
    try:
        with pq.ParquetWriter(beside, schema, compression="zstd") as out:
            yield lambda frame: out.write_table(to_arrow(frame).cast(schema))
        beside.replace(target)
    finally:
        beside.unlink(missing_ok=True)
