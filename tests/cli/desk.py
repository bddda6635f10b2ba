"""A clerk's folder: every file that the commands read, in a good, a refused and a broken form."""

from __future__ import annotations

from pathlib import Path

from cli.books import BROKEN, PAID, REFUSED, write_claims, write_covers
from cli.conftest import HEADER, UNIT, WELL

CHANGE = """\
name = "2017 revision"
since = 2017-01-01
[source]
document = "a draft"
[set]
"critical_illness.fee.amount" = 100
"""
CASES = "plan,age,outcome\ncritical_illness,{age},{outcome}\n"
PEOPLE = "unit,member,birth_date,sex,serving\nU1,M1,1980-05-17,female,true\n"


SCENARIO = """\
starts = 2016-01-01
entries = "people.csv"
units = "units.csv"
assumptions = "assumptions.toml"
"""
ASSUMPTIONS = """\
name = "guesses"
[[assumption]]
probability = 0.01
severity = { kind = "fixed", amount = 500 }
source = "a guess"
as_of = 2016-01-01
"""


def write_desk(folder: Path) -> None:
    """Write them all."""
    write_covers(folder)
    for name, line in (("claims", PAID), ("refused-claims", REFUSED), ("broken-claims", BROKEN)):
        write_claims(folder, line, name=f"{name}.csv")
    texts = {
        "unit.toml": UNIT,
        "roster.csv": f"{HEADER}\n{WELL}",
        "refused.csv": f"{HEADER}\n{WELL.replace('1980-05-17', '1950-05-17')}",
        "broken.csv": f"{HEADER}\n{WELL.replace('1980-05-17', 'soon')}",
        "change.toml": CHANGE,
        "cases.csv": CASES.format(age=35, outcome="accepted"),
        "wrong-cases.csv": CASES.format(age=70, outcome="accepted"),
        "broken-cases.csv": CASES.format(age="old", outcome="accepted"),
        "people.csv": PEOPLE,
        "units.csv": "unit,employees\nU1,1\n",
        "scenario.toml": SCENARIO,
        "assumptions.toml": ASSUMPTIONS,
    }
    for name, text in texts.items():
        folder.joinpath(name).write_text(text, "utf-8")


REVIEW = ["review", "unit.toml", "roster.csv", "--starts", "2016-01-01"]
SETTLE = ["settle", "covers.json", "claims.csv"]
ANSWERS = {
    "review": REVIEW,
    "settle": SETTLE,
    "statement": ["statement", "covers.json"],
    "plans": ["plans"],
    "diff": ["diff", "change.toml"],
    "paths": ["paths", "accident"],
    "check": ["check", "cases.csv"],
    "decide-file": [
        "decide-file", "people.csv", "units.csv", "--starts", "2016-01-01", "--output",
        "out.parquet",
    ],
    "scenario": ["scenario", "scenario.toml"],
    "doctor": ["doctor"],
}  # fmt: skip
"""Each command, asked for an answer."""
ENDS: dict[tuple[str, int], list[str]] = {
    **{(name, 0): arguments for name, arguments in ANSWERS.items()},
    ("review", 1): ["review", "unit.toml", "refused.csv", *REVIEW[3:]],
    ("review", 2): ["review", "unit.toml", "broken.csv", *REVIEW[3:]],
    ("settle", 1): ["settle", "covers.json", "refused-claims.csv"],
    ("settle", 2): ["settle", "covers.json", "broken-claims.csv"],
    ("statement", 2): ["statement", "claims.csv"],
    ("plans", 2): ["plans", "--on", "2014-12-31"],
    ("diff", 0): ["diff", "change.toml", "--on", "2016-01-01"],
    ("diff", 1): ["diff", "change.toml"],
    ("diff", 2): ["diff", "change.toml", "--unit", "unit.toml"],
    ("paths", 2): ["paths", "nothing of the kind"],
    ("check", 1): ["check", "wrong-cases.csv"],
    ("check", 2): ["check", "broken-cases.csv"],
    ("decide-file", 2): ["decide-file", "units.csv", *ANSWERS["decide-file"][2:]],
    ("scenario", 2): ["scenario", "assumptions.toml"],
    ("doctor", 2): ["doctor", "--nothing"],
}
"""Each command, ending with each code that its page lists."""
