"""The command line as a process: pipes, terminals, encodings, extras that are missing."""

from __future__ import annotations

import errno
import io
import os
import pty
import re
import runpy
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from importlib.metadata import version
from importlib.util import find_spec, module_from_spec
from pathlib import Path
from types import ModuleType
from typing import IO

import pytest
from cli.processes import OFFICE, REVIEW_OFFICE, environment, invoke, run

import mutualaid
from mutualaid import load_catalogue
from mutualaid.cli.commands import command
from mutualaid.cli.render import show_table
from mutualaid.handbook import table

COMMANDS = {
    "review": REVIEW_OFFICE,
    "review in JSON": [*REVIEW_OFFICE, "--json"],
    "plans": ["plans"],
    "plans in Markdown": ["plans", "--format", "markdown"],
    "plans in JSON": ["plans", "--format", "json"],
    "doctor": ["doctor"],
    "doctor in JSON": ["doctor", "--json"],
}
EVERY = pytest.mark.parametrize("arguments", COMMANDS.values(), ids=COMMANDS)
SOME = pytest.mark.parametrize(
    "arguments",
    [COMMANDS[name] for name in ("review", "plans in JSON")],
    ids=["review", "plans in JSON"],
)
"""One that shows tables, and one that has no use for them."""
COLOURS = re.compile(r"\x1b\[[0-9;]*?3[0-7]m")

# As a process ------------------------------------------------------------------------------------


@EVERY
def test_a_process_shows_what_the_command_shows(arguments: list[str]) -> None:
    done, shown = run(*arguments), invoke(*arguments)
    assert (shown.exit_code, shown.stdout, "") == (done.returncode, done.stdout, done.stderr)


def test_the_command_that_is_installed_is_the_module() -> None:
    script = Path(sys.executable).with_name("mutualaid")
    done = subprocess.run(
        [script, "plans"], capture_output=True, encoding="utf-8", env=environment(), check=True
    )
    assert run("plans").stdout == done.stdout


def test_the_module_runs_the_command_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["mutualaid", "--version"])
    with pytest.raises(SystemExit) as ended:
        # By its path: where the library is installed, pytest loads its modules in a way of its own.
        runpy.run_path(str(Path(mutualaid.__file__).with_name("__main__.py")), run_name="__main__")
    assert (0, f"mutualaid, version {version('mutualaid')}\n") == (
        ended.value.code,
        capsys.readouterr().out,
    )


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ([], ["review", "plans", "doctor"]),
        (["review"], ["UNIT", "ROSTER", "--starts", "--plan", "--lang", "--json", "--output"]),
        (["plans"], ["--on", "--lang", "--format", "--output"]),
        (["doctor"], ["--json"]),
    ],
    ids=["mutualaid", "review", "plans", "doctor"],
)
@pytest.mark.parametrize("option", ["--help", "-h"])
def test_help_names_every_argument(arguments: list[str], words: list[str], option: str) -> None:
    done = invoke(*arguments, option)
    assert (0, "") == (done.exit_code, done.stderr)
    assert [] == [word for word in words if word not in done.stdout]


@pytest.mark.parametrize("code", ["0", "1", "2"])
def test_help_says_what_the_exit_codes_of_a_review_mean(code: str) -> None:
    assert re.search(rf"\b{code}\b", invoke("review", "--help").stdout)


def test_a_command_that_there_is_not_ends_with_2() -> None:
    done = run("revue")
    assert (2, "") == (done.returncode, done.stdout)
    assert "revue" in done.stderr


WRONG = {
    "a unit that is not there": ["review", "nowhere.toml", OFFICE[1], "--starts", "2016-01-01"],
    "a roster for a unit": ["review", OFFICE[1], OFFICE[1], "--starts", "2016-01-01"],
    "a unit for a roster": ["review", OFFICE[0], OFFICE[0], "--starts", "2016-01-01"],
    "a day before the plans": ["review", *OFFICE, "--starts", "2014-12-31"],
    "a day that is none": ["review", *OFFICE, "--starts", "soon"],
    "a plan that is not known": [*REVIEW_OFFICE, "--plan", "nothing of the kind"],
    "a file that cannot be written": [*REVIEW_OFFICE, "--output", "nowhere/at/all"],
}


@pytest.mark.parametrize("arguments", WRONG.values(), ids=WRONG)
def test_wrong_use_is_told_on_stderr_without_a_traceback(arguments: list[str]) -> None:
    done = run(*arguments)
    assert (2, "") == (done.returncode, done.stdout)
    assert done.stderr.strip()
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("starts", ["9000-01-01", "9990-01-01", "9999-12-31"])
def test_a_start_at_the_end_of_the_calendar_is_no_traceback(starts: str) -> None:
    assert "Traceback" not in run("review", *OFFICE, "--starts", starts).stderr


# Pipes -------------------------------------------------------------------------------------------


@pytest.fixture
def closed() -> Iterator[IO[bytes]]:
    """Give the writing end of a pipe that nobody reads any more."""
    reading, writing = os.pipe()
    os.close(reading)
    with os.fdopen(writing, "wb") as pipe:
        yield pipe


@SOME
def test_a_pipe_that_nobody_reads_is_no_error(closed: IO[bytes], arguments: list[str]) -> None:
    assert "" == run(*arguments, stdout=closed).stderr


@SOME
def test_nor_is_it_where_nothing_is_buffered(closed: IO[bytes], arguments: list[str]) -> None:
    assert "" == run(*arguments, stdout=closed, PYTHONUNBUFFERED="1").stderr


class Unread(io.StringIO):
    """Standard output whose reader has gone."""

    def write(self, text: str) -> int:
        raise BrokenPipeError(errno.EPIPE, "Broken pipe")

    def fileno(self) -> int:
        return os.open(os.devnull, os.O_WRONLY)


def test_a_reader_who_has_gone_ends_the_command_quietly(monkeypatch: pytest.MonkeyPatch) -> None:
    errors = io.StringIO()
    monkeypatch.setattr(sys, "stdout", Unread())
    monkeypatch.setattr(sys, "stderr", errors)
    with pytest.raises(SystemExit):
        command.main(["doctor"], prog_name="mutualaid")
    assert "" == errors.getvalue()


@SOME
def test_a_reader_may_stop_after_the_first_line(arguments: list[str]) -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "mutualaid", *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment(),
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        assert process.stdout.readline()
        process.stdout.close()
        assert b"" == process.stderr.read()


@SOME
def test_output_is_in_the_encoding_that_is_asked_for(arguments: list[str]) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "mutualaid", *arguments],
        capture_output=True,
        env=environment(PYTHONIOENCODING="gbk", PYTHONUTF8="0", MUTUALAID_LANG="zh"),
        check=False,
    )
    assert b"" == done.stderr
    assert "住院" in done.stdout.decode("gbk")


@SOME
@pytest.mark.parametrize("encoding", ["ascii", "cp1252"])
def test_output_that_cannot_be_encoded_is_no_traceback(arguments: list[str], encoding: str) -> None:
    done = run(*arguments, PYTHONIOENCODING=encoding, PYTHONUTF8="0")
    assert "" == done.stderr


# Terminals ---------------------------------------------------------------------------------------


def in_a_terminal(*arguments: str, **said: str) -> str:
    """Run the command line in a terminal; give what it shows there."""
    seen, terminal = pty.openpty()
    with subprocess.Popen(
        [sys.executable, "-m", "mutualaid", *arguments],
        stdin=terminal,
        stdout=terminal,
        stderr=terminal,
        env=environment(**{"TERM": "xterm-256color", "COLUMNS": "140", **said}),
    ):
        os.close(terminal)
        shown = b""
        while part := _read(seen):
            shown += part
    os.close(seen)
    return shown.decode("utf-8")


def _read(seen: int) -> bytes:
    try:
        return os.read(seen, 65536)
    except OSError:  # how Linux tells that the other end is closed
        return b""


def test_a_terminal_has_colours() -> None:
    assert COLOURS.search(in_a_terminal(*REVIEW_OFFICE))


def test_a_terminal_has_no_colours_where_they_are_not_wanted() -> None:
    assert not COLOURS.search(in_a_terminal(*REVIEW_OFFICE, NO_COLOR="1"))


def test_a_terminal_that_knows_none_has_no_colours() -> None:
    assert "\x1b" not in in_a_terminal(*REVIEW_OFFICE, TERM="dumb")


@SOME
def test_a_pipe_has_no_colours(arguments: list[str]) -> None:
    assert "\x1b" not in run(*arguments).stdout


def test_a_file_has_no_colours_even_where_they_are_forced(tmp_path: Path) -> None:
    target = tmp_path / "answer"
    run(*REVIEW_OFFICE, "--output", str(target), FORCE_COLOR="1")
    assert "\x1b" not in target.read_text("utf-8")


class Terminal(io.StringIO):
    """A terminal that keeps what is shown on it."""

    def isatty(self) -> bool:
        return True


def test_a_terminal_is_as_wide_as_it_says(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.delenv("NO_COLOR", raising=False)
    terminal = Terminal()
    show_table(table(load_catalogue().editions(date(2016, 1, 1))), "en", terminal)
    assert 100 == len(terminal.getvalue().splitlines()[0])


# Extras that are missing -------------------------------------------------------------------------


@SOME
@pytest.mark.parametrize("sealed", ["click", "rich"])
def test_without_the_extra_of_the_command_line_its_name_is_told(
    arguments: list[str], sealed: str
) -> None:
    done = run(*arguments, sealed=sealed)
    assert "" == done.stdout
    assert "pip install 'mutualaid[cli]'" in done.stderr
    assert "Traceback" not in done.stderr
    assert 0 != done.returncode


def test_without_stdnum_a_roster_of_identity_numbers_names_the_extra() -> None:
    done = run(*REVIEW_OFFICE, sealed="stdnum")
    assert (2, "") == (done.returncode, done.stdout)
    assert "pip install 'mutualaid[roster]'" in done.stderr
    assert "Traceback" not in done.stderr


def test_without_stdnum_the_plans_are_shown() -> None:
    assert 0 == run("plans", sealed="stdnum").returncode


def fresh(monkeypatch: pytest.MonkeyPatch, missing: str) -> ModuleType:
    """Import `mutualaid.cli` once more, now with a module that cannot be imported."""
    spec = find_spec("mutualaid.cli")
    assert spec is not None
    assert spec.loader is not None
    for name in [one for one in sys.modules if one.startswith("mutualaid.cli.")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, missing, None)
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("missing", ["click", "rich"])
def test_the_extra_is_named_when_the_command_is_run_and_not_before(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], missing: str
) -> None:
    module = fresh(monkeypatch, missing)
    with pytest.raises(SystemExit, match="2"):
        module.main()
    assert "mutualaid[cli]" in capsys.readouterr().err


def test_a_module_of_our_own_that_is_missing_is_no_missing_extra(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    module = fresh(monkeypatch, "mutualaid.text")
    with pytest.raises(ModuleNotFoundError, match=r"mutualaid\.text"):
        module.main()
