"""Compare what was built with what is in git: `python tests/packaging/contents.py DIST`.

The sdist holds every file of git but the gate's own, and what the build adds; the wheel holds the
three packages and nothing else. Both name the version of the project, and the changelog knows it.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGES = {"mutualaid": "src", "mutualaid_hooks": "src", "mutualaid_plans": "plans"}
OF_THE_GATE = (".ci/", ".gitignore", ".github/")
ADDED_TO_SDIST = {"PKG-INFO", ".gitignore"}
DEVELOPMENT = re.compile(r"\.dev\d+$")


def in_git() -> set[str]:
    """Give the files of the repository."""
    listed = subprocess.run(
        [shutil.which("git") or "git", "ls-files", "-z"],
        capture_output=True,
        encoding="utf-8",
        check=True,
        cwd=ROOT,
    )
    return set(listed.stdout.rstrip("\0").split("\0"))


def in_sdist(path: Path) -> set[str]:
    """Give the files of an sdist."""
    with tarfile.open(path) as archive:
        return {one.name.partition("/")[2] for one in archive.getmembers() if one.isfile()}


def in_wheel(path: Path) -> set[str]:
    """Give the files of a wheel that are no metadata."""
    with zipfile.ZipFile(path) as wheel:
        return {name for name in wheel.namelist() if ".dist-info/" not in name}


def differences(dist: Path, tracked: set[str], changelog: str) -> Iterator[str]:
    """Say everything in which a folder with an sdist and a wheel is not what git has.

    Args:
        dist: The folder.
        tracked: The files of git.
        changelog: Text of the changelog.
    """
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    version = str(project["version"])
    names = {f"mutualaid-{version}.tar.gz", f"mutualaid-{version}-py3-none-any.whl"}
    built = {path.name for path in dist.iterdir()}
    yield from (f"{name}: was not built" for name in sorted(names - built))
    yield from (f"{name}: is none of this version" for name in sorted(built - names))
    if not DEVELOPMENT.search(version) and not re.search(
        rf"^## {re.escape(version)} · \d{{4}}-\d\d-\d\d$", changelog, re.MULTILINE
    ):
        yield f"CHANGELOG.md: has no dated part `## {version} · YYYY-MM-DD`"
    if names - built:
        return
    due = {name for name in tracked if not name.startswith(OF_THE_GATE)}
    found = in_sdist(dist / f"mutualaid-{version}.tar.gz") - ADDED_TO_SDIST
    yield from (f"{name}: is in git and not in the sdist" for name in sorted(due - found))
    yield from (f"{name}: is in the sdist and not in git" for name in sorted(found - due))
    packed = {
        name.removeprefix(f"{folder}/")
        for package, folder in PACKAGES.items()
        for name in tracked
        if name.startswith(f"{folder}/{package}/")
    }
    found = in_wheel(dist / f"mutualaid-{version}-py3-none-any.whl")
    yield from (f"{name}: is in git and not in the wheel" for name in sorted(packed - found))
    yield from (f"{name}: is in the wheel and not in git" for name in sorted(found - packed))


def main(dist: Path) -> int:
    """Tell the differences; 1 where there are any."""
    found = list(differences(dist, in_git(), (ROOT / "CHANGELOG.md").read_text("utf-8")))
    sys.stdout.write("".join(f"{line}\n" for line in found) or "sdist and wheel are what git has\n")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
