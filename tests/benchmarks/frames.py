"""A population against all eight plans: `decide_frame` beside what was written for it by hand.

Run it with `python tests/benchmarks/frames.py`; `--sizes 10000 1000000` says of how many rows,
`--table FILE.md` and `--plot FILE.svg` keep the outcome. Every rival's answers are compared with
those of the hand-written Polars row by row before anything is timed, and at the smallest size
with the single path's. All are timed in turns within the one run, and the ratio of the medians to
hand-written Polars is printed; a time says nothing on another machine, a ratio does. The peak of
memory is that of a process of its own, which reads the population from files and decides it once.

`--files` measures `decide_file` instead: time and peak of memory by size.
"""

from __future__ import annotations

import argparse
import importlib
import os
import platform
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable
from contextlib import ExitStack
from datetime import date
from functools import cache, partial
from importlib.metadata import version
from pathlib import Path
from time import perf_counter, process_time
from typing import NamedTuple, TypeAlias

import polars as pl
import pyarrow.parquet as pq
from frames_rivals.codes import COLUMNS, PLANS

from mutualaid import load_catalogue
from mutualaid.frames import decide_file, decide_frame
from mutualaid.frames.frame import Validate
from mutualaid.testing.population import population, population_chunks

HERE = Path(__file__).resolve()
STARTS = date(2016, 1, 1)
SIZES = [10_000, 1_000_000, 5_000_000]
FILE_SIZES = [1_000_000, 5_000_000, 50_000_000]
SMALL, ALL = 10_000, 10**12
BASE = "hand-written Polars"
FLOOR = "reading the columns"
FILES = "decide_file"
TOGETHER, MIXED = ORDERS = ["units together", "any order"]
ANSWERS = [f"{plan}_{name}" for plan in PLANS for name in COLUMNS]
MEGABYTE = 2**20
Decide: TypeAlias = Callable[[pl.DataFrame, pl.DataFrame, date], pl.DataFrame]


class Rival(NamedTuple):
    """Who is timed.

    Args:
        decide: Names the function that decides, "module" of the rivals or "frames" for ours.
        most: The most rows that it is timed on.
        packages: The distributions whose versions are told.
    """

    decide: str
    most: int = ALL
    packages: tuple[str, ...] = ()


RIVALS = {
    FLOOR: Rival("floor", packages=("polars",)),
    BASE: Rival("polars_by_hand", packages=("polars",)),
    "decide_frame": Rival("frames", packages=("mutualaid", "narwhals", "polars")),
    "decide_frame, values checked": Rival("frames_checked", packages=("mutualaid",)),
    "hand-written NumPy": Rival("numpy_by_hand", packages=("numpy",)),
    "DuckDB SQL": Rival("duckdb_sql", packages=("duckdb",)),
    "OpenFisca": Rival("openfisca_system", packages=("OpenFisca-Core",)),
    "straight-line Python": Rival("straight_python", SMALL),
    "zen-engine": Rival("zen_rules", SMALL, ("zen-engine",)),
    "single path of mutualaid": Rival("single_path", SMALL, ("mutualaid",)),
}


def floor(entries: pl.DataFrame, units: pl.DataFrame, starts: date) -> pl.DataFrame:
    """Read every cell of the entries once, and decide nothing."""
    cells = [
        pl.col(name).str.len_bytes().sum() if kind == pl.String else pl.col(name).sum()
        for name, kind in entries.schema.items()
        if kind != pl.Date
    ]
    return entries.select(*cells, pl.col(pl.Date).max())


loaded = cache(load_catalogue)


def by_frames(
    entries: pl.DataFrame, units: pl.DataFrame, starts: date, validate: Validate = "schema"
) -> pl.DataFrame:
    """Decide with the library, with the columns checked, as the rivals do at most.

    The plans are loaded once, as the rivals make their rules once.
    """
    made: pl.DataFrame = decide_frame(
        loaded(), entries, units, starts=starts, plans=PLANS, validate=validate
    )
    return made.select(ANSWERS)


def decider(rival: Rival) -> Decide:
    """Give the function of a rival."""
    ours: dict[str, Decide] = {
        "floor": floor,
        "frames": by_frames,
        "frames_checked": partial(by_frames, validate="values"),
    }
    if rival.decide in ours:
        return ours[rival.decide]
    decide: Decide = importlib.import_module(f"frames_rivals.{rival.decide}").decide
    return decide


def check(name: str, given: pl.DataFrame, wanted: pl.DataFrame) -> None:
    """Stop where a rival answers otherwise, with the first row that differs."""
    for column in ANSWERS:
        differ = given[column].ne_missing(wanted[column])
        if differ.any():
            row = differ.arg_true()[0]
            one, other = given[column][row], wanted[column][row]
            sys.exit(f"{name} answers otherwise in row {row}: {column} {one!r}, not {other!r}")


class Timed(NamedTuple):
    """How a rival came off at one size.

    Args:
        size: How many rows.
        name: Who.
        seconds: The median of the rounds.
        peak: The peak of memory of a process that decides once, in MB.
        held: What of it was there before: the interpreter, its libraries and the population.
    """

    size: int
    name: str
    seconds: float
    peak: float
    held: float


def measure(size: int, rounds: int, folder: Path) -> list[Timed]:
    """Compare and time everyone at one size."""
    entries, units = population(size, seed=size)
    entries.write_parquet(folder / "entries.parquet")
    units.write_parquet(folder / "units.parquet")
    who = {name: decider(rival) for name, rival in RIVALS.items() if size <= rival.most}
    wanted = who[BASE](entries, units, STARTS)
    for name, decide in who.items():
        if name not in (FLOOR, BASE):
            check(name, decide(entries, units, STARTS), wanted)
    del wanted
    times: dict[str, list[float]] = {name: [] for name in who}
    for number in range(rounds):
        for name, decide in who.items():
            if number and times[name][0] > 5 * statistics.median(times[BASE]) + 5:
                continue  # the slowest are timed once
            before = perf_counter()
            decide(entries, units, STARTS)
            times[name].append(perf_counter() - before)
    del entries, units
    return [
        Timed(size, name, statistics.median(taken), *peak(name, folder))
        for name, taken in times.items()
    ]


def peak(name: str, folder: Path) -> tuple[float, float]:
    """Decide once in a process of its own; give its peak of memory, and what it held before."""
    command = [sys.executable, str(HERE), "--once", name, "--folder", str(folder)]
    run = subprocess.run(command, capture_output=True, text=True, check=True)
    most, held = run.stdout.split()
    return float(most), float(held)


def resident() -> float:
    """Give the resident set in MB, 0 where the system does not tell."""
    tells = Path("/proc/self/statm")
    pages = int(tells.read_text().split()[1]) if tells.exists() else 0
    return pages * os.sysconf("SC_PAGE_SIZE") / MEGABYTE


def highest() -> float:
    """Give the highest resident set that this process has had, in MB.

    The kernel's own tally, since that of `resource` begins with what the parent process had.
    """
    tells = Path("/proc/self/status")
    lines = tells.read_text().splitlines() if tells.exists() else []
    return next((int(line.split()[1]) for line in lines if line.startswith("VmHWM")), 0) / 1024


def once(name: str, folder: Path) -> None:
    """Decide once, and print the peak of memory and what was held before, in MB."""
    decide = decider(RIVALS[name])
    entries = pl.read_parquet(folder / "entries.parquet")
    units = pl.read_parquet(folder / "units.parquet")
    held = resident()
    decide(entries, units, STARTS)
    print(highest(), held)


class Filed(NamedTuple):
    """How `decide_file` came off at one size.

    Args:
        size: How many rows.
        order: Whether units stand together in the file, or rows in any order.
        seconds: What it took.
        processor: What of the processors' time it took, in seconds: other work leaves it alone.
        peak: The peak of memory of the process, in MB.
        input: Size of the file of entries, in MB.
        output: Size of the file of answers, in MB.
    """

    size: int
    order: str
    seconds: float
    processor: float
    peak: float
    input: float
    output: float


def write_population(size: int, path: Path, *, mixed: bool) -> None:
    """Write a population to files chunk by chunk; mixed, each chunk's rows in any order.

    The chunks are dealt out in turns, so that a mixed unit's rows stand far apart.
    """
    with ExitStack() as stack:
        writers: dict[str, pq.ParquetWriter] = {}
        later = path / "later.parquet"
        for entries, units in population_chunks(size, seed=size, chunk=500_000):
            parts = {"entries": entries, "units": units}
            if mixed:
                order = entries.sample(fraction=1, shuffle=True, seed=size)
                half = len(order) // 2
                parts |= {"entries": order[:half], "later": order[half:]}
            for name, frame in parts.items():
                table = frame.to_arrow(compat_level=pl.CompatLevel.oldest())
                if name not in writers:
                    file = path / f"{name}.parquet"
                    writers[name] = stack.enter_context(pq.ParquetWriter(file, table.schema))
                writers[name].write_table(table)
        if mixed:
            writers["later"].close()
            with pq.ParquetFile(later) as read:
                for number in range(read.num_row_groups):
                    writers["entries"].write_table(read.read_row_group(number))
            later.unlink()


def measure_files(size: int, order: str, folder: Path) -> Filed:
    """Time `decide_file` at one size, in a process of its own."""
    write_population(size, folder, mixed=order == MIXED)
    command = [sys.executable, str(HERE), "--once", FILES, "--folder", str(folder)]
    run = subprocess.run(command, capture_output=True, text=True, check=True)
    measured = map(float, run.stdout.split())
    sizes = [(folder / f"{name}.parquet").stat().st_size for name in ("entries", "answers")]
    return Filed(size, order, *measured, *(one / MEGABYTE for one in sizes))


def once_files(folder: Path) -> None:
    """Decide files once; print the seconds, those of the processors, and the peak in MB."""
    catalogue = load_catalogue()
    paths = folder / "entries.parquet", folder / "units.parquet"
    before, worked = perf_counter(), process_time()
    decide_file(catalogue, *paths, starts=STARTS, output=folder / "answers.parquet")
    print(perf_counter() - before, process_time() - worked, highest())


def files_to_markdown(rows: Iterable[Filed]) -> str:
    """Write the table of files."""
    lines = [
        "| rows | order | time | of processors | µs a row | peak of memory | entries | answers |",
        "| ---: | --- | ---: | ---: | ---: | ---: | ---: | ---: |",
    ]
    lines += [
        f"| {one.size:,} | {one.order} | {one.seconds:.1f} s | {one.processor:.1f} s"
        f" | {one.processor / one.size * 1e6:.2f}"
        f" | {one.peak:,.0f} MB | {one.input:,.0f} MB | {one.output:,.0f} MB |"
        for one in rows
    ]
    return "\n".join(lines) + "\n"


def to_markdown(rows: Iterable[Timed]) -> str:
    """Write the table."""
    rows = list(rows)
    lines = [
        "| rows | | median | ratio | ns a row and plan | peak of memory | of it for deciding |",
        "| ---: | --- | ---: | ---: | ---: | ---: | ---: |",
    ]
    base = {one.size: one.seconds for one in rows if one.name == BASE}
    for one in sorted(rows, key=lambda one: (one.size, one.seconds)):
        each = one.seconds * 1e9 / one.size / len(PLANS)
        lines.append(
            f"| {one.size:,} | {one.name} | {one.seconds:.3f} s"
            f" | {one.seconds / base[one.size]:.2f} | {each:,.0f}"
            f" | {one.peak:,.0f} MB | {max(one.peak - one.held, 0):,.0f} MB |"
        )
    return "\n".join(lines) + "\n"


def versions() -> str:
    """Say with what it was measured."""
    names = dict.fromkeys(name for rival in RIVALS.values() for name in rival.packages)
    found = ", ".join(f"{name} {version(name)}" for name in names)
    cores = os.cpu_count()
    return f"Python {platform.python_version()}, {found}; {cores} cores, {platform.machine()}\n"


def plot(rows: Iterable[Timed], path: Path) -> None:
    """Draw the ratios."""
    import matplotlib as mpl  # noqa: PLC0415 - for the plot alone

    mpl.use("Agg")
    from matplotlib import pyplot as plt  # noqa: PLC0415 - for the plot alone

    rows = list(rows)
    sizes = sorted({one.size for one in rows})
    names = [name for name in RIVALS if any(one.name == name for one in rows)]
    base = {one.size: one.seconds for one in rows if one.name == BASE}
    ratios = {(one.size, one.name): one.seconds / base[one.size] for one in rows}
    figure, axes = plt.subplots(figsize=(8, 1 + 0.5 * len(names)), layout="constrained")
    thick = 0.8 / len(sizes)
    for place, size in enumerate(sizes):
        here = [(at, ratios[size, name]) for at, name in enumerate(names) if (size, name) in ratios]
        axes.barh(
            [at + (place - (len(sizes) - 1) / 2) * thick for at, _ in here],
            [ratio for _, ratio in here],
            thick,
            label=f"{size:,} rows",
        )
    axes.set(xscale="log", xlabel=f"time, {BASE} = 1", yticks=range(len(names)))
    axes.set_yticklabels(names)
    axes.invert_yaxis()
    axes.axvline(1, color="0.5", linewidth=0.8)
    axes.legend()
    figure.savefig(path)


def main() -> None:
    """Read the command line and measure."""
    reader = argparse.ArgumentParser(description="Decide populations in many ways.")
    reader.add_argument("--sizes", type=int, nargs="+", help="of how many rows")
    reader.add_argument("--rounds", type=int, default=5, help="how often each is timed")
    reader.add_argument("--files", action="store_true", help="measure decide_file instead")
    reader.add_argument(
        "--orders", nargs="+", choices=ORDERS, default=ORDERS, help="how rows stand in the files"
    )
    reader.add_argument("--table", type=Path, help="write the table to this Markdown file")
    reader.add_argument("--plot", type=Path, help="draw the ratios into this SVG or PNG file")
    reader.add_argument("--once", help=argparse.SUPPRESS)
    reader.add_argument("--folder", type=Path, help=argparse.SUPPRESS)
    said = reader.parse_args()
    if said.once == FILES:
        once_files(said.folder)
    elif said.once:
        once(said.once, said.folder)
    elif said.files:
        run_files(said.sizes or FILE_SIZES, said.orders, said.table)
    else:
        run_frames(said)


def run_files(sizes: list[int], orders: list[str], table: Path | None) -> None:
    """Measure files of many sizes."""
    rows: list[Filed] = []
    for size in sizes:
        for order in orders:
            with tempfile.TemporaryDirectory() as folder:
                rows.append(measure_files(size, order, Path(folder)))
            print(files_to_markdown(rows[-1:]), flush=True)
    if table:
        table.write_text(f"{files_to_markdown(rows)}\n{versions()}", encoding="utf-8")


def run_frames(said: argparse.Namespace) -> None:
    """Measure frames of many sizes."""
    rows: list[Timed] = []
    with tempfile.TemporaryDirectory() as folder:
        for size in said.sizes or SIZES:
            rows += measure(size, said.rounds, Path(folder))
            print(to_markdown(one for one in rows if one.size == size), flush=True)
    table = f"{to_markdown(rows)}\n{versions()}"
    print(versions())
    if said.table:
        said.table.write_text(table, encoding="utf-8")
    if said.plot:
        plot(rows, said.plot)


if __name__ == "__main__":
    main()
