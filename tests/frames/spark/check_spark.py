"""A Spark frame is answered as a Polars frame is, by one local session.

    python -m pytest tests/frames/spark/check_spark.py

It needs the extra `spark` and a Java runtime and takes minutes, so that it is run on its own: its
name keeps it out of the other runs. Polars is held against the single path by the tests beside
this folder.
"""

from __future__ import annotations

import doctest
import re
from collections.abc import Iterator
from datetime import date
from itertools import takewhile
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from polars.testing import assert_frame_equal
from pyspark.sql import SparkSession

from mutualaid import Catalogue, PolicyChange, Source
from mutualaid.frames import InvalidFrame, decide_frame, decide_summary
from mutualaid.policy.effect import effect
from mutualaid.testing.population import population

PAGE = Path(__file__).parents[3] / "docs" / "how-to" / "frames.md"
STARTS = date(2016, 1, 1)
FEW = ["critical_illness", "accident_property"]
# pyspark warns of the newest pandas whenever it makes a frame.
pytestmark = pytest.mark.filterwarnings("default")


@pytest.fixture(scope="module")
def session() -> Iterator[SparkSession]:
    """Give a session of this machine."""
    settings = {
        "spark.ui.enabled": "false",
        "spark.sql.shuffle.partitions": "2",
        "spark.sql.adaptive.enabled": "false",
        # What is compiled here is larger than what it is run on.
        "spark.sql.codegen.wholeStage": "false",
        "spark.sql.session.timeZone": "UTC",
    }
    builder = SparkSession.builder.master("local[2]")
    for name, value in settings.items():
        builder = builder.config(name, value)
    made = builder.getOrCreate()
    yield made
    made.stop()


@pytest.mark.parametrize("by_plan", [0.0, 0.5], ids=["every plan", "named plans and covers"])
def test_spark_answers_as_polars_does(
    session: SparkSession, catalogue: Catalogue, by_plan: float
) -> None:
    entries, units = population(400, seed=5, by_plan=by_plan)
    entries = entries.with_columns(row=pl.int_range(pl.len()))
    if by_plan:
        entries = entries.with_columns(already_covered=pl.col("row") % 7 == 0)
    expected = decide_frame(catalogue, entries, units, starts=STARTS)
    frames = [session.createDataFrame(one.to_arrow()) for one in (entries, units)]
    # Spread over more partitions than there are cores.
    made = decide_frame(catalogue, frames[0].repartition(5), frames[1], starts=STARTS)
    assert_frame_equal(expected, pl.DataFrame(made.toArrow()).sort("row"))


def test_bad_values_are_found_on_spark_too(session: SparkSession, catalogue: Catalogue) -> None:
    entries, units = population(20, seed=5)
    entries = entries.with_columns(sex=pl.lit("x"))
    frames = [session.createDataFrame(one.to_arrow()) for one in (entries, units)]
    with pytest.raises(InvalidFrame, match="holds something else than female"):
        decide_frame(catalogue, *frames, starts=STARTS)


def test_the_lines_of_the_page_run_as_they_stand(
    session: SparkSession, capsys: pytest.CaptureFixture[str]
) -> None:
    text = PAGE.read_text("utf-8")
    told = re.search(r"```py\n(entries, units = spark.*?)```", text, re.DOTALL)
    assert told is not None
    said: dict[str, Any] = {"spark": session}
    # What the page says before its three lines: the imports, the people and their units.
    examples = doctest.DocTestParser().get_examples(text)
    for one in takewhile(lambda one: not one.source.startswith("catalogue"), examples):
        exec(one.source, said)  # noqa: S102 - our own page
    said["catalogue"] = said["load_catalogue"]()
    for name in ("people", "companies"):
        frame = session.createDataFrame(pl.DataFrame(said[name]).to_arrow())
        frame.createOrReplaceTempView(name)
    exec(told[1], said)  # noqa: S102
    shown = capsys.readouterr().out
    for row in (r"M1\|\s+50", r"M2\|\s+7", r"M3\|\s+50"):
        assert re.search(row, shown)


def test_sums_and_effects_are_those_of_polars(session: SparkSession, catalogue: Catalogue) -> None:
    frames = population(200, seed=5)
    theirs = [session.createDataFrame(one.to_arrow()) for one in frames]
    sums, of_spark = (
        decide_summary(catalogue, *one, starts=STARTS, plans=FEW, by=["plan", "sex"])
        for one in (frames, theirs)
    )
    assert_frame_equal(sums, pl.DataFrame(of_spark.toArrow()), check_row_order=False)
    change = PolicyChange(
        "draft",
        since=STARTS,
        source=Source("Notice 7"),
        set={"critical_illness.eligibility.age.maximum": 50},
    )
    later = catalogue.with_change(change)
    found, on_spark = (
        effect(catalogue, later, *one, starts=STARTS, plans=FEW[:1]) for one in (frames, theirs)
    )
    assert found.total == on_spark.total
    assert found.summary("sex") == on_spark.summary("sex")
