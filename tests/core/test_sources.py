"""Sources: where a figure stands."""

from __future__ import annotations

import tomllib
from datetime import date
from pathlib import Path

import pytest

from mutualaid import LEAFLET, Source, Table, Text, load_catalogue
from mutualaid.text import Lang

NOTICE = Text(zh="通知", en="notice")


def test_one_text_names_a_document_in_both_languages() -> None:
    assert Text(zh="Notice 7", en="Notice 7") == Source("Notice 7").document


def test_a_document_may_have_a_name_in_each_language() -> None:
    assert NOTICE == Source(NOTICE).document


@pytest.mark.parametrize(
    ("lang", "cited"), [("zh", "通知·第二条·会费"), ("en", "notice, 第二条, 会费")]
)
def test_a_source_is_cited_by_document_row_and_column(lang: Lang, cited: str) -> None:
    assert cited == Source(NOTICE, row="第二条", column="会费").cite(lang)


def test_what_is_not_given_is_left_out_of_the_citation() -> None:
    assert "notice, 会费" == Source(NOTICE, column="会费").cite("en")


def test_a_citation_names_no_address() -> None:
    assert "notice" == Source(NOTICE, url="https://example.org").cite("en")


def test_a_source_is_given_for_json() -> None:
    source = Source(NOTICE, row="1", column="2", url="https://example.org", seen=date(2016, 2, 22))
    expected = {
        "document": {"zh": "通知", "en": "notice"},
        "row": "1",
        "column": "2",
        "url": "https://example.org",
        "seen": "2016-02-22",
    }
    assert expected == source.to_dict()


def test_what_is_not_given_is_left_out_for_json() -> None:
    assert {"document": {"zh": "通知", "en": "notice"}} == Source(NOTICE).to_dict()


def test_equal_sources_are_equal_and_hash_alike() -> None:
    one, other = Source(NOTICE, row="1"), Source(NOTICE, row="1")
    assert (one, hash(one)) == (other, hash(other))


def test_a_cell_of_a_table_is_a_source() -> None:
    table = Table(NOTICE, rows=("first",), columns=("fee",))
    assert Source(NOTICE, row="first", column="fee") == table.cell("first", "fee")


def test_a_cell_of_the_leaflet_is_cited_in_chinese() -> None:
    cell = LEAFLET.cell("在职职工重大疾病互助保障活动", "参保条件")
    assert "简表·在职职工重大疾病互助保障活动·参保条件" == cell.cite("zh")


def test_the_leaflet_has_the_rows_of_the_transcription() -> None:
    transcription = Path(__file__).parents[1] / "data" / "leaflet.toml"
    plans = tomllib.loads(transcription.read_text("utf-8"))["plan"]
    assert LEAFLET.rows == tuple(plan["title"] for plan in plans)


@pytest.mark.parametrize("code", load_catalogue())
def test_each_plan_is_titled_as_its_row(code: str) -> None:
    info = load_catalogue()[code].info
    assert info.number is not None
    assert LEAFLET.rows[info.number - 1] == info.title.zh
