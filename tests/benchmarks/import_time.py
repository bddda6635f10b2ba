"""Import time of mutualaid beside that of attrs, pluggy and python-dateutil.

Run it with `python tests/benchmarks/import_time.py`. Both are imported in fresh interpreters, in
turns within the one run; the fastest of many is compared, and the ratio printed.
"""

from __future__ import annotations

import subprocess
import sys

ROUNDS = 15
FOUNDATION = "import attrs, pluggy, dateutil.relativedelta"
WHAT = {
    "nothing": "pass",
    "attrs + pluggy + dateutil": FOUNDATION,
    "mutualaid": "import mutualaid",
    "people": "from mutualaid import Member, Unit",
    "people, catalogue": "from mutualaid import Member, Unit, load_catalogue",
    "every public name": "from mutualaid import *",
    "plans loaded": "from mutualaid import load_catalogue; load_catalogue()",
}


def milliseconds(code: str) -> float:
    """Run code in a fresh interpreter and give what it took from within."""
    timed = (
        "from time import perf_counter as now; start = now()\n"
        f"{code}\nprint((now() - start) * 1000)"
    )
    run = subprocess.run([sys.executable, "-c", timed], capture_output=True, text=True, check=True)
    return float(run.stdout)


def main() -> None:
    """Print the table."""
    best = dict.fromkeys(WHAT, float("inf"))
    for _ in range(ROUNDS):
        for name, code in WHAT.items():
            best[name] = min(best[name], milliseconds(code))
    for name, taken in best.items():
        ratio = taken / best["attrs + pluggy + dateutil"]
        print(f"{name:>26}: {taken:6.1f} ms, {ratio:5.2f} ×")


if __name__ == "__main__":
    main()
