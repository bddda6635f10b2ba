"""A Spark frame is answered as a Polars frame is, by one local session.

    python -m pytest tests/frames/spark/check_spark.py

It needs the extra `spark` and a Java runtime and takes minutes, so that it is run on its own: its
name keeps it out of the other runs. Polars is held against the single path by the tests beside
this folder.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import polars as pl
import pytest
from polars.testing import assert_frame_equal
from pyspark.sql import SparkSession

from mutualaid import Catalogue
from mutualaid.frames import InvalidFrame, decide_frame
from mutualaid.testing.population import population

STARTS = date(2016, 1, 1)
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


@pytest.mark.parametrize("by_plan", [0.0, 0.5], ids=["every plan", "named plans"])
def test_spark_answers_as_polars_does(
    session: SparkSession, catalogue: Catalogue, by_plan: float
) -> None:
    entries, units = population(400, seed=5, by_plan=by_plan)
    entries = entries.with_columns(row=pl.int_range(pl.len()))
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
