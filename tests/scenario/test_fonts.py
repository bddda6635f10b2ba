"""Chinese in pictures: a font that has the characters is found, or it is said how to get one."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import matplotlib as mpl
import pytest
from matplotlib.font_manager import FontEntry, fontManager
from pylopdf_fonts_zh_cn import sans_path

from mutualaid import MissingExtra
from mutualaid.scenario.pictures import fonts
from mutualaid.scenario.pictures.fonts import families

OURS = "Noto Sans SC"
PLAIN = "DejaVu Sans"


@pytest.fixture(autouse=True)
def _as_it_was(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Have matplotlib know its own fonts alone, and none on the system."""
    own = [
        entry
        for entry in fontManager.ttflist
        if Path(entry.fname).is_relative_to(mpl.get_data_path())
    ]
    monkeypatch.setattr(fontManager, "ttflist", own)
    monkeypatch.setattr(fonts, "findSystemFonts", list)
    fonts.chinese_family.cache_clear()
    yield
    fonts.chinese_family.cache_clear()


def without_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pylopdf_fonts_zh_cn", None)


def test_a_chinese_picture_is_drawn_in_the_font_of_the_extra_whatever_else_there_is(
    tmp_path: Path,
) -> None:
    other = shutil.copy(sans_path(), tmp_path / "other.otf")
    fontManager.ttflist.append(FontEntry(fname=str(other), name="Noto Sans CJK SC"))

    assert families("zh") == [OURS, PLAIN]


def test_in_an_english_picture_what_users_name_may_be_chinese() -> None:
    assert families("en") == [PLAIN, OURS]


def test_a_font_that_is_set_and_has_the_characters_is_kept(tmp_path: Path) -> None:
    fontManager.addfont(sans_path())

    with mpl.rc_context({"font.sans-serif": [PLAIN, OURS, "not installed"]}):
        assert families("zh") == families("en") == [PLAIN, OURS]
    with mpl.rc_context({"font.family": [OURS]}):
        assert families("zh") == [OURS]


def test_without_the_extra_a_font_that_matplotlib_knows_is_taken_the_preferred_one_first(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    without_the_extra(monkeypatch)
    fontManager.ttflist += [
        FontEntry(fname=str(sans_path()), name=name) for name in ("A Font", "SimHei", "Z Font")
    ]

    assert families("zh") == ["SimHei", PLAIN]


def test_any_other_font_that_has_the_characters_does_too(monkeypatch: pytest.MonkeyPatch) -> None:
    without_the_extra(monkeypatch)
    fontManager.ttflist.append(FontEntry(fname=str(sans_path()), name="Z Font"))

    assert families("zh") == ["Z Font", PLAIN]


def test_a_preferred_name_without_the_characters_is_passed_over(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    without_the_extra(monkeypatch)
    latin = next(entry.fname for entry in fontManager.ttflist if entry.name == PLAIN)
    fontManager.ttflist += [
        FontEntry(fname=latin, name="SimHei"),
        FontEntry(fname="/nowhere/gone.ttf", name="PingFang SC"),
        FontEntry(fname=str(sans_path()), name="Z Font"),
    ]

    assert families("zh") == ["Z Font", PLAIN]


def test_a_font_that_was_installed_since_matplotlib_last_looked_is_found(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    without_the_extra(monkeypatch)
    new, damaged = tmp_path / "new.otf", tmp_path / "damaged.otf"
    shutil.copy(sans_path(), new)
    damaged.write_text("no font")
    known = [entry.fname for entry in fontManager.ttflist]
    monkeypatch.setattr(fonts, "findSystemFonts", lambda: [*known, str(damaged), str(new)])

    assert families("zh") == [OURS, PLAIN]
    assert [entry.fname for entry in fontManager.ttflist if entry.name == OURS] == [str(new)]


def test_where_there_is_none_a_chinese_picture_says_how_to_get_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    without_the_extra(monkeypatch)

    with pytest.raises(MissingExtra, match=r"No font with Chinese.*\n\nHint: pip install"):
        families("zh")
    assert families("en") == [PLAIN]
