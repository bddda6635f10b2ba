"""`decide_file`: the answers of `decide_frame`, from files of any order, whole or not at all."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

import polars as pl
import pytest
from cli.processes import invoke
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from mutualaid import InvalidType, InvalidValue, MissingExtra, UnknownName, load_catalogue
from mutualaid.frames import InvalidFrame, decide_file, decide_frame
from mutualaid.testing.population import population

CATALOGUE = load_catalogue()
STARTS = date(2016, 1, 1)
FEW = ["medical", "critical_illness", "childrens_accident"]
"""Plans whose answers need all people of a unit, and of a family; others need no more."""
WRITERS: dict[str, Callable[[pl.DataFrame, Path], object]] = {
    ".parquet": pl.DataFrame.write_parquet,
    ".csv": pl.DataFrame.write_csv,
    ".arrow": pl.DataFrame.write_ipc,
}
SEED = 7


@pytest.fixture(scope="module")
def people() -> tuple[pl.DataFrame, pl.DataFrame]:
    """Make a small population, some of whose rows name their plan."""
    return population(3_000, seed=SEED, by_plan=0.3)


@pytest.fixture(scope="module")
def wanted(people: tuple[pl.DataFrame, pl.DataFrame]) -> pl.DataFrame:
    """Decide it in memory."""
    answers: pl.DataFrame = decide_frame(CATALOGUE, *people, starts=STARTS, plans=FEW)
    return answers


class Files:
    """A population on disk."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.output = folder / "out.parquet"

    def write(self, name: str, frame: pl.DataFrame, kind: str = ".parquet") -> Path:
        path = self.folder / f"{name}{kind}"
        WRITERS[kind](frame, path)
        return path

    def decide(
        self,
        entries: pl.DataFrame,
        units: pl.DataFrame,
        *,
        batch: int = 1_000,
        kind: str = ".parquet",
    ) -> pl.DataFrame:
        paths = self.write("entries", entries, kind), self.write("units", units, kind)
        decide_file(CATALOGUE, *paths, starts=STARTS, output=self.output, batch=batch, plans=FEW)
        return pl.read_parquet(self.output)

    def left(self) -> list[str]:
        return sorted(path.name for path in self.folder.iterdir())


@pytest.fixture
def files(tmp_path: Path) -> Files:
    """Give a place for files."""
    return Files(tmp_path)


def shuffled(frame: pl.DataFrame) -> pl.DataFrame:
    return frame.sample(fraction=1, shuffle=True, seed=SEED)


Pair = tuple[pl.DataFrame, pl.DataFrame]


# The same answers -------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", WRITERS)
@pytest.mark.parametrize("batch", [900, 10_000])
def test_a_file_is_answered_as_a_frame_is(
    files: Files, people: Pair, wanted: pl.DataFrame, kind: str, batch: int
) -> None:
    assert_frame_equal(wanted, files.decide(*people, batch=batch, kind=kind))


@pytest.mark.parametrize("batch", [900, 10_000])
def test_rows_in_any_order_are_answered_in_that_order(
    files: Files, people: Pair, batch: int
) -> None:
    entries = shuffled(people[0])
    wanted = decide_frame(CATALOGUE, entries, people[1], starts=STARTS, plans=FEW)
    assert_frame_equal(wanted, files.decide(entries, people[1], batch=batch))


@given(st.integers(0, 300), st.integers(0, 2**20), st.integers(100, 400), st.booleans())
@settings(
    max_examples=4, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_any_batch_gives_the_same(
    files: Files, entries: int, seed: int, batch: int, mixed: bool
) -> None:
    people, units = population(entries, seed=seed)
    rows = shuffled(people) if mixed else people
    wanted = decide_frame(CATALOGUE, rows, units, starts=STARTS, plans=FEW)
    assert_frame_equal(wanted, files.decide(rows, units, batch=batch))


def test_a_unit_that_comes_again_in_another_batch_is_one_unit(files: Files) -> None:
    # Of the two people of unit A both must join, and each stands at another end of the file.
    names = ["A", *(f"B{number:03}" for number in range(300)), "A"]
    rows = pl.DataFrame({"unit": names, "member": [f"M{number}" for number in range(302)]})
    rows = rows.with_columns(
        birth_date=pl.lit(date(1980, 5, 17)), sex=pl.lit("female"), serving=pl.lit(value=True)
    )
    units = rows.group_by("unit", maintain_order=True).agg(pl.len().alias("employees"))
    units = units.with_columns(in_beijing=pl.lit(value=True), has_union=pl.lit(value=True))
    answers = files.decide(rows, units, batch=100)
    assert [True] * 302 == answers["critical_illness_accepted"].to_list()


def test_a_unit_larger_than_a_batch_is_decided_as_a_whole(files: Files) -> None:
    people, units = population(3_000, seed=SEED)
    largest = people.group_by("unit").len().sort("len", "unit")[-1]
    assert largest["len"][0] > 200
    rows = people.filter(unit=largest["unit"][0])
    wanted = decide_frame(CATALOGUE, rows, units, starts=STARTS, plans=FEW)
    assert_frame_equal(wanted, files.decide(rows, units, batch=50))


def test_a_file_without_rows_gives_one_without_rows(files: Files) -> None:
    people, units = population(0)
    answers = files.decide(people, units)
    assert_frame_equal(decide_frame(CATALOGUE, people, units, starts=STARTS, plans=FEW), answers)
    assert 0 == len(answers)


def test_the_units_figures_may_stand_in_the_entries(files: Files, people: Pair) -> None:
    named = {name: f"unit_{name}" for name in people[1].columns if name != "unit"}
    joined = people[0].join(people[1].rename(named), on="unit", maintain_order="left")
    path = files.write("joined", joined)
    count = decide_file(CATALOGUE, path, starts=STARTS, output=files.output, batch=700, plans=FEW)
    assert 3_000 == count
    wanted = decide_frame(CATALOGUE, joined, starts=STARTS, plans=FEW)
    assert_frame_equal(wanted, pl.read_parquet(files.output))


def test_columns_may_have_names_of_their_own(files: Files, people: Pair) -> None:
    own = {"unit": "employer", "birth_date": "born", "declared_healthy": "fit"}
    entries = people[0].with_columns(declared_healthy=pl.lit(value=True)).rename(own)
    paths = [
        files.write("entries", entries, ".csv"),
        files.write("units", people[1].rename({"unit": "employer"}), ".csv"),
    ]
    asked = {"plans": ["accident", "住院津贴"], "lines": True, "columns": own}
    decide_file(CATALOGUE, *paths, starts=STARTS, output=files.output, **asked)
    units = people[1].rename({"unit": "employer"})
    wanted = decide_frame(CATALOGUE, entries, units, starts=STARTS, **asked)
    assert_frame_equal(wanted, pl.read_parquet(files.output))


def test_keys_of_digits_in_a_csv_file_stay_texts(files: Files) -> None:
    people, units = population(50, seed=SEED)
    people = people.with_columns(pl.col("unit").str.replace("U", "00"))
    units = units.with_columns(pl.col("unit").str.replace("U", "00"))
    answers = files.decide(people, units, kind=".csv")
    assert people["unit"].to_list() == answers["unit"].to_list()


def test_progress_is_told_up_to_the_last_row(files: Files, people: Pair) -> None:
    paths = files.write("entries", people[0]), files.write("units", people[1])
    told: list[tuple[int, int]] = []
    decide_file(
        CATALOGUE,
        *paths,
        starts=STARTS,
        output=files.output,
        batch=600,
        progress=lambda *so_far: told.append(so_far),
    )
    assert (3_000, 3_000) == told[-1]
    assert len(told) > 2
    assert sorted(told) == told


# Whole or not at all ----------------------------------------------------------------------------


@pytest.mark.parametrize("mixed", [False, True])
def test_nothing_is_left_beside_the_output(files: Files, people: Pair, mixed: bool) -> None:
    files.decide(shuffled(people[0]) if mixed else people[0], people[1])
    assert ["entries.parquet", "out.parquet", "units.parquet"] == files.left()


@pytest.mark.parametrize("mixed", [False, True])
def test_where_a_late_row_is_at_fault_the_old_output_stays(
    files: Files, people: Pair, mixed: bool
) -> None:
    files.output.write_text("old")
    last = pl.int_range(pl.len()) == pl.len() - 1
    entries = shuffled(people[0]) if mixed else people[0]
    entries = entries.with_columns(shares=pl.when(last).then(-1).otherwise("shares"))
    with pytest.raises(InvalidFrame, match="shares"):
        files.decide(entries, people[1])
    assert "old" == files.output.read_text()
    assert ["entries.parquet", "out.parquet", "units.parquet"] == files.left()


@pytest.mark.parametrize("mixed", [False, True])
def test_a_row_without_a_unit_is_refused_and_not_dropped(
    files: Files, people: Pair, mixed: bool
) -> None:
    entries = shuffled(people[0]) if mixed else people[0]
    middle = pl.int_range(pl.len()) == 1_500
    entries = entries.with_columns(unit=pl.when(~middle).then("unit"))
    with pytest.raises(InvalidFrame, match="unit"):
        files.decide(entries, people[1])


def test_an_interrupted_run_leaves_nothing(files: Files, people: Pair) -> None:
    def stop(*_: int) -> None:
        raise KeyboardInterrupt

    paths = files.write("entries", people[0]), files.write("units", people[1])
    with pytest.raises(KeyboardInterrupt):
        decide_file(CATALOGUE, *paths, starts=STARTS, output=files.output, batch=500, progress=stop)
    assert ["entries.parquet", "units.parquet"] == files.left()


# Wrong use --------------------------------------------------------------------------------------


def test_what_is_wrong_with_the_units_shows_before_a_row_is_decided(
    files: Files, people: Pair
) -> None:
    twice = pl.concat([people[1], people[1][:1]])
    told: list[int] = []
    paths = files.write("entries", people[0]), files.write("units", twice)
    with pytest.raises(InvalidFrame, match="units"):
        decide_file(
            CATALOGUE,
            *paths,
            starts=STARTS,
            output=files.output,
            progress=lambda done, _: told.append(done),
        )
    assert [] == told


def test_a_cell_that_cannot_be_read_is_told(files: Files, people: Pair) -> None:
    path = files.write("entries", people[0], ".csv")
    text = path.read_text().splitlines()
    path.write_text("\n".join([*text, text[-1].replace(text[-1].split(",")[2], "yesterday")]))
    units = files.write("units", people[1], ".csv")
    with pytest.raises(InvalidValue, match=r"cannot be read.*entries\.csv"):
        decide_file(CATALOGUE, path, units, starts=STARTS, output=files.output)


@pytest.mark.parametrize(
    ("change", "error", "text"),
    [
        ({"entries": "entries.xlsx"}, InvalidValue, r"entries='.*entries\.xlsx'.*\.parquet, \.csv"),
        ({"units": "units"}, InvalidValue, r"units='.*units'"),
        ({"output": "out.csv"}, InvalidValue, r"output='.*out\.csv'.*ends in \.parquet"),
        ({"entries": "none.parquet"}, FileNotFoundError, r"none\.parquet"),
        ({"starts": "2016-01-01"}, InvalidType, "starts='2016-01-01'"),
        ({"batch": 0}, InvalidValue, "batch=0"),
        ({"plans": ["accidents"]}, UnknownName, "did you mean 'accident'"),
    ],
)
def test_wrong_use_is_told(
    files: Files,
    people: Pair,
    change: dict[str, object],
    error: type[Exception],
    text: str,
) -> None:
    said: dict[str, object] = {
        "entries": files.write("entries", people[0]),
        "units": files.write("units", people[1]),
        "output": files.output,
        "starts": STARTS,
        **change,
    }
    for name in ("entries", "units", "output"):
        said[name] = files.folder / str(said[name])
    with pytest.raises(error, match=text):
        decide_file(CATALOGUE, **said)  # type: ignore[arg-type]  # some are wrong on purpose


@pytest.mark.parametrize("missing", ["polars", "pyarrow"])
def test_without_the_extra_it_is_named(missing: str, monkeypatch: pytest.MonkeyPatch) -> None:
    from mutualaid import frames  # noqa: PLC0415 - looked at anew

    monkeypatch.delitem(sys.modules, "mutualaid.frames.files")
    monkeypatch.delattr(frames, "files")
    monkeypatch.setitem(sys.modules, missing, None)
    with pytest.raises(MissingExtra, match=r"mutualaid\[frames\]"):
        _ = frames.decide_file


# The command ------------------------------------------------------------------------------------


@pytest.mark.parametrize(("lang", "text"), [("en", "3000 rows decided"), ("zh", "已判定 3000 行")])
def test_the_command_decides_a_file(
    files: Files, people: Pair, wanted: pl.DataFrame, lang: str, text: str
) -> None:
    paths = files.write("entries", people[0]), files.write("units", people[1])
    said = ["--starts", "2016-01-01", "--output", str(files.output), "--lang", lang]
    said += [word for plan in FEW for word in ("--plan", plan)]
    result = invoke("decide-file", *map(str, paths), *said)
    assert 0 == result.exit_code
    assert text in result.stdout
    assert "" == result.stderr
    assert_frame_equal(wanted, pl.read_parquet(files.output))


def test_on_a_terminal_the_command_shows_how_far_it_has_come(files: Files, people: Pair) -> None:
    paths = files.write("entries", people[0]), files.write("units", people[1])
    said = ["--starts", "2016-01-01", "--output", str(files.output), "--plan", "accident"]
    result = invoke("decide-file", *map(str, paths), *said, "--lang", "en", FORCE_COLOR="1")
    assert "rows" in result.stderr
    assert "100%" in result.stderr


def test_the_command_tells_wrong_input_without_a_traceback(files: Files, people: Pair) -> None:
    entries = people[0].with_columns(sex=pl.lit("woman"))
    paths = files.write("entries", entries), files.write("units", people[1])
    said = ["--starts", "2016-01-01", "--output", str(files.output)]
    result = invoke("decide-file", *map(str, paths), *said)
    assert 2 == result.exit_code
    assert "sex" in result.stderr
    assert "Traceback" not in result.stderr
    assert not files.output.exists()


# Memory -----------------------------------------------------------------------------------------

MEASURE = """
import sys
from datetime import date
from pathlib import Path
from mutualaid import load_catalogue
from mutualaid.frames import decide_file
entries, units, output = sys.argv[1:]
decide_file(load_catalogue(), entries, units, starts=date(2016, 1, 1), output=output,
            plans=["critical_illness"], batch=20_000)
status = Path("/proc/self/status").read_text()
print(next(line.split()[1] for line in status.splitlines() if line.startswith("VmHWM")))
"""


@pytest.fixture(scope="module")
def many() -> Pair:
    """Make a population that would be seen if it were held."""
    return population(400_000, seed=SEED)


@pytest.mark.parametrize("mixed", [False, True])
def test_four_times_the_rows_take_no_more_memory(files: Files, many: Pair, mixed: bool) -> None:
    peaks = []
    for size in (100_000, 400_000):
        entries, units = many[0][:size], many[1]
        rows = shuffled(entries) if mixed else entries
        paths = files.write("entries", rows), files.write("units", units), files.output
        run = subprocess.run(
            [sys.executable, "-c", MEASURE, *map(str, paths)],
            capture_output=True,
            text=True,
            check=True,
        )
        peaks.append(int(run.stdout) / 1024)
    # Held as a whole, 300,000 rows more would take well over a hundred megabytes.
    assert peaks[1] - peaks[0] < 60, peaks
