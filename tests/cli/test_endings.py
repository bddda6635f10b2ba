"""How the program ends, as a process: interrupted, unread, and with files that are whole."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from cli.desk import ANSWERS, write_desk
from cli.processes import environment, invoke

import mutualaid.cli
from mutualaid.cli.output import where, whole

BASH = shutil.which("bash") or "bash"
PROGRAM = [sys.executable, "-m", "mutualaid"]


@pytest.fixture(autouse=True)
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Sit down at a desk with every file."""
    write_desk(tmp_path)
    monkeypatch.chdir(tmp_path)


def shell(line: str) -> subprocess.CompletedProcess[str]:
    """Run a line in a shell, in which the program is called `mutualaid`."""
    call = f'mutualaid() {{ "{sys.executable}" -m mutualaid "$@"; }}\n{line}'
    return subprocess.run(
        [BASH, "-c", call], capture_output=True, encoding="utf-8", env=environment(), check=False
    )


def files_here() -> list[Path]:
    """Name the files on the desk."""
    return sorted(Path().iterdir())


# Ctrl-C ----------------------------------------------------------------------------------------


@pytest.fixture
def waiting() -> Iterator[subprocess.Popen[str]]:
    """Give a process that waits for its roster, with a ledger to write over."""
    os.mkfifo("slow.csv")
    Path("covers.json").write_text("as it was", "utf-8")
    options = ["--starts", "2016-01-01", "--covers", "covers.json", "--output", "answer.txt"]
    with (
        subprocess.Popen(
            [*PROGRAM, "review", "unit.toml", "slow.csv", *options],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf-8",
            env=environment(),
        ) as process,
        # Opening waits until the program has opened it, too: from then on it reads.
        Path("slow.csv").open("w", encoding="utf-8"),
    ):
        yield process


def test_an_interrupt_ends_with_130_without_a_word_and_leaves_files_as_they_were(
    waiting: subprocess.Popen[str],
) -> None:
    before = files_here()
    waiting.send_signal(signal.SIGINT)
    out, err = waiting.communicate(timeout=60)
    assert (130, "", "") == (waiting.returncode, out, err)
    assert (before, "as it was") == (files_here(), Path("covers.json").read_text("utf-8"))


# Pipes -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "asked",
    ["plans", "plans --format json", "--help", "review --help", "doctor", "paths accident"],
)
def test_a_reader_who_stops_makes_no_noise(asked: str) -> None:
    done = shell(f"mutualaid {asked} | head -1 >/dev/null; echo ${{PIPESTATUS[0]}}")
    assert ("", True) == (done.stderr, done.stdout in {"0\n", "141\n"})


def test_a_reader_who_was_never_there_is_told_by_141() -> None:
    reading, writing = os.pipe()
    os.close(reading)
    for asked in (["--help"], ["plans"]):
        unread = subprocess.run(
            [*PROGRAM, *asked],
            stdout=writing,
            stderr=subprocess.PIPE,
            encoding="utf-8",
            env=environment(),
            check=False,
        )
        assert (141, "") == (unread.returncode, unread.stderr)
    os.close(writing)


def test_an_error_that_nobody_reads_ends_quietly() -> None:
    reading, writing = os.pipe()
    os.close(reading)
    done = subprocess.run(
        [*PROGRAM, "paths", "nothing"],
        stdout=subprocess.PIPE,
        stderr=writing,
        env=environment(),
        check=False,
    )
    os.close(writing)
    assert (141, b"") == (done.returncode, done.stdout)


@pytest.mark.parametrize("name", ANSWERS)
def test_a_pipe_is_not_wrapped_nor_coloured_however_narrow_the_terminal(name: str) -> None:
    narrow, wide = (
        invoke(*ANSWERS[name], COLUMNS=columns, FORCE_COLOR="1").stdout for columns in ("20", "500")
    )
    assert narrow == wide
    assert "\x1b" not in narrow


def test_a_row_of_the_leaflet_is_one_line_in_a_pipe() -> None:
    lines = invoke("plans", "--lang", "en").stdout.splitlines()
    assert 1 == sum("inpatient medical" in line for line in lines)


# Files -----------------------------------------------------------------------------------------


def test_a_file_that_is_interrupted_is_as_it_was() -> None:
    target = Path("answer.txt")
    target.write_text("as it was", "utf-8")
    before = files_here()

    def interrupted() -> None:
        with where(target) as out:
            out.write("half")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert ("as it was", before) == (target.read_text("utf-8"), files_here())


def test_a_file_that_is_written_over_keeps_its_mode_and_its_link() -> None:
    Path("there.txt").write_text("old", "utf-8")
    Path("there.txt").chmod(0o640)
    Path("link.txt").symlink_to("there.txt")
    with where(Path("link.txt")) as out:
        out.write("new")
    assert Path("link.txt").is_symlink()
    there = Path("there.txt")
    assert ("new", 0o640) == (there.read_text("utf-8"), there.stat().st_mode & 0o777)


def test_what_is_no_file_is_written_into() -> None:
    with whole(Path(os.devnull)) as target:
        assert Path(os.devnull) == target
    assert 0 == invoke("plans", "--output", os.devnull).exit_code
    assert not Path(os.devnull).is_file()


@pytest.mark.parametrize("option", ["--output", "--covers"])
def test_a_folder_that_is_not_there_is_told_by_the_name_that_was_given(option: str) -> None:
    done = invoke(*ANSWERS["review"], option, "nowhere/answer")
    assert (2, "  where: nowhere/answer") == (done.exit_code, done.stderr.splitlines()[-1])


def test_an_error_of_another_file_keeps_its_name() -> None:
    with pytest.raises(FileNotFoundError) as raised, whole(Path("answer.txt")):
        Path("nowhere.txt").read_text("utf-8")
    assert "nowhere.txt" == str(raised.value.filename)


def test_a_statement_in_excel_is_whole_or_not_there(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_: object, path: Path, __: str) -> None:
        path.write_text("half", "utf-8")
        raise OSError("the disk is full")

    monkeypatch.setattr("mutualaid.statement.Statement.write_excel", fail)
    done = invoke("statement", "covers.json", "--format", "xlsx", "--output", "out.xlsx")
    assert (2, False) == (done.exit_code, Path("out.xlsx").exists())


# As it is started --------------------------------------------------------------------------------


def test_the_start_itself_ends_quietly_where_nobody_reads_errors(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def unread(**_: object) -> None:
        raise BrokenPipeError

    monkeypatch.setattr("mutualaid.cli.commands.command", unread)
    monkeypatch.setattr(os, "dup2", lambda *_: None)
    with pytest.raises(SystemExit) as ended:
        mutualaid.cli.main()
    assert 141 == ended.value.code


def test_a_shell_is_given_its_script_and_completes(tmp_path: Path) -> None:
    script = subprocess.run(
        PROGRAM,
        capture_output=True,
        encoding="utf-8",
        env=environment(_MUTUALAID_COMPLETE="bash_source"),
        check=True,
    ).stdout
    Path("mutualaid").write_text(f'#!/bin/sh\nexec "{sys.executable}" -m mutualaid "$@"\n', "utf-8")
    Path("mutualaid").chmod(0o755)
    typed = "COMP_WORDS=(mutualaid paths acc); COMP_CWORD=2; COMP_LINE='mutualaid paths acc'"
    line = f"{script}\n{typed}; _mutualaid_completion mutualaid acc paths; echo ${{COMPREPLY[@]}}"
    path = f"{tmp_path}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        [BASH, "-c", line],
        capture_output=True,
        encoding="utf-8",
        env=environment(PATH=path),
        check=True,
    )
    assert ["accident_property", "accident"] == done.stdout.split()
