"""A font for pictures that has Chinese characters: one that comes as an extra, or is installed.

Matplotlib's own fonts have none, and what they lack it draws as boxes, with a warning.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import Any

import matplotlib as mpl
from matplotlib.font_manager import findSystemFonts, fontManager
from matplotlib.ft2font import FT2Font

from mutualaid.errors import MissingExtra
from mutualaid.messages import render
from mutualaid.text import Lang

SAMPLE = "互助会费赔额"
"""Characters by which a font for simplified Chinese is known."""
STAND_IN = "Last Resort"
"""A font of matplotlib's that has a box for every character."""
PREFERRED = (
    "Noto Sans SC", "Noto Sans CJK SC", "Source Han Sans SC", "Source Han Sans CN",
    "Microsoft YaHei", "PingFang SC", "Hiragino Sans GB", "Heiti SC", "STHeiti", "SimHei",
    "WenQuanYi Micro Hei", "WenQuanYi Zen Hei", "Noto Sans CJK JP", "Arial Unicode MS",
)  # fmt: skip
"""Fonts without serifs, as they are named on Linux, Windows and macOS; any other comes after."""


def families(lang: Lang) -> list[str]:
    """Give the fonts of a picture: of the first that has a character it is drawn.

    Those that are set in matplotlib (`font.family`) are kept. Where they have no Chinese, a font
    that has is put before them in a Chinese picture, and behind them in an English one, in which
    what users name may be Chinese.

    Raises:
        MissingExtra: A Chinese picture, and no font with Chinese characters is found.
    """
    own = _of_matplotlib()
    if any(_is_chinese(name) for name in own):
        return own
    chinese = chinese_family()
    if render("plot.chance", lang).isascii():
        return own if chinese is None else [*own, chinese]
    if chinese is None:
        raise MissingExtra(
            "No font with Chinese characters is found on this machine",
            hint="pip install 'mutualaid[fonts]', or install one on the system, such as "
            'fonts-noto-cjk on Debian and Ubuntu; lang="en" needs none',
        )
    return [chinese, *own]


def _of_matplotlib() -> list[str]:
    """Give the fonts that are set and installed, with "sans-serif" and the like spelled out."""
    known = {entry.name for entry in fontManager.ttflist}
    settings: Any = mpl.rcParams  # its type names every setting, and none that is put together
    names: list[str] = []
    for family in settings["font.family"]:
        names += settings.get(f"font.{family}", [family])
    return [name for name in names if name in known]


def _is_chinese(name: str) -> bool:
    return any(_covers(entry.fname) for entry in fontManager.ttflist if entry.name == name)


@cache
def chinese_family() -> str | None:
    """Find a font with Chinese characters; None where there is none.

    The one of the extra `fonts` goes first, so that pictures are alike on all machines that have
    it; then what matplotlib knows; then what was installed since matplotlib last looked.
    """
    added = _of_the_extra()
    if added is not None:
        return _made_known(added)[0]
    return _best(entry.name for entry in fontManager.ttflist) or _best(_installed_since())


def _best(names: Iterable[str]) -> str | None:
    """Give the preferred one among the fonts that are known and have Chinese characters."""
    known = sorted({name for name in names if not name.startswith(STAND_IN)})
    preferred = [name for name in PREFERRED if name in known]
    others = [name for name in known if name not in PREFERRED]
    return next((name for name in (*preferred, *others) if _is_chinese(name)), None)


def _installed_since() -> list[str]:
    """Make known the fonts that matplotlib's list lacks: it is kept for long, and grows old."""
    known = {entry.fname for entry in fontManager.ttflist}
    files = (path for path in sorted(findSystemFonts()) if path not in known and _covers(path))
    return [name for path in files for name in _made_known(path)]


def _of_the_extra() -> str | None:
    try:
        from pylopdf_fonts_zh_cn import sans_path  # noqa: PLC0415 - an extra
    except ImportError:
        return None
    return str(sans_path())


def _made_known(path: str) -> list[str]:
    """Make a font file known to matplotlib, and give the names of the fonts in it."""
    fontManager.addfont(path)
    return [entry.name for entry in fontManager.ttflist if entry.fname == path]


@cache
def _covers(path: str) -> bool:
    """Tell whether a font file has the characters of the sample."""
    try:
        known = FT2Font(path).get_charmap()
    except (OSError, RuntimeError):
        return False  # it was taken away since it was listed, or is damaged
    return all(ord(character) in known for character in SAMPLE)
